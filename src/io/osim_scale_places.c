// osim_scale_places.c - what of a model's text scales with its bodies: masses, places, surfaces, functions of places, lengths of muscles
//
// Rules of OpenSim (its published classes' behaviour): a vector fixed to a body scales by the body's factors; a surface by how long its own axes
// become; inertia with mass and the square of a uniform factor, otherwise as that of the cylinder with the same two moments.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "ilium/data.h"
#include "ilium/file.h"
#include "osim_read.h"
#include "osim_scale.h"
#include "osim_tree.h"

/// While the tree is walked.
typedef struct walk {
    ili_edit          *e;
    const ili_scaling *s;
    ili_osim_tree     *tree;
    double             mass_factor; ///< of all bodies, after their own
} walk;

il_status ili_scale_tree(ili_edit *e, ili_osim_tree **out) {
    const char *version = ili_attribute_get(e->doc.root, "Version");
    double      number = 0.0;
    if (!version || il_number_parse(version, strlen(version), &number) || !(number >= 0.0 && number < 1e9)) number = 0.0;
    return ili_osim_tree_make(&e->doc, ili_scale_model(e), (int)number, out, e->err);
}

const ili_element *ili_scale_model(const ili_edit *e) { return strcmp(e->doc.root->tag, "Model") ? ili_child(e->doc.root, "Model") : e->doc.root; }

static const double *factor_of(const walk *w, const char *body) {
    static const double one[3] = {1.0, 1.0, 1.0};
    for (int i = 0; body && i < w->s->n; i++)
        if (!strcmp(w->s->body[i], body)) return w->s->factor + 3*i;
    return one;
}

static bool changes(const double f[3]) { return f[0] != 1.0 || f[1] != 1.0 || f[2] != 1.0; }

static bool numbers(walk *w, const ili_element *e, int n, double *out) {
    int count = 0;
    if (!e || !*e->text || w->e->status != IL_OK) return false;
    w->e->status = ili_xml_numbers_of(&w->e->doc, e, n, out, &count, w->e->err);
    return w->e->status == IL_OK && count == n;
}

static void scale_vector(walk *w, const ili_element *e, const double f[3]) {
    double x[3];
    if (!changes(f) || !numbers(w, e, 3, x)) return;
    for (int i = 0; i < 3; i++) x[i] *= f[i];
    ili_edit_numbers(w->e, e, 3, x);
}

static void scale_number(walk *w, const ili_element *e, double f) {
    double x;
    if (f == 1.0 || !numbers(w, e, 1, &x)) return;
    x *= f;
    ili_edit_numbers(w->e, e, 1, &x);
}

// ---- which body a frame belongs to ---------------------------------------------------------------------------------------------

// the frame that a path means, by the reader's own rule. What stands in <defaults> stands nowhere
static bool place_behind(walk *w, const ili_element *e, const char *path, ili_osim_place *out) {
    if (!path || !*path || w->e->status != IL_OK) return false;
    for (const ili_element *p = e; p; p = p->parent)
        if (!strcmp(p->tag, "defaults")) return false;
    w->e->status = ili_osim_tree_frame(w->tree, e, path, out, w->e->err);
    return w->e->status == IL_OK;
}

static const char *body_behind(walk *w, const ili_element *e, const char *path) {
    ili_osim_place p;
    return place_behind(w, e, path, &p) ? p.body : NULL;
}

static const char *standing_on(walk *w, const ili_element *frame) {
    ili_osim_place p;
    for (const ili_element *up = frame; up; up = up->parent)
        if (!strcmp(up->tag, "defaults")) return NULL;
    if (w->e->status == IL_OK) w->e->status = ili_osim_tree_itself(w->tree, frame, &p, w->e->err);
    return w->e->status == IL_OK ? p.body : NULL;
}

// of the first socket that says anything
static const char *body_of(walk *w, const ili_element *e, const char *const *sockets, int n) {
    const char *path = NULL;
    for (int i = 0; i < n && (!path || !*path); i++) path = ili_child_text(e, sockets[i]);
    return body_behind(w, e, path);
}

// ---- masses --------------------------------------------------------------------------------------------------------------------

static double own_mass(walk *w, const ili_element *body) {
    const char *name = ili_attribute_get(body, "name");
    double      m = 0.0;
    numbers(w, ili_child(body, "mass"), 1, &m);
    const double *f = factor_of(w, name);
    return w->s->keep_mass ? m : m*f[0]*f[1]*f[2];
}

// unequal factors: the body is the cylinder, turned about one end, that has its least moment about its axis and the same next one
static void cylinder(double before, double mass, const double f[3], double I[6]) {
    int    a = I[0] <= I[1] ? (I[0] <= I[2] ? 0 : 2) : I[1] <= I[2] ? 1 : 2, b = a == 0 ? 1 : 0, c = 3 - a - b;
    double square = fmax(2.0*I[a]/before, 0.0), length = sqrt(fmax(3.0*(I[b]/before - 0.25*square), 0.0))*f[a];
    square *= f[b]*f[c];
    I[a] = 0.5*mass*square, I[b] = I[c] = mass*(length*length/3.0 + 0.25*square);
    I[3] *= f[0]*f[1], I[4] *= f[0]*f[2], I[5] *= f[1]*f[2];
}

static void inertia(walk *w, const ili_element *body, const double f[3]) {
    static const char *const old[] = {"inertia_xx", "inertia_yy", "inertia_zz", "inertia_xy", "inertia_xz", "inertia_yz"};
    double                   I[6] = {0}, before = 0.0, mass = own_mass(w, body);
    numbers(w, ili_child(body, "mass"), 1, &before);
    const ili_element *whole = ili_child(body, "inertia");
    if (whole) numbers(w, whole, 6, I);
    for (int i = 0; i < 6 && !whole; i++) numbers(w, ili_child(body, old[i]), 1, &I[i]);
    double grown = before > 0.0 ? mass/before : 1.0;
    bool   even = f[0] == f[1] && f[1] == f[2];
    for (int i = 0; i < 6; i++) I[i] *= mass <= 2.2e-16 ? 0.0 : grown*(even ? f[0]*f[0] : 1.0);
    if (!even && mass > 2.2e-16) {
        for (int i = 0; i < 3; i++) I[i] /= grown; // of the mass before
        cylinder(before, mass, f, I);
    }
    for (int i = 0; i < 6; i++) I[i] *= w->mass_factor;
    mass *= w->mass_factor;
    ili_edit_numbers(w->e, ili_child(body, "mass"), 1, &mass);
    if (whole) ili_edit_numbers(w->e, whole, 6, I);
    for (int i = 0; i < 6 && !whole; i++)
        if (ili_child(body, old[i])) ili_edit_numbers(w->e, ili_child(body, old[i]), 1, &I[i]);
}

// ---- functions of places -------------------------------------------------------------------------------------------------------

// OpenSim multiplies what a function gives; one that only hands its coordinate on stays
static void scale_function(walk *w, const ili_element *holder, double f, bool keep_identity) {
    const ili_element *function = NULL;
    for (const ili_element *c = holder ? holder->first : NULL; c && !function; c = c->next) {
        if (!strcmp(c->tag, "function")) {
            scale_function(w, c, f, keep_identity);
            return;
        }
        function = ili_osim_function_itself(c);
    }
    if (!function || f == 1.0) return;
    double c[2];
    if (keep_identity && !strcmp(function->tag, "LinearFunction") && (!ili_child(function, "coefficients") || (numbers(w, ili_child(function, "coefficients"), 2, c) && c[0] == 1.0 && c[1] == 0.0)))
        return;
    if (!strcmp(function->tag, "Constant")) {
        scale_number(w, ili_child(function, "value"), f);
    } else if (!strcmp(function->tag, "MultiplierFunction") && ili_child(function, "scale")) {
        scale_number(w, ili_child(function, "scale"), f);
    } else {
        char     number[IL_NUMBER_TEXT], tail[120];
        ili_text t = ili_text_fixed(tail, sizeof tail);
        ili_text_printf(&t, "</function><scale>%s</scale></MultiplierFunction>", il_number_format(f, number));
        ili_edit_replace(w->e, function->from, function->from, "<MultiplierFunction><function>");
        ili_edit_replace(w->e, function->end, function->end, tail);
    }
}

static void transform(walk *w, const ili_element *e, const double f[3]) {
    for (const ili_element *axis = e->first; axis; axis = axis->next) {
        const char *name = ili_attribute_get(axis, "name");
        double      a[3], sum = 0.0;
        if (!name || strncmp(name, "translation", 11) || !numbers(w, ili_child(axis, "axis"), 3, a)) continue;
        for (int i = 0; i < 3; i++) sum += fabs(a[i])*f[i];
        scale_function(w, axis, sum, true);
    }
}

static void moving_point(walk *w, const ili_element *e, const double f[3]) {
    static const char *const part[] = {"x_location", "y_location", "z_location"};
    for (int i = 0; i < 3; i++) scale_function(w, ili_child(e, part[i]), f[i], false);
}

// ---- surfaces ------------------------------------------------------------------------------------------------------------------

// how much longer the axes of a surface become
static void stretch(walk *w, const ili_element *e, const double f[3], double out[3]) {
    double   angles[3] = {0}, none[3] = {0};
    il_frame at;
    numbers(w, ili_child(e, "xyz_body_rotation"), 3, angles);
    at = il_frame_xyz(none, angles);
    for (int axis = 0; axis < 3; axis++) {
        double square = 0.0;
        for (int i = 0; i < 3; i++) square += f[i]*at.rot[3*i + axis]*f[i]*at.rot[3*i + axis];
        out[axis] = sqrt(square);
    }
}

static void surface(walk *w, const ili_element *e, const double f[3]) {
    double s[3], size[3];
    if (!changes(f)) return;
    stretch(w, e, f, s);
    scale_vector(w, ili_child(e, "translation"), f);
    if (!strcmp(e->tag, "WrapSphere")) scale_number(w, ili_child(e, "radius"), (s[0] + s[1] + s[2])/3.0);
    if (!strcmp(e->tag, "WrapCylinder")) scale_number(w, ili_child(e, "radius"), 0.5*(s[0] + s[1])), scale_number(w, ili_child(e, "length"), s[2]);
    if (!strcmp(e->tag, "WrapTorus")) scale_number(w, ili_child(e, "inner_radius"), 0.5*(s[0] + s[1])), scale_number(w, ili_child(e, "outer_radius"), 0.5*(s[0] + s[1]));
    if (!strcmp(e->tag, "WrapEllipsoid") && numbers(w, ili_child(e, "dimensions"), 3, size)) {
        for (int i = 0; i < 3; i++) size[i] *= s[i];
        ili_edit_numbers(w->e, ili_child(e, "dimensions"), 3, size);
    }
}

// ---- couplers ------------------------------------------------------------------------------------------------------------------

static const ili_element *coordinate_named(const ili_element *e, const char *name) {
    for (const ili_element *c = e ? e->first : NULL; c; c = c->next) {
        const char *own = strcmp(c->tag, "Coordinate") ? NULL : ili_attribute_get(c, "name");
        if (own && !strcmp(own, name)) return c;
        const ili_element *deeper = coordinate_named(c, name);
        if (deeper) return deeper;
    }
    return NULL;
}

// is the coordinate itself the way along an axis of its joint?
static bool is_way(walk *w, const ili_element *joint, const ili_element *coordinate) {
    int index = 0;
    for (const ili_element *c = coordinate->parent->first; c != coordinate; c = c->next) index += !strcmp(c->tag, "Coordinate");
    if (!strcmp(joint->tag, "SliderJoint")) return true;
    if (!strcmp(joint->tag, "PlanarJoint")) return index > 0;
    if (!strcmp(joint->tag, "FreeJoint")) return index > 2;
    const ili_element *axes = ili_child(joint, "SpatialTransform");
    for (const ili_element *a = axes ? axes->first : NULL; a; a = a->next) {
        const char        *name = ili_attribute_get(a, "name"), *of = ili_child_text(a, "coordinates");
        const ili_element *f = ili_osim_function_in(a), *numbers_in;
        double             c[2] = {1.0, 0.0};
        if (!f) f = ili_osim_function_in(ili_child(a, "function"));
        if (!name || strncmp(name, "translation", 11) || !of || strcmp(of, ili_attribute_get(coordinate, "name")) || !f || strcmp(f->tag, "LinearFunction")) continue;
        numbers_in = ili_child(f, "coefficients");
        if ((!numbers_in || numbers(w, numbers_in, 2, c)) && fabs(c[0]) == 1.0 && c[1] == 0.0) return true;
    }
    return false;
}

// what follows by a way grows with the body that its joint is in; OpenSim refuses unequal factors there
static void coupler(walk *w, const ili_element *e) {
    const char        *name = ili_child_text(e, "dependent_coordinate_name");
    const ili_element *c = name ? coordinate_named(ili_scale_model(w->e), ili_osim_last(name)) : NULL, *joint = c ? c->parent : NULL, *scale = ili_child(e, "scale_factor");
    while (joint && (!ili_name_ends(joint->tag, "Joint") || !strcmp(joint->tag, "Joint"))) joint = joint->parent;
    if (!joint || !is_way(w, joint, c)) return;
    const char   *old = ili_child_text(joint, "parent_body"), *parent = old ? old : body_behind(w, joint, ili_child_text(joint, "socket_parent_frame"));
    const double *f = factor_of(w, parent);
    if (!changes(f)) return;
    if (f[0] != f[1] || f[1] != f[2]) {
        w->e->status = ili_xml_error(&w->e->doc, e, IL_BAD_VALUE, w->e->err, "the way '%.80s' follows by a coupler in body '%.80s', whose factors are unequal: how it scales is not defined",
                                     name, parent ? parent : "");
    } else if (scale) {
        scale_number(w, scale, f[0]);
    } else {
        char     number[IL_NUMBER_TEXT], text[80];
        ili_text t = ili_text_fixed(text, sizeof text);
        ili_text_printf(&t, "<scale_factor>%s</scale_factor>", il_number_format(f[0], number));
        ili_edit_replace(w->e, e->inner_end, e->inner_end, text);
    }
}

// ---- the walk ------------------------------------------------------------------------------------------------------------------

// @param body  that the element stands in, NULL: none
static void visit(walk *w, const ili_element *e, const char *body) {
    static const char *const sockets[] = {"socket_parent_frame", "socket_parent", "body", "socket_frame", "body_name"};
    const double            *f = factor_of(w, body);
    if (!strcmp(e->tag, "Body") || !strcmp(e->tag, "Ground")) {
        body = ili_attribute_get(e, "name");
        if (!body) body = "ground";
        f = factor_of(w, body);
        if (!strcmp(e->tag, "Body") && strcmp(body, "ground")) inertia(w, e, f), scale_vector(w, ili_child(e, "mass_center"), f);
    } else if (!strcmp(e->tag, "PhysicalOffsetFrame")) {
        body = body_of(w, e, sockets, 2);
        scale_vector(w, ili_child(e, "translation"), factor_of(w, body));
    } else if (!strcmp(e->tag, "StationDefinedFrame")) {
        body = standing_on(w, e); // itself has no place of its own: its stations scale
    } else if (ili_name_ends(e->tag, "Joint") && strcmp(e->tag, "Joint")) {
        const char *old = ili_child_text(e, "parent_body"), *parent = old ? old : body_behind(w, e, ili_child_text(e, "socket_parent_frame"));
        scale_vector(w, ili_child(e, "location_in_parent"), factor_of(w, parent)), scale_vector(w, ili_child(e, "location"), f);
        scale_vector(w, ili_child(e, "radii_x_y_z"), factor_of(w, parent)), scale_vector(w, ili_child(e, "thoracic_ellipsoid_radii_x_y_z"), factor_of(w, parent));
        if (ili_child(e, "SpatialTransform")) transform(w, ili_child(e, "SpatialTransform"), factor_of(w, parent));
    } else if (!strncmp(e->tag, "Wrap", 4) && ili_child(e, "translation")) {
        surface(w, e, f);
    } else if (ili_name_ends(e->tag, "PathPoint") || !strcmp(e->tag, "Marker") || !strcmp(e->tag, "Station") || !strcmp(e->tag, "MusclePoint") || !strcmp(e->tag, "MuscleViaPoint") || !strncmp(e->tag, "Contact", 7)) {
        const double *own = factor_of(w, body_of(w, e, sockets, 5));
        scale_vector(w, ili_child(e, "location"), own);
        if (!strncmp(e->tag, "Moving", 6)) moving_point(w, e, own);
    } else if (!strcmp(e->tag, "CoordinateCouplerConstraint")) {
        coupler(w, e);
    } else if (!strcmp(e->tag, "scale_factors")) {
        scale_vector(w, e, f);
    }
    for (const ili_element *c = e->first; c && w->e->status == IL_OK; c = c->next) visit(w, c, body);
}

il_status ili_scale_places(ili_edit *e, const ili_scaling *s) {
    walk               w = {.e = e, .s = s, .mass_factor = 1.0};
    const ili_element *model = ili_scale_model(e), *bodies = ili_osim_objects(model, "BodySet");
    double             total = 0.0;
    if (!model) return ili_xml_error(&e->doc, e->doc.root, IL_BAD_VALUE, e->err, "there is no <Model>");
    for (const ili_element *b = bodies ? bodies->first : NULL; b; b = b->next)
        if (!strcmp(b->tag, "Body")) total += own_mass(&w, b);
    if (s->mass > 0.0 && !(total > 0.0)) return ili_xml_error(&e->doc, model, IL_BAD_VALUE, e->err, "the model has no mass that could be scaled");
    if (s->mass > 0.0) w.mass_factor = s->mass/total;
    if (e->status == IL_OK) e->status = ili_scale_tree(e, &w.tree);
    if (e->status == IL_OK) visit(&w, model, NULL);
    return e->status;
}

// ---- lengths -------------------------------------------------------------------------------------------------------------------

// a path of points that stand still in their frames, without surfaces; 0: it is none
static double straight(const il_osim *o, const il_data *d, walk *w, const ili_element *force) {
    static const char *const sockets[] = {"socket_parent_frame", "body"};
    const ili_element       *path = ili_child(force, "GeometryPath"), *set = ili_osim_objects(path, "PathPointSet"), *wraps = ili_osim_objects(path, "PathWrapSet");
    double                   sum = 0.0, last[3] = {0};
    if (!set || (wraps && wraps->count)) return 0.0;
    for (const ili_element *p = set->first; p; p = p->next) {
        double         x[3] = {0}, local[3], square = 0.0;
        const char    *name = NULL;
        ili_osim_place in;
        for (int i = 0; i < 2 && !name; i++) name = ili_child_text(p, sockets[i]);
        if (strcmp(p->tag, "PathPoint") || !place_behind(w, p, name, &in) || !numbers(w, ili_child(p, "location"), 3, x)) return 0.0;
        int b = !strcmp(in.body, "ground") ? IL_GROUND : il_body_find(o->model, in.body);
        if (b == IL_NONE) return 0.0;
        for (int i = 0; i < 3; i++) local[i] = in.at.pos[i] + in.at.rot[3*i]*x[0] + in.at.rot[3*i + 1]*x[1] + in.at.rot[3*i + 2]*x[2];
        for (int i = 0; i < 3; i++) {
            double at = d->body_pos[3*b + i].lane[0];
            for (int k = 0; k < 3; k++) at += d->body_rot[9*b + 3*i + k].lane[0]*local[k];
            square += (at - last[i])*(at - last[i]), last[i] = at;
        }
        if (p != set->first) sum += sqrt(square);
    }
    return sum;
}

// in the default pose; the element is of the document that the model was read from
static double length_of(const il_osim *o, const il_data *d, walk *w, const ili_element *force) {
    const char *name = ili_attribute_get(force, "name");
    int         path = name ? il_path_find(o->model, name) : IL_NONE;
    return path == IL_NONE ? straight(o, d, w, force) : d->path_length[path].lane[0];
}

static const ili_element *same_force(const ili_edit *e, const char *name) {
    const ili_element *set = ili_osim_objects(ili_scale_model(e), "ForceSet");
    for (const ili_element *f = set ? set->first : NULL; f; f = f->next) {
        const char *own = ili_attribute_get(f, "name");
        if (own && name && !strcmp(own, name)) return f;
    }
    return NULL;
}

static il_status pose(const il_osim *o, il_data **d, il_error *err) {
    il_status status = il_data_create(o->model, IL_ISA_AUTO, d, err);
    if (status == IL_OK) il_position(o->model, o->model->nominal, *d), il_path(o->model, o->model->nominal, *d);
    return status;
}

il_status ili_scale_lengths(ili_edit *e, ili_edit *old, const il_osim *before, const il_osim *after) {
    static const char *const rest[] = {"optimal_fiber_length", "tendon_slack_length", "resting_length", "slack_length"};
    const ili_element       *set = ili_osim_objects(ili_scale_model(e), "ForceSet");
    walk                     w = {.e = e}, v = {.e = old};
    il_data                 *a = NULL, *b = NULL;
    if (e->status == IL_OK) e->status = ili_scale_tree(e, &w.tree);
    if (e->status == IL_OK) e->status = ili_scale_tree(old, &v.tree);
    if (e->status == IL_OK) e->status = pose(before, &a, e->err);
    if (e->status == IL_OK) e->status = pose(after, &b, e->err);
    if (!set) set = ili_osim_objects(ili_scale_model(e), "ActuatorSet");
    for (const ili_element *f = set ? set->first : NULL; f && e->status == IL_OK; f = f->next) {
        const ili_element *was = same_force(old, ili_attribute_get(f, "name"));
        double             from = was ? length_of(before, a, &v, was) : 0.0, to = length_of(after, b, &w, f);
        bool               has = false;
        if (e->status == IL_OK) e->status = old->status;
        if (e->status != IL_OK) break;
        for (size_t i = 0; i < sizeof rest/sizeof *rest; i++) has |= ili_child(f, rest[i]) != NULL;
        if (has && !(from > 0.0 && to > 0.0)) {
            e->status = ili_xml_error(&e->doc, f, IL_BAD_VALUE, e->err, "the path of <%s name=\"%.80s\"> is not understood, so its rest length cannot be scaled", f->tag,
                                      ili_attribute_get(f, "name") ? ili_attribute_get(f, "name") : "");
            break;
        }
        for (size_t i = 0; has && i < sizeof rest/sizeof *rest; i++) scale_number(&w, ili_child(f, rest[i]), to/from);
    }
    il_data_free(a), il_data_free(b);
    return e->status;
}

// osim_read_path.c - muscles with their paths, other forces, markers of an `.osim` file
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "model/builder.h"
#include "osim_muscle.h"
#include "osim_read.h"

// ---- points --------------------------------------------------------------------------------------------------------------------

// a place fixed to a frame, as a place in the frame's body
static il_status place(ili_osim_reader *r, const ili_element *e, const char *what, const char **body, il_frame *at, double pos[3]) {
    static const char *const sockets[] = {"socket_parent_frame", "body", "socket_frame"};
    const char              *frame = NULL;
    double                   x[3] = {0};
    int                      number;
    for (int i = 0; i < 3 && (!frame || !*frame); i++) frame = ili_child_text(e, sockets[i]);
    if (!frame || !*frame) return ili_osim_bad(r, e, "a %s is fixed to no body; <socket_parent_frame>, before version 4 <body>, names one", what);
    il_status status = ili_child_numbers(&r->doc, e, "location", 3, x, r->err);
    if (status == IL_OK) status = ili_osim_frame_of(r, e, frame, &number, at);
    if (status != IL_OK) return status;
    *body = r->body[number].name;
    for (int i = 0; i < 3; i++) pos[i] = at->pos[i] + at->rot[3*i]*x[0] + at->rot[3*i + 1]*x[1] + at->rot[3*i + 2]*x[2];
    return IL_OK;
}

int ili_osim_coordinate_place(const ili_osim_reader *r, const char *path) {
    const char *name = path ? ili_osim_last(path) : "";
    for (int i = 0; i < r->ncoordinate; i++)
        if (!strcmp(r->coordinate[i].name, name)) return i;
    return -1;
}

il_status ili_osim_named_coordinate(ili_osim_reader *r, const ili_element *e, const char *socket, const char *old, int *out) {
    const char *path = ili_child_text(e, socket);
    if (!path || !*path) path = ili_child_text(e, old);
    *out = ili_osim_coordinate_place(r, path);
    char offer[300];
    return *out >= 0 ? IL_OK : ili_osim_bad(r, e, "there is no coordinate '%.80s' for <%s>; did you mean %s?", path ? path : "", e->tag, ili_osim_meant(r, true, path ? path : "", offer, sizeof offer));
}

static il_status named_coordinate(ili_osim_reader *r, const ili_element *e, const char *socket, const char *old, const char **out) {
    int       i;
    il_status status = ili_osim_named_coordinate(r, e, socket, old, &i);
    if (status == IL_OK) *out = r->coordinate[i].name;
    return status;
}

/// What a <MovingPathPoint> says of each component.
typedef struct motion {
    ili_osim_curve curve[3];
    const char    *coordinate[3]; ///< NULL: the component is constant
} motion;

static il_status motion_of(ili_osim_reader *r, const ili_element *e, motion *m) {
    static const char *const socket[] = {"socket_x_coordinate", "socket_y_coordinate", "socket_z_coordinate"};
    static const char *const old[] = {"x_coordinate", "y_coordinate", "z_coordinate"}, *const value[] = {"x_location", "y_location", "z_location"};
    for (int c = 0; c < 3; c++) m->curve[c] = (ili_osim_curve){.constant = true, .function = IL_NONE}, m->coordinate[c] = NULL;
    for (int c = 0; c < 3; c++) {
        const ili_element *function = NULL;
        il_status          status = ili_osim_function_of(r, e, value[c], &function);
        if (status == IL_OK && function) status = ili_osim_curve_of(r, function, &m->curve[c]);
        if (status == IL_OK && !m->curve[c].constant) status = named_coordinate(r, e, socket[c], old[c], &m->coordinate[c]);
        if (status != IL_OK) return status;
    }
    return IL_OK;
}

// The general case, components of several coordinates or in a frame of their own: a body without mass that slides along three axes carries the point.
static il_status carried(ili_osim_reader *r, const il_frame *at, const motion *m, il_point_def *p) {
    il_joint_def joint = il_default_joint_def();
    joint.parent = p->body, joint.in_parent = *at, joint.nrow = 3;
    for (int c = 0; c < 3; c++) {
        joint.row[c] = (il_row_def){.kind = IL_ROW_TRANSLATION, .coordinate = m->coordinate[c], .function = m->curve[c].function, .scale = m->curve[c].scale};
        joint.row[c].axis[c] = 1.0;
    }
    p->body = ili_osim_massless(r, "moving_point", &r->npoint_body, &joint);
    memset(p->pos, 0, sizeof p->pos);
    return p->body ? IL_OK : IL_NO_MEMORY;
}

static il_status moving(ili_osim_reader *r, const ili_element *e, const il_frame *at, il_point_def *p) {
    const il_frame none = il_frame_identity();
    motion         m;
    il_status      status = motion_of(r, e, &m);
    const char    *one = NULL;
    bool           several = memcmp(at, &none, sizeof none) != 0;
    if (status != IL_OK) return status;
    for (int c = 0; c < 3; c++) {
        several |= one && m.coordinate[c] && strcmp(one, m.coordinate[c]);
        if (m.coordinate[c]) one = m.coordinate[c];
    }
    if (several) return carried(r, at, &m, p);
    for (int c = 0; c < 3; c++) {
        p->pos[c] = m.curve[c].scale, p->function[c] = m.curve[c].function;
        if (m.coordinate[c] && m.curve[c].function == IL_NONE) p->function[c] = il_builder_function(r->b, IL_FUNCTION_LINEAR, 2, (const double[]){1.0, 0.0});
    }
    p->coordinate = one;
    return IL_OK;
}

static il_status point(ili_osim_reader *r, const ili_element *e, il_point_def *p) {
    *p = (il_point_def){.function = {IL_NONE, IL_NONE, IL_NONE}};
    il_frame  at;
    il_status status = place(r, e, "point of a path", &p->body, &at, p->pos);
    if (status != IL_OK) return status;
    if (!strncmp(e->tag, "Moving", 6)) return moving(r, e, &at, p);
    if (!strncmp(e->tag, "Conditional", 11) || !strcmp(e->tag, "MuscleViaPoint")) {
        status = ili_child_numbers(&r->doc, e, "range", 2, p->range, r->err);
        if (status == IL_OK) status = named_coordinate(r, e, "socket_coordinate", "coordinate", &p->condition);
        p->range[0] -= 1e-5, p->range[1] += 1e-5; // as OpenSim
        return status;
    }
    if (strcmp(e->tag, "PathPoint") && strcmp(e->tag, "MusclePoint")) return ili_osim_unknown(r, e, "a point of a path is a <%s>, which is not known", e->tag);
    return IL_OK;
}

// ---- paths ---------------------------------------------------------------------------------------------------------------------

il_status ili_osim_path(ili_osim_reader *r, const ili_element *e, const char *name) {
    const ili_element *geometry = ili_child(e, "GeometryPath"), *points, *wraps;
    il_path_def        def = il_default_path_def();
    const ili_element *function = ili_child(e, "FunctionBasedPath"), *other = ili_child(ili_child(e, "path"), "Scholz2015GeometryPath");
    il_status          status = IL_OK;
    if (!function) function = ili_child(ili_child(e, "path"), "FunctionBasedPath");
    if (ili_list_find(&r->b->path_name, name) != IL_NONE) return ili_osim_bad(r, e, "two forces are called '%.80s'; names must differ", name);
    if (function) return ili_osim_function_path(r, function, name);
    if (other) return ili_osim_bad(r, other, "the path of '%s' is a Scholz2015GeometryPath, which is not known", name);
    if (!geometry) geometry = ili_child(ili_child(e, "path"), "GeometryPath");
    points = ili_osim_objects(geometry, "PathPointSet");
    if (!points) points = ili_osim_objects(e, "MusclePointSet");
    wraps = ili_osim_objects(geometry, "PathWrapSet");
    if (!wraps) wraps = ili_osim_objects(e, "MuscleWrapSet");
    if (!points || points->count < 2) return ili_osim_bad(r, e, "the path of '%s' has fewer than two points; it needs two", name);
    il_point_def *p = ili_osim_take(r, (size_t)points->count, sizeof *p);
    if (!p) return IL_NO_MEMORY;
    for (const ili_element *c = points->first; status == IL_OK && c; c = c->next) status = point(r, c, &p[def.npoint++]);
    if (status != IL_OK) return status;
    def.name = name, def.point = p;
    status = ili_osim_path_wraps(r, wraps, &def);
    if (status == IL_OK) il_builder_path(r->b, &def);
    return status;
}

// ---- muscles -------------------------------------------------------------------------------------------------------------------

static bool is_muscle(const char *tag) { return strstr(tag, "Muscle") != NULL && !strstr(tag, "Metabolic"); }

static il_status muscle(ili_osim_reader *r, const ili_element *e) {
    il_muscle_def def = il_default_muscle_def();
    def.name = ili_attribute_get(e, "name");
    if (!def.name || !*def.name) return ili_osim_bad(r, e, "a muscle has no name; give it one: name=\"...\"");
    il_status status = ili_osim_path(r, e, def.name);
    if (status != IL_OK) return status;
    il_osim_muscle *m = &r->muscle[r->nmuscle];
    status = ili_osim_muscle_of(r, e, m);
    if (status != IL_OK) return status;
    def.f_max = m->f_max, def.l_opt = m->l_opt, def.l_slack = m->l_slack, def.pennation = m->pennation, def.v_max = m->v_max;
    def.tone = m->min_control, def.act_max = m->max_control;
    il_builder_muscle(r->b, &def);
    r->nmuscle++;
    return IL_OK;
}

// ---- forces --------------------------------------------------------------------------------------------------------------------

// what is not used
static const char *const listed[] = {"HuntCrossleyForce", "Smith2018ArticularContactForce", "ElasticFoundationForce",
                                     "SmoothSphereHalfSpaceForce", "ExponentialContactForce", "MeyerFregly2016Force", "PrescribedForce", "ExternalForce", "ExpressionBasedPathForce", "BodyActuator",
                                     "ActivationCoordinateActuator", "PathActuator", "McKibbenActuator", "SpringGeneralizedActuator", "GeneralizedForce", "ClutchedPathSpring", "EspositoMiller2018Force", "AckermannVanDenBogert2010Force",
                                     "WrapCylinderObst", "WrapSphereObst", "WrapDoubleCylinderObst"};

#define AMONG(list, word) (ili_name_find(word, list, sizeof list/sizeof *list) >= 0)

bool ili_osim_is_force(const char *tag) {
    size_t n = strlen(tag);
    bool   named_so = (n > 5 && !strcmp(tag + n - 5, "Force")) || (n > 8 && !strcmp(tag + n - 8, "Actuator"));
    return is_muscle(tag) || ili_osim_is_actuator(tag) || ili_osim_is_passive(tag) || AMONG(listed, tag) || named_so;
}

il_status ili_osim_read_forces(ili_osim_reader *r) {
    const ili_element *set = ili_osim_objects(r->model, "ForceSet");
    if (!set) set = ili_osim_objects(r->model, "ActuatorSet");
    r->muscle = ili_osim_take(r, (size_t)(set ? set->count : 0) + 1, sizeof *r->muscle);
    if (!r->muscle) return IL_NO_MEMORY;
    r->force = ili_osim_take(r, (size_t)(set ? set->count : 0) + 1, sizeof *r->force);
    il_status found = r->force ? ili_osim_surfaces_find(r) : IL_NO_MEMORY;
    if (found != IL_OK) return found;
    for (const ili_element *e = set ? set->first : NULL; e; e = e->next) {
        const char *name = ili_attribute_get(e, "name");
        il_status   status = IL_OK;
        if (ili_osim_is_off(r, e)) continue;
        if (is_muscle(e->tag)) status = r->options.no_paths ? IL_OK : muscle(r, e);
        else if (ili_osim_is_actuator(e->tag)) continue; // osim_actuator.c
        else if (ili_osim_is_passive(e->tag)) status = ili_osim_passive_force(r, e);
        else if (AMONG(listed, e->tag)) status = ili_osim_note(r, e, "<%s name=\"%.80s\"> is not used", e->tag, name ? name : "");
        else status = ili_osim_unknown(r, e, "the force <%s> is not known", e->tag);
        if (status != IL_OK) return status;
    }
    return IL_OK;
}

// ---- markers -------------------------------------------------------------------------------------------------------------------

static bool stands(const ili_element *set, const char *name) {
    for (const ili_element *e = set->first; e; e = e->next) {
        const char *other = strcmp(e->tag, "Marker") ? NULL : ili_attribute_get(e, "name");
        if (other && !strcmp(other, name)) return true;
    }
    return false;
}

// A second marker of one name is NAME_0, a third NAME_1 ... as OpenSim names them within one set; the first is what tools find there and here.
static il_status other_name(ili_osim_reader *r, const ili_element *set, const ili_element *e, const char **name) {
    size_t size = strlen(*name) + 16;
    char  *now = ili_osim_take(r, size, 1);
    if (!now) return IL_NO_MEMORY;
    for (int n = 0; !*now || stands(set, now) || ili_list_find(&r->b->marker_name, now) != IL_NONE; n++) snprintf(now, size, "%s_%d", *name, n);
    il_status status = ili_osim_note(r, e, "a second marker is called '%.80s': it is '%.90s' here", *name, now);
    *name = now;
    return status;
}

il_status ili_osim_markers(ili_osim_reader *r) {
    const ili_element *set = ili_osim_objects(r->model, "MarkerSet");
    for (const ili_element *e = set ? set->first : NULL; e; e = e->next) {
        il_marker_def def = il_default_marker_def();
        if (strcmp(e->tag, "Marker")) continue;
        def.name = ili_attribute_get(e, "name");
        if (!def.name || !*def.name) return ili_osim_bad(r, e, "a marker has no name; give it one: name=\"...\"");
        il_frame  at;
        il_status status = ili_list_find(&r->b->marker_name, def.name) == IL_NONE ? IL_OK : other_name(r, set, e, &def.name);
        if (status == IL_OK) status = place(r, e, "marker", &def.body, &at, def.frame.pos);
        if (status != IL_OK) return status;
        il_builder_marker(r->b, &def);
    }
    return IL_OK;
}

// osim_read_joint.c - bodies, frames and joints of an `.osim` file
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "osim_read.h"

// ---- bodies --------------------------------------------------------------------------------------------------------------------

il_status ili_osim_bodies(ili_osim_reader *r) {
    const ili_element *objects = ili_osim_objects(r->model, "BodySet");
    r->body = ili_osim_take(r, (size_t)(objects ? objects->count : 0) + 1, sizeof *r->body);
    if (!r->body) return IL_NO_MEMORY;
    r->body[0] = (ili_osim_body){.name = "ground"};
    r->nbody = 1;
    for (const ili_element *e = objects ? objects->first : NULL; e; e = e->next) {
        const char *name = ili_attribute_get(e, "name");
        if (strcmp(e->tag, "Body")) {
            il_status status = ili_osim_unknown(r, e, "<%.60s> is no body that is known; Body is", e->tag);
            if (status != IL_OK) return status;
            continue;
        }
        if (!name || !*name) return ili_osim_bad(r, e, "a body has no name; give it one: name=\"...\"");
        if (!strcmp(name, "ground")) r->body[0].e = e;
        else if (ili_osim_body_find(r, name) >= 0) return ili_osim_bad(r, e, "two bodies are called '%s'; names must differ", name);
        else r->body[r->nbody++] = (ili_osim_body){.name = name, .e = e, .level = -1};
    }
    return IL_OK;
}

static il_status body_def(ili_osim_reader *r, const ili_osim_body *body, il_body_def *def) {
    static const char *const old[] = {"inertia_xx", "inertia_yy", "inertia_zz", "inertia_xy", "inertia_xz", "inertia_yz"};
    const ili_element       *e = body->e;
    *def = il_default_body_def();
    def->name = body->name;
    il_status status = ili_child_numbers(&r->doc, e, "mass", 1, &def->mass, r->err);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "mass_center", 3, def->com, r->err);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "inertia", 6, def->inertia, r->err);
    for (int i = 0; status == IL_OK && i < 6; i++) status = ili_child_numbers(&r->doc, e, old[i], 1, &def->inertia[i], r->err);
    if (status != IL_OK) return status;
    double most = 0.0;
    for (int i = 0; i < 6; i++) most = fmax(most, fabs(def->inertia[i]));
    if (def->mass < 0.0 || !isfinite(def->mass)) return ili_osim_bad(r, e, "body '%s' has a mass of %g kg", body->name, def->mass);
    if (def->mass == 0.0 && most > 0.0) {
        for (int i = 0; i < 6; i++) def->inertia[i] = 0.0;
        return body->of ? IL_OK : ili_osim_note(r, e, "body '%s' has no mass but an inertia, which is taken as zero", body->name);
    }
    int share = r->body[body->of ? body->of : (int)(body - r->body)].ncut + 1;
    def->mass /= share;
    for (int i = 0; i < 6; i++) def->inertia[i] /= share;
    return IL_OK;
}

// ---- joints --------------------------------------------------------------------------------------------------------------------

// the only element in <Joint> of a body before version 4; NULL: none
static const ili_element *joint_in(const ili_element *body) {
    const ili_element *holder = ili_child(body, "Joint");
    return holder ? holder->first : NULL;
}

// the element that holds a joint's coordinates
static const ili_element *coordinates_of(const ili_element *joint) {
    const ili_element *c = ili_child(joint, "coordinates");
    return c ? c : ili_osim_objects(joint, "CoordinateSet");
}

static il_status sockets(ili_osim_reader *r, ili_osim_joint *j, int owner) {
    const ili_element *e = j->e;
    if (owner >= 0) { // before version 4: within the body that it carries
        const char *parent = ili_child_text(e, "parent_body");
        j->child = owner;
        j->parent = ili_osim_body_find(r, parent ? parent : "");
        char offer[300];
        if (j->parent < 0) return ili_osim_bad(r, e, "joint '%s': there is no body '%.80s'; did you mean %s?", j->name, parent ? parent : "", ili_osim_meant(r, false, parent ? parent : "", offer, sizeof offer));
        il_status status = ili_osim_offset(&r->doc, e, "location_in_parent", "orientation_in_parent", &j->in_parent, r->err);
        return status == IL_OK ? ili_osim_offset(&r->doc, e, "location", "orientation", &j->in_child, r->err) : status;
    }
    const char *parent = ili_child_text(e, "socket_parent_frame"), *child = ili_child_text(e, "socket_child_frame");
    if (!parent || !child || !*parent || !*child) return ili_osim_bad(r, e, "joint '%s' has no <socket_parent_frame> or <socket_child_frame>", j->name);
    il_status status = ili_osim_frame_of(r, e, parent, &j->parent, &j->in_parent);
    return status == IL_OK ? ili_osim_frame_of(r, e, child, &j->child, &j->in_child) : status;
}

// OpenSim 2 and 3: <reverse> says that the joint leads from the child to the parent
static void swap_ends(ili_osim_joint *j) {
    int      body = j->parent;
    il_frame frame = j->in_parent;
    j->parent = j->child, j->child = body;
    j->in_parent = j->in_child, j->in_child = frame;
}

static il_status add_joint(ili_osim_reader *r, const ili_element *e, int owner) {
    ili_osim_joint    *j = &r->joint[r->njoint];
    const ili_element *c = coordinates_of(e);
    bool               reverse = false;
    *j = (ili_osim_joint){.e = e, .kind = e->tag, .name = ili_attribute_get(e, "name")};
    if (!j->name) j->name = "";
    il_status status = sockets(r, j, owner);
    if (status == IL_OK) status = ili_child_flag(&r->doc, e, "reverse", &reverse, r->err);
    if (status == IL_OK && reverse) swap_ends(j);
    if (status == IL_OK && j->parent == j->child) status = ili_osim_bad(r, e, "joint '%s' joins body '%s' to itself", j->name, r->body[j->parent].name);
    for (c = c ? c->first : NULL; c; c = c->next) j->ncoordinate += !strcmp(c->tag, "Coordinate");
    if (j->ncoordinate > ILI_OSIM_COORDINATES && status == IL_OK) status = ili_osim_bad(r, e, "joint '%s' has %d coordinates; six are possible", j->name, j->ncoordinate);
    j->first_coordinate = r->ncoordinate;
    r->ncoordinate += j->ncoordinate;
    r->njoint++;
    return status;
}

// ---- bodies that no joint carries ------------------------------------------------------------------------------------------------

// a FreeJoint on the ground, as OpenSim makes one
static il_status set_free(ili_osim_reader *r, int body) {
    const ili_element *carried = r->body[body].e;
    const char        *name = r->body[body].name;
    size_t             size = strlen(name) + sizeof "free__coord_0";
    ili_element       *none = ili_osim_take(r, 1, sizeof *none); // hangs on no element: what is read is r->joint
    char              *joint = none ? ili_osim_take(r, size, 1) : NULL;
    if (!joint) return IL_NO_MEMORY;
    none->line = carried->line, none->tag = "", none->text = "";
    snprintf(joint, size, "free_%s", name);
    ili_element *e = ili_osim_make(&r->doc, none, "FreeJoint", joint, NULL), *list = e ? ili_osim_make(&r->doc, e, "coordinates", NULL, NULL) : NULL;
    if (list) e->parent = NULL;
    for (int i = 0; i < 6 && list; i++) {
        char *coordinate = ili_osim_take(r, size, 1);
        if (!coordinate) return IL_NO_MEMORY;
        if (!ili_osim_make(&r->doc, list, "Coordinate", coordinate, NULL)) list = NULL;
        snprintf(coordinate, size, "free_%s_coord_%d", name, i);
    }
    if (!list || !ili_osim_make(&r->doc, e, "socket_parent_frame", NULL, "/ground") || !ili_osim_make(&r->doc, e, "socket_child_frame", NULL, name))
        return il_error_set(r->err, IL_NO_MEMORY, r->doc.file, 0, 0, "out of memory for a model");
    il_status status = add_joint(r, e, -1);
    return status == IL_OK ? ili_osim_note(r, carried, "no joint ties body '%s' to the ground: a FreeJoint '%s' does, as in OpenSim", name, joint) : status;
}

/// A body while it is tied to the ground.
typedef struct knot {
    int  body, group;    ///< group: a body nearer to the one that stands for all that are tied to each other
    int  children;       ///< joints whose parent it is
    bool carried;        ///< it is a joint's child
} knot;

static int group_of(knot *k, int body) {
    while (k[body].group != body) body = k[body].group = k[k[body].group].group;
    return body;
}

static void tie(knot *k, int a, int b) { k[group_of(k, a)].group = group_of(k, b); }

// those that no joint carries, the one with most children first, else in the order of the file
static int before(const void *a, const void *b) {
    const knot *x = a, *y = b;
    if (x->carried != y->carried) return x->carried ? 1 : -1;
    if (x->children != y->children) return x->children > y->children ? -1 : 1;
    return x->body - y->body;
}

// Every body that the joints do not tie to the ground: of each such group one, by Simbody's rule (MultibodyGraphMaker), among bodies that are no
// joint's child that with most children, in a circle of all its bodies.
static il_status tie_all(ili_osim_reader *r) {
    size_t    n = (size_t)r->nbody;
    knot     *k = ili_osim_take(r, n, sizeof *k), *turn = k ? ili_osim_take(r, n, sizeof *turn) : NULL;
    il_status status = turn ? IL_OK : IL_NO_MEMORY;
    for (int i = 0; i < r->nbody && turn; i++) k[i].body = k[i].group = i;
    for (int i = 0; i < r->njoint && turn; i++) {
        const ili_osim_joint *j = &r->joint[i];
        tie(k, j->parent, j->child);
        k[j->parent].children++, k[j->child].carried = true;
    }
    if (turn) memcpy(turn, k, n*sizeof *k), qsort(turn + 1, n - 1, sizeof *turn, before);
    for (size_t i = 1; i < n && status == IL_OK; i++) {
        int body = turn[i].body;
        if (group_of(k, body) == group_of(k, 0)) continue;
        if (r->ncoordinate > IL_MAX_COORDINATES - 6) return il_error_set(r->err, IL_LIMIT, r->doc.file, r->body[body].e->line, 0, "the model has more than %d coordinates", IL_MAX_COORDINATES);
        tie(k, body, 0);
        status = set_free(r, body);
    }
    return status;
}

// From the ground outwards, level by level, in each level in the order of the file: the order in which OpenSim numbers its bodies. A joint whose
// child is there and whose parent is not is gone through from its child.
static il_status order(ili_osim_reader *r) {
    int n = 0;
    for (int level = 0; n < r->njoint; level++) {
        int before = n;
        for (int i = 0; i < r->njoint; i++) {
            ili_osim_joint *j = &r->joint[i];
            int             parent = r->body[j->parent].level, child = r->body[j->child].level;
            if ((parent != level || child >= 0) && (child != level || parent >= 0)) continue;
            j->reversed = child >= 0, j->placed = true;
            r->body[ili_osim_far(j)].level = level + 1;
            r->order[n++] = i;
        }
        if (n > before) continue;
        il_status status = ili_osim_close_loops(r, &n);
        if (status != IL_OK) return status;
    }
    for (int i = 1; i < r->nbody; i++)
        if (r->body[i].level < 0) return ili_osim_bad(r, r->body[i].e, "body '%s' has no joint", r->body[i].name);
    return IL_OK;
}

// a coordinate that a constant prescribes is as a locked one; one whose function is not known moves as the motion or the markers say
static il_status prescribed(ili_osim_reader *r, const ili_element *e, il_osim_coordinate *c) {
    const ili_element *function = NULL;
    bool               on = false;
    int                nnote = r->nnote;
    ili_osim_curve     curve;
    double            *number;
    il_status          status = ili_child_flag(&r->doc, e, "prescribed", &on, r->err);
    if (status == IL_OK && on) status = ili_osim_function_of(r, e, "prescribed_function", &function);
    if (status != IL_OK || !function) return status;
    status = ili_osim_time_of(r, function, &c->time, &c->nnumber, &number, &c->scale);
    c->number = number;
    if (status != IL_OK || c->time != IL_OSIM_TIME_FUNCTION) return c->prescribed = true, status;
    status = ili_osim_curve_of(r, function, &curve);
    if (status != IL_OK || (curve.constant && r->nnote > nnote)) return status;
    if (curve.constant) c->value = curve.scale, c->locked = true;
    else c->prescribed = true, c->function = curve.function, c->scale = curve.scale;
    return IL_OK;
}

static il_status coordinate(ili_osim_reader *r, const ili_element *e, const ili_osim_joint *j, il_osim_coordinate *c) {
    double range[2] = {-IL_INF, IL_INF};
    *c = (il_osim_coordinate){.name = ili_attribute_get(e, "name"), .joint = j->name, .motion = IL_OSIM_COUPLED};
    if (!c->name || !*c->name) return ili_osim_bad(r, e, "a coordinate of joint '%s' has no name; give it one: name=\"...\"", j->name);
    for (const il_osim_coordinate *other = r->coordinate; other < c; other++)
        if (!strcmp(other->name, c->name)) return ili_osim_bad(r, e, "two coordinates are called '%s'; names must differ", c->name);
    il_status status = ili_child_numbers(&r->doc, e, "default_value", 1, &c->value, r->err);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "range", 2, range, r->err);
    if (status == IL_OK) status = ili_child_flag(&r->doc, e, "clamped", &c->clamped, r->err);
    if (status == IL_OK) status = ili_child_flag(&r->doc, e, "locked", &c->locked, r->err);
    if (status == IL_OK) status = prescribed(r, e, c);
    if (status == IL_OK && (!isfinite(c->value) || !(range[0] <= range[1])))
        status = ili_osim_bad(r, e, "coordinate '%s' has the default %g and the range %g to %g", c->name, c->value, range[0], range[1]);
    c->low = range[0], c->high = range[1];
    return status;
}

il_status ili_osim_joints(ili_osim_reader *r) {
    const ili_element *set = ili_osim_objects(r->model, "JointSet");
    size_t             room = (size_t)(set ? set->count : 0) + 2*(size_t)r->nbody;
    r->joint = ili_osim_take(r, room, sizeof *r->joint);
    r->order = r->joint ? ili_osim_take(r, room, sizeof *r->order) : NULL;
    ili_osim_body *body = r->order ? ili_osim_take(r, (size_t)r->nbody + room, sizeof *body) : NULL; // with room for pieces
    r->loop = body ? ili_osim_take(r, room, sizeof *r->loop) : NULL;
    if (!r->loop) return IL_NO_MEMORY;
    memcpy(body, r->body, (size_t)r->nbody*sizeof *body), r->body = body;
    il_status status = IL_OK;
    for (const ili_element *e = set ? set->first : NULL; status == IL_OK && e; e = e->next) status = add_joint(r, e, -1);
    for (int i = 1; status == IL_OK && i < r->nbody; i++) {
        const ili_element *e = joint_in(r->body[i].e);
        if (e) status = add_joint(r, e, i);
    }
    if (status == IL_OK) status = tie_all(r);
    if (status == IL_OK) status = order(r);
    if (status != IL_OK) return status;
    r->coordinate = ili_osim_take(r, (size_t)r->ncoordinate, sizeof *r->coordinate);
    if (!r->coordinate) return IL_NO_MEMORY;
    for (int i = 0; i < r->njoint; i++) {
        const ili_osim_joint *j = &r->joint[i];
        const ili_element    *c = coordinates_of(j->e);
        int                   k = j->first_coordinate;
        for (c = c ? c->first : NULL; status == IL_OK && c; c = c->next)
            if (!strcmp(c->tag, "Coordinate")) status = coordinate(r, c, j, &r->coordinate[k++]);
    }
    return status;
}

// ---- rows ----------------------------------------------------------------------------------------------------------------------

// joints whose coordinates each move one axis: R about x y z, T along x y z
typedef struct simple_joint {
    const char *kind, *rows;
    bool        other_speeds; ///< OpenSim's speeds are angular velocities, not rates of the angles
} simple_joint;
static const simple_joint simple[] = {{"WeldJoint", "", false}, {"PinJoint", "Rz", false}, {"SliderJoint", "Tx", false}, {"UniversalJoint", "RxRy", false},
                                      {"GimbalJoint", "RxRyRz", false}, {"BallJoint", "RxRyRz", true}, {"PlanarJoint", "RzTxTy", false},
                                      {"FreeJoint", "RxRyRzTxTyTz", true}};

static il_status simple_rows(ili_osim_reader *r, const ili_osim_joint *j, il_joint_def *def) {
    for (size_t k = 0; k < sizeof simple/sizeof *simple; k++) {
        if (strcmp(simple[k].kind, j->kind)) continue;
        int n = (int)strlen(simple[k].rows)/2;
        if (n != j->ncoordinate) return ili_osim_bad(r, j->e, "the %s '%s' has %d coordinates; it should have %d", j->kind, j->name, j->ncoordinate, n);
        def->nrow = n;
        for (int i = 0; i < n; i++) {
            bool turn = simple[k].rows[2*i] == 'R';
            def->row[i].kind = turn ? IL_ROW_ROTATION : IL_ROW_TRANSLATION;
            def->row[i].axis[simple[k].rows[2*i + 1] - 'x'] = 1.0;
            def->row[i].coordinate = r->coordinate[j->first_coordinate + i].name;
            r->coordinate[j->first_coordinate + i].motion = turn ? IL_OSIM_ANGLE : IL_OSIM_LENGTH;
        }
        return simple[k].other_speeds ? ili_osim_note(r, j->e, "the %s '%s' has the rates of its angles as speeds, where OpenSim has angular velocities", j->kind, j->name) : IL_OK;
    }
    const char *known[sizeof simple/sizeof *simple + 3] = {"CustomJoint", "EllipsoidJoint", "ScapulothoracicJoint"};
    char        offer[300];
    for (size_t k = 0; k < sizeof simple/sizeof *simple; k++) known[k + 3] = simple[k].kind;
    return ili_osim_bad(r, j->e, "the joint '%s' is a %.60s, which is not known; did you mean %s?", j->name, j->kind, ili_name_offer(j->kind, known, (int)(sizeof known/sizeof *known), offer, sizeof offer));
}

// rows of a custom joint while they are read: an axis that moves with several coordinates has several
enum { CUSTOM_ROWS = 6*(ILI_OSIM_COORDINATES + 1) };
typedef struct custom {
    int        n;
    il_row_def row[CUSTOM_ROWS];
    bool       shared[CUSTOM_ROWS]; ///< its axis moves with other coordinates too
} custom;

static const char *own_coordinate(const ili_osim_reader *r, const ili_osim_joint *j, const char *name) {
    for (int i = 0; i < j->ncoordinate; i++)
        if (!strcmp(r->coordinate[j->first_coordinate + i].name, name)) return r->coordinate[j->first_coordinate + i].name;
    return NULL;
}

static il_status no_coordinate(ili_osim_reader *r, const ili_osim_joint *j, const ili_element *e, const char *name) {
    const char *own[ILI_OSIM_COORDINATES];
    char        offer[300];
    for (int i = 0; i < j->ncoordinate; i++) own[i] = r->coordinate[j->first_coordinate + i].name;
    return ili_osim_bad(r, e, "an axis of joint '%s' moves with '%.80s', which is no coordinate of the joint%s%s%s", j->name, name, j->ncoordinate ? "; did you mean " : ": it has none",
                        j->ncoordinate ? ili_name_offer(name, own, j->ncoordinate, offer, sizeof offer) : "", j->ncoordinate ? "?" : "");
}

// Turns about one axis add up, and so do shifts along it: a sum of functions of one coordinate each is a row for each, and so are a polynomial's shares.
static il_status custom_sum(ili_osim_reader *r, const ili_osim_joint *j, const ili_element *e, const ili_element *function, const il_row_def *axis, custom *c) {
    char              *words = ili_arena_copy(&r->doc.arena, ili_child_text(e, "coordinates"), strlen(ili_child_text(e, "coordinates"))), *rest = NULL;
    const char        *name[ILI_OSIM_COORDINATES];
    ili_osim_curve     part[ILI_OSIM_COORDINATES + 1];
    int                n = 0, poly;
    if (!words) return il_error_set(r->err, IL_NO_MEMORY, r->doc.file, 0, 0, "out of memory for a model");
    for (char *w = strtok_r(words, " \t\r\n", &rest); w; w = strtok_r(NULL, " \t\r\n", &rest)) {
        if (n == j->ncoordinate) return ili_osim_bad(r, e, "an axis of joint '%s' names more coordinates than the joint has", j->name);
        name[n] = own_coordinate(r, j, w);
        if (!name[n++]) return no_coordinate(r, j, e, w);
    }
    il_status status = ili_osim_sum_of(r, function, n, name, part, &poly);
    for (int i = 0; i <= n && status == IL_OK; i++) {
        if (part[i].constant && part[i].scale == 0.0) continue;
        c->shared[c->n] = n > 1, c->row[c->n] = *axis;
        c->row[c->n].scale = part[i].scale, c->row[c->n].function = part[i].function, c->row[c->n].coordinate = part[i].constant ? NULL : name[i], c->row[c->n].poly = part[i].constant ? 0 : poly;
        c->n++;
    }
    return status;
}

// the axis number `index`: rotations 0 to 2, translations 3 to 5
static il_status custom_rows_of(ili_osim_reader *r, const ili_osim_joint *j, const ili_element *e, int index, custom *c) {
    const char        *name = ili_child_text(e, "coordinates");
    const ili_element *function = ili_osim_function_in(e);
    ili_osim_curve     curve = {.function = IL_NONE, .scale = 1.0};
    il_row_def         row = {.kind = index < 3 ? IL_ROW_ROTATION : IL_ROW_TRANSLATION};
    bool      moved = name && *name;
    int       nnote = r->nnote;
    il_status status = ili_child_numbers(&r->doc, e, "axis", 3, row.axis, r->err);
    if (status == IL_OK && !function) status = ili_osim_function_of(r, e, "function", &function);
    if (status == IL_OK && moved && function && strpbrk(name, " \t\r\n")) return custom_sum(r, j, e, function, &row, c);
    if (status == IL_OK && function) status = ili_osim_curve_of(r, function, &curve);
    else if (!moved || r->nnote > nnote) curve = (ili_osim_curve){.constant = true}; // or one that is not known
    if (status != IL_OK) return status;
    if (!moved && !curve.constant) return ili_osim_bad(r, e, "an axis of joint '%s' has a function but no coordinate", j->name);
    if (curve.constant && curve.scale == 0.0) return IL_OK;
    row.scale = curve.scale, row.function = curve.function;
    if (!curve.constant) {
        row.coordinate = own_coordinate(r, j, name);
        if (!row.coordinate) return no_coordinate(r, j, e, name);
    }
    c->row[c->n++] = row;
    return IL_OK;
}

// OpenSim's rule for what a coordinate of a custom joint is: an angle or length where it is itself the turn about an axis
static void custom_motion(ili_osim_reader *r, const ili_osim_joint *j, const custom *def) {
    for (int i = 0; i < j->ncoordinate; i++) {
        il_osim_coordinate *c = &r->coordinate[j->first_coordinate + i];
        bool                turns = false, slides = false;
        for (int k = 0; k < def->n; k++) {
            bool itself = def->row[k].coordinate == c->name && def->row[k].function == IL_NONE && fabs(def->row[k].scale) == 1.0 && !def->shared[k];
            turns |= itself && def->row[k].kind == IL_ROW_ROTATION;
            slides |= itself && def->row[k].kind == IL_ROW_TRANSLATION;
        }
        c->motion = turns ? IL_OSIM_ANGLE : slides ? IL_OSIM_LENGTH : IL_OSIM_COUPLED;
    }
}

static il_status custom_rows(ili_osim_reader *r, const ili_osim_joint *j, custom *c) {
    static const char *const names[] = {"rotation1", "rotation2", "rotation3", "translation1", "translation2", "translation3"};
    const ili_element       *transform = ili_child(j->e, "SpatialTransform"), *axis[6] = {NULL}; // in the order of the names, whatever the order of the file
    il_status                status = IL_OK;
    if (!transform) return ili_osim_bad(r, j->e, "joint '%s' has no <SpatialTransform>", j->name);
    for (const ili_element *e = transform->first; e; e = e->next) {
        const char *name = ili_attribute_get(e, "name");
        int         index = name ? ili_name_find(name, names, 6) : -1;
        if (strcmp(e->tag, "TransformAxis")) continue;
        if (index < 0) return ili_osim_bad(r, e, "a <TransformAxis> is called '%.40s'; it is rotation1 ... translation3", name ? name : "");
        if (axis[index]) return ili_osim_bad(r, e, "joint '%s' has two axes called '%s'", j->name, name);
        axis[index] = e;
    }
    for (int i = 0; i < 6 && status == IL_OK; i++)
        if (axis[i]) status = custom_rows_of(r, j, axis[i], i, c);
    custom_motion(r, j, c);
    return status;
}

// a joint of several: its frames, and between them what moves
static il_status chain(ili_osim_reader *r, ili_osim_joint *j, int nrow, const il_row_def *row, const il_body_def *body) {
    ili_osim_chain c = {0};
    il_frame       last = ili_osim_frame_inverse(&j->in_child);
    il_status      status = IL_OK;
    ili_osim_link_frame(&c, &j->in_parent);
    for (int kind = IL_ROW_TRANSLATION; kind <= IL_ROW_ROTATION && row; kind++)
        for (int i = 0; i < nrow; i++)
            if ((int)row[i].kind == kind) ili_osim_link_row(&c, &row[i]);
    if (!row) status = ili_osim_round_joint(r, j, &c);
    ili_osim_link_frame(&c, &last);
    return status == IL_OK ? ili_osim_build_chain(r, j, &c, body) : status;
}

il_status ili_osim_build_bodies(ili_osim_reader *r) {
    custom *all = ili_osim_take(r, 1, sizeof *all);
    if (!all) return IL_NO_MEMORY;
    for (int n = 0; n < r->njoint; n++) {
        ili_osim_joint *j = &r->joint[r->order[n]];
        il_joint_def    joint = il_default_joint_def();
        il_body_def     body;
        bool            is_custom = !strcmp(j->kind, "CustomJoint"), round = !is_custom && ili_osim_is_round(j);
        joint.parent = r->body[j->parent].name, joint.in_parent = j->in_parent, joint.in_child = j->in_child;
        memset(all, 0, sizeof *all);
        il_status status = is_custom ? custom_rows(r, j, all) : round ? IL_OK : simple_rows(r, j, &joint);
        if (status == IL_OK) status = body_def(r, &r->body[ili_osim_far(j)], &body);
        if (!is_custom) all->n = joint.nrow, memcpy(all->row, joint.row, sizeof joint.row);
        if (status == IL_OK && (j->reversed || round || all->n > IL_MAX_ROWS)) {
            status = chain(r, j, all->n, round ? NULL : all->row, &body);
        } else if (status == IL_OK) {
            joint.nrow = all->n, memcpy(joint.row, all->row, sizeof joint.row);
            il_builder_body(r->b, &body, &joint);
        }
        if (status != IL_OK) return status;
    }
    return IL_OK;
}

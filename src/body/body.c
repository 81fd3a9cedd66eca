// body.c - the model made of the body's tables, the left side as the exact mirror of the right
//
// Mirror in the plane z = 0, M = diag(1, 1, -1): a point p becomes M p, a frame R becomes M R M, a translation axis a becomes M a and a
// rotation axis -M a (an axial vector), so that equal coordinates on both sides are mirrored poses.
#include "ilium/body.h"
#include "base/arena.h"
#include "base/names.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 96, MAX_POINTS = 32, MAX_KNOTS = 64 };

typedef struct maker {
    const il_body_tables *t;
    il_builder           *b;
    bool                  left;
    const il_model       *first; // the body without rest offsets, or NULL
    const il_params      *rest;  // its numbers with them
} maker;

// on the left side a name's _r becomes _l and _l becomes _r
static const char *side_name(const maker *k, const char *name, char buf[NAME]) {
    snprintf(buf, NAME, "%s", name);
    size_t n = strlen(buf);
    if (k->left && n > 2 && (ili_name_ends(buf, "_r") || ili_name_ends(buf, "_l"))) buf[n - 1] = buf[n - 1] == 'r' ? 'l' : 'r';
    return buf;
}

// rows of the right side are made twice, rows of the midline once
static bool wanted(const maker *k, const char *side) { return !k->left || strcmp(side, "r") == 0; }

static il_frame frame_of(const maker *k, double x, double y, double z, double rx, double ry, double rz) {
    double s = k->left ? -1.0 : 1.0, pos[3] = {x, y, s*z}, angle[3] = {s*rx, s*ry, rz};
    return il_frame_xyz(pos, angle);
}

static void axis_of(const maker *k, bool rotation, double x, double y, double z, double *out) {
    out[0] = x, out[1] = y, out[2] = z;
    if (!k->left) return;
    if (rotation) out[0] = -x, out[1] = -y;
    else out[2] = -z;
}

// ---- functions and coordinates ----

static const char *function_name(const maker *k, int i) { return k->t->functions[i].name; }

// the function of a name: its knots stand in one run of rows
static int add_function(maker *k, const char *name) {
    double value[2*MAX_KNOTS];
    int    n = 0, first = 0;
    if (strcmp(name, "linear") == 0 || *name == '\0') return IL_NONE;
    while (first < k->t->n_functions && strcmp(function_name(k, first), name) != 0) first++;
    while (first + n < k->t->n_functions && n < MAX_KNOTS && strcmp(function_name(k, first + n), name) == 0) n++;
    for (int i = 0; i < n; i++) {
        value[i] = k->t->functions[first + i].x;
        value[n + i] = k->t->functions[first + i].y;
    }
    return il_builder_function(k->b, IL_FUNCTION_SPLINE, 2*n, value);
}

static void add_coordinates(maker *k) {
    for (int i = 0; i < k->t->n_coordinates; i++) {
        const il_coordinates_row *row = &k->t->coordinates[i];
        char                      name[NAME];
        if (!wanted(k, row->side)) continue;
        il_coordinate_def def = il_default_coordinate_def();
        def.name = side_name(k, row->name, name);
        def.kind = strcmp(row->unit, "m") == 0 ? IL_ROW_TRANSLATION : IL_ROW_ROTATION;
        def.role = strcmp(row->role, "secondary") == 0 ? IL_SECONDARY : IL_PRIMARY;
        def.neutral = row->neutral, def.min = row->min, def.max = row->max, def.size = row->size;
        il_builder_coordinate(k->b, &def);
    }
}

// ---- bodies ----

static const il_bodies_row *body_row(const maker *k, const char *name) {
    for (int i = 0; i < k->t->n_bodies; i++) {
        if (strcmp(k->t->bodies[i].name, name) == 0) return &k->t->bodies[i];
    }
    return NULL;
}

static void add_rows(maker *k, const char *joint, il_joint_def *def, char names[IL_MAX_ROWS][NAME]) {
    for (int i = 0; i < k->t->n_joint_rows; i++) {
        const il_joint_rows_row *row = &k->t->joint_rows[i];
        if (strcmp(row->joint, joint) != 0 || def->nrow == IL_MAX_ROWS) continue;
        il_row_def *to = &def->row[def->nrow];
        to->kind = strcmp(row->kind, "translation") == 0 ? IL_ROW_TRANSLATION : IL_ROW_ROTATION;
        axis_of(k, to->kind == IL_ROW_ROTATION, row->axis_x, row->axis_y, row->axis_z, to->axis);
        to->coordinate = *row->coordinate ? side_name(k, row->coordinate, names[def->nrow]) : NULL;
        to->function = add_function(k, row->function);
        to->scale = row->scale;
        def->nrow++;
    }
}

static void add_body(maker *k, const il_joints_row *row) {
    const il_bodies_row *from = body_row(k, row->child);
    char                 child[NAME], parent[NAME], names[IL_MAX_ROWS][NAME];
    double               s = k->left ? -1.0 : 1.0;
    il_body_def          body = il_default_body_def();
    il_joint_def         joint = il_default_joint_def();
    body.name = side_name(k, row->child, child);
    if (from) {
        body.mass = from->mass;
        body.com[0] = from->com_x, body.com[1] = from->com_y, body.com[2] = s*from->com_z;
        double inertia[6] = {from->ixx, from->iyy, from->izz, from->ixy, s*from->ixz, s*from->iyz};
        memcpy(body.inertia, inertia, sizeof inertia);
    }
    joint.parent = side_name(k, row->parent, parent);
    joint.in_parent = frame_of(k, row->parent_x, row->parent_y, row->parent_z, row->parent_rx, row->parent_ry, row->parent_rz);
    joint.in_child = frame_of(k, row->child_x, row->child_y, row->child_z, row->child_rx, row->child_ry, row->child_rz);
    add_rows(k, row->name, &joint, names);
    il_builder_body(k->b, &body, &joint);
}

static void add_bodies(maker *k) {
    for (int i = 0; i < k->t->n_joints; i++) {
        if (wanted(k, k->t->joints[i].side)) add_body(k, &k->t->joints[i]);
    }
}

// ---- paths ----

static void add_wraps(maker *k) {
    for (int i = 0; i < k->t->n_wraps; i++) {
        const il_wraps_row *row = &k->t->wraps[i];
        char                name[NAME], body[NAME];
        if (!wanted(k, row->side)) continue;
        il_wrap_def def = il_default_wrap_def();
        def.name = side_name(k, row->name, name), def.body = side_name(k, row->body, body);
        def.kind = strcmp(row->kind, "sphere") == 0 ? IL_WRAP_SPHERE : strcmp(row->kind, "ellipsoid") == 0 ? IL_WRAP_ELLIPSOID : IL_WRAP_CYLINDER;
        def.frame = frame_of(k, row->x, row->y, row->z, row->rx, row->ry, row->rz);
        def.size[0] = row->size_x, def.size[1] = row->size_y, def.size[2] = row->size_z;
        il_builder_wrap(k->b, &def);
    }
}

static void add_path(maker *k, const char *element) {
    il_point_def    point[MAX_POINTS];
    il_pathwrap_def wrap[MAX_POINTS];
    char            body[MAX_POINTS][NAME], surface[MAX_POINTS][NAME], name[NAME];
    il_path_def     def = il_default_path_def();
    double          s = k->left ? -1.0 : 1.0;
    for (int i = 0; i < k->t->n_path_points; i++) {
        const il_path_points_row *row = &k->t->path_points[i];
        if (strcmp(row->element, element) != 0 || def.npoint == MAX_POINTS) continue;
        point[def.npoint] = (il_point_def){.body = side_name(k, row->body, body[def.npoint]), .pos = {row->x, row->y, s*row->z},
                                           .function = {IL_NONE, IL_NONE, IL_NONE}};
        def.npoint++;
    }
    for (int i = 0; i < k->t->n_path_wraps; i++) {
        const il_path_wraps_row *row = &k->t->path_wraps[i];
        if (strcmp(row->element, element) != 0 || def.nwrap == MAX_POINTS) continue;
        wrap[def.nwrap] = (il_pathwrap_def){.wrap = side_name(k, row->wrap, surface[def.nwrap]), .segment = (int)row->after};
        def.nwrap++;
    }
    def.name = side_name(k, element, name), def.point = point, def.wrap = wrap;
    il_builder_path(k->b, &def);
}

static double mean_pcsa(const il_body_tables *t) {
    double sum = 0.0;
    for (int i = 0; i < t->n_muscles; i++) sum += t->muscles[i].pcsa_cm2;
    return sum/t->n_muscles;
}

// effort weighs by cross-section (1: the mean), so that a muscle drawn as ten lines costs what it costs as one (docs/decisions/0041)
static void add_muscles(maker *k) {
    double pcsa = mean_pcsa(k->t);
    for (int i = 0; i < k->t->n_muscles; i++) {
        const il_muscles_row *row = &k->t->muscles[i];
        char                  name[NAME];
        if (!wanted(k, row->side)) continue;
        add_path(k, row->name);
        il_muscle_def def = il_default_muscle_def();
        def.name = side_name(k, row->name, name);
        def.f_max = row->f_max, def.l_opt = row->l_opt, def.l_slack = row->l_slack, def.pennation = row->pennation, def.v_max = row->v_max;
        def.strain_zero = row->strain_zero, def.strain_one = row->strain_one, def.tone = row->tone, def.weight = row->weight*row->pcsa_cm2/pcsa;
        def.pressure = row->pressure;
        il_builder_muscle(k->b, &def);
    }
}

static void add_ligaments(maker *k) {
    for (int i = 0; i < k->t->n_ligaments; i++) {
        const il_ligaments_row *row = &k->t->ligaments[i];
        char                    name[NAME];
        if (!wanted(k, row->side)) continue;
        add_path(k, row->name);
        il_ligament_def def = il_default_ligament_def();
        def.name = side_name(k, row->name, name);
        def.l_slack = row->l_slack, def.k = row->stiffness, def.toe = row->toe_strain;
        il_builder_ligament(k->b, &def);
    }
}

// ---- bushings, limits, pads, landmarks ----

static const char *const axes[6] = {"rx", "ry", "rz", "tx", "ty", "tz"};

static void add_axes(maker *k, const char *bushing, il_bushing_def *def) {
    static const double turned[6] = {-1.0, -1.0, 1.0, 1.0, 1.0, -1.0}; // components that change sign in the mirror
    for (int i = 0; i < k->t->n_bushing_axes; i++) {
        const il_bushing_axes_row *row = &k->t->bushing_axes[i];
        if (strcmp(row->bushing, bushing) != 0) continue;
        for (int a = 0; a < 6; a++) {
            if (strcmp(row->axis, axes[a]) != 0) continue;
            double s = k->left ? turned[a] : 1.0;
            def->k[a] = row->k, def->b_side[a] = s*row->b, def->w[a] = row->w, def->c[a] = row->c, def->rest[a] = s*row->rest;
        }
    }
}

static void add_bushings(maker *k) {
    for (int i = 0; i < k->t->n_bushings; i++) {
        const il_bushings_row *row = &k->t->bushings[i];
        char                   name[NAME], a[NAME], b[NAME];
        if (!wanted(k, row->side)) continue;
        il_bushing_def def = il_default_bushing_def();
        def.name = side_name(k, row->name, name), def.body_a = side_name(k, row->body_a, a), def.body_b = side_name(k, row->body_b, b);
        def.a = frame_of(k, row->a_x, row->a_y, row->a_z, row->a_rx, row->a_ry, row->a_rz);
        def.b = frame_of(k, row->b_x, row->b_y, row->b_z, row->b_rx, row->b_ry, row->b_rz);
        def.closure = row->closure, def.contact = row->contact;
        add_axes(k, row->name, &def);
        if (k->first) memcpy(def.rest, &k->rest->bushing_rest[6*il_bushing_find(k->first, def.name)], sizeof def.rest);
        il_builder_bushing(k->b, &def);
    }
}

static void add_limits(maker *k) {
    for (int i = 0; i < k->t->n_limits; i++) {
        const il_limits_row *row = &k->t->limits[i];
        char                 name[NAME];
        if (!wanted(k, row->side)) continue;
        il_limit_def def = il_default_limit_def();
        def.coordinate = side_name(k, row->coordinate, name);
        double value[6] = {row->k1, row->k2, row->theta2, row->k3, row->k4, row->theta1};
        memcpy(def.value, value, sizeof value);
        il_builder_limit(k->b, &def);
    }
}

static void add_pads(maker *k) {
    static const char *const planes[IL_NPLANE] = {"floor", "couch", "seat", "backrest", "hands", "knees"};
    for (int i = 0; i < k->t->n_pads; i++) {
        const il_pads_row *row = &k->t->pads[i];
        char               name[NAME], body[NAME];
        if (!wanted(k, row->side)) continue;
        il_pad_def def = il_default_pad_def();
        def.name = side_name(k, row->name, name), def.body = side_name(k, row->body, body);
        while (def.plane < IL_NPLANE - 1 && strcmp(planes[def.plane], row->plane) != 0) def.plane++;
        def.pos[0] = row->x, def.pos[1] = row->y, def.pos[2] = k->left ? -row->z : row->z;
        def.k = row->stiffness, def.depth = row->depth, def.friction = row->friction;
        il_builder_pad(k->b, &def);
    }
}

static void add_markers(maker *k) {
    for (int i = 0; i < k->t->n_markers; i++) {
        const il_markers_row *row = &k->t->markers[i];
        char                  name[NAME], body[NAME];
        if (!wanted(k, row->side)) continue;
        il_marker_def def = il_default_marker_def();
        def.name = side_name(k, row->name, name), def.body = side_name(k, row->body, body);
        def.frame = frame_of(k, row->x, row->y, row->z, row->rx, row->ry, row->rz);
        il_builder_marker(k->b, &def);
    }
}

// ---- the whole ----

double il_body_constant(const il_body_tables *tables, const char *name) {
    for (int i = 0; i < tables->n_constants; i++) {
        if (strcmp(tables->constants[i].name, name) == 0) return tables->constants[i].value;
    }
    return IL_NAN;
}

const il_usual_row *il_body_usual(const il_body_tables *tables, const char *name) {
    for (int i = 0; i < tables->n_usual; i++) {
        if (strcmp(tables->usual[i].name, name) == 0) return &tables->usual[i];
    }
    return NULL;
}

// one kind of part after the other, and each first on the right and midline, then on the left
static void add_all(maker *k) {
    static void (*const kinds[])(maker *) = {add_coordinates, add_bodies, add_wraps, add_muscles, add_ligaments, add_bushings, add_limits, add_pads, add_markers};
    il_builder_planes(k->b, IL_NPLANE);
    for (size_t i = 0; i < sizeof kinds/sizeof *kinds; i++) {
        k->left = false, kinds[i](k);
        k->left = true, kinds[i](k);
    }
    k->left = false;
    add_path(k, "abdominal_pressure");
    il_builder_pressure(k->b, "abdominal_pressure", il_body_constant(k->t, "pressure_area"));
}

static il_status check_tables(const il_body_tables *t, il_error *err) {
#define X(table, columns) \
    if (t->n_##table == 0) return il_error_set(err, IL_BAD_VALUE, "body/" #table ".csv", 0, 0, "the table is empty");
    IL_BODY_TABLES(X)
#undef X
    for (int i = 0; i < t->n_joints; i++) {
        maker k = {.t = t};
        if (body_row(&k, t->joints[i].child)) continue;
        return il_error_set(err, IL_BAD_VALUE, "body/joints.csv", t->joints[i].line, 0, "the joint carries '%s', which bodies.csv does not have",
                            t->joints[i].child);
    }
    return IL_OK;
}

// the same rows in the same order as they were added: right and midline first, then left
#define EACH_SIDE(table, index, action)                                        \
    for (int side = 0; side < 2; side++) {                                     \
        maker sides = {.t = t, .left = side == 1};                             \
        for (int i = 0; i < t->n_##table; i++) {                               \
            if (!wanted(&sides, t->table[i].side)) continue;                   \
            action;                                                            \
            index++;                                                           \
        }                                                                      \
    }

static il_status add_groups(il_body *body, il_error *err) {
    const il_body_tables *t = body->tables;
    const il_model       *m = body->m;
    const char **muscle = body->group_memory = calloc((size_t)(m->nmuscle + m->nligament + m->nbushing) + 1, sizeof *muscle);
    body->sigma_within = calloc(2*(size_t)m->nq + 1, sizeof *body->sigma_within);
    body->groups.muscle = muscle;
    if (!muscle || !body->sigma_within) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the body");
    const char **ligament = muscle + m->nmuscle, **bushing = ligament + m->nligament;
    body->sigma_between = body->sigma_within + m->nq;
    body->groups.ligament = ligament, body->groups.bushing = bushing;
    int n = 0;
    EACH_SIDE(muscles, n, muscle[n] = t->muscles[i].group)
    n = 0;
    EACH_SIDE(ligaments, n, ligament[n] = t->ligaments[i].group)
    n = 0;
    EACH_SIDE(bushings, n, bushing[n] = t->bushings[i].group)
    n = 0;
    EACH_SIDE(coordinates, n, (body->sigma_within[n] = t->coordinates[i].sigma_within, body->sigma_between[n] = t->coordinates[i].sigma_between))
    return IL_OK;
}

static il_status build(const il_body_tables *t, const il_model *first, const il_params *rest, il_model **out, il_error *err) {
    maker k = {.t = t, .b = il_builder_create(), .first = first, .rest = rest};
    if (!k.b) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the body");
    add_all(&k);
    il_status status = il_builder_finish(k.b, out, err);
    il_builder_free(k.b);
    return status;
}

// built twice: the first body tells which rest offsets balance its ligaments
static il_status build_at_rest(const il_body_tables *t, il_model **out, il_error *err) {
    il_model  *first = NULL;
    il_params *rest = NULL;
    il_status  status = build(t, NULL, NULL, &first, err);
    if (status == IL_OK) status = il_params_create(first, false, &rest, err);
    if (status == IL_OK) status = il_body_ring_rest(first, rest, err);
    if (status == IL_OK) status = build(t, first, rest, out, err);
    il_params_free(rest);
    il_model_free(first);
    return status;
}

il_status il_body_create(const il_body_tables *tables, il_body **out, il_error *err) {
    IL_ASSERT(tables && out);
    il_status status = check_tables(tables, err);
    if (status != IL_OK) return status;
    il_body *body = calloc(1, sizeof *body);
    if (!body) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the body");
    body->tables = tables;
    status = build_at_rest(tables, &body->m, err);
    if (status == IL_OK) status = add_groups(body, err);
    if (status != IL_OK) {
        il_body_free(body);
        return status;
    }
    *out = body;
    return IL_OK;
}

void il_body_free(il_body *body) {
    if (!body) return;
    il_model_free(body->m);
    free(body->group_memory);
    free(body->sigma_within);
    free(body);
}

// drawing.c - from a posture to what is drawn: muscles and ligaments as their paths, bones and outlines as plain shapes between landmarks
//
// A shape's point is a landmark, or the origin of a body, moved by an offset along the body's axes. Offsets and radii are those of an adult
// whose thigh is 0.40 m long; a person's are scaled by the own thigh. A shape whose landmarks the model lacks is left out.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ilium/drawing.h"

enum { MAX_POINTS = 12, HOLLOW = 2 };

typedef struct point_def {
    const char *at; ///< landmark or body; * stands for the side
    double      offset[3];
} point_def;

typedef struct shape_def {
    const char   *name;
    il_shape_kind kind;
    bool          sided;
    int           look; ///< 0 bone, 1 soft, HOLLOW
    double        radius[2];
    int           npoint;
    point_def     point[MAX_POINTS];
} shape_def;

#define CAPSULE(name, sided, soft, ra, rb, a, b) {name, IL_SHAPE_CAPSULE, sided, soft, {ra, rb}, 2, {a, b}}
#define ARM(name, ra, rb, a, b) {name, IL_SHAPE_CAPSULE, true, HOLLOW, {ra, rb}, 2, {a, b}}
#define P(at, x, y, z) {at, {x, y, z}}

// an ellipsoid is given by its centre and its three half axes, which are directions of the body's frame
#define ELLIPSOID(name, soft, at, x, y, z, rx, ry, rz) \
    {name, IL_SHAPE_ELLIPSOID, false, soft, {0}, 4, {P(at, x, y, z), P(at, rx, 0, 0), P(at, 0, ry, 0), P(at, 0, 0, rz)}}

// a vertebra: the block between its end plates, and its spinous process
#define VERTEBRA(v)                                                                                                                              \
    {v, IL_SHAPE_HULL, false, false, {0}, 8, {P(v "_lower_front", 0, 0, 0.02), P(v "_lower_front", 0, 0, -0.02), P(v "_lower_back", 0, 0, 0.02), \
     P(v "_lower_back", 0, 0, -0.02), P(v "_upper_front", 0, 0, 0.02), P(v "_upper_front", 0, 0, -0.02), P(v "_upper_back", 0, 0, 0.02),         \
     P(v "_upper_back", 0, 0, -0.02)}},                                                                                                          \
    CAPSULE(v, false, false, 0.006, 0.008, P(v "_upper_back", -0.008, -0.012, 0), P(v "_lower_back", -0.04, -0.002, 0))

// clang-format off
static const shape_def shapes[] = {
    // the outline of the body
    ELLIPSOID("pelvis", true, "sacrum", -0.06, -0.01, 0, 0.108, 0.15, 0.165),
    ELLIPSOID("belly", true, "lumbar3", 0.018, 0, 0, 0.102, 0.19, 0.14),
    ELLIPSOID("chest", true, "thorax", -0.003, 0.21, 0, 0.118, 0.24, 0.16),
    CAPSULE("shoulders", false, true, 0.055, 0.055, P("acromion_r", -0.02, -0.045, -0.02), P("acromion_l", -0.02, -0.045, 0.02)),
    CAPSULE("neck", false, true, 0.06, 0.055, P("C7", 0.05, -0.02, 0), P("C7", 0.06, 0.09, 0)),
    ELLIPSOID("head", true, "head_top", 0.01, -0.115, 0, 0.095, 0.115, 0.075),
    CAPSULE("upper arm", true, true, 0.052, 0.04, P("shoulder_*", -0.01, -0.01, 0), P("elbow_*", 0, 0, 0)),
    CAPSULE("forearm", true, true, 0.042, 0.028, P("elbow_*", 0, 0, 0), P("wrist_*", 0, 0, 0)),
    CAPSULE("hand", true, true, 0.032, 0.02, P("wrist_*", 0, 0, 0), P("fingertip_*", 0, 0.02, 0)),
    CAPSULE("thigh", true, true, 0.088, 0.058, P("femoral_head_*", 0.01, -0.03, 0.005), P("femur_*", 0, -0.38, 0)),
    CAPSULE("leg", true, true, 0.056, 0.056, P("knee_centre_*", 0, 0, 0), P("knee_centre_*", -0.015, -0.12, 0)),
    CAPSULE("leg", true, true, 0.056, 0.034, P("knee_centre_*", -0.015, -0.12, 0), P("ankle_centre_*", 0, 0, 0)),
    CAPSULE("foot", true, true, 0.034, 0.022, P("heel_sole_*", 0.01, 0.034, 0), P("toe_tip_*", -0.01, 0.01, 0)),
    // bones
    ELLIPSOID("skull", false, "head_top", 0.01, -0.1, 0, 0.085, 0.09, 0.065),
    {"rib cage", IL_SHAPE_ELLIPSOID, false, false, {0}, 4, {P("thorax", 0.0, 0.235, 0), P("thorax", 0.1, 0, 0), P("thorax", 0, 0.165, 0), P("thorax", 0, 0, 0.13)}},
    VERTEBRA("L1"), VERTEBRA("L2"), VERTEBRA("L3"), VERTEBRA("L4"), VERTEBRA("L5"),
    {"sacrum", IL_SHAPE_HULL, false, false, {0}, 7, {P("S1_plate_front", 0, 0, 0.02), P("S1_plate_front", 0, 0, -0.02), P("S1_plate_back", 0, 0, 0.045), P("S1_plate_back", 0, 0, -0.045),
        P("S1_plate", -0.055, -0.06, 0.02), P("S1_plate", -0.055, -0.06, -0.02), P("S1_plate", -0.05, -0.105, 0)}},
    {"hip bone", IL_SHAPE_OUTLINE, true, false, {0}, 11, {P("ASIS_*", 0, 0, 0), P("iliac_tubercle_*", 0, 0.015, 0), P("iliac_crest_*", 0.03, 0.005, 0.02), P("iliac_crest_*", -0.03, -0.01, -0.012),
        P("PSIS_*", 0, 0, 0), P("PSIS_*", 0.015, -0.055, 0.008), P("ischial_tuberosity_*", -0.002, 0.03, 0), P("ischial_tuberosity_*", 0, -0.008, 0), P("pubis_*", -0.02, -0.02, 0.012),
        P("pubis_*", 0, 0.005, 0), P("hip_centre_*", 0.035, 0.02, -0.005)}},
    ARM("humerus", 0.022, 0.017, P("shoulder_*", 0, 0, 0), P("elbow_*", 0, 0, 0)),
    ARM("forearm", 0.018, 0.014, P("elbow_*", 0, 0, 0), P("wrist_*", 0, 0, 0)),
    ARM("hand", 0.018, 0.008, P("wrist_*", 0, 0, 0), P("fingertip_*", 0, 0.01, 0)),
    CAPSULE("femur", true, false, 0.024, 0.014, P("hip_centre_*", 0, 0, 0), P("greater_trochanter_*", 0, -0.01, -0.02)),
    CAPSULE("femur", true, false, 0.018, 0.014, P("greater_trochanter_*", 0, -0.01, -0.015), P("femur_*", 0.004, -0.325, 0)),
    CAPSULE("femur", true, false, 0.016, 0.03, P("femur_*", 0.004, -0.305, 0), P("femur_*", -0.004, -0.385, 0)),
    CAPSULE("tibia", true, false, 0.029, 0.014, P("knee_centre_*", 0, -0.035, 0), P("knee_centre_*", 0.005, -0.11, -0.002)),
    CAPSULE("tibia", true, false, 0.014, 0.012, P("knee_centre_*", 0.005, -0.11, -0.002), P("ankle_centre_*", 0, 0.02, -0.005)),
    {"foot", IL_SHAPE_HULL, true, false, {0}, 5, {P("heel_*", 0, 0.005, 0), P("heel_sole_*", -0.02, 0.005, 0), P("ankle_centre_*", 0.01, -0.005, 0), P("toe_tip_*", 0, 0, 0), P("toe_tip_*", -0.01, 0.012, 0)}},
};
// clang-format on
enum { NSHAPE = sizeof shapes / sizeof *shapes };

// what all steps need
typedef struct source {
    const il_model  *m;
    const il_params *p;
    const il_data   *d;
    il_assessment   *a;
    int              lane;
    double           scale; ///< own thigh over 0.40 m
    bool             failed;
} source;

static double number(const source *s, const double *field, int i) { return s->p->stride ? field[s->p->stride * i + s->lane] : field[i]; }

static void get(const source *s, const il_pack *pack, int n, double *out) {
    for (int i = 0; i < n; i++) out[i] = pack[i].lane[s->lane];
}

// ---- names ---------------------------------------------------------------------------------------------------------------------

// "psoas_L1_r" is "psoas L1" on the right
static const char *plain_name(source *s, const char *name, il_side *side) {
    size_t n = strlen(name);
    *side = n > 2 && !strcmp(name + n - 2, "_r") ? IL_SIDE_RIGHT : n > 2 && !strcmp(name + n - 2, "_l") ? IL_SIDE_LEFT : IL_SIDE_NONE;
    char *copy = il_assessment_array(s->a, n + 1, 1);
    s->failed |= !copy;
    if (!copy) return "";
    memcpy(copy, name, *side == IL_SIDE_NONE ? n : n - 2);
    for (char *c = copy; *c; c++)
        if (*c == '_') *c = ' ';
    return copy;
}

static const char *sided_name(char buf[64], const char *at, il_side side) {
    snprintf(buf, 64, "%s", at);
    char *star = strchr(buf, '*');
    if (star) *star = side == IL_SIDE_LEFT ? 'l' : 'r';
    return buf;
}

// ---- paths ---------------------------------------------------------------------------------------------------------------------

// the points of a path, and where it meets and leaves a surface that it touches
static int path_points(const source *s, int path, double *out) {
    const il_model *m = s->m;
    int             n = 0;
    for (int i = m->path_start[path]; i < m->path_start[path + 1]; i++) {
        get(s, s->d->point_world + 3 * i, 3, out + 3 * n++);
        for (int w = m->path_wrap_start[path]; w < m->path_wrap_start[path + 1]; w++) {
            if (m->pathwrap_point[w] != i || !(s->d->touch[w].lane[s->lane] > 0.5)) continue;
            get(s, s->d->touch_world + 6 * w, 6, out + 3 * n);
            n += 2;
        }
    }
    return n;
}

static void add_line(source *s, il_drawing *out, const char *name, int path, il_draw_kind kind, double load, double force) {
    const il_model *m = s->m;
    int             room = m->path_start[path + 1] - m->path_start[path] + 2 * (m->path_wrap_start[path + 1] - m->path_wrap_start[path]);
    il_draw_line   *l = &out->line[out->nline];
    *l = (il_draw_line){.kind = kind, .load = load, .force = force, .point = il_assessment_array(s->a, 3 * (size_t)room, sizeof(double))};
    s->failed |= !l->point;
    if (!l->point) return;
    l->name = plain_name(s, name, &l->side);
    l->npoint = path_points(s, path, l->point);
    out->nline++;
}

static void add_lines(source *s, const il_drawing_style *style, il_drawing *out) {
    const il_model *m = s->m;
    double          strongest = 0;
    out->line = il_assessment_array(s->a, (size_t)(m->nmuscle + m->nligament), sizeof *out->line);
    s->failed |= !out->line;
    if (!out->line) return;
    for (int i = 0; i < m->nmuscle; i++) strongest = fmax(strongest, number(s, s->p->muscle_f_max, i));
    for (int i = 0; i < m->nligament; i++)
        add_line(s, out, m->ligament_name[i], m->ligament_path[i], strstr(m->ligament_name[i], "nerve") ? IL_DRAW_NERVE : IL_DRAW_LIGAMENT, 0, 0);
    for (int i = 0; i < m->nmuscle; i++) {
        // tension = act f_active + f_passive: a short muscle shows although it is not active
        double strength = number(s, s->p->muscle_f_max, i);
        double tension = s->d->act[i].lane[s->lane] * s->d->muscle_active[i].lane[s->lane] + s->d->muscle_passive[i].lane[s->lane];
        double load = style && style->load ? style->load[i] : strength > 0 ? fmin(fmax(tension / strength, 0), 1) : 0;
        double force = style && style->force ? style->force[i] : fmax(tension, 0);
        int    before = out->nline;
        add_line(s, out, m->muscle_name[i], m->muscle_path[i], IL_DRAW_MUSCLE, load, strongest > 0 ? fmin(force / strongest, 1) : 0);
        il_side side;
        if (style && style->label && style->label[i] && out->nline > before) out->line[before].name = plain_name(s, style->label[i], &side);
    }
}

// ---- shapes --------------------------------------------------------------------------------------------------------------------

// a point in ground, or a direction when `origin` is not wanted; false when the model has no such landmark or body
static bool locate(const source *s, const point_def *def, il_side side, bool origin, double out[3]) {
    char        buf[64];
    const char *name = sided_name(buf, def->at, side);
    int         marker = il_marker_find(s->m, name);
    int         body = marker == IL_NONE ? il_body_find(s->m, name) : s->m->marker_body[marker];
    double      at[3] = {0}, rot[9], mirror = side == IL_SIDE_LEFT ? -1 : 1;
    if (body == IL_NONE) return false;
    if (origin) get(s, marker == IL_NONE ? s->d->body_pos + 3 * body : s->d->marker_world + 3 * marker, 3, at);
    get(s, s->d->body_rot + 9 * body, 9, rot);
    for (int i = 0; i < 3; i++)
        out[i] = at[i] + s->scale * (rot[3 * i] * def->offset[0] + rot[3 * i + 1] * def->offset[1] + rot[3 * i + 2] * mirror * def->offset[2]);
    return true;
}

static void add_shape(source *s, const shape_def *def, il_side side, il_drawing *out) {
    double point[3 * MAX_POINTS];
    for (int i = 0; i < def->npoint; i++)
        if (!locate(s, &def->point[i], side, def->kind != IL_SHAPE_ELLIPSOID || i == 0, point + 3 * i)) return;
    il_draw_shape *shape = &out->shape[out->nshape];
    *shape = (il_draw_shape){.name = def->name, .kind = def->kind, .side = def->sided ? side : IL_SIDE_NONE, .closed = true, .soft = def->look == 1, .hollow = def->look == HOLLOW,
                             .radius = {s->scale * def->radius[0], s->scale * def->radius[1]}, .npoint = def->npoint};
    shape->point = il_assessment_array(s->a, 3 * (size_t)def->npoint, sizeof(double));
    s->failed |= !shape->point;
    if (!shape->point) return;
    memcpy(shape->point, point, 3 * (size_t)def->npoint * sizeof(double));
    out->nshape++;
}

static void add_shapes(source *s, il_drawing *out) {
    out->shape = il_assessment_array(s->a, 2 * NSHAPE, sizeof *out->shape);
    s->failed |= !out->shape;
    for (int i = 0; out->shape && i < NSHAPE; i++) {
        add_shape(s, &shapes[i], IL_SIDE_RIGHT, out);
        if (shapes[i].sided) add_shape(s, &shapes[i], IL_SIDE_LEFT, out);
    }
}

static void add_markers(source *s, il_drawing *out) {
    const il_model *m = s->m;
    out->marker = il_assessment_array(s->a, (size_t)m->nmarker, sizeof *out->marker);
    s->failed |= !out->marker;
    for (int i = 0; out->marker && i < m->nmarker; i++) {
        il_side side;
        out->marker[i].name = plain_name(s, m->marker_name[i], &side);
        get(s, s->d->marker_world + 3 * i, 3, out->marker[i].point);
        out->nmarker++;
    }
}

static double thigh_scale(const source *s) {
    double hip[3], knee[3];
    if (!locate(s, &(point_def)P("hip_centre_r", 0, 0, 0), IL_SIDE_RIGHT, true, hip) || !locate(s, &(point_def)P("knee_centre_r", 0, 0, 0), IL_SIDE_RIGHT, true, knee)) return 1;
    double length = sqrt((hip[0] - knee[0]) * (hip[0] - knee[0]) + (hip[1] - knee[1]) * (hip[1] - knee[1]) + (hip[2] - knee[2]) * (hip[2] - knee[2]));
    return length > 0.1 && length < 1 ? length / 0.40 : 1;
}

il_status il_drawing_from_data(const il_model *m, const il_params *p, const il_data *d, int lane, const il_drawing_style *style, il_assessment *a,
                               il_drawing *out, il_error *err) {
    IL_ASSERT(m && d && a && out && lane >= 0 && lane < IL_LANES);
    source s = {.m = m, .p = p ? p : m->nominal, .d = d, .a = a, .lane = lane, .scale = 1};
    *out = (il_drawing){.title = style ? style->title : NULL};
    s.scale = thigh_scale(&s);
    add_shapes(&s, out);
    add_lines(&s, style, out);
    add_markers(&s, out);
    return s.failed ? il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a drawing") : IL_OK;
}

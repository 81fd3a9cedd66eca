// force_rig.h - a small model that has one of everything that pulls: shared by the tests of paths and forces
#ifndef FORCE_RIG_H
#define FORCE_RIG_H
#include "kernel_check.h"

enum { RIG_A = 1, RIG_B, RIG_C, RIG_D };

/// A body on six rows: three translations, then rotations about x, y, z.
static inline void rig_body(il_builder *b, const char *name, const char *parent, const double in_parent[3]) {
    static const char *const kinds[6] = {"tx", "ty", "tz", "rx", "ry", "rz"};
    static char  names[6][32];
    il_body_def  body = il_default_body_def();
    il_joint_def joint = il_default_joint_def();
    body.name = name, body.mass = 1;
    for (int i = 0; i < 3; i++) body.inertia[i] = 0.1;
    joint.parent = parent, joint.nrow = 6;
    joint.in_parent = il_frame_identity(), joint.in_child = il_frame_identity();
    memcpy(joint.in_parent.pos, in_parent, 3*sizeof(double));
    for (int i = 0; i < 6; i++) {
        il_coordinate_def q = il_default_coordinate_def();
        snprintf(names[i], sizeof names[i], "%s_%s", name, kinds[i]);
        q.name = names[i], q.kind = i < 3 ? IL_ROW_TRANSLATION : IL_ROW_ROTATION;
        q.min = -3, q.max = 3, q.size = 1;
        il_builder_coordinate(b, &q);
        joint.row[i] = (il_row_def){.kind = q.kind, .axis = {i%3 == 0, i%3 == 1, i%3 == 2}, .coordinate = names[i], .function = IL_NONE, .scale = 1};
    }
    il_builder_body(b, &body, &joint);
}

static inline void rig_wrap(il_builder *b, const char *name, const char *body, il_wrap_kind kind, const double pos[3], const double angles[3], double radius) {
    il_wrap_def w = il_default_wrap_def();
    w.name = name, w.body = body, w.kind = kind, w.frame = il_frame_xyz(pos, angles), w.size[0] = radius, w.size[1] = 0.1, w.size[2] = 0.1;
    il_builder_wrap(b, &w);
}

/// @param wrap  surface on segment `segment`, or NULL
static inline void rig_path(il_builder *b, const char *name, int n, const il_point_def *points, const char *wrap, int segment, int side) {
    il_path_def     def = il_default_path_def();
    il_pathwrap_def w = {.wrap = wrap, .segment = segment, .side = side};
    def.name = name, def.npoint = n, def.point = points, def.nwrap = wrap != NULL, def.wrap = &w;
    il_builder_path(b, &def);
}

static inline void rig_muscle(il_builder *b, const char *name, double pennation) {
    il_muscle_def def = il_default_muscle_def();
    def.name = name, def.f_max = 1000, def.l_opt = 0.1, def.l_slack = 0.2, def.pennation = pennation, def.v_max = 10;
    def.strain_zero = 0.05, def.strain_one = 0.65, def.tone = 0.01, def.weight = 1;
    il_builder_muscle(b, &def);
}

static inline il_model *rig_finish(il_builder *b) {
    il_model *m = NULL;
    il_error  err = {0};
    il_status s = il_builder_finish(b, &m, &err);
    il_builder_free(b);
    if (s != IL_OK) fail_msg("%s", err.text);
    return m;
}

/// Straight, through points, round a sphere, round a cylinder, over a third body, with moving points; each with a muscle or ligament.
static inline void rig_paths(il_builder *b) {
    const double knots[] = {-2, -1, 0, 1, 2, 0.3, 0.1, 0.2, 0.5, 0.4}, line[] = {0.7, 0.1}, poly[] = {0.1, -0.2, 0.3, 0.4};
    int spline = il_builder_function(b, IL_FUNCTION_SPLINE, 10, knots), linear = il_builder_function(b, IL_FUNCTION_LINEAR, 2, line);
    int cubic = il_builder_function(b, IL_FUNCTION_POLYNOMIAL, 4, poly);
#define AT(body_, x, y, z) {.body = body_, .pos = {x, y, z}, .function = {IL_NONE, IL_NONE, IL_NONE}}
    rig_path(b, "straight", 2, (il_point_def[]){AT("a", 0.1, 0.05, -0.02), AT("b", -0.03, 0.04, 0.06)}, NULL, 0, 0);
    rig_path(b, "through", 6, (il_point_def[]){AT("ground", 0, 0.3, 0), AT("a", 0.1, 0, 0), AT("a", 0.1, 0.1, 0), AT("b", 0, 0.1, 0), AT("c", 0, 0, 0.1),
                                               AT("d", 0.02, 0.01, 0.03)}, NULL, 0, 0);
    rig_path(b, "sphere", 3, (il_point_def[]){AT("a", -0.2, 0.04, 0.02), AT("b", 0.2, 0.06, -0.01), AT("b", 0.2, 0.1, 0)}, "ball", 0, 0);
    rig_path(b, "cylinder", 3, (il_point_def[]){AT("a", 0.2, 0.2, 0), AT("a", 0.06, 0.21, -0.1), AT("b", 0.03, -0.19, 0.12)}, "roll", 1, 1);
    rig_path(b, "against", 2, (il_point_def[]){AT("a", 0.06, 0.21, -0.1), AT("b", 0.05, -0.19, 0.02)}, "roll", 0, -1);
    rig_path(b, "third", 2, (il_point_def[]){AT("b", 0.06, 0.25, 0.02), AT("d", 0.05, -0.22, -0.02)}, "roll_c", 0, 0);
    rig_path(b, "moving", 3, (il_point_def[]){AT("a", 0.1, 0.2, 0.1),
        {.body = "b", .pos = {0.5, 0.6, 0.7}, .coordinate = "b_rx", .function = {spline, IL_NONE, cubic}},
        {.body = "b", .pos = {0.1, 0.6, -0.7}, .coordinate = "b_rx", .function = {IL_NONE, linear, spline}}}, NULL, 0, 0);
    rig_path(b, "moving_round", 2, (il_point_def[]){{.body = "a", .pos = {-0.3, 0.02, 0.1}, .coordinate = "c_rz", .function = {IL_NONE, linear, IL_NONE}},
        AT("c", 0.3, 0.01, 0.02)}, "ball", 0, 0);
#undef AT
}

static inline il_model *rig_model(void) {
    il_builder  *b = il_builder_create();
    const double zero[3] = {0, 0, 0}, tilt[3] = {0.1, -0.15, 0.2};
    rig_body(b, "a", "ground", zero), rig_body(b, "b", "a", (double[]){0.02, -0.03, 0.01}), rig_body(b, "c", "ground", zero);
    rig_body(b, "d", "b", zero);
    rig_wrap(b, "ball", "a", IL_WRAP_SPHERE, (double[]){0.01, -0.02, 0.03}, zero, 0.08);
    rig_wrap(b, "roll", "b", IL_WRAP_CYLINDER, (double[]){0.0, 0.01, 0.0}, tilt, 0.05);
    rig_wrap(b, "roll_c", "c", IL_WRAP_CYLINDER, (double[]){0.0, 0.01, 0.0}, tilt, 0.06);
    rig_paths(b);
    rig_muscle(b, "straight", 0), rig_muscle(b, "through", 0.3), rig_muscle(b, "sphere", 0.1), rig_muscle(b, "cylinder", 0.5);
    il_ligament_def ligament = il_default_ligament_def();
    ligament.name = "third", ligament.l_slack = 0.4, ligament.k = 2e4, ligament.toe = 0.06;
    il_builder_ligament(b, &ligament);

    const char *pairs[3][3] = {{"disc", "a", "b"}, {"ring", "c", "a"}, {"plain", "ground", "c"}};
    for (int i = 0; i < 3; i++) {
        il_bushing_def def = il_default_bushing_def();
        def.name = pairs[i][0], def.body_a = pairs[i][1], def.body_b = pairs[i][2];
        def.a = il_frame_xyz((double[]){0.1, 0.05, 0.02}, (double[]){0.1, 0.2, -0.3});
        def.b = il_frame_xyz((double[]){-0.02, 0.03, 0.07}, (double[]){-0.2, 0.1, 0.4});
        for (int j = 0; j < 6; j++) {
            def.rest[j] = 0.01*(j - 2), def.k[j] = j < 3 ? 100 + 20*j : 1e4*j, def.b_side[j] = def.k[j]*(0.1*j - 0.3), def.w[j] = j < 3 ? 0.05 : 0.01;
            def.c[j] = j < 3 ? 300 : 1e6;
        }
        for (int j = 0; j < 15; j++) def.coupling[j] = i == 2 ? 0 : 5.0*(j - 6);
        def.closure = i == 1 ? 120 : 0, def.contact = i == 2 ? 0 : 3e4;
        il_builder_bushing(b, &def);
    }
    il_builder_planes(b, 2);
    for (int i = 0; i < 3; i++) {
        il_pad_def pad = il_default_pad_def();
        pad.name = (const char *[]){"heel", "toe", "back"}[i], pad.body = i == 2 ? "c" : "b", pad.plane = i == 2, pad.pos[i] = 0.05;
        pad.k = 1e5*(i + 1), pad.depth = 0.01, pad.friction = 0.5;
        il_builder_pad(b, &pad);
    }
    il_limit_def limit = il_default_limit_def();
    limit.coordinate = "b_rz";
    memcpy(limit.value, (double[]){-2.44, 5.05, 1.51, 1.51, -21.88, -0.67}, sizeof limit.value);
    il_builder_limit(b, &limit);
    return rig_finish(b);
}
#endif

// hello.c - a thigh, a shank and one muscle: the muscle's length and moment arms over knee angles
#include <stdio.h>

#include "ilium/data.h"

// a body that turns about z at the point `at` of its parent, `length` below which the next one hangs
static void segment(il_builder *b, const char *name, const char *parent, double at, const char *angle, double mass) {
    il_coordinate_def q = il_default_coordinate_def();
    q.name = angle, q.kind = IL_ROW_ROTATION, q.min = -2.5, q.max = 2.5;
    il_builder_coordinate(b, &q);

    il_body_def body = il_default_body_def();
    body.name = name, body.mass = mass, body.com[1] = -0.2;
    body.inertia[0] = body.inertia[1] = body.inertia[2] = 0.05;
    il_joint_def joint = il_default_joint_def();
    joint.parent = parent, joint.in_parent.pos[1] = at, joint.nrow = 1;
    joint.row[0] = (il_row_def){.kind = IL_ROW_ROTATION, .axis = {0, 0, 1}, .coordinate = angle, .function = IL_NONE, .scale = 1.0};
    il_builder_body(b, &body, &joint);
}

// from behind the hip to behind the upper shank
static void muscle(il_builder *b) {
    const il_point_def point[] = {{.body = "ground", .pos = {-0.06, 0.0, 0.0}, .function = {IL_NONE, IL_NONE, IL_NONE}},
                                  {.body = "shank", .pos = {-0.03, -0.05, 0.0}, .function = {IL_NONE, IL_NONE, IL_NONE}}};
    il_path_def   path = il_default_path_def();
    il_muscle_def m = il_default_muscle_def();
    path.name = m.name = "hamstring", path.npoint = 2, path.point = point;
    m.f_max = 1500.0, m.l_opt = 0.11, m.l_slack = 0.32;
    il_builder_path(b, &path);
    il_builder_muscle(b, &m);
}

int main(void) {
    il_builder *b = il_builder_create();
    il_model   *m = NULL;
    il_data    *d = NULL;
    il_error    err = {0};
    segment(b, "thigh", "ground", 0.0, "hip", 8.0);
    segment(b, "shank", "thigh", -0.4, "knee", 4.0);
    muscle(b);
    bool ok = il_builder_finish(b, &m, &err) == IL_OK && il_data_create(m, IL_ISA_AUTO, &d, &err) == IL_OK;
    if (ok) {
        // eight poses at once: the hip bent to 60 degrees, the knee from 0 to -105
        for (int lane = 0; lane < IL_LANES; lane++) {
            d->q[0].lane[lane] = 60.0/57.29578;
            d->q[1].lane[lane] = -15.0*lane/57.29578;
        }
        il_position(m, m->nominal, d);
        il_path(m, m->nominal, d);
        il_arm(m, m->nominal, d);
        printf("knee [deg]  length [m]  arm at the hip [m]  arm at the knee [m]\n");
        for (int lane = 0; lane < IL_LANES; lane++) {
            printf("%10.0f  %10.4f  %18.4f  %19.4f\n", -15.0*lane, d->path_length[0].lane[lane], d->arm[0].lane[lane], d->arm[1].lane[lane]);
        }
    } else {
        fprintf(stderr, "%s\n", err.text);
    }
    il_data_free(d);
    il_model_free(m);
    il_builder_free(b);
    return ok ? 0 : 1;
}

// femur.c - the shape of a hip: femoral version, neck angle, acetabular cover
//
// The femur's frame stands with its shaft and condyles; its origin is the centre of the head. A change of version or neck angle turns what lies
// near the head about that centre and fades out down the shaft, so that knee and shank stay where they are.
#include "ilium/condition.h"
#include "ilium/data.h"
#include "math/scalar.h"
#include <math.h>

typedef struct turner {
    const il_model *m;
    il_params      *p;
    int             body;
    double          length;   // of the shaft, from the head to the knee
    double          axis[3], angle;
} turner;

// 1 above an eighth of the shaft (head, neck, trochanters), 0 below three eighths, smooth between
static double share(const turner *t, const double x[3]) {
    double u = (-x[1]/t->length - 0.125)/0.25;
    u = fmin(fmax(u, 0.0), 1.0);
    return 1.0 - u*u*(3.0 - 2.0*u);
}

// rotation by `angle` about a unit axis through the origin (Rodrigues)
static void turn(const double axis[3], double angle, double x[3]) {
    double c = ili_cos1(angle), s = ili_sin1(angle), along = (1.0 - c)*(axis[0]*x[0] + axis[1]*x[1] + axis[2]*x[2]);
    double cross[3] = {axis[1]*x[2] - axis[2]*x[1], axis[2]*x[0] - axis[0]*x[2], axis[0]*x[1] - axis[1]*x[0]};
    for (int k = 0; k < 3; k++) x[k] = c*x[k] + s*cross[k] + along*axis[k];
}

static void turn_point(const turner *t, double x[3]) { turn(t->axis, t->angle*share(t, x), x); }

static void turn_wrap(const turner *t, int i) {
    double angle = t->angle*share(t, &t->p->wrap_pos[3*i]), *rot = &t->p->wrap_rot[9*i];
    turn_point(t, &t->p->wrap_pos[3*i]);
    for (int c = 0; c < 3; c++) {
        double column[3] = {rot[c], rot[3 + c], rot[6 + c]};
        turn(t->axis, angle, column);
        rot[c] = column[0], rot[3 + c] = column[1], rot[6 + c] = column[2];
    }
}

static void turn_proximal(const turner *t) {
    const il_model *m = t->m;
    for (int i = 0; i < m->npoint; i++)
        if (m->point_body[i] == t->body) turn_point(t, &t->p->point_pos[3*i]);
    for (int i = 0; i < m->nwrap; i++)
        if (m->wrap_body[i] == t->body) turn_wrap(t, i);
    for (int i = 0; i < m->nmarker; i++)
        if (m->marker_body[i] == t->body) turn_point(t, &t->p->marker_pos[3*i]);
    for (int i = 0; i < m->npad; i++)
        if (m->pad_body[i] == t->body) turn_point(t, &t->p->pad_pos[3*i]);
}

// the femur of a side, and its length as the knee's place in it at the neutral posture
static il_status find(turner *t, const il_model *m, il_params *p, il_side side, il_error *err) {
    bool left = side == IL_SIDE_LEFT;
    int  knee = il_body_find(m, left ? "tibia_l" : "tibia_r");
    *t = (turner){.m = m, .p = p, .body = il_body_find(m, left ? "femur_l" : "femur_r")};
    if (t->body == IL_NONE || knee == IL_NONE) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "only a body with femur and tibia on that side has a hip to shape");
    il_data  *d = NULL;
    il_status status = il_data_create(m, IL_ISA_AUTO, &d, err);
    if (status != IL_OK) return status;
    for (int j = 0; j < m->nq; j++) il_pack_set(&d->q[j], p->coordinate_neutral[j]);
    il_position(m, p, d);
    for (int k = 0; k < 3; k++) {
        double gap = d->body_pos[3*t->body + k].lane[0] - d->body_pos[3*knee + k].lane[0];
        t->length += gap*gap;
    }
    t->length = sqrt(t->length);
    il_data_free(d);
    return IL_OK;
}

// both ends of a coordinate's passive stop shifted [rad]: low, the end at negative values, and high
static void shift_stop(const il_model *m, il_params *p, const char *right, const char *left, il_side side, double low, double high) {
    int j = il_coordinate_find(m, side == IL_SIDE_LEFT ? left : right);
    if (j == IL_NONE) return;
    p->coordinate_min[j] += low, p->coordinate_max[j] += high;
    for (int i = 0; i < m->nlimit; i++)
        if (m->limit_coordinate[i] == j) p->limit_value[6*i + 2] += high, p->limit_value[6*i + 5] += low;
}

il_status il_scale_femur_version(const il_model *m, il_params *p, il_side side, double angle, il_error *err) {
    IL_ASSERT(m && p && p->stride == 0 && (side == IL_SIDE_RIGHT || side == IL_SIDE_LEFT));
    turner    t;
    il_status status = find(&t, m, p, side, err);
    if (status != IL_OK || angle == 0.0) return status;
    t.axis[1] = 1.0, t.angle = side == IL_SIDE_LEFT ? angle : -angle; // the trochanter goes back against the head
    turn_proximal(&t);
    shift_stop(m, p, "hip_rotation_r", "hip_rotation_l", side, angle, angle);
    return IL_OK;
}

il_status il_scale_neck_angle(const il_model *m, il_params *p, il_side side, double angle, il_error *err) {
    IL_ASSERT(m && p && p->stride == 0 && (side == IL_SIDE_RIGHT || side == IL_SIDE_LEFT));
    turner    t;
    il_status status = find(&t, m, p, side, err);
    if (status != IL_OK || angle == 0.0) return status;
    il_params *before = NULL;
    status = il_params_create(m, false, &before, err);
    if (status != IL_OK) return status;
    il_params_copy(m, p, before);
    t.axis[0] = 1.0, t.angle = side == IL_SIDE_LEFT ? -angle : angle; // a steeper neck: the trochanter goes down and inward
    turn_proximal(&t);
    shift_stop(m, p, "hip_adduction_r", "hip_adduction_l", side, -angle, -angle);
    status = il_scale_paths(m, before, p, err);
    il_params_free(before);
    return status;
}

il_status il_scale_hip_cover(const il_model *m, il_params *p, il_side side, double angle, il_error *err) {
    IL_ASSERT(m && p && p->stride == 0 && (side == IL_SIDE_RIGHT || side == IL_SIDE_LEFT));
    turner    t;
    il_status status = find(&t, m, p, side, err);
    if (status != IL_OK) return status;
    shift_stop(m, p, "hip_flexion_r", "hip_flexion_l", side, 0.0, -angle);
    shift_stop(m, p, "hip_adduction_r", "hip_adduction_l", side, angle, 0.0);
    return IL_OK;
}

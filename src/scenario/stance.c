// stance.c - standing on two legs of unequal length
#include "scenario/stance.h"
#include "ilium/condition.h"
#include <math.h>

void ili_stance_find(const il_model *m, ili_stance *s) {
    static const struct { const char *name; double share; } turn[] = {
        {"pelvis_list", 1.0}, {"hip_adduction_r", -1.0}, {"hip_adduction_l", 1.0}, {"L5_S1_bending", -1.0/6}, {"L4_L5_bending", -1.0/6},
        {"L3_L4_bending", -1.0/6}, {"L2_L3_bending", -1.0/6}, {"L1_L2_bending", -1.0/6}, {"T12_L1_bending", -1.0/6}};
    *s = (ili_stance){0};
    for (size_t i = 0; i < sizeof turn/sizeof *turn; i++) {
        int j = il_coordinate_find(m, turn[i].name);
        if (j == IL_NONE) {
            s->n = 0;
            return;
        }
        s->coordinate[s->n] = j, s->share[s->n++] = turn[i].share;
    }
}

static void lean_by(const ili_stance *s, double angle, double *q) {
    for (int i = 0; i < s->n; i++) q[s->coordinate[i]] += angle*s->share[i];
}

// the trunk stays as it is when the pelvis leans: what bears on elbows and hands is not levelled so
static bool above(const il_model *m, const ili_stance *s, int body) {
    int trunk = m->coordinate_body[s->coordinate[s->n - 1]];
    while (body > trunk) body = m->body_parent[body];
    return body == trunk;
}

// how much higher the lowest bearing pad of pelvis and legs lies on the right than on the left; infinite where a side has none
static double step_between(const il_model *m, const il_params *p, il_data *d, const ili_stance *s, int plane, const double *q) {
    double right = IL_INF, left = IL_INF;
    for (int j = 0; j < m->nq; j++) il_pack_set(&d->q[j], q[j]);
    il_position(m, p, d);
    il_contact(m, p, d);
    for (int k = 0; k < m->npad; k++) {
        il_side side = il_side_of(m->pad_name[k]);
        if (m->pad_plane[k] != plane || p->pad_k[k] <= 0.0 || above(m, s, m->pad_body[k])) continue;
        if (side == IL_SIDE_RIGHT) right = fmin(right, d->pad_gap[k].lane[0]);
        if (side == IL_SIDE_LEFT) left = fmin(left, d->pad_gap[k].lane[0]);
    }
    return isfinite(right) && isfinite(left) ? right - left : IL_INF;
}

void ili_stance_level(const il_model *m, const il_params *p, il_data *d, const ili_stance *s, int plane, double *habit, double *lean) {
    double step = s->n > 0 ? step_between(m, p, d, s, plane, habit) : IL_INF, slope = 0.1; // [m/rad] half the distance of the feet, refined below
    *lean = 0.0;
    for (int n = 0; n < 20 && isfinite(step) && fabs(step) > 1e-9; n++) {
        double angle = step/slope;
        lean_by(s, angle, habit);
        *lean += angle;
        double next = step_between(m, p, d, s, plane, habit);
        if (next != step) slope = (step - next)/angle;
        step = next;
    }
}

double ili_carrying_force(const il_model *m, const il_params *p, const il_data *d, int body, int marker) {
    double          moment = 0.0, axis[3], joint[3], length = 0.0;
    for (int k = 0; k < 3; k++) {
        joint[k] = d->body_pos[3*body + k].lane[0];
        axis[k] = d->marker_world[3*marker + k].lane[0] - joint[k];
        length += axis[k]*axis[k];
    }
    for (int b = body; b < m->nbody; b++) {
        int up = b;
        while (up > body) up = m->body_parent[up];
        if (up != body) continue;
        for (int k = 0; k < 3; k++) moment += p->body_mass[b]*(d->com_pos[3*b + k].lane[0] - joint[k])*axis[k];
    }
    return 9.80665*moment/length;
}

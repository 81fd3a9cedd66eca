// scale.c - the size of bones, and of what is fixed to them
#include "body/body.h"
#include "ilium/data.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void scale3(double *x, const double *s) {
    for (int k = 0; k < 3; k++) x[k] *= s[k];
}

// a translation row measured in the parent's axes: its size along its axis
static double along(const il_params *p, int row, int body, const double *s) {
    const double *frame = &p->joint_parent_rot[9*body], *axis = &p->row_axis[3*row];
    double        sum = 0.0;
    for (int k = 0; k < 3; k++) {
        double a = frame[3*k]*axis[0] + frame[3*k + 1]*axis[1] + frame[3*k + 2]*axis[2];
        sum += a*a*s[k];
    }
    return sum;
}

static void scale_joints(const il_model *m, il_params *p, int body, const double *s) {
    scale3(&p->joint_child_pos[3*body], s);
    for (int b = 1; b < m->nbody; b++) {
        if (m->body_parent[b] != body) continue;
        scale3(&p->joint_parent_pos[3*b], s);
        for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++) {
            if (m->row_kind[r] == IL_ROW_TRANSLATION && (m->row_function[r] != IL_NONE || m->row_signal[r] == IL_NONE)) {
                p->row_scale[r] *= along(p, r, b, s);
            }
        }
    }
}

void il_scale_body(const il_model *m, il_params *p, int body, const double factor[3]) {
    scale3(&p->body_com[3*body], factor);
    scale_joints(m, p, body, factor);
    for (int i = 0; i < m->npoint; i++) {
        if (m->point_body[i] == body) scale3(&p->point_pos[3*i], factor);
    }
    for (int i = 0; i < m->nwrap; i++) {
        if (m->wrap_body[i] == body) scale3(&p->wrap_pos[3*i], factor);
    }
    for (int i = 0; i < m->nmarker; i++) {
        if (m->marker_body[i] == body) scale3(&p->marker_pos[3*i], factor);
    }
    for (int i = 0; i < m->npad; i++) {
        if (m->pad_body[i] == body) scale3(&p->pad_pos[3*i], factor);
    }
    for (int i = 0; i < m->nbushing; i++) {
        if (m->bushing_body_a[i] == body) scale3(&p->bushing_a_pos[3*i], factor);
        if (m->bushing_body_b[i] == body) scale3(&p->bushing_b_pos[3*i], factor);
    }
}

static il_status neutral_lengths(const il_model *m, const il_params *p, il_data *d, double *length) {
    for (int j = 0; j < m->nq; j++) il_pack_set(&d->q[j], p->coordinate_neutral[j]);
    il_position(m, p, d);
    il_path(m, p, d);
    for (int i = 0; i < m->npath; i++) length[i] = d->path_length[i].lane[0];
    return IL_OK;
}

il_status il_scale_paths(const il_model *m, const il_params *before, il_params *p, il_error *err) {
    IL_ASSERT(m && before && p && before->stride == 0 && p->stride == 0);
    il_data  *d = NULL;
    il_status status = il_data_create(m, IL_ISA_AUTO, &d, err);
    if (status != IL_OK) return status;
    double *length = calloc(2*(size_t)m->npath + 1, sizeof *length);
    if (!length) {
        il_data_free(d);
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory to scale a body");
    }
    neutral_lengths(m, before, d, length);
    neutral_lengths(m, p, d, length + m->npath);
    for (int i = 0; i < m->nmuscle; i++) {
        double ratio = length[m->npath + m->muscle_path[i]]/length[m->muscle_path[i]];
        p->muscle_l_opt[i] *= ratio, p->muscle_l_slack[i] *= ratio;
    }
    for (int i = 0; i < m->nligament; i++) p->ligament_l_slack[i] *= length[m->npath + m->ligament_path[i]]/length[m->ligament_path[i]];
    free(length);
    il_data_free(d);
    return IL_OK;
}

// ---- legs ------------------------------------------------------------------------------------------------------------------------

// what one leg is made of, from the hip down
typedef struct leg {
    int femur, tibia, talus, foot, toes;
    int sole; // a landmark
} leg;

static il_status find_leg(const il_model *m, il_side side, leg *out, il_error *err) {
    IL_ASSERT(side == IL_SIDE_RIGHT || side == IL_SIDE_LEFT);
    bool l = side == IL_SIDE_LEFT;
    *out = (leg){il_body_find(m, l ? "femur_l" : "femur_r"), il_body_find(m, l ? "tibia_l" : "tibia_r"), il_body_find(m, l ? "talus_l" : "talus_r"),
                 il_body_find(m, l ? "calcn_l" : "calcn_r"), il_body_find(m, l ? "toes_l" : "toes_r"),
                 il_marker_find(m, l ? "heel_sole_l" : "heel_sole_r")};
    if (out->femur != IL_NONE && out->tibia != IL_NONE && out->talus != IL_NONE) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a leg can only be lengthened in a body with femur, tibia and talus on that side");
}

static double apart(const double *a, const double *b) {
    double sum = 0.0;
    for (int k = 0; k < 3; k++) sum += (a[k] - b[k])*(a[k] - b[k]);
    return sqrt(sum);
}

// length of a shaft: from the body's joint to that of the next body down, at the neutral posture
static double shaft(const il_model *m, const il_params *p, il_data *d, int body, int next) {
    double a[3], b[3];
    for (int j = 0; j < m->nq; j++) il_pack_set(&d->q[j], p->coordinate_neutral[j]);
    il_position(m, p, d);
    for (int k = 0; k < 3; k++) a[k] = d->body_pos[3*body + k].lane[0], b[k] = d->body_pos[3*next + k].lane[0];
    return apart(a, b);
}

// from the ankle's centre, the origin of the talus, down to the sole
static double foot_height(const il_params *p, const leg *l) {
    return -p->joint_parent_pos[3*l->foot + 1] + p->joint_child_pos[3*l->foot + 1] - p->marker_pos[3*l->sole + 1];
}

static void stretch(const il_model *m, il_params *p, int body, double factor) {
    const double s[3] = {1.0, factor, 1.0};
    il_scale_body(m, p, body, s);
}

// bones first, then what spans them; `lengthen` changes the bones
static il_status with_paths(const il_model *m, il_params *p, il_side side, double length, void (*lengthen)(const il_model *, il_params *, il_data *, const leg *, double),
                            il_error *err) {
    leg        l;
    il_params *before = NULL;
    il_data   *d = NULL;
    il_status  status = find_leg(m, side, &l, err);
    if (status == IL_OK) status = il_params_create(m, false, &before, err);
    if (status == IL_OK) status = il_data_create(m, IL_ISA_AUTO, &d, err);
    if (status == IL_OK) {
        il_params_copy(m, p, before);
        lengthen(m, p, d, &l, length);
        status = il_scale_paths(m, before, p, err);
    }
    il_params_free(before);
    il_data_free(d);
    return status;
}

static void lengthen_leg(const il_model *m, il_params *p, il_data *d, const leg *l, double length) {
    double factor = 1.0 + length/(shaft(m, p, d, l->femur, l->tibia) + shaft(m, p, d, l->tibia, l->talus));
    stretch(m, p, l->femur, factor);
    stretch(m, p, l->tibia, factor);
}

static void lengthen_femur(const il_model *m, il_params *p, il_data *d, const leg *l, double length) {
    stretch(m, p, l->femur, 1.0 + length/shaft(m, p, d, l->femur, l->tibia));
}

static void lengthen_tibia(const il_model *m, il_params *p, il_data *d, const leg *l, double length) {
    stretch(m, p, l->tibia, 1.0 + length/shaft(m, p, d, l->tibia, l->talus));
}

static void raise_foot(const il_model *m, il_params *p, il_data *d, const leg *l, double length) {
    (void)d;
    if (l->foot == IL_NONE || l->toes == IL_NONE || l->sole == IL_NONE) return;
    double factor = 1.0 + length/foot_height(p, l);
    stretch(m, p, l->talus, factor);
    stretch(m, p, l->foot, factor);
    stretch(m, p, l->toes, factor);
}

il_status il_scale_leg(const il_model *m, il_params *p, il_side side, double length, il_error *err) {
    IL_ASSERT(m && p && p->stride == 0);
    return with_paths(m, p, side, length, lengthen_leg, err);
}

il_status il_scale_leg_bone(const il_model *m, il_params *p, il_leg_bone bone, il_side side, double length, il_error *err) {
    IL_ASSERT(m && p && p->stride == 0);
    return with_paths(m, p, side, length, bone == IL_BONE_FEMUR ? lengthen_femur : bone == IL_BONE_TIBIA ? lengthen_tibia : raise_foot, err);
}

// ---- discs -----------------------------------------------------------------------------------------------------------------------

// "L4_L5_disc" lies between the plates L5_upper (S1_plate at the bottom) and L4_lower
double ili_disc_height(const il_model *m, const il_params *p, int bushing) {
    char        low[32], high[32];
    const char *name = m->bushing_name[bushing], *middle = strchr(name, '_'), *end = strstr(name, "_disc");
    if (!middle || !end || end <= middle) return 0.0;
    bool sacrum = strncmp(middle + 1, "S1", 2) == 0;
    snprintf(low, sizeof low, "%.*s%s", (int)(end - middle - 1), middle + 1, sacrum ? "_plate" : "_upper");
    snprintf(high, sizeof high, "%.*s_lower", (int)(middle - name), name);
    int a = il_marker_find(m, low), b = il_marker_find(m, high);
    if (a == IL_NONE || b == IL_NONE) return 0.0;
    return apart(&p->marker_pos[3*a], &p->bushing_a_pos[3*bushing]) + apart(&p->marker_pos[3*b], &p->bushing_b_pos[3*bushing]);
}

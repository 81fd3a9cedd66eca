// scale.c - the size of bones, and of what is fixed to them
#include "ilium/condition.h"
#include "ilium/data.h"
#include <math.h>
#include <stdlib.h>

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

// length of a shaft: from the body's joint to that of the next body down, along y, at the neutral posture
static double shaft(const il_model *m, const il_params *p, il_data *d, int body, int next) {
    for (int j = 0; j < m->nq; j++) il_pack_set(&d->q[j], p->coordinate_neutral[j]);
    il_position(m, p, d);
    double sum = 0.0;
    for (int k = 0; k < 3; k++) {
        double gap = d->body_pos[3*body + k].lane[0] - d->body_pos[3*next + k].lane[0];
        sum += gap*gap;
    }
    return sqrt(sum);
}

il_status il_scale_leg(const il_model *m, il_params *p, il_side side, double length, il_error *err) {
    IL_ASSERT(m && p && p->stride == 0 && (side == IL_SIDE_RIGHT || side == IL_SIDE_LEFT));
    bool left = side == IL_SIDE_LEFT;
    int  femur = il_body_find(m, left ? "femur_l" : "femur_r"), tibia = il_body_find(m, left ? "tibia_l" : "tibia_r");
    int  talus = il_body_find(m, left ? "talus_l" : "talus_r");
    if (femur == IL_NONE || tibia == IL_NONE || talus == IL_NONE) {
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a leg can only be lengthened in a body with femur, tibia and talus on that side");
    }
    il_params *before = NULL;
    il_data   *d = NULL;
    il_status  status = il_params_create(m, false, &before, err);
    if (status == IL_OK) status = il_data_create(m, IL_ISA_AUTO, &d, err);
    if (status == IL_OK) {
        il_params_copy(m, p, before);
        double whole = shaft(m, p, d, femur, tibia) + shaft(m, p, d, tibia, talus), factor[3] = {1.0, 1.0 + length/whole, 1.0};
        il_scale_body(m, p, femur, factor);
        il_scale_body(m, p, tibia, factor);
        status = il_scale_paths(m, before, p, err);
    }
    il_params_free(before);
    il_data_free(d);
    return status;
}

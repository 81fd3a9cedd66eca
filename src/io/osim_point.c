// osim_point.c - PointKinematics of an AnalyzeTool: place, velocity and acceleration of a point of a body
#include <stdio.h>
#include <string.h>

#include "analysis/frames.h"
#include "ilium/data.h"
#include "osim_job.h"

static void cross(const double *a, const double *b, double *c) {
    for (int i = 0; i < 3; i++) c[i] = a[(i + 1)%3]*b[(i + 2)%3] - a[(i + 2)%3]*b[(i + 1)%3];
}

static void six(const il_pack *from, int lane, double *out) {
    for (int k = 0; k < 6; k++) out[k] = from[k].lane[lane];
}

// v + w x x;  a + dw x x + w x (v + w x x): velocities and accelerations of bodies are about the ground origin
static void move(const il_data *d, int body, const double local[3], int lane, double x[3], double v[3], double a[3]) {
    double w[6], dw[6], turn[3], far[3], swing[3];
    six(&d->body_vel[6*body], lane, w), six(&d->body_acc[6*body], lane, dw);
    for (int i = 0; i < 3; i++) {
        x[i] = d->body_pos[3*body + i].lane[lane];
        for (int k = 0; k < 3; k++) x[i] += d->body_rot[9*body + 3*i + k].lane[lane]*local[k];
    }
    cross(w, x, turn);
    for (int i = 0; i < 3; i++) v[i] = w[3 + i] + turn[i];
    cross(dw, x, swing), cross(w, v, far);
    for (int i = 0; i < 3; i++) a[i] = dw[3 + i] + swing[i] + far[i];
}

// as another body sees place, and its axes: OpenSim turns velocity and acceleration into them and takes nothing off
static void relative(const il_data *d, int body, int lane, double *x[3]) {
    for (int part = 0; part < 3; part++) {
        double y[3], *from = x[part];
        for (int i = 0; i < 3 && part == 0; i++) from[i] -= d->body_pos[3*body + i].lane[lane];
        for (int i = 0; i < 3; i++) {
            y[i] = 0.0;
            for (int k = 0; k < 3; k++) y[i] += d->body_rot[9*body + 3*k + i].lane[lane]*from[k];
        }
        memcpy(from, y, sizeof y);
    }
}

static void load(const il_osim_motion_rows *r, int nq, int first, il_data *d) {
    int frame[IL_LANES];
    ili_frames_stretch(first, 1, 0, r->nframe, frame);
    ili_frames_take(frame, nq, r->q, d->q), ili_frames_take(frame, nq, r->qd, d->qd), ili_frames_take(frame, nq, r->qdd, d->qdd);
}

il_status ili_osim_points(const ili_osim_job *j, int *n, il_osim_result *out) {
    static const char *const kind[] = {"pos", "vel", "acc"}, *const title[] = {"PointPosition", "PointVelocity", "PointAcceleration"};
    const il_model          *m = j->o->model;
    int                      body = IL_GROUND, other = IL_GROUND;
    il_data                 *d = NULL;
    ili_osim_names           s = {0};
    il_status                status = ili_osim_job_body(j, j->how->body, &body);
    if (status == IL_OK) status = ili_osim_job_body(j, j->how->relative_to, &other);
    if (status == IL_OK) status = il_data_create(m, IL_ISA_AUTO, &d, j->err);
    if (status == IL_OK && !ili_osim_names_room(&s, 3)) status = il_error_set(j->err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for a point");
    for (int i = 0; status == IL_OK && i < 3; i++) ili_osim_names_add(&s, "state_%d", i);
    il_osim_result *table = out + *n;
    for (int t = 0; status == IL_OK && t < 3; t++) {
        char name[200];
        snprintf(name, sizeof name, "%.90s_%.80s_%s", j->how->name, *j->how->point_name ? j->how->point_name : "NONAME", kind[t]);
        status = ili_osim_result_table(&out[(*n)++], name, title[t], j->motion, &s, j->err);
    }
    for (int first = 0; status == IL_OK && first < j->motion->nframe; first += IL_LANES) {
        load(j->motion, m->nq, first, d);
        il_position(m, m->nominal, d), il_velocity(m, m->nominal, d), il_inverse(m, m->nominal, d);
        for (int lane = 0; lane < IL_LANES && first + lane < j->motion->nframe; lane++) {
            double x[3][3];
            move(d, body, j->how->point, lane, x[0], x[1], x[2]);
            if (other != IL_GROUND) relative(d, other, lane, (double *[]){x[0], x[1], x[2]});
            for (int t = 0; t < 3; t++) memcpy(table[t].table->value + 3*(size_t)(first + lane), x[t], sizeof x[t]);
        }
    }
    ili_osim_names_free(&s), il_data_free(d);
    return status;
}

// invdyn.c - inverse dynamics over the frames of a motion, eight stretches abreast
#include "ilium/invdyn.h"

#include <string.h>

#include "ilium/data.h"
#include "mech/outer.h"

/// The frame that each lane is at; lanes behind the last frame repeat an earlier one and keep nothing.
typedef struct lanes {
    int stretch, nframe;
} lanes;

static int frame_of(const lanes *l, int lane, int step) {
    int frame = lane*l->stretch + step;
    return frame < l->nframe ? frame : l->nframe - 1;
}

static void take(const lanes *l, int step, int n, const double *from, il_pack *to) {
    for (int lane = 0; lane < IL_LANES; lane++) {
        const double *row = from + (size_t)frame_of(l, lane, step)*(size_t)n;
        for (int i = 0; i < n; i++) to[i].lane[lane] = row[i];
    }
}

static void turned(const il_data *d, int body, int lane, const double *x, double *y) {
    for (int i = 0; i < 3; i++) {
        y[i] = 0.0;
        for (int k = 0; k < 3; k++) y[i] += d->body_rot[9*body + 3*i + k].lane[lane]*x[k];
    }
}

// moment about the ground origin and force of one load in one lane
static void add_load(const il_data *d, const il_outer_load *l, int frame, int lane) {
    const double zero[3] = {0};
    double       f[3], x[3], t[3];
    turned(d, l->force_in, lane, l->force ? l->force + 3*(size_t)frame : zero, f);
    turned(d, l->force_in, lane, l->moment ? l->moment + 3*(size_t)frame : zero, t);
    turned(d, l->point ? l->point_in : l->body, lane, l->point ? l->point + 3*(size_t)frame : zero, x);
    for (int i = 0; i < 3; i++) x[i] += d->body_pos[3*(l->point ? l->point_in : l->body) + i].lane[lane];
    const double m[3] = {t[0] + x[1]*f[2] - x[2]*f[1], t[1] + x[2]*f[0] - x[0]*f[2], t[2] + x[0]*f[1] - x[1]*f[0]};
    for (int i = 0; i < 3; i++) {
        d->wrench[6*l->body + i].lane[lane] += m[i];
        d->wrench[6*l->body + 3 + i].lane[lane] += f[i];
    }
}

static void one_step(const il_model *m, const il_params *p, il_data *d, const lanes *l, int step, int nload, const il_outer_load *load, double *tau) {
    il_position(m, p, d), il_velocity(m, p, d), il_inverse(m, p, d);
    if (nload) {
        memset(d->wrench, 0, 6*(size_t)m->nbody*sizeof *d->wrench);
        for (int lane = 0; lane < IL_LANES; lane++)
            for (int i = 0; i < nload; i++) add_load(d, &load[i], frame_of(l, lane, step), lane);
        ili_outer(m, d);
    }
    for (int lane = 0; lane < IL_LANES; lane++) {
        int frame = lane*l->stretch + step;
        if (frame >= l->nframe) continue;
        for (int i = 0; i < m->nq; i++) tau[(size_t)frame*(size_t)m->nq + (size_t)i] = d->tau[i].lane[lane];
    }
}

il_status il_inverse_dynamics(const il_model *m, const il_params *p, il_isa isa, const double gravity[3], int nframe, const double *q, const double *qd,
                              const double *qdd, int nload, const il_outer_load *load, double *tau, il_error *err) {
    IL_ASSERT(m && p && gravity && nframe >= 0 && nload >= 0);
    il_data  *d;
    il_status status = il_data_create(m, isa, &d, err);
    if (status != IL_OK) return status;
    lanes l = {(nframe + IL_LANES - 1)/IL_LANES, nframe};
    for (int i = 0; i < 3; i++) il_pack_set(&d->gravity[i], gravity[i]);
    for (int step = 0; step < l.stretch; step++) {
        take(&l, step, m->nq, q, d->q), take(&l, step, m->nq, qd, d->qd), take(&l, step, m->nq, qdd, d->qdd);
        one_step(m, p, d, &l, step, nload, load, tau);
    }
    il_data_free(d);
    return IL_OK;
}

// invdyn.c - inverse dynamics over the frames of a motion, eight stretches abreast
#include "ilium/invdyn.h"

#include <string.h>

#include "analysis/frames.h"
#include "mech/outer.h"

/// The frames that the lanes are at; those behind the last frame repeat it and keep nothing.
typedef struct lanes {
    int stretch, nframe;
} lanes;

static void one_step(const il_model *m, const il_params *p, il_data *d, const lanes *l, int step, const int *frame, int nload, const il_outer_load *load, double *tau) {
    il_position(m, p, d), il_velocity(m, p, d), il_inverse(m, p, d);
    if (nload) {
        memset(d->wrench, 0, 6*(size_t)m->nbody*sizeof *d->wrench);
        ili_frames_load(d, frame, nload, load);
        ili_outer(m, d);
    }
    for (int lane = 0; lane < IL_LANES; lane++) {
        if (lane*l->stretch + step >= l->nframe) continue;
        for (int i = 0; i < m->nq; i++) tau[(size_t)frame[lane]*(size_t)m->nq + (size_t)i] = d->tau[i].lane[lane];
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
        int frame[IL_LANES];
        ili_frames_stretch(0, l.stretch, step, nframe, frame);
        ili_frames_take(frame, m->nq, q, d->q), ili_frames_take(frame, m->nq, qd, d->qd), ili_frames_take(frame, m->nq, qdd, d->qdd);
        one_step(m, p, d, &l, step, frame, nload, load, tau);
    }
    il_data_free(d);
    return IL_OK;
}

// invdyn.c - inverse dynamics over the frames of a motion, eight stretches abreast
#include "ilium/invdyn.h"

#include <string.h>

#include "analysis/frames.h"
#include "ilium/thread.h"
#include "mech/outer.h"

enum { BLOCK = 512 }; ///< frames of one job; a frame's bits depend neither on its lane nor on its neighbours

typedef struct job {
    const il_model      *m;
    const il_params     *p;
    il_isa               isa;
    const double        *gravity, *q, *qd, *qdd;
    int                  nframe, nload;
    const il_outer_load *load;
    double              *tau;
} job;

// one frame in each lane
static void one_step(const job *j, il_data *d, const int frame[IL_LANES]) {
    const il_model *m = j->m;
    ili_frames_take(frame, m->nq, j->q, d->q), ili_frames_take(frame, m->nq, j->qd, d->qd), ili_frames_take(frame, m->nq, j->qdd, d->qdd);
    il_position(m, j->p, d), il_velocity(m, j->p, d), il_inverse(m, j->p, d);
    if (!j->nload) return;
    memset(d->wrench, 0, 6*(size_t)m->nbody*sizeof *d->wrench);
    ili_frames_load(d, frame, j->nload, j->load);
    ili_outer(m, d);
}

static il_status solve_block(void *ctx, int block, int thread, il_error *err) {
    const job *j = ctx;
    il_data   *d;
    int        first = block*BLOCK, n = j->nframe - first < BLOCK ? j->nframe - first : BLOCK, stretch = (n + IL_LANES - 1)/IL_LANES;
    il_status  status = il_data_create(j->m, j->isa, &d, err);
    (void)thread;
    if (status != IL_OK) return status;
    for (int i = 0; i < 3; i++) il_pack_set(&d->gravity[i], j->gravity[i]);
    for (int step = 0; step < stretch; step++) {
        int frame[IL_LANES];
        ili_frames_stretch(first, stretch, step, first + n, frame);
        one_step(j, d, frame);
        for (int lane = 0; lane < IL_LANES; lane++) {
            if (lane*stretch + step >= n) continue;
            for (int i = 0; i < j->m->nq; i++) j->tau[(size_t)frame[lane]*(size_t)j->m->nq + (size_t)i] = d->tau[i].lane[lane];
        }
    }
    il_data_free(d);
    return IL_OK;
}

il_status il_inverse_dynamics(const il_model *m, const il_params *p, il_isa isa, const double gravity[3], int nframe, const double *q, const double *qd,
                              const double *qdd, int nload, const il_outer_load *load, double *tau, il_error *err) {
    IL_ASSERT(m && p && gravity && nframe >= 0 && nload >= 0);
    job j = {.m = m, .p = p, .isa = isa, .gravity = gravity, .q = q, .qd = qd, .qdd = qdd, .nframe = nframe, .nload = nload, .load = load, .tau = tau};
    return il_parallel_for((nframe + BLOCK - 1)/BLOCK, 0, solve_block, &j, NULL, NULL, err);
}

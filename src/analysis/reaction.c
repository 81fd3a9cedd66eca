// reaction.c - what joints carry in a recorded motion under given forces of muscles and actuators, eight stretches abreast
#include <string.h>

#include "analysis/frames.h"
#include "analysis/tied.h"
#include "base/memory.h"
#include "ilium/thread.h"
#include "mech/outer.h"

enum { STRETCH = 4, BLOCK = STRETCH*IL_LANES };

/// What one thread works with.
typedef struct work {
    il_data *d;
    il_pack *right, *step, *free, *triangle, *factor, *still;
    int     *start, *list; ///< entries of the mass matrix
    bool    *pair;
    ili_tied tied;
} work;

typedef struct job {
    const il_model    *m;
    const il_params   *p;
    const il_recorded *motion;
    const double      *tension, *drive;
    double            *wrench, *frames;
    work              *work;
} job;

static void place_work(ili_placer *p, const il_model *m, int nrow, work *w) {
    size_t nq = (size_t)m->nq, triangle = nq*(nq + 1)/2;
    w->right = ili_place(p, nq, sizeof(il_pack)), w->step = ili_place(p, nq, sizeof(il_pack)), w->free = ili_place(p, nq, sizeof(il_pack));
    w->triangle = ili_place(p, triangle, sizeof(il_pack)), w->factor = ili_place(p, triangle, sizeof(il_pack));
    w->still = ili_place(p, 1, sizeof(il_pack));
    w->start = ili_place(p, nq + 1, sizeof(int)), w->list = ili_place(p, triangle, sizeof(int)), w->pair = ili_place(p, nq*nq, sizeof(bool));
    ili_tied_place(p, m, nrow, &w->tied);
}

// ---- what acts -----------------------------------------------------------------------------------------------------------------

// tensions of muscles as wrenches on the bodies that their paths touch; moving points also push their coordinate
static void add_muscles(const job *j, work *w, const int frame[IL_LANES]) {
    const il_model *m = j->m;
    if (m->npath) il_path(m, j->p, w->d);
    for (int i = 0; i < m->nmuscle; i++) {
        int     path = m->muscle_path[i];
        il_pack pull;
        for (int l = 0; l < IL_LANES; l++) pull.lane[l] = j->tension[(size_t)frame[l]*(size_t)m->nmuscle + (size_t)i];
        for (int b = m->path_body_start[path]; b < m->path_body_start[path + 1]; b++)
            for (int k = 0; k < 6; k++)
                for (int l = 0; l < IL_LANES; l++) w->d->wrench[6*m->pathbody_body[b] + k].lane[l] += pull.lane[l]*w->d->pathbody_wrench[6*b + k].lane[l];
        if (m->path_dof[path] == IL_NONE) continue;
        for (int l = 0; l < IL_LANES; l++) w->right[m->path_dof[path]].lane[l] += pull.lane[l]*w->d->path_moving[path].lane[l];
    }
}

static void add_actuators(const job *j, work *w, const int frame[IL_LANES]) {
    for (int k = 0; k < j->motion->nactuator; k++) {
        const il_actuator *a = &j->motion->actuator[k];
        il_actuator        unit = *a;
        il_pack            force, wrench[6];
        for (int l = 0; l < IL_LANES; l++) force.lane[l] = j->drive[(size_t)frame[l]*(size_t)j->motion->nactuator + (size_t)k];
        if (a->kind == IL_ACTUATOR_COORDINATE) {
            int q = a->signal < j->m->nq ? a->signal : j->m->coupled_master[a->signal - j->m->nq];
            for (int l = 0; l < IL_LANES; l++) w->right[q].lane[l] += force.lane[l]*w->d->signal_rate[a->signal].lane[l];
            continue;
        }
        unit.optimal = 1.0;
        ili_actuator_wrench(w->d, &unit, wrench);
        for (int i = 0; i < 6; i++)
            for (int l = 0; l < IL_LANES; l++) {
                double x = force.lane[l]*wrench[i].lane[l];
                w->d->wrench[6*a->body + i].lane[l] += x;
                if (a->kind != IL_ACTUATOR_POINT) w->d->wrench[6*a->other + i].lane[l] -= x;
            }
    }
}

// ---- accelerations -------------------------------------------------------------------------------------------------------------

// the mass matrix as what a step is made of
static ili_fit normal(const work *w) { return (ili_fit){.gradient = w->step, .hessian = w->triangle, .start = w->start, .list = w->list, .second = w->still}; }

// M dqdd = forces - what the present accelerations ask for; coordinates that something else moves keep theirs. The factor carries a floor,
// whose part in the answer a second step takes out.
static void settle(const job *j, work *w) {
    const il_model *m = j->m;
    il_data        *d = w->d;
    ili_fit         f = normal(w);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < m->nq; i++)
            for (int l = 0; l < IL_LANES; l++) w->step[i].lane[l] = w->right[i].lane[l] - d->tau[i].lane[l];
        ili_fit_step(m, d, &f, w->free, w->still, w->factor, w->step);
        for (int i = 0; i < m->nq; i++)
            for (int l = 0; l < IL_LANES; l++) d->qdd[i].lane[l] += w->step[i].lane[l];
        il_inverse(m, j->p, d);
        ili_outer(m, d);
    }
}

// with constraints: their pulls, until the accelerations keep them
static void accelerate(const job *j, work *w) {
    const il_model *m = j->m;
    il_data        *d = w->d;
    il_mass(m, j->p, d);
    for (int i = 0; i < m->nq; i++)
        for (int k = 0; k <= i; k++) w->triangle[i*(i + 1)/2 + k] = d->mass_matrix[i*m->nq + k];
    settle(j, w);
    if (!w->tied.c) return;
    ili_fit f = normal(w);
    ili_tied_begin(&w->tied, j->p, d, &f, w->free, w->still, w->factor);
    for (int round = 0; round < 3; round++) {
        ili_tied_more(&w->tied, d);
        il_constraints_pull(w->tied.c, w->tied.more, d, w->right);
        il_inverse(m, j->p, d);
        ili_outer(m, d);
        settle(j, w);
    }
}

// ---- one frame in each lane ----------------------------------------------------------------------------------------------------

static void tell(const job *j, const work *w, int lane, int frame) {
    const il_data *d = w->d;
    double        *wrench = j->wrench + 6*(size_t)frame*(size_t)j->m->nbody, *pose = j->frames + 12*(size_t)frame*(size_t)j->m->nbody;
    for (int b = 0; b < j->m->nbody; b++) {
        for (int k = 0; k < 6; k++) wrench[6*b + k] = d->body_force[6*b + k].lane[lane] - d->load[6*b + k].lane[lane];
        for (int k = 0; k < 3; k++) pose[12*b + k] = d->body_pos[3*b + k].lane[lane];
        for (int k = 0; k < 9; k++) pose[12*b + 3 + k] = d->body_rot[9*b + k].lane[lane];
    }
}

static il_status solve_block(void *ctx, int block, int thread, il_error *err) {
    const job         *j = ctx;
    const il_model    *m = j->m;
    const il_recorded *motion = j->motion;
    work              *w = &j->work[thread];
    il_data           *d = w->d;
    (void)err;
    for (int step = 0; step < STRETCH && block*BLOCK + step < motion->nframe; step++) {
        int frame[IL_LANES];
        ili_frames_stretch(block*BLOCK, STRETCH, step, motion->nframe, frame);
        ili_frames_take(frame, m->nq, motion->q, d->q), ili_frames_take(frame, m->nq, motion->qd, d->qd), ili_frames_take(frame, m->nq, motion->qdd, d->qdd);
        il_position(m, j->p, d), il_velocity(m, j->p, d), il_inverse(m, j->p, d);
        memset(d->wrench, 0, 6*(size_t)m->nbody*sizeof *d->wrench), memset(w->right, 0, (size_t)m->nq*sizeof *w->right);
        ili_frames_load(d, frame, motion->nload, motion->load);
        add_muscles(j, w, frame), add_actuators(j, w, frame);
        if (motion->passive) {
            if (m->npath) il_path_speed(m, j->p, d), il_arm(m, j->p, d);
            if (m->nbushing) il_bushing(m, j->p, d);
            if (motion->passive_on_bodies) motion->passive_on_bodies(motion->passive_user, d, d->wrench, w->right);
            else motion->passive(motion->passive_user, d, w->right);
        }
        ili_outer(m, d);
        accelerate(j, w);
        for (int l = 0; l < IL_LANES; l++)
            if (block*BLOCK + l*STRETCH + step < motion->nframe) tell(j, w, l, frame[l]);
    }
    return IL_OK;
}

il_status il_joint_reactions(const il_model *m, const il_params *p, il_isa isa, const il_recorded *motion, const double *tension, const double *drive, int threads,
                             const il_progress *progress, double *wrench, double *frames, il_error *err) {
    IL_ASSERT(m && p && motion && wrench && frames);
    job        j = {.m = m, .p = p, .motion = motion, .tension = tension, .drive = drive, .wrench = wrench, .frames = frames};
    int        nblock = (motion->nframe + BLOCK - 1)/BLOCK, nthread = il_parallel_threads(nblock, threads);
    int        nrow = 0;
    ili_placer at = {0};
    il_status  status = IL_OK;
    if (!nblock) return IL_OK;
    for (int i = 0; i < motion->nconstraint; i++) nrow += il_constraint_rows(motion->constraint[i].kind);
    for (int pass = 0; pass < 2; pass++) {
        if (pass) at = ili_placer_for(ili_block_alloc(at.size), at.size);
        if (pass && !at.block) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for joint reactions");
        j.work = ili_place(&at, (size_t)nthread, sizeof *j.work);
        for (int t = 0; t < nthread; t++) place_work(&at, m, nrow, pass ? &j.work[t] : &(work){0});
    }
    for (int t = 0; t < nthread && status == IL_OK; t++) {
        work *w = &j.work[t];
        status = il_data_create(m, isa, &w->d, err);
        ili_fit_pattern(m, false, w->start, w->list, w->pair);
        if (status == IL_OK) status = ili_tied_create(m, isa, motion->nconstraint, motion->constraint, &w->tied, err);
        for (int i = 0; status == IL_OK && i < 3; i++) il_pack_set(&w->d->gravity[i], motion->gravity[i]);
        for (int q = 0; status == IL_OK && q < m->nq; q++) il_pack_set(&w->free[q], motion->held && motion->held[q] ? 0.0 : 1.0);
    }
    if (status == IL_OK) status = il_parallel_for(nblock, nthread, solve_block, &j, "joint reactions", progress, err);
    for (int t = 0; t < nthread; t++) il_data_free(j.work[t].d), ili_tied_free(&j.work[t].tied);
    ili_block_free(at.block);
    return status;
}

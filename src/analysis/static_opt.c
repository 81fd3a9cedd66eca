// static_opt.c - static optimisation of a recorded motion: recruitment frame by frame, eight stretches abreast, blocks of stretches in parallel
#include "ilium/static_opt.h"

#include <math.h>
#include <string.h>

#include "analysis/frames.h"
#include "base/memory.h"
#include "ilium/recruit.h"
#include "ilium/thread.h"
#include "math/scalar.h"
#include "mech/outer.h"

enum { STRETCH = 8, BLOCK = STRETCH*IL_LANES }; ///< frames of a stretch; of a job
enum { ROUNDS = 6 };                            ///< of multipliers of constraints
static const double PULL = 1e4;                 ///< force or torque of a constraint that costs as much as a full activation in one round [N|N m]

/// The pattern of the rows and columns, the same for all frames.
typedef struct pattern {
    int  nd, nx, nentry;
    int  nall;       ///< nx and the rows of constraints
    int *row_of;    ///< [nq] row of a coordinate, -1: held
    int *dof_of;    ///< [nd]
    int *col_start; ///< [nx+1]
    int *row_index; ///< [nentry]
    int *arm;       ///< [nentry] of muscles: place in d->arm; of rows of constraints: in the Jacobian
    int *signs;     ///< [2*nactuator*nq] scratch of actuators: place of a coordinate's entry in the column
} pattern;

/// What one thread works with.
typedef struct work {
    il_data            *d;
    il_recruit         *solver;
    il_pack            *a, *b, *weight, *lo, *hi, *strength, *act, *price, *missing, *passive;
    il_constraints     *tied;         ///< NULL: there are none
    il_pack            *needed, *pull; ///< [nd] b without constraints; [rows] multipliers over PULL
} work;

typedef struct job {
    const il_model          *m;
    const il_params         *p;
    const il_static_problem *problem;
    pattern                  at;
    work                    *work; ///< one a thread
    double                  *control, *force;
    il_static_frame         *frame;
} job;

// ---- pattern -------------------------------------------------------------------------------------------------------------------

// does the actuator do something on coordinate j?
static bool pushes(const il_model *m, const il_actuator *a, int j) {
    if (a->kind == IL_ACTUATOR_COORDINATE) return (a->signal < m->nq ? a->signal : m->coupled_master[a->signal - m->nq]) == j;
    for (int end = 0; end < (a->kind == IL_ACTUATOR_POINT ? 1 : 2); end++)
        for (int b = end ? a->other : a->body; b != IL_NONE; b = m->body_parent[b])
            for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++)
                if (m->row_dof[r] == j) return true;
    return false;
}

static void add_entry(pattern *at, int row, int arm) {
    if (at->row_index) at->row_index[at->nentry] = row, at->arm[at->nentry] = arm;
    at->nentry++;
}

// twice: to count the entries, and to place them
static void lay(const il_model *m, const il_static_problem *problem, pattern *at) {
    const il_recorded *motion = &problem->motion;
    at->nd = at->nx = at->nentry = 0;
    for (int j = 0; j < m->nq; j++) {
        bool held = motion->held && motion->held[j];
        if (at->row_of) at->row_of[j] = held ? -1 : at->nd;
        if (at->dof_of && !held) at->dof_of[at->nd] = j;
        at->nd += !held;
    }
    for (int i = 0; i < m->nmuscle; i++, at->nx++) {
        int path = m->muscle_path[i];
        if (at->col_start) at->col_start[at->nx] = at->nentry;
        for (int a = m->path_arm_start[path]; a < m->path_arm_start[path + 1]; a++)
            if (!motion->held || !motion->held[m->arm_dof[a]]) add_entry(at, at->row_of ? at->row_of[m->arm_dof[a]] : 0, a);
    }
    for (int k = 0; k < motion->nactuator; k++, at->nx++) {
        if (at->col_start) at->col_start[at->nx] = at->nentry;
        for (int j = 0; j < m->nq; j++) {
            bool there = (!motion->held || !motion->held[j]) && pushes(m, &motion->actuator[k], j);
            if (at->signs) at->signs[k*m->nq + j] = there ? at->nentry - at->col_start[at->nx] : -1;
            if (there) add_entry(at, at->row_of ? at->row_of[j] : 0, -1);
        }
    }
    at->nall = at->nx;
    for (int c = 0, row = 0; c < motion->nconstraint; c++)
        for (int r = 0; r < il_constraint_rows(motion->constraint[c].kind); r++, row++, at->nall++) {
            if (at->col_start) at->col_start[at->nall] = at->nentry;
            for (int j = 0; j < m->nq; j++)
                if (!motion->held || !motion->held[j]) add_entry(at, at->row_of ? at->row_of[j] : 0, row*m->nq + j);
        }
    if (at->col_start) at->col_start[at->nall] = at->nentry;
}

static void place_pattern(ili_placer *p, const il_model *m, int nactuator, pattern *at) {
    at->row_of = ili_place(p, (size_t)m->nq + 1, sizeof(int)), at->dof_of = ili_place(p, (size_t)m->nq + 1, sizeof(int));
    at->col_start = ili_place(p, (size_t)at->nall + 1, sizeof(int));
    at->row_index = ili_place(p, (size_t)at->nentry + 1, sizeof(int)), at->arm = ili_place(p, (size_t)at->nentry + 1, sizeof(int));
    at->signs = ili_place(p, (size_t)nactuator*(size_t)m->nq + 1, sizeof(int));
}

static void place_work(ili_placer *p, const il_model *m, const pattern *at, work *w) {
    size_t nx = (size_t)at->nall + 1, nd = (size_t)at->nd + 1;
    w->a = ili_place(p, (size_t)at->nentry + 1, sizeof(il_pack)), w->b = ili_place(p, nd, sizeof(il_pack));
    w->weight = ili_place(p, nx, sizeof(il_pack)), w->lo = ili_place(p, nx, sizeof(il_pack)), w->hi = ili_place(p, nx, sizeof(il_pack));
    w->strength = ili_place(p, (size_t)m->nmuscle + 1, sizeof(il_pack)), w->act = ili_place(p, nx, sizeof(il_pack));
    w->price = ili_place(p, nd, sizeof(il_pack)), w->missing = ili_place(p, nd, sizeof(il_pack));
    w->passive = ili_place(p, (size_t)m->nq + 1, sizeof(il_pack));
    w->needed = ili_place(p, nd, sizeof(il_pack)), w->pull = ili_place(p, (size_t)(at->nall - at->nx) + 1, sizeof(il_pack));
}

// ---- one frame in each lane ----------------------------------------------------------------------------------------------------

static il_recruit_problem problem_of(const job *j, const work *w) {
    const pattern *at = &j->at;
    return (il_recruit_problem){.nd = at->nd, .nx = at->nall, .nmuscle = j->m->nmuscle, .nlive = IL_LANES, .col_start = at->col_start, .row_index = at->row_index,
                                .a = w->a, .b = w->b, .weight = w->weight, .lo = w->lo, .hi = w->hi, .power = j->problem->power};
}

// weights: a^p of muscles, c^2 of actuators
static void begin(const job *j, work *w) {
    const il_recorded *motion = &j->problem->motion;
    for (int i = 0; i < j->m->nmuscle; i++) {
        bool off = j->problem->muscle_off && j->problem->muscle_off[i];
        il_pack_set(&w->weight[i], j->problem->power);
        il_pack_set(&w->lo[i], off ? 0.0 : j->p->muscle_tone[i]), il_pack_set(&w->hi[i], off ? 0.0 : fmax(j->p->muscle_act_max[i], j->p->muscle_tone[i]));
    }
    for (int k = 0; k < motion->nactuator; k++) {
        int x = j->m->nmuscle + k;
        il_pack_set(&w->weight[x], 2.0), il_pack_set(&w->lo[x], motion->actuator[k].low), il_pack_set(&w->hi[x], motion->actuator[k].high);
    }
    for (int x = j->at.nx; x < j->at.nall; x++) il_pack_set(&w->weight[x], 2.0), il_pack_set(&w->lo[x], -IL_INF), il_pack_set(&w->hi[x], IL_INF);
    for (int i = 0; i < 3; i++) il_pack_set(&w->d->gravity[i], motion->gravity[i]);
}

// what muscles and actuators must give: b; what muscles do at full activation
static void evaluate(const job *j, work *w, const int frame[IL_LANES]) {
    const il_model    *m = j->m;
    const il_recorded *motion = &j->problem->motion;
    il_data           *d = w->d;
    ili_frames_take(frame, m->nq, motion->q, d->q), ili_frames_take(frame, m->nq, motion->qd, d->qd), ili_frames_take(frame, m->nq, motion->qdd, d->qdd);
    il_position(m, j->p, d), il_velocity(m, j->p, d), il_inverse(m, j->p, d);
    memset(d->wrench, 0, 6*(size_t)m->nbody*sizeof *d->wrench);
    ili_frames_load(d, frame, motion->nload, motion->load);
    if (motion->nload) ili_outer(m, d);
    if (m->npath) il_path(m, j->p, d), il_path_speed(m, j->p, d), il_arm(m, j->p, d);
    if (motion->passive) {
        if (m->nbushing) il_bushing(m, j->p, d);
        memset(w->passive, 0, (size_t)m->nq*sizeof *w->passive);
        motion->passive(motion->passive_user, d, w->passive);
    }
    for (int r = 0; r < j->at.nd; r++)
        for (int l = 0; l < IL_LANES; l++)
            w->b[r].lane[l] = d->tau[j->at.dof_of[r]].lane[l] - (motion->passive ? w->passive[j->at.dof_of[r]].lane[l] : 0.0);
    if (!m->nmuscle) return;
    if (j->problem->strength) j->problem->strength(j->problem->user, d, w->strength);
    else
        for (int i = 0; i < m->nmuscle; i++) il_pack_set(&w->strength[i], j->p->muscle_f_max[i]);
}

static void fill_muscles(const job *j, work *w) {
    for (int i = 0; i < j->m->nmuscle; i++)
        for (int e = j->at.col_start[i]; e < j->at.col_start[i + 1]; e++)
            for (int l = 0; l < IL_LANES; l++) w->a[e].lane[l] = w->strength[i].lane[l]*w->d->arm[j->at.arm[e]].lane[l];
}

static void fill_actuators(const job *j, work *w) {
    const il_recorded *motion = &j->problem->motion;
    for (int k = 0; k < motion->nactuator; k++) {
        const il_actuator *a = &motion->actuator[k];
        int                first = j->at.col_start[j->m->nmuscle + k], count = j->at.col_start[j->m->nmuscle + k + 1] - first;
        il_pack            wrench[6];
        memset(w->a + first, 0, (size_t)count*sizeof *w->a);
        if (a->kind == IL_ACTUATOR_COORDINATE) {
            for (int l = 0; l < IL_LANES && count; l++) w->a[first].lane[l] = a->optimal*w->d->signal_rate[a->signal].lane[l];
            continue;
        }
        ili_actuator_wrench(w->d, a, wrench);
        ili_actuator_push(j->m, w->d, a->body, wrench, 1.0, j->at.signs + k*j->m->nq, w->a + first);
        if (a->kind != IL_ACTUATOR_POINT) ili_actuator_push(j->m, w->d, a->other, wrench, -1.0, j->at.signs + k*j->m->nq, w->a + first);
    }
}

static void fill_constraints(const job *j, work *w) {
    il_constraints_eval(w->tied, j->p, w->d);
    for (int x = j->at.nx; x < j->at.nall; x++)
        for (int e = j->at.col_start[x]; e < j->at.col_start[x + 1]; e++)
            for (int l = 0; l < IL_LANES; l++) w->a[e].lane[l] = PULL*w->tied->jacobian[j->at.arm[e]].lane[l];
}

// what is left to muscles and actuators when the constraints pull as in the round before
static void take_pull(const job *j, work *w) {
    memcpy(w->b, w->needed, (size_t)j->at.nd*sizeof *w->b);
    for (int x = j->at.nx; x < j->at.nall; x++)
        for (int e = j->at.col_start[x]; e < j->at.col_start[x + 1]; e++)
            for (int l = 0; l < IL_LANES; l++) w->b[j->at.row_index[e]].lane[l] -= w->a[e].lane[l]*w->pull[x - j->at.nx].lane[l];
}

// A frame. Forces of constraints are free: each round they cost only what they differ from the round before (a proximal point method, Rockafellar 1976,
// doi:10.1137/0314056), so that nothing is left of the cost.
static il_status solve_frame(const job *j, work *w, const il_recruit_problem *problem, il_recruit_settings *set, il_recruit_solution *solution, il_recruit_info *info, il_error *err) {
    int       steps[IL_LANES] = {0};
    il_status status = IL_OK;
    if (!w->tied) return il_recruit_solve(problem, set, w->solver, solution, info, err);
    fill_constraints(j, w);
    memcpy(w->needed, w->b, (size_t)j->at.nd*sizeof *w->b);
    if (!set->warm) memset(w->pull, 0, (size_t)(j->at.nall - j->at.nx)*sizeof *w->pull);
    for (int round = 0; round < ROUNDS && status == IL_OK; round++) {
        take_pull(j, w);
        status = il_recruit_solve(problem, set, w->solver, solution, info, err);
        set->warm = true;
        for (int l = 0; l < IL_LANES; l++) steps[l] += info->iterations[l], info->iterations[l] = steps[l];
        for (int x = j->at.nx; x < j->at.nall; x++)
            for (int l = 0; l < IL_LANES; l++) w->pull[x - j->at.nx].lane[l] += w->act[x].lane[l];
    }
    return status;
}

// what a frame came to
static void tell(const job *j, const work *w, const il_recruit_info *info, int lane, int frame) {
    int              nm = j->m->nmuscle, nx = j->at.nx;
    il_static_frame *f = &j->frame[frame];
    double          *control = j->control + (size_t)frame*(size_t)nx, *force = j->force + (size_t)frame*(size_t)nx;
    *f = (il_static_frame){.status = info->status[lane], .iterations = info->iterations[lane], .worst = IL_NONE};
    for (int x = 0; x < nx; x++) {
        double a = control[x] = w->act[x].lane[lane];
        force[x] = a*(x < nm ? w->strength[x].lane[lane] : j->problem->motion.actuator[x - nm].optimal);
        f->cost += x < nm && j->problem->power != 2.0 ? ili_pow(a, j->problem->power) : a*a;
    }
    for (int r = 0; r < j->at.nd; r++) {
        double missing = fabs(w->missing[r].lane[lane]);
        if (missing > f->residual) f->residual = missing, f->worst = j->at.dof_of[r];
    }
}

static il_status solve_block(void *ctx, int block, int thread, il_error *err) {
    const job          *j = ctx;
    work               *w = &j->work[thread];
    il_recruit_problem  problem = problem_of(j, w);
    il_recruit_settings set = il_default_recruit_settings();
    il_recruit_solution solution = {.act = w->act, .price = w->price, .missing = w->missing};
    int                 n = j->problem->motion.nframe, first = block*BLOCK;
    set.isa = w->d->isa;
    for (int step = 0; step < STRETCH && first + step < n; step++) {
        int             frame[IL_LANES];
        il_recruit_info info;
        ili_frames_stretch(first, STRETCH, step, n, frame);
        evaluate(j, w, frame);
        fill_muscles(j, w), fill_actuators(j, w);
        set.warm = step > 0;
        il_status status = solve_frame(j, w, &problem, &set, &solution, &info, err);
        if (status != IL_OK) return status;
        for (int l = 0; l < IL_LANES; l++)
            if (first + l*STRETCH + step < n) tell(j, w, &info, l, frame[l]);
    }
    return IL_OK;
}

// ---- all frames ----------------------------------------------------------------------------------------------------------------

static il_status create_works(job *j, int nthread, il_isa isa, ili_placer *p, il_error *err) {
    il_status status = IL_OK;
    for (int t = 0; t < nthread && status == IL_OK; t++) {
        work *w = &j->work[t];
        place_work(p, j->m, &j->at, w);
        status = il_data_create(j->m, isa, &w->d, err);
        if (status != IL_OK) break;
        il_recruit_problem shape = problem_of(j, w);
        const il_recorded *motion = &j->problem->motion;
        begin(j, w);
        if (motion->nconstraint) status = il_constraints_create(j->m, motion->nconstraint, motion->constraint, NULL, &w->tied, err);
        if (status != IL_OK) break;
        status = il_recruit_create(&shape, &w->solver, err);
    }
    return status;
}

static il_status check(const il_model *m, const il_static_problem *problem, il_error *err) {
    if (!(problem->power >= 2.0 && problem->power <= 10.0))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the exponent of activations is %g; it may be from 2 to 10", problem->power);
    for (int k = 0; k < problem->motion.nactuator; k++) {
        const il_actuator *a = &problem->motion.actuator[k];
        if (!(a->low <= a->high) || !isfinite(a->optimal) || a->body < 0 || a->body >= m->nbody || a->other < 0 || a->other >= m->nbody)
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the actuator '%.80s' has impossible bounds, force or bodies", a->name);
    }
    return IL_OK;
}

il_status il_static_optimise(const il_model *m, const il_params *p, il_isa isa, const il_static_problem *problem, int threads, const il_progress *progress,
                             double *control, double *force, il_static_frame *frame, il_error *err) {
    IL_ASSERT(m && p && p->stride == 0 && problem && control && force && frame);
    job        j = {.m = m, .p = p, .problem = problem, .control = control, .force = force, .frame = frame};
    int        nblock = (problem->motion.nframe + BLOCK - 1)/BLOCK, nthread = il_parallel_threads(nblock, threads);
    ili_placer at = {0};
    il_status  status = check(m, problem, err);
    if (status != IL_OK || !nblock) return status;
    lay(m, problem, &j.at);
    for (int pass = 0; pass < 2; pass++) {
        if (pass) at = ili_placer_for(ili_block_alloc(at.size), at.size);
        if (pass && !at.block) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for static optimisation");
        place_pattern(&at, m, problem->motion.nactuator, &j.at);
        j.work = ili_place(&at, (size_t)nthread, sizeof *j.work);
        if (pass) lay(m, problem, &j.at);
        for (int t = 0; t < nthread && !pass; t++) place_work(&at, m, &j.at, &(work){0});
    }
    status = create_works(&j, nthread, isa, &at, err);
    if (status == IL_OK) status = il_parallel_for(nblock, nthread, solve_block, &j, "static optimisation", progress, err);
    for (int t = 0; t < nthread; t++) il_recruit_free(j.work[t].solver), il_data_free(j.work[t].d), il_constraints_free(j.work[t].tied);
    ili_block_free(at.block);
    return status;
}

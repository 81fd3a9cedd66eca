// fit.c - inverse kinematics, eight stretches of a block of frames abreast, blocks in parallel
#include "ilium/fit.h"

#include <math.h>
#include <string.h>

#include "analysis/frames.h"
#include "base/memory.h"
#include "ilium/data.h"
#include "ilium/thread.h"
#include "mech/outer.h"

enum { MOST_STEPS = 60, BLOCK = 256 }; ///< of a search; frames of one job
static const double STEP_MOST = 0.5;  // of a coordinate in one step [rad|m]
static const double STEP_NEAR = 0.1; // from where on second derivatives count
static const double STEP_DONE = 1e-7; // a step below it ends the search
static const double GAIN_DONE = 1e-10; // as does a gain below this share of the cost
enum { MOST_ROUNDS = 8 };              // of multipliers
static const double ROUND_DONE = 1e-9; // residual of constraints that ends them [m, 1]

/// What a solve works with; one block.
typedef struct work {
    const il_model       *m;
    const il_params      *p;
    const il_fit_problem *problem;
    il_data              *d;
    void                 *block; ///< of all arrays
    ili_fit               best, trial; ///< sums at the best pose so far, and at the present one
    il_pack              *q, *step, *free, *factor, *before; ///< q: the best pose; before: that of the frame before
    il_pack              *target, *weight, *q_target, *q_weight, *body, *row;
    il_pack               damping, second;
    int                  *start, *list; ///< entries of the sums
    bool                 *pair, *tracked;
    int                   frame[IL_LANES]; ///< that each lane is at
    bool                  done[IL_LANES], converged[IL_LANES];
    int                   steps[IL_LANES];
    il_constraints       *tied;     ///< NULL: there are no constraints
    il_pack              *pull;     ///< [nrow] multipliers, over twice the weight
    double                stiff;    ///< weight of constraints
    double                miss[IL_LANES];
} work;

static void place(ili_placer *at, const il_model *m, const il_fit_problem *problem, work *w) {
    size_t   nq = (size_t)m->nq, nm = (size_t)problem->nmarker, triangle = nq*(nq + 1)/2;
    ili_fit *sums[] = {&w->best, &w->trial};
    il_pack **vectors[] = {&w->q, &w->step, &w->free, &w->before, &w->q_target, &w->q_weight};
    for (size_t i = 0; i < 2; i++) {
        sums[i]->gradient = ili_place(at, nq, sizeof(il_pack));
        sums[i]->hessian = ili_place(at, triangle, sizeof(il_pack));
        sums[i]->cost = ili_place(at, 1, sizeof(il_pack));
    }
    for (size_t i = 0; i < sizeof vectors/sizeof *vectors; i++) *vectors[i] = ili_place(at, nq, sizeof(il_pack));
    w->factor = ili_place(at, triangle, sizeof(il_pack));
    w->body = ili_place(at, 25*(size_t)m->nbody, sizeof(il_pack)), w->row = ili_place(at, 6*(size_t)m->nrow, sizeof(il_pack));
    w->target = ili_place(at, 3*nm, sizeof(il_pack));
    w->weight = ili_place(at, nm, sizeof(il_pack));
    w->start = ili_place(at, nq + 1, sizeof(int)), w->list = ili_place(at, triangle, sizeof(int));
    w->pair = ili_place(at, nq*nq, sizeof(bool)), w->tracked = ili_place(at, (size_t)m->nbody, sizeof(bool));
    w->pull = ili_place(at, w->tied ? (size_t)w->tied->nrow : 0, sizeof(il_pack));
}

static void share(const il_fit_problem *problem, work *w, ili_fit *f) {
    f->nmarker = problem->nmarker, f->marker = problem->marker, f->p = w->p;
    f->target = w->target, f->weight = w->weight, f->q_target = w->q_target, f->q_weight = w->q_weight;
    f->start = w->start, f->list = w->list, f->tracked = w->tracked, f->body = w->body, f->row = w->row, f->second = &w->second;
}

// ---- one frame in each lane ----------------------------------------------------------------------------------------------------

static void load_targets(work *w) {
    const il_fit_problem *p = w->problem;
    int                   nq = w->m->nq;
    for (int lane = 0; lane < IL_LANES; lane++) {
        const double *t = p->target + 3*(size_t)w->frame[lane]*(size_t)p->nmarker, *q = p->q_target + (size_t)w->frame[lane]*(size_t)nq;
        for (int i = 0; i < p->nmarker; i++, t += 3) {
            bool seen = isfinite(t[0]) && isfinite(t[1]) && isfinite(t[2]);
            w->weight[i].lane[lane] = seen ? p->weight[i] : 0.0;
            for (int c = 0; c < 3; c++) w->target[3*i + c].lane[lane] = seen ? t[c] : 0.0;
        }
        for (int j = 0; j < nq; j++) w->q_target[j].lane[lane] = q[j];
    }
}

// stiff |r + pull|^2: an augmented Lagrangian (Hestenes 1969, doi:10.1007/BF00927673) with r linear in a step
static void add_constraints(work *w) {
    int nq = w->m->nq;
    il_constraints_eval(w->tied, w->p, w->d);
    for (int row = 0; row < w->tied->nrow; row++) {
        const il_pack *J = w->tied->jacobian + (size_t)row*(size_t)nq;
        for (int l = 0; l < IL_LANES; l++) {
            double e = w->tied->residual[row].lane[l] + w->pull[row].lane[l];
            w->trial.cost->lane[l] += w->stiff*e*e;
            for (int i = 0; i < nq; i++) {
                double s = w->stiff*J[i].lane[l];
                w->trial.gradient[i].lane[l] -= s*e;
                for (int k = 0; k <= i && s != 0.0; k++) w->trial.hessian[i*(i + 1)/2 + k].lane[l] += s*J[k].lane[l];
            }
        }
    }
}

static void evaluate(work *w) {
    il_position(w->m, w->p, w->d);
    ili_fit_sums(w->m, w->d, &w->trial);
    if (w->tied) add_constraints(w);
}

// lanes that got better take the trial over; the others go on from their best with more damping
static void judge(work *w, bool first) {
    bool accept[IL_LANES], all = true;
    for (int l = 0; l < IL_LANES; l++) {
        double now = w->trial.cost->lane[l], best = w->best.cost->lane[l];
        accept[l] = first || (!w->done[l] && now <= best);
        all &= accept[l];
        if (first || w->done[l]) continue;
        if (!accept[l]) w->damping.lane[l] = fmax(10.0*w->damping.lane[l], 1e-4);
        else w->damping.lane[l] *= 0.1;
        if (accept[l] && best - now <= GAIN_DONE*best) w->done[l] = w->converged[l] = true;
    }
    int nq = w->m->nq, triangle = nq*(nq + 1)/2;
    if (all) {
        ili_fit swap = w->best;
        w->best = w->trial, w->trial = swap;
        memcpy(w->q, w->d->q, (size_t)nq*sizeof *w->q);
        return;
    }
    for (int l = 0; l < IL_LANES; l++) {
        if (!accept[l]) continue;
        w->best.cost->lane[l] = w->trial.cost->lane[l];
        for (int i = 0; i < nq; i++) w->best.gradient[i].lane[l] = w->trial.gradient[i].lane[l], w->q[i].lane[l] = w->d->q[i].lane[l];
        for (int i = 0; i < triangle; i++) w->best.hessian[i].lane[l] = w->trial.hessian[i].lane[l];
    }
}

// a coordinate at its bound that the gradient pushes outwards stays there
static void choose_free(work *w) {
    const il_fit_problem *p = w->problem;
    for (int j = 0; j < w->m->nq; j++)
        for (int l = 0; l < IL_LANES; l++) {
            double q = w->q[j].lane[l], g = w->best.gradient[j].lane[l];
            bool   held = (p->given && p->given[j]) || p->low[j] == p->high[j] || (q <= p->low[j] && g < 0.0) || (q >= p->high[j] && g > 0.0);
            w->free[j].lane[l] = held ? 0.0 : 1.0;
        }
}

// a NaN stays
static double larger(double a, double b) { return a > b || a != a ? a : b; }
static double within(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

// the trial pose: a step of limited size from the best, within the bounds
static void take_step(work *w) {
    const il_fit_problem *p = w->problem;
    for (int l = 0; l < IL_LANES; l++) {
        double most = 0.0, moved = 0.0;
        for (int j = 0; j < w->m->nq; j++) most = larger(most, fabs(w->step[j].lane[l]));
        w->second.lane[l] = most < STEP_NEAR && !w->tied ? 1.0 : 0.0;
        double scale = w->done[l] || !isfinite(most) ? 0.0 : most > STEP_MOST ? STEP_MOST/most : 1.0;
        for (int j = 0; j < w->m->nq; j++) {
            double q = w->q[j].lane[l], to = scale > 0.0 ? within(q + scale*w->step[j].lane[l], p->low[j], p->high[j]) : q;
            moved = larger(moved, fabs(to - q));
            w->d->q[j].lane[l] = to;
        }
        if (w->done[l]) continue;
        w->steps[l]++;
        if (!isfinite(most)) w->done[l] = true;
        else if (moved < STEP_DONE) w->done[l] = w->converged[l] = true;
    }
}

static bool all_done(const work *w) {
    bool all = true;
    for (int l = 0; l < IL_LANES; l++) all &= w->done[l];
    return all;
}

// from the pose in w->d->q to the best in w->q; lanes that are over stay
static void search(work *w, const bool *over, double damping, bool near) {
    for (int l = 0; l < IL_LANES; l++) {
        w->done[l] = over[l], w->damping.lane[l] = damping, w->second.lane[l] = near && !w->tied ? 1.0 : 0.0;
        if (!over[l]) w->converged[l] = false;
    }
    evaluate(w);
    judge(w, true);
    for (int k = 0; k < MOST_STEPS && !all_done(w); k++) {
        choose_free(w);
        ili_fit_step(w->m, w->d, &w->best, w->free, &w->damping, w->factor, w->step);
        take_step(w);
        if (all_done(w)) break; // steps that are next to none
        evaluate(w);
        judge(w, false);
    }
}

// the pull of each constraint grows by what is missing; lanes that miss nothing are over
static bool pull_more(work *w, bool *over) {
    bool all = true;
    memcpy(w->d->q, w->q, (size_t)w->m->nq*sizeof *w->q);
    il_position(w->m, w->p, w->d);
    il_constraints_eval(w->tied, w->p, w->d);
    for (int l = 0; l < IL_LANES; l++) {
        double most = 0.0;
        for (int row = 0; row < w->tied->nrow; row++) most = larger(most, fabs(w->tied->residual[row].lane[l]));
        over[l] |= !(most >= ROUND_DONE); // no pull mends a NaN
        for (int row = 0; row < w->tied->nrow && !over[l]; row++) w->pull[row].lane[l] += w->tied->residual[row].lane[l];
        all &= over[l];
    }
    return all;
}

// @param near  the start is not far from the answer
static void solve(work *w, double damping, bool near) {
    bool over[IL_LANES] = {false};
    load_targets(w);
    for (int j = 0; j < w->m->nq && w->problem->given; j++)
        if (w->problem->given[j]) w->d->q[j] = w->q_target[j];
    memset(w->steps, 0, sizeof w->steps);
    search(w, over, damping, near);
    for (int k = 0; w->tied && k < MOST_ROUNDS && !pull_more(w, over); k++) search(w, over, 0.0, near);
}

// ---- results -------------------------------------------------------------------------------------------------------------------

static void tell(const work *w, int lane, double *q, il_fit_frame *f) {
    const il_fit_problem *p = w->problem;
    int                   seen = 0;
    *f = (il_fit_frame){.worst_marker = -1, .iterations = w->steps[lane], .converged = w->converged[lane], .cost = w->best.cost->lane[lane],
                         .miss = w->miss[lane]};
    for (int j = 0; j < w->m->nq; j++) q[j] = w->q[j].lane[lane];
    for (int i = 0; i < p->nmarker; i++) {
        double square = 0.0;
        if (!(w->weight[i].lane[lane] > 0.0)) continue;
        for (int c = 0; c < 3; c++) {
            double e = w->target[3*i + c].lane[lane] - w->d->marker_world[3*p->marker[i] + c].lane[lane];
            square += e*e;
        }
        f->squared += square, seen++;
        if (square > f->worst || f->worst_marker < 0) f->worst = square, f->worst_marker = i;
    }
    f->converged &= f->miss < ROUND_DONE;
    f->worst = sqrt(f->worst);
    f->rms = seen ? sqrt(f->squared/seen) : 0.0;
}

// poses of the best, so that markers stand where they are told to; with constraints, the nearest that meet them, and what they cost
static void settle(work *w) {
    memcpy(w->d->q, w->q, (size_t)w->m->nq*sizeof *w->q);
    if (!w->tied) il_position(w->m, w->p, w->d);
    else il_constraints_meet(w->tied, w->p, w->d, w->miss);
    il_marker(w->m, w->p, w->d);
    if (!w->tied) return;
    memcpy(w->q, w->d->q, (size_t)w->m->nq*sizeof *w->q);
    ili_fit_sums(w->m, w->d, &w->best);
    // the nearest pose knows no bounds
    for (int j = 0; j < w->m->nq; j++)
        for (int l = 0; l < IL_LANES; l++) {
            double q = w->q[j].lane[l];
            if (q < w->problem->low[j] - ROUND_DONE || q > w->problem->high[j] + ROUND_DONE) w->converged[l] = false;
        }
}

// ---- frames --------------------------------------------------------------------------------------------------------------------

/// Blocks of frames, each from the answer of its first frame: they are solved in turn.
typedef struct job {
    const il_model       *m;
    const il_params      *p;
    il_isa                isa;
    const il_fit_problem *problem;
    double               *head; ///< [nblock*nq]
    double               *q;
    il_fit_frame         *frame;
} job;

// the pose in all lanes, within the bounds
static void begin_at(work *w, const double *q) {
    for (int j = 0; j < w->m->nq; j++) il_pack_set(&w->d->q[j], within(q[j], w->problem->low[j], w->problem->high[j]));
}

// near the constraints, within the bounds
static void begin_met(work *w) {
    il_constraints_meet(w->tied, w->p, w->d, w->miss);
    for (int j = 0; j < w->m->nq; j++)
        for (int l = 0; l < IL_LANES; l++) w->d->q[j].lane[l] = within(w->d->q[j].lane[l], w->problem->low[j], w->problem->high[j]);
}

static void solve_heads(work *w, int nblock, double *head) {
    int nq = w->m->nq;
    begin_at(w, w->problem->start);
    if (w->tied) begin_met(w);
    for (int block = 0; block < nblock; block++) {
        for (int l = 0; l < IL_LANES; l++) w->frame[l] = block*BLOCK;
        if (block) begin_at(w, head + (size_t)(block - 1)*(size_t)nq);
        solve(w, 1.0, false);
        settle(w);
        for (int j = 0; j < nq; j++) head[(size_t)block*(size_t)nq + (size_t)j] = w->q[j].lane[0];
    }
}

static void solve_frames(work *w, int first, int n, const double *head, double *q, il_fit_frame *frame) {
    int nq = w->m->nq, stretch = (n + IL_LANES - 1)/IL_LANES;
    for (int j = 0; j < nq; j++) il_pack_set(&w->q[j], head[j]), il_pack_set(&w->before[j], head[j]);
    for (int step = 0; step < stretch; step++) {
        ili_frames_stretch(first, stretch, step, first + n, w->frame);
        // on from the two frames before: the head's neighbours know one only
        for (int l = 0; l < IL_LANES; l++)
            for (int j = 0; j < nq; j++) {
                double last = w->q[j].lane[l], next = step > 1 ? 2.0*last - w->before[j].lane[l] : last;
                w->before[j].lane[l] = last;
                w->d->q[j].lane[l] = within(next, w->problem->low[j], w->problem->high[j]);
            }
        solve(w, 0.0, step > 0);
        settle(w);
        for (int l = 0; l < IL_LANES; l++)
            if (l*stretch + step < n) tell(w, l, q + (size_t)w->frame[l]*(size_t)nq, &frame[w->frame[l]]);
    }
}

static il_status check(const il_model *m, const il_fit_problem *p, il_error *err) {
    for (int i = 0; i < p->nmarker; i++)
        if (p->marker[i] < 0 || p->marker[i] >= m->nmarker || !(p->weight[i] >= 0.0))
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "marker %d of the fit is not there or has a weight below zero", i + 1);
    for (int j = 0; j < m->nq; j++)
        if (!(p->low[j] <= p->high[j]) || !(p->q_weight[j] >= 0.0) || !isfinite(p->start[j]))
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "coordinate '%s': its bounds, weight or start are impossible", m->coordinate_name[j]);
    return IL_OK;
}

// coordinates that are held stay where they are; a constraint weighs as a hundred times all that is tracked
static il_status begin_constraints(const il_fit_problem *p, work *w, il_error *err) {
    if (!p->nconstraint) return IL_OK;
    bool *held = ili_block_alloc(((size_t)w->m->nq + 1)*sizeof *held);
    if (!held) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for a fit of markers");
    w->stiff = 1.0;
    for (int j = 0; j < w->m->nq; j++) held[j] = p->low[j] == p->high[j] || (p->given && p->given[j]), w->stiff += 100.0*p->q_weight[j];
    for (int i = 0; i < p->nmarker; i++) w->stiff += 100.0*p->weight[i];
    il_status status = il_constraints_create(w->m, p->nconstraint, p->constraint, held, &w->tied, err);
    ili_block_free(held);
    return status;
}

static void free_work(work *w) {
    ili_block_free(w->block);
    il_data_free(w->d), il_constraints_free(w->tied);
}

static il_status make_work(const job *j, work *w, il_error *err) {
    *w = (work){.m = j->m, .p = j->p, .problem = j->problem};
    ili_placer at = {0};
    il_status  status = begin_constraints(j->problem, w, err);
    if (status == IL_OK) status = il_data_create(j->m, j->isa, &w->d, err);
    if (status != IL_OK) return status;
    place(&at, j->m, j->problem, w);
    at = ili_placer_for(ili_block_alloc(at.size), at.size);
    if (!at.block) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for a fit of markers");
    w->block = at.block;
    place(&at, j->m, j->problem, w);
    share(j->problem, w, &w->best), share(j->problem, w, &w->trial);
    ili_fit_pattern(j->m, w->tied != NULL, w->start, w->list, w->pair), ili_fit_tracked(j->m, j->problem->nmarker, j->problem->marker, w->tracked);
    for (int i = 0; i < j->m->nq; i++) il_pack_set(&w->q_weight[i], j->problem->q_weight[i]);
    return IL_OK;
}

static il_status solve_block(void *ctx, int block, int thread, il_error *err) {
    const job *j = ctx;
    int        first = block*BLOCK, left = j->problem->nframe - first;
    work       w;
    il_status  status = make_work(j, &w, err);
    (void)thread;
    if (status == IL_OK) solve_frames(&w, first, left < BLOCK ? left : BLOCK, j->head + (size_t)block*(size_t)j->m->nq, j->q, j->frame);
    free_work(&w);
    return status;
}

il_status il_fit(const il_model *m, const il_params *p, il_isa isa, const il_fit_problem *problem, double *q, il_fit_frame *frame, il_error *err) {
    IL_ASSERT(m && p && problem && q && frame);
    int       nblock = (problem->nframe + BLOCK - 1)/BLOCK;
    job       j = {.m = m, .p = p, .isa = isa, .problem = problem, .q = q, .frame = frame};
    work      w = {0};
    il_status status = check(m, problem, err);
    if (status != IL_OK || !nblock) return status;
    j.head = ili_block_alloc((size_t)nblock*(size_t)m->nq*sizeof *j.head + 1);
    status = j.head ? make_work(&j, &w, err) : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for a fit of markers");
    if (status == IL_OK) solve_heads(&w, nblock, j.head);
    free_work(&w);
    if (status == IL_OK) status = il_parallel_for(nblock, problem->threads, solve_block, &j, "inverse kinematics", NULL, err);
    ili_block_free(j.head);
    return status;
}

// recruit.c - recruitment: a box QP (p = 2), the interior method (p > 2), box QPs until their bound fits (min-max)
#include "solve/recruit.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define X(name) +1
enum { COOKIE = 0x7ec4, SCRATCH = 0 ILI_RECRUIT_SCRATCH(X) };
#undef X

static const double LITTLE = 1e-3; // min-max: weight of the sum of squares beside the greatest activation

static const double CLOSE  = 1e-6; // min-max: u is found to this part of itself; nearer to the least possible the box QP loses its digits

struct il_recruit {
    int                 nd, nx, nmuscle;
    il_boxqp_workspace *qp;
    char               *block;
    il_pack            *h, *c, *hi, *x, *y, *r, *side, *scratch;
};

// what each lane is at
typedef struct lanes {
    const il_recruit_problem  *p;
    const il_recruit_settings *set;
    il_recruit                *w;
    il_recruit_solution       *out;
    il_recruit_info           *info;
    il_boxqp_info              qp;
    bool                       done[IL_LANES];
    int                        left;             // lanes that are not done
    double                     below[IL_LANES], above[IL_LANES]; // min-max: u is between
    double                     at_below[IL_LANES], at_above[IL_LANES], total[IL_LANES], at[IL_LANES];
} lanes;

il_recruit_settings il_default_recruit_settings(void) {
    return (il_recruit_settings){.isa = IL_ISA_AUTO, .max_iterations = 60, .tolerance = 1e-9, .gap = 1e-9, .cookie = COOKIE};
}

// ---- workspace ----

static il_boxqp_problem qp_of(const il_recruit_problem *p, const il_recruit *w) {
    return (il_boxqp_problem){.nd = p->nd, .nx = p->nx, .nlive = p->nlive, .col_start = p->col_start, .row_index = p->row_index, .a = p->a, .b = p->b,
                              .h = w->h, .c = w->c, .lo = p->lo, .hi = w->hi, .eps = p->reserve, .w = p->w};
}

static size_t packs_of(const il_recruit_problem *p) { return (5 + SCRATCH)*(size_t)p->nx + 2*(size_t)p->nd; }

// the struct, its packs, the box QP's workspace, and room to align
static size_t qp_offset(const il_recruit_problem *p) { return 128 + (sizeof(il_recruit) + 63)/64*64 + packs_of(p)*sizeof(il_pack); }

size_t il_recruit_size(const il_recruit_problem *p) {
    il_boxqp_problem qp = qp_of(p, &(il_recruit){0});
    size_t           size = p->nmuscle < 0 || p->nmuscle > p->nx ? 0 : il_boxqp_workspace_size(&qp);
    return size ? qp_offset(p) + size : 0;
}

il_status il_recruit_create(const il_recruit_problem *p, il_recruit **out, il_error *err) {
    IL_ASSERT(p && out);
    *out = NULL;
    if (p->nmuscle < 0 || p->nmuscle > p->nx) {
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a recruitment has %d muscles in %d columns; 0 to all are possible", p->nmuscle, p->nx);
    }
    il_boxqp_problem qp = qp_of(p, &(il_recruit){0});
    il_status        status = il_boxqp_check(&qp, err);
    if (status != IL_OK) return status;
    size_t size = il_recruit_size(p);
    char  *block = malloc(size);
    if (!block) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the recruitment of %d columns (%zu bytes)", p->nx, size);
    il_recruit *w = (il_recruit *)(void *)block;
    char       *next = block + sizeof *w;
    next += (64 - (uintptr_t)next%64)%64;
    *w = (il_recruit){.nd = p->nd, .nx = p->nx, .nmuscle = p->nmuscle, .block = block};
    size_t   nx = (size_t)p->nx, nd = (size_t)p->nd;
    il_pack *pack = (il_pack *)(void *)next;
    w->h = pack, w->c = w->h + nx, w->hi = w->c + nx, w->x = w->hi + nx, w->side = w->x + nx, w->y = w->side + nx, w->r = w->y + nd, w->scratch = w->r + nd;
    memset(w->h, 0, packs_of(p)*sizeof(il_pack));
    next += packs_of(p)*sizeof(il_pack);
    w->qp = il_boxqp_workspace_place(&qp, next, size - (size_t)(next - block));
    *out = w;
    return IL_OK;
}

void il_recruit_free(il_recruit *w) { free(w); }

// ---- one box QP for all lanes, and what is done with it ----

static void solve_qp(lanes *s, bool warm) {
    il_boxqp_settings set = il_default_boxqp_settings();
    il_recruit       *w = s->w;
    il_boxqp_problem  qp = qp_of(s->p, w);
    il_boxqp_solution solution = {.x = w->x, .y = w->y, .r = w->r, .side = w->side};
    set.isa = s->set->isa, set.tolerance = s->set->tolerance, set.warm = warm;
    il_boxqp_solve(&qp, &set, w->qp, &solution, &s->qp);
}

// what a lane's activations leave of what is asked for; the row that misses most of what it has terms for
static void write_missing(lanes *s, int l, const il_pack *x, const il_pack *r) {
    const il_recruit_problem *p = s->p;
    il_pack                  *missing = s->out->missing;
    for (int j = 0; j < p->nd; j++) missing[j].lane[l] = p->b[j].lane[l] - r[j].lane[l];
    for (int i = 0; i < p->nx; i++) {
        for (int e = p->col_start[i]; e < p->col_start[i + 1]; e++) missing[p->row_index[e]].lane[l] -= p->a[e].lane[l]*x[i].lane[l];
    }
}

static double most_of(const lanes *s, int l) {
    double most = 0.0;
    for (int i = 0; i < s->p->nmuscle; i++) {
        double x = s->w->x[i].lane[l];
        most = fmax(most, x - s->p->lo[i].lane[l]);
    }
    return most;
}

static void count(lanes *s, int l) { s->info->iterations[l]++, s->info->newton[l] += s->qp.iterations[l]; }

// the answer of a lane as it stands
static void keep(lanes *s, int l) {
    il_recruit *w = s->w;
    for (int i = 0; i < w->nx; i++) s->out->act[i].lane[l] = w->x[i].lane[l];
    for (int j = 0; j < w->nd; j++) s->out->price[j].lane[l] = w->y[j].lane[l];
    for (int j = 0; s->out->reserve && j < w->nd; j++) s->out->reserve[j].lane[l] = w->r[j].lane[l];
    if (s->out->missing) write_missing(s, l, w->x, w->r);
    s->info->status[l] = s->qp.status[l], s->info->worst_row[l] = s->qp.worst_row[l], s->info->residual[l] = s->qp.residual[l];
    s->info->most[l] = most_of(s, l);
}

static void finish(lanes *s, int l) {
    s->done[l] = true;
    s->left--;
}

static bool balanced(il_boxqp_status status) { return status == IL_BOXQP_SOLVED || status == IL_BOXQP_INACCURATE; }

// lanes that no box QP can help end here
static void end_unbalanced(lanes *s) {
    for (int l = 0; l < s->p->nlive; l++) {
        if (s->done[l] || balanced(s->qp.status[l])) continue;
        keep(s, l);
        finish(s, l);
    }
}

// ---- powers ----

static ili_recruit_kernel *const kernels[IL_NISA] = {
    [IL_ISA_PLAIN] = ili_recruit_plain,
#if defined(__x86_64__)
    [IL_ISA_V2] = ili_recruit_v2, [IL_ISA_V3] = ili_recruit_v3, [IL_ISA_V4] = ili_recruit_v4
#endif
};

static void first_costs(lanes *s) {
    const il_recruit_problem *p = s->p;
    double                    share = isfinite(p->power) ? 1.0 : LITTLE;
    for (int i = 0; i < p->nx; i++) {
        for (int l = 0; l < IL_LANES; l++) {
            s->w->h[i].lane[l] = p->weight[i].lane[l]*(i < p->nmuscle ? share : 1.0);
            s->w->c[i].lane[l] = 0.0, s->w->hi[i].lane[l] = p->hi[i].lane[l];
        }
    }
}

// p = 2 is a box QP as it stands: straight from the caller's arrays into the caller's
static void solve_squares(lanes *s) {
    const il_recruit_problem *p = s->p;
    il_recruit               *w = s->w;
    il_boxqp_settings         set = il_default_boxqp_settings();
    il_boxqp_problem          qp = qp_of(p, w);
    il_boxqp_solution         solution = {.x = s->out->act, .y = s->out->price, .r = s->out->reserve ? s->out->reserve : s->out->missing ? w->r : NULL};
    qp.h = p->weight, qp.c = NULL, qp.hi = p->hi;
    set.isa = s->set->isa, set.tolerance = s->set->tolerance, set.warm = s->set->warm;
    il_boxqp_solve(&qp, &set, w->qp, &solution, &s->qp);
    for (int l = 0; l < p->nlive; l++) {
        count(s, l);
        s->info->status[l] = s->qp.status[l], s->info->worst_row[l] = s->qp.worst_row[l], s->info->residual[l] = s->qp.residual[l];
        if (s->out->missing) write_missing(s, l, solution.x, solution.r);
    }
    double most[IL_LANES];
    memcpy(most, s->info->most, sizeof most);
    for (int i = 0; i < p->nmuscle; i++) {
        const double *x = solution.x[i].lane, *lo = p->lo[i].lane;
#pragma GCC unroll 8
        for (int l = 0; l < IL_LANES; l++) most[l] = x[l] - lo[l] > most[l] ? x[l] - lo[l] : most[l];
    }
    memcpy(s->info->most, most, sizeof most);
}

// the interior method on all lanes; those that it solves are done
static void solve_inside(lanes *s, double reach, double centring) {
    il_recruit       *w = s->w;
    il_recruit_info   info = {0};
    il_boxqp_problem  qp = qp_of(s->p, w);
    ili_recruit_job   job = {.qp = &qp, .w = w->qp, .nmuscle = w->nmuscle, .max_iterations = s->set->max_iterations, .power = s->p->power,
                             .tolerance = s->set->tolerance, .gap = s->set->gap, .reach = reach, .centring = centring, .x = w->x, .y = w->y, .r = w->r, .info = &info};
    il_pack          *next = w->scratch;
#define X(name) job.name = next->lane, next += w->nx;
    ILI_RECRUIT_SCRATCH(X)
#undef X
    kernels[ili_boxqp_isa(s->set->isa, s->p->nlive)](&job);
    for (int l = 0; l < s->p->nlive; l++) {
        if (s->done[l]) continue;
        s->info->iterations[l] += info.iterations[l], s->info->newton[l] += info.iterations[l];
        s->info->gap[l] = info.gap[l];
        s->qp.status[l] = info.status[l], s->qp.worst_row[l] = info.worst_row[l], s->qp.residual[l] = info.residual[l];
        if (info.status[l] != IL_BOXQP_ITERATION_LIMIT && info.status[l] != IL_BOXQP_INACCURATE) keep(s, l), finish(s, l);
    }
}

// First boldly. What is not solved then is looked at with p = 2 - can anything do what is asked for? - and tried with care.
static void solve_power(lanes *s) {
    solve_inside(s, 0.995, 0.02);
    if (s->left == 0) return;
    solve_qp(s, false);
    end_unbalanced(s);
    if (s->left == 0) return;
    solve_inside(s, 0.7, 0.1);
    for (int l = 0; l < s->p->nlive; l++) {
        if (!s->done[l]) keep(s, l), finish(s, l);
    }
}

// ---- the greatest activation ----

// the price of the bound u: the sum of the multipliers of the activations that it stops, less what it costs to raise it
static double price_of_bound(const lanes *s, int l) {
    const il_recruit_problem *p = s->p;
    const il_recruit         *w = s->w;
    double                    sum = 0.0;
    for (int i = 0; i < p->nmuscle; i++) {
        double x = w->x[i].lane[l];
        if (x < w->hi[i].lane[l] || x >= p->hi[i].lane[l] || x <= p->lo[i].lane[l]) continue;
        double g = 0.0;
        for (int e = p->col_start[i]; e < p->col_start[i + 1]; e++) g += p->a[e].lane[l]*w->y[p->row_index[e]].lane[l];
        sum += fmax(g - w->h[i].lane[l]*x, 0.0);
    }
    return sum - s->total[l];
}

static void bound_lane(lanes *s, int l, double u) {
    for (int i = 0; i < s->p->nmuscle; i++) s->w->hi[i].lane[l] = fmin(s->p->hi[i].lane[l], s->p->lo[i].lane[l] + u);
}

// false position; halved where the price at one end is not known or the bracket was slow to close
static double next_bound(const lanes *s, int l, int step) {
    double a = s->below[l], b = s->above[l], fa = s->at_below[l], fb = s->at_above[l];
    if (step%3 == 2 || !isfinite(fa)) return 0.5*(a + b);
    double u = b - fb*(b - a)/(fb - fa);
    return u > a && u < b ? u : 0.5*(a + b);
}

static void tighten(lanes *s, int l) {
    double u = s->at[l], price = s->qp.status[l] == IL_BOXQP_SOLVED ? price_of_bound(s, l) : IL_INF;
    count(s, l);
    if (price > 0.0) {
        s->below[l] = u, s->at_below[l] = price;
    } else {
        s->above[l] = u, s->at_above[l] = price;
        keep(s, l);
        s->info->most[l] = fmin(s->info->most[l], u);
    }
    s->info->gap[l] = (s->above[l] - s->below[l])/s->above[l];
    bool exact = price <= 0.0 && price > -1e-9*s->total[l];
    if (exact) s->info->gap[l] = 0.0;
    if (exact || s->info->gap[l] <= fmax(s->set->gap, CLOSE)) finish(s, l);
}

static void start_bounds(lanes *s) {
    if (s->set->warm) memcpy(s->w->y, s->out->price, (size_t)s->w->nd*sizeof *s->w->y);
    solve_qp(s, s->set->warm);
    end_unbalanced(s);
    for (int l = 0; l < s->p->nlive; l++) {
        if (s->done[l]) continue;
        count(s, l), keep(s, l);
        s->total[l] = 0.0;
        for (int i = 0; i < s->p->nmuscle; i++) s->total[l] += s->p->weight[i].lane[l];
        s->above[l] = s->info->most[l], s->at_above[l] = -s->total[l];
        s->below[l] = 0.0, s->at_below[l] = IL_INF;
        if (s->above[l] <= 0.0) finish(s, l);
    }
}

static void solve_bound(lanes *s) {
    start_bounds(s);
    for (int step = 0; s->left > 0; step++) {
        for (int l = 0; l < s->p->nlive; l++) {
            if (s->done[l]) continue;
            s->at[l] = next_bound(s, l, step);
            bound_lane(s, l, s->at[l]);
        }
        solve_qp(s, true);
        for (int l = 0; l < s->p->nlive; l++) {
            if (s->done[l]) continue;
            tighten(s, l);
            if (s->done[l] || step + 2 < s->set->max_iterations) continue;
            s->info->status[l] = IL_BOXQP_ITERATION_LIMIT;
            finish(s, l);
        }
    }
}

// ---- the call ----

il_status il_recruit_solve(const il_recruit_problem *p, const il_recruit_settings *settings, il_recruit *w, il_recruit_solution *solution,
                           il_recruit_info *info, il_error *err) {
    il_recruit_settings set = settings ? *settings : il_default_recruit_settings();
    IL_ASSERT(p && w && solution && info && solution->act && solution->price && set.cookie == COOKIE);
    IL_ASSERT(p->nd == w->nd && p->nx == w->nx && p->nmuscle == w->nmuscle && p->nlive >= 0 && p->nlive <= IL_LANES);
    *info = (il_recruit_info){0};
    if (!(p->power >= 2.0) || (p->power > 10.0 && isfinite(p->power))) {
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the power of effort is %g; 2 to 10 are possible, and infinity (the greatest activation)", p->power);
    }
    lanes s = {.p = p, .set = &set, .w = w, .out = solution, .info = info, .left = p->nlive};
    if (p->nlive == 0) return IL_OK;
    if (p->power > 2.0) first_costs(&s);
    if (!(p->power > 2.0)) solve_squares(&s);
    else if (isfinite(p->power)) solve_power(&s);
    else solve_bound(&s);
    return IL_OK;
}

// equilibrium_newton.c - Newton's method on the equations of a held solution, the active set taken from the prices at every step
//
//   K'p = q_weight (q - center),   A'p = cost'(x) or x at its bound,   c + give p = 0          p = row_scale y: prices; give = reserve/row_scale²
//
// The box QP leaves the change of A with posture and that of friction's bounds out of its step: near a solution it goes the same way again and again,
// or round. Here nothing is left out, so steps shrink as their squares once the active set stays (a primal-dual active set method, Hintermüller,
// Ito and Kunisch 2003). Where twelve steps do not arrive, the search goes on as if they had not been.
#include "equilibrium_newton.h"
#include "math/scalar.h"
#include "solve/saddle.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ili_newton {
    ili_saddle        *saddle;
    ili_saddle_problem p;
    double            *block, *Q, *C, *bend, *give, *tie, *price, *g_q, *g_x, *g_c, *gap, *dq, *dx, *dy, *want, *q, *x, *r, *y;
    signed char       *state, *factored; ///< factored: the state that the saddle's factor belongs to
    int               *tied, ties;
};

enum { MAX_STEPS = 12, PATIENCE = 5, MAX_TIES = 200 };
static const double least_bent = 1e-4; // x^p has no bend at 0 for p > 2
static const double near = 0.01;       // after a step as short as this the next one is taken with the same factor
static const double tires = 0.03;      // steps still as long as this after PATIENCE of them do not arrive
static const double same_place = 1e-3; // so little apart are two places one
static const double far = 0.3;         // a step longer than this, in sizes of a coordinate, is not near

il_status ili_newton_create(ili_equilibrium *w, const int *col_start, const int *row_index, int isa) {
    struct ili_newton *t = w->newton = calloc(1, sizeof *t);
    if (!t) return IL_NO_MEMORY;
    size_t n = (size_t)w->nq, nx = (size_t)w->nx, nr = (size_t)w->nrow_max, nnz = (size_t)col_start[nx];
    size_t count = n*n + nnz + MAX_TIES*n + 3*n + 7*nx + 6*nr;
    t->block = calloc(count, sizeof *t->block);
    t->state = calloc(nx + 1, sizeof *t->state);
    t->factored = calloc(nx + 1, sizeof *t->factored);
    t->tied = calloc(MAX_TIES, sizeof *t->tied);
    if (!t->block || !t->state || !t->factored || !t->tied) return IL_NO_MEMORY;
    double *next = t->block;
#define TAKE(field, many) (t->field = next, next += (many))
    TAKE(Q, n*n), TAKE(C, nnz), TAKE(tie, MAX_TIES*n), TAKE(g_q, n), TAKE(dq, n), TAKE(q, n);
    TAKE(bend, nx), TAKE(g_x, nx), TAKE(gap, nx), TAKE(dx, nx), TAKE(want, nx), TAKE(x, nx);
    TAKE(give, nr), TAKE(price, nr), TAKE(g_c, nr), TAKE(dy, nr), TAKE(r, nr), TAKE(y, nr);
#undef TAKE
    t->p.col_start = col_start, t->p.row_index = row_index;
    il_status status = ili_saddle_create(w->nq, w->nx, w->nrow_max, isa, &t->saddle);
    if (status == IL_OK) w->bytes += sizeof *t + count*sizeof *t->block + 2*(nx + 1)*sizeof *t->state + MAX_TIES*sizeof *t->tied + ili_saddle_bytes(t->saddle);
    return status;
}

void ili_newton_free(ili_equilibrium *w) {
    if (!w->newton) return;
    ili_saddle_free(w->newton->saddle);
    free(w->newton->block);
    free(w->newton->state);
    free(w->newton->factored);
    free(w->newton->tied);
    free(w->newton);
}

static double power_of(const ili_system *s, int i) { return s->x_power ? s->x_power[i] : 2.0; }

// of one column: where it stands by its pull, and what its equation misses
static void lay_column(ili_equilibrium *w, const ili_system *s, const double *x, int i, double pulled) {
    struct ili_newton *t = w->newton;
    double             p = power_of(s, i), slope = p == 2.0 ? s->x_weight[i]*x[i] : x[i] > 0.0 ? s->x_weight[i]*ili_pow(x[i], p - 1.0) : 0.0;
    double             u = pulled/s->x_weight[i], place = p == 2.0 || u <= 0.0 ? u : ili_pow(u, 1.0/(p - 1.0));
    t->state[i] = place < s->x_lower[i] ? -1 : place > s->x_upper[i] ? 1 : 0;
    if (!(s->x_upper[i] > s->x_lower[i])) t->state[i] = -1;
    t->bend[i] = p == 2.0 ? s->x_weight[i] : s->x_weight[i]*(p - 1.0)*ili_pow(fmax(x[i], least_bent), p - 2.0);
    t->g_x[i] = pulled - slope;
    t->gap[i] = t->state[i] < 0 ? s->x_lower[i] - x[i] : t->state[i] > 0 ? s->x_upper[i] - x[i] : 0.0;
}

// the equations at (q, x, y)
static void lay_equations(ili_equilibrium *w, const ili_system *s, const double *q, const double *x) {
    struct ili_newton *t = w->newton;
    t->p.ntie = 0;
    for (int i = 0; i < s->nrow; i++) {
        t->price[i] = s->row_scale[i]*w->y[i], t->give[i] = s->reserve[i]/(s->row_scale[i]*s->row_scale[i]);
        t->g_c[i] = w->c[i] + t->give[i]*t->price[i];
    }
    for (int j = 0; j < s->nq; j++) t->g_q[j] = -s->q_weight[j]*(q[j] - s->q_center[j]);
    for (int i = 0; i < s->nrow; i++)
        for (int j = 0; j < s->nq; j++) t->g_q[j] += t->price[i]*w->K[i*s->nq + j];
    for (int i = 0; i < s->nx; i++) {
        double pulled = 0.0;
        for (int e = s->col_start[i]; e < s->col_start[i + 1]; e++) pulled += w->A[e]*t->price[s->row_index[e]];
        lay_column(w, s, x, i, pulled);
        if (t->state[i] == 0 || t->p.ntie == MAX_TIES || !s->tie || !s->tie(s->user, i, &t->tie[t->p.ntie*s->nq])) continue;
        for (int j = 0; j < s->nq; j++) t->tie[t->p.ntie*s->nq + j] *= t->state[i];
        t->tied[t->p.ntie++] = i;
    }
}

// Does the factor at hand still serve? Near the solution it does while the active set stays and steps shrink fast.
static bool factor_serves(const struct ili_newton *t, const ili_system *s, const double last[2]) {
    return last[0] < fmin(near, 0.1*last[1]) && t->p.ntie == t->ties && memcmp(t->state, t->factored, sizeof *t->state*(size_t)s->nx) == 0;
}

static void solve_step(struct ili_newton *t) {
    ili_saddle_motion step = {t->g_q, t->g_x, t->gap, t->g_c, t->dq, t->dx, t->dy, t->want, false};
    ili_saddle_solve(t->saddle, 1, &step);
}

// the step dq, dx, dy; false: none is known. @param last  lengths of the last step and of the one before it; infinite: there was none
static bool find_step(ili_equilibrium *w, const ili_system *s, const double last[2], const double *q, const double *x) {
    struct ili_newton *t = w->newton;
    lay_equations(w, s, q, x);
    if (factor_serves(t, s, last)) {
        solve_step(t);
        return true;
    }
    if (!s->bend(s->user, q, x, t->price, w->K, w->A, t->Q, t->C)) return false;
    for (int j = 0; j < s->nq; j++) t->Q[j*s->nq + j] -= s->q_weight[j];
    t->p = (ili_saddle_problem){.nq = s->nq, .nx = s->nx, .nrow = s->nrow, .col_start = s->col_start, .row_index = s->row_index, .q_size = s->q_size, .row_scale = s->row_scale,
                                .K = w->K, .A = w->A, .C = t->C, .Q = t->Q, .bend = t->bend, .give = t->give, .state = t->state,
                                .ntie = t->p.ntie, .tie_column = t->tied, .tie = t->tie};
    if (!ili_saddle_factor(t->saddle, &t->p)) return false;
    memcpy(t->factored, t->state, sizeof *t->state*(size_t)s->nx), t->ties = t->p.ntie;
    solve_step(t);
    return true;
}

static void take_step(ili_equilibrium *w, const ili_system *s, double *q, double *x, double *r) {
    struct ili_newton *t = w->newton;
    for (int j = 0; j < s->nq; j++) q[j] += t->dq[j];
    for (int i = 0; i < s->nx; i++) x[i] += t->dx[i];
    for (int i = 0; i < s->nrow; i++) w->y[i] += t->dy[i]/s->row_scale[i], r[i] = s->reserve[i]*w->y[i]/s->row_scale[i];
}

// forces back within the bounds of the posture reached; were they there already, but for rounding?
static bool within_bounds(const ili_system *s, double *x) {
    double most = 0.0;
    for (int i = 0; i < s->nx; i++) {
        double to = fmin(fmax(x[i], s->x_lower[i]), s->x_upper[i]);
        most = fmax(most, fabs(to - x[i])*sqrt(s->x_weight[i]));
        x[i] = to;
    }
    return most <= 1e-9;
}

// What the cost may rise by when x comes within bounds that have moved since x was chosen: the price of each bound passed, and as much again.
static double price_of_bounds(const ili_equilibrium *w, const ili_system *s) {
    const struct ili_newton *t = w->newton;
    double                   sum = 0.0;
    for (int i = 0; i < s->nx; i++) sum += t->state[i] == 0 ? 0.0 : fabs(t->g_x[i]*t->gap[i]);
    return 2.0*sum;
}

static double largest_reserve(const ili_system *s, const double *r) {
    double most = 0.0;
    for (int i = 0; i < s->nrow; i++) most = fmax(most, s->reserve[i] > 0.0 ? fabs(r[i]) : 0.0);
    return most;
}

static void keep(ili_equilibrium *w, const ili_system *s, const double *q, const double *x, const double *r) {
    struct ili_newton *t = w->newton;
    memcpy(t->q, q, sizeof *q*(size_t)s->nq), memcpy(t->x, x, sizeof *x*(size_t)s->nx), memcpy(t->r, r, sizeof *r*(size_t)s->nrow);
    memcpy(t->y, w->y, sizeof *t->y*(size_t)s->nrow);
}

// how far all steps together went, in units of q_size
static double moved(const ili_equilibrium *w, const ili_system *s, const double *q) {
    double most = 0.0;
    for (int j = 0; j < s->nq; j++) most = fmax(most, fabs(q[j] - w->newton->q[j])/s->q_size[j]);
    return most;
}

static void give_back(ili_equilibrium *w, const ili_system *s, double *q, double *x, double *r) {
    const struct ili_newton *t = w->newton;
    memcpy(q, t->q, sizeof *q*(size_t)s->nq), memcpy(x, t->x, sizeof *x*(size_t)s->nx), memcpy(r, t->r, sizeof *r*(size_t)s->nrow);
    memcpy(w->y, t->y, sizeof *t->y*(size_t)s->nrow);
}

ili_newton_end ili_newton_finish(ili_equilibrium *w, const ili_system *s, const ili_equilibrium_settings *set, double most, double *q, double *x, double *r, ili_equilibrium_info *info) {
    double before = info->residual, last = info->step, gone[2] = {HUGE_VAL, HUGE_VAL};
    bool   allowed = true;
    int    polished = 0;
    if (!s->bend) return ILI_NEWTON_NOT;
    keep(w, s, q, x, r);
    for (int n = 0; n < MAX_STEPS && (allowed = ili_may_go_on(set, info)) && find_step(w, s, gone, q, x); n++) {
        double step = ili_longest(s, w->newton->dq);
        if (n == 0) most += price_of_bounds(w, s);
        info->factorisations++;
        if (!(step <= far) || (n >= PATIENCE && step > tires)) break;
        gone[1] = gone[0], gone[0] = step;
        take_step(w, s, q, x, r);
        s->linear(s->user, q, x, w->c, w->K, w->A);
        info->evaluations += 2, info->iterations++;
        bool inside = within_bounds(s, x);
        info->residual = ili_worst_row(s, w->c, r, &info->worst_row), info->step = step;
        if (!inside || !(info->residual <= set->tolerance && step <= set->step_tolerance)) continue;
        if (info->residual > set->polish && set->polish > 0.0 && polished++ < ILI_POLISH && n + 1 < MAX_STEPS) continue;
        bool same = moved(w, s, q) <= same_place; // then it is where the search itself was about to end, whatever it needs
        if (ili_hold_cost(s, q, x, r) <= most && (same || largest_reserve(s, r) <= s->small_reserve)) return ILI_NEWTON_FOUND;
        break;
    }
    give_back(w, s, q, x, r);
    info->residual = before, info->step = last;
    return allowed ? ILI_NEWTON_NOT : ILI_NEWTON_ENDED;
}

// strength_settle.c - the greatest push where joints give way, as a balance that is held
//
// A push changes the posture of who yields to it, and what a posture does to muscles depends on the forces in it: no linear program. It is the
// problem that the equilibrium solver holds (solve/equilibrium.h): coordinates q are the joints that give way, forces x the muscles, how far the
// push stays behind one that nobody reaches, and the ground; the condition on q alone is that the landmark stays where the dynamometer holds it.
//
//   minimise  1/2 behind^2 + 1/2 EFFORT sum a^2 + 1/2 STAY sum (gone/yield)^2     push = most (BEYOND - behind)
//
// `most` is far above the push of the first linear program, then the push that was found (strength.c). Effort makes activations unique where several give the same push, and STAY the posture: without them two programs that differ in rounding, as those
// of a person and her mirror image do, may end in different answers.
#include "strength_private.h"
#include "solve/equilibrium.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double BEYOND = 2.0;  // times the push to begin with: nobody reaches it; one share of the push is worth one of the cost
static const double EFFORT = 1e-4; // of full activation of one muscle beside the whole push: muscles that add less than that share are spared
static const double ALONG = 1e-5;  // how far along the prices second derivatives are taken, in units of coordinate size

enum { MOST_ITERATIONS = 300 };

struct ili_settle {
    const il_strength_problem *s;
    il_strength               *w;
    ili_equilibrium           *equilibrium;
    int                        rows, nx, nentry;
    size_t                     bytes;
    double                     most;
    double                    *block, *q, *x, *r, *size, *stay, *center, *weight, *lower, *upper, *scale, *reserve, *ahead, *K, *A;
    int                       *index, *col_start, *row_index;
};

ili_settle *ili_settle_create(const il_model *m, int isa) {
    ili_settle *c = calloc(1, sizeof *c);
    if (!c) return NULL;
    c->rows = IL_STRENGTH_YIELD, c->nx = m->nmuscle + 1 + ILI_STRENGTH_GROUND, c->nentry = c->rows*c->nx;
    size_t n = (size_t)c->rows, nx = (size_t)c->nx, nr = n + 1, ne = (size_t)c->nentry, count = 6*n + 5*nx + 3*nr + nr*n + ne;
    c->block = calloc(count, sizeof *c->block), c->index = calloc(nx + 1 + ne, sizeof *c->index);
    if (!c->block || !c->index) return ili_settle_free(c), NULL;
    double *next = c->block;
#define TAKE(field, many) (c->field = next, next += (many))
    TAKE(q, n), TAKE(size, n), TAKE(stay, n), TAKE(center, n), TAKE(ahead, n), TAKE(x, nx), TAKE(weight, nx), TAKE(lower, nx), TAKE(upper, nx);
    TAKE(r, nr), TAKE(scale, nr), TAKE(reserve, nr), TAKE(K, nr*n), TAKE(A, ne);
#undef TAKE
    c->col_start = c->index, c->row_index = c->col_start + nx + 1;
    for (int i = 0; i <= c->nx; i++) c->col_start[i] = i*c->rows;
    for (int e = 0; e < c->nentry; e++) c->row_index[e] = e%c->rows;
    if (ili_equilibrium_create(c->rows, c->nx, c->rows + 1, c->col_start, c->row_index, isa, NULL, &c->equilibrium) != IL_OK) return ili_settle_free(c), NULL;
    c->bytes = sizeof *c + count*sizeof *c->block + (nx + 1 + ne)*sizeof *c->index + ili_equilibrium_bytes(c->equilibrium);
    return c;
}

void ili_settle_free(ili_settle *c) {
    if (!c) return;
    ili_equilibrium_free(c->equilibrium);
    free(c->block);
    free(c->index);
    free(c);
}

size_t ili_settle_bytes(const ili_settle *c) { return c->bytes; }

// ---- the system: rows that the test does not have are empty, and so are coordinates ----

static void point(const ili_settle *c, const double *q, const double *x) {
    il_strength *w = c->w;
    for (int i = 0; i < w->njoint; i++) w->q[w->row[i]] = q[i];
    for (int i = 0; i < w->m->nmuscle; i++) w->act[i] = x[i];
    w->push = c->most*(BEYOND - x[w->m->nmuscle]);
    for (int k = 0; k < ILI_STRENGTH_GROUND; k++) w->ground[k] = x[w->m->nmuscle + 1 + k];
}

static void value(void *user, const double *q, const double *x, double *balance) {
    const ili_settle *c = user;
    point(c, q, x);
    ili_strength_miss(c->w, c->s, balance);
}

// K and A where the forces stand, from the columns of the test
static void lay_slopes(const ili_settle *c, double *K, double *A) {
    const il_strength *w = c->w;
    int                n = w->njoint, push = w->m->nmuscle;
    memset(A, 0, sizeof *A*(size_t)c->nentry);
    for (int i = 0; i < w->nrow; i++)
        for (int j = 0; j < n; j++) K[i*n + j] = w->A[i*w->nx + w->ncause + j];
    for (int column = 0; column < w->ncause; column++)
        for (int i = 0; i < n; i++) A[column*c->rows + i] = w->A[i*w->nx + column]*(column == push ? -c->most : 1.0);
}

static void slope(void *user, double *K, double *A) {
    const ili_settle *c = user;
    ili_strength_slope(c->w, c->s);
    lay_slopes(c, K, A);
}

static void linear(void *user, const double *q, const double *x, double *balance, double *K, double *A) {
    value(user, q, x, balance);
    slope(user, K, A);
}

// second derivatives by one more linearisation along the prices; the place pulls with its price
static bool bend(void *user, const double *q, const double *x, const double *price, const double *K, const double *A, double *Q, double *C) {
    const ili_settle   *c = user;
    il_strength       *w = c->w;
    const double      *moment = c->s->push.moment;
    int                n = w->njoint;
    double             most = 1e-300;
    if (moment[0] != 0.0 || moment[1] != 0.0 || moment[2] != 0.0 || w->ncause > w->m->nmuscle + 1) return false; // couples have no potential
    for (int j = 0; j < n; j++) most = fmax(most, fabs(price[j])/c->size[j]);
    double step = ALONG/most;
    for (int j = 0; j < n; j++) c->ahead[j] = q[j] + step*price[j];
    point(c, c->ahead, x);
    w->push += step*price[n];
    ili_strength_stand(w, c->s);
    ili_strength_slope(w, c->s);
    lay_slopes(c, c->K, C);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) Q[i*n + j] = (c->K[i*n + j] - K[i*n + j])/step;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++) Q[i*n + j] = Q[j*n + i] = 0.5*(Q[i*n + j] + Q[j*n + i]);
    for (int e = 0; e < c->nentry; e++) C[e] = (C[e] - A[e])/step;
    return true;
}

// ---- the solve ----

static void lay_problem(ili_settle *c, double firm, const double *center) {
    const il_strength         *w = c->w;
    const il_strength_problem *s = c->s;
    for (int i = 0; i < w->njoint; i++) {
        int j = w->row[i];
        c->q[i] = w->q[j], c->center[i] = center[j], c->size[i] = s->p->coordinate_size[j];
        c->stay[i] = w->m->coordinate_role[j] == IL_PRIMARY ? firm*ILI_STRENGTH_STAY/(s->yield*s->yield) : 0.0;
    }
    for (int i = 0; i < w->nrow; i++) c->scale[i] = i < w->njoint ? 1.0/w->weight : 1.0, c->reserve[i] = 0.0, c->r[i] = 0.0;
    int nmuscle = w->m->nmuscle, push = nmuscle;
    for (int i = 0; i < w->ncause; i++) c->weight[i] = i <= nmuscle ? EFFORT : EFFORT/(w->weight*w->weight), c->lower[i] = w->lo[i], c->upper[i] = w->hi[i];
    for (int i = 0; i < nmuscle; i++) c->x[i] = w->act[i];
    for (int i = nmuscle + 1; i < w->ncause; i++) c->x[i] = w->ground[i - nmuscle - 1];
    for (int i = w->ncause; i < c->nx; i++) c->weight[i] = 1.0, c->lower[i] = c->upper[i] = c->x[i] = 0.0;
    c->weight[push] = 1.0, c->lower[push] = 0.0, c->upper[push] = BEYOND, c->x[push] = BEYOND - w->push/c->most;
}

bool ili_strength_settle(il_strength *w, const il_strength_problem *s, double most, double firm, const double *center, il_strength_result *work) {
    const il_strength_limits *limits = &s->limits;
    ili_settle               *c = w->settle;
    if (w->end != IL_POSTURE_END_FOUND) return false;
    c->w = w, c->s = s, c->most = most;
    lay_problem(c, firm, center);
    ili_system system = {.nq = w->njoint, .nx = c->nx, .nrow = w->nrow, .col_start = c->col_start, .row_index = c->row_index, .row_scale = c->scale, .q_size = c->size,
                         .q_weight = c->stay, .q_center = c->center, .x_weight = c->weight, .x_lower = c->lower, .x_upper = c->upper, .small_reserve = HUGE_VAL,
                         .reserve = c->reserve, .value = value, .linear = linear, .slope = slope, .bend = bend, .user = c};
    ili_equilibrium_settings set = {.tolerance = 1e-8, .polish = 1e-9, .step_tolerance = 2e-6, .step_limit = 0.5, .max_iterations = MOST_ITERATIONS,
                                    .stop = limits->stop, .stop_user = limits->stop_user, .clock = limits->clock, .clock_user = limits->clock_user, .deadline = limits->deadline};
    if (limits->max_iterations > 0 && limits->max_iterations - work->iterations < set.max_iterations) set.max_iterations = limits->max_iterations - work->iterations;
    ili_equilibrium_info     info;
    ili_equilibrium_hold(c->equilibrium, &system, &set, c->q, c->x, c->r, &info);
    point(c, c->q, c->x);
    ili_strength_linearise(w, s);
    const double *y = ili_equilibrium_multipliers(c->equilibrium);
    for (int i = 0; i < w->nrow; i++) w->price[i] = -most*c->scale[i]*y[i]/c->x[w->m->nmuscle];
    work->solves++, work->iterations += info.iterations, work->evaluations += info.evaluations;
    bool over = info.end == ILI_END_ITERATIONS && limits->max_iterations > 0 && work->iterations >= limits->max_iterations;
    if (over || info.end == ILI_END_ASKED || info.end == ILI_END_TIME) w->end = (il_posture_end)info.end;
    return info.converged;
}

// strength_climb.c - from the posture given to near the greatest push where joints give way: a row of box QPs, each near the point of the one before
//
// Each step takes the balance as straight and finds the greatest push less near/2 times the square of the step, in units of what each column may do
// (proximal point method; Rockafellar 1976). So there is one answer to each step, however many activations give the same push, and mirrored persons
// go mirrored ways. A step is taken where push and balance together gain (l1 merit); else the next one stays nearer. Where posture bends much it
// creeps; strength_settle.c brings it to rest.
#include "strength_private.h"
#include "ilium/qp.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 25 };
static const double NEAR = 1.0, NEAREST = 1e4, FARTHEST = 1e-5; // weight of the square of a step: at first, at most, at least
static const double CLOSER = 5.0, WIDER = 0.2;                  // after a step that does not gain; after one that gains as it should
static const double LEAST = 0.1, MUCH = 0.7;                    // share of what was hoped that a step must gain; that lets the next one go further
static const double REST = 1e-6;                                // shares of the push and of a row's forces: nothing is to be gained any more

struct ili_climb {
    int                 max_row, max_x, max_entry;
    size_t              bytes, room;
    void               *block, *qp_block;
    int                *col_start, *row_index;
    il_pack            *a, *b, *h, *c, *lo, *hi, *x, *y;
    double             *unit, *gone, *scale, *at, *to, *q, *act, *miss, *tried; ///< of a column: unit, how far a joint has gone [units]; of a row; x now, and after the step; before the step; of the rows
    il_boxqp_problem    problem;
    il_boxqp_settings   settings;
    double              near, weight; ///< of the square of a step; what a miss costs beside the push
};

static int most_rows(const il_model *m) { return m->nq + 1 < IL_STRENGTH_YIELD + 1 ? m->nq + 1 : IL_STRENGTH_YIELD + 1; }

// every column has an entry in every row, so that one pattern fits all
static void lay_pattern(ili_climb *c, int nrow, int nx) {
    for (int i = 0; i <= nx; i++) c->col_start[i] = i*nrow;
    for (int e = 0; e < nx*nrow; e++) c->row_index[e] = e%nrow;
    c->problem.nd = nrow, c->problem.nx = nx;
}

static size_t packs(const ili_climb *c) { return (size_t)c->max_entry + 5*(size_t)c->max_x + 2*(size_t)c->max_row; }
static size_t numbers(const ili_climb *c, const il_model *m) { return 4*(size_t)c->max_x + 3*(size_t)c->max_row + (size_t)m->nq + (size_t)m->nmuscle; }
static size_t indexes(const ili_climb *c) { return (size_t)c->max_x + 1 + (size_t)c->max_entry; }

ili_climb *ili_climb_create(const il_model *m, int isa) {
    ili_climb *c = calloc(1, sizeof *c);
    if (!c) return NULL;
    c->max_row = most_rows(m), c->max_x = m->nmuscle + 1 + ILI_STRENGTH_GROUND + c->max_row - 1, c->max_entry = c->max_row*c->max_x;
    size_t large = packs(c)*sizeof(il_pack), small = numbers(c, m)*sizeof(double), all = (large + small + 63)/64*64;
    c->block = aligned_alloc(64, all), c->col_start = calloc(indexes(c), sizeof *c->col_start);
    if (!c->block || !c->col_start) return ili_climb_free(c), NULL;
    il_pack *pack = c->block;
    c->a = pack, c->b = c->a + c->max_entry, c->y = c->b + c->max_row, c->h = c->y + c->max_row, c->c = c->h + c->max_x, c->lo = c->c + c->max_x, c->hi = c->lo + c->max_x;
    c->x = c->hi + c->max_x;
    c->unit = (double *)(c->x + c->max_x), c->at = c->unit + c->max_x, c->to = c->at + c->max_x, c->gone = c->to + c->max_x, c->scale = c->gone + c->max_x, c->miss = c->scale + c->max_row;
    c->tried = c->miss + c->max_row, c->q = c->tried + c->max_row, c->act = c->q + m->nq;
    c->row_index = c->col_start + c->max_x + 1;
    lay_pattern(c, c->max_row, c->max_x);
    c->problem = (il_boxqp_problem){.nd = c->max_row, .nx = c->max_x, .nlive = 1, .col_start = c->col_start, .row_index = c->row_index, .a = c->a, .b = c->b, .h = c->h, .c = c->c,
                                    .lo = c->lo, .hi = c->hi};
    c->settings = il_default_boxqp_settings(), c->settings.isa = (il_isa)isa, c->settings.warm = true;
    c->room = il_boxqp_workspace_size(&c->problem), c->qp_block = malloc(c->room);
    c->bytes = sizeof *c + all + indexes(c)*sizeof *c->col_start + c->room;
    return c->qp_block ? c : (ili_climb_free(c), NULL);
}

void ili_climb_free(ili_climb *c) {
    if (!c) return;
    free(c->block);
    free(c->qp_block);
    free(c->col_start);
    free(c);
}

size_t ili_climb_bytes(const ili_climb *c) { return c->bytes; }

// ---- one step ----

// what is known of the present point, as the columns see it: what joints yield counts from where they are
static void point(const il_strength *w, const il_strength_problem *s, ili_climb *c) {
    for (int i = 0; i < w->nx; i++) c->at[i] = 0.0, c->gone[i] = 0.0;
    for (int i = 0; i < w->m->nmuscle; i++) c->at[i] = w->act[i];
    c->at[w->m->nmuscle] = w->push;
    for (int i = w->m->nmuscle + 1; i < w->ncause; i++) c->at[i] = w->ground[i - w->m->nmuscle - 1];
    for (int i = w->ncause; i < w->nx; i++) {
        int j = w->row[i - w->ncause];
        c->gone[i] = (w->q[j] - s->q[j])/c->unit[i];
    }
}

// what keeps a joint where it was given
static double stays(const il_strength *w, int column) {
    return column >= w->ncause && w->m->coordinate_role[w->row[column - w->ncause]] == IL_PRIMARY ? ILI_STRENGTH_STAY : 0.0;
}

// the linearised balance in units of columns and rows; its bounds
static void lay_balance(il_strength *w, ili_climb *c) {
    for (int row = 0; row < w->nrow; row++) {
        const double *A = &w->A[row*w->nx];
        double        most = 0.0, sum = -w->b[row];
        for (int i = 0; i < w->nx; i++) most = fmax(most, fabs(A[i]*c->unit[i])), sum += A[i]*c->at[i];
        c->scale[row] = 1.0/fmax(most, 1e-12), c->miss[row] = sum*c->scale[row];
        for (int i = 0; i < w->nx; i++) c->a[i*w->nrow + row].lane[0] = A[i]*c->unit[i]*c->scale[row];
    }
    for (int i = 0; i < w->nx; i++) c->lo[i].lane[0] = w->lo[i]/c->unit[i], c->hi[i].lane[0] = w->hi[i]/c->unit[i];
}

static void lay_right(const il_strength *w, ili_climb *c) {
    for (int row = 0; row < w->nrow; row++) c->b[row].lane[0] = w->b[row]*c->scale[row];
}

// greatest push less near/2 of the square of the step, all in units
static void step(const il_strength *w, ili_climb *c, il_boxqp_workspace *qp, double near) {
    il_boxqp_solution solution = {.x = c->x, .y = c->y};
    il_boxqp_info     info;
    for (int i = 0; i < w->nx; i++) {
        double stay = stays(w, i);
        c->h[i].lane[0] = near + stay;
        c->c[i].lane[0] = c->at[i]/c->unit[i] - stay*c->gone[i]/(near + stay) + (i == w->m->nmuscle ? 1.0/near : 0.0);
    }
    il_boxqp_solve(&c->problem, &c->settings, qp, &solution, &info);
    for (int i = 0; i < w->nx; i++) c->to[i] = fmin(w->hi[i], fmax(w->lo[i], c->x[i].lane[0]*c->unit[i]));
}

static double largest_price(const il_strength *w, const ili_climb *c) {
    double most = 0.0;
    for (int row = 0; row < w->nrow; row++) most = fmax(most, fabs(c->y[row].lane[0]));
    return most;
}

static double sum_of(const double *miss, int n) {
    double sum = 0.0;
    for (int i = 0; i < n; i++) sum += fabs(miss[i]);
    return sum;
}

static void keep(const il_strength *w, ili_climb *c) {
    memcpy(c->q, w->q, sizeof *w->q*(size_t)w->m->nq), memcpy(c->act, w->act, sizeof *w->act*(size_t)w->m->nmuscle);
}
static void go_back(il_strength *w, const ili_climb *c) {
    ili_strength_take(w, c->at);
    memcpy(w->q, c->q, sizeof *w->q*(size_t)w->m->nq), memcpy(w->act, c->act, sizeof *w->act*(size_t)w->m->nmuscle);
}

// what the rows miss by where the step leads, in units; push and balance together gain so much
static double try_step(il_strength *w, const il_strength_problem *s, ili_climb *c, double higher, double weight) {
    ili_strength_take(w, c->to);
    ili_strength_miss(w, s, c->tried);
    for (int row = 0; row < w->nrow; row++) c->tried[row] *= c->scale[row];
    return higher + weight*(sum_of(c->miss, w->nrow) - sum_of(c->tried, w->nrow));
}

// the push higher by so much, less what it costs that joints have gone further
static double higher_by(const il_strength *w, const ili_climb *c) {
    double sum = (c->to[w->m->nmuscle] - c->at[w->m->nmuscle])/c->unit[w->m->nmuscle];
    for (int i = w->ncause; i < w->nx; i++) {
        double before = c->gone[i], after = before + c->to[i]/c->unit[i];
        sum -= 0.5*stays(w, i)*(after*after - before*before);
    }
    return sum;
}

// the step once more, bent along the balance: what it missed by is taken off the right side (second-order correction, Nocedal & Wright 2006, section 18.3)
static void bend(const il_strength *w, ili_climb *c, il_boxqp_workspace *qp, double near) {
    for (int row = 0; row < w->nrow; row++) c->b[row].lane[0] -= c->tried[row];
    step(w, c, qp, near);
}

// a step from where the balance was laid, and a shorter one until push and balance gain. @return what was hoped of it
static double climb_once(il_strength *w, const il_strength_problem *s, ili_climb *c, il_boxqp_workspace *qp, int *rounds) {
    double before = sum_of(c->miss, w->nrow), hoped = 0.0, gained = -1.0;
    for (int bent = 0; gained < LEAST*hoped && *rounds < ROUNDS; bent = !bent) {
        if (bent) bend(w, c, qp, c->near);
        else lay_right(w, c), step(w, c, qp, c->near), ++*rounds;
        if (!bent) c->weight = fmax(0.5*c->weight, 2.0*largest_price(w, c)), hoped = higher_by(w, c) + c->weight*before;
        gained = try_step(w, s, c, higher_by(w, c), c->weight);
            if (hoped <= REST) break;
        if (gained < LEAST*hoped) go_back(w, c);
        if (gained < LEAST*hoped && bent) c->near = fmin(NEAREST, CLOSER*c->near);
    }
    c->near = gained > MUCH*hoped ? fmax(FARTHEST, WIDER*c->near) : c->near;
    return hoped;
}

void ili_strength_climb(il_strength *w, const il_strength_problem *s, double most, int *iterations) {
    ili_climb *c = w->climb;
    bool       rests = false;
    int        rounds = 0;
    lay_pattern(c, w->nrow, w->nx);
    il_boxqp_workspace *qp = il_boxqp_workspace_place(&c->problem, c->qp_block, c->room);
    c->near = NEAR, c->weight = 0.0;
    for (int i = 0; i < w->nx; i++) c->unit[i] = i == w->m->nmuscle ? most : ili_strength_reach(w, s, i);
    for (int row = 0; row < w->nrow; row++) c->y[row].lane[0] = 0.0;
    while (!rests && rounds < ROUNDS) {
        ili_strength_linearise(w, s), point(w, s, c), lay_balance(w, c), keep(w, c);
        rests = climb_once(w, s, c, qp, &rounds) <= REST && sum_of(c->tried, w->nrow) <= REST;
    }
    *iterations += rounds;
}

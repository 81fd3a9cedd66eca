// boxqp_point.h - for the kernel boxqp.kv.c: what a solve keeps, the check of the numbers, and the step from a price y to everything else
#ifndef ILI_SOLVE_BOXQP_POINT_H
#define ILI_SOLVE_BOXQP_POINT_H
#include "solve/boxqp.h"
#include "solve/ldl.h"

enum {
    SMALL = 4,       // columns with up to so many rows keep them in registers
    LATE = 6,        // from this step on lanes are measured in every step, and lines searched more exactly
    GIVE_UP = 20,    // a lane that has not arrived then gets a proximal term
    LINE_STEPS = 60, // at most, a line
};
static const double HUGE_T      = 1e300;          // stands for: no bound
static const double OVER        = 1.9;            // a full step is taken when f's slope grows over it by between UNDER and OVER times
static const double UNDER       = 0.2;            // what would bring it to zero,
static const double CLOSE       = 0.1;            // else one where this is 1 +- CLOSE
static const double PIVOT_TINY  = 1e-13;          // a smaller pivot, relative to its row's diagonal with all columns free, is rounding
static const double PROX        = 1e-6;           // weight of the first proximal term, relative to that diagonal
static const double PROX_LEAST  = 1e-10;          // and of the last
static const double SCALE_FLOOR = 1e-5;           // a residual is never measured with less than so much of what the columns can do in its row
static const double NEARLY      = 1e-6;           // with a residual below, a step that brings nothing means the end of precision

// a point of the dual: price, reserve, residual a row; A'y, x, and Th a column
typedef struct point { double *y, *r, *f, *g, *x, *free; } point;

// one solve: what every lane shares, and what is known lane by lane
typedef struct part {
    const il_boxqp_problem   *p;
    const il_boxqp_settings  *set;
    const il_boxqp_workspace *w;
    il_boxqp_solution        *solution;
    ldl   ldl;
    int   o, nmoved;                     // first lane; columns in w->moved
    point at, to;                        // current point, trial
    il_m  run, reset, moved;             // lanes at work; that need S afresh; whose S has changed since it was factored
    il_m  prox, lost;                    // lanes with a proximal term; shown to be infeasible
    il_v  t, q, n, slope, curve;         // step; F'd; growth of the slope of f over the step, its derivative by t, its part from M and P
    il_v  residual, unmet, best, weight; // of the proximal problem; of the problem itself; the best; of the proximal term
    il_v  least;                         // unmet at the best point so far
    il_v  stuck, worst, status, iterations, factorisations, line_steps;
} part;

ILI_FN il_v one_if(il_m m) { return ili_select(m, ili_set(1.0), ili_set(0.0)); }
ILI_FN il_v pick(const il_pack *array, int i, int o) { return array ? ili_load(array[i].lane + o) : ili_set(0.0); }

// ---- a group of columns that have the same m rows; the caller gives m as a constant when it is small, so that its rows stay in registers ----

#define FOR_GROUPS(w, call)                                                 \
    for (int k = 0; k < (w)->ngroup; k++) {                                 \
        il_v u[SMALL], v[SMALL];                                            \
        switch ((w)->group_row[k + 1] - (w)->group_row[k]) {                \
        case 0: call(k, u, v, 0); break;                                    \
        case 1: call(k, u, v, 1); break;                                    \
        case 2: call(k, u, v, 2); break;                                    \
        case 3: call(k, u, v, 3); break;                                    \
        case 4: call(k, u, v, 4); break;                                    \
        default:                                                            \
            call(k, (il_v *)(void *)(w)->group_u, (il_v *)(void *)(w)->group_v, (w)->group_row[k + 1] - (w)->group_row[k]); \
        }                                                                   \
    }

// a group's rows, side by side, and back
ILI_FN void gather(il_v *u, const double *array, const int *rows, const int m) {
#pragma GCC unroll 4
    for (int j = 0; j < m; j++) u[j] = at(array, rows[j]);
}
ILI_FN void scatter(const il_v *u, double *array, const int *rows, const int m) {
#pragma GCC unroll 4
    for (int j = 0; j < m; j++) put(array, rows[j], u[j]);
}

// ---- before the first step ----

// a column's inverse weight and its share in the diagonal and in the floor of the scales; `ok` loses lanes with an impossible number
ILI_FN void setup_group(const part *s, il_m *ok, int k, il_v *diag, il_v *floor, const int m) {
    const il_boxqp_problem *p = s->p;
    const il_boxqp_workspace *w = s->w;
    const int *rows = w->rows + w->group_row[k], o = s->o;
    gather(diag, w->diag, rows, m), gather(floor, w->floor, rows, m);
    for (int place = w->group_col[k]; place < w->group_col[k + 1]; place++) {
        const il_pack *a = p->a + w->entry[place];
        int i = w->order[place];
        il_v h = ili_load(p->h[i].lane + o), lo = ili_load(p->lo[i].lane + o), hi = ili_load(p->hi[i].lane + o), c = pick(p->c, i, o);
        *ok &= (h > 0.0) & ili_finite(h) & ili_finite(c) & (lo <= hi) & (lo < HUGE_T) & (hi > -HUGE_T);
        il_v hinv = ili_select(lo < hi, ili_set(1.0)/h, ili_set(0.0)), span = ili_set(SCALE_FLOOR)*ili_min(hi - lo, ili_set(1.0));
        put(w->hinv, place, hinv);
    #pragma GCC unroll 4
        for (int j = 0; j < m; j++) {
            il_v aj = ili_load(a[j].lane + o);
            diag[j] += aj*aj*hinv;
            floor[j] += ili_abs(aj)*span;
        }
    }
    scatter(diag, w->diag, rows, m), scatter(floor, w->floor, rows, m);
}

static il_m setup(part *s) {
    const il_boxqp_workspace *w = s->w;
    il_m ok = ili_live(s->o, s->p->nlive);
    for (int j = 0; j < w->nd4; j++) {
        il_v eps = j < w->nd ? pick(s->p->eps, j, s->o) : ili_set(0.0);
        ok &= (eps >= 0.0) & ili_finite(eps);
        put(w->eps, j, eps), put(w->prox, j, ili_set(0.0)), put(w->centre, j, ili_set(0.0));
        put(w->diag, j, j < w->nd && s->p->w ? eps + ili_load(s->p->w[j*(j + 1)/2 + j].lane + s->o) : eps);
        put(w->floor, j, ili_set(0.0));
    }
#define CALL(k, u, v, m) setup_group(s, &ok, k, u, v, m)
    FOR_GROUPS(w, CALL)
#undef CALL
    // a row that nothing reaches has no scale of its own
    for (int j = 0; j < w->nd4; j++) {
        il_v diag = at(w->diag, j);
        ok &= ili_finite(diag);
        put(w->diag, j, ili_select(diag > 0.0, diag, ili_set(1.0)));
    }
    return ok;
}

// ---- a point: from y to everything else ----

// r = M y and F = b - r - P (y - centre), before the columns
static void evaluate_rows(const part *s, const point *to) {
    const il_boxqp_workspace *w = s->w;
    for (int j = 0; j < w->nd; j++) {
        il_v r = at(w->eps, j)*at(to->y, j);
        if (w->dense) {
            const il_pack *row = s->p->w + j*(j + 1)/2;
            il_v yj = at(to->y, j);
            for (int k = 0; k < j; k++) {
                il_v wjk = ili_load(row[k].lane + s->o);
                r += wjk*at(to->y, k);
                put(to->r, k, at(to->r, k) + wjk*yj);
            }
            r += ili_load(row[j].lane + s->o)*yj;
        }
        put(to->r, j, r);
    }
    for (int j = 0; j < w->nd; j++) {
        il_v away = at(w->prox, j)*(at(to->y, j) - at(w->centre, j));
        put(to->f, j, ili_load(s->p->b[j].lane + s->o) - at(to->r, j) - away);
    }
    for (int j = w->nd; j < w->nd4; j++) put(to->f, j, ili_set(0.0));
}

// x = clip(c + g/h) and Th of one column
ILI_FN il_v evaluate_column(const part *s, const point *to, int place, il_v g) {
    const il_boxqp_problem *p = s->p;
    int i = s->w->order[place];
    il_v hinv = at(s->w->hinv, place), lo = ili_load(p->lo[i].lane + s->o), hi = ili_load(p->hi[i].lane + s->o);
    il_v v = pick(p->c, i, s->o) + g*hinv;
    il_m below = v < lo, above = v > hi;
    il_v x = ili_select(below, lo, ili_select(above, hi, v));
    put(to->g, place, g), put(to->x, place, x), put(to->free, place, ili_select(below | above, ili_set(0.0), hinv));
    return x;
}

ILI_FN void evaluate_group(const part *s, const point *to, int k, il_v *y, il_v *f, const int m) {
    const il_boxqp_workspace *w = s->w;
    const il_pack *a = s->p->a;
    const int *rows = w->rows + w->group_row[k], last = w->group_col[k + 1], o = s->o;
    gather(y, to->y, rows, m), gather(f, to->f, rows, m);
    for (int place = w->group_col[k]; place < last; place++) {
        const il_pack *ai = a + w->entry[place];
        il_v g = ili_set(0.0);
#pragma GCC unroll 4
        for (int j = 0; j < m; j++) g += ili_load(ai[j].lane + o)*y[j];
        il_v x = evaluate_column(s, to, place, g);
#pragma GCC unroll 4
        for (int j = 0; j < m; j++) f[j] -= ili_load(ai[j].lane + o)*x;
    }
    scatter(f, to->f, rows, m);
}

static void evaluate(const part *s, const point *to) {
    const part here = *s; // a copy that no store can change: its pointers stay in registers
    const point there = *to;
    evaluate_rows(&here, &there);
#define CALL(k, u, v, m) evaluate_group(&here, &there, k, u, v, m)
    FOR_GROUPS(here.w, CALL)
#undef CALL
}

#endif

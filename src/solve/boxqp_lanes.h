// boxqp_lanes.h - what the method of boxqp_flow.h does to whole arrays, for ILI_W problems abreast: every number is an il_v
#ifndef ILI_SOLVE_BOXQP_LANES_H
#define ILI_SOLVE_BOXQP_LANES_H
#include "solve/boxqp_part.h"
#include "solve/ldl.h"

#define GIVEN(s, field, i)  ((s)->p->field[i].lane + (s)->o)
#define GIVEN_W(s, i, k)    GIVEN(s, w, (i)*((i) + 1)/2 + (k))
#define ANSWER(s, field, i) ((s)->solution->field[i].lane + (s)->o)
#define WANTED(s, field)    ((s)->solution->field != NULL)

enum { SMALL = 6 }; // columns with up to so many rows keep them in registers

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
        case 5: call(k, u, v, 5); break;                                    \
        case 6: call(k, u, v, 6); break;                                    \
        default:                                                            \
            call(k, (il_v *)(void *)(w)->group_u, (il_v *)(void *)(w)->group_v, (w)->group_row[k + 1] - (w)->group_row[k]); \
        }                                                                   \
    }

// a group's rows, side by side, and back
ILI_FN void gather(il_v *u, const double *array, const int *rows, const int m) {
#pragma GCC unroll 6
    for (int j = 0; j < m; j++) u[j] = at(array, rows[j]);
}
ILI_FN void scatter(const il_v *u, double *array, const int *rows, const int m) {
#pragma GCC unroll 6
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
    #pragma GCC unroll 6
        for (int j = 0; j < m; j++) {
            il_v aj = ili_load(a[j].lane + o);
            diag[j] += aj*aj*hinv;
            floor[j] += ili_abs(aj)*span;
        }
    }
    scatter(diag, w->diag, rows, m), scatter(floor, w->floor, rows, m);
}

static il_m setup(const part *s) {
    const il_boxqp_workspace *w = s->w;
    il_m ok = ili_live(s->o, s->nlive);
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
#pragma GCC unroll 6
        for (int j = 0; j < m; j++) g += ili_load(ai[j].lane + o)*y[j];
        il_v x = evaluate_column(s, to, place, g);
#pragma GCC unroll 6
        for (int j = 0; j < m; j++) f[j] -= ili_load(ai[j].lane + o)*x;
    }
    scatter(f, to->f, rows, m);
}

__attribute__((unused)) static void evaluate(const part *s, const point *to) {
    const part here = *s; // a copy that no store can change: its pointers stay in registers
    const point there = *to;
    evaluate_rows(&here, &there);
#define CALL(k, u, v, m) evaluate_group(&here, &there, k, u, v, m)
    FOR_GROUPS(here.w, CALL)
#undef CALL
}

// ---- along a line ----

// n and slope at y + t d, from the two points' A'y
__attribute__((unused)) static void evaluate_line(part *s, il_v t) {
    const il_boxqp_problem *p = s->p;
    const il_boxqp_workspace *w = s->w;
    const int o = s->o;
    il_v n = t*s->curve, slope = s->curve;
    for (int place = 0; place < w->nx; place++) {
        int i = w->order[place];
        il_v g = at(s->at.g, place), dg = at(s->to.g, place) - g, hinv = at(w->hinv, place);
        il_v lo = ili_load(p->lo[i].lane + o), hi = ili_load(p->hi[i].lane + o), v = pick(p->c, i, o) + (g + t*dg)*hinv;
        il_m below = v < lo, above = v > hi;
        n += (ili_select(below, lo, ili_select(above, hi, v)) - at(s->at.x, place))*dg;
        slope += ili_select(below | above, ili_set(0.0), hinv)*dg*dg;
    }
    s->n = n, s->slope = slope;
}

// ---- the sizes of a row's terms ----

ILI_FN void gross_group(const part *s, int k, il_v *gross, il_v *unused, const int m) {
    const il_boxqp_workspace *w = s->w;
    const int *rows = w->rows + w->group_row[k];
    (void)unused;
    gather(gross, w->gross, rows, m);
    for (int place = w->group_col[k]; place < w->group_col[k + 1]; place++) {
        const il_pack *a = s->p->a + w->entry[place];
        il_v x = at(s->at.x, place);
#pragma GCC unroll 6
        for (int j = 0; j < m; j++) gross[j] += ili_abs(ili_load(a[j].lane + s->o)*x);
    }
    scatter(gross, w->gross, rows, m);
}

// the sum of the sizes of a row's terms
static void take_gross(const part *s) {
    const il_boxqp_workspace *w = s->w;
    for (int j = 0; j < w->nd; j++) {
        il_v yj = ili_abs(at(s->at.y, j)), gross = at(w->floor, j) + ili_abs(ili_load(s->p->b[j].lane + s->o)) + at(w->eps, j)*yj;
        for (int k = 0; w->dense && k <= j; k++) {
            il_v wjk = ili_abs(ili_load(s->p->w[j*(j + 1)/2 + k].lane + s->o));
            gross += wjk*ili_abs(at(s->at.y, k));
            if (k < j) put(w->gross, k, at(w->gross, k) + wjk*yj);
        }
        put(w->gross, j, gross);
    }
#define CALL(k, u, v, m) gross_group(s, k, u, v, m)
    FOR_GROUPS(w, CALL)
#undef CALL
}

// ---- the Newton matrix ----

// S = M + P in the lanes that start afresh
static void reset_matrix(const part *s) {
    const il_boxqp_workspace *w = s->w;
    il_m reset = s->reset;
    for (int e = 0; e < w->ntile*ILI_TILE_SIZE; e++) put(w->s, e, ili_select(reset, ili_set(0.0), at(w->s, e)));
    for (int j = 0; j < w->nd4; j++) {
        int jj = w->at_row[j] + w->at_col[j];
        put(w->s, jj, ili_select(reset, j < w->nd ? at(w->eps, j) + at(w->prox, j) : ili_set(1.0), at(w->s, jj)));
        for (int k = 0; w->dense && j < w->nd && k <= j; k++) {
            int jk = w->at_row[j] + w->at_col[k];
            il_v wjk = ili_load(s->p->w[j*(j + 1)/2 + k].lane + s->o);
            put(w->s, jk, ili_select(reset, at(w->s, jk) + wjk, at(w->s, jk)));
        }
    }
}

// S += sum of dTh a a' over n columns of one group with few rows
ILI_FN void add_small(const part *s, const int *places, int n, const int *rows, const int m) {
    const il_boxqp_workspace *w = s->w;
    il_v sum[SMALL*(SMALL + 1)/2];
#pragma GCC unroll 6
    for (int j = 0; j < m; j++)
#pragma GCC unroll 6
        for (int k = 0; k <= j; k++) sum[j*(j + 1)/2 + k] = at(w->s, w->at_row[rows[j]] + w->at_col[rows[k]]);
    for (int c = 0; c < n; c++) {
        const il_pack *a = s->p->a + w->entry[places[c]];
        il_v dth = at(s->at.free, places[c]) - at(w->th, places[c]), aj[SMALL];
#pragma GCC unroll 6
        for (int j = 0; j < m; j++) aj[j] = ili_load(a[j].lane + s->o);
#pragma GCC unroll 6
        for (int j = 0; j < m; j++)
#pragma GCC unroll 6
            for (int k = 0; k <= j; k++) sum[j*(j + 1)/2 + k] += dth*aj[j]*aj[k];
    }
#pragma GCC unroll 6
    for (int j = 0; j < m; j++)
#pragma GCC unroll 6
        for (int k = 0; k <= j; k++) put(w->s, w->at_row[rows[j]] + w->at_col[rows[k]], sum[j*(j + 1)/2 + k]);
}

// the same for n <= 4 columns with many rows
ILI_FN void add_large(const part *s, const int *places, const int n, const int *rows, int m) {
    const il_boxqp_workspace *w = s->w;
    const il_pack *a[4];
    il_v dth[4], da[4];
#pragma GCC unroll 4
    for (int c = 0; c < n; c++) {
        a[c] = s->p->a + w->entry[places[c]];
        dth[c] = at(s->at.free, places[c]) - at(w->th, places[c]);
    }
    for (int j = 0; j < m; j++) {
#pragma GCC unroll 4
        for (int c = 0; c < n; c++) da[c] = dth[c]*ili_load(a[c][j].lane + s->o);
        double *row = w->s + w->at_row[rows[j]]*ILI_W;
        for (int k = 0; k <= j; k++) {
            il_v sum = at(row, w->at_col[rows[k]]);
#pragma GCC unroll 4
            for (int c = 0; c < n; c++) sum += da[c]*ili_load(a[c][k].lane + s->o);
            put(row, w->at_col[rows[k]], sum);
        }
    }
}

static void add_columns(const part *s, const int *places, int n, const int *rows, int m) {
    switch (m) {
    case 0: return;
    case 1: add_small(s, places, n, rows, 1); return;
    case 2: add_small(s, places, n, rows, 2); return;
    case 3: add_small(s, places, n, rows, 3); return;
    case 4: add_small(s, places, n, rows, 4); return;
    case 5: add_small(s, places, n, rows, 5); return;
    case 6: add_small(s, places, n, rows, 6); return;
    default: break;
    }
    for (; n >= 4; n -= 4, places += 4) add_large(s, places, 4, rows, m);
    switch (n) {
    case 1: add_large(s, places, 1, rows, m); return;
    case 2: add_large(s, places, 2, rows, m); return;
    case 3: add_large(s, places, 3, rows, m); return;
    default: return;
    }
}

ILI_FN ldl ldl_of(const il_boxqp_workspace *w) {
    return (ldl){w->nb, w->tile_row, w->tile_first, w->s, w->l, w->dinv, w->c_row, w->diag, PIVOT_TINY};
}

static void factor_matrix(const part *s) {
    const ldl f = ldl_of(s->w);
    ldl_factor(&f);
}

static void solve_matrix(const part *s, double *z) {
    const ldl f = ldl_of(s->w);
    ldl_solve(&f, z);
}

#endif

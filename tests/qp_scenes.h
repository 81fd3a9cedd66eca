// qp_scenes.h - box QPs for tests and the benchmark: families of random problems from plain to degenerate, eight lanes of numbers on one
// pattern; and a certificate of optimality in long double that knows nothing of the solver.
#ifndef QP_SCENES_H
#define QP_SCENES_H
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ilium/qp.h"

// ---- random numbers (splitmix64) ----

static inline double uniform(uint64_t *seed, double lo, double hi) {
    uint64_t z = (*seed += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30))*0xbf58476d1ce4e5b9U, z = (z ^ (z >> 27))*0x94d049bb133111ebU, z ^= z >> 31;
    return lo + (hi - lo)*((double)(z >> 11)*0x1p-53);
}
static inline int whole(uint64_t *seed, int n) { return (int)uniform(seed, 0, n); } // 0 to n-1

// ---- a problem with memory of its own ----

typedef struct scene {
    il_boxqp_problem p;
    il_boxqp_solution s;
    int *col_start, *row_index;
    il_pack *a, *b, *h, *c, *lo, *hi, *eps, *w;
    il_boxqp_workspace *work;
    il_boxqp_info info;
    int culprit[IL_LANES]; // row that cannot be met, -1 = the problem is feasible
} scene;

static inline il_pack *packs(int n) {
    il_pack *array = aligned_alloc(64, sizeof(il_pack)*(size_t)(n > 0 ? n : 1));
    if (array) memset(array, 0, sizeof(il_pack)*(size_t)(n > 0 ? n : 1));
    return array;
}

static inline void scene_place(scene *s, int nd, int nx, int nnz) {
    memset(s, 0, sizeof *s);
    s->col_start = calloc((size_t)nx + 1, sizeof(int)), s->row_index = calloc((size_t)nnz + 1, sizeof(int));
    s->a = packs(nnz), s->b = packs(nd), s->h = packs(nx), s->c = packs(nx), s->lo = packs(nx), s->hi = packs(nx), s->eps = packs(nd);
    s->w = packs(nd*(nd + 1)/2);
    s->p = (il_boxqp_problem){nd, nx, IL_LANES, s->col_start, s->row_index, s->a, s->b, s->h, s->c, s->lo, s->hi, s->eps, NULL};
    s->s = (il_boxqp_solution){packs(nx), packs(nd), packs(nd), packs(nx)};
    for (int l = 0; l < IL_LANES; l++) s->culprit[l] = -1;
}

static inline void scene_free(scene *s) {
    il_pack *all[] = {s->a, s->b, s->h, s->c, s->lo, s->hi, s->eps, s->w, s->s.x, s->s.y, s->s.r, s->s.side};
    for (size_t i = 0; i < sizeof all/sizeof *all; i++) free(all[i]);
    free(s->col_start), free(s->row_index);
    il_boxqp_workspace_free(s->work);
}

// ---- families ----

#define FAMILIES(X)                                                                  \
    X(PLAIN, "bounds 0..1, reserves")                                                \
    X(HARD_ROWS, "no reserves, feasible inside the box")                             \
    X(TWINS, "duplicate and empty columns, no reserves")                             \
    X(RANK, "rows that are sums of others, no reserves")                             \
    X(SATURATED, "asks for more than there is; reserves take the rest")              \
    X(SCALES, "rows and weights over eight orders of magnitude")                     \
    X(STIFF, "reserves of 1e-9 of a row's strength")                                 \
    X(MIXED, "free, fixed and one-sided columns, centres outside the box")           \
    X(COMPLIANT, "dense W, no reserves")                                             \
    X(VERTEX, "feasible only at a corner of the box in one row, no reserves")        \
    X(INFEASIBLE_ROW, "one row asks for more than there is, no reserves")            \
    X(EMPTY_ROW, "a row without columns asks for something, no reserves")            \
    X(AT_REST, "nothing is asked for")
#define FAMILY_ENUM(name, text) name,
enum family { FAMILIES(FAMILY_ENUM) NFAMILIES };
#undef FAMILY_ENUM

static inline int scene_entry(const scene *s, int j, int i) { // -1 where the pattern has none
    for (int e = s->col_start[i]; e < s->col_start[i + 1]; e++)
        if (s->row_index[e] == j) return e;
    return -1;
}

// the most that the columns can do in row j
static inline double scene_reach(const scene *s, int j, int lane) {
    double sum = 0;
    for (int i = 0; i < s->p.nx; i++) {
        int e = scene_entry(s, j, i);
        if (e >= 0) sum += fmax(s->a[e].lane[lane]*s->lo[i].lane[lane], s->a[e].lane[lane]*s->hi[i].lane[lane]);
    }
    return sum;
}

static inline void scene_pattern(scene *s, enum family family, int nd, int nx, double density, uint64_t *seed) {
    int *mask = calloc((size_t)nd*(size_t)nx, sizeof *mask), nnz = 0, barren = family == EMPTY_ROW ? whole(seed, nd) : -1;
    for (int i = 0; i < nx; i++)
        for (int j = 0; j < nd; j++) {
            int on = (uniform(seed, 0, 1) < density || i%nd == j) && j != barren;
            if (family == TWINS && i >= nx/2) on = mask[(i - nx/2)*nd + j];
            if (family == TWINS && i%7 == 3 && i < nx/2) on = 0;
            if (family == RANK && nd > 1 && j == nd - 1) on = mask[i*nd] | mask[i*nd + nd/2];
            nnz += mask[i*nd + j] = on;
        }
    scene_place(s, nd, nx, nnz);
    for (int i = 0, e = 0; i < nx; i++) {
        for (int j = 0; j < nd; j++)
            if (mask[i*nd + j]) s->row_index[e++] = j;
        s->col_start[i + 1] = e;
    }
    for (int l = 0; l < IL_LANES; l++) s->culprit[l] = barren;
    free(mask);
}

static inline void scene_columns(scene *s, enum family family, int l, uint64_t *seed) {
    int nd = s->p.nd, nx = s->p.nx;
    for (int i = 0; i < nx; i++) {
        s->h[i].lane[l] = family == SCALES ? pow(10, uniform(seed, -4, 4)) : uniform(seed, 0.3, 3);
        s->c[i].lane[l] = family == MIXED ? uniform(seed, -2, 3) : i%5 == 4 ? uniform(seed, -0.1, 0.2) : 0;
        s->lo[i].lane[l] = 0, s->hi[i].lane[l] = 1;
        if (family == MIXED) {
            int kind = whole(seed, 5);
            if (kind == 0 || kind == 1) s->lo[i].lane[l] = -IL_INF;
            if (kind == 0 || kind == 2) s->hi[i].lane[l] = IL_INF;
            if (kind == 3) s->lo[i].lane[l] = s->hi[i].lane[l] = uniform(seed, -1, 1);
        }
        for (int e = s->col_start[i]; e < s->col_start[i + 1]; e++) s->a[e].lane[l] = uniform(seed, -1, 1)*20;
        if (family == TWINS && i >= nx/2) {
            int twin = i - nx/2;
            s->h[i].lane[l] = s->h[twin].lane[l];
            for (int e = s->col_start[i]; e < s->col_start[i + 1]; e++) s->a[e].lane[l] = s->a[s->col_start[twin] + e - s->col_start[i]].lane[l];
        }
        if (family == RANK && nd > 1) { // the last row is row 0 minus half of the middle one
            int last = scene_entry(s, nd - 1, i), first = scene_entry(s, 0, i), mid = nd > 2 ? scene_entry(s, nd/2, i) : -1;
            if (last >= 0) s->a[last].lane[l] = (first >= 0 ? s->a[first].lane[l] : 0) - (mid >= 0 ? s->a[mid].lane[l]/2 : 0);
        }
    }
    for (int j = 0; family == SCALES && j < nd; j++) {
        double scale = pow(10, uniform(seed, -4, 4));
        for (int i = 0; i < nx; i++)
            if (scene_entry(s, j, i) >= 0) s->a[scene_entry(s, j, i)].lane[l] *= scale;
    }
}

static inline void scene_rows(scene *s, enum family family, int l, uint64_t *seed) {
    int nd = s->p.nd, nx = s->p.nx;
    double level = family == SATURATED ? 1.0 : uniform(seed, 0.02, 0.9);
    for (int i = 0; i < nx; i++) { // b from some x in the box
        double lo = fmax(s->lo[i].lane[l], -1), hi = fmin(s->hi[i].lane[l], 2), x = lo + (hi - lo)*uniform(seed, 0, level);
        if (hi <= lo) x = s->lo[i].lane[l] < s->hi[i].lane[l] ? lo : s->lo[i].lane[l];
        if (family == AT_REST) x = s->c[i].lane[l] = 0;
        for (int e = s->col_start[i]; e < s->col_start[i + 1]; e++) s->b[s->row_index[e]].lane[l] += s->a[e].lane[l]*x;
    }
    for (int j = 0; j < nd; j++) {
        double strength = 0;
        for (int i = 0; i < nx; i++)
            if (scene_entry(s, j, i) >= 0) strength += fabs(s->a[scene_entry(s, j, i)].lane[l]);
        double share = family == PLAIN || family == MIXED || family == SCALES ? 1e-3 : family == SATURATED ? 1e-4 : family == STIFF ? 1e-9 : 0;
        s->eps[j].lane[l] = share*strength;
        if (family == SATURATED) s->b[j].lane[l] = uniform(seed, -3, 3)*strength;
    }
    int j = whole(seed, nd);
    if (family == VERTEX) {
        for (int k = 0; k < nd; k++) s->b[k].lane[l] = 0;
        for (int i = 0; i < nx; i++) { // the corner that is best for row j, and what it does in the others
            int e = scene_entry(s, j, i);
            double x = e >= 0 ? (s->a[e].lane[l] > 0 ? 1 : 0) : uniform(seed, 0.1, 0.9);
            for (int k = s->col_start[i]; k < s->col_start[i + 1]; k++) s->b[s->row_index[k]].lane[l] += s->a[k].lane[l]*x;
        }
    }
    if (family == INFEASIBLE_ROW) s->culprit[l] = j, s->b[j].lane[l] = uniform(seed, 1.2, 4)*scene_reach(s, j, l) + 1;
    if (family == EMPTY_ROW) s->b[s->culprit[l]].lane[l] = uniform(seed, 0.5, 2);
}

// W = B B' with B of nd x k numbers, which come out in `root` when that is wanted
static inline void scene_compliance(scene *s, int k, double *root, int l, uint64_t *seed) {
    int nd = s->p.nd;
    for (int i = 0; i < nd*k; i++) root[i] = uniform(seed, -1, 1);
    for (int i = 0; i < nd; i++)
        for (int j = 0; j <= i; j++) {
            double sum = 0;
            for (int m = 0; m < k; m++) sum += root[i*k + m]*root[j*k + m];
            s->w[i*(i + 1)/2 + j].lane[l] = sum;
        }
    s->p.w = s->w;
}

static inline void scene_make(scene *s, enum family family, int nd, int nx, double density, uint64_t *seed) {
    scene_pattern(s, family, nd, nx, density, seed);
    for (int l = 0; l < IL_LANES; l++) {
        scene_columns(s, family, l, seed);
        scene_rows(s, family, l, seed);
        if (family == COMPLIANT) {
            double *root = malloc(sizeof(double)*(size_t)(nd*nd));
            scene_compliance(s, 1 + nd/2, root, l, seed);
            free(root);
        }
    }
}

static inline il_status scene_solve(scene *s, const il_boxqp_settings *set) {
    if (!s->work && il_boxqp_workspace_create(&s->p, &s->work, NULL) != IL_OK) return IL_NO_MEMORY;
    return il_boxqp_solve(&s->p, set, s->work, &s->s, &s->info);
}

// ---- certificate: for a convex problem these three together prove that x is the answer ----

static inline long double compliance(const scene *s, int i, int k, int l) {
    long double m = i == k && s->p.eps ? (long double)s->eps[i].lane[l] : 0;
    return s->p.w ? m + (long double)s->w[i >= k ? i*(i + 1)/2 + k : k*(k + 1)/2 + i].lane[l] : m;
}

// worst relative error of row balance (largest |b - Ax - r| over the sum of the terms), of r = My, and of the gradient's sign at each column
typedef struct certificate { double balance, reserve, sign; int row, outside; } certificate;

static inline certificate scene_certify(const scene *s, int l) {
    certificate worst = {0};
    int nd = s->p.nd, nx = s->p.nx;
    for (int j = 0; j < nd; j++) {
        long double left = (long double)s->b[j].lane[l] - (long double)s->s.r[j].lane[l], size = fabsl((long double)s->b[j].lane[l]), strength = 0;
        long double r = 0, rsize = 0;
        for (int i = 0; i < nx; i++) {
            int e = scene_entry(s, j, i);
            if (e < 0) continue;
            long double term = (long double)s->a[e].lane[l]*(long double)s->s.x[i].lane[l];
            left -= term, size += fabsl(term), strength += fabsl((long double)s->a[e].lane[l]);
        }
        for (int k = 0; k < nd; k++) {
            long double term = compliance(s, j, k, l)*(long double)s->s.y[k].lane[l];
            r += term, rsize += fabsl(term);
        }
        size += rsize + 1e-5L*strength;
        double balance = size > 0 ? (double)(fabsl(left)/size) : (double)fabsl(left);
        if (balance > worst.balance) worst.balance = balance, worst.row = j;
        if (rsize > 0) worst.reserve = fmax(worst.reserve, (double)(fabsl(r - (long double)s->s.r[j].lane[l])/rsize));
    }
    for (int i = 0; i < nx; i++) { // gradient h (x - c) - A'y: zero inside, inward at a bound
        double x = s->s.x[i].lane[l], lo = s->lo[i].lane[l], hi = s->hi[i].lane[l];
        long double gradient = (long double)s->h[i].lane[l]*((long double)x - (long double)s->c[i].lane[l]), size = fabsl(gradient);
        size += (long double)s->h[i].lane[l]*fabsl((long double)s->c[i].lane[l]);
        for (int e = s->col_start[i]; e < s->col_start[i + 1]; e++) {
            long double term = (long double)s->a[e].lane[l]*(long double)s->s.y[s->row_index[e]].lane[l];
            gradient -= term, size += fabsl(term);
        }
        if (!(x >= lo && x <= hi)) worst.outside = 1;
        if (s->s.side[i].lane[l] < (x >= hi ? 1 : x <= lo ? -1 : 0) || s->s.side[i].lane[l] > (x >= hi ? 1 : x <= lo ? -1 : 0)) worst.outside = 1;
        if (x <= lo && gradient > 0) gradient = 0;
        if (x >= hi && gradient < 0) gradient = 0;
        if (size > 0) worst.sign = fmax(worst.sign, (double)(fabsl(gradient)/size));
    }
    return worst;
}

static inline int share_a_column(const scene *s, int j, int k) {
    for (int i = 0; i < s->p.nx; i++)
        if (scene_entry(s, j, i) >= 0 && scene_entry(s, k, i) >= 0) return 1;
    return j == k;
}

// what is wrong with a lane's answer, NULL = nothing: optimal with a certificate, or infeasible where it was made so
static inline const char *scene_fault(const scene *s, enum family family, int l) {
    certificate c = scene_certify(s, l);
    il_boxqp_status status = s->info.status[l];
    if (c.outside) return "x is outside its bounds, or not on the side that is told";
    if (c.sign > 1e-14) return "the gradient has the wrong sign";
    if (c.reserve > 1e-14) return "r is not M y";
    if (s->culprit[l] >= 0) {
        if (status != IL_BOXQP_INFEASIBLE || s->info.residual[l] < 1e-6) return "an infeasible problem was not found to be so";
        return share_a_column(s, s->culprit[l], s->info.worst_row[l]) ? NULL : "the row that is named has nothing to do with it";
    }
    if (family == SCALES && status == IL_BOXQP_INACCURATE) // eight orders in rows and weights: double precision may end before
        return c.balance < 1e-6 ? NULL : "far from accurate";
    if (status != IL_BOXQP_SOLVED) return "not solved";
    if (c.balance > 1.001e-9) return "a row is not met";
    return fabs(c.balance - s->info.residual[l]) <= 1e-9 ? NULL : "the residual is not the one that is reported";
}

#endif

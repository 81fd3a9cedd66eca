// wide.h - loops over arrays of plain doubles, as wide as the instruction set, for the kernel that solves one problem alone.
// Every element's operations are those of the lane form in the same order, so that both give the same bits. Arrays start on cache lines
// (except where said) and are padded to whole groups of eight; a multiple of eight long is meant by n8.
#ifndef ILI_SOLVE_WIDE_H
#define ILI_SOLVE_WIDE_H
#include "math/lane.h"

enum { WIDE = 8 }; // what arrays are padded to

ILI_FN il_v wide_any(const double *p) { il_v v; memcpy(&v, p, sizeof v); return v; } // at any address

// ---- columns ----

// x = clip(c + g/h), free = 1/h where it was not clipped
static void wide_clip(int n8, const double *c, const double *hinv, const double *lo, const double *hi, const double *g, double *x, double *free) {
    for (int i = 0; i < n8; i += ILI_W) {
        il_v h = ili_load(hinv + i), low = ili_load(lo + i), high = ili_load(hi + i), v = ili_load(c + i) + ili_load(g + i)*h;
        il_m below = v < low, above = v > high;
        ili_store(x + i, ili_select(below, low, ili_select(above, high, v)));
        ili_store(free + i, ili_select(below | above, ili_set(0.0), h));
    }
}

// a column's terms of n and slope along a line: (x(g + t dg) - x) dg and dg^2/h where free
static void wide_line(int n8, double t, const double *c, const double *hinv, const double *lo, const double *hi, const double *g, const double *to_g,
                      const double *x, double *n, double *slope) {
    il_v step = ili_set(t);
    for (int i = 0; i < n8; i += ILI_W) {
        il_v h = ili_load(hinv + i), low = ili_load(lo + i), high = ili_load(hi + i), at_g = ili_load(g + i), dg = ili_load(to_g + i) - at_g;
        il_v v = ili_load(c + i) + (at_g + step*dg)*h;
        il_m below = v < low, above = v > high;
        ili_store(n + i, (ili_select(below, low, ili_select(above, high, v)) - ili_load(x + i))*dg);
        ili_store(slope + i, ili_select(below | above, ili_set(0.0), h)*dg*dg);
    }
}

// sum += a[0] + a[1] + ..., one after the other; two sums at once
static void wide_sums(int n, const double *a, const double *b, double *sum_a, double *sum_b) {
    double sa = *sum_a, sb = *sum_b;
    for (int i = 0; i < n; i++) sa += a[i], sb += b[i];
    *sum_a = sa, *sum_b = sb;
}

// ---- a group of n columns with the same m rows: a by columns (m8 apart), b in blocks of eight columns ([m][8] each) ----

// g = A'y of the group
static void wide_columns(int n, int m, const double *b, const double *y, double *g) {
    double last[WIDE] __attribute__((aligned(64)));
    for (int first = 0; first < n; first += WIDE, b += m*WIDE) {
        for (int i = 0; i < WIDE; i += ILI_W) {
            il_v sum = ili_set(0.0);
            for (int j = 0; j < m; j++) sum += ili_load(b + j*WIDE + i)*ili_set(y[j]);
            ili_store(last + i, sum);
        }
        memcpy(g + first, last, sizeof(double)*(size_t)(n - first < WIDE ? n - first : WIDE));
    }
}

enum wide_term { WIDE_LEFT, WIDE_SIZE, WIDE_SQUARE, WIDE_REACH }; // f -= a x,  f += |a x|,  f += a a x,  f += |a| x

ILI_FN il_v wide_add(enum wide_term term, il_v f, il_v a, il_v x) {
    return term == WIDE_LEFT ? f - a*x : term == WIDE_SIZE ? f + ili_abs(a*x) : term == WIDE_SQUARE ? f + a*a*x : f + ili_abs(a)*x;
}

// the group's rows f, column by column; x at any address
ILI_FN void wide_rows(enum wide_term term, int n, int m8, const double *a, const double *x, double *f) {
    int j = 0;
    for (; j + 4*ILI_W <= m8; j += 4*ILI_W) {
        il_v f0 = ili_load(f + j), f1 = ili_load(f + j + ILI_W), f2 = ili_load(f + j + 2*ILI_W), f3 = ili_load(f + j + 3*ILI_W);
        for (int i = 0; i < n; i++) {
            const double *col = a + i*m8 + j;
            il_v xi = ili_set(x[i]);
            f0 = wide_add(term, f0, ili_load(col), xi), f1 = wide_add(term, f1, ili_load(col + ILI_W), xi);
            f2 = wide_add(term, f2, ili_load(col + 2*ILI_W), xi), f3 = wide_add(term, f3, ili_load(col + 3*ILI_W), xi);
        }
        ili_store(f + j, f0), ili_store(f + j + ILI_W, f1), ili_store(f + j + 2*ILI_W, f2), ili_store(f + j + 3*ILI_W, f3);
    }
    for (; j < m8; j += ILI_W) {
        il_v sum = ili_load(f + j);
        for (int i = 0; i < n; i++) sum = wide_add(term, sum, ili_load(a + i*m8 + j), ili_set(x[i]));
        ili_store(f + j, sum);
    }
}

// ---- a dense symmetric matrix by columns, n8 apart ----

// r += W[:,k] y_k for rising k; of W all is there. `size`: of the absolute values
static void wide_symmetric(int n, int n8, const double *w, const double *y, double *r, int size) {
    for (int i = 0; i < n8; i += ILI_W) {
        il_v sum = ili_load(r + i);
        if (size)
            for (int k = 0; k < n; k++) sum += ili_abs(ili_load(w + k*n8 + i))*ili_abs(ili_set(y[k]));
        else
            for (int k = 0; k < n; k++) sum += ili_load(w + k*n8 + i)*ili_set(y[k]);
        ili_store(r + i, sum);
    }
}

// S[:,k] += da_0 a_0k + ... for n <= 4 columns spread over all rows in da (n8 apart); rows from k's group of eight to `end`
ILI_FN void wide_add_column(double *s, int from, int end, const double *da, int n8, const double *const *a, int k, const int n) {
    il_v a0 = ili_set(a[0][k]), a1 = n > 1 ? ili_set(a[1][k]) : a0, a2 = n > 2 ? ili_set(a[2][k]) : a0, a3 = n > 3 ? ili_set(a[3][k]) : a0;
    for (int i = from; i < end; i += ILI_W) {
        il_v sum = ili_load(s + i) + ili_load(da + i)*a0;
        if (n > 1) sum += ili_load(da + n8 + i)*a1;
        if (n > 2) sum += ili_load(da + 2*n8 + i)*a2;
        if (n > 3) sum += ili_load(da + 3*n8 + i)*a3;
        ili_store(s + i, sum);
    }
}

// ---- S = L D L' by columns: C = L D below and on the diagonal, L by columns and by rows ----

typedef struct wide_ldl {
    int           n, n8; // n a multiple of 4
    const double *s;
    double       *c, *l_col, *l_row, *dinv;
    const double *scale; // as in ldl.h
    double        tiny;
} wide_ldl;

// rows i to i + w ILI_W of the columns j to j+3: C = S - sum over k < j of C[:,k] l_jk
ILI_FN void wide_block(const wide_ldl *f, int i, int j, const int w) {
    const int n8 = f->n8;
    const double *s = f->s + j*n8 + i, *c = f->c + i, *l = f->l_row + j*n8;
    il_v a0 = ili_load(s), a1 = ili_load(s + n8), a2 = ili_load(s + 2*n8), a3 = ili_load(s + 3*n8), b0 = a0, b1 = a1, b2 = a2, b3 = a3;
    if (w > 1) b0 = ili_load(s + ILI_W), b1 = ili_load(s + n8 + ILI_W), b2 = ili_load(s + 2*n8 + ILI_W), b3 = ili_load(s + 3*n8 + ILI_W);
    for (int k = 0; k < j; k++, c += n8, l++) {
        il_v l0 = ili_set(l[0]), l1 = ili_set(l[n8]), l2 = ili_set(l[2*n8]), l3 = ili_set(l[3*n8]), ca = ili_load(c);
        a0 -= ca*l0, a1 -= ca*l1, a2 -= ca*l2, a3 -= ca*l3;
        if (w > 1) {
            il_v cb = ili_load(c + ILI_W);
            b0 -= cb*l0, b1 -= cb*l1, b2 -= cb*l2, b3 -= cb*l3;
        }
    }
    double *to = f->c + j*n8 + i;
    ili_store(to, a0), ili_store(to + n8, a1), ili_store(to + 2*n8, a2), ili_store(to + 3*n8, a3);
    if (w > 1) ili_store(to + ILI_W, b0), ili_store(to + n8 + ILI_W, b1), ili_store(to + 2*n8 + ILI_W, b2), ili_store(to + 3*n8 + ILI_W, b3);
}

// column m, of those from j on that wide_block has left: its share of the columns from j to m-1, its pivot, its L
static void wide_column(const wide_ldl *f, int j, int m) {
    const int n8 = f->n8, first = m - m%WIDE;
    double *c = f->c + m*n8, *l = f->l_col + m*n8;
    for (int k = j; k < m; k++) {
        il_v lmk = ili_set(f->l_row[m*n8 + k]);
        for (int i = first; i < n8; i += ILI_W) ili_store(c + i, ili_load(c + i) - ili_load(f->c + k*n8 + i)*lmk);
    }
    double pivot = c[m] <= f->tiny*f->scale[m] ? f->scale[m] : c[m];
    f->dinv[m] = 1.0/pivot;
    il_v inv = ili_set(f->dinv[m]);
    for (int i = first; i < n8; i += ILI_W) ili_store(l + i, ili_load(c + i)*inv);
    for (int i = m + 1; i < f->n; i++) f->l_row[i*n8 + m] = l[i];
}

static void wide_factor(const wide_ldl *f) {
    for (int j = 0; j < f->n; j += 4) {
        int i = j - j%WIDE;
        for (; i + 2*ILI_W <= f->n8; i += 2*ILI_W) wide_block(f, i, j, 2);
        for (; i < f->n8; i += ILI_W) wide_block(f, i, j, 1);
        for (int m = j; m < j + 4; m++) wide_column(f, j, m);
    }
}

// z[from..end) -= l z_k, element by element up to whole vectors and after them
ILI_FN void wide_subtract(int from, int end, const double *l, double zk, double *z) {
    int i = from;
    il_v zz = ili_set(zk);
    for (; i < end && i%ILI_W != 0; i++) z[i] -= l[i]*zk;
    for (; i + ILI_W <= end; i += ILI_W) ili_store(z + i, ili_load(z + i) - ili_load(l + i)*zz);
    for (; i < end; i++) z[i] -= l[i]*zk;
}

// z := S^-1 z; rows are finished in fours from below, as in ldl.h
static void wide_solve(const wide_ldl *f, double *z) {
    for (int k = 0; k < f->n; k++) wide_subtract(k + 1, f->n, f->l_col + k*f->n8, z[k], z);
    for (int i = 0; i < f->n; i++) z[i] *= f->dinv[i];
    for (int i = f->n - 4; i >= 0; i -= 4) {
        for (int r = 3; r > 0; r--) wide_subtract(i, i + r, f->l_row + (i + r)*f->n8, z[i + r], z);
        for (int r = 0; r < 4; r++) wide_subtract(0, i, f->l_row + (i + r)*f->n8, z[i + r], z);
    }
}

#endif

// dense.c - LU, Cholesky and symmetric eigenvalues of small matrices (Golub and Van Loan, Matrix Computations, chapters 3, 4 and 8)
#include "solve/dense.h"
#include <math.h>
#include <string.h>

// two doubles that the processor handles as one; memory need not be aligned
typedef double pair __attribute__((vector_size(16)));
static inline pair load(const double *p) { pair v; memcpy(&v, p, sizeof v); return v; }
static inline void store(double *p, pair v) { memcpy(p, &v, sizeof v); }

// y -= c x
static void subtract(int n, double c, const double *x, double *y) {
    pair cc = {c, c};
    int j = 0;
    for (; j + 2 <= n; j += 2) store(y + j, load(y + j) - cc*load(x + j));
    for (; j < n; j++) y[j] -= c*x[j];
}

// y -= c0 x0 + c1 x1 + c2 x2 + c3 x3, where the x are rows of a matrix that is `stride` wide
static void subtract4(int n, const double *c, const double *x, int stride, double *y) {
    const double *x0 = x, *x1 = x + stride, *x2 = x1 + stride, *x3 = x2 + stride;
    pair c0 = {c[0], c[0]}, c1 = {c[1], c[1]}, c2 = {c[2], c[2]}, c3 = {c[3], c[3]};
    int j = 0;
    for (; j + 2 <= n; j += 2)
        store(y + j, load(y + j) - c0*load(x0 + j) - c1*load(x1 + j) - c2*load(x2 + j) - c3*load(x3 + j));
    for (; j < n; j++) y[j] = y[j] - c[0]*x0[j] - c[1]*x1[j] - c[2]*x2[j] - c[3]*x3[j];
}

static double dot(int n, const double *x, const double *y) {
    pair s = {0, 0}, t = {0, 0};
    int j = 0;
    for (; j + 4 <= n; j += 4) s += load(x + j)*load(y + j), t += load(x + j + 2)*load(y + j + 2);
    s += t;
    double sum = s[0] + s[1];
    for (; j < n; j++) sum += x[j]*y[j];
    return sum;
}

static void swap_rows(int n, double *x, double *y) {
    for (int j = 0; j < n; j++) {
        double t = x[j];
        x[j] = y[j], y[j] = t;
    }
}

// ---- LU ----

enum { PANEL = 4 };

// eliminate columns first to last-1 within themselves, pivots chosen; the columns right of them wait
static int factor_panel(int n, double *a, int *piv, int first, int last) {
    for (int k = first; k < last; k++) {
        int best = k;
        for (int i = k + 1; i < n; i++)
            if (fabs(a[i*n + k]) > fabs(a[best*n + k])) best = i;
        piv[k] = best;
        if (best != k) swap_rows(n, a + k*n, a + best*n);
        double pivot = a[k*n + k];
        if (!(fabs(pivot) > 0) || pivot - pivot != 0) return k + 1;
        for (int i = k + 1; i < n; i++) {
            double l = a[i*n + k] /= pivot;
            for (int j = k + 1; j < last; j++) a[i*n + j] -= l*a[k*n + j];
        }
    }
    return 0;
}

int ili_lu_factor(int n, double *a, int *piv) {
    for (int first = 0; first < n; first += PANEL) {
        int last = first + PANEL < n ? first + PANEL : n, right = n - last, bad = factor_panel(n, a, piv, first, last);
        if (bad) return bad;
        // what waited: the panel's own rows, then all below at four pivots a pass
        for (int k = first + 1; k < last; k++)
            for (int m = first; m < k; m++) subtract(right, a[k*n + m], a + m*n + last, a + k*n + last);
        for (int i = last; i < n; i++) subtract4(right, a + i*n + first, a + first*n + last, n, a + i*n + last);
    }
    return 0;
}

void ili_lu_solve(int n, const double *lu, const int *piv, int m, double *x) {
    for (int k = 0; k < n; k++)
        if (piv[k] != k) swap_rows(m, x + k*m, x + piv[k]*m);
    for (int i = 1; i < n; i++) {
        int k = 0;
        for (; k + 4 <= i; k += 4) subtract4(m, lu + i*n + k, x + k*m, m, x + i*m);
        for (; k < i; k++) subtract(m, lu[i*n + k], x + k*m, x + i*m);
    }
    for (int i = n - 1; i >= 0; i--) {
        int k = i + 1;
        for (; k + 4 <= n; k += 4) subtract4(m, lu + i*n + k, x + k*m, m, x + i*m);
        for (; k < n; k++) subtract(m, lu[i*n + k], x + k*m, x + i*m);
        for (int j = 0; j < m; j++) x[i*m + j] /= lu[i*n + i];
    }
}

void ili_lu_solve_transposed(int n, const double *lu, const int *piv, int m, double *x) {
    for (int i = 0; i < n; i++) { // U' z = b
        for (int j = 0; j < m; j++) x[i*m + j] /= lu[i*n + i];
        for (int k = i + 1; k < n; k++) subtract(m, lu[i*n + k], x + i*m, x + k*m);
    }
    for (int i = n - 1; i > 0; i--) // L' w = z
        for (int k = 0; k < i; k++) subtract(m, lu[i*n + k], x + i*m, x + k*m);
    for (int k = n - 1; k >= 0; k--)
        if (piv[k] != k) swap_rows(m, x + k*m, x + piv[k]*m);
}

// ---- Cholesky ----

int ili_chol_factor(int n, double *a) {
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) a[i*n + j] = (a[i*n + j] - dot(j, a + i*n, a + j*n))/a[j*n + j];
        double pivot = a[i*n + i] - dot(i, a + i*n, a + i*n);
        if (!(pivot > 0) || pivot - pivot != 0) return i + 1;
        a[i*n + i] = sqrt(pivot);
    }
    return 0;
}

void ili_chol_solve(int n, const double *l, int m, double *x) {
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < i; k++) subtract(m, l[i*n + k], x + k*m, x + i*m);
        for (int j = 0; j < m; j++) x[i*m + j] /= l[i*n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
        for (int j = 0; j < m; j++) x[i*m + j] /= l[i*n + i];
        for (int k = 0; k < i; k++) subtract(m, l[i*n + k], x + i*m, x + k*m);
    }
}

// ---- symmetric eigenvalues ----

// a := a - v w' - w v' for the trailing block behind row k, with w = p - (p'v/v'v) v and p = 2 a v/v'v: a reflection from both sides
static void reflect(int n, int k, double *a, const double *v, double *w) {
    int m = n - k - 1;
    double vv = dot(m, v, v), pv = 0;
    for (int i = 0; i < m; i++) w[i] = 2*dot(m, a + (k + 1 + i)*n + k + 1, v)/vv, pv += w[i]*v[i];
    for (int i = 0; i < m; i++) w[i] -= pv/vv*v[i];
    for (int i = 0; i < m; i++) {
        double *row = a + (k + 1 + i)*n + k + 1;
        subtract(m, v[i], w, row);
        subtract(m, w[i], v, row);
    }
}

// A = Q T Q': T's diagonal into d, what stands beside it into e; the reflections' vectors stay in the rows of a, right of the diagonal
static void to_tridiagonal(int n, double *a, double *d, double *e) {
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++) a[j*n + i] = a[i*n + j];
    for (int k = 0; k + 1 < n; k++) {
        double *v = a + k*n + k + 1, length = sqrt(dot(n - k - 1, v, v)), beside = v[0];
        d[k] = a[k*n + k];
        if (k + 2 < n && length > 0) {
            beside = v[0] > 0 ? -length : length;
            v[0] -= beside;
            reflect(n, k, a, v, e + k);
        }
        e[k] = beside;
    }
    if (n > 0) d[n - 1] = a[n*n - 1];
}

// Q', the product of the reflections, in place of their vectors
static void collect_reflections(int n, double *a) {
    for (int k = n - 2; k >= -1; k--) {
        // rows and columns behind k + 1 hold the product so far; row k + 1's own vector has been used
        for (int j = k + 1; j < n; j++) a[(k + 1)*n + j] = a[j*n + k + 1] = j == k + 1;
        if (k < 0 || k + 2 >= n) continue;
        const double *v = a + k*n + k + 1;
        double vv = dot(n - k - 1, v, v);
        for (int i = k + 1; vv > 0 && i < n; i++) subtract(n - k - 1, 2*dot(n - k - 1, a + i*n + k + 1, v)/vv, v, a + i*n + k + 1);
    }
}

// one implicit QL step on rows l to m, with the shift from the corner at l
static void ql_step(int n, int l, int m, double *d, double *e, double *z) {
    double g = (d[l + 1] - d[l])/(2*e[l]), r = sqrt(g*g + 1), s = 1, c = 1, p = 0;
    g = d[m] - d[l] + e[l]/(g + (g >= 0 ? r : -r));
    for (int i = m - 1; i >= l; i--) {
        double f = s*e[i], b = c*e[i];
        r = sqrt(f*f + g*g);
        if (i + 1 < m) e[i + 1] = r;
        if (!(r > 0)) { // the matrix has split here
            d[i + 1] -= p;
            return;
        }
        s = f/r, c = g/r, g = d[i + 1] - p;
        double q = (d[i] - g)*s + 2*c*b;
        p = s*q, d[i + 1] = g + p, g = c*q - b;
        for (int k = 0; k < n; k++) { // rotate rows i and i+1 of Z'
            double above = z[i*n + k], below = z[(i + 1)*n + k];
            z[(i + 1)*n + k] = s*above + c*below, z[i*n + k] = c*above - s*below;
        }
    }
    d[l] -= p, e[l] = g;
}

static void sort(int n, double *values, double *vectors) {
    for (int k = 0; k < n; k++) {
        int least = k;
        for (int i = k + 1; i < n; i++)
            if (values[i] < values[least]) least = i;
        if (least == k) continue;
        swap_rows(1, values + k, values + least);
        swap_rows(n, vectors + k*n, vectors + least*n);
    }
}

int ili_eig_sym(int n, double *a, double *values, double *work) {
    to_tridiagonal(n, a, values, work);
    for (int i = 0; i < n; i++)
        if (values[i] - values[i] != 0 || (i + 1 < n && work[i] - work[i] != 0)) return 1;
    collect_reflections(n, a);
    for (int l = 0; l < n; l++)
        for (int step = 0; step <= 60; step++) {
            int m = l;
            while (m + 1 < n && fabs(work[m]) > 1.1e-16*(fabs(values[m]) + fabs(values[m + 1]))) m++;
            if (m == l) break;
            if (step == 60) return 1;
            ql_step(n, l, m, values, work, a);
        }
    sort(n, values, a);
    return 0;
}

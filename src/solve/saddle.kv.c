// saddle.kv.c - the dense matrix of a saddle: columns folded in, factor, and up to eight right sides abreast. The width goes along rows of the matrix, or
// along right sides; every number is computed by the same operations in the same order at every width.
#include "math/lane.h"
#include "solve/saddle_kernel.h"

#define FOR_WIDTH for (int o = 0; o < IL_LANES; o += ILI_W)

ILI_FN il_v at(const il_pack *x, int o)       { return ili_load(x->lane + o); }
ILI_FN void put(il_pack *x, int o, il_v value) { ili_store(x->lane + o, value); }

// ---- the matrix ------------------------------------------------------------------------------------------------------------------

// row i of M += x u', as far as the diagonal
ILI_FN void add_row(int i, double x, int first, const double *u, double *row) {
    il_v by = ili_set(x);
    for (int j = first; j <= i; j += ILI_W) ili_store(row + j, ili_load(row + j) + by*ili_load(u + j));
}

// lower triangle of M += u u'/bend, u = (C; A) of a column as a dense row, which is left as it came: zeros
static void fold_in(int nq, int stride, int many, const int *index, const double *C, const double *A, double bend, double *u, double *M) {
    double per = 1.0/bend;
    int    first = nq;
    for (int e = 0; e < many; e++) {
        u[index[e]] = C[e], u[nq + index[e]] = A[e];
        if (index[e] < first) first = index[e];
    }
    first = first/ILI_W*ILI_W;
    for (int e = 0; e < many; e++) add_row(index[e], per*C[e], first, u, &M[index[e]*stride]);
    for (int e = 0; e < many; e++) add_row(nq + index[e], per*A[e], first, u, &M[(nq + index[e])*stride]);
    for (int e = 0; e < many; e++) u[index[e]] = u[nq + index[e]] = 0.0;
}

void ILI_KERNEL(ili_saddle_fold)(int nq, int n, int stride, int nx, const int *start, const int *index, const double *C, const double *A, const double *bend,
                                 const signed char *state, double *u, double *M) {
    for (int i = 0; i < nx; i++) {
        int s = start[i];
        if (state[i] == 0) fold_in(nq, stride, start[i + 1] - s, index + s, C + s, A + s, bend[i], u, M);
    }
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++) M[j*stride + i] = M[i*stride + j];
}

// ---- P M = L U -------------------------------------------------------------------------------------------------------------------

enum { PANEL = 8 };

static void swap(int n, double *x, double *y) {
    for (int j = 0; j < n; j += ILI_W) {
        il_v a = ili_load(x + j), b = ili_load(y + j);
        ili_store(x + j, b), ili_store(y + j, a);
    }
}

// columns first .. last-1 within themselves, pivots chosen; those right of them wait
static bool factor_panel(int n, int stride, double *a, int *pivot, int first, int last) {
    for (int k = first; k < last; k++) {
        int  best = k;
        il_v u[PANEL/ILI_W];
        for (int i = k + 1; i < n; i++)
            if (fabs(a[i*stride + k]) > fabs(a[best*stride + k])) best = i;
        pivot[k] = best;
        if (best != k) swap(stride, a + k*stride, a + best*stride);
        double of = a[k*stride + k];
        if (!(fabs(of) > 0.0) || of - of != 0.0) return false;
        for (int o = 0; o < PANEL; o += ILI_W) {
            u[o/ILI_W] = ili_load(a + k*stride + first + o);
            for (int l = 0; l < ILI_W; l++)
                if (first + o + l <= k) u[o/ILI_W][l] = 0.0;
        }
        for (int i = k + 1; i < n; i++) {
            double *row = a + i*stride + first, l = row[k - first]/of;
            for (int o = 0; o < PANEL; o += ILI_W) ili_store(row + o, ili_load(row + o) - ili_set(l)*u[o/ILI_W]);
            row[k - first] = l - l*0.0; // last: a vector read behind one number written waits for it; taking nought off settles a nought's sign
        }
    }
    return true;
}

// row -= l_k (row k of a whole panel), k rising; each l by name, so that it is read and spread once
ILI_FN void take_off_panel(int n, int stride, int from_column, const double *l, const double *from, double *row) {
    const il_v l0 = ili_set(l[0]), l1 = ili_set(l[1]), l2 = ili_set(l[2]), l3 = ili_set(l[3]), l4 = ili_set(l[4]), l5 = ili_set(l[5]), l6 = ili_set(l[6]), l7 = ili_set(l[7]);
    for (int j = from_column; j < n; j += ILI_W) {
        const double *u = from + j;
        il_v          x = ili_load(row + j) - l0*ili_load(u);
        x -= l1*ili_load(u + stride), x -= l2*ili_load(u + 2*stride), x -= l3*ili_load(u + 3*stride), x -= l4*ili_load(u + 4*stride);
        x -= l5*ili_load(u + 5*stride), x -= l6*ili_load(u + 6*stride), x -= l7*ili_load(u + 7*stride);
        ili_store(row + j, x);
    }
}

bool ILI_KERNEL(ili_saddle_lu)(int n, int stride, double *a, int *pivot) {
    for (int first = 0; first < n; first += PANEL) {
        int last = first + PANEL < n ? first + PANEL : n;
        if (!factor_panel(n, stride, a, pivot, first, last)) return false;
        // what waited: the panel's own rows, then all below
        for (int i = first + 1; i < n; i++) {
            double       *row = a + i*stride;
            const double *from = a + first*stride;
            int           many = i < last ? i - first : last - first;
            if (many == PANEL) {
                take_off_panel(n, stride, first + PANEL, row + first, from, row);
                continue;
            }
            for (int j = first + PANEL; j < n; j += ILI_W) {
                il_v x = ili_load(row + j);
                for (int k = 0; k < many; k++) x -= ili_set(row[first + k])*ili_load(from + k*stride + j);
                ili_store(row + j, x);
            }
        }
    }
    return true;
}

// ---- right sides -----------------------------------------------------------------------------------------------------------------

// Four rows at a time, since one sum alone would wait for itself; by name, so that they stay in registers. Rows i + r*down, r = 0 to 3, have had columns
// k, k + down ... as far as row i taken off; then each takes off those before it in turn.
ILI_FN void four_rows(int stride, const double *lu, int o, int i, int down, bool divide, int k, il_pack *x) {
    const double *l0 = lu + i*stride, *l1 = l0 + down*stride, *l2 = l1 + down*stride, *l3 = l2 + down*stride;
    il_pack      *out = &x[i];
    il_v          s0 = at(out, o), s1 = at(out + down, o), s2 = at(out + 2*down, o), s3 = at(out + 3*down, o);
    for (; k != i; k += down) {
        il_v by = at(&x[k], o);
        s0 -= ili_set(l0[k])*by, s1 -= ili_set(l1[k])*by, s2 -= ili_set(l2[k])*by, s3 -= ili_set(l3[k])*by;
    }
    if (divide) s0 /= ili_set(l0[i]);
    s1 -= ili_set(l1[i])*s0;
    if (divide) s1 /= ili_set(l1[i + down]);
    s2 -= ili_set(l2[i])*s0, s2 -= ili_set(l2[i + down])*s1;
    if (divide) s2 /= ili_set(l2[i + 2*down]);
    s3 -= ili_set(l3[i])*s0, s3 -= ili_set(l3[i + down])*s1, s3 -= ili_set(l3[i + 2*down])*s2;
    if (divide) s3 /= ili_set(l3[i + 3*down]);
    put(out, o, s0), put(out + down, o, s1), put(out + 2*down, o, s2), put(out + 3*down, o, s3);
}

ILI_FN void one_row(int stride, const double *lu, int o, int i, int down, bool divide, int k, il_pack *x) {
    il_v s = at(&x[i], o);
    for (; k != i; k += down) s -= ili_set(lu[i*stride + k])*at(&x[k], o);
    put(&x[i], o, divide ? s/ili_set(lu[i*stride + i]) : s);
}

static void substitute(int n, int stride, const double *lu, int o, il_pack *x) {
    int i = 0;
    for (; i + 4 <= n; i += 4) four_rows(stride, lu, o, i, 1, false, 0, x);
    for (; i < n; i++) one_row(stride, lu, o, i, 1, false, 0, x);
    for (i = n - 1; i >= 3; i -= 4) four_rows(stride, lu, o, i, -1, true, n - 1, x);
    for (; i >= 0; i--) one_row(stride, lu, o, i, -1, true, n - 1, x);
}

void ILI_KERNEL(ili_saddle_back)(int n, int stride, const double *lu, const int *pivot, int m, il_pack *x) {
    for (int k = 0; k < n; k++) {
        if (pivot[k] == k) continue;
        il_pack t = x[k];
        x[k] = x[pivot[k]], x[pivot[k]] = t;
    }
    for (int o = 0; o < m; o += ILI_W) substitute(n, stride, lu, o, x);
}

void ILI_KERNEL(ili_saddle_push)(int nq, int nx, const int *start, const int *index, const double *C, const double *A, const double *bend, const signed char *state,
                                 const il_pack *x, il_pack *z) {
    for (int i = 0; i < nx; i++) {
        FOR_WIDTH {
            il_v by = at(&x[i], o);
            if (state[i] == 0) by /= ili_set(bend[i]);
            if (!ili_any(by != ili_set(0.0))) continue;
            for (int e = start[i]; e < start[i + 1]; e++) {
                il_pack *q = &z[index[e]], *y = q + nq;
                put(q, o, at(q, o) - ili_set(C[e])*by);
                put(y, o, at(y, o) - ili_set(A[e])*by);
            }
        }
    }
}

void ILI_KERNEL(ili_saddle_pull)(int nq, int nx, const int *start, const int *index, const double *C, const double *A, const double *bend, const il_pack *z, il_pack *x) {
    for (int i = 0; i < nx; i++) {
        FOR_WIDTH {
            il_v sum = at(&x[i], o);
            for (int e = start[i]; e < start[i + 1]; e++) sum += ili_set(C[e])*at(&z[index[e]], o) + ili_set(A[e])*at(&z[nq + index[e]], o);
            put(&x[i], o, sum/ili_set(bend[i]));
        }
    }
}

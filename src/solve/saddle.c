// saddle.c - the derivative of an equilibrium by its parameters
#include "solve/saddle.h"
#include "solve/dense.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ili_saddle {
    ili_saddle_problem p;
    int                nq, nx, nrow_max, n; ///< n: rows of the matrix
    double            *block, *M, *z, *soft, *scale;
    int               *pivot, *tie_of;      ///< tie_of [nx]: which tie a column has, or -1
    double             softest, stiffness[4];
    int                nfree;               ///< directions that nothing holds, in soft
    bool               torn;
};

// scaled: keeps what slides freely where it is, and moves the rest by as little
static const double shift = 1e-10;
// scaled stiffness below which a direction counts as free: quiet standing sways at 4e-6
static const double free_below = 1e-7;
enum { MAX_FREE = 4 };

static size_t numbers(const ili_saddle *w) {
    size_t n = (size_t)(w->nq + w->nrow_max);
    return n*n + (2 + MAX_FREE)*n;
}
static size_t indexes(const ili_saddle *w) { return (size_t)(w->nq + w->nrow_max) + (size_t)w->nx + 1; }

size_t ili_saddle_bytes(const ili_saddle *w) { return sizeof *w + numbers(w)*sizeof *w->block + indexes(w)*sizeof *w->pivot; }

il_status ili_saddle_create(int nq, int nx, int nrow_max, ili_saddle **out) {
    ili_saddle *w = calloc(1, sizeof *w);
    size_t      n = (size_t)(nq + nrow_max);
    if (!w) return IL_NO_MEMORY;
    w->nq = nq, w->nx = nx, w->nrow_max = nrow_max;
    w->block = calloc(numbers(w), sizeof *w->block);
    w->pivot = calloc(indexes(w), sizeof *w->pivot);
    if (!w->block || !w->pivot) {
        ili_saddle_free(w);
        return IL_NO_MEMORY;
    }
    w->M = w->block, w->z = w->M + n*n, w->soft = w->z + n, w->scale = w->soft + MAX_FREE*n;
    w->tie_of = w->pivot + n;
    *out = w;
    return IL_OK;
}

void ili_saddle_free(ili_saddle *w) {
    if (!w) return;
    free(w->block);
    free(w->pivot);
    free(w);
}

// ---- the matrix ------------------------------------------------------------------------------------------------------------------

static void set_scales(ili_saddle *w) {
    const ili_saddle_problem *p = &w->p;
    for (int j = 0; j < p->nq; j++) w->scale[j] = p->q_size[j];
    for (int i = 0; w->n > p->nq && i < p->nrow; i++) w->scale[p->nq + i] = p->row_scale[i];
}

// [Q K'; K give]
static void lay_blocks(ili_saddle *w) {
    const ili_saddle_problem *p = &w->p;
    int                       nq = p->nq, n = w->n;
    for (int j = 0; j < nq; j++)
        for (int k = 0; k < nq; k++) w->M[j*n + k] = p->Q[j*nq + k];
    for (int i = 0; i < p->nrow; i++) {
        for (int j = 0; j < nq; j++) w->M[(nq + i)*n + j] = w->M[j*n + nq + i] = p->K[i*nq + j];
        for (int k = 0; k < p->nrow; k++) w->M[(nq + i)*n + nq + k] = i == k ? p->give[i] : 0.0;
    }
}

// a free column: M += (C; A) (C; A)'/bend
static void add_free(ili_saddle *w, int column) {
    const ili_saddle_problem *p = &w->p;
    int                       start = p->col_start[column], end = p->col_start[column + 1], n = w->n;
    double                    per = 1.0/p->bend[column];
    for (int e = start; e < end; e++) {
        double *of_q = &w->M[p->row_index[e]*n], *of_y = of_q + p->nq*n, c = per*p->C[e], a = per*p->A[e];
        for (int k = start; k < end; k++) {
            int j = p->row_index[k];
            of_q[j] += c*p->C[k], of_q[p->nq + j] += c*p->A[k];
            of_y[j] += a*p->C[k], of_y[p->nq + j] += a*p->A[k];
        }
    }
}

// a column at a bound that moves with q: M += (C; A) (tie; 0)'
static void add_tied(ili_saddle *w, int column, const double *tie) {
    const ili_saddle_problem *p = &w->p;
    for (int e = p->col_start[column]; e < p->col_start[column + 1]; e++) {
        double *of_q = &w->M[p->row_index[e]*w->n], *of_y = of_q + p->nq*w->n;
        for (int j = 0; j < p->nq; j++) of_q[j] += p->C[e]*tie[j], of_y[j] += p->A[e]*tie[j];
    }
}

// M := D M D - shift on posture
static void scale_all(ili_saddle *w) {
    for (int i = 0; i < w->n; i++)
        for (int j = 0; j < w->n; j++) w->M[i*w->n + j] *= w->scale[i]*w->scale[j];
    for (int j = 0; j < w->p.nq; j++) w->M[j*w->n + j] -= shift;
}

static double dot(int n, const double *a, const double *b) {
    double sum = 0.0;
    for (int i = 0; i < n; i++) sum += a[i]*b[i];
    return sum;
}

static double normalise(int n, double *a) {
    double size = sqrt(dot(n, a, a));
    for (int i = 0; i < n && size > 0.0; i++) a[i] /= size;
    return size;
}

static void leave_out(const ili_saddle *w, int count, double *z) {
    for (int k = 0; k < count; k++) {
        double part = dot(w->n, &w->soft[k*w->n], z);
        for (int i = 0; i < w->n; i++) z[i] -= part*w->soft[k*w->n + i];
    }
}

// inverse iteration from starts that favour nothing: the softest direction, and those after it as long as they are free
static void find_soft(ili_saddle *w) {
    w->nfree = 0;
    for (int k = 0; k < MAX_FREE; k++) {
        double *v = &w->soft[k*w->n], size = 1.0;
        for (int i = 0; i < w->n; i++) v[i] = ((i*(2*k + 1)) & 1 ? 1.0 : -1.0)/(1.0 + 0.1*((i + 3*k)%7));
        for (int step = 0; step < 4; step++) {
            leave_out(w, k, v);
            normalise(w->n, v);
            ili_lu_solve(w->n, w->M, w->pivot, 1, v);
        }
        leave_out(w, k, v);
        size = normalise(w->n, v);
        w->stiffness[k] = 1.0/size;
        if (k == 0) w->softest = 1.0/size;
        if (!(1.0/size < free_below)) return;
        w->nfree = k + 1;
    }
}

bool ili_saddle_factor(ili_saddle *w, const ili_saddle_problem *p) {
    if (p->nq > w->nq || p->nrow > w->nrow_max || p->nx > w->nx) return false;
    w->p = *p;
    w->n = p->nx > 0 ? p->nq + p->nrow : p->nq;
    set_scales(w);
    if (p->nx > 0) {
        lay_blocks(w);
        for (int i = 0; i < p->nx; i++) w->tie_of[i] = -1;
        for (int t = 0; t < p->ntie; t++) {
            w->tie_of[p->tie_column[t]] = t;
            add_tied(w, p->tie_column[t], &p->tie[t*p->nq]);
        }
        for (int i = 0; i < p->nx; i++)
            if (p->state[i] == 0) add_free(w, i);
    } else {
        memcpy(w->M, p->K, sizeof *w->M*(size_t)(p->nq*p->nq));
    }
    scale_all(w);
    if (ili_lu_factor(w->n, w->M, w->pivot) != 0) return false;
    find_soft(w);
    return isfinite(w->softest);
}

double ili_saddle_softest(const ili_saddle *w) { return w->softest; }

bool ili_saddle_torn(const ili_saddle *w) { return w->torn; }

// ---- one parameter ---------------------------------------------------------------------------------------------------------------

// right side: what stands still, and what columns do without the posture moving
static void lay_right(ili_saddle *w, const double *g_q, const double *g_x, const double *b, const double *g_c) {
    const ili_saddle_problem *p = &w->p;
    for (int j = 0; j < p->nq; j++) w->z[j] = -g_q[j];
    for (int i = 0; i < p->nrow; i++) w->z[p->nq + i] = -g_c[i];
    for (int i = 0; i < p->nx; i++) {
        double x = p->state[i] == 0 ? g_x[i]/p->bend[i] : b[i];
        if (x == 0.0) continue;
        for (int e = p->col_start[i]; e < p->col_start[i + 1]; e++) {
            w->z[p->row_index[e]] -= p->C[e]*x;
            w->z[p->nq + p->row_index[e]] -= p->A[e]*x;
        }
    }
}

static void move_columns(const ili_saddle *w, const double *g_x, const double *b, const double *dq, const double *dy, double *dx, double *want) {
    const ili_saddle_problem *p = &w->p;
    for (int i = 0; i < p->nx; i++) {
        double sum = g_x[i];
        for (int e = p->col_start[i]; e < p->col_start[i + 1]; e++) sum += p->C[e]*dq[p->row_index[e]] + p->A[e]*dy[p->row_index[e]];
        want[i] = sum/p->bend[i];
        dx[i] = p->state[i] == 0 ? want[i] : b[i];
        if (p->state[i] == 0 || w->tie_of[i] < 0) continue;
        const double *tie = &p->tie[w->tie_of[i]*p->nq];
        for (int j = 0; j < p->nq; j++) dx[i] += tie[j]*dq[j];
    }
}

void ili_saddle_solve(ili_saddle *w, const double *g_q, const double *g_x, const double *b, const double *g_c, double *dq, double *dx, double *dy,
                      double *want) {
    const ili_saddle_problem *p = &w->p;
    if (p->nx > 0) lay_right(w, g_q, g_x, b, g_c);
    else
        for (int j = 0; j < p->nq; j++) w->z[j] = -g_c[j];
    for (int i = 0; i < w->n; i++) w->z[i] *= w->scale[i];
    double pushed = sqrt(dot(w->n, w->z, w->z));
    w->torn = false;
    for (int k = 0; k < w->nfree; k++) w->torn = w->torn || fabs(dot(w->n, &w->soft[k*w->n], w->z)) > 1e-3*pushed;
    ili_lu_solve(w->n, w->M, w->pivot, 1, w->z);
    if (!w->torn) leave_out(w, w->nfree, w->z);
    for (int j = 0; j < p->nq; j++) dq[j] = w->scale[j]*w->z[j];
    if (p->nx == 0) return;
    for (int i = 0; i < p->nrow; i++) dy[i] = w->scale[p->nq + i]*w->z[p->nq + i];
    move_columns(w, g_x, b, dq, dy, dx, want);
}

void ili_saddle_step(ili_saddle *w, int m, const double *g, double *dq) {
    int n = w->n;
    for (int j = 0; j < n; j++)
        for (int k = 0; k < m; k++) dq[j*m + k] = -w->scale[j]*g[j*m + k];
    ili_lu_solve(n, w->M, w->pivot, m, dq);
    for (int free = 0; free < w->nfree; free++) {
        const double *v = &w->soft[free*w->n];
        for (int k = 0; k < m; k++) {
            double part = 0.0;
            for (int j = 0; j < n; j++) part += v[j]*dq[j*m + k];
            for (int j = 0; j < n; j++) dq[j*m + k] -= part*v[j];
        }
    }
    for (int j = 0; j < n; j++)
        for (int k = 0; k < m; k++) dq[j*m + k] *= w->scale[j];
}

// saddle.c - the derivative of an equilibrium by its parameters
#include "solve/saddle.h"
#include "solve/saddle_kernel.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct kernels {
    ili_saddle_fold_kernel *fold;
    ili_saddle_lu_kernel   *lu;
    ili_saddle_back_kernel *back;
    ili_saddle_push_kernel *push;
    ili_saddle_pull_kernel *pull;
} kernels;

struct ili_saddle {
    ili_saddle_problem p;
    kernels            k;
    int                nq, nx, nrow_max, n, stride; ///< n: rows of the matrix
    double            *block, *M, *row, *soft, *scale;
    il_pack           *z, *x;               ///< [nq + nrow_max] [nx] right sides, abreast
    int               *pivot, *tie_of;      ///< tie_of [nx]: which tie a column has, or -1
    double             softest, stiffness[4];
    int                nfree;               ///< directions that nothing holds, in soft
};

// scaled: keeps what slides freely where it is, and moves the rest by as little
static const double shift = 1e-10;
// scaled stiffness below which a direction counts as free: quiet standing sways at 4e-6
static const double free_below = 1e-7;
enum { MAX_FREE = 4 };

static kernels choose(int isa) {
#define OF(isa) {ili_saddle_fold_##isa, ili_saddle_lu_##isa, ili_saddle_back_##isa, ili_saddle_push_##isa, ili_saddle_pull_##isa}
    static const kernels all[IL_NISA] = {
        [IL_ISA_PLAIN] = OF(plain),
#if defined(__x86_64__)
        [IL_ISA_V2] = OF(v2), [IL_ISA_V3] = OF(v3), [IL_ISA_V4] = OF(v4),
#endif
    };
#undef OF
    return all[il_isa_resolve((il_isa)isa)];
}

static size_t padded(size_t n) { return (n + IL_LANES - 1)/IL_LANES*IL_LANES; }
static size_t most_rows(const ili_saddle *w) { return (size_t)(w->nq + w->nrow_max); }
// the matrix, a row, soft directions, scales; then packs
static size_t numbers(const ili_saddle *w) {
    size_t n = padded(most_rows(w));
    return n*n + (2 + MAX_FREE)*n + IL_LANES*(n + (size_t)w->nx);
}
static size_t indexes(const ili_saddle *w) { return most_rows(w) + (size_t)w->nx + 1; }

size_t ili_saddle_bytes(const ili_saddle *w) { return sizeof *w + numbers(w)*sizeof *w->block + indexes(w)*sizeof *w->pivot; }

il_status ili_saddle_create(int nq, int nx, int nrow_max, int isa, ili_saddle **out) {
    ili_saddle *w = calloc(1, sizeof *w);
    if (!w) return IL_NO_MEMORY;
    w->nq = nq, w->nx = nx, w->nrow_max = nrow_max, w->k = choose(isa);
    size_t n = padded(most_rows(w));
    w->block = aligned_alloc(64, numbers(w)*sizeof *w->block);
    w->pivot = calloc(indexes(w), sizeof *w->pivot);
    if (!w->block || !w->pivot) {
        ili_saddle_free(w);
        return IL_NO_MEMORY;
    }
    memset(w->block, 0, numbers(w)*sizeof *w->block);
    w->M = w->block, w->row = w->M + n*n, w->soft = w->row + n, w->scale = w->soft + MAX_FREE*n;
    w->z = (il_pack *)(void *)(w->scale + n), w->x = w->z + n;
    w->tie_of = w->pivot + most_rows(w);
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

static void pad_rows(ili_saddle *w) {
    for (int i = 0; i < w->n; i++) memset(&w->M[i*w->stride + w->n], 0, sizeof *w->M*(size_t)(w->stride - w->n));
}

// the lower triangle of [Q K'; K give]; the other is made of it when columns are folded in
static void lay_blocks(ili_saddle *w) {
    const ili_saddle_problem *p = &w->p;
    int                       nq = p->nq, stride = w->stride;
    pad_rows(w);
    for (int j = 0; j < nq; j++) memcpy(&w->M[j*stride], &p->Q[j*nq], sizeof *w->M*(size_t)(j + 1));
    for (int i = 0; i < p->nrow; i++) {
        double *row = &w->M[(nq + i)*stride];
        memcpy(row, &p->K[i*nq], sizeof *row*(size_t)nq);
        memset(row + nq, 0, sizeof *row*(size_t)i);
        row[nq + i] = p->give[i];
    }
}

// a column at a bound that moves with q: M += (C; A) (tie; 0)'
static void add_tied(ili_saddle *w, int column, const double *tie) {
    const ili_saddle_problem *p = &w->p;
    for (int e = p->col_start[column]; e < p->col_start[column + 1]; e++) {
        double *of_q = &w->M[p->row_index[e]*w->stride], *of_y = of_q + p->nq*w->stride;
        for (int j = 0; j < p->nq; j++) of_q[j] += p->C[e]*tie[j], of_y[j] += p->A[e]*tie[j];
    }
}

// M := D M D - shift on posture
static void scale_all(ili_saddle *w) {
    for (int i = 0; i < w->n; i++) {
        double *row = &w->M[i*w->stride], by = w->scale[i];
        for (int j = 0; j < w->n; j++) row[j] *= by*w->scale[j];
    }
    for (int j = 0; j < w->p.nq; j++) w->M[j*w->stride + j] -= shift;
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
            for (int i = 0; i < w->n; i++) w->z[i].lane[0] = v[i];
            w->k.back(w->n, w->stride, w->M, w->pivot, 1, w->z);
            for (int i = 0; i < w->n; i++) v[i] = w->z[i].lane[0];
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
    w->n = p->nx > 0 ? p->nq + p->nrow : p->nq, w->stride = (int)padded((size_t)w->n);
    set_scales(w);
    if (p->nx > 0) {
        lay_blocks(w);
        w->k.fold(p->nq, w->n, w->stride, p->nx, p->col_start, p->row_index, p->C, p->A, p->bend, p->state, w->row, w->M);
        for (int i = 0; i < p->nx; i++) w->tie_of[i] = -1;
        for (int t = 0; t < p->ntie; t++) {
            w->tie_of[p->tie_column[t]] = t;
            add_tied(w, p->tie_column[t], &p->tie[t*p->nq]);
        }
    } else {
        pad_rows(w);
        for (int j = 0; j < p->nq; j++) memcpy(&w->M[j*w->stride], &p->K[j*p->nq], sizeof *w->M*(size_t)p->nq);
    }
    scale_all(w);
    if (!w->k.lu(w->n, w->stride, w->M, w->pivot)) return false;
    find_soft(w);
    return isfinite(w->softest);
}

double ili_saddle_softest(const ili_saddle *w) { return w->softest; }

// ---- parameters ------------------------------------------------------------------------------------------------------------------

// of a right side: what stands still, and how far columns go without the posture moving (free ones: times their bend)
static void lay_right(ili_saddle *w, int lane, const ili_saddle_motion *k) {
    const ili_saddle_problem *p = &w->p;
    for (int i = 0; i < p->nx; i++) w->x[i].lane[lane] = p->state[i] == 0 ? k->g_x[i] : k->b[i];
    for (int j = 0; j < p->nq && p->nx > 0; j++) w->z[j].lane[lane] = -k->g_q[j];
    for (int i = 0; i < w->n - p->nq; i++) w->z[p->nq + i].lane[lane] = -k->g_c[i];
    for (int j = 0; j < p->nq && p->nx == 0; j++) w->z[j].lane[lane] = -k->g_c[j];
}

// does a right side push along a direction that nothing holds?
static bool tears(const ili_saddle *w, int lane) {
    double size = 0.0, part[MAX_FREE] = {0.0};
    bool   torn = false;
    for (int i = 0; i < w->n && w->nfree > 0; i++) {
        double z = w->z[i].lane[lane];
        size += z*z;
        for (int k = 0; k < w->nfree; k++) part[k] += w->soft[k*w->n + i]*z;
    }
    for (int k = 0; k < w->nfree; k++) torn = torn || fabs(part[k]) > 1e-3*sqrt(size);
    return torn;
}

static void leave_out_lane(const ili_saddle *w, int lane) {
    for (int k = 0; k < w->nfree; k++) {
        const double *v = &w->soft[k*w->n];
        double        part = 0.0;
        for (int i = 0; i < w->n; i++) part += v[i]*w->z[i].lane[lane];
        for (int i = 0; i < w->n; i++) w->z[i].lane[lane] -= part*v[i];
    }
}

static void scale_right(ili_saddle *w) {
    for (int i = 0; i < w->n; i++)
        for (int lane = 0; lane < IL_LANES; lane++) w->z[i].lane[lane] *= w->scale[i];
}

// w->x: how columns would move were they free
static void read_columns(const ili_saddle *w, int lane, const ili_saddle_motion *k) {
    const ili_saddle_problem *p = &w->p;
    for (int i = 0; i < p->nx; i++) {
        k->want[i] = w->x[i].lane[lane];
        k->dx[i] = p->state[i] == 0 ? k->want[i] : k->b[i];
        if (p->state[i] == 0 || w->tie_of[i] < 0) continue;
        const double *tie = &p->tie[w->tie_of[i]*p->nq];
        for (int j = 0; j < p->nq; j++) k->dx[i] += tie[j]*k->dq[j];
    }
}

void ili_saddle_solve(ili_saddle *w, int m, ili_saddle_motion *motion) {
    const ili_saddle_problem *p = &w->p;
    for (int lane = 0; lane < IL_LANES; lane++) lay_right(w, lane, &motion[lane < m ? lane : 0]);
    w->k.push(p->nq, p->nx, p->col_start, p->row_index, p->C, p->A, p->bend, p->state, w->x, w->z);
    scale_right(w);
    for (int lane = 0; lane < m; lane++) motion[lane].torn = tears(w, lane);
    w->k.back(w->n, w->stride, w->M, w->pivot, m, w->z);
    for (int lane = 0; lane < m; lane++)
        if (!motion[lane].torn) leave_out_lane(w, lane);
    scale_right(w);
    for (int lane = 0; lane < m; lane++) {
        for (int j = 0; j < p->nq; j++) motion[lane].dq[j] = w->z[j].lane[lane];
        for (int i = 0; i < w->n - p->nq; i++) motion[lane].dy[i] = w->z[p->nq + i].lane[lane];
    }
    if (!motion->dx) return;
    for (int i = 0; i < p->nx; i++)
        for (int lane = 0; lane < IL_LANES; lane++) w->x[i].lane[lane] = motion[lane < m ? lane : 0].g_x[i];
    w->k.pull(p->nq, p->nx, p->col_start, p->row_index, p->C, p->A, p->bend, w->z, w->x);
    for (int lane = 0; lane < m; lane++) read_columns(w, lane, &motion[lane]);
}

void ili_saddle_step(ili_saddle *w, int m, const double *g, double *step) {
    for (int from = 0; from < m; from += IL_LANES) {
        int many = m - from < IL_LANES ? m - from : IL_LANES;
        for (int i = 0; i < w->n; i++)
            for (int lane = 0; lane < IL_LANES; lane++) w->z[i].lane[lane] = -g[i*m + from + (lane < many ? lane : 0)];
        scale_right(w);
        w->k.back(w->n, w->stride, w->M, w->pivot, many, w->z);
        for (int lane = 0; lane < many; lane++) leave_out_lane(w, lane);
        scale_right(w);
        for (int i = 0; i < w->n; i++)
            for (int lane = 0; lane < many; lane++) step[i*m + from + lane] = w->z[i].lane[lane];
    }
}

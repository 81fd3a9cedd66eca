// equilibrium.c - memory of the equilibrium solvers, and relaxing: descent to a minimum of the energy
//
// relax: Newton's method on c = -dU/dq. The matrix -K + mu, in units of q_size, is kept positive definite, so that each step descends; the length of a
// step is found from the slope c.dq alone, since no energy is computed (Nocedal & Wright 2006, chapters 3 and 6).
#include "equilibrium_newton.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BACKTRACKS = 12, MAX_SHIFTS = 40 };

// [J] on a move of one q_size; begun with 1, a quarter more steps were taken, and the same postures found
static const double first_shift = 1e-3, least_shift = 1e-6; // below: what slides freely would be moved by rounding

// A search that is near and still steps after SWINGS iterations goes round over a kink of the forces (two facets that touch in turn): every step is right for one
// side of it and ends on another. From then on its shift stays large while it is near, and it slides down the kink.
enum { SWINGS = 80 };
static const double near_kink = 1e-4, slides = 1e-3;

static void choose_kernels(ili_equilibrium *w, int isa) {
    static const struct { ili_fold_kernel *fold; ili_cholesky_kernel *cholesky; } kernels[IL_NISA] = {
        [IL_ISA_PLAIN] = {ili_fold_plain, ili_cholesky_plain},
#if defined(__x86_64__)
        [IL_ISA_V2] = {ili_fold_v2, ili_cholesky_v2}, [IL_ISA_V3] = {ili_fold_v3, ili_cholesky_v3}, [IL_ISA_V4] = {ili_fold_v4, ili_cholesky_v4},
#endif
    };
    il_isa one = il_isa_resolve((il_isa)isa);
    w->fold = kernels[one].fold, w->cholesky = kernels[one].cholesky;
}

// T, and W where it is not another's
static il_status place_fold(ili_equilibrium *w, const ili_equilibrium *room) {
    w->padded = (w->nrow_max + ILI_FOLD_UNIT - 1)/ILI_FOLD_UNIT*ILI_FOLD_UNIT;
    size_t count = (size_t)w->padded*(size_t)(w->nq + (room ? 0 : w->padded));
    w->T = aligned_alloc(64, count*sizeof *w->T);
    if (!w->T) return IL_NO_MEMORY;
    memset(w->T, 0, count*sizeof *w->T);
    w->bytes += count*sizeof *w->T;
    w->W = room ? room->W : w->T + (size_t)w->nq*(size_t)w->padded;
    return IL_OK;
}

il_status ili_equilibrium_create(int nq, int nx, int nrow_max, const int *col_start, const int *row_index, int isa, const ili_equilibrium *room,
                                 ili_equilibrium **out) {
    ili_equilibrium *w = calloc(1, sizeof *w);
    if (!w) return IL_NO_MEMORY;
    size_t n = (size_t)nq, x = (size_t)nx, r = (size_t)nrow_max, nnz = (size_t)col_start[nx];
    size_t count = 3*n*n + r*n + nnz + 12*n + 8*x + 12*r;
    w->block = calloc(count, sizeof *w->block);
    if (!w->block) {
        free(w);
        return IL_NO_MEMORY;
    }
    double *next = w->block;
#define TAKE(field, many) (w->field = next, next += (many))
    TAKE(K, r*n), TAKE(H, n*n), TAKE(L, n*n), TAKE(A, nnz), TAKE(c, r), TAKE(c_try, r);
    TAKE(dq, n), TAKE(q_try, n), TAKE(grad, n), TAKE(diag, n), TAKE(free_step, n);
    TAKE(x_new, x), TAKE(x_try, x), TAKE(x_bend, x), TAKE(x_center, x);
    TAKE(y, r), TAKE(r_new, r), TAKE(r_try, r), TAKE(b, r);
    TAKE(dq_kept, n), TAKE(x_kept, x), TAKE(y_kept, r), TAKE(r_kept, r);
    TAKE(q_from, n), TAKE(x_from, x), TAKE(r_from, r);
#undef TAKE
    w->nq = nq, w->nx = nx, w->nrow_max = nrow_max;
    w->bytes = sizeof *w + count*sizeof *w->block;
    choose_kernels(w, isa);
    il_status status = place_fold(w, room);
    if (room) w->step = room->step, w->shares = true;
    else if (status == IL_OK) status = ili_step_create(w, col_start, row_index, isa);
    if (status == IL_OK) status = ili_newton_create(w, col_start, row_index, isa);
    if (status != IL_OK) {
        ili_equilibrium_free(w);
        return status;
    }
    *out = w;
    return IL_OK;
}

void ili_equilibrium_free(ili_equilibrium *w) {
    if (!w) return;
    if (!w->shares) ili_step_free(w);
    ili_newton_free(w);
    free(w->block);
    free(w->T);
    free(w);
}

size_t ili_equilibrium_bytes(const ili_equilibrium *w) { return w->bytes; }
const double *ili_equilibrium_stiffness(const ili_equilibrium *w) { return w->K; }
const double *ili_equilibrium_columns(const ili_equilibrium *w) { return w->A; }
const double *ili_equilibrium_multipliers(const ili_equilibrium *w) { return w->y; }

void ili_linearise(ili_equilibrium *w, const ili_system *s, const double *q, const double *x, bool searched, ili_equilibrium_info *info) {
    if (searched && s->slope) {
        s->slope(s->user, w->K, w->A);
        memcpy(w->c, w->c_try, sizeof *w->c*(size_t)s->nrow);
        return;
    }
    s->linear(s->user, q, x, w->c, w->K, w->A);
    info->evaluations++;
}

double ili_worst_row(const ili_system *s, const double *c, const double *r, int *worst) {
    double largest = 0.0;
    for (int i = 0; i < s->nrow; i++) {
        double value = fabs((c[i] + (r ? r[i] : 0.0))*s->row_scale[i]);
        if (!(value <= largest)) {
            largest = value;
            *worst = i;
        }
    }
    return largest;
}

double ili_longest(const ili_system *s, const double *dq) {
    double longest = 0.0;
    for (int j = 0; j < s->nq; j++) longest = fmax(longest, fabs(dq[j])/s->q_size[j]);
    return longest;
}

// H = size_i (-K_ij - K_ji)/2 size_j: the energy's second derivative in units of q_size
static void energy_hessian(ili_equilibrium *w, const ili_system *s) {
    for (int i = 0; i < s->nq; i++) {
        for (int j = 0; j <= i; j++) {
            double k = -0.5*(w->K[i*s->nq + j] + w->K[j*s->nq + i]);
            w->H[i*s->nq + j] = w->H[j*s->nq + i] = s->q_size[i]*k*s->q_size[j];
        }
    }
}

// L Lᵀ = H + mu; false when not safely positive definite (energies in joules: a step of q_size against what a joint stores at q_size)
static bool factor_shifted(ili_equilibrium *w, const ili_system *s, double mu) {
    return w->cholesky(s->nq, w->H, mu, 0.3*mu + 1e-14, w->padded, w->W, w->L);
}

// dq = size * (L Lᵀ)⁻¹ (size * c)
static void solve_shifted(ili_equilibrium *w, const ili_system *s) {
    int n = s->nq;
    double *z = w->dq;
    for (int i = 0; i < n; i++) {
        z[i] = (s->q_size[i]*w->c[i] - ili_dot(&w->L[i*n], z, i))/w->L[i*n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
        z[i] /= w->L[i*n + i];
        for (int k = 0; k < i; k++) z[k] -= w->L[i*n + k]*z[i];
    }
    for (int i = 0; i < n; i++) z[i] *= s->q_size[i];
}

// a descent direction: shift until the matrix is positive definite
static double direction(ili_equilibrium *w, const ili_system *s, double mu, ili_equilibrium_info *info) {
    for (int shift = 0; shift < MAX_SHIFTS && !factor_shifted(w, s, mu); shift++) {
        info->factorisations++;
        mu = fmax(4.0*mu, 1e-3);
    }
    info->factorisations++;
    solve_shifted(w, s);
    return mu;
}

// step along dq until the energy would rise again; its slope along the step is -c.dq. Returns the length taken, 0 = none.
static double search(ili_equilibrium *w, const ili_system *s, const double *q, const double *x, double limit, ili_equilibrium_info *info) {
    double slope = 0.0, length = fmin(1.0, limit/fmax(ili_longest(s, w->dq), 1e-300));
    int    unused = 0;
    double before = ili_worst_row(s, w->c, NULL, &unused);
    for (int j = 0; j < s->nq; j++) slope += w->c[j]*w->dq[j];
    for (int try = 0; try < MAX_BACKTRACKS; try++) {
        for (int j = 0; j < s->nq; j++) w->q_try[j] = q[j] + length*w->dq[j];
        s->value(s->user, w->q_try, x, w->c_try);
        info->evaluations++;
        double slope_try = 0.0;
        for (int j = 0; j < s->nq; j++) slope_try += w->c_try[j]*w->dq[j];
        double after = ili_worst_row(s, w->c_try, NULL, &unused);
        if (isfinite(slope_try) && (slope_try >= -0.5*slope || after < 0.5*before)) return length;
        double ratio = isfinite(slope_try) ? slope/(slope - slope_try) : 0.1;
        length *= fmin(fmax(ratio, 0.1), 0.7);
    }
    return 0.0;
}

void ili_equilibrium_relax(ili_equilibrium *w, const ili_system *s, const ili_equilibrium_settings *set, double *q, const double *x,
                           ili_equilibrium_info *info) {
    *info = (ili_equilibrium_info){.step = HUGE_VAL, .residual = HUGE_VAL, .worst_row = 0};
    double mu = first_shift, length = 0.0;
    int    polished = 0;
    for (info->iterations = 0; ili_may_go_on(set, info); info->iterations++) {
        ili_linearise(w, s, q, x, length > 0.0, info);
        info->residual = ili_worst_row(s, w->c, NULL, &info->worst_row);
        if (info->residual <= set->tolerance && (info->step <= set->step_tolerance || info->residual <= 1e-3*set->tolerance)) {
            info->converged = true, info->end = ILI_END_FOUND;
            if (info->residual <= set->polish || set->polish <= 0.0 || polished++ == ILI_POLISH) return;
        }
        info->converged = false, info->end = ILI_END_NOT_FINITE;
        if (!isfinite(info->residual)) return;
        info->end = ILI_END_STUCK;
        energy_hessian(w, s);
        mu = direction(w, s, mu, info);
        length = search(w, s, q, x, set->step_limit, info);
        if (length == 0.0) {
            mu = fmax(10.0*mu, 1e-6);
            if (mu > 1e8) return;
            continue;
        }
        for (int j = 0; j < s->nq; j++) q[j] += length*w->dq[j];
        info->step = length*ili_longest(s, w->dq);
        double least = info->iterations >= SWINGS && info->residual < near_kink ? slides : least_shift;
        mu = length > 0.9 ? fmax(0.1*mu, least) : 2.0*mu;
    }
    if (polished > 0 && info->residual <= set->tolerance) info->converged = true, info->end = ILI_END_FOUND; // a limit came while it was made finer
}

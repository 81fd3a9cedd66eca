// equilibrium_private.h - the workspace that the parts of the equilibrium solver share
#ifndef ILI_EQUILIBRIUM_PRIVATE_H
#define ILI_EQUILIBRIUM_PRIVATE_H
#include "equilibrium.h"
#include "solve/cholesky.h"
#include "solve/fold.h"

struct ili_equilibrium {
    int     nq, nx, nrow_max;
    double *block;
    double *K, *H, *L, *A;        ///< [nrow*nq] [nq*nq] [nq*nq] [nnz]
    double *c, *c_try;            ///< [nrow]
    double *dq, *q_try, *grad, *diag, *free_step; ///< [nq]
    double *x_new, *x_try; ///< [nx]
    double *x_bend, *x_center;    ///< [nx] the box QP's cost of x: bend/2 (x - center)^2
    double *y, *r_new, *r_try, *b;///< [nrow]
    double *dq_kept, *x_kept, *y_kept, *r_kept; ///< a step while a bent one is tried
    double *q_from, *x_from, *r_from; ///< where the last step began
    int     padded;               ///< nrow_max, padded
    double *T, *W;                ///< [nq*padded] L⁻¹ Kᵀ, K scaled; [padded*padded] Tᵀ T, lower triangle
    ili_fold_kernel     *fold;
    ili_cholesky_kernel *cholesky;
    struct ili_step *step;        ///< the box QP of one step
    struct ili_newton *newton;    ///< the last steps of a hold
    bool             shares;      ///< W and step are another's
    size_t           bytes;       ///< of all that is its own
};

/// a.b in eight sums side by side: one sum alone waits for itself.
static inline double ili_dot(const double *a, const double *b, int n) {
    double sum[8] = {0}, rest = 0.0;
    int    k = 0;
    for (; k + 8 <= n; k += 8) {
        for (int e = 0; e < 8; e++) sum[e] += a[k + e]*b[k + e];
    }
    for (; k < n; k++) rest += a[k]*b[k];
    return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7])) + rest;
}

/// Is another iteration allowed? If not, says why in info.
static inline bool ili_may_go_on(const ili_equilibrium_settings *set, ili_equilibrium_info *info) {
    bool over = info->iterations >= set->max_iterations, asked = !over && set->stop && set->stop(set->stop_user);
    bool late = !over && !asked && set->clock && !(set->clock(set->clock_user) < set->deadline);
    info->end = over ? ILI_END_ITERATIONS : asked ? ILI_END_ASKED : ILI_END_TIME;
    return !over && !asked && !late;
}

/// Residual and slopes at (q, x). @param searched  a line search just ended there: its residual stands in c_try
void ili_linearise(ili_equilibrium *w, const ili_system *s, const double *q, const double *x, bool searched, ili_equilibrium_info *info);
/// Largest scaled |c + r| and its row.
double ili_worst_row(const ili_system *s, const double *c, const double *r, int *worst);
/// What hold minimises.
double ili_hold_cost(const ili_system *s, const double *q, const double *x, const double *r);
/// Largest |dq| in units of q_size.
double ili_longest(const ili_system *s, const double *dq);

il_status ili_step_create(ili_equilibrium *w, const int *col_start, const int *row_index, int isa);
void      ili_step_free(ili_equilibrium *w);
#endif

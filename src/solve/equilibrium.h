// equilibrium.h - balance of a system of coordinates q and forces x. Arrays in, arrays out: nothing here knows a body.
//
//   residual   c(q, x) = c0(q) + A(q) x      rows 0..nq-1: balance of each coordinate; rows nq..nrow-1: conditions on q alone
//   relax      find q with c(q, x) = 0 for given x, a minimum of the energy whose negative gradient c is
//   hold       minimise sum x_weight |x|^p/p + 1/2 sum q_weight (q - q_center)^2 + 1/2 sum r^2/reserve
//              subject to c(q, x) + r = 0, x_lower <= x <= x_upper
#ifndef ILI_EQUILIBRIUM_H
#define ILI_EQUILIBRIUM_H
#include "ilium/base.h"

typedef struct ili_system {
    int           nq, nx, nrow;
    const int    *col_start, *row_index; ///< pattern of dc/dx by columns (CSC), rows < nq
    const double *row_scale;             ///< [nrow] makes residuals dimensionless
    const double *q_size;                ///< [nq] unit of a step
    const double *q_weight, *q_center;   ///< [nq] hold: weight 0 = free
    const double *x_weight;              ///< [nx] > 0
    const double *x_power;               ///< [nx] p >= 2 of a column's cost; above 2 its bounds are not negative. NULL = 2 everywhere
    const double *x_lower, *x_upper;     ///< [nx]; linear() may rewrite what they point to
    double        small_reserve;         ///< in the units of c: the last steps of a search that creeps lead to no solution that needs more of a soft row
    const double *reserve;               ///< [nrow] softness of a row in scaled units, 0 = hard
    /// Residual c [nrow].
    void (*value)(void *user, const double *q, const double *x, double *c);
    /// Residual, stiffness K = dc/dq [nrow*nq] at fixed x, and the values of A in the order of the pattern.
    void (*linear)(void *user, const double *q, const double *x, double *c, double *K, double *A);
    /// K and A alone, where value() was last asked for: there it is known already. NULL: not told apart from linear().
    void (*slope)(void *user, double *K, double *A);
    /// Hold: second derivatives Q = d(K'price)/dq [nq*nq], symmetric, and C = d(A'price)/dq in A's pattern, where linear() was last asked for K and A.
    /// What linear() wrote to the bounds is gone afterwards. @return false: not known. NULL: never known.
    bool (*bend)(void *user, const double *q, const double *x, const double *price, const double *K, const double *A, double *Q, double *C);
    /// How the upper bound of a column, and its lower one with the opposite sign, goes with q [nq], where linear() was last asked; false: not at all.
    bool (*tie)(void *user, int column, double *by);
    /// Returns when others have come as far and ili_steps_solve() was called. NULL: there are no others.
    void (*wait)(void *user);
    void *user;
} ili_system;

enum { ILI_POLISH = 3 };

typedef struct ili_equilibrium_settings {
    double tolerance;      ///< on the worst scaled residual
    double polish;         ///< residual that is tried for in at most ILI_POLISH more iterations once the tolerances are met; 0: not
    double step_tolerance; ///< on the last step in units of q_size
    double step_limit;     ///< longest step in units of q_size
    int    max_iterations;
    bool (*stop)(void *user); ///< asked before each iteration; true ends the solve where it is. NULL: nobody is asked
    void  *stop_user;
    double (*clock)(void *user); ///< asked before each iteration: at `deadline` or later the solve ends where it is. NULL: no limit
    void  *clock_user;
    double deadline;
} ili_equilibrium_settings;

typedef enum ili_equilibrium_end { ILI_END_FOUND, ILI_END_ITERATIONS, ILI_END_ASKED, ILI_END_STUCK, ILI_END_NOT_FINITE, ILI_END_TIME } ili_equilibrium_end;

typedef struct ili_equilibrium_info {
    bool   converged;
    ili_equilibrium_end end; ///< why it ended
    int    iterations, evaluations, factorisations, worst_row;
    double residual, step;
} ili_equilibrium_info;

typedef struct ili_equilibrium ili_equilibrium; ///< workspace

/// @param room  another workspace of the same sizes and pattern whose room for a step is used too: it outlives this one; at most eight share; or NULL
il_status ili_equilibrium_create(int nq, int nx, int nrow_max, const int *col_start, const int *row_index, int isa, const ili_equilibrium *room, ili_equilibrium **out);
void      ili_equilibrium_free(ili_equilibrium *w);
size_t    ili_equilibrium_bytes(const ili_equilibrium *w); ///< that it holds, without what it shares

/// Relax q (in and out) at fixed x.
void ili_equilibrium_relax(ili_equilibrium *w, const ili_system *s, const ili_equilibrium_settings *set, double *q, const double *x,
                           ili_equilibrium_info *info);
/// Hold: q and x in and out; r [nrow] out: the reserves, in the units of c.
void ili_equilibrium_hold(ili_equilibrium *w, const ili_system *s, const ili_equilibrium_settings *set, double *q, double *x, double *r,
                          ili_equilibrium_info *info);
/// The steps of all that wait and share the room of w, in one call. False: nobody waits for one.
bool ili_steps_solve(const ili_equilibrium *w);
/// K of the last linearisation [nrow*nq].
const double *ili_equilibrium_stiffness(const ili_equilibrium *w);
/// A of the last linearisation, and the multipliers of the scaled rows [nrow] of hold: q_weight (q - q_center) = K' (row_scale y).
const double *ili_equilibrium_columns(const ili_equilibrium *w);
const double *ili_equilibrium_multipliers(const ili_equilibrium *w);

#endif

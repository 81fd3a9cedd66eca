// posture_system.h - the system of equations behind a solved posture, for those who differentiate it
#ifndef ILI_POSTURE_SYSTEM_H
#define ILI_POSTURE_SYSTEM_H
#include "ilium/posture.h"

/// At a held solution, with prices y:  q_weight (q - q_center) = K' y,   x_weight x^(p-1) = A' y where x is within its bounds,   c + r = 0,
/// r = give y. At a relaxed one: c = 0. x: activations, then two components of friction a pad along its basis.
typedef struct ili_posture_system {
    const il_posture_problem *problem;
    int           nq, nx, nrow;          ///< rows: balance of each coordinate [N m | N], then places [m]
    const int    *col_start, *row_index; ///< pattern of A = dc/dx by columns
    const double *size, *row_scale;      ///< [nq] [nrow] make coordinates and rows dimensionless
    const double *q_weight, *q_center, *x_weight, *x_power, *lower, *upper;
    const double *give;                  ///< [nrow] 0 = a row without a reserve
    const double *q, *x, *r, *price;     ///< price [nrow]: what one more N m on a row costs
    const double *basis;                 ///< [6*npad]
    const double *K, *A;                 ///< dc/dq [nrow*nq] and dc/dx at the solution
    double        body_weight;
} ili_posture_system;

/// The system of the last solve. Pointers live until the next.
void ili_posture_system_of(il_posture *w, ili_posture_system *out);
/// Worst scaled residual of the posture that the last solve gave back. il_posture_info.residual is that of the last linearisation: where a solve did not
/// converge, one step before. @param worst  its coordinate, or IL_NONE
double ili_posture_left(const il_posture *w, int *worst);
/// K and, where held, A at another posture and other forces of a problem like the last.
/// @param room  where to evaluate, of a workspace that is alone; NULL: its own data. What il_posture_solution.d shows is gone then, until solved anew
void ili_posture_linear(il_posture *w, il_data *room, const il_posture_problem *problem, const double *q, const double *x, double *K, double *A);
#endif

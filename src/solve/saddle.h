// saddle.h - how a solution of ili_system (equilibrium.h) moves when what it was made of changes: the implicit function theorem with the active
// set as it is. Arrays in, arrays out.
//
// Held, with prices y of the rows:   0 = K'y - q_weight (q - center),   0 = A'y - x_weight x^(p-1) where x is free,   0 = c + give y
// By the change of one parameter (g_q, g_x, g_c: derivatives of these three by it, q, x and y fixed; b: of a bound):
//   Q dq + C dx + K'dy + g_q = 0,   C'dq + A'dy - bend dx + g_x = 0 (free) or dx = b + tie dq (at a bound),   K dq + A dx + give dy + g_c = 0
// dx is eliminated; the rest is one matrix of nq + nrow rows, factored once for all parameters. Relaxed: K dq + g_c = 0.
#ifndef ILI_SADDLE_H
#define ILI_SADDLE_H
#include "ilium/base.h"

typedef struct ili_saddle_problem {
    int           nq, nx, nrow;          ///< nx = 0: relaxed, and K is all that is looked at
    const int    *col_start, *row_index; ///< pattern of A and C, rows < nq
    const double *q_size, *row_scale;    ///< [nq] [nrow]
    const double *K;                     ///< [nrow*nq] dc/dq
    const double *A, *C;                 ///< dc/dx; d(A'y)/dq, symmetric to d(K'y)/dx
    const double *Q;                     ///< [nq*nq] d(K'y)/dq - q_weight
    const double *bend, *give;           ///< [nx] second derivative of the cost; [nrow]
    const signed char *state;            ///< [nx] -1 at the lower bound, 0 free, 1 at the upper
    int           ntie;                  ///< bounds that move with q
    const int    *tie_column;            ///< [ntie] columns at such a bound
    const double *tie;                   ///< [ntie*nq]
} ili_saddle_problem;

typedef struct ili_saddle ili_saddle; ///< workspace

/// @param isa  an il_isa; the answer's bits do not depend on it
il_status ili_saddle_create(int nq, int nx, int nrow_max, int isa, ili_saddle **out);
size_t    ili_saddle_bytes(const ili_saddle *w); ///< that it holds
void      ili_saddle_free(ili_saddle *w);

/// Factor. @return false when the matrix is not finite or has no factor
bool ili_saddle_factor(ili_saddle *w, const ili_saddle_problem *p);

/// The least eigenvalue in size of the scaled matrix, by inverse iteration: next to nothing where a posture slides freely or is about to fall over.
double ili_saddle_softest(const ili_saddle *w);

/// One parameter, and how the solution moves with it. Arrays of the caller.
typedef struct ili_saddle_motion {
    const double *g_q, *g_x, *b, *g_c; ///< [nq] [nx] [nx] [nrow] in
    double       *dq, *dx, *dy;        ///< [nq] [nx] [nrow] out; dx NULL in all that are solved together: not wanted, and `want` neither
    double       *want;                ///< [nx] out: how x would move were it free (at a bound: of the point that the bound holds back)
    bool          torn;                ///< out: pushed along a direction that nothing holds, so that there is no derivative. Where a posture merely could
                                       ///< slide that way it stays
} ili_saddle_motion;

/// `m` parameters abreast, 8 at most. Each gets the bits that it gets alone.
void ili_saddle_solve(ili_saddle *w, int m, ili_saddle_motion *motion);

/// `m` right sides abreast, without g_x and b: (dq; dy) of g = (g_q; g_c), both [n*m] by rows, n = nq + nrow; relaxed: dq of g_c alone, n = nq. What nothing
/// holds stays where it is.
void ili_saddle_step(ili_saddle *w, int m, const double *g, double *step);
#endif

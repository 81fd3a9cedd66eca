// simplex.h - a dense linear program with few rows and many boxed columns
#ifndef ILI_SIMPLEX_H
#define ILI_SIMPLEX_H
#include "ilium/base.h"

/// maximise c'x subject to A x = b, lo <= x <= hi (lo finite, hi may be infinite).
typedef struct ili_simplex_problem {
    int           nrow, nx;
    const double *A; ///< [nrow*nx] by rows
    const double *b, *c, *lo, *hi;
    bool (*stop)(void *user, int iterations); ///< asked before each iteration: true ends it where it is. NULL: nobody is asked
    void         *user;
} ili_simplex_problem;

typedef enum ili_simplex_status { ILI_SIMPLEX_SOLVED, ILI_SIMPLEX_INFEASIBLE, ILI_SIMPLEX_UNBOUNDED, ILI_SIMPLEX_LIMIT, ILI_SIMPLEX_STOPPED } ili_simplex_status;

typedef struct ili_simplex_answer {
    double *x;     ///< [nx] within its box; where it was stopped the rows may not be met yet
    double *price; ///< [nrow] y: no x in the box can do better than y'b + sum_j max over its bounds of (c_j - y'A_j) x_j
    double  value; ///< c'x
    int     iterations;
} ili_simplex_answer;

typedef struct ili_simplex ili_simplex; ///< workspace

/// NULL when there is no memory.
ili_simplex *ili_simplex_create(int max_row, int max_x);
size_t       ili_simplex_bytes(const ili_simplex *s); ///< that it holds
void         ili_simplex_free(ili_simplex *w);
/// Two-phase primal simplex with bounds; the basis matrix is inverted anew each step (rows are few).
ili_simplex_status ili_simplex_maximise(ili_simplex *w, const ili_simplex_problem *p, ili_simplex_answer *out);

#endif

// ilium/qp.h - separable quadratic programs in a box with few equality rows and many columns, eight abreast: muscle recruitment and
// the step of the equilibrium solver. In each lane
//
//     minimise    sum_i h_i/2 (x_i - c_i)^2  +  1/2 r' M^-1 r        M = W + diag(eps), positive semi-definite
//     subject to  A x + r = b,   lo <= x <= hi                       r = 0 along directions that M does not reach
//
// It is solved in its dual, one unknown y_j a row:  x_i = clip(c_i + (A'y)_i/h_i),  r = M y.  docs/solver.md tells how.
// Lanes share the sizes and the pattern of A; every number is a lane's own. Indices count from 0.
#ifndef ILIUM_QP_H
#define ILIUM_QP_H
#include "ilium/base.h"
#include "ilium/lane.h"

/// Eight problems. Lanes from `nlive` on hold no work: their numbers are ignored, their results are copies of lane 0.
typedef struct il_boxqp_problem {
    int            nd;        ///< rows
    int            nx;        ///< columns
    int            nlive;     ///< lanes that hold a problem, 0 to IL_LANES
    const int     *col_start; ///< [nx+1] first entry of each column, the last is the number of entries (compressed columns)
    const int     *row_index; ///< [entries] row of each entry, rising within a column
    const il_pack *a;         ///< [entries] A; the pattern is the union over the lanes, zeros are welcome
    const il_pack *b;         ///< [nd] right-hand side
    const il_pack *h;         ///< [nx] weight of a column, > 0
    const il_pack *c;         ///< [nx] where a column would like to be; NULL = 0
    const il_pack *lo;        ///< [nx] lower bound, -IL_INF where there is none
    const il_pack *hi;        ///< [nx] upper bound, IL_INF where there is none; equal to lo = a fixed column
    const il_pack *eps;       ///< [nd] compliance of a row's reserve r_j, >= 0; 0 = the row must be met; NULL = 0 everywhere
    const il_pack *w;         ///< [nd(nd+1)/2] lower triangle of W by rows (entry i,k at i(i+1)/2 + k); NULL = none
} il_boxqp_problem;

/// Start from il_default_boxqp_settings() and change what differs.
typedef struct il_boxqp_settings {
    il_isa isa;            ///< instruction set; AUTO = the fastest for the number of live lanes. The answer's bits do not depend on it
    bool   warm;           ///< start from solution->y as it comes in (a lane in which it is not finite starts cold)
    int    max_iterations; ///< Newton steps a lane may take
    double tolerance;      ///< largest residual of a row that counts as met, relative to the sum of the row's terms
    int    cookie;         ///< set by il_default_boxqp_settings(); do not touch
} il_boxqp_settings;

/// The answer; the arrays are the caller's. A lane that was refused (IL_BOXQP_BAD_NUMBER) holds NaN.
typedef struct il_boxqp_solution {
    il_pack *x;    ///< [nx] within its bounds to the last bit, whatever the status
    il_pack *y;    ///< [nd] price of a row: the cost's derivative by b_j; read first when settings.warm
    il_pack *r;    ///< [nd] reserve r = (W + diag eps) y; NULL = not wanted
    il_pack *side; ///< [nx] -1 at the lower bound, 1 at the upper (or fixed), 0 between; NULL = not wanted
} il_boxqp_solution;

#define IL_BOXQP_STATUS_LIST(X)                                                                                        \
    X(IL_BOXQP_UNUSED, "no problem in this lane")                                                                      \
    X(IL_BOXQP_SOLVED, "solved")                                                                                       \
    X(IL_BOXQP_INFEASIBLE, "no x within its bounds meets the rows; x comes as close as it can")                        \
    X(IL_BOXQP_INACCURATE, "stopped at the limit of double precision, above the tolerance")                            \
    X(IL_BOXQP_ITERATION_LIMIT, "stopped at max_iterations, above the tolerance")                                      \
    X(IL_BOXQP_BAD_NUMBER, "a number is not finite, or h <= 0, lo > hi, eps < 0")

#define IL_BOXQP_ENUM(name, text) name,
typedef enum il_boxqp_status { IL_BOXQP_STATUS_LIST(IL_BOXQP_ENUM) IL_NBOXQP_STATUS } il_boxqp_status;
#undef IL_BOXQP_ENUM

/// What happened, a lane each.
typedef struct il_boxqp_info {
    il_boxqp_status status[IL_LANES];
    int             iterations[IL_LANES];     ///< Newton steps
    int             factorisations[IL_LANES]; ///< of these, with a new matrix
    int             line_steps[IL_LANES];     ///< evaluations along a line beyond the first
    int             worst_row[IL_LANES];      ///< row with the largest residual; -1 when nothing was solved. Infeasible: the row that misses most
    double          residual[IL_LANES];       ///< max_j |b - A x - r|_j / (|b_j| + sum_i |a_ji x_i| + sum_k |M_jk y_k|)
} il_boxqp_info;

/// Scratch memory and the analysed pattern. One solve at a time.
typedef struct il_boxqp_workspace il_boxqp_workspace;

il_boxqp_settings il_default_boxqp_settings(void);
const char       *il_boxqp_status_text(il_boxqp_status status);

/// Are sizes and pattern legal? IL_BAD_VALUE with the place in `err`. Reads nd, nx, col_start, row_index and nothing else.
il_status il_boxqp_check(const il_boxqp_problem *p, il_error *err);

/// Bytes that il_boxqp_workspace_place needs for problems of this size and pattern; 0 for an illegal pattern.
size_t il_boxqp_workspace_size(const il_boxqp_problem *p);

/// A workspace in the caller's block (any alignment) for all problems with the sizes, pattern and presence of w of `p`. The pattern is copied,
/// nothing needs freeing. NULL if the block is too small or the pattern illegal.
il_boxqp_workspace *il_boxqp_workspace_place(const il_boxqp_problem *p, void *block, size_t size);

/// The same in memory of its own; il_boxqp_workspace_free(NULL) is allowed. IL_BAD_VALUE, IL_NO_MEMORY.
il_status il_boxqp_workspace_create(const il_boxqp_problem *p, il_boxqp_workspace **out, il_error *err);
void      il_boxqp_workspace_free(il_boxqp_workspace *w);

/// Solve all live lanes. IL_OK whenever the call was legal (each lane's outcome stands in `info`); IL_BUG when sizes differ from the workspace's,
/// a needed pointer is NULL or the settings are not from il_default_boxqp_settings(). Allocates nothing. `settings` NULL = defaults.
il_status il_boxqp_solve(const il_boxqp_problem *p, const il_boxqp_settings *settings, il_boxqp_workspace *w, il_boxqp_solution *solution,
                         il_boxqp_info *info);

#endif

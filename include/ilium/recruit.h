// ilium/recruit.h - who pulls: activations that do what is asked of them at the least cost, eight problems abreast.
//
//     minimise    sum w_i a_i^p/p  +  1/2 r' M^-1 r                     p from 2 to 10, or IL_INF: the greatest activation (min-max)
//     subject to  A a + r = b,   lo <= a <= hi                          M = W + diag(reserve)
//
// A: what full activation of a muscle does to a row (strength times moment arm); b: what is asked for. lo: tone or spasm; hi: what
// inhibition leaves; w: weight of effort. r: reserves, where a row has any; W: rows that give way (secondary coordinates).
// Columns behind the first `nmuscle` (friction, belts) cost w a^2/2 at every p. ilium/qp.h has the same problem with p = 2 and free centres.
//
// Min-max: a_i <= lo_i + u, and  minimise  sum(w) u + 1e-3 sum w a^2/2 (+ reserves and other columns as always): the greatest activation above the
// floor, and beside it a little of the squares, so that muscles which do not decide it share too.
#ifndef ILIUM_RECRUIT_H
#define ILIUM_RECRUIT_H
#include "ilium/qp.h"

/// Eight problems on one pattern. Lanes from `nlive` on hold no work.
typedef struct il_recruit_problem {
    int            nd, nx;    ///< rows, columns
    int            nmuscle;   ///< the first so many columns are muscles: 0 <= lo
    int            nlive;     ///< lanes that hold a problem, 0 to IL_LANES
    const int     *col_start; ///< [nx+1] compressed columns, as in il_boxqp_problem
    const int     *row_index; ///< [entries]
    const il_pack *a;         ///< [entries]
    const il_pack *b;         ///< [nd]
    const il_pack *weight;    ///< [nx] w > 0
    const il_pack *lo, *hi;   ///< [nx]
    const il_pack *reserve;   ///< [nd] r_j costs r_j^2/(2 reserve); 0: none; NULL: none anywhere
    const il_pack *w;         ///< [nd(nd+1)/2] lower triangle of W by rows; NULL: none
    double         power;     ///< p
} il_recruit_problem;

/// Start from il_default_recruit_settings().
typedef struct il_recruit_settings {
    il_isa isa;
    bool   warm;           ///< p = 2 and min-max: start from solution->price as it comes in (a lane in which it is not finite starts cold). p > 2 starts cold
    int    max_iterations; ///< steps of the interior method (p > 2) or bounds tried (min-max), at most
    double tolerance;      ///< of a row, relative to the sum of its terms
    double gap;            ///< p > 2: how much cheaper another answer may be, relative to the cost. Min-max: of u, at least 1e-6
    int    cookie;
} il_recruit_settings;

/// The answer; the arrays are the caller's.
typedef struct il_recruit_solution {
    il_pack *act;     ///< [nx] within its bounds to the last bit
    il_pack *price;   ///< [nd] what one unit more of b_j would cost (min-max: in units of effort)
    il_pack *reserve; ///< [nd] r; NULL = not wanted
    il_pack *missing; ///< [nd] b - A a - r: what cannot be met; zero to tolerance where solved; NULL = not wanted
} il_recruit_solution;

typedef struct il_recruit_info {
    il_boxqp_status status[IL_LANES];     ///< INFEASIBLE: no activations within their bounds do it; act misses least
    int             iterations[IL_LANES]; ///< steps of the interior method (p > 2), box QPs
    int             newton[IL_LANES];     ///< factorisations of a Newton matrix, at most
    int             worst_row[IL_LANES];  ///< row with the largest residual; infeasible: the row that misses most of what it can do
    double          residual[IL_LANES];   ///< of the rows, as in il_boxqp_info
    double          gap[IL_LANES];        ///< proved: no answer is cheaper by more than this share of the cost
    double          most[IL_LANES];       ///< the greatest activation above the floor lo
} il_recruit_info;

typedef struct il_recruit il_recruit; ///< workspace: memory and the analysed pattern; one solve at a time

il_recruit_settings il_default_recruit_settings(void);

/// Bytes that a workspace for problems of this size and pattern needs, all told; 0 for an illegal one.
size_t    il_recruit_size(const il_recruit_problem *p);
/// A workspace for all problems with the sizes, pattern and presence of w of `p`. IL_BAD_VALUE, IL_NO_MEMORY. Free with il_recruit_free().
il_status il_recruit_create(const il_recruit_problem *p, il_recruit **out, il_error *err);
void      il_recruit_free(il_recruit *w);

/// Solve all live lanes. IL_BAD_VALUE: power below 2, between 10 and infinity. Allocates nothing. `settings` NULL = defaults.
/// A lane's bits do not depend on its neighbours, nor on the instruction set.
il_status il_recruit_solve(const il_recruit_problem *p, const il_recruit_settings *settings, il_recruit *w, il_recruit_solution *solution,
                           il_recruit_info *info, il_error *err);

#endif

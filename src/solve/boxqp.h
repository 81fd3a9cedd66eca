// boxqp.h - the workspace of the box QP: what the analysis of the pattern found, and scratch. Shared by boxqp.c and the kernel.
#ifndef ILI_SOLVE_BOXQP_H
#define ILI_SOLVE_BOXQP_H
#include "ilium/qp.h"

enum { ILI_TILE = 4, ILI_TILE_SIZE = ILI_TILE*ILI_TILE }; // the Newton matrix is kept in tiles of 4 x 4

// Integer arrays: name, length. Columns are visited in groups of equal pattern: so a group's rows stay in registers.
#define ILI_BOXQP_INTS(X)                                                                     \
    X(order, nx)          /* the column that stands at place p */                             \
    X(entry, nx)          /* its first entry in a */                                          \
    X(group_col, nx + 1)  /* group k has the places group_col[k] to group_col[k+1] */         \
    X(group_row, nx + 1)  /* and the rows rows[group_row[k]] to rows[group_row[k+1]] */       \
    X(rows, nnz)                                                                              \
    X(tile_row, nb + 1)   /* number of the first tile of a block row */                       \
    X(tile_first, nb)     /* and its block column: the skyline */                             \
    X(at_row, nd4)        /* entry i,k of the matrix stands at at_row[i] + at_col[k] */       \
    X(at_col, nd4)                                                                            \
    X(one_group_a, nx + 1) /* where a group's columns stand in one_a and one_b */             \
    X(one_group_b, nx + 1)                                                                    \
    X(moved, nx)          /* places whose column entered or left the matrix, for one step */

// Scratch in units of one number a lane: name, length. "at" is the current point, "to" the trial.
#define ILI_BOXQP_PACKS(X)                                                                    \
    X(hinv, nx)      /* 1/h, 0 for a fixed column */                                          \
    X(th, nx)        /* weight of a column in the matrix: 1/h where free, 0 where at a bound */ \
    X(diag, nd4)     /* diagonal of the matrix when every column is free */                   \
    X(floor, nd4)    /* smallest scale that a row's residual is measured with */              \
    X(gross, nd4)    /* sum of the sizes of a row's terms */                                  \
    X(eps, nd4)                                                                               \
    X(prox, nd4)     /* weight of the proximal term, 0 where there is none */                 \
    X(centre, nd4)   /* and its centre */                                                     \
    X(group_u, nd4)  /* numbers of a group's rows, side by side */                            \
    X(group_v, nd4)                                                                           \
    X(best_y, nd4)   /* the point that met the rows best */                                   \
    X(d, nd4)        /* direction */                                                          \
    X(dinv, nd4)     /* inverse pivots */                                                     \
    X(c_row, nd4*ILI_TILE)                                                                    \
    X(s, ntile*ILI_TILE_SIZE) /* Newton matrix, lower triangle in the skyline */              \
    X(l, ntile*ILI_TILE_SIZE) /* its factor */                                                \
    X(at_y, nd4) X(at_r, nd4) X(at_f, nd4) X(at_g, nx) X(at_x, nx) X(at_free, nx)             \
    X(to_y, nd4) X(to_r, nd4) X(to_f, nd4) X(to_g, nx) X(to_x, nx) X(to_free, nx)             \
    /* for one problem alone, in plain doubles: A by columns and in blocks of eight columns, W, S and its factor by columns */ \
    X(one_a, (nnz + 7*nx)/8 + 1) X(one_b, nnz) X(one_w, nd8*nd8/8) X(one_s, nd8*nd8/8)        \
    X(one_ld, nd8*nd8/8) X(one_l_col, nd8*nd8/8) X(one_l_row, nd8*nd8/8) X(one_da, nd8/2)     \
    X(one_c, nx/8 + 1) X(one_lo, nx/8 + 1) X(one_hi, nx/8 + 1) X(one_span, nx/8 + 1) X(one_n, nx/8 + 1) X(one_slope, nx/8 + 1)

/// The instruction set for `nlive` lanes at work: with few a narrow kernel has less to do; the answer's bits are the same.
il_isa ili_boxqp_isa(il_isa wanted, int nlive);

struct il_boxqp_workspace {
    int    nd, nx, nnz, nd4, nb, ngroup, ntile; // nd4: nd rounded up to whole tiles; nb: block rows
    bool   dense;                               // the matrix has W: no skyline
    size_t size;                                // bytes from the struct on
    void  *own;                                 // what il_boxqp_workspace_free gives back
#define ILI_FIELD(name, count) int *name;
    ILI_BOXQP_INTS(ILI_FIELD)
#undef ILI_FIELD
#define ILI_FIELD(name, count) double *name;
    ILI_BOXQP_PACKS(ILI_FIELD)
#undef ILI_FIELD
};

enum { ILI_ONE_ROWS = 32 }; ///< of so many rows on one problem alone is faster by itself than in a lane: docs/solver.md

/// One problem alone, and its answer: the fields of il_boxqp_problem and il_boxqp_solution, each number of an array `step` after the one before it.
typedef struct ili_boxqp_single {
    int           nd;    ///< rows: at most the workspace's; those behind are as good as r_j = 0 with a compliance of one
    int           step;  ///< 1: plain arrays; IL_LANES: a lane of packs
    int           w_row; ///< entry i,k of W stands at w[i*w_row + k]; 0: packed, at w[(i(i+1)/2 + k)*step]
    const double *a, *b, *h, *c, *lo, *hi, *eps, *w;
    double       *x, *y, *r, *side;
} ili_boxqp_single;

/// Lane 0.
ili_boxqp_single ili_boxqp_lane_0(const il_boxqp_problem *p, const il_boxqp_solution *solution);
/// Solve one problem alone. The workspace is one with W. Its status and numbers stand in lane 0 of `info`.
il_status ili_boxqp_solve_single(const ili_boxqp_single *p, const il_boxqp_settings *set, const il_boxqp_workspace *w, il_boxqp_info *info);

// the kernels, once for each instruction set; all arguments are checked
typedef void ili_boxqp_kernel(const il_boxqp_problem *p, const il_boxqp_settings *set, il_boxqp_workspace *w, il_boxqp_solution *solution,
                              il_boxqp_info *info);
typedef void ili_boxqp_one_kernel(const ili_boxqp_single *p, const il_boxqp_settings *set, const il_boxqp_workspace *w, il_boxqp_info *info);
ili_boxqp_kernel     ili_boxqp_plain, ili_boxqp_v2, ili_boxqp_v3, ili_boxqp_v4;                 // lanes abreast
ili_boxqp_one_kernel ili_boxqp_one_plain, ili_boxqp_one_v2, ili_boxqp_one_v3, ili_boxqp_one_v4; // one alone

#endif

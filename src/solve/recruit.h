// recruit.h - what recruitment's conductor (recruit.c) and its kernels (recruit.kv.c) share
#ifndef ILI_SOLVE_RECRUIT_H
#define ILI_SOLVE_RECRUIT_H
#include "ilium/recruit.h"
#include "solve/boxqp.h"

// Scratch of the kernel in units of one number a lane and column.
#define ILI_RECRUIT_SCRATCH(X)                                              \
    X(zl) X(zu)   /* multipliers of the bounds */                           \
    X(sl) X(su)   /* inverse distances from them, 0 where there is none */  \
    X(t)          /* D^-1 q: the step at the prices as they are */          \
    X(dg)         /* A'dy */                                                \
    X(el) X(eu)   /* products of the first guess of a step */               \
    X(slope)      /* of the cost */                                         \
    X(third)      /* half its third derivative */                           \
    X(dx)

typedef struct ili_recruit_job {
    const il_boxqp_problem *qp;        ///< h: weights
    il_boxqp_workspace     *w;
    int                     nmuscle, max_iterations;
    double                  power, tolerance, gap;
    double                  reach;     ///< how much of the way to the nearest bound a step may go
    double                  centring;  ///< the barrier falls by no more than this in a step
    il_pack                *x, *y, *r; ///< out
    il_recruit_info        *info;
#define X(name) double *name;
    ILI_RECRUIT_SCRATCH(X)
#undef X
} ili_recruit_job;

typedef void ili_recruit_kernel(const ili_recruit_job *job);
ili_recruit_kernel ili_recruit_plain, ili_recruit_v2, ili_recruit_v3, ili_recruit_v4;

#endif

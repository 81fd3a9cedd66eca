// boxqp_part.h - for the kernels of the box QP: what a solve keeps, and the constants of the method. il_v is what the including file makes of it:
// as wide as the instruction set, or one number.
#ifndef ILI_SOLVE_BOXQP_PART_H
#define ILI_SOLVE_BOXQP_PART_H
#include "solve/boxqp.h"

enum {
    LATE = 6,        // from this step on lanes are measured in every step, and lines searched more exactly
    GIVE_UP = 20,    // a lane that has not arrived then gets a proximal term
    LINE_STEPS = 60, // at most, a line
};
static const double HUGE_T      = 1e300;          // stands for: no bound
static const double OVER        = 1.9;            // a full step is taken when f's slope grows over it by between UNDER and OVER times
static const double UNDER       = 0.2;            // what would bring it to zero,
static const double CLOSE       = 0.1;            // else one where this is 1 +- CLOSE
static const double PIVOT_TINY  = 1e-13;          // a smaller pivot, relative to its row's diagonal with all columns free, is rounding
static const double PROX        = 1e-6;           // weight of the first proximal term, relative to that diagonal
static const double PROX_LEAST  = 1e-10;          // and of the last
static const double SCALE_FLOOR = 1e-5;           // a residual is never measured with less than so much of what the columns can do in its row
static const double NEARLY      = 1e-6;           // with a residual below, a step that brings nothing means the end of precision

// a point of the dual: price, reserve, residual a row; A'y, x, and Th a column
typedef struct point { double *y, *r, *f, *g, *x, *free; } point;

// one solve: what every lane shares, and what is known lane by lane
typedef struct part {
    const il_boxqp_problem   *p;         // lanes abreast: the problem, and where the answer goes
    il_boxqp_solution        *solution;
    const ili_boxqp_single   *single;    // one alone: both
    const il_boxqp_settings  *set;
    const il_boxqp_workspace *w;
    int   o, nlive, nmoved;              // first lane; lanes that hold a problem; columns in w->moved
    point at, to;                        // current point, trial
    il_m  run, reset, moved;             // lanes at work; that need S afresh; whose S has changed since it was factored
    il_m  prox, lost;                    // lanes with a proximal term; shown to be infeasible
    il_v  t, q, n, slope, curve;         // step; F'd; growth of the slope of f over the step, its derivative by t, its part from M and P
    il_v  residual, unmet, best, weight; // of the proximal problem; of the problem itself; the best; of the proximal term
    il_v  least;                         // unmet at the best point so far
    il_v  stuck, worst, status, iterations, factorisations, line_steps;
} part;

ILI_FN il_v one_if(il_m m) { return ili_select(m, ili_set(1.0), ili_set(0.0)); }
ILI_FN il_v at(const double *a, int i) { return ili_load(a + i*ILI_W); }
ILI_FN void put(double *a, int i, il_v v) { ili_store(a + i*ILI_W, v); }
ILI_FN il_v pick(const il_pack *array, int i, int o) { return array ? ili_load(array[i].lane + o) : ili_set(0.0); }

#endif

// posture_slope_private.h - the workspace that the parts of the derivatives of a posture share
#ifndef ILI_POSTURE_SLOPE_PRIVATE_H
#define ILI_POSTURE_SLOPE_PRIVATE_H
#include "analysis/hold_kernel.h"
#include "analysis/posture_bend.h"
#include "analysis/posture_slope.h"
#include "math/triple.h"
#include "solve/saddle.h"

/// What the equations are at one lane.
typedef struct ili_misfit {
    double *c, *g_q, *pull, *lower, *upper; ///< [nrow] c + r; [nq] K'y - habit; [nx] A'y; [nx] bounds
    double *weight, power;                  ///< [nx] cost of forces; power of muscles'
} ili_misfit;

struct ili_slope {
    const il_model     *m;
    il_posture         *posture;
    ili_posture_system  s;
    il_posture_settings set;
    il_data            *d, *t, *room; ///< room: for second derivatives
    il_params          *p;      ///< a lane each
    ili_saddle         *saddle;
    ili_saddle_problem  system;
    double              left; ///< what the solver left
    int                 nx, max_row, nnz;
    bool                beside; ///< d, t, room, p and basis are another's
    il_pack            *basis;  ///< [6*npad] of each lane, in a hold
    ili_hold_ask_kernel   *ask;
    ili_hold_bound_kernel *bound;
    int                 isa;
    double             *own;    ///< of the system, once it is kept
    double             *block, *K, *Q, *C, *bend, *tie, *prices, *margin, *q, *pulled; ///< pulled [nx]: what each force's equation misses at the base
    double             *g_q[IL_LANES], *g_x[IL_LANES], *b[IL_LANES], *g_c[IL_LANES];
    ili_misfit              base, lane[IL_LANES];
    const il_posture_problem *problem[IL_LANES];
    const double       *price[IL_LANES]; ///< of each lane
    signed char        *state, *kept;
    unsigned char      *part;  ///< [nmuscle + nbushing] in which lanes differ
    int                *tied;
    ili_bend_space      space;
};

/// Stages of the muscles and bushings in which lanes differ, or did at the evaluation before; the tangents of them. Done: those of this one were the ones before.
void ili_slope_parts(ili_slope *w, bool tangent);
void ili_slope_parts_done(ili_slope *w);
/// Force that pays at a pull over its weight, where the cost goes with its power p.
double ili_asked(double pull, double p);
/// x at which the cost's slope is the pull.
double ili_free_place(const ili_misfit *f, int i, int nmuscle);
#endif

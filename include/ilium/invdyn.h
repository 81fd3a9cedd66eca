// ilium/invdyn.h - inverse dynamics of a recorded motion: what must act on each coordinate.
#ifndef ILIUM_INVDYN_H
#define ILIUM_INVDYN_H
#include "ilium/model.h"

/// A force of the outer world on a body over the frames: force, its place and a free moment, each [3*nframe] or NULL (zero).
typedef struct il_outer_load {
    int           body;      ///< that it acts on
    int           force_in;  ///< body in whose axes force and moment are given; IL_GROUND
    int           point_in;  ///< body in which its place is given; IL_GROUND
    const double *force, *point, *moment; ///< [N], [m], [N m]
    const char   *name;      ///< for tables; may be NULL
} il_outer_load;

/// Generalised forces M qdd + C - G - J'F in each frame: what joints must give besides gravity and the loads. Frames fill the lanes; long
/// recordings run on all processors, with the same bits for any number of them. The model's coordinates are all taken as given: couplers do no work here, when they were read as free.
/// @param gravity   [3] acceleration in ground axes
/// @param q,qd,qdd  [nframe*nq] by frames
/// @param tau       [nframe*nq] out
il_status il_inverse_dynamics(const il_model *m, const il_params *p, il_isa isa, const double gravity[3], int nframe, const double *q, const double *qd,
                              const double *qdd, int nload, const il_outer_load *load, double *tau, il_error *err);

#endif

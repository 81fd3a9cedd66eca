// ilium/fit.h - inverse kinematics: the coordinates that bring markers to where they were seen, frame by frame.
//
//     minimise  sum w_i |x_i(q) - target_i|^2 + sum v_j (q_j - value_j)^2    over  low <= q <= high
//
// Gauss-Newton far from the answer and Newton near it, bounds by a set of coordinates held at them, damping (Levenberg-Marquardt) where a step does not
// help.
// Constraints of the model hold exactly: by multipliers that grow until nothing is missing, and at last by the nearest pose that meets them.
// Without constraints bounds hold exactly. With them that last pose may pass a bound by what was missing before: by more than 1e-9, the frame has not converged.
// Blocks of 256 frames run in parallel; their first frames are solved in turn, each from the one before. The frames of a block fill the lanes as eight
// consecutive stretches; each starts from the frame before it, the heads from the answer of the block's first.
#ifndef ILIUM_FIT_H
#define ILIUM_FIT_H
#include "ilium/constraint.h"

typedef struct il_fit_problem {
    int           nframe, nmarker;
    const int    *marker;   ///< [nmarker] of the model
    const double *weight;   ///< [nmarker] 0 or more
    const double *target;   ///< [nframe*3*nmarker] by frames, ground [m]; a marker with a NaN was not seen and does not count in the frame
    const double *q_target; ///< [nframe*nq] by frames
    const double *q_weight; ///< [nq] 0 or more
    const double *low, *high; ///< [nq] may be infinite; equal: the coordinate is held there
    const bool   *given;    ///< [nq] the coordinate is q_target in every frame, whatever its bounds; NULL: none
    const double *start;    ///< [nq] where the first frame starts
    int                  nconstraint;
    const il_constraint *constraint; ///< [nconstraint]
    int                  threads;    ///< 0: all processors; the answer does not depend on it
} il_fit_problem;

typedef struct il_fit_frame {
    double squared, rms, worst; ///< of the distances of markers with a weight that were seen, unweighted [m2, m, m]
    double cost;                ///< what was minimised
    int    worst_marker;        ///< place in problem->marker, -1: none was seen
    double miss;                ///< the largest residual of a constraint that is left [m, 1]
    int    iterations;
    bool   converged;           ///< constraints hold, and so do bounds
} il_fit_frame;

/// Solve all frames. Nothing allocates per frame. The same bits on every machine.
/// @param q      [nframe*nq] out
/// @param frame  [nframe] out
il_status il_fit(const il_model *m, const il_params *p, il_isa isa, const il_fit_problem *problem, double *q, il_fit_frame *frame, il_error *err);

#endif

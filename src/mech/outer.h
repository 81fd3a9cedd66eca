// outer.h - kernels that OpenSim's tools need besides the stages: outer loads in inverse dynamics, the normal equations of inverse kinematics
#ifndef ILI_OUTER_H
#define ILI_OUTER_H
#include "ilium/data.h"

/// After the inverse stage: takes what the wrenches on bodies give off tau, and leaves in `load` the sum of wrenches on each body and those it
/// carries. body_force - load then is what each joint gives the body it carries, about the ground origin.
void ili_outer(const il_model *m, il_data *d);

/// Markers to be met, eight frames abreast.
typedef struct ili_fit {
    int            nmarker;
    const int     *marker;   ///< [nmarker] of the model
    const il_params *p;      ///< where they are on their bodies
    const il_pack *target;   ///< [3*nmarker] where they were seen, ground [m]; any number where weight is 0
    const il_pack *weight;   ///< [nmarker] 0 where not seen
    const il_pack *q_target; ///< [nq] coordinates to be met
    const il_pack *q_weight; ///< [nq]
    il_pack       *gradient; ///< [nq] out: sum of w J'(target - x)
    il_pack       *hessian;  ///< [nq*(nq+1)/2] out: lower triangle by rows of sum of w J'J, less the second derivatives
    il_pack       *cost;     ///< [1] out: sum of w |target - x|^2
    const il_pack *second;   ///< [1] (for steps too) share of the second derivatives of the markers' places in the hessian: 0 Gauss-Newton, 1 Newton
    const int     *start, *list; ///< ili_fit_pattern(): entries that are not zero
    const bool    *tracked;  ///< [nbody] ili_fit_tracked()
    il_pack       *body;     ///< [25*nbody] scratch
    il_pack       *row;      ///< [6*nrow] scratch
} ili_fit;

/// Entries of a matrix of rows that meet where one carries the other, and of its factors from the last coordinate on, which are no more as long as
/// coordinates are numbered outwards: of coordinate k those with list[start[k]] ... list[start[k + 1] - 1], ascending, below k.
/// @param dense  all entries
/// @param start  [nq+1] out @param list [nq*(nq-1)/2] out @param pair [nq*nq] scratch
void ili_fit_pattern(const il_model *m, bool dense, int *start, int *list, bool *pair);
/// Bodies that carry a marker, or another that does.
void ili_fit_tracked(const il_model *m, int nmarker, const int *marker, bool *tracked);

/// The sums of a fit in the present pose (after position).
void ili_fit_sums(const il_model *m, const il_data *d, const ili_fit *f);

/// What a step is made of: (H + damping diag(H) + floor) x = g on the coordinates that are free, by L' D L in the entries of the pattern.
/// @param free     [nq] 1: moves; 0: stays, and x is 0
/// @param damping  [1] share of the diagonal that is added
/// @param step     [nq] out
void ili_fit_step(const il_model *m, const il_data *d, const ili_fit *f, const il_pack *free, const il_pack *damping, il_pack *factor, il_pack *step);

#endif

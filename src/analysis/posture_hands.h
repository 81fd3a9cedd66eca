// posture_hands.h - what holds, pushes and places add to the stiffness of a posture
#ifndef ILI_POSTURE_HANDS_H
#define ILI_POSTURE_HANDS_H
#include "ilium/posture.h"

/// Add to K [(nq + nplace)*nq] how holds and pushes change as their landmarks move, and fill the rows of places. One lane of `d`, after `marker`.
/// @param which     [2*nq] scratch
/// @param landmark  [15*nq] scratch
void ili_posture_hands(const il_posture_problem *problem, const il_data *d, int lane, int *which, double *landmark, double *K);
#endif

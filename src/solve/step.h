// step.h - the box QP of one step of holding
#ifndef ILI_STEP_H
#define ILI_STEP_H
#include "equilibrium_private.h"
/// Solve for w->x_new and w->y from w->A, w->b, w->W; false when the answer is not exact. Where others share the room it waits for them.
bool ili_step_solve(ili_equilibrium *w, const ili_system *s, ili_equilibrium_info *info);
#endif

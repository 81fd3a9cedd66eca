// equilibrium_newton.h - the last steps of a hold whose search creeps: Newton's method on all equations of the solution at once
#ifndef ILI_EQUILIBRIUM_NEWTON_H
#define ILI_EQUILIBRIUM_NEWTON_H
#include "equilibrium_private.h"

il_status ili_newton_create(ili_equilibrium *w, const int *col_start, const int *row_index, int isa);
void      ili_newton_free(ili_equilibrium *w);

typedef enum ili_newton_end { ILI_NEWTON_FOUND, ILI_NEWTON_NOT, ILI_NEWTON_ENDED } ili_newton_end;

/// From (q, x), where w->K, w->A, w->c were just taken, and the multipliers w->y of the last box QP. Steps count as iterations.
/// @param most  the solution must not cost more: equations alone would be as content with the dearest posture
/// @return FOUND: q, x, r, w->y are the solution, w->K and w->A belong to it. NOT: q, x, r, w->y as they were, and a linearisation is due.
///         ENDED: the same, and no further iteration is allowed (info->end)
ili_newton_end ili_newton_finish(ili_equilibrium *w, const ili_system *s, const ili_equilibrium_settings *set, double most, double *q, double *x, double *r, ili_equilibrium_info *info);
#endif

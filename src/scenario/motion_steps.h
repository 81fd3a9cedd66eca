// motion_steps.h - a recorded motion one frame at a time, of a person of other size, with the numbers that the person has at the moment
#ifndef ILI_MOTION_STEPS_H
#define ILI_MOTION_STEPS_H
#include "ilium/motion.h"

typedef struct ili_motion_steps ili_motion_steps;

/// The motion is scaled to the person (dynamically similar: lengths with the leg, time with its root, forces with the mass).
/// @param p  the person; read again at each solve, tissue may have changed meanwhile, size and mass not @param posture  where frames are solved; the caller's
il_status ili_motion_steps_create(const il_body *body, const il_params *p, const il_motion *motion, double effort, il_posture *posture, ili_motion_steps **out, il_error *err);
void      ili_motion_steps_free(ili_motion_steps *x); ///< NULL is allowed
int       ili_motion_steps_count(const ili_motion_steps *x); ///< frames
double    ili_motion_steps_lasts(const ili_motion_steps *x); ///< from the first to the last [s]
/// @param start, start_act  where the search begins; NULL: as recorded. The solution lives in the posture until its next solve; it has no stiffness
il_status ili_motion_steps_solve(ili_motion_steps *x, int frame, const double *start, const double *start_act, il_posture_solution *solution, il_motion_frame *info, il_error *err);
#endif

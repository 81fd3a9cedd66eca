// ilium/recruit_body.h - who pulls in a posture that is given: recruitment of a whole body, secondary coordinates solved with it.
//
// The problem is a prescribed one of ilium/posture.h: muscles, friction and secondary coordinates balance, and what they cannot give is a reserve.
// Spasm and tone are floors, inhibition lowers bounds, weights are the body's (by volume). At a finite power this is il_posture_solve(). At power
// IL_INF it is the least greatest activation: a_i <= tone_i + u, and
//     minimise  effort (0.03 sum(w) u + 1e-3 sum w a^2/2 + reserve_cost sum r^2/2)  + friction
// u is found to a part in a thousand by solving with bounds; the cost is convex in it near the posture.
#ifndef ILIUM_RECRUIT_BODY_H
#define ILIUM_RECRUIT_BODY_H
#include "ilium/posture.h"

typedef struct il_recruit_body il_recruit_body; ///< workspace

il_status il_recruit_body_create(const il_model *m, int isa, il_recruit_body **out, il_error *err);
void      il_recruit_body_free(il_recruit_body *w);
/// Allocates nothing. Warm: give the last solution's coordinates and activations as start and start_act.
/// @param problem  held and prescribed; power 2 to 10, 0 = 2, or IL_INF
/// @param most     [1] out: the greatest activation above its floor; NULL is allowed
il_status il_recruit_body_solve(il_recruit_body *w, const il_posture_problem *problem, const il_posture_settings *settings, il_posture_solution *solution,
                                il_posture_info *info, double *most, il_error *err);
#endif

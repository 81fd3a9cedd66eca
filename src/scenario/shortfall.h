// shortfall.h - a held task that was not found, with its demands made soft; search.c asks for it
#ifndef ILI_SHORTFALL_H
#define ILI_SHORTFALL_H
#include "ilium/shortfall.h"

enum { ILI_PATIENCE = 600, ILI_AMOUNT = 24 }; ///< iterations for what 200 did not find; room of an amount in words

typedef struct ili_shortfall ili_shortfall; ///< workspace

/// @param scratch  what it holds is gone after ili_shortfall_solve(); it outlives the workspace
il_status ili_shortfall_create(const il_model *m, il_data *scratch, ili_shortfall **out, il_error *err);
void      ili_shortfall_free(ili_shortfall *s);
size_t    ili_shortfall_bytes(const ili_shortfall *s); ///< that it holds
/// Nothing is known to be missing.
void      ili_shortfall_clear(ili_shortfall *s);
/// `problem`, a held one that was not found, with soft balance. out->info.status afterwards: SOLVED (it can be held: start from there), or
/// NOT_CONVERGED, and what is missing is kept here.
/// @param limits  of the caller: who may stop it, and its time
/// @param root_cost  what a reserve at the supports costs beside one of a muscle @param start  [nq] where to begin
il_status ili_shortfall_solve(ili_shortfall *s, il_posture *posture, const il_posture_problem *problem, const il_posture_settings *limits, double root_cost,
                              const double *start, il_outcome *out, il_error *err);
/// Does the last answer leave half the body's weight to supports that it does not touch? Then it has left the ground, and is no answer.
bool ili_shortfall_floats(const ili_shortfall *s, const il_posture_problem *problem);
/// How far each place of the last problem stays away at best [m]; NULL where that was not asked.
const double *ili_shortfall_places(const ili_shortfall *s);
/// [nq] what muscles and supports lacked in the last problem [Nm or N]; NULL where that is not known.
const double *ili_shortfall_reserves(const ili_shortfall *s);
/// Had the search for them come to rest?
bool ili_shortfall_settled(const ili_shortfall *s);
/// What il_scenario_shortfalls() tells.
int ili_shortfall_list(const ili_shortfall *s, const il_model *m, const il_task *task, const il_outcome *out, il_shortfall *list, int max);
/// An amount without its sign for a sentence; a million or more, or no number, is "more than a million". @return out
const char *ili_amount_say(double amount, int digits, char out[ILI_AMOUNT]);
#endif

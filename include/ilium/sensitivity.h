// ilium/sensitivity.h - one scenario solved as usual and at both ends of every factor: what an outcome depends on, and how far it is known.
#ifndef ILIUM_SENSITIVITY_H
#define ILIUM_SENSITIVITY_H
#include "ilium/factor.h"
#include "ilium/outcome.h"

/// Results of il_sensitivity_run(). Values are those of il_outcomes, in their order, followed by the task's readings.
typedef struct il_sensitivity il_sensitivity;

/// @param task     the scenario; @param person its body, with conditions; @param habit [nq] or NULL
/// @param people   vary also what healthy people differ in
/// @param exact    solve every end. Else ends are followed from the usual posture as far as that leads (src/scenario/follow.h): each end's own equilibrium, to
///                 1e-6 of body weight, in a fraction of the time, but without outcomes of stability (NaN); what it does not lead to is solved
/// @return IL_CANCELLED, IL_NO_MEMORY, IL_BAD_VALUE where a table's row aims at nothing
il_status il_sensitivity_run(const il_body *body, const il_task *task, const il_params *person, const double *habit, bool people, bool exact, int threads,
                             const il_progress *progress, il_sensitivity **out, il_error *err);
void      il_sensitivity_free(il_sensitivity *s); ///< NULL is allowed

int                    il_sensitivity_count(const il_sensitivity *s);                   ///< of values
const char            *il_sensitivity_name(const il_sensitivity *s, int value);
const char            *il_sensitivity_unit(const il_sensitivity *s, int value);         ///< "" for a reading: degrees or millimetres as its name says
int                    il_sensitivity_factors(const il_sensitivity *s);
const il_factor       *il_sensitivity_factor(const il_sensitivity *s, int factor);
const il_posture_info *il_sensitivity_info(const il_sensitivity *s);                    ///< of the usual solve
int                    il_sensitivity_unsolved(const il_sensitivity *s);                ///< ends without an answer: they add nothing to a range

/// Was this end followed from the usual posture? Else it was solved, or what was changed leaves this task alone.
bool                   il_sensitivity_followed(const il_sensitivity *s, int factor, bool high);
int                    il_sensitivity_count_followed(const il_sensitivity *s);

/// The value as usual, and at an end of a factor (NaN where that posture was not found).
double il_sensitivity_usual(const il_sensitivity *s, int value);
double il_sensitivity_end(const il_sensitivity *s, int value, int factor, bool high);
/// Its range (il_factor_range()) over all factors.
void   il_sensitivity_range(const il_sensitivity *s, int value, double range[2]);
/// Factors by their effect on a value, the strongest first. @param order  [il_sensitivity_factors()]
void   il_sensitivity_rank(const il_sensitivity *s, int value, int *order);

#endif

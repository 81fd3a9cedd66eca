// plan_private.h - the making of a plan, from stage to stage
#ifndef ILI_PLAN_PRIVATE_H
#define ILI_PLAN_PRIVATE_H
#include "reason/care_private.h"

typedef struct ili_planner {
    const il_care_request *r;
    const il_knowledge    *k;
    const il_assessment   *a;
    const il_visit        *visit;
    il_plan               *p;
} ili_planner;

/// Zeroed memory of the plan; on failure sets err and returns IL_NO_MEMORY from the function it stands in.
#define ILI_PLAN_ARRAY(x, pointer, count)                                                                               \
    do {                                                                                                                \
        (pointer) = il_assessment_array((x)->p->canvas, (size_t)(count) + 1, sizeof *(pointer));                        \
        if (!(pointer)) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the plan");                   \
    } while (0)

il_status ili_plan_items(ili_planner *x, il_error *err);     ///< which treatments, for which aims
il_status ili_plan_exercises(ili_planner *x, il_error *err); ///< which exercises: rules alone
il_status ili_plan_solve(ili_planner *x, const il_progress *progress, il_error *err); ///< each on the person, with the loads of painful structures
il_status ili_plan_words(ili_planner *x, il_error *err);     ///< referrals, re-tests, prognosis
il_status ili_plan_prognosis(ili_planner *x, il_error *err); ///< the course of cohorts from this person's pain, shifted by what the record says
double    ili_plan_adherence(const ili_planner *x);          ///< mean over exercises at the latest visit that records it, in percent; NaN: none does
/// Is the treatment or exercise unwanted, or is its equipment not at hand?
il_refusal ili_plan_wish(const ili_planner *x, const char *id, const char *equipment);
il_want    ili_plan_wants(const ili_planner *x, const char *id); ///< as the record says
bool       ili_plan_aim(const ili_planner *x, il_aim aim);       ///< wanted, or no aim was recorded
bool       ili_plan_has_aim(const ili_planner *x, const il_treatment *t); ///< is it for any such aim?
void       ili_plan_leave_out(ili_planner *x, int exercise, const char *why); ///< listed once, with the first reason
void       ili_plan_fit_time(ili_planner *x); ///< exercises that the recorded time a day does not hold are left out, options first
/// Is it for something that is likely enough: any pain, or a condition shown (25 %) on some side?
bool ili_plan_relevant(const ili_planner *x, const char *conditions);

#endif

// scenario_private.h - the workspace of a task, and how its posture is sought
#ifndef ILI_SCENARIO_PRIVATE_H
#define ILI_SCENARIO_PRIVATE_H
#include "scenario/laid.h"
#include "scenario/rest.h"
#include "scenario/shortfall.h"
#include "scenario/stance.h"
#include "scenario/task.h"
#include "ilium/strength.h"

enum { ILI_MAX_HELD = 96 };

struct il_scenario {
    const il_model *m;
    const il_scenario *first; ///< whose room it shares, or NULL
    il_posture     *posture;
    il_params      *p; ///< the person's numbers, without the pads that do not bear in this task
    il_data        *d; ///< where starts are evaluated, of `first` too
    il_hold         hold[IL_TASK_MAX];
    il_push         load[IL_TASK_MAX + 2];
    il_place        place[IL_TASK_PLACES];
    il_grip         grip[IL_TASK_MAX + ILI_MAX_HELD];
    il_grip         own_grip[IL_TASK_MAX]; ///< the task's, as far as the test has gone
    il_strength    *strength;
    ili_shortfall  *shortfall;
    double         *block, *start, *habit, *habit_sd, *settled, *act, *known, *none, *weak_q, *weak_act, *usual, *shear, *began; ///< known, usual: [2*nq]; none: zeros; weak: balanced with reserves; usual: habit and its spread
    double          plane[4*IL_TASK_PLANES];
    ili_stance      stance;
    ili_arms        arms;
    bool            soft; ///< the last answer came from soft balance: it is none
    bool            content; ///< with a balance that takes reserves, where it is the nearest to the start given
    double          lean; ///< of the habit, for legs of unequal length
    ili_rest        rest;    ///< start, plane and d of a body that is laid down
    double          com[12]; ///< of arms, while they hang at their shoulders
    il_posture_problem problem;
    int             most; ///< iterations of a run, 0 = no limit
    bool          (*stop)(void *user);
    void           *stop_user;
    double          allowed, deadline; ///< time of a run by the caller's clock, and when this one must end
    double        (*clock)(void *user);
    void           *clock_user;
};

/// The arms turned for the trunk of a posture.
void ili_scenario_turn_arms(il_scenario *w, const il_task *task, const il_data *d, int lane);
/// Has a limit ended the run? Then nothing is tried again.
bool ili_scenario_limited(const il_scenario *w, const il_outcome *out);
/// A relaxed body settles under hands that let go of it step by step: w->problem then starts there. Where a limit comes first, `out` is where it lies by then.
il_status ili_scenario_settle(il_scenario *w, const il_task *task, il_outcome *out, il_error *err);
/// The posture of w->problem, sought in every way there is, within the run's limits.
il_status ili_scenario_search(il_scenario *w, const il_task *task, const il_posture_settings *settings, il_outcome *out, il_error *err);
#endif

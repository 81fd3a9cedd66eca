// laid.h - a scenario as it was laid out and solved, for those who differentiate it
#ifndef ILI_LAID_H
#define ILI_LAID_H
#include "ilium/scenario.h"
#include "scenario/arms.h"

/// All pointers live in the workspace until its next run or laying out.
typedef struct ili_laid {
    il_posture               *posture;
    const il_posture_problem *problem;
    const il_params          *p;       ///< what the problem is solved with: arms that keep to the plumb line hang at their shoulders as weights
    const ili_arms           *arms;
    const double             *own_habit;
} ili_laid;

const il_model *ili_scenario_model(const il_scenario *w);
/// Where its postures are solved, for who solves something else between its runs: of IL_TASK_PLACES places.
il_posture     *ili_scenario_posture(il_scenario *w);

/// Content: where the search from a given start ends in a balance that takes reserves, that is the answer, and no other ways are tried. For a posture that
/// could not be held a moment ago, by the same person a little weaker or stronger.
void ili_scenario_be_content(il_scenario *w, bool content);

/// The problem of the last il_scenario_run() as it was solved; ili_scenario_close() puts hanging arms back where outcomes look for them.
void ili_scenario_open(il_scenario *w, const il_task *task, ili_laid *out);
void ili_scenario_close(il_scenario *w, const il_task *task);

/// What the readings of a task that is its own mirror image (il_task.even) are of the mirror image of the posture found last. @param image  [nreading]
void ili_scenario_image(il_scenario *w, const il_task *task, il_outcome *out, double *image);

/// A problem laid out as il_scenario_run() would at a share `way` of the test, but not solved.
/// @param thorax  [9] how the thorax is turned where arms keep to the plumb line; NULL: as at the start
void ili_scenario_lay(il_scenario *w, const il_task *task, const il_subject *who, double way, const double *thorax, ili_laid *out);
/// The problem laid out last at another share of the way: the same start, other hands. Not for tests by blocks.
void ili_scenario_relay(il_scenario *w, const il_task *task, const il_subject *who, double way, ili_laid *out);
#endif

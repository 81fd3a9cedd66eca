// ilium/start.h - does the posture that was found depend on where its search began?
//
// Supports may be slid along, and a posture may balance in several ways: then a search ends in one of several postures, and its result must say so.
#ifndef ILIUM_START_H
#define ILIUM_START_H
#include "ilium/scenario.h"

enum { IL_START_TEXT = 200 };

typedef struct il_start_check {
    bool   asked;      ///< only held postures that were solved are asked
    bool   stopped;    ///< a limit of the other workspace ended the search before it knew (il_scenario_limit(), il_scenario_time_limit())
    bool   solved;     ///< the search from the other start found a posture
    bool   same;       ///< the same one: no coordinate by more than a thousandth of its size elsewhere
    int    coordinate; ///< the one that ends farthest away, in its size: of joints, and where none differs of what gives way within them; IL_NONE: not known
    double away;       ///< how far [rad | m]
    double cost;       ///< of the other posture, effort, habit and friction, over that of the first; below 1: the first is not the cheapest
    char   text[IL_START_TEXT]; ///< "another start ends 12 mm elsewhere (pelvis tx), at 1.03 of the cost: several postures balance"; "" where it is the same
} il_start_check;

/// Do a task again from a start that lies up to three degrees from the posture found, in every rotation of every joint.
/// @param other  a workspace other than that of `out`, whose solution stays as it is
/// @param out    what il_scenario_run() gave for the same task and person
/// @param seed   which start: the same for the same number
il_status il_scenario_check_start(il_scenario *other, const il_task *task, const il_subject *who, const il_outcome *out, unsigned seed, il_start_check *check,
                                  il_error *err);
#endif

// ilium/start.h - does the posture that was found depend on where its search began?
//
// Supports may be slid along, and a posture may balance in several ways: then a search ends in one of several postures, and its result must say so.
#ifndef ILIUM_START_H
#define ILIUM_START_H
#include "ilium/scenario.h"

enum { IL_START_TEXT = 240, IL_START_MAX = 64 };

/// How other starts are looked at. `{0}` asks for none.
typedef struct il_start_wish {
    int      starts;          ///< how many, 1 to IL_START_MAX: abreast in the lanes of one batch
    unsigned seed;            ///< of the first; the next has the next number. The same start for the same number
    int      isa, threads;    ///< as of il_batch_run()
    double   allowed;         ///< with a clock: time for each, as il_scenario_time_limit()
    double (*clock)(void *user);
    void    *clock_user;
} il_start_wish;

typedef struct il_start_check {
    int    starts;     ///< how many were tried; 0: only held postures that were solved are asked, no tests of strength, no blocks under a foot
    int    solved;     ///< from how many a posture was found
    int    same;       ///< from how many the same one: no coordinate by more than a thousandth of its size elsewhere
    bool   stopped;    ///< the time allowed ended some before they knew
    int    coordinate; ///< of the cheapest posture that is another one: what is farthest away, in its size, of joints, and where none differs of what gives way
                       ///< within them; IL_NONE: there is no other one
    double away;       ///< how far [rad | m]
    double cost;       ///< of that posture, effort, habit and friction, over that of the first; below 1: the first is not the cheapest
    char   text[IL_START_TEXT]; ///< "2 of 4 other starts end elsewhere, 1.2 deg away (knee_angle_l) at 0.912 of the cost: several postures balance"; "" where all are the same
} il_start_check;

/// Do a task again from starts that lie up to three degrees from the posture found, in every rotation of every joint.
/// @param out  what il_scenario_run() gave for the same task and person; its workspace is left alone
/// @return     IL_NO_MEMORY, or what il_batch_run() says
il_status il_scenario_check_start(const il_model *m, const il_task *task, const il_subject *who, const il_outcome *out, const il_start_wish *wish, il_start_check *check,
                                  il_error *err);
#endif

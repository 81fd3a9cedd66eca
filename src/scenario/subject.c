// subject.c - what a person may be: numbers that a search can do something with, far beyond those of people
#include "scenario/subject.h"
#include "scenario/task.h"
#include <math.h>

static const double TURN = 6.283185307179586, SHIFT = 100.0;         // [rad] [m] a habit
static const double LEAST_SD = 1e-5, MOST_SD = 1000.0;               // [rad|m] its spread, where there is one
static const double LEAST_EFFORT = 0.01, MOST_EFFORT = 1e4;          // a thousandth and a thousand times the usual one
static const double LEAST_POWER = 2.0, MOST_POWER = 10.0, MOST_TOLERANCE = 1e4; // [N m]

static bool within(double value, double low, double high) { return value >= low && value <= high; } // false: no number

static il_status check_habit(const il_model *m, const il_subject *who, il_error *err) {
    for (int j = 0; j < m->nq; j++) {
        bool        turns = m->coordinate_kind[j] == IL_ROW_ROTATION;
        double      most = turns ? TURN : SHIFT;
        const char *unit = turns ? "rad" : "m", *name = m->coordinate_name[j];
        if (!within(who->habit[j], -most, most))
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the person's habit of %.60s (il_subject.habit[%d]) is %g %s: it is a number from %.4g to %.4g %s", name, j, who->habit[j], unit, -most, most, unit);
        if (who->habit_sd[j] != 0.0 && !within(who->habit_sd[j], LEAST_SD, MOST_SD))
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the spread of the person's habit of %.60s (il_subject.habit_sd[%d]) is %g %s: it is a number from %g to %g %s, or 0 where there is no habit", name, j,
                                who->habit_sd[j], unit, LEAST_SD, MOST_SD, unit);
    }
    return IL_OK;
}

il_status ili_subject_check(const il_model *m, const il_task *task, const il_subject *who, il_error *err) {
    if (!who->habit || !who->habit_sd) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the person has no %s (il_subject): one number for each coordinate", who->habit ? "habit_sd" : "habit");
    il_status status = check_habit(m, who, err);
    if (status != IL_OK) return status;
    if (who->power != 0.0 && !within(who->power, LEAST_POWER, MOST_POWER))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the power of the person's effort (il_subject.power) is %g: it is a number from %g to %g, or 0 for 2", who->power, LEAST_POWER, MOST_POWER);
    if (!within(who->tolerance, 0.0, MOST_TOLERANCE))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the person's stretch tolerance (il_subject.tolerance) is %g N m: it is a number from 0 to %g N m", who->tolerance, MOST_TOLERANCE);
    bool weighed = task->def->held && !task->def->strength.marker;
    if (weighed && !within(who->effort, LEAST_EFFORT, MOST_EFFORT))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the weight of the person's effort (il_subject.effort) is %g: it is a number from %g to %g", who->effort, LEAST_EFFORT, MOST_EFFORT);
    return IL_OK;
}

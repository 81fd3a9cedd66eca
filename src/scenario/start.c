// start.c - the same task from another start
#include "scenario/start.h"
#include "base/random.h"
#include "scenario/laid.h"
#include "scenario/task.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double AWAY = 0.05;  // [rad] how far the other start lies
static const double SAME = 1e-3;  // of a coordinate's size

static bool can_ask(const il_task_def *def, const il_outcome *out) {
    return def->held && !def->strength.marker && def->block_mm <= 0.0 && out->info.status == IL_POSTURE_SOLVED;
}

void ili_start_away(const il_model *m, unsigned seed, double *q) {
    ili_random r;
    ili_random_seed(&r, seed, 0);
    for (int j = 0; j < m->nq; j++) {
        bool turns = m->coordinate_kind[j] == IL_ROW_ROTATION && m->coordinate_role[j] == IL_PRIMARY && m->body_parent[m->coordinate_body[j]] != IL_GROUND;
        if (turns) q[j] += ili_random_range(&r, -AWAY, AWAY);
    }
}

// how far the two are apart where they are farthest, in sizes of coordinates: of joints, or of what gives way within them
static double farthest(const il_model *m, const il_params *p, bool within, const double *a, const double *b, int *which) {
    double most = 0.0;
    *which = IL_NONE;
    for (int j = 0; j < m->nq; j++) {
        double off = fabs(a[j] - b[j])/p->coordinate_size[j];
        if ((m->coordinate_role[j] == IL_SECONDARY) == within && off > most) most = off, *which = j;
    }
    return most;
}

void ili_start_compare(const il_model *m, const il_params *p, const double *q, const double *again, il_start_check *check) {
    int    joint, part;
    double joints = farthest(m, p, false, q, again, &joint), parts = farthest(m, p, true, q, again, &part);
    check->same = fmax(joints, parts) <= SAME;
    check->coordinate = joints > SAME || part == IL_NONE ? joint : part; // people know joints
    if (check->coordinate != IL_NONE) check->away = fabs(again[check->coordinate] - q[check->coordinate]);
}

// what a held search makes small; reserves cost next to nothing in a posture that is solved
static double cost_of(const il_model *m, const il_params *p, const il_outcome *out) {
    double weight = 0.0, friction = 0.0;
    for (int b = 0; b < m->nbody; b++) weight += p->body_mass[b]*9.80665;
    for (int k = 0; k < 3*m->npad; k++) friction += out->solution.shear[k]*out->solution.shear[k];
    return out->info.cost_effort + out->info.cost_habit + 0.5*il_default_posture_settings().shear_cost*friction/(weight*weight);
}

static void say(const il_model *m, il_start_check *check) {
    int  j = check->coordinate;
    bool turns = j != IL_NONE && m->coordinate_kind[j] == IL_ROW_ROTATION;
    if (check->stopped) snprintf(check->text, sizeof check->text, "whether another start ends in the same posture was not found out in the time allowed");
    else if (!check->solved) snprintf(check->text, sizeof check->text, "from another start, three degrees away in every joint, no posture was found");
    else if (!check->same)
        snprintf(check->text, sizeof check->text, "another start ends %.2g %s elsewhere (%s), at %.3g of the cost: several postures balance",
                 check->away*(turns ? 57.29577951308232 : 1000.0), turns ? "deg" : "mm", m->coordinate_name[j], check->cost);
}

il_status il_scenario_check_start(il_scenario *other, const il_task *task, const il_subject *who, const il_outcome *out, unsigned seed, il_start_check *check,
                                  il_error *err) {
    IL_ASSERT(other && task && who && out && check);
    const il_model *m = ili_scenario_model(other);
    il_outcome      again = {0};
    *check = (il_start_check){.asked = can_ask(task->def, out), .coordinate = IL_NONE};
    if (!check->asked) return IL_OK;
    double *q = malloc(sizeof *q*(size_t)m->nq);
    if (!q) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for another start");
    memcpy(q, out->solution.q, sizeof *q*(size_t)m->nq);
    ili_start_away(m, seed, q);
    il_status status = il_scenario_run(other, task, who, q, NULL, &again, err);
    free(q);
    if (status != IL_OK) return status;
    check->stopped = again.info.end == IL_POSTURE_END_TIME || again.info.end == IL_POSTURE_END_ASKED;
    check->solved = again.info.status == IL_POSTURE_SOLVED;
    if (check->solved) {
        double cost = cost_of(m, who->p, out);
        ili_start_compare(m, who->p, out->solution.q, again.solution.q, check);
        check->cost = cost > 0.0 ? cost_of(m, who->p, &again)/cost : 1.0;
    }
    say(m, check);
    return IL_OK;
}

// start.c - the same task from another start
#include "ilium/start.h"
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

static void move_joints(const il_model *m, unsigned seed, double *q) {
    ili_random r;
    ili_random_seed(&r, seed, 0);
    for (int j = 0; j < m->nq; j++) {
        bool turns = m->coordinate_kind[j] == IL_ROW_ROTATION && m->coordinate_role[j] == IL_PRIMARY && m->body_parent[m->coordinate_body[j]] != IL_GROUND;
        if (turns) q[j] += ili_random_range(&r, -AWAY, AWAY);
    }
}

// where it ends farthest away, in sizes of coordinates
static double farthest(const il_model *m, const il_params *p, const double *a, const double *b, il_start_check *check) {
    double most = 0.0;
    for (int j = 0; j < m->nq; j++) {
        double off = fabs(a[j] - b[j])/p->coordinate_size[j];
        if (!(off > most)) continue;
        most = off, check->coordinate = j, check->away = fabs(a[j] - b[j]);
    }
    return most;
}

static void say(const il_model *m, il_start_check *check) {
    int  j = check->coordinate;
    bool turns = j != IL_NONE && m->coordinate_kind[j] == IL_ROW_ROTATION;
    if (!check->solved) snprintf(check->text, sizeof check->text, "from another start, three degrees away in every joint, no posture was found");
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
    move_joints(m, seed, q);
    il_status status = il_scenario_run(other, task, who, q, NULL, &again, err);
    free(q);
    if (status != IL_OK) return status;
    check->solved = again.info.status == IL_POSTURE_SOLVED;
    double cost = out->info.cost_effort + out->info.cost_habit;
    if (check->solved) {
        check->same = farthest(m, who->p, again.solution.q, out->solution.q, check) <= SAME;
        check->cost = cost > 0.0 ? (again.info.cost_effort + again.info.cost_habit)/cost : 1.0;
    }
    say(m, check);
    return IL_OK;
}

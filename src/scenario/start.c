// start.c - the same task from another start
#include "scenario/start.h"
#include "base/random.h"
#include "ilium/batch.h"
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

bool ili_start_compare(const il_model *m, const il_params *p, const double *q, const double *again, il_start_check *check) {
    int    joint, part;
    double joints = farthest(m, p, false, q, again, &joint), parts = farthest(m, p, true, q, again, &part);
    if (fmax(joints, parts) <= SAME) return true;
    check->coordinate = joints > SAME ? joint : part; // people know joints
    check->away = fabs(again[check->coordinate] - q[check->coordinate]);
    return false;
}

double ili_start_shown(const il_model *m, const il_start_check *check, const char **unit) {
    bool turns = m->coordinate_kind[check->coordinate] == IL_ROW_ROTATION;
    *unit = turns ? "deg" : "mm";
    return check->away*(turns ? 57.29577951308232 : 1000.0);
}

/// One start: where it begins and ends, and what friction costs.
typedef struct other {
    const il_model            *m;
    const il_posture_solution *first;
    double                    *begin, *end, friction, friction_first;
} other;

static double friction_cost(const il_model *m, double weight, const il_posture_solution *at) {
    double sum = 0.0;
    for (int k = 0; k < 3*m->npad; k++) sum += at->shear[k]*at->shear[k];
    return 0.5*il_default_posture_settings().shear_cost*sum/(weight*weight);
}

// in weights of the body as it was solved, with what the hands hold
static void look_at(void *user, const il_subject *who, const il_posture_solution *solution, int job) {
    other *o = user;
    double weight = 0.0;
    (void)job;
    for (int b = 0; b < o->m->nbody; b++) weight += who->p->body_mass[b]*9.80665;
    o->friction = friction_cost(o->m, weight, solution), o->friction_first = friction_cost(o->m, weight, o->first);
}

// what a held search makes small; reserves cost next to nothing in a posture that is solved
static double cost_of(const il_posture_info *info, double friction) { return info->cost_effort + info->cost_habit + friction; }

// the cheapest posture that is another one
static void read_other(const il_model *m, const il_params *p, const il_outcome *out, const il_job *job, const other *o, il_start_check *check) {
    il_start_check one = {0};
    check->stopped = check->stopped || job->info.end == IL_POSTURE_END_TIME;
    if (job->info.status != IL_POSTURE_SOLVED) return;
    check->solved++;
    if (ili_start_compare(m, p, out->solution.q, o->end, &one)) {
        check->same++;
        return;
    }
    double cost = cost_of(&out->info, o->friction_first);
    one.cost = cost > 0.0 ? cost_of(&job->info, o->friction)/cost : 1.0;
    if (check->coordinate == IL_NONE || one.cost < check->cost) check->coordinate = one.coordinate, check->away = one.away, check->cost = one.cost;
}

static void say(const il_model *m, il_start_check *check) {
    int n = 0, lost = check->starts - check->solved, elsewhere = check->solved - check->same;
    if (check->coordinate != IL_NONE) {
        const char *unit;
        double      away = ili_start_shown(m, check, &unit);
        n = snprintf(check->text, sizeof check->text, "%d of %d other starts end%s elsewhere, %.2g %s away (%.60s) at %.3g of the cost: several postures balance", elsewhere,
                     check->starts, elsewhere == 1 ? "s" : "", away, unit, m->coordinate_name[check->coordinate], check->cost);
    }
    if (lost > 0) snprintf(check->text + n, sizeof check->text - (size_t)n, "%sfrom %d of %d other starts no posture was found%s", n ? "; " : "", lost, check->starts, check->stopped ? " in the time allowed" : "");
}

il_status il_scenario_check_start(const il_model *m, const il_task *task, const il_subject *who, const il_outcome *out, const il_start_wish *wish, il_start_check *check,
                                  il_error *err) {
    IL_ASSERT(m && task && who && out && wish && check && wish->starts >= 0 && wish->starts <= IL_START_MAX);
    *check = (il_start_check){.coordinate = IL_NONE, .cost = 1.0};
    if (wish->starts == 0 || !can_ask(task->def, out)) return IL_OK;
    size_t  nq = (size_t)m->nq, n = (size_t)wish->starts;
    il_job *job = calloc(n, sizeof *job);
    other  *each = calloc(n, sizeof *each);
    double *q = calloc(2*n*nq, sizeof *q);
    il_status status = job && each && q ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for %d other starts", wish->starts);
    for (size_t i = 0; status == IL_OK && i < n; i++) {
        each[i] = (other){.m = m, .first = &out->solution, .begin = q + 2*i*nq, .end = q + (2*i + 1)*nq};
        memcpy(each[i].begin, out->solution.q, sizeof *q*nq);
        ili_start_away(m, wish->seed + (unsigned)i, each[i].begin);
        job[i] = (il_job){.task = task, .who = *who, .start = each[i].begin, .q = each[i].end, .look = look_at, .user = &each[i],
                          .allowed = wish->allowed, .clock = wish->clock, .clock_user = wish->clock_user};
    }
    if (status == IL_OK) status = il_batch_run(m, wish->isa, wish->starts, job, wish->threads, NULL, NULL, err);
    if (status == IL_OK) {
        check->starts = wish->starts;
        for (size_t i = 0; i < n; i++) read_other(m, who->p, out, &job[i], &each[i], check);
        say(m, check);
    }
    free(job), free(each), free(q);
    return status;
}

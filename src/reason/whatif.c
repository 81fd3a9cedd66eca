// whatif.c - what treatments would change: this person in every likely state, untreated and treated at the low, middle and high end of what is known of the treatment
//
// Loads in standing are also solved at both ends of every factor that is not known (ilium/factor.h), with and without the treatment: the range is that of the change.
#include "reason/care_private.h"
#include "ilium/factor.h"
#include "scenario/relatives.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TASKS = 2*128 };

// clang-format off
/// Loads told: X(outcome, words, side)
#define LOADS(X) \
    X("disc.L5_S1.compression_n", "disc L5/S1, compression", IL_SIDE_NONE) X("disc.L4_L5.compression_n", "disc L4/L5, compression", IL_SIDE_NONE)            \
    X("facet.L5_S1.right.force_n", "facet joint L5/S1", IL_SIDE_RIGHT) X("facet.L5_S1.left.force_n", "facet joint L5/S1", IL_SIDE_LEFT)                      \
    X("sij.right.normal_n", "sacroiliac joint, pressed", IL_SIDE_RIGHT) X("sij.left.normal_n", "sacroiliac joint, pressed", IL_SIDE_LEFT)                    \
    X("sij.right.rotation_deg", "sacroiliac joint, rotation", IL_SIDE_RIGHT) X("sij.left.rotation_deg", "sacroiliac joint, rotation", IL_SIDE_LEFT)          \
    X("ligament_group.iliolumbar.right.force_n", "iliolumbar ligament", IL_SIDE_RIGHT) X("ligament_group.iliolumbar.left.force_n", "iliolumbar ligament", IL_SIDE_LEFT) \
    X("hip.right.contact_n", "hip joint", IL_SIDE_RIGHT) X("hip.left.contact_n", "hip joint", IL_SIDE_LEFT)                                                  \
    X("muscle_group.psoas.right.force_n", "psoas", IL_SIDE_RIGHT) X("muscle_group.psoas.left.force_n", "psoas", IL_SIDE_LEFT)                                \
    X("muscle_group.quadratus_lumborum.right.force_n", "quadratus lumborum", IL_SIDE_RIGHT) X("muscle_group.quadratus_lumborum.left.force_n", "quadratus lumborum", IL_SIDE_LEFT)
// clang-format on
static const struct {
    const char *name, *words;
    il_side     side;
} loads[] = {
#define X(name, words, side) {name, words, side},
    LOADS(X)
#undef X
};
enum { NLOAD = sizeof loads/sizeof *loads };

/// A reading of a task that is told.
typedef struct slot {
    int         task, reading;
    const char *test, *words, *unit;
    il_side     side;
} slot;

typedef struct run {
    const il_care_request *r;
    const il_knowledge    *k;
    const il_body         *body;
    il_whatif             *w;
    il_params             *person, **params; ///< params [nparams] of every variant
    il_factors            *factors;
    il_outcomes           *names;
    ili_care_set          *set;
    il_task              **task;
    slot                  *slot;
    il_job                *job;
    ili_care_reader        reader;   ///< of standing
    ili_care_seen         *seen;     ///< [njob] of standing jobs
    double                *q, *act, *end;
    int                   *lead_of;  ///< [njob]
    int                   *factor;  ///< those that a load depends on
    int                    nparams, ntask, nslot, njob, nfactor, standing, load[NLOAD];
} run;

// ---- what is asked -------------------------------------------------------------------------------------------------------------

static il_status lay_treatments(run *x, il_error *err) {
    const il_care_request *r = x->r;
    il_whatif             *w = x->w;
    if (r->nwish < 1 || r->nwish > IL_CARE_WISHES) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "ask for 1 to %d treatments", IL_CARE_WISHES);
    if (!(r->weeks >= 0.0 && r->weeks <= 520.0)) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "weeks lie between 0 (full effect) and 520");
    ILI_CARE_ARRAY(w->memory, w->treatment, r->nwish);
    for (int i = 0; i < r->nwish; i++) {
        il_whatif_treatment *t = &w->treatment[w->ntreatment++];
        if (r->wish[i].treatment < 0 || r->wish[i].treatment >= x->k->ntreatment) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no treatment %d", r->wish[i].treatment);
        *t = (il_whatif_treatment){.treatment = r->wish[i].treatment, .side = ili_care_side(x->k, r->assessment, &r->wish[i]), .share = 1.0};
        t->simulated = x->k->treatment[t->treatment].simulated;
        t->refusal = il_treatment_permit(x->k, r->assessment, t->treatment, &t->why);
        if (!t->refusal && il_patient_consent_stops(r->assess->patient, x->k->treatment[t->treatment].id)) t->refusal = IL_REFUSED_CONSENT;
        w->refused |= t->refusal != IL_REFUSED_NOT;
        for (int e = 0; e < x->k->neffect; e++)
            if (x->k->effect[e].treatment == t->treatment) t->share = fmin(t->share, il_treatment_share(&x->k->effect[e], r->weeks));
    }
    return IL_OK;
}

// ---- what is simulated -----------------------------------------------------------------------------------------------------------

// is this reading one of a finding of the visit?
static int test_found(const run *x, const il_visit *v, const char *quantity) {
    for (int i = 0; v && i < v->nfinding; i++) {
        int t = il_find_test(x->k, v->finding[i].test);
        if (t >= 0 && x->k->test[t].enters == IL_ENTER_SIMULATED && !strcmp(x->k->test[t].quantity, quantity)) return t;
    }
    return -1;
}

// the test that a quantity is told as: one of the visit's, else the one of that name
static int test_of(const run *x, const il_visit *v, const char *quantity) {
    int t = test_found(x, v, quantity);
    return t >= 0 ? t : il_find_test(x->k, quantity);
}

static bool wanted(const run *x, const il_visit *v, const il_task_def *def) {
    if (!strcmp(def->id, "standing")) return true;
    for (int i = 0; i < def->nreading; i++)
        if (test_found(x, v, def->reading[i].test) >= 0) return true;
    return false;
}

static il_status lay_tasks(run *x, il_error *err) {
    const il_tasks *tasks = x->r->assess->tasks;
    const il_visit *v = il_care_visit(x->r);
    x->standing = -1;
    ILI_CARE_ARRAY(x->w->memory, x->task, TASKS);
    ILI_CARE_ARRAY(x->w->memory, x->slot, TASKS*IL_TASK_MAX);
    for (int i = 0; i < tasks->ntask && x->ntask + 2 <= TASKS; i++) {
        const il_task_def *def = &tasks->task[i];
        if (!wanted(x, v, def)) continue;
        for (int s = 0; s < (def->sided ? 2 : 1); s++) {
            il_side side = !def->sided ? IL_SIDE_NONE : s ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
            ILI_TRY(il_task_create(x->body->m, def, side, &x->task[x->ntask], err));
            if (!strcmp(def->id, "standing")) x->standing = x->ntask;
            for (int j = 0; j < def->nreading; j++) {
                int t = test_of(x, v, def->reading[j].test);
                if (t >= 0)
                    x->slot[x->nslot++] = (slot){x->ntask, j, x->k->test[t].id, x->k->test[t].name, x->k->test[t].unit,
                                                 def->reading[j].side == IL_SIDE_NONE ? side : def->reading[j].side};
            }
            x->ntask++;
        }
    }
    return x->standing >= 0 ? IL_OK : il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the tasks hold no 'standing'; loads are told of it");
}

static bool counts(const il_factor *f) { return f->kind != IL_FACTOR_PERSON && strcmp(f->id, "stretch_tolerance") != 0; }

static il_status lay_person(run *x, il_error *err) {
    il_body_sizes sizes = ili_person_sizes(&x->r->assess->patient->person);
    ILI_TRY(il_params_create(x->body->m, false, &x->person, err));
    ILI_TRY(il_body_person(x->body, &sizes, x->person, err));
    ILI_TRY(il_factors_create(x->body, &x->factors, err));
    ILI_TRY(il_outcomes_create(x->body, &x->names, err));
    ILI_CARE_ARRAY(x->w->memory, x->factor, il_factors_count(x->factors));
    for (int i = 0; i < il_factors_count(x->factors); i++)
        if (counts(il_factors_get(x->factors, i))) x->factor[x->nfactor++] = i;
    for (int i = 0; i < NLOAD; i++) x->load[i] = il_outcomes_find(x->names, loads[i].name);
    ILI_CARE_ARRAY(x->w->memory, x->set, 1);
    ili_care_set_lay(x->k, x->r->assessment, x->set);
    x->w->nstate = x->set->nbody, x->w->covered = x->set->covered;
    return IL_OK;
}

// jobs: the healthy person in every task (whom the others are like), every state at every end in every task, then the factors' ends of state 0
static int state_job(const run *x, int state, ili_care_end end, int task) { return x->ntask*(1 + state*(int)ILI_CARE_ENDS + (int)end) + task; }
static int factor_job(const run *x, int factor, bool high, bool treated) { return x->ntask*(1 + x->set->nstate*(int)ILI_CARE_ENDS) + 4*factor + 2*high + treated; }

static il_status lay_room(run *x, il_error *err) {
    const il_model *m = x->body->m;
    x->njob = x->ntask*(1 + x->set->nstate*(int)ILI_CARE_ENDS) + 4*x->nfactor;
    ILI_CARE_ARRAY(x->w->memory, x->params, x->set->nstate*(int)ILI_CARE_ENDS + 4*x->nfactor);
    ILI_CARE_ARRAY(x->w->memory, x->job, x->njob);
    ILI_CARE_ARRAY(x->w->memory, x->seen, x->njob);
    ILI_CARE_ARRAY(x->w->memory, x->q, x->ntask*m->nq);
    ILI_CARE_ARRAY(x->w->memory, x->act, x->ntask*m->nmuscle);
    ILI_CARE_ARRAY(x->w->memory, x->lead_of, x->njob);
    ILI_CARE_ARRAY(x->w->memory, x->end, 2*x->nfactor);
    return ili_care_reader_open(x->body, &x->reader, err);
}

static il_status treated(run *x, int state, ili_care_end end, il_params **out, il_error *err) {
    ili_care_change change[ILI_CARE_CHANGES];
    int n = ili_care_changes(x->k, x->r->assessment, x->r->wish, x->r->nwish, x->r->weeks, end, &x->set->state[state], change);
    ILI_TRY(il_params_create(x->body->m, false, out, err));
    x->params[x->nparams++] = *out;
    return ili_care_apply(x->k, x->body, x->person, &x->set->state[state], change, n, *out, err);
}

static il_status set_job(run *x, int job, int task, il_subject who, il_error *err) {
    x->job[job] = (il_job){.task = x->task[task], .who = who};
    x->lead_of[job] = task;
    if (task != x->standing) return IL_OK;
    ILI_CARE_ARRAY(x->w->memory, x->seen[job].value, il_outcomes_count(x->names));
    x->seen[job].by = &x->reader, x->job[job].look = ili_care_look, x->job[job].user = &x->seen[job];
    return IL_OK;
}

static il_status lay_states(run *x, il_error *err) {
    for (int s = 0; s < x->set->nstate; s++) {
        for (int e = 0; e < ILI_CARE_ENDS; e++) {
            il_params *p = NULL;
            ILI_TRY(treated(x, s, (ili_care_end)e, &p, err));
            for (int t = 0; t < x->ntask; t++) ILI_TRY(set_job(x, state_job(x, s, (ili_care_end)e, t), t, il_subject_usual(x->body, p, NULL), err));
        }
    }
    return IL_OK;
}

static il_status lay_factors(run *x, il_error *err) {
    for (int f = 0; f < x->nfactor; f++) {
        for (int i = 0; i < 4; i++) {
            il_params *p = NULL;
            double    *habit = NULL;
            int        job = factor_job(x, f, i/2 == 1, i%2 == 1);
            ILI_TRY(treated(x, 0, i%2 ? ILI_CARE_MID : ILI_CARE_NONE, &p, err));
            ILI_CARE_ARRAY(x->w->memory, habit, x->body->m->nq);
            memcpy(habit, p->coordinate_neutral, sizeof *habit*(size_t)x->body->m->nq);
            il_subject who = il_subject_usual(x->body, p, habit);
            ILI_TRY(il_factor_apply(x->factors, x->factor[f], i/2 == 1, p, habit, &who, err));
            ILI_TRY(set_job(x, job, x->standing, who, err));
        }
    }
    return IL_OK;
}

static il_status solve(run *x, const il_progress *progress, il_error *err) {
    const il_model *m = x->body->m;
    for (int t = 0; t < x->ntask; t++)
        x->job[t] = (il_job){.task = x->task[t], .who = il_subject_usual(x->body, x->person, NULL), .q = &x->q[t*m->nq], .act = &x->act[t*m->nmuscle]};
    ILI_TRY(lay_states(x, err));
    ILI_TRY(lay_factors(x, err));
    ILI_TRY(ili_relatives_run(m, x->ntask, x->njob, x->job, x->lead_of, false, x->r->assess->threads, "with and without the treatment", progress, NULL, err));
    x->w->solves = x->njob;
    for (int i = 0; i < x->njob; i++) x->w->nunsolved += x->job[i].info.status == IL_POSTURE_NOT_CONVERGED;
    return IL_OK;
}

// ---- what is told ----------------------------------------------------------------------------------------------------------------

// value of a load (slot -1) or a reading at a job; NaN where it was not solved
static double value_at(const run *x, int job, int load, const slot *s) {
    if (x->job[job].info.status == IL_POSTURE_NOT_CONVERGED) return IL_NAN;
    return s ? x->job[job].reading[s->reading] : x->seen[job].value[load];
}

static void widen(il_range *r, double v) {
    if (isnan(v)) return;
    r->low = fmin(r->low, v), r->high = fmax(r->high, v);
}

// over the states, then over the factors as a further, independent spread about mid
static void over_factors(const run *x, int load, il_range *r, bool before, bool after) {
    double range[2];
    for (int f = 0; f < x->nfactor; f++) {
        for (int h = 0; h < 2; h++) {
            double b = value_at(x, factor_job(x, f, h == 1, false), load, NULL), a = value_at(x, factor_job(x, f, h == 1, true), load, NULL);
            x->end[2*f + h] = before && after ? a - b : after ? a : b;
        }
    }
    il_factor_range(r->mid, x->nfactor, x->end, range);
    r->low = r->mid - hypot(r->mid - r->low, r->mid - range[0]);
    r->high = r->mid + hypot(r->high - r->mid, range[1] - r->mid);
}

static void fill_row(const run *x, int task, int load, const slot *s, il_whatif_row *row) {
    double b0 = value_at(x, state_job(x, 0, ILI_CARE_NONE, task), load, s), a0 = value_at(x, state_job(x, 0, ILI_CARE_MID, task), load, s);
    if (isnan(b0) || isnan(a0)) return;
    row->before = (il_range){true, b0, b0, b0}, row->after = (il_range){true, a0, a0, a0}, row->change = (il_range){true, a0 - b0, a0 - b0, a0 - b0};
    double value[ILI_CARE_ENDS][ILI_CARE_STATES] = {{0}};
    for (int e = 0; e < ILI_CARE_ENDS; e++)
        for (int i = 0; i < x->set->nstate; i++) value[e][i] = value_at(x, state_job(x, i, (ili_care_end)e, task), load, s);
    for (int i = 0; i < x->set->nbody; i++) {
        double b = ili_care_set_value(x->set, i, value[ILI_CARE_NONE]);
        widen(&row->before, b);
        for (int e = ILI_CARE_LOW; e < ILI_CARE_ENDS; e++) {
            double a = ili_care_set_value(x->set, i, value[e]);
            widen(&row->after, a);
            widen(&row->change, a - b);
        }
    }
    if (!s) {
        over_factors(x, load, &row->before, true, false), over_factors(x, load, &row->after, false, true), over_factors(x, load, &row->change, true, true);
        if (!strcmp(row->unit, "N")) row->before.low = fmax(row->before.low, 0.0), row->after.low = fmax(row->after.low, 0.0); // forces are sizes
    }
    row->none_shown = row->change.low <= 0.0 && row->change.high >= 0.0;
}

static il_status fill_rows(run *x, il_error *err) {
    il_whatif *w = x->w;
    ILI_CARE_ARRAY(w->memory, w->row, x->nslot + NLOAD);
    for (int i = 0; i < x->nslot; i++) {
        const slot    *s = &x->slot[i];
        il_whatif_row *row = &w->row[w->nrow];
        *row = (il_whatif_row){.name = s->test, .words = s->words, .unit = s->unit, .side = s->side};
        fill_row(x, s->task, -1, s, row);
        w->nrow += row->change.known;
    }
    for (int i = 0; i < NLOAD; i++) {
        il_whatif_row *row = &w->row[w->nrow];
        if (x->load[i] == IL_NONE) continue;
        *row = (il_whatif_row){.name = loads[i].name, .words = loads[i].words, .unit = "", .side = loads[i].side, .load = true};
        row->unit = strstr(loads[i].name, "_deg") ? "deg" : "N";
        fill_row(x, x->standing, x->load[i], NULL, row);
        w->nrow += row->change.known;
    }
    return IL_OK;
}

// the leading body and what changes in it: what a picture of before and after is made from
static il_status tell_body(run *x, il_error *err) {
    ili_care_change       change[ILI_CARE_CHANGES];
    const ili_care_state *lead = &x->set->state[0];
    il_whatif            *w = x->w;
    int n = ili_care_changes(x->k, x->r->assessment, x->r->wish, x->r->nwish, x->r->weeks, ILI_CARE_MID, lead, change);
    w->sizes = ili_person_sizes(&x->r->assess->patient->person);
    ILI_CARE_ARRAY(w->memory, w->cause, lead->ncause);
    ILI_CARE_ARRAY(w->memory, w->changed, n);
    w->ncause = lead->ncause;
    memcpy(w->cause, lead->cause, sizeof *w->cause*(size_t)lead->ncause);
    for (int i = 0; i < n; i++) {
        char *name;
        ILI_CARE_ARRAY(w->memory, name, IL_PARAMETER_NAME);
        il_parameter_name(change[i].parameter, change[i].target, name, IL_PARAMETER_NAME);
        w->changed[w->nchange++] = (il_whatif_change){.parameter = name, .side = change[i].side, .value = change[i].value};
    }
    return IL_OK;
}

static il_status all_stages(run *x, const il_progress *progress, il_error *err) {
    bool simulated = false;
    ILI_TRY(lay_treatments(x, err));
    for (int i = 0; i < x->w->ntreatment; i++) simulated |= x->w->treatment[i].simulated;
    if (x->w->refused || !simulated) return IL_OK;
    ILI_TRY(lay_person(x, err));
    ILI_TRY(lay_tasks(x, err));
    ILI_TRY(lay_room(x, err));
    ILI_TRY(solve(x, progress, err));
    ILI_TRY(tell_body(x, err));
    return fill_rows(x, err);
}

static void close_run(run *x) {
    for (int i = 0; i < x->nparams; i++) il_params_free(x->params[i]);
    ili_care_reader_close(&x->reader);
    for (int i = 0; x->task && i < TASKS; i++) il_task_free(x->task[i]);
    il_params_free(x->person);
    il_factors_free(x->factors);
    il_outcomes_free(x->names);
}

il_status il_whatif_run(const il_care_request *request, il_whatif **out, const il_progress *progress, il_error *err) {
    IL_ASSERT(request && out && request->assess && request->assessment);
    run x = {.r = request, .k = request->assess->knowledge, .body = request->assess->body, .w = calloc(1, sizeof *x.w)};
    *out = NULL;
    if (x.w) x.w->memory = calloc(1, sizeof *x.w->memory);
    if (!x.w || !x.w->memory) {
        free(x.w);
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the treatments");
    }
    x.w->weeks = request->weeks;
    il_status status = all_stages(&x, progress, err);
    close_run(&x);
    if (status == IL_OK) *out = x.w;
    else il_whatif_free(x.w);
    return status;
}

void il_whatif_free(il_whatif *w) {
    if (!w) return;
    ili_arena_free(&w->memory->arena);
    free(w->memory);
    free(w);
}

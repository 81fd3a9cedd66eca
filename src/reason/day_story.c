// day_story.c - the day of a person: which bodies live which day, lived at once, and compared
#include "ilium/day_story.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/factor.h"
#include "ilium/outcome.h"
#include "ilium/thread.h"
#include "reason/care_private.h"

enum { LIVES = 2*IL_DAY_BODIES + IL_DAY_CAUSES + 3, OTHERS = 2 };
static const double covered_share = 0.9;

// ---- causes --------------------------------------------------------------------------------------------------------------------------------

static const char *side_words(il_side side) { return side == IL_SIDE_RIGHT ? ", right" : side == IL_SIDE_LEFT ? ", left" : side == IL_SIDE_BOTH ? ", both sides" : ""; }

const char *il_day_cause_words(const il_knowledge *k, const il_day_cause *c, char out[IL_DAY_WORDS]) {
    if (c->condition == IL_NONE) {
        char name[IL_PARAMETER_NAME];
        snprintf(out, IL_DAY_WORDS, "%s%s: %g %s", il_parameter_name(c->parameter, c->target, name, sizeof name), side_words(c->side), c->amount,
                 strcmp(il_parameter_unit(c->parameter), "1") ? il_parameter_unit(c->parameter) : "");
        return out;
    }
    const il_condition *q = &k->condition[c->condition];
    snprintf(out, IL_DAY_WORDS, "%.90s%s: %.3g %.60s", q->name, q->sided ? side_words(c->side) : "", c->amount*q->severity_unit_value, q->severity_unit);
    return out;
}

il_status il_day_cause_apply(const il_knowledge *k, const il_body *body, const il_day_cause *c, il_params *p, il_error *err) {
    if (c->condition != IL_NONE) return il_condition_apply(k, c->condition, body, p, c->side, c->amount, err);
    return il_parameter_apply(body, p, c->parameter, c->target, c->side, c->amount, 1.0, err);
}

static bool same_cause(const il_day_cause *a, const il_day_cause *b) {
    bool sides = a->side == b->side || a->side == IL_SIDE_NONE || b->side == IL_SIDE_NONE || a->side == IL_SIDE_BOTH || b->side == IL_SIDE_BOTH;
    return a->condition == b->condition && sides && (a->condition != IL_NONE || (a->parameter == b->parameter && !strcmp(a->target, b->target)));
}

static ili_care_state state_of(const il_day_cause *cause, int n) {
    ili_care_state s = {0};
    for (int i = 0; i < n && s.ncause < ILI_CARE_CAUSES; i++)
        if (cause[i].condition != IL_NONE) s.cause[s.ncause++] = (ili_care_cause){cause[i].condition, cause[i].side, cause[i].amount};
    return s;
}

static int causes_of(const ili_care_state *s, il_day_cause *out) {
    for (int i = 0; i < s->ncause; i++) out[i] = (il_day_cause){.condition = s->cause[i].condition, .side = s->cause[i].side, .amount = s->cause[i].severity};
    return s->ncause;
}

// ---- lives ---------------------------------------------------------------------------------------------------------------------------------

// the doses of treatments follow how severe a condition was assessed to be; where nothing was assessed, how severe it was said to be
static const il_assessment *assessed(const il_day_story *s, il_assessment *a, il_assessed_condition *room) {
    if (s->r.assessment) return s->r.assessment;
    *a = (il_assessment){.condition = room};
    for (int i = 0; i < s->ncause; i++) {
        if (s->cause[i].condition == IL_NONE) continue;
        const il_condition *q = &s->r.knowledge->condition[s->cause[i].condition];
        double              x = s->cause[i].amount*q->severity_unit_value;
        room[a->ncondition++] = (il_assessed_condition){.id = q->id, .name = q->name, .side = s->cause[i].side, .severity = {true, x, x, x}};
    }
    return a;
}

static il_status treat(const il_day_story *s, const ili_care_state *state, il_params *p, il_error *err) {
    il_assessment          room;
    il_assessed_condition  condition[IL_DAY_CAUSES];
    ili_care_change        change[ILI_CARE_CHANGES];
    const il_day_change   *c = s->r.change;
    int n = ili_care_changes(s->r.knowledge, assessed(s, &room, condition), &c->wish, 1, c->weeks, ILI_CARE_MID, state, change);
    for (int i = 0; i < n; i++) ILI_TRY(il_parameter_apply(s->r.body, p, change[i].parameter, change[i].target, change[i].side, change[i].value, 1.0, err));
    return IL_OK;
}

static int phases_of(const il_schedule *s) {
    int n = 0;
    for (int i = 0; i < s->nactivity; i++) n += s->activity[i].nphase;
    return n;
}

// a life with these causes; changed: with the change as well
static il_status add_life(il_day_story *s, const char *words, const il_day_cause *cause, int ncause, bool changed, int *out, il_error *err) {
    const il_day_change *c = changed ? s->r.change : NULL;
    il_day_life         *x = &s->life[s->nlife];
    *out = s->nlife++;
    snprintf(x->words, sizeof x->words, "%s", words);
    x->schedule = c && c->kind == IL_DAY_CHANGE_SCHEDULE ? c->schedule : s->r.schedule;
    for (int i = 0; i < ncause; i++)
        if (!c || c->kind != IL_DAY_CHANGE_WITHOUT || !same_cause(&cause[i], &c->cause)) x->cause[x->ncause++] = cause[i];
    ili_care_state state = state_of(x->cause, x->ncause);
    if (c && c->kind == IL_DAY_CHANGE_WITH && x->ncause < IL_DAY_CAUSES) x->cause[x->ncause++] = c->cause;
    ILI_TRY(il_params_create(s->r.body->m, false, &x->person, err));
    il_params_copy(s->r.body->m, s->r.healthy, x->person);
    for (int i = 0; i < x->ncause; i++) ILI_TRY(il_day_cause_apply(s->r.knowledge, s->r.body, &x->cause[i], x->person, err));
    if (c && c->kind == IL_DAY_CHANGE_TREATMENT) ILI_TRY(treat(s, &state, x->person, err));
    x->log.every = s->r.every;
    x->fact = calloc((size_t)phases_of(x->schedule)*IL_DAY_FACTS + 1, sizeof *x->fact);
    return x->fact ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a day");
}

static il_day_pair *add_pair(il_day_story *s, const char *words, int before, int after, int cause) {
    il_day_pair *p = &s->pair[s->npair++];
    *p = (il_day_pair){.before = before, .after = after, .cause = cause};
    snprintf(p->words, sizeof p->words, "%s", words);
    return p;
}

// each cause beside the same person without it; several also all together
static il_status lay_causes(il_day_story *s, il_error *err) {
    char words[IL_DAY_WORDS];
    if (s->ncause == 0) return IL_OK;
    ILI_TRY(add_life(s, "without any condition", NULL, 0, false, &s->healthy, err));
    for (int i = 0; i < s->ncause; i++) {
        int without = s->healthy;
        if (s->ncause > 1) {
            il_day_cause others[IL_DAY_CAUSES];
            char         name[IL_DAY_WORDS + 16];
            int          n = 0;
            for (int j = 0; j < s->ncause; j++)
                if (j != i) others[n++] = s->cause[j];
            snprintf(name, sizeof name, "without %.180s", il_day_cause_words(s->r.knowledge, &s->cause[i], words));
            ILI_TRY(add_life(s, name, others, n, false, &without, err));
        }
        add_pair(s, il_day_cause_words(s->r.knowledge, &s->cause[i], words), without, s->present, i);
    }
    return IL_OK;
}

// the other bodies that the findings allow
static il_status lay_bodies(il_day_story *s, const ili_care_state *state, int n, il_error *err) {
    int most = s->r.bodies > 0 ? s->r.bodies : OTHERS;
    for (int i = 1; i < n && s->nbody < most && s->nbody < IL_DAY_BODIES; i++) {
        il_day_body *b = &s->body[s->nbody];
        il_day_cause cause[IL_DAY_CAUSES];
        int          ncause = causes_of(&state[i], cause), used = 0;
        *b = (il_day_body){.weight = state[i].weight, .changed = IL_NONE, .words = "no condition that is simulated, or not determined"};
        for (int c = 0; c < ncause; c++) {
            char words[IL_DAY_WORDS];
            used += snprintf(b->words + used, sizeof b->words - (size_t)used, "%s%.90s", c ? "; " : "", il_day_cause_words(s->r.knowledge, &cause[c], words));
        }
        if (ncause == 0 && s->healthy != IL_NONE) b->life = s->healthy;
        else ILI_TRY(add_life(s, b->words, cause, ncause, false, &b->life, err));
        if (s->r.change) ILI_TRY(add_life(s, s->r.change->words, cause, ncause, true, &b->changed, err));
        s->covered += b->weight, s->nbody++;
    }
    return IL_OK;
}

static il_status check_without(const il_day_story *s, il_error *err) {
    const il_day_change *c = s->r.change;
    if (!c || c->kind != IL_DAY_CHANGE_WITHOUT) return IL_OK;
    for (int i = 0; i < s->ncause; i++)
        if (same_cause(&s->cause[i], &c->cause)) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the day is not lived with '%.80s': it cannot be left out", s->r.knowledge->condition[c->cause.condition].id);
}

static il_status lay(il_day_story *s, il_error *err) {
    ili_care_state state[IL_DAY_BODIES + 1];
    int            n = 0;
    s->weight = s->covered = IL_NAN;
    if (s->r.assessment) {
        n = ili_care_bodies(s->r.knowledge, s->r.assessment, covered_share, state, IL_DAY_BODIES + 1);
        s->ncause = causes_of(&state[0], s->cause), s->weight = s->covered = state[0].weight;
    }
    ILI_TRY(check_without(s, err));
    ILI_TRY(add_life(s, s->ncause ? s->r.assessment ? "as found" : "as given" : "without any condition", s->cause, s->ncause, false, &s->present, err));
    if (s->r.alone) return IL_OK;
    ILI_TRY(lay_causes(s, err));
    if (s->r.change) {
        ILI_TRY(add_life(s, s->r.change->words, s->cause, s->ncause, true, &s->changed, err));
        add_pair(s, s->r.change->words, s->present, s->changed, IL_NONE)->is_change = true;
    }
    return lay_bodies(s, state, n, err);
}

// ---- danger first --------------------------------------------------------------------------------------------------------------------------

// what assess may not rank is not simulated; a change that is a treatment must be permitted
static void screen(il_day_story *s) {
    const il_assessment *a = s->r.assessment;
    const il_day_change *c = s->r.change;
    s->simulated = !a || (a->safety.rank_allowed && a->validity.in_scope && a->safety.level != IL_SAFETY_EMERGENCY && a->safety.level != IL_SAFETY_UNKNOWN);
    s->why = "";
    if (!s->simulated || !c || !a) return;
    if (!a->safety.treatment_allowed) s->refusal = IL_REFUSED_SCREEN, s->why = a->safety.npositive ? a->safety.positive[0].text : "";
    else if (c->wish.treatment != IL_NONE) {
        s->refusal = il_treatment_permit(s->r.knowledge, a, c->wish.treatment, &s->why);
        if (!s->refusal && il_patient_consent_stops(s->r.assess->patient, s->r.knowledge->treatment[c->wish.treatment].id)) s->refusal = IL_REFUSED_CONSENT;
    }
    if (s->refusal) s->r.change = NULL; // the day is told without it
}

il_status il_day_person(const il_assess_request *assess, il_params **out, il_error *err) {
    il_body_sizes sizes = ili_person_sizes(&assess->patient->person);
    il_status     status = il_params_create(assess->body->m, false, out, err);
    return status ? status : il_body_person(assess->body, &sizes, *out, err);
}

il_status il_day_story_begin(const il_day_story_request *request, il_day_story **out, il_error *err) {
    IL_ASSERT(request && out && request->knowledge && request->body && request->tissue && request->schedule && request->healthy);
    il_day_story *s = *out = calloc(1, sizeof *s);
    if (s) s->life = calloc(LIVES, sizeof *s->life), s->pair = calloc(IL_DAY_CAUSES + 1, sizeof *s->pair);
    if (!s || !s->life || !s->pair) {
        il_day_story_free(s), *out = NULL;
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for days");
    }
    s->r = *request, s->healthy = s->changed = IL_NONE, s->present = 0;
    s->ncause = request->ncause;
    if (request->assess) s->sizes = ili_person_sizes(&request->assess->patient->person);
    else if (request->sizes) s->sizes = *request->sizes;
    memcpy(s->cause, request->cause, sizeof s->cause);
    screen(s);
    il_status status = s->simulated ? lay(s, err) : IL_OK;
    if (status != IL_OK) il_day_story_free(s), *out = NULL;
    return status;
}

// ---- living ----------------------------------------------------------------------------------------------------------------------------------

/// What the jobs share: two a life, the whole steps and the half ones.
typedef struct living {
    il_day_story      *s;
    const il_progress *progress;
} living;

// the day of a life in the morning, with what its conditions irritate
static il_status wake(const il_day_story *s, const il_day_life *x, bool half, il_day **out, il_error *err) {
    il_day_settings set = il_default_day_settings();
    set.reflex = !s->r.no_reflex;
    if (half) set.step *= 0.5, set.tolerance *= 0.5;
    il_status status = il_day_create(s->r.body, x->person, s->r.tissue, x->schedule, &set, out, err);
    for (int i = 0; status == IL_OK && i < x->ncause; i++)
        if (x->cause[i].condition != IL_NONE) il_day_condition(*out, s->r.knowledge->condition[x->cause[i].condition].id, x->cause[i].side, x->cause[i].amount);
    return status;
}

il_status il_day_story_wake(il_day_story *s, int life, il_error *err) { return wake(s, &s->life[life], false, &s->life[life].day, err); }

static il_status live_one(living *v, il_day_life *x, bool half, il_error *err) {
    il_day    **day = half ? &x->half : &x->day;
    il_day_log *log = half ? &x->half_log : &x->log;
    il_status   status = wake(v->s, x, half, day, err);
    log->every = half ? 0.5*x->log.every : x->log.every;
    for (bool done = false; status == IL_OK && !done;) {
        if (il_progress_cancelled(v->progress)) return il_error_set(err, IL_CANCELLED, NULL, 0, 0, "stopped; nothing was written");
        status = il_day_step(*day, &done, err);
        if (status == IL_OK && !done && !il_day_log_take(log, *day)) status = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for what happened");
    }
    return status;
}

// the postures of the morning, before any tissue has changed
static il_status see_facts(const il_day_story *s, il_day_life *x, il_error *err) {
    static const char *const name[] = {
#define X(name, outcome, unit, more, less) outcome,
        IL_DAY_FACT_LIST(X)
#undef X
    };
    il_scenario *scenario = NULL;
    il_outcomes *outcomes = NULL;
    il_status    status = il_scenario_create(s->r.body->m, IL_ISA_AUTO, &scenario, err);
    if (status == IL_OK) status = il_outcomes_create(s->r.body, &outcomes, err);
    double      *value = status == IL_OK ? calloc((size_t)il_outcomes_count(outcomes) + 1, sizeof *value) : NULL;
    il_subject   who = il_subject_usual(s->r.body, x->person, NULL);
    int          at = 0;
    for (int a = 0; value && a < x->schedule->nactivity && status == IL_OK; a++) {
        for (int p = 0; p < x->schedule->activity[a].nphase && status == IL_OK; p++, at++) {
            const il_day_phase *phase = &x->schedule->activity[a].phase[p];
            il_task            *task = NULL;
            il_outcome          out;
            if (!phase->motion) status = il_task_create(s->r.body->m, phase->task, phase->side, &task, err);
            if (task) status = il_scenario_run(scenario, task, &who, NULL, NULL, &out, err);
            bool solved = task && status == IL_OK && out.info.status != IL_POSTURE_NOT_CONVERGED;
            if (solved) il_outcomes_read(outcomes, il_scenario_params(scenario), &out.solution, value);
            for (int f = 0; f < IL_DAY_FACTS; f++) {
                int i = il_outcomes_find(outcomes, name[f]);
                x->fact[at*IL_DAY_FACTS + f] = solved && i != IL_NONE ? value[i] : IL_NAN;
            }
            il_task_free(task);
        }
    }
    free(value);
    il_outcomes_free(outcomes);
    il_scenario_free(scenario);
    return status;
}

// the noise is that of the day as it is, which stands in every pair
static bool wants_half(const il_day_story *s, int life) { return life == s->present && s->npair > 0; }

static bool is_compared(const il_day_story *s, int life) {
    for (int i = 0; i < s->npair; i++)
        if (s->pair[i].before == life || s->pair[i].after == life) return true;
    return false;
}

static il_status live_job(void *ctx, int job, int thread, il_error *err) {
    living      *v = ctx;
    il_day_life *x = &v->s->life[job/2];
    (void)thread;
    if (job%2 && wants_half(v->s, job/2)) return live_one(v, x, true, err);
    if (job%2) return IL_OK;
    il_status status = live_one(v, x, false, err);
    return status == IL_OK && is_compared(v->s, job/2) ? see_facts(v->s, x, err) : status;
}

static il_day_lived lived(const il_day_life *x) { return (il_day_lived){x->day, &x->log, x->half, &x->half_log}; }

il_status il_day_story_live(il_day_story *s, const il_progress *progress, il_error *err) {
    living    v = {s, progress};
    il_status status = il_parallel_for(2*s->nlife, s->r.threads, live_job, &v, "living the day", progress, err);
    for (int i = 0; i < s->npair && status == IL_OK; i++) {
        il_day_lived before = lived(&s->life[s->pair[i].before]), after = lived(&s->life[s->pair[i].after]);
        status = il_day_compare(&before, &after, &s->pair[i].is, err);
    }
    return status;
}

void il_day_story_free(il_day_story *s) {
    if (!s) return;
    for (int i = 0; s->life && i < s->nlife; i++) {
        il_day_life *x = &s->life[i];
        il_day_log_free(&x->log), il_day_log_free(&x->half_log);
        il_day_free(x->day), il_day_free(x->half);
        il_params_free(x->person);
        free(x->fact);
    }
    for (int i = 0; s->pair && i < s->npair; i++) il_day_comparison_free(s->pair[i].is);
    free(s->life), free(s->pair);
    free(s);
}

bool il_day_story_range(const il_day_story *s, int structure, bool changed, double range[2]) {
    int    main = changed ? s->changed : s->present;
    double x = il_day_total_of(s->life[main].day, structure).exposure;
    range[0] = range[1] = x;
    for (int i = 0; i < s->nbody; i++) {
        int life = changed ? s->body[i].changed : s->body[i].life;
        x = il_day_total_of(s->life[life].day, structure).exposure;
        range[0] = fmin(range[0], x), range[1] = fmax(range[1], x);
    }
    return s->nbody > 0;
}

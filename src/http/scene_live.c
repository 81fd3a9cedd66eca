// scene_live.c - one tab's warm workspace: the person, the person with conditions, the task, and the last posture, from which the next begins
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "http/scene.h"
#include "ilium/factor.h"
#include "ilium/tasks.h"

enum { KEY = 72 + 52*IL_TASK_PARAMS }; // a task, its side, and all its numbers: 24 bytes of a name, 24 of %a

struct ili_live {
    const ili_stage *s;
    il_scenario     *scenario;
    il_outcomes     *outcomes;
    il_params       *healthy, *person;
    ili_live_wish    last; ///< sizes only
    bool             made; ///< healthy is that of last.sizes
    il_tasks        *usual; ///< tasks as the tables have them, read once
    il_tasks        *tasks; ///< that of `task` where numbers were set
    il_task         *task;
    char             key[KEY]; ///< of the task, its side and numbers; "" = none
    bool             warm;
    double          *q, *act, *value;
};

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9*(double)t.tv_nsec;
}

void ili_live_forget(ili_live *l) {
    il_task_free(l->task), il_tasks_free(l->tasks);
    l->task = NULL, l->tasks = NULL, l->key[0] = 0;
    l->made = l->warm = false;
}

void ili_live_free(ili_live *l) {
    if (!l) return;
    ili_live_forget(l);
    il_tasks_free(l->usual);
    il_outcomes_free(l->outcomes);
    il_scenario_free(l->scenario);
    il_params_free(l->healthy);
    il_params_free(l->person);
    free(l->q), free(l->act), free(l->value);
    free(l);
}

il_status ili_live_create(const ili_stage *s, ili_live **out, il_error *err) {
    const il_model *m = s->body->m;
    ili_live       *l = calloc(1, sizeof *l);
    *out = NULL;
    if (!l) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for a tab's body");
    l->s = s;
    il_status status = il_scenario_create(m, IL_ISA_AUTO, &l->scenario, err);
    if (!status) status = il_outcomes_create(s->body, &l->outcomes, err);
    if (!status) status = il_params_create(m, false, &l->healthy, err);
    if (!status) status = il_params_create(m, false, &l->person, err);
    if (!status) {
        l->q = calloc((size_t)m->nq, sizeof *l->q), l->act = calloc((size_t)m->nmuscle, sizeof *l->act);
        l->value = calloc((size_t)il_outcomes_count(l->outcomes) + 1, sizeof *l->value);
        if (!l->q || !l->act || !l->value) status = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for a tab's body");
    }
    if (status) ili_live_free(l);
    else *out = l;
    return status;
}

// ---- who ---------------------------------------------------------------------------------------------------------------------------

static il_status make_healthy(ili_live *l, const ili_live_wish *w, il_error *err) {
    if (l->made && l->last.sized == w->sized && !memcmp(&l->last.sizes, &w->sizes, sizeof w->sizes)) return IL_OK;
    l->made = false;
    il_params_copy(l->s->body->m, l->s->body->m->nominal, l->healthy);
    il_status status = w->sized ? il_body_person(l->s->body, &w->sizes, l->healthy, err) : IL_OK;
    l->made = !status, l->last.sized = w->sized, l->last.sizes = w->sizes;
    return status;
}

static il_status change(ili_live *l, const char *id, il_side side, double value, bool condition, il_error *err) {
    const il_knowledge *k = l->s->knowledge;
    il_parameter_kind   kind;
    char                target[IL_TARGET];
    if (condition) {
        int c = il_find_condition(k, id);
        if (c < 0 || !k->condition[c].simulated) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no condition '%.60s' that changes a body: GET /api/body lists them", id);
        return il_condition_apply(k, c, l->s->body, l->person, side, value, err);
    }
    il_status status = il_parameter_find(id, &kind, target, err);
    if (!status) status = il_parameter_check(&k->parameter[kind], id, value, err);
    return status ? status : il_parameter_apply(l->s->body, l->person, kind, target, side, value, 1.0, err);
}

static il_status make_person(ili_live *l, const ili_live_wish *w, il_error *err) {
    il_status status = make_healthy(l, w, err);
    if (!status) il_params_copy(l->s->body->m, l->healthy, l->person);
    for (int i = 0; !status && i < w->nchange; i++) status = change(l, w->change[i].id, w->change[i].side, w->change[i].value, w->change[i].condition, err);
    return status;
}

// ---- does what ---------------------------------------------------------------------------------------------------------------------

static il_status make_task(ili_live *l, const ili_live_wish *w, il_error *err) {
    char key[KEY];
    int  n = snprintf(key, sizeof key, "%.60s:%.8s", w->task, w->side ? w->side : ""), head = n;
    for (int i = 0; i < w->nhow; i++) n += snprintf(key + n, sizeof key - (size_t)n, ":%.24s=%a", w->how[i].name, w->how[i].value);
    if (l->task && !strcmp(key, l->key)) return IL_OK;
    il_tasks *tasks = NULL; // this task's own
    il_task  *task = NULL;
    il_status status = w->nhow ? il_tasks_read_all(l->s->data, w->how, w->nhow, &tasks, err) : l->usual ? IL_OK : il_tasks_read_all(l->s->data, NULL, 0, &l->usual, err);
    if (status) return status;
    const il_task_def *def = il_tasks_find(tasks ? tasks : l->usual, w->task);
    if (!def) status = il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no task '%.60s': GET /api/body lists them", w->task);
    il_side side = def && def->sided ? w->side && *w->side == 'l' ? IL_SIDE_LEFT : IL_SIDE_RIGHT : IL_SIDE_NONE;
    if (!status) status = il_task_create(l->s->body->m, def, side, &task, err);
    if (status) return il_tasks_free(tasks), status;
    il_task_free(l->task), il_tasks_free(l->tasks);
    // a number of the same task on the same side: the posture before is still a good begin
    l->warm = l->warm && !strncmp(key, l->key, (size_t)head) && (l->key[head] == ':' || !l->key[head]);
    l->task = task, l->tasks = tasks;
    memcpy(l->key, key, sizeof key);
    return IL_OK;
}

// ---- solving -----------------------------------------------------------------------------------------------------------------------

static bool cancelled(void *user) {
    const il_progress *p = user;
    return p->cancelled && p->cancelled(p->user);
}

static il_status run(ili_live *l, bool warm, il_outcome *out, il_error *err) {
    il_subject who = il_subject_usual(l->s->body, l->person, NULL);
    return il_scenario_run(l->scenario, l->task, &who, warm ? l->q : NULL, warm && il_task_definition(l->task)->held ? l->act : NULL, out, err);
}

// from the last posture; from the task's own start where that leads nowhere
static il_status solve(ili_live *l, const ili_live_wish *w, const il_progress *progress, il_outcome *out, bool *warm, il_error *err) {
    // a test that ends by a rule goes its whole way from its start
    *warm = l->warm && !w->settle && !il_task_definition(l->task)->end.present;
    il_status status = run(l, *warm, out, err);
    if (!status && *warm && out->info.status != IL_POSTURE_SOLVED && !cancelled((void *)(uintptr_t)progress)) *warm = false, status = run(l, false, out, err);
    if (!status && cancelled((void *)(uintptr_t)progress)) status = il_error_set(err, IL_CANCELLED, NULL, 0, 0, "a newer one was asked for");
    l->warm = !status && out->info.status == IL_POSTURE_SOLVED;
    if (!l->warm) return status;
    memcpy(l->q, out->solution.q, sizeof *l->q*(size_t)l->s->body->m->nq);
    memcpy(l->act, out->solution.act, sizeof *l->act*(size_t)l->s->body->m->nmuscle);
    return IL_OK;
}

il_status ili_live_solve(ili_live *l, const json_t *request, const il_progress *progress, json_t **answer, il_error *err) {
    static const il_progress alone = {0};
    ili_live_wish            w;
    il_outcome               out;
    bool                     warm = false;
    double                   start = now();
    *answer = NULL;
    if (!progress) progress = &alone;
    il_status status = ili_live_read(l->s, request, &w, err);
    if (!status) status = make_person(l, &w, err);
    if (!status) status = make_task(l, &w, err);
    if (status) return status;
    il_scenario_limit(l->scenario, 0, cancelled, (void *)(uintptr_t)progress);
    status = solve(l, &w, progress, &out, &warm, err);
    if (status) return status;
    // a third of a move's time goes into stability, which nobody reads while a slider is dragged: it is told when the hand lets go
    il_posture_solution seen = out.solution;
    if (!w.settle && !w.why) seen.stiffness = NULL;
    il_outcomes_read(l->outcomes, l->person, &seen, l->value);
    ili_live_result r = {.p = il_scenario_params(l->scenario), .healthy = l->healthy, .outcome = &out, .outcomes = l->outcomes, .value = l->value, .task = l->task,
                         .shape = ili_shape_number(l->s->body->m, l->person), .had = w.shape, .seconds = now() - start, .warm = warm};
    *answer = ili_live_answer(l->s, &r);
    if (!*answer) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for an answer");
    if (w.why && out.info.status == IL_POSTURE_SOLVED) status = ili_live_why(l->s, l->task, l->healthy, l->person, progress, *answer, err);
    if (status) json_decref(*answer), *answer = NULL;
    return status;
}

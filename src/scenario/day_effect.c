// day_effect.c - what a spasm and a stuck joint do: differences of two solves, told with their sign
#include "ilium/day_effect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/condition.h"
#include "scenario/ask.h"
#include "scenario/day_private.h"

enum { WITHOUT, WITH, LOW, HIGH, SOLVES, POSTURES = 4 };

typedef struct work {
    const il_body   *body;
    const il_tissue *t;
    const il_tasks  *tasks;
    const il_params *person;
    il_day_effects      *e;
    il_task         *task[64];
    int              ntask;
    ili_ask         *ask;
    int             *solve; ///< [n*SOLVES] index into ask
} work;

void il_day_effects_free(il_day_effects *e) {
    if (!e) return;
    free(e->effect), free(e);
}

// "ligament_group.iliolumbar.right.strain_max" from {side}, {other}
static void name_on_side(const char *pattern, il_side side, char out[IL_DAY_NAME]) {
    const char *at = strchr(pattern, '{'), *end = at ? strchr(at, '}') : NULL;
    bool        other = at && !strncmp(at, "{other}", 7), right = (side == IL_SIDE_RIGHT) != other;
    if (end) snprintf(out, IL_DAY_NAME, "%.*s%s%s", (int)(at - pattern), pattern, right ? "right" : "left", end + 1);
    else snprintf(out, IL_DAY_NAME, "%s", pattern);
}

// of the structure whose strain an outcome is
static double threshold_of(const il_tissue *t, const char *outcome) {
    for (int i = 0; i < t->nstructure; i++) {
        char group[IL_DAY_NAME];
        snprintf(group, sizeof group, "ligament_group.%s.", t->structure[i].of);
        if (t->structure[i].suffers == IL_SUFFERS_STRAIN && !strncmp(outcome, group, strlen(group))) return t->structure[i].threshold;
    }
    return IL_NAN;
}

static il_status list_effects(work *w, il_error *err) {
    for (int i = 0; i < w->t->neffect; i++) {
        const il_tissue_effect *is = &w->t->effect[i];
        char                    id[64];
        for (const char *at = is->postures; *at; at += strcspn(at, ";"), at += *at == ';')
            for (int side = 0; side < 2; side++) {
                il_day_effect *e = &w->e->effect[w->e->n++];
                snprintf(id, sizeof id, "%.*s", (int)strcspn(at, ";"), at);
                *e = (il_day_effect){.is = is, .side = side ? IL_SIDE_LEFT : IL_SIDE_RIGHT, .posture = il_tasks_find(w->tasks, id), .without = IL_NAN, .with = IL_NAN, .low = IL_NAN, .high = IL_NAN};
                if (!e->posture) return il_error_set(err, IL_BAD_VALUE, "tissue/effects.csv", 0, 0, "there is no task '%.60s'", id);
                name_on_side(is->outcome, e->side, e->outcome);
                e->threshold = threshold_of(w->t, e->outcome);
            }
    }
    return IL_OK;
}

// the same solve serves every outcome of a change on a side in a posture
static bool same_solve(const il_day_effect *a, const il_day_effect *b, int which) {
    bool same = a->posture == b->posture && (!a->posture->sided || a->side == b->side);
    return which == WITHOUT ? same : same && a->side == b->side && !strcmp(a->is->effect, b->is->effect);
}

static int share_solves(work *w) {
    int n = 0;
    for (int i = 0; i < w->e->n; i++)
        for (int k = 0; k < SOLVES; k++) {
            int *at = &w->solve[i*SOLVES + k];
            *at = IL_NONE;
            for (int j = 0; j < i && *at == IL_NONE; j++)
                if (same_solve(&w->e->effect[j], &w->e->effect[i], k)) *at = w->solve[j*SOLVES + k];
            if (*at == IL_NONE) *at = n++;
        }
    return n;
}

static il_status task_for(work *w, const il_day_effect *e, const il_task **out, il_error *err) {
    il_side side = e->posture->sided ? e->side : IL_SIDE_NONE;
    if (w->ntask == (int)(sizeof w->task/sizeof *w->task)) return il_error_set(err, IL_LIMIT, "tissue/effects.csv", 0, 0, "too many postures");
    il_status status = il_task_create(w->body->m, e->posture, side, &w->task[w->ntask], err);
    if (status == IL_OK) *out = w->task[w->ntask++];
    return status;
}

static il_status change(work *w, const il_day_effect *e, int which, il_params *p, il_error *err) {
    il_parameter_kind kind;
    char              target[IL_TARGET];
    if (which == WITHOUT) return IL_OK;
    double    value = which == WITH ? e->is->value : which == LOW ? e->is->low : e->is->high;
    il_status status = il_parameter_find(e->is->parameter, &kind, target, err);
    return status ? status : il_parameter_apply(w->body, p, kind, target, e->side, value, 1.0, err);
}

static il_status lay(work *w, il_error *err) {
    for (int i = 0; i < w->e->n; i++)
        for (int k = 0; k < SOLVES; k++) {
            ili_asked *x = &w->ask->asked[w->solve[i*SOLVES + k]];
            if (x->task) continue;
            il_status status = task_for(w, &w->e->effect[i], &x->task, err);
            if (status == IL_OK) status = change(w, &w->e->effect[i], k, x->params, err);
            if (status != IL_OK) return status;
        }
    return IL_OK;
}

static il_status read_all(work *w, il_error *err) {
    for (int i = 0; i < w->e->n; i++) {
        il_day_effect      *e = &w->e->effect[i];
        const ili_asked *first = &w->ask->asked[w->solve[i*SOLVES]];
        int              o = il_outcomes_find(first->outcomes, e->outcome);
        if (o == IL_NONE) return il_error_set(err, IL_BAD_VALUE, "tissue/effects.csv", 0, 0, "there is no outcome '%.80s'", e->outcome);
        double sign = e->is->mirrored && e->side == IL_SIDE_LEFT ? -1.0 : 1.0, *to[SOLVES] = {&e->without, &e->with, &e->low, &e->high};
        for (int k = 0; k < SOLVES; k++) *to[k] = sign*w->ask->asked[w->solve[i*SOLVES + k]].value[o];
        e->unit = il_outcomes_info(first->outcomes, o)->unit;
    }
    return IL_OK;
}

static il_status run(work *w, int threads, const il_progress *progress, il_error *err) {
    size_t    most = (size_t)w->t->neffect*POSTURES*2 + 1;
    il_status status;
    w->e->effect = calloc(most, sizeof *w->e->effect), w->solve = calloc(most*SOLVES, sizeof *w->solve);
    if (!w->e->effect || !w->solve) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for effects");
    status = list_effects(w, err);
    if (status == IL_OK) status = ili_ask_create(w->body, w->person, share_solves(w), &w->ask, err);
    if (status == IL_OK) status = lay(w, err);
    if (status == IL_OK) status = ili_ask_run(w->ask, threads, "what a spasm does", progress, err);
    return status ? status : read_all(w, err);
}

il_status il_day_effects_create(const il_body *body, const il_params *person, const il_tissue *tissue, const il_tasks *tasks, int threads, const il_progress *progress,
                            il_day_effects **out, il_error *err) {
    IL_ASSERT(body && person && tissue && tasks && out);
    work w = {.body = body, .t = tissue, .tasks = tasks, .person = person, .e = *out = calloc(1, sizeof **out)};
    il_status status = w.e ? run(&w, threads, progress, err) : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for effects");
    ili_ask_free(w.ask);
    for (int i = 0; i < w.ntask; i++) il_task_free(w.task[i]);
    free(w.solve);
    if (status != IL_OK) il_day_effects_free(w.e), *out = NULL;
    return status;
}

int il_day_effect_agrees(const il_day_effect *e) {
    double by = e->with - e->without;
    if (!e->is->says || !(fabs(by) >= e->is->worth)) return 0;
    return (by > 0.0) == (e->is->says > 0) ? 1 : -1;
}

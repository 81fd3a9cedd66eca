// day_more.c - what `ilium day` tells beside the day when asked: --effects (spasm, stuck joint, loop) and --sweep (numbers without a source at both ends)
#include <stdlib.h>
#include <string.h>

#include "day.h"
#include "ilium/tasks.h"

static bool scope_of(const char *word, il_sweep_scope *out) {
    static const char *const words[] = {"quick", "assumed", "all"};
    *out = IL_SWEEP_ASSUMED;
    for (int i = 0; word && i < 3; i++)
        if (!strcmp(words[i], word)) return *out = (il_sweep_scope)i, true;
    return !word;
}

const char *day_more_wrong(const day_wish *o) {
    il_sweep_scope scope;
    if (!scope_of(o->sweep, &scope)) return "--sweep is quick, assumed or all, not";
    return o->sweeps && o->checkpoint ? "--sweep lives many days: leave out --checkpoint or" : NULL;
}

static void begin(void *user, il_day *d) {
    const il_day_story *s = user;
    const il_day_life  *x = &s->life[s->present];
    for (int i = 0; i < x->ncause; i++)
        if (x->cause[i].condition != IL_NONE) il_day_condition(d, s->r.knowledge->condition[x->cause[i].condition].id, x->cause[i].side, x->cause[i].amount);
}

static il_status sweep(const day_wish *o, const day_work *w, day_more *m, const il_params *person, const il_progress *progress, il_error *err) {
    il_sweep_scope       scope;
    il_day_sweep_request r = {.body = w->story->r.body, .person = person, .tissue = w->tissue, .schedule = w->schedule, .loops = m->loops, .set = il_default_day_settings(), .begin = begin,
                              .user = w->story, .threads = o->person.nthread};
    scope_of(o->sweep, &scope);
    r.set.reflex = !o->no_reflex;
    il_status s = il_tissue_ends_read(w->setup.data, w->tissue, scope, &m->ends, err);
    r.ends = m->ends;
    return s ? s : il_day_sweep_run(&r, progress, &m->sweep, err);
}

il_status day_more_open(const day_wish *o, const day_work *w, day_more *m, const il_progress *progress, il_error *err) {
    if (!o->effects_too && !o->sweeps) return IL_OK;
    const il_params *person = w->story->life[w->story->present].person;
    const il_body   *body = w->story->r.body;
    il_status        s = il_tasks_read_all(w->setup.data, NULL, 0, &m->tasks, err);
    if (!s && o->effects_too) s = il_day_effects_create(body, person, w->tissue, m->tasks, o->person.nthread, progress, &m->effects, err);
    if (!s) s = il_day_loops_create(body, person, w->tissue, m->tasks, o->person.nthread, progress, &m->loops, err);
    if (!s && o->sweeps) s = sweep(o, w, m, person, progress, err);
    m->more = (il_day_more){.tissue = w->tissue, .knowledge = w->story->r.knowledge, .effects = m->effects, .loops = m->loops, .sweep = m->sweep};
    return s;
}

void day_more_close(day_more *m) {
    il_day_sweep_free(m->sweep);
    il_tissue_ends_free(m->ends);
    il_day_loops_free(m->loops);
    il_day_effects_free(m->effects);
    il_tasks_free(m->tasks);
}

// route_day.c - the day of a person: a schedule lived by the body that the findings allow, with one change or without
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/case.h"
#include "http/routes.h"
#include "ilium/day_paper.h"
#include "ilium/io_day.h"

typedef struct day_work {
    il_server       *server;
    ili_case        *c;
    char             schedule_id[ILI_NAME], change_word[200];
    bool             no_reflex, alone;
    il_tissue       *tissue;
    il_schedule     *schedule;
    il_day_change    change;
    il_params       *healthy;
    il_day_story    *story;
} day_work;

static void done(void *work) {
    day_work *w = work;
    il_day_story_free(w->story);
    il_day_change_free(&w->change);
    il_schedule_free(w->schedule);
    il_tissue_free(w->tissue);
    il_params_free(w->healthy);
    ili_case_close(w->server, w->c);
    free(w);
}

// words are read before anything is computed: a wrong one is told at once
static il_status read_words(const ili_world *world, day_work *w, il_error *err) {
    il_status s = il_schedule_read(world->data, w->schedule_id, &w->schedule, err);
    if (!s) s = il_tissue_read(world->data, &w->tissue, err);
    if (!s && w->change_word[0]) s = il_day_change_read(world->data, world->knowledge, w->schedule, w->change_word, &w->change, err);
    return s;
}

// assessed, danger first; what the screen forbids is not lived
static il_status live(ili_job *j, day_work *w, il_error *err) {
    const ili_world *world = ili_job_world(j);
    il_status        s = ili_case_assess(j, w->c, err);
    if (!s) s = il_day_person(&w->c->request, &w->healthy, err);
    if (s) return s;
    il_day_story_request r = {.knowledge = world->knowledge, .body = world->body, .tissue = w->tissue, .schedule = w->schedule, .healthy = w->healthy, .assess = &w->c->request,
                              .assessment = w->c->assessment, .change = w->change_word[0] ? &w->change : NULL, .no_reflex = w->no_reflex, .alone = w->alone,
                              .every = il_schedule_minutes(w->schedule) > 1440 ? 10 : 1};
    s = il_day_story_begin(&r, &w->story, err);
    return s || !w->story->simulated ? s : il_day_story_live(w->story, ili_job_progress(j), err);
}

static il_status tell(const ili_world *world, const day_work *w, char **text, size_t *size, il_error *err) {
    const il_patient *p = w->c->patient;
    char              who[300];
    snprintf(who, sizeof who, "%.200s%s", p->label ? p->label : p->id, p->simulated ? " (simulated teaching patient, not a person)" : "");
    il_day_paper_request r = {.story = w->story, .who = who, .data_hash = il_data_hash(world->data), .modified = il_data_modified(world->data)};
    return il_day_json(&r, text, size, err);
}

static il_status run(ili_job *j, void *work, il_error *err) {
    day_work *w = work;
    char     *text = NULL, *own = NULL;
    size_t    size = 0;
    il_status s = ili_case_enter(j, w->c, err);
    if (s) return s;
    s = live(j, w, err);
    if (!s) s = tell(ili_job_world(j), w, &text, &size, err);
    ili_case_leave(w->server, w->c);
    if (!s && (own = malloc(size + 1))) memcpy(own, text, size), own[size] = 0, ili_job_result(j, own);
    il_report_free(text);
    return s;
}

static bool read_body(ili_request *r, ili_reply *out, day_work *w) {
    const char *schedule = NULL, *change = NULL;
    il_error    err = {0};
    if (!ili_want_name(r, out, "schedule", &schedule) || !ili_want_text(r, out, "change", &change) || !ili_want_bool(r, out, "no_reflex", &w->no_reflex) ||
        !ili_want_bool(r, out, "alone", &w->alone))
        return false;
    // a name with a point would be a file's
    if (!schedule || strchr(schedule, '.')) return ili_reply_error(out, 400, "which day is it?", "/schedule", "an id of the schedules of GET /api/vocabulary"), false;
    snprintf(w->schedule_id, sizeof w->schedule_id, "%s", schedule);
    snprintf(w->change_word, sizeof w->change_word, "%s", change ? change : "");
    if (strlen(w->schedule_id) != strlen(schedule) || (change && strlen(change) >= sizeof w->change_word)) return ili_reply_error(out, 400, "a word is too long", NULL, NULL), false;
    if (read_words(r->world, w, &err)) return ili_reply_failed(out, &err), false;
    return true;
}

void ili_post_day(ili_request *r, ili_reply *out) {
    const char *tab = NULL;
    day_work   *w = calloc(1, sizeof *w);
    ili_job_def d = {.kind = "day", .key = "day", .lane = ILI_LONG, .run = run, .done = done, .work = w, .subject = r->part[0]};
    if (!w) {
        ili_reply_json(out, 503, NULL);
        return;
    }
    w->server = r->server, w->change.wish.treatment = IL_NONE;
    bool ok = ili_want_name(r, out, "tab", &tab) && ili_want_number(r, out, "sequence", 0, 1e15, &d.sequence) && read_body(r, out, w) && (w->c = ili_case_open(r, out));
    d.tab = tab;
    if (ok) ili_job_start(r, out, &d);
    else done(w);
}

// day_checkpoint.c - one day whose state is kept in a file: a line that says whose it is, then the state, then the events told so far
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "day.h"
#include "ilium/version.h"

static il_day_life *life_of(const day_work *w) { return &w->story->life[w->story->present]; }

static void whose(const day_wish *o, const day_work *w, char line[400]) {
    snprintf(line, 400, "ilium day %s %.64s %.60s %.120s %s\n", il_version(), il_data_hash(w->setup.data), w->schedule->id, w->who, o->no_reflex ? "no-reflex" : "reflex");
}

static int save(const day_wish *o, const day_work *w) {
    const il_day_life *x = life_of(w);
    char               line[400];
    whose(o, w, line);
    size_t head = strlen(line), state = il_day_state_size(x->day), lines = sizeof *x->log.happening * (size_t)x->log.nhappening;
    char  *bytes = malloc(head + state + lines);
    if (!bytes) return EXIT_INTERNAL;
    memcpy(bytes, line, head);
    il_day_save(x->day, bytes + head);
    if (lines) memcpy(bytes + head + state, x->log.happening, lines);
    int code = app_write(o->checkpoint, bytes, head + state + lines);
    free(bytes);
    return code;
}

static il_status take_up(const day_wish *o, day_work *w, const char *bytes, size_t size, il_error *err) {
    il_day_life *x = life_of(w);
    char         line[400];
    whose(o, w, line);
    size_t head = strlen(line), state = il_day_state_size(x->day);
    if (size < head || memcmp(bytes, line, head))
        return il_error_set(err, IL_BAD_VALUE, o->checkpoint, 1, 0, "this is the state of another day (program, data, schedule, person or conditions): remove it or name another file");
    if (size < head + state || (size - head - state) % sizeof *x->log.happening)
        return il_error_set(err, IL_BAD_VALUE, o->checkpoint, 0, 0, "the file is not whole: remove it");
    x->log.nhappening = x->log.happening_room = (int)((size - head - state) / sizeof *x->log.happening);
    x->log.happening = malloc(size - head - state + 1);
    if (!x->log.happening) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for what happened");
    memcpy(x->log.happening, bytes + head + state, size - head - state);
    return il_day_load(x->day, bytes + head, state, err);
}

static il_status resume(const day_wish *o, day_work *w, il_error *err) {
    char  *bytes = NULL;
    size_t size = 0;
    FILE  *there = fopen(o->checkpoint, "rb");
    if (!there) return IL_OK; // it begins
    fclose(there);
    il_status s = il_file_read(o->checkpoint, 0, &bytes, &size, err);
    if (!s) s = take_up(o, w, bytes, size, err);
    il_file_free(bytes);
    return s;
}

int day_live_checkpointed(const day_wish *o, day_work *w) {
    il_error     err = {0};
    app_progress progress;
    double       whole = il_schedule_minutes(w->schedule), saved = 0;
    int          code = EXIT_DONE;
    if (il_day_story_wake(w->story, w->story->present, &err) || resume(o, w, &err)) return app_failed(&err);
    il_day_life *x = life_of(w);
    x->log.every = 0; // what was sampled before a stop is not kept
    app_progress_start(&progress, o->progress);
    for (bool done = false; !done && !code;) {
        if (app_interrupted()) code = EXIT_INTERRUPTED;
        else if (il_day_step(x->day, &done, &err)) code = app_failed(&err);
        else if (!done && !il_day_log_take(&x->log, x->day)) code = EXIT_INTERNAL;
        bool due = done || code == EXIT_INTERRUPTED || il_day_minute(x->day) >= saved + 10;
        if (due && (code == EXIT_DONE || code == EXIT_INTERRUPTED)) {
            int wrote = save(o, w);
            if (wrote) code = wrote;
            saved = il_day_minute(x->day);
        }
        progress.progress.report(progress.progress.user, "living the day", il_day_minute(x->day) / whole);
    }
    app_progress_end(&progress);
    return code;
}

// day_checkpoint.c - one day whose state is kept in a file as it goes: stopped or killed at any instant it goes on from there
#include <stdio.h>

#include "day.h"
#include "ilium/day_checkpoint.h"
#include "ilium/version.h"

static const double share = 0.05; // most of the time that may go into writing

static il_day_owner owner_of(const day_work *w) { return (il_day_owner){il_version(), il_data_hash(w->setup.data), w->who}; }

static int stopped(const day_wish *o, const day_work *w, const il_day *d) {
    char when[IL_DAY_CLOCK];
    fprintf(stderr, "ilium: stopped at %s, after %.0f of %.0f minutes. The same command goes on from there: the state is in '%s'\n", il_schedule_clock(w->schedule, il_day_minute(d), when), il_day_minute(d),
            il_schedule_minutes(w->schedule), o->checkpoint);
    return EXIT_INTERRUPTED;
}

// step after step; written at once, at the end, when it is stopped, and in between as often as that costs little
static il_status live(const day_wish *o, const day_work *w, il_day_life *x, const il_progress *progress, bool *done, il_error *err) {
    il_day_owner owner = owner_of(w);
    il_status    s = IL_OK;
    for (double due = 0; !s && !*done && !app_interrupted();) {
        s = il_day_step(x->day, done, err);
        if (!s && !*done && !il_day_log_take(&x->log, x->day)) s = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for what happened");
        double begun = app_now();
        if (!s && begun >= due) {
            s = il_day_checkpoint_write(o->checkpoint, x->day, &x->log, &owner, err);
            due = begun + (app_now() - begun) / share;
        }
        progress->report(progress->user, "living the day", il_day_minute(x->day) / il_schedule_minutes(w->schedule));
    }
    return s ? s : il_day_checkpoint_write(o->checkpoint, x->day, &x->log, &owner, err);
}

int day_live_checkpointed(const day_wish *o, day_work *w, const il_progress *progress) {
    il_error     err = {0};
    il_day_owner owner = owner_of(w);
    il_day_life *x = &w->story->life[w->story->present];
    bool         there = false, done = false;
    il_status    s = il_day_story_wake(w->story, w->story->present, &err);
    if (!s) s = il_day_checkpoint_read(o->checkpoint, x->day, &x->log, &owner, &there, &err);
    if (!s) s = live(o, w, x, progress, &done, &err);
    if (s) return app_failed(&err);
    return done ? EXIT_DONE : stopped(o, w, x->day);
}

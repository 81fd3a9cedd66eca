// day_fixture.h - a day of the usual body, out of a text
#ifndef DAY_FIXTURE_H
#define DAY_FIXTURE_H
#include "body_fixture.h"
#include "ilium/io_day.h"
#include "ilium/tasks.h"

typedef struct day_fixture {
    fixture      f;
    il_params   *p;
    il_tissue   *tissue;
    il_schedule *schedule;
    il_day      *day;
} day_fixture;

static inline void must(il_status s, const il_error *err) {
    if (s) fail_msg("%s:%d: %s", err->file, err->line, err->text);
}

// what a day is made of; the test creates it
static inline day_fixture open_parts(const char *yaml) {
    day_fixture x = {.f = body_open()};
    il_error    err = {0};
    must(il_params_create(x.f.m, false, &x.p, &err), &err);
    must(il_tissue_read(x.f.dir, &x.tissue, &err), &err);
    must(il_schedule_read_bytes(x.f.dir, "own.yaml", yaml, strlen(yaml), &x.schedule, &err), &err);
    return x;
}

static inline day_fixture open_set(const char *yaml, il_day_settings set) {
    day_fixture x = open_parts(yaml);
    il_error    err = {0};
    must(il_day_create(x.f.body, x.p, x.tissue, x.schedule, &set, &x.day, &err), &err);
    return x;
}

static inline day_fixture open_day(const char *yaml, double step, bool reflex) {
    il_day_settings set = il_default_day_settings();
    set.step = step, set.reflex = reflex;
    return open_set(yaml, set);
}

static inline void close_day(day_fixture *x) {
    il_day_free(x->day);
    il_schedule_free(x->schedule);
    il_tissue_free(x->tissue);
    il_params_free(x->p);
    body_close(&x->f);
}

static inline bool step(il_day *d) {
    il_error err = {0};
    bool     done = false;
    must(il_day_step(d, &done, &err), &err);
    return !done;
}

#define HEAD "name: x\nsource: test\nbegins: \"08:00\"\nactivities:\n"
#endif

// day.c - `ilium day SCHEDULE`: a day or a week, minute after minute
#include "day.h"

#include <stdlib.h>
#include <string.h>

#include "ilium/version.h"

typedef struct wish {
    setup_wish  setup;
    const char *csv, *checkpoint;
    bool        json, list, progress, no_reflex;
} wish;

static int read_wish(int argc, char **argv, wish *o, setup *x) {
    const app_option own[] = {{.name = "--csv", .value = &o->csv}, {.name = "--checkpoint", .value = &o->checkpoint}, {.name = "--json", .flag = &o->json},
                              {.name = "--list", .flag = &o->list}, {.name = "--progress", .flag = &o->progress}, {.name = "--no-reflex", .flag = &o->no_reflex}};
    int wrong = setup_read("day", argc, argv, own, sizeof own / sizeof *own, &o->setup, x);
    if (!wrong && !o->setup.scenario && !o->list) wrong = app_usage("day", "a schedule is missing", NULL);
    if (!wrong && o->csv && o->checkpoint) wrong = app_usage("day", "--csv begins at the beginning: leave out", "--checkpoint");
    return wrong;
}

static int list(const setup *x) {
    char     name[64];
    il_error err = {0};
    for (int i = 0; il_schedule_name(x->data, i, name); i++) {
        il_schedule *s = NULL;
        if (il_schedule_read(x->data, name, &s, &err)) return app_failed(&err);
        printf("%-20s %s, %g hours\n", name, s->name, il_schedule_minutes(s) / 60);
        il_schedule_free(s);
    }
    return app_print("", 0);
}

static void close_all(day_work *w) {
    free(w->line);
    il_day_free(w->day);
    il_schedule_free(w->schedule);
    il_tissue_free(w->tissue);
    setup_close(&w->setup);
}

static il_status open_all(const wish *o, day_work *w, il_error *err) {
    il_day_settings set = il_default_day_settings();
    set.reflex = w->reflex = !o->no_reflex;
    il_status s = setup_person(&o->setup, &w->setup, err);
    if (!s) s = il_tissue_read(w->setup.data, &w->tissue, err);
    if (!s) s = il_schedule_read(w->setup.data, o->setup.scenario, &w->schedule, err);
    return s ? s : il_day_create(w->setup.body, w->setup.person, w->tissue, w->schedule, &set, &w->day, err);
}

// ---- checkpoints: a line that says whose state it is, then the state, then the events told so far ------------------------------------------

static void whose(const wish *o, const day_work *w, char line[400]) {
    snprintf(line, 400, "ilium day %s %.64s %.60s %.120s %s\n", il_version(), il_data_hash(w->setup.data), w->schedule->id, w->setup.with ? w->setup.with : "-",
             o->no_reflex ? "no-reflex" : "reflex");
}

static int save(const wish *o, const day_work *w) {
    char   line[400];
    whose(o, w, line);
    size_t head = strlen(line), state = il_day_state_size(w->day), lines = sizeof *w->line * (size_t)w->nline;
    char  *bytes = malloc(head + state + lines);
    if (!bytes) return EXIT_INTERNAL;
    memcpy(bytes, line, head);
    il_day_save(w->day, bytes + head);
    if (lines) memcpy(bytes + head + state, w->line, lines);
    int code = app_write(o->checkpoint, bytes, head + state + lines);
    free(bytes);
    return code;
}

static il_status take_up(const wish *o, day_work *w, const char *bytes, size_t size, il_error *err) {
    char   line[400];
    whose(o, w, line);
    size_t head = strlen(line), state = il_day_state_size(w->day);
    if (size < head || memcmp(bytes, line, head))
        return il_error_set(err, IL_BAD_VALUE, o->checkpoint, 1, 0, "this is the state of another day (program, data, schedule, person or conditions): remove it or name another file");
    if (size < head + state || (size - head - state) % sizeof *w->line)
        return il_error_set(err, IL_BAD_VALUE, o->checkpoint, 0, 0, "the file is not whole: remove it");
    w->nline = w->room = (int)((size - head - state) / sizeof *w->line);
    w->line = malloc(size - head - state + 1);
    if (!w->line) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for what happened");
    memcpy(w->line, bytes + head + state, size - head - state);
    return il_day_load(w->day, bytes + head, state, err);
}

static il_status resume(const wish *o, day_work *w, il_error *err) {
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

// ---- the day --------------------------------------------------------------------------------------------------------------------------------

static int live(const wish *o, day_work *w, FILE *csv) {
    il_error     err = {0};
    app_progress progress;
    double       whole = il_schedule_minutes(w->schedule), saved = 0;
    int          code = EXIT_DONE;
    app_progress_start(&progress, o->progress);
    if (csv) day_csv_head(w, csv);
    for (bool done = false; !done && !code;) {
        if (app_interrupted()) code = EXIT_INTERRUPTED;
        else if (il_day_step(w->day, &done, &err)) code = app_failed(&err);
        else if (!done && !day_keep_events(w)) code = EXIT_INTERNAL;
        else if (csv && !done) day_csv_row(w, csv);
        bool due = o->checkpoint && (done || code == EXIT_INTERRUPTED || il_day_minute(w->day) >= saved + 10);
        if (due && (code == EXIT_DONE || code == EXIT_INTERRUPTED)) {
            int wrote = save(o, w);
            if (wrote) code = wrote;
            saved = il_day_minute(w->day);
        }
        progress.progress.report(progress.progress.user, "living the day", il_day_minute(w->day) / whole);
    }
    app_progress_end(&progress);
    return code;
}

static int run(const wish *o, day_work *w) {
    il_error err = {0};
    char    *table = NULL;
    size_t   size = 0;
    if (open_all(o, w, &err) || (o->checkpoint && resume(o, w, &err))) return app_failed(&err);
    FILE *csv = o->csv ? open_memstream(&table, &size) : NULL;
    int   code = live(o, w, csv);
    if (csv && fclose(csv)) code = EXIT_INTERNAL;
    if (!code && table) code = app_write(o->csv, table, size);
    free(table);
    if (code) return code;
    if (o->json) return app_print_json(day_json(w), 2, 9);
    day_print_text(w);
    return app_print("", 0);
}

int app_day(int argc, char **argv) {
    wish     o = {0};
    day_work w = {0};
    int      code = read_wish(argc, argv, &o, &w.setup);
    if (!code) code = o.list ? list(&w.setup) : run(&o, &w);
    close_all(&w);
    return code;
}

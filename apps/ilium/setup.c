// setup.c - the options that say who and with what, and what they open
#include "setup.h"

#include <stdio.h>
#include <string.h>

#include "ilium/io_body.h"

static bool one_of(const char *word, const char *a, const char *b) { return !word || !strcmp(word, a) || !strcmp(word, b); }

// the folder decides which measures a person has: it is looked for before everything else
static const char *find_folder(int argc, char **argv) {
    for (int i = 0; i < argc && strcmp(argv[i], "--"); i++) {
        if (!strncmp(argv[i], "--data=", 7)) return argv[i] + 7;
        if (!strcmp(argv[i], "--data") && i + 1 < argc) return argv[i + 1];
    }
    return NULL;
}

int setup_read(const char *command, int argc, char **argv, const app_option *own, int nown, setup_wish *o, setup *x) {
    il_error err = {0};
    if (il_data_open(find_folder(argc, argv), &x->data, &err) || il_body_tables_read(x->data, &x->tables, &err)) return app_failed(&err);
    app_option option[SETUP_OPTIONS] = {{.name = "--with", .value = &o->with}, {.name = "--set", .value = &o->set}, {.name = "--sex", .value = &o->sex},
                                        {.name = "--data", .value = &o->data}, {.name = "--side", .value = &o->side}};
    char       name[SETUP_MEASURES][48];
    int        n = 5;
    for (int i = 0; i < x->tables->n_scaling && i < SETUP_MEASURES; i++) {
        snprintf(name[i], sizeof name[i], "--%s", x->tables->scaling[i].flag);
        option[n++] = (app_option){.name = name[i], .value = &o->measure[i]};
    }
    for (int i = 0; i < nown && n < SETUP_OPTIONS; i++) option[n++] = own[i];
    int wrong = app_options(command, argc, argv, option, n, &o->scenario);
    if (!wrong && !one_of(o->side, "right", "left")) wrong = app_usage(command, "--side is right or left, not", o->side);
    if (!wrong && !one_of(o->sex, "female", "male")) wrong = app_usage(command, "--sex is female or male, not", o->sex);
    return wrong;
}

void setup_close(setup *w) {
    il_task_free(w->task);
    il_tasks_free(w->tasks);
    il_file_free(w->bytes);
    il_params_free(w->person);
    il_knowledge_free(w->knowledge);
    il_body_free(w->body);
    il_body_tables_free(w->tables);
    il_data_close(w->data);
}

// ---- the task ------------------------------------------------------------------------------------------------------------------

static bool is_file(const char *name) { return strchr(name, '/') || strchr(name, '.'); }

il_status setup_tasks(const setup_wish *o, setup *w, il_error *err) {
    if (!o->scenario || !is_file(o->scenario)) return il_tasks_read(w->data, &w->tasks, err);
    size_t    size;
    il_status s = il_file_read(o->scenario, 0, &w->bytes, &size, err);
    return s ? s : il_tasks_read_bytes(o->scenario, w->bytes, size, &w->tasks, err);
}

static il_status find_task(const setup_wish *o, setup *w, il_error *err) {
    w->def = is_file(o->scenario) ? (w->tasks->ntask ? &w->tasks->task[0] : NULL) : il_tasks_find(w->tasks, o->scenario);
    if (w->def) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0,
                        "there is no scenario '%.60s': `ilium solve --list` lists them; a file's name holds a / or a .", o->scenario);
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------

il_status setup_person(const setup_wish *o, setup *w, il_error *err) {
    il_status s = il_knowledge_read(w->data, &w->knowledge, err);
    if (!s) s = il_body_create(w->tables, &w->body, err);
    return s ? s : setup_make_person(o, w, err);
}

il_status setup_scenario(const setup_wish *o, setup *w, il_error *err) {
    il_status s = setup_tasks(o, w, err);
    if (s || (s = find_task(o, w, err)) || (s = setup_person(o, w, err))) return s;
    il_side side = !w->def->sided ? IL_SIDE_NONE : o->side && !strcmp(o->side, "left") ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    return il_task_create(w->body->m, w->def, side, &w->task, err);
}

// solve.c - `ilium solve SCENARIO`: a body, conditions and a task in, what the body does out
#include "solve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "ilium/io.h"
#include "ilium/io_body.h"

typedef struct wish {
    const char *scenario, *side, *data;
    solve_who   who;
    bool        json, list;
} wish;

static void close_all(solve_work *w) {
    free(w->value);
    il_outcomes_free(w->outcomes);
    il_scenario_free(w->scenario);
    il_task_free(w->task);
    il_tasks_free(w->tasks);
    il_file_free(w->bytes);
    il_params_free(w->person);
    il_knowledge_free(w->knowledge);
    il_body_free(w->body);
    il_body_tables_free(w->tables);
    il_data_close(w->data);
}

static bool one_of(const char *word, const char *a, const char *b) { return !word || !strcmp(word, a) || !strcmp(word, b); }

// the folder decides which measures a person has: it is looked for before everything else
static const char *find_folder(int argc, char **argv) {
    for (int i = 0; i < argc && strcmp(argv[i], "--"); i++) {
        if (!strncmp(argv[i], "--data=", 7)) return argv[i] + 7;
        if (!strcmp(argv[i], "--data") && i + 1 < argc) return argv[i + 1];
    }
    return NULL;
}

static int read_wish(int argc, char **argv, const il_body_tables *tables, wish *w) {
    enum { OWN = 8 };
    app_option option[OWN + SOLVE_MEASURES] = {{.name = "--side", .value = &w->side}, {.name = "--with", .value = &w->who.with},
                                               {.name = "--set", .value = &w->who.set}, {.name = "--sex", .value = &w->who.sex},
                                               {.name = "--data", .value = &w->data}, {.name = "--json", .flag = &w->json},
                                               {.name = "--list", .flag = &w->list}};
    char       name[SOLVE_MEASURES][48];
    int        n = OWN - 1;
    for (int i = 0; i < tables->n_scaling && i < SOLVE_MEASURES; i++) {
        snprintf(name[i], sizeof name[i], "--%s", tables->scaling[i].flag);
        option[n++] = (app_option){.name = name[i], .value = &w->who.measure[i]};
    }
    int wrong = app_options("solve", argc, argv, option, n, &w->scenario);
    if (!wrong && !one_of(w->side, "right", "left")) wrong = app_usage("solve", "--side is right or left, not", w->side);
    if (!wrong && !one_of(w->who.sex, "female", "male")) wrong = app_usage("solve", "--sex is female or male, not", w->who.sex);
    if (!wrong && !w->scenario && !w->list) wrong = app_usage("solve", "a scenario is missing", NULL);
    return wrong;
}

// ---- the task ------------------------------------------------------------------------------------------------------------------

static bool is_file(const char *name) { return strchr(name, '/') || strchr(name, '.'); }

static il_status read_tasks(const wish *o, solve_work *w, il_error *err) {
    if (!o->scenario || !is_file(o->scenario)) return il_tasks_read(w->data, &w->tasks, err);
    size_t    size;
    il_status s = il_file_read(o->scenario, 0, &w->bytes, &size, err);
    return s ? s : il_tasks_read_bytes(o->scenario, w->bytes, size, &w->tasks, err);
}

static il_status find_task(const wish *o, solve_work *w, il_error *err) {
    w->def = is_file(o->scenario) ? (w->tasks->ntask ? &w->tasks->task[0] : NULL) : il_tasks_find(w->tasks, o->scenario);
    if (w->def) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0,
                        "there is no scenario '%.60s': `ilium solve --list` lists them; a file's name holds a / or a .", o->scenario);
}

// ---- solving -------------------------------------------------------------------------------------------------------------------

static double usual(const solve_work *w, const char *name, double otherwise) {
    const il_usual_row *row = il_body_usual(w->tables, name);
    return row ? row->value : otherwise;
}

static il_status solve(const wish *o, solve_work *w, il_error *err) {
    const il_model *m = w->body->m;
    il_side         side = !w->def->sided ? IL_SIDE_NONE : o->side && !strcmp(o->side, "left") ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    il_subject      who = {.p = w->person, .habit = w->person->coordinate_neutral, .habit_sd = w->body->sigma_within, .effort = usual(w, "effort", 1),
                           .tolerance = usual(w, "stretch_tolerance", 40)};
    il_status       s = il_task_create(m, w->def, side, &w->task, err);
    if (!s) s = il_scenario_create(m, IL_ISA_AUTO, &w->scenario, err);
    if (!s) s = il_scenario_run(w->scenario, w->task, &who, NULL, NULL, &w->outcome, err);
    return s;
}

static il_status read_outcomes(solve_work *w, il_error *err) {
    il_status s = il_outcomes_create(w->body, &w->outcomes, err);
    if (s) return s;
    w->value = calloc((size_t)il_outcomes_count(w->outcomes) + 1, sizeof *w->value);
    if (!w->value) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for outcomes");
    il_outcomes_read(w->outcomes, w->person, &w->outcome.solution, w->value);
    return IL_OK;
}

static int list(const il_tasks *tasks) {
    for (int i = 0; i < tasks->ntask; i++)
        printf("%-28s %s%s\n", tasks->task[i].id, tasks->task[i].name ? tasks->task[i].name : "", tasks->task[i].sided ? " (right or left)" : "");
    return app_print("", 0);
}

static int run(const wish *o, solve_work *w) {
    il_error err = {0};
    if (read_tasks(o, w, &err)) return app_failed(&err);
    if (o->list) return list(w->tasks);
    if (find_task(o, w, &err) || il_knowledge_read(w->data, &w->knowledge, &err) || il_body_create(w->tables, &w->body, &err) ||
        solve_make_person(&o->who, w, &err) || solve(o, w, &err) || read_outcomes(w, &err))
        return app_failed(&err);
    int code = EXIT_DONE;
    if (o->json) code = solve_print_json(w);
    else solve_print_text(w);
    if (!code) code = app_print("", 0);
    return code ? code : w->outcome.info.status == IL_POSTURE_SOLVED ? EXIT_DONE : EXIT_UNSOLVED;
}

int app_solve(int argc, char **argv) {
    wish       o = {0};
    solve_work w = {0};
    il_error   err = {0};
    bool       failed = il_data_open(find_folder(argc, argv), &w.data, &err) || il_body_tables_read(w.data, &w.tables, &err);
    int        code = failed ? app_failed(&err) : read_wish(argc, argv, w.tables, &o);
    if (!code) code = run(&o, &w);
    close_all(&w);
    return code;
}

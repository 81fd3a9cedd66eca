// solve.c - `ilium solve SCENARIO`: a body, conditions and a task in, what the body does out
#include "solve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "ilium/io.h"
#include "ilium/io_body.h"

typedef struct wish {
    const char *scenario, *side, *data, *with, *sex, *age, *height, *mass;
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

static int read_wish(int argc, char **argv, wish *w) {
    const app_option options[] = {{.name = "--side", .value = &w->side},        {.name = "--with", .value = &w->with},
                                  {.name = "--sex", .value = &w->sex},          {.name = "--age", .value = &w->age},
                                  {.name = "--height-cm", .value = &w->height}, {.name = "--mass-kg", .value = &w->mass},
                                  {.name = "--data", .value = &w->data},        {.name = "--json", .flag = &w->json},
                                  {.name = "--list", .flag = &w->list}};
    int wrong = app_options("solve", argc, argv, options, sizeof options / sizeof *options, &w->scenario);
    if (!wrong && !one_of(w->side, "right", "left")) wrong = app_usage("solve", "--side is right or left, not", w->side);
    if (!wrong && !one_of(w->sex, "female", "male")) wrong = app_usage("solve", "--sex is female or male, not", w->sex);
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

// ---- the person and the conditions ---------------------------------------------------------------------------------------------

static il_status number(const char *name, const char *text, double factor, double *out, il_error *err) {
    double value;
    if (!text) return IL_OK;
    if (il_number_parse(text, strlen(text), &value))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "%s must be a number, not '%.40s'", name, text);
    *out = factor * value;
    return IL_OK;
}

static il_status make_person(const wish *o, solve_work *w, il_error *err) {
    il_body_sizes sizes = {.sex = !o->sex ? IL_BODY_SEX_UNKNOWN : *o->sex == 'f' ? IL_BODY_FEMALE : IL_BODY_MALE};
    il_status     s;
    if ((s = number("--age", o->age, 1, &sizes.age_years, err)) || (s = number("--height-cm", o->height, 0.01, &sizes.height_m, err)) ||
        (s = number("--mass-kg", o->mass, 1, &sizes.mass_kg, err)) || (s = il_params_create(w->body->m, false, &w->person, err)))
        return s;
    return o->sex || o->age || o->height || o->mass ? il_body_person(w->body, &sizes, w->person, err) : IL_OK;
}

// "short_iliopsoas", "short_iliopsoas:left", "short_iliopsoas:left:0.5"
static il_status apply(solve_work *w, char *word, il_error *err) {
    char   *side = strchr(word, ':'), *severity = NULL;
    double  s = 1;
    il_side where = IL_SIDE_RIGHT;
    if (side) *side++ = 0;
    if (side && (severity = strchr(side, ':'))) *severity++ = 0;
    int condition = il_find_condition(w->knowledge, word);
    if (condition < 0)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no condition '%.60s': data/conditions/conditions.csv lists them", word);
    if (side && !one_of(side, "right", "left"))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a condition's side is right or left, not '%.20s'", side);
    if (side && !strcmp(side, "left")) where = IL_SIDE_LEFT;
    il_status status = number("a condition's severity", severity, 1, &s, err);
    if (!status && !(s >= 0 && s <= 1))
        status = il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a condition's severity lies between 0 and 1, not at '%.20s'", severity);
    return status ? status : il_condition_apply(w->knowledge, condition, w->body, w->person, where, s, err);
}

static il_status apply_all(const wish *o, solve_work *w, il_error *err) {
    char list[400];
    if (!o->with) return IL_OK;
    if (strlen(o->with) >= sizeof list) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "--with holds at most %d characters", (int)sizeof list - 1);
    il_status s = IL_OK;
    strcpy(list, o->with);
    w->with = o->with;
    for (char *word = list, *next; !s && word; word = next) {
        next = strchr(word, ',');
        if (next) *next++ = 0;
        s = apply(w, word, err);
    }
    return s;
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
    if (il_data_open(o->data, &w->data, &err) || read_tasks(o, w, &err)) return app_failed(&err);
    if (o->list) return list(w->tasks);
    if (find_task(o, w, &err) || il_knowledge_read(w->data, &w->knowledge, &err) || il_body_tables_read(w->data, &w->tables, &err) ||
        il_body_create(w->tables, &w->body, &err) || make_person(o, w, &err) || apply_all(o, w, &err) || solve(o, w, &err) || read_outcomes(w, &err))
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
    int        code = read_wish(argc, argv, &o);
    if (!code) code = run(&o, &w);
    close_all(&w);
    return code;
}

// setup.c - the options that say who and with what, and what they open
#include "setup.h"

#include <string.h>

#include "ilium/io.h"
#include "ilium/io_body.h"

static bool one_of(const char *word, const char *a, const char *b) { return !word || !strcmp(word, a) || !strcmp(word, b); }

int setup_check(const char *command, const setup_wish *o) {
    int wrong = EXIT_DONE;
    if (!one_of(o->side, "right", "left")) wrong = app_usage(command, "--side is right or left, not", o->side);
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

static il_status open_data(const setup_wish *o, setup *w, il_error *err) { return w->data ? IL_OK : il_data_open(o->data, &w->data, err); }

// ---- the task ------------------------------------------------------------------------------------------------------------------

static bool is_file(const char *name) { return strchr(name, '/') || strchr(name, '.'); }

il_status setup_tasks(const setup_wish *o, setup *w, il_error *err) {
    il_status s = open_data(o, w, err);
    if (s) return s;
    if (!o->scenario || !is_file(o->scenario)) return il_tasks_read(w->data, &w->tasks, err);
    size_t size;
    s = il_file_read(o->scenario, 0, &w->bytes, &size, err);
    return s ? s : il_tasks_read_bytes(o->scenario, w->bytes, size, &w->tasks, err);
}

static il_status find_task(const setup_wish *o, setup *w, il_error *err) {
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

static il_status make_person(const setup_wish *o, setup *w, il_error *err) {
    il_body_sizes sizes = {.sex = !o->sex ? IL_BODY_SEX_UNKNOWN : *o->sex == 'f' ? IL_BODY_FEMALE : IL_BODY_MALE};
    il_status     s;
    if ((s = number("--age", o->age, 1, &sizes.age_years, err)) || (s = number("--height-cm", o->height, 0.01, &sizes.height_m, err)) ||
        (s = number("--mass-kg", o->mass, 1, &sizes.mass_kg, err)) || (s = il_params_create(w->body->m, false, &w->person, err)))
        return s;
    return o->sex || o->age || o->height || o->mass ? il_body_person(w->body, &sizes, w->person, err) : IL_OK;
}

// "short_iliopsoas", "short_iliopsoas:left", "short_iliopsoas:left:0.5"
static il_status apply(setup *w, char *word, il_error *err) {
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

static il_status apply_all(const setup_wish *o, setup *w, il_error *err) {
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

// ---- the whole -----------------------------------------------------------------------------------------------------------------

il_status setup_person(const setup_wish *o, setup *w, il_error *err) {
    il_status s = open_data(o, w, err);
    if (s || (s = il_knowledge_read(w->data, &w->knowledge, err)) || (s = il_body_tables_read(w->data, &w->tables, err)) ||
        (s = il_body_create(w->tables, &w->body, err)) || (s = make_person(o, w, err)))
        return s;
    return apply_all(o, w, err);
}

il_status setup_scenario(const setup_wish *o, setup *w, il_error *err) {
    il_status s = setup_tasks(o, w, err);
    if (s || (s = find_task(o, w, err)) || (s = setup_person(o, w, err))) return s;
    il_side side = !w->def->sided ? IL_SIDE_NONE : o->side && !strcmp(o->side, "left") ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    return il_task_create(w->body->m, w->def, side, &w->task, err);
}

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

// ---- what stands twice -----------------------------------------------------------------------------------------------------------

// an option that stands twice: the first would be lost
static const char *again(int argc, char **argv, const app_option *option, int n) {
    for (int k = 0; k < n; k++) {
        size_t size = strlen(option[k].name);
        int    times = 0;
        for (int i = 0; option[k].value && i < argc && strcmp(argv[i], "--"); i++) times += !strncmp(argv[i], option[k].name, size) && (!argv[i][size] || argv[i][size] == '=');
        if (times > 1) return option[k].name;
    }
    return NULL;
}

// "short_leg:right:0.5", "muscle.psoas.spasm=0.2", "angle=40" -> what it is about, with the side that is meant where none is said
static void about(const char *word, const char *side, char *out, size_t size) {
    size_t      n = strcspn(word, ",="), first = strcspn(word, ":,=");
    const char *second = first < n ? memchr(word + first + 1, ':', n - first - 1) : NULL;
    if (second) n = (size_t)(second - word);
    snprintf(out, size, "%.*s%s%s", (int)n, word, first < n || !*side ? "" : ":", first < n ? "" : side);
}

// the name that stands twice in a list, in `out`
static bool named_again(const char *list, const char *side, char *out, size_t size) {
    char other[160];
    for (const char *a = list; a && *a; a = strchr(a, ','), a += a != NULL) {
        about(a, side, out, size);
        for (const char *b = strchr(a, ','); b; b = strchr(b + 1, ',')) {
            about(b + 1, side, other, sizeof other);
            if (strcspn(a, ",") > 0 && !strcmp(out, other)) return true; // an empty word is another fault
        }
    }
    return false;
}

static int check_once(const char *command, int argc, char **argv, const app_option *option, int n, const setup_wish *o) {
    const struct { const char *name, *list, *side; } lists[] = {{"--with", o->with, "right"}, {"--set", o->set, "both"}, {"--how", o->how, ""}};
    char sentence[60], word[160];
    if (again(argc, argv, option, n)) return app_usage(command, "this option stands twice; only one would count, so keep one:", again(argc, argv, option, n));
    for (size_t k = 0; k < sizeof lists/sizeof *lists; k++) {
        snprintf(sentence, sizeof sentence, "this stands twice in %s; keep one:", lists[k].name);
        if (named_again(lists[k].list, lists[k].side, word, sizeof word)) return app_usage(command, sentence, word);
    }
    return EXIT_DONE;
}

int setup_read(const char *command, int argc, char **argv, const app_option *own, int nown, setup_wish *o, setup *x) {
    il_error err = {0};
    if (il_data_open(find_folder(argc, argv), &x->data, &err) || il_body_tables_read(x->data, &x->tables, &err)) return app_failed(&err);
    app_option option[SETUP_OPTIONS] = {{.name = "--with", .value = &o->with}, {.name = "--set", .value = &o->set}, {.name = "--sex", .value = &o->sex},
                                        {.name = "--data", .value = &o->data}};
    char       name[SETUP_MEASURES][48];
    int        n = 4;
    if (o->about_task) option[n++] = (app_option){.name = "--side", .value = &o->side}, option[n++] = (app_option){.name = "--how", .value = &o->how};
    for (int i = 0; i < x->tables->n_scaling && i < SETUP_MEASURES; i++) {
        snprintf(name[i], sizeof name[i], "--%s", x->tables->scaling[i].flag);
        option[n++] = (app_option){.name = name[i], .value = &o->measure[i]};
    }
    for (int i = 0; i < nown && n < SETUP_OPTIONS; i++) option[n++] = own[i];
    const char *operand[2] = {NULL, NULL};
    int         wrong = app_operands(command, argc, argv, option, n, operand, o->takes_two ? 2 : 1);
    o->scenario = operand[0], o->second = operand[1];
    if (!wrong) wrong = check_once(command, argc, argv, option, n, o);
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

// "angle=40,load=20" cut into names and values, in `text`
static il_status read_how(const setup_wish *o, char text[200], il_task_setting *set, int *n, il_error *err) {
    *n = 0;
    if (!o->how) return IL_OK;
    if (strlen(o->how) >= 200) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "--how holds at most 199 characters");
    strcpy(text, o->how);
    for (char *word = text, *next; word; word = next) {
        next = strchr(word, ',');
        if (next) *next++ = 0;
        char *value = strchr(word, '=');
        if (*n == IL_TASK_PARAMS || !value) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "--how is NAME=VALUE, separated by commas, not '%.40s'", word);
        *value++ = 0;
        set[*n] = (il_task_setting){.task = is_file(o->scenario) ? NULL : o->scenario, .name = word};
        if (il_number_parse(value, strlen(value), &set[*n].value))
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "'%.40s' of --how must be a number, not '%.40s'", word, value);
        ++*n;
    }
    return IL_OK;
}

il_status setup_tasks(const setup_wish *o, setup *w, il_error *err) {
    il_task_setting set[IL_TASK_PARAMS];
    char            text[200];
    int             n = 0;
    il_status       s = o->scenario ? read_how(o, text, set, &n, err) : IL_OK;
    if (s) return s;
    if (!o->scenario || !is_file(o->scenario)) return il_tasks_read_all(w->data, set, o->scenario ? n : 0, &w->tasks, err);
    size_t size;
    s = il_file_read(o->scenario, 0, &w->bytes, &size, err);
    return s ? s : il_tasks_read_bytes_set(o->scenario, w->bytes, size, set, n, &w->tasks, err);
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

int setup_scenario(const char *command, const setup_wish *o, setup *w) {
    il_error err = {0};
    if (setup_tasks(o, w, &err) || find_task(o, w, &err)) return app_failed(&err);
    if (o->side && !w->def->sided) return app_usage(command, "this task is done on no side, so that nothing would change: leave out", "--side");
    il_side side = !w->def->sided ? IL_SIDE_NONE : o->side && !strcmp(o->side, "left") ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    return setup_person(o, w, &err) || il_task_create(w->body->m, w->def, side, &w->task, &err) ? app_failed(&err) : EXIT_DONE;
}

bool setup_notice(const il_knowledge *k, bool modified, int i) {
    const il_notice *n = &k->notice[i];
    bool here = !strcmp(n->where, "every") && strcmp(n->id, "simulated_patient") && strcmp(n->id, "published_case") && strcmp(n->id, "evidence_scale");
    return here && (modified || strcmp(n->id, "locally_modified"));
}

// solve.c - `ilium solve SCENARIO`: one scenario on the built-in body
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "ilium/file.h"
#include "ilium/io_body.h"
#include "ilium/tasks.h"

typedef struct wish {
    const char *scenario, *side, *data;
    bool        json, list;
} wish;

typedef struct work {
    il_data_dir          *data;
    const il_body_tables *tables;
    il_body              *body;
    il_tasks             *tasks;
    char                 *bytes;
    const il_task_def    *def;
    il_task              *task;
    il_scenario          *scenario;
    il_outcome            outcome;
} work;

static void close_all(work *w) {
    il_scenario_free(w->scenario);
    il_task_free(w->task);
    il_tasks_free(w->tasks);
    il_file_free(w->bytes);
    il_body_free(w->body);
    il_body_tables_free(w->tables);
    il_data_close(w->data);
}

static int read_wish(int argc, char **argv, wish *w) {
    const app_option options[] = {
        {.name = "--side", .value = &w->side}, {.name = "--data", .value = &w->data}, {.name = "--json", .flag = &w->json}, {.name = "--list", .flag = &w->list}};
    int wrong = app_options("solve", argc, argv, options, 4, &w->scenario);
    if (!wrong && w->side && strcmp(w->side, "right") && strcmp(w->side, "left")) wrong = app_usage("solve", "--side is right or left, not", w->side);
    if (!wrong && !w->scenario && !w->list) wrong = app_usage("solve", "a scenario is missing", NULL);
    return wrong;
}

static bool is_file(const char *name) { return strchr(name, '/') || strchr(name, '.'); }

static il_status read_tasks(const wish *o, work *w, il_error *err) {
    if (!o->scenario || !is_file(o->scenario)) return il_tasks_read(w->data, &w->tasks, err);
    size_t    size;
    il_status s = il_file_read(o->scenario, 0, &w->bytes, &size, err);
    return s ? s : il_tasks_read_bytes(o->scenario, w->bytes, size, &w->tasks, err);
}

static il_status find_task(const wish *o, work *w, il_error *err) {
    w->def = is_file(o->scenario) ? (w->tasks->ntask ? &w->tasks->task[0] : NULL) : il_tasks_find(w->tasks, o->scenario);
    if (w->def) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no scenario '%.60s': `ilium solve --list` lists them; a file's name holds a / or a .", o->scenario);
}

static il_status solve(const wish *o, work *w, il_error *err) {
    const il_model *m = w->body->m;
    il_side         side = !w->def->sided ? IL_SIDE_NONE : o->side && !strcmp(o->side, "left") ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    il_subject      who = {.p = m->nominal, .habit = m->nominal->coordinate_neutral, .habit_sd = w->body->sigma_within, .effort = il_body_usual(w->tables, "effort")->value, .tolerance = il_body_usual(w->tables, "stretch_tolerance")->value};
    il_status       s = il_task_create(m, w->def, side, &w->task, err);
    if (!s) s = il_scenario_create(m, IL_ISA_AUTO, &w->scenario, err);
    if (!s) s = il_scenario_run(w->scenario, w->task, &who, NULL, NULL, &w->outcome, err);
    return s;
}

// ---- output --------------------------------------------------------------------------------------------------------------------

static const char *verdict(const work *w) {
    switch (w->outcome.info.status) {
        case IL_POSTURE_SOLVED: return "solved";
        case IL_POSTURE_CANNOT_HOLD: return "cannot be held";
        case IL_POSTURE_NOT_CONVERGED: break;
    }
    return "not balanced";
}

static double degrees(const il_model *m, int q, double value) { return m->coordinate_kind[q] == IL_ROW_ROTATION ? value * 180 / 3.14159265358979323846 : 1e3 * value; }
static const char *unit(const il_model *m, int q) { return m->coordinate_kind[q] == IL_ROW_ROTATION ? "deg" : "mm"; }

// joints whose load is shown: the bushing that bears it where the joint is compliant, else the body that it carries
static const char *const joints[][2] = {{"disc L5/S1", "L5_S1_disc"}, {"disc L4/L5", "L4_L5_disc"}, {"disc L1/L2", "L1_L2_disc"}, {"sacroiliac, right", "sij_bushing_r"},
                                        {"sacroiliac, left", "sij_bushing_l"}, {"hip, right", "femur_r"}, {"hip, left", "femur_l"}, {"knee, right", "tibia_r"},
                                        {"knee, left", "tibia_l"}};
enum { NJOINT = sizeof joints / sizeof *joints };

static bool joint_load(const work *w, int k, double load[6]) {
    const il_model *m = w->body->m;
    int             bushing = il_bushing_find(m, joints[k][1]), body = il_body_find(m, joints[k][1]);
    for (int c = 0; bushing != IL_NONE && c < 6; c++) load[c] = w->outcome.solution.d->bushing_force[6 * bushing + c].lane[0];
    if (bushing == IL_NONE && body != IL_NONE) il_joint_reaction(m, m->nominal, w->outcome.solution.d, body, load);
    return bushing != IL_NONE || body != IL_NONE;
}

static double size3(const double v[3]) { return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]); }

static void print_text(const work *w) {
    const il_model            *m = w->body->m;
    const il_posture_solution *s = &w->outcome.solution;
    const il_posture_info     *info = &w->outcome.info;
    double                     load[6];
    printf("%s: %s after %d iterations, residual %.1e\n", w->def->name ? w->def->name : w->def->id, verdict(w), info->iterations, info->residual);
    printf("\nread off\n");
    for (int i = 0; i < il_task_reading_count(w->task); i++) printf("  %-34s %9.1f\n", il_task_reading_test(w->task, i), w->outcome.reading[i]);
    printf("\nposture\n");
    for (int i = 0; i < m->nq; i++)
        if (m->coordinate_role[i] == IL_PRIMARY) printf("  %-34s %9.1f %s\n", m->coordinate_name[i], degrees(m, i, s->q[i]), unit(m, i));
    printf("\nload of joints [N] [N m]\n");
    for (int k = 0; k < NJOINT; k++)
        if (joint_load(w, k, load)) printf("  %-34s %9.0f %9.1f\n", joints[k][0], size3(load + 3), size3(load));
    printf("\nmuscles above 5 %% activation [%%] [N]\n");
    for (int i = 0; i < m->nmuscle; i++)
        if (s->act[i] > 0.05) printf("  %-34s %9.1f %9.0f\n", m->muscle_name[i], 100 * s->act[i], il_muscle_tension(s->d, i));
    printf("\nreserves above 1 N m\n");
    for (int i = 0; i < m->nq; i++)
        if (fabs(s->reserve[i]) > 1) printf("  %-34s %9.1f\n", m->coordinate_name[i], s->reserve[i]);
    printf("\nResearch and education software, not a medical device. A qualified clinician decides.\n");
}

static json_t *readings(const work *w) {
    json_t *j = json_object();
    for (int i = 0; i < il_task_reading_count(w->task); i++) json_object_set_new(j, il_task_reading_test(w->task, i), json_real(w->outcome.reading[i]));
    return j;
}

static json_t *coordinates(const work *w) {
    const il_model *m = w->body->m;
    json_t         *j = json_array();
    for (int i = 0; i < m->nq; i++)
        json_array_append_new(j, json_pack("{s:s, s:s, s:f, s:f}", "name", m->coordinate_name[i], "unit", unit(m, i), "value", degrees(m, i, w->outcome.solution.q[i]),
                                           "reserve", w->outcome.solution.reserve[i]));
    return j;
}

static json_t *muscles(const work *w) {
    const il_model *m = w->body->m;
    json_t         *j = json_array();
    for (int i = 0; i < m->nmuscle; i++)
        json_array_append_new(j, json_pack("{s:s, s:f, s:f}", "name", m->muscle_name[i], "activation", w->outcome.solution.act[i], "tension_n",
                                           il_muscle_tension(w->outcome.solution.d, i)));
    return j;
}

static json_t *loads(const work *w) {
    json_t *j = json_array();
    double  l[6];
    for (int k = 0; k < NJOINT; k++)
        if (joint_load(w, k, l))
            json_array_append_new(j, json_pack("{s:s, s:[fff], s:[fff]}", "joint", joints[k][0], "force_n", l[3], l[4], l[5], "moment_nm", l[0], l[1], l[2]));
    return j;
}

static int print_json(const work *w) {
    json_t *root = json_pack("{s:s, s:s, s:i, s:f, s:s, s:o, s:o, s:o, s:o, s:s}", "scenario", w->def->id, "status", verdict(w), "iterations", w->outcome.info.iterations,
                             "residual", w->outcome.info.residual, "data_hash", il_data_hash(w->data), "readings", readings(w), "coordinates", coordinates(w),
                             "loads", loads(w), "muscles", muscles(w), "notice",
                             "Research and education software, not a medical device. A qualified clinician decides.");
    char   *text = root ? json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(9)) : NULL;
    int     code = EXIT_INTERNAL;
    if (text) {
        code = app_print(text, strlen(text));
        if (!code) code = app_print("\n", 1);
    }
    json_decref(root);
    free(text);
    return code;
}

static void list(const il_tasks *tasks) {
    for (int i = 0; i < tasks->ntask; i++)
        printf("%-28s %s%s\n", tasks->task[i].id, tasks->task[i].name ? tasks->task[i].name : "", tasks->task[i].sided ? " (right or left)" : "");
}

static int run(const wish *o, work *w) {
    il_error err = {0};
    if (il_data_open(o->data, &w->data, &err) || read_tasks(o, w, &err)) return app_failed(&err);
    if (o->list) {
        list(w->tasks);
        return app_print("", 0);
    }
    if (find_task(o, w, &err) || il_body_tables_read(w->data, &w->tables, &err) || il_body_create(w->tables, &w->body, &err) || solve(o, w, &err))
        return app_failed(&err);
    int code = EXIT_DONE;
    if (o->json) code = print_json(w);
    else print_text(w);
    if (!code) code = app_print("", 0);
    return code ? code : w->outcome.info.status == IL_POSTURE_SOLVED ? EXIT_DONE : EXIT_UNSOLVED;
}

int app_solve(int argc, char **argv) {
    wish o = {0};
    work w = {0};
    int  code = read_wish(argc, argv, &o);
    if (!code) code = run(&o, &w);
    close_all(&w);
    return code;
}

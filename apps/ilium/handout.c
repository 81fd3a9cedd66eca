// handout.c - `ilium handout TOPIC`: education in plain words, with drawings of the postures as solved on a usual body or that of the options
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/drawing.h"
#include "ilium/factor.h"
#include "ilium/knowledge.h"
#include "ilium/scenario.h"
#include "paper_out.h"
#include "setup.h"

enum { SETTINGS = 8, NAME = 32 };

typedef struct work {
    setup_wish         wish;
    setup              setup;
    paper_out          out;
    il_topic           topic;
    il_assessment     *canvas; ///< memory of the drawings
    const il_drawing **drawing;
    il_scenario       *scenario;
    il_paper          *paper;
} work;

static int read_topic(work *w) {
    char list[160] = "";
    if (!w->wish.scenario) return app_usage("handout", "a topic is missing", NULL);
    for (int t = 0; t < IL_NTOPIC; t++) {
        w->topic = (il_topic)t;
        if (!strcmp(w->wish.scenario, il_topic_word(w->topic))) return EXIT_DONE;
        size_t n = strlen(list);
        snprintf(list + n, sizeof list - n, "%s%s", t ? ", " : "a topic is one of ", il_topic_word(w->topic));
    }
    size_t n = strlen(list);
    snprintf(list + n, sizeof list - n, ", not");
    return app_usage("handout", list, w->wish.scenario);
}

// "load=10" of each line as a setting of its task
static il_status read_tasks(work *w, il_error *err) {
    const il_knowledge *k = w->setup.knowledge;
    il_task_setting     set[SETTINGS];
    char                name[SETTINGS][NAME];
    int                 n = 0;
    for (int i = 0; i < k->nhandout && n < SETTINGS; i++) {
        const il_handout_line *l = &k->handout[i];
        size_t                 eq = strcspn(l->how, "=");
        if (l->topic != w->topic || !*l->how) continue;
        if (eq >= NAME || il_number_parse(l->how + eq + 1, strlen(l->how + eq + 1), &set[n].value))
            return il_error_set(err, IL_BAD_VALUE, "papers/handouts.csv", 0, 0, "'%.60s': how is NAME=NUMBER, not '%.60s'", l->id, l->how);
        memcpy(name[n], l->how, eq), name[n][eq] = 0;
        set[n].task = l->task, set[n].name = name[n];
        n++;
    }
    return il_tasks_read_all(w->setup.data, set, n, &w->setup.tasks, err);
}

// the posture of one line, or none where it was not found
static il_status draw(work *w, const il_handout_line *l, il_drawing *out, bool *drawn, il_error *err) {
    const il_model    *m = w->setup.body->m;
    const il_task_def *def = il_tasks_find(w->setup.tasks, l->task);
    il_task           *task = NULL;
    il_outcome         outcome;
    il_subject         who = il_subject_usual(w->setup.body, w->setup.person, NULL);
    if (!def) return il_error_set(err, IL_BAD_VALUE, "papers/handouts.csv", 0, 0, "'%.60s': there is no task '%.60s' in tests/postures.yaml or tests/tasks.yaml", l->id, l->task);
    il_status s = il_task_create(m, def, def->sided ? IL_SIDE_RIGHT : IL_SIDE_NONE, &task, err);
    if (!s) s = il_scenario_run(w->scenario, task, &who, NULL, NULL, &outcome, err);
    *drawn = !s && outcome.info.status == IL_POSTURE_SOLVED;
    il_drawing_style style = {.title = l->text};
    if (*drawn) s = il_drawing_from_data(m, il_scenario_params(w->scenario), outcome.solution.d, 0, &style, w->canvas, out, err);
    if (!s && *drawn) s = il_drawing_add_forces(m, il_scenario_params(w->scenario), outcome.solution.d, 0, w->canvas, out, err);
    il_task_free(task);
    return s;
}

static il_status compute(work *w, il_error *err) {
    il_status s = setup_person(&w->wish, &w->setup, err);
    if (!s) s = read_tasks(w, err);
    if (!s) s = il_assessment_create(&w->canvas, err);
    if (!s) s = il_scenario_create(w->setup.body->m, IL_ISA_AUTO, &w->scenario, err);
    if (s) return s;
    const il_knowledge *k = w->setup.knowledge;
    il_drawing         *room = il_assessment_array(w->canvas, (size_t)k->nhandout + 1, sizeof *room);
    w->drawing = il_assessment_array(w->canvas, (size_t)k->nhandout + 1, sizeof *w->drawing);
    if (!room || !w->drawing) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for drawings");
    for (int i = 0; i < k->nhandout && !s; i++) {
        bool drawn = false;
        if (k->handout[i].topic != w->topic || !*k->handout[i].task) continue;
        s = draw(w, &k->handout[i], &room[i], &drawn, err);
        if (drawn) w->drawing[i] = &room[i];
    }
    il_handout_request r = {.knowledge = k, .topic = w->topic, .drawing = w->drawing, .date = w->out.date};
    return s ? s : il_handout_make(&r, &w->paper, err);
}

int app_handout(int argc, char **argv) {
    work       w = {0};
    il_error   err = {0};
    app_option own[PAPER_OPTIONS];
    paper_options(&w.out, own);
    int code = setup_read("handout", argc, argv, own, PAPER_OPTIONS, &w.wish, &w.setup);
    if (!code) code = paper_read("handout", &w.out);
    if (!code) code = read_topic(&w);
    if (!code && compute(&w, &err)) code = app_failed(&err);
    w.out.publish = true; // it is about no person
    if (!code) code = paper_write(&w.out, w.out.file ? w.out.file : il_topic_word(w.topic), 1, &w.paper, &(const char *){""}, 0);
    if (!code) code = paper_write_citations(w.paper, &w.out);
    il_paper_free(w.paper);
    il_scenario_free(w.scenario);
    il_assessment_free(w.canvas);
    setup_close(&w.setup);
    return code;
}

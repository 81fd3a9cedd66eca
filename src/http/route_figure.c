// route_figure.c - how a test or an exercise is done, as a picture: its posture solved on the usual body
#include <stdlib.h>
#include <string.h>

#include "http/routes.h"
#include "ilium/drawing.h"
#include "ilium/factor.h"
#include "ilium/report.h"
#include "ilium/scenario.h"

enum { WIDTH = 340, HEIGHT = 260 };

static il_status draw(const ili_world *w, const il_task_def *def, il_scenario *scenario, il_assessment *canvas, char **text, size_t *size, il_error *err) {
    il_side    side = def->sided ? IL_SIDE_RIGHT : IL_SIDE_NONE;
    il_task   *task = NULL;
    il_params *person = NULL;
    il_outcome outcome;
    il_drawing drawing;
    il_status  s = il_params_create(w->body->m, false, &person, err);
    if (!s) s = il_body_person(w->body, &(il_body_sizes){0}, person, err);
    if (!s) s = il_task_create(w->body->m, def, side, &task, err);
    il_subject who = il_subject_usual(w->body, person, NULL);
    if (!s) s = il_scenario_run(scenario, task, &who, NULL, NULL, &outcome, err);
    if (!s && outcome.info.status != IL_POSTURE_SOLVED) s = il_error_set(err, IL_NO_FILE, NULL, 0, 0, "this posture is not solved, so there is no picture of it");
    il_drawing_style style = {.title = def->name ? def->name : def->id};
    if (!s) s = il_drawing_from_data(w->body->m, il_scenario_params(scenario), outcome.solution.d, 0, &style, canvas, &drawing, err);
    if (!s) s = il_drawing_add_forces(w->body->m, il_scenario_params(scenario), outcome.solution.d, 0, canvas, &drawing, err);
    if (!s) s = il_report_posture(&drawing, side, WIDTH, HEIGHT, text, size, err);
    il_task_free(task);
    il_params_free(person);
    return s;
}

typedef struct picture_work {
    const il_task_def *def;
    char              *text;
    size_t             size;
} picture_work;

static il_status run(ili_job *j, void *work, il_error *err) {
    const ili_world *w = ili_job_world(j);
    picture_work    *p = work;
    il_scenario     *scenario = NULL;
    il_assessment   *canvas = NULL;
    il_status        s = il_scenario_create(w->body->m, IL_ISA_AUTO, &scenario, err);
    if (!s) s = il_assessment_create(&canvas, err);
    if (!s) s = draw(w, p->def, scenario, canvas, &p->text, &p->size, err);
    il_assessment_free(canvas);
    il_scenario_free(scenario);
    return s;
}

static void reply_picture(ili_request *r, ili_reply *out, const il_task_def *def) {
    picture_work w = {.def = def};
    il_error     err = {0};
    il_status    s = ili_job_wait(r, &(ili_job_def){.kind = "figure", .lane = ILI_SHORT, .run = run, .work = &w}, &err);
    if (s == IL_NO_FILE || (!s && !w.size)) ili_reply_error(out, 404, "there is no picture of this", NULL, NULL);
    else if (s == IL_LIMIT) ili_reply_error(out, 429, err.text, NULL, NULL);
    else if (s) ili_reply_failed(out, &err);
    else ili_reply_text(out, 200, "image/svg+xml", w.text, w.size, free), w.text = NULL;
    free(w.text);
}

// the task whose reading the test compares, or whose name the test has
static const il_task_def *task_of_test(const ili_world *w, const il_test *t) {
    for (int i = 0; i < w->all_tasks->ntask; i++)
        for (int k = 0; k < w->all_tasks->task[i].nreading; k++)
            if (*t->quantity && !strcmp(w->all_tasks->task[i].reading[k].test, t->quantity)) return &w->all_tasks->task[i];
    return il_tasks_find(w->all_tasks, t->id);
}

void ili_get_test_figure(ili_request *r, ili_reply *out) {
    const ili_world   *w = r->world;
    int                t = il_find_test(w->knowledge, r->part[0]);
    const il_task_def *def = t < 0 ? NULL : task_of_test(w, &w->knowledge->test[t]);
    if (def) reply_picture(r, out, def);
    else ili_reply_error(out, 404, t < 0 ? "there is no such test" : "this test is not a posture that is simulated", NULL, NULL);
}

void ili_get_exercise_figure(ili_request *r, ili_reply *out) {
    const ili_world   *w = r->world;
    int                x = il_find_exercise(w->knowledge, r->part[0]);
    const il_task_def *def = x < 0 || x >= w->exercises->n ? NULL : w->exercises->task[x];
    if (def) reply_picture(r, out, def);
    else ili_reply_error(out, 404, x < 0 ? "there is no such exercise" : "this exercise is not simulated", NULL, NULL);
}

// task_fixture.h - the built-in body with the shipped tasks and a workspace to do them in
#ifndef TASK_FIXTURE_H
#define TASK_FIXTURE_H
#include "body_fixture.h"
#include "ilium/batch.h"
#include "ilium/tasks.h"

typedef struct task_fixture {
    fixture      body;
    il_tasks    *tasks;
    il_scenario *work;
    il_params   *p; ///< a copy that tests may change; task_nominal() restores it
} task_fixture;

static inline task_fixture tasks_open(void) {
    task_fixture f = {.body = body_open()};
    il_error     err = {0};
    if (il_tasks_read(f.body.dir, &f.tasks, &err) != IL_OK || il_scenario_create(f.body.m, IL_ISA_AUTO, &f.work, &err) != IL_OK ||
        il_params_create(f.body.m, false, &f.p, &err) != IL_OK) {
        fail_msg("%s:%d: %s", err.file, err.line, err.text);
    }
    return f;
}

static inline void tasks_close(task_fixture *f) {
    il_params_free(f->p);
    il_scenario_free(f->work);
    il_tasks_free(f->tasks);
    body_close(&f->body);
}

static inline void task_nominal(task_fixture *f) { il_params_copy(f->body.m, f->body.m->nominal, f->p); }

/// The body of the tables doing things as is usual.
static inline il_subject usual_subject(const task_fixture *f, const il_params *p) {
    return (il_subject){.p = p, .habit = p->coordinate_neutral, .habit_sd = f->body.body->sigma_within,
                        .effort = il_body_usual(f->body.tables, "effort")->value,
                        .tolerance = il_body_usual(f->body.tables, "stretch_tolerance")->value};
}

static inline il_task *task_make(const task_fixture *f, const char *id, il_side side) {
    const il_task_def *def = il_tasks_find(f->tasks, id);
    il_task           *task = NULL;
    il_error           err = {0};
    if (!def) fail_msg("no task '%s'", id);
    if (il_task_create(f->body.m, def, side, &task, &err) != IL_OK) fail_msg("%s", err.text);
    return task;
}

/// Do a task with the numbers of f->p, from the task's own start. The solution lives in f->work until its next use.
static inline il_outcome task_run(task_fixture *f, const il_task *task, const double *start, const double *start_act) {
    il_outcome out = {0};
    il_error   err = {0};
    il_subject who = usual_subject(f, f->p);
    if (il_scenario_run(f->work, task, &who, start, start_act, &out, &err) != IL_OK) fail_msg("%s", err.text);
    return out;
}

/// A task, and what it comes to for the usual person.
typedef struct solved_task {
    const char *id;
    il_side     side;
    il_task    *task;
    il_outcome  out;     ///< its arrays are the next two
    double     *q, *act; ///< [nq] [nmuscle]
} solved_task;

static inline void tasks_solve(task_fixture *f, int n, solved_task *t) {
    const il_model *m = f->body.m;
    for (int i = 0; i < n; i++) {
        t[i].task = task_make(f, t[i].id, t[i].side);
        t[i].out = task_run(f, t[i].task, NULL, NULL);
        assert_int_equal(t[i].out.info.status, IL_POSTURE_SOLVED);
        t[i].q = calloc((size_t)(m->nq + m->nmuscle), sizeof *t[i].q), t[i].act = t[i].q + m->nq;
        memcpy(t[i].q, t[i].out.solution.q, sizeof *t[i].q*(size_t)m->nq), memcpy(t[i].act, t[i].out.solution.act, sizeof *t[i].act*(size_t)m->nmuscle);
    }
}

static inline void tasks_forget(int n, solved_task *t) {
    for (int i = 0; i < n; i++) il_task_free(t[i].task), free(t[i].q);
}

static inline int landmark(const il_model *m, const char *name) {
    int i = il_marker_find(m, name);
    if (i == IL_NONE) fail_msg("no landmark '%s'", name);
    return i;
}

/// A coordinate of the midline that changes sign in the mirror.
static inline bool mirror_turns(const char *name) {
    static const char *const ends[] = {"_bending", "_rotation", "_tz", "pelvis_list"};
    size_t                   n = strlen(name);
    if (strcmp(name + n - 2, "_r") == 0 || strcmp(name + n - 2, "_l") == 0) return false;
    for (size_t i = 0; i < 4; i++)
        if (n >= strlen(ends[i]) && strcmp(name + n - strlen(ends[i]), ends[i]) == 0) return true;
    return false;
}

#endif

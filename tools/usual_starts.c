// usual_starts.c - where the usual person ends in each relaxed test, so that others need not begin from nothing: data/tests/starts.csv
// usage: usual_starts [--check]    writes the table to standard output; --check compares the shipped table with a new one
// A start decides nothing: what is found from there is the person's own equilibrium. docs/inference.md
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/batch.h"
#include "ilium/body.h"
#include "ilium/io_body.h"
#include "ilium/tasks.h"

/// Everything that is opened and solved.
typedef struct work {
    il_data_dir          *data;
    const il_body_tables *tables;
    il_body              *body;
    il_tasks             *tasks;
    il_task             **task; ///< [ntask]
    il_job               *job;  ///< [ntask]
    double               *q;    ///< [ntask*nq]
} work;

// A posture that is held balances in several ways where its supports may be slid along: which of them is found is the own start's business. Strength has none
static bool begins(const il_task_def *def) { return !def->held && !def->strength.marker && !(def->block_mm > 0.0); }

static il_status open_all(work *w, il_error *err) {
    il_status st = il_data_open(NULL, &w->data, err);
    if (!st) st = il_body_tables_read(w->data, &w->tables, err);
    if (!st) st = il_body_create(w->tables, &w->body, err);
    if (!st) st = il_tasks_read_all(w->data, NULL, 0, &w->tasks, err);
    if (st) return st;
    size_t n = (size_t)w->tasks->ntask;
    w->task = calloc(n, sizeof *w->task), w->job = calloc(n, sizeof *w->job), w->q = calloc(n*(size_t)w->body->m->nq, sizeof *w->q);
    if (!w->task || !w->job || !w->q) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the tasks");
    for (size_t i = 0; i < n && !st; i++)
        st = il_task_create(w->body->m, &w->tasks->task[i], w->tasks->task[i].sided ? IL_SIDE_RIGHT : IL_SIDE_NONE, &w->task[i], err);
    return st;
}

static void close_all(work *w) {
    for (int i = 0; w->task && i < w->tasks->ntask; i++) il_task_free(w->task[i]);
    free(w->task), free(w->job), free(w->q);
    il_tasks_free(w->tasks);
    il_body_free(w->body);
    il_body_tables_free(w->tables);
    il_data_close(w->data);
}

static il_subject usual(const work *w) {
    const il_params *p = w->body->m->nominal;
    return (il_subject){.p = p, .habit = p->coordinate_neutral, .habit_sd = w->body->sigma_within, .effort = il_body_usual(w->tables, "effort")->value,
                        .tolerance = il_body_usual(w->tables, "stretch_tolerance")->value};
}

static il_status solve(work *w, il_error *err) {
    for (int i = 0; i < w->tasks->ntask; i++)
        w->job[i] = (il_job){.task = w->task[i], .q = &w->q[i*w->body->m->nq], .who = usual(w)};
    return il_batch_run(w->body->m, IL_ISA_AUTO, w->tasks->ntask, w->job, 0, "postures", NULL, err);
}

static bool known(const work *w, int i) { return begins(&w->tasks->task[i]) && w->job[i].info.status == IL_POSTURE_SOLVED; }

static void write_table(const work *w) {
    const il_model *m = w->body->m;
    printf("# Where the man of the tables ends in each relaxed test, solved from the task's own start [rad, m]; way: the share of its way that a test goes. Others begin here: a start\n"
           "# decides nothing but how long the search is. Written by tools/usual_starts.c.\n"
           "task,way,source,status");
    for (int j = 0; j < m->nq; j++) printf(",%s", m->coordinate_name[j]);
    printf("\n");
    for (int i = 0; i < w->tasks->ntask; i++) {
        if (!known(w, i)) continue;
        printf("%s,%.6g,simulated by tools/usual_starts.c,derived", w->tasks->task[i].id, w->job[i].way);
        for (int j = 0; j < m->nq; j++) printf(",%.6g", fabs(w->q[i*m->nq + j]) < 1e-9 ? 0.0 : w->q[i*m->nq + j]);
        printf("\n");
    }
}

// every start is near what is solved now: a tenth of a coordinate's size
static void check_table(const work *w, int *nfault) {
    const il_model *m = w->body->m;
    for (int i = 0; i < w->tasks->ntask; i++) {
        const il_task_def *def = &w->tasks->task[i];
        if (!known(w, i) && def->nusual == 0) continue;
        double worst = def->nusual == m->nq && known(w, i) ? fabs(def->usual_way - w->job[i].way) : HUGE_VAL; // of the way a tenth too
        for (int j = 0; j < m->nq && isfinite(worst); j++)
            if (strcmp(def->usual_name[j], m->coordinate_name[j]) != 0) worst = HUGE_VAL;
        for (int j = 0; j < m->nq && isfinite(worst); j++)
            if (m->coordinate_kind[j] == IL_ROW_ROTATION) worst = fmax(worst, fabs(def->usual[j] - w->q[i*m->nq + j])/m->nominal->coordinate_size[j]);
        if (worst <= 0.1) continue;
        fprintf(stderr, "usual_starts: %s: written and solved differ by %g of a coordinate's size\n", def->id, worst);
        ++*nfault;
    }
}

int main(int argc, char **argv) {
    work     w = {0};
    il_error err = {0};
    int      nfault = 0;
    bool     check = argc == 2 && !strcmp(argv[1], "--check");
    if (argc > 1 && !check) return fprintf(stderr, "usage: usual_starts [--check]\n"), 1;
    il_status st = open_all(&w, &err);
    if (!st) st = solve(&w, &err);
    if (!st && check) check_table(&w, &nfault);
    else if (!st) write_table(&w);
    char text[900];
    if (st) fprintf(stderr, "usual_starts: %s\n", il_error_format(&err, text, sizeof text));
    close_all(&w);
    return st || nfault;
}

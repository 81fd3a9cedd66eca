// bench_posture.c - time of postures of the built-in body: every task from nothing, a neighbour from a solved posture, batches on one core and two.
//   bench_posture            standing, one-leg stance, two exam tests, and two batches
//   bench_posture --all      every task of the data
// One instance: CPU time of the thread, fastest of a few. Batches: persons that differ in strength and tendon length, wall time, fastest of three.
#include "../tests/scene.h"
#include "ilium/batch.h"
#include "ilium/io_body.h"
#include "ilium/tasks.h"
#include "ilium/factor.h"
#include "ilium/thread.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PERSONS = 64, REPEATS = 3 };

typedef struct bench {
    il_data_dir          *dir;
    const il_body_tables *tables;
    il_body              *body;
    il_tasks             *tasks;
    il_scenario          *work;
    il_params            *person[PERSONS];
    double               *q, *act;
} bench;

static double seconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec*1e-9;
}

// a neighbour: 5 % of strength and 1 % of tendon length, apart for every muscle
static il_params *neighbour(const il_model *m, uint64_t seed) {
    il_params *p = NULL;
    if (il_params_create(m, false, &p, NULL) != IL_OK) exit(1);
    for (int i = 0; i < m->nmuscle; i++) p->muscle_f_max[i] *= scene_uniform(&seed, 0.95, 1.05), p->muscle_l_slack[i] *= scene_uniform(&seed, 0.99, 1.01);
    return p;
}

static bench open_all(void) {
    bench b = {0};
    if (il_data_open(NULL, &b.dir, NULL) != IL_OK || il_body_tables_read(b.dir, &b.tables, NULL) != IL_OK || il_body_create(b.tables, &b.body, NULL) != IL_OK ||
        il_tasks_read(b.dir, &b.tasks, NULL) != IL_OK || il_scenario_create(b.body->m, IL_ISA_AUTO, &b.work, NULL) != IL_OK) exit(1);
    for (int i = 0; i < PERSONS; i++) b.person[i] = neighbour(b.body->m, (uint64_t)i + 1);
    b.q = calloc((size_t)b.body->m->nq, sizeof *b.q), b.act = calloc((size_t)b.body->m->nmuscle, sizeof *b.act);
    return b;
}

static void close_all(bench *b) {
    for (int i = 0; i < PERSONS; i++) il_params_free(b->person[i]);
    free(b->q), free(b->act);
    il_scenario_free(b->work), il_tasks_free(b->tasks), il_body_free(b->body), il_body_tables_free(b->tables), il_data_close(b->dir);
}

static double run(bench *b, const il_task *task, const il_params *p, bool warm, double way, il_outcome *out) {
    double fastest = 1e9;
    for (int i = 0; i < REPEATS; i++) {
        il_subject who = il_subject_usual(b->body, p, NULL);
        who.way = way;
        double begin = seconds(CLOCK_THREAD_CPUTIME_ID);
        if (il_scenario_run(b->work, task, &who, warm ? b->q : NULL, warm ? b->act : NULL, out, NULL) != IL_OK) exit(1);
        double took = seconds(CLOCK_THREAD_CPUTIME_ID) - begin;
        fastest = took < fastest ? took : fastest;
    }
    return 1e3*fastest;
}

static void one_task(bench *b, const il_task_def *def) {
    il_task   *task = NULL;
    il_outcome cold, warm;
    if (il_task_create(b->body->m, def, def->sided ? IL_SIDE_RIGHT : IL_SIDE_NONE, &task, NULL) != IL_OK) exit(1);
    if (!def->strength.marker) {
        double t = run(b, task, b->body->m->nominal, false, 0.0, &cold);
        memcpy(b->q, cold.solution.q, sizeof *b->q*(size_t)b->body->m->nq);
        memcpy(b->act, cold.solution.act, sizeof *b->act*(size_t)b->body->m->nmuscle);
        double u = run(b, task, b->person[0], true, cold.way, &warm);
        printf("%-28s %-8s %5d %6d %8.2f   %5d %6d %8.2f   %.1e%s\n", def->id, def->held ? "held" : "relaxed", cold.work.solves, cold.work.iterations, t, warm.work.solves,
               warm.work.iterations, u, cold.info.residual, cold.info.status || warm.info.status ? "  NOT SOLVED" : "");
    }
    il_task_free(task);
}

static void tasks_alone(bench *b, bool all) {
    static const char *const few[] = {"standing", "one_leg_stance", "modified_thomas", "straight_leg_raise"};
    printf("one instance                          solves  steps  ms cold   solves  steps  ms warm   residual\n");
    for (int i = 0; i < b->tasks->ntask; i++) {
        bool shown = all;
        for (size_t k = 0; k < sizeof few/sizeof *few; k++) shown = shown || strcmp(few[k], b->tasks->task[i].id) == 0;
        if (shown) one_task(b, &b->tasks->task[i]);
    }
}

// how a batch begins: from nothing each, from nothing and all like the first, from the usual posture, from there with the person known whose it is
enum { COLD, LIKE_FIRST, WARM, FOLLOWED, NBEGIN };

static double batch(bench *b, const il_task *task, int begins, int threads, long *steps, double *cpu) {
    static il_job job[PERSONS];
    double        fastest = 1e9;
    il_subject    usual = il_subject_usual(b->body, b->body->m->nominal, NULL);
    bool          warm = begins == WARM || begins == FOLLOWED;
    for (int round = 0; round < REPEATS; round++) {
        for (int i = 0; i < PERSONS; i++)
            job[i] = (il_job){.task = task, .who = il_subject_usual(b->body, b->person[i], NULL), .start = warm ? b->q : NULL, .start_act = warm ? b->act : NULL,
                              .start_of = begins == FOLLOWED ? &usual : NULL, .like = begins == LIKE_FIRST && i > 0 ? &job[0] : NULL};
        double begin = seconds(CLOCK_MONOTONIC), used = seconds(CLOCK_PROCESS_CPUTIME_ID);
        if (il_batch_run(b->body->m, IL_ISA_AUTO, PERSONS, job, threads, NULL, NULL, NULL) != IL_OK) exit(1);
        double took = seconds(CLOCK_MONOTONIC) - begin;
        if (took < fastest) fastest = took, *cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - used;
    }
    *steps = 0;
    for (int i = 0; i < PERSONS; i++) *steps += job[i].work.iterations;
    return fastest;
}

static void one_batch(bench *b, const char *id, il_side side) {
    static const char *const begins[NBEGIN] = {"from nothing", "so, all like the first", "from the usual posture", "followed from there"};
    const il_task_def *def = il_tasks_find(b->tasks, id);
    il_task           *task = NULL;
    il_outcome         out;
    if (!def || il_task_create(b->body->m, def, side, &task, NULL) != IL_OK) exit(1);
    run(b, task, b->body->m->nominal, false, 0.0, &out);
    memcpy(b->q, out.solution.q, sizeof *b->q*(size_t)b->body->m->nq);
    memcpy(b->act, out.solution.act, sizeof *b->act*(size_t)b->body->m->nmuscle);
    printf("\n%d persons, %-18s steps each   ms each: one thread (CPU)   two threads (CPU)   two against one\n", PERSONS, id);
    for (int k = 0; k < NBEGIN; k++) {
        long   steps;
        double cpu1 = 0.0, cpu2 = 0.0, one = batch(b, task, k, 1, &steps, &cpu1), two = il_thread_count() > 1 ? batch(b, task, k, 2, &steps, &cpu2) : 0.0;
        printf("  %-22s %14.2f %19.2f (%5.2f) %12.2f (%5.2f) %17.2f\n", begins[k], (double)steps/PERSONS, 1e3*one/PERSONS,
               1e3*cpu1/PERSONS, 1e3*two/PERSONS, 1e3*cpu2/PERSONS, two > 0.0 ? one/two : 0.0);
    }
    il_task_free(task);
}

int main(int argc, char **argv) {
    bench b = open_all();
    tasks_alone(&b, argc > 1 && strcmp(argv[1], "--all") == 0);
    one_batch(&b, "standing", IL_SIDE_NONE);
    one_batch(&b, "straight_leg_raise", IL_SIDE_RIGHT);
    close_all(&b);
    return 0;
}

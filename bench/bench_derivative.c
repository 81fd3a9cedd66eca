// bench_derivative.c - what derivatives cost on top of a warm solve: 30 variables, as many outcomes as are usually shown, and all
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ilium/derivative.h"
#include "ilium/factor.h"
#include "ilium/io_body.h"
#include "ilium/tasks.h"

enum { VARIABLES = 30, ROUNDS = 15 };

static const char *const by[VARIABLES] = {
    "muscle.psoas.strength:right", "muscle.psoas.flexibility:right", "muscle.psoas.shortness:left", "muscle.iliacus.strength:right", "muscle.gluteus_maximus.strength:right",
    "muscle.gluteus_medius.strength:right", "muscle.gluteus_medius.strength:left", "muscle.gluteus_minimus.strength:right", "muscle.hamstrings.flexibility:right",
    "muscle.hamstrings.flexibility:left", "muscle.rectus_femoris.flexibility:right", "muscle.adductors.strength:right", "muscle.longissimus.strength", "muscle.multifidus.strength",
    "muscle.rectus_abdominis.strength", "muscle.quadratus_lumborum.strength:right", "muscle.piriformis.flexibility:right", "joint.disc.stiffness", "joint.sacroiliac.stiffness:right",
    "joint.sacroiliac.rest_rx:right", "joint.symphysis.stiffness", "joint.hip.stiffness", "ligament.sacroiliac.stiffness", "ligament.iliolumbar.stiffness",
    "ligament.iliotibial_band.slack:right", "leg.length:right", "hip.femoral_version:right", "foot.pronation:right", "habit.pelvis_tilt", "effort"};
static const char *const of[] = {"disc.L5_S1.compression_n", "disc.L4_L5.compression_n", "hip.right.contact_bw", "hip.left.contact_bw", "sij.right.rotation_deg", "sij.right.shear_n",
                                 "posture.pelvic_tilt_radiographic_deg", "posture.lordosis_L1_S1_deg"};

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec*1e3 + (double)t.tv_nsec*1e-6;
}

static int rising(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *x, int n) {
    qsort(x, (size_t)n, sizeof *x, rising);
    return x[n/2];
}

typedef struct stand {
    il_data_dir          *dir;
    const il_body_tables *tables;
    il_body              *body;
    il_tasks             *tasks;
    il_outcomes          *outcomes;
    il_scenario          *work;
    il_params            *moved;
    il_variable           variable[VARIABLES];
} stand;

static int fail(const il_error *err) {
    fprintf(stderr, "bench_derivative: %s\n", err->text);
    return 1;
}

// a solve from the solution of a neighbour: hip abductors a tenth weaker
static double time_warm(stand *s, const il_task *task, const double *q, const double *act, il_error *err) {
    double     time[ROUNDS];
    il_outcome out;
    il_params_copy(s->body->m, s->body->m->nominal, s->moved);
    if (il_parameter_apply(s->body, s->moved, IL_MUSCLE_STRENGTH, "gluteus_medius", IL_SIDE_BOTH, 0.9, 1.0, err)) return IL_NAN;
    il_subject who = il_subject_usual(s->body, s->moved, NULL);
    for (int i = 0; i < ROUNDS; i++) {
        double start = now();
        if (il_scenario_run(s->work, task, &who, q, act, &out, err)) return IL_NAN;
        time[i] = now() - start;
    }
    return median(time, ROUNDS);
}

static double time_derivatives(stand *s, const il_task *task, const il_subject *who, int noutcome, const int *outcome, double *prepare, il_error *err) {
    double             time[ROUNDS];
    il_outcome         out;
    il_derivatives    *d = NULL;
    il_derivative_info info;
    if (il_scenario_run(s->work, task, who, NULL, NULL, &out, err) || il_derivatives_create(s->body, s->outcomes, noutcome, outcome, VARIABLES, s->variable, &d, err)) return IL_NAN;
    double start = now();
    if (il_derivatives_prepare(d, task, who, NULL, err)) return IL_NAN;
    *prepare = now() - start;
    for (int i = 0; i < ROUNDS; i++) {
        start = now();
        if (il_derivatives_run(d, s->work, &out, &info, err)) return IL_NAN;
        time[i] = now() - start;
    }
    il_derivatives_free(d);
    return median(time, ROUNDS);
}

static int time_task(stand *s, const char *id, il_error *err) {
    const il_task_def *def = il_tasks_find(s->tasks, id);
    il_task           *task = NULL;
    il_outcome         out;
    int                n = il_outcomes_count(s->outcomes), nfew = 0, few[16], *all = calloc((size_t)n, sizeof *all);
    double            *q = calloc((size_t)(s->body->m->nq + s->body->m->nmuscle), sizeof *q), *act = q + s->body->m->nq, prepare;
    il_subject         who = il_subject_usual(s->body, s->body->m->nominal, NULL);
    if (!def || il_task_create(s->body->m, def, def->sided ? IL_SIDE_RIGHT : IL_SIDE_NONE, &task, err)) return fail(err);
    for (int i = 0; i < n; i++) all[i] = i;
    for (size_t i = 0; i < sizeof of/sizeof *of; i++) few[nfew++] = il_outcomes_find(s->outcomes, of[i]);
    if (il_scenario_run(s->work, task, &who, NULL, NULL, &out, err)) return fail(err);
    memcpy(q, out.solution.q, sizeof *q*(size_t)s->body->m->nq), memcpy(act, out.solution.act, sizeof *act*(size_t)s->body->m->nmuscle);
    who.way = out.way;
    double warm = time_warm(s, task, q, act, err), some = time_derivatives(s, task, &who, nfew, few, &prepare, err), every = time_derivatives(s, task, &who, n, all, &prepare, err);
    printf("%-20s %9.2f %9.2f %6.0f %% %9.2f %6.0f %% %9.2f %12.0f\n", id, warm, some, 100.0*some/warm, every, 100.0*every/warm, prepare, 2*VARIABLES*warm/some);
    il_task_free(task);
    free(all);
    free(q);
    return 0;
}

int main(void) {
    stand    s = {0};
    il_error err = {0};
    if (il_data_open(NULL, &s.dir, &err) || il_body_tables_read(s.dir, &s.tables, &err) || il_body_create(s.tables, &s.body, &err) || il_tasks_read_all(s.dir, NULL, 0, &s.tasks, &err) ||
        il_outcomes_create(s.body, &s.outcomes, &err) || il_scenario_create(s.body->m, IL_ISA_AUTO, &s.work, &err) || il_params_create(s.body->m, false, &s.moved, &err))
        return fail(&err);
    for (int i = 0; i < VARIABLES; i++)
        if (il_variable_find(s.body, by[i], &s.variable[i], &err)) return fail(&err);
    printf("derivatives by %d variables on top of a warm solve, median ms of processor time, one core; of 8 outcomes and the readings, and of all %d\n", VARIABLES, il_outcomes_count(s.outcomes));
    printf("%-20s %9s %9s %8s %9s %8s %9s %12s\n", "task", "warm", "8", "", "all", "", "prepare", "60 solves/8");
    static const char *const tasks[] = {"standing", "one_leg_stance", "lean", "modified_thomas", "straight_leg_raise", "lying_supine"};
    for (size_t i = 0; i < sizeof tasks/sizeof *tasks; i++)
        if (time_task(&s, tasks[i], &err)) return 1;
    il_params_free(s.moved);
    il_scenario_free(s.work);
    il_outcomes_free(s.outcomes);
    il_tasks_free(s.tasks);
    il_body_free(s.body);
    il_body_tables_free(s.tables);
    il_data_close(s.dir);
    return 0;
}

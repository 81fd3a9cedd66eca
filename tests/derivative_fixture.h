// derivative_fixture.h - derivatives of a scenario set beside differences of full solves, tighter than usual
#ifndef DERIVATIVE_FIXTURE_H
#define DERIVATIVE_FIXTURE_H
#include "ilium/derivative.h"
#include "ilium/factor.h"
#include "scenario/laid.h"
#include "scenario/variable.h"
#include "task_fixture.h"

enum { MAX_VARIABLES = 80, MAX_OUTCOMES = 32 };

typedef struct derivative_fixture {
    task_fixture    tasks;
    const il_body  *body;
    const il_model *m;
    il_outcomes    *outcomes;
    il_scenario    *lay;     ///< problems of moved subjects
    il_posture     *posture; ///< and their tight solves
    il_params      *moved;
    double         *habit, *q, *act, *value[2], *base;
    int             nvariable, noutcome, outcome[MAX_OUTCOMES];
    il_variable     variable[MAX_VARIABLES];
    il_derivatives *d;
    il_derivative_info info;
    double          worst;   ///< of the last comparison
    double          loose;   ///< full solves so many times less tight
    const il_person_origin *origin; ///< of measures
} derivative_fixture;

static const char *const derivative_outcomes[] = {"disc.L5_S1.compression_n", "disc.L4_L5.compression_n", "disc.L4_L5.shear_ap_n", "hip.right.contact_n", "hip.left.contact_bw",
    "sij.right.rotation_deg", "sij.right.shear_n", "posture.pelvic_tilt_radiographic_deg", "posture.lordosis_L1_S1_deg", "coordinate.hip_flexion_r_deg", "posture.c7_s1_forward_deg",
    "muscle_group.gluteus_medius.right.force_n", "knee.right.contact_n", "foot.right.pressure_centre_mm"};

static inline derivative_fixture derivatives_open(void) {
    derivative_fixture f = {.tasks = tasks_open(), .loose = 1.0};
    il_error           err = {0};
    il_tasks_free(f.tasks.tasks);
    f.body = f.tasks.body.body, f.m = f.body->m;
    if (il_tasks_read_all(f.tasks.body.dir, NULL, 0, &f.tasks.tasks, &err) != IL_OK || il_outcomes_create(f.body, &f.outcomes, &err) != IL_OK ||
        il_scenario_create(f.m, IL_ISA_AUTO, &f.lay, &err) != IL_OK || il_posture_create(f.m, IL_ISA_AUTO, IL_TASK_PLACES, &f.posture, &err) != IL_OK ||
        il_params_create(f.m, false, &f.moved, &err) != IL_OK) {
        fail_msg("%s", err.text);
    }
    size_t n = (size_t)il_outcomes_count(f.outcomes), nq = (size_t)f.m->nq;
    f.habit = calloc(2*nq + (size_t)f.m->nmuscle + 3*n, sizeof *f.habit);
    f.q = f.habit + nq, f.act = f.q + nq, f.value[0] = f.act + f.m->nmuscle, f.value[1] = f.value[0] + n, f.base = f.value[1] + n;
    for (size_t i = 0; i < sizeof derivative_outcomes/sizeof *derivative_outcomes; i++) {
        f.outcome[f.noutcome] = il_outcomes_find(f.outcomes, derivative_outcomes[i]);
        assert_true(f.outcome[f.noutcome++] >= 0);
    }
    return f;
}

static inline void derivatives_close(derivative_fixture *f) {
    il_derivatives_free(f->d);
    il_outcomes_free(f->outcomes);
    il_scenario_free(f->lay);
    il_posture_free(f->posture);
    il_params_free(f->moved);
    free(f->habit);
    tasks_close(&f->tasks);
}

/// By what; before derivatives_of().
static inline void derivatives_by(derivative_fixture *f, int n, const char *const *id) {
    il_error err = {0};
    f->nvariable = 0;
    for (int i = 0; i < n; i++)
        if (il_variable_find(f->body, id[i], &f->variable[f->nvariable++], &err) != IL_OK) fail_msg("%s", err.text);
    il_derivatives_free(f->d);
    if (il_derivatives_create(f->body, f->outcomes, f->noutcome, f->outcome, f->nvariable, f->variable, &f->d, &err) != IL_OK) fail_msg("%s", err.text);
}

/// Solve a task for a subject, and differentiate. The outcome lives in f->tasks.work.
static inline il_outcome derivatives_of(derivative_fixture *f, const il_task *task, il_subject *who, const double *start, const double *act) {
    il_outcome out = {0};
    il_error   err = {0};
    if (il_scenario_run(f->tasks.work, task, who, start, act, &out, &err) != IL_OK) fail_msg("%s", err.text);
    assert_int_equal(out.info.status, IL_POSTURE_SOLVED);
    who->way = out.way;
    if (il_derivatives_prepare(f->d, task, who, NULL, &err) != IL_OK) fail_msg("%s", err.text);
    if (il_derivatives_run(f->d, f->tasks.work, &out, &f->info, &err) != IL_OK) fail_msg("%s", err.text);
    memcpy(f->q, out.solution.q, sizeof *f->q*(size_t)f->m->nq);
    memcpy(f->act, out.solution.act, sizeof *f->act*(size_t)f->m->nmuscle);
    return out;
}

/// All outcomes with a variable moved by so much, solved tightly from the last solution. False: not found.
static inline bool solve_moved(derivative_fixture *f, const il_task *task, const il_subject *who, const il_variable *v, double by, double *value) {
    il_subject          subject;
    ili_subject_copy    copy = {f->body, who, f->origin, f->moved, f->habit, &subject};
    il_posture_settings tight = il_default_posture_settings();
    il_posture_solution s;
    il_posture_info     info;
    ili_laid            laid;
    il_error            err = {0};
    double              thorax[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    tight.tolerance = f->loose*(il_task_definition(task)->held ? 1e-10 : 1e-12), tight.step_tolerance = f->loose*1e-8, tight.max_iterations = 500;
    if (ili_variable_move(&copy, v, by, &err) != IL_OK) fail_msg("%s", err.text);
    ili_scenario_lay(f->lay, task, &subject, who->way, thorax, &laid);
    il_posture_problem problem = *laid.problem;
    problem.start = f->q, problem.start_act = problem.held ? f->act : NULL;
    if (il_posture_solve(f->posture, &problem, &tight, &s, &info, &err) != IL_OK) fail_msg("%s", err.text);
    s.stiffness = NULL;
    il_outcomes_read(f->outcomes, laid.p, &s, value);
    return info.status == IL_POSTURE_SOLVED;
}

/// The largest relative miss of one variable's derivatives against differences of step h; negative: no solves. @param o  out: the outcome's place
static inline double miss_of(derivative_fixture *f, const il_task *task, const il_subject *who, int i, double h, int *o) {
    const il_variable *v = &f->variable[i];
    bool               below = v->sides & IL_FROM_BELOW;
    double             worst = 0.0;
    if (!solve_moved(f, task, who, v, below ? -h : 0.0, f->value[0]) || !solve_moved(f, task, who, v, h, f->value[1])) return -1.0;
    for (int k = 0; k < f->noutcome; k++) {
        double difference = (f->value[1][f->outcome[k]] - f->value[0][f->outcome[k]])/(below ? 2.0*h : h), derivative = il_derivatives_above(f->d)[k*f->nvariable + i];
        if (!isfinite(difference)) continue;
        // the solver's own digits count as much as the tolerance times 1e-5 of the value
        double miss = fabs(difference - derivative)/(fabs(difference) + 1e-5*fabs(f->base[f->outcome[k]])/h + 1e-12);
        if (!(miss <= worst)) worst = miss, *o = k;
    }
    return worst;
}

/// Every variable: derivatives beside differences that stay within the active set, of three steps: large ones bend, small ones have no digits.
/// @return how many were compared
static inline int compare(derivative_fixture *f, const il_task *task, const il_subject *who, double tolerance) {
    int compared = 0;
    f->worst = 0.0;
    il_variable none = {.kind = IL_VARIABLE_EFFORT};
    solve_moved(f, task, who, &none, 0.0, f->base);
    for (int i = 0; i < f->nvariable; i++) {
        const il_variable            *v = &f->variable[i];
        const il_derivative_variable *about = il_derivatives_about(f->d, i);
        double h = fmin(strcmp(v->unit, "times") == 0 ? v->step : 0.2*v->step, 0.3*fmin(about->next[0].distance, about->next[1].distance)), least = IL_INF;
        int    o = 0, tries = 0;
        if (about->status > IL_DERIVATIVE_ONE_SIDED) continue;
        for (int n = 0; n < 4 && !(least < tolerance); n++, h *= n == 1 ? 0.2 : n == 2 ? 15.0 : 0.1) {
            double miss = miss_of(f, task, who, i, h, &o);
            if (miss < 0.0 || h > 0.4*fmin(about->next[0].distance, about->next[1].distance)) continue;
            least = fmin(least, miss), tries++;
        }
        if (tries == 0) continue;
        compared++;
        f->worst = fmax(f->worst, least);
        if (!(least < tolerance)) fail_msg("%s by %s: derivative %.9g misses differences by %.2g", derivative_outcomes[o], v->name, il_derivatives_above(f->d)[o*f->nvariable + i], least);
    }
    return compared;
}
#endif

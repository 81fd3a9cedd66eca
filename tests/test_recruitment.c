// test_recruitment.c - muscles and secondary coordinates that balance a prescribed posture, and what is said when they cannot
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/io_body.h"
#include "ilium/recruit_body.h"
#include "ilium/tasks.h"
#include "solve/dense.h"

typedef struct fixture {
    il_data_dir          *data;
    const il_body_tables *tables;
    il_body              *body;
    il_tasks             *tasks;
    il_task              *standing;
    il_scenario          *scenario;
    il_posture           *posture;
    double               *q, *act;
} fixture;

static int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    il_error err = {0};
    assert_int_equal(il_data_open(NULL, &f->data, &err), IL_OK);
    assert_int_equal(il_body_tables_read(f->data, &f->tables, &err), IL_OK);
    assert_int_equal(il_body_create(f->tables, &f->body, &err), IL_OK);
    assert_int_equal(il_tasks_read(f->data, &f->tasks, &err), IL_OK);
    const il_model *m = f->body->m;
    assert_int_equal(il_task_create(m, il_tasks_find(f->tasks, "standing"), IL_SIDE_NONE, &f->standing, &err), IL_OK);
    assert_int_equal(il_scenario_create(m, IL_ISA_AUTO, &f->scenario, &err), IL_OK);
    assert_int_equal(il_posture_create(m, IL_ISA_AUTO, 0, &f->posture, &err), IL_OK);
    il_subject who = {.p = m->nominal, .habit = m->nominal->coordinate_neutral, .habit_sd = f->body->sigma_within, .effort = 10.0, .tolerance = 11.0};
    il_outcome out;
    assert_int_equal(il_scenario_run(f->scenario, f->standing, &who, NULL, NULL, &out, &err), IL_OK);
    assert_int_equal(out.info.status, IL_POSTURE_SOLVED);
    f->q = malloc(sizeof *f->q*(size_t)m->nq), f->act = malloc(sizeof *f->act*(size_t)m->nmuscle);
    memcpy(f->q, out.solution.q, sizeof *f->q*(size_t)m->nq);
    memcpy(f->act, out.solution.act, sizeof *f->act*(size_t)m->nmuscle);
    *state = f;
    return 0;
}

static int teardown(void **state) {
    fixture *f = *state;
    free(f->q);
    free(f->act);
    il_posture_free(f->posture);
    il_scenario_free(f->scenario);
    il_task_free(f->standing);
    il_tasks_free(f->tasks);
    il_body_free(f->body);
    il_body_tables_free(f->tables);
    il_data_close(f->data);
    free(f);
    return 0;
}

static const double floor_plane[4*IL_NPLANE] = {0.0, 1.0, 0.0, 0.0};

static il_posture_problem prescribed(const fixture *f, const il_params *p) {
    return (il_posture_problem){.m = f->body->m, .p = p, .held = true, .prescribed = true, .gravity = {0.0, -9.80665, 0.0}, .plane = floor_plane,
                                .effort = 10.0, .start = f->q, .start_act = NULL};
}

static void solve(const fixture *f, const il_posture_problem *problem, il_posture_solution *s, il_posture_info *info) {
    il_posture_settings settings = il_default_posture_settings();
    il_error            err = {0};
    assert_int_equal(il_posture_solve(f->posture, problem, &settings, s, info, &err), IL_OK);
}

// the posture that the whole solve found needs no other forces when it is given
static void a_balanced_posture_needs_no_reserve(void **state) {
    fixture            *f = *state;
    const il_model     *m = f->body->m;
    il_posture_problem  problem = prescribed(f, m->nominal);
    il_posture_solution s;
    il_posture_info     info;
    solve(f, &problem, &s, &info);
    assert_int_equal(info.status, IL_POSTURE_SOLVED);
    assert_true(info.residual < 1e-8);
    for (int j = 0; j < m->nq; j++) {
        if (m->coordinate_role[j] == IL_PRIMARY) assert_true(fabs(s.q[j] - f->q[j]) < 1e-6*m->nominal->coordinate_size[j]);
        else assert_true(fabs(s.q[j] - f->q[j]) < 0.3*m->nominal->coordinate_size[j]);
    }
    double effort = 0.0, before = 0.0;
    for (int i = 0; i < m->nmuscle; i++) effort += m->nominal->muscle_weight[i]*s.act[i]*s.act[i], before += m->nominal->muscle_weight[i]*f->act[i]*f->act[i];
    assert_true(effort <= before*1.001); // the cheapest activations for this posture; the whole solve also paid for posture
}

// KKT: inside its bounds every muscle's w a is its share of one set of prices, w a_i = A_i . y. Fit y to them, then every muscle must agree.
static void prices_of_effort_agree(void **state) {
    fixture            *f = *state;
    const il_model     *m = f->body->m;
    const il_params    *p = m->nominal;
    il_posture_problem  problem = prescribed(f, p);
    il_posture_solution s;
    il_posture_info     info;
    solve(f, &problem, &s, &info);
    int     n = m->nq;
    double *A = calloc((size_t)(m->nmuscle*n), sizeof *A), *N = calloc((size_t)(n*n), sizeof *N), *y = calloc((size_t)n, sizeof *y);
    int    *pivot = calloc((size_t)n, sizeof *pivot);
    for (int i = 0; i < m->nmuscle; i++) {
        for (int k = m->path_arm_start[m->muscle_path[i]]; k < m->path_arm_start[m->muscle_path[i] + 1]; k++) {
            A[i*n + m->arm_dof[k]] += s.d->arm[k].lane[0]*s.d->muscle_active[i].lane[0];
        }
        for (int k = m->path_arm_start[m->pressure_path]; k < m->path_arm_start[m->pressure_path + 1]; k++) {
            A[i*n + m->arm_dof[k]] -= s.d->arm[k].lane[0]*p->muscle_pressure[i]*p->pressure_area[0];
        }
        bool inside = s.act[i] > p->muscle_tone[i] + 1e-7 && s.act[i] < 1.0 - 1e-7;
        for (int a = 0; inside && a < n; a++) {
            y[a] += A[i*n + a]*p->muscle_weight[i]*s.act[i];
            for (int b = 0; b < n; b++) N[a*n + b] += A[i*n + a]*A[i*n + b];
        }
    }
    for (int a = 0; a < n; a++) N[a*n + a] += 1e-9;
    assert_int_equal(ili_lu_factor(n, N, pivot), 0);
    ili_lu_solve(n, N, pivot, 1, y);
    for (int i = 0; i < m->nmuscle; i++) {
        double price = 0.0, wish = p->muscle_weight[i]*s.act[i];
        for (int a = 0; a < n; a++) price += A[i*n + a]*y[a];
        if (s.act[i] > p->muscle_tone[i] + 1e-7 && s.act[i] < 1.0 - 1e-7) assert_true(fabs(price - wish) < 1e-5);
        else if (s.act[i] <= p->muscle_tone[i] + 1e-7) assert_true(price < wish + 1e-4);
    }
    free(A), free(N), free(y), free(pivot);
}

static void weak_muscles_are_named(void **state) {
    fixture        *f = *state;
    const il_model *m = f->body->m;
    il_params      *p = NULL;
    il_error        err = {0};
    assert_int_equal(il_params_create(m, false, &p, &err), IL_OK);
    for (int i = 0; i < m->nmuscle; i++) p->muscle_f_max[i] *= 0.005;
    il_posture_problem  problem = prescribed(f, p);
    il_posture_solution s;
    il_posture_info     info;
    solve(f, &problem, &s, &info);
    assert_int_equal(info.status, IL_POSTURE_CANNOT_HOLD);
    assert_true(info.worst >= 0 && info.worst < m->nq);
    assert_true(info.worst_reserve > 1.0);
    il_params_free(p);
}

// what is minimised at a given posture, at power p: effort, reserves and friction
static double effort_of(double p) { return 10.0*pow(IL_EFFORT_AT, 2.0 - p); } // as a scenario scales it

static double total_cost(const il_model *m, const double *act, const double other[2], double p) {
    double sum = effort_of(p)*other[0] + other[1];
    for (int i = 0; i < m->nmuscle; i++) sum += effort_of(p)*m->nominal->muscle_weight[i]*pow(act[i], p)/p;
    return sum;
}

// of reserves, in units of the effort's weight, and of friction
static void other_cost(const il_model *m, const il_posture_solution *s, double weight, double out[2]) {
    il_posture_settings set = il_default_posture_settings();
    out[0] = out[1] = 0.0;
    for (int j = 0; j < m->nq; j++) out[0] += 0.5*set.reserve_cost*s->reserve[j]*s->reserve[j];
    for (int k = 0; k < 3*m->npad; k++) out[1] += 0.5*set.shear_cost*s->shear[k]*s->shear[k]/(weight*weight);
}

static void any_power_is_cheapest_by_its_own_measure(void **state) {
    enum { POWERS = 3 };
    fixture       *f = *state;
    const il_model *m = f->body->m;
    const double    powers[POWERS] = {2.0, 3.0, 5.0};
    double         *act = calloc((size_t)(POWERS*m->nmuscle), sizeof *act), other[POWERS][2], most[POWERS] = {0}, weight = 0.0;
    for (int b = 0; b < m->nbody; b++) weight += 9.80665*m->nominal->body_mass[b];
    for (int k = 0; k < POWERS; k++) {
        il_posture_problem  problem = prescribed(f, m->nominal);
        il_posture_solution s;
        il_posture_info     info;
        problem.power = powers[k], problem.effort = effort_of(powers[k]);
        solve(f, &problem, &s, &info);
        assert_int_equal(info.status, IL_POSTURE_SOLVED);
        memcpy(&act[k*m->nmuscle], s.act, sizeof *act*(size_t)m->nmuscle);
        other_cost(m, &s, weight, other[k]);
        for (int i = 0; i < m->nmuscle; i++) most[k] = fmax(most[k], s.act[i]);
    }
    for (int k = 0; k < POWERS; k++) {
        for (int n = 0; n < POWERS; n++) {
            if (n != k) assert_true(total_cost(m, &act[k*m->nmuscle], other[k], powers[k]) < total_cost(m, &act[n*m->nmuscle], other[n], powers[k]));
        }
    }
    // a higher power spares the hardest working muscle
    assert_true(most[1] < most[0] && most[2] < most[1]);
    free(act);
}

// at min-max the greatest activation is less than at any power, and a tenth less strength than it needs is a reserve; cold and warm agree
static void the_greatest_activation_is_least(void **state) {
    fixture            *f = *state;
    const il_model     *m = f->body->m;
    il_recruit_body    *w = NULL;
    il_posture_settings set = il_default_posture_settings();
    il_posture_problem  problem = prescribed(f, m->nominal);
    il_posture_solution s;
    il_posture_info     info;
    il_error            err = {0};
    double              most = 0.0, other = 0.0, again = 0.0, effort[2];
    assert_int_equal(il_recruit_body_create(m, IL_ISA_AUTO, &w, &err), IL_OK);
    problem.power = IL_INF;
    assert_int_equal(il_recruit_body_solve(w, &problem, &set, &s, &info, &most, &err), IL_OK);
    if (info.status != IL_POSTURE_SOLVED) fail_msg("%g missing with all within %g", info.worst_reserve, most);
    assert_true(info.residual < 1e-8 && most > 0.0);
    double *act = calloc((size_t)m->nmuscle, sizeof *act);
    memcpy(act, s.act, sizeof *act*(size_t)m->nmuscle);
    int at_bound = 0;
    for (int i = 0; i < m->nmuscle; i++) at_bound += act[i] - m->nominal->muscle_tone[i] > 0.999*most;
    assert_true(at_bound >= 5); // many work alike: that is what min-max is
    for (int k = 0; k < 2; k++) {
        problem.power = k ? 10.0 : 2.0, problem.effort = effort_of(problem.power);
        assert_int_equal(il_recruit_body_solve(w, &problem, &set, &s, &info, &other, &err), IL_OK);
        assert_true(other > most);
        effort[k] = 0.0;
        for (int i = 0; i < m->nmuscle; i++) effort[k] += m->nominal->muscle_weight[i]*(s.act[i]*s.act[i] - act[i]*act[i]);
        assert_true(k || effort[k] < 0.0); // and squares are less with p = 2
    }
    problem = prescribed(f, m->nominal), problem.power = IL_INF, problem.start_act = act;
    assert_int_equal(il_recruit_body_solve(w, &problem, &set, &s, &info, &again, &err), IL_OK);
    assert_true(fabs(again - most) < 2e-3*most);
    // bounds: spasm is a floor, inhibition a ceiling
    il_params *p = NULL;
    assert_int_equal(il_params_create(m, false, &p, &err), IL_OK);
    p->muscle_tone[0] = 0.2, p->muscle_act_max[1] = 0.01;
    problem.p = p, problem.start_act = NULL;
    assert_int_equal(il_recruit_body_solve(w, &problem, &set, &s, &info, &again, &err), IL_OK);
    assert_true(s.act[0] >= 0.2 && s.act[1] <= fmax(0.01, p->muscle_tone[1]));
    problem.prescribed = false;
    assert_int_equal(il_recruit_body_solve(w, &problem, &set, &s, &info, &again, &err), IL_BAD_VALUE);
    il_params_free(p);
    il_recruit_body_free(w);
    free(act);
}

static void a_power_below_two_is_refused(void **state) {
    fixture            *f = *state;
    il_posture_settings set = il_default_posture_settings();
    il_posture_problem  problem = prescribed(f, f->body->m->nominal);
    il_posture_solution solution;
    il_posture_info     info;
    il_error            err = {0};
    problem.power = 1.0;
    assert_int_equal(il_posture_solve(f->posture, &problem, &set, &solution, &info, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "power"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_balanced_posture_needs_no_reserve), cmocka_unit_test(prices_of_effort_agree),
                                       cmocka_unit_test(weak_muscles_are_named),
                                       cmocka_unit_test(any_power_is_cheapest_by_its_own_measure), cmocka_unit_test(the_greatest_activation_is_least),
                                       cmocka_unit_test(a_power_below_two_is_refused)};
    return cmocka_run_group_tests(tests, setup, teardown);
}

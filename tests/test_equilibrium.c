// test_equilibrium.c - relaxing and holding, on systems small enough to be solved by scanning
#include "ilium/lane.h"
#include "solve/equilibrium.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

// ---- relax: two pendulums in a row with springs, over a hard floor. U = -sum m g y + springs + floor ----

enum { NQ = 2 };
static const double MASS = 2.0, LENGTH = 0.4, GRAVITY = 9.81, SPRING = 3.0, FLOOR_K = 1e5, FLOOR = -0.55;

static double energy(const double *q) {
    double y1 = -LENGTH*cos(q[0]), y2 = y1 - LENGTH*cos(q[0] + q[1]), depth = fmax(0.0, FLOOR - y2);
    return MASS*GRAVITY*(y1 + y2) + 0.5*SPRING*(q[0] - 0.3)*(q[0] - 0.3) + 0.5*SPRING*q[1]*q[1] + FLOOR_K*depth*depth*depth/3.0;
}

// the negative gradient and its derivative, by differences of the energy: independent of any formula of the solver
static void pendulum_value(void *user, const double *q, const double *x, double *c) {
    (void)user, (void)x;
    for (int i = 0; i < NQ; i++) {
        double h = 1e-5, up[NQ] = {q[0], q[1]}, down[NQ] = {q[0], q[1]};
        up[i] += h, down[i] -= h;
        c[i] = -(energy(up) - energy(down))/(2.0*h);
    }
}

static void pendulum_linear(void *user, const double *q, const double *x, double *c, double *K, double *A) {
    (void)A;
    pendulum_value(user, q, x, c);
    for (int j = 0; j < NQ; j++) {
        double h = 1e-4, up[NQ] = {q[0], q[1]}, down[NQ] = {q[0], q[1]}, cu[NQ], cd[NQ];
        up[j] += h, down[j] -= h;
        pendulum_value(user, up, x, cu);
        pendulum_value(user, down, x, cd);
        for (int i = 0; i < NQ; i++) K[i*NQ + j] = (cu[i] - cd[i])/(2.0*h);
    }
}

static const ili_equilibrium_settings SETTINGS = {.tolerance = 1e-8, .step_tolerance = 1e-5, .step_limit = 2.0, .max_iterations = 200};

static void relax_finds_the_minimum(void **state) {
    (void)state;
    const int        none[1] = {0}, no_row[1] = {0};
    const double     scale[NQ] = {0.1, 0.1}, size[NQ] = {0.1, 0.1};
    ili_equilibrium *w = NULL;
    assert_int_equal(ili_equilibrium_create(NQ, 0, NQ, none, no_row, IL_ISA_AUTO, NULL, &w), IL_OK);
    ili_system           s = {.nq = NQ, .nrow = NQ, .col_start = none, .row_index = no_row, .row_scale = scale, .q_size = size,
                              .value = pendulum_value, .linear = pendulum_linear};
    const double starts[][NQ] = {{0.0, 0.0}, {2.5, 0.4}, {-1.5, -1.0}, {1.0, 2.0}, {0.0, 3.0}};
    for (size_t k = 0; k < sizeof starts/sizeof *starts; k++) {
        double               q[NQ] = {starts[k][0], starts[k][1]};
        ili_equilibrium_info info;
        ili_equilibrium_settings loose = SETTINGS;
        loose.tolerance = 1e-7; // differences of the energy carry noise of about 1e-9
        ili_equilibrium_relax(w, &s, &loose, q, NULL, &info);
        assert_true(info.converged);
        // a minimum: no neighbour is lower
        for (double angle = 0.0; angle < 6.3; angle += 0.1) {
            double near[NQ] = {q[0] + 1e-3*cos(angle), q[1] + 1e-3*sin(angle)};
            assert_true(energy(near) > energy(q));
        }
    }
    ili_equilibrium_free(w);
}

// ---- hold: an inverted pendulum between two muscles; brute force scans q ----

static const double TORQUE[2] = {60.0, -40.0}, EFFORT = 2.0, SIGMA = 0.05, HABIT = 0.1;

static void lever_value(void *user, const double *q, const double *x, double *c) {
    (void)user;
    c[0] = 300.0*sin(q[0]) + TORQUE[0]*x[0]*cos(q[0]) + TORQUE[1]*x[1];
}

static void lever_linear(void *user, const double *q, const double *x, double *c, double *K, double *A) {
    lever_value(user, q, x, c);
    K[0] = 300.0*cos(q[0]) - TORQUE[0]*x[0]*sin(q[0]);
    A[0] = TORQUE[0]*cos(q[0]), A[1] = TORQUE[1];
}

// least effort that balances the lever at q: lies on the line a0 x0 + a1 x1 = b inside the box
static double lever_cost(double q, double p) {
    double best = IL_INF, a0 = TORQUE[0]*cos(q), a1 = TORQUE[1], b = -300.0*sin(q);
    for (int i = 0; i <= 2000; i++) {
        double x0 = i/2000.0, x1 = (b - a0*x0)/a1;
        if (x1 < 0.0 || x1 > 1.0) continue;
        best = fmin(best, EFFORT*(pow(x0, p) + pow(x1, p))/p);
    }
    return best + 0.5*(q - HABIT)*(q - HABIT)/(SIGMA*SIGMA);
}

static void hold_with_power(double power) {
    const int        start[3] = {0, 1, 2}, row[2] = {0, 0};
    const double     scale[1] = {0.01}, size[1] = {0.1}, qw[1] = {1.0/(SIGMA*SIGMA)}, center[1] = {HABIT}, xw[2] = {EFFORT, EFFORT};
    const double     lower[2] = {0.0, 0.0}, upper[2] = {1.0, 1.0}, hard[1] = {0.0}, xp[2] = {power, power};
    ili_equilibrium *w = NULL;
    assert_int_equal(ili_equilibrium_create(1, 2, 1, start, row, IL_ISA_AUTO, NULL, &w), IL_OK);
    ili_system s = {.nq = 1, .nx = 2, .nrow = 1, .col_start = start, .row_index = row, .row_scale = scale, .q_size = size, .q_weight = qw,
                    .q_center = center, .x_weight = xw, .x_power = power == 2.0 ? NULL : xp, .x_lower = lower, .x_upper = upper, .reserve = hard, .value = lever_value,
                    .linear = lever_linear};
    double               q[1] = {0.3}, x[2] = {0.0, 0.0}, r[1] = {0.0}, least = IL_INF, at = 0.0;
    ili_equilibrium_info info;
    ili_equilibrium_hold(w, &s, &SETTINGS, q, x, r, &info);
    assert_true(info.converged);
    for (double scan = -0.3; scan < 0.3; scan += 4e-4) {
        double c = lever_cost(scan, power);
        if (c < least) least = c, at = scan;
    }
    assert_float_equal(q[0], at, 2e-3);
    double cost = EFFORT*(pow(x[0], power) + pow(x[1], power))/power + 0.5*(q[0] - HABIT)*(q[0] - HABIT)/(SIGMA*SIGMA);
    assert_true(cost < least + 1e-4);
    assert_true(x[0] >= 0.0 && x[0] <= 1.0 && x[1] >= 0.0 && x[1] <= 1.0);
    ili_equilibrium_free(w);
}

static void hold_finds_the_cheapest_posture(void **state) {
    (void)state;
    const double powers[] = {2.0, 2.5, 3.0, 6.0, 10.0};
    for (size_t i = 0; i < sizeof powers/sizeof *powers; i++) hold_with_power(powers[i]);
}

// ---- hold: a force whose bounds go with posture, as friction's do. Linear, so that the answer is a formula ----

static const double STIFF = 100.0, ARM = 60.0, GRIP = 60.0, LOAD = -123.0, LIMIT0 = -9.402, LIMIT1 = 115.58;
static double slide_lower[2], slide_upper[2];

static void slide_value(void *user, const double *q, const double *x, double *c) {
    (void)user;
    c[0] = LOAD - STIFF*q[0] + ARM*x[0] + GRIP*x[1];
}

static void slide_linear(void *user, const double *q, const double *x, double *c, double *K, double *A) {
    slide_value(user, q, x, c);
    K[0] = -STIFF, A[0] = ARM, A[1] = GRIP;
    slide_lower[0] = 0.0, slide_upper[0] = 5.0, slide_upper[1] = LIMIT0 + LIMIT1*q[0], slide_lower[1] = -slide_upper[1];
}

static bool slide_bend(void *user, const double *q, const double *x, const double *price, const double *K, const double *A, double *Q, double *C) {
    (void)user, (void)q, (void)x, (void)price, (void)K, (void)A;
    Q[0] = C[0] = C[1] = 0.0;
    slide_upper[1] = slide_lower[1] = 0.0; // what linear() wrote is gone
    return true;
}

static bool slide_tie(void *user, int column, double *by) {
    (void)user;
    by[0] = LIMIT1;
    return column == 1;
}

static void a_search_that_creeps_is_finished(void **state) {
    (void)state;
    const int        start[3] = {0, 1, 2}, row[2] = {0, 0};
    const double     scale[1] = {0.01}, size[1] = {0.1}, qw[1] = {1.0/(SIGMA*SIGMA)}, center[1] = {HABIT}, xw[2] = {EFFORT, 1e-3}, hard[1] = {0.0};
    ili_equilibrium *w = NULL;
    assert_int_equal(ili_equilibrium_create(1, 2, 1, start, row, IL_ISA_AUTO, NULL, &w), IL_OK);
    ili_system s = {.nq = 1, .nx = 2, .nrow = 1, .col_start = start, .row_index = row, .row_scale = scale, .q_size = size, .q_weight = qw, .q_center = center,
                    .x_weight = xw, .x_lower = slide_lower, .x_upper = slide_upper, .reserve = hard, .value = slide_value, .linear = slide_linear};
    ili_equilibrium_settings set = SETTINGS;
    ili_equilibrium_info     info;
    double                   q[1] = {0.085}, x[2] = {0.0, 0.0}, r[1] = {0.0};
    set.max_iterations = 60;
    ili_equilibrium_hold(w, &s, &set, q, x, r, &info);
    assert_false(info.converged); // the limit of the force lags a step behind: 5 % nearer each time
    q[0] = 0.085, x[0] = x[1] = 0.0;
    s.bend = slide_bend, s.tie = slide_tie;
    ili_equilibrium_hold(w, &s, &set, q, x, r, &info);
    assert_true(info.converged && info.end == ILI_END_FOUND && info.iterations < 20);
    // -STIFF y = (q - HABIT)/SIGMA²,  ARM y = EFFORT x0,  balance with x1 = LIMIT0 + LIMIT1 q
    double share = ARM*ARM/(EFFORT*STIFF*SIGMA*SIGMA), at = (LOAD + GRIP*LIMIT0 + share*HABIT)/(STIFF + share - GRIP*LIMIT1);
    assert_true(fabs(q[0] - at) < 1e-9 && fabs(x[1] - (LIMIT0 + LIMIT1*at)) < 1e-7);
    // no more iterations than were allowed, the last steps counted
    for (int most = 1; most < 16; most++) {
        q[0] = 0.085, x[0] = x[1] = 0.0, set.max_iterations = most;
        ili_equilibrium_hold(w, &s, &set, q, x, r, &info);
        assert_true(info.iterations <= most && (info.converged || info.end == ILI_END_ITERATIONS));
    }
    ili_equilibrium_free(w);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(relax_finds_the_minimum), cmocka_unit_test(hold_finds_the_cheapest_posture),
                                       cmocka_unit_test(a_search_that_creeps_is_finished)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_recruit.c - recruitment at every power and min-max: closed forms, two slow solvers that share nothing with it, bounds, reserves, what is
// missing, lanes and instruction sets
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "alloc_count.h"
#include "qp_scenes.h"
#include "ilium/recruit.h"
#include "solve/simplex.h"

// a scene's numbers as a recruitment: h is the weight
typedef struct trial {
    scene               s;
    il_recruit_problem  p;
    il_recruit         *w;
    il_recruit_solution a;
    il_recruit_info     info;
    il_pack            *missing;
} trial;

static void trial_begin(trial *t, double power) {
    t->p = (il_recruit_problem){.nd = t->s.p.nd, .nx = t->s.p.nx, .nmuscle = t->s.p.nx, .nlive = IL_LANES, .col_start = t->s.col_start, .row_index = t->s.row_index,
                                .a = t->s.a, .b = t->s.b, .weight = t->s.h, .lo = t->s.lo, .hi = t->s.hi, .power = power};
    t->missing = packs(t->s.p.nd);
    t->a = (il_recruit_solution){t->s.s.x, t->s.s.y, t->s.s.r, t->missing};
    assert_int_equal(il_recruit_create(&t->p, &t->w, NULL), IL_OK);
}

static void trial_solve(trial *t) { assert_int_equal(il_recruit_solve(&t->p, NULL, t->w, &t->a, &t->info, NULL), IL_OK); }

static void trial_end(trial *t) {
    il_recruit_free(t->w);
    free(t->missing);
    scene_free(&t->s);
}

// muscles of both directions over a few joints, floors here and there, and a demand that some activations meet
static void make_trial(trial *t, int nd, int nx, bool reserves, uint64_t *seed) {
    scene_pattern(&t->s, PLAIN, nd, nx, 0.5, seed);
    for (int l = 0; l < IL_LANES; l++) {
        scene_columns(&t->s, HARD_ROWS, l, seed);
        for (int i = 0; i < nx; i++) {
            t->s.lo[i].lane[l] = i%6 == 1 ? uniform(seed, 0, 0.2) : 0, t->s.hi[i].lane[l] = i%5 == 2 ? uniform(seed, 0.4, 0.8) : 1;
            double x = uniform(seed, t->s.lo[i].lane[l], 0.6*t->s.hi[i].lane[l]);
            for (int e = t->s.col_start[i]; e < t->s.col_start[i + 1]; e++) t->s.b[t->s.row_index[e]].lane[l] += t->s.a[e].lane[l]*fmax(x, t->s.lo[i].lane[l]);
        }
        for (int j = 0; j < nd; j++) t->s.eps[j].lane[l] = reserves ? uniform(seed, 0.5, 20) : 0;
    }
}

// one joint, muscles one way: a_i is as (A_i/w_i)^(1/(p-1)); at min-max all are alike
static void one_joint_has_a_closed_form(void **state) {
    enum { N = 5 };
    static const double powers[] = {2, 2.5, 3, 4, 7, 10, IL_INF};
    (void)state;
    for (size_t k = 0; k < sizeof powers/sizeof *powers; k++) {
        trial  t = {0};
        double p = powers[k], sum = 0;
        scene_place(&t.s, 1, N, N);
        for (int i = 0; i < N; i++) {
            t.s.col_start[i + 1] = i + 1;
            for (int l = 0; l < IL_LANES; l++)
                t.s.a[i].lane[l] = 10 + 7*i, t.s.h[i].lane[l] = 1 + 0.3*((i*3)%N), t.s.hi[i].lane[l] = 1, t.s.b[0].lane[l] = 5 + l;
            sum += t.s.a[i].lane[0]*(isfinite(p) ? pow(t.s.a[i].lane[0]/t.s.h[i].lane[0], 1/(p - 1)) : 1);
        }
        trial_begin(&t, p);
        trial_solve(&t);
        for (int l = 0; l < IL_LANES; l++) {
            assert_int_equal(t.info.status[l], IL_BOXQP_SOLVED);
            for (int i = 0; i < N; i++) {
                double share = isfinite(p) ? pow(t.s.a[i].lane[l]/t.s.h[i].lane[l], 1/(p - 1)) : 1;
                assert_true(fabs(t.a.act[i].lane[l] - t.s.b[0].lane[l]*share/sum) < (isfinite(p) ? 1e-5 : 5e-6)*t.s.b[0].lane[l]*share/sum);
            }
        }
        trial_end(&t);
    }
}

// ---- slow solver for powers: each row's price by bisection in turn, until none moves (the dual is strictly concave where rows have reserves) ----

static double pulled(const trial *t, int i, int l, const double *y) {
    double g = 0, w = t->s.h[i].lane[l];
    for (int e = t->s.col_start[i]; e < t->s.col_start[i + 1]; e++) g += t->s.a[e].lane[l]*y[t->s.row_index[e]];
    return fmax(t->s.lo[i].lane[l], fmin(t->s.hi[i].lane[l], g > 0 ? pow(g/w, 1/(t->p.power - 1)) : 0));
}

static double left_over(const trial *t, int j, int l, const double *y) {
    double left = t->s.b[j].lane[l] - t->s.eps[j].lane[l]*y[j];
    for (int i = 0; i < t->s.p.nx; i++) {
        int e = scene_entry(&t->s, j, i);
        if (e >= 0) left -= t->s.a[e].lane[l]*pulled(t, i, l, y);
    }
    return left;
}

static void price_rows(const trial *t, int l, double *y) {
    for (int sweep = 0; sweep < 4000; sweep++) {
        double moved = 0;
        for (int j = 0; j < t->s.p.nd; j++) {
            double before = y[j], low = -1e3, high = 1e3;
            for (int k = 0; k < 60; k++) {
                y[j] = 0.5*(low + high);
                if (left_over(t, j, l, y) > 0) low = y[j];
                else high = y[j];
            }
            moved = fmax(moved, fabs(y[j] - before));
        }
        if (moved < 1e-13) return;
    }
}

static void powers_agree_with_prices_by_bisection(void **state) {
    static const double powers[] = {2, 2.5, 3, 3.5};
    uint64_t seed = 11;
    (void)state;
    for (int round = 0; round < 12; round++) {
        trial t = {0};
        make_trial(&t, 2 + round%3, 9 + round, true, &seed);
        trial_begin(&t, powers[round%4]);
        t.p.reserve = t.s.eps;
        trial_solve(&t);
        for (int l = 0; l < 2; l++) {
            double y[8] = {0};
            price_rows(&t, l, y);
            assert_int_equal(t.info.status[l], IL_BOXQP_SOLVED);
            for (int j = 0; j < t.s.p.nd; j++) assert_true(fabs(t.a.price[j].lane[l] - y[j]) < 1e-5);
            for (int i = 0; i < t.s.p.nx; i++) assert_true(fabs(t.a.act[i].lane[l] - pulled(&t, i, l, y)) < 2e-4);
        }
        trial_end(&t);
    }
}

// ---- min-max beside a linear program: minimise u, a_i - lo_i + s_i = u ----

static double least_bound(const trial *t, int l) {
    int nd = t->s.p.nd, nx = t->s.p.nx, nrow = nd + nx, n = 2*nx + 1;
    double *A = calloc((size_t)(nrow*n), sizeof *A), *b = calloc((size_t)nrow, sizeof *b), *c = calloc((size_t)n, sizeof *c);
    double *lo = calloc((size_t)n, sizeof *lo), *hi = calloc((size_t)n, sizeof *hi), *x = calloc((size_t)n, sizeof *x), *price = calloc((size_t)nrow, sizeof *price);
    for (int j = 0; j < nd; j++) b[j] = t->s.b[j].lane[l];
    for (int i = 0; i < nx; i++) {
        for (int e = t->s.col_start[i]; e < t->s.col_start[i + 1]; e++) A[t->s.row_index[e]*n + i] = t->s.a[e].lane[l];
        A[(nd + i)*n + i] = 1, A[(nd + i)*n + nx + i] = 1, A[(nd + i)*n + 2*nx] = -1, b[nd + i] = t->s.lo[i].lane[l];
        lo[i] = t->s.lo[i].lane[l], hi[i] = t->s.hi[i].lane[l], hi[nx + i] = IL_INF;
    }
    hi[2*nx] = 2, c[2*nx] = -1;
    ili_simplex *w = ili_simplex_create(nrow, n);
    ili_simplex_problem p = {.nrow = nrow, .nx = n, .A = A, .b = b, .c = c, .lo = lo, .hi = hi};
    ili_simplex_answer answer = {.x = x, .price = price};
    assert_int_equal(ili_simplex_maximise(w, &p, &answer), ILI_SIMPLEX_SOLVED);
    double u = x[2*nx];
    ili_simplex_free(w);
    free(A), free(b), free(c), free(lo), free(hi), free(x), free(price);
    return u;
}

static void min_max_agrees_with_a_linear_program(void **state) {
    uint64_t seed = 5;
    (void)state;
    for (int round = 0; round < 10; round++) {
        trial t = {0};
        make_trial(&t, 2 + round%4, 10 + round, false, &seed);
        trial_begin(&t, IL_INF);
        trial_solve(&t);
        for (int l = 0; l < IL_LANES; l++) {
            double u = least_bound(&t, l), squares = 0;
            assert_int_equal(t.info.status[l], IL_BOXQP_SOLVED);
            for (int i = 0; i < t.s.p.nx; i++) {
                double above = t.a.act[i].lane[l] - t.s.lo[i].lane[l];
                assert_true(above >= 0 && above <= t.info.most[l]*(1 + 1e-9) + 1e-12 && t.a.act[i].lane[l] <= t.s.hi[i].lane[l]);
                squares += 0.5*t.s.h[i].lane[l];
            }
            // the little weight of the squares can buy no more than they are worth
            double weight = 0;
            for (int i = 0; i < t.s.p.nx; i++) weight += t.s.h[i].lane[l];
            assert_true(t.info.most[l] >= u*(1 - 1e-9) && t.info.most[l] <= u + 1e-3*squares/weight + 2e-6);
            assert_true(t.info.residual[l] <= 1e-9);
        }
        trial_end(&t);
    }
}

// a higher power spares the hardest working muscle, and none is cheaper by a measure that is not its own
static void each_power_is_cheapest_by_its_own_measure(void **state) {
    enum { POWERS = 5 };
    static const double powers[POWERS] = {2, 3, 5, 10, IL_INF};
    uint64_t seed = 3;
    (void)state;
    for (int round = 0; round < 8; round++) {
        trial  t = {0};
        double cost[POWERS][POWERS], most[POWERS];
        make_trial(&t, 5, 30, false, &seed);
        for (int k = 0; k < POWERS; k++) {
            if (k == 0) trial_begin(&t, powers[k]);
            t.p.power = powers[k];
            trial_solve(&t);
            most[k] = t.info.most[0];
            for (int l = 0; l < IL_LANES; l++) assert_int_equal(t.info.status[l], IL_BOXQP_SOLVED);
            for (int m = 0; m < POWERS - 1; m++) {
                cost[k][m] = 0;
                for (int i = 0; i < 30; i++) cost[k][m] += t.s.h[i].lane[0]*pow(t.a.act[i].lane[0], powers[m]);
            }
        }
        for (int m = 0; m < POWERS - 1; m++)
            for (int k = 0; k < POWERS; k++) assert_true(cost[m][m] <= cost[k][m]*(1 + 1e-8));
        for (int k = 0; k < POWERS; k++) assert_true(most[POWERS - 1] <= most[k] + 1e-5);
        trial_end(&t);
    }
}

// one muscle can do 30 of the 64 asked for: 34 are missing, at every power; a row that can be met is met
static void what_is_missing_is_told(void **state) {
    static const double powers[] = {2, 3, 10, IL_INF};
    (void)state;
    for (size_t k = 0; k < sizeof powers/sizeof *powers; k++) {
        trial t = {0};
        scene_place(&t.s, 2, 3, 3);
        t.s.col_start[1] = 1, t.s.col_start[2] = 2, t.s.col_start[3] = 3, t.s.row_index[1] = 1, t.s.row_index[2] = 1;
        for (int l = 0; l < IL_LANES; l++) {
            t.s.a[0].lane[l] = 30, t.s.a[1].lane[l] = 20, t.s.a[2].lane[l] = -10;
            t.s.b[0].lane[l] = l == 3 ? 12 : 64, t.s.b[1].lane[l] = 5;
            for (int i = 0; i < 3; i++) t.s.h[i].lane[l] = t.s.hi[i].lane[l] = 1;
        }
        trial_begin(&t, powers[k]);
        trial_solve(&t);
        for (int l = 0; l < IL_LANES; l++) {
            assert_int_equal(t.info.status[l], l == 3 ? IL_BOXQP_SOLVED : IL_BOXQP_INFEASIBLE);
            if (l != 3) assert_int_equal(t.info.worst_row[l], 0);
            assert_true(fabs(t.missing[0].lane[l] - (l == 3 ? 0 : 34)) < 1e-6);
            assert_true(fabs(t.missing[1].lane[l]) < 1e-4);
        }
        trial_end(&t);
    }
}

// ---- lanes ----

static void a_lane_is_the_same_alone_and_at_every_instruction_set(void **state) {
    static const double powers[] = {2, 3, 4.5, 10, IL_INF};
    uint64_t seed = 21;
    (void)state;
    for (size_t k = 0; k < sizeof powers/sizeof *powers; k++) {
        trial t = {0};
        make_trial(&t, 6, 40, k%2 == 0, &seed);
        for (int j = 0; j < 6; j++) t.s.b[j].lane[5] *= 40; // cannot be met where there are no reserves
        trial_begin(&t, powers[k]);
        if (k%2 == 0) t.p.reserve = t.s.eps;
        t.s.a[0].lane[6] = IL_NAN; // stays in its lane
        trial_solve(&t);
        assert_int_equal(t.info.status[6], IL_BOXQP_BAD_NUMBER);
        il_pack *x = packs(40), *again = packs(40), *y = packs(6);
        memcpy(x, t.a.act, 40*sizeof *x);
        il_recruit_info first = t.info;
        t.a.act = again, t.a.price = y;
        for (int isa = IL_ISA_PLAIN; isa < IL_NISA; isa++) {
            il_recruit_settings set = il_default_recruit_settings();
            set.isa = (il_isa)isa;
            if (!il_isa_supported(set.isa)) continue;
            for (int live = 1; live <= IL_LANES; live += 7) {
                t.p.nlive = live;
                assert_int_equal(il_recruit_solve(&t.p, &set, t.w, &t.a, &t.info, NULL), IL_OK);
                for (int l = 0; l < live; l++) {
                    assert_int_equal(t.info.status[l], first.status[l]);
                    assert_int_equal(t.info.iterations[l], first.iterations[l]);
                    for (int i = 0; i < 40 && l != 6; i++) assert_memory_equal(&again[i].lane[l], &x[i].lane[l], sizeof(double));
                }
            }
        }
        t.a.act = t.s.s.x, t.a.price = t.s.s.y;
        free(x), free(again), free(y);
        trial_end(&t);
    }
}

static void a_warm_start_leads_to_the_same_answer(void **state) {
    static const double powers[] = {2, 3, IL_INF};
    uint64_t seed = 31;
    (void)state;
    for (size_t k = 0; k < 3; k++) {
        trial t = {0};
        il_recruit_settings set = il_default_recruit_settings();
        make_trial(&t, 6, 40, false, &seed);
        trial_begin(&t, powers[k]);
        trial_solve(&t);
        il_pack *x = packs(40);
        memcpy(x, t.a.act, 40*sizeof *x);
        set.warm = true;
        long before = alloc_count();
        assert_int_equal(il_recruit_solve(&t.p, &set, t.w, &t.a, &t.info, NULL), IL_OK);
        assert_int_equal(alloc_count(), before);
        for (int i = 0; i < 40; i++)
            for (int l = 0; l < IL_LANES; l++) assert_true(fabs(x[i].lane[l] - t.a.act[i].lane[l]) < 2e-5);
        free(x);
        trial_end(&t);
    }
}

// ---- what is refused, and limits ----

static void limits_are_kept(void **state) {
    uint64_t seed = 41;
    il_error err = {0};
    trial    t = {0};
    (void)state;
    make_trial(&t, 6, 40, false, &seed);
    trial_begin(&t, 1.5);
    assert_int_equal(il_recruit_solve(&t.p, NULL, t.w, &t.a, &t.info, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "power"));
    t.p.power = 11;
    assert_int_equal(il_recruit_solve(&t.p, NULL, t.w, &t.a, &t.info, &err), IL_BAD_VALUE);
    il_recruit_settings set = il_default_recruit_settings();
    set.max_iterations = 3;
    t.p.power = 3;
    assert_int_equal(il_recruit_solve(&t.p, &set, t.w, &t.a, &t.info, &err), IL_OK);
    assert_int_equal(t.info.status[0], IL_BOXQP_ITERATION_LIMIT);
    assert_true(t.info.iterations[0] <= 2*3);
    assert_true(il_recruit_size(&t.p) > 0);
    // all memory comes from one block, and its failure is told
    alloc_fail_at(1);
    il_recruit *none = NULL;
    assert_int_equal(il_recruit_create(&t.p, &none, &err), IL_NO_MEMORY);
    alloc_fail_at(0);
    assert_null(none);
    trial_end(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_joint_has_a_closed_form), cmocka_unit_test(powers_agree_with_prices_by_bisection),
                                       cmocka_unit_test(min_max_agrees_with_a_linear_program), cmocka_unit_test(each_power_is_cheapest_by_its_own_measure),
                                       cmocka_unit_test(what_is_missing_is_told), cmocka_unit_test(a_lane_is_the_same_alone_and_at_every_instruction_set),
                                       cmocka_unit_test(a_warm_start_leads_to_the_same_answer), cmocka_unit_test(limits_are_kept)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_qp.c - the box QP against oracles: all active sets tried out, alternating directions, and the certificate of optimality
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "alloc_count.h"
#include "qp_scenes.h"

enum { TINY = 5, ROWS_MAX = 12 };

// ---- small dense solve in long double, for the oracles ----

static int gauss(int n, long double *a, long double *b) {
    for (int k = 0; k < n; k++) {
        int best = k;
        for (int i = k + 1; i < n; i++)
            if (fabsl(a[i*n + k]) > fabsl(a[best*n + k])) best = i;
        if (fabsl(a[best*n + k]) < 1e-12L) return 0;
        for (int j = 0; j < n; j++) { long double t = a[k*n + j]; a[k*n + j] = a[best*n + j], a[best*n + j] = t; }
        long double t = b[k];
        b[k] = b[best], b[best] = t;
        for (int i = 0; i < n; i++) {
            if (i == k) continue;
            long double f = a[i*n + k]/a[k*n + k];
            for (int j = k; j < n; j++) a[i*n + j] -= f*a[k*n + j];
            b[i] -= f*b[k];
        }
    }
    for (int k = 0; k < n; k++) b[k] /= a[k*n + k];
    return 1;
}

static long double entry(const scene *s, int j, int i, int l) {
    int e = scene_entry(s, j, i);
    return e < 0 ? 0 : (long double)s->a[e].lane[l];
}

// given who is at which bound (0 lower, 1 upper, 2 free): x, or 0 when that is not the optimum
static int try_set(const scene *s, int l, const int *side, long double *x) {
    int nd = s->p.nd;
    long double m[ROWS_MAX*ROWS_MAX], y[ROWS_MAX];
    for (int j = 0; j < nd; j++) {
        y[j] = (long double)s->b[j].lane[l];
        for (int k = 0; k < nd; k++) m[j*nd + k] = compliance(s, j, k, l);
    }
    for (int i = 0; i < s->p.nx; i++) {
        long double h = (long double)s->h[i].lane[l];
        x[i] = (long double)(side[i] == 0 ? s->lo[i].lane[l] : side[i] == 1 ? s->hi[i].lane[l] : s->c[i].lane[l]);
        for (int j = 0; j < nd; j++) {
            y[j] -= entry(s, j, i, l)*x[i];
            for (int k = 0; side[i] == 2 && k < nd; k++) m[j*nd + k] += entry(s, j, i, l)*entry(s, k, i, l)/h;
        }
    }
    if (!gauss(nd, m, y)) return 0;
    for (int i = 0; i < s->p.nx; i++) {
        long double pull = 0, h = (long double)s->h[i].lane[l], lo = (long double)s->lo[i].lane[l], hi = (long double)s->hi[i].lane[l];
        for (int j = 0; j < nd; j++) pull += entry(s, j, i, l)*y[j];
        long double wish = (long double)s->c[i].lane[l] + pull/h;
        if (side[i] == 2) x[i] = wish;
        if ((side[i] == 0 && wish > lo + 1e-12L) || (side[i] == 1 && wish < hi - 1e-12L) || (side[i] == 2 && (wish < lo || wish > hi))) return 0;
    }
    return 1;
}

// tiny problems: of the 3^nx ways to stand at bounds, the one that fulfils all conditions
static void every_active_set_tried_gives_the_same(void **state) {
    uint64_t seed = 11;
    int found = 0;
    (void)state;
    for (int round = 0; round < 60; round++) {
        scene s;
        enum family family = (enum family)(round%3 == 0 ? PLAIN : round%3 == 1 ? SATURATED : HARD_ROWS);
        scene_make(&s, family, 1 + whole(&seed, 3), 1 + whole(&seed, TINY), 0.7, &seed);
        assert_int_equal(scene_solve(&s, NULL), IL_OK);
        for (int l = 0; l < IL_LANES; l++) {
            int count = 1, hit = 0;
            for (int i = 0; i < s.p.nx; i++) count *= 3;
            for (int code = 0; code < count && !hit; code++) {
                int side[TINY], rest = code;
                long double x[TINY];
                for (int i = 0; i < s.p.nx; i++, rest /= 3) side[i] = rest%3;
                hit = try_set(&s, l, side, x);
                for (int i = 0; hit && i < s.p.nx; i++) assert_true(fabsl(x[i] - (long double)s.s.x[i].lane[l]) < 1e-9L);
            }
            found += hit;
            assert_int_equal(s.info.status[l], IL_BOXQP_SOLVED);
        }
        scene_free(&s);
    }
    assert_true(found > 300); // the rest have a singular matrix at the optimum
}

// ADMM: x by the equality-constrained problem, z by clipping; no dual Newton, no active set
static void admm(const scene *s, int l, double *z) {
    int nd = s->p.nd, nx = s->p.nx;
    long double rho = 1, inverse[ROWS_MAX*ROWS_MAX];
    double u[64] = {0}, x[64];
    for (int k = 0; k < nd; k++) { // columns of the inverse of A (h + rho)^-1 A' + M
        long double m[ROWS_MAX*ROWS_MAX], unit[ROWS_MAX] = {0};
        unit[k] = 1;
        for (int j = 0; j < nd; j++)
            for (int n = 0; n < nd; n++) {
                m[j*nd + n] = compliance(s, j, n, l);
                for (int i = 0; i < nx; i++) m[j*nd + n] += entry(s, j, i, l)*entry(s, n, i, l)/((long double)s->h[i].lane[l] + rho);
            }
        assert_true(gauss(nd, m, unit));
        for (int j = 0; j < nd; j++) inverse[j*nd + k] = unit[j];
    }
    for (int i = 0; i < nx; i++) z[i] = fmin(fmax(s->c[i].lane[l], s->lo[i].lane[l]), s->hi[i].lane[l]);
    double change = 1;
    for (int step = 0; step < 200000 && change > 1e-13; step++) {
        double left[ROWS_MAX], y[ROWS_MAX];
        change = 0;
        for (int j = 0; j < nd; j++) left[j] = s->b[j].lane[l];
        for (int i = 0; i < nx; i++) {
            x[i] = (s->h[i].lane[l]*s->c[i].lane[l] + (double)rho*(z[i] - u[i]))/(s->h[i].lane[l] + (double)rho);
            for (int e = s->col_start[i]; e < s->col_start[i + 1]; e++) left[s->row_index[e]] -= s->a[e].lane[l]*x[i];
        }
        for (int j = 0; j < nd; j++) {
            y[j] = 0;
            for (int k = 0; k < nd; k++) y[j] += (double)inverse[j*nd + k]*left[k];
        }
        for (int i = 0; i < nx; i++) {
            for (int e = s->col_start[i]; e < s->col_start[i + 1]; e++) x[i] += s->a[e].lane[l]*y[s->row_index[e]]/(s->h[i].lane[l] + (double)rho);
            double next = fmin(fmax(x[i] + u[i], s->lo[i].lane[l]), s->hi[i].lane[l]);
            change = fmax(change, fmax(fabs(next - z[i]), fabs(x[i] - next)));
            z[i] = next, u[i] += x[i] - z[i];
        }
    }
}

static void alternating_directions_give_the_same(void **state) {
    static const enum family families[] = {PLAIN, MIXED, COMPLIANT};
    uint64_t seed = 5;
    (void)state;
    for (int round = 0; round < 6; round++) {
        scene s;
        double z[64];
        scene_make(&s, families[round%3], 2 + whole(&seed, ROWS_MAX - 2), 20 + whole(&seed, 30), 0.4, &seed);
        assert_int_equal(scene_solve(&s, NULL), IL_OK);
        for (int l = 0; l < 3; l++) {
            admm(&s, l, z);
            for (int i = 0; i < s.p.nx; i++) assert_true(fabs(z[i] - s.s.x[i].lane[l]) < 1e-9);
        }
        scene_free(&s);
    }
}

// ---- every family: solved with a certificate, or infeasible where it was made so ----

static void check_lane(const scene *s, enum family family, int l) {
    const char *fault = scene_fault(s, family, l);
    if (fault) fail_msg("lane %d: %s (%s, residual %g)", l, fault, il_boxqp_status_text(s->info.status[l]), s->info.residual[l]);
}

static void families_are_solved_or_infeasible(void **state) {
    uint64_t seed = 3;
    (void)state;
    for (int f = 0; f < NFAMILIES; f++)
        for (int round = 0; round < 40; round++) {
            scene s;
            int big = round%4 == 0, nd = 1 + whole(&seed, big ? 25 : 10), nx = 1 + whole(&seed, big ? 80 : 30);
            scene_make(&s, (enum family)f, nd, nx, uniform(&seed, 0.1, 0.9), &seed);
            assert_int_equal(scene_solve(&s, NULL), IL_OK);
            for (int l = 0; l < IL_LANES; l++) check_lane(&s, (enum family)f, l);
            scene_free(&s);
        }
}

// two rows with columns of their own: the one that cannot be met is named, the other is met, and the miss is what is missing
static void the_row_that_fails_is_named(void **state) {
    scene s;
    (void)state;
    scene_place(&s, 3, 6, 6);
    for (int i = 0; i < 6; i++) {
        s.col_start[i + 1] = i + 1, s.row_index[i] = i/2;
        for (int l = 0; l < IL_LANES; l++) s.a[i].lane[l] = 10 + i, s.h[i].lane[l] = s.hi[i].lane[l] = 1;
    }
    for (int l = 0; l < IL_LANES; l++) {
        for (int j = 0; j < 3; j++) s.b[j].lane[l] = 5;
        s.b[l%3].lane[l] = 100;
    }
    assert_int_equal(scene_solve(&s, NULL), IL_OK);
    for (int l = 0; l < IL_LANES; l++) {
        int j = l%3;
        double reach = 21 + 4*j, left = 100 - s.a[2*j].lane[l]*s.s.x[2*j].lane[l] - s.a[2*j + 1].lane[l]*s.s.x[2*j + 1].lane[l];
        assert_int_equal(s.info.status[l], IL_BOXQP_INFEASIBLE);
        assert_int_equal(s.info.worst_row[l], j);
        assert_true(fabs(left - (100 - reach)) < 1e-9);
        assert_true(s.s.side[2*j].lane[l] == 1 && s.s.side[2*j + 1].lane[l] == 1 && s.s.side[(2*j + 2)%6].lane[l] == 0);
    }
    scene_free(&s);
}

// a dense W = B B' is the same as free columns B of weight 1 around 0
static void compliance_is_the_same_as_free_columns(void **state) {
    uint64_t seed = 8;
    (void)state;
    for (int round = 0; round < 10; round++) {
        scene s, t;
        int nd = 2 + whole(&seed, 9), nx = 5 + whole(&seed, 20), extra = 1 + whole(&seed, nd);
        scene_make(&s, PLAIN, nd, nx, 0.5, &seed);
        scene_place(&t, nd, nx + extra, s.col_start[nx] + extra*nd);
        memcpy(t.col_start, s.col_start, (size_t)(nx + 1)*sizeof(int)), memcpy(t.row_index, s.row_index, (size_t)s.col_start[nx]*sizeof(int));
        for (int k = 0; k < extra; k++) {
            t.col_start[nx + k + 1] = t.col_start[nx + k] + nd;
            for (int j = 0; j < nd; j++) t.row_index[t.col_start[nx + k] + j] = j;
        }
        for (int l = 0; l < IL_LANES; l++) {
            double root[ROWS_MAX*ROWS_MAX];
            scene_compliance(&s, extra, root, l, &seed);
            for (int k = 0; k < extra; k++) {
                t.h[nx + k].lane[l] = 1, t.lo[nx + k].lane[l] = -IL_INF, t.hi[nx + k].lane[l] = IL_INF;
                for (int j = 0; j < nd; j++) t.a[t.col_start[nx + k] + j].lane[l] = root[j*extra + k];
            }
            for (int e = 0; e < s.col_start[nx]; e++) t.a[e].lane[l] = s.a[e].lane[l];
            for (int j = 0; j < nd; j++) t.b[j].lane[l] = s.b[j].lane[l], t.eps[j].lane[l] = s.eps[j].lane[l];
            for (int i = 0; i < nx; i++) t.h[i] = s.h[i], t.c[i] = s.c[i], t.lo[i] = s.lo[i], t.hi[i] = s.hi[i];
        }
        assert_int_equal(scene_solve(&s, NULL), IL_OK);
        assert_int_equal(scene_solve(&t, NULL), IL_OK);
        for (int l = 0; l < IL_LANES; l++)
            for (int i = 0; i < nx; i++) assert_true(fabs(s.s.x[i].lane[l] - t.s.x[i].lane[l]) < 1e-9);
        scene_free(&s), scene_free(&t);
    }
}

// from its own answer a problem is solved in one step; from a neighbour's in few; from rubbish as from nothing
static void warm_starts(void **state) {
    uint64_t seed = 21;
    scene s;
    il_boxqp_settings set = il_default_boxqp_settings();
    int cold = 0, warm = 0;
    (void)state;
    scene_make(&s, PLAIN, 10, 60, 0.3, &seed);
    assert_int_equal(scene_solve(&s, &set), IL_OK);
    for (int l = 0; l < IL_LANES; l++) cold += s.info.iterations[l];
    set.warm = true;
    assert_int_equal(scene_solve(&s, &set), IL_OK);
    for (int l = 0; l < IL_LANES; l++) assert_int_equal(s.info.iterations[l], 1);
    for (int j = 0; j < 10; j++)
        for (int l = 0; l < IL_LANES; l++) s.b[j].lane[l] *= 1.02;
    assert_int_equal(scene_solve(&s, &set), IL_OK);
    for (int l = 0; l < IL_LANES; l++) warm += s.info.iterations[l], check_lane(&s, PLAIN, l);
    assert_true(warm < cold);
    for (int j = 0; j < 10; j++)
        for (int l = 0; l < IL_LANES; l++) s.s.y[j].lane[l] = l == 0 ? IL_NAN : l == 1 ? IL_INF : 1e6*l;
    assert_int_equal(scene_solve(&s, &set), IL_OK);
    for (int l = 0; l < IL_LANES; l++) check_lane(&s, PLAIN, l);
    scene_free(&s);
}

// ---- what is refused ----

static void impossible_numbers_are_refused_lane_by_lane(void **state) {
    uint64_t seed = 2;
    scene s;
    (void)state;
    for (int what = 0; what < 11; what++) {
        scene_make(&s, PLAIN, 4, 9, 0.6, &seed);
        const struct { double *place, value; } bad[] = {
            {&s.a[3].lane[2], IL_NAN},   {&s.b[1].lane[2], IL_INF},   {&s.h[4].lane[2], IL_NAN}, {&s.h[4].lane[2], 0},
            {&s.h[4].lane[2], -0.5},     {&s.c[8].lane[2], -IL_INF},  {&s.lo[0].lane[2], IL_NAN}, {&s.lo[0].lane[2], 2},
            {&s.lo[0].lane[2], IL_INF},  {&s.eps[2].lane[2], IL_NAN}, {&s.eps[2].lane[2], -1},
        };
        *bad[what].place = bad[what].value;
        assert_int_equal(scene_solve(&s, NULL), IL_OK);
        for (int l = 0; l < IL_LANES; l++) {
            if (l != 2) check_lane(&s, PLAIN, l);
            else assert_int_equal(s.info.status[l], IL_BOXQP_BAD_NUMBER);
        }
        assert_true(isnan(s.s.x[0].lane[2]) && isnan(s.s.y[0].lane[2]) && s.info.worst_row[2] == -1);
        scene_free(&s);
    }
}

static void bad_patterns_are_named(void **state) {
    int start[] = {0, 2, 3}, rows[] = {0, 1, 1};
    il_boxqp_problem p = {.nd = 2, .nx = 2, .nlive = 1, .col_start = start, .row_index = rows};
    il_boxqp_workspace *w = NULL;
    il_error err = {0};
    (void)state;
    assert_int_equal(il_boxqp_check(&p, &err), IL_OK);
    rows[1] = 0;
    assert_int_equal(il_boxqp_check(&p, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "row_index[1], in column 0"));
    rows[1] = 2;
    assert_int_equal(il_boxqp_workspace_create(&p, &w, &err), IL_BAD_VALUE);
    assert_null(w);
    assert_int_equal(il_boxqp_workspace_size(&p), 0);
    rows[1] = 1, start[1] = 4;
    assert_int_equal(il_boxqp_check(&p, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "column 0"));
    start[1] = 2, start[0] = 1;
    assert_int_equal(il_boxqp_check(&p, &err), IL_BAD_VALUE);
    p.nd = -1;
    assert_int_equal(il_boxqp_check(&p, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "-1 rows"));
}

#ifdef NDEBUG
static void broken_calls_are_bugs(void **state) {
    uint64_t seed = 2;
    scene s;
    il_boxqp_settings set = il_default_boxqp_settings(), zero = {0};
    (void)state;
    scene_make(&s, PLAIN, 3, 5, 0.6, &seed);
    assert_int_equal(scene_solve(&s, &set), IL_OK);
    assert_int_equal(scene_solve(&s, &zero), IL_BUG);
    il_boxqp_problem p = s.p;
    p.nx = 4;
    assert_int_equal(il_boxqp_solve(&p, &set, s.work, &s.s, &s.info), IL_BUG);
    p = s.p, p.nlive = 9;
    assert_int_equal(il_boxqp_solve(&p, &set, s.work, &s.s, &s.info), IL_BUG);
    p = s.p, p.b = NULL;
    assert_int_equal(il_boxqp_solve(&p, &set, s.work, &s.s, &s.info), IL_BUG);
    p = s.p, p.w = s.w;
    assert_int_equal(il_boxqp_solve(&p, &set, s.work, &s.s, &s.info), IL_BUG);
    scene_free(&s);
}
#endif

// no rows, no columns, nothing at all
static void empty_problems_are_solved(void **state) {
    il_boxqp_info info;
    il_boxqp_workspace *w = NULL;
    il_pack h[1], lo[1], hi[1], x[1], b[1], y[1];
    int start[] = {0, 0};
    il_boxqp_problem p = {0};
    il_boxqp_solution s = {.x = x, .y = y};
    (void)state;
    assert_int_equal(il_boxqp_workspace_create(&p, &w, NULL), IL_OK);
    assert_int_equal(il_boxqp_solve(&p, NULL, w, &s, &info), IL_OK);
    assert_int_equal(info.status[0], IL_BOXQP_UNUSED);
    p.nlive = 8;
    assert_int_equal(il_boxqp_solve(&p, NULL, w, &s, &info), IL_OK);
    assert_int_equal(info.status[7], IL_BOXQP_SOLVED);
    il_boxqp_workspace_free(w);
    for (int l = 0; l < IL_LANES; l++) h[0].lane[l] = 1, lo[0].lane[l] = 2, hi[0].lane[l] = 3, b[0].lane[l] = 0;
    p = (il_boxqp_problem){.nd = 1, .nx = 1, .nlive = 8, .col_start = start, .b = b, .h = h, .lo = lo, .hi = hi}; // no entries
    assert_int_equal(il_boxqp_workspace_create(&p, &w, NULL), IL_OK);
    assert_int_equal(il_boxqp_solve(&p, NULL, w, &s, &info), IL_OK);
    assert_int_equal(info.status[3], IL_BOXQP_SOLVED);
    assert_true(x[0].lane[3] == 2);
    il_boxqp_workspace_free(w);
    il_boxqp_workspace_free(NULL);
}

static void running_out_is_told(void **state) {
    uint64_t seed = 4;
    scene s;
    il_boxqp_settings set = il_default_boxqp_settings();
    (void)state;
    scene_make(&s, SATURATED, 10, 60, 0.5, &seed);
    set.max_iterations = 1;
    assert_int_equal(scene_solve(&s, &set), IL_OK);
    for (int l = 0; l < IL_LANES; l++) {
        assert_int_equal(s.info.status[l], IL_BOXQP_ITERATION_LIMIT);
        assert_int_equal(s.info.iterations[l], 1);
        assert_true(s.info.residual[l] > 1e-9 && s.info.worst_row[l] >= 0);
    }
    scene_free(&s);
    for (int i = 0; i < IL_NBOXQP_STATUS; i++) assert_true(strlen(il_boxqp_status_text((il_boxqp_status)i)) > 5);
    assert_string_equal(il_boxqp_status_text(IL_NBOXQP_STATUS), "");
}

static void memory_is_asked_for_once_and_may_fail(void **state) {
    uint64_t seed = 4;
    scene s;
    il_error err = {0};
    (void)state;
    scene_make(&s, PLAIN, 6, 20, 0.5, &seed);
    alloc_fail_at(1);
    assert_int_equal(il_boxqp_workspace_create(&s.p, &s.work, &err), IL_NO_MEMORY);
    assert_true(alloc_failed());
    alloc_fail_at(0);
    assert_null(s.work);
    // in the caller's block, at an odd address
    size_t size = il_boxqp_workspace_size(&s.p);
    char *block = malloc(size + 3);
    assert_non_null(block);
    assert_null(il_boxqp_workspace_place(&s.p, block + 3, size - 1));
    s.work = il_boxqp_workspace_place(&s.p, block + 3, size);
    assert_non_null(s.work);
    long before = alloc_count();
    assert_int_equal(il_boxqp_solve(&s.p, NULL, s.work, &s.s, &s.info), IL_OK);
    assert_int_equal(alloc_count(), before);
    for (int l = 0; l < IL_LANES; l++) check_lane(&s, PLAIN, l);
    scene_free(&s);
    free(block);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_active_set_tried_gives_the_same),
        cmocka_unit_test(alternating_directions_give_the_same),
        cmocka_unit_test(families_are_solved_or_infeasible),
        cmocka_unit_test(the_row_that_fails_is_named),
        cmocka_unit_test(compliance_is_the_same_as_free_columns),
        cmocka_unit_test(warm_starts),
        cmocka_unit_test(impossible_numbers_are_refused_lane_by_lane),
        cmocka_unit_test(bad_patterns_are_named),
#ifdef NDEBUG
        cmocka_unit_test(broken_calls_are_bugs),
#endif
        cmocka_unit_test(empty_problems_are_solved),
        cmocka_unit_test(running_out_is_told),
        cmocka_unit_test(memory_is_asked_for_once_and_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

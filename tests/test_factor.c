// test_factor.c - what results are varied over: every factor moves something, the usual lies between the ends, and ranges are sums of squares
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "body_fixture.h"
#include "ilium/factor.h"

typedef struct varied {
    il_params *p;
    double    *habit;
    il_subject who;
} varied;

static varied start(const fixture *f) {
    varied   v = {.habit = calloc((size_t)f->m->nq, sizeof *v.habit)};
    il_error err = {0};
    assert_int_equal(il_params_create(f->m, false, &v.p, &err), IL_OK);
    v.who = il_subject_usual(f->body, v.p, v.habit);
    return v;
}

static void finish(varied *v) {
    il_params_free(v->p);
    free(v->habit);
}

// how many numbers two subjects differ in: body, habit, effort
static int differences(const il_model *m, const varied *a, const varied *b) {
#define X(name)         \
    int name = m->name; \
    (void)name;
    IL_MODEL_SIZES(X)
#undef X
    int n = (a->who.effort != b->who.effort) + (a->who.power != b->who.power) + (a->who.tolerance != b->who.tolerance);
    for (int j = 0; j < m->nq; j++) n += a->habit[j] != b->habit[j];
#define X(name, count, unit) \
    for (int i = 0; i < (int)(count); i++) n += a->p->name[i] != b->p->name[i];
    IL_PARAM_FIELDS(X)
#undef X
    return n;
}

// both ends of every factor change the body or the subject, or say that they spread only a reading
static void every_factor_moves_something(void **state) {
    (void)state;
    fixture     f = body_open();
    il_factors *factors = NULL;
    il_error    err = {0};
    assert_int_equal(il_factors_create(f.body, &factors, &err), IL_OK);
    assert_int_not_equal(il_factors_find(factors, "effort"), IL_NONE);
    assert_int_equal(il_factors_find(factors, "no such factor"), IL_NONE);
    int seen[IL_NFACTOR] = {0};
    for (int i = 0; i < il_factors_count(factors); i++) {
        const il_factor *factor = il_factors_get(factors, i);
        seen[factor->kind]++;
        assert_true(factor->source && *factor->source && *factor->status);
        for (int end = 0; end < 2; end++) {
            varied usual = start(&f), v = start(&f);
            assert_int_equal(il_factor_apply(factors, i, end == 1, v.p, v.habit, &v.who, &err), IL_OK);
            int  n = differences(f.m, &usual, &v);
            bool at_the_usual = factor->kind == IL_FACTOR_CHOICE && factor->end[end] == il_body_usual(f.tables, factor->id)->value;
            if (factor->reading || at_the_usual) assert_int_equal(n, 0);
            else if (n == 0) fail_msg("%s: the %s end changes nothing", factor->id, end ? "high" : "low");
            finish(&usual);
            finish(&v);
        }
    }
    for (int k = 0; k < IL_NFACTOR; k++) assert_true(seen[k] > 3);
    il_factors_free(factors);
    body_close(&f);
}

// one standard deviation up and then one down leads back
static void people_differ_alike_both_ways(void **state) {
    (void)state;
    fixture     f = body_open();
    il_factors *factors = NULL;
    il_error    err = {0};
    assert_int_equal(il_factors_create(f.body, &factors, &err), IL_OK);
    for (int i = 0; i < il_factors_count(factors); i++) {
        if (il_factors_get(factors, i)->kind != IL_FACTOR_PERSON || strcmp(il_factors_get(factors, i)->id, "tolerance") == 0) continue;
        varied usual = start(&f), v = start(&f);
        assert_int_equal(il_factor_apply(factors, i, true, v.p, v.habit, &v.who, &err), IL_OK);
        assert_int_equal(il_factor_apply(factors, i, false, v.p, v.habit, &v.who, &err), IL_OK);
        for (int k = 0; k < f.m->nmuscle; k++) {
            assert_true(fabs(v.p->muscle_f_max[k]/usual.p->muscle_f_max[k] - 1.0) < 1e-9);
            assert_float_equal(v.p->muscle_l_slack[k], usual.p->muscle_l_slack[k], 1e-12);
            assert_float_equal(v.p->muscle_strain_zero[k], usual.p->muscle_strain_zero[k], 1e-12);
        }
        for (int j = 0; j < f.m->nq; j++) assert_float_equal(v.habit[j], usual.habit[j], 1e-14);
        finish(&usual);
        finish(&v);
    }
    il_factors_free(factors);
    body_close(&f);
}

// in the mirror a factor does to one side what it did to the other: legs, muscles, and habits of the midline that turn
static void factors_in_the_mirror(void **state) {
    (void)state;
    fixture     f = body_open();
    il_factors *factors = NULL;
    il_error    err = {0};
    int         sided = 0, turned = 0;
    assert_int_equal(il_factors_create(f.body, &factors, &err), IL_OK);
    for (int i = 0; i < il_factors_count(factors); i++) {
        if (il_factors_get(factors, i)->kind != IL_FACTOR_PERSON) continue;
        varied v = start(&f), image = start(&f);
        assert_int_equal(il_factor_apply(factors, i, true, v.p, v.habit, &v.who, &err), IL_OK);
        assert_int_equal(il_factor_apply_mirrored(factors, i, true, image.p, image.habit, &image.who, &err), IL_OK);
        for (int k = 0; k < f.m->nmuscle; k++) {
            char other[128];
            snprintf(other, sizeof other, "%s", f.m->muscle_name[k]);
            size_t n = strlen(other);
            if (il_side_of(other) != IL_SIDE_NONE) other[n - 1] = other[n - 1] == 'r' ? 'l' : 'r';
            int at = il_muscle_find(f.m, other);
            assert_true(fabs(image.p->muscle_f_max[at]/v.p->muscle_f_max[k] - 1.0) < 1e-9);
            assert_float_equal(image.p->muscle_l_slack[at], v.p->muscle_l_slack[k], 1e-12);
            sided += v.p->muscle_l_slack[at] != v.p->muscle_l_slack[k];
        }
        int list = il_coordinate_find(f.m, "pelvis_list"), tilt = il_coordinate_find(f.m, "pelvis_tilt");
        assert_true(image.habit[list] == -v.habit[list] && image.habit[tilt] == v.habit[tilt] && image.who.tolerance == v.who.tolerance);
        turned += v.habit[list] != 0.0;
        finish(&v), finish(&image);
    }
    assert_true(sided > 0 && turned > 0);
    il_factors_free(factors);
    body_close(&f);
}

static void a_row_without_aim_is_named(void **state) {
    (void)state;
    fixture             f = body_open();
    il_body_tables      tables = *f.tables;
    il_uncertainty_row  row = {.id = "x", .kind = "parameter", .target = "ligament.no_such_group.stiffness", .low = 0.5, .high = 2.0, .source = "-", .status = "assumed", .line = 7};
    il_body             body = *f.body;
    il_factors         *factors = NULL;
    il_error            err = {0};
    tables.uncertainty = &row, tables.n_uncertainty = 1, body.tables = &tables;
    assert_int_equal(il_factors_create(&body, &factors, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "no_such_group"));
    row.kind = "nonsense";
    assert_int_equal(il_factors_create(&body, &factors, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "nonsense"));
    assert_int_equal(err.line, 7);
    body_close(&f);
}

static void ranges_add_as_squares(void **state) {
    (void)state;
    double range[2];
    // 3 down and 4 down make 5; 12 up and 5 up (the farther end) make 13; what was not found adds nothing
    il_factor_range(100.0, 4, (double[]){97.0, 112.0, 96.0, 100.0, 105.0, 103.0, IL_NAN, IL_NAN}, range);
    assert_float_equal(range[0], 95.0, 1e-12);
    assert_float_equal(range[1], 113.0, 1e-12);
    il_factor_range(7.0, 0, NULL, range);
    assert_true(range[0] == 7.0 && range[1] == 7.0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_factor_moves_something), cmocka_unit_test(people_differ_alike_both_ways), cmocka_unit_test(factors_in_the_mirror),
                                       cmocka_unit_test(a_row_without_aim_is_named), cmocka_unit_test(ranges_add_as_squares)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_curves.c - splines of degree five and the filter: what they must reproduce exactly, the filter's gain in closed form, ranges, refusals
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ilium/curves.h"

enum { ROWS = 400 };
static const double PI = 3.14159265358979323846;

// the natural spline of degree five has no third and fourth derivative at its ends: parabolas come through it as they are, at any steps
static void parabolas(void **state) {
    (void)state;
    double     time[9] = {0.0, 0.1, 0.15, 0.4, 0.41, 0.7, 1.0, 1.2, 1.25}, value[9*2];
    il_curves *c;
    il_error   err = {0};
    for (int n = 1; n <= 9; n++) {
        for (int i = 0; i < 9; i++) value[2*i] = 3.0 - time[i], value[2*i + 1] = 1.0 + 2.0*time[i] - 5.0*time[i]*time[i];
        assert_int_equal(il_curves_create(n, 2, time, value, -1.0, &c, &err), IL_OK);
        for (int i = 0; i < n; i++) {
            assert_true(fabs(c->value[2*i + 1] - value[2*i + 1]) < 1e-14);
            if (n > 1) assert_true(fabs(c->rate[2*i] + 1.0) < 1e-11 && fabs(c->accel[2*i]) < 1e-10);
            if (n > 2) assert_true(fabs(c->rate[2*i + 1] - (2.0 - 10.0*time[i])) < 1e-10 && fabs(c->accel[2*i + 1] + 10.0) < 1e-9);
        }
        il_curves_free(c);
    }
}

// away from the ends the error of the rate falls with the fifth power of the step, that of the acceleration with the fourth
static void sines(void **state) {
    (void)state;
    double worst[2][2] = {{0}};
    for (int fine = 0; fine < 2; fine++) {
        static double time[ROWS], value[ROWS];
        int           n = fine ? 161 : 81;
        il_curves    *c;
        il_error      err = {0};
        for (int i = 0; i < n; i++) time[i] = 4.0*i/(n - 1), value[i] = sin(5.0*time[i]);
        assert_int_equal(il_curves_create(n, 1, time, value, -1.0, &c, &err), IL_OK);
        for (int i = n/4; i < 3*n/4; i++) {
            worst[fine][0] = fmax(worst[fine][0], fabs(c->rate[i] - 5.0*cos(5.0*time[i])));
            worst[fine][1] = fmax(worst[fine][1], fabs(c->accel[i] + 25.0*sin(5.0*time[i])));
        }
        il_curves_free(c);
    }
    assert_true(worst[1][0] < 1e-5 && worst[1][1] < 1e-3);
    assert_true(worst[0][0] > 20.0*worst[1][0] && worst[0][1] > 10.0*worst[1][1]);
}

// forward and backward, a Butterworth filter of third order made with tan(pi f step): gain 1/(1 + (tan(pi f step)/tan(pi cutoff step))^6), no delay
static void gain(void **state) {
    (void)state;
    const double step = 0.01, cutoff = 6.0, frequency[] = {1.0, 4.0, 6.0, 9.0, 15.0};
    static double time[ROWS], value[ROWS];
    for (size_t k = 0; k < sizeof frequency/sizeof *frequency; k++) {
        double     ratio = tan(PI*frequency[k]*step)/tan(PI*cutoff*step), want = 1.0/(1.0 + pow(ratio, 6.0)), worst = 0.0;
        il_curves *c;
        il_error   err = {0};
        for (int i = 0; i < ROWS; i++) time[i] = step*i, value[i] = 2.0 + sin(2.0*PI*frequency[k]*time[i] + 0.3);
        assert_int_equal(il_curves_create(ROWS, 1, time, value, cutoff, &c, &err), IL_OK);
        for (int i = 0; i < c->nrow; i++)
            if (fabs(c->time[i] - 2.0) < 0.3) worst = fmax(worst, fabs(c->value[i] - 2.0 - want*sin(2.0*PI*frequency[k]*c->time[i] + 0.3)));
        if (!(worst < 1e-6)) fail_msg("%g Hz: %g off a gain of %g", frequency[k], worst, want);
        il_curves_free(c);
    }
}

static void ranges(void **state) {
    (void)state;
    double     time[4] = {0.0, 1.0, 2.0, 3.0}, value[4] = {0};
    il_curves *c;
    il_error   err = {0};
    int        first, count;
    static const struct { double from, to; int first, count; } want[] = {{1.0, 2.0, 1, 2}, {0.5, 2.5, 0, 3}, {-5, 9, 0, 4}, {2.9, 2.95, 2, 1}, {3.5, 4, 3, 1}};
    assert_int_equal(il_curves_create(4, 1, time, value, -1.0, &c, &err), IL_OK);
    for (size_t i = 0; i < sizeof want/sizeof *want; i++) {
        il_curves_range(c, want[i].from, want[i].to, &first, &count);
        assert_int_equal(first, want[i].first);
        assert_int_equal(count, want[i].count);
    }
    il_curves_free(c);
}

static void refused(void **state) {
    (void)state;
    double     time[3] = {0.0, 1.0, 1.0}, good[3] = {0.0, 1.0, 2.0}, value[3] = {0}, bad[3] = {0.0, IL_NAN, 0.0}, uneven[40], zero[40] = {0};
    il_curves *c;
    il_error   err = {0};
    assert_int_equal(il_curves_create(3, 1, time, value, -1.0, &c, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "time does not increase at row 3"));
    assert_int_equal(il_curves_create(3, 1, good, bad, -1.0, &c, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "no number at row 2"));
    for (int i = 0; i < 40; i++) uneven[i] = i;
    uneven[1] = 1e-4;
    assert_int_equal(il_curves_create(40, 1, uneven, zero, 0.1, &c, &err), IL_BAD_VALUE);
    assert_true(c == NULL && strstr(err.text, "smallest step") != NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(parabolas), cmocka_unit_test(sines), cmocka_unit_test(gain), cmocka_unit_test(ranges), cmocka_unit_test(refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

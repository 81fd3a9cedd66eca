// test_validation_scores.c - the scores by which the reasoning is judged, on answers whose scores are known; and the screen on people with nothing serious
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "alloc_count.h"
#include "validation/reasoning.h"

enum { N = 400 };

// patients of whom the first of four conditions is present in so many per cent, and answers that say p
static void make(int percent, double p, vp_patient *patient, vp_answer *answer) {
    memset(answer, 0, N*sizeof *answer);
    for (int i = 0; i < N; i++) {
        bool present = i%100 < percent;
        patient[i] = (vp_patient){.outside = -1, .ntruth = present, .truth = {0}};
        for (int c = 0; c < VP_CAUSES; c++) answer[i].present[c] = c == 0 ? (float)p : -1.0F;
        answer[i].first[0] = 0, answer[i].first[1] = answer[i].first[2] = -1;
        answer[i].log_truth = log(present ? p : 1.0 - p);
    }
}

static void calibration_is_the_distance_of_said_and_true(void **state) {
    (void)state;
    static vp_patient patient[N];
    static vp_answer  answer[N];
    vp_score s;
    make(30, 0.3, patient, answer);
    vp_score_of(N, patient, answer, &s);
    double honest = s.calibration;
    make(30, 0.9, patient, answer);
    vp_score_of(N, patient, answer, &s);
    assert_true(fabs(s.calibration - 0.6) < 0.25 && s.calibration > honest);
    assert_true(fabs(s.log_score - (0.3*log(0.9) + 0.7*log(0.1))) < 1e-9);
    assert_true(s.top_one == 1.0);
}

static void an_interval_holds_the_mean_and_shrinks(void **state) {
    (void)state;
    double x[1000];
    for (int i = 0; i < 1000; i++) x[i] = i%10;
    vp_difference few = vp_bootstrap(40, x, 1), many = vp_bootstrap(1000, x, 1), again = vp_bootstrap(1000, x, 1);
    assert_true(few.low < few.mean && few.mean < few.high);
    assert_true(fabs(many.mean - 4.5) < 1e-9 && many.high - many.low < few.high - few.low);
    // 1.96 SD of the mean of a uniform on 0 .. 9: 2.872/sqrt(1000)
    assert_true(fabs(many.high - many.low - 2*1.96*2.872/sqrt(1000)) < 0.05);
    assert_memory_equal(&many, &again, sizeof many);
}

static void a_ratio_is_of_sums(void **state) {
    (void)state;
    double over[] = {1, 0, 1, 0}, under[] = {1, 1, 1, 1};
    assert_true(fabs(vp_bootstrap_ratio(4, over, under, 1).mean - 0.5) < 1e-12);
}

// three facts: the tenths have as many each, hypotheses become probabilities, and a pair counts for both
static void hypotheses_become_an_answer(void **state) {
    (void)state;
    vp_posterior *q = calloc(1, sizeof *q);
    vp_patient    p = {.outside = -1, .ntruth = 2, .truth = {5, 7}};
    vp_answer     a;
    assert_non_null(q);
    q->n = 2, q->cause[0] = 5, q->cause[1] = 7;
    vp_normalise(q, (double[]){log(2.0), log(3.0)}, (double[]){log(4.0)}, 0.0, 0.0);
    vp_answer_from(&p, q, &a);
    assert_true(fabs((double)a.present[5] - 6.0/11) < 1e-6 && fabs((double)a.present[7] - 7.0/11) < 1e-6 && a.present[6] < 0.0F);
    assert_true(fabs(a.log_truth - log(4.0/11)) < 1e-12 && a.first[0] == 7 && a.first[1] == 5 && a.first[2] == -1);
    assert_true(vp_hit(&p, &a, 1));
    free(q);
}

// people without serious disease: the aim of 1 % and 10 % is missed with the rates that are known (docs/reasoning.md); these bounds hold the screen where it is. 18 % until 2026-11-22, when five
// rates of these people were found to be higher; the screen did not change then
static void false_alarms_stay_few(void **state) {
    (void)state;
    static vp_world  w;
    static vp_alarms a;
    il_error  err = {0};
    const int n = 20000;
    if (vp_open(&w, 1, &err) != IL_OK) fail_msg("%s", err.text);
    if (vp_alarms_of(&w, IL_SOURCE_DIR "/bench/validation/screen_rates.csv", n, 1, &a, &err) != IL_OK) fail_msg("%s", err.text);
    vp_close(&w);
    assert_int_equal(a.n, n);
    assert_int_equal(a.level[0] + a.level[1] + a.level[2] + a.level[3], n);
    double emergency = 100.0*a.level[IL_LEVEL_EMERGENCY]/n, urgent = 100.0*a.level[IL_LEVEL_URGENT]/n;
    if (emergency > 1.5 || urgent > 19.5) fail_msg("%.1f %% EMERGENCY, %.1f %% URGENT", emergency, urgent);
    for (int k = 0; k < VP_WORDS; k++) assert_true(a.urgent_by[k] > (k ? a.urgent_by[k - 1] : 0) && a.urgent_by[k] < a.level[IL_LEVEL_URGENT]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calibration_is_the_distance_of_said_and_true),
        cmocka_unit_test(an_interval_holds_the_mean_and_shrinks),
        cmocka_unit_test(a_ratio_is_of_sums),
        cmocka_unit_test(hypotheses_become_an_answer),
        cmocka_unit_test(false_alarms_stay_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

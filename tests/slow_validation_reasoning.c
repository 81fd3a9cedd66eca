// slow_validation_reasoning.c - a hundred simulated patients: the program's answers hold against brute force, chance, and patients exchanged
//
// Oracles: brute force over the model's own integrals; the answer without any finding; the truth of another patient in place of one's own; the shares
// that the generator promises. docs/reasoning.md has the figures of the long run, and which aims are missed; the bounds here are what it must not fall below.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "alloc_count.h"
#include "validation/reasoning.h"

enum { COUNT = 100, PEOPLE = 4 };
static vp_world w;
static vp_trial t;

static int run(void **state) {
    (void)state;
    vp_plan  plan = {.seed = 1, .count = COUNT, .people = PEOPLE, .nbrute = 4, .threads = 0};
    il_error err = {0};
    char     text[900];
    il_status s = vp_open(&w, plan.seed, &err);
    if (s == IL_OK) s = vp_trial_run(&w, &plan, &t, NULL, &err);
    if (s != IL_OK) printf("%s\n", il_error_format(&err, text, sizeof text));
    return s == IL_OK ? 0 : -1;
}

static int end(void **state) {
    (void)state;
    vp_trial_free(&t);
    vp_close(&w);
    return 0;
}

static void patients_are_as_promised(void **state) {
    (void)state;
    int outside = 0, solved = 0;
    assert_int_equal(t.n, COUNT);
    for (int i = 0; i < t.n; i++) {
        vp_patient again;
        vp_draw(&w, t.patient[i].number, &again);
        assert_int_equal(again.ntruth, t.patient[i].ntruth);
        assert_int_equal(again.outside, t.patient[i].outside);
        for (int k = 0; k < again.ntruth; k++) assert_true(again.truth[k] == t.patient[i].truth[k] && again.severity[k] == t.patient[i].severity[k]);
        assert_true(again.outside < 0 || again.ntruth == 0);
        outside += again.outside >= 0;
        for (int k = 0; k < w.study.nslot; k++) solved += !isnan(t.patient[i].with[k]);
    }
    assert_in_range(outside, COUNT/5, COUNT/2);
    assert_true(solved > 98*COUNT*w.study.nslot/100);
}

// with a condition the readings change, and without one they are those of the healthy body
static void only_conditions_change_readings(void **state) {
    (void)state;
    for (int i = 0; i < t.n; i++) {
        bool   mechanical = t.patient[i].outside >= 0;
        double most = 0.0;
        for (int k = 0; k < t.patient[i].ntruth; k++) mechanical |= w.k->condition[w.study.cause[t.patient[i].truth[k]].condition].simulated;
        for (int k = 0; k < w.study.nslot; k++) most = fmax(most, fabs(t.patient[i].with[k] - t.patient[i].healthy[k]));
        assert_true(mechanical ? most > 1e-6 : most == 0.0);
    }
}

static void three_tenths_of_the_mechanical_findings_are_missing(void **state) {
    (void)state;
    int planned = 0, recorded = 0;
    for (int i = 0; i < t.n; i++) {
        vp_exam all, mechanics;
        vp_examine(&w, &t.patient[i], &all);
        recorded += vp_only(&w, &all, VP_MECHANICS, &mechanics);
        for (int k = 0; k < w.k->ntest; k++) {
            const il_test *x = &w.k->test[k];
            if (x->enters != IL_ENTER_SIMULATED || x->kind != IL_TEST_NUMBER || !x->proposable) continue;
            for (int side = x->sided ? IL_SIDE_RIGHT : IL_SIDE_NONE; side <= (x->sided ? IL_SIDE_LEFT : IL_SIDE_NONE); side++) {
                int slot = ili_study_slot(&w.study, x->quantity, (il_side)side);
                planned += slot >= 0 && !isnan(t.patient[i].with[slot]);
            }
        }
    }
    double missing = 1.0 - (double)recorded/planned;
    if (!(missing > 0.26 && missing < 0.34)) fail_msg("%g of the findings are missing", missing);
}

static void brute_force_agrees(void **state) {
    (void)state;
    assert_int_equal(t.nbrute, 4);
    if (!(t.brute_worst <= 0.02)) fail_msg("a probability differs by %g", t.brute_worst);
}

// mean log probability of the truth in patients inside the set, when nothing is recorded
static double score_without_findings(void) {
    double sum = 0.0;
    int    n = 0;
    for (int i = 0; i < t.n; i++) {
        vp_exam   exam;
        vp_case   c;
        vp_answer a;
        il_error  err = {0};
        if (t.patient[i].outside >= 0) continue;
        vp_examine(&w, &t.patient[i], &exam);
        exam.nfinding = 0;
        if (vp_case_make(&w, &exam, &c, &err) != IL_OK || vp_program(&w, &t.patient[i], &c, NULL, &a, &err) != IL_OK) fail_msg("%s", err.text);
        vp_case_free(&c);
        sum += a.log_truth, n++;
    }
    return sum/n;
}

static void findings_tell(void **state) {
    (void)state;
    vp_score s;
    vp_score_of(t.n, t.patient, t.answer[VP_PROGRAM][VP_BOTH], &s);
    double without = score_without_findings();
    if (!(s.log_inside > without + 0.1)) fail_msg("log score %g with findings, %g without", s.log_inside, without);
}

// the same answers, scored by the truth of the next patient of the same person
static void answers_fit_their_own_patient(void **state) {
    (void)state;
    int own = 0, other = 0;
    for (int i = 0; i < t.n; i++) {
        int next = (i + 1)%t.n;
        if (t.patient[i].ntruth == 0 || t.patient[next].ntruth == 0) continue;
        own += vp_hit(&t.patient[i], &t.answer[VP_PROGRAM][VP_BOTH][i], 1);
        other += vp_hit(&t.patient[next], &t.answer[VP_PROGRAM][VP_BOTH][i], 1);
    }
    if (!(own >= 2*other && own >= 5)) fail_msg("%d of the first answers fit their own patient, %d another", own, other);
}

static void probabilities_are_calibrated(void **state) {
    (void)state;
    vp_score s;
    vp_score_of(t.n, t.patient, t.answer[VP_PROGRAM][VP_BOTH], &s);
    if (!(s.calibration <= 0.05)) fail_msg("expected calibration error %g", s.calibration);
    if (!(s.over_80_outside <= 0.1)) fail_msg("%g of the patients outside the set have a condition over 80 %%", s.over_80_outside);
}

// Exact inference with the generator's own model is not worse than the program by more than chance: patient by patient, the log score. Here it learns its
// means and covariances from fifty patients, so that it is exact in name only; that it is better is shown with a thousand (docs/reasoning-measured.md).
static void the_reference_is_not_worse(void **state) {
    (void)state;
    vp_score program, reference;
    vp_score_of(t.n, t.patient, t.answer[VP_PROGRAM][VP_BOTH], &program);
    vp_score_of(t.n, t.patient, t.answer[VP_REFERENCE][VP_BOTH], &reference);
    double sum = 0.0, squares = 0.0;
    for (int i = 0; i < t.n; i++) {
        double more = t.answer[VP_REFERENCE][VP_BOTH][i].log_truth - t.answer[VP_PROGRAM][VP_BOTH][i].log_truth;
        sum += more, squares += more*more;
    }
    double mean = sum/t.n, error = sqrt((squares/t.n - mean*mean)/(t.n - 1));
    print_message("reference %g nat better, standard error %g\n", mean, error);
    if (!(mean > -2.0*error)) fail_msg("the reference is %g nat worse, standard error %g", -mean, error);
    if (!(program.top_three >= 0.75*reference.top_three)) fail_msg("top three: reference %g, program %g", reference.top_three, program.top_three);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patients_are_as_promised),
        cmocka_unit_test(only_conditions_change_readings),
        cmocka_unit_test(three_tenths_of_the_mechanical_findings_are_missing),
        cmocka_unit_test(brute_force_agrees),
        cmocka_unit_test(findings_tell),
        cmocka_unit_test(answers_fit_their_own_patient),
        cmocka_unit_test(probabilities_are_calibrated),
        cmocka_unit_test(the_reference_is_not_worse),
    };
    return cmocka_run_group_tests(tests, run, end);
}

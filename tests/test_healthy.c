// test_healthy.c - what healthy people read, and two sides of one condition: norms and their weight, twins' odds, and what both make of an exam
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "assess_fixture.h"
#include "clinical.h"
#include "ilium/infer.h"

static void near(double a, double b, double tol) {
    if (!(fabs(a - b) <= tol)) fail_msg("%.12g is not %.12g within %g", a, b, tol);
}

// ---- norms ----

// two estimates of one mean weighed by their variances, by hand
static void a_norm_weighs_as_its_variance_says(void **state) {
    il_test test = {.model_sd = 10.0};
    il_norm norm = {.sd = 8.0, .n = 0, .age_min = 20.0, .age_max = 60.0, .status = IL_SOURCE_FOUND};
    (void)state;
    near(il_norm_weight(&test, &norm, 40.0), 80.0/(80.0 + 16.0), 1e-15);
    norm.n = 16;
    near(il_norm_weight(&test, &norm, 40.0), 80.0/(80.0 + 16.0 + 4.0), 1e-15);
    near(il_norm_weight(&test, &norm, 71.0), 80.0/(80.0 + 64.0 + 4.0), 1e-15); // of another age
    near(il_norm_weight(&test, &norm, IL_NAN), 80.0/(80.0 + 16.0 + 4.0), 1e-15);
    norm.status = IL_SOURCE_RECALLED;
    near(il_norm_weight(&test, &norm, 40.0), 80.0/(80.0 + 64.0 + 4.0), 1e-15);
    test.model_sd = 0.1; // a sure simulation keeps its word
    assert_true(il_norm_weight(&test, &norm, 40.0) < 1e-3);
}

// the norm of the test that reads a quantity as a number, by sex
static void norms_are_found_by_quantity(void **state) {
    (void)state;
    const il_norm *bend = il_norm_of_quantity(knowledge, "forward_bend_fingertip_floor_cm", IL_SEX_MALE, 30.0);
    assert_non_null(bend);
    near(bend->mean, -3.0, 0.0), near(bend->sd, 8.0, 0.0);
    assert_string_equal(knowledge->test[bend->test].id, "forward_bend_fingertip_floor_cm");
    near(il_norm_of_quantity(knowledge, "hip_flexion_deg", IL_SEX_FEMALE, 70.0)->mean, 122.6, 0.0);
    near(il_norm_of_quantity(knowledge, "hip_flexion_deg", IL_SEX_MALE, 70.0)->mean, 121.0, 0.0);
    near(il_norm_of_quantity(knowledge, "hip_flexion_deg", IL_SEX_FEMALE, 30.0)->mean, 121.0, 0.0); // age goes before sex
    assert_null(il_norm_of_quantity(knowledge, "no_such_quantity", IL_SEX_MALE, 30.0));
}

// ---- twins ----

// each is present with its prior, and with `beside` where the other is, among the four states; at or below the prior they are independent
static void twins_have_the_odds_that_were_asked_for(void **state) {
    (void)state;
    for (double q = 0.01; q < 0.5; q += 0.07)
        for (double v = 0.0; v < 0.95; v += 0.11) {
            double alone, both, expected = fmax(q, v);
            il_infer_twin_odds(q, v, &alone, &both);
            double all = 1.0 + 2.0*alone + both;
            near((alone + both)/all, q, 1e-14);
            near(both/(alone + both), expected, 1e-14);
            if (v <= q) near(both, alone*alone, 1e-12);
        }
}

// two twins and one finding that each moves by three: the four states by hand, likelihoods summed over midpoints; without a finding each keeps its prior at every end
static void twins_are_weighed_as_by_hand(void **state) {
    enum { N = 200 };
    static const double severity[5] = {0.0, 0.25, 0.5, 0.75, 1.0};
    static const int    twin[2] = {1, 0};
    const double        beside[2] = {0.6, 0.6}, shift = 3.0, value = 4.0, variance = 2.0;
    double              effect[2*5], base = 0.0, cov = 1.0, alone, both, one = 0.0, two = 0.0;
    il_infer_finding    finding = il_finding_number("f", value, 1.0, 0.0, 0.0);
    il_infer_prior      prior[2] = {{0.1, 0.02, 0.3}, {0.1, 0.02, 0.3}};
    il_infer_problem    p = {.nfinding = 1, .ncondition = 2, .nseverity = 5, .finding = &finding, .baseline = &base, .person_cov = &cov, .severity = severity, .effect = effect, .prior = prior,
                             .twin = twin, .beside_twin = beside};
    il_infer_settings   set = il_default_infer_settings();
    il_infer_workspace *w = NULL;
    il_infer_solution   out;
    il_infer_info       info;
    il_error            err = {0};
    (void)state;
    for (int i = 0; i < 10; i++) effect[i] = shift*severity[i%5];
    set.wrong_share = 0.0, set.undetermined_prior = 1e-9, set.refine = 16;
    assert_int_equal(il_infer_workspace_create(&p, &set, &w, &err), IL_OK);
    assert_int_equal(il_infer(&p, &set, w, &out, &info, &err), IL_OK);
    // midpoints of the severities
    for (int i = 0; i < N; i++) {
        double a = value - shift*(i + 0.5)/N;
        one += exp(-0.5*a*a/variance)/N;
        for (int j = 0; j < N; j++) {
            double b = a - shift*(j + 0.5)/N;
            two += exp(-0.5*b*b/variance)/N/N;
        }
    }
    il_infer_twin_odds(0.1, 0.6, &alone, &both);
    double none = exp(-0.5*value*value/variance), all = none + 2.0*alone*one + both*two;
    near(out.none, none/all, 2e-4), near(out.single[0], alone*one/all, 2e-4), near(out.pair[0], both*two/all, 2e-4);
    near(out.present[0], (alone*one + both*two)/all, 2e-4);
    // nothing found: the priors, at their values and at their ends
    p.nfinding = 0;
    assert_int_equal(il_infer(&p, &set, w, &out, &info, &err), IL_OK);
    for (int c = 0; c < 2; c++) near(out.present[c], 0.1, 1e-9), near(out.present_all_low[c], 0.02, 1e-9), near(out.present_all_high[c], 0.3, 1e-9), near(out.present_high[c], 0.3, 1e-9);
    // a twin that does not name its twin is refused
    p.twin = (const int[]){1, -1};
    assert_int_equal(il_infer(&p, &set, w, &out, &info, &err), IL_BAD_VALUE);
    il_infer_workspace_free(w);
}

// a condition file says how often; what makes no sense is refused
static void the_other_side_is_read(void **state) {
    static const struct { const char *file, *find, *replace, *says; } bad[] = {
        {"conditions/short_hamstrings.yaml", "other_side: {value: 0.7,", "other_side: {value: 1.2,", "probability"},
        {"conditions/short_hamstrings.yaml", "other_side: {value: 0.7,", "other_side: {share: 0.7,", "share"},
        {"conditions/short_leg.yaml", "tests:", "other_side: {value: 0.5, source: \"x\", status: assumed}\ntests:", "both"},
    };
    il_knowledge *e = NULL;
    il_error      err = {0};
    (void)state;
    near(knowledge->condition[il_find_condition(knowledge, "short_hamstrings")].other_side, 0.7, 0.0);
    assert_true(isnan(knowledge->condition[il_find_condition(knowledge, "short_leg")].other_side));
    for (size_t i = 0; i < sizeof bad/sizeof *bad; i++) {
        if (clinical_edited(bad[i].file, bad[i].find, bad[i].replace, &e, &err) == IL_OK) fail_msg("%s was taken", bad[i].replace);
        if (!strstr(err.text, bad[i].says)) fail_msg("'%s' is not in: %s", bad[i].says, err.text);
    }
}

// ---- an exam ----

static const char tight[] = "{\"ilium_patient\": 1, \"id\": \"H\", \"person\": {\"sex\": \"male\", \"age_years\": 30, \"height_m\": 1.8, \"mass_kg\": 76}, \"visits\": [{\"date\": \"2026-01-01\", \"findings\": ["
    "{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 48, \"unit\": \"deg\", \"limited_by\": \"stretch\"}, {\"test\": \"slr_deg\", \"side\": \"l\", \"value\": 50, \"unit\": \"deg\", \"limited_by\": \"stretch\"},"
    "{\"test\": \"knee_extension_9090_deg\", \"side\": \"r\", \"value\": 48, \"unit\": \"deg\", \"limited_by\": \"stretch\"}, {\"test\": \"knee_extension_9090_deg\", \"side\": \"l\", \"value\": 46, \"unit\": \"deg\", \"limited_by\": \"stretch\"},"
    "{\"test\": \"hip_flexion_deg\", \"side\": \"r\", \"value\": 120, \"unit\": \"deg\", \"limited_by\": \"stop\"}, {\"test\": \"hip_flexion_deg\", \"side\": \"l\", \"value\": 120, \"unit\": \"deg\", \"limited_by\": \"stop\"}]}]}";

static il_patient *read_patient;

static il_assessment *assess_text(const char *text) {
    il_patient    *patient = NULL;
    il_assessment *a = NULL;
    il_error       err = {0};
    if (il_patient_parse("o.json", text, strlen(text), vocab, &patient, &err)) fail_msg("%d:%d %s", err.line, err.column, err.text);
    il_assess_request r = {.patient = patient, .knowledge = knowledge, .body = body.body, .tasks = tasks, .data_hash = ""};
    if (il_assess(&r, &a, NULL, &err)) fail_msg("%s", err.text);
    read_patient = patient;
    return a;
}

static void done_with(il_assessment *a) {
    il_assessment_free(a);
    il_patient_free(read_patient);
}

// hamstrings that are short on both sides lead: neither the spread between people nor the simulation's error explains 20 degrees on both; and a hip that bends as far as
// most people's says nothing, though the simulated one bends farther
static void both_hamstrings_short_are_told(void **state) {
    il_assessment *a = assess_text(tight);
    (void)state;
    assert_int_equal(a->hypothesis[a->leading].kind, IL_HYPOTHESIS_PAIR);
    for (int i = 0; i < 2; i++) {
        assert_string_equal(a->condition[i].id, "short_hamstrings");
        assert_true(a->condition[i].present.mid > 0.5);
    }
    for (int i = 0; i < a->nfinding; i++) {
        const il_assessed_finding *f = &a->finding[i];
        if (strcmp(f->test, "hip_flexion_deg") != 0) continue;
        assert_true(f->healthy.known && fabs(f->healthy.mean - f->norm.mean) < 10.0 && f->healthy.sd > 10.0);
    }
    // what findings speak for stands before what they speak for a little, and that before what only keeps its prior
    int spoken = 2;
    for (int i = 0; i < a->ncondition; i++) {
        double factor = pow(10.0, a->condition[i].log10_bayes_factor);
        int    speaks = factor >= 2.0 || a->condition[i].present.mid >= 0.25 ? 2 : factor >= 1.1;
        assert_true(spoken >= speaks);
        spoken = speaks;
    }
    done_with(a);
}

static double present_of(const il_assessment *a, const char *id, il_side side) {
    for (int i = 0; i < a->ncondition; i++)
        if (!strcmp(a->condition[i].id, id) && a->condition[i].side == side) return a->condition[i].present.mid;
    fail_msg("%s is not weighed", id);
    return 0.0;
}

// a movement that nobody says tissue ended is a bound: the report says so, of each reading and once, and to find out what ended it is the first thing to do next; what it
// would tell is what a record that says so tells
static void what_ended_a_movement_is_asked_for(void **state) {
    char   open[sizeof tight];
    double right, left;
    int    cautions = 0;
    (void)state;
    il_assessment *a = assess_text(tight);
    assert_true(!a->nnext || !strstr(a->next[0].name, "what ended"));
    right = present_of(a, "short_hamstrings", IL_SIDE_RIGHT), left = present_of(a, "short_hamstrings", IL_SIDE_LEFT);
    done_with(a);
    memcpy(open, tight, sizeof open);
    for (char *c; (c = strstr(open, ", \"limited_by\": \"stretch\"")) != NULL;) memset(c, ' ', strlen(", \"limited_by\": \"stretch\""));
    a = assess_text(open);
    for (int i = 0; i < a->nfinding; i++) cautions += a->finding[i].caution != NULL;
    assert_int_equal(cautions, 4);
    assert_non_null(strstr(a->unknown[0].text, "stretch, stop or pain ended 4 movements"));
    assert_true(a->condition[0].present.mid < 0.25);
    const il_next_test *n = &a->next[0];
    assert_string_equal(n->test, "slr_deg");
    assert_string_equal(n->name, "what ended: passive straight-leg raise, both sides; and 1 more");
    near(n->burden_min, 2.0*(knowledge->test[il_find_test(knowledge, "slr_deg")].burden_min + knowledge->test[il_find_test(knowledge, "knee_extension_9090_deg")].burden_min), 1e-9);
    bool is_right = strstr(n->result[0].condition, "right") != NULL;
    near(n->result[0].after, is_right ? right : left, 1e-9);
    near(n->result[0].before, present_of(a, "short_hamstrings", is_right ? IL_SIDE_RIGHT : IL_SIDE_LEFT), 1e-12);
    assert_true(n->result[0].after > 0.5 && n->result[1].after < 0.25 && n->information_bits > 0.1 && n->information_bits < 1.0);
    done_with(a);
}

// "reduced" by pain or guarding is no measure of tissue, nor a bound: it does not enter
static void a_word_that_pain_ended_does_not_enter(void **state) {
    static const char *const by[] = {"local_pain", "guarding", "not_recorded"};
    (void)state;
    for (int k = 0; k < 3; k++) {
        char text[500];
        snprintf(text, sizeof text, "{\"ilium_patient\": 1, \"id\": \"W\", \"person\": {\"sex\": \"male\", \"age_years\": 30}, \"visits\": [{\"date\": \"2026-01-01\", \"findings\": ["
                 "{\"test\": \"hip_flexion_deg\", \"side\": \"r\", \"result\": \"reduced\", \"limited_by\": \"%s\"}, {\"test\": \"hip_ir_deg\", \"side\": \"r\", \"reduced_by_percent\": 40, \"limited_by\": \"%s\"}]}]}", by[k], by[k]);
        il_assessment *a = assess_text(text);
        for (int i = 0; i < 2; i++) assert_int_equal(a->finding[i].use, k < 2 ? IL_USE_NONE : IL_USE_SIMULATED);
        done_with(a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_norm_weighs_as_its_variance_says), cmocka_unit_test(norms_are_found_by_quantity), cmocka_unit_test(twins_have_the_odds_that_were_asked_for),
                                       cmocka_unit_test(twins_are_weighed_as_by_hand), cmocka_unit_test(the_other_side_is_read), cmocka_unit_test(both_hamstrings_short_are_told), cmocka_unit_test(what_ended_a_movement_is_asked_for),
                                       cmocka_unit_test(a_word_that_pain_ended_does_not_enter)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}

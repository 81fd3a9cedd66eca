// test_next.c - which test comes next: also those of conditions that are not simulated, by information a minute, never one that is forbidden
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "assess_fixture.h"

static char record[2000];

// a man whose right side was found short-legged by a block, with these answers of the screen
static il_assessment *assess(const char *screen, const char *findings) {
    il_patient    *patient = NULL;
    il_assessment *a = NULL;
    il_error       err = {0};
    snprintf(record, sizeof record,
             "{\"ilium_patient\": 1, \"id\": \"N\", \"person\": {\"sex\": \"male\", \"age_years\": 45, \"height_m\": 1.8, \"mass_kg\": 80}, \"visits\": [{\"date\": \"2026-01-01\", "
             "\"screen\": {%s}, \"findings\": [%s]}]}",
             screen, findings);
    if (il_patient_parse("n.json", record, strlen(record), vocab, &patient, &err)) fail_msg("%d:%d %s", err.line, err.column, err.text);
    il_assess_request r = {.patient = patient, .knowledge = knowledge, .body = body.body, .tasks = tasks, .data_hash = ""};
    if (il_assess(&r, &a, NULL, &err)) fail_msg("%s", err.text);
    il_patient_free(patient);
    return a;
}

static double bits(double p) { return -p*log2(p) - (1.0 - p)*log2(1.0 - p); }

static bool is_simulated_only(int test) {
    for (int c = 0; c < knowledge->ncondition; c++)
        if (il_test_targets(knowledge, test, c) && !knowledge->condition[c].simulated) return false;
    return true;
}

// a test of one condition that nobody examined: what it tells, and what its results change, follow from prior and accuracy by hand
static void a_test_of_an_unexamined_condition_is_proposed(void **state) {
    il_assessment *a = assess("", "{\"test\": \"leg_length_difference_mm\", \"value\": -4, \"unit\": \"mm\"}");
    int            found = 0;
    (void)state;
    assert_true(a->nnext > 2);
    for (int i = 0; i < a->nnext; i++) {
        const il_next_test *n = &a->next[i];
        int                 test = il_find_test(knowledge, n->test), row = -1, rows = 0;
        assert_true(n->information_bits > 0.002 && n->burden_min > 0.0);
        if (i) assert_true(n->information_bits/n->burden_min <= a->next[i - 1].information_bits/a->next[i - 1].burden_min + 1e-12);
        if (knowledge->test[test].enters != IL_ENTER_ACCURACY || is_simulated_only(test)) continue;
        found++;
        for (int k = 0; k < knowledge->naccuracy; k++)
            if (knowledge->accuracy[k].test == test) row = k, rows++;
        const il_accuracy  *q = &knowledge->accuracy[row];
        const il_condition *c = &knowledge->condition[il_find_condition(knowledge, q->target)];
        if (rows != 1 || !q->may_lower || (c->sided && n->side == IL_SIDE_NONE)) continue;
        double p = il_condition_prior(c, IL_SETTING_PRIMARY_CARE).value, plus = p*q->positive_present + (1.0 - p)*q->positive_absent, undetermined = 0.0;
        for (int h = 0; h < a->nhypothesis; h++)
            if (a->hypothesis[h].kind == IL_HYPOTHESIS_NOT_DETERMINED) undetermined = a->hypothesis[h].probability;
        assert_true(fabs(n->information_bits - (1.0 - undetermined)*(bits(plus) - p*bits(q->positive_present) - (1.0 - p)*bits(q->positive_absent))) < 1e-9);
        assert_true(fabs(n->result[0].after - p*q->positive_present/plus) < 1e-9 && fabs(n->result[0].before - p) < 1e-12);
        assert_true(fabs(n->result[1].after - p*(1.0 - q->positive_present)/(1.0 - plus)) < 1e-9);
        found += 100;
    }
    if (found < 101) fail_msg("no test of an unexamined condition with one target is among the first (%d)", found);
    il_assessment_free(a);
}

#define DONE(test, side) "{\"test\": \"" test "\", \"side\": \"" side "\", \"result\": \"negative\"}, "
#define READ(test, side, value) "{\"test\": \"" test "\", \"side\": \"" side "\", \"value\": " value ", \"unit\": \"deg\"}, "
#define BOTH(test) DONE(test, "l") DONE(test, "r")
#define ALL_BUT_ROOTS                                                                                                                            \
    BOTH("tender_iliac_crest") BOTH("single_leg_stance_pain") BOTH("piriformis_active_or_seated") READ("knee_extension_9090_deg", "l", "18")      \
        READ("knee_extension_9090_deg", "r", "18") READ("slr_deg", "l", "70") "{\"test\": \"neurogenic_claudication\", \"result\": \"negative\"}, {\"test\": \"passive_lumbar_extension\", \"result\": \"negative\"}, "

// A negative result whose source is only recalled does not enter when it is recorded, so nothing is promised of it: it changes nothing and tells nothing. Of a condition that
// nobody examined, by hand, and of one that is weighed since a test of the other side was done.
static void a_negative_result_that_would_not_enter_promises_nothing(void **state) {
    static const char *const findings[] = {ALL_BUT_ROOTS "{\"test\": \"leg_length_difference_mm\", \"value\": 0, \"unit\": \"mm\"}",
                                           ALL_BUT_ROOTS DONE("slump", "r") "{\"test\": \"leg_length_difference_mm\", \"value\": 0, \"unit\": \"mm\"}"};
    (void)state;
    for (int weighed = 0; weighed < 2; weighed++) {
        il_assessment *a = assess("", findings[weighed]);
        int            seen = 0;
        for (int i = 0; i < a->nnext; i++) {
            const il_next_test *n = &a->next[i];
            int                 row = 0, test = il_find_test(knowledge, n->test);
            while (row < knowledge->naccuracy && knowledge->accuracy[row].test != test) row++;
            if (row == knowledge->naccuracy) continue;
            const il_accuracy *q = &knowledge->accuracy[row];
            if (q->may_lower ? n->result[1].after >= n->result[1].before : n->result[1].after != n->result[1].before)
                fail_msg("%s: %.4f becomes %.4f by a negative result", n->test, n->result[1].before, n->result[1].after);
            assert_true(n->result[0].after > n->result[0].before && !q->may_lower == !!strstr(n->why, "a negative result would change nothing"));
            if (strcmp(n->test, "femoral_nerve_stretch") != 0) continue;
            assert_false(q->may_lower);
            double p = n->result[0].before, plus = p*q->positive_present + (1.0 - p)*q->positive_absent, undetermined = 0.0;
            for (int h = 0; h < a->nhypothesis; h++)
                if (a->hypothesis[h].kind == IL_HYPOTHESIS_NOT_DETERMINED) undetermined = a->hypothesis[h].probability;
            double told = p*q->positive_present*log2(q->positive_present/plus) + (1.0 - p)*q->positive_absent*log2(q->positive_absent/plus);
            if (!weighed) assert_true(fabs(n->information_bits - (1.0 - undetermined)*told) < 1e-9);
            seen++;
        }
        if (!seen) fail_msg("stretching the femoral nerve is not proposed");
        il_assessment_free(a);
    }
}

// a simulated test says what the readings expected with either explanation would do: on the side of the finding one raises, the other lowers; a normal other side tells
// against both sides together, so there both may lower, the one expected with the condition less
static void results_of_a_simulated_test_lie_on_both_sides(void **state) {
    il_assessment *a = assess("", "{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 45, \"unit\": \"deg\", \"limited_by\": \"stretch\"}");
    int            seen = 0;
    (void)state;
    for (int i = 0; i < a->nnext; i++) {
        const il_next_test *n = &a->next[i];
        if (knowledge->test[il_find_test(knowledge, n->test)].enters != IL_ENTER_SIMULATED || !n->result[0].result) continue;
        assert_non_null(n->result[1].result);
        double up = n->result[0].after - n->result[0].before, down = n->result[1].after - n->result[1].before;
        assert_true(n->side == IL_SIDE_RIGHT ? up*down < 0.0 : fabs(up - down) > 0.05);
        seen++;
    }
    assert_true(seen > 0);
    il_assessment_free(a);
}

static bool proposed(const il_assessment *a, const char *test) {
    for (int i = 0; i < a->nnext; i++)
        if (!strcmp(a->next[i].test, test)) return true;
    return false;
}

// every first proposal is forbidden by a flag of its own in turn: it is gone, and nothing else that the flag forbids has come
static void a_forbidden_test_is_never_proposed(void **state) {
    static const char *const flags[] = {"minor_trauma_risk", "femoral_stress", "osteoporosis", "aaa_mass"};
    static const char *const finding = "{\"test\": \"leg_length_difference_mm\", \"value\": -4, \"unit\": \"mm\"}";
    il_assessment           *without = assess("", finding);
    int                      gone = 0;
    (void)state;
    for (size_t f = 0; f < sizeof flags/sizeof *flags; f++) {
        char screen[80];
        snprintf(screen, sizeof screen, "\"%s\": \"yes\"", flags[f]);
        il_assessment *with = assess(screen, finding);
        int            rule = il_screen_find(&knowledge->screen, flags[f]);
        for (int t = 0; t < knowledge->ntest; t++) {
            bool forbidden = il_list_has(knowledge->test[t].forbidden_by, flags[f]);
            for (const char *g = knowledge->screen.rule[rule].groups; *g;) { // its groups
                char   group[64] = "";
                size_t n = strcspn(g, ";");
                memcpy(group, g, n < 63 ? n : 63);
                forbidden = forbidden || il_list_has(knowledge->test[t].forbidden_by, group);
                g += n + (g[n] == ';');
            }
            if (forbidden && proposed(with, knowledge->test[t].id)) fail_msg("%s is proposed though %s forbids it", knowledge->test[t].id, flags[f]);
            gone += forbidden && proposed(without, knowledge->test[t].id);
        }
        il_assessment_free(with);
    }
    assert_true(gone > 0);
    il_assessment_free(without);
}

static int place_of(const il_assessment *a, const char *test, il_side side) {
    for (int i = 0; i < a->nnext; i++)
        if (!strcmp(a->next[i].test, test) && a->next[i].side == side) return i;
    return a->nnext;
}

// of two tests that are alike but for the side the one goes first whose condition is felt where the pain was drawn; it tells no more bits for that
static void the_side_of_the_pain_goes_first(void **state) {
    static const il_side sides[] = {IL_SIDE_RIGHT, IL_SIDE_LEFT};
    (void)state;
    for (int k = 0; k < 2; k++) {
        char drawn[200];
        snprintf(drawn, sizeof drawn, "}, \"pain\": {\"regions\": [{\"region\": \"CREST_P\", \"side\": \"%c\"}]}, \"history\": {", k ? 'l' : 'r');
        il_assessment *a = assess(drawn, "{\"test\": \"leg_length_difference_mm\", \"value\": 0, \"unit\": \"mm\"}");
        int            here = place_of(a, "tender_iliac_crest", sides[k]), there = place_of(a, "tender_iliac_crest", sides[1 - k]);
        assert_true(here < there && here < a->nnext);
        if (there < a->nnext) assert_true(fabs(a->next[here].information_bits - a->next[there].information_bits) < 0.01);
        il_assessment_free(a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_test_of_an_unexamined_condition_is_proposed),
        cmocka_unit_test(a_negative_result_that_would_not_enter_promises_nothing),
        cmocka_unit_test(results_of_a_simulated_test_lie_on_both_sides),
        cmocka_unit_test(a_forbidden_test_is_never_proposed),
        cmocka_unit_test(the_side_of_the_pain_goes_first),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}

// test_report_assessment.c - the memory of an assessment, and that its check refuses what reports must not be given
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "alloc_count.h"
#include "ilium/assessment.h"

static void memory_lives_as_long(void **state) {
    il_assessment *a;
    (void)state;
    assert_int_equal(il_assessment_create(&a, NULL), IL_OK);
    double *x = il_assessment_array(a, 100, sizeof *x);
    assert_non_null(x);
    for (int i = 0; i < 100; i++) assert_true(x[i] == 0.0);
    assert_string_equal(il_assessment_text(a, "%s %d", "disc", 4), "disc 4");
    assert_null(il_assessment_array(a, SIZE_MAX / 2, 8));
    il_assessment_free(a);
    il_assessment_free(NULL);
}

static void allocations_fail_cleanly(void **state) {
    (void)state;
    for (int n = 1; n <= 2; n++) {
        il_assessment *a;
        il_error       err = {0};
        alloc_fail_at(n);
        assert_int_equal(il_assessment_create(&a, &err), IL_NO_MEMORY);
        assert_true(alloc_failed());
        assert_null(a);
        assert_true(err.text[0]);
    }
}

static void refused(const il_assessment *a, const char *word) {
    il_error err = {0};
    assert_int_equal(il_assessment_check(a, &err), IL_BAD_VALUE);
    if (!strstr(err.text, word)) fail_msg("'%s' does not name '%s'", err.text, word);
}

static void the_check_names_the_place(void **state) {
    (void)state;
    il_assessment a = {0};
    assert_int_equal(il_assessment_check(&a, NULL), IL_OK);

    // an unknown screen and an emergency rank nothing
    a.safety.rank_allowed = true;
    refused(&a, "rank_allowed");
    a.safety.level = IL_SAFETY_EMERGENCY;
    refused(&a, "rank_allowed");
    a.safety = (il_safety_block){.level = IL_SAFETY_URGENT, .rank_allowed = true, .treatment_allowed = true};
    refused(&a, "treatment_allowed");
    il_safety_item grave = {.level = IL_SAFETY_EMERGENCY};
    a.safety = (il_safety_block){.level = IL_SAFETY_WATCH, .npositive = 1, .positive = &grave};
    refused(&a, "safety.positive[0]");
    il_safety_gap gap = {.key = true};
    a.safety = (il_safety_block){.level = IL_SAFETY_CLEAR, .complete = true, .nnot_asked = 1, .not_asked = &gap};
    refused(&a, "safety.not_asked[0]");
    a.safety = (il_safety_block){.level = IL_SAFETY_CLEAR, .rank_allowed = true};

    // numbers
    il_assessed_finding f = {.name = "x", .observed = {true, 3, 2, 1}};
    a.nfinding = 1, a.finding = &f;
    refused(&a, "findings[0].observed");
    f.observed = (il_range){true, 1, 2, IL_NAN};
    refused(&a, "findings[0].observed");
    f.observed.known = false;
    il_contribution       about = {1, 0.3};
    il_assessed_condition c = {.name = "x", .present = {true, 0.1, 0.2, 0.3}, .nexplains = 1, .explains = &about};
    a.ncondition = 1, a.condition = &c;
    refused(&a, "conditions[0].explains");
    about.finding = 0;
    c.present.high = 1.1;
    refused(&a, "conditions[0].present");
    c.present.high = 0.3;

    // combinations
    il_hypothesis h[2] = {{IL_HYPOTHESIS_NONE, {0}, 0.5}, {IL_HYPOTHESIS_PAIR, {0, 1}, 0.5}};
    a.nhypothesis = 2, a.hypothesis = h;
    refused(&a, "hypotheses[1].condition");
    h[1].kind = IL_HYPOTHESIS_SINGLE;
    h[1].probability = 0.4;
    refused(&a, "sum to one");
    h[1].probability = 0.5;
    a.leading = 2;
    refused(&a, "leading");
    a.leading = 1;
    assert_int_equal(il_assessment_check(&a, NULL), IL_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_lives_as_long),
        cmocka_unit_test(allocations_fail_cleanly),
        cmocka_unit_test(the_check_names_the_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

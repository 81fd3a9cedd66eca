// test_report_json.c - the JSON form: it parses, says what the assessment says, and withholds what must be withheld
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>

#include "ilium/report.h"
#include "report_fixtures.h"

static json_t *parsed(const il_assessment *a) {
    char        *text;
    size_t       size;
    il_error     err = {0};
    json_error_t at;
    if (il_report_json(a, &text, &size, &err)) fail_msg("%s", err.text);
    assert_int_equal(size, strlen(text));
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &at);
    if (!root) fail_msg("line %d: %s", at.line, at.text);
    il_report_free(text);
    return root;
}

static const char *string_at(const json_t *root, const char *a, const char *b) {
    return json_string_value(json_object_get(json_object_get(root, a), b));
}

static void every_form_parses_and_carries_the_notices(void **state) {
    static const char *const always[] = {"safety", "about", "person", "validity", "findings", "unknown", "notices", "effort"};
    (void)state;
    for (int i = 0; i < NFIXTURE; i++) {
        il_assessment *a = fixture((enum fixture)i);
        json_t        *root = parsed(a);
        for (size_t k = 0; k < sizeof always / sizeof *always; k++) assert_non_null(json_object_get(root, always[k]));
        assert_true(json_array_size(json_object_get(root, "notices")) >= 8);
        json_decref(root);
        il_assessment_free(a);
    }
}

// safety is the first key of the text
static void safety_comes_first(void **state) {
    (void)state;
    il_assessment *a = fixture(FIX_EMERGENCY);
    char          *text;
    assert_int_equal(il_report_json(a, &text, NULL, NULL), IL_OK);
    assert_memory_equal(text, "{\n  \"safety\": {", 15);
    il_report_free(text);
    il_assessment_free(a);
}

static void the_numbers_are_the_numbers(void **state) {
    (void)state;
    il_assessment *a = fixture(FIX_ORDINARY);
    json_t        *root = parsed(a), *c = json_array_get(json_object_get(root, "conditions"), 0), *h, *f;
    size_t         i;
    double         sum = 0;
    assert_int_equal(json_array_size(json_object_get(root, "conditions")), (size_t)a->ncondition);
    assert_true(json_real_value(json_object_get(json_object_get(c, "present"), "mid")) == 0.72);
    assert_true(json_is_null(json_object_get(c, "prior")));
    assert_string_equal(json_string_value(json_object_get(c, "link_to_pain")), "supported");
    json_array_foreach(json_object_get(root, "hypotheses"), i, h) sum += json_real_value(json_object_get(h, "probability"));
    assert_true(fabs(sum - 1) < 1e-9);
    f = json_array_get(json_object_get(root, "findings"), 0);
    assert_string_equal(json_string_value(json_object_get(f, "limited_by")), "stretch");
    assert_true(json_real_value(json_object_get(json_object_get(f, "healthy"), "sd")) == 5.2);
    assert_true(json_is_null(json_object_get(f, "word")));
    assert_non_null(strstr(string_at(root, "read_this", "calibration"), "accuracy on real patients unknown"));
    json_decref(root);
    il_assessment_free(a);
}

static void what_must_not_be_ranked_is_not_there(void **state) {
    static const enum fixture   mute[] = {FIX_EMERGENCY, FIX_OUT_OF_SCOPE, FIX_NO_SCREEN, FIX_EMPTY};
    static const char *const withheld[] = {"conditions", "hypotheses", "inseparable",    "next_tests",
                                           "loads",      "posture",    "contradictions", "read_this"};
    (void)state;
    for (size_t i = 0; i < sizeof mute / sizeof *mute; i++) {
        il_assessment *a = fixture(mute[i]);
        json_t        *root = parsed(a), *f;
        size_t         n;
        for (size_t k = 0; k < sizeof withheld / sizeof *withheld; k++) assert_null(json_object_get(root, withheld[k]));
        assert_false(json_is_true(json_object_get(json_object_get(root, "safety"), "rank_allowed")));
        json_array_foreach(json_object_get(root, "findings"), n, f) assert_true(json_is_null(json_object_get(f, "with_best")));
        json_decref(root);
        il_assessment_free(a);
    }
}

static void broken_text_stays_json(void **state) {
    (void)state;
    il_assessment *a = fixture(FIX_ORDINARY);
    a->person.label = "a\"b\\c\x01\xff</script>";
    json_t *root = parsed(a);
    assert_string_equal(string_at(root, "person", "label"), "a\"b\\c ?</script>");
    json_decref(root);
    il_assessment_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_parses_and_carries_the_notices), cmocka_unit_test(safety_comes_first),
        cmocka_unit_test(the_numbers_are_the_numbers),               cmocka_unit_test(what_must_not_be_ranked_is_not_there),
        cmocka_unit_test(broken_text_stays_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

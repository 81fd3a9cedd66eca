// test_report_words.c - one wording: what reports say by themselves is what data/notices.csv says, and an edited copy is heard
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "ilium/file.h"
#include "ilium/knowledge.h"
#include "ilium/report.h"
#include "report/words.h"
#include "report_fixtures.h"

static void built_in_and_data_say_the_same(void **state) {
    il_data_dir  *data;
    il_knowledge *k;
    il_error      err = {0};
    (void)state;
    if (il_data_open(NULL, &data, &err) || il_knowledge_read(data, &k, &err)) fail_msg("%s", err.text);
    int shared = 0;
    for (int w = 0; w < ILI_NWORD; w++) {
        const char *id = ili_word_id((ili_word)w);
        if (!*id) continue;
        shared++;
        if (strcmp(il_notice_text(k, id), ili_word_text((ili_word)w)))
            fail_msg("'%s': '%s' and '%s'", id, il_notice_text(k, id), ili_word_text((ili_word)w));
    }
    assert_true(shared > 25);
    il_knowledge_free(k);
    il_data_close(data);
}

static void an_edited_wording_is_heard_in_every_form(void **state) {
    il_status (*const form[])(const il_assessment *, char **, size_t *, il_error *) = {il_report_text, il_report_html, il_report_json};
    il_wording wording[] = {{"calibration", "CALIBRATED OTHERWISE"}, {"clinician", "SOMEBODY DECIDES"}, {"screen_clear", "CLEAR OTHERWISE"}};
    (void)state;
    il_assessment *a = fixture(FIX_ORDINARY);
    a->nwording = 3, a->wording = wording;
    for (int i = 0; i < 3; i++) {
        char *text;
        assert_int_equal(form[i](a, &text, NULL, NULL), IL_OK);
        for (int w = 0; w < 3; w++)
            if (!strstr(text, wording[w].text)) fail_msg("form %d lacks '%s'", i, wording[w].text);
        il_report_free(text);
    }
    il_assessment_free(a);
}

// the country's number stands in an emergency
static void whom_to_call_follows_the_country(void **state) {
    il_wording wording[] = {{"emergency_call", "Call 112 or go to the nearest emergency department."}};
    (void)state;
    il_assessment *a = fixture(FIX_EMERGENCY);
    char          *text;
    a->nwording = 1, a->wording = wording;
    assert_int_equal(il_report_text(a, &text, NULL, NULL), IL_OK);
    assert_non_null(strstr(text, "Call 112"));
    il_report_free(text);
    il_assessment_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_in_and_data_say_the_same),
        cmocka_unit_test(an_edited_wording_is_heard_in_every_form),
        cmocka_unit_test(whom_to_call_follows_the_country),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

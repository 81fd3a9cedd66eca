// test_report_html.c - the HTML form: well-formed, self-contained, accessible, and closed to what a record may smuggle in
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "alloc_count.h"
#include "ilium/report.h"
#include "report_fixtures.h"
#include "html_xml.h"

static char *written(const il_assessment *a) {
    char    *text;
    size_t   size;
    il_error err = {0};
    if (il_report_html(a, &text, &size, &err)) fail_msg("%s", err.text);
    assert_int_equal(size, strlen(text));
    return text;
}

#ifdef IL_HAVE_LIBXML2
static void keep(const char *name, const char *text) {
    char path[4096];
    snprintf(path, sizeof path, "%s/report_%s.html", IL_BINARY_DIR, name);
    FILE *f = fopen(path, "wb");
    if (!f) return;
    fputs(text, f);
    fclose(f);
}

static void every_page_is_well_formed_and_accessible(void **state) {
    (void)state;
    for (int i = 0; i < NFIXTURE; i++) {
        il_assessment *a = fixture((enum fixture)i);
        char          *text = written(a);
        keep(fixture_name[i], text);
        xmlDoc *doc = parsed(text);
        assert_int_equal(count(doc, "/h:html[@lang='en']"), 1);
        assert_int_equal(count(doc, "//h:h1"), 1);
        assert_int_equal(count(doc, "//h:main/h:section[1][@id='safety']"), 1);
        assert_int_equal(count(doc, "//h:section[@id='notices']//h:li"), 8);
        assert_int_equal(count(doc, "//h:table[not(h:caption)]"), 0);
        assert_int_equal(count(doc, "//h:th[not(@scope)]"), 0);
        assert_int_equal(count(doc, "//s:svg[not(@aria-label) and not(@aria-hidden)]"), 0);
        assert_int_equal(count(doc, "//h:section[not(@aria-labelledby = h:h2/@id)]"), 0);
        assert_int_equal(count(doc, "//*[@id and @id = following::*/@id]"), 0);
        // nothing that runs, loads or links
        assert_int_equal(
            count(doc, "//h:script|//h:link|//h:img|//h:iframe|//h:object|//h:form|//@src|//@style|//@*[starts-with(name(),'on')]"), 0);
        xmlFreeDoc(doc);
        il_report_free(text);
        il_assessment_free(a);
    }
}

// the rows of each table are as wide as its head
static void rows_fill_their_tables(void **state) {
    (void)state;
    for (int i = 0; i < NFIXTURE; i++) {
        il_assessment *a = fixture((enum fixture)i);
        char          *text = written(a);
        xmlDoc        *doc = parsed(text);
        if (i == FIX_ORDINARY) assert_int_equal(count(doc, "//h:table"), 8);
        assert_int_equal(count(doc, "//h:tr[h:td][sum(h:td/@colspan) + count(h:td[not(@colspan)]) != count(ancestor::h:table/h:thead/h:tr/h:th)]"),
                         0);
        xmlFreeDoc(doc);
        il_report_free(text);
        il_assessment_free(a);
    }
}

static void user_text_stays_text(void **state) {
    static const char evil[] = "<script>alert(1)</script>\"'&</title><svg onload=x> \x01\xff";
    (void)state;
    il_assessment *a = fixture(FIX_ORDINARY);
    il_pain_region pain = {.code = evil, .name = evil, .side = IL_SIDE_RIGHT};
    il_safety_item sign = {.text = evil, .suspect = evil, .action = evil, .source = evil, .level = IL_SAFETY_WATCH};
    il_safety_gap  gap = {.text = evil};
    const char    *notice = evil;
    il_note        note = {evil, evil, IL_GRADE_A};
    il_load load = {
        .structure = evil, .unit = evil, .quantity = evil, .published_source = evil, .healthy = {true, 1, 2, 3}, .published = {true, 1, 2, 3}};
    il_print       print = {.name = evil, .unit = evil};
    il_next_test   next = {.name = evil, .why = evil};
    a->person = (il_person_summary){.label = evil, .visit_date = evil, .complaint = evil, .source = evil, .npain = 1, .pain = &pain};
    a->safety.level = IL_SAFETY_WATCH;
    a->safety.npositive = a->safety.nnot_asked = 1, a->safety.positive = &sign, a->safety.not_asked = &gap, a->safety.complete = true;
    a->program_version = a->data_hash = evil;
    a->nnotice = a->nunknown = a->ncontradiction = a->nload = a->nprint = a->nnext = 1;
    a->notice = &notice, a->unknown = &note, a->contradiction = &note, a->load = &load, a->print = &print, a->next = &next;
    a->drawing[0].title = a->drawing[0].line[0].name = a->drawing[0].shape[0].name = evil;

    il_assessed_finding   finding[7];
    il_assessed_condition condition[6];
    memcpy(finding, a->finding, sizeof finding);
    memcpy(condition, a->condition, sizeof condition);
    for (int i = 0; i < 7; i++)
        finding[i].name = finding[i].unit = finding[i].word = finding[i].caution = finding[i].use_note = finding[i].norm_source = evil;
    for (int i = 0; i < 6; i++)
        condition[i].name = condition[i].prior_source = condition[i].link_source = condition[i].grade_source = condition[i].severity_unit = evil;
    a->finding = finding, a->condition = condition;
    char *text = written(a);
    assert_null(strstr(text, "<script"));
    assert_null(strstr(text, "<svg onload"));
    xmlDoc *doc = parsed(text);
    assert_int_equal(count(doc, "//h:script|//@onload"), 0);
    xmlFreeDoc(doc);
    il_report_free(text);
    il_assessment_free(a);
}
#endif

static void where_nothing_may_be_ranked_nothing_is_named(void **state) {
    static const enum fixture mute[] = {FIX_EMERGENCY, FIX_OUT_OF_SCOPE, FIX_NO_SCREEN, FIX_EMPTY};
    (void)state;
    for (size_t k = 0; k < sizeof mute / sizeof *mute; k++) {
        il_assessment *a = fixture(mute[k]);
        char          *text = written(a);
        for (int i = 0; i < a->ncondition; i++) assert_null(strstr(text, a->condition[i].name));
        assert_null(strstr(text, "likely"));
        assert_null(strstr(text, "id=\"ranking\""));
        assert_null(strstr(text, "id=\"loads\""));
        assert_null(strstr(text, "id=\"body\""));
        il_report_free(text);
        il_assessment_free(a);
    }
}

static void words_that_must_be_there_are(void **state) {
    (void)state;
    for (int i = 0; i < NFIXTURE; i++) {
        il_assessment *a = fixture((enum fixture)i);
        char          *text = written(a);
        assert_non_null(strstr(text, "qualified clinician decides"));
        assert_null(strstr(text, "http-equiv=\"refresh\""));
        if (strstr(text, "id=\"ranking\"")) {
            assert_non_null(strstr(text, "accuracy on real patients unknown"));
            assert_non_null(strstr(text, "Present is not painful"));
            assert_non_null(strstr(text, "Load is not pain"));
        }
        il_report_free(text);
        il_assessment_free(a);
    }
}

// memory that runs out anywhere gives an error and no text
static void memory_that_runs_out_gives_no_half_report(void **state) {
    (void)state;
    il_assessment *a = fixture(FIX_ORDINARY);
    for (int n = 1;; n += n < 40 ? 1 : 37) {
        char     *text;
        il_error  err = {0};
        alloc_fail_at(n);
        il_status status = il_report_html(a, &text, NULL, &err);
        bool      failed = alloc_failed();
        alloc_fail_at(0);
        if (!failed) {
            assert_int_equal(status, IL_OK);
            il_report_free(text);
            break;
        }
        assert_int_equal(status, IL_NO_MEMORY);
        assert_null(text);
    }
    il_assessment_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#ifdef IL_HAVE_LIBXML2
        cmocka_unit_test(every_page_is_well_formed_and_accessible),
        cmocka_unit_test(rows_fill_their_tables),
        cmocka_unit_test(user_text_stays_text),
#endif
        cmocka_unit_test(where_nothing_may_be_ranked_nothing_is_named),
        cmocka_unit_test(words_that_must_be_there_are),
        cmocka_unit_test(memory_that_runs_out_gives_no_half_report),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

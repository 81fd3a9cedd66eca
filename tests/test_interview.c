// test_interview.c - the questions of an exam: all of the record is asked, danger first; answers are kept, told again, refused without a trace
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "clinical.h"
#include "ilium/file.h"
#include "ilium/interview.h"
#include "ilium/io.h"
#include "io/shape.h"

static il_knowledge     *k;
static il_patient_vocab *vocab;

typedef struct exam {
    il_patient   *p;
    il_interview *v;
} exam;

static exam begin(void) {
    exam     e = {0};
    il_error err = {0};
    assert_int_equal(il_patient_create(&e.p, &err), IL_OK);
    e.p->id = "anna";
    e.p->visit = il_patient_array(e.p, 1, sizeof *e.p->visit);
    e.p->visit[0].date = "2026-03-31";
    e.p->nvisit = 1;
    assert_int_equal(il_interview_create(k, vocab, e.p, 0, &e.v, &err), IL_OK);
    return e;
}

static void end(exam *e) {
    il_interview_free(e->v);
    il_patient_free(e->p);
}

static int find(const exam *e, const char *id, il_side side) {
    for (int i = 0; i < il_interview_count(e->v); i++)
        if (!strcmp(il_interview_question(e->v, i)->id, id) && il_interview_question(e->v, i)->side == side) return i;
    fail_msg("%s is not asked", id);
    return -1;
}

static char *written(const exam *e) {
    char    *bytes = NULL;
    size_t   size = 0;
    il_error err = {0};
    assert_int_equal(il_patient_format(e->p, &bytes, &size, &err), IL_OK);
    return bytes;
}

static bool is_asked(const char *record, const char *id) {
#define X(name, word) word,
    static const char *const words[] = {IL_ASKING_LIST(X)};
#undef X
    for (int i = 0; i < k->nasking; i++)
        if (!strcmp(words[k->asking[i].record], record) && !strcmp(k->asking[i].id, id)) return true;
    return false;
}

// ---- the questions ---------------------------------------------------------------------------------------------------------------

static void nothing_of_the_record_is_left_unasked(void **state) {
    (void)state;
    const ili_field *visits = ili_shape_find(&ili_patient_shape, "visits");
    const struct { const char *record; const ili_shape *shape; } part[] = {
        {"person", ili_shape_find(&ili_patient_shape, "person")->shape}, {"validity", ili_shape_find(&ili_patient_shape, "validity")->shape},
        {"history", ili_shape_find(visits->shape, "history")->shape},    {"pain", ili_shape_find(visits->shape, "pain")->shape},
        {"preferences", ili_shape_find(visits->shape, "preferences")->shape}, {"author", ili_shape_find(&ili_patient_shape, "author")->shape},
        {"accident", ili_shape_find(&ili_patient_shape, "accident")->shape}};
    static const char *const of_visit[] = {"scores", "equipment", "flare_ups", "adherence", "medicines", "given", "examiner"};
    for (size_t i = 0; i < sizeof part/sizeof *part; i++)
        for (int j = 0; j < part[i].shape->nfield; j++)
            if (strcmp(part[i].shape->field[j].key, "strokes") && !is_asked(part[i].record, part[i].shape->field[j].key)) // strokes are drawn, not asked for
                fail_msg("data/interview/questions.csv does not ask %s %s", part[i].record, part[i].shape->field[j].key);
    for (int i = 0; i < k->ntest; i++) {
        bool follows = k->test[i].enters == IL_ENTER_ACCURACY && !k->test[i].proposable; // from drawing, postures, age or single signs, which are asked
        if (follows && is_asked("test", k->test[i].id)) fail_msg("data/interview/questions.csv asks %s, which follows from other answers", k->test[i].id);
        if (!follows && !is_asked("test", k->test[i].id)) fail_msg("data/interview/questions.csv does not ask the test %s", k->test[i].id);
    }
    for (size_t i = 0; i < sizeof of_visit/sizeof *of_visit; i++) assert_true(is_asked("visit", of_visit[i]));
    assert_true(is_asked("screen", "*") && is_asked("record", "pre_existing"));
}

static void danger_comes_before_history_and_the_gravest_first(void **state) {
    (void)state;
    exam e = begin();
    int  nrule = 0, level = IL_LEVEL_EMERGENCY;
    for (int i = 0; i < il_interview_count(e.v); i++) {
        const il_question *q = il_interview_question(e.v, i);
        if (!q->rule) {
            if (!strcmp(q->section, "History and pain")) assert_true(nrule > 40);
            continue;
        }
        assert_true((int)q->rule->level <= level);
        level = (int)q->rule->level;
        nrule++;
    }
    end(&e);
}

static void questions_that_cannot_concern_the_person_are_left_out(void **state) {
    (void)state;
    exam     e = begin();
    il_error err = {0};
    int      pregnant = find(&e, "validity/pregnancy", IL_SIDE_NONE), testicular = find(&e, "screen/testicular", IL_SIDE_NONE);
    assert_true(il_interview_applies(e.v, pregnant) && il_interview_applies(e.v, testicular));
    assert_int_equal(il_interview_answer(e.v, find(&e, "person/sex", IL_SIDE_NONE), "m", &err), IL_OK);
    assert_false(il_interview_applies(e.v, pregnant));
    assert_int_equal(il_interview_answer(e.v, find(&e, "person/sex", IL_SIDE_NONE), "female", &err), IL_OK);
    assert_false(il_interview_applies(e.v, testicular));
    assert_true(il_interview_applies(e.v, pregnant));
    end(&e);
}

// ---- answers ---------------------------------------------------------------------------------------------------------------------

static const struct { const char *id; il_side side; const char *typed, *told, *in_file; } good[] = {
    {"person/sex", IL_SIDE_NONE, "F", "female", "\"sex\": \"female\""},
    {"person/height_m", IL_SIDE_NONE, " 1.68 ", "1.68", "\"height_m\": 1.68"},
    {"screen/fever", IL_SIDE_NONE, "n", "no", "\"fever\": \"no\""},
    {"validity/spinal_fusion", IL_SIDE_NONE, "y", "yes", "\"spinal_fusion\": \"yes\""},
    {"history/complaint", IL_SIDE_NONE, "ache, \"deep\"", "ache, \"deep\"", "\"complaint\": \"ache, \\\"deep\\\"\""},
    {"pain/onset", IL_SIDE_NONE, "grad", "gradual", "\"onset\": \"gradual\""},
    {"pain/regions", IL_SIDE_NONE, "PSIS r 4,LB_MID 2", "PSIS r 4, LB_MID 2", "{\"region\": \"PSIS\", \"side\": \"r\", \"intensity\": 4}"},
    {"history/postures", IL_SIDE_NONE, "sitting worse 30, walk better only uphill", "sitting worse 30, walking better only uphill",
     "{\"posture\": \"walking\", \"effect\": \"better\", \"note\": \"only uphill\"}"},
    {"history/images", IL_SIDE_NONE, "mri lumbar normal", "mri lumbar_spine normal", "{\"kind\": \"mri\", \"part\": \"lumbar_spine\", \"result\": \"normal\"}"},
    {"history/treatments", IL_SIDE_NONE, "massage 6 better", "massage 6 better", "{\"treatment\": \"massage\", \"sessions\": 6, \"response\": \"better\"}"},
    {"visit/flare_ups", IL_SIDE_NONE, "2026-03-02 3 7 after lifting", "2026-03-02 3 7 after lifting",
     "{\"date\": \"2026-03-02\", \"days\": 3, \"intensity\": 7, \"note\": \"after lifting\"}"},
    {"visit/adherence", IL_SIDE_NONE, "bridge 80, massage 50", "bridge 80, massage 50", "{\"treatment\": \"bridge\", \"percent\": 80}"},
    {"visit/medicines", IL_SIDE_NONE, "X 3 less", "X 3 less", "{\"medicine\": \"X\", \"days_a_week\": 3, \"use\": \"less\"}"},
    {"visit/given", IL_SIDE_NONE, "massage r better", "massage r better", "{\"treatment\": \"massage\", \"side\": \"r\", \"response\": \"better\"}"},
    {"visit/examiner", IL_SIDE_NONE, "Dr A", "Dr A", "\"examiner\": \"Dr A\""},
    {"author/licence", IL_SIDE_NONE, "7 TX", "7 TX", "\"licence\": \"7 TX\""},
    {"accident/kind", IL_SIDE_NONE, "vehicle", "vehicle_accident", "\"kind\": \"vehicle_accident\""},
    {"record/pre_existing", IL_SIDE_NONE, "older back pain 2019, asthma", "older back pain 2019, asthma", "{\"condition\": \"older back pain 2019\"}"},
    {"visit/scores", IL_SIDE_NONE, "nprs 6", "nprs 6", "{\"score\": \"nprs\", \"value\": 6}"},
    {"preferences/aims", IL_SIDE_NONE, "restore golf again", "restore_function golf again", "{\"aim\": \"restore_function\", \"note\": \"golf again\"}"},
    {"preferences/treatments", IL_SIDE_NONE, "acupuncture refuses needles, plank wants", "acupuncture refuses needles, plank wants",
     "{\"treatment\": \"acupuncture\", \"wish\": \"refuses\", \"note\": \"needles\"}"},
    {"preferences/minutes_a_day", IL_SIDE_NONE, "20", "20", "\"minutes_a_day\": 20"},
    {"visit/equipment", IL_SIDE_NONE, "mat, band", "mat, band", "{\"item\": \"band\"}"},
    {"slr_deg", IL_SIDE_LEFT, "65deg stretch", "65 deg stretch", "{\"test\": \"slr_deg\", \"side\": \"l\", \"value\": 65, \"unit\": \"deg\", \"limited_by\": \"stretch\"}"},
    {"hip_ir_deg", IL_SIDE_RIGHT, "reduced 40", "reduced 40", "\"reduced_by_percent\": 40"},
    {"hip_er_deg", IL_SIDE_RIGHT, "normal", "normal", "\"hip_er_deg\", \"side\": \"r\", \"result\": \"normal\""},
    {"trendelenburg", IL_SIDE_RIGHT, "-", "-", "{\"test\": \"trendelenburg\", \"side\": \"r\", \"result\": \"negative\"}"},
    {"gaenslen", IL_SIDE_LEFT, "+ local_pain", "+ local_pain", "\"limited_by\": \"local_pain\""},
    {"sij_provocation_positive_count", IL_SIDE_RIGHT, "2/5", "2/5", "\"value\": 2, \"of\": 5"},
    {"leg_length_difference_mm", IL_SIDE_NONE, "-4", "-4 mm", "\"value\": -4, \"unit\": \"mm\""},
};

static void an_answer_is_kept_told_again_and_replaced(void **state) {
    (void)state;
    exam e = begin();
    char told[200];
    for (size_t i = 0; i < sizeof good/sizeof *good; i++) {
        il_error err = {0};
        int      q = find(&e, good[i].id, good[i].side);
        assert_false(il_interview_answered(e.v, q, told, sizeof told));
        for (int twice = 0; twice < 2; twice++) { // the second time with its own words
            if (il_interview_answer(e.v, q, twice ? told : good[i].typed, &err)) fail_msg("%s: %s", good[i].id, err.text);
            assert_true(il_interview_answered(e.v, q, told, sizeof told));
            assert_string_equal(told, good[i].told);
        }
        char *text = written(&e);
        if (!strstr(text, good[i].in_file)) fail_msg("%s stands not in %s", good[i].in_file, text);
        assert_null(strstr(strstr(text, good[i].in_file) + 1, good[i].in_file));
        il_patient *again = NULL;
        if (il_patient_parse("again", text, strlen(text), vocab, &again, &err)) fail_msg("%s", err.text);
        il_patient_free(again);
        il_file_free(text);
    }
    for (size_t i = 0; i < sizeof good/sizeof *good; i++) {
        il_error err = {0};
        int      q = find(&e, good[i].id, good[i].side);
        assert_int_equal(il_interview_answer(e.v, q, "", &err), IL_OK);
        assert_false(il_interview_answered(e.v, q, told, sizeof told));
    }
    end(&e);
}

static void what_cannot_be_is_refused_without_a_trace(void **state) {
    static const struct { const char *id; il_side side; const char *typed, *says; } bad[] = {
        {"person/height_m", IL_SIDE_NONE, "168", "0.4 and 2.6"},      {"person/height_m", IL_SIDE_NONE, "1.68 m", "a number"},
        {"person/sex", IL_SIDE_NONE, "x", "female or male"},          {"screen/fever", IL_SIDE_NONE, "maybe", "yes or no"},
        {"slr_deg", IL_SIDE_LEFT, "1.2rad", "a number in deg"},       {"slr_deg", IL_SIDE_LEFT, "700", "slr_deg"},
        {"slr_deg", IL_SIDE_LEFT, "65 deg because", "stretch, stop"}, {"trendelenburg", IL_SIDE_RIGHT, "4", "+ or -"},
        {"pain/regions", IL_SIDE_NONE, "PSSI r", "PSSI"},             {"pain/onset", IL_SIDE_NONE, "unknown", "sudden or gradual"},
        {"history/postures", IL_SIDE_NONE, "flying worse", "standing, walking"}, {"visit/scores", IL_SIDE_NONE, "nprs 60", "10"},
        {"hip_abductor_strength_mrc", IL_SIDE_RIGHT, "3.5", "whole"}, {"pain/intensity_now", IL_SIDE_NONE, "11", "10"},
    };
    (void)state;
    exam  e = begin();
    il_error fine = {0};
    for (size_t i = 0; i < sizeof good/sizeof *good; i++) assert_int_equal(il_interview_answer(e.v, find(&e, good[i].id, good[i].side), good[i].typed, &fine), IL_OK);
    char *before = written(&e);
    for (size_t i = 0; i < sizeof bad/sizeof *bad; i++) {
        il_error err = {0};
        assert_int_equal(il_interview_answer(e.v, find(&e, bad[i].id, bad[i].side), bad[i].typed, &err), IL_BAD_VALUE);
        if (!strstr(err.text, bad[i].says)) fail_msg("%s says: %s", bad[i].typed, err.text);
        char *after = written(&e);
        assert_string_equal(before, after);
        il_file_free(after);
    }
    il_file_free(before);
    end(&e);
}

static void the_next_question_is_the_next_without_an_answer(void **state) {
    (void)state;
    exam     e = begin();
    il_error err = {0};
    int      n = il_interview_count(e.v), asked = 0;
    assert_int_equal(il_interview_answer(e.v, find(&e, "person/sex", IL_SIDE_NONE), "f", &err), IL_OK);
    for (int i = il_interview_next(e.v, 0); i < n; i = il_interview_next(e.v, i + 1), asked++) {
        assert_true(il_interview_applies(e.v, i));
        assert_string_not_equal(il_interview_question(e.v, i)->id, "person/sex");
    }
    assert_true(asked > n/2 && asked < n);
    end(&e);
}

static void a_table_that_asks_for_what_is_not_there_is_refused(void **state) {
    static const struct { const char *find, *replace, *says; } edit[] = {
        {"test,slr_deg", "test,srl_deg", "srl_deg"}, {"test,slr_deg", "tset,slr_deg", "tset"}, {"person,sex,Sex", "person,sex,", "question"},
        {"test,slr_deg", "test,hip_ir_deg", "twice"}};
    (void)state;
    for (size_t i = 0; i < sizeof edit/sizeof *edit; i++) {
        il_knowledge *bad = NULL;
        il_error      err = {0};
        assert_int_equal(clinical_edited("interview/questions.csv", edit[i].find, edit[i].replace, &bad, &err), IL_BAD_VALUE);
        assert_non_null(strstr(err.text, edit[i].says));
        assert_true(err.line > 1);
    }
}

static int open_all(void **state) {
    il_error err = {0};
    (void)state;
    k = clinical_knowledge();
    return il_patient_vocab_create(k, &vocab, &err);
}

static int close_all(void **state) {
    (void)state;
    il_patient_vocab_free(vocab);
    il_knowledge_free(k);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_of_the_record_is_left_unasked),
        cmocka_unit_test(danger_comes_before_history_and_the_gravest_first),
        cmocka_unit_test(questions_that_cannot_concern_the_person_are_left_out),
        cmocka_unit_test(an_answer_is_kept_told_again_and_replaced),
        cmocka_unit_test(what_cannot_be_is_refused_without_a_trace),
        cmocka_unit_test(the_next_question_is_the_next_without_an_answer),
        cmocka_unit_test(a_table_that_asks_for_what_is_not_there_is_refused),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}

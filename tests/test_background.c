// test_background.c - how common back pain is and what is published of a history: each row comes with what it speaks of and with nothing else, reads as its
// figures, and moves nothing
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <string.h>

#include "assess_fixture.h"
#include "clinical.h"

#define k knowledge

// one visit of a man of 45 years
static il_assessment *assess(const char *more, const char *findings) {
    char           record[2000];
    il_patient    *patient = NULL;
    il_assessment *a = NULL;
    il_error       err = {0};
    snprintf(record, sizeof record,
             "{\"ilium_patient\": 1, \"id\": \"N\", \"person\": {\"sex\": \"male\", \"age_years\": 45, \"height_m\": 1.8, \"mass_kg\": 80}, \"visits\": [{\"date\": \"2026-01-01\", %s \"findings\": [%s]}]}",
             more, findings);
    if (il_patient_parse("n.json", record, strlen(record), vocab, &patient, &err)) fail_msg("%d:%d %s", err.line, err.column, err.text);
    il_assess_request r = {.patient = patient, .knowledge = knowledge, .body = body.body, .tasks = tasks, .data_hash = ""};
    if (il_assess(&r, &a, NULL, &err)) fail_msg("%s", err.text);
    il_patient_free(patient);
    return a;
}

static const il_background *row(const char *id) {
    for (int i = 0; i < k->nbackground; i++)
        if (!strcmp(k->background[i].id, id)) return &k->background[i];
    fail_msg("there is no row %s", id);
    return NULL;
}

// every trigger: a record without it does not bring the row, a record with it does
static void what_is_recorded_brings_its_figures(void **state) {
    (void)state;
    il_event          event = {0};
    il_posture_effect bent = {IL_DOING_BENDING, IL_EFFECT_WORSE, {0}, NULL};
    il_visit          none = {0};
    static const struct { const char *id; il_event_kind kind; } events[] = {{"collision", IL_EVENT_VEHICLE}, {"fall", IL_EVENT_FALL}, {"work_injury", IL_EVENT_WORK},
        {"sports_injury", IL_EVENT_SPORT}, {"lifting_event", IL_EVENT_LIFTING}, {"childbirth", IL_EVENT_BIRTH}, {"inactivity", IL_EVENT_INACTIVITY}};
    for (int i = 0; i < k->nbackground; i++)
        assert_true(il_background_applies(&k->background[i], &none) == (k->background[i].when == IL_WHEN_ALWAYS || k->background[i].when == IL_WHEN_NO_IMAGE));
    for (size_t i = 0; i < sizeof events/sizeof *events; i++) {
        il_visit v = {.history = {.nevent = 1, .event = &event}};
        event.kind = IL_EVENT_SURGERY;
        assert_false(il_background_applies(row(events[i].id), &v));
        event.kind = events[i].kind;
        assert_true(il_background_applies(row(events[i].id), &v));
    }
    il_visit lifts = {.history = {.lifting_kg = {true, 9}, .sitting_hours_a_day = {true, 5}, .exercise_minutes_a_week = {true, 10}, .sport = "running", .nposture = 1, .posture = &bent}};
    assert_false(il_background_applies(row("lifting"), &lifts) || il_background_applies(row("sitting"), &lifts) || il_background_applies(row("inactivity"), &lifts));
    assert_true(il_background_applies(row("athletes"), &lifts) && il_background_applies(row("work_posture"), &lifts));
    lifts.history.lifting_kg.value = 10, lifts.history.sitting_hours_a_day.value = 6, lifts.history.exercise_minutes_a_week.value = 0, bent.effect = IL_EFFECT_BETTER;
    assert_true(il_background_applies(row("lifting"), &lifts) && il_background_applies(row("sitting"), &lifts) && il_background_applies(row("inactivity"), &lifts));
    assert_false(il_background_applies(row("work_posture"), &lifts));
    il_visit wanders = {.pain = {.moves = IL_YES, .narea = 2}};
    assert_true(il_background_applies(row("moves"), &wanders) && !il_background_applies(row("elsewhere"), &wanders));
    wanders.pain.moves = IL_NO, wanders.pain.narea = 3;
    assert_true(!il_background_applies(row("moves"), &wanders) && il_background_applies(row("elsewhere"), &wanders));
}

// what an image shows is set beside people without pain; where there is none, whether one is wanted
static void images_are_set_beside_people_without_pain(void **state) {
    (void)state;
    il_image image = {.kind = IL_IMAGE_MRI, .part = IL_PART_LUMBAR, .result = IL_RESULT_POSITIVE};
    il_visit v = {.history = {.nimage = 1, .image = &image}};
    assert_true(il_background_applies(row("image_without_pain"), &v) && il_background_applies(row("image_degeneration"), &v) && !il_background_applies(row("no_routine_image"), &v));
    image.result = IL_RESULT_NORMAL;
    assert_true(!il_background_applies(row("image_without_pain"), &v) && !il_background_applies(row("no_routine_image"), &v));
    image.result = IL_RESULT_POSITIVE, image.kind = IL_IMAGE_RADIOGRAPH;
    assert_false(il_background_applies(row("image_without_pain"), &v));
    image.part = IL_PART_HIP;
    assert_true(il_background_applies(row("no_routine_image"), &v));
}

static void a_figure_reads_as_its_row(void **state) {
    (void)state;
    static const struct { const char *id, *text; } c[] = {
        {"now", "Low back pain at any one time: 7.5 percent of all people (6.75 to 8.27)."},
        {"millions", "Low back pain at any one time, in the world (2017): 577 million people."},
        {"collision", "Back pain later, after an injury in a collision beside no collision (three cohorts, not adjusted): 2.7 times the risk (1.9 to 3.8)."},
        {"inactivity", "Frequent or chronic back pain in people who are active, beside those without regular activity (36 cohorts): 0.89 times the risk (0.82 to 0.97)."},
        {"sitting", "Chronic back pain with much sitting at work, beside little: low or very low certainty (the 6 hours from which it is told are assumed): 1 to 1.4 times the odds."},
        {"elsewhere", "Pain in other places too (more places, more disability): 90 percent of people with persistent low back pain."},
    };
    char buf[IL_BACKGROUND_TEXT];
    for (size_t i = 0; i < sizeof c/sizeof *c; i++) assert_string_equal(il_background_text(row(c[i].id), buf), c[i].text);
    for (int i = 0; i < k->nbackground; i++) assert_true(strlen(il_background_text(&k->background[i], buf)) < IL_BACKGROUND_TEXT - 2);
}

// the same visit with and without accidents, sport, lifting and a pain that moves: the report tells more, and every probability is the same to the bit
static void told_and_never_weighed(void **state) {
    (void)state;
    static const char finding[] = "{\"test\": \"modified_thomas_hip_deg\", \"side\": \"r\", \"value\": 10, \"unit\": \"deg\"}";
    il_assessment *a[2];
    for (int i = 0; i < 2; i++)
        a[i] = assess(i ? "\"history\": {\"sport\": \"rowing\", \"lifting_kg\": 30, \"events\": [{\"kind\": \"vehicle_accident\"}]}, \"pain\": {\"moves\": \"yes\"}," : "", finding);
    assert_int_equal(a[1]->nbackground - a[0]->nbackground, 5);
    assert_int_equal(a[0]->ncondition, a[1]->ncondition);
    for (int i = 0; i < a[0]->ncondition; i++) {
        const il_range *x = &a[0]->condition[i].present, *y = &a[1]->condition[i].present; // number by number: what lies between them is nobody's
        assert_true(x->known == y->known && x->low == y->low && x->mid == y->mid && x->high == y->high);
    }
    for (int i = 0; i < a[1]->nbackground; i++) assert_true(a[1]->background[i].text && a[1]->background[i].source);
    for (int i = 0; i < 2; i++) il_assessment_free(a[i]);
}

// running has no task: what was recorded is told as no evidence, by name
static void a_posture_without_a_task_is_told_as_such(void **state) {
    (void)state;
    static const char  finding[] = "{\"test\": \"modified_thomas_hip_deg\", \"side\": \"r\", \"value\": 10, \"unit\": \"deg\"}";
    static const char *history[] = {"\"history\": {\"postures\": [{\"posture\": \"running\", \"effect\": \"worse\"}, {\"posture\": \"turning_in_bed\", \"effect\": \"worse\"}, {\"posture\": \"sitting\", \"effect\": \"better\"}]},",
                                    "\"history\": {\"postures\": [{\"posture\": \"standing\", \"effect\": \"worse\"}, {\"posture\": \"walking\", \"effect\": \"worse\"}, {\"posture\": \"running\", \"effect\": \"same\"}]},"};
    for (int i = 0; i < 2; i++) {
        il_assessment *a = assess(history[i], finding);
        bool           told = false;
        for (int n = 0; n < a->nunknown; n++)
            told = told || !strcmp(a->unknown[n].text, "Recorded, and no evidence here, since no simulated task stands for it: running, turning in bed.");
        assert_true(told == (i == 0));
        il_assessment_free(a);
    }
}

static void a_bad_row_is_refused(void **state) {
    (void)state;
    static const struct { const char *find, *replace, *says; } bad[] = {
        {"1.9,2.7,3.8", "1.9,4.7,3.8", "between low and high"}, {"1.9,2.7,3.8", "1.9,2.7,", "low and high stand together"}, {"collision,risk", "fall,risk", "twice"},
        {"aap.2020.105546,found", "aap.2020.105546,recalled", "a source that was found"}, {"vehicle_accident,", "vehicle,", "when is"}, {"times the risk,1.9", ",1.9", "stand together"},
        {"athletes,risk,sport,", "athletes,risk,sport,3", "lifting and sitting only"},
    };
    for (size_t i = 0; i < sizeof bad/sizeof *bad; i++) {
        il_knowledge *edited = NULL;
        il_error      err = {0};
        assert_int_equal(clinical_edited("background/background.csv", bad[i].find, bad[i].replace, &edited, &err), IL_BAD_VALUE);
        if (!strstr(err.text, bad[i].says)) fail_msg("%s: %s", bad[i].replace, err.text);
        assert_true(err.line > 4);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_recorded_brings_its_figures), cmocka_unit_test(images_are_set_beside_people_without_pain), cmocka_unit_test(a_figure_reads_as_its_row), cmocka_unit_test(told_and_never_weighed),
                                       cmocka_unit_test(a_posture_without_a_task_is_told_as_such), cmocka_unit_test(a_bad_row_is_refused)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}

// test_cli_recorded.c - `ilium record`: every item of a record is asked by the interview, kept in the file, checked, and printed in the order of the exam
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "clinical.h"
#include "ilium/file.h"
#include "ilium/interview.h"
#include "ilium/io.h"

// question, side (0 none, 1 right, 2 left), what is typed, what is printed; a wrong answer to it and what the refusal says (or NULL)
static const struct { const char *id; int side; const char *typed, *printed, *wrong, *says; } item[] = {
    {"person/sex", 0, "female", "Sex: female", "woman", "female or male"},
    {"person/age_years", 0, "41", "Age in years: 41", "141", "between 0 and 120"},
    {"person/height_m", 0, "1.7", "1.7", "170", "between 0.4 and 2.6"},
    {"person/mass_kg", 0, "66", "66", "660", "between 2 and 400"},
    {"validity/pregnancy", 0, "no", "Pregnant", "perhaps", "no or yes"},
    {"screen/ces_saddle", 0, "no", "changed feeling around the anus", "maybe", "yes or no"},
    {"history/complaint", 0, "ache over the left hip bone", "ache over the left hip bone", NULL, NULL},
    {"history/onset", 0, "after the move", "after the move", NULL, NULL},
    {"history/events", 0, "slip_or_fall 3 on ice, childbirth 150, inactivity 40, vehicle_accident 300", "slip_or_fall 3 on ice, childbirth 150, inactivity 40, vehicle_accident 300", "slipped", "slip_or_fall"},
    {"pain/onset", 0, "sudden", "sudden", "slowly", "sudden or gradual"},
    {"pain/duration_weeks", 0, "9", "how many weeks? 9", "-2", "between 0 and 6000"},
    {"pain/intensity_now", 0, "4", "Pain now, 0 to 10: 4", "44", "between 0 and 10"},
    {"pain/intensity_worst", 0, "8", "Worst pain", "3", "below the present one"},
    {"pain/regions", 0, "CREST_P l 6 dull, LB_MID 2", "CREST_P l 6 dull, LB_MID 2", "HEAD l 6", "unknown pain region"},
    {"pain/moves", 0, "yes", "move from place to place? yes", "often", "no or yes"},
    {"history/over_the_day", 0, "stiff at first, worse by evening", "stiff at first, worse by evening", NULL, NULL},
    {"history/worst_time", 0, "evening", "evening", "noon", "morning or day"},
    {"history/wakes_at_night", 0, "no", "wake them at night? no", "sometimes", "no or yes"},
    {"history/morning_stiffness_minutes", 0, "20", "20", "2000", "between 0 and 1440"},
    {"history/aggravating", 0, "standing long", "standing long", NULL, NULL},
    {"history/postures", 0, "standing worse 15, sitting better", "standing worse 15, sitting better", "standing worse, standing better", "stands twice"},
    {"history/relieving", 0, "lying down", "lying down", NULL, NULL},
    {"history/sleep_position", 0, "left_side", "Sleeps on the: left_side", "sofa", "back or front"},
    {"history/work", 0, "nurse, nights", "nurse, nights", NULL, NULL},
    {"history/lifting_kg", 0, "30", "Heaviest usual load in kg: 30", "3000", "between 0 and 300"},
    {"history/sitting_hours_a_day", 0, "3", "Hours a day sitting: 3", "30", "between 0 and 24"},
    {"history/workstation", 0, "screen to the left", "screen to the left", NULL, NULL},
    {"history/sport", 0, "running, 20 km a week", "running, 20 km a week", NULL, NULL},
    {"history/exercise_minutes_a_week", 0, "90", "Minutes of exercise a week: 90", "-1", "between 0 and 10080"},
    {"history/medicines", 0, "ibuprofen at times", "ibuprofen at times", NULL, NULL},
    {"history/treatments", 0, "physiotherapy 6 80 same, massage 2 better", "physiotherapy 6 80 same, massage 2 better", "massage 2 180", "between 0 and 100"},
    {"history/images", 0, "mri lumbar_spine normal, radiograph hip abnormal", "mri lumbar_spine normal, radiograph hip abnormal", "mri normal", "which part was normal"},
    {"history/goals", 0, "a whole shift", "a whole shift", NULL, NULL},
    {"visit/scores", 0, "nprs 4, roland_morris 9, peg 5, groc 2, odi 24, lefs 60", "nprs 4, roland_morris 9, peg 5, groc 2, odi 24, lefs 60", "roland_morris 25", "between 0 and 24"},
    {"sensation_l5", 2, "1", "sensation L5, left: 1 grade", "3", "0 to 2"},
    {"great_toe_extensor_strength_mrc", 2, "4", "left: 4 grade", "6", "0 to 5"},
    {"achilles_reflex", 1, "2", "ankle jerk (S1), right: 2 grade", "5", "0 to 4"},
    {"babinski", 1, "-", "right: -", "2", "+ or -"},
    {"slr_deg", 1, "70 deg stretch", "right: 70 deg stretch", "1.2", "radians"},
    {"tender_psis", 2, "+", "posterior iliac spine tender, left: +", "12", "+ or -"},
    {"gait_antalgic", 2, "+", "left: +", "limps", "+ or -"},
    {"preferences/aims", 0, "restore_function", "restore_function", "feel better", "calm_spasm"},
    {"preferences/treatments", 0, "acupuncture refuses, plank wants", "acupuncture refuses, plank wants", "acupuncture refuses, acupuncture wants", "once wanted and once refused"},
    {"preferences/minutes_a_day", 0, "20", "Minutes a day for exercises at home: 20", "2000", "between 0 and 1440"},
    {"visit/equipment", 0, "mat, strap", "mat, strap", "none, mat", "none stands beside"},
};
enum { N = sizeof item/sizeof *item };

static il_knowledge     *k;
static il_patient_vocab *vocab;

static int find(const il_interview *v, const char *id, int side) {
    for (int i = 0; i < il_interview_count(v); i++)
        if (!strcmp(il_interview_question(v, i)->id, id) && (int)il_interview_question(v, i)->side == side) return i;
    fail_msg("%s is not asked", id);
    return -1;
}

static void every_item_is_asked_checked_kept_and_printed(void **state) {
    il_patient   *p = NULL;
    il_interview *v = NULL;
    il_error      err = {0};
    char         *bytes = NULL;
    size_t        size = 0;
    (void)state;
    assert_int_equal(il_patient_create(&p, &err), IL_OK);
    p->id = "anna", p->visit = il_patient_array(p, 1, sizeof *p->visit), p->nvisit = 1;
    p->visit[0].date = "2026-03-31";
    assert_int_equal(il_interview_create(k, vocab, p, 0, &v, &err), IL_OK);
    for (int i = 0; i < N; i++) {
        int q = find(v, item[i].id, item[i].side);
        err = (il_error){0};
        if (item[i].wrong) {
            assert_int_equal(il_interview_answer(v, q, item[i].wrong, &err), IL_BAD_VALUE);
            if (!strstr(err.text, item[i].says)) fail_msg("%s: %s", item[i].id, err.text);
        }
        if (il_interview_answer(v, q, item[i].typed, &err)) fail_msg("%s: %s", item[i].id, err.text);
    }
    assert_int_equal(il_patient_format(p, &bytes, &size, &err), IL_OK);
    cli_write("anna.json", bytes, size);
    assert_int_equal(cli_run("record anna.json"), 0);
    const char *at = cli_out;
    for (int i = 0; i < N; i++)
        if (!strstr(cli_out, item[i].printed)) fail_msg("'%s' is not printed:\n%s", item[i].printed, cli_out);
    // sections in the order of the exam
    static const char *const section[] = {"\nPerson\n", "\nSafety\n", "\nHistory and pain\n", "\nPosture and function\n", "\nPalpation and muscle\n", "\nNerves and joints\n", "\nImaging", "\nWishes and means\n"};
    for (size_t i = 0; i < sizeof section/sizeof *section; i++) {
        at = strstr(at, section[i]);
        if (!at) fail_msg("%s stands not in its place", section[i]);
    }
    il_file_free(bytes);
    il_interview_free(v);
    il_patient_free(p);
}

static void what_was_not_asked_is_counted_or_shown(void **state) {
    static const char empty[] = "{\"ilium_patient\": 1, \"id\": \"x\", \"visits\": [{\"date\": \"2026-01-01\"}, {\"date\": \"2026-02-01\", \"pain\": {\"intensity_now\": 3}}]}";
    (void)state;
    cli_write("x.json", empty, sizeof empty - 1);
    assert_int_equal(cli_run("record x.json --visit 1"), 0);
    assert_true(strstr(cli_out, "visit 1 of 2, 2026-01-01") && !strstr(cli_out, "Pain now") && strstr(cli_out, "not asked: 5"));
    assert_int_equal(cli_run("record x.json --visit 2026-02-01 --all"), 0);
    assert_true(strstr(cli_out, "Pain now, 0 to 10: 3") && strstr(cli_out, "Worst pain") && strstr(cli_out, "not asked\n"));
}

static void a_hostile_text_does_not_reach_the_terminal(void **state) {
    static const char hostile[] = "{\"ilium_patient\": 1, \"id\": \"x\", \"label\": \"a\\u001b[31mb\\nNOTICE\", \"visits\": [{\"history\": {\"complaint\": \"c\\u0007d\\u001b]0;x\"}}]}";
    (void)state;
    cli_write("x.json", hostile, sizeof hostile - 1);
    assert_int_equal(cli_run("record x.json"), 0);
    assert_true(!strchr(cli_out, 27) && !strchr(cli_out, 7) && !strstr(cli_out, "\nNOTICE"));
}

static void what_is_wrong_is_one_sentence(void **state) {
    static const struct { const char *words; int code; const char *says; } c[] = {
        {"record", 1, "a patient file is missing"}, {"record nobody.json", 2, "nobody.json"}, {"record x.json --visit 9", 2, "there is no visit '9'"}, {"record x.json --html", 1, "--html"}};
    (void)state;
    for (size_t i = 0; i < sizeof c/sizeof *c; i++) {
        if (cli_run(c[i].words) != c[i].code || !strstr(cli_err, c[i].says)) fail_msg("'%s': %s", c[i].words, cli_err);
        assert_true(!*cli_out);
    }
}

static int open_all(void **state) {
    il_error err = {0};
    k = clinical_knowledge();
    if (il_patient_vocab_create(k, &vocab, &err)) return -1;
    return cli_setup(state);
}

static int close_all(void **state) {
    il_patient_vocab_free(vocab);
    il_knowledge_free(k);
    return cli_teardown(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_item_is_asked_checked_kept_and_printed), cmocka_unit_test(what_was_not_asked_is_counted_or_shown),
                                       cmocka_unit_test(a_hostile_text_does_not_reach_the_terminal), cmocka_unit_test(what_is_wrong_is_one_sentence)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}

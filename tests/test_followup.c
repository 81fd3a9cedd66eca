// test_followup.c - visits beside each other: what a measurement can show, what counts, the plan beside the course; danger withholds it
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "care_fixture.h"
#include "ilium/report.h"
#include "report/figure_followup.h"

enum { VISITS = 3 };

static il_finding number(const char *test, il_side side, double x, const char *unit) { return (il_finding){.test = test, .side = side, .value = {true, x}, .unit = unit}; }

static il_finding finding[VISITS][5];
static il_score_reading score[VISITS][2];
static il_screen_answer no_sign[1];
static il_visit visit[VISITS];

// three visits six weeks apart: pain 8, 7, 5; Roland-Morris 12, 9, 7; straight leg 50, 53, 57; strength 3, 4, 4 and 2, 3, 4
static void open_visits(care_fixture *c) {
    static const char *const dates[] = {"2026-01-12", "2026-02-23", "2026-04-06"};
    static const double pain[] = {8, 7, 5}, roland[] = {12, 9, 7}, leg[] = {50, 53, 57}, right[] = {3, 4, 4}, left[] = {2, 3, 4};
    care_open(c);
    no_sign[0] = (il_screen_answer){"ces_retention", IL_NO};
    for (int i = 0; i < VISITS; i++) {
        finding[i][0] = number("slr_deg", IL_SIDE_RIGHT, leg[i], "deg");
        finding[i][1] = number("hip_abductor_strength_mrc", IL_SIDE_RIGHT, right[i], "grade");
        finding[i][2] = number("hip_abductor_strength_mrc", IL_SIDE_LEFT, left[i], "grade");
        finding[i][3] = (il_finding){.test = "trendelenburg", .side = IL_SIDE_RIGHT, .result = i < 2 ? IL_RESULT_POSITIVE : IL_RESULT_NEGATIVE};
        finding[i][4] = number("modified_thomas_hip_deg", IL_SIDE_LEFT, 4.0 - 8.0*i, "deg");
        score[i][0] = (il_score_reading){.score = "roland_morris", .value = {true, roland[i]}};
        score[i][1] = (il_score_reading){.score = "eq_vas", .value = {true, 50.0 + 3.0*i}};
        visit[i] = (il_visit){.date = dates[i], .examiner = "Dr A", .nfinding = 5, .finding = finding[i], .nscore = 2, .score = score[i], .nscreen = 1, .screen = no_sign,
                              .pain = {.intensity_worst = {true, pain[i]}, .intensity_now = {true, pain[i] - 1}}};
    }
    c->patient.nvisit = VISITS, c->patient.visit = visit;
}

static il_followup *compare(care_fixture *c, int from) {
    il_followup *f = NULL;
    il_error     err = {0};
    if (il_followup_make(&c->request, from, &f, &err)) fail_msg("%s", err.text);
    return f;
}

static const il_followup_line *line_of(const il_followup *f, const char *id, il_side side) {
    for (int i = 0; i < f->nline; i++)
        if (!strcmp(f->line[i].id, id) && f->line[i].side == side) return &f->line[i];
    fail_msg("%s is not compared", id);
    return NULL;
}

// ---- what can be shown, and what counts --------------------------------------------------------------------------------------------

static void scores_by_their_rows(void **state) {
    (void)state;
    care_fixture c;
    open_visits(&c);
    il_followup            *f = compare(&c, 0);
    const il_followup_line *pain = line_of(f, "pain_worst", IL_SIDE_NONE), *roland = line_of(f, "roland_morris", IL_SIDE_NONE), *vas = line_of(f, "eq_vas", IL_SIDE_NONE);
    // 8 to 5: 3 points; 2 can be shown, 2 (less than 30 % of 8) counts
    assert_true(pain->change == -3.0 && pain->error == 2.0 && pain->counts == 2.0 && pain->verdict == IL_VERDICT_BETTER);
    // 12 to 7: 5 points count (30 % of 12 is 3.6), but 6 can be shown
    assert_true(roland->change == -5.0 && fabs(roland->counts - 3.6) < 1e-12 && roland->error == 6.0 && roland->verdict == IL_VERDICT_NONE_SHOWN);
    // without a published error what counts decides: 6 of 10.5
    assert_true(isnan(vas->error) && vas->change == 6.0 && vas->verdict == IL_VERDICT_SMALL);
    il_followup_free(f);
    // the other way round each is as much worse
    for (int i = 0; i < VISITS; i++) visit[i].pain.intensity_worst.value = 8.0 - visit[i].pain.intensity_worst.value + 5.0, score[i][0].value.value = 19.0 - score[i][0].value.value;
    score[2][0].value.value = 19.0;
    f = compare(&c, 0);
    assert_int_equal(line_of(f, "pain_worst", IL_SIDE_NONE)->verdict, IL_VERDICT_WORSE);
    assert_int_equal(line_of(f, "roland_morris", IL_SIDE_NONE)->verdict, IL_VERDICT_WORSE);
    il_followup_free(f);
    care_close(&c);
}

static void tests_by_the_error_of_a_difference(void **state) {
    (void)state;
    care_fixture c;
    open_visits(&c);
    const il_test *slr = &c.k->test[il_find_test(c.k, "slr_deg")];
    double one = 1.96*sqrt(2.0)*slr->retest_sd, two = 1.96*sqrt(2.0*(slr->retest_sd*slr->retest_sd + slr->rater_sd*slr->rater_sd));
    assert_true(one < 7.0 && two > 7.0);
    il_followup *f = compare(&c, 0);
    const il_followup_line *l = line_of(f, "slr_deg", IL_SIDE_RIGHT);
    assert_true(l->change == 7.0 && l->same_examiner && fabs(l->error - one) < 1e-12 && l->verdict == IL_VERDICT_BETTER);
    // a grade more shows nothing, two do; a sign has no error; a thigh that sinks lower is better
    assert_true(line_of(f, "hip_abductor_strength_mrc", IL_SIDE_RIGHT)->assumed_error || !isnan(c.k->test[il_find_test(c.k, "hip_abductor_strength_mrc")].retest_sd));
    assert_int_equal(line_of(f, "hip_abductor_strength_mrc", IL_SIDE_RIGHT)->verdict, IL_VERDICT_NONE_SHOWN);
    assert_int_equal(line_of(f, "hip_abductor_strength_mrc", IL_SIDE_LEFT)->verdict, IL_VERDICT_BETTER);
    assert_int_equal(line_of(f, "trendelenburg", IL_SIDE_RIGHT)->verdict, IL_VERDICT_NO_ERROR);
    assert_int_equal(line_of(f, "modified_thomas_hip_deg", IL_SIDE_LEFT)->verdict, IL_VERDICT_BETTER);
    il_followup_free(f);
    // two examiners differ by more; an error that was recorded goes before that of the test
    visit[2].examiner = "Dr B";
    f = compare(&c, 0);
    l = line_of(f, "slr_deg", IL_SIDE_RIGHT);
    assert_true(!l->same_examiner && fabs(l->error - two) < 1e-12 && l->verdict == IL_VERDICT_NONE_SHOWN);
    il_followup_free(f);
    visit[2].examiner = NULL;
    finding[0][0].error = finding[2][0].error = (il_fact){true, 1.0};
    f = compare(&c, 0);
    l = line_of(f, "slr_deg", IL_SIDE_RIGHT);
    assert_true(fabs(l->error - 1.96*sqrt(2.0)) < 1e-12 && l->verdict == IL_VERDICT_BETTER);
    il_followup_free(f);
    // from the second visit on: 4 degrees
    f = compare(&c, 2);
    assert_true(f->nvisit == 2 && line_of(f, "slr_deg", IL_SIDE_RIGHT)->change == 4.0);
    il_followup_free(f);
    finding[0][0].error = finding[2][0].error = (il_fact){0};
    // one reading alone is compared with nothing, and a method of its own is a line of its own
    finding[2][0].method = "inclinometer", finding[2][4].test = "knee_extension_9090_deg";
    f = compare(&c, 0);
    assert_int_equal(line_of(f, "knee_extension_9090_deg", IL_SIDE_LEFT)->verdict, IL_VERDICT_NOT_KNOWN);
    l = line_of(f, "slr_deg", IL_SIDE_RIGHT);
    assert_true(!l->method && l->last == 1 && l->change == 3.0);
    il_followup_free(f);
    il_error err = {0};
    assert_int_equal(il_followup_make(&c.request, 4, &f, &err), IL_BAD_VALUE);
    assert_null(f);
    care_close(&c);
}

// ---- the plan ------------------------------------------------------------------------------------------------------------------------

static void the_plan_beside_what_came_of_it(void **state) {
    (void)state;
    care_fixture  c;
    il_expected   expected[] = {{"pain", {true, 0}, {true, 7}, {true, 7}, {true, 7}, IL_SIDE_NONE},       {"pain", {true, 6}, {true, 3}, {true, 4}, {true, 5}, IL_SIDE_NONE},
                                {"pain", {true, 18}, {true, 1}, {true, 2}, {true, 3}, IL_SIDE_NONE},      {"roland_morris", {true, 6}, {true, 8}, {true, 9}, {true, 10}, IL_SIDE_NONE},
                                {"odi", {true, 12}, {true, 10}, {true, 15}, {true, 20}, IL_SIDE_NONE}};
    il_saved_plan plan[] = {{.date = "2026-01-12", .nexpected = 5, .expected = expected}, {.date = "2026-05-01"}};
    open_visits(&c);
    c.patient.nplan = 2, c.patient.plan = plan;
    il_followup *f = compare(&c, 0);
    assert_true(f->plan == &plan[0] && f->nprogress == 3);
    // twelve weeks: half way between six and eighteen; found 4 of 2 to 4
    const il_followup_progress *p = &f->progress[0];
    assert_true(p->weeks == 12.0 && fabs(p->expected.low - 2.0) < 1e-12 && fabs(p->expected.mid - 3.0) < 1e-12 && fabs(p->expected.high - 4.0) < 1e-12);
    assert_true(p->found.value == 4.0 && p->place == 0);
    // nothing is said of Roland-Morris beyond six weeks, and no Oswestry was taken
    assert_true(!f->progress[1].expected.known && f->progress[2].expected.known && !f->progress[2].found.known);
    il_followup_free(f);
    // 5 is above the range by one point: less than one rating may err by (2 over the root of 2); 6 is more
    visit[2].pain.intensity_now.value = 5;
    f = compare(&c, 0);
    assert_true(f->progress[0].place == 1 && f->progress[0].within_error && !f->progress[0].better);
    il_followup_free(f);
    visit[2].pain.intensity_now.value = 6;
    f = compare(&c, 0);
    assert_true(f->progress[0].place == 1 && !f->progress[0].within_error);
    il_followup_free(f);
    visit[2].pain.intensity_now.value = 0;
    f = compare(&c, 0);
    assert_true(f->progress[0].place == -1 && f->progress[0].better);
    il_followup_free(f);
    // a test of one side: found within the error of two readings of its range, though not in it
    const il_finding *x = &visit[2].finding[0];
    const il_test    *t = &c.k->test[il_find_test(c.k, x->test)];
    double            error = 1.96*sqrt(2.0)*il_test_error(t, x, false), beyond = x->value.value + 0.5*error;
    expected[0] = expected[1] = (il_expected){x->test, {true, 0}, {true, beyond}, {true, beyond + 1}, {true, beyond + 2}, x->side};
    expected[1].weeks.value = 20;
    plan[0].nexpected = 2;
    f = compare(&c, 0);
    assert_true(f->nprogress == 1 && f->progress[0].side == x->side && f->progress[0].found.value == x->value.value && fabs(f->progress[0].error - error) < 1e-9);
    assert_true(f->progress[0].place == -1 && f->progress[0].within_error);
    il_followup_free(f);
    care_close(&c);
}

// ---- danger ----------------------------------------------------------------------------------------------------------------------------

static void each_visit_is_screened_anew_and_danger_withholds(void **state) {
    static const il_screen_answer sign[] = {{"ces_retention", IL_YES}};
    (void)state;
    care_fixture c;
    open_visits(&c);
    il_followup *f = compare(&c, 0);
    assert_true(!f->withheld && f->level[0] < IL_SAFETY_EMERGENCY && f->nline > 5);
    // no gain in pain or any score over twelve weeks: the rule of the screen that was there before
    assert_true(f->no_gain.known && f->no_gain.value == 0.0);
    il_followup_free(f);
    visit[2].screen = (il_screen_answer *)(void *)(uintptr_t)sign;
    f = compare(&c, 0);
    assert_true(f->withheld && *f->withheld && f->nline == 0 && !f->plan);
    assert_true(f->level[2] == IL_SAFETY_EMERGENCY && f->level[1] < IL_SAFETY_EMERGENCY);
    char    *text = NULL;
    size_t   size = 0;
    il_error err = {0};
    assert_int_equal(il_report_followup_text(f, c.k, &text, &size, &err), IL_OK);
    assert_true(!strncmp(text, "SAFETY", 6) && strstr(text, "EMERGENCY") && strstr(text, "NOT COMPARED") && !strstr(text, "Roland"));
    il_report_free(text);
    il_followup_free(f);
    // a visit before the sign, looked at by itself, is compared
    c.request.visit = 2;
    f = compare(&c, 0);
    assert_true(!f->withheld && f->nvisit == 2);
    il_followup_free(f);
    c.request.visit = 0, visit[2].screen = no_sign;
    il_consent consent[] = {{.covers = "processing", .given = IL_YES, .date = "2026-01-01", .withdrawn = "2026-04-07"}};
    c.patient.nconsent = 1, c.patient.consent = consent;
    f = compare(&c, 0);
    assert_true(f->withheld && strstr(f->withheld, "onsent") && f->nline == 0);
    il_followup_free(f);
    care_close(&c);
}

// ---- pictures ------------------------------------------------------------------------------------------------------------------------

// each chord of a hatch ends on the edge of its ellipse
static void the_hatch_ends_at_the_outline(void **state) {
    (void)state;
    care_fixture c;
    open_visits(&c);
    il_pain_area area[] = {{.region = "GROIN", .side = IL_SIDE_RIGHT}};
    visit[0].pain.narea = 1, visit[0].pain.area = area;
    il_followup   *f = compare(&c, 0);
    ili_pain_patch at[ILI_PAIN_PATCHES];
    int            shown[ILI_OVER_VISITS], n = 0, chords = 0;
    assert_int_equal(ili_over_visits(f, shown), 1);
    assert_int_equal(ili_pain_patches("GROIN", IL_SIDE_RIGHT, at), 1);
    ili_picture p = ili_figure_over(f);
    ili_out     o = {0};
    ili_picture_svg(&p, &o);
    ili_picture_free(&p);
    for (const char *s = o.text; (s = strstr(s, "d=\"M")); s++) {
        double x[4];
        if (sscanf(s, "d=\"M%lf %lfL%lf %lf\"", &x[0], &x[1], &x[2], &x[3]) != 4) continue;
        if (fabs(x[0] - at[0].x) > 20 || fabs(x[1] - at[0].y) > 20) continue;
        for (int end = 0; end < 2; end++) {
            double turn = at[0].degrees*0.017453292519943295, dx = x[2*end] - at[0].x, dy = x[2*end + 1] - at[0].y;
            double u = (cos(turn)*dx + sin(turn)*dy)/at[0].rx, v = (-sin(turn)*dx + cos(turn)*dy)/at[0].ry;
            if (fabs(hypot(u, v) - 1.0) > 0.03) fail_msg("a chord ends at %.3f of the edge", hypot(u, v));
        }
        chords++;
    }
    for (const char *s = o.text; (s = strstr(s, "<ellipse")); s++) n++;
    assert_true(chords >= 3 && n == 2); // the patch and its key
    ili_out_free(&o);
    il_followup_free(f);
    care_close(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(scores_by_their_rows), cmocka_unit_test(tests_by_the_error_of_a_difference), cmocka_unit_test(the_plan_beside_what_came_of_it),
                                       cmocka_unit_test(each_visit_is_screened_anew_and_danger_withholds), cmocka_unit_test(the_hatch_ends_at_the_outline)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

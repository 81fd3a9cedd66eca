// test_whatif.c - treatments on a body: nothing changes nothing to the bit, together they stay within range, the numbers are those of direct solves
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "care_fixture.h"
#include "ilium/factor.h"
#include "ilium/outcome.h"
#include "reason/care_private.h"

static int changes(care_fixture *c, il_knowledge *k, ili_care_end end, const ili_care_state *state, ili_care_change out[ILI_CARE_CHANGES]) {
    return ili_care_changes(k, &c->a, c->care.wish, c->care.nwish, c->care.weeks, end, state, out);
}

static void nothing_changes_nothing_to_the_bit(void **state) {
    (void)state;
    care_fixture c;
    care_open(&c);
    care_condition(&c, "short_iliopsoas", IL_SIDE_RIGHT, 0.5, 0.8, 0.8);
    // no leg is short, so the lift's dose is nothing: every reading and load stays, exactly
    care_wish(&c, "heel_lift", IL_SIDE_RIGHT);
    il_whatif *w = care_whatif(&c);
    assert_true(w->nrow > 10 && !w->refused);
    for (int i = 0; i < w->nrow; i++) {
        assert_true(w->row[i].change.low == 0.0 && w->row[i].change.mid == 0.0 && w->row[i].change.high == 0.0);
        assert_true(w->row[i].before.mid == w->row[i].after.mid && w->row[i].before.high == w->row[i].after.high);
    }
    il_whatif_free(w);
    // the low end of a treatment that may do nothing is no change at all
    ili_care_state  body[2];
    ili_care_change out[ILI_CARE_CHANGES];
    c.care.nwish = 0;
    care_wish(&c, "hip_flexor_stretching", IL_SIDE_RIGHT);
    assert_true(ili_care_bodies(c.k, &c.a, 0.9, body, 2) == 2);
    assert_int_equal(changes(&c, c.k, ILI_CARE_LOW, &body[0], out), 0);
    assert_int_equal(changes(&c, c.k, ILI_CARE_NONE, &body[0], out), 0);
    assert_int_equal(changes(&c, c.k, ILI_CARE_MID, &body[0], out), 2);
    care_close(&c);
}

// a plan expects of a measured test what its chosen treatment moves, where a reading could show it: what is moved little, graded, or ended by pain has no row
static void a_plan_expects_what_could_be_seen(void **state) {
    (void)state;
    care_fixture c;
    il_error     err = {0};
    care_open(&c);
    care_condition(&c, "short_hamstrings", IL_SIDE_RIGHT, 0.5, 0.8, 0.8);
    il_finding   finding[] = {{.test = "slr_deg", .side = IL_SIDE_RIGHT, .value = {true, 55}, .unit = "deg", .error = {true, 2}},
                              {.test = "slr_deg", .side = IL_SIDE_LEFT, .value = {true, 70}, .unit = "deg", .error = {true, 2}, .limited_by = IL_LIMITED_LOCAL_PAIN},
                              {.test = "modified_thomas_hip_deg", .side = IL_SIDE_RIGHT, .value = {true, -5}, .unit = "deg", .error = {true, 2}},
                              {.test = "hip_extensor_strength_mrc", .side = IL_SIDE_RIGHT, .value = {true, 4}}};
    il_plan_item item[] = {{.treatment = il_find_treatment(c.k, "hamstring_stretching"), .side = IL_SIDE_RIGHT, .choice = IL_PLAN_CHOSEN},
                           {.treatment = il_find_treatment(c.k, "heel_lift"), .side = IL_SIDE_RIGHT, .choice = IL_PLAN_OPTION}};
    il_plan      plan = {.nitem = 2, .item = item, .adherence = IL_NAN};
    c.visit.finding = finding, c.visit.nfinding = 4;
    assert_int_equal(il_assessment_create(&plan.canvas, &err), IL_OK);
    if (il_plan_expect(&c.care, &plan, NULL, &err)) fail_msg("%s", err.text);
    assert_int_equal(plan.nexpect, 3); // weeks 0, 6, 12 of the right leg alone
    double before = 55.0;
    for (int i = 0; i < 3; i++) {
        const il_plan_test *x = &plan.expect[i];
        assert_true(!strcmp(x->test, "slr_deg") && x->side == IL_SIDE_RIGHT && x->week == 6.0*i);
        assert_true(x->value.low <= x->value.mid && x->value.mid <= x->value.high && x->value.mid >= before);
        before = x->value.mid;
    }
    assert_true(plan.expect[0].value.mid == 55.0 && before > 60.0 && before < 71.0); // the trial: 9.6 to 14.5 degrees
    item[0].choice = IL_PLAN_OPTION;
    assert_int_equal(il_plan_expect(&c.care, &plan, NULL, &err), IL_OK);
    assert_int_equal(plan.nexpect, 0);
    il_assessment_free(plan.canvas);
    care_close(&c);
}

static void what_is_not_mechanical_is_not_simulated(void **state) {
    (void)state;
    care_fixture c;
    care_open(&c);
    care_wish(&c, "massage", IL_SIDE_NONE);
    care_wish(&c, "foam_rolling", IL_SIDE_RIGHT);
    il_whatif *w = care_whatif(&c);
    assert_int_equal(w->nrow, 0);
    assert_int_equal(w->solves, 0);
    assert_false(w->refused || w->treatment[0].simulated || w->treatment[1].simulated);
    assert_non_null(il_treatment_trial(c.k, &c.visit, w->treatment[0].treatment, 0));
    il_whatif_free(w);
    care_close(&c);
}

static double value_of(const ili_care_change *x, int n, const char *target, il_side side) {
    for (int i = 0; i < n; i++)
        if (!strcmp(x[i].target, target) && x[i].side == side) return x[i].value;
    return IL_NAN;
}

static void two_of_the_same_do_not_add(void **state) {
    (void)state;
    care_fixture    c;
    ili_care_state  none = {.weight = 1.0}, stiff = {.weight = 1.0, .ncause = 1};
    ili_care_change once[ILI_CARE_CHANGES], twice[ILI_CARE_CHANGES];
    il_knowledge   *k = NULL;
    il_error        err = {0};
    care_open(&c);
    care_wish(&c, "hamstring_stretching", IL_SIDE_BOTH);
    int n = changes(&c, c.k, ILI_CARE_HIGH, &none, once);
    care_wish(&c, "hamstring_stretching", IL_SIDE_RIGHT);
    assert_int_equal(changes(&c, c.k, ILI_CARE_HIGH, &none, twice), n);
    for (int i = 0; i < n; i++) assert_true(once[i].value == twice[i].value && once[i].side == twice[i].side);
    assert_true(value_of(once, n, "hamstrings", IL_SIDE_LEFT) == -0.12);

    // with what the condition does the whole stays in the range that a body can have: ten times as stiff, and a belt of a hundred times, are a hundred
    assert_int_equal(clinical_edited("treatments/effects.csv", "both,,1.1,1.23,1.3", "both,,1.1,50,100", &k, &err), IL_OK);
    stiff.cause[0] = (ili_care_cause){il_find_condition(k, "sij_stiff"), IL_SIDE_RIGHT, 1.0};
    c.care.nwish = 1, c.care.wish[0] = (il_treatment_wish){il_find_treatment(k, "belt"), IL_SIDE_BOTH};
    n = changes(&c, k, ILI_CARE_HIGH, &stiff, once);
    assert_true(fabs(value_of(once, n, "sacroiliac", IL_SIDE_RIGHT) - 10.0) < 1e-12);
    assert_true(fabs(value_of(once, n, "sacroiliac", IL_SIDE_LEFT) - 100.0) < 1e-12);
    il_knowledge_free(k);
    care_close(&c);
}

static void it_rises_as_its_time_course_says(void **state) {
    (void)state;
    care_fixture    c;
    ili_care_state  none = {.weight = 1.0};
    ili_care_change out[ILI_CARE_CHANGES];
    care_open(&c);
    care_wish(&c, "hip_abductor_strengthening", IL_SIDE_LEFT);
    c.care.weeks = 3.0; // its time constant: 1 - 1/e of the way, as a factor 1.35 to that power
    int n = changes(&c, c.k, ILI_CARE_MID, &none, out);
    assert_int_equal(n, 2);
    assert_true(fabs(value_of(out, n, "gluteus_medius", IL_SIDE_LEFT) - pow(1.35, 1.0 - exp(-1.0))) < 1e-12);
    c.care.weeks = 0.0;
    assert_int_equal(changes(&c, c.k, ILI_CARE_MID, &none, out), 2);
    assert_true(value_of(out, 2, "gluteus_minimus", IL_SIDE_LEFT) == 1.35);
    // a lift works at once, and as far as the leg was assessed to be short
    care_condition(&c, "short_leg", IL_SIDE_LEFT, 0.5, 0.8, 0.8);
    c.care.nwish = 0;
    care_wish(&c, "heel_lift", IL_SIDE_NONE);
    c.care.weeks = 1.0;
    assert_int_equal(changes(&c, c.k, ILI_CARE_MID, &none, out), 1);
    assert_true(out[0].side == IL_SIDE_LEFT && out[0].parameter == IL_LEG_FOOT_HEIGHT);
    assert_true(fabs(out[0].value - 10.5) < 1e-12);
    care_close(&c);
}

static void the_numbers_are_those_of_direct_solves(void **state) {
    (void)state;
    care_fixture c;
    care_open(&c);
    care_condition(&c, "short_iliopsoas", IL_SIDE_RIGHT, 0.5, 0.8, 0.8);
    care_wish(&c, "hip_flexor_stretching", IL_SIDE_NONE);
    il_whatif *w = care_whatif(&c);
    assert_int_equal(w->treatment[0].side, IL_SIDE_RIGHT);
    assert_int_equal(w->nstate, 2);
    assert_true(fabs(w->covered - 1.0) < 1e-12);
    static const char *const names[] = {"disc.L5_S1.compression_n", "hip.right.contact_n", "muscle_group.psoas.right.force_n"};
    const il_task_def *standing = il_tasks_find(c.f.tasks, "standing");
    for (int i = 0; i < 3; i++) {
        const il_whatif_row *row = care_row(w, names[i], IL_SIDE_NONE);
        double               before = care_direct(&c, IL_SIDE_RIGHT, 0.0, standing, IL_SIDE_NONE, names[i]);
        double               after = care_direct(&c, IL_SIDE_RIGHT, -0.05, standing, IL_SIDE_NONE, names[i]);
        assert_true(fabs(row->before.mid - before) < 0.002*before + 0.5);
        assert_true(fabs(row->after.mid - after) < 0.002*after + 0.5);
        assert_true(row->change.low <= row->change.mid && row->change.mid <= row->change.high);
        assert_true(row->before.low <= row->before.mid && row->before.mid <= row->before.high && row->before.low >= 0.0);
    }
    // the picture's body: the condition as it leads, and the two muscles by the middle of what stretching does
    assert_int_equal(w->ncause, 1);
    assert_string_equal(c.k->condition[w->cause[0].condition].id, "short_iliopsoas");
    assert_int_equal(w->cause[0].side, IL_SIDE_RIGHT);
    assert_int_equal(w->nchange, 2);
    for (int i = 0; i < 2; i++) {
        assert_true(!strcmp(w->changed[i].parameter, "muscle.psoas.shortness") || !strcmp(w->changed[i].parameter, "muscle.iliacus.shortness"));
        assert_true(fabs(w->changed[i].value + 0.05) < 1e-12 && w->changed[i].side == IL_SIDE_RIGHT);
    }
    // it leads away from the shortness: less tension in the psoas
    assert_true(care_row(w, "muscle_group.psoas.right.force_n", IL_SIDE_NONE)->change.mid < 0.0);
    // one thread or two: the same bits
    c.request.threads = 2;
    il_whatif *again = care_whatif(&c);
    assert_int_equal(again->nrow, w->nrow);
    for (int i = 0; i < w->nrow; i++) assert_true(care_same_range(&again->row[i].change, &w->row[i].change));
    il_whatif_free(again);
    il_whatif_free(w);
    care_close(&c);
}

static void refused(care_fixture *c, const char *treatment, il_refusal refusal) {
    const char *why = NULL;
    c->care.nwish = 0;
    care_wish(c, treatment, IL_SIDE_NONE);
    assert_int_equal(il_treatment_permit(c->k, &c->a, il_find_treatment(c->k, treatment), &why), refusal);
    il_whatif *w = care_whatif(c);
    assert_true(w->refused == (refusal != IL_REFUSED_NOT) && w->treatment[0].refusal == refusal);
    if (refusal) assert_true(w->nrow == 0 && w->solves == 0);
    il_whatif_free(w);
}

static void what_is_forbidden_is_refused_with_the_reason(void **state) {
    (void)state;
    care_fixture c;
    care_open(&c);
    refused(&c, "spinal_manipulation", IL_REFUSED_NOT);
    refused(&c, "prolotherapy", IL_REFUSED_REFERRAL);
    refused(&c, "medicines", IL_REFUSED_RECORD);
    care_condition(&c, "sij_lax", IL_SIDE_LEFT, 0.5, 0.6, 0.5);
    refused(&c, "spinal_manipulation", IL_REFUSED_ABSOLUTE); // signs of instability
    care_flag(&c, "anticoagulant");
    refused(&c, "massage", IL_REFUSED_FLAG);
    care_flag(&c, "aaa_mass");
    refused(&c, "myofascial_release", IL_REFUSED_FLAG);
    refused(&c, "core_stability", IL_REFUSED_NOT);
    c.condition[0].present.mid = 0.5; // as likely as not is not likelier
    c.a.safety.npositive = 0;
    refused(&c, "spinal_manipulation", IL_REFUSED_NOT);
    c.a.validity.in_scope = false;
    refused(&c, "core_stability", IL_REFUSED_SCOPE);
    c.a.safety.treatment_allowed = false;
    refused(&c, "core_stability", IL_REFUSED_SCREEN);
    c.a.safety.treatment_allowed = true, c.a.safety.level = IL_SAFETY_EMERGENCY;
    refused(&c, "watchful_waiting", IL_REFUSED_SCREEN);
    c.a.safety.level = IL_SAFETY_UNKNOWN;
    refused(&c, "watchful_waiting", IL_REFUSED_SCREEN);
    care_close(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changes_nothing_to_the_bit),   cmocka_unit_test(a_plan_expects_what_could_be_seen), cmocka_unit_test(what_is_not_mechanical_is_not_simulated),
        cmocka_unit_test(two_of_the_same_do_not_add),           cmocka_unit_test(it_rises_as_its_time_course_says),
        cmocka_unit_test(the_numbers_are_those_of_direct_solves), cmocka_unit_test(what_is_forbidden_is_refused_with_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

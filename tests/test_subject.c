// test_subject.c - who a task can be done by: numbers that are none, or absurd, are refused in words, alone, in a batch, followed and with derivatives
#include "derivative_fixture.h"
#include "scenario/follow.h"

static derivative_fixture F;
static il_task           *standing, *raise_leg, *push;
static double            *habit, *sd;
static int                hip;

static int open_all(void **state) {
    (void)state;
    F = derivatives_open();
    standing = task_make(&F.tasks, "standing", IL_SIDE_NONE), raise_leg = task_make(&F.tasks, "straight_leg_raise", IL_SIDE_RIGHT), push = task_make(&F.tasks, "hip_abduction_strength", IL_SIDE_RIGHT);
    habit = calloc((size_t)F.m->nq, sizeof *habit), sd = calloc((size_t)F.m->nq, sizeof *sd);
    hip = coordinate(F.m, "hip_flexion_r");
    return 0;
}
static int close_all(void **state) {
    (void)state;
    il_task_free(standing), il_task_free(raise_leg), il_task_free(push);
    free(habit), free(sd);
    derivatives_close(&F);
    return 0;
}

static il_subject usual(void) {
    memcpy(habit, F.m->nominal->coordinate_neutral, sizeof *habit*(size_t)F.m->nq);
    memcpy(sd, F.body->sigma_within, sizeof *sd*(size_t)F.m->nq);
    il_subject who = il_subject_usual(F.body, F.m->nominal, habit);
    who.habit_sd = sd;
    return who;
}

static il_status run(const il_task *task, const il_subject *who, il_error *err) {
    il_outcome out;
    *err = (il_error){0};
    return il_scenario_run(F.tasks.work, task, who, NULL, NULL, &out, err);
}

static void is_refused(const il_task *task, const il_subject *who, const char *field, const char *name, const char *value) {
    il_error err;
    il_job   job[2] = {{.task = task, .who = il_subject_usual(F.body, F.m->nominal, NULL)}, {.task = task, .who = *who}};
    assert_int_equal(run(task, who, &err), IL_BAD_VALUE);
    if (!strstr(err.text, field) || !strstr(err.text, name) || !strstr(err.text, value) || !strstr(err.text, "it is a number from")) fail_msg("%s", err.text);
    err = (il_error){0};
    assert_int_equal(il_batch_run(F.m, IL_ISA_AUTO, 2, job, 1, "test", NULL, &err), IL_BAD_VALUE);
    assert_true(strstr(err.text, "job 1") && job[0].work.solves == 0 && strstr(err.text, field));
}

static const double none_at_all[] = {IL_NAN, IL_INF, -IL_INF};

static void a_number_that_is_none_is_refused(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++) {
        const char *text = i == 0 ? "nan" : "inf";
        il_subject  who = usual();
        habit[hip] = none_at_all[i], is_refused(standing, &who, "il_subject.habit[", "hip_flexion_r", text);
        who = usual(), habit[hip] = none_at_all[i], is_refused(raise_leg, &who, "il_subject.habit[", "hip_flexion_r", text);
        who = usual(), habit[hip] = none_at_all[i], is_refused(push, &who, "il_subject.habit[", "hip_flexion_r", text);
        who = usual(), sd[hip] = none_at_all[i], is_refused(standing, &who, "il_subject.habit_sd[", "hip_flexion_r", text);
        who = usual(), who.effort = none_at_all[i], is_refused(standing, &who, "il_subject.effort", "effort", text);
        who = usual(), who.power = none_at_all[i], is_refused(standing, &who, "il_subject.power", "power", text);
        who = usual(), who.tolerance = none_at_all[i], is_refused(raise_leg, &who, "il_subject.tolerance", "tolerance", text);
    }
}

static void what_is_absurd_is_refused(void **state) {
    (void)state;
    il_subject who = usual();
    habit[hip] = 15.7, is_refused(standing, &who, "il_subject.habit[", "hip_flexion_r", "15.7 rad");
    who = usual(), habit[coordinate(F.m, "pelvis_ty")] = 1e9, is_refused(standing, &who, "il_subject.habit[", "pelvis_ty", "1e+09 m");
    static const double spread[] = {-1.0, 1e-300, 1e30}, effort[] = {0.0, -1.0, 1e-30, 1e30}, power[] = {-1.0, 1.0, 11.0, 1e30}, tolerance[] = {-1.0, 1e30};
    for (size_t i = 0; i < 3; i++) who = usual(), sd[hip] = spread[i], is_refused(standing, &who, "il_subject.habit_sd[", "hip_flexion_r", "or 0");
    for (size_t i = 0; i < 4; i++) who = usual(), who.effort = effort[i], is_refused(standing, &who, "il_subject.effort", "effort", "");
    for (size_t i = 0; i < 4; i++) who = usual(), who.power = power[i], is_refused(standing, &who, "il_subject.power", "power", "or 0");
    for (size_t i = 0; i < 2; i++) who = usual(), who.tolerance = tolerance[i], is_refused(raise_leg, &who, "il_subject.tolerance", "tolerance", "N m");
    il_error err;
    who = usual(), who.habit = NULL;
    assert_int_equal(run(standing, &who, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "habit"));
}

// what a person may be: the ends of the ranges that data declare and far beyond, nothing where nothing is asked, no spread at all
static void what_people_are_is_taken(void **state) {
    (void)state;
    il_error   err;
    il_subject who = usual();
    double     effort[] = {il_body_usual(F.tasks.body.tables, "effort")->low, il_body_usual(F.tasks.body.tables, "effort")->high, 1.0, 1000.0};
    for (size_t i = 0; i < sizeof effort/sizeof *effort; i++) {
        who.effort = effort[i];
        if (run(standing, &who, &err) != IL_OK) fail_msg("%s", err.text);
    }
    who = usual(), who.effort = 0.0;
    if (run(push, &who, &err) != IL_OK) fail_msg("%s", err.text);
    who = usual(), who.tolerance = 0.0, who.power = 3.0;
    if (run(standing, &who, &err) != IL_OK) fail_msg("%s", err.text);
    who = usual(), sd[hip] = 0.0;
    if (run(standing, &who, &err) != IL_OK) fail_msg("%s", err.text);
}

static void nobody_is_followed_from_it(void **state) {
    (void)state;
    il_error    err = {0};
    il_subject  who = usual();
    ili_follow *follow = NULL;
    il_outcome  out;
    assert_int_equal(il_scenario_run(F.tasks.work, standing, &who, NULL, NULL, &out, &err), IL_OK);
    assert_int_equal(ili_follow_create(F.m, IL_ISA_AUTO, &follow, &err), IL_OK);
    ili_neighbour one = {.who = who};
    bool          ready;
    il_subject    bad = who;
    bad.effort = IL_NAN, one.who = bad;
    assert_int_equal(ili_follow_run(follow, standing, &bad, out.solution.q, out.solution.act, 1.0, 0, NULL, &err), IL_BAD_VALUE);
    assert_int_equal(ili_follow_run(follow, standing, &who, out.solution.q, out.solution.act, 1.0, 1, &one, &err), IL_BAD_VALUE);
    assert_int_equal(ili_follow_begin(follow, standing, &bad, out.solution.q, out.solution.act, &ready, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "il_subject.effort"));
    ili_follow_free(follow);
}

static void no_derivative_is_taken_of_it(void **state) {
    (void)state;
    il_error    err = {0};
    il_subject  bad = usual();
    const char *by = "stretch_tolerance";
    sd[hip] = -1.0;
    derivatives_by(&F, 1, &by);
    assert_int_equal(il_derivatives_prepare(F.d, standing, &bad, NULL, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "il_subject.habit_sd["));
}

int main(void) {
    const struct CMUnitTest all[] = {cmocka_unit_test(a_number_that_is_none_is_refused), cmocka_unit_test(what_is_absurd_is_refused), cmocka_unit_test(what_people_are_is_taken),
                                     cmocka_unit_test(nobody_is_followed_from_it), cmocka_unit_test(no_derivative_is_taken_of_it)};
    return cmocka_run_group_tests(all, open_all, close_all);
}

// test_task_params.c - what a task leaves open: defaults, settings, ranges, and numbers made of them. Oracle: the arithmetic itself.
#include "task_fixture.h"

#define TASK(params, value)                                                                                                              \
    "tasks:\n  - id: t\n    name: n\n    source: s\n    mode: held\n    params: " params "\n    up: [0, 1, 0]\n"                          \
    "    habit: [{coordinate: pelvis_tilt, value: " value ", sd: 1}]\n"
#define ANGLE "{angle: {default: 30, min: 0, max: 90, unit: deg}, load: {default: 4, min: 0, max: 20, unit: kg}}"

static il_status read_text(const char *text, const il_task_setting *set, int n, il_tasks **out, il_error *err) {
    return il_tasks_read_bytes_set("task.yaml", text, strlen(text), set, n, out, err);
}

static double value_of(const char *text, const il_task_setting *set, int n) {
    il_tasks *tasks = NULL;
    il_error  err = {0};
    if (read_text(text, set, n, &tasks, &err) != IL_OK) fail_msg("%d: %s", err.line, err.text);
    double value = tasks->task[0].habit[0].value;
    il_tasks_free(tasks);
    return value;
}

static void refuse(const char *text, const il_task_setting *set, int n, const char *says) {
    il_tasks *tasks = NULL;
    il_error  err = {0};
    assert_int_not_equal(read_text(text, set, n, &tasks, &err), IL_OK);
    if (!strstr(err.text, says)) fail_msg("'%s' does not say '%s'", err.text, says);
}

static void numbers_are_sums_of_terms(void **unused) {
    (void)unused;
    const struct { const char *text; double value; } cases[] = {
        {TASK(ANGLE, "12.5"), 12.5}, {TASK(ANGLE, "$angle"), 30}, {TASK(ANGLE, "-$angle"), -30}, {TASK(ANGLE, "0.5*$angle"), 15},
        {TASK(ANGLE, "-3.5 + 0.2*$load"), -2.7}, {TASK(ANGLE, "90 - $angle - 2*$load"), 52}, {TASK(ANGLE, "$angle*$load"), 120},
        {TASK(ANGLE, "sin($angle)"), 0.5}, {TASK(ANGLE, "-cos($angle)"), -0.8660254037844386}, {TASK(ANGLE, "cos(60)"), 0.5}};
    for (size_t i = 0; i < sizeof cases/sizeof *cases; i++) assert_true(fabs(value_of(cases[i].text, NULL, 0) - cases[i].value) < 1e-12);
}

static void a_setting_replaces_the_default_within_its_range(void **unused) {
    (void)unused;
    il_task_setting set[] = {{"t", "angle", 40}};
    assert_true(fabs(value_of(TASK(ANGLE, "$angle"), set, 1) - 40) < 1e-12);
    set[0].task = NULL;
    assert_true(fabs(value_of(TASK(ANGLE, "$angle"), set, 1) - 40) < 1e-12);
    set[0].value = 91;
    refuse(TASK(ANGLE, "$angle"), set, 1, "goes from 0 to 90 deg");
    set[0] = (il_task_setting){"t", "angel", 3};
    refuse(TASK(ANGLE, "$angle"), set, 1, "no parameter 'angel'");
    set[0] = (il_task_setting){"u", "angle", 3};
    refuse(TASK(ANGLE, "$angle"), set, 1, "no parameter 'angle'");
}

static void a_bad_sum_is_named_with_what_there_is(void **unused) {
    (void)unused;
    refuse(TASK(ANGLE, "$angel"), NULL, 0, "angle, load");
    refuse(TASK(ANGLE, "2*$angle 3"), NULL, 0, "no sum");
    refuse(TASK(ANGLE, "2*$angle +"), NULL, 0, "no sum");
    refuse(TASK(ANGLE, "tan($angle)"), NULL, 0, "no sum");
    refuse(TASK(ANGLE, "sin($angle"), NULL, 0, "no sum");
}

static void both_files_are_read_and_no_id_stands_twice(void **unused) {
    (void)unused;
    fixture         f = body_open();
    il_tasks       *tasks = NULL;
    il_task        *task = NULL;
    il_error        err = {0};
    il_task_setting set = {"lean", "angle", 10};
    assert_int_equal(il_tasks_read_all(f.dir, &set, 1, &tasks, &err), IL_OK);
    assert_non_null(il_tasks_find(tasks, "standing"));
    assert_true(fabs(il_tasks_find(tasks, "lean")->param[0].value - 10) < 1e-12);
    // every name in them is one of the body
    for (int i = 0; i < tasks->ntask; i++) {
        for (int side = 0; side < (tasks->task[i].sided ? 2 : 1); side++) {
            il_side which = !tasks->task[i].sided ? IL_SIDE_NONE : side ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
            if (il_task_create(f.m, &tasks->task[i], which, &task, &err) != IL_OK) fail_msg("%s", err.text);
            il_task_free(task);
        }
    }
    il_tasks_free(tasks);
    body_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_sums_of_terms),
        cmocka_unit_test(a_setting_replaces_the_default_within_its_range),
        cmocka_unit_test(a_bad_sum_is_named_with_what_there_is),
        cmocka_unit_test(both_files_are_read_and_no_id_stands_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

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

// what no body and no room can have is refused where it stands, with the range that would be right; what lies at its ends is read
static void numbers_beyond_a_body_and_a_room_are_refused(void **unused) {
    static const struct { const char *part, *says; } bad[] = {
        {"habit: [{coordinate: pelvis_tilt, value: 0, sd: -1}]", "'sd' is -1; it lies between 0.01 and 360 deg"},
        {"habit: [{coordinate: pelvis_tilt, value: 0, sd: 0}]", "'sd' is 0; it lies"},
        {"habit: [{coordinate: pelvis_tilt, value: 0, sd: 1e-300}]", "'sd' is 1e-300; it lies"},
        {"habit: [{coordinate: hip_flexion_r, value: 900, sd: 1}]", "'value' is 900; it lies between -360 and 360 deg"},
        {"habit: [{coordinate: pelvis_tx, value: 6, sd: 0.1}]", "'value' is 6; it lies between -5 and 5 m"},
        {"habit: [{coordinate: pelvis_tilt, value: 20*$angle, sd: 1}]", "'value' is 600; it lies"},
        {"start: [{coordinate: hip_flexion_r, value: -361}]", "'value' is -361; it lies"},
        {"loads: [{marker: grip_r, force: [0, -1e300, 0]}]", "'force' is -1e+300; it lies between -10000 and 10000 N"},
        {"loads: [{marker: grip_r, moment: [0, 0, 5001]}]", "'moment' is 5001; it lies"},
        {"loads: [{marker: grip_r, share: [0, 11]}]", "'share' is 11; it lies"},
        {"places: [{marker: heel_r, direction: [1, 0, 0], value: 1e200}]", "'value' is 1e+200; it lies between -5 and 5 m"},
        {"grips: [{coordinate: hip_flexion_r, target: 0, k: -1}]", "'k' is -1; it lies between 0 and 1e+06 N m/rad"},
        {"grips: [{coordinate: hip_flexion_r, target: 0, to: 400, k: 1}]", "'to' is 400; it lies"},
        {"holds: [{marker: heel_r, direction: [1, 0, 0], k: 1e8}]", "'k' is 1e+08; it lies between 0 and 1e+07 N/m"},
        {"holds: [{marker: heel_r, direction: [1, 0, 0], offset: 6, k: 1}]", "'offset' is 6; it lies"},
        {"floor: {normal: [0, 1, 0], offset: -5.1}", "'offset' is -5.1; it lies"},
        {"arms: {from: room, both: {flexion: 400}}", "'flexion' is 400; it lies"},
        {"arms: {from: room, both: {reach: -1}}", "'reach' is -1; it lies"},
        {"habit_width: -2", "'habit_width' is -2; it lies"},
        {"block_mm: 5000", "'block_mm' is 5000; it lies between 0 and 500 mm"},
        {"readings: [{test: x, kind: way, factor: 1e9}]", "'factor' is 1e+09; it lies"}};
    static const char *const good[] = {"habit: [{coordinate: pelvis_tilt, value: 360, sd: 0.01}, {coordinate: L4_L5_tx, value: -5, sd: 0.0001}]", "loads: [{marker: grip_r, force: [0, -10000, 0], moment: [5000, 0, 0]}]",
                                       "places: [{marker: heel_r, direction: [1, 0, 0], value: -5}]"};
    char      text[600];
    il_error  err = {0};
    il_tasks *tasks = NULL;
    (void)unused;
    for (size_t i = 0; i < sizeof bad/sizeof *bad; i++) {
        snprintf(text, sizeof text, "tasks:\n  - id: t\n    name: n\n    source: s\n    mode: held\n    params: " ANGLE "\n    up: [0, 1, 0]\n    %s\n", bad[i].part);
        if (read_text(text, NULL, 0, &tasks, &err) == IL_OK) fail_msg("'%s' is read", bad[i].part);
        if (!strstr(err.text, bad[i].says) || err.line != 8 || strcmp(err.file, "task.yaml")) fail_msg("%s:%d: '%s' does not say '%s'", err.file, err.line, err.text, bad[i].says);
    }
    for (size_t i = 0; i < sizeof good/sizeof *good; i++) {
        snprintf(text, sizeof text, "tasks:\n  - id: t\n    name: n\n    source: s\n    mode: held\n    up: [0, 1, 0]\n    %s\n", good[i]);
        if (read_text(text, NULL, 0, &tasks, &err) != IL_OK) fail_msg("'%s': %s", good[i], err.text);
        il_tasks_free(tasks);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_sums_of_terms),
        cmocka_unit_test(a_setting_replaces_the_default_within_its_range),
        cmocka_unit_test(a_bad_sum_is_named_with_what_there_is), cmocka_unit_test(numbers_beyond_a_body_and_a_room_are_refused),
        cmocka_unit_test(both_files_are_read_and_no_id_stands_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// slow_exam.c - every exam test, done by the usual woman and man: an answer, the mirror, and what shortness, version and block height must do
//
// Oracles: the mirror plane; the sign that an obvious condition must have; the published range as a wide fence against nonsense, never a target.
#include "ilium/condition.h"
#include "ilium/knowledge.h"
#include "task_group.h"

static bool is_exam(const il_task_def *def) { return def->nreading > 0 || !def->held; }

static void be(il_body_sex sex) {
    il_body_sizes sizes = {.sex = sex};
    il_error      err = {0};
    if (il_body_person(F.body.body, &sizes, F.p, &err) != IL_OK) fail_msg("%s", err.text);
}

static void change(const char *id, il_side side, double value) {
    il_parameter_kind kind;
    char              target[IL_TARGET];
    il_error          err = {0};
    if (il_parameter_find(id, &kind, target, &err) != IL_OK || il_parameter_apply(F.body.body, F.p, kind, target, side, value, 1.0, &err) != IL_OK) fail_msg("%s", err.text);
}

static double reading(const char *task, const char *test, il_side side) {
    il_task   *t = task_make(&F, task, side);
    il_outcome out = task_run(&F, t, NULL, NULL);
    double     value = IL_NAN;
    if (out.info.status != IL_POSTURE_SOLVED) fail_msg("%s: status %d, residual %g", task, (int)out.info.status, out.info.residual);
    for (int i = 0; i < il_task_reading_count(t); i++)
        if (strcmp(il_task_reading_test(t, i), test) == 0) value = out.reading[i];
    il_task_free(t);
    if (isnan(value)) fail_msg("%s does not read %s", task, test);
    return value;
}

static void every_test_ends_and_both_sides_are_alike(void **state) {
    (void)state;
    for (int sex = 0; sex < 2; sex++) {
        be(sex ? IL_BODY_MALE : IL_BODY_FEMALE);
        for (int i = 0; i < F.tasks->ntask; i++) {
            const il_task_def *def = &F.tasks->task[i];
            double             seen[2][IL_TASK_MAX] = {{0}};
            if (!is_exam(def)) continue;
            for (int s = 0; s < (def->sided ? 2 : 1); s++) {
                il_task   *t = task_make(&F, def->id, !def->sided ? IL_SIDE_NONE : s ? IL_SIDE_LEFT : IL_SIDE_RIGHT);
                il_outcome out = task_run(&F, t, NULL, NULL);
                if (out.info.status != IL_POSTURE_SOLVED) fail_msg("%s %s: status %d, residual %g", sex ? "man" : "woman", def->id, (int)out.info.status, out.info.residual);
                memcpy(seen[s], out.reading, sizeof seen[s]);
                if (s == 0)
                    for (int k = 0; k < def->nreading; k++) printf("  %-5s %-32s %8.1f\n", sex ? "man" : "woman", def->reading[k].test, out.reading[k]);
                il_task_free(t);
            }
            for (int k = 0; k < def->nreading && def->sided; k++) {
                if (!(fabs(seen[0][k] - seen[1][k]) < 0.2 + 0.01*fabs(seen[0][k]))) fail_msg("%s: %s right %g, left %g", def->id, def->reading[k].test, seen[0][k], seen[1][k]);
            }
        }
    }
}

static void short_muscles_show_where_they_are_stretched(void **state) {
    (void)state;
    static const struct { const char *task, *test, *group; int sign; } expected[] = {
        {"straight_leg_raise", "slr_deg", "hamstrings", -1},
        {"knee_extension_9090", "knee_extension_9090_deg", "hamstrings", 1},
        {"forward_bend", "forward_bend_fingertip_floor_cm", "hamstrings", 1},
        {"modified_thomas", "modified_thomas_hip_deg", "psoas", 1},
        {"lunge", "lunge_hip_extension_deg", "psoas", -1},
        {"modified_thomas", "modified_thomas_knee_deg", "rectus_femoris", -1},
        {"prone_knee_bend", "prone_knee_bend_deg", "rectus_femoris", -1},
        {"ober", "ober_deg", "gluteus_medius", -1},
    };
    for (size_t i = 0; i < sizeof expected/sizeof *expected; i++) {
        task_nominal(&F);
        double healthy = reading(expected[i].task, expected[i].test, il_tasks_find(F.tasks, expected[i].task)->sided ? IL_SIDE_RIGHT : IL_SIDE_NONE);
        char id[64];
        snprintf(id, sizeof id, "muscle.%s.shortness", expected[i].group);
        change(id, IL_SIDE_BOTH, 0.10);
        double tight = reading(expected[i].task, expected[i].test, il_tasks_find(F.tasks, expected[i].task)->sided ? IL_SIDE_RIGHT : IL_SIDE_NONE);
        printf("  short %-16s %-32s %8.1f -> %8.1f\n", expected[i].group, expected[i].test, healthy, tight);
        if (!(expected[i].sign*(tight - healthy) > 0.3)) fail_msg("short %s: %s goes from %g to %g", expected[i].group, expected[i].test, healthy, tight);
    }
}

static void a_short_leg_needs_as_much_wood_under_the_foot(void **state) {
    (void)state;
    task_nominal(&F);
    assert_true(fabs(reading("leg_length_blocks", "leg_length_block_mm", IL_SIDE_RIGHT)) < 0.1);
    change("leg.length", IL_SIDE_RIGHT, -15.0);
    double block = reading("leg_length_blocks", "leg_length_block_mm", IL_SIDE_RIGHT);
    printf("  a leg 15 mm short: a block of %.1f mm\n", block);
    assert_true(fabs(block - 15.0) < 1.5);
    assert_true(fabs(reading("leg_length_blocks", "leg_length_block_mm", IL_SIDE_LEFT)) < 0.1);
}

static void version_turns_the_range_inward(void **state) {
    (void)state;
    static const char *const posture[] = {"", "_prone", "_seated"};
    for (int i = 0; i < 3; i++) {
        char in[64], out[64], ir[64], er[64];
        snprintf(in, sizeof in, "hip_rotation_in%s", posture[i]), snprintf(out, sizeof out, "hip_rotation_out%s", posture[i]);
        snprintf(ir, sizeof ir, "hip_ir%s_deg", posture[i]), snprintf(er, sizeof er, "hip_er%s_deg", posture[i]);
        task_nominal(&F);
        double ir0 = reading(in, ir, IL_SIDE_RIGHT), er0 = reading(out, er, IL_SIDE_RIGHT);
        change("hip.femoral_version", IL_SIDE_BOTH, 10.0);
        double ir1 = reading(in, ir, IL_SIDE_RIGHT), er1 = reading(out, er, IL_SIDE_RIGHT);
        printf("  10 deg more version: %s %.1f -> %.1f, %s %.1f -> %.1f\n", ir, ir0, ir1, er, er0, er1);
        assert_true(ir1 > ir0 + 3.0 && er1 < er0 - 3.0);
    }
}

static void weak_muscles_push_less(void **state) {
    (void)state;
    static const struct { const char *task, *test, *group; } expected[] = {
        {"hip_abduction_strength", "hip_abductor_strength_n", "gluteus_medius"},
        {"hip_extension_strength", "hip_extensor_strength_n", "gluteus_maximus"},
        {"hip_flexion_strength", "hip_flexor_strength_n", "rectus_femoris"},
        {"hip_flexion_strength_seated", "hip_flexor_strength_seated_n", "psoas"},
        {"trunk_extension_strength_sitting", "trunk_extension_strength_sitting_n", "longissimus"},
        {"trunk_flexion_strength_standing", "trunk_flexion_strength_standing_n", "external_oblique"},
    };
    for (size_t i = 0; i < sizeof expected/sizeof *expected; i++) {
        il_side side = il_tasks_find(F.tasks, expected[i].task)->sided ? IL_SIDE_RIGHT : IL_SIDE_NONE;
        task_nominal(&F);
        double whole = reading(expected[i].task, expected[i].test, side);
        char id[64];
        snprintf(id, sizeof id, "muscle.%s.strength", expected[i].group);
        change(id, IL_SIDE_BOTH, 0.5);
        double half = reading(expected[i].task, expected[i].test, side);
        printf("  half %-18s %-36s %6.0f -> %6.0f N\n", expected[i].group, expected[i].test, whole, half);
        assert_true(whole > 20.0 && half < whole - 1.0);
    }
}

// the rule, not a number, ends the test: half the examiner's way changes nothing as long as the end lies before
static void the_end_does_not_depend_on_how_far_the_hand_could_go(void **state) {
    (void)state;
    task_nominal(&F);
    il_task    *t = task_make(&F, "hip_rotation_in_prone", IL_SIDE_RIGHT);
    il_task_def shorter = *il_task_definition(t);
    for (int i = 0; i < shorter.nhold; i++) shorter.hold[i].to = shorter.hold[i].offset + 0.9*(shorter.hold[i].to - shorter.hold[i].offset);
    il_task *u = NULL;
    il_error err = {0};
    assert_int_equal(il_task_create(F.body.m, &shorter, IL_SIDE_RIGHT, &u, &err), IL_OK);
    il_outcome whole = task_run(&F, t, NULL, NULL), part = task_run(&F, u, NULL, NULL);
    assert_true(whole.way > 0.0 && whole.way < 0.85);
    assert_true(fabs(whole.way - 0.9*part.way) < 0.01 && fabs(whole.reading[0] - part.reading[0]) < 0.3);
    il_task_free(t);
    il_task_free(u);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_test_ends_and_both_sides_are_alike),
        cmocka_unit_test(short_muscles_show_where_they_are_stretched),
        cmocka_unit_test(a_short_leg_needs_as_much_wood_under_the_foot),
        cmocka_unit_test(version_turns_the_range_inward),
        cmocka_unit_test(weak_muscles_push_less),
        cmocka_unit_test(the_end_does_not_depend_on_how_far_the_hand_could_go),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}

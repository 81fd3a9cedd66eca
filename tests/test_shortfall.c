// test_shortfall.c - a task that cannot be done says what is missing, where and how much: words, places out of reach, and a load that is too heavy
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "ilium/shortfall.h"
#include "task_fixture.h"

static task_fixture F;

static int open_all(void **unused) {
    (void)unused;
    F = tasks_open();
    return 0;
}

static int close_all(void **unused) {
    (void)unused;
    tasks_close(&F);
    return 0;
}

static void sentences_name_joint_side_and_amount(void **unused) {
    static const struct { const char *coordinate; double missing; const char *text;
    } t[] = {{"hip_flexion_l", -34.2, "the left hip cannot be extended: 34 Nm missing"},
             {"hip_adduction_r", -5.25, "the right hip cannot be abducted: 5.2 Nm missing"},
             {"knee_angle_r", 12.0, "the right knee cannot be straightened: 12 Nm missing"},
             {"ankle_angle_l", -80.0, "the left ankle cannot be plantarflexed: 80 Nm missing"},
             {"L4_L5_flexion", -51.0, "the spine at L4-L5 cannot be extended: 51 Nm missing"},
             {"thorax_bending", 20.0, "the thorax on T12 cannot be bent to the right: 20 Nm missing"},
             {"pelvis_tilt", 13.0, "the body falls forwards: 13 Nm missing at the supports"},
             {"pelvis_ty", 120.0, "the supports do not carry the weight: 120 N missing at the supports"},
             {"hip_flexion_r", 2229708077.0, "the right hip cannot be flexed: more than a million Nm missing"},
             {"pelvis_ty", -1e300, "the supports push the body up: more than a million N missing at the supports"},
             {"knee_angle_l", IL_INF, "the left knee cannot be straightened: more than a million Nm missing"}};
    (void)unused;
    for (size_t i = 0; i < sizeof t/sizeof *t; i++) {
        il_shortfall s;
        int          j = il_coordinate_find(F.body.m, t[i].coordinate);
        assert_int_not_equal(j, IL_NONE);
        il_shortfall_say(F.body.m, j, t[i].missing, &s);
        assert_string_equal(s.text, t[i].text);
        assert_true(s.amount == fabs(t[i].missing));
    }
    // every coordinate that people move has words of its own
    for (int j = 0; j < F.body.m->nq; j++) {
        il_shortfall s;
        if (F.body.m->coordinate_role[j] != IL_PRIMARY) continue;
        il_shortfall_say(F.body.m, j, 2.0, &s);
        assert_null(strstr(s.text, "cannot be held"));
    }
}

// quiet standing with more places to keep than it has

static il_outcome stand(const il_task_place *more, int nmore, il_shortfall *lack, int *n) {
    il_task_def def = *il_tasks_find(F.tasks, "standing");
    il_task    *task = NULL;
    il_error    err = {0};
    for (int i = 0; i < nmore; i++) def.place[def.nplace++] = more[i];
    task_nominal(&F);
    if (il_task_create(F.body.m, &def, IL_SIDE_NONE, &task, &err) != IL_OK) fail_msg("%s", err.text);
    il_outcome out = task_run(&F, task, NULL, NULL);
    *n = il_scenario_shortfalls(F.work, task, &out, lack, 4);
    il_task_free(task);
    return out;
}

static void what_is_held_lacks_nothing(void **unused) {
    il_shortfall lack[4];
    int          n;
    (void)unused;
    assert_int_equal(stand(NULL, 0, lack, &n).info.status, IL_POSTURE_SOLVED);
    assert_int_equal(n, 0);
}

// the chest in two places 200 mm apart: at best it is 100 mm from both
static void places_that_contradict_are_named(void **unused) {
    static const il_task_place two[] = {{.marker = "chest_high", .direction = {0, 0, 1}, .value = 0.0},
                                          {.marker = "chest_high", .direction = {0, 0, 1}, .value = 0.2}};
    il_shortfall lack[4];
    int          n;
    (void)unused;
    assert_int_equal(stand(two, 2, lack, &n).info.status, IL_POSTURE_NOT_CONVERGED);
    assert_true(n >= 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(lack[i].kind, IL_SHORT_PLACE);
        if (!(fabs(lack[i].amount - 100.0) < 1.0)) fail_msg("%s", lack[i].text);
        assert_string_equal(lack[i].text, "the chest high cannot reach the place asked for: 100 mm missing");
    }
}

// the feet 3 m apart: what is missing is 3 m less what two legs can span, 1 to 2.2 m
static void feet_out_of_reach_are_named(void **unused) {
    static const il_task_place apart[] = {{.marker = "heel_r", .relative_to = "heel_l", .direction = {0, 0, 1}, .value = 3.0}};
    il_shortfall lack[4];
    int          n;
    (void)unused;
    assert_int_equal(stand(apart, 1, lack, &n).info.status, IL_POSTURE_NOT_CONVERGED);
    assert_true(n >= 1);
    assert_int_equal(lack[0].kind, IL_SHORT_PLACE);
    assert_non_null(strstr(lack[0].text, "the right heel cannot lie from the left heel as asked"));
    if (!(lack[0].amount > 800.0 && lack[0].amount < 2000.0)) fail_msg("%s", lack[0].text);
}

static const char *const lumbar[] = {"T12_L1_flexion", "L1_L2_flexion", "L2_L3_flexion", "L3_L4_flexion", "L4_L5_flexion", "L5_S1_flexion"};
enum { NLUMBAR = sizeof lumbar/sizeof *lumbar };

// what is missing about the lumbar joints together at a load of `kg` on stretched arms; the moments that one more kilogram makes there. Muscles span several joints, so
// that one joint may lack what its neighbour did a kilogram before
static double lacks_at(double kg, double *lever) {
    il_tasks       *tasks = NULL;
    il_task        *task = NULL;
    il_error        err = {0};
    il_task_setting set[] = {{"hold_far", "load", kg}, {"hold_far", "lean", 0.0}, {"hold_far", "arms", 90.0}, {"hold_far", "elbow", 0.0}};
    il_shortfall    lack[12];
    if (il_tasks_read_all(F.body.dir, set, 4, &tasks, &err) != IL_OK) fail_msg("%s", err.text);
    if (il_task_create(F.body.m, il_tasks_find(tasks, "hold_far"), IL_SIDE_NONE, &task, &err) != IL_OK) fail_msg("%s", err.text);
    task_nominal(&F);
    for (int i = 0; i < F.body.m->nmuscle; i++) F.p->muscle_f_max[i] *= 0.5; // somebody weak, far beyond what can be held
    il_outcome out = task_run(&F, task, NULL, NULL);
    assert_int_not_equal(out.info.status, IL_POSTURE_SOLVED);
    int    n = il_scenario_shortfalls(F.work, task, &out, lack, 12), hand = il_marker_find(F.body.m, "grip_r");
    double amount = 0.0;
    for (int i = 0; i < n; i++) {
        assert_true(i == 0 || lack[i].kind != lack[i - 1].kind || strcmp(lack[i].unit, lack[i - 1].unit) != 0 || lack[i].amount <= lack[i - 1].amount);
    }
    *lever = 0.0;
    for (int k = 0; k < NLUMBAR; k++) {
        int j = il_coordinate_find(F.body.m, lumbar[k]);
        *lever += 9.80665*(out.solution.d->marker_world[3*hand].lane[0] - out.solution.d->body_pos[3*F.body.m->coordinate_body[j]].lane[0]);
        for (int i = 0; i < n; i++)
            if (lack[i].kind == IL_SHORT_MUSCLES && lack[i].index == j) amount += lack[i].amount, assert_non_null(strstr(lack[i].text, "cannot be extended"));
    }
    il_task_free(task);
    il_tasks_free(tasks);
    return amount;
}

// beyond the strength of the back another 5 kg are missing by nearly their own moment about its joints
static void a_load_too_heavy_is_missing_by_its_moment(void **unused) {
    double lever, a, b;
    (void)unused;
    a = lacks_at(30.0, &lever), b = lacks_at(35.0, &lever);
    if (!(a > 10.0 && b - a > 0.4*5.0*lever && b - a < 1.1*5.0*lever)) fail_msg("%g Nm missing at 30 kg, %g at 35; each kg makes %g", a, b, lever);
}

// what a heavier load shows to be held is not called impossible: 20, 22 and 25 kg were, though 30 kg is held
static void a_load_below_one_that_is_held_is_held(void **unused) {
    (void)unused;
    for (double load = 20.0; load <= 30.0; load += 2.5) {
        il_task_setting set = {"lift_stoop", "load", load};
        il_tasks       *tasks = NULL;
        il_task        *task = NULL;
        il_error        err = {0};
        task_nominal(&F);
        if (il_tasks_read_all(F.body.dir, &set, 1, &tasks, &err) || il_task_create(F.body.m, il_tasks_find(tasks, set.task), IL_SIDE_NONE, &task, &err)) fail_msg("%s", err.text);
        il_outcome out = task_run(&F, task, NULL, NULL);
        if (out.info.status != IL_POSTURE_SOLVED) fail_msg("%g kg: status %d, residual %g", load, (int)out.info.status, out.info.residual);
        il_task_free(task);
        il_tasks_free(tasks);
    }
}

// 1500 N at the wrist are borne by welded arms, whatever the person: that is said, with force and moment; standing without a load says nothing
static void what_arms_bear_is_not_judged_and_said(void **unused) {
    char      text[IL_SHORTFALL_TEXT];
    il_error  err = {0};
    il_task  *task = NULL;
    (void)unused;
    task_nominal(&F);
    il_task_def def = *il_tasks_find(F.tasks, "standing");
    for (int load = 0; load < 2; load++) {
        def.nload = load;
        def.load[0] = (il_task_load){.marker = "grip_r", .force = {0.0, -1500.0, 0.0}, .share = {1.0, 1.0}};
        if (il_task_create(F.body.m, &def, IL_SIDE_NONE, &task, &err) != IL_OK) fail_msg("%s", err.text);
        il_outcome out = task_run(&F, task, NULL, NULL);
        assert_int_equal(il_scenario_arms_not_judged(F.work, task, &out, text), load == 1);
        if (load == 0) assert_string_equal(text, "");
        else {
            int    grip = landmark(F.body.m, "grip_r"), top = landmark(F.body.m, "acromion_r");
            double x = out.solution.d->marker_world[3*grip].lane[0] - out.solution.d->marker_world[3*top].lane[0];
            double z = out.solution.d->marker_world[3*grip + 2].lane[0] - out.solution.d->marker_world[3*top + 2].lane[0];
            char   amount[64];
            snprintf(amount, sizeof amount, "1500 N on the right arm, %.0f Nm at its shoulder", 1500.0*sqrt(x*x + z*z));
            assert_non_null(strstr(text, "not judged: whether the arms can bear this"));
            if (!strstr(text, amount)) fail_msg("'%s' and not '%s'", text, amount);
        }
        il_task_free(task);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(sentences_name_joint_side_and_amount), cmocka_unit_test(what_is_held_lacks_nothing),
                                       cmocka_unit_test(places_that_contradict_are_named), cmocka_unit_test(feet_out_of_reach_are_named),
                                       cmocka_unit_test(a_load_too_heavy_is_missing_by_its_moment),
                                       cmocka_unit_test(a_load_below_one_that_is_held_is_held),
                                       cmocka_unit_test(what_arms_bear_is_not_judged_and_said)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}

// test_start.c - whether another start ends elsewhere is said: the same posture, another one and where, or nothing where nothing can be asked
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "ilium/start.h"
#include "task_group.h"

static il_start_check check(const il_task *task, const il_outcome *out, int starts, unsigned seed) {
    il_start_check c;
    il_error       err = {0};
    il_subject     who = usual_subject(&F, F.p);
    il_start_wish  wish = {.starts = starts, .seed = seed, .isa = IL_ISA_AUTO};
    if (il_scenario_check_start(F.body.m, task, &who, out, &wish, &c, &err) != IL_OK) fail_msg("%s", err.text);
    return c;
}

// standing has a second posture that costs several times as much: a search that ends there is told, and the others end where they should
static void quiet_standing_is_told_truly(void **unused) {
    il_task   *task = task_make(&F, "standing", IL_SIDE_NONE);
    il_outcome out = task_run(&F, task, NULL, NULL);
    int        same = 0;
    double     cheapest = HUGE_VAL;
    (void)unused;
    for (unsigned seed = 1; seed < 4; seed++) {
        il_start_check c = check(task, &out, 1, seed);
        assert_true(c.starts == 1 && c.solved == 1);
        if (c.same) assert_true(c.coordinate == IL_NONE && !c.text[0]);
        else assert_true(c.cost > 1.0 && strstr(c.text, "several postures balance")), cheapest = fmin(cheapest, c.cost);
        same += c.same;
    }
    il_start_check all = check(task, &out, 3, 1); // abreast: the same starts, the same answers
    assert_true(all.starts == 3 && all.solved == 3 && all.same == same);
    if (same < 3) assert_true(all.cost == cheapest);
    assert_true(same > 0 && same < 3); // seed 1 ends elsewhere
    il_task_free(task);
}

// said to have ended with one knee bent by 0.1 rad more: from near there the search ends where standing is
static void another_posture_is_told_with_its_place(void **unused) {
    il_task   *task = task_make(&F, "standing", IL_SIDE_NONE);
    il_outcome out = task_run(&F, task, NULL, NULL), moved = out;
    double     q[256], standing[256];
    int        knee = il_coordinate_find(F.body.m, "knee_angle_r");
    (void)unused;
    memcpy(q, out.solution.q, sizeof *q*(size_t)F.body.m->nq), memcpy(standing, q, sizeof q);
    q[knee] -= 0.1;
    double shear[3*128], weight = 0.0, friction = 0.0;
    assert_true(F.body.m->npad <= 128);
    for (int b = 0; b < F.body.m->nbody; b++) weight += F.p->body_mass[b]*9.80665;
    for (int k = 0; k < 3*F.body.m->npad; k++) shear[k] = sqrt(2.0)*out.solution.shear[k], friction += out.solution.shear[k]*out.solution.shear[k];
    assert_true(friction > 1e-6*weight*weight); // it counts
    moved.solution.q = q, moved.solution.shear = shear, moved.info.cost_habit += moved.info.cost_effort + moved.info.cost_habit; // and to cost twice as much
    il_start_check c = check(task, &moved, 1, 1);
    assert_true(c.starts == 1 && c.solved == 1 && c.same == 0 && c.coordinate == knee);
    assert_true(fabs(c.away - 0.1) < 1e-4 && fabs(c.cost - 0.5) < 1e-4);
    assert_string_equal(c.text, "1 of 1 other starts ends elsewhere, 5.7 deg away (knee_angle_r) at 0.5 of the cost: several postures balance");
    assert_memory_equal(out.solution.q, standing, sizeof *q*(size_t)F.body.m->nq); // the first workspace is left alone
    il_task_free(task);
}

static void what_has_no_posture_is_not_asked(void **unused) {
    il_task   *task = task_make(&F, "standing", IL_SIDE_NONE), *lying = task_make(&F, "lying", IL_SIDE_NONE);
    (void)unused;
    il_outcome out = task_run(&F, task, NULL, NULL);
    out.info.status = IL_POSTURE_NOT_CONVERGED;
    assert_false(check(task, &out, 4, 1).starts > 0);
    out = task_run(&F, lying, NULL, NULL);
    assert_int_equal(out.info.status, IL_POSTURE_SOLVED);
    assert_false(check(lying, &out, 4, 1).starts > 0); // relaxed: what slides freely stays where it began
    il_task_free(task);
    il_task_free(lying);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(quiet_standing_is_told_truly), cmocka_unit_test(another_posture_is_told_with_its_place),
                                       cmocka_unit_test(what_has_no_posture_is_not_asked)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}

// test_limits.c - limits of a run: kept in every kind of task, the best so far given back with its residual, nothing said to be found
#include "task_group.h"

typedef struct clerk { int asked, most; } clerk;
static bool after_most(void *user) { return ++((clerk *)user)->asked > ((clerk *)user)->most; }
// a clock that goes on by one each time it is looked at
static double ticking(void *user) { return (*(double *)user)++; }

static void no_limits(void) { il_scenario_limit(F.work, 0, NULL, NULL), il_scenario_time_limit(F.work, 0.0, NULL, NULL); }

// `exact`: who is asked is asked before the last look of each solve too, which is no iteration
static void is_ended(const il_outcome *out, il_posture_end end, int most, bool exact) {
    assert_int_equal(out->info.status, IL_POSTURE_NOT_CONVERGED), assert_int_equal(out->info.end, end);
    if (exact ? out->work.iterations != most : out->work.iterations > most || out->work.iterations < most/2) fail_msg("%d iterations, %d allowed", out->work.iterations, most);
    assert_true(isfinite(out->info.residual) && out->info.residual >= 0.0);
    for (int j = 0; j < F.body.m->nq; j++) assert_true(isfinite(out->solution.q[j]));
    for (int i = 0; i < F.body.m->nmuscle; i++) assert_true(isfinite(out->solution.act[i]));
}

// ---- tests of strength -------------------------------------------------------------------------------------------------------------

static void strength_keeps_limits(const char *id, il_side side) {
    no_limits();
    il_task   *task = task_make(&F, id, side);
    il_outcome whole = task_run(&F, task, NULL, NULL);
    int        all = whole.work.iterations, some[] = {1, 2, all/4, all/2, all - 1};
    assert_true(whole.info.status == IL_POSTURE_SOLVED && whole.info.end == IL_POSTURE_END_FOUND && all == whole.info.iterations && whole.work.solves > 0);
    printf("%s: %.1f N, %d solves, %d iterations\n", id, whole.push, whole.work.solves, all);
    for (size_t i = 0; i < sizeof some/sizeof *some; i++) {
        clerk  c = {.most = some[i]};
        double now = 100.0;
        il_scenario_limit(F.work, some[i], NULL, NULL);
        il_outcome out = task_run(&F, task, NULL, NULL);
        is_ended(&out, IL_POSTURE_END_ITERATIONS, some[i], true);
        printf("   %d iterations: %.1f N, residual %.1e\n", some[i], out.push, out.info.residual);
        il_scenario_limit(F.work, 0, after_most, &c);
        il_outcome asked = task_run(&F, task, NULL, NULL);
        is_ended(&asked, IL_POSTURE_END_ASKED, some[i], false);
        assert_int_equal(c.asked, some[i] + 1); // nobody is asked again
        no_limits(), il_scenario_time_limit(F.work, some[i] + 0.5, ticking, &now);
        il_outcome late = task_run(&F, task, NULL, NULL);
        is_ended(&late, IL_POSTURE_END_TIME, some[i], false);
        assert_true(asked.push == late.push && asked.info.residual == late.info.residual && asked.work.iterations == late.work.iterations);
        no_limits();
    }
    il_scenario_limit(F.work, all + 10, NULL, NULL);
    il_outcome again = task_run(&F, task, NULL, NULL);
    assert_int_equal(again.info.status, IL_POSTURE_SOLVED);
    assert_true(again.push == whole.push && again.info.residual == whole.info.residual && again.work.iterations == all);
    no_limits();
    il_task_free(task);
}

// what had come to rest is kept while other ways are tried
static void a_strength_test_keeps_the_best_so_far(void **state) {
    (void)state;
    no_limits();
    il_task   *task = task_make(&F, "trunk_extension_strength_sitting", IL_SIDE_NONE);
    il_outcome whole = task_run(&F, task, NULL, NULL);
    double     push = whole.push;
    il_scenario_limit(F.work, whole.work.iterations - 1, NULL, NULL);
    il_outcome out = task_run(&F, task, NULL, NULL);
    assert_true(fabs(out.push - push) < 0.03*push && out.info.residual < 1e-7);
    il_scenario_limit(F.work, 1, NULL, NULL);
    out = task_run(&F, task, NULL, NULL);
    assert_true(out.push == 0.0 && out.info.residual > 1e-3); // nothing yet: the posture given, and what it lacks
    for (int i = 0; i < F.body.m->nmuscle; i++) assert_true(out.solution.act[i] == F.p->muscle_tone[i]);
    no_limits();
    il_task_free(task);
}

static void strength_that_yields(void **state) { (void)state, strength_keeps_limits("trunk_extension_strength_sitting", IL_SIDE_NONE); }
static void strength_that_stays(void **state) { (void)state, strength_keeps_limits("hip_abduction_strength", IL_SIDE_RIGHT); }

static void a_batch_limits_strength(void **state) {
    (void)state;
    il_task *task = task_make(&F, "trunk_extension_strength_sitting", IL_SIDE_NONE);
    double   now = 0.0;
    il_job   job[3];
    for (int i = 0; i < 3; i++) job[i] = (il_job){.task = task, .who = usual_subject(&F, F.p)};
    job[0].max_iterations = 7;
    job[1].clock = ticking, job[1].clock_user = &now, job[1].allowed = 5.5;
    assert_int_equal(il_batch_run(F.body.m, IL_ISA_AUTO, 3, job, 1, "test", NULL, NULL), IL_OK);
    assert_true(job[0].info.status == IL_POSTURE_NOT_CONVERGED && job[0].info.end == IL_POSTURE_END_ITERATIONS && job[0].work.iterations == 7);
    assert_true(job[1].info.status == IL_POSTURE_NOT_CONVERGED && job[1].info.end == IL_POSTURE_END_TIME && job[1].work.iterations == 5);
    assert_true(job[2].info.status == IL_POSTURE_SOLVED && job[2].work.iterations > 100);
    il_task_free(task);
}

// ---- postures -----------------------------------------------------------------------------------------------------------------------

static double *copy_of(const double *q) { return memcpy(calloc((size_t)F.body.m->nq, sizeof *q), q, sizeof *q*(size_t)F.body.m->nq); }

// what is left of the balance of a held posture without hands, by what the data say
static double left_over(const il_outcome *out) {
    double weight = 0.0, most = 0.0;
    for (int b = 0; b < F.body.m->nbody; b++) weight += F.p->body_mass[b]*9.80665;
    for (int j = 0; j < F.body.m->nq; j++) most = fmax(most, fabs(out->solution.d->residual[j].lane[0] + out->solution.reserve[j])/weight);
    return most;
}

// before the first iteration and after some: the residual is that of the posture given back
static void a_held_posture_tells_its_residual(void **state) {
    (void)state;
    il_task *task = task_make(&F, "standing", IL_SIDE_NONE);
    assert_int_equal(il_task_definition(task)->ngrip, 0);
    for (int most = 0; most < 5; most++) {
        clerk c = {.most = most};
        no_limits(), il_scenario_limit(F.work, 0, after_most, &c);
        il_outcome out = task_run(&F, task, NULL, NULL);
        is_ended(&out, IL_POSTURE_END_ASKED, most, true);
        assert_true(out.work.solves == 1 && out.info.iterations == most && out.info.worst != IL_NONE); // no place is the worst
        double left = left_over(&out);
        if (!(fabs(out.info.residual - left) <= 1e-12 + 1e-9*left)) fail_msg("%g after %d iterations, %g told", left, most, out.info.residual);
        if (most == 0) continue;
        no_limits(), il_scenario_limit(F.work, most, NULL, NULL);
        out = task_run(&F, task, NULL, NULL);
        is_ended(&out, IL_POSTURE_END_ITERATIONS, most, true);
        assert_true(fabs(out.info.residual - left) <= 1e-12 + 1e-9*left);
    }
    no_limits();
    il_task_free(task);
}

// nothing more is entered, and what was done and what is left are told
static void who_settles_keeps_limits(const char *id, il_side side) {
    static const int some[] = {0, 1, 2, 5, 9};
    il_task         *task = task_make(&F, id, side);
    for (size_t i = 0; i < sizeof some/sizeof *some; i++) {
        clerk c = {.most = some[i]}, at_once = {0};
        no_limits(), il_scenario_limit(F.work, 0, after_most, &c);
        il_outcome out = task_run(&F, task, NULL, NULL);
        is_ended(&out, IL_POSTURE_END_ASKED, some[i], false);
        assert_int_equal(c.asked, some[i] + 1); // nobody is asked again
        assert_true(some[i] > 0 || (out.work.solves == 1 && out.info.iterations == 0));
        assert_true(out.info.iterations > 0 || out.work.solves > 1 || some[i] == 0);
        double *q = copy_of(out.solution.q), told = out.info.residual, way = out.way;
        if (!il_task_definition(task)->end.present) { // looked at once more, as a start
            il_scenario_limit(F.work, 0, after_most, &at_once);
            out = task_run(&F, task, q, NULL);
            if (!(fabs(out.info.residual - told) <= 1e-12)) fail_msg("%s: %g after %d iterations, %g told", id, out.info.residual, some[i], told);
        }
        assert_true(way >= 0.0 && way <= 1.0);
        free(q);
        if (some[i] == 0) continue;
        no_limits(), il_scenario_limit(F.work, some[i], NULL, NULL);
        out = task_run(&F, task, NULL, NULL);
        is_ended(&out, IL_POSTURE_END_ITERATIONS, some[i], true);
        assert_true(out.info.iterations > 0 && out.info.iterations <= some[i]);
    }
    no_limits();
    il_task_free(task);
}

static void a_relaxed_body_that_settles_keeps_limits(void **state) { (void)state, who_settles_keeps_limits("modified_thomas", IL_SIDE_RIGHT); }
static void a_test_that_ends_by_a_rule_keeps_limits(void **state) { (void)state, who_settles_keeps_limits("straight_leg_raise", IL_SIDE_RIGHT); }

int main(void) {
    const struct CMUnitTest all[] = {cmocka_unit_test(strength_that_yields), cmocka_unit_test(strength_that_stays), cmocka_unit_test(a_strength_test_keeps_the_best_so_far),
                                     cmocka_unit_test(a_batch_limits_strength), cmocka_unit_test(a_held_posture_tells_its_residual),
                                     cmocka_unit_test(a_relaxed_body_that_settles_keeps_limits), cmocka_unit_test(a_test_that_ends_by_a_rule_keeps_limits)};
    return cmocka_run_group_tests(all, open_all, close_all);
}

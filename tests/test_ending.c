// test_ending.c - a test that watches both sides ends at whichever is first, and tells that below and above then differ
#include "ilium/derivative.h"
#include "ilium/outcome.h"
#include "task_fixture.h"

static task_fixture F;

static void shorten_hamstrings(char side) {
    static const char *const part[] = {"bflh", "bifemlh", "semiten", "semimem"};
    const il_model *m = F.body.m;
    int             n = 0;
    task_nominal(&F);
    for (int i = 0; i < m->nmuscle; i++) {
        const char *name = m->muscle_name[i];
        for (size_t k = 0; k < sizeof part/sizeof *part; k++) {
            if (strncmp(name, part[k], strlen(part[k])) == 0 && name[strlen(name) - 1] == side) F.p->muscle_l_slack[i] *= 0.97, n++;
        }
    }
    assert_true(n >= 2);
}

static il_outcome bend(const il_task *task) {
    il_outcome out = task_run(&F, task, NULL, NULL);
    assert_int_equal(out.info.status, IL_POSTURE_SOLVED);
    return out;
}

static void the_side_that_is_short_ends_it(void **state) {
    (void)state;
    il_task *task = task_make(&F, "forward_bend", IL_SIDE_NONE);
    task_nominal(&F);
    double usual = bend(task).way;
    shorten_hamstrings('r');
    double right = bend(task).way;
    shorten_hamstrings('l');
    double left = bend(task).way;
    printf("bent to %.4f of the way; with short hamstrings on the right %.4f, on the left %.4f\n", usual, right, left);
    assert_true(right < usual - 0.02);
    assert_true(fabs(left - right) < 1e-5);
    il_task_free(task);
}

static void both_sides_at_once_are_told(void **state) {
    (void)state;
    il_task       *task = task_make(&F, "forward_bend", IL_SIDE_NONE);
    il_outcomes   *outcomes = NULL;
    il_derivatives *d = NULL;
    il_derivative_info info;
    il_variable    variable;
    il_error       err = {0};
    task_nominal(&F);
    il_subject who = usual_subject(&F, F.p);
    il_outcome out = bend(task);
    who.way = out.way;
    if (il_outcomes_create(F.body.body, &outcomes, &err) != IL_OK || il_variable_find(F.body.body, "muscle.hamstrings.shortness:right", &variable, &err) != IL_OK) fail_msg("%s", err.text);
    if (il_derivatives_create(F.body.body, outcomes, 0, NULL, 1, &variable, &d, &err) != IL_OK || il_derivatives_prepare(d, task, &who, NULL, &err) != IL_OK ||
        il_derivatives_run(d, F.work, &out, &info, &err) != IL_OK) {
        fail_msg("%s", err.text);
    }
    assert_int_equal(il_derivatives_about(d, 0)->status, IL_DERIVATIVE_ONE_SIDED);
    il_derivatives_free(d);
    il_outcomes_free(outcomes);
    il_task_free(task);
}

static int open_all(void **state) {
    (void)state;
    F = tasks_open();
    return 0;
}
static int close_all(void **state) {
    (void)state;
    tasks_close(&F);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_side_that_is_short_ends_it), cmocka_unit_test(both_sides_at_once_are_told)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}

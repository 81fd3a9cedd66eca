// test_memory.c - what workspaces and batches say they take is what they take, and no run takes more; a limit of the caller ends a run where it is
#include "base/fibre.h"
#include "task_fixture.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define COUNTED_ELSEWHERE
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define COUNTED_ELSEWHERE
#endif

static task_fixture F;

#ifndef COUNTED_ELSEWHERE
#include <malloc.h>

// on the heap of this thread, pages of their own included
static size_t heap(void) {
    struct mallinfo2 now = mallinfo2();
    return now.uordblks + now.hblkhd;
}

static void near(size_t said, size_t taken) {
    printf("said %zu, taken %zu\n", said, taken);
    assert_true(taken <= said + said/500 + 4096 && said <= taken + taken/500 + 4096); // but for what the heap keeps of each block
}

static void a_scenario_takes_what_it_says_and_a_run_no_more(void **state) {
    (void)state;
    il_scenario *own = F.work;
    il_error     err = {0};
    size_t       before = heap();
    if (il_scenario_create(F.body.m, IL_ISA_AUTO, &F.work, &err) != IL_OK) fail_msg("%s", err.text);
    size_t taken = heap() - before;
    near(il_scenario_size(F.work), taken);
    static const struct { const char *id; il_side side; } tasks[] = {{"standing", IL_SIDE_NONE}, {"modified_thomas", IL_SIDE_RIGHT}, {"trunk_flexion_strength_standing", IL_SIDE_NONE}};
    task_nominal(&F);
    for (size_t i = 0; i < sizeof tasks/sizeof *tasks; i++) {
        il_task *task = task_make(&F, tasks[i].id, tasks[i].side);
        size_t   with_task = heap();
        task_run(&F, task, NULL, NULL);
        assert_int_equal(heap(), with_task);
        il_task_free(task);
    }
    il_scenario_free(F.work);
    F.work = own;
}

typedef struct watcher {
    size_t before, most;
} watcher;

static void watch(void *user, const il_subject *who, const il_posture_solution *solution, int job) {
    watcher *w = user;
    size_t   now = heap() - w->before;
    (void)who, (void)solution, (void)job;
    if (now > w->most) w->most = now;
}

static void a_batch_takes_what_was_said_before_it(void **state) {
    (void)state;
    il_task *task = task_make(&F, "standing", IL_SIDE_NONE);
    il_job   job[9];
    il_error err = {0};
    watcher  w = {0};
    task_nominal(&F);
    for (int n = 1; n <= 9; n += 8) { // one alone, and more than there are lanes
        size_t said = 0, seats = n == 1 || !ili_fibre_possible() ? 0 : 8;
        for (int i = 0; i < n; i++) job[i] = (il_job){.task = task, .who = usual_subject(&F, F.p), .look = watch, .user = &w};
        if (il_batch_size(F.body.m, IL_ISA_AUTO, n, 1, true, &said, &err) != IL_OK) fail_msg("%s", err.text);
        w = (watcher){.before = heap()};
        if (il_batch_run(F.body.m, IL_ISA_AUTO, n, job, 1, "test", NULL, &err) != IL_OK) fail_msg("%s", err.text);
        near(said - seats*(n == 1 ? 0 : ili_fibre_bytes()), w.most); // the stacks of fibres do not lie on the heap
    }
    il_task_free(task);
}
#endif

static double ticks(void *user) { return (double)++*(int *)user; }

static void limits_of_the_caller_end_a_run_where_it_is(void **state) {
    (void)state;
    il_task *task = task_make(&F, "standing", IL_SIDE_NONE);
    int      now = 0;
    task_nominal(&F);
    il_scenario_limit(F.work, 3, NULL, NULL);
    il_outcome out = task_run(&F, task, NULL, NULL);
    assert_int_equal(out.info.status, IL_POSTURE_NOT_CONVERGED);
    assert_true(out.work.iterations <= 3 && out.info.end == IL_POSTURE_END_ITERATIONS);
    il_scenario_limit(F.work, 0, NULL, NULL);
    il_scenario_time_limit(F.work, 3.5, ticks, &now); // asked once at the beginning, once before each iteration
    out = task_run(&F, task, NULL, NULL);
    assert_int_equal(out.info.status, IL_POSTURE_NOT_CONVERGED);
    assert_true(out.info.end == IL_POSTURE_END_TIME && out.work.iterations <= 3);
    il_scenario_time_limit(F.work, 0.0, NULL, NULL);
    out = task_run(&F, task, NULL, NULL);
    assert_int_equal(out.info.status, IL_POSTURE_SOLVED);
    assert_true(out.info.residual <= 1e-9);
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
    const struct CMUnitTest tests[] = {
#ifndef COUNTED_ELSEWHERE
        cmocka_unit_test(a_scenario_takes_what_it_says_and_a_run_no_more),
        cmocka_unit_test(a_batch_takes_what_was_said_before_it),
#endif
        cmocka_unit_test(limits_of_the_caller_end_a_run_where_it_is),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}

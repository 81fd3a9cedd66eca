// test_base_thread.c - jobs over threads: the same result for any number of threads, lowest failure, cancelling, serialised progress
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "alloc_count.h"
#include "base/random.h"
#include "ilium/thread.h"

enum { NJOBS = 500 };

typedef struct bench {
    double     slot[NJOBS];
    atomic_int ran[NJOBS];
    atomic_int busy[IL_MAX_THREADS]; // is this thread number in use?
    int        fail_from;            // jobs from here on fail when their number is odd
} bench;

// a job of uneven length that depends on its number alone
static il_status job_sum(void *ctx, int job, int thread, il_error *err) {
    bench     *b = ctx;
    ili_random r;
    assert_int_equal(atomic_exchange(&b->busy[thread], 1), 0);
    atomic_fetch_add(&b->ran[job], 1);
    ili_random_seed(&r, 7, (uint64_t)job);
    for (int i = 0; i < 100 + 50*(job%13); i++) b->slot[job] += ili_random_normal(&r);
    atomic_store(&b->busy[thread], 0);
    if (job >= b->fail_from && job%2) return il_error_set(err, IL_BAD_VALUE, "jobs", job, 0, "job %d is odd", job);
    return IL_OK;
}

static void results_do_not_depend_on_threads(void **state) {
    static bench one, many;
    static const int counts[] = {2, 3, 8, 64, 0};
    (void)state;
    one.fail_from = NJOBS;
    assert_int_equal(il_parallel_for(NJOBS, 1, job_sum, &one, NULL, NULL, NULL), IL_OK);
    for (size_t k = 0; k < sizeof counts/sizeof *counts; k++) {
        memset(&many, 0, sizeof many);
        many.fail_from = NJOBS;
        assert_int_equal(il_parallel_for(NJOBS, counts[k], job_sum, &many, NULL, NULL, NULL), IL_OK);
        assert_memory_equal(one.slot, many.slot, sizeof one.slot);
        for (int i = 0; i < NJOBS; i++) assert_int_equal(atomic_load(&many.ran[i]), 1);
    }
}

static void lowest_failure_is_returned(void **state) {
    static bench b;
    (void)state;
    for (int nthreads = 1; nthreads <= 16; nthreads *= 2) {
        for (int first = 0; first < 40; first += 7) {
            il_error err = {0};
            memset(&b, 0, sizeof b);
            b.fail_from = first;
            assert_int_equal(il_parallel_for(NJOBS, nthreads, job_sum, &b, NULL, NULL, &err), IL_BAD_VALUE);
            assert_int_equal(err.code, IL_BAD_VALUE);
            assert_int_equal(err.line, first | 1);
            assert_int_equal(atomic_load(&b.ran[NJOBS - 1]), 0);
        }
    }
}

typedef struct watch {
    atomic_int inside, reports, asked;
    double     last;
    int        cancel_at;
} watch;

static void on_report(void *user, const char *what, double fraction) {
    watch *w = user;
    assert_string_equal(what, "summing");
    assert_int_equal(atomic_exchange(&w->inside, 1), 0);
    nanosleep(&(struct timespec){.tv_nsec = 10000}, NULL);
    assert_true(fraction > w->last && fraction <= 1);
    w->last = fraction;
    atomic_fetch_add(&w->reports, 1);
    atomic_store(&w->inside, 0);
}

static bool on_cancelled(void *user) {
    watch *w = user;
    return atomic_fetch_add(&w->asked, 1) >= w->cancel_at;
}

static void progress_is_serial_and_complete(void **state) {
    static bench b = {.fail_from = NJOBS};
    watch        w = {.cancel_at = 1 << 30};
    il_progress  p = {.report = on_report, .cancelled = on_cancelled, .user = &w};
    (void)state;
    assert_int_equal(il_parallel_for(NJOBS, 8, job_sum, &b, "summing", &p, NULL), IL_OK);
    assert_true(w.last >= 1 && w.last <= 1);
    assert_int_equal(atomic_load(&w.reports), NJOBS);
}

static void cancelling_stops(void **state) {
    (void)state;
    for (int nthreads = 1; nthreads <= 8; nthreads *= 2) {
        static bench b;
        il_error     err = {0};
        watch        w   = {.cancel_at = 20};
        il_progress  p   = {.cancelled = on_cancelled, .user = &w};
        int          ran = 0;
        memset(&b, 0, sizeof b);
        b.fail_from = NJOBS;
        assert_int_equal(il_parallel_for(NJOBS, nthreads, job_sum, &b, NULL, &p, &err), IL_CANCELLED);
        assert_int_equal(err.code, IL_CANCELLED);
        for (int i = 0; i < NJOBS; i++) ran += atomic_load(&b.ran[i]);
        assert_int_equal(ran, 20); // asked once before each job
    }
}

static il_status job_count(void *ctx, int job, int thread, il_error *err) {
    (void)job, (void)thread, (void)err;
    atomic_fetch_add((atomic_int *)ctx, 1);
    return IL_OK;
}

static void edges(void **state) {
    atomic_int n = 0;
    (void)state;
    assert_int_equal(il_parallel_for(0, 4, job_count, &n, NULL, NULL, NULL), IL_OK);
    assert_int_equal(atomic_load(&n), 0);
    assert_int_equal(il_parallel_for(1, 1000000, job_count, &n, NULL, NULL, NULL), IL_OK);
    assert_int_equal(atomic_load(&n), 1);
    assert_int_equal(il_parallel_threads(3, 8), 3);
    assert_int_equal(il_parallel_threads(0, 8), 1);
    assert_int_equal(il_parallel_threads(1 << 20, 1 << 20), IL_MAX_THREADS);
    assert_true(il_thread_count() >= 1 && il_parallel_threads(1 << 20, -1) == il_thread_count());
    // no progress and empty progress are silent
    il_progress_report(NULL, "x", 0);
    il_progress_report(&(il_progress){0}, NULL, 0);
    assert_false(il_progress_cancelled(NULL) || il_progress_cancelled(&(il_progress){0}));
}

static void allocates_nothing(void **state) {
    atomic_int n = 0;
    (void)state;
    long before = alloc_count();
    assert_int_equal(il_parallel_for(100, 4, job_count, &n, NULL, NULL, NULL), IL_OK);
    assert_int_equal(alloc_count(), before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_do_not_depend_on_threads),
        cmocka_unit_test(lowest_failure_is_returned),
        cmocka_unit_test(progress_is_serial_and_complete),
        cmocka_unit_test(cancelling_stops),
        cmocka_unit_test(edges),
        cmocka_unit_test(allocates_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

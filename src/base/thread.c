// thread.c - jobs over threads: a shared counter hands out job numbers, every job has its own slot for its result
#include "base/crew.h"

#include <pthread.h>
#include <unistd.h>

struct ili_crew {
    ili_work_fn        work;
    void              *ctx;
    const char        *what;
    const il_progress *progress;
    int                njobs;
    pthread_mutex_t    lock; // guards all below
    int                next; // the job that is handed out next
    int                done; // jobs finished
    int                shown; // last reported thousandth
    bool               cancelled;
    int                failed; // lowest job that failed; njobs = none
    il_status          status;
    il_error          *err;
};

typedef struct worker {
    ili_crew *c;
    int       thread;
    pthread_t id;
} worker;

void il_progress_report(const il_progress *progress, const char *what, double fraction) {
    if (progress && progress->report) progress->report(progress->user, what ? what : "", fraction);
}

bool il_progress_cancelled(const il_progress *progress) {
    return progress && progress->cancelled && progress->cancelled(progress->user);
}

int il_thread_count(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > IL_MAX_THREADS ? IL_MAX_THREADS : (int)n;
}

int il_parallel_threads(int njobs, int nthreads) {
    int n = nthreads > 0 ? nthreads : il_thread_count();
    if (n > IL_MAX_THREADS) n = IL_MAX_THREADS;
    return n > njobs ? (njobs > 0 ? njobs : 1) : n;
}

int ili_crew_take(ili_crew *c) {
    bool stop = il_progress_cancelled(c->progress);
    pthread_mutex_lock(&c->lock);
    if (stop && c->next < c->njobs) c->cancelled = true;
    int job = c->cancelled || c->failed < c->njobs || c->next >= c->njobs ? -1 : c->next++;
    pthread_mutex_unlock(&c->lock);
    return job;
}

// Jobs start in ascending order and those below a failed one run to their end, so the lowest failure is always among the booked ones.
void ili_crew_book(ili_crew *c, int job, il_status status, const il_error *err) {
    pthread_mutex_lock(&c->lock);
    c->done++;
    if (status != IL_OK && job < c->failed) {
        c->failed = job;
        c->status = status;
        if (c->err) *c->err = *err;
        if (c->err && c->err->code == IL_OK) c->err->code = status;
    }
    int thousandth = (int)(1000LL*c->done/c->njobs);
    if (thousandth > c->shown) {
        c->shown = thousandth;
        il_progress_report(c->progress, c->what, (double)c->done/c->njobs);
    }
    pthread_mutex_unlock(&c->lock);
}

void ili_crew_drop(ili_crew *c) {
    pthread_mutex_lock(&c->lock);
    c->cancelled = true;
    pthread_mutex_unlock(&c->lock);
}

static void *start(void *arg) {
    worker *w = arg;
    w->c->work(w->c->ctx, w->c, w->thread);
    return NULL;
}

il_status ili_crew_run(int njobs, int nthreads, ili_work_fn work, void *ctx, const char *what, const il_progress *progress, il_error *err) {
    IL_ASSERT(work && njobs >= 0);
    if (njobs == 0) return IL_OK;
    ili_crew c = {.work = work, .ctx = ctx, .what = what, .progress = progress, .njobs = njobs, .failed = njobs, .status = IL_OK, .err = err};
    worker   w[IL_MAX_THREADS];
    int      n = il_parallel_threads(njobs, nthreads), started = 1;
    if (pthread_mutex_init(&c.lock, NULL)) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "the system gives no lock for threads");

    // threads 1 … n-1 are started, thread 0 is the caller's
    for (int i = 0; i < n; i++) w[i] = (worker){.c = &c, .thread = i};
    while (started < n && !pthread_create(&w[started].id, NULL, start, &w[started])) started++;
    start(&w[0]);
    for (int i = 1; i < started; i++) pthread_join(w[i].id, NULL);
    pthread_mutex_destroy(&c.lock);

    if (c.failed < njobs) return c.status;
    if (c.cancelled) return il_error_set(err, IL_CANCELLED, NULL, 0, 0, "stopped on request after %d of %d jobs", c.done, njobs);
    return IL_OK;
}

// ---- one job after another ----

typedef struct each {
    il_job_fn fn;
    void     *ctx;
} each;

static void one_by_one(void *ctx, ili_crew *c, int thread) {
    each *e = ctx;
    for (int job = ili_crew_take(c); job >= 0; job = ili_crew_take(c)) {
        il_error  err    = {0};
        il_status status = e->fn(e->ctx, job, thread, &err);
        ili_crew_book(c, job, status, &err);
    }
}

il_status il_parallel_for(int njobs, int nthreads, il_job_fn fn, void *ctx, const char *what, const il_progress *progress, il_error *err) {
    IL_ASSERT(fn && njobs >= 0);
    each e = {fn, ctx};
    return ili_crew_run(njobs, nthreads, one_by_one, &e, what, progress, err);
}

// ilium/thread.h - many independent jobs on several threads, with the same result whatever the number of threads.
#ifndef ILIUM_THREAD_H
#define ILIUM_THREAD_H
#include "ilium/base.h"

enum { IL_MAX_THREADS = 256 }; ///< more are not started

/// Job number `job` in [0, njobs). It writes only its own slot of `ctx` and scratch number `thread` in [0, nthreads),
/// and its result must not depend on `thread` nor on which jobs ran before.
typedef il_status (*il_job_fn)(void *ctx, int job, int thread, il_error *err);

/// Run njobs jobs and wait for them. The caller's thread is one of the workers; jobs are handed out in ascending order.
/// A job that fails stops the handing out; of all failures the one of the lowest job is returned, for any number of threads.
/// Threads that cannot be started are done without. Allocates nothing.
/// @param nthreads  0 = il_thread_count(); no more than njobs and IL_MAX_THREADS are used
/// @param what      the word given to progress->report; may be NULL
/// @param progress  may be NULL; `report` gets an ascending fraction, one call at a time; `cancelled` is asked before every job,
///                  by several threads at once. Cancelling returns IL_CANCELLED, unless a job failed.
/// @param err       may be NULL
il_status il_parallel_for(int njobs, int nthreads, il_job_fn fn, void *ctx, const char *what, const il_progress *progress, il_error *err);

/// How many threads il_parallel_for uses for these arguments: the number of scratch slots to prepare.
int il_parallel_threads(int njobs, int nthreads);

/// How many processors are online, at least 1.
int il_thread_count(void);

/// progress->report and progress->cancelled for callers that may have no progress or an empty one.
void il_progress_report(const il_progress *progress, const char *what, double fraction);
bool il_progress_cancelled(const il_progress *progress);

#endif

// crew.h - jobs over threads for workers that have several jobs open at a time; il_parallel_for() is the crew whose workers do one after another
#ifndef ILI_CREW_H
#define ILI_CREW_H
#include "ilium/thread.h"

typedef struct ili_crew ili_crew;

/// What one thread does: take jobs until there are none, and book each when it is done. Scratch as for il_job_fn.
typedef void (*ili_work_fn)(void *ctx, ili_crew *c, int thread);

/// Arguments and result as of il_parallel_for().
il_status ili_crew_run(int njobs, int nthreads, ili_work_fn work, void *ctx, const char *what, const il_progress *progress, il_error *err);
/// The next job, or -1 when there is none or work is to stop.
int       ili_crew_take(ili_crew *c);
/// A job that was taken is finished.
void      ili_crew_book(ili_crew *c, int job, il_status status, const il_error *err);
/// A job that was taken was left unfinished, since work is to stop: then all is cancelled, unless a job failed.
void      ili_crew_drop(ili_crew *c);
#endif

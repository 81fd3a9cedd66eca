// ilium/batch.h - many scenarios on several threads; the same bits whatever the number of threads.
#ifndef ILIUM_BATCH_H
#define ILIUM_BATCH_H
#include "ilium/scenario.h"

/// One task done by one person.
typedef struct il_job {
    const il_task *task;
    il_subject     who;
    const double  *start;     ///< [nq] where the solver begins, NULL = the task's own start; fixed before the batch, never another job's result
    const double  *start_act; ///< [nmuscle] with it, or NULL
    const il_subject *start_of; ///< who was solved to `start` and `start_act` at this task, or NULL: nobody knows. The posture is then followed from there, with all jobs of the
                              ///< same task, start, start_act and start_of abreast: several times cheaper than a search, as exact, and where two postures balance the one that continues
                              ///< `start`. Searched from `start` all the same: what is not found so, tests that end by a rule or of strength, who has another habit_sd, and jobs with limits
    const struct il_job *like; ///< another job of this batch, at the same task, or NULL: this one is done after it and starts from its answer, as if that were `start`, `start_act` and
                              ///< `start_of`; from its own start where that one was not solved, and, unless it has limits, where the search from there ends without an answer (then it is looked at again). A tree of any depth
    int            max_iterations;        ///< of all its solves together; 0: none but each solve's own
    double         allowed;               ///< with a clock: how long it may take, as il_scenario_time_limit(); while it waits for its neighbours in the lanes
    double       (*clock)(void *user);    ///< time passes too. NULL: no limit. Asked on the thread that does the job
    void          *clock_user;
    // results
    il_posture_info info;     ///< of its last solve
    il_task_work    work;     ///< of all
    double          reading[IL_TASK_MAX];
    double          way;      ///< share of its way that the test went
    double         push;     ///< tests of strength: greatest push [N]
    double         *began;    ///< [nq] the posture at the beginning of a test that ends by a change, where it was found; or NULL: not wanted
    double         *image;    ///< [IL_TASK_MAX] the readings of the posture's mirror image, where the task is its own; or NULL: not wanted
    double         *q;        ///< [nq] the posture, or NULL: not wanted
    double         *act;      ///< [nmuscle], or NULL
    void (*look)(void *user, const il_subject *who, const il_posture_solution *solution, int job); ///< looks at the solved posture, or NULL
    void           *user;     ///< for look; jobs run at the same time must not share what it writes
} il_job;

/// Solve all jobs. progress->cancelled is asked before each job and before each iteration of a search: then those that have begun are left, without results.
/// A posture that is not solved stands in its info; the status is about the call (IL_CANCELLED, IL_NO_MEMORY; IL_BAD_VALUE: a number of who does a job is none
/// or outside its range, a job is like one of another batch or task, or, by way of others, like itself).
il_status il_batch_run(const il_model *m, int isa, int njob, il_job *job, int threads, const char *what, const il_progress *progress, il_error *err);

/// Bytes that il_batch_run() would take on the heap for so many jobs on so many threads, beside what the caller holds and the stacks of the threads: what one
/// thread takes is laid out and given back at once. No job takes more while it runs. Following (start_of) comes before and is not in it: some 40 MB a thread; nor is the order of jobs that are like others. @param look  somebody looks (il_job.look)
il_status il_batch_size(const il_model *m, int isa, int njob, int threads, bool look, size_t *bytes, il_error *err);

#endif

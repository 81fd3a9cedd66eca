// batch.c - many scenarios on several threads
#include "ilium/batch.h"
#include "ilium/thread.h"
#include <stdlib.h>
#include <string.h>

typedef struct batch {
    const il_model *m;
    il_job         *job;
    il_scenario   **workspace; ///< one a thread
} batch;

static il_status run_one(void *ctx, int index, int thread, il_error *err) {
    batch     *b = ctx;
    il_job    *job = &b->job[index];
    il_outcome out;
    il_status  status = il_scenario_run(b->workspace[thread], job->task, &job->who, job->start, job->start_act, &out, err);
    if (status != IL_OK) return status;
    job->info = out.info;
    job->work = out.work;
    job->way = out.way;
    memcpy(job->reading, out.reading, sizeof job->reading);
    if (job->q) memcpy(job->q, out.solution.q, sizeof *job->q*(size_t)b->m->nq);
    if (job->act) memcpy(job->act, out.solution.act, sizeof *job->act*(size_t)b->m->nmuscle);
    if (job->look) {
        il_subject as_solved = job->who; // with arms and load as they were
        as_solved.p = il_scenario_params(b->workspace[thread]);
        job->look(job->user, &as_solved, &out.solution, index);
    }
    return IL_OK;
}

il_status il_batch_run(const il_model *m, int isa, int njob, il_job *job, int threads, const char *what, const il_progress *progress, il_error *err) {
    IL_ASSERT(m && (njob == 0 || job));
    int       n = il_parallel_threads(njob, threads);
    batch     b = {.m = m, .job = job, .workspace = calloc((size_t)n + 1, sizeof(il_scenario *))};
    il_status status = b.workspace ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for %d workspaces", n);
    for (int i = 0; status == IL_OK && i < n; i++) status = il_scenario_create(m, isa, &b.workspace[i], err);
    if (status == IL_OK) status = il_parallel_for(njob, threads, run_one, &b, what, progress, err);
    for (int i = 0; b.workspace && i < n; i++) il_scenario_free(b.workspace[i]);
    free(b.workspace);
    return status;
}

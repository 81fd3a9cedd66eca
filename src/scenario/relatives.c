// relatives.c - persons who are like one who is solved (scenario/relatives.h)
#include "scenario/relatives.h"

#include <stdlib.h>

#include "base/try.h"
#include "ilium/thread.h"
#include "scenario/follow.h"

typedef struct family {
    const il_model *m;
    int             nlead, njob;
    il_job         *job;
    const int      *lead_of;
    ili_follow    **follow; ///< one a thread
    int            *order;  ///< [nlead] leads, those with most persons first: so threads end together
    bool           *done;   ///< [njob]
    bool            in_lane;
} family;

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for persons who are like one another"); }

static void take(il_job *job, const ili_neighbour *found, const il_job *lead) {
    job->info = lead->info;
    job->info.iterations = found->looks, job->way = found->way;
    for (int i = 0; i < IL_TASK_MAX; i++) job->reading[i] = found->reading[i];
}

// all that are like lead `lead`
static il_status follow_one(void *ctx, int lead, int thread, il_error *err) {
    family        *f = ctx;
    const il_job  *of = &f->job[lead];
    int            n = 0, room = f->njob - f->nlead + 1;
    ili_neighbour *neighbour = calloc((size_t)room, sizeof *neighbour);
    ili_changes   *changes = calloc((size_t)room, sizeof *changes);
    int           *who = calloc((size_t)room, sizeof *who);
    il_status      status = neighbour && changes && who ? ili_follow_need(f->m, IL_ISA_AUTO, ILI_NEAR, &f->follow[thread], err) : no_memory(err);
    for (int i = f->nlead; status == IL_OK && i < f->njob; i++) {
        if (f->lead_of[i] != lead) continue;
        const il_job *job = &f->job[i];
        status = ili_changes_find(f->m, of->who.p, job->who.p, &changes[n], err);
        neighbour[n] = (ili_neighbour){.who = job->who, .changes = &changes[n], .share = 1.0, .image = job->image, .q = job->q, .act = job->act, .look = job->look, .user = job->user, .in_lane = f->in_lane};
        who[n++] = i;
    }
    if (status == IL_OK) status = ili_follow_run(f->follow[thread], of->task, &of->who, of->q, of->act, of->way, n, neighbour, err);
    for (int i = 0; status == IL_OK && i < n; i++)
        if (neighbour[i].found) take(&f->job[who[i]], &neighbour[i], of), f->done[who[i]] = true;
    for (int i = 0; changes && i < n; i++) ili_changes_free(&changes[i]);
    free(neighbour), free(changes), free(who);
    return status;
}

// one that is followed is like a solved one: what was not balanced, or only with rows let go of, is nobody's neighbour
static il_status follow_if_solved(void *ctx, int index, int thread, il_error *err) {
    family *f = ctx;
    int     lead = f->order[index];
    bool    can = f->job[lead].info.status == IL_POSTURE_SOLVED && ili_follow_can(f->job[lead].task);
    return can ? follow_one(ctx, lead, thread, err) : IL_OK;
}

static il_status put_in_order(family *f, il_error *err) {
    int *many = calloc((size_t)f->nlead + 1, sizeof *many);
    f->order = calloc((size_t)f->nlead + 1, sizeof *f->order);
    for (int i = f->nlead; many && i < f->njob; i++) many[f->lead_of[i]]++;
    for (int i = 0; many && f->order && i < f->nlead; i++) {
        int k = i;
        for (; k > 0 && many[f->order[k - 1]] < many[i]; k--) f->order[k] = f->order[k - 1];
        f->order[k] = i;
    }
    il_status status = many && f->order ? IL_OK : no_memory(err);
    free(many);
    return status;
}

static il_status follow_all(family *f, int threads, const char *what, const il_progress *progress, il_error *err) {
    int       n = il_parallel_threads(f->nlead, threads);
    il_status status = put_in_order(f, err);
    f->follow = calloc((size_t)n + 1, sizeof *f->follow);
    if (status == IL_OK && !f->follow) status = no_memory(err);
    if (status == IL_OK) status = il_parallel_for(f->nlead, threads, follow_if_solved, f, what, progress, err);
    for (int i = 0; f->follow && i < n; i++) ili_follow_free(f->follow[i]);
    free(f->follow), free(f->order);
    return status;
}

// those that are left; once more, from the task's own start, those that were sought from their lead's posture and not found there
static il_status solve_rest(family *f, bool again, int threads, const char *what, const il_progress *progress, il_error *err) {
    int       n = 0, *from = calloc((size_t)f->njob + 1, sizeof *from);
    il_job   *rest = calloc((size_t)f->njob + 1, sizeof *rest);
    il_status status = from && rest ? IL_OK : no_memory(err);
    for (int i = f->nlead; status == IL_OK && i < f->njob; i++) {
        const il_job *lead = &f->job[f->lead_of[i]];
        if (f->done[i] || (again && (f->job[i].info.status != IL_POSTURE_NOT_CONVERGED || !f->job[i].start))) continue;
        bool begin = !again && lead->info.status != IL_POSTURE_NOT_CONVERGED;
        f->job[i].start = begin ? lead->q : NULL, f->job[i].start_act = begin ? lead->act : NULL;
        f->job[i].who.way = lead->way;
        rest[n] = f->job[i], from[n++] = i;
    }
    if (status == IL_OK) status = il_batch_run(f->m, IL_ISA_AUTO, n, rest, threads, what, progress, err);
    for (int i = 0; status == IL_OK && i < n; i++) f->job[from[i]] = rest[i];
    free(from), free(rest);
    return status;
}

il_status ili_relatives_run(const il_model *m, int nlead, int njob, il_job *job, const int *lead_of, bool in_lane, int threads, const char *what, const il_progress *progress, int *followed,
                            il_error *err) {
    family f = {.m = m, .nlead = nlead, .njob = njob, .job = job, .lead_of = lead_of, .done = calloc((size_t)njob + 1, sizeof(bool)), .in_lane = in_lane};
    if (!f.done) return no_memory(err);
    il_status status = il_batch_run(m, IL_ISA_AUTO, nlead, job, threads, what, progress, err);
    if (status == IL_OK) status = follow_all(&f, threads, what, progress, err);
    if (status == IL_OK) status = solve_rest(&f, false, threads, what, progress, err);
    if (status == IL_OK) status = solve_rest(&f, true, threads, what, progress, err);
    for (int i = 0; followed && i < njob; i++) *followed += f.done[i];
    free(f.done);
    return status;
}

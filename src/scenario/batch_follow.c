// batch_follow.c - jobs of a batch that are followed from somebody who is solved, before any is searched (il_job.start_of)
//
// What comes of a job depends neither on who is followed with it nor on the thread (follow.h), so a family is shared out over threads as it comes.
#include "scenario/batch.h"
#include "scenario/follow.h"
#include "ilium/thread.h"
#include <stdlib.h>
#include <string.h>

/// Jobs that are followed from one posture, in one thread.
typedef struct family {
    int first, n; ///< of followers.order
} family;

typedef struct followers {
    const il_model *m;
    il_job         *job;
    ili_followed   *out;
    int            *order; ///< jobs, those of a family together
    family         *family;
    int             norder, nfamily;
    ili_follow    **follow; ///< one a thread
} followers;

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for those who are followed in a batch"); }

// one habit's spread counts for all lanes
static bool can(const il_model *m, const il_job *job) {
    const il_subject *of = job->start_of;
    if (!of || !job->start || job->max_iterations > 0 || job->clock) return false;
    bool held = il_task_definition(job->task)->held, ends = il_task_definition(job->task)->end.present;
    return ili_follow_can(job->task) && !ends && (!held || memcmp(of->habit_sd, job->who.habit_sd, sizeof *of->habit_sd*(size_t)m->nq) == 0);
}

static bool relatives(const il_job *a, const il_job *b) { return a->task == b->task && a->start_of == b->start_of && a->start == b->start && a->start_act == b->start_act; }

// the jobs that can be followed, family by family, each in as many parts as there are threads
static void find_families(followers *w, int njob, const int *which, int threads) {
    for (int i = 0; i < njob; i++) {
        const il_job *own = &w->job[which[i]];
        bool          first = can(w->m, own);
        for (int k = 0; k < w->nfamily && first; k++) first = !relatives(&w->job[w->order[w->family[k].first]], own);
        if (!first) continue;
        int from = w->norder;
        for (int k = i; k < njob; k++)
            if (relatives(&w->job[which[k]], own) && can(w->m, &w->job[which[k]])) w->order[w->norder++] = which[k];
        for (int n = w->norder - from, part = 0; part < threads; part++) {
            int begin = (int)((long)n*part/threads), end = (int)((long)n*(part + 1)/threads);
            if (end > begin) w->family[w->nfamily++] = (family){from + begin, end - begin};
        }
    }
}

static void take(il_job *job, const ili_neighbour *n, ili_followed *out) {
    out->found = true;
    if (job->look) return; // sought from where it was found: who looks sees all that a search leaves
    job->info = n->info, job->way = n->way;
    job->work = (il_task_work){.solves = 1, .iterations = n->looks, .evaluations = n->looks};
    memcpy(job->reading, n->reading, sizeof job->reading);
    out->done = true;
}

static il_status follow_family(void *ctx, int index, int thread, il_error *err) {
    followers     *w = ctx;
    const family  *f = &w->family[index];
    const il_job  *first = &w->job[w->order[f->first]];
    ili_neighbour *all = calloc((size_t)f->n, sizeof *all);
    ili_changes   *changes = calloc((size_t)f->n, sizeof *changes);
    il_status      status = all && changes ? IL_OK : no_memory(err);
    for (int i = 0; status == IL_OK && i < f->n; i++) {
        int           at = w->order[f->first + i];
        const il_job *job = &w->job[at];
        status = ili_changes_find(w->m, job->start_of->p, job->who.p, &changes[i], err);
        all[i] = (ili_neighbour){.who = job->who, .changes = &changes[i], .share = 1.0, .image = job->image, .q = job->look ? w->out[at].q : job->q, .act = job->look ? w->out[at].act : job->act};
    }
    if (status == IL_OK) status = ili_follow_run(w->follow[thread], first->task, first->start_of, first->start, first->start_act, 1.0, f->n, all, err);
    for (int i = 0; status == IL_OK && i < f->n; i++) {
        int at = w->order[f->first + i];
        if (all[i].found) take(&w->job[at], &all[i], &w->out[at]);
    }
    for (int i = 0; changes && i < f->n; i++) ili_changes_free(&changes[i]);
    free(all), free(changes);
    return status;
}

// where those who are looked at are found
static il_status make_room(followers *w, il_error *err) {
    size_t nq = (size_t)w->m->nq, nact = (size_t)w->m->nmuscle;
    for (int k = 0; k < w->norder; k++) {
        ili_followed *out = &w->out[w->order[k]];
        if (!w->job[w->order[k]].look) continue;
        out->q = calloc(nq + nact, sizeof *out->q);
        if (!out->q) return no_memory(err);
        out->act = out->q + nq;
    }
    return IL_OK;
}

static il_status follow_all(followers *w, int isa, int threads, const char *what, const il_progress *progress, il_error *err) {
    int       n = il_parallel_threads(w->nfamily, threads);
    il_status status = make_room(w, err);
    w->follow = calloc((size_t)n + 1, sizeof(ili_follow *));
    if (status == IL_OK && !w->follow) status = no_memory(err);
    for (int i = 0; status == IL_OK && i < n; i++) {
        status = ili_follow_create(w->m, isa, &w->follow[i], err);
        if (status == IL_OK) ili_follow_near(w->follow[i], ILI_NEAR_EXACTLY);
    }
    if (status == IL_OK) status = il_parallel_for(w->nfamily, threads, follow_family, w, what, progress, err);
    for (int i = 0; w->follow && i < n; i++) ili_follow_free(w->follow[i]);
    free(w->follow);
    return status;
}

il_status ili_batch_follow(const il_model *m, int isa, int n, const int *which, il_job *job, int threads, const char *what, const il_progress *progress, ili_followed *out, il_error *err) {
    int       any = 0;
    il_status status = IL_OK;
    followers w = {.m = m, .job = job, .out = out};
    for (int i = 0; i < n && !any; i++) any = can(m, &job[which[i]]);
    if (!any) return IL_OK;
    threads = il_parallel_threads(n, threads);
    w.order = calloc((size_t)n, sizeof *w.order), w.family = calloc((size_t)n, sizeof *w.family);
    if (!w.order || !w.family) status = no_memory(err);
    if (status == IL_OK) find_families(&w, n, which, threads);
    if (status == IL_OK) status = follow_all(&w, isa, threads, what, progress, err);
    free(w.order), free(w.family);
    return status;
}

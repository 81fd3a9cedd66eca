// batch_follow.c - jobs of a batch that are followed from somebody who is solved, before any is searched (il_job.start_of)
//
// What comes of a job depends neither on who is followed with it nor on the thread (follow.h), so a family is shared out over threads as it comes:
// each begins at the solved posture and follows who is next.
#include "scenario/batch.h"
#include "scenario/follow.h"
#include "ilium/thread.h"
#include <stdlib.h>
#include <string.h>

/// Jobs that are followed from one posture, by several threads.
typedef struct family {
    int            first, n; ///< of followers.order
    ili_neighbour *all;      ///< [n]
    ili_changes   *changes;  ///< [n]
    atomic_int     next;     ///< who is followed next
} family;

typedef struct followers {
    const il_model *m;
    il_job         *job;
    ili_followed   *out;
    int            *order; ///< jobs, those of a family together
    family         *family;
    int             isa, norder, nfamily, threads;
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

// the jobs that can be followed, family by family
static void find_families(followers *w, int njob, const int *which) {
    for (int i = 0; i < njob; i++) {
        const il_job *own = &w->job[which[i]];
        bool          first = can(w->m, own);
        for (int k = 0; k < w->nfamily && first; k++) first = !relatives(&w->job[w->order[w->family[k].first]], own);
        if (!first) continue;
        int from = w->norder;
        for (int k = i; k < njob; k++)
            if (relatives(&w->job[which[k]], own) && can(w->m, &w->job[which[k]])) w->order[w->norder++] = which[k];
        w->family[w->nfamily++] = (family){.first = from, .n = w->norder - from};
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

static il_status lay_family(followers *w, family *f, il_error *err) {
    f->all = calloc((size_t)f->n, sizeof *f->all), f->changes = calloc((size_t)f->n, sizeof *f->changes);
    il_status status = f->all && f->changes ? IL_OK : no_memory(err);
    for (int i = 0; status == IL_OK && i < f->n; i++) {
        int           at = w->order[f->first + i];
        const il_job *job = &w->job[at];
        status = ili_changes_find(w->m, job->start_of->p, job->who.p, &f->changes[i], err);
        f->all[i] = (ili_neighbour){.who = job->who, .changes = &f->changes[i], .share = 1.0, .image = job->image, .q = job->look ? w->out[at].q : job->q, .act = job->look ? w->out[at].act : job->act};
    }
    return status;
}

// One thread's part of a family: it follows whoever is next, as long as there is somebody. First parts come first; to begin costs ten looks, so another
// thread joins only where more are left than one look sees
static il_status follow_part(void *ctx, int index, int thread, il_error *err) {
    followers    *w = ctx;
    family       *f = &w->family[index%w->nfamily];
    const il_job *first = &w->job[w->order[f->first]];
    if (index >= w->nfamily && f->n - atomic_load(&f->next) <= IL_LANES) return IL_OK;
    il_status status = ili_follow_need(w->m, w->isa, ILI_NEAR_EXACTLY, &w->follow[thread], err);
    if (status != IL_OK) return status;
    ili_follow_share(w->follow[thread], &f->next);
    return ili_follow_run(w->follow[thread], first->task, first->start_of, first->start, first->start_act, 1.0, f->n, f->all, err);
}

static void take_families(followers *w, bool ok) {
    for (int k = 0; k < w->nfamily; k++) {
        family *f = &w->family[k];
        for (int i = 0; f->all && f->changes && i < f->n; i++) {
            int at = w->order[f->first + i];
            if (ok && f->all[i].found) take(&w->job[at], &f->all[i], &w->out[at]);
            ili_changes_free(&f->changes[i]);
        }
        free(f->all), free(f->changes);
    }
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

static il_status follow_all(followers *w, const char *what, const il_progress *progress, il_error *err) {
    int       n = w->threads;
    il_status status = make_room(w, err);
    w->follow = calloc((size_t)n + 1, sizeof(ili_follow *));
    if (status == IL_OK && !w->follow) status = no_memory(err);
    for (int k = 0; k < w->nfamily && status == IL_OK; k++) status = lay_family(w, &w->family[k], err);
    if (status == IL_OK) status = il_parallel_for(n*w->nfamily, n, follow_part, w, what, progress, err);
    take_families(w, status == IL_OK);
    for (int i = 0; w->follow && i < n; i++) ili_follow_free(w->follow[i]);
    free(w->follow);
    return status;
}

il_status ili_batch_follow(const il_model *m, int isa, int n, const int *which, il_job *job, int threads, const char *what, const il_progress *progress, ili_followed *out, il_error *err) {
    int       any = 0;
    il_status status = IL_OK;
    followers w = {.m = m, .isa = isa, .job = job, .out = out};
    for (int i = 0; i < n && !any; i++) any = can(m, &job[which[i]]);
    if (!any) return IL_OK;
    w.threads = il_parallel_threads(n, threads);
    w.order = calloc((size_t)n, sizeof *w.order), w.family = calloc((size_t)n, sizeof *w.family);
    if (!w.order || !w.family) status = no_memory(err);
    if (status == IL_OK) find_families(&w, n, which);
    if (status == IL_OK) status = follow_all(&w, what, progress, err);
    free(w.order), free(w.family);
    return status;
}

// batch_tree.c - jobs that start from the answers of others of their batch (il_job.like), generation by generation
#include <stdlib.h>
#include <string.h>

#include "scenario/batch.h"

typedef struct ili_batch_given {
    const double     *start, *start_act;
    const il_subject *start_of;
    double            way, *q, *act;
    bool              begun;  ///< from the answer of another
    il_task_work      before; ///< what that came to, where it was in vain
} ili_batch_given;

enum { UNKNOWN = -1, ASKED = -2 };

static il_status no_memory(int njob, il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the order of %d scenarios", njob); }

static il_status check(int njob, const il_job *job, int i, il_error *err) {
    const il_job *like = job[i].like;
    if (like < job || like >= job + njob) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "job %d is like a job that is not of its batch", i);
    if (like->task != job[i].task) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "job %d is like job %d, which does another task", i, (int)(like - job));
    return IL_OK;
}

// how many come before job i, and on the way there before each that it is like; path: room for as many
static il_status find_generation(int njob, const il_job *job, int i, int *generation, int *path, il_error *err) {
    int n = 0;
    for (; generation[i] == UNKNOWN; i = (int)(job[i].like - job)) {
        generation[i] = ASKED, path[n++] = i;
        if (!job[i].like) break;
        il_status status = check(njob, job, i, err);
        if (status != IL_OK) return status;
    }
    int at = generation[i];
    if (at == ASKED && job[i].like) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "job %d is, by way of others, like itself", i);
    for (at = at == ASKED ? -1 : at; n > 0;) generation[path[--n]] = ++at;
    return IL_OK;
}

// by generation, within one as they stand
static void sort(int njob, const int *generation, ili_batch_tree *out) {
    int *end = out->first + 1;
    for (int i = 0; i < njob; i++) {
        end[generation[i]]++;
        if (generation[i] >= out->ngeneration) out->ngeneration = generation[i] + 1;
    }
    for (int g = 0; g < out->ngeneration; g++) end[g] += out->first[g];
    for (int i = njob - 1; i >= 0; i--) out->order[--end[generation[i]]] = i;
    // each end has come down to its generation's first
    for (int g = 0; g < out->ngeneration; g++) out->first[g] = out->first[g + 1];
    out->first[out->ngeneration] = njob;
}

// a place for the answers of those that others are like
static il_status make_room(const il_model *m, int njob, il_job *job, ili_batch_tree *out) {
    size_t nq = (size_t)m->nq, each = nq + (size_t)m->nmuscle, n = 0;
    bool  *parent = calloc((size_t)njob + 1, sizeof *parent);
    for (int i = 0; parent && i < njob; i++)
        if (job[i].like) parent[job[i].like - job] = true;
    for (int i = 0; parent && i < njob; i++) n += parent[i] && !(job[i].q && job[i].act);
    out->room = calloc(n*each + 1, sizeof *out->room);
    for (int i = 0, at = 0; parent && out->room && i < njob; i++) {
        double *place = out->room + (size_t)at*each;
        if (!parent[i] || (job[i].q && job[i].act)) continue;
        if (!job[i].q) job[i].q = place;
        if (!job[i].act) job[i].act = place + nq;
        at++;
    }
    bool ok = parent && out->room;
    free(parent);
    return ok ? IL_OK : IL_NO_MEMORY;
}

il_status ili_batch_tree_make(const il_model *m, int njob, il_job *job, ili_batch_tree *out, il_error *err) {
    size_t    n = (size_t)njob + 1;
    int      *generation = calloc(2*n, sizeof *generation);
    il_status status = IL_OK;
    *out = (ili_batch_tree){.order = calloc(n, sizeof(int)), .first = calloc(n + 1, sizeof(int)), .given = calloc(n, sizeof(ili_batch_given))};
    if (!generation || !out->order || !out->first || !out->given) status = no_memory(njob, err);
    for (int i = 0; status == IL_OK && i < njob; i++) {
        generation[i] = UNKNOWN;
        out->given[i] = (ili_batch_given){.start = job[i].start, .start_act = job[i].start_act, .start_of = job[i].start_of, .way = job[i].who.way, .q = job[i].q, .act = job[i].act};
    }
    for (int i = 0; status == IL_OK && i < njob; i++) status = find_generation(njob, job, i, generation, generation + n, err);
    if (status == IL_OK) sort(njob, generation, out);
    if (status == IL_OK && out->ngeneration > 1 && make_room(m, njob, job, out) != IL_OK) status = no_memory(njob, err);
    free(generation);
    if (status != IL_OK) ili_batch_tree_free(out, 0, NULL);
    return status;
}

void ili_batch_tree_begin(const ili_batch_tree *tree, int generation, il_job *job) {
    for (int k = tree->first[generation]; k < tree->first[generation + 1]; k++) {
        il_job       *own = &job[tree->order[k]];
        const il_job *like = own->like;
        if (!like || like->info.status != IL_POSTURE_SOLVED) continue;
        own->start = like->q, own->start_act = like->act, own->start_of = &like->who, own->who.way = like->way;
        tree->given[tree->order[k]].begun = true;
    }
}

static void give_back(const ili_batch_given *given, il_job *job) {
    job->start = given->start, job->start_act = given->start_act, job->start_of = given->start_of, job->who.way = given->way;
}

bool ili_batch_tree_again(const ili_batch_tree *tree, il_job *job, int which) {
    il_job          *own = &job[which];
    ili_batch_given *given = &tree->given[which];
    bool             limited = own->max_iterations > 0 || own->clock; // for all its solves together
    if (!given->begun || limited || own->info.status != IL_POSTURE_NOT_CONVERGED) return false;
    give_back(given, own);
    given->begun = false, given->before = own->work;
    return true;
}

void ili_batch_tree_free(ili_batch_tree *tree, int njob, il_job *job) {
    for (int i = 0; tree->given && i < njob; i++) {
        const il_task_work *before = &tree->given[i].before;
        give_back(&tree->given[i], &job[i]);
        job[i].q = tree->given[i].q, job[i].act = tree->given[i].act;
        job[i].work.solves += before->solves, job[i].work.iterations += before->iterations, job[i].work.evaluations += before->evaluations;
    }
    free(tree->order), free(tree->first), free(tree->given), free(tree->room);
    *tree = (ili_batch_tree){0};
}

// soak_round.h - some hundred cases of the soak at a time: all in one batch, several abreast on each thread, with the mirror images of every CHECK-th. What the batch
// does not solve is solved once more alone, and so is every CHECK-th, which must give the same bits.
#ifndef SOAK_ROUND_H
#define SOAK_ROUND_H
#include "ilium/thread.h"
#include "soak.h"

typedef struct soak_entry {
    soak_case   c;
    bool        image; ///< of the entry before it
    double      q[SOAK_MAX_Q], act[SOAK_MAX_MUSCLE];
    soak_result res;
} soak_entry;

typedef struct soak_round {
    const soak *s;
    int         room, nentry, threads; ///< room: entries
    soak_entry *entry;                 ///< cases in their order, each image behind its case
    il_job     *job;                   ///< [nentry]
    soak_room **alone;                 ///< [threads]
} soak_round;

static inline soak_round soak_round_open(const soak *s, int cases, int threads) {
    soak_round r = {.s = s, .room = cases + cases/SOAK_CHECK + 2, .threads = il_parallel_threads(cases, threads)};
    r.entry = calloc((size_t)r.room, sizeof *r.entry), r.job = calloc((size_t)r.room, sizeof *r.job), r.alone = calloc((size_t)r.threads, sizeof(soak_room *));
    if (!r.entry || !r.job || !r.alone) fail_msg("no memory for %d cases", cases);
    for (int i = 0; i < r.room; i++) soak_case_open(s, &r.entry[i].c);
    for (int i = 0; i < r.threads; i++) r.alone[i] = soak_room_open(s);
    return r;
}

static inline void soak_round_close(soak_round *r) {
    for (int i = 0; i < r->room; i++) soak_case_close(&r->entry[i].c);
    for (int i = 0; i < r->threads; i++) soak_room_close(r->alone[i]);
    free(r->entry), free(r->job), free(r->alone);
}

static inline il_status soak_round_make(void *ctx, int i, int thread, il_error *err) {
    soak_round *r = ctx;
    soak_entry *e = &r->entry[i];
    (void)thread;
    il_status status = soak_make(r->s, e->c.k, e->image, &e->c, err);
    r->job[i] = (il_job){.task = e->c.task, .who = e->c.who, .q = e->q, .act = e->act};
    e->res = (soak_result){.verdict = SOAK_SOLVED};
    snprintf(e->res.what, SOAK_TEXT, "%s", e->c.words);
    return status;
}

static inline bool soak_same_bits(const soak_room *r, const il_job *job) {
    const il_model *m = r->s->f.body.m;
    return memcmp(r->q, job->q, sizeof *r->q*(size_t)m->nq) == 0 && memcmp(r->act, job->act, sizeof *r->act*(size_t)m->nmuscle) == 0 &&
           memcmp(r->out.reading, job->reading, sizeof *job->reading*(size_t)il_task_reading_count(job->task)) == 0 && r->out.info.iterations == job->info.iterations;
}

static inline il_status soak_round_judge(void *ctx, int i, int thread, il_error *err) {
    soak_round *r = ctx;
    soak_entry *e = &r->entry[i];
    soak_answer found = soak_of_job(&r->job[i]);
    (void)err;
    if (e->image) return IL_OK;
    bool solved = found.info->status == IL_POSTURE_SOLVED && soak_finite(r->s->f.body.m, &found);
    if (!solved || e->c.k%SOAK_CHECK == 0) {
        e->res = soak_do(r->alone[thread], e->c.k);
        e->res.both = true, e->res.alike = soak_same_bits(r->alone[thread], &r->job[i]);
        if (!e->res.alike) soak_add(&e->res, "; ANOTHER ANSWER among others, %d iterations", found.info->iterations);
    } else {
        e->res.iterations = found.info->iterations, e->res.residual = found.info->residual, e->res.push = found.push;
    }
    if (solved && r->entry[i + 1].image) {
        soak_answer image = soak_of_job(&r->job[i + 1]);
        soak_judge_mirror(r->s, &found, &image, &e->res);
    }
    return IL_OK;
}

static inline il_status soak_round_alone(void *ctx, int i, int thread, il_error *err) {
    soak_round *r = ctx;
    (void)err;
    if (!r->entry[i].image) r->entry[i].res = soak_do(r->alone[thread], r->entry[i].c.k);
    return IL_OK;
}

/// Cases from .. from + n, no more than there is room for. Their results stand in the entries that are no images, in order. A batch with a job that is refused
/// has no answers: then each case is done alone, without its image.
static inline void soak_round_do(soak_round *r, int from, int n) {
    il_error err = {0};
    r->nentry = 0;
    for (int k = from; k < from + n; k++) {
        bool image = k%SOAK_CHECK == SOAK_CHECK/2;
        for (int i = 0; i <= (int)image; i++) r->entry[r->nentry].c.k = k, r->entry[r->nentry++].image = i == 1;
    }
    r->entry[r->nentry].image = false;
    il_status status = il_parallel_for(r->nentry, r->threads, soak_round_make, r, NULL, NULL, &err);
    if (status == IL_OK) status = il_batch_run(r->s->f.body.m, IL_ISA_AUTO, r->nentry, r->job, r->threads, NULL, NULL, &err);
    if (status != IL_OK) print_message("cases from %d on, each alone: %s\n", from, err.text);
    il_parallel_for(r->nentry, r->threads, status == IL_OK ? soak_round_judge : soak_round_alone, r, NULL, NULL, &err);
}
#endif

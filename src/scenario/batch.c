// batch.c - many scenarios on several threads, on each of them several abreast
//
// A thread has up to eight seats, each with a workspace and a fibre. A scenario runs in its seat's fibre as if it were alone, until it asks for an evaluation
// or a quadratic program: there it stops. When all seats have stopped, one call of the kernels answers them. A seat whose job is done takes the next one at once.
#include "scenario/batch.h"
#include "base/crew.h"
#include "base/fibre.h"
#include "scenario/laid.h"
#include "scenario/subject.h"
#include "scenario/task.h"
#include <stdlib.h>
#include <string.h>

typedef struct seat {
    struct group *group;
    int           lane, turn, job; ///< job -1: none; turn: its number among those that are searched
    bool          cancelled; ///< its job was: nothing comes of it
    il_scenario  *scenario;
    ili_fibre    *fibre; ///< NULL: alone, nobody to wait for
    il_outcome    out;
    il_status     status;
    il_error      err;
} seat;

/// What works on one thread.
typedef struct group {
    struct batch *batch;
    ili_abreast  *abreast; ///< NULL: one seat alone
    il_data      *shown;   ///< a solved posture in all lanes, for who looks at it
    seat          seat[IL_LANES];
    int           nseat;
} group;

typedef struct batch {
    const il_model *m;
    il_job         *job;
    bool            shows; ///< somebody looks
    ili_followed   *followed; ///< [njob]
    int            *left;     ///< jobs that are searched
    int             isa, width, nthread;
    group          *group; ///< one a thread
    const il_progress *progress;
} batch;

static bool is_cancelled(void *user) {
    seat *s = user;
    s->cancelled = s->cancelled || il_progress_cancelled(s->group->batch->progress);
    return s->cancelled;
}

static void do_job(void *user) {
    seat   *s = user;
    batch  *b = s->group->batch;
    il_job *job = &b->job[s->job];
    bool    found = b->followed[s->job].found;
    s->err = (il_error){0};
    s->cancelled = false;
    il_scenario_limit(s->scenario, job->max_iterations, is_cancelled, s);
    il_scenario_time_limit(s->scenario, job->allowed, job->clock, job->clock_user);
    s->status = il_scenario_run(s->scenario, job->task, &job->who, found ? b->followed[s->job].q : job->start, found ? b->followed[s->job].act : job->start_act, &s->out, &s->err);
}

static void show(group *g, const seat *s, il_job *job) {
    il_subject          as_solved = job->who; // with arms and load as they were
    il_posture_solution solution = s->out.solution;
    as_solved.p = il_scenario_params(s->scenario);
    if (g->abreast && solution.d == g->abreast->d) {
        il_data_spread(g->batch->m, solution.d, solution.lane, g->shown);
        solution.d = g->shown, solution.lane = 0;
    }
    job->look(job->user, &as_solved, &solution, s->job);
}

static void finish(group *g, seat *s) {
    const il_model *m = g->batch->m;
    il_job         *job = &g->batch->job[s->job];
    if (s->status != IL_OK) return;
    job->info = s->out.info;
    job->work = s->out.work;
    job->way = s->out.way, job->push = s->out.push;
    memcpy(job->reading, s->out.reading, sizeof job->reading);
    if (job->began) memcpy(job->began, ili_scenario_began(s->scenario), sizeof *job->began*(size_t)m->nq);
    if (job->image && job->task->even) ili_scenario_image(s->scenario, job->task, &s->out, job->image);
    if (job->q) memcpy(job->q, s->out.solution.q, sizeof *job->q*(size_t)m->nq);
    if (job->act) memcpy(job->act, s->out.solution.act, sizeof *job->act*(size_t)m->nmuscle);
    if (job->look) show(g, s, job);
}

// the seat's job goes on, and when it ends the next one; true: it waits for an evaluation, false: there is nothing left to do
static bool go_on(group *g, seat *s, ili_crew *crew) {
    for (;;) {
        if (s->job < 0 && (s->turn = ili_crew_take(crew)) >= 0) s->job = g->batch->left[s->turn];
        if (s->job < 0) return false;
        if (!s->fibre) do_job(s);
        else if (!ili_fibre_go(s->fibre)) return true;
        if (s->cancelled && s->status == IL_OK) {
            ili_crew_drop(crew);
        } else {
            finish(g, s);
            ili_crew_book(crew, s->turn, s->status, &s->err);
        }
        s->job = -1;
    }
}

static void wait_for_others(void *user, int lane) { ili_fibre_stop(((group *)user)->seat[lane].fibre); }

static il_status create_group(batch *b, group *g, int isa, int width, il_error *err) {
    g->batch = b;
    il_status status = IL_OK;
    if (width > 1) {
        status = ili_abreast_create(b->m, isa, width, &g->abreast, err);
        if (status == IL_OK) g->abreast->wait = wait_for_others, g->abreast->user = g, width = g->abreast->width;
        if (status == IL_OK && b->shows) status = il_data_create(b->m, isa, &g->shown, err);
    }
    for (int lane = 0; status == IL_OK && lane < width; lane++) {
        seat *s = &g->seat[lane];
        *s = (seat){.group = g, .lane = lane, .job = -1};
        status = ili_scenario_create_abreast(b->m, isa, g->abreast, lane, g->seat[0].scenario, true, &s->scenario, err);
        if (status == IL_OK && g->abreast) status = ili_fibre_create(do_job, s, &s->fibre);
        if (status == IL_OK) g->nseat = lane + 1;
    }
    return status;
}

static size_t group_bytes(const group *g) {
    size_t bytes = sizeof *g + (g->abreast ? ili_abreast_bytes(g->abreast) : 0) + (g->shown ? g->shown->size : 0);
    for (int lane = 0; lane < g->nseat; lane++) bytes += il_scenario_size(g->seat[lane].scenario) + (g->seat[lane].fibre ? ili_fibre_bytes() : 0);
    return bytes;
}

static void free_group(group *g) {
    for (int lane = IL_LANES - 1; lane >= 0; lane--) {
        ili_fibre_free(g->seat[lane].fibre);
        il_scenario_free(g->seat[lane].scenario);
    }
    il_data_free(g->shown);
    ili_abreast_free(g->abreast);
}

// as many jobs abreast as each thread gets at all
static int width_of(int njob, int threads, int width) {
    int each = (njob + threads - 1)/threads;
    if (!ili_fibre_possible()) return 1;
    return width > each ? (each > 0 ? each : 1) : width;
}

il_status il_batch_size(const il_model *m, int isa, int njob, int threads, bool look, size_t *bytes, il_error *err) {
    IL_ASSERT(m && bytes && njob >= 0);
    int       n = il_parallel_threads(njob, threads);
    batch     b = {.m = m, .shows = look};
    group     one = {0};
    il_status status = create_group(&b, &one, isa, width_of(njob, n, IL_LANES), err);
    *bytes = (size_t)n*group_bytes(&one);
    free_group(&one);
    return status == IL_NO_MEMORY ? il_error_set(err, status, NULL, 0, 0, "no memory for the workspaces of one thread of a batch") : status;
}

// a thread makes its own workspace, all at a time; who finds no memory for it answers for one job
static void work(void *ctx, ili_crew *crew, int thread) {
    batch    *b = ctx;
    group    *g = &b->group[thread];
    il_error  err = {0};
    il_status status = create_group(b, g, b->isa, b->width, &err);
    if (status != IL_OK) {
        int turn = ili_crew_take(crew);
        if (status == IL_NO_MEMORY) il_error_set(&err, status, NULL, 0, 0, "no memory for %d scenarios at a time", b->nthread*b->width);
        if (turn >= 0) ili_crew_book(crew, turn, status, &err);
        return;
    }
    for (int waiting = 1; waiting > 0;) {
        waiting = 0;
        for (int i = 0; i < g->nseat; i++) waiting += go_on(g, &g->seat[i], crew);
        if (waiting > 0) ili_abreast_answer(g->abreast);
    }
}

// the first n jobs that are left
static il_status search(batch *b, int isa, int n, int threads, int width, const char *what, const il_progress *progress, il_error *err) {
    int nthread = il_parallel_threads(n, threads);
    b->group = calloc((size_t)nthread + 1, sizeof(group));
    width = width_of(n, nthread, width);
    if (!b->group) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for %d scenarios at a time", nthread*width);
    b->isa = isa, b->width = width, b->nthread = nthread, b->progress = progress;
    il_status status = ili_crew_run(n, threads, work, b, what, progress, err);
    for (int i = 0; i < nthread; i++) free_group(&b->group[i]);
    free(b->group);
    return status;
}

// what is not followed is searched
static il_status do_generation(batch *b, int isa, int n, const int *which, int threads, int width, const char *what, const il_progress *progress, il_error *err) {
    int       left = 0;
    il_status status = ili_batch_follow(b->m, isa, n, which, b->job, threads, what, progress, b->followed, err);
    for (int i = 0; i < n; i++)
        if (!b->followed[which[i]].done) b->left[left++] = which[i];
    return status == IL_OK && left > 0 ? search(b, isa, left, threads, width, what, progress, err) : status;
}

// those that found nothing from the answer of the one they are like, from their own start
static il_status do_again(batch *b, const ili_batch_tree *tree, int isa, int generation, int threads, int width, const char *what, const il_progress *progress, il_error *err) {
    int n = 0;
    for (int k = tree->first[generation]; k < tree->first[generation + 1]; k++)
        if (ili_batch_tree_again(tree, b->job, tree->order[k])) b->left[n] = tree->order[k], b->followed[b->left[n++]].found = false;
    return n > 0 ? search(b, isa, n, threads, width, what, progress, err) : IL_OK;
}

static il_status check(const il_model *m, const il_job *job, int i, il_error *err) {
    il_error why = {0};
    if (!job[i].task) return IL_OK; // whoever runs it says so
    il_status status = ili_subject_check(m, job[i].task, &job[i].who, &why);
    if (status == IL_OK && job[i].start_of) status = ili_subject_check(m, job[i].task, job[i].start_of, &why);
    return status == IL_OK ? IL_OK : il_error_set(err, status, NULL, 0, 0, "job %d: %s", i, why.text);
}

il_status ili_batch_run(const il_model *m, int isa, int njob, il_job *job, int threads, int width, const char *what, const il_progress *progress, il_error *err) {
    IL_ASSERT(m && (njob == 0 || job) && width >= 1 && width <= IL_LANES);
    batch          b = {.m = m, .job = job, .followed = calloc((size_t)njob + 1, sizeof(ili_followed)), .left = calloc((size_t)njob + 1, sizeof(int))};
    ili_batch_tree tree = {0};
    il_status      status = IL_OK;
    if (!b.followed || !b.left) status = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the list of %d scenarios", njob);
    for (int i = 0; status == IL_OK && i < njob; i++) status = check(m, job, i, err);
    if (status == IL_OK) status = ili_batch_tree_make(m, njob, job, &tree, err);
    for (int i = 0; i < njob; i++) b.shows = b.shows || job[i].look;
    for (int g = 0; status == IL_OK && g < tree.ngeneration; g++) {
        ili_batch_tree_begin(&tree, g, job);
        status = do_generation(&b, isa, tree.first[g + 1] - tree.first[g], tree.order + tree.first[g], threads, width, what, progress, err);
        if (status == IL_OK) status = do_again(&b, &tree, isa, g, threads, width, what, progress, err);
    }
    ili_batch_tree_free(&tree, njob, job);
    for (int i = 0; b.followed && i < njob; i++) free(b.followed[i].q);
    free(b.followed), free(b.left);
    return status;
}

il_status il_batch_run(const il_model *m, int isa, int njob, il_job *job, int threads, const char *what, const il_progress *progress, il_error *err) {
    return ili_batch_run(m, isa, njob, job, threads, IL_LANES, what, progress, err);
}

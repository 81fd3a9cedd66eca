// run.c - every task that a prediction names, solved under every variation, and the predicted numbers
#include "measure.h"
#include "vary.h"
#include "walk.h"
#include "validation.h"
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ilium/thread.h"

// one person in one task
typedef struct run {
    int         person;
    il_side     side;
    il_tasks   *tasks; ///< with its parameters; NULL: as usual
    il_task    *task;  ///< NULL: there is no such task
    bool        counts; ///< a row that counts rests on it: its range is wanted
    const char *id, *set;
} run;

// what is kept of one solved posture
typedef struct seen {
    struct work  *w;
    const run    *r;
    double       *part; ///< [nprediction*VA_PARTS] of the predictions that this run serves
} seen;

typedef struct work {
    va_bench       *b;
    int             nrun;
    run             run[VA_MAX_RUN];
    il_outcomes    *outcomes; ///< shared under the lock
    double         *value;    ///< [outcomes]
    pthread_mutex_t lock;
    bool           *there;    ///< [nprediction*VA_PARTS]
    int             nvariation;
    va_subject     *subject;  ///< [variation*nperson]
    il_job         *job;      ///< [variation*nrun]
    int             shift;    ///< jobs before the batch that runs
    seen           *seen;
    double         *number;   ///< [nprediction*variation]
    double         *q, *act;  ///< [nrun*nq], [nrun*nmuscle] the usual postures, where the varied ones begin
    il_data        *d;        ///< for what is posed
    double         *walk;     ///< [variation*VA_NWALK], NULL where no walk was recorded
} work;

static bool any_task(const va_prediction *p) { return !strcmp(p->task, "*"); }

static bool serves(const run *r, const va_prediction *p) {
    return p->person == r->person && (any_task(p) || (!strcmp(r->id, p->task) && !strcmp(r->set, p->set) && r->side == p->side));
}

// what others refer to counts as well
static bool counting(const va_bench *b, const va_prediction *p) {
    va_use use = p->row < 0 ? VA_VALIDATION : b->t.row[p->row].use;
    return use == VA_VALIDATION || use == VA_TREND;
}

// ---- laying out ----

static il_status add_run(work *w, const va_prediction *p, il_error *err) {
    va_bench *b = w->b;
    if (!*p->task || any_task(p) || p->person < 0 || va_walk_find(p->measure) >= 0) return IL_OK;
    for (int i = 0; i < w->nrun; i++) {
        if (!serves(&w->run[i], p)) continue;
        w->run[i].counts |= counting(b, p);
        return IL_OK;
    }
    if (w->nrun == VA_MAX_RUN) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "more than %d persons and tasks to solve", VA_MAX_RUN);
    run *r = &w->run[w->nrun++];
    *r = (run){.person = p->person, .side = p->side, .id = p->task, .set = p->set, .counts = counting(b, p)};
    il_status s = IL_OK;
    if (*p->set && il_tasks_find(b->tasks, p->task)) s = va_tasks_set(b, p, &r->tasks, err);
    const il_task_def *def = s ? NULL : il_tasks_find(r->tasks ? r->tasks : b->tasks, p->task);
    return def ? il_task_create(b->body->m, def, p->side, &r->task, err) : s;
}

static il_status lay_persons(work *w, il_error *err) {
    va_bench *b = w->b;
    il_status s = IL_OK;
    w->subject = calloc((size_t)(w->nvariation*b->t.nperson) + 1, sizeof *w->subject);
    if (!w->subject) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the persons");
    for (int v = 0; !s && v < w->nvariation; v++) {
        for (int i = 0; !s && i < b->t.nperson; i++) s = va_subject_create(b, &b->t.person[i], v, &w->subject[v*b->t.nperson + i], err);
    }
    return s;
}

static void look(void *user, const il_subject *who, const il_posture_solution *s, int index) {
    seen           *at = user;
    work           *w = at->w;
    const va_bench *b = w->b;
    char            part[VA_PARTS][160];
    const double   *reading = w->job[w->shift + index].reading;
    pthread_mutex_lock(&w->lock);
    il_outcomes_read(w->outcomes, who->p, s, w->value);
    for (int k = 0; k < b->t.nprediction; k++) {
        const va_prediction *p = &b->t.prediction[k];
        int                  n = serves(at->r, p) && !va_is_posed(p->measure) ? va_parts(p->measure, part) : 0;
        for (int c = 0; c < n; c++) at->part[k*VA_PARTS + c] = va_measure(b, w->outcomes, at->r->task, s, w->value, reading, part[c], &w->there[k*VA_PARTS + c]);
    }
    pthread_mutex_unlock(&w->lock);
}

// one person in one task under one variation
static il_status lay_job(work *w, int v, int r, int n, il_error *err) {
    va_bench  *b = w->b;
    seen      *at = &w->seen[v*w->nrun + r];
    const run *what = &w->run[r];
    *at = (seen){.w = w, .r = what, .part = calloc((size_t)(b->t.nprediction*VA_PARTS) + 1, sizeof(double))};
    if (!at->part) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the jobs");
    w->job[n] = (il_job){.task = what->task, .who = w->subject[v*b->t.nperson + what->person].who, .look = look, .user = at};
    double *q = &w->q[r*b->body->m->nq], *act = &w->act[r*b->body->m->nmuscle];
    if (v == 0) w->job[n].q = q, w->job[n].act = act;
    else w->job[n].start = q, w->job[n].start_act = act;
    return IL_OK;
}

// the usual ones first; then, from where those ended, the varied ones whose range is wanted
static il_status solve_jobs(work *w, il_error *err) {
    va_bench *b = w->b;
    size_t    most = (size_t)(w->nvariation*w->nrun) + 1;
    int       n = 0, usual = 0;
    w->job = calloc(most, sizeof *w->job), w->seen = calloc(most, sizeof *w->seen);
    w->q = calloc((size_t)(w->nrun*b->body->m->nq) + 1, sizeof *w->q), w->act = calloc((size_t)(w->nrun*b->body->m->nmuscle) + 1, sizeof *w->act);
    il_status s = w->job && w->seen && w->q && w->act ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the jobs");
    for (int r = 0; !s && r < w->nrun; r++)
        if (w->run[r].task) s = lay_job(w, 0, r, n++, err);
    usual = n;
    if (!s) s = il_batch_run(b->body->m, IL_ISA_AUTO, usual, w->job, 0, "predictions", &b->progress, err);
    for (int i = 0; !s && i < usual; i++) {
        const run *what = ((const seen *)w->job[i].user)->r;
        bool       wanted = what->counts && w->job[i].info.status == IL_POSTURE_SOLVED;
        for (int v = 1; !s && wanted && v < w->nvariation; v++) s = lay_job(w, v, (int)(what - w->run), n++, err);
    }
    w->shift = usual;
    return s ? s : il_batch_run(b->body->m, IL_ISA_AUTO, n - usual, w->job + usual, 0, "ranges", &b->progress, err);
}

// ---- the recorded walk, under every variation too ----

static il_status solve_walk(work *w, va_walk *usual, il_error *err) {
    va_bench  *b = w->b;
    il_motion *motion = NULL;
    int        k = 0;
    while (k < b->t.nprediction && va_walk_find(b->t.prediction[k].measure) < 0) k++;
    if (k == b->t.nprediction || !il_motion_known(b->dir, b->t.prediction[k].task)) return IL_OK;
    va_walk  *one = calloc(1, sizeof *one);
    il_status s = one ? il_motion_read(b->dir, b->t.prediction[k].task, &motion, err) : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the walk");
    w->walk = calloc((size_t)(w->nvariation*VA_NWALK), sizeof *w->walk);
    for (int v = 0; !s && v < w->nvariation; v++) {
        const il_subject *who = &w->subject[v*b->t.nperson + b->t.prediction[k].person].who;
        s = va_walk_solve(b, motion, who->p, who->effort, one, err);
        if (v == 0) *usual = *one;
        memcpy(&w->walk[v*VA_NWALK], one->number, sizeof one->number);
        il_progress_report(&b->progress, "walk", (v + 1.0)/w->nvariation);
    }
    il_motion_free(motion);
    free(one);
    return s;
}

// ---- numbers ----

// the job of a run under a variation, NULL when there is no such task
static const il_job *job_of(const work *w, int v, int r) {
    const seen *at = &w->seen[v*w->nrun + r];
    for (int i = 0; i < w->nvariation*w->nrun; i++)
        if (w->job[i].user == at) return &w->job[i];
    return NULL;
}

static double length(const double *x, int n) {
    double sum = 0.0;
    for (int i = 0; i < n; i++) sum += x[i]*x[i];
    return n == 1 ? x[0] : sqrt(sum);
}

// parts of a prediction in one run; false: not solved or not there
static bool parts_of(const work *w, int k, int v, int r, int n, double *x, va_number *out) {
    const il_job *job = job_of(w, v, r);
    if (!job) {
        out->why = "there is no such task";
        return false;
    }
    for (int c = 0; c < n; c++) {
        if (!w->there[k*VA_PARTS + c]) {
            out->why = "there is no such outcome";
            return false;
        }
        x[c] = w->seen[v*w->nrun + r].part[k*VA_PARTS + c];
    }
    out->there = true;
    if (job->info.status == IL_POSTURE_SOLVED) return true;
    out->why = job->info.status == IL_POSTURE_CANNOT_HOLD ? "cannot be held" : "no balance found";
    return false;
}

// greatest over all tasks of the person
static double greatest(const work *w, int k, int v, int n, va_number *out) {
    double best = IL_NAN, x[VA_PARTS];
    for (int r = 0; r < w->nrun; r++) {
        if (serves(&w->run[r], &w->b->t.prediction[k]) && parts_of(w, k, v, r, n, x, out)) best = fmax(isnan(best) ? -1.0 : best, length(x, n));
    }
    return best;
}

static int run_of(const work *w, const va_prediction *p) {
    for (int r = 0; r < w->nrun; r++)
        if (serves(&w->run[r], p)) return r;
    return -1;
}

// with several parts the difference of two predictions is the length of the vector's
static double related(const work *w, int k, int v, int n, const double *x, va_number *out) {
    const va_prediction *p = &w->b->t.prediction[k], *other = &w->b->t.prediction[p->relative];
    double               y[VA_PARTS];
    char                 part[VA_PARTS][160];
    if (n == 1) return va_relate(p->relation, x[0], w->number[p->relative*w->nvariation + v]);
    int m = va_parts(other->measure, part), r = run_of(w, other);
    if (m != n || r < 0 || !parts_of(w, p->relative, v, r, m, y, out)) return IL_NAN;
    for (int c = 0; c < n; c++) y[c] = va_relate(p->relation, x[c], y[c]);
    return length(y, n);
}

static bool plain_parts(const work *w, int k, int v, char part[VA_PARTS][160], int n, double *x, va_number *out) {
    const va_bench      *b = w->b;
    const va_prediction *p = &b->t.prediction[k];
    if (va_is_posed(p->measure)) {
        x[0] = va_posed(b, w->subject[v*b->t.nperson + p->person].p, w->d, p->measure, &out->there);
        if (!out->there) out->why = "the body has no such part";
        return out->there;
    }
    int walk = va_walk_find(p->measure);
    if (walk >= 0) {
        out->there = w->walk != NULL, out->why = w->walk ? "" : "there is no such recording";
        x[0] = w->walk ? w->walk[v*VA_NWALK + walk] : IL_NAN;
        return out->there;
    }
    if (!strncmp(p->measure, "prediction:", 11)) {
        int other = va_find_prediction(&b->t, p->measure + 11);
        if (other < 0 || other >= k) return false;
        x[0] = w->number[other*w->nvariation + v];
        out->there = !isnan(x[0]), out->why = out->there ? "" : "what it rests on has no number";
        return out->there;
    }
    (void)part;
    int r = run_of(w, p);
    return r >= 0 && parts_of(w, k, v, r, n, x, out);
}

static double predicted(const work *w, int k, int v, va_number *out) {
    const va_prediction *p = &w->b->t.prediction[k];
    char                 part[VA_PARTS][160];
    double               x[VA_PARTS] = {0};
    int                  n = va_is_posed(p->measure) ? 1 : va_parts(p->measure, part);
    if (any_task(p)) return p->factor*greatest(w, k, v, n, out);
    if (!plain_parts(w, k, v, part, n, x, out)) return IL_NAN;
    return p->factor*(p->relation == VA_ALONE ? length(x, n) : related(w, k, v, n, x, out));
}

static void gather(work *w, va_number *number) {
    const va_bench *b = w->b;
    for (int k = 0; k < b->t.nprediction; k++) {
        double *x = &w->number[k*w->nvariation], range[2] = {IL_NAN, IL_NAN};
        number[k] = (va_number){.x = IL_NAN, .low = IL_NAN, .high = IL_NAN, .why = ""};
        if (b->t.prediction[k].person < 0) continue;
        for (int v = 0; v < w->nvariation; v++) {
            va_number here = {.why = ""};
            x[v] = predicted(w, k, v, &here);
            if (v == 0) number[k].there = here.there, number[k].why = here.why;
        }
        if (!isnan(x[0])) il_factor_range(x[0], b->nfactor, x + 1, range);
        number[k].x = x[0], number[k].low = range[0], number[k].high = range[1];
        if (!isnan(x[0])) number[k].why = "";
    }
}

// ---- all ----

static void work_free(work *w) {
    for (int i = 0; w->seen && i < w->nvariation*w->nrun; i++) free(w->seen[i].part);
    for (int i = 0; w->subject && i < w->nvariation*w->b->t.nperson; i++) va_subject_free(&w->subject[i]);
    for (int i = 0; i < w->nrun; i++) il_task_free(w->run[i].task), il_tasks_free(w->run[i].tasks);
    il_outcomes_free(w->outcomes);
    il_data_free(w->d);
    pthread_mutex_destroy(&w->lock);
    free(w->value), free(w->there), free(w->subject), free(w->job), free(w->seen), free(w->q), free(w->act), free(w->number), free(w->walk);
    free(w);
}

il_status va_predict(va_bench *b, va_number *number, struct va_walk *walk, il_error *err) {
    work *w = calloc(1, sizeof *w);
    if (!w) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the run");
    w->b = b, w->nvariation = 1 + 2*b->nfactor;
    pthread_mutex_init(&w->lock, NULL);
    il_status s = il_outcomes_create(b->body, &w->outcomes, err);
    if (!s) s = il_data_create(b->body->m, IL_ISA_AUTO, &w->d, err);
    if (!s) {
        w->value = calloc((size_t)il_outcomes_count(w->outcomes) + 1, sizeof *w->value);
        w->there = calloc((size_t)(b->t.nprediction*VA_PARTS) + 1, sizeof *w->there);
        w->number = calloc((size_t)(b->t.nprediction*w->nvariation) + 1, sizeof *w->number);
        if (!w->value || !w->there || !w->number) s = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the run");
    }
    for (int k = 0; !s && k < b->t.nprediction; k++) s = add_run(w, &b->t.prediction[k], err);
    if (!s) s = lay_persons(w, err);
    if (!s) s = solve_jobs(w, err);
    if (!s) s = solve_walk(w, walk, err);
    if (!s) gather(w, number);
    work_free(w);
    return s;
}

// sensitivity.c - one scenario at both ends of every factor: followed from the usual posture, or solved
#include "ilium/sensitivity.h"
#include "ilium/batch.h"
#include "scenario/follow.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct il_sensitivity {
    const il_task  *task;
    il_factors     *factors;
    il_outcomes    *outcomes; ///< names, and the scratch of the usual solve
    int             noutcome, nvalue, nfactor, unsolved, *factor;
    bool           *followed; ///< [2*nfactor]
    double         *usual; ///< [nvalue]
    double         *end;   ///< [nvalue*2*nfactor]: low and high end of each factor, value after value
    il_posture_info info;
};

// what one solve is read into; outcomes need scratch, so each has its own
typedef struct seen {
    il_outcomes *outcomes;
    double      *value; ///< [noutcome]
} seen;

typedef struct work {
    const il_body *body;
    il_sensitivity *s;
    int             njob;
    il_job         *job;
    il_params     **params;
    seen           *seen;
    double         *habit, *value, *q, *act; ///< habit [njob*nq]; value [njob*noutcome]; q, act: where the ends begin
} work;

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a sensitivity study"); }

void il_sensitivity_free(il_sensitivity *s) {
    if (!s) return;
    il_factors_free(s->factors);
    il_outcomes_free(s->outcomes);
    free(s->factor);
    free(s->followed);
    free(s->usual);
    free(s->end);
    free(s);
}

static void close_work(work *w) {
    for (int i = 0; w->params && i < w->njob; i++) il_params_free(w->params[i]);
    for (int i = 0; w->seen && i < w->njob; i++) il_outcomes_free(w->seen[i].outcomes);
    free(w->job);
    free(w->params);
    free(w->seen);
    free(w->habit);
    free(w->value);
    free(w->q);
    free(w->act);
}

// which factors this task can feel: relaxed tasks know neither effort nor habit nor strength (passive force is known from torque and angle
// alone), the greatest push knows strength alone, and only relaxed ones end at a tolerance
static bool felt(const il_factor *f, const il_task_def *task, bool people) {
    bool push = task->strength.marker;
    if (f->kind == IL_FACTOR_PERSON) return people && !f->reading && (task->held || !f->habit_only);
    if (strcmp(f->id, "specific_tension") == 0) return task->held || push;
    if (strncmp(f->id, "effort", 6) == 0) return task->held;
    return strcmp(f->id, "stretch_tolerance") != 0 || (!task->held && !push);
}

static il_status choose_factors(il_sensitivity *s, bool people, il_error *err) {
    const il_task_def *task = il_task_definition(s->task);
    int                n = il_factors_count(s->factors);
    s->factor = calloc((size_t)n + 1, sizeof *s->factor);
    if (!s->factor) return no_memory(err);
    for (int i = 0; i < n; i++) {
        if (felt(il_factors_get(s->factors, i), task, people)) s->factor[s->nfactor++] = i;
    }
    return IL_OK;
}

static il_status make_room(work *w, il_error *err) {
    il_sensitivity *s = w->s;
    const il_model *m = w->body->m;
    s->noutcome = il_outcomes_count(s->outcomes);
    s->nvalue = s->noutcome + il_task_reading_count(s->task);
    w->njob = 1 + 2*s->nfactor;
    size_t n = (size_t)w->njob, values = (size_t)s->nvalue;
    s->followed = calloc(2*(size_t)s->nfactor + 1, sizeof *s->followed);
    s->usual = calloc(values + 1, sizeof *s->usual);
    s->end = calloc(values*2*(size_t)s->nfactor + 1, sizeof *s->end);
    w->job = calloc(n, sizeof *w->job);
    w->params = calloc(n, sizeof *w->params);
    w->seen = calloc(n, sizeof *w->seen);
    w->habit = calloc(n*(size_t)m->nq, sizeof *w->habit);
    w->value = calloc(n*(size_t)s->noutcome + 1, sizeof *w->value);
    w->q = calloc((size_t)m->nq + 1, sizeof *w->q);
    w->act = calloc((size_t)m->nmuscle + 1, sizeof *w->act);
    bool ok = s->followed && s->usual && s->end && w->job && w->params && w->seen && w->habit && w->value && w->q && w->act;
    return ok ? IL_OK : no_memory(err);
}

static void look_at(void *user, const il_subject *who, const il_posture_solution *solution, int job) {
    seen *to = user;
    (void)job;
    il_outcomes_read(to->outcomes, who->p, solution, to->value);
}

static il_status lay_job(work *w, int i, const il_params *person, const double *habit, il_error *err) {
    const il_sensitivity *s = w->s;
    const il_model       *m = w->body->m;
    double               *own = &w->habit[i*m->nq];
    il_status             status = il_params_create(m, false, &w->params[i], err);
    if (status == IL_OK) status = il_outcomes_create(w->body, &w->seen[i].outcomes, err);
    if (status != IL_OK) return status;
    w->seen[i].value = &w->value[i*s->noutcome];
    il_params_copy(m, person, w->params[i]);
    memcpy(own, habit ? habit : person->coordinate_neutral, sizeof *own*(size_t)m->nq);
    il_subject who = il_subject_usual(w->body, w->params[i], own);
    if (i > 0) status = il_factor_apply(s->factors, s->factor[(i - 1)/2], i%2 == 0, w->params[i], own, &who, err);
    w->job[i] = (il_job){.task = s->task, .who = who, .look = look_at, .user = &w->seen[i]};
    if (i > 0) w->job[i].start = w->q, w->job[i].start_act = il_task_definition(s->task)->held ? w->act : NULL;
    else w->job[i].q = w->q, w->job[i].act = w->act;
    return status;
}

static double value_of(const work *w, int job, int value) {
    const il_sensitivity *s = w->s;
    return value < s->noutcome ? w->value[job*s->noutcome + value] : w->job[job].reading[value - s->noutcome];
}

static void keep_values(work *w) {
    il_sensitivity *s = w->s;
    s->info = w->job[0].info;
    for (int v = 0; v < s->nvalue; v++) {
        s->usual[v] = value_of(w, 0, v);
        for (int i = 1; i < w->njob; i++) {
            bool found = w->job[i].info.status != IL_POSTURE_NOT_CONVERGED;
            s->end[v*2*s->nfactor + i - 1] = found ? value_of(w, i, v) : IL_NAN;
        }
    }
    for (int i = 1; i < w->njob; i++) s->unsolved += w->job[i].info.status == IL_POSTURE_NOT_CONVERGED;
}

// the ends as neighbours of the usual posture
static il_status lay_neighbours(work *w, ili_neighbour *all, ili_changes *changes, il_error *err) {
    il_status status = IL_OK;
    for (int i = 0; status == IL_OK && i < w->njob - 1; i++) {
        const il_job *job = &w->job[i + 1];
        status = ili_changes_find(w->body->m, w->params[0], w->params[i + 1], &changes[i], err);
        all[i] = (ili_neighbour){.who = job->who, .changes = &changes[i], .share = 1.0, .look = look_at, .user = &w->seen[i + 1]};
    }
    return status;
}

// as many ends as can be followed from the usual posture
static il_status follow_ends(work *w, il_error *err) {
    il_sensitivity *s = w->s;
    size_t          n = 2*(size_t)s->nfactor;
    ili_neighbour  *all = calloc(n + 1, sizeof *all);
    ili_changes    *changes = calloc(n + 1, sizeof *changes);
    ili_follow     *follow = NULL;
    il_status       status = all && changes ? ili_follow_create(w->body->m, IL_ISA_AUTO, &follow, err) : no_memory(err);
    if (status == IL_OK) status = lay_neighbours(w, all, changes, err);
    if (status == IL_OK) status = ili_follow_run(follow, s->task, &w->job[0].who, w->q, w->act, w->job[0].way, (int)n, all, err);
    for (size_t i = 0; status == IL_OK && i < n; i++) {
        if (!all[i].found) continue;
        il_job *job = &w->job[i + 1];
        s->followed[i] = true, job->info.status = IL_POSTURE_SOLVED, job->way = all[i].way;
        memcpy(job->reading, all[i].reading, sizeof job->reading);
    }
    for (size_t i = 0; changes && i < n; i++) ili_changes_free(&changes[i]);
    ili_follow_free(follow);
    free(changes);
    free(all);
    return status;
}

// what was not followed is solved, from where the usual ended
static il_status solve_ends(work *w, int threads, const il_progress *progress, il_error *err) {
    int     n = 0;
    il_job *job = calloc((size_t)w->njob, sizeof *job);
    if (!job) return no_memory(err);
    for (int i = 1; i < w->njob; i++) {
        if (!w->s->followed[i - 1]) job[n++] = w->job[i];
    }
    il_status status = il_batch_run(w->body->m, IL_ISA_AUTO, n, job, threads, "both ends of every factor", progress, err);
    for (int i = w->njob - 1; i > 0; i--) {
        if (!w->s->followed[i - 1]) w->job[i] = job[--n];
    }
    free(job);
    return status;
}

static il_status solve_all(work *w, const il_params *person, const double *habit, bool exact, int threads, const il_progress *progress, il_error *err) {
    const il_model *m = w->body->m;
    il_status       status = IL_OK;
    for (int i = 0; status == IL_OK && i < w->njob; i++) status = lay_job(w, i, person, habit, err);
    if (status == IL_OK) status = il_batch_run(m, IL_ISA_AUTO, 1, w->job, 1, "the scenario as usual", progress, err);
    // without the usual posture there is nothing to compare with
    if (status != IL_OK || w->job[0].info.status == IL_POSTURE_NOT_CONVERGED) return status;
    if (!exact && w->job[0].info.status == IL_POSTURE_SOLVED && ili_follow_can(w->s->task)) status = follow_ends(w, err);
    return status == IL_OK ? solve_ends(w, threads, progress, err) : status;
}

il_status il_sensitivity_run(const il_body *body, const il_task *task, const il_params *person, const double *habit, bool people, bool exact, int threads,
                             const il_progress *progress, il_sensitivity **out, il_error *err) {
    IL_ASSERT(body && task && person && person->stride == 0 && out);
    il_sensitivity *s = calloc(1, sizeof *s);
    if (!s) return no_memory(err);
    work      w = {.body = body, .s = s};
    il_status status = il_factors_create(body, &s->factors, err);
    s->task = task;
    if (status == IL_OK) status = il_outcomes_create(body, &s->outcomes, err);
    if (status == IL_OK) status = choose_factors(s, people, err);
    if (status == IL_OK) status = make_room(&w, err);
    if (status == IL_OK) status = solve_all(&w, person, habit, exact, threads, progress, err);
    if (status == IL_OK) keep_values(&w);
    close_work(&w);
    if (status == IL_OK) *out = s;
    else il_sensitivity_free(s);
    return status;
}

// ---- reading ----

int                    il_sensitivity_count(const il_sensitivity *s) { return s->nvalue; }
int                    il_sensitivity_factors(const il_sensitivity *s) { return s->nfactor; }
const il_factor       *il_sensitivity_factor(const il_sensitivity *s, int factor) { return il_factors_get(s->factors, s->factor[factor]); }
const il_posture_info *il_sensitivity_info(const il_sensitivity *s) { return &s->info; }
int                    il_sensitivity_unsolved(const il_sensitivity *s) { return s->unsolved; }

bool il_sensitivity_followed(const il_sensitivity *s, int factor, bool high) { return s->followed[2*factor + high]; }

int il_sensitivity_count_followed(const il_sensitivity *s) {
    int n = 0;
    for (int i = 0; i < 2*s->nfactor; i++) n += s->followed[i];
    return n;
}

const char *il_sensitivity_name(const il_sensitivity *s, int value) {
    return value < s->noutcome ? il_outcomes_info(s->outcomes, value)->name : il_task_reading_test(s->task, value - s->noutcome);
}

const char *il_sensitivity_unit(const il_sensitivity *s, int value) { return value < s->noutcome ? il_outcomes_info(s->outcomes, value)->unit : ""; }

double il_sensitivity_usual(const il_sensitivity *s, int value) { return s->usual[value]; }
double il_sensitivity_end(const il_sensitivity *s, int value, int factor, bool high) { return s->end[2*(value*s->nfactor + factor) + high]; }

void il_sensitivity_range(const il_sensitivity *s, int value, double range[2]) {
    il_factor_range(s->usual[value], s->nfactor, &s->end[2*value*s->nfactor], range);
}

static double effect(const il_sensitivity *s, int value, int factor) {
    double low = il_sensitivity_end(s, value, factor, false) - s->usual[value], high = il_sensitivity_end(s, value, factor, true) - s->usual[value];
    return fmax(isfinite(low) ? fabs(low) : 0.0, isfinite(high) ? fabs(high) : 0.0);
}

void il_sensitivity_rank(const il_sensitivity *s, int value, int *order) {
    for (int i = 0; i < s->nfactor; i++) {
        int k = i;
        for (; k > 0 && effect(s, value, order[k - 1]) < effect(s, value, i); k--) order[k] = order[k - 1];
        order[k] = i;
    }
}

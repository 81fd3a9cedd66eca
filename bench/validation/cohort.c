// cohort.c - healthy women and men made from an explicit seed, and what the exam tests read off them
//
// Sizes and data/body/variations.csv are drawn as independent normals; index 0 is the usual person. Nothing is fitted here.
#include "validation.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/random.h"

enum { NPERSON = VA_COHORT + 1, MAX_TASKS = 160 };
static const uint64_t SEED = 20260101;

typedef struct person {
    il_params *p;
    double    *habit, *added; ///< added: to the readings of each job [MAX_TASKS*IL_TASK_MAX]
    double     tolerance;
} person;

typedef struct work {
    va_bench *b;
    il_task  *task[MAX_TASKS];
    il_side   side[MAX_TASKS];
    int       ntask;
    person    who[NPERSON];
    il_job   *job; ///< [NPERSON*ntask]
} work;

static double usual(const work *w, const char *name) { return il_body_usual(w->b->tables, name)->value; }

// ---- persons ----

static void add_to_readings(work *w, person *who, const char *test, il_side side, double x) {
    for (int t = 0; t < w->ntask; t++) {
        if (side != IL_SIDE_BOTH && side != w->side[t]) continue;
        for (int k = 0; k < il_task_reading_count(w->task[t]); k++) {
            if (!strcmp(il_task_reading_test(w->task[t], k), test)) who->added[t*IL_TASK_MAX + k] += x;
        }
    }
}

// one standard normal for all rows of an id
static il_status vary(work *w, ili_random *r, person *who, il_error *err) {
    const il_body *body = w->b->body;
    double         z = 0.0;
    for (int i = 0; i < w->b->tables->n_variations; i++) {
        const il_variations_row *row = &w->b->tables->variations[i];
        if (i == 0 || strcmp(row->id, row[-1].id)) z = ili_random_normal(r);
        il_side side = !strcmp(row->side, "right") ? IL_SIDE_RIGHT : !strcmp(row->side, "left") ? IL_SIDE_LEFT : IL_SIDE_BOTH;
        if (!strcmp(row->kind, "tolerance")) {
            who->tolerance *= fmax(0.2, 1.0 + z*row->value);
        } else if (!strcmp(row->kind, "habit")) {
            int j = il_coordinate_find(body->m, row->target);
            if (j != IL_NONE) who->habit[j] += z*row->value;
        } else if (!strcmp(row->kind, "reading")) {
            add_to_readings(w, who, row->target, side, z*row->value);
        } else {
            char              target[IL_TARGET];
            il_parameter_kind kind;
            il_status         s = il_parameter_find(row->target, &kind, target, err);
            if (!s) s = il_parameter_apply(body, who->p, kind, target, side, row->value, z, err);
            if (s) return s;
        }
    }
    return IL_OK;
}

// heights and masses of adults (recalled: NHANES), pelvic incidence 50.5 SD 11.4 (Sci Rep 2022, n 324)
static il_status make_person(work *w, bool woman, int index, person *who, il_error *err) {
    const il_model *m = w->b->body->m;
    ili_random      r;
    ili_random_seed(&r, SEED + (woman ? 0 : 1), (uint64_t)index);
    il_body_sizes sizes = {.sex = woman ? IL_BODY_FEMALE : IL_BODY_MALE};
    if (index > 0) {
        sizes.height_m = (woman ? 1.62 : 1.76) + 0.068*ili_random_normal(&r);
        sizes.mass_kg = (23.5 + 2.5*ili_random_normal(&r))*sizes.height_m*sizes.height_m;
        sizes.pelvic_incidence_deg = fmax(25.0, fmin(80.0, 50.5 + 11.4*ili_random_normal(&r)));
    }
    *who = (person){.habit = calloc((size_t)m->nq, sizeof(double)), .added = calloc(MAX_TASKS*IL_TASK_MAX, sizeof(double)), .tolerance = usual(w, "stretch_tolerance")};
    il_status s = who->habit && who->added ? il_params_create(m, false, &who->p, err) : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the cohort");
    if (!s) s = il_body_person(w->b->body, &sizes, who->p, err);
    if (!s) memcpy(who->habit, who->p->coordinate_neutral, sizeof(double)*(size_t)m->nq);
    return !s && index > 0 ? vary(w, &r, who, err) : s;
}

// ---- readings ----

// both sides and all persons of one reading; `first` is the task on the right or without side
static void summarise(const work *w, bool woman, int first, int reading, va_cohort *out) {
    const char *test = il_task_reading_test(w->task[first], reading);
    double      sum = 0.0, square = 0.0;
    if (out->nrow == (int)(sizeof out->row/sizeof *out->row)) return;
    va_cohort_row *row = &out->row[out->nrow++];
    *row = (va_cohort_row){.task = il_task_definition(w->task[first])->id, .test = test, .woman = woman, .norm_mean = IL_NAN, .norm_sd = IL_NAN,
                           .usual = w->job[first].info.status == IL_POSTURE_SOLVED ? w->job[first].reading[reading] : IL_NAN};
    for (int t = first; t < w->ntask && il_task_definition(w->task[t]) == il_task_definition(w->task[first]); t++) {
        for (int i = 1; i < NPERSON; i++) {
            const il_job *j = &w->job[i*w->ntask + t];
            double        x = j->reading[reading] + w->who[i].added[t*IL_TASK_MAX + reading];
            if (j->info.status != IL_POSTURE_SOLVED) row->failed++;
            else sum += x, square += x*x, row->solved++;
        }
    }
    int n = row->solved;
    row->mean = n ? sum/n : IL_NAN, row->sd = n > 1 ? sqrt(fmax(0.0, (square - n*row->mean*row->mean)/(n - 1))) : IL_NAN;
    const il_knowledge *k = w->b->k;
    int                 id = il_find_test(k, test), norm = id < 0 ? -1 : il_find_norm(k, id, woman ? IL_SEX_FEMALE : IL_SEX_MALE, 35.0);
    if (norm < 0) return;
    row->norm_mean = k->norm[norm].mean, row->norm_sd = k->norm[norm].sd > 0.0 ? k->norm[norm].sd : IL_NAN;
    row->recalled = k->norm[norm].status != IL_SOURCE_FOUND;
    for (int i = 0; i < w->b->t.nset; i++) {
        const va_set *x = &w->b->t.set[i];
        if (strcmp(x->test, test) || (x->sex && x->sex != (woman ? 1 : 2))) continue;
        if (x->spread) row->sd_set = true;
        else row->mean_set = true;
    }
}

static il_status run_sex(work *w, bool woman, va_cohort *out, il_error *err) {
    va_bench *b = w->b;
    il_status s = IL_OK;
    for (int i = 0; !s && i < NPERSON; i++) {
        s = make_person(w, woman, i, &w->who[i], err);
        for (int t = 0; t < w->ntask; t++) {
            w->job[i*w->ntask + t] = (il_job){.task = w->task[t], .who = {.p = w->who[i].p, .habit = w->who[i].habit, .habit_sd = b->body->sigma_within,
                                                                        .effort = usual(w, "effort"), .tolerance = w->who[i].tolerance}};
        }
    }
    if (!s) s = il_batch_run(b->body->m, IL_ISA_AUTO, NPERSON*w->ntask, w->job, 0, woman ? "women" : "men", &b->progress, err);
    for (int t = 0; !s && t < w->ntask; t++) {
        if (w->side[t] == IL_SIDE_LEFT) continue;
        for (int k = 0; k < il_task_reading_count(w->task[t]); k++) summarise(w, woman, t, k, out);
    }
    for (int i = 0; i < NPERSON; i++) {
        il_params_free(w->who[i].p), free(w->who[i].habit), free(w->who[i].added);
        w->who[i] = (person){0};
    }
    return s;
}

// "X" or "X+Y" names X
static bool names_task(const char *tasks, const char *id) {
    const char *plus = strchr(tasks, '+');
    size_t      n = strlen(id);
    return !strcmp(tasks, id) || (plus && (!strcmp(plus + 1, id) || ((size_t)(plus - tasks) == n && !strncmp(tasks, id, n))));
}

// does a published norm or a prediction ask for what this task reads?
static bool wanted(const va_bench *b, const il_task_def *def) {
    for (int k = 0; k < b->t.nprediction; k++)
        if (b->t.prediction[k].person < 0 && names_task(b->t.prediction[k].task, def->id)) return true;
    for (int i = 0; i < def->nreading; i++) {
        int test = il_find_test(b->k, def->reading[i].test);
        if (test >= 0 && (il_find_norm(b->k, test, IL_SEX_FEMALE, 35.0) >= 0 || il_find_norm(b->k, test, IL_SEX_MALE, 35.0) >= 0)) return true;
    }
    return false;
}

static il_status lay_tasks(work *w, il_error *err) {
    const il_tasks *tasks = w->b->tasks;
    il_status       s = IL_OK;
    for (int i = 0; !s && i < tasks->ntask; i++) {
        const il_task_def *def = &tasks->task[i];
        for (int side = 0; !s && wanted(w->b, def) && side < (def->sided ? 2 : 1); side++) {
            if (w->ntask == MAX_TASKS) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "more than %d tasks for the cohort", MAX_TASKS);
            w->side[w->ntask] = !def->sided ? IL_SIDE_NONE : side ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
            s = il_task_create(w->b->body->m, def, w->side[w->ntask], &w->task[w->ntask], err);
            w->ntask += s == IL_OK;
        }
    }
    return s;
}

il_status va_cohort_run(va_bench *b, va_cohort *out, il_error *err) {
    work *w = calloc(1, sizeof *w);
    if (!w) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the cohort");
    w->b = b;
    out->nrow = 0;
    il_status s = lay_tasks(w, err);
    w->job = calloc((size_t)(NPERSON*w->ntask) + 1, sizeof *w->job);
    if (!s && !w->job) s = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the cohort");
    for (int woman = 1; !s && woman >= 0; woman--) s = run_sex(w, woman != 0, out, err);
    for (int t = 0; t < w->ntask; t++) il_task_free(w->task[t]);
    free(w->job);
    free(w);
    return s;
}

// ---- predictions of the cohort ----

// mean and SD of one test over women, men or both together
static bool pooled(const va_cohort *c, const char *task, const char *test, const char *who, double *mean, double *sd) {
    double sum = 0.0, square = 0.0;
    int    n = 0;
    for (int i = 0; i < c->nrow; i++) {
        const va_cohort_row *r = &c->row[i];
        if (strcmp(r->task, task) || strcmp(r->test, test) || r->solved < 2) continue;
        if (strcmp(who, "all") && strcmp(who, r->woman ? "women" : "men")) continue;
        n += r->solved, sum += r->solved*r->mean, square += (r->solved - 1)*r->sd*r->sd + r->solved*r->mean*r->mean;
    }
    *mean = n ? sum/n : IL_NAN, *sd = n > 1 ? sqrt(fmax(0.0, (square - n**mean**mean)/(n - 1))) : IL_NAN;
    return n > 0;
}

double va_cohort_number(const va_cohort *c, const char *task, const char *measure, const char *who) {
    double mean = IL_NAN, sd = IL_NAN, mean2, sd2;
    char   test[160];
    if (!strncmp(measure, "mean:", 5)) {
        const char *plus = strchr(measure, '+'); // "mean:a+b": the sum of two tests of tasks "x+y"
        if (!plus) return pooled(c, task, measure + 5, who, &mean, &sd) ? mean : IL_NAN;
        const char *second = strchr(task, '+');
        char        first[80];
        if (!second) return IL_NAN;
        snprintf(first, sizeof first, "%.*s", (int)(second - task), task);
        snprintf(test, sizeof test, "%.*s", (int)(plus - measure) - 5, measure + 5);
        bool both = pooled(c, first, test, who, &mean, &sd) && pooled(c, second + 1, plus + 1, who, &mean2, &sd2);
        return both ? mean + mean2 : IL_NAN;
    }
    if (!strncmp(measure, "sd:", 3)) return pooled(c, task, measure + 3, who, &mean, &sd) ? sd : IL_NAN;
    if (strncmp(measure, "women_less_men:", 15)) return IL_NAN;
    bool both = pooled(c, task, measure + 15, "women", &mean, &sd) && pooled(c, task, measure + 15, "men", &mean2, &sd2);
    return both ? mean - mean2 : IL_NAN;
}

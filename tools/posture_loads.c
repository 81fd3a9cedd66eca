// posture_loads.c - what structures bear in the postures of a history, by the usual man and woman: data/conditions/posture_loads.csv
// usage: posture_loads [--check]    writes the table to standard output; --check compares the shipped table with a new one: every number within 10 %
// docs/inference.md says what the table is for. A load is divided by the structure's median over these postures, so it tells where a structure
// bears more than it does elsewhere, and structures can be compared. Sides, and the two sides of a one-sided posture, are averaged; then man and woman.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/batch.h"
#include "ilium/io_body.h"
#include "ilium/knowledge.h"
#include "ilium/outcome.h"
#include "ilium/tasks.h"

enum { MAX_TERM = 4, MAX_VALUE = 8192, NPERSON = 2 };

/// A posture of the history and the task that stands for it. What has no task (running, driving, bending backward, ...) has no row.
static const struct { const char *posture, *task; } postures[] = {
    {"standing", "standing"}, {"walking", "one_leg_stance"}, {"standing_on_one_leg", "one_leg_stance"}, {"sitting", "sit_relaxed"},
    {"rising_from_sitting", "sit_to_stand"}, {"bending_forward", "lean"}, {"lifting", "lift_stoop"}, {"twisting", "twist"}, {"stairs", "stairs_up"},
    {"lying_on_the_back", "lying_supine"}, {"lying_on_the_front", "lying_prone"}, {"lying_on_the_side", "lying_side"}};

/// A structure of pain_patterns.csv and the outcomes that are its load: their sum, or the length of a vector. % stands for the side.
static const struct { const char *structure; bool vector; const char *term[MAX_TERM]; } structures[] = {
    {"disc", false, {"disc.L3_L4.compression_n", "disc.L4_L5.compression_n", "disc.L5_S1.compression_n"}},
    {"facet", false, {"facet.L3_L4.%.force_n", "facet.L4_L5.%.force_n", "facet.L5_S1.%.force_n"}},
    {"sij", true, {"sij.%.normal_n", "sij.%.shear_n"}},
    {"iliolumbar", false, {"ligament_group.iliolumbar.%.force_n"}},
    {"hip_joint", false, {"hip.%.contact_n"}},
    {"iliopsoas", false, {"muscle_group.psoas.%.force_n", "muscle_group.iliacus.%.force_n"}},
    {"ql_superficial", false, {"muscle_group.quadratus_lumborum.%.force_n"}},
    {"ql_deep", false, {"muscle_group.quadratus_lumborum.%.force_n"}},
    {"lumbar_extensors", false, {"muscle_group.multifidus.%.force_n", "muscle_group.longissimus.%.force_n", "muscle_group.iliocostalis.%.force_n"}},
    {"gluteus_maximus", false, {"muscle_group.gluteus_maximus.%.force_n"}},
    {"gluteus_medius", false, {"muscle_group.gluteus_medius.%.force_n"}},
    {"gluteus_minimus", false, {"muscle_group.gluteus_minimus.%.force_n"}},
    {"gluteal_tendon", false, {"muscle_group.gluteus_medius.%.force_n", "muscle_group.gluteus_minimus.%.force_n"}},
    {"piriformis", false, {"muscle_group.piriformis.%.force_n"}},
    {"hamstrings", false, {"muscle_group.hamstrings.%.force_n"}},
    {"tensor_fasciae_latae", false, {"muscle_group.tensor_fasciae_latae.%.force_n"}},
    {"itb", false, {"band.%.tension_n"}}};
enum { NPOSTURE = sizeof postures/sizeof *postures, NSTRUCTURE = sizeof structures/sizeof *structures, NJOB = NPOSTURE*NPERSON };
static const double least_median = 10.0; // N: below it a share would tell of nothing but noise; the structure has no row

typedef struct look {
    il_outcomes *outcomes;
    double       load[NSTRUCTURE];
} look;

static double term(const il_outcomes *o, const double *value, const char *pattern, const char *side) {
    char        name[96];
    const char *hole = strchr(pattern, '%');
    int         before = hole ? (int)(hole - pattern) : (int)strlen(pattern);
    snprintf(name, sizeof name, "%.*s%s%s", before, pattern, hole ? side : "", hole ? hole + 1 : "");
    int i = il_outcomes_find(o, name);
    return i == IL_NONE || isnan(value[i]) ? IL_NAN : value[i];
}

static double load_of(const il_outcomes *o, const double *value, int s, const char *side) {
    double sum = 0.0;
    for (int k = 0; k < MAX_TERM && structures[s].term[k]; k++) {
        double x = term(o, value, structures[s].term[k], side);
        sum += structures[s].vector ? x*x : x;
    }
    return structures[s].vector ? sqrt(sum) : sum;
}

static void look_at(void *user, const il_subject *who, const il_posture_solution *solution, int job) {
    static _Thread_local double value[MAX_VALUE];
    look                       *out = user;
    (void)job;
    il_outcomes_read(out->outcomes, who->p, solution, value);
    for (int s = 0; s < NSTRUCTURE; s++) out->load[s] = 0.5*(load_of(out->outcomes, value, s, "right") + load_of(out->outcomes, value, s, "left"));
}

/// Everything that is opened and solved.
typedef struct work {
    il_data_dir          *data;
    const il_body_tables *tables;
    il_body              *body;
    il_tasks             *tasks;
    il_params            *person[NPERSON];
    il_task              *task[NPOSTURE];
    look                  seen[NJOB];
    il_job                job[NJOB];
} work;

static il_status open_all(work *w, il_error *err) {
    il_status st = il_data_open(NULL, &w->data, err);
    if (!st) st = il_body_tables_read(w->data, &w->tables, err);
    if (!st) st = il_body_create(w->tables, &w->body, err);
    if (!st) st = il_tasks_read_all(w->data, NULL, 0, &w->tasks, err);
    for (int k = 0; k < NPERSON && !st; k++) {
        il_body_sizes sizes = {.sex = k ? IL_BODY_FEMALE : IL_BODY_MALE};
        st = il_params_create(w->body->m, false, &w->person[k], err);
        if (!st) st = il_body_person(w->body, &sizes, w->person[k], err);
    }
    for (int i = 0; i < NPOSTURE; i++)
        for (int t = 0; t < w->tasks->ntask && !st; t++)
            if (!strcmp(w->tasks->task[t].id, postures[i].task)) {
                st = il_task_create(w->body->m, &w->tasks->task[t], w->tasks->task[t].sided ? IL_SIDE_RIGHT : IL_SIDE_NONE, &w->task[i], err);
            }
    return st;
}

static void close_all(work *w) {
    for (int j = 0; j < NJOB; j++) il_outcomes_free(w->seen[j].outcomes);
    for (int i = 0; i < NPOSTURE; i++) il_task_free(w->task[i]);
    for (int k = 0; k < NPERSON; k++) il_params_free(w->person[k]);
    il_tasks_free(w->tasks);
    il_body_free(w->body);
    il_body_tables_free(w->tables);
    il_data_close(w->data);
}

// job j: posture j/NPERSON by person j%NPERSON
static il_status solve(work *w, il_error *err) {
    il_status st = IL_OK;
    for (int j = 0; j < NJOB && !st; j++) {
        il_params *p = w->person[j%NPERSON];
        st = il_outcomes_create(w->body, &w->seen[j].outcomes, err);
        if (!st && il_outcomes_count(w->seen[j].outcomes) > MAX_VALUE) st = il_error_set(err, IL_LIMIT, NULL, 0, 0, "more than %d outcomes", MAX_VALUE);
        if (!st && !w->task[j/NPERSON]) st = il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no task '%s'", postures[j/NPERSON].task);
        w->job[j] = (il_job){.task = w->task[j/NPERSON], .look = look_at, .user = &w->seen[j],
                             .who = {.p = p, .habit = p->coordinate_neutral, .habit_sd = w->body->sigma_within,
                                     .effort = il_body_usual(w->tables, "effort")->value, .tolerance = il_body_usual(w->tables, "stretch_tolerance")->value}};
    }
    if (!st) st = il_batch_run(w->body->m, IL_ISA_AUTO, NJOB, w->job, 0, "postures", NULL, err);
    for (int j = 0; j < NJOB && !st; j++)
        if (w->job[j].info.status != IL_POSTURE_SOLVED) st = il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "'%s' is not held", postures[j/NPERSON].task);
    return st;
}

static int ascending(const void *a, const void *b) { return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b); }

// over the tasks, each once: walking and standing on one leg share one
static double median(const work *w, int s, int person) {
    double x[NPOSTURE] = {0};
    int    n = 0;
    for (int i = 0; i < NPOSTURE; i++) {
        bool again = false;
        for (int k = 0; k < i; k++) again = again || !strcmp(postures[k].task, postures[i].task);
        if (!again) x[n++] = w->seen[i*NPERSON + person].load[s];
    }
    qsort(x, (size_t)n, sizeof *x, ascending);
    return 0.5*(x[(n - 1)/2] + x[n/2]);
}

// load over the structure's median, mean of man and woman; NaN where the median is too small to divide by
static double relative(const work *w, int s, int posture) {
    double sum = 0.0;
    for (int k = 0; k < NPERSON; k++) {
        double m = median(w, s, k);
        sum += m >= least_median ? w->seen[posture*NPERSON + k].load[s]/m/NPERSON : IL_NAN;
    }
    return sum;
}

static void write_table(const work *w) {
    printf("# What structures bear in a posture, divided by their median over these postures; mean of the usual man and woman. Written by tools/posture_loads.c.\n"
           "# walking is the stance on one leg, without the step's dynamics. Running, driving, bending backward, squatting, sitting cross-legged, turning in bed,\n"
           "# coughing, moving about and resting have no task that stands for them, and no row: they say nothing. docs/inference.md tells how it enters.\n"
           "structure,posture,task,relative,source,status\n");
    for (int s = 0; s < NSTRUCTURE; s++)
        for (int i = 0; i < NPOSTURE; i++) {
            double x = relative(w, s, i);
            if (!isnan(x)) printf("%s,%s,%s,%.3f,\"simulated by tools/posture_loads.c, first with data %.12s\",derived\n", structures[s].structure, postures[i].posture, postures[i].task, x, il_data_hash(w->data));
        }
}

// every row of the shipped table is what is simulated now, and no row is missing
static il_status check_table(const work *w, int *nfault, il_error *err) {
    il_knowledge *k = NULL;
    int           n = 0;
    il_status     st = il_knowledge_read(w->data, &k, err);
    for (int s = 0; s < NSTRUCTURE && !st; s++)
        for (int i = 0; i < NPOSTURE; i++) {
            double now = relative(w, s, i);
            n += !isnan(now);
            for (int r = 0; r < k->nposture_load; r++) {
                const il_posture_load *row = &k->posture_load[r];
                if (strcmp(row->structure, structures[s].structure) != 0 || strcmp(row->posture, postures[i].posture) != 0) continue;
                if (fabs(row->relative - now) <= 0.1*fabs(now) + 0.005) continue;
                fprintf(stderr, "posture_loads: %s, %s: written %.3f, simulated %.3f\n", row->structure, row->posture, row->relative, now);
                ++*nfault;
            }
        }
    if (!st && n != k->nposture_load) fprintf(stderr, "posture_loads: the table has %d rows, simulated are %d\n", k->nposture_load, n), ++*nfault;
    il_knowledge_free(k);
    return st;
}

int main(int argc, char **argv) {
    static work w; // large
    il_error    err = {0};
    int         nfault = 0;
    bool        check = argc == 2 && !strcmp(argv[1], "--check");
    if (argc > 1 && !check) return fprintf(stderr, "usage: posture_loads [--check]\n"), 1;
    il_status st = open_all(&w, &err);
    if (!st) st = solve(&w, &err);
    if (!st && check) st = check_table(&w, &nfault, &err);
    else if (!st) write_table(&w);
    close_all(&w);
    char text[900];
    if (st) fprintf(stderr, "posture_loads: %s\n", il_error_format(&err, text, sizeof text));
    return st || nfault;
}

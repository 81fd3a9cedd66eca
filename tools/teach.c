// teach.c - the findings of the teaching patients: simulated on their bodies with a declared truth, plus a measuring error
// usage: teach [--check] [TRUTH FOLDER]    TRUTH is tools/teach.csv, FOLDER examples/patients; --check writes nothing and fails where
//                                          a written reading is farther from a new one than half its measuring error
// docs/teaching-patients.md says what this is for. The truth made these findings, so they demonstrate and regress, and validate nothing.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "file/csv.h"
#include "ilium/batch.h"
#include "ilium/file.h"
#include "ilium/io.h"
#include "ilium/io_body.h"
#include "ilium/knowledge.h"
#include "ilium/tasks.h"

enum { SEED = 1, MAX_RUNS = 2*64, MAX_TRUTH = 8 };
static const char where[] =
    "Simulated for teaching: no real person. The program computed the findings that it can simulate, with the conditions of the label and a "
    "measuring error (docs/teaching-patients.md); the others were written by hand.";

typedef struct truth {
    int     condition; ///< of the knowledge
    il_side side;
    double  severity;
} truth;

/// Everything the program knows, and one patient at work.
typedef struct teacher {
    il_data_dir          *data;
    const il_body_tables *tables;
    il_body              *body;
    il_knowledge         *knowledge;
    il_tasks             *tasks;
    il_patient_vocab     *vocab;
    ili_csv               csv;
    bool                  check;
    int                   nrun; ///< tasks done by each side
    il_task              *task[MAX_RUNS];
    il_side               side[MAX_RUNS];
    // of the patient
    const char *name;
    const il_person *person;
    il_params  *healthy, *hidden;
    int         ntruth;
    truth       truth[MAX_TRUTH];
    il_job      before[MAX_RUNS], after[MAX_RUNS]; ///< without the truth, and with it
    double     *q, *act;
    int         nfault;
} teacher;

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the teaching patients"); }

// ---- what is read once ----

static il_status create_tasks(teacher *t, il_error *err) {
    il_status status = IL_OK;
    for (int i = 0; i < t->tasks->ntask && status == IL_OK; i++) {
        const il_task_def *def = &t->tasks->task[i];
        for (int side = 0; side < (def->sided ? 2 : 1) && status == IL_OK && t->nrun < MAX_RUNS; side++) {
            t->side[t->nrun] = !def->sided ? IL_SIDE_NONE : side ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
            status = il_task_create(t->body->m, def, t->side[t->nrun], &t->task[t->nrun], err);
            t->nrun++;
        }
    }
    return status;
}

static il_status open_all(teacher *t, const char *truth_file, il_error *err) {
    char     *bytes = NULL;
    size_t    size;
    il_status status = il_data_open(NULL, &t->data, err);
    if (status == IL_OK) status = il_body_tables_read(t->data, &t->tables, err);
    if (status == IL_OK) status = il_body_create(t->tables, &t->body, err);
    if (status == IL_OK) status = il_knowledge_read(t->data, &t->knowledge, err);
    if (status == IL_OK) status = il_tasks_read(t->data, &t->tasks, err);
    if (status == IL_OK) status = il_patient_vocab_create(t->knowledge, &t->vocab, err);
    if (status == IL_OK) status = il_params_create(t->body->m, false, &t->healthy, err);
    if (status == IL_OK) status = il_params_create(t->body->m, false, &t->hidden, err);
    if (status == IL_OK) status = create_tasks(t, err);
    if (status == IL_OK) status = il_file_read(truth_file, 0, &bytes, &size, err);
    if (status == IL_OK) status = ili_csv_parse(truth_file, bytes, size, &t->csv, err);
    il_file_free(bytes);
    if (status != IL_OK) return status;
    t->q = calloc((size_t)(t->nrun*t->body->m->nq) + 1, sizeof(double));
    t->act = calloc((size_t)(t->nrun*t->body->m->nmuscle) + 1, sizeof(double));
    return t->q && t->act ? IL_OK : no_memory(err);
}

static void close_all(teacher *t) {
    for (int i = 0; i < t->nrun; i++) il_task_free(t->task[i]);
    free(t->q);
    free(t->act);
    ili_csv_free(&t->csv);
    il_params_free(t->healthy);
    il_params_free(t->hidden);
    il_patient_vocab_free(t->vocab);
    il_tasks_free(t->tasks);
    il_knowledge_free(t->knowledge);
    il_body_free(t->body);
    il_body_tables_free(t->tables);
    il_data_close(t->data);
}

// ---- the truth ----

static il_status read_truth(teacher *t, int row, const int column[4], il_error *err) {
    static const char *const sides[] = {"right", "left"};
    const char *id = ili_csv_text(&t->csv, row, column[1]);
    truth       one = {.condition = il_find_condition(t->knowledge, id)};
    int         left = 0;
    if (strcmp(id, "none") == 0) return IL_OK;
    if (one.condition < 0 || t->ntruth == MAX_TRUTH) {
        return ili_csv_error(&t->csv, row, column[1], IL_BAD_VALUE, err, "'%s' is no condition of data/conditions, or one too many", id);
    }
    il_status status = ili_csv_choice(&t->csv, row, column[2], sides, 2, &left, err);
    if (status == IL_OK) status = ili_csv_number(&t->csv, row, column[3], &one.severity, err);
    one.side = left ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    t->truth[t->ntruth++] = one;
    return status;
}

// every change of every hidden condition, one after the other on one body
static il_status hide(teacher *t, il_error *err) {
    il_status status = IL_OK;
    il_params_copy(t->body->m, t->healthy, t->hidden);
    for (int i = 0; i < t->ntruth; i++) {
        if (status == IL_OK) status = il_condition_apply(t->knowledge, t->truth[i].condition, t->body, t->hidden, t->truth[i].side, t->truth[i].severity, err);
    }
    return status;
}

// ---- simulation ----

static double in_si(il_fact f) { return f.known ? f.value : 0.0; }

// without what is hidden both legs are as long as the longer one
static il_status make_person(teacher *t, const il_person *p, il_error *err) {
    double        leg = fmax(in_si(p->leg_length_r_m), in_si(p->leg_length_l_m));
    il_body_sizes sizes = {.sex = p->sex == IL_SEX_FEMALE ? IL_BODY_FEMALE : IL_BODY_MALE, .age_years = in_si(p->age_years),
                           .height_m = in_si(p->height_m), .mass_kg = in_si(p->mass_kg), .leg_length_r_m = leg, .leg_length_l_m = leg,
                           .pelvic_incidence_deg = in_si(p->pelvic_incidence_deg), .lordosis_deg = in_si(p->lordosis_deg)};
    return il_body_person(t->body, &sizes, t->healthy, err);
}

// the healthy posture first: the other begins there
static il_status simulate(teacher *t, const il_progress *progress, il_error *err) {
    const il_model *m = t->body->m;
    il_subject      who = {.p = t->healthy, .habit = t->healthy->coordinate_neutral, .habit_sd = t->body->sigma_within,
                           .effort = il_body_usual(t->tables, "effort")->value, .tolerance = il_body_usual(t->tables, "stretch_tolerance")->value};
    for (int i = 0; i < t->nrun; i++) {
        t->before[i] = (il_job){.task = t->task[i], .who = who, .q = &t->q[i*m->nq], .act = &t->act[i*m->nmuscle]};
        t->after[i] = (il_job){.task = t->task[i], .who = who, .start = &t->q[i*m->nq], .start_act = &t->act[i*m->nmuscle]};
        t->after[i].who.p = t->hidden;
    }
    il_status status = il_batch_run(m, IL_ISA_AUTO, t->nrun, t->before, 0, t->name, progress, err);
    if (status == IL_OK) status = il_batch_run(m, IL_ISA_AUTO, t->nrun, t->after, 0, t->name, progress, err);
    for (int i = 0; status == IL_OK && i < t->nrun; i++) {
        if (t->before[i].info.status == IL_POSTURE_SOLVED && t->after[i].info.status == IL_POSTURE_SOLVED) continue;
        const il_posture_info *info = &t->after[i].info;
        const char            *side = t->side[i] == IL_SIDE_RIGHT ? " right" : t->side[i] == IL_SIDE_LEFT ? " left" : "";
        fprintf(stderr, "teach: %s: '%s'%s %s", t->name, il_task_definition(t->task[i])->id, side,
                info->status == IL_POSTURE_CANNOT_HOLD ? "cannot be held" : "is not balanced");
        if (info->worst_reserve > 0.0) fprintf(stderr, " (%s lacks %g N m)", m->coordinate_name[info->worst], info->worst_reserve);
        fprintf(stderr, ": its findings stay as written\n");
    }
    return status;
}

// a quantity with the truth and without
typedef struct simulated_reading {
    double value, healthy;
    bool   held; ///< of a task whose posture is held, not let go
} simulated_reading;

// a quantity that ends in _rel is told as a share of this person's own healthy value
static bool simulated(const teacher *t, const char *quantity, il_side side, simulated_reading *out) {
    size_t n = strlen(quantity);
    bool   relative = n > 4 && strcmp(quantity + n - 4, "_rel") == 0;
    for (int i = 0; i < t->nrun; i++) {
        const il_task_def *def = il_task_definition(t->task[i]);
        if (t->before[i].info.status != IL_POSTURE_SOLVED || t->after[i].info.status != IL_POSTURE_SOLVED) continue;
        for (int k = 0; k < def->nreading; k++) {
            il_side of = def->reading[k].side == IL_SIDE_NONE ? t->side[i] : def->reading[k].side;
            if (strcmp(def->reading[k].test, quantity) != 0 || (of != side && of != IL_SIDE_NONE)) continue;
            double after = t->after[i].reading[k], before = t->before[i].reading[k];
            *out = relative ? (simulated_reading){after/before, 1.0, def->held} : (simulated_reading){after, before, def->held};
            return true;
        }
    }
    return false;
}

// ---- measuring ----

static double or_zero(double x) { return isnan(x) ? 0.0 : x; }

static double error_of(const il_test *test, const il_finding *f) {
    return f->error.known ? f->error.value : hypot(or_zero(test->retest_sd), or_zero(test->rater_sd));
}

// FNV-1a over the words that name a reading: its error does not depend on which other readings there are
static uint64_t stream_of(const char *const *word, int count) {
    uint64_t h = 0xcbf29ce484222325U;
    for (int i = 0; i < count; i++) {
        for (const char *c = word[i] ? word[i] : ""; *c; c++) h = (h ^ (unsigned char)*c)*0x100000001b3U;
        h = (h ^ 0xffU)*0x100000001b3U;
    }
    return h;
}

// the angle to a degree, a length to a millimetre or half a centimetre, a force to 5 N
static double rounded(const il_test *test, double x) {
    double step = strcmp(test->unit, "N") == 0 ? 5.0 : strcmp(test->unit, "cm") == 0 ? 0.5 : 1.0;
    double r = step*floor(x/step + 0.5);
    return fmin(fmax(r, isnan(test->min) ? r : test->min), isnan(test->max) ? r : test->max) + 0.0;
}

static double measured(const teacher *t, const il_test *test, const il_finding *f, double x) {
    const char *words[] = {t->name, test->id, f->side == IL_SIDE_LEFT ? "left" : "right", f->method};
    ili_random  r;
    double      z;
    ili_random_seed(&r, SEED, stream_of(words, 4));
    do z = ili_random_normal(&r); // beyond two deviations a clinician measures again
    while (fabs(z) > 2.0);
    return rounded(test, x + error_of(test, f)*z);
}

static void compare(teacher *t, const il_test *test, const il_finding *f, double now) {
    if (!t->check || fabs(f->value.value - now) <= 0.5*error_of(test, f)) return;
    fprintf(stderr, "teach: %s: %s is written as %g and simulated as %g\n", t->name, f->test, f->value.value, now);
    t->nfault++;
}

// readings of people lie about the norm, not about the simulation: what the program takes for healthy
static double toward_norm(const teacher *t, const il_test *test, const simulated_reading *r) {
    double         age = il_person_age(t->person);
    const il_norm *norm = r->held ? NULL : il_norm_of_quantity(t->knowledge, test->quantity, t->person->sex, age);
    return norm ? il_norm_weight(&t->knowledge->test[norm->test], norm, age)*(norm->mean - r->healthy) : 0.0;
}

static void write_number(teacher *t, il_finding *f) {
    const il_test *test = &t->knowledge->test[il_find_test(t->knowledge, f->test)];
    simulated_reading r;
    if (test->kind != IL_TEST_NUMBER || !f->value.known || !simulated(t, test->quantity, f->side, &r)) return;
    double now = measured(t, test, f, r.value + toward_norm(t, test, &r));
    const char *side = f->side == IL_SIDE_RIGHT ? "right" : f->side == IL_SIDE_LEFT ? "left" : "";
    if (!t->check) printf("  %-34s %-5s healthy %8.2f  with the truth %8.2f  measured %g\n", f->test, side, r.healthy, r.value, now);
    compare(t, test, f, now);
    f->value.value = now;
}

// what was measured of a quantity, where it was, else what is there
static bool best_known(const teacher *t, const il_visit *v, const char *quantity, il_side side, double *out) {
    simulated_reading r;
    if (!simulated(t, quantity, side, &r)) return false;
    *out = r.value;
    for (int i = 0; i < v->nfinding; i++) {
        const il_finding *f = &v->finding[i];
        const il_test    *test = &t->knowledge->test[il_find_test(t->knowledge, f->test)];
        if (test->kind != IL_TEST_NUMBER || strcmp(test->quantity, quantity) != 0 || (f->side != side && f->side != IL_SIDE_NONE)) continue;
        *out = f->value.value;
        break;
    }
    return true;
}

// grades and signs agree with the numbers beside them
static void write_word(teacher *t, const il_visit *v, il_finding *f) {
    const il_test *test = &t->knowledge->test[il_find_test(t->knowledge, f->test)];
    double         x;
    if (test->enters != IL_ENTER_SIMULATED || test->kind == IL_TEST_NUMBER || !best_known(t, v, test->quantity, f->side, &x)) return;
    if (test->kind == IL_TEST_ORDINAL) {
        f->value.value = 0.0;
        for (int i = 0; i < test->ncut; i++) f->value.value += x >= test->cut[i];
        return;
    }
    if (test->mirrored && f->side == IL_SIDE_LEFT) x = -x;
    f->result = (test->positive_above ? x >= test->cut[0] : x <= test->cut[0]) ? IL_RESULT_POSITIVE : IL_RESULT_NEGATIVE;
}

// ---- a patient ----

static il_status teach(teacher *t, const char *folder, il_error *err) {
    char        path[1024];
    il_patient *p = NULL;
    snprintf(path, sizeof path, "%s/%s.json", folder, t->name);
    il_status status = il_patient_read(path, t->vocab, &p, err);
    if (status == IL_OK && (!p->simulated || p->nvisit != 1)) {
        status = il_error_set(err, IL_BAD_VALUE, path, 0, 0, "only a patient marked simulated, with one visit, has findings made by simulation");
    }
    t->person = p ? &p->person : NULL;
    if (status == IL_OK) status = make_person(t, &p->person, err);
    if (status == IL_OK) status = hide(t, err);
    if (status == IL_OK) status = simulate(t, NULL, err);
    if (status == IL_OK) {
        printf("%s\n", path);
        for (int i = 0; i < p->visit[0].nfinding; i++) write_number(t, &p->visit[0].finding[i]);
        for (int i = 0; i < p->visit[0].nfinding; i++) write_word(t, &p->visit[0], &p->visit[0].finding[i]);
        p->source.note = where;
        if (!t->check) status = il_patient_write(path, p, err);
    }
    il_patient_free(p);
    return status;
}

// the rows of one patient stand together
static il_status teach_all(teacher *t, const char *folder, il_error *err) {
    static const char *const names[] = {"patient", "condition", "side", "severity"};
    int       column[4];
    il_status status = ili_csv_columns(&t->csv, names, 4, column, err);
    for (int row = 0; row < t->csv.nrow && status == IL_OK; row++) {
        t->name = ili_csv_text(&t->csv, row, column[0]);
        status = read_truth(t, row, column, err);
        bool last = row + 1 == t->csv.nrow || strcmp(ili_csv_text(&t->csv, row + 1, column[0]), t->name) != 0;
        if (status == IL_OK && last) status = teach(t, folder, err), t->ntruth = 0;
    }
    return status;
}

int main(int argc, char **argv) {
    static teacher t; // large
    il_error    err = {0};
    bool        check = argc > 1 && strcmp(argv[1], "--check") == 0;
    int         first = check ? 2 : 1;
    if (argc != first && argc != first + 2) {
        fprintf(stderr, "usage: teach [--check] [TRUTH FOLDER]\n");
        return 1;
    }
    t.check = check;
    il_status status = open_all(&t, argc > first ? argv[first] : "tools/teach.csv", &err);
    if (status == IL_OK) status = teach_all(&t, argc > first ? argv[first + 1] : "examples/patients", &err);
    close_all(&t);
    char text[900];
    if (status != IL_OK) fprintf(stderr, "teach: %s\n", il_error_format(&err, text, sizeof text));
    return status != IL_OK || t.nfault > 0;
}

// bench_papers.c - a plan and three reports: how long from the tables to the bytes of HTML and PDF, stage by stage, beside what this machine does in the same run
//   bench_papers [PATIENT.json]     otherwise examples/patients/teaching_desk_worker.json
// The aim, 1 s, was set on a machine on which MuJoCo's inverse dynamics of 30 coordinates took 2.6 us (docs/performance.md). Elapsed time counts, fastest of
// several rounds; other work on the machine counts against it: were there none, it would lie between the CPU shared by the threads and what is told.
#include <math.h>
#include <time.h>

#include "../tests/scene_mujoco.h"
#include "ilium/file.h"
#include "ilium/io.h"
#include "ilium/io_body.h"
#include "ilium/paper.h"
#include "ilium/report.h"
#include "ilium/tasks.h"
#include "ilium/thread.h"

enum { ROUNDS = 7, REPORTS = 3 };
static const double aim = 1.0, reference_us = 2.6; // [s], and of the machine of the aim

static double clock_of(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec + 1e-9*(double)t.tv_nsec;
}

static void check(il_status s, const il_error *err) {
    if (s) printf("failed: %s\n", err->text), exit(1);
}

// ---- the machine -----------------------------------------------------------------------------------------------------------------------

// multiplications and additions that wait for each other, and nothing else
static double loop_ns(void) {
    enum { N = 2000000 };
    volatile double seen = 1.0;
    double          best = 1e300;
    for (int r = 0; r < 8; r++) {
        double start = clock_of(CLOCK_THREAD_CPUTIME_ID), x = seen;
        for (int i = 0; i < N; i++) x = x*0.999999 + 2e-6;
        seen = x;
        best = fmin(best, clock_of(CLOCK_THREAD_CPUTIME_ID) - start);
    }
    return 1e9*best/N;
}

#ifdef IL_HAVE_MUJOCO
static double mujoco_us(void) {
    enum { CALLS = 10, REPEATS = 200 };
    il_model *m = NULL;
    for (int n = 10; !m || m->nq < 30; n++) il_model_free(m), m = scene_mujoco_model(1, n);
    mjModel *mj = scene_mujoco_peer(m);
    mjData  *md = mj_makeData(mj);
    double   best = 1e300;
    for (int r = 0; r < REPEATS; r++) {
        double start = clock_of(CLOCK_THREAD_CPUTIME_ID);
        for (int i = 0; i < CALLS; i++) mj_kinematics(mj, md), mj_comPos(mj, md), mj_comVel(mj, md), mj_rne(mj, md, 1, md->qfrc_inverse);
        best = fmin(best, (clock_of(CLOCK_THREAD_CPUTIME_ID) - start)/CALLS);
    }
    mj_deleteData(md), mj_deleteModel(mj), il_model_free(m);
    return 1e6*best;
}
#else
static double mujoco_us(void) { return 0; }
#endif

// ---- the stages ------------------------------------------------------------------------------------------------------------------------

/// X(name, words)
#define STAGES(X) X(OPEN, "tables, record and body read") X(ASSESS, "assessment") X(PLAN, "plan, exercises solved on the person") X(WRITE, "three reports written as blocks") \
    X(HTML, "... as HTML") X(PDF, "... as PDF") X(ALL, "a plan and three reports")
#define X(name, words) name,
enum { STAGES(X) NSTAGE };
#undef X
typedef struct times { double wall[NSTAGE], cpu[NSTAGE]; } times;

typedef struct lap { times *t; double wall, cpu; } lap;

static void done(lap *l, int stage) {
    double wall = clock_of(CLOCK_MONOTONIC), cpu = clock_of(CLOCK_PROCESS_CPUTIME_ID);
    l->t->wall[stage] += wall - l->wall, l->t->cpu[stage] += cpu - l->cpu;
    l->t->wall[ALL] += wall - l->wall, l->t->cpu[ALL] += cpu - l->cpu;
    l->wall = wall, l->cpu = cpu;
}

static void draw(il_paper *const *paper, bool pdf, int threads) {
    il_paper_form form[REPORTS];
    il_error      err;
    for (int i = 0; i < REPORTS; i++) form[i] = (il_paper_form){.paper = paper[i], .pdf = pdf};
    check(il_papers_draw(REPORTS, form, threads, &err), &err);
    for (int i = 0; i < REPORTS; i++) il_report_free(form[i].bytes);
}

static times run(const char *file, int threads) {
    times                 t = {.wall = {0}};
    lap                   l = {&t, clock_of(CLOCK_MONOTONIC), clock_of(CLOCK_PROCESS_CPUTIME_ID)};
    il_error              err;
    il_data_dir          *data;
    il_knowledge         *k;
    il_patient_vocab     *vocab;
    il_patient           *patient;
    const il_body_tables *tables;
    il_body              *body;
    il_tasks             *tasks;
    il_exercise_tasks    *exercises;
    il_assessment        *a;
    il_plan              *plan;
    il_paper             *paper[REPORTS];
    check(il_data_open(NULL, &data, &err), &err), check(il_knowledge_read(data, &k, &err), &err), check(il_patient_vocab_create(k, &vocab, &err), &err);
    check(il_patient_read(file, vocab, &patient, &err), &err), check(il_body_tables_read(data, &tables, &err), &err), check(il_body_create(tables, &body, &err), &err);
    check(il_tasks_read(data, &tasks, &err), &err), check(il_exercise_tasks_read(data, k, &exercises, &err), &err);
    done(&l, OPEN);
    il_assess_request r = {.patient = patient, .knowledge = k, .body = body, .tasks = tasks, .data_hash = il_data_hash(data), .threads = threads};
    check(il_assess(&r, &a, NULL, &err), &err);
    done(&l, ASSESS);
    il_care_request care = {.assess = &r, .assessment = a, .exercises = exercises};
    check(il_plan_make(&care, &plan, NULL, &err), &err);
    done(&l, PLAN);
    il_paper_request q = {.care = &care, .plan = plan, .date = "2026-11-22"};
    for (int i = 0; i < REPORTS; i++) check(il_paper_make((il_paper_kind)i, &q, &paper[i], &err), &err); // clinician, patient, legal
    done(&l, WRITE);
    draw(paper, false, threads);
    done(&l, HTML);
    draw(paper, true, threads);
    done(&l, PDF);
    for (int i = 0; i < REPORTS; i++) il_paper_free(paper[i]);
    il_plan_free(plan), il_assessment_free(a), il_exercise_tasks_free(exercises), il_tasks_free(tasks), il_body_free(body), il_body_tables_free(tables);
    il_patient_free(patient), il_patient_vocab_free(vocab), il_knowledge_free(k), il_data_close(data);
    return t;
}

static times fastest(const char *file, int threads) {
    times best = {.wall = {0}};
    for (int r = 0; r < ROUNDS; r++) {
        times t = run(file, threads);
        for (int s = 0; s < NSTAGE; s++) {
            best.wall[s] = r ? fmin(best.wall[s], t.wall[s]) : t.wall[s];
            best.cpu[s] = r ? fmin(best.cpu[s], t.cpu[s]) : t.cpu[s];
        }
    }
    return best;
}

int main(int argc, char **argv) {
#define X(name, words) words,
    static const char *const words[] = {STAGES(X)};
#undef X
    const char *file = argc > 1 ? argv[1] : IL_SOURCE_DIR "/examples/patients/teaching_desk_worker.json";
    double      before = mujoco_us();
    times       one = fastest(file, 1), all = fastest(file, 0);
    double      after = mujoco_us(), here = fmin(before > 0 ? before : 1e300, after > 0 ? after : 1e300);
    printf("%-40s | %9s | %9s %9s  (%d threads)\n", "ms, fastest of seven", "one", "elapsed", "CPU", il_thread_count());
    for (int s = 0; s < NSTAGE; s++) printf("%-40s | %9.1f | %9.1f %9.1f\n", words[s], 1e3*one.wall[s], 1e3*all.wall[s], 1e3*all.cpu[s]);
    printf("aim %.1f s, elapsed: %.2f s here%s; the CPU shared by %d threads %.2f s\n", aim, all.wall[ALL], all.wall[ALL] > aim ? ", missed here" : "", il_thread_count(),
           all.cpu[ALL]/il_thread_count());
    printf("the machine: %.2f ns a multiplication and addition that waits for the last", loop_ns());
    if (before > 0) printf("; MuJoCo's inverse dynamics of 30 coordinates %.1f us, %.1f us on the machine of the aim: there %.2f s elapsed, and %.2f", here, reference_us,
                           all.wall[ALL]*reference_us/here, all.cpu[ALL]/il_thread_count()*reference_us/here);
    printf("\n");
    return 0;
}

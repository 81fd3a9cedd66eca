// test_batch.c - many tasks on threads: the same bits on any number of them, cancelled, limited, and from a neighbour's posture the same answer as from nothing
#include "task_fixture.h"

enum { NTASK = 4, NPERSON = 3, NJOB = NTASK*NPERSON };
static solved_task tasks[NTASK] = {{.id = "standing"}, {.id = "modified_thomas", .side = IL_SIDE_RIGHT}, {.id = "ober", .side = IL_SIDE_LEFT}, {.id = "hip_rotation_in", .side = IL_SIDE_RIGHT}};

static task_fixture F;
static il_params   *person[NPERSON];

static int open_all(void **state) {
    (void)state;
    F = tasks_open();
    task_nominal(&F);
    const il_model *m = F.body.m;
    tasks_solve(&F, NTASK, tasks);
    for (int i = 0; i < NPERSON; i++) {
        assert_int_equal(il_params_create(m, false, &person[i], NULL), IL_OK);
        for (int k = 0; k < m->nmuscle; k++) person[i]->muscle_l_slack[k] *= 1.0 - 0.01*(i + 1)*(k%2);
    }
    return 0;
}
static int close_all(void **state) {
    (void)state;
    tasks_forget(NTASK, tasks);
    for (int i = 0; i < NPERSON; i++) il_params_free(person[i]);
    tasks_close(&F);
    return 0;
}

static void lay_jobs(il_job *job, double *postures, bool warm) {
    const il_model *m = F.body.m;
    for (int i = 0; i < NJOB; i++) {
        int t = i%NTASK;
        job[i] = (il_job){.task = tasks[t].task, .who = usual_subject(&F, person[i/NTASK]), .q = postures ? postures + i*m->nq : NULL};
        if (warm) job[i].start = tasks[t].q, job[i].start_act = tasks[t].act, job[i].who.way = tasks[t].out.way;
    }
}

static void threads_change_no_bit(void **state) {
    (void)state;
    const il_model *m = F.body.m;
    size_t          n = (size_t)(NJOB*m->nq);
    double         *one = calloc(n, sizeof *one), *more = calloc(n, sizeof *more);
    il_job          job[NJOB], other[NJOB];
    lay_jobs(job, one, true);
    assert_int_equal(il_batch_run(m, IL_ISA_AUTO, NJOB, job, 1, "test", NULL, NULL), IL_OK);
    for (int threads = 2; threads <= 3; threads++) {
        lay_jobs(other, more, true);
        assert_int_equal(il_batch_run(m, IL_ISA_AUTO, NJOB, other, threads, "test", NULL, NULL), IL_OK);
        assert_memory_equal(one, more, n*sizeof *one);
        for (int i = 0; i < NJOB; i++) {
            assert_memory_equal(job[i].reading, other[i].reading, (size_t)il_task_reading_count(job[i].task)*sizeof(double));
            assert_int_equal(job[i].work.iterations, other[i].work.iterations);
        }
    }
    free(one), free(more);
}

// the posture from a neighbour's against the posture from nothing; readings of a test that ends by a rule within the search's 1e-3 of the limit
static void warm_is_cold(void **state) {
    (void)state;
    const il_model *m = F.body.m;
    size_t          n = (size_t)(NJOB*m->nq);
    double         *from_nothing = calloc(n, sizeof *from_nothing), *from_near = calloc(n, sizeof *from_near);
    il_job          cold[NJOB], warm[NJOB];
    lay_jobs(cold, from_nothing, false), lay_jobs(warm, from_near, true);
    assert_int_equal(il_batch_run(m, IL_ISA_AUTO, NJOB, cold, 0, "test", NULL, NULL), IL_OK);
    assert_int_equal(il_batch_run(m, IL_ISA_AUTO, NJOB, warm, 0, "test", NULL, NULL), IL_OK);
    int fewer = 0;
    for (int i = 0; i < NJOB; i++) {
        bool rule = il_task_definition(cold[i].task)->end.present;
        assert_int_equal(cold[i].info.status, IL_POSTURE_SOLVED), assert_int_equal(warm[i].info.status, IL_POSTURE_SOLVED);
        for (int k = 0; k < il_task_reading_count(cold[i].task); k++) {
            double apart = fabs(cold[i].reading[k] - warm[i].reading[k]);
            if (!(apart <= (rule ? 0.1 : 1e-4)))
                fail_msg("%s, person %d: %s %.9g from nothing, %.9g from near", tasks[i%NTASK].id, i/NTASK, il_task_reading_test(cold[i].task, k), cold[i].reading[k], warm[i].reading[k]);
        }
        for (int j = 0; j < m->nq && !rule; j++) assert_true(fabs(from_nothing[i*m->nq + j] - from_near[i*m->nq + j]) <= 2e-5*m->nominal->coordinate_size[j]);
        fewer += warm[i].work.iterations < cold[i].work.iterations;
    }
    assert_int_equal(fewer, NJOB);
    free(from_nothing), free(from_near);
}

typedef struct clerk { int asked, reports, most; double last; } clerk;
static bool after_three(void *user) { return ++((clerk *)user)->asked > 3; }
static void count_report(void *user, const char *what, double fraction) {
    clerk *c = user;
    assert_string_equal(what, "test");
    assert_true(fraction > c->last && fraction <= 1.0);
    c->reports++, c->last = fraction;
}
static bool after_three_reports(void *user) { return ((clerk *)user)->asked++, ((clerk *)user)->reports >= 3; }
static bool never(void *user) { return ((clerk *)user)->asked++, false; }
static bool at_last(void *user) { return ++((clerk *)user)->asked > ((clerk *)user)->most; }

static void cancelled_and_told(void **state) {
    (void)state;
    il_job      job[NJOB];
    clerk       c = {0};
    il_error    err = {0};
    il_progress progress = {.cancelled = after_three_reports, .report = count_report, .user = &c};
    lay_jobs(job, NULL, true);
    assert_int_equal(il_batch_run(F.body.m, IL_ISA_AUTO, NJOB, job, 1, "test", &progress, &err), IL_CANCELLED);
    assert_int_equal(c.reports, 3);
    assert_string_equal(err.text, "stopped on request after 3 of 12 jobs");
    int done = 0;
    for (int i = 0; i < NJOB; i++) done += job[i].work.solves > 0;
    assert_int_equal(done, 3); // of those that had begun nothing is told
    progress.cancelled = NULL, c = (clerk){0};
    assert_int_equal(il_batch_run(F.body.m, IL_ISA_AUTO, NJOB, job, 2, "test", &progress, &err), IL_OK);
    assert_int_equal(c.reports, NJOB);
}

// jobs that have begun end where they are, soon (seats without a job ask too while others go on); of a batch that is not cancelled no bit depends on who asks
static void a_job_that_has_begun_is_cancelled(void **state) {
    (void)state;
    enum { N = 4 };
    const il_model *m = F.body.m;
    il_task        *strong = task_make(&F, "trunk_extension_strength_sitting", IL_SIDE_NONE);
    const il_task  *task[N] = {strong, tasks[0].task, strong, tasks[2].task};
    double         *q[2] = {calloc((size_t)(N*m->nq), sizeof(double)), calloc((size_t)(N*m->nq), sizeof(double))};
    clerk           c = {0};
    il_error        err = {0};
    il_progress     progress = {.cancelled = never, .user = &c};
    il_job          job[2][N];
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < N; i++) job[k][i] = (il_job){.task = task[i], .who = usual_subject(&F, person[0]), .q = q[k] + i*m->nq};
        assert_int_equal(il_batch_run(m, IL_ISA_AUTO, N, job[k], 1, "test", k ? &progress : NULL, &err), IL_OK);
    }
    assert_memory_equal(q[0], q[1], (size_t)(N*m->nq)*sizeof(double));
    for (int i = 0; i < N; i++) assert_true(job[0][i].push == job[1][i].push && job[0][i].work.iterations == job[1][i].work.iterations);
    int all = c.asked, some[] = {0, 3, 20, all/2, all - 1};
    assert_true(all > job[0][0].work.iterations + job[0][2].work.iterations);
    for (size_t i = 0; i < sizeof some/sizeof *some; i++) {
        c = (clerk){.most = some[i]}, progress.cancelled = at_last;
        assert_int_equal(il_batch_run(m, IL_ISA_AUTO, N, job[1], 1, "test", &progress, &err), some[i] < all - 1 ? IL_CANCELLED : IL_OK);
        if (c.asked > some[i] + 10*N) fail_msg("asked %d times more", c.asked - some[i]);
    }
    free(q[0]), free(q[1]);
    il_task_free(strong);
}

// a clock that goes on by one each time it is looked at
static double ticking(void *user) { return (*(double *)user)++; }

// limits end a run where it is, say why, and leave later runs alone
static void limits_are_kept(void **state) {
    (void)state;
    for (int t = 0; t < NTASK; t++) {
        clerk      c = {0};
        il_scenario_limit(F.work, 2, NULL, NULL);
        il_outcome out = task_run(&F, tasks[t].task, NULL, NULL);
        assert_int_equal(out.info.status, IL_POSTURE_NOT_CONVERGED), assert_int_equal(out.info.end, IL_POSTURE_END_ITERATIONS);
        assert_int_equal(out.work.iterations, 2);
        for (int j = 0; j < F.body.m->nq; j++) assert_true(isfinite(out.solution.q[j]));
        il_scenario_limit(F.work, 0, after_three, &c);
        out = task_run(&F, tasks[t].task, NULL, NULL);
        assert_int_equal(out.info.status, IL_POSTURE_NOT_CONVERGED), assert_int_equal(out.info.end, IL_POSTURE_END_ASKED);
        assert_int_equal(out.work.iterations, 3);
        assert_string_equal(il_posture_end_text(out.info.end), "stopped on request");
        il_scenario_limit(F.work, 0, NULL, NULL);
        double now = 100.0;
        il_scenario_time_limit(F.work, 4.5, ticking, &now);
        out = task_run(&F, tasks[t].task, NULL, NULL);
        assert_int_equal(out.info.status, IL_POSTURE_NOT_CONVERGED), assert_int_equal(out.info.end, IL_POSTURE_END_TIME);
        assert_int_equal(out.work.iterations, 4), assert_true(now < 110.0); // asked at 100; nothing is tried again when the time is over
        for (int j = 0; j < F.body.m->nq; j++) assert_true(isfinite(out.solution.q[j]));
        il_scenario_time_limit(F.work, 1e9, ticking, &now);
        out = task_run(&F, tasks[t].task, NULL, NULL);
        assert_int_equal(out.info.status, IL_POSTURE_SOLVED);
        assert_memory_equal(out.reading, tasks[t].out.reading, (size_t)il_task_reading_count(tasks[t].task)*sizeof(double));
        il_scenario_time_limit(F.work, 0.0, NULL, NULL);
        out = task_run(&F, tasks[t].task, NULL, NULL);
        assert_int_equal(out.info.status, IL_POSTURE_SOLVED), assert_int_equal(out.info.end, IL_POSTURE_END_FOUND);
        assert_memory_equal(out.reading, tasks[t].out.reading, (size_t)il_task_reading_count(tasks[t].task)*sizeof(double));
    }
}

// a muscle that does not press on the abdomen in the model has no entries for it: a person who says otherwise is refused, not solved without it
static void who_presses_is_the_models(void **state) {
    (void)state;
    const il_model *m = F.body.m;
    il_subject      who = usual_subject(&F, F.p);
    il_outcome      out;
    il_error        err = {0};
    int             presses = 0, not = IL_NONE;
    for (int i = 0; i < m->nmuscle; i++) {
        if (m->nominal->muscle_pressure[i] == 0.0) not = i;
        else F.p->muscle_pressure[i] *= 1.5, presses++;
    }
    assert_true(presses > 0 && not != IL_NONE);
    assert_int_equal(il_scenario_run(F.work, tasks[0].task, &who, NULL, NULL, &out, &err), IL_OK);
    F.p->muscle_pressure[not] = 100.0;
    assert_int_equal(il_scenario_run(F.work, tasks[0].task, &who, NULL, NULL, &out, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "presses"));
    task_nominal(&F);
}

int main(void) {
    const struct CMUnitTest all[] = {cmocka_unit_test(threads_change_no_bit), cmocka_unit_test(warm_is_cold), cmocka_unit_test(cancelled_and_told), cmocka_unit_test(a_job_that_has_begun_is_cancelled),
                                     cmocka_unit_test(limits_are_kept), cmocka_unit_test(who_presses_is_the_models)};
    return cmocka_run_group_tests(all, open_all, close_all);
}

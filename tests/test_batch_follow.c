// test_batch_follow.c - jobs that are followed from somebody solved (il_job.start_of): the posture that a search from there finds, in fewer evaluations; the
// same bits for any number of threads, any order, whoever the others are; searched where they cannot be followed
#include "scenario/batch.h"
#include "task_fixture.h"
#include "scene.h"

enum { NTASK = 4, NPERSON = 5, NJOB = NTASK*NPERSON, STIFF = 2, BROKEN = 3, TALL = 4, RULE = 3 };
// held, held with arms that hang, relaxed; the last ends by a rule: it is never followed
static solved_task tasks[NTASK] = {{.id = "standing"}, {.id = "lean"}, {.id = "modified_thomas", .side = IL_SIDE_RIGHT}, {.id = "hip_rotation_in", .side = IL_SIDE_RIGHT}};

static task_fixture F;
static il_params   *person[NPERSON];
static il_subject   usual;

typedef struct answers {
    il_job  job[NJOB];
    double *q, *act;
} answers;

// muscles apart; one with half of them short, one without numbers, one heavier on longer thighs
static il_params *make_person(int i) {
    const il_model *m = F.body.m;
    il_params      *p = NULL;
    uint64_t        seed = (uint64_t)i + 1;
    assert_int_equal(il_params_create(m, false, &p, NULL), IL_OK);
    for (int k = 0; k < m->nmuscle; k++) p->muscle_f_max[k] *= scene_uniform(&seed, 0.95, 1.05), p->muscle_l_slack[k] *= scene_uniform(&seed, 0.99, 1.01);
    for (int k = 0; k < m->nmuscle && i == STIFF; k++) p->muscle_l_slack[k] *= k%2 ? 0.955 : 1.0;
    if (i == BROKEN) p->muscle_f_max[7] = IL_NAN;
    for (int b = 0; b < m->nbody && i == TALL; b++) p->body_mass[b] *= 1.02;
    return p;
}

static int open_all(void **state) {
    (void)state;
    F = tasks_open();
    il_tasks_free(F.tasks);
    assert_int_equal(il_tasks_read_all(F.body.dir, NULL, 0, &F.tasks, NULL), IL_OK);
    task_nominal(&F);
    const il_model *m = F.body.m;
    usual = usual_subject(&F, m->nominal);
    tasks_solve(&F, NTASK, tasks);
    for (int i = 0; i < NPERSON; i++) person[i] = make_person(i);
    return 0;
}
static int close_all(void **state) {
    (void)state;
    tasks_forget(NTASK, tasks);
    for (int i = 0; i < NPERSON; i++) il_params_free(person[i]);
    tasks_close(&F);
    return 0;
}

static il_job job_of(int i, bool follow) {
    int             t = i%NTASK;
    il_job          job = {.task = tasks[t].task, .who = usual_subject(&F, person[i/NTASK]), .start = tasks[t].q, .start_act = tasks[t].act, .start_of = follow ? &usual : NULL};
    job.who.way = tasks[t].out.way;
    return job;
}

// jobs order[0 .. n); each answer stands where its job is numbered
static answers run(const int *order, int n, int width, int threads, bool follow) {
    const il_model *m = F.body.m;
    il_job          job[NJOB];
    il_error        err = {0};
    answers         a = {.q = calloc((size_t)(NJOB*m->nq), sizeof *a.q), .act = calloc((size_t)(NJOB*m->nmuscle), sizeof *a.act)};
    for (int k = 0; k < n; k++) {
        int i = order ? order[k] : k;
        job[k] = job_of(i, follow);
        job[k].q = a.q + i*m->nq, job[k].act = a.act + i*m->nmuscle;
    }
    if (ili_batch_run(m, IL_ISA_AUTO, n, job, threads, width, "test", NULL, &err) != IL_OK) fail_msg("%s", err.text);
    for (int k = 0; k < n; k++) a.job[order ? order[k] : k] = job[k];
    return a;
}

static void free_answers(answers *a) { free(a->q), free(a->act); }

static double apart(const double *a, const double *b, int n) {
    double most = 0.0;
    for (int i = 0; i < n; i++) most = fmax(most, fabs(a[i] - b[i]));
    return most;
}

// every number of the posture to 1e-6 of a radian or metre, activations to 1e-6, what it costs to 1e-8 of it
static void followed_is_searched(void **state) {
    (void)state;
    const il_model *m = F.body.m;
    answers         s = run(NULL, NJOB, IL_LANES, 0, false), f = run(NULL, NJOB, IL_LANES, 0, true);
    int             fewer = 0;
    for (int i = 0; i < NJOB; i++) {
        const il_job *a = &s.job[i], *b = &f.job[i];
        bool          same = a->work.solves == b->work.solves && a->work.evaluations == b->work.evaluations;
        double        cost = a->info.cost_effort + a->info.cost_habit;
        assert_int_equal(a->info.status, b->info.status);
        if (i%NTASK == RULE) assert_true(same && memcmp(a->reading, b->reading, sizeof(double)*(size_t)il_task_reading_count(a->task)) == 0);
        if (a->info.status != IL_POSTURE_SOLVED) continue;
        fewer += b->work.evaluations == b->work.iterations && b->work.iterations <= 30; // looks
        assert_true(b->info.residual <= 1e-9 && b->info.end == IL_POSTURE_END_FOUND);
        double dq = apart(s.q + i*m->nq, f.q + i*m->nq, m->nq), da = apart(s.act + i*m->nmuscle, f.act + i*m->nmuscle, m->nmuscle);
        if (dq > 1e-6 || da > 1e-6) fail_msg("%s, person %d: followed it ends %g away, activations %g", tasks[i%NTASK].id, i/NTASK, dq, da);
        if (fabs(b->info.cost_effort + b->info.cost_habit - cost) > 1e-8*cost) fail_msg("%s, person %d: costs %g more", tasks[i%NTASK].id, i/NTASK, b->info.cost_effort + b->info.cost_habit - cost);
    }
    assert_true(fewer >= 8);
    assert_int_equal(f.job[BROKEN*NTASK].info.status, IL_POSTURE_NOT_CONVERGED);
    free_answers(&s), free_answers(&f);
}

// one family that several threads share: whoever is free follows who is next
static void a_family_on_several_threads(void **state) {
    (void)state;
    enum { MANY = 22 };
    const il_model *m = F.body.m;
    static il_job   job[MANY];
    il_params      *p[MANY];
    double         *at[3];
    il_error        err = {0};
    for (int i = 0; i < MANY; i++) p[i] = make_person(TALL + 1 + i);
    for (int t = 0; t < 3; t++) {
        at[t] = calloc((size_t)(MANY*m->nq), sizeof *at[t]);
        for (int i = 0; i < MANY; i++) job[i] = job_of(0, true), job[i].who = usual_subject(&F, p[i]), job[i].q = at[t] + i*m->nq;
        if (il_batch_run(m, IL_ISA_AUTO, MANY, job, t + 1, "test", NULL, &err) != IL_OK) fail_msg("%s", err.text);
        for (int i = 0; i < MANY; i++) assert_true(job[i].info.status == IL_POSTURE_SOLVED && job[i].work.evaluations == job[i].work.iterations);
        assert_memory_equal(at[0], at[t], sizeof(double)*(size_t)(MANY*m->nq));
    }
    for (int t = 0; t < 3; t++) free(at[t]);
    for (int i = 0; i < MANY; i++) il_params_free(p[i]);
}

static void nothing_else_changes_a_bit(void **state) {
    (void)state;
    static const int backwards[NJOB] = {19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0}, few[] = {17, 4, 9, 0, 2};
    const il_model *m = F.body.m;
    answers         all = run(NULL, NJOB, IL_LANES, 1, true);
    const struct { const int *order; int n, width, threads; } other[] = {{backwards, NJOB, 3, 2}, {few, 5, 1, 3}};
    for (size_t k = 0; k < sizeof other/sizeof *other; k++) {
        answers a = run(other[k].order, other[k].n, other[k].width, other[k].threads, true);
        for (int n = 0; n < other[k].n; n++) {
            int i = other[k].order[n];
            assert_memory_equal(a.q + i*m->nq, all.q + i*m->nq, sizeof(double)*(size_t)m->nq);
            assert_memory_equal(a.act + i*m->nmuscle, all.act + i*m->nmuscle, sizeof(double)*(size_t)m->nmuscle);
            assert_memory_equal(a.job[i].reading, all.job[i].reading, sizeof(double)*(size_t)il_task_reading_count(all.job[i].task));
            assert_int_equal(a.job[i].work.evaluations, all.job[i].work.evaluations);
            assert_true(a.job[i].info.cost_effort == all.job[i].info.cost_effort && a.job[i].info.residual == all.job[i].info.residual);
        }
        free_answers(&a);
    }
    free_answers(&all);
}

typedef struct seen {
    int    times;
    double q0, stiffness;
} seen;

static void look(void *user, const il_subject *who, const il_posture_solution *s, int job) {
    seen *to = user;
    (void)job;
    assert_int_equal(who->p->stride, 0);
    to->times++, to->q0 = s->q[F.body.m->nq - 1], to->stiffness = s->stiffness ? s->stiffness[0] : IL_NAN;
}

// who is looked at is shown all that a search leaves; who has a limit is searched
static void looks_and_limits(void **state) {
    (void)state;
    const il_model *m = F.body.m;
    il_job          job[3] = {job_of(NTASK, true), job_of(NTASK, true), job_of(NTASK, true)};
    seen            s = {0};
    double         *at = calloc((size_t)(3*m->nq), sizeof *at);
    il_error        err = {0};
    for (int i = 0; i < 3; i++) job[i].q = at + i*m->nq;
    job[1].look = look, job[1].user = &s;
    job[2].max_iterations = 1;
    if (il_batch_run(m, IL_ISA_AUTO, 3, job, 1, "test", NULL, &err) != IL_OK) fail_msg("%s", err.text);
    assert_int_equal(s.times, 1);
    assert_true(s.q0 == job[1].q[m->nq - 1] && isfinite(s.stiffness));
    assert_true(apart(job[0].q, job[1].q, m->nq) <= 1e-6 && job[1].work.iterations <= 4);
    assert_int_equal(job[2].info.status, IL_POSTURE_NOT_CONVERGED), assert_int_equal(job[2].info.end, IL_POSTURE_END_ITERATIONS);
    free(at);
}

// a tree: the healthy person of each task, the first person like that one, all others like the first; person BROKEN has nobody's posture and is solved anew
enum { PARENT = NTASK, CHILD = 2*NTASK, NTREE = NTASK*(NPERSON + 1) };

static answers grow(const int *order, int threads, bool like) {
    const il_model *m = F.body.m;
    static il_job   job[NTREE];
    il_error        err = {0};
    answers         a = {.q = calloc((size_t)(NTREE*m->nq), sizeof *a.q), .act = calloc((size_t)(NTREE*m->nmuscle), sizeof *a.act)};
    int             at[NTREE];
    for (int k = 0; k < NTREE; k++) at[order ? order[k] : k] = k;
    for (int i = 0; i < NTREE; i++) {
        il_job *own = &job[at[i]];
        *own = (il_job){.task = tasks[i%NTASK].task, .who = i < PARENT ? usual : usual_subject(&F, person[i/NTASK - 1]), .q = i >= CHILD ? a.q + i*m->nq : NULL, .act = i >= CHILD ? a.act + i*m->nmuscle : NULL};
        if (like && i >= PARENT) own->like = &job[at[i < CHILD ? i - PARENT : PARENT + i%NTASK]];
    }
    if (il_batch_run(m, IL_ISA_AUTO, NTREE, job, threads, "test", NULL, &err) != IL_OK) fail_msg("%s", err.text);
    for (int i = CHILD; i < NTREE; i++) {
        a.job[i - CHILD] = job[at[i]];
        assert_true(!job[at[i]].start && !job[at[i]].start_of && job[at[i]].who.way == 0.0); // as the caller gave it
    }
    for (int i = 0; i < CHILD; i++) assert_true(!job[at[i]].q && !job[at[i]].act);
    return a;
}

static void a_tree_of_like_jobs(void **state) {
    (void)state;
    const il_model *m = F.body.m;
    static int      backwards[NTREE];
    long            steps[2] = {0};
    for (int i = 0; i < NTREE; i++) backwards[i] = NTREE - 1 - i;
    answers cold = grow(NULL, 0, false), tree = grow(NULL, 1, true), other = grow(backwards, 2, true);
    for (int i = 0; i < NTREE - CHILD; i++) {
        const il_job *a = &cold.job[i], *b = &tree.job[i];
        int           at = i + CHILD;
        assert_int_equal(a->info.status, b->info.status);
        assert_memory_equal(tree.q + at*m->nq, other.q + at*m->nq, sizeof(double)*(size_t)m->nq);
        assert_memory_equal(b->reading, other.job[i].reading, sizeof(double)*(size_t)il_task_reading_count(b->task));
        if (a->info.status != IL_POSTURE_SOLVED) continue;
        double dq = apart(cold.q + at*m->nq, tree.q + at*m->nq, m->nq), cost = a->info.cost_effort + a->info.cost_habit;
        if (i%NTASK != RULE && dq > 1e-6) fail_msg("%s, person %d: like another it ends %g away", tasks[i%NTASK].id, i/NTASK, dq);
        if (i%NTASK != RULE) assert_true(fabs(b->info.cost_effort + b->info.cost_habit - cost) <= 1e-8*cost);
        for (int k = 0; i%NTASK == RULE && k < il_task_reading_count(a->task); k++) assert_float_equal(a->reading[k], b->reading[k], 0.1); // the search ends within 1e-3 of the limit
        steps[0] += a->work.iterations, steps[1] += b->work.iterations;
    }
    assert_true(2*steps[1] < steps[0]);
    free_answers(&cold), free_answers(&tree), free_answers(&other);
}

// a child of somebody who was not solved starts as if it were nobody's
static void a_child_of_the_unsolved(void **state) {
    (void)state;
    il_job   job[3] = {job_of(BROKEN*NTASK, false), job_of(0, false), job_of(0, false)};
    il_error err = {0};
    for (int i = 0; i < 3; i++) job[i].start = NULL, job[i].start_act = NULL;
    job[1].like = &job[0];
    if (il_batch_run(F.body.m, IL_ISA_AUTO, 3, job, 1, "test", NULL, &err) != IL_OK) fail_msg("%s", err.text);
    assert_int_equal(job[0].info.status, IL_POSTURE_NOT_CONVERGED), assert_int_equal(job[1].info.status, IL_POSTURE_SOLVED);
    assert_memory_equal(job[1].reading, job[2].reading, sizeof(double)*(size_t)il_task_reading_count(job[1].task));
    assert_int_equal(job[1].work.iterations, job[2].work.iterations);
}

// who finds nothing from another's answer is sought once more from its own start, unless its limit is spent; the work of both counts
static void what_was_in_vain_is_tried_again(void **state) {
    (void)state;
    il_job         job[3] = {job_of(0, false), job_of(0, false), job_of(0, false)};
    ili_batch_tree tree;
    const double  *start = job[1].start;
    job[0].q = tasks[0].q, job[0].act = tasks[0].act;
    job[1].like = job[2].like = &job[0], job[2].max_iterations = 5;
    assert_int_equal(ili_batch_tree_make(F.body.m, 3, job, &tree, NULL), IL_OK);
    job[0].info.status = IL_POSTURE_SOLVED, job[0].start = NULL;
    ili_batch_tree_begin(&tree, 1, job);
    assert_true(job[1].start_of == &job[0].who && job[2].start_of == &job[0].who);
    for (int i = 1; i < 3; i++) job[i].info.status = IL_POSTURE_NOT_CONVERGED, job[i].work = (il_task_work){1, 30, 40};
    assert_true(ili_batch_tree_again(&tree, job, 1) && !ili_batch_tree_again(&tree, job, 2));
    assert_true(job[1].start == start && !job[1].start_of);
    assert_false(ili_batch_tree_again(&tree, job, 1)); // once
    job[1].work = (il_task_work){1, 8, 9};
    ili_batch_tree_free(&tree, 3, job);
    assert_int_equal(job[1].work.iterations, 38), assert_int_equal(job[2].work.iterations, 30);
}

static void trees_that_cannot_be(void **state) {
    (void)state;
    il_job   job[3] = {job_of(0, false), job_of(0, false), job_of(1, false)}, stranger = job_of(0, false);
    il_error err = {0};
    job[0].like = &job[1], job[1].like = &job[0];
    assert_int_equal(il_batch_run(F.body.m, IL_ISA_AUTO, 3, job, 1, "test", NULL, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "like itself"));
    job[1].like = NULL, job[2].like = &job[0];
    assert_int_equal(il_batch_run(F.body.m, IL_ISA_AUTO, 3, job, 1, "test", NULL, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "another task"));
    job[2].like = &stranger;
    assert_int_equal(il_batch_run(F.body.m, IL_ISA_AUTO, 3, job, 1, "test", NULL, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "not of its batch"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(followed_is_searched), cmocka_unit_test(a_family_on_several_threads), cmocka_unit_test(nothing_else_changes_a_bit), cmocka_unit_test(looks_and_limits),
                                       cmocka_unit_test(a_tree_of_like_jobs), cmocka_unit_test(a_child_of_the_unsolved), cmocka_unit_test(what_was_in_vain_is_tried_again), cmocka_unit_test(trees_that_cannot_be)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}

// test_abreast.c - jobs that share the lanes of the kernels have the bits of jobs alone: any width, any number of threads, any order, whoever the others are
#include "base/fibre.h"
#include "scenario/batch.h"
#include "task_fixture.h"

enum { NTASK = 10, NPERSON = 3, NJOB = NTASK*NPERSON };
// from a single solve to a search with many, held and relaxed, on both sides, with hanging arms, loads, grips, places, strength
static const struct { const char *id; il_side side; } tasks[NTASK] = {
    {"standing", IL_SIDE_NONE},           {"modified_thomas", IL_SIDE_RIGHT}, {"ober", IL_SIDE_LEFT},         {"hip_abduction_strength", IL_SIDE_LEFT},
    {"leg_length_blocks", IL_SIDE_RIGHT}, {"hold_far", IL_SIDE_NONE},         {"one_leg_stance", IL_SIDE_LEFT}, {"sit_slouched", IL_SIDE_NONE},
    {"thigh_thrust", IL_SIDE_LEFT},       {"forward_bend", IL_SIDE_NONE}};

typedef struct answer {
    il_posture_info info;
    il_task_work    work;
    double          reading[IL_TASK_MAX], way;
    double         *q, *act, *seen; ///< seen: of the data that a look is shown
} answer;

static struct {
    task_fixture    f;
    il_task        *task[NTASK];
    il_params      *person[NPERSON];
    size_t          nq, nact, nseen;
    answer          alone[NJOB];
} S;

// all that is seen of a solved posture, of one lane
static void see(const il_posture_solution *s, double *seen) {
    const il_model *m = S.f.body.m;
    for (int i = 0; i < m->narm; i++) *seen++ = s->d->arm[i].lane[s->lane];
    for (int i = 0; i < m->nmuscle; i++) *seen++ = s->d->muscle_passive[i].lane[s->lane];
    for (int i = 0; i < 6*m->nbushing; i++) *seen++ = s->d->bushing_force[i].lane[s->lane];
    for (int i = 0; i < 3*m->nmarker; i++) *seen++ = s->d->marker_world[i].lane[s->lane];
    for (int i = 0; i < m->nq; i++) *seen++ = s->d->residual[i].lane[s->lane];
    for (int i = 0; i < 3*m->npad; i++) *seen++ = s->shear[i];
}

static answer new_answer(void) {
    answer a = {.q = calloc(S.nq + S.nact + S.nseen, sizeof(double))};
    a.act = a.q + S.nq, a.seen = a.act + S.nact;
    return a;
}

// the first is the usual man; one is weak on one side, one is broken: his posture has no numbers
static il_params *make_person(int i) {
    const il_model *m = S.f.body.m;
    il_params      *p = NULL;
    assert_int_equal(il_params_create(m, false, &p, NULL), IL_OK);
    for (int k = 0; i == 1 && k < m->nmuscle; k++) p->muscle_l_slack[k] *= 1.0 - 0.02*(k%2), p->muscle_f_max[k] *= k%3 ? 1.0 : 0.6;
    for (int k = 0; i == 1 && k < m->nmarker; k++) p->marker_pos[3*k] += 0.001;
    if (i == 2) p->muscle_f_max[7] = IL_NAN;
    return p;
}

static il_job job_of(int i) {
    return (il_job){.task = S.task[i%NTASK], .who = usual_subject(&S.f, S.person[i/NTASK])};
}

static int open_all(void **state) {
    (void)state;
    il_error err = {0};
    S.f = tasks_open();
    il_tasks_free(S.f.tasks);
    if (il_tasks_read_all(S.f.body.dir, NULL, 0, &S.f.tasks, &err) != IL_OK) fail_msg("%s", err.text);
    const il_model *m = S.f.body.m;
    S.nq = (size_t)m->nq, S.nact = (size_t)m->nmuscle;
    S.nseen = (size_t)(m->narm + m->nmuscle + 6*m->nbushing + 3*m->nmarker + m->nq + 3*m->npad);
    for (int i = 0; i < NTASK; i++) S.task[i] = task_make(&S.f, tasks[i].id, tasks[i].side);
    for (int i = 0; i < NPERSON; i++) S.person[i] = make_person(i);
    for (int i = 0; i < NJOB; i++) {
        il_job     job = job_of(i);
        il_outcome out = {0};
        answer    *a = &S.alone[i];
        *a = new_answer();
        if (il_scenario_run(S.f.work, job.task, &job.who, NULL, NULL, &out, &err) != IL_OK) fail_msg("%s", err.text);
        a->info = out.info, a->work = out.work, a->way = out.way;
        memcpy(a->reading, out.reading, sizeof a->reading);
        memcpy(a->q, out.solution.q, S.nq*sizeof *a->q), memcpy(a->act, out.solution.act, S.nact*sizeof *a->act);
        see(&out.solution, a->seen);
        bool broken = i/NTASK == 2, strength = il_task_definition(job.task)->strength.marker;
        if (!strength && broken) assert_int_equal(out.info.status, IL_POSTURE_NOT_CONVERGED);
    }
    return 0;
}

static int close_all(void **state) {
    (void)state;
    for (int i = 0; i < NJOB; i++) free(S.alone[i].q);
    for (int i = 0; i < NTASK; i++) il_task_free(S.task[i]);
    for (int i = 0; i < NPERSON; i++) il_params_free(S.person[i]);
    tasks_close(&S.f);
    return 0;
}

static void look(void *user, const il_subject *who, const il_posture_solution *solution, int job) {
    (void)job;
    for (int lane = 1; lane < IL_LANES; lane++) // the same in all lanes: whoever looks may take any
        for (int i = 0; i < S.f.body.m->nq; i++)
            assert_memory_equal(&solution->d->q[i].lane[lane], &solution->d->q[i].lane[0], sizeof(double));
    assert_int_equal(who->p->stride, 0);
    see(solution, ((answer *)user)->seen);
}

static void shuffled(int *order, uint64_t seed) {
    for (int i = 0; i < NJOB; i++) order[i] = i;
    for (int i = NJOB - 1; i > 0; i--) {
        seed = seed*6364136223846793005u + 1442695040888963407u;
        int k = (int)(seed >> 33)%(i + 1), other = order[k];
        order[k] = order[i], order[i] = other;
    }
}

#define same(a, b, n, what) \
    if (memcmp(a, b, (n)*sizeof *(a)) != 0) fail_msg("%s, person %d, width %d, %d threads, seed %d: another %s", tasks[i%NTASK].id, i/NTASK, width, threads, seed, what)

static void same_as_alone(int i, const il_job *job, const answer *got, int width, int threads, int seed) {
    const answer *a = &S.alone[i];
    int           n = il_task_reading_count(job->task);
    same(a->q, got->q, S.nq, "posture");
    same(a->act, got->act, S.nact, "activation");
    same(a->reading, job->reading, (size_t)n, "reading");
    same(a->seen, got->seen, S.nseen, "view");
    same(&a->way, &job->way, 1, "way");
    same(&a->info.residual, &job->info.residual, 1, "residual");
    same(&a->info.cost_effort, &job->info.cost_effort, 1, "effort");
    assert_int_equal(a->info.status, job->info.status), assert_int_equal(a->info.end, job->info.end);
    assert_int_equal(a->work.iterations, job->work.iterations), assert_int_equal(a->work.evaluations, job->work.evaluations);
    assert_int_equal(a->work.solves, job->work.solves);
}

static void run(int width, int threads, int seed) {
    static answer got[NJOB];
    il_job        job[NJOB];
    int           order[NJOB];
    il_error      err = {0};
    shuffled(order, (uint64_t)seed);
    for (int k = 0; k < NJOB; k++) {
        got[k] = new_answer();
        job[k] = job_of(order[k]);
        job[k].q = got[k].q, job[k].act = got[k].act, job[k].look = look, job[k].user = &got[k];
    }
    if (ili_batch_run(S.f.body.m, IL_ISA_AUTO, NJOB, job, threads, width, "test", NULL, &err) != IL_OK) fail_msg("%s", err.text);
    for (int k = 0; k < NJOB; k++) {
        same_as_alone(order[k], &job[k], &got[k], width, threads, seed);
        free(got[k].q);
    }
}

// every width, but under sanitizers, which take a minute for that, the narrowest, an odd one and the widest
static void width_changes_no_bit(void **state) {
    (void)state;
#if defined(__SANITIZE_ADDRESS__)
    static const int widths[] = {1, 3, IL_LANES};
#else
    static const int widths[] = {1, 2, 3, 4, 5, 6, 7, IL_LANES};
#endif
    for (size_t i = 0; i < sizeof widths/sizeof *widths; i++) run(widths[i], 1, widths[i]);
}

static double ticks(void *user) { return *(double *)user += 1.0; }

// limits belong to a job: its neighbours in the lanes, and who comes into its seat after it, have none of them
static void each_job_keeps_its_own_limits(void **state) {
    (void)state;
    il_job   job[12];
    il_error err = {0};
    double   now[12] = {0};
    for (int i = 0; i < 12; i++) {
        job[i] = job_of(0);
        if (i%3 == 1) job[i].max_iterations = 2;
        if (i%3 == 2) job[i].clock = ticks, job[i].clock_user = &now[i], job[i].allowed = 3.0;
    }
    assert_int_equal(il_batch_run(S.f.body.m, IL_ISA_AUTO, 12, job, 1, "limits", NULL, &err), IL_OK);
    for (int i = 0; i < 12; i++) {
        assert_int_equal(job[i].info.status, i%3 ? IL_POSTURE_NOT_CONVERGED : IL_POSTURE_SOLVED);
        if (i%3 == 1) assert_true(job[i].info.end == IL_POSTURE_END_ITERATIONS && job[i].work.iterations <= 2);
        if (i%3 == 2) assert_true(job[i].info.end == IL_POSTURE_END_TIME && job[i].work.iterations <= 3);
        if (i%3 == 0) assert_true(job[i].work.iterations == job[0].work.iterations);
    }
}

static void threads_change_no_bit(void **state) {
    (void)state;
    run(8, 2, 11), run(3, 2, 12), run(8, 3, 13);
}

// ---- fibres ----

typedef struct counter {
    ili_fibre *fibre;
    int        stops, sum;
} counter;

// locals live over a stop, far down the stack too
static int deep(counter *c, int depth) {
    volatile char room[2048];
    for (size_t i = 0; i < sizeof room; i++) room[i] = (char)depth;
    if (depth > 0) return deep(c, depth - 1) + room[depth];
    for (int i = 0; i < c->stops; i++) ili_fibre_stop(c->fibre), c->sum++;
    return room[7];
}
static void count(void *user) {
    counter *c = user;
    c->sum += deep(c, 60);
}

static void fibres_take_turns(void **state) {
    (void)state;
    enum { N = 5 };
    counter c[N];
    if (!ili_fibre_possible()) return;
    for (int i = 0; i < N; i++) {
        c[i] = (counter){.stops = 3*i};
        assert_int_equal(ili_fibre_create(count, &c[i], &c[i].fibre), IL_OK);
    }
    for (int again = 1; again <= 3; again++) {
        int left = N, round = 0;
        for (; left > 0; round++) {
            for (int i = 0; i < N; i++) {
                if (round <= c[i].stops && ili_fibre_go(c[i].fibre)) left--, assert_int_equal(round, c[i].stops);
            }
        }
        for (int i = 0; i < N; i++) assert_int_equal(c[i].sum, again*(3*i + 60*61/2));
    }
    for (int i = 0; i < N; i++) ili_fibre_free(c[i].fibre);
}

int main(void) {
    const struct CMUnitTest all[] = {cmocka_unit_test(fibres_take_turns), cmocka_unit_test(width_changes_no_bit), cmocka_unit_test(threads_change_no_bit), cmocka_unit_test(each_job_keeps_its_own_limits)};
    return cmocka_run_group_tests(all, open_all, close_all);
}

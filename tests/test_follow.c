// test_follow.c - neighbours' equilibria that are followed from one solved posture are those that full solves find
#include "scenario/follow.h"
#include "scenario/mirror.h"
#include "scenario/relatives.h"
#include "ilium/factor.h"
#include "task_fixture.h"

/// What a neighbour differs in, at 1/3, 2/3 and the whole of it.
typedef struct difference {
    il_parameter_kind kind;
    const char       *target;
    il_side           side;
    double            value;
} difference;

static const difference differences[] = {
    {IL_MUSCLE_SHORTNESS, "psoas", IL_SIDE_RIGHT, 0.1},      {IL_MUSCLE_SHORTNESS, "hamstrings", IL_SIDE_LEFT, 0.1}, {IL_LEG_LENGTH, "", IL_SIDE_RIGHT, -15.0},
    {IL_MUSCLE_SPASM, "quadratus_lumborum", IL_SIDE_RIGHT, 0.2}, {IL_HIP_FEMORAL_VERSION, "", IL_SIDE_RIGHT, 12.0},
};
enum { NDIFFERENCE = sizeof differences/sizeof *differences, NSHARE = 3, NNEIGHBOUR = NDIFFERENCE*NSHARE };

// who is followed roughly is as near as that says: a twentieth of a degree of the same neighbour followed with care
static void check_roughly(ili_follow *f, const il_task *task, const il_subject *who, const double *q, const double *act, double way, const ili_neighbour *careful) {
    ili_neighbour rough[NNEIGHBOUR];
    il_error      err = {0};
    int           looks[2] = {0};
    memcpy(rough, careful, sizeof rough);
    ili_follow_near(f, ILI_NEAR_ROUGHLY);
    if (ili_follow_run(f, task, who, q, act, way, NNEIGHBOUR, rough, &err) != IL_OK) fail_msg("%s", err.text);
    for (int i = 0; i < NNEIGHBOUR; i++) {
        if (!careful[i].found || !rough[i].found) continue;
        looks[0] += careful[i].looks, looks[1] += rough[i].looks;
        for (int k = 0; k < il_task_reading_count(task); k++) {
            double miss = fabs(rough[i].reading[k] - careful[i].reading[k]);
            if (!(miss <= 0.05)) fail_msg("%s, neighbour %d: %g followed roughly, %g with care", il_task_definition(task)->id, i, rough[i].reading[k], careful[i].reading[k]);
        }
    }
    assert_true(looks[1] < looks[0]);
}

static void check(const char *id, il_side side, int at_least, double near) {
    task_fixture    f = tasks_open();
    const il_model *m = f.body.m;
    il_error       err = {0};
    il_task       *task = task_make(&f, id, side);
    il_outcome     base = task_run(&f, task, NULL, NULL), out;
    ili_neighbour  n[NNEIGHBOUR] = {0};
    ili_changes    changes[NNEIGHBOUR];
    il_params     *p[NNEIGHBOUR];
    ili_follow    *follow = NULL;
    double        *q = calloc((size_t)m->nq, sizeof *q), *act = calloc((size_t)m->nmuscle, sizeof *act), way = base.way, reading[IL_TASK_MAX], worst = 0.0;
    int            found = 0;
    memcpy(q, base.solution.q, sizeof *q*(size_t)m->nq), memcpy(act, base.solution.act, sizeof *act*(size_t)m->nmuscle), memcpy(reading, base.reading, sizeof reading);
    for (int i = 0; i < NNEIGHBOUR; i++) {
        const difference *d = &differences[i/NSHARE];
        assert_int_equal(il_params_create(m, false, &p[i], &err), IL_OK);
        n[i].share = (1 + i%NSHARE)/(double)NSHARE;
        if (il_parameter_apply(f.body.body, p[i], d->kind, d->target, d->side, d->value, n[i].share, &err) != IL_OK) fail_msg("%s", err.text);
        assert_int_equal(ili_changes_find(m, m->nominal, p[i], &changes[i], &err), IL_OK);
        n[i].who = usual_subject(&f, p[i]), n[i].changes = &changes[i];
    }
    il_subject who = usual_subject(&f, m->nominal);
    if (ili_follow_create(m, IL_ISA_AUTO, &follow, &err) != IL_OK || ili_follow_run(follow, task, &who, q, act, way, NNEIGHBOUR, n, &err) != IL_OK) fail_msg("%s", err.text);
    for (int i = 0; i < NNEIGHBOUR; i++) {
        il_subject whom = n[i].who;
        whom.way = way;
        assert_int_equal(il_scenario_run(f.work, task, &whom, q, act, &out, &err), IL_OK);
        if (out.info.status != IL_POSTURE_SOLVED || !n[i].found) continue;
        found++;
        for (int k = 0; k < il_task_reading_count(task); k++) {
            double miss = fabs(n[i].reading[k] - out.reading[k]);
            worst = fmax(worst, miss/(near*fmax(1.0, fabs(out.reading[k] - reading[k]))));
        }
    }
    check_roughly(follow, task, &who, q, act, way, n);
    if (found < at_least || worst >= 1.0) fail_msg("%s: %d of %d found, worst miss %.2f of what is allowed", id, found, NNEIGHBOUR, worst);
    for (int i = 0; i < NNEIGHBOUR; i++) ili_changes_free(&changes[i]), il_params_free(p[i]);
    ili_follow_free(follow);
    free(q), free(act);
    il_task_free(task);
    tasks_close(&f);
}

// what a test of strength is said not to feel changes no bit of it
static void strength_that_feels_nothing(void **state) {
    static const difference unfelt[] = {{IL_MUSCLE_SHORTNESS, "psoas", IL_SIDE_LEFT, 0.1}, {IL_JOINT_STIFFNESS, "sacroiliac", IL_SIDE_BOTH, 3.0}, {IL_LIGAMENT_LAXITY, "iliolumbar", IL_SIDE_RIGHT, 2.0}};
    static const difference felt[] = {{IL_MUSCLE_STRENGTH, "gluteus_medius", IL_SIDE_RIGHT, 0.5}, {IL_LEG_LENGTH, "", IL_SIDE_LEFT, 10.0}};
    (void)state;
    task_fixture f = tasks_open();
    il_error     err = {0};
    il_task     *task = task_make(&f, "hip_abduction_strength", IL_SIDE_RIGHT);
    double       push = task_run(&f, task, NULL, NULL).reading[0];
    for (size_t i = 0; i < 5; i++) {
        const difference *d = i < 3 ? &unfelt[i] : &felt[i - 3];
        ili_changes       changes;
        task_nominal(&f);
        if (il_parameter_apply(f.body.body, f.p, d->kind, d->target, d->side, d->value, 1.0, &err) != IL_OK) fail_msg("%s", err.text);
        assert_int_equal(ili_changes_find(f.body.m, f.body.m->nominal, f.p, &changes, &err), IL_OK);
        assert_true(changes.n > 0);
        assert_int_equal(ili_strength_feels(f.body.m, task, &changes), i >= 3);
        if (i < 3) assert_true(task_run(&f, task, NULL, NULL).reading[0] == push);
        ili_changes_free(&changes);
    }
    il_task_free(task);
    tasks_close(&f);
}

// a family as one call: the equilibria that a batch finds, some followed, some solved (tests of strength cannot be followed); the same bits on two threads
static void a_family(void **state) {
    (void)state;
    enum { LEADS = 2, N = LEADS*(1 + NDIFFERENCE) };
    task_fixture    f = tasks_open();
    const il_model *m = f.body.m;
    il_error        err = {0};
    il_task        *task[LEADS] = {task_make(&f, "standing", IL_SIDE_NONE), task_make(&f, "hip_abduction_strength", IL_SIDE_RIGHT)};
    il_params      *p[NDIFFERENCE];
    double         *q = calloc((size_t)(LEADS*m->nq), sizeof *q), *act = calloc((size_t)(LEADS*m->nmuscle), sizeof *act);
    il_job          job[2][N] = {0}, direct[N] = {0};
    int             lead_of[N] = {0}, followed[2] = {0};
    for (int d = 0; d < NDIFFERENCE; d++) {
        const difference *x = &differences[d];
        assert_int_equal(il_params_create(m, false, &p[d], &err), IL_OK);
        if (il_parameter_apply(f.body.body, p[d], x->kind, x->target, x->side, x->value, 1.0, &err) != IL_OK) fail_msg("%s", err.text);
    }
    for (int i = 0; i < N; i++) {
        int lead = i < LEADS ? i : (i - LEADS)/NDIFFERENCE;
        lead_of[i] = lead;
        for (int k = 0; k < 2; k++) job[k][i] = (il_job){.task = task[lead], .who = usual_subject(&f, i < LEADS ? m->nominal : p[(i - LEADS)%NDIFFERENCE])};
        for (int k = 0; i < LEADS && k < 2; k++) job[k][i].q = &q[i*m->nq], job[k][i].act = &act[i*m->nmuscle];
        direct[i] = job[0][i], direct[i].q = direct[i].act = NULL;
    }
    for (int k = 0; k < 2; k++)
        if (ili_relatives_run(m, LEADS, N, job[k], lead_of, false, 1 + k, NULL, NULL, &followed[k], &err) != IL_OK) fail_msg("%s", err.text);
    if (il_batch_run(m, IL_ISA_AUTO, N, direct, 1, NULL, NULL, &err) != IL_OK) fail_msg("%s", err.text);
    assert_true(followed[0] >= 2 && followed[0] < NDIFFERENCE + 1 && followed[1] == followed[0]);
    for (int i = 0; i < N; i++) {
        assert_int_equal(job[0][i].info.status, IL_POSTURE_SOLVED);
        for (int r = 0; r < il_task_reading_count(direct[i].task); r++) {
            assert_true(job[0][i].reading[r] == job[1][i].reading[r]);
            double miss = fabs(job[0][i].reading[r] - direct[i].reading[r]);
            if (miss > 0.02*fmax(1.0, fabs(direct[i].reading[r]))) fail_msg("job %d, reading %d: %g, by a batch %g", i, r, job[0][i].reading[r], direct[i].reading[r]);
        }
    }
    for (int d = 0; d < NDIFFERENCE; d++) il_params_free(p[d]);
    for (int t = 0; t < LEADS; t++) il_task_free(task[t]);
    free(q), free(act);
    tasks_close(&f);
}

// what the right side found, seen in the mirror, is what the left side does: no search from there moves it
static void a_mirror_image(void **state) {
    static const char *const ids[] = {"modified_thomas", "hip_rotation_in_prone", "one_leg_stance"};
    (void)state;
    task_fixture    f = tasks_open();
    const il_model *m = f.body.m;
    il_error        err = {0};
    double         *q = calloc((size_t)m->nq, sizeof *q), *act = calloc((size_t)m->nmuscle, sizeof *act);
    for (size_t i = 0; i < sizeof ids/sizeof *ids; i++) {
        il_task   *right = task_make(&f, ids[i], IL_SIDE_RIGHT), *left = task_make(&f, ids[i], IL_SIDE_LEFT);
        il_outcome out = task_run(&f, right, NULL, NULL), other = {0};
        il_subject who = usual_subject(&f, f.p);
        double     reading = out.reading[0];
        int        needed = out.work.iterations;
        ili_mirror_posture(m, out.solution.q, out.solution.act, q, act);
        who.way = out.way;
        if (il_scenario_run(f.work, left, &who, q, act, &other, &err) != IL_OK) fail_msg("%s", err.text);
        assert_int_equal(other.info.status, IL_POSTURE_SOLVED);
        for (int j = 0; j < m->nq; j++)
            if (!(fabs(other.solution.q[j] - q[j]) < 1e-3*m->nominal->coordinate_size[j])) fail_msg("%s: %s", ids[i], m->coordinate_name[j]);
        assert_true(fabs(other.reading[0] - reading) < 1e-3 && 2*other.work.iterations < needed);
        il_task_free(right), il_task_free(left);
    }
    free(q), free(act);
    tasks_close(&f);
}

// the usual body is its own mirror image; with one number of one side changed it is not
static void bodies_that_are_their_own_image(void **state) {
    (void)state;
    task_fixture    f = tasks_open();
    const il_model *m = f.body.m;
    il_params      *p = NULL;
    il_data        *d = NULL;
    assert_int_equal(il_params_create(m, false, &p, NULL), IL_OK);
    assert_int_equal(il_data_create(m, IL_ISA_AUTO, &d, NULL), IL_OK);
    assert_true(ili_body_even(m, p, d));
    double *const one[] = {&p->muscle_f_max[m->nmuscle/3], &p->muscle_l_slack[m->nmuscle/2], &p->ligament_l_slack[il_ligament_find(m, "ILL_posterior_r")], &p->body_mass[il_body_find(m, "femur_r")], &p->point_pos[3*(m->npoint/3)],
                          &p->bushing_k[6*il_bushing_find(m, "sij_bushing_r")], &p->joint_child_pos[3*il_body_find(m, "tibia_l") + 1], &p->pad_pos[0]};
    for (size_t i = 0; i < sizeof one/sizeof *one; i++) {
        double was = *one[i];
        *one[i] += 0.001 + 0.01*fabs(was);
        if (ili_body_even(m, p, d)) fail_msg("number %zu of one side is another, and the body still its own mirror image", i);
        *one[i] = was;
    }
    il_data_free(d), il_params_free(p);
    tasks_close(&f);
}

// A task that is its own mirror image: who is short on the left reads what the mirror shows of who is short on the right, followed or solved. With one thing less it is not.
static void tasks_that_are_their_own_image(void **state) {
    static const char *const ids[] = {"standing", "lying", "forward_bend", "cross_legged_sit"};
    (void)state;
    task_fixture    f = tasks_open();
    const il_model *m = f.body.m;
    il_error        err = {0};
    il_params      *p[2];
    ili_follow     *follow = NULL;
    ili_changes     changes;
    double         *q = calloc((size_t)(m->nq + m->nmuscle), sizeof *q), *act = q + m->nq, image[3][IL_TASK_MAX], moved = 0.0;
    int             found = 0;
    for (int side = 0; side < 2; side++) {
        assert_int_equal(il_params_create(m, false, &p[side], &err), IL_OK);
        if (il_parameter_apply(f.body.body, p[side], IL_MUSCLE_SHORTNESS, "hamstrings", side ? IL_SIDE_LEFT : IL_SIDE_RIGHT, 0.05, 1.0, &err) != IL_OK) fail_msg("%s", err.text);
    }
    assert_int_equal(ili_changes_find(m, m->nominal, p[0], &changes, &err), IL_OK);
    assert_int_equal(ili_follow_create(m, IL_ISA_AUTO, &follow, &err), IL_OK);
    for (size_t i = 0; i < sizeof ids/sizeof *ids; i++) {
        il_task   *task = task_make(&f, ids[i], IL_SIDE_NONE);
        il_outcome usual = task_run(&f, task, NULL, NULL);
        il_subject who = usual_subject(&f, m->nominal);
        il_job     job[3] = {{.task = task, .who = usual_subject(&f, p[0]), .image = image[0]}, {.task = task, .who = usual_subject(&f, p[1])},
                             {.task = task, .who = usual_subject(&f, p[0]), .image = image[2], .start_of = &who}};
        memcpy(q, usual.solution.q, sizeof *q*(size_t)m->nq), memcpy(act, usual.solution.act, sizeof *act*(size_t)m->nmuscle);
        ili_neighbour near = {.who = job[0].who, .changes = &changes, .share = 1.0, .image = image[1]};
        if (!task->even) fail_msg("%s is no mirror image of its own", ids[i]);
        for (int k = 0; k < 3; k++) job[k].start = q, job[k].start_act = act, job[k].who.way = usual.way;
        if (il_batch_run(m, IL_ISA_AUTO, 3, job, 1, NULL, NULL, &err) != IL_OK) fail_msg("%s", err.text);
        if (ili_follow_run(follow, task, &who, q, act, usual.way, 1, &near, &err) != IL_OK) fail_msg("%s", err.text);
        assert_true(job[0].info.status == IL_POSTURE_SOLVED && job[1].info.status == IL_POSTURE_SOLVED);
        for (int k = 0; k < il_task_reading_count(task); k++) {
            double left = job[1].reading[k], size = fmax(1.0, fabs(left));
            if (!(fabs(image[0][k] - left) < 2e-3*size)) fail_msg("%s, reading %d: %g in the mirror, %g on the left", ids[i], k, image[0][k], left);
            if (!(fabs(image[2][k] - image[0][k]) < 2e-3*size)) fail_msg("%s, reading %d: %g followed in a batch, %g solved", ids[i], k, image[2][k], image[0][k]);
            if (near.found && !(fabs(image[1][k] - image[0][k]) < 2e-3*size)) fail_msg("%s, reading %d: %g followed, %g solved", ids[i], k, image[1][k], image[0][k]);
            moved = fmax(moved, fabs(job[0].reading[k] - left));
        }
        found += near.found;
        il_task_free(task);
    }
    assert_true(moved > 0.1); // the two sides do differ
    assert_true(found >= 3);
    il_task_def less = *il_tasks_find(f.tasks, "standing");
    il_task    *uneven = NULL;
    less.nplace--;
    assert_int_equal(il_task_create(m, &less, IL_SIDE_NONE, &uneven, &err), IL_OK);
    assert_false(uneven->even);
    il_task_free(uneven);
    for (int side = 0; side < 2; side++) il_params_free(p[side]);
    ili_changes_free(&changes), ili_follow_free(follow);
    free(q);
    tasks_close(&f);
}

static void a_lying_body(void **state)      { (void)state; check("lying", IL_SIDE_NONE, 12, 0.01); }
static void a_hanging_leg(void **state)     { (void)state; check("modified_thomas", IL_SIDE_RIGHT, 12, 0.01); }
static void a_raised_leg(void **state)      { (void)state; check("straight_leg_raise", IL_SIDE_LEFT, 12, 0.01); }
static void a_test_that_ends(void **state)  { (void)state; check("forward_bend", IL_SIDE_NONE, 12, 0.02); }
static void a_turned_hip(void **state)      { (void)state; check("hip_rotation_in_prone", IL_SIDE_RIGHT, 12, 0.05); }
static void a_bent_hip(void **state)        { (void)state; check("hip_flexion", IL_SIDE_RIGHT, 9, 0.05); }
static void a_lowered_leg(void **state)     { (void)state; check("ober", IL_SIDE_RIGHT, 12, 0.05); }

static void a_standing_body(void **state)   { (void)state; check("standing", IL_SIDE_NONE, 7, 0.05); }
static void one_leg(void **state)           { (void)state; check("one_leg_stance", IL_SIDE_RIGHT, 9, 0.05); }

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_standing_body), cmocka_unit_test(one_leg),
                                       cmocka_unit_test(a_lying_body), cmocka_unit_test(a_hanging_leg), cmocka_unit_test(a_raised_leg), cmocka_unit_test(a_test_that_ends),
                                       cmocka_unit_test(a_turned_hip), cmocka_unit_test(a_bent_hip), cmocka_unit_test(a_lowered_leg), cmocka_unit_test(a_mirror_image), cmocka_unit_test(bodies_that_are_their_own_image), cmocka_unit_test(tasks_that_are_their_own_image), cmocka_unit_test(strength_that_feels_nothing), cmocka_unit_test(a_family)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

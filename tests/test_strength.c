// test_strength.c - the greatest push that muscles can hold
//
// Oracles: a joint with two muscles by hand; brute force over every vertex of small random programs; the bound of the prices, which no
// choice of muscles can exceed, computed apart; the posture solver, which must hold a little less and must fail to hold a little more.
#include "base/random.h"
#include "ilium/strength.h"
#include "solve/simplex.h"
#include "task_fixture.h"

static task_fixture F;

static int open_all(void **state) {
    (void)state;
    F = tasks_open();
    return 0;
}
static int close_all(void **state) {
    (void)state;
    tasks_close(&F);
    return 0;
}

// ---- the program -----------------------------------------------------------------------------------------------------------------

// flexor 40 N m, extensor 25 N m with a tone of 0.1, limb's weight -6 N m, push at 0.3 m against flexion: 40 a - 25 e - 0.3 s - 6 = 0
static void one_joint_with_two_muscles(void **state) {
    (void)state;
    double              A[3] = {40, -25, -0.3}, b = 6, c[3] = {0, 0, 1}, lo[3] = {0.01, 0.1, 0}, hi[3] = {1, 1, IL_INF}, x[3], y;
    ili_simplex        *w = ili_simplex_create(1, 3);
    ili_simplex_problem p = {.nrow = 1, .nx = 3, .A = A, .b = &b, .c = c, .lo = lo, .hi = hi};
    ili_simplex_answer  out = {.x = x, .price = &y};
    assert_int_equal(ili_simplex_maximise(w, &p, &out), ILI_SIMPLEX_SOLVED);
    double expected = (40 - 2.5 - 6)/0.3;
    assert_true(fabs(out.value - expected) < 1e-12*expected);
    assert_true(fabs(x[0] - 1) < 1e-15 && fabs(x[1] - 0.1) < 1e-15);
    b = 60; // too heavy even without a push
    assert_int_equal(ili_simplex_maximise(w, &p, &out), ILI_SIMPLEX_INFEASIBLE);
    ili_simplex_free(w);
}

// every choice of two basic columns with all others at a bound
static double brute_force(const ili_simplex_problem *p) {
    double best = -IL_INF;
    for (int i = 0; i < p->nx; i++) {
        for (int k = i + 1; k < p->nx; k++) {
            double det = p->A[i]*p->A[p->nx + k] - p->A[k]*p->A[p->nx + i];
            if (fabs(det) < 1e-12) continue;
            for (int at = 0; at < 1 << p->nx; at++) {
                double r[2] = {p->b[0], p->b[1]}, x[8], value = 0;
                for (int j = 0; j < p->nx; j++) {
                    x[j] = at >> j & 1 ? p->hi[j] : p->lo[j];
                    for (int row = 0; row < 2 && j != i && j != k; row++) r[row] -= p->A[row*p->nx + j]*x[j];
                }
                x[i] = (r[0]*p->A[p->nx + k] - r[1]*p->A[k])/det, x[k] = (p->A[i]*r[1] - p->A[p->nx + i]*r[0])/det;
                if (x[i] < p->lo[i] - 1e-12 || x[i] > p->hi[i] + 1e-12 || x[k] < p->lo[k] - 1e-12 || x[k] > p->hi[k] + 1e-12) continue;
                for (int j = 0; j < p->nx; j++) value += p->c[j]*x[j];
                best = fmax(best, value);
            }
        }
    }
    return best;
}

static void small_programs_agree_with_brute_force(void **state) {
    (void)state;
    enum { N = 6 };
    ili_random   r;
    ili_simplex *w = ili_simplex_create(2, N);
    int          solved = 0;
    ili_random_seed(&r, 7, 1);
    for (int trial = 0; trial < 400; trial++) {
        double A[2*N], b[2], c[N], lo[N], hi[N], x[N], y[2];
        for (int i = 0; i < 2*N; i++) A[i] = ili_random_normal(&r);
        for (int i = 0; i < 2; i++) b[i] = ili_random_normal(&r);
        for (int i = 0; i < N; i++) c[i] = ili_random_normal(&r), lo[i] = -fabs(ili_random_normal(&r)), hi[i] = lo[i] + fabs(ili_random_normal(&r));
        ili_simplex_problem p = {.nrow = 2, .nx = N, .A = A, .b = b, .c = c, .lo = lo, .hi = hi};
        ili_simplex_answer  out = {.x = x, .price = y};
        ili_simplex_status  status = ili_simplex_maximise(w, &p, &out);
        double              best = brute_force(&p);
        assert_int_equal(status, isfinite(best) ? ILI_SIMPLEX_SOLVED : ILI_SIMPLEX_INFEASIBLE);
        if (status != ILI_SIMPLEX_SOLVED) continue;
        if (!(fabs(out.value - best) < 1e-9)) fail_msg("trial %d: %g, by brute force %g", trial, out.value, best);
        solved++;
    }
    assert_true(solved > 100 && solved < 400);
    ili_simplex_free(w);
}

// ---- the body --------------------------------------------------------------------------------------------------------------------

enum { NBALANCE = 4 };

typedef struct bench {
    il_strength        *work;
    il_strength_problem problem;
    double              q[256];
    int                 balance[IL_STRENGTH_ROWS];
} bench;

// side-lying on the left, pushing the right leg up against a hand above the ankle
static void lie_on_the_side(bench *s) {
    const il_model *m = F.body.m;
    il_error        err = {0};
    static const char *const names[NBALANCE] = {"hip_flexion_r", "hip_adduction_r", "hip_rotation_r", "knee_angle_r"};
    if (il_strength_create(m, IL_ISA_AUTO, &s->work, &err) != IL_OK) fail_msg("%s", err.text);
    memcpy(s->q, F.p->coordinate_neutral, sizeof *s->q*(size_t)m->nq);
    for (int i = 0; i < NBALANCE; i++) s->balance[i] = coordinate(m, names[i]);
    s->problem = (il_strength_problem){.m = m, .p = F.p, .q = s->q, .gravity = {0, 0, -9.80665}, .nbalance = NBALANCE, .balance = s->balance,
                                       .push = {.marker = landmark(m, "lateral_malleolus_r"), .force = {0, 0, -1}}, .stand = IL_NONE};
}

static il_strength_result try_strength(bench *s) {
    il_strength_result out;
    il_error           err = {0};
    if (il_strength_solve(s->work, &s->problem, &out, &err) != IL_OK) fail_msg("%s", err.text);
    return out;
}

static void every_row_balances_and_no_muscles_could_hold_more(void **state) {
    (void)state;
    bench s;
    task_nominal(&F);
    lie_on_the_side(&s);
    il_strength_result out = try_strength(&s);
    assert_true(out.can_hold && out.push > 20.0);
    assert_true(fabs(out.bound - out.push) < 1e-7*out.push);
    for (int i = 0; i < NBALANCE; i++) {
        double left = out.d->residual[s.balance[i]].lane[0];
        if (!(fabs(left) < 1e-8*out.push)) fail_msg("%s is out of balance by %g", F.body.m->coordinate_name[s.balance[i]], left);
    }
    for (int i = 0; i < F.body.m->nmuscle; i++) assert_true(out.act[i] >= F.p->muscle_tone[i] && out.act[i] <= F.p->muscle_act_max[i]);
    printf("side-lying abduction above the ankle: %.0f N, %d steps\n", out.push, out.iterations);
    il_strength_free(s.work);
}

// another solver, from least effort: what it cannot give on the rows of the leg, upright and hanging at the pelvis
static double missing(const bench *s, double push) {
    const il_model     *m = F.body.m;
    static const double no_plane[64];
    il_push             load = s->problem.push;
    il_posture         *w = NULL;
    il_error            err = {0};
    il_posture_solution solution;
    il_posture_info     info;
    for (int k = 0; k < 3; k++) load.force[k] *= push;
    il_posture_settings set = il_default_posture_settings();
    set.reserve_cost = 1e4;
    il_posture_problem p = {.m = m, .p = F.p, .held = true, .prescribed = true, .gravity = {0, -9.80665, 0}, .plane = no_plane, .npush = 1, .push = &load, .effort = 1.0, .start = s->q};
    if (il_posture_create(m, IL_ISA_AUTO, 0, &w, &err) != IL_OK || il_posture_solve(w, &p, &set, &solution, &info, &err) != IL_OK) fail_msg("%s", err.text);
    double most = 0.0;
    for (int i = 0; i < s->problem.nbalance; i++) most = fmax(most, fabs(solution.reserve[s->balance[i]]));
    il_posture_free(w);
    return most;
}

// on the left foot alone, pushing the right leg outward: what the ground does follows from statics, and the standing hip ends the push
static void who_stands_is_held_by_the_ground_alone(void **state) {
    (void)state;
    static const char *const more[] = {"hip_flexion_l", "hip_adduction_l", "hip_rotation_l", "pelvis_tilt", "pelvis_list", "pelvis_rotation", "pelvis_tx", "pelvis_ty", "pelvis_tz"};
    enum { MORE = sizeof more/sizeof *more };
    bench s;
    task_nominal(&F);
    lie_on_the_side(&s);
    const il_model *m = F.body.m;
    s.problem.gravity[1] = -9.80665, s.problem.gravity[2] = 0.0;
    s.q[coordinate(m, "hip_adduction_l")] = 0.1;
    double braced = try_strength(&s).push;
    for (int i = 0; i < MORE; i++) s.balance[NBALANCE + i] = coordinate(m, more[i]);
    s.problem.nbalance += MORE, s.problem.stand = landmark(m, "ankle_centre_l");
    il_strength_result out = try_strength(&s);
    assert_true(out.can_hold && out.push > 20.0 && out.push < 0.8*braced && fabs(out.bound - out.push) < 1e-7*out.push);
    for (int i = 0; i < s.problem.nbalance; i++) {
        double left = out.d->residual[s.balance[i]].lane[0];
        if (!(fabs(left) < 1e-7*out.push)) fail_msg("%s is out of balance by %g", m->coordinate_name[s.balance[i]], left);
    }
    const il_pack *ground = &out.d->wrench[6*m->marker_body[s.problem.stand]], *at = &out.d->marker_world[3*s.problem.stand];
    double         mass = 0.0, weight;
    for (int b = 0; b < m->nbody; b++) mass += F.p->body_mass[b];
    weight = 9.80665*mass;
    assert_true(fabs(ground[4].lane[0] - weight) < 1e-6*weight && fabs(ground[5].lane[0] - out.push) < 1e-6*weight && fabs(ground[3].lane[0]) < 1e-6*weight);
    // where the ground presses: its moment about the ankle in the frontal plane, less what the horizontal force has there, is within the sole
    double frontal = ground[0].lane[0] - (at[1].lane[0]*ground[5].lane[0] - at[2].lane[0]*ground[4].lane[0]);
    assert_true(fabs(frontal) <= 0.03*weight*(1.0 + 1e-9));
    il_strength_free(s.work);
}

static void the_posture_solver_holds_less_and_fails_at_more(void **state) {
    (void)state;
    bench s;
    task_nominal(&F);
    lie_on_the_side(&s);
    s.problem.gravity[1] = -9.80665, s.problem.gravity[2] = 0.0;
    il_strength_result out = try_strength(&s);
    assert_true(out.can_hold && fabs(out.bound - out.push) < 1e-6*out.push);
    double push = out.push, below = missing(&s, 0.9*push), above = missing(&s, 1.1*push);
    printf("hanging at the pelvis: %.0f N; reserve at 90 %%: %.3f N m, at 110 %%: %.3f N m\n", push, below, above);
    assert_true(below < 0.2);
    assert_true(above > 3.0);
    il_strength_free(s.work);
}

static void halved_muscles_push_less_and_both_sides_are_alike(void **state) {
    (void)state;
    const il_model *m = F.body.m;
    bench           s;
    task_nominal(&F);
    lie_on_the_side(&s);
    double whole = try_strength(&s).push;
    for (int i = 0; i < m->nmuscle; i++) {
        if (strncmp(m->muscle_name[i], "glut_me", 7) == 0 || strncmp(m->muscle_name[i], "glut_mi", 7) == 0) F.p->muscle_f_max[i] *= 0.5;
    }
    assert_true(try_strength(&s).push < 0.95*whole);
    task_nominal(&F);
    for (int i = 0; i < NBALANCE; i++) {
        char name[96];
        s.balance[i] = coordinate(m, other_side(m->coordinate_name[s.balance[i]], name));
    }
    s.problem.push.marker = landmark(m, "lateral_malleolus_l"), s.problem.push.force[2] = 1, s.problem.gravity[2] = 9.80665;
    double left = try_strength(&s).push;
    assert_true(fabs(left - whole) < 1e-6*whole);
    il_strength_free(s.work);
}

// ---- a spine that gives way --------------------------------------------------------------------------------------------------------

enum { NSPINE = 21 };

static void brace_all_but_the_spine(bench *s, double yield_deg) {
    static const char *const joints[] = {"L5_S1", "L4_L5", "L3_L4", "L2_L3", "L1_L2", "T12_L1", "thorax"}, *const ways[] = {"flexion", "bending", "rotation"};
    const il_model          *m = F.body.m;
    il_error                 err = {0};
    if (il_strength_create(m, IL_ISA_AUTO, &s->work, &err) != IL_OK) fail_msg("%s", err.text);
    memcpy(s->q, F.p->coordinate_neutral, sizeof *s->q*(size_t)m->nq);
    for (int i = 0; i < NSPINE; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s_%s", joints[i/3], ways[i%3]);
        s->balance[i] = coordinate(m, name);
    }
    s->problem = (il_strength_problem){.m = m, .p = F.p, .q = s->q, .gravity = {0, -9.80665, 0}, .nbalance = NSPINE, .balance = s->balance, .stand = IL_NONE,
                                       .push = {.marker = landmark(m, "C7"), .force = {1, 0, 0}}, .yield = yield_deg*0.017453292519943295};
}

// every joint is in balance where the spine came to rest, the landmark has not moved along the push, and the limit to yielding decides nothing
static void a_yielding_spine_is_in_balance_and_the_landmark_stays(void **state) {
    (void)state;
    const il_model *m = F.body.m;
    double          push[2], place = 0.0;
    task_nominal(&F);
    for (int trial = 0; trial < 2; trial++) {
        bench s;
        brace_all_but_the_spine(&s, trial == 0 ? 10.0 : 20.0);
        double yield = s.problem.yield;
        s.problem.yield = 0.0; // as given: where the landmark is
        place = try_strength(&s).d->marker_world[3*s.problem.push.marker].lane[0];
        s.problem.yield = yield;
        il_strength_result out = try_strength(&s);
        assert_true(out.can_hold);
        for (int i = 0; i < NSPINE; i++) {
            double left = out.d->residual[s.balance[i]].lane[0];
            if (!(fabs(left) < 1e-6*out.push)) fail_msg("%s is out of balance by %g N m under %g N", m->coordinate_name[s.balance[i]], left, out.push);
        }
        assert_true(fabs(out.d->marker_world[3*s.problem.push.marker].lane[0] - place) < 1e-5);
        push[trial] = out.push;
        il_strength_free(s.work);
    }
    printf("extension of the trunk at C7, standing: %.0f N, with twice the room to yield %.0f N\n", push[0], push[1]);
    assert_true(fabs(push[1]/push[0] - 1.0) < 0.02);
}

// what gives way gives the mirrored answer to the mirrored question: several activations give the same push, and one of them is found
static void a_yielding_spine_has_a_mirror_image(void **state) {
    (void)state;
    const il_model *m = F.body.m;
    double          push[2];
    task_nominal(&F);
    for (int i = 0; i < m->nmuscle; i++) F.p->muscle_f_max[i] *= strstr(m->muscle_name[i], "_r") && i%3 == 0 ? 0.8 : 1.0;
    for (int trial = 0; trial < 2; trial++) {
        bench s;
        brace_all_but_the_spine(&s, 10.0);
        il_strength_result out = try_strength(&s);
        assert_true(out.can_hold && out.residual < 1e-7);
        push[trial] = out.push;
        il_strength_free(s.work);
        for (int i = 0; trial == 0 && i < m->nmuscle; i++) { // the other side's strength
            char name[96];
            int  other = muscle(m, other_side(m->muscle_name[i], name));
            if (other <= i) continue;
            double f = F.p->muscle_f_max[i];
            F.p->muscle_f_max[i] = F.p->muscle_f_max[other], F.p->muscle_f_max[other] = f;
        }
    }
    task_nominal(&F);
    printf("weaker on one side: %.6f N, on the other %.6f N\n", push[0], push[1]);
    assert_true(fabs(push[1]/push[0] - 1.0) < 1e-6);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_joint_with_two_muscles),
        cmocka_unit_test(small_programs_agree_with_brute_force),
        cmocka_unit_test(every_row_balances_and_no_muscles_could_hold_more),
        cmocka_unit_test(who_stands_is_held_by_the_ground_alone), cmocka_unit_test(the_posture_solver_holds_less_and_fails_at_more),
        cmocka_unit_test(halved_muscles_push_less_and_both_sides_are_alike),
        cmocka_unit_test(a_yielding_spine_is_in_balance_and_the_landmark_stays),
        cmocka_unit_test(a_yielding_spine_has_a_mirror_image),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}

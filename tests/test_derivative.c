// test_derivative.c - derivatives of a scenario agree with differences of full solves; where the two sides differ they say so
#include "alloc_count.h"
#include "derivative_fixture.h"
#include "solve/saddle.h"

static const char *const held[] = {"muscle.gluteus_medius.strength:right", "muscle.psoas.shortness:right", "joint.sacroiliac.stiffness:right", "joint.disc.stiffness",
                                   "ligament.iliolumbar.slack:left", "habit.pelvis_tilt", "effort", "hip.neck_angle:left", "body.pregnancy_laxity"};
static const char *const relaxed[] = {
    "muscle.gluteus_medius.strength:right", "muscle.psoas.shortness:right", "muscle.psoas.tendon_shortness:left", "muscle.hamstrings.flexibility", "muscle.hamstrings.stiffness:left",
    "muscle.rectus_femoris.flexibility:right", "muscle.rectus_abdominis.strength", "joint.sacroiliac.stiffness:right", "joint.disc.stiffness", "joint.hip.stiffness", "joint.knee.laxity:left",
    "joint.sacroiliac.rest_rx:right", "joint.sacroiliac.rest_ty:left", "joint.L4_L5_disc.laxity", "joint.symphysis.stiffness", "ligament.sacroiliac.stiffness", "ligament.iliolumbar.slack:left",
    "ligament.iliotibial_band.laxity:right", "ligament.hip_capsule.stiffness:right", "leg.length:right", "leg.femur_length:left", "leg.tibia_length:right", "leg.foot_height:right",
    "hip.femoral_version:right", "hip.neck_angle:left", "hip.acetabular_cover:right", "foot.pronation:right", "body.pregnancy_laxity", "stretch_tolerance", "muscle.piriformis.spasm:right"};

static void check_task(const char *id, il_side side, int n, const char *const *by, int at_least) {
    derivative_fixture f = derivatives_open();
    il_task           *task = task_make(&f.tasks, id, side);
    il_subject         who = il_subject_usual(f.body, f.m->nominal, NULL);
    derivatives_by(&f, n, by);
    derivatives_of(&f, task, &who, NULL, NULL);
    assert_true(compare(&f, task, &who, 5e-4) >= at_least);
    il_task_free(task);
    derivatives_close(&f);
}

static void a_standing_person(void **state) { (void)state; check_task("standing", IL_SIDE_NONE, sizeof held/sizeof *held, held, 7); }
static void a_raised_leg(void **state)      { (void)state; check_task("straight_leg_raise", IL_SIDE_RIGHT, sizeof relaxed/sizeof *relaxed, relaxed, 28); }
// lies on a smooth couch and could slide: that must not matter
static void a_hanging_leg(void **state)     { (void)state; check_task("modified_thomas", IL_SIDE_RIGHT, sizeof relaxed/sizeof *relaxed, relaxed, 28); }

// move a strength until a muscle stands at the very edge of its bound: from below and above the derivatives are others, and each is right on its side
static void two_sides_at_an_edge(void **state) {
    (void)state;
    derivative_fixture f = derivatives_open();
    il_task           *task = task_make(&f.tasks, "standing", IL_SIDE_NONE);
    const char        *by[] = {"muscle.gluteus_medius.strength:right"};
    il_subject         who = il_subject_usual(f.body, f.m->nominal, NULL), moved = who;
    ili_subject_copy   copy = {f.body, &who, NULL, f.tasks.p, f.habit, &moved};
    il_error           err = {0};
    double             at = 0.0, *habit = calloc((size_t)f.m->nq, sizeof *habit);
    int                muscle = IL_NONE;
    copy.habit = habit;
    derivatives_by(&f, 1, by);
    derivatives_of(&f, task, &who, NULL, NULL);
    assert_int_equal(il_derivatives_about(f.d, 0)->status, IL_DERIVATIVE_SMOOTH);
    for (int n = 0; n < 8 && f.info.edge == 0; n++) {
        const il_bound_change *next = il_derivatives_about(f.d, 0)->next;
        int              side = next[1].distance < next[0].distance;
        if (muscle == IL_NONE) muscle = next[side].muscle;
        at += side ? next[1].distance : -next[0].distance;
        assert_int_equal(ili_variable_move(&copy, &f.variable[0], at, &err), IL_OK);
        derivatives_of(&f, task, &moved, f.q, f.act);
    }
    assert_true(muscle != IL_NONE && f.info.edge > 0);
    assert_int_equal(il_derivatives_about(f.d, 0)->status, IL_DERIVATIVE_ONE_SIDED);
    // differences on each side, away from the solver's digits at the edge: from 1 to 2 steps
    double h = 1e-3, differ = 0.0;
    f.loose = 10.0;
    for (int side = 0; side < 2; side++) {
        double s = side ? 1.0 : -1.0;
        assert_true(solve_moved(&f, task, &moved, &f.variable[0], s*h, f.value[0]) && solve_moved(&f, task, &moved, &f.variable[0], 2.0*s*h, f.value[1]));
        for (int k = 0; k < f.noutcome; k++) {
            int    o = f.outcome[k];
            double difference = (f.value[1][o] - f.value[0][o])/(s*h), below = il_derivatives_below(f.d)[k], above = il_derivatives_above(f.d)[k];
            differ = fmax(differ, fabs(above - below)/(fabs(above) + 1e-6*fabs(f.value[0][o])));
            double miss = fabs(difference - (side ? above : below)), other = fabs(difference - (side ? below : above));
            if (fabs(above - below) > 0.02*fabs(above) + 1e-5*fabs(f.value[0][o])) assert_true(miss < other);
        }
    }
    assert_true(differ > 1e-3);
    free(habit);
    il_task_free(task);
    derivatives_close(&f);
}

// what has but one side says so and tells that one
static void a_spasm_only_grows(void **state) {
    (void)state;
    derivative_fixture f = derivatives_open();
    il_task           *task = task_make(&f.tasks, "standing", IL_SIDE_NONE);
    const char        *by[] = {"muscle.psoas.spasm:right", "effort"};
    il_subject         who = il_subject_usual(f.body, f.m->nominal, NULL);
    derivatives_by(&f, 2, by);
    derivatives_of(&f, task, &who, NULL, NULL);
    assert_int_equal(il_derivatives_about(f.d, 0)->status, IL_DERIVATIVE_ONE_SIDED);
    assert_true(strlen(il_derivatives_about(f.d, 0)->why) > 0);
    assert_true(isnan(il_derivatives_below(f.d)[0]) && isfinite(il_derivatives_above(f.d)[0]));
    assert_true(il_derivatives_below(f.d)[1] == il_derivatives_above(f.d)[1]);
    il_task_free(task);
    derivatives_close(&f);
}

// among thirty a variable of tissue is evaluated where only what it touches is computed anew, alone with all that there is: no bit differs
static void check_company(const char *id, il_side side) {
    derivative_fixture f = derivatives_open();
    il_task           *task = task_make(&f.tasks, id, side);
    il_subject         who = il_subject_usual(f.body, f.m->nominal, NULL);
    enum { MANY = sizeof relaxed/sizeof *relaxed };
    derivatives_by(&f, MANY, relaxed);
    derivatives_of(&f, task, &who, NULL, NULL);
    size_t  nq = (size_t)f.m->nq, nvalue = (size_t)il_derivatives_values(f.d);
    double *posture = calloc(MANY*(nq + nvalue), sizeof *posture), *above = posture + MANY*nq;
    for (int i = 0; i < MANY; i++) memcpy(&posture[(size_t)i*nq], il_derivatives_posture(f.d, i), nq*sizeof *posture);
    memcpy(above, il_derivatives_above(f.d), MANY*nvalue*sizeof *above);
    for (int i = 0; i < MANY; i += i < 6 ? 1 : 3) {
        derivatives_by(&f, 1, &relaxed[i]);
        derivatives_of(&f, task, &who, NULL, NULL);
        assert_memory_equal(il_derivatives_posture(f.d, 0), &posture[(size_t)i*nq], nq*sizeof *posture);
        for (size_t v = 0; v < nvalue; v++) assert_memory_equal(&il_derivatives_above(f.d)[v], &above[v*MANY + (size_t)i], sizeof *above);
    }
    free(posture);
    il_task_free(task);
    derivatives_close(&f);
}

static void alone_or_in_company(void **state) {
    (void)state;
    check_company("standing", IL_SIDE_NONE);
    check_company("straight_leg_raise", IL_SIDE_RIGHT);
}

// a derivative spoils no solution, allocates nothing, and is the same twice
static void it_leaves_the_solution_alone(void **state) {
    (void)state;
    derivative_fixture f = derivatives_open();
    il_task           *task = task_make(&f.tasks, "one_leg_stance", IL_SIDE_RIGHT);
    il_subject         who = il_subject_usual(f.body, f.m->nominal, NULL);
    il_error           err = {0};
    derivatives_by(&f, sizeof held/sizeof *held, held);
    il_outcome out = derivatives_of(&f, task, &who, NULL, NULL);
    size_t     n = (size_t)(il_derivatives_values(f.d)*f.nvariable);
    double    *first = calloc(n, sizeof *first), disc;
    memcpy(first, il_derivatives_above(f.d), n*sizeof *first);
    il_outcomes_read(f.outcomes, il_scenario_params(f.tasks.work), &out.solution, f.value[0]);
    disc = f.value[0][f.outcome[0]];
    long before = alloc_count();
    assert_int_equal(il_derivatives_run(f.d, f.tasks.work, &out, &f.info, &err), IL_OK);
    assert_int_equal(alloc_count() - before, 0);
    assert_memory_equal(first, il_derivatives_above(f.d), n*sizeof *first);
    il_outcomes_read(f.outcomes, il_scenario_params(f.tasks.work), &out.solution, f.value[0]);
    assert_true(disc == f.value[0][f.outcome[0]]);
    free(first);
    il_task_free(task);
    derivatives_close(&f);
}

static void what_is_not_known_is_said(void **state) {
    (void)state;
    derivative_fixture f = derivatives_open();
    il_variable        v;
    il_error           err = {0};
    static const char *const bad[] = {"muscle.psoaz.strength", "muscle.psoas.strenght", "habit.nose", "person.shoe_size", "muscle.psoas.strength:up"};
    for (size_t i = 0; i < sizeof bad/sizeof *bad; i++) {
        err = (il_error){0};
        assert_int_equal(il_variable_find(f.body, bad[i], &v, &err), IL_BAD_VALUE);
        assert_true(strlen(err.text) > 0);
    }
    // a measure cannot vary when nobody knows the person's
    const char *by[] = {"person.height_m"};
    il_task    *task = task_make(&f.tasks, "standing", IL_SIDE_NONE);
    il_subject  who = il_subject_usual(f.body, f.m->nominal, NULL);
    derivatives_by(&f, 1, by);
    assert_int_equal(il_derivatives_prepare(f.d, task, &who, NULL, &err), IL_BAD_VALUE);
    il_task_free(task);
    derivatives_close(&f);
}

// ---- the linear system alone -----------------------------------------------------------------------------------------------------

// minimise w a^2/2 + (q - h)^2/2 with a strength r: q - a r + load = 0; a = -pull within bounds. In closed form: y = price, q - h = y, w a = -r y.
static void one_hinge_in_closed_form(void **state) {
    (void)state;
    const double w = 2.0, r = 3.0;
    const int    col_start[] = {0, 1}, row[] = {0};
    const double size[] = {0.1}, scale[] = {0.5}, K[] = {1.0}, A[] = {-r}, C[] = {0.0}, Q[] = {-1.0}, bend[] = {w}, give[] = {0.0};
    double       g_q[] = {0.0}, g_x[] = {0.0}, b[] = {0.0}, g_c[] = {1.0}, dq, dx, dy, want;
    ili_saddle_motion k = {g_q, g_x, b, g_c, &dq, &dx, &dy, &want, false};
    signed char  standing[] = {0};
    ili_saddle  *s = NULL;
    ili_saddle_problem p = {.nq = 1, .nx = 1, .nrow = 1, .col_start = col_start, .row_index = row, .q_size = size, .row_scale = scale, .K = K, .A = A, .C = C, .Q = Q,
                            .bend = bend, .give = give, .state = standing};
    assert_int_equal(ili_saddle_create(1, 1, 1, IL_ISA_AUTO, &s), IL_OK);
    // more load by one: dq - r da + 1 = 0, dq = dy, da = -r dy/w
    assert_true(ili_saddle_factor(s, &p));
    ili_saddle_solve(s, 1, &k);
    double expected = -1.0/(1.0 + r*r/w);
    assert_true(fabs(dq - expected) < 1e-6 && fabs(dy - expected) < 1e-6 && fabs(dx + r*expected/w) < 1e-6 && !k.torn);
    // at its bound the muscle stays, or goes with the bound
    standing[0] = -1, b[0] = 0.25;
    assert_true(ili_saddle_factor(s, &p));
    ili_saddle_solve(s, 1, &k);
    assert_true(fabs(dx - 0.25) < 1e-12 && fabs(dq - (r*0.25 - 1.0)) < 1e-6);
    ili_saddle_free(s);
}

// an energy q^4/4 - q^2/2 + load q + (q - z)^2/2: at its fold nothing holds q against the load
static void a_fold_is_told(void **state) {
    (void)state;
    const double size[] = {1.0, 1.0}, scale[] = {1.0, 1.0}, pushed[] = {1.0, 0.0}, other[] = {0.0, 1.0};
    ili_saddle  *s = NULL;
    double       dq[2], slid[2], soft[4] = {0.0, 0.0, 0.0, -2.0}, stiff[4] = {-0.5, 0.0, 0.0, -2.0};
    ili_saddle_motion k[2] = {{.g_c = pushed, .dq = dq}, {.g_c = other, .dq = slid}};
    ili_saddle_problem p = {.nq = 2, .nx = 0, .nrow = 2, .q_size = size, .row_scale = scale, .K = soft};
    assert_int_equal(ili_saddle_create(2, 0, 2, IL_ISA_AUTO, &s), IL_OK);
    assert_true(ili_saddle_factor(s, &p));
    ili_saddle_solve(s, 2, k);
    assert_true(k[0].torn && ili_saddle_softest(s) < 1e-9);
    // pushed along what holds, it merely could slide: that stays where it is
    assert_true(!k[1].torn && fabs(slid[0]) < 1e-12 && fabs(slid[1] - 0.5) < 1e-9);
    p.K = stiff;
    assert_true(ili_saddle_factor(s, &p));
    ili_saddle_solve(s, 1, k);
    assert_true(!k[0].torn && fabs(dq[0] - 2.0) < 1e-6);
    ili_saddle_free(s);
}

enum { NQ = 19, NROW = 22, NX = 33, EACH = 6, WANTED = NQ + 2*NX + NROW };

typedef struct saddle_numbers {
    double size[NQ], scale[NROW], K[NROW*NQ], Q[NQ*NQ], A[NX*EACH], C[NX*EACH], bend[NX], give[NROW], g[IL_LANES][NQ + 2*NX + NROW];
    int    start[NX + 1], row[NX*EACH];
    signed char state[NX];
} saddle_numbers;

static void any_saddle(saddle_numbers *z) {
    unsigned seed = 7;
    double  *number = (double *)z;
    for (size_t i = 0; i < offsetof(saddle_numbers, start)/sizeof *number; i++) seed = seed*1664525u + 1013904223u, number[i] = (double)(seed >> 8)/(double)(1 << 24) - 0.5;
    for (int i = 0; i < NQ; i++) z->size[i] = 1.0 + z->size[i];
    for (int i = 0; i < NROW; i++) z->scale[i] = 1.0 + z->scale[i], z->give[i] = i%3 ? 0.0 : 1.0 + z->give[i];
    for (int i = 0; i < NX; i++) z->bend[i] = 1.0 + z->bend[i], z->state[i] = (signed char)(i%4 == 3 ? 1 - i%8/4*2 : 0), z->start[i + 1] = z->start[i] + EACH;
    for (int e = 0; e < NX*EACH; e++) z->row[e] = (e/EACH*5 + e%EACH*3)%NQ;
    for (int i = 0; i < NQ; i++)
        for (int j = 0; j < i; j++) z->Q[i*NQ + j] = z->Q[j*NQ + i];
    for (int i = 0; i < NQ; i++) z->Q[i*NQ + i] -= 4.0;
}

static void solve_any(const saddle_numbers *z, int isa, int from, int m, double out[][WANTED]) {
    ili_saddle        *s = NULL;
    ili_saddle_motion  k[IL_LANES];
    ili_saddle_problem p = {.nq = NQ, .nx = NX, .nrow = NROW, .col_start = z->start, .row_index = z->row, .q_size = z->size, .row_scale = z->scale, .K = z->K, .A = z->A, .C = z->C,
                            .Q = z->Q, .bend = z->bend, .give = z->give, .state = z->state};
    assert_int_equal(ili_saddle_create(NQ, NX, NROW, isa, &s), IL_OK);
    assert_true(ili_saddle_factor(s, &p));
    for (int i = 0; i < m; i++) {
        const double *g = z->g[from + i];
        double       *o = out[from + i];
        k[i] = (ili_saddle_motion){g, g + NQ, g + NQ + NX, g + NQ + 2*NX, o, o + NQ, o + NQ + NX, o + NQ + NX + NROW, false};
    }
    ili_saddle_solve(s, m, k);
    ili_saddle_free(s);
}

// the largest misfit of the equations that are written in saddle.h
static double misfit_of(const saddle_numbers *z, const double *g, const double *o) {
    const double *dq = o, *dx = o + NQ, *dy = o + NQ + NX, *g_x = g + NQ, *b = g_x + NX, *g_c = b + NX;
    double        top[NQ], low[NROW] = {0.0}, most = 0.0;
    for (int j = 0; j < NQ; j++) {
        top[j] = g[j];
        for (int k = 0; k < NQ; k++) top[j] += z->Q[j*NQ + k]*dq[k];
        for (int i = 0; i < NROW; i++) top[j] += z->K[i*NQ + j]*dy[i];
    }
    for (int i = 0; i < NROW; i++) {
        low[i] = g_c[i] + z->give[i]*dy[i];
        for (int k = 0; k < NQ; k++) low[i] += z->K[i*NQ + k]*dq[k];
    }
    for (int i = 0; i < NX; i++) {
        double own = g_x[i] - z->bend[i]*dx[i];
        for (int e = z->start[i]; e < z->start[i + 1]; e++) {
            int j = z->row[e];
            top[j] += z->C[e]*dx[i], low[j] += z->A[e]*dx[i], own += z->C[e]*dq[j] + z->A[e]*dy[j];
        }
        most = fmax(most, fabs(z->state[i] ? dx[i] - b[i] : own));
    }
    for (int j = 0; j < NQ; j++) most = fmax(most, fabs(top[j]));
    for (int i = 0; i < NROW; i++) most = fmax(most, fabs(low[i]));
    return most;
}

// eight abreast get the bits that each gets alone, at every instruction set; and they solve the equations
static void abreast_as_alone(void **state) {
    (void)state;
    static saddle_numbers z;
    static double out[IL_LANES][WANTED], other[IL_LANES][WANTED];
    any_saddle(&z);
    solve_any(&z, IL_ISA_PLAIN, 0, IL_LANES, out);
    for (int lane = 0; lane < IL_LANES; lane++) assert_true(misfit_of(&z, z.g[lane], out[lane]) < 1e-7); // beside a shift of 1e-10
    for (int isa = 0; isa < IL_NISA; isa++) {
        if (isa == IL_ISA_AUTO || !il_isa_supported((il_isa)isa)) continue;
        memset(other, 0, sizeof other);
        solve_any(&z, isa, 0, IL_LANES, other);
        assert_memory_equal(out, other, sizeof out);
        memset(other, 0, sizeof other);
        for (int lane = 0; lane < IL_LANES; lane++) solve_any(&z, isa, lane, 1, other);
        assert_memory_equal(out, other, sizeof out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_hinge_in_closed_form), cmocka_unit_test(abreast_as_alone), cmocka_unit_test(a_fold_is_told), cmocka_unit_test(a_standing_person),
                                       cmocka_unit_test(a_raised_leg), cmocka_unit_test(a_hanging_leg), cmocka_unit_test(two_sides_at_an_edge),
                                       cmocka_unit_test(a_spasm_only_grows), cmocka_unit_test(alone_or_in_company), cmocka_unit_test(it_leaves_the_solution_alone), cmocka_unit_test(what_is_not_known_is_said)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_derivative.c - derivatives of a scenario agree with differences of full solves; where the two sides differ they say so
#include "alloc_count.h"
#include "derivative_fixture.h"
#include "scenario/derivative_private.h"
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

// A strength moved until a muscle stands at the very edge of its bound; f->q and f->act: how the person stands. @param habit  [nq] of the person
static void put_at_an_edge(derivative_fixture *f, const il_task *task, il_subject *moved, double *habit) {
    const char        *by[] = {"muscle.gluteus_medius.strength:right"};
    il_subject         who = il_subject_usual(f->body, f->m->nominal, NULL);
    ili_subject_copy   copy = {f->body, &who, NULL, f->tasks.p, habit, moved};
    il_error           err = {0};
    double             at = 0.0;
    int                muscle = IL_NONE;
    derivatives_by(f, 1, by);
    derivatives_of(f, task, &who, NULL, NULL);
    assert_int_equal(il_derivatives_about(f->d, 0)->status, IL_DERIVATIVE_SMOOTH);
    for (int n = 0; n < 8 && f->info.edge == 0; n++) {
        const il_bound_change *next = il_derivatives_about(f->d, 0)->next;
        int              side = next[1].distance < next[0].distance;
        if (muscle == IL_NONE) muscle = next[side].muscle;
        at += side ? next[1].distance : -next[0].distance;
        assert_int_equal(ili_variable_move(&copy, &f->variable[0], at, &err), IL_OK);
        derivatives_of(f, task, moved, f->q, f->act);
    }
    assert_true(muscle != IL_NONE && f->info.edge > 0);
}

// from below and above the derivatives are others, and each is right on its side
static void two_sides_at_an_edge(void **state) {
    (void)state;
    derivative_fixture f = derivatives_open();
    il_task           *task = task_make(&f.tasks, "standing", IL_SIDE_NONE);
    il_subject         moved;
    double            *habit = calloc((size_t)f.m->nq, sizeof *habit);
    put_at_an_edge(&f, task, &moved, habit);
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

// of every kind, so many that lanes of tissue are filled again and again; with what stands whole bodies and with what only moves the habit
static const char *const company[] = {
    "muscle.gluteus_medius.strength:right", "effort", "joint.sacroiliac.stiffness", "joint.L4_L5_disc.laxity", "leg.length:right", "habit.pelvis_tilt", "muscle.psoas.shortness:right",
    "joint.disc.stiffness", "joint.knee.laxity:left", "effort_power", "joint.hip.stiffness", "joint.sacroiliac.rest_rx:right", "joint.symphysis.stiffness", "hip.neck_angle:left",
    "ligament.iliolumbar.slack:left", "muscle.piriformis.spasm:right", "joint.sacroiliac.stiffness:left", "joint.L5_S1_disc.stiffness", "habit.hip_flexion_r", "muscle.rectus_abdominis.strength",
    "joint.L4_L5_disc.stiffness", "body.pregnancy_laxity", "muscle.gluteus_medius.strength:left", "joint.sacroiliac.laxity:right"};

/// All that is told of derivatives, variable by variable.
typedef struct told {
    int     n, each;
    double *number; ///< [n*each] posture, below, above, and what changes next on both sides
} told;

static told all_told(const derivative_fixture *f) {
    int     nq = f->m->nq, nvalue = il_derivatives_values(f->d), n = f->nvariable;
    told    t = {n, nq + 2*nvalue + 11, NULL};
    double *next = t.number = calloc((size_t)(n*t.each), sizeof *t.number);
    for (int i = 0; i < n; i++) {
        const il_derivative_variable *about = il_derivatives_about(f->d, i);
        for (int j = 0; j < nq; j++) *next++ = il_derivatives_posture(f->d, i)[j];
        for (int v = 0; v < nvalue; v++) *next++ = il_derivatives_below(f->d)[v*n + i], *next++ = il_derivatives_above(f->d)[v*n + i];
        for (int side = 0; side < 2; side++) {
            const il_bound_change *to = &about->next[side];
            *next++ = to->distance, *next++ = to->muscle, *next++ = to->pad, *next++ = to->leaves, *next++ = to->upper;
        }
        *next++ = about->status;
    }
    return t;
}

// of the solution that lies in the workspace of tasks
static told told_by(derivative_fixture *f, const il_task *task, const il_subject *who, const il_outcome *out) {
    il_error err = {0};
    if (il_derivatives_prepare(f->d, task, who, NULL, &err) != IL_OK || il_derivatives_run(f->d, f->tasks.work, out, &f->info, &err) != IL_OK) fail_msg("%s", err.text);
    return all_told(f);
}

static void solve_for(derivative_fixture *f, const il_task *task, il_subject *who, const double *q, const double *act, il_outcome *out) {
    il_error err = {0};
    if (il_scenario_run(f->tasks.work, task, who, q, act, out, &err) != IL_OK) fail_msg("%s", err.text);
    who->way = out->way;
}

// Among many a variable of tissue is evaluated where only what it touches is computed anew, alone with all that there is: no bit differs.
static void check_company(derivative_fixture *f, const il_task *task, il_subject *who, const double *q, const double *act, int n, const char *const *by) {
    il_outcome out = {0};
    solve_for(f, task, who, q, act, &out);
    derivatives_by(f, n, by);
    told all = told_by(f, task, who, &out);
    for (int i = 0; i < n; i++) {
        derivatives_by(f, 1, &by[i]);
        told alone = told_by(f, task, who, &out);
        if (memcmp(alone.number, &all.number[i*all.each], sizeof *alone.number*(size_t)all.each) != 0) fail_msg("%s has other derivatives among others", by[i]);
        free(alone.number);
    }
    free(all.number);
}

static void check_usual_company(const char *id, il_side side) {
    derivative_fixture f = derivatives_open();
    il_task           *task = task_make(&f.tasks, id, side);
    il_subject         who = il_subject_usual(f.body, f.m->nominal, NULL);
    check_company(&f, task, &who, NULL, NULL, sizeof relaxed/sizeof *relaxed, relaxed);
    il_task_free(task);
    derivatives_close(&f);
}

static void alone_or_in_company(void **state) {
    (void)state;
    check_usual_company("standing", IL_SIDE_NONE);
    check_usual_company("straight_leg_raise", IL_SIDE_RIGHT);
}

// each side of each variable is found with a factor of its own
static void alone_or_in_company_at_an_edge(void **state) {
    (void)state;
    derivative_fixture f = derivatives_open();
    il_task           *task = task_make(&f.tasks, "standing", IL_SIDE_NONE);
    il_subject         moved;
    double            *habit = calloc(2*(size_t)f.m->nq + (size_t)f.m->nmuscle, sizeof *habit), *q = habit + f.m->nq, *act = q + f.m->nq;
    int                differ = 0;
    put_at_an_edge(&f, task, &moved, habit);
    memcpy(q, f.q, sizeof *q*(size_t)f.m->nq), memcpy(act, f.act, sizeof *act*(size_t)f.m->nmuscle);
    check_company(&f, task, &moved, q, act, sizeof company/sizeof *company, company);
    assert_true(f.info.edge > 0);
    derivatives_by(&f, sizeof company/sizeof *company, company);
    derivatives_of(&f, task, &moved, q, act);
    for (int i = 0; i < f.nvariable; i++) differ += il_derivatives_below(f.d)[i] < il_derivatives_above(f.d)[i] || il_derivatives_below(f.d)[i] > il_derivatives_above(f.d)[i];
    assert_true(differ > 8);
    free(habit);
    il_task_free(task);
    derivatives_close(&f);
}

// one workspace for a person, another with another test, and the first again
static void the_first_again(void **state) {
    (void)state;
    derivative_fixture f = derivatives_open();
    il_task           *stands = task_make(&f.tasks, "standing", IL_SIDE_NONE), *lies = task_make(&f.tasks, "straight_leg_raise", IL_SIDE_RIGHT);
    il_subject         edge, usual = il_subject_usual(f.body, f.m->nominal, NULL);
    double            *habit = calloc(2*(size_t)f.m->nq + (size_t)f.m->nmuscle, sizeof *habit), *q = habit + f.m->nq, *act = q + f.m->nq;
    il_outcome         out = {0};
    told               first, other, usuals;
    put_at_an_edge(&f, stands, &edge, habit);
    memcpy(q, f.q, sizeof *q*(size_t)f.m->nq), memcpy(act, f.act, sizeof *act*(size_t)f.m->nmuscle);
    derivatives_by(&f, sizeof company/sizeof *company, company);
    solve_for(&f, stands, &edge, q, act, &out), first = told_by(&f, stands, &edge, &out);
    size_t size = sizeof *first.number*(size_t)(first.n*first.each);
    solve_for(&f, lies, &usual, NULL, NULL, &out), other = told_by(&f, lies, &usual, &out);
    free(other.number);
    solve_for(&f, stands, &edge, q, act, &out), other = told_by(&f, stands, &edge, &out);
    assert_memory_equal(first.number, other.number, size);
    free(other.number);
    solve_for(&f, stands, &usual, NULL, NULL, &out), usuals = told_by(&f, stands, &usual, &out); // not split
    assert_memory_not_equal(first.number, usuals.number, size);
    solve_for(&f, stands, &edge, q, act, &out), other = told_by(&f, stands, &edge, &out);
    assert_memory_equal(first.number, other.number, size);
    free(first.number), free(other.number), free(usuals.number), free(habit);
    il_task_free(stands);
    il_task_free(lies);
    derivatives_close(&f);
}

// A side is found with other forces free and is left with the factor of the solved problem, friction at its limit included, whatever the lanes hold.
static void a_side_leaves_the_factor(void **state) {
    (void)state;
    derivative_fixture f = derivatives_open();
    il_task           *task = task_make(&f.tasks, "one_leg_stance", IL_SIDE_RIGHT);
    il_subject         who = il_subject_usual(f.body, f.m->nominal, NULL);
    const char        *by[] = {"effort"};
    derivatives_by(&f, 1, by);
    derivatives_of(&f, task, &who, NULL, NULL);
    ili_slope                *slope = f.d->slope;
    const il_posture_problem *lanes[IL_LANES] = {&f.d->lane[0].problem, &f.d->lane[1].problem}; // as the last look left them: the solved one, and one of more effort
    size_t                    nq = (size_t)f.m->nq, nx = (size_t)ili_slope_columns(slope), nr = (size_t)ili_slope_rows(slope), size = nq + 2*nx + 2*nr;
    double                   *room = calloc(3*size, sizeof *room), step = 1e-4;
    ili_motion                motion[3];
    int                       tied = 0;
    for (size_t i = (size_t)f.m->nmuscle; i < nx; i++) tied += ili_slope_state(slope)[i] != 0 && ili_slope_margin(slope)[i] < IL_INF;
    assert_true(tied > 0);
    for (size_t i = 0; i < 3; i++) {
        double *at = &room[i*size];
        motion[i] = (ili_motion){.q = at, .x = at + nq, .want = at + nq + nx, .price = at + nq + 2*nx, .reserve = at + nq + 2*nx + nr};
    }
    for (int i = 0; i < f.m->nplane; i++) f.d->lane[0].plane[4*i + 3] -= 0.01; // nothing touches it
    ili_slope_lanes(slope, 2, lanes, false);
    ili_motion *before = &motion[0], *after = &motion[2];
    ili_slope_move(slope, 1, 1, &step, &before);
    ili_slope_side(slope, 1, step, 1, 0.02, &motion[1]); // so wide an edge that forces come free or come to their bound
    assert_memory_not_equal(motion[1].q, before->q, nq*sizeof *room);
    ili_slope_move(slope, 1, 1, &step, &after);
    assert_memory_equal(room, room + 2*size, size*sizeof *room);
    free(room);
    il_task_free(task);
    derivatives_close(&f);
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
    double size[NQ], scale[NROW], K[NROW*NQ], Q[NQ*NQ], A[NX*EACH], C[NX*EACH], bend[NX], give[NROW], g[IL_LANES][NQ + 2*NX + NROW], tie[2*NQ];
    int    start[NX + 1], row[NX*EACH];
    signed char state[NX];
} saddle_numbers;

static void any_saddle(unsigned seed, saddle_numbers *z) {
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

typedef struct saddle_sizes {
    int nx, nrow, ntie;
} saddle_sizes;

static void solve_with(ili_saddle *s, const saddle_numbers *z, saddle_sizes n, int from, int m, double out[][WANTED]) {
    static const int   tied[] = {7, 3}; // of those at a bound
    ili_saddle_motion  k[IL_LANES];
    ili_saddle_problem p = {.nq = NQ, .nx = n.nx, .nrow = n.nrow, .col_start = z->start, .row_index = z->row, .q_size = z->size, .row_scale = z->scale, .K = z->K, .A = z->A, .C = z->C,
                            .Q = z->Q, .bend = z->bend, .give = z->give, .state = z->state, .ntie = n.ntie, .tie_column = tied, .tie = z->tie};
    assert_true(ili_saddle_factor(s, &p));
    for (int i = 0; i < m; i++) {
        const double *g = z->g[from + i];
        double       *o = out[from + i];
        k[i] = (ili_saddle_motion){g, g + NQ, g + NQ + NX, g + NQ + 2*NX, o, n.nx ? o + NQ : NULL, o + NQ + NX, o + NQ + NX + NROW, false};
    }
    ili_saddle_solve(s, m, k);
}

static void solve_any(const saddle_numbers *z, int isa, int from, int m, double out[][WANTED]) {
    ili_saddle *s = NULL;
    assert_int_equal(ili_saddle_create(NQ, NX, NROW, isa, &s), IL_OK);
    solve_with(s, z, (saddle_sizes){NX, NROW, 0}, from, m, out);
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
    any_saddle(7, &z);
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

// held and relaxed, larger and smaller, with friction at its limit and without, one after the other: each gets the bits of a workspace that is new and no larger than it needs
static void one_saddle_for_all(void **state) {
    (void)state;
    static const saddle_sizes sizes[] = {{NX, NROW, 2}, {0, NQ, 0}, {NX - 9, NQ, 0}, {NX, NROW, 0}, {0, NQ, 0}, {NX - 9, NROW - 1, 1}, {NX, NROW, 2}};
    static saddle_numbers     z;
    static double             out[IL_LANES][WANTED], other[IL_LANES][WANTED], step[NQ + NROW][IL_LANES], other_step[NQ + NROW][IL_LANES];
    ili_saddle               *s = NULL, *fresh = NULL;
    assert_int_equal(ili_saddle_create(NQ, NX, NROW, IL_ISA_AUTO, &s), IL_OK);
    for (size_t i = 0; i < sizeof sizes/sizeof *sizes; i++) {
        memset(&z, 0, sizeof z), memset(out, 0, sizeof out), memset(other, 0, sizeof other), memset(step, 0, sizeof step), memset(other_step, 0, sizeof other_step);
        any_saddle(7 + (unsigned)i, &z);
        assert_int_equal(ili_saddle_create(NQ, sizes[i].nx, sizes[i].nrow, IL_ISA_AUTO, &fresh), IL_OK);
        solve_with(s, &z, sizes[i], 0, IL_LANES, out);
        solve_with(fresh, &z, sizes[i], 0, IL_LANES, other);
        ili_saddle_step(s, 3, z.g[0], step[0]);
        ili_saddle_step(fresh, 3, z.g[0], other_step[0]);
        assert_true(out[0][0] < 0.0 || out[0][0] > 0.0);
        assert_true(step[0][0] < 0.0 || step[0][0] > 0.0);
        assert_memory_equal(out, other, sizeof out);
        assert_memory_equal(step, other_step, sizeof step);
        assert_true(ili_saddle_softest(s) == ili_saddle_softest(fresh));
        ili_saddle_free(fresh);
    }
    ili_saddle_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_hinge_in_closed_form), cmocka_unit_test(abreast_as_alone), cmocka_unit_test(one_saddle_for_all), cmocka_unit_test(a_fold_is_told),
                                       cmocka_unit_test(a_standing_person),
                                       cmocka_unit_test(a_raised_leg), cmocka_unit_test(a_hanging_leg), cmocka_unit_test(two_sides_at_an_edge),
                                       cmocka_unit_test(a_spasm_only_grows), cmocka_unit_test(alone_or_in_company),
                                       cmocka_unit_test(alone_or_in_company_at_an_edge), cmocka_unit_test(the_first_again), cmocka_unit_test(a_side_leaves_the_factor), cmocka_unit_test(it_leaves_the_solution_alone), cmocka_unit_test(what_is_not_known_is_said)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

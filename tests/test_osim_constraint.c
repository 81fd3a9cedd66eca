// test_osim_constraint.c - constraints of `.osim` files: closed forms of linkages, Jacobians by differences, markers fitted on a closed loop, moment arms
// along it; what is not understood and what cannot be
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ilium/fit.h"
#include "ilium/io_osim.h"

// ---- a linkage -----------------------------------------------------------------------------------------------------------------

#define BODY(name) "<Body name=\"" name "\"><mass>1</mass><inertia>0.1 0.1 0.1 0 0 0</inertia></Body>"
#define PIN(name, parent, at, child) \
    "<PinJoint name=\"j_" name "\"><socket_parent_frame>p</socket_parent_frame><socket_child_frame>/bodyset/" child "</socket_child_frame><coordinates><Coordinate name=\"" name \
    "\"/></coordinates><frames><PhysicalOffsetFrame name=\"p\"><socket_parent>" parent "</socket_parent><translation>" at "</translation></PhysicalOffsetFrame></frames></PinJoint>"
#define MARKER(name, body, at) "<Marker name=\"" name "\"><socket_parent_frame>/bodyset/" body "</socket_parent_frame><location>" at "</location></Marker>"
#define MUSCLE \
    "<ForceSet><objects><Thelen2003Muscle name=\"m\"><max_isometric_force>100</max_isometric_force><optimal_fiber_length>0.5</optimal_fiber_length><tendon_slack_length>0.2</tendon_slack_length>" \
    "<GeometryPath><PathPointSet><objects><PathPoint name=\"a\"><socket_parent_frame>/ground</socket_parent_frame><location>0.2 1.5 0</location></PathPoint>"                            \
    "<PathPoint name=\"b\"><socket_parent_frame>/bodyset/coupler</socket_parent_frame><location>0.6 0.1 0</location></PathPoint></objects></PathPointSet></GeometryPath>"                  \
    "</Thelen2003Muscle></objects></ForceSet>"
// crank and coupler from the origin, a rocker from (1.5, 0): lengths 0.5, 1.2, 0.9
#define LINKAGE(constraints)                                                                                                                                     \
    "<OpenSimDocument Version=\"40000\"><Model name=\"m\"><BodySet><objects>" BODY("crank") BODY("coupler") BODY("rocker") "</objects></BodySet><JointSet><objects>"      \
    PIN("q", "/ground", "0 0 0", "crank") PIN("u", "/bodyset/crank", "0.5 0 0", "coupler") PIN("v", "/ground", "1.5 0 0", "rocker") "</objects></JointSet>" MUSCLE       \
    "<MarkerSet><objects>" MARKER("a", "crank", "0.5 0.1 0") MARKER("b", "coupler", "0.5 0.2 0.1") MARKER("c", "rocker", "0.8 -0.1 0") "</objects></MarkerSet>\n"           \
    "<ConstraintSet><objects>" constraints "</objects></ConstraintSet></Model></OpenSimDocument>"

#define CLOSED "<PointConstraint name=\"c\"><socket_body_1>/bodyset/coupler</socket_body_1><socket_body_2>/bodyset/rocker</socket_body_2><location_body_1>1.2 0 0</location_body_1><location_body_2>0.9 0 0</location_body_2></PointConstraint>"
#define ROD "<ConstantDistanceConstraint name=\"c\"><socket_body_1>/bodyset/crank</socket_body_1><socket_body_2>/bodyset/rocker</socket_body_2><location_body_1>0.5 0 0</location_body_1><location_body_2>0.9 0 0</location_body_2><constant_distance>1.2</constant_distance></ConstantDistanceConstraint>"
#define SLIDER "<PointOnLineConstraint name=\"c\"><socket_line_body>/ground</socket_line_body><socket_follower_body>/bodyset/coupler</socket_follower_body><line_direction_vec>2 0 0</line_direction_vec><point_on_line>0.3 0.1 0</point_on_line><point_on_follower>1.2 0 0</point_on_follower></PointOnLineConstraint>"
#define WELD_TO(at, turned) \
    "<WeldConstraint name=\"c\"><socket_frame1>one</socket_frame1><socket_frame2>two</socket_frame2><frames><PhysicalOffsetFrame name=\"one\"><socket_parent>/bodyset/coupler</socket_parent>" \
    "<translation>0.1 0.2 0.3</translation><orientation>0.2 0 0.4</orientation></PhysicalOffsetFrame><PhysicalOffsetFrame name=\"two\"><socket_parent>/ground</socket_parent><translation>" at \
    "</translation><orientation>" turned "</orientation></PhysicalOffsetFrame></frames></WeldConstraint>"
#define WELDED WELD_TO("0.35 0.4 0.3", "0 0 1.1")
#define COUPLER(follows, names, function) \
    "<CoordinateCouplerConstraint name=\"k\"><coupled_coordinates_function>" function "</coupled_coordinates_function><independent_coordinate_names>" names \
    "</independent_coordinate_names><dependent_coordinate_name>" follows "</dependent_coordinate_name></CoordinateCouplerConstraint>"
#define LINE3(a, b, c) "<LinearFunction><coefficients>" a " " b " " c "</coefficients></LinearFunction>"

typedef struct model { il_osim *o; il_data *d; il_constraints *c; } model;

static model read_held(const char *text, const char *held) {
    model    it = {0};
    il_error err = {0};
    char     words[600];
    if (il_osim_parse("constraint.osim", text, strlen(text), NULL, &it.o, &err)) fail_msg("%s", il_error_format(&err, words, sizeof words));
    bool *stays = calloc((size_t)it.o->model->nq, sizeof *stays);
    if (held) stays[il_coordinate_find(it.o->model, held)] = true;
    assert_int_equal(il_data_create(it.o->model, IL_ISA_AUTO, &it.d, &err), IL_OK);
    assert_int_equal(il_constraints_create(it.o->model, it.o->nconstraint, it.o->constraint, stays, &it.c, &err), IL_OK);
    free(stays);
    return it;
}

static void drop(model it) { il_constraints_free(it.c), il_data_free(it.d), il_osim_free(it.o); }

static il_pack *q_of(const model *it, const char *name) {
    int q = il_coordinate_find(it->o->model, name);
    assert_true(q >= 0);
    return &it->d->q[q];
}

static void meet(model *it) {
    double miss[IL_LANES];
    il_constraints_meet(it->c, it->o->model->nominal, it->d, miss);
    for (int l = 0; l < IL_LANES; l++)
        if (!(miss[l] < 1e-12)) fail_msg("lane %d misses %g", l, miss[l]);
}

// ---- closed forms --------------------------------------------------------------------------------------------------------------

// where circles about the crank's and the rocker's pins meet, above
static double rocker(double q) {
    double a = 0.5, b = 1.2, c = 0.9, x = 1.5 - a*cos(q), y = -a*sin(q), s = sqrt(x*x + y*y);
    double corner = acos((b*b + s*s - c*c)/(2.0*b*s)), way = atan2(y, x) + corner;
    return atan2(a*sin(q) + b*sin(way), a*cos(q) + b*cos(way) - 1.5);
}

static void four_bars(void **state) {
    (void)state;
    model closed = read_held(LINKAGE(CLOSED), "q"), rod = read_held(LINKAGE(ROD), "q");
    assert_int_equal(closed.c->nrow, 3);
    assert_int_equal(rod.c->nrow, 1);
    for (int k = 0; k < 12; k++) {
        for (int l = 0; l < IL_LANES; l++) {
            double q = -3.0 + 0.5*k + 0.03*l;
            q_of(&closed, "q")->lane[l] = q_of(&rod, "q")->lane[l] = q;
            q_of(&closed, "u")->lane[l] = 0.8 - q, q_of(&closed, "v")->lane[l] = q_of(&rod, "v")->lane[l] = 2.0;
        }
        meet(&closed), meet(&rod);
        for (int l = 0; l < IL_LANES; l++) {
            double q = -3.0 + 0.5*k + 0.03*l, want = rocker(q);
            assert_true(q_of(&closed, "q")->lane[l] == q);
            assert_true(fabs(remainder(q_of(&closed, "v")->lane[l] - want, 6.283185307179586)) < 1e-11);
            assert_true(fabs(remainder(q_of(&rod, "v")->lane[l] - want, 6.283185307179586)) < 1e-11);
        }
    }
    drop(closed), drop(rod);
}

// the rod's end on y = 0.1: sin(q) a + sin(q + u) b = 0.1
static void slider(void **state) {
    (void)state;
    model it = read_held(LINKAGE(SLIDER), "q");
    assert_int_equal(it.c->nrow, 2);
    for (int l = 0; l < IL_LANES; l++) q_of(&it, "q")->lane[l] = 0.4*l, q_of(&it, "u")->lane[l] = -0.4*l;
    meet(&it);
    for (int l = 0; l < IL_LANES; l++) {
        double q = 0.4*l, want = asin((0.1 - 0.5*sin(q))/1.2) - q;
        assert_true(fabs(q_of(&it, "u")->lane[l] - want) < 1e-11);
    }
    drop(it);
}

// crank and coupler are turned until both frames are one; three of the six rows say nothing in a plane. The ground's frame is made from the answer, in
// the second case 1 cm beside it, which cannot be met and is told
static void weld(void **state) {
    (void)state;
    for (int beside = 0; beside < 2; beside++) {
        const double q = 0.9, u = -0.5, s = sin(q + u), c = cos(q + u);
        char         text[6000];
        double       miss[IL_LANES];
        // turned by q + u about z before (0.2, 0, 0.4) body-fixed x y z: the same orientation as angles
        double cx = cos(0.2), sx = sin(0.2), cz = cos(0.4), sz = sin(0.4);
        double own[9] = {cz, -sz, 0, cx*sz, cx*cz, -sx, sx*sz, sx*cz, cx}, R[9];
        for (int i = 0; i < 3; i++) R[i] = c*own[i] - s*own[3 + i], R[3 + i] = s*own[i] + c*own[3 + i], R[6 + i] = own[6 + i];
        snprintf(text, sizeof text, LINKAGE(WELD_TO("%.17g %.17g %.17g", "%.17g %.17g %.17g")), 0.5*cos(q) + 0.1*c - 0.2*s, 0.5*sin(q) + 0.1*s + 0.2*c, 0.3 + 0.01*beside,
                 atan2(-R[5], R[8]), atan2(R[2], hypot(R[0], R[1])), atan2(-R[1], R[0]));
        model it = read_held(text, NULL);
        assert_int_equal(it.c->nrow, 6);
        for (int l = 0; l < IL_LANES; l++) q_of(&it, "q")->lane[l] = q + 0.1*l - 0.3, q_of(&it, "u")->lane[l] = u - 0.07*l + 0.3;
        il_constraints_meet(it.c, it.o->model->nominal, it.d, miss);
        for (int l = 0; l < IL_LANES; l++) {
            if (beside) assert_true(fabs(miss[l] - 0.01) < 1e-3);
            else assert_true(miss[l] < 1e-12 && fabs(q_of(&it, "q")->lane[l] - q) < 1e-11 && fabs(q_of(&it, "u")->lane[l] - u) < 1e-11);
        }
        drop(it);
    }
}

static void couplers(void **state) {
    (void)state;
    static const char two[] = LINKAGE(COUPLER("v", "q u", LINE3("2", "-1", "0.1")));
    // 0.1 + 0.2 u + 0.3 u^2 + 0.4 q + 0.5 q u + 0.6 q^2, half of it
    static const char many[] = LINKAGE(COUPLER("v", "q u", "<MultivariatePolynomialFunction><coefficients>0.1 0.2 0.3 0.4 0.5 0.6</coefficients><dimension>2</dimension><order>2</order>"
                                                           "</MultivariatePolynomialFunction>"));
    // v follows u, which follows q
    static const char chain[] = LINKAGE(COUPLER("v", "u", "<MultiplierFunction><function><SimmSpline><x>-3 -1 0 1 3</x><y>0 1 0.5 0.2 0.4</y></SimmSpline></function><scale>2</scale></MultiplierFunction>")
                                            COUPLER("u", "q", "<LinearFunction><coefficients>0.5 0.2</coefficients></LinearFunction>"));
    model it = read_held(two, "q");
    assert_true(it.o->coordinate[2].dependent && it.o->coordinate[2].tied);
    il_pack_set(q_of(&it, "q"), 0.4), il_pack_set(q_of(&it, "u"), 0.3);
    meet(&it);
    assert_true(fabs(q_of(&it, "v")->lane[0] - (2*0.4 - q_of(&it, "u")->lane[0] + 0.1)) < 1e-13);
    drop(it);
    it = read_held(many, NULL);
    il_pack_set(q_of(&it, "q"), 0.4), il_pack_set(q_of(&it, "u"), 0.3);
    meet(&it);
    double q = q_of(&it, "q")->lane[0], u = q_of(&it, "u")->lane[0];
    assert_true(fabs(q_of(&it, "v")->lane[0] - (0.1 + 0.2*u + 0.3*u*u + 0.4*q + 0.5*q*u + 0.6*q*q)) < 1e-12);
    drop(it);
    it = read_held(chain, "q");
    assert_int_equal(it.o->model->ncoupled, 1);
    il_pack_set(q_of(&it, "q"), 1.6); // u = 1, a knot
    meet(&it);
    assert_true(fabs(q_of(&it, "v")->lane[0] - 0.4) < 1e-13);
    drop(it);
}

// ---- derivatives ---------------------------------------------------------------------------------------------------------------

static void jacobians(void **state) {
    (void)state;
    static const char *const text[] = {LINKAGE(CLOSED), LINKAGE(ROD), LINKAGE(SLIDER), LINKAGE(WELDED), LINKAGE(COUPLER("v", "q u", LINE3("2", "-1", "0.1"))),
        LINKAGE(COUPLER("v", "q u", "<MultivariatePolynomialFunction><coefficients>0.1 0.2 0.3 0.4 0.5 0.6</coefficients><dimension>2</dimension><order>2</order></MultivariatePolynomialFunction>"))};
    const double h = 1e-5;
    for (size_t i = 0; i < sizeof text/sizeof *text; i++) {
        model           it = read_held(text[i], NULL);
        const il_model *m = it.o->model;
        double          J[6*3];
        for (int j = 0; j < m->nq; j++) // lanes: the pose, and each coordinate a little more and less
            for (int l = 0; l < IL_LANES; l++) it.d->q[j].lane[l] = 0.3 + 0.4*j + ((l - 1)/2 == j && l > 0 ? (l%2 ? h : -h) : 0.0);
        il_position(m, m->nominal, it.d);
        il_constraints_eval(it.c, m->nominal, it.d);
        for (int r = 0; r < it.c->nrow; r++)
            for (int j = 0; j < m->nq; j++) {
                J[r*3 + j] = it.c->jacobian[r*m->nq + j].lane[0];
                double difference = (it.c->residual[r].lane[1 + 2*j] - it.c->residual[r].lane[2 + 2*j])/(2*h);
                if (fabs(difference - J[r*3 + j]) > 1e-9) fail_msg("%zu row %d coordinate %d: %g, by difference %g", i, r, j, J[r*3 + j], difference);
            }
        drop(it);
    }
}

// the muscle's length along the mechanism, by differences of poses that meet it
static void arms(void **state) {
    (void)state;
    model           it = read_held(LINKAGE(CLOSED), "q");
    const il_model *m = it.o->model;
    const double    h = 1e-4;
    double          speed[9], sum = 0.0;
    int             q = il_coordinate_find(m, "q");
    for (int l = 0; l < IL_LANES; l++) it.d->q[q].lane[l] = 0.7 + (l == 1 ? h : l == 2 ? -h : l == 3 ? 2*h : l == 4 ? -2*h : 0.0);
    il_pack_set(q_of(&it, "u"), 0.1), il_pack_set(q_of(&it, "v"), 2.0);
    meet(&it);
    il_path(m, m->nominal, it.d), il_arm(m, m->nominal, it.d);
    const double *l = it.d->path_length[0].lane, slope = (8*(l[1] - l[2]) - (l[3] - l[4]))/(12*h);
    il_pack_set(&it.c->moves[q], 1.0);
    il_constraints_eval(it.c, m->nominal, it.d);
    il_constraints_couple(it.c, 0, speed);
    for (int a = m->path_arm_start[0]; a < m->path_arm_start[1]; a++) sum += speed[q*m->nq + m->arm_dof[a]]*it.d->arm[a].lane[0];
    if (fabs(sum + slope) > 1e-9) fail_msg("arm %.12g, by difference %.12g", sum, -slope);
    drop(it);
}

// ---- markers -------------------------------------------------------------------------------------------------------------------

// markers of a closed linkage, pushed off their places: the loop holds to rounding, and along it the cost has no slope
static void fitted(void **state) {
    (void)state;
    enum { N = 20 };
    model           it = read_held(LINKAGE(CLOSED), "q");
    const il_model *m = it.o->model;
    int             marker[3] = {0, 1, 2};
    double          target[N*9], q[N*3], q_target[N*3] = {0}, zero[3] = {0}, weight[3] = {1, 2, 3}, low[3] = {-IL_INF, -IL_INF, -IL_INF}, high[3] = {IL_INF, IL_INF, IL_INF};
    double          start[3], value[N];
    il_fit_frame    frame[N];
    il_error        err = {0};
    for (int f = 0; f < N; f++) {
        il_pack_set(q_of(&it, "q"), 0.2 + 0.1*f), il_pack_set(q_of(&it, "u"), 0.3 - 0.1*f), il_pack_set(q_of(&it, "v"), 2.0);
        meet(&it);
        il_marker(m, m->nominal, it.d);
        for (int i = 0; i < 9; i++) target[9*f + i] = it.d->marker_world[i].lane[0] + 0.02*sin(13.0*i + f);
        if (!f) for (int j = 0; j < 3; j++) start[j] = it.d->q[j].lane[0] + 0.1*j;
    }
    il_fit_problem problem = {N, 3, marker, weight, target, q_target, zero, low, high, NULL, start, it.o->nconstraint, it.o->constraint, 0};
    assert_int_equal(il_fit(m, m->nominal, IL_ISA_AUTO, &problem, q, frame, &err), IL_OK);
    for (int f = 0; f < N; f++) {
        double speed[9], h = 1e-4, cost[2];
        for (int j = 0; j < 3; j++) il_pack_set(&it.d->q[j], q[3*f + j]);
        il_position(m, m->nominal, it.d);
        il_constraints_eval(it.c, m->nominal, it.d);
        for (int r = 0; r < it.c->nrow; r++) assert_true(fabs(it.c->residual[r].lane[0]) < 1e-12);
        il_constraints_couple(it.c, 0, speed);
        value[f] = frame[f].cost;
        // to both sides along the loop
        for (int side = 0; side < 2; side++) {
            il_pack_set(q_of(&it, "q"), q[3*f + il_coordinate_find(m, "q")] + (side ? h : -h));
            meet(&it);
            il_marker(m, m->nominal, it.d);
            cost[side] = 0.0;
            for (int i = 0; i < 9; i++) {
                double e = target[9*f + i] - it.d->marker_world[i].lane[0];
                cost[side] += weight[i/3]*e*e;
            }
        }
        if (!frame[f].converged || fabs(cost[1] - cost[0])/(2*h) > 1e-6 || !(cost[0] > value[f] && cost[1] > value[f]))
            fail_msg("frame %d: %.12g beside %.12g and %.12g, miss %g, %d steps", f, value[f], cost[0], cost[1], frame[f].miss, frame[f].iterations);
    }
    // a bound in the middle of the way: no frame is beyond it and has converged all the same
    int    v = il_coordinate_find(m, "v"), at = 0;
    double least = q[v], most = q[v];
    for (int f = 0; f < N; f++) least = fmin(least, q[3*f + v]), most = fmax(most, q[3*f + v]);
    high[v] = 0.5*(least + most);
    assert_int_equal(il_fit(m, m->nominal, IL_ISA_AUTO, &problem, q, frame, &err), IL_OK);
    for (int f = 0; f < N; f++) {
        if (frame[f].converged && !(q[3*f + v] <= high[v] + 1e-9)) fail_msg("frame %d is %g beyond its bound", f, q[3*f + v] - high[v]);
        at += frame[f].converged && q[3*f + v] > high[v] - 1e-6;
    }
    assert_true(at > 0);
    drop(it);
}

// ---- forces --------------------------------------------------------------------------------------------------------------------

// the closed linkage at q = 0.2 + 0.4 t, its speeds and accelerations by differences
static void moving(model *it, double t, double *q, double *qd, double *qdd) {
    const double h = 2e-3, first[] = {1, -8, 0, 8, -1}, second[] = {-1, 16, -30, 16, -1};
    const int    nq = it->o->model->nq;
    for (int l = 0; l < IL_LANES; l++) {
        double at = 0.2 + 0.4*(t + (l < 5 ? l - 2 : 0)*h);
        q_of(it, "q")->lane[l] = at, q_of(it, "u")->lane[l] = 0.8 - at, q_of(it, "v")->lane[l] = 2.0;
    }
    meet(it);
    for (int j = 0; j < nq; j++) {
        const double *x = it->d->q[j].lane;
        q[j] = x[2], qd[j] = qdd[j] = 0.0;
        for (int k = 0; k < 5; k++) qd[j] += first[k]*x[k]/(12*h), qdd[j] += second[k]*x[k]/(12*h*h);
    }
}

enum { FRAMES = 12 };

// the linkage's motion, and the forces that it asks for
static void asked(model *it, double *q, double *rate, double *accel, double *control, double *force, il_static_frame *frame, il_actuator *motor) {
    const il_model *m = it->o->model;
    il_error        err = {0};
    *motor = (il_actuator){.name = "motor", .kind = IL_ACTUATOR_COORDINATE, .signal = il_coordinate_find(m, "q"), .optimal = 10, .low = -IL_INF, .high = IL_INF};
    for (int f = 0; f < FRAMES; f++) moving(it, 0.1*f, q + 3*f, rate + 3*f, accel + 3*f);
    il_static_problem problem = {.motion = {.nframe = FRAMES, .q = q, .qd = rate, .qdd = accel, .gravity = it->o->gravity, .nactuator = 1, .actuator = motor,
                                            .nconstraint = it->o->nconstraint, .constraint = it->o->constraint}, .power = 2.0};
    assert_int_equal(il_static_optimise(m, m->nominal, IL_ISA_AUTO, &problem, 1, NULL, control, force, frame, &err), IL_OK);
}

// One way to move, one muscle and one motor: the least a^2 + c^2 with a s r + c F = what inverse dynamics asks for along the loop
static void shared(void **state) {
    (void)state;
    model           it = read_held(LINKAGE(CLOSED), "q");
    const il_model *m = it.o->model;
    const int       q = il_coordinate_find(m, "q");
    double          at[FRAMES*3], rate[FRAMES*3], accel[FRAMES*3], tau[FRAMES*3], control[FRAMES*2], force[FRAMES*2], speed[9];
    il_static_frame frame[FRAMES];
    il_error        err = {0};
    il_actuator     motor;
    asked(&it, at, rate, accel, control, force, frame, &motor);
    assert_int_equal(il_inverse_dynamics(m, m->nominal, IL_ISA_AUTO, it.o->gravity, FRAMES, at, rate, accel, 0, NULL, tau, &err), IL_OK);
    il_pack_set(&it.c->moves[q], 1.0);
    for (int f = 0; f < FRAMES; f++) {
        double arm = 0.0, needs = 0.0, tone = m->nominal->muscle_tone[0];
        for (int j = 0; j < 3; j++) il_pack_set(&it.d->q[j], at[3*f + j]);
        il_position(m, m->nominal, it.d), il_path(m, m->nominal, it.d), il_arm(m, m->nominal, it.d);
        il_constraints_eval(it.c, m->nominal, it.d);
        il_constraints_couple(it.c, 0, speed);
        for (int a = m->path_arm_start[0]; a < m->path_arm_start[1]; a++) arm += speed[q*3 + m->arm_dof[a]]*it.d->arm[a].lane[0];
        for (int j = 0; j < 3; j++) needs += speed[q*3 + j]*tau[3*f + j];
        double s = 100*arm, a = fmin(fmax(s*needs/(s*s + 100), tone), 1.0), c = (needs - a*s)/10;
        if (frame[f].status != IL_BOXQP_SOLVED || fabs(control[2*f] - a) > 1e-7 || fabs(control[2*f + 1] - c) > 1e-7 || frame[f].residual > 1e-7)
            fail_msg("frame %d: %.10g %.10g, should be %.10g %.10g; %g is missing", f, control[2*f], control[2*f + 1], a, c, frame[f].residual);
    }
    drop(it);
}

// the linkage cut at another pin: the rocker hangs on the coupler, its pin on the ground is the constraint
#define CUT                                                                                                                                                      \
    "<OpenSimDocument Version=\"40000\"><Model name=\"m\"><BodySet><objects>" BODY("crank") BODY("coupler") BODY("rocker") "</objects></BodySet><JointSet><objects>"      \
    PIN("q", "/ground", "0 0 0", "crank") PIN("u", "/bodyset/crank", "0.5 0 0", "coupler")                                                                                 \
    "<PinJoint name=\"j_w\"><socket_parent_frame>p</socket_parent_frame><socket_child_frame>c</socket_child_frame><coordinates><Coordinate name=\"w\"/></coordinates><frames>"  \
    "<PhysicalOffsetFrame name=\"p\"><socket_parent>/bodyset/coupler</socket_parent><translation>1.2 0 0</translation></PhysicalOffsetFrame>"                              \
    "<PhysicalOffsetFrame name=\"c\"><socket_parent>/bodyset/rocker</socket_parent><translation>0.9 0 0</translation></PhysicalOffsetFrame></frames></PinJoint>"             \
    "</objects></JointSet>" MUSCLE "<ConstraintSet><objects><PointConstraint name=\"c\"><socket_body_1>/ground</socket_body_1><socket_body_2>/bodyset/rocker</socket_body_2>"     \
    "<location_body_1>1.5 0 0</location_body_1></PointConstraint></objects></ConstraintSet></Model></OpenSimDocument>"

// loads of pins do not depend on where the loop is cut, and what is a constraint in one tree is a joint in the other
static void reactions(void **state) {
    (void)state;
    enum { N = 10 };
    model  it[2] = {read_held(LINKAGE(CLOSED), "q"), read_held(CUT, "q")};
    double wrench[2][N*24], pose[2][N*48], tension[N], drive[N];
    for (int f = 0; f < N; f++) tension[f] = 20 + 3*f, drive[f] = 2 - f;
    for (int k = 0; k < 2; k++) {
        const il_model *m = it[k].o->model;
        double          at[N*3], rate[N*3], accel[N*3];
        il_error        err = {0};
        il_actuator     motor = {.name = "motor", .kind = IL_ACTUATOR_COORDINATE, .signal = il_coordinate_find(m, "q"), .optimal = 1, .low = -IL_INF, .high = IL_INF};
        for (int f = 0; f < N; f++) {
            moving(&it[0], 0.1*f, at + 3*f, rate + 3*f, accel + 3*f);
            double *const list[] = {at + 3*f, rate + 3*f, accel + 3*f};
            for (int i = 0; i < 3 && k; i++) { // from q, v, u to q, u, w = v - q - u
                double v = list[i][1], u = list[i][2];
                list[i][1] = u, list[i][2] = v - list[i][0] - u;
            }
        }
        il_recorded motion = {.nframe = N, .q = at, .qd = rate, .qdd = accel, .gravity = it[k].o->gravity, .nactuator = 1, .actuator = &motor, .nconstraint = it[k].o->nconstraint,
                              .constraint = it[k].o->constraint};
        assert_int_equal(il_joint_reactions(m, m->nominal, IL_ISA_AUTO, &motion, tension, drive, 1, NULL, wrench[k], pose[k], &err), IL_OK);
    }
    static const char *const body[] = {"crank", "coupler"};
    double                   most = 0.0, load = 0.0;
    for (int f = 0; f < N; f++)
        for (int i = 0; i < 12; i++) {
            double x[2];
            for (int k = 0; k < 2; k++) x[k] = wrench[k][24*f + 6*il_body_find(it[k].o->model, body[i/6]) + i%6];
            most = fmax(most, fabs(x[0] - x[1])), load = fmax(load, fabs(x[0]));
        }
    printf("pins carry up to %.1f N, wherever the loop is cut to %.1e of it\n", load, most/load);
    if (!(most < 1e-7*load) || !(load > 10.0)) fail_msg("loads of %g differ by %g", load, most);
    drop(it[0]), drop(it[1]);
}

// with the forces that the motion asks for, both pins of the ground carry what all masses need: sum of m (a - g), less the muscle's pull
static void newton(void **state) {
    (void)state;
    model           it = read_held(LINKAGE(CLOSED), "q");
    const il_model *m = it.o->model;
    const double    h = 2e-3, second[] = {-1, 16, -30, 16, -1};
    double          at[FRAMES*3], rate[FRAMES*3], accel[FRAMES*3], control[FRAMES*2], force[FRAMES*2], tension[FRAMES], drive[FRAMES], wrench[FRAMES*24], pose[FRAMES*48];
    il_static_frame frame[FRAMES];
    il_error        err = {0};
    il_actuator     motor;
    asked(&it, at, rate, accel, control, force, frame, &motor);
    for (int f = 0; f < FRAMES; f++) tension[f] = force[2*f], drive[f] = force[2*f + 1];
    il_recorded motion = {.nframe = FRAMES, .q = at, .qd = rate, .qdd = accel, .gravity = it.o->gravity, .nactuator = 1, .actuator = &motor, .nconstraint = it.o->nconstraint,
                          .constraint = it.o->constraint};
    assert_int_equal(il_joint_reactions(m, m->nominal, IL_ISA_AUTO, &motion, tension, drive, 1, NULL, wrench, pose, &err), IL_OK);
    for (int f = 0; f < FRAMES; f++) {
        double q[3], qd[3], qdd[3];
        moving(&it, 0.1*f, q, qd, qdd); // lanes hold five moments
        il_path(m, m->nominal, it.d);
        for (int c = 0; c < 3; c++) {
            double needs = 0.0, pins = wrench[24*f + 6*il_body_find(m, "crank") + 3 + c] + wrench[24*f + 6*il_body_find(m, "rocker") + 3 + c];
            for (int b = 1; b < 4; b++) {
                double a = 0.0;
                for (int k = 0; k < 5; k++) a += second[k]*it.d->com_pos[3*b + c].lane[k]/(12*h*h);
                needs += m->nominal->body_mass[b]*(a - it.o->gravity[c]);
            }
            double pull = tension[f]*(it.d->point_world[c].lane[2] - it.d->point_world[3 + c].lane[2])/it.d->path_length[0].lane[2];
            if (fabs(pins + pull - needs) > 1e-6) fail_msg("frame %d axis %d: pins %.10g and the muscle %.10g, needed %.10g", f, c, pins, pull, needs);
        }
    }
    drop(it);
}

// a pose that is no number in one lane: the lane says so, the others do not hear of it
static void not_a_number(void **state) {
    (void)state;
    model  it = read_held(LINKAGE(CLOSED), "q");
    double miss[IL_LANES];
    il_pack_set(q_of(&it, "q"), 0.4), il_pack_set(q_of(&it, "u"), 0.3), il_pack_set(q_of(&it, "v"), 2.0);
    q_of(&it, "u")->lane[1] = IL_NAN;
    il_constraints_meet(it.c, it.o->model->nominal, it.d, miss);
    for (int l = 0; l < IL_LANES; l++) assert_true(l == 1 ? isnan(miss[l]) : miss[l] < 1e-12);
    drop(it);
}

// constraints made by hand that are none
static void impossible(void **state) {
    (void)state;
    model               it = read_held(LINKAGE(CLOSED), "q");
    const int           master[1] = {0};
    const il_constraint list[] = {{.kind = (il_constraint_kind)7, .body = {0, 1}}, {.kind = IL_CONSTRAINT_POINT, .body = {0, 99}},
                                  {.kind = IL_CONSTRAINT_COUPLER, .signal = 1, .nmaster = 1, .master = master, .function = 99},
                                  {.kind = IL_CONSTRAINT_COUPLER, .signal = 1, .nmaster = 1, .master = master, .function = -2}};
    for (size_t i = 0; i < sizeof list/sizeof *list; i++) {
        il_constraints *c;
        il_error        err = {0};
        assert_int_equal(il_constraints_create(it.o->model, 1, &list[i], NULL, &c, &err), IL_BAD_VALUE);
    }
    drop(it);
}

// ---- faults --------------------------------------------------------------------------------------------------------------------

static void faults(void **state) {
    (void)state;
    static const struct { const char *text, *says; } list[] = {
        {LINKAGE("<OddConstraint name=\"c\"/>"), "<OddConstraint> is not known"},
        {LINKAGE("<PointConstraint name=\"c\"><socket_body_1>/bodyset/crank</socket_body_1><socket_body_2>/bodyset/nobody</socket_body_2></PointConstraint>"), "no body and no frame"},
        {LINKAGE("<PointConstraint name=\"c\"><socket_body_1>/bodyset/crank</socket_body_1><socket_body_2>/bodyset/crank</socket_body_2></PointConstraint>"), "to itself"},
        {LINKAGE("<ConstantDistanceConstraint name=\"c\"><socket_body_1>/bodyset/crank</socket_body_1><socket_body_2>/ground</socket_body_2></ConstantDistanceConstraint>"), "PointConstraint"},
        {LINKAGE("<PointOnLineConstraint name=\"c\"><socket_line_body>/ground</socket_line_body><socket_follower_body>/bodyset/crank</socket_follower_body></PointOnLineConstraint>"), "direction"},
        {LINKAGE(COUPLER("v", "q u", LINE3("1", "", ""))), "should have a slope of each"},
        {LINKAGE(COUPLER("v", "q u", "<SimmSpline><x>0 1</x><y>0 1</y></SimmSpline>")), "of several coordinates is not known"},
        {LINKAGE(COUPLER("v", "q u", "<MultivariatePolynomialFunction><coefficients>1 2 3</coefficients><dimension>2</dimension><order>2</order></MultivariatePolynomialFunction>")),
         "it should have 6"},
        {LINKAGE(COUPLER("v", "q w", LINE3("1", "1", "1"))), "'w' is not there"},
        {LINKAGE(COUPLER("v", "", LINE3("1", "1", "1"))), "names no independent"}};
    for (size_t i = 0; i < sizeof list/sizeof *list; i++) {
        il_osim *o;
        il_error err = {0};
        assert_int_equal(il_osim_parse("constraint.osim", list[i].text, strlen(list[i].text), NULL, &o, &err), IL_BAD_VALUE);
        if (!strstr(err.text, list[i].says) || err.line != 2) fail_msg("%zu, line %d: %s", i, err.line, err.text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(four_bars), cmocka_unit_test(slider), cmocka_unit_test(weld), cmocka_unit_test(couplers), cmocka_unit_test(jacobians),
                                       cmocka_unit_test(arms), cmocka_unit_test(fitted), cmocka_unit_test(shared), cmocka_unit_test(reactions), cmocka_unit_test(newton), cmocka_unit_test(not_a_number),
                                       cmocka_unit_test(impossible), cmocka_unit_test(faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

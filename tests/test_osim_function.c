// test_osim_function.c - functions of `.osim` files that the model holds as sums or as splines, points and bushings that move by them.
// Oracles: the functions themselves, Rodrigues' formula, differences, work
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

#include "analysis/frames.h"
#include "ilium/curves.h"
#include "ilium/data.h"
#include "ilium/io_osim.h"
#include "io/osim_read.h"

#define BODY(name) "<Body name=\"" name "\"><mass>2</mass><mass_center>0.1 -0.2 0.05</mass_center><inertia>0.02 0.03 0.025 0.001 0 0.002</inertia></Body>"
#define HEAD "<OpenSimDocument Version=\"40000\"><Model name=\"m\"><BodySet><objects>" BODY("b") "</objects></BodySet><JointSet><objects>"
#define SOCKETS "<socket_parent_frame>/ground</socket_parent_frame><socket_child_frame>/bodyset/b</socket_child_frame>"
#define JOINT(coordinates, axes) HEAD "<CustomJoint name=\"j\">" SOCKETS "<coordinates>" coordinates "</coordinates><SpatialTransform>" axes "</SpatialTransform></CustomJoint></objects></JointSet>"
#define TAIL "</Model></OpenSimDocument>"
#define AXIS(name, coordinates, axis, function) \
    "<TransformAxis name=\"" name "\"><coordinates>" coordinates "</coordinates><axis>" axis "</axis>" function "</TransformAxis>"
#define COORDINATES "<Coordinate name=\"u\"/><Coordinate name=\"v\"/><Coordinate name=\"w\"/>"
#define FREE HEAD "<FreeJoint name=\"j\">" SOCKETS "<coordinates><Coordinate name=\"a\"/><Coordinate name=\"b_\"/><Coordinate name=\"c\"/><Coordinate name=\"x\"/><Coordinate name=\"y\"/>" \
                  "<Coordinate name=\"z\"/></coordinates></FreeJoint></objects></JointSet>"

static il_osim *parse_as(const char *text, bool lenient) {
    il_osim *o = NULL;
    il_error err = {0};
    char     words[600];
    if (il_osim_parse("function.osim", text, strlen(text), &(const il_osim_options){.lenient = lenient}, &o, &err)) fail_msg("%s", il_error_format(&err, words, sizeof words));
    return o;
}

static il_osim *parse(const char *text) { return parse_as(text, false); }

static il_data *data(const il_osim *o) {
    il_data *d;
    il_error err = {0};
    assert_int_equal(il_data_create(o->model, IL_ISA_AUTO, &d, &err), IL_OK);
    return d;
}

static void refused(const char *text, const char *word) {
    il_osim *o = NULL;
    il_error err = {0};
    assert_int_equal(il_osim_parse("function.osim", text, strlen(text), NULL, &o, &err), IL_BAD_VALUE);
    if (!strstr(err.text, word) || err.line < 1) fail_msg("line %d: %s", err.line, err.text);
}

static void near(double got, double want, double within) {
    if (!(fabs(got - want) <= within)) fail_msg("%.15g, expected %.15g within %g", got, want, within);
}

// ---- several coordinates -------------------------------------------------------------------------------------------------------

#define LINEAR3 "<LinearFunction><coefficients>0.5 -1.5 2 0.3</coefficients></LinearFunction>"
// order 2 of (u, w): 1, w, w2, u, u w, u2
#define MANY(cross) "<MultivariatePolynomialFunction><coefficients>0.1 0.2 -0.3 0.4 " cross " 0.5</coefficients><dimension>2</dimension><order>2</order></MultivariatePolynomialFunction>"
#define TWICE "<MultiplierFunction><function>" MANY("0") "</function><scale>2</scale></MultiplierFunction>"

static double along(double u, double w) { return 0.1 + 0.2*w - 0.3*w*w + 0.4*u + 0.5*u*u; }

static void pose_of(il_osim *o, il_data *d, const double q[3]) {
    for (int i = 0; i < 3; i++) il_pack_set(&d->q[il_coordinate_find(o->model, (const char *[]){"u", "v", "w"}[i])], q[i]);
    il_position(o->model, o->model->nominal, d);
}

// turns about one axis add up, and so do shifts along it: two, three coordinates on an axis, and so many rows that they go on on a body without mass
static void sums(void **state) {
    (void)state;
    il_osim *o = parse(JOINT(COORDINATES, AXIS("rotation1", "u v w", "0 0 1", LINEAR3) AXIS("translation1", "u w", "1 0 0", TWICE)
                             AXIS("translation2", "v", "0 1 0", "<LinearFunction><coefficients>1 0</coefficients></LinearFunction>")) TAIL);
    il_data *d = data(o);
    int      b = il_body_find(o->model, "b");
    assert_int_equal(o->model->nbody, 4);
    assert_int_equal(o->nbody, 1);
    for (int k = 0; k < 30; k++) {
        const double q[3] = {sin(1.0 + k), cos(2.0*k), sin(3.0*k)*0.8};
        pose_of(o, d, q);
        double angle = 0.5*q[0] - 1.5*q[1] + 2.0*q[2] + 0.3;
        near(d->body_rot[9*b].lane[0], cos(angle), 1e-14), near(d->body_rot[9*b + 3].lane[0], sin(angle), 1e-14);
        near(d->body_pos[3*b].lane[0], 2.0*along(q[0], q[2]), 1e-14), near(d->body_pos[3*b + 1].lane[0], q[1], 1e-15);
    }
    // an angle only where a coordinate alone turns, a length where it alone shifts
    assert_int_equal(o->coordinate[0].motion, IL_OSIM_COUPLED), assert_int_equal(o->coordinate[1].motion, IL_OSIM_LENGTH);
    il_data_free(d), il_osim_free(o);
    refused(JOINT(COORDINATES, AXIS("translation1", "u wrong", "1 0 0", MANY("0"))) TAIL, "'wrong'");
    refused(JOINT(COORDINATES, AXIS("translation1", "u v w", "1 0 0", MANY("0"))) TAIL, "dimension");
}

// ---- sampled functions ---------------------------------------------------------------------------------------------------------

static double sine(double x) { return 0.7*sin(2.0*x + 0.4); }
static double step(double x) {
    double s = fmin(fmax((x + 0.5)/2.0, 0.0), 1.0);
    return 0.1 + 0.4*(10*s*s*s - 15*s*s*s*s + 6*s*s*s*s*s);
}

static void check_function(const char *text, double (*f)(double), double from, double to) {
    il_osim *o = parse(text);
    il_data *d = data(o);
    int      b = il_body_find(o->model, "b");
    assert_true(o->nnote >= 1);
    for (int k = 0; k <= 700; k++) {
        double q[3] = {from + (to - from)*k/700.0, 0.0, 0.2}, h = 1e-4;
        pose_of(o, d, q);
        near(d->body_pos[3*b].lane[0], f(q[0]), 1e-9);
        // the rate of its row
        il_pack_set(&d->qd[0], 1.0), il_pack_set(&d->qd[1], 0.0), il_pack_set(&d->qd[2], 0.0);
        il_velocity(o->model, o->model->nominal, d);
        near(d->body_vel[6*b + 3].lane[0], (f(q[0] + h) - f(q[0] - h))/(2.0*h), 1e-6);
    }
    il_data_free(d), il_osim_free(o);
}

#define SLIDES(function) \
    JOINT(COORDINATES, AXIS("rotation1", "u", "0 0 1", "") AXIS("translation1", "u", "1 0 0", function) AXIS("translation2", "v", "0 1 0", "") AXIS("translation3", "w", "0 0 1", "")) TAIL

static void sampled(void **state) {
    (void)state;
    check_function(SLIDES("<Sine><amplitude>0.7</amplitude><omega>2</omega><phase>0.4</phase></Sine>"), sine, -6.2, 6.2);
    check_function(SLIDES("<StepFunction><start_time>-0.5</start_time><end_time>1.5</end_time><start_value>0.1</start_value><end_value>0.5</end_value></StepFunction>"), step, -3, 3);
    refused(SLIDES("<PiecewiseConstantFunction><x>0 1 2</x><y>1 1 2</y></PiecewiseConstantFunction>"), "jumps at 2");
    refused(SLIDES("<Sine><omega>1e9</omega></Sine>"), "knots");
    refused(SLIDES("<StepFunction><start_time>2</start_time><end_time>1</end_time></StepFunction>"), "start is below");
    il_osim *o = parse(SLIDES("<PiecewiseConstantFunction><x>0 1 2</x><y>0.25 0.25 0.25</y></PiecewiseConstantFunction>"));
    il_data *d = data(o);
    pose_of(o, d, (const double[]){3, 0, 0});
    near(d->body_pos[3*il_body_find(o->model, "b")].lane[0], 0.25, 0.0);
    il_data_free(d), il_osim_free(o);
}

// the natural spline of degree five gives back a polynomial whose third and fourth derivatives are nought: 1 + x - 2 x^2
static double parabola(double x) { return 1.0 + x - 2.0*x*x; }
static void degree_five(void **state) {
    (void)state;
    check_function(SLIDES("<GCVSpline><half_order>3</half_order><x>-1 -0.4 0 0.5 1.2</x><y>-2 0.28 1 1 -0.68</y></GCVSpline>"), parabola, -0.999, 1.199);
    // a bend: values of the knots, its slope continuous, and between knots what values, slopes and second derivatives of il_curves say
    static const double x[] = {0, 1, 2, 3, 4, 5}, y[] = {0, 1, 0, 0.3, -1, 0};
    il_osim  *o = parse(SLIDES("<GCVSpline><half_order>3</half_order><x>0 1 2 3 4 5</x><y>0 1 0 0.3 -1 0</y></GCVSpline>"));
    il_data  *d = data(o);
    int       b = il_body_find(o->model, "b");
    il_curves *w;
    il_error  err = {0};
    assert_int_equal(il_curves_create(6, 1, x, y, -1.0, &w, &err), IL_OK);
    for (int k = 0; k < 5; k++)
        for (int part = 0; part < 400; part++) {
            double u = part/400.0, v = 1.0 - u, c = u*u*u, e = v*v*v; // Hermite's six over a unit
            pose_of(o, d, (const double[]){k + u, 0, 0});
            near(d->body_pos[3*b].lane[0], e*(1 + 3*u + 6*u*u)*w->value[k] + e*u*(1 + 3*u)*w->rate[k] + 0.5*e*u*u*w->accel[k] + c*(1 + 3*v + 6*v*v)*w->value[k + 1]
                 - c*v*(1 + 3*v)*w->rate[k + 1] + 0.5*c*v*v*w->accel[k + 1], 1e-9);
        }
    il_curves_free(w);
    for (int k = 0; k <= 5; k++) {
        pose_of(o, d, (const double[]){k, 0, 0});
        near(d->body_pos[3*b].lane[0], y[k], 1e-12);
        for (int side = -1; side <= 1; side += 2) {
            il_pack_set(&d->qd[0], 1.0);
            pose_of(o, d, (const double[]){k + 1e-7*side, 0, 0});
            il_velocity(o->model, o->model->nominal, d);
            static double left;
            double        now = d->body_vel[6*b + 3].lane[0];
            if (side > 0) near(now, left, 1e-5);
            left = now;
        }
    }
    il_data_free(d), il_osim_free(o);
}

// ---- points that move with several ---------------------------------------------------------------------------------------------

#define SPLINE(y) "<SimmSpline><x>-2 -1 0 1 2</x><y>" y "</y></SimmSpline>"
#define POINT(frame) \
    "<MovingPathPoint name=\"p\"><socket_parent_frame>" frame "</socket_parent_frame><x_location>" SPLINE("0.1 0.2 0.2 0.3 0.1") "</x_location><y_location>" SPLINE("0 0.1 0.1 -0.2 0") \
    "</y_location><z_location><Constant><value>0.05</value></Constant></z_location><socket_x_coordinate>/jointset/j/u</socket_x_coordinate><socket_y_coordinate>/jointset/j/v</socket_y_coordinate></MovingPathPoint>"
#define PATH(point) \
    "<ForceSet><objects><PathSpring name=\"f\"><stiffness>1</stiffness><resting_length>0</resting_length><GeometryPath><PathPointSet><objects><PathPoint name=\"o\"><socket_parent_frame>/ground" \
    "</socket_parent_frame><location>-0.5 0.2 0.1</location></PathPoint>" point "</objects></PathPointSet></GeometryPath></PathSpring></objects></ForceSet>" TAIL
#define TURNS AXIS("rotation1", "u", "0 0 1", "") AXIS("rotation2", "v", "1 0 0", "") AXIS("translation1", "w", "1 0 0", "")
#define OFFSET "<components><PhysicalOffsetFrame name=\"off\"><socket_parent>/bodyset/b</socket_parent><translation>0.03 -0.02 0.04</translation><orientation>0.3 0.2 -0.4</orientation></PhysicalOffsetFrame></components>"

static double length_at(il_osim *o, il_data *d, const double q[3]) {
    pose_of(o, d, q);
    il_path(o->model, o->model->nominal, d), il_arm(o->model, o->model->nominal, d);
    return d->path_length[0].lane[0];
}

// where the splines are at a knot the point is known; between knots the arms are the slopes of the length
static void several(const char *text, bool turned) {
    il_osim *o = parse(text);
    il_data *d = data(o);
    int      b = il_body_find(o->model, "b");
    const double q[3] = {1.0, -1.0, 0.2}, local[3] = {0.3, 0.1, 0.05};
    double       length = length_at(o, d, q), x[3], sum = 0.0;
    il_frame     at = il_frame_xyz((const double[]){0.03, -0.02, 0.04}, (const double[]){0.3, 0.2, -0.4});
    for (int i = 0; i < 3; i++) x[i] = turned ? at.pos[i] + at.rot[3*i]*local[0] + at.rot[3*i + 1]*local[1] + at.rot[3*i + 2]*local[2] : local[i];
    for (int i = 0; i < 3; i++) {
        double y = d->body_pos[3*b + i].lane[0];
        for (int k = 0; k < 3; k++) y += d->body_rot[9*b + 3*i + k].lane[0]*x[k];
        sum += (y - (const double[]){-0.5, 0.2, 0.1}[i])*(y - (const double[]){-0.5, 0.2, 0.1}[i]);
    }
    near(length, sqrt(sum), 1e-14);
    for (int k = 0; k < 10; k++) {
        double r[3] = {sin(k), cos(2.0*k), sin(3.0*k)*0.4}, arm[3] = {0};
        length_at(o, d, r);
        for (int a = o->model->path_arm_start[0]; a < o->model->path_arm_start[1]; a++) arm[o->model->arm_dof[a]] = d->arm[a].lane[0];
        for (int i = 0; i < 3; i++) {
            double h = 1e-5, near_[2];
            for (int side = 0; side < 2; side++) {
                double moved[3] = {r[0], r[1], r[2]};
                moved[i] += side ? h : -h, near_[side] = length_at(o, d, moved);
            }
            near(arm[i], -(near_[1] - near_[0])/(2.0*h), 1e-8);
        }
    }
    il_data_free(d), il_osim_free(o);
}

static void moving_points(void **state) {
    (void)state;
    several(JOINT(COORDINATES, TURNS) PATH(POINT("/bodyset/b")), false);
    several(JOINT(COORDINATES, TURNS) OFFSET PATH(POINT("/off")), true);
    refused(JOINT(COORDINATES, TURNS) PATH("<MovingPathPoint name=\"p\"><socket_parent_frame>/bodyset/b</socket_parent_frame><x_location><Odd/></x_location></MovingPathPoint>"), "<Odd>");
    refused(JOINT(COORDINATES, TURNS) "<ForceSet><objects><PathSpring name=\"f\"><stiffness>1</stiffness><resting_length>0</resting_length><path><FunctionBasedPath/></path></PathSpring></objects></ForceSet>" TAIL,
            "no <coordinate_paths>");
}

// the file's body has the name that the body which carries the point would get
static void a_name_that_is_taken(void **state) {
    static const char *const was[] = {"name=\"b\"", "/bodyset/b<"}, *const is[] = {"name=\"moving_point1\"", "/bodyset/moving_point1<"};
    char text[8000], *to = text;
    (void)state;
    for (const char *at = JOINT(COORDINATES, TURNS) PATH(POINT("/bodyset/b")); *at;) {
        int k = 0;
        while (k < 2 && strncmp(at, was[k], strlen(was[k])) != 0) k++;
        if (k < 2) to += sprintf(to, "%s", is[k]), at += strlen(was[k]);
        else *to++ = *at++;
    }
    *to = 0;
    il_osim *o = parse(text);
    assert_true(il_body_find(o->model, "moving_point1") > 0 && il_body_find(o->model, "moving_point2") > 0);
    il_osim_free(o);
}

// ---- bushings ------------------------------------------------------------------------------------------------------------------

#define ENDS "<frames><PhysicalOffsetFrame name=\"p\"><socket_parent>/ground</socket_parent><translation>0.1 0.2 0</translation><orientation>0.2 0 0.1</orientation></PhysicalOffsetFrame>" \
             "<PhysicalOffsetFrame name=\"q\"><socket_parent>/bodyset/b</socket_parent><translation>0 0.1 -0.1</translation><orientation>0 0.3 0</orientation></PhysicalOffsetFrame></frames>"          \
             "<socket_frame1>p</socket_frame1><socket_frame2>q</socket_frame2>"
#define BUSHING(more) "<ForceSet><objects><BushingForce name=\"f\">" ENDS "<rotational_stiffness>10 20 30</rotational_stiffness><translational_stiffness>100 200 300</translational_stiffness>" more \
                      "</BushingForce></objects></ForceSet>" TAIL
#define F(tag, slope) "<" tag "><LinearFunction><coefficients>" slope " 0</coefficients></LinearFunction></" tag ">"
#define CUBIC "<f_y_delta_y_function><PolynomialFunction><coefficients>500 0 200 7</coefficients></PolynomialFunction></f_y_delta_y_function>"
#define BY_FUNCTION(fy, more) "<ForceSet><objects><FunctionBasedBushingForce name=\"f\">" ENDS F("m_x_theta_x_function", "10") F("m_y_theta_y_function", "20")                        \
    "<LinearFunction name=\"m_z_theta_z_function\"><coefficients>30 0</coefficients></LinearFunction>" F("f_x_delta_x_function", "100") fy F("f_z_delta_z_function", "300") more  \
    "</FunctionBasedBushingForce></objects></ForceSet>" TAIL

static void tau_of(il_osim *o, int k, double speed, double tau[6], double rate[6]) {
    il_data *d = data(o);
    il_pack  force[6] = {{{0}}};
    for (int i = 0; i < o->model->nq; i++) il_pack_set(&d->q[i], 0.5*sin(1.0 + i + 2.1*k)), il_pack_set(&d->qd[i], rate[i] = speed*cos(0.3*i + k));
    il_position(o->model, o->model->nominal, d), il_velocity(o->model, o->model->nominal, d), il_path(o->model, o->model->nominal, d), il_path_speed(o->model, o->model->nominal, d);
    il_arm(o->model, o->model->nominal, d), il_bushing(o->model, o->model->nominal, d);
    il_osim_passive(o, d, NULL, force);
    for (int i = 0; i < 6; i++) tau[i] = force[i].lane[5];
    if (o->force[0].kind == IL_OSIM_BUSHING || o->force[0].kind == IL_OSIM_BUSHING_FUNCTION) { // as wrenches on the bodies it is the same
        il_pack wrench[6*4] = {{{0}}}, other[6] = {{{0}}};
        assert_true(o->model->nbody <= 4);
        ili_osim_passive_on_bodies(o, d, wrench, other);
        for (int body = 0; body < o->model->nbody; body++) ili_actuator_push(o->model, d, body, wrench + 6*body, 1.0, NULL, other);
        for (int i = 0; i < o->model->nq; i++) near(other[i].lane[5], tau[i], 1e-10*(1.0 + fabs(tau[i])));
    }
    il_data_free(d), il_osim_free(o);
}

static void tau_at(const char *text, int k, double speed, double tau[6], double rate[6]) { tau_of(parse(text), k, speed, tau, rate); }

#define DAMPED "<rotational_damping>1 2 3</rotational_damping><translational_damping>4 5 6</translational_damping>"

static void bushings(void **state) {
    (void)state;
    for (int k = 0; k < 8; k++) {
        double plain[6], linear[6], damped[6], cubic[6], rate[6], power = 0.0;
        tau_at(FREE BUSHING(""), k, 0.7, plain, rate);
        tau_at(FREE BY_FUNCTION(F("f_y_delta_y_function", "200"), ""), k, 0.7, linear, rate);
        for (int i = 0; i < 6; i++) near(linear[i], plain[i], 1e-10);
        tau_at(FREE BUSHING(DAMPED), k, 0.7, damped, rate);
        tau_at(FREE BY_FUNCTION(F("f_y_delta_y_function", "200"), DAMPED), k, 0.7, linear, rate);
        for (int i = 0; i < 6; i++) near(linear[i], damped[i], 1e-10);
        tau_at(FREE BUSHING("<rotational_damping>0 0 0</rotational_damping><translational_damping>4 4 4</translational_damping>"), k, 0.0, damped, rate);
        for (int i = 0; i < 6; i++) near(damped[i], plain[i], 1e-10);
        // damping takes energy, in proportion to the square of speed
        tau_at(FREE BUSHING("<rotational_damping>1 2 3</rotational_damping><translational_damping>4 4 4</translational_damping>"), k, 0.7, damped, rate);
        for (int i = 0; i < 6; i++) power += (damped[i] - plain[i])*rate[i];
        assert_true(power < 0.0);
        double twice = 0.0;
        tau_at(FREE BUSHING("<rotational_damping>1 2 3</rotational_damping><translational_damping>4 4 4</translational_damping>"), k, 1.4, damped, rate);
        for (int i = 0; i < 6; i++) twice += (damped[i] - plain[i])*rate[i];
        near(twice, 4.0*power, 1e-9*fabs(power));
        tau_at(FREE BY_FUNCTION(CUBIC, ""), k, 0.7, cubic, rate);
        double other = 0.0;
        for (int i = 0; i < 6; i++) other += fabs(cubic[i] - plain[i]);
        assert_true(other > 1.0);
    }
}

// at the frames' own place: deflection of the first frame's y, 0.1 m, and damping of it
static void bushing_values(void **state) {
    (void)state;
#define HERE "<socket_frame1>/ground</socket_frame1><socket_frame2>/bodyset/b</socket_frame2>"
    il_osim *o = parse(FREE "<ForceSet><objects><FunctionBasedBushingForce name=\"f\">" HERE CUBIC "</FunctionBasedBushingForce><BushingForce name=\"g\">" HERE
                            "<rotational_damping>0 0 5</rotational_damping><translational_damping>0 40 0</translational_damping></BushingForce></objects></ForceSet>" TAIL);
    il_data *d = data(o);
    il_pack  force[6] = {{{0}}};
    for (int i = 0; i < 6; i++) il_pack_set(&d->q[i], 0.0), il_pack_set(&d->qd[i], 0.0);
    il_pack_set(&d->q[4], 0.1), il_pack_set(&d->qd[4], 0.5), il_pack_set(&d->qd[2], 2.0);
    il_position(o->model, o->model->nominal, d), il_velocity(o->model, o->model->nominal, d), il_bushing(o->model, o->model->nominal, d);
    il_osim_passive(o, d, NULL, force);
    near(force[4].lane[1], -(500*0.001 + 200*0.1 + 7.0) - 40*0.5, 1e-12), near(force[2].lane[1], -10.0, 1e-12), near(force[3].lane[1], 0.0, 1e-12);
    il_data_free(d), il_osim_free(o);
    refused(FREE "<ForceSet><objects><BushingForce name=\"g\">" HERE "<translational_damping>0 -40 0</translational_damping></BushingForce></objects></ForceSet>" TAIL, "damping of -40");
    refused(FREE "<ForceSet><objects><FunctionBasedBushingForce name=\"g\">" HERE "<rotational_damping>0 -40 0</rotational_damping></FunctionBasedBushingForce></objects></ForceSet>" TAIL, "damping of -40");
}

// ---- prescribed coordinates ----------------------------------------------------------------------------------------------------

#define PRESCRIBED(function) \
    JOINT("<Coordinate name=\"u\"><default_value>0.3</default_value><prescribed>true</prescribed><prescribed_function>" function "</prescribed_function></Coordinate>", AXIS("rotation1", "u", "0 0 1", "")) TAIL

static void prescribed(void **state) {
    (void)state;
    il_osim *o = parse(PRESCRIBED("<Constant><value>0.75</value></Constant>"));
    assert_true(o->coordinate[0].locked);
    near(o->coordinate[0].value, 0.75, 0.0);
    il_osim_free(o);
    o = parse(PRESCRIBED(""));
    assert_false(o->coordinate[0].locked);
    il_osim_free(o);
    o = parse(PRESCRIBED("<MultiplierFunction><function><LinearFunction><coefficients>2 0.5</coefficients></LinearFunction></function><scale>3</scale></MultiplierFunction>"));
    assert_true(o->coordinate[0].prescribed && !o->coordinate[0].locked);
    near(il_osim_prescribed(o, &o->coordinate[0], 0.25), 3.0, 1e-15);
    il_osim_free(o);
    o = parse(PRESCRIBED("<MultiplierFunction><function><Sine><amplitude>0.5</amplitude><omega>40</omega><phase>0.2</phase></Sine></function><scale>3</scale></MultiplierFunction>"));
    assert_true(o->coordinate[0].prescribed && !o->coordinate[0].locked && o->nnote == 0);
    for (int k = 0; k < 50; k++) near(il_osim_prescribed(o, &o->coordinate[0], 0.21*k), 1.5*sin(40*(0.21*k) + 0.2), 1e-15); // however far on
    il_osim_free(o);
    for (int lenient = 0; lenient < 2; lenient++) {
        o = parse_as(PRESCRIBED("<PiecewiseConstantFunction><x>0 1 2.5</x><y>0.25 -1 4</y></PiecewiseConstantFunction>"), lenient);
        assert_true(o->coordinate[0].prescribed && !o->coordinate[0].locked && o->nnote == 0);
        static const double at[][2] = {{-1, 0.25}, {0, 0.25}, {0.999, 0.25}, {1, -1}, {2.499, -1}, {2.5, 4}, {99, 4}};
        for (int k = 0; k < 7; k++) near(il_osim_prescribed(o, &o->coordinate[0], at[k][0]), at[k][1], 0.0);
        il_osim_free(o);
    }
    refused(PRESCRIBED("<PiecewiseConstantFunction><x>0 1 1</x><y>0.25 -1 4</y></PiecewiseConstantFunction>"), "do not increase");
    refused(PRESCRIBED("<Sine><omega>inf</omega></Sine>"), "not a finite number");
    // what cannot be followed lets it move as the motion says, with a note: a zigzag that would need too many knots
    char text[4000];
    int  n = snprintf(text, sizeof text, "%s", JOINT("<Coordinate name=\"u\"><prescribed>true</prescribed><GCVSpline name=\"prescribed_function\"><half_order>3</half_order>", ""));
    char *cut = strstr(text, "</coordinates>");
    assert_true(n > 0 && cut);
    n = (int)(cut - text);
    for (int part = 0; part < 2; part++) {
        n += snprintf(text + n, sizeof text - (size_t)n, part ? "<y>" : "<x>");
        for (int k = 0; k < 60; k++) n += snprintf(text + n, sizeof text - (size_t)n, " %d", part ? (k%2 ? 1 : -1) : k);
        n += snprintf(text + n, sizeof text - (size_t)n, part ? "</y>" : "</x>");
    }
    snprintf(text + n, sizeof text - (size_t)n, "%s", "</GCVSpline></Coordinate></coordinates><SpatialTransform>" AXIS("rotation1", "u", "0 0 1", "") "</SpatialTransform></CustomJoint></objects></JointSet>" TAIL);
    refused(text, "more than 4000 knots");
    o = parse_as(text, true);
    assert_true(!o->coordinate[0].prescribed && !o->coordinate[0].locked && o->nnote == 1);
    il_osim_free(o);
}

// ---- functions that are not known ----------------------------------------------------------------------------------------------

static int notes(const il_osim *o, const char *word) {
    int n = 0;
    for (int i = 0; i < o->nnote; i++) n += strstr(o->note[i], word) != NULL;
    return n;
}

static double moving_length(il_osim *o) {
    il_data *d = data(o);
    double   length = length_at(o, d, (const double[]){0.3, -0.7, 0.2});
    il_data_free(d), il_osim_free(o);
    return length;
}

#define ODD_POINT(x) \
    JOINT(COORDINATES, TURNS) PATH("<MovingPathPoint name=\"p\"><socket_parent_frame>/bodyset/b</socket_parent_frame>" x "<y_location>" SPLINE("0 0.1 0.1 -0.2 0") \
    "</y_location><z_location><Constant><value>0.05</value></Constant></z_location><socket_y_coordinate>/jointset/j/v</socket_y_coordinate></MovingPathPoint>")
#define ODD_BUSHING(ty, fx) \
    FREE "<ForceSet><objects><FunctionBasedBushingForce name=\"f\">" ENDS F("m_x_theta_x_function", "10") ty fx F("f_z_delta_z_function", "300") "</FunctionBasedBushingForce></objects></ForceSet>" TAIL
#define LIGAMENT(curve) \
    JOINT(COORDINATES, TURNS) "<ForceSet><objects><Ligament name=\"l\"><resting_length>0.1</resting_length><pcsa_force>50</pcsa_force>" curve "<GeometryPath><PathPointSet><objects>" \
    "<PathPoint name=\"o\"><socket_parent_frame>/ground</socket_parent_frame><location>-0.5 0.2 0.1</location></PathPoint><PathPoint name=\"i\"><socket_parent_frame>/bodyset/b</socket_parent_frame>" \
    "<location>0 0.2 0.1</location></PathPoint></objects></PathPointSet></GeometryPath></Ligament></objects></ForceSet>" TAIL
#define PRESCRIBED_BY(on, function) \
    JOINT("<Coordinate name=\"u\"><default_value>0.3</default_value><prescribed>" on "</prescribed>" function "</Coordinate>", AXIS("rotation1", "u", "0 0 1", "")) TAIL

// in either layout an error; to the lenient a note, and nought
static void unknown(void **state) {
    (void)state;
#define TY "<m_y_theta_y_function><Odd/></m_y_theta_y_function>"
#define FX "<Odd name=\"f_x_delta_x_function\"/>"
    double got[6], want[6], rate[6];
    refused(ODD_BUSHING(TY, ""), "<Odd>"), refused(ODD_BUSHING("", FX), "<Odd>");
    il_osim *o = parse_as(ODD_BUSHING(TY, FX), true);
    assert_int_equal(notes(o, "<Odd>"), 2);
    tau_of(o, 1, 0.7, got, rate), tau_at(ODD_BUSHING("", ""), 1, 0.7, want, rate);
    for (int i = 0; i < 6; i++) near(got[i], want[i], 0.0);

    refused(ODD_POINT("<Odd name=\"x_location\"/>"), "<Odd>");
    o = parse_as(ODD_POINT("<x_location><Odd/></x_location>"), true);
    assert_int_equal(notes(o, "<Odd>"), 1);
    near(moving_length(o), moving_length(parse(ODD_POINT(""))), 0.0);

    refused(LIGAMENT("<Odd name=\"force_length_curve\"/>"), "<Odd>"), refused(LIGAMENT(""), "no <force_length_curve>");
    o = parse_as(LIGAMENT("<force_length_curve><Odd/></force_length_curve>"), true);
    assert_int_equal(notes(o, "<Odd>"), 1);
    tau_of(o, 1, 0.7, got, rate);
    for (int i = 0; i < 3; i++) near(got[i], 0.0, 0.0);

    refused(PRESCRIBED_BY("true", "<Odd name=\"prescribed_function\"/>"), "<Odd>"), refused(PRESCRIBED("<Odd/>"), "<Odd>");
    o = parse_as(PRESCRIBED("<Odd/>"), true);
    assert_true(notes(o, "<Odd>") == 1 && !o->coordinate[0].locked && !o->coordinate[0].prescribed);
    il_osim_free(o);
    o = parse(PRESCRIBED_BY("false", "<Odd name=\"prescribed_function\"/>")); // not asked for
    assert_int_equal(notes(o, "<Odd>"), 0);
    il_osim_free(o);

    refused(SLIDES("<Odd name=\"function\"/>"), "<Odd>"), refused(SLIDES("<function><Odd/></function>"), "<Odd>");
    o = parse_as(SLIDES("<Odd name=\"function\"/>"), true);
    assert_int_equal(notes(o, "<Odd>"), 1);
    il_data *d = data(o);
    pose_of(o, d, (const double[]){0.7, 0, 0});
    near(d->body_pos[3*il_body_find(o->model, "b")].lane[0], 0.0, 0.0);
    il_data_free(d), il_osim_free(o);
}

// as many numbers as a model may have and some more: the reader ends there, and does not come to what is wrong at the end
static void too_many(void **state) {
    (void)state;
    enum { BUSHINGS = 240, ROOM = 400000 };
#define S(tag) "<Sine name=\"" tag "\"><omega>5.28</omega></Sine>"
    char    *text = malloc(ROOM);
    il_osim *o = NULL;
    il_error err = {0};
    assert_non_null(text);
    int n = snprintf(text, ROOM, "%s", FREE "<ForceSet><objects>");
    for (int i = 0; i < BUSHINGS; i++)
        n += snprintf(text + n, ROOM - (size_t)n, "<FunctionBasedBushingForce name=\"f%d\">%s</FunctionBasedBushingForce>", i,
                      HERE S("m_x_theta_x_function") S("m_y_theta_y_function") S("m_z_theta_z_function") S("f_x_delta_x_function") S("f_y_delta_y_function") S("f_z_delta_z_function"));
    n += snprintf(text + n, ROOM - (size_t)n, "<Odd/></objects></ForceSet>" TAIL);
    assert_true(n < ROOM);
    assert_int_equal(il_osim_parse("function.osim", text, (size_t)n, NULL, &o, &err), IL_LIMIT);
    if (!strstr(err.text, "more than") || strcmp(err.file, "function.osim")) fail_msg("%s: %s", err.file, err.text);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums), cmocka_unit_test(sampled), cmocka_unit_test(degree_five), cmocka_unit_test(moving_points), cmocka_unit_test(a_name_that_is_taken), cmocka_unit_test(bushings), cmocka_unit_test(bushing_values),
        cmocka_unit_test(prescribed), cmocka_unit_test(unknown), cmocka_unit_test(too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

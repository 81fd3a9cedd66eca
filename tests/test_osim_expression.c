// test_osim_expression.c - formulas of `.osim` files and the forces that they are. Oracles: the same in C, bushings and springs that need no formula, energy
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ilium/data.h"
#include "ilium/io_osim.h"

#define BODY(name) "<Body name=\"" name "\"><mass>2</mass><mass_center>0.1 -0.2 0.05</mass_center><inertia>0.02 0.03 0.025 0.001 0 0.002</inertia></Body>"
#define HEAD "<OpenSimDocument Version=\"40000\"><Model name=\"m\"><BodySet><objects>" BODY("a") BODY("b") "</objects></BodySet><JointSet><objects>" \
    "<PinJoint name=\"i\"><socket_parent_frame>/ground</socket_parent_frame><socket_child_frame>/bodyset/a</socket_child_frame><coordinates><Coordinate name=\"p\"/></coordinates></PinJoint>" \
    "<FreeJoint name=\"j\"><socket_parent_frame>/bodyset/a</socket_parent_frame><socket_child_frame>/bodyset/b</socket_child_frame><coordinates><Coordinate name=\"r\"/><Coordinate name=\"s\"/>" \
    "<Coordinate name=\"t\"/><Coordinate name=\"x\"/><Coordinate name=\"y\"/><Coordinate name=\"z\"/></coordinates></FreeJoint></objects></JointSet><ForceSet><objects>"
#define TAIL "</objects></ForceSet></Model></OpenSimDocument>"
#define ON_P "<ExpressionBasedCoordinateForce name=\"f\"><coordinate>p</coordinate><expression>%s</expression></ExpressionBasedCoordinateForce>"

enum { NQ = 7 };
static const double pose[NQ] = {0.7, 0.2, -0.3, 0.4, 0.03, -0.05, 0.02}, rate[NQ] = {-1.1, 0.5, 0.8, -0.6, 0.3, 0.2, -0.4};

// generalised forces of all that acts without control, in the pose moved by h times the rates
static void tau_of(const char *text, double h, double tau[NQ]) {
    il_osim *o = NULL;
    il_data *d;
    il_error err = {0};
    char     words[600];
    il_pack  sum[NQ] = {{{0}}};
    if (il_osim_parse("expression.osim", text, strlen(text), NULL, &o, &err)) fail_msg("%s", il_error_format(&err, words, sizeof words));
    assert_int_equal(il_data_create(o->model, IL_ISA_AUTO, &d, &err), IL_OK);
    assert_int_equal(o->model->nq, NQ);
    for (int i = 0; i < NQ; i++) il_pack_set(&d->q[i], pose[i] + h*rate[i]), il_pack_set(&d->qd[i], rate[i]);
    const il_params *p = o->model->nominal;
    il_position(o->model, p, d), il_velocity(o->model, p, d), il_path(o->model, p, d), il_arm(o->model, p, d), il_path_speed(o->model, p, d), il_bushing(o->model, p, d);
    il_osim_passive(o, d, NULL, sum);
    for (int i = 0; i < NQ; i++) tau[i] = sum[i].lane[3];
    il_data_free(d), il_osim_free(o);
}

static void values(void **state) {
    (void)state;
    const double q = pose[0], u = rate[0];
    const struct { const char *text; double want; } list[] = {
        {"", 0.0}, {"3", 3.0}, {"  2 *q ", 2.0*q}, {"1-2-3", -4.0}, {"12/3/2", 2.0}, {"2+3*4", 14.0}, {"(2+3)*4", 20.0}, {"2^3^2", 512.0}, {"-q^2", -q*q}, {"2^-2", 0.25}, {"--q", q}, {"+q*-qdot", -q*u},
        {"-2*q+1e1", 10.0 - 2.0*q}, {"q^0.5", sqrt(q)}, {"-1.5*exp(10*(q-0.25)^2)*(1 + 2.0*qdot)", -1.5*exp(10.0*(q - 0.25)*(q - 0.25))*(1.0 + 2.0*u)}, {"sqrt(q)", sqrt(q)}, {"log(q)", log(q)}, {"sin(q)", sin(q)},
        {"cos(q)", cos(q)}, {"sec(q)", 1.0/cos(q)}, {"csc(q)", 1.0/sin(q)}, {"tan(q)", tan(q)}, {"cot(q)", 1.0/tan(q)}, {"asin(q)", asin(q)}, {"acos(q)", acos(q)}, {"atan(q)", atan(q)}, {"sinh(q)", sinh(q)},
        {"cosh(q)", cosh(q)}, {"tanh(q)", tanh(q)}, {"erf(q)", erf(q)}, {"erfc(q)", erfc(q)}, {"step(q)-step(qdot)+step(0)", 2.0}, {"delta(q)+delta(0)", 1.0}, {"square(q)", q*q}, {"cube(q)", q*q*q},
        {"recip(q)", 1.0/q}, {"abs(qdot)", -u}, {"floor(qdot)", -2.0}, {"ceil(qdot)", -1.0}, {"atan2(q,qdot)", atan2(q, u)}, {"min(q, qdot)", u}, {"max(q,qdot)", q}, {"pow(q,2)", q*q}, {"select(q-q,1,2)", 2.0},
        {"select ( q , 1 , 2 )", 1.0}};
    for (size_t i = 0; i < sizeof list/sizeof *list; i++) {
        char   text[4000];
        double tau[NQ];
        snprintf(text, sizeof text, HEAD ON_P TAIL, list[i].text);
        tau_of(text, 0.0, tau);
        if (!(fabs(tau[0] - list[i].want) <= 1e-14*(1.0 + fabs(list[i].want)))) fail_msg("%s is %.17g, expected %.17g", list[i].text, tau[0], list[i].want);
        for (int k = 1; k < NQ; k++) assert_true(tau[k] == 0.0);
    }
}

static void faults(void **state) {
    (void)state;
    static const struct { const char *text, *says; } list[] = {{"2*", "'its end'"}, {"(q", "a )"}, {"q q", "an operator"}, {"w+1", "a known name"}, {"sin q", "a known name"}, {"min(q)", "another argument"}, {"sin(q,2)", "a )"},
        {"square(u0)", "a known name"}, {"q+)", "a number, a name"}, {"1;q=2", "an operator"},
        {"((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((q", "nested too deep"},
        {"1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+(1+q))))))))))))))))))))))))))", "nested too deep"}};
    for (size_t i = 0; i < sizeof list/sizeof *list; i++) {
        char     text[4000];
        il_osim *o;
        il_error err = {0};
        snprintf(text, sizeof text, HEAD "\n" ON_P TAIL, list[i].text);
        assert_int_equal(il_osim_parse("expression.osim", text, strlen(text), NULL, &o, &err), IL_BAD_VALUE);
        if (!strstr(err.text, list[i].says) || err.line != 2) fail_msg("%s: line %d: %s", list[i].text, err.line, err.text);
        assert_int_equal(il_osim_parse("expression.osim", text, strlen(text), &(const il_osim_options){.lenient = true}, &o, &err), IL_OK);
        assert_int_equal(o->nnote, 2); // it, and the free joint's speeds
        il_osim_free(o);
    }
}

static void same(const char *a, const char *b, double least) {
    double x[NQ], y[NQ], most = 0.0;
    tau_of(a, 0.0, x), tau_of(b, 0.0, y);
    for (int i = 0; i < NQ; i++) {
        most = fmax(most, fabs(y[i]));
        if (!(fabs(x[i] - y[i]) <= 1e-12*(1.0 + fabs(y[i])))) fail_msg("%d: %.15g, expected %.15g", i, x[i], y[i]);
    }
    assert_true(most > least);
}

#define BUSHING(kind, more) HEAD "<" kind " name=\"f\"><socket_frame1>/bodyset/a</socket_frame1><socket_frame2>/bodyset/b</socket_frame2>" more "</" kind ">" TAIL
#define DAMPING "<rotational_damping>1 2 3</rotational_damping><translational_damping>4 5 6</translational_damping>"
#define POINTS(kind, more) HEAD "<" kind " name=\"f\"><body1>a</body1><body2>b</body2><point1>0.1 0.2 0.3</point1><point2>-0.2 0.1 0</point2>" more "</" kind ">" TAIL

static void forces_without_formulas(void **state) {
    (void)state;
    same(BUSHING("ExpressionBasedBushingForce", "<Mx_expression>10*theta_x</Mx_expression><My_expression>20*theta_y</My_expression><Mz_expression>30*theta_z</Mz_expression>"
                 "<Fx_expression>100*delta_x</Fx_expression><Fy_expression>200*delta_y</Fy_expression><Fz_expression>300*delta_z</Fz_expression>" DAMPING),
         BUSHING("BushingForce", "<rotational_stiffness>10 20 30</rotational_stiffness><translational_stiffness>100 200 300</translational_stiffness>" DAMPING), 1.0);
    same(POINTS("ExpressionBasedPointToPointForce", "<expression>50*(d-0.1)</expression>"), POINTS("PointToPointSpring", "<stiffness>50</stiffness><rest_length>0.1</rest_length>"), 1.0);
}

// deflections that push each other: the energy 40 theta_x delta_y + 5 theta_z^4 is lost as fast as the forces work; a distance's rate is its rate
static void energy(void **state) {
    (void)state;
    const char *const bushing = BUSHING("ExpressionBasedBushingForce", "<Mx_expression>40*delta_y</Mx_expression><Mz_expression>20*theta_z^3</Mz_expression><Fy_expression>40*theta_x</Fy_expression>");
    double tau[NQ], work = 0.0, dt = 1e-5, e[2];
    tau_of(bushing, 0.0, tau);
    for (int i = 0; i < NQ; i++) work += tau[i]*rate[i];
    for (int k = 0; k < 2; k++) { // the joint's own coordinates are the deflections
        double at = k ? dt : -dt, theta = pose[1] + at*rate[1], turn = pose[3] + at*rate[3], y = pose[5] + at*rate[5];
        e[k] = 40.0*theta*y + 5.0*turn*turn*turn*turn;
    }
    assert_true(fabs(work + (e[1] - e[0])/(2.0*dt)) < 1e-8 && fabs(work) > 0.1);
    double pull[NQ], damped[NQ], power[2] = {0.0};
    tau_of(POINTS("ExpressionBasedPointToPointForce", "<expression>1</expression>"), 0.0, pull), tau_of(POINTS("ExpressionBasedPointToPointForce", "<expression>3*ddot</expression>"), 0.0, damped);
    for (int i = 0; i < NQ; i++) power[0] += pull[i]*rate[i], power[1] += damped[i]*rate[i]; // -ddot, -3 ddot^2
    assert_true(fabs(power[1] + 3.0*power[0]*power[0]) < 1e-12 && fabs(power[0]) > 0.01);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(values), cmocka_unit_test(faults), cmocka_unit_test(forces_without_formulas), cmocka_unit_test(energy)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

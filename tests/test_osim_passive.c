// test_osim_passive.c - forces of an `.osim` file that act without control against closed forms, and their share in inverse dynamics
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

// a slider along x that carries a hinge about z; the hand is 0.3 m beyond the hinge
static const char *const head =
    "<OpenSimDocument Version=\"40000\"><Model name=\"m\"><Ground name=\"ground\"/><BodySet><objects>"
    "<Body name=\"cart\"><mass>1</mass><inertia>1 1 1 0 0 0</inertia></Body><Body name=\"arm\"><mass>1</mass><inertia>1 1 1 0 0 0</inertia></Body></objects></BodySet>"
    "<JointSet><objects><SliderJoint name=\"rail\"><socket_parent_frame>/ground</socket_parent_frame><socket_child_frame>/bodyset/cart</socket_child_frame>"
    "<coordinates><Coordinate name=\"x\"/></coordinates></SliderJoint><PinJoint name=\"pin\"><socket_parent_frame>/bodyset/cart</socket_parent_frame>"
    "<socket_child_frame>/bodyset/arm</socket_child_frame><coordinates><Coordinate name=\"a\"/></coordinates></PinJoint></objects></JointSet><ForceSet><objects>";
static const char *const tail = "</objects></ForceSet></Model></OpenSimDocument>";
#define POINTS(y) "<GeometryPath><PathPointSet><objects><PathPoint name=\"p\"><socket_parent_frame>/ground</socket_parent_frame><location>-0.5 " y " 0</location></PathPoint>" \
                  "<PathPoint name=\"q\"><socket_parent_frame>/bodyset/cart</socket_parent_frame><location>0 " y " 0</location></PathPoint></objects></PathPointSet></GeometryPath>"

static il_status parse(const char *force, il_osim **o, il_error *err) {
    static char text[8000];
    int         n = snprintf(text, sizeof text, "%s%s%s", head, force, tail);
    assert_true(n > 0 && n < (int)sizeof text);
    return il_osim_parse("model", text, (size_t)n, NULL, o, err);
}

// generalised forces at x, a and their rates
static void force_at(const char *force, double x, double xd, double a, double ad, double out[2]) {
    il_osim *o;
    il_data *d;
    il_error err = {0};
    char     line[600];
    if (parse(force, &o, &err)) fail_msg("%s", il_error_format(&err, line, sizeof line));
    const il_model *m = o->model;
    assert_int_equal(il_data_create(m, IL_ISA_AUTO, &d, &err), IL_OK);
    assert_int_equal(o->nforce, 1);
    il_pack_set(&d->q[0], x), il_pack_set(&d->qd[0], xd), il_pack_set(&d->q[1], a), il_pack_set(&d->qd[1], ad);
    il_position(m, m->nominal, d), il_velocity(m, m->nominal, d), il_path(m, m->nominal, d), il_path_speed(m, m->nominal, d);
    il_arm(m, m->nominal, d), il_bushing(m, m->nominal, d);
    il_pack tau[2] = {{{0}}};
    il_osim_passive(o, d, "others", tau);
    out[0] = tau[0].lane[3], out[1] = tau[1].lane[3];
    il_pack none[2] = {{{0}}};
    il_osim_passive(o, d, "Muscles\n f", none);
    assert_true(none[0].lane[0] == 0.0 && none[1].lane[0] == 0.0);
    il_data_free(d), il_osim_free(o);
}

static void near(double got, double want) {
    if (!(fabs(got - want) <= 1e-9*(1.0 + fabs(want)))) fail_msg("%.12g, expected %.12g", got, want);
}

static void coordinates(void **state) {
    (void)state;
    double            f[2];
    const char *const limit = "<CoordinateLimitForce name=\"f\"><coordinate>a</coordinate><upper_stiffness>2</upper_stiffness><upper_limit>30</upper_limit>"
                              "<lower_stiffness>3</lower_stiffness><lower_limit>-10</lower_limit><damping>0.5</damping><transition>5</transition></CoordinateLimitForce>";
    const double deg = 3.14159265358979323846/180.0;
    force_at(limit, 0, 0, 0.1, 5, f), near(f[1], 0.0), near(f[0], 0.0);
    force_at(limit, 0, 0, 40*deg, 0, f), near(f[1], -20.0);
    force_at(limit, 0, 0, -20*deg, 0, f), near(f[1], 30.0);
    force_at(limit, 0, 0, 40*deg, 2*deg, f), near(f[1], -20.0 - 0.5*2);
    force_at(limit, 0, 0, 32.5*deg, 0, f), near(f[1], -2.0*0.5*2.5);
    force_at("<SpringGeneralizedForce name=\"f\"><coordinate>x</coordinate><stiffness>100</stiffness><rest_length>0.02</rest_length><viscosity>4</viscosity></SpringGeneralizedForce>", 0.05, 2,
             0, 0, f);
    near(f[0], -3.0 - 8.0), near(f[1], 0.0);
}

// of version 4.6, under either of the names that its elements have had
static void newer_coordinates(void **state) {
    (void)state;
    double                   f[2];
    static const char *const stops[] = {"<CoordinateLinearStop name=\"f\"><coordinate>a</coordinate><stiffness>50</stiffness><damping>0.4</damping><q_low>-0.2</q_low><q_high>0.5</q_high></CoordinateLinearStop>",
                                        "<CoordinateLinearStopForce name=\"f\"><coordinate>/jointset/pin/a</coordinate><stiffness>50</stiffness><damping>0.4</damping><lower_limit>-0.2</lower_limit>"
                                        "<upper_limit>0.5</upper_limit></CoordinateLinearStopForce>"};
    for (int i = 0; i < 2; i++) {
        force_at(stops[i], 0, 0, 0.4, 3, f), near(f[1], 0.0), near(f[0], 0.0);
        force_at(stops[i], 0, 0, 0.7, 0, f), near(f[1], -10.0);
        force_at(stops[i], 0, 0, 0.7, 2, f), near(f[1], -10.0*1.8);
        force_at(stops[i], 0, 0, 0.7, -5, f), near(f[1], 0.0); // it does not hold what comes back
        force_at(stops[i], 0, 0, -0.5, 0, f), near(f[1], 15.0);
        force_at(stops[i], 0, 0, -0.5, -1, f), near(f[1], 15.0*1.4);
        force_at(stops[i], 0, 0, -0.5, 4, f), near(f[1], 0.0);
    }
    force_at("<CoordinateLinearSpring name=\"f\"><coordinate>x</coordinate><default_stiffness>100</default_stiffness><rest_length>0.02</rest_length></CoordinateLinearSpring>", 0.05, 2, 0, 0, f), near(f[0], -3.0);
    force_at("<CoordinateLinearDamper name=\"f\"><coordinate>x</coordinate><damping>4</damping></CoordinateLinearDamper>", 0.05, 2, 0, 0, f), near(f[0], -8.0);
    const char *const exponential = "<ExponentialCoordinateLimitForce name=\"f\"><coordinate>a</coordinate><lower_limit>-0.3</lower_limit><upper_limit>0.6</upper_limit>"
                                    "<lower_shape_parameters>2 20</lower_shape_parameters><upper_shape_parameters>3 10</upper_shape_parameters></ExponentialCoordinateLimitForce>";
    force_at(exponential, 0, 0, 0.6, 1, f), near(f[1], 2.0*exp(-18.0) - 3.0);
    force_at(exponential, 0, 0, -0.4, 1, f), near(f[1], 2.0*exp(2.0) - 3.0*exp(-10.0));
}

static void paths(void **state) {
    (void)state;
    double f[2];
    force_at("<PathSpring name=\"f\">" POINTS("0") "<resting_length>0.45</resting_length><stiffness>200</stiffness><dissipation>0.1</dissipation></PathSpring>", 0.05, 1, 0, 0, f);
    near(f[0], -200*0.1*1.1);
    force_at("<PathSpring name=\"f\">" POINTS("0") "<resting_length>0.6</resting_length><stiffness>200</stiffness><dissipation>0</dissipation></PathSpring>", 0.05, 1, 0, 0, f);
    near(f[0], 0.0);
    force_at("<Ligament name=\"f\">" POINTS("0") "<resting_length>0.5</resting_length><pcsa_force>50</pcsa_force><force_length_curve><SimmSpline><x>0.9 1 1.1 1.2 1.3</x>"
             "<y>-0.2 0 0.2 0.4 0.6</y></SimmSpline></force_length_curve></Ligament>", 0.05, 0, 0, 0, f);
    near(f[0], -50*0.2);
    force_at("<Blankevoort1991Ligament name=\"f\">" POINTS("0") "<slack_length>0.5</slack_length><linear_stiffness>1000</linear_stiffness><transition_strain>0.06</transition_strain>"
             "<damping_coefficient>0</damping_coefficient></Blankevoort1991Ligament>", 0.05, 0, 0, 0, f);
    near(f[0], -1000*(0.1 - 0.03));
    force_at("<Blankevoort1991Ligament name=\"f\">" POINTS("0") "<slack_length>0.5</slack_length><linear_stiffness>1000</linear_stiffness><transition_strain>0.06</transition_strain>"
             "<damping_coefficient>0</damping_coefficient></Blankevoort1991Ligament>", 0.015, 0, 0, 0, f);
    near(f[0], -1000*0.5*0.03*0.03/0.06);
    // from the ground to the hand: pulls the cart, and turns the arm by its lever
    force_at("<PointToPointSpring name=\"f\"><socket_body1>/ground</socket_body1><socket_body2>/bodyset/arm</socket_body2><point1>0 -0.4 0</point1><point2>0.3 0 0</point2>"
             "<stiffness>10</stiffness><rest_length>0.3</rest_length></PointToPointSpring>", 0, 0, 0, 0, f);
    near(f[0], -10*(0.5 - 0.3)*0.6), near(f[1], -10*(0.5 - 0.3)*0.8*0.3);
}

static void bushings(void **state) {
    (void)state;
    double            f[2];
    const char *const now = "<BushingForce name=\"f\"><socket_frame1>/ground</socket_frame1><socket_frame2>/bodyset/arm</socket_frame2><rotational_stiffness>1 2 7</rotational_stiffness>"
                            "<translational_stiffness>100 0 0</translational_stiffness></BushingForce>";
    const char *const old = "<BushingForce name=\"f\"><body_1>ground</body_1><body_2>arm</body_2><location_body_1>0.01 0 0</location_body_1><rotational_stiffness>1 2 7</rotational_stiffness>"
                            "<translational_stiffness>100 0 0</translational_stiffness></BushingForce>";
    force_at(now, 0.03, 0, 0.2, 0, f), near(f[0], -3.0), near(f[1], -1.4);
    force_at(old, 0.03, 0, 0.2, 0, f), near(f[0], -2.0), near(f[1], -1.4);
}

// left out by name, by the name of a group, or all of them
static void left_out(void **state) {
    static const char two[] = "<SpringGeneralizedForce name=\"f\"><coordinate>x</coordinate><stiffness>1</stiffness></SpringGeneralizedForce><SpringGeneralizedForce name=\"ff\"><coordinate>x</coordinate>"
                              "<stiffness>20</stiffness></SpringGeneralizedForce></objects><groups><ObjectGroup name=\"both\"><members>f ff</members></ObjectGroup><ObjectGroup name=\"one\"><members>\n ff</members>"
                              "</ObjectGroup></groups></ForceSet></Model></OpenSimDocument><!-- ";
    static const struct { const char *except; double left; } each[] = {{NULL, 21}, {"", 21}, {"f", 20}, {"ff", 1}, {"one", 1}, {"both", 0}, {"on", 21}, {"none f", 20}, {"ALL", 0}, {"x all", 0}, {"allf", 21}};
    static char text[4000];
    il_osim    *o;
    il_data    *d;
    il_error    err = {0};
    (void)state;
    int n = snprintf(text, sizeof text, "%s%.*s", head, (int)(strstr(two, "<!--") - two), two);
    assert_int_equal(il_osim_parse("model", text, (size_t)n, NULL, &o, &err), IL_OK);
    assert_int_equal(o->ngroup, 2);
    assert_int_equal(il_data_create(o->model, IL_ISA_AUTO, &d, &err), IL_OK);
    il_pack_set(&d->q[0], -1.0);
    il_position(o->model, o->model->nominal, d), il_velocity(o->model, o->model->nominal, d);
    for (size_t i = 0; i < sizeof each/sizeof *each; i++) {
        il_pack tau[2] = {{{0}}};
        il_osim_passive(o, d, each[i].except, tau);
        if (fabs(tau[0].lane[2] - each[i].left) > 1e-12) fail_msg("'%s' leaves %g", each[i].except ? each[i].except : "NULL", tau[0].lane[2]);
    }
    il_data_free(d), il_osim_free(o);
}

// What an object does not say the model's <defaults> say for its kind, and they do so for files of forces that are read later, which may have their own.
static void defaults(void **state) {
    static const char model[] = "</objects></ForceSet><defaults><SpringGeneralizedForce name=\"default\"><coordinate>x</coordinate><stiffness>7</stiffness><rest_length>0.5</rest_length></SpringGeneralizedForce>"
                                "<PointActuator name=\"default\"><body/><force_is_global>true</force_is_global><optimal_force>30</optimal_force></PointActuator></defaults></Model></OpenSimDocument>";
    static const char spring[] = "<SpringGeneralizedForce name=\"f\"><rest_length>0.25</rest_length></SpringGeneralizedForce><PointActuator name=\"own\"><body>cart</body></PointActuator>";
    static const char file[] = "<OpenSimDocument><ForceSet>%s<objects><PointActuator name=\"p\"><body>cart</body></PointActuator><PointActuator name=\"q\"><body>cart</body>"
                               "<force_is_global>false</force_is_global><optimal_force>2</optimal_force></PointActuator></objects></ForceSet></OpenSimDocument>";
    static char text[4000];
    il_osim    *o;
    il_data    *d;
    il_error    err = {0};
    il_pack     tau[2] = {{{0}}};
    (void)state;
    int n = snprintf(text, sizeof text, "%s%s%s", head, spring, model);
    assert_int_equal(il_osim_parse("model", text, (size_t)n, NULL, &o, &err), IL_OK);
    assert_int_equal(il_data_create(o->model, IL_ISA_AUTO, &d, &err), IL_OK);
    il_pack_set(&d->q[0], 1.0);
    il_position(o->model, o->model->nominal, d), il_velocity(o->model, o->model->nominal, d);
    il_osim_passive(o, d, NULL, tau);
    near(tau[0].lane[0], -7.0*0.75);
    assert_true(o->nactuator == 1 && o->actuator[0].axis_in_ground && o->actuator[0].optimal == 30.0);
    for (int own = 0; own < 2; own++) {
        n = snprintf(text, sizeof text, file, own ? "<defaults><PointActuator name=\"default\"><force_is_global>false</force_is_global></PointActuator></defaults>" : "");
        assert_int_equal(il_osim_actuators_parse(o, "forces", text, (size_t)n, true, &err), IL_OK);
        assert_int_equal(o->nactuator, 2);
        assert_true(o->actuator[0].axis_in_ground == !own && !o->actuator[1].axis_in_ground);
        assert_true(o->actuator[1].optimal == 2.0 && (own || o->actuator[0].optimal == 30.0));
    }
    il_data_free(d), il_osim_free(o);
}

static void refused(void **state) {
    (void)state;
    static const struct { const char *force, *say; } bad[] = {
        {"<SpringGeneralizedForce name=\"f\"><coordinate>y</coordinate></SpringGeneralizedForce>", "no coordinate 'y'"},
        {"<CoordinateLimitForce name=\"f\"><coordinate>a</coordinate><transition>0</transition></CoordinateLimitForce>", "transition"},
        {"<BushingForce name=\"f\"><body_1>arm</body_1><body_2>arm</body_2></BushingForce>", "to itself"},
        {"<BushingForce name=\"f\"><body_1>ground</body_1><body_2>arm</body_2><rotational_damping>-1 0 0</rotational_damping></BushingForce>", "a damping of -1"},
        {"<PathSpring name=\"f\"><stiffness>inf</stiffness></PathSpring>", "finite"},
        {"<FunctionBasedBushingForce name=\"f\"/>", "no body"},
        {"<CoordinateLinearStop name=\"f\"><coordinate>a</coordinate><q_low>1</q_low></CoordinateLinearStop>", "limits 1 and 0"},
        {"<CoordinateLinearStop name=\"f\"><coordinate>y</coordinate></CoordinateLinearStop>", "no coordinate 'y'"},
        {"<ExponentialCoordinateLimitForce name=\"f\"><coordinate>a</coordinate><lower_shape_parameters>1 inf</lower_shape_parameters></ExponentialCoordinateLimitForce>", "shape parameter"},
    };
    for (size_t i = 0; i < sizeof bad/sizeof *bad; i++) {
        il_osim *o;
        il_error err = {0};
        char     text[600];
        assert_int_equal(parse(bad[i].force, &o, &err), IL_BAD_VALUE);
        if (!strstr(il_error_format(&err, text, sizeof text), bad[i].say) || err.line != 1) fail_msg("%s", text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(coordinates), cmocka_unit_test(newer_coordinates), cmocka_unit_test(paths), cmocka_unit_test(bushings), cmocka_unit_test(left_out), cmocka_unit_test(defaults), cmocka_unit_test(refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_osim_joint.c - joints of `.osim` files that are chains here: reversed ones, and those on an ellipsoid. Oracles: closed forms from 4x4 matrices
// of their own, the inverse of the same joint forwards, the energy that inverse dynamics' powers must bring
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

static il_osim *parse(const char *text) {
    il_osim *o = NULL;
    il_error err = {0};
    char     words[600];
    if (il_osim_parse("joint.osim", text, strlen(text), NULL, &o, &err)) fail_msg("%s", il_error_format(&err, words, sizeof words));
    return o;
}

static il_data *data(const il_osim *o) {
    il_data *d;
    il_error err = {0};
    assert_int_equal(il_data_create(o->model, IL_ISA_AUTO, &d, &err), IL_OK);
    return d;
}

// ---- matrices of the test's own ------------------------------------------------------------------------------------------------

typedef struct frame { double r[9], p[3]; } frame;

static frame after(frame a, frame b) {
    frame c = {{0}, {0}};
    for (int i = 0; i < 3; i++) {
        c.p[i] = a.p[i];
        for (int k = 0; k < 3; k++) {
            c.p[i] += a.r[3*i + k]*b.p[k];
            for (int j = 0; j < 3; j++) c.r[3*i + j] += a.r[3*i + k]*b.r[3*k + j];
        }
    }
    return c;
}

static frame inverse(frame a) {
    frame c = {{0}, {0}};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) c.r[3*i + j] = a.r[3*j + i], c.p[i] -= a.r[3*j + i]*a.p[j];
    return c;
}

// Rodrigues' formula about a unit axis
static frame turn(double x, double y, double z, double angle) {
    double c = cos(angle), s = sin(angle), t = 1.0 - c;
    return (frame){{t*x*x + c, t*x*y - s*z, t*x*z + s*y, t*x*y + s*z, t*y*y + c, t*y*z - s*x, t*x*z - s*y, t*y*z + s*x, t*z*z + c}, {0}};
}

static frame shift(double x, double y, double z) { return (frame){{1, 0, 0, 0, 1, 0, 0, 0, 1}, {x, y, z}}; }
static frame xyz(double a, double b, double c) { return after(after(turn(1, 0, 0, a), turn(0, 1, 0, b)), turn(0, 0, 1, c)); }

static double apart(const il_model *m, const il_data *d, const char *body, frame want) {
    int    b = il_body_find(m, body);
    double most = 0.0;
    assert_true(b > 0);
    for (int i = 0; i < 9; i++) most = fmax(most, fabs(d->body_rot[9*b + i].lane[0] - want.r[i]));
    for (int i = 0; i < 3; i++) most = fmax(most, fabs(d->body_pos[3*b + i].lane[0] - want.p[i]));
    return most;
}

// ---- energy --------------------------------------------------------------------------------------------------------------------

// along q0 + t v + t^2 a/2: kinetic energy by the mass matrix, potential energy by heights
static double energy(const il_model *m, il_data *d, double t, double *power) {
    double e = 0.0;
    *power = 0.0;
    for (int j = 0; j < m->nq; j++) {
        double v = 0.7 - 0.2*j, a = 0.4 + 0.3*j;
        il_pack_set(&d->q[j], 0.3 + 0.11*j + t*v + 0.5*t*t*a), il_pack_set(&d->qd[j], v + t*a), il_pack_set(&d->qdd[j], a);
    }
    il_position(m, m->nominal, d), il_velocity(m, m->nominal, d), il_inverse(m, m->nominal, d), il_mass(m, m->nominal, d);
    for (int i = 0; i < m->nq; i++) {
        *power += d->tau[i].lane[0]*d->qd[i].lane[0];
        for (int j = 0; j < m->nq; j++) e += 0.5*d->qd[i].lane[0]*d->mass_matrix[i*m->nq + j].lane[0]*d->qd[j].lane[0];
    }
    for (int b = 1; b < m->nbody; b++) e += m->nominal->body_mass[b]*9.80665*d->com_pos[3*b + 1].lane[0];
    return e;
}

static void check_power(const il_osim *o) {
    const il_model *m = o->model;
    il_data        *d = data(o);
    const double    h = 1e-4;
    double          p, side;
    (void)energy(m, d, 0.0, &p);
    double slope = (8.0*(energy(m, d, h, &side) - energy(m, d, -h, &side)) - energy(m, d, 2*h, &side) + energy(m, d, -2*h, &side))/(12.0*h);
    if (fabs(slope - p) > 1e-9*(1.0 + fabs(p))) fail_msg("power %.15g, rate of energy %.15g", p, slope);
    il_data_free(d);
}

// ---- models --------------------------------------------------------------------------------------------------------------------

#define BODY(name) "<Body name=\"" name "\"><mass>2</mass><mass_center>0.1 -0.2 0.05</mass_center><inertia>0.02 0.03 0.025 0.001 0 0.002</inertia></Body>"
#define COORDINATE(name) "<Coordinate name=\"" name "\"/>"
#define HEAD "<OpenSimDocument Version=\"40000\"><Model name=\"m\"><BodySet><objects>"
#define TAIL "</objects></JointSet></Model></OpenSimDocument>"
#define FRAME(name, of, at, turned) \
    "<PhysicalOffsetFrame name=\"" name "\"><socket_parent>" of "</socket_parent><translation>" at "</translation><orientation>" turned "</orientation></PhysicalOffsetFrame>"
#define SOCKETS(parent, child) "<socket_parent_frame>" parent "</socket_parent_frame><socket_child_frame>" child "</socket_child_frame>"
#define PARENT_AT "0.1 0.2 -0.3"
#define PARENT_TURN "0.4 -0.2 0.3"
#define CHILD_AT "-0.05 0.07 0.02"
#define CHILD_TURN "0.1 0.25 -0.15"
#define FRAMES(parent, child) "<frames>" FRAME("p", parent, PARENT_AT, PARENT_TURN) FRAME("c", child, CHILD_AT, CHILD_TURN) "</frames>"

static frame parent_frame(void) { return after(shift(0.1, 0.2, -0.3), xyz(0.4, -0.2, 0.3)); }
static frame child_frame(void) { return after(shift(-0.05, 0.07, 0.02), xyz(0.1, 0.25, -0.15)); }

#define AXIS(name, coordinate, axis, function) \
    "<TransformAxis name=\"" name "\"><coordinates>" coordinate "</coordinates><axis>" axis "</axis>" function "</TransformAxis>"
#define MOVES                                                                                                                                                   \
    "<coordinates>" COORDINATE("u") COORDINATE("v") "</coordinates><SpatialTransform>" AXIS("rotation1", "u", "0 0 1", "<LinearFunction><coefficients>1 0</coefficients></LinearFunction>")     \
        AXIS("rotation2", "v", "1 0.2 0", "<PolynomialFunction><coefficients>0.3 1 0.1</coefficients></PolynomialFunction>")                                    \
        AXIS("rotation3", "u", "0 1 0", "<SimmSpline><x>-2 -1 0 1 2</x><y>0.1 0.3 0 -0.2 0.4</y></SimmSpline>")                                                 \
        AXIS("translation1", "v", "1 0 0", "<SimmSpline><x>-2 -1 0 1 2</x><y>0.1 0 0.05 0.2 0.1</y></SimmSpline>")                                              \
        AXIS("translation2", "", "0 1 0", "<Constant><value>0.04</value></Constant>")                                                                           \
        AXIS("translation3", "u", "0 0 1", "<LinearFunction><coefficients>0.1 0.02</coefficients></LinearFunction>") "</SpatialTransform>"

// the same joint from the ground to the body, and from the body to the ground: by its sockets, and by <reverse> of older files
static void reversed(void **state) {
    (void)state;
    static const char *const text[] = {
        HEAD BODY("b") "</objects></BodySet><JointSet><objects><CustomJoint name=\"j\">" SOCKETS("p", "c") FRAMES("/ground", "/bodyset/b") MOVES "</CustomJoint>" TAIL,
        HEAD BODY("b") "</objects></BodySet><JointSet><objects><CustomJoint name=\"j\">" SOCKETS("p", "c") FRAMES("/bodyset/b", "/ground") MOVES "</CustomJoint>" TAIL,
        "<OpenSimDocument Version=\"30000\"><Model name=\"m\"><BodySet><objects><Body name=\"ground\"/><Body name=\"b\"><mass>2</mass><mass_center>0.1 -0.2 0.05</mass_center>"
        "<inertia_xx>0.02</inertia_xx><inertia_yy>0.03</inertia_yy><inertia_zz>0.025</inertia_zz><Joint><CustomJoint name=\"j\"><parent_body>ground</parent_body>"
        "<location_in_parent>" CHILD_AT "</location_in_parent><orientation_in_parent>" CHILD_TURN "</orientation_in_parent><location>" PARENT_AT "</location><orientation>" PARENT_TURN
        "</orientation><reverse>true</reverse>" MOVES "</CustomJoint></Joint></Body></objects></BodySet></Model></OpenSimDocument>"};
    il_osim *o[3];
    il_data *d[3];
    for (int i = 0; i < 3; i++) o[i] = parse(text[i]), d[i] = data(o[i]), check_power(o[i]);
    assert_int_equal(o[0]->model->nbody, 2);
    assert_int_equal(o[1]->model->nbody, 3); // shifts stand behind turns
    for (int k = 0; k < 20; k++) {
        for (int i = 0; i < 3; i++) {
            assert_int_equal(o[i]->ncoordinate, 2);
            for (int q = 0; q < 2; q++) il_pack_set(&d[i]->q[q], -1.9 + 0.37*((k*(3 + 2*q))%11));
            il_position(o[i]->model, o[i]->model->nominal, d[i]);
        }
        frame want;
        memset(&want, 0, sizeof want);
        for (int c = 0; c < 9; c++) want.r[c] = d[0]->body_rot[9 + c].lane[0];
        for (int c = 0; c < 3; c++) want.p[c] = d[0]->body_pos[3 + c].lane[0];
        for (int i = 1; i < 3; i++) assert_true(apart(o[i]->model, d[i], "b", inverse(want)) < 1e-14);
    }
    assert_int_equal(o[1]->joint[0].parent, o[1]->joint[0].carried);
    assert_int_equal(o[1]->joint[0].child, IL_GROUND);
    for (int i = 0; i < 3; i++) il_data_free(d[i]), il_osim_free(o[i]);
}

#define CUSTOM(axes)                                                                                                                                            \
    HEAD BODY("b") "</objects></BodySet><JointSet><objects><CustomJoint name=\"j\">" SOCKETS("/ground", "/bodyset/b") "<coordinates>" COORDINATE("u")            \
    "</coordinates><SpatialTransform>" axes "</SpatialTransform></CustomJoint>" TAIL
#define TURNS AXIS("rotation1", "u", "1 0 0", "") AXIS("rotation2", "u", "0 1 0", "") AXIS("rotation3", "u", "0 0 1", "")
#define SHIFTS AXIS("translation1", "u", "1 0 0", "") AXIS("translation2", "u", "0 1 0", "") AXIS("translation3", "u", "0 0 1", "")

// axes are what they are called, wherever they stand
static void shuffled(void **state) {
    (void)state;
    il_osim *o = parse(CUSTOM(AXIS("rotation3", "u", "0 0 1", "") AXIS("translation1", "u", "1 0 0", "") AXIS("rotation1", "u", "1 0 0", "") AXIS("rotation2", "u", "0 1 0", "")));
    il_data *d = data(o);
    il_pack_set(&d->q[0], 0.7);
    il_position(o->model, o->model->nominal, d);
    assert_true(apart(o->model, d, "b", after(shift(0.7, 0, 0), xyz(0.7, 0.7, 0.7))) < 1e-15);
    il_data_free(d), il_osim_free(o);
}

// a leaf-to-root chain of two: the second body hangs on the first by a joint whose parent it is
static void hanging(void **state) {
    (void)state;
    il_osim *o = parse(HEAD BODY("b") BODY("a") "</objects></BodySet><JointSet><objects>"
                       "<PinJoint name=\"second\">" SOCKETS("p", "c") FRAMES("/bodyset/b", "/bodyset/a") "<coordinates>" COORDINATE("v") "</coordinates></PinJoint>"
                       "<PinJoint name=\"first\">" SOCKETS("/ground", "/bodyset/a") "<coordinates>" COORDINATE("u") "</coordinates></PinJoint>" TAIL);
    il_data *d = data(o);
    int      u = il_coordinate_find(o->model, "u"), v = il_coordinate_find(o->model, "v");
    il_pack_set(&d->q[u], 0.7), il_pack_set(&d->q[v], -0.4);
    il_position(o->model, o->model->nominal, d);
    frame a = turn(0, 0, 1, 0.7), b = after(after(after(a, child_frame()), turn(0, 0, 1, 0.4)), inverse(parent_frame()));
    assert_true(apart(o->model, d, "a", a) < 1e-15 && apart(o->model, d, "b", b) < 1e-15);
    check_power(o);
    il_data_free(d), il_osim_free(o);
}

static frame ellipsoid(const double r[3], const double q[3]) {
    frame f = xyz(q[0], q[1], q[2]);
    for (int i = 0; i < 3; i++) f.p[i] = r[i]*f.r[3*i + 2];
    return f;
}

static void on_ellipsoid(void **state) {
    (void)state;
    static const char *const radii[] = {"0.08 0.15 0.11", "0.1 0.1 0.1", "0.08 0.11 0.11", "0.11 0.15 0.11"};
    static const double      number[][3] = {{0.08, 0.15, 0.11}, {0.1, 0.1, 0.1}, {0.08, 0.11, 0.11}, {0.11, 0.15, 0.11}};
    for (int i = 0; i < 8; i++) {
        char text[4000];
        bool back = i >= 4;
        snprintf(text, sizeof text,
                 HEAD BODY("b") "</objects></BodySet><JointSet><objects><EllipsoidJoint name=\"j\">" SOCKETS("p", "c") "<coordinates>" COORDINATE("u") COORDINATE("v") COORDINATE("w")
                 "</coordinates><frames>" FRAME("p", "%s", PARENT_AT, PARENT_TURN) FRAME("c", "%s", CHILD_AT, CHILD_TURN) "</frames><radii_x_y_z>%s</radii_x_y_z></EllipsoidJoint>" TAIL,
                 back ? "/bodyset/b" : "/ground", back ? "/ground" : "/bodyset/b", radii[i%4]);
        il_osim *o = parse(text);
        il_data *d = data(o);
        for (int k = 0; k < 10; k++) {
            double q[3];
            for (int c = 0; c < 3; c++) q[c] = -1.5 + 0.41*((k*(3 + 2*c))%11), il_pack_set(&d->q[c], q[c]);
            il_position(o->model, o->model->nominal, d);
            frame want = after(after(parent_frame(), ellipsoid(number[i%4], q)), inverse(child_frame()));
            assert_true(apart(o->model, d, "b", back ? inverse(want) : want) < 1e-15*8);
        }
        check_power(o);
        il_data_free(d), il_osim_free(o);
    }
}

// as OpenSim builds it: an ellipsoid in a frame turned by 90 degrees about z, its radii x and y exchanged, and a pin about the winging axis
static void scapula(void **state) {
    (void)state;
    il_osim *o = parse(HEAD BODY("b") "</objects></BodySet><JointSet><objects><ScapulothoracicJoint name=\"j\">" SOCKETS("p", "c") FRAMES("/ground", "/bodyset/b")
                       "<coordinates>" COORDINATE("abduction") COORDINATE("elevation") COORDINATE("upward_rotation") COORDINATE("winging") "</coordinates>"
                       "<thoracic_ellipsoid_radii_x_y_z>0.07 0.17 0.08</thoracic_ellipsoid_radii_x_y_z><scapula_winging_axis_origin>0.03 -0.02</scapula_winging_axis_origin>"
                       "<scapula_winging_axis_direction>0.52</scapula_winging_axis_direction></ScapulothoracicJoint>" TAIL);
    il_data     *d = data(o);
    const double pi_2 = 1.57079632679489661923, radius[3] = {0.17, 0.07, 0.08};
    for (int k = 0; k < 20; k++) {
        double q[4];
        for (int c = 0; c < 4; c++) q[c] = -1.5 + 0.41*((k*(3 + 2*c))%11), il_pack_set(&d->q[c], q[c]);
        il_position(o->model, o->model->nominal, d);
        frame glide = after(after(turn(0, 0, 1, pi_2), ellipsoid(radius, q)), turn(0, 0, 1, -pi_2));
        frame wing = after(after(shift(0.03, -0.02, 0), turn(-sin(0.52), cos(0.52), 0, q[3])), shift(-0.03, 0.02, 0));
        assert_true(apart(o->model, d, "b", after(after(after(parent_frame(), glide), wing), inverse(child_frame()))) < 1e-14);
    }
    assert_int_equal(o->njoint, 1);
    assert_string_equal(o->model->body_name[o->joint[0].carried], "b");
    assert_int_equal(o->nbody, 1);
    check_power(o);
    il_data_free(d), il_osim_free(o);
}

static void faults(void **state) {
    (void)state;
    static const struct { const char *text, *says; } list[] = {
        {HEAD BODY("b") "</objects></BodySet><JointSet><objects>\n<EllipsoidJoint name=\"j\">" SOCKETS("/ground", "/bodyset/b") "<coordinates>" COORDINATE("u") COORDINATE("v") COORDINATE(
             "w") "</coordinates></EllipsoidJoint>" TAIL, "three radii above zero"},
        {HEAD BODY("b") "</objects></BodySet><JointSet><objects>\n<EllipsoidJoint name=\"j\">" SOCKETS("/ground", "/bodyset/b")
             "<coordinates>" COORDINATE("u") "</coordinates><radii_x_y_z>1 1 1</radii_x_y_z></EllipsoidJoint>" TAIL, "it should have 3"},
        {CUSTOM(TURNS SHIFTS "\n" AXIS("rotation1", "u", "1 0 0", "")), "two axes called 'rotation1'"},
        {CUSTOM(TURNS "\n" AXIS("rotation2", "u", "1 0 0", "") SHIFTS), "two axes called 'rotation2'"},
        {CUSTOM(TURNS SHIFTS "\n" AXIS("rotation4", "u", "1 0 0", "")), "is called 'rotation4'"}};
    for (size_t i = 0; i < sizeof list/sizeof *list; i++) {
        il_osim *o;
        il_error err = {0};
        assert_int_equal(il_osim_parse("joint.osim", list[i].text, strlen(list[i].text), NULL, &o, &err), IL_BAD_VALUE);
        if (!strstr(err.text, list[i].says) || err.line != 2) fail_msg("line %d: %s", err.line, err.text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reversed), cmocka_unit_test(shuffled), cmocka_unit_test(hanging), cmocka_unit_test(on_ellipsoid), cmocka_unit_test(scapula), cmocka_unit_test(faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

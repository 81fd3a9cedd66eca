// test_osim_poly.c - joints that move with products of coordinates, and paths that are functions of them.
// Oracles: the polynomials themselves, differences in position and time, the rate of energy
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

#include "ilium/data.h"
#include "ilium/io_mjcf.h"
#include "ilium/io_osim.h"

#define BODY(name) "<Body name=\"" name "\"><mass>2</mass><mass_center>0.1 -0.2 0.05</mass_center><inertia>0.02 0.03 0.025 0.001 0 0.002</inertia></Body>"
#define HEAD "<OpenSimDocument Version=\"40000\"><Model name=\"m\"><BodySet><objects>" BODY("b") BODY("c") "</objects></BodySet><JointSet><objects>"
#define AXIS(name, coordinates, axis, function) \
    "<TransformAxis name=\"" name "\"><coordinates>" coordinates "</coordinates><axis>" axis "</axis>" function "</TransformAxis>"
#define MANY(n, order, c) "<MultivariatePolynomialFunction><coefficients>" c "</coefficients><dimension>" n "</dimension><order>" order "</order></MultivariatePolynomialFunction>"
// order 2 of (u, w): 1, w, w2, u, u w, u2
#define TWO MANY("2", "2", "0.1 0.2 -0.3 0.4 0.7 0.5")
// order 3 of (u, v, w): 1 w w2 w3 v vw vw2 v2 v2w v3 u uw uw2 uv uvw uv2 u2 u2w u2v u3
#define THREE MANY("3", "3", "0.02 0 0.1 0 0.2 0 -0.1 0 0.3 0 0 0.15 0 0 0.4 0 -0.2 0 0.1 0.05")
#define JOINT_OF(parent, child, more, axes) \
    "<CustomJoint name=\"j_" child "\"><socket_parent_frame>" parent "</socket_parent_frame><socket_child_frame>/bodyset/" child "</socket_child_frame><coordinates>" more \
    "</coordinates><SpatialTransform>" axes "</SpatialTransform></CustomJoint>"
#define UVW "<Coordinate name=\"u\"/><Coordinate name=\"v\"/><Coordinate name=\"w\"/>"
#define AXES AXIS("rotation1", "u w", "0 0.6 0.8", TWO) AXIS("rotation2", "v", "1 0 0", "") AXIS("translation1", "u v w", "1 0 0", THREE) AXIS("translation2", "w", "0 1 0", "")
#define SWINGS JOINT_OF("/bodyset/b", "c", "<Coordinate name=\"x\"/>", AXIS("rotation1", "x", "0 0 1", ""))
#define MODEL(forces) HEAD JOINT_OF("/ground", "b", UVW, AXES) SWINGS "</objects></JointSet>" forces "</Model></OpenSimDocument>"

enum { U, V, W, X, NQ };

static double two(double u, double w) { return 0.1 + 0.2*w - 0.3*w*w + 0.4*u + 0.7*u*w + 0.5*u*u; }
static double three(double u, double v, double w) {
    return 0.02 + 0.1*w*w + 0.2*v - 0.1*v*w*w + 0.3*v*v*w + 0.15*u*w + 0.4*u*v*w - 0.2*u*u + 0.1*u*u*v + 0.05*u*u*u;
}
static double three_by(double u, double v, double w, int k) {
    if (k == U) return 0.15*w + 0.4*v*w - 0.4*u + 0.2*u*v + 0.15*u*u;
    if (k == V) return 0.2 - 0.1*w*w + 0.6*v*w + 0.4*u*w + 0.1*u*u;
    return k == W ? 0.2*w - 0.2*v*w + 0.3*v*v + 0.15*u + 0.4*u*v : 0.0;
}

static il_osim *parse(const char *text, bool lenient) {
    il_osim *o = NULL;
    il_error err = {0};
    char     words[600];
    if (il_osim_parse("poly.osim", text, strlen(text), &(const il_osim_options){.lenient = lenient}, &o, &err)) fail_msg("%s", il_error_format(&err, words, sizeof words));
    return o;
}

static void refused(const char *text, const char *word) {
    il_osim *o = NULL;
    il_error err = {0};
    assert_int_equal(il_osim_parse("poly.osim", text, strlen(text), NULL, &o, &err), IL_BAD_VALUE);
    if (!strstr(err.text, word) || err.line < 1) fail_msg("line %d: %s", err.line, err.text);
}

static il_data *data(const il_osim *o, il_isa isa) {
    il_data *d;
    il_error err = {0};
    assert_int_equal(il_data_create(o->model, isa, &d, &err), IL_OK);
    return d;
}

static void near(double got, double want, double within) {
    if (!(fabs(got - want) <= within)) fail_msg("%.15g, expected %.15g within %g", got, want, within);
}

static int place_of(const il_osim *o, int k) { return il_coordinate_find(o->model, (const char *[]){"u", "v", "w", "x"}[k]); }

// a motion: q, qd, qdd of coordinate k at time t
static double at(int k, double t)    { return 0.7*sin(1.3*t + 1.7*k); }
static double speed(int k, double t) { return 0.91*cos(1.3*t + 1.7*k); }
static double accel(int k, double t) { return -1.183*sin(1.3*t + 1.7*k); }

static void move(const il_osim *o, il_data *d, double t) {
    for (int k = 0; k < NQ; k++) {
        int q = place_of(o, k);
        il_pack_set(&d->q[q], at(k, t)), il_pack_set(&d->qd[q], speed(k, t)), il_pack_set(&d->qdd[q], accel(k, t));
    }
    il_position(o->model, o->model->nominal, d), il_velocity(o->model, o->model->nominal, d), il_inverse(o->model, o->model->nominal, d);
}

// ---- joints --------------------------------------------------------------------------------------------------------------------

static void products(void **state) {
    (void)state;
    il_osim *o = parse(MODEL(""), false);
    il_data *d = data(o, IL_ISA_AUTO);
    int      b = il_body_find(o->model, "b");
    for (int i = 0; i < 20; i++) {
        double t = 0.37*i;
        move(o, d, t);
        // the place is the sum of shifts; an axis that a turn leaves where it is, and the middle one's cosine
        near(d->body_pos[3*b].lane[3], three(at(U, t), at(V, t), at(W, t)), 1e-15), near(d->body_pos[3*b + 1].lane[3], at(W, t), 1e-15);
        double angle = two(at(U, t), at(W, t)), c = cos(angle), s = sin(angle); // Rodrigues of (0, 0.6, 0.8) on the x axis, which the second turn leaves
        near(d->body_rot[9*b].lane[0], c, 1e-14), near(d->body_rot[9*b + 3].lane[0], 0.8*s, 1e-14), near(d->body_rot[9*b + 6].lane[0], -0.6*s, 1e-14);
    }
    assert_int_equal(o->coordinate[0].motion, IL_OSIM_COUPLED);
    // what cannot hold them says so
    char    *text = NULL;
    size_t   size = 0;
    il_error err = {0};
    assert_int_equal(il_mjcf_write(o->model, o->model->nominal, "m", "here", &text, &size, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "products"));
    il_data_free(d), il_osim_free(o);
    refused(HEAD JOINT_OF("/ground", "b", UVW, AXIS("translation1", "u u", "1 0 0", TWO)) SWINGS "</objects></JointSet></Model></OpenSimDocument>", "twice");
}

// velocities are the rates of places, accelerations those of velocities, and the power of the generalised forces is the rate of energy
static double energy(const il_osim *o, const il_data *d) {
    const il_params *p = o->model->nominal;
    double           sum = 0.0;
    for (int b = 1; b < o->model->nbody; b++) {
        double w[3], v[3], local[3] = {0}, c[3];
        for (int i = 0; i < 3; i++) w[i] = d->body_vel[6*b + i].lane[0], v[i] = d->body_vel[6*b + 3 + i].lane[0], c[i] = d->com_pos[3*b + i].lane[0];
        for (int i = 0; i < 3; i++) v[i] += w[(i + 1)%3]*c[(i + 2)%3] - w[(i + 2)%3]*c[(i + 1)%3];
        for (int i = 0; i < 3; i++)
            for (int k = 0; k < 3; k++) local[i] += d->body_rot[9*b + 3*k + i].lane[0]*w[k];
        const double *in = p->body_inertia + 6*b;
        sum += 0.5*(in[0]*local[0]*local[0] + in[1]*local[1]*local[1] + in[2]*local[2]*local[2]) + in[3]*local[0]*local[1] + in[4]*local[0]*local[2] + in[5]*local[1]*local[2];
        sum += 0.5*p->body_mass[b]*(v[0]*v[0] + v[1]*v[1] + v[2]*v[2]) + p->body_mass[b]*9.80665*c[1];
    }
    return sum;
}

static void motion(const char *text, il_isa isa) {
    il_osim *o = parse(text, false);
    il_data *d = data(o, isa), *later = data(o, isa), *before = data(o, isa);
    double   h = 1e-5;
    for (int i = 0; i < 12; i++) {
        double t = 0.41*i, power = 0.0;
        move(o, d, t), move(o, later, t + h), move(o, before, t - h);
        for (int b = 1; b < o->model->nbody; b++)
            for (int k = 0; k < 6; k++) near(d->body_acc[6*b + k].lane[0], (later->body_vel[6*b + k].lane[0] - before->body_vel[6*b + k].lane[0])/(2.0*h), 2e-8);
        for (int k = 0; k < NQ; k++) power += d->tau[place_of(o, k)].lane[0]*speed(k, t);
        near(power, (energy(o, later) - energy(o, before))/(2.0*h), 2e-7);
    }
    il_data_free(d), il_data_free(later), il_data_free(before), il_osim_free(o);
}

static void moves(void **state) {
    (void)state;
    for (il_isa isa = IL_ISA_AUTO; isa <= IL_ISA_V4; isa++)
        if (il_isa_supported(isa)) motion(MODEL(""), isa);
    // the same joint from the other side: its child is nearer to the ground
    motion(HEAD JOINT_OF("/bodyset/c", "b", UVW, AXES) JOINT_OF("/ground", "b", "<Coordinate name=\"x\"/>", AXIS("rotation1", "x", "0 0 1", "")) "</objects></JointSet></Model></OpenSimDocument>", IL_ISA_AUTO);
    // one of the coordinates follows another by a parabola
    motion(HEAD JOINT_OF("/ground", "b", UVW "<Coordinate name=\"y\"/>", AXIS("rotation1", "u y", "0 0.6 0.8", TWO) AXIS("rotation2", "v", "1 0 0", "") AXIS("translation1", "u v w", "1 0 0", THREE)
                AXIS("translation3", "y", "0 0 1", "")) SWINGS "</objects></JointSet><ConstraintSet><objects><CoordinateCouplerConstraint name=\"k\"><coupled_coordinates_function><PolynomialFunction>"
                "<coefficients>0.4 -0.5 0.1</coefficients></PolynomialFunction></coupled_coordinates_function><independent_coordinate_names>w</independent_coordinate_names>"
                "<dependent_coordinate_name>y</dependent_coordinate_name></CoordinateCouplerConstraint></objects></ConstraintSet></Model></OpenSimDocument>", IL_ISA_AUTO);
}

// the tangent form: directional derivatives of places, velocities and forces, against differences
static void tangents(void **state) {
    (void)state;
    il_osim *o = parse(MODEL(""), false);
    il_data *d = data(o, IL_ISA_AUTO), *t = data(o, IL_ISA_AUTO), *side[2] = {data(o, IL_ISA_AUTO), data(o, IL_ISA_AUTO)};
    double   h = 1e-6;
    move(o, d, 0.3);
    il_data_zero(o->model, t);
    for (int k = 0; k < NQ; k++) il_pack_set(&t->q[k], 0.3 + 0.2*k), il_pack_set(&t->qd[k], 0.5 - 0.3*k);
    il_position_tangent(o->model, o->model->nominal, NULL, d, t), il_velocity_tangent(o->model, o->model->nominal, NULL, d, t), il_inverse_tangent(o->model, o->model->nominal, NULL, d, t);
    for (int s = 0; s < 2; s++) {
        for (int k = 0; k < NQ; k++) {
            il_pack_set(&side[s]->q[k], d->q[k].lane[0] + (s ? h : -h)*(0.3 + 0.2*k)), il_pack_set(&side[s]->qd[k], d->qd[k].lane[0] + (s ? h : -h)*(0.5 - 0.3*k));
            il_pack_set(&side[s]->qdd[k], d->qdd[k].lane[0]);
        }
        il_position(o->model, o->model->nominal, side[s]), il_velocity(o->model, o->model->nominal, side[s]), il_inverse(o->model, o->model->nominal, side[s]);
    }
    for (int i = 0; i < 6*o->model->nbody; i++) near(t->body_vel[i].lane[2], (side[1]->body_vel[i].lane[0] - side[0]->body_vel[i].lane[0])/(2.0*h), 1e-8);
    for (int k = 0; k < NQ; k++) near(t->tau[k].lane[2], (side[1]->tau[k].lane[0] - side[0]->tau[k].lane[0])/(2.0*h), 1e-7);
    il_data_free(d), il_data_free(t), il_data_free(side[0]), il_data_free(side[1]), il_osim_free(o);
}

// ---- paths ---------------------------------------------------------------------------------------------------------------------

#define COORDINATE_PATHS "<coordinate_paths>/jointset/j_b/u /jointset/j_b/v /jointset/j_b/w</coordinate_paths>"
#define LENGTH(f) "<length_function>" f "</length_function>"
#define SPRING(inside) \
    "<ForceSet><objects><PathSpring name=\"f\"><stiffness>300</stiffness><resting_length>0.01</resting_length><dissipation>0.1</dissipation><FunctionBasedPath name=\"path\">" inside \
    "</FunctionBasedPath></PathSpring></objects></ForceSet>"
#define LONG MANY("3", "3", "1.02 0 0.1 0 0.2 0 -0.1 0 0.3 0 0 0.15 0 0 0.4 0 -0.2 0 0.1 0.05")
// the negative slopes of it, of order 2: 1 w w2 v vw v2 u uw uv u2
#define ARM_U MANY("3", "2", "0 -0.15 0 0 -0.4 0 0.4 0 -0.2 -0.15")
#define ARM_V MANY("3", "2", "-0.2 0 0.1 0 -0.6 0 0 -0.4 0 -0.1")
#define ARM_W MANY("3", "2", "0 -0.2 0 0 0.2 -0.3 -0.15 0 -0.4 0")
#define ARMS(u, v, w) "<moment_arm_functions>" u v w "</moment_arm_functions>"

static void lengths(void **state) {
    (void)state;
    const char *const texts[] = {MODEL(SPRING(COORDINATE_PATHS LENGTH(LONG))), MODEL(SPRING(COORDINATE_PATHS LENGTH(LONG) ARMS(ARM_U, ARM_V, ARM_W)))};
    for (int i = 0; i < 2; i++) {
        il_osim *o = parse(texts[i], false);
        il_data *d = data(o, IL_ISA_AUTO);
        assert_int_equal(o->nbody, 2); // the bodies that carry it are in no table
        for (int n = 0; n < 20; n++) {
            double  t = 0.3*n, arm[NQ] = {0}, rate = 0.0;
            il_pack tau[NQ] = {{{0}}};
            move(o, d, t);
            il_path(o->model, o->model->nominal, d), il_path_speed(o->model, o->model->nominal, d), il_arm(o->model, o->model->nominal, d);
            double length = 1.0 + three(at(U, t), at(V, t), at(W, t));
            assert_true(length > 0.02);
            near(d->path_length[0].lane[1], length, 1e-14);
            for (int a = o->model->path_arm_start[0]; a < o->model->path_arm_start[1]; a++) arm[o->model->arm_dof[a]] = d->arm[a].lane[1];
            for (int k = 0; k < NQ; k++) {
                double slope = three_by(at(U, t), at(V, t), at(W, t), k);
                near(arm[place_of(o, k)], -slope, 1e-14);
                rate += slope*speed(k, t);
            }
            near(d->path_speed[0].lane[1], rate, 1e-13);
            il_osim_passive(o, d, NULL, tau);
            double pull = fmax(300.0*(length - 0.01)*(1.0 + 0.1*rate), 0.0);
            for (int k = 0; k < NQ; k++) near(tau[place_of(o, k)].lane[1], pull*arm[place_of(o, k)], 1e-10);
        }
        il_data_free(d), il_osim_free(o);
    }
}

// one coordinate: any function; a polynomial of it as of several
static void one_coordinate(void **state) {
    (void)state;
#define ONE(f) MODEL(SPRING("<coordinate_paths>/jointset/j_b/v</coordinate_paths>" LENGTH(f)))
    const char *const texts[] = {ONE(MANY("1", "2", "0.5 0.1 -0.2")), ONE("<PolynomialFunction><coefficients>-0.2 0.1 0.5</coefficients></PolynomialFunction>"),
                                 ONE("<MultiplierFunction><function>" MANY("1", "2", "0.25 0.05 -0.1") "</function><scale>2</scale></MultiplierFunction>")};
    for (int i = 0; i < 3; i++) {
        il_osim *o = parse(texts[i], false);
        il_data *d = data(o, IL_ISA_AUTO);
        move(o, d, 1.1);
        il_path(o->model, o->model->nominal, d), il_arm(o->model, o->model->nominal, d);
        near(d->path_length[0].lane[0], 0.5 + 0.1*at(V, 1.1) - 0.2*at(V, 1.1)*at(V, 1.1), 1e-15);
        near(d->arm[0].lane[0], -0.1 + 0.4*at(V, 1.1), 1e-15);
        il_data_free(d), il_osim_free(o);
    }
}

// a length has a sign: below nought and at it the arms are the slopes and the speed is the length's
static void below_nought(void **state) {
    (void)state;
    const char *const texts[] = {ONE(MANY("1", "2", "-0.3 0.4 0.1")), ONE("<PolynomialFunction><coefficients>0.1 0.4 -0.3</coefficients></PolynomialFunction>"),
                                 MODEL(SPRING("<coordinate_paths>/jointset/j_b/u /jointset/j_b/v</coordinate_paths>" LENGTH(MANY("2", "2", "-0.3 0.4 0.1 0 0 0"))))};
    for (int i = 0; i < 3; i++) {
        il_osim *o = parse(texts[i], false);
        for (il_isa isa = IL_ISA_AUTO; isa <= IL_ISA_V4; isa++) {
            if (!il_isa_supported(isa)) continue;
            il_data *d = data(o, isa), *t = data(o, isa);
            for (int n = 0; n < 5; n++) {
                double  v = n == 4 ? sqrt(7.0) - 2.0 : -1.0 + 0.5*n, length = -0.3 + 0.4*v + 0.1*v*v, slope = 0.4 + 0.2*v; // the last is nought
                il_pack tau[NQ] = {{{0}}};
                move(o, d, 1.1);
                il_pack_set(&d->q[place_of(o, V)], v), il_pack_set(&d->qd[place_of(o, V)], 2.0);
                il_position(o->model, o->model->nominal, d), il_velocity(o->model, o->model->nominal, d);
                il_path(o->model, o->model->nominal, d), il_path_speed(o->model, o->model->nominal, d), il_arm(o->model, o->model->nominal, d);
                near(d->path_length[0].lane[0], length, 1e-15), near(d->path_speed[0].lane[0], 2.0*slope, 1e-14);
                for (int a = o->model->path_arm_start[0]; a < o->model->path_arm_start[1]; a++) near(d->arm[a].lane[0], o->model->arm_dof[a] == place_of(o, V) ? -slope : 0.0, 1e-15);
                il_osim_passive(o, d, NULL, tau);
                near(tau[place_of(o, V)].lane[0], -300.0*fmax(length - 0.01, 0.0)*(1.0 + 0.2*slope)*slope, 1e-12); // slack below 0.01
                il_data_zero(o->model, t);
                il_pack_set(&t->q[place_of(o, V)], 1.0);
                il_position_tangent(o->model, o->model->nominal, NULL, d, t), il_path_tangent(o->model, o->model->nominal, NULL, d, t);
                near(t->path_length[0].lane[0], slope, 1e-15);
            }
            il_data_free(d), il_data_free(t);
        }
        il_osim_free(o);
    }
}

// arms of one coordinate are compared, whatever a polynomial is written as; where they cannot be, that is an error
static void arms_of_one(void **state) {
    (void)state;
#define OWN(f, arm) MODEL(SPRING("<coordinate_paths>/jointset/j_b/v</coordinate_paths>" LENGTH(f) ARMS(arm, "", "")))
#define P(c) "<PolynomialFunction><coefficients>" c "</coefficients></PolynomialFunction>"
#define L(c) "<LinearFunction><coefficients>" c "</coefficients></LinearFunction>"
#define TIMES(f) "<MultiplierFunction><function>" f "</function><scale>2</scale></MultiplierFunction>"
#define C(c) "<Constant><value>" c "</value></Constant>"
    static const char *const right[] = {OWN(P("0.5 1.2"), C("-0.5")), OWN(L("0.5 1.2"), MANY("1", "0", "-0.5")), OWN("<LinearFunction/>", C("-1")), OWN(C("0.7"), C("0")),
                                        OWN(TIMES(MANY("1", "2", "1.2 0.5 0.3")), L("-1.2 -1")), OWN(P("0.3 0.5 1.2"), TIMES(P("-0.3 -0.25")))};
    static const char *const wrong[] = {OWN(P("0.5 1.2"), C("77")), OWN(L("0.5 1.2"), C("0.5")), OWN(TIMES(MANY("1", "1", "1.2 0.5")), MANY("1", "0", "77")), OWN(C("0.7"), C("0.1")),
                                        OWN(P("0.3 0.5 1.2"), P("-0.5 -0.6"))};
    for (size_t i = 0; i < sizeof right/sizeof *right; i++) il_osim_free(parse(right[i], false));
    for (size_t i = 0; i < sizeof wrong/sizeof *wrong; i++) refused(wrong[i], "not the slopes");
    static const char spline[] = OWN("<SimmSpline><x>-1 0 1</x><y>1 1.1 1.4</y></SimmSpline>", C("77"));
    refused(spline, "cannot be compared");
    il_osim *o = parse(spline, true);
    assert_true(o->nnote == 1 && strstr(o->note[0], "take the slopes"));
    il_osim_free(o);
    // a term that is missing does not stand for one that is too many: of 1 + 0.3 u + 1e-11 u w + 0.5 u2
#define TWO_ARMS(u) MODEL(SPRING("<coordinate_paths>/jointset/j_b/u /jointset/j_b/w</coordinate_paths>" LENGTH(MANY("2", "2", "1 0 0 0.3 1e-11 0.5")) ARMS(u, MANY("2", "2", "0 0 0 -1e-11 0 0"), "")))
    il_osim_free(parse(TWO_ARMS(MANY("2", "2", "-0.3 -1e-11 0 -1 0 0")), false));
    refused(TWO_ARMS(MANY("2", "2", "-0.3 0 50 -1 0 0")), "not the slopes");
}

// a length that is not known is nought, and that is said
static void unknown_length(void **state) {
    (void)state;
    static const char *const text[] = {ONE("<Sine><omega>1e9</omega></Sine>"), MODEL(SPRING(COORDINATE_PATHS LENGTH("<SimmSpline><x>0 1</x><y>0 1</y></SimmSpline>")))};
    for (int i = 0; i < 2; i++) {
        refused(text[i], "be lenient");
        il_osim *o = parse(text[i], true);
        assert_true(o->nnote == 2 && strstr(o->note[1], "'f' has the length 0 and no moment arms"));
        il_osim_free(o);
    }
}

// every power of `n` arguments whose sum is at most `left`, the last running fastest; of a speed the slopes of the sum of all products of its first half
static char *powers_of(char *at, int n, int left, int k, int *power, bool speed) {
    if (k == n) {
        int sum = 0, of = -1;
        for (int i = n/2; speed && i < n; i++) sum += power[i], of = power[i] ? i - n/2 : of;
        return at + sprintf(at, "%d ", !speed ? 1 : sum == 1 ? power[of] + 1 : 0);
    }
    for (power[k] = 0; power[k] <= left; power[k]++) at = powers_of(at, n, left - power[k], k + 1, power, speed);
    return at;
}

static char *many_text(int n, int order, bool speed, bool named) {
    char *text = malloc(4000000), *at = text;
    int   power[32];
    at += sprintf(at, "<OpenSimDocument Version=\"40000\"><Model name=\"m\"><BodySet><objects>");
    for (int i = 0; i < n; i++) at += sprintf(at, "<Body name=\"%s%d\"><mass>1</mass><mass_center>0 0 0</mass_center><inertia>1 1 1 0 0 0</inertia></Body>", named && i < 2 ? "function_path" : "b", i);
    at += sprintf(at, "</objects></BodySet><JointSet><objects>");
    for (int i = 0; i < n; i++)
        at += sprintf(at, "<PinJoint name=\"j%d\"><socket_parent_frame>/ground</socket_parent_frame><socket_child_frame>/bodyset/%s%d</socket_child_frame><coordinates><Coordinate name=\"q%d\"/></coordinates></PinJoint>",
                      i, named && i < 2 ? "function_path" : "b", i, i);
    at += sprintf(at, "</objects></JointSet><ForceSet><objects><PathSpring name=\"f\"><stiffness>300</stiffness><resting_length>0.01</resting_length><dissipation>0</dissipation><FunctionBasedPath><coordinate_paths>");
    for (int i = 0; i < n; i++) at += sprintf(at, "/jointset/j%d/q%d ", i, i);
    at += sprintf(at, "</coordinate_paths><length_function><MultivariatePolynomialFunction><coefficients>"), at = powers_of(at, n, order, 0, power, false);
    at += sprintf(at, "</coefficients><dimension>%d</dimension><order>%d</order></MultivariatePolynomialFunction></length_function>", n, order);
    if (speed) {
        at += sprintf(at, "<lengthening_speed_function><MultivariatePolynomialFunction><coefficients>"), at = powers_of(at, 2*n, order, 0, power, true);
        at += sprintf(at, "</coefficients><dimension>%d</dimension><order>%d</order></MultivariatePolynomialFunction></lengthening_speed_function>", 2*n, order);
    }
    sprintf(at, "</FunctionBasedPath></PathSpring></objects></ForceSet></Model></OpenSimDocument>");
    return text;
}

// 245157 terms are compared with 6435 in a moment; 16 coordinates are as many as there may be; bodies of the file keep their names
static void large(void **state) {
    (void)state;
    char *text = many_text(8, 7, true, false);
    il_osim_free(parse(text, false));
    free(text);
    for (int n = 2; n <= 16; n += 7) {
        text = many_text(n, 2, n == 16, true);
        il_osim *o = parse(text, false);
        il_data *d = data(o, IL_ISA_AUTO);
        double   sum = 0.0, square = 0.0;
        for (int i = 0; i < n; i++) {
            double q = 0.1*(i - 5.5);
            il_pack_set(&d->q[i], q);
            sum += q, square += q*q;
        }
        il_position(o->model, o->model->nominal, d), il_path(o->model, o->model->nominal, d), il_arm(o->model, o->model->nominal, d);
        near(d->path_length[0].lane[0], 1.0 + sum + 0.5*(sum*sum + square), 1e-14);
        assert_int_equal(o->model->path_arm_start[1] - o->model->path_arm_start[0], n);
        for (int a = 0; a < n; a++) near(d->arm[a].lane[0], -(1.0 + sum + 0.1*(o->model->arm_dof[a] - 5.5)), 1e-14);
        il_data_free(d), il_osim_free(o), free(text);
    }
    text = many_text(17, 1, false, false);
    refused(text, "more than 16");
    free(text);
}

static void wrong_paths(void **state) {
    (void)state;
    refused(MODEL(SPRING(LENGTH(LONG))), "no <coordinate_paths>");
    refused(MODEL(SPRING("<coordinate_paths>/jointset/j_b/u /jointset/j_b/odd</coordinate_paths>" LENGTH(LONG))), "'/jointset/j_b/odd'");
    refused(MODEL(SPRING("<coordinate_paths>/jointset/j_b/u /jointset/j_b/u</coordinate_paths>" LENGTH(LONG))), "twice");
    refused(MODEL(SPRING(COORDINATE_PATHS)), "no <length_function>");
    refused(MODEL(SPRING(COORDINATE_PATHS LENGTH("<Odd/>"))), "<Odd>");
    refused(MODEL(SPRING(COORDINATE_PATHS LENGTH("<SimmSpline><x>0 1</x><y>0 1</y></SimmSpline>"))), "of several coordinates");
    refused(MODEL(SPRING(COORDINATE_PATHS LENGTH(MANY("2", "1", "1 2 3")))), "dimension 2");
    refused(MODEL(SPRING(COORDINATE_PATHS LENGTH(LONG) "<moment_arm_functions>" ARM_U ARM_V "</moment_arm_functions>")), "2 moment arms");
    refused(MODEL(SPRING(COORDINATE_PATHS LENGTH(LONG) ARMS(ARM_U, ARM_V, ARM_W ARM_W))), "more moment arms");
    // arms that are not the slopes: another number, a term too many, two of them exchanged
    refused(MODEL(SPRING(COORDINATE_PATHS LENGTH(LONG) ARMS(ARM_U, ARM_W, ARM_V))), "not the slopes");
    refused(MODEL(SPRING(COORDINATE_PATHS LENGTH(LONG) ARMS(MANY("3", "2", "0 -0.15 0 0 -0.4 0 0.4 0 -0.2 -0.16"), ARM_V, ARM_W))), "not the slopes");
    refused(MODEL(SPRING(COORDINATE_PATHS LENGTH(LONG) ARMS(MANY("3", "2", "0.1 -0.15 0 0 -0.4 0 0.4 0 -0.2 -0.15"), ARM_V, ARM_W))), "not the slopes");
    il_osim *o = parse(MODEL(SPRING(COORDINATE_PATHS LENGTH(LONG) ARMS(ARM_U, ARM_W, ARM_V))), true);
    assert_true(o->nnote == 1 && strstr(o->note[0], "take the slopes"));
    il_osim_free(o);
    // 0.5 u2 + 0.2 u w of (u, w): its speed is (u + 0.2 w) u' + 0.2 u w'; of (u, w, u', w') to order 2: 1 D DD C CD CC b bD bC bb a aD aC ab aa
#define SPEED(c) MODEL(SPRING("<coordinate_paths>/jointset/j_b/u /jointset/j_b/w</coordinate_paths>" LENGTH(MANY("2", "2", "1 0 0 0 0.2 0.5")) \
                              "<lengthening_speed_function>" MANY("4", "2", c) "</lengthening_speed_function>"))
    il_osim_free(parse(SPEED("0 0 0 0 0 0 0 0 0.2 0 0 0.2 1 0 0"), false));
    refused(SPEED("0 0 0 0 0 0 0 0 0.2 0 0 0.3 1 0 0"), "not the slopes"), refused(SPEED("0 0 0 0 0 0 0 0 0.2 0 0.1 0.2 1 0 0"), "not the slopes");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(products), cmocka_unit_test(moves),         cmocka_unit_test(tangents),
                                       cmocka_unit_test(lengths),  cmocka_unit_test(one_coordinate), cmocka_unit_test(wrong_paths),
                                       cmocka_unit_test(below_nought), cmocka_unit_test(arms_of_one), cmocka_unit_test(unknown_length), cmocka_unit_test(large)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

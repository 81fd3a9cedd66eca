// test_osim_loop.c - joints of `.osim` files that close a circle, as OpenSim closes them: against the same model cut by hand, and closed forms of a linkage
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

#include "ilium/constraint.h"
#include "ilium/io_osim.h"

#define BODY(name, mass, inertia) "<Body name=\"" name "\"><mass>" mass "</mass><mass_center>0.3 0 0</mass_center><inertia>" inertia " 0 0 0</inertia></Body>"
#define JOINT(kind, name, parent, at, child, from, coordinates) \
    "<" kind " name=\"" name "\"><socket_parent_frame>p</socket_parent_frame><socket_child_frame>c</socket_child_frame>" coordinates "<frames><PhysicalOffsetFrame name=\"p\"><socket_parent>" parent \
    "</socket_parent><translation>" at "</translation></PhysicalOffsetFrame><PhysicalOffsetFrame name=\"c\"><socket_parent>" child "</socket_parent><translation>" from                             \
    "</translation></PhysicalOffsetFrame></frames></" kind ">\n"
#define PIN(name, parent, at, child, from) JOINT("PinJoint", "j_" name, parent, at, child, from, "<coordinates><Coordinate name=\"" name "\"/></coordinates>")
#define DOCUMENT(bodies, joints, constraints) \
    "<OpenSimDocument Version=\"40000\"><Model name=\"m\"><BodySet><objects>" bodies "</objects></BodySet><JointSet><objects>\n" joints "</objects></JointSet><ConstraintSet><objects>" constraints \
    "</objects></ConstraintSet></Model></OpenSimDocument>"
// a crank of 0.5 from the origin, a coupler of 1.2, a rocker of 0.9 from (1.5, 0)
#define OPEN(closing) \
    PIN("q", "/ground", "0 0 0", "/bodyset/crank", "0 0 0") PIN("u", "/bodyset/crank", "0.5 0 0", "/bodyset/coupler", "0 0 0") PIN("v", "/ground", "1.5 0 0", "/bodyset/rocker", "0 0 0") closing
#define OTHERS BODY("crank", "1", "0.1 0.1 0.1") BODY("rocker", "1.5", "0.1 0.2 0.3")

typedef struct model { il_osim *o; il_data *d; il_constraints *c; } model;

static model read_it(const char *text) {
    model    it = {0};
    il_error err = {0};
    char     words[600];
    if (il_osim_parse("loop.osim", text, strlen(text), NULL, &it.o, &err)) fail_msg("%s", il_error_format(&err, words, sizeof words));
    bool *stays = calloc((size_t)it.o->model->nq + 1, sizeof *stays);
    int   q = il_coordinate_find(it.o->model, "q");
    if (q >= 0) stays[q] = true;
    assert_int_equal(il_data_create(it.o->model, IL_ISA_AUTO, &it.d, &err), IL_OK);
    assert_int_equal(il_constraints_create(it.o->model, it.o->nconstraint, it.o->constraint, stays, &it.c, &err), IL_OK);
    free(stays);
    return it;
}

static void drop(model it) { il_constraints_free(it.c), il_data_free(it.d), il_osim_free(it.o); }

static bool noted(const il_osim *o, const char *words) {
    for (int i = 0; i < o->nnote; i++)
        if (strstr(o->note[i], words)) return true;
    return false;
}

// where circles about the crank's and the rocker's pins meet, above
static double rocker(double q, double *coupler) {
    double a = 0.5, b = 1.2, c = 0.9, x = 1.5 - a*cos(q), y = -a*sin(q), s = sqrt(x*x + y*y);
    *coupler = atan2(y, x) + acos((b*b + s*s - c*c)/(2.0*b*s));
    return atan2(a*sin(q) + b*sin(*coupler), a*cos(q) + b*cos(*coupler) - 1.5);
}

// The coupler hangs on the crank and on the rocker. By hand: two halves of it, a weld between them.
static void second_joint(void **state) {
    (void)state;
    model joints = read_it(DOCUMENT(OTHERS BODY("coupler", "2", "0.2 0.4 0.6"), OPEN(PIN("w", "/bodyset/rocker", "0.9 0 0", "/bodyset/coupler", "1.2 0 0")), ""));
    model hand = read_it(DOCUMENT(OTHERS BODY("coupler", "1", "0.1 0.2 0.3") BODY("half", "1", "0.1 0.2 0.3"), OPEN(PIN("w", "/bodyset/rocker", "0.9 0 0", "/bodyset/half", "1.2 0 0")),
                                  "<WeldConstraint name=\"c\"><socket_frame1>/bodyset/coupler</socket_frame1><socket_frame2>/bodyset/half</socket_frame2></WeldConstraint>"));
    const il_model *a = joints.o->model, *b = hand.o->model;
    assert_int_equal(joints.o->nbody, 3), assert_int_equal(joints.o->njoint, 4), assert_int_equal(joints.o->nconstraint, 1);
    assert_true(noted(joints.o, "body 'coupler' is cut in two, 'coupler_slave_0' is the piece on this joint"));
    assert_true(il_body_find(a, "coupler_slave_0") >= 0);
    assert_string_equal(a->body_name[joints.o->joint[3].child], "coupler_slave_0");
    assert_string_equal(joints.o->constraint[0].name, "coupler_slave_0_weld");
    assert_int_equal(a->nq, 4), assert_int_equal(b->nq, 4);
    assert_string_equal(joints.o->coordinate[joints.o->tree[3]].name, "w"); // behind all, as Simbody numbers it
    for (int k = 0; k < 12; k++) {
        for (int l = 0; l < IL_LANES; l++) {
            double q = -3.0 + 0.5*k + 0.03*l, way, v = rocker(q, &way), start[] = {q, way - q + 0.1, v - 0.08, way - v + 0.06}; // q u v w
            static const char *const name[] = {"q", "u", "v", "w"};
            for (int i = 0; i < 4; i++) {
                int ia = il_coordinate_find(a, name[i]), ib = il_coordinate_find(b, name[i]);
                joints.d->q[ia].lane[l] = hand.d->q[ib].lane[l] = start[i];
                joints.d->qd[ia].lane[l] = hand.d->qd[ib].lane[l] = 0.3*i - 0.7, joints.d->qdd[ia].lane[l] = hand.d->qdd[ib].lane[l] = 1.1 - i;
            }
        }
        // cut open, as inverse dynamics takes it
        for (int i = 0; i < 2; i++) {
            const model *it = i ? &hand : &joints;
            il_position(it->o->model, it->o->model->nominal, it->d), il_velocity(it->o->model, it->o->model->nominal, it->d), il_inverse(it->o->model, it->o->model->nominal, it->d);
        }
        for (int l = 0; l < IL_LANES; l++)
            for (int i = 0; i < 4; i++) {
                int other = il_coordinate_find(b, a->coordinate_name[i]);
                assert_true(fabs(joints.d->tau[i].lane[l]) > 1e-3 && fabs(joints.d->tau[i].lane[l] - hand.d->tau[other].lane[l]) < 1e-13);
            }
        double miss[IL_LANES];
        il_constraints_meet(joints.c, a->nominal, joints.d, miss);
        for (int l = 0; l < IL_LANES; l++) {
            assert_true(miss[l] < 1e-12);
            double way, want = rocker(-3.0 + 0.5*k + 0.03*l, &way);
            assert_true(fabs(remainder(joints.d->q[il_coordinate_find(a, "v")].lane[l] - want, 6.283185307179586)) < 1e-11);
            assert_true(fabs(remainder(joints.d->q[il_coordinate_find(a, "w")].lane[l] - way + want, 6.283185307179586)) < 1e-11);
        }
    }
    drop(joints), drop(hand);
}

// three pieces of one body carry a third each
static void third_joint(void **state) {
    (void)state;
    model it = read_it(DOCUMENT(BODY("b", "3", "0.3 0.6 0.9"), PIN("q", "/ground", "0 0 0", "/bodyset/b", "0 0 0") PIN("u", "/ground", "1 0 0", "/bodyset/b", "1 0 0")
                                PIN("v", "/ground", "2 0 0", "/bodyset/b", "2 0 0"), ""));
    assert_int_equal(it.o->nbody, 1), assert_int_equal(it.o->nconstraint, 2);
    for (int b = 0; b < it.o->model->nbody; b++) {
        if (strncmp(it.o->model->body_name[b], "b", 1)) continue;
        assert_true(fabs(it.o->model->nominal->body_mass[b] - 1.0) < 1e-15);
    }
    assert_true(il_body_find(it.o->model, "b_slave_1") >= 0);
    drop(it);
}

static void weld_joint(void **state) {
    (void)state;
    model it = read_it(DOCUMENT(BODY("a", "1", "1 1 1") BODY("b", "1", "1 1 1"), PIN("q", "/ground", "0 0 0", "/bodyset/a", "0 0 0")
                                PIN("u", "/bodyset/a", "0.1 0 0", "/bodyset/b", "0 -0.1 0") JOINT("WeldJoint", "k", "/bodyset/b", "0.4 0 0", "/bodyset/a", "0.5 0.1 0", ""), ""));
    assert_int_equal(it.o->njoint, 2), assert_int_equal(it.o->nconstraint, 1);
    assert_string_equal(it.o->constraint[0].name, "k_Loop");
    assert_string_equal(it.o->joint[1].name, "j_u");
    assert_true(noted(it.o, "it is a WeldConstraint here"));
    for (int l = 0; l < IL_LANES; l++) it.d->q[0].lane[l] = 0.2*l, it.d->q[1].lane[l] = 0.1;
    double miss[IL_LANES];
    il_constraints_meet(it.c, it.o->model->nominal, it.d, miss);
    for (int l = 0; l < IL_LANES; l++) assert_true(fabs(it.d->q[1].lane[l]) < 1e-12 && miss[l] < 1e-12); // straight as the weld has them
    drop(it);
}

// bodies in a circle that nothing ties to the ground: the one with most children does, in a tie the first
static void floating(void **state) {
    (void)state;
    model it = read_it(DOCUMENT(BODY("b", "1", "1 1 1") BODY("a", "1", "1 1 1"), PIN("q", "/bodyset/a", "0 0 0", "/bodyset/b", "0 0 0") PIN("u", "/bodyset/b", "0 0 0", "/bodyset/a", "0 0 0"), ""));
    assert_true(noted(it.o, "a FreeJoint 'free_b' does"));
    assert_true(noted(it.o, "body 'a' is cut in two") || noted(it.o, "body 'b' is cut in two"));
    assert_int_equal(it.o->ncoordinate, 8);
    drop(it);
    it = read_it(DOCUMENT(BODY("b", "1", "1 1 1") BODY("a", "1", "1 1 1") BODY("c", "1", "1 1 1"), PIN("q", "/bodyset/a", "0 0 0", "/bodyset/b", "0 0 0") PIN("u", "/bodyset/b", "0 0 0", "/bodyset/a", "0 0 0")
                          PIN("w", "/bodyset/a", "0 0 0", "/bodyset/c", "0 0 0"), ""));
    assert_true(noted(it.o, "a FreeJoint 'free_a' does"));
    drop(it);
}

static void faults(void **state) {
    (void)state;
    static const struct { const char *text, *says; int line; } list[] = {
        {DOCUMENT(BODY("a", "1", "1 1 1"), PIN("q", "/ground", "0 0 0", "/bodyset/a", "0 0 0") JOINT("FreeJoint", "f", "/ground", "0 0 0", "/bodyset/a", "0 0 0", ""), ""), "FreeJoint 'f' closes a circle", 3},
        {DOCUMENT(BODY("a", "1", "1 1 1") BODY("b", "1", "1 1 1"), PIN("q", "/ground", "0 0 0", "/bodyset/a", "0 0 0") PIN("w", "/bodyset/a", "0 0 0", "/ground", "0 0 0"), ""),
         "carries the ground, which cannot be cut", 3},
        {DOCUMENT(BODY("a", "1", "1 1 1") BODY("a_slave_0", "1", "1 1 1"), PIN("q", "/ground", "0 0 0", "/bodyset/a", "0 0 0") PIN("u", "/ground", "0 0 0", "/bodyset/a_slave_0", "0 0 0") PIN("w", "/ground", "0 0 0", "/bodyset/a", "0 0 0"), ""),
         "'a_slave_0' as another body is", 4},
        {DOCUMENT(BODY("a", "1", "1 1 1"), PIN("q", "/ground", "0 0 0", "/bodyset/a", "0 0 0") JOINT("WeldJoint", "k", "/ground", "0 0 0", "/bodyset/a", "0 0 0", "<coordinates><Coordinate name=\"x\"/></coordinates>"), ""),
         "it should have 0", 3}};
    for (size_t i = 0; i < sizeof list/sizeof *list; i++) {
        il_osim *o;
        il_error err = {0};
        assert_int_equal(il_osim_parse("loop.osim", list[i].text, strlen(list[i].text), NULL, &o, &err), IL_BAD_VALUE);
        if (!strstr(err.text, list[i].says) || err.line != list[i].line) fail_msg("line %d: %s", err.line, err.text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(second_joint), cmocka_unit_test(third_joint), cmocka_unit_test(weld_joint), cmocka_unit_test(floating), cmocka_unit_test(faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

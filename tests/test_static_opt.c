// test_static_opt.c - static optimisation of a hinge with two muscles and a reserve: who pulls follows from the conditions of the least effort, what
// is asked is met, and the bits depend neither on the number of threads nor on the instruction set
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ilium/static_opt.h"

enum { FRAMES = 300, COLUMNS = 3 };

static const double strength[2] = {400.0, 900.0};

static void strengths(const void *user, const il_data *d, il_pack *force) {
    (void)user, (void)d;
    for (int i = 0; i < 2; i++) il_pack_set(&force[i], strength[i]);
}

static void must(il_status status, const il_error *err) {
    if (status != IL_OK) fail_msg("%s", err->text);
}

// a rod below a hinge about z; both muscles bend it forward, from points before and behind the hinge's height
static il_model *hinge(void) {
    il_builder       *b = il_builder_create();
    il_coordinate_def c = il_default_coordinate_def();
    il_body_def       body = il_default_body_def();
    il_joint_def      joint = il_default_joint_def();
    il_model         *m;
    il_error          err = {0};
    c.name = "swing", c.min = -3, c.max = 3;
    il_builder_coordinate(b, &c);
    body.name = "rod", body.mass = 3.0, body.com[1] = -0.4;
    for (int i = 0; i < 3; i++) body.inertia[i] = 0.1;
    joint.parent = "ground", joint.in_parent = joint.in_child = il_frame_identity(), joint.nrow = 1;
    joint.row[0] = (il_row_def){.kind = IL_ROW_ROTATION, .axis = {0, 0, 1}, .coordinate = "swing", .function = IL_NONE, .scale = 1.0};
    il_builder_body(b, &body, &joint);
    for (int i = 0; i < 2; i++) {
        static const char *const names[] = {"high", "low"};
        il_point_def  point[2] = {{.body = "ground", .pos = {0.06, 0.1 + 0.1*i, 0}, .function = {IL_NONE, IL_NONE, IL_NONE}},
                                  {.body = "rod", .pos = {0.02, -0.2 - 0.1*i, 0}, .function = {IL_NONE, IL_NONE, IL_NONE}}};
        il_path_def   path = il_default_path_def();
        il_muscle_def muscle = il_default_muscle_def();
        path.name = muscle.name = names[i], path.npoint = 2, path.point = point;
        muscle.f_max = strength[i], muscle.l_opt = 0.1, muscle.l_slack = 0.2, muscle.tone = 0.01, muscle.act_max = 1.0;
        il_builder_path(b, &path), il_builder_muscle(b, &muscle);
    }
    must(il_builder_finish(b, &m, &err), &err);
    il_builder_free(b);
    return m;
}

typedef struct answers {
    double          control[FRAMES*COLUMNS], force[FRAMES*COLUMNS];
    il_static_frame frame[FRAMES];
} answers;

static double q[FRAMES], qd[FRAMES], qdd[FRAMES];

static void solve(const il_model *m, double power, int threads, il_isa isa, answers *out) {
    static const double gravity[3] = {0, -9.81, 0};
    const il_actuator   reserve = {.name = "reserve", .kind = IL_ACTUATOR_COORDINATE, .optimal = 20.0, .low = -IL_INF, .high = IL_INF};
    il_static_problem   p = {.motion = {.nframe = FRAMES, .q = q, .qd = qd, .qdd = qdd, .gravity = gravity, .nactuator = 1, .actuator = &reserve}, .power = power, .strength = strengths};
    il_error            err = {0};
    memset(out, 0, sizeof *out);
    must(il_static_optimise(m, m->nominal, isa, &p, threads, NULL, out->control, out->force, out->frame, &err), &err);
}

static void record(void) {
    for (int f = 0; f < FRAMES; f++) q[f] = 0.9*sin(0.05*f), qd[f] = 0.9*cos(0.05*f), qdd[f] = 2.0*sin(0.11*f);
}

// price y of the row: p a^(p-1) = y s r for muscles between their bounds, 2 c = y F for the reserve; and the row itself
static void least_effort(void **state) {
    static answers a;
    il_model      *m = hinge();
    il_data       *d;
    il_error       err = {0};
    (void)state;
    record();
    must(il_data_create(m, IL_ISA_PLAIN, &d, &err), &err);
    for (int k = 0; k < 3; k++) {
        double power = k == 0 ? 2.0 : k == 1 ? 3.0 : 4.5;
        int    between = 0;
        solve(m, power, 1, IL_ISA_AUTO, &a);
        for (int f = 0; f < FRAMES; f++) {
            const double *c = a.control + COLUMNS*f, *F = a.force + COLUMNS*f;
            il_pack_set(&d->q[0], q[f]), il_pack_set(&d->qd[0], qd[f]), il_pack_set(&d->qdd[0], qdd[f]), il_pack_set(&d->gravity[1], -9.81);
            il_position(m, m->nominal, d), il_velocity(m, m->nominal, d), il_inverse(m, m->nominal, d), il_path(m, m->nominal, d), il_arm(m, m->nominal, d);
            double price = 2.0*c[2]/20.0, left = d->tau[0].lane[0] - F[2];
            assert_true(fabs(F[2] - 20.0*c[2]) < 1e-9 && a.frame[f].status == IL_BOXQP_SOLVED);
            for (int i = 0; i < 2; i++) {
                double arm = d->arm[m->path_arm_start[m->muscle_path[i]]].lane[0], slope = power*pow(c[i], power - 1.0), wanted = price*strength[i]*arm;
                left -= F[i]*arm;
                assert_true(c[i] >= 0.01 && c[i] <= 1.0 && fabs(F[i] - c[i]*strength[i]) < 1e-9);
                if (c[i] > 0.0101 && c[i] < 0.9999) assert_true(fabs(slope - wanted) < 1e-4*(1.0 + fabs(wanted))), between++;
                else if (c[i] <= 0.0101) assert_true(wanted <= slope + 1e-4);
            }
            assert_true(fabs(left) < 1e-7 && a.frame[f].residual < 1e-7);
        }
        assert_true(between > 50);
    }
    il_data_free(d), il_model_free(m);
}

static void the_same_bits(void **state) {
    static answers one, other;
    il_model      *m = hinge();
    (void)state;
    record();
    for (int k = 0; k < 2; k++) {
        solve(m, k ? 3.0 : 2.0, 1, IL_ISA_AUTO, &one);
        solve(m, k ? 3.0 : 2.0, 4, IL_ISA_AUTO, &other);
        assert_memory_equal(one.control, other.control, sizeof one.control), assert_memory_equal(one.force, other.force, sizeof one.force);
        solve(m, k ? 3.0 : 2.0, 3, IL_ISA_PLAIN, &other);
        assert_memory_equal(one.control, other.control, sizeof one.control);
    }
    il_model_free(m);
}

// the joint carries weight, inertia and the muscles' pull: Newton's law for the rod, written out
static void reactions(void **state) {
    static const double gravity[3] = {0, -9.81, 0};
    static double       tension[2*FRAMES], drive[FRAMES], wrench[FRAMES*6*2], pose[FRAMES*12*2], again[FRAMES*6*2];
    const il_actuator   reserve = {.name = "reserve", .kind = IL_ACTUATOR_COORDINATE, .optimal = 20.0, .low = -IL_INF, .high = IL_INF};
    il_model           *m = hinge();
    il_error            err = {0};
    (void)state;
    record();
    for (int f = 0; f < FRAMES; f++) tension[2*f] = 100.0 + f, tension[2*f + 1] = 50.0, drive[f] = 0.1*f;
    const il_recorded r = {.nframe = FRAMES, .q = q, .qd = qd, .qdd = qdd, .gravity = gravity, .nactuator = 1, .actuator = &reserve};
    must(il_joint_reactions(m, m->nominal, IL_ISA_AUTO, &r, tension, drive, 1, NULL, wrench, pose, &err), &err);
    for (int f = 0; f < FRAMES; f += 7) {
        double s = sin(q[f]), c = cos(q[f]), force[2] = {0}, torque = drive[f];
        for (int i = 0; i < 2; i++) { // pulls of the muscles on the rod
            double x = 0.02*c + (0.2 + 0.1*i)*s, y = 0.02*s - (0.2 + 0.1*i)*c, dx = 0.06 - x, dy = 0.1 + 0.1*i - y, n = tension[2*f + i]/hypot(dx, dy);
            force[0] += n*dx, force[1] += n*dy, torque += n*(x*dy - y*dx);
        }
        torque += -3.0*9.81*0.4*s;
        double accel = torque/(0.1 + 3.0*0.16), ax = 0.4*(accel*c - qd[f]*qd[f]*s), ay = 0.4*(accel*s + qd[f]*qd[f]*c);
        assert_true(fabs(wrench[12*f + 9] - (3.0*ax - force[0])) < 1e-8 && fabs(wrench[12*f + 10] - (3.0*(ay + 9.81) - force[1])) < 1e-8);
        assert_true(fabs(wrench[12*f + 8] - drive[f]) < 1e-8);
    }
    must(il_joint_reactions(m, m->nominal, IL_ISA_PLAIN, &r, tension, drive, 3, NULL, again, pose, &err), &err);
    assert_memory_equal(wrench, again, sizeof wrench);
    il_model_free(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(least_effort), cmocka_unit_test(the_same_bits), cmocka_unit_test(reactions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_stability.c - the softest mode of a posture: an upright rod on a spring between two muscles, and two rods on two springs
//
// Oracles: the closed form (k - m g h + muscles)/(I + m h^2) with the muscles' geometry by differences; eigenvalues of two by two
// matrices, of stiffness by differences and mass by il_mass(), from their quadratic.
#include "body_fixture.h"
#include "ilium/posture.h"
#include "scenario/stability.h"

enum { WITH_MUSCLES = 1, TWO_RODS = 2 };
static const double MASS = 4.0, HEIGHT = 0.4, INERTIA = 0.05, SPRING = 60.0;

static void add_rod(il_builder *b, const char *name, const char *parent, double at, const char *q) {
    il_coordinate_def coordinate = il_default_coordinate_def();
    coordinate.name = q, coordinate.kind = IL_ROW_ROTATION, coordinate.min = -1.5, coordinate.max = 1.5, coordinate.size = 0.1;
    il_builder_coordinate(b, &coordinate);
    il_body_def  body = il_default_body_def();
    il_joint_def joint = il_default_joint_def();
    body.name = name, body.mass = MASS, body.com[1] = HEIGHT;
    for (int k = 0; k < 3; k++) body.inertia[k] = INERTIA;
    joint.parent = parent, joint.in_parent = joint.in_child = il_frame_identity(), joint.in_parent.pos[1] = at;
    joint.nrow = 1, joint.row[0] = (il_row_def){.kind = IL_ROW_ROTATION, .axis = {0.0, 0.0, 1.0}, .coordinate = q, .function = IL_NONE, .scale = 1.0};
    il_builder_body(b, &body, &joint);
}

static void add_spring(il_builder *b, const char *name, const char *one, const char *other, double at) {
    il_bushing_def def = il_default_bushing_def();
    def.name = name, def.body_a = one, def.body_b = other, def.a = def.b = il_frame_identity(), def.a.pos[1] = at;
    def.k[2] = SPRING;
    il_builder_bushing(b, &def);
}

static void add_muscle(il_builder *b, const char *name, double x) {
    il_point_def  points[] = {{.body = "ground", .pos = {x, -0.1, 0.0}, .function = {IL_NONE, IL_NONE, IL_NONE}}, {.body = "lower", .pos = {0.5*x, 0.3, 0.0}, .function = {IL_NONE, IL_NONE, IL_NONE}}};
    il_path_def   path = il_default_path_def();
    il_muscle_def def = il_default_muscle_def();
    path.name = name, path.npoint = 2, path.point = points;
    il_builder_path(b, &path);
    def.name = name, def.f_max = 400.0, def.l_opt = 0.12, def.l_slack = 0.28, def.strain_zero = -0.1, def.strain_one = 0.6;
    il_builder_muscle(b, &def);
}

static il_model *rig(int kind) {
    il_builder *b = il_builder_create();
    il_model   *m = NULL;
    il_error    err = {0};
    add_rod(b, "lower", "ground", 0.0, "q1");
    add_spring(b, "spring1", "ground", "lower", 0.0);
    if (kind & TWO_RODS) add_rod(b, "upper", "lower", 0.8, "q2"), add_spring(b, "spring2", "lower", "upper", 0.8);
    if (kind & WITH_MUSCLES) add_muscle(b, "front", 0.1), add_muscle(b, "back", -0.1);
    if (il_builder_finish(b, &m, &err) != IL_OK) fail_msg("%s", err.text);
    il_builder_free(b);
    return m;
}

typedef struct solved {
    il_model           *m;
    il_posture         *posture;
    il_posture_solution s;
    ili_stability      *w;
} solved;

// upright is a balance by symmetry; `act` of both muscles
static solved stand(int kind, double act, const ili_short_range *srs) {
    solved   x = {.m = rig(kind)};
    il_error err = {0};
    double   acts[] = {act, act}, plane[4] = {0};
    assert_int_equal(il_posture_create(x.m, IL_ISA_AUTO, 0, &x.posture, &err), IL_OK);
    assert_int_equal(ili_stability_create(x.m, &x.w, &err), IL_OK);
    il_posture_problem  problem = {.m = x.m, .p = x.m->nominal, .gravity = {0.0, -9.80665, 0.0}, .plane = plane, .act = acts};
    il_posture_settings set = il_default_posture_settings();
    il_posture_info     info;
    if (il_posture_solve(x.posture, &problem, &set, &x.s, &info, &err) != IL_OK) fail_msg("%s", err.text);
    assert_int_equal(info.status, IL_POSTURE_SOLVED);
    ili_stability_prepare(x.w, x.m->nominal, &x.s, srs);
    return x;
}

static void release(solved *x) {
    ili_stability_free(x->w);
    il_posture_free(x->posture);
    il_model_free(x->m);
}

static void near(double a, double b, double tolerance) {
    if (!(fabs(a - b) <= tolerance)) fail_msg("%.12g is not %.12g", a, b);
}

// arms and passive forces of both muscles at an angle
static void at_angle(const solved *x, double angle, double arm[2], double passive[2], double length[2]) {
    il_data *d = NULL;
    il_error err = {0};
    assert_int_equal(il_data_create(x->m, IL_ISA_AUTO, &d, &err), IL_OK);
    il_pack_set(&d->q[0], angle);
    il_position(x->m, x->m->nominal, d), il_path(x->m, x->m->nominal, d), il_arm(x->m, x->m->nominal, d), il_muscle(x->m, x->m->nominal, d);
    for (int i = 0; i < 2; i++) arm[i] = d->arm[x->m->path_arm_start[i]].lane[0], passive[i] = d->muscle_passive[i].lane[0], length[i] = d->path_length[i].lane[0];
    il_data_free(d);
}

static void a_rod_between_two_muscles(void **state) {
    (void)state;
    ili_short_range srs = {23.4, 35.0, 0.25};
    bool            all[1] = {true};
    double          falling = SPRING - MASS*9.80665*HEIGHT, inertia = INERTIA + MASS*HEIGHT*HEIGHT;
    for (int k = 0; k < 2; k++) {
        solved   x = stand(k ? WITH_MUSCLES : 0, 0.3, &srs);
        ili_mode mode = ili_stability_mode(x.w, all);
        double   expected = falling, muscle = 0.0;
        for (int i = 0; i < 2*k; i++) {
            const double h = 1e-4;
            double arm[3][2], passive[3][2], length[3][2];
            for (int s = 0; s < 3; s++) at_angle(&x, (s - 1)*h, arm[s], passive[s], length[s]);
            double active = 0.3*x.s.d->muscle_active[i].lane[0], fibres = 23.4*active/0.12, tendon = 35.0*(active + 0.25*400.0)/0.28;
            double slope = (passive[2][i] - passive[0][i])/(length[2][i] - length[0][i]), k_all = slope + fibres*tendon/(fibres + tendon);
            muscle += k_all*arm[1][i]*arm[1][i];
            expected += k_all*arm[1][i]*arm[1][i] - (active + passive[1][i])*(arm[2][i] - arm[0][i])/(2.0*h);
        }
        near(mode.least, expected/inertia, 1e-4*fabs(expected/inertia));
        near(mode.muscle, muscle/(muscle + SPRING), 1e-4);
        near(mode.joint, SPRING/(muscle + SPRING), 1e-4);
        near(mode.ligament + mode.contact, 0.0, 1e-12);
        if (k) assert_true(muscle > 1.0 && mode.least > falling/inertia); // tighter with muscles
        assert_int_equal(mode.coordinate, 0);
        release(&x);
    }
}

// S by differences of the balance, M by il_mass, the smaller root of det(S - lambda M) = 0
static double smaller_root(const il_model *m) {
    double   S[4], M[4], h = 1e-5;
    il_data *d = NULL;
    il_error err = {0};
    assert_int_equal(il_data_create(m, IL_ISA_AUTO, &d, &err), IL_OK);
    for (int j = 0; j < 2; j++) {
        double r[2][2];
        for (int way = 0; way < 2; way++) {
            il_data_reset(m, d);
            il_pack_set(&d->q[j], way ? h : -h);
            il_position(m, m->nominal, d), il_bushing(m, m->nominal, d), il_balance(m, m->nominal, d);
            for (int i = 0; i < 2; i++) r[way][i] = d->residual[i].lane[0];
        }
        for (int i = 0; i < 2; i++) S[2*i + j] = -(r[1][i] - r[0][i])/(2.0*h);
    }
    il_data_reset(m, d);
    il_position(m, m->nominal, d), il_mass(m, m->nominal, d);
    for (int i = 0; i < 4; i++) M[i] = d->mass_matrix[i].lane[0];
    il_data_free(d);
    double a = M[0]*M[3] - M[1]*M[2], b = -(S[0]*M[3] + S[3]*M[0] - S[1]*M[2] - S[2]*M[1]), c = S[0]*S[3] - S[1]*S[2];
    return (-b - sqrt(b*b - 4.0*a*c))/(2.0*a);
}

static void two_rods_on_two_springs(void **state) {
    (void)state;
    ili_short_range srs = {23.4, 35.0, 0.25};
    bool            all[2] = {true, true}, upper[2] = {false, true};
    solved          x = stand(TWO_RODS, 0.0, &srs);
    double          expected = smaller_root(x.m);
    assert_true(expected < 0.0); // too soft for two: it falls
    near(ili_stability_mode(x.w, all).least, expected, 1e-5*fabs(expected));
    // the lower rod held, the upper one stands alone
    double alone = (SPRING - MASS*9.80665*HEIGHT)/(INERTIA + MASS*HEIGHT*HEIGHT);
    near(ili_stability_mode(x.w, upper).least, alone, 1e-6*alone);
    bool none[2] = {false, false};
    assert_true(isnan(ili_stability_mode(x.w, none).least));
    release(&x);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_rod_between_two_muscles), cmocka_unit_test(two_rods_on_two_springs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

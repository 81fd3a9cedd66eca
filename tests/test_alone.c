// test_alone.c - one pose alone: the numbers of the stages, at every instruction set, in every lane, with shared numbers and with a lane's own
#include "body_fixture.h"
#include "ilium/alone.h"
#include "force_rig.h"
#include "mech/kernels.h"
#include "scene.h"

// equal to the bit, but for the sign of a nought
static void same(double a, double b, const char *what, int i) {
    if (a != b) fail_msg("%s %d: %.17g, the stages have %.17g", what, i, a, b);
}

static void same_paths(const il_model *m, const il_data *d, int lane, const il_alone *a) {
    for (int i = 0; i < m->npath; i++) same(a->length[i], d->path_length[i].lane[lane], "length", i);
    for (int i = 0; i < m->npathbody; i++)
        for (int k = 0; k < 6; k++) same(a->wrench[8*i + k], d->pathbody_wrench[6*i + k].lane[lane], "wrench of body", i);
    for (int k = 0; k < m->narm; k++) same(a->share[a->place[k]], d->arm[k].lane[lane], "arm", k);
}

static void same_forces(const il_model *m, const il_data *d, int lane, const il_alone *a) {
    for (int i = 0; i < m->npath; i++) same(a->speed[i], d->path_speed[i].lane[lane], "speed", i), same(a->tension[i], d->path_tension[i].lane[lane], "tension", i);
    for (int i = 0; i < m->nmuscle; i++) {
        same(a->fibre[i], d->fibre_length[i].lane[lane], "fibre", i);
        same(a->active[i], d->muscle_active[i].lane[lane], "active force", i), same(a->passive[i], d->muscle_passive[i].lane[lane], "passive force", i);
    }
    for (int j = 0; j < m->nq; j++)
        same(a->residual[j], d->residual[j].lane[lane], "residual", j), same(a->gravity_force[j], d->gravity_force[j].lane[lane], "gravity's force", j);
}

static void any_pose(const il_model *m, il_data *d, double turn, double shift) {
    kc_random_packs(d->qd, m->nq, -1, 1), kc_random_packs(d->act, m->nmuscle, 0, 1), kc_random_packs(d->pad_shear, 3*m->npad, -10, 10);
    kc_random_packs(d->wrench, 6*m->nbody, -10, 10), kc_random_packs(d->plane, 4*m->nplane, -1, 1);
    for (int j = 0; j < m->nq; j++)
        for (int lane = 0; lane < IL_LANES; lane++)
            d->q[j].lane[lane] = m->nominal->coordinate_neutral[j] + (m->coordinate_kind[j] == IL_ROW_ROTATION ? turn : shift)*kc_random(-1, 1);
}

// numbers of each lane apart, a little
static void spread_numbers(const il_model *m, il_params *p) {
    for (int i = 0; p->stride && i < 3*m->npoint*IL_LANES; i++) p->point_pos[i] += kc_random(-1e-3, 1e-3);
    for (int i = 0; p->stride && i < 3*m->nwrap*IL_LANES; i++) p->wrap_size[i] *= kc_random(0.95, 1.05), p->wrap_pos[i] += kc_random(-1e-3, 1e-3);
}

// another's inputs, and of the stages only what one pose alone starts from: a result of theirs is not there to be read
static void start_from(const il_model *m, const il_params *p, const il_data *d, bool moving, il_data *e) {
#define COPY(field, n) memcpy(e->field, d->field, (size_t)(n)*sizeof *e->field)
    COPY(q, m->nq), COPY(qd, m->nq), COPY(act, m->nmuscle), COPY(pad_shear, 3*m->npad), COPY(wrench, 6*m->nbody), COPY(plane, 4*m->nplane);
#undef COPY
    il_position(m, p, e);
    if (moving) il_velocity(m, p, e);
    il_bushing(m, p, e), il_contact(m, p, e), il_limit(m, p, e);
}

// at one instruction set; how often surfaces are touched
static int check(const il_model *m, il_isa isa, bool per_lane, double turn, double shift) {
    il_data   *d = kc_data(m, isa), *e = kc_data(m, isa);
    il_params *p = kc_params(m, per_lane);
    il_alone  *a;
    int        touched = 0;
    assert_int_equal(il_alone_create(m, &a, NULL), IL_OK);
    spread_numbers(m, p);
    for (int pose = 0; pose < 4; pose++) {
        any_pose(m, d, turn, shift);
        for (int i = 0; i < m->npath; i++) il_pack_set(&d->path_speed[i], 0.0);
        start_from(m, p, d, pose > 0, e);
        il_position(m, p, d), il_path(m, p, d), il_arm(m, p, d);
        if (pose) il_velocity(m, p, d), il_path_speed(m, p, d); // the first rests
        il_muscle(m, p, d), il_ligament(m, p, d), il_bushing(m, p, d), il_contact(m, p, d), il_limit(m, p, d), il_balance(m, p, d);
        for (int i = 0; i < m->npathwrap; i++)
            for (int lane = 0; lane < IL_LANES; lane++) touched += d->touch[i].lane[lane] > 0.5;
        long before = alloc_count();
        for (int lane = 0; lane < IL_LANES; lane++) {
            il_alone_paths(m, p, e, lane, a), il_alone_muscles(m, p, e, lane, pose > 0, a), il_alone_balance(m, p, e, lane, a);
            same_paths(m, d, lane, a), same_forces(m, d, lane, a);
        }
        assert_int_equal(alloc_count(), before);
    }
    il_alone_free(a), il_params_free(p), il_data_free(d), il_data_free(e);
    return touched;
}

static void check_all(const il_model *m, double turn, double shift) {
    for (int isa = IL_ISA_PLAIN; isa < IL_NISA; isa++)
        for (int own = 0; own < 2 && il_isa_supported((il_isa)isa); own++) {
            int touched = check(m, (il_isa)isa, own == 1, turn, shift);
            assert_true(touched > 0 && touched < 4*IL_LANES*m->npathwrap);
        }
}

static void the_body(void **state) {
    fixture f = body_open();
    (void)state;
    check_all(f.m, 0.5, 0.005);
    body_close(&f);
}

// every kind of surface and side, paths over three and more bodies, bodies that branch
static void a_rig(void **state) {
    il_builder  *b = il_builder_create();
    const double zero[3] = {0, 0, 0}, tilt[3] = {0.1, -0.15, 0.2};
    (void)state;
    rig_body(b, "a", "ground", zero), rig_body(b, "b", "a", (double[]){0.02, -0.03, 0.01}), rig_body(b, "c", "a", zero), rig_body(b, "d", "b", zero);
    rig_wrap(b, "ball", "a", IL_WRAP_SPHERE, (double[]){0.01, -0.02, 0.03}, zero, 0.08);
    rig_wrap(b, "roll", "b", IL_WRAP_CYLINDER, (double[]){0.0, 0.01, 0.0}, tilt, 0.05);
#define AT(body_, x, y, z) {.body = body_, .pos = {x, y, z}, .function = {IL_NONE, IL_NONE, IL_NONE}}
    rig_path(b, "branch", 4, (il_point_def[]){AT("d", 0.1, 0.05, -0.02), AT("a", -0.03, 0.04, 0.06), AT("a", -0.03, 0.09, 0.06), AT("c", 0.1, 0, 0)}, NULL, 0, 0);
    rig_path(b, "sphere", 3, (il_point_def[]){AT("a", -0.2, 0.04, 0.02), AT("b", 0.2, 0.06, -0.01), AT("b", 0.2, 0.1, 0)}, "ball", 0, 0);
    rig_path(b, "on_one", 2, (il_point_def[]){AT("a", -0.2, 0.04, 0.02), AT("a", 0.2, 0.06, -0.01)}, "roll", 0, 0);
    rig_path(b, "with", 3, (il_point_def[]){AT("a", 0.2, 0.2, 0), AT("a", 0.06, 0.21, -0.1), AT("b", 0.03, -0.19, 0.12)}, "roll", 1, 1);
    rig_path(b, "against", 2, (il_point_def[]){AT("a", 0.06, 0.21, -0.1), AT("b", 0.05, -0.19, 0.02)}, "roll", 0, -1);
#undef AT
    rig_muscle(b, "branch", 0), rig_muscle(b, "sphere", 0.3);
    il_ligament_def ligament = il_default_ligament_def();
    ligament.name = "with", ligament.l_slack = 0.4, ligament.k = 2e4, ligament.toe = 0.06;
    il_builder_ligament(b, &ligament);
    il_model *m = rig_finish(b);
    check_all(m, 0.5, 0.05);
    il_model_free(m);
}

// moving points: the stages, copied
static void what_it_does_not_know(void **state) {
    il_model *m = rig_model();
    (void)state;
    check_all(m, 0.5, 0.05);
    il_model_free(m);
}

// trees of all kinds of joints, with splines, polynomials and coordinates that follow others
static void trees(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed < 6; seed++) {
        il_model *m = scene_tree_model(seed, 12, seed%2 == 0);
        for (int isa = IL_ISA_PLAIN; isa < IL_NISA; isa++)
            for (int own = 0; own < 2 && il_isa_supported((il_isa)isa); own++) {
                il_data   *d = kc_data(m, (il_isa)isa);
                il_params *p = kc_params(m, own == 1);
                il_alone  *a;
                assert_int_equal(il_alone_create(m, &a, NULL), IL_OK);
                any_pose(m, d, 0.8, 0.2);
                kc_random_packs(d->qdd, m->nq, -5, 5);
                for (int lane = 0; lane < IL_LANES; lane++) il_alone_dynamics(m, p, d, lane, a); // before the stages: it needs nothing of theirs
                il_position(m, p, d), il_velocity(m, p, d), il_inverse(m, p, d);
                for (int lane = 0; lane < IL_LANES; lane++) {
                    il_alone_dynamics(m, p, d, lane, a);
                    for (int j = 0; j < m->nq; j++) same(a->tau[j], d->tau[j].lane[lane], "tau", j);
                }
                il_alone_free(a), il_params_free(p), il_data_free(d);
            }
        il_model_free(m);
    }
}

static void same_packs(const il_pack *a, const il_pack *b, int n, const char *what) {
    for (int i = 0; i < n; i++)
        if (memcmp(&a[i], &b[i], sizeof *a) != 0) fail_msg("%s %d: %.17g, the stage has %.17g", what, i, a[i].lane[3], b[i].lane[3]);
}

// muscles where all lanes hold the same, at rest and moving, values and tangents: the stage's bits in every lane
static void muscles_alike(void **state) {
    fixture f = body_open();
    (void)state;
    for (int isa = IL_ISA_PLAIN; isa < IL_NISA; isa++)
        for (int moving = 0; moving < 2 && il_isa_supported((il_isa)isa); moving++) {
            const il_model *m = f.m;
            il_data        *d[2], *t[2];
            for (int k = 0; k < 2; k++) d[k] = kc_data(m, (il_isa)isa), t[k] = kc_data(m, (il_isa)isa), il_data_zero(m, t[k]);
            any_pose(m, d[0], 0.5, 0.005);
            il_data_copy(m, d[0], d[1]), il_data_spread(m, d[1], 3, d[0]);
            il_position(m, m->nominal, d[0]), il_velocity(m, m->nominal, d[0]), il_path(m, m->nominal, d[0]), il_path_speed(m, m->nominal, d[0]);
            for (int i = 0; i < m->npath; i++) {
                // some rest beside others that move
                if (!moving || i%3 == 0) il_pack_set(&d[0]->path_speed[i], 0.0);
                il_pack_set(&t[0]->path_length[i], kc_random(-1, 1));
                if (moving) il_pack_set(&t[0]->path_speed[i], kc_random(-1, 1));
            }
            il_data_copy(m, d[0], d[1]), il_data_copy(m, t[0], t[1]);
            il_muscle(m, m->nominal, d[0]), ili_muscle_alike(m, m->nominal, d[1]);
            il_muscle_tangent(m, m->nominal, NULL, d[0], t[0]), ili_muscle_alike_tangent(m, m->nominal, d[1], t[1]);
            il_data *const *pair[2] = {d, t};
            for (int k = 0; k < 2; k++) {
                same_packs(pair[k][1]->fibre_length, pair[k][0]->fibre_length, m->nmuscle, "fibre");
                same_packs(pair[k][1]->muscle_active, pair[k][0]->muscle_active, m->nmuscle, "active force");
                same_packs(pair[k][1]->muscle_passive, pair[k][0]->muscle_passive, m->nmuscle, "passive force");
            }
            for (int k = 0; k < 2; k++) il_data_free(d[k]), il_data_free(t[k]);
        }
    body_close(&f);
}

static void memory(void **state) {
    fixture f = body_open();
    (void)state;
    il_alone *a;
    alloc_fail_at(1);
    assert_int_equal(il_alone_create(f.m, &a, NULL), IL_NO_MEMORY);
    alloc_fail_at(0);
    assert_null(a);
    il_alone_free(NULL);
    body_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_body), cmocka_unit_test(a_rig), cmocka_unit_test(what_it_does_not_know), cmocka_unit_test(trees), cmocka_unit_test(muscles_alike), cmocka_unit_test(memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

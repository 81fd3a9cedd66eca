// test_stiffness.c - d residual/dq from blocks between bodies, against the tangent form of every stage in the direction of each coordinate;
// every lane the same bits as alone and at every instruction set, a poisoned lane leaving the others theirs
#include "body_fixture.h"
#include "mech/stiffness.h"
#include "scene.h"

enum { NSCENE = 3 };
static fixture    F;
static il_params *P; ///< a person of its own in each lane

static int open_all(void **state) {
    (void)state;
    F = body_open();
    assert_int_equal(il_params_create(F.m, true, &P, NULL), IL_OK);
    uint64_t seed = 7;
    for (int i = 0; i < F.m->nmuscle; i++)
        for (int lane = 0; lane < IL_LANES; lane++) P->muscle_f_max[IL_LANES*i + lane] *= scene_uniform(&seed, 0.5, 1.5);
    for (int i = 0; i < 3*F.m->npoint; i++)
        for (int lane = 0; lane < IL_LANES; lane++) P->point_pos[IL_LANES*i + lane] += scene_uniform(&seed, -0.001, 0.001);
    return 0;
}
static int close_all(void **state) {
    (void)state;
    il_params_free(P);
    body_close(&F);
    return 0;
}

static void pose(il_data *d, uint64_t seed) {
    const il_model *m = F.m;
    for (int j = 0; j < m->nq; j++)
        for (int lane = 0; lane < IL_LANES; lane++) d->q[j].lane[lane] = m->nominal->coordinate_neutral[j] + scene_uniform(&seed, -3.0, 3.0)*m->nominal->coordinate_size[j];
    for (int i = 0; i < m->nmuscle; i++)
        for (int lane = 0; lane < IL_LANES; lane++) d->act[i].lane[lane] = scene_uniform(&seed, 0.0, 0.5);
    for (int i = 0; i < 3*m->npad; i++)
        for (int lane = 0; lane < IL_LANES; lane++) d->pad_shear[i].lane[lane] = scene_uniform(&seed, -20.0, 20.0);
    for (int i = 0; i < 6*m->nbody; i++)
        for (int lane = 0; lane < IL_LANES; lane++) d->wrench[i].lane[lane] = scene_uniform(&seed, -20.0, 20.0);
    for (int k = 0; k < m->nplane; k++) { // one surface at foot level, the others across the body
        il_pack_set(&d->plane[4*k + (k%3 == 0 ? 1 : k%3 == 1 ? 0 : 2)], 1.0);
        il_pack_set(&d->plane[4*k + 3], 0.05);
    }
}

static void evaluate(const il_params *p, il_data *d) {
    const il_model *m = F.m;
    il_position(m, p, d), il_path(m, p, d), il_muscle(m, p, d), il_ligament(m, p, d), il_bushing(m, p, d), il_contact(m, p, d);
    il_limit(m, p, d), il_balance(m, p, d);
}

// the pose of lane 0 by ilium/alone.h: the same bits
static void alone_is_the_same(const il_params *p, il_data *d, const il_data *t, ili_stiffness *s, const double *K) {
    il_alone *alone = NULL;
    assert_int_equal(il_alone_create(F.m, &alone, NULL), IL_OK);
    il_alone_paths(F.m, p, d, 0, alone), il_alone_muscles(F.m, p, d, 0, false, alone), il_alone_balance(F.m, p, d, 0, alone);
    ili_stiffness_alone(F.m, p, d, t, alone, s);
    for (int e = 0; e < F.m->nq*F.m->nq; e++) {
        if (memcmp(&K[e], &s->K[e], sizeof *K) != 0 && !(isnan(K[e]) && isnan(s->K[e]))) fail_msg("entry %d: %.17g of a lane, %.17g alone", e, K[e], s->K[e]);
    }
    il_alone_free(alone);
}

// of all lanes, one after the other: K[lane*nq*nq + ...]
static double *stiffness_of(const il_params *p, il_data *d) {
    size_t         n = (size_t)(F.m->nq*F.m->nq);
    double        *K = malloc(IL_LANES*n*sizeof *K);
    ili_stiffness *s = NULL;
    il_data       *t = NULL;
    assert_int_equal(ili_stiffness_create(F.m, true, &s), IL_OK);
    assert_non_null(s);
    assert_int_equal(il_data_create(F.m, d->isa, &t, NULL), IL_OK);
    il_data_zero(F.m, t);
    evaluate(p, d);
    for (int lane = 0; lane < IL_LANES; lane++) {
        if (lane == 0) ili_stiffness_slopes(F.m, p, d, false, t);
        ili_stiffness_blocks(F.m, p, d, lane, t, s);
        memcpy(K + (size_t)lane*n, s->K, n*sizeof *K);
    }
    // all at once: the same bits; of a poisoned lane only that it is no number, since nothing settles a NaN's sign
    ili_stiffness_abreast(F.m, p, d, t, s);
    for (size_t e = 0; e < IL_LANES*n; e++) {
        if (memcmp(&K[e], &s->wide.out[e], sizeof *K) != 0 && !(isnan(K[e]) && isnan(s->wide.out[e]))) fail_msg("lane %zu, entry %zu: %.17g alone, %.17g abreast", e/n, e%n, K[e], s->wide.out[e]);
    }
    alone_is_the_same(p, d, t, s, K);
    il_data_free(t), ili_stiffness_free(s);
    return K;
}

static il_data *data_of(il_isa isa, uint64_t seed) {
    il_data *d = NULL;
    assert_int_equal(il_data_create(F.m, isa, &d, NULL), IL_OK);
    pose(d, seed);
    return d;
}

// column j by a tangent pass; entries are compared with their diagonals; where thousands of N/m cancel to nothing, 1e-14 of the largest is left
static void agrees_with_tangents(void **state) {
    (void)state;
    const il_model *m = F.m;
    int             n = m->nq*m->nq;
    for (int scene = 1; scene <= NSCENE; scene++) {
        il_data       *d = data_of(IL_ISA_AUTO, (uint64_t)scene), *t = NULL;
        double        *K = stiffness_of(P, d);
        int            touching = 0, bearing = 0;
        for (int i = 0; i < m->npathwrap; i++) touching += d->touch[i].lane[0] != 0.0;
        for (int i = 0; i < m->npad; i++) bearing += d->pad_force[i].lane[0] > 0.0;
        if (touching < 6 || bearing < 6) fail_msg("only %d touch and %d bear", touching, bearing);
        double largest[IL_LANES] = {0};
        for (int e = 0; e < IL_LANES*n; e++) largest[e/n] = fmax(largest[e/n], fabs(K[e]));
        assert_int_equal(il_data_create(m, IL_ISA_AUTO, &t, NULL), IL_OK);
        for (int j = 0; j < m->nq; j++) {
            il_data_zero(m, t);
            il_pack_set(&t->q[j], 1.0);
            il_position_tangent(m, P, NULL, d, t), il_path_tangent(m, P, NULL, d, t), il_muscle_tangent(m, P, NULL, d, t);
            il_ligament_tangent(m, P, NULL, d, t), il_bushing_tangent(m, P, NULL, d, t), il_contact_tangent(m, P, NULL, d, t);
            il_limit_tangent(m, P, NULL, d, t), il_balance_tangent(m, P, NULL, d, t);
            for (int i = 0; i < m->nq; i++) {
                for (int lane = 0; lane < IL_LANES; lane++) {
                    double mine = K[lane*n + i*m->nq + j], size = sqrt(fabs(K[lane*n + i*m->nq + i]*K[lane*n + j*m->nq + j])) + 1.0;
                    if (!(fabs(mine - t->residual[i].lane[lane]) <= 1e-10*size + 1e-14*largest[lane]))
                        fail_msg("scene %d lane %d: %s by %s %.15g, tangent %.15g", scene, lane, m->coordinate_name[i], m->coordinate_name[j], mine, t->residual[i].lane[lane]);
                }
            }
        }
        il_data_free(t), il_data_free(d), free(K);
    }
}

static void same_bits_everywhere(void **state) {
    (void)state;
    const il_model *m = F.m;
    il_data        *d = data_of(IL_ISA_PLAIN, 5);
    double         *plain = stiffness_of(P, d);
    il_data_free(d);
    for (int isa = IL_ISA_V2; isa < IL_NISA; isa++) {
        if (!il_isa_supported((il_isa)isa)) continue;
        d = data_of((il_isa)isa, 5);
        double *K = stiffness_of(P, d);
        assert_memory_equal(K, plain, IL_LANES*(size_t)(m->nq*m->nq)*sizeof *K);
        free(K), il_data_free(d);
    }
    free(plain);
}

// lane 3 in all lanes; and lane 2 poisoned
static void lanes_are_apart(void **state) {
    (void)state;
    const il_model *m = F.m;
    il_data        *d = data_of(IL_ISA_AUTO, 9), *alone = data_of(IL_ISA_AUTO, 9), *poisoned = data_of(IL_ISA_AUTO, 9);
    il_params      *one = NULL;
    assert_int_equal(il_params_create(m, false, &one, NULL), IL_OK);
#define X(name, count, unit) \
    for (int i = 0; i < (count); i++) one->name[i] = P->name[IL_LANES*i + 3];
    int nbody = m->nbody, nrow = m->nrow, nq = m->nq, npoint = m->npoint, ncondition = m->ncondition, nwrap = m->nwrap, nmuscle = m->nmuscle, nligament = m->nligament,
        nbushing = m->nbushing, nlimit = m->nlimit, npad = m->npad, nmarker = m->nmarker, nfunction_value = m->nfunction_value, npolyterm = m->npolyterm;
    IL_PARAM_FIELDS(X)
#undef X
    for (int j = 0; j < m->nq; j++) il_pack_set(&alone->q[j], d->q[j].lane[3]);
    for (int i = 0; i < m->nmuscle; i++) il_pack_set(&alone->act[i], d->act[i].lane[3]);
    for (int i = 0; i < 3*m->npad; i++) il_pack_set(&alone->pad_shear[i], d->pad_shear[i].lane[3]);
    for (int i = 0; i < 6*m->nbody; i++) il_pack_set(&alone->wrench[i], d->wrench[i].lane[3]);
    poisoned->q[0].lane[2] = IL_NAN;
    int     n = m->nq*m->nq;
    double *K = stiffness_of(P, d), *a = stiffness_of(one, alone), *b = stiffness_of(P, poisoned);
    for (int e = 0; e < n; e++) {
        assert_true(K[3*n + e] == a[e]);
        for (int lane = 0; lane < IL_LANES; lane++) assert_true(lane == 2 || K[lane*n + e] == b[lane*n + e]);
    }
    free(K), free(a), free(b);
    il_data_free(d), il_data_free(alone), il_data_free(poisoned), il_params_free(one);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(agrees_with_tangents), cmocka_unit_test(same_bits_everywhere), cmocka_unit_test(lanes_are_apart)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}

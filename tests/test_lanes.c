// test_lanes.c - lanes are strangers: each equals its case computed alone, a broken one leaves the others their bits, all instruction
// sets give the same bits, and nothing allocates once the data block exists
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "alloc_count.h"
#include "scene.h"

typedef struct setting {
    il_model  *m;
    il_params *p, *dp;
    il_data   *d, *t;
} setting;

static setting create(uint64_t seed, bool per_lane) {
    setting  s = {.m = scene_full_model(seed, 20)};
    uint64_t random = seed + 100;
    assert_int_equal(il_params_create(s.m, per_lane, &s.p, NULL), IL_OK);
    assert_int_equal(il_params_create(s.m, per_lane, &s.dp, NULL), IL_OK);
    scene_field f[SCENE_MAX_FIELDS];
    int         n = scene_param_fields(s.m, f);
    // every number of every lane a little different
    for (int i = 0; i < n; i++)
        for (int k = 0; k < f[i].count*(per_lane ? IL_LANES : 1); k++) {
            scene_values(s.p, &f[i])[k] *= 1.0 + scene_uniform(&random, -0.01, 0.01);
            scene_values(s.dp, &f[i])[k] = scene_uniform(&random, -0.1, 0.1);
        }
    s.d = scene_data(s.m, IL_ISA_AUTO), s.t = scene_data(s.m, IL_ISA_AUTO);
    scene_fill(s.m, s.d, &random);
    il_data_zero(s.m, s.t);
    n = scene_data_fields(s.m, f);
    for (int i = 0; i < n; i++)
        for (int k = 0; f[i].group == INPUT && k < f[i].count; k++)
            for (int lane = 0; lane < IL_LANES; lane++) scene_packs(s.t, &f[i])[k].lane[lane] = scene_uniform(&random, -1.0, 1.0);
    return s;
}

static void run(const setting *s) {
    scene_run(s->m, s->p, s->d);
    scene_run_tangent(s->m, s->p, s->dp, s->d, s->t);
}

static void release(setting *s) {
    il_model_free(s->m);
    il_params_free(s->p), il_params_free(s->dp);
    il_data_free(s->d), il_data_free(s->t);
}

// inputs of `from` in lane a into lane b of `to`
static void copy_inputs(const il_model *m, const il_data *from, int a, il_data *to, int b) {
    scene_field f[SCENE_MAX_FIELDS];
    int         n = scene_data_fields(m, f);
    for (int i = 0; i < n; i++)
        for (int k = 0; f[i].group == INPUT && k < f[i].count; k++) scene_packs(to, &f[i])[k].lane[b] = scene_packs(from, &f[i])[k].lane[a];
}

static bool same_bits(double a, double b) { return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b)); }

// all results of lane a in `x` equal those of lane b in `y`; returns how many were compared
static int compare_lane(const il_model *m, const char *title, const il_data *x, int a, const il_data *y, int b) {
    scene_field f[SCENE_MAX_FIELDS];
    int         n = scene_data_fields(m, f), compared = 0;
    for (int i = 0; i < n; i++)
        for (int k = 0; f[i].group != SCRATCH && k < f[i].count; k++, compared++) {
            double u = scene_packs(x, &f[i])[k].lane[a], v = scene_packs(y, &f[i])[k].lane[b];
            if (same_bits(u, v)) continue;
            print_message("%s: %s[%d] is %.17g in lane %d, %.17g in lane %d\n", title, f[i].name, k, u, a, v, b);
            fail();
        }
    return compared;
}

// shared parameters out of one lane
static il_params *params_of_lane(const il_model *m, const il_params *p, int lane) {
    il_params  *one;
    scene_field f[SCENE_MAX_FIELDS];
    int         n = scene_param_fields(m, f);
    assert_int_equal(il_params_create(m, false, &one, NULL), IL_OK);
    for (int i = 0; i < n; i++)
        for (int k = 0; k < f[i].count; k++) scene_values(one, &f[i])[k] = scene_values(p, &f[i])[p->stride == 0 ? k : IL_LANES*k + lane];
    return one;
}

static void each_lane_equals_its_case_alone(bool per_lane) {
    setting s = create(1, per_lane);
    run(&s);
    for (int lane = 0; lane < IL_LANES; lane++) {
        setting alone = {.m = s.m, .d = scene_data(s.m, IL_ISA_AUTO), .t = scene_data(s.m, IL_ISA_AUTO)};
        alone.p = params_of_lane(s.m, s.p, lane), alone.dp = params_of_lane(s.m, s.dp, lane);
        il_data_zero(s.m, alone.t);
        for (int k = 0; k < IL_LANES; k++) copy_inputs(s.m, s.d, lane, alone.d, k), copy_inputs(s.m, s.t, lane, alone.t, k);
        run(&alone);
        for (int k = 0; k < IL_LANES; k++) {
            assert_true(compare_lane(s.m, "value alone", s.d, lane, alone.d, k) > 1000);
            compare_lane(s.m, "tangent alone", s.t, lane, alone.t, k);
        }
        alone.m = NULL;
        release(&alone);
    }
    release(&s);
}

static void each_lane_equals_its_case_alone_with_shared_parameters(void **state) {
    (void)state;
    each_lane_equals_its_case_alone(false);
}

static void each_lane_equals_its_case_alone_with_its_own_parameters(void **state) {
    (void)state;
    each_lane_equals_its_case_alone(true);
}

static void a_broken_lane_leaves_the_others_their_bits(void **state) {
    const int bad = 3;
    (void)state;
    for (int what = 0; what < 3; what++) {
        setting s = create(2, true), broken = create(2, true);
        for (int i = 0; i < s.m->nq && what == 0; i++) broken.d->q[i].lane[bad] = IL_NAN;
        for (int i = 0; i < s.m->nq && what == 1; i++) broken.d->q[i].lane[bad] = 1e300, broken.d->qd[i].lane[bad] = -1e300;
        scene_field f[SCENE_MAX_FIELDS];
        int         n = scene_param_fields(s.m, f);
        for (int i = 0; i < n && what == 2; i++)
            for (int k = 0; k < f[i].count; k++) scene_values(broken.p, &f[i])[IL_LANES*k + bad] = IL_NAN;
        run(&s), run(&broken);
        for (int lane = 0; lane < IL_LANES; lane++) {
            if (lane == bad) continue;
            compare_lane(s.m, "beside a broken lane", s.d, lane, broken.d, lane);
            compare_lane(s.m, "tangent beside a broken lane", s.t, lane, broken.t, lane);
        }
        release(&s), release(&broken);
    }
}

static void all_instruction_sets_give_the_same_bits(void **state) {
    setting s = create(3, true);
    int     sets = 0;
    (void)state;
    run(&s);
    for (int isa = IL_ISA_PLAIN; isa < IL_NISA; isa++) {
        if (!il_isa_supported((il_isa)isa)) continue;
        setting other = s;
        other.d = scene_data(s.m, (il_isa)isa), other.t = scene_data(s.m, (il_isa)isa);
        assert_int_equal(other.d->isa, isa);
        il_data_zero(s.m, other.t);
        for (int k = 0; k < IL_LANES; k++) copy_inputs(s.m, s.d, k, other.d, k), copy_inputs(s.m, s.t, k, other.t, k);
        run(&other);
        for (int k = 0; k < IL_LANES; k++) {
            compare_lane(s.m, il_isa_name((il_isa)isa), s.d, k, other.d, k);
            compare_lane(s.m, il_isa_name((il_isa)isa), s.t, k, other.t, k);
        }
        il_data_free(other.d), il_data_free(other.t);
        sets++;
    }
    print_message("compared %d instruction sets\n", sets);
    release(&s);
}

static void nothing_allocates_once_the_data_exist(void **state) {
    setting  s = create(4, true);
    il_pack *column = aligned_alloc(64, (size_t)s.m->nq*6*sizeof *column);
    long     before = alloc_count();
    (void)state;
    run(&s);
    il_motion_space(s.m, s.d, 5, column);
    il_jacobian_point(s.m, s.d, 5, s.d->com_pos, column);
    il_data_copy(s.m, s.d, s.t);
    il_data_zero(s.m, s.t);
    il_data_reset(s.m, s.d);
    il_params_copy(s.m, s.m->nominal, s.p);
    assert_int_equal(alloc_count(), before);
    free(column);
    release(&s);
}

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISONED(p) __asan_address_is_poisoned(p)
#else
#define POISONED(p) ((void)(p), 1)
#endif

// where the address sanitizer watches, the line behind every array may not be touched; a debug build's scratch is not a number
static void debug_builds_fence_arrays_and_spoil_scratch(void **state) {
    setting     s = create(5, true);
    scene_field f[SCENE_MAX_FIELDS];
    int         n = scene_data_fields(s.m, f), spoilt = 0;
    il_data    *d = scene_data(s.m, IL_ISA_AUTO);
    (void)state;
    for (int i = 0; i < n; i++) {
        assert_true(POISONED(scene_packs(d, &f[i]) + f[i].count));
        for (int k = 0; f[i].group == SCRATCH && k < f[i].count; k++) spoilt += isnan(scene_packs(d, &f[i])[k].lane[5]) != 0;
    }
    n = scene_param_fields(s.m, f);
    for (int i = 0; i < n; i++) assert_true(POISONED(scene_values(s.p, &f[i]) + IL_LANES*f[i].count));
#ifdef NDEBUG
    assert_int_equal(spoilt, 0);
#else
    assert_true(spoilt > 100);
#endif
    il_data_free(d);
    release(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_lane_equals_its_case_alone_with_shared_parameters),
        cmocka_unit_test(each_lane_equals_its_case_alone_with_its_own_parameters),
        cmocka_unit_test(a_broken_lane_leaves_the_others_their_bits),
        cmocka_unit_test(all_instruction_sets_give_the_same_bits),
        cmocka_unit_test(nothing_allocates_once_the_data_exist),
        cmocka_unit_test(debug_builds_fence_arrays_and_spoil_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// kernel_check.h - what every lane kernel must hold, over all fields of il_data: exact tangents, lanes that know nothing of each other,
// a NaN that stays in its lane, the same bits at every instruction set, shared numbers = the same numbers per lane, no allocation.
#ifndef KERNEL_CHECK_H
#define KERNEL_CHECK_H
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc_count.h"
#include "ilium/data.h"

#define KC_SIZE(name) const int name = m->name; (void)name;
#define KC_SIZES IL_MODEL_SIZES(KC_SIZE)

/// A pipeline of stages in both forms.
typedef struct kc_run {
    void (*value)(const il_model *m, const il_params *p, il_data *d);
    void (*tangent)(const il_model *m, const il_params *p, const il_params *dp, const il_data *d, il_data *t);
} kc_run;

// ---- random numbers, the same in every run ----

static uint64_t kc_seed = 1;
static inline double kc_random(double low, double high) {
    kc_seed = kc_seed*6364136223846793005u + 1442695040888963407u;
    return low + (high - low)*(double)(kc_seed >> 11)*0x1p-53;
}

static inline void kc_random_packs(il_pack *pack, int n, double low, double high) {
    for (int i = 0; i < n; i++)
        for (int lane = 0; lane < IL_LANES; lane++) pack[i].lane[lane] = kc_random(low, high);
}

static inline il_data *kc_data(const il_model *m, il_isa isa) {
    il_data *d = NULL;
    assert_int_equal(il_data_create(m, isa, &d, NULL), IL_OK);
    return d;
}
static inline il_params *kc_params(const il_model *m, bool per_lane) {
    il_params *p = NULL;
    assert_int_equal(il_params_create(m, per_lane, &p, NULL), IL_OK);
    return p;
}

/// A rotation of any size about a random axis (row-major), or of at most `angle`.
static inline void kc_rotation(double angle, double r[9]) {
    double x = kc_random(-1, 1), y = kc_random(-1, 1), z = kc_random(-1, 1), n = sqrt(x*x + y*y + z*z), a = kc_random(-angle, angle);
    x /= n, y /= n, z /= n;
    double c = cos(a), s = sin(a), v = 1 - c;
    double rot[9] = {c + x*x*v, x*y*v - z*s, x*z*v + y*s, y*x*v + z*s, c + y*y*v, y*z*v - x*s, z*x*v - y*s, z*y*v + x*s, c + z*z*v};
    memcpy(r, rot, sizeof rot);
}

/// Put a body of one lane somewhere, without any joint.
static inline void kc_place(il_data *d, int body, int lane, const double pos[3], const double rot[9]) {
    for (int i = 0; i < 3; i++) d->body_pos[3*body + i].lane[lane] = pos[i];
    for (int i = 0; i < 9; i++) d->body_rot[9*body + i].lane[lane] = rot[i];
}

// ---- d + h t, and the difference of two blocks against a third ----

static inline void kc_move(const il_model *m, const il_data *d, const il_data *t, double h, il_data *out) {
    KC_SIZES
#define X(name, count, group)                      \
    for (int i = 0; i < (count); i++)              \
        for (int lane = 0; lane < IL_LANES; lane++) out->name[i].lane[lane] = d->name[i].lane[lane] + h*t->name[i].lane[lane];
    IL_DATA_FIELDS(X)
#undef X
}

static inline void kc_move_params(const il_model *m, const il_params *p, const il_params *dp, double h, il_params *out) {
    KC_SIZES
#define X(name, count, unit) \
    for (int i = 0; i < (count)*IL_LANES; i++) out->name[i] = p->name[i] + h*dp->name[i];
    IL_PARAM_FIELDS(X)
#undef X
}

/// Central differences of fourth order over every field that a run writes, against its tangent form along t0 and dp (per lane, like p).
static inline void kc_check_tangent(const il_model *m, const il_params *p, const il_params *dp, const il_data *d0, const il_data *t0, kc_run run,
                                    double h, double tolerance) {
    KC_SIZES
    il_data   *d[5], *t = kc_data(m, d0->isa);
    il_params *moved = kc_params(m, true);
    const double step[5] = {-2, -1, 1, 2, 0};
    for (int k = 0; k < 5; k++) {
        d[k] = kc_data(m, d0->isa);
        kc_move(m, d0, t0, step[k]*h, d[k]);
        kc_move_params(m, p, dp, step[k]*h, moved);
        run.value(m, moved, d[k]);
    }
    il_data_copy(m, t0, t);
    run.tangent(m, p, dp, d[4], t);
    enum { INPUT, STATE, RESULT, SCRATCH };
#define X(name, count, group)                                                                                                   \
    for (int lane = 0; group != SCRATCH && lane < IL_LANES; lane++) {                                                                          \
        double size = 1e-3;                                                                                                     \
        for (int i = 0; i < (count); i++) size = fmax(size, fabs(t->name[i].lane[lane]));                                       \
        for (int i = 0; i < (count); i++) {                                                                                     \
            double far = d[3]->name[i].lane[lane] - d[0]->name[i].lane[lane], near = d[2]->name[i].lane[lane] - d[1]->name[i].lane[lane]; \
            double slope = (8*near - far)/(12*h), got = t->name[i].lane[lane];                                                  \
            if (!(fabs(slope - got) <= tolerance*size))                                                                         \
                fail_msg(#name "[%d] lane %d: tangent %.12g, difference %.12g (largest %.3g)", i, lane, got, slope, size);      \
        }                                                                                                                       \
    }
    IL_DATA_FIELDS(X)
#undef X
    for (int k = 0; k < 5; k++) il_data_free(d[k]);
    il_data_free(t);
    il_params_free(moved);
}

// ---- lanes ----

static inline void kc_same_lane(const il_model *m, const il_data *a, int lane_a, const il_data *b, int lane_b, const char *why) {
    KC_SIZES
#define X(name, count, group)                                                                                                     \
    for (int i = 0; i < (count); i++)                                                                                             \
        if (memcmp(&a->name[i].lane[lane_a], &b->name[i].lane[lane_b], sizeof(double)))                                           \
            fail_msg("%s: " #name "[%d] %a (lane %d) but %a (lane %d)", why, i, a->name[i].lane[lane_a], lane_a, b->name[i].lane[lane_b], lane_b);
    IL_DATA_FIELDS(X)
#undef X
}

static inline void kc_copy_lane(const il_model *m, const il_data *from, int lane_from, il_data *to, int lane_to) {
    KC_SIZES
#define X(name, count, group) \
    for (int i = 0; i < (count); i++) to->name[i].lane[lane_to] = from->name[i].lane[lane_from];
    IL_DATA_FIELDS(X)
#undef X
}

/// Each lane alone (copied into all) gives the bits that it gives among others; poison in one lane leaves the others alone; all instruction
/// sets agree; both forms. @param p  shared or per lane; @param t0  seeds of the tangent
static inline void kc_check_lanes(const il_model *m, const il_params *p, const il_params *dp, const il_data *d0, const il_data *t0, kc_run run) {
    il_data *d = kc_data(m, IL_ISA_PLAIN), *t = kc_data(m, IL_ISA_PLAIN);
    il_data_copy(m, d0, d), il_data_copy(m, t0, t);
    run.value(m, p, d), run.tangent(m, p, dp, d, t);
    for (int isa = IL_ISA_PLAIN; isa < IL_NISA; isa++) {
        if (!il_isa_supported((il_isa)isa)) continue;
        il_data *e = kc_data(m, (il_isa)isa), *u = kc_data(m, (il_isa)isa);
        il_data_copy(m, d0, e), il_data_copy(m, t0, u);
        long before = alloc_count();
        run.value(m, p, e), run.tangent(m, p, dp, e, u);
        assert_int_equal(alloc_count(), before);
        for (int lane = 0; lane < IL_LANES; lane++) kc_same_lane(m, d, lane, e, lane, il_isa_name((il_isa)isa));
        for (int lane = 0; lane < IL_LANES; lane++) kc_same_lane(m, t, lane, u, lane, "tangent form");
        // poison: every coordinate and pose of one lane
        for (int bad = 0; bad < IL_LANES; bad += 3) {
            KC_SIZES
            il_data_copy(m, d0, e), il_data_copy(m, t0, u);
            for (int i = 0; i < nq; i++) e->q[i].lane[bad] = IL_NAN;
            for (int i = 0; i < 3*nbody; i++) e->body_pos[i].lane[bad] = IL_NAN;
            run.value(m, p, e), run.tangent(m, p, dp, e, u);
            for (int lane = 0; lane < IL_LANES; lane++)
                if (lane != bad) kc_same_lane(m, d, lane, e, lane, "beside NaN"), kc_same_lane(m, t, lane, u, lane, "tangent beside NaN");
        }
        il_data_free(e), il_data_free(u);
    }
    // alone: only with shared numbers can a lane move to another place
    for (int lane = 0; p->stride == 0 && dp->stride == 0 && lane < IL_LANES; lane++) {
        il_data *e = kc_data(m, IL_ISA_AUTO), *u = kc_data(m, IL_ISA_AUTO);
        for (int to = 0; to < IL_LANES; to++) kc_copy_lane(m, d0, lane, e, to), kc_copy_lane(m, t0, lane, u, to);
        run.value(m, p, e), run.tangent(m, p, dp, e, u);
        for (int to = 0; to < IL_LANES; to++) kc_same_lane(m, d, lane, e, to, "alone"), kc_same_lane(m, t, lane, u, to, "tangent alone");
        il_data_free(e), il_data_free(u);
    }
    il_data_free(d), il_data_free(t);
}

/// The same numbers shared and one set a lane give the same bits.
static inline void kc_check_shared(const il_model *m, const il_data *d0, kc_run run) {
    il_params *shared = kc_params(m, false), *each = kc_params(m, true);
    il_data   *d = kc_data(m, IL_ISA_AUTO), *e = kc_data(m, IL_ISA_AUTO);
    il_data_copy(m, d0, d), il_data_copy(m, d0, e);
    run.value(m, shared, d), run.value(m, each, e);
    for (int lane = 0; lane < IL_LANES; lane++) kc_same_lane(m, d, lane, e, lane, "shared and per lane");
    il_params_free(shared), il_params_free(each);
    il_data_free(d), il_data_free(e);
}
#endif

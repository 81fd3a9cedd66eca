// test_infer_lanes.c - likelihoods at many severities abreast: the same bits at every instruction set, and what the formula says in plain C
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "reason/infer_kernel.h"

enum { MOST = 12, N = 48 };

static const struct {
    ili_infer_row_kernel *row;
    ili_infer_sum_kernel *sum;
} kernels[IL_NISA] = {
    [IL_ISA_PLAIN] = {ili_infer_row_plain, ili_infer_sum_plain},
#if defined(__x86_64__)
    [IL_ISA_V2] = {ili_infer_row_v2, ili_infer_sum_v2}, [IL_ISA_V3] = {ili_infer_row_v3, ili_infer_sum_v3}, [IL_ISA_V4] = {ili_infer_row_v4, ili_infer_sum_v4},
#endif
};

/// Findings as numbers, some of them wrong by much.
typedef struct scene {
    ili_infer_numbers f;
    double            gain[MOST], each[MOST], base[2*MOST], effect[2*MOST*N] __attribute__((aligned(64)));
} scene;

static void make(scene *s, int np, bool may_be_wrong, ili_random *r) {
    s->f = (ili_infer_numbers){.np = np, .log_norm = ili_random_range(r, -40.0, 0.0), .right = 1.0 - 0.01*np, .least = -7e4, .gain = s->gain, .each = may_be_wrong ? s->each : NULL};
    for (int i = 0; i < np; i++) s->gain[i] = ili_random_range(r, 0.01, 2.0), s->each[i] = ili_random_range(r, 0.001, 0.01);
    for (int i = 0; i < 2*np; i++) s->base[i] = ili_random_range(r, -8.0, 8.0);
    for (int i = 0; i < 2*np*N; i++) s->effect[i] = ili_random_range(r, -8.0, 8.0);
}

static double by_formula(const scene *s, int o) {
    const ili_infer_numbers *f = &s->f;
    double                   square = 0.0, top = 0.0, sum = 0.0, x[MOST];
    for (int i = 0; i < f->np; i++) {
        double left = s->base[i] - s->effect[i*N + o], pull = s->base[f->np + i] - s->effect[(f->np + i)*N + o];
        square += left*left;
        x[i] = 0.5*f->gain[i]*pull*pull;
        top = fmax(top, x[i]);
    }
    for (int i = 0; f->each && i < f->np; i++) sum += f->each[i]*exp(x[i] - top);
    return fmax(f->log_norm - 0.5*square + (f->each ? top + log(f->right*exp(-top) + sum) : 0.0), f->least);
}

static void rows_and_sums_are_alike_at_every_width(void **state) {
    ili_random r;
    (void)state;
    ili_random_seed(&r, 3, 1);
    for (int round = 0; round < 60; round++) {
        static scene s;
        double       first[N] __attribute__((aligned(64))), out[N] __attribute__((aligned(64))), weight[N] __attribute__((aligned(64))), total = 0.0, top = -HUGE_VAL, plain = 0.0;
        make(&s, 1 + round%MOST, round%3 != 0, &r);
        for (int o = 0; o < N; o++) weight[o] = o < 41 ? ili_random_uniform(&r) : 0.0; // what only fills the width weighs nothing
        for (int isa = IL_ISA_PLAIN; isa < IL_NISA; isa++) {
            if (!il_isa_supported((il_isa)isa)) continue;
            kernels[isa].row(&s.f, N, s.base, s.effect, out);
            if (isa == IL_ISA_PLAIN) memcpy(first, out, sizeof first);
            assert_memory_equal(first, out, sizeof first);
            for (int o = 0; o < N; o++) top = fmax(top, out[o]);
            double sum = kernels[isa].sum(N, out, weight, top);
            if (isa == IL_ISA_PLAIN) total = sum;
            assert_memory_equal(&total, &sum, sizeof sum);
        }
        for (int o = 0; o < N; o++) {
            double expected = by_formula(&s, o);
            if (fabs(first[o] - expected) > 1e-12*fmax(1.0, fabs(expected))) fail_msg("%.15g at %d, by the formula %.15g", first[o], o, expected);
            plain += weight[o]*exp(first[o] - top);
        }
        assert_true(fabs(total - plain) < 1e-13*fmax(1.0, plain));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows_and_sums_are_alike_at_every_width)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

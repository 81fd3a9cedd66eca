// test_base_random.c - the generator against its authors' recurrence, the normal quantile against the error function, moments
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/random.h"

// with state (1, 2, 3, 4): worked by hand from the published recurrence
//   out = rotl(s0 + s3, 23) + s0;  s2 ^= s0; s3 ^= s1; s1 ^= s2; s0 ^= s3; s2 ^= s1_old << 17; s3 = rotl(s3, 45)
// 1st: rotl(5, 23) + 1 = 5*2^23 + 1; then s0 = 1^(4^2) = 7, s1 = 2^(3^1) = 0, s2 = (3^1)^(2<<17) = 262146, s3 = rotl(6, 45)
// 2nd: rotl(7 + 6*2^45, 23) + 7 = 7*2^23 + 6*2^(68-64) + 7
static void generator_follows_the_recurrence(void **state) {
    ili_random r = {{1, 2, 3, 4}};
    (void)state;
    assert_true(ili_random_next(&r) == 41943041);
    assert_true(ili_random_next(&r) == 7*(UINT64_C(1) << 23) + 96 + 7);
}

static void streams_differ_and_repeat(void **state) {
    ili_random a, b, c;
    (void)state;
    ili_random_seed(&a, 1, 2);
    ili_random_seed(&b, 2, 1);
    ili_random_seed(&c, 1, 2);
    for (int i = 0; i < 100; i++) {
        uint64_t x = ili_random_next(&a);
        assert_true(x == ili_random_next(&c));
        assert_true(x != ili_random_next(&b));
    }
    // seed 0 and stream 0 are as good as any
    ili_random_seed(&a, 0, 0);
    assert_true(a.s[0] && a.s[1] && a.s[2] && a.s[3]);
}

// Phi(quantile(p)) = p, with Phi(x) = erfc(-x/sqrt 2)/2; d ln p/dx grows as |x| in the tail, hence the factor
static void quantile_inverts_the_normal_distribution(void **state) {
    (void)state;
    double last = -HUGE_VAL;
    for (double x = -37; x <= 8; x += 0.0037) {
        double p = 0.5*erfc(-x*0.70710678118654752), y = ili_normal_quantile(p);
        if (x > 0) { // p carries x only to 1 - p's rounding
            assert_true(fabs(y - x) <= 1e-15*(1 + x) + 1.2e-16/(0.3989422804014327*exp(-x*x/2)));
        } else {
            assert_true(fabs(y - x) <= 2e-15*(1 + fabs(x)));
        }
        assert_true(y >= last);
        last = y;
    }
    assert_true(ili_normal_quantile(0) < -1e308 && ili_normal_quantile(1) > 1e308 && isnan(ili_normal_quantile(nan(""))));
    assert_true(fabs(ili_normal_quantile(0.975) - 1.959963984540054) < 1e-15*4);
    for (double p = 0.01; p < 0.5; p += 0.01) assert_true(fabs(ili_normal_quantile(p) + ili_normal_quantile(1 - p)) < 1e-14);
}

// moments of n numbers within five standard errors
static void moments_are_those_of_the_distribution(void **state) {
    enum { N = 200000 };
    ili_random r;
    double     m1 = 0, m2 = 0, m3 = 0, m4 = 0, u1 = 0, u2 = 0;
    (void)state;
    ili_random_seed(&r, 42, 0);
    for (int i = 0; i < N; i++) {
        double x = ili_random_normal(&r), u = ili_random_range(&r, -1, 3);
        m1 += x/N, m2 += x*x/N, m3 += x*x*x/N, m4 += x*x*x*x/N;
        assert_true(u > -1 && u < 3);
        u1 += u/N, u2 += (u - 1)*(u - 1)/N;
    }
    double se = 5/sqrt((double)N);
    assert_true(fabs(m1) < se);              // variances of x^k: 1, 2, 15, 96
    assert_true(fabs(m2 - 1) < se*sqrt(2.0));
    assert_true(fabs(m3) < se*sqrt(15.0));
    assert_true(fabs(m4 - 3) < se*sqrt(96.0));
    assert_true(fabs(u1 - 1) < se*sqrt(16.0/12));
    assert_true(fabs(u2 - 16.0/12) < se*16*sqrt(1.0/80 - 1.0/144));
}

static void below_is_uniform(void **state) {
    int        count[7] = {0};
    ili_random r;
    (void)state;
    ili_random_seed(&r, 5, 5);
    for (int i = 0; i < 70000; i++) {
        int k = ili_random_below(&r, 7);
        assert_in_range(k, 0, 6);
        count[k]++;
    }
    double chi2 = 0;
    for (int k = 0; k < 7; k++) chi2 += (count[k] - 10000.0)*(count[k] - 10000.0)/10000.0;
    assert_true(chi2 < 30); // 6 degrees of freedom: P < 4e-5
    assert_int_equal(ili_random_below(&r, 1), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(generator_follows_the_recurrence),
        cmocka_unit_test(streams_differ_and_repeat),
        cmocka_unit_test(quantile_inverts_the_normal_distribution),
        cmocka_unit_test(moments_are_those_of_the_distribution),
        cmocka_unit_test(below_is_uniform),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// slow_soak.c - the first hundred cases of the soak (tests/soak.h), so that a fault that random people find shows before the night
#include "soak.h"

enum { CASES = 100 };

static void a_hundred_random_cases(void **unused) {
    soak *s = soak_open();
    int   count[SOAK_NVERDICT] = {0}, mirrored = 0, alike = 0, steps = 0;
    (void)unused;
    for (int k = 0; k < CASES; k++) {
        soak_result r = soak_do(s, k);
        count[r.verdict]++;
        mirrored += r.mirrored, alike += r.mirrored && r.mirror_ok, steps += r.mirrored && r.steps_ok;
        if (r.verdict >= SOAK_FAILED || (r.mirrored && !(r.mirror_ok && r.steps_ok))) print_message("%d %s: %s\n", k, soak_words[r.verdict], r.what);
        if (r.verdict == SOAK_SOLVED) assert_true(r.residual <= 1e-6);
    }
    soak_close(s);
    assert_int_equal(count[SOAK_NOT_FINITE], 0);
    assert_int_equal(count[SOAK_REFUSED], 0);
    assert_true(count[SOAK_FAILED] <= 1);
    assert_true(mirrored >= 8 && alike >= mirrored - 1 && steps >= mirrored - 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_hundred_random_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

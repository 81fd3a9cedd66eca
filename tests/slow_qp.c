// slow_qp.c - the box QP on some hundred thousand problems of every family, each answer with its certificate
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "qp_scenes.h"

static void every_family_many_times(void **state) {
#define TEXT(name, text) text,
    static const char *const texts[] = {FAMILIES(TEXT)};
#undef TEXT
    (void)state;
    for (int f = 0; f < NFAMILIES; f++) {
        int steps = 0, most = 0, faults = 0, problems = 0;
        for (uint64_t round = 0; round < 1200; round++) {
            scene s;
            uint64_t seed = 1000003*round + (uint64_t)f;
            int big = round%4 == 0, nd = 1 + whole(&seed, big ? 30 : 10), nx = 1 + whole(&seed, big ? 120 : 30);
            scene_make(&s, (enum family)f, nd, nx, uniform(&seed, 0.1, 0.9), &seed);
            assert_int_equal(scene_solve(&s, NULL), IL_OK);
            for (int l = 0; l < IL_LANES; l++) {
                const char *fault = scene_fault(&s, (enum family)f, l);
                steps += s.info.iterations[l], problems++;
                if (s.info.iterations[l] > most) most = s.info.iterations[l];
                if (fault && faults++ < 5)
                    print_error("round %d lane %d (%d x %d): %s; %s, residual %g\n", (int)round, l, nd, nx, fault,
                                il_boxqp_status_text(s.info.status[l]), s.info.residual[l]);
            }
            scene_free(&s);
        }
        print_message("%-62s %6d problems, steps %.2f, at most %d, faults %d\n", texts[f], problems, (double)steps/problems, most, faults);
        assert_int_equal(faults, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_family_many_times)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

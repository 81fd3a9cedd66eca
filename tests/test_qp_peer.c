// test_qp_peer.c - recruitment problems of published models along a motion: a certificate of optimality for every frame, cold and warm.
// The files are not part of the product: without them the test is skipped.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "qp_peer.h"

static double cost(const scene *s, const double *given, int l) {
    double sum = 0;
    for (int i = 0; i < s->p.nx; i++) {
        double x = given ? given[i] : s->s.x[i].lane[l];
        sum += x*x/2;
    }
    return sum;
}

static void check(const peer *f, bool warm) {
    scene s;
    il_boxqp_settings set = il_default_boxqp_settings();
    assert_true(peer_scene(f, &s));
    for (int k = 0; k < f->frames/IL_LANES; k++) { // a lane walks through a chunk of frames of its own
        for (int l = 0; l < IL_LANES; l++) peer_load(f, &s, l*(f->frames/IL_LANES) + k, l);
        set.warm = warm && k > 0;
        assert_int_equal(scene_solve(&s, &set), IL_OK);
        for (int l = 0; l < IL_LANES; l++) {
            certificate c = scene_certify(&s, l);
            assert_int_equal(s.info.status[l], IL_BOXQP_SOLVED);
            assert_true(c.balance <= 1e-8 && c.sign <= 1e-12 && !c.outside);
            const double *feasible = peer_feasible(f, l*(f->frames/IL_LANES) + k); // the file's own activation
            assert_true(cost(&s, NULL, l) <= cost(&s, feasible, l)*(1 + 1e-9));
        }
    }
    scene_free(&s);
}

static void every_frame_is_optimal(void **state) {
    (void)state;
    for (int i = 0; i < PEER_FILES; i++) {
        peer f;
        if (!peer_read(peer_names[i], &f)) {
            print_message("SKIPPED: recruitment/%s.bin is not there (set ILIUM_SHARED)\n", peer_names[i]);
            continue;
        }
        check(&f, false);
        check(&f, true);
        peer_free(&f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_frame_is_optimal)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

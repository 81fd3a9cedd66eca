// test_osim_reaction.c - joint reactions against what OpenSim 4.6 wrote for the same set-up files: the same columns and rows, forces and moments
// within a hundredth of their size. Files and results are not part of the repository; absent, the test says so and passes.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ilium/io_osim_tool.h"
#include "osim_peer.h"

static void must(il_status status, const il_error *err) {
    char text[900];
    if (status != IL_OK) fail_msg("%s", il_error_format(err, text, sizeof text));
}

static int rising(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/// Largest differences over the size of the vector that a column is part of: of all frames, and of the half that differs least.
typedef struct bounds {
    double worst, most;
} bounds;

static void compare(const char *what, const il_table *got, const il_table *want, const bounds *limit) {
    peer_worst worst = {0}, most = {0};
    double    *share = calloc((size_t)want->nrow, sizeof *share);
    assert_int_equal(got->nrow, want->nrow);
    assert_int_equal(got->ncolumn, want->ncolumn);
    for (int c = 0; c < want->ncolumn; c += 3) {
        double size = 1.0; // below one newton (metre) there is round-off only
        for (int f = 0; f < want->nrow; f++) {
            const double *w = want->value + (size_t)f*(size_t)want->ncolumn + c;
            assert_true(fabs(got->time[f] - want->time[f]) < 1e-9);
            size = fmax(size, sqrt(w[0]*w[0] + w[1]*w[1] + w[2]*w[2]));
        }
        for (int k = 0; k < 3; k++) {
            assert_string_equal(got->column[c + k], want->column[c + k]);
            for (int f = 0; f < want->nrow; f++) {
                size_t at = (size_t)f*(size_t)want->ncolumn + (size_t)(c + k);
                share[f] = fabs(got->value[at] - want->value[at])/size;
                peer_note(&worst, share[f], want->column[c + k], "", f);
            }
            qsort(share, (size_t)want->nrow, sizeof *share, rising);
            peer_note(&most, share[want->nrow/2], want->column[c + k], "", 0);
        }
    }
    printf("%s: %d frames, %d columns; within %.1e of their size (%s), every second frame %.1e (%s)\n", what, want->nrow, want->ncolumn, worst.value, worst.what, most.value,
           most.what);
    assert_true(worst.value < limit->worst && most.value < limit->most);
    free(share);
}

static void run(const char *setup, const char *expected, const bounds *bound) {
    char            path[500], at[500];
    il_error        err = {0};
    il_osim_setup  *s;
    il_osim        *o;
    il_osim_result *r;
    il_table       *want;
    int             n;
    if (!peer_file(path, sizeof path, setup) || !peer_file(at, sizeof at, expected)) return;
    must(il_osim_setup_read(path, &s, &err), &err);
    must(il_osim_read(s->model, NULL, &o, &err), &err);
    for (int i = 0; i < s->nforces; i++) must(il_osim_actuators_add(o, s->forces[i], s->replace_forces && !i, &err), &err);
    must(il_osim_run_analysis(s, "JointReaction", o, &n, &r, &err), &err);
    must(il_table_read(at, &want, &err), &err);
    assert_int_equal(n, 1);
    compare(setup, r[0].table, want, bound);
    il_table_free(want), il_osim_results_free(n, r);
    il_osim_free(o), il_osim_setup_free(s);
}

// The forces that lie beside these reactions are not the ones that they were made from: single frames differ, by what two runs of OpenSim's optimiser
// do, between frames that agree to 1e-5. The tutorial's are the very ones.
static void gait2392(void **state) {
    (void)state;
    run("runs/gait2392/bench_JR.xml", "runs/gait2392/bench_JR/s01_JointReaction_ReactionLoads.sto", &(bounds){5e-2, 1e-3});
}
// what is left follows the force of the gastrocnemii, whose way over two cylinders differs (docs/opensim.md)
static void rajagopal(void **state) {
    (void)state;
    run("runs/rajagopal_walk/bench_JR.xml", "runs/rajagopal_walk/bench_JR/walk_JointReaction_ReactionLoads.sto", &(bounds){2e-2, 5e-4});
}
static void tutorial(void **state) {
    (void)state;
    run("runs/tutorial_SO_JR/setup_JointReaction.xml", "runs/tutorial_SO_JR/ResultsStaticOptimization/subject01_JointReaction_ReactionLoads.sto", &(bounds){1e-11, 1e-11});
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(gait2392), cmocka_unit_test(rajagopal), cmocka_unit_test(tutorial)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

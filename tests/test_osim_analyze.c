// test_osim_analyze.c - muscle lengths, moment arms and body kinematics of a motion against what OpenSim 4.6 wrote for the same set-up files.
// Files and results are not part of the repository; absent, the test says so and passes.
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

// OpenSim's gastrocnemii pass two cylinders and are not at rest on them: its length is not that of its own points, and they have moment arms
// about joints that they do not cross (docs/opensim.md)
static bool unsettled(const char *column) { return !strncmp(column, "gasmed_", 7) || !strncmp(column, "gaslat_", 7); }

static void compare(const il_osim_result *got, const il_table *want, peer_worst *worst, peer_worst *loose) {
    assert_int_equal(got->table->nrow, want->nrow);
    assert_int_equal(got->table->ncolumn, want->ncolumn);
    assert_int_equal(got->table->degrees, want->degrees);
    for (int c = 0; c < want->ncolumn; c++) {
        assert_string_equal(got->table->column[c], want->column[c]);
        for (int r = 0; r < want->nrow; r++) {
            size_t at = (size_t)r*(size_t)want->ncolumn + (size_t)c;
            assert_true(fabs(got->table->time[r] - want->time[r]) < 1e-9);
            peer_note(loose && unsettled(want->column[c]) ? loose : worst, fabs(got->table->value[at] - want->value[at]), got->name, want->column[c], r);
        }
    }
}

// Fibres, tendons, forces and powers of muscles on rigid tendons. Those on elastic ones have the model's default length in OpenSim's file, all the time
// the same, since its set-up did not ask for balance; in balance they are compared in test_osim_muscle.c.
static void compare_rigid(const il_osim_result *got, const il_table *want, const il_osim *o, peer_worst *worst) {
    assert_int_equal(got->table->nrow, want->nrow), assert_int_equal(got->table->ncolumn, want->ncolumn);
    for (int c = 0; c < want->ncolumn; c++) {
        double most = 0.1; // of metres, radians, newtons, watts
        assert_string_equal(got->table->column[c], want->column[c]);
        if (!o->muscle[il_muscle_find(o->model, want->column[c])].rigid) continue;
        for (int r = 0; r < want->nrow; r++) most = fmax(most, fabs(want->value[(size_t)r*(size_t)want->ncolumn + (size_t)c]));
        for (int r = 0; r < want->nrow; r++) {
            size_t at = (size_t)r*(size_t)want->ncolumn + (size_t)c;
            peer_note(worst, fabs(got->table->value[at] - want->value[at])/most, got->name, want->column[c], r);
        }
    }
}

static void run(const char *folder, const char *setup, const char *tool, const char *kind, double bounds[2]) {
    char            path[500], name[300];
    il_error        err = {0};
    il_osim_setup  *s;
    il_osim        *o;
    il_osim_result *r;
    int             n;
    peer_worst      worst[2] = {{0}}, loose[2] = {{0}}, fibres = {0};
    snprintf(name, sizeof name, "%s/%s.xml", folder, setup);
    if (!peer_file(path, sizeof path, name)) return;
    must(il_osim_setup_read(path, &s, &err), &err);
    const il_osim_options options = {.no_paths = strcmp(kind, "MuscleAnalysis") != 0};
    must(il_osim_read(s->model, &options, &o, &err), &err);
    must(il_osim_run_analysis(s, kind, o, &n, &r, &err), &err);
    bool muscles = !strcmp(kind, "MuscleAnalysis");
    for (int i = 0; i < n; i++) {
        il_table *want;
        bool      length = strstr(r[i].name, "_Length"), arm = strstr(r[i].name, "_MomentArm_");
        if (strstr(r[i].name, "_acc_")) continue; // OpenSim's are those of a body that falls (docs/opensim.md, 4); ours stand in test_cli_osim.c
        if (strstr(r[i].name, "_Moment_")) continue; // not among OpenSim's files: an arm times a tension
        snprintf(name, sizeof name, "%s/%s/%s_%s.sto", folder, setup, tool, r[i].name);
        if (!peer_file(path, sizeof path, name)) continue; // OpenSim writes no table for a moment arm that a coordinate has nowhere
        must(il_table_read(path, &want, &err), &err);
        if (muscles && !length && !arm) compare_rigid(&r[i], want, o, &fibres);
        else compare(&r[i], want, &worst[muscles ? arm : i > 0], muscles && strstr(folder, "rajagopal") ? &loose[arm] : NULL);
        il_table_free(want);
    }
    if (fibres.count) printf("    fibres on rigid tendons: %d values within %.1e of the column's largest (%s)\n", fibres.count, fibres.value, fibres.what);
    if (muscles && strstr(folder, "rajagopal")) assert_true(fibres.count > 0); // the other has elastic tendons
    assert_true(fibres.value < 3e-5);
    printf("%s %s: %d tables; %s %.1e (%s), %s %.1e (%s)\n", folder, kind, n, muscles ? "lengths" : r[0].name, worst[0].value, worst[0].what, muscles ? "arms" : "others", worst[1].value, worst[1].what);
    if (loose[0].count) printf("    gastrocnemii %.1e (%s), %.1e (%s)\n", loose[0].value, loose[0].what, loose[1].value, loose[1].what);
    assert_true(worst[0].value < bounds[0] && worst[1].value < bounds[1]);
    if (muscles) assert_true(loose[0].value < 6e-3 && loose[1].value < 5e-4);
    il_osim_results_free(n, r), il_osim_free(o), il_osim_setup_free(s);
}

static void lengths_and_arms(void **state) { (void)state; run("runs/gait2392", "bench_MA", "s01", "MuscleAnalysis", (double[]){1e-7, 1e-6}); }
static void lengths_and_arms_of_rajagopal(void **state) { (void)state; run("runs/rajagopal_walk", "bench_MA", "walk", "MuscleAnalysis", (double[]){1e-5, 1e-4}); }
// positions [m] with angles [deg]; velocities [m/s] with [deg/s]
static void bodies_of_gait2392(void **state) { (void)state; run("runs/gait2392", "bench_BK", "s01", "BodyKinematics", (double[]){1e-5, 1e-3}); }
static void bodies_of_rajagopal(void **state) { (void)state; run("runs/rajagopal_walk", "bench_BK", "walk", "BodyKinematics", (double[]){1e-3, 0.05}); }

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(lengths_and_arms), cmocka_unit_test(lengths_and_arms_of_rajagopal), cmocka_unit_test(bodies_of_gait2392), cmocka_unit_test(bodies_of_rajagopal)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_osim_ik.c - inverse kinematics against what OpenSim 4.6 wrote for the same files: coordinates within 0.05 degrees RMS, or markers nearer.
// Files and results are not part of the repository; absent, the test says so and passes.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ilium/data.h"
#include "ilium/fit.h"
#include "ilium/io_osim_tool.h"
#include "osim_peer.h"

static void must(il_status status, const il_error *err) {
    char text[900];
    if (status != IL_OK) fail_msg("%s", il_error_format(err, text, sizeof text));
}

static double cell(const il_table *t, int row, int column) { return t->value[(size_t)row*(size_t)t->ncolumn + (size_t)column]; }

// what OpenSim minimises, at a row of coordinates: sum of w |distance|^2 over the markers, and of w (q - default)^2 over coordinates with a task
static double objective(const il_osim_setup *s, const il_osim *o, const il_table *seen, int frame, const il_table *t, const int *column, int row, il_data *d) {
    double sum = 0.0;
    for (int i = 0; i < o->ncoordinate; i++)
        if (o->coordinate[i].signal < o->model->nq) il_pack_set(&d->q[o->coordinate[i].signal], cell(t, row, column[i]));
    il_position(o->model, o->model->nominal, d), il_marker(o->model, o->model->nominal, d);
    for (int k = 0; k < s->ntask; k++) {
        char name[200];
        int  marker = il_marker_find(o->model, s->task[k].name), i = s->task[k].marker ? -1 : il_osim_coordinate_find(o, s->task[k].name);
        if (i >= 0) sum += s->task[k].weight*pow(cell(t, row, column[i]) - o->coordinate[i].value, 2);
        snprintf(name, sizeof name, "%s_tx", s->task[k].name);
        int at = il_table_find(seen, name);
        if (!s->task[k].marker || marker < 0 || at < 0) continue;
        for (int c = 0; c < 3; c++) sum += s->task[k].weight*pow(cell(seen, frame, at + c) - d->marker_world[3*marker + c].lane[0], 2);
    }
    return sum;
}

// our objective over OpenSim's: the mean of all frames and the largest
static void judge(const il_osim_setup *s, const il_osim *o, il_table *got, il_table *want, double *mean, double *most) {
    static int gc[200], wc[200];
    il_table  *seen;
    il_data   *d;
    il_error   err = {0};
    double     sum[2] = {0};
    must(il_table_read(s->markers, &seen, &err), &err);
    must(il_data_create(o->model, IL_ISA_AUTO, &d, &err), &err);
    must(il_osim_columns(o, got, gc, &err), &err), must(il_osim_columns(o, want, wc, &err), &err);
    *most = 0.0;
    for (int r = 0, f = 0; r < got->nrow; r++) {
        while (seen->time[f] < got->time[r] - 1e-6) f++;
        double a = objective(s, o, seen, f, got, gc, r, d), b = objective(s, o, seen, f, want, wc, r, d);
        sum[0] += a, sum[1] += b;
        *most = fmax(*most, a/b);
    }
    *mean = sum[0]/sum[1];
    il_data_free(d), il_table_free(seen);
}

static void compare(const il_osim_setup *s, const char *what, const il_osim *o, il_table *got, il_table *want, const il_table *errors, const il_table *want_errors, const il_osim_ik_info *info) {
    peer_worst rms = {0};
    double     sum[2] = {0};
    assert_int_equal(got->nrow, want->nrow);
    for (int c = 0; c < got->ncolumn; c++) {
        int    from = il_table_find(want, got->column[c]), i = il_osim_coordinate_find(o, got->column[c]);
        double square = 0.0;
        assert_true(from >= 0);
        if (want->ncolumn == got->ncolumn) assert_int_equal(from, c);
        double unit = o->coordinate[i].motion == IL_OSIM_ANGLE ? 1.0 : 180.0/3.14159265358979; // lengths: a metre as a radian
        for (int r = 0; r < got->nrow; r++) {
            assert_true(fabs(got->time[r] - want->time[r]) < 1e-6);
            square += pow(unit*(cell(got, r, c) - cell(want, r, from)), 2);
        }
        peer_note(&rms, sqrt(square/got->nrow), got->column[c], "", 0);
    }
    for (int r = 0; want_errors && r < got->nrow; r++) sum[0] += cell(errors, r, 1), sum[1] += cell(want_errors, r, 1);
    printf("%s: %d frames, %d markers, %.2f steps a frame, %d not converged; worst RMS %.4f degrees (%s); mean marker error %.5f mm, OpenSim's %.5f mm\n", what,
           info->nframe, info->nmarker, (double)info->iterations/info->nframe, info->unconverged, rms.value, rms.what, 1e3*sum[0]/got->nrow, 1e3*sum[1]/got->nrow);
    double mean, most;
    judge(s, o, got, want, &mean, &most);
    printf("    objective %.6f of OpenSim's, at most %.6f in a frame\n", mean, most);
    assert_int_equal(info->unconverged, 0);
    assert_true(most < 1.0 + 1e-6); // OpenSim's files have eight decimals
    assert_true(rms.value < 0.05 || (mean < 0.999 && most < 1.0));
}

static void run(const char *what, const char *setup, const char *model, const char *markers, const char *expected, const char *expected_errors) {
    char            path[5][500];
    const char     *file[5] = {setup, model, markers, expected, expected_errors};
    il_error        err = {0};
    il_osim_setup  *s;
    il_osim        *o;
    il_table       *got, *errors, *want, *want_errors = NULL;
    il_osim_ik_info info;
    for (int i = 0; i < 5; i++)
        if (file[i] && !peer_file(path[i], sizeof path[i], file[i])) return;
    const il_osim_options options = {.no_paths = true};
    must(il_osim_setup_read(path[0], &s, &err), &err);
    s->markers = path[2];
    must(il_osim_read(path[1], &options, &o, &err), &err);
    must(il_osim_run_ik(s, o, &got, &errors, &info, &err), &err);
    must(il_table_read(path[3], &want, &err), &err);
    if (expected_errors) must(il_table_read(path[4], &want_errors, &err), &err);
    compare(s, what, o, got, want, errors, want_errors, &info);
    il_table_free(got), il_table_free(errors), il_table_free(want), il_table_free(want_errors), il_osim_free(o), il_osim_setup_free(s);
}

static void gait2392(void **state) {
    (void)state;
    run("gait2392", "runs/gait2392/subject01_Setup_IK.xml", "runs/gait2392/subject01_simbody.osim", "runs/gait2392/subject01_walk1.trc", "runs/gait2392/subject01_walk1_ik.mot",
        "runs/gait2392/subject01_ik_marker_errors.sto");
}
static void rajagopal(void **state) {
    (void)state;
    run("rajagopal_walk", "runs/rajagopal_walk/ik_setup_walk.xml", "runs/rajagopal_walk/model.osim", "runs/rajagopal_walk/motion_capture_walk.trc",
        "runs/rajagopal_walk/results_walk/ik_output_walk.mot", "runs/rajagopal_walk/results_walk/walk_ik_marker_errors.sto");
}
static void gait10(void **state) {
    (void)state;
    run("gait10dof18musc", "runs/gait10dof18musc/IK/walk_Setup_IK.xml", "runs/gait10dof18musc/subject01.osim", "runs/gait2392/subject01_walk1.trc",
        "runs/gait10dof18musc/IK/subject01_walk_IK.mot", "runs/gait10dof18musc/IK/_ik_marker_errors.sto");
}

// ---- without OpenSim: markers of known poses are met ---------------------------------------------------------------------------

// two links on a hinge each, three markers on each link; frames of a known motion
static il_model *arm(void) {
    il_builder       *b = il_builder_create();
    il_coordinate_def q = il_default_coordinate_def();
    il_body_def       body = il_default_body_def();
    il_joint_def      joint = il_default_joint_def();
    il_marker_def     marker = il_default_marker_def();
    il_model         *m;
    il_error          err = {0};
    q.name = "shoulder", il_builder_coordinate(b, &q);
    q.name = "elbow", il_builder_coordinate(b, &q);
    body.mass = 1.0, body.inertia[0] = body.inertia[1] = body.inertia[2] = 0.1;
    joint.nrow = 1, joint.row[0].kind = IL_ROW_ROTATION, joint.row[0].axis[2] = 1.0, joint.row[0].coordinate = "shoulder";
    body.name = "upper", il_builder_body(b, &body, &joint);
    body.name = "lower", joint.parent = "upper", joint.in_parent.pos[1] = -0.3, joint.row[0].coordinate = "elbow";
    il_builder_body(b, &body, &joint);
    for (int i = 0; i < 6; i++) {
        char name[8] = {'m', (char)('0' + i), 0};
        marker.name = name, marker.body = i < 3 ? "upper" : "lower";
        marker.frame.pos[0] = 0.05*(i%3), marker.frame.pos[1] = -0.1*(i%3);
        il_builder_marker(b, &marker);
    }
    must(il_builder_finish(b, &m, &err), &err);
    il_builder_free(b);
    return m;
}

enum { FRAMES = 37 };

static void poses(const il_model *m, int n, double *q, double *target) {
    il_data *d;
    il_error err = {0};
    must(il_data_create(m, IL_ISA_AUTO, &d, &err), &err);
    for (int f = 0; f < n; f++) {
        q[2*f] = 0.8*sin(0.2*f), q[2*f + 1] = 0.5 + 0.7*sin(0.3*f);
        il_pack_set(&d->q[0], q[2*f]), il_pack_set(&d->q[1], q[2*f + 1]);
        il_position(m, m->nominal, d), il_marker(m, m->nominal, d);
        for (int i = 0; i < 18; i++) target[18*f + i] = d->marker_world[i].lane[0];
    }
    il_data_free(d);
}

static void known_poses_are_found(void **state) {
    (void)state;
    static double q[2*FRAMES], target[18*FRAMES], got[2*FRAMES], zero[2*FRAMES];
    static il_fit_frame frame[FRAMES];
    il_model     *m = arm();
    il_error      err = {0};
    const int     marker[6] = {0, 1, 2, 3, 4, 5};
    const double  weight[6] = {1, 2, 1, 1, 3, 1}, none[2] = {0}, low[2] = {-IL_INF, -IL_INF}, high[2] = {IL_INF, IL_INF};
    poses(m, FRAMES, q, target);
    for (int f = 5; f < 9; f++) target[18*f + 4] = IL_NAN; // not seen
    il_fit_problem p = {FRAMES, 6, marker, weight, target, zero, none, low, high, NULL, none, 0, NULL, 0};
    must(il_fit(m, m->nominal, IL_ISA_AUTO, &p, got, frame, &err), &err);
    for (int f = 0; f < FRAMES; f++) {
        assert_true(frame[f].converged && frame[f].rms < 1e-7);
        for (int j = 0; j < 2; j++) assert_true(fabs(got[2*f + j] - q[2*f + j]) < 1e-6);
    }
    // bounds: the elbow stays at 0.6 where it would go beyond, and the shoulder makes the best of it
    const double upper[2] = {IL_INF, 0.6};
    p.high = upper;
    must(il_fit(m, m->nominal, IL_ISA_AUTO, &p, got, frame, &err), &err);
    for (int f = 0; f < FRAMES; f++) {
        assert_true(frame[f].converged && got[2*f + 1] <= 0.6);
        if (q[2*f + 1] > 0.61) assert_true(got[2*f + 1] == 0.6);
        if (q[2*f + 1] < 0.6) assert_true(fabs(got[2*f] - q[2*f]) < 1e-6);
    }
    il_model_free(m);
}

// several blocks: the poses that are known, and the same bits for one thread and for four
static void any_number_of_threads(void **state) {
    (void)state;
    enum { MANY = 700 };
    static double       q[2*MANY], target[18*MANY], got[2][2*MANY], zero[2*MANY];
    static il_fit_frame frame[2][MANY];
    il_model           *m = arm();
    il_error            err = {0};
    const int           marker[6] = {0, 1, 2, 3, 4, 5};
    const double        weight[6] = {1, 2, 1, 1, 3, 1}, none[2] = {0}, low[2] = {-IL_INF, -IL_INF}, high[2] = {IL_INF, IL_INF};
    poses(m, MANY, q, target);
    for (int k = 0; k < 2; k++) {
        il_fit_problem p = {MANY, 6, marker, weight, target, zero, none, low, high, NULL, none, 0, NULL, k ? 4 : 1};
        must(il_fit(m, m->nominal, IL_ISA_AUTO, &p, got[k], frame[k], &err), &err);
    }
    for (int i = 0; i < 2*MANY; i++) assert_true(fabs(got[0][i] - q[i]) < 1e-6);
    assert_memory_equal(got[0], got[1], sizeof got[0]);
    for (int f = 0; f < MANY; f++) assert_true(frame[0][f].converged && frame[0][f].iterations == frame[1][f].iterations && frame[0][f].cost == frame[1][f].cost);
    il_model_free(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(known_poses_are_found), cmocka_unit_test(any_number_of_threads), cmocka_unit_test(gait2392), cmocka_unit_test(rajagopal), cmocka_unit_test(gait10)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_motion.c - recorded motions: smoothing, forces of inertia, standing as a motion, a few frames of walking
#include "task_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

#include "alloc_count.h"
#include "analysis/inertia.h"
#include "analysis/signal.h"
#include "file/embedded.h"
#include "ilium/motions.h"

#define PI 3.14159265358979323846

static void near(double a, double b, double tolerance, const char *what) {
    if (!(fabs(a - b) <= tolerance)) fail_msg("%s: %.12g is not %.12g", what, a, b);
}

// a parabola passes unchanged; a sine keeps the share that the formula says
static void smoothing_has_its_gain(void **state) {
    (void)state;
    enum { N = 400 };
    static double y[N], work[4*N];
    for (int i = 0; i < N; i++) y[i] = 3.0 - 0.2*i + 0.001*i*i;
    ili_signal_smooth(N, 0.1, y, work);
    for (int i = 0; i < N; i++) near(y[i], 3.0 - 0.2*i + 0.001*i*i, 1e-8, "parabola");
    static const double at[] = {0.02, 0.05, 0.1, 0.2};
    for (size_t k = 0; k < sizeof at/sizeof *at; k++) {
        for (int i = 0; i < N; i++) y[i] = sin(2.0*PI*at[k]*i + 0.3);
        ili_signal_smooth(N, 0.1, y, work);
        double ratio = sin(PI*at[k])/sin(PI*0.1), gain = 1.0/(1.0 + pow(ratio, 6.0));
        for (int i = 150; i < 250; i++) near(y[i], gain*sin(2.0*PI*at[k]*i + 0.3), 1e-6, "sine");
    }
}

static void slopes_are_those_of_a_sine(void **state) {
    (void)state;
    enum { N = 200 };
    static double y[N], first[N], second[N], work[2*N];
    double        step = 0.01;
    for (int i = 0; i < N; i++) y[i] = sin(3.0*step*i);
    ili_signal_slopes(N, step, y, first, second, work);
    for (int i = 40; i < N - 40; i++) {
        near(first[i], 3.0*cos(3.0*step*i), 1e-6, "speed");
        near(second[i], -9.0*sin(3.0*step*i), 2e-3, "acceleration");
    }
}

// body by body and by recursive Newton-Euler: two ways to one number
static void inertia_is_newton_euler(void **state) {
    (void)state;
    fixture         f = body_open();
    const il_model *m = f.m;
    double         *wrench = calloc(12*(size_t)m->nbody + (size_t)m->nq, sizeof *wrench), *work = wrench + 6*m->nbody, *out = work + 6*m->nbody;
    static const double none[3] = {0.0, 0.0, 0.0}, down[3] = {0.0, -9.80665, 0.0};
    for (int j = 0; j < m->nq; j++) {
        bool turns = m->coordinate_kind[j] == IL_ROW_ROTATION;
        il_pack_set(&f.d->q[j], m->nominal->coordinate_neutral[j] + (turns ? 0.2 : 0.01)*sin(1.7*j));
        il_pack_set(&f.d->qd[j], (turns ? 1.0 : 0.05)*cos(2.3*j));
        il_pack_set(&f.d->qdd[j], (turns ? 9.0 : 0.7)*sin(0.9*j + 1.0));
    }
    for (int with = 0; with < 2; with++) {
        for (int k = 0; k < 3; k++) il_pack_set(&f.d->gravity[k], with ? down[k] : 0.0);
        il_position(m, m->nominal, f.d), il_velocity(m, m->nominal, f.d), il_inverse(m, m->nominal, f.d);
        ili_inertia_wrenches(m, m->nominal, f.d, wrench);
        ili_generalised(m, m->nominal, f.d, with ? down : none, wrench, work, out);
        for (int j = 0; j < m->nq; j++) near(-out[j], f.d->tau[j].lane[0], 1e-9*(1.0 + fabs(out[j])), m->coordinate_name[j]);
    }
    free(wrench);
    body_close(&f);
}

// ---- standing as a motion ------------------------------------------------------------------------------------------------------

// what the floor does to one foot, told from the ankle
static void ground_of(const il_model *m, const il_data *d, int side, double *foot) {
    int    ankle = landmark(m, side ? "ankle_centre_l" : "ankle_centre_r");
    double moment[3] = {0};
    memset(foot, 0, sizeof *foot*IL_FOOT_VALUES);
    for (int i = 0; i < m->npad; i++) {
        if (il_side_of(m->pad_name[i]) != (side ? IL_SIDE_LEFT : IL_SIDE_RIGHT)) continue;
        double f[3], x[3];
        for (int k = 0; k < 3; k++) {
            f[k] = d->pad_force[i].lane[0]*d->plane[4*m->pad_plane[i] + k].lane[0] + d->pad_shear[3*i + k].lane[0];
            x[k] = d->pad_world[3*i + k].lane[0] - d->marker_world[3*ankle + k].lane[0];
            foot[k] += f[k];
        }
        moment[0] += x[1]*f[2] - x[2]*f[1], moment[1] += x[2]*f[0] - x[0]*f[2], moment[2] += x[0]*f[1] - x[1]*f[0];
    }
    // place on the height of the sole, free moment about the vertical
    double h = d->pad_world[3*il_pad_find(m, side ? "heel_medial_l" : "heel_medial_r") + 1].lane[0] - d->marker_world[3*ankle + 1].lane[0];
    foot[4] = h, foot[3] = (h*foot[0] + moment[2])/foot[1], foot[5] = (h*foot[2] - moment[0])/foot[1];
    foot[6] = moment[1] - (foot[5]*foot[0] - foot[3]*foot[2]);
}

static void standing_still_is_standing(void **state) {
    (void)state;
    enum { FRAMES = 12 };
    task_fixture    f = tasks_open();
    const il_model *m = f.body.m;
    il_task        *task = task_make(&f, "standing", IL_SIDE_NONE);
    il_outcome      out = task_run(&f, task, NULL, NULL);
    il_outcomes    *o = NULL;
    il_error        err = {0};
    assert_int_equal(il_outcomes_create(f.body.body, &o, &err), IL_OK);
    double       *held = calloc((size_t)il_outcomes_count(o) + (size_t)(FRAMES*(m->nq + 2*IL_FOOT_VALUES)), sizeof *held);
    double       *value = held + il_outcomes_count(o), *foot = value + FRAMES*m->nq, ground[2*IL_FOOT_VALUES];
    const char  **column = calloc((size_t)m->nq, sizeof *column);
    il_outcomes_read(o, f.p, &out.solution, held);
    for (int side = 0; side < 2; side++) ground_of(m, out.solution.d, side, &ground[side*IL_FOOT_VALUES]);
    for (int j = 0; j < m->nq; j++) column[j] = m->coordinate_name[j];
    for (int i = 0; i < FRAMES; i++) {
        memcpy(&value[i*m->nq], out.solution.q, sizeof *value*(size_t)m->nq);
        memcpy(&foot[2*i*IL_FOOT_VALUES], ground, sizeof ground);
    }
    il_motion motion = {.id = "still", .from = 0.05, .to = 0.06, .cutoff = 6.0, .nframe = FRAMES, .ncolumn = m->nq, .step = 0.01, .column = column,
                        .value = value, .foot = foot};
    il_motion_result *r = NULL;
    il_subject        who = usual_subject(&f, f.p);
    // the posture found is not the habit it was drawn to: about it as a habit the lumbar joints would settle anew, so here they stay
    for (int j = 0; j < m->nq; j++) f.body.body->sigma_within[j] = fmin(f.body.body->sigma_within[j], 1e-6);
    assert_int_equal(il_motion_solve(f.body.body, f.p, &motion, who.effort, 1, NULL, &r, &err), IL_OK);
    assert_int_equal(r->nframe, 2);
    assert_int_not_equal(r->frame[0].info.status, IL_POSTURE_NOT_CONVERGED);
    near(r->frame[0].root_force, 0.0, 0.5, "residual force on the root");
    near(r->frame[0].root_moment, 0.0, 2.0, "residual moment on the root");
    static const struct { const char *name; double tolerance; } same[] = {
        {"hip.right.contact_n", 15.0}, {"knee.left.contact_n", 15.0}, {"ankle.right.contact_n", 15.0}, {"disc.L4_L5.compression_n", 10.0}, {"disc.L5_S1.shear_ap_n", 5.0},
        {"sij.right.nutation_deg", 0.05}, {"hip.right.flexion_deg", 0.05}, {"muscle_group.calf.right.force_n", 10.0}, {"muscle_group.gluteus_medius.left.force_n", 10.0}};
    for (size_t k = 0; k < sizeof same/sizeof *same; k++) {
        int i = il_outcomes_find(o, same[k].name);
        assert_int_not_equal(i, IL_NONE);
        near(r->value[i], held[i], same[k].tolerance, same[k].name);
    }
    il_motion_result_free(r);
    free(held);
    free(column);
    il_outcomes_free(o);
    il_task_free(task);
    tasks_close(&f);
}

// ---- walking -------------------------------------------------------------------------------------------------------------------

static void a_few_frames_of_walking(void **state) {
    (void)state;
    fixture       f = body_open();
    il_motion    *motion = NULL;
    il_error      err = {0};
    il_params    *p = NULL;
    il_outcomes  *o = NULL;
    assert_int_equal(il_motion_read(f.dir, "nowhere", &motion, &err), IL_BAD_VALUE);
    assert_true(!il_motion_known(f.dir, "nowhere") && il_motion_known(f.dir, "walking"));
    if (il_motion_read(f.dir, "walking", &motion, &err) != IL_OK) fail_msg("%s:%d: %s", err.file, err.line, err.text);
    assert_int_equal(il_params_create(f.m, false, &p, &err), IL_OK);
    assert_int_equal(il_body_person(f.body, &motion->person, p, &err), IL_OK);
    assert_int_equal(il_outcomes_create(f.body, &o, &err), IL_OK);
    il_motion         part = *motion;
    il_motion_result *r[2] = {NULL, NULL};
    part.from = 1.0, part.to = 1.0 + 2.0*motion->step;
    for (int k = 0; k < 2; k++) {
        if (il_motion_solve(f.body, p, &part, 10.0, k + 1, NULL, &r[k], &err) != IL_OK) fail_msg("%s", err.text);
    }
    assert_int_equal(r[0]->nframe, 3);
    assert_memory_equal(r[0]->value, r[1]->value, sizeof(double)*(size_t)(3*r[0]->noutcome));
    int right = il_outcomes_find(o, "hip.right.contact_bw"), left = il_outcomes_find(o, "hip.left.contact_bw");
    for (int i = 0; i < 3; i++) {
        const double *value = &r[0]->value[i*r[0]->noutcome];
        assert_int_not_equal(r[0]->frame[i].info.status, IL_POSTURE_NOT_CONVERGED);
        assert_true(r[0]->frame[i].root_force < 0.2*72.6*9.81);
        assert_true(value[right] > 1.2 && value[right] < 4.0); // the right leg stands, the left swings
        assert_true(value[left] < 1.2);
    }
    part.from = 0.1;
    assert_int_equal(il_motion_solve(f.body, p, &part, 10.0, 1, NULL, &r[0], &err), IL_BAD_VALUE);
    il_motion_result_free(r[0]);
    il_motion_result_free(r[1]);
    il_outcomes_free(o);
    il_params_free(p);
    il_motion_free(motion);
    body_close(&f);
}

// ---- reading -------------------------------------------------------------------------------------------------------------------

static void make_folders(const char *path) {
    char part[600];
    for (const char *c = strchr(path + 1, '/'); c; c = strchr(c + 1, '/')) {
        snprintf(part, sizeof part, "%.*s", (int)(c - path), path);
        mkdir(part, 0755);
    }
}

// a copy of the data in which the first `find` in one file is replaced
static void write_data(const char *root, const char *file, const char *find, const char *replace) {
    for (size_t i = 0; i < ili_nembedded; i++) {
        const ili_embedded_file *e = &ili_embedded_files[i];
        char                     path[600];
        snprintf(path, sizeof path, "%s/%s", root, e->path);
        make_folders(path);
        FILE *out = fopen(path, "wb");
        assert_non_null(out);
        const char *at = strcmp(e->path, file) ? NULL : strstr(e->bytes, find);
        size_t      before = at ? (size_t)(at - e->bytes) : e->size;
        fwrite(e->bytes, 1, before, out);
        if (at) fputs(replace, out), fwrite(at + strlen(find), 1, e->size - before - strlen(find), out);
        fclose(out);
        if (!strcmp(e->path, file)) assert_non_null(at);
    }
}

static void what_is_wrong_with_a_recording_is_told(void **state) {
    (void)state;
    static const struct { const char *file, *find, *replace, *says; int line; } t[] = {
        {"motions/walking.csv", "time_s", "when_s", "time_s", 1},
        {"motions/walking.csv", "0.51667,", "0.9,", "equal steps", 7},
        {"motions/walking.csv", "pelvis_tilt_deg", "pelvis_tilt", "_deg or _m", 5},
        {"motions/walking.csv", "force_r_x_n", "force_x_n_m", "force_r_x_n", 1},
        {"motions/walking.csv", "4.5035", "4,5035", "", 7},
        {"motions/walking.csv", "4.5035", "none", "", 7},
        {"motions/motions.csv", ",1.803,", ",180.3,", "height_m", 5},
        {"motions/motions.csv", "male", "both", "", 5},
        {"motions/motions.csv", ",found", ",hoped", "", 5},
        {"motions/motions.csv", ",-0.014,", ",-14,", "ground_z_m", 5},
        {"motions/trunk_shares.csv", "0.169,", ",", "share", 3},
    };
    char root[] = "/tmp/ilium_motion_XXXXXX";
    assert_non_null(mkdtemp(root));
    for (size_t i = 0; i < sizeof t/sizeof *t; i++) {
        il_data_dir *dir = NULL;
        il_motion   *motion = NULL;
        il_error     err = {0};
        write_data(root, t[i].file, t[i].find, t[i].replace);
        assert_int_equal(il_data_open(root, &dir, &err), IL_OK);
        il_status status = il_motion_read(dir, "walking", &motion, &err);
        if (status == IL_OK || motion || !strstr(err.text, t[i].says) || !strstr(err.file, t[i].file)) fail_msg("'%s' for '%s': %d, %s: %s", t[i].replace, t[i].find, (int)status, err.file, err.text);
        if (err.line != t[i].line) fail_msg("'%s' for '%s': line %d, not %d: %s", t[i].replace, t[i].find, err.line, t[i].line, err.text);
        il_data_close(dir);
    }
    for (size_t i = 0; i < ili_nembedded; i++) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", root, ili_embedded_files[i].path);
        remove(path);
        for (char *c = strrchr(path, '/'); c && c > path + sizeof root - 2; c = strrchr(path, '/')) *c = '\0', rmdir(path);
    }
    rmdir(root);
}

// a column that the body does not know, and every allocation that fails
static void motions_refuse_what_they_cannot_do(void **state) {
    (void)state;
    fixture    f = body_open();
    il_motion *motion = NULL;
    il_error   err = {0};
    il_status  status = IL_NO_MEMORY;
    for (int n = 1; status != IL_OK; n++) {
        alloc_fail_at(n);
        status = il_motion_read(f.dir, "walking", &motion, &err);
        alloc_fail_at(0);
        if (status != IL_OK && status != IL_NO_MEMORY) fail_msg("allocation %d: %d, %s", n, (int)status, err.text);
        assert_true(n < 2000);
    }
    il_motion         part = *motion;
    il_motion_result *r = NULL;
    const char      **column = calloc((size_t)part.ncolumn, sizeof *column);
    memcpy(column, motion->column, sizeof *column*(size_t)part.ncolumn);
    column[3] = "tail_wag";
    part.column = column;
    assert_int_equal(il_motion_solve(f.body, f.m->nominal, &part, 10.0, 1, NULL, &r, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "tail_wag"));
    part = *motion;
    part.to = part.from + 0.02;
    status = IL_NO_MEMORY;
    for (int n = 1; status != IL_OK; n++) {
        alloc_fail_at(n);
        status = il_motion_solve(f.body, f.m->nominal, &part, 10.0, 1, NULL, &r, &err);
        alloc_fail_at(0);
        assert_true(status == IL_OK || status == IL_NO_MEMORY);
        assert_true(n < 2000);
    }
    il_motion_result_free(r);
    free(column);
    il_motion_free(motion);
    body_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(smoothing_has_its_gain), cmocka_unit_test(slopes_are_those_of_a_sine), cmocka_unit_test(inertia_is_newton_euler),
                                       cmocka_unit_test(standing_still_is_standing), cmocka_unit_test(a_few_frames_of_walking),
                                       cmocka_unit_test(what_is_wrong_with_a_recording_is_told), cmocka_unit_test(motions_refuse_what_they_cannot_do)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_write_mujoco.c - models written for MuJoCo, loaded by libmujoco where it is installed: poses, masses and lengths of tendons are ours
#include "body_fixture.h"

#include "ilium/file.h"
#include "ilium/io_mjcf.h"
#include "ilium/io_osim.h"
#include "scene_mujoco.h"

static char *written(const il_model *m, size_t *size) {
    char    *text = NULL;
    il_error err = {0};
    char     words[600];
    if (il_mjcf_write(m, m->nominal, "a & b", "Made by a test -- for a test.", &text, size, &err)) fail_msg("%s", il_error_format(&err, words, sizeof words));
    return text;
}

// constant rows before, between and behind others, a scale, a polynomial and a spline of a coordinate
static const char all_rows[] =
    "<OpenSimDocument Version=\"40000\"><Model name=\"m\"><BodySet><objects><Body name=\"a\"><mass>2</mass><mass_center>0.1 -0.2 0.05</mass_center><inertia>0.2 0.3 0.25 0.01 0 0.02</inertia></Body>"
    "<Body name=\"b\"><mass>1</mass><mass_center>0 -0.1 0</mass_center><inertia>0.1 0.12 0.1 0 0 0</inertia></Body></objects></BodySet><JointSet><objects>"
    "<CustomJoint name=\"j\"><socket_parent_frame>p</socket_parent_frame><socket_child_frame>c</socket_child_frame><coordinates><Coordinate name=\"u\"><range>-1 1</range></Coordinate>"
    "<Coordinate name=\"v\"><range>-1.5 0.5</range></Coordinate></coordinates><frames><PhysicalOffsetFrame name=\"p\"><socket_parent>/ground</socket_parent><translation>0.1 0.2 -0.3</translation>"
    "<orientation>0.4 -0.2 0.3</orientation></PhysicalOffsetFrame><PhysicalOffsetFrame name=\"c\"><socket_parent>/bodyset/a</socket_parent><translation>-0.05 0.07 0.02</translation>"
    "<orientation>0.1 0.25 -0.15</orientation></PhysicalOffsetFrame></frames><SpatialTransform>"
    "<TransformAxis name=\"rotation1\"><coordinates>u</coordinates><axis>0 0 1</axis><LinearFunction><coefficients>-1 0</coefficients></LinearFunction></TransformAxis>"
    "<TransformAxis name=\"rotation2\"><axis>1 0.2 0</axis><Constant><value>0.3</value></Constant></TransformAxis>"
    "<TransformAxis name=\"rotation3\"><coordinates>v</coordinates><axis>0 1 0.1</axis><PolynomialFunction><coefficients>0.1 0.2 -0.3 1 0.05</coefficients></PolynomialFunction></TransformAxis>"
    "<TransformAxis name=\"translation1\"><coordinates>u</coordinates><axis>1 0 0</axis><LinearFunction><coefficients>0.1 0.02</coefficients></LinearFunction></TransformAxis>"
    "<TransformAxis name=\"translation2\"><axis>0 1 0</axis><Constant><value>0.04</value></Constant></TransformAxis>"
    "<TransformAxis name=\"translation3\"><coordinates>v</coordinates><axis>0 0 1</axis><SimmSpline><x>-2 -1 0 1 2</x><y>0.1 0 0.05 0.2 0.1</y></SimmSpline></TransformAxis></SpatialTransform></CustomJoint>"
    "<PinJoint name=\"k\"><socket_parent_frame>q</socket_parent_frame><socket_child_frame>/bodyset/b</socket_child_frame><coordinates><Coordinate name=\"w\"><range>-2 2</range></Coordinate></coordinates>"
    "<frames><PhysicalOffsetFrame name=\"q\"><socket_parent>/bodyset/a</socket_parent><translation>0 -0.4 0</translation></PhysicalOffsetFrame></frames></PinJoint></objects></JointSet>"
    "<ForceSet><objects><Thelen2003Muscle name=\"m\"><GeometryPath><PathPointSet><objects><PathPoint name=\"1\"><socket_parent_frame>/bodyset/a</socket_parent_frame><location>0.06 -0.1 0</location></PathPoint>"
    "<PathPoint name=\"2\"><socket_parent_frame>/bodyset/b</socket_parent_frame><location>0.05 -0.2 0.01</location></PathPoint></objects></PathPointSet></GeometryPath><max_isometric_force>100</max_isometric_force>"
    "<optimal_fiber_length>0.1</optimal_fiber_length><tendon_slack_length>0.2</tendon_slack_length></Thelen2003Muscle></objects></ForceSet>"
    "<MarkerSet><objects><Marker name=\"tip\"><socket_parent_frame>/bodyset/b</socket_parent_frame><location>0 -0.3 0.1</location></Marker></objects></MarkerSet></Model></OpenSimDocument>";

static il_osim *rows_model(void) {
    il_osim *o = NULL;
    il_error err = {0};
    char     words[600];
    if (il_osim_parse("rows.osim", all_rows, strlen(all_rows), NULL, &o, &err)) fail_msg("%s", il_error_format(&err, words, sizeof words));
    return o;
}

// what needs no MuJoCo: the text says what it is not
static void told(void **state) {
    (void)state;
    il_osim *o = rows_model();
    size_t   size, again;
    char    *text = written(o->model, &size), *same = written(o->model, &again);
    assert_int_equal(size, again);
    assert_memory_equal(text, same, size);
    static const char *const has[] = {"<mujoco model=\"a &amp; b\">", "3 joints follow a coordinate", "1 of them approximately", "name=\"v_drive\"", "joint2=\"v\"", "Made by a test - for a test."};
    for (size_t i = 0; i < sizeof has/sizeof *has; i++)
        if (!strstr(text, has[i])) fail_msg("'%s' is not in %s", has[i], text);
    il_file_free(text), il_file_free(same), il_osim_free(o);
}

#ifdef IL_HAVE_MUJOCO

static mjModel *loaded(const char *text, size_t size) {
    char     error[1000] = "";
    mjVFS   *vfs = malloc(sizeof *vfs);
    mj_defaultVFS(vfs);
    mj_makeEmptyFileVFS(vfs, "it.xml", (int)size);
    memcpy(vfs->filedata[0], text, size);
    mjModel *mj = mj_loadXML("it.xml", vfs, error, sizeof error);
    if (!mj) fail_msg("MuJoCo: %s\n%.3000s", error, text);
    mj_deleteVFS(vfs);
    free(vfs);
    return mj;
}

static double apart(const il_model *m, const il_data *d, int lane, const mjModel *mj, const mjData *md) {
    double most = 0.0;
    for (int b = 1; b < m->nbody; b++) {
        int id = mj_name2id(mj, mjOBJ_BODY, m->body_name[b]);
        for (int i = 0; i < 3; i++) most = fmax(most, fabs(d->body_pos[3*b + i].lane[lane] - md->xpos[3*id + i]));
        for (int i = 0; i < 9; i++) most = fmax(most, fabs(d->body_rot[9*b + i].lane[lane] - md->xmat[9*id + i]));
    }
    return most;
}

// joints as MuJoCo has them: coordinates, and rows that follow with our values
static void set(const il_model *m, const il_data *d, int lane, const mjModel *mj, mjData *md) {
    for (int j = 0; j < m->nq; j++) md->qpos[mj->jnt_qposadr[mj_name2id(mj, mjOBJ_JOINT, m->coordinate_name[j])]] = d->q[j].lane[lane];
    for (int r = 0; r < m->nrow; r++) {
        char name[300];
        snprintf(name, sizeof name, "%s_row%d", m->body_name[m->row_body[r]], r - m->body_row_start[m->row_body[r]] + 1);
        int id = mj_name2id(mj, mjOBJ_JOINT, name);
        if (id >= 0) md->qpos[mj->jnt_qposadr[id]] = d->row_value[r].lane[lane];
    }
    mj_kinematics(mj, md), mj_comPos(mj, md), mj_tendon(mj, md);
}

static void trees(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        uint64_t  random = seed;
        il_model *m = scene_mujoco_model(seed, 24);
        il_data  *d = scene_data(m, IL_ISA_AUTO);
        size_t    size;
        char     *text = written(m, &size);
        mjModel  *mj = loaded(text, size);
        mjData   *md = mj_makeData(mj);
        assert_int_equal(mj->nq, m->nq);
        scene_fill(m, d, &random);
        il_position(m, m->nominal, d);
        for (int lane = 0; lane < IL_LANES; lane++) {
            set(m, d, lane, mj, md);
            assert_true(apart(m, d, lane, mj, md) < 1e-12);
        }
        mj_deleteData(md), mj_deleteModel(mj);
        il_file_free(text), il_model_free(m), il_data_free(d);
    }
}

static void rows(void **state) {
    (void)state;
    il_osim        *o = rows_model();
    const il_model *m = o->model;
    il_data        *d = scene_data(m, IL_ISA_AUTO);
    size_t          size;
    char           *text = written(m, &size);
    mjModel        *mj = loaded(text, size);
    mjData         *md = mj_makeData(mj);
    assert_int_equal(mj->nq, m->nrow - 2 + 1); // constant rows are none, the speck of v is one
    assert_int_equal(mj->neq, 3);
    for (int j = 0; j < m->nq; j++)
        for (int l = 0; l < IL_LANES; l++) d->q[j].lane[l] = -0.9 + 0.17*l + 0.05*j;
    il_position(m, m->nominal, d), il_path(m, m->nominal, d), il_marker(m, m->nominal, d);
    for (int lane = 0; lane < IL_LANES; lane++) {
        double miss = 0.0;
        set(m, d, lane, mj, md);
        assert_true(apart(m, d, lane, mj, md) < 1e-13);
        assert_true(fabs(md->ten_length[0] - d->path_length[0].lane[lane]) < 1e-13);
        for (int i = 0; i < 3; i++) assert_true(fabs(md->site_xpos[3*mj_name2id(mj, mjOBJ_SITE, "tip") + i] - d->marker_world[i].lane[lane]) < 1e-13);
        // the polynomials meet the rows: exactly but for the spline
        for (int e = 0; e < mj->neq; e++) {
            const double *c = mj->eq_data + mjNEQDATA*e, x = md->qpos[mj->jnt_qposadr[mj->eq_obj2id[e]]], y = md->qpos[mj->jnt_qposadr[mj->eq_obj1id[e]]];
            double        r = fabs(y - (c[0] + x*(c[1] + x*(c[2] + x*(c[3] + x*c[4])))));
            if (mj->jnt_type[mj->eq_obj1id[e]] == mjJNT_HINGE) assert_true(r < 1e-12);
            else miss = fmax(miss, r);
        }
        assert_true(miss < 0.01);
    }
    mj_deleteData(md), mj_deleteModel(mj);
    il_file_free(text), il_data_free(d), il_osim_free(o);
}

// the built-in body: every body stands where ours does, and muscles are as long, over cylinders too
static void body(void **state) {
    (void)state;
    fixture         own = body_open(), *f = &own;
    const il_model *m = f->m;
    size_t          size;
    char           *text = written(m, &size);
    mjModel        *mj = loaded(text, size);
    mjData         *md = mj_makeData(mj);
    double          pose = 0.0, worst = 0.0;
    int             at = 0;
    assert_int_equal(mj->nu, m->nmuscle);
    for (int j = 0; j < m->nq; j++)
        for (int l = 0; l < IL_LANES; l++) {
            double q = m->nominal->coordinate_neutral[j], way = 0.02*l*sin(3.0*j + l);
            f->d->q[j].lane[l] = fmin(fmax(q + way*(m->coordinate_kind[j] == IL_ROW_ROTATION ? 1.0 : 0.01), m->nominal->coordinate_min[j]), m->nominal->coordinate_max[j]);
        }
    il_position(m, m->nominal, f->d), il_path(m, m->nominal, f->d);
    for (int lane = 0; lane < IL_LANES; lane++) {
        set(m, f->d, lane, mj, md);
        pose = fmax(pose, apart(m, f->d, lane, mj, md));
        for (int i = 0; i < m->nmuscle; i++) {
            int    path = m->muscle_path[i];
            double miss = fabs(md->ten_length[mj_name2id(mj, mjOBJ_TENDON, m->path_name[path])] - f->d->path_length[path].lane[lane]);
            if (miss > worst) worst = miss, at = path;
        }
    }
    print_message("%d bodies within %.1e, %d muscles within %.1e m (%s)\n", m->nbody - 1, pose, m->nmuscle, worst, m->path_name[at]);
    assert_true(pose < 1e-12 && worst < 1e-12);
    mj_deleteData(md), mj_deleteModel(mj);
    il_file_free(text);
    body_close(f);
}

#else

static void body(void **state) { (void)state, print_message("SKIPPED: MuJoCo is not installed\n"); }
static void trees(void **state) { (void)state, print_message("SKIPPED: MuJoCo is not installed\n"); }
static void rows(void **state) { (void)state, print_message("SKIPPED: MuJoCo is not installed\n"); }

#endif

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(told), cmocka_unit_test(trees), cmocka_unit_test(rows), cmocka_unit_test(body)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_osim.c - the body written for OpenSim, read again as OpenSim computes it (tests/osim_model.h, which test_osim_peer.c holds against
// OpenSim's own results): same poses, path lengths and moment arms over the ranges of all coordinates
#include "body_fixture.h"

#include "ilium/io_osim.h"
#include "osim_model.h"

enum { POSES = 100 };

static const il_osim_about about = {.name = "body", .origin = "a test"};

static double random01(uint64_t *s) {
    *s = *s * 6364136223846793005u + 1442695040888963407u;
    return (double)(*s >> 11) / 9007199254740992.0;
}

static os_model *written(const fixture *f, const il_params *p) {
    char     *text;
    size_t    size;
    il_error  err = {0};
    if (il_osim_write(f->m, p, &about, &text, &size, &err)) fail_msg("%s", err.text);
    os_model *o = os_read(text);
    assert_non_null(o);
    if (o->nunknown) fail_msg("%d elements are unknown, first %s", o->nunknown, o->unknown);
    il_file_free(text);
    return o;
}

// every coordinate anywhere within its range; the first pose is neutral
static void random_pose(const fixture *f, const il_params *p, os_model *o, int k, uint64_t *seed) {
    for (int j = 0; j < f->m->nq; j++) {
        double low = p->coordinate_min[j], high = p->coordinate_max[j], q = k ? low + (high - low) * random01(seed) : p->coordinate_neutral[j];
        il_pack_set(&f->d->q[j], q);
        o->coord[os_coord_find(o, f->m->coordinate_name[j])].value = q;
    }
}

static void poses_agree(const fixture *f, const os_model *o, double *worst) {
    for (int b = 1; b < f->m->nbody; b++) {
        int i = os_body_find(o, f->m->body_name[b]);
        for (int c = 0; c < 3; c++) *worst = fmax(*worst, fabs(o->body[i].pose.p[c] - f->d->body_pos[3 * b + c].lane[0]));
        for (int c = 0; c < 9; c++) *worst = fmax(*worst, fabs(o->body[i].pose.r[c] - f->d->body_rot[9 * b + c].lane[0]));
    }
}

// inside: a point came inside a cylinder, which ours shrinks and OpenSim's lets go of
typedef struct tally { int paths, touching, inside; double length, arm, length_inside; char what[200]; } tally;

static bool il_touches(const fixture *f, int path) {
    for (int i = f->m->path_wrap_start[path]; i < f->m->path_wrap_start[path + 1]; i++)
        if (f->d->touch[i].lane[0] > 0) return true;
    return false;
}

static os_laid laid[OS_PATHS];   // of each path of the model
static double  ahead[OS_PATHS];  // its length with a coordinate turned forward

// every coordinate turned by h forward and back, coupled ones with it: lengths by points that stay in their bodies
static void arms_agree(const fixture *f, os_model *o, tally *t) {
    const double h = 1e-5;
    for (int j = 0; j < f->m->nq; j++) {
        int    c = os_coord_find(o, f->m->coordinate_name[j]);
        double at = o->coord[c].value;
        o->coord[c].value = at + h;
        os_pose_all(o);
        for (int i = 0; i < f->m->npath; i++) ahead[i] = os_laid_length(o, &laid[i]);
        o->coord[c].value = at - h;
        os_pose_all(o);
        for (int i = 0; i < f->m->npath; i++) {
            for (int k = f->m->path_arm_start[i]; k < f->m->path_arm_start[i + 1]; k++) {
                double there = -(ahead[i] - os_laid_length(o, &laid[i])) / (2 * h), here = f->d->arm[k].lane[0];
                if (f->m->arm_dof[k] != j || i == f->m->pressure_path || laid[i].inside) continue;
                t->arm = fmax(t->arm, fabs(there - here));
                if (fabs(there - here) > 1e-4) print_message("%s about %s: arm %.5f there, %.5f here\n", f->m->path_name[i], o->coord[c].name, there, here);
            }
        }
        o->coord[c].value = at;
    }
    os_pose_all(o);
}

static void paths_agree(const fixture *f, os_model *o, bool arms, tally *t) {
    for (int i = 0; i < f->m->npath; i++) {
        int      path = os_path_find(o, f->m->path_name[i]);
        os_laid *l = &laid[i];
        l->n = 0;
        if (i == f->m->pressure_path) continue;
        assert_true(path >= 0);
        os_lay(o, &o->path[path], l);
        double apart = fabs(os_laid_length(o, l) - f->d->path_length[i].lane[0]);
        t->paths++, t->touching += l->touches, t->inside += l->inside;
        if (l->inside) {
            t->length_inside = fmax(t->length_inside, apart);
            continue;
        }
        if (apart > 1e-5) print_message("%s: touches %d there, %d here, lengths %.2e m apart\n", f->m->path_name[i], l->touches, il_touches(f, i), apart);
        if (apart > t->length) t->length = apart, snprintf(t->what, sizeof t->what, "%s", f->m->path_name[i]);
    }
    if (arms) arms_agree(f, o, t);
}

static void agree_at(const fixture *f, os_model *o, const il_params *p, bool arms, double *pose, tally *t) {
    paths(f, p);
    os_pose_all(o);
    poses_agree(f, o, pose);
    paths_agree(f, o, arms, t);
}

static void tell(const char *what, double pose, const tally *t) {
    print_message("%s: poses %.1e; %d paths, %d touching: lengths %.1e m (%s), arms %.1e m; with a point inside a surface %d: lengths %.1e m\n", what, pose, t->paths,
                  t->touching, t->length, t->what, t->arm, t->inside, t->length_inside);
    assert_true(pose < 1e-12);
    assert_true(t->length < 1e-5);
    assert_true(t->arm < 1e-4);
}

static void same_paths(void **state) {
    (void)state;
    fixture   f = body_open();
    os_model *o = written(&f, f.m->nominal);
    uint64_t  seed = 7;
    double    pose = 0;
    tally     t = {0};
    assert_int_equal(o->nbody, f.m->nbody);
    assert_int_equal(o->npath, f.m->nmuscle + f.m->nligament);
    for (int k = 0; k < POSES; k++) {
        random_pose(&f, f.m->nominal, o, k, &seed);
        agree_at(&f, o, f.m->nominal, k % 10 == 0, &pose, &t);
    }
    tell("all coordinates anywhere", pose, &t);
    assert_true(t.inside < t.paths / 200);
    assert_true(t.length_inside < 0.02); // psoas and iliacus at the corners of the three hip ranges: docs/opensim.md
    os_free(o);
    body_close(&f);
}

// a small woman with measures, a condition and single parameters: her numbers are the ones written
static void same_for_a_person(void **state) {
    (void)state;
    fixture       f = body_open();
    il_params    *p;
    il_error      err = {0};
    il_body_sizes sizes = {.sex = IL_BODY_FEMALE, .age_years = 40, .height_m = 1.58, .mass_kg = 55, .pelvic_incidence_deg = 60, .lordosis_deg = 62};
    uint64_t      seed = 11;
    double        pose = 0;
    tally         t = {0};
    assert_int_equal(il_params_create(f.m, false, &p, &err), IL_OK);
    if (il_body_person(f.body, &sizes, p, &err)) fail_msg("%s", err.text);
    assert_int_equal(il_parameter_apply(f.body, p, IL_LEG_LENGTH, "", IL_SIDE_LEFT, -12, 1, &err), IL_OK);
    os_model *o = written(&f, p);
    for (int k = 0; k < 30; k++) {
        random_pose(&f, p, o, k, &seed);
        agree_at(&f, o, p, k % 10 == 0, &pose, &t);
    }
    tell("a person", pose, &t);
    os_free(o);
    il_params_free(p);
    body_close(&f);
}

// one coordinate after the other through its range, the others neutral: here nothing comes inside a surface
static void same_through_every_range(void **state) {
    (void)state;
    fixture          f = body_open();
    const il_params *p = f.m->nominal;
    os_model        *o = written(&f, p);
    double           pose = 0;
    tally            t = {0};
    for (int j = 0; j < f.m->nq; j++) {
        for (int k = 0; k <= 8; k++) {
            random_pose(&f, p, o, 0, NULL);
            double q = p->coordinate_min[j] + (p->coordinate_max[j] - p->coordinate_min[j]) * k / 8;
            il_pack_set(&f.d->q[j], q);
            o->coord[os_coord_find(o, f.m->coordinate_name[j])].value = q;
            agree_at(&f, o, p, k == 3, &pose, &t);
        }
    }
    tell("one coordinate at a time", pose, &t);
    assert_int_equal(t.inside, 0);
    os_free(o);
    body_close(&f);
}

// a hinge with a cylinder whose path has a side: +1, -1, and none; and a sphere
static il_model *hinge(int side, il_wrap_kind kind) {
    il_builder       *b = il_builder_create();
    il_model         *m = NULL;
    il_error          err = {0};
    il_coordinate_def q = il_default_coordinate_def();
    q.name = "bend", q.min = -1.2, q.max = 1.2, q.neutral = 0.2;
    il_builder_coordinate(b, &q);
    for (int i = 0; i < 2; i++) {
        il_body_def  body = il_default_body_def();
        il_joint_def joint = il_default_joint_def();
        body.name = i ? "lower" : "upper", body.mass = 1, body.inertia[0] = body.inertia[1] = body.inertia[2] = 0.1;
        joint.parent = i ? "upper" : "ground", joint.nrow = i;
        joint.in_child.pos[1] = i ? 0.2 : 0;
        if (i) joint.row[0] = (il_row_def){.kind = IL_ROW_ROTATION, .axis = {0, 0.1, 1}, .coordinate = "bend", .function = IL_NONE, .scale = 1};
        il_builder_body(b, &body, &joint);
    }
    il_wrap_def wrap = il_default_wrap_def();
    wrap.name = "bone", wrap.body = "upper", wrap.kind = kind, wrap.size[0] = 0.03, wrap.size[1] = 0.1;
    wrap.frame = il_frame_xyz((double[]){0.004, 0.002, 0.001}, (double[]){0.1, 0.15, 0.7});
    il_builder_wrap(b, &wrap);
    il_pathwrap_def over = {.wrap = "bone", .segment = 0, .side = side};
    il_point_def    point[2] = {{.body = "upper", .pos = {side == -1 ? -0.05 : 0.05, 0.15, 0.01}, .function = {IL_NONE, IL_NONE, IL_NONE}},
                                {.body = "lower", .pos = {side == -1 ? -0.045 : 0.045, 0.05, -0.01}, .function = {IL_NONE, IL_NONE, IL_NONE}}};
    il_path_def     path = il_default_path_def();
    path.name = "string", path.npoint = 2, path.point = point, path.nwrap = 1, path.wrap = &over;
    il_builder_path(b, &path);
    il_ligament_def ligament = il_default_ligament_def();
    ligament.name = "string", ligament.l_slack = 0.2, ligament.k = 1000, ligament.toe = 0.03;
    il_builder_ligament(b, &ligament);
    if (il_builder_finish(b, &m, &err)) fail_msg("%s", err.text);
    il_builder_free(b);
    return m;
}

static void sides(void **state) {
    (void)state;
    static const struct { int side; il_wrap_kind kind; } cases[] = {{1, IL_WRAP_CYLINDER}, {-1, IL_WRAP_CYLINDER}, {0, IL_WRAP_CYLINDER}, {0, IL_WRAP_SPHERE}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        fixture  f = {0};
        il_error err = {0};
        double   pose = 0;
        tally    t = {0};
        f.m = hinge(cases[c].side, cases[c].kind);
        assert_int_equal(il_data_create(f.m, IL_ISA_AUTO, &f.d, &err), IL_OK);
        os_model *o = written(&f, f.m->nominal);
        for (int k = 0; k <= 48; k++) {
            double bend = -1.2 + 0.05 * k;
            il_pack_set(&f.d->q[0], bend);
            o->coord[0].value = bend;
            agree_at(&f, o, f.m->nominal, true, &pose, &t);
        }
        char what[60];
        snprintf(what, sizeof what, "%s, side %d", cases[c].kind == IL_WRAP_SPHERE ? "sphere" : "cylinder", cases[c].side);
        tell(what, pose, &t);
        assert_true(t.touching > 5 && t.touching < 49);
        os_free(o);
        il_data_free(f.d);
        il_model_free((il_model *)(uintptr_t)f.m);
    }
}

// mass, centres of mass and inertia as written; the same bytes each time; shared parameters only
static void same_bytes(void **state) {
    (void)state;
    fixture    f = body_open();
    char      *a, *b;
    size_t     na, nb;
    il_error   err = {0};
    il_params *lanes;
    double     mass = 0;
    assert_int_equal(il_osim_write(f.m, f.m->nominal, &about, &a, &na, &err), IL_OK);
    assert_int_equal(il_osim_write(f.m, f.m->nominal, &about, &b, &nb, &err), IL_OK);
    assert_int_equal(na, nb);
    assert_memory_equal(a, b, na);
    assert_null(strstr(a, "nan"));
    assert_null(strstr(a, "inf "));
    assert_int_equal(il_params_create(f.m, true, &lanes, &err), IL_OK);
    assert_int_equal(il_osim_write(f.m, lanes, &about, &b, &nb, &err), IL_BUG);
    il_params_free(lanes);
    os_model *o = os_read(a);
    for (int i = 1; i < f.m->nbody; i++) mass += o->body[os_body_find(o, f.m->body_name[i])].mass - f.m->nominal->body_mass[i];
    assert_true(fabs(mass) < 1e-12);
    os_free(o);
    il_file_free(a);
    il_file_free(b);
    body_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_paths), cmocka_unit_test(same_through_every_range), cmocka_unit_test(same_for_a_person), cmocka_unit_test(sides), cmocka_unit_test(same_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_osim_scale.c - scaling: OpenSim's own tests of its ScaleTool (their inputs and expected models are not part of the repository; absent, the test says
// so), and small models made here: a body stretched unevenly, functions of places, surfaces, markers
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ilium/data.h"
#include "ilium/file.h"
#include "ilium/io_osim_scale.h"
#include "osim_peer.h"

static void must(il_status status, const il_error *err) {
    char text[900];
    if (status != IL_OK) fail_msg("%s", il_error_format(err, text, sizeof text));
}

static il_osim *parse(const char *text, size_t size) {
    il_osim              *o;
    il_error              err = {0};
    const il_osim_options options = {.lenient = true};
    must(il_osim_parse("scaled.osim", text, size, &options, &o, &err), &err);
    return o;
}

// the largest difference of n numbers, over the largest of them
static double apart(const double *a, const double *b, int n) {
    double most = 0.0, size = 1e-12;
    for (int i = 0; i < n; i++) most = fmax(most, fabs(a[i] - b[i])), size = fmax(size, fabs(b[i]));
    return most/size;
}

// ---- OpenSim's standards ----

static void compare(const il_osim *got, const il_osim *want, peer_worst *w) {
    const il_model  *m = got->model, *n = want->model;
    const il_params *p = m->nominal, *q = n->nominal;
    assert_int_equal(m->nbody, n->nbody), assert_int_equal(m->npoint, n->npoint), assert_int_equal(m->nmuscle, n->nmuscle);
    for (int b = 1; b < m->nbody; b++) {
        int c = il_body_find(n, m->body_name[b]);
        assert_true(c > 0);
        peer_note(&w[0], apart(&p->body_mass[b], &q->body_mass[c], 1), m->body_name[b], "mass", b);
        peer_note(&w[0], apart(&p->body_inertia[6*b], &q->body_inertia[6*c], 6), m->body_name[b], "inertia", b);
        peer_note(&w[1], apart(&p->body_com[3*b], &q->body_com[3*c], 3), m->body_name[b], "centre", b);
        peer_note(&w[1], apart(&p->joint_parent_pos[3*b], &q->joint_parent_pos[3*c], 3), m->body_name[b], "joint", b);
    }
    for (int i = 0; i < 3*m->npoint; i += 3) peer_note(&w[1], apart(&p->point_pos[i], &q->point_pos[i], 3), "point", "", i/3);
    for (int i = 0; i < m->nmuscle; i++) {
        int k = il_muscle_find(n, m->muscle_name[i]);
        assert_true(k >= 0);
        peer_note(&w[2], apart(&p->muscle_l_opt[i], &q->muscle_l_opt[k], 1), m->muscle_name[i], "fibre", i);
        peer_note(&w[2], apart(&p->muscle_l_slack[i], &q->muscle_l_slack[k], 1), m->muscle_name[i], "tendon", i);
    }
    for (int i = 0; i < m->nmarker; i++) {
        int k = il_marker_find(n, m->marker_name[i]);
        assert_true(k >= 0);
        bool trunk = !strcmp(m->body_name[m->marker_body[i]], "torso"); // its markers weigh a thousandth of the others: OpenSim's search stops before they settle
        for (int c = 0; c < 3; c++) peer_note(&w[3], (trunk ? 0.1 : 1.0)*fabs(p->marker_pos[3*i + c] - q->marker_pos[3*k + c]), m->marker_name[i], "marker", i);
    }
}

static void run(const char *setup, const char *expected, const double bound[4]) {
    char           path[500], at[500];
    il_error       err = {0};
    il_osim_scale *s;
    il_osim_scaled made;
    peer_worst     w[4] = {{0}};
    const il_osim_options options = {.lenient = true};
    if (!peer_file(path, sizeof path, setup) || !peer_file(at, sizeof at, expected)) return;
    must(il_osim_scale_read(path, &s, &err), &err);
    must(il_osim_run_scale(s, &made, &err), &err);
    il_osim *got = parse(made.model, made.model_size), *want;
    must(il_osim_read(at, &options, &want, &err), &err);
    compare(got, want, w);
    printf("%s: %.4f kg; masses %.1e (%s), places %.1e (%s), lengths %.1e (%s), markers %.2e m (%s); pose rms %.4f m, moved %.4f m\n", setup, made.mass, w[0].value, w[0].what,
           w[1].value, w[1].what, w[2].value, w[2].what, w[3].value, w[3].what, made.fit.worst_rms, made.moved);
    for (int i = 0; i < 4; i++) assert_true(w[i].value < bound[i]);
    il_osim_free(got), il_osim_free(want), il_osim_scaled_free(&made), il_osim_scale_free(s);
}

static void subject01(void **state) {
    (void)state;
    run("standards/scale/subject01_Setup_Scale.xml", "standards/scale/std_subject01_simbody.osim", (double[]){1e-12, 1e-5, 1e-12, 1e-3});
}
static void ligaments(void **state) {
    (void)state;
    run("standards/scale/toyLigamentModel_Setup_Scale.xml", "standards/scale/std_toyLigamentModelScaled.osim", (double[]){1e-12, 1e-12, 1e-12, 1e-12});
}

// ---- made here ----

static const char model[] =
    "<?xml version=\"1.0\"?>\n<OpenSimDocument Version=\"40000\"><Model name=\"rod\">\n<!-- stays -->\n<BodySet><objects><Body name=\"rod\"><mass>2</mass><mass_center>0 -0.5 0</mass_center>"
    "<inertia>0.7 0.01 0.7 0 0 0</inertia><WrapObjectSet><objects><WrapCylinder name=\"drum\"><xyz_body_rotation>0 1.5707963267948966 0</xyz_body_rotation><translation>0.1 0 0</translation>"
    "<radius>0.05</radius><length>0.4</length></WrapCylinder></objects></WrapObjectSet></Body></objects></BodySet>"
    "<JointSet><objects><CustomJoint name=\"hinge\"><socket_parent_frame>base</socket_parent_frame><socket_child_frame>/bodyset/rod</socket_child_frame>"
    "<coordinates><Coordinate name=\"turn\"/></coordinates><frames><PhysicalOffsetFrame name=\"base\"><socket_parent>/ground</socket_parent><translation>0 1 0</translation>"
    "<orientation>0 0 0</orientation></PhysicalOffsetFrame></frames><SpatialTransform>"
    "<TransformAxis name=\"rotation1\"><coordinates></coordinates><axis>1 0 0</axis><Constant name=\"function\"><value>0</value></Constant></TransformAxis>"
    "<TransformAxis name=\"rotation2\"><coordinates></coordinates><axis>0 1 0</axis><Constant name=\"function\"><value>0</value></Constant></TransformAxis>"
    "<TransformAxis name=\"rotation3\"><coordinates>turn</coordinates><axis>0 0 1</axis><LinearFunction name=\"function\"><coefficients>1 0</coefficients></LinearFunction></TransformAxis>"
    "</SpatialTransform></CustomJoint></objects></JointSet>"
    "<ForceSet><objects><Thelen2003Muscle name=\"pull\"><GeometryPath name=\"path\"><PathPointSet><objects>"
    "<PathPoint name=\"a\"><socket_parent_frame>/ground</socket_parent_frame><location>0 2 0</location></PathPoint>"
    "<PathPoint name=\"b\"><socket_parent_frame>/bodyset/rod</socket_parent_frame><location>0 -1 0</location></PathPoint></objects></PathPointSet></GeometryPath>"
    "<optimal_fiber_length>0.5</optimal_fiber_length><tendon_slack_length>1.5</tendon_slack_length></Thelen2003Muscle></objects></ForceSet>"
    "<MarkerSet><objects><Marker name=\"tip\"><socket_parent_frame>/bodyset/rod</socket_parent_frame><location>0.1 -1 0.2</location></Marker></objects></MarkerSet>"
    "</Model></OpenSimDocument>\n";

static char *write_temporary(const char *text) {
    static char path[] = "/tmp/ilium_scaleXXXXXX";
    strcpy(path + strlen(path) - 6, "XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "wb");
    assert_true(f && fputs(text, f) >= 0 && fclose(f) == 0);
    return path;
}

// stretched by 2 along its length and 1.5 across x: inertia of the cylinder, points, surface and muscle by hand
static void uneven(void **state) {
    (void)state;
    const char           *body[] = {"rod"}, *order[] = {"manualScale"};
    const double          factor[3] = {1.5, 2.0, 1.0};
    const char           *path = write_temporary(model);
    const il_osim_scale   s = {.name = "longer", .model = path, .marker_set = "", .mass = 4.0, .scales = true, .norder = 1, .order = order, .nmanual = 1, .manual = body,
                               .factor = factor, .markers = "", .from = -IL_INF, .to = IL_INF};
    il_osim_scaled        made;
    il_error              err = {0};
    must(il_osim_run_scale(&s, &made, &err), &err);
    remove(path);
    assert_non_null(strstr(made.model, "<!-- stays -->")), assert_non_null(strstr(made.model, "<Model name=\"longer\">"));
    il_osim         *o = parse(made.model, made.model_size);
    const il_params *p = o->model->nominal;
    int              b = il_body_find(o->model, "rod");
    // r^2 = 2 I/m = 0.01, l^2 = 3 (I/m - r^2/4) = 1.0425; then m 4, r^2 1.5*1 times, l 2 times
    double square = 0.01*1.5, along = 4.0*(4.0*1.0425/3.0 + 0.25*square);
    assert_true(fabs(made.mass - 4.0) < 1e-12 && fabs(p->body_inertia[6*b + 1] - 0.5*4.0*square) < 1e-12);
    assert_true(fabs(p->body_inertia[6*b] - along) < 1e-12 && fabs(p->body_inertia[6*b + 2] - along) < 1e-12);
    assert_true(fabs(p->body_com[3*b + 1] + 1.0) < 1e-12 && fabs(p->joint_parent_pos[3*b + 1] - 1.0) < 1e-12);
    assert_true(fabs(p->marker_pos[0] - 0.15) < 1e-12 && fabs(p->marker_pos[1] + 2.0) < 1e-12 && fabs(p->marker_pos[2] - 0.2) < 1e-12);
    // the path was 2 m long and is 3
    assert_true(fabs(p->muscle_l_opt[0] - 0.75) < 1e-12 && fabs(p->muscle_l_slack[0] - 2.25) < 1e-12);
    // the drum's axis lies along x: 1.5 longer; its radius is the mean of z and y
    assert_non_null(strstr(made.model, "<length>0.6")), assert_non_null(strstr(made.model, "<radius>0.07500000000000001")), assert_non_null(strstr(made.model, "<translation>0.15"));
    il_osim_free(o), il_osim_scaled_free(&made);
}

// ways by any function of a turn, or of two, grow with the body that the joint is in
static void functions_of_ways(void **state) {
    (void)state;
    static const struct { const char *coordinates, *function; } each[] = {
        {"turn", "<MultivariatePolynomialFunction><coefficients>0.3 0.1 0.2</coefficients><dimension>1</dimension><order>2</order></MultivariatePolynomialFunction>"},
        {"turn tilt", "<MultivariatePolynomialFunction><coefficients>0.1 0.2 0.3 0.1 0.5 0.2</coefficients><dimension>2</dimension><order>2</order></MultivariatePolynomialFunction>"},
        {"turn", "<PolynomialFunction><coefficients>0.2 0.1 0.3</coefficients></PolynomialFunction>"}, {"turn", "<SimmSpline><x>-1 0 1</x><y>0.1 0.2 0.5</y></SimmSpline>"}};
    for (size_t i = 0; i < sizeof each/sizeof *each; i++) {
        char                text[3000];
        const char         *body[] = {"rod"}, *order[] = {"manualScale"};
        const double        factor[3] = {1.5, 1.5, 1.5};
        snprintf(text, sizeof text,
                 "<OpenSimDocument Version=\"40000\"><Model name=\"m\"><BodySet><objects><Body name=\"rod\"><mass>1</mass><inertia>1 1 1 0 0 0</inertia></Body><Body name=\"cap\"><mass>1</mass>"
                 "<inertia>1 1 1 0 0 0</inertia></Body></objects></BodySet><JointSet><objects><WeldJoint name=\"p\"><socket_parent_frame>/ground</socket_parent_frame>"
                 "<socket_child_frame>/bodyset/rod</socket_child_frame></WeldJoint><CustomJoint name=\"s\"><socket_parent_frame>/bodyset/rod</socket_parent_frame>"
                 "<socket_child_frame>/bodyset/cap</socket_child_frame><coordinates><Coordinate name=\"turn\"/><Coordinate name=\"tilt\"/></coordinates><SpatialTransform><TransformAxis name=\"rotation1\">"
                 "<coordinates>turn</coordinates><axis>0 0 1</axis></TransformAxis><TransformAxis name=\"rotation2\"><coordinates>tilt</coordinates><axis>1 0 0</axis></TransformAxis>"
                 "<TransformAxis name=\"translation1\"><coordinates>%s</coordinates><axis>1 0 0</axis>%s</TransformAxis></SpatialTransform></CustomJoint></objects></JointSet></Model></OpenSimDocument>",
                 each[i].coordinates, each[i].function);
        const char         *path = write_temporary(text);
        const il_osim_scale s = {.name = "", .model = path, .marker_set = "", .mass = -1.0, .scales = true, .norder = 1, .order = order, .nmanual = 1, .manual = body, .factor = factor,
                                 .markers = "", .from = -IL_INF, .to = IL_INF};
        il_osim_scaled      made;
        il_error            err = {0};
        il_status           status = il_osim_run_scale(&s, &made, &err);
        remove(path);
        must(status, &err);
        double way[2];
        for (int k = 0; k < 2; k++) {
            il_osim *o = k ? parse(made.model, made.model_size) : parse(text, strlen(text));
            il_data *d;
            must(il_data_create(o->model, IL_ISA_AUTO, &d, &err), &err);
            il_pack_set(&d->q[0], 0.4), il_pack_set(&d->q[1], 0.3);
            il_position(o->model, o->model->nominal, d);
            way[k] = d->body_pos[3*il_body_find(o->model, "cap")].lane[0];
            il_data_free(d), il_osim_free(o);
        }
        assert_true(way[0] > 0.1 && fabs(way[1] - 1.5*way[0]) < 1e-14);
        il_osim_scaled_free(&made);
    }
}

// a knee-cap that slides on the rod by a function of the turn: its way grows with the rod, and only where the rod grows evenly
static void ways_that_follow(void **state) {
    (void)state;
    static const char *const given[] = {"", "<scale_factor>0.5</scale_factor>"};
    for (int i = 0; i < 4; i++) {
        char                  text[3000];
        const char           *body[] = {"rod"}, *order[] = {"manualScale"};
        const double          factor[3] = {1.2, i < 2 ? 1.2 : 1.3, 1.2};
        snprintf(text, sizeof text,
                 "<OpenSimDocument Version=\"40000\"><Model name=\"m\"><BodySet><objects><Body name=\"rod\"><mass>1</mass><inertia>1 1 1 0 0 0</inertia></Body><Body name=\"cap\"><mass>1</mass>"
                 "<inertia>1 1 1 0 0 0</inertia></Body></objects></BodySet><JointSet><objects><PinJoint name=\"p\"><socket_parent_frame>/ground</socket_parent_frame>"
                 "<socket_child_frame>/bodyset/rod</socket_child_frame><coordinates><Coordinate name=\"turn\"/></coordinates></PinJoint><SliderJoint name=\"s\"><socket_parent_frame>/bodyset/rod</socket_parent_frame>"
                 "<socket_child_frame>/bodyset/cap</socket_child_frame><coordinates><Coordinate name=\"way\"/></coordinates></SliderJoint></objects></JointSet><ConstraintSet><objects>"
                 "<CoordinateCouplerConstraint name=\"c\"><coupled_coordinates_function><SimmSpline><x>-1 0 1</x><y>0.1 0.2 0.5</y></SimmSpline></coupled_coordinates_function>"
                 "<independent_coordinate_names>turn</independent_coordinate_names><dependent_coordinate_name>way</dependent_coordinate_name>%s</CoordinateCouplerConstraint></objects></ConstraintSet>"
                 "</Model></OpenSimDocument>", given[i%2]);
        const char         *path = write_temporary(text);
        const il_osim_scale s = {.name = "", .model = path, .marker_set = "", .mass = -1.0, .scales = true, .norder = 1, .order = order, .nmanual = 1, .manual = body, .factor = factor,
                                 .markers = "", .from = -IL_INF, .to = IL_INF};
        il_osim_scaled      made;
        il_error            err = {0};
        il_status           status = il_osim_run_scale(&s, &made, &err);
        remove(path);
        assert_int_equal(status, i < 2 ? IL_OK : IL_BAD_VALUE);
        if (status != IL_OK) {
            assert_non_null(strstr(err.text, "unequal"));
            continue;
        }
        il_osim *o = parse(made.model, made.model_size);
        il_data *d;
        must(il_data_create(o->model, IL_ISA_AUTO, &d, &err), &err);
        il_pack_set(&d->q[0], 1.0);
        il_position(o->model, o->model->nominal, d);
        assert_true(fabs(d->signal[1].lane[0] - 0.5*1.2*(i ? 0.5 : 1.0)) < 1e-14);
        il_data_free(d), il_osim_free(o), il_osim_scaled_free(&made);
    }
}

static void misspelt(void **state) {
    (void)state;
    const char         *body[] = {"rdo"}, *order[] = {"manualScale"}, *path = write_temporary(model);
    const double        factor[3] = {1.5, 2.0, 1.0};
    const il_osim_scale s = {.name = "", .model = path, .marker_set = "", .scales = true, .norder = 1, .order = order, .nmanual = 1, .manual = body, .factor = factor, .markers = ""};
    il_osim_scaled      made;
    il_error            err = {0};
    assert_int_equal(il_osim_run_scale(&s, &made, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "rod"));
    assert_null(made.model);
    remove(path);
}

// a model that holds nothing has no place for markers
static void nothing_there(void **state) {
    (void)state;
    static const char *const texts[] = {"<OpenSimDocument/>", "<OpenSimDocument Version=\"40000\"><Model/></OpenSimDocument>"};
    char                     markers[600];
    snprintf(markers, sizeof markers, "%s/fuzz/corpus/osim/pendulum.osim", IL_SOURCE_DIR);
    for (size_t i = 0; i < sizeof texts/sizeof *texts; i++) {
        const char         *path = write_temporary(texts[i]);
        const il_osim_scale s = {.name = "", .model = path, .marker_set = markers, .markers = ""};
        il_osim_scaled      made;
        il_error            err = {0};
        assert_int_equal(il_osim_run_scale(&s, &made, &err), IL_BAD_VALUE);
        assert_non_null(strstr(err.text, "<Model>"));
        remove(path);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(subject01), cmocka_unit_test(ligaments), cmocka_unit_test(uneven), cmocka_unit_test(ways_that_follow), cmocka_unit_test(functions_of_ways), cmocka_unit_test(misspelt), cmocka_unit_test(nothing_there)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

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
#include "io/osim_edit.h"
#include "io/osim_upgrade.h"
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

#define BODY(name, more) "<Body name=\"" name "\"><mass>1</mass><inertia>1 1 1 0 0 0</inertia>" more "</Body>"
#define PIN(name, parent, child) "<PinJoint name=\"" name "\"><socket_parent_frame>" parent "</socket_parent_frame><socket_child_frame>" child "</socket_child_frame><coordinates><Coordinate name=\"q" name "\"/></coordinates></PinJoint>"
#define JOINTS "<JointSet><objects>" PIN("j", "/ground", "/bodyset/a") PIN("k", "/bodyset/a", "/bodyset/b") "</objects></JointSet>"
#define AT(kind, name, frame, at) "<" kind " name=\"" name "\"><socket_parent_frame>" frame "</socket_parent_frame><location>" at "</location></" kind ">"
#define OFFSET(name, at, more) "<PhysicalOffsetFrame name=\"" name "\"><socket_parent>..</socket_parent><translation>" at "</translation>" more "</PhysicalOffsetFrame>"
#define DOCUMENT(inside) "<OpenSimDocument Version=\"40000\"><Model name=\"m\">" inside "</Model></OpenSimDocument>\n"

// body a by 3, body b by 2, 3 and 4; markers of a file
static il_status by_hand(const char *text, const char *markers, il_osim_scaled *made, il_error *err) {
    static const char *const body[] = {"a", "b"}, *const order[] = {"manualScale"};
    static const double      factor[] = {3, 3, 3, 2, 3, 4};
    const char              *path = write_temporary(text);
    char                     put[200];
    snprintf(put, sizeof put, "%s.markers", path);
    FILE *f = markers ? fopen(put, "wb") : NULL;
    if (f) fputs(markers, f), fclose(f);
    const il_osim_scale s = {.name = "", .model = path, .marker_set = f ? put : "", .mass = -1.0, .scales = true, .norder = 1, .order = (const char **)(uintptr_t)order, .nmanual = 2,
                             .manual = (const char **)(uintptr_t)body, .factor = factor, .markers = "", .from = -IL_INF, .to = IL_INF};
    il_status status = il_osim_run_scale(&s, made, err);
    remove(path), remove(put);
    return status;
}

static void marker_at(const il_osim *o, const char *name, double x, double y, double z) {
    int i = il_marker_find(o->model, name);
    if (i < 0) fail_msg("no marker %s", name);
    const double *p = o->model->nominal->marker_pos + 3*i, want[3] = {x, y, z};
    for (int k = 0; k < 3; k++)
        if (!(fabs(p[k] - want[k]) < 1e-12)) fail_msg("%s is at %g %g %g", name, p[0], p[1], p[2]);
}

// whatever a marker is fixed to, it and what carries it grow with the body below all of it
static void frames_of_all_kinds(void **state) {
    (void)state;
    il_osim_scaled made;
    il_error       err = {0};
    must(by_hand(DOCUMENT("<BodySet><objects>" BODY("a", "<components>" OFFSET("o", "0 0 5", "") "</components>")
        BODY("b", "<components>" OFFSET("o", "0 0 7", "<components>" OFFSET("inner", "0 1 0", "") "</components>") AT("Marker", "own", "..", "1 1 1") AT("Station", "sa", "..", "0 0 0") "</components>") "</objects></BodySet>" JOINTS
        "<components>" AT("Station", "sb", "/bodyset/b", "1 0 0") AT("Station", "sc", "/bodyset/b", "0 1 0") "<StationDefinedFrame name=\"f\"><socket_point_a>/bodyset/b/sa</socket_point_a>"
        "<socket_point_b>/sb</socket_point_b><socket_point_c>/sc</socket_point_c><socket_origin_point>/sb</socket_origin_point><WrapObjectSet><objects><WrapSphere name=\"ball\"><radius>0.5</radius><translation>1 2 0</translation></WrapSphere></objects></WrapObjectSet></StationDefinedFrame></components><MarkerSet><objects>"
        AT("Marker", "on_f", "/f", "1 0 0") AT("Marker", "on_o", "/bodyset/b/o", "1 0 0") AT("Marker", "on_ao", "/bodyset/a/o", "1 0 0") AT("Marker", "deep", "/bodyset/b/o/inner", "0 0 1") "</objects></MarkerSet>"), NULL, &made, &err), &err);
    il_osim *o = parse(made.model, made.model_size);
    assert_non_null(strstr(made.model, "<radius>1.5</radius><translation>2 6 0</translation>"));
    marker_at(o, "own", 2, 3, 4), marker_at(o, "on_f", 4, 0, 0), marker_at(o, "on_o", 2, 0, 28), marker_at(o, "on_ao", 3, 0, 15), marker_at(o, "deep", 0, 3, 32);
    il_osim_free(o), il_osim_scaled_free(&made);
    // what would scale with a body that is not there is not passed over
    assert_int_equal(by_hand(DOCUMENT("<BodySet><objects>" BODY("a", "") BODY("b", "") "</objects></BodySet>" JOINTS "<ContactGeometrySet><objects><ContactSphere name=\"s\"><socket_frame>/bodyset/aa</socket_frame>"
        "<location>1 2 3</location></ContactSphere></objects></ContactGeometrySet>"), NULL, &made, &err), IL_BAD_VALUE);
    assert_true(strstr(err.text, "'/bodyset/aa'") && strstr(err.text, "\"/bodyset/a\"") && err.line > 0);
}

static int count(const char *text, const char *word) {
    int n = 0;
    for (text = strstr(text, word); text; text = strstr(text + 1, word)) n++;
    return n;
}

// markers that stand among components stay there; one that a file gives anew changes in its place
static void markers_among_components(void **state) {
    (void)state;
    static const char given[] = "<OpenSimDocument Version=\"40000\"><MarkerSet><objects>" AT("Marker", "y", "/bodyset/b", "0 1 0") AT("Marker", "x", "/bodyset/a", "0 0 4") "</objects></MarkerSet></OpenSimDocument>";
    for (int set = 0; set < 2; set++) {
        il_osim_scaled made;
        il_error       err = {0};
        const char    *text = set ? DOCUMENT("<BodySet><objects>" BODY("a", "<components><!-- here -->" AT("Marker", "x", "..", "0 0 1") AT("Marker", "w", "..", "0 0 7") "</components>") BODY("b", "") "</objects></BodySet>" JOINTS
                                             "<MarkerSet><objects>" AT("Marker", "z", "/bodyset/a", "0 0 2") AT("Marker", "y", "/bodyset/a", "9 9 9") "</objects></MarkerSet>")
                                  : DOCUMENT("<BodySet><objects>" BODY("a", "<components><!-- here -->" AT("Marker", "x", "..", "0 0 1") AT("Marker", "w", "..", "0 0 7") "</components>") BODY("b", "") "</objects></BodySet>" JOINTS);
        must(by_hand(text, given, &made, &err), &err);
        il_osim *o = parse(made.model, made.model_size);
        assert_int_equal(o->model->nmarker, 3 + set);
        marker_at(o, "x", 0, 0, 12), marker_at(o, "y", 0, 3, 0), marker_at(o, "w", 0, 0, 21);
        if (set) marker_at(o, "z", 0, 0, 6);
        assert_int_equal(count(made.model, "<Marker name="), 3 + set), assert_int_equal(count(made.model, "<MarkerSet"), 1), assert_int_equal(count(made.model, "<!-- here --><Marker name=\"x\">"), 1);
        il_osim_free(o), il_osim_scaled_free(&made);
    }
}

// a socket that was a connector changes where its text stands; an element that was made has no text
static void changes_of_made_elements(void **state) {
    (void)state;
    static const char before[] = "<Model><MarkerSet><objects><Marker name=\"x\"><connectors><Connector_PhysicalFrame_ name=\"parent_frame\"><connectee_name>", after[] = "</connectee_name></Connector_PhysicalFrame_></connectors></Marker></objects></MarkerSet></Model>";
    il_error err = {0};
    ili_edit e;
    char    *text = malloc(1000), *now;
    size_t   size = (size_t)snprintf(text, 1000, "%sframe%s", before, after);
    assert_int_equal(ili_edit_open(&e, "made.osim", text, size, &err), IL_OK);
    assert_int_equal(ili_osim_sockets(&e.doc, &err), IL_OK);
    ili_edit_text(&e, ili_child(ili_child(ili_child(ili_child(e.doc.root, "MarkerSet"), "objects"), "Marker"), "socket_parent_frame"), "body");
    assert_int_equal(ili_edit_take(&e, &now, &size), IL_OK);
    assert_true(!strncmp(now, before, sizeof before - 1) && !strncmp(now + sizeof before - 1, "body<", 5));
    ili_edit_numbers(&e, ili_osim_make(&e.doc, e.doc.root, "location", NULL, "0"), 1, (const double[]){1.0});
    assert_true(e.status != IL_OK && strstr(err.text, "does not stand in the text"));
    il_file_free(now), ili_edit_close(&e);
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(subject01), cmocka_unit_test(ligaments), cmocka_unit_test(uneven), cmocka_unit_test(ways_that_follow), cmocka_unit_test(functions_of_ways), cmocka_unit_test(frames_of_all_kinds), cmocka_unit_test(markers_among_components),
                                       cmocka_unit_test(changes_of_made_elements), cmocka_unit_test(misspelt), cmocka_unit_test(nothing_there)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

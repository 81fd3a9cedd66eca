// test_osim_wild.c - what `.osim` files of others hold: sockets of the versions between 3 and 4, components within their owners, frames of one name,
// frames by stations, bodies without joints, Latin-1, surfaces beside conditional points. Oracles: the same model written plainly, closed forms
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ilium/data.h"
#include "ilium/io_mjcf.h"
#include "ilium/io_osim.h"

#define BODY(name, more) "<Body name=\"" name "\"><mass>2</mass><mass_center>0.1 -0.2 0.05</mass_center><inertia>0.02 0.03 0.025 0.001 0 0.002</inertia>" more "</Body>"
#define DOCUMENT(version, inside) "<OpenSimDocument Version=\"" version "\"><Model name=\"m\">" inside "</Model></OpenSimDocument>"
#define PIN(name, parent, child, q, more) \
    "<PinJoint name=\"" name "\"><socket_parent_frame>" parent "</socket_parent_frame><socket_child_frame>" child "</socket_child_frame><coordinates><Coordinate name=\"" q "\"/></coordinates>" more "</PinJoint>"
#define OFFSET(name, parent, at, turn) "<PhysicalOffsetFrame name=\"" name "\"><socket_parent>" parent "</socket_parent><translation>" at "</translation><orientation>" turn "</orientation></PhysicalOffsetFrame>"

static il_osim *parse_n(const char *text, size_t size) {
    il_osim *o = NULL;
    il_error err = {0};
    char     words[600];
    if (il_osim_parse("wild.osim", text, size, NULL, &o, &err)) fail_msg("%s", il_error_format(&err, words, sizeof words));
    return o;
}
static il_osim *parse(const char *text) { return parse_n(text, strlen(text)); }

static void refused(const char *text, const char *word) {
    il_osim *o = NULL;
    il_error err = {0};
    assert_int_equal(il_osim_parse("wild.osim", text, strlen(text), NULL, &o, &err), IL_BAD_VALUE);
    if (!strstr(err.text, word) || err.line < 1) fail_msg("line %d: %s", err.line, err.text);
}

static bool noted(const il_osim *o, const char *words) {
    for (int i = 0; i < o->nnote; i++)
        if (strstr(o->note[i], words)) return true;
    return false;
}

static il_data *posed(const il_osim *o, double q) {
    il_data *d;
    il_error err = {0};
    assert_int_equal(il_data_create(o->model, IL_ISA_AUTO, &d, &err), IL_OK);
    for (int i = 0; i < o->model->nq; i++) il_pack_set(&d->q[i], q*(1.0 + 0.3*i));
    il_position(o->model, o->model->nominal, d), il_path(o->model, o->model->nominal, d);
    return d;
}

static void near(double got, double want, double within) {
    if (!(fabs(got - want) <= within)) fail_msg("%.15g, expected %.15g within %g", got, want, within);
}

// both models have the same bodies and paths: are they in the same places, and as long?
static void same(const char *a, const char *b) {
    il_osim *oa = parse(a), *ob = parse(b);
    il_data *da = posed(oa, 0.4), *db = posed(ob, 0.4);
    assert_int_equal(oa->model->nbody, ob->model->nbody), assert_int_equal(oa->model->npath, ob->model->npath);
    assert_int_equal(oa->nforce, ob->nforce), assert_int_equal(oa->nconstraint, ob->nconstraint), assert_int_equal(oa->model->nmarker, ob->model->nmarker);
    for (int i = 0; i < oa->model->nbody; i++)
        for (int k = 0; k < 12; k++)
            if (k < 3) near(da->body_pos[3*i + k].lane[2], db->body_pos[3*i + k].lane[2], 1e-15);
            else near(da->body_rot[9*i + k - 3].lane[2], db->body_rot[9*i + k - 3].lane[2], 1e-15);
    for (int i = 0; i < oa->model->npath; i++) near(da->path_length[i].lane[1], db->path_length[i].lane[1], 1e-15);
    il_data_free(da), il_data_free(db), il_osim_free(oa), il_osim_free(ob);
}

// ---- versions between 3 and 4 ----------------------------------------------------------------------------------------------------

#define BODIES "<BodySet><objects>" BODY("a", "") BODY("b", "") "</objects></BodySet>"
#define FRAMES OFFSET("p", "/ground", "0.1 0.2 0.3", "0.1 0.2 0.3")
#define SPRING(name, from, to) \
    "<PathSpring name=\"" name "\"><resting_length>0.1</resting_length><stiffness>5</stiffness><GeometryPath><PathPointSet><objects>" \
    "<PathPoint name=\"1\"><socket_parent_frame>" from "</socket_parent_frame><location>0.03 0.1 0</location></PathPoint>" \
    "<PathPoint name=\"2\"><socket_parent_frame>" to "</socket_parent_frame><location>0.03 -0.1 0.01</location></PathPoint></objects></PathPointSet></GeometryPath></PathSpring>"
#define PLAIN DOCUMENT("40000", BODIES "<JointSet><objects>" PIN("j", "p", "a", "q", "<frames>" FRAMES "</frames>") PIN("k", "/bodyset/a", "/bodyset/b", "u", "") \
                       "</objects></JointSet><ForceSet><objects>" SPRING("s", "/bodyset/a", "/bodyset/b") "</objects></ForceSet>")

// written as one of version 4 it is the same model, with paths as OpenSim 4 has them
static void same_when_written(const char *text, const char *other) {
    char    *now;
    size_t   length;
    il_error err = {0};
    assert_int_equal(il_osim_update("wild.osim", text, strlen(text), &now, &length, &err), IL_OK);
    same(text, other), same(now, other);
    assert_true(strstr(now, "Version=\"40000\"") && strstr(now, ">/bodyset/b</socket_child_frame>") && strstr(now, ">/ground</socket_parent>") && strstr(now, "<coordinates>"));
    assert_false(strstr(now, "connect") || strstr(now, "CoordinateSet"));
    free(now);
}

static void sockets_of_the_versions_between(void **state) {
    (void)state;
#define CONNECTEE(socket, to) "<socket_" socket "_connectee_name>" to "</socket_" socket "_connectee_name>"
    same_when_written(DOCUMENT("30512", BODIES
        "<JointSet><objects><PinJoint name=\"j\">" CONNECTEE("parent_frame", "p") CONNECTEE("child_frame", "../m/a") "<coordinates><Coordinate name=\"q\"/></coordinates><frames>"
        "<PhysicalOffsetFrame name=\"p\">" CONNECTEE("parent", "../../m/ground") "<translation>0.1 0.2 0.3</translation><orientation>0.1 0.2 0.3</orientation></PhysicalOffsetFrame></frames></PinJoint>"
        "<PinJoint name=\"k\">" CONNECTEE("parent_frame", "m/a") CONNECTEE("child_frame", "b") "<coordinates><Coordinate name=\"u\"/></coordinates></PinJoint></objects></JointSet>"
        "<ForceSet><objects><PathSpring name=\"s\"><resting_length>0.1</resting_length><stiffness>5</stiffness><GeometryPath><PathPointSet><objects>"
        "<PathPoint name=\"1\">" CONNECTEE("parent_frame", "m/a") "<location>0.03 0.1 0</location></PathPoint>"
        "<PathPoint name=\"2\">" CONNECTEE("parent_frame", "m/b") "<location>0.03 -0.1 0.01</location></PathPoint></objects></PathPointSet></GeometryPath></PathSpring></objects></ForceSet>"), PLAIN);
#define CONNECTORS(a, b) "<connectors><Connector_PhysicalFrame_ name=\"parent_frame\"><connectee_name>" a "</connectee_name></Connector_PhysicalFrame_>" \
                         "<Connector_PhysicalFrame_ name=\"child_frame\"><connectee_name>" b "</connectee_name></Connector_PhysicalFrame_></connectors>"
    same_when_written(DOCUMENT("30505", BODIES
        "<JointSet><objects><PinJoint name=\"j\">" CONNECTORS("p", "a") "<CoordinateSet><objects><Coordinate name=\"q\"/></objects></CoordinateSet><components>"
        "<PhysicalOffsetFrame name=\"p\"><connector_parent_connectee_name>ground</connector_parent_connectee_name><translation>0.1 0.2 0.3</translation><orientation>0.1 0.2 0.3</orientation></PhysicalOffsetFrame></components></PinJoint>"
        "<PinJoint name=\"k\">" CONNECTORS("a", "b") "<CoordinateSet><objects><Coordinate name=\"u\"/></objects></CoordinateSet></PinJoint></objects></JointSet>"
        "<ForceSet><objects>" SPRING("s", "a", "b") "</objects></ForceSet>"), PLAIN);
}

// ---- components ----------------------------------------------------------------------------------------------------------------

#define LIMIT "<CoordinateLimitForce name=\"l\"><coordinate>q</coordinate></CoordinateLimitForce>"
#define MARKER(body) "<Marker name=\"x\"><socket_parent_frame>" body "</socket_parent_frame><location>0 0 1</location></Marker>"
#define DISTANCE "<ConstantDistanceConstraint name=\"d\"><socket_body_1>/ground</socket_body_1><socket_body_2>/bodyset/a</socket_body_2><location_body_2>0 1 0</location_body_2><constant_distance>1</constant_distance></ConstantDistanceConstraint>"

static void components(void **state) {
    (void)state;
    const char *plain = DOCUMENT("40000", BODIES "<JointSet><objects>" PIN("j", "p", "a", "q", "<frames>" FRAMES "</frames>") PIN("k", "/bodyset/a", "/bodyset/b", "u", "") "</objects></JointSet><ForceSet><objects>"
                                 SPRING("s", "/bodyset/a", "/bodyset/b") LIMIT "</objects></ForceSet><MarkerSet><objects>" MARKER("/bodyset/b") "</objects></MarkerSet><ConstraintSet><objects>" DISTANCE "</objects></ConstraintSet>");
    same(plain, DOCUMENT("40000", "<components>" BODY("b", "") MARKER("/b") PIN("k", "/bodyset/a", "/b", "u", "") "</components><BodySet><objects>" BODY("a", "<components>" DISTANCE "</components>") "</objects></BodySet><JointSet><objects>"
                         PIN("j", "p", "a", "q", "<components>" LIMIT "</components><frames>" FRAMES "</frames>") "</objects></JointSet><ComponentSet><objects>" SPRING("s", "/bodyset/a", "/b") "</objects></ComponentSet>"));
    // within each other, and what nobody reads
    il_osim *o = parse(DOCUMENT("40000", BODIES "<JointSet><objects>" PIN("j", "/ground", "a", "q", "") PIN("k", "a", "b", "u", "") "</objects></JointSet><components><Device name=\"d\"><components>" LIMIT
                                "<ToyReflexController name=\"t\"/></components></Device></components><ProbeSet><objects><JointInternalPowerProbe name=\"p\"/></objects></ProbeSet>"
                                "<ControllerSet><objects><PrescribedController name=\"c\"/></objects></ControllerSet><ContactGeometrySet><objects><ContactSphere name=\"s\"/></objects></ContactGeometrySet><FourceSet/>"));
    assert_int_equal(o->nforce, 1);
    assert_true(noted(o, "<Device name=\"d\"> is not used") && noted(o, "<ToyReflexController name=\"t\"> is not used") && noted(o, "<JointInternalPowerProbe name=\"p\"> is not used"));
    assert_true(noted(o, "<PrescribedController name=\"c\"> is not used") && noted(o, "contact is not used: the 1 surface of") && noted(o, "<FourceSet> is no element of a model"));
    il_osim_free(o);
    refused("<Model name=\"m\"><DynamicsEngine/></Model>", "OpenSim 0");
}

// ---- frames --------------------------------------------------------------------------------------------------------------------

static void place_of(const char *text, const char *marker, const double want[3]) {
    il_osim *o = parse(text);
    il_data *d = posed(o, 0.0);
    int      i = il_marker_find(o->model, marker);
    assert_true(i >= 0);
    il_marker(o->model, o->model->nominal, d);
    for (int k = 0; k < 3; k++) near(d->marker_world[3*i + k].lane[0], want[k], 1e-15);
    il_data_free(d), il_osim_free(o);
}

// a joint at either end of a bone has a frame of the bone's name: the path tells which
static void frames_of_one_name(void **state) {
    (void)state;
#define TWO "<BodySet><objects>" BODY("a", "<components>" OFFSET("o", "..", "0 0 5", "0 0 0") "</components>") BODY("b", "<components>" OFFSET("o", "..", "0 0 7", "0 0 0") "</components>") "</objects></BodySet><JointSet><objects>" \
            PIN("j", "/ground", "a_offset", "q", "<frames>" OFFSET("a_offset", "/bodyset/a", "0 1 0", "0 0 0") "</frames>") \
            PIN("k", "a_offset", "b", "u", "<frames>" OFFSET("a_offset", "/bodyset/a", "0 -3 0", "0 0 0") "</frames>") "</objects></JointSet>"
#define AT(frame) DOCUMENT("40000", TWO "<MarkerSet><objects><Marker name=\"x\"><socket_parent_frame>" frame "</socket_parent_frame><location>0.5 0 0</location></Marker></objects></MarkerSet>")
    place_of(AT("/jointset/j/a_offset"), "x", (const double[]){0.5, 0, 0});
    place_of(AT("/jointset/k/a_offset"), "x", (const double[]){0.5, -4, 0});
    place_of(AT("../../jointset/k/a_offset"), "x", (const double[]){0.5, -4, 0});
    place_of(AT("/bodyset/a/o"), "x", (const double[]){0.5, -1, 5});
    place_of(AT("/bodyset/b/o"), "x", (const double[]){0.5, -4, 7});
    place_of(AT("/bodyset/b"), "x", (const double[]){0.5, -4, 0});
}

#define STATION(name, body, at) "<Station name=\"" name "\"><socket_parent_frame>" body "</socket_parent_frame><location>" at "</location></Station>"
#define STATIONS STATION("a", "/bodyset/a", "1 2 3") STATION("b", "/bodyset/a", "1 2 7") STATION("c", "/bodyset/a", "3 5 4") STATION("o", "turned", "1 0 0") STATION("e", "/bodyset/b", "1 2 7") OFFSET("turned", "/bodyset/a", "0 0 1", "0 0 1.5707963267948966")
#define BY(a, b, c, o, axes) "<StationDefinedFrame name=\"f\"><socket_point_a>/" a "</socket_point_a><socket_point_b>/" b "</socket_point_b><socket_point_c>/" c "</socket_point_c><socket_origin_point>/" o "</socket_origin_point>" axes "</StationDefinedFrame>"
#define STATIONED(frame) DOCUMENT("40500", "<components>" STATIONS frame "</components>" TWO "<MarkerSet><objects><Marker name=\"x\"><socket_parent_frame>/f</socket_parent_frame><location>0.1 0.2 0.3</location></Marker></objects></MarkerSet>")

// a -> b is z of the body; z x (2 3 1) = (-3 2 0); the origin is at (0 1 1); body a lies 1 lower
static void frames_by_stations(void **state) {
    (void)state;
    const double s = 1.0/sqrt(13.0);
    // x = body z, y = (-3 2 0) s, z = x x y = (-2 -3 0) s
    place_of(STATIONED(BY("a", "b", "c", "o", "")), "x", (const double[]){-0.2*3*s - 0.3*2*s, 1 + 0.2*2*s - 0.3*3*s - 1, 1 + 0.1});
    // z = -body z, x = (-3 2 0) s, y = z x x = (2 3 0) s
    place_of(STATIONED(BY("a", "b", "c", "o", "<ab_axis>-z</ab_axis><ab_x_ac_axis>+x</ab_x_ac_axis>")), "x", (const double[]){-0.1*3*s + 0.2*2*s, 1 + 0.1*2*s + 0.2*3*s - 1, 1 - 0.3});
    place_of(STATIONED(BY("a", "b", "c", "o", "<ab_axis>-Z</ab_axis><ab_x_ac_axis>X</ab_x_ac_axis>")), "x", (const double[]){-0.1*3*s + 0.2*2*s, 1 + 0.1*2*s + 0.2*3*s - 1, 1 - 0.3});
    refused(STATIONED(BY("a", "b", "c", "o", "<ab_axis>+w</ab_axis>")), "two of x, y and z"), refused(STATIONED(BY("a", "b", "c", "o", "<ab_axis>+xy</ab_axis>")), "two of x, y and z");
    refused(STATIONED(BY("a", "b", "b", "o", "")), "lie on one line");
    refused(STATIONED(BY("a", "b", "e", "o", "")), "more than one body");
    refused(STATIONED(BY("a", "b", "z", "o", "")), "'/z', which is not there");
    refused(STATIONED(BY("a", "b", "c", "o", "<ab_axis>+x</ab_axis><ab_x_ac_axis>-x</ab_x_ac_axis>")), "two of x, y and z");
}

// frames within frames, of the same names on both bodies; relative parents; a body and a joint of one name
static void frames_by_their_paths(void **state) {
    (void)state;
#define NESTED(z) "<components><PhysicalOffsetFrame name=\"o\"><socket_parent>..</socket_parent><translation>0 0 " z "</translation><components>" OFFSET("inner", "..", "0 0 0.5", "0 0 0") \
        OFFSET("outer", "../..", "0 0.25 0", "0 0 0") "</components></PhysicalOffsetFrame></components>"
#define TREE(marker) DOCUMENT("40000", "<BodySet><objects>" BODY("a", NESTED("5")) BODY("b", NESTED("7")) "</objects></BodySet><JointSet><objects>" \
        PIN("j", "/ground", "a_offset", "q", "<frames>" OFFSET("a_offset", "/bodyset/a", "0 1 0", "0 0 0") "</frames>") \
        PIN("b", "../../bodyset/a", "/bodyset/b", "u", "<frames>" OFFSET("a_offset", "/bodyset/a", "0 -3 0", "0 0 0") OFFSET("o", "../a_offset", "0 0.125 0", "0 0 0") "</frames>") \
        "</objects></JointSet><MarkerSet><objects><Marker name=\"x\"><socket_parent_frame>" marker "</socket_parent_frame></Marker></objects></MarkerSet>")
    place_of(TREE("/bodyset/a/o/inner"), "x", (const double[]){0, -1, 5.5});
    place_of(TREE("/bodyset/b/o/inner"), "x", (const double[]){0, -1, 7.5});
    place_of(TREE("/bodyset/b/o/outer"), "x", (const double[]){0, -0.75, 0});
    place_of(TREE("/bodyset/b/o"), "x", (const double[]){0, -1, 7});
    place_of(TREE("/jointset/b/o"), "x", (const double[]){0, -3.875, 0}); // its parent is this joint's a_offset
    place_of(TREE("../../bodyset/./b"), "x", (const double[]){0, -1, 0});
    place_of(TREE("b"), "x", (const double[]){0, -1, 0}); // a name alone: a body before frames
    refused(TREE("/jointset/bb/a_offset"), "'/jointset/bb/a_offset'; did you mean \"/jointset/b/a_offset\"");
    refused(TREE("/bodyset/bb"), "did you mean \"/bodyset/b\"");
    refused(TREE("/bodyset/a/a_offset"), "no body and no frame"), refused(TREE("../b"), "no body and no frame"), refused(TREE("../../../ground"), "no body and no frame");
    refused(TREE("/jointset/b"), "is a <PinJoint>, which is no body and no frame");
    refused(TREE("inner"), "and more than one has that name"), refused(TREE("innner"), "did you mean \"inner\"");
}

// what was moved out of its owner still stands there for its paths
static void paths_of_components(void **state) {
    (void)state;
#define WITHIN(inside) DOCUMENT("40000", "<BodySet><objects>" BODY("a", "") BODY("b", "<components>" inside "</components>") "</objects></BodySet><JointSet><objects>" \
                                PIN("j", "/ground", "/bodyset/a", "q", "") PIN("k", "/bodyset/a", "/bodyset/b", "u", "") "</objects></JointSet>")
    place_of(WITHIN("<Marker name=\"x\"><socket_parent_frame>..</socket_parent_frame><location>0 0 1</location></Marker>"), "x", (const double[]){0, 0, 1});
    // a station may be a marker
#define STAND(name, at) "<Marker name=\"" name "\"><socket_parent_frame>..</socket_parent_frame><location>" at "</location></Marker>"
    place_of(WITHIN(STAND("o", "0 0 4") STAND("e", "1 0 4") STAND("n", "0 1 4") "<StationDefinedFrame name=\"f\"><socket_point_a>../o</socket_point_a><socket_point_b>../e</socket_point_b><socket_point_c>/bodyset/b/n</socket_point_c>"
                    "<socket_origin_point>../n</socket_origin_point><components>" STAND("x", "1 0 0") "</components></StationDefinedFrame>"), "x", (const double[]){1, 1, 4});
    il_osim *o = parse(WITHIN("<WeldConstraint name=\"c\"><socket_frame1>..</socket_frame1><socket_frame2>/bodyset/a</socket_frame2></WeldConstraint>"));
    assert_int_equal(o->nconstraint, 1);
    il_osim_free(o);
}

// a chain of frames by stations, each on the next: every frame is found once, and one that stands on itself is told
static char *chain(int n, const char *last) {
    char  *text = NULL;
    size_t size = 0;
    FILE  *f = open_memstream(&text, &size);
    fputs("<OpenSimDocument Version=\"40500\"><Model name=\"m\">" BODIES "<JointSet><objects>" PIN("j", "/ground", "/bodyset/a", "q", "") PIN("k", "/bodyset/a", "/bodyset/b", "u", "") "</objects></JointSet><components>", f);
    for (int i = 1; i <= n; i++) {
        char parent[40];
        if (i < n) snprintf(parent, sizeof parent, "/f%d", i + 1);
        else snprintf(parent, sizeof parent, "%s", last);
        for (int k = 0; k < 3; k++) fprintf(f, "<Station name=\"%c%d\"><socket_parent_frame>%s</socket_parent_frame><location>%d %d 0</location></Station>", 'a' + k, i, parent, k == 1, k == 2);
        fprintf(f, "<StationDefinedFrame name=\"f%d\"><socket_point_a>/a%d</socket_point_a><socket_point_b>/b%d</socket_point_b><socket_point_c>/c%d</socket_point_c>"
                   "<socket_origin_point>/b%d</socket_origin_point></StationDefinedFrame>", i, i, i, i, i);
    }
    fputs("</components><MarkerSet><objects><Marker name=\"x\"><socket_parent_frame>/f1</socket_parent_frame></Marker></objects></MarkerSet></Model></OpenSimDocument>", f), fclose(f);
    return text;
}

static void chains_of_frames(void **state) {
    (void)state;
    static const struct { int n; const char *last, *word; } bad[] = {{3, "/f2", "stands on itself"}, {1, "/f1", "stands on itself"}, {40, "/f1", "stands on itself"}, {1000, "/bodyset/a", "more than 256"}};
    char *text = chain(200, "/bodyset/a");
    place_of(text, "x", (const double[]){200, 0, 0});
    free(text);
    for (size_t i = 0; i < sizeof bad/sizeof *bad; i++) {
        text = chain(bad[i].n, bad[i].last);
        refused(text, bad[i].word);
        free(text);
    }
}

// ---- bodies without joints -------------------------------------------------------------------------------------------------------

static void free_bodies(void **state) {
    (void)state;
    il_osim *o = parse(DOCUMENT("40000", BODIES "<JointSet><objects>" PIN("k", "/bodyset/b", "/bodyset/a", "u", "") "</objects></JointSet>"));
    assert_int_equal(o->ncoordinate, 7);
    assert_string_equal(o->coordinate[6].name, "free_b_coord_5"); // of the two the one that nothing carries
    assert_int_equal(o->coordinate[1].motion, IL_OSIM_ANGLE), assert_int_equal(o->coordinate[6].motion, IL_OSIM_LENGTH);
    assert_true(noted(o, "a FreeJoint 'free_b' does"));
    il_osim_free(o);
    refused(DOCUMENT("40000", BODIES "<JointSet><objects>" PIN("k", "/bodyset/b", "/bodyset/a", "u", "") PIN("l", "/bodyset/b", "/bodyset/a", "v", "") "</objects></JointSet>"), "both carry body 'a'");
}

// a path that is a function of one coordinate may be of negative length, which no tendon of MuJoCo's between points is
static void no_tendon(void **state) {
    (void)state;
    il_osim *o = parse(DOCUMENT("40500", BODIES "<JointSet><objects>" PIN("j", "/ground", "a", "q", "") PIN("k", "a", "b", "u", "") "</objects></JointSet><ForceSet><objects><PathSpring name=\"s\"><resting_length>0.1</resting_length>"
                                "<stiffness>5</stiffness><FunctionBasedPath name=\"path\"><coordinate_paths>/jointset/j/q</coordinate_paths><length_function><LinearFunction><coefficients>1 -0.2</coefficients></LinearFunction></length_function>"
                                "</FunctionBasedPath></PathSpring></objects></ForceSet>"));
    char    *text = NULL;
    size_t   size = 0;
    il_error err = {0};
    il_data *d = posed(o, 0.1);
    near(d->path_length[0].lane[0], -0.1, 1e-15);
    assert_int_equal(il_mjcf_write(o->model, o->model->nominal, "m", "here", &text, &size, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "paths that are functions"));
    il_data_free(d), il_osim_free(o);
}

// ---- text ----------------------------------------------------------------------------------------------------------------------

static void texts(void **state) {
    (void)state;
#define ONE "<BodySet><objects>" BODY("a", "") "</objects></BodySet><JointSet><objects>" PIN("j", "/ground", "a", "r\xf6hre", "") "</objects></JointSet>"
    il_osim *o = parse("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" DOCUMENT("40000", "<!-- caf\xe9 --><credits>Delp & Loan <![CDATA[ \xe9 ]]></credits>" ONE));
    assert_string_equal(o->coordinate[0].name, "r\xc3\xb6hre");
    il_osim_free(o);
    o = parse(DOCUMENT("20303", "<BodySet><objects><Body name=\"ground\"/>" BODY("a", "<Joint><PinJoint name=\"j\"><parent_body>ground</parent_body><CoordinateSet><objects><Coordinate name=\"q\"><range>-1.#INF 1.#INF000</range></Coordinate></objects></CoordinateSet></PinJoint></Joint>") "</objects></BodySet>"));
    assert_true(isinf(o->coordinate[0].low) && isinf(o->coordinate[0].high) && o->coordinate[0].low < 0.0);
    il_osim_free(o);
    il_error err = {0};
    assert_int_equal(il_osim_parse("w", "<Model name=\"&a;\"/>", 19, NULL, &o, &err), IL_BAD_SYNTAX);
    assert_int_equal(il_osim_parse("w", "<Model name=\"\xff\"/>\0", 18, NULL, &o, &err), IL_BAD_SYNTAX);
}

// ---- surfaces beside conditional points --------------------------------------------------------------------------------------------

#define POINT(body, at) "<PathPoint name=\"p\"><socket_parent_frame>/bodyset/" body "</socket_parent_frame><location>" at "</location></PathPoint>"
#define WHEN(range, body, at) "<ConditionalPathPoint name=\"c\"><socket_parent_frame>/bodyset/" body "</socket_parent_frame><location>" at "</location><socket_coordinate>/jointset/k/u</socket_coordinate><range>" range "</range></ConditionalPathPoint>"
#define WRAP(name, range) "<PathWrap name=\"w\"><wrap_object>" name "</wrap_object><method>hybrid</method><range>" range "</range></PathWrap>"
#define MUSCLE(name, points, wraps) "<Thelen2003Muscle name=\"" name "\"><GeometryPath><PathPointSet><objects>" points "</objects></PathPointSet><PathWrapSet><objects>" wraps "</objects></PathWrapSet></GeometryPath></Thelen2003Muscle>"
#define SURFACES "<WrapObjectSet><objects><WrapCylinder name=\"knee\"><quadrant>+x</quadrant><radius>0.04</radius><length>0.3</length><translation>0 -0.4 0</translation></WrapCylinder>" \
                 "<WrapEllipsoid name=\"egg\"><dimensions>0.03 0.06 0.05</dimensions><translation>0.01 -0.15 0</translation></WrapEllipsoid></objects></WrapObjectSet>"
#define LEG "<BodySet><objects>" BODY("pelvis", "") BODY("thigh", SURFACES) BODY("shank", "") "</objects></BodySet><JointSet><objects>" PIN("i", "/ground", "/bodyset/pelvis", "t", "") \
        PIN("j", "/bodyset/pelvis", "/bodyset/thigh", "q", "") PIN("k", "o", "/bodyset/shank", "u", "<frames>" OFFSET("o", "/bodyset/thigh", "0 -0.4 0", "0 0 0") "</frames>") "</objects></JointSet>"
#define FIRST POINT("pelvis", "0.02 0.1 0.002")
#define LAST POINT("shank", "0.03 -0.08 0.01")
#define HIGH "0.04 -0.05 0.004"
#define LOW "0.05 -0.30 0.01"
// the moving point has the same place by functions
#define SLIDES "<MovingPathPoint name=\"m\"><socket_parent_frame>/bodyset/thigh</socket_parent_frame><socket_x_coordinate>/jointset/j/q</socket_x_coordinate><socket_y_coordinate>/jointset/j/q</socket_y_coordinate>" \
               "<socket_z_coordinate>/jointset/j/q</socket_z_coordinate><x_location><LinearFunction><coefficients>0.02 0.045</coefficients></LinearFunction></x_location>" \
               "<y_location><LinearFunction><coefficients>-0.01 -0.05</coefficients></LinearFunction></y_location><z_location><Constant><value>0.004</value></Constant></z_location></MovingPathPoint>"

/// A muscle with points that come and go, and the four that hold each set of them always: without, only the first, only the second, both.
static const struct { const char *before, *wrap, *what; } beside[] = {
    {"", WRAP("knee", "-1 -1"), "a cylinder"}, {"", WRAP("egg", "-1 -1"), "an ellipsoid"}, {"", WRAP("knee", "-1 -1") WRAP("egg", "-1 -1"), "both"}, {SLIDES, WRAP("knee", "2 -1"), "behind a moving point"}};
static const char *const sets[] = {WHEN("-0.5 0.3", "thigh", HIGH) WHEN("0.1 1", "thigh", LOW), "", POINT("thigh", HIGH), POINT("thigh", LOW), POINT("thigh", HIGH) POINT("thigh", LOW)};

static il_osim *leg(const char *const *set, int n, const char *before, const char *wrap) {
    char  *text = NULL;
    size_t size = 0;
    FILE  *f = open_memstream(&text, &size);
    fputs("<OpenSimDocument Version=\"40000\"><Model name=\"m\">", f), fputs(LEG, f), fputs("<ForceSet><objects>", f);
    for (int i = 0; i < n; i++) fprintf(f, MUSCLE("m%d", "%s%s%s%s", "%s"), i, FIRST, before, set[i], LAST, wrap);
    fputs("</objects></ForceSet></Model></OpenSimDocument>", f), fclose(f);
    il_osim *o = parse_n(text, size);
    free(text);
    return o;
}

static void beside_conditional_points(void **state) {
    (void)state;
    for (size_t k = 0; k < sizeof beside/sizeof *beside; k++) {
        il_osim *o = leg(sets, 5, beside[k].before, beside[k].wrap);
        il_data *d = posed(o, 0.0);
        const il_model *m = o->model;
        int      u = il_coordinate_find(m, "u"), q = il_coordinate_find(m, "q"), touched = 0, used[4] = {0};
        double   worst = 0.0;
        for (int step = 0; step < 25; step++) {
            for (int lane = 0; lane < IL_LANES; lane++) // each lane has another set of points
                d->q[u].lane[lane] = -1.2 + 2.6*(lane*25 + step)/(25.0*IL_LANES), d->q[q].lane[lane] = 0.1*step - 1.2;
            il_position(m, m->nominal, d), il_path(m, m->nominal, d), il_arm(m, m->nominal, d);
            for (int lane = 0; lane < IL_LANES; lane++) {
                double at = d->q[u].lane[lane];
                int    high = at >= -0.5 - 1e-5 && at <= 0.3 + 1e-5, low = at >= 0.1 - 1e-5 && at <= 1.0 + 1e-5, alone = 1 + high + 2*low;
                used[alone - 1]++;
                for (int w = m->path_wrap_start[0]; w < m->path_wrap_start[1]; w++) touched += d->touch[w].lane[lane] > 0.5;
                worst = fmax(worst, fabs(d->path_length[0].lane[lane] - d->path_length[alone].lane[lane]));
                for (int a = m->path_arm_start[0], b = m->path_arm_start[alone]; a < m->path_arm_start[1]; a++, b++) {
                    assert_int_equal(m->arm_dof[a], m->arm_dof[b]);
                    worst = fmax(worst, fabs(d->arm[a].lane[lane] - d->arm[b].lane[lane]));
                }
            }
        }
        assert_true(used[0] && used[1] && used[2] && used[3] && touched > 20);
        if (!(worst < 3e-11)) fail_msg("%s: %.3g m off the path that holds the same points always", beside[k].what, worst); // an absent point's span is 1e-12 m long
        il_data_free(d), il_osim_free(o);
    }
    refused(DOCUMENT("40000", LEG "<ForceSet><objects>" MUSCLE("m", FIRST WHEN("-0.5 0.3", "thigh", HIGH) LAST, WRAP("knee", "2 3")) "</objects></ForceSet>"), "from a conditional point on");
}

// a range that ends at a point that comes and goes: without the point nothing of it is left beyond the one before
static void up_to_a_conditional_point(void **state) {
    (void)state;
    static const char *const muscle[][2] = {{WHEN("-0.5 0.3", "thigh", "0.02 -0.3 0.01"), WRAP("egg", "1 2")}, {POINT("thigh", "0.02 -0.3 0.01"), WRAP("egg", "1 2")}, {POINT("thigh", "0.02 -0.3 0.01"), ""}, {"", ""}, {"", WRAP("egg", "1 2")}};
    char  *text = NULL;
    size_t size = 0;
    FILE  *f = open_memstream(&text, &size);
    fputs("<OpenSimDocument Version=\"40000\"><Model name=\"m\">" LEG "<ForceSet><objects>", f);
    for (int i = 0; i < 5; i++) fprintf(f, MUSCLE("m%d", FIRST "%s" LAST, "%s"), i, muscle[i][0], muscle[i][1]);
    fputs("</objects></ForceSet></Model></OpenSimDocument>", f), fclose(f);
    il_osim *o = parse_n(text, size);
    free(text);
    il_data *d = posed(o, 0.0);
    double   wrapped = 0.0, beyond = 0.0;
    int      u = il_coordinate_find(o->model, "u"), q = il_coordinate_find(o->model, "q"), there = 0;
    for (int step = 0; step < 40; step++) {
        double at = -1.0 + 0.05*step;
        il_pack_set(&d->q[u], at), il_pack_set(&d->q[q], 0.02*step - 0.4);
        il_position(o->model, o->model->nominal, d), il_path(o->model, o->model->nominal, d);
        bool on = at >= -0.5 - 1e-5 && at <= 0.3 + 1e-5;
        near(d->path_length[0].lane[0], d->path_length[on ? 1 : 3].lane[0], 3e-11);
        there += on;
        if (on) wrapped = fmax(wrapped, d->path_length[1].lane[0] - d->path_length[2].lane[0]);
        else beyond = fmax(beyond, d->path_length[4].lane[0] - d->path_length[3].lane[0]);
    }
    assert_true(there > 5 && there < 35 && wrapped > 1e-3 && beyond > 1e-4); // the surface is in the way of both
    il_data_free(d), il_osim_free(o);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(sockets_of_the_versions_between), cmocka_unit_test(components), cmocka_unit_test(frames_of_one_name), cmocka_unit_test(frames_by_stations), cmocka_unit_test(frames_by_their_paths), cmocka_unit_test(paths_of_components), cmocka_unit_test(chains_of_frames),
                                       cmocka_unit_test(free_bodies), cmocka_unit_test(texts), cmocka_unit_test(no_tendon), cmocka_unit_test(beside_conditional_points), cmocka_unit_test(up_to_a_conditional_point)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

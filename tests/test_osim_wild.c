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
#include <time.h>

#include <cmocka.h>

#include "alloc_count.h"
#include "base/text.h"
#include "ilium/data.h"
#include "ilium/io_mjcf.h"
#include "ilium/io_osim.h"
#include "ilium/io_osim_scale.h"

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

static void all_near(const double *got, const double *want, int n) {
    for (int i = 0; i < n; i++)
        if (isfinite(want[i])) near(got[i], want[i], 1e-15);
        else assert_true(got[i] == want[i]);
}

static const char *on(const il_osim *o, int body) { return body == IL_GROUND ? "ground" : o->model->body_name[body]; }

// what a force acts on
static const char *of(const il_osim *o, const il_osim_force *f) {
    bool coordinate = f->kind == IL_OSIM_LIMIT || f->kind == IL_OSIM_SPRING || f->kind == IL_OSIM_STOP || f->kind == IL_OSIM_EXPONENTIAL;
    return coordinate ? o->coordinate[f->of].name : o->model->path_name[f->of];
}

static void same_force(const il_osim *a, const il_osim_force *f, const il_osim *b, const il_osim_force *g) {
    assert_int_equal(f->kind, g->kind), assert_string_equal(of(a, f), of(b, g));
    all_near(f->value, g->value, 6);
}

static void same_constraint(const il_osim *a, const il_constraint *c, const il_osim *b, const il_constraint *d) {
    assert_int_equal(c->kind, d->kind), near(c->distance, d->distance, 1e-15);
    for (int k = 0; k < 2; k++) {
        assert_string_equal(on(a, c->body[k]), on(b, d->body[k]));
        all_near(c->frame[k].pos, d->frame[k].pos, 3), all_near(c->frame[k].rot, d->frame[k].rot, 9);
    }
}

// forces, constraints and markers by their names: of what kind, where and with which numbers
static void same_things(const il_osim *a, const il_osim *b) {
    assert_int_equal(a->nforce, b->nforce), assert_int_equal(a->nconstraint, b->nconstraint), assert_int_equal(a->model->nmarker, b->model->nmarker);
    for (int i = 0, found = 0; i < a->nforce; i++, assert_int_equal(found, i))
        for (int k = 0; k < b->nforce; k++)
            if (!strcmp(a->force[i].name, b->force[k].name)) same_force(a, &a->force[i], b, &b->force[k]), found++;
    for (int i = 0, found = 0; i < a->nconstraint; i++, assert_int_equal(found, i))
        for (int k = 0; k < b->nconstraint; k++)
            if (!strcmp(a->constraint[i].name, b->constraint[k].name)) same_constraint(a, &a->constraint[i], b, &b->constraint[k]), found++;
    for (int i = 0; i < a->model->nmarker; i++) {
        int k = il_marker_find(b->model, a->model->marker_name[i]);
        assert_true(k >= 0);
        assert_string_equal(on(a, a->model->marker_body[i]), on(b, b->model->marker_body[k]));
        all_near(a->model->nominal->marker_pos + 3*i, b->model->nominal->marker_pos + 3*k, 3);
    }
}

// both models have the same bodies and paths: are they in the same places, as long, and with the same things on them?
static void same(const char *a, const char *b) {
    il_osim *oa = parse(a), *ob = parse(b);
    il_data *da = posed(oa, 0.4), *db = posed(ob, 0.4);
    assert_int_equal(oa->model->nbody, ob->model->nbody), assert_int_equal(oa->model->npath, ob->model->npath);
    for (int i = 0; i < oa->model->nbody; i++) assert_string_equal(on(oa, i), on(ob, i));
    same_things(oa, ob);
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
}

#define ARM BODIES "<JointSet><objects>" PIN("j", "/ground", "a", "q", "") PIN("k", "a", "b", "u", "") "</objects></JointSet>"
#define EXO "<ExoSpring name=\"e\"><stiffness>1000</stiffness></ExoSpring>"

// what does not change how a model moves is listed; all else that is not understood is an error, and a note for who asks for that
static void left_out(void **state) {
    (void)state;
#define IDLE "<components><ToyReflexController name=\"t\"/><TableReporter name=\"w\"/></components><ProbeSet><objects><JointInternalPowerProbe name=\"p\"/></objects></ProbeSet>" \
             "<ControllerSet><objects><PrescribedController name=\"c\"/></objects></ControllerSet><ContactGeometrySet><objects><ContactSphere name=\"s\"/></objects></ContactGeometrySet>"
    il_osim *o = parse(DOCUMENT("40000", ARM IDLE));
    assert_true(noted(o, "<ToyReflexController name=\"t\"> is not used") && noted(o, "<TableReporter name=\"w\"> is not used") && noted(o, "<JointInternalPowerProbe name=\"p\"> is not used"));
    assert_true(noted(o, "<PrescribedController name=\"c\"> is not used") && noted(o, "contact is not used: the 1 surface of"));
    il_osim_free(o);
    refused(DOCUMENT("40000", ARM "<components>" EXO "</components>"), "<ExoSpring> is no component");
    refused(DOCUMENT("40000", ARM "<ForceSet><objects>" EXO "</objects></ForceSet>"), "<ExoSpring>");
    refused(DOCUMENT("40000", ARM "<ComponentSet><objects>" EXO "</objects></ComponentSet>"), "<ExoSpring> is no component");
    refused(DOCUMENT("40000", ARM "<ForecSet><objects>" LIMIT "</objects></ForecSet>"), "did you mean <ForceSet>?");
    refused(DOCUMENT("40000", ARM "<ContactGeometrySet><objects><ContactSpring/></objects></ContactGeometrySet>"), "<ContactSpring>");
    refused(DOCUMENT("40000", "<BodySet><objects>" BODY("a", "<components><Tilt/></components>") "</objects></BodySet>"), "<Tilt> is no component");
    refused(DOCUMENT("40000", BODIES "<JointSet><objects>" PIN("j", "/ground", "a", "q", "") "</objects></JointSet><components><PinJont name=\"k\"/></components>"), "<PinJont> is no component");
    // within each other
    const char *text = DOCUMENT("40000", ARM "<components><Device name=\"d\"><components>" LIMIT "</components></Device></components><ForecSet/>");
    refused(text, "<Device> is no component");
    il_error err = {0};
    assert_int_equal(il_osim_parse("wild.osim", text, strlen(text), &(const il_osim_options){.lenient = true}, &o, &err), IL_OK);
    assert_int_equal(o->nforce, 1);
    assert_true(noted(o, "<Device> is no component") && noted(o, "<ForecSet> is no element of a model"));
    il_osim_free(o);
}

// forces of the oldest files stand in an <ActuatorSet>: components go there too
static void actuator_sets(void **state) {
    (void)state;
#define OTHER "<CoordinateLimitForce name=\"o\"><coordinate>u</coordinate></CoordinateLimitForce>"
    same(DOCUMENT("20000", ARM "<ForceSet><objects>" OTHER LIMIT "</objects></ForceSet>"), DOCUMENT("20000", ARM "<ActuatorSet><objects>" OTHER "</objects></ActuatorSet><components>" LIMIT "</components>"));
    refused(DOCUMENT("20000", ARM "<ActuatorSet><objects>" OTHER "</objects></ActuatorSet><ForceSet><objects>" LIMIT "</objects></ForceSet>"), "beside a <ForceSet>");
}

// version 1.6 has its sets in an engine, which later versions of OpenSim take apart
static void engines(void **state) {
    (void)state;
#define OLD "<BodySet><objects><Body name=\"ground\"/>" BODY("a", "<Joint><PinJoint name=\"j\"><parent_body>ground</parent_body><location_in_parent>0 0.5 0</location_in_parent><CoordinateSet><objects><Coordinate name=\"q\"/></objects></CoordinateSet></PinJoint></Joint>") "</objects></BodySet>"
#define OLD_FORCES "<ActuatorSet><objects>" LIMIT "</objects></ActuatorSet>"
#define ENGINE "<DynamicsEngine><SimbodyEngine name=\"e\"><gravity>0 -9 0</gravity>" OLD "<CoordinateSet/></SimbodyEngine></DynamicsEngine>"
    const char *plain = DOCUMENT("20000", "<gravity>0 -9 0</gravity>" OLD OLD_FORCES), *engine = DOCUMENT("10600", ENGINE OLD_FORCES);
    same(plain, engine);
    il_osim *o = parse(engine);
    near(o->gravity[1], -9.0, 0.0);
    il_osim_free(o);
    char    *now;
    size_t   length;
    il_error err = {0};
    assert_int_equal(il_osim_update("wild.osim", engine, strlen(engine), &now, &length, &err), IL_OK);
    same(plain, now);
    assert_null(strstr(now, "Engine"));
    free(now);
    refused(DOCUMENT("10500", ENGINE), "the version of this one is 10500");
    refused("<Model name=\"m\"><DynamicsEngine/></Model>", "the version of this one is not told");
}

// sockets of the versions between, written for version 4: what they name by their kind, with the whole path
static void written(const char *text, const char *want) {
    char    *now;
    size_t   length;
    il_error err = {0};
    assert_int_equal(il_osim_update("wild.osim", text, strlen(text), &now, &length, &err), IL_OK);
    if (!strstr(now, want)) fail_msg("no '%s' in:\n%s", want, now);
    same(text, now);
    free(now);
}

static void paths_of_sockets(void **state) {
    (void)state;
#define TWICE "<BodySet><objects>" BODY("a", "") BODY("u", "") "</objects></BodySet><JointSet><objects>" PIN("j", "ground", "a", "q", "") PIN("k", "a", "u", "u", "") "</objects></JointSet>"
    written(DOCUMENT("30512", TWICE "<ForceSet><objects><CoordinateLimitForce name=\"l\">" CONNECTEE("coordinate", "u") "</CoordinateLimitForce></objects></ForceSet>"), "<socket_coordinate>/jointset/k/u<");
    written(DOCUMENT("30512", "<BodySet><objects>" BODY("a", "") "</objects></BodySet><components>" BODY("b", "") "</components><JointSet><objects>" PIN("j", "ground", "a", "q", "") PIN("k", "a", "b", "u", "") "</objects></JointSet>"),
            "<socket_child_frame>/b<");
    written(DOCUMENT("30512", BODIES "<JointSet><objects>" PIN("j", "p", "a", "q", "<frames>" OFFSET("p", "ground", "0 1 0", "0 0 0") "</frames>") PIN("k", "p", "b", "u", "<frames>" OFFSET("p", "a", "0 3 0", "0 0 0") "</frames>") "</objects></JointSet>"),
            "<socket_parent_frame>/jointset/k/p<");
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

// many of something: how long it takes must not grow with its square
static char *many(const char *before, int n, const char *each, const char *rest, const char *after, size_t *size) {
    char *text = NULL;
    FILE *f = open_memstream(&text, size);
    fputs("<OpenSimDocument Version=\"40000\"><Model name=\"m\">", f), fputs(before, f);
    for (int i = 0; i < n; i++) fprintf(f, "%s%d%s", each, i, rest);
    fputs(after, f), fputs("</Model></OpenSimDocument>", f), fclose(f);
    return text;
}

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9*(double)t.tv_nsec;
}

static void many_of_them(void **state) {
    (void)state;
    size_t   size;
    il_osim *o = NULL;
    il_error err = {0};
    double   began = seconds();
    char    *text = many("<BodySet><objects>", 4000, "<Body name=\"b", "\"><mass>1</mass></Body>", "</objects></BodySet>", &size);
    assert_int_equal(il_osim_parse("many.osim", text, size, NULL, &o, &err), IL_LIMIT); // 22.9 s for 2,000 once
    assert_non_null(strstr(err.text, "more than 4096 coordinates"));
    free(text);
    text = many(ARM "<components>", 50000, "<WeldConstraint name=\"w", "\"><isDisabled>1</isDisabled></WeldConstraint>", "</components>", &size); // more than 60 s once
    o = parse_n(text, size);
    assert_int_equal(o->nconstraint, 0);
    il_osim_free(o), free(text);
    assert_true(seconds() - began < 8.0);
}

static void free_bodies(void **state) {
    (void)state;
    il_osim *o = parse(DOCUMENT("40000", BODIES "<JointSet><objects>" PIN("k", "/bodyset/b", "/bodyset/a", "u", "") "</objects></JointSet>"));
    assert_int_equal(o->ncoordinate, 7);
    assert_string_equal(o->coordinate[6].name, "free_b_coord_5"); // of the two the one that nothing carries
    assert_int_equal(o->coordinate[1].motion, IL_OSIM_ANGLE), assert_int_equal(o->coordinate[6].motion, IL_OSIM_LENGTH);
    assert_true(noted(o, "a FreeJoint 'free_b' does"));
    il_osim_free(o);
    // of p1 -> a, p2 -> a, p2 -> c Simbody hangs p2 on the ground, which carries more, and p1 on a
    o = parse(DOCUMENT("40000", "<BodySet><objects>" BODY("p1", "") BODY("p2", "") BODY("a", "") BODY("c", "") "</objects></BodySet><JointSet><objects>" PIN("j", "/bodyset/p1", "/bodyset/a", "q", "")
                                PIN("k", "/bodyset/p2", "/bodyset/a", "u", "") PIN("l", "/bodyset/p2", "/bodyset/c", "v", "") "</objects></JointSet>"));
    assert_int_equal(o->ncoordinate, 9);
    assert_string_equal(o->coordinate[3].name, "free_p2_coord_0");
    il_osim_free(o);
    // at a tie the first of the file
    o = parse(DOCUMENT("40000", "<BodySet><objects>" BODY("a", "") BODY("p1", "") BODY("p2", "") "</objects></BodySet><JointSet><objects>" PIN("k", "/bodyset/p2", "/bodyset/a", "u", "") PIN("j", "/bodyset/p1", "/bodyset/a", "q", "") "</objects></JointSet>"));
    assert_string_equal(o->coordinate[2].name, "free_p1_coord_0");
    il_osim_free(o);
}

// memory that runs out anywhere is told with a sentence
static void memory(void **state) {
    (void)state;
    static const char text[] = DOCUMENT("30505", BODIES "<components><CoordinateLimitForce name=\"l\"><coordinate>free_a_coord_0</coordinate></CoordinateLimitForce><Marker name=\"x\"><body>a</body></Marker></components>");
    bool failed = true;
    for (long n = 1; failed && n < 2000; n++) {
        il_osim *o = NULL;
        il_error err = {0};
        alloc_fail_at(n);
        il_status status = il_osim_parse("wild.osim", text, sizeof text - 1, NULL, &o, &err);
        failed = alloc_failed();
        alloc_fail_at(0);
        if (failed && (status != IL_NO_MEMORY || !err.text[0] || o)) fail_msg("allocation %ld: status %d, %s", n, (int)status, err.text);
        il_osim_free(o);
    }
    assert_false(failed);
}

// a path's surfaces beside points that come and go are all taken by OpenSim's rules, or none is
static void rules_of_both_kinds(void **state) {
    (void)state;
    for (int mixed = 0; mixed < 2; mixed++) {
        il_builder       *b = il_builder_create();
        il_coordinate_def q = il_default_coordinate_def();
        il_body_def       body = il_default_body_def();
        il_joint_def      joint = il_default_joint_def();
        il_wrap_def       wrap = il_default_wrap_def();
        il_model         *m = NULL;
        il_error          err = {0};
        q.name = "q", q.min = -1.0, q.max = 1.0;
        il_builder_coordinate(b, &q);
        body.name = "a", body.mass = 1.0, joint.parent = "ground", joint.nrow = 1;
        for (int i = 0; i < 3; i++) body.inertia[i] = 0.01;
        joint.row[0] = (il_row_def){.kind = IL_ROW_ROTATION, .axis = {0, 0, 1}, .coordinate = "q", .scale = 1.0, .function = IL_NONE};
        il_builder_body(b, &body, &joint);
        wrap.name = "w", wrap.body = "ground", wrap.kind = IL_WRAP_CYLINDER, wrap.size[0] = 0.02;
        il_builder_wrap(b, &wrap);
        il_point_def point[4];
        for (int i = 0; i < 4; i++) point[i] = (il_point_def){.body = i < 3 ? "ground" : "a", .pos = {0.1*i, 0.1, 0}, .function = {IL_NONE, IL_NONE, IL_NONE}};
        point[2].condition = "q", point[2].range[1] = 1.0;
        il_pathwrap_def on_path[2] = {{.wrap = "w", .segment = 0, .rule = mixed ? IL_WRAP_SHORTEST : IL_WRAP_OPENSIM}, {.wrap = "w", .segment = 2, .rule = IL_WRAP_OPENSIM}};
        il_path_def path = il_default_path_def();
        path.name = "p", path.npoint = 4, path.point = point, path.nwrap = 2, path.wrap = on_path;
        il_builder_path(b, &path);
        il_status status = il_builder_finish(b, &m, &err);
        if (mixed) assert_true(status == IL_BAD_VALUE && strstr(err.text, "rules of both kinds"));
        else if (status != IL_OK) fail_msg("%s", err.text);
        il_model_free(m), il_builder_free(b);
    }
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

// a model with `name` as its coordinate and `credits`, and a byte order mark or declaration before it
static char *text_of(const char *before, const char *name, const char *credits) {
    char  *text = NULL;
    size_t size = 0;
    FILE  *f = open_memstream(&text, &size);
    fprintf(f, "%s<OpenSimDocument Version=\"40000\">\n<Model name=\"m\">\n<credits>%s</credits>\n<BodySet><objects>" BODY("a", "") "</objects></BodySet><JointSet><objects>" PIN("j", "/ground", "a", "%s", "") "</objects></JointSet></Model></OpenSimDocument>", before, credits, name);
    fclose(f);
    return text;
}

#define DECLARED(encoding) "<?xml version=\"1.0\" encoding=\"" encoding "\"?>\n"
static void reads(const char *before, const char *name, const char *credits, const char *as, const char *note) {
    char    *text = text_of(before, name, credits);
    il_osim *o = parse(text);
    assert_string_equal(o->coordinate[0].name, as);
    if (note) assert_true(noted(o, note) && noted(o, "taken as Windows-1252") && il_osim_stray(text, strlen(text)) > 0);
    else assert_true(!noted(o, "Windows") && !il_osim_stray(text, strlen(text)));
    il_osim_free(o), free(text);
}

static void encodings(void **state) {
    (void)state;
    reads(DECLARED("UTF-8"), "r\xc3\xb6hre", "", "r\xc3\xb6hre", NULL);
    reads(DECLARED("utf-8"), "r\xc3\xb6hre", "caf\xe9 \x93x\x94", "r\xc3\xb6hre", "line 4: "); // a stray byte leaves the others what they are
    reads("", "r\xc3\xb6hre", "caf\xe9", "r\xc3\xb6hre", "line 3: ");
    reads("", "r\xf6hre", "\n\n", "r\xc3\xb6hre", "line 6: ");
    reads(DECLARED("iso-8859-1"), "r\xf6hre\x80", "caf\xe9", "r\xc3\xb6hre\xe2\x82\xac", NULL);
    reads("<?xml version='1.0' encoding = 'Windows-1252' ?>", "\x93r\xf6hre\x94", "", "\xe2\x80\x9cr\xc3\xb6hre\xe2\x80\x9d", NULL);
    reads(DECLARED("GB2312"), "q", "", "q", NULL);
    static const struct { const char *before, *credits, *words; int line; } bad[] = {{"\xef\xbb\xbf", "\n\xe9", "the byte 0xe9 is not UTF-8", 4}, {DECLARED("GB2312"), "\xc4\xe3", "an encoding that is not read", 4},
        {"", "\x81", "neither UTF-8 nor", 3}};
    for (size_t i = 0; i < sizeof bad/sizeof *bad; i++) {
        il_error err = {0};
        il_osim *o;
        char    *text = text_of(bad[i].before, "q", bad[i].credits);
        assert_int_equal(il_osim_parse("w", text, strlen(text), NULL, &o, &err), IL_BAD_SYNTAX);
        if (!strstr(err.text, bad[i].words) || err.line != bad[i].line) fail_msg("line %d: %s", err.line, err.text);
        free(text);
    }
}

// what is written of such a text is UTF-8 and says so
static void written_texts(void **state) {
    (void)state;
    static const char *const before[] = {DECLARED("ISO-8859-1"), DECLARED("UTF-8"), ""};
    for (int i = 0; i < 3; i++) {
        char          *text = text_of(before[i], "r\xf6hre", "caf\xe9 &amp; Delp & "), *now;
        il_osim_scaled made;
        size_t         length, at;
        il_error       err = {0};
        const il_osim_scale s = {.name = "M\xc3\xbcller", .model = "w.osim", .marker_set = "", .mass = 70.0, .scales = true, .markers = ""};
        assert_int_equal(il_osim_run_scale_of(&s, text, strlen(text), &made, &err), IL_OK);
        assert_int_equal(made.stray, i == 0 ? 0 : i == 1 ? 4 : 3);
        assert_int_equal(il_osim_update("w.osim", text, strlen(text), &now, &length, &err), IL_OK);
        assert_true(ili_utf8_valid(made.model, made.model_size, &at) && ili_utf8_valid(now, length, &at));
        assert_true(strstr(made.model, "caf\xc3\xa9") && strstr(made.model, "M\xc3\xbcller") && strstr(made.model, "name=\"r\xc3\xb6hre\"") && strstr(now, "name=\"r\xc3\xb6hre\""));
        assert_null(strstr(made.model, "8859"));
        il_osim_scaled_free(&made), free(now), free(text);
    }
}

static void texts(void **state) {
    (void)state;
#define ONE "<BodySet><objects>" BODY("a", "") "</objects></BodySet><JointSet><objects>" PIN("j", "/ground", "a", "r\xf6hre", "") "</objects></JointSet>"
    il_osim *o = parse("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" DOCUMENT("40000", "<!-- caf\xe9 --><credits>Delp & </credits><credits>Delp & Loan <![CDATA[ \xe9 ]]></credits>" ONE));
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
// `none`: the surfaces where neither point is there, when the range begins at the first of them and so holds no segment
static const struct { const char *before, *wrap, *none, *what; } beside[] = {
    {"", WRAP("knee", "-1 -1"), WRAP("knee", "-1 -1"), "a cylinder"}, {"", WRAP("egg", "-1 -1"), WRAP("egg", "-1 -1"), "an ellipsoid"},
    {"", WRAP("knee", "-1 -1") WRAP("egg", "-1 -1"), WRAP("knee", "-1 -1") WRAP("egg", "-1 -1"), "both"}, {SLIDES, WRAP("knee", "2 -1"), WRAP("knee", "2 -1"), "behind a moving point"},
    {"", WRAP("knee", "2 -1"), "", "from a point that comes and goes"}, {"", WRAP("egg", "2 -1"), "", "an ellipsoid from such a point"}, {"", WRAP("knee", "2 -1") WRAP("egg", "-1 -1"), WRAP("egg", "-1 -1"), "one from such a point"}};
static const char *const sets[] = {WHEN("-0.5 0.3", "thigh", HIGH) WHEN("0.1 1", "thigh", LOW), "", POINT("thigh", HIGH), POINT("thigh", LOW), POINT("thigh", HIGH) POINT("thigh", LOW)};

static il_osim *leg(const char *const *set, int n, const char *before, const char *wrap, const char *none) {
    char  *text = NULL;
    size_t size = 0;
    FILE  *f = open_memstream(&text, &size);
    fputs("<OpenSimDocument Version=\"40000\"><Model name=\"m\">", f), fputs(LEG, f), fputs("<ForceSet><objects>", f);
    for (int i = 0; i < n; i++) fprintf(f, MUSCLE("m%d", "%s%s%s%s", "%s"), i, FIRST, before, set[i], LAST, i == 1 ? none : wrap);
    fputs("</objects></ForceSet></Model></OpenSimDocument>", f), fclose(f);
    il_osim *o = parse_n(text, size);
    free(text);
    return o;
}

static void beside_conditional_points(void **state) {
    (void)state;
    for (size_t k = 0; k < sizeof beside/sizeof *beside; k++) {
        il_osim *o = leg(sets, 5, beside[k].before, beside[k].wrap, beside[k].none);
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

#define MARK(name, body) "<Marker name=\"" name "\"><socket_parent_frame>" body "</socket_parent_frame></Marker>"
#define PUSH(body) "<ForceSet><objects>\n<PointActuator name=\"push\"><body>" body "</body></PointActuator></objects></ForceSet>"
#define CHAIN "<JointSet><objects>" PIN("k", "/ground", "/bodyset/a", "u", "") PIN("l", "/bodyset/a", "/bodyset/b", "v", "") "</objects></JointSet>"

// names that stand twice, and names that lead nowhere
static void names(void **state) {
    (void)state;
    il_osim *o = parse(DOCUMENT("40000", BODIES CHAIN "<MarkerSet><objects>" MARK("x", "/bodyset/a") MARK("x", "/bodyset/b") MARK("x_0", "/ground") MARK("x", "/ground") "</objects></MarkerSet>"
                                "<components>" MARK("y", "/bodyset/b") "</components>"));
    static const char *const want[] = {"x", "x_1", "x_0", "x_2", "y"};
    static const char *const bodies[] = {"a", "b", "ground", "ground", "b"};
    assert_int_equal(o->model->nmarker, 5);
    for (int i = 0; i < 5; i++) {
        int k = il_marker_find(o->model, want[i]);
        assert_true(k >= 0);
        assert_string_equal(on(o, o->model->marker_body[k]), bodies[i]);
    }
    assert_true(noted(o, "a second marker is called 'x': it is 'x_1' here"));
    il_osim_free(o);
    // markers of one name in two owners
    o = parse(DOCUMENT("40000", "<BodySet><objects>" BODY("a", "<components>" MARK("x", "/bodyset/a") "</components>") BODY("b", "<components>" MARK("x", "/bodyset/b") "</components>") "</objects></BodySet>" CHAIN));
    assert_int_equal(o->model->nmarker, 2);
    assert_string_equal(on(o, o->model->marker_body[il_marker_find(o->model, "x_0")]), "b");
    il_osim_free(o);
    refused(DOCUMENT("40000", LEG "<ForceSet><objects>" MUSCLE("m", FIRST LAST, "") MUSCLE("m", FIRST LAST, "") "</objects></ForceSet>"), "two forces are called 'm'");
    refused(DOCUMENT("40000", LEG "<ForceSet><objects>" MUSCLE("m", FIRST LAST, WRAP("kene", "-1 -1")) "</objects></ForceSet>"), "did you mean \"knee\"?");
    refused(DOCUMENT("40000", BODIES CHAIN PUSH("/bodyset/nowhere/a")), "there is no body '/bodyset/nowhere/a' for <PointActuator>; did you mean");
    o = parse(DOCUMENT("40000", BODIES CHAIN PUSH("/bodyset/b")));
    assert_string_equal(on(o, o->actuator[0].body), "b");
    il_osim_free(o);
    refused(DOCUMENT("40000", BODIES "<JointSet><objects><PinJiont name=\"k\"><socket_parent_frame>/ground</socket_parent_frame><socket_child_frame>/bodyset/a</socket_child_frame></PinJiont>" PIN("l", "/bodyset/a", "/bodyset/b", "v", "") "</objects></JointSet>"),
            "did you mean \"PinJoint\"?");
    refused(DOCUMENT("40000", BODIES CHAIN "<ConstraintSet><objects><PiontConstraint name=\"c\"/></objects></ConstraintSet>"), "did you mean \"PointConstraint\"?");
    refused(DOCUMENT("40000", BODIES CHAIN "<ForceSet><objects><CoordinateLimitForce name=\"l\"><coordinate>knee</coordinate></CoordinateLimitForce></objects></ForceSet>"), "there is no coordinate 'knee' for <CoordinateLimitForce>; did you mean one of u, v?");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(sockets_of_the_versions_between), cmocka_unit_test(components), cmocka_unit_test(left_out), cmocka_unit_test(actuator_sets), cmocka_unit_test(engines), cmocka_unit_test(paths_of_sockets), cmocka_unit_test(many_of_them), cmocka_unit_test(encodings), cmocka_unit_test(written_texts), cmocka_unit_test(frames_of_one_name), cmocka_unit_test(frames_by_stations),
                                       cmocka_unit_test(frames_by_their_paths), cmocka_unit_test(paths_of_components), cmocka_unit_test(chains_of_frames), cmocka_unit_test(up_to_a_conditional_point),
                                       cmocka_unit_test(free_bodies), cmocka_unit_test(memory), cmocka_unit_test(rules_of_both_kinds), cmocka_unit_test(no_tendon), cmocka_unit_test(texts), cmocka_unit_test(beside_conditional_points), cmocka_unit_test(names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

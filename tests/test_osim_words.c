// test_osim_words.c - what is written for OpenSim holds only words that OpenSim 4 has, each in its class, and every socket leads to something.
// The words are facts of the file format: properties of OpenSim 4's classes as its own files and its published headers name them.
#include "body_fixture.h"

#include <stdbool.h>

#include "file/xml.h"
#include "ilium/file.h"
#include "ilium/io_osim.h"

// a class or property, and what it may hold
static const char *const words[][2] = {
    {"OpenSimDocument", "Model"}, {"Model", "Ground gravity credits publications length_units force_units BodySet JointSet ConstraintSet ForceSet MarkerSet"}, {"Ground", "WrapObjectSet"},
    {"Body", "components WrapObjectSet mass mass_center inertia"}, {"components", "PhysicalOffsetFrame"}, {"PhysicalOffsetFrame", "socket_parent translation orientation"},
    {"WrapCylinder", "active xyz_body_rotation translation quadrant radius length"}, {"WrapSphere", "active xyz_body_rotation translation quadrant radius"},
    {"CustomJoint", "socket_parent_frame socket_child_frame coordinates frames SpatialTransform"}, {"WeldJoint", "socket_parent_frame socket_child_frame coordinates frames"},
    {"coordinates", "Coordinate"}, {"frames", "PhysicalOffsetFrame"}, {"Coordinate", "default_value default_speed_value range clamped locked prescribed_function prescribed"},
    {"SpatialTransform", "TransformAxis"}, {"TransformAxis", "coordinates axis LinearFunction Constant SimmSpline"}, {"LinearFunction", "coefficients"}, {"Constant", "value"}, {"SimmSpline", "x y"},
    {"CoordinateCouplerConstraint", "isEnforced coupled_coordinates_function independent_coordinate_names dependent_coordinate_name scale_factor"},
    {"coupled_coordinates_function", "LinearFunction SimmSpline"},
    {"Millard2012EquilibriumMuscle", "appliesForce min_control max_control GeometryPath max_isometric_force optimal_fiber_length tendon_slack_length pennation_angle_at_optimal max_contraction_velocity "
                                     "ignore_tendon_compliance ignore_activation_dynamics fiber_damping default_activation minimum_activation ActiveForceLengthCurve FiberForceLengthCurve"},
    {"GeometryPath", "PathPointSet PathWrapSet"}, {"PathPoint", "socket_parent_frame location"}, {"PathWrap", "wrap_object method range"},
    {"ActiveForceLengthCurve", "min_norm_active_fiber_length transition_norm_fiber_length max_norm_active_fiber_length shallow_ascending_slope minimum_value"},
    {"FiberForceLengthCurve", "strain_at_zero_force strain_at_one_norm_force stiffness_at_low_force stiffness_at_one_norm_force curviness"},
    {"Ligament", "appliesForce GeometryPath resting_length pcsa_force force_length_curve"}, {"force_length_curve", "SimmSpline"},
    {"ExpressionBasedBushingForce", "appliesForce socket_frame1 socket_frame2 frames Mx_expression My_expression Mz_expression Fx_expression Fy_expression Fz_expression rotational_damping translational_damping"},
    {"ExpressionBasedCoordinateForce", "appliesForce coordinate expression"}, {"Marker", "socket_parent_frame location fixed"}};

// sets hold objects and groups; which objects
static const char *const sets[][2] = {{"BodySet", "Body"}, {"JointSet", "CustomJoint WeldJoint"}, {"ConstraintSet", "CoordinateCouplerConstraint"}, {"MarkerSet", "Marker"},
    {"ForceSet", "Millard2012EquilibriumMuscle Ligament ExpressionBasedBushingForce ExpressionBasedCoordinateForce"}, {"WrapObjectSet", "WrapCylinder WrapSphere"}, {"PathPointSet", "PathPoint"},
    {"PathWrapSet", "PathWrap"}};

static bool among(const char *list, const char *word, size_t n) {
    for (const char *at = list; *at; at += strcspn(at, " "), at += *at == ' ')
        if (strcspn(at, " ") == n && !strncmp(at, word, n)) return true;
    return false;
}

static const char *children_of(const ili_element *e) {
    for (size_t i = 0; i < sizeof sets/sizeof *sets; i++) {
        if (!strcmp(e->tag, sets[i][0])) return "objects groups";
        if (!strcmp(e->tag, "objects") && e->parent && !strcmp(e->parent->tag, sets[i][0])) return sets[i][1];
    }
    for (size_t i = 0; i < sizeof words/sizeof *words; i++)
        if (!strcmp(e->tag, words[i][0])) return words[i][1];
    return "";
}

// @return how many elements; the first that OpenSim 4 would not know into *odd
static int known(const ili_element *e, const ili_element **odd) {
    int n = 1;
    for (const ili_element *c = e->first; c; c = c->next) {
        if (!*odd && !among(children_of(e), c->tag, strlen(c->tag))) *odd = c;
        n += known(c, odd);
    }
    return n;
}

static const ili_element *of_name(const ili_element *list, const char *name, size_t n) {
    for (const ili_element *c = list ? list->first : NULL; c; c = c->next) {
        const char *own = ili_attribute_get(c, "name");
        if (own && strlen(own) == n && !memcmp(own, name, n)) return c;
    }
    return NULL;
}

// "/ground", "/bodyset/B", "/bodyset/B/F", "/jointset/J/C", "/COMPONENT"; without a slash a frame of the element's own
static bool leads(const ili_element *model, const ili_element *socket) {
    const char        *at = socket->text;
    const ili_element *own = socket->parent, *e;
    if (!strcmp(at, "..")) return own->parent && own->parent->parent && ili_attribute_get(own->parent->parent, "name"); // who owns the component
    if (*at != '/') return of_name(ili_child(own, "frames"), at, strlen(at)) || (own->parent && of_name(own->parent, at, strlen(at)));
    if (!strcmp(at, "/ground")) return true;
    if (of_name(ili_child(model, "components"), at + 1, strlen(at + 1))) return true;
    bool body = !strncmp(at, "/bodyset/", 9);
    if (!body && strncmp(at, "/jointset/", 10)) return false;
    at += body ? 9 : 10;
    e = of_name(ili_child(ili_child(model, body ? "BodySet" : "JointSet"), "objects"), at, strcspn(at, "/"));
    at += strcspn(at, "/");
    if (!e || !*at) return e != NULL;
    return of_name(ili_child(e, body ? "components" : "coordinates"), at + 1, strlen(at + 1)) || of_name(ili_child(e, "frames"), at + 1, strlen(at + 1));
}

static int sockets(const ili_element *model, const ili_element *e) {
    int n = 0;
    for (const ili_element *c = e->first; c; c = c->next) {
        if (!strncmp(c->tag, "socket_", 7) && *c->text) {
            n++;
            if (!leads(model, c)) fail_msg("line %d: <%s>%s leads to nothing", c->line, c->tag, c->text);
        }
        n += sockets(model, c);
    }
    return n;
}

static void own_body(void **state) {
    (void)state;
    fixture            f = body_open();
    char              *text;
    size_t             size;
    il_error           err = {0};
    ili_document       doc;
    const ili_element *odd = NULL;
    assert_int_equal(il_osim_write(f.m, f.m->nominal, &(const il_osim_about){.name = "body", .origin = "test"}, &text, &size, &err), IL_OK);
    assert_int_equal(ili_xml_parse("body.osim", text, size, &doc, &err), IL_OK);
    assert_string_equal(ili_attribute_get(doc.root, "Version"), "40000");
    int n = known(doc.root, &odd);
    if (odd) fail_msg("line %d: <%s> is no word of <%s>", odd->line, odd->tag, odd->parent->tag);
    assert_true(n > 10000 && sockets(ili_child(doc.root, "Model"), doc.root) > 1000);
    ili_xml_free(&doc), il_file_free(text), body_close(&f);
}

// an older file as one of version 4
static void updated(void **state) {
    static const char *const files[] = {IL_SOURCE_DIR "/fuzz/corpus/osim/old.osim", IL_SOURCE_DIR "/fuzz/corpus/osim/between.osim", "models/fbls_v3.osim", "models/wrapAllVis.osim", "standards/id/arm26.osim",
                                        "standards/id/subject01.osim", "standards/ik/subject01_simbody.osim", "standards/scale/toyLigamentModel.osim"};
    const char *shared = getenv("ILIUM_SHARED");
    (void)state;
    for (size_t i = 0; i < sizeof files/sizeof *files; i++) {
        char         path[600], *bytes, *text;
        size_t       size, length;
        il_error     err = {0};
        ili_document doc;
        snprintf(path, sizeof path, *files[i] == '/' ? "%s%s" : "%s/peer/%s", *files[i] == '/' ? "" : shared ? shared : IL_SOURCE_DIR "/../shared", files[i]);
        if (il_file_read(path, 0, &bytes, &size, &err)) {
            assert_true(*files[i] != '/'); // the peer's are not everywhere
            continue;
        }
        if (il_osim_update(path, bytes, size, &text, &length, &err)) fail_msg("%s: %s", path, err.text);
        assert_int_equal(ili_xml_parse(path, text, length, &doc, &err), IL_OK);
        const ili_element *model = ili_child(doc.root, "Model");
        assert_true(sockets(model, model) > 0);
        assert_null(ili_child(model, "ActuatorSet"));
        ili_xml_free(&doc), il_file_free(text), il_file_free(bytes);
    }
}

// a word that is not there, and a socket to nowhere, would be seen
static void seen(void **state) {
    (void)state;
    static const char  text[] = "<OpenSimDocument Version=\"40000\"><Model><BodySet><objects><Body name=\"a\"><mas>1</mas></Body></objects></BodySet><MarkerSet><objects><Marker name=\"m\">"
                                "<socket_parent_frame>/bodyset/b</socket_parent_frame></Marker></objects></MarkerSet></Model></OpenSimDocument>";
    il_error           err = {0};
    ili_document       doc;
    const ili_element *odd = NULL, *model;
    assert_int_equal(ili_xml_parse("t", text, strlen(text), &doc, &err), IL_OK);
    (void)known(doc.root, &odd);
    assert_string_equal(odd->tag, "mas");
    model = ili_child(doc.root, "Model");
    assert_false(leads(model, ili_child(ili_child(ili_child(ili_child(model, "MarkerSet"), "objects"), "Marker"), "socket_parent_frame")));
    ili_xml_free(&doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(own_body), cmocka_unit_test(updated), cmocka_unit_test(seen)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

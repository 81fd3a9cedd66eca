// test_osim_update.c - models of all versions written as version 4: read again they are the same, bit by bit, and written again the same text
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ilium/data.h"
#include "ilium/file.h"
#include "ilium/io_osim.h"
#include "osim_peer.h"

static il_osim *parse(const char *name, const char *text, size_t size, bool all_free) {
    il_osim *o = NULL;
    il_error err = {0};
    char     words[600];
    if (il_osim_parse(name, text, size, &(const il_osim_options){.lenient = true, .free_dependent = all_free}, &o, &err)) fail_msg("%s: %s", name, il_error_format(&err, words, sizeof words));
    return o;
}

static char *update(const char *name, const char *text, size_t size, size_t *length) {
    char    *out = NULL;
    il_error err = {0};
    char     words[600];
    if (il_osim_update(name, text, size, &out, length, &err)) fail_msg("%s: %s", name, il_error_format(&err, words, sizeof words));
    return out;
}

static void same_names(const char *what, int n, const char *const *a, const char *const *b) {
    for (int i = 0; i < n; i++)
        if (strcmp(a[i], b[i])) fail_msg("%s %d: '%s' has become '%s'", what, i, a[i], b[i]);
}

static bool differs(const void *a, const void *b, size_t bytes) { return bytes > 0 && memcmp(a, b, bytes) != 0; }

// tables, names and numbers of two models; frames are made from the same angles, so nothing may differ
static void same_model(const il_model *a, const il_model *b) {
#define X(name)                                                                   \
    const int name = a->name;                                                     \
    if (name != b->name) fail_msg(#name " %d has become %d", name, b->name);
    IL_MODEL_SIZES(X)
#undef X
#define X(name, count) \
    if (differs(a->name, b->name, (size_t)(count)*sizeof(int))) fail_msg("the table " #name " has changed");
    IL_MODEL_TABLES(X)
#undef X
#define X(name, count) same_names(#name, count, a->name, b->name);
    IL_MODEL_NAMES(X)
#undef X
#define X(name, count, unit) \
    for (int i = 0; i < (count); i++)                                                                                 \
        if (a->nominal->name[i] != b->nominal->name[i]) fail_msg("number %d of " #name " was %.17g and is %.17g", i, a->nominal->name[i], b->nominal->name[i]);
    IL_PARAM_FIELDS(X)
#undef X
}

static void same(const il_osim *a, const il_osim *b) {
    assert_string_equal(a->name, b->name);
    same_model(a->model, b->model);
    assert_int_equal(a->ncoordinate, b->ncoordinate);
    for (int i = 0; i < a->ncoordinate; i++) {
        const il_osim_coordinate *x = &a->coordinate[i], *y = &b->coordinate[i];
        assert_string_equal(x->name, y->name);
        assert_true(x->motion == y->motion && x->clamped == y->clamped && x->locked == y->locked && x->dependent == y->dependent && x->signal == y->signal);
        assert_true(x->value == y->value && x->low == y->low && x->high == y->high);
    }
    assert_int_equal(a->njoint, b->njoint), assert_int_equal(a->nforce, b->nforce), assert_int_equal(a->nactuator, b->nactuator), assert_int_equal(a->nconstraint, b->nconstraint);
    for (int i = 0; i < a->njoint; i++) {
        assert_string_equal(a->joint[i].name, b->joint[i].name), assert_string_equal(a->joint[i].frame, b->joint[i].frame);
        assert_true(a->joint[i].parent == b->joint[i].parent && a->joint[i].child == b->joint[i].child && a->joint[i].carried == b->joint[i].carried);
    }
    for (int i = 0; i < a->model->nmuscle; i++) {
        const il_osim_muscle *x = &a->muscle[i], *y = &b->muscle[i];
        assert_true(x->kind == y->kind && x->f_max == y->f_max && x->l_opt == y->l_opt && x->l_slack == y->l_slack && x->pennation == y->pennation && x->v_max == y->v_max);
        for (double l = 0.4; l < 1.7; l += 0.1) assert_true(il_osim_table_value(x->active, l) == il_osim_table_value(y->active, l) && il_osim_table_value(x->passive, l) == il_osim_table_value(y->passive, l));
    }
    for (int i = 0; i < a->nforce; i++) assert_true(a->force[i].kind == b->force[i].kind && !memcmp(a->force[i].value, b->force[i].value, sizeof a->force[i].value));
}

static void check(const char *name, const char *text, size_t size) {
    size_t length[2];
    char  *once = update(name, text, size, &length[0]), *twice = update(name, once, length[0], &length[1]);
    assert_int_equal(length[0], length[1]);
    assert_memory_equal(once, twice, length[0]);
    for (int all_free = 0; all_free < 2; all_free++) {
        il_osim *a = parse(name, text, size, all_free), *b = parse(name, once, length[0], all_free);
        assert_true(b->version >= 40000);
        same(a, b);
        il_osim_free(a), il_osim_free(b);
    }
    il_file_free(once), il_file_free(twice);
}

static void check_file(const char *path, const char *name) {
    char    *bytes = NULL;
    size_t   size;
    il_error err = {0};
    assert_int_equal(il_file_read(path, 0, &bytes, &size, &err), IL_OK);
    check(name, bytes, size);
    il_file_free(bytes);
}

static void small(void **state) {
    (void)state;
    static const char *const names[] = {"pendulum", "old", "cylinder", "ellipsoid", "sphere", "torus", "forces", "round", "constraints", "poly"};
    for (size_t i = 0; i < sizeof names/sizeof *names; i++) {
        char path[500];
        snprintf(path, sizeof path, "%s/fuzz/corpus/osim/%s.osim", IL_SOURCE_DIR, names[i]);
        check_file(path, names[i]);
    }
}

// every kind of element that older files have elsewhere
static void old_places(void **state) {
    (void)state;
    static const char text[] =
        "<OpenSimDocument Version=\"30000\"><Model name=\"m &amp; n\"><BodySet><objects><Body name=\"ground\"/><Body name=\"a\"><mass>2</mass><mass_center>0 -0.2 0</mass_center>"
        "<inertia_xx>0.02</inertia_xx><inertia_yy>0.03</inertia_yy><inertia_zz>0.025</inertia_zz><inertia_xy>0.001</inertia_xy><Joint><PinJoint name=\"one\"><parent_body>ground</parent_body>"
        "<location_in_parent>0.1 0 0</location_in_parent><orientation_in_parent>0.1 0.2 0.3</orientation_in_parent><CoordinateSet><objects><Coordinate name=\"q\"><motion_type>rotational</motion_type>"
        "<range>-1 1</range><clamped>true</clamped></Coordinate></objects></CoordinateSet></PinJoint></Joint></Body>"
        "<Body name=\"b\"><mass>1</mass><inertia_xx>1</inertia_xx><inertia_yy>1</inertia_yy><inertia_zz>1</inertia_zz><Joint><PinJoint name=\"two\"><parent_body>a</parent_body><location>0 0.3 0</location>"
        "<orientation>0 0 0.4</orientation><reverse>true</reverse><CoordinateSet><objects><Coordinate name=\"u\"/></objects></CoordinateSet></PinJoint></Joint>"
        "<WrapObjectSet><objects><WrapTorus name=\"ring\"><inner_radius>0.01</inner_radius><outer_radius>0.1</outer_radius></WrapTorus></objects></WrapObjectSet></Body></objects></BodySet>"
        "<ConstraintSet><objects><PointConstraint name=\"p\"><isDisabled>true</isDisabled><body_1>a</body_1><body_2>ground</body_2></PointConstraint>"
        "<WeldConstraint name=\"w\"><body_1>b</body_1><body_2>ground</body_2><location_body_1>0 1 0</location_body_1><orientation_body_2>0 0.1 0</orientation_body_2></WeldConstraint>"
        "<ConstantDistanceConstraint name=\"d\"><body_1>a</body_1><body_2>ground</body_2><constant_distance>0.5</constant_distance></ConstantDistanceConstraint>"
        "<PointOnLineConstraint name=\"l\"><line_body>ground</line_body><follower_body>b</follower_body><line_direction_vec>1 2 3</line_direction_vec></PointOnLineConstraint></objects></ConstraintSet>"
        "<ForceSet><objects><Thelen2003Muscle name=\"m\"><isDisabled>false</isDisabled><GeometryPath><PathPointSet><objects><PathPoint name=\"1\"><body>ground</body><location>0 1 0</location></PathPoint>"
        "<ConditionalPathPoint name=\"2\"><body>a</body><location>0.1 0 0</location><range>-0.5 0.5</range><coordinate>q</coordinate></ConditionalPathPoint>"
        "<MovingPathPoint name=\"3\"><body>a</body><x_location><SimmSpline><x>-1 0 1</x><y>0 0.1 0</y></SimmSpline></x_location><x_coordinate>u</x_coordinate>"
        "<y_location><Constant><value>-0.1</value></Constant></y_location><y_coordinate>u</y_coordinate></MovingPathPoint>"
        "<PathPoint name=\"4\"><body>b</body><location>0 -0.5 0</location></PathPoint></objects></PathPointSet><PathWrapSet><objects><PathWrap name=\"x\"><wrap_object>ring</wrap_object><range>3 4</range>"
        "</PathWrap></objects></PathWrapSet></GeometryPath><max_isometric_force>100</max_isometric_force><optimal_fiber_length>0.5</optimal_fiber_length><tendon_slack_length>0.2</tendon_slack_length>"
        "</Thelen2003Muscle><BushingForce name=\"bush\"><body_1>a</body_1><body_2>b</body_2><location_body_1>0 0.1 0</location_body_1><rotational_stiffness>1 2 3</rotational_stiffness></BushingForce>"
        "<PointToPointSpring name=\"s\"><body1>ground</body1><point1>0 1 0</point1><body2>b</body2><point2>0 0 1</point2><stiffness>5</stiffness><rest_length>0.1</rest_length></PointToPointSpring>"
        "</objects></ForceSet><MarkerSet><objects><Marker name=\"k\"><body>b</body><location>1 2 3</location></Marker></objects></MarkerSet></Model></OpenSimDocument>";
    size_t length;
    char  *out = update("places", text, sizeof text - 1, &length);
    static const char *const has[] = {"<Ground name=\"ground\" />", "name=\"m &amp; n\"", "<socket_coordinate>/jointset/one/q</socket_coordinate>", "<socket_x_coordinate>/jointset/two/u</socket_x_coordinate>",
                                      "<isEnforced>false</isEnforced>", "<appliesForce>true</appliesForce>", "<socket_parent_frame>b_offset</socket_parent_frame>", "<inertia>0.02 0.03 0.025 0.001 0 0</inertia>",
                                      "<socket_frame1>a_offset</socket_frame1>", "<socket_frame2>/bodyset/b</socket_frame2>", "<socket_child_frame>/bodyset/a</socket_child_frame>", "<socket_child_frame>/bodyset/a</socket_child_frame>", "<socket_line_body>/ground</socket_line_body>", "<socket_body2>/bodyset/b</socket_body2>"};
    static const char *const lacks[] = {"<body>", "motion_type", "reverse", "isDisabled", "parent_body", "inertia_xx", "body_1>a", "location_body_1>0 1", "CoordinateSet"};
    for (size_t i = 0; i < sizeof has/sizeof *has; i++)
        if (!strstr(out, has[i])) fail_msg("'%s' is not in %s", has[i], out);
    for (size_t i = 0; i < sizeof lacks/sizeof *lacks; i++)
        if (strstr(out, lacks[i])) fail_msg("'%s' is in %s", lacks[i], out);
    il_file_free(out);
    check("places", text, sizeof text - 1);
}

// what old files seldom do: joints in both places, a body set with more than bodies, flags in capitals, inertia in parts
static void odd_places(void **state) {
    (void)state;
    static const char text[] =
        "<OpenSimDocument Version=\"30000\"><Model name=\"m\"><Ground name=\"ground\"/><BodySet><objects><Body name=\"ground\"/><Sled name=\"s\"><runners>2</runners></Sled>"
        "<Body name=\"a\"><mass>2</mass><inertia_yy>0.03</inertia_yy><inertia_zz>0.02</inertia_zz><Joint><PinJoint name=\"one\"><parent_body>ground</parent_body><location>0 0.3 0</location>"
        "<reverse>True</reverse><CoordinateSet><objects><Coordinate name=\"q\"/></objects></CoordinateSet></PinJoint></Joint></Body>"
        "<Body name=\"b\"><mass>1</mass></Body></objects></BodySet>"
        "<JointSet><objects><WeldJoint name=\"two\"><socket_parent_frame>/bodyset/a</socket_parent_frame><socket_child_frame>/bodyset/b</socket_child_frame></WeldJoint></objects></JointSet>"
        "<ConstraintSet><objects><PointConstraint name=\"p\"><isDisabled>True</isDisabled><body_1>a</body_1><body_2>ground</body_2></PointConstraint></objects></ConstraintSet>"
        "<ForceSet><objects><PointToPointSpring name=\"s\"><isDisabled>TRUE</isDisabled><body1>ground</body1><body2>b</body2></PointToPointSpring></objects></ForceSet></Model></OpenSimDocument>";
    static const char *const has[] = {"<isEnforced>false</isEnforced>", "<appliesForce>false</appliesForce>", "<inertia>0 0.03 0.02 0 0 0</inertia>", "<Sled name=\"s\">", "<runners>2</runners>",
                                      "<WeldJoint name=\"two\">", "<PinJoint name=\"one\">", "<socket_parent_frame>a_offset</socket_parent_frame>", "<socket_child_frame>/ground</socket_child_frame>"};
    size_t length;
    char  *out = update("odd", text, sizeof text - 1, &length);
    for (size_t i = 0; i < sizeof has/sizeof *has; i++)
        if (!strstr(out, has[i])) fail_msg("'%s' is not in %s", has[i], out);
    const char *ground = strstr(out, "<Ground");
    assert_true(ground && !strstr(ground + 1, "<Ground"));
    il_file_free(out);
    check("odd", text, sizeof text - 1);
}

// the writer of models that were built: surfaces of every kind, read again, give the same lengths
static void surfaces(void **state) {
    (void)state;
    static const char *const names[] = {"cylinder", "ellipsoid", "sphere", "torus"};
    for (size_t i = 0; i < sizeof names/sizeof *names; i++) {
        char     path[500], *text = NULL;
        size_t   size;
        il_osim *o[2] = {NULL, NULL};
        il_data *d[2];
        il_error err = {0};
        snprintf(path, sizeof path, "%s/fuzz/corpus/osim/%s.osim", IL_SOURCE_DIR, names[i]);
        assert_int_equal(il_osim_read(path, NULL, &o[0], &err), IL_OK);
        assert_int_equal(il_osim_write(o[0]->model, o[0]->model->nominal, &(il_osim_about){.name = "again"}, &text, &size, &err), IL_OK);
        o[1] = parse(names[i], text, size, false);
        assert_int_equal(o[0]->model->nq, o[1]->model->nq);
        for (int k = 0; k < 2; k++) {
            const il_model *m = o[k]->model;
            assert_int_equal(il_data_create(m, IL_ISA_AUTO, &d[k], &err), IL_OK);
            for (int j = 0; j < m->nq; j++)
                for (int l = 0; l < IL_LANES; l++) d[k]->q[j].lane[l] = -0.7 + 0.2*l + 0.1*j;
            il_position(m, m->nominal, d[k]), il_path(m, m->nominal, d[k]);
        }
        assert_int_equal(o[0]->model->npathwrap, o[1]->model->npathwrap);
        for (int l = 0; l < IL_LANES; l++) {
            double was = d[0]->path_length[0].lane[l], is = d[1]->path_length[0].lane[l];
            if (!(is - was < 1e-13 && was - is < 1e-13)) fail_msg("%s lane %d: %.17g has become %.17g\n%s", names[i], l, was, is, text);
        }
        for (int k = 0; k < 2; k++) il_data_free(d[k]), il_osim_free(o[k]);
        il_file_free(text);
    }
}

static void peers(void **state) {
    (void)state;
    static const char *const files[] = {"models/Delp1990_NoArms_v3.osim", "models/arm26.osim", "models/double_pendulum.osim", "models/fbls_v3.osim", "models/gait10dof18musc.osim", "models/gait2354.osim",
                                        "models/gait2392.osim", "models/leg39.osim", "models/rajagopal2016.osim", "models/wrapAllVis.osim", "models/wrist.osim", "standards/id/arm26.osim",
                                        "standards/id/subject01.osim", "standards/ik/subject01_simbody.osim", "standards/scale/gait2354_simbody.osim", "standards/scale/toyLigamentModel.osim",
                                        "runs/rajagopal_walk/model.osim", "runs/gait10dof18musc/subject01.osim"};
    for (size_t i = 0; i < sizeof files/sizeof *files; i++) {
        char path[500];
        if (!peer_file(path, sizeof path, files[i])) return;
        check_file(path, files[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(small), cmocka_unit_test(old_places), cmocka_unit_test(odd_places), cmocka_unit_test(surfaces), cmocka_unit_test(peers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_cli_osim.c - the commands on OpenSim's files, on a pendulum written here whose answers stand in a formula: id, ik, so, scale, run-tool, info, plot;
// what they write, and what they say where a name is misspelt or a file broken
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

#include "cli.h"
#include "ilium/file.h"
#include "ilium/table.h"

// 2 kg at 0.5 m below a hinge about z, a marker at 1 m
static const char pendulum[] =
    "<?xml version=\"1.0\"?>\n<OpenSimDocument Version=\"40000\"><Model name=\"pendulum\"><gravity>0 -10 0</gravity>"
    "<BodySet><objects><Body name=\"rod\"><mass>2</mass><mass_center>0 -0.5 0</mass_center><inertia>0.1 0.1 0.1 0 0 0</inertia></Body></objects></BodySet>"
    "<JointSet><objects><PinJoint name=\"hinge\"><socket_parent_frame>/ground</socket_parent_frame><socket_child_frame>/bodyset/rod</socket_child_frame>"
    "<coordinates><Coordinate name=\"swing\"><range>-3 3</range></Coordinate></coordinates></PinJoint></objects></JointSet>"
    "<MarkerSet><objects><Marker name=\"tip\"><socket_parent_frame>/bodyset/rod</socket_parent_frame><location>0 -1 0</location></Marker></objects></MarkerSet>"
    "</Model></OpenSimDocument>\n";

static const char motor[] = "<OpenSimDocument Version=\"40000\"><ForceSet><objects><CoordinateActuator name=\"motor\"><coordinate>swing</coordinate>"
                            "<optimal_force>5</optimal_force></CoordinateActuator></objects></ForceSet></OpenSimDocument>\n";

static void put(const char *name, const char *text) { cli_write(name, text, strlen(text)); }

// held at 90 degrees, ten frames
static void put_motion(const char *name, const char *column) {
    char text[2000];
    int  n = snprintf(text, sizeof text, "Coordinates\nversion=1\nnRows=10\nnColumns=2\ninDegrees=yes\nendheader\ntime\t%s\n", column);
    for (int i = 0; i < 10; i++) n += snprintf(text + n, sizeof text - (size_t)n, "%d.%d\t90.0\n", i/10, i%10);
    put(name, text);
}

// the tip at 30 degrees: (1/2, -cos 30, 0) m
static void put_markers(const char *name) {
    char text[3000];
    int  n = snprintf(text, sizeof text, "PathFileType\t4\t(X/Y/Z)\t%s\nDataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
                                         "10\t10\t5\t1\tm\t10\t1\t5\nFrame#\tTime\ttip\t\t\n\t\tX1\tY1\tZ1\n\n", name);
    for (int i = 0; i < 5; i++) n += snprintf(text + n, sizeof text - (size_t)n, "%d\t0.%d\t0.5\t-0.866025403784\t0\n", i + 1, i);
    put(name, text);
}

static double cell(const char *file, int row, const char *column) {
    char      path[300];
    il_table *t;
    il_error  err = {0};
    if (il_table_read(cli_path(file, path), &t, &err) != IL_OK) fail_msg("%s: %s", file, err.text);
    int    c = il_table_find(t, column);
    double x = c >= 0 && row < t->nrow ? t->value[(size_t)row*(size_t)t->ncolumn + (size_t)c] : IL_NAN;
    il_table_free(t);
    return x;
}

static void run(const char *words, int code, const char *says) {
    int got = cli_run(words);
    if (got != code) fail_msg("'%s' ended with %d: %s%s", words, got, cli_out, cli_err);
    if (says && !strstr(cli_err, says) && !strstr(cli_out, says)) fail_msg("'%s' does not say '%s': %s%s", words, says, cli_out, cli_err);
}

static bool there(const char *name) {
    char path[300];
    return access(cli_path(name, path), F_OK) == 0;
}

// the pendulum with more behind its joints and markers, which `more` ends
static void put_pendulum_with(const char *name, const char *more) {
    char text[9000];
    snprintf(text, sizeof text, "%.*s%s", (int)(strstr(pendulum, "</Model>") - pendulum), pendulum, more), put(name, text);
}

static void put_all(void) { put("p.osim", pendulum), put("motor.xml", motor), put_motion("m.mot", "swing"), put_markers("t.trc"); }

static void updated(void **state) {
    (void)state;
    put_all();
    run("update-file p.osim new.osim", 0, NULL);
    run("id new.osim m.mot -o new.sto", 0, NULL);
    assert_true(fabs(cell("new.sto", 5, "swing_moment") - 2*10*0.5) < 1e-6);
    run("update-file p.osim", 1, "the file to write");
    run("update-file t.trc no.osim", 2, NULL);
    assert_false(there("no.osim"));
}

static void dynamics(void **state) {
    (void)state;
    put_all();
    run("id p.osim m.mot -o id.sto", 0, "frames/s");
    assert_true(fabs(cell("id.sto", 5, "swing_moment") - 2*10*0.5) < 1e-6); // m g l
    run("id p.osim m.mot", 1, "-o OUT.sto");
    put_motion("x.mot", "swimg");
    run("id p.osim x.mot -o x.sto", 2, NULL);
    assert_false(there("x.sto"));
}

static void kinematics(void **state) {
    (void)state;
    put_all();
    run("ik p.osim t.trc -o ik.mot --errors e.sto", 0, "1 markers");
    assert_true(fabs(cell("ik.mot", 1, "swing") - 30.0) < 1e-4 && cell("e.sto", 2, "marker_error_RMS") < 1e-6);
}

static void put_bytes(unsigned char **at, int n, unsigned value) {
    for (int i = 0; i < n; i++) *(*at)++ = (unsigned char)(value >> 8*i & 255u);
}
static void put_real(unsigned char **at, double x) {
    float    f = (float)x;
    unsigned u;
    memcpy(&u, &f, sizeof u);
    put_bytes(at, 4, u);
}

// a recording of the tip at 30 degrees, Y up, five frames: no plates, no analog channels
static void put_recording(const char *name) {
    static unsigned char b[3*512];
    static const char    group[] = "\5\377POINT\3\0", labels[] = "\6\1LABELS\12\0\377\2\3\1tip", screen[] = "\10\1Y_SCREEN\11\0\377\2\2\1+Y", units[] = "\5\1UNITS\10\0\377\2\1\1m";
    unsigned char       *at = b;
    memset(b, 0, sizeof b);
    put_bytes(&at, 2, 0x5002), put_bytes(&at, 2, 1), put_bytes(&at, 2, 0), put_bytes(&at, 2, 1), put_bytes(&at, 2, 5), put_bytes(&at, 2, 0);
    put_real(&at, -1.0), put_bytes(&at, 2, 3), put_bytes(&at, 2, 0), put_real(&at, 10.0);
    at = b + 512, put_bytes(&at, 4, 0x54015001);
    memcpy(at, group, sizeof group), at += sizeof group; // the zeros that close strings are descriptions of no length
    memcpy(at, labels, sizeof labels), at += sizeof labels;
    memcpy(at, screen, sizeof screen), at += sizeof screen;
    memcpy(at, units, sizeof units);
    at = b + 1024;
    for (int f = 0; f < 5; f++) put_real(&at, 0.5), put_real(&at, -0.866025403784), put_real(&at, 0.0), put_real(&at, 0.0);
    cli_write(name, (const char *)b, (size_t)(at - b));
}

// markers of a recording without plates; forces of plates in one as outer loads: 800 N up, 50 forward and 20 aside at (1.1, 0, -0.3) m
static void recordings(void **state) {
    static const char loads[] = "<OpenSimDocument><ExternalLoads><objects><ExternalForce name=\"plate\"><applied_to_body>rod</applied_to_body><force_expressed_in_body>ground</force_expressed_in_body>"
                                "<point_expressed_in_body>ground</point_expressed_in_body><force_identifier>ground_force_1_v</force_identifier><point_identifier>ground_force_1_p</point_identifier>"
                                "<torque_identifier>ground_torque_1_</torque_identifier></ExternalForce></objects><datafile>%s</datafile></ExternalLoads></OpenSimDocument>";
    char              text[2000];
    (void)state;
    put_all(), put_recording("r.c3d");
    run("ik p.osim r.c3d -o c3d.mot", 0, "1 markers");
    assert_true(fabs(cell("c3d.mot", 3, "swing") - 30.0) < 1e-4);
    snprintf(text, sizeof text, loads, IL_SOURCE_DIR "/fuzz/corpus/c3d/type2.c3d"), put("loads.xml", text);
    put("held.mot", "Coordinates\nversion=1\nnRows=3\nnColumns=2\ninDegrees=yes\nendheader\ntime\tswing\n0\t90\n0.01\t90\n0.02\t90\n");
    run("id p.osim held.mot --loads loads.xml -o plate.sto", 0, NULL);
    assert_true(fabs(cell("plate.sto", 1, "swing_moment") - (10.0 - 1.1*800.0)) < 3.0); // the plate counts in steps of 0.05 N
    snprintf(text, sizeof text, loads, "r.c3d"), put("loads.xml", text);
    run("id p.osim held.mot --loads loads.xml -o none.sto", 2, "no force plates");
    assert_false(there("none.sto"));
}

static void put_sprung(const char *name) {
    static const char spring[] = "<ForceSet><objects><SpringGeneralizedForce name=\"spring\"><coordinate>swing</coordinate><stiffness>2</stiffness><rest_length>0</rest_length>"
                                 "<viscosity>0</viscosity></SpringGeneralizedForce></objects></ForceSet></Model></OpenSimDocument>\n";
    char              text[4000];
    size_t            n = (size_t)(strstr(pendulum, "</Model>") - pendulum);
    snprintf(text, sizeof text, "%.*s%s", (int)n, pendulum, spring);
    put(name, text);
}

static void static_optimisation(void **state) {
    (void)state;
    put_all();
    run("so p.osim m.mot --forces motor.xml -o so", 0, "frames/s");
    assert_true(fabs(cell("so_StaticOptimization_activation.sto", 2, "motor") - 10.0/5.0) < 1e-6);
    assert_true(fabs(cell("so_StaticOptimization_force.sto", 2, "motor") - 10.0) < 1e-6);
    assert_true(there("so_StaticOptimization_controls.xml"));
    put_sprung("sprung.osim"); // and a spring of 2 N m/rad that the motor works against
    run("so sprung.osim m.mot --forces motor.xml -o sprung", 0, NULL);
    assert_true(fabs(cell("sprung_StaticOptimization_force.sto", 3, "motor") - 10.0 - 3.14159265358979323846) < 1e-6);
    run("so p.osim m.mot -o none", 0, "cannot give what is asked"); // nothing pulls
    run("so p.osim m.mot --forces motor.xml -o so --exponent 1", 2, "2 to 10");
    put("motor.xml", "<OpenSimDocument><ForceSet><objects><CoordinateActuator name=\"motor\"><coordinate>swnig</coordinate></CoordinateActuator></objects></ForceSet></OpenSimDocument>");
    run("so p.osim m.mot --forces motor.xml -o bad", 2, "did you mean \"swing\"");
    assert_false(there("bad_StaticOptimization_force.sto"));
}

static void set_ups(void **state) {
    (void)state;
    put_all();
    put("id.xml", "<OpenSimDocument><InverseDynamicsTool name=\"i\"><model_file>p.osim</model_file><coordinates_file>m.mot</coordinates_file>"
                  "<joints_to_report_body_forces>All</joints_to_report_body_forces><output_gen_force_file>torque.sto</output_gen_force_file></InverseDynamicsTool></OpenSimDocument>");
    run("run-tool id.xml", 0, NULL);
    assert_true(fabs(cell("body_forces_at_joints.sto", 0, "hinge_rod_MZ") - 10.0) < 1e-6 && fabs(cell("body_forces_at_joints.sto", 0, "hinge_rod_FX")) < 1e-9);
    assert_true(fabs(cell("torque.sto", 0, "swing_moment") - 10.0) < 1e-6);
    put("an.xml", "<OpenSimDocument><AnalyzeTool name=\"a\"><model_file>p.osim</model_file><force_set_files>motor.xml</force_set_files><results_directory>out</results_directory>"
                  "<coordinates_file>m.mot</coordinates_file><AnalysisSet><objects><StaticOptimization name=\"so\"/>"
                  "<JointReaction name=\"jr\"><forces_file>out/a_so_force.sto</forces_file></JointReaction>"
                  "<PointKinematics name=\"pk\"><body_name>rod</body_name><point_name>end</point_name><point>0 -1 0</point></PointKinematics></objects></AnalysisSet></AnalyzeTool></OpenSimDocument>");
    run("run-tool an.xml", 0, NULL);
    assert_true(fabs(cell("out/a_jr_ReactionLoads.sto", 4, "hinge_on_rod_in_ground_fy") - 20.0) < 1e-6);
    assert_true(fabs(cell("out/a_jr_ReactionLoads.sto", 4, "hinge_on_rod_in_ground_mz") - 10.0) < 1e-6);
    assert_true(fabs(cell("out/a_pk_end_pos.sto", 4, "state_0") - 1.0) < 1e-6);
    put("an.xml", "<OpenSimDocument><AnalyzeTool name=\"a\"><model_file>p.osim</model_file><coordinates_file>m.mot</coordinates_file><AnalysisSet><objects>"
                  "<StaticOptimisation name=\"so\"/></objects></AnalysisSet></AnalyzeTool></OpenSimDocument>");
    run("run-tool an.xml", 2, "StaticOptimization");
    put("sc.xml", "<OpenSimDocument><ScaleTool name=\"big\"><mass>3</mass><GenericModelMaker><model_file>p.osim</model_file></GenericModelMaker><ModelScaler><scaling_order>manualScale</scaling_order>"
                  "<ScaleSet><objects><Scale><scales>2 2 2</scales><segment>rod</segment></Scale></objects></ScaleSet><output_model_file>big.osim</output_model_file></ModelScaler>"
                  "<MarkerPlacer><apply>false</apply></MarkerPlacer></ScaleTool></OpenSimDocument>");
    run("run-tool sc.xml", 0, "3.000 kg");
    run("id big.osim m.mot -o big.sto", 0, NULL);
    assert_true(fabs(cell("big.sto", 0, "swing_moment") - 3*10*1.0) < 1e-6);
    put("sc.xml", "<OpenSimDocument><ScaleTool");
    run("run-tool sc.xml", 2, "sc.xml");
}

// what a set-up names and the model lacks is told with file and line of the set-up, and with what there is
static void names_of_set_ups(void **state) {
    (void)state;
    put_all();
    put("ik.xml", "<OpenSimDocument><InverseKinematicsTool name=\"k\"><model_file>p.osim</model_file><marker_file>t.trc</marker_file><IKTaskSet><objects>\n<IKMarkerTask name=\"tip\"/>\n"
                  "<IKCoordinateTask name=\"swign\"><value_type>default_value</value_type></IKCoordinateTask></objects></IKTaskSet></InverseKinematicsTool></OpenSimDocument>");
    run("run-tool ik.xml", 2, "ik.xml:3: a task names the coordinate 'swign', which the model does not have; did you mean \"swing\"?");
    put("an.xml", "<OpenSimDocument><AnalyzeTool name=\"a\"><model_file>p.osim</model_file><coordinates_file>m.mot</coordinates_file><AnalysisSet><objects>\n"
                  "<JointReaction name=\"r\"><forces_file>m.mot</forces_file><joint_names>hnige</joint_names></JointReaction></objects></AnalysisSet></AnalyzeTool></OpenSimDocument>");
    run("run-tool an.xml", 2, "an.xml:2: r: there is no joint 'hnige'; did you mean \"hinge\"?");
    put("an.xml", "<OpenSimDocument><AnalyzeTool name=\"a\"><model_file>p.osim</model_file><coordinates_file>m.mot</coordinates_file><AnalysisSet><objects>\n\n"
                  "<PointKinematics name=\"p\"><body_name>/bodyset/nowhere/rod</body_name></PointKinematics></objects></AnalysisSet></AnalyzeTool></OpenSimDocument>");
    run("run-tool an.xml", 2, "an.xml:3: p: there is no body '/bodyset/nowhere/rod'; did you mean \"rod\"?");
    put("id.xml", "<OpenSimDocument><InverseDynamicsTool name=\"i\"><model_file>p.osim</model_file></InverseDynamicsTool></OpenSimDocument>");
    run("run-tool id.xml", 2, "id.xml: inverse dynamics needs a motion: <coordinates_file>");
    put("sc.xml", "<OpenSimDocument><ScaleTool name=\"s\"><GenericModelMaker><model_file>p.osim</model_file></GenericModelMaker><ModelScaler><scaling_order>measurements</scaling_order><MeasurementSet><objects>"
                  "<Measurement name=\"l\"><MarkerPairSet><objects><MarkerPair><markers>tip tip</markers></MarkerPair></objects></MarkerPairSet><BodyScaleSet><objects><BodyScale name=\"rod\"><axes>X Y Z</axes></BodyScale>"
                  "</objects></BodyScaleSet></Measurement></objects></MeasurementSet></ModelScaler></ScaleTool></OpenSimDocument>");
    run("run-tool sc.xml", 2, "sc.xml: scaling by measurements needs the recorded markers");
    // options before the files
    run("id --cutoff 6 p.osim -o first.sto m.mot", 0, NULL);
    run("id p.osim m.mot --cutoff 6 -o last.sto", 0, NULL);
    assert_true(cell("first.sto", 3, "swing_moment") == cell("last.sto", 3, "swing_moment"));
    run("plot first.sto swing -o x.svg", 2, "first.sto: the table 'Inverse Dynamics Generalized Forces' has no column 'swing'; did you mean \"swing_moment\"?");
    run("id p.osim m.mot more.mot -o x.sto", 1, "so many operands are not needed");
}

// loads find bodies by the paths of components
static void bodies_of_loads(void **state) {
    static const char loads[] = "<OpenSimDocument Version=\"40000\"><ExternalLoads><objects>\n<ExternalForce name=\"f\"><applied_to_body>%s</applied_to_body>\n<force_expressed_in_body>%s</force_expressed_in_body>"
                                "<point_expressed_in_body>ground</point_expressed_in_body><force_identifier>f_</force_identifier><point_identifier>p_</point_identifier></ExternalForce></objects>"
                                "<datafile>f.sto</datafile></ExternalLoads></OpenSimDocument>";
    static const struct { const char *body, *axes, *says; } list[] = {
        {"rod", "ground", NULL}, {"/bodyset/rod", "/ground", NULL}, {"bodyset/rod", "", NULL}, {"/bodyset/rod/hand", "ground", NULL}, {"rod", "/bodyset/rod/still", NULL},
        {"/bodyset/nowhere/rod", "ground", "loads.xml:2: the model has no body '/bodyset/nowhere/rod'; did you mean \"rod\"?"}, {"rdo", "ground", "did you mean \"rod\"?"},
        {"/jointset/hinge", "ground", "the model has no body '/jointset/hinge'"},
        {"rod", "/bodyset/rod/hand", "loads.xml:3: <force_expressed_in_body> names '/bodyset/rod/hand', a frame with a place or turn of its own"}};
    char text[9000];
    (void)state;
    put_all();
    const char *body = strstr(pendulum, "</Body>");
    snprintf(text, sizeof text, "%.*s<components><PhysicalOffsetFrame name=\"hand\"><socket_parent>..</socket_parent><translation>0 -1 0</translation></PhysicalOffsetFrame>"
                                "<PhysicalOffsetFrame name=\"still\"><socket_parent>..</socket_parent><orientation>0 0 0</orientation></PhysicalOffsetFrame></components>%s", (int)(body - pendulum), pendulum, body);
    put("f.osim", text);
    put("f.sto", "f\nversion=1\nnRows=2\nnColumns=7\ninDegrees=no\nendheader\ntime\tf_x\tf_y\tf_z\tp_x\tp_y\tp_z\n0\t0\t3\t0\t1\t0\t0\n1\t0\t3\t0\t1\t0\t0\n");
    for (size_t i = 0; i < sizeof list/sizeof *list; i++) {
        snprintf(text, sizeof text, loads, list[i].body, list[i].axes), put("loads.xml", text);
        run("id f.osim m.mot --loads loads.xml -o load.sto", list[i].says ? 2 : 0, list[i].says);
        // 3 N upwards at 1 m take 3 N m off; along the rod's y axis, level at 90 degrees, none
        if (!list[i].says) assert_true(fabs(cell("load.sto", 3, "swing_moment") - (*list[i].axes == '/' && list[i].axes[1] == 'b' ? 10.0 : 7.0)) < 1e-6);
    }
}

// turned at 100 degrees a second: the centre of mass is drawn inwards by w^2 l; other files than the default ones, as older programs wrote set-ups
static void motion_tables(void **state) {
    static const char setup[] = "<OpenSimDocument><AnalyzeTool name=\"a\"><model_file>.\\p.osim</model_file><results_directory>kin</results_directory>%s<AnalysisSet file=\"an\\set.xml\"/>"
                                "</AnalyzeTool></OpenSimDocument>\r\n";
    static const char set[] = "<OpenSimDocument><AnalysisSet><objects><Kinematics><coordinates>all</coordinates></Kinematics><Kinematics name=\"rad\"><in_degrees>false</in_degrees></Kinematics>"
                              "<BodyKinematics/><BodyKinematics name=\"own\"><bodies>rod</bodies><in_degrees>false</in_degrees><express_results_in_body_local_frame>true"
                              "</express_results_in_body_local_frame></BodyKinematics><BodyKinematics name=\"all\"><bodies>center_of_mass</bodies></BodyKinematics>%s</objects></AnalysisSet></OpenSimDocument>";
    static const char file[] = "<coordinates_file>turn.mot</coordinates_file>", states[] = "<states_file>turn.mot</states_file>";
    const double      deg = 3.14159265358979323846/180.0, w = 100*deg;
    char              text[3000], path[300];
    int               n = snprintf(text, sizeof text, "turn\nversion=1\nnRows=20\nnColumns=2\ninDegrees=yes\nendheader\ntime\tswing\n");
    (void)state;
    put_all();
    for (int i = 0; i < 20; i++) n += snprintf(text + n, sizeof text - (size_t)n, "%.2f\t%d\n", 0.05*i, 5*i);
    put("turn.mot", text);
    snprintf(text, sizeof text, setup, file), put("kin.xml", text);
    assert_int_equal(mkdir(cli_path("an", path), 0777), 0);
    snprintf(text, sizeof text, set, "<Kinematics name=\"path\"><coordinates>/jointset/hinge/swing</coordinates></Kinematics>"), put("an/set.xml", text);
    run("run-tool kin.xml", 0, "Kinematics: 20 frames, 3 files");
    assert_true(fabs(cell("kin/a_path_q.sto", 6, "swing") - 30.0) < 1e-6);
    assert_true(fabs(cell("kin/a_Kinematics_q.sto", 6, "swing") - 30.0) < 1e-6 && fabs(cell("kin/a_Kinematics_u.sto", 6, "swing") - 100.0) < 1e-6);
    assert_true(fabs(cell("kin/a_Kinematics_dudt.sto", 6, "swing")) < 1e-6 && fabs(cell("kin/a_rad_u.sto", 6, "swing") - w) < 1e-7);
    // at 30 degrees the centre of mass is at (1/4, -cos 30/2)
    assert_true(fabs(cell("kin/a_BodyKinematics_pos_global.sto", 6, "rod_X") - 0.25) < 1e-7 && fabs(cell("kin/a_BodyKinematics_pos_global.sto", 6, "rod_Oz") - 30.0) < 1e-6);
    assert_true(fabs(cell("kin/a_BodyKinematics_vel_global.sto", 6, "rod_Y") - w*0.25) < 1e-7 && fabs(cell("kin/a_BodyKinematics_vel_global.sto", 6, "rod_Oz") - 100.0) < 1e-6);
    assert_true(fabs(cell("kin/a_BodyKinematics_acc_global.sto", 6, "rod_X") + w*w*0.25) < 1e-6 && fabs(cell("kin/a_BodyKinematics_acc_global.sto", 6, "center_of_mass_X") + w*w*0.25) < 1e-6);
    // in its own axes always along them
    for (int f = 0; f < 20; f += 6) {
        assert_true(fabs(cell("kin/a_own_vel_bodyLocal.sto", f, "rod_X") - 0.5*w) < 1e-7 && fabs(cell("kin/a_own_vel_bodyLocal.sto", f, "rod_Y")) < 1e-7);
        assert_true(fabs(cell("kin/a_own_acc_bodyLocal.sto", f, "rod_Y") - 0.5*w*w) < 1e-6 && fabs(cell("kin/a_own_vel_bodyLocal.sto", f, "rod_Oz") - w) < 1e-7);
    }
    assert_true(isnan(cell("kin/a_own_pos_global.sto", 0, "center_of_mass_X")) && isnan(cell("kin/a_all_pos_global.sto", 0, "rod_X")));
    assert_true(fabs(cell("kin/a_all_pos_global.sto", 6, "center_of_mass_X") - 0.25) < 1e-7);
    // states in the place of coordinates; an analysis that is not done is left out by name
    snprintf(text, sizeof text, setup, states), put("kin.xml", text);
    snprintf(text, sizeof text, set, "<ProbeReporter/>"), put("an/set.xml", text);
    run("run-tool kin.xml", 2, "--lenient");
    run("run-tool kin.xml --lenient", 0, "speeds are their slopes");
    snprintf(text, sizeof text, set, "<BodyKinematics><bodies>rood</bodies></BodyKinematics>"), put("an/set.xml", text);
    run("run-tool kin.xml", 2, "did you mean \"rod\"");
    put("an/set.xml", "<OpenSimDocument/>"), run("run-tool kin.xml", 2, "no <AnalysisSet>");
    put("an/set.xml", "<AnalysisSet><objects>\n<Kinematics>\n<in_degrees>perhaps</in_degrees></Kinematics></objects></AnalysisSet>"), run("run-tool kin.xml", 2, "set.xml:3");
    cli_remove("an/set.xml"), run("run-tool kin.xml", 2, "set.xml");
}

// what a set-up or a motion lacks, or what stands in it by a wrong name, is told and nothing is taken for granted
static void slips(void **state) {
    static const char head[] = "<OpenSimDocument><InverseDynamicsTool name=\"i\"><model_file>p.osim</model_file>", tail[] = "</InverseDynamicsTool></OpenSimDocument>";
    char              text[3000];
    (void)state;
    put_all();
    snprintf(text, sizeof text, "%s<coordinate_file>m.mot</coordinate_file>%s", head, tail), put("slip.xml", text);
    run("run-tool slip.xml", 2, "did you mean <coordinates_file>");
    snprintf(text, sizeof text, "%s<coordinates_file>m.mot</coordinates_file><results_directory>one\\two/three</results_directory><time_range>5 6</time_range>%s", head, tail), put("slip.xml", text);
    run("run-tool slip.xml", 2, "m.mot: the range of time 5 to 6 s");
    snprintf(text, sizeof text, "%s<coordinates_file>m.mot</coordinates_file><results_directory>one\\two/three</results_directory><time_range>-5 60</time_range>%s", head, tail), put("slip.xml", text);
    run("run-tool slip.xml", 0, NULL);
    assert_true(there("one/two/three/inverse_dynamics.sto"));
    put("slip.xml", "<InverseDinamicsTool><model_file>p.osim</model_file></InverseDinamicsTool>"), run("run-tool slip.xml", 2, "<InverseDinamicsTool>");
    put("slip.xml", "<OpenSimDocument><ScaleTool/></OpenSimDocument>"), run("run-tool slip.xml", 1, "--model FILE");
    // a second hinge whose angle no column gives; tasks of markers that are not there
    snprintf(text, sizeof text, "%.*s<PinJoint name=\"more\"><socket_parent_frame>/bodyset/rod</socket_parent_frame><socket_child_frame>/bodyset/end</socket_child_frame><coordinates>"
                                "<Coordinate name=\"bend\"/></coordinates></PinJoint>%s",
             (int)(strstr(pendulum, "</objects></JointSet>") - pendulum), pendulum, strstr(pendulum, "</objects></JointSet>"));
    char        whole[4000];
    const char *at = strstr(text, "</Body>") + 7;
    snprintf(whole, sizeof whole, "%.*s<Body name=\"end\"><mass>1</mass><inertia>1 1 1 0 0 0</inertia></Body>%s", (int)(at - text), text, at), put("two.osim", whole);
    run("id two.osim m.mot -o two.sto", 0, "no column of 1 coordinates, which keep their default: bend");
    put("slip.xml", "<OpenSimDocument><AnalyzeTool name=\"a\"><defaults/><model_file>p.osim</model_file><coordinates_file>m.mot</coordinates_file><AnalysisSet><objects>\n<Kinematics>"
                    "<in_degree>false</in_degree></Kinematics></objects></AnalysisSet></AnalyzeTool></OpenSimDocument>");
    run("run-tool slip.xml", 0, "line 2: <in_degree> is not read; did you mean <in_degrees>?");
    if (strstr(cli_err, "defaults")) fail_msg("%s", cli_err);
    put("slip.xml", "<OpenSimDocument><InverseKinematicsTool name=\"k\"><model_file>p.osim</model_file><IKTaskSet><objects><IKMarkerTask name=\"tip\"><weigth>2</weigth></IKMarkerTask></objects></IKTaskSet>"
                    "<marker_file>t.trc</marker_file><output_motion_file>set.mot</output_motion_file></InverseKinematicsTool></OpenSimDocument>");
    run("run-tool slip.xml", 0, "<weigth> is not read; did you mean <weight>?");
    put("tasks.xml", "<OpenSimDocument><IKTaskSet><objects><IKMarkerTask name=\"tip\"/><IKMarkerTask name=\"tiip\"/></objects></IKTaskSet></OpenSimDocument>");
    run("ik p.osim t.trc --tasks tasks.xml -o slip.mot", 0, "not in the markers: tiip");
    put("tasks.xml", "<OpenSimDocument><IKTaskSet><objects><IKMarkerTask name=\"tip\"/><IKCoordinateTask name=\"swing\"><value_type>from_file</value_type></IKCoordinateTask></objects></IKTaskSet></OpenSimDocument>");
    run("ik p.osim t.trc --tasks tasks.xml -o slip.mot", 2, "<coordinate_file>");
    run("ik p.osim t.trc --from 7 -o slip.mot", 2, "there are 5, from 0 to 0.4 s");
    put("loads.xml", "<OpenSimDocument><ExternalLoads><objects><ExternalForce name=\"f\"><applied_to_body>rodd</applied_to_body></ExternalForce></objects><datafile>m.mot</datafile></ExternalLoads></OpenSimDocument>");
    run("id p.osim m.mot --loads loads.xml -o slip.sto", 2, "did you mean \"rod\"");
    put("loads.xml", "<OpenSimDocument><ExternalLoads><objects><ExternalForce name=\"f\"><applied_to_body>rod</applied_to_body><force_identifier>swnig</force_identifier></ExternalForce></objects>"
                     "<datafile>m.mot</datafile></ExternalLoads></OpenSimDocument>");
    run("id p.osim m.mot --loads loads.xml -o slip.sto", 2, "the beginning of \"swing\"");
}

// A hinge that turns by a function of time: markers and motion that say otherwise do not move it; inverse dynamics takes the motion as it is.
static void prescribed(void **state) {
    static const char moves[] = "<prescribed>true</prescribed><prescribed_function><LinearFunction><coefficients>2 0.1</coefficients></LinearFunction></prescribed_function>";
    const char       *at = strstr(pendulum, "<range>");
    const double      deg = 180.0/3.14159265358979323846;
    char              text[3000];
    (void)state;
    put_all();
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - pendulum), pendulum, moves, at), put("pre.osim", text);
    run("ik pre.osim t.trc -o pre.mot", 0, NULL);
    for (int f = 0; f < 5; f++) assert_true(fabs(cell("pre.mot", f, "swing") - deg*(2*0.1*f + 0.1)) < 1e-6);
    run("id pre.osim m.mot -o pre.sto", 0, NULL);
    assert_true(fabs(cell("pre.sto", 5, "swing_moment") - 2*10*0.5) < 1e-6);
    put("an.xml", "<OpenSimDocument><AnalyzeTool name=\"pre\"><model_file>pre.osim</model_file><coordinates_file>m.mot</coordinates_file><AnalysisSet><objects><Kinematics/></objects></AnalysisSet>"
                  "</AnalyzeTool></OpenSimDocument>");
    run("run-tool an.xml", 0, NULL);
    assert_true(fabs(cell("pre_Kinematics_q.sto", 5, "swing") - deg*1.1) < 1e-6 && fabs(cell("pre_Kinematics_u.sto", 5, "swing") - deg*2) < 1e-5);
    // fast beside the rows, or in a jump between two: speeds and accelerations are the function's own
    static const char *const function[] = {"<Sine><amplitude>0.5</amplitude><omega>20</omega><phase>0.3</phase></Sine>", "<PiecewiseConstantFunction><x>0 0.45</x><y>0.2 1.2</y></PiecewiseConstantFunction>"};
    for (int k = 0; k < 2; k++) {
        snprintf(text, sizeof text, "%.*s<prescribed>true</prescribed><prescribed_function>%s</prescribed_function>%s", (int)(at - pendulum), pendulum, function[k], at), put("pre.osim", text);
        run("run-tool an.xml", 0, NULL);
        for (int f = 0; f < 10; f++) {
            double x = 20*0.1*f + 0.3, q = k ? (f < 5 ? 0.2 : 1.2) : 0.5*sin(x), u = k ? 0.0 : 10*cos(x), a = k ? 0.0 : -200*sin(x);
            assert_true(fabs(cell("pre_Kinematics_q.sto", f, "swing") - deg*q) < 1e-6 && fabs(cell("pre_Kinematics_u.sto", f, "swing") - deg*u) < 1e-6);
            assert_true(fabs(cell("pre_Kinematics_dudt.sto", f, "swing") - deg*a) < 1e-6);
        }
    }
}

// tasks, measurements and factors in files of their own; placed markers as one
static void sets_of_files(void **state) {
    (void)state;
    put_all();
    put("tasks.xml", "<OpenSimDocument><IKTaskSet><objects><IKMarkerTask name=\"tip\"><weight>2</weight></IKMarkerTask><IKCoordinateTask name=\"swing\"><apply>false</apply></IKCoordinateTask>"
                     "</objects></IKTaskSet></OpenSimDocument>");
    put("ik.xml", "<OpenSimDocument><InverseKinematicsTool name=\"k\"><model_file>p.osim</model_file><IKTaskSet file=\"tasks.xml\"/><marker_file>t.trc</marker_file>"
                  "<output_motion_file>set.mot</output_motion_file></InverseKinematicsTool></OpenSimDocument>");
    run("run-tool ik.xml", 0, "1 markers");
    assert_true(fabs(cell("set.mot", 1, "swing") - 30.0) < 1e-4 && there("k_ik_marker_errors.sto") && !there("k_ik_model_marker_locations.sto"));
    put("ik.xml", "<OpenSimDocument><InverseKinematicsTool name=\"k\"><model_file>p.osim</model_file><IKTaskSet file=\"tasks.xml\"/><marker_file>t.trc</marker_file><report_errors>false</report_errors>"
                  "<report_marker_locations>true</report_marker_locations><results_directory>where</results_directory><output_motion_file>set.mot</output_motion_file></InverseKinematicsTool></OpenSimDocument>");
    run("run-tool ik.xml", 0, "1 markers");
    assert_true(fabs(cell("where/k_ik_model_marker_locations.sto", 2, "tip_tx") - 0.5) < 1e-6 && fabs(cell("where/k_ik_model_marker_locations.sto", 2, "tip_ty") + sqrt(0.75)) < 1e-6);
    assert_false(there("where/k_ik_marker_errors.sto"));
    run("ik p.osim t.trc -o at.mot --locations at.sto", 0, NULL);
    assert_true(fabs(cell("at.sto", 4, "tip_tx") - 0.5) < 1e-6 && fabs(cell("at.sto", 4, "tip_tz")) < 1e-9);
    // two markers that move, in the file in another order than in the model: each row is its own frame's, each column its own marker's
    const char *end = strstr(pendulum, "</objects></MarkerSet>");
    char        text[4000];
    int         n = snprintf(text, sizeof text, "PathFileType\t4\t(X/Y/Z)\tw\nDataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
                                                "10\t10\t5\t2\tm\t10\t1\t5\nFrame#\tTime\tmid\t\t\ttip\t\t\n\t\tX1\tY1\tZ1\tX2\tY2\tZ2\n\n");
    for (int f = 0; f < 5; f++) n += snprintf(text + n, sizeof text - (size_t)n, "%d\t0.%d\t%.12f\t%.12f\t0.1\t%.12f\t%.12f\t0\n", f + 1, f, 0.5*sin(0.2*f), -0.5*cos(0.2*f), sin(0.2*f), -cos(0.2*f));
    put("two.trc", text);
    snprintf(text, sizeof text, "%.*s<Marker name=\"mid\"><socket_parent_frame>/bodyset/rod</socket_parent_frame><location>0 -0.5 0.1</location></Marker>%s", (int)(end - pendulum), pendulum, end), put("two.osim", text);
    run("ik two.osim two.trc -o two.mot --locations two.sto", 0, NULL);
    for (int f = 0; f < 5; f++) {
        assert_true(fabs(cell("two.sto", f, "tip_tx") - sin(0.2*f)) < 1e-6 && fabs(cell("two.sto", f, "tip_ty") + cos(0.2*f)) < 1e-6 && fabs(cell("two.sto", f, "tip_tz")) < 1e-9);
        assert_true(fabs(cell("two.sto", f, "mid_tx") - 0.5*sin(0.2*f)) < 1e-6 && fabs(cell("two.sto", f, "mid_ty") + 0.5*cos(0.2*f)) < 1e-6 && fabs(cell("two.sto", f, "mid_tz") - 0.1) < 1e-9);
    }
    put("measures.xml", "<OpenSimDocument><MeasurementSet><objects/></MeasurementSet></OpenSimDocument>");
    put("factors.xml", "<OpenSimDocument><ScaleSet><objects><Scale><scales>2 2 2</scales><segment>rod</segment></Scale></objects></ScaleSet></OpenSimDocument>");
    put("sc.xml", "<OpenSimDocument><ScaleTool name=\"big\"><mass>3</mass><GenericModelMaker><model_file>p.osim</model_file></GenericModelMaker><ModelScaler><scaling_order>manualScale</scaling_order>"
                  "<MeasurementSet file=\"measures.xml\"/><ScaleSet file=\"factors.xml\"/><output_model_file>big.osim</output_model_file></ModelScaler><MarkerPlacer><IKTaskSet file=\"tasks.xml\"/>"
                  "<marker_file>t.trc</marker_file><output_model_file>placed.osim</output_model_file><output_marker_file>markers.xml</output_marker_file></MarkerPlacer></ScaleTool></OpenSimDocument>");
    run("run-tool sc.xml", 0, "3.000 kg");
    run("id big.osim m.mot -o big.sto", 0, NULL);
    assert_true(fabs(cell("big.sto", 0, "swing_moment") - 3*10*1.0) < 1e-6);
    cli_slurp("markers.xml", cli_out);
    assert_true(strstr(cli_out, "<MarkerSet") && strstr(cli_out, "name=\"tip\"") && !strstr(cli_out, "<Body"));
    cli_remove("factors.xml"), run("run-tool sc.xml", 2, "factors.xml");
}

// markers that move while the static trial is recorded are named; they count all the same, as in OpenSim
static void restless(void **state) {
    static const char setup[] = "<OpenSimDocument><ScaleTool name=\"s\"><mass>2</mass><GenericModelMaker><model_file>p.osim</model_file></GenericModelMaker><ModelScaler><apply>false</apply></ModelScaler>"
                                "<MarkerPlacer><marker_file>w.trc</marker_file><max_marker_movement>%s</max_marker_movement><output_model_file>placed.osim</output_model_file></MarkerPlacer></ScaleTool></OpenSimDocument>";
    static const struct { const char *limit; bool told; } each[] = {{"-1", false}, {"0", false}, {"40.5", false}, {"39.5", true}};
    char text[2000];
    int  n = snprintf(text, sizeof text, "PathFileType\t4\t(X/Y/Z)\tw\nDataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
                                         "10\t10\t5\t1\tmm\t10\t1\t5\nFrame#\tTime\ttip\t\t\n\t\tX1\tY1\tZ1\n\n");
    (void)state;
    put_all();
    for (int i = 0; i < 5; i++) n += snprintf(text + n, sizeof text - (size_t)n, "%d\t0.%d\t%d\t-800\t%d\n", i + 1, i, 600 + 10*i, -10*i);
    put("w.trc", text);
    for (size_t k = 0; k < sizeof each/sizeof *each; k++) {
        snprintf(text, sizeof text, setup, each[k].limit), put("sc.xml", text);
        run("run-tool sc.xml", 0, "2.000 kg");
        if ((strstr(cli_err, "1 markers moved more than <max_marker_movement> during the static trial: tip\n") != NULL) != each[k].told) fail_msg("%s: %s", each[k].limit, cli_err);
        assert_true(there("placed.osim"));
    }
    // more names than there is room for: each counts once, whichever axes it moves along
    char many[20000];
    n = snprintf(many, sizeof many, "PathFileType\t4\t(X/Y/Z)\tw\nDataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
                                    "10\t10\t5\t60\tmm\t10\t1\t5\nFrame#\tTime\ttip\t\t");
    for (int i = 1; i < 60; i++) n += snprintf(many + n, sizeof many - (size_t)n, "\tmarker_of_a_long_name_%02d\t\t", i);
    n += snprintf(many + n, sizeof many - (size_t)n, "\n\t");
    for (int i = 1; i <= 60; i++) n += snprintf(many + n, sizeof many - (size_t)n, "\tX%d\tY%d\tZ%d", i, i, i);
    n += snprintf(many + n, sizeof many - (size_t)n, "\n\n");
    for (int f = 0; f < 5; f++) {
        n += snprintf(many + n, sizeof many - (size_t)n, "%d\t0.%d", f + 1, f);
        for (int i = 0; i < 60; i++) n += snprintf(many + n, sizeof many - (size_t)n, "\t%d\t%d\t%d", 600 + 20*f, -800 - 20*f, 20*f);
        n += snprintf(many + n, sizeof many - (size_t)n, "\n");
    }
    put("w.trc", many);
    run("run-tool sc.xml", 0, " 60 markers moved");
}

// an AnalyzeTool of the pendulum held at 90 degrees: the muscles that a list names, and what else
static void run_muscles(const char *model, const char *folder, const char *list, const char *more, int code, const char *says) {
    char text[2000];
    snprintf(text, sizeof text, "<OpenSimDocument><AnalyzeTool name=\"a\"><model_file>%s</model_file><results_directory>%s</results_directory><coordinates_file>m.mot</coordinates_file><AnalysisSet><objects>"
             "<MuscleAnalysis><muscle_list>%s</muscle_list></MuscleAnalysis>%s</objects></AnalysisSet></AnalyzeTool></OpenSimDocument>", model, folder, list, more);
    put("muscles.xml", text);
    run("run-tool muscles.xml", code, says);
}

// A length of 2 - 0.5 q m, 100 N at 90 degrees: a moment about the hinge, and no force on any body, as OpenSim has it.
static void function_paths(void **state) {
    static const char muscle[] = "<ForceSet><objects><Thelen2003Muscle name=\"pull\"><FunctionBasedPath name=\"path\"><coordinate_paths>/jointset/hinge/swing</coordinate_paths>"
                                 "<MultivariatePolynomialFunction name=\"length_function\"><coefficients>2 -0.5</coefficients><dimension>1</dimension><order>1</order></MultivariatePolynomialFunction>"
                                 "<moment_arm_functions><MultivariatePolynomialFunction><coefficients>%s</coefficients><dimension>1</dimension><order>0</order></MultivariatePolynomialFunction></moment_arm_functions>"
                                 "</FunctionBasedPath><ignore_tendon_compliance>true</ignore_tendon_compliance><max_isometric_force>100</max_isometric_force><optimal_fiber_length>0.5</optimal_fiber_length>"
                                 "<tendon_slack_length>0.7146018366025517</tendon_slack_length></Thelen2003Muscle></objects><groups><ObjectGroup name=\"some\"><members>nobody pull</members></ObjectGroup></groups>"
                                 "</ForceSet></Model></OpenSimDocument>\n";
    static const char more[] = "<StaticOptimization name=\"so\"/><JointReaction name=\"jr\"><forces_file>fun/a_so_force.sto</forces_file></JointReaction>";
    char forces[3000];
    (void)state;
    put_all();
    snprintf(forces, sizeof forces, muscle, "0.4"), put_pendulum_with("fun.osim", forces);
    run("info fun.osim", 2, "not the slopes");
    snprintf(forces, sizeof forces, muscle, "0.5"), put_pendulum_with("fun.osim", forces);
    run_muscles("fun.osim", "fun", "some", more, 0, NULL); // by the name of a group
    assert_true(fabs(cell("fun/a_MuscleAnalysis_Length.sto", 3, "pull") - (2.0 - 0.25*3.14159265358979323846)) < 1e-7);
    assert_true(fabs(cell("fun/a_MuscleAnalysis_MomentArm_swing.sto", 3, "pull") - 0.5) < 1e-7);
    assert_true(fabs(cell("fun/a_so_activation.sto", 3, "pull") - 10.0/50.0) < 1e-6); // m g l over arm and force
    assert_true(fabs(cell("fun/a_jr_ReactionLoads.sto", 3, "hinge_on_rod_in_ground_fx")) < 1e-6 && fabs(cell("fun/a_jr_ReactionLoads.sto", 3, "hinge_on_rod_in_ground_fy") - 20.0) < 1e-6);
    run_muscles("fun.osim", "fun", "sone", more, 2, "no muscle 'sone'");
}

// a muscle of 100 N at its optimal length that pulls at a right angle on the rod held at 90 degrees, 1 m from the hinge; nothing controls it: activation 0.05
static void muscle_tables(void **state) {
    static const char muscle[] = "<ForceSet><objects><Thelen2003Muscle name=\"pull\"><ignore_tendon_compliance>true</ignore_tendon_compliance><GeometryPath><PathPointSet><objects>"
                                 "<PathPoint name=\"a\"><socket_parent_frame>/ground</socket_parent_frame><location>1 1 0</location></PathPoint>"
                                 "<PathPoint name=\"b\"><socket_parent_frame>/bodyset/rod</socket_parent_frame><location>0 -1 0</location></PathPoint></objects></PathPointSet></GeometryPath>"
                                 "<max_isometric_force>100</max_isometric_force><optimal_fiber_length>0.5</optimal_fiber_length><tendon_slack_length>0.5</tendon_slack_length>"
                                 "</Thelen2003Muscle></objects></ForceSet></Model></OpenSimDocument>\n";
    (void)state;
    put_all();
    put_pendulum_with("pull.osim", muscle);
    run_muscles("pull.osim", "ma", "pull", "", 0, NULL);
    assert_true(fabs(cell("ma/a_MuscleAnalysis_NormalizedFiberLength.sto", 3, "pull") - 1.0) < 1e-7);
    assert_true(fabs(cell("ma/a_MuscleAnalysis_TendonForce.sto", 3, "pull") - 5.0) < 1e-6 && fabs(cell("ma/a_MuscleAnalysis_PassiveFiberForce.sto", 3, "pull")) < 1e-6);
    assert_true(fabs(cell("ma/a_MuscleAnalysis_MomentArm_swing.sto", 3, "pull") - 1.0) < 1e-7 && fabs(cell("ma/a_MuscleAnalysis_Moment_swing.sto", 3, "pull") - 5.0) < 1e-6);
    run_muscles("pull.osim", "ma", "pul", "", 2, "did you mean \"pull\"");
}

// ten frames of forces
static void put_forces(const char *name, const char *column, const char *value) {
    char text[2000];
    int  n = snprintf(text, sizeof text, "forces\nversion=1\nnRows=10\nnColumns=2\ninDegrees=no\nendheader\ntime\t%s\n", column);
    for (int i = 0; i < 10; i++) n += snprintf(text + n, sizeof text - (size_t)n, "%d.%d\t%s\n", i/10, i%10, value);
    put(name, text);
}

// What a spring of 5 N does to the rod is what an actuator of 5 N does, and no part of what the hinge carries. A frame turned back by the rod's 90 degrees has the
// ground's axes.
static void reactions(void **state) {
    static const char spring[] = "<ForceSet><objects><PathSpring name=\"spring\"><GeometryPath><PathPointSet><objects>"
                                 "<PathPoint name=\"a\"><socket_parent_frame>/ground</socket_parent_frame><location>1 1 0</location></PathPoint>"
                                 "<PathPoint name=\"b\"><socket_parent_frame>/bodyset/rod</socket_parent_frame><location>0 -1 0</location></PathPoint></objects></PathPointSet></GeometryPath>"
                                 "<resting_length>0.5</resting_length><stiffness>10</stiffness><dissipation>0</dissipation></PathSpring></objects></ForceSet></Model></OpenSimDocument>\n";
    static const char puller[] = "<OpenSimDocument Version=\"40000\"><ForceSet><objects><PointToPointActuator name=\"pull\"><bodyA>ground</bodyA><bodyB>rod</bodyB><pointA>1 1 0</pointA>"
                                 "<pointB>0 -1 0</pointB></PointToPointActuator></objects></ForceSet></OpenSimDocument>\n";
    static const char setup[] = "<OpenSimDocument><AnalyzeTool name=\"%s\"><model_file>%s</model_file><force_set_files>%s</force_set_files><results_directory>jr</results_directory>"
                                "<coordinates_file>m.mot</coordinates_file><AnalysisSet><objects><JointReaction name=\"jr\"><forces_file>%s</forces_file><joint_names>hinge hinge</joint_names>"
                                "<apply_on_bodies>child child</apply_on_bodies><express_in_frame>ground /bodyset/rod/back</express_in_frame></JointReaction></objects></AnalysisSet></AnalyzeTool></OpenSimDocument>";
    static const char frame[] = "<components><PhysicalOffsetFrame name=\"back\"><socket_parent>..</socket_parent><translation>0 0 0</translation>"
                                "<orientation>0 0 -1.5707963267948966</orientation></PhysicalOffsetFrame></components>";
    static const char *const part[] = {"fx", "fy", "mz", "px"};
    char              text[6000], name[80];
    const char       *mass = strstr(pendulum, "<mass>"), *end = strstr(pendulum, "</Model>");
    (void)state;
    put_all(), put("puller.xml", puller), put_forces("none.sto", "motor", "0.0"), put_forces("pull.sto", "pull", "-5.0");
    snprintf(text, sizeof text, "%.*s%s%.*s%s", (int)(mass - pendulum), pendulum, frame, (int)(end - mass), mass, end), put("plain.osim", text);
    snprintf(text, sizeof text, "%.*s%s%.*s%s", (int)(mass - pendulum), pendulum, frame, (int)(end - mass), mass, spring), put("sprung.osim", text);
    snprintf(text, sizeof text, setup, "a", "sprung.osim", "motor.xml", "none.sto"), put("jr.xml", text), run("run-tool jr.xml", 0, NULL);
    snprintf(text, sizeof text, setup, "b", "plain.osim", "puller.xml", "pull.sto"), put("jr.xml", text), run("run-tool jr.xml", 0, NULL);
    for (int i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "hinge_on_rod_in_ground_%s", part[i]);
        double a = cell("jr/a_jr_ReactionLoads.sto", 4, name), b = cell("jr/b_jr_ReactionLoads.sto", 4, name);
        assert_true(fabs(a - b) < 1e-6);
        snprintf(name, sizeof name, "hinge_on_rod_in_back_%s", part[i]);
        assert_true(fabs(cell("jr/a_jr_ReactionLoads.sto", 4, name) - a) < 1e-6);
    }
    // 2 kg at 0.5 m, 0.1 kg m2 about its centre, 20 N down there and 5 N up at 1 m: the centre falls with 0.5*(20*0.5 - 5)/0.6 m/s2
    assert_true(fabs(cell("jr/a_jr_ReactionLoads.sto", 4, "hinge_on_rod_in_ground_fy") - (20.0 - 5.0 - 2.0*0.5*5.0/0.6)) < 1e-6);
}

// a folder's files, each of which must be a whole table of n rows; other than these only `.out` and the like
static int whole_tables(const char *folder, int n) {
    char           path[600], file[1000];
    DIR           *d = opendir(cli_path(folder, path));
    int            count = 0;
    struct dirent *e;
    while (d && (e = readdir(d))) {
        il_table *t = NULL;
        il_error  err = {0};
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
        snprintf(file, sizeof file, "%s/%.300s", path, e->d_name);
        if (strstr(e->d_name, "_controls.xml")) { // a table beside it has the same numbers
            char  *bytes;
            size_t size;
            assert_true(!il_file_read(file, 0, &bytes, &size, &err) && strstr(bytes, "</OpenSimDocument>"));
            il_file_free(bytes);
        } else {
            if (strstr(e->d_name, ".sto") != e->d_name + strlen(e->d_name) - 4 || il_table_read(file, &t, &err)) fail_msg("%s: %s", e->d_name, err.text);
            assert_int_equal(t->nrow, n);
            il_table_free(t);
        }
        remove(file), count++;
    }
    if (d) closedir(d);
    return count;
}

// Ctrl-C at any moment: an analysis ends between two files, other jobs have written nothing or all of it; no file is a part of one
static void ctrl_c(void **state) {
    enum { ROWS = 6000 };
    static const char tables[] = "<OpenSimDocument><AnalyzeTool name=\"a\"><model_file>p.osim</model_file><results_directory>stop</results_directory><coordinates_file>long.mot</coordinates_file><AnalysisSet><objects>"
                                 "<BodyKinematics/><Kinematics/><PointKinematics><body_name>rod</body_name><point>0 -1 0</point></PointKinematics></objects></AnalysisSet></AnalyzeTool></OpenSimDocument>";
    static const char *const jobs[] = {"run-tool stop.xml", "id p.osim long.mot -o stop/id.sto", "so p.osim long.mot --forces motor.xml -o stop/so"};
    static char text[ROWS*24 + 200];
    int  stopped = 0, n = snprintf(text, sizeof text, "Coordinates\nversion=1\nnRows=%d\nnColumns=2\ninDegrees=yes\nendheader\ntime\tswing\n", ROWS);
    (void)state;
    for (int i = 0; i < ROWS; i++) n += snprintf(text + n, sizeof text - (size_t)n, "%.3f\t%.3f\n", 1e-3*i, 30.0*sin(2e-3*i));
    put_all(), put("long.mot", text), put("stop.xml", tables);
    run(jobs[0], 0, NULL);
    const int all = whole_tables("stop", ROWS);
    assert_true(all >= 9);
    for (size_t job = 0; job < sizeof jobs/sizeof *jobs; job++)
        for (int wait = 1; wait < 500; wait = wait*3/2 + 1) { // ms, until it is done before
            pid_t child = cli_start(jobs[job]);
            nanosleep(&(struct timespec){.tv_nsec = 1000000L*wait}, NULL);
            kill(child, SIGINT);
            int code = cli_wait(child), got = whole_tables("stop", ROWS);
            if (code == 0) break;
            if (code == 1000 + SIGINT) continue; // before the program listened
            char says[80] = "stopped"; // of the files of one analysis
            if (job) snprintf(says, sizeof says, got ? "stopped; %d of " : "stopped", got); // none: also while it computes
            if (code != 130 || !strstr(cli_err, says)) fail_msg("'%s' ended with %d after %d ms and %d files: %s", jobs[job], code, wait, got, cli_err);
            stopped++;
        }
    assert_true(stopped > 3);
}

static void by_factors(void **state) {
    (void)state;
    put_all();
    run("scale p.osim rod=2 --mass 3 -o big.osim", 0, "3.000 kg");
    run("scale p.osim rot=2 -o no.osim", 2, "did you mean \"rod\"");
    run("scale p.osim rod=two -o no.osim", 1, "above 0");
    assert_false(there("no.osim"));
}

static void what_is_told(void **state) {
    (void)state;
    put_all();
    run("info p.osim", 0, "swing");
    assert_non_null(strstr(cli_out, "2.000 kg"));
    run("plot m.mot swing -o p.svg", 0, NULL);
    run("plot t.trc tip_tx tip_ty -o p.png", 0, NULL);
    run("plot m.mot swnig -o q.svg", 2, "did you mean \"swing\"");
    run("plot m.mot swing -o q.gif", 1, ".svg or .png");
    assert_true(there("p.svg") && there("p.png") && !there("q.svg"));
    for (int i = 0; i < 8; i++) {
        static const char *const commands[] = {"id", "ik", "so", "scale", "run-tool", "info", "plot", "update-file"};
        char                     words[40];
        snprintf(words, sizeof words, "%s --help", commands[i]);
        run(words, 0, "usage: ilium");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(dynamics), cmocka_unit_test(updated), cmocka_unit_test(kinematics), cmocka_unit_test(static_optimisation), cmocka_unit_test(set_ups), cmocka_unit_test(names_of_set_ups), cmocka_unit_test(bodies_of_loads), cmocka_unit_test(motion_tables), cmocka_unit_test(sets_of_files), cmocka_unit_test(restless), cmocka_unit_test(function_paths), cmocka_unit_test(slips), cmocka_unit_test(prescribed), cmocka_unit_test(muscle_tables), cmocka_unit_test(recordings), cmocka_unit_test(reactions),
                                       cmocka_unit_test(by_factors), cmocka_unit_test(ctrl_c), cmocka_unit_test(what_is_told)};
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

// test_arms.c - arms as bodies of their own and a load in the hands. Oracles: the one mass that thorax, head and hanging arms were before,
// the balance of forces and moments on the floor, the plumb line, and mirror symmetry.
#include "task_fixture.h"

static task_fixture F;
static il_tasks    *own;

// held standing with arms and loads of every kind; places as in the task `standing`
#define STAND(id, more)                                                                                                                        \
    "  - id: " id "\n    name: n\n    source: s\n    mode: held\n    sided: true\n    up: [0, 1, 0]\n    floor: {normal: [0, 1, 0]}\n" more            \
    "    places:\n"                                                                                                                            \
    "      - {marker: heel_r, direction: [1, 0, 0], value: 0}\n      - {marker: heel_r, direction: [0, 0, 1], value: 0}\n"                      \
    "      - {marker: toe_tip_r, direction: [0, 0, 1], value: 0}\n      - {marker: heel_l, direction: [1, 0, 0], value: 0}\n"                   \
    "      - {marker: heel_l, direction: [0, 0, 1], value: 0}\n      - {marker: toe_tip_l, direction: [0, 0, 1], value: 0}\n"
#define BEND "    habit: [{coordinate: hip_flexion_r, value: 30, sd: 2}, {coordinate: hip_flexion_l, value: 30, sd: 2}, {coordinate: pelvis_tilt, value: -30, sd: 2}]\n"

static const char yaml[] = "tasks:\n"
    STAND("plain", "")
    STAND("load", "    hand_load: {mass_kg: 10, hand: both}\n    arms: {from: trunk, both: {flexion: 30, elbow: 60}}\n")
    STAND("one_hand", "    hand_load: {mass_kg: 10, hand: right}\n")
    STAND("hang", BEND "    arms: {from: room}\n    hand_load: {mass_kg: 5, hand: both}\n")
    STAND("reach", BEND "    arms: {from: room, both: {reach: 0.3}}\n");

static int open_all(void **unused) {
    (void)unused;
    il_error err = {0};
    F = tasks_open();
    if (il_tasks_read_bytes("test", yaml, sizeof yaml - 1, &own, &err) != IL_OK) fail_msg("%d: %s", err.line, err.text);
    return 0;
}

static int close_all(void **unused) {
    (void)unused;
    il_tasks_free(own);
    tasks_close(&F);
    return 0;
}

static il_outcome run(const char *id, il_side side) {
    il_task *task = NULL;
    il_error err = {0};
    task_nominal(&F);
    if (il_task_create(F.body.m, il_tasks_find(own, id), side, &task, &err) != IL_OK) fail_msg("%s", err.text);
    il_outcome out = task_run(&F, task, NULL, NULL);
    il_task_free(task);
    if (out.info.status != IL_POSTURE_SOLVED) fail_msg("%s: %d", id, (int)out.info.status);
    return out;
}

static double axis_of(const il_data *d, const char *name, int axis) { return d->marker_world[3*landmark(F.body.m, name) + axis].lane[0]; }

static double floor_force(const il_data *d) {
    double sum = 0.0;
    for (int k = 0; k < F.body.m->npad; k++) sum += d->pad_force[k].lane[0];
    return sum;
}

// ---- the bodies ----

// thorax, upper arms and forearms at neutral: mass, centre of mass and inertia in the thorax
static void hanging(double *mass, double com[3], double inertia[6]) {
    static const char *const names[] = {"thorax", "upper_arm_r", "upper_arm_l", "forearm_r", "forearm_l"};
    const il_params *p = F.body.m->nominal;
    const il_data   *d = F.body.d;
    neutral(&F.body, p);
    il_position(F.body.m, p, F.body.d);
    int thorax = il_body_find(F.body.m, "thorax");
    *mass = 0.0;
    memset(com, 0, 3*sizeof *com), memset(inertia, 0, 6*sizeof *inertia);
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < 5; i++) {
            int    b = il_body_find(F.body.m, names[i]);
            double r[3], m = p->body_mass[b];
            const double *own_inertia = &p->body_inertia[6*b];
            for (int k = 0; k < 3; k++) r[k] = d->com_pos[3*b + k].lane[0] - d->body_pos[3*thorax + k].lane[0];
            if (pass == 0) {
                *mass += m;
                for (int k = 0; k < 3; k++) com[k] += m*r[k];
                continue;
            }
            double x = r[0] - com[0], y = r[1] - com[1], z = r[2] - com[2];
            double part[6] = {m*(y*y + z*z), m*(x*x + z*z), m*(x*x + y*y), -m*x*y, -m*x*z, -m*y*z};
            for (int k = 0; k < 6; k++) inertia[k] += own_inertia[k] + part[k];
        }
        for (int k = 0; k < 3 && pass == 0; k++) com[k] /= *mass;
    }
}

static void hanging_arms_weigh_what_the_one_mass_weighed(void **unused) {
    (void)unused;
    static const double before[10] = {28.5560878, 0.00310258278, 0.270461629, 0, 1.41832208, 0.397294122, 1.18757127, -0.0169001212, 0, 0};
    double now[10];
    hanging(&now[0], &now[1], &now[4]);
    for (int k = 0; k < 10; k++) assert_true(fabs(now[k] - before[k]) < 2e-8*fmax(1.0, fabs(before[k])));
}

static void an_arm_is_as_long_as_its_landmarks_say(void **unused) {
    (void)unused;
    neutral(&F.body, F.body.m->nominal);
    il_position(F.body.m, F.body.m->nominal, F.body.d);
    il_marker(F.body.m, F.body.m->nominal, F.body.d);
    assert_true(fabs(axis_of(F.body.d, "shoulder_r", 1) - axis_of(F.body.d, "elbow_r", 1) - 0.286273) < 1e-9);
    assert_true(fabs(axis_of(F.body.d, "elbow_r", 1) - axis_of(F.body.d, "wrist_r", 1) - 0.248848) < 1e-9);
    assert_true(axis_of(F.body.d, "grip_l", 2) < -0.15);
}

// ---- what they carry ----

static void the_floor_carries_the_load_and_its_moment(void **unused) {
    (void)unused;
    double weight = 0.0, about = 0.0, centre = 0.0;
    for (int b = 0; b < F.body.m->nbody; b++) weight += 9.80665*F.body.m->nominal->body_mass[b];
    il_outcome out = run("load", IL_SIDE_RIGHT);
    assert_true(fabs(floor_force(out.solution.d) - weight - 10*9.80665) < 1e-4);
    // centre of pressure under the common centre of mass, the load at the grip
    const il_data *d = out.solution.d;
    for (int k = 0; k < F.body.m->npad; k++) centre += d->pad_force[k].lane[0]*d->pad_world[3*k].lane[0];
    const il_params *p = F.body.m->nominal; // without the load: its own centres of mass at the solved pose
    il_data_copy(F.body.m, d, F.body.d);
    il_params_copy(F.body.m, il_scenario_params(F.work), F.p);
    memcpy(F.p->body_com, p->body_com, sizeof *p->body_com*3*(size_t)F.body.m->nbody);
    il_position(F.body.m, F.p, F.body.d);
    for (int b = 0; b < F.body.m->nbody; b++) about += 9.80665*p->body_mass[b]*F.body.d->com_pos[3*b].lane[0];
    about += 9.80665*5*(axis_of(d, "grip_r", 0) + axis_of(d, "grip_l", 0));
    assert_true(axis_of(d, "grip_r", 0) - axis_of(d, "shoulder_r", 0) > 0.3);
    assert_true(fabs(about - centre) < 0.02); // friction acts at the pads' own height, some mm deep in the floor
}

static void the_other_hand_is_the_mirror(void **unused) {
    (void)unused;
    double right[128];
    il_outcome out = run("one_hand", IL_SIDE_RIGHT);
    memcpy(right, out.solution.q, sizeof *right*(size_t)F.body.m->nq);
    assert_true(fabs(right[coordinate(F.body.m, "L3_L4_bending")]) > 1e-4);
    out = run("one_hand", IL_SIDE_LEFT);
    for (int j = 0; j < F.body.m->nq; j++) {
        char        buf[96];
        const char *name = F.body.m->coordinate_name[j];
        double      sign = mirror_turns(name) ? -1.0 : 1.0;
        assert_true(fabs(out.solution.q[coordinate(F.body.m, other_side(name, buf))] - sign*right[j]) < 1e-6);
    }
}

static void arms_hang_to_the_plumb_line(void **unused) {
    (void)unused;
    il_outcome out = run("hang", IL_SIDE_RIGHT);
    const il_data *d = out.solution.d;
    assert_true(fabs(axis_of(d, "elbow_r", 0) - axis_of(d, "shoulder_r", 0) - 0.013144) < 1e-6);
    assert_true(fabs(axis_of(d, "grip_l", 1) - axis_of(d, "shoulder_l", 1) + 0.286273 + 0.248848 + 0.0862) < 1e-6);
    assert_true(axis_of(d, "sternum", 1) < axis_of(d, "C7", 1) - 0.045); // the trunk leans, its lumbar part arched back: 0.04 m lower when upright
    out = run("reach", IL_SIDE_RIGHT);
    assert_true(fabs(axis_of(out.solution.d, "grip_r", 0) - axis_of(out.solution.d, "shoulder_r", 0) - 0.3) < 1e-6);
    assert_true(axis_of(out.solution.d, "grip_r", 1) < axis_of(out.solution.d, "shoulder_r", 1) - 0.5);
}

// A hanging arm's weight, moved to the shoulder, and the couple of one that reaches: the residual of the whole at the solved posture with
// the arms' own centres of mass is zero.
static void what_was_moved_to_the_shoulder_balances(void **unused) {
    (void)unused;
    static const char *const ids[] = {"hang", "reach"};
    for (int i = 0; i < 2; i++) {
        il_outcome out = run(ids[i], IL_SIDE_RIGHT);
        il_data_copy(F.body.m, out.solution.d, F.body.d);
        for (int k = 0; k < 6*F.body.m->nbody; k++) il_pack_set(&F.body.d->wrench[k], 0.0);
        il_position(F.body.m, il_scenario_params(F.work), F.body.d);
        il_balance(F.body.m, il_scenario_params(F.work), F.body.d);
        for (int j = 0; j < F.body.m->nq; j++) assert_true(fabs(F.body.d->residual[j].lane[0] + out.solution.reserve[j]) < 1e-3);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hanging_arms_weigh_what_the_one_mass_weighed), cmocka_unit_test(an_arm_is_as_long_as_its_landmarks_say),
        cmocka_unit_test(the_floor_carries_the_load_and_its_moment),    cmocka_unit_test(the_other_hand_is_the_mirror),
        cmocka_unit_test(arms_hang_to_the_plumb_line),                  cmocka_unit_test(what_was_moved_to_the_shoulder_balances),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}

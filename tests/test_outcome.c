// test_outcome.c - outcomes of solved postures: names, sums, mirror, signs
#include "task_fixture.h"

#include "alloc_count.h"
#include "ilium/outcome.h"

typedef struct readings {
    il_outcomes *o;
    double      *value;
} readings;

static readings outcomes_open(const task_fixture *f) {
    readings r = {0};
    il_error err = {0};
    if (il_outcomes_create(f->body.body, &r.o, &err) != IL_OK) fail_msg("%s", err.text);
    r.value = calloc((size_t)il_outcomes_count(r.o), sizeof *r.value);
    return r;
}

static void outcomes_close(readings *r) {
    free(r->value);
    il_outcomes_free(r->o);
}

static double get(const readings *r, const char *name) {
    int i = il_outcomes_find(r->o, name);
    if (i == IL_NONE) fail_msg("no outcome '%s'", name);
    return r->value[i];
}

static void near(double a, double b, double tolerance) {
    if (!(fabs(a - b) <= tolerance)) fail_msg("%.12g is not %.12g", a, b);
}

static double body_weight(const il_model *m, const il_params *p) {
    double mass = 0.0;
    for (int b = 0; b < m->nbody; b++) mass += p->body_mass[b];
    return 9.80665*mass;
}

// the same outcome on the other side, or midline ones themselves
static int other(const readings *r, int i) {
    static const char *const words[][2] = {{".right.", ".left."}, {"_r.", "_l."}, {"_r_deg", "_l_deg"}, {"_r_mm", "_l_mm"}, {"_r_nm", "_l_nm"}};
    const char *name = il_outcomes_info(r->o, i)->name;
    char        mirrored[160];
    for (size_t k = 0; k < sizeof words/sizeof *words; k++) {
        for (int way = 0; way < 2; way++) {
            const char *at = strstr(name, words[k][way]);
            if (!at) continue;
            snprintf(mirrored, sizeof mirrored, "%.*s%s%s", (int)(at - name), name, words[k][1 - way], at + strlen(words[k][way]));
            return il_outcomes_find(r->o, mirrored);
        }
    }
    return i;
}

// midline quantities that change sign in the mirror
static bool turns(const char *name) {
    static const char *const parts[] = {"shear_ml", "bending", "rotation_nm", "rotation_deg", "rotation_nm", "asymmetry", "obliquity", "torsion", "c7_s1_right",
                                        "pelvis_list", "pelvis_rotation", "_tz"};
    if (strstr(name, "sij.") || strstr(name, "hip")) return false;
    for (size_t k = 0; k < sizeof parts/sizeof *parts; k++)
        if (strstr(name, parts[k])) return true;
    return false;
}

static void check_mirror(const readings *r, const double *right, const double *left, double tolerance) {
    for (int i = 0; i < il_outcomes_count(r->o); i++) {
        const char *name = il_outcomes_info(r->o, i)->name;
        int         k = other(r, i);
        if (k == IL_NONE) fail_msg("%s has no mirror", name);
        double a = right[i], b = left[k];
        if (!strcmp(name, "support.right_share")) b = 1.0 - b;
        else if (k == i && turns(name)) b = -b;
        if (isnan(a) && isnan(b)) continue;
        if (!(fabs(a - b) <= tolerance*(1.0 + fabs(a)))) fail_msg("%s: %.12g, mirrored %.12g", name, a, b);
    }
}

static void names_are_found_and_told_once(void **state) {
    (void)state;
    task_fixture f = tasks_open();
    readings     r = outcomes_open(&f);
    for (int i = 0; i < il_outcomes_count(r.o); i++) {
        const il_outcome_info *info = il_outcomes_info(r.o, i);
        assert_int_equal(il_outcomes_find(r.o, info->name), i);
        assert_true(info->unit[0] && info->description[0] && info->group[0]);
        assert_true(!strncmp(info->name, info->group, strlen(info->group)) && info->name[strlen(info->group)] == '.');
        assert_null(strchr(info->name, '{'));
    }
    assert_null(il_outcomes_info(r.o, -1));
    assert_null(il_outcomes_info(r.o, il_outcomes_count(r.o)));
    assert_int_equal(il_outcomes_find(r.o, "disc.L9_L10.compression_n"), IL_NONE);
    assert_null(il_outcome_family(il_outcome_family_count()));
    outcomes_close(&r);
    tasks_close(&f);
}

static void creating_survives_every_failed_allocation(void **state) {
    (void)state;
    task_fixture f = tasks_open();
    il_outcomes *o = NULL;
    il_status    status = IL_NO_MEMORY;
    for (int n = 1; status != IL_OK && n < 20; n++) {
        il_error err = {0};
        alloc_fail_at(n);
        status = il_outcomes_create(f.body.body, &o, &err);
        alloc_fail_at(0);
        if (status != IL_OK) assert_int_equal(status, IL_NO_MEMORY);
    }
    assert_int_equal(status, IL_OK);
    il_outcomes_free(o);
    tasks_close(&f);
}

// standing: supports bear the weight; the joint loads are those of il_joint_reaction; both sides alike; nothing allocates
static void standing_adds_up(void **state) {
    (void)state;
    task_fixture f = tasks_open();
    readings     r = outcomes_open(&f);
    il_task     *task = task_make(&f, "standing", IL_SIDE_NONE);
    il_outcome   out = task_run(&f, task, NULL, NULL);
    assert_int_equal(out.info.status, IL_POSTURE_SOLVED);
    long before = alloc_count();
    il_outcomes_read(r.o, f.p, &out.solution, r.value);
    assert_int_equal(alloc_count(), before);

    const il_model *m = f.body.m;
    double          weight = body_weight(m, f.p), load[6], size = 0.0, parts = 0.0;
    near(get(&r, "foot.right.vertical_n") + get(&r, "foot.left.vertical_n"), weight, 1e-4*weight);
    near(get(&r, "support.floor.normal_n"), weight, 1e-4*weight);
    near(get(&r, "support.weight_share"), 1.0, 1e-4);
    near(get(&r, "support.right_share"), 0.5, 1e-6);
    il_joint_reaction(m, f.p, out.solution.d, il_body_find(m, "femur_r"), load);
    for (int k = 3; k < 6; k++) size += load[k]*load[k];
    near(get(&r, "hip.right.contact_n"), sqrt(size), 1e-6);
    static const char *const axes[] = {"hip.right.contact_lateral_bw", "hip.right.contact_anterior_bw", "hip.right.contact_superior_bw"};
    for (int k = 0; k < 3; k++) parts += get(&r, axes[k])*get(&r, axes[k]);
    near(sqrt(parts)*weight, sqrt(size), 1e-6);
    assert_true(get(&r, axes[2]) < 0.0 && get(&r, axes[0]) > 0.0);
    // a spine carries at least what stands above it
    double above = 0.0;
    for (int b = il_body_find(m, "lumbar4"); b < m->nbody; b++) {
        int up = b;
        while (up > il_body_find(m, "lumbar4")) up = m->body_parent[up];
        if (up == il_body_find(m, "lumbar4")) above += 9.80665*f.p->body_mass[b];
    }
    assert_true(get(&r, "segment.L4_L5.compression_n") > 0.9*above && get(&r, "segment.L4_L5.compression_n") < 4.0*above);
    check_mirror(&r, r.value, r.value, 1e-6);
    il_task_free(task);
    outcomes_close(&r);
    tasks_close(&f);
}

// standing on the left leg is the mirror of standing on the right
static void one_leg_is_mirrored(void **state) {
    (void)state;
    task_fixture f = tasks_open();
    readings     r = outcomes_open(&f);
    double      *both[2];
    for (int side = 0; side < 2; side++) {
        il_task   *task = task_make(&f, "one_leg_stance", side ? IL_SIDE_LEFT : IL_SIDE_RIGHT);
        il_outcome out = task_run(&f, task, NULL, NULL);
        both[side] = calloc((size_t)il_outcomes_count(r.o), sizeof **both);
        il_outcomes_read(r.o, f.p, &out.solution, both[side]);
        il_task_free(task);
    }
    check_mirror(&r, both[0], both[1], 2e-3);
    memcpy(r.value, both[0], sizeof **both*(size_t)il_outcomes_count(r.o));
    assert_true(get(&r, "support.right_share") > 0.999);
    assert_true(get(&r, "hip.right.contact_bw") > 1.5 && get(&r, "hip.right.contact_bw") > 2.0*get(&r, "hip.left.contact_bw"));
    assert_true(get(&r, "symphysis.force_n") > 50.0);
    free(both[0]);
    free(both[1]);
    outcomes_close(&r);
    tasks_close(&f);
}

// angles that are put in come out, with the signs of the table
static void angles_have_their_signs(void **state) {
    (void)state;
    static const struct { const char *coordinate; double by; const char *outcome; double change; } moves[] = {
        {"pelvis_tilt", 10.0, "posture.pelvic_tilt_radiographic_deg", 10.0},       {"pelvis_tilt", 10.0, "posture.sacral_slope_deg", -10.0},
        {"pelvis_tilt", 10.0, "posture.asis_psis_deg", -10.0},        {"pelvis_tilt", 10.0, "posture.pelvic_incidence_deg", 0.0},
        {"L4_L5_flexion", 5.0, "posture.lordosis_L1_S1_deg", -5.0},   {"L4_L5_flexion", 5.0, "segment.L4_L5.lordosis_deg", -5.0},
        {"L4_L5_flexion", 5.0, "segment.L4_L5.flexion_deg", 5.0},     {"L2_L3_bending", 5.0, "segment.L2_L3.bending_deg", 5.0},
        {"L5_S1_flexion", 5.0, "posture.lordosis_T12_S1_deg", -5.0},  {"hip_flexion_l", 20.0, "hip.left.flexion_deg", 20.0},
        {"knee_angle_r", -30.0, "knee.right.flexion_deg", 30.0},      {"ankle_angle_r", 8.0, "ankle.right.dorsiflexion_deg", 8.0},
        {"sij_rx_r", 1.0, "sij.right.nutation_deg", 1.0},             {"sij_rx_l", 1.0, "sij.left.nutation_deg", 1.0},
        {"sij_ry_r", 1.0, "sij.right.rotation_deg", 1.0}};
    task_fixture    f = tasks_open();
    readings        r = outcomes_open(&f);
    const il_model *m = f.body.m;
    double         *act = calloc((size_t)m->nmuscle, sizeof *act), *none = calloc((size_t)m->nq + (size_t)m->nmuscle, sizeof *none);
    for (size_t i = 0; i < sizeof moves/sizeof *moves; i++) {
        double read[2];
        for (int moved = 0; moved < 2; moved++) {
            il_data *d = f.body.d;
            il_data_reset(m, d);
            int j = coordinate(m, moves[i].coordinate);
            il_pack_set(&d->q[j], f.p->coordinate_neutral[j] + moved*moves[i].by*DEG);
            il_position(m, f.p, d), il_marker(m, f.p, d), il_path(m, f.p, d), il_arm(m, f.p, d), il_muscle(m, f.p, d), il_ligament(m, f.p, d);
            il_bushing(m, f.p, d), il_contact(m, f.p, d), il_limit(m, f.p, d), il_balance(m, f.p, d);
            il_posture_solution s = {.q = none, .act = act, .shear = none, .reserve = none, .hold = none, .grip = none, .d = d};
            il_outcomes_read(r.o, f.p, &s, r.value);
            read[moved] = get(&r, moves[i].outcome);
        }
        if (fabs(read[1] - read[0] - moves[i].change) > 0.06*fabs(moves[i].by)) // three-dimensional plates turn in their own planes
            fail_msg("%s by %g turns %s by %g, not %g", moves[i].coordinate, moves[i].by, moves[i].outcome, read[1] - read[0], moves[i].change);
    }
    free(act);
    free(none);
    outcomes_close(&r);
    tasks_close(&f);
}

// gravity along the hip axis: angles against it have no meaning, those within the body keep theirs
static void on_the_side_nothing_is_upright(void **state) {
    (void)state;
    static const char *const without[] = {"posture.pelvic_tilt_radiographic_deg", "posture.sacral_slope_deg", "posture.asis_psis_deg", "posture.pelvic_obliquity_deg", "posture.c7_s1_forward_deg"};
    task_fixture f = tasks_open();
    readings     r = outcomes_open(&f);
    il_task     *task = task_make(&f, "standing", IL_SIDE_NONE);
    il_outcome   out = task_run(&f, task, NULL, NULL);
    il_outcomes_read(r.o, f.p, &out.solution, r.value);
    double incidence = get(&r, "posture.pelvic_incidence_deg");
    il_task_free(task);
    task = task_make(&f, "ober", IL_SIDE_RIGHT);
    out = task_run(&f, task, NULL, NULL);
    il_outcomes_read(r.o, f.p, &out.solution, r.value);
    for (size_t i = 0; i < sizeof without/sizeof *without; i++) assert_true(isnan(get(&r, without[i])));
    near(get(&r, "posture.pelvic_incidence_deg"), incidence, 2.0); // but for the nutation of standing
    assert_true(get(&r, "posture.lordosis_L1_S1_deg") > 20.0 && fabs(get(&r, "posture.pelvic_torsion_deg")) < 5.0);
    il_task_free(task);
    outcomes_close(&r);
    tasks_close(&f);
}

// smallest distance of two lines of points by trying many places on both
static double tried_distance(const il_model *m, const il_data *d, int one, int other) {
    enum { STEPS = 120 };
    double least = 1.0;
    for (int i = m->path_start[one]; i + 1 < m->path_start[one + 1]; i++)
        for (int j = m->path_start[other]; j + 1 < m->path_start[other + 1]; j++)
            for (int s = 0; s <= STEPS; s++)
                for (int t = 0; t <= STEPS; t++) {
                    double sum = 0.0;
                    for (int k = 0; k < 3; k++) {
                        const il_pack *a = d->point_world + 3*i + k, *b = d->point_world + 3*j + k;
                        double x = a->lane[0] + (a[3].lane[0] - a->lane[0])*s/STEPS - b->lane[0] - (b[3].lane[0] - b->lane[0])*t/STEPS;
                        sum += x*x;
                    }
                    least = fmin(least, sqrt(sum));
                }
    return least;
}

// the band's press is what its path does to the femur; the nerve's clearance is found by trying
static void band_and_nerve(void **state) {
    (void)state;
    task_fixture    f = tasks_open();
    readings        r = outcomes_open(&f);
    const il_model *m = f.body.m;
    int             band = il_ligament_find(m, "iliotibial_band_r"), crest = il_ligament_find(m, "iliotibial_band_crest_r"), femur = il_body_find(m, "femur_r");
    assert_true(band != IL_NONE && crest != IL_NONE);
    f.p->ligament_k[crest] = 0.0; // it touches the femur elsewhere too
    il_task   *task = task_make(&f, "one_leg_stance", IL_SIDE_RIGHT);
    il_outcome out = task_run(&f, task, NULL, NULL);
    il_outcomes_read(r.o, f.p, &out.solution, r.value);
    int    path = m->ligament_path[band];
    double press = 0.0, tension = out.solution.d->ligament_force[band].lane[0];
    for (int i = m->path_body_start[path]; i < m->path_body_start[path + 1]; i++) {
        if (m->pathbody_body[i] != femur) continue;
        for (int k = 3; k < 6; k++) press += out.solution.d->pathbody_wrench[6*i + k].lane[0]*out.solution.d->pathbody_wrench[6*i + k].lane[0];
    }
    near(get(&r, "band.right.tension_n"), tension, 1e-9);
    near(get(&r, "band.right.epicondyle_press_n"), tension*sqrt(press), 1e-6);
    assert_true(tension > 1.0 && press > 0.0);
    double tried = 1000.0*tried_distance(m, out.solution.d, m->ligament_path[il_ligament_find(m, "sciatic_nerve_r")], m->muscle_path[muscle(m, "peri_r")]);
    assert_true(get(&r, "nerve.right.piriformis_clearance_mm") <= tried + 1e-9 && get(&r, "nerve.right.piriformis_clearance_mm") > tried - 0.5);
    il_task_free(task);
    outcomes_close(&r);
    tasks_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_are_found_and_told_once), cmocka_unit_test(creating_survives_every_failed_allocation),
                                       cmocka_unit_test(standing_adds_up), cmocka_unit_test(one_leg_is_mirrored), cmocka_unit_test(angles_have_their_signs), cmocka_unit_test(on_the_side_nothing_is_upright), cmocka_unit_test(band_and_nerve)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_body_person.c - a person's body: what was asked for is what landmarks and sums measure, and what was not asked for stays
#include "body_fixture.h"

static fixture    F;
static il_params *P;

static int open_body(void **state) {
    (void)state;
    F = body_open();
    assert_int_equal(il_params_create(F.m, false, &P, NULL), IL_OK);
    return 0;
}
static int close_body(void **state) {
    (void)state;
    il_params_free(P);
    body_close(&F);
    return 0;
}

static void make(il_body_sizes sizes) {
    il_error err = {0};
    if (il_body_person(F.body, &sizes, P, &err) != IL_OK) fail_msg("%s", err.text);
    neutral(&F, P);
    il_position(F.m, P, F.d);
    il_marker(F.m, P, F.d);
}

static double mass_of(const il_params *p) {
    double sum = 0.0;
    for (int b = 0; b < F.m->nbody; b++) sum += p->body_mass[b];
    return sum;
}

static const double *place(const char *marker) {
    static double x[3];
    int i = il_marker_find(F.m, marker);
    if (i == IL_NONE) fail_msg("no marker '%s'", marker);
    for (int c = 0; c < 3; c++) x[c] = F.d->marker_world[3*i + c].lane[0];
    return x;
}

static double apart(const char *a, const char *b) {
    double p[3], sum = 0.0;
    memcpy(p, place(a), sizeof p);
    const double *q = place(b);
    for (int c = 0; c < 3; c++) sum += (p[c] - q[c])*(p[c] - q[c]);
    return sqrt(sum);
}

// forward tilt of a plate's normal from the vertical [deg]
static double plate_tilt(const char *marker) {
    int i = il_marker_find(F.m, marker);
    return atan2(F.d->marker_axes[9*i + 1].lane[0], F.d->marker_axes[9*i + 4].lane[0])/DEG;
}

// between the plate's normal and the line from its centre to the hip axis [deg]
static double incidence(void) {
    double hip[3], s1[3];
    memcpy(hip, place("hip_centre_r"), sizeof hip);
    memcpy(s1, place("S1_plate"), sizeof s1);
    return plate_tilt("S1_plate") + atan2(hip[0] - s1[0], s1[1] - hip[1])/DEG;
}

static double lowest_sole(void) {
    double low = HUGE_VAL;
    il_contact(F.m, P, F.d);
    for (int i = 0; i < F.m->npad; i++)
        if (F.m->pad_plane[i] == IL_FLOOR) low = fmin(low, F.d->pad_world[3*i + 1].lane[0]);
    return low;
}

static void the_default_man_is_the_body_of_the_tables(void **state) {
    (void)state;
    make((il_body_sizes){.sex = IL_BODY_MALE});
    assert_true(fabs(mass_of(P) - mass_of(F.m->nominal)) < 1e-6);
    for (int i = 0; i < F.m->nmuscle; i++) {
        assert_true(fabs(P->muscle_f_max[i]/F.m->nominal->muscle_f_max[i] - 1.0) < 1e-9);
        assert_true(fabs(P->muscle_l_opt[i]/F.m->nominal->muscle_l_opt[i] - 1.0) < 1e-9);
    }
    for (int i = 0; i < 3*F.m->nmarker; i++) assert_true(fabs(P->marker_pos[i] - F.m->nominal->marker_pos[i]) < 1e-12);
}

static void height_mass_and_strength_are_those_asked_for(void **state) {
    (void)state;
    make((il_body_sizes){.sex = IL_BODY_FEMALE, .height_m = 1.62, .mass_kg = 60.0});
    assert_true(fabs(mass_of(P) - 60.0) < 1e-5);
    assert_true(fabs(place("head_top")[1] - 1.62) < 0.002);
    assert_true(fabs(lowest_sole()) < 1e-9);
    double strength = pow(60.0/75.3, 2.0/3.0)*0.74;
    assert_true(fabs(P->muscle_f_max[0]/F.m->nominal->muscle_f_max[0] - strength) < 1e-9);
    int thigh = il_body_find(F.m, "femur_r"), patella = il_body_find(F.m, "patella_r"), band = il_body_find(F.m, "band_r");
    assert_true(fabs((P->body_mass[thigh] + P->body_mass[patella] + P->body_mass[band])/60.0 - 0.146/0.999) < 1e-6); // Dumas 2007, women

    // inertia goes with mass and the square of length
    double ratio = P->body_mass[thigh]/F.m->nominal->body_mass[thigh]*(1.62/il_body_constant(F.tables, "stature"))*(1.62/il_body_constant(F.tables, "stature"));
    assert_true(fabs(P->body_inertia[6*thigh]/F.m->nominal->body_inertia[6*thigh]/ratio - 1.0) < 1e-9);
}

static void age_weakens_after_the_forties(void **state) {
    (void)state;
    make((il_body_sizes){.sex = IL_BODY_MALE, .age_years = 40});
    double young = P->muscle_f_max[0];
    make((il_body_sizes){.sex = IL_BODY_MALE, .age_years = 75});
    assert_true(P->muscle_f_max[0] < 0.75*young*1.0001 && P->muscle_f_max[0] > 0.6*young);
}

static void leg_lengths_are_those_measured(void **state) {
    (void)state;
    make((il_body_sizes){.sex = IL_BODY_MALE});
    double whole = apart("ASIS_r", "medial_malleolus_r");
    make((il_body_sizes){.sex = IL_BODY_MALE, .leg_length_r_m = whole, .leg_length_l_m = whole - 0.012});
    assert_true(fabs(apart("ASIS_r", "medial_malleolus_r") - whole) < 1e-5);
    assert_true(fabs(apart("ASIS_l", "medial_malleolus_l") - (whole - 0.012)) < 1e-5);
    assert_true(fabs(lowest_sole()) < 1e-9);
}

static void incidence_and_lordosis_are_those_asked_for_and_the_trunk_stays_upright(void **state) {
    (void)state;
    make((il_body_sizes){.sex = IL_BODY_MALE});
    double trunk = plate_tilt("T12_lower"), lordosis = plate_tilt("S1_plate") - trunk, before = incidence();
    assert_true(fabs(before - 50.5) < 0.05);
    assert_true(fabs(lordosis - il_body_constant(F.tables, "lordosis_T12_S1")) < 0.01);

    make((il_body_sizes){.sex = IL_BODY_MALE, .pelvic_incidence_deg = 65});
    assert_true(fabs(incidence() - before - 14.5) < 0.01);
    assert_true(fabs(plate_tilt("T12_lower") - trunk) < 0.01);
    assert_true(fabs(plate_tilt("S1_plate") - plate_tilt("T12_lower") - lordosis - 0.63*14.5) < 0.01);

    make((il_body_sizes){.sex = IL_BODY_MALE, .pelvic_incidence_deg = 65, .lordosis_deg = 60});
    assert_true(fabs(incidence() - before - 14.5) < 0.01);
    assert_true(fabs(plate_tilt("S1_plate") - plate_tilt("T12_lower") - 60.0) < 0.01);
    assert_true(fabs(plate_tilt("T12_lower") - trunk) < 0.01);
}

static void fibres_discs_and_ring_rest_in_the_new_shape(void **state) {
    (void)state;
    make((il_body_sizes){.sex = IL_BODY_FEMALE, .height_m = 1.70, .mass_kg = 80, .pelvic_incidence_deg = 40, .leg_length_l_m = 0.88});
    for (int i = 0; i < F.m->nmuscle; i++) P->muscle_f_max[i] *= 1e-12;
    for (int i = 0; i < F.m->nmuscle; i++) il_pack_set(&F.d->act[i], 0.0);
    for (int c = 0; c < 3; c++) il_pack_set(&F.d->gravity[c], 0.0);
    paths(&F, P);
    il_muscle(F.m, P, F.d), il_ligament(F.m, P, F.d), il_bushing(F.m, P, F.d), il_contact(F.m, P, F.d), il_limit(F.m, P, F.d), il_balance(F.m, P, F.d);
    for (int i = 0; i < F.m->nmuscle; i++) assert_true(F.d->fibre_length[i].lane[0] > 0.75 && F.d->fibre_length[i].lane[0] < 1.15);
    for (int j = 6; j < F.m->nq; j++) {
        const char *name = F.m->coordinate_name[j];
        bool hinge = strncmp(name, "sij", 3) == 0 || strstr(name, "_L") || strstr(name, "S1_") || strncmp(name, "T12", 3) == 0;
        if (hinge && fabs(F.d->residual[j].lane[0]) > 0.5) fail_msg("%s: residual %g", name, F.d->residual[j].lane[0]);
    }
    il_data_reset(F.m, F.d);
}

static void sizes_that_no_body_has_are_refused_with_a_sentence(void **state) {
    (void)state;
    static const il_body_sizes wrong[] = {{.height_m = 3.0}, {.mass_kg = 900}, {.mass_kg = -4}, {.age_years = 300}, {.leg_length_r_m = 9}, {.pelvic_incidence_deg = 170}, {.lordosis_deg = -300}};
    for (size_t i = 0; i < sizeof wrong/sizeof *wrong; i++) {
        il_error err = {0};
        assert_int_equal(il_body_person(F.body, &wrong[i], P, &err), IL_BAD_VALUE);
        assert_non_null(strstr(err.text, "a body can be made from"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_man_is_the_body_of_the_tables),
        cmocka_unit_test(height_mass_and_strength_are_those_asked_for),
        cmocka_unit_test(age_weakens_after_the_forties),
        cmocka_unit_test(leg_lengths_are_those_measured),
        cmocka_unit_test(incidence_and_lordosis_are_those_asked_for_and_the_trunk_stays_upright),
        cmocka_unit_test(fibres_discs_and_ring_rest_in_the_new_shape),
        cmocka_unit_test(sizes_that_no_body_has_are_refused_with_a_sentence),
    };
    return cmocka_run_group_tests(tests, open_body, close_body);
}

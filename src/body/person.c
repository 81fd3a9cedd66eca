// person.c - the body of a person: size, mass by sex, strength, sacral slope and lordosis, leg lengths. docs/body.md states the rules.
#include "ilium/body.h"
#include "ilium/data.h"
#include "math/scalar.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SEGMENTS = 5 };
static const double             degree = 0.017453292519943295;
static const char *const        disc[SEGMENTS] = {"L5_S1", "L4_L5", "L3_L4", "L2_L3", "L1_L2"};
static const char *const        above[SEGMENTS] = {"lumbar5", "lumbar4", "lumbar3", "lumbar2", "lumbar1"};

typedef struct maker {
    const il_body  *body;
    const il_model *m;
    il_params      *p;
    il_data        *d;
    double          female; // share: 1, 0, or 0.5 when the sex is not known
    double          mass, scale;
} maker;

static double constant(const maker *k, const char *name) { return il_body_constant(k->body->tables, name); }
static double known(double value, double otherwise)      { return value > 0.0 ? value : otherwise; }
static double between(const maker *k, double woman, double man) { return k->female*woman + (1.0 - k->female)*man; }

// ---- checks ----

static il_status within(const char *what, const char *unit, double value, double low, double high, il_error *err) {
    if (value == 0.0 || (value >= low && value <= high)) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "%s is %g %s; a body can be made from %g to %g %s", what, value, unit, low, high, unit);
}

static il_status check(const il_body_sizes *s, il_error *err) {
    const struct { const char *what, *unit; double value, low, high; } range[] = {
        {"age", "years", s->age_years, 10, 110},
        {"height", "m", s->height_m, 1.2, 2.3},
        {"body mass", "kg", s->mass_kg, 25, 250},
        {"the right leg's length", "m", s->leg_length_r_m, 0.5, 1.3},
        {"the left leg's length", "m", s->leg_length_l_m, 0.5, 1.3},
        {"pelvic incidence", "degrees", s->pelvic_incidence_deg, 15, 95},
        {"lordosis", "degrees", s->lordosis_deg, 5, 100},
    };
    il_status status = IL_OK;
    for (size_t i = 0; i < sizeof range/sizeof *range && status == IL_OK; i++) {
        status = within(range[i].what, range[i].unit, range[i].value, range[i].low, range[i].high, err);
    }
    return status;
}

// ---- size and mass ----

static void scale_size(maker *k) {
    double factor[3] = {k->scale, k->scale, k->scale};
    for (int b = 1; b < k->m->nbody; b++) il_scale_body(k->m, k->p, b, factor);
    for (int i = 0; i < 3*k->m->nwrap; i++) k->p->wrap_size[i] *= k->scale;
}

static double share_of(const maker *k, const char *name) {
    for (int i = 0; i < k->body->tables->n_segment_fractions; i++) {
        const il_segment_fractions_row *row = &k->body->tables->segment_fractions[i];
        size_t n = strlen(row->body), side = n > 2 && row->body[n - 2] == '_' && row->body[n - 1] == 'r' ? n - 1 : n;
        if (strncmp(row->body, name, side) == 0 && strlen(name) == n) return between(k, row->female, row->male);
    }
    return 0.0;
}

// inertia as mass times length squared
static void set_masses(maker *k) {
    for (int b = 1; b < k->m->nbody; b++) {
        double mass = k->mass*share_of(k, k->m->body_name[b]), ratio = mass/k->p->body_mass[b];
        k->p->body_mass[b] = mass;
        for (int c = 0; c < 6; c++) k->p->body_inertia[6*b + c] *= ratio*k->scale*k->scale;
    }
}

// strength as mass^(2/3), by sex, and less with age
static void set_strength(maker *k, double age) {
    double late = fmax(0.0, known(age, 0.0) - constant(k, "strength_age_from"));
    double factor = ili_pow(k->mass/constant(k, "mass"), 2.0/3.0)*between(k, constant(k, "strength_female"), 1.0)*
                    fmax(0.3, 1.0 - constant(k, "strength_loss_per_year")*late);
    for (int i = 0; i < k->m->nmuscle; i++) k->p->muscle_f_max[i] *= factor;
}

// ---- sacral slope and lordosis ----

// turn a vector about z, around a centre; turn a frame's axes about z
static void turn_point(double angle, const double centre[3], double x[3]) {
    il_frame     f = il_frame_xyz(centre, (double[3]){0.0, 0.0, angle});
    const double v[3] = {x[0] - centre[0], x[1] - centre[1], x[2] - centre[2]};
    for (int r = 0; r < 3; r++) x[r] = centre[r] + f.rot[3*r]*v[0] + f.rot[3*r + 1]*v[1] + f.rot[3*r + 2]*v[2];
}

static void turn_axes(double angle, double rot[9]) {
    static const double zero[3] = {0.0, 0.0, 0.0};
    for (int c = 0; c < 3; c++) {
        double axis[3] = {rot[c], rot[3 + c], rot[6 + c]};
        turn_point(angle, zero, axis);
        for (int r = 0; r < 3; r++) rot[3*r + c] = axis[r];
    }
}

static int disc_of(const maker *k, int segment) {
    char name[32];
    snprintf(name, sizeof name, "%s_disc", disc[segment]);
    return il_bushing_find(k->m, name);
}

// the end plate of S1 turned forward about its centre, and the disc's lower frame with it
static void turn_sacral_plate(maker *k, double angle) {
    int    plate = il_marker_find(k->m, "S1_plate"), body = il_body_find(k->m, above[0]), bushing = disc_of(k, 0);
    double centre[3];
    memcpy(centre, &k->p->marker_pos[3*plate], sizeof centre);
    for (int i = 0; i < k->m->nmarker; i++) {
        if (strncmp(k->m->marker_name[i], "S1_plate", 8) != 0) continue;
        turn_point(-angle, centre, &k->p->marker_pos[3*i]);
        turn_axes(-angle, &k->p->marker_rot[9*i]);
    }
    turn_point(-angle, centre, &k->p->joint_parent_pos[3*body]);
    turn_axes(-angle, &k->p->joint_parent_rot[9*body]);
    turn_point(-angle, centre, &k->p->bushing_a_pos[3*bushing]);
    turn_axes(-angle, &k->p->bushing_a_rot[9*bushing]);
}

// more lordosis: each vertebra turned backward on the one below, its disc's upper frame with it, so that discs rest in the new shape
static void add_lordosis(maker *k, double angle) {
    for (int s = 0; s < SEGMENTS; s++) {
        char name[64];
        snprintf(name, sizeof name, "lordosis_share_%s", disc[s]);
        double part = angle*constant(k, name);
        turn_axes(-part, &k->p->joint_child_rot[9*il_body_find(k->m, above[s])]);
        turn_axes(-part, &k->p->bushing_b_rot[9*disc_of(k, s)]);
    }
}

static void shift_neutral(maker *k, const char *coordinate, double change) {
    int j = il_coordinate_find(k->m, coordinate);
    if (j != IL_NONE) k->p->coordinate_neutral[j] += change;
}

// the trunk stays upright: incidence = slope + tilt, and what lordosis does not take of a larger incidence, pelvic tilt does
static void set_slope(maker *k, const il_body_sizes *s) {
    double incidence = known(s->pelvic_incidence_deg, constant(k, "pelvic_incidence")) - constant(k, "pelvic_incidence");
    double lordosis = s->lordosis_deg > 0.0 ? s->lordosis_deg - constant(k, "lordosis_T12_S1") : constant(k, "slope_per_incidence")*incidence;
    double tilt = incidence - lordosis;
    if (incidence == 0.0 && lordosis == 0.0) return;
    turn_sacral_plate(k, incidence*degree);
    add_lordosis(k, lordosis*degree);
    shift_neutral(k, "pelvis_tilt", tilt*degree);
    shift_neutral(k, "hip_flexion_r", -tilt*degree);
    shift_neutral(k, "hip_flexion_l", -tilt*degree);
}

// ---- standing ----

static void pose_neutral(maker *k) {
    for (int j = 0; j < k->m->nq; j++) il_pack_set(&k->d->q[j], k->p->coordinate_neutral[j]);
    il_position(k->m, k->p, k->d);
}

// the soles on the floor at the neutral posture
static void stand(maker *k) {
    double lowest = HUGE_VAL;
    pose_neutral(k);
    il_contact(k->m, k->p, k->d);
    for (int i = 0; i < k->m->npad; i++) {
        if (k->m->pad_plane[i] == IL_FLOOR) lowest = fmin(lowest, k->d->pad_world[3*i + 1].lane[0]);
    }
    if (lowest < HUGE_VAL) shift_neutral(k, "pelvis_ty", -lowest);
}

// from the anterior superior iliac spine to the medial malleolus
static double leg_length(maker *k, bool left) {
    int    a = il_marker_find(k->m, left ? "ASIS_l" : "ASIS_r"), b = il_marker_find(k->m, left ? "medial_malleolus_l" : "medial_malleolus_r");
    double sum = 0.0;
    pose_neutral(k);
    il_marker(k->m, k->p, k->d);
    for (int c = 0; c < 3; c++) {
        double gap = k->d->marker_world[3*a + c].lane[0] - k->d->marker_world[3*b + c].lane[0];
        sum += gap*gap;
    }
    return sqrt(sum);
}

// the line from spine to malleolus is not along the shafts: approach the measured length in a few steps
static il_status set_leg(maker *k, bool left, double length, il_error *err) {
    il_status status = IL_OK;
    for (int n = 0; n < 4 && length > 0.0 && status == IL_OK; n++) {
        status = il_scale_leg(k->m, k->p, left ? IL_SIDE_LEFT : IL_SIDE_RIGHT, length - leg_length(k, left), err);
    }
    return status;
}

// ---- the whole ----

static il_status make(maker *k, const il_body_sizes *s, il_error *err) {
    k->female = s->sex == IL_BODY_FEMALE ? 1.0 : s->sex == IL_BODY_MALE ? 0.0 : 0.5;
    double height = between(k, constant(k, "stature_female"), constant(k, "stature"));
    double mass = between(k, constant(k, "mass_female"), constant(k, "mass"));
    k->scale = known(s->height_m, height)/constant(k, "stature");
    k->mass = known(s->mass_kg, mass*known(s->height_m, height)*known(s->height_m, height)/(height*height));
    scale_size(k);
    set_masses(k);
    set_slope(k, s);
    il_status status = il_scale_paths(k->m, k->m->nominal, k->p, err);
    if (status == IL_OK) status = set_leg(k, false, s->leg_length_r_m, err);
    if (status == IL_OK) status = set_leg(k, true, s->leg_length_l_m, err);
    if (status != IL_OK) return status;
    stand(k);
    set_strength(k, s->age_years);
    return il_body_ring_rest(k->m, k->p, err);
}

il_status il_body_person(const il_body *body, const il_body_sizes *sizes, il_params *p, il_error *err) {
    IL_ASSERT(body && sizes && p && p->stride == 0);
    maker     k = {.body = body, .m = body->m, .p = p};
    il_status status = check(sizes, err);
    if (status == IL_OK) status = il_data_create(body->m, IL_ISA_AUTO, &k.d, err);
    if (status != IL_OK) return status;
    il_params_copy(body->m, body->m->nominal, p);
    status = make(&k, sizes, err);
    il_data_free(k.d);
    return status;
}

// person.c - the body of a person: size, mass by sex, strength, sacral slope and lordosis, leg lengths. docs/body.md states the rules.
#include "base/names.h"
#include "body/body.h"
#include "ilium/data.h"
#include "math/scalar.h"
#include <math.h>
#include <stddef.h>
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
static double known(double value, double otherwise)      { return value != 0.0 ? value : otherwise; }
static double between(const maker *k, double woman, double man) { return k->female*woman + (1.0 - k->female)*man; }

// ---- measures ----

static const struct { const char *name; size_t at; } measures[] = {
#define X(name) {#name, offsetof(il_body_sizes, name)},
    IL_BODY_MEASURES(X)
#undef X
};
enum { MEASURES = sizeof measures/sizeof *measures };

static double *measure_at(il_body_sizes *s, int i)         { return (double *)(void *)((char *)s + measures[i].at); }
static double  value_at(const il_body_sizes *s, int i)     { return *(const double *)(const void *)((const char *)s + measures[i].at); }

static const il_scaling_row *row_of(const il_body_tables *t, const char *measure) {
    for (int i = 0; i < t->n_scaling; i++)
        if (strcmp(t->scaling[i].measure, measure) == 0) return &t->scaling[i];
    return NULL;
}

static il_status within(const il_scaling_row *row, double value, il_error *err) {
    double x = value/row->to_si, slack = 1e-9*(row->high - row->low);
    if (x >= row->low - slack && x <= row->high + slack) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "%s is %g %s; a body can be made from %g to %g %s", row->name, x, row->unit, row->low, row->high,
                        row->unit);
}

static il_status check(const il_body_tables *t, const il_body_sizes *s, il_error *err) {
    for (int i = 0; i < MEASURES; i++) {
        const il_scaling_row *row = row_of(t, measures[i].name);
        if (!row) return il_error_set(err, IL_BAD_VALUE, "body/scaling.csv", 0, 0, "the table has no row for '%s'", measures[i].name);
        il_status status = value_at(s, i) == 0.0 ? IL_OK : within(row, value_at(s, i), err);
        if (status != IL_OK) return status;
    }
    return IL_OK;
}

// of a pair, the side that was not measured is as the other: right and left stand next to each other
static il_body_sizes both_sides(const il_body_sizes *s) {
    il_body_sizes out = *s;
    for (int i = 0; i + 1 < MEASURES; i++) {
        const char *a = measures[i].name, *b = measures[i + 1].name, *r = strstr(a, "_r");
        while (r && r[2] != '_' && r[2] != '\0') r = strstr(r + 1, "_r");
        if (!r || strlen(a) != strlen(b) || b[r - a + 1] != 'l' || strncmp(a, b, (size_t)(r - a + 1)) != 0) continue;
        double right = value_at(&out, i), left = value_at(&out, i + 1);
        *measure_at(&out, i) = right != 0.0 ? right : left, *measure_at(&out, i + 1) = left != 0.0 ? left : right;
    }
    return out;
}

il_status il_body_size_set(const il_body_tables *tables, il_body_sizes *sizes, const char *measure, double value, il_error *err) {
    IL_ASSERT(tables && sizes && measure);
    const char *names[MEASURES];
    char        offer[120];
    for (int i = 0; i < MEASURES; i++) names[i] = measures[i].name;
    int                   i = ili_name_find(measure, names, MEASURES);
    const il_scaling_row *row = i < 0 ? NULL : row_of(tables, measure);
    if (!row) {
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a person has no measure '%.60s': give %s", measure,
                            ili_name_offer(measure, names, MEASURES, offer, sizeof offer));
    }
    il_status status = within(row, value*row->to_si, err);
    if (status == IL_OK) *measure_at(sizes, i) = value == 0.0 ? IL_NOUGHT : value*row->to_si;
    return status;
}

// what is usual for the sex, 0 where it follows from the rest
static double usual(const maker *k, const char *measure) {
    const il_scaling_row *row = row_of(k->body->tables, measure);
    return between(k, row->woman, row->man)*row->to_si;
}

// ---- size and mass ----

static void scale_size(maker *k) {
    double factor[3] = {k->scale, k->scale, k->scale};
    for (int b = 1; b < k->m->nbody; b++) il_scale_body(k->m, k->p, b, factor);
    for (int i = 0; i < 3*k->m->nwrap; i++) k->p->wrap_size[i] *= k->scale;
}

// sacrum and hip bones sideways; a pelvis of unknown width is as wide for the height as is usual for the sex
static void set_pelvis(maker *k, const il_body_sizes *s) {
    static const char *const bones[] = {"sacrum", "hip_bone_r", "hip_bone_l"};
    int    spine = il_marker_find(k->m, "ASIS_r");
    double width = known(s->pelvis_width_m, usual(k, "pelvis_width_m")*k->scale*constant(k, "stature")/usual(k, "height_m"));
    double factor[3] = {1.0, 1.0, width/(2.0*k->p->marker_pos[3*spine + 2])};
    for (size_t i = 0; i < sizeof bones/sizeof *bones && fabs(factor[2] - 1.0) > 1e-12; i++) {
        il_scale_body(k->m, k->p, il_body_find(k->m, bones[i]), factor);
    }
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

// what holds L5 turns with the plate: the sacrum's side of the disc, facets and ligaments
static void turn_sacral_rest(maker *k, double angle, const double centre[3], int body) {
    int sacrum = k->m->body_parent[body];
    for (int i = 0; i < k->m->nbushing; i++) {
        if (k->m->bushing_body_a[i] != sacrum || k->m->bushing_body_b[i] != body) continue;
        turn_point(angle, centre, &k->p->bushing_a_pos[3*i]);
        turn_axes(angle, &k->p->bushing_a_rot[9*i]);
    }
    for (int i = 0; i < k->m->nligament; i++) {
        int path = k->m->ligament_path[i];
        if (!ili_ligament_between(k->m, i, sacrum, body)) continue;
        for (int n = k->m->path_start[path]; n < k->m->path_start[path + 1]; n++)
            if (k->m->point_body[n] == sacrum) turn_point(angle, centre, &k->p->point_pos[3*n]);
    }
}

// the end plate of S1 turned forward about its centre, and the disc's lower frame with it
static void turn_sacral_plate(maker *k, double angle) {
    int    plate = il_marker_find(k->m, "S1_plate"), body = il_body_find(k->m, above[0]);
    double centre[3];
    memcpy(centre, &k->p->marker_pos[3*plate], sizeof centre);
    for (int i = 0; i < k->m->nmarker; i++) {
        if (strncmp(k->m->marker_name[i], "S1_plate", 8) != 0) continue;
        turn_point(-angle, centre, &k->p->marker_pos[3*i]);
        turn_axes(-angle, &k->p->marker_rot[9*i]);
    }
    turn_point(-angle, centre, &k->p->joint_parent_pos[3*body]);
    turn_axes(-angle, &k->p->joint_parent_rot[9*body]);
    turn_sacral_rest(k, -angle, centre, body);
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
    double usually = constant(k, "pelvic_incidence"), more = s->lordosis_deg > 0.0 ? s->lordosis_deg - constant(k, "lordosis_T12_S1") : 0.0;
    double incidence = known(s->pelvic_incidence_deg, usually + constant(k, "incidence_per_lordosis")*more) - usually;
    double lordosis = s->lordosis_deg > 0.0 ? more : constant(k, "slope_per_incidence")*incidence;
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

// the spine as it rests without load, flatter than standing by what its discs rest flexed: facets touch there
static void pose_unloaded(maker *k) {
    pose_neutral(k);
    for (int i = 0; i < k->m->nbushing; i++) {
        const char *name = k->m->bushing_name[i], *end = strstr(name, "_disc");
        char        coordinate[64];
        if (!end || (size_t)(end - name) + sizeof "_flexion" > sizeof coordinate) continue;
        snprintf(coordinate, sizeof coordinate, "%.*s_flexion", (int)(end - name), name);
        int j = il_coordinate_find(k->m, coordinate);
        if (j != IL_NONE) il_pack_set(&k->d->q[j], k->p->coordinate_neutral[j] - k->p->bushing_rest[6*i + 2]);
    }
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

// ---- legs ----

// how long a part of a leg is between two landmarks at the neutral posture; `upward` alone counts for a foot's height
static double between_marks(maker *k, const char *a, const char *b, bool left, bool upward) {
    char   from[32], to[32];
    snprintf(from, sizeof from, "%s_%c", a, left ? 'l' : 'r');
    snprintf(to, sizeof to, "%s_%c", b, left ? 'l' : 'r');
    int    i = il_marker_find(k->m, from), j = il_marker_find(k->m, to);
    double gap[3];
    pose_neutral(k);
    il_marker(k->m, k->p, k->d);
    for (int c = 0; c < 3; c++) gap[c] = k->d->marker_world[3*i + c].lane[0] - k->d->marker_world[3*j + c].lane[0];
    return upward ? gap[1] : sqrt(gap[0]*gap[0] + gap[1]*gap[1] + gap[2]*gap[2]);
}

enum { WHOLE_LEG = IL_BONE_FOOT + 1 };

// what is measured of bone 0 femur, 1 tibia, 2 foot, 3 whole leg
static double leg_part(maker *k, int bone, bool left) {
    static const char *const from[] = {"greater_trochanter", "knee_centre", "ankle_centre", "ASIS"};
    static const char *const to[] = {"lateral_epicondyle", "lateral_malleolus", "heel_sole", "medial_malleolus"};
    return between_marks(k, from[bone], to[bone], left, bone == IL_BONE_FOOT);
}

// the line between landmarks is not along the shaft: approach the measured length in a few steps
static il_status set_part(maker *k, int bone, int by, bool left, double length, il_error *err) {
    il_status status = IL_OK;
    il_side   side = left ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    for (int n = 0; n < 6 && length > 0.0 && status == IL_OK; n++) {
        double miss = length - leg_part(k, bone, left);
        if (fabs(miss) < 1e-9) break;
        status = by == WHOLE_LEG ? il_scale_leg(k->m, k->p, side, miss, err) : il_scale_leg_bone(k->m, k->p, (il_leg_bone)by, side, miss, err);
    }
    return status;
}

// bones that were measured first; the whole by those that were not
static il_status set_leg(maker *k, const il_body_sizes *s, bool left, il_error *err) {
    double femur = left ? s->femur_length_l_m : s->femur_length_r_m, tibia = left ? s->tibia_length_l_m : s->tibia_length_r_m;
    double foot = left ? s->foot_height_l_m : s->foot_height_r_m, whole = left ? s->leg_length_l_m : s->leg_length_r_m;
    il_status status = set_part(k, IL_BONE_FEMUR, IL_BONE_FEMUR, left, femur, err);
    if (status == IL_OK) status = set_part(k, IL_BONE_TIBIA, IL_BONE_TIBIA, left, tibia, err);
    if (status == IL_OK) status = set_part(k, IL_BONE_FOOT, IL_BONE_FOOT, left, foot, err);
    if (status != IL_OK || whole == 0.0) return status;
    if (femur != 0.0 && tibia != 0.0 && fabs(whole - leg_part(k, WHOLE_LEG, left)) > 0.01) {
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the %s thigh and shank make a leg of %.1f cm, not %.1f cm: leave one of the three out",
                            left ? "left" : "right", 100.0*leg_part(k, WHOLE_LEG, left), 100.0*whole);
    }
    if (femur != 0.0 && tibia != 0.0) return IL_OK;
    return set_part(k, WHOLE_LEG, femur != 0.0 ? IL_BONE_TIBIA : tibia != 0.0 ? IL_BONE_FEMUR : WHOLE_LEG, left, whole, err);
}

// what differs from the usual man, who is the body of the tables
static double over_the_man(const maker *k, const char *measure, double value) {
    return (known(value, usual(k, measure)) - row_of(k->body->tables, measure)->man)*degree;
}

static il_status set_hip(maker *k, const il_body_sizes *s, bool left, il_error *err) {
    il_side   side = left ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    double    version = over_the_man(k, "femoral_version_r_deg", left ? s->femoral_version_l_deg : s->femoral_version_r_deg);
    double    neck = over_the_man(k, "neck_angle_r_deg", left ? s->neck_angle_l_deg : s->neck_angle_r_deg);
    double    cover = over_the_man(k, "acetabular_cover_r_deg", left ? s->acetabular_cover_l_deg : s->acetabular_cover_r_deg);
    il_status status = neck == 0.0 ? IL_OK : il_scale_neck_angle(k->m, k->p, side, neck, err);
    if (status == IL_OK && version != 0.0) status = il_scale_femur_version(k->m, k->p, side, version, err);
    if (status == IL_OK && cover != 0.0) status = il_scale_hip_cover(k->m, k->p, side, cover, err);
    return status;
}

static il_status check_legs(maker *k, il_error *err) {
    double gap = fabs(leg_part(k, WHOLE_LEG, true) - leg_part(k, WHOLE_LEG, false)), most = constant(k, "leg_difference_max");
    if (gap <= most) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the legs differ by %.1f cm; a body can be made with up to %g cm", 100.0*gap, 100.0*most);
}

static void set_foot_posture(maker *k, bool left, double points) {
    double more = points == 0.0 ? 0.0 : points - usual(k, left ? "foot_posture_l" : "foot_posture_r");
    ili_turn_sole(k->m, k->p, left ? IL_SIDE_LEFT : IL_SIDE_RIGHT, more*constant(k, "foot_posture_deg")*degree);
}

// ---- the whole ----

static il_status make(maker *k, const il_body_sizes *s, il_error *err) {
    k->female = s->sex == IL_BODY_FEMALE ? 1.0 : s->sex == IL_BODY_MALE ? 0.0 : 0.5;
    double height = usual(k, "height_m"), mass = usual(k, "mass_kg");
    k->scale = known(s->height_m, height)/constant(k, "stature");
    k->mass = known(s->mass_kg, mass*known(s->height_m, height)*known(s->height_m, height)/(height*height));
    scale_size(k);
    set_pelvis(k, s);
    set_masses(k);
    set_slope(k, s);
    pose_unloaded(k);
    ili_facets_rest(k->m, k->p, k->d);
    pose_neutral(k);
    il_status status = il_scale_paths(k->m, k->m->nominal, k->p, err);
    if (status == IL_OK) status = set_hip(k, s, false, err);
    if (status == IL_OK) status = set_hip(k, s, true, err);
    if (status == IL_OK) status = set_leg(k, s, false, err);
    if (status == IL_OK) status = set_leg(k, s, true, err);
    if (status == IL_OK) status = check_legs(k, err);
    if (status != IL_OK) return status;
    set_foot_posture(k, false, s->foot_posture_r);
    set_foot_posture(k, true, s->foot_posture_l);
    stand(k);
    set_strength(k, s->age_years);
    return il_body_ring_rest(k->m, k->p, err);
}

il_status il_body_person(const il_body *body, const il_body_sizes *sizes, il_params *p, il_error *err) {
    IL_ASSERT(body && sizes && p && p->stride == 0);
    maker     k = {.body = body, .m = body->m, .p = p};
    il_status status = check(body->tables, sizes, err);
    if (status == IL_OK) status = il_data_create(body->m, IL_ISA_AUTO, &k.d, err);
    if (status != IL_OK) return status;
    il_params_copy(body->m, body->m->nominal, p);
    il_body_sizes whole = both_sides(sizes);
    status = make(&k, &whole, err);
    il_data_free(k.d);
    return status;
}

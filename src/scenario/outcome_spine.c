// outcome_spine.c - outcomes of discs, segments, facets, trunk muscles and the pelvic joints
#include "scenario/outcome_private.h"
#include "ilium/condition.h"
#include "ilium/scenario.h"
#include <math.h>
#include <string.h>

#define DEGREES 57.295779513082321

// generalised force of the disc on the upper vertebra; a disc's bushing has x along its normal (up), y backward, z to the right
static double disc_force(const ili_look *l, int disc, int axis) { return l->d->bushing_force[6*l->o->disc[disc].bushing + axis].lane[l->lane]; }

double ili_outcome_disc_compression(const ili_look *l, int i) { return disc_force(l, i, 3); }
double ili_outcome_disc_shear_ap(const ili_look *l, int i)    { return disc_force(l, i, 4); }
double ili_outcome_disc_shear_ml(const ili_look *l, int i)    { return -disc_force(l, i, 5); }
double ili_outcome_disc_flexing(const ili_look *l, int i)     { return disc_force(l, i, 2); }
double ili_outcome_disc_bending(const ili_look *l, int i)     { return disc_force(l, i, 1); }
double ili_outcome_disc_twisting(const ili_look *l, int i)    { return -disc_force(l, i, 0); }

// P = F/(factor A); the area of a disc goes with the square of the depth of the plate above it
double ili_outcome_disc_pressure(const ili_look *l, int i) {
    const ili_disc *disc = &l->o->disc[i];
    double          depth = 0.0;
    for (int k = 0; k < 3; k++) {
        double x = l->p->marker_pos[3*disc->front + k] - l->p->marker_pos[3*disc->back + k];
        depth += x*x;
    }
    double area = l->o->disc_area*depth/(l->o->area_depth*l->o->area_depth);
    return 1e-6*disc_force(l, i, 3)/(l->o->pressure_factor*area);
}

// an axis of the disc's bushing frame on the lower vertebra, ground axes
static void disc_axis(const ili_look *l, int i, int axis, double x[3]) {
    int           bushing = l->o->disc[i].bushing, body = l->m->bushing_body_a[bushing];
    const double *frame = &l->p->bushing_a_rot[9*bushing];
    for (int k = 0; k < 3; k++) {
        x[k] = 0.0;
        for (int j = 0; j < 3; j++) x[k] += l->d->body_rot[9*body + 3*k + j].lane[l->lane]*frame[3*j + axis];
    }
}

// all springs of the joint together: what they do to the bodies above is what those need besides muscles and ligaments
static double segment_force(const ili_look *l, int i, int axis) {
    double x[3], sum = 0.0;
    int    above = l->o->disc[i].body;
    disc_axis(l, i, axis, x);
    for (int b = 0; b < l->m->nbushing; b++) {
        if (l->m->bushing_body_b[b] != above || l->m->bushing_body_a[b] != l->m->body_parent[above]) continue;
        for (int k = 0; k < 3; k++) sum += x[k]*l->d->bushing_wrench[6*b + 3 + k].lane[l->lane];
    }
    return sum;
}

double ili_outcome_segment_compression(const ili_look *l, int i) { return segment_force(l, i, 0); }
double ili_outcome_segment_shear_ap(const ili_look *l, int i)    { return segment_force(l, i, 1); }

double ili_outcome_segment_lordosis(const ili_look *l, int i) {
    double lower[3], upper[3];
    ili_look_axis(l, l->o->disc[i].lower_plate, lower);
    ili_look_axis(l, l->o->disc[i].upper_plate, upper);
    return ili_look_turn(l, lower, upper);
}

static double from_neutral(const ili_look *l, int j) { return DEGREES*(l->d->q[j].lane[l->lane] - l->p->coordinate_neutral[j]); }

double ili_outcome_segment_flexion(const ili_look *l, int i)  { return from_neutral(l, l->o->disc[i].flexion); }
double ili_outcome_segment_bending(const ili_look *l, int i)  { return from_neutral(l, l->o->disc[i].bending); }
double ili_outcome_segment_rotation(const ili_look *l, int i) { return from_neutral(l, l->o->disc[i].rotation); }

double ili_outcome_facet_force(const ili_look *l, int i) {
    const ili_facet *f = &l->o->facet[i];
    if (f->ligament != IL_NONE) return fabs(l->d->ligament_force[f->ligament].lane[l->lane]);
    if (f->pad != IL_NONE) return l->d->pad_force[f->pad].lane[l->lane];
    double sum = 0.0;
    for (int k = 3; k < 6; k++) sum += l->d->bushing_force[6*f->bushing + k].lane[l->lane]*l->d->bushing_force[6*f->bushing + k].lane[l->lane];
    return sqrt(sum);
}

double ili_outcome_facet_asymmetry(const ili_look *l, int item) {
    (void)item;
    double right = 0.0, left = 0.0;
    for (int i = 0; i < l->o->nfacet; i++) *(l->o->facet[i].side == IL_SIDE_LEFT ? &left : &right) += ili_outcome_facet_force(l, i);
    return right + left > 0.0 ? (right - left)/(right + left) : IL_NAN;
}

// ---- trunk muscles -------------------------------------------------------------------------------------------------------------

// arm of a muscle about a coordinate [m]
static double arm_about(const ili_look *l, int muscle, int coordinate, bool *crosses) {
    int path = l->m->muscle_path[muscle];
    for (int k = l->m->path_arm_start[path]; k < l->m->path_arm_start[path + 1]; k++) {
        if (l->m->arm_dof[k] != coordinate) continue;
        *crosses = true;
        return l->d->arm[k].lane[l->lane];
    }
    *crosses = false;
    return 0.0;
}

// active moment about L4-L5 of all muscles that turn it one way
static double active_moment(const ili_look *l, double way) {
    double sum = 0.0;
    bool   crosses;
    for (int i = 0; i < l->m->nmuscle; i++) {
        double moment = way*arm_about(l, i, l->o->l45, &crosses)*l->d->act[i].lane[l->lane]*l->d->muscle_active[i].lane[l->lane];
        if (moment > 0.0) sum += moment;
    }
    return sum;
}

double ili_outcome_flexor_moment(const ili_look *l, int item)   { (void)item; return active_moment(l, 1.0); }
double ili_outcome_extensor_moment(const ili_look *l, int item) { (void)item; return active_moment(l, -1.0); }

double ili_outcome_cocontraction(const ili_look *l, int item) {
    (void)item;
    double extending = active_moment(l, -1.0);
    return extending > 0.0 ? active_moment(l, 1.0)/extending : IL_NAN;
}

double ili_outcome_muscle_asymmetry(const ili_look *l, int item) {
    (void)item;
    double right = 0.0, left = 0.0;
    for (int i = 0; i < l->m->nmuscle; i++) {
        bool crosses;
        arm_about(l, i, l->o->l45, &crosses);
        il_side side = il_side_of(l->m->muscle_name[i]);
        if (crosses) *(side == IL_SIDE_LEFT ? &left : &right) += ili_look_tension(l, i);
    }
    return right + left > 0.0 ? (right - left)/(right + left) : IL_NAN;
}

double ili_outcome_bending_asymmetry(const ili_look *l, int item) {
    (void)item;
    double most = 0.0;
    for (int i = 0; i < l->o->ndisc; i++) {
        double moment = ili_outcome_disc_bending(l, i);
        if (fabs(moment) > fabs(most)) most = moment;
    }
    return most;
}

double ili_outcome_abdominal_pressure(const ili_look *l, int item) {
    (void)item;
    return 1e-3*l->d->pressure[0].lane[l->lane];
}

// ---- sacroiliac joints and symphysis -------------------------------------------------------------------------------------------

static double sij_coordinate(const ili_look *l, int side, int axis) {
    int j = l->o->leg[side].sij_axis[axis];
    return l->d->q[j].lane[l->lane] - l->p->coordinate_neutral[j];
}

static double length3(double x, double y, double z) { return sqrt(x*x + y*y + z*z); }

// three small angles: their size is the angle of the turn
double ili_outcome_sij_rotation(const ili_look *l, int side) {
    return DEGREES*length3(sij_coordinate(l, side, 0), sij_coordinate(l, side, 1), sij_coordinate(l, side, 2));
}

double ili_outcome_sij_nutation(const ili_look *l, int side) { return DEGREES*sij_coordinate(l, side, 0); }

double ili_outcome_sij_translation(const ili_look *l, int side) {
    return 1000.0*length3(sij_coordinate(l, side, 3), sij_coordinate(l, side, 4), sij_coordinate(l, side, 5));
}

double ili_outcome_sij_separation(const ili_look *l, int side) { return 1000.0*sij_coordinate(l, side, 3); }

// force and moment of the joint (not of its ligaments) on the hip bone, in the joint's axes; the left is told as the mirror of the right:
// its frame has x and y mirrored and z turned over, and couples are axial
static void sij_load(const ili_look *l, int side, double load[6]) {
    ili_look_bushing_in_joint(l, l->o->leg[side].sij_bushing, load, load + 3);
    if (side == 1) load[2] = -load[2], load[3] = -load[3], load[4] = -load[4];
}

double ili_outcome_sij_normal(const ili_look *l, int side) {
    double load[6];
    sij_load(l, side, load);
    return load[0];
}

double ili_outcome_sij_shear(const ili_look *l, int side) {
    double load[6];
    sij_load(l, side, load);
    return length3(load[1], load[2], 0.0);
}

double ili_outcome_sij_shear_long(const ili_look *l, int side) {
    double load[6];
    sij_load(l, side, load);
    return load[1];
}

double ili_outcome_sij_shear_across(const ili_look *l, int side) {
    double load[6];
    sij_load(l, side, load);
    return load[2];
}

double ili_outcome_sij_moment_x(const ili_look *l, int side) {
    double load[6];
    sij_load(l, side, load);
    return load[3];
}

double ili_outcome_sij_moment_y(const ili_look *l, int side) {
    double load[6];
    sij_load(l, side, load);
    return load[4];
}

double ili_outcome_sij_moment_z(const ili_look *l, int side) {
    double load[6];
    sij_load(l, side, load);
    return load[5];
}

double ili_outcome_sij_ligaments(const ili_look *l, int side) {
    double sum = 0.0;
    for (int i = 0; i < l->m->nligament; i++) {
        bool ours = il_side_of(l->m->ligament_name[i]) == (side ? IL_SIDE_LEFT : IL_SIDE_RIGHT);
        if (ours && !strcmp(l->o->body->groups.ligament[i], "sacroiliac")) sum += l->d->ligament_force[i].lane[l->lane];
    }
    return sum;
}

// two half springs between the same two bones: their forces on the right bone
double ili_outcome_symphysis_force(const ili_look *l, int item) {
    (void)item;
    double f[3] = {0};
    int    right = l->m->bushing_body_b[l->o->leg[0].symphysis];
    for (int side = 0; side < 2; side++) {
        int b = l->o->leg[side].symphysis;
        if (b == IL_NONE) continue;
        double sign = l->m->bushing_body_b[b] == right ? 1.0 : -1.0;
        for (int k = 0; k < 3; k++) f[k] += sign*l->d->bushing_wrench[6*b + 3 + k].lane[l->lane];
    }
    return length3(f[0], f[1], f[2]);
}

double ili_outcome_symphysis_shift(const ili_look *l, int item) {
    (void)item;
    const il_pack *x = &l->d->bushing_x[6*l->o->leg[0].symphysis];
    return 1000.0*length3(x[3].lane[l->lane], x[4].lane[l->lane], x[5].lane[l->lane]);
}

// ---- stability -----------------------------------------------------------------------------------------------------------------

double ili_outcome_whole_least(const ili_look *l, int item)     { (void)item; return l->whole.least; }
double ili_outcome_whole_muscle(const ili_look *l, int item)    { (void)item; return l->whole.muscle; }
double ili_outcome_whole_ligament(const ili_look *l, int item)  { (void)item; return l->whole.ligament; }
double ili_outcome_whole_joint(const ili_look *l, int item)     { (void)item; return l->whole.joint; }
double ili_outcome_whole_contact(const ili_look *l, int item)   { (void)item; return l->whole.contact; }
double ili_outcome_lumbar_least(const ili_look *l, int item)    { (void)item; return l->lumbar.least; }
double ili_outcome_lumbar_muscle(const ili_look *l, int item)   { (void)item; return l->lumbar.muscle; }
double ili_outcome_lumbar_ligament(const ili_look *l, int item) { (void)item; return l->lumbar.ligament; }
double ili_outcome_lumbar_joint(const ili_look *l, int item)    { (void)item; return l->lumbar.joint; }

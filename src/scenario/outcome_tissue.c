// outcome_tissue.c - outcomes of ligaments, muscles and their groups, and the angles of a posture
#include "scenario/outcome_private.h"
#include "ilium/condition.h"
#include "ilium/scenario.h"
#include "math/scalar.h"
#include <math.h>
#include <string.h>

#define DEGREES 57.295779513082321

// ---- ligaments -----------------------------------------------------------------------------------------------------------------

double ili_outcome_ligament_strain(const ili_look *l, int i) {
    return l->d->path_length[l->m->ligament_path[i]].lane[l->lane]/l->p->ligament_l_slack[i] - 1.0;
}

double ili_outcome_ligament_force(const ili_look *l, int i) { return l->d->ligament_force[i].lane[l->lane]; }

double ili_outcome_lgroup_force(const ili_look *l, int item) {
    double sum = 0.0;
    for (int i = 0; i < l->m->nligament; i++)
        if (l->o->lgroup_of[i] == item) sum += l->d->ligament_force[i].lane[l->lane];
    return sum;
}

double ili_outcome_lgroup_strain(const ili_look *l, int item) {
    double most = -1.0;
    for (int i = 0; i < l->m->nligament; i++)
        if (l->o->lgroup_of[i] == item) most = fmax(most, ili_outcome_ligament_strain(l, i));
    return most;
}

double ili_outcome_ligament_share(const ili_look *l, int i) {
    int g = l->o->lgroup_of[i];
    if (g == IL_NONE) return IL_NAN;
    double all = ili_outcome_lgroup_force(l, g);
    return all > 0.0 ? l->d->ligament_force[i].lane[l->lane]/all : IL_NAN;
}

// ---- muscles -------------------------------------------------------------------------------------------------------------------

double ili_outcome_muscle_force(const ili_look *l, int i)      { return ili_look_tension(l, i); }
double ili_outcome_muscle_activation(const ili_look *l, int i) { return l->d->act[i].lane[l->lane]; }
double ili_outcome_muscle_passive(const ili_look *l, int i)    { return l->d->muscle_passive[i].lane[l->lane]; }
double ili_outcome_muscle_fibre(const ili_look *l, int i)      { return l->d->fibre_length[i].lane[l->lane]; }

static bool in_group(const ili_look *l, int muscle, int group) {
    return l->o->mgroup_of[muscle] == group;
}

double ili_outcome_mgroup_mean(const ili_look *l, int g) {
    double sum = 0.0, strength = 0.0;
    for (int i = 0; i < l->m->nmuscle; i++) {
        if (!in_group(l, i, g)) continue;
        sum += l->p->muscle_f_max[i]*l->d->act[i].lane[l->lane], strength += l->p->muscle_f_max[i];
    }
    return strength > 0.0 ? sum/strength : IL_NAN;
}

double ili_outcome_mgroup_max(const ili_look *l, int g) {
    double most = 0.0;
    for (int i = 0; i < l->m->nmuscle; i++)
        if (in_group(l, i, g)) most = fmax(most, l->d->act[i].lane[l->lane]);
    return most;
}

double ili_outcome_mgroup_force(const ili_look *l, int g) {
    double sum = 0.0;
    for (int i = 0; i < l->m->nmuscle; i++)
        if (in_group(l, i, g)) sum += ili_look_tension(l, i);
    return sum;
}

double ili_outcome_mgroup_passive(const ili_look *l, int g) {
    double sum = 0.0;
    for (int i = 0; i < l->m->nmuscle; i++)
        if (in_group(l, i, g)) sum += l->d->muscle_passive[i].lane[l->lane];
    return sum;
}

// ---- posture -------------------------------------------------------------------------------------------------------------------

static void middle_of_hips(const ili_look *l, double x[3]) {
    double right[3], left[3];
    ili_look_point(l, l->o->leg[0].head, right);
    ili_look_point(l, l->o->leg[1].head, left);
    for (int k = 0; k < 3; k++) x[k] = 0.5*(right[k] + left[k]);
}

static void hips_to_s1(const ili_look *l, double x[3]) {
    double hips[3];
    middle_of_hips(l, hips);
    ili_look_point(l, l->o->s1_plate, x);
    for (int k = 0; k < 3; k++) x[k] -= hips[k];
}

// the axis to the right turns forward into up and up into backward: leaning back is a positive turn from up
static double tilt(const ili_look *l) {
    double x[3];
    hips_to_s1(l, x);
    return ili_look_turn(l, l->high, x);
}

static double slope(const ili_look *l) {
    double x[3];
    ili_look_axis(l, l->o->s1_plate, x);
    return -ili_look_turn(l, l->forward, x);
}

// of somebody who lies on the side these have no meaning
double ili_outcome_pelvic_tilt(const ili_look *l, int item)  { (void)item; return l->on_side ? IL_NAN : tilt(l); }
double ili_outcome_sacral_slope(const ili_look *l, int item) { (void)item; return l->on_side ? IL_NAN : slope(l); }

// tilt plus slope, whatever the posture
double ili_outcome_pelvic_incidence(const ili_look *l, int item) {
    (void)item;
    double incidence = tilt(l) + slope(l);
    return incidence > 180.0 ? incidence - 360.0 : incidence < -180.0 ? incidence + 360.0 : incidence;
}

// how far the line PSIS -> ASIS of one side points down in front
static double innominate(const ili_look *l, int side) {
    double x[3];
    ili_look_between(l, l->o->leg[side].psis, l->o->leg[side].asis, x);
    return -ili_look_turn(l, l->forward, x);
}

double ili_outcome_asis_psis(const ili_look *l, int item) { (void)item; return l->on_side ? IL_NAN : 0.5*(innominate(l, 0) + innominate(l, 1)); }
double ili_outcome_torsion(const ili_look *l, int item)   { (void)item; return innominate(l, 0) - innominate(l, 1); }

double ili_outcome_obliquity(const ili_look *l, int item) {
    (void)item;
    double x[3];
    if (l->on_side) return IL_NAN;
    ili_look_between(l, l->o->leg[1].crest, l->o->leg[0].crest, x);
    return DEGREES*ili_atan2(ili_dot(x, l->up), ili_dot(x, l->right));
}

static double lordosis(const ili_look *l, int upper) {
    double low[3], high[3];
    ili_look_axis(l, l->o->s1_plate, low);
    ili_look_axis(l, upper, high);
    return ili_look_turn(l, low, high);
}

double ili_outcome_lordosis_l1(const ili_look *l, int item)  { (void)item; return lordosis(l, l->o->l1_upper); }
double ili_outcome_lordosis_t12(const ili_look *l, int item) { (void)item; return lordosis(l, l->o->t12_upper); }

static double lean(const ili_look *l, const double along[3]) {
    double x[3];
    ili_look_between(l, l->o->s1_plate, l->o->c7, x);
    return DEGREES*ili_atan2(ili_dot(x, along), ili_dot(x, l->up));
}

double ili_outcome_lean_forward(const ili_look *l, int item) { (void)item; return l->on_side ? IL_NAN : lean(l, l->forward); }

// of somebody who lies or hangs head down there is no such lean
double ili_outcome_lean_side(const ili_look *l, int item) {
    double forward = ili_outcome_lean_forward(l, item);
    return forward > -90.0 && forward < 90.0 ? lean(l, l->right) : IL_NAN;
}

double ili_outcome_rotation_angle(const ili_look *l, int j)     { return DEGREES*l->d->q[j].lane[l->lane]; }
double ili_outcome_translation_length(const ili_look *l, int j) { return 1000.0*l->d->q[j].lane[l->lane]; }
double ili_outcome_reserve_moment(const ili_look *l, int j)     { return l->s->reserve[j]; }
double ili_outcome_reserve_force(const ili_look *l, int j)      { return l->s->reserve[j]; }

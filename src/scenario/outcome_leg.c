// outcome_leg.c - outcomes of hip, knee, ankle, and of the supports
#include "ilium/structure.h"
#include "scenario/outcome_private.h"
#include "ilium/condition.h"
#include <math.h>

#define DEGREES 57.295779513082321

static double size(const double v[3]) { return sqrt(ili_dot(v, v)); }

static double joint_size(const ili_look *l, int body) {
    double f[3];
    ili_look_joint_force(l, body, f);
    return size(f);
}

static double angle(const ili_look *l, int coordinate) { return DEGREES*l->d->q[coordinate].lane[l->lane]; }

// ---- hip -----------------------------------------------------------------------------------------------------------------------

double ili_outcome_hip_contact(const ili_look *l, int side)    { return joint_size(l, l->o->leg[side].femur); }
double ili_outcome_hip_contact_bw(const ili_look *l, int side) { return joint_size(l, l->o->leg[side].femur)/l->weight; }
double ili_outcome_hip_flexion(const ili_look *l, int side)    { return angle(l, l->o->leg[side].hip_flexion); }
double ili_outcome_hip_adduction(const ili_look *l, int side)  { return angle(l, l->o->leg[side].hip_adduction); }
double ili_outcome_hip_rotation(const ili_look *l, int side)   { return angle(l, l->o->leg[side].hip_rotation); }

// head to greater trochanter, sideways and up, on the femur's own axes
static void trochanter(const ili_leg *g, const il_params *p, int side, double *out, double *up) {
    const double *head = &p->marker_pos[3*g->head], *tip = &p->marker_pos[3*g->trochanter];
    *out = (side ? -1.0 : 1.0)*(tip[2] - head[2]), *up = tip[1] - head[1];
}

// From the head to where the neck axis meets the femur's middle line: to the side, and down by the slope of the neck; it grows and turns as
// the line to the trochanter does (the quotient of two complex numbers): a person's size and neck angle.
static void neck_end(const ili_look *l, int side, double *out, double *up) {
    double a, b, c, d, x = l->o->femoral_offset, y = -x*l->o->neck_slope;
    trochanter(&l->o->leg[side], l->p, side, &a, &b);
    trochanter(&l->o->leg[side], l->m->nominal, side, &c, &d);
    double size2 = c*c + d*d, re = (a*c + b*d)/size2, im = (b*c - a*d)/size2;
    *out = re*x - im*y, *up = re*y + im*x;
}

static double make_unit(double v[3]) {
    double length = size(v);
    for (int k = 0; k < 3; k++) v[k] /= length;
    return length;
}

// The femur's frame of the instrumented implants (Bergmann 2016): z from the notch between the condyles to where the neck axis meets the
// middle line, x along the condyles to the side, y forward.
static void femur_frame(const ili_look *l, int side, double x[3], double y[3], double z[3]) {
    const ili_leg *g = &l->o->leg[side];
    const double  *notch = l->o->notch;
    double         lateral[3], forward[3], inner[3], outer[3], head[3], shaft[3], out, up;
    ili_look_point(l, g->medial_epicondyle, inner);
    ili_look_point(l, g->lateral_epicondyle, outer);
    ili_look_point(l, g->head, head);
    neck_end(l, side, &out, &up);
    for (int k = 0; k < 3; k++) lateral[k] = outer[k] - inner[k], shaft[k] = head[k] - 0.5*(inner[k] + outer[k]);
    double length = make_unit(shaft);
    make_unit(lateral);
    ili_cross(shaft, lateral, forward); // on the left backward
    for (int k = 0; k < 3; k++)
        z[k] = (out - notch[2]*length)*lateral[k] + (length + up - notch[1]*length)*shaft[k] - (side ? -1.0 : 1.0)*notch[0]*length*forward[k];
    make_unit(z);
    double along = ili_dot(lateral, z);
    for (int k = 0; k < 3; k++) x[k] = lateral[k] - along*z[k];
    make_unit(x);
    // forward: on the right side up x outward, on the left the other way round
    ili_cross(z, x, y);
    for (int k = 0; k < 3 && side == 1; k++) y[k] = -y[k];
}

static double hip_component(const ili_look *l, int side, int axis) {
    double f[3], frame[3][3];
    ili_look_joint_force(l, l->o->leg[side].femur, f);
    femur_frame(l, side, frame[0], frame[1], frame[2]);
    return ili_dot(f, frame[axis])/l->weight;
}

double ili_outcome_hip_lateral(const ili_look *l, int side)  { return hip_component(l, side, 0); }
double ili_outcome_hip_anterior(const ili_look *l, int side) { return hip_component(l, side, 1); }
double ili_outcome_hip_superior(const ili_look *l, int side) { return hip_component(l, side, 2); }

// ---- knee and ankle ------------------------------------------------------------------------------------------------------------

double ili_outcome_knee_contact(const ili_look *l, int side)    { return joint_size(l, l->o->leg[side].tibia); }
double ili_outcome_knee_contact_bw(const ili_look *l, int side) { return joint_size(l, l->o->leg[side].tibia)/l->weight; }
double ili_outcome_patella_contact(const ili_look *l, int side) { return joint_size(l, l->o->leg[side].patella); }
double ili_outcome_ankle_contact(const ili_look *l, int side)   { return joint_size(l, l->o->leg[side].talus); }

// down the shank: the tibia's y axis points up
double ili_outcome_knee_along(const ili_look *l, int side) {
    double f[3], sum = 0.0;
    int    tibia = l->o->leg[side].tibia;
    ili_look_joint_force(l, tibia, f);
    for (int k = 0; k < 3; k++) sum -= f[k]*l->d->body_rot[9*tibia + 3*k + 1].lane[l->lane];
    return sum;
}

double ili_outcome_knee_flexion(const ili_look *l, int side)       { return -angle(l, l->o->leg[side].knee); }
double ili_outcome_ankle_dorsiflexion(const ili_look *l, int side) { return angle(l, l->o->leg[side].dorsiflexion); }
double ili_outcome_subtalar_inversion(const ili_look *l, int side) { return angle(l, l->o->leg[side].inversion); }

// ---- supports ------------------------------------------------------------------------------------------------------------------

// force of a support on a pad, ground axes
static void pad_total(const ili_look *l, int pad, double f[3]) {
    int plane = l->m->pad_plane[pad];
    for (int k = 0; k < 3; k++)
        f[k] = l->d->pad_force[pad].lane[l->lane]*l->d->plane[4*plane + k].lane[l->lane] + l->d->pad_shear[3*pad + k].lane[l->lane];
}

double ili_outcome_pad_normal(const ili_look *l, int i) { return l->d->pad_force[i].lane[l->lane]; }

double ili_outcome_pad_friction(const ili_look *l, int i) {
    double f[3];
    for (int k = 0; k < 3; k++) f[k] = l->d->pad_shear[3*i + k].lane[l->lane];
    return size(f);
}

double ili_outcome_plane_normal(const ili_look *l, int plane) {
    double sum = 0.0;
    for (int i = 0; i < l->m->npad; i++)
        if (l->m->pad_plane[i] == plane) sum += ili_outcome_pad_normal(l, i);
    return sum;
}

double ili_outcome_plane_friction(const ili_look *l, int plane) {
    double sum = 0.0;
    for (int i = 0; i < l->m->npad; i++)
        if (l->m->pad_plane[i] == plane) sum += ili_outcome_pad_friction(l, i);
    return sum;
}

// is the pad on something that the talus carries, or the talus itself?
static bool on_foot(const ili_look *l, int pad, int side) {
    int body = l->m->pad_body[pad];
    while (body > l->o->leg[side].talus) body = l->m->body_parent[body];
    return body == l->o->leg[side].talus;
}

// what the floor does to a foot, and where: sum of normal forces times places
static void foot_total(const ili_look *l, int side, double f[3], double place[3], double *pressed) {
    double one[3];
    *pressed = 0.0;
    for (int k = 0; k < 3; k++) f[k] = place[k] = 0.0;
    for (int i = 0; i < l->m->npad; i++) {
        if (l->m->pad_plane[i] != IL_FLOOR || !on_foot(l, i, side)) continue;
        pad_total(l, i, one);
        *pressed += l->d->pad_force[i].lane[l->lane];
        for (int k = 0; k < 3; k++) f[k] += one[k], place[k] += l->d->pad_force[i].lane[l->lane]*l->d->pad_world[3*i + k].lane[l->lane];
    }
}

static double foot_along(const ili_look *l, int side, const double direction[3]) {
    double f[3], place[3], pressed;
    foot_total(l, side, f, place, &pressed);
    return ili_dot(f, direction);
}

double ili_outcome_foot_up(const ili_look *l, int side)      { return foot_along(l, side, l->up); }
double ili_outcome_foot_forward(const ili_look *l, int side) { return foot_along(l, side, l->forward); }
double ili_outcome_foot_outward(const ili_look *l, int side) { return (side ? -1.0 : 1.0)*foot_along(l, side, l->right); }

double ili_outcome_foot_centre(const ili_look *l, int side) {
    double f[3], place[3], pressed, ankle[3];
    foot_total(l, side, f, place, &pressed);
    ili_look_point(l, l->o->leg[side].ankle, ankle);
    if (!(pressed > 0.0)) return IL_NAN;
    for (int k = 0; k < 3; k++) place[k] = place[k]/pressed - ankle[k];
    return 1000.0*ili_dot(place, l->forward);
}

// a foot that the floor bears: what it takes comes from pads, not from a recorded force
static bool arch_of(const ili_look *l, int side, il_arch *arch) {
    double f[3], place[3], pressed;
    foot_total(l, side, f, place, &pressed);
    return pressed > 0.0 && il_arch_at(l->o->body, l->p, l->d, side ? IL_SIDE_LEFT : IL_SIDE_RIGHT, l->lane, arch, NULL) == IL_OK;
}

double ili_outcome_foot_arch(const ili_look *l, int side) {
    il_arch arch;
    return arch_of(l, side, &arch) ? 1000.0*arch.drop : IL_NAN;
}

double ili_outcome_foot_fascia(const ili_look *l, int side) {
    il_arch arch;
    return arch_of(l, side, &arch) ? arch.fascia : IL_NAN;
}

// support against gravity of the pads of a side, or of all
static double carried(const ili_look *l, il_side side) {
    double sum = 0.0, f[3];
    for (int i = 0; i < l->m->npad; i++) {
        if (side != IL_SIDE_BOTH && il_side_of(l->m->pad_name[i]) != side) continue;
        pad_total(l, i, f);
        sum += ili_dot(f, l->up);
    }
    return sum;
}

double ili_outcome_right_share(const ili_look *l, int item) {
    (void)item;
    double right = carried(l, IL_SIDE_RIGHT), left = carried(l, IL_SIDE_LEFT);
    return right + left > 0.0 ? right/(right + left) : IL_NAN;
}

double ili_outcome_carried_share(const ili_look *l, int item) {
    (void)item;
    return carried(l, IL_SIDE_BOTH)/l->weight;
}

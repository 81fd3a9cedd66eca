// arms.c - arms that a task holds somewhere, and what is in the hands
//
// An arm is two bodies welded to each other and to the thorax. Flexion turns about the thorax's z, then abduction about -x, then inward
// rotation about the upper arm (right side; mirrored on the left), the elbow about z.
#include "scenario/arms.h"
#include "math/scalar.h"
#include <math.h>
#include <string.h>

static const double degree = 0.017453292519943295, gravity = 9.80665;

bool ili_arms_find(const il_model *m, ili_arms *a) {
    static const char *const upper[] = {"upper_arm_r", "upper_arm_l"}, *const fore[] = {"forearm_r", "forearm_l"};
    static const char *const grip[] = {"grip_r", "grip_l"}, *const top[] = {"acromion_r", "acromion_l"};
    a->thorax = il_body_find(m, "thorax");
    bool found = a->thorax != IL_NONE;
    for (int s = 0; s < 2; s++) {
        a->upper[s] = il_body_find(m, upper[s]), a->fore[s] = il_body_find(m, fore[s]);
        a->grip[s] = il_marker_find(m, grip[s]), a->top[s] = il_marker_find(m, top[s]);
        found = found && a->upper[s] != IL_NONE && a->fore[s] != IL_NONE && a->grip[s] != IL_NONE && a->top[s] != IL_NONE;
    }
    return found;
}

// ---- rotations (row by row) ----

static void product(const double *a, const double *b, double *out) {
    double c[9];
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) c[3*i + j] = a[3*i]*b[j] + a[3*i + 1]*b[3 + j] + a[3*i + 2]*b[6 + j];
    }
    memcpy(out, c, sizeof c);
}

// transpose(a) b
static void back_product(const double *a, const double *b, double *out) {
    double t[9] = {a[0], a[3], a[6], a[1], a[4], a[7], a[2], a[5], a[8]};
    product(t, b, out);
}

static void apply(const double *a, const double *x, double *out) {
    double y[3] = {a[0]*x[0] + a[1]*x[1] + a[2]*x[2], a[3]*x[0] + a[4]*x[1] + a[5]*x[2], a[6]*x[0] + a[7]*x[1] + a[8]*x[2]};
    memcpy(out, y, sizeof y);
}

static void about(int axis, double angle, double *out) {
    double c = ili_cos1(angle), s = ili_sin1(angle);
    int    i = (axis + 1)%3, j = (axis + 2)%3;
    for (int k = 0; k < 9; k++) out[k] = 0.0;
    out[4*axis] = 1.0, out[4*i] = c, out[4*j] = c, out[3*i + j] = -s, out[3*j + i] = s;
}

// the shortest turn of +y onto `up`
static void upright(const double *up, double *out) {
    static const double same[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1}, over[9] = {1, 0, 0, 0, -1, 0, 0, 0, -1};
    double c = up[1], x = up[2], z = -up[0]; // y x up = (up_z, 0, -up_x)
    if (c < -1.0 + 1e-12) {
        memcpy(out, over, sizeof over);
        return;
    }
    double k = 1.0/(1.0 + c), turn[9] = {c + k*x*x, -z, k*x*z, z, c, -x, k*x*z, x, c + k*z*z};
    memcpy(out, c > 1.0 - 1e-15 ? same : turn, sizeof turn);
}

// ---- one arm ----

// the flexion by which the line from shoulder to grip centre of the straight arm reaches as far forward as asked, or as it can
static double flexion_of(const ili_arms *a, int s, const il_task_arm *how, const il_params *p) {
    double x[2];
    if (how->reach <= 0.0) return degree*how->flexion;
    for (int k = 0; k < 2; k++) {
        x[k] = p->joint_parent_pos[3*a->fore[s] + k] - p->joint_child_pos[3*a->fore[s] + k] + p->marker_pos[3*a->grip[s] + k] -
               p->joint_child_pos[3*a->upper[s] + k];
    }
    double share = fmin(how->reach/sqrt(x[0]*x[0] + x[1]*x[1]), 1.0);
    return ili_atan2(share, sqrt(1.0 - share*share)) - ili_atan2(x[0], -x[1]);
}

// the upper arm's turn from hanging
static void turn_of(const ili_arms *a, int s, const il_task_arm *how, const il_params *p, double *out) {
    double side = s ? -1.0 : 1.0, part[9];
    about(2, flexion_of(a, s, how, p), out);
    about(0, -side*degree*how->abduction, part);
    product(out, part, out);
    about(1, side*degree*how->rotation, part);
    product(out, part, out);
}

void ili_arms_turn(const ili_arms *a, const il_task_arms *how, const double thorax[9], const double up[3], il_params *p) {
    for (int s = 0; s < 2 && how->present; s++) {
        double turn[9], plumb[9];
        turn_of(a, s, &how->arm[s], p, turn);
        if (how->room) {
            upright(up, plumb);
            product(plumb, turn, turn);
            back_product(thorax, turn, turn);
        }
        memcpy(&p->joint_parent_rot[9*a->upper[s]], turn, sizeof turn);
        about(2, degree*how->arm[s].elbow, &p->joint_parent_rot[9*a->fore[s]]);
    }
}

void ili_arms_load(const ili_arms *a, const il_task_hand_load *load, il_params *p) {
    double share = load->right && load->left ? 0.5 : 1.0;
    bool   in[2] = {load->right, load->left};
    for (int s = 0; s < 2 && load->mass > 0.0; s++) {
        double added = in[s] ? share*load->mass : 0.0, *mass = &p->body_mass[a->fore[s]], *com = &p->body_com[3*a->fore[s]];
        for (int k = 0; k < 3; k++) com[k] = (*mass*com[k] + added*p->marker_pos[3*a->grip[s] + k])/(*mass + added);
        *mass += added;
    }
}

// ---- arms that keep to the plumb line ----

void ili_arms_turn_lane(const ili_arms *arms, const il_task_arms *how, const il_data *d, int lane, const double up[3], il_params *scratch, il_params *p) {
    double thorax[9];
    for (int k = 0; k < 9; k++) thorax[k] = d->body_rot[9*arms->thorax + k].lane[lane];
    ili_arms_turn(arms, how, thorax, up, scratch);
    for (int s = 0; s < 2; s++)
        for (int k = 0; k < 9; k++) p->joint_parent_rot[IL_LANES*(9*arms->upper[s] + k) + lane] = scratch->joint_parent_rot[9*arms->upper[s] + k];
}

void ili_arms_turn_lanes(const ili_arms *arms, const il_task_arms *how, const il_data *d, int nlane, const double up[3], il_params *scratch, il_params *p) {
    for (int lane = 0; lane < nlane; lane++) ili_arms_turn_lane(arms, how, d, lane, up, scratch, p);
}

void ili_arms_free(const ili_arms *a, const il_task_arms *how, const double up[3], il_params *p, il_push couple[2], double com[12]) {
    for (int s = 0; s < 2; s++) {
        int     upper = a->upper[s], fore = a->fore[s];
        double *cu = &p->body_com[3*upper], *cf = &p->body_com[3*fore], turn[9], plumb[9], elbow[9], reach[3], from[3], r[3];
        memcpy(&com[6*s], cu, 3*sizeof *cu), memcpy(&com[6*s + 3], cf, 3*sizeof *cf);
        about(2, degree*how->arm[s].elbow, elbow);
        // both centres of mass from the shoulder, in the upper arm
        for (int k = 0; k < 3; k++) reach[k] = cf[k] - p->joint_child_pos[3*fore + k];
        apply(elbow, reach, reach);
        for (int k = 0; k < 3; k++) {
            from[k] = p->joint_child_pos[3*upper + k] - p->joint_parent_pos[3*fore + k]; // elbow to shoulder
            r[k] = p->body_mass[upper]*(cu[k] - p->joint_child_pos[3*upper + k]) + p->body_mass[fore]*(reach[k] - from[k]);
        }
        // the shoulder's place in both bodies
        double back[9] = {elbow[0], elbow[3], elbow[6], elbow[1], elbow[4], elbow[7], elbow[2], elbow[5], elbow[8]};
        apply(back, from, from);
        for (int k = 0; k < 3; k++) cu[k] = p->joint_child_pos[3*upper + k], cf[k] = p->joint_child_pos[3*fore + k] + from[k];
        // couple of the weight about the shoulder: r x (-m g up), r turned into the room
        turn_of(a, s, &how->arm[s], p, turn);
        upright(up, plumb);
        apply(turn, r, r);
        apply(plumb, r, r);
        couple[s] = (il_push){.marker = a->top[s]};
        couple[s].moment[0] = -gravity*(r[1]*up[2] - r[2]*up[1]);
        couple[s].moment[1] = -gravity*(r[2]*up[0] - r[0]*up[2]);
        couple[s].moment[2] = -gravity*(r[0]*up[1] - r[1]*up[0]);
    }
}

void ili_arms_restore(const ili_arms *a, const double com[12], il_params *p) {
    for (int s = 0; s < 2; s++) {
        memcpy(&p->body_com[3*a->upper[s]], &com[6*s], 3*sizeof *com);
        memcpy(&p->body_com[3*a->fore[s]], &com[6*s + 3], 3*sizeof *com);
    }
}

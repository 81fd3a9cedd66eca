// reading.c - what an examiner reads off a posture between landmarks, and the load that passes a joint
#include "scenario/task.h"
#include "math/scalar.h"
#include "math/triple.h"
#include <math.h>
#include <string.h>

#define DEGREES 57.295779513082321

static void point(const ili_task_view *v, int marker, double *x) {
    for (int k = 0; k < 3; k++) x[k] = v->d->marker_world[3*marker + k].lane[v->lane];
}

static void between(const ili_task_view *v, int a, int b, double *x) {
    double from[3], to[3];
    point(v, a, from);
    point(v, b, to);
    for (int k = 0; k < 3; k++) x[k] = to[k] - from[k];
}

static void axis(const ili_task_view *v, int marker, int column, double *x) {
    for (int k = 0; k < 3; k++) x[k] = v->d->marker_axes[9*marker + 3*k + column].lane[v->lane];
}

// angle of the line a -> b above the horizontal that points along `along`
static double line(const ili_task_view *v, int a, int b, const double *along, const double *up) {
    double x[3];
    between(v, a, b, x);
    return DEGREES*ili_atan2(ili_dot3(x, up), ili_dot3(x, along));
}

// angle of the line a -> b from the vertical towards `along`
static double lean(const ili_task_view *v, int a, int b, const double *along, const double *up) {
    double x[3];
    between(v, a, b, x);
    return DEGREES*ili_atan2(ili_dot3(x, along), ili_dot3(x, up));
}

static double length(const ili_task_view *v, int a, int b) {
    double x[3];
    between(v, a, b, x);
    return 1000.0*sqrt(ili_dot3(x, x));
}

// rotation about z that turns end plate a's x axis onto b's, positive when b is turned backwards over a (extension: lordosis)
static double plates(const ili_task_view *v, int a, int b) {
    double xa[3], xb[3];
    axis(v, a, 0, xa);
    axis(v, b, 0, xb);
    return DEGREES*(ili_atan2(xb[1], xb[0]) - ili_atan2(xa[1], xa[0]));
}

// what all muscles together can do on a coordinate in one direction
static double strength(const ili_task_view *v, int coordinate, double direction) {
    const il_model *m = v->m;
    const il_data  *d = v->d;
    double          sum = 0.0;
    for (int i = 0; i < m->nmuscle; i++) {
        int path = m->muscle_path[i];
        for (int k = m->path_arm_start[path]; k < m->path_arm_start[path + 1]; k++) {
            double torque = m->arm_dof[k] == coordinate ? direction*d->arm[k].lane[v->lane]*d->muscle_active[i].lane[v->lane] : 0.0;
            if (torque > 0.0) sum += torque;
        }
    }
    return direction > 0.0 ? sum : -sum;
}

// passive moment of all muscles on a coordinate
static double stretch(const ili_task_view *v, int coordinate) {
    const il_model *m = v->m;
    const il_data  *d = v->d;
    double sum = 0.0;
    for (int i = 0; i < m->nmuscle; i++) {
        int path = m->muscle_path[i];
        for (int k = m->path_arm_start[path]; k < m->path_arm_start[path + 1]; k++) {
            if (m->arm_dof[k] == coordinate) sum += d->arm[k].lane[v->lane]*d->muscle_passive[i].lane[v->lane];
        }
    }
    return sum;
}

// of two the one that is greater once it is taken times the factor: of two sides the one that is stretched first
static double greater(double a, double b, double factor) { return factor*a >= factor*b ? a : b; }

static double hands(const ili_task_view *v, int coordinate) {
    double sum = 0.0;
    for (int i = 0; v->solution && i < v->ngrip; i++) {
        if (v->grip[i].coordinate == coordinate) sum += v->solution->grip[i];
    }
    return sum;
}

double ili_task_read(const ili_task_view *v, const ili_task_reading *r) {
    const int      *k = r->marker;
    bool            sideways = r->across[0] != 0.0 || r->across[1] != 0.0 || r->across[2] != 0.0;
    const double   *up = sideways ? r->across : v->up;
    double          x[3], number = 0.0;
    switch (r->kind) {
    case IL_READ_LINE: number = line(v, k[0], k[1], r->along, up); break;
    case IL_READ_LINE_DIFFERENCE: number = line(v, k[0], k[1], r->along, up) - line(v, k[2], k[3], r->along, up); break;
    case IL_READ_LINE_MEAN: number = 0.5*(line(v, k[0], k[1], r->along, up) + line(v, k[2], k[3], r->along, up)); break;
    case IL_READ_HEIGHT_DIFFERENCE: between(v, k[1], k[0], x), number = 1000.0*ili_dot3(x, up); break;
    case IL_READ_PLATE: axis(v, k[0], 0, x), number = DEGREES*ili_atan2(ili_dot3(x, up), ili_dot3(x, r->along)); break;
    case IL_READ_PLATES: number = plates(v, k[0], k[1]); break;
    case IL_READ_COORDINATE: number = DEGREES*v->d->q[k[0]].lane[v->lane]; break;
    case IL_READ_LENGTH_DIFFERENCE: number = length(v, k[0], k[1]) - length(v, k[2], k[3]); break;
    case IL_READ_LEAN: number = lean(v, k[0], k[1], r->along, up); break;
    case IL_READ_HEIGHT: point(v, k[0], x), number = 1000.0*ili_dot3(x, v->up); break;
    case IL_READ_WAY: number = v->way; break;
    case IL_READ_DISTANCE: number = length(v, k[0], k[1]); break;
    case IL_READ_STRETCH: number = k[1] == IL_NONE ? stretch(v, k[0]) : greater(stretch(v, k[0]), stretch(v, k[1]), r->factor); break;
    case IL_READ_HANDS: number = hands(v, k[0]); break;
    case IL_READ_PUSH: number = v->push*(k[0] == IL_NONE ? 1.0 : 0.001*length(v, k[0], k[1])); break;
    case IL_READ_STRENGTH:
        number = strength(v, k[0], r->factor);
        if (k[1] != IL_NONE) number /= 0.001*length(v, k[1], k[2]);
        break;
    case IL_NREADING: break;
    }
    return r->factor*number + r->zero;
}

// ---- loads ----

void ili_joint_reaction(const il_model *m, const il_params *p, const il_data *d, int lane, int body, double out[6]) {
    // what acts on everything beyond the joint, about the ground origin: the balance stage leaves it summed down the tree
    double sum[6];
    for (int k = 0; k < 6; k++) sum[k] = d->load[6*body + k].lane[lane] + d->weight[6*body + k].lane[lane];
    // the joint gives the opposite, taken about the child's joint centre, in the parent's joint axes
    const double *offset = &p->joint_child_pos[3*body], *frame = &p->joint_parent_rot[9*body];
    int           parent = m->body_parent[body];
    double        centre[3], arm[3], ground[6];
    for (int k = 0; k < 3; k++) {
        centre[k] = d->body_pos[3*body + k].lane[lane];
        for (int c = 0; c < 3; c++) centre[k] += d->body_rot[9*body + 3*k + c].lane[lane]*offset[c];
    }
    arm[0] = centre[1]*sum[5] - centre[2]*sum[4], arm[1] = centre[2]*sum[3] - centre[0]*sum[5], arm[2] = centre[0]*sum[4] - centre[1]*sum[3];
    for (int k = 0; k < 3; k++) ground[k] = -(sum[k] - arm[k]), ground[3 + k] = -sum[3 + k];
    for (int half = 0; half < 2; half++) {
        double in_parent[3];
        for (int c = 0; c < 3; c++) {
            in_parent[c] = 0.0;
            for (int k = 0; k < 3; k++) in_parent[c] += d->body_rot[9*parent + 3*k + c].lane[lane]*ground[3*half + k];
        }
        for (int c = 0; c < 3; c++) out[3*half + c] = frame[c]*in_parent[0] + frame[3 + c]*in_parent[1] + frame[6 + c]*in_parent[2];
    }
}

void il_joint_reaction(const il_model *m, const il_params *p, const il_data *d, int body, double out[6]) { ili_joint_reaction(m, p, d, 0, body, out); }

double ili_muscle_tension(const il_data *d, int lane, int muscle) {
    return d->act[muscle].lane[lane]*d->muscle_active[muscle].lane[lane] + d->muscle_passive[muscle].lane[lane];
}

double il_muscle_tension(const il_data *d, int muscle) { return ili_muscle_tension(d, 0, muscle); }

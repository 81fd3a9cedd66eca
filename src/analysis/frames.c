// frames.c - frames of a recorded motion in the lanes
#include "analysis/frames.h"

void ili_frames_take(const int frame[IL_LANES], int n, const double *from, il_pack *to) {
    for (int lane = 0; lane < IL_LANES; lane++) {
        const double *row = from + (size_t)frame[lane]*(size_t)n;
        for (int i = 0; i < n; i++) to[i].lane[lane] = row[i];
    }
}

void ili_frames_stretch(int first, int stretch, int step, int nframe, int frame[IL_LANES]) {
    for (int lane = 0; lane < IL_LANES; lane++) {
        int f = first + lane*stretch + step;
        frame[lane] = f < nframe ? f : nframe - 1;
    }
}

// ---- outer loads ---------------------------------------------------------------------------------------------------------------

static void turned(const il_data *d, int body, int lane, const double *x, double *y) {
    for (int i = 0; i < 3; i++) {
        y[i] = 0.0;
        for (int k = 0; k < 3; k++) y[i] += d->body_rot[9*body + 3*i + k].lane[lane]*x[k];
    }
}

// moment about the ground origin and force of one load in one lane
static void add_load(const il_data *d, const il_outer_load *l, int frame, int lane) {
    const double zero[3] = {0};
    double       f[3], x[3], t[3];
    turned(d, l->force_in, lane, l->force ? l->force + 3*(size_t)frame : zero, f);
    turned(d, l->force_in, lane, l->moment ? l->moment + 3*(size_t)frame : zero, t);
    turned(d, l->point ? l->point_in : l->body, lane, l->point ? l->point + 3*(size_t)frame : zero, x);
    for (int i = 0; i < 3; i++) x[i] += d->body_pos[3*(l->point ? l->point_in : l->body) + i].lane[lane];
    const double m[3] = {t[0] + x[1]*f[2] - x[2]*f[1], t[1] + x[2]*f[0] - x[0]*f[2], t[2] + x[0]*f[1] - x[1]*f[0]};
    for (int i = 0; i < 3; i++) {
        d->wrench[6*l->body + i].lane[lane] += m[i];
        d->wrench[6*l->body + 3 + i].lane[lane] += f[i];
    }
}

void ili_frames_load(il_data *d, const int frame[IL_LANES], int nload, const il_outer_load *load) {
    for (int lane = 0; lane < IL_LANES; lane++)
        for (int i = 0; i < nload; i++) add_load(d, &load[i], frame[lane], lane);
}

// ---- actuators -----------------------------------------------------------------------------------------------------------------

// a vector, or with `at` a point, of a body in ground axes
static void to_ground(const il_data *d, int body, const double x[3], bool at, il_pack out[3]) {
    for (int i = 0; i < 3; i++)
        for (int l = 0; l < IL_LANES; l++) {
            double y = at ? d->body_pos[3*body + i].lane[l] : 0.0;
            for (int k = 0; k < 3; k++) y += d->body_rot[9*body + 3*i + k].lane[l]*x[k];
            out[i].lane[l] = y;
        }
}

static void spread(const double x[3], il_pack out[3]) {
    for (int i = 0; i < 3; i++) il_pack_set(&out[i], x[i]);
}

// from the other point to the point, of unit length
static void between(const il_data *d, const il_actuator *a, const il_pack point[3], il_pack axis[3]) {
    il_pack other[3];
    if (a->point_in_ground) spread(a->other_point, other);
    else to_ground(d, a->other, a->other_point, true, other);
    for (int l = 0; l < IL_LANES; l++) {
        double x[3], square = 0.0;
        for (int i = 0; i < 3; i++) x[i] = point[i].lane[l] - other[i].lane[l], square += x[i]*x[i];
        double length = __builtin_sqrt(square);
        for (int i = 0; i < 3; i++) axis[i].lane[l] = length > 0.0 ? x[i]/length : 0.0;
    }
}

void ili_actuator_wrench(const il_data *d, const il_actuator *a, il_pack *w) {
    il_pack axis[3], x[3];
    bool    torque = a->kind == IL_ACTUATOR_TORQUE;
    if (a->point_in_ground) spread(a->point, x);
    else to_ground(d, a->body, a->point, true, x);
    if (a->kind == IL_ACTUATOR_POINTS) between(d, a, x, axis);
    else if (a->axis_in_ground) spread(a->axis, axis);
    else to_ground(d, a->body, a->axis, false, axis);
    for (int i = 0; i < 3; i++)
        for (int l = 0; l < IL_LANES; l++) {
            int    j = (i + 1)%3, k = (i + 2)%3;
            double turn = x[j].lane[l]*axis[k].lane[l] - x[k].lane[l]*axis[j].lane[l], f = a->optimal;
            w[i].lane[l] = f*(torque ? axis[i].lane[l] : turn);
            w[3 + i].lane[l] = torque ? 0.0 : f*axis[i].lane[l];
        }
}

void ili_actuator_push(const il_model *m, const il_data *d, int body, const il_pack *wrench, double sign, const int *place, il_pack *out) {
    for (int b = body; b != IL_NONE; b = m->body_parent[b])
        for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++) {
            int at = m->row_dof[r] == IL_NONE ? -1 : place ? place[m->row_dof[r]] : m->row_dof[r];
            if (at < 0) continue;
            for (int l = 0; l < IL_LANES; l++) {
                double sum = 0.0;
                for (int k = 0; k < 6; k++) sum += d->row_motion[6*r + k].lane[l]*wrench[k].lane[l];
                out[at].lane[l] += sign*d->row_rate[r].lane[l]*sum;
            }
        }
}

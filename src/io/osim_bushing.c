// osim_bushing.c - bushings of an `.osim` file that the model's own cannot say: by a function of each deflection, with damping
//
// Deflection x: body-fixed X-Y-Z angles of the second frame in the first, then its origin in the axes of the first. The generalised forces on it,
// -f_i(x_i) - c_i dx_i/dt, do the same work as a force at the second frame and a torque: tau.e_j for the axes e_j that the angles turn about.
#include "osim_bushing.h"

#include <math.h>

#include "ilium/data.h"

static void cross(const double a[3], const double b[3], double c[3]) {
    for (int i = 0; i < 3; i++) c[i] = a[(i + 1)%3]*b[(i + 2)%3] - a[(i + 2)%3]*b[(i + 1)%3];
}

static double dot(const double a[3], const double b[3]) { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2]; }

/// A frame of a body in ground axes: origin, and axes one after the other; velocities of the body about the ground's origin.
typedef struct end {
    double x[3], axis[3][3], turn[3], shift[3];
} end;

static end end_of(const il_data *d, int body, const il_frame *f, int lane) {
    end e;
    for (int i = 0; i < 3; i++) {
        const il_pack *row = d->body_rot + 9*body + 3*i;
        e.x[i] = d->body_pos[3*body + i].lane[lane];
        e.turn[i] = d->body_vel[6*body + i].lane[lane], e.shift[i] = d->body_vel[6*body + 3 + i].lane[lane];
        for (int k = 0; k < 3; k++) e.x[i] += row[k].lane[lane]*f->pos[k];
        for (int j = 0; j < 3; j++) {
            e.axis[j][i] = 0.0;
            for (int k = 0; k < 3; k++) e.axis[j][i] += row[k].lane[lane]*f->rot[3*k + j];
        }
    }
    return e;
}

// velocity of a point that is fixed to the body of an end
static void velocity_at(const end *e, const double x[3], double v[3]) {
    cross(e->turn, x, v);
    for (int i = 0; i < 3; i++) v[i] += e->shift[i];
}

void ili_osim_bushing_wrench(const il_model *m, const ili_osim_bushing *b, const il_data *d, int lane, double wrench[6]) {
    end    a = end_of(d, b->body[0], &b->frame[0], lane), c = end_of(d, b->body[1], &b->frame[1], lane);
    double x[6], rate[6], f[6], gap[3], near[3], far[3], R[3][3], e[3][3];
    for (int i = 0; i < 3; i++) gap[i] = c.x[i] - a.x[i];
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) R[i][j] = dot(a.axis[i], c.axis[j]);
    double cos_b = fmax(hypot(R[1][2], R[2][2]), 1e-6);
    x[0] = atan2(-R[1][2], R[2][2]), x[1] = atan2(R[0][2], cos_b), x[2] = atan2(-R[0][1], R[0][0]);
    // the axes of the three turns, in ground axes: x of the first frame, y turned by the first angle, z of the second frame
    for (int i = 0; i < 3; i++) {
        e[0][i] = a.axis[0][i], e[2][i] = c.axis[2][i];
        e[1][i] = cos(x[0])*a.axis[1][i] + sin(x[0])*a.axis[2][i];
    }
    // omega = sum of rate_j e_j; with n_j = e_k x e_l, rate_j = omega.n_j/det
    double n[3][3], omega[3], det;
    for (int j = 0; j < 3; j++) cross(e[(j + 1)%3], e[(j + 2)%3], n[j]), omega[j] = c.turn[j] - a.turn[j];
    det = dot(e[0], n[0]);
    if (fabs(det) < 1e-6) det = det < 0.0 ? -1e-6 : 1e-6;
    velocity_at(&a, c.x, near), velocity_at(&c, c.x, far);
    for (int i = 0; i < 3; i++) far[i] -= near[i];
    for (int i = 0; i < 3; i++) x[3 + i] = dot(a.axis[i], gap), rate[i] = dot(omega, n[i])/det, rate[3 + i] = dot(a.axis[i], far);
    for (int i = 0; i < 6; i++) {
        double stiff = b->formula[i] ? ili_expression_at(b->formula[i], x) : b->scale[i]*(b->constant[i] ? 1.0 : ili_osim_function_at(m, b->function[i], x[i]));
        f[i] = -stiff - b->damping[i]*rate[i];
    }
    // torque = sum of f_j n_j/det, and the force at the second frame
    for (int i = 0; i < 3; i++) {
        wrench[i] = 0.0, wrench[3 + i] = 0.0;
        for (int j = 0; j < 3; j++) wrench[i] += f[j]*n[j][i]/det, wrench[3 + i] += f[3 + j]*a.axis[j][i];
    }
    double moment[3];
    cross(c.x, wrench + 3, moment);
    for (int i = 0; i < 3; i++) wrench[i] += moment[i];
}

// inertia.c - forces of inertia body by body, and generalised forces of wrenches
#include "analysis/inertia.h"
#include <string.h>

static void cross(const double *a, const double *b, double *c) {
    c[0] = a[1]*b[2] - a[2]*b[1], c[1] = a[2]*b[0] - a[0]*b[2], c[2] = a[0]*b[1] - a[1]*b[0];
}

static void lane0(const il_pack *pack, int n, double *out) {
    for (int k = 0; k < n; k++) out[k] = pack[k].lane[0];
}

// y = I x for xx yy zz xy xz yz
static void inertia_times(const double *i, const double *x, double *y) {
    y[0] = i[0]*x[0] + i[3]*x[1] + i[4]*x[2];
    y[1] = i[3]*x[0] + i[1]*x[1] + i[5]*x[2];
    y[2] = i[4]*x[0] + i[5]*x[1] + i[2]*x[2];
}

static void to_body(const double *rot, const double *x, double *y) {
    for (int c = 0; c < 3; c++) y[c] = rot[c]*x[0] + rot[3 + c]*x[1] + rot[6 + c]*x[2];
}

// f = m (a + alpha x c + omega x (v + omega x c)),  n = R (I alpha' + omega' x I omega')
static void needed(const il_params *p, const il_data *d, int body, double *moment, double *force) {
    double v[6], a[6], c[3], rot[9], spin[3], speed[3], turn[3], inner[3];
    lane0(&d->body_vel[6*body], 6, v), lane0(&d->body_acc[6*body], 6, a), lane0(&d->com_pos[3*body], 3, c), lane0(&d->body_rot[9*body], 9, rot);
    cross(v, c, spin);
    for (int k = 0; k < 3; k++) speed[k] = v[3 + k] + spin[k];
    cross(v, speed, spin);
    cross(a, c, turn);
    for (int k = 0; k < 3; k++) force[k] = p->body_mass[body]*(a[3 + k] + turn[k] + spin[k]);
    double omega[3], alpha[3], momentum[3], local[3];
    to_body(rot, v, omega), to_body(rot, a, alpha);
    inertia_times(&p->body_inertia[6*body], omega, momentum);
    cross(omega, momentum, inner);
    inertia_times(&p->body_inertia[6*body], alpha, local);
    for (int k = 0; k < 3; k++) local[k] += inner[k];
    cross(c, force, moment);
    for (int k = 0; k < 3; k++)
        for (int j = 0; j < 3; j++) moment[k] += rot[3*k + j]*local[j];
}

void ili_inertia_wrenches(const il_model *m, const il_params *p, const il_data *d, double *out) {
    memset(out, 0, 6*sizeof *out);
    for (int b = 1; b < m->nbody; b++) {
        double moment[3], force[3];
        needed(p, d, b, moment, force);
        for (int k = 0; k < 3; k++) out[6*b + k] = -moment[k], out[6*b + 3 + k] = -force[k];
    }
}

void ili_generalised(const il_model *m, const il_params *p, const il_data *d, const double gravity[3], const double *wrench, double *work, double *out) {
    memcpy(work, wrench, 6*sizeof *work*(size_t)m->nbody);
    memset(out, 0, sizeof *out*(size_t)m->nq);
    for (int b = m->nbody - 1; b > 0; b--) {
        double c[3], weight[3], turn[3];
        lane0(&d->com_pos[3*b], 3, c);
        for (int k = 0; k < 3; k++) weight[k] = p->body_mass[b]*gravity[k];
        cross(c, weight, turn);
        for (int k = 0; k < 3; k++) work[6*b + k] += turn[k], work[6*b + 3 + k] += weight[k];
        for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++) {
            if (m->row_dof[r] == IL_NONE) continue;
            for (int k = 0; k < 6; k++) out[m->row_dof[r]] += d->row_rate[r].lane[0]*d->row_motion[6*r + k].lane[0]*work[6*b + k];
        }
        for (int k = 0; k < 6; k++) work[6*m->body_parent[b] + k] += work[6*b + k];
    }
}

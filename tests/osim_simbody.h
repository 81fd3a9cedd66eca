// osim_simbody.h - a slip of the system under OpenSim, so that tests can show that it is all of a difference
//
// A joint that turns by R1 R2 R3 about a1, a2, a3 has the angular velocity w = a1 t1' + R1 a2 t2' + R1 R2 a3 t3', and the rate of R1 a2 is (a1 t1') x R1 a2.
// Simbody (MobilizedBody::FunctionBased, in buildHdot) takes for it the share that the joint's first speed has in w. Where the turns have a coordinate each
// that is a1 t1'; where one coordinate drives all three it is the whole of w, so the acceleration gets (R1 R2 a3 t3') x R1 a2 t2' too much: what the second
// turn does to the third axis is cancelled.
#ifndef OSIM_SIMBODY_H
#define OSIM_SIMBODY_H
#include <stdlib.h>
#include <string.h>

#include "ilium/data.h"

static inline void osim_cross(const double *a, const double *b, double *c) {
    for (int i = 0; i < 3; i++) c[i] = a[(i + 1)%3]*b[(i + 2)%3] - a[(i + 2)%3]*b[(i + 1)%3];
}

/// The joint of `body`, if one coordinate drives its three turns: what its acceleration has too much, about the ground origin.
static inline bool osim_slip_of(const il_model *m, const il_data *d, int body, double a[6]) {
    int    row[3], n = 0;
    double s[2][6];
    for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++) {
        if (m->row_dof[r] == IL_NONE || m->row_dof[r] != m->row_dof[m->body_row_start[body]]) return false;
        if (m->row_kind[r] == IL_ROW_ROTATION && n < 3) row[n++] = r;
    }
    if (n < 3) return false;
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 6; k++) s[i][k] = d->row_motion[6*row[i + 1] + k].lane[0]*d->row_rate[row[i + 1]].lane[0]*d->qd[m->row_dof[row[0]]].lane[0];
    double first[3], second[3];
    osim_cross(s[1], s[0], a); // the motion of the third turn, carried by the second's, backwards
    osim_cross(s[1], s[0] + 3, first), osim_cross(s[1] + 3, s[0], second);
    for (int i = 0; i < 3; i++) a[3 + i] = first[i] + second[i];
    return true;
}

/// What it adds to the generalised forces [nq], after the velocity stage; all lanes hold the same.
static inline void osim_slip(const il_model *m, const il_data *d, double *tau) {
    const il_params *p = m->nominal;
    il_pack         *motion = aligned_alloc(64, 6*(size_t)m->nq*sizeof *motion);
    for (int joint = 1; motion && joint < m->nbody; joint++) {
        double a[6];
        if (!osim_slip_of(m, d, joint, a)) continue;
        for (int b = joint; b < m->nbody; b++) {
            int up = b;
            while (up > joint) up = m->body_parent[up];
            if (up != joint) continue;
            double c[3], force[3], arm[3], local[3] = {0}, turn[3] = {0}, wrench[6];
            for (int i = 0; i < 3; i++) c[i] = d->com_pos[3*b + i].lane[0];
            osim_cross(a, c, force);
            for (int i = 0; i < 3; i++) force[i] = p->body_mass[b]*(force[i] + a[3 + i]);
            const double *in = p->body_inertia + 6*b, full[9] = {in[0], in[3], in[4], in[3], in[1], in[5], in[4], in[5], in[2]};
            for (int i = 0; i < 3; i++)
                for (int k = 0; k < 3; k++) local[i] += d->body_rot[9*b + 3*k + i].lane[0]*a[k];
            for (int i = 0; i < 9; i++) // R I R' a
                for (int k = 0; k < 3; k++) turn[i/3] += d->body_rot[9*b + i].lane[0]*full[3*(i%3) + k]*local[k];
            osim_cross(c, force, arm);
            for (int i = 0; i < 3; i++) wrench[i] = turn[i] + arm[i], wrench[3 + i] = force[i];
            il_motion_space(m, d, b, motion);
            for (int q = 0; q < m->nq; q++)
                for (int k = 0; k < 6; k++) tau[q] += motion[6*q + k].lane[0]*wrench[k];
        }
    }
    free(motion);
}

#endif

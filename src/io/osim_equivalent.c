// osim_equivalent.c - body forces of InverseDynamicsTool: a force and a torque on a joint's child that do what its generalised forces do
//
// With H_v and H_w, the velocity of the joint's frame and the angular velocity per unit speed of each of its coordinates, the generalised forces f are
// those of a force F_v = pinv(H_v') f or of a torque F_w = pinv(H_w') f, or of one of them with the other doing what is left: first comes the one that
// gives more for its size, as OpenSim has it. Ground axes. It is not what the joint carries; that is JointReaction's.
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "analysis/frames.h"
#include "base/names.h"
#include "osim_job.h"
#include "osim_read.h"
#include "solve/dense.h"

enum { MOST = 24 }; ///< coordinates of a joint
static const double TINY = 2e-14, STILL = 1e-10; // a force that is none; round-off of a velocity that is none [m/rad, rad/m]

/// Coordinates of one joint in one frame.
typedef struct mobility {
    int    n, dof[MOST];
    double v[3*MOST], w[3*MOST], f[MOST];
} mobility;

static double length(const double *x, int n) {
    double square = 0.0;
    for (int i = 0; i < n; i++) square += x[i]*x[i];
    return sqrt(square);
}

// least x with A x nearest to f, A of n rows: by the eigenvectors of A'A
static void least(int n, const double *a, const double *f, double x[3]) {
    double square[9] = {0}, values[3], work[3], right[3] = {0};
    for (int r = 0; r < n; r++)
        for (int i = 0; i < 3; i++) {
            right[i] += a[3*r + i]*f[r];
            for (int k = 0; k < 3; k++) square[3*i + k] += a[3*r + i]*a[3*r + k];
        }
    memset(x, 0, 3*sizeof *x);
    if (ili_eig_sym(3, square, values, work)) return;
    for (int k = 0; k < 3; k++) {
        if (!(values[k] > 1e-12*values[2])) continue;
        double along = (square[3*k]*right[0] + square[3*k + 1]*right[1] + square[3*k + 2]*right[2])/values[k];
        for (int i = 0; i < 3; i++) x[i] += along*square[3*k + i];
    }
}

static void times(int n, const double *a, const double x[3], double *y) {
    for (int r = 0; r < n; r++) y[r] = a[3*r]*x[0] + a[3*r + 1]*x[1] + a[3*r + 2]*x[2];
}

static void equivalent(const mobility *m, double force[3], double torque[3]) {
    double fv[MOST], fw[MOST], left[MOST];
    least(m->n, m->v, m->f, force), least(m->n, m->w, m->f, torque);
    times(m->n, m->v, force, fv), times(m->n, m->w, torque, fw);
    double by_force = length(fv, m->n), by_torque = length(fw, m->n);
    if (!(by_force > TINY && by_torque > TINY)) return;
    bool torque_first = by_torque/length(torque, 3) > by_force/length(force, 3);
    for (int i = 0; i < m->n; i++) left[i] = m->f[i] - (torque_first ? fw[i] : fv[i]);
    if (torque_first) least(m->n, m->v, left, force);
    else least(m->n, m->w, left, torque);
}

// the motions of all rows between the joint's bodies, by coordinate, at the joint's frame on the child
static void gather(const il_osim *o, const il_osim_joint *j, const il_data *d, int lane, const double *tau, mobility *out) {
    const il_model *m = o->model;
    const double   *own = m->nominal->joint_child_pos + 3*j->carried;
    double          x[3];
    for (int i = 0; i < 3; i++) {
        x[i] = d->body_pos[3*j->carried + i].lane[lane];
        for (int k = 0; k < 3; k++) x[i] += d->body_rot[9*j->carried + 3*i + k].lane[lane]*own[k];
    }
    memset(out, 0, sizeof *out);
    for (int body = j->carried, last = m->body_parent[j->first]; body != last; body = m->body_parent[body])
        for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++) {
            int at = 0;
            if (m->row_dof[r] == IL_NONE) continue;
            while (at < out->n && out->dof[at] != m->row_dof[r]) at++;
            if (at == MOST) continue;
            if (at == out->n) out->dof[out->n] = m->row_dof[r], out->f[out->n++] = tau[m->row_dof[r]];
            double s[6], rate = d->row_rate[r].lane[lane];
            for (int i = 0; i < 6; i++) s[i] = rate*d->row_motion[6*r + i].lane[lane];
            for (int i = 0; i < 3; i++) out->w[3*at + i] += s[i], out->v[3*at + i] += s[3 + i] + s[(i + 1)%3]*x[(i + 2)%3] - s[(i + 2)%3]*x[(i + 1)%3];
        }
    for (int k = 0; k < out->n; k++) {
        if (length(out->v + 3*k, 3) < STILL) memset(out->v + 3*k, 0, 3*sizeof(double));
        if (length(out->w + 3*k, 3) < STILL) memset(out->w + 3*k, 0, 3*sizeof(double));
    }
}

// ---- what is asked for ---------------------------------------------------------------------------------------------------------

static il_status choose(const il_osim_setup *s, const il_osim *o, int *joint, il_error *err) {
    bool        all = !strcasecmp(s->joint[0], "ALL");
    const char *names[64];
    char        offer[300];
    int         n = 0;
    for (int i = 0; i < o->njoint && n < 64; i++) names[n++] = o->joint[i].name;
    for (int k = 0; k < (all ? o->njoint : s->njoint); k++) {
        for (joint[k] = 0; !all && joint[k] < o->njoint && strcmp(o->joint[joint[k]].name, ili_osim_last(s->joint[k])); joint[k]++) {}
        if (all) joint[k] = k;
        if (joint[k] == o->njoint)
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no joint '%.80s' to report body forces of; did you mean %s?", s->joint[k],
                                ili_name_offer(s->joint[k], names, n, offer, sizeof offer));
        if (o->joint[joint[k]].carried != o->joint[joint[k]].child)
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "joint '%.80s' is reversed: its body forces are not known", o->joint[joint[k]].name);
    }
    return IL_OK;
}

static il_status empty(const il_osim *o, const il_osim_motion_rows *r, int n, const int *joint, il_table **out, il_error *err) {
    static const char part[] = "XYZ";
    ili_osim_names    s = {0};
    il_status         status = ili_osim_names_room(&s, 6*n) ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for body forces");
    for (int i = 0; status == IL_OK && i < 6*n; i++) {
        const il_osim_joint *j = &o->joint[joint[i/6]];
        ili_osim_names_add(&s, "%.140s_%.140s_%c%c", j->name, j->frame, i%6 < 3 ? 'F' : 'M', part[i%3]);
    }
    if (status == IL_OK) status = il_table_create("Inverse Dynamics Body Forces at Specified Joints", r->nframe, 6*n, s.name, out, err);
    for (int f = 0; status == IL_OK && f < r->nframe; f++) (*out)->time[f] = r->time[f];
    ili_osim_names_free(&s);
    return status;
}

il_status ili_osim_equivalents(const il_osim_setup *s, const il_osim *o, const il_osim_motion_rows *r, const double *tau, il_table **out, il_error *err) {
    const il_model *m = o->model;
    il_data        *d = NULL;
    int             n = !strcasecmp(s->joint[0], "ALL") ? o->njoint : s->njoint, *joint = calloc((size_t)n + 1, sizeof *joint);
    il_status       status = joint ? choose(s, o, joint, err) : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for body forces");
    if (status == IL_OK) status = empty(o, r, n, joint, out, err);
    if (status == IL_OK) status = il_data_create(m, IL_ISA_AUTO, &d, err);
    for (int first = 0; status == IL_OK && first < r->nframe; first += IL_LANES) {
        int frame[IL_LANES];
        ili_frames_stretch(first, 1, 0, r->nframe, frame);
        ili_frames_take(frame, m->nq, r->q, d->q);
        il_position(m, m->nominal, d);
        for (int lane = 0; lane < IL_LANES && first + lane < r->nframe; lane++)
            for (int k = 0; k < n; k++) {
                double  *to = (*out)->value + (size_t)(first + lane)*(size_t)(6*n) + 6*(size_t)k;
                mobility own;
                gather(o, &o->joint[joint[k]], d, lane, tau + (size_t)(first + lane)*(size_t)m->nq, &own);
                equivalent(&own, to, to + 3);
            }
    }
    il_data_free(d), free(joint);
    return status;
}

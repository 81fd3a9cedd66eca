// rest.c - set down, sunk in and turned until supports bear what they should
#include "scenario/rest.h"
#include "math/triple.h"
#include "solve/dense.h"
#include <math.h>
#include <string.h>

static const double NOWHERE = -100.0; // [m] an offset that no pad reaches
static const double MOST_DEEP = 0.1;  // [m]

void ili_rest_planes(ili_rest *w) {
    for (int k = 0; k < 4*w->m->nplane; k++) il_pack_set(&w->d->plane[k], w->plane[k]);
}

void ili_rest_evaluate(ili_rest *w) {
    for (int j = 0; j < w->m->nq; j++) il_pack_set(&w->d->q[j], w->q[j]);
    ili_rest_planes(w); // others may have used the room meanwhile
    il_position(w->m, w->p, w->d);
    il_marker(w->m, w->p, w->d);
    il_contact(w->m, w->p, w->d);
}

// move the root by `shift` along a plane's normal
static void shift_root(ili_rest *w, int plane, double shift) {
    const il_model *m = w->m;
    const double   *n = &w->plane[4*plane];
    for (int b = 1; b < m->nbody; b++) {
        if (m->body_parent[b] != IL_GROUND) continue;
        for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++) {
            if (m->row_kind[r] != IL_ROW_TRANSLATION || m->row_dof[r] == IL_NONE) continue;
            w->q[m->row_dof[r]] += shift*ili_dot3(n, &w->p->row_axis[3*r])/w->p->row_scale[r];
        }
    }
    ili_rest_evaluate(w);
}

bool ili_rest_same(const ili_rest *w, int a, int b) { return memcmp(&w->plane[4*a], &w->plane[4*b], 4*sizeof *w->plane) == 0; }

double ili_rest_gap(const ili_rest *w, int plane, double *force) {
    double lowest = IL_INF;
    *force = 0.0;
    for (int k = 0; k < w->m->npad; k++) {
        if (!ili_rest_same(w, w->m->pad_plane[k], plane) || w->p->pad_k[k] <= 0.0) continue;
        lowest = fmin(lowest, w->d->pad_gap[k].lane[0]);
        *force += w->d->pad_force[k].lane[0];
    }
    return lowest;
}

double ili_rest_weight(const ili_rest *w) {
    double weight = 0.0;
    for (int b = 0; b < w->m->nbody; b++) weight += 9.80665*w->p->body_mass[b];
    return weight;
}

// the C2 ramp of contact.k.c: 0 for u <= 0, u^3 (1 - u/2) to 1, then u - 1/2
static double ramp(double u) { return u <= 0.0 ? 0.0 : u < 1.0 ? u*u*u*(1.0 - 0.5*u) : u - 0.5; }

/// Which pads sink, and from where. Their gaps all change by as much, so that nothing need be evaluated meanwhile.
typedef struct sinking {
    const ili_rest *w;
    int             plane;
    bool            alone;  ///< the pads of this plane only; else all of its surface
    double          gap;    ///< how far the lowest pad is from touching
} sinking;

static double force_at(const sinking *s, double depth) {
    const ili_rest  *w = s->w;
    const il_params *p = w->p;
    double           force = 0.0;
    for (int k = 0; k < w->m->npad; k++) {
        bool there = s->alone ? w->m->pad_plane[k] == s->plane : ili_rest_same(w, w->m->pad_plane[k], s->plane);
        if (!there || p->pad_k[k] <= 0.0) continue;
        double toe = fmax(p->pad_depth[k], 1e-9);
        force += p->pad_k[k]*toe*ramp((depth + s->gap - w->d->pad_gap[k].lane[0])/toe);
    }
    return force;
}

// how deep pads must be in a plane to bear a weight: halving to 0.01 mm, then false position, so that the depth goes smoothly with the person
static double depth_bearing(const sinking *s, double weight) {
    double above = 0.0, below = MOST_DEEP, less = -weight, more = IL_INF;
    for (int n = 0; n < 40 && below - above > 1e-13; n++) {
        bool   near = below - above <= 1e-5 && isfinite(more);
        double depth = near ? above - less*(below - above)/(more - less) : 0.5*(above + below), force = force_at(s, depth);
        if (force < weight) above = depth, less = force - weight;
        else below = depth, more = force - weight;
        if (near && fabs(force - weight) < 1e-9*weight) return depth;
    }
    return 0.5*(above + below);
}

void ili_rest_down(ili_rest *w, int plane, double weight) {
    double  force;
    sinking s = {w, plane, false, ili_rest_gap(w, plane, &force)};
    if (isfinite(s.gap)) shift_root(w, plane, -s.gap - depth_bearing(&s, weight));
}

void ili_rest_fit(ili_rest *w, int plane, double weight) {
    double  force;
    sinking s = {w, plane, true, ili_rest_gap(w, plane, &force)};
    if (!isfinite(s.gap)) return;
    w->plane[4*plane + 3] += s.gap + depth_bearing(&s, weight);
    ili_rest_planes(w);
    il_contact(w->m, w->p, w->d);
}

// ---- two ends of one surface -------------------------------------------------------------------------------------------------------

// the middle of a plane's bearing pads; false: it has none
static bool middle_of(const ili_rest *w, int plane, double *out) {
    int n = 0;
    out[0] = out[1] = out[2] = 0.0;
    for (int k = 0; k < w->m->npad; k++) {
        if (w->m->pad_plane[k] != plane || w->p->pad_k[k] <= 0.0) continue;
        for (int c = 0; c < 3; c++) out[c] += w->d->pad_world[3*k + c].lane[0];
        n++;
    }
    for (int c = 0; c < 3 && n > 0; c++) out[c] /= n;
    return n > 0;
}

static void centre_of_mass(const ili_rest *w, double *out) {
    double mass = 0.0;
    out[0] = out[1] = out[2] = 0.0;
    for (int b = 0; b < w->m->nbody; b++) {
        for (int c = 0; c < 3; c++) out[c] += w->p->body_mass[b]*w->d->com_pos[3*b + c].lane[0];
        mass += w->p->body_mass[b];
    }
    for (int c = 0; c < 3; c++) out[c] /= mass;
}

// turn the root by `angle` about an axis of the ground
static bool turn_root(ili_rest *w, const double *axis, double angle) {
    const il_model *m = w->m;
    int             row[3], n = 0, pivot[3];
    double          M[9], x[3];
    for (int b = 1; b < m->nbody; b++) {
        for (int r = m->body_row_start[b]; m->body_parent[b] == IL_GROUND && r < m->body_row_start[b + 1]; r++) {
            if (m->row_kind[r] == IL_ROW_ROTATION && m->row_dof[r] != IL_NONE && n < 3) row[n++] = r;
        }
    }
    if (n != 3) return false;
    for (int c = 0; c < 3; c++) {
        for (int k = 0; k < 3; k++) M[3*c + k] = w->d->row_motion[6*row[k] + c].lane[0]*w->d->row_rate[row[k]].lane[0];
        x[c] = angle*axis[c];
    }
    if (ili_lu_factor(3, M, pivot) != 0) return false;
    ili_lu_solve(3, M, pivot, 1, x);
    for (int k = 0; k < 3; k++) w->q[m->row_dof[row[k]]] += x[k];
    ili_rest_evaluate(w);
    return true;
}

// how much higher the plane stands that bears a share of the weight alone
static double offset_bearing(ili_rest *w, int plane, int other, double weight) {
    double own = w->plane[4*plane + 3], others = w->plane[4*other + 3], at;
    w->plane[4*other + 3] = NOWHERE;
    ili_rest_fit(w, plane, weight);
    at = w->plane[4*plane + 3] - own;
    w->plane[4*plane + 3] = own, w->plane[4*other + 3] = others;
    ili_rest_planes(w);
    il_contact(w->m, w->p, w->d);
    return at;
}

void ili_rest_turn(ili_rest *w, int a, int b, double weight) {
    const double *n = &w->plane[4*a];
    for (int round = 0; round < 10; round++) {
        double at_a[3], at_b[3], com[3], line[3], to_com[3], axis[3], length2 = 0.0;
        if (!middle_of(w, a, at_a) || !middle_of(w, b, at_b)) return;
        centre_of_mass(w, com);
        for (int c = 0; c < 3; c++) line[c] = at_b[c] - at_a[c], to_com[c] = com[c] - at_a[c];
        double rise = ili_dot3(line, n);
        for (int c = 0; c < 3; c++) line[c] -= rise*n[c], length2 += line[c]*line[c];
        double share = length2 > 0.0 ? ili_dot3(line, to_com)/length2 : 0.0; // of b
        if (!(share > 0.02 && share < 0.98)) return;
        for (int c = 0; c < 3; c++) axis[c] = (line[(c + 1)%3]*n[(c + 2)%3] - line[(c + 2)%3]*n[(c + 1)%3])/sqrt(length2);
        double up_a = offset_bearing(w, a, b, (1.0 - share)*weight), up_b = offset_bearing(w, b, a, share*weight);
        // b comes down onto the surface by as much more than a
        if (fabs(up_b - up_a) < 1e-7 || !turn_root(w, axis, -(up_b - up_a)/sqrt(length2))) return;
        ili_rest_down(w, a, weight);
    }
}

// posture_bend.c - second derivatives by one more stiffness a step along the prices
#include "analysis/posture_bend.h"
#include "math/triple.h"
#include <math.h>

static const double ALONG = 1e-5; // how far along the prices the second stiffness is taken, in units of coordinate size

// ---- couples -----------------------------------------------------------------------------------------------------------------------

typedef struct turn_row {
    int    coordinate;
    double w[3]; ///< how the body turns with it, at unit rate
} turn_row;

// the turns between the ground and a body, from the ground
static int chain_of(const il_model *m, const il_data *d, int lane, int body, turn_row *out) {
    int way[64], n = 0, count = 0;
    for (int b = body; b != IL_GROUND && n < 64; b = m->body_parent[b]) way[n++] = b;
    while (n-- > 0) {
        for (int r = m->body_row_start[way[n]]; r < m->body_row_start[way[n] + 1] && count < 64; r++) {
            if (m->row_kind[r] != IL_ROW_ROTATION || m->row_dof[r] == IL_NONE) continue;
            out[count].coordinate = m->row_dof[r];
            for (int k = 0; k < 3; k++) out[count].w[k] = d->row_motion[6*r + k].lane[lane]*d->row_rate[r].lane[lane];
            count++;
        }
    }
    return count;
}

// Of one couple: Q += d2(y'c)/dq2, less its share of K/step that is taken from Q as if it had a potential.
//   c_j = M.w_j,  dc_j/dq_k = M.(w_k x w_j) for k before j;  d2(y'c)/dq_k dq_l = M.(w_a x (w_b x S_b)), a before b, S_b = sum of y_j w_j behind b
static void add_couple(const ili_posture_system *s, const il_data *d, int lane, const il_push *push, double step, double *Q) {
    const il_model *m = s->problem->m;
    turn_row        chain[64];
    int             n = chain_of(m, d, lane, m->marker_body[push->marker], chain), nq = s->nq;
    double          behind[3] = {0.0, 0.0, 0.0}, inner[3], outer[3];
    for (int b = n - 1; b >= 0; b--) {
        for (int a = 0; a <= b; a++) {
            int j = chain[a].coordinate, k = chain[b].coordinate;
            ili_cross3(chain[b].w, behind, inner);
            ili_cross3(chain[a].w, inner, outer);
            double bent = ili_dot3(push->moment, outer);
            Q[j*nq + k] += bent;
            if (a != b) Q[k*nq + j] += bent;
            ili_cross3(chain[a].w, chain[b].w, inner);
            Q[k*nq + j] += ili_dot3(push->moment, inner)/step; // K(q) holds it, K(q + step y) is taken without
        }
        for (int k = 0; k < 3; k++) behind[k] += s->price[chain[b].coordinate]*chain[b].w[k];
    }
}

// the problem with couples left out and places pulling with their prices, for a step along the prices
static bool lay_pulled(const ili_posture_system *s, double step, il_push *push, il_posture_problem *out) {
    const il_posture_problem *p = s->problem;
    if (p->npush + 2*p->nplace > ILI_BEND_PUSHES) return false;
    *out = *p;
    out->push = push;
    for (int i = 0; i < p->npush; i++) {
        push[i] = p->push[i];
        for (int k = 0; k < 3; k++) push[i].moment[k] = 0.0;
    }
    for (int i = 0; i < p->nplace; i++) {
        const il_place *place = &p->place[i];
        for (int end = 0; end < (place->relative_to == IL_NONE ? 1 : 2); end++) {
            il_push *pull = &push[out->npush++];
            *pull = (il_push){.marker = end ? place->relative_to : place->marker};
            for (int k = 0; k < 3; k++) pull->force[k] = (end ? -1.0 : 1.0)*step*s->price[s->nq + i]*place->direction[k];
        }
    }
    return true;
}

bool ili_posture_bend(il_posture *w, const ili_posture_system *s, const il_data *d, int lane, ili_bend_space *space, double *Q, double *C) {
    int                nq = s->nq, nnz = s->col_start[s->nx];
    double             most = 1e-300;
    il_posture_problem pulled;
    for (int j = 0; j < nq; j++) most = fmax(most, fabs(s->price[j])/s->size[j]);
    double step = ALONG/most;
    if (!lay_pulled(s, step, space->push, &pulled)) return false;
    for (int i = 0; i < nq*nq; i++) Q[i] = 0.0;
    for (int i = 0; i < s->problem->npush; i++) {
        const double *moment = s->problem->push[i].moment;
        if (ili_dot3(moment, moment) > 0.0) add_couple(s, d, lane, &s->problem->push[i], step, Q);
    }
    for (int j = 0; j < nq; j++) space->q[j] = s->q[j] + step*s->price[j];
    ili_posture_linear(w, space->room, &pulled, space->q, s->x, space->K, C);
    for (int i = 0; i < nq*nq; i++) Q[i] += (space->K[i] - s->K[i])/step;
    for (int e = 0; e < nnz; e++) C[e] = (C[e] - s->A[e])/step;
    for (int i = 0; i < nq; i++) {
        for (int j = 0; j < i; j++) Q[i*nq + j] = Q[j*nq + i] = 0.5*(Q[i*nq + j] + Q[j*nq + i]);
    }
    return true;
}

// ---- friction at its limit ---------------------------------------------------------------------------------------------------------

// slope of a pad's normal force by its gap: force = k depth ramp(-gap/depth), ramp = u^3 (1 - u/2) up to 1, then u - 1/2
static double press_slope(double gap, double depth, double k) {
    double u = -gap/fmax(depth, 1e-9);
    return u <= 0.0 ? 0.0 : u < 1.0 ? -k*u*u*(3.0 - 2.0*u) : -k;
}

void ili_posture_tie(const il_model *m, const il_params *p, int at, const il_data *d, int lane, int pad, double *out) {
    const il_pack *plane = &d->plane[4*m->pad_plane[pad]];
    double         x[3], about[3], v[3], by = p->pad_friction[at]*sqrt(0.5)*press_slope(d->pad_gap[pad].lane[lane], p->pad_depth[at], p->pad_k[at]);
    for (int j = 0; j < m->nq; j++) out[j] = 0.0;
    for (int k = 0; k < 3; k++) x[k] = d->pad_world[3*pad + k].lane[lane];
    for (int b = m->pad_body[pad]; b != IL_GROUND; b = m->body_parent[b]) {
        for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++) {
            if (m->row_dof[r] == IL_NONE) continue;
            const il_pack *motion = &d->row_motion[6*r];
            double         gap = 0.0;
            for (int k = 0; k < 3; k++) about[k] = motion[k].lane[lane];
            ili_cross3(about, x, v);
            for (int k = 0; k < 3; k++) gap += plane[k].lane[lane]*(v[k] + motion[3 + k].lane[lane]);
            out[m->row_dof[r]] += by*gap*d->row_rate[r].lane[lane];
        }
    }
}

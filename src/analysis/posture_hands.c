// posture_hands.c - what holds, pushes and places add to the stiffness of a posture
//
// A force f at x on a body, f constant: the moment x x f follows x, so residual_j changes by a_j . (v_k x f): a_j the turning of the body with
// coordinate j, v_k the velocity of x with coordinate k. A hold's force changes by -k (direction . velocity) along its direction.
#include "analysis/posture_hands.h"
#include "math/triple.h"

/// Where a landmark is, and how its body turns and it moves with each coordinate at unit speed; which coordinates do move it.
typedef struct landmark {
    double *turn, *move, x[3]; ///< [3*nq] each; turn NULL: the room
    int    *which, n;          ///< [n] of nq
} landmark;

static void look(const il_posture_problem *problem, const il_data *d, int lane, int marker, landmark *l) {
    const il_model *m = problem->m;
    l->n = 0;
    for (int j = 0; j < 3*m->nq; j++) l->turn[j] = l->move[j] = 0.0;
    for (int c = 0; c < 3; c++) l->x[c] = d->marker_world[3*marker + c].lane[lane];
    for (int b = m->marker_body[marker]; b != IL_NONE; b = m->body_parent[b]) {
        for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++) {
            int  j = m->row_dof[r];
            bool known = false;
            if (j == IL_NONE) continue;
            for (int i = 0; i < l->n; i++) known = known || l->which[i] == j;
            if (!known) l->which[l->n++] = j;
            for (int c = 0; c < 3; c++) {
                l->turn[3*j + c] += d->row_motion[6*r + c].lane[lane]*d->row_rate[r].lane[lane];
                l->move[3*j + c] += d->row_motion[6*r + 3 + c].lane[lane]*d->row_rate[r].lane[lane];
            }
        }
    }
    for (int i = 0; i < l->n; i++) {
        double *a = &l->turn[3*l->which[i]], *v = &l->move[3*l->which[i]];
        for (int c = 0; c < 3; c++) v[c] = v[c] + a[(c + 1)%3]*l->x[(c + 2)%3] - a[(c + 2)%3]*l->x[(c + 1)%3];
    }
}

// a_j . (v_k x f) = v_k . (f x a_j)
static void follow(int nq, const landmark *l, const double f[3], double *K) {
    for (int i = 0; i < l->n; i++) {
        const double *a = &l->turn[3*l->which[i]];
        double        lever[3], *row = &K[l->which[i]*nq];
        if (a[0] == 0.0 && a[1] == 0.0 && a[2] == 0.0) continue;
        for (int c = 0; c < 3; c++) lever[c] = f[(c + 1)%3]*a[(c + 2)%3] - f[(c + 2)%3]*a[(c + 1)%3];
        for (int k = 0; k < l->n; k++) row[l->which[k]] += ili_dot3(&l->move[3*l->which[k]], lever);
    }
}

// how fast the distance along a direction grows with each coordinate
static void rates(int nq, const landmark *own, const landmark *other, const double direction[3], double *rate) {
    for (int k = 0; k < nq; k++) rate[k] = ili_dot3(&own->move[3*k], direction) - (other->turn ? ili_dot3(&other->move[3*k], direction) : 0.0);
}

static void add_hold(const il_posture_problem *problem, const il_hold *h, const landmark *own, const landmark *other, double *rate, double *K) {
    int    nq = problem->m->nq;
    double length = ili_dot3(h->direction, own->x) - (other->turn ? ili_dot3(h->direction, other->x) : 0.0), f[3], back[3];
    for (int c = 0; c < 3; c++) f[c] = -h->k*(length - h->target)*h->direction[c], back[c] = -f[c];
    follow(nq, own, f, K);
    if (other->turn) follow(nq, other, back, K);
    rates(nq, own, other, h->direction, rate);
    for (int j = 0; j < nq; j++) {
        for (int k = 0; k < nq && rate[j] != 0.0; k++) K[j*nq + k] -= h->k*rate[j]*rate[k];
    }
}

void ili_posture_hands(const il_posture_problem *problem, const il_data *d, int lane, int *which, double *memory, double *K) {
    int      nq = problem->m->nq;
    double  *rate = memory + 12*nq;
    landmark own = {.turn = memory, .move = memory + 3*nq, .which = which};
    for (int i = 0; i < problem->nhold + problem->nplace; i++) {
        const il_place *place = i < problem->nhold ? NULL : &problem->place[i - problem->nhold];
        int             from = place ? place->relative_to : problem->hold[i].from;
        landmark        other = {.turn = from == IL_NONE ? NULL : memory + 6*nq, .move = memory + 9*nq, .which = which + nq};
        look(problem, d, lane, place ? place->marker : problem->hold[i].marker, &own);
        if (from != IL_NONE) look(problem, d, lane, from, &other);
        if (place) rates(nq, &own, &other, place->direction, &K[(nq + i - problem->nhold)*nq]);
        else add_hold(problem, &problem->hold[i], &own, &other, rate, K);
    }
    for (int i = 0; i < problem->npush; i++) {
        look(problem, d, lane, problem->push[i].marker, &own);
        follow(nq, &own, problem->push[i].force, K);
    }
}

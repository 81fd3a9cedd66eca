// posture_linear.c - how the residuals of a posture change with coordinates, activations and friction
//
// Stiffness comes from mech/stiffness.h; of a model that it does not know, from tangent passes, eight coordinates a pass.
#include "analysis/posture_hands.h"
#include "analysis/posture_private.h"
#include <math.h>
#include <string.h>

// ---- columns: activations and friction ----

// A: nought where a muscle presses and where friction is
static void muscle_columns(il_posture *w, double *A) {
    const il_model  *m = w->m;
    const il_params *p = w->problem->p;
    ili_abreast     *a = w->abreast;
    int              npressure = ili_pressure_arms(m), lane = w->lane;
    const double    *pull = ili_abreast_pull(a, lane);
    for (int i = 0; i < m->nmuscle; i++) {
        double strength = ili_abreast_active(a, lane, i);
        int    arm = m->path_arm_start[m->muscle_path[i]];
        if (ili_presses(m, i)) memset(&A[w->col_start[i]], 0, sizeof *A*(size_t)(w->col_start[i + 1] - w->col_start[i]));
        for (int e = w->own_start[i]; e < w->own_start[i + 1]; e++) A[w->own_entry[e]] = 0.0 + (pull ? pull[e] : strength*ili_abreast_arm(a, lane, arm++));
        double push = -p->muscle_pressure[i]*p->pressure_area[0];
        for (int k = 0; k < npressure && ili_presses(m, i); k++) {
            A[w->pressure_entry[i*npressure + k]] += push*ili_abreast_arm(a, lane, m->path_arm_start[m->pressure_path] + k);
        }
    }
}

static void shear_column(il_posture *w, int pad, const double *f, int column, double *A) {
    const il_model *m = w->m;
    const il_data  *d = w->abreast->d;
    double          x[3];
    for (int k = 0; k < 3; k++) x[k] = d->pad_world[3*pad + k].lane[w->lane];
    double wrench[6] = {x[1]*f[2] - x[2]*f[1], x[2]*f[0] - x[0]*f[2], x[0]*f[1] - x[1]*f[0], f[0], f[1], f[2]};
    for (int b = m->pad_body[pad]; b != IL_GROUND; b = m->body_parent[b]) {
        for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++) {
            if (m->row_dof[r] == IL_NONE) continue;
            double power = 0.0;
            for (int k = 0; k < 6; k++) power += d->row_motion[6*r + k].lane[w->lane]*wrench[k];
            A[ili_posture_entry(w, column, m->row_dof[r])] += power*d->row_rate[r].lane[w->lane];
        }
    }
}

// friction stays inside the square that the cone of the present normal force holds
static void shear_columns(il_posture *w, double *A) {
    const il_model *m = w->m;
    for (int k = 0; k < m->npad; k++) {
        double limit = w->problem->p->pad_friction[k]*w->abreast->d->pad_force[k].lane[w->lane]*sqrt(0.5);
        for (int c = 0; c < 2; c++) {
            int column = m->nmuscle + 2*k + c;
            w->lower[column] = -limit, w->upper[column] = limit;
            if (limit > 0.0) shear_column(w, k, &w->basis[6*k + 3*c], column, A);
        }
    }
}

// ---- stiffness by tangents: one solve alone, a coordinate in each lane ----

// a force f at a landmark that changes by df, and goes where the landmark goes
static void act_tangent(il_posture *w, int marker, const double *f, const double (*df)[3]) {
    const il_data *d = w->abreast->d, *t = w->abreast->t;
    il_pack       *wrench = &t->wrench[6*w->m->marker_body[marker]];
    for (int lane = 0; lane < IL_LANES; lane++) {
        for (int k = 0; k < 3; k++) {
            const il_pack *x = &d->marker_world[3*marker], *dx = &t->marker_world[3*marker];
            int            u = (k + 1)%3, v = (k + 2)%3;
            wrench[k].lane[lane] += x[u].lane[lane]*df[lane][v] - x[v].lane[lane]*df[lane][u];
            wrench[k].lane[lane] += dx[u].lane[lane]*f[v] - dx[v].lane[lane]*f[u];
            wrench[3 + k].lane[lane] += df[lane][k];
        }
    }
}

static void hold_tangent(il_posture *w, const il_hold *h) {
    const il_data *d = w->abreast->d, *t = w->abreast->t;
    double         s = -h->k*(ili_marker_along(d, h->marker, h->from, h->direction, 0) - h->target), f[3], back[3], df[IL_LANES][3], dback[IL_LANES][3];
    for (int k = 0; k < 3; k++) f[k] = s*h->direction[k], back[k] = -f[k];
    for (int lane = 0; lane < IL_LANES; lane++) {
        double rate = -h->k*ili_marker_along(t, h->marker, h->from, h->direction, lane);
        for (int k = 0; k < 3; k++) df[lane][k] = rate*h->direction[k], dback[lane][k] = -df[lane][k];
    }
    act_tangent(w, h->marker, f, (const double (*)[3])df);
    if (h->from != IL_NONE) act_tangent(w, h->from, back, (const double (*)[3])dback);
}

static void outside_tangents(il_posture *w) {
    static const double       still[IL_LANES][3] = {{0}};
    const il_posture_problem *p = w->problem;
    for (int i = 0; i < 6*w->m->nbody; i++) il_pack_set(&w->abreast->t->wrench[i], 0.0);
    for (int i = 0; i < p->nhold; i++) hold_tangent(w, &p->hold[i]);
    for (int i = 0; i < p->npush; i++) act_tangent(w, p->push[i].marker, p->push[i].force, still);
}

static void tangents(il_posture *w, int first) {
    const il_model  *m = w->m;
    const il_params *p = w->problem->p;
    il_data         *d = w->abreast->d, *t = w->abreast->t;
    for (int j = 0; j < m->nq; j++) il_pack_set(&t->q[j], 0.0);
    for (int lane = 0; lane < IL_LANES && first + lane < m->nq; lane++) t->q[first + lane].lane[lane] = 1.0;
    il_position_tangent(m, p, NULL, d, t);
    il_marker_tangent(m, p, NULL, d, t);
    outside_tangents(w);
    il_path_tangent(m, p, NULL, d, t);
    il_muscle_tangent(m, p, NULL, d, t);
    il_ligament_tangent(m, p, NULL, d, t);
    il_bushing_tangent(m, p, NULL, d, t);
    il_contact_tangent(m, p, NULL, d, t);
    il_limit_tangent(m, p, NULL, d, t);
    il_balance_tangent(m, p, NULL, d, t);
}

static void stiffness_by_tangents(il_posture *w, double *K) {
    const il_model *m = w->m;
    const il_data  *t = w->abreast->t;
    for (int first = 0; first < m->nq; first += IL_LANES) {
        tangents(w, first);
        for (int lane = 0; lane < IL_LANES && first + lane < m->nq; lane++) {
            int j = first + lane;
            for (int i = 0; i < m->nq; i++) K[i*m->nq + j] = t->residual[i].lane[lane];
            for (int i = 0; i < w->problem->nplace; i++) {
                const il_place *place = &w->problem->place[i];
                K[(m->nq + i)*m->nq + j] = ili_marker_along(t, place->marker, place->relative_to, place->direction, lane);
            }
        }
    }
}

// ---- both ----

static void stiffness(il_posture *w, double *K) {
    const il_model           *m = w->m;
    const il_posture_problem *problem = w->problem;
    if (w->abreast->stiffness) {
        memcpy(K, ili_abreast_stiffness(w->abreast, w->lane), sizeof *K*(size_t)(m->nq*m->nq));
        ili_posture_hands(problem, w->abreast->d, w->lane, w->abreast->which, w->abreast->landmark, K);
    } else {
        stiffness_by_tangents(w, K);
    }
    for (int i = 0; i < problem->ngrip; i++) {
        int j = problem->grip[i].coordinate;
        K[j*m->nq + j] -= problem->grip[i].k;
    }
}

void ili_posture_slope(void *user, double *K, double *A) {
    il_posture *w = user;
    stiffness(w, K);
    if (!w->problem->held) return;
    memset(&A[w->col_start[w->m->nmuscle]], 0, sizeof *A*(size_t)(w->nnz - w->col_start[w->m->nmuscle]));
    muscle_columns(w, A);
    shear_columns(w, A);
}

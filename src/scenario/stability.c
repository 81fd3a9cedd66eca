// stability.c - the smallest eigenvalue of the tangent stiffness at a solved posture (Bergmark 1989, doi:10.3109/17453678909154177)
//
//   S v = lambda M v,   S = -dresidual/dq + sum over muscles (k_short - a df/dl) r r' + friction of pads that bear
// Muscle in a short stretch: fibres gamma F/l_opt (Cui et al. 2008, PMC2488157) in series with the tendon. With the mass matrix as the
// measure the eigenvalue does not depend on the choice of coordinates: the square of a frequency, or of a rate of falling when negative.
#include "scenario/stability.h"
#include "solve/dense.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ili_stability {
    const il_model      *m;
    const il_params     *p;
    const il_data       *d;
    il_data             *own, *t; ///< mass matrix; tangents
    double              *block, *S, *M, *A, *L, *values, *work, *mode;
    double              *k_muscle, *k_ligament, *k_active; ///< d(force)/d(length) of each [N/m]; k_active: of the force-length curve, within S as solved
    double              *k_pad;                            ///< along the plane
    int                 *index;
    il_pack             *jacobian; ///< [3 nq]
};

il_status ili_stability_create(const il_model *m, ili_stability **out, il_error *err) {
    ili_stability *w = calloc(1, sizeof *w);
    size_t         nq = (size_t)m->nq, n = 4*nq*nq + 3*nq + 2*(size_t)m->nmuscle + (size_t)m->nligament + (size_t)m->npad;
    il_status      status = w ? IL_OK : IL_NO_MEMORY;
    if (status == IL_OK) {
        w->m = m;
        w->block = calloc(n + 1, sizeof *w->block);
        w->index = calloc(nq + 1, sizeof *w->index);
        w->jacobian = aligned_alloc(64, 3*nq*sizeof *w->jacobian + 64);
        if (!w->block || !w->index || !w->jacobian) status = IL_NO_MEMORY;
    }
    if (status == IL_OK) status = il_data_create(m, IL_ISA_AUTO, &w->own, err);
    if (status == IL_OK) status = il_data_create(m, IL_ISA_AUTO, &w->t, err);
    if (status != IL_OK) {
        ili_stability_free(w);
        return il_error_set(err, status, NULL, 0, 0, "no memory for the stability of a posture");
    }
    double *next = w->block;
#define TAKE(field, many) (w->field = next, next += (many))
    TAKE(S, nq*nq), TAKE(M, nq*nq), TAKE(A, nq*nq), TAKE(L, nq*nq), TAKE(values, nq), TAKE(work, nq), TAKE(mode, nq);
    TAKE(k_muscle, m->nmuscle), TAKE(k_active, m->nmuscle), TAKE(k_ligament, m->nligament), TAKE(k_pad, m->npad);
#undef TAKE
    *out = w;
    return IL_OK;
}

void ili_stability_free(ili_stability *w) {
    if (!w) return;
    il_data_free(w->own);
    il_data_free(w->t);
    free(w->block);
    free(w->index);
    free(w->jacobian);
    free(w);
}

// ---- stiffness -----------------------------------------------------------------------------------------------------------------

// fibres and tendon one behind the other; no force, no cross-bridges, no stiffness
static double short_range(const ili_short_range *srs, double force, double f_max, double l_opt, double l_slack) {
    if (!(force > 0.0)) return 0.0;
    double fibres = srs->gamma*force/l_opt, tendon = srs->tendon_rate*(force + srs->tendon_offset*f_max)/l_slack;
    return fibres*tendon/(fibres + tendon);
}

// slopes of forces by length: one tangent pass with every path growing at unit rate
static void slopes(ili_stability *w, const ili_short_range *srs) {
    const il_model  *m = w->m;
    const il_params *p = w->p;
    il_data_zero(m, w->t);
    for (int i = 0; i < m->npath; i++) il_pack_set(&w->t->path_length[i], 1.0);
    il_muscle_tangent(m, p, NULL, w->d, w->t);
    il_ligament_tangent(m, p, NULL, w->d, w->t);
    for (int i = 0; i < m->nmuscle; i++) {
        double act = w->d->act[i].lane[0], force = act*w->d->muscle_active[i].lane[0];
        w->k_active[i] = act*w->t->muscle_active[i].lane[0];
        w->k_muscle[i] = w->t->muscle_passive[i].lane[0] + short_range(srs, force, p->muscle_f_max[i], p->muscle_l_opt[i], p->muscle_l_slack[i]);
    }
    for (int i = 0; i < m->nligament; i++) w->k_ligament[i] = w->t->ligament_force[i].lane[0];
}

// S += k r r' over the arms of a path
static void add_path(ili_stability *w, int path, double k) {
    const il_model *m = w->m;
    for (int a = m->path_arm_start[path]; a < m->path_arm_start[path + 1]; a++) {
        double ka = k*w->d->arm[a].lane[0];
        for (int b = m->path_arm_start[path]; b < m->path_arm_start[path + 1]; b++) w->S[m->arm_dof[a]*m->nq + m->arm_dof[b]] += ka*w->d->arm[b].lane[0];
    }
}

// directions along a pad's plane: what its velocity has left when the part along the normal is taken away
static void along_plane(const ili_stability *w, int pad, const il_pack *velocity, double out[3]) {
    const il_pack *plane = &w->d->plane[4*w->m->pad_plane[pad]];
    double         across = 0.0;
    for (int k = 0; k < 3; k++) across += plane[k].lane[0]*velocity[k].lane[0];
    for (int k = 0; k < 3; k++) out[k] = velocity[k].lane[0] - across*plane[k].lane[0];
}

static void add_friction(ili_stability *w) {
    const il_model *m = w->m;
    bool            rough = false;
    for (int k = 0; k < 3*m->npad; k++) rough |= w->d->pad_shear[k].lane[0] != 0.0;
    for (int i = 0; i < m->npad; i++) {
        w->k_pad[i] = rough && w->d->pad_force[i].lane[0] > 1.0 ? w->p->pad_k[i] : 0.0;
        if (!(w->k_pad[i] > 0.0)) continue;
        il_jacobian_point(m, w->d, m->pad_body[i], &w->d->pad_world[3*i], w->jacobian);
        for (int a = 0; a < m->nq; a++) {
            double va[3], vb[3];
            along_plane(w, i, &w->jacobian[3*a], va);
            for (int b = 0; b < m->nq; b++) {
                along_plane(w, i, &w->jacobian[3*b], vb);
                w->S[a*m->nq + b] += w->k_pad[i]*(va[0]*vb[0] + va[1]*vb[1] + va[2]*vb[2]);
            }
        }
    }
}

void ili_stability_prepare(ili_stability *w, const il_params *p, const il_posture_solution *s, const ili_short_range *srs) {
    const il_model *m = w->m;
    int             n = m->nq;
    w->p = p, w->d = s->d;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) w->S[i*n + j] = -0.5*(s->stiffness[i*n + j] + s->stiffness[j*n + i]);
    slopes(w, srs);
    for (int i = 0; i < m->nmuscle; i++) add_path(w, m->muscle_path[i], w->k_muscle[i] - w->t->muscle_passive[i].lane[0] - w->k_active[i]);
    add_friction(w);
    for (int j = 0; j < n; j++) il_pack_set(&w->own->q[j], s->q[j]);
    il_position(m, p, w->own);
    il_mass(m, p, w->own);
    for (int i = 0; i < n*n; i++) w->M[i] = w->own->mass_matrix[i].lane[0];
}

// ---- the softest mode ----------------------------------------------------------------------------------------------------------

// C = L^-1 S L^-T in place, rows then columns
static void reduce(int n, const double *L, double *C) {
    for (int pass = 0; pass < 2; pass++) {
        for (int c = 0; c < n; c++) {
            for (int i = 0; i < n; i++) {
                double *x = pass ? &C[c*n] : &C[c], sum;
                int     step = pass ? 1 : n;
                sum = x[i*step];
                for (int k = 0; k < i; k++) sum -= L[i*n + k]*x[k*step];
                x[i*step] = sum/L[i*n + i];
            }
        }
    }
}

// x = L^-T x
static void back(int n, const double *L, double *x) {
    for (int i = n - 1; i >= 0; i--) {
        for (int k = i + 1; k < n; k++) x[i] -= L[k*n + i]*x[k];
        x[i] /= L[i*n + i];
    }
}

// what the parts of the body store along the mode: k (change of length)^2 and its like
static void shares(ili_stability *w, ili_mode *out) {
    const il_model  *m = w->m;
    const il_params *p = w->p;
    il_data_zero(m, w->t);
    for (int j = 0; j < m->nq; j++) il_pack_set(&w->t->q[j], w->mode[j]);
    il_position_tangent(m, p, NULL, w->d, w->t);
    il_path_tangent(m, p, NULL, w->d, w->t);
    il_bushing_tangent(m, p, NULL, w->d, w->t);
    il_contact_tangent(m, p, NULL, w->d, w->t);
    il_limit_tangent(m, p, NULL, w->d, w->t);
    double muscle = 0.0, ligament = 0.0, joint = 0.0, contact = 0.0;
#define RATE(field, i) (w->t->field[i].lane[0])
    for (int i = 0; i < m->nmuscle; i++) muscle += w->k_muscle[i]*RATE(path_length, m->muscle_path[i])*RATE(path_length, m->muscle_path[i]);
    for (int i = 0; i < m->nligament; i++) ligament += w->k_ligament[i]*RATE(path_length, m->ligament_path[i])*RATE(path_length, m->ligament_path[i]);
    for (int i = 0; i < 6*m->nbushing; i++) joint -= RATE(bushing_x, i)*RATE(bushing_force, i);
    for (int i = 0; i < m->nlimit; i++) joint -= w->mode[m->limit_coordinate[i]]*RATE(limit_force, i);
    for (int i = 0; i < m->npad; i++) {
        double along[3];
        if (!(w->d->pad_force[i].lane[0] > 0.0)) continue; // lifted in this task, whatever its numbers say
        along_plane(w, i, &w->t->pad_world[3*i], along);
        contact += -RATE(pad_gap, i)*RATE(pad_force, i) + w->k_pad[i]*(along[0]*along[0] + along[1]*along[1] + along[2]*along[2]);
    }
#undef RATE
    double all = muscle + ligament + joint + contact;
    out->muscle = muscle/all, out->ligament = ligament/all, out->joint = joint/all, out->contact = contact/all;
}

ili_mode ili_stability_mode(ili_stability *w, const bool *free_to_move) {
    const il_model *m = w->m;
    ili_mode        out = {.least = IL_NAN, .muscle = IL_NAN, .ligament = IL_NAN, .joint = IL_NAN, .contact = IL_NAN, .coordinate = IL_NONE};
    int             n = 0;
    for (int j = 0; j < m->nq; j++)
        if (free_to_move[j]) w->index[n++] = j;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            w->A[i*n + j] = w->S[w->index[i]*m->nq + w->index[j]];
            w->L[i*n + j] = w->M[w->index[i]*m->nq + w->index[j]];
        }
    }
    if (n == 0 || ili_chol_factor(n, w->L)) return out;
    reduce(n, w->L, w->A);
    if (ili_eig_sym(n, w->A, w->values, w->work)) return out;
    out.least = w->values[0];
    back(n, w->L, w->A);
    double most = 0.0;
    memset(w->mode, 0, sizeof *w->mode*(size_t)m->nq);
    for (int i = 0; i < n; i++) {
        int j = w->index[i];
        w->mode[j] = w->A[i];
        double moved = fabs(w->A[i])/w->p->coordinate_size[j];
        if (moved > most) most = moved, out.coordinate = j;
    }
    shares(w, &out);
    return out;
}

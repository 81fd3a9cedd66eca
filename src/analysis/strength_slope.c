// strength_slope.c - the balance of a test of strength, and how it changes with every force and with what yields
//
// Forces act by moment arms: of muscles their paths', of the push and of the ground the motion that each coordinate gives to where they act. What yields
// changes the balance by the stiffness of the body (mech/stiffness.h) and of what pushes at its landmarks (posture_hands.h).
#include "analysis/posture_hands.h"
#include "mech/kernels.h"
#include "strength_private.h"
#include <math.h>
#include <string.h>

static const double MOST = 1e5;   // [N] beyond what any person does
static const double SOLE = 0.03;  // [m] half the breadth of a sole, less what carries nothing at its edge (assumed)
static const double SHIFT = 0.05; // [m, rad] secondary coordinates give way as far as it takes

enum { GROUND = ILI_STRENGTH_GROUND };

double ili_along_push(const il_strength *w, const il_strength_problem *s, int lane) {
    double x = 0.0;
    for (int k = 0; k < 3; k++) x += s->push.force[k]*w->d->marker_world[3*s->push.marker + k].lane[lane];
    return x;
}

// ---- values ------------------------------------------------------------------------------------------------------------------------

// everything that the posture in w->d->q alone decides. @param alike  all lanes hold one posture
static void pose(il_strength *w, const il_params *p, bool alike) {
    const il_model *m = w->m;
    il_position(m, p, w->d);
    il_marker(m, p, w->d);
    il_path(m, p, w->d);
    if (alike) ili_muscle_alike(m, p, w->d);
    else il_muscle(m, p, w->d);
    il_ligament(m, p, w->d);
    il_bushing(m, p, w->d);
    il_limit(m, p, w->d);
}

// the wrench of a push about the ground origin, in a lane
static void wrench_of(const il_strength *w, const il_push *push, double size, int lane, double wrench[6]) {
    double x[3];
    for (int k = 0; k < 3; k++) x[k] = w->d->marker_world[3*push->marker + k].lane[lane];
    for (int k = 0; k < 3; k++) {
        int i = (k + 1)%3, j = (k + 2)%3;
        wrench[k] = size*(push->moment[k] + x[i]*push->force[j] - x[j]*push->force[i]);
        wrench[3 + k] = size*push->force[k];
    }
}

// what the ground does, of the round before
static il_push ground_of(const il_strength *w, const il_strength_problem *s) {
    il_push ground = {.marker = s->stand};
    for (int k = 0; k < 3; k++) ground.force[k] = w->ground[k], ground.moment[k] = w->ground[3 + k];
    return ground;
}

static void push_by(il_strength *w, const il_push *push, double size) {
    double wrench[6];
    for (int lane = 0; lane < IL_LANES; lane++) {
        wrench_of(w, push, size, lane, wrench);
        for (int k = 0; k < 6; k++) w->d->wrench[6*w->m->marker_body[push->marker] + k].lane[lane] = wrench[k];
    }
}

static void lay_forces(il_strength *w, const il_strength_problem *s) {
    il_push ground = ground_of(w, s);
    for (int i = 0; i < w->m->nmuscle; i++) il_pack_set(&w->d->act[i], w->act[i]);
    push_by(w, &s->push, w->push);
    if (s->stand != IL_NONE) push_by(w, &ground, 1.0);
}

void ili_strength_stand(il_strength *w, const il_strength_problem *s) {
    for (int j = 0; j < w->m->nq; j++) il_pack_set(&w->d->q[j], w->q[j]);
    pose(w, s->p, true);
    lay_forces(w, s);
    il_balance(w->m, s->p, w->d);
}

void ili_strength_miss(il_strength *w, const il_strength_problem *s, double *miss) {
    ili_strength_stand(w, s);
    for (int row = 0; row < w->njoint; row++) miss[row] = w->d->residual[w->row[row]].lane[0];
    if (s->yield > 0.0) miss[w->njoint] = ili_along_push(w, s, 0) - w->place;
}

// ---- forces ------------------------------------------------------------------------------------------------------------------------

// what one path pulls on the rows, times `by`
static void add_path(il_strength *w, const int *row_of, int path, double by, int column) {
    for (int k = w->m->path_arm_start[path]; k < w->m->path_arm_start[path + 1]; k++) {
        int row = row_of[w->m->arm_dof[k]];
        if (row != IL_NONE) w->A[row*w->nx + column] += by*w->d->arm[k].lane[0];
    }
}

// muscles pull along their paths; the pressure that abdominal ones make pushes along its own
static void lay_muscles(il_strength *w, const il_strength_problem *s, const int *row_of) {
    const il_model *m = w->m;
    for (int i = 0; i < m->nmuscle; i++) {
        add_path(w, row_of, m->muscle_path[i], w->d->muscle_active[i].lane[0], i);
        double press = -s->p->muscle_pressure[i]*s->p->pressure_area[0];
        if (m->pressure_path != IL_NONE && press != 0.0) add_path(w, row_of, m->pressure_path, press, i);
    }
}

// what a push of unit size does to the rows that move its landmark's body
static void lay_push(il_strength *w, const int *row_of, const il_push *push, int column) {
    const il_model *m = w->m;
    double          wrench[6];
    wrench_of(w, push, 1.0, 0, wrench);
    for (int b = m->marker_body[push->marker]; b != IL_GROUND; b = m->body_parent[b]) {
        for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++) {
            int row = m->row_dof[r] == IL_NONE ? IL_NONE : row_of[m->row_dof[r]];
            if (row == IL_NONE) continue;
            double power = 0.0;
            for (int k = 0; k < 6; k++) power += w->d->row_motion[6*r + k].lane[0]*wrench[k];
            w->A[row*w->nx + column] += power*w->d->row_rate[r].lane[0];
        }
    }
}

static void lay_causes(il_strength *w, const il_strength_problem *s) {
    const il_model *m = w->m;
    int            *row_of = w->which;
    for (int j = 0; j < m->nq; j++) row_of[j] = IL_NONE;
    for (int row = 0; row < w->njoint; row++) row_of[w->row[row]] = row;
    for (int row = 0; row < w->nrow; row++) memset(&w->A[row*w->nx], 0, sizeof *w->A*(size_t)w->ncause);
    il_arm(m, s->p, w->d);
    lay_muscles(w, s, row_of);
    lay_push(w, row_of, &s->push, m->nmuscle);
    for (int part = 0; part < w->ncause - m->nmuscle - 1; part++) {
        il_push ground = {.marker = s->stand};
        *(part < 3 ? &ground.force[part] : &ground.moment[part - 3]) = 1.0;
        lay_push(w, row_of, &ground, m->nmuscle + 1 + part);
    }
}

// ---- what yields -------------------------------------------------------------------------------------------------------------------

// passive tissue, the forces of the round before, and the push and the ground, which go along with their landmarks
static void lay_yield(il_strength *w, const il_strength_problem *s) {
    int                nq = w->m->nq, npush = s->stand == IL_NONE ? 1 : 2;
    il_push            push[2] = {s->push, ground_of(w, s)};
    il_place           place = {.marker = s->push.marker, .relative_to = IL_NONE, .direction = {s->push.force[0], s->push.force[1], s->push.force[2]}};
    il_posture_problem hands = {.m = w->m, .npush = npush, .push = push, .nplace = 1, .place = &place};
    for (int k = 0; k < 3; k++) push[0].force[k] *= w->push;
    ili_stiffness_slopes(w->m, s->p, w->d, true, w->t);
    ili_stiffness_blocks(w->m, s->p, w->d, 0, w->t, w->stiffness);
    memcpy(w->K, w->stiffness->K, sizeof *w->K*(size_t)(nq*nq));
    memset(&w->K[nq*nq], 0, sizeof *w->K*(size_t)nq);
    ili_posture_hands(&hands, w->d, 0, w->which + nq, w->landmark, w->K);
    for (int row = 0; row < w->nrow; row++) {
        const double *from = &w->K[(row < w->njoint ? w->row[row] : nq)*nq];
        for (int k = 0; k < w->njoint; k++) w->A[row*w->nx + w->ncause + k] = from[w->row[k]];
    }
}

// the same by small differences, seven joints at once, of a model whose stiffness is not known; stands where it stood afterwards
static void lay_yield_by_differences(il_strength *w, const il_strength_problem *s) {
    const double h = 1e-6;
    for (int first = 0; first < w->njoint; first += IL_LANES - 1) {
        int n = w->njoint - first < IL_LANES - 1 ? w->njoint - first : IL_LANES - 1;
        for (int k = 0; k < n; k++) w->d->q[w->row[first + k]].lane[k + 1] = w->q[w->row[first + k]] + h;
        pose(w, s->p, false);
        lay_forces(w, s);
        il_balance(w->m, s->p, w->d);
        for (int row = 0; row < w->nrow; row++) {
            const il_pack *r = row < w->njoint ? &w->d->residual[w->row[row]] : NULL;
            for (int k = 0; k < n; k++) {
                double by = r ? r->lane[k + 1] - r->lane[0] : ili_along_push(w, s, k + 1) - ili_along_push(w, s, 0);
                w->A[row*w->nx + w->ncause + first + k] = by/h;
            }
        }
        for (int k = 0; k < n; k++) w->d->q[w->row[first + k]].lane[k + 1] = w->q[w->row[first + k]];
    }
    ili_strength_stand(w, s);
}

void ili_strength_slope(il_strength *w, const il_strength_problem *s) {
    lay_causes(w, s);
    if (s->yield > 0.0 && w->stiffness) lay_yield(w, s);
    else if (s->yield > 0.0) lay_yield_by_differences(w, s);
}

// ---- the program -------------------------------------------------------------------------------------------------------------------

// no further from the posture given than it may yield
static void lay_box(il_strength *w, const il_strength_problem *s) {
    const il_model *m = w->m;
    for (int i = 0; i < w->nx; i++) w->c[i] = 0.0;
    for (int i = 0; i < m->nmuscle; i++) w->lo[i] = s->p->muscle_tone[i], w->hi[i] = fmax(w->lo[i], s->p->muscle_act_max[i]);
    w->lo[m->nmuscle] = 0.0, w->hi[m->nmuscle] = MOST, w->c[m->nmuscle] = 1.0;
    for (int i = m->nmuscle + 1; i < w->ncause; i++) w->hi[i] = i - m->nmuscle - 1 < 3 ? MOST : SOLE*w->weight, w->lo[i] = -w->hi[i];
    for (int i = w->ncause; i < w->nx; i++) {
        int    j = w->row[i - w->ncause];
        double most = m->coordinate_role[j] == IL_PRIMARY ? s->yield : SHIFT, gone = w->q[j] - s->q[j];
        w->lo[i] = fmin(0.0, fmax(-most, s->p->coordinate_min[j] - s->q[j]) - gone), w->hi[i] = fmax(0.0, fmin(most, s->p->coordinate_max[j] - s->q[j]) - gone);
    }
}

// what rows ask for: the balance is affine in the forces, and they stand as in the round before
static void lay_right_side(il_strength *w, const il_strength_problem *s) {
    for (int row = 0; row < w->njoint; row++) {
        const double *A = &w->A[row*w->nx];
        double        sum = w->push*A[w->m->nmuscle] - w->d->residual[w->row[row]].lane[0];
        for (int i = 0; i < w->m->nmuscle; i++) sum += w->act[i]*A[i];
        for (int i = w->m->nmuscle + 1; i < w->ncause; i++) sum += w->ground[i - w->m->nmuscle - 1]*A[i];
        w->b[row] = sum;
    }
    if (s->yield > 0.0) w->b[w->njoint] = w->place - ili_along_push(w, s, 0);
}

void ili_strength_linearise(il_strength *w, const il_strength_problem *s) {
    ili_strength_stand(w, s);
    ili_strength_slope(w, s);
    lay_right_side(w, s);
    lay_box(w, s);
}

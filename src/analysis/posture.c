// posture.c - the posture of a body at rest as a system of residuals for the equilibrium solver
//
// Rows: the balance of each coordinate, then the places asked for. Columns x: activations, then two friction components a pad.
// Stiffness comes from mech/stiffness.h; of a model that it does not know, from tangent passes, eight coordinates a pass.
#include "analysis/posture_bend.h"
#include "analysis/posture_hands.h"
#include "analysis/posture_system.h"
#include "math/scalar.h"
#include "mech/stiffness.h"
#include "solve/equilibrium.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_HANDS = 160 };
static const double PRESCRIBED = 1e-7; // spread of a coordinate that stays, in units of its size

struct il_posture {
    const il_model           *m;
    const il_posture_problem *problem;
    il_data                  *d, *t;
    ili_equilibrium          *equilibrium;
    ili_stiffness            *stiffness; ///< NULL: by tangent passes
    il_pack                  *space;     ///< [6*nq] scratch
    double                   *landmark;  ///< [15*nq] scratch
    int                       nx, max_row, nnz;
    int    *col_start, *row_index; ///< pattern of A
    int    *own_entry;             ///< [narm] entry of a muscle's own arm, in the order of its path's arms
    int    *own_start;             ///< [nmuscle+1]
    int    *pressure_entry;        ///< [nmuscle*npressure] entry of each arm of the pressure path
    bool   *root;                  ///< [nq] coordinate of the joint to the ground
    double *block, *balance, *q, *q_start, *x, *r, *row_scale, *size, *q_weight, *x_weight, *x_power, *lower, *upper, *softness;
    double *act, *shear, *hold, *grip, *basis; ///< basis [6*npad]: two directions of friction
    double *price, *give;                      ///< [nrow] multipliers, and how a row's reserve grows with them, in the units of the row
    double  body_weight;
    ili_bend_space bent;
};

// ---- creation ----

static int pressure_arms(const il_model *m) {
    return m->pressure_path == IL_NONE ? 0 : m->path_arm_start[m->pressure_path + 1] - m->path_arm_start[m->pressure_path];
}

// mark the coordinates that move a body
static void mark_chain(const il_model *m, int body, bool *mark) {
    for (int b = body; b != IL_GROUND; b = m->body_parent[b]) {
        for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++) {
            if (m->row_dof[r] != IL_NONE) mark[m->row_dof[r]] = true;
        }
    }
}

static void mark_muscle(const il_model *m, int i, bool *mark) {
    int path = m->muscle_path[i];
    for (int k = m->path_arm_start[path]; k < m->path_arm_start[path + 1]; k++) mark[m->arm_dof[k]] = true;
    for (int k = 0; k < pressure_arms(m); k++) mark[m->arm_dof[m->path_arm_start[m->pressure_path] + k]] = true;
}

// the pattern, column by column; with row_index NULL only counts
static int lay_pattern(il_posture *w, bool *mark, int *row_index) {
    const il_model *m = w->m;
    int             n = 0;
    for (int column = 0; column < w->nx; column++) {
        memset(mark, 0, sizeof *mark*(size_t)m->nq);
        if (column < m->nmuscle) mark_muscle(m, column, mark);
        else mark_chain(m, m->pad_body[(column - m->nmuscle)/2], mark);
        w->col_start[column] = n;
        for (int j = 0; j < m->nq; j++) {
            if (!mark[j]) continue;
            if (row_index) row_index[n] = j;
            n++;
        }
    }
    w->col_start[w->nx] = n;
    return n;
}

static int entry_of(const il_posture *w, int column, int row) {
    for (int e = w->col_start[column]; e < w->col_start[column + 1]; e++) {
        if (w->row_index[e] == row) return e;
    }
    return IL_NONE;
}

static void map_entries(il_posture *w) {
    const il_model *m = w->m;
    int             n = 0, npressure = pressure_arms(m);
    for (int i = 0; i < m->nmuscle; i++) {
        int path = m->muscle_path[i];
        w->own_start[i] = n;
        for (int k = m->path_arm_start[path]; k < m->path_arm_start[path + 1]; k++) w->own_entry[n++] = entry_of(w, i, m->arm_dof[k]);
        for (int k = 0; k < npressure; k++) {
            w->pressure_entry[i*npressure + k] = entry_of(w, i, m->arm_dof[m->path_arm_start[m->pressure_path] + k]);
        }
    }
    w->own_start[m->nmuscle] = n;
    for (int j = 0; j < m->nq; j++) w->root[j] = m->body_parent[m->coordinate_body[j]] == IL_GROUND;
}

static il_status place_arrays(il_posture *w) {
    const il_model *m = w->m;
    size_t          nq = (size_t)m->nq, nx = (size_t)w->nx, nr = (size_t)w->max_row, npad = (size_t)m->npad;
    size_t          n = 5*nq + nr*nq + 6*nx + 6*nr + (size_t)m->nmuscle + 9*npad + 2*MAX_HANDS;
    w->block = calloc(n, sizeof *w->block);
    if (!w->block) return IL_NO_MEMORY;
    double *next = w->block;
#define TAKE(field, many) (w->field = next, next += (many))
    TAKE(q, nq), TAKE(q_start, nq), TAKE(size, nq), TAKE(q_weight, nq), TAKE(x, nx), TAKE(x_weight, nx), TAKE(x_power, nx), TAKE(lower, nx), TAKE(upper, nx);
    TAKE(r, nr), TAKE(row_scale, nr), TAKE(softness, nr), TAKE(price, nr), TAKE(give, nr), TAKE(balance, nr), TAKE(act, (size_t)m->nmuscle), TAKE(shear, 3*npad), TAKE(basis, 6*npad);
    TAKE(hold, MAX_HANDS), TAKE(grip, MAX_HANDS), TAKE(bent.q, nq), TAKE(bent.K, nr*nq);
#undef TAKE
    return IL_OK;
}

static il_status lay_out(il_posture *w, int isa, int max_place) {
    const il_model *m = w->m;
    w->nx = m->nmuscle + 2*m->npad;
    w->max_row = m->nq + max_place;
    int n_own = 0;
    for (int i = 0; i < m->nmuscle; i++) n_own += m->path_arm_start[m->muscle_path[i] + 1] - m->path_arm_start[m->muscle_path[i]];
    bool *mark = calloc((size_t)m->nq + 1, sizeof *mark);
    w->col_start = calloc((size_t)w->nx + 1, sizeof *w->col_start);
    w->own_start = calloc((size_t)m->nmuscle + 1, sizeof *w->own_start);
    w->own_entry = calloc((size_t)n_own + 1, sizeof *w->own_entry);
    w->pressure_entry = calloc((size_t)(m->nmuscle*pressure_arms(m)) + 1, sizeof *w->pressure_entry);
    w->root = calloc((size_t)m->nq + 1, sizeof *w->root);
    il_status status = IL_NO_MEMORY;
    if (mark && w->col_start && w->own_start && w->own_entry && w->pressure_entry && w->root) {
        w->nnz = lay_pattern(w, mark, NULL);
        w->row_index = calloc((size_t)w->nnz + 1, sizeof *w->row_index);
        if (w->row_index) {
            lay_pattern(w, mark, w->row_index);
            map_entries(w);
            status = place_arrays(w);
        }
    }
    free(mark);
    if (status != IL_OK) return status;
    return ili_equilibrium_create(m->nq, w->nx, w->max_row, w->col_start, w->row_index, isa, &w->equilibrium);
}

il_status il_posture_create(const il_model *m, int isa, int max_place, il_posture **out, il_error *err) {
    IL_ASSERT(m && out && max_place >= 0);
    il_posture *w = calloc(1, sizeof *w);
    il_status   status = w ? IL_OK : IL_NO_MEMORY;
    if (status == IL_OK) {
        w->m = m;
        status = il_data_create(m, isa, &w->d, err);
    }
    if (status == IL_OK) status = il_data_create(m, isa, &w->t, err);
    if (status == IL_OK) {
        il_data_zero(m, w->t);
        status = ili_stiffness_create(m, &w->stiffness);
    }
    if (status == IL_OK) {
        w->space = aligned_alloc(64, 6*(size_t)m->nq*sizeof *w->space);
        w->landmark = calloc(15*(size_t)m->nq, sizeof *w->landmark);
        status = w->space && w->landmark ? lay_out(w, isa, max_place) : IL_NO_MEMORY;
    }
    if (status != IL_OK) {
        il_posture_free(w);
        return il_error_set(err, status, NULL, 0, 0, "no memory for the workspace of a posture");
    }
    *out = w;
    return IL_OK;
}

void il_posture_free(il_posture *w) {
    if (!w) return;
    ili_equilibrium_free(w->equilibrium);
    il_data_free(w->d);
    il_data_free(w->t);
    ili_stiffness_free(w->stiffness);
    free(w->space);
    free(w->landmark);
    free(w->col_start);
    free(w->row_index);
    free(w->own_start);
    free(w->own_entry);
    free(w->pressure_entry);
    free(w->root);
    free(w->block);
    free(w);
}

// ---- residual ----

static double dot3(const double *a, const double *b) { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2]; }

static double marker_along(const il_data *d, int marker, const double *direction, int lane) {
    double sum = 0.0;
    for (int k = 0; k < 3; k++) sum += direction[k]*d->marker_world[3*marker + k].lane[lane];
    return sum;
}

// add force f at point x to a wrench about the ground origin
static void add_wrench(il_pack *wrench, int lane, const double *x, const double *f) {
    wrench[0].lane[lane] += x[1]*f[2] - x[2]*f[1];
    wrench[1].lane[lane] += x[2]*f[0] - x[0]*f[2];
    wrench[2].lane[lane] += x[0]*f[1] - x[1]*f[0];
    for (int k = 0; k < 3; k++) wrench[3 + k].lane[lane] += f[k];
}

// how far apart the two ends of a hold are along its direction; the room is the origin
static double hold_length(const il_data *d, const il_hold *h, int lane) {
    double length = marker_along(d, h->marker, h->direction, lane);
    return h->from == IL_NONE ? length : length - marker_along(d, h->from, h->direction, lane);
}

static void hold_force(const il_posture *w, const il_hold *h, double *f) {
    double s = -h->k*(hold_length(w->d, h, 0) - h->target);
    for (int k = 0; k < 3; k++) f[k] = s*h->direction[k];
}

static void marker_point(const il_data *d, int marker, int lane, double *x) {
    for (int k = 0; k < 3; k++) x[k] = d->marker_world[3*marker + k].lane[lane];
}

// add force f at a landmark to its body in all lanes; with `tangent`, f' at the same place and f at its rate of change
static void act_on(il_posture *w, int marker, const double *f, const double (*df)[3]) {
    il_pack *wrench = &(df ? w->t : w->d)->wrench[6*w->m->marker_body[marker]];
    for (int lane = 0; lane < IL_LANES; lane++) {
        double x[3], dx[3];
        marker_point(w->d, marker, lane, x);
        add_wrench(wrench, lane, x, df ? df[lane] : f);
        if (!df) continue;
        // x' x f: a moment only
        marker_point(w->t, marker, lane, dx);
        wrench[0].lane[lane] += dx[1]*f[2] - dx[2]*f[1];
        wrench[1].lane[lane] += dx[2]*f[0] - dx[0]*f[2];
        wrench[2].lane[lane] += dx[0]*f[1] - dx[1]*f[0];
    }
}

// a hold pulls its landmark and, opposite, the landmark it is held from
static void act_hold(il_posture *w, const il_hold *h, bool tangent) {
    double f[3], back[3], df[IL_LANES][3], dback[IL_LANES][3];
    hold_force(w, h, f);
    for (int lane = 0; lane < IL_LANES; lane++) {
        double rate = tangent ? -h->k*hold_length(w->t, h, lane) : 0.0;
        for (int k = 0; k < 3; k++) df[lane][k] = rate*h->direction[k], dback[lane][k] = -df[lane][k];
    }
    for (int k = 0; k < 3; k++) back[k] = -f[k];
    act_on(w, h->marker, f, tangent ? (const double (*)[3])df : NULL);
    if (h->from != IL_NONE) act_on(w, h->from, back, tangent ? (const double (*)[3])dback : NULL);
}

static void act_push(il_posture *w, const il_push *push, bool tangent) {
    static const double still[IL_LANES][3] = {{0}};
    act_on(w, push->marker, push->force, tangent ? still : NULL);
    il_pack *wrench = &w->d->wrench[6*w->m->marker_body[push->marker]];
    for (int k = 0; !tangent && k < 3; k++) {
        for (int lane = 0; lane < IL_LANES; lane++) wrench[k].lane[lane] += push->moment[k];
    }
}

// wrenches of holds and pushes, or their tangents
static void outside_forces(il_posture *w, bool tangent) {
    const il_posture_problem *p = w->problem;
    il_data                  *block = tangent ? w->t : w->d;
    for (int i = 0; i < 6*w->m->nbody; i++) il_pack_set(&block->wrench[i], p->wrench && !tangent ? p->wrench[i] : 0.0);
    for (int i = 0; i < p->nhold; i++) act_hold(w, &p->hold[i], tangent);
    for (int i = 0; i < p->npush; i++) act_push(w, &p->push[i], tangent);
}

static double place_value(const il_data *d, const il_place *place, int lane) {
    double value = marker_along(d, place->marker, place->direction, lane);
    if (place->relative_to != IL_NONE) value -= marker_along(d, place->relative_to, place->direction, lane);
    return value;
}

static void set_inputs(il_posture *w, const double *q, const double *x) {
    const il_model *m = w->m;
    for (int j = 0; j < m->nq; j++) il_pack_set(&w->d->q[j], q[j]);
    for (int i = 0; i < m->nmuscle; i++) il_pack_set(&w->d->act[i], x[i]);
    for (int k = 0; k < m->npad; k++) {
        const double *s = &x[m->nmuscle + 2*k], *b = &w->basis[6*k];
        for (int c = 0; c < 3; c++) il_pack_set(&w->d->pad_shear[3*k + c], s[0]*b[c] + s[1]*b[3 + c]);
    }
}

static void value(void *user, const double *q, const double *x, double *c) {
    il_posture               *w = user;
    const il_model           *m = w->m;
    const il_posture_problem *problem = w->problem;
    const il_params          *p = problem->p;
    set_inputs(w, q, x);
    il_position(m, p, w->d);
    il_marker(m, p, w->d);
    outside_forces(w, false);
    il_path(m, p, w->d);
    if (problem->speed) {
        il_velocity(m, p, w->d);
        il_path_speed(m, p, w->d);
    }
    il_muscle(m, p, w->d);
    il_ligament(m, p, w->d);
    il_bushing(m, p, w->d);
    il_contact(m, p, w->d);
    il_limit(m, p, w->d);
    il_balance(m, p, w->d);
    for (int j = 0; j < m->nq; j++) c[j] = w->d->residual[j].lane[0];
    for (int i = 0; i < problem->ngrip; i++) {
        const il_grip *g = &problem->grip[i];
        c[g->coordinate] -= g->k*(q[g->coordinate] - g->target);
    }
    for (int i = 0; i < problem->nplace; i++) c[m->nq + i] = place_value(w->d, &problem->place[i], 0) - problem->place[i].value;
}

// ---- linearisation ----

static void muscle_columns(il_posture *w, double *A) {
    const il_model  *m = w->m;
    const il_params *p = w->problem->p;
    int              npressure = pressure_arms(m);
    for (int i = 0; i < m->nmuscle; i++) {
        double strength = w->d->muscle_active[i].lane[0];
        int    arm = m->path_arm_start[m->muscle_path[i]];
        for (int e = w->own_start[i]; e < w->own_start[i + 1]; e++) A[w->own_entry[e]] += strength*w->d->arm[arm++].lane[0];
        double push = -p->muscle_pressure[i]*p->pressure_area[0];
        for (int k = 0; k < npressure; k++) {
            A[w->pressure_entry[i*npressure + k]] += push*w->d->arm[m->path_arm_start[m->pressure_path] + k].lane[0];
        }
    }
}

static void shear_column(il_posture *w, int pad, const double *direction, int column, double *A) {
    const il_model *m = w->m;
    il_pack         wrench[6] = {{{0}}};
    double          x[3];
    for (int k = 0; k < 3; k++) x[k] = w->d->pad_world[3*pad + k].lane[0];
    add_wrench(wrench, 0, x, direction);
    for (int b = m->pad_body[pad]; b != IL_GROUND; b = m->body_parent[b]) {
        for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++) {
            if (m->row_dof[r] == IL_NONE) continue;
            double power = 0.0;
            for (int k = 0; k < 6; k++) power += w->d->row_motion[6*r + k].lane[0]*wrench[k].lane[0];
            A[entry_of(w, column, m->row_dof[r])] += power*w->d->row_rate[r].lane[0];
        }
    }
}

// friction stays inside the square that the cone of the present normal force holds
static void shear_columns(il_posture *w, double *A) {
    const il_model *m = w->m;
    for (int k = 0; k < m->npad; k++) {
        double limit = w->problem->p->pad_friction[k]*w->d->pad_force[k].lane[0]*sqrt(0.5);
        for (int c = 0; c < 2; c++) {
            int column = m->nmuscle + 2*k + c;
            w->lower[column] = -limit, w->upper[column] = limit;
            if (limit > 0.0) shear_column(w, k, &w->basis[6*k + 3*c], column, A);
        }
    }
}

static void stiffness_by_tangents(il_posture *w, double *K) {
    const il_model           *m = w->m;
    const il_posture_problem *problem = w->problem;
    const il_params          *p = problem->p;
    int                       nrow = m->nq + problem->nplace;
    for (int first = 0; first < m->nq; first += IL_LANES) {
        for (int j = 0; j < m->nq; j++) il_pack_set(&w->t->q[j], 0.0);
        for (int lane = 0; lane < IL_LANES && first + lane < m->nq; lane++) w->t->q[first + lane].lane[lane] = 1.0;
        il_position_tangent(m, p, NULL, w->d, w->t);
        il_marker_tangent(m, p, NULL, w->d, w->t);
        outside_forces(w, true);
        il_path_tangent(m, p, NULL, w->d, w->t);
        il_muscle_tangent(m, p, NULL, w->d, w->t);
        il_ligament_tangent(m, p, NULL, w->d, w->t);
        il_bushing_tangent(m, p, NULL, w->d, w->t);
        il_contact_tangent(m, p, NULL, w->d, w->t);
        il_limit_tangent(m, p, NULL, w->d, w->t);
        il_balance_tangent(m, p, NULL, w->d, w->t);
        for (int lane = 0; lane < IL_LANES && first + lane < m->nq; lane++) {
            int j = first + lane;
            for (int i = 0; i < m->nq; i++) K[i*m->nq + j] = w->t->residual[i].lane[lane];
            for (int i = m->nq; i < nrow; i++) K[i*m->nq + j] = place_value(w->t, &problem->place[i - m->nq], lane);
        }
    }
}

static void stiffness(il_posture *w, double *K) {
    const il_model           *m = w->m;
    const il_posture_problem *problem = w->problem;
    if (w->stiffness) {
        ili_stiffness_run(m, problem->p, w->d, 0, w->t, w->stiffness);
        memcpy(K, w->stiffness->K, sizeof *K*(size_t)(m->nq*m->nq));
        ili_posture_hands(problem, w->d, w->space, w->landmark, K);
    } else {
        stiffness_by_tangents(w, K);
    }
    for (int i = 0; i < problem->ngrip; i++) {
        int j = problem->grip[i].coordinate;
        K[j*m->nq + j] -= problem->grip[i].k;
    }
}

static void slope(void *user, double *K, double *A) {
    il_posture *w = user;
    stiffness(w, K);
    if (!w->problem->held) return;
    il_arm(w->m, w->problem->p, w->d);
    memset(A, 0, sizeof *A*(size_t)w->nnz);
    muscle_columns(w, A);
    shear_columns(w, A);
}

static void linear(void *user, const double *q, const double *x, double *c, double *K, double *A) {
    value(user, q, x, c);
    slope(user, K, A);
}

// second derivatives along the prices; w->d holds the positions of q
static bool bend(void *user, const double *q, const double *x, const double *price, const double *K, const double *A, double *Q, double *C) {
    il_posture        *w = user;
    ili_posture_system s = {.problem = w->problem, .nq = w->m->nq, .nx = w->nx, .nrow = w->m->nq + w->problem->nplace, .col_start = w->col_start, .size = w->size,
                            .q = q, .x = x, .price = price, .K = K, .A = A};
    return !w->problem->speed && !w->problem->wrench && ili_posture_bend(w, &s, w->d, &w->bent, Q, C);
}

// how the limit of friction of a column goes with posture; false: a muscle's does not
static bool tie(void *user, int column, double *by) {
    il_posture *w = user;
    int         pad = (column - w->m->nmuscle)/2;
    if (column < w->m->nmuscle || !(w->d->pad_force[pad].lane[0] > 0.0)) return false;
    ili_posture_tie(w->m, w->problem->p, pad, w->d, pad, by);
    return true;
}

// ---- solving ----

static void friction_basis(il_posture *w) {
    for (int k = 0; k < w->m->npad; k++) {
        const double *n = &w->problem->plane[4*w->m->pad_plane[k]];
        double       *b = &w->basis[6*k];
        int           least = fabs(n[0]) < fabs(n[1]) ? 0 : 1;
        if (fabs(n[2]) < fabs(n[least])) least = 2;
        double u[3] = {0};
        u[least] = 1.0;
        double cross[3] = {n[1]*u[2] - n[2]*u[1], n[2]*u[0] - n[0]*u[2], n[0]*u[1] - n[1]*u[0]}, length = sqrt(dot3(cross, cross));
        for (int c = 0; c < 3; c++) b[c] = length > 0.0 ? cross[c]/length : 0.0;
        b[3] = n[1]*b[2] - n[2]*b[1], b[4] = n[2]*b[0] - n[0]*b[2], b[5] = n[0]*b[1] - n[1]*b[0];
    }
}

static void set_weights(il_posture *w, const il_posture_settings *set) {
    const il_model           *m = w->m;
    const il_posture_problem *problem = w->problem;
    const il_params          *p = problem->p;
    double                    mass = 0.0;
    for (int b = 0; b < m->nbody; b++) mass += p->body_mass[b];
    w->body_weight = mass*sqrt(dot3(problem->gravity, problem->gravity));
    for (int j = 0; j < m->nq; j++) {
        bool   secondary = m->coordinate_role[j] == IL_SECONDARY, loose = problem->loose && problem->loose[j];
        bool   stays = problem->held && problem->prescribed && !secondary && !loose;
        bool   free_row = !problem->held || (w->root[j] && !problem->prescribed) || secondary;
        double sd = stays ? PRESCRIBED*p->coordinate_size[j] : problem->held && (!problem->prescribed || loose) && problem->habit_sd ? problem->habit_sd[j] : 0.0;
        w->size[j] = p->coordinate_size[j];
        w->row_scale[j] = 1.0/w->body_weight;
        w->q_weight[j] = sd > 0.0 ? 1.0/(sd*sd) : 0.0;
        w->softness[j] = free_row ? 0.0 : w->row_scale[j]*w->row_scale[j]/(problem->effort*(w->root[j] ? set->root_cost : set->reserve_cost));
    }
    for (int i = 0; i < problem->nplace; i++) w->row_scale[m->nq + i] = 1.0, w->softness[m->nq + i] = 0.0;
    for (int i = 0; i < m->nmuscle; i++) {
        w->x_weight[i] = problem->effort*p->muscle_weight[i];
        w->lower[i] = p->muscle_tone[i], w->upper[i] = fmax(p->muscle_tone[i], p->muscle_act_max[i]);
    }
    for (int k = m->nmuscle; k < w->nx; k++) w->x_weight[k] = set->shear_cost/(w->body_weight*w->body_weight);
    for (int k = 0; k < w->nx; k++) w->x_power[k] = k < m->nmuscle && problem->power != 0.0 ? problem->power : 2.0;
}

// what habit, or the prescription, draws to; loose coordinates may have a habit beside it
static const double *centre_of(const il_posture *w) {
    const il_posture_problem *p = w->problem;
    return p->prescribed && !(p->loose && p->habit) ? w->q_start : p->habit;
}

static void set_start(il_posture *w) {
    const il_model           *m = w->m;
    const il_posture_problem *problem = w->problem;
    const double             *act = problem->held ? problem->start_act : problem->act;
    memcpy(w->q, problem->start ? problem->start : problem->p->coordinate_neutral, sizeof *w->q*(size_t)m->nq);
    memcpy(w->q_start, w->q, sizeof *w->q*(size_t)m->nq);
    for (int i = 0; i < w->nx; i++) w->x[i] = 0.0;
    for (int i = 0; i < m->nmuscle; i++) w->x[i] = act ? act[i] : problem->p->muscle_tone[i];
    for (int i = 0; i < w->max_row; i++) w->r[i] = 0.0;
    for (int k = 0; k < 3; k++) il_pack_set(&w->d->gravity[k], problem->gravity[k]);
    for (int k = 0; k < 4*m->nplane; k++) il_pack_set(&w->d->plane[k], problem->plane[k]);
    for (int j = 0; j < m->nq; j++) il_pack_set(&w->d->qd[j], problem->speed ? problem->speed[j] : 0.0);
    for (int i = 0; i < m->npath; i++) il_pack_set(&w->d->path_speed[i], 0.0);
}

static void read_solution(il_posture *w, il_posture_solution *solution) {
    const il_model           *m = w->m;
    const il_posture_problem *problem = w->problem;
    value(w, w->q, w->x, w->balance);
    il_arm(m, problem->p, w->d);
    memcpy(w->act, w->x, sizeof *w->act*(size_t)m->nmuscle);
    for (int i = 0; i < 3*m->npad; i++) w->shear[i] = w->d->pad_shear[i].lane[0];
    for (int i = 0; i < problem->nhold; i++) {
        const il_hold *h = &problem->hold[i];
        w->hold[i] = -h->k*(hold_length(w->d, h, 0) - h->target);
    }
    for (int i = 0; i < problem->ngrip; i++) w->grip[i] = -problem->grip[i].k*(w->q[problem->grip[i].coordinate] - problem->grip[i].target);
    *solution = (il_posture_solution){.q = w->q, .act = w->act, .shear = w->shear, .reserve = w->r, .hold = w->hold, .grip = w->grip,
                                       .stiffness = ili_equilibrium_stiffness(w->equilibrium), .d = w->d};
}

// the largest reserve on a rotation [N m], and its coordinate
static double worst_reserve(const il_posture *w, int *worst) {
    double largest = 0.0;
    for (int j = 0; j < w->m->nq; j++) {
        if (fabs(w->r[j]) <= largest) continue;
        largest = fabs(w->r[j]);
        *worst = j;
    }
    return largest;
}

static void fill_info(const il_posture *w, const ili_equilibrium_info *e, il_posture_info *info) {
    const il_posture_problem *problem = w->problem;
    *info = (il_posture_info){.status = e->converged ? IL_POSTURE_SOLVED : IL_POSTURE_NOT_CONVERGED, .end = (il_posture_end)e->end, .iterations = e->iterations,
                              .evaluations = e->evaluations, .factorisations = e->factorisations, .residual = e->residual,
                              .step = e->step, .worst = e->worst_row < w->m->nq ? e->worst_row : IL_NONE};
    if (!problem->held) return;
    for (int i = 0; i < w->m->nmuscle; i++) info->cost_effort += w->x_weight[i]*ili_pow(w->x[i], w->x_power[i])/w->x_power[i];
    for (int j = 0; j < w->m->nq; j++) {
        double away = w->q[j] - centre_of(w)[j];
        info->cost_habit += 0.5*w->q_weight[j]*away*away;
    }
    int worst = IL_NONE;
    info->worst_reserve = worst_reserve(w, &worst);
    if (e->converged && info->worst_reserve > 1.0) {
        info->status = IL_POSTURE_CANNOT_HOLD;
        info->worst = worst;
    }
}

static bool legal(const il_posture *w, const il_posture_problem *p) {
    return p->m == w->m && p->p && p->p->stride == 0 && p->plane && p->nplace <= w->max_row - w->m->nq && p->nhold <= MAX_HANDS &&
           p->ngrip <= MAX_HANDS && (!p->held || (p->effort > 0.0 && (p->power == 0.0 || (p->power >= 2.0 && p->power <= 10.0)) && (p->habit || p->prescribed)));
}

il_status il_posture_solve(il_posture *w, const il_posture_problem *problem, const il_posture_settings *settings,
                           il_posture_solution *solution, il_posture_info *info, il_error *err) {
    IL_ASSERT(w && problem && settings && solution && info && settings->cookie == ILI_POSTURE_COOKIE);
    if (!legal(w, problem)) {
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a posture needs shared parameters, planes, at most %d holds and grips, and, when "
                            "held, an effort above zero, a power of 2 to 10 and a habit", MAX_HANDS);
    }
    w->problem = problem;
    set_start(w);
    set_weights(w, settings);
    friction_basis(w);
    ili_system system = {.nq = w->m->nq, .nx = w->nx, .nrow = w->m->nq + problem->nplace, .col_start = w->col_start,
                         .row_index = w->row_index, .row_scale = w->row_scale, .q_size = w->size, .q_weight = w->q_weight,
                         .q_center = centre_of(w), .x_weight = w->x_weight, .x_power = w->x_power, .x_lower = w->lower, .x_upper = w->upper,
                         .reserve = w->softness, .value = value, .linear = linear, .slope = slope, .bend = bend, .tie = tie, .user = w};
    ili_equilibrium_settings set = {.tolerance = settings->tolerance, .step_tolerance = settings->step_tolerance,
                                    .step_limit = settings->step_limit, .max_iterations = settings->max_iterations,
                                    .stop = settings->stop, .stop_user = settings->stop_user, .clock = settings->clock,
                                    .clock_user = settings->clock_user, .deadline = settings->deadline};
    ili_equilibrium_info e;
    if (problem->held) ili_equilibrium_hold(w->equilibrium, &system, &set, w->q, w->x, w->r, &e);
    else ili_equilibrium_relax(w->equilibrium, &system, &set, w->q, w->x, &e);
    fill_info(w, &e, info);
    read_solution(w, solution);
    return IL_OK;
}

// ---- the system behind a solution ----

void ili_posture_system_of(il_posture *w, ili_posture_system *out) {
    const il_posture_problem *problem = w->problem;
    const double             *y = ili_equilibrium_multipliers(w->equilibrium);
    int                       nrow = w->m->nq + problem->nplace;
    for (int i = 0; i < nrow; i++) {
        w->price[i] = problem->held ? w->row_scale[i]*y[i] : 0.0;
        w->give[i] = w->softness[i]/(w->row_scale[i]*w->row_scale[i]);
    }
    *out = (ili_posture_system){.problem = problem, .nq = w->m->nq, .nx = w->nx, .nrow = nrow, .col_start = w->col_start, .row_index = w->row_index,
                                .size = w->size, .row_scale = w->row_scale, .q_weight = w->q_weight, .q_center = centre_of(w),
                                .x_weight = w->x_weight, .x_power = w->x_power, .lower = w->lower, .upper = w->upper, .give = w->give, .q = w->q,
                                .x = w->x, .r = w->r, .price = w->price, .basis = w->basis, .body_weight = w->body_weight,
                                .K = ili_equilibrium_stiffness(w->equilibrium), .A = ili_equilibrium_columns(w->equilibrium)};
}

void ili_posture_linear(il_posture *w, const il_posture_problem *problem, const double *q, const double *x, double *K, double *A) {
    const il_posture_problem *own = w->problem;
    w->problem = problem;
    linear(w, q, x, w->balance, K, A);
    w->problem = own;
}

void ili_posture_restore(il_posture *w) {
    value(w, w->q, w->x, w->balance);
    il_arm(w->m, w->problem->p, w->d);
}

const double *il_posture_stiffness(const il_posture *w) { return ili_equilibrium_stiffness(w->equilibrium); }

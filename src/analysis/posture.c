// posture.c - the posture of a body at rest as a system of residuals for the equilibrium solver
//
// Rows: the balance of each coordinate, then the places asked for. Columns x: activations, then two friction components a pad.
// abreast.c evaluates, posture_linear.c linearises.
#include "analysis/posture_private.h"
#include "analysis/posture_system.h"
#include "math/scalar.h"
#include "math/triple.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COOKIE = 0x706f73, MAX_HANDS = 160 };
static const double PRESCRIBED = 1e-7; // spread of a coordinate that stays, in units of its size

il_posture_settings il_default_posture_settings(void) {
    return (il_posture_settings){.tolerance = 1e-8, .polish = 1e-9, .step_tolerance = 2e-6, .step_limit = 2.0, .max_iterations = 200,
                                 .reserve_cost = 1.0, .root_cost = 1.0, .shear_cost = 100.0, .cookie = COOKIE};
}

const char *il_posture_end_text(il_posture_end end) {
#define X(name, text) text,
    static const char *const texts[] = {IL_POSTURE_END_LIST(X)};
#undef X
    return (unsigned)end < IL_NPOSTURE_END ? texts[end] : "";
}

// ---- creation ----

bool ili_presses(const il_model *m, int muscle) { return m->pressure_path != IL_NONE && m->nominal->muscle_pressure[muscle] != 0.0; }

int ili_pressure_arms(const il_model *m) {
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
    for (int k = 0; k < ili_pressure_arms(m) && ili_presses(m, i); k++) mark[m->arm_dof[m->path_arm_start[m->pressure_path] + k]] = true;
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

int ili_posture_entry(const il_posture *w, int column, int row) {
    for (int e = w->col_start[column]; e < w->col_start[column + 1]; e++) {
        if (w->row_index[e] == row) return e;
    }
    return IL_NONE;
}

static void map_entries(il_posture *w) {
    const il_model *m = w->m;
    int             n = 0, npressure = ili_pressure_arms(m);
    for (int i = 0; i < m->nmuscle; i++) {
        int path = m->muscle_path[i];
        w->own_start[i] = n;
        for (int k = m->path_arm_start[path]; k < m->path_arm_start[path + 1]; k++) w->own_entry[n++] = ili_posture_entry(w, i, m->arm_dof[k]);
        for (int k = 0; k < npressure && ili_presses(m, i); k++) {
            w->pressure_entry[i*npressure + k] = ili_posture_entry(w, i, m->arm_dof[m->path_arm_start[m->pressure_path] + k]);
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
    w->bytes += n*sizeof *w->block;
    double *next = w->block;
#define TAKE(field, many) (w->field = next, next += (many))
    TAKE(q, nq), TAKE(q_start, nq), TAKE(size, nq), TAKE(q_weight, nq), TAKE(x, nx), TAKE(x_weight, nx), TAKE(x_power, nx), TAKE(lower, nx), TAKE(upper, nx);
    TAKE(r, nr), TAKE(row_scale, nr), TAKE(softness, nr), TAKE(price, nr), TAKE(give, nr), TAKE(balance, nr), TAKE(act, (size_t)m->nmuscle), TAKE(shear, 3*npad), TAKE(basis, 6*npad);
    TAKE(hold, MAX_HANDS), TAKE(grip, MAX_HANDS), TAKE(bent.q, nq), TAKE(bent.K, nr*nq);
#undef TAKE
    return IL_OK;
}

static il_status lay_out(il_posture *w, int max_place) {
    const il_model *m = w->m;
    w->nx = m->nmuscle + 2*m->npad;
    w->max_row = m->nq + max_place;
    int n_own = 0;
    for (int i = 0; i < m->nmuscle; i++) n_own += m->path_arm_start[m->muscle_path[i] + 1] - m->path_arm_start[m->muscle_path[i]];
    size_t nq = (size_t)m->nq + 1, nx = (size_t)w->nx + 1, nm = (size_t)m->nmuscle + 1, own = (size_t)n_own + 1, pressed = (size_t)(m->nmuscle*ili_pressure_arms(m)) + 1;
    bool  *mark = calloc(nq, sizeof *mark);
    w->col_start = calloc(nx, sizeof *w->col_start);
    w->own_start = calloc(nm, sizeof *w->own_start);
    w->own_entry = calloc(own, sizeof *w->own_entry);
    w->pressure_entry = calloc(pressed, sizeof *w->pressure_entry);
    w->root = calloc(nq, sizeof *w->root);
    il_status status = IL_NO_MEMORY;
    if (mark && w->col_start && w->own_start && w->own_entry && w->pressure_entry && w->root) {
        w->nnz = lay_pattern(w, mark, NULL);
        w->row_index = calloc((size_t)w->nnz + 1, sizeof *w->row_index);
        w->bytes = sizeof *w + (nx + nm + own + pressed + (size_t)w->nnz + 1)*sizeof(int) + nq*sizeof *w->root;
        if (w->row_index) {
            lay_pattern(w, mark, w->row_index);
            map_entries(w);
            status = place_arrays(w);
        }
    }
    free(mark);
    return status;
}

il_status ili_posture_create_abreast(const il_model *m, int isa, int max_place, ili_abreast *abreast, int lane, const il_posture *first, il_posture **out, il_error *err) {
    il_posture *w = *out = calloc(1, sizeof *w);
    il_status   status = w ? IL_OK : IL_NO_MEMORY;
    if (status == IL_OK) {
        w->m = m, w->abreast = abreast, w->lane = lane;
        status = lay_out(w, max_place);
    }
    ili_equilibrium *room = first ? first->equilibrium : NULL;
    if (status == IL_OK) status = ili_equilibrium_create(m->nq, w->nx, w->max_row, w->col_start, w->row_index, isa, room, &w->equilibrium);
    if (status == IL_OK && !first) abreast->steps = w->equilibrium;
    if (status == IL_OK) return IL_OK;
    il_posture_free(w);
    *out = NULL;
    return il_error_set(err, status, NULL, 0, 0, "no memory for the workspace of a posture");
}

il_status il_posture_create(const il_model *m, int isa, int max_place, il_posture **out, il_error *err) {
    IL_ASSERT(m && out && max_place >= 0);
    ili_abreast *alone = NULL;
    il_status    status = ili_abreast_create(m, isa, 1, &alone, err);
    if (status == IL_OK) status = ili_posture_create_abreast(m, isa, max_place, alone, 0, NULL, out, err);
    if (status == IL_OK) (*out)->owns = true;
    else ili_abreast_free(alone);
    return status == IL_NO_MEMORY ? il_error_set(err, status, NULL, 0, 0, "no memory for the workspace of a posture") : status;
}

size_t il_posture_size(const il_posture *w) { return w->bytes + ili_equilibrium_bytes(w->equilibrium) + (w->owns ? ili_abreast_bytes(w->abreast) : 0); }

void il_posture_free(il_posture *w) {
    if (!w) return;
    ili_equilibrium_free(w->equilibrium);
    if (w->owns) ili_abreast_free(w->abreast);
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

// friction force of every pad in ground axes
static void shear_forces(il_posture *w, const double *x) {
    for (int k = 0; k < w->m->npad; k++) {
        const double *s = &x[w->m->nmuscle + 2*k], *b = &w->basis[6*k];
        for (int c = 0; c < 3; c++) w->shear[3*k + c] = s[0]*b[c] + s[1]*b[3 + c];
    }
}

// residual at q, where the data were evaluated last
static void collect(const il_posture *w, const double *q, double *c) {
    const il_model           *m = w->m;
    const il_posture_problem *problem = w->problem;
    const il_data            *d = w->abreast->d;
    for (int j = 0; j < m->nq; j++) c[j] = ili_abreast_residual(w->abreast, w->lane, j);
    for (int i = 0; i < problem->ngrip; i++) {
        const il_grip *g = &problem->grip[i];
        c[g->coordinate] -= g->k*(q[g->coordinate] - g->target);
    }
    for (int i = 0; i < problem->nplace; i++) {
        const il_place *place = &problem->place[i];
        c[m->nq + i] = ili_marker_along(d, place->marker, place->relative_to, place->direction, w->lane) - place->value;
    }
}

void ili_posture_value(void *user, const double *q, const double *x, double *c) {
    il_posture *w = user;
    shear_forces(w, x);
    ili_abreast_value(w->abreast, w->lane, q, x, w->shear);
    collect(w, q, c);
}

static void linear(void *user, const double *q, const double *x, double *c, double *K, double *A) {
    ili_posture_value(user, q, x, c);
    ili_posture_slope(user, K, A);
}

// second derivatives along the prices; the data hold the positions of q
static bool bend(void *user, const double *q, const double *x, const double *price, const double *K, const double *A, double *Q, double *C) {
    il_posture        *w = user;
    ili_posture_system s = {.problem = w->problem, .nq = w->m->nq, .nx = w->nx, .nrow = w->m->nq + w->problem->nplace, .col_start = w->col_start, .size = w->size,
                            .q = q, .x = x, .price = price, .K = K, .A = A};
    return !w->problem->speed && !w->problem->wrench && ili_posture_bend(w, &s, w->abreast->d, w->lane, &w->bent, Q, C);
}

// how the limit of friction of a column goes with posture; false: a muscle's does not
static bool tie(void *user, int column, double *by) {
    il_posture *w = user;
    int         pad = (column - w->m->nmuscle)/2;
    if (column < w->m->nmuscle || !(w->abreast->d->pad_force[pad].lane[w->lane] > 0.0)) return false;
    ili_posture_tie(w->m, w->problem->p, pad, w->abreast->d, w->lane, pad, by);
    return true;
}

static void wait_for_others(void *user) {
    il_posture *w = user;
    w->abreast->wait(w->abreast->user, w->lane);
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
        double cross[3] = {n[1]*u[2] - n[2]*u[1], n[2]*u[0] - n[0]*u[2], n[0]*u[1] - n[1]*u[0]}, length = sqrt(ili_dot3(cross, cross));
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
    w->body_weight = mass*sqrt(ili_dot3(problem->gravity, problem->gravity));
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
    for (int k = 0; k < 2*m->npad && problem->held && problem->start_shear; k++) w->x[m->nmuscle + k] = ili_dot3(&problem->start_shear[3*(k/2)], &w->basis[3*k]);
    for (int i = 0; i < w->max_row; i++) w->r[i] = 0.0;
    ili_abreast_lay(w->abreast, w->lane, problem);
}

static void read_solution(il_posture *w, il_posture_solution *solution) {
    const il_model           *m = w->m;
    const il_posture_problem *problem = w->problem;
    shear_forces(w, w->x);
    ili_abreast_stay(w->abreast, w->lane, w->q, w->x, w->shear);
    ili_abreast_show(w->abreast);
    memcpy(w->act, w->x, sizeof *w->act*(size_t)m->nmuscle);
    for (int i = 0; i < problem->nhold; i++) {
        const il_hold *h = &problem->hold[i];
        w->hold[i] = -h->k*(ili_marker_along(w->abreast->d, h->marker, h->from, h->direction, w->lane) - h->target);
    }
    for (int i = 0; i < problem->ngrip; i++) w->grip[i] = -problem->grip[i].k*(w->q[problem->grip[i].coordinate] - problem->grip[i].target);
    *solution = (il_posture_solution){.q = w->q, .act = w->act, .shear = w->shear, .reserve = w->r, .hold = w->hold, .grip = w->grip,
                                       .stiffness = ili_equilibrium_stiffness(w->equilibrium), .d = w->abreast->d, .lane = w->lane};
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

// what is left where the solve ended; told where a limit of the caller's ended it, or nothing was done at all
static void look_back(il_posture *w, const ili_equilibrium_info *e, il_posture_info *info) {
    int nrow = w->m->nq + w->problem->nplace;
    w->left = e->residual, w->left_at = info->worst;
    if (e->converged) return;
    collect(w, w->q, w->balance);
    w->left = 0.0, w->left_at = IL_NONE;
    for (int i = 0; i < nrow; i++) {
        double miss = fabs((w->balance[i] + w->r[i])*w->row_scale[i]);
        if (!(miss <= w->left)) w->left = miss, w->left_at = i < w->m->nq ? i : IL_NONE;
    }
    if (e->end == ILI_END_ASKED || e->end == ILI_END_TIME || e->iterations == 0) info->residual = w->left, info->worst = w->left_at;
}

double ili_posture_left(const il_posture *w, int *worst) {
    *worst = w->left_at;
    return w->left;
}

static bool legal(const il_posture *w, const il_posture_problem *p) {
    for (int i = 0; i < w->m->nmuscle && p->p; i++)
        if (fabs(p->p->muscle_pressure[i]) > 0.0 && w->m->pressure_path != IL_NONE && !ili_presses(w->m, i)) return false;
    return p->m == w->m && p->p && p->p->stride == 0 && p->plane && p->nplace <= w->max_row - w->m->nq && p->nhold <= MAX_HANDS &&
           p->ngrip <= MAX_HANDS && (!p->speed || w->owns) && (!p->held || (p->effort > 0.0 && (p->power == 0.0 || (p->power >= 2.0 && p->power <= 10.0)) && (p->habit || p->prescribed)));
}

il_status il_posture_solve(il_posture *w, const il_posture_problem *problem, const il_posture_settings *settings,
                           il_posture_solution *solution, il_posture_info *info, il_error *err) {
    IL_ASSERT(w && problem && settings && solution && info && settings->cookie == COOKIE);
    if (!legal(w, problem)) {
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a posture needs shared parameters, planes, at most %d holds and grips, and, when "
                            "held, an effort above zero, a power of 2 to 10 and a habit; no muscle presses on the abdomen that does not in the model", MAX_HANDS);
    }
    w->problem = problem;
    friction_basis(w);
    set_start(w);
    set_weights(w, settings);
    ili_system system = {.nq = w->m->nq, .nx = w->nx, .nrow = w->m->nq + problem->nplace, .col_start = w->col_start,
                         .row_index = w->row_index, .row_scale = w->row_scale, .q_size = w->size, .q_weight = w->q_weight,
                         .q_center = centre_of(w), .x_weight = w->x_weight, .x_power = w->x_power, .x_lower = w->lower, .x_upper = w->upper,
                         .reserve = w->softness, .value = ili_posture_value, .linear = linear, .slope = ili_posture_slope, .user = w,
                         .small_reserve = problem->loose ? HUGE_VAL : 1.0, .bend = problem->prescribed && !problem->loose ? NULL : bend, .tie = tie, .wait = w->abreast->wait ? wait_for_others : NULL};
    ili_equilibrium_settings set = {.tolerance = settings->tolerance, .polish = settings->polish, .step_tolerance = settings->step_tolerance,
                                    .step_limit = settings->step_limit, .max_iterations = settings->max_iterations,
                                    .stop = settings->stop, .stop_user = settings->stop_user, .clock = settings->clock,
                                    .clock_user = settings->clock_user, .deadline = settings->deadline};
    ili_equilibrium_info e;
    if (problem->held) ili_equilibrium_hold(w->equilibrium, &system, &set, w->q, w->x, w->r, &e);
    else ili_equilibrium_relax(w->equilibrium, &system, &set, w->q, w->x, &e);
    fill_info(w, &e, info);
    read_solution(w, solution);
    look_back(w, &e, info);
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

void ili_posture_linear(il_posture *w, il_data *room, const il_posture_problem *problem, const double *q, const double *x, double *K, double *A) {
    ili_abreast              *a = w->abreast;
    const il_posture_problem *own = w->problem;
    il_data                  *data = a->d;
    il_alone                 *alone = a->alone;
    bool                      armed = a->armed, fresh = a->fresh[w->lane], shown = a->shown;
    w->problem = a->problem[w->lane] = problem;
    if (room) a->d = room, a->alone = NULL, ili_abreast_lay(a, w->lane, problem); // by the stages, which write to the room alone
    linear(w, q, x, w->balance, K, A);
    w->problem = a->problem[w->lane] = own;
    // slopes, stiffness and pulls are the room's now
    if (room) a->d = data, a->alone = alone, a->armed = armed, a->shown = shown, a->sloped = a->stiff = a->pulled = false, a->fresh[w->lane] = fresh;
    else a->fresh[w->lane] = false;
}

const double *il_posture_stiffness(const il_posture *w) { return ili_equilibrium_stiffness(w->equilibrium); }

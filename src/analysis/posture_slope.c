// posture_slope.c - the active set, second derivatives and linear system of a solved posture: how it moves
#include "analysis/posture_slope_private.h"
#include "math/scalar.h"
#include "mech/kernels.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---- creation --------------------------------------------------------------------------------------------------------------------

static size_t misfit_size(const ili_slope *w) { return (size_t)w->max_row + (size_t)w->m->nq + 4*(size_t)w->nx; }

static double *place_misfit(const ili_slope *w, ili_misfit *f, double *next) {
    f->c = next, f->g_q = f->c + w->max_row, f->pull = f->g_q + w->m->nq, f->lower = f->pull + w->nx, f->upper = f->lower + w->nx;
    f->weight = f->upper + w->nx;
    return f->weight + w->nx;
}

// what is kept of a system
static size_t kept_size(const ili_slope *w) { return 3*(size_t)w->m->nq + (size_t)w->nx + 3*(size_t)w->max_row + 6*(size_t)w->m->npad; }

static il_status place_arrays(ili_slope *w) {
    const il_model *m = w->m;
    size_t nq = (size_t)m->nq, nx = (size_t)w->nx, nr = (size_t)w->max_row, npad = (size_t)m->npad;
    w->nnz = w->nx*m->nq; // never more
    size_t nnz = (size_t)w->nnz;
    w->block = calloc(nr*nq + nnz + nq*nq + 3*nx + 2*npad*nq + nq + IL_LANES*(nq + 2*nx + 2*nr) + (1 + IL_LANES)*misfit_size(w) + kept_size(w), sizeof *w->block);
    w->state = calloc(2*nx + 1, sizeof *w->state);
    w->tied = calloc(2*npad + 1, sizeof *w->tied);
    w->part = calloc((size_t)(m->nmuscle + m->nbushing) + 1, sizeof *w->part);
    if (!w->block || !w->state || !w->tied || !w->part) return IL_NO_MEMORY;
    w->kept = w->state + nx;
    double *next = w->block;
#define TAKE(field, many) (w->field = next, next += (many))
    TAKE(K, nr*nq), TAKE(C, nnz), TAKE(Q, nq*nq), TAKE(bend, nx), TAKE(margin, nx), TAKE(pulled, nx);
    TAKE(tie, 2*npad*nq), TAKE(q, nq), TAKE(prices, IL_LANES*nr);
    for (int lane = 0; lane < IL_LANES; lane++) TAKE(g_q[lane], nq), TAKE(g_x[lane], nx), TAKE(b[lane], nx), TAKE(g_c[lane], nr);
#undef TAKE
    w->own = next, next += kept_size(w);
    next = place_misfit(w, &w->base, next);
    for (int lane = 0; lane < IL_LANES; lane++) next = place_misfit(w, &w->lane[lane], next);
    return IL_OK;
}

static il_status create_room(ili_slope *w, il_error *err) {
    il_status status = il_data_create(w->m, (il_isa)w->isa, &w->d, err);
    if (status == IL_OK) status = ili_data_create_zero(w->m, (il_isa)w->isa, &w->t, err);
    if (status == IL_OK) status = il_data_create(w->m, (il_isa)w->isa, &w->room, err);
    if (status == IL_OK) status = il_params_create(w->m, true, &w->p, err);
    w->basis = aligned_alloc(64, (6*(size_t)w->m->npad + 1)*sizeof *w->basis);
    return status == IL_OK && !w->basis ? IL_NO_MEMORY : status;
}

static void choose_kernels(ili_slope *w) {
    static const struct { ili_hold_ask_kernel *ask; ili_hold_bound_kernel *bound; } all[IL_NISA] = {
        [IL_ISA_PLAIN] = {ili_hold_ask_plain, ili_hold_bound_plain},
#if defined(__x86_64__)
        [IL_ISA_V2] = {ili_hold_ask_v2, ili_hold_bound_v2}, [IL_ISA_V3] = {ili_hold_ask_v3, ili_hold_bound_v3}, [IL_ISA_V4] = {ili_hold_ask_v4, ili_hold_bound_v4},
#endif
    };
    il_isa isa = il_isa_resolve((il_isa)w->isa);
    w->ask = all[isa].ask, w->bound = all[isa].bound;
}

static il_status create(const il_model *m, int isa, int max_row, const ili_slope *first, ili_slope **out, il_error *err) {
    ili_slope *w = calloc(1, sizeof *w);
    il_status  status = w ? IL_OK : IL_NO_MEMORY;
    if (status == IL_OK) {
        w->m = m, w->isa = isa, w->nx = m->nmuscle + 2*m->npad, w->max_row = max_row, w->beside = first != NULL;
        if (first) w->d = first->d, w->t = first->t, w->room = first->room, w->p = first->p, w->basis = first->basis;
        choose_kernels(w);
        status = place_arrays(w);
    }
    if (status == IL_OK && !first) status = create_room(w, err);
    if (status == IL_OK) status = ili_saddle_create(m->nq, w->nx, w->max_row, isa, &w->saddle);
    if (status != IL_OK) {
        ili_slope_free(w);
        return il_error_set(err, status, NULL, 0, 0, "no memory for the derivatives of a posture");
    }
    *out = w;
    return IL_OK;
}

il_status ili_slope_create(const il_model *m, int isa, int max_place, ili_slope **out, il_error *err) { return create(m, isa, m->nq + max_place, NULL, out, err); }

il_status ili_slope_create_beside(const ili_slope *first, ili_slope **out, il_error *err) { return create(first->m, first->isa, first->max_row, first, out, err); }

void ili_slope_free(ili_slope *w) {
    if (!w) return;
    if (!w->beside) {
        il_data_free(w->d);
        il_data_free(w->t);
        il_data_free(w->room);
        il_params_free(w->p);
        free(w->basis);
    }
    ili_saddle_free(w->saddle);
    free(w->block);
    free(w->state);
    free(w->tied);
    free(w->part);
    free(w);
}

void ili_slope_keep(ili_slope *w) {
    ili_posture_system *s = &w->s;
    double             *next = w->own;
#define KEEP(field, many) memcpy(next, s->field, sizeof *next*(size_t)(many)), s->field = next, next += (many)
    KEEP(q, s->nq), KEEP(size, s->nq), KEEP(q_weight, s->nq), KEEP(x, w->nx), KEEP(price, s->nrow), KEEP(give, s->nrow), KEEP(row_scale, s->nrow), KEEP(basis, 6*w->m->npad);
#undef KEEP
    s->K = s->A = s->r = s->q_center = s->x_weight = s->x_power = s->lower = s->upper = NULL;
    w->posture = NULL;
}

int                ili_slope_columns(const ili_slope *w) { return w->nx; }
int                ili_slope_rows(const ili_slope *w) { return w->max_row; }
double             ili_slope_softest(const ili_slope *w) { return ili_saddle_softest(w->saddle); }
const signed char *ili_slope_state(const ili_slope *w) { return w->state; }
const double      *ili_slope_margin(const ili_slope *w) { return w->margin; }
il_params         *ili_slope_params(ili_slope *w) { return w->p; }

// ---- second derivatives ------------------------------------------------------------------------------------------------------------

// Q = d(K'y)/dq - q_weight, and C = d(A'y)/dq
static bool second(ili_slope *w, int lane) {
    const ili_posture_system *s = &w->s;
    w->space.q = w->q, w->space.K = w->K, w->space.room = w->room;
    if (!ili_posture_bend(w->posture, s, w->d, lane, &w->space, w->Q, w->C)) return false;
    for (int i = 0; i < s->nq; i++) w->Q[i*s->nq + i] -= s->q_weight[i];
    return true;
}

// ---- the active set ----------------------------------------------------------------------------------------------------------------

// x at which the cost's slope is the pull
double ili_free_place(const ili_misfit *f, int i, int nmuscle) { return ili_asked(f->pull[i]/f->weight[i], i < nmuscle ? f->power : 2.0); }

double ili_asked(double pull, double p) {
    if (p == 2.0) return pull;
    return pull > 0.0 ? ili_pow(pull, 1.0/(p - 1.0)) : pull;
}

static double cost_slope(const ili_misfit *f, int i, double x, int nmuscle) {
    double p = i < nmuscle ? f->power : 2.0;
    return p == 2.0 ? f->weight[i]*x : x > 0.0 ? f->weight[i]*ili_pow(x, p - 1.0) : 0.0;
}

static double cost_bend(const ili_misfit *f, int i, double x, int nmuscle) {
    double p = i < nmuscle ? f->power : 2.0;
    return p == 2.0 ? f->weight[i] : f->weight[i]*(p - 1.0)*ili_pow(fmax(x, 1e-4), p - 2.0);
}

static void find_state(ili_slope *w) {
    const ili_misfit *f = &w->base;
    int           nmuscle = w->m->nmuscle;
    for (int i = 0; i < w->nx; i++) {
        double x = ili_free_place(f, i, nmuscle), unit = i < nmuscle ? 1.0 : w->s.body_weight;
        w->state[i] = x < f->lower[i] ? -1 : x > f->upper[i] ? 1 : 0;
        w->margin[i] = fmin(fabs(x - f->lower[i]), fabs(x - f->upper[i]))/unit;
        if (!(f->upper[i] > f->lower[i])) w->state[i] = -1, w->margin[i] = IL_INF; // it has no room at all
        w->bend[i] = cost_bend(f, i, w->s.x[i], nmuscle);
    }
}

// Friction at its limit: the limit goes with the normal force, and that with posture. Found once: no side changes where friction stands, and the lane may be
// another's by then.
static void find_ties(ili_slope *w, int lane) {
    const il_model *m = w->m;
    int             n = 0;
    for (int column = m->nmuscle; column < w->nx; column++) {
        int pad = (column - m->nmuscle)/2;
        if (w->state[column] == 0 || !(w->d->pad_force[pad].lane[lane] > 0.0)) continue;
        double *tie = &w->tie[n*m->nq];
        ili_posture_tie(m, w->p, IL_LANES*pad + lane, w->d, lane, pad, tie);
        for (int j = 0; j < m->nq; j++) tie[j] *= w->state[column];
        w->tied[n++] = column;
    }
    w->system.ntie = n;
}

// ---- the linear system -------------------------------------------------------------------------------------------------------------

il_status ili_slope_begin(ili_slope *w, il_posture *posture, const il_posture_settings *settings, il_error *err) {
    ili_posture_system_of(posture, &w->s);
    const il_posture_problem *p = w->s.problem;
    w->posture = posture, w->set = *settings;
    if (p->m != w->m || w->s.nrow > w->max_row || p->npush + 2*p->nplace > ILI_BEND_PUSHES)
        return il_error_set(err, IL_LIMIT, NULL, 0, 0, "this posture is larger than the workspace of its derivatives");
    if (p->prescribed || p->speed || p->wrench)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a prescribed posture, or one with speeds or wrenches given, has no derivatives here");
    return IL_OK;
}

static bool refactor(ili_slope *w) {
    return ili_saddle_factor(w->saddle, &w->system);
}

// what one step of Newton's method would still change
static void find_left(ili_slope *w) {
    const ili_misfit *f = &w->base;
    bool          held = w->s.problem->held;
    double       *dq = w->lane[0].g_q, *dy = w->lane[0].c;
    for (int i = 0; i < w->nx && held; i++) w->b[0][i] = w->state[i] < 0 ? f->lower[i] - w->s.x[i] : w->state[i] > 0 ? f->upper[i] - w->s.x[i] : 0.0;
    ili_saddle_motion k = {f->g_q, w->pulled, w->b[0], f->c, dq, NULL, dy, NULL, false};
    ili_saddle_solve(w->saddle, 1, &k);
    w->left = 0.0;
    for (int j = 0; j < w->s.nq; j++) w->left = fmax(w->left, fabs(dq[j])/w->s.size[j]);
}

bool ili_slope_factor(ili_slope *w, int lane) {
    const ili_posture_system *s = &w->s;
    bool                      held = s->problem->held;
    ili_misfit                   *from = &w->lane[lane];
    memcpy(w->base.c, from->c, misfit_size(w)*sizeof *w->base.c);
    w->base.power = from->power;
    w->system = (ili_saddle_problem){.nq = s->nq, .nx = held ? s->nx : 0, .nrow = s->nrow, .col_start = s->col_start, .row_index = s->row_index,
                                     .q_size = s->size, .row_scale = s->row_scale, .K = s->K, .A = s->A, .C = w->C, .Q = w->Q, .bend = w->bend,
                                     .give = s->give, .state = w->state, .tie_column = w->tied, .tie = w->tie};
    if (held) {
        find_state(w);
        for (int i = 0; i < w->nx; i++) w->pulled[i] = w->base.pull[i] - cost_slope(&w->base, i, s->x[i], w->m->nmuscle);
        find_ties(w, lane);
        if (!second(w, lane)) return false;
    }
    return refactor(w);
}

double ili_slope_check(ili_slope *w) {
    find_left(w);
    return w->left;
}

// what a lane's problem differs in from the base, of one unit
static void lay_difference(ili_slope *w, int lane, double step) {
    const ili_posture_system *s = &w->s;
    const ili_misfit         *a = &w->base, *f = &w->lane[lane];
    double                   *g_x = w->g_x[lane], *b = w->b[lane], per = 1.0/step;
    for (int i = 0; i < s->nrow; i++) w->g_c[lane][i] = (f->c[i] - a->c[i])*per;
    for (int i = 0; i < w->nx && s->problem->held; i++) {
        g_x[i] = (f->pull[i] - cost_slope(f, i, s->x[i], w->m->nmuscle) - w->pulled[i])*per;
        b[i] = w->state[i] < 0 ? (f->lower[i] - a->lower[i])*per : w->state[i] > 0 ? (f->upper[i] - a->upper[i])*per : 0.0;
    }
    for (int j = 0; j < s->nq && s->problem->held; j++) w->g_q[lane][j] = (f->g_q[j] - a->g_q[j])*per;
}

void ili_slope_move(ili_slope *w, int first, int n, const double *step, ili_motion *const *out) {
    const ili_posture_system *s = &w->s;
    ili_saddle_motion         k[IL_LANES];
    for (int i = 0; i < n; i++) {
        int lane = first + i;
        memset(out[i]->x, 0, sizeof *out[i]->x*(size_t)w->nx);
        memset(out[i]->price, 0, sizeof *out[i]->price*(size_t)w->max_row);
        memset(out[i]->reserve, 0, sizeof *out[i]->reserve*(size_t)w->max_row);
        lay_difference(w, lane, step[i]);
        k[i] = (ili_saddle_motion){w->g_q[lane], w->g_x[lane], w->b[lane], w->g_c[lane], out[i]->q, out[i]->x, out[i]->price, out[i]->want, false};
    }
    ili_saddle_solve(w->saddle, n, k);
    for (int i = 0; i < n; i++) {
        double softer = (s->problem->effort/w->problem[first + i]->effort - 1.0)/step[i];
        out[i]->torn = k[i].torn;
        for (int row = 0; row < s->nrow && s->problem->held; row++) out[i]->reserve[row] = s->give[row]*(out[i]->price[row] + softer*s->price[row]);
    }
}

// ---- one side, and how far it goes -----------------------------------------------------------------------------------------------

// of the bound that a force is at or near: is it the upper, and how does it move?
static double bound_rate(const ili_slope *w, int lane, double step, int i, bool *upper) {
    const ili_misfit *a = &w->base, *f = &w->lane[lane];
    *upper = w->state[i] == 0 ? fabs(w->s.x[i] - a->upper[i]) < fabs(w->s.x[i] - a->lower[i]) : w->state[i] > 0;
    return *upper ? (f->upper[i] - a->upper[i])/step : (f->lower[i] - a->lower[i])/step;
}

// does the standing of a force that lies at the edge fit the motion? What must it be?
static int fitting(const ili_slope *w, int lane, double step, int side, int i, const ili_motion *motion) {
    bool   upper;
    double bound = bound_rate(w, lane, step, i, &upper), inward = side*(motion->want[i] - bound)*(upper ? -1.0 : 1.0);
    return inward >= 0.0 ? 0 : upper ? 1 : -1;
}

bool ili_slope_side(ili_slope *w, int lane, double step, int side, double edge, ili_motion *out) {
    bool changed = false, fits = false;
    memcpy(w->kept, w->state, (size_t)w->nx);
    for (int n = 0; n < 12 && !fits; n++) {
        fits = true;
        ili_slope_move(w, lane, 1, &step, &out);
        for (int i = 0; i < w->m->nmuscle; i++) {
            int should = w->margin[i] > edge ? w->state[i] : fitting(w, lane, step, side, i, out);
            if (should == w->state[i]) continue;
            w->state[i] = (signed char)should;
            fits = false, changed = true;
            if (n > 3) break; // one at a time, lest it goes round
        }
        if (!fits && !refactor(w)) break;
    }
    memcpy(w->state, w->kept, (size_t)w->nx);
    return !changed || (refactor(w) && fits);
}

void ili_slope_next(const ili_slope *w, int lane, double step, double edge, const ili_motion *motion, ili_slope_change out[2]) {
    const ili_misfit *a = &w->base, *f = &w->lane[lane];
    double            per = 1.0/step;
    for (int side = 0; side < 2; side++) out[side] = (ili_slope_change){.distance = IL_INF, .column = IL_NONE};
    for (int i = 0; i < w->nx && w->s.problem->held; i++) {
        int state = w->state[i];
        if (!(w->margin[i] > edge) || !(w->margin[i] < IL_INF)) continue;
        for (int high = state > 0; high < (state < 0 ? 1 : 2); high++) {
            double bound = high ? a->upper[i] : a->lower[i], towards = motion->want[i] - ((high ? f->upper[i] : f->lower[i]) - bound)*per;
            double gap = state != 0 ? (i < w->m->nmuscle ? 1.0 : w->s.body_weight)*w->margin[i] : fabs(w->s.x[i] - bound);
            if (high == (state != 0)) towards = -towards; // out of the room, or where it stands at a bound back into it
            ili_slope_change *to = &out[towards > 0.0];
            if (towards == 0.0 || !(gap < to->distance*fabs(towards))) continue;
            *to = (ili_slope_change){gap/fabs(towards), i, state != 0, high == 1};
        }
    }
}

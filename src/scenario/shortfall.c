// shortfall.c - a held task that was not found: what its muscles and supports lack, and whether its places can be reached at all
#include "scenario/shortfall.h"
#include "math/triple.h"
#include "solve/dense.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 100 };
static const double STEP  = 1e-6; // of a coordinate's size, for differences
static const double REACH = 1.0;  // longest step, in sizes of a coordinate
#define NEAR 0.1 // soft balance is asked for near the posture that the task means: its spread is that much narrower
static const double ENOUGH = 1e-5, NEAR_ENOUGH = 1e-3; // of balance [body weights], and of places [m]
static const double FLOATS = 0.5; // of the body's weight missing at the supports
static const double FIRM  = 1e-4; // shift of J J', in its largest diagonal: places that contradict each other share what is missing

struct ili_shortfall {
    const il_model *m;
    il_data        *d; ///< the scenario's
    bool           *loose; ///< [nq]
    double         *q, *J, *sd, *reserve; ///< [nq], J [IL_TASK_PLACES*nq]
    double          miss[IL_TASK_PLACES];
    bool            looked, told, settled;
};

static size_t numbers(const il_model *m) { return (size_t)m->nq*(3 + IL_TASK_PLACES) + 1; }

size_t ili_shortfall_bytes(const ili_shortfall *s) { return sizeof *s + ((size_t)s->m->nq + 1)*sizeof *s->loose + numbers(s->m)*sizeof *s->q; }

il_status ili_shortfall_create(const il_model *m, il_data *scratch, ili_shortfall **out, il_error *err) {
    ili_shortfall *s = calloc(1, sizeof *s);
    if (!s) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for what a task may lack");
    s->m = m, s->d = scratch;
    s->loose = calloc((size_t)m->nq + 1, sizeof *s->loose);
    s->q = calloc(numbers(m), sizeof *s->q);
    if (!s->loose || !s->q) {
        ili_shortfall_free(s);
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for what a task may lack");
    }
    s->sd = s->q + m->nq, s->reserve = s->sd + m->nq, s->J = s->reserve + m->nq;
    *out = s;
    return IL_OK;
}

void ili_shortfall_free(ili_shortfall *s) {
    if (!s) return;
    free(s->loose);
    free(s->q);
    free(s);
}

void ili_shortfall_clear(ili_shortfall *s) { s->looked = s->told = false; }

const double *ili_shortfall_places(const ili_shortfall *s) { return s->looked ? s->miss : NULL; }

bool ili_shortfall_settled(const ili_shortfall *s) { return s->settled; }

const double *ili_shortfall_reserves(const ili_shortfall *s) { return s->told ? s->reserve : NULL; }

// ---- how near the places can be brought ----

static double along(const il_data *d, int marker, const double *direction, int lane) {
    double sum = 0.0;
    for (int k = 0; k < 3; k++) sum += direction[k]*d->marker_world[3*marker + k].lane[lane];
    return sum;
}

static double miss_of(const il_data *d, const il_place *place, int lane) {
    double value = along(d, place->marker, place->direction, lane);
    if (place->relative_to != IL_NONE) value -= along(d, place->relative_to, place->direction, lane);
    return value - place->value;
}

static void pose(ili_shortfall *s, const il_params *p) {
    il_position(s->m, p, s->d);
    il_marker(s->m, p, s->d);
}

// misses at q, and their change by one size of each primary coordinate, eight at a time
static void differentiate(ili_shortfall *s, const il_posture_problem *problem) {
    const il_model *m = s->m;
    for (int first = -1; first < m->nq; first += IL_LANES) {
        for (int j = 0; j < m->nq; j++) il_pack_set(&s->d->q[j], s->q[j]);
        for (int lane = 0; lane < IL_LANES; lane++) {
            int j = first + lane;
            if (j >= 0 && j < m->nq) s->d->q[j].lane[lane] += STEP*problem->p->coordinate_size[j];
        }
        pose(s, problem->p);
        for (int i = 0; i < problem->nplace; i++) {
            if (first < 0) s->miss[i] = miss_of(s->d, &problem->place[i], 0);
            for (int lane = 0; lane < IL_LANES; lane++) {
                int j = first + lane;
                if (j >= 0 && j < m->nq) s->J[i*m->nq + j] = m->coordinate_role[j] == IL_PRIMARY ? (miss_of(s->d, &problem->place[i], lane) - s->miss[i])/STEP : 0.0;
            }
        }
    }
}

// the prices of the misses: (J J' + firm) y = miss
static bool price_misses(const ili_shortfall *s, int n, double *y) {
    int    pivot[IL_TASK_PLACES], nq = s->m->nq;
    double N[IL_TASK_PLACES*IL_TASK_PLACES];
    double most = 0.0;
    for (int a = 0; a < n; a++) {
        y[a] = s->miss[a];
        for (int b = 0; b < n; b++) {
            N[a*n + b] = 0.0;
            for (int j = 0; j < nq; j++) N[a*n + b] += s->J[a*nq + j]*s->J[b*nq + j];
        }
        most = fmax(most, N[a*n + a]);
    }
    for (int a = 0; a < n; a++) N[a*n + a] += FIRM*fmax(most, 1e-12);
    if (ili_lu_factor(n, N, pivot)) return false;
    ili_lu_solve(n, N, pivot, 1, y);
    return true;
}

// step of coordinate j in its own sizes, -J'y
static double step_of(const ili_shortfall *s, int n, const double *y, int j) {
    double step = 0.0;
    for (int a = 0; a < n; a++) step -= s->J[a*s->m->nq + j]*y[a];
    return step;
}

// take a coordinate that stands at the end of its range, and would go on, out of the step
static bool held_by_range(ili_shortfall *s, const il_params *p, int n, const double *y, int j) {
    double step = step_of(s, n, y, j);
    if (!(step > 0.0 && s->q[j] >= p->coordinate_max[j]) && !(step < 0.0 && s->q[j] <= p->coordinate_min[j])) return false;
    for (int a = 0; a < n; a++) s->J[a*s->m->nq + j] = 0.0;
    return true;
}

// one step of Levenberg and Marquardt within the ranges of the coordinates; false when nothing moves any more
static bool approach(ili_shortfall *s, const il_posture_problem *problem) {
    const il_params *p = problem->p;
    int              n = problem->nplace, nq = s->m->nq;
    double           y[IL_TASK_PLACES], longest = 0.0, moved = 0.0;
    for (bool again = true; again;) {
        again = false;
        if (!price_misses(s, n, y)) return false;
        for (int j = 0; j < nq; j++) again = held_by_range(s, p, n, y, j) || again;
    }
    for (int j = 0; j < nq; j++) longest = fmax(longest, fabs(step_of(s, n, y, j)));
    double share = longest > REACH ? REACH/longest : 1.0;
    for (int j = 0; j < nq; j++) {
        double step = share*step_of(s, n, y, j), to = s->q[j] + step*p->coordinate_size[j];
        if (step > 0.0 || step < 0.0) to = fmax(p->coordinate_min[j], fmin(p->coordinate_max[j], to));
        moved = fmax(moved, fabs(to - s->q[j])/p->coordinate_size[j]);
        s->q[j] = to;
    }
    return moved > 1e-7;
}

static void look_at_places(ili_shortfall *s, const il_posture_problem *problem, const double *start) {
    memcpy(s->q, start, sizeof *s->q*(size_t)s->m->nq);
    memset(s->miss, 0, sizeof s->miss);
    for (int round = 0; round < ROUNDS; round++) {
        differentiate(s, problem);
        if (!approach(s, problem)) break;
    }
    differentiate(s, problem);
    s->looked = true;
}

bool ili_shortfall_floats(const ili_shortfall *s, const il_posture_problem *problem) {
    double weight = 0.0;
    for (int b = 0; b < s->m->nbody; b++) weight += problem->p->body_mass[b]*sqrt(ili_dot3(problem->gravity, problem->gravity));
    for (int j = 0; s->told && j < s->m->nq; j++) {
        bool shift = s->m->coordinate_kind[j] == IL_ROW_TRANSLATION && s->m->body_parent[s->m->coordinate_body[j]] == IL_GROUND;
        if (shift && fabs(s->reserve[j]) > FLOATS*weight) return true;
    }
    return false;
}

// ---- soft balance ----

// balanced, or well enough to say what is missing though the search still moved
static bool tells(const ili_shortfall *s, const il_posture_info *info) {
    double miss = 0.0;
    for (int i = 0; s->looked && i < IL_TASK_PLACES; i++) miss = fmax(miss, fabs(s->miss[i]));
    bool balanced = info->status == IL_POSTURE_CANNOT_HOLD || (info->residual < ENOUGH && info->worst_reserve > 1.0);
    return balanced && miss < NEAR_ENOUGH;
}

il_status ili_shortfall_solve(ili_shortfall *s, il_posture *posture, const il_posture_problem *problem, const il_posture_settings *limits, double root_cost,
                              const double *start, il_outcome *out, il_error *err) {
    static const double closer[] = {0.1*NEAR, NEAR}; // first nearly as the task means it: from there the same way is found at every load
    il_posture_problem  soft = *problem;
    il_posture_settings settings = *limits;
    il_status           status = IL_OK;
    int                 used = 0;
    soft.prescribed = true, soft.loose = s->loose, soft.habit_sd = s->sd, soft.start = start, soft.start_act = NULL;
    settings.tolerance = 1e-6, settings.polish = 0.0, settings.step_tolerance = 1e-4, settings.root_cost = root_cost;
    for (size_t k = 0; k < sizeof closer/sizeof *closer && status == IL_OK && used < limits->max_iterations; k++) {
        settings.max_iterations = k == 0 ? (limits->max_iterations + 2)/3 : limits->max_iterations - used;
        for (int j = 0; j < s->m->nq; j++) {
            s->loose[j] = s->m->coordinate_role[j] == IL_PRIMARY;
            s->sd[j] = problem->habit_sd[j]*(s->m->coordinate_kind[j] == IL_ROW_ROTATION ? closer[k] : 1.0);
        }
        status = il_posture_solve(posture, &soft, &settings, &out->solution, &out->info, err);
        out->work.solves++, out->work.iterations += out->info.iterations, out->work.evaluations += out->info.evaluations;
        used += out->info.iterations;
        memcpy(s->q, out->solution.q, sizeof *s->q*(size_t)s->m->nq);
        if (out->info.status != IL_POSTURE_NOT_CONVERGED) soft.start = s->q;
    }
    if (status != IL_OK || out->info.status == IL_POSTURE_SOLVED) return status;
    if (out->info.status == IL_POSTURE_NOT_CONVERGED && problem->nplace > 0) look_at_places(s, problem, start);
    s->told = tells(s, &out->info), s->settled = out->info.status == IL_POSTURE_CANNOT_HOLD;
    memcpy(s->reserve, out->solution.reserve, sizeof *s->reserve*(size_t)s->m->nq);
    out->info.status = IL_POSTURE_NOT_CONVERGED;
    return status;
}

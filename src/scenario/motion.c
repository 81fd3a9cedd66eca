// motion.c - a recorded motion solved frame by frame: inertia and the ground's forces given, muscles and secondary coordinates balanced
#include "ilium/motion.h"
#include "analysis/inertia.h"
#include "analysis/signal.h"
#include "scenario/motion_steps.h"
#include "ilium/thread.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- coordinates over time -----------------------------------------------------------------------------------------------------

// what column `word` adds to coordinates: itself, or its shares
static il_status add_column(const il_model *m, const il_motion *motion, int column, double *q, il_error *err) {
    const char *word = motion->column[column];
    int         own = il_coordinate_find(m, word), parts = 0;
    for (int s = -1; s < motion->nshare; s++) {
        bool shared = s >= 0 && !strcmp(motion->share[s].of, word);
        int  j = s < 0 ? own : shared ? il_coordinate_find(m, motion->share[s].coordinate) : IL_NONE;
        if (j == IL_NONE) {
            if (shared)
                return il_error_set(err, IL_BAD_VALUE, "motions/trunk_shares.csv", 0, 0, "the body has no coordinate '%s'", motion->share[s].coordinate);
            continue;
        }
        parts++;
        double part = s < 0 ? 1.0 : motion->share[s].share;
        for (int f = 0; f < motion->nframe; f++) q[f*m->nq + j] += part*motion->value[f*motion->ncolumn + column];
    }
    if (parts) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the motion '%s' moves '%s', which is no coordinate of the body and has no shares", motion->id, word);
}

static void differentiate(const il_motion *motion, int nq, int j, double *q, double *qd, double *qdd, double *work) {
    int     n = motion->nframe;
    double *y = work, *first = work + n, *second = work + 2*n, *rest = work + 3*n;
    for (int f = 0; f < n; f++) y[f] = q[f*nq + j];
    ili_signal_smooth(n, motion->cutoff*motion->step, y, rest);
    ili_signal_slopes(n, motion->step, y, first, second, rest);
    for (int f = 0; f < n; f++) q[f*nq + j] = y[f], qd[f*nq + j] = first[f], qdd[f*nq + j] = second[f];
}

il_status il_motion_coordinates(const il_model *m, const il_params *p, const il_motion *motion, double *q, double *qd, double *qdd, il_error *err) {
    IL_ASSERT(m && p && p->stride == 0 && motion && motion->nframe >= 8);
    size_t  n = (size_t)motion->nframe*(size_t)m->nq;
    double *work = malloc(7*sizeof *work*(size_t)motion->nframe);
    bool   *moved = calloc((size_t)m->nq + 1, sizeof *moved);
    if (!work || !moved) {
        free(work);
        free(moved);
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a motion");
    }
    memset(q, 0, n*sizeof *q), memset(qd, 0, n*sizeof *qd), memset(qdd, 0, n*sizeof *qdd);
    il_status status = IL_OK;
    for (int c = 0; status == IL_OK && c < motion->ncolumn; c++) status = add_column(m, motion, c, q, err);
    for (int j = 0; status == IL_OK && j < m->nq; j++) {
        bool still = true;
        for (int f = 0; f < motion->nframe && still; f++) still = q[f*m->nq + j] == 0.0;
        if (!still) differentiate(motion, m->nq, j, q, qd, qdd, work);
        // recorded: zero is the zero of the coordinate; not recorded: neutral
        for (int f = 0; still && f < motion->nframe; f++) q[f*m->nq + j] = p->coordinate_neutral[j];
    }
    free(work);
    free(moved);
    return status;
}

// ---- one frame -----------------------------------------------------------------------------------------------------------------

enum { TAKES = 4, SEGMENTS = 3 };

typedef struct worker {
    il_data     *d;
    il_posture  *posture;
    il_outcomes *outcomes;
    double      *wrench, *work; ///< [6*nbody] each
    double      *q, *act;       ///< [nq], [nmuscle] where a solve stopped
    bool         lent;          ///< the posture is somebody else's, and nobody reads outcomes
} worker;

typedef struct solver {
    const il_body    *body;
    const il_model   *m;
    const il_params  *p;
    const il_motion  *motion;
    il_motion_result *result;
    double           *q, *qd, *qdd, *plane;
    double            effort;
    int               first;
    int               foot[2], ankle[2], heel[2], mark[SEGMENTS][3]; ///< body, and landmarks
    bool             *loose;                                    ///< [nq] hips and lumbar joints
    double           *spread;                                   ///< [nq] habit of the lumbar joints about their shares; 0 = none
    worker           *worker;
    int               nworker;
} solver;

static const double gravity[3] = {0.0, -9.80665, 0.0};

// the ground's force on a foot, about the ground origin
static void add_ground(const solver *s, const il_data *d, const double *given, int side, double *wrench) {
    double x[3], *w = &wrench[6*s->foot[side]];
    for (int k = 0; k < 3; k++) x[k] = d->marker_world[3*s->ankle[side] + k].lane[0] + given[3 + k];
    w[0] += x[1]*given[2] - x[2]*given[1];
    w[1] += x[2]*given[0] - x[0]*given[2] + given[6];
    w[2] += x[0]*given[1] - x[1]*given[0];
    for (int k = 0; k < 3; k++) w[3 + k] += given[k];
}

// the same as a push that goes with the foot: where the pelvic joints give way the ground stays under it
static il_push ground_push(const solver *s, const il_data *d, const double *given, int side) {
    const double *f = given;
    double        x[3];
    for (int k = 0; k < 3; k++) x[k] = given[3 + k] + d->marker_world[3*s->ankle[side] + k].lane[0] - d->marker_world[3*s->heel[side] + k].lane[0];
    return (il_push){.marker = s->heel[side], .force = {f[0], f[1], f[2]},
                     .moment = {x[1]*f[2] - x[2]*f[1], x[2]*f[0] - x[0]*f[2] + given[6], x[0]*f[1] - x[1]*f[0]}};
}

// A thigh keeps its recorded direction in space while the hip bone gives way between it and the sacrum, and the thorax while the lumbar joints
// share what was recorded as one: three relations between landmarks of the segment. Recorded hip angles are of a pelvis without joints; taken
// as they are, a turn of two degrees in the pelvis would turn the whole leg.
static void segment_places(const solver *s, const il_data *d, int segment, il_place *place) {
    const int *mark = s->mark[segment];
    double     x[3][3], e[3], u[3], n[3], width = 0.0, size = 0.0;
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++) x[i][k] = d->marker_world[3*mark[i] + k].lane[0];
    for (int k = 0; k < 3; k++) e[k] = x[1][k] - x[2][k], u[k] = x[0][k] - 0.5*(x[1][k] + x[2][k]), width += e[k]*e[k];
    n[0] = u[1]*e[2] - u[2]*e[1], n[1] = u[2]*e[0] - u[0]*e[2], n[2] = u[0]*e[1] - u[1]*e[0];
    for (int k = 0; k < 3; k++) size += n[k]*n[k];
    for (int i = 0; i < 3; i++) {
        place[i] = (il_place){.marker = mark[1], .relative_to = i < 2 ? mark[0] : mark[2]};
        for (int k = 0; k < 3; k++) {
            place[i].direction[k] = i == 0 ? e[k]/sqrt(width) : n[k]/sqrt(size);
            place[i].value += place[i].direction[k]*(x[1][k] - x[i < 2 ? 0 : 2][k]);
        }
    }
}

static void outside(const solver *s, worker *w, int f) {
    const il_model *m = s->m;
    for (int j = 0; j < m->nq; j++) {
        il_pack_set(&w->d->q[j], s->q[f*m->nq + j]);
        il_pack_set(&w->d->qd[j], s->qd[f*m->nq + j]);
        il_pack_set(&w->d->qdd[j], s->qdd[f*m->nq + j]);
    }
    il_position(m, s->p, w->d);
    il_velocity(m, s->p, w->d);
    il_inverse(m, s->p, w->d);
    il_marker(m, s->p, w->d);
    ili_inertia_wrenches(m, s->p, w->d, w->wrench);
}

static void judge(const solver *s, const il_posture_solution *solution, il_motion_frame *frame) {
    const il_model *m = s->m;
    double          force = 0.0, moment = 0.0;
    frame->worst = IL_NONE;
    for (int j = 0; j < m->nq; j++) {
        double r = solution->reserve[j];
        bool   root = m->body_parent[m->coordinate_body[j]] == IL_GROUND;
        if (root) *(m->coordinate_kind[j] == IL_ROW_ROTATION ? &moment : &force) += r*r;
        else if (fabs(r) > frame->reserve) frame->reserve = fabs(r), frame->worst = j;
    }
    frame->root_force = sqrt(force), frame->root_moment = sqrt(moment);
}

// a solve that stops short is taken up again from where it stopped: its shift, grown too large for a soft joint, begins anew
static il_status solve_frame(worker *w, const il_model *m, il_posture_problem *problem, const il_posture_settings *settings,
                             il_posture_solution *solution, il_posture_info *info, il_error *err) {
    int       iterations = 0;
    il_status status = IL_OK;
    for (int take = 0; status == IL_OK && take < TAKES; take++) {
        status = il_posture_solve(w->posture, problem, settings, solution, info, err);
        if (status != IL_OK || info->status != IL_POSTURE_NOT_CONVERGED) break;
        iterations += info->iterations;
        memcpy(w->q, solution->q, sizeof *w->q*(size_t)m->nq);
        memcpy(w->act, solution->act, sizeof *w->act*(size_t)m->nmuscle);
        problem->start = w->q, problem->start_act = w->act;
    }
    info->iterations += iterations;
    return status;
}

// one frame with the numbers as they are now; begins as recorded, or at `start`
static il_status frame_at(const solver *s, worker *w, int f, const double *start, const double *start_act, il_posture_solution *solution, il_motion_frame *frame, il_error *err) {
    const il_model      *m = s->m;
    il_posture_settings  settings = il_default_posture_settings();
    settings.root_cost = 1e-9;
    if (start) settings.tolerance = 1e-6, settings.polish = 0.0, settings.step_tolerance = 1e-3; // from a neighbour, for loads: as close as the end of a test is sought
    outside(s, w, f);
    il_push  push[2];
    il_place place[3*SEGMENTS];
    for (int k = 0; k < SEGMENTS; k++) segment_places(s, w->d, k, &place[3*k]);
    for (int side = 0; side < 2; side++) push[side] = ground_push(s, w->d, &s->motion->foot[(2*f + side)*IL_FOOT_VALUES], side);
    il_posture_problem problem = {.m = m, .p = s->p, .held = true, .prescribed = true, .plane = s->plane, .effort = s->effort,
                                  .start = start ? start : &s->q[f*m->nq], .start_act = start_act, .speed = &s->qd[f*m->nq], .wrench = w->wrench,
                                  .npush = 2, .push = push, .nplace = 3*SEGMENTS, .place = place, .loose = s->loose,
                                  .habit = &s->q[f*m->nq], .habit_sd = s->spread};
    memcpy(problem.gravity, gravity, sizeof gravity);
    *frame = (il_motion_frame){.time = s->motion->start + f*s->motion->step};
    il_status status = solve_frame(w, m, &problem, &settings, solution, &frame->info, err);
    if (status != IL_OK) return status;
    judge(s, solution, frame);
    solution->stiffness = NULL; // a body in motion has no stability of a posture
    return IL_OK;
}

static il_status one_frame(void *ctx, int index, int thread, il_error *err) {
    solver              *s = ctx;
    worker              *w = &s->worker[thread];
    const il_model      *m = s->m;
    il_motion_result    *r = s->result;
    int                  f = s->first + index;
    il_posture_solution  solution;
    il_status            status = frame_at(s, w, f, NULL, NULL, &solution, &r->frame[index], err);
    if (status != IL_OK) return status;
    il_outcomes_read(w->outcomes, s->p, &solution, &r->value[index*r->noutcome]);
    memcpy(&r->q[index*m->nq], solution.q, sizeof *r->q*(size_t)m->nq);
    for (int side = 0; side < 2; side++) add_ground(s, w->d, &s->motion->foot[(2*f + side)*IL_FOOT_VALUES], side, w->wrench);
    ili_generalised(m, s->p, w->d, gravity, w->wrench, w->work, &r->moment[index*m->nq]);
    for (int j = 0; j < m->nq; j++) r->moment[index*m->nq + j] = -r->moment[index*m->nq + j];
    return IL_OK;
}

// ---- all frames ----------------------------------------------------------------------------------------------------------------

static void close_solver(solver *s) {
    for (int i = 0; s->worker && i < s->nworker; i++) {
        il_data_free(s->worker[i].d);
        if (!s->worker[i].lent) il_posture_free(s->worker[i].posture);
        il_outcomes_free(s->worker[i].outcomes);
        free(s->worker[i].wrench);
    }
    free(s->worker);
    free(s->loose);
    free(s->spread);
    free(s->q);
}

static il_status open_worker(const solver *s, worker *w, il_error *err) {
    const il_model *m = s->m;
    w->wrench = calloc(12*(size_t)m->nbody + (size_t)(m->nq + m->nmuscle), sizeof *w->wrench);
    if (!w->wrench) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a motion");
    w->work = w->wrench + 6*m->nbody, w->q = w->work + 6*m->nbody, w->act = w->q + m->nq;
    il_status status = il_data_create(s->m, IL_ISA_AUTO, &w->d, err);
    if (status == IL_OK && !w->lent) status = il_posture_create(s->m, IL_ISA_AUTO, 3*SEGMENTS, &w->posture, err);
    if (status == IL_OK && !w->lent) status = il_outcomes_create(s->body, &w->outcomes, err);
    return status;
}

// the primary coordinates of a joint are let go, with a spread or without
static void let_go(solver *s, int body, bool habit) {
    for (int j = 0; j < s->m->nq; j++) {
        if (s->m->coordinate_body[j] != body || s->m->coordinate_role[j] != IL_PRIMARY) continue;
        s->loose[j] = true;
        if (habit) s->spread[j] = s->body->sigma_within[j];
    }
}

static il_status find_segments(solver *s, il_error *err) {
    static const char *const names[SEGMENTS][3] = {{"femoral_head_r", "lateral_epicondyle_r", "medial_epicondyle_r"},
                                                   {"femoral_head_l", "lateral_epicondyle_l", "medial_epicondyle_l"},
                                                   {"head_top", "acromion_r", "acromion_l"}};
    const il_model *m = s->m;
    s->loose = calloc((size_t)m->nq + 1, sizeof *s->loose);
    s->spread = calloc((size_t)m->nq + 1, sizeof *s->spread);
    if (!s->loose || !s->spread) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a motion");
    for (int i = 0; i < SEGMENTS; i++) {
        for (int k = 0; k < 3; k++) {
            s->mark[i][k] = il_marker_find(m, names[i][k]);
            if (s->mark[i][k] == IL_NONE) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a motion needs the landmark '%s'", names[i][k]);
        }
    }
    for (int side = 0; side < 2; side++) let_go(s, m->marker_body[s->mark[side][0]], false);
    for (int b = m->marker_body[s->mark[2][0]]; m->body_parent[b] != IL_GROUND; b = m->body_parent[b]) let_go(s, b, true);
    return IL_OK;
}

static il_status find_feet(solver *s, il_error *err) {
    static const char *const ankles[] = {"ankle_centre_r", "ankle_centre_l"}, *const heels[] = {"heel_r", "heel_l"};
    for (int side = 0; side < 2; side++) {
        s->ankle[side] = il_marker_find(s->m, ankles[side]), s->heel[side] = il_marker_find(s->m, heels[side]);
        if (s->ankle[side] == IL_NONE || s->heel[side] == IL_NONE)
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a motion needs the landmarks '%s' and '%s'", ankles[side], heels[side]);
        s->foot[side] = s->m->marker_body[s->heel[side]];
    }
    return find_segments(s, err);
}

static il_status open_solver(solver *s, int threads, int njob, il_posture *lent, il_error *err) {
    size_t n = (size_t)s->motion->nframe*(size_t)s->m->nq;
    s->nworker = il_parallel_threads(njob, threads);
    s->q = calloc(3*n + 4*(size_t)s->m->nplane + 1, sizeof *s->q);
    s->worker = calloc((size_t)s->nworker + 1, sizeof *s->worker);
    if (!s->q || !s->worker) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a motion");
    s->qd = s->q + n, s->qdd = s->qd + n, s->plane = s->qdd + n;
    il_status status = find_feet(s, err);
    if (status == IL_OK) status = il_motion_coordinates(s->m, s->p, s->motion, s->q, s->qd, s->qdd, err);
    for (int i = 0; status == IL_OK && i < s->nworker; i++) {
        s->worker[i].lent = lent != NULL, s->worker[i].posture = lent;
        status = open_worker(s, &s->worker[i], err);
    }
    return status;
}

static il_motion_result *make_result(int nframe, int noutcome, int nq) {
    size_t            n = (size_t)nframe;
    il_motion_result *r = calloc(1, sizeof *r + n*sizeof(il_motion_frame) + n*((size_t)noutcome + 2*(size_t)nq)*sizeof(double));
    if (!r) return NULL;
    *r = (il_motion_result){.nframe = nframe, .noutcome = noutcome, .nq = nq, .frame = (il_motion_frame *)(r + 1)};
    r->value = (double *)(r->frame + n), r->moment = r->value + n*(size_t)noutcome, r->q = r->moment + n*(size_t)nq;
    return r;
}

void il_motion_result_free(il_motion_result *r) { free(r); }

// frames that are solved; IL_BAD_VALUE where they were not recorded
static il_status find_frames(solver *s, int *n, il_error *err) {
    const il_motion *motion = s->motion;
    s->first = (int)ceil((motion->from - motion->start)/motion->step - 1e-6);
    *n = (int)floor((motion->to - motion->start)/motion->step + 1e-6) - s->first + 1;
    if (s->first >= 0 && *n >= 1 && s->first + *n <= motion->nframe) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the motion '%s' is to be solved from %g to %g s, but was not recorded there", motion->id, motion->from, motion->to);
}

il_status il_motion_solve(const il_body *body, const il_params *p, const il_motion *motion, double effort, int threads, const il_progress *progress,
                          il_motion_result **out, il_error *err) {
    IL_ASSERT(body && p && p->stride == 0 && motion && out && effort > 0.0);
    solver    s = {.body = body, .m = body->m, .p = p, .motion = motion, .effort = effort};
    int       n = 0;
    il_status status = find_frames(&s, &n, err);
    if (status == IL_OK) status = open_solver(&s, threads, n, NULL, err);
    if (status == IL_OK && !(s.result = make_result(n, il_outcomes_count(s.worker[0].outcomes), s.m->nq)))
        status = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the frames of a motion");
    if (status == IL_OK) status = il_parallel_for(n, threads, one_frame, &s, "frames", progress, err);
    close_solver(&s);
    if (status == IL_OK) *out = s.result;
    else il_motion_result_free(s.result);
    return status;
}

// ---- one frame at a time ---------------------------------------------------------------------------------------------------------

struct ili_motion_steps {
    solver    s;
    il_motion own;   ///< of the person, and what it points at:
    double   *numbers;
    int       count;
};

// mass and length of leg at the neutral posture
static void measure(const il_model *m, const il_params *p, il_data *d, double *mass, double *leg) {
    static const char *const end[2][2] = {{"femoral_head_r", "ankle_centre_r"}, {"femoral_head_l", "ankle_centre_l"}};
    *mass = *leg = 0.0;
    for (int b = 0; b < m->nbody; b++) *mass += p->body_mass[b];
    for (int j = 0; j < m->nq; j++) il_pack_set(&d->q[j], p->coordinate_neutral[j]);
    il_position(m, p, d);
    il_marker(m, p, d);
    for (int side = 0; side < 2; side++) {
        int    a = il_marker_find(m, end[side][0]), b = il_marker_find(m, end[side][1]);
        double sum = 0.0;
        for (int k = 0; k < 3 && a != IL_NONE && b != IL_NONE; k++) {
            double x = d->marker_world[3*b + k].lane[0] - d->marker_world[3*a + k].lane[0];
            sum += x*x;
        }
        *leg += 0.5*sqrt(sum);
    }
}

// Of somebody as much heavier and longer, dynamically similar (Froude): lengths with the leg, time with its root, forces with the mass.
static void scale(const il_model *m, const il_motion *from, double mass, double leg, double *value, double *foot, il_motion *out) {
    double time = sqrt(leg);
    *out = *from;
    out->value = value, out->foot = foot;
    out->from *= time, out->to *= time, out->start *= time, out->step *= time, out->cutoff /= time;
    for (int c = 0; c < from->ncolumn; c++) {
        int    j = il_coordinate_find(m, from->column[c]);
        double by = j != IL_NONE && m->coordinate_kind[j] != IL_ROW_ROTATION ? leg : 1.0;
        for (int f = 0; f < from->nframe; f++) value[f*from->ncolumn + c] = by*from->value[f*from->ncolumn + c];
    }
    for (int i = 0; i < 2*from->nframe; i++) {
        for (int k = 0; k < IL_FOOT_VALUES; k++) foot[i*IL_FOOT_VALUES + k] = from->foot[i*IL_FOOT_VALUES + k]*(k < 3 ? mass : k < 6 ? leg : mass*leg);
    }
}

static il_status scale_to(ili_motion_steps *x, const il_motion *motion, il_error *err) {
    const il_model *m = x->s.m;
    il_params      *recorded = NULL;
    il_data        *d = NULL;
    double          mass[2], leg[2];
    size_t          nvalue = (size_t)motion->nframe*(size_t)motion->ncolumn, nfoot = 2*IL_FOOT_VALUES*(size_t)motion->nframe;
    il_status       status = il_params_create(m, false, &recorded, err);
    if (status == IL_OK) status = il_data_create(m, IL_ISA_AUTO, &d, err);
    if (status == IL_OK) status = il_body_person(x->s.body, &motion->person, recorded, err);
    if (status == IL_OK && !(x->numbers = calloc(nvalue + nfoot, sizeof *x->numbers))) status = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a motion");
    if (status == IL_OK) {
        measure(m, recorded, d, &mass[0], &leg[0]), measure(m, x->s.p, d, &mass[1], &leg[1]);
        scale(m, motion, mass[1]/mass[0], leg[1]/leg[0], x->numbers, x->numbers + nvalue, &x->own);
        x->s.motion = &x->own;
    }
    il_data_free(d);
    il_params_free(recorded);
    return status;
}

il_status ili_motion_steps_create(const il_body *body, const il_params *p, const il_motion *motion, double effort, il_posture *posture, ili_motion_steps **out, il_error *err) {
    ili_motion_steps *x = *out = calloc(1, sizeof *x);
    if (!x) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a motion");
    x->s = (solver){.body = body, .m = body->m, .p = p, .effort = effort};
    il_status status = scale_to(x, motion, err);
    if (status == IL_OK) status = find_frames(&x->s, &x->count, err);
    if (status == IL_OK) status = open_solver(&x->s, 1, 1, posture, err);
    if (status != IL_OK) ili_motion_steps_free(x), *out = NULL;
    return status;
}

void ili_motion_steps_free(ili_motion_steps *x) {
    if (!x) return;
    close_solver(&x->s);
    free(x->numbers);
    free(x);
}

int    ili_motion_steps_count(const ili_motion_steps *x) { return x->count; }
double ili_motion_steps_lasts(const ili_motion_steps *x) { return x->own.to - x->own.from; }

il_status ili_motion_steps_solve(ili_motion_steps *x, int frame, const double *start, const double *start_act, il_posture_solution *solution, il_motion_frame *info, il_error *err) {
    return frame_at(&x->s, &x->s.worker[0], x->s.first + frame, start, start_act, solution, info, err);
}

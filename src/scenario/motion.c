// motion.c - a recorded motion solved frame by frame: inertia and the ground's forces given, muscles and secondary coordinates balanced
#include "ilium/motion.h"
#include "analysis/inertia.h"
#include "analysis/signal.h"
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

typedef struct worker {
    il_data     *d;
    il_posture  *posture;
    il_outcomes *outcomes;
    double      *wrench, *work; ///< [6*nbody] each
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
    int               foot[2], ankle[2], heel[2], thigh[2][3]; ///< body, and landmarks
    bool             *loose;                                    ///< [nq] hips
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

// The thigh keeps its recorded place in space while the hip bone gives way between it and the sacrum: three relations between its landmarks.
// Recorded hip angles are of a pelvis without joints; taken as they are, a turn of two degrees in the pelvis would turn the whole leg.
static void thigh_places(const solver *s, const il_data *d, int side, il_place *place) {
    const int *mark = s->thigh[side]; // head, lateral, medial
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

static il_status one_frame(void *ctx, int index, int thread, il_error *err) {
    solver              *s = ctx;
    worker              *w = &s->worker[thread];
    const il_model      *m = s->m;
    il_motion_result    *r = s->result;
    int                  f = s->first + index;
    il_motion_frame     *frame = &r->frame[index];
    il_posture_settings  settings = il_default_posture_settings();
    il_posture_solution  solution;
    settings.root_cost = 1e-9;
    outside(s, w, f);
    il_push  push[2];
    il_place place[6];
    for (int side = 0; side < 2; side++) thigh_places(s, w->d, side, &place[3*side]);
    for (int side = 0; side < 2; side++) push[side] = ground_push(s, w->d, &s->motion->foot[(2*f + side)*IL_FOOT_VALUES], side);
    il_posture_problem problem = {.m = m, .p = s->p, .held = true, .prescribed = true, .plane = s->plane, .effort = s->effort,
                                  .start = &s->q[f*m->nq], .speed = &s->qd[f*m->nq], .wrench = w->wrench,
                                  .npush = 2, .push = push, .nplace = 6, .place = place, .loose = s->loose};
    memcpy(problem.gravity, gravity, sizeof gravity);
    frame->time = s->motion->start + f*s->motion->step;
    il_status status = il_posture_solve(w->posture, &problem, &settings, &solution, &frame->info, err);
    if (status != IL_OK) return status;
    judge(s, &solution, frame);
    solution.stiffness = NULL; // a body in motion has no stability of a posture
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
        il_posture_free(s->worker[i].posture);
        il_outcomes_free(s->worker[i].outcomes);
        free(s->worker[i].wrench);
    }
    free(s->worker);
    free(s->loose);
    free(s->q);
}

static il_status open_worker(const solver *s, worker *w, il_error *err) {
    w->wrench = calloc(12*(size_t)s->m->nbody, sizeof *w->wrench);
    if (!w->wrench) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a motion");
    w->work = w->wrench + 6*s->m->nbody;
    il_status status = il_data_create(s->m, IL_ISA_AUTO, &w->d, err);
    if (status == IL_OK) status = il_posture_create(s->m, IL_ISA_AUTO, 6, &w->posture, err);
    if (status == IL_OK) status = il_outcomes_create(s->body, &w->outcomes, err);
    return status;
}

static il_status find_thighs(solver *s, il_error *err) {
    static const char *const names[2][3] = {{"femoral_head_r", "lateral_epicondyle_r", "medial_epicondyle_r"},
                                            {"femoral_head_l", "lateral_epicondyle_l", "medial_epicondyle_l"}};
    s->loose = calloc((size_t)s->m->nq + 1, sizeof *s->loose);
    if (!s->loose) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a motion");
    for (int side = 0; side < 2; side++) {
        for (int k = 0; k < 3; k++) {
            s->thigh[side][k] = il_marker_find(s->m, names[side][k]);
            if (s->thigh[side][k] == IL_NONE) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a motion needs the landmark '%s'", names[side][k]);
        }
        for (int j = 0; j < s->m->nq; j++) s->loose[j] |= s->m->coordinate_body[j] == s->m->marker_body[s->thigh[side][0]];
    }
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
    return find_thighs(s, err);
}

static il_status open_solver(solver *s, int threads, int njob, il_error *err) {
    size_t n = (size_t)s->motion->nframe*(size_t)s->m->nq;
    s->nworker = il_parallel_threads(njob, threads);
    s->q = calloc(3*n + 4*(size_t)s->m->nplane + 1, sizeof *s->q);
    s->worker = calloc((size_t)s->nworker + 1, sizeof *s->worker);
    if (!s->q || !s->worker) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a motion");
    s->qd = s->q + n, s->qdd = s->qd + n, s->plane = s->qdd + n;
    il_status status = find_feet(s, err);
    if (status == IL_OK) status = il_motion_coordinates(s->m, s->p, s->motion, s->q, s->qd, s->qdd, err);
    for (int i = 0; status == IL_OK && i < s->nworker; i++) status = open_worker(s, &s->worker[i], err);
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

il_status il_motion_solve(const il_body *body, const il_params *p, const il_motion *motion, double effort, int threads, const il_progress *progress,
                          il_motion_result **out, il_error *err) {
    IL_ASSERT(body && p && p->stride == 0 && motion && out && effort > 0.0);
    solver s = {.body = body, .m = body->m, .p = p, .motion = motion, .effort = effort};
    s.first = (int)ceil((motion->from - motion->start)/motion->step - 1e-6);
    int n = (int)floor((motion->to - motion->start)/motion->step + 1e-6) - s.first + 1;
    if (s.first < 0 || n < 1 || s.first + n > motion->nframe)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the motion '%s' is to be solved from %g to %g s, but was not recorded there", motion->id,
                            motion->from, motion->to);
    il_status status = open_solver(&s, threads, n, err);
    if (status == IL_OK && !(s.result = make_result(n, il_outcomes_count(s.worker[0].outcomes), s.m->nq)))
        status = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the frames of a motion");
    if (status == IL_OK) status = il_parallel_for(n, threads, one_frame, &s, "frames", progress, err);
    close_solver(&s);
    if (status == IL_OK) *out = s.result;
    else il_motion_result_free(s.result);
    return status;
}

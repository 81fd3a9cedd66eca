// osim_muscle_tables.c - MuscleAnalysis: lengths, fibres and tendons, forces and powers of muscles, moment arms and moments, as OpenSim writes them
//
// Muscles have the activation that the model gives them, since nothing controls them. Fibres on elastic tendons are in balance at rest in every
// frame (il_osim_muscle_at()), whether or not the set-up asks for it: without it OpenSim writes the model's default length in all frames.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/frames.h"
#include "base/names.h"
#include "ilium/thread.h"
#include "osim_job.h"
#include "osim_read.h"

enum { BLOCK = 16*IL_LANES };

// name of a table and what it holds, of the fibre `f` of the muscle `m` on a path of `length`
#define TABLES(X)                                                                                     \
    X(PennationAngle, f->pennation)                                                                   \
    X(Length, length)                                                                                 \
    X(FiberLength, f->length)                                                                         \
    X(NormalizedFiberLength, f->length/m->l_opt)                                                      \
    X(TendonLength, f->tendon)                                                                        \
    X(FiberVelocity, f->speed)                                                                        \
    X(NormFiberVelocity, f->speed/(m->l_opt*m->v_max))                                                \
    X(PennationAngularVelocity, f->pennation_speed)                                                   \
    X(TendonForce, f->tension)                                                                        \
    X(FiberForce, f->active + f->elastic + f->damped)                                                 \
    X(ActiveFiberForce, f->active)                                                                    \
    X(PassiveFiberForce, f->elastic + f->damped)                                                      \
    X(ActiveFiberForceAlongTendon, f->active*cos(f->pennation))                                       \
    X(PassiveFiberForceAlongTendon, (f->elastic + f->damped)*cos(f->pennation))                       \
    X(FiberActivePower, -(f->active + f->damped)*f->speed)                                            \
    X(FiberPassivePower, -f->elastic*f->speed)                                                        \
    X(TendonPower, -f->tension*f->tendon_speed)                                                       \
    X(MuscleActuatorPower, -(f->active + f->elastic + f->damped)*f->speed - f->tension*f->tendon_speed)

#define NAME(name, value) #name,
#define VALUE(name, value) value,
#define ONE(name, value) +1
enum { NTABLE = 0 TABLES(ONE) };
static const char *const names[NTABLE] = {TABLES(NAME)};

static void row_of(const il_osim_muscle *m, const il_osim_fibre *f, double length, double out[NTABLE]) {
    const double row[NTABLE] = {TABLES(VALUE)};
    memcpy(out, row, sizeof row);
}

/// The frames of an analysis of muscles in blocks: each writes its own rows.
typedef struct muscle_job {
    const ili_osim_job *j;
    il_osim_result     *out; ///< NTABLE tables, then the arms of `arm`, then their moments
    int                 nmuscle, narm;
    int                *muscle; ///< [nmuscle] that are asked for
    int                *arm;    ///< [narm] coordinates of the file that are asked for
    int                *slot;   ///< [nmuscle of the model] column of a muscle, -1: it has none
} muscle_job;

static il_status no_memory(const ili_osim_job *j) { return il_error_set(j->err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for an analysis of muscles"); }

// ---- what is asked for ---------------------------------------------------------------------------------------------------------

static void choose_one(int at, int *out, int *count) {
    int k = 0;
    while (k < *count && out[k] != at) k++;
    if (k == *count) out[(*count)++] = at; // a name that stands twice counts once
}

// the members of a group of forces, in the order of the model. @return how many there are
static int choose_group(const il_osim *o, const char *word, int n, const char *const *all, int *out, int *count) {
    int found = 0;
    for (int g = 0; g < o->ngroup; g++)
        for (int i = 0; i < n && !strcmp(o->group[g].name, word); i++)
            if (ili_osim_among(o->group[g].members, all[i])) choose_one(i, out, count), found++;
    return found;
}

// places in `all` of the words of a list; "all" and an empty list are all of them
static il_status choose(const ili_osim_job *j, const char *what, int nword, const char *const *word, int n, const char *const *all, int *out, int *count) {
    char offer[300];
    bool every = !nword || (nword == 1 && !strcmp(word[0], "all"));
    *count = 0;
    for (int i = 0; i < n && every; i++) out[(*count)++] = i;
    for (int i = 0; i < nword && !every; i++) {
        int at = ili_name_find(word[i], all, n);
        if (at < 0 && !strcmp(what, "muscle") && choose_group(j->o, word[i], n, all, out, count)) continue;
        if (at < 0)
            return il_error_set(j->err, IL_BAD_VALUE, NULL, 0, 0, "%s: there is no %s '%.80s'; did you mean %s?", j->how->name, what, word[i],
                                ili_name_offer(word[i], all, n, offer, sizeof offer));
        choose_one(at, out, count);
    }
    return IL_OK;
}

static il_status ask(muscle_job *k) {
    const ili_osim_job *j = k->j;
    const il_osim      *o = j->o;
    int                 n = o->ncoordinate, nmuscle = o->model->nmuscle;
    const char        **coordinate = calloc((size_t)n + 1, sizeof *coordinate);
    for (int i = 0; coordinate && i < n; i++) coordinate[i] = o->coordinate[i].name;
    il_status status = !coordinate ? no_memory(j) : choose(j, "muscle", j->how->nmuscle, j->how->muscle, nmuscle, o->model->muscle_name, k->muscle, &k->nmuscle);
    if (status == IL_OK && j->how->moments) status = choose(j, "coordinate", j->how->narm, j->how->arm, n, coordinate, k->arm, &k->narm);
    for (int i = 0; i < nmuscle; i++) k->slot[i] = -1;
    for (int i = 0; status == IL_OK && i < k->nmuscle; i++) k->slot[k->muscle[i]] = i;
    free(coordinate);
    return status;
}

static il_status tables(const muscle_job *k, int *n) {
    const il_osim *o = k->j->o;
    ili_osim_names s = {0};
    il_status      status = ili_osim_names_room(&s, k->nmuscle) ? IL_OK : no_memory(k->j);
    for (int i = 0; status == IL_OK && i < k->nmuscle; i++) ili_osim_names_add(&s, "%.200s", o->model->muscle_name[k->muscle[i]]);
    for (int i = 0; status == IL_OK && i < NTABLE + 2*k->narm; i++) {
        char        name[200], title[180];
        int         a = i - NTABLE;
        const char *part = a < 0 ? names[i] : a < k->narm ? "MomentArm" : "Moment";
        if (a < 0) snprintf(title, sizeof title, "%s", part);
        else snprintf(title, sizeof title, "%s_%.150s", part, o->coordinate[k->arm[a%k->narm]].name);
        snprintf(name, sizeof name, "MuscleAnalysis_%s", title);
        status = ili_osim_result_table(&k->out[(*n)++], name, title, k->j->motion, &s, k->j->err);
    }
    ili_osim_names_free(&s);
    return status;
}

// ---- frames --------------------------------------------------------------------------------------------------------------------

static void put(const muscle_job *k, int table, int row, int column, double x) { k->out[table].table->value[(size_t)row*(size_t)k->nmuscle + (size_t)column] = x; }

// Arms and moments of a muscle. That about a coordinate which follows another is the arm about its master over the rate at which it follows, as
// OpenSim's projected speeds have it.
static void arms(const muscle_job *k, const il_data *d, const ili_osim_tied *tied, int muscle, int lane, int row, double tension) {
    const il_osim  *o = k->j->o;
    const il_model *m = o->model;
    int             path = m->muscle_path[muscle], column = k->slot[muscle];
    for (int i = 0; i < k->narm; i++) {
        int    signal = o->coordinate[k->arm[i]].signal, dof = signal < m->nq ? signal : m->coupled_master[signal - m->nq];
        double arm = 0.0, rate = d->signal_rate[signal].lane[lane];
        if (tied->c) arm = tied->arm[dof*m->nmuscle + muscle].lane[lane];
        for (int a = m->path_arm_start[path]; a < m->path_arm_start[path + 1] && !tied->c; a++)
            if (m->arm_dof[a] == dof) arm = d->arm[a].lane[lane];
        if (signal >= m->nq) arm = rate == 0.0 ? 0.0 : arm/rate;
        put(k, NTABLE + i, row, column, arm), put(k, NTABLE + k->narm + i, row, column, arm*tension);
    }
}

static void one_frame(const muscle_job *k, const il_data *d, const ili_osim_tied *tied, int lane, int row) {
    const il_osim *o = k->j->o;
    for (int i = 0; i < k->nmuscle; i++) {
        const il_osim_muscle *m = &o->muscle[k->muscle[i]];
        int                   path = o->model->muscle_path[k->muscle[i]];
        double                length = d->path_length[path].lane[lane], x[NTABLE];
        const il_osim_fibre   f = il_osim_muscle_at(m, length, d->path_speed[path].lane[lane], m->activation);
        row_of(m, &f, length, x);
        for (int t = 0; t < NTABLE; t++) put(k, t, row, i, x[t]);
        arms(k, d, tied, k->muscle[i], lane, row, f.tension);
    }
}

static il_status block_of(void *ctx, int block, int thread, il_error *err) {
    const muscle_job          *k = ctx;
    const il_osim_motion_rows *r = k->j->motion;
    const il_model            *m = k->j->o->model;
    il_data                   *d = NULL;
    ili_osim_tied              tied;
    il_status                  status = ili_osim_tied_create(k->j->o, &tied, err);
    if (status == IL_OK) status = il_data_create(m, IL_ISA_AUTO, &d, err);
    (void)thread;
    if (status != IL_OK) return ili_osim_tied_free(&tied), status;
    for (int first = block*BLOCK; first < r->nframe && first < (block + 1)*BLOCK; first += IL_LANES) {
        int frame[IL_LANES];
        ili_frames_stretch(first, 1, 0, r->nframe, frame);
        ili_frames_take(frame, m->nq, r->q, d->q), ili_frames_take(frame, m->nq, r->qd, d->qd);
        il_position(m, m->nominal, d), il_velocity(m, m->nominal, d), il_path(m, m->nominal, d), il_path_speed(m, m->nominal, d), il_arm(m, m->nominal, d);
        if (tied.c) ili_osim_tied_arms(&tied, d);
        for (int lane = 0; lane < IL_LANES && first + lane < r->nframe; lane++) one_frame(k, d, &tied, lane, first + lane);
    }
    il_data_free(d), ili_osim_tied_free(&tied);
    return IL_OK;
}

int ili_osim_muscle_results(const il_osim *o) { return NTABLE + 2*o->ncoordinate; }

il_status ili_osim_muscles(const ili_osim_job *j, int *n, il_osim_result *out) {
    size_t     nmuscle = (size_t)j->o->model->nmuscle + 1, narm = (size_t)j->o->ncoordinate + 1;
    muscle_job k = {.j = j, .out = out + *n, .muscle = calloc(nmuscle, sizeof *k.muscle), .arm = calloc(narm, sizeof *k.arm), .slot = calloc(nmuscle, sizeof *k.slot)};
    il_status  status = k.muscle && k.arm && k.slot ? ask(&k) : no_memory(j);
    if (status == IL_OK) status = tables(&k, n);
    if (status == IL_OK) status = il_parallel_for((j->motion->nframe + BLOCK - 1)/BLOCK, j->threads, block_of, &k, "muscle analysis", j->progress, j->err);
    free(k.muscle), free(k.arm), free(k.slot);
    return status;
}

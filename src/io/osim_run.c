// osim_run.c - OpenSim's tools from a set-up to the table that they write
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/frames.h"
#include "base/memory.h"
#include "ilium/curves.h"
#include "ilium/data.h"
#include "ilium/io_osim_tool.h"
#include "osim_job.h"

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for the frames of a motion"); }

// ---- motion --------------------------------------------------------------------------------------------------------------------

static il_osim_motion_rows *new_rows(int nframe, int nq) {
    ili_placer           at = {0};
    il_osim_motion_rows *r = NULL;
    for (int pass = 0; pass < 2; pass++) {
        il_osim_motion_rows shape = {.nframe = nframe};
        size_t              cells = (size_t)nframe*(size_t)nq;
        if (pass) at = ili_placer_for(ili_block_alloc(at.size), at.size);
        if (pass && !at.block) return NULL;
        r = ili_place(&at, 1, sizeof *r);
        shape.time = ili_place(&at, (size_t)nframe, sizeof(double));
        shape.q = ili_place(&at, cells, sizeof(double));
        shape.qd = ili_place(&at, cells, sizeof(double));
        shape.qdd = ili_place(&at, cells, sizeof(double));
        if (r) *r = shape;
    }
    return r;
}

void il_osim_motion_free(il_osim_motion_rows *r) { ili_block_free(r); }

// the columns of coordinates alone, so that no other column is filtered; prescribed ones by their functions, but for inverse dynamics, which takes the motion as it is
static il_status gather(const il_osim *o, const il_table *t, const int *column, bool states, double **out, il_error *err) {
    size_t  n = (size_t)o->ncoordinate;
    double *v = *out = malloc((n*(size_t)t->nrow + 1)*sizeof *v);
    if (!v) return no_memory(err);
    for (int row = 0; row < t->nrow; row++)
        for (size_t i = 0; i < n; i++)
            v[(size_t)row*n + i] = states && o->coordinate[i].prescribed ? il_osim_prescribed(o, &o->coordinate[i], t->time[row]) : column[i] < 0 ? o->coordinate[i].value : t->value[(size_t)row*(size_t)t->ncolumn + (size_t)column[i]];
    return IL_OK;
}

static void put_rows(const il_osim *o, const il_curves *c, int first, il_osim_motion_rows *r) {
    double *time = (double *)(uintptr_t)r->time; // its own block
    size_t  nq = (size_t)o->model->nq;
    for (int f = 0; f < r->nframe; f++) {
        size_t row = (size_t)(first + f)*(size_t)c->ncolumn;
        time[f] = c->time[first + f];
        for (int i = 0; i < o->ncoordinate; i++) {
            int q = o->coordinate[i].signal;
            if (q >= o->model->nq) continue; // it follows another
            size_t to = (size_t)f*nq + (size_t)q, from = row + (size_t)i;
            r->q[to] = c->value[from], r->qd[to] = c->rate[from], r->qdd[to] = c->accel[from];
        }
    }
}

// accelerations as the slopes of splines through the speeds
static il_status through_speeds(il_curves *c, il_error *err) {
    il_curves *again = NULL;
    il_status  status = il_curves_create(c->nrow, c->ncolumn, c->time, c->rate, -1.0, &again, err);
    if (status == IL_OK) memcpy(c->accel, again->rate, (size_t)c->nrow*(size_t)c->ncolumn*sizeof *c->accel);
    il_curves_free(again);
    return status;
}

// what a Sine or a function that jumps prescribes is neither filtered nor splined: speeds and accelerations are the function's own
static void as_prescribed(const il_osim *o, il_curves *c) {
    for (int i = 0; i < o->ncoordinate; i++) {
        const il_osim_coordinate *q = &o->coordinate[i];
        bool                      sine = q->time == IL_OSIM_TIME_SINE;
        if (!q->prescribed || q->time == IL_OSIM_TIME_FUNCTION) continue;
        for (int row = 0; row < c->nrow; row++) {
            size_t at = (size_t)row*(size_t)c->ncolumn + (size_t)i;
            double omega = sine ? q->number[1] : 0.0;
            c->value[at] = il_osim_prescribed(o, q, c->time[row]);
            c->rate[at] = sine ? q->scale*q->number[0]*omega*cos(omega*c->time[row] + q->number[2]) : 0.0;
            c->accel[at] = sine ? -omega*omega*c->value[at] : 0.0;
        }
    }
}

void ili_osim_motion_error(const il_table *motion, const char *path, il_error *err) {
    if (motion && err && !strcmp(err->file, motion->name)) snprintf(err->file, sizeof err->file, "%s", path);
}

static il_status take(const il_osim *o, il_table *motion, double cutoff, double from, double to, bool states, il_osim_motion_rows **out, il_error *err) {
    *out = NULL;
    int       *column = calloc((size_t)o->ncoordinate + 1, sizeof *column), first = 0, count = 0;
    double    *value = NULL;
    il_curves *c = NULL;
    il_status  status = column ? il_osim_columns(o, motion, column, err) : no_memory(err);
    if (status == IL_OK && motion->nrow < 1) status = il_error_set(err, IL_BAD_VALUE, motion->name, 0, 0, "the motion has no rows");
    if (status == IL_OK) status = gather(o, motion, column, states, &value, err);
    if (status == IL_OK) status = il_curves_create(motion->nrow, o->ncoordinate, motion->time, value, cutoff, &c, err);
    if (status == IL_OK && states) status = through_speeds(c, err);
    if (status == IL_OK && states) as_prescribed(o, c);
    if (status == IL_OK && (from > motion->time[motion->nrow - 1] || to < motion->time[0]))
        status = il_error_set(err, IL_BAD_VALUE, motion->name, 0, 0, "the range of time %g to %g s lies outside the motion, which goes from %g to %g s", from, to,
                              motion->time[0], motion->time[motion->nrow - 1]);
    if (status == IL_OK) {
        il_curves_range(c, fmax(from, motion->time[0]), fmin(to, motion->time[motion->nrow - 1]), &first, &count);
        *out = new_rows(count, o->model->nq);
        if (*out) put_rows(o, c, first, *out);
        else status = no_memory(err);
    }
    il_curves_free(c);
    free(value), free(column);
    return status;
}

il_status il_osim_motion_take(const il_osim *o, il_table *motion, double cutoff, double from, double to, il_osim_motion_rows **out, il_error *err) {
    IL_ASSERT(o && motion && out);
    return take(o, motion, cutoff, from, to, false, out, err);
}

il_status il_osim_motion_states(const il_osim *o, il_table *motion, double cutoff, double from, double to, il_osim_motion_rows **out, il_error *err) {
    IL_ASSERT(o && motion && out);
    return take(o, motion, cutoff, from, to, true, out, err);
}

// ---- inverse dynamics ----------------------------------------------------------------------------------------------------------

// NAME_moment for angles, NAME_force for all others, from the ground outwards
static il_status id_table(const il_osim *o, const il_osim_motion_rows *r, const double *tau, il_table **out, il_error *err) {
    enum { ROOM = 256 };
    int          n = o->ncoordinate;
    char        *text = malloc((size_t)n*ROOM + 1);
    const char **name = malloc(((size_t)n + 1)*sizeof *name);
    il_status    status = text && name ? IL_OK : no_memory(err);
    for (int i = 0; status == IL_OK && i < n; i++) {
        const il_osim_coordinate *c = &o->coordinate[o->tree[i]];
        name[i] = text + (size_t)i*ROOM;
        snprintf(text + (size_t)i*ROOM, ROOM, "%.200s_%s", c->name, c->motion == IL_OSIM_ANGLE ? "moment" : "force");
    }
    if (status == IL_OK) status = il_table_create("Inverse Dynamics Generalized Forces", r->nframe, n, name, out, err);
    for (int f = 0; status == IL_OK && f < r->nframe; f++) {
        (*out)->time[f] = r->time[f];
        for (int i = 0; i < n; i++)
            (*out)->value[(size_t)f*(size_t)n + (size_t)i] = tau[(size_t)f*(size_t)o->model->nq + (size_t)o->coordinate[o->tree[i]].signal];
    }
    free(text), free(name);
    return status;
}

// less what acts without control: the coordinates' actuators need not do it
static il_status take_passive(const il_osim *o, const il_osim_motion_rows *r, const char *except, double *tau, il_error *err) {
    const il_model *m = o->model;
    il_data        *d = NULL;
    if (!o->nforce) return IL_OK;
    il_pack  *force = ili_block_alloc(((size_t)m->nq + 1)*sizeof *force);
    il_status status = force ? il_data_create(m, IL_ISA_AUTO, &d, err) : no_memory(err);
    for (int first = 0; status == IL_OK && first < r->nframe; first += IL_LANES) {
        int frame[IL_LANES];
        ili_frames_stretch(first, 1, 0, r->nframe, frame);
        ili_frames_take(frame, m->nq, r->q, d->q), ili_frames_take(frame, m->nq, r->qd, d->qd);
        memset(force, 0, (size_t)m->nq*sizeof *force);
        il_position(m, m->nominal, d), il_velocity(m, m->nominal, d), il_path(m, m->nominal, d), il_path_speed(m, m->nominal, d);
        il_arm(m, m->nominal, d), il_bushing(m, m->nominal, d);
        il_osim_passive(o, d, except, force);
        for (int lane = 0; lane < IL_LANES && first + lane < r->nframe; lane++)
            for (int i = 0; i < m->nq; i++) tau[(size_t)(first + lane)*(size_t)m->nq + (size_t)i] -= force[i].lane[lane];
    }
    il_data_free(d);
    ili_block_free(force);
    return status;
}

static il_status solve_id(const il_osim *o, const il_osim_motion_rows *r, const il_osim_loads *l, double *tau, il_error *err) {
    int            nload = l ? l->nload : 0;
    double        *values = malloc((9*(size_t)r->nframe*(size_t)nload + 1)*sizeof *values);
    il_outer_load *load = calloc((size_t)nload + 1, sizeof *load);
    il_status      status = values && load ? IL_OK : no_memory(err);
    if (status == IL_OK && l) status = il_osim_loads_at(l, r->nframe, r->time, values, load, err);
    if (status == IL_OK)
        status = il_inverse_dynamics(o->model, o->model->nominal, IL_ISA_AUTO, o->gravity, r->nframe, r->q, r->qd, r->qdd, nload, load, tau, err);
    free(values), free(load);
    return status;
}

il_status il_osim_run_id(const il_osim_setup *s, const il_osim *o, il_table **out, il_table **bodies, il_error *err) {
    IL_ASSERT(s && o && out && o->model->ncoupled == 0);
    *out = NULL;
    if (bodies) *bodies = NULL;
    il_table            *motion = NULL;
    il_osim_motion_rows *rows = NULL;
    il_osim_loads       *loads = NULL;
    double              *tau = NULL;
    if (!*s->coordinates) return il_error_set(err, IL_BAD_VALUE, s->file, 0, 0, "inverse dynamics needs a motion: <coordinates_file>");
    il_status status = il_table_read(s->coordinates, &motion, err);
    if (status == IL_OK && *s->loads) status = il_osim_loads_read(s->loads, NULL, o, &loads, err);
    if (status == IL_OK) {
        status = il_osim_motion_take(o, motion, s->cutoff, s->from, s->to, &rows, err);
        if (status != IL_OK) ili_osim_motion_error(motion, s->coordinates, err);
    }
    if (status == IL_OK) tau = malloc(((size_t)rows->nframe*(size_t)o->model->nq + 1)*sizeof *tau);
    if (status == IL_OK && !tau) status = no_memory(err);
    if (status == IL_OK) status = solve_id(o, rows, loads, tau, err);
    if (status == IL_OK) status = take_passive(o, rows, s->exclude, tau, err);
    if (status == IL_OK && bodies && s->njoint) status = ili_osim_equivalents(s, o, rows, tau, bodies, err);
    if (status == IL_OK) status = id_table(o, rows, tau, out, err);
    if (status != IL_OK && bodies) il_table_free(*bodies), *bodies = NULL;
    ili_osim_error_at(status, s->file, 0, err);
    free(tau);
    il_osim_loads_free(loads), il_osim_motion_free(rows), il_table_free(motion);
    return status;
}

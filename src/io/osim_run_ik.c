// osim_run_ik.c - inverse kinematics of a set-up: tasks to weights and targets, answers to the tables that OpenSim writes
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/frames.h"
#include "base/names.h"
#include "ilium/data.h"
#include "ilium/fit.h"
#include "ilium/io_osim_tool.h"
#include "osim_job.h"

static const double DEGREE = 3.14159265358979323846/180.0;

/// Arrays of a problem, each allocated on its own.
typedef struct job {
    const il_osim_setup *s;
    const il_osim       *o;
    il_table            *seen, *values; ///< markers; coordinates of a file, or NULL
    int                 *marker, *column, *value_column;
    double              *weight, *target, *q_target, *q_weight, *low, *high, *start, *q;
    bool                *given; ///< by a function of time
    il_fit_frame        *frame;
    int                  first, nframe, nmarker, nunused;
    char                 unused[300]; ///< names of markers of tasks that are missing
    il_error            *err;
} job;

static il_status no_memory(job *j) { return il_error_set(j->err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for inverse kinematics"); }

// rows of the marker file within the range of time
static il_status pick_rows(job *j) {
    const il_table *t = j->seen;
    while (j->first < t->nrow && t->time[j->first] < j->s->from - 1e-9) j->first++;
    while (j->first + j->nframe < t->nrow && t->time[j->first + j->nframe] <= j->s->to + 1e-9) j->nframe++;
    if (j->nframe) return IL_OK;
    return il_error_set(j->err, IL_BAD_VALUE, j->s->markers, 0, 0, "no frame lies between %g and %g s; there are %d, from %g to %g s", j->s->from, j->s->to, t->nrow,
                        t->nrow ? t->time[0] : 0.0, t->nrow ? t->time[t->nrow - 1] : 0.0);
}

static il_status room(job *j) {
    size_t nq = (size_t)j->o->model->nq + 1, nm = (size_t)j->s->ntask + (size_t)j->seen->ncolumn/3 + 1, nf = (size_t)j->nframe;
    j->marker = calloc(nm, sizeof *j->marker), j->column = calloc(nm, sizeof *j->column), j->weight = calloc(nm, sizeof *j->weight);
    j->target = calloc(3*nm*nf, sizeof *j->target), j->q_target = calloc(nq*nf, sizeof *j->q_target), j->q = calloc(nq*nf, sizeof *j->q);
    j->frame = calloc(nf, sizeof *j->frame);
    j->q_weight = calloc(4*nq, sizeof *j->q_weight), j->given = calloc(nq, sizeof *j->given);
    j->value_column = calloc((size_t)j->o->ncoordinate + 1, sizeof *j->value_column);
    if (!j->marker || !j->column || !j->weight || !j->target || !j->q_target || !j->q || !j->frame || !j->q_weight || !j->given || !j->value_column) return no_memory(j);
    j->low = j->q_weight + nq, j->high = j->low + nq, j->start = j->high + nq;
    return IL_OK;
}

// ---- what is asked for ---------------------------------------------------------------------------------------------------------

// a marker of the model that the file has too; others do not count, as in OpenSim
static void add_marker(job *j, const char *name, double weight) {
    char first[300];
    int  marker = il_marker_find(j->o->model, name), column = -1;
    if (strlen(name) > 290 || !(weight > 0.0)) return;
    strcpy(first, name);
    strcat(first, "_tx");
    if (marker >= 0) column = il_table_find(j->seen, first);
    if (column < 0) {
        size_t n = strlen(j->unused);
        if (j->s->ntask && !j->nunused++) snprintf(j->unused, sizeof j->unused, "%.250s", name);
        else if (j->s->ntask && n + strlen(name) + 8 < sizeof j->unused) snprintf(j->unused + n, sizeof j->unused - n, ", %s", name);
        return;
    }
    j->marker[j->nmarker] = marker, j->column[j->nmarker] = column, j->weight[j->nmarker++] = weight;
}

static il_status add_coordinate(job *j, const il_osim_task *t) {
    int i = il_osim_coordinate_find(j->o, t->name), q = i < 0 ? -1 : j->o->coordinate[i].signal;
    if (i < 0) {
        const char *const *names = j->o->model->coordinate_name;
        char               offer[300];
        ili_name_offer(t->name, names, j->o->model->nq, offer, sizeof offer);
        return il_error_set(j->err, IL_BAD_VALUE, t->file, t->line, 0, "a task names the coordinate '%.80s', which the model does not have; did you mean %s?", t->name, offer);
    }
    if (q >= j->o->model->nq || !(t->weight > 0.0) || j->given[q]) return IL_OK; // it follows another, or a function
    if (t->from_file && !*j->s->coordinates)
        return il_error_set(j->err, IL_BAD_VALUE, t->file, t->line, 0, "coordinate '%.80s' is to be taken from a file, but the set-up names none: <coordinate_file>", t->name);
    if (t->from_file && j->value_column[i] < 0)
        return il_error_set(j->err, IL_BAD_VALUE, j->s->coordinates, 0, 0, "coordinate '%.80s' is to be taken from a file that does not have it", t->name);
    j->q_weight[q] = t->weight;
    for (int f = 0; f < j->nframe; f++) {
        double *to = &j->q_target[(size_t)f*(size_t)j->o->model->nq + (size_t)q];
        if (t->manual) *to = t->value;
        if (!t->from_file) continue;
        int row = 0; // the nearest row before
        while (row + 1 < j->values->nrow && j->values->time[row + 1] <= j->seen->time[j->first + f] + 1e-9) row++;
        *to = j->values->value[(size_t)row*(size_t)j->values->ncolumn + (size_t)j->value_column[i]];
    }
    return IL_OK;
}

// without tasks every marker counts one
static il_status tasks(job *j) {
    const il_model *m = j->o->model;
    il_status       status = IL_OK;
    for (int i = 0; i < j->s->ntask && status == IL_OK; i++) {
        if (j->s->task[i].marker) add_marker(j, j->s->task[i].name, j->s->task[i].weight);
        else status = add_coordinate(j, &j->s->task[i]);
    }
    for (int i = 0; i < m->nmarker && !j->s->ntask; i++) add_marker(j, m->marker_name[i], 1.0);
    if (status == IL_OK && !j->nmarker)
        status = il_error_set(j->err, IL_BAD_VALUE, j->s->markers, 0, 0, "no marker of the tasks is in both the model and the marker file");
    return status;
}

static void targets(job *j) {
    for (int f = 0; f < j->nframe; f++) {
        const double *row = j->seen->value + (size_t)(j->first + f)*(size_t)j->seen->ncolumn;
        for (int i = 0; i < j->nmarker; i++)
            for (int c = 0; c < 3; c++) j->target[3*((size_t)f*(size_t)j->nmarker + (size_t)i) + (size_t)c] = row[j->column[i] + c];
    }
}

// clamped coordinates keep to their range, locked ones stay, prescribed ones follow their function
static void bounds(job *j) {
    size_t nq = (size_t)j->o->model->nq;
    for (int i = 0; i < j->o->ncoordinate; i++) {
        const il_osim_coordinate *c = &j->o->coordinate[i];
        size_t                    q = (size_t)c->signal;
        if (q >= nq) continue;
        j->start[q] = c->value;
        j->low[q] = c->locked ? c->value : c->clamped ? c->low : -IL_INF;
        j->high[q] = c->locked ? c->value : c->clamped ? c->high : IL_INF;
        j->given[q] = c->prescribed;
        for (size_t f = 0; f < (size_t)j->nframe; f++)
            j->q_target[f*nq + q] = c->prescribed ? il_osim_prescribed(j->o, c, j->seen->time[(size_t)j->first + f]) : c->value;
    }
}

// ---- what is written -----------------------------------------------------------------------------------------------------------

// coordinates in the order of the file, angles in degrees; those that follow others by their functions
static il_status motion_table(job *j, il_table **out) {
    const il_osim *o = j->o;
    il_data       *d;
    int            n = o->ncoordinate;
    const char   **name = calloc((size_t)n + 1, sizeof *name);
    if (!name) return no_memory(j);
    for (int i = 0; i < n; i++) name[i] = o->coordinate[i].name;
    il_status status = il_table_create("Coordinates", j->nframe, n, name, out, j->err);
    free(name);
    if (status == IL_OK) status = il_data_create(o->model, IL_ISA_AUTO, &d, j->err);
    if (status != IL_OK) return status;
    (*out)->degrees = true;
    for (int f = 0; f < j->nframe; f++) {
        int lane = f%IL_LANES, frame[IL_LANES];
        if (lane == 0) {
            ili_frames_stretch(f, 1, 0, j->nframe, frame), ili_frames_take(frame, o->model->nq, j->q, d->q);
            il_position(o->model, o->model->nominal, d);
        }
        (*out)->time[f] = j->seen->time[j->first + f];
        for (int i = 0; i < n; i++)
            (*out)->value[(size_t)f*(size_t)n + (size_t)i] = d->signal[o->coordinate[i].signal].lane[lane]/(o->coordinate[i].motion == IL_OSIM_ANGLE ? DEGREE : 1.0);
    }
    il_data_free(d);
    return IL_OK;
}

static il_status error_table(job *j, il_table **out) {
    static const char *const name[] = {"total_squared_error", "marker_error_RMS", "marker_error_max"};
    il_status                status = il_table_create("Model Marker Errors from IK", j->nframe, 3, name, out, j->err);
    for (int f = 0; status == IL_OK && f < j->nframe; f++) {
        const double row[3] = {j->frame[f].squared, j->frame[f].rms, j->frame[f].worst};
        (*out)->time[f] = j->seen->time[j->first + f];
        memcpy((*out)->value + 3*(size_t)f, row, sizeof row);
    }
    return status;
}

// the next marker that counts, by its column in the file
static int next_marker(const job *j, int column) {
    int next = -1;
    for (int i = 0; i < j->nmarker; i++)
        if (j->column[i] > column && (next < 0 || j->column[i] < j->column[next])) next = i;
    return next;
}

// where the model's markers are
static il_status place_table(job *j, il_table **out) {
    static const char *const axis[] = {"_tx", "_ty", "_tz"};
    const il_model          *m = j->o->model;
    int                     *order = calloc((size_t)j->nmarker + 1, sizeof *order), n = 0;
    ili_osim_names           s = {0};
    il_data                 *d = NULL;
    il_status                status = order && ili_osim_names_room(&s, 3*j->nmarker) ? il_data_create(m, IL_ISA_AUTO, &d, j->err) : no_memory(j);
    for (int i = next_marker(j, -1); status == IL_OK && i >= 0; i = next_marker(j, j->column[i])) order[n++] = j->marker[i]; // one that two tasks name stands once
    for (int i = 0; status == IL_OK && i < 3*n; i++) ili_osim_names_add(&s, "%.250s%s", m->marker_name[order[i/3]], axis[i%3]);
    if (status == IL_OK) status = il_table_create("Model Marker Locations from IK", j->nframe, 3*n, s.name, out, j->err);
    for (int f = 0; status == IL_OK && f < j->nframe; f++) {
        int frame[IL_LANES];
        if (f%IL_LANES == 0) {
            ili_frames_stretch(f, 1, 0, j->nframe, frame), ili_frames_take(frame, m->nq, j->q, d->q);
            il_position(m, m->nominal, d), il_marker(m, m->nominal, d);
        }
        (*out)->time[f] = j->seen->time[j->first + f];
        for (int i = 0; i < 3*n; i++) (*out)->value[(size_t)f*(size_t)(3*n) + (size_t)i] = d->marker_world[3*order[i/3] + i%3].lane[f%IL_LANES];
    }
    il_data_free(d), ili_osim_names_free(&s), free(order);
    return status;
}

static void tell(const job *j, il_osim_ik_info *info) {
    *info = (il_osim_ik_info){.nframe = j->nframe, .nmarker = j->nmarker, .nunused = j->nunused};
    memcpy(info->unused, j->unused, sizeof info->unused);
    for (int f = 0; f < j->nframe; f++) {
        info->iterations += j->frame[f].iterations;
        info->unconverged += !j->frame[f].converged;
        if (j->frame[f].rms > info->worst_rms) info->worst_rms = j->frame[f].rms, info->worst_time = j->seen->time[j->first + f];
        info->mean_rms += j->frame[f].rms/j->nframe;
    }
}

static il_status solve(job *j) {
    const il_osim *o = j->o;
    il_status      status = j->seen ? IL_OK : il_table_read_markers(j->s->markers, &j->seen, j->err);
    if (status == IL_OK) status = pick_rows(j);
    if (status == IL_OK) status = room(j);
    if (status == IL_OK && *j->s->coordinates) {
        status = il_table_read(j->s->coordinates, &j->values, j->err);
        if (status == IL_OK) status = il_osim_columns(o, j->values, j->value_column, j->err);
    } else if (status == IL_OK) {
        for (int i = 0; i < o->ncoordinate; i++) j->value_column[i] = -1;
    }
    if (status != IL_OK) return status;
    bounds(j);
    status = tasks(j);
    if (status != IL_OK) return status;
    targets(j);
    il_fit_problem p = {.nframe = j->nframe, .nmarker = j->nmarker, .marker = j->marker, .weight = j->weight, .target = j->target, .q_target = j->q_target, .q_weight = j->q_weight,
                        .low = j->low, .high = j->high, .given = j->given, .start = j->start, .nconstraint = o->nconstraint, .constraint = o->constraint};
    return il_fit(o->model, o->model->nominal, IL_ISA_AUTO, &p, j->q, j->frame, j->err);
}

il_status il_osim_run_ik(const il_osim_setup *s, const il_osim *o, il_table **motion, il_table **errors, il_osim_ik_info *info, il_error *err) {
    return il_osim_run_ik_of(s, o, NULL, motion, errors, NULL, info, err);
}

il_status il_osim_run_ik_of(const il_osim_setup *s, const il_osim *o, il_table *seen, il_table **motion, il_table **errors, il_table **places, il_osim_ik_info *info, il_error *err) {
    IL_ASSERT(s && o && motion && errors && (!seen || seen->markers));
    job j = {.s = s, .o = o, .seen = seen, .err = err};
    *motion = *errors = NULL;
    il_status status = seen || *s->markers ? solve(&j) : il_error_set(err, IL_BAD_VALUE, s->file, 0, 0, "inverse kinematics needs markers: <marker_file>");
    if (status == IL_OK) status = motion_table(&j, motion);
    if (status == IL_OK) status = error_table(&j, errors);
    if (places) *places = NULL;
    if (status == IL_OK && places) status = place_table(&j, places);
    if (status == IL_OK && info) tell(&j, info);
    if (status != IL_OK) {
        il_table_free(*motion), il_table_free(*errors);
        *motion = *errors = NULL;
    }
    il_table_free(j.seen == seen ? NULL : j.seen), il_table_free(j.values);
    free(j.marker), free(j.column), free(j.value_column), free(j.weight), free(j.target), free(j.q_target), free(j.q_weight), free(j.given), free(j.q), free(j.frame);
    return status;
}

// osim_scale.c - ScaleTool: factors from markers, the scaled text, the static pose and the markers' new places
#include "osim_scale.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "ilium/data.h"
#include "ilium/file.h"
#include "osim_upgrade.h"
#include "osim_xml.h"

/// A model while it is scaled: its text now, and the factors.
typedef struct job {
    const il_osim_scale *s;
    il_osim_scaled      *out;
    char                *text;
    size_t               size;
    il_osim             *before; ///< with its markers, not yet scaled
    double              *factor; ///< [3*before->nbody]
    il_error            *err;
} job;

static il_status no_memory(const job *j) { return il_error_set(j->err, IL_NO_MEMORY, j->s->model, 0, 0, "out of memory for scaling"); }

static il_status read(const job *j, const char *text, size_t size, il_osim **o) {
    const il_osim_options options = {.lenient = true};
    return il_osim_parse(j->s->model, text, size, &options, o, j->err);
}

// the text as an edit that owns a copy of it
static il_status open(const job *j, ili_edit *e) {
    char *copy = malloc(j->size + 1);
    if (!copy) return no_memory(j);
    memcpy(copy, j->text, j->size);
    copy[j->size] = 0;
    il_status status = ili_edit_open(e, j->s->model, copy, j->size, j->err);
    if (status == IL_OK) status = e->status = ili_osim_sockets(&e->doc, j->err);
    return status == IL_OK ? e->status = ili_osim_components(&e->doc, j->err) : status;
}

static il_status keep(job *j, ili_edit *e) {
    char     *text;
    size_t    size;
    il_status status = ili_edit_take(e, &text, &size);
    ili_edit_close(e);
    if (status != IL_OK) return status;
    il_file_free(j->text);
    j->text = text, j->size = size;
    return IL_OK;
}

// ---- factors -------------------------------------------------------------------------------------------------------------------

static il_status body_of(const job *j, const char *name, int *out) {
    char offer[300];
    *out = ili_name_find(name, j->before->body, j->before->nbody);
    if (*out >= 0) return IL_OK;
    return il_error_set(j->err, IL_BAD_VALUE, j->s->model, 0, 0, "the model has no body '%.80s' to scale; did you mean %s?", name,
                        ili_name_offer(name, j->before->body, j->before->nbody, offer, sizeof offer));
}

static il_status columns_of(const job *j, const il_table *t, const char *name, int *column) {
    char first[300];
    snprintf(first, sizeof first, "%.290s_tx", name);
    return il_table_need(t, first, column, j->err);
}

// mean distance of two markers over the frames in which both were seen
static il_status recorded(const job *j, const il_table *t, const char *const *pair, double *out) {
    int       a, b, n = 0;
    double    sum = 0.0;
    il_status status = columns_of(j, t, pair[0], &a);
    if (status == IL_OK) status = columns_of(j, t, pair[1], &b);
    for (int f = 0; status == IL_OK && f < t->nrow; f++) {
        const double *row = t->value + (size_t)f*(size_t)t->ncolumn;
        double        square = 0.0;
        if (t->time[f] < j->s->from - 1e-9 || t->time[f] > j->s->to + 1e-9) continue;
        for (int i = 0; i < 3; i++) square += (row[a + i] - row[b + i])*(row[a + i] - row[b + i]);
        if (isfinite(square)) sum += sqrt(square), n++;
    }
    if (status == IL_OK && !n)
        return il_error_set(j->err, IL_BAD_VALUE, j->s->markers, 0, 0, "the markers '%.80s' and '%.80s' are never seen together in the range of time", pair[0], pair[1]);
    *out = n ? sum/n : 0.0;
    return status;
}

static il_status modelled(const job *j, const il_data *d, const char *const *pair, double *out) {
    const il_model *m = j->before->model;
    double          square = 0.0;
    int             at[2];
    char            offer[300];
    for (int k = 0; k < 2; k++) {
        at[k] = il_marker_find(m, pair[k]);
        if (at[k] == IL_NONE)
            return il_error_set(j->err, IL_BAD_VALUE, j->s->model, 0, 0, "the model has no marker '%.80s'; did you mean %s?", pair[k],
                                ili_name_offer(pair[k], m->marker_name, m->nmarker, offer, sizeof offer));
    }
    for (int i = 0; i < 3; i++) {
        double x = d->marker_world[3*at[0] + i].lane[0] - d->marker_world[3*at[1] + i].lane[0];
        square += x*x;
    }
    *out = sqrt(square);
    if (!(*out > 0.0)) return il_error_set(j->err, IL_BAD_VALUE, j->s->model, 0, 0, "the markers '%.80s' and '%.80s' of the model are at one place", pair[0], pair[1]);
    return IL_OK;
}

static il_status measure(job *j, const il_table *seen, const il_data *d) {
    for (int k = 0; k < j->s->nmeasurement; k++) {
        const il_osim_measurement *m = &j->s->measurement[k];
        double                     sum = 0.0;
        for (int i = 0; i < m->npair; i++) {
            double    there = 0.0, here = 1.0;
            il_status status = recorded(j, seen, m->marker + 2*i, &there);
            if (status == IL_OK) status = modelled(j, d, m->marker + 2*i, &here);
            if (status != IL_OK) return status;
            sum += there/here;
        }
        for (int b = 0, known = 0; b < m->nbody && m->npair; b++) {
            int       body = ili_name_find(m->body[b], j->before->body, j->before->nbody);
            known += body >= 0;
            if (body < 0 && b + 1 == m->nbody && !known) return body_of(j, m->body[b], &body);
            if (body < 0) continue; // as OpenSim: set-ups name bodies that not every model has
            for (int i = 0; i < 3; i++)
                if (m->axis[3*b + i]) j->factor[3*body + i] = sum/m->npair;
        }
    }
    return IL_OK;
}

static il_status by_hand(job *j) {
    for (int k = 0; k < j->s->nmanual; k++) {
        int body;
        if (!strcmp(j->s->manual[k], "ground")) continue;
        il_status status = body_of(j, j->s->manual[k], &body);
        if (status != IL_OK) return status;
        memcpy(j->factor + 3*body, j->s->factor + 3*k, 3*sizeof *j->factor);
    }
    return IL_OK;
}

static il_status factors(job *j) {
    il_table *seen = NULL;
    il_data  *d = NULL;
    il_status status = IL_OK;
    bool      measured = false;
    for (int i = 0; i < j->s->norder; i++) measured |= !strcmp(j->s->order[i], "measurements") && j->s->nmeasurement;
    if (measured && !*j->s->markers) return il_error_set(j->err, IL_BAD_VALUE, j->s->file, 0, 0, "scaling by measurements needs the recorded markers: <marker_file>");
    if (measured) status = il_table_read_markers(j->s->markers, &seen, j->err);
    if (status == IL_OK) status = il_data_create(j->before->model, IL_ISA_AUTO, &d, j->err);
    if (status == IL_OK) il_position(j->before->model, j->before->model->nominal, d), il_marker(j->before->model, j->before->model->nominal, d);
    for (int i = 0; status == IL_OK && i < j->s->norder; i++) {
        if (!strcmp(j->s->order[i], "manualScale")) status = by_hand(j);
        else if (measured) status = measure(j, seen, d);
    }
    il_data_free(d), il_table_free(seen);
    return status;
}

// ---- the scaled text -----------------------------------------------------------------------------------------------------------

static il_status put_markers(job *j) {
    ili_edit  e = {0};
    il_status status = open(j, &e);
    if (status == IL_OK) status = ili_scale_markers(&e, j->s->marker_set);
    if (status == IL_OK) return keep(j, &e);
    ili_edit_close(&e);
    return status;
}

// name="..." of the model
static void rename_model(ili_edit *e, const char *name) {
    const ili_element *model = ili_scale_model(e);
    const char        *own = ili_attribute_get(model, "name");
    const char        *at = e->text + model->from, *end = e->text + model->inner;
    if (!own || !*name) return;
    for (const char *p = at; p + 6 < end; p++) {
        if (memcmp(p, "name=", 5)) continue;
        const char *close = memchr(p + 6, p[5], (size_t)(end - p - 6));
        if (close && !strpbrk(name, "<>&\"'")) ili_edit_replace(e, (size_t)(p + 6 - e->text), (size_t)(close - e->text), name);
        return;
    }
}

static il_status scale_text(job *j) {
    ili_scaling s = {.n = j->before->nbody, .body = j->before->body, .factor = j->factor, .keep_mass = j->s->keep_mass, .mass = j->s->mass};
    ili_edit    e = {0}, old = {0};
    il_osim    *after = NULL;
    il_status   status = open(j, &e);
    if (status == IL_OK) status = open(j, &old);
    if (status == IL_OK) status = ili_scale_places(&e, &s);
    if (status == IL_OK) rename_model(&e, j->s->name);
    if (status == IL_OK) status = keep(j, &e);
    else ili_edit_close(&e);
    if (status == IL_OK) status = read(j, j->text, j->size, &after);
    if (status == IL_OK) status = open(j, &e);
    if (status == IL_OK) status = ili_scale_lengths(&e, &old, j->before, after);
    if (status == IL_OK) status = keep(j, &e);
    else ili_edit_close(&e);
    ili_edit_close(&old);
    il_osim_free(after);
    return status;
}

static il_status scale_set(job *j) {
    ili_xml x = {.text = ili_text_growing((size_t)1 << 26)};
    ili_text_add(&x.text, "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<OpenSimDocument Version=\"40000\">\n");
    x.open[x.depth++] = "OpenSimDocument";
    ili_xml_open(&x, "ScaleSet", j->s->name), ili_xml_open(&x, "objects", NULL);
    for (int b = 0; b < j->before->nbody; b++) {
        ili_xml_open(&x, "Scale", "");
        ili_xml_numbers(&x, "scales", 3, j->factor + 3*b);
        ili_xml_text(&x, "segment", j->before->body[b]), ili_xml_flag(&x, "apply", true);
        ili_xml_close(&x);
    }
    while (x.depth) ili_xml_close(&x);
    if (x.text.status != IL_OK) return ili_text_free(&x.text), no_memory(j);
    j->out->factors = x.text.bytes, j->out->factors_size = x.text.len;
    return IL_OK;
}

// ---- the static pose -----------------------------------------------------------------------------------------------------------

// a marker that went farther along an axis than the set-up allows is named, as OpenSim warns of it; it counts all the same
// @param last  column of the one before
static void told_restless(job *j, const char *column, double way, const char **last) {
    il_osim_scaled *out = j->out;
    size_t          n = strlen(out->restless), size = strlen(column);
    if (!(j->s->most_movement > 0.0) || !(way > j->s->most_movement)) return;
    size = size > 3 ? size - 3 : size; // without _tx
    if (*last && strlen(*last) == strlen(column) && !strncmp(*last, column, size)) return; // along another axis
    *last = column;
    out->nrestless++;
    if (n + size + 3 < sizeof out->restless) snprintf(out->restless + n, sizeof out->restless - n, "%s%.*s", n ? ", " : "", (int)size, column);
}

// one row: the mean place of each marker over the frames in which it was seen
static il_status mean_markers(job *j, il_table **out) {
    const il_osim_setup *pose = &j->s->pose;
    il_table            *seen;
    il_status            status = il_table_read_markers(pose->markers, &seen, j->err);
    if (status == IL_OK) status = il_table_create(seen->name, 1, seen->ncolumn, seen->column, out, j->err);
    if (status == IL_OK) {
        (*out)->markers = true;
        bool        any = false;
        const char *last = NULL;
        for (int c = 0; c < seen->ncolumn; c++) {
            double sum = 0.0, low = IL_INF, high = -IL_INF;
            int    n = 0;
            for (int f = 0; f < seen->nrow; f++) {
                double x = seen->value[(size_t)f*(size_t)seen->ncolumn + (size_t)c];
                if (seen->time[f] < pose->from - 1e-9 || seen->time[f] > pose->to + 1e-9 || !isfinite(x)) continue;
                if (!any) (*out)->time[0] = seen->time[f];
                any = true, sum += x, n++, low = fmin(low, x), high = fmax(high, x);
            }
            if (n) told_restless(j, seen->column[c], (high - low)/(seen->unit > 0.0 ? seen->unit : 1.0), &last);
            (*out)->value[c] = n ? sum/n : IL_NAN;
        }
        if (!any) status = il_error_set(j->err, IL_BAD_VALUE, pose->markers, 0, 0, "no frame of the static trial lies in the range of time");
    }
    il_table_free(seen);
    return status;
}

// coordinates of the pose as the table has them, angles in degrees, into the model's
static void assume(const il_osim *o, const il_table *pose, il_data *d) {
    for (int i = 0; i < o->ncoordinate; i++) {
        const il_osim_coordinate *c = &o->coordinate[i];
        int                       column = il_table_find(pose, c->name);
        double                    unit = c->motion == IL_OSIM_ANGLE ? 3.14159265358979323846/180.0 : 1.0;
        if (c->signal < o->model->nq && column >= 0) il_pack_set(&d->q[c->signal], unit*pose->value[column]);
    }
    il_position(o->model, o->model->nominal, d), il_marker(o->model, o->model->nominal, d);
}

static bool is_fixed(const ili_edit *e, const char *name) {
    const ili_element *set = ili_child(ili_child(ili_scale_model(e), "MarkerSet"), "objects");
    for (const ili_element *m = set ? set->first : NULL; m; m = m->next) {
        bool        fixed = false;
        const char *own = ili_attribute_get(m, "name");
        if (!own || strcmp(own, name)) continue;
        (void)ili_child_flag(&e->doc, m, "fixed", &fixed, NULL);
        return fixed;
    }
    return false;
}

// markers that were seen and are not fixed: to where they were, in their bodies
static void new_places(job *j, const ili_edit *e, const il_osim *o, const il_table *seen, const il_data *d, bool *moved, double *place) {
    const il_model *m = o->model;
    for (int i = 0; i < m->nmarker; i++) {
        char   first[300];
        double square = 0.0, x[3];
        snprintf(first, sizeof first, "%.290s_tx", m->marker_name[i]);
        int column = il_table_find(seen, first), b = m->marker_body[i];
        if (column < 0 || is_fixed(e, m->marker_name[i])) continue;
        moved[i] = true;
        for (int k = 0; k < 3; k++) {
            x[k] = seen->value[column + k] - d->body_pos[3*b + k].lane[0];
            double off = seen->value[column + k] - d->marker_world[3*i + k].lane[0];
            square += off*off;
        }
        if (!isfinite(square)) moved[i] = false;
        for (int k = 0; k < 3; k++) place[3*i + k] = d->body_rot[9*b + k].lane[0]*x[0] + d->body_rot[9*b + 3 + k].lane[0]*x[1] + d->body_rot[9*b + 6 + k].lane[0]*x[2];
        if (moved[i]) j->out->moved = fmax(j->out->moved, sqrt(square));
    }
}

static il_status place_markers(job *j) {
    il_table *seen = NULL, *errors = NULL;
    il_osim  *o = NULL;
    il_data  *d = NULL;
    ili_edit  e = {0};
    if (!*j->s->pose.markers) return il_error_set(j->err, IL_BAD_VALUE, j->s->file, 0, 0, "placing markers needs a static trial: <marker_file> of <MarkerPlacer>");
    il_status status = mean_markers(j, &seen);
    if (status == IL_OK) status = read(j, j->text, j->size, &o);
    il_osim_setup pose = j->s->pose;
    pose.from = -IL_INF, pose.to = IL_INF;
    if (status == IL_OK) status = il_osim_run_ik_of(&pose, o, seen, &j->out->pose, &errors, NULL, &j->out->fit, j->err);
    if (status == IL_OK) status = il_data_create(o->model, IL_ISA_AUTO, &d, j->err);
    if (status == IL_OK) status = open(j, &e);
    bool   *moved = status == IL_OK ? calloc((size_t)o->model->nmarker + 1, sizeof *moved) : NULL;
    double *place = status == IL_OK ? calloc(3*(size_t)o->model->nmarker + 1, sizeof *place) : NULL;
    if (status == IL_OK && !(moved && place)) status = no_memory(j);
    if (status == IL_OK) {
        assume(o, j->out->pose, d);
        new_places(j, &e, o, seen, d, moved, place);
        status = ili_scale_move_markers(&e, o, moved, place);
    }
    if (status == IL_OK) status = keep(j, &e);
    else ili_edit_close(&e);
    free(moved), free(place);
    il_data_free(d), il_osim_free(o), il_table_free(errors), il_table_free(seen);
    return status;
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------

static il_status run(job *j) {
    const il_osim_scale *s = j->s;
    il_status            status = IL_OK;
    if (*s->marker_set) status = put_markers(j);
    if (status == IL_OK) status = read(j, j->text, j->size, &j->before);
    if (status == IL_OK) j->factor = malloc((3*(size_t)j->before->nbody + 1)*sizeof *j->factor);
    if (status == IL_OK && !j->factor) status = no_memory(j);
    for (int i = 0; status == IL_OK && i < 3*j->before->nbody; i++) j->factor[i] = 1.0;
    if (status == IL_OK && s->scales) status = factors(j);
    if (status == IL_OK && s->scales) status = scale_text(j);
    if (status == IL_OK && s->scales) status = scale_set(j);
    if (status != IL_OK || !s->places) return status;
    j->out->plain = malloc(j->size + 1);
    if (!j->out->plain) return no_memory(j);
    memcpy(j->out->plain, j->text, j->size);
    j->out->plain[j->size] = 0, j->out->plain_size = j->size;
    return place_markers(j);
}

static il_status in_utf8(job *j) {
    char     *now;
    size_t    length;
    il_status status = ili_xml_to_utf8(j->s->model, j->text, j->size, &j->out->stray, &now, &length, j->err);
    if (status == IL_OK && now) il_file_free(j->text), j->text = now, j->size = length;
    return status;
}

// takes `text` over
static il_status scale(const il_osim_scale *s, char *text, size_t size, il_osim_scaled *out, il_error *err) {
    job       j = {.s = s, .out = out, .text = text, .size = size, .err = err};
    il_osim  *o = NULL;
    il_status status = in_utf8(&j);
    if (status == IL_OK) status = run(&j);
    if (status == IL_OK) status = read(&j, j.text, j.size, &o); // what is written can be read
    for (int b = 0; status == IL_OK && b < o->model->nbody; b++) out->mass += o->model->nominal->body_mass[b];
    if (status == IL_OK && s->places && *s->pose_markers) status = ili_scale_marker_file(s->model, j.text, j.size, &out->markers, &out->markers_size, err);
    if (status == IL_OK) out->model = j.text, out->model_size = j.size;
    else il_file_free(j.text), il_osim_scaled_free(out);
    il_osim_free(o), il_osim_free(j.before);
    free(j.factor);
    return status;
}

il_status il_osim_run_scale(const il_osim_scale *s, il_osim_scaled *out, il_error *err) {
    IL_ASSERT(s && out);
    char  *text;
    size_t size;
    *out = (il_osim_scaled){0};
    if (!*s->model) return il_error_set(err, IL_BAD_VALUE, s->file, 0, 0, "the set-up names no model to scale: <model_file>");
    il_status status = il_file_read(s->model, 0, &text, &size, err);
    return status == IL_OK ? scale(s, text, size, out, err) : status;
}

il_status il_osim_run_scale_of(const il_osim_scale *s, const char *text, size_t size, il_osim_scaled *out, il_error *err) {
    IL_ASSERT(s && out);
    *out = (il_osim_scaled){0};
    char *copy = malloc(size + 1);
    if (!copy) return il_error_set(err, IL_NO_MEMORY, s->model, 0, 0, "out of memory for scaling");
    memcpy(copy, text, size);
    copy[size] = 0;
    return scale(s, copy, size, out, err);
}

void il_osim_scaled_free(il_osim_scaled *s) {
    il_file_free(s->model), il_file_free(s->plain), il_file_free(s->factors), il_file_free(s->markers), il_table_free(s->pose);
    *s = (il_osim_scaled){0};
}

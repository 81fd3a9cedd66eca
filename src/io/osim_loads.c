// osim_loads.c - ExternalLoads: which columns of a table act on which body
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "file/xml.h"
#include "ilium/c3d.h"
#include "ilium/file.h"
#include "ilium/io_osim_tool.h"
#include "model/builder.h"
#include "osim_read.h"

enum { PARTS = 3 }; // force, point, moment

// the body that an element names; an empty or missing one is the ground
static il_status body_of(const ili_document *doc, const ili_element *e, const char *tag, const il_osim *o, bool axes, int *body, il_error *err) {
    const char *name = ili_child_text(e, tag);
    il_frame    at;
    *body = name ? ili_osim_body_of(o, o->memory->tree, name, &at) : IL_GROUND;
    char offer[300];
    if (*body == IL_NONE)
        return ili_xml_error(doc, ili_child(e, tag), IL_BAD_VALUE, err, "the model has no body '%.80s'; did you mean %s?", name,
                             ili_name_offer(ili_osim_last(name), o->body, o->nbody, offer, sizeof offer));
    if (axes && name && *body != IL_GROUND && !ili_osim_frame_rests(&at))
        return ili_xml_error(doc, ili_child(e, tag), IL_BAD_VALUE, err, "<%s> names '%.80s', a frame with a place or turn of its own; loads are read in the axes of a body or of the ground, here '%.80s'", tag,
                             name, o->model->body_name[*body]);
    return IL_OK;
}

// the three columns whose names begin with an identifier; of more than three those with one more letter
static il_status columns_of(const ili_document *doc, const ili_element *e, const char *tag, const il_table *t, int column[3], il_error *err) {
    const char *id = ili_child_text(e, tag);
    size_t      n = id ? strlen(id) : 0;
    int         all = 0, one = 0, exact[3];
    column[0] = column[1] = column[2] = -1;
    if (!n || !strcmp(id, "Unassigned")) return IL_OK;
    for (int c = 0; c < t->ncolumn; c++) {
        if (strncmp(t->column[c], id, n)) continue;
        if (all < 3) column[all] = c;
        if (strlen(t->column[c]) == n + 1 && one < 3) exact[one] = c, one++;
        all++;
    }
    if (one == 3) memcpy(column, exact, sizeof exact);
    if (all == 3 || one == 3) return IL_OK;
    char offer[300];
    return ili_xml_error(doc, ili_child(e, tag), IL_BAD_VALUE, err, "%d columns of the data begin with '%.80s'; there should be three, x y z. Did you mean the beginning of %s?", all, id,
                         ili_name_offer(id, (const char *const *)t->column, t->ncolumn, offer, sizeof offer));
}

static il_status one_load(const ili_document *doc, const ili_element *e, const il_osim *o, il_osim_loads *l, il_error *err) {
    static const char *const tags[PARTS] = {"force_identifier", "point_identifier", "torque_identifier"};
    il_outer_load           *load = &l->load[l->nload];
    const char              *name = ili_attribute_get(e, "name");
    snprintf(l->name[l->nload], sizeof *l->name, "%s", name ? name : "");
    *load = (il_outer_load){.name = l->name[l->nload]};
    il_status status = body_of(doc, e, "applied_to_body", o, false, &load->body, err);
    if (status == IL_OK) status = body_of(doc, e, "force_expressed_in_body", o, true, &load->force_in, err);
    if (status == IL_OK) status = body_of(doc, e, "point_expressed_in_body", o, true, &load->point_in, err);
    for (int i = 0; status == IL_OK && i < PARTS; i++) status = columns_of(doc, e, tags[i], l->data, &l->column[9*l->nload + 3*i], err);
    if (status == IL_OK) l->nload++;
    return status;
}

// FILE beside the file that names it
static void beside(const char *path, const char *file, char *out, size_t size) {
    const char *slash = strrchr(path, '/');
    if (*file == '/' || !slash) snprintf(out, size, "%s", file);
    else snprintf(out, size, "%.*s/%s", (int)(slash - path), path, file);
}

// a table, or the force plates of a recording
static il_status read_data(const char *file, il_table **out, il_error *err) {
    char     *bytes = NULL;
    size_t    size = 0;
    il_status status = il_file_read(file, 0, &bytes, &size, err);
    if (status == IL_OK && il_c3d_is(bytes, size)) {
        status = il_c3d_parse(file, bytes, size, IL_C3D_UP_FILE, NULL, out, err);
        if (status == IL_OK && !*out) status = il_error_set(err, IL_BAD_VALUE, file, 0, 0, "the recording has no force plates");
    } else if (status == IL_OK) {
        status = il_table_parse(file, bytes, size, out, err);
    }
    il_file_free(bytes);
    return status;
}

static il_status read_loads(const char *path, const ili_document *doc, const char *data_file, const il_osim *o, il_osim_loads *l, il_error *err) {
    const ili_element *set = strcmp(doc->root->tag, "ExternalLoads") ? ili_child(doc->root, "ExternalLoads") : doc->root;
    const ili_element *objects = ili_child(set, "objects");
    const char        *file = ili_child_text(set, "datafile");
    il_status          status = IL_OK;
    if (!set || !objects) return ili_xml_error(doc, doc->root, IL_BAD_VALUE, err, "there is no <ExternalLoads> with <objects>");
    if (data_file) snprintf(l->data_file, sizeof l->data_file, "%s", data_file);
    else if (file && *file) beside(path, file, l->data_file, sizeof l->data_file);
    else return ili_xml_error(doc, set, IL_BAD_VALUE, err, "<datafile> is missing: it names the table of forces");
    l->load = calloc((size_t)objects->count + 1, sizeof *l->load);
    l->column = calloc(9*((size_t)objects->count + 1), sizeof *l->column);
    l->name = calloc((size_t)objects->count + 1, sizeof *l->name);
    if (!l->load || !l->column || !l->name) return il_error_set(err, IL_NO_MEMORY, path, 0, 0, "out of memory for loads");
    status = read_data(l->data_file, &l->data, err);
    for (const ili_element *e = objects->first; status == IL_OK && e; e = e->next) {
        bool off = false, on = true;
        if (strcmp(e->tag, "ExternalForce")) return ili_xml_error(doc, e, IL_BAD_VALUE, err, "<%s> is no load that is known; it is an ExternalForce", e->tag);
        status = ili_child_flag(doc, e, "isDisabled", &off, err);
        if (status == IL_OK) status = ili_child_flag(doc, e, "appliesForce", &on, err);
        if (status == IL_OK && on && !off) status = one_load(doc, e, o, l, err);
    }
    if (status == IL_OK && l->data->nrow < 1) status = il_error_set(err, IL_BAD_VALUE, l->data_file, 0, 0, "the table of forces has no rows");
    return status;
}

il_status il_osim_loads_read(const char *path, const char *data_file, const il_osim *o, il_osim_loads **out, il_error *err) {
    IL_ASSERT(path && o && out);
    ili_document   doc;
    il_osim_loads *l = *out = NULL;
    il_status      status = ili_xml_read(path, &doc, err);
    if (status == IL_OK) l = calloc(1, sizeof *l);
    if (status == IL_OK) status = l ? read_loads(path, &doc, data_file, o, l, err) : il_error_set(err, IL_NO_MEMORY, path, 0, 0, "out of memory for loads");
    ili_xml_free(&doc);
    if (status != IL_OK) il_osim_loads_free(l);
    else *out = l;
    return status;
}

void il_osim_loads_free(il_osim_loads *l) {
    if (!l) return;
    il_table_free(l->data);
    free(l->load), free(l->column), free(l->name), free(l);
}

// ---- at given times ------------------------------------------------------------------------------------------------------------

// a column as OpenSim takes it: the natural cubic spline through its rows; on lines where there are two or three. Outside it goes on straight.
static double at(const il_table *t, const double *y, const double *y2, double time, int *k) {
    if (t->nrow == 1) return y[0];
    while (*k > 0 && time < t->time[*k]) --*k;
    while (*k + 2 < t->nrow && time >= t->time[*k + 1]) ++*k;
    double h = t->time[*k + 1] - t->time[*k], u = (time - t->time[*k])/h, a = y[*k], b = y[*k + 1], m0 = y2[*k], m1 = y2[*k + 1];
    if (u < 0.0) return a + u*(b - a - h*h/6.0*(2.0*m0 + m1));
    if (u > 1.0) return b + (u - 1.0)*(b - a + h*h/6.0*(m0 + 2.0*m1));
    double s = 1.0 - u;
    return s*a + u*b + h*h/6.0*((s*s*s - s)*m0 + (u*u*u - u)*m1);
}

il_status il_osim_loads_at(const il_osim_loads *l, int nframe, const double *time, double *values, il_outer_load *out, il_error *err) {
    const il_table *t = l->data;
    size_t          n = (size_t)t->nrow;
    double         *y = calloc(4*n, sizeof *y);
    if (!y) return il_error_set(err, IL_NO_MEMORY, l->data_file, 0, 0, "out of memory for a table of forces");
    for (int i = 0; i < 9*l->nload; i++) {
        const double **part[PARTS] = {&out[i/9].force, &out[i/9].point, &out[i/9].moment};
        if (i%9 == 0) out[i/9] = l->load[i/9];
        double *v = values + 3*(size_t)nframe*(size_t)(i/3);
        int     k = 0;
        if (l->column[i] < 0) continue;
        *part[i%9/3] = v;
        for (size_t r = 0; r < n; r++) y[r] = t->value[r*(size_t)t->ncolumn + (size_t)l->column[i]];
        memset(y + n, 0, n*sizeof *y);
        if (n > 3) ili_spline_curvature(t->nrow, t->time, y, y + n, y + 2*n);
        for (int f = 0; f < nframe; f++) v[3*f + i%3] = at(t, y, y + n, time[f], &k);
    }
    free(y);
    return IL_OK;
}

// osim_scale_read.c - set-up files of OpenSim's ScaleTool
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/file.h"
#include "ilium/io_osim_scale.h"
#include "osim_read.h"
#include "osim_setup.h"

static il_status no_memory(ili_setup_reader *r) { return il_error_set(r->err, IL_NO_MEMORY, r->path, 0, 0, "out of memory for a set-up file"); }

static void *take(ili_setup_reader *r, int n, size_t size) { return ili_arena_array(&r->doc->arena, (size_t)n + 1, size); }

static int count(const ili_element *set) { return set ? set->count : 0; }

static bool applies(ili_setup_reader *r, const ili_element *e, il_status *status) {
    bool on = true;
    if (*status == IL_OK) *status = ili_child_flag(r->doc, e, "apply", &on, r->err);
    return on;
}

// ---- measurements --------------------------------------------------------------------------------------------------------------

static il_status pairs(ili_setup_reader *r, const ili_element *e, il_osim_measurement *m) {
    const ili_element *set = ili_osim_objects(e, "MarkerPairSet");
    const char       **marker = take(r, 2*count(set), sizeof *marker);
    il_status          status = marker ? IL_OK : no_memory(r);
    for (const ili_element *p = set ? set->first : NULL; status == IL_OK && p; p = p->next) {
        const char *const *name = NULL;
        int                n = 0;
        status = ili_setup_words(r, p, "markers", &n, &name);
        if (status == IL_OK && n != 2) status = ili_xml_error(r->doc, p, IL_BAD_VALUE, r->err, "a <MarkerPair> names %d markers; it names two", n);
        if (status == IL_OK) marker[2*m->npair] = name[0], marker[2*m->npair + 1] = name[1], m->npair++;
    }
    m->marker = marker;
    return status;
}

static il_status bodies(ili_setup_reader *r, const ili_element *e, il_osim_measurement *m) {
    const ili_element *set = ili_osim_objects(e, "BodyScaleSet");
    const char       **body = take(r, count(set), sizeof *body);
    bool              *axis = take(r, 3*count(set), sizeof *axis);
    il_status          status = body && axis ? IL_OK : no_memory(r);
    for (const ili_element *b = set ? set->first : NULL; status == IL_OK && b; b = b->next) {
        const char *const *name = NULL;
        int                n = 0;
        status = ili_setup_words(r, b, "axes", &n, &name);
        for (int i = 0; status == IL_OK && i < n; i++) {
            char c = (char)(name[i][0] | 32);
            if (c < 'x' || c > 'z' || name[i][1]) status = ili_xml_error(r->doc, b, IL_BAD_VALUE, r->err, "an axis is called '%.20s'; it is X, Y or Z", name[i]);
            else axis[3*m->nbody + c - 'x'] = true;
        }
        body[m->nbody] = ili_attribute_get(b, "name");
        if (status == IL_OK && !body[m->nbody++]) status = ili_xml_error(r->doc, b, IL_BAD_VALUE, r->err, "a <BodyScale> names no body");
    }
    m->body = body, m->axis = axis;
    return status;
}

static il_status measurements(ili_setup_reader *r, const ili_element *scaler, il_osim_scale *s) {
    ili_document        *own = r->doc;
    const ili_element   *set;
    il_status            status = ili_setup_set(r, scaler, "MeasurementSet", &set);
    if (status != IL_OK) return status;
    set = ili_child(set, "objects");
    il_osim_measurement *list = take(r, count(set), sizeof *list);
    if (!list) status = no_memory(r);
    for (const ili_element *e = set ? set->first : NULL; status == IL_OK && e; e = e->next) {
        il_osim_measurement *m = &list[s->nmeasurement];
        if (!applies(r, e, &status) || status != IL_OK) continue;
        m->name = ili_attribute_get(e, "name") ? ili_attribute_get(e, "name") : "";
        status = pairs(r, e, m);
        if (status == IL_OK) status = bodies(r, e, m);
        s->nmeasurement++;
    }
    s->measurement = list;
    r->doc = own;
    return status;
}

static il_status manual(ili_setup_reader *r, const ili_element *scaler, il_osim_scale *s) {
    ili_document      *own = r->doc;
    const ili_element *set;
    il_status          status = ili_setup_set(r, scaler, "ScaleSet", &set);
    if (status != IL_OK) return status;
    set = ili_child(set, "objects");
    const char       **body = take(r, count(set), sizeof *body);
    double            *factor = take(r, 3*count(set), sizeof *factor);
    if (!body || !factor) status = no_memory(r);
    for (const ili_element *e = set ? set->first : NULL; status == IL_OK && e; e = e->next) {
        double *f = factor + 3*s->nmanual;
        if (!applies(r, e, &status) || status != IL_OK) continue;
        f[0] = f[1] = f[2] = 1.0;
        body[s->nmanual] = ili_setup_word(e, "segment");
        status = ili_child_numbers(r->doc, e, "scales", 3, f, r->err);
        for (int i = 0; status == IL_OK && i < 3; i++)
            if (!(f[i] > 0.0 && isfinite(f[i]))) status = ili_xml_error(r->doc, e, IL_BAD_VALUE, r->err, "a scale factor of '%.80s' is %g; it is above zero", body[s->nmanual], f[i]);
        s->nmanual++;
    }
    s->manual = body, s->factor = factor;
    r->doc = own;
    return status;
}

// ---- the parts of the tool -----------------------------------------------------------------------------------------------------

// "-1 -1" is no range at all
static il_status range(ili_setup_reader *r, const ili_element *e, double *from, double *to) {
    double t[2] = {-1.0, -1.0};
    il_status status = ili_child_numbers(r->doc, e, "time_range", 2, t, r->err);
    *from = t[0] < 0.0 && t[1] < 0.0 ? -IL_INF : t[0], *to = t[0] < 0.0 && t[1] < 0.0 ? IL_INF : t[1];
    return status;
}

static il_status scaler(ili_setup_reader *r, const ili_element *e, il_osim_scale *s) {
    il_status status = IL_OK;
    s->scales = e && applies(r, e, &status);
    if (!e || status != IL_OK) return status;
    status = ili_setup_words(r, e, "scaling_order", &s->norder, &s->order);
    for (int i = 0; status == IL_OK && i < s->norder; i++)
        if (strcmp(s->order[i], "measurements") && strcmp(s->order[i], "manualScale"))
            status = ili_xml_error(r->doc, e, IL_BAD_VALUE, r->err, "<scaling_order> says '%.40s'; it says measurements, manualScale, or both", s->order[i]);
    if (status == IL_OK) status = measurements(r, e, s);
    if (status == IL_OK) status = manual(r, e, s);
    if (status == IL_OK) status = ili_setup_path(r, e, "marker_file", &s->markers);
    if (status == IL_OK) status = range(r, e, &s->from, &s->to);
    if (status == IL_OK) status = ili_child_flag(r->doc, e, "preserve_mass_distribution", &s->keep_mass, r->err);
    if (status == IL_OK) status = ili_setup_path(r, e, "output_model_file", &s->output_model);
    return status == IL_OK ? ili_setup_path(r, e, "output_scale_file", &s->output_scale) : status;
}

static il_status placer(ili_setup_reader *r, const ili_element *e, il_osim_scale *s) {
    il_status status = IL_OK;
    s->pose = il_default_osim_setup(IL_OSIM_TOOL_IK);
    s->pose.file = s->file;
    s->places = e && applies(r, e, &status);
    if (!e || status != IL_OK) return status;
    r->s = &s->pose;
    status = ili_setup_tasks(r, e);
    if (status == IL_OK) status = ili_setup_path(r, e, "marker_file", &s->pose.markers);
    if (status == IL_OK) status = ili_setup_path(r, e, "coordinate_file", &s->pose.coordinates);
    if (status == IL_OK) status = range(r, e, &s->pose.from, &s->pose.to);
    if (status == IL_OK) status = ili_child_numbers(r->doc, e, "max_marker_movement", 1, &s->most_movement, r->err);
    if (status == IL_OK) status = ili_setup_path(r, e, "output_motion_file", &s->pose_motion);
    if (status == IL_OK) status = ili_setup_path(r, e, "output_model_file", &s->pose_model);
    return status == IL_OK ? ili_setup_path(r, e, "output_marker_file", &s->pose_markers) : status;
}

static il_status tool(ili_setup_reader *r, const ili_element *e, il_osim_scale *s) {
    s->name = ili_attribute_get(e, "name");
    if (!s->name) s->name = "";
    s->mass = -1.0;
    il_status status = ili_child_numbers(r->doc, e, "mass", 1, &s->mass, r->err);
    if (status == IL_OK) status = ili_setup_path(r, ili_child(e, "GenericModelMaker"), "model_file", &s->model);
    if (status == IL_OK) status = ili_setup_path(r, ili_child(e, "GenericModelMaker"), "marker_set_file", &s->marker_set);
    if (status == IL_OK) status = scaler(r, ili_child(e, "ModelScaler"), s);
    return status == IL_OK ? placer(r, ili_child(e, "MarkerPlacer"), s) : status;
}

static il_status parse(const char *path, const char *bytes, size_t size, bool alone, il_osim_scale **out, il_error *err) {
    ili_document doc;
    *out = NULL;
    il_status status = ili_xml_parse(path, bytes, size, &doc, err);
    if (status != IL_OK) return status;
    const ili_element *e = strcmp(doc.root->tag, "ScaleTool") ? ili_child(doc.root, "ScaleTool") : doc.root;
    if (!e) return ili_xml_free(&doc), IL_OK;
    il_osim_scale *s = calloc(1, sizeof *s);
    if (s) s->memory = calloc(1, sizeof *s->memory);
    ili_setup_reader r = {.doc = &doc, .path = path, .err = err, .memory = s ? s->memory : NULL, .alone = alone};
    if (s && s->memory) {
        s->markers = s->output_model = s->output_scale = s->pose_model = s->pose_motion = s->pose_markers = s->marker_set = s->model = "";
        s->file = ili_arena_copy(&doc.arena, path, strlen(path));
        status = s->file ? tool(&r, e, s) : no_memory(&r);
    } else {
        status = no_memory(&r);
    }
    if (status != IL_OK) {
        ili_xml_free(&doc);
        if (s) ili_setup_memory_free(s->memory);
        free(s);
        return status;
    }
    s->memory->doc = doc;
    *out = s;
    return IL_OK;
}

il_status il_osim_scale_parse(const char *path, const char *bytes, size_t size, il_osim_scale **out, il_error *err) {
    IL_ASSERT(path && out);
    return parse(path, bytes, size, true, out, err);
}

il_status il_osim_scale_read(const char *path, il_osim_scale **out, il_error *err) {
    char  *bytes = NULL;
    size_t size = 0;
    *out = NULL;
    il_status status = il_file_read(path, 0, &bytes, &size, err);
    if (status == IL_OK) status = parse(path, bytes, size, false, out, err);
    il_file_free(bytes);
    return status;
}

void il_osim_scale_free(il_osim_scale *s) {
    if (!s) return;
    ili_xml_free(&s->memory->doc);
    ili_setup_memory_free(s->memory), free(s);
}

// osim_read.c - an `.osim` file becomes a model: the document, its sets in turn, what is remembered of it
#include "osim_bushing.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/names.h"
#include "file/number.h"
#include "ilium/file.h"
#include "osim_tree.h"

// ---- what all parts use --------------------------------------------------------------------------------------------------------

void *ili_osim_take(ili_osim_reader *r, size_t n, size_t size) {
    void *p = ili_arena_array(&r->doc.arena, n, size);
    if (!p) il_error_set(r->err, IL_NO_MEMORY, r->doc.file, 0, 0, "out of memory for a model");
    return p;
}

il_status ili_osim_bad(ili_osim_reader *r, const ili_element *at, const char *format, ...) {
    char    text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return ili_xml_error(&r->doc, at, IL_BAD_VALUE, r->err, "%s", text);
}

static il_status add_note(ili_osim_reader *r, const ili_element *at, const char *sentence) {
    char   text[460];
    int    n = snprintf(text, sizeof text, "line %d: %s", at ? at->line : 0, sentence);
    char  *copy = ili_arena_copy(&r->doc.arena, text, n < (int)sizeof text ? (size_t)n : sizeof text - 1);
    size_t room = (size_t)r->nnote;
    if (copy && (room & (room - 1)) == 0) { // full at 0, 1, 2, 4 ...
        const char **more = ili_osim_take(r, room ? 2*room : 1, sizeof *more);
        if (!more) return IL_NO_MEMORY;
        if (room) memcpy(more, r->note, room*sizeof *more);
        r->note = more;
    }
    if (!copy) return il_error_set(r->err, IL_NO_MEMORY, r->doc.file, 0, 0, "out of memory for a model");
    r->note[r->nnote++] = copy;
    return IL_OK;
}

il_status ili_osim_note(ili_osim_reader *r, const ili_element *at, const char *format, ...) {
    char    text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return add_note(r, at, text);
}

il_status ili_osim_unknown(ili_osim_reader *r, const ili_element *at, const char *format, ...) {
    char    text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (r->options.lenient) return add_note(r, at, text);
    return ili_xml_error(&r->doc, at, IL_BAD_VALUE, r->err, "%s (be lenient to go on without)", text);
}

const ili_element *ili_osim_objects(const ili_element *holder, const char *set) { return ili_child(ili_child(holder, set), "objects"); }

bool ili_osim_is_off(const ili_osim_reader *r, const ili_element *e) {
    bool off = false, on = true;
    (void)ili_child_flag(&r->doc, e, "isDisabled", &off, NULL);
    (void)ili_child_flag(&r->doc, e, "appliesForce", &on, NULL);
    (void)ili_child_flag(&r->doc, e, "isEnforced", &on, NULL);
    return off || !on;
}

const char *ili_osim_last(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

int ili_osim_body_find(const ili_osim_reader *r, const char *name) {
    for (int i = 0; i < r->nbody; i++)
        if (!strcmp(r->body[i].name, name)) return i;
    return -1;
}

const char *ili_osim_meant(const ili_osim_reader *r, bool coordinates, const char *path, char *buf, size_t size) {
    int          n = coordinates ? r->ncoordinate : r->nbody;
    const char **names = calloc((size_t)n + 1, sizeof *names);
    for (int i = 0; names && i < n; i++) names[i] = coordinates ? r->coordinate[i].name : r->body[i].name;
    ili_name_offer(ili_osim_last(path), names, names ? n : 0, buf, size);
    free(names);
    return buf;
}

// ---- coordinates ---------------------------------------------------------------------------------------------------------------

// the model's coordinates stand from the ground outwards
static void build_coordinates(ili_osim_reader *r) {
    for (int n = 0; n < r->njoint; n++) {
        const ili_osim_joint *j = &r->joint[r->order[n]];
        for (int k = 0; k < j->ncoordinate; k++) {
            const il_osim_coordinate *c = &r->coordinate[j->first_coordinate + k];
            il_coordinate_def         def = il_default_coordinate_def();
            if (c->dependent && !c->tied && !r->options.free_dependent) continue;
            def.name = c->name, def.neutral = c->value;
            def.min = isfinite(c->low) ? c->low : -1e6, def.max = isfinite(c->high) ? c->high : 1e6;
            il_builder_coordinate(r->b, &def);
        }
    }
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------

// What an object does not say its kind's in <defaults> says: they are made for a whole file. Objects have names.
static void inherit(ili_element *e, const ili_element *defaults) {
    if (e == defaults) return;
    for (ili_element *c = e->first; c; c = c->next) inherit(c, defaults);
    if (!e->first || !ili_attribute_get(e, "name")) return;
    for (const ili_element *d = defaults->first; d && !e->model; d = d->next)
        if (!strcmp(d->tag, e->tag)) e->model = d;
}

static il_status open_document(ili_osim_reader *r) {
    const ili_element *root = r->doc.root;
    const char        *version = ili_attribute_get(root, "Version");
    double             number = 0.0;
    if (strcmp(root->tag, "OpenSimDocument") && strcmp(root->tag, "Model"))
        return ili_osim_bad(r, root, "the file begins with <%s>; a model begins with <OpenSimDocument>", root->tag);
    r->model = strcmp(root->tag, "Model") ? ili_child(root, "Model") : root;
    if (!r->model) return ili_osim_bad(r, root, "there is no <Model> in <OpenSimDocument>");
    if (ili_child(r->model, "DynamicsEngine"))
        return ili_osim_bad(r, ili_child(r->model, "DynamicsEngine"), "a <DynamicsEngine> with a <SimbodyEngine> is read in files of version 10600, as in OpenSim; the version of this one is %.20s", version ? version : "not told");
    if (ili_child(r->model, "defaults")) inherit(r->doc.root, ili_child(r->model, "defaults"));
    if (version) ili_number_scan(version, strlen(version), &number);
    r->o->version = number >= 0.0 && number < 1e9 ? (int)number : 0;
    r->o->name = ili_attribute_get(r->model, "name");
    if (!r->o->name) r->o->name = "";
    r->o->gravity[1] = -9.80665;
    return ili_child_numbers(&r->doc, r->model, "gravity", 3, r->o->gravity, r->err);
}

static il_status build(ili_osim_reader *r) {
    il_status status = ili_osim_followers(r);
    if (status == IL_OK) build_coordinates(r);
    if (status == IL_OK) status = ili_osim_constraints(r);
    if (status == IL_OK) status = ili_osim_build_bodies(r);
    if (status == IL_OK) status = ili_osim_markers(r);
    if (status == IL_OK) status = ili_osim_read_forces(r);
    if (status != IL_OK) return status;
    status = il_builder_finish(r->b, &r->o->model, r->err);
    if (status != IL_OK && r->err && !r->err->file[0]) snprintf(r->err->file, sizeof r->err->file, "%s", r->doc.file), r->err->line = r->model->line;
    return status == IL_OK ? ili_osim_order_wraps(r->o->model, r->err) : status;
}

// the name of a joint's frame on its child; before version 4 that of the frame that OpenSim makes
static const char *child_frame(ili_osim_reader *r, const ili_osim_joint *j) {
    const char    *socket = ili_child_text(j->e, "socket_child_frame"), *body = r->body[j->child].name;
    if (socket && *socket) return ili_osim_last(socket);
    if (ili_osim_frame_rests(&j->in_child)) return body;
    size_t size = strlen(body) + sizeof "_offset";
    char  *name = ili_osim_take(r, size, 1);
    if (name) snprintf(name, size, "%s_offset", body);
    return name;
}

// where each coordinate of the file is in the model, and their order from the ground outwards
static il_status finish(ili_osim_reader *r) {
    const il_model *m = r->o->model;
    int            *tree = ili_osim_take(r, (size_t)r->ncoordinate, sizeof *tree), n = 0;
    const char    **body = tree ? ili_osim_take(r, (size_t)r->nbody, sizeof *body) : NULL;
    il_osim_joint  *joint = body ? ili_osim_take(r, (size_t)r->njoint, sizeof *joint) : NULL;
    if (!joint) return IL_NO_MEMORY;
    for (int i = 1; i < r->nbody; i++)
        if (!r->body[i].of) body[r->o->nbody++] = r->body[i].name; // pieces stand behind all
    r->o->body = body;
    for (int i = 0; i < r->ncoordinate; i++) {
        int q = il_coordinate_find(m, r->coordinate[i].name), k = q >= 0 ? -1 : ili_name_find(r->coordinate[i].name, m->coupled_name, m->ncoupled);
        r->coordinate[i].signal = q >= 0 ? q : m->nq + k;
    }
    for (int j = 0; j < r->njoint; j++)
        for (int k = 0; k < r->joint[r->order[j]].ncoordinate; k++) tree[n++] = r->joint[r->order[j]].first_coordinate + k;
    for (int j = 0; j < r->njoint; j++) {
        const ili_osim_joint *from = &r->joint[j];
        int                   carried = il_body_find(m, r->body[ili_osim_far(from)].name);
        joint[j] = (il_osim_joint){from->name, il_body_find(m, r->body[from->parent].name), il_body_find(m, r->body[from->child].name), carried,
                                   from->first ? il_body_find(m, from->first) : carried, child_frame(r, from)};
        if (!joint[j].frame) return IL_NO_MEMORY;
    }
    r->o->joint = joint, r->o->njoint = r->njoint;
    r->o->tree = tree, r->o->ncoordinate = r->ncoordinate, r->o->coordinate = r->coordinate;
    r->o->muscle = r->muscle;
    ili_osim_place_forces(r), ili_osim_place_constraints(r);
    r->o->force = r->force, r->o->nforce = r->nforce;
    return ili_osim_frames(r);
}

// <ForceSet><groups><ObjectGroup name="..."><members>...
static il_status groups(ili_osim_reader *r) {
    const ili_element *set = ili_child(r->model, "ForceSet"), *list = ili_child(set ? set : ili_child(r->model, "ActuatorSet"), "groups");
    il_osim_group     *g = ili_osim_take(r, (size_t)(list ? list->count : 0) + 1, sizeof *g);
    if (!g) return IL_NO_MEMORY;
    for (const ili_element *e = list ? list->first : NULL; e; e = e->next) {
        const char *name = ili_attribute_get(e, "name"), *members = ili_child_text(e, "members");
        if (name && *name && members) g[r->o->ngroup++] = (il_osim_group){name, members};
    }
    r->o->group = g;
    return IL_OK;
}

static il_status read_document(ili_osim_reader *r) {
    r->b = il_builder_create();
    if (!r->b) return il_error_set(r->err, IL_NO_MEMORY, r->doc.file, 0, 0, "out of memory for a model");
    il_builder_any_inertia(r->b);
    il_status status = ili_osim_sockets(&r->doc, r->err);
    if (status == IL_OK) status = ili_osim_components(&r->doc, r->err);
    if (status == IL_OK) status = open_document(r);
    if (status == IL_OK && r->doc.stray) status = ili_osim_note(r, &(const ili_element){.line = r->doc.stray}, ILI_XML_STRAY);
    if (status == IL_OK) status = ili_osim_bodies(r);
    if (status == IL_OK) status = ili_osim_joints(r);
    if (status == IL_OK) status = build(r);
    if (status == IL_OK) status = finish(r);
    if (status == IL_OK) status = ili_osim_actuators(r);
    if (status == IL_OK) status = groups(r);
    if (status == IL_OK) status = ili_osim_left_out(r);
    if (status == IL_OK) r->o->note = r->note, r->o->nnote = r->nnote;
    il_builder_free(r->b);
    return status;
}

il_status il_osim_parse(const char *file, const char *bytes, size_t size, const il_osim_options *options, il_osim **out, il_error *err) {
    IL_ASSERT(file && out);
    *out = NULL;
    ili_osim_reader r = {.options = options ? *options : (il_osim_options){0}, .err = err};
    il_status       status = ili_xml_parse_any(file, bytes, size, &r.doc, err);
    if (status != IL_OK) return status;
    r.o = calloc(1, sizeof *r.o);
    struct il_osim_memory *memory = calloc(1, sizeof *memory);
    status = r.o && memory ? read_document(&r) : il_error_set(err, IL_NO_MEMORY, file, 0, 0, "out of memory for a model");
    if (status != IL_OK) {
        if (r.o) il_model_free(r.o->model);
        ili_xml_free(&r.doc);
        free(r.o), free(memory);
        return status;
    }
    memory->doc = r.doc, memory->tree = r.tree;
    ili_osim_tree_keep(r.tree, &memory->doc);
    r.o->memory = memory;
    *out = r.o;
    return IL_OK;
}

il_status il_osim_read(const char *path, const il_osim_options *options, il_osim **out, il_error *err) {
    char  *bytes = NULL;
    size_t size = 0;
    *out = NULL;
    il_status status = il_file_read(path, 0, &bytes, &size, err);
    if (status == IL_OK) status = il_osim_parse(path, bytes, size, options, out, err);
    il_file_free(bytes);
    return status;
}

int il_osim_stray(const char *text, size_t size) {
    char  *now;
    size_t length;
    int    line;
    if (ili_xml_to_utf8("", text, size, &line, &now, &length, NULL) == IL_OK) free(now);
    return line;
}

void il_osim_free(il_osim *o) {
    if (!o) return;
    il_model_free(o->model);
    ili_xml_free(&o->memory->doc);
    ili_arena_free(&o->memory->more);
    free(o->memory);
    free(o);
}

// ---- motions of it -------------------------------------------------------------------------------------------------------------

int il_osim_coordinate_find(const il_osim *o, const char *name) {
    size_t n = strlen(name);
    if (n > 6 && !strcmp(name + n - 6, "/value")) n -= 6;
    for (int i = 0; i < o->ncoordinate; i++) {
        size_t own = strlen(o->coordinate[i].name);
        if (own <= n && !memcmp(name + n - own, o->coordinate[i].name, own) && (own == n || name[n - own - 1] == '/')) return i;
    }
    return -1;
}

double il_osim_prescribed(const il_osim *o, const il_osim_coordinate *c, double time) {
    int n = c->nnumber/2, k = 0;
    if (c->time == IL_OSIM_TIME_SINE) return c->scale*c->number[0]*sin(c->number[1]*time + c->number[2]);
    if (c->time == IL_OSIM_TIME_FUNCTION) return c->scale*ili_osim_function_at(o->model, c->function, time);
    while (k + 1 < n && c->number[k + 1] <= time) k++;
    return c->scale*c->number[n + k];
}

int il_osim_absent(const il_osim *o, const il_table *t, char *names, size_t size) {
    int    count = 0;
    size_t n = 0;
    if (size) *names = 0;
    for (int i = 0; i < o->ncoordinate; i++) {
        const il_osim_coordinate *c = &o->coordinate[i];
        bool                      there = c->dependent || c->locked || c->prescribed;
        for (int k = 0; k < t->ncolumn && !there; k++) there = il_osim_coordinate_find(o, t->column[k]) == i;
        if (there) continue;
        if (n + strlen(c->name) + 3 < size) n += (size_t)snprintf(names + n, size - n, "%s%s", count ? ", " : "", c->name);
        count++;
    }
    return count;
}

il_status il_osim_columns(const il_osim *o, il_table *t, int *column, il_error *err) {
    int found = 0;
    for (int i = 0; i < o->ncoordinate; i++) column[i] = -1;
    for (int c = 0; c < t->ncolumn; c++) {
        int i = il_osim_coordinate_find(o, t->column[c]);
        if (i < 0 || column[i] >= 0) continue;
        column[i] = c, found++;
        for (int row = 0; t->degrees && o->coordinate[i].motion == IL_OSIM_ANGLE && row < t->nrow; row++)
            t->value[(size_t)row*(size_t)t->ncolumn + (size_t)c] *= 3.14159265358979323846/180.0;
    }
    t->degrees = false;
    if (!found) {
        char offer[200] = "one of the model's";
        return il_error_set(err, IL_BAD_VALUE, t->name, 0, 0, "no column is a coordinate of the model '%s'; did you mean %s (%s, ...)?", o->name, offer,
                            o->ncoordinate ? o->coordinate[0].name : "it has none");
    }
    return IL_OK;
}

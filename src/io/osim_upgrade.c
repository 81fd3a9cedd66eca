// osim_upgrade.c - a parsed `.osim` file brought to where readers look: the engine of version 1.6, sockets of the versions between 3 and 4,
// components out of their owners
//
// Elements keep their lines and their places in the text, so that errors and changes of the text find them.
#include <string.h>

#include "base/names.h"
#include "osim_read.h"

// ---- elements ------------------------------------------------------------------------------------------------------------------

static il_status no_memory(const ili_document *doc, il_error *err) { return il_error_set(err, IL_NO_MEMORY, doc->file, 0, 0, "out of memory for a model"); }

static ili_element *last_of(ili_element *parent) {
    ili_element *last = parent->last ? parent->last : parent->first;
    while (last && last->next) last = last->next;
    return last;
}

// a new last child
static void append(ili_element *parent, ili_element *e) {
    ili_element *last = last_of(parent);
    if (last) last->next = e;
    else parent->first = e;
    e->next = NULL, e->parent = parent, parent->last = e;
    parent->count++;
}

// the child at *at, out of its parent
static ili_element *detach(ili_element **at) {
    ili_element *e = *at;
    *at = e->next, e->parent->count--, e->parent->last = NULL, e->next = NULL;
    return e;
}

ili_element *ili_osim_make(ili_document *doc, ili_element *parent, const char *tag, const char *name, const char *text) {
    ili_element   *e = ili_arena_alloc(&doc->arena, sizeof *e);
    ili_attribute *a = name ? ili_arena_alloc(&doc->arena, sizeof *a) : NULL;
    if (!e || (name && !a)) return NULL;
    *e = (ili_element){.tag = tag, .text = text ? text : "", .line = parent->line, .attribute = a};
    if (a) *a = (ili_attribute){.name = "name", .value = name};
    append(parent, e);
    return e;
}

// where the first child of a tag hangs: at NULL when there is none
static ili_element **child_at(ili_element *e, const char *tag) {
    ili_element **at = &e->first;
    while (*at && strcmp((*at)->tag, tag)) at = &(*at)->next;
    return at;
}

static ili_element *child(ili_element *e, const char *tag) { return e ? *child_at(e, tag) : NULL; }

static ili_element *model_of(ili_document *doc) { return strcmp(doc->root->tag, "Model") ? child(doc->root, "Model") : doc->root; }

// ---- the engine ----------------------------------------------------------------------------------------------------------------

// <DynamicsEngine><SimbodyEngine> held bodies, joints, constraints and markers in version 10600; OpenSim 3 and 4 take them out in files of that version only
static void open_engine(ili_document *doc) {
    const char   *version = ili_attribute_get(doc->root, "Version");
    ili_element  *model = model_of(doc), **at = model ? child_at(model, "DynamicsEngine") : NULL, *engine = at && *at ? child(*at, "SimbodyEngine") : NULL;
    if (!engine || !version || strcmp(version, "10600")) return;
    detach(at);
    while (engine->first) append(model, detach(&engine->first));
}

// ---- sockets -------------------------------------------------------------------------------------------------------------------

// <socket_X_connectee_name>, <connector_X_connectee_name> and <connector_X> are <socket_X> now
static il_status rename_socket(ili_document *doc, ili_element *e, il_error *err) {
    static const char last[] = "_connectee_name", old[] = "connector_", now[] = "socket_";
    bool              connector = ili_name_begins(e->tag, old), long_name = ili_name_ends(e->tag, last);
    if (!connector && !(long_name && ili_name_begins(e->tag, now))) return IL_OK;
    const char *from = e->tag + (connector ? sizeof old - 1 : sizeof now - 1);
    size_t      n = strlen(from) - (long_name ? sizeof last - 1 : 0);
    char       *tag = ili_arena_alloc(&doc->arena, sizeof now + n);
    if (!tag) return no_memory(doc, err);
    memcpy(tag, now, sizeof now - 1), memcpy(tag + sizeof now - 1, from, n);
    e->tag = tag;
    return IL_OK;
}

// <connectors><Connector_PhysicalFrame_ name="X"><connectee_name>Y: before version 30508
static il_status connectors(ili_document *doc, ili_element *e, il_error *err) {
    static const char now[] = "socket_";
    for (const ili_element *c = e->first; c; c = c->next) {
        const char *name = ili_attribute_get(c, "name"), *path = ili_child_text(c, "connectee_name");
        const ili_element *text = ili_child(c, "connectee_name");
        if (!ili_name_begins(c->tag, "Connector_") || !name || !path) continue;
        char        *tag = ili_arena_alloc(&doc->arena, sizeof now + strlen(name));
        ili_element *socket = tag ? ili_osim_make(doc, e->parent, tag, NULL, path) : NULL;
        if (!socket) return no_memory(doc, err);
        memcpy(tag, now, sizeof now - 1), memcpy(tag + sizeof now - 1, name, strlen(name));
        socket->line = c->line;
        socket->from = text->from, socket->inner = text->inner, socket->inner_end = text->inner_end, socket->end = text->end; // a change of it is one of that text
    }
    return IL_OK;
}

static il_status sockets(ili_document *doc, ili_element *e, il_error *err) {
    il_status status = rename_socket(doc, e, err);
    for (ili_element *c = e->first; c && status == IL_OK; c = c->next) {
        if (!strcmp(c->tag, "connectors")) status = connectors(doc, c, err);
        if (status == IL_OK) status = sockets(doc, c, err);
    }
    return status;
}

il_status ili_osim_sockets(ili_document *doc, il_error *err) {
    open_engine(doc);
    return sockets(doc, doc->root, err);
}

// ---- components ----------------------------------------------------------------------------------------------------------------

static const char *const contacts[] = {"ContactSphere", "ContactHalfSpace", "ContactMesh", "ContactEllipsoid", "ContactCylinder", "ContactTorus"};
static bool is_contact(const char *tag) { return ili_name_find(tag, contacts, sizeof contacts/sizeof *contacts) >= 0; }

// the set of the model that such a component belongs to
typedef enum set_kind { BODIES, MARKERS, JOINTS, CONSTRAINTS, CONTACTS, FORCES, NSET, NO_SET = NSET } set_kind;
static const char *const set_name[NSET] = {"BodySet", "MarkerSet", "JointSet", "ConstraintSet", "ContactGeometrySet", "ForceSet"};

static set_kind set_of(const char *tag) {
    if (!strcmp(tag, "Body")) return BODIES;
    if (!strcmp(tag, "Marker")) return MARKERS;
    if (ili_name_ends(tag, "Joint")) return JOINTS;
    if (ili_name_ends(tag, "Constraint")) return CONSTRAINTS;
    if (is_contact(tag)) return CONTACTS;
    return ili_osim_is_force(tag) ? FORCES : NO_SET;
}

/// Elements that components are moved to, behind what is there.
typedef struct gather {
    ili_document *doc;
    ili_element  *model, *objects[NSET]; ///< once they are known
    il_error     *err;
} gather;

static ili_element *objects_of(gather *g, set_kind kind) {
    ili_element *set = child(g->model, set_name[kind]), *objects;
    if (!set && kind == FORCES) set = child(g->model, "ActuatorSet"); // its name in old files
    if (!set) set = ili_osim_make(g->doc, g->model, set_name[kind], NULL, NULL);
    objects = child(set, "objects");
    return objects || !set ? objects : ili_osim_make(g->doc, set, "objects", NULL, NULL);
}

static il_status move(gather *g, ili_element **at, set_kind kind) {
    if (!g->objects[kind]) g->objects[kind] = objects_of(g, kind);
    if (!g->objects[kind]) return no_memory(g->doc, g->err);
    if (!(*at)->home) (*at)->home = (*at)->parent; // whose paths begin there
    append(g->objects[kind], detach(at));
    return IL_OK;
}

static il_status gather_in(gather *g, ili_element *e);

static il_status take(gather *g, ili_element *list) {
    il_status status = IL_OK;
    for (ili_element **at = &list->first; *at && status == IL_OK;) {
        set_kind set = set_of((*at)->tag);
        status = gather_in(g, *at);
        if (set != NO_SET && status == IL_OK) status = move(g, at, set);
        else at = &(*at)->next;
    }
    return status;
}

static il_status gather_in(gather *g, ili_element *e) {
    il_status status = IL_OK;
    for (ili_element *c = e->first; c && status == IL_OK; c = c->next) {
        if (!strcmp(c->tag, "defaults")) continue;
        ili_element *objects = !strcmp(c->tag, "ComponentSet") ? child(c, "objects") : NULL;
        status = !strcmp(c->tag, "components") ? take(g, c) : objects ? take(g, objects) : gather_in(g, c);
    }
    return status;
}

il_status ili_osim_components(ili_document *doc, il_error *err) {
    gather g = {.doc = doc, .model = model_of(doc), .err = err};
    return g.model ? gather_in(&g, g.model) : IL_OK;
}

// ---- what is left --------------------------------------------------------------------------------------------------------------

// what a model may hold without a change of how it moves and what its forces are
static bool is_idle(const char *tag) {
    static const char *const kinds[] = {"TableSource", "TableSourceVec3", "IMU", "Bhargava2004SmoothedMuscleMetabolics", "FrameGeometry", "Mesh", "Brick", "Sphere", "Cylinder", "Cone", "Ellipsoid", "Torus",
                                        "Arrow", "LineGeometry", "Appearance", "SurfaceProperties"};
    return ili_name_ends(tag, "Controller") || ili_name_ends(tag, "Probe") || ili_name_begins(tag, "TableReporter") || ili_name_begins(tag, "ConsoleReporter") || !strcmp(tag, "StatesTrajectoryReporter") ||
           ili_name_find(tag, kinds, sizeof kinds/sizeof *kinds) >= 0;
}

static il_status listed(ili_osim_reader *r, const ili_element *e) {
    const char *name = ili_attribute_get(e, "name");
    return ili_osim_note(r, e, "<%.80s name=\"%.80s\"> is not used", e->tag, name ? name : "");
}

// components that belong to no set. Frames and stations are found where they stand
static il_status unused(ili_osim_reader *r, const ili_element *list) {
    static const char *const frames[] = {"PhysicalOffsetFrame", "StationDefinedFrame", "Station"};
    il_status                status = IL_OK;
    for (const ili_element *e = list ? list->first : NULL; e && status == IL_OK; e = e->next) {
        if (ili_name_find(e->tag, frames, sizeof frames/sizeof *frames) >= 0) continue;
        status = is_idle(e->tag) ? listed(r, e) : ili_osim_unknown(r, e, "<%.80s> is no component that is known", e->tag);
    }
    return status;
}

static il_status left(ili_osim_reader *r, const ili_element *e) {
    il_status status = IL_OK;
    for (const ili_element *c = e->first; c && status == IL_OK; c = c->next) {
        if (!strcmp(c->tag, "defaults")) continue;
        if (!strcmp(c->tag, "components")) status = unused(r, c);
        if (status == IL_OK) status = left(r, c);
    }
    return status;
}

static il_status stranger(ili_osim_reader *r, const ili_element *e, const char *const *known, int n) {
    const char *near = ili_name_nearest(e->tag, known, n);
    return near ? ili_osim_unknown(r, e, "<%.80s> is no element of a model that is known; did you mean <%s>?", e->tag, near) : ili_osim_unknown(r, e, "<%.80s> is no element of a model that is known", e->tag);
}

// one element of the model: is it read, or may it stay unread?
static il_status element(ili_osim_reader *r, const ili_element *e) {
    static const char *const known[] = {"defaults", "credits", "publications", "length_units", "force_units", "assembly_accuracy", "gravity", "Ground", "BodySet", "JointSet", "ForceSet", "ActuatorSet",
        "ConstraintSet", "MarkerSet", "ContactGeometrySet", "ControllerSet", "ComponentSet", "ProbeSet", "ModelVisualPreferences", "components", "FrameGeometry", "attached_geometry", "WrapObjectSet",
        "OutputReporterSet", "MiscModelComponentSet", "FrameSet", "use_visualizer", "VisibleObject", "connectors", "CoordinateSet", "SpeedSet", "ContactForceSet"};
    static const char *const by_place[] = {"ControllerSet", "ProbeSet", "OutputReporterSet"}, *const mixed[] = {"ComponentSet", "MiscModelComponentSet", "FrameSet"};
    static const char *const empty[] = {"CoordinateSet", "SpeedSet", "ContactForceSet"}; // of version 1.6, where joints own coordinates already
    const ili_element       *objects = ili_child(e, "objects");
    il_status                status = IL_OK;
    if (ili_name_find(e->tag, known, sizeof known/sizeof *known) < 0) return stranger(r, e, known, sizeof known/sizeof *known);
    if (!objects || !objects->count) return IL_OK;
    if (!strcmp(e->tag, "ActuatorSet") && ili_child(r->model, "ForceSet")) return ili_osim_unknown(r, e, "an <ActuatorSet> beside a <ForceSet> is not read");
    if (ili_name_find(e->tag, empty, 3) >= 0) return ili_osim_unknown(r, e, "what <%s> holds is not read", e->tag);
    if (ili_name_find(e->tag, mixed, 3) >= 0) return unused(r, objects);
    if (ili_name_find(e->tag, by_place, 3) >= 0)
        for (const ili_element *c = objects->first; c && status == IL_OK; c = c->next) status = listed(r, c);
    if (strcmp(e->tag, "ContactGeometrySet")) return status;
    for (const ili_element *c = objects->first; c && status == IL_OK; c = c->next)
        if (!is_contact(c->tag)) status = ili_osim_unknown(r, c, "<%.80s> is no surface of contact that is known", c->tag);
    return status == IL_OK ? ili_osim_note(r, objects->first, "contact is not used: the %d surface%s of <ContactGeometrySet>", objects->count, objects->count == 1 ? "" : "s") : status;
}

il_status ili_osim_left_out(ili_osim_reader *r) {
    il_status status = left(r, r->model);
    for (const ili_element *e = r->model->first; e && status == IL_OK; e = e->next) status = element(r, e);
    return status;
}

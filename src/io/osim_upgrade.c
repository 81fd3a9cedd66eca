// osim_upgrade.c - a parsed `.osim` file brought to where readers look: sockets of the versions between 3 and 4, components out of their owners
//
// Elements keep their lines and their places in the text, so that errors and changes of the text find them.
#include <string.h>

#include "osim_read.h"

// ---- elements ------------------------------------------------------------------------------------------------------------------

static il_status no_memory(const ili_document *doc, il_error *err) { return il_error_set(err, IL_NO_MEMORY, doc->file, 0, 0, "out of memory for a model"); }

ili_element *ili_osim_make(ili_document *doc, ili_element *parent, const char *tag, const char *name, const char *text) {
    ili_element   *e = ili_arena_alloc(&doc->arena, sizeof *e), *last = parent->first;
    ili_attribute *a = name ? ili_arena_alloc(&doc->arena, sizeof *a) : NULL;
    if (!e || (name && !a)) return NULL;
    *e = (ili_element){.tag = tag, .text = text ? text : "", .line = parent->line, .parent = parent, .attribute = a};
    if (a) *a = (ili_attribute){.name = "name", .value = name};
    while (last && last->next) last = last->next;
    if (last) last->next = e;
    else parent->first = e;
    parent->count++;
    return e;
}

static bool begins(const char *text, const char *with) { return !strncmp(text, with, strlen(with)); }
static bool ends(const char *text, const char *with) {
    size_t n = strlen(text), k = strlen(with);
    return n >= k && !strcmp(text + n - k, with);
}

static ili_element *child(const ili_element *e, const char *tag) {
    ili_element *c = e ? e->first : NULL;
    while (c && strcmp(c->tag, tag)) c = c->next;
    return c;
}

// ---- sockets -------------------------------------------------------------------------------------------------------------------

// <socket_X_connectee_name>, <connector_X_connectee_name> and <connector_X> are <socket_X> now
static il_status rename_socket(ili_document *doc, ili_element *e, il_error *err) {
    static const char last[] = "_connectee_name", old[] = "connector_", now[] = "socket_";
    bool              connector = begins(e->tag, old), long_name = ends(e->tag, last);
    if (!connector && !(long_name && begins(e->tag, now))) return IL_OK;
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
        const ili_element *text = child(c, "connectee_name");
        if (!begins(c->tag, "Connector_") || !name || !path) continue;
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

il_status ili_osim_sockets(ili_document *doc, il_error *err) { return sockets(doc, doc->root, err); }

// ---- components ----------------------------------------------------------------------------------------------------------------

// the set of the model that such a component belongs to; NULL: none that is read
static const char *set_of(const char *tag) {
    if (!strcmp(tag, "Body")) return "BodySet";
    if (!strcmp(tag, "Marker")) return "MarkerSet";
    if (ends(tag, "Joint")) return "JointSet";
    if (ends(tag, "Constraint")) return "ConstraintSet";
    if (begins(tag, "Contact") && !ends(tag, "Force")) return "ContactGeometrySet";
    return ili_osim_is_force(tag) ? "ForceSet" : NULL;
}

/// Elements that components are moved to, behind what is there.
typedef struct gather {
    ili_document *doc;
    ili_element  *model;
    il_error     *err;
} gather;

static il_status move(gather *g, ili_element **at, const char *name) {
    ili_element *e = *at, *set = child(g->model, name), *objects = set ? child(set, "objects") : NULL, *last;
    if (!set) set = ili_osim_make(g->doc, g->model, name, NULL, NULL);
    if (set && !objects) objects = ili_osim_make(g->doc, set, "objects", NULL, NULL);
    if (!objects) return no_memory(g->doc, g->err);
    *at = e->next, e->parent->count--;
    if (!e->home) e->home = e->parent; // whose paths begin there
    e->next = NULL, e->parent = objects;
    for (last = objects->first; last && last->next;) last = last->next;
    if (last) last->next = e;
    else objects->first = e;
    objects->count++;
    return IL_OK;
}

static il_status gather_in(gather *g, ili_element *e);

static il_status take(gather *g, ili_element *list) {
    il_status status = IL_OK;
    for (ili_element **at = &list->first; *at && status == IL_OK;) {
        const char *set = set_of((*at)->tag);
        status = gather_in(g, *at);
        if (set && status == IL_OK) status = move(g, at, set);
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
    gather g = {doc, strcmp(doc->root->tag, "Model") ? child(doc->root, "Model") : doc->root, err};
    return g.model ? gather_in(&g, g.model) : IL_OK;
}

// ---- what is left --------------------------------------------------------------------------------------------------------------

static bool among(const char *const *list, size_t n, const char *word) {
    for (size_t i = 0; i < n; i++)
        if (!strcmp(list[i], word)) return true;
    return false;
}

static il_status unused(ili_osim_reader *r, const ili_element *list) {
    static const char *const quiet[] = {"PhysicalOffsetFrame", "StationDefinedFrame", "Station", "Marker"};
    il_status                status = IL_OK;
    for (const ili_element *e = list ? list->first : NULL; e && status == IL_OK; e = e->next) {
        const char *name = ili_attribute_get(e, "name");
        if (!among(quiet, sizeof quiet/sizeof *quiet, e->tag)) status = ili_osim_note(r, e, "<%.80s name=\"%.80s\"> is not used", e->tag, name ? name : "");
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

il_status ili_osim_left_out(ili_osim_reader *r) {
    static const char *const known[] = {"defaults", "credits", "publications", "length_units", "force_units", "assembly_accuracy", "gravity", "Ground", "BodySet", "JointSet", "ForceSet",
        "ActuatorSet", "ConstraintSet", "MarkerSet", "ContactGeometrySet", "ControllerSet", "ComponentSet", "ProbeSet", "ModelVisualPreferences", "components", "FrameGeometry",
        "attached_geometry", "WrapObjectSet", "OutputReporterSet", "MiscModelComponentSet", "use_visualizer", "VisibleObject", "connectors"};
    static const char *const sets[] = {"ControllerSet", "ProbeSet", "ComponentSet", "MiscModelComponentSet", "OutputReporterSet"};
    il_status                status = left(r, r->model);
    for (const ili_element *e = r->model->first; e && status == IL_OK; e = e->next)
        if (!among(known, sizeof known/sizeof *known, e->tag)) status = ili_osim_note(r, e, "<%.80s> is no element of a model that is known; it is not used", e->tag);
    for (size_t i = 0; i < sizeof sets/sizeof *sets && status == IL_OK; i++) status = unused(r, ili_osim_objects(r->model, sets[i]));
    for (const ili_element *e = ili_osim_objects(r->model, "ContactGeometrySet"); e && status == IL_OK; e = NULL)
        if (e->count) status = ili_osim_note(r, e->first, "contact is not used: the %d surface%s of <ContactGeometrySet>", e->count, e->count == 1 ? "" : "s");
    return status;
}

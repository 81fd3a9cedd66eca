// osim_actuator.c - coordinate, point and torque actuators of a model or of a file of forces
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "ilium/file.h"
#include "osim_read.h"

/// A force set while it is read. Objects without a property take it from the object "default" of their kind, where the file has one, or else from the
/// model's: OpenSim keeps those for files that it reads later.
typedef struct forces {
    const ili_document *doc;
    const ili_element  *defaults, *inherited; ///< of the file, of the model; NULL: none
    il_osim            *o;
    struct ili_osim_tree *tree;
    ili_arena          *arena;
    il_actuator        *actuator; ///< room for all of the file behind those of the model
    int                *control;
    il_error           *err;
} forces;

static const char *const kinds[] = {"CoordinateActuator", "PointActuator", "TorqueActuator", "PointToPointActuator"};
enum { KINDS = sizeof kinds/sizeof *kinds };

bool ili_osim_is_actuator(const char *tag) { return ili_name_find(tag, kinds, KINDS) >= 0; }

// the element that holds a property: the object itself, or the default of its kind
static const ili_element *holder(const forces *f, const ili_element *e, const char *tag) {
    const ili_element *own = ili_child(e, tag);
    if (own && (*own->text || own->first)) return e;
    for (const ili_element *d = f->defaults ? f->defaults->first : NULL; d; d = d->next)
        if (!strcmp(d->tag, e->tag)) return d;
    for (const ili_element *d = f->inherited ? f->inherited->first : NULL; d; d = d->next)
        if (!strcmp(d->tag, e->tag)) return d;
    return e;
}

static il_status numbers(const forces *f, const ili_element *e, const char *tag, int n, double *out) {
    return ili_child_numbers(f->doc, holder(f, e, tag), tag, n, out, f->err);
}

static il_status flag(const forces *f, const ili_element *e, const char *tag, bool *out) { return ili_child_flag(f->doc, holder(f, e, tag), tag, out, f->err); }

static il_status body(const forces *f, const ili_element *e, const char *tag, int *out) {
    const char *path = ili_child_text(holder(f, e, tag), tag), *name = path ? ili_osim_last(path) : "";
    char        offer[300];
    *out = ili_osim_body_of(f->o, f->tree, path ? path : "", NULL);
    if (*out != IL_NONE) return IL_OK;
    return ili_xml_error(f->doc, e, IL_BAD_VALUE, f->err, "there is no body '%.80s' for <%s>; did you mean %s?", path, e->tag,
                         ili_name_offer(name, f->o->body, f->o->nbody, offer, sizeof offer));
}

static il_status coordinate(const forces *f, const ili_element *e, il_actuator *a) {
    const char *path = ili_child_text(holder(f, e, "coordinate"), "coordinate"), *name = path ? ili_osim_last(path) : "";
    int         i = il_osim_coordinate_find(f->o, name);
    char        offer[300];
    if (i >= 0) return a->signal = f->o->coordinate[i].signal, IL_OK;
    const char **names = ili_arena_array(f->arena, (size_t)f->o->ncoordinate, sizeof *names);
    for (int k = 0; names && k < f->o->ncoordinate; k++) names[k] = f->o->coordinate[k].name;
    return ili_xml_error(f->doc, e, IL_BAD_VALUE, f->err, "there is no coordinate '%.80s' for <%s>; did you mean %s?", name, e->tag,
                         names ? ili_name_offer(name, names, f->o->ncoordinate, offer, sizeof offer) : "another");
}

static il_status unit(const forces *f, const ili_element *e, double axis[3]) {
    double length = sqrt(axis[0]*axis[0] + axis[1]*axis[1] + axis[2]*axis[2]);
    if (!(length > 0.0 && isfinite(length))) return ili_xml_error(f->doc, e, IL_BAD_VALUE, f->err, "the direction of a <%s> has no length", e->tag);
    for (int i = 0; i < 3; i++) axis[i] /= length;
    return IL_OK;
}

static il_status directed(const forces *f, const ili_element *e, const char *axis, const char *global, il_actuator *a) {
    il_status status = numbers(f, e, axis, 3, a->axis);
    if (status == IL_OK) status = flag(f, e, global, &a->axis_in_ground);
    return status == IL_OK ? unit(f, e, a->axis) : status;
}

static il_status one(const forces *f, const ili_element *e, il_actuator *a) {
    *a = (il_actuator){.name = ili_attribute_get(e, "name"), .kind = (il_actuator_kind)ili_name_find(e->tag, kinds, KINDS), .axis = {1.0, 0.0, 0.0}, .optimal = 1.0,
                       .low = -IL_INF, .high = IL_INF};
    if (!a->name || !*a->name) return ili_xml_error(f->doc, e, IL_BAD_VALUE, f->err, "a <%s> has no name; give it one: name=\"...\"", e->tag);
    a->axis_in_ground = a->kind == IL_ACTUATOR_TORQUE;
    il_status status = numbers(f, e, "optimal_force", 1, &a->optimal);
    if (status == IL_OK) status = numbers(f, e, "min_control", 1, &a->low);
    if (status == IL_OK) status = numbers(f, e, "max_control", 1, &a->high);
    if (status == IL_OK && !(a->low <= a->high)) status = ili_xml_error(f->doc, e, IL_BAD_VALUE, f->err, "the controls of '%.80s' go from %g to %g", a->name, a->low, a->high);
    if (status != IL_OK) return status;
    if (a->kind == IL_ACTUATOR_COORDINATE) return coordinate(f, e, a);
    bool pair = a->kind == IL_ACTUATOR_POINTS, torque = a->kind == IL_ACTUATOR_TORQUE;
    status = body(f, e, pair || torque ? "bodyA" : "body", &a->body);
    if (status == IL_OK && (pair || torque)) status = body(f, e, "bodyB", &a->other);
    if (status == IL_OK && torque) return directed(f, e, "axis", "torque_is_global", a);
    if (status == IL_OK) status = numbers(f, e, pair ? "pointA" : "point", 3, a->point);
    if (status == IL_OK && pair) status = numbers(f, e, "pointB", 3, a->other_point);
    if (status == IL_OK) status = flag(f, e, pair ? "points_are_global" : "point_is_global", &a->point_in_ground);
    return status == IL_OK && !pair ? directed(f, e, "direction", "force_is_global", a) : status;
}

static bool is_off(const forces *f, const ili_element *e) {
    bool off = false, on = true;
    (void)flag(f, e, "isDisabled", &off), (void)flag(f, e, "appliesForce", &on);
    return off || !on;
}

static bool twice(const forces *f, const char *name) {
    for (int k = 0; k < f->o->nactuator; k++)
        if (!strcmp(f->actuator[k].name, name)) return true;
    return il_muscle_find(f->o->model, name) != IL_NONE && f->o->ncontrol > f->o->nactuator;
}

// @param others  what is no actuator stays as it is; else it is an error
static il_status take(forces *f, const ili_element *set, bool others) {
    il_osim *o = f->o;
    size_t   room = (size_t)o->ncontrol + (set ? (size_t)set->count : 0) + 1;
    f->actuator = ili_arena_array(f->arena, room, sizeof *f->actuator), f->control = ili_arena_array(f->arena, room, sizeof *f->control);
    if (!f->actuator || !f->control) return il_error_set(f->err, IL_NO_MEMORY, f->doc->file, 0, 0, "out of memory for actuators");
    if (o->nactuator) memcpy(f->actuator, o->actuator, (size_t)o->nactuator*sizeof *f->actuator);
    if (o->ncontrol) memcpy(f->control, o->control, (size_t)o->ncontrol*sizeof *f->control);
    o->actuator = f->actuator, o->control = f->control;
    for (const ili_element *e = set ? set->first : NULL; e; e = e->next) {
        const char *name = ili_attribute_get(e, "name");
        int         muscle = others && name ? il_muscle_find(o->model, name) : IL_NONE;
        if (is_off(f, e)) continue;
        if (!ili_osim_is_actuator(e->tag)) {
            if (muscle != IL_NONE) f->control[o->ncontrol++] = muscle;
            if (!others) return ili_xml_error(f->doc, e, IL_BAD_VALUE, f->err, "<%s> is no actuator that is known; CoordinateActuator, PointActuator, TorqueActuator and PointToPointActuator are", e->tag);
            continue;
        }
        il_status status = one(f, e, &f->actuator[o->nactuator]);
        if (status == IL_OK && twice(f, f->actuator[o->nactuator].name))
            status = ili_xml_error(f->doc, e, IL_BAD_VALUE, f->err, "two forces are called '%.80s'; names must differ", f->actuator[o->nactuator].name);
        if (status != IL_OK) return status;
        f->control[o->ncontrol++] = -1 - o->nactuator++;
    }
    return IL_OK;
}

il_status ili_osim_actuators(ili_osim_reader *r) {
    const ili_element *set = ili_osim_objects(r->model, "ForceSet");
    forces             f = {.doc = &r->doc, .defaults = ili_child(r->model, "defaults"), .o = r->o, .tree = r->tree, .arena = &r->doc.arena, .err = r->err};
    if (!set) set = ili_osim_objects(r->model, "ActuatorSet");
    return take(&f, set, true);
}

il_status il_osim_actuators_parse(il_osim *o, const char *path, const char *bytes, size_t size, bool replace, il_error *err) {
    IL_ASSERT(o && path);
    ili_document doc;
    il_status    status = ili_xml_parse(path, bytes, size, &doc, err);
    if (status != IL_OK) return status;
    const ili_element *set = strcmp(doc.root->tag, "ForceSet") ? ili_child(doc.root, "ForceSet") : doc.root, *model = o->memory->doc.root;
    if (strcmp(model->tag, "Model")) model = ili_child(model, "Model");
    forces             f = {.doc = &doc, .defaults = ili_child(set, "defaults"), .inherited = ili_child(model, "defaults"), .o = o, .tree = o->memory->tree, .arena = &o->memory->more, .err = err};
    int                before = replace ? 0 : o->nactuator;
    if (replace) o->ncontrol = o->nactuator = 0;
    status = set ? take(&f, ili_child(set, "objects"), false) : ili_xml_error(&doc, doc.root, IL_BAD_VALUE, err, "there is no <ForceSet>");
    for (int k = before; status == IL_OK && k < o->nactuator; k++) { // names outlive the document
        f.actuator[k].name = ili_arena_copy(f.arena, f.actuator[k].name, strlen(f.actuator[k].name));
        if (!f.actuator[k].name) status = il_error_set(err, IL_NO_MEMORY, path, 0, 0, "out of memory for actuators");
    }
    ili_xml_free(&doc);
    return status;
}

il_status il_osim_actuators_add(il_osim *o, const char *path, bool replace, il_error *err) {
    IL_ASSERT(o && path);
    char     *bytes = NULL;
    size_t    size = 0;
    il_status status = il_file_read(path, 0, &bytes, &size, err);
    if (status == IL_OK) status = il_osim_actuators_parse(o, path, bytes, size, replace, err);
    il_file_free(bytes);
    return status;
}

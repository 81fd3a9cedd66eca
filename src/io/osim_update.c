// osim_update.c - an `.osim` file of any version as one of version 4: the same elements, where OpenSim 4 has them
//
// What an older file holds stands under other names or in other places: joints within bodies, bodies by name instead of by path, places in joints
// instead of frames. Numbers are copied as text, so the new file is read as the same model, bit by bit. Comments and what only draws is left out.
#include <string.h>

#include "base/names.h"
#include "osim_upgrade.h"
#include "osim_xml.h"

enum { NEWEST = 40000 }; ///< version of files that are written

typedef struct update {
    ili_xml             x;
    const ili_document *doc;
    const ili_element  *model;
    bool                old;
} update;

static const ili_element *objects_of(const ili_element *holder, const char *set) { return ili_child(ili_child(holder, set), "objects"); }

// ---- elements ------------------------------------------------------------------------------------------------------------------

static void open(update *u, const char *tag, const ili_element *e) {
    ili_xml_open_more(&u->x, tag, e ? e->attribute : NULL);
}

static void leaf(update *u, const char *tag, const ili_element *e) {
    if (*e->text) ili_xml_text(&u->x, tag, e->text);
    else ili_xml_empty(&u->x, tag, e->attribute);
}

static void copy(update *u, const ili_element *e);

static void children(update *u, const ili_element *e) {
    for (const ili_element *c = e->first; c; c = c->next) copy(u, c);
}

static void whole(update *u, const char *tag, const ili_element *e) {
    if (!e->first && (!*e->text || !e->attribute)) {
        leaf(u, tag, e);
    } else if (!e->first) {
        ili_xml_text_more(&u->x, tag, e->attribute, e->text);
    } else {
        open(u, tag, e);
        children(u, e);
        ili_xml_shut(&u->x);
    }
}

static bool is(const ili_element *e, const char *tag) { return e && !strcmp(e->tag, tag); }

// as the reader takes it: what is neither true nor false is false
static bool flag(const update *u, const ili_element *e, const char *tag) {
    bool set = false;
    (void)ili_child_flag(u->doc, e, tag, &set, NULL);
    return set;
}

static bool below(const ili_element *e, const char *tag) {
    for (e = e->parent; e; e = e->parent)
        if (is(e, tag)) return true;
    return false;
}

// ---- names become paths --------------------------------------------------------------------------------------------------------

static void body_path(update *u, const char *tag, const char *name) {
    char     path[ILI_OSIM_NAME];
    ili_text t = ili_text_fixed(path, sizeof path);
    if (!strcmp(name, "ground")) ili_text_add(&t, "/ground");
    else ili_text_printf(&t, "/bodyset/%s", name);
    ili_xml_text(&u->x, tag, path);
}

static bool is_ground(const ili_element *e) {
    const char *name = ili_attribute_get(e, "name");
    return name && !strcmp(name, "ground");
}

static const ili_element *joint_in(const ili_element *body) {
    const ili_element *holder = ili_child(body, "Joint");
    return holder ? holder->first : NULL;
}

static bool coordinate_in(const ili_element *joint, const char *name) {
    const ili_element *list = ili_child(joint, "coordinates") ? ili_child(joint, "coordinates") : objects_of(joint, "CoordinateSet");
    for (const ili_element *c = list ? list->first : NULL; c; c = c->next)
        if (ili_attribute_get(c, "name") && !strcmp(ili_attribute_get(c, "name"), name)) return true;
    return false;
}

static void coordinate_path(update *u, const char *tag, const char *name) {
    char               path[2*ILI_OSIM_NAME];
    ili_text           t = ili_text_fixed(path, sizeof path);
    const ili_element *set = objects_of(u->model, "BodySet");
    for (const ili_element *body = set ? set->first : NULL; body && !t.len; body = body->next) {
        const ili_element *joint = joint_in(body);
        if (joint && ili_attribute_get(joint, "name") && coordinate_in(joint, name)) ili_text_printf(&t, "/jointset/%s/%s", ili_attribute_get(joint, "name"), name);
    }
    for (const ili_element *set_joint = objects_of(u->model, "JointSet"), *joint = set_joint ? set_joint->first : NULL; joint && !t.len; joint = joint->next)
        if (ili_attribute_get(joint, "name") && coordinate_in(joint, name)) ili_text_printf(&t, "/jointset/%s/%s", ili_attribute_get(joint, "name"), name);
    ili_xml_text(&u->x, tag, t.len ? path : name);
}

// what is found by a name
typedef enum find_kind { FIND_FRAME, FIND_STATION } find_kind;
typedef struct wanted {
    const char *name, *owner; ///< the last two names of a path; owner NULL: the path has one
    size_t      owner_length;
    find_kind   kind;
} wanted;

static bool is_kind(const ili_element *e, find_kind kind) {
    if (kind == FIND_STATION) return is(e, "Station") || is(e, "Marker");
    return is(e, "Body") || is(e, "Ground") || is(e, "PhysicalOffsetFrame") || is(e, "StationDefinedFrame");
}

// the element that owns one: past lists
static const ili_element *owner_of(const ili_element *e) {
    static const char *const lists[] = {"objects", "components", "frames", "coordinates"};
    do e = e->parent;
    while (e && ili_name_find(e->tag, lists, sizeof lists/sizeof *lists) >= 0);
    return e;
}

static bool owned(const ili_element *e, const wanted *w) {
    const ili_element *o = owner_of(e);
    const char        *name = o ? ili_attribute_get(o, "name") : NULL;
    return name && strlen(name) == w->owner_length && !memcmp(name, w->owner, w->owner_length);
}

// the first of the name below `e`; strict: whose owner the path names
static const ili_element *named(const ili_element *e, const wanted *w, bool strict) {
    for (const ili_element *c = e ? e->first : NULL; c; c = c->next) {
        const char *name = is_kind(c, w->kind) ? ili_attribute_get(c, "name") : NULL;
        if (is(c, "defaults")) continue;
        if (name && !strcmp(name, w->name) && (!strict || owned(c, w))) return c;
        const ili_element *deeper = named(c, w, strict);
        if (deeper) return deeper;
    }
    return NULL;
}

// "/bodyset/a", "/jointset/j/p": the names of an element and all that own it; a set without a name has its kind's in small letters
static void add_path(const update *u, ili_text *t, const ili_element *e) {
    const ili_element *o = owner_of(e);
    const char        *name = ili_attribute_get(e, "name");
    if (o && o != u->model) add_path(u, t, o);
    ili_text_add(t, "/");
    if (!ili_name_ends(e->tag, "Set") || !e->parent || e->parent != u->model) {
        ili_text_add(t, name ? name : "");
        return;
    }
    if (is(e, "BodySet") || is(e, "JointSet") || !name || !*name)
        for (const char *c = e->tag; *c; c++) {
            char small = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
            ili_text_add_n(t, &small, 1);
        }
    else ili_text_add(t, name);
}

// a socket of a version between 3 and 4, whose paths began elsewhere: what it names is found by its name and, in the path, its owner's
static void old_socket(update *u, const ili_element *e) {
    const char *slash = strrchr(e->text, '/'), *begin = slash;
    if (ili_name_ends(e->tag, "coordinate")) {
        coordinate_path(u, e->tag, slash ? slash + 1 : e->text);
        return;
    }
    wanted w = {.name = slash ? slash + 1 : e->text, .kind = ili_name_ends(e->tag, "point") || ili_name_begins(e->tag, "socket_point") ? FIND_STATION : FIND_FRAME};
    while (begin && begin > e->text && begin[-1] != '/') begin--;
    w.owner = begin, w.owner_length = slash ? (size_t)(slash - begin) : 0;
    const ili_element *at = w.owner_length ? named(u->model, &w, true) : NULL;
    if (!at) at = named(e->parent, &w, false); // its own frames
    if (!at) at = named(ili_child(u->model, "BodySet"), &(wanted){.name = w.name, .kind = w.kind}, false);
    if (!at) at = named(u->model, &w, false);
    char     path[4*ILI_OSIM_NAME];
    ili_text t = ili_text_fixed(path, sizeof path);
    if (!strcmp(w.name, "ground") && w.kind == FIND_FRAME) ili_text_add(&t, "/ground");
    else if (at) add_path(u, &t, at);
    ili_xml_text(&u->x, e->tag, t.len && t.status == IL_OK ? path : e->text);
}

// ---- frames --------------------------------------------------------------------------------------------------------------------

static void frame(update *u, const char *name, const char *body, const ili_element *place, const ili_element *turn) {
    char     path[ILI_OSIM_NAME];
    ili_text t = ili_text_fixed(path, sizeof path);
    if (!strcmp(body, "ground")) ili_text_add(&t, "/ground");
    else ili_text_printf(&t, "/bodyset/%s", body);
    ili_xml_open(&u->x, "PhysicalOffsetFrame", name);
    ili_xml_text(&u->x, "socket_parent", path);
    ili_xml_text(&u->x, "translation", place && *place->text ? place->text : "0 0 0");
    ili_xml_text(&u->x, "orientation", turn && *turn->text ? turn->text : "0 0 0");
    ili_xml_shut(&u->x);
}

// is there a place or a turn that is not nought? Where there is none OpenSim joins the body itself
static bool is_offset(const update *u, const ili_element *e, const char *place, const char *turn) {
    double x[6] = {0};
    if (ili_child_numbers(u->doc, e, place, 3, x, NULL) != IL_OK || ili_child_numbers(u->doc, e, turn, 3, x + 3, NULL) != IL_OK) return true;
    for (int i = 0; i < 6; i++)
        if (x[i] != 0.0) return true;
    return false;
}

static const char *offset_name(const char *body, const char *other, char buf[ILI_OSIM_NAME]) {
    ili_text t = ili_text_fixed(buf, ILI_OSIM_NAME);
    ili_text_printf(&t, "%s_offset%s", body, strcmp(body, other) ? "" : "_2");
    return buf;
}

// a socket: of an offset frame, or of the body
static void end(update *u, const char *tag, bool offset, const char *name, const char *body) {
    if (offset) ili_xml_text(&u->x, tag, name);
    else body_path(u, tag, body);
}

// two frames, on bodies that the element names
static void two_frames(update *u, const ili_element *e) {
    const char *a = ili_child_text(e, "body_1"), *b = ili_child_text(e, "body_2");
    char        name[2][ILI_OSIM_NAME];
    if (!a || !b) return;
    offset_name(a, "", name[0]), offset_name(b, a, name[1]);
    const bool offset[2] = {is_offset(u, e, "location_body_1", "orientation_body_1"), is_offset(u, e, "location_body_2", "orientation_body_2")};
    end(u, "socket_frame1", offset[0], name[0], a), end(u, "socket_frame2", offset[1], name[1], b);
    if (!offset[0] && !offset[1]) return;
    ili_xml_open(&u->x, "frames", NULL);
    if (offset[0]) frame(u, name[0], a, ili_child(e, "location_body_1"), ili_child(e, "orientation_body_1"));
    if (offset[1]) frame(u, name[1], b, ili_child(e, "location_body_2"), ili_child(e, "orientation_body_2"));
    ili_xml_shut(&u->x);
}

// ---- joints --------------------------------------------------------------------------------------------------------------------

static void joint(update *u, const ili_element *e, const char *child) {
    static const char *const taken[] = {"parent_body", "location_in_parent", "orientation_in_parent", "location", "orientation", "reverse", "CoordinateSet"};
    const char              *parent = ili_child_text(e, "parent_body");
    const ili_element       *list = objects_of(e, "CoordinateSet");
    char                     name[2][ILI_OSIM_NAME];
    bool                     turned = flag(u, e, "reverse");
    if (!parent) parent = "ground";
    offset_name(parent, "", name[0]), offset_name(child, parent, name[1]);
    open(u, e->tag, e);
    const char *bodies[2] = {parent, child};
    const bool  offset[2] = {is_offset(u, e, "location_in_parent", "orientation_in_parent"), is_offset(u, e, "location", "orientation")};
    end(u, "socket_parent_frame", offset[turned], name[turned], bodies[turned]), end(u, "socket_child_frame", offset[!turned], name[!turned], bodies[!turned]);
    if (list && list->count) {
        ili_xml_open(&u->x, "coordinates", NULL);
        children(u, list);
        ili_xml_shut(&u->x);
    }
    if (offset[0] || offset[1]) ili_xml_open(&u->x, "frames", NULL);
    if (offset[0]) frame(u, name[0], parent, ili_child(e, "location_in_parent"), ili_child(e, "orientation_in_parent"));
    if (offset[1]) frame(u, name[1], child, ili_child(e, "location"), ili_child(e, "orientation"));
    if (offset[0] || offset[1]) ili_xml_shut(&u->x);
    for (const ili_element *c = e->first; c; c = c->next) {
        bool known = false;
        for (size_t i = 0; i < sizeof taken/sizeof *taken; i++) known |= is(c, taken[i]);
        if (!known) copy(u, c);
    }
    ili_xml_shut(&u->x);
}

// those that stand in a set already, and those of the bodies
static void joints(update *u) {
    const ili_element *own = objects_of(u->model, "JointSet"), *bodies = objects_of(u->model, "BodySet");
    const ili_element *groups = ili_child(ili_child(u->model, "JointSet"), "groups");
    ili_xml_open(&u->x, "JointSet", "jointset");
    ili_xml_open(&u->x, "objects", NULL);
    if (own) children(u, own);
    for (const ili_element *b = bodies ? bodies->first : NULL; b; b = b->next) {
        const char *name = ili_attribute_get(b, "name");
        if (is(b, "Body") && name && !is_ground(b) && joint_in(b)) joint(u, joint_in(b), name);
    }
    ili_xml_shut(&u->x);
    if (groups) copy(u, groups);
    else ili_xml_raw(&u->x, "<groups />");
    ili_xml_shut(&u->x);
}

// ---- bodies --------------------------------------------------------------------------------------------------------------------

static void body(update *u, const ili_element *e) {
    static const char *const part[] = {"inertia_xx", "inertia_yy", "inertia_zz", "inertia_xy", "inertia_xz", "inertia_yz"};
    bool                     ground = is_ground(e), written = false;
    ili_text                 t = ili_text_growing(1 << 12);
    open(u, ground ? "Ground" : "Body", e);
    for (int i = 0; i < 6; i++) {
        const char *value = ili_child_text(e, part[i]);
        ili_text_printf(&t, "%s%s", i ? " " : "", value && *value ? value : "0");
    }
    for (const ili_element *c = e->first; c; c = c->next) {
        bool inertia = ili_name_begins(c->tag, "inertia_");
        if (is(c, "Joint") || ili_name_begins(c->tag, "Visible") || (inertia && written) || (ground && !is(c, "WrapObjectSet"))) continue;
        if (inertia) ili_xml_text(&u->x, "inertia", t.bytes ? t.bytes : "");
        else copy(u, c);
        written |= inertia;
    }
    if (t.status) u->x.text.status = t.status;
    ili_text_free(&t);
    ili_xml_shut(&u->x);
}

static void bodies(update *u, const ili_element *set) {
    const ili_element *objects = ili_child(set, "objects");
    ili_xml_open(&u->x, "BodySet", "bodyset");
    ili_xml_open(&u->x, "objects", NULL);
    for (const ili_element *b = objects ? objects->first : NULL; b; b = b->next) {
        if (!is(b, "Body")) copy(u, b);
        else if (!is_ground(b)) body(u, b);
    }
    ili_xml_shut(&u->x);
    ili_xml_raw(&u->x, "<groups />");
    ili_xml_shut(&u->x);
    if (objects && !ili_child(u->model, "JointSet")) joints(u);
}

static void ground(update *u) {
    if (ili_child(u->model, "Ground")) return; // it is copied
    const ili_element *set = objects_of(u->model, "BodySet");
    for (const ili_element *b = set ? set->first : NULL; b; b = b->next)
        if (is(b, "Body") && is_ground(b)) {
            body(u, b);
            return;
        }
    ili_xml_open(&u->x, "Ground", "ground");
    ili_xml_shut(&u->x);
}

// ---- everything else -----------------------------------------------------------------------------------------------------------

// another name, and what its text is
typedef enum value_kind { SAME, BODY, COORDINATE, OPPOSITE } value_kind;
typedef struct renamed {
    const char *within, *tag, *as; ///< the end of the parent's tag; NULL: any
    value_kind  kind;
} renamed;
static const renamed names[] = {{"Point", "body", "socket_parent_frame", BODY}, {"Marker", "body", "socket_parent_frame", BODY},
    {"Point", "coordinate", "socket_coordinate", COORDINATE}, {"Point", "x_coordinate", "socket_x_coordinate", COORDINATE},
    {"Point", "y_coordinate", "socket_y_coordinate", COORDINATE}, {"Point", "z_coordinate", "socket_z_coordinate", COORDINATE},
    {"PointConstraint", "body_1", "socket_body_1", BODY}, {"PointConstraint", "body_2", "socket_body_2", BODY},
    {"DistanceConstraint", "body_1", "socket_body_1", BODY}, {"DistanceConstraint", "body_2", "socket_body_2", BODY},
    {"LineConstraint", "line_body", "socket_line_body", BODY}, {"LineConstraint", "follower_body", "socket_follower_body", BODY},
    {"PointSpring", "body1", "socket_body1", BODY}, {"PointSpring", "body2", "socket_body2", BODY}, {"PointToPointSpring", "body1", "socket_body1", BODY},
    {"PointToPointSpring", "body2", "socket_body2", BODY}, {"Muscle", "pennation_angle", "pennation_angle_at_optimal", SAME}, {NULL, "isDisabled", NULL, OPPOSITE}};

static void put(update *u, const renamed *n, const ili_element *e) {
    const char *as = n->as;
    if (n->kind == BODY) body_path(u, as, e->text);
    else if (n->kind == COORDINATE) coordinate_path(u, as, e->text);
    else if (n->kind == SAME) leaf(u, as, e);
    else {
        as = below(e, "ConstraintSet") ? "isEnforced" : below(e, "ForceSet") || below(e, "ActuatorSet") ? "appliesForce" : "enabled";
        ili_xml_text(&u->x, as, flag(u, e->parent, e->tag) ? "false" : "true");
    }
}

static const char *new_tag(const ili_element *e) {
    static const char *const tags[][2] = {{"MusclePoint", "PathPoint"}, {"MuscleViaPoint", "ConditionalPathPoint"}, {"MovingMusclePoint", "MovingPathPoint"}, {"MuscleWrap", "PathWrap"},
                                          {"ActuatorSet", "ForceSet"}, {"MusclePointSet", "PathPointSet"}, {"MuscleWrapSet", "PathWrapSet"}};
    for (size_t i = 0; i < sizeof tags/sizeof *tags; i++)
        if (is(e, tags[i][0])) return tags[i][1];
    return e->tag;
}

// points and surfaces of the oldest files stand in the muscle itself
static void old_path(update *u, const ili_element *muscle) {
    const ili_element *points = ili_child(muscle, "MusclePointSet"), *wraps = ili_child(muscle, "MuscleWrapSet");
    ili_xml_open(&u->x, "GeometryPath", "geometrypath");
    if (points) whole(u, "PathPointSet", points);
    if (wraps) whole(u, "PathWrapSet", wraps);
    ili_xml_shut(&u->x);
}

static bool has_two_frames(const ili_element *e) { return (is(e, "WeldConstraint") || ili_name_ends(e->tag, "BushingForce")) && ili_child(e, "body_1"); }

static void copy(update *u, const ili_element *e) {
    if (!u->old) {
        whole(u, e->tag, e);
        return;
    }
    const ili_element *p = e->parent;
    if (ili_name_begins(e->tag, "Visible") || is(e, "motion_type") || (is(e, "MuscleWrapSet") && ili_name_ends(p->tag, "Muscle"))) return;
    if (is(e, "MusclePointSet") && ili_name_ends(p->tag, "Muscle")) {
        old_path(u, p);
        return;
    }
    if (has_two_frames(p) && (ili_name_begins(e->tag, "location_body_") || ili_name_begins(e->tag, "orientation_body_") || is(e, "body_2"))) return;
    if (has_two_frames(p) && is(e, "body_1")) {
        two_frames(u, p);
        return;
    }
    if (is(e, "connectors")) return; // sockets stand beside it
    if (ili_name_begins(e->tag, "socket_") && *e->text) {
        old_socket(u, e);
        return;
    }
    if (is(e, "CoordinateSet") && ili_name_ends(p->tag, "Joint") && ili_child(e, "objects")) {
        ili_xml_open(&u->x, "coordinates", NULL);
        children(u, ili_child(e, "objects"));
        ili_xml_shut(&u->x);
        return;
    }
    for (size_t i = 0; i < sizeof names/sizeof *names; i++)
        if (is(e, names[i].tag) && (!names[i].within || ili_name_ends(p->tag, names[i].within))) {
            put(u, &names[i], e);
            return;
        }
    if (e == ili_child(u->model, "BodySet")) bodies(u, e);
    else if (e == ili_child(u->model, "JointSet")) joints(u);
    else whole(u, new_tag(e), e);
}

static void document(update *u, const ili_element *root, int version) {
    char     number[16];
    ili_text t = ili_text_fixed(number, sizeof number);
    ili_text_printf(&t, "%d", version > NEWEST ? version : NEWEST);
    ili_text_add(&u->x.text, "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n");
    ili_xml_open_more(&u->x, "OpenSimDocument", &(const ili_attribute){.name = "Version", .value = number});
    for (const ili_element *c = root->first; c && root != u->model; c = c->next)
        if (c != u->model) copy(u, c);
    open(u, "Model", u->model);
    if (u->old) ground(u);
    children(u, u->model);
    ili_xml_shut(&u->x), ili_xml_shut(&u->x);
}

// what was written is read: a model that cannot be is an error here, not later
static il_status check(const char *file, const ili_text *text, il_error *err) {
    il_osim  *o = NULL;
    il_error  why = {0};
    il_status status = il_osim_parse(file, text->bytes, text->len, &(const il_osim_options){.lenient = true}, &o, &why);
    il_osim_free(o);
    return status == IL_OK ? IL_OK : il_error_set(err, status, file, 0, 0, "the model as one of version 4 cannot be read: %.300s", why.text);
}

il_status il_osim_update(const char *file, const char *bytes, size_t size, char **text, size_t *length, il_error *err) {
    IL_ASSERT(file && text && length);
    ili_document doc = {0};
    il_osim     *o = NULL;
    *text = NULL, *length = 0;
    // what cannot be read is not written either
    il_status status = il_osim_parse(file, bytes, size, &(const il_osim_options){.lenient = true}, &o, err);
    int       version = status == IL_OK ? o->version : 0;
    il_osim_free(o);
    if (status == IL_OK) status = ili_xml_parse_any(file, bytes, size, &doc, err);
    if (status == IL_OK && version < NEWEST) status = ili_osim_sockets(&doc, err);
    if (status != IL_OK) return ili_xml_free(&doc), status;
    update u = {.x = {.text = ili_text_growing((size_t)256 << 20)}, .doc = &doc, .model = strcmp(doc.root->tag, "Model") ? ili_child(doc.root, "Model") : doc.root, .old = version < NEWEST};
    document(&u, doc.root, version);
    ili_xml_free(&doc);
    if (u.x.text.status) status = il_error_set(err, u.x.text.status, file, 0, 0, "the model cannot be written");
    else status = check(file, &u.x.text, err);
    if (status != IL_OK) {
        ili_text_free(&u.x.text);
        return status;
    }
    *text = u.x.text.bytes, *length = u.x.text.len;
    return IL_OK;
}

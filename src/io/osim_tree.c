// osim_tree.c - the components of an `.osim` document by their paths, and where the frames among them are
#include "osim_tree.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/names.h"
#include "osim_read.h"

enum { DEEPEST = 256, OFFERED = 2000 }; ///< frames on frames; names that are looked through for one that was meant

typedef enum kind { OTHER, BODY, FRAME, STATION } kind;

/// A component. Those of one name hang on each other in the order of the file.
typedef struct node {
    const ili_element *e, *owner;
    const char        *name;
    kind               kind;
    enum { NEW, BUSY, KNOWN, BAD } state; ///< of a frame's place
    ili_osim_place     place;
    struct node       *next_owned, *next_named; ///< of one bucket
} node;

struct ili_osim_tree {
    ili_document      *doc;
    const ili_element *model;
    bool               old;
    size_t             n, mask;
    node              *all; ///< [n] in the order of the file
    node             **owned, **named; ///< buckets: by owner and name, and bodies, frames and stations by name
};

// ---- components ----------------------------------------------------------------------------------------------------------------

static bool is_set(const ili_element *e) { return ili_name_ends(e->tag, "Set"); }

static bool is_component(const ili_element *e) {
    const char *name = ili_attribute_get(e, "name");
    return (name && *name) || is_set(e) || !strcmp(e->tag, "Model") || !strcmp(e->tag, "GeometryPath") || !strcmp(e->tag, "Ground");
}

static kind kind_of(const ili_element *e) {
    if (!strcmp(e->tag, "Body") || !strcmp(e->tag, "Ground")) return BODY;
    if (!strcmp(e->tag, "PhysicalOffsetFrame") || !strcmp(e->tag, "StationDefinedFrame")) return FRAME;
    return !strcmp(e->tag, "Station") || !strcmp(e->tag, "Marker") || !strcmp(e->tag, "PathPoint") ? STATION : OTHER;
}

static const char *name_of(const ili_element *e) {
    const char *name = ili_attribute_get(e, "name");
    return name && *name ? name : !strcmp(e->tag, "Ground") ? "ground" : "";
}

const ili_element *ili_osim_tree_owner(const ili_element *e) {
    if (!strcmp(e->tag, "Model")) return NULL;
    do e = e->home ? e->home : e->parent;
    while (e && !is_component(e));
    return e;
}

static size_t hash(const ili_element *owner, const char *name, size_t n) {
    size_t h = 1469598103934665603u ^ ((size_t)owner >> 4)*31u;
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)name[i])*1099511628211u;
    return h ^ h >> 29;
}

// components below `e`; with `all` they are put there
static size_t gather(const ili_element *e, const ili_element *owner, node *all) {
    size_t n = 0;
    for (const ili_element *c = e->first; c; c = c->next) {
        if (!strcmp(c->tag, "defaults")) continue;
        bool               is = is_component(c) || kind_of(c) != OTHER;
        const ili_element *of = c->home ? ili_osim_tree_owner(c) : owner;
        if (is && all) all[n] = (node){.e = c, .owner = of, .name = name_of(c), .kind = kind_of(c)};
        n += is;
        n += gather(c, is_component(c) ? c : of, all ? all + n : NULL);
    }
    return n;
}

il_status ili_osim_tree_make(ili_document *doc, const ili_element *model, int version, ili_osim_tree **out, il_error *err) {
    ili_osim_tree *t = *out = ili_arena_alloc(&doc->arena, sizeof *t);
    size_t         n = gather(model, model, NULL), room = 16;
    while (room < n) room *= 2;
    if (t) *t = (ili_osim_tree){.doc = doc, .model = model, .old = version < 40000, .n = n, .mask = room - 1};
    if (t) t->all = ili_arena_array(&doc->arena, n + 1, sizeof *t->all), t->owned = ili_arena_array(&doc->arena, 2*room, sizeof *t->owned);
    if (!t || !t->all || !t->owned) return il_error_set(err, IL_NO_MEMORY, doc->file, 0, 0, "out of memory for a model");
    t->named = t->owned + room;
    gather(model, model, t->all);
    for (node *c = t->all; c < t->all + n; c++) {
        node **at = &t->owned[hash(c->owner, c->name, strlen(c->name)) & t->mask], *same = *at;
        while (same && (same->owner != c->owner || strcmp(same->name, c->name))) same = same->next_owned;
        if (!same || !*c->name) c->next_owned = *at, *at = c; // of two that one path means the first counts
    }
    for (int bodies = 0; bodies < 2; bodies++) // which come before all else
        for (node *c = t->all + n; c-- > t->all;) {
            if (c->kind == OTHER || !*c->name || (c->kind == BODY) != (bodies == 1)) continue;
            node **at = &t->named[hash(NULL, c->name, strlen(c->name)) & t->mask];
            c->next_named = *at, *at = c;
        }
    return IL_OK;
}

void ili_osim_tree_keep(ili_osim_tree *t, ili_document *doc) { t->doc = doc; }

static node *node_of(const ili_osim_tree *t, const ili_element *e) {
    const char *name = name_of(e);
    node       *c = t->owned[hash(ili_osim_tree_owner(e), name, strlen(name)) & t->mask];
    while (c && c->e != e) c = c->next_owned;
    return c;
}

const char *ili_osim_tree_path(const ili_element *e, char *buf, size_t size) {
    char        set[80] = "";
    const char *name = ili_attribute_get(e, "name");
    for (size_t i = 0; (!name || !*name) && e->tag[i] && i + 1 < sizeof set; i++) set[i] = e->tag[i] >= 'A' && e->tag[i] <= 'Z' ? (char)(e->tag[i] + 32) : e->tag[i];
    const ili_element *owner = ili_osim_tree_owner(e);
    if (size) *buf = 0;
    if (!owner) return buf;
    size_t used = strlen(ili_osim_tree_path(owner, buf, size));
    if (used < size) snprintf(buf + used, size - used, "/%s", *set ? set : name);
    return buf;
}

int ili_osim_tree_frames(const ili_osim_tree *t, const ili_element **out) {
    int n = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (t->all[i].kind != FRAME) continue;
        if (out) out[n] = t->all[i].e;
        n++;
    }
    return n;
}

// ---- paths -----------------------------------------------------------------------------------------------------------------------

/// The ground of a file that has no element for it.
static const ili_element no_ground = {.tag = "Ground", .text = ""};

// what `owner` holds under a name; sets go by their kind, too
static const ili_element *step(const ili_osim_tree *t, const ili_element *owner, const char *name, size_t n) {
    for (const node *c = t->owned[hash(owner, name, n) & t->mask]; c; c = c->next_owned)
        if (c->owner == owner && strlen(c->name) == n && !memcmp(c->name, name, n)) return c->e;
    for (const ili_element *c = owner->first; c; c = c->next)
        if (is_set(c) && strlen(c->tag) == n && !strncasecmp(c->tag, name, n)) return c;
    return owner == t->model && n == 6 && !memcmp(name, "ground", 6) ? &no_ground : NULL;
}

// from the model, or from the component that has the socket
static const ili_element *walk(const ili_osim_tree *t, const ili_element *e, const char *path) {
    if (*path == '/') e = t->model;
    while (e && *path) {
        size_t n = strcspn(path, "/");
        if (n == 2 && !memcmp(path, "..", 2)) e = e == &no_ground ? t->model : ili_osim_tree_owner(e);
        else if (n && !(n == 1 && *path == '.')) e = e == &no_ground ? NULL : step(t, e, path, n);
        path += n + (path[n] == '/');
    }
    return e;
}

/// What a name may mean.
typedef struct choice {
    node *node;
    int   n; ///< 2: or more
} choice;

// by its name alone: a body before all frames. @param owner  the name of who owns it, NULL: anyone
static choice by_name(const ili_osim_tree *t, const char *name, kind what, const char *owner, size_t n) {
    choice c = {0};
    for (node *k = t->named[hash(NULL, name, strlen(name)) & t->mask]; k && c.n < 2; k = k->next_named) {
        if (strcmp(k->name, name) || (k->kind != what && !(what == FRAME && k->kind == BODY))) continue;
        const char *of = owner ? name_of(k->owner) : "";
        if (owner && (strlen(of) != n || memcmp(of, owner, n))) continue;
        if (k->kind == BODY) return (choice){k, 1};
        if (!c.n++) c.node = k;
    }
    return c;
}

// the names that could have been meant, in the form that was written
static const char *offer(const ili_osim_tree *t, const char *path, kind what, char *buf, size_t size) {
    const char **names = ili_arena_array(&t->doc->arena, OFFERED, sizeof *names);
    int          n = 0;
    for (size_t i = 0; names && i < t->n && n < OFFERED; i++) {
        const node *c = &t->all[i];
        char        whole[400];
        if (!*c->name || (c->kind != what && !(what == FRAME && c->kind == BODY))) continue;
        if (*path == '/') ili_osim_tree_path(c->e, whole, sizeof whole);
        names[n] = *path == '/' ? ili_arena_copy(&t->doc->arena, whole, strlen(whole)) : c->name;
        if (names[n]) n++;
    }
    return ili_name_offer(strchr(path, '/') && *path != '/' ? ili_osim_last(path) : path, names, n, buf, size);
}

// what a path means. On the ground without an element `*out` is NULL
static il_status find(const ili_osim_tree *t, const ili_element *e, const char *path, kind what, node **out, il_error *err) {
    const ili_element *there = walk(t, e, path);
    const char        *name = ili_osim_last(path), *owner = NULL;
    char               other[320];
    choice             c = {0};
    *out = NULL;
    if (there == &no_ground && what == FRAME) return IL_OK;
    *out = there && there != e ? node_of(t, there) : NULL;
    if (*out && ((*out)->kind == what || (what == FRAME && (*out)->kind == BODY))) return IL_OK;
    if (name > path + 1) owner = name - 1;
    while (owner && owner > path && owner[-1] != '/') owner--;
    bool bare = name == path, ground = what == FRAME && !strcmp(name, "ground");
    if (owner && t->old) c = by_name(t, name, what, owner, (size_t)(name - 1 - owner));
    if (!c.n && (bare || t->old)) c = by_name(t, name, what, NULL, 0);
    *out = c.node;
    if (c.n == 1 || (!c.n && ground && (bare || t->old))) return IL_OK;
    if (!err) return IL_BAD_VALUE; // nobody asks for the words
    if (c.n) return ili_xml_error(t->doc, e, IL_BAD_VALUE, err, "<%s> names '%.120s', and more than one has that name; a path like %s says which", e->tag, path,
                                  ili_osim_tree_path(c.node->e, other, sizeof other));
    if (there && there != t->model && there != e)
        return ili_xml_error(t->doc, e, IL_BAD_VALUE, err, "'%.120s' is a <%.60s>, which is no %s", path, there->tag, what == FRAME ? "body and no frame" : "station");
    return ili_xml_error(t->doc, e, IL_BAD_VALUE, err, what == FRAME ? "there is no body and no frame '%.120s'; did you mean %s?" : "it names the station '%.120s', which is not there; did you mean %s?",
                         path, offer(t, path, what, other, sizeof other));
}

// ---- frames --------------------------------------------------------------------------------------------------------------------

static il_status place_of(ili_osim_tree *t, node *c, int depth, ili_osim_place *out, il_error *err);

static il_status frame_at(ili_osim_tree *t, const ili_element *e, const char *path, int depth, ili_osim_place *out, il_error *err) {
    node     *c;
    il_status status = find(t, e, path, FRAME, &c, err);
    *out = (ili_osim_place){.body = "ground", .at = il_frame_identity()};
    return status == IL_OK && c ? place_of(t, c, depth, out, err) : status;
}

static const char *parent_of(const ili_element *e) {
    static const char *const sockets[] = {"socket_parent", "socket_parent_frame", "body"};
    const char              *parent = NULL;
    for (int i = 0; i < 3 && (!parent || !*parent); i++) parent = ili_child_text(e, sockets[i]);
    return parent && *parent ? parent : NULL;
}

// where a station, which a socket of `e` names, is in its body
static il_status station(ili_osim_tree *t, const ili_element *e, const char *socket, int depth, ili_osim_place *p, double pos[3], il_error *err) {
    const char *path = ili_child_text(e, socket);
    double      x[3] = {0};
    node       *s = NULL;
    if (!path || !*path) return ili_xml_error(t->doc, e, IL_BAD_VALUE, err, "the frame '%.80s' has no <%s>", name_of(e), socket);
    il_status   status = find(t, e, path, STATION, &s, err);
    const char *parent = s ? parent_of(s->e) : NULL;
    if (status == IL_OK && !parent) return ili_xml_error(t->doc, e, IL_BAD_VALUE, err, "the station '%.80s' of the frame '%.80s' is fixed to nothing", path, name_of(e));
    if (status == IL_OK) status = ili_child_numbers(t->doc, s->e, "location", 3, x, err);
    if (status == IL_OK) status = frame_at(t, s->e, parent, depth, p, err);
    if (status != IL_OK) return status;
    for (int i = 0; i < 3; i++) pos[i] = p->at.pos[i] + p->at.rot[3*i]*x[0] + p->at.rot[3*i + 1]*x[1] + p->at.rot[3*i + 2]*x[2];
    return IL_OK;
}

static void cross(const double a[3], const double b[3], double out[3]) {
    for (int i = 0; i < 3; i++) out[i] = a[(i + 1)%3]*b[(i + 2)%3] - a[(i + 2)%3]*b[(i + 1)%3];
}

static double size_of(const double a[3]) { return sqrt(a[0]*a[0] + a[1]*a[1] + a[2]*a[2]); }

// "+x", "-y", "Z": the number of the axis and its sign
static bool axis_of(const char *text, int *axis, double *sign) {
    *sign = *text == '-' ? -1.0 : 1.0;
    text += *text == '-' || *text == '+';
    const char *all = "xyzXYZ", *place = *text ? strchr(all, *text) : NULL;
    *axis = place ? (int)(place - all)%3 : -1;
    return place && !text[1];
}

// A StationDefinedFrame: one axis along a -> b, one across the triangle a b c, in one body. Its place in that body.
static il_status by_stations(ili_osim_tree *t, const ili_element *e, int depth, ili_osim_place *out, il_error *err) {
    static const char *const sockets[] = {"socket_point_a", "socket_point_b", "socket_point_c", "socket_origin_point"};
    const char              *along = ili_child_text(e, "ab_axis"), *over = ili_child_text(e, "ab_x_ac_axis"), *name = name_of(e);
    ili_osim_place           on[4];
    double                   p[4][3], ab[3], ac[3], way[3][3], sign[2], length;
    int                      i1, i2;
    if (!axis_of(along && *along ? along : "+x", &i1, &sign[0]) || !axis_of(over && *over ? over : "+y", &i2, &sign[1]) || i1 == i2)
        return ili_xml_error(t->doc, e, IL_BAD_VALUE, err, "the frame '%.80s' has the axes '%.20s' and '%.20s'; two of x, y and z are needed", name, along ? along : "", over ? over : "");
    for (int k = 0; k < 4; k++) {
        il_status status = station(t, e, sockets[k], depth, &on[k], p[k], err);
        if (status != IL_OK) return status;
        if (strcmp(on[k].body, on[0].body)) return ili_xml_error(t->doc, e, IL_BAD_VALUE, err, "the stations of the frame '%.80s' are on more than one body", name);
    }
    for (int i = 0; i < 3; i++) ab[i] = p[1][i] - p[0][i], ac[i] = p[2][i] - p[0][i];
    cross(ab, ac, way[i2]);
    length = size_of(way[i2]);
    if (!(length > 1e-12*size_of(ab)*size_of(ac))) return ili_xml_error(t->doc, e, IL_BAD_VALUE, err, "the stations of the frame '%.80s' lie on one line", name);
    for (int i = 0; i < 3; i++) way[i1][i] = sign[0]*ab[i]/size_of(ab), way[i2][i] *= sign[1]/length;
    int i3 = 3 - i1 - i2;
    cross(way[(i3 + 1)%3], way[(i3 + 2)%3], way[i3]);
    out->body = on[0].body, out->carrier = on[0].carrier;
    for (int i = 0; i < 3; i++) {
        out->at.pos[i] = p[3][i];
        for (int k = 0; k < 3; k++) out->at.rot[3*i + k] = way[k][i];
    }
    return IL_OK;
}

static il_status by_offset(ili_osim_tree *t, const ili_element *e, int depth, ili_osim_place *out, il_error *err) {
    const char    *parent = parent_of(e);
    ili_osim_place base = {0};
    il_frame       here;
    if (!parent) return ili_xml_error(t->doc, e, IL_BAD_VALUE, err, "the frame '%.80s' has no <socket_parent>", name_of(e));
    il_status status = ili_osim_offset(t->doc, e, "translation", "orientation", &here, err);
    if (status == IL_OK) status = frame_at(t, e, parent, depth, &base, err);
    if (status == IL_OK) out->body = base.body, out->carrier = base.carrier, out->at = ili_osim_frame_after(&base.at, &here);
    return status;
}

// each once: what was found stays
static il_status place_of(ili_osim_tree *t, node *c, int depth, ili_osim_place *out, il_error *err) {
    if (c->kind == BODY) {
        *out = (ili_osim_place){c->name, c->e, c->e, il_frame_identity()};
        return IL_OK;
    }
    if (c->state == BUSY) return ili_xml_error(t->doc, c->e, IL_BAD_VALUE, err, "the frame '%.80s' stands on itself", c->name);
    if (c->state == BAD) return ili_xml_error(t->doc, c->e, IL_BAD_VALUE, err, "the frame '%.80s' stands on nothing", c->name);
    if (c->state == NEW) {
        if (depth > DEEPEST) return ili_xml_error(t->doc, c->e, IL_BAD_VALUE, err, "the frame '%.80s' stands in a chain of more than %d frames", c->name, (int)DEEPEST);
        c->state = BUSY;
        il_status status = !strcmp(c->e->tag, "StationDefinedFrame") ? by_stations(t, c->e, depth + 1, &c->place, err) : by_offset(t, c->e, depth + 1, &c->place, err);
        c->state = status == IL_OK ? KNOWN : BAD, c->place.itself = c->e;
        if (status != IL_OK) return status;
    }
    *out = c->place;
    return IL_OK;
}

il_status ili_osim_tree_frame(ili_osim_tree *t, const ili_element *e, const char *path, ili_osim_place *out, il_error *err) { return frame_at(t, e, path, 0, out, err); }

il_status ili_osim_tree_itself(ili_osim_tree *t, const ili_element *e, ili_osim_place *out, il_error *err) {
    node *c = node_of(t, e);
    if (!c || (c->kind != FRAME && c->kind != BODY)) return ili_xml_error(t->doc, e, IL_BAD_VALUE, err, "<%.60s> is no body and no frame", e->tag);
    return place_of(t, c, 0, out, err);
}

bool ili_osim_tree_named(ili_osim_tree *t, const char *path, ili_osim_place *out) { return frame_at(t, t->model, path, 0, out, NULL) == IL_OK; }

// osim_read_frame.c - frames of an `.osim` file that are fixed to bodies: where they are, and their names for what is told in their axes
#include <math.h>
#include <string.h>

#include "osim_read.h"

// ---- elements of a name ----------------------------------------------------------------------------------------------------------

/// What a socket's path means: a name, and who owns it where the path says so.
typedef struct wanted {
    const char *name, *owner;
    size_t      n; ///< bytes of owner, 0: anyone
} wanted;

static wanted wanted_of(const char *path) {
    wanted w = {.name = ili_osim_last(path)};
    if (w.name == path) return w;
    w.owner = w.name - 1;
    while (w.owner > path && w.owner[-1] != '/') w.owner--;
    w.n = (size_t)(w.name - 1 - w.owner);
    if (w.owner[0] == '.' || (w.n == 7 && !memcmp(w.owner, "bodyset", 7))) w.n = 0;
    return w;
}

static bool is_frame(const char *tag) { return !strcmp(tag, "PhysicalOffsetFrame") || !strcmp(tag, "StationDefinedFrame"); }
static bool is_station(const char *tag) { return !strcmp(tag, "Station") || !strcmp(tag, "Marker"); }

// first of this name below `e`, in the order of the text; owned as the path says: <Joint><frames>, <Body><components>
static const ili_element *find(const ili_element *e, bool (*is)(const char *), const wanted *w, bool owned) {
    for (const ili_element *c = e ? e->first : NULL; c; c = c->next) {
        const char *own = is(c->tag) ? ili_attribute_get(c, "name") : NULL;
        if (own && !strcmp(own, w->name)) {
            const char *of = owned && c->parent && c->parent->parent ? ili_attribute_get(c->parent->parent, "name") : NULL;
            if (!owned || (of && strlen(of) == w->n && !memcmp(of, w->owner, w->n))) return c;
        }
        const ili_element *inner = find(c, is, w, owned);
        if (inner) return inner;
    }
    return NULL;
}

static const ili_element *named(const ili_osim_reader *r, bool (*is)(const char *), const wanted *w) {
    const ili_element *e = w->n ? find(r->model, is, w, true) : NULL;
    return e ? e : find(r->model, is, w, false);
}

// ---- frames --------------------------------------------------------------------------------------------------------------------

il_frame ili_osim_frame_after(const il_frame *a, const il_frame *b) {
    il_frame c;
    for (int i = 0; i < 3; i++) {
        c.pos[i] = a->pos[i];
        for (int j = 0; j < 3; j++) {
            c.pos[i] += a->rot[3*i + j]*b->pos[j];
            c.rot[3*i + j] = a->rot[3*i]*b->rot[j] + a->rot[3*i + 1]*b->rot[3 + j] + a->rot[3*i + 2]*b->rot[6 + j];
        }
    }
    return c;
}

il_status ili_osim_offset(ili_osim_reader *r, const ili_element *e, const char *place, const char *turn, il_frame *out) {
    double    pos[3] = {0}, angles[3] = {0};
    il_status status = ili_child_numbers(&r->doc, e, place, 3, pos, r->err);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, turn, 3, angles, r->err);
    *out = il_frame_xyz(pos, angles);
    return status;
}

static il_status frame_of(ili_osim_reader *r, const ili_element *at, const ili_element *local, const char *path, int depth, int *body, il_frame *frame);

static const char *parent_of(const ili_element *e) {
    static const char *const sockets[] = {"socket_parent", "socket_parent_frame", "body"};
    const char              *parent = NULL;
    for (int i = 0; i < 3 && (!parent || !*parent); i++) parent = ili_child_text(e, sockets[i]);
    if (parent && !strcmp(parent, "..")) { // the body that owns it
        const ili_element *owner = e->parent ? e->parent->parent : NULL;
        parent = owner ? ili_attribute_get(owner, "name") : NULL;
    }
    return parent;
}

// where a station, which a socket of `e` names, is in its body
static il_status station(ili_osim_reader *r, const ili_element *e, const char *socket, int depth, int *body, double pos[3]) {
    const char        *path = ili_child_text(e, socket);
    wanted             w = wanted_of(path ? path : "");
    const ili_element *s = path && *path ? named(r, is_station, &w) : NULL;
    const char        *parent = s ? parent_of(s) : NULL;
    double             x[3] = {0};
    il_frame           at;
    if (!parent) return ili_osim_bad(r, e, "the frame's <%s> names the station '%.80s', which is not there or is fixed to nothing", socket, path ? path : "");
    il_status status = ili_child_numbers(&r->doc, s, "location", 3, x, r->err);
    if (status == IL_OK) status = frame_of(r, s, NULL, parent, depth + 1, body, &at);
    for (int i = 0; i < 3 && status == IL_OK; i++) pos[i] = at.pos[i] + at.rot[3*i]*x[0] + at.rot[3*i + 1]*x[1] + at.rot[3*i + 2]*x[2];
    return status;
}

static void cross(const double a[3], const double b[3], double out[3]) {
    for (int i = 0; i < 3; i++) out[i] = a[(i + 1)%3]*b[(i + 2)%3] - a[(i + 2)%3]*b[(i + 1)%3];
}

static double size_of(const double a[3]) { return sqrt(a[0]*a[0] + a[1]*a[1] + a[2]*a[2]); }

// "+x", "-y", "z": the number of the axis and its sign
static bool axis_of(const char *text, int *axis, double *sign) {
    *sign = *text == '-' ? -1.0 : 1.0;
    text += *text == '-' || *text == '+';
    *axis = *text - 'x';
    return *axis >= 0 && *axis < 3 && !text[1];
}

// A StationDefinedFrame: one axis along a -> b, one across the triangle a b c, in one body. Its place in that body.
static il_status by_stations(ili_osim_reader *r, const ili_element *e, int depth, int *body, il_frame *frame) {
    static const char *const sockets[] = {"socket_point_a", "socket_point_b", "socket_point_c", "socket_origin_point"};
    const char              *along = ili_child_text(e, "ab_axis"), *over = ili_child_text(e, "ab_x_ac_axis"), *name = ili_attribute_get(e, "name");
    double                   p[4][3], ab[3], ac[3], way[3][3], sign[2], length;
    int                      on[4], i1, i2;
    if (!axis_of(along && *along ? along : "+x", &i1, &sign[0]) || !axis_of(over && *over ? over : "+y", &i2, &sign[1]) || i1 == i2)
        return ili_osim_bad(r, e, "the frame '%.80s' has the axes '%.20s' and '%.20s'; two of x, y and z are needed", name ? name : "", along ? along : "", over ? over : "");
    for (int k = 0; k < 4; k++) {
        il_status status = station(r, e, sockets[k], depth, &on[k], p[k]);
        if (status != IL_OK) return status;
        if (on[k] != on[0]) return ili_osim_bad(r, e, "the stations of the frame '%.80s' are on more than one body", name ? name : "");
    }
    for (int i = 0; i < 3; i++) ab[i] = p[1][i] - p[0][i], ac[i] = p[2][i] - p[0][i];
    cross(ab, ac, way[i2]);
    length = size_of(way[i2]);
    if (!(length > 1e-12*size_of(ab)*size_of(ac))) return ili_osim_bad(r, e, "the stations of the frame '%.80s' lie on one line", name ? name : "");
    for (int i = 0; i < 3; i++) way[i1][i] = sign[0]*ab[i]/size_of(ab), way[i2][i] *= sign[1]/length;
    int i3 = 3 - i1 - i2;
    cross(way[(i3 + 1)%3], way[(i3 + 2)%3], way[i3]);
    *body = on[0];
    for (int i = 0; i < 3; i++) {
        frame->pos[i] = p[3][i];
        for (int k = 0; k < 3; k++) frame->rot[3*i + k] = way[k][i];
    }
    return IL_OK;
}

static il_status frame_of(ili_osim_reader *r, const ili_element *at, const ili_element *local, const char *path, int depth, int *body, il_frame *frame) {
    wanted             w = wanted_of(path);
    const ili_element *e = NULL;
    *frame = il_frame_identity();
    if (depth > 16) return ili_osim_bad(r, at, "the frame '%s' stands in a chain of more than 16 frames, or in itself", w.name);
    if (w.n) e = find(r->model, is_frame, &w, true);
    if (!e && !strstr(path, "bodyset/")) e = find(local, is_frame, &w, false);
    *body = e ? -1 : ili_osim_body_find(r, w.name);
    if (*body >= 0) return IL_OK;
    if (!e) e = find(r->model, is_frame, &w, false);
    if (!e) return ili_osim_bad(r, at, "there is no body and no frame '%s'", path);
    if (!strcmp(e->tag, "StationDefinedFrame")) return by_stations(r, e, depth, body, frame);
    const char *parent = parent_of(e);
    if (!parent || !*parent) return ili_osim_bad(r, e, "the frame '%s' has no <socket_parent>", w.name);
    il_frame  base, here;
    il_status status = ili_osim_offset(r, e, "translation", "orientation", &here);
    if (status == IL_OK) status = frame_of(r, e, local, parent, depth + 1, body, &base);
    if (status == IL_OK) *frame = ili_osim_frame_after(&base, &here);
    return status;
}

il_status ili_osim_frame_of(ili_osim_reader *r, const ili_element *at, const ili_element *local, const char *path, int *body, il_frame *frame) {
    return frame_of(r, at, local, path, 0, body, frame);
}

// ---- their names ---------------------------------------------------------------------------------------------------------------

// how many offset frames stand below `e`; with `out` they are put there
static int gather(ili_osim_reader *r, const ili_element *e, il_osim_frame *out) {
    int n = 0;
    for (const ili_element *c = e->first; c; c = c->next) {
        const char *name = is_frame(c->tag) ? ili_attribute_get(c, "name") : NULL;
        if (name && !out) n++;
        if (name && out) {
            const ili_element *owner = c->parent ? c->parent->parent : NULL; // <Joint><frames>, <Body><components>
            const char        *of = owner ? ili_attribute_get(owner, "name") : NULL;
            int                body;
            il_osim_frame     *f = &out[n];
            if (ili_osim_frame_of(r, c, c->parent, name, &body, &f->at) == IL_OK)
                f->name = name, f->owner = of ? of : "", f->body = il_body_find(r->o->model, r->body[body].name), n++;
        }
        n += gather(r, c, out ? out + n : NULL);
    }
    return n;
}

il_status ili_osim_frames(ili_osim_reader *r) {
    il_error      *err = r->err;
    il_osim_frame *list = ili_osim_take(r, (size_t)gather(r, r->model, NULL) + 1, sizeof *list);
    if (!list) return IL_NO_MEMORY;
    r->err = NULL; // one that stands on nothing is no frame; what uses it says so
    r->o->nframe = gather(r, r->model, list);
    r->o->frame = list, r->err = err;
    return IL_OK;
}

// OWNER/NAME, where the path says who owns it; else the first of the name
const il_osim_frame *ili_osim_frame_named(const il_osim *o, const char *path) {
    const char *name = ili_osim_last(path), *end = name > path ? name - 1 : path, *begin = end;
    while (begin > path && begin[-1] != '/') begin--;
    for (int strict = end > begin; strict >= 0; strict--)
        for (int i = 0; i < o->nframe; i++) {
            const il_osim_frame *f = &o->frame[i];
            bool                 owned = strlen(f->owner) == (size_t)(end - begin) && !memcmp(f->owner, begin, (size_t)(end - begin));
            if (!strcmp(f->name, name) && (owned || !strict)) return f;
        }
    return NULL;
}

// osim_read_wrap.c - wrapping surfaces of an `.osim` file, and which of them a path takes where
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "ilium/data.h"
#include "osim_read.h"

/// A surface of the file; it becomes one of the model when a path takes it.
struct ili_osim_surface {
    const ili_element *e;
    const char        *name;
    const ili_element *owner; ///< body, ground or frame that it is fixed to
    bool               active, built;
    int                half;
    il_wrap_kind       kind;
    struct ili_osim_surface *next;
};

static il_status quadrant(ili_osim_reader *r, const ili_element *e, int *half) {
    const char *text = ili_child_text(e, "quadrant");
    *half = 0;
    if (!text || !*text || !strcmp(text, "all")) return IL_OK;
    const char *axis = text + (*text == '+' || *text == '-');
    const char *axes = "xyzXYZ", *place = strchr(axes, *axis);
    if (!*axis || !place || axis[1]) return ili_osim_bad(r, e, "the quadrant '%.40s' is none of all, x, -x, y, -y, z, -z", text);
    *half = ((int)(place - axes)%3 + 1)*(*text == '-' ? -1 : 1);
    return IL_OK;
}

static il_status collect(ili_osim_reader *r, const ili_element *set, struct ili_osim_surface **last) {
    static const struct { const char *tag; il_wrap_kind kind; } kinds[] = {
        {"WrapSphere", IL_WRAP_SPHERE}, {"WrapCylinder", IL_WRAP_CYLINDER}, {"WrapEllipsoid", IL_WRAP_ELLIPSOID}, {"WrapTorus", IL_WRAP_TORUS}};
    const ili_element *objects = ili_child(set, "objects");
    for (const ili_element *e = objects ? objects->first : NULL; e; e = e->next) {
        size_t k = 0;
        while (k < sizeof kinds/sizeof *kinds && strcmp(kinds[k].tag, e->tag)) k++;
        if (k == sizeof kinds/sizeof *kinds) {
            il_status status = ili_osim_unknown(r, e, "the surface <%.60s> is not known; WrapCylinder, WrapSphere, WrapEllipsoid and WrapTorus are", e->tag);
            if (status != IL_OK) return status;
            continue;
        }
        struct ili_osim_surface *s = ili_osim_take(r, 1, sizeof *s);
        if (!s) return IL_NO_MEMORY;
        *s = (struct ili_osim_surface){.e = e, .name = ili_attribute_get(e, "name"), .owner = set->parent, .active = true, .kind = kinds[k].kind};
        if (!s->name || !*s->name) return ili_osim_bad(r, e, "a surface has no name; give it one: name=\"...\"");
        il_status status = ili_child_flag(&r->doc, e, "active", &s->active, r->err);
        if (status == IL_OK) status = quadrant(r, e, &s->half);
        if (status != IL_OK) return status;
        if (*last) (*last)->next = s;
        else r->surface = s;
        *last = s;
    }
    return IL_OK;
}

static il_status search(ili_osim_reader *r, const ili_element *e, struct ili_osim_surface **last) {
    il_status status = IL_OK;
    for (const ili_element *c = e->first; status == IL_OK && c; c = c->next)
        status = strcmp(c->tag, "WrapObjectSet") ? search(r, c, last) : collect(r, c, last);
    return status;
}

il_status ili_osim_surfaces_find(ili_osim_reader *r) {
    struct ili_osim_surface *last = NULL;
    return search(r, r->model, &last);
}

static il_status sizes(ili_osim_reader *r, const struct ili_osim_surface *s, double size[3]) {
    static const char *const names[][2] = {{"radius", NULL}, {"radius", "length"}, {"dimensions", NULL}, {"inner_radius", "outer_radius"}};
    int       n = s->kind == IL_WRAP_ELLIPSOID ? 3 : 1, needed = s->kind == IL_WRAP_SPHERE ? 1 : s->kind == IL_WRAP_ELLIPSOID ? 3 : 2;
    il_status status = ili_child_numbers(&r->doc, s->e, names[s->kind][0], n, size, r->err);
    if (status == IL_OK && names[s->kind][1]) status = ili_child_numbers(&r->doc, s->e, names[s->kind][1], 1, size + 1, r->err);
    for (int i = 0; status == IL_OK && i < needed; i++)
        if (!(size[i] > 0.0) || !isfinite(size[i])) status = ili_osim_bad(r, s->e, "the surface '%.80s' has a size of %g m, or none is given", s->name, size[i]);
    if (status == IL_OK && s->kind == IL_WRAP_TORUS && !(size[1] > size[0]))
        status = ili_osim_bad(r, s->e, "the torus '%.80s' has an outer_radius of %g, which is not above its inner_radius of %g", s->name, size[1], size[0]);
    return status;
}

static il_status build(ili_osim_reader *r, struct ili_osim_surface *s) {
    il_wrap_def def = il_default_wrap_def();
    il_frame    owner, here;
    double      pos[3] = {0}, angles[3] = {0};
    int         body = 0;
    const char *name = ili_attribute_get(s->owner, "name");
    il_status   status = ili_child_numbers(&r->doc, s->e, "translation", 3, pos, r->err);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, s->e, "xyz_body_rotation", 3, angles, r->err);
    if (status == IL_OK) status = sizes(r, s, def.size);
    owner = il_frame_identity();
    if (status == IL_OK && !strcmp(s->owner->tag, "Body")) body = name ? ili_osim_body_find(r, name) : -1;
    else if (status == IL_OK && strcmp(s->owner->tag, "Ground")) status = ili_osim_frame_itself(r, s->owner, &body, &owner);
    if (status == IL_OK && body < 0) status = ili_osim_bad(r, s->e, "the surface '%.80s' is fixed to no body that is known", s->name);
    if (status != IL_OK) return status;
    here = il_frame_xyz(pos, angles);
    def.name = s->name, def.body = r->body[body].name, def.kind = s->kind, def.frame = ili_osim_frame_after(&owner, &here);
    il_builder_wrap(r->b, &def);
    s->built = true;
    return IL_OK;
}

static il_status no_surface(ili_osim_reader *r, const ili_element *e, const char *path, const char *name) {
    char         offer[300];
    int          n = 0;
    for (const struct ili_osim_surface *s = r->surface; s; s = s->next) n++;
    const char **names = ili_osim_take(r, (size_t)n + 1, sizeof *names);
    if (!names) return IL_NO_MEMORY;
    n = 0;
    for (const struct ili_osim_surface *s = r->surface; s; s = s->next) names[n++] = s->name;
    if (!n) return ili_osim_bad(r, e, "the path of '%.80s' wraps over '%.80s', which is not there: the model has no surfaces", path, name);
    return ili_osim_bad(r, e, "the path of '%.80s' wraps over '%.80s', which is not there; did you mean %s?", path, name, ili_name_offer(ili_osim_last(name), names, n, offer, sizeof offer));
}

// the segments of a path that one <PathWrap> names
static il_status add_wrap(ili_osim_reader *r, const ili_element *e, bool alone, il_path_def *def, il_pathwrap_def *out) {
    const char *name = ili_child_text(e, "wrap_object");
    double      range[2] = {-1.0, -1.0};
    struct ili_osim_surface *s = r->surface;
    if (!name) name = "";
    while (s && strcmp(s->name, ili_osim_last(name))) s = s->next;
    if (!s) return no_surface(r, e, def->name, name);
    il_status status = ili_child_numbers(&r->doc, e, "range", 2, range, r->err);
    if (status != IL_OK || !s->active) return status;
    if (status == IL_OK && !s->built) status = build(r, s);
    int first = range[0] >= 1.0 && range[0] <= def->npoint ? (int)range[0] - 1 : 0, last = range[1] >= 1.0 && range[1] <= def->npoint ? (int)range[1] - 1 : def->npoint - 1;
    for (int i = first; status == IL_OK && i < last; i++)
        out[def->nwrap++] = (il_pathwrap_def){.wrap = s->name, .segment = i, .half = s->half,
                                              .rule = alone && s->kind == IL_WRAP_CYLINDER ? IL_WRAP_PLANE : IL_WRAP_OPENSIM};
    return status;
}

il_status ili_osim_path_wraps(ili_osim_reader *r, const ili_element *wraps, il_path_def *def) {
    if (!wraps || !wraps->count) return IL_OK;
    if (wraps->count > IL_MAX_CHAIN) return ili_osim_bad(r, wraps, "the path of '%.80s' wraps over %d surfaces; %d are possible", def->name, wraps->count, (int)IL_MAX_CHAIN);
    il_pathwrap_def *out = ili_osim_take(r, (size_t)wraps->count*(size_t)def->npoint, sizeof *out);
    il_status        status = out ? IL_OK : IL_NO_MEMORY;
    for (const ili_element *e = wraps->first; status == IL_OK && e; e = e->next) status = add_wrap(r, e, wraps->count == 1, def, out);
    def->wrap = out;
    return status;
}

// ---- order along a segment -----------------------------------------------------------------------------------------------------

// how far along the segment the middle of a surface is at the neutral pose
static double along(const il_model *m, const il_data *d, int w) {
    int    wrap = m->pathwrap_wrap[w], body = m->wrap_body[wrap], point = m->pathwrap_point[w];
    double sum = 0.0;
    for (int i = 0; i < 3; i++) {
        double at = d->body_pos[3*body + i].lane[0];
        for (int k = 0; k < 3; k++) at += d->body_rot[9*body + 3*i + k].lane[0]*m->nominal->wrap_pos[3*wrap + k];
        sum += at*(d->point_world[3*point + 3 + i].lane[0] - d->point_world[3*point + i].lane[0]);
    }
    return sum;
}

// the model's tables lie in its own block
static int *own(il_model *m, const int *table) { return (int *)(void *)((char *)m + ((const char *)table - (const char *)m)); }

static void swap(il_model *m, int i, int k) {
    const int *const tables[] = {m->pathwrap_wrap, m->pathwrap_side, m->pathwrap_rule, m->pathwrap_half, m->pathwrap_pathbody};
    for (size_t t = 0; t < sizeof tables/sizeof *tables; t++) {
        int *own_table = own(m, tables[t]), keep = own_table[i];
        own_table[i] = own_table[k], own_table[k] = keep;
    }
}

static void name_rivals(il_model *m, int path) {
    int *rival = own(m, m->pathwrap_rival), first = m->path_wrap_start[path], end = m->path_wrap_start[path + 1];
    for (int i = first; i < end; i++) {
        int of = i, places = 0;
        for (int k = end - 1; k >= first; k--)
            if (m->pathwrap_wrap[k] == m->pathwrap_wrap[i]) of = k, places++;
        rival[i] = places > 1 ? of : IL_NONE;
    }
}

// surfaces that share a segment, into their order along it at the neutral pose
il_status ili_osim_order_wraps(il_model *m, il_error *err) {
    il_data *d = NULL;
    bool     shared = false;
    for (int path = 0; path < m->npath; path++)
        for (int w = m->path_wrap_start[path] + 1; w < m->path_wrap_start[path + 1]; w++) shared |= m->pathwrap_point[w] == m->pathwrap_point[w - 1];
    if (!shared) return IL_OK;
    il_status status = il_data_create(m, IL_ISA_AUTO, &d, err);
    if (status != IL_OK) return status;
    il_position(m, m->nominal, d), il_path(m, m->nominal, d);
    for (int path = 0; path < m->npath; path++) {
        int first = m->path_wrap_start[path];
        for (int w = first + 1; w < m->path_wrap_start[path + 1]; w++)
            for (int k = w; k > first && m->pathwrap_point[k] == m->pathwrap_point[k - 1] && along(m, d, k) < along(m, d, k - 1); k--) swap(m, k, k - 1);
        name_rivals(m, path);
    }
    il_data_free(d);
    return IL_OK;
}

// osim_read_frame.c - the named frames of an `.osim` file that are fixed to bodies, for what is told in their axes
#include <string.h>

#include "osim_read.h"

// how many offset frames stand below `e`; with `out` they are put there
static int gather(ili_osim_reader *r, const ili_element *e, il_osim_frame *out) {
    int n = 0;
    for (const ili_element *c = e->first; c; c = c->next) {
        const char *name = strcmp(c->tag, "PhysicalOffsetFrame") ? NULL : ili_attribute_get(c, "name");
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

// osim_read_frame.c - frames of an `.osim` file that are fixed to bodies, as the reader asks for them, and their names for what is told in their axes
#include <string.h>
#include <strings.h>

#include "osim_read.h"
#include "osim_tree.h"

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

bool ili_osim_frame_rests(const il_frame *f) {
    const il_frame none = il_frame_identity();
    bool           same = true;
    for (int i = 0; i < 9; i++) same &= f->rot[i] == none.rot[i] && (i > 2 || f->pos[i] == 0.0); // -0 is 0
    return same;
}

il_status ili_osim_offset(const ili_document *doc, const ili_element *e, const char *place, const char *turn, il_frame *out, il_error *err) {
    double    pos[3] = {0}, angles[3] = {0};
    il_status status = ili_child_numbers(doc, e, place, 3, pos, err);
    if (status == IL_OK) status = ili_child_numbers(doc, e, turn, 3, angles, err);
    *out = il_frame_xyz(pos, angles);
    return status;
}

static il_status tree(ili_osim_reader *r) { return r->tree ? IL_OK : ili_osim_tree_make(&r->doc, r->model, r->o->version, &r->tree, r->err); }

// the body's number
static il_status number(ili_osim_reader *r, const ili_element *at, const ili_osim_place *p, int *body, il_frame *frame) {
    *body = ili_osim_body_find(r, p->body), *frame = p->at;
    return *body >= 0 ? IL_OK : ili_osim_bad(r, at, "the body '%.80s' stands where no body of the model does", p->body);
}

il_status ili_osim_frame_of(ili_osim_reader *r, const ili_element *at, const char *path, int *body, il_frame *frame) {
    ili_osim_place p;
    il_status      status = tree(r);
    if (status == IL_OK) status = ili_osim_tree_frame(r->tree, at, path, &p, r->err);
    return status == IL_OK ? number(r, at, &p, body, frame) : status;
}

il_status ili_osim_frame_itself(ili_osim_reader *r, const ili_element *e, int *body, il_frame *frame) {
    ili_osim_place p;
    il_status      status = tree(r);
    if (status == IL_OK) status = ili_osim_tree_itself(r->tree, e, &p, r->err);
    return status == IL_OK ? number(r, e, &p, body, frame) : status;
}

// ---- their names ---------------------------------------------------------------------------------------------------------------

il_status ili_osim_frames(ili_osim_reader *r) {
    il_error          *err = r->err;
    il_status          status = tree(r);
    int                n = status == IL_OK ? ili_osim_tree_frames(r->tree, NULL) : 0;
    il_osim_frame     *list = status == IL_OK ? ili_osim_take(r, (size_t)n + 1, sizeof *list) : NULL;
    const ili_element **e = list ? ili_osim_take(r, (size_t)n + 1, sizeof *e) : NULL;
    if (!e) return IL_NO_MEMORY;
    ili_osim_tree_frames(r->tree, e);
    r->err = NULL; // one that stands on nothing is no frame; what uses it says so
    for (int i = 0; i < n; i++) {
        char           path[1000];
        int            body;
        il_osim_frame *f = &list[r->o->nframe];
        f->name = ili_attribute_get(e[i], "name");
        if (!f->name || ili_osim_frame_itself(r, e[i], &body, &f->at) != IL_OK) continue;
        ili_osim_tree_path(e[i], path, sizeof path);
        f->path = ili_arena_copy(&r->doc.arena, path, strlen(path)), f->body = il_body_find(r->o->model, r->body[body].name);
        if (!f->path) return il_error_set(err, IL_NO_MEMORY, r->doc.file, 0, 0, "out of memory for a model");
        r->o->nframe++;
    }
    r->o->frame = list, r->err = err;
    return IL_OK;
}

int ili_osim_body_of(const il_osim *o, struct ili_osim_tree *tree, const char *path, il_frame *at) {
    ili_osim_place p;
    if (at) *at = il_frame_identity();
    if (!*path || !strcasecmp(path, "ground")) return IL_GROUND;
    if (!ili_osim_tree_named(tree, path, &p) || (!at && !ili_osim_frame_rests(&p.at))) return IL_NONE;
    if (at) *at = p.at;
    return !strcmp(p.body, "ground") ? IL_GROUND : il_body_find(o->model, p.body);
}

// as much of the path as is told; a name alone where it is the only one
const il_osim_frame *ili_osim_frame_named(const il_osim *o, const char *path) {
    const il_osim_frame *found = NULL;
    size_t               n = strlen(path);
    for (int i = 0; i < o->nframe; i++) {
        const il_osim_frame *f = &o->frame[i];
        size_t               all = strlen(f->path);
        if (all < n || strcmp(f->path + all - n, path) || !n || (*path != '/' && f->path[all - n - 1] != '/')) continue;
        if (found) return NULL;
        found = f;
    }
    return found;
}

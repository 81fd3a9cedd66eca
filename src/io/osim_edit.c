// osim_edit.c - an XML text changed in places
#include "osim_edit.h"

#include <stdlib.h>
#include <string.h>

#include "ilium/file.h"

typedef struct ili_part {
    struct ili_part *next;
    size_t           from, to;
    const char      *with;
} ili_part;

il_status ili_edit_open(ili_edit *e, const char *file, char *text, size_t size, il_error *err) {
    if (size >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) size -= 3, memmove(text, text + 3, size);
    *e = (ili_edit){.text = text, .size = size, .err = err};
    e->status = ili_xml_parse(file, text, size, &e->doc, err);
    return e->status;
}

void ili_edit_close(ili_edit *e) {
    ili_xml_free(&e->doc);
    il_file_free(e->text);
    *e = (ili_edit){0};
}

// the first reason stays
static void cannot(ili_edit *e, il_status why) {
    if (e->status != IL_OK) return;
    e->status = il_error_set(e->err, why, e->doc.file, 0, 0, why == IL_NO_MEMORY ? "out of memory for the changes of a model" : "a change of a model is longer than is written");
}

void ili_edit_replace(ili_edit *e, size_t from, size_t to, const char *with) {
    if (e->status == IL_OK && !to) { // an element that was made has no place
        e->status = il_error_set(e->err, IL_BUG, e->doc.file, 0, 0, "a change of what does not stand in the text of the model");
        return;
    }
    ili_part *part = e->status == IL_OK ? ili_arena_alloc(&e->doc.arena, sizeof *part) : NULL;
    if (part) *part = (ili_part){.from = from, .to = to, .with = ili_arena_copy(&e->doc.arena, with, strlen(with))};
    if (e->status != IL_OK) return;
    if (!part || !part->with) {
        cannot(e, IL_NO_MEMORY);
        return;
    }
    // nearly always behind the last one
    ili_part **at = e->last && *e->last && (*e->last)->from <= from ? e->last : &e->first;
    while (*at && (*at)->from <= from) at = &(*at)->next;
    part->next = *at, *at = part, e->last = at;
}

void ili_edit_text(ili_edit *e, const ili_element *at, const char *with) {
    if (!at) return;
    if (at->inner) {
        ili_edit_replace(e, at->inner, at->inner_end, with);
        return;
    }
    ili_text t = ili_text_growing(1 << 20);
    ili_text_printf(&t, "<%s>%s</%s>", at->tag, with, at->tag);
    if (t.status != IL_OK) cannot(e, t.status);
    else ili_edit_replace(e, at->from, at->end, t.bytes);
    ili_text_free(&t);
}

void ili_edit_numbers(ili_edit *e, const ili_element *at, int n, const double *value) {
    char     buf[IL_NUMBER_TEXT], all[40*16];
    ili_text t = ili_text_fixed(all, sizeof all);
    for (int i = 0; i < n; i++) {
        if (i) ili_text_add(&t, " ");
        ili_text_add(&t, il_number_format(value[i] + 0.0, buf)); // + 0: no minus before a zero
    }
    if (t.status != IL_OK) cannot(e, t.status);
    ili_edit_text(e, at, all);
}

il_status ili_edit_take(ili_edit *e, char **text, size_t *size) {
    ili_text out = ili_text_growing((size_t)1 << 30);
    size_t   at = 0;
    *text = NULL, *size = 0;
    for (const ili_part *p = e->first; p && e->status == IL_OK; p = p->next) {
        if (p->from < at) e->status = il_error_set(e->err, IL_BUG, e->doc.file, 0, 0, "two changes of a model overlap");
        else ili_text_add_n(&out, e->text + at, p->from - at), ili_text_add(&out, p->with), at = p->to;
    }
    ili_text_add_n(&out, e->text + at, e->size - at);
    if (e->status == IL_OK && out.status != IL_OK) e->status = il_error_set(e->err, out.status, e->doc.file, 0, 0, "out of memory for a changed model");
    if (e->status != IL_OK) ili_text_free(&out);
    else *text = out.bytes, *size = out.len;
    return e->status;
}

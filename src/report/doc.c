// doc.c - building a document: blocks, the text that is open, and the list of what was cited
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/doc.h"

ili_doc *ili_doc_create(void) { return calloc(1, sizeof(ili_doc)); }

void il_paper_free(il_paper *p) {
    if (!p) return;
    for (ili_block *b = p->first; b; b = b->next) ili_picture_free(&b->picture);
    ili_out_free(&p->text);
    ili_arena_free(&p->arena);
    free(p);
}

const char *ili_doc_keep(ili_doc *d, const char *text) {
    char *copy = ili_arena_copy(&d->arena, text ? text : "", text ? strlen(text) : 0);
    d->failed |= !copy;
    return copy ? copy : "";
}

// ---- blocks ------------------------------------------------------------------------------------------------------------------------

void ili_doc_close(ili_doc *d) {
    ili_block *b = d->newest;
    if (!d->open && !d->text.failed) return; // closed: it is only read from here, by several threads maybe
    d->failed |= d->text.failed;
    if (d->open && b && d->text.size) b->text = ili_doc_keep(d, d->text.text);
    d->text.size = 0;
    if (d->text.text) *d->text.text = 0;
    d->open = false;
}

// a block, and its text open; without memory the text goes nowhere
static ili_block *add(ili_doc *d, ili_block_kind kind) {
    ili_doc_close(d);
    ili_block *b = ili_arena_alloc(&d->arena, sizeof *b);
    d->failed |= !b;
    if (!b) return NULL;
    *b = (ili_block){.kind = kind, .text = "", .span = 1};
    if (d->newest) d->newest->next = b;
    else d->first = b;
    d->newest = b;
    d->open = true;
    return b;
}

void ili_doc_section(ili_doc *d, const char *id, const char *heading) {
    ili_block *b = add(d, ILI_BLOCK_SECTION);
    if (b) b->id = ili_doc_keep(d, id), b->label = "";
    ili_put_plain(&d->text, heading);
}

void ili_doc_level(ili_doc *d, const char *class) {
    ili_block *b = d->newest;
    if (b && b->kind == ILI_BLOCK_SECTION) b->label = ili_doc_keep(d, class);
}

ili_out *ili_doc_heading(ili_doc *d) {
    add(d, ILI_BLOCK_HEADING);
    return &d->text;
}

ili_out *ili_doc_paragraph(ili_doc *d, ili_tone tone) {
    ili_block *b = add(d, ILI_BLOCK_PARAGRAPH);
    if (b) b->tone = tone;
    return &d->text;
}

ili_out *ili_doc_item(ili_doc *d) {
    add(d, ILI_BLOCK_ITEM);
    return &d->text;
}

ili_out *ili_doc_source(ili_doc *d, int number) {
    ili_block *b = add(d, ILI_BLOCK_ITEM);
    char       id[24];
    snprintf(id, sizeof id, "cite%d", number);
    if (b) b->id = ili_doc_keep(d, id);
    return &d->text;
}

ili_out *ili_doc_field(ili_doc *d, const char *label) {
    ili_block *b = add(d, ILI_BLOCK_FIELD);
    if (b) b->label = ili_doc_keep(d, label);
    return &d->text;
}

ili_out *ili_doc_table(ili_doc *d, const char *class, const ili_column *column) {
    ili_block *b = add(d, ILI_BLOCK_TABLE);
    if (!b) return &d->text;
    b->label = ili_doc_keep(d, class);
    while (column[b->ncolumn].head && b->ncolumn < ILI_COLUMNS_MOST) b->ncolumn++;
    b->column = ili_arena_array(&d->arena, (size_t)b->ncolumn + 1, sizeof *b->column);
    d->failed |= !b->column;
    for (int i = 0; b->column && i < b->ncolumn; i++) b->column[i] = (ili_column){ili_doc_keep(d, column[i].head), column[i].share};
    if (!b->column) b->ncolumn = 0;
    return &d->text;
}

void ili_doc_row(ili_doc *d) { add(d, ILI_BLOCK_ROW); }

ili_out *ili_doc_wide_cell(ili_doc *d, int span) {
    ili_block *b = add(d, ILI_BLOCK_CELL);
    if (b) b->span = span;
    return &d->text;
}

ili_out *ili_doc_cell(ili_doc *d) { return ili_doc_wide_cell(d, 1); }

// to the newest block, which the picture now belongs to
static void give(ili_doc *d, ili_block *b, ili_picture p) {
    d->failed |= p.failed;
    if (b) b->picture = p;
    else ili_picture_free(&p);
}

void ili_doc_cell_picture(ili_doc *d, ili_picture p) { give(d, d->newest, p); }

ili_out *ili_doc_figure(ili_doc *d, ili_picture p) {
    give(d, add(d, ILI_BLOCK_FIGURE), p);
    return &d->text;
}

void ili_doc_aside(ili_doc *d, ili_picture p) { give(d, add(d, ILI_BLOCK_ASIDE), p); }

void ili_doc_aside_end(ili_doc *d) { add(d, ILI_BLOCK_ASIDE_END); }

void ili_doc_page(ili_doc *d) { add(d, ILI_BLOCK_PAGE); }

ili_out *ili_doc_line(ili_doc *d) {
    add(d, ILI_BLOCK_LINE);
    return &d->text;
}

bool ili_doc_run(const char **text, char *mark, const char **bytes, size_t *size) {
    const char *at = *text;
    while (*at == ILI_MARK_END) at++;
    if (!*at) return false;
    *mark = (unsigned char)*at <= ILI_MARK_URL ? *at++ : 0;
    *bytes = at;
    if (*mark == ILI_MARK_LINE) {
        *size = 0;
        *text = at;
        return true;
    }
    while (*at && (unsigned char)*at > ILI_MARK_URL) at++;
    *size = (size_t)(at - *bytes);
    *text = at;
    return true;
}

// ---- citations -----------------------------------------------------------------------------------------------------------------------

static int find(const ili_doc *d, const char *source) {
    for (int i = 0; i < d->ncitation; i++)
        if (!strcmp(d->citation[i].text, source)) return i;
    return -1;
}

static int append(ili_doc *d, const char *source, il_source_status status) {
    if (d->ncitation == d->citation_room) {
        int           room = 2*d->citation_room + 32;
        ili_citation *more = ili_arena_array(&d->arena, (size_t)room, sizeof *more);
        d->failed |= !more;
        if (!more) return -1;
        if (d->ncitation) memcpy(more, d->citation, (size_t)d->ncitation*sizeof *more);
        d->citation = more;
        d->citation_room = room;
    }
    ili_citation *c = &d->citation[d->ncitation];
    *c = (ili_citation){.text = ili_doc_keep(d, source), .status = status};
    ili_citation_resolve(d, c);
    return d->ncitation++;
}

// once in a text
static void put_number(ili_out *t, int number) {
    char mark[24];
    snprintf(mark, sizeof mark, ILI_CITE "%d" ILI_END, number);
    if (!t->text || !t->size || !strstr(t->text, mark)) ili_put(t, mark);
}

void ili_doc_cite(ili_doc *d, const char *source, il_source_status status) {
    ili_out words = {0};
    ili_put_plain(&words, source);
    d->failed |= words.failed;
    if (words.size) {
        int i = find(d, words.text);
        if (i < 0) i = append(d, words.text, status);
        if (i >= 0 && d->citation[i].status == IL_SOURCE_NONE) d->citation[i].status = status;
        if (i >= 0) put_number(&d->text, i + 1);
    }
    ili_out_free(&words);
}

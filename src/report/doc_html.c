// doc_html.c - a document as one HTML file, well-formed XML too: no scripts, no network, light, dark and paper; on a phone a table's rows become cards
#include <string.h>

#include "ilium/report.h"
#include "report/doc.h"
#include "report/html.h"

// what is open while blocks are written one after another
typedef struct state {
    ili_out         *o;
    const ili_doc   *d;
    const ili_block *table;
    bool             section, list, fields, row, figures, aside, page; ///< page: the next section begins one
    int              cell;
} state;

// ---- text --------------------------------------------------------------------------------------------------------------------------

static void put_text(ili_out *o, const char *text) {
    char        mark;
    const char *bytes;
    size_t      size;
    bool        cited = false;
    while (ili_doc_run(&text, &mark, &bytes, &size)) {
        ili_out run = {0};
        if (cited && mark == ILI_MARK_CITE) ili_put(o, "<sup>,</sup>");
        cited = mark == ILI_MARK_CITE;
        ili_put_bytes(&run, bytes, size);
        switch (mark) {
            case ILI_MARK_STRONG: ili_put(o, "<strong>"); break;
            case ILI_MARK_PALE: ili_put(o, "<span class=\"muted small\">"); break;
            case ILI_MARK_TAG: ili_put(o, "<span class=\"tag\">"); break;
            case ILI_MARK_CITE: ili_putf(o, "<sup><a href=\"#cite%s\">", run.text ? run.text : ""); break;
            case ILI_MARK_URL:
                ili_put(o, "<a rel=\"noreferrer\" href=\"");
                ili_put_escaped(o, run.text);
                ili_put(o, "\">");
                break;
            case ILI_MARK_LINE: ili_put(o, "<br/>"); break;
            default: break;
        }
        ili_put_escaped(o, run.text);
        ili_put(o, mark == ILI_MARK_STRONG ? "</strong>" : mark == ILI_MARK_PALE || mark == ILI_MARK_TAG ? "</span>" : mark == ILI_MARK_CITE ? "</a></sup>" : mark == ILI_MARK_URL ? "</a>" : "");
        o->failed |= run.failed;
        ili_out_free(&run);
    }
}

static void put_attribute(ili_out *o, const char *name, const char *value) {
    ili_putf(o, " %s=\"", name);
    ili_put_escaped(o, value);
    ili_put(o, "\"");
}

// ---- what is open is closed --------------------------------------------------------------------------------------------------------

static void end_row(state *s) {
    if (s->cell) ili_put(s->o, "</td>");
    if (s->row) ili_put(s->o, "</tr>\n");
    s->cell = 0, s->row = false;
}

// all but the section and an aside
static void end_flow(state *s) {
    end_row(s);
    if (s->table) ili_put(s->o, "</tbody></table></div>\n");
    if (s->list) ili_put(s->o, "</ul>\n");
    if (s->fields) ili_put(s->o, "</dl>\n");
    if (s->figures) ili_put(s->o, "</div>\n");
    s->table = NULL, s->list = s->fields = s->figures = false;
}

static void end_section(state *s) {
    end_flow(s);
    if (s->aside) ili_put(s->o, "</div></div>\n");
    if (s->section) ili_put(s->o, "</section>\n");
    s->aside = s->section = false;
}

// ---- blocks ------------------------------------------------------------------------------------------------------------------------

static void section(state *s, const ili_block *b) {
    end_section(s);
    bool level = *b->label;
    ili_put(s->o, "<section");
    put_attribute(s->o, "id", b->id);
    if (level || s->page) ili_putf(s->o, " class=\"%s%s%s\"", level ? "level " : "", b->label, s->page ? " page" : "");
    s->page = false;
    ili_putf(s->o, " aria-labelledby=\"%s-h\"><h2 id=\"%s-h\">", b->id, b->id);
    put_text(s->o, b->text);
    ili_put(s->o, "</h2>\n");
    s->section = true;
}

static void paragraph(state *s, const ili_block *b) {
    static const char *const classes[ILI_NTONE] = {"", " class=\"do\"", " class=\"muted\"", " class=\"muted small\"", " class=\"key\""};
    ili_putf(s->o, "<p%s>", classes[b->tone]);
    put_text(s->o, b->text);
    ili_put(s->o, "</p>\n");
}

static void field(state *s, const ili_block *b) {
    if (!s->fields) ili_put(s->o, "<dl class=\"fields\">\n");
    s->fields = true;
    ili_put(s->o, "<dt>");
    ili_put_escaped(s->o, b->label);
    ili_put(s->o, "</dt><dd>");
    put_text(s->o, b->text);
    ili_put(s->o, "</dd>\n");
}

static void table(state *s, const ili_block *b) {
    ili_putf(s->o, "<div class=\"wide\"><table class=\"cards %s%s\"><caption>", b->label, b->tall ? " tall" : "");
    put_text(s->o, b->text);
    ili_put(s->o, "</caption><thead><tr>");
    for (int i = 0; i < b->ncolumn; i++) {
        ili_put(s->o, "<th scope=\"col\">");
        ili_put_escaped(s->o, b->column[i].head);
        ili_put(s->o, "</th>");
    }
    ili_put(s->o, "</tr></thead><tbody>\n");
    s->table = b;
}

static void cell(state *s, const ili_block *b) {
    if (s->cell) ili_put(s->o, "</td>");
    int column = s->cell ? s->cell : 0;
    ili_put(s->o, column == 0 ? "<td class=\"name\"" : "<td");
    if (s->table && column < s->table->ncolumn && *s->table->column[column].head) put_attribute(s->o, "data-head", s->table->column[column].head);
    if (b->span > 1) ili_putf(s->o, " colspan=\"%d\"", b->span);
    ili_put(s->o, ">");
    put_text(s->o, b->text);
    ili_picture_svg(&b->picture, s->o);
    s->cell += b->span;
}

static void figure(state *s, const ili_block *b) {
    if (!s->figures) ili_put(s->o, "<div class=\"figures\">\n");
    s->figures = true;
    ili_put(s->o, "<figure>");
    ili_picture_svg(&b->picture, s->o);
    if (*b->text) ili_put(s->o, "<figcaption>");
    put_text(s->o, b->text);
    ili_put(s->o, *b->text ? "</figcaption></figure>\n" : "</figure>\n");
}

static void line(state *s, const ili_block *b) {
    ili_put(s->o, "<p class=\"sign\"><span></span><br/>");
    put_text(s->o, b->text);
    ili_put(s->o, "</p>\n");
}

static void aside(state *s, const ili_block *b) {
    if (b->picture.width > 0) {
        ili_put(s->o, "<div class=\"side one\"><figure>");
        ili_picture_svg(&b->picture, s->o);
        ili_put(s->o, "</figure><div>\n");
    } else {
        ili_put(s->o, "<div class=\"one\"><div>\n");
    }
    s->aside = true;
}

static void block(state *s, const ili_block *b) {
    bool in_table = b->kind == ILI_BLOCK_ROW || b->kind == ILI_BLOCK_CELL;
    bool goes_on = in_table || (b->kind == ILI_BLOCK_ITEM && s->list) || (b->kind == ILI_BLOCK_FIELD && s->fields) || (b->kind == ILI_BLOCK_FIGURE && s->figures);
    if (!goes_on) end_flow(s);
    switch (b->kind) {
        case ILI_BLOCK_SECTION: section(s, b); break;
        case ILI_BLOCK_HEADING: ili_put(s->o, "<h3>"), put_text(s->o, b->text), ili_put(s->o, "</h3>\n"); break;
        case ILI_BLOCK_PARAGRAPH: paragraph(s, b); break;
        case ILI_BLOCK_ITEM:
            ili_put(s->o, s->list ? "<li" : "<ul>\n<li");
            s->list = true;
            if (b->id) put_attribute(s->o, "id", b->id);
            ili_put(s->o, ">");
            put_text(s->o, b->text);
            ili_put(s->o, "</li>\n");
            break;
        case ILI_BLOCK_FIELD: field(s, b); break;
        case ILI_BLOCK_TABLE: table(s, b); break;
        case ILI_BLOCK_ROW:
            end_row(s);
            ili_put(s->o, "<tr>");
            s->row = true;
            break;
        case ILI_BLOCK_CELL: cell(s, b); break;
        case ILI_BLOCK_FIGURE: figure(s, b); break;
        case ILI_BLOCK_ASIDE: aside(s, b); break;
        case ILI_BLOCK_ASIDE_END:
            if (s->aside) ili_put(s->o, "</div></div>\n");
            s->aside = false;
            break;
        case ILI_BLOCK_PAGE: s->page = true; break;
        case ILI_BLOCK_LINE: line(s, b); break;
    }
}

// ---- the page ------------------------------------------------------------------------------------------------------------------------

static void begin(const ili_doc *d, ili_out *o) {
    ili_put(o, "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head><meta charset=\"utf-8\"/>"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><meta name=\"referrer\" content=\"no-referrer\"/>"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>");
    ili_put(o, "<meta name=\"author\"");
    put_attribute(o, "content", d->author);
    ili_put(o, "/>\n<title>");
    ili_put_escaped(o, d->title);
    ili_put(o, "</title>\n<style>\n");
    ili_html_style(o);
    ili_html_paper_style(o);
    ili_put(o, "</style></head>\n<body>\n<header class=\"top\"><h1>");
    ili_put_escaped(o, d->title);
    ili_put(o, "</h1>\n<p class=\"muted\">");
    ili_put_escaped(o, d->running);
    ili_put(o, "</p></header>\n<main>\n");
}

il_status il_paper_html(il_paper *p, char **text, size_t *size, il_error *err) {
    ili_out o = {0};
    state   s = {.o = &o, .d = p};
    ili_doc_close(p);
    begin(p, &o);
    for (const ili_block *b = p->first; b; b = b->next) block(&s, b);
    end_section(&s);
    ili_put(&o, "</main>\n<footer><p>");
    ili_put_escaped(&o, p->version);
    ili_put(&o, "</p></footer>\n</body></html>\n");
    o.failed |= p->failed;
    return ili_out_take(&o, text, size, err);
}

// doc_pdf_marked.c - the file says that its structure counts, and its language: cairo 1.16 writes the structure and not these two, without which readers pass it over
//
// The catalogue is the last object before the table of objects, so what is put into it moves that table alone, and only `startxref` tells where that is.
#include <stdlib.h>
#include <string.h>

#include "report/doc_pdf.h"

static const char ends[] = ">>\nendobj\n", begins[] = "<< /Type /Catalog", last[] = "startxref\n", marked[] = "   /MarkInfo << /Marked true >>\n   /Lang (en)\n";

// the last place of a text before `end`, or NULL
static const char *before(const char *bytes, const char *end, const char *text) {
    size_t n = strlen(text);
    for (const char *p = end - n; p >= bytes; p--)
        if (!memcmp(p, text, n)) return p;
    return NULL;
}

// where the catalogue ends; NULL: the file is laid out otherwise, or says it already
static const char *end_of_catalogue(const ili_out *o, const char *table) {
    size_t      n = strlen(ends);
    const char *from = before(o->text, table, begins);
    bool        there = from && (size_t)(table - o->text) > n && !memcmp(table - n, ends, n) && !memcmp(table, "xref\n", 5);
    if (!there || before(from, table - n, "endobj") || before(from, table - n, "/MarkInfo")) return NULL;
    return table - n;
}

void ili_pdf_mark(ili_out *o) {
    if (o->failed || !o->text) return;
    const char *end = o->text + o->size, *tail = before(o->text, end, last);
    size_t      table = tail ? (size_t)strtoul(tail + strlen(last), NULL, 10) : 0;
    const char *catalogue = tail && table > 0 && table < (size_t)(tail - o->text) ? end_of_catalogue(o, o->text + table) : NULL;
    if (!catalogue) return;
    ili_out out = {0};
    ili_put_bytes(&out, o->text, (size_t)(catalogue - o->text));
    ili_put(&out, marked);
    ili_put_bytes(&out, catalogue, (size_t)(tail - catalogue));
    ili_putf(&out, "%s%zu\n%%%%EOF\n", last, table + strlen(marked));
    ili_out_free(o);
    *o = out;
}

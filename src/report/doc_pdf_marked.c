// doc_pdf_marked.c - what cairo 1.16 leaves out of a tagged file: that its structure counts, its language, and what a picture tells who cannot see it
//
// Objects stand in clear text; the table at the end says where each begins. What is put in moves all that follows, so the table is written anew.
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/doc_pdf.h"

static const char ends[] = ">>\nendobj\n", begins[] = "<< /Type /Catalog", last[] = "startxref\n", marked[] = "   /MarkInfo << /Marked true >>\n", language[] = "   /Lang (en)\n",
                  figure[] = "<< /Type /StructElem\n   /S /Figure\n";
enum { ENTRY = 20, MOST_OBJECTS = 10000000 }; // an entry of the table: "0000012345 00000 n \n"

// the last place of a text before `end`, or NULL
static const char *before(const char *bytes, const char *end, const char *text) {
    size_t n = strlen(text);
    for (const char *p = end - n; p >= bytes; p--)
        if (!memcmp(p, text, n)) return p;
    return NULL;
}

// where the catalogue ends; NULL: the file is laid out otherwise
static const char *end_of_catalogue(const ili_out *o, const char *table) {
    size_t      n = strlen(ends);
    const char *from = before(o->text, table, begins);
    bool        there = from && (size_t)(table - o->text) > n && !memcmp(table - n, ends, n) && !memcmp(table, "xref\n", 5);
    return there && !before(from, table - n, "endobj") ? table - n : NULL;
}

// ---- what is put in, and where ---------------------------------------------------------------------------------------------------

typedef struct place {
    size_t      at;
    const char *alt; ///< words of a picture; NULL: what the catalogue lacks
    size_t      size;
} place;

typedef struct rewrite {
    const char *text;
    size_t      table, tail, rows; ///< the table, what follows its entries, its first entry
    long        nobject;
    place      *place;
    int         nplace;
} rewrite;

// a text as PDF writes one of any script
static void put_text(ili_out *o, const char *words) {
    glong      n = 0;
    gunichar2 *wide = g_utf8_to_utf16(words, -1, NULL, &n, NULL);
    ili_put(o, "<FEFF");
    for (glong i = 0; wide && i < n; i++) ili_putf(o, "%04X", wide[i]);
    ili_put(o, ">");
    g_free(wide);
}

static void put_place(const rewrite *w, ili_out *o, const place *p) {
    if (!p->alt) {
        // some builds of cairo write the first
        const char *end = w->text + p->at, *from = before(w->text, end, begins);
        if (!before(from, end, "/MarkInfo")) ili_put(o, marked);
        if (!before(from, end, "/Lang")) ili_put(o, language);
        return;
    }
    ili_put(o, "   /Alt ");
    put_text(o, p->alt);
    ili_put(o, "\n");
}

static size_t offset_of(const rewrite *w, long object) { return (size_t)strtoul(w->text + w->rows + ENTRY*object, NULL, 10); }
static bool   in_use(const rewrite *w, long object) { return w->text[w->rows + (size_t)(ENTRY*object) + 17] == 'n'; }

// behind "/S /Figure" of an object that is a picture of the structure; 0: it is none
static size_t picture_at(const rewrite *w, long object) {
    size_t      at = in_use(w, object) ? offset_of(w, object) : 0;
    const char *body = at > 0 && at < w->table ? memchr(w->text + at, '\n', w->table - at) : NULL;
    size_t      n = strlen(figure);
    return body && (size_t)(w->text + w->table - body) > n && !memcmp(body + 1, figure, n) ? (size_t)(body + 1 - w->text) + n : 0;
}

static int by_place(const void *a, const void *b) {
    const place *x = a, *y = b;
    return x->at < y->at ? -1 : x->at > y->at;
}

// cairo writes the structure in the order in which it was drawn, so the n-th picture of the file is the n-th that was drawn
static bool find_places(rewrite *w, const char *catalogue, const char *const *alt, int nalt) {
    int n = 0;
    if (!(w->place = calloc((size_t)w->nobject + 1, sizeof *w->place))) return false;
    for (long i = 0; i < w->nobject; i++)
        if ((w->place[n].at = picture_at(w, i)) > 0) n++;
    qsort(w->place, (size_t)n, sizeof *w->place, by_place);
    if (n != nalt) n = 0; // nobody knows which words are whose: the catalogue alone
    for (int i = 0; i < n; i++) w->place[i].alt = alt[i];
    w->place[n] = (place){.at = (size_t)(catalogue - w->text)};
    w->nplace = n + 1;
    return true;
}

// how far what began here has moved
static size_t moved(const rewrite *w, size_t at) {
    size_t by = 0;
    for (int i = 0; i < w->nplace && w->place[i].at <= at; i++) by += w->place[i].size;
    return by;
}

static void write_all(rewrite *w, ili_out *out) {
    size_t from = 0;
    for (int i = 0; i < w->nplace; i++) {
        ili_put_bytes(out, w->text + from, w->place[i].at - from);
        size_t size = out->size;
        put_place(w, out, &w->place[i]);
        from = w->place[i].at, w->place[i].size = out->size - size;
    }
    ili_put_bytes(out, w->text + from, w->rows - from);
    for (long i = 0; i < w->nobject; i++) {
        const char *row = w->text + w->rows + ENTRY*i;
        if (in_use(w, i)) ili_putf(out, "%010zu%.10s", offset_of(w, i) + moved(w, offset_of(w, i)), row + 10);
        else ili_put_bytes(out, row, ENTRY);
    }
    ili_put_bytes(out, w->text + w->rows + (size_t)(ENTRY*w->nobject), w->tail - w->rows - (size_t)(ENTRY*w->nobject));
    ili_putf(out, "%s%zu\n%%%%EOF\n", last, w->table + moved(w, w->table));
}

// one table of all objects from 0 on, whole
static bool find_table(rewrite *w) {
    char *rest = NULL;
    if (strncmp(w->text + w->table, "xref\n0 ", 7) != 0) return false;
    w->nobject = strtol(w->text + w->table + 7, &rest, 10);
    if (w->nobject < 1 || w->nobject > MOST_OBJECTS || *rest != '\n') return false;
    w->rows = (size_t)(rest + 1 - w->text);
    return w->rows + (size_t)(ENTRY*w->nobject) < w->tail;
}

bool ili_pdf_mark(ili_out *o, const char *const *alt, int nalt) {
    if (o->failed || !o->text) return false;
    const char *tail = before(o->text, o->text + o->size, last);
    size_t      table = tail ? (size_t)strtoul(tail + strlen(last), NULL, 10) : 0;
    const char *catalogue = tail && table > 0 && table < (size_t)(tail - o->text) ? end_of_catalogue(o, o->text + table) : NULL;
    if (!catalogue) return false;
    rewrite w = {.text = o->text, .table = table, .tail = (size_t)(tail - o->text)};
    ili_out out = {0};
    bool    whole = find_table(&w), done = whole && find_places(&w, catalogue, alt, nalt);
    o->failed |= whole && !done; // no memory
    if (done) {
        write_all(&w, &out);
        ili_out_free(o);
        *o = out;
    }
    free(w.place);
    return done;
}

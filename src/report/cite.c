// cite.c - what in a source's words can be resolved, and a document's citations as a list
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/report.h"
#include "report/doc.h"
#include "report/json_value.h"
#include "report/words.h"

// ---- identifiers in words ------------------------------------------------------------------------------------------------------------

static bool letter(char c) { return isalnum((unsigned char)c) != 0; }

// the place after `word` where the text has it as a word of its own, whatever the case; NULL = it has not
static const char *after(const char *text, const char *word) {
    size_t n = strlen(word);
    for (const char *p = text; *p; p++) {
        size_t k = 0;
        while (k < n && p[k] && tolower((unsigned char)p[k]) == tolower((unsigned char)word[k])) k++;
        if (k == n && (p == text || !letter(p[-1]))) return p + n;
    }
    return NULL;
}

static const char *keep(ili_doc *d, const char *before, const char *from, size_t n) {
    ili_out     o = {0};
    const char *kept = NULL;
    ili_put(&o, before);
    ili_put_bytes(&o, from, n);
    d->failed |= o.failed;
    if (o.text) kept = ili_doc_keep(d, o.text);
    ili_out_free(&o);
    return kept;
}

// digits after a word that names what they are: "PMC6417033", "pubmed 27458757"
static const char *number(ili_doc *d, const char *text, const char *word, size_t least, const char *before) {
    const char *p = after(text, word);
    while (p && (*p == ' ' || *p == ':')) p++;
    size_t n = p ? strspn(p, "0123456789") : 0;
    return n >= least && n <= 9 && !letter(p[n]) ? keep(d, before, p, n) : NULL;
}

// "10.1016/j.pain.2021.01.002": a prefix of digits, a slash, and what an address may hold
static const char *doi(ili_doc *d, const char *text) {
    for (const char *p = strstr(text, "10."); p; p = strstr(p + 1, "10.")) {
        size_t digits = strspn(p + 3, "0123456789");
        if ((p > text && (letter(p[-1]) || p[-1] == '.')) || digits < 4 || digits > 9 || p[3 + digits] != '/') continue;
        size_t n = 4 + digits;
        while (letter(p[n]) || (p[n] && strchr("-._;()/:", p[n]))) n++;
        while (n > 5 + digits && strchr(".;:)(", p[n - 1])) n--;
        if (n > 4 + digits) return keep(d, "", p, n);
    }
    return NULL;
}

static const char *address(ili_doc *d, const char *text) {
    const char *p = strstr(text, "https://");
    size_t      n = p ? 8 : 0;
    while (p && (letter(p[n]) || (p[n] && strchr("-._~/?=&%#:+,@", p[n])))) n++;
    while (n > 8 && strchr(".,:?&", p[n - 1])) n--;
    return n > 12 ? keep(d, "", p, n) : NULL;
}

void ili_citation_resolve(ili_doc *d, ili_citation *c) {
    c->doi = doi(d, c->text);
    c->pmid = number(d, c->text, "PMID", 5, "");
    if (!c->pmid) c->pmid = number(d, c->text, "pubmed", 5, "");
    c->pmc = number(d, c->text, "PMC", 5, "PMC");
    c->url = c->doi    ? keep(d, "https://doi.org/", c->doi, strlen(c->doi))
             : c->pmc  ? keep(d, "https://pmc.ncbi.nlm.nih.gov/articles/", c->pmc, strlen(c->pmc))
             : c->pmid ? keep(d, "https://pubmed.ncbi.nlm.nih.gov/", c->pmid, strlen(c->pmid))
                       : address(d, c->text);
}

// ---- lists ---------------------------------------------------------------------------------------------------------------------------

static void put_text(const il_paper *p, ili_out *o) {
    ili_put_plain(o, p->title);
    ili_put(o, "\n");
    ili_put_plain(o, p->version);
    ili_put(o, "\n\n");
    for (int i = 0; i < p->ncitation; i++) {
        const ili_citation *c = &p->citation[i];
        ili_putf(o, "[%d] %s (%s)", i + 1, c->text, il_source_status_text(c->status));
        if (c->url) ili_putf(o, " <%s>", c->url);
        ili_put(o, "\n");
    }
}

// braces and backslashes would end or change a field
static void put_braced(ili_out *o, const char *name, const char *value) {
    if (!value) return;
    ili_putf(o, ",\n  %s = {", name);
    for (; *value; value++) {
        if (strchr("{}\\", *value)) ili_put(o, " ");
        else if (strchr("%#&$_", *value)) ili_putf(o, "\\%c", *value);
        else ili_put_bytes(o, value, 1);
    }
    ili_put(o, "}");
}

static void put_bibtex(const il_paper *p, ili_out *o) {
    for (int i = 0; i < p->ncitation; i++) {
        const ili_citation *c = &p->citation[i];
        ili_putf(o, "@misc{ilium%d", i + 1);
        put_braced(o, "title", c->text);
        put_braced(o, "note", il_source_status_text(c->status));
        put_braced(o, "doi", c->doi);
        put_braced(o, "pmid", c->pmid);
        put_braced(o, "url", c->url);
        ili_put(o, "\n}\n");
    }
}

static void set(json_t *o, const char *key, const char *value) {
    if (value) json_object_set_new(o, key, ili_json_text(value));
}

// CSL-JSON: the words stand as the title, since the tables keep a source as words
static void put_csl(const il_paper *p, ili_out *o) {
    json_t *list = json_array();
    for (int i = 0; i < p->ncitation; i++) {
        const ili_citation *c = &p->citation[i];
        json_t             *one = json_object();
        char                id[24];
        snprintf(id, sizeof id, "ilium-%d", i + 1);
        set(one, "id", id);
        set(one, "type", "document");
        set(one, "citation-number", strchr(id, '-') + 1);
        set(one, "title", c->text);
        set(one, "DOI", c->doi);
        set(one, "PMID", c->pmid);
        set(one, "PMCID", c->pmc);
        set(one, "URL", c->url);
        set(one, "note", il_source_status_text(c->status));
        json_array_append_new(list, one);
    }
    char *text = list ? json_dumps(list, JSON_INDENT(1)) : NULL;
    json_decref(list);
    o->failed |= !text;
    ili_put(o, text);
    ili_put(o, "\n");
    free(text);
}

il_status il_paper_citations(const il_paper *p, il_citation_form form, char **text, size_t *size, il_error *err) {
    ili_out o = {.failed = p->failed};
    switch (form) {
        case IL_CITATIONS_BIBTEX: put_bibtex(p, &o); break;
        case IL_CITATIONS_CSL: put_csl(p, &o); break;
        case IL_CITATIONS_TEXT:
        case IL_NCITATION_FORM: put_text(p, &o); break;
    }
    return ili_out_take(&o, text, size, err);
}

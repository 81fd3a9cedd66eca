// osim_xml.h - a small reader of XML for tests: elements, their attribute `name`, their text. No entities, no namespaces, no CDATA.
#ifndef OSIM_XML_H
#define OSIM_XML_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct xml_node {
    char            *tag, *name, *text; ///< text: what stands before the first child; "" when there is none
    struct xml_node *child, *next;
} xml_node;

typedef struct xml_scan {
    char *at;
    int   bad;
} xml_scan;

static inline void xml_free(xml_node *n) {
    while (n) {
        xml_node *next = n->next;
        xml_free(n->child);
        free(n);
        n = next;
    }
}

// past white space, comments and declarations; at a `<` of an element or at its end
static inline void xml_skip(xml_scan *s) {
    for (;;) {
        s->at = strchr(s->at, '<');
        if (!s->at) return;
        char *end = !strncmp(s->at, "<!--", 4) ? strstr(s->at, "-->") : s->at[1] == '?' || s->at[1] == '!' ? strchr(s->at, '>') : NULL;
        if (!end) return;
        s->at = end + 1;
    }
}

static inline xml_node *xml_element(xml_scan *s);

static inline void xml_children(xml_scan *s, xml_node *n) {
    xml_node **last = &n->child;
    n->text = s->at;
    for (int first = 1;; first = 0) {
        char *before = s->at;
        xml_skip(s);
        if (!s->at) {
            s->bad = 1;
            return;
        }
        if (first) n->text = before;
        if (s->at[1] == '/') break;
        if (first) *s->at = 0; // the text ends where the first child begins
        *last = xml_element(s);
        if (!*last) return;
        last = &(*last)->next;
    }
    if (!n->child) *s->at = 0;
    char *comment = strstr(n->text, "-->");
    if (comment) n->text = comment + 3;
    s->at = strchr(s->at + 1, '>');
    if (s->at) s->at++;
    else s->bad = 1;
}

// at "<" of an element, which a child's start may have overwritten with 0
static inline xml_node *xml_element(xml_scan *s) {
    xml_node *n = calloc(1, sizeof *n);
    if (!n) abort();
    char *end = strchr(s->at + 1, '>');
    if (!end) {
        s->bad = 1;
        free(n);
        return NULL;
    }
    int empty = end[-1] == '/';
    *end = 0;
    if (empty) end[-1] = 0;
    n->tag = s->at + 1;
    n->text = end;
    char *name = strstr(n->tag, "name=\"");
    if (!name) name = strstr(n->tag, "Version=\"");
    if (name) {
        n->name = strchr(name, '"') + 1;
        *strchr(n->name, '"') = 0;
    }
    n->tag[strcspn(n->tag, " \t\r\n")] = 0;
    s->at = end + 1;
    if (!empty) xml_children(s, n);
    return n;
}

/// The first element with all it holds; `bytes` is written to and must live as long. NULL when it is no XML.
static inline xml_node *xml_read(char *bytes) {
    xml_scan s = {bytes, 0};
    xml_skip(&s);
    xml_node *n = s.at ? xml_element(&s) : NULL;
    if (s.bad) {
        xml_free(n);
        return NULL;
    }
    return n;
}

static inline const xml_node *xml_child(const xml_node *n, const char *tag) {
    if (!n) return NULL;
    for (n = n->child; n; n = n->next)
        if (!strcmp(n->tag, tag)) return n;
    return NULL;
}

/// The text of a child without spaces round it, into buf; "" when there is none.
static inline const char *xml_word(const xml_node *n, const char *tag, char *buf, size_t size) {
    const xml_node *c = tag ? xml_child(n, tag) : n;
    const char     *t = c ? c->text : "";
    t += strspn(t, " \t\r\n");
    size_t len = strcspn(t, " \t\r\n");
    if (len >= size) len = size - 1;
    memcpy(buf, t, len);
    buf[len] = 0;
    return buf;
}

/// Numbers of a child's text; how many there were.
static inline int xml_doubles(const xml_node *n, const char *tag, int room, double *out) {
    const xml_node *c = tag ? xml_child(n, tag) : n;
    int             count = 0;
    for (char *t = c ? c->text : NULL, *end; t && count < room; t = end) {
        double x = strtod(t, &end);
        if (end == t) break;
        out[count++] = x;
    }
    return count;
}

static inline int xml_count(const xml_node *n, const char *tag) {
    const xml_node *c = xml_child(n, tag);
    int             count = 0;
    for (const char *t = c ? c->text : ""; *t;) {
        t += strspn(t, " \t\r\n");
        if (*t) count++;
        t += strcspn(t, " \t\r\n");
    }
    return count;
}
#endif

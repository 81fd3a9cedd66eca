// xml.c - parsing XML into a tree, without document types and with a limit on depth
#include "file/xml.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file/bytes.h"
#include "ilium/file.h"

/// The place in the text. Memory that ran out and the first fault stick in `status`.
typedef struct scan {
    const char   *at, *end, *start;
    int           line;
    ili_document *doc;
    il_error     *err;
    il_status     status;
} scan;

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// may stand in a name: letters, digits, _ : - . and all beyond ASCII
static bool name_char(char c) {
    static const unsigned set[4] = {0, 0x07ff6000, 0x87fffffe, 0x07fffffe}; // a bit for each of the first 128 characters
    unsigned              u = (unsigned char)c;
    return u > 0x7f || (set[u >> 5] >> (u & 31) & 1);
}

static void fail_at(scan *s, const char *at, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void fail_at(scan *s, const char *at, const char *format, ...) {
    char    text[400];
    int     line, column;
    va_list args;
    if (s->status != IL_OK) return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    ili_text_place(s->start, (size_t)(s->end - s->start), (size_t)(at - s->start), &line, &column);
    s->status = il_error_set(s->err, IL_BAD_SYNTAX, s->doc->file, line, column, "%s", text);
}

static void *take(scan *s, size_t size) {
    void *p = s->status == IL_OK ? ili_arena_alloc(&s->doc->arena, size) : NULL;
    if (!p && s->status == IL_OK) s->status = il_error_set(s->err, IL_NO_MEMORY, s->doc->file, 0, 0, "out of memory for the elements of the file");
    return p;
}

static bool starts(const scan *s, const char *with) {
    size_t n = strlen(with);
    return (size_t)(s->end - s->at) >= n && !memcmp(s->at, with, n);
}

// on to `to`, counting lines
static void go_to(scan *s, const char *to) {
    for (const char *p = s->at; (p = memchr(p, '\n', (size_t)(to - p))) != NULL; p++) s->line++;
    s->at = to;
}

static void skip_blanks(scan *s) {
    const char *to = s->at;
    while (to < s->end && blank(*to)) to++;
    go_to(s, to);
}

// to behind `closing`
static void skip_past(scan *s, const char *closing, const char *what) {
    const char *begin = s->at, *p = begin;
    size_t      n = strlen(closing);
    while ((p = memchr(p, closing[0], (size_t)(s->end - p))) != NULL) {
        if ((size_t)(s->end - p) >= n && !memcmp(p, closing, n)) {
            go_to(s, p + n);
            return;
        }
        p++;
    }
    fail_at(s, begin, "the %s that begins here has no end; '%s' is missing", what, closing);
}

// ---- text and entities ---------------------------------------------------------------------------------------------------------

size_t ili_xml_utf8_of(unsigned long c, char out[4]) {
    if (c < 0x80) return out[0] = (char)c, 1;
    if (c < 0x800) return out[0] = (char)(0xc0 | c >> 6), out[1] = (char)(0x80 | (c & 0x3f)), 2;
    if (c < 0x10000) return out[0] = (char)(0xe0 | c >> 12), out[1] = (char)(0x80 | (c >> 6 & 0x3f)), out[2] = (char)(0x80 | (c & 0x3f)), 3;
    out[0] = (char)(0xf0 | c >> 18), out[1] = (char)(0x80 | (c >> 12 & 0x3f)), out[2] = (char)(0x80 | (c >> 6 & 0x3f)), out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

// the number of `&#10;` or `&#x0a;`; 0 when it is none that may stand in a text
static unsigned long character(const char *name, size_t n) {
    unsigned long c = 0, base = n > 1 && name[1] == 'x' ? 16 : 10;
    size_t        i = base == 16 ? 2 : 1;
    if (i >= n || n > 9) return 0;
    for (; i < n; i++) {
        const char *digits = "0123456789abcdef", *d = memchr(digits, name[i] >= 'A' && name[i] <= 'F' ? name[i] + 32 : name[i], base);
        if (!d) return 0;
        c = c*base + (unsigned long)(d - digits);
    }
    bool control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    return control || c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? 0 : c;
}

// an entity at `from` (behind the &) into out; the bytes it took, 0 when it is none
static size_t entity(const char *from, const char *end, char *out, size_t *put) {
    static const struct { const char *name; char c; } named[] = {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
    size_t room = (size_t)(end - from);
    const char *semicolon = memchr(from, ';', room < 12 ? room : 12);
    if (!semicolon) return 0;
    size_t n = (size_t)(semicolon - from);
    for (size_t i = 0; i < sizeof named/sizeof *named; i++)
        if (n == strlen(named[i].name) && !memcmp(from, named[i].name, n)) return *out = named[i].c, *put = 1, n + 1;
    unsigned long c = n && from[0] == '#' ? character(from, n) : 0;
    if (!c) return 0;
    *put = ili_xml_utf8_of(c, out);
    return n + 1;
}

// Text with its entities resolved, blanks at both ends cut; never longer than what stands in the file. An & before a blank is one: OpenSim's files have
// them in credits.
static const char *resolved(scan *s, const char *from, const char *whole) {
    const char *end = whole;
    while (from < end && blank(*from)) from++;
    while (end > from && blank(end[-1])) end--;
    char *out = take(s, (size_t)(end - from) + 1), *to = out;
    if (out && !memchr(from, '&', (size_t)(end - from))) return memcpy(out, from, (size_t)(end - from));
    while (out && from < end) {
        size_t put = 1, used = 1;
        if (*from == '&' && !(whole - from > 1 && blank(from[1]))) {
            used = entity(from + 1, end, to, &put);
            if (!used++) return fail_at(s, from, "an & that begins none of &lt; &gt; &amp; &quot; &apos; and no character number"), "";
        } else {
            *to = *from;
        }
        from += used, to += put;
    }
    return out ? out : "";
}

// ---- elements ------------------------------------------------------------------------------------------------------------------

static const char *name(scan *s, const char *what) {
    const char *from = s->at;
    while (s->at < s->end && name_char(*s->at)) s->at++;
    if (s->at == from) return fail_at(s, from, "a %s is missing here", what), "";
    char *out = take(s, (size_t)(s->at - from) + 1);
    if (out) memcpy(out, from, (size_t)(s->at - from));
    return out ? out : "";
}

static void attributes(scan *s, ili_element *e) {
    ili_attribute **last = &e->attribute;
    for (skip_blanks(s); s->status == IL_OK && s->at < s->end && *s->at != '>' && *s->at != '/'; skip_blanks(s)) {
        ili_attribute *a = take(s, sizeof *a);
        const char    *begin = s->at;
        if (!a) return;
        a->name = name(s, "name of an attribute");
        skip_blanks(s);
        if (s->status == IL_OK && (s->at >= s->end || *s->at != '=')) fail_at(s, begin, "attribute '%s' has no value; write %s=\"...\"", a->name, a->name);
        if (s->status != IL_OK) return;
        s->at++;
        skip_blanks(s);
        char quote = s->at < s->end ? *s->at : 0;
        if (quote != '"' && quote != '\'') { fail_at(s, s->at < s->end ? s->at : begin, "the value of attribute '%s' is not in quotes", a->name); return; }
        const char *from = s->at + 1, *to = memchr(from, quote, (size_t)(s->end - from));
        if (!to) { fail_at(s, s->at, "the value of attribute '%s' has no closing quote", a->name); return; }
        if (memchr(from, '<', (size_t)(to - from))) { fail_at(s, s->at, "the value of attribute '%s' holds a <; its closing quote may be missing", a->name); return; }
        a->value = resolved(s, from, to);
        if (ili_attribute_get(e, a->name)) { fail_at(s, begin, "attribute '%s' stands twice in <%s>", a->name, e->tag); return; }
        go_to(s, to + 1);
        *last = a, last = &a->next;
    }
}

static ili_element *element(scan *s, ili_element *parent, int depth);

// past a comment, a processing instruction or a CDATA section, which is text as it is; false: none is here
static bool aside(scan *s, const char **cdata, const char **cdata_end) {
    if (starts(s, "<!--")) return s->at += 4, skip_past(s, "-->", "comment"), true;
    if (starts(s, "<?")) return skip_past(s, "?>", "instruction"), true;
    if (!starts(s, "<![CDATA[")) return false;
    s->at += 9;
    *cdata = s->at;
    skip_past(s, "]]>", "CDATA section");
    *cdata_end = s->at - 3;
    return true;
}

// what stands between the tags of an element. Its text is the first run that is not blank: what is read holds no mixed content
static void content(scan *s, ili_element *e, int depth) {
    ili_element **last = &e->first;
    const char   *run = s->at, *cdata = NULL, *cdata_end = NULL;
    while (s->status == IL_OK) {
        const char *tag = memchr(s->at, '<', (size_t)(s->end - s->at));
        go_to(s, tag ? tag : s->end);
        while (run < s->at && blank(*run)) run++;
        if (!*e->text && s->at > run) e->text = resolved(s, run, s->at);
        if (s->at >= s->end) { fail_at(s, s->end, "the file ends inside <%s> of line %d; </%s> is missing", e->tag, e->line, e->tag); return; }
        if (starts(s, "</")) break;
        if (aside(s, &cdata, &cdata_end)) {
            if (cdata && !*e->text) {
                char *copy = take(s, (size_t)(cdata_end - cdata) + 1);
                if (copy) memcpy(copy, cdata, (size_t)(cdata_end - cdata)), e->text = copy;
            }
            cdata = NULL;
        } else if ((*last = element(s, e, depth + 1)) != NULL) {
            last = &(*last)->next, e->count++;
        }
        run = s->at;
    }
    if (s->status != IL_OK) return;
    const char *begin = s->at;
    e->inner_end = (size_t)(begin - s->start);
    s->at += 2;
    size_t own = strlen(e->tag);
    if ((size_t)(s->end - s->at) > own && !memcmp(s->at, e->tag, own) && s->at[own] == '>') { // as it nearly always is
        s->at += own + 1;
        e->end = (size_t)(s->at - s->start);
        return;
    }
    const char *tag = name(s, "name of an element");
    skip_blanks(s);
    if (s->status != IL_OK) return;
    if (strcmp(tag, e->tag)) { fail_at(s, begin, "</%s> closes <%s> of line %d; </%s> is missing", tag, e->tag, e->line, e->tag); return; }
    if (s->at >= s->end || *s->at != '>') { fail_at(s, begin, "</%s is not closed by >", tag); return; }
    s->at++;
    e->end = (size_t)(s->at - s->start);
}

// at its `<`
static ili_element *element(scan *s, ili_element *parent, int depth) {
    const char *begin = s->at;
    if (depth > ILI_XML_DEEPEST) return fail_at(s, begin, "elements stand more than %d deep", ILI_XML_DEEPEST), NULL;
    if (starts(s, "<!")) return fail_at(s, begin, "a document type or declaration is not read; take it out"), NULL;
    ili_element *e = take(s, sizeof *e);
    if (!e) return NULL;
    e->line = s->line, e->parent = parent, e->text = "", e->from = (size_t)(begin - s->start);
    s->at++;
    e->tag = name(s, "name of an element");
    attributes(s, e);
    if (s->status != IL_OK) return NULL;
    if (starts(s, "/>")) return s->at += 2, e->end = (size_t)(s->at - s->start), e;
    if (s->at >= s->end || *s->at != '>') return fail_at(s, begin, "<%s is not closed by >", e->tag), NULL;
    s->at++;
    e->inner = (size_t)(s->at - s->start);
    content(s, e, depth);
    return s->status == IL_OK ? e : NULL;
}

il_status ili_xml_parse(const char *file, const char *bytes, size_t size, ili_document *doc, il_error *err) {
    *doc = (ili_document){0};
    snprintf(doc->file, sizeof doc->file, "%s", file);
    il_status status = ili_text_check(file, "XML", &bytes, &size, err);
    if (status != IL_OK) return status;
    scan        s = {bytes, bytes + size, bytes, 1, doc, err, IL_OK};
    const char *none;
    do skip_blanks(&s);
    while (s.status == IL_OK && s.at < s.end && !starts(&s, "<![CDATA[") && aside(&s, &none, &none));
    if (s.status == IL_OK && (s.at >= s.end || *s.at != '<')) fail_at(&s, s.at < s.end ? s.at : s.start, "this is not XML: an element <...> should stand here");
    if (s.status == IL_OK) doc->root = element(&s, NULL, 1);
    do skip_blanks(&s);
    while (s.status == IL_OK && s.at < s.end && !starts(&s, "<![CDATA[") && aside(&s, &none, &none));
    if (s.status == IL_OK && s.at < s.end) fail_at(&s, s.at, "something stands behind the end of <%s>", doc->root->tag);
    if (s.status != IL_OK) ili_xml_free(doc);
    return s.status;
}

il_status ili_xml_read(const char *path, ili_document *doc, il_error *err) {
    char  *bytes = NULL;
    size_t size = 0;
    *doc = (ili_document){0};
    il_status status = il_file_read(path, 0, &bytes, &size, err);
    if (status == IL_OK) status = ili_xml_parse_any(path, bytes, size, doc, err);
    il_file_free(bytes);
    if (status != IL_OK || !doc->stray) return status;
    status = il_error_set(err, IL_BAD_SYNTAX, path, doc->stray, 0, "a byte is not UTF-8; save the file as UTF-8, or let its first line tell its encoding");
    return ili_xml_free(doc), status;
}

void ili_xml_free(ili_document *doc) {
    ili_arena_free(&doc->arena);
    doc->root = NULL;
}

void ili_xml_escape(ili_text *t, const char *s) {
    for (; *s; s++) {
        switch (*s) {
            case '<': ili_text_add(t, "&lt;"); break;
            case '>': ili_text_add(t, "&gt;"); break;
            case '&': ili_text_add(t, "&amp;"); break;
            case '"': ili_text_add(t, "&quot;"); break;
            default: ili_text_add_n(t, s, 1);
        }
    }
}

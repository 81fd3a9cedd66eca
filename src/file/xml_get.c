// xml_get.c - what a reader asks of an XML tree: children, numbers, flags, and errors with their place
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "file/number.h"
#include "file/xml.h"

const char *ili_attribute_get(const ili_element *e, const char *name) {
    for (const ili_attribute *a = e ? e->attribute : NULL; a; a = a->next)
        if (!strcmp(a->name, name)) return a->value;
    return NULL;
}

const ili_element *ili_child(const ili_element *e, const char *tag) {
    const ili_element *model = e ? e->model : NULL;
    for (const ili_element *c = e ? e->first : NULL; c; c = c->next)
        if (!strcmp(c->tag, tag)) return c;
    for (const ili_element *c = model ? model->first : NULL; c; c = c->next)
        if (*c->text && !c->first && !strcmp(c->tag, tag)) return c;
    return NULL;
}

const char *ili_child_text(const ili_element *e, const char *tag) {
    const ili_element *c = ili_child(e, tag);
    return c ? c->text : NULL;
}

il_status ili_xml_error(const ili_document *doc, const ili_element *at, il_status code, il_error *err, const char *format, ...) {
    char    text[480];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return il_error_set(err, code, doc->file, at ? at->line : 0, 0, "%s", text);
}

// "inf", "Infinity", "-INF", Windows' "1.#INF00": the bytes it takes
static size_t infinity(const char *t, double *out) {
    static const char *const words[] = {"infinity", "1.#inf", "inf"};
    size_t sign = *t == '-' || *t == '+';
    for (size_t w = 0; w < sizeof words/sizeof *words; w++) {
        size_t n = strlen(words[w]), i = 0;
        while (i < n && (t[sign + i] | 32) == words[w][i]) i++;
        if (i < n) continue;
        *out = *t == '-' ? -IL_INF : IL_INF;
        return sign + n + (w == 1 ? strspn(t + sign + n, "0") : 0);
    }
    return 0;
}

il_status ili_xml_numbers_of(const ili_document *doc, const ili_element *e, int room, double *out, int *count, il_error *err) {
    const char *t = e->text, *end = t + strlen(t);
    *count = 0;
    for (;;) {
        while (*t && strchr(" \t\r\n,", *t)) t++;
        if (!*t) return IL_OK;
        double x = 0.0;
        size_t used = ili_number_scan(t, (size_t)(end - t), &x);
        if (!used || t[used] == '#') used = infinity(t, &x);
        if (!used || (t[used] && !strchr(" \t\r\n,", t[used])))
            return ili_xml_error(doc, e, IL_BAD_VALUE, err, "<%s> should hold numbers, but there stands '%.*s'", e->tag, (int)strcspn(t, " \t\r\n,"), t);
        if (*count < room) out[*count] = x;
        ++*count;
        t += used;
    }
}

il_status ili_child_numbers(const ili_document *doc, const ili_element *e, const char *tag, int n, double *out, il_error *err) {
    const ili_element *c = ili_child(e, tag);
    double             value[16];
    int                count;
    if (!c || !*c->text) return IL_OK;
    il_status status = ili_xml_numbers_of(doc, c, 16, value, &count, err);
    if (status != IL_OK) return status;
    if (count != n) return ili_xml_error(doc, c, IL_BAD_VALUE, err, "<%s> holds %d numbers; there should be %d", tag, count, n);
    memcpy(out, value, (size_t)n*sizeof *out);
    return IL_OK;
}

il_status ili_child_flag(const ili_document *doc, const ili_element *e, const char *tag, bool *out, il_error *err) {
    static const char *const yes[] = {"true", "True", "TRUE", "1"}, *const no[] = {"false", "False", "FALSE", "0"};
    const ili_element       *c = ili_child(e, tag);
    if (!c || !*c->text) return IL_OK;
    for (int i = 0; i < 4; i++) {
        if (!strcmp(c->text, yes[i])) return *out = true, IL_OK;
        if (!strcmp(c->text, no[i])) return *out = false, IL_OK;
    }
    return ili_xml_error(doc, c, IL_BAD_VALUE, err, "<%s> is '%.40s'; it is true or false", tag, c->text);
}

// reply.c - answers, and errors as JSON
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/http.h"

void ili_reply_text(ili_reply *out, int status, const char *type, char *text, size_t size, void (*release)(void *)) {
    out->status = status, out->type = type, out->bytes = text, out->size = size, out->release = release;
}

static char no_memory[] = "{\"error\":{\"what\":\"out of memory\",\"where\":null,\"instead\":\"close what is not needed and try again\"}}";

void ili_reply_json(ili_reply *out, int status, json_t *value) {
    char *text = value ? json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(17)) : NULL;
    json_decref(value);
    if (text) ili_reply_text(out, status, "application/json", text, strlen(text), free);
    else ili_reply_text(out, 503, "application/json", no_memory, sizeof no_memory - 1, NULL);
}

// what is not UTF-8 would be no JSON: such a text is told as unreadable
static json_t *text_or_null(const char *text) {
    if (!text || !*text) return json_null();
    json_t *j = json_string(text);
    return j ? j : json_string("(text that is not UTF-8)");
}

static json_t *error_of(const char *what, const char *where, const char *instead) {
    return json_pack("{s:o, s:o, s:o}", "what", text_or_null(what), "where", text_or_null(where), "instead", text_or_null(instead));
}

void ili_reply_error(ili_reply *out, int status, const char *what, const char *where, const char *instead) {
    ili_reply_json(out, status, json_pack("{s:o}", "error", error_of(what, where, instead)));
}

static int error_status(il_status code) {
    switch (code) {
        case IL_BAD_SYNTAX:
        case IL_BAD_VALUE: return 400;
        case IL_LIMIT: return 413;
        case IL_BUSY:
        case IL_CANCELLED: return 409;
        case IL_NO_MEMORY: return 503;
        default: return 500;
    }
}

// "what is wrong; what would be right" in two; "FILE:LINE:COLUMN" without the folders of the file
json_t *ili_error_json(const il_error *err) {
    char where[320] = "", what[sizeof err->text];
    const char *name = strrchr(err->file, '/'), *cut = strstr(err->text, "; ");
    snprintf(where, sizeof where, "%.255s", name ? name + 1 : err->file);
    size_t n = strlen(where);
    if (err->line) snprintf(where + n, sizeof where - n, "%s%d:%d", n ? ":" : "", err->line, err->column);
    snprintf(what, sizeof what, "%.*s", cut ? (int)(cut - err->text) : (int)sizeof what - 1, err->text);
    return error_of(what[0] ? what : il_status_text(err->code), where, cut ? cut + 2 : NULL);
}

void ili_reply_failed(ili_reply *out, const il_error *err) { ili_reply_json(out, error_status(err->code), json_pack("{s:o}", "error", ili_error_json(err))); }

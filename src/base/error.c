// error.c - statuses as text, filling and showing an il_error
#include <stdio.h>
#include <string.h>

#include "ilium/base.h"

#define STATUS_TEXT(name, text) text,
static const char *const status_text[IL_NSTATUS] = {IL_STATUS_LIST(STATUS_TEXT)};

const char *il_status_text(il_status code) {
    return (unsigned)code < IL_NSTATUS ? status_text[code] : "an unknown status";
}

il_status il_error_set(il_error *err, il_status code, const char *file, int line, int column, const char *format, ...) {
    if (!err) return code;
    *err = (il_error){.code = code, .line = line, .column = column};
    if (file) snprintf(err->file, sizeof err->file, "%s", file);
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    return code;
}

// the parts that are known: "FILE:LINE:COLUMN: text", "FILE:LINE: text", "line LINE: text", "FILE: text", "text"
const char *il_error_format(const il_error *err, char *buf, size_t size) {
    char place[sizeof err->file + 40] = "";
    int  n = 0;
    if (err->file[0]) n = snprintf(place, sizeof place, "%s%s", err->file, err->line > 0 ? ":" : "");
    if (err->line > 0) n += snprintf(place + n, sizeof place - (size_t)n, err->file[0] ? "%d" : "line %d", err->line);
    if (err->line > 0 && err->column > 0) n += snprintf(place + n, sizeof place - (size_t)n, ":%d", err->column);
    const char *text = err->text[0] ? err->text : il_status_text(err->code);
    if (size > 0) snprintf(buf, size, "%s%s%s", place, n > 0 ? ": " : "", text);
    return buf;
}

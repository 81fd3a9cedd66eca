// out.c - text that grows; numbers and user text put so that neither a locale nor a name can break a report
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/out.h"

static bool grow(ili_out *o, size_t more) {
    if (o->failed) return false;
    if (o->size + more + 1 <= o->room) return true;
    size_t room = 2 * (o->size + more) + 256;
    char  *text = realloc(o->text, room);
    if (!text) {
        o->failed = true;
        return false;
    }
    o->text = text;
    o->room = room;
    return true;
}

void ili_put_bytes(ili_out *o, const char *bytes, size_t size) {
    if (!grow(o, size)) return;
    memcpy(o->text + o->size, bytes, size);
    o->size += size;
    o->text[o->size] = 0;
}

void ili_put(ili_out *o, const char *text) {
    if (text) ili_put_bytes(o, text, strlen(text));
}

void ili_putf(ili_out *o, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n >= 0 && grow(o, (size_t)n)) {
        vsnprintf(o->text + o->size, (size_t)n + 1, format, again);
        o->size += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

const char *ili_fixed(double value, int decimals, char buf[ILI_FIXED_TEXT]) {
    long long scale = 1;
    for (int i = 0; i < decimals; i++) scale *= 10;
    if (!isfinite(value) || fabs(value) * (double)scale > 9e15) {
        snprintf(buf, ILI_FIXED_TEXT, "?");
        return buf;
    }
    long long n = llround(fabs(value) * (double)scale);
    snprintf(buf, ILI_FIXED_TEXT, "%s%lld", value < 0 && n ? "-" : "", n / scale);
    char *at = buf + strlen(buf);
    if (decimals > 0) *at++ = '.';
    for (scale /= 10; scale; scale /= 10) *at++ = (char)('0' + n / scale % 10);
    *at = 0;
    return buf;
}

void ili_put_fixed(ili_out *o, double value, int decimals) {
    char buf[ILI_FIXED_TEXT];
    ili_put(o, ili_fixed(value, decimals, buf));
}

int ili_decimals(double width) {
    width = fabs(width);
    return width >= 8 ? 0 : width >= 0.8 ? 1 : width >= 0.08 ? 2 : 3;
}

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF; C0, DEL and C1 controls, and bidirectional overrides count as malformed
int ili_utf8_length(const char *s) {
    const unsigned char *u = (const unsigned char *)s;
    if (u[0] < 0x80) return u[0] >= 0x20 && u[0] != 0x7f;
    int n = u[0] >= 0xf0 ? 4 : u[0] >= 0xe0 ? 3 : 2;
    if (u[0] < 0xc2 || u[0] > 0xf4) return 0;
    unsigned long c = u[0] & (0x7fu >> n);
    for (int i = 1; i < n; i++) {
        if ((u[i] & 0xc0) != 0x80) return 0;
        c = c << 6 | (u[i] & 0x3fu);
    }
    bool overlong = (n == 3 && c < 0x800) || (n == 4 && c < 0x10000);
    bool control = c < 0xa0 || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || (c & 0xfffe) == 0xfffe;
    return overlong || control || (c >= 0xd800 && c <= 0xdfff) || c > 0x10ffff ? 0 : n;
}

int ili_columns(const char *text) {
    int n = 0;
    for (; text && *text; text++) n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

void ili_put_plain(ili_out *o, const char *text) {
    while (text && *text) {
        int n = ili_utf8_length(text);
        if (n) ili_put_bytes(o, text, (size_t)n);
        else ili_put(o, (unsigned char)*text < 0x80 ? " " : "?");
        text += n ? n : 1;
    }
}

void ili_put_escaped(ili_out *o, const char *text) {
    while (text && *text) {
        int n = ili_utf8_length(text);
        switch (*text) {
            case '&': ili_put(o, "&amp;"); break;
            case '<': ili_put(o, "&lt;"); break;
            case '>': ili_put(o, "&gt;"); break;
            case '"': ili_put(o, "&quot;"); break;
            case '\'': ili_put(o, "&#39;"); break;
            default:
                if (n) ili_put_bytes(o, text, (size_t)n);
                else ili_put(o, (unsigned char)*text < 0x80 ? " " : "?");
        }
        text += n ? n : 1;
    }
}

void ili_out_free(ili_out *o) {
    free(o->text);
    *o = (ili_out){0};
}

il_status ili_out_take(ili_out *o, char **text, size_t *size, il_error *err) {
    if (!o->failed) ili_put(o, "");
    *text = NULL;
    if (size) *size = 0;
    if (o->failed) {
        ili_out_free(o);
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the report");
    }
    *text = o->text;
    if (size) *size = o->size;
    *o = (ili_out){0};
    return IL_OK;
}

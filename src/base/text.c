// text.c - the string builder
#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

ili_text ili_text_fixed(char *buf, size_t size) {
    if (size) buf[0] = 0;
    return (ili_text){.bytes = buf, .room = size, .limit = size};
}

ili_text ili_text_growing(size_t limit) { return (ili_text){.limit = limit}; }

void ili_text_free(ili_text *t) {
    free(t->bytes);
    *t = (ili_text){0};
}

// room for n more bytes and the closing zero, by doubling up to the limit; false when there is less
static bool make_room(ili_text *t, size_t n) {
    if (t->room > t->len && n < t->room - t->len) return true;
    if (t->room == t->limit || n >= t->limit - t->len) {
        t->status = IL_LIMIT;
        if (t->room == t->limit) return false;
    }
    // an unfulfillable wish takes all that the limit allows, so that the text can be cut there
    size_t want = t->room ? t->room : 256;
    while (want < t->limit && n >= want - t->len) want = want > t->limit/2 ? t->limit : want*2;
    if (want > t->limit) want = t->limit;
    char *more = realloc(t->bytes, want);
    if (!more) {
        t->status = IL_NO_MEMORY;
        return false;
    }
    t->bytes = more;
    t->room  = want;
    return n < t->room - t->len;
}

void ili_text_add_n(ili_text *t, const char *s, size_t n) {
    if (t->status != IL_OK) return;
    if (!make_room(t, n)) {
        if (t->status != IL_LIMIT || t->room <= t->len) return;
        n = ili_utf8_whole(s, t->room - t->len - 1);
    }
    memcpy(t->bytes + t->len, s, n);
    t->len += n;
    t->bytes[t->len] = 0;
}

void ili_text_add(ili_text *t, const char *s) { ili_text_add_n(t, s, strlen(s)); }

void ili_text_printf(ili_text *t, const char *format, ...) {
    va_list args, again;
    char    line[512];
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(line, sizeof line, format, args);
    if (n >= 0 && (size_t)n < sizeof line) {
        ili_text_add_n(t, line, (size_t)n);
    } else if (n >= 0 && t->status == IL_OK) {
        // longer than the line: straight into place when it fits, else by way of memory to be cut
        if (make_room(t, (size_t)n)) {
            vsnprintf(t->bytes + t->len, t->room - t->len, format, again);
            t->len += (size_t)n;
        } else if (t->status == IL_LIMIT && t->room > t->len) {
            size_t left = t->room - t->len;
            vsnprintf(t->bytes + t->len, left, format, again);
            t->len += ili_utf8_whole(t->bytes + t->len, left - 1);
            t->bytes[t->len] = 0;
        }
    }
    va_end(again);
    va_end(args);
}

// what printf wrote, with the locale's decimal sign (anything that is not part of a C number) replaced by a point
static void add_number(ili_text *t, const char *s) {
    bool in_sign = false;
    for (; *s; s++) {
        bool usual = strchr("+-0123456789einfa", *s) != NULL;
        if (usual || !in_sign) ili_text_add_n(t, usual ? s : ".", 1);
        in_sign = !usual;
    }
}

void ili_text_fixed_number(ili_text *t, double x, int decimals) {
    char s[400];
    decimals = decimals < 0 ? 0 : decimals > 17 ? 17 : decimals;
    snprintf(s, sizeof s, "%.*f", decimals, x);
    bool zero = !strpbrk(s, "123456789inf");
    add_number(t, zero && s[0] == '-' ? s + 1 : s);
}

size_t ili_utf8_whole(const char *s, size_t size) {
    // back over continuation bytes 10xxxxxx to the lead byte, and over that when its character is longer than what is left
    size_t n = size;
    while (n > 0 && size - n < 4 && ((unsigned char)s[n - 1] & 0xc0) == 0x80) n--;
    if (n == 0) return size;
    unsigned char lead = (unsigned char)s[n - 1];
    size_t        need = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    return need > size - n + 1 ? n - 1 : size;
}

// length of the valid character at s, 0 when it is not one (Unicode 15, table 3-7)
static size_t utf8_length(const unsigned char *s, size_t left) {
    if (s[0] < 0x80) return 1;
    size_t n = s[0] >= 0xc2 && s[0] <= 0xdf ? 2 : (s[0] & 0xf0) == 0xe0 ? 3 : s[0] >= 0xf0 && s[0] <= 0xf4 ? 4 : 0;
    if (n == 0 || n > left) return 0;
    for (size_t i = 1; i < n; i++)
        if ((s[i] & 0xc0) != 0x80) return 0;
    unsigned char low = s[0] == 0xe0 ? 0xa0 : s[0] == 0xf0 ? 0x90 : 0x80, high = s[0] == 0xed ? 0x9f : s[0] == 0xf4 ? 0x8f : 0xbf;
    return s[1] >= low && s[1] <= high ? n : 0;
}

bool ili_utf8_valid(const char *s, size_t size, size_t *bad) {
    for (size_t i = 0; i < size;) {
        uint64_t eight = 0x80; // most of a text is ASCII
        if (size - i >= 8) memcpy(&eight, s + i, 8);
        if (!(eight & UINT64_C(0x8080808080808080))) {
            i += 8;
            continue;
        }
        size_t n = utf8_length((const unsigned char *)s + i, size - i);
        if (n == 0) {
            if (bad) *bad = i;
            return false;
        }
        i += n;
    }
    return true;
}

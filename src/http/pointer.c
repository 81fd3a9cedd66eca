// pointer.c - which value of a JSON text stands at a line and column, as a JSON pointer: for faults that the library tells by line
#include <stdio.h>
#include <string.h>

#include "http/store.h"

enum { DEPTH = 64, KEY = 64 };

/// Where a walk over the text stands.
typedef struct walk {
    const char *at, *goal;
    int         depth;
    bool        object[DEPTH];
    int         index[DEPTH];
    char        key[DEPTH][KEY];
} walk;

static const char *place_of(const char *text, int line, int column) {
    for (int i = 1; i < line; i++) {
        const char *end = strchr(text, '\n');
        if (!end) break;
        text = end + 1;
    }
    size_t n = strcspn(text, "\n");
    return text + ((size_t)column > n ? n : column > 0 ? (size_t)column - 1 : 0);
}

// past a string; as a key where it is followed by a colon
static void string(walk *w) {
    const char *begin = ++w->at;
    while (*w->at && *w->at != '"') w->at += w->at[0] == '\\' && w->at[1] ? 2 : 1;
    size_t      n = (size_t)(w->at - begin);
    if (*w->at) w->at++;
    const char *next = w->at + strspn(w->at, " \n\t\r");
    if (*next != ':' || !w->depth) return;
    if (n >= KEY) n = KEY - 1;
    memcpy(w->key[w->depth - 1], begin, n);
    w->key[w->depth - 1][n] = 0;
}

static bool open(walk *w, bool object) {
    if (w->depth == DEPTH) return false;
    w->object[w->depth] = object, w->index[w->depth] = 0, w->key[w->depth][0] = 0;
    w->depth++;
    w->at++;
    return true;
}

static bool step(walk *w) {
    switch (*w->at) {
        case '{':
        case '[': return open(w, *w->at == '{');
        case '}':
        case ']': w->depth -= w->depth > 0; break;
        case ',':
            if (w->depth) w->index[w->depth - 1]++, w->key[w->depth - 1][0] = 0;
            break;
        case '"': string(w); return true;
        default: break;
    }
    w->at++;
    return true;
}

void ili_pointer_at(const char *text, int line, int column, char *out, size_t size) {
    walk   w = {.at = text, .goal = place_of(text, line, column)};
    size_t n = 0;
    while (*w.at && w.at < w.goal)
        if (!step(&w)) break;
    // a fault that stands at a key belongs to the key's value
    if (*w.at == '"' && w.at == w.goal) string(&w);
    out[0] = 0;
    for (int i = 0; i < w.depth && n < size; i++) {
        if (w.object[i] && !w.key[i][0]) break;
        int k = w.object[i] ? snprintf(out + n, size - n, "/%s", w.key[i]) : snprintf(out + n, size - n, "/%d", w.index[i]);
        n += k > 0 ? (size_t)k : 0;
    }
}

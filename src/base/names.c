// names.c - spelling distance (optimal string alignment) for "did you mean"
#include "names.h"
#include "ilium/names.h"
#include <stdio.h>
#include <string.h>

enum { LONGEST = 63 };

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }
static int min2(int a, int b) { return a < b ? a : b; }

int ili_name_find(const char *name, const char *const *names, int count) {
    for (int i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0) return i;
    return -1;
}

bool ili_name_begins(const char *name, const char *with) { return !strncmp(name, with, strlen(with)); }

bool ili_name_ends(const char *name, const char *with) {
    size_t n = strlen(name), k = strlen(with);
    return n >= k && !strcmp(name + n - k, with);
}

int ili_name_distance(const char *a, const char *b, int limit) {
    int na = (int)strnlen(a, LONGEST + 1), nb = (int)strnlen(b, LONGEST + 1);
    if (na > LONGEST || nb > LONGEST || na - nb > limit || nb - na > limit) return limit + 1;

    // row i: the cheapest way from the first i letters of a to the first j of b
    int row[3][LONGEST + 1];
    for (int j = 0; j <= nb; j++) row[0][j] = j;
    for (int i = 1; i <= na; i++) {
        int *now = row[i % 3], *before = row[(i + 2) % 3], *earlier = row[(i + 1) % 3];
        now[0] = i;
        for (int j = 1; j <= nb; j++) {
            char ca = lower(a[i - 1]), cb = lower(b[j - 1]);
            now[j] = min2(min2(now[j - 1], before[j]) + 1, before[j - 1] + (ca != cb));
            if (i > 1 && j > 1 && ca == lower(b[j - 2]) && cb == lower(a[i - 2])) now[j] = min2(now[j], earlier[j - 2] + 1);
        }
    }
    return min2(row[na % 3][nb], limit + 1);
}

const char *ili_name_nearest(const char *name, const char *const *names, int count) {
    // a third of the letters may differ, and at least one
    int best = (int)strnlen(name, LONGEST)/3 + 2;
    const char *nearest = NULL;
    for (int i = 0; i < count; i++) {
        int d = ili_name_distance(name, names[i], best);
        if (d < best) best = d, nearest = names[i];
    }
    return nearest;
}

const char *il_nearest_name(const char *word, const char *const *names, int count) { return ili_name_nearest(word, names, count); }

const char *ili_name_offer(const char *name, const char *const *names, int count, char *buf, size_t size) {
    const char *near = ili_name_nearest(name, names, count);
    size_t used = 0;
    if (near) {
        snprintf(buf, size, "\"%s\"", near);
    } else if (count > 12) {
        snprintf(buf, size, "one of the %d known ones", count);
    } else {
        snprintf(buf, size, "%s", count == 1 ? "" : "one of ");
        for (int i = 0; i < count && (used = strlen(buf)) < size; i++) snprintf(buf + used, size - used, "%s%s", i ? ", " : "", names[i]);
    }
    return buf;
}

// pain_stroke.c - the line of a free stroke on the body map, read without regard to the locale
#include <stdbool.h>
#include <stddef.h>

#include "ilium/patient.h"

static const double map_size[2] = {IL_PAIN_MAP_WIDTH, IL_PAIN_MAP_HEIGHT};

// digits with at most one point among them: 81 or 81.5
static bool read_place(const char **text, double most, double *out) {
    const char *c = *text;
    double      value = 0.0, unit = 1.0;
    bool        digit = false, point = false;
    for (int n = 0; n < 8 && ((*c >= '0' && *c <= '9') || (*c == '.' && digit && !point)); c++, n++) {
        if (*c == '.') {
            point = true;
            continue;
        }
        digit = true;
        if (point) unit *= 0.1, value += unit*(*c - '0');
        else value = 10.0*value + (*c - '0');
    }
    *text = c;
    *out = value;
    return digit && c[-1] != '.' && value <= most;
}

int il_pain_stroke_points(const char *line, double *xy) {
    int n = 0;
    for (; line && *line; n++) {
        if (n == 2*IL_PAIN_STROKE_POINTS || !read_place(&line, map_size[n % 2], &xy[n])) return -1;
        if (*line == ' ' && line[1]) line++;
        else if (*line) return -1;
    }
    return n && n % 2 == 0 ? n/2 : -1;
}

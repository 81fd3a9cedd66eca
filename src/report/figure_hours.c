// figure_hours.c - curves over a day: the hours below, each curve's name where it ends, what was done as bands
#include <math.h>
#include <stdio.h>

#include "report/figure.h"

enum { WIDE = 640, LEFT = 34, RIGHT = 470, TOP = 10, BOTTOM = 190, BAND = 206, HIGH = 238 };

typedef struct frame {
    const ili_course *c;
    ili_picture      *p;
    double            last;
} frame;

static double across(const frame *f, double minute) { return LEFT + (RIGHT - LEFT) * minute / f->last; }
static double up(const frame *f, double v) {
    return BOTTOM - (BOTTOM - TOP) * (fmin(fmax(v, f->c->low), f->c->high) - f->c->low) / (f->c->high - f->c->low);
}

static void hours(const frame *f) {
    char   text[24];
    double every = f->last > 1800 ? 720 : f->last > 240 ? 60 : f->last > 60 ? 30 : 5;
    for (double t = ceil(f->c->begins / every) * every; t <= f->c->begins + f->last + 1e-9; t += every) {
        double x = across(f, t - f->c->begins);
        int    clock = (int)lround(t) % 1440;
        ili_draw_line(f->p, ILI_INK_GRID, 1, x, TOP, x, BOTTOM);
        snprintf(text, sizeof text, "%d:%02d", clock / 60, clock % 60);
        ili_draw_label(f->p, ILI_INK_MUTED, x, BOTTOM + 11, 9, ILI_MIDDLE, text);
    }
}

static void scale(const frame *f) {
    char text[ILI_FIXED_TEXT];
    for (int i = 0; i <= 4; i++) {
        double v = f->c->low + (f->c->high - f->c->low) * i / 4;
        ili_draw_line(f->p, ILI_INK_GRID, 1, LEFT, up(f, v), RIGHT, up(f, v));
        ili_draw_label(f->p, ILI_INK_MUTED, LEFT - 4, up(f, v) + 3, 9, ILI_END, ili_fixed(v, f->c->high > 8 ? 0 : f->c->high > 2 ? 1 : 2, text));
    }
    ili_draw_line(f->p, ILI_INK_AXIS, 1, LEFT, BOTTOM, RIGHT, BOTTOM);
    if (f->c->mark > f->c->low && f->c->mark <= f->c->high) ili_draw_line(f->p, ILI_INK_AXIS, 1.2, LEFT, up(f, f->c->mark), RIGHT, up(f, f->c->mark));
}

// names at the ends of the curves, pushed apart so that none covers another
static void names(const frame *f, const ili_ink *ink) {
    double y[ILI_COURSE_CURVES];
    int    order[ILI_COURSE_CURVES], n = f->c->ncurve;
    for (int i = 0; i < n; i++) {
        int k = i;
        y[i] = up(f, f->c->curve[i][(f->c->n - 1) * f->c->stride]);
        for (; k > 0 && y[order[k - 1]] > y[i]; k--) order[k] = order[k - 1];
        order[k] = i;
    }
    double free_from = TOP;
    for (int k = 0; k < n; k++) {
        int    i = order[k], left = n - 1 - k;
        double at = fmin(fmax(y[i], free_from), BOTTOM - 12.0 * left);
        ili_draw_line(f->p, ink[i], 1.6, RIGHT, y[i], RIGHT + 14, at);
        ili_draw_label(f->p, ILI_INK_TEXT, RIGHT + 18, at + 3, 10, ILI_START, f->c->name[i]);
        free_from = at + 12;
    }
}

static void bands(const frame *f) {
    static const ili_ink shade[] = {ILI_INK_NORM, ILI_INK_OTHER, ILI_INK_BAR_PALE, ILI_INK_SOFT_PLAIN, ILI_INK_BAR};
    double               from = 0;
    for (int i = 0; i < f->c->n; i++) {
        if (i + 1 < f->c->n && f->c->activity[i + 1] == f->c->activity[i]) continue;
        double to = f->c->minute[i], a = across(f, from), b = across(f, to);
        char   number[12];
        ili_draw_rect(f->p, shade[f->c->activity[i] % 5], a, BAND, b - a, 14, 0);
        snprintf(number, sizeof number, "%d", f->c->activity[i] + 1);
        if (b - a > 9) ili_draw_label(f->p, ILI_INK_TEXT, 0.5 * (a + b), BAND + 10.5, 9, ILI_MIDDLE, number);
        from = to;
    }
}

ili_picture ili_figure_hours(const ili_course *c, const char *title) {
    static const ili_ink ink[ILI_COURSE_CURVES] = {ILI_INK_WITH, ILI_INK_HEALTHY, ILI_INK_SEEN, ILI_INK_BAR_END, ILI_INK_NERVE, ILI_INK_HEAT4, ILI_INK_HEAT1, ILI_INK_AXIS};
    ili_picture          p = {.width = WIDE, .height = c->activity ? HIGH - 14 : BAND, .title = title};
    frame                f = {.c = c, .p = &p, .last = c->n ? c->minute[c->n - 1] : 1};
    double               xy[2 * 200];
    hours(&f), scale(&f);
    for (int k = 0; k < c->ncurve; k++) {
        int n = c->n < 200 ? c->n : 200; // as many points as the picture can show
        for (int i = 0; i < n; i++) {
            int s = n < 2 ? 0 : (int)((long)i * (c->n - 1) / (n - 1));
            xy[2 * i] = across(&f, c->minute[s]), xy[2 * i + 1] = up(&f, c->curve[k][s * c->stride]);
        }
        ili_draw_polyline(&p, ink[k], 1.6, n, xy, c->name[k]);
    }
    if (c->n) names(&f, ink);
    if (c->n && c->activity) bands(&f);
    return p;
}

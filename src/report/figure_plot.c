// figure_plot.c - the small pictures that stand in table rows: a number beside its ranges
#include <math.h>
#include <stdio.h>

#include "report/figure.h"
#include "report/words.h"

// a horizontal scale: value lo at pixel x0, hi at x1
typedef struct scale {
    double lo, hi, x0, x1;
} scale;

static double at(const scale *s, double v) {
    double t = s->hi > s->lo ? (v - s->lo) / (s->hi - s->lo) : 0.5;
    return s->x0 + fmin(fmax(t, -0.02), 1.02) * (s->x1 - s->x0);
}

static void axis(ili_picture *p, const scale *s, double y, double top) {
    int    decimals;
    double step = ili_axis_step(s->hi - s->lo, &decimals);
    char   buf[ILI_FIXED_TEXT];
    for (double v = ceil(s->lo / step) * step; v <= s->hi + 1e-9 * step; v += step) {
        ili_draw_line(p, ILI_INK_GRID, 1, at(s, v), top, at(s, v), y);
        ili_draw_label(p, ILI_INK_MUTED, at(s, v), y + 11, 10, ILI_MIDDLE, ili_fixed(v, decimals < 2 ? decimals : 2, buf));
    }
    ili_draw_line(p, ILI_INK_AXIS, 1, s->x0, y, s->x1, y);
}

static void interval(ili_picture *p, ili_ink ink, const scale *s, double y, double lo, double hi, double weight) {
    ili_draw_line(p, ink, weight, at(s, lo), y, at(s, hi), y);
}

static void include(scale *s, double lo, double hi) {
    s->lo = fmin(s->lo, lo);
    s->hi = fmax(s->hi, hi);
}

static void include_spread(scale *s, const il_spread *m) {
    if (m->known) include(s, m->mean - 2 * m->sd, m->mean + 2 * m->sd);
}

// thin line two standard deviations, thick line one, dot the mean
static void spread_row(ili_picture *p, ili_ink line, ili_ink dot, const scale *s, double y, const il_spread *m) {
    if (!m->known) return;
    interval(p, line, s, y, m->mean - 2 * m->sd, m->mean + 2 * m->sd, 1.2);
    interval(p, line, s, y, m->mean - m->sd, m->mean + m->sd, 3.5);
    ili_draw_ellipse(p, dot, at(s, m->mean), y, 4, 4, 0, NULL);
}

ili_picture ili_figure_finding(const il_assessed_finding *f, bool with) {
    scale s = {HUGE_VAL, -HUGE_VAL, 14, 286};
    if (f->observed.known) include(&s, f->observed.low, f->observed.high);
    include_spread(&s, &f->norm);
    include_spread(&s, &f->healthy);
    if (with) include_spread(&s, &f->with_best);
    if (!(s.hi > s.lo)) return (ili_picture){0};
    double margin = 0.06 * (s.hi - s.lo);
    include(&s, s.lo - margin, s.hi + margin);
    ili_picture p = {.width = 300, .height = 62};

    if (f->norm.known) {
        double a = at(&s, f->norm.mean - 2 * f->norm.sd), b = at(&s, f->norm.mean + 2 * f->norm.sd);
        ili_draw_rect(&p, ILI_INK_NORM, a, 4, b - a, 42, 2);
    }
    axis(&p, &s, 46, 4);
    spread_row(&p, ILI_INK_HEALTHY, ILI_INK_HEALTHY_DOT, &s, 14, &f->healthy);
    if (with) spread_row(&p, ILI_INK_WITH, ILI_INK_WITH_DOT, &s, 36, &f->with_best);
    if (f->observed.known) {
        double x = at(&s, f->observed.mid);
        interval(&p, ILI_INK_SEEN, &s, 25, f->observed.low, f->observed.high, 1.5);
        ili_draw_line(&p, ILI_INK_SEEN, 2, x, 4, x, 46);
        ili_draw_polygon(&p, ILI_INK_SEEN_DOT, 4, (double[]){x, 19, x + 5, 25, x, 31, x - 5, 25}, NULL);
    }
    return p;
}

static void range_row(ili_picture *p, ili_ink line, ili_ink dot, const scale *s, double y, const il_range *r) {
    if (!r->known) return;
    interval(p, line, s, y, r->low, r->high, 3.5);
    ili_draw_ellipse(p, dot, at(s, r->mid), y, 4, 4, 0, NULL);
}

ili_picture ili_figure_load(const il_load *l, bool with, double top) {
    scale s = {fmin(0, fmin(l->healthy.low, l->with_best.low)), top > 0 ? top : 1, 14, 286};
    if (!l->healthy.known && !l->with_best.known) return (ili_picture){0};
    ili_picture p = {.width = 300, .height = 50};
    if (l->published.known) {
        double a = at(&s, l->published.low), b = at(&s, l->published.high);
        ili_draw_rect(&p, ILI_INK_NORM, a, 4, b - a, 30, 2);
    }
    axis(&p, &s, 34, 4);
    range_row(&p, ILI_INK_HEALTHY, ILI_INK_HEALTHY_DOT, &s, with ? 12 : 19, &l->healthy);
    if (with) range_row(&p, ILI_INK_WITH, ILI_INK_WITH_DOT, &s, 26, &l->with_best);
    return p;
}

// one mark with its words in its place of two columns
static void mark(ili_picture *p, int *place, ili_ink line, ili_ink dot, const char *text) {
    double x = 4 + 214*(*place%2), y = 11 + 22*(*place/2);
    if (dot == ILI_INK_NORM) {
        ili_draw_rect(p, dot, x, y - 6, 26, 12, 2);
    } else {
        ili_draw_line(p, line, 3.5, x + 2, y, x + 26, y);
        if (dot == ILI_INK_SEEN_DOT) ili_draw_polygon(p, dot, 4, (double[]){x + 14, y - 6, x + 20, y, x + 14, y + 6, x + 8, y}, NULL);
        else ili_draw_ellipse(p, dot, x + 14, y, 4, 4, 0, NULL);
    }
    ili_draw_label(p, ILI_INK_MUTED, x + 33, y + 4, 12, ILI_START, text);
    ++*place;
}

ili_picture ili_figure_marks(bool seen, bool with, const char *norm) {
    ili_picture p = {.width = 470, .title = ili_word_text(ILI_W_MARKS)};
    int         n = 0;
    if (seen) mark(&p, &n, ILI_INK_SEEN, ILI_INK_SEEN_DOT, ili_word_text(ILI_W_MARK_SEEN));
    mark(&p, &n, ILI_INK_HEALTHY, ILI_INK_HEALTHY_DOT, ili_word_text(ILI_W_MARK_HEALTHY));
    if (with) mark(&p, &n, ILI_INK_WITH, ILI_INK_WITH_DOT, ili_word_text(ILI_W_MARK_WITH));
    mark(&p, &n, ILI_INK_NORM, ILI_INK_NORM, norm);
    p.height = 22*((n + 1)/2);
    return p;
}

ili_picture ili_figure_probability(const il_range *present) {
    scale       s = {0, 1, 4, 216};
    ili_picture p = {.width = 220, .height = 26};
    for (int i = 0; i <= 4; i++) ili_draw_line(&p, ILI_INK_GRID, 1, at(&s, i / 4.0), 1, at(&s, i / 4.0), 25);
    ili_draw_rect(&p, ILI_INK_BAR_PALE, at(&s, 0), 6, at(&s, present->high) - at(&s, 0), 14, 2);
    ili_draw_rect(&p, ILI_INK_BAR, at(&s, 0), 6, at(&s, present->mid) - at(&s, 0), 14, 2);
    interval(&p, ILI_INK_BAR_END, &s, 13, present->low, present->high, 1.5);
    ili_draw_line(&p, ILI_INK_BAR_END, 1.5, at(&s, present->low), 9, at(&s, present->low), 17);
    ili_draw_line(&p, ILI_INK_BAR_END, 1.5, at(&s, present->high), 9, at(&s, present->high), 17);
    return p;
}

ili_picture ili_figure_shares(const double share[4]) {
    static const ili_word names[] = {ILI_W_PICTURE_NONE, ILI_W_PICTURE_ONE_CONDITION, ILI_W_PICTURE_TWO_TOGETHER, ILI_W_PICTURE_NOT_DETERMINED};
    static const ili_ink     inks[] = {ILI_INK_NORM, ILI_INK_BAR, ILI_INK_BAR_PALE, ILI_INK_OTHER};
    ili_picture p = {.width = 640, .height = 56, .title = ili_word_text(ILI_W_PICTURE_SHARES)};
    double                   x = 0, label = 0;
    for (int i = 0; i < 4; i++) {
        char buf[ILI_FIXED_TEXT], text[80];
        double w = 640 * share[i];
        if (w > 0) ili_draw_rect(&p, inks[i], x, 0, w > 1.5 ? w - 1.5 : w, 22, 2);
        ili_draw_rect(&p, inks[i], label, 37, 11, 11, 2);
        snprintf(text, sizeof text, "%s %s", ili_word_text(names[i]), share[i] < 0.005 ? "<0.01" : share[i] > 0.995 ? ">0.99" : ili_fixed(share[i], 2, buf));
        ili_draw_label(&p, ILI_INK_TEXT, label + 16, 47, 12.5, ILI_START, text);
        x += w;
        label += 160;
    }
    return p;
}

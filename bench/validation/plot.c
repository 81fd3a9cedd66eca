// plot.c - pairs, scatter and curve, drawn with the report's pictures
#include "plot.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "report/picture.h"

// an axis: value lo at pixel a, hi at pixel b
typedef struct scale {
    double lo, hi, a, b;
} scale;

static double at(const scale *s, double v) { return s->a + (fmin(fmax(v, s->lo), s->hi) - s->lo)/(s->hi - s->lo)*(s->b - s->a); }

// 1, 2 or 5 times a power of ten, near a sixth of the span
static double nice_step(double span) {
    double power = pow(10.0, floor(log10(span/6.0))), m = span/6.0/power;
    return power*(m < 1.5 ? 1.0 : m < 3.5 ? 2.0 : m < 7.5 ? 5.0 : 10.0);
}

static const char *tick(double v, double step, char buf[ILI_FIXED_TEXT]) { return ili_fixed(v, step >= 1.0 ? 0 : step >= 0.1 ? 1 : 2, buf); }

static void axis_across(ili_picture *p, const scale *s, double top, double bottom) {
    double step = nice_step(s->hi - s->lo);
    char   buf[ILI_FIXED_TEXT];
    for (double v = ceil(s->lo/step)*step; v <= s->hi + 1e-9*step; v += step) {
        ili_draw_line(p, fabs(v) < 1e-9*step ? ILI_INK_AXIS : ILI_INK_GRID, 1, at(s, v), top, at(s, v), bottom);
        ili_draw_label(p, ILI_INK_MUTED, at(s, v), bottom + 13, 10.5, ILI_MIDDLE, tick(v, step, buf));
    }
}

static void axis_up(ili_picture *p, const scale *s, double left, double right) {
    double step = nice_step(s->hi - s->lo);
    char   buf[ILI_FIXED_TEXT];
    for (double v = ceil(s->lo/step)*step; v <= s->hi + 1e-9*step; v += step) {
        ili_draw_line(p, fabs(v) < 1e-9*step ? ILI_INK_AXIS : ILI_INK_GRID, 1, left, at(s, v), right, at(s, v));
        ili_draw_label(p, ILI_INK_MUTED, left - 6, at(s, v) + 3.5, 10.5, ILI_END, tick(v, step, buf));
    }
}

// an SVG file of its own: the picture with the rules of its inks inside
static il_status write_file(const char *path, ili_picture *p, il_error *err) {
    ili_out body = {0}, file = {0};
    ili_picture_svg(p, &body);
    char *end = body.text ? strchr(body.text, '>') : NULL;
    if (end) {
        ili_put_bytes(&file, body.text, (size_t)(end + 1 - body.text));
        ili_put(&file, "<style>text{font-family:sans-serif;stroke:none}path,line{fill-opacity:.999}");
        ili_ink_css(&file, false);
        ili_put(&file, "@media (prefers-color-scheme:dark){");
        ili_ink_css(&file, true);
        ili_put(&file, "}</style>");
        ili_put(&file, end + 1);
        ili_put(&file, "\n");
    }
    file.failed |= body.failed;
    ili_out_free(&body);
    char     *text = NULL;
    size_t    size = 0;
    il_status s = ili_out_take(&file, &text, &size, err);
    if (!s) s = il_file_publish(path, text, size, err);
    il_file_free(text);
    return s;
}

static void key(ili_picture *p, double x, double y, bool sd, const char *says) {
    ili_draw_line(p, ILI_INK_HEALTHY, 5, x, y, x + 18, y);
    ili_draw_ellipse(p, ILI_INK_HEALTHY_DOT, x + 9, y, 4, 4, 0, NULL);
    ili_draw_label(p, ILI_INK_TEXT, x + 26, y + 4, 11, ILI_START, sd ? "measured, 1 SD" : "measured");
    ili_draw_line(p, ILI_INK_WITH, 1.5, x + 140, y, x + 158, y);
    ili_draw_rect(p, ILI_INK_WITH_DOT, x + 145, y - 4, 8, 8, 1);
    ili_draw_label(p, ILI_INK_TEXT, x + 166, y + 4, 11, ILI_START, says);
}

static void draw_pair(ili_picture *p, const scale *s, double y, const va_pair *v) {
    ili_draw_label(p, ILI_INK_TEXT, s->a - 10, y + 4, 11, ILI_END, v->label);
    if (!isnan(v->measured)) {
        if (v->sd > 0.0) ili_draw_line(p, ILI_INK_HEALTHY, 5, at(s, v->measured - v->sd), y - 4, at(s, v->measured + v->sd), y - 4);
        ili_draw_ellipse(p, ILI_INK_HEALTHY_DOT, at(s, v->measured), y - 4, 4, 4, 0, NULL);
    }
    if (isnan(v->x)) {
        ili_draw_label(p, ILI_INK_MUTED, s->b - 2, y + 7, 9.5, ILI_END, "no prediction");
        return;
    }
    if (v->high > v->low) ili_draw_line(p, ILI_INK_WITH, 1.5, at(s, v->low), y + 5, at(s, v->high), y + 5);
    ili_draw_rect(p, ILI_INK_WITH_DOT, at(s, v->x) - 4, y + 1, 8, 8, 1);
}

il_status va_plot_pairs(const char *path, const char *title, const char *axis, const char *says, int n, const va_pair *pair, double from, double to,
                        il_error *err) {
    enum { LINE = 24, TOP = 56 };
    ili_picture p = {.width = 720, .height = TOP + LINE*n + 44, .title = title};
    scale       s = {from, to, 270, 700};
    double      bottom = TOP + LINE*n;
    bool        sd = false;
    for (int i = 0; i < n; i++) sd = sd || pair[i].sd > 0.0;
    ili_draw_label(&p, ILI_INK_TEXT, 8, 18, 13.5, ILI_START, title);
    key(&p, 270, 38, sd, says);
    axis_across(&p, &s, TOP - 4, bottom);
    for (int i = 0; i < n; i++) draw_pair(&p, &s, TOP + LINE*(i + 0.5), &pair[i]);
    ili_draw_label(&p, ILI_INK_MUTED, 0.5*(s.a + s.b), bottom + 32, 11, ILI_MIDDLE, axis);
    return write_file(path, &p, err);
}

il_status va_plot_scatter(const char *path, const char *title, const char *unit, int n, const va_pair *point, double limit, double tolerance, il_error *err) {
    ili_picture p = {.width = 520, .height = 540, .title = title};
    scale       x = {-limit, limit, 60, 500}, y = {-limit, limit, 480, 40};
    char        text[96];
    double      band[] = {at(&x, -limit), at(&y, -limit - tolerance), at(&x, -limit), at(&y, -limit + tolerance), at(&x, limit - tolerance), at(&y, limit),
                          at(&x, limit), at(&y, limit), at(&x, limit), at(&y, limit - tolerance), at(&x, -limit + tolerance), at(&y, -limit)};
    ili_draw_polygon(&p, ILI_INK_NORM, 6, band, NULL);
    ili_draw_label(&p, ILI_INK_TEXT, 8, 18, 13.5, ILI_START, title);
    axis_across(&p, &x, y.b, y.a);
    axis_up(&p, &y, x.a, x.b);
    ili_draw_line(&p, ILI_INK_AXIS, 1, x.a, y.a, x.b, y.b);
    for (int i = 0; i < n; i++) {
        if (isnan(point[i].x)) continue;
        if (point[i].high > point[i].low) ili_draw_line(&p, ILI_INK_WITH, 1, at(&x, point[i].measured), at(&y, point[i].low), at(&x, point[i].measured), at(&y, point[i].high));
        ili_draw_ellipse(&p, ILI_INK_WITH_DOT, at(&x, point[i].measured), at(&y, point[i].x), 3.5, 3.5, 0, point[i].label);
    }
    snprintf(text, sizeof text, "measured [%s]", unit);
    ili_draw_label(&p, ILI_INK_MUTED, 280, 514, 11, ILI_MIDDLE, text);
    snprintf(text, sizeof text, "predicted [%s]; the band is what counts as agreement", unit);
    ili_draw_label(&p, ILI_INK_MUTED, 60, 34, 11, ILI_START, text);
    return write_file(path, &p, err);
}

il_status va_plot_curve(const char *path, const char *title, const char *across, const char *up, int n, const double *x, const double *y, const double *extra,
                        double low, double high, il_error *err) {
    enum { MOST = 512 };
    ili_picture p = {.width = 640, .height = 340, .title = title};
    double      top = high, xy[2*MOST];
    for (int i = 0; i < n && i < MOST; i++) top = fmax(top, fmax(y[i], extra ? extra[i] : 0.0));
    scale sx = {x[0], x[n - 1], 60, 620}, sy = {0.0, 1.1*top, 280, 44};
    ili_draw_label(&p, ILI_INK_TEXT, 8, 18, 13.5, ILI_START, title);
    ili_draw_rect(&p, ILI_INK_NORM, sx.a, at(&sy, high), sx.b - sx.a, at(&sy, low) - at(&sy, high), 0);
    axis_across(&p, &sx, sy.b, sy.a);
    axis_up(&p, &sy, sx.a, sx.b);
    for (int pass = 0; pass < (extra ? 2 : 1); pass++) {
        const double *c = pass ? extra : y;
        int           m = 0;
        for (int i = 0; i < n && i < MOST; i++) {
            if (isnan(c[i])) continue;
            xy[2*m] = at(&sx, x[i]), xy[2*m + 1] = at(&sy, c[i]), m++;
        }
        ili_draw_polyline(&p, pass ? ILI_INK_HEALTHY : ILI_INK_WITH, 2, m, xy, NULL);
    }
    ili_draw_label(&p, ILI_INK_MUTED, 340, 314, 11, ILI_MIDDLE, across);
    ili_draw_label(&p, ILI_INK_MUTED, 8, 34, 11, ILI_START, up);
    return write_file(path, &p, err);
}

il_status va_plot_reliability(const char *path, const char *title, int n, const va_pair *said, int nother, const va_pair *other, const char *other_says, double limit,
                              il_error *err) {
    ili_picture p = {.width = 520, .height = 540, .title = title};
    scale       x = {0.0, limit, 60, 500}, y = {0.0, limit, 480, 40};
    ili_draw_label(&p, ILI_INK_TEXT, 8, 18, 13.5, ILI_START, title);
    axis_across(&p, &x, y.b, y.a);
    axis_up(&p, &y, x.a, x.b);
    ili_draw_line(&p, ILI_INK_AXIS, 1, x.a, y.a, x.b, y.b);
    for (int i = 0; i < nother; i++) ili_draw_ellipse(&p, ILI_INK_HEALTHY_DOT, at(&x, other[i].measured), at(&y, other[i].x), 4, 4, 0, other[i].label);
    for (int i = 0; i < n; i++) {
        ili_draw_line(&p, ILI_INK_WITH, 1.5, at(&x, said[i].measured), at(&y, said[i].low), at(&x, said[i].measured), at(&y, said[i].high));
        ili_draw_rect(&p, ILI_INK_WITH_DOT, at(&x, said[i].measured) - 3.5, at(&y, said[i].x) - 3.5, 7, 7, 1);
    }
    ili_draw_label(&p, ILI_INK_MUTED, 280, 514, 11, ILI_MIDDLE, "probability said (mean of a tenth of all)");
    ili_draw_label(&p, ILI_INK_MUTED, 60, 34, 11, ILI_START, "share that was present; squares: the program, 95 % intervals");
    ili_draw_label(&p, ILI_INK_MUTED, 60, 530, 11, ILI_START, other_says);
    return write_file(path, &p, err);
}

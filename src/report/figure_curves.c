// figure_curves.c - columns of a table over its time: as SVG or PNG
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ilium/plot.h"
#include "report/picture.h"
#include "report/picture_cairo.h"

enum { WIDE = 860, HIGH = 440, LEFT = 66, RIGHT = 640, TOP = 40, BOTTOM = 394, MOST = IL_PLOT_CURVES, POINTS = 1200 };

typedef struct frame {
    const il_table *t;
    const int      *column;
    int             n;
    double          x0, x1, y0, y1;
    ili_picture    *p;
} frame;

static const ili_ink inks[MOST] = {ILI_INK_WITH, ILI_INK_HEALTHY, ILI_INK_SEEN, ILI_INK_BAR_END, ILI_INK_NERVE, ILI_INK_HEAT4, ILI_INK_HEAT2, ILI_INK_AXIS};

static double across(const frame *f, double x) { return LEFT + (RIGHT - LEFT)*(x - f->x0)/(f->x1 - f->x0); }
static double up(const frame *f, double y) { return BOTTOM - (BOTTOM - TOP)*(y - f->y0)/(f->y1 - f->y0); }
static double cell(const frame *f, int k, int row) { return f->t->value[(size_t)row*(size_t)f->t->ncolumn + (size_t)f->column[k]]; }

// ---- axes ----------------------------------------------------------------------------------------------------------------------

static void ranges(frame *f) {
    f->x0 = f->t->time[0], f->x1 = f->t->time[f->t->nrow - 1], f->y0 = IL_INF, f->y1 = -IL_INF;
    for (int k = 0; k < f->n; k++)
        for (int r = 0; r < f->t->nrow; r++)
            if (isfinite(cell(f, k, r))) f->y0 = fmin(f->y0, cell(f, k, r)), f->y1 = fmax(f->y1, cell(f, k, r));
    if (!(f->y0 <= f->y1)) f->y0 = 0.0, f->y1 = 1.0;
    double middle = 0.5*(f->y0 + f->y1), least = fmax(1e-6*fabs(middle), 1e-9);
    if (f->y1 - f->y0 < least) f->y0 = middle - least, f->y1 = middle + least;
    double margin = 0.04*(f->y1 - f->y0);
    f->y0 -= margin, f->y1 += margin;
    if (!(f->x1 > f->x0)) f->x0 -= 0.5, f->x1 += 0.5;
}

static void axes(const frame *f) {
    int    xd, yd;
    double xs = ili_axis_step(f->x1 - f->x0, &xd), ys = ili_axis_step(f->y1 - f->y0, &yd);
    char   text[400];
    for (double k = ceil(f->x0/xs - 1e-9); k*xs <= f->x1 + 1e-9*xs; k += 1.0) {
        ili_text t = ili_text_fixed(text, sizeof text);
        ili_text_fixed_number(&t, k*xs, xd);
        ili_draw_line(f->p, ILI_INK_GRID, 1, across(f, k*xs), TOP, across(f, k*xs), BOTTOM);
        ili_draw_label(f->p, ILI_INK_MUTED, across(f, k*xs), BOTTOM + 16, 12, ILI_MIDDLE, text);
    }
    for (double k = ceil(f->y0/ys); k*ys <= f->y1; k += 1.0) {
        ili_text t = ili_text_fixed(text, sizeof text);
        ili_text_fixed_number(&t, k*ys, yd);
        ili_draw_line(f->p, k == 0.0 ? ILI_INK_AXIS : ILI_INK_GRID, 1, LEFT, up(f, k*ys), RIGHT, up(f, k*ys));
        ili_draw_label(f->p, ILI_INK_MUTED, LEFT - 6, up(f, k*ys) + 4, 12, ILI_END, text);
    }
    ili_draw_line(f->p, ILI_INK_AXIS, 1, LEFT, BOTTOM, RIGHT, BOTTOM);
    ili_draw_label(f->p, ILI_INK_MUTED, 0.5*(LEFT + RIGHT), BOTTOM + 36, 12, ILI_MIDDLE, "time [s]");
}

// ---- curves --------------------------------------------------------------------------------------------------------------------

// a stretch of rows that are numbers; more rows than the picture can show are thinned to the least and the greatest of each stretch
static void stretch(const frame *f, int k, int from, int to) {
    static const int most = POINTS;
    double          *xy = malloc(2*(size_t)most*sizeof *xy);
    int              n = 0, count = to - from, pieces = count > most ? most/2 : count;
    for (int i = 0; xy && i < pieces; i++) {
        int a = from + (int)((long)i*count/pieces), b = from + (int)((long)(i + 1)*count/pieces), low = a, high = a;
        for (int r = a; r < b; r++) {
            if (cell(f, k, r) < cell(f, k, low)) low = r;
            if (cell(f, k, r) > cell(f, k, high)) high = r;
        }
        const int both[2] = {low < high ? low : high, low < high ? high : low};
        for (int e = 0; e < (low == high ? 1 : 2); e++, n++) xy[2*n] = across(f, f->t->time[both[e]]), xy[2*n + 1] = up(f, cell(f, k, both[e]));
    }
    if (!xy) f->p->failed = true;
    else if (n > 1) ili_draw_polyline(f->p, inks[k], 1.8, n, xy, f->t->column[f->column[k]]);
    else if (n == 1) ili_draw_ellipse(f->p, inks[k], xy[0], xy[1], 2, 2, 0, NULL);
    free(xy);
}

static void curve(const frame *f, int k) {
    for (int r = 0; r < f->t->nrow; r++) {
        int from = r;
        while (r < f->t->nrow && isfinite(cell(f, k, r))) r++;
        if (r > from) stretch(f, k, from, r);
    }
}

// names beside the ends of the curves, pushed apart so that none covers another
static void names(const frame *f) {
    double y[MOST], free_from = TOP;
    int    order[MOST];
    for (int i = 0; i < f->n; i++) {
        int k = i, last = f->t->nrow - 1;
        while (last > 0 && !isfinite(cell(f, i, last))) last--;
        y[i] = isfinite(cell(f, i, last)) ? up(f, cell(f, i, last)) : BOTTOM;
        for (; k > 0 && y[order[k - 1]] > y[i]; k--) order[k] = order[k - 1];
        order[k] = i;
    }
    for (int k = 0; k < f->n; k++) {
        char   name[40];
        int    i = order[k];
        double at = fmin(fmax(y[i], free_from), BOTTOM - 16.0*(f->n - 1 - k));
        snprintf(name, sizeof name, "%.28s", f->t->column[f->column[i]]);
        ili_draw_line(f->p, inks[i], 1.8, RIGHT, y[i], RIGHT + 14, at);
        ili_draw_label(f->p, ILI_INK_TEXT, RIGHT + 19, at + 4, 12, ILI_START, name);
        free_from = at + 16;
    }
}

static void draw(frame *f, const char *title) {
    ranges(f);
    ili_draw_rect(f->p, ILI_INK_PAPER, 0, 0, WIDE, HIGH, 0);
    ili_draw_label(f->p, ILI_INK_TEXT, LEFT, 24, 15, ILI_START, title);
    axes(f);
    for (int k = 0; k < f->n; k++) curve(f, k);
    names(f);
}

// ---- files ---------------------------------------------------------------------------------------------------------------------

static cairo_status_t collect(void *to, const unsigned char *bytes, unsigned size) {
    ili_out *o = to;
    ili_put_bytes(o, (const char *)bytes, size);
    return o->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

// twice as many pixels as the picture is wide
static void paint(const ili_picture *p, ili_out *o) {
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 2*WIDE, 2*HIGH);
    cairo_t         *cr = cairo_create(s);
    PangoLayout     *letters = pango_cairo_create_layout(cr);
    ili_picture_cairo(p, cr, letters, 0, 0, 2.0);
    g_object_unref(letters);
    if (cairo_status(cr) != CAIRO_STATUS_SUCCESS || cairo_surface_write_to_png_stream(s, collect, o) != CAIRO_STATUS_SUCCESS) o->failed = true;
    cairo_destroy(cr), cairo_surface_destroy(s);
}

il_status il_plot(const il_table *t, int ncolumn, const int *column, const char *title, bool png, char **bytes, size_t *size, il_error *err) {
    IL_ASSERT(t && column && bytes && size);
    ili_out     o = {0};
    ili_picture p = {.width = WIDE, .height = HIGH, .title = title};
    frame       f = {.t = t, .column = column, .n = ncolumn, .p = &p};
    *bytes = NULL, *size = 0;
    if (ncolumn < 1 || ncolumn > MOST) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "a plot shows 1 to %d columns, not %d", MOST, ncolumn);
    if (t->nrow < 1) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the table has no rows to plot");
    draw(&f, title);
    if (png) {
        if (p.failed) o.failed = true;
        else paint(&p, &o);
        ili_picture_free(&p);
    } else {
        ili_picture_page(&p, &o);
    }
    return ili_out_take(&o, bytes, size, err);
}

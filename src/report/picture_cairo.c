// picture_cairo.c - the list of a picture drawn by Cairo: the same strokes, inks and places as in the SVG form
#include <math.h>
#include <stdlib.h>

#include "report/picture_cairo.h"

static const double turn = 6.283185307179586;

bool ili_cairo_colour(cairo_t *cr, const char *colour) {
    if (!*colour) return false;
    long c = strtol(colour + 1, NULL, 16);
    cairo_set_source_rgb(cr, (double)(c >> 16 & 255)/255, (double)(c >> 8 & 255)/255, (double)(c & 255)/255);
    return true;
}

// from the picture to the paper: places are reckoned here and not by a scaled cairo_t, since Cairo would write its matrix into a PDF anew for every stroke
typedef struct sheet {
    cairo_t *cr;
    double   x, y, scale;
} sheet;

static double across(const sheet *s, double x) { return s->x + s->scale*x; }
static double down(const sheet *s, double y) { return s->y + s->scale*y; }

// fill, then stroke, as the ink says
static void paint(const sheet *s, const ili_op *op) {
    cairo_t *cr = s->cr;
    bool     open = op->kind == ILI_OP_POLYLINE;
    if (!open && ili_cairo_colour(cr, ili_ink_fill(op->ink))) cairo_fill_preserve(cr);
    if (ili_cairo_colour(cr, ili_ink_stroke(op->ink))) {
        cairo_set_line_width(cr, s->scale*op->weight);
        cairo_stroke_preserve(cr);
    }
    cairo_new_path(cr);
}

// may the points between `from` and `to` be left out? All lie within a thirtieth of a millimetre of the line that stays
static bool straight(const ili_op *op, double scale, int from, int to) {
    enum { MOST = 24 };
    const double tolerance = 0.1/scale, *a = op->value + 2*from, *b = op->value + 2*to;
    double       u = b[0] - a[0], v = b[1] - a[1], uu = u*u + v*v;
    if (to - from > MOST) return false;
    for (int i = from + 1; i < to; i++) {
        double x = op->value[2*i] - a[0], y = op->value[2*i + 1] - a[1], along = uu > 0 ? fmin(fmax((x*u + y*v)/uu, 0.0), 1.0) : 0.0;
        if (hypot(x - along*u, y - along*v) > tolerance) return false;
    }
    return true;
}

static void trace_points(const sheet *s, const ili_op *op) {
    int n = op->n/2, kept = 0;
    for (int i = 0; i < n; i++) {
        double x = across(s, op->value[2*i]), y = down(s, op->value[2*i + 1]);
        if (!i) cairo_move_to(s->cr, x, y);
        else if (i + 1 == n || !straight(op, s->scale, kept, i + 1)) cairo_line_to(s->cr, x, y), kept = i;
    }
    if (op->kind == ILI_OP_POLYGON) cairo_close_path(s->cr);
}

static void trace_curve(const sheet *s, int n, const double *xy) {
    cairo_move_to(s->cr, across(s, xy[0]), down(s, xy[1]));
    for (int i = 0; i < n; i++) {
        double c[3][2];
        ili_curve_piece(n, xy, i, c);
        cairo_curve_to(s->cr, across(s, c[1][0]), down(s, c[1][1]), across(s, c[2][0]), down(s, c[2][1]), across(s, c[0][0]), down(s, c[0][1]));
    }
    cairo_close_path(s->cr);
}

static void trace_rect(const sheet *s, const double *v) {
    double   x = across(s, v[0]), y = down(s, v[1]), w = s->scale*v[2], h = s->scale*v[3], r = s->scale*fmin(v[4], fmin(v[2], v[3])/2);
    cairo_t *cr = s->cr;
    if (!(r > 0)) {
        cairo_rectangle(cr, x, y, w, h);
        return;
    }
    cairo_new_sub_path(cr);
    cairo_arc(cr, x + w - r, y + r, r, -turn/4, 0);
    cairo_arc(cr, x + w - r, y + h - r, r, 0, turn/4);
    cairo_arc(cr, x + r, y + h - r, r, turn/4, turn/2);
    cairo_arc(cr, x + r, y + r, r, turn/2, 3*turn/4);
    cairo_close_path(cr);
}

static void trace_ellipse(const sheet *s, const double *v) {
    if (!(v[2] > 0) || !(v[3] > 0)) return;
    cairo_save(s->cr);
    cairo_translate(s->cr, across(s, v[0]), down(s, v[1]));
    cairo_rotate(s->cr, v[4]*turn/360);
    cairo_scale(s->cr, s->scale*v[2], s->scale*v[3]);
    cairo_arc(s->cr, 0, 0, 1, 0, turn);
    cairo_close_path(s->cr);
    cairo_restore(s->cr);
}

static void draw_label(const sheet *s, PangoLayout *letters, const ili_op *op) {
    cairo_t              *cr = s->cr;
    PangoFontDescription *font = pango_font_description_from_string(ILI_FONT);
    pango_font_description_set_absolute_size(font, op->size*PANGO_SCALE);
    pango_layout_set_font_description(letters, font);
    pango_font_description_free(font);
    pango_layout_set_attributes(letters, NULL);
    pango_layout_set_width(letters, -1);
    pango_layout_set_text(letters, op->text, -1);
    int width = 0;
    pango_layout_get_size(letters, &width, NULL);
    double share = op->anchor == ILI_START ? 0 : op->anchor == ILI_MIDDLE ? 0.5 : 1;
    cairo_save(cr);
    cairo_translate(cr, s->x, s->y);
    cairo_scale(cr, s->scale, s->scale);
    ili_cairo_colour(cr, ili_ink_fill(op->ink));
    cairo_move_to(cr, op->value[0] - share*width/PANGO_SCALE, op->value[1] - (double)pango_layout_get_baseline(letters)/PANGO_SCALE);
    pango_cairo_show_layout(cr, letters);
    cairo_restore(cr);
    cairo_new_path(cr);
}

void ili_picture_cairo(const ili_picture *p, cairo_t *cr, PangoLayout *letters, double x, double y, double scale) {
    sheet s = {cr, x, y, scale};
    cairo_save(cr);
    cairo_rectangle(cr, x, y, scale*p->width, scale*p->height);
    cairo_clip(cr);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    for (const ili_op *op = p->first; op; op = op->next) {
        switch (op->kind) {
            case ILI_OP_POLYLINE:
            case ILI_OP_POLYGON: trace_points(&s, op); break;
            case ILI_OP_CURVE: trace_curve(&s, op->n/2, op->value); break;
            case ILI_OP_RECT: trace_rect(&s, op->value); break;
            case ILI_OP_ELLIPSE: trace_ellipse(&s, op->value); break;
            case ILI_OP_LABEL: draw_label(&s, letters, op); continue;
        }
        paint(&s, op);
    }
    cairo_restore(cr);
}

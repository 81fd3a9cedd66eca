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

// fill, then stroke, as the ink says
static void paint(cairo_t *cr, const ili_op *op) {
    bool open = op->kind == ILI_OP_POLYLINE;
    if (!open && ili_cairo_colour(cr, ili_ink_fill(op->ink))) cairo_fill_preserve(cr);
    if (ili_cairo_colour(cr, ili_ink_stroke(op->ink))) {
        cairo_set_line_width(cr, op->weight);
        cairo_stroke_preserve(cr);
    }
    cairo_new_path(cr);
}

static void trace_points(cairo_t *cr, const ili_op *op) {
    for (int i = 0; i < op->n; i += 2) {
        if (i) cairo_line_to(cr, op->value[i], op->value[i + 1]);
        else cairo_move_to(cr, op->value[i], op->value[i + 1]);
    }
    if (op->kind == ILI_OP_POLYGON) cairo_close_path(cr);
}

static void trace_curve(cairo_t *cr, int n, const double *xy) {
    cairo_move_to(cr, xy[0], xy[1]);
    for (int i = 0; i < n; i++) {
        double c[3][2];
        ili_curve_piece(n, xy, i, c);
        cairo_curve_to(cr, c[1][0], c[1][1], c[2][0], c[2][1], c[0][0], c[0][1]);
    }
    cairo_close_path(cr);
}

static void trace_rect(cairo_t *cr, const double *v) {
    double x = v[0], y = v[1], w = v[2], h = v[3], r = fmin(v[4], fmin(w, h)/2);
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

static void trace_ellipse(cairo_t *cr, const double *v) {
    if (!(v[2] > 0) || !(v[3] > 0)) return;
    cairo_save(cr);
    cairo_translate(cr, v[0], v[1]);
    cairo_rotate(cr, v[4]*turn/360);
    cairo_scale(cr, v[2], v[3]);
    cairo_arc(cr, 0, 0, 1, 0, turn);
    cairo_close_path(cr);
    cairo_restore(cr);
}

static void draw_label(cairo_t *cr, PangoLayout *letters, const ili_op *op) {
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
    ili_cairo_colour(cr, ili_ink_fill(op->ink));
    cairo_move_to(cr, op->value[0] - share*width/PANGO_SCALE, op->value[1] - (double)pango_layout_get_baseline(letters)/PANGO_SCALE);
    pango_cairo_show_layout(cr, letters);
    cairo_new_path(cr);
}

void ili_picture_cairo(const ili_picture *p, cairo_t *cr, PangoLayout *letters, double x, double y, double scale) {
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, scale, scale);
    cairo_rectangle(cr, 0, 0, p->width, p->height);
    cairo_clip(cr);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    for (const ili_op *op = p->first; op; op = op->next) {
        switch (op->kind) {
            case ILI_OP_POLYLINE:
            case ILI_OP_POLYGON: trace_points(cr, op); break;
            case ILI_OP_CURVE: trace_curve(cr, op->n/2, op->value); break;
            case ILI_OP_RECT: trace_rect(cr, op->value); break;
            case ILI_OP_ELLIPSE: trace_ellipse(cr, op->value); break;
            case ILI_OP_LABEL: draw_label(cr, letters, op); continue;
        }
        paint(cr, op);
    }
    cairo_restore(cr);
}

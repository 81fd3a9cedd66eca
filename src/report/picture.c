// picture.c - pictures as lists, and their SVG form
#include <math.h>
#include <string.h>

#include "report/picture.h"

typedef struct ink_row {
    const char *class, *fill[2], *stroke[2];
} ink_row;
static const ink_row inks[ILI_NINK] = {
#define X(name, class, fl, sl, fd, sd) {class, {fl, fd}, {sl, sd}},
    ILI_INKS(X)
#undef X
};

// ---- the list ------------------------------------------------------------------------------------------------------------------

static ili_op *add(ili_picture *p, ili_op_kind kind, ili_ink ink, int n, const double *value, const char *text) {
    ili_op *op = ili_arena_alloc(&p->arena, sizeof *op);
    double *copy = ili_arena_array(&p->arena, (size_t)n, sizeof *copy);
    char   *words = text ? ili_arena_copy(&p->arena, text, strlen(text)) : NULL;
    if (!op || !copy || (text && !words)) {
        p->failed = true;
        return NULL;
    }
    memcpy(copy, value, (size_t)n * sizeof *copy);
    *op = (ili_op){.kind = kind, .ink = ink, .weight = 1, .n = n, .value = copy, .text = words};
    if (p->last) *p->last = op;
    else p->first = op;
    p->last = &op->next;
    return op;
}

void ili_draw_polyline(ili_picture *p, ili_ink ink, double weight, int n, const double *xy, const char *tip) {
    ili_op *op = add(p, ILI_OP_POLYLINE, ink, 2 * n, xy, tip);
    if (op) op->weight = weight;
}

void ili_draw_line(ili_picture *p, ili_ink ink, double weight, double x0, double y0, double x1, double y1) {
    ili_draw_polyline(p, ink, weight, 2, (double[]){x0, y0, x1, y1}, NULL);
}

void ili_draw_polygon(ili_picture *p, ili_ink ink, int n, const double *xy, const char *tip) { add(p, ILI_OP_POLYGON, ink, 2 * n, xy, tip); }

void ili_draw_curve(ili_picture *p, ili_ink ink, int n, const double *xy, const char *tip) { add(p, ILI_OP_CURVE, ink, 2 * n, xy, tip); }

void ili_draw_rect(ili_picture *p, ili_ink ink, double x, double y, double w, double h, double round) {
    add(p, ILI_OP_RECT, ink, 5, (double[]){x, y, w, h, round}, NULL);
}

void ili_draw_ellipse(ili_picture *p, ili_ink ink, double cx, double cy, double rx, double ry, double degrees, const char *tip) {
    add(p, ILI_OP_ELLIPSE, ink, 5, (double[]){cx, cy, rx, ry, degrees}, tip);
}

void ili_draw_label(ili_picture *p, ili_ink ink, double x, double y, double size, ili_anchor anchor, const char *text) {
    ili_op *op = add(p, ILI_OP_LABEL, ink, 2, (double[]){x, y}, text ? text : "");
    if (!op) return;
    op->size = size;
    op->anchor = anchor;
}

// ---- SVG -----------------------------------------------------------------------------------------------------------------------

static void put_xy(ili_out *o, double x, double y) {
    ili_put_fixed(o, x, 1);
    ili_put(o, " ");
    ili_put_fixed(o, y, 1);
}

static void put_attribute(ili_out *o, const char *name, double value) {
    ili_putf(o, " %s=\"", name);
    ili_put_fixed(o, value, 1);
    ili_put(o, "\"");
}

// through p1 to p2 with tangents (p2 - p0)/2 and (p3 - p1)/2, as a cubic Bezier
void ili_curve_piece(int n, const double *xy, int i, double out[3][2]) {
    const double *p0 = xy + 2 * ((i + n - 1) % n), *p1 = xy + 2 * i, *p2 = xy + 2 * ((i + 1) % n), *p3 = xy + 2 * ((i + 2) % n);
    for (int k = 0; k < 2; k++) {
        out[0][k] = p2[k];
        out[1][k] = p1[k] + (p2[k] - p0[k]) / 6;
        out[2][k] = p2[k] - (p3[k] - p1[k]) / 6;
    }
}

static void put_curve(ili_out *o, int n, const double *xy) {
    ili_put(o, "M");
    put_xy(o, xy[0], xy[1]);
    for (int i = 0; i < n; i++) {
        double c[3][2];
        ili_curve_piece(n, xy, i, c);
        ili_put(o, "C");
        put_xy(o, c[1][0], c[1][1]);
        ili_put(o, " ");
        put_xy(o, c[2][0], c[2][1]);
        ili_put(o, " ");
        put_xy(o, c[0][0], c[0][1]);
    }
    ili_put(o, "Z");
}

static void put_path(ili_out *o, const ili_op *op) {
    ili_putf(o, "<path class=\"%s\" d=\"", inks[op->ink].class);
    if (op->kind == ILI_OP_CURVE) {
        put_curve(o, op->n / 2, op->value);
    } else {
        for (int i = 0; i < op->n; i += 2) {
            ili_put(o, i ? "L" : "M");
            put_xy(o, op->value[i], op->value[i + 1]);
        }
        if (op->kind == ILI_OP_POLYGON) ili_put(o, "Z");
    }
    ili_put(o, "\"");
    if (op->kind == ILI_OP_POLYLINE) put_attribute(o, "stroke-width", op->weight);
}

static void put_shape(ili_out *o, const ili_op *op) {
    static const char *const rect[] = {"x", "y", "width", "height", "rx"}, *const ellipse[] = {"cx", "cy", "rx", "ry"};
    const double            *v = op->value;
    bool                     box = op->kind == ILI_OP_RECT;
    ili_putf(o, "<%s class=\"%s\"", box ? "rect" : "ellipse", inks[op->ink].class);
    for (int i = 0; i < (box ? 5 : 4); i++) put_attribute(o, box ? rect[i] : ellipse[i], v[i]);
    if (!box && fabs(v[4]) > 0.05) {
        ili_put(o, " transform=\"rotate(");
        ili_put_fixed(o, v[4], 1);
        ili_put(o, " ");
        put_xy(o, v[0], v[1]);
        ili_put(o, ")\"");
    }
}

static void put_label(ili_out *o, const ili_op *op) {
    static const char *const anchors[] = {"start", "middle", "end"};
    ili_putf(o, "<text class=\"%s\"", inks[op->ink].class);
    put_attribute(o, "x", op->value[0]);
    put_attribute(o, "y", op->value[1]);
    put_attribute(o, "font-size", op->size);
    if (op->anchor != ILI_START) ili_putf(o, " text-anchor=\"%s\"", anchors[op->anchor]);
    ili_put(o, ">");
    ili_put_escaped(o, op->text);
    ili_put(o, "</text>");
}

static void put_op(ili_out *o, const ili_op *op) {
    if (op->kind == ILI_OP_LABEL) {
        put_label(o, op);
        return;
    }
    bool box = op->kind == ILI_OP_RECT || op->kind == ILI_OP_ELLIPSE;
    if (box) put_shape(o, op);
    else put_path(o, op);
    if (op->text) {
        ili_put(o, "><title>");
        ili_put_escaped(o, op->text);
        ili_putf(o, "</title></%s>", !box ? "path" : op->kind == ILI_OP_RECT ? "rect" : "ellipse");
    } else {
        ili_put(o, "/>");
    }
}

static void write_picture(const ili_picture *p, bool page, ili_out *o) {
    o->failed |= p->failed;
    if (!(p->width > 0)) return;
    ili_put(o, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    put_xy(o, p->width, p->height);
    ili_put(o, "\"");
    put_attribute(o, "width", p->width);
    put_attribute(o, "height", p->height);
    if (p->title) {
        ili_put(o, " role=\"img\" aria-label=\"");
        ili_put_escaped(o, p->title);
        ili_put(o, "\">");
    } else {
        ili_put(o, " aria-hidden=\"true\">");
    }
    if (page) {
        ili_put(o, "<style>svg{font-family:'DejaVu Sans',Arial,sans-serif}path,ellipse{stroke-linecap:round;stroke-linejoin:round}text{stroke:none}\n");
        ili_ink_css(o, false);
        ili_put(o, "</style>");
    }
    for (const ili_op *op = p->first; op; op = op->next) {
        put_op(o, op);
        if (page) ili_put(o, "\n");
    }
    ili_put(o, "</svg>");
}

void ili_picture_free(ili_picture *p) {
    ili_arena_free(&p->arena);
    *p = (ili_picture){0};
}

void ili_picture_svg(const ili_picture *p, ili_out *o) { write_picture(p, false, o); }

void ili_put_picture(ili_out *o, ili_picture p) {
    write_picture(&p, false, o);
    ili_picture_free(&p);
}

void ili_picture_page(ili_picture *p, ili_out *o) {
    ili_put(o, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write_picture(p, true, o);
    ili_put(o, "\n");
    ili_picture_free(p);
}

const char *ili_ink_fill(ili_ink ink) { return inks[ink].fill[0]; }
const char *ili_ink_stroke(ili_ink ink) { return inks[ink].stroke[0]; }

void ili_ink_css(ili_out *o, bool dark) {
    for (int i = 0; i < ILI_NINK; i++) {
        const char *fill = inks[i].fill[dark], *stroke = inks[i].stroke[dark];
        ili_putf(o, ".%s{fill:%s;stroke:%s}", inks[i].class, *fill ? fill : "none", *stroke ? stroke : "none");
    }
    ili_put(o, "\n");
}

double ili_axis_step(double span, int *decimals) {
    double quarter = span > 0.0 && span < HUGE_VAL ? span/4.0 : 1.0, power = 1.0;
    int    digits = 0;
    while (power*10.0 <= quarter) power *= 10.0, digits--;
    while (power > quarter) power /= 10.0, digits++;
    double m = quarter/power;
    if (m >= 7.5) power *= 10.0, digits--, m = 1.0;
    *decimals = digits > 0 ? digits : 0;
    return power*(m < 1.5 ? 1.0 : m < 3.5 ? 2.0 : 5.0);
}

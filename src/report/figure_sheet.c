// figure_sheet.c - a posture on one sheet: four views at one scale with supports and forces, title, scale bar, legend
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ilium/report.h"
#include "report/figure.h"
#include "report/words.h"

static const double margin = 16, gap = 26, head = 64, foot = 104;
enum { NVIEW = 4 };

typedef struct sheet {
    const il_drawing *d;
    double            scale, width, height;
    double            metres_per_newton;
    ili_camera        camera[NVIEW];
    double            x[NVIEW], y[NVIEW], w[NVIEW], h[NVIEW]; ///< place and size of each view [px]
} sheet;

// ---- laying out ----------------------------------------------------------------------------------------------------------------

static double longest(const double v[3]) { return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]); }

// the largest of ... 1, 2, 5, 10, 20 ... that is not above x
static double round_below(double x) {
    double step = 1e-9;
    while (10 * step <= x) step *= 10;
    return step * (5 * step <= x ? 5 : 2 * step <= x ? 2 : 1);
}

// the largest force is drawn up to 0.25 m long
static double force_scale(const il_drawing *d) {
    double most = 0;
    for (int i = 0; i < d->narrow; i++) most = fmax(most, longest(d->arrow[i].force));
    return most > 0 ? round_below(0.25 / most) : 0;
}

// a drawing's box with its arrows: a support's stands before its point, a load's behind
static void box_of(const sheet *s, const ili_camera *c, double box[4]) {
    ili_body_bounds(s->d, c, box);
    for (int i = 0; i < s->d->narrow; i++) {
        const il_draw_arrow *a = &s->d->arrow[i];
        if (ili_far_side(c, a->side)) continue;
        for (int end = 0; end < 2; end++) {
            double u = 0, v = 0;
            for (int k = 0; k < 3; k++) {
                double at = a->point[k] + (end ? (a->support ? -1 : 1) * s->metres_per_newton * a->force[k] : 0);
                u += c->u[k] * at, v += c->v[k] * at;
            }
            box[0] = fmin(box[0], u - 0.02), box[1] = fmax(box[1], u + 0.02), box[2] = fmin(box[2], v - 0.02), box[3] = fmax(box[3], v + 0.02);
        }
    }
}

static double least(double a, double b) { return a < b ? a : b; }

// upright views stand side by side, lying ones in a column to the right of them
static void lay_out(sheet *s, double most_width, double most_height) {
    double box[NVIEW][4], upright_w = 0, upright_h = 0, lying_w = 0, lying_h = 0, nlying = 0;
    bool   lies[NVIEW];
    s->metres_per_newton = force_scale(s->d);
    for (int i = 0; i < NVIEW; i++) {
        s->camera[i] = ili_camera_of((ili_view)i, longest(s->d->down) > 0.5 ? s->d->down : NULL);
        box_of(s, &s->camera[i], box[i]);
        double w = box[i][1] - box[i][0], h = box[i][3] - box[i][2];
        lies[i] = w > 1.15 * h;
        nlying += lies[i];
        if (lies[i]) lying_w = fmax(lying_w, w), lying_h += h;
        else upright_w += w, upright_h = fmax(upright_h, h);
    }
    s->scale = least((most_width - 6 * gap) / fmax(upright_w + lying_w, 0.1), (most_height - 20 - nlying * (gap + 20)) / fmax(fmax(upright_h, lying_h), 0.1));
    double x = margin, y = head, bottom = 0, column = margin;
    for (int i = 0; i < NVIEW; i++)
        if (!lies[i]) column += (box[i][1] - box[i][0]) * s->scale + gap;
    for (int i = 0; i < NVIEW; i++) {
        ili_camera *c = &s->camera[i];
        c->scale = s->scale;
        s->w[i] = (box[i][1] - box[i][0]) * s->scale, s->h[i] = (box[i][3] - box[i][2]) * s->scale;
        s->x[i] = lies[i] ? column : x, s->y[i] = lies[i] ? y : head;
        if (lies[i]) y += s->h[i] + 20 + gap;
        else x += s->w[i] + gap;
        s->width = fmax(s->width, s->x[i] + s->w[i] + margin), bottom = fmax(bottom, s->y[i] + s->h[i] + 20);
        // the picture's origin is the sheet's: u0 and v0 say which ground point that is
        c->height = s->h[i];
        c->u0 = box[i][0] - s->x[i] / s->scale, c->v0 = box[i][2] + s->y[i] / s->scale;
    }
    s->height = bottom + foot;
    s->width = fmax(s->width, 900);
}

// ---- supports and forces -------------------------------------------------------------------------------------------------------

// a surface seen from its edge: a band below it, from its first to its last bearing point and a hand's breadth more; a level one no wider than
// the view from `left` to `right`, because what bears on the far side is not shown
static void draw_plane(ili_picture *p, const ili_camera *c, double left, double right, const il_draw_plane *plane) {
    double across = 0, n[2] = {0, 0}, low = HUGE_VAL, high = -HUGE_VAL, xy[8];
    for (int i = 0; i < 3; i++) across += c->d[i] * plane->n[i], n[0] += c->u[i] * plane->n[i], n[1] += c->v[i] * plane->n[i];
    if (fabs(across) > 0.5) return; // seen face on
    double size = hypot(n[0], n[1]), t[2] = {-n[1] / size, n[0] / size};
    for (int corner = 0; corner < 8; corner++) {
        double along = 0;
        for (int i = 0; i < 3; i++) along += (c->u[i] * t[0] + c->v[i] * t[1]) * (corner >> i & 1 ? plane->high[i] : plane->low[i]);
        low = fmin(low, along), high = fmax(high, along);
    }
    low -= 0.12, high += 0.12;
    if (fabs(t[0]) > 0.99) {
        double ends[2] = {(c->u0 + left / c->scale) * t[0], (c->u0 + right / c->scale) * t[0]};
        low = fmax(low, fmin(ends[0], ends[1])), high = fmin(high, fmax(ends[0], ends[1]));
        if (!(high > low)) return;
    }
    for (int k = 0; k < 4; k++) {
        double along = k == 0 || k == 3 ? low : high, up = plane->c / size - (k < 2 ? 0 : 0.02);
        double u = t[0] * along + n[0] / size * up, v = t[1] * along + n[1] / size * up;
        xy[2 * k] = (u - c->u0) * c->scale, xy[2 * k + 1] = c->height - (v - c->v0) * c->scale;
    }
    ili_draw_polygon(p, ILI_INK_PLANE, 4, xy, NULL);
}

static void draw_shaft(ili_picture *p, ili_ink ink, const double from[2], const double to[2]) {
    double length = hypot(to[0] - from[0], to[1] - from[1]);
    if (length < 3) return;
    double u[2] = {(to[0] - from[0]) / length, (to[1] - from[1]) / length}, tip = fmin(9, length), neck[2] = {to[0] - tip * u[0], to[1] - tip * u[1]};
    ili_draw_polygon(p, ink, 4, (double[]){from[0] - 0.7 * u[1], from[1] + 0.7 * u[0], from[0] + 0.7 * u[1], from[1] - 0.7 * u[0], neck[0] + 0.7 * u[1], neck[1] - 0.7 * u[0],
                                           neck[0] - 0.7 * u[1], neck[1] + 0.7 * u[0]}, NULL);
    ili_draw_polygon(p, ink, 3, (double[]){to[0], to[1], neck[0] - 0.38 * tip * u[1], neck[1] + 0.38 * tip * u[0], neck[0] + 0.38 * tip * u[1], neck[1] - 0.38 * tip * u[0]}, NULL);
}

static void draw_arrow(ili_picture *p, const sheet *s, const ili_camera *c, const il_draw_arrow *a) {
    double other[3], at[2], end[2];
    if (ili_far_side(c, a->side)) return;
    for (int i = 0; i < 3; i++) other[i] = a->point[i] + (a->support ? -1 : 1) * s->metres_per_newton * a->force[i];
    ili_camera_place(c, a->point, at);
    ili_camera_place(c, other, end);
    if (a->support) draw_shaft(p, ILI_INK_FORCE, end, at);
    else draw_shaft(p, ILI_INK_CARRY, at, end);
}

// ---- words ---------------------------------------------------------------------------------------------------------------------

static void heading(ili_picture *p, const char *title, const char *note) {
    ili_draw_label(p, ILI_INK_TEXT, margin, 28, 20, ILI_START, title);
    if (note) ili_draw_label(p, ILI_INK_MUTED, margin, 48, 13, ILI_START, note);
}

static void steps(ili_picture *p, double x, double y, bool disc, const char *words) {
    for (int i = 0; i < ILI_NHEAT; i++) {
        if (disc) ili_draw_rect(p, (ili_ink)(ILI_INK_DISC0 + i), x + 26 * i, y - 5, 24, 9, 2);
        else ili_draw_line(p, (ili_ink)(ILI_INK_HEAT0 + i), 5, x + 26 * i + 3, y, x + 26 * i + 21, y);
    }
    ili_draw_label(p, ILI_INK_MUTED, x, y + 18, 12, ILI_START, words);
}

static void legend(ili_picture *p, const sheet *s) {
    double y = s->height - 74, ten = 0.1 * s->scale;
    steps(p, margin, y, false, ILI_SAY(PICTURE_MUSCLE_TENSION_UNDER_2));
    bool discs = false;
    for (int i = 0; i < s->d->nshape; i++) discs |= s->d->shape[i].disc;
    if (discs) steps(p, margin, y + 36, true, ILI_SAY(PICTURE_DISC_UNDER_100_250));
    double x = margin + 440;
    ili_draw_line(p, ILI_INK_AXIS, 1.4, x, y, x + 40, y);
    ili_draw_label(p, ILI_INK_MUTED, x + 48, y + 4, 12, ILI_START, ILI_SAY(PICTURE_LIGAMENT));
    ili_draw_line(p, ILI_INK_NERVE, 1.8, x + 110, y, x + 150, y);
    ili_draw_label(p, ILI_INK_MUTED, x + 158, y + 4, 12, ILI_START, ILI_SAY(PICTURE_NERVE));
    ili_draw_line(p, ILI_INK_TEXT, 1, x, y + 62, x + ten, y + 62);
    ili_draw_rect(p, ILI_INK_TEXT, x, y + 58, 1.2, 8, 0);
    ili_draw_rect(p, ILI_INK_TEXT, x + ten, y + 58, 1.2, 8, 0);
    ili_draw_polygon(p, ILI_INK_CARRY, 4, (double[]){x, y + 61, x + ten, y + 61, x + ten, y + 62.4, x, y + 62.4}, NULL);
    ili_draw_label(p, ILI_INK_MUTED, x + ten + 8, y + 66, 12, ILI_START, ILI_SAY(PICTURE_0_1_M_MUSCLES));
    if (!(s->metres_per_newton > 0)) return;
    double newtons = round_below(0.14 / s->metres_per_newton), length = newtons * s->metres_per_newton * s->scale;
    char   text[80], buf[ILI_FIXED_TEXT];
    draw_shaft(p, ILI_INK_FORCE, (double[]){x, y + 30}, (double[]){x + length, y + 30});
    double load = x + length + 130;
    draw_shaft(p, ILI_INK_CARRY, (double[]){load, y + 30}, (double[]){load + length, y + 30});
    snprintf(text, sizeof text, "support, %s N", ili_fixed(newtons, 0, buf));
    ili_draw_label(p, ILI_INK_MUTED, x + length + 8, y + 34, 12, ILI_START, text);
    ili_draw_label(p, ILI_INK_MUTED, load + length + 8, y + 34, 12, ILI_START, ILI_SAY(HEAD_LOAD));
}

static const char *view_name(const sheet *s, int i) {
    static const ili_word names[NVIEW] = {ILI_W_VIEW_FRONT, ILI_W_VIEW_BACK, ILI_W_VIEW_RIGHT, ILI_W_VIEW_LEFT};
    const ili_camera *c = &s->camera[i];
    double            along = c->d[0] * s->d->down[0] + c->d[1] * s->d->down[1] + c->d[2] * s->d->down[2];
    static const ili_word above[NVIEW] = {ILI_W_PICTURE_FRONT_FROM_ABOVE, ILI_W_PICTURE_BACK_FROM_ABOVE, ILI_W_PICTURE_RIGHT_SIDE_FROM_ABOVE, ILI_W_PICTURE_LEFT_SIDE_FROM_ABOVE};
    static const ili_word below[NVIEW] = {ILI_W_PICTURE_FRONT_FROM_BELOW, ILI_W_PICTURE_BACK_FROM_BELOW, ILI_W_PICTURE_RIGHT_SIDE_FROM_BELOW, ILI_W_PICTURE_LEFT_SIDE_FROM_BELOW};
    return along < -0.7 ? ili_word_text(above[i]) : along > 0.7 ? ili_word_text(below[i]) : ili_word_text(names[i]);
}

// ---- the sheet -----------------------------------------------------------------------------------------------------------------

il_status il_report_sheet(const il_drawing *d, const char *title, const char *note, char **text, size_t *size, il_error *err) {
    ili_out o = {0};
    sheet   s = {.d = d};
    lay_out(&s, 1700, 860);
    ili_picture p = {.width = s.width, .height = s.height, .title = title};
    ili_draw_rect(&p, ILI_INK_PAPER, 0, 0, s.width, s.height, 0);
    heading(&p, title, note);
    for (int i = 0; i < NVIEW; i++) {
        const ili_camera *c = &s.camera[i];
        for (int k = 0; k < d->nplane; k++) draw_plane(&p, c, s.x[i] - margin / 2, s.x[i] + s.w[i] + margin / 2, &d->plane[k]);
        ili_draw_body(&p, d, c, true);
        for (int k = 0; k < d->narrow; k++) draw_arrow(&p, &s, c, &d->arrow[k]);
        ili_draw_label(&p, ILI_INK_MUTED, s.x[i] + s.w[i] / 2, s.y[i] + s.h[i] + 16, 13, ILI_MIDDLE, view_name(&s, i));
    }
    legend(&p, &s);
    ili_picture_page(&p, &o);
    return ili_out_take(&o, text, size, err);
}

il_status il_report_posture(const il_drawing *d, il_side side, double width, double height, char **text, size_t *size, il_error *err) {
    ili_out     o = {0};
    ili_picture p = ili_figure_exercise(d, side, width, height);
    if (p.width > 0) ili_picture_page(&p, &o);
    return ili_out_take(&o, text, size, err);
}

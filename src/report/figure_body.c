// figure_body.c - a posture seen from the front, the back or a side: bones as plain shapes, muscles coloured by load
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/figure.h"
#include "report/words.h"

static const double pi = 3.14159265358979323846;

typedef ili_camera camera;

ili_camera ili_camera_of(ili_view view, const double down[3]) {
    static const double u_x[] = {0, 0, 1, -1}, u_z[] = {-1, 1, 0, 0}, d_x[] = {1, -1, 0, 0}, d_z[] = {0, 0, 1, -1};
    ili_camera c = {.view = view, .u = {u_x[view], 0, u_z[view]}, .v = {0, 1, 0}, .d = {d_x[view], 0, d_z[view]}};
    if (!down) return c;
    // the picture is turned by quarters until gravity points down in it; seen along gravity it stays as it is
    double u = down[0] * c.u[0] + down[1] * c.u[1] + down[2] * c.u[2], v = down[0] * c.v[0] + down[1] * c.v[1] + down[2] * c.v[2];
    int    quarters = hypot(u, v) < 0.5 ? 0 : (int)lround((atan2(v, u) + pi / 2) / (pi / 2)) & 3;
    for (int k = 0; k < quarters; k++) {
        for (int i = 0; i < 3; i++) {
            double old = c.u[i];
            c.u[i] = c.v[i], c.v[i] = -old;
        }
    }
    return c;
}

ili_view ili_view_of(const il_drawing *d, il_side side) {
    bool on_a_side = fabs(d->down[2]) > 0.7; // gravity from side to side: seen from there the person would seem to stand
    return on_a_side ? ILI_VIEW_FRONT : side == IL_SIDE_LEFT ? ILI_VIEW_LEFT : ILI_VIEW_RIGHT;
}

// ground axes to the picture: u right, v up, depth towards the viewer
static void look(const camera *c, const double p[3], double uvd[3]) {
    const double *axes[3] = {c->u, c->v, c->d};
    for (int i = 0; i < 3; i++) uvd[i] = axes[i][0] * p[0] + axes[i][1] * p[1] + axes[i][2] * p[2];
}

static void place(const camera *c, const double p[3], double xy[2]) {
    double uvd[3];
    look(c, p, uvd);
    xy[0] = (uvd[0] - c->u0) * c->scale;
    xy[1] = c->height - (uvd[1] - c->v0) * c->scale;
}

// ---- what is drawn, far to near ------------------------------------------------------------------------------------------------

typedef struct thing {
    int    rank; ///< the far side, where it is drawn, lies behind everything; then soft outlines
    double depth;
    int    index, from; ///< from: the first point of a line's piece
    bool   line;
} thing;

static int by_depth(const void *pa, const void *pb) {
    const thing *a = pa, *b = pb;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    if (fabs(a->depth - b->depth) > 0) return a->depth < b->depth ? -1 : 1;
    if (a->line != b->line) return a->line ? 1 : -1;
    return a->index != b->index ? a->index - b->index : a->from - b->from;
}

static double mean_depth(const camera *c, int n, const double *point) {
    double sum = 0, uvd[3];
    for (int i = 0; i < n; i++) {
        look(c, point + 3 * i, uvd);
        sum += uvd[2];
    }
    return n ? sum / n : 0;
}

bool ili_far_side(const camera *c, il_side side) {
    ili_view view = c->view;
    return (view == ILI_VIEW_RIGHT && side == IL_SIDE_LEFT) || (view == ILI_VIEW_LEFT && side == IL_SIDE_RIGHT);
}

// standing asks for a few per cent of most muscles, so the steps are fine below and coarse above
static const double heat_from[ILI_NHEAT] = {0, 0.02, 0.05, 0.1, 0.2, 0.4};

static int heat_step(double load) {
    int i = ILI_NHEAT - 1;
    while (i > 0 && !(load >= heat_from[i])) i--;
    return i;
}

static ili_ink heat(double load) { return (ili_ink)(ILI_INK_HEAT0 + heat_step(load)); }

// ---- shapes --------------------------------------------------------------------------------------------------------------------

// two half circles joined: radius ra at a, rb at b
static void draw_capsule(ili_picture *p, const camera *c, const il_draw_shape *s, ili_ink ink) {
    enum { ARC = 8, N = 2 * (ARC + 1) };
    double a[2], b[2], xy[2 * N];
    place(c, s->point, a);
    place(c, s->point + 3, b);
    double start = atan2(b[1] - a[1], b[0] - a[0]) + pi / 2;
    for (int i = 0; i < N; i++) {
        bool   far = i > ARC;
        double t = start + pi * (i - far) / ARC, r = s->radius[far] * c->scale;
        xy[2 * i] = (far ? b : a)[0] + r * cos(t);
        xy[2 * i + 1] = (far ? b : a)[1] + r * sin(t);
    }
    ili_draw_polygon(p, ink, N, xy, s->soft ? NULL : s->name);
}

// the outline of an ellipsoid: M u over the unit sphere projects to the ellipse of M M^T
static void draw_ellipsoid(ili_picture *p, const camera *c, const il_draw_shape *s, ili_ink ink) {
    double centre[2], uu = 0, uv = 0, vv = 0;
    place(c, s->point, centre);
    for (int k = 1; k < 4; k++) {
        double e[3];
        look(c, s->point + 3 * k, e);
        uu += e[0] * e[0], uv -= e[0] * e[1], vv += e[1] * e[1]; // v is down in the picture
    }
    double mid = (uu + vv) / 2, half = hypot((uu - vv) / 2, uv), angle = 0.5 * atan2(2 * uv, uu - vv);
    ili_draw_ellipse(p, ink, centre[0], centre[1], c->scale * sqrt(mid + half), c->scale * sqrt(fmax(mid - half, 0)), angle * 180 / pi,
                     s->soft ? NULL : s->name);
}

static double *placed(ili_picture *p, const camera *c, int n, const double *point) {
    double *xy = ili_arena_array(&p->arena, 2 * (size_t)n, sizeof *xy);
    p->failed |= !xy;
    for (int i = 0; xy && i < n; i++) place(c, point + 3 * i, xy + 2 * i);
    return xy;
}

static void draw_outline(ili_picture *p, const camera *c, const il_draw_shape *s, ili_ink ink) {
    double *xy = placed(p, c, s->npoint, s->point);
    if (!xy) return;
    if (s->closed) ili_draw_curve(p, ink, s->npoint, xy, s->soft ? NULL : s->name);
    else ili_draw_polyline(p, ILI_INK_AXIS, 1, s->npoint, xy, s->name);
}

static int left_to_right(const void *pa, const void *pb) {
    const double *a = pa, *b = pb;
    if (a[0] < b[0] || a[0] > b[0]) return a[0] < b[0] ? -1 : 1;
    return a[1] < b[1] ? -1 : a[1] > b[1];
}

static bool turns_left(const double *a, const double *b, const double *c) {
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;
}

// convex hull by the monotone chain (Andrew 1979): lower edge from left to right, then the upper edge back
static void draw_hull(ili_picture *p, const camera *c, const il_draw_shape *s, ili_ink ink) {
    double *xy = placed(p, c, s->npoint, s->point), *hull = ili_arena_array(&p->arena, 4 * (size_t)s->npoint + 4, sizeof *hull);
    int     n = 0;
    p->failed |= !hull;
    if (!xy || !hull || s->npoint < 3) return;
    qsort(xy, (size_t)s->npoint, 2 * sizeof *xy, left_to_right);
    for (int pass = 0; pass < 2; pass++) {
        int start = n;
        for (int k = 0; k < s->npoint; k++) {
            const double *point = xy + 2 * (pass ? s->npoint - 1 - k : k);
            while (n >= start + 2 && !turns_left(hull + 2 * (n - 2), hull + 2 * (n - 1), point)) n--;
            hull[2 * n] = point[0], hull[2 * n + 1] = point[1];
            n++;
        }
        n--; // the end of one edge begins the other
    }
    ili_draw_polygon(p, ink, n, hull, s->soft ? NULL : s->name);
}

static void draw_shape(ili_picture *p, const camera *c, const il_draw_shape *s) {
    ili_ink ink = s->soft ? ILI_INK_SOFT_PLAIN : s->disc ? (ili_ink)(ILI_INK_DISC0 + heat_step(s->load)) : s->hollow ? ILI_INK_EDGE : ILI_INK_BONE;
    switch (s->kind) {
        case IL_SHAPE_CAPSULE: draw_capsule(p, c, s, ink); break;
        case IL_SHAPE_ELLIPSOID: draw_ellipsoid(p, c, s, ink); break;
        case IL_SHAPE_OUTLINE: draw_outline(p, c, s, ink); break;
        case IL_SHAPE_HULL: draw_hull(p, c, s, ink); break;
    }
}

// ---- muscles -------------------------------------------------------------------------------------------------------------------

// all of a line, or its piece after point `from`
static void draw_line(ili_picture *p, const camera *c, const il_draw_line *l, int from) {
    static const char *const sides[] = {"", "right ", "left ", ""};
    int     first = from < 0 ? 0 : from, n = from < 0 ? l->npoint : 2;
    double *xy = placed(p, c, n, l->point + 3 * first);
    char    tip[200], buf[ILI_FIXED_TEXT];
    if (!xy) return;
    snprintf(tip, sizeof tip, "%s%.120s: %s %%", sides[(unsigned)l->side < 4 ? l->side : 0], l->name ? l->name : "?",
             ili_fixed(100 * l->load, 0, buf));
    double  weight = 0.8 + 4.2 * sqrt(fmin(fmax(l->force, 0), 1)) * fmin(c->scale / 300, 1.6);
    ili_ink ink = l->kind == IL_DRAW_MUSCLE ? heat(l->load) : l->kind == IL_DRAW_NERVE ? ILI_INK_NERVE : ILI_INK_AXIS;
    ili_draw_polyline(p, ink, weight, n, xy, from < 0 ? tip : NULL);
}

// ---- the figure ----------------------------------------------------------------------------------------------------------------

static void include(const camera *c, double box[4], int n, const double *point, double margin_u, double margin_v) {
    for (int i = 0; i < n; i++) {
        double uvd[3];
        look(c, point + 3 * i, uvd);
        box[0] = fmin(box[0], uvd[0] - margin_u), box[1] = fmax(box[1], uvd[0] + margin_u);
        box[2] = fmin(box[2], uvd[1] - margin_v), box[3] = fmax(box[3], uvd[1] + margin_v);
    }
}

// half the width and height of an ellipsoid's shadow: the norm of its half axes in each direction
static void ellipsoid_extent(const camera *c, const il_draw_shape *s, double extent[2]) {
    double square[2] = {0};
    for (int k = 1; k < 4; k++) {
        double e[3];
        look(c, s->point + 3 * k, e);
        square[0] += e[0] * e[0], square[1] += e[1] * e[1];
    }
    extent[0] = sqrt(square[0]), extent[1] = sqrt(square[1]);
}

// the box around everything: left, right, bottom, top
void ili_body_bounds(const il_drawing *d, const camera *c, double box[4]) {
    box[0] = box[2] = HUGE_VAL;
    box[1] = box[3] = -HUGE_VAL;
    for (int i = 0; i < d->nline; i++)
        if (!ili_far_side(c, d->line[i].side)) include(c, box, d->line[i].npoint, d->line[i].point, 0.01, 0.01);
    for (int i = 0; i < d->nshape; i++) {
        const il_draw_shape *s = &d->shape[i];
        double               extent[2] = {0};
        if (ili_far_side(c, s->side) && !c->both) continue;
        if (s->kind == IL_SHAPE_ELLIPSOID) ellipsoid_extent(c, s, extent);
        if (s->kind == IL_SHAPE_CAPSULE) extent[0] = extent[1] = fmax(s->radius[0], s->radius[1]);
        include(c, box, s->kind == IL_SHAPE_ELLIPSOID ? 1 : s->npoint, s->point, extent[0], extent[1]);
    }
}

// things from far to near. Pieces: a line's pieces each at their own depth, so that it passes behind one bone and before another
static int collect(const il_drawing *d, const camera *c, bool pieces, thing *t) {
    int n = 0;
    for (int i = 0; i < d->nshape; i++) {
        const il_draw_shape *s = &d->shape[i];
        bool                 far = ili_far_side(c, s->side);
        if (!far || c->both)
            t[n++] = (thing){!s->soft - 2*far, mean_depth(c, s->kind == IL_SHAPE_ELLIPSOID ? 1 : s->npoint, s->point), i, 0, false};
    }
    for (int i = 0; i < d->nline; i++) {
        const il_draw_line *l = &d->line[i];
        if (ili_far_side(c, l->side)) continue;
        if (!pieces) t[n++] = (thing){1, mean_depth(c, l->npoint, l->point), i, -1, true};
        for (int k = 0; pieces && k + 1 < l->npoint; k++) t[n++] = (thing){1, mean_depth(c, 2, l->point + 3 * k), i, k, true};
    }
    qsort(t, (size_t)n, sizeof *t, by_depth);
    return n;
}

void ili_draw_body(ili_picture *p, const il_drawing *d, const ili_camera *c, bool pieces) {
    int room = d->nshape;
    for (int i = 0; i < d->nline; i++) room += d->line[i].npoint;
    thing *t = ili_arena_array(&p->arena, (size_t)room + 1, sizeof *t);
    int    n = t ? collect(d, c, pieces, t) : 0;
    p->failed |= !t;
    for (int i = 0; i < n; i++) {
        if (t[i].line) draw_line(p, c, &d->line[t[i].index], t[i].from);
        else draw_shape(p, c, &d->shape[t[i].index]);
    }
}

void ili_camera_place(const ili_camera *c, const double p[3], double xy[2]) { place(c, p, xy); }

ili_picture ili_figure_body(const il_drawing *d, ili_view view, ili_crop crop, double height) {
    static const ili_word titles[] = {ILI_W_PICTURE_FRONT, ILI_W_PICTURE_BACK, ILI_W_PICTURE_RIGHT, ILI_W_PICTURE_LEFT};
    double box[4];
    camera c = ili_camera_of(view, NULL);
    ili_body_bounds(d, &c, box);
    if (!(box[1] > box[0]) || !(box[3] > box[2])) return (ili_picture){0};
    double bottom = box[2];
    double tall = box[3] - box[2];
    if (crop.high > crop.low) box[2] = bottom + crop.low * tall, box[3] = bottom + crop.high * tall;
    c.scale = (height - 8) / (box[3] - box[2]), c.height = height;
    c.u0 = box[0] - 4 / c.scale, c.v0 = box[2] - 4 / c.scale;
    ili_picture p = {.width = (box[1] - box[0]) * c.scale + 8, .height = height, .title = ili_word_text(titles[view])};
    ili_draw_body(&p, d, &c, false);
    return p;
}

static ili_picture posture(const il_drawing *d, ili_view view, bool both, double width, double height) {
    double box[4], size = d->down[0]*d->down[0] + d->down[1]*d->down[1] + d->down[2]*d->down[2];
    camera c = ili_camera_of(view, size > 0.25 ? d->down : NULL);
    c.both = both;
    ili_body_bounds(d, &c, box);
    if (!(box[1] > box[0]) || !(box[3] > box[2])) return (ili_picture){0};
    c.scale = fmin((height - 8) / (box[3] - box[2]), (width - 8) / (box[1] - box[0]));
    c.height = (box[3] - box[2]) * c.scale + 8;
    c.u0 = box[0] - 4 / c.scale, c.v0 = box[2] - 4 / c.scale;
    ili_picture p = {.width = (box[1] - box[0]) * c.scale + 8, .height = c.height, .title = ili_word_text(view == ILI_VIEW_FRONT || view == ILI_VIEW_BACK ? ILI_W_PICTURE_POSTURE_FRONT : ILI_W_PICTURE_POSTURE)};
    ili_draw_body(&p, d, &c, false);
    return p;
}

ili_picture ili_figure_posture(const il_drawing *d, ili_view view, double width, double height) { return posture(d, view, false, width, height); }
ili_picture ili_figure_exercise(const il_drawing *d, il_side side, double width, double height) { return posture(d, ili_view_of(d, side), true, width, height); }

ili_picture ili_figure_legend(void) {
    ili_picture p = {.width = 560, .height = 44, .title = ili_word_text(ILI_W_PICTURE_LEGEND)};
    for (int i = 0; i < ILI_NHEAT; i++) {
        char text[40], a[ILI_FIXED_TEXT], b[ILI_FIXED_TEXT];
        double x = 4 + 92 * i;
        ili_draw_line(&p, (ili_ink)(ILI_INK_HEAT0 + i), 6, x, 12, x + 80, 12);
        if (i == 0) snprintf(text, sizeof text, "under %s %%", ili_fixed(100 * heat_from[1], 0, b));
        else if (i == ILI_NHEAT - 1) snprintf(text, sizeof text, "over %s %%", ili_fixed(100 * heat_from[i], 0, a));
        else snprintf(text, sizeof text, "%s to %s %%", ili_fixed(100 * heat_from[i], 0, a), ili_fixed(100 * heat_from[i + 1], 0, b));
        ili_draw_label(&p, ILI_INK_MUTED, x + 40, 34, 12, ILI_MIDDLE, text);
    }
    return p;
}

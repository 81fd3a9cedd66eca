// figure_followup.c - pain drawings one over the other, and scores over the weeks
#include "report/figure_followup.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/words.h"

static const double degree = 0.017453292519943295; // rad

// ---- drawings over each other ------------------------------------------------------------------------------------------------------

// each visit by the direction of its hatch and by its ink: the direction alone tells them apart in grey
typedef struct style {
    ili_ink ink;
    double  degrees, step, weight;
} style;
static const style styles[ILI_OVER_VISITS] = {{ILI_INK_HEALTHY, 45, 4.5, 1.1}, {ILI_INK_WITH, -45, 4.5, 1.1}, {ILI_INK_BAR_END, 0, 4, 1}, {ILI_INK_SEEN, 90, 4, 1}};

int ili_over_visits(const il_followup *f, int visit[ILI_OVER_VISITS]) {
    int n = 0;
    for (int i = 0; i < f->nvisit; i++) {
        if (!f->visit[i].pain.narea) continue;
        if (n == ILI_OVER_VISITS) {
            // the first stays, the oldest of the others goes
            for (int k = 1; k < n - 1; k++) visit[k] = visit[k + 1];
            n--;
        }
        visit[n++] = i;
    }
    return n;
}

// the chords of an ellipse along one direction, on lines that run through the whole picture: x = c + A u, |u| = 1 on the edge
static void hatch(ili_picture *p, const style *s, const ili_pain_patch *q) {
    double angle = s->degrees*degree, turn = q->degrees*degree, d[2] = {cos(angle), sin(angle)}, n[2] = {-sin(angle), cos(angle)};
    double offset = n[0]*q->x + n[1]*q->y, reach = fmax(q->rx, q->ry);
    for (double k = ceil((offset - reach)/s->step); k*s->step <= offset + reach; k++) {
        double away = k*s->step - offset, a[2], b[2];
        // into the axes of the ellipse, each divided by its radius
        a[0] = (cos(turn)*n[0] + sin(turn)*n[1])*away/q->rx, a[1] = (-sin(turn)*n[0] + cos(turn)*n[1])*away/q->ry;
        b[0] = (cos(turn)*d[0] + sin(turn)*d[1])/q->rx, b[1] = (-sin(turn)*d[0] + cos(turn)*d[1])/q->ry;
        double bb = b[0]*b[0] + b[1]*b[1], ab = a[0]*b[0] + a[1]*b[1], root = ab*ab - bb*(a[0]*a[0] + a[1]*a[1] - 1.0);
        if (root <= 0.0) continue;
        double t0 = (-ab - sqrt(root))/bb, t1 = (-ab + sqrt(root))/bb, x = q->x + n[0]*away, y = q->y + n[1]*away;
        ili_draw_line(p, s->ink, s->weight, x + t0*d[0], y + t0*d[1], x + t1*d[0], y + t1*d[1]);
    }
}

// the patch of the i-th visit: a little smaller than that before, so that no outline hides another
static void draw_patch(ili_picture *p, int i, const ili_pain_patch *q, const char *tip) {
    ili_pain_patch in = *q;
    in.rx = fmax(q->rx - 1.1*i, 0.45*q->rx), in.ry = fmax(q->ry - 1.1*i, 0.45*q->ry);
    hatch(p, &styles[i], &in);
    ili_draw_ellipse(p, styles[i].ink, in.x, in.y, in.rx, in.ry, in.degrees, tip);
}

// "2026-03-31", or "day 14"
static const char *when(const il_visit *v, char buf[40]) {
    if (v->date) snprintf(buf, 40, "%.20s", v->date);
    else if (v->day.known) snprintf(buf, 40, "day %.0f", v->day.value);
    else snprintf(buf, 40, "visit");
    return buf;
}

// what was drawn by hand; the picture has front and back, strokes on the sides stand as regions only
static void draw_strokes(ili_picture *p, int i, const il_pain *pain, const char *tip) {
    double xy[2*IL_PAIN_STROKE_POINTS];
    for (int k = 0; k < pain->nstroke; k++) {
        il_pain_view view = pain->stroke[k].view;
        int          n = il_pain_stroke_points(pain->stroke[k].line, xy);
        if (n < 1 || (view != IL_PAIN_VIEW_FRONT && view != IL_PAIN_VIEW_BACK)) continue;
        for (int j = 0; j < n && view == IL_PAIN_VIEW_BACK; j++) xy[2*j] += ILI_PAIN_WIDTH;
        if (n == 1) ili_draw_ellipse(p, styles[i].ink, xy[0], xy[1], 1.5, 1.5, 0, tip);
        else ili_draw_polyline(p, styles[i].ink, 2, n, xy, tip);
    }
}

ili_picture ili_figure_over(const il_followup *f) {
    ili_picture p = {.width = 2*ILI_PAIN_WIDTH, .height = ILI_PAIN_HEIGHT + 24, .title = ili_word_text(ILI_W_PICTURE_PAIN_OVER)};
    int         visit[ILI_OVER_VISITS], n = ili_over_visits(f, visit);
    char        text[40], tip[120];
    ili_draw_people(&p);
    for (int i = 0; i < n; i++) {
        const il_visit *v = &f->visit[visit[i]];
        for (int k = 0; k < v->pain.narea; k++) {
            ili_pain_patch patch[ILI_PAIN_PATCHES];
            int            m = ili_pain_patches(v->pain.area[k].region, v->pain.area[k].side, patch);
            snprintf(tip, sizeof tip, "%s: %.60s", when(v, text), v->pain.area[k].region);
            for (int j = 0; j < m; j++) draw_patch(&p, i, &patch[j], tip);
        }
        draw_strokes(&p, i, &v->pain, when(v, text));
        double         x = 12 + 92.0*i;
        ili_pain_patch key = {x + 6, ILI_PAIN_HEIGHT + 10, 8, 8, 0};
        hatch(&p, &styles[i], &key);
        ili_draw_ellipse(&p, styles[i].ink, key.x, key.y, key.rx, key.ry, 0, NULL);
        ili_draw_label(&p, ILI_INK_TEXT, x + 18, ILI_PAIN_HEIGHT + 14, 11, ILI_START, when(v, text));
    }
    return p;
}

// ---- the course of a score -----------------------------------------------------------------------------------------------------------

typedef struct frame {
    double x0, x1, y0, y1, week, low, high; // pixels; the last week; the scale
} frame;

static double x_of(const frame *m, double week) { return m->x0 + (m->week > 0.0 ? week/m->week : 0.0)*(m->x1 - m->x0); }
static double y_of(const frame *m, double value) { return m->y0 + (fmin(fmax(value, m->low), m->high) - m->low)/(m->high - m->low)*(m->y1 - m->y0); }

static void axes(ili_picture *p, const frame *m) {
    char buf[ILI_FIXED_TEXT];
    for (int i = 0; i <= 4; i++) {
        double v = m->low + (m->high - m->low)*i/4.0;
        ili_draw_line(p, ILI_INK_GRID, 1, m->x0, y_of(m, v), m->x1, y_of(m, v));
        ili_draw_label(p, ILI_INK_MUTED, m->x0 - 6, y_of(m, v) + 4, 11, ILI_END, ili_fixed(v, ili_decimals((m->high - m->low)/2.0), buf));
    }
    ili_draw_line(p, ILI_INK_AXIS, 1, m->x0, m->y0, m->x1, m->y0);
}

// inside it a change does not count; it begins at the first score
static void band(ili_picture *p, const frame *m, const il_followup_line *l) {
    if (isnan(l->counts) || l->score->is_change) return;
    double first = l->at[l->first].value, top = y_of(m, first + l->counts), low = y_of(m, first - l->counts);
    ili_draw_rect(p, ILI_INK_NORM, m->x0, top, m->x1 - m->x0, low - top, 0);
    ili_draw_line(p, ILI_INK_AXIS, 1, m->x0, top, m->x1, top);
    ili_draw_line(p, ILI_INK_AXIS, 1, m->x0, low, m->x1, low);
    ili_draw_label(p, ILI_INK_MUTED, m->x1 - 4, l->direction < 0 ? top + 12 : low - 4, 10.5, ILI_END, "changes inside the band do not count");
}

static void point(ili_picture *p, const frame *m, const il_followup_line *l, double week, double value) {
    char   buf[ILI_FIXED_TEXT];
    double x = x_of(m, week), off = isnan(l->error) ? 0.0 : l->error/sqrt(2.0);
    if (off > 0.0) {
        ili_draw_line(p, ILI_INK_SEEN, 1, x, y_of(m, value - off), x, y_of(m, value + off));
        ili_draw_line(p, ILI_INK_SEEN, 1, x - 3, y_of(m, value - off), x + 3, y_of(m, value - off));
        ili_draw_line(p, ILI_INK_SEEN, 1, x - 3, y_of(m, value + off), x + 3, y_of(m, value + off));
    }
    ili_draw_ellipse(p, ILI_INK_SEEN_DOT, x, y_of(m, value), 4, 4, 0, NULL);
    ili_draw_label(p, ILI_INK_TEXT, x + 7, y_of(m, value) - 5, 11.5, ILI_START, ili_fixed(value, floor(value) == value ? 0 : 1, buf));
}

ili_picture ili_figure_course(const il_followup *f, const il_followup_line *l) {
    ili_picture p = {.width = 640, .height = 190, .title = ili_word_text(ILI_W_PICTURE_SCORE)};
    frame       m = {46, 590, 160, 14, 1, l->score->min, l->score->max};
    double      xy[2*64];
    int         n = 0;
    for (int i = 0; i < f->nvisit; i++) m.week = fmax(m.week, f->week[i].known ? f->week[i].value : i);
    axes(&p, &m);
    band(&p, &m, l);
    for (int i = 0; i < f->nvisit && n < 64; i++) {
        if (!l->at[i].known) continue;
        xy[2*n] = x_of(&m, f->week[i].known ? f->week[i].value : i), xy[2*n + 1] = y_of(&m, l->at[i].value), n++;
    }
    if (n > 1) ili_draw_polyline(&p, ILI_INK_SEEN, 1.5, n, xy, NULL);
    for (int i = 0; i < f->nvisit; i++) {
        char   text[40], buf[ILI_FIXED_TEXT];
        double week = f->week[i].known ? f->week[i].value : i;
        if (!l->at[i].known) continue;
        point(&p, &m, l, week, l->at[i].value);
        snprintf(text, sizeof text, "%s%s", f->week[i].known ? "week " : "visit ", ili_fixed(f->week[i].known ? week : i + 1, 0, buf));
        ili_draw_label(&p, ILI_INK_MUTED, x_of(&m, week), 176, 11, ILI_MIDDLE, text);
    }
    return p;
}

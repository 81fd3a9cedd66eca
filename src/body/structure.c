// structure.c - nearest approach of two paths, the press of a path on the bones it runs over, strain
#include "ilium/structure.h"
#include <math.h>
#include <string.h>

static double dot(const double a[3], const double b[3]) { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2]; }

static void point_of(const il_pack *x, int lane, double out[3]) {
    for (int c = 0; c < 3; c++) out[c] = x[c].lane[lane];
}

// the corners of a path's line in turn: its points, and between two of them where it meets and leaves a surface
typedef struct walk {
    const il_model *m;
    const il_data  *d;
    int             lane, point, end, wrap, wrap_end, part; // part: 0 the point itself, 1 where it meets the surface after it, 2 where it leaves
} walk;

static walk start(const il_model *m, const il_data *d, int path, int lane) {
    return (walk){m, d, lane, m->path_start[path], m->path_start[path + 1], m->path_wrap_start[path], m->path_wrap_start[path + 1], 0};
}

static bool next(walk *w, double out[3]) {
    if (w->point == w->end) return false;
    if (w->part == 0) point_of(&w->d->point_world[3*w->point], w->lane, out);
    else point_of(&w->d->touch_world[3*(2*w->wrap + w->part - 1)], w->lane, out);
    bool over = w->wrap < w->wrap_end && w->m->pathwrap_point[w->wrap] == w->point;
    if (over && w->part < 2 && w->d->touch[w->wrap].lane[w->lane] > 0.0) {
        w->part++;
        return true;
    }
    if (over) w->wrap++;
    w->part = 0, w->point++;
    return true;
}

static double clamp(double x) { return fmin(fmax(x, 0.0), 1.0); }

// nearest points of two segments, squared distance: where the line of one is nearest, kept within both
static double segments(const double *a0, const double *a1, const double *b0, const double *b1, double *at_a, double *at_b) {
    double u[3], v[3], w[3], gap = 0.0;
    for (int c = 0; c < 3; c++) u[c] = a1[c] - a0[c], v[c] = b1[c] - b0[c], w[c] = a0[c] - b0[c];
    double uu = dot(u, u), uv = dot(u, v), vv = dot(v, v), uw = dot(u, w), vw = dot(v, w), det = uu*vv - uv*uv;
    double s = det > 1e-12*uu*vv ? clamp((uv*vw - vv*uw)/det) : 0.0;
    double t = vv > 0.0 ? clamp((uv*s + vw)/vv) : 0.0;
    s = uu > 0.0 ? clamp((uv*t - uw)/uu) : 0.0;
    for (int c = 0; c < 3; c++) {
        at_a[c] = a0[c] + s*u[c], at_b[c] = b0[c] + t*v[c];
        gap += (at_a[c] - at_b[c])*(at_a[c] - at_b[c]);
    }
    return gap;
}

double il_path_clearance(const il_model *m, const il_data *d, int path_a, int path_b, int lane, double at_a[3], double at_b[3]) {
    IL_ASSERT(m && d && path_a >= 0 && path_a < m->npath && path_b >= 0 && path_b < m->npath && lane >= 0 && lane < IL_LANES);
    double best = IL_INF, a0[3], a1[3], b0[3], b1[3], x[3], y[3];
    walk   a = start(m, d, path_a, lane);
    for (next(&a, a0); next(&a, a1); memcpy(a0, a1, sizeof a0)) {
        walk b = start(m, d, path_b, lane);
        for (next(&b, b0); next(&b, b1); memcpy(b0, b1, sizeof b0)) {
            double gap = segments(a0, a1, b0, b1, x, y);
            if (gap >= best) continue;
            best = gap;
            if (at_a) memcpy(at_a, x, sizeof x);
            if (at_b) memcpy(at_b, y, sizeof y);
        }
    }
    return sqrt(best);
}

// adds the unit vector from `from` to `to`
static void add_unit(const double from[3], const double to[3], double sum[3]) {
    double u[3] = {to[0] - from[0], to[1] - from[1], to[2] - from[2]}, length = sqrt(dot(u, u));
    for (int c = 0; c < 3 && length > 0.0; c++) sum[c] += u[c]/length;
}

double il_path_press(const il_model *m, const il_data *d, int path, int body, int lane, double force[3]) {
    IL_ASSERT(m && d && path >= 0 && path < m->npath && lane >= 0 && lane < IL_LANES);
    double sum[3] = {0.0, 0.0, 0.0}, before[3], meet[3], leave[3], after[3];
    for (int w = m->path_wrap_start[path]; w < m->path_wrap_start[path + 1]; w++) {
        if (m->wrap_body[m->pathwrap_wrap[w]] != body || !(d->touch[w].lane[lane] > 0.0)) continue;
        point_of(&d->point_world[3*m->pathwrap_point[w]], lane, before);
        point_of(&d->point_world[3*(m->pathwrap_point[w] + 1)], lane, after);
        point_of(&d->touch_world[6*w], lane, meet);
        point_of(&d->touch_world[6*w + 3], lane, leave);
        add_unit(meet, before, sum);
        add_unit(leave, after, sum);
    }
    for (int c = 0; c < 3; c++) sum[c] *= d->path_tension[path].lane[lane];
    if (force) memcpy(force, sum, sizeof sum);
    return sqrt(dot(sum, sum));
}

double il_ligament_strain(const il_model *m, const il_params *p, const il_data *d, int ligament, int lane) {
    IL_ASSERT(m && p && p->stride == 0 && d && ligament >= 0 && ligament < m->nligament);
    return d->path_length[m->ligament_path[ligament]].lane[lane]/p->ligament_l_slack[ligament] - 1.0;
}

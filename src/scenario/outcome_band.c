// outcome_band.c - outcomes of the iliotibial band over the lateral epicondyle, and of the sciatic nerve beside its neighbours
#include "scenario/outcome_private.h"
#include "ilium/condition.h"
#include <math.h>
#include <string.h>

static double size(const double v[3]) { return sqrt(ili_dot(v, v)); }

// ---- band ----------------------------------------------------------------------------------------------------------------------

static bool is_band(const ili_look *l, int ligament, int side) {
    il_side own = side ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    return !strcmp(l->o->body->groups.ligament[ligament], "iliotibial_band") && il_side_of(l->m->ligament_name[ligament]) == own;
}

double ili_outcome_band_tension(const ili_look *l, int side) {
    double sum = 0.0;
    for (int i = 0; i < l->m->nligament; i++)
        if (is_band(l, i, side)) sum += l->d->ligament_force[i].lane[l->lane];
    return sum;
}

// unit vector from touching point `touch` to path point `point`
static void away(const ili_look *l, const il_pack *touch, int point, double out[3]) {
    for (int k = 0; k < 3; k++) out[k] = l->d->point_world[3*point + k].lane[l->lane] - touch[k].lane[l->lane];
    double length = size(out);
    for (int k = 0; k < 3; k++) out[k] = length > 0.0 ? out[k]/length : 0.0;
}

// what a path that bends over a surface presses on it: tension times the sum of the two directions in which it leaves
static void add_press(const ili_look *l, int path, double tension, int surface, double f[3]) {
    for (int i = l->m->path_wrap_start[path]; i < l->m->path_wrap_start[path + 1]; i++) {
        if (l->m->pathwrap_wrap[i] != surface || l->d->touch[i].lane[l->lane] == 0.0) continue;
        double before[3], after[3];
        int    point = l->m->pathwrap_point[i];
        away(l, &l->d->touch_world[6*i], point, before);
        away(l, &l->d->touch_world[6*i + 3], point + 1, after);
        for (int k = 0; k < 3; k++) f[k] += tension*(before[k] + after[k]);
    }
}

double ili_outcome_band_press(const ili_look *l, int side) {
    double f[3] = {0.0, 0.0, 0.0};
    for (int i = 0; i < l->m->nligament; i++)
        if (is_band(l, i, side)) add_press(l, l->m->ligament_path[i], l->d->ligament_force[i].lane[l->lane], l->o->leg[side].epicondyle_wrap, f);
    return size(f);
}

// ---- nerve ---------------------------------------------------------------------------------------------------------------------

double ili_outcome_nerve_strain(const ili_look *l, int side)  { return ili_outcome_ligament_strain(l, l->o->leg[side].nerve); }
double ili_outcome_nerve_tension(const ili_look *l, int side) { return l->d->ligament_force[l->o->leg[side].nerve].lane[l->lane]; }

// squared distance of a + s u and b + t v at given s and t
static double apart(const double *a, const double *u, const double *b, const double *v, double s, double t) {
    double sum = 0.0;
    for (int k = 0; k < 3; k++) {
        double x = a[k] + s*u[k] - b[k] - t*v[k];
        sum += x*x;
    }
    return sum;
}

static double within(double x) { return fmin(fmax(x, 0.0), 1.0); }

// closest points of two segments: alternate the exact minimum over one with the other held, which ends at the minimum of a convex function
static double segment_distance(const double *a, const double *u, const double *b, const double *v) {
    double uu = ili_dot(u, u), vv = ili_dot(v, v), s = 0.5, t = 0.5;
    for (int n = 0; n < 100 && uu > 0.0 && vv > 0.0; n++) {
        double from_a[3], from_b[3];
        for (int k = 0; k < 3; k++) from_b[k] = a[k] + s*u[k] - b[k];
        t = within(ili_dot(from_b, v)/vv);
        for (int k = 0; k < 3; k++) from_a[k] = b[k] + t*v[k] - a[k];
        double next = within(ili_dot(from_a, u)/uu);
        bool   still = fabs(next - s) < 1e-12;
        s = next;
        if (still) break;
    }
    return apart(a, u, b, v, s, t);
}

static void segment(const ili_look *l, int point, double a[3], double u[3]) {
    for (int k = 0; k < 3; k++) {
        a[k] = l->d->point_world[3*point + k].lane[l->lane];
        u[k] = l->d->point_world[3*point + 3 + k].lane[l->lane] - a[k];
    }
}

// smallest distance between the straight lines through the points of two paths [m]
static double path_distance(const ili_look *l, int one, int other) {
    double least = IL_INF, a[3], u[3], b[3], v[3];
    for (int i = l->m->path_start[one]; i + 1 < l->m->path_start[one + 1]; i++) {
        segment(l, i, a, u);
        for (int j = l->m->path_start[other]; j + 1 < l->m->path_start[other + 1]; j++) {
            segment(l, j, b, v);
            least = fmin(least, segment_distance(a, u, b, v));
        }
    }
    return sqrt(least);
}

double ili_outcome_nerve_piriformis(const ili_look *l, int side) {
    const ili_leg *g = &l->o->leg[side];
    return 1000.0*path_distance(l, l->m->ligament_path[g->nerve], l->m->muscle_path[g->piriformis]);
}

double ili_outcome_nerve_quadratus(const ili_look *l, int side) {
    const ili_leg *g = &l->o->leg[side];
    return 1000.0*path_distance(l, l->m->ligament_path[g->nerve], l->m->muscle_path[g->quadratus]);
}

// shape_part.c - distance to a blend of rods, balls, plates and drums
//
// Exact for rods (round cones taken as capsules of changing radius) and plates; balls by k0 (k0 - 1)/k1 of the scaled lengths, which is exact on the
// surface. Blend: the polynomial smooth minimum, which fills the corner between two parts as bone does.
#include <math.h>

#include "body/shape_part.h"
#include "math/scalar.h"

static const double degree = 3.14159265358979323846/180.0;

static double dot(const double a[3], const double b[3]) { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2]; }
static double clamp(double x) { return fmin(fmax(x, 0.0), 1.0); }
static void   less(const double a[3], const double b[3], double out[3]) {
    for (int c = 0; c < 3; c++) out[c] = a[c] - b[c];
}

static double smooth_min(double a, double b, double k) {
    double h = fmax(k - fabs(a - b), 0.0)/k;
    return fmin(a, b) - 0.25*h*h*k;
}

static double rod(const double *v, const double p[3]) {
    double ab[3], ap[3], length;
    less(v + 4, v, ab);
    less(p, v, ap);
    double t = clamp(dot(ap, ab)/fmax(dot(ab, ab), 1e-9));
    for (int c = 0; c < 3; c++) ap[c] -= t*ab[c];
    length = sqrt(dot(ap, ap));
    return length - (v[3] + t*(v[7] - v[3]));
}

static double ball(const double *v, const double p[3]) {
    double x = p[0] - v[0], y = p[1] - v[1], z = p[2] - v[2], c = ili_cos1(v[6]*degree), s = ili_sin1(v[6]*degree);
    double q[3] = {(c*x + s*y)/v[3], (c*y - s*x)/v[4], z/v[5]}, g[3] = {q[0]/v[3], q[1]/v[4], q[2]/v[5]};
    double k0 = sqrt(dot(q, q)), k1 = sqrt(dot(g, g));
    return k1 > 1e-9 ? k0*(k0 - 1.0)/k1 : -fmin(v[3], fmin(v[4], v[5]));
}

// shares of the corners at the point of a triangle nearest to p (Ericson, Real-Time Collision Detection, 5.1.5: regions of corners, edges, face)
static void nearest_shares(const double *a, const double *b, const double *c, const double p[3], double w[3]) {
    double ab[3], ac[3], ap[3], bp[3], cp[3];
    less(b, a, ab), less(c, a, ac), less(p, a, ap), less(p, b, bp), less(p, c, cp);
    double d1 = dot(ab, ap), d2 = dot(ac, ap), d3 = dot(ab, bp), d4 = dot(ac, bp), d5 = dot(ab, cp), d6 = dot(ac, cp);
    double va = d3*d6 - d5*d4, vb = d5*d2 - d1*d6, vc = d1*d4 - d3*d2, t;
    w[0] = 1.0, w[1] = w[2] = 0.0;
    if (d1 <= 0.0 && d2 <= 0.0) return;
    if (d3 >= 0.0 && d4 <= d3) w[0] = 0.0, w[1] = 1.0;
    else if (d6 >= 0.0 && d5 <= d6) w[0] = 0.0, w[2] = 1.0;
    else if (vc <= 0.0 && d1 >= 0.0 && d3 <= 0.0) t = d1/(d1 - d3), w[0] = 1.0 - t, w[1] = t;
    else if (vb <= 0.0 && d2 >= 0.0 && d6 <= 0.0) t = d2/(d2 - d6), w[0] = 1.0 - t, w[2] = t;
    else if (va <= 0.0 && d4 >= d3 && d5 >= d6) t = (d4 - d3)/((d4 - d3) + (d5 - d6)), w[0] = 0.0, w[1] = 1.0 - t, w[2] = t;
    else t = 1.0/(va + vb + vc), w[1] = vb*t, w[2] = vc*t, w[0] = 1.0 - w[1] - w[2];
}

static double plate(const double *v, const double p[3]) {
    double w[3], q[3];
    nearest_shares(v, v + 3, v + 6, p, w);
    for (int c = 0; c < 3; c++) q[c] = p[c] - (w[0]*v[c] + w[1]*v[3 + c] + w[2]*v[6 + c]);
    return sqrt(dot(q, q)) - (w[0]*v[9] + w[1]*v[10] + w[2]*v[11]);
}

static double drum(const double *v, const double p[3]) {
    double x = p[0] - v[0], y = p[1] - v[1], z = p[2] - v[2], ahead = x*v[3] + y*v[4], up = y*v[3] - x*v[4];
    double t = up/v[5], round = ili_length2(ahead/v[6], z/v[7])/(1.0 - v[8]*fmax(1.0 - t*t, 0.0));
    return -smooth_min(-(round - 1.0)*v[6], -(fabs(up) - v[5]), 5.0);
}

static double part_distance(const ili_part *t, const double p[3]) {
    switch (t->kind) {
    case ILI_NO_PART: break;
    case ILI_ROD: return rod(t->v, p);
    case ILI_BALL: return ball(t->v, p);
    case ILI_PLATE: return plate(t->v, p);
    case ILI_DRUM: return drum(t->v, p);
    }
    return IL_INF;
}

int ili_design_parts(const ili_bone_design *b) {
    int n = 0;
    while (n < ILI_PARTS && b->part[n].kind) n++;
    return n;
}

double ili_design_distance(const ili_bone_design *b, const double at[3]) {
    double p[3] = {at[0], at[1], b->middle ? fabs(at[2]) : at[2]}, d = 1e3;
    for (int i = 0; i < ILI_PARTS && b->part[i].kind; i++) {
        double part = part_distance(&b->part[i], p);
        // plates join edge to edge: what fills a corner between rods would be a ridge there
        if (b->part[i].cut) d = -smooth_min(-d, part, 0.5*b->blend);
        else d = smooth_min(d, part, b->part[i].kind == ILI_PLATE ? 0.25*b->blend : b->blend);
    }
    return d;
}

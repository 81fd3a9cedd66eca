// curves.c - padding, resampling, Butterworth filter and quintic splines, as OpenSim's tools do them
//
// Conventions from OpenSim's published behaviour (Storage, Signal, GCVSpline). The spline is formulated here by its first and second
// derivatives d, s at the knots: those for which the integral of (third derivative)^2 is least. Lyche and Schumaker 1973 (doi:10.1137/0710085)
// show that this is the natural spline of degree five; the system is symmetric, positive definite and tridiagonal in blocks of two.
#include "ilium/curves.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "math/scalar.h"

enum { PER_ROW = 11 }; ///< numbers of a factorised spline a row

// ---- the quintic spline --------------------------------------------------------------------------------------------------------

/// Of each knot: step h to the next, the inverse of its pivot block (3), the coupling to the next knot (4).
typedef struct quintic {
    int     n;
    double *h, *inverse, *couple, *rhs;
} quintic;

// energy of an interval of length 1 in (d0, s0, d1, s1); with length h each d brings h^-3/2 and each s h^-1/2
//   d0: 192 d0 + 36 s0 + 168 d1 - 24 s1 = 360 rise      d1: 168 d0 + 24 s0 + 192 d1 - 36 s1 = 360 rise
//   s0:  36 d0 +  9 s0 +  24 d1 -  3 s1 =  60 rise      s1: -24 d0 -  3 s0 -  36 d1 +  9 s1 = -60 rise
static void factorise(quintic *w) {
    double carry[3] = {0}; // what the interval before adds to the block: dd, ds, ss
    for (int i = 0; i < w->n; i++) {
        double a = carry[0], b = carry[1], c = carry[2];
        if (i + 1 < w->n) {
            double h = 1.0/w->h[i];
            a += 192.0*h*h*h, b += 36.0*h*h, c += 9.0*h;
        }
        double det = a*c - b*b, *v = w->inverse + 3*i;
        v[0] = c/det, v[1] = -b/det, v[2] = a/det;
        if (i + 1 == w->n) return;
        // E couples (d0, s0) by rows with (d1, s1) by columns; the next block gets its own part less E' v E
        double h = 1.0/w->h[i], *e = w->couple + 4*i;
        e[0] = 168.0*h*h*h, e[1] = -24.0*h*h, e[2] = 24.0*h*h, e[3] = -3.0*h;
        double x0 = v[0]*e[0] + v[1]*e[2], x1 = v[0]*e[1] + v[1]*e[3], y0 = v[1]*e[0] + v[2]*e[2], y1 = v[1]*e[1] + v[2]*e[3];
        carry[0] = 192.0*h*h*h - (e[0]*x0 + e[2]*y0);
        carry[1] = -36.0*h*h - (e[0]*x1 + e[2]*y1);
        carry[2] = 9.0*h - (e[1]*x1 + e[3]*y1);
    }
}

// first and second derivatives of a curve at its knots (stride: from row to row)
static void derivatives(const quintic *w, const double *y, int stride, double *d, double *s) {
    int n = w->n;
    if (n < 3) { // a line, or a point
        for (int i = 0; i < n; i++) d[(long)i*stride] = n == 2 ? (y[stride] - y[0])/w->h[0] : 0.0, s[(long)i*stride] = 0.0;
        return;
    }
    double *r = w->rhs, before[2] = {0};
    for (int i = 0; i < n; i++) {
        r[2*i] = before[0], r[2*i + 1] = before[1];
        if (i + 1 < n) {
            double h = 1.0/w->h[i], rise = (y[(long)(i + 1)*stride] - y[(long)i*stride])*h*h*h;
            r[2*i] += 360.0*rise*h, r[2*i + 1] += 60.0*rise;
            before[0] = 360.0*rise*h, before[1] = -60.0*rise;
        }
        if (i == 0) continue;
        const double *v = w->inverse + 3*(i - 1), *e = w->couple + 4*(i - 1), *p = r + 2*(i - 1);
        double        x = v[0]*p[0] + v[1]*p[1], z = v[1]*p[0] + v[2]*p[1];
        r[2*i] -= e[0]*x + e[2]*z, r[2*i + 1] -= e[1]*x + e[3]*z;
    }
    for (int i = n - 1; i >= 0; i--) {
        const double *v = w->inverse + 3*i, *e = w->couple + 4*i;
        double        a = r[2*i], b = r[2*i + 1];
        if (i + 1 < n) {
            double d1 = d[(long)(i + 1)*stride], s1 = s[(long)(i + 1)*stride];
            a -= e[0]*d1 + e[1]*s1, b -= e[2]*d1 + e[3]*s1;
        }
        d[(long)i*stride] = v[0]*a + v[1]*b, s[(long)i*stride] = v[1]*a + v[2]*b;
    }
}

// the polynomial of degree five with these values, slopes and second derivatives at the ends of an interval of length h, at the share u
static double between(double h, double u, double y0, double d0, double s0, double y1, double d1, double s1) {
    double A = y1 - y0 - d0*h - 0.5*s0*h*h, B = (d1 - d0)*h - s0*h*h, C = (s1 - s0)*h*h;
    double a = 10.0*A - 4.0*B + 0.5*C, b = -15.0*A + 7.0*B - C, c = 6.0*A - 3.0*B + 0.5*C;
    return y0 + u*(d0*h + u*(0.5*s0*h*h + u*(a + u*(b + u*c))));
}

// ---- padding, filtering --------------------------------------------------------------------------------------------------------

// mirrored about both end points, `pad` rows each (time as well)
static void padded(int n, int pad, const double *x, int stride, double *out) {
    for (int i = 0; i < pad; i++) {
        out[(long)i*stride] = 2.0*x[0] - x[(long)(pad - i)*stride];
        out[(long)(pad + n + i)*stride] = 2.0*x[(long)(n - 1)*stride] - x[(long)(n - 2 - i)*stride];
    }
    for (int i = 0; i < n; i++) out[(long)(pad + i)*stride] = x[(long)i*stride];
}

/// y_i = sum b_k x_(i-k) - sum a_k y_(i-k); the first three rows stay as they are.
typedef struct filter { double b[4], a[4]; } filter;

// third-order Butterworth by the bilinear transform, its cut-off warped: with w = tan(pi fc dt), H = w^3 (1 + z)^3/...
static filter butterworth(double cutoff, double step) {
    double turn = 3.14159265358979323846*cutoff*step, w = ili_sin1(turn)/ili_cos1(turn), ww = w*w, www = ww*w;
    double all = (w + 1.0)*(ww + w + 1.0);
    return (filter){{www/all, 3.0*www/all, 3.0*www/all, www/all},
                    {1.0, (3.0*www + 2.0*ww - 2.0*w - 3.0)/all, (3.0*www - 2.0*ww - 2.0*w + 3.0)/all, (w - 1.0)*(ww - w + 1.0)/all}};
}

// rows of all columns together; `dir` 1: forward, -1: backward
static void run_filter(const filter *f, int n, int ncolumn, int dir, const double *x, double *y) {
    long row = (long)ncolumn*dir, first = dir > 0 ? 0 : (long)(n - 1)*ncolumn;
    for (int i = 0; i < n; i++) {
        const double *xi = x + first + row*i;
        double       *yi = y + first + row*i;
        for (int c = 0; c < ncolumn; c++)
            yi[c] = i < 3 ? xi[c] : f->b[0]*xi[c] + f->b[1]*xi[c - row] + f->b[2]*xi[c - 2*row] + f->b[3]*xi[c - 3*row]
                                        - f->a[1]*yi[c - row] - f->a[2]*yi[c - 2*row] - f->a[3]*yi[c - 3*row];
    }
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------

static double smallest_step(int n, const double *time) {
    double least = n > 1 ? time[1] - time[0] : 0.0;
    for (int i = 2; i < n; i++) least = fmin(least, time[i] - time[i - 1]);
    return least;
}

static bool place_curves(ili_placer *at, int n, int ncolumn, il_curves **out) {
    il_curves *c = ili_place(at, 1, sizeof *c), shape = {.nrow = n, .ncolumn = ncolumn};
    size_t     cells = (size_t)n*(size_t)ncolumn;
    shape.time = ili_place(at, (size_t)n, sizeof(double));
    shape.value = ili_place(at, cells, sizeof(double));
    shape.rate = ili_place(at, cells, sizeof(double));
    shape.accel = ili_place(at, cells, sizeof(double));
    if (c) *c = shape;
    *out = c;
    return c != NULL;
}

static il_curves *new_curves(int n, int ncolumn) {
    ili_placer at = {0};
    il_curves *c;
    place_curves(&at, n, ncolumn, &c);
    size_t size = at.size;
    at = ili_placer_for(ili_block_alloc(size), size);
    if (at.block) place_curves(&at, n, ncolumn, &c);
    return c;
}

void il_curves_free(il_curves *c) { ili_block_free(c); }

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for curves"); }

// derivatives of all columns
static il_status differentiate(il_curves *c, il_error *err) {
    size_t  n = (size_t)c->nrow;
    double *work = ili_array_alloc(n + 1, PER_ROW*sizeof *work);
    if (!work) return no_memory(err);
    quintic w = {.n = c->nrow, .h = work, .inverse = work + n, .couple = work + 4*n, .rhs = work + 8*n};
    for (int i = 0; i + 1 < c->nrow; i++) w.h[i] = c->time[i + 1] - c->time[i];
    if (c->nrow > 2) factorise(&w);
    for (int k = 0; k < c->ncolumn; k++) derivatives(&w, c->value + k, c->ncolumn, c->rate + k, c->accel + k);
    free(work);
    return IL_OK;
}

// the same curves at rows t0, t0 + step, ... up to the last; times add up as OpenSim's do
static il_status resampled(const il_curves *c, double step, il_curves **out, il_error *err) {
    int    n = 0, k = 0;
    double last = c->time[c->nrow - 1];
    for (double t = c->time[0]; t <= last && n <= 100*c->nrow; t += step) n++;
    if (n > 100*c->nrow) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the smallest step of time, %g s, is below a hundredth of the mean one: the times of the rows are wrong", step);
    il_curves *r = *out = new_curves(n, c->ncolumn);
    if (!r) return no_memory(err);
    double t = c->time[0];
    for (int i = 0; i < n; i++, t += step) {
        r->time[i] = t;
        while (k + 2 < c->nrow && t > c->time[k + 1]) k++;
        double h = c->time[k + 1] - c->time[k], u = (t - c->time[k])/h;
        size_t a = (size_t)k*(size_t)c->ncolumn, b = a + (size_t)c->ncolumn;
        for (size_t j = 0; j < (size_t)c->ncolumn; j++)
            r->value[(size_t)i*(size_t)c->ncolumn + j] = between(h, u, c->value[a + j], c->rate[a + j], c->accel[a + j], c->value[b + j], c->rate[b + j], c->accel[b + j]);
    }
    return IL_OK;
}

static il_status smooth(il_curves **c, double cutoff, il_error *err) {
    il_curves *old = *c, *more;
    double     step = smallest_step(old->nrow, old->time), mean = (old->time[old->nrow - 1] - old->time[0])/(old->nrow - 1);
    if (mean - step > DBL_EPSILON) {
        il_status status = differentiate(old, err);
        if (status == IL_OK) status = resampled(old, step, &more, err);
        if (status != IL_OK) return status;
        il_curves_free(old);
        *c = old = more;
    }
    if (old->nrow < 4) return IL_OK;
    filter f = butterworth(cutoff >= 0.5/step ? 0.49/step : cutoff, step);
    run_filter(&f, old->nrow, old->ncolumn, 1, old->value, old->rate);
    run_filter(&f, old->nrow, old->ncolumn, -1, old->rate, old->value);
    return IL_OK;
}

static il_status check(int nrow, int ncolumn, const double *time, const double *value, il_error *err) {
    for (int i = 0; i < nrow; i++) {
        if (!isfinite(time[i]) || (i && !(time[i] > time[i - 1])))
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "time does not increase at row %d", i + 1);
        for (int c = 0; c < ncolumn; c++)
            if (!isfinite(value[(size_t)i*(size_t)ncolumn + (size_t)c]))
                return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "column %d holds no number at row %d", c + 1, i + 1);
    }
    return IL_OK;
}

il_status il_curves_create(int nrow, int ncolumn, const double *time, const double *value, double cutoff, il_curves **out, il_error *err) {
    IL_ASSERT(out && nrow >= 1 && ncolumn >= 0);
    *out = NULL;
    il_status status = check(nrow, ncolumn, time, value, err);
    if (status != IL_OK) return status;
    int        pad = cutoff >= 0.0 && nrow > 1 ? nrow/2 : 0;
    if (pad > nrow - 1) pad = nrow - 1;
    il_curves *c = new_curves(nrow + 2*pad, ncolumn);
    if (!c) return no_memory(err);
    padded(nrow, pad, time, 1, c->time);
    for (int k = 0; k < ncolumn; k++) padded(nrow, pad, value + k, ncolumn, c->value + k);
    if (pad) status = smooth(&c, cutoff, err);
    if (status == IL_OK) status = differentiate(c, err);
    if (status != IL_OK) il_curves_free(c);
    else *out = c;
    return status;
}

static int last_at(const il_curves *c, double time) {
    int low = 0, high = c->nrow - 1; // time[low] <= time unless low is 0
    while (low < high) {
        int middle = (low + high + 1)/2;
        if (c->time[middle] <= time) low = middle;
        else high = middle - 1;
    }
    return low;
}

void il_curves_range(const il_curves *c, double from, double to, int *first, int *count) {
    *first = last_at(c, from);
    *count = last_at(c, to) - *first + 1;
    if (*count < 1) *count = 1;
}

// osim_read_function.c - OpenSim's functions of one variable as functions of a model
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/curves.h"
#include "osim_read.h"

static const char *const kinds[] = {"Constant", "LinearFunction", "PolynomialFunction", "SimmSpline", "NaturalCubicSpline", "natCubicSpline", "GCVSpline",
                                    "PiecewiseLinearFunction", "MultiplierFunction", "PiecewiseConstantFunction", "StepFunction", "Sine", "MultivariatePolynomialFunction"};

const ili_element *ili_osim_function_itself(const ili_element *e) {
    for (size_t i = 0; i < sizeof kinds/sizeof *kinds; i++)
        if (!strcmp(e->tag, kinds[i])) return e;
    return NULL;
}

const ili_element *ili_osim_function_in(const ili_element *e) {
    for (e = e ? e->first : NULL; e; e = e->next)
        if (ili_osim_function_itself(e)) return e;
    return NULL;
}

il_status ili_osim_function_of(ili_osim_reader *r, const ili_element *e, const char *property, const ili_element **function) {
    const ili_element *holder = ili_child(e, property), *held = holder ? ili_osim_function_in(holder) : NULL;
    const char        *name = ili_attribute_get(e, "name");
    if (!held && holder) held = holder->first;
    for (const ili_element *c = e->first; c && !held; c = c->next) // <SimmSpline name="PROPERTY">
        if (ili_attribute_get(c, "name") && !strcmp(ili_attribute_get(c, "name"), property)) held = c;
    *function = held ? ili_osim_function_itself(held) : NULL;
    if (!held || *function) return IL_OK;
    return ili_osim_unknown(r, held, "the <%s> of %s '%.80s' is a <%.80s>, which is no function that is known", property, e->tag, name ? name : "", held->tag);
}

il_status ili_osim_function_numbers(ili_osim_reader *r, const ili_element *e, const char *tag, int *n, double **out) {
    const ili_element *c = ili_child(e, tag);
    *n = 0, *out = NULL;
    if (!c) return IL_OK;
    int       room = (int)(strlen(c->text)/2) + 1;
    il_status status = IL_OK;
    *out = ili_osim_take(r, (size_t)room, sizeof **out);
    if (!*out) return IL_NO_MEMORY;
    status = ili_xml_numbers_of(&r->doc, c, room, *out, n, r->err);
    return status;
}

// ---- splines -------------------------------------------------------------------------------------------------------------------

// third difference quotient of four points times 6: the third derivative of the cubic through them
static double third(const double *x, const double *y) {
    double d[4] = {y[0], y[1], y[2], y[3]};
    for (int level = 1; level < 4; level++)
        for (int j = 0; j < 4 - level; j++) d[j] = (d[j + 1] - d[j])/(x[j + level] - x[j]);
    return 6.0*d[0];
}

// Second derivatives m of SimmSpline: slopes continuous at the knots, and at each end m_1 - m_0 = h t with t the third derivative of the cubic
// through the four outermost points (0 where there are three). With m_0 = m_1 - h_0 t_0 put in, and the same at the other end, the system is
// tridiagonal and diagonally dominant:  h_0 m_0 + 2 (h_0 + h_1) m_1 = (3 h_0 + 2 h_1) m_1 - h_0^2 t_0.
static void simm_curvature(int n, const double *x, const double *y, double *m, double *upper) {
    double t0 = n > 3 ? third(x, y) : 0.0, t1 = n > 3 ? third(x + n - 4, y + n - 4) : 0.0;
    if (n == 2) {
        m[0] = m[1] = 0.0;
        return;
    }
    for (int k = 1; k < n - 1; k++) {
        double h = x[k] - x[k - 1], g = x[k + 1] - x[k], diagonal = 2.0*(h + g), right = 6.0*((y[k + 1] - y[k])/g - (y[k] - y[k - 1])/h);
        double low = k > 1 ? h : 0.0, high = k < n - 2 ? g : 0.0;
        if (k == 1) diagonal += h, right += h*h*t0;
        if (k == n - 2) diagonal += g, right -= g*g*t1;
        double pivot = diagonal - (k > 1 ? low*upper[k - 1] : 0.0);
        upper[k] = high/pivot;
        m[k] = (right - (k > 1 ? low*m[k - 1] : 0.0))/pivot;
    }
    for (int k = n - 3; k > 0; k--) m[k] -= upper[k]*m[k + 1];
    m[0] = m[1] - (x[1] - x[0])*t0;
    m[n - 1] = m[n - 2] + (x[n - 1] - x[n - 2])*t1;
}

static il_status knots(ili_osim_reader *r, const ili_element *e, int *n, double **x, double **y) {
    int       ny = 0;
    il_status status = ili_osim_function_numbers(r, e, "x", n, x);
    if (status == IL_OK) status = ili_osim_function_numbers(r, e, "y", &ny, y);
    if (status == IL_OK && (ny != *n || *n < 2)) status = ili_osim_bad(r, e, "<%s> has %d x and %d y; they should be as many, at least two", e->tag, *n, ny);
    for (int k = 0; status == IL_OK && k < *n; k++)
        if (!isfinite((*x)[k]) || !isfinite((*y)[k]) || (k && !((*x)[k] > (*x)[k - 1])))
            status = ili_osim_bad(r, e, "the x of <%s> do not increase at number %d", e->tag, k + 1);
    return status;
}

// ---- sampled functions ---------------------------------------------------------------------------------------------------------
//
// The model has polynomials and cubic splines. What is neither becomes a cubic spline through samples of its values and second derivatives, dense
// enough that it is missed by 1e-9 of its height at most: where both are exact the error is 5/384 h^4 max |f''''|.

static const double TURN = 6.28318530717958647692;
enum { MOST_KNOTS = 4000 };

/// A function to be sampled: its numbers, value and second derivative.
typedef struct shape {
    const double *v;
    double (*at)(const double *v, double x, double *second);
} shape;

// n knots from `from` to `to` into x, y, y'' from `first` on
static void sample(const shape *s, int n, double from, double to, int first, double *x, double *y, double *second) {
    for (int k = 0; k < n; k++) {
        x[first + k] = from + (to - from)*k/(n - 1);
        y[first + k] = s->at(s->v, x[first + k], &second[first + k]);
    }
}

// A few bytes of a file become thousands of numbers: scratch is given back at once, and the reader ends where the model holds no more.
static il_status as_spline(ili_osim_reader *r, int n, const double *x, const double *y, const double *second, ili_osim_curve *out) {
    out->function = il_builder_spline(r->b, n, x, y, second);
    if (out->function != IL_NONE) return IL_OK;
    il_model *none = NULL;
    il_status status = il_builder_finish(r->b, &none, r->err); // the builder's first error
    if (r->err && !r->err->file[0]) snprintf(r->err->file, sizeof r->err->file, "%s", r->doc.file);
    return status;
}

static double *scratch_for(ili_osim_reader *r, int n) {
    double *x = calloc(3*(size_t)n, sizeof *x);
    if (!x) (void)il_error_set(r->err, IL_NO_MEMORY, r->doc.file, 0, 0, "out of memory for a model");
    return x;
}

static il_status sampled(ili_osim_reader *r, const shape *s, int n, double from, double to, ili_osim_curve *out) {
    double *x = scratch_for(r, n);
    if (!x) return IL_NO_MEMORY;
    sample(s, n, from, to, 0, x, x + n, x + 2*n);
    il_status status = as_spline(r, n, x, x + n, x + 2*n, out);
    free(x);
    return status;
}

static double sine_at(const double *v, double x, double *second) {
    double y = v[0]*sin(v[1]*x + v[2]);
    *second = -v[1]*v[1]*y;
    return y;
}

// from v[2] to v[3] by 10 s^3 - 15 s^4 + 6 s^5
static double step_at(const double *v, double x, double *second) {
    double width = v[1] - v[0], rise = v[3] - v[2], s = fmin(fmax((x - v[0])/width, 0.0), 1.0);
    *second = rise/(width*width)*s*(60.0 + s*(120.0*s - 180.0));
    return v[2] + rise*s*s*s*(10.0 + s*(6.0*s - 15.0));
}

static il_status finite_numbers(ili_osim_reader *r, const ili_element *e, int n, const char *const *name, double *v) {
    il_status status = IL_OK;
    for (int i = 0; i < n && status == IL_OK; i++) {
        status = ili_child_numbers(&r->doc, e, name[i], 1, &v[i], r->err);
        if (status == IL_OK && !isfinite(v[i])) status = ili_osim_bad(r, e, "<%s> of a <%s> is not a finite number", name[i], e->tag);
    }
    return status;
}

static il_status as_constant(ili_osim_curve *out, double value) {
    *out = (ili_osim_curve){.constant = true, .function = IL_NONE, .scale = value};
    return IL_OK;
}

// over two turns of its coordinate: more than a joint makes
static il_status sine(ili_osim_reader *r, const ili_element *e, double factor, ili_osim_curve *out) {
    static const char *const names[] = {"amplitude", "omega", "phase"};
    double                   v[] = {1.0, 1.0, 0.0}, unread;
    il_status                status = finite_numbers(r, e, 3, names, v);
    if (status != IL_OK) return status;
    v[0] *= factor;
    if (v[0] == 0.0 || v[1] == 0.0) return as_constant(out, sine_at(v, 0.0, &unread));
    double knots = ceil(2.0*TURN*fabs(v[1])/0.0166) + 2.0; // 5/384 (omega h)^4 = 1e-9
    if (knots > MOST_KNOTS) return as_constant(out, 0.0), ili_osim_unknown(r, e, "a Sine of omega %g would need %.0f knots; %d are possible", v[1], knots, MOST_KNOTS);
    status = sampled(r, &(shape){v, sine_at}, (int)knots, -TURN, TURN, out);
    return status == IL_OK ? ili_osim_note(r, e, "the Sine stands as a spline, within 1e-9 of its amplitude from -6.28 to 6.28 and straight outside") : status;
}

static il_status step(ili_osim_reader *r, const ili_element *e, double factor, ili_osim_curve *out) {
    static const char *const names[] = {"start_time", "end_time", "start_value", "end_value"};
    double                   v[] = {0.0, 1.0, 0.0, 1.0};
    il_status                status = finite_numbers(r, e, 4, names, v);
    if (status == IL_OK && !(v[0] < v[1])) status = ili_osim_bad(r, e, "a StepFunction goes from %g to %g; its start is below its end", v[0], v[1]);
    if (status != IL_OK) return status;
    v[2] *= factor, v[3] *= factor;
    if (v[2] == v[3]) return as_constant(out, v[2]);
    enum { KNOTS = 280 }; // f'''' is 360 of its height at most; a knot more at either end, so that it is level outside
    double *x = scratch_for(r, KNOTS + 2), *y = x ? x + KNOTS + 2 : NULL, *second = x ? y + KNOTS + 2 : NULL, width = v[1] - v[0];
    if (!x) return IL_NO_MEMORY;
    sample(&(shape){v, step_at}, KNOTS, v[0], v[1], 1, x, y, second);
    x[0] = v[0] - width, y[0] = v[2], second[1] = second[KNOTS] = 0.0;
    x[KNOTS + 1] = v[1] + width, y[KNOTS + 1] = v[3];
    status = as_spline(r, KNOTS + 2, x, y, second, out);
    free(x);
    return status == IL_OK ? ili_osim_note(r, e, "the StepFunction stands as a spline, within 1e-9 of its height") : status;
}

// constant between knots: a jump has no place in a joint or a path
static il_status stairs(ili_osim_reader *r, const ili_element *e, double factor, ili_osim_curve *out) {
    double *x, *y;
    int     n;
    il_status status = knots(r, e, &n, &x, &y);
    as_constant(out, 0.0);
    for (int k = 1; k < n && status == IL_OK; k++)
        if (y[k] != y[0]) return ili_osim_unknown(r, e, "a <%s> jumps at %g: a joint, a path or a spring cannot follow it", e->tag, x[k]);
    return status == IL_OK ? as_constant(out, factor*y[0]) : status;
}

// a polynomial of degree five between two knots: v holds x0, h, and its coefficients in (x - x0)/h
static double quintic_at(const double *v, double x, double *second) {
    const double u = (x - v[0])/v[1], *c = v + 2;
    *second = (2.0*c[2] + u*(6.0*c[3] + u*(12.0*c[4] + u*20.0*c[5])))/(v[1]*v[1]);
    return c[0] + u*(c[1] + u*(c[2] + u*(c[3] + u*(c[4] + u*c[5]))));
}

// from value, slope and second derivative at both ends of interval k
static void quintic_of(const il_curves *w, int k, double v[8]) {
    double h = w->time[k + 1] - w->time[k], d0 = h*w->rate[k], d1 = h*w->rate[k + 1], s0 = h*h*w->accel[k], s1 = h*h*w->accel[k + 1];
    double rise = w->value[k + 1] - w->value[k];
    v[0] = w->time[k], v[1] = h, v[2] = w->value[k], v[3] = d0, v[4] = 0.5*s0;
    v[5] = 10.0*rise - 6.0*d0 - 4.0*d1 - 1.5*s0 + 0.5*s1;
    v[6] = -15.0*rise + 8.0*d0 + 7.0*d1 + 1.5*s0 - s1;
    v[7] = 6.0*rise - 3.0*(d0 + d1) + 0.5*(s1 - s0);
}

// the natural spline of degree five, each of its intervals in as many parts as it needs
static il_status quintic(ili_osim_reader *r, const ili_element *e, int n, const double *x, const double *y, ili_osim_curve *out) {
    il_curves *w = NULL;
    double     most = 1e-300, *at = scratch_for(r, MOST_KNOTS), *value = at ? at + MOST_KNOTS : NULL, *second = at ? value + MOST_KNOTS : NULL;
    int        count = 0, part = 0;
    il_status  status = at ? il_curves_create(n, 1, x, y, -1.0, &w, r->err) : IL_NO_MEMORY;
    for (int k = 0; k < n; k++) most = fmax(most, fabs(y[k]));
    for (int k = 0; k + 1 < n && status == IL_OK && !part; k++) {
        double v[8];
        quintic_of(w, k, v);
        double fourth = fmax(fabs(24.0*v[6]), fabs(24.0*v[6] + 120.0*v[7])); // in a part of 1/p: 5/384 of it over p^4
        part = (int)fmin(fmax(ceil(pow(5.0/384.0*fourth/(1e-9*most), 0.25)), 1.0), MOST_KNOTS);
        if (count + part + 1 > MOST_KNOTS) continue;
        sample(&(shape){v, quintic_at}, part + 1, x[k], x[k + 1], count, at, value, second);
        count += part, part = 0;
    }
    il_curves_free(w);
    if (status == IL_OK && !part) status = as_spline(r, count + 1, at, value, second, out);
    free(at);
    if (status != IL_OK) return status;
    if (part) return as_constant(out, 0.0), ili_osim_unknown(r, e, "a GCVSpline of degree five would need more than %d knots", MOST_KNOTS);
    return ili_osim_note(r, e, "the GCVSpline of degree five stands as a cubic spline of %d knots, within 1e-9 of its height and straight outside", count + 1);
}

// ---- splines of a file -----------------------------------------------------------------------------------------------------------

// @param factor  on the values
static il_status spline(ili_osim_reader *r, const ili_element *e, double factor, ili_osim_curve *out) {
    double *x, *y;
    int     n;
    il_status status = knots(r, e, &n, &x, &y);
    for (int k = 0; k < n && status == IL_OK; k++) y[k] *= factor;
    double   *m = status == IL_OK ? ili_osim_take(r, 2*(size_t)n, sizeof *m) : NULL;
    if (!m) return status != IL_OK ? status : IL_NO_MEMORY;
    if (!strcmp(e->tag, "GCVSpline")) { // a natural spline where its error variance is zero
        double order = 3.0, variance = 0.0;
        status = ili_child_numbers(&r->doc, e, "half_order", 1, &order, r->err);
        if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "error_variance", 1, &variance, r->err);
        if (status == IL_OK && ((order != 2.0 && order != 3.0) || variance != 0.0))
            status = ili_osim_unknown(r, e, "a GCVSpline of half order %g and error variance %g in a model is not known; 2 or 3 and 0 are. A natural cubic spline would stand for it", order, variance);
        else if (status == IL_OK && order == 3.0 && n > 2) return quintic(r, e, n, x, y, out);
        double *both = status == IL_OK ? ili_osim_take(r, 2*(size_t)n, sizeof *both) : NULL;
        if (!both) return status != IL_OK ? status : IL_NO_MEMORY;
        memcpy(both, x, (size_t)n*sizeof *x), memcpy(both + n, y, (size_t)n*sizeof *y);
        out->function = il_builder_function(r->b, IL_FUNCTION_SPLINE, 2*n, both);
        return IL_OK;
    }
    if (strcmp(e->tag, "PiecewiseLinearFunction")) simm_curvature(n, x, y, m, m + n);
    return as_spline(r, n, x, y, m, out);
}

// ---- the others ----------------------------------------------------------------------------------------------------------------

static il_status coefficients(ili_osim_reader *r, const ili_element *e, double factor, ili_osim_curve *out) {
    double *c;
    int     n;
    il_status status = ili_osim_function_numbers(r, e, "coefficients", &n, &c);
    if (status != IL_OK) return status;
    for (int i = 0; i < n; i++) c[i] *= factor;
    if (!strcmp(e->tag, "LinearFunction")) {
        if (n == 0) return out->scale = factor, IL_OK; // OpenSim's default: the identity
        if (n != 2) return ili_osim_bad(r, e, "a LinearFunction has %d coefficients; it should have slope and intercept", n);
        if (c[1] == 0.0) out->scale = c[0];
        else out->function = il_builder_function(r->b, IL_FUNCTION_LINEAR, 2, c);
        out->constant = c[0] == 0.0 && c[1] == 0.0;
        return IL_OK;
    }
    if (n < 1) return ili_osim_bad(r, e, "a PolynomialFunction has no coefficients");
    for (int i = 0; i < n/2; i++) { // highest power first
        double swap = c[i];
        c[i] = c[n - 1 - i], c[n - 1 - i] = swap;
    }
    out->function = il_builder_function(r->b, IL_FUNCTION_POLYNOMIAL, n, c);
    return IL_OK;
}

// MultivariatePolynomialFunction of one coordinate: lowest power first
static il_status of_one(ili_osim_reader *r, const ili_element *e, double factor, ili_osim_curve *out) {
    double   *coefficient;
    int       n, *power;
    il_status status = ili_osim_terms_of(r, e, 1, &n, &coefficient, &power);
    if (status != IL_OK) return status;
    for (int i = 0; i < n; i++) coefficient[i] *= factor;
    out->function = il_builder_function(r->b, IL_FUNCTION_POLYNOMIAL, n, coefficient);
    return IL_OK;
}

// @param factor  that goes into the function's own numbers
static il_status curve_of(ili_osim_reader *r, const ili_element *e, double factor, ili_osim_curve *out) {
    *out = (ili_osim_curve){.function = IL_NONE, .scale = 1.0};
    if (!strcmp(e->tag, "Constant")) {
        *out = (ili_osim_curve){.constant = true, .function = IL_NONE};
        il_status status = ili_child_numbers(&r->doc, e, "value", 1, &out->scale, r->err);
        out->scale *= factor;
        return status;
    }
    if (!strcmp(e->tag, "LinearFunction") || !strcmp(e->tag, "PolynomialFunction")) return coefficients(r, e, factor, out);
    if (!strcmp(e->tag, "MultivariatePolynomialFunction")) return of_one(r, e, factor, out);
    if (strstr(e->tag, "Spline") || !strcmp(e->tag, "PiecewiseLinearFunction")) return spline(r, e, factor, out);
    if (!strcmp(e->tag, "Sine")) return sine(r, e, factor, out);
    if (!strcmp(e->tag, "PiecewiseConstantFunction") || (!strcmp(e->tag, "StepFunction") && ili_child(e, "x"))) return stairs(r, e, factor, out); // its older name
    if (!strcmp(e->tag, "StepFunction")) return step(r, e, factor, out);
    as_constant(out, 0.0);
    return ili_osim_unknown(r, e, "the function <%s> is not known here", e->tag);
}

// past multipliers within each other to the function that they multiply
il_status ili_osim_multiplied(ili_osim_reader *r, const ili_element **e, double *scale) {
    while (!strcmp((*e)->tag, "MultiplierFunction")) {
        double             own = 1.0;
        const ili_element *inner = ili_osim_function_in(ili_child(*e, "function"));
        if (!inner) inner = ili_osim_function_in(*e);
        if (!inner) return ili_osim_bad(r, *e, "a MultiplierFunction holds no function that is known");
        il_status status = ili_child_numbers(&r->doc, *e, "scale", 1, &own, r->err);
        if (status != IL_OK) return status;
        *scale *= own, *e = inner;
    }
    return IL_OK;
}

il_status ili_osim_curve_of(ili_osim_reader *r, const ili_element *e, ili_osim_curve *out) {
    double    scale = 1.0;
    il_status status = ili_osim_multiplied(r, &e, &scale);
    as_constant(out, 0.0);
    if (status == IL_OK) status = curve_of(r, e, 1.0, out);
    out->scale *= scale;
    return status;
}

il_status ili_osim_whole_curve(ili_osim_reader *r, const ili_element *e, double scale, int *function) {
    ili_osim_curve curve = {.function = IL_NONE};
    il_status      status = ili_osim_multiplied(r, &e, &scale);
    if (status == IL_OK) status = curve_of(r, e, scale, &curve);
    if (status != IL_OK) return status;
    *function = curve.function;
    if (curve.constant) *function = il_builder_function(r->b, IL_FUNCTION_LINEAR, 2, (const double[]){0.0, curve.scale});
    else if (curve.function == IL_NONE) *function = il_builder_function(r->b, IL_FUNCTION_LINEAR, 2, (const double[]){curve.scale, 0.0});
    return IL_OK;
}

il_status ili_osim_time_of(ili_osim_reader *r, const ili_element *e, il_osim_time *kind, int *n, double **number, double *scale) {
    static const char *const names[] = {"amplitude", "omega", "phase"};
    double                  *x, *y;
    *kind = IL_OSIM_TIME_FUNCTION, *n = 0, *number = NULL, *scale = 1.0;
    il_status status = ili_osim_multiplied(r, &e, scale);
    bool      sine = !strcmp(e->tag, "Sine"), jumps = !strcmp(e->tag, "PiecewiseConstantFunction") || (!strcmp(e->tag, "StepFunction") && ili_child(e, "x"));
    if (status != IL_OK || !(sine || jumps)) return status;
    if (jumps) status = knots(r, e, n, &x, &y);
    int room = sine ? 3 : 2**n;
    *number = status == IL_OK ? ili_osim_take(r, (size_t)room + 1, sizeof **number) : NULL;
    if (!*number) return status == IL_OK ? IL_NO_MEMORY : status;
    if (sine) {
        (*number)[0] = (*number)[1] = 1.0;
        status = finite_numbers(r, e, 3, names, *number);
    } else {
        memcpy(*number, x, (size_t)*n*sizeof *x), memcpy(*number + *n, y, (size_t)*n*sizeof *y);
    }
    *kind = sine ? IL_OSIM_TIME_SINE : IL_OSIM_TIME_STAIRS, *n = room;
    return status;
}

// osim_read_function.c - OpenSim's functions of one variable as functions of a model
#include <math.h>
#include <string.h>

#include "osim_read.h"

static const char *const kinds[] = {"Constant", "LinearFunction", "PolynomialFunction", "SimmSpline", "NaturalCubicSpline", "natCubicSpline", "GCVSpline",
                                    "PiecewiseLinearFunction", "MultiplierFunction", "PiecewiseConstantFunction", "StepFunction", "Sine", "MultivariatePolynomialFunction"};

const ili_element *ili_osim_function_in(const ili_element *e) {
    for (e = e ? e->first : NULL; e; e = e->next)
        for (size_t i = 0; i < sizeof kinds/sizeof *kinds; i++)
            if (!strcmp(e->tag, kinds[i])) return e;
    return NULL;
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
        if (status == IL_OK && (order != 2.0 || variance != 0.0))
            status = ili_osim_unknown(r, e, "a GCVSpline of half order %g and error variance %g in a model is not known; 2 and 0 are", order, variance);
        double *both = status == IL_OK ? ili_osim_take(r, 2*(size_t)n, sizeof *both) : NULL;
        if (!both) return status != IL_OK ? status : IL_NO_MEMORY;
        memcpy(both, x, (size_t)n*sizeof *x), memcpy(both + n, y, (size_t)n*sizeof *y);
        out->function = il_builder_function(r->b, IL_FUNCTION_SPLINE, 2*n, both);
        return IL_OK;
    }
    if (strcmp(e->tag, "PiecewiseLinearFunction")) simm_curvature(n, x, y, m, m + n);
    out->function = il_builder_spline(r->b, n, x, y, m);
    return IL_OK;
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
    if (strstr(e->tag, "Spline") || !strcmp(e->tag, "PiecewiseLinearFunction")) return spline(r, e, factor, out);
    *out = (ili_osim_curve){.constant = true, .function = IL_NONE};
    return ili_osim_unknown(r, e, "the function <%s> is not known here", e->tag);
}

// past multipliers within each other to the function that they multiply
static il_status multiplied(ili_osim_reader *r, const ili_element **e, double *scale) {
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
    il_status status = multiplied(r, &e, &scale);
    if (status == IL_OK) status = curve_of(r, e, 1.0, out);
    out->scale *= scale;
    return status;
}

il_status ili_osim_whole_curve(ili_osim_reader *r, const ili_element *e, double scale, int *function) {
    ili_osim_curve curve = {.function = IL_NONE};
    il_status      status = multiplied(r, &e, &scale);
    if (status == IL_OK) status = curve_of(r, e, scale, &curve);
    if (status != IL_OK) return status;
    *function = curve.function;
    if (curve.constant) *function = il_builder_function(r->b, IL_FUNCTION_LINEAR, 2, (const double[]){0.0, curve.scale});
    else if (curve.function == IL_NONE) *function = il_builder_function(r->b, IL_FUNCTION_LINEAR, 2, (const double[]){curve.scale, 0.0});
    return IL_OK;
}

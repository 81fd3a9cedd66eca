// check.c - what a number of a model must be: finite, in its range, a possible inertia, a rotation
#include <math.h>

#include "model/builder.h"

void ili_check_finite(il_builder *b, int n, const double *x, ili_what what, const char *field) {
    for (int i = 0; i < n; i++)
        if (!isfinite(x[i])) {
            ili_fail(b, IL_BAD_VALUE, "%s '%s': %s is not a finite number", what.kind, what.name, field);
            return;
        }
}

void ili_check_range(il_builder *b, double x, double low, double high, ili_what what, const char *field) {
    ili_check_finite(b, 1, &x, what, field);
    if (x < low) ili_fail(b, IL_BAD_VALUE, "%s '%s': %s is %g; it must be at least %g", what.kind, what.name, field, x, low);
    if (x > high) ili_fail(b, IL_BAD_VALUE, "%s '%s': %s is %g; it must be at most %g", what.kind, what.name, field, x, high);
}

void ili_check_positive(il_builder *b, double x, ili_what what, const char *field) {
    ili_check_finite(b, 1, &x, what, field);
    if (!(x > 0.0)) ili_fail(b, IL_BAD_VALUE, "%s '%s': %s is %g; it must be above 0", what.kind, what.name, field, x);
}

// ---- mass ----------------------------------------------------------------------------------------------------------------------

// leading minors of xx yy zz xy xz yz, each above a small part of what the trace allows
static bool is_positive(const double m[6], double low) {
    double scale = fabs(m[0]) + fabs(m[1]) + fabs(m[2]);
    double two = m[0]*m[1] - m[3]*m[3];
    double three = m[2]*two - m[1]*m[4]*m[4] - m[0]*m[5]*m[5] + 2.0*m[3]*m[4]*m[5];
    return m[0] > low*scale && two > low*scale*scale && three > low*scale*scale*scale;
}

// a body of positive densities has a positive inertia I, and no principal moment above the sum of the other two: tr(I)/2 - I >= 0
void ili_check_mass(il_builder *b, const il_body_def *def) {
    const double *in = def->inertia;
    ili_what      what = {"body", def->name};
    ili_check_range(b, def->mass, 0.0, 1e9, what, "mass");
    ili_check_finite(b, 3, def->com, what, "centre of mass");
    ili_check_finite(b, 6, in, what, "inertia");
    if (b->error.code != IL_OK) return;
    double most = 0.0, half = 0.5*(in[0] + in[1] + in[2]), slack = 1e-6*half;
    for (int i = 0; i < 6; i++) most = fmax(most, fabs(in[i]));
    if (def->mass == 0.0 && most > 0.0)
        ili_fail(b, IL_BAD_VALUE, "body '%s' has inertia but no mass; a body without mass has none", def->name);
    if (def->mass == 0.0) return;
    if (b->any_inertia) { // a point mass, or an inertia that was made up: what no motion could have is refused
        if (in[0] < 0.0 || in[1] < 0.0 || in[2] < 0.0) ili_fail(b, IL_BAD_VALUE, "body '%s' has a negative moment of inertia", def->name);
        return;
    }
    if (!is_positive(in, 1e-12)) ili_fail(b, IL_BAD_VALUE, "body '%s': the inertia about its centre of mass is not positive definite", def->name);
    const double rest[6] = {half - in[0] + slack, half - in[1] + slack, half - in[2] + slack, -in[3], -in[4], -in[5]};
    if (!is_positive(rest, -1e-18))
        ili_fail(b, IL_BAD_VALUE, "body '%s': one principal moment of inertia is larger than the sum of the other two, which no body has", def->name);
}

// ---- directions ----------------------------------------------------------------------------------------------------------------

static double dot(const double a[3], const double b[3]) { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2]; }

void ili_check_axis(il_builder *b, const double axis[3], double unit[3], ili_what what) {
    ili_check_finite(b, 3, axis, what, "an axis");
    double length = sqrt(dot(axis, axis));
    if (!(length > 1e-9) || length > 1e9) {
        ili_fail(b, IL_BAD_VALUE, "%s '%s': an axis has no direction (length %g)", what.kind, what.name, length);
        length = 1.0;
    }
    for (int i = 0; i < 3; i++) unit[i] = axis[i]/length;
}

static bool is_rotation(const double r[9]) {
    for (int i = 0; i < 3; i++)
        for (int k = 0; k <= i; k++)
            if (!(fabs(dot(r + 3*i, r + 3*k) - (i == k)) < 1e-6)) return false;
    const double cross[3] = {r[1]*r[5] - r[2]*r[4], r[2]*r[3] - r[0]*r[5], r[0]*r[4] - r[1]*r[3]};
    return dot(cross, r + 6) > 0.0;
}

// rows made unit and orthogonal to rounding: the first keeps its direction, the third follows from the two
static void straighten(double r[9]) {
    double one = 1.0/sqrt(dot(r, r)), along = 0.0;
    for (int i = 0; i < 3; i++) r[i] *= one;
    along = dot(r, r + 3);
    for (int i = 0; i < 3; i++) r[3 + i] -= along*r[i];
    double two = 1.0/sqrt(dot(r + 3, r + 3));
    for (int i = 0; i < 3; i++) r[3 + i] *= two;
    r[6] = r[1]*r[5] - r[2]*r[4];
    r[7] = r[2]*r[3] - r[0]*r[5];
    r[8] = r[0]*r[4] - r[1]*r[3];
}

il_frame ili_check_frame(il_builder *b, const il_frame *f, ili_what what, const char *field) {
    il_frame out = *f;
    ili_check_finite(b, 3, f->pos, what, field);
    ili_check_finite(b, 9, f->rot, what, field);
    if (is_rotation(f->rot)) straighten(out.rot);
    else ili_fail(b, IL_BAD_VALUE, "%s '%s': the axes of the %s are not at right angles, of length 1 and right-handed", what.kind, what.name, field);
    return out;
}

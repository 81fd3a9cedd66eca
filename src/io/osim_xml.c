// osim_xml.c - elements, numbers and functions of an `.osim` file
#include "osim_xml.h"

#include <math.h>
#include <stdlib.h>

#include "file/xml.h"
#include "ilium/file.h"

// ---- elements ------------------------------------------------------------------------------------------------------------------

static void indent(ili_xml *x) {
    for (int i = 0; i < x->depth; i++) ili_text_add(&x->text, "\t");
}

void ili_xml_raw(ili_xml *x, const char *bytes) {
    indent(x);
    ili_text_add(&x->text, bytes);
    ili_text_add(&x->text, "\n");
}

static void attributes(ili_xml *x, const ili_attribute *a) {
    for (; a; a = a->next) {
        ili_text_printf(&x->text, " %s=\"", a->name);
        ili_xml_escape(&x->text, a->value);
        ili_text_add(&x->text, "\"");
    }
}

void ili_xml_open_more(ili_xml *x, const char *element, const ili_attribute *attribute) {
    indent(x);
    ili_text_printf(&x->text, "<%s", element);
    attributes(x, attribute);
    ili_text_add(&x->text, ">\n");
    if (x->depth == ILI_XML_DEPTH) x->text.status = IL_BUG;
    else x->inside[x->depth] = x->text.len, x->open[x->depth++] = element;
}

void ili_xml_open(ili_xml *x, const char *element, const char *name) {
    ili_xml_open_more(x, element, name ? &(const ili_attribute){.name = "name", .value = name} : NULL);
}

void ili_xml_close(ili_xml *x) {
    x->depth--;
    indent(x);
    ili_text_printf(&x->text, "</%s>\n", x->open[x->depth]);
}

void ili_xml_shut(ili_xml *x) {
    if (x->text.status || x->text.len != x->inside[x->depth - 1]) {
        ili_xml_close(x);
        return;
    }
    x->depth--;
    x->text.len -= 2; // ">" and its end of line
    ili_text_add(&x->text, " />\n");
}

void ili_xml_text_more(ili_xml *x, const char *element, const ili_attribute *attribute, const char *value) {
    indent(x);
    ili_text_printf(&x->text, "<%s", element);
    attributes(x, attribute);
    ili_text_add(&x->text, ">");
    ili_xml_escape(&x->text, value);
    ili_text_printf(&x->text, "</%s>\n", element);
}

void ili_xml_text(ili_xml *x, const char *element, const char *value) { ili_xml_text_more(x, element, NULL, value); }

void ili_xml_empty(ili_xml *x, const char *element, const ili_attribute *attribute) {
    indent(x);
    ili_text_printf(&x->text, "<%s", element);
    attributes(x, attribute);
    ili_text_add(&x->text, " />\n");
}

void ili_xml_flag(ili_xml *x, const char *element, bool value) { ili_xml_text(x, element, value ? "true" : "false"); }

void ili_xml_numbers(ili_xml *x, const char *element, int n, const double *value) {
    char buf[IL_NUMBER_TEXT];
    indent(x);
    ili_text_printf(&x->text, "<%s>", element);
    for (int i = 0; i < n; i++) {
        if (!isfinite(value[i])) x->text.status = IL_BAD_VALUE;
        if (i) ili_text_add(&x->text, " ");
        ili_text_add(&x->text, il_number_format(value[i] + 0.0, buf)); // + 0: no minus before a zero
    }
    ili_text_printf(&x->text, "</%s>\n", element);
}

void ili_xml_number(ili_xml *x, const char *element, double value) { ili_xml_numbers(x, element, 1, &value); }

// ---- frames and names ----------------------------------------------------------------------------------------------------------

// R = Rx(a) Ry(b) Rz(c): first row (cb cc, -cb sc, sb). Where cb is small c is told badly, and a is what goes with that c: the second column of
// R Rz(-c) is (0, ca, sa). Where it is 0 all of the turn goes to a.
void ili_xyz_of(const double rot[9], double angles[3]) {
    angles[1] = atan2(rot[2], hypot(rot[0], rot[1]));
    angles[2] = rot[0] != 0.0 || rot[1] != 0.0 ? atan2(-rot[1], rot[0]) : 0.0;
    double s = sin(angles[2]), c = cos(angles[2]);
    angles[0] = atan2(rot[6]*s + rot[7]*c, rot[3]*s + rot[4]*c);
}

const char *ili_osim_body(const il_model *m, int body, char buf[ILI_OSIM_NAME]) {
    ili_text t = ili_text_fixed(buf, ILI_OSIM_NAME);
    if (body == IL_GROUND) ili_text_add(&t, "/ground");
    else ili_text_printf(&t, "/bodyset/%s", m->body_name[body]);
    return buf;
}

void ili_osim_frame(ili_xml *x, const char *name, const char *body, const double pos[3], const double rot[9]) {
    double angles[3];
    ili_xyz_of(rot, angles);
    ili_xml_open(x, "PhysicalOffsetFrame", name);
    ili_xml_text(x, "socket_parent", body);
    ili_xml_numbers(x, "translation", 3, pos);
    ili_xml_numbers(x, "orientation", 3, angles);
    ili_xml_close(x);
}

// ---- functions -----------------------------------------------------------------------------------------------------------------

typedef struct knot { double x, y, y2; } knot;

static knot knot_of(const il_model *m, const il_params *p, int function, int i) {
    const double *v = p->function_value + m->function_start[function] + 3 * i;
    return (knot){v[0], v[1], v[2]};
}

// between two knots of a natural spline, at the share u of the way
static double between(knot a, knot b, double u) {
    double h = b.x - a.x, s = 1 - u;
    return s * a.y + u * b.y + h * h / 6 * ((s * s * s - s) * a.y2 + (u * u * u - u) * b.y2);
}

// OpenSim's SimmSpline takes its third derivative at each end from the cubic through the four outermost points. Two more points in the first
// and in the last interval lie on one cubic with the knots there: the condition then holds for our spline itself, and the two are one,
// outside the knots as well, where both go on straight.
static void spline(ili_xml *x, const il_model *m, const il_params *p, int function, double scale, const char *name) {
    int     n = (m->function_start[function + 1] - m->function_start[function]) / 3, count = 0;
    double *value = calloc(2 * (size_t)(n + 4), sizeof *value), *y = value ? value + n + 4 : NULL;
    if (!value) {
        x->text.status = IL_NO_MEMORY;
        return;
    }
    for (int i = 0; i < n; i++) {
        knot a = knot_of(m, p, function, i);
        value[count] = a.x, y[count++] = scale * a.y;
        if (i + 1 == n || (i > 0 && i + 2 < n)) continue;
        knot b = knot_of(m, p, function, i + 1);
        for (int k = 1; k < 3; k++) value[count] = a.x + (b.x - a.x) * k / 3, y[count++] = scale * between(a, b, k / 3.0);
    }
    ili_xml_open(x, "SimmSpline", name);
    ili_xml_numbers(x, "x", count, value);
    ili_xml_numbers(x, "y", count, y);
    ili_xml_close(x);
    free(value);
}

static void linear(ili_xml *x, double slope, double offset, const char *name) {
    ili_xml_open(x, "LinearFunction", name);
    ili_xml_numbers(x, "coefficients", 2, (double[]){slope, offset});
    ili_xml_close(x);
}

// highest power first
static void polynomial(ili_xml *x, int n, const double *c, double scale, const char *name) {
    double turned[64];
    if (n > 64) {
        x->text.status = IL_LIMIT;
        return;
    }
    for (int i = 0; i < n; i++) turned[i] = scale * c[n - 1 - i];
    ili_xml_open(x, "PolynomialFunction", name);
    ili_xml_numbers(x, "coefficients", n, turned);
    ili_xml_close(x);
}

void ili_osim_function(ili_xml *x, const il_model *m, const il_params *p, int function, double scale, const char *name) {
    if (function == IL_NONE) {
        linear(x, scale, 0, name);
        return;
    }
    const double *v = p->function_value + m->function_start[function];
    int           n = m->function_start[function + 1] - m->function_start[function];
    switch (m->function_kind[function]) {
        case IL_FUNCTION_LINEAR: linear(x, scale * v[0], scale * v[1], name); break;
        case IL_FUNCTION_POLYNOMIAL: polynomial(x, n, v, scale, name); break;
        default: spline(x, m, p, function, scale, name);
    }
}

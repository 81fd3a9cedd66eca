// osim_read_poly.c - functions of several coordinates: polynomials that joints, couplers and paths follow
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "osim_read.h"

// ---- terms ---------------------------------------------------------------------------------------------------------------------

il_status ili_osim_terms_of(ili_osim_reader *r, const ili_element *e, int dimension, int *nterm, double **out, int **powers) {
    double *coefficient;
    int     n, count = 0, exponent[IL_CONSTRAINT_MASTERS] = {0};
    bool    linear = !strcmp(e->tag, "LinearFunction");
    double  given = dimension, order = 1.0;
    *nterm = 0, *out = NULL, *powers = NULL;
    if (!linear && strcmp(e->tag, "MultivariatePolynomialFunction")) return ili_osim_unknown(r, e, "a <%s> of several coordinates is not known", e->tag);
    il_status status = ili_osim_function_numbers(r, e, "coefficients", &n, &coefficient);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "dimension", 1, &given, r->err);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "order", 1, &order, r->err);
    if (status != IL_OK) return status;
    if (given != (double)dimension || !(order >= 0.0 && order <= 30.0)) return ili_osim_bad(r, e, "a <%s> of %d coordinates has the dimension %g and the order %g", e->tag, dimension, given, order);
    int *power = ili_osim_take(r, (size_t)n*(size_t)dimension + 1, sizeof *power);
    if (!power) return IL_NO_MEMORY;
    if (linear) { // slopes, then the constant
        if (n != dimension + 1) return ili_osim_bad(r, e, "a LinearFunction of %d coordinates has %d coefficients; it should have a slope of each and the intercept", dimension, n);
        for (int k = 0; k < dimension; k++) power[k*dimension + k] = 1;
        count = n;
    }
    for (int k = 0; !linear && k >= 0; count++) { // all exponents whose sum is at most the order, the last running fastest
        if (count < n) memcpy(power + count*dimension, exponent, (size_t)dimension*sizeof *exponent);
        for (k = dimension - 1; k >= 0; k--) {
            int sum = ++exponent[k];
            for (int i = 0; i < dimension; i++) sum += i == k ? 0 : exponent[i];
            if (sum <= (int)order) break;
            exponent[k] = 0;
        }
        if (count > 1000000) return ili_osim_bad(r, e, "a <%s> has too many terms", e->tag);
    }
    if (count != n) return ili_osim_bad(r, e, "a <%s> of %d coordinates and order %g has %d coefficients; it should have %d", e->tag, dimension, order, n, count);
    *nterm = n, *out = coefficient, *powers = power;
    return IL_OK;
}

// the one coordinate of a term; -1: none, -2: several
static int of_one(int dimension, const int *power) {
    int found = -1;
    for (int k = 0; k < dimension; k++)
        if (power[k]) found = found == -1 ? k : -2;
    return found;
}

static int poly_of(ili_osim_reader *r, int n, const char *const *name, int nterm, const double *coefficient, const int *power, bool is_length) {
    il_poly_def def = il_default_poly_def();
    def.n = n, def.coordinate = name, def.nterm = nterm, def.coefficient = coefficient, def.power = power, def.is_length = is_length;
    return il_builder_poly(r->b, &def); // 0: the builder's error ends the reading
}

il_status ili_osim_sum_of(ili_osim_reader *r, const ili_element *e, int n, const char *const *name, ili_osim_curve *part, int *poly) {
    double    scale = 1.0, *coefficient;
    int       nterm, *power;
    il_status status = ili_osim_multiplied(r, &e, &scale);
    *poly = 0;
    for (int i = 0; i <= n; i++) part[i] = (ili_osim_curve){.constant = true, .function = IL_NONE};
    if (status == IL_OK && (n == 1 || !strcmp(e->tag, "Constant"))) {
        status = ili_osim_curve_of(r, e, &part[n == 1 ? 0 : n]);
        return part[n == 1 ? 0 : n].scale *= scale, status;
    }
    if (status == IL_OK) status = ili_osim_terms_of(r, e, n, &nterm, &coefficient, &power);
    if (status != IL_OK || !nterm) return status;
    double *of = ili_osim_take(r, 32*(size_t)n, sizeof *of); // polynomials of degree 30 at most
    if (!of) return IL_NO_MEMORY;
    for (int t = 0; t < nterm; t++) {
        int k = of_one(n, power + t*n);
        if (k == -2 && coefficient[t] != 0.0) { // a product
            for (int i = 0; i < n*n; i++)
                if (i/n < i%n && name[i/n] == name[i%n]) return ili_osim_bad(r, e, "a joint moves with products of coordinates and names '%.80s' twice", name[i/n]);
            *poly = poly_of(r, n, name, nterm, coefficient, power, false);
            for (int i = 0; i < n; i++) part[i] = (ili_osim_curve){.function = IL_NONE, .scale = scale};
            part[n].scale = 0.0;
            return IL_OK;
        }
        if (k == -1) part[n].scale += scale*coefficient[t];
        else if (k >= 0) of[32*k + power[t*n + k]] = scale*coefficient[t];
    }
    for (int k = 0; k < n; k++) {
        int degree = 31;
        while (degree > 0 && of[32*k + degree] == 0.0) degree--;
        if (degree == 1) part[k] = (ili_osim_curve){.function = IL_NONE, .scale = of[32*k + 1]};
        else if (degree > 1) part[k] = (ili_osim_curve){.function = il_builder_function(r->b, IL_FUNCTION_POLYNOMIAL, degree + 1, of + 32*k), .scale = 1.0};
    }
    return IL_OK;
}

// ---- paths that are functions ---------------------------------------------------------------------------------------------------
//
// A FunctionBasedPath is a length, a function of coordinates. It stands as a straight path from the ground's origin to a body without mass that slides
// away from there by that length: its moment arms are the slopes, and no body of the model is pulled, as OpenSim gives such a path's forces to the
// coordinates alone.

enum { MOST_ARGS = IL_CONSTRAINT_MASTERS };

// the coefficient of a product of powers
static double coefficient_of(int n, int nterm, const double *coefficient, const int *power, const int *wanted) {
    for (int t = 0; t < nterm; t++)
        if (!memcmp(power + t*n, wanted, (size_t)n*sizeof *wanted)) return coefficient[t];
    return 0.0;
}

/// Terms of a polynomial.
typedef struct terms {
    int     n, nterm, *power;
    double *coefficient;
} terms;

static il_status terms_in(ili_osim_reader *r, const ili_element *e, int n, terms *out) {
    double    scale = 1.0;
    il_status status = ili_osim_multiplied(r, &e, &scale);
    *out = (terms){.n = n};
    if (status == IL_OK) status = ili_osim_terms_of(r, e, n, &out->nterm, &out->coefficient, &out->power);
    for (int t = 0; status == IL_OK && t < out->nterm; t++) out->coefficient[t] *= scale;
    return status;
}

// is `given` minus the slope of the length by its argument k, or (speed) does it hold the slope times the speed of k? What is left of `given` after all
// its terms are taken away must be nought.
static bool holds_slope(const terms *length, int k, const terms *given, bool speed) {
    double size = 0.0, off = 0.0;
    for (int t = 0; t < length->nterm; t++) {
        int        wanted[2*MOST_ARGS] = {0};
        const int *power = length->power + t*length->n;
        if (!power[k]) continue;
        memcpy(wanted, power, (size_t)length->n*sizeof *power);
        wanted[k]--;
        if (speed) wanted[length->n + k] = 1;
        double want = power[k]*length->coefficient[t]*(speed ? 1.0 : -1.0);
        size += fabs(want), off += fabs(want - coefficient_of(given->n, given->nterm, given->coefficient, given->power, wanted));
    }
    return off <= 1e-6*size; // files may hold eight digits
}

// the terms that are not nought; their number is that of the length's slopes if nothing else stands there
static int terms_there(const terms *p, int k) {
    int count = 0;
    for (int t = 0; t < p->nterm; t++) count += p->coefficient[t] != 0.0 && (k < 0 || p->power[t*p->n + k] > 0);
    return count;
}

static il_status other_slopes(ili_osim_reader *r, const ili_element *e, const char *name, const char *tag) {
    return ili_osim_unknown(r, e, "the <%s> of the path '%.80s' are not the slopes of its <length_function>; such paths take the slopes", tag, name);
}

// <moment_arm_functions> and <lengthening_speed_function> say the length's slopes once more, or else they are not followed
static il_status same_slopes(ili_osim_reader *r, const ili_element *e, const char *name, const terms *length) {
    const ili_element *arms = ili_child(e, "moment_arm_functions"), *f = NULL;
    il_status          status = IL_OK;
    terms              given;
    int                k = 0, there = 0;
    if (arms && ili_child(arms, "objects")) arms = ili_child(arms, "objects");
    for (const ili_element *c = arms ? arms->first : NULL; c && status == IL_OK; c = c->next, k++) {
        if (k == length->n) return ili_osim_bad(r, arms, "the path '%.80s' has more moment arms than its %d coordinates", name, length->n);
        if (length->nterm) status = terms_in(r, c, length->n, &given);
        if (status != IL_OK || !length->nterm) continue;
        if (!holds_slope(length, k, &given, false) || terms_there(&given, -1) != terms_there(length, k)) return other_slopes(r, c, name, "moment_arm_functions");
    }
    if (status == IL_OK && k && k < length->n) return ili_osim_bad(r, arms, "the path '%.80s' has %d moment arms and %d coordinates", name, k, length->n);
    if (status == IL_OK) status = ili_osim_function_of(r, e, "lengthening_speed_function", &f);
    if (status != IL_OK || !f || !length->nterm) return status;
    status = terms_in(r, f, 2*length->n, &given);
    for (k = 0; k < length->n && status == IL_OK; k++) {
        there += terms_there(length, k);
        if (!holds_slope(length, k, &given, true)) return other_slopes(r, f, name, "lengthening_speed_function");
    }
    return status == IL_OK && there != terms_there(&given, -1) ? other_slopes(r, f, name, "lengthening_speed_function") : status;
}

static il_status coordinates_of(ili_osim_reader *r, const ili_element *e, const char *path, int *n, const char *name[MOST_ARGS]) {
    const char *list = ili_child_text(e, "coordinate_paths");
    char       *words = ili_arena_copy(&r->doc.arena, list ? list : "", list ? strlen(list) : 0), *rest = NULL;
    if (!words) return il_error_set(r->err, IL_NO_MEMORY, r->doc.file, 0, 0, "out of memory for a model");
    *n = 0;
    for (char *w = strtok_r(words, " \t\r\n", &rest); w; w = strtok_r(NULL, " \t\r\n", &rest)) {
        int i = ili_osim_coordinate_place(r, w);
        if (i < 0) return ili_osim_bad(r, e, "the path '%.80s' names the coordinate '%.80s', which is not there", path, w);
        if (*n == MOST_ARGS/2) return ili_osim_bad(r, e, "the path '%.80s' has more than %d coordinates", path, MOST_ARGS/2);
        for (int k = 0; k < *n; k++)
            if (name[k] == r->coordinate[i].name) return ili_osim_bad(r, e, "the path '%.80s' names the coordinate '%.80s' twice", path, w);
        name[(*n)++] = r->coordinate[i].name;
    }
    return *n ? IL_OK : ili_osim_bad(r, e, "the path '%.80s' has no <coordinate_paths>", path);
}

// bodies without mass, each on the one before, slide along x by the rows
static il_status slide(ili_osim_reader *r, int n, const il_row_def *row, const char *path) {
    il_path_def  def = il_default_path_def();
    il_point_def end[2] = {{.body = "ground", .function = {IL_NONE, IL_NONE, IL_NONE}}, {.body = "ground", .function = {IL_NONE, IL_NONE, IL_NONE}}};
    for (int first = 0; first < n; first += IL_MAX_ROWS) {
        char         text[40];
        int          size = snprintf(text, sizeof text, "function_path%d", ++r->npoint_body);
        const char  *name = ili_arena_copy(&r->doc.arena, text, (size_t)size);
        il_body_def  body = il_default_body_def();
        il_joint_def joint = il_default_joint_def();
        if (!name) return il_error_set(r->err, IL_NO_MEMORY, r->doc.file, 0, 0, "out of memory for a model");
        body.name = name, body.mass = 0.0;
        memset(body.com, 0, sizeof body.com), memset(body.inertia, 0, sizeof body.inertia);
        joint.parent = end[1].body;
        for (int k = first; k < n && k < first + IL_MAX_ROWS; k++) joint.row[joint.nrow++] = row[k];
        il_builder_body(r->b, &body, &joint);
        end[1].body = name;
    }
    def.name = path, def.point = end, def.npoint = 2;
    il_builder_path(r->b, &def);
    return IL_OK;
}

il_status ili_osim_function_path(ili_osim_reader *r, const ili_element *e, const char *path) {
    const ili_element *f = NULL;
    const char        *name[MOST_ARGS];
    il_row_def         row[MOST_ARGS];
    terms              length = {0};
    int                n = 0;
    il_status          status = coordinates_of(r, e, path, &n, name);
    if (status == IL_OK) status = ili_osim_function_of(r, e, "length_function", &f);
    if (status != IL_OK) return status;
    if (!f) return ili_osim_bad(r, e, "the path '%.80s' has no <length_function> that is known", path);
    for (int k = 0; k < n; k++) row[k] = (il_row_def){.kind = IL_ROW_TRANSLATION, .axis = {1.0, 0.0, 0.0}, .coordinate = name[k], .function = IL_NONE, .scale = 1.0};
    if (n == 1) { // any function
        ili_osim_curve curve;
        status = ili_osim_curve_of(r, f, &curve);
        row[0].function = curve.function, row[0].scale = curve.scale;
        if (curve.constant) row[0].coordinate = NULL;
        if (status == IL_OK && !strcmp(f->tag, "MultivariatePolynomialFunction")) status = terms_in(r, f, 1, &length);
        else if (status == IL_OK && (ili_child(e, "moment_arm_functions") || ili_child(e, "lengthening_speed_function")))
            status = ili_osim_note(r, e, "the moment arms and the speed of the path '%.80s' are the slopes of its <length_function>", path);
    } else {
        status = terms_in(r, f, n, &length);
        int poly = status == IL_OK ? poly_of(r, n, name, length.nterm, length.coefficient, length.power, true) : 0;
        for (int k = 0; k < n; k++) row[k].poly = poly;
    }
    length.n = n;
    if (status == IL_OK) status = same_slopes(r, e, path, &length);
    return status == IL_OK ? slide(r, n, row, path) : status;
}

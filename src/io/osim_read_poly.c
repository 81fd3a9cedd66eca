// osim_read_poly.c - functions of several coordinates: polynomials that joints, couplers and paths follow
#include <math.h>
#include <string.h>

#include "osim_read.h"

// ---- terms ---------------------------------------------------------------------------------------------------------------------

il_status ili_osim_terms_of(ili_osim_reader *r, const ili_element *e, int dimension, int *nterm, double **out, int **powers) {
    double *coefficient;
    int     n, count = 0, exponent[2*IL_MAX_POLY_ARGS] = {0};
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
// away from there by that length, back where it is negative: its moment arms are the slopes, and no body of the model is pulled, as OpenSim gives such a path's forces to the
// coordinates alone.

enum { MOST_ARGS = IL_MAX_POLY_ARGS };

/// Terms of a polynomial, by their powers up or down.
typedef struct terms {
    int     n, nterm, *power;
    double *coefficient;
} terms;

static int order_of(int n, const int *a, const int *b) {
    for (int k = 0; k < n; k++)
        if (a[k] != b[k]) return a[k] < b[k] ? -1 : 1;
    return 0;
}

// the term of these powers; -1: there is none
static int term_of(const terms *p, const int *wanted) {
    int low = 0, high = p->nterm - 1, way = p->nterm > 1 ? order_of(p->n, p->power, p->power + high*p->n) : -1;
    while (low <= high) {
        int mid = low + (high - low)/2, order = order_of(p->n, p->power + mid*p->n, wanted);
        if (order == 0) return mid;
        if (order == way) low = mid + 1;
        else high = mid - 1;
    }
    return -1;
}

// a single number, or a polynomial of one coordinate as OpenSim writes it: the highest power first
static il_status simple_terms(ili_osim_reader *r, const ili_element *e, terms *out) {
    bool      constant = !strcmp(e->tag, "Constant"), given = constant || ili_child(e, "coefficients");
    il_status status = IL_OK;
    if (constant) out->nterm = 1, out->coefficient = ili_osim_take(r, 1, sizeof *out->coefficient);
    else if (given) status = ili_osim_function_numbers(r, e, "coefficients", &out->nterm, &out->coefficient);
    else out->nterm = 2, out->coefficient = ili_osim_take(r, 2, sizeof *out->coefficient); // the identity
    if (status != IL_OK || !out->coefficient) return status != IL_OK ? status : IL_NO_MEMORY;
    if (constant) status = ili_child_numbers(&r->doc, e, "value", 1, out->coefficient, r->err);
    else if (!given) out->coefficient[0] = 1.0;
    out->power = ili_osim_take(r, (size_t)out->nterm*(size_t)out->n + 1, sizeof *out->power);
    if (!out->power) return IL_NO_MEMORY;
    for (int t = 0; t < out->nterm && !constant; t++) out->power[t] = out->nterm - 1 - t;
    return status;
}

static il_status terms_in(ili_osim_reader *r, const ili_element *e, int n, terms *out) {
    double    scale = 1.0;
    il_status status = ili_osim_multiplied(r, &e, &scale);
    *out = (terms){.n = n};
    if (status != IL_OK) return status;
    if (!strcmp(e->tag, "Constant") || (n == 1 && (!strcmp(e->tag, "PolynomialFunction") || !strcmp(e->tag, "LinearFunction")))) status = simple_terms(r, e, out);
    else status = ili_osim_terms_of(r, e, n, &out->nterm, &out->coefficient, &out->power);
    for (int t = 0; status == IL_OK && t < out->nterm; t++) out->coefficient[t] *= scale;
    return status;
}

// the length's slope by k, where `power` are a slope's
static double slope_of(const terms *length, int k, const int *power) {
    int whole[MOST_ARGS];
    memcpy(whole, power, (size_t)length->n*sizeof *power);
    whole[k]++;
    int t = term_of(length, whole);
    return t < 0 ? 0.0 : whole[k]*length->coefficient[t];
}

// is `given` minus the slope of the length by its argument k, or (speed) are its terms with the speed of k the slope times that speed? A term of
// either that the other does not have counts in full.
static bool holds_slope(const terms *length, int k, const terms *given, bool speed) {
    double size = 0.0, off = 0.0, sign = speed ? 1.0 : -1.0;
    for (int t = 0; t < length->nterm; t++) {
        int        wanted[2*MOST_ARGS] = {0};
        const int *power = length->power + t*length->n;
        if (!power[k]) continue;
        memcpy(wanted, power, (size_t)length->n*sizeof *power);
        wanted[k]--;
        if (speed) wanted[length->n + k] = 1;
        double want = power[k]*length->coefficient[t];
        size += fabs(want), off += term_of(given, wanted) < 0 ? fabs(want) : 0.0;
    }
    for (int t = 0; t < given->nterm; t++) {
        const int *power = given->power + t*given->n;
        int        speeds = 0;
        for (int i = 0; speed && i < length->n; i++) speeds += power[length->n + i];
        if (!speed || (speeds == 1 && power[length->n + k])) off += fabs(given->coefficient[t] - sign*slope_of(length, k, power));
    }
    return off <= 1e-6*size; // files may hold eight digits
}

// terms of a speed that hold no speed, or a product of speeds, are nought
static bool is_speed(const terms *given, int n) {
    for (int t = 0; t < given->nterm; t++) {
        int sum = 0;
        for (int k = 0; k < n; k++) sum += given->power[t*2*n + n + k];
        if (sum != 1 && given->coefficient[t] != 0.0) return false;
    }
    return true;
}

static il_status other_slopes(ili_osim_reader *r, const ili_element *e, const char *name, const char *tag) {
    return ili_osim_unknown(r, e, "the <%s> of the path '%.80s' are not the slopes of its <length_function>; such paths take the slopes", tag, name);
}

// <moment_arm_functions> and <lengthening_speed_function> say the length's slopes once more, or else they are not followed
// @param unknown  the length stands as nought, and that was said
static il_status same_slopes(ili_osim_reader *r, const ili_element *e, const char *name, const terms *length, bool unknown) {
    const ili_element *arms = ili_child(e, "moment_arm_functions"), *f = NULL;
    il_status          status = IL_OK;
    terms              given;
    int                k = 0;
    if (arms && ili_child(arms, "objects")) arms = ili_child(arms, "objects");
    for (const ili_element *c = arms ? arms->first : NULL; c && status == IL_OK; c = c->next, k++) {
        if (k == length->n) return ili_osim_bad(r, arms, "the path '%.80s' has more moment arms than its %d coordinates", name, length->n);
        if (length->nterm) status = terms_in(r, c, length->n, &given);
        if (status != IL_OK || !length->nterm) continue;
        if (!holds_slope(length, k, &given, false)) return other_slopes(r, c, name, "moment_arm_functions");
    }
    if (status == IL_OK && k && k < length->n) return ili_osim_bad(r, arms, "the path '%.80s' has %d moment arms and %d coordinates", name, k, length->n);
    if (status == IL_OK) status = ili_osim_function_of(r, e, "lengthening_speed_function", &f);
    if (status == IL_OK && !length->nterm && length->n == 1 && (k || f) && !unknown)
        return ili_osim_unknown(r, e, "the <moment_arm_functions> and <lengthening_speed_function> of the path '%.80s' cannot be compared with the slopes of its <length_function>; such paths take the slopes", name);
    if (status != IL_OK || !f || !length->nterm) return status;
    status = terms_in(r, f, 2*length->n, &given);
    if (status == IL_OK && !is_speed(&given, length->n)) return other_slopes(r, f, name, "lengthening_speed_function");
    for (k = 0; k < length->n && status == IL_OK; k++)
        if (!holds_slope(length, k, &given, true)) return other_slopes(r, f, name, "lengthening_speed_function");
    return status;
}

static il_status coordinates_of(ili_osim_reader *r, const ili_element *e, const char *path, int *n, const char *name[MOST_ARGS]) {
    const char *list = ili_child_text(e, "coordinate_paths");
    char       *words = ili_arena_copy(&r->doc.arena, list ? list : "", list ? strlen(list) : 0), *rest = NULL;
    if (!words) return il_error_set(r->err, IL_NO_MEMORY, r->doc.file, 0, 0, "out of memory for a model");
    *n = 0;
    for (char *w = strtok_r(words, " \t\r\n", &rest); w; w = strtok_r(NULL, " \t\r\n", &rest)) {
        int i = ili_osim_coordinate_place(r, w);
        char offer[300];
        if (i < 0) return ili_osim_bad(r, e, "the path '%.80s' names the coordinate '%.80s', which is not there; did you mean %s?", path, w, ili_osim_meant(r, true, w, offer, sizeof offer));
        if (*n == MOST_ARGS) return ili_osim_bad(r, e, "the path '%.80s' has more than %d coordinates", path, MOST_ARGS);
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
        il_joint_def joint = il_default_joint_def();
        joint.parent = end[1].body;
        for (int k = first; k < n && k < first + IL_MAX_ROWS; k++) joint.row[joint.nrow++] = row[k];
        end[1].body = ili_osim_massless(r, "function_path", &r->npoint_body, &joint);
        if (!end[1].body) return IL_NO_MEMORY;
    }
    def.name = path, def.point = end, def.npoint = 2, def.along_x = true;
    il_builder_path(r->b, &def);
    return IL_OK;
}

static bool is_polynomial(const ili_element *e) {
    return !strcmp(e->tag, "Constant") || !strcmp(e->tag, "LinearFunction") || !strcmp(e->tag, "PolynomialFunction") || !strcmp(e->tag, "MultivariatePolynomialFunction");
}

il_status ili_osim_function_path(ili_osim_reader *r, const ili_element *e, const char *path) {
    const ili_element *f = NULL;
    const char        *name[MOST_ARGS];
    il_row_def         row[MOST_ARGS];
    terms              length = {0};
    int                n = 0, nnote = r->nnote;
    bool               unknown = false;
    il_status          status = coordinates_of(r, e, path, &n, name);
    if (status == IL_OK) status = ili_osim_function_of(r, e, "length_function", &f);
    if (status != IL_OK) return status;
    if (!f) return ili_osim_bad(r, e, "the path '%.80s' has no <length_function> that is known", path);
    for (int k = 0; k < n; k++) row[k] = (il_row_def){.kind = IL_ROW_TRANSLATION, .axis = {1.0, 0.0, 0.0}, .coordinate = name[k], .function = IL_NONE, .scale = 1.0};
    if (n == 1) { // any function
        ili_osim_curve curve;
        const ili_element *inner = f;
        double             unread = 1.0;
        status = ili_osim_curve_of(r, f, &curve);
        row[0].function = curve.function, row[0].scale = curve.scale;
        if (curve.constant) row[0].coordinate = NULL;
        unknown = status == IL_OK && curve.constant && r->nnote > nnote;
        if (status == IL_OK) status = ili_osim_multiplied(r, &inner, &unread);
        if (status == IL_OK && !unknown && is_polynomial(inner)) status = terms_in(r, f, 1, &length);
    } else {
        status = terms_in(r, f, n, &length);
        unknown = status == IL_OK && !length.nterm;
        int poly = status == IL_OK ? poly_of(r, n, name, length.nterm, length.coefficient, length.power, true) : 0;
        for (int k = 0; k < n; k++) row[k].poly = poly;
    }
    length.n = n;
    if (status == IL_OK && unknown) status = ili_osim_note(r, f, "the path '%.80s' has the length 0 and no moment arms: its <length_function> is not known", path);
    if (status == IL_OK) status = same_slopes(r, e, path, &length, unknown);
    return status == IL_OK ? slide(r, n, row, path) : status;
}

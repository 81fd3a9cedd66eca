// builder_poly.c - polynomials of several coordinates
#include "model/builder.h"

il_poly_def il_default_poly_def(void) { return (il_poly_def){.cookie = ILI_COOKIE}; }

// the greatest power of argument k in any term
static int degree_of(const il_poly_def *def, int k) {
    int degree = 0;
    for (int t = 0; t < def->nterm; t++)
        if (def->power[t*def->n + k] > degree) degree = def->power[t*def->n + k];
    return degree;
}

static void check_poly(il_builder *b, const il_poly_def *def, ili_what what) {
    if (def->n < 1 || def->n > IL_MAX_POLY_ARGS || def->nterm < 0)
        ili_fail(b, IL_BAD_VALUE, "a polynomial of %d coordinates and %d terms is not possible; 1 to %d coordinates are", def->n, def->nterm, IL_MAX_POLY_ARGS);
    for (int i = 0; b->error.code == IL_OK && i < def->n*def->nterm; i++)
        if (def->power[i] < 0 || def->power[i] > IL_MAX_POLY_DEGREE) ili_fail(b, IL_BAD_VALUE, "a polynomial has the power %d; 0 to %d are possible", def->power[i], IL_MAX_POLY_DEGREE);
    if (b->error.code == IL_OK) ili_check_finite(b, def->nterm, def->coefficient, what, "coefficient");
}

int il_builder_poly(il_builder *b, const il_poly_def *def) {
    ili_what what = {"polynomial", "of several coordinates"};
    if (!ili_started(b, def->cookie, "poly")) return 0;
    check_poly(b, def, what);
    int first = b->polyarg_poly.n;
    for (int k = 0; b->error.code == IL_OK && k < def->n; k++) {
        int signal = ili_need_signal(b, def->coordinate[k], what);
        for (int a = first; a < b->polyarg_signal.n; a++)
            if (ili_list_int(&b->polyarg_signal, a) == signal) ili_fail(b, IL_BAD_VALUE, "a polynomial names the coordinate '%s' twice", def->coordinate[k]);
        ili_add_int(b, &b->polyarg_signal, signal);
        ili_add_int(b, &b->polyarg_poly, b->poly_is_length.n);
        ili_add_int(b, &b->polyarg_degree, degree_of(def, k));
    }
    for (int t = 0; b->error.code == IL_OK && t < def->nterm; t++) {
        if (def->coefficient[t] == 0.0) continue;
        ili_add_int(b, &b->polyterm_power, b->polypower.n);
        ili_add_real(b, &b->polyterm_value, def->coefficient[t]);
        for (int k = 0; k < def->n; k++) ili_add_int(b, &b->polypower, def->power[t*def->n + k]);
    }
    ili_add_int(b, &b->poly_is_length, def->is_length);
    ili_add_int(b, &b->poly_arg_start, b->polyarg_poly.n);
    ili_add_int(b, &b->poly_term_start, b->polyterm_value.n);
    return b->error.code == IL_OK ? b->poly_is_length.n : 0;
}

// poly.h - polynomials of several signals, with their slopes and the rates of those, for kernels that include math/num.h.
#ifndef ILI_POLY_H
#define ILI_POLY_H
#include "math/num.h"

/// A number and its rate.
typedef struct dual { num x, rate; } dual;

ILI_FN dual dual_mul(dual a, dual b)     { return (dual){n_mul(a.x, b.x), n_add(n_mul(a.x, b.rate), n_mul(a.rate, b.x))}; }
ILI_FN dual dual_add(dual a, dual b)     { return (dual){n_add(a.x, b.x), n_add(a.rate, b.rate)}; }
ILI_FN dual dual_times(double s, dual a) { return (dual){n_times(s, a.x), n_times(s, a.rate)}; }

/// Powers of the arguments of one polynomial.
typedef struct powers { dual of[IL_MAX_POLY_ARGS][IL_MAX_POLY_DEGREE + 1]; } powers;

/// The polynomial and its slopes, each with its rate for rates of the arguments. A slope is the product of what stands left of its argument in a
/// term, of the argument's own slope and of what stands right of it: no division, so an argument may be nought.
ILI_FN void poly_sum(ILI_ARGS, int poly, int o, powers *w, dual *value, dual slope[IL_MAX_POLY_ARGS]) {
    const dual none = {n_set(0.0), n_set(0.0)}, one = {n_set(1.0), n_set(0.0)};
    int        first = m->poly_arg_start[poly], n = m->poly_arg_start[poly + 1] - first;
    for (int k = 0; k < n; k++) {
        dual x = w->of[k][1];
        w->of[k][0] = one, slope[k] = none;
        for (int e = 2; e <= m->polyarg_degree[first + k]; e++) w->of[k][e] = dual_mul(w->of[k][e - 1], x);
    }
    *value = none;
    for (int term = m->poly_term_start[poly]; term < m->poly_term_start[poly + 1]; term++) {
        const int *power = m->polypower + m->polyterm_power[term];
        dual       left[IL_MAX_POLY_ARGS + 1], right = one;
        left[0] = (dual){PAR(polyterm_value, term), n_set(0.0)};
        for (int k = 0; k < n; k++) left[k + 1] = power[k] ? dual_mul(left[k], w->of[k][power[k]]) : left[k];
        *value = dual_add(*value, left[n]);
        for (int k = n - 1; k >= 0; k--) {
            if (!power[k]) continue;
            slope[k] = dual_add(slope[k], dual_times(power[k], dual_mul(dual_mul(left[k], w->of[k][power[k] - 1]), right)));
            right = dual_mul(right, w->of[k][power[k]]);
        }
    }
}

#endif

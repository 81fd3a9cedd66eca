// function.h - functions of one variable with their first and second derivative, for kernels that include math/num.h.
// Which function applies is the model's; which interval of a spline a lane is in is data, and selected.
#ifndef ILI_FUNCTION_H
#define ILI_FUNCTION_H
#include "math/num.h"

/// Value, first and second derivative.
typedef struct jet { num f, f1, f2; } jet;

// Horner's scheme for f, f' and f''/2 together
ILI_FN jet polynomial(ILI_ARGS, int first, int end, int o, num x) {
    num f = PAR(function_value, end - 1), f1 = n_set(0.0), half = n_set(0.0);
    for (int i = end - 2; i >= first; i--) {
        half = n_add(n_mul(half, x), f1);
        f1 = n_add(n_mul(f1, x), f);
        f = n_add(n_mul(f, x), PAR(function_value, i));
    }
    return (jet){f, f1, n_times(2.0, half)};
}

// With h the interval and u = x - x0, s = x1 - x: y = (m0 s^3 + m1 u^3)/6h + (y0/h - m0 h/6) s + (y1/h - m1 h/6) u, where m = y''.
// Outside the knots the end's slope goes on: x is clamped, and what was cut off times the slope is added; there f'' is zero.
ILI_FN jet spline(ILI_ARGS, int first, int end, int o, num x) {
    num x0 = PAR(function_value, first), y0 = PAR(function_value, first + 1), m0 = PAR(function_value, first + 2);
    num x1 = PAR(function_value, first + 3), y1 = PAR(function_value, first + 4), m1 = PAR(function_value, first + 5);
    num low = x0, high = PAR(function_value, end - 3);
    num inside = n_select(x.x < low.x, low, n_select(x.x > high.x, high, x)), cut = n_sub(x, inside);
    for (int k = first + 3; k < end - 3; k += 3) {
        num  xk = PAR(function_value, k), yk = PAR(function_value, k + 1), mk = PAR(function_value, k + 2);
        il_m beyond = inside.x >= xk.x;
        x0 = n_select(beyond, xk, x0), y0 = n_select(beyond, yk, y0), m0 = n_select(beyond, mk, m0);
        x1 = n_select(beyond, PAR(function_value, k + 3), x1);
        y1 = n_select(beyond, PAR(function_value, k + 4), y1);
        m1 = n_select(beyond, PAR(function_value, k + 5), m1);
    }
    num h = n_sub(x1, x0), per_h = n_inv(h), u = n_sub(inside, x0), s = n_sub(x1, inside);
    num a = n_times(1.0/6.0, n_mul(m0, per_h)), c = n_times(1.0/6.0, n_mul(m1, per_h)), ss = n_square(s), uu = n_square(u), hh = n_square(h);
    num e = n_sub(n_mul(y0, per_h), n_mul(a, hh)), g = n_sub(n_mul(y1, per_h), n_mul(c, hh));
    num f = n_add(n_add(n_mul(n_mul(a, ss), s), n_mul(n_mul(c, uu), u)), n_add(n_mul(e, s), n_mul(g, u)));
    num f1 = n_add(n_times(3.0, n_sub(n_mul(c, uu), n_mul(a, ss))), n_sub(g, e));
    num f2 = n_times(6.0, n_add(n_mul(a, s), n_mul(c, u)));
    f2 = n_select(cut.x == ili_set(0.0), f2, n_set(0.0));
    return (jet){n_add(f, n_mul(f1, cut)), f1, f2};
}

/// f(x), f'(x), f''(x) of a function, or of the identity (IL_NONE).
ILI_FN jet jet_function(ILI_ARGS, int function, int o, num x) {
    if (function == IL_NONE) return (jet){x, n_set(1.0), n_set(0.0)};
    int first = m->function_start[function], end = m->function_start[function + 1];
    if (m->function_kind[function] == IL_FUNCTION_SPLINE) return spline(ILI_PASS, first, end, o, x);
    if (m->function_kind[function] == IL_FUNCTION_POLYNOMIAL) return polynomial(ILI_PASS, first, end, o, x);
    num slope = PAR(function_value, first);
    return (jet){n_add(n_mul(slope, x), PAR(function_value, first + 1)), slope, n_set(0.0)};
}

/// f(u) as a function of the variable behind u, whose value, first and second derivative are given: the chain rule.
ILI_FN jet jet_chain(jet f, jet u) {
    return (jet){f.f, n_mul(f.f1, u.f1), n_add(n_mul(f.f2, n_square(u.f1)), n_mul(f.f1, u.f2))};
}

#endif

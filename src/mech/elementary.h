// elementary.h - functions of num for kernels: clamps that keep a NaN, exponential, angle, area sine, and the C2 ramp.
//
// A clamp of num.h gives the bound for a NaN; the ones here hand the NaN on, so that a poisoned lane shows. Exponential, angle and area
// sine are calls of SLEEF's cinz functions, which give the same bits at every width.
#ifndef ILI_ELEMENTARY_H
#define ILI_ELEMENTARY_H
#include "math/num.h"

#if ILI_TAN
ILI_FN num n_at_least(num a, double low)  { return n_select(a.x < ili_set(low), n_set(low), a); }
ILI_FN num n_at_most(num a, double high)  { return n_select(a.x > ili_set(high), n_set(high), a); }
#else // the same in one instruction
ILI_FN num n_at_least(num a, double low)  { return (num){ili_max(ili_set(low), a.x)}; }
ILI_FN num n_at_most(num a, double high)  { return (num){ili_min(ili_set(high), a.x)}; }
#endif

typedef unsigned long long il_u __attribute__((vector_size(8*ILI_W)));

/// exp(x) within 3e-16 relative for |x| <= 700 (held there): x = k ln 2 + r with |r| <= ln(2)/2, exp(r) by its series to r^13, times 2^k.
/// Inline arithmetic: where several are needed at once they run abreast, and nothing is spilt as round a call.
ILI_FN il_v ili_exp_inline(il_v x) {
    static const double c[] = {1.0/6227020800, 1.0/479001600, 1.0/39916800, 1.0/3628800, 1.0/362880, 1.0/40320, 1.0/5040, 1.0/720, 1.0/120, 1.0/24,
                               1.0/6, 0.5, 1.0, 1.0};
    x = ili_max(ili_set(-700.0), ili_min(ili_set(700.0), x)); // in this order a NaN goes on
    // 1.5*2^52 rounds to the nearest whole number, which is then in the lowest bits
    const il_v magic = ili_set(6755399441055744.0);
    il_v whole = x*ili_set(1.4426950408889634) + magic, k = whole - magic;
    il_v r = (x - k*ili_set(0x1.62e42feep-1)) - k*ili_set(0x1.a39ef35793c76p-33); // ln 2 in two parts, the first of 32 bits
    // pairs, then fours: a shorter chain than Horner's
    il_v rr = r*r, r4 = rr*rr;
    il_v a = (ili_set(c[0])*r + ili_set(c[1]))*rr + (ili_set(c[2])*r + ili_set(c[3]));
    il_v b = (ili_set(c[4])*r + ili_set(c[5]))*rr + (ili_set(c[6])*r + ili_set(c[7]));
    il_v d = (ili_set(c[8])*r + ili_set(c[9]))*rr + (ili_set(c[10])*r + ili_set(c[11]));
    il_v e = ((a*r4 + b)*r4 + d)*rr + r + ili_set(1.0);
    return e*(il_v)(((il_u)whole << 52) + (il_u)ili_set(1.0));
}
ILI_FN num n_exp(num a) { il_v e = ili_exp_inline(a.x); return n_chain(a, e, e); }

/// asinh, as +-ln(|a| + sqrt(a^2 + 1)): absolute error 1e-15, which is all that its users need, and 0 at 0. A call.
ILI_FN num n_asinh(num a) {
    il_v root = ili_sqrt(a.x*a.x + ili_set(1.0)), far = ILI_MAP(log, u35, ili_abs(a.x) + root);
    return n_chain(a, ili_select(a.x < ili_set(0.0), -far, far), ili_set(1.0)/root);
}

/// 1/a, 1/b and 1/c by one division.
ILI_FN void n_inv3(num a, num b, num c, num *per_a, num *per_b, num *per_c) {
    num ab = n_mul(a, b), all = n_inv(n_mul(ab, c)), per_ab = n_mul(all, c);
    *per_a = n_mul(per_ab, b), *per_b = n_mul(per_ab, a), *per_c = n_mul(all, ab);
}

/// sin for |a| <= pi/2 within 5e-16, by its series to a^19: inline, for small tables of angles such as pennation.
ILI_FN num n_sin_small(num a) {
    static const double c[] = {-1.0/121645100408832000, 1.0/355687428096000, -1.0/1307674368000, 1.0/6227020800, -1.0/39916800, 1.0/362880, -1.0/5040,
                               1.0/120, -1.0/6, 1.0};
    il_v s = ili_set(c[0]), z = a.x*a.x;
    for (int i = 1; i < 10; i++) s = s*z + ili_set(c[i]);
    s = s*a.x;
    return (num){s ILI_D(ili_sqrt(ili_abs(ili_set(1.0) - s*s))*a.d)};
}

/// Angle of the point (x, y), in (-pi, pi], within 3.5 units in the last place, which is far below what a path is known to. A call: spills all registers.
ILI_FN il_v ili_atan2(il_v y, il_v x);

#if defined(ILI_PLAIN) || !defined(__SSE4_1__)
ILI_FN il_v ili_atan2(il_v y, il_v x) { return (il_v){Sleef_cinz_atan2d1_u35purec(y[0], x[0]), Sleef_cinz_atan2d1_u35purec(y[1], x[1])}; }
#elif defined(__AVX512DQ__) && defined(__AVX512VL__)
ILI_FN il_v ili_atan2(il_v y, il_v x) { return Sleef_cinz_atan2d8_u35avx512fnofma(y, x); }
#elif defined(__AVX2__)
ILI_FN il_v ili_atan2(il_v y, il_v x) { return Sleef_cinz_atan2d4_u35avx(y, x); }
#else
ILI_FN il_v ili_atan2(il_v y, il_v x) { return Sleef_cinz_atan2d2_u35sse4(y, x); }
#endif

/// Angle of (x, y) with its derivative (x dy - y dx)/(x^2 + y^2); the caller keeps x^2 + y^2 away from zero.
ILI_FN num n_angle(num y, num x) {
    return (num){ili_atan2(y.x, x.x) ILI_D((x.x*y.d - y.x*x.d)/(x.x*x.x + y.x*y.x))};
}

/// The C2 ramp: 0 for u <= 0, u^3 (1 - u/2) between, u - 1/2 for u >= 1. Value, slope and curvature meet at both ends.
ILI_FN num n_ramp(num u) {
    const il_v zero = ili_set(0.0), one = ili_set(1.0), half = ili_set(0.5);
    il_v s = ili_max(zero, ili_min(one, u.x)), value = s*s*s*(one - half*s) + ili_max(zero, u.x - one);
    return n_chain(u, value, s*s*(ili_set(3.0) - ili_set(2.0)*s));
}
/// Slope of the ramp, u^2 (3 - 2 u), with its own derivative.
ILI_FN num n_ramp_slope(num u) {
    const il_v zero = ili_set(0.0), one = ili_set(1.0);
    il_v s = ili_max(zero, ili_min(one, u.x));
    return n_chain(u, s*s*(ili_set(3.0) - ili_set(2.0)*s), ili_set(6.0)*s*(one - s));
}
#endif

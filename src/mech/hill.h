// hill.h - the formulas of a muscle with a rigid tendon, for kernels: curves, and the way from its path's length and speed to its force
//
// Force = f_max cos(alpha) (a f_l(l) f_v(v) + f_p(l)). Curves f_l and f_v: De Groote, Kinney, Rao, Fregly 2016 (doi:10.1007/s10439-016-1591-9),
// with the constants for which f_l(1) = f_v(0) = 1 and f_v(-1) = 0. f_p: a ramp of ours. docs/muscle.md draws them.
#ifndef ILI_HILL_H
#define ILI_HILL_H
#include "mech/elementary.h"

/// height exp(-z^2/2), z = (l - centre)/width.
ILI_FN num bell(double height, num l, double centre, num per_width) {
    return n_times(height, n_exp(n_times(-0.5, n_square(n_mul(n_plus(l, -centre), per_width)))));
}

/// f_l: three bells, the first two of widths that grow with l; and 1/l, which the same division gives.
/// The second bell has a pole at l = 0.149, but is below 1e-115 from 0.25 down: held there.
ILI_FN num curve_active(num l, num *per_l) {
    num held = n_at_least(l, 0.25), per1, per2;
    num width1 = n_plus(n_times(0.063303448465465, l), 0.162384573599574), width2 = n_plus(n_times(0.200356847296188, held), -0.029947116970696);
    n_inv3(width1, width2, l, &per1, &per2, per_l);
    num first = bell(0.8150671134243542, l, 1.055033428970575, per1), second = bell(0.433004984392647, held, 0.716775413397760, per2);
    return n_add(n_add(first, second), n_times(0.1, n_exp(n_times(-4.0, n_square(n_plus(l, -1.0))))));
}

/// f_p: twice the ramp of u = (l - 1 - strain_zero)/(strain_one - strain_zero): 0, then u^3 (2 - u), then 1 + 2 (u - 1).
ILI_FN num curve_passive(num u) { return n_times(2.0, n_ramp(u)); }

/// f_v = 1 + d1 (asinh(d2 v + d3) - asinh(d3)), never below zero (C2, from f_v = 1/32 down). The difference of the area sines is one:
/// asinh(x sqrt(1 + y^2) - y sqrt(1 + x^2)), so f_v(0) is 1 to the bit.
ILI_FN num curve_velocity(num v) {
    const double d1 = -0.3211346127989808, d2 = -8.149, d3 = -0.374;
    num y = n_set(d3), x = n_plus(n_times(d2, v), d3);
    num sx = n_sqrt(n_plus(n_square(x), 1.0)), sy = n_sqrt(n_plus(n_square(y), 1.0));
    num z = n_sub(n_mul(x, sy), n_mul(y, sx));
    num f = n_plus(n_times(d1, n_asinh(z)), 1.0);
    return n_times(1.0/16.0, n_ramp(n_plus(n_times(16.0, f), 0.5)));
}

/// The part of the fibre along the tendon over l_opt: z = (length - slack)/l_opt, from 0.02 down bent (C2) into 0.01.
ILI_FN num along_tendon(num z) { return n_plus(n_times(0.02, n_ramp(n_times(50.0, z))), 0.01); }

/// A muscle on its way: part of the fibre along the tendon and its length, both over l_opt; passive force over f_max; what makes a speed one of l_opt
/// and v_max; cosine of pennation; active force over f_max at rest.
typedef struct fibre { num along, length, passive, per_speed, cosine, active; } fibre;

/// What its parameters of these names say.
typedef struct hill { num l_opt, l_slack, pennation, v_max, strain_zero, strain_one; } hill;

ILI_FN void take_length(num path_length, const hill *h, fibre *f) {
    num per_opt, per_strain, per_speed;
    n_inv3(h->l_opt, n_sub(h->strain_one, h->strain_zero), h->v_max, &per_opt, &per_strain, &per_speed);
    // the fibre keeps its width while it shortens: l sin(alpha) = const
    f->along = along_tendon(n_mul(n_sub(path_length, h->l_slack), per_opt));
    f->length = n_sqrt(n_add(n_square(f->along), n_square(n_sin_small(h->pennation))));
    f->passive = curve_passive(n_mul(n_sub(n_plus(f->length, -1.0), h->strain_zero), per_strain));
    f->per_speed = n_mul(per_opt, per_speed);
}

ILI_FN void take_active(fibre *f) {
    num per_l;
    f->active = curve_active(f->length, &per_l);
    f->cosine = n_mul(f->along, per_l);
}

/// f_l f_v: v is the speed of the fibre over v_max; where nothing moves f_v is 1.
ILI_FN num active_at(const fibre *f, num path_speed) {
    return n_any(path_speed) ? n_mul(f->active, curve_velocity(n_mul(n_mul(path_speed, f->cosine), f->per_speed))) : f->active;
}
#endif

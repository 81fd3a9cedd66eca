// limit.k.c - passive joint torque that rises exponentially towards the ends of a coordinate's range
//
// k1 exp(k2 (q - theta2)) + k3 exp(k4 (q - theta1)): Audu and Davy 1985 (doi:10.1115/1.3138536), as Anderson and Pandy 1999 use it.
// Beyond the exponent 12 (1.6e5 times k) exp goes on as its parabola there, C2, so that a wild step of a solver stays finite.
#include "mech/elementary.h"

ILI_FN num held_exp(num x) {
    const double top = 12.0;
    num over = n_at_least(n_plus(x, -top), 0.0);
    num beyond = n_plus(n_add(over, n_times(0.5, n_square(over))), 1.0);
    return n_mul(n_exp(n_at_least(n_at_most(x, top), -700.0)), beyond);
}

ILI_STAGE(limit) {
    for (int i = 0; i < m->nlimit; i++) {
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            num q = GET(q, m->limit_coordinate[i]);
            num k1 = PAR(limit_value, 6*i), k2 = PAR(limit_value, 6*i + 1), theta2 = PAR(limit_value, 6*i + 2);
            num k3 = PAR(limit_value, 6*i + 3), k4 = PAR(limit_value, 6*i + 4), theta1 = PAR(limit_value, 6*i + 5);
            num upper = n_mul(k1, held_exp(n_mul(k2, n_sub(q, theta2))));
            num lower = n_mul(k3, held_exp(n_mul(k4, n_sub(q, theta1))));
            PUT(limit_force, i, n_add(upper, lower));
        }
    }
}

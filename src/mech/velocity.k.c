// velocity.k.c - from coordinate speeds to the spatial velocity of every body, and the part of its acceleration that is not qdd.
//
// The rows of a joint form a chain: row r is carried by what moves before it, so with v the velocity before it
//   d/dt (s rate qd) = s rate qdd + (v x s) rate qd + s curve qd^2     (Featherstone 2008, doi:10.1007/978-1-4899-7560-7, section 2.9)
#include "math/num.h"

// rate of change of motion s fixed to a frame that moves with v
ILI_FN v6 cross_motion(v6 v, v6 s) { return (v6){v3_cross(v.a, s.a), v3_add(v3_cross(v.a, s.l), v3_cross(v.l, s.a))}; }
ILI_FN v6 scaled(num x, v6 s)      { return (v6){v3_scale(x, s.a), v3_scale(x, s.l)}; }

ILI_FN v6 row_velocity(ILI_ARGS, int r, int o, v6 before) {
    num rate = GET(row_rate, r), qd = GET(qd, m->row_dof[r]), speed = n_mul(rate, qd);
    v6  s = GET6(row_motion, r);
    PUT6(row_bias, r, v6_add(scaled(speed, cross_motion(before, s)), scaled(n_mul(GET(row_curve, r), n_square(qd)), s)));
    return v6_add(before, scaled(speed, s));
}

ILI_STAGE(velocity) {
    v6 still = {v3_zero(), v3_zero()};
    for (int o = 0; o < IL_LANES; o += ILI_W) PUT6(body_vel, IL_GROUND, still);
    for (int body = 1; body < m->nbody; body++)
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            v6 v = GET6(body_vel, m->body_parent[body]);
            for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++) {
                if (m->row_dof[r] == IL_NONE) PUT6(row_bias, r, still);
                else v = row_velocity(ILI_PASS, r, o, v);
            }
            PUT6(body_vel, body, v);
        }
}

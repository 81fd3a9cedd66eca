// velocity.k.c - from coordinate speeds to the spatial velocity of every body, and the part of its acceleration that is not qdd.
//
// The rows of a joint form a chain: row r is carried by what moves before it, so with v the velocity before it
//   d/dt (s rate qd) = s rate qdd + (v x s) rate qd + s curve qd^2     (Featherstone 2008, doi:10.1007/978-1-4899-7560-7, section 2.9)
#include "mech/poly.h"

// rate of change of motion s fixed to a frame that moves with v
ILI_FN v6 cross_motion(v6 v, v6 s) { return (v6){v3_cross(v.a, s.a), v3_add(v3_cross(v.a, s.l), v3_cross(v.l, s.a))}; }
ILI_FN v6 scaled(num x, v6 s)      { return (v6){v3_scale(x, s.a), v3_scale(x, s.l)}; }

// how fast the slopes of polynomials change, by the coordinates behind their arguments
static __attribute__((noinline)) void swings(ILI_ARGS) {
    for (int i = 0; i < m->npoly; i++)
        for (int o = 0; o < IL_LANES && !m->poly_is_length[i]; o += ILI_W) {
            powers w;
            dual   value, slope[IL_MAX_POLY_ARGS];
            num    qd[IL_MAX_POLY_ARGS];
            int    first = m->poly_arg_start[i], n = m->poly_arg_start[i + 1] - first;
            for (int k = 0; k < n; k++) {
                int signal = m->polyarg_signal[first + k], dof = signal < m->nq ? signal : m->coupled_master[signal - m->nq];
                qd[k] = GET(qd, dof), w.of[k][1] = (dual){GET(signal, signal), n_mul(GET(signal_rate, signal), qd[k])};
            }
            poly_sum(ILI_PASS, i, o, &w, &value, slope);
            for (int k = 0; k < n; k++) {
                int signal = m->polyarg_signal[first + k];
                PUT(polyarg_swing, first + k, n_add(n_mul(slope[k].rate, GET(signal_rate, signal)), n_mul(slope[k].x, n_mul(GET(signal_curve, signal), qd[k]))));
            }
        }
}

// s curve qd^2; of a polynomial's row, s (rate of rate) qd
ILI_FN num own_change(ILI_ARGS, int r, int o, num qd) {
    int a = m->row_polyarg[r];
    return a == IL_NONE ? n_mul(GET(row_curve, r), n_square(qd)) : n_mul(n_mul(PAR(row_scale, r), GET(polyarg_swing, a)), qd);
}

ILI_FN v6 row_velocity(ILI_ARGS, int r, int o, v6 before) {
    num rate = GET(row_rate, r), qd = GET(qd, m->row_dof[r]), speed = n_mul(rate, qd);
    v6  s = GET6(row_motion, r);
    PUT6(row_bias, r, v6_add(scaled(speed, cross_motion(before, s)), scaled(own_change(ILI_PASS, r, o, qd), s)));
    return v6_add(before, scaled(speed, s));
}

ILI_STAGE(velocity) {
    v6 still = {v3_zero(), v3_zero()};
    if (m->npoly) swings(ILI_PASS);
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

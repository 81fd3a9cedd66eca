// inverse.k.c - the generalised forces that a motion and gravity ask for: recursive Newton-Euler in ground axes about the ground origin.
//
// Luh, Walker, Paul 1980 (doi:10.1115/1.3149599): accelerations outwards, Newton and Euler at each centre of mass, forces inwards.
#include "math/num.h"

// acceleration of a body: its parent's, and what its rows add
ILI_FN v6 acceleration(ILI_ARGS, int body, int o) {
    v6 a = GET6(body_acc, m->body_parent[body]);
    for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++) {
        if (m->row_dof[r] == IL_NONE) continue;
        num accel = n_mul(GET(row_rate, r), GET(qdd, m->row_dof[r]));
        v6  s = GET6(row_motion, r);
        a = v6_add(a, v6_add((v6){v3_scale(accel, s.a), v3_scale(accel, s.l)}, GET6(row_bias, r)));
    }
    return a;
}

// moment about the centre of mass, in body axes inside: I alpha + omega x I omega
ILI_FN v3 moment(ILI_ARGS, int body, int o, v3 omega, v3 alpha) {
    m3  rot = GET9(body_rot, body);
    num xy = PAR(body_inertia, 6*body + 3), xz = PAR(body_inertia, 6*body + 4), yz = PAR(body_inertia, 6*body + 5);
    m3  inertia = {{{PAR(body_inertia, 6*body), xy, xz}, {xy, PAR(body_inertia, 6*body + 1), yz}, {xz, yz, PAR(body_inertia, 6*body + 2)}}};
    v3  w = m3_tmul_v(rot, omega);
    v3  local = v3_add(m3_mul_v(inertia, m3_tmul_v(rot, alpha)), v3_cross(w, m3_mul_v(inertia, w)));
    return m3_mul_v(rot, local);
}

// wrench on the body about the ground origin: f = m (a_c - g), with a_c = a + alpha x c + omega x (v + omega x c)
ILI_FN v6 needed(ILI_ARGS, int body, int o, v6 a) {
    v6 v = GET6(body_vel, body);
    v3 c = GET3(com_pos, body), gravity = {GET(gravity, 0), GET(gravity, 1), GET(gravity, 2)};
    v3 at_c = v3_add(v3_add(a.l, v3_cross(a.a, c)), v3_cross(v.a, v3_add(v.l, v3_cross(v.a, c))));
    v3 force = v3_scale(PAR(body_mass, body), v3_sub(at_c, gravity));
    return (v6){v3_add(moment(ILI_PASS, body, o, v.a, a.a), v3_cross(c, force)), force};
}

ILI_FN void outwards(ILI_ARGS) {
    v6 still = {v3_zero(), v3_zero()};
    for (int o = 0; o < IL_LANES; o += ILI_W) {
        PUT6(body_acc, IL_GROUND, still);
        PUT6(body_force, IL_GROUND, still);
    }
    for (int body = 1; body < m->nbody; body++)
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            v6 a = acceleration(ILI_PASS, body, o);
            PUT6(body_acc, body, a);
            PUT6(body_force, body, needed(ILI_PASS, body, o, a));
        }
}

ILI_FN void inwards(ILI_ARGS) {
    for (int i = 0; i < m->nq; i++)
        for (int o = 0; o < IL_LANES; o += ILI_W) PUT(tau, i, n_set(0.0));
    for (int body = m->nbody - 1; body > 0; body--)
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            v6 f = GET6(body_force, body);
            for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++) {
                int j = m->row_dof[r];
                if (j != IL_NONE) PUT(tau, j, n_add(GET(tau, j), n_mul(GET(row_rate, r), v6_dot(GET6(row_motion, r), f))));
            }
            PUT6(body_force, m->body_parent[body], v6_add(GET6(body_force, m->body_parent[body]), f));
        }
}

ILI_STAGE(inverse) {
    outwards(ILI_PASS);
    inwards(ILI_PASS);
}

// contact.k.c - pads against supporting planes: position, gap, normal force. Friction is an input (pad_shear), not made here.
//
// force = k depth ramp(penetration/depth): nothing outside, k (penetration - depth/2) beyond `depth`, C2 between.
#include "mech/elementary.h"

ILI_STAGE(contact) {
    for (int i = 0; i < m->npad; i++) {
        int body = m->pad_body[i], plane = m->pad_plane[i];
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            v3 x = v3_add(GET3(body_pos, body), m3_mul_v(GET9(body_rot, body), PAR3(pad_pos, i)));
            PUT3(pad_world, i, x);

            // gap = n.x - c; a plane whose normal is zero is not there
            v3  n = {GET(plane, 4*plane), GET(plane, 4*plane + 1), GET(plane, 4*plane + 2)};
            num gap = n_sub(v3_dot(n, x), GET(plane, 4*plane + 3));
            num depth = n_at_least(PAR(pad_depth, i), 1e-9);
            num force = n_mul(n_mul(PAR(pad_k, i), depth), n_ramp(n_neg(n_div(gap, depth))));
            num size = v3_dot(n, n), none = n_set(0.0);
            PUT(pad_gap, i, n_select(size.x == none.x, none, gap));
            PUT(pad_force, i, n_select(size.x == none.x, none, force));
        }
    }
}

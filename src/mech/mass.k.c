// mass.k.c - the mass matrix by composite rigid bodies, in ground axes about the ground origin.
//
// Walker and Orin 1982 (doi:10.1115/1.3139699): with I_c the inertia of all that a row carries, F = I_c s rate is the wrench of its unit
// acceleration, and M_ij = rate_j s_j . F for every row j of the same body and of those that carry it.
#include "math/num.h"

// ten numbers: mass, first moment m c, and the inertia about the ground origin xx yy zz xy xz yz
typedef struct composite {
    num m;
    v3  h;
    num in[6];
} composite;

ILI_FN composite get_composite(ILI_ARGS, int body, int o) {
    composite c = {.m = GET(composite, 10*body), .h = {GET(composite, 10*body + 1), GET(composite, 10*body + 2), GET(composite, 10*body + 3)}};
    for (int i = 0; i < 6; i++) c.in[i] = GET(composite, 10*body + 4 + i);
    return c;
}

ILI_FN void put_composite(ILI_ARGS, int body, int o, composite c) {
    PUT(composite, 10*body, c.m);
    PUT(composite, 10*body + 1, c.h.x);
    PUT(composite, 10*body + 2, c.h.y);
    PUT(composite, 10*body + 3, c.h.z);
    for (int i = 0; i < 6; i++) PUT(composite, 10*body + 4 + i, c.in[i]);
}

// about the ground origin: R I R^T + m (c.c 1 - c c^T)
ILI_FN composite own(ILI_ARGS, int body, int o) {
    m3  rot = GET9(body_rot, body);
    v3  c = GET3(com_pos, body);
    num xy = PAR(body_inertia, 6*body + 3), xz = PAR(body_inertia, 6*body + 4), yz = PAR(body_inertia, 6*body + 5), mass = PAR(body_mass, body);
    m3  inertia = {{{PAR(body_inertia, 6*body), xy, xz}, {xy, PAR(body_inertia, 6*body + 1), yz}, {xz, yz, PAR(body_inertia, 6*body + 2)}}};
    m3  half = m3_mul(rot, inertia);
    v3  h = v3_scale(mass, c);
    num xx = n_mul(h.x, c.x), yy = n_mul(h.y, c.y), zz = n_mul(h.z, c.z);
    return (composite){mass, h,
        {n_add(v3_dot(half.row[0], rot.row[0]), n_add(yy, zz)),
         n_add(v3_dot(half.row[1], rot.row[1]), n_add(zz, xx)),
         n_add(v3_dot(half.row[2], rot.row[2]), n_add(xx, yy)),
         n_sub(v3_dot(half.row[0], rot.row[1]), n_mul(h.x, c.y)),
         n_sub(v3_dot(half.row[0], rot.row[2]), n_mul(h.x, c.z)),
         n_sub(v3_dot(half.row[1], rot.row[2]), n_mul(h.y, c.z))}};
}

ILI_FN composite sum(composite a, composite b) {
    composite c = {.m = n_add(a.m, b.m), .h = v3_add(a.h, b.h)};
    for (int i = 0; i < 6; i++) c.in[i] = n_add(a.in[i], b.in[i]);
    return c;
}

// wrench of acceleration s: moment I alpha + h x a, force m a + alpha x h
ILI_FN v6 wrench(composite c, v6 s) {
    m3 in = {{{c.in[0], c.in[3], c.in[4]}, {c.in[3], c.in[1], c.in[5]}, {c.in[4], c.in[5], c.in[2]}}};
    return (v6){v3_add(m3_mul_v(in, s.a), v3_cross(c.h, s.l)), v3_add(v3_scale(c.m, s.l), v3_cross(s.a, c.h))};
}

ILI_FN void composites(ILI_ARGS) {
    for (int body = 1; body < m->nbody; body++)
        for (int o = 0; o < IL_LANES; o += ILI_W) put_composite(ILI_PASS, body, o, own(ILI_PASS, body, o));
    for (int body = m->nbody - 1; body > 0; body--) {
        int parent = m->body_parent[body];
        if (parent == IL_GROUND) continue;
        for (int o = 0; o < IL_LANES; o += ILI_W)
            put_composite(ILI_PASS, parent, o, sum(get_composite(ILI_PASS, parent, o), get_composite(ILI_PASS, body, o)));
    }
}

ILI_FN void add_entry(ILI_ARGS, int i, int j, int o, num x) { PUT(mass_matrix, m->nq*i + j, n_add(GET(mass_matrix, m->nq*i + j), x)); }

// entries of row r with itself and with the rows before it on the way to the ground; two rows of one coordinate meet twice
ILI_FN void entries(ILI_ARGS, int r, int o) {
    int i = m->row_dof[r];
    num rate = GET(row_rate, r);
    v6  s = GET6(row_motion, r), f = wrench(get_composite(ILI_PASS, m->row_body[r], o), s);
    f = (v6){v3_scale(rate, f.a), v3_scale(rate, f.l)};
    add_entry(ILI_PASS, i, i, o, n_mul(rate, v6_dot(s, f)));
    for (int body = m->row_body[r]; body > 0; body = m->body_parent[body])
        for (int k = m->body_row_start[body]; k < m->body_row_start[body + 1] && k < r; k++) {
            int j = m->row_dof[k];
            if (j == IL_NONE) continue;
            num x = n_mul(GET(row_rate, k), v6_dot(GET6(row_motion, k), f));
            add_entry(ILI_PASS, i, j, o, x);
            add_entry(ILI_PASS, j, i, o, x);
        }
}

ILI_STAGE(mass) {
    for (int i = 0; i < m->nq*m->nq; i++)
        for (int o = 0; o < IL_LANES; o += ILI_W) PUT(mass_matrix, i, n_set(0.0));
    composites(ILI_PASS);
    for (int r = 0; r < m->nrow; r++)
        for (int o = 0; o < IL_LANES && m->row_dof[r] != IL_NONE; o += ILI_W) entries(ILI_PASS, r, o);
}

// mass.k.c - the mass matrix by composite rigid bodies, in ground axes about the ground origin.
//
// Walker and Orin 1982 (doi:10.1115/1.3139699): with I_c the inertia of all that a row carries, F = I_c s rate is the wrench of its unit
// acceleration, and M_ij = rate_j s_j . F for every row j of the same body and of those that carry it.
#include "math/num.h"

// ten numbers: mass, first moment m c, and the inertia about the ground origin
typedef struct composite {
    num m;
    v3  h;
    num xx, yy, zz, xy, xz, yz;
} composite;

ILI_FN composite get_composite(ILI_ARGS, int body, int o) {
    int i = 10*body;
    return (composite){GET(composite, i), {GET(composite, i + 1), GET(composite, i + 2), GET(composite, i + 3)},
                       GET(composite, i + 4), GET(composite, i + 5), GET(composite, i + 6),
                       GET(composite, i + 7), GET(composite, i + 8), GET(composite, i + 9)};
}

ILI_FN void put_composite(ILI_ARGS, int body, int o, composite c) {
    int i = 10*body;
    PUT(composite, i, c.m), PUT(composite, i + 1, c.h.x), PUT(composite, i + 2, c.h.y), PUT(composite, i + 3, c.h.z);
    PUT(composite, i + 4, c.xx), PUT(composite, i + 5, c.yy), PUT(composite, i + 6, c.zz);
    PUT(composite, i + 7, c.xy), PUT(composite, i + 8, c.xz), PUT(composite, i + 9, c.yz);
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
         n_add(v3_dot(half.row[0], rot.row[0]), n_add(yy, zz)),
         n_add(v3_dot(half.row[1], rot.row[1]), n_add(zz, xx)),
         n_add(v3_dot(half.row[2], rot.row[2]), n_add(xx, yy)),
         n_sub(v3_dot(half.row[0], rot.row[1]), n_mul(h.x, c.y)),
         n_sub(v3_dot(half.row[0], rot.row[2]), n_mul(h.x, c.z)),
         n_sub(v3_dot(half.row[1], rot.row[2]), n_mul(h.y, c.z))};
}

ILI_FN composite sum(composite a, composite b) {
    return (composite){n_add(a.m, b.m), v3_add(a.h, b.h), n_add(a.xx, b.xx), n_add(a.yy, b.yy), n_add(a.zz, b.zz),
                       n_add(a.xy, b.xy), n_add(a.xz, b.xz), n_add(a.yz, b.yz)};
}

// wrench of acceleration s: moment I alpha + h x a, force m a + alpha x h
ILI_FN v6 wrench(composite c, v6 s) {
    v3 turn = {n_add(n_add(n_mul(c.xx, s.a.x), n_mul(c.xy, s.a.y)), n_mul(c.xz, s.a.z)),
               n_add(n_add(n_mul(c.xy, s.a.x), n_mul(c.yy, s.a.y)), n_mul(c.yz, s.a.z)),
               n_add(n_add(n_mul(c.xz, s.a.x), n_mul(c.yz, s.a.y)), n_mul(c.zz, s.a.z))};
    return (v6){v3_add(turn, v3_cross(c.h, s.l)), v3_add(v3_scale(c.m, s.l), v3_cross(s.a, c.h))};
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

ILI_FN void put_entry(ILI_ARGS, int i, int j, int o, num x) { PUT(mass_matrix, m->nq*i + j, x); }
ILI_FN void add_entry(ILI_ARGS, int i, int j, int o, num x) { PUT(mass_matrix, m->nq*i + j, n_add(GET(mass_matrix, m->nq*i + j), x)); }

// Entries of row r with the rows before it on the way to the ground. All others are zero in every pose, and as il_data_create() and
// il_data_zero() left them: in a matrix of fifty coordinates clearing them would cost as much as all the rest.
ILI_FN void clear_entries(ILI_ARGS, int r, int o) {
    int i = m->row_dof[r];
    for (int body = m->row_body[r]; body > 0; body = m->body_parent[body])
        for (int k = m->body_row_start[body]; k < m->body_row_start[body + 1] && k <= r; k++) {
            int j = m->row_dof[k];
            if (j == IL_NONE) continue;
            put_entry(ILI_PASS, i, j, o, n_set(0.0));
            put_entry(ILI_PASS, j, i, o, n_set(0.0));
        }
}

// two rows of one coordinate meet twice
ILI_FN void add_entries(ILI_ARGS, int r, int o) {
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
    composites(ILI_PASS);
    for (int r = 0; r < m->nrow; r++)
        for (int o = 0; o < IL_LANES && m->row_dof[r] != IL_NONE; o += ILI_W) clear_entries(ILI_PASS, r, o);
    for (int r = 0; r < m->nrow; r++)
        for (int o = 0; o < IL_LANES && m->row_dof[r] != IL_NONE; o += ILI_W) add_entries(ILI_PASS, r, o);
}

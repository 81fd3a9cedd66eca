// stiffness_abreast.k.c - d residual/d q of eight lanes at once: what stiffness.k.c does for one, with the same operations in the same order, so that a
// lane's bits are those that it gets alone. An entry of a block is a pack here. What a lane has no part in adds zeros to it.
#include "mech/wrap.h"
#include "mech/stiffness.h"
#if ILI_TAN

void ILI_KERNEL(ili_stiffness_abreast)(const il_model *m, const il_params *p, const il_data *d, const il_data *t, const ili_stiffness *s);

#define AT(field, i)    ili_load(d->field[i].lane + o)
#define PARAM(field, i) n_param(p->field, p->stride, i, o)

typedef struct t3 { il_v x[3]; } t3;

#define AT3(field, i)    ((t3){{AT(field, 3*(i)), AT(field, 3*(i) + 1), AT(field, 3*(i) + 2)}})

// ---- blocks ----------------------------------------------------------------------------------------------------------------------

ILI_FN void add(il_pack *x, int o, il_v value)  { ili_store(x->lane + o, ili_load(x->lane + o) + value); }
ILI_FN void take(il_pack *x, int o, il_v value) { ili_store(x->lane + o, ili_load(x->lane + o) - value); }

ILI_FN t3 cross(t3 a, t3 b) {
    return (t3){{a.x[1]*b.x[2] - a.x[2]*b.x[1], a.x[2]*b.x[0] - a.x[0]*b.x[2], a.x[0]*b.x[1] - a.x[1]*b.x[0]}};
}
ILI_FN bool nothing(il_v a) { return !ili_any(a != ili_set(0.0)); }

/// A block in registers, or where the compiler likes: rows (moment, force), columns (angular, linear).
typedef struct m6 { il_v e[6][6]; } m6;

ILI_FN il_pack *block_of(const il_model *m, const ili_stiffness *s, int b, int c) {
    int k = s->block[b*m->nbody + c];
    return k == IL_NONE ? NULL : &s->wide.E[36*k];
}
ILI_FN void add_block(il_pack *to, int o, const m6 *x) {
    for (int e = 0; to && e < 36; e++) add(&to[e], o, x->e[e/6][e%6]);
}
ILI_FN void take_block(il_pack *to, int o, const m6 *x) {
    for (int e = 0; to && e < 36; e++) take(&to[e], o, x->e[e/6][e%6]);
}
// rows of a force at x, the last three, give those of its moment, the first
ILI_FN void moments(t3 x, m6 *b) {
    for (int j = 0; j < 6; j++) {
        b->e[0][j] = x.x[1]*b->e[5][j] - x.x[2]*b->e[4][j];
        b->e[1][j] = x.x[2]*b->e[3][j] - x.x[0]*b->e[5][j];
        b->e[2][j] = x.x[0]*b->e[4][j] - x.x[1]*b->e[3][j];
    }
}
// add [v] in three rows from a column on
ILI_FN void add_skew(t3 v, m6 *b, int row, int column) {
    b->e[row][column + 1] -= v.x[2], b->e[row][column + 2] += v.x[1];
    b->e[row + 1][column] += v.x[2], b->e[row + 1][column + 2] -= v.x[0];
    b->e[row + 2][column] -= v.x[1], b->e[row + 2][column + 1] += v.x[0];
}
ILI_FN void clear(m6 *b) {
    for (int e = 0; e < 36; e++) b->e[e/6][e%6] = ili_set(0.0);
}

// ---- straight spans ----------------------------------------------------------------------------------------------------------------

enum { TOGETHER = 8 }; // spans whose entries are summed in pairs, and pairs of pairs, before a block gets them

// tension/length (1 - u u'), between the velocity of the far end y and the force at the near one x
ILI_FN void straight_block(t3 x, t3 y, il_v tension, m6 *out) {
    t3   u = {{y.x[0] - x.x[0], y.x[1] - x.x[1], y.x[2] - x.x[2]}}, P[3], M[3];
    il_v square = u.x[0]*u.x[0] + u.x[1]*u.x[1] + u.x[2]*u.x[2];
    square = ili_select(square < ili_set(1e-24), ili_set(1e-24), square);
    il_v per = ili_set(1.0)/square, size = tension*ili_sqrt(per);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) P[i].x[j] = size*((i == j ? ili_set(1.0) : ili_set(0.0)) - u.x[i]*u.x[j]*per);
    for (int j = 0; j < 3; j++) {
        M[0].x[j] = x.x[1]*P[2].x[j] - x.x[2]*P[1].x[j], M[1].x[j] = x.x[2]*P[0].x[j] - x.x[0]*P[2].x[j], M[2].x[j] = x.x[0]*P[1].x[j] - x.x[1]*P[0].x[j];
    }
    for (int i = 0; i < 6; i++) {
        t3 row = i < 3 ? M[i] : P[i - 3], turned = cross(y, row);
        for (int j = 0; j < 3; j++) out->e[i][j] = turned.x[j], out->e[i][3 + j] = row.x[j];
    }
}

ILI_FN void straight_spans(const il_model *m, const il_data *d, int o, const ili_stiffness *s, int pair) {
    for (int first = s->pair_start[pair]; first < s->pair_start[pair + 1]; first += TOGETHER) {
        m6 x[TOGETHER];
        for (int l = 0; l < TOGETHER; l++) {
            if (first + l >= s->pair_start[pair + 1]) {
                clear(&x[l]);
                continue;
            }
            int  k = first + l, i = s->span_point[k], w = s->span_wrap[k];
            bool swapped = m->point_body[i] > m->point_body[i + 1];
            il_v tension = AT(path_tension, s->span_path[k]);
            if (w != IL_NONE) tension = ili_select(AT(touch, w) != ili_set(0.0), ili_set(0.0), tension);
            straight_block(AT3(point_world, swapped ? i + 1 : i), AT3(point_world, swapped ? i : i + 1), tension, &x[l]);
        }
        for (int i = 0; i < 6; i++)
            for (int j = 0; j < 6; j++)
                add(&s->wide.B[36*pair + 6*i + j], o, ((x[0].e[i][j] + x[1].e[i][j]) + (x[2].e[i][j] + x[3].e[i][j])) + ((x[4].e[i][j] + x[5].e[i][j]) + (x[6].e[i][j] + x[7].e[i][j])));
    }
}

// a pair's block goes to the four places of two bodies
ILI_FN void pair_blocks(const il_model *m, const ili_stiffness *s, int o, int k) {
    const il_pack *B = &s->wide.B[36*k];
    int            a = s->pair_a[k], b = s->pair_b[k];
    il_pack       *ab = block_of(m, s, a, b), *aa = block_of(m, s, a, a), *ba = block_of(m, s, b, a), *bb = block_of(m, s, b, b);
    for (int e = 0; e < 36; e++) {
        il_v x = ili_load(B[e].lane + o);
        int  turned = e%6*6 + e/6;
        if (ab) add(&ab[e], o, x);
        if (aa) take(&aa[e], o, x);
        if (ba) add(&ba[turned], o, x);
        if (bb) take(&bb[turned], o, x);
    }
}

// ---- bent spans --------------------------------------------------------------------------------------------------------------------

/// A surface in the room.
typedef struct surface { v3 centre, axis; num radius; int kind, side; } surface;

ILI_FN v3 fixed3(t3 x) { return (v3){n_of(x.x[0]), n_of(x.x[1]), n_of(x.x[2])}; }

ILI_FN surface surface_of(const il_model *m, const il_params *p, const il_data *d, int o, int pathwrap) {
    int wrap = m->pathwrap_wrap[pathwrap], body = m->wrap_body[wrap];
    t3  centre, axis;
    for (int i = 0; i < 3; i++) {
        centre.x[i] = AT(body_pos, 3*body + i), axis.x[i] = ili_set(0.0);
        for (int j = 0; j < 3; j++) {
            centre.x[i] += AT(body_rot, 9*body + 3*i + j)*PARAM(wrap_pos, 3*wrap + j);
            axis.x[i] += AT(body_rot, 9*body + 3*i + j)*PARAM(wrap_rot, 9*wrap + 3*j + 2);
        }
    }
    return (surface){fixed3(centre), fixed3(axis), n_of(PARAM(wrap_size, 3*wrap)), m->wrap_kind[wrap], m->pathwrap_side[pathwrap]};
}

// an end on a body that moves: turning about axis k of the ground, or shifted along axis k - 3
ILI_FN v3 moving3(t3 x, int k) {
    v3   p = fixed3(x);
    il_v one = ili_set(1.0);
    if (k == 0) p.y.d = -x.x[2], p.z.d = x.x[1];
    if (k == 1) p.x.d = x.x[2], p.z.d = -x.x[0];
    if (k == 2) p.x.d = -x.x[1], p.y.d = x.x[0];
    if (k == 3) p.x.d = one;
    if (k == 4) p.y.d = one;
    if (k == 5) p.z.d = one;
    return p;
}

// tension times the pulls on both ends, and how they answer the motions of one end's body beside the surface: rows 3-5 of each
ILI_FN void try_end(const surface *f, const t3 end[2], int tried, il_v tension, il_m bent, m6 answer[2], t3 pull[2]) {
    il_v zero = ili_set(0.0);
    for (int k = 0; k < 6; k++) {
        v3   p1 = tried == 0 ? moving3(end[0], k) : fixed3(end[0]), p2 = tried == 1 ? moving3(end[1], k) : fixed3(end[1]);
        span way = f->kind == IL_WRAP_SPHERE ? past_sphere(p1, p2, f->centre, f->radius) : past_cylinder(p1, p2, f->centre, f->axis, f->radius, ili_set(f->side));
        num  out[2][3] = {{way.pull1.x, way.pull1.y, way.pull1.z}, {way.pull2.x, way.pull2.y, way.pull2.z}};
        for (int e = 0; e < 2; e++) {
            for (int c = 0; c < 3; c++) {
                answer[e].e[3 + c][k] = ili_select(bent, tension*out[e][c].d, zero);
                pull[e].x[c] = ili_select(bent, tension*out[e][c].x, zero);
            }
        }
    }
}

ILI_FN void bent_span(const il_model *m, const il_params *p, const il_data *d, int o, const ili_stiffness *s, int i, int pathwrap, il_v tension, il_m bent) {
    int     of[2] = {m->point_body[i], m->point_body[i + 1]}, c = m->wrap_body[m->pathwrap_wrap[pathwrap]];
    surface f = surface_of(m, p, d, o, pathwrap);
    t3      end[2] = {AT3(point_world, i), AT3(point_world, i + 1)}, pull[2];
    m6      answer[2], b;
    for (int j = 0; j < 2; j++) {
        try_end(&f, end, j, tension, bent, answer, pull);
        for (int e = 0; e < 2; e++) {
            moments(end[e], &answer[e]);
            take_block(block_of(m, s, c, of[j]), o, &answer[e]), add_block(block_of(m, s, c, c), o, &answer[e]);
            if (e == j) add_skew(pull[e], &answer[e], 3, 0), moments(end[e], &answer[e]); // beside being carried along with its body
            add_block(block_of(m, s, of[e], of[j]), o, &answer[e]), take_block(block_of(m, s, of[e], c), o, &answer[e]);
        }
    }
    // the surface's share acts where the ends are: their velocity beside it x pull, a moment only
    for (int e = 0; e < 2; e++) {
        clear(&b);
        add_skew(pull[e], &b, 0, 3);
        for (int k = 0; k < 3; k++) {
            t3 turned = cross(end[e], (t3){{b.e[k][3], b.e[k][4], b.e[k][5]}});
            for (int l = 0; l < 3; l++) b.e[k][l] = turned.x[l];
        }
        add_block(block_of(m, s, c, of[e]), o, &b), take_block(block_of(m, s, c, c), o, &b);
    }
}

ILI_FN void bent_spans(const il_model *m, const il_params *p, const il_data *d, int o, const ili_stiffness *s) {
    for (int path = 0; path < m->npath; path++) {
        for (int w = m->path_wrap_start[path]; w < m->path_wrap_start[path + 1]; w++) {
            il_v tension = AT(path_tension, path);
            il_m bent = (AT(touch, w) != ili_set(0.0)) & (tension != ili_set(0.0));
            if (ili_any(bent)) bent_span(m, p, d, o, s, m->pathwrap_point[w], w, tension, bent);
        }
    }
}

// ---- what stretches ----------------------------------------------------------------------------------------------------------------

// dT/dl of every path
ILI_FN void path_slopes(const il_model *m, const il_data *d, const il_data *t, int o, const ili_stiffness *s) {
    for (int i = 0; i < m->npath; i++) ili_store(s->wide.path_slope[i].lane + o, ili_set(0.0));
    for (int i = 0; i < m->nmuscle; i++)
        add(&s->wide.path_slope[m->muscle_path[i]], o, AT(act, i)*ili_load(t->muscle_active[i].lane + o) + ili_load(t->muscle_passive[i].lane + o));
    for (int i = 0; i < m->nligament; i++) add(&s->wide.path_slope[m->ligament_path[i]], o, ili_load(t->ligament_force[i].lane + o));
}

// to -= size u v'
ILI_FN void take_product(il_pack *to, int o, il_v size, const il_v u[6], const il_v v[6]) {
    for (int i = 0; to && i < 6; i++) {
        il_v x = size*u[i];
        for (int j = 0; j < 6; j++) take(&to[6*i + j], o, x*v[j]);
    }
}

// -dT/dl u_b u_c' between the bodies of a path, u the wrenches of unit tension; of two bodies these are opposite, as a straight span's
ILI_FN void stretch(const il_model *m, const il_data *d, int o, const ili_stiffness *s, int path) {
    int  first = m->path_body_start[path], end = m->path_body_start[path + 1];
    il_v slope = ili_load(s->wide.path_slope[path].lane + o), u[6], v[6];
    if (nothing(slope)) return;
    for (int i = first; i < (s->path_pair[path] != IL_NONE ? first + 1 : end); i++) {
        for (int e = 0; e < 6; e++) u[e] = AT(pathbody_wrench, 6*i + e);
        if (s->path_pair[path] != IL_NONE) {
            take_product(&s->wide.B[36*s->path_pair[path]], o, -slope, u, u);
            return;
        }
        for (int k = first; k < end; k++) {
            for (int e = 0; e < 6; e++) v[e] = AT(pathbody_wrench, 6*k + e);
            take_product(block_of(m, s, m->pathbody_body[i], m->pathbody_body[k]), o, slope, u, v);
        }
    }
}

// ---- bushings, contact, weight, what comes from outside -------------------------------------------------------------------------------

// add -V x* W for a wrench that does not turn with its body, as a matrix on V
ILI_FN void add_stays(t3 moment, t3 force, m6 *b) { add_skew(moment, b, 0, 0), add_skew(force, b, 0, 3), add_skew(force, b, 3, 0); }

ILI_FN void bushing_blocks(const il_model *m, const il_data *d, int o, const ili_stiffness *s, int i) {
    int a = m->bushing_body_a[i], b = m->bushing_body_b[i];
    m6  S;
    for (int e = 0; e < 36; e++) S.e[e/6][e%6] = ili_load(s->wide.S[36*i + e].lane + o);
    take_block(block_of(m, s, a, b), o, &S), add_block(block_of(m, s, a, a), o, &S);
    add_stays(AT3(bushing_wrench, 2*i), AT3(bushing_wrench, 2*i + 1), &S);
    add_block(block_of(m, s, b, b), o, &S), take_block(block_of(m, s, b, a), o, &S);
}

// a force that keeps its direction at a point of the body: only its moment arms turn
ILI_FN void held_direction(il_pack *to, int o, t3 x, t3 force) {
    m6 b;
    clear(&b);
    add_skew(force, &b, 3, 0);
    moments(x, &b);
    for (int i = 0; to && i < 6; i++)
        for (int j = 0; j < 3; j++) add(&to[6*i + j], o, b.e[i][j]);
}

ILI_FN void pad_blocks(const il_model *m, const il_params *p, const il_data *d, int o, const ili_stiffness *s, int i) {
    il_v push = AT(pad_force, i), depth = PARAM(pad_depth, i), zero = ili_set(0.0);
    t3   shear = AT3(pad_shear, i), x = AT3(pad_world, i), force;
    int  plane = m->pad_plane[i];
    if (nothing(push) && nothing(shear.x[0]) && nothing(shear.x[1]) && nothing(shear.x[2])) return;
    t3       n = {{AT(plane, 4*plane), AT(plane, 4*plane + 1), AT(plane, 4*plane + 2)}};
    il_pack *to = block_of(m, s, m->pad_body[i], m->pad_body[i]);
    for (int c = 0; c < 3; c++) force.x[c] = push*n.x[c] + shear.x[c];
    held_direction(to, o, x, force);
    depth = ili_select(depth < ili_set(1e-9), ili_set(1e-9), depth);
    il_v slope = PARAM(pad_k, i)*n_ramp_slope(n_of(-(AT(pad_gap, i)/depth))).x;
    t3   lever = cross(x, n);
    il_v w[6] = {lever.x[0], lever.x[1], lever.x[2], n.x[0], n.x[1], n.x[2]};
    take_product(to, o, ili_select(push != zero, slope, zero), w, w);
}

ILI_FN void body_blocks(const il_model *m, const il_params *p, const il_data *d, int o, const ili_stiffness *s, int body) {
    il_v     mass = PARAM(body_mass, body);
    t3       weight = {{mass*AT(gravity, 0), mass*AT(gravity, 1), mass*AT(gravity, 2)}};
    il_pack *to = block_of(m, s, body, body);
    m6       b;
    held_direction(to, o, AT3(com_pos, body), weight);
    clear(&b);
    add_stays(AT3(wrench, 2*body), AT3(wrench, 2*body + 1), &b);
    add_block(to, o, &b);
    for (int e = 0; e < 6; e++) ili_store(s->wide.outside[6*body + e].lane + o, AT(wrench, 6*body + e));
}

// ---- folding along the tree ------------------------------------------------------------------------------------------------------

// (s_q x s_r).W = s_q.out: what wrenches from outside, which do not turn with bodies, take from the symmetry of an entry. False: nothing
ILI_FN bool lopsided(const il_v s[6], const il_pack *W, int o, il_v out[6]) {
    bool any = false;
    for (int e = 0; e < 6; e++) any = any || !nothing(ili_load(W[e].lane + o));
    if (!any) return false;
    t3 moment = {{ili_load(W[0].lane + o), ili_load(W[1].lane + o), ili_load(W[2].lane + o)}}, force = {{ili_load(W[3].lane + o), ili_load(W[4].lane + o), ili_load(W[5].lane + o)}};
    t3 turn = {{s[0], s[1], s[2]}}, a = cross(turn, moment), b = cross((t3){{s[3], s[4], s[5]}}, force), c = cross(turn, force);
    for (int k = 0; k < 3; k++) out[k] = a.x[k] + b.x[k], out[3 + k] = c.x[k];
    return true;
}

// (0 1 2) + (3 4 5)
ILI_FN il_v sum6(const il_v a[6], const il_pack *b, int stride, int o) {
    return (a[0]*ili_load(b[0].lane + o) + a[1]*ili_load(b[stride].lane + o) + a[2]*ili_load(b[2*stride].lane + o)) +
           (a[3]*ili_load(b[3*stride].lane + o) + a[4]*ili_load(b[4*stride].lane + o) + a[5]*ili_load(b[5*stride].lane + o));
}

// K_jk = x, K_kj = x - less. Both are kept as the lower one, and as what the upper one has beyond it.
ILI_FN void entry(const il_model *m, const ili_stiffness *s, int o, int j, int k, il_v x, il_v less, bool own) {
    if (j == k) {
        add(&s->wide.K[j*m->nq + j], o, own ? x : x + x - less);
    } else if (j > k) {
        add(&s->wide.K[j*m->nq + k], o, x), take(&s->wide.K[k*m->nq + j], o, less);
    } else {
        add(&s->wide.K[k*m->nq + j], o, x - less), add(&s->wide.K[j*m->nq + k], o, less);
    }
}

// entries of row r of body i with the rows of body c before it; Y holds s_r' E of c's motion
ILI_FN void row_entries(const il_model *m, const ili_stiffness *s, int o, int i, int r, int c, bool uneven, const il_v g[6]) {
    il_v y[6];
    int  end = c < i ? m->body_row_start[c + 1] : r + 1;
    for (int k = 0; k < 6; k++) y[k] = ili_load(s->wide.Y[6*c + k].lane + o);
    for (int q = m->body_row_start[c]; q < end; q++) {
        if (m->row_dof[q] == IL_NONE) continue;
        const il_pack *motion = &s->wide.motion[6*q];
        il_v           less = uneven && q != r && s->above[i*m->nbody + c] ? sum6(g, motion, 1, o) : ili_set(0.0);
        entry(m, s, o, m->row_dof[r], m->row_dof[q], sum6(y, motion, 1, o), less, q == r);
    }
}

ILI_FN void fold_row(const il_model *m, const ili_stiffness *s, int o, int i, int r) {
    il_v sr[6], g[6];
    for (int k = 0; k < 6; k++) sr[k] = ili_load(s->wide.motion[6*r + k].lane + o), g[k] = ili_set(0.0);
    bool uneven = lopsided(sr, &s->wide.outside[6*i], o, g);
    for (int c = 0; c < m->nbody; c++) {
        const il_pack *E = c > 0 ? block_of(m, s, i, c) : NULL;
        for (int k = 0; k < 6; k++) ili_store(s->wide.Y[6*c + k].lane + o, E ? sum6(sr, &E[k], 6, o) : ili_set(0.0));
    }
    for (int c = m->nbody - 1; c > 0; c--) {
        if (c <= i) row_entries(m, s, o, i, r, c, uneven, g);
        for (int k = 0; k < 6; k++) add(&s->wide.Y[6*m->body_parent[c] + k], o, ili_load(s->wide.Y[6*c + k].lane + o));
    }
}

ILI_FN void fold_body(const il_model *m, const il_data *d, int o, const ili_stiffness *s, int i) {
    int parent = m->body_parent[i];
    for (int r = m->body_row_start[i]; r < m->body_row_start[i + 1]; r++) {
        int j = m->row_dof[r];
        if (j == IL_NONE) continue;
        fold_row(m, s, o, i, r);
        // where a row is a function of its coordinate
        il_v curve = AT(row_curve, r), sum = ili_set(0.0);
        if (nothing(curve)) continue;
        for (int k = 0; k < 6; k++) sum += AT(row_motion, 6*r + k)*(AT(load, 6*i + k) + AT(weight, 6*i + k));
        add(&s->wide.K[j*m->nq + j], o, curve*sum);
    }
    for (int c = 1; c < m->nbody && parent != IL_GROUND; c++) {
        const il_pack *E = block_of(m, s, i, c);
        il_pack       *to = block_of(m, s, parent, c);
        for (int e = 0; E && e < 36; e++) add(&to[e], o, ili_load(E[e].lane + o));
    }
    for (int e = 0; e < 6; e++) add(&s->wide.outside[6*parent + e], o, ili_load(s->wide.outside[6*i + e].lane + o));
}

// the lower triangle, and what the upper has beyond it, to the matrices of the lanes
ILI_FN void hand_out(int n, int o, const il_pack *K, double *out) {
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
            il_v low = ili_load(K[i*n + j].lane + o), high = j < i ? ili_load(K[j*n + i].lane + o) + low : low;
            for (int l = 0; l < ILI_W; l++) out[(o + l)*n*n + i*n + j] = low[l], out[(o + l)*n*n + j*n + i] = high[l];
        }
    }
}

void ILI_KERNEL(ili_stiffness_abreast)(const il_model *m, const il_params *p, const il_data *d, const il_data *t, const ili_stiffness *s) {
    memset(s->wide.E, 0, (size_t)(36*s->nblock)*sizeof *s->wide.E);
    memset(s->wide.B, 0, (size_t)(36*s->npair)*sizeof *s->wide.B);
    memset(s->wide.K, 0, (size_t)(m->nq*m->nq)*sizeof *s->wide.K);
    for (int o = 0; o < IL_LANES; o += ILI_W) {
        for (int r = 0; r < m->nrow; r++)
            for (int k = 0; k < 6; k++) ili_store(s->wide.motion[6*r + k].lane + o, AT(row_rate, r)*AT(row_motion, 6*r + k));
        path_slopes(m, d, t, o, s);
        for (int i = 0; i < m->npath; i++) stretch(m, d, o, s, i);
        for (int i = 0; i < s->npair; i++) straight_spans(m, d, o, s, i), pair_blocks(m, s, o, i);
        bent_spans(m, p, d, o, s);
        for (int i = 0; i < m->nbushing; i++) bushing_blocks(m, d, o, s, i);
        for (int i = 0; i < m->npad; i++) pad_blocks(m, p, d, o, s, i);
        for (int b = 0; b < m->nbody; b++) body_blocks(m, p, d, o, s, b);
        for (int b = m->nbody - 1; b > 0; b--) fold_body(m, d, o, s, b);
        for (int i = 0; i < m->nlimit; i++) add(&s->wide.K[m->limit_coordinate[i]*(m->nq + 1)], o, ili_load(t->limit_force[i].lane + o));
        hand_out(m->nq, o, s->wide.K, s->wide.out);
    }
}
#else
typedef int ili_stiffness_abreast_has_one_form;
#endif

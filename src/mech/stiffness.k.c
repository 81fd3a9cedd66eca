// stiffness.k.c - d residual/d q from blocks between bodies. docs/stiffness.md derives the formulas; the tangent form of num gives what surfaces add.
//
// Vectors and matrices here are plain il_v, [3], [9], [36] row-major; w(x) = ([x]; 1) takes a force at x to its wrench about the ground origin.
#include "mech/wrap.h"
#include "mech/stiffness.h"
#if ILI_TAN

void ILI_KERNEL(ili_stiffness)(const il_model *m, const il_params *p, const il_data *d, const il_data *t, const ili_stiffness *s);

#define LOAD(field, i)    ili_load(d->field[i].lane + o)
#define LOAD3(v, field, i) il_v v[3] = {LOAD(field, 3*(i)), LOAD(field, 3*(i) + 1), LOAD(field, 3*(i) + 2)}

ILI_FN void add(il_pack *to, int o, il_v x) { ili_store(to->lane + o, ili_load(to->lane + o) + x); }
ILI_FN int  none(il_v x)                    { return !ili_any(x != ili_set(0.0)); }

// ---- blocks ----------------------------------------------------------------------------------------------------------------------

ILI_FN void cross(const il_v a[3], const il_v b[3], il_v out[3]) {
    out[0] = a[1]*b[2] - a[2]*b[1], out[1] = a[2]*b[0] - a[0]*b[2], out[2] = a[0]*b[1] - a[1]*b[0];
}
ILI_FN il_v dot6(const il_v a[6], const il_v b[6]) { return (a[0]*b[0] + a[1]*b[1] + a[2]*b[2]) + (a[3]*b[3] + a[4]*b[4] + a[5]*b[5]); }

// [x] M, column by column
ILI_FN void turn_columns(const il_v x[3], const il_v M[9], il_v out[9]) {
    for (int j = 0; j < 3; j++) {
        out[j] = x[1]*M[6 + j] - x[2]*M[3 + j], out[3 + j] = x[2]*M[j] - x[0]*M[6 + j], out[6 + j] = x[0]*M[3 + j] - x[1]*M[j];
    }
}
// M [x]', row by row
ILI_FN void turn_rows(const il_v M[9], const il_v x[3], il_v out[9]) {
    for (int i = 0; i < 3; i++) cross(x, M + 3*i, out + 3*i);
}
ILI_FN void skew(const il_v x[3], il_v out[9]) {
    il_v zero = ili_set(0.0);
    out[0] = zero, out[1] = -x[2], out[2] = x[1], out[3] = x[2], out[4] = zero, out[5] = -x[0], out[6] = -x[1], out[7] = x[0], out[8] = zero;
}
ILI_FN void lay(il_v out[36], int row, int column, const il_v M[9]) {
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) out[6*(row + i) + column + j] = M[3*i + j];
}
// w(x) M w(y)': a force at x that answers the velocity at y
ILI_FN void between(const il_v x[3], const il_v M[9], const il_v y[3], il_v out[36]) {
    il_v ML[9], FA[9], MA[9];
    turn_columns(x, M, ML);
    turn_rows(M, y, FA);
    turn_rows(ML, y, MA);
    lay(out, 0, 0, MA), lay(out, 0, 3, ML), lay(out, 3, 0, FA), lay(out, 3, 3, M);
}

ILI_FN il_pack *block_of(const il_model *m, const ili_stiffness *s, int b, int c) {
    int k = s->block[b*m->nbody + c];
    return k == IL_NONE ? NULL : &s->E[36*k];
}
ILI_FN void add_block(il_pack *to, int o, const il_v M[36]) {
    for (int e = 0; to && e < 36; e++) add(to + e, o, M[e]);
}
ILI_FN void take_block(il_pack *to, int o, const il_v M[36]) {
    for (int e = 0; to && e < 36; e++) add(to + e, o, -M[e]);
}

// ---- paths -----------------------------------------------------------------------------------------------------------------------

// tension/length (1 - u u') between two points: the turning of a straight span
ILI_FN void straight_block(const il_model *m, const il_data *d, const ili_stiffness *s, int o, int i, il_v tension) {
    bool swapped = m->point_body[i] > m->point_body[i + 1];
    int  from = swapped ? i + 1 : i, to = swapped ? i : i + 1;
    LOAD3(x, point_world, from);
    LOAD3(y, point_world, to);
    il_v u[3], P[9], B[36];
    for (int k = 0; k < 3; k++) u[k] = y[k] - x[k];
    il_v square = u[0]*u[0] + u[1]*u[1] + u[2]*u[2];
    square = ili_select(square < ili_set(1e-24), ili_set(1e-24), square);
    il_v per = ili_set(1.0)/square, size = tension*ili_sqrt(per);
    for (int i3 = 0; i3 < 3; i3++)
        for (int j = 0; j < 3; j++) P[3*i3 + j] = size*((i3 == j ? ili_set(1.0) : ili_set(0.0)) - u[i3]*u[j]*per);
    between(x, P, y, B);
    add_block(&s->B[36*s->span_pair[i]], o, B);
}

ILI_FN v3  fixed3(const il_v x[3])       { return (v3){n_of(x[0]), n_of(x[1]), n_of(x[2])}; }
ILI_FN num seeded(il_v x, bool on)       { return (num){x, ili_set(on ? 1.0 : 0.0)}; }
ILI_FN num fixed_param(const double *field, int stride, int i, int o) { return n_of(n_param(field, stride, i, o)); }

// how the pulls on the two ends of a bent span change with the ends, the surface at rest: H[3*(2 a + b)...] = d pull_a / d p_b
ILI_FN il_m bend(const il_model *m, const il_params *p, const il_data *d, int o, int pathwrap, const il_v x[3], const il_v y[3], il_v H[4][9],
                 il_v pull1[3], il_v pull2[3]) {
    int  wrap = m->pathwrap_wrap[pathwrap], body = m->wrap_body[wrap];
    il_m touch = ili_set(0.0) != ili_set(0.0);
    v3   pos = {fixed_param(p->wrap_pos, p->stride, 3*wrap, o), fixed_param(p->wrap_pos, p->stride, 3*wrap + 1, o), fixed_param(p->wrap_pos, p->stride, 3*wrap + 2, o)};
    m3   rot;
    for (int i = 0; i < 3; i++) rot.row[i] = (v3){n_of(LOAD(body_rot, 9*body + 3*i)), n_of(LOAD(body_rot, 9*body + 3*i + 1)), n_of(LOAD(body_rot, 9*body + 3*i + 2))};
    v3  origin = {n_of(LOAD(body_pos, 3*body)), n_of(LOAD(body_pos, 3*body + 1)), n_of(LOAD(body_pos, 3*body + 2))};
    v3  centre = v3_add(origin, m3_mul_v(rot, pos));
    num radius = fixed_param(p->wrap_size, p->stride, 3*wrap, o);
    v3  axis = m3_mul_v(rot, (v3){fixed_param(p->wrap_rot, p->stride, 9*wrap + 2, o), fixed_param(p->wrap_rot, p->stride, 9*wrap + 5, o),
                                  fixed_param(p->wrap_rot, p->stride, 9*wrap + 8, o)});
    for (int e = 0; e < 6; e++) {
        v3   p1 = {seeded(x[0], e == 0), seeded(x[1], e == 1), seeded(x[2], e == 2)}, p2 = {seeded(y[0], e == 3), seeded(y[1], e == 4), seeded(y[2], e == 5)};
        span way = m->wrap_kind[wrap] == IL_WRAP_SPHERE ? past_sphere(p1, p2, centre, radius) : past_cylinder(p1, p2, centre, axis, radius, m->pathwrap_side[pathwrap]);
        il_v d1[3] = {way.pull1.x.d, way.pull1.y.d, way.pull1.z.d}, d2[3] = {way.pull2.x.d, way.pull2.y.d, way.pull2.z.d};
        for (int i = 0; i < 3; i++) H[e/3][3*i + e%3] = d1[i], H[2 + e/3][3*i + e%3] = d2[i];
        pull1[0] = way.pull1.x.x, pull1[1] = way.pull1.y.x, pull1[2] = way.pull1.z.x;
        pull2[0] = way.pull2.x.x, pull2[1] = way.pull2.y.x, pull2[2] = way.pull2.z.x;
        touch = way.touch;
    }
    return touch;
}

// one end of a bent span: force at x on body b. G: its answer to the ends' velocities beside the surface. The surface c gets the opposite.
ILI_FN void end_blocks(const il_model *m, const ili_stiffness *s, int o, int b, int c, const int of[2], const il_v x[3], const il_v ends[2][3],
                       const il_v G[2][9], const il_v pull[3], int self) {
    il_v block[36], turn[9], zero[9];
    skew(pull, turn);
    for (int k = 0; k < 9; k++) zero[k] = ili_set(0.0);
    for (int e = 0; e < 2; e++) {
        between(x, G[e], ends[e], block);
        take_block(block_of(m, s, c, of[e]), o, block), add_block(block_of(m, s, c, c), o, block);
        if (e == self) { // beside being carried along with b: pull x relative rotation
            il_v moment[9];
            turn_columns(x, turn, moment);
            for (int i = 0; i < 3; i++)
                for (int j = 0; j < 3; j++) block[6*i + j] += moment[3*i + j], block[6*(3 + i) + j] += turn[3*i + j];
        }
        add_block(block_of(m, s, b, of[e]), o, block), take_block(block_of(m, s, b, c), o, block);
    }
    // the surface's share moves with the end: velocity of the end beside the surface x pull, a moment only
    il_v moment[9];
    turn_rows(turn, x, moment);
    for (int k = 0; k < 36; k++) block[k] = ili_set(0.0);
    lay(block, 0, 0, moment), lay(block, 0, 3, turn), lay(block, 3, 0, zero);
    add_block(block_of(m, s, c, b), o, block), take_block(block_of(m, s, c, c), o, block);
}

ILI_FN void bent_blocks(const il_model *m, const il_params *p, const il_data *d, const ili_stiffness *s, int o, int i, int pathwrap, il_v tension) {
    int of[2] = {m->point_body[i], m->point_body[i + 1]}, c = m->wrap_body[m->pathwrap_wrap[pathwrap]];
    LOAD3(x, point_world, i);
    LOAD3(y, point_world, i + 1);
    il_v H[4][9], pull1[3], pull2[3], ends[2][3];
    il_m touch = bend(m, p, d, o, pathwrap, x, y, H, pull1, pull2);
    il_v t = ili_select(touch, tension, ili_set(0.0));
    for (int k = 0; k < 4; k++)
        for (int e = 0; e < 9; e++) H[k][e] = ili_select(touch, t*H[k][e], ili_set(0.0));
    for (int k = 0; k < 3; k++) pull1[k] *= t, pull2[k] *= t, ends[0][k] = x[k], ends[1][k] = y[k];
    end_blocks(m, s, o, of[0], c, of, x, (const il_v (*)[3])ends, (const il_v (*)[9])H, pull1, 0);
    end_blocks(m, s, o, of[1], c, of, y, (const il_v (*)[3])ends, (const il_v (*)[9])(H + 2), pull2, 1);
}

ILI_FN void path_blocks(const il_model *m, const il_params *p, const il_data *d, const ili_stiffness *s, int o, int path) {
    il_v tension = LOAD(path_tension, path);
    int  w = m->path_wrap_start[path], wrap_end = m->path_wrap_start[path + 1];
    if (none(tension)) return;
    for (int i = m->path_start[path]; i < m->path_start[path + 1] - 1; i++) {
        il_v straight = tension;
        if (w < wrap_end && m->pathwrap_point[w] == i) {
            il_m touch = LOAD(touch, w) != ili_set(0.0);
            if (ili_any(touch)) bent_blocks(m, p, d, s, o, i, w, tension);
            straight = ili_select(touch, ili_set(0.0), tension);
            w++;
        }
        if (s->span_pair[i] != IL_NONE && !none(straight)) straight_block(m, d, s, o, i, straight);
    }
}

// ---- what stretches ----------------------------------------------------------------------------------------------------------------

// dT/dl of every path
ILI_FN void path_slopes(const il_model *m, const il_data *d, const il_data *t, const ili_stiffness *s, int o) {
    for (int i = 0; i < m->npath; i++) ili_store(s->path_slope[i].lane + o, ili_set(0.0));
    for (int i = 0; i < m->nmuscle; i++)
        add(&s->path_slope[m->muscle_path[i]], o, LOAD(act, i)*ili_load(t->muscle_active[i].lane + o) + ili_load(t->muscle_passive[i].lane + o));
    for (int i = 0; i < m->nligament; i++) add(&s->path_slope[m->ligament_path[i]], o, ili_load(t->ligament_force[i].lane + o));
}

ILI_FN void load6(const il_pack *from, int o, il_v out[6]) {
    for (int k = 0; k < 6; k++) out[k] = ili_load(from[k].lane + o);
}

// -dT/dl u_b u_c' between the bodies of a path, u the wrenches of unit tension; of two bodies these are opposite, as a straight span's
ILI_FN void stretch_bodies(const il_model *m, const il_data *d, const ili_stiffness *s, int o, int path, il_v slope) {
    int  first = m->path_body_start[path], end = m->path_body_start[path + 1];
    il_v u[6], v[6];
    if (s->path_pair[path] != IL_NONE) {
        il_pack *B = &s->B[36*s->path_pair[path]];
        load6(&d->pathbody_wrench[6*first], o, u);
        for (int a = 0; a < 6; a++)
            for (int b = 0; b < 6; b++) add(B + 6*a + b, o, slope*u[a]*u[b]);
        return;
    }
    for (int i = first; i < end; i++) {
        load6(&d->pathbody_wrench[6*i], o, u);
        for (int k = first; k <= i; k++) {
            il_pack *E = block_of(m, s, m->pathbody_body[i], m->pathbody_body[k]), *F = block_of(m, s, m->pathbody_body[k], m->pathbody_body[i]);
            load6(&d->pathbody_wrench[6*k], o, v);
            if (!E) continue;
            for (int a = 0; a < 6; a++) {
                for (int b = 0; b < 6; b++) {
                    il_v x = -(slope*u[a]*v[b]);
                    add(E + 6*a + b, o, x);
                    if (E != F) add(F + 6*b + a, o, x);
                }
            }
        }
    }
}

// the same between coordinates, where a path can depend on few: -dT/dl arm arm'
ILI_FN void stretch_arms(const il_model *m, const il_data *d, const ili_stiffness *s, int o, int path, il_v slope) {
    for (int a = m->path_arm_start[path]; a < m->path_arm_start[path + 1]; a++) {
        il_v x = slope*LOAD(arm, a);
        int  row = m->arm_dof[a]*m->nq;
        for (int b = m->path_arm_start[path]; b <= a; b++) add(&s->K[row + m->arm_dof[b]], o, -(x*LOAD(arm, b))); // arms ascend: the lower triangle
    }
}

ILI_FN void stretch(const il_model *m, const il_data *d, const ili_stiffness *s, int o, int path) {
    il_v slope = ili_load(s->path_slope[path].lane + o);
    if (none(slope)) return;
    if (s->by_arms[path]) stretch_arms(m, d, s, o, path, slope);
    else stretch_bodies(m, d, s, o, path, slope);
}

ILI_FN void limits(const il_model *m, const il_data *t, const ili_stiffness *s, int o) {
    for (int i = 0; i < m->nlimit; i++) {
        int j = m->limit_coordinate[i];
        add(&s->K[j*m->nq + j], o, ili_load(t->limit_force[i].lane + o));
    }
}

// a pair's block goes to the four places of two bodies
ILI_FN void pair_blocks(const il_model *m, const ili_stiffness *s, int o, int k) {
    int      a = s->pair_a[k], b = s->pair_b[k];
    il_pack *ab = block_of(m, s, a, b), *aa = block_of(m, s, a, a), *ba = block_of(m, s, b, a), *bb = block_of(m, s, b, b);
    for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 6; j++) {
            il_v x = ili_load(s->B[36*k + 6*i + j].lane + o);
            if (ab) add(ab + 6*i + j, o, x), add(ba + 6*j + i, o, x);
            if (aa) add(aa + 6*i + j, o, -x);
            if (bb) add(bb + 6*j + i, o, -x);
        }
    }
}

// ---- bushings, contact, weight, what comes from outside -------------------------------------------------------------------------------

// -V x* W for a wrench that does not turn with its body, as a matrix on V
ILI_FN void stays(const il_v moment[3], const il_v force[3], il_v out[36]) {
    il_v M[9], F[9];
    skew(moment, M), skew(force, F);
    for (int k = 0; k < 36; k++) out[k] = ili_set(0.0);
    lay(out, 0, 0, M), lay(out, 0, 3, F), lay(out, 3, 0, F);
}

ILI_FN void bushing_blocks(const il_model *m, const il_data *d, const ili_stiffness *s, int o, int i) {
    int  a = m->bushing_body_a[i], b = m->bushing_body_b[i];
    il_v S[36], Q[36];
    LOAD3(moment, bushing_wrench, 2*i);
    LOAD3(force, bushing_wrench, 2*i + 1);
    stays(moment, force, Q);
    for (int k = 0; k < 36; k++) S[k] = ili_load(s->S[36*i + k].lane + o), Q[k] += S[k];
    add_block(block_of(m, s, b, b), o, Q), take_block(block_of(m, s, b, a), o, Q);
    take_block(block_of(m, s, a, b), o, S), add_block(block_of(m, s, a, a), o, S);
}

// a force that keeps its direction at a point of the body
ILI_FN void held_direction(const il_model *m, const ili_stiffness *s, int o, int body, const il_v x[3], const il_v force[3]) {
    il_v F[9], XF[9], block[36];
    skew(force, F);
    turn_columns(x, F, XF);
    for (int k = 0; k < 36; k++) block[k] = ili_set(0.0);
    lay(block, 0, 0, XF), lay(block, 3, 0, F);
    add_block(block_of(m, s, body, body), o, block);
}

ILI_FN void pad_blocks(const il_model *m, const il_params *p, const il_data *d, const ili_stiffness *s, int o, int i) {
    il_v push = LOAD(pad_force, i), slope, force[3], w[6], block[36];
    LOAD3(shear, pad_shear, i);
    if (none(push) && none(shear[0]) && none(shear[1]) && none(shear[2])) return;
    int body = m->pad_body[i], plane = m->pad_plane[i];
    LOAD3(x, pad_world, i);
    il_v n[3] = {LOAD(plane, 4*plane), LOAD(plane, 4*plane + 1), LOAD(plane, 4*plane + 2)};
    il_v depth = n_param(p->pad_depth, p->stride, i, o), k = n_param(p->pad_k, p->stride, i, o);
    depth = ili_select(depth < ili_set(1e-9), ili_set(1e-9), depth);
    slope = ili_select(push != ili_set(0.0), k*n_ramp_slope(n_of(-(LOAD(pad_gap, i)/depth))).x, ili_set(0.0));
    for (int c = 0; c < 3; c++) force[c] = push*n[c] + shear[c], w[3 + c] = n[c];
    held_direction(m, s, o, body, x, force);
    cross(x, n, w);
    for (int a = 0; a < 6; a++)
        for (int b = 0; b < 6; b++) block[6*a + b] = slope*w[a]*w[b];
    take_block(block_of(m, s, body, body), o, block);
}

ILI_FN void body_blocks(const il_model *m, const il_params *p, const il_data *d, const ili_stiffness *s, int o, int body) {
    il_v mass = n_param(p->body_mass, p->stride, body, o), block[36];
    LOAD3(x, com_pos, body);
    LOAD3(moment, wrench, 2*body);
    LOAD3(force, wrench, 2*body + 1);
    il_v weight[3] = {mass*LOAD(gravity, 0), mass*LOAD(gravity, 1), mass*LOAD(gravity, 2)};
    held_direction(m, s, o, body, x, weight);
    stays(moment, force, block);
    add_block(block_of(m, s, body, body), o, block);
    for (int c = 0; c < 3; c++) ili_store(s->outside[6*body + c].lane + o, moment[c]), ili_store(s->outside[6*body + 3 + c].lane + o, force[c]);
}

// ---- folding along the tree ------------------------------------------------------------------------------------------------------

// motion of each coordinate's row at unit speed of the coordinate
ILI_FN void scale_motions(const il_model *m, const il_data *d, const ili_stiffness *s, int o) {
    for (int r = 0; r < m->nrow; r++)
        for (int k = 0; k < 6; k++) ili_store(s->motion[6*r + k].lane + o, LOAD(row_rate, r)*LOAD(row_motion, 6*r + k));
}

// what the wrenches from outside, which do not turn with bodies, take from the symmetry of an entry: (s_q x s_r).W
ILI_FN void lopsided(const il_v s[6], const il_v W[6], il_v out[6]) {
    il_v a[3], b[3];
    cross(s, W, a), cross(s + 3, W + 3, b), cross(s, W + 3, out + 3);
    for (int k = 0; k < 3; k++) out[k] = a[k] + b[k];
}

// K_jk = x, K_kj = x - less. Both are kept as the lower one, and as what the upper one has beyond it.
ILI_FN void entry(const il_model *m, const ili_stiffness *s, int o, int j, int k, il_v x, il_v less, bool own) {
    if (j == k) {
        add(&s->K[j*m->nq + j], o, own ? x : x + x - less);
    } else if (j > k) {
        add(&s->K[j*m->nq + k], o, x);
        if (!none(less)) add(&s->K[k*m->nq + j], o, -less);
    } else {
        add(&s->K[k*m->nq + j], o, x - less);
        if (!none(less)) add(&s->K[j*m->nq + k], o, less);
    }
}

// entries of row r of body i with the rows before it; Y holds s_r' E of the motion of each body
ILI_FN void row_entries(const il_model *m, const ili_stiffness *s, int o, int i, int r) {
    il_v sr[6], W[6], g[6];
    load6(&s->motion[6*r], o, sr), load6(&s->outside[6*i], o, W);
    lopsided(sr, W, g);
    bool uneven = !(none(W[0]) && none(W[1]) && none(W[2]) && none(W[3]) && none(W[4]) && none(W[5]));
    for (int c = m->nbody - 1; c > 0; c--) {
        il_v y[6];
        load6(&s->Y[6*c], o, y);
        for (int q = m->body_row_start[c]; q < m->body_row_start[c + 1] && c <= i && (c < i || q <= r); q++) {
            int j = m->row_dof[r], k = m->row_dof[q];
            if (k == IL_NONE) continue;
            il_v sq[6];
            load6(&s->motion[6*q], o, sq);
            il_v x = dot6(y, sq), less = uneven && q != r && s->above[i*m->nbody + c] ? dot6(g, sq) : ili_set(0.0);
            entry(m, s, o, j, k, x, less, q == r);
        }
        for (int e = 0; e < 6; e++) add(&s->Y[6*m->body_parent[c] + e], o, y[e]);
    }
}

ILI_FN void fold_row(const il_model *m, const ili_stiffness *s, int o, int i, int r) {
    il_v sr[6];
    load6(&s->motion[6*r], o, sr);
    for (int e = 0; e < 6; e++) ili_store(s->Y[e].lane + o, ili_set(0.0));
    for (int c = 1; c < m->nbody; c++) {
        const il_pack *E = block_of(m, s, i, c);
        for (int e = 0; e < 6; e++) {
            il_v sum = ili_set(0.0);
            if (E) {
                sum = (sr[0]*ili_load(E[e].lane + o) + sr[1]*ili_load(E[6 + e].lane + o) + sr[2]*ili_load(E[12 + e].lane + o)) +
                      (sr[3]*ili_load(E[18 + e].lane + o) + sr[4]*ili_load(E[24 + e].lane + o) + sr[5]*ili_load(E[30 + e].lane + o));
            }
            ili_store(s->Y[6*c + e].lane + o, sum);
        }
    }
    row_entries(m, s, o, i, r);
}

ILI_FN void fold_body(const il_model *m, const il_data *d, const ili_stiffness *s, int o, int i) {
    int parent = m->body_parent[i];
    for (int r = m->body_row_start[i]; r < m->body_row_start[i + 1]; r++) {
        int j = m->row_dof[r];
        if (j == IL_NONE) continue;
        fold_row(m, s, o, i, r);
        // where a row is a function of its coordinate
        il_v curve = LOAD(row_curve, r), sr[6], load[6], weight[6];
        if (none(curve)) continue;
        load6(&d->row_motion[6*r], o, sr), load6(&d->load[6*i], o, load), load6(&d->weight[6*i], o, weight);
        add(&s->K[j*m->nq + j], o, curve*(dot6(sr, load) + dot6(sr, weight)));
    }
    for (int c = 1; c < m->nbody && parent != IL_GROUND; c++) {
        const il_pack *E = block_of(m, s, i, c);
        il_pack       *to = block_of(m, s, parent, c);
        for (int e = 0; E && e < 36; e++) add(to + e, o, ili_load(E[e].lane + o));
    }
    for (int e = 0; e < 6; e++) add(&s->outside[6*parent + e], o, ili_load(s->outside[6*i + e].lane + o));
}

void ILI_KERNEL(ili_stiffness)(const il_model *m, const il_params *p, const il_data *d, const il_data *t, const ili_stiffness *s) {
    memset(s->E, 0, 36*(size_t)s->nblock*sizeof *s->E);
    memset(s->B, 0, 36*(size_t)s->npair*sizeof *s->B);
    memset(s->K, 0, (size_t)(m->nq*m->nq)*sizeof *s->K);
    for (int o = 0; o < IL_LANES; o += ILI_W) {
        scale_motions(m, d, s, o);
        path_slopes(m, d, t, s, o);
        for (int i = 0; i < m->npath; i++) path_blocks(m, p, d, s, o, i), stretch(m, d, s, o, i);
        for (int i = 0; i < s->npair; i++) pair_blocks(m, s, o, i);
        for (int i = 0; i < m->nbushing; i++) bushing_blocks(m, d, s, o, i);
        for (int i = 0; i < m->npad; i++) pad_blocks(m, p, d, s, o, i);
        for (int b = 0; b < m->nbody; b++) body_blocks(m, p, d, s, o, b);
        for (int b = m->nbody - 1; b > 0; b--) fold_body(m, d, s, o, b);
        limits(m, t, s, o);
    }
}
#else
typedef int ili_stiffness_has_one_form;
#endif

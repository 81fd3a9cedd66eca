// stiffness.k.c - d residual/d q from blocks between bodies, for one lane. docs/stiffness.md derives the formulas.
//
// The width goes along the rows of blocks (a pack holds a row of six), over eight spans between the same two bodies, and over the six motions of one
// body beside another, in which the tangent form of num gives what surfaces and bushings answer.
#include "mech/wrap.h"
#include "mech/stiffness.h"
#if ILI_TAN

void ILI_KERNEL(ili_stiffness)(const il_model *m, const il_params *p, const il_data *d, const il_data *t, int lane, const ili_pulls *l, const ili_stiffness *s);

#define AT(field, i)       (d->field[i].lane[lane])
#define AT3(v, field, i)   double v[3] = {AT(field, 3*(i)), AT(field, 3*(i) + 1), AT(field, 3*(i) + 2)}
#define PARAM(field, i)    (p->stride == 0 ? p->field[i] : p->field[IL_LANES*(i) + lane])
#define FOR_WIDTH          for (int o = 0; o < IL_LANES; o += ILI_W)

// ---- blocks ----------------------------------------------------------------------------------------------------------------------

ILI_FN il_v get(const il_pack *x, int o)          { return ili_load(x->lane + o); }
ILI_FN void put(il_pack *x, int o, il_v value)    { ili_store(x->lane + o, value); }

ILI_FN void cross(const double a[3], const double b[3], double out[3]) {
    out[0] = a[1]*b[2] - a[2]*b[1], out[1] = a[2]*b[0] - a[0]*b[2], out[2] = a[0]*b[1] - a[1]*b[0];
}
ILI_FN void clear(il_pack *rows, int n) { memset(rows, 0, (size_t)n*sizeof *rows); }

ILI_FN il_pack *block_of(const il_model *m, const ili_stiffness *s, int b, int c) {
    int k = s->block[b*m->nbody + c];
    return k == IL_NONE ? NULL : &s->E[6*k];
}
ILI_FN void add_block(il_pack *to, const il_pack rows[6]) {
    for (int i = 0; to && i < 6; i++) FOR_WIDTH put(&to[i], o, get(&to[i], o) + get(&rows[i], o));
}
ILI_FN void take_block(il_pack *to, const il_pack rows[6]) {
    for (int i = 0; to && i < 6; i++) FOR_WIDTH put(&to[i], o, get(&to[i], o) - get(&rows[i], o));
}
// rows of a force at x, the last three, give those of its moment, the first
ILI_FN void moments(const double x[3], il_pack rows[6]) {
    FOR_WIDTH {
        il_v f[3] = {get(&rows[3], o), get(&rows[4], o), get(&rows[5], o)};
        put(&rows[0], o, ili_set(x[1])*f[2] - ili_set(x[2])*f[1]);
        put(&rows[1], o, ili_set(x[2])*f[0] - ili_set(x[0])*f[2]);
        put(&rows[2], o, ili_set(x[0])*f[1] - ili_set(x[1])*f[0]);
    }
}
// add [v] in three rows from a column on
ILI_FN void add_skew(const double v[3], il_pack *rows, int column) {
    double *a = &rows[0].lane[column], *b = &rows[1].lane[column], *c = &rows[2].lane[column];
    a[1] -= v[2], a[2] += v[1], b[0] += v[2], b[2] -= v[0], c[0] -= v[1], c[1] += v[0];
}

// ---- straight spans: eight at a time -----------------------------------------------------------------------------------------------

/// Eight spans between the same two bodies: ends on the lower and the higher one, tension.
typedef struct spans { il_pack x[3], y[3], tension; } spans;

ILI_FN void gather(const ili_pulls *l, const ili_stiffness *s, int first, int n, spans *g) {
    for (int e = 0; e < IL_LANES; e++) {
        int k = first + (e < n ? e : 0), low = s->span_low[k], high = s->span_high[k], w = s->span_wrap[k];
        g->x[0].lane[e] = l->x[low], g->x[1].lane[e] = l->y[low], g->x[2].lane[e] = l->z[low];
        g->y[0].lane[e] = l->x[high], g->y[1].lane[e] = l->y[high], g->y[2].lane[e] = l->z[high];
        bool bent = w != IL_NONE && l->touch[w] != 0.0;
        g->tension.lane[e] = e < n && !bent ? l->tension[s->span_path[k]] : 0.0;
    }
}

ILI_FN void cross_v(const il_v a[3], const il_v b[3], il_v out[3]) {
    out[0] = a[1]*b[2] - a[2]*b[1], out[1] = a[2]*b[0] - a[0]*b[2], out[2] = a[0]*b[1] - a[1]*b[0];
}

// tension/length (1 - u u'), between the velocity of the far end and the force at the near one
ILI_FN void span_entries(const spans *g, int o, il_pack out[36]) {
    il_v x[3], y[3], u[3], P[3][3], M[3][3], turned[3];
    for (int k = 0; k < 3; k++) x[k] = get(&g->x[k], o), y[k] = get(&g->y[k], o), u[k] = y[k] - x[k];
    il_v square = u[0]*u[0] + u[1]*u[1] + u[2]*u[2];
    square = ili_select(square < ili_set(1e-24), ili_set(1e-24), square);
    il_v per = ili_set(1.0)/square, size = get(&g->tension, o)*ili_sqrt(per);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) P[i][j] = size*((i == j ? ili_set(1.0) : ili_set(0.0)) - u[i]*u[j]*per);
    for (int j = 0; j < 3; j++) M[0][j] = x[1]*P[2][j] - x[2]*P[1][j], M[1][j] = x[2]*P[0][j] - x[0]*P[2][j], M[2][j] = x[0]*P[1][j] - x[1]*P[0][j];
    for (int i = 0; i < 3; i++) {
        cross_v(y, M[i], turned);
        for (int j = 0; j < 3; j++) put(&out[6*i + j], o, turned[j]), put(&out[6*i + 3 + j], o, M[i][j]);
        cross_v(y, P[i], turned);
        for (int j = 0; j < 3; j++) put(&out[6*(3 + i) + j], o, turned[j]), put(&out[6*(3 + i) + 3 + j], o, P[i][j]);
    }
}

// The sums over the lanes of six packs, each ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)), added to the first six numbers of a row.
#define TWO(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#if defined(__AVX512DQ__) && defined(__AVX512VL__) && !defined(ILI_PLAIN)
#define NEXT(a, b)     (TWO(a, b, 0, 8, 2, 10, 4, 12, 6, 14) + TWO(a, b, 1, 9, 3, 11, 5, 13, 7, 15))
#define FOURS(a, b)    (TWO(a, b, 0, 1, 8, 9, 4, 5, 12, 13) + TWO(a, b, 2, 3, 10, 11, 6, 7, 14, 15))
ILI_FN void add_sums(const il_pack *x, il_pack *to) {
    il_v a = NEXT(get(&x[0], 0), get(&x[1], 0)), b = NEXT(get(&x[2], 0), get(&x[3], 0)), c = NEXT(get(&x[4], 0), get(&x[5], 0));
    il_v u = FOURS(a, b), v = FOURS(c, c);
    put(to, 0, get(to, 0) + (TWO(u, v, 0, 1, 2, 3, 8, 9, 10, 11) + TWO(u, v, 4, 5, 6, 7, 12, 13, 14, 15)));
}
#elif defined(__AVX2__) && !defined(ILI_PLAIN)
#define NEXT(a, b)     (TWO(a, b, 0, 4, 2, 6) + TWO(a, b, 1, 5, 3, 7))
#define FOURS(a, b)    (TWO(a, b, 0, 1, 4, 5) + TWO(a, b, 2, 3, 6, 7))
ILI_FN il_v sums(const il_pack *x, int o, int second) {
    return FOURS(NEXT(get(&x[0], o), get(&x[1], o)), NEXT(get(&x[second], o), get(&x[second + 1], o)));
}
ILI_FN void add_sums(const il_pack *x, il_pack *to) {
    put(to, 0, get(to, 0) + (sums(x, 0, 2) + sums(x, 4, 2)));
    put(to, 4, get(to, 4) + (sums(x + 4, 0, 0) + sums(x + 4, 4, 0)));
}
#else
#define NEXT(a, b)     (TWO(a, b, 0, 2) + TWO(a, b, 1, 3))
ILI_FN void add_sums(const il_pack *x, il_pack *to) {
    for (int e = 0; e < 6; e += 2) {
        const il_pack *a = &x[e], *b = &x[e + 1];
        put(to, e, get(to, e) + ((NEXT(get(a, 0), get(b, 0)) + NEXT(get(a, 2), get(b, 2))) + (NEXT(get(a, 4), get(b, 4)) + NEXT(get(a, 6), get(b, 6)))));
    }
}
#endif

ILI_FN void straight_spans(const ili_pulls *l, const ili_stiffness *s, int pair) {
    spans   g;
    il_pack entries[36];
    for (int first = s->pair_start[pair]; first < s->pair_start[pair + 1]; first += IL_LANES) {
        int n = s->pair_start[pair + 1] - first;
        gather(l, s, first, n < IL_LANES ? n : IL_LANES, &g);
        FOR_WIDTH span_entries(&g, o, entries);
        for (int e = 0; e < 6; e++) add_sums(&entries[6*e], &s->B[6*pair + e]);
    }
}

// a pair's block goes to the four places of two bodies
ILI_FN void pair_blocks(const il_model *m, const ili_stiffness *s, int k) {
    int     a = s->pair_a[k], b = s->pair_b[k];
    il_pack turned[6];
    for (int i = 0; i < 6; i++)
        for (int j = 0; j < IL_LANES; j++) turned[i].lane[j] = j < 6 ? s->B[6*k + j].lane[i] : 0.0;
    add_block(block_of(m, s, a, b), &s->B[6*k]), take_block(block_of(m, s, a, a), &s->B[6*k]);
    add_block(block_of(m, s, b, a), turned), take_block(block_of(m, s, b, b), turned);
}

// ---- bent spans --------------------------------------------------------------------------------------------------------------------

ILI_FN v3 fixed3(const double x[3]) { return (v3){n_set(x[0]), n_set(x[1]), n_set(x[2])}; }

// a point of a body whose six motions are tried: column k is the turning about axis k, or the shift along axis k - 3
ILI_FN v3 tried3(const double x[3], int o) {
    static const double one[3][8] = {{0, 0, 0, 1, 0, 0, 0, 0}, {0, 0, 0, 0, 1, 0, 0, 0}, {0, 0, 0, 0, 0, 1, 0, 0}};
    il_pack rate[3];
    for (int c = 0; c < 3; c++) memcpy(&rate[c], one[c], sizeof rate[c]);
    rate[1].lane[0] = -x[2], rate[2].lane[0] = x[1], rate[0].lane[1] = x[2], rate[2].lane[1] = -x[0], rate[0].lane[2] = -x[1], rate[1].lane[2] = x[0];
    return (v3){{ili_set(x[0]), get(&rate[0], o)}, {ili_set(x[1]), get(&rate[1], o)}, {ili_set(x[2]), get(&rate[2], o)}};
}

/// A surface in the room.
typedef struct surface { double centre[3], axis[3], radius; int kind, side; } surface;

ILI_FN surface surface_of(const il_model *m, const il_params *p, const il_data *d, int lane, int pathwrap) {
    int     wrap = m->pathwrap_wrap[pathwrap], body = m->wrap_body[wrap];
    surface f = {.radius = PARAM(wrap_size, 3*wrap), .kind = m->wrap_kind[wrap], .side = m->pathwrap_side[pathwrap]};
    for (int i = 0; i < 3; i++) {
        f.centre[i] = AT(body_pos, 3*body + i), f.axis[i] = 0.0;
        for (int j = 0; j < 3; j++) {
            f.centre[i] += AT(body_rot, 9*body + 3*i + j)*PARAM(wrap_pos, 3*wrap + j);
            f.axis[i] += AT(body_rot, 9*body + 3*i + j)*PARAM(wrap_rot, 9*wrap + 3*j + 2);
        }
    }
    return f;
}

// tension times the pulls on both ends, and how they answer the motion of one end's body beside the surface: rows 3-5 of each
ILI_FN void try_end(const surface *f, const double x[3], const double y[3], int tried, double tension, il_pack answer[2][6], double pull[2][3]) {
    FOR_WIDTH {
        v3   p1 = tried == 0 ? tried3(x, o) : fixed3(x), p2 = tried == 1 ? tried3(y, o) : fixed3(y);
        span way = f->kind == IL_WRAP_SPHERE ? past_sphere(p1, p2, fixed3(f->centre), n_set(f->radius))
                                             : past_cylinder(p1, p2, fixed3(f->centre), fixed3(f->axis), n_set(f->radius), ili_set(f->side));
        num out[2][3] = {{way.pull1.x, way.pull1.y, way.pull1.z}, {way.pull2.x, way.pull2.y, way.pull2.z}};
        for (int e = 0; e < 2; e++) {
            for (int c = 0; c < 3; c++) put(&answer[e][3 + c], o, ili_set(tension)*out[e][c].d), pull[e][c] = tension*out[e][c].x[0];
        }
    }
}

ILI_FN void bent_span(const il_model *m, const il_params *p, const il_data *d, int lane, const ili_pulls *l, const ili_stiffness *s, int i, int pathwrap, double tension) {
    int     of[2] = {m->point_body[i], m->point_body[i + 1]}, c = m->wrap_body[m->pathwrap_wrap[pathwrap]];
    surface f = surface_of(m, p, d, lane, pathwrap);
    il_pack answer[2][6], share[6];
    double  pull[2][3], end[2][3] = {{l->x[i], l->y[i], l->z[i]}, {l->x[i + 1], l->y[i + 1], l->z[i + 1]}};
    for (int j = 0; j < 2; j++) {
        try_end(&f, end[0], end[1], j, tension, answer, pull);
        for (int e = 0; e < 2; e++) {
            moments(end[e], answer[e]);
            take_block(block_of(m, s, c, of[j]), answer[e]), add_block(block_of(m, s, c, c), answer[e]);
            if (e == j) add_skew(pull[e], &answer[e][3], 0), moments(end[e], answer[e]); // beside being carried along with its body
            add_block(block_of(m, s, of[e], of[j]), answer[e]), take_block(block_of(m, s, of[e], c), answer[e]);
        }
    }
    // the surface's share acts where the ends are: their velocity beside it x pull, a moment only
    for (int e = 0; e < 2; e++) {
        clear(share, 6);
        add_skew(pull[e], share, 3);
        for (int k = 0; k < 3; k++) {
            double row[3] = {share[k].lane[3], share[k].lane[4], share[k].lane[5]};
            cross(end[e], row, share[k].lane);
        }
        add_block(block_of(m, s, c, of[e]), share), take_block(block_of(m, s, c, c), share);
    }
}

ILI_FN void bent_spans(const il_model *m, const il_params *p, const il_data *d, int lane, const ili_pulls *l, const ili_stiffness *s) {
    for (int path = 0; path < m->npath; path++) {
        for (int w = m->path_wrap_start[path]; w < m->path_wrap_start[path + 1]; w++) {
            double tension = l->tension[path];
            if (l->touch[w] != 0.0 && tension != 0.0) bent_span(m, p, d, lane, l, s, m->pathwrap_point[w], w, tension);
        }
    }
}

// ---- what stretches ----------------------------------------------------------------------------------------------------------------

// dT/dl of every path
ILI_FN void path_slopes(const il_model *m, const il_data *d, const il_data *t, int lane, const ili_stiffness *s) {
    memset(s->path_slope, 0, (size_t)m->npath*sizeof *s->path_slope);
    for (int i = 0; i < m->nmuscle; i++)
        s->path_slope[m->muscle_path[i]] += AT(act, i)*t->muscle_active[i].lane[lane] + t->muscle_passive[i].lane[lane];
    for (int i = 0; i < m->nligament; i++) s->path_slope[m->ligament_path[i]] += t->ligament_force[i].lane[lane];
}

// to -= x v'
ILI_FN void take_product(il_pack *to, const double x[6], const double *v) {
    FOR_WIDTH {
        il_v by = ili_load(v + o);
#pragma GCC unroll 6
        for (int i = 0; i < 6; i++) put(&to[i], o, get(&to[i], o) - ili_set(x[i])*by);
    }
}

// -dT/dl u_b u_c' between the bodies of a path, u the wrenches of unit tension; of two bodies these are opposite, as a straight span's
ILI_FN void stretch(const il_model *m, const ili_pulls *l, const ili_stiffness *s, int path) {
    int           first = m->path_body_start[path], n = m->path_body_start[path + 1] - first, pair = s->path_pair[path];
    const double *u = l->wrench + 8*first;
    double        slope = pair != IL_NONE ? -s->path_slope[path] : s->path_slope[path], x[6];
    if (slope == 0.0) return;
    for (int i = 0; i < (pair != IL_NONE ? 1 : n); i++) {
        for (int e = 0; e < 6; e++) x[e] = slope*u[8*i + e];
        if (pair != IL_NONE) take_product(&s->B[6*pair], x, u);
        for (int k = 0; pair == IL_NONE && k < n; k++) {
            il_pack *to = block_of(m, s, m->pathbody_body[first + i], m->pathbody_body[first + k]);
            if (to) take_product(to, x, u + 8*k);
        }
    }
}

// ---- bushings, contact, weight, what comes from outside -------------------------------------------------------------------------------

// add -V x* W for a wrench that does not turn with its body, as a matrix on V
ILI_FN void add_stays(const double moment[3], const double force[3], il_pack rows[6]) {
    add_skew(moment, rows, 0), add_skew(force, rows, 3), add_skew(force, rows + 3, 0);
}

ILI_FN void bushing_blocks(const il_model *m, const il_data *d, int lane, const ili_stiffness *s, int i) {
    int a = m->bushing_body_a[i], b = m->bushing_body_b[i];
    AT3(moment, bushing_wrench, 2*i);
    AT3(force, bushing_wrench, 2*i + 1);
    il_pack *S = &s->S[6*i];
    take_block(block_of(m, s, a, b), S), add_block(block_of(m, s, a, a), S);
    add_stays(moment, force, S);
    add_block(block_of(m, s, b, b), S), take_block(block_of(m, s, b, a), S);
}

// a force that keeps its direction at a point of the body
ILI_FN void held_direction(const il_model *m, const ili_stiffness *s, int body, const double x[3], const double force[3]) {
    il_pack rows[6];
    clear(rows, 6);
    add_skew(force, rows + 3, 0);
    moments(x, rows);
    add_block(block_of(m, s, body, body), rows);
}

ILI_FN double pad_slope(double k, double depth, double gap) {
    il_pack out;
    depth = depth < 1e-9 ? 1e-9 : depth;
    put(&out, 0, n_ramp_slope(n_set(-(gap/depth))).x);
    return k*out.lane[0];
}

ILI_FN void pad_blocks(const il_model *m, const il_params *p, const il_data *d, int lane, const ili_stiffness *s, int i) {
    double push = AT(pad_force, i), force[3];
    int    body = m->pad_body[i], plane = m->pad_plane[i];
    AT3(shear, pad_shear, i);
    if (push == 0.0 && shear[0] == 0.0 && shear[1] == 0.0 && shear[2] == 0.0) return;
    AT3(x, pad_world, i);
    double  n[3] = {AT(plane, 4*plane), AT(plane, 4*plane + 1), AT(plane, 4*plane + 2)};
    il_pack w = {{0, 0, 0, n[0], n[1], n[2], 0, 0}}, *to = block_of(m, s, body, body);
    for (int c = 0; c < 3; c++) force[c] = push*n[c] + shear[c];
    held_direction(m, s, body, x, force);
    cross(x, n, w.lane);
    if (push == 0.0 || !to) return;
    double slope = pad_slope(PARAM(pad_k, i), PARAM(pad_depth, i), AT(pad_gap, i)), by[6];
    for (int e = 0; e < 6; e++) by[e] = slope*w.lane[e];
    take_product(to, by, w.lane);
}

ILI_FN void body_blocks(const il_model *m, const il_params *p, const il_data *d, int lane, const ili_stiffness *s, int body) {
    double mass = PARAM(body_mass, body), weight[3] = {mass*AT(gravity, 0), mass*AT(gravity, 1), mass*AT(gravity, 2)};
    AT3(x, com_pos, body);
    AT3(moment, wrench, 2*body);
    AT3(force, wrench, 2*body + 1);
    il_pack rows[6];
    held_direction(m, s, body, x, weight);
    clear(rows, 6);
    add_stays(moment, force, rows);
    add_block(block_of(m, s, body, body), rows);
    memcpy(&s->outside[6*body], moment, sizeof moment), memcpy(&s->outside[6*body + 3], force, sizeof force);
}

// ---- folding along the tree ------------------------------------------------------------------------------------------------------

// motion of each row at unit speed of its coordinate; and by bodies, a row of the joint in each lane
ILI_FN void scale_motions(const il_model *m, const il_data *d, int lane, const ili_stiffness *s) {
    clear(s->across, 6*m->nbody);
    for (int r = 0; r < m->nrow; r++) {
        int b = m->row_body[r];
        for (int k = 0; k < 6; k++) {
            s->motion[6*r + k] = AT(row_rate, r)*AT(row_motion, 6*r + k);
            s->across[6*b + k].lane[r - m->body_row_start[b]] = s->motion[6*r + k];
        }
    }
}

// (s_q x s_r).W = s_q.out: what wrenches from outside, which do not turn with bodies, take from the symmetry of an entry. False: nothing
ILI_FN bool lopsided(const double s[6], const double W[6], double out[6]) {
    double a[3], b[3];
    if (W[0] == 0.0 && W[1] == 0.0 && W[2] == 0.0 && W[3] == 0.0 && W[4] == 0.0 && W[5] == 0.0) return false;
    cross(s, W, a), cross(s + 3, W + 3, b), cross(s, W + 3, out + 3);
    for (int k = 0; k < 3; k++) out[k] = a[k] + b[k];
    return true;
}

ILI_FN double dot6(const double a[6], const double b[6]) { return (a[0]*b[0] + a[1]*b[1] + a[2]*b[2]) + (a[3]*b[3] + a[4]*b[4] + a[5]*b[5]); }

// K_jk = x, K_kj = x - less. Both are kept as the lower one, and as what the upper one has beyond it.
ILI_FN void entry(const il_model *m, const ili_stiffness *s, int j, int k, double x, double less, bool own) {
    if (j == k) {
        s->K[j*m->nq + j] += own ? x : x + x - less;
    } else if (j > k) {
        s->K[j*m->nq + k] += x, s->K[k*m->nq + j] -= less;
    } else {
        s->K[k*m->nq + j] += x - less, s->K[j*m->nq + k] += less;
    }
}

// a sum of six products with rows of packs: (0 1 2) + (3 4 5)
ILI_FN il_v sum6(const double x[6], const il_pack *rows, int o) {
    return (ili_set(x[0])*get(&rows[0], o) + ili_set(x[1])*get(&rows[1], o) + ili_set(x[2])*get(&rows[2], o)) +
           (ili_set(x[3])*get(&rows[3], o) + ili_set(x[4])*get(&rows[4], o) + ili_set(x[5])*get(&rows[5], o));
}

// entries of row r of body i with the rows of body c before it; Y holds s_r' E of c's motion
ILI_FN void row_entries(const il_model *m, const ili_stiffness *s, int i, int r, int c, bool uneven, const double g[6]) {
    il_pack x;
    int     start = m->body_row_start[c], end = c < i ? m->body_row_start[c + 1] : r + 1;
    FOR_WIDTH put(&x, o, sum6(s->Y[c].lane, &s->across[6*c], o));
    for (int q = start; q < end; q++) {
        int j = m->row_dof[r], k = m->row_dof[q];
        if (k == IL_NONE) continue;
        if (!uneven && j != k) s->K[j > k ? j*m->nq + k : k*m->nq + j] += x.lane[q - start];
        else entry(m, s, j, k, x.lane[q - start], uneven && q != r && s->above[i*m->nbody + c] ? dot6(g, &s->motion[6*q]) : 0.0, q == r);
    }
}

ILI_FN void fold_row(const il_model *m, const ili_stiffness *s, int i, int r) {
    const double *sr = &s->motion[6*r];
    double        g[6];
    bool          uneven = lopsided(sr, &s->outside[6*i], g);
    clear(s->Y, 1);
    for (int c = 1; c < m->nbody; c++) {
        const il_pack *E = block_of(m, s, i, c);
        FOR_WIDTH put(&s->Y[c], o, E ? sum6(sr, E, o) : ili_set(0.0));
    }
    for (int c = m->nbody - 1; c > 0; c--) {
        if (c <= i) row_entries(m, s, i, r, c, uneven, g);
        il_pack *up = &s->Y[m->body_parent[c]];
        FOR_WIDTH put(up, o, get(up, o) + get(&s->Y[c], o));
    }
}

ILI_FN void fold_body(const il_model *m, const il_data *d, int lane, const ili_pulls *l, const ili_stiffness *s, int i) {
    int parent = m->body_parent[i];
    for (int r = m->body_row_start[i]; r < m->body_row_start[i + 1]; r++) {
        int j = m->row_dof[r];
        if (j == IL_NONE) continue;
        fold_row(m, s, i, r);
        // where a row is a function of its coordinate
        double curve = AT(row_curve, r), sum = 0.0;
        for (int k = 0; k < 6 && curve != 0.0; k++) sum += AT(row_motion, 6*r + k)*(l->load[8*i + k] + l->weight[8*i + k]);
        s->K[j*m->nq + j] += curve*sum;
    }
    for (int c = 1; c < m->nbody && parent != IL_GROUND; c++) {
        const il_pack *E = block_of(m, s, i, c);
        if (E) add_block(block_of(m, s, parent, c), E);
    }
    for (int e = 0; e < 6; e++) s->outside[6*parent + e] += s->outside[6*i + e];
}

void ILI_KERNEL(ili_stiffness)(const il_model *m, const il_params *p, const il_data *d, const il_data *t, int lane, const ili_pulls *l, const ili_stiffness *s) {
    clear(s->E, 6*s->nblock), clear(s->B, 6*s->npair);
    memset(s->K, 0, (size_t)(m->nq*m->nq)*sizeof *s->K);
    scale_motions(m, d, lane, s);
    path_slopes(m, d, t, lane, s);
    for (int i = 0; i < m->npath; i++) stretch(m, l, s, i);
    for (int i = 0; i < s->npair; i++) straight_spans(l, s, i), pair_blocks(m, s, i);
    bent_spans(m, p, d, lane, l, s);
    for (int i = 0; i < m->nbushing; i++) bushing_blocks(m, d, lane, s, i);
    for (int i = 0; i < m->npad; i++) pad_blocks(m, p, d, lane, s, i);
    for (int b = 0; b < m->nbody; b++) body_blocks(m, p, d, lane, s, b);
    for (int b = m->nbody - 1; b > 0; b--) fold_body(m, d, lane, l, s, b);
    for (int i = 0; i < m->nlimit; i++) s->K[m->limit_coordinate[i]*(m->nq + 1)] += t->limit_force[i].lane[lane];
    for (int i = 0; i < m->nq; i++)
        for (int j = 0; j < i; j++) s->K[j*m->nq + i] += s->K[i*m->nq + j];
}
#else
typedef int ili_stiffness_has_one_form;
#endif

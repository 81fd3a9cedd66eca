// geodesic.h - the shortest way between two points over an ellipsoid, or through the hole of a torus
//
// The way on the surface is X(a(u), b(u)), u from 0 to 1: a is the progress (the angle about the ellipsoid's middle in the plane of both points
// and the centre, after scaling it to a sphere; the angle about the torus's tube), b the departure to the side, a sum of six Legendre
// polynomials. Both tangent points follow from b in closed form, a0 = a0(b(0)) and a1 = a1(b(1)); a runs evenly between them. The length
//     l(b) = |p1 - X(0)| + int |X_a (a1 - a0) + X_b b'| du + |X(1) - p2|      (Gauss, ten nodes)
// is stationary in b. At the shortest way l does not change with a0 and a1 either (the straight pieces are tangent), so Newton's steps take
// the second derivatives at held ends and still converge quadratically; and -dl/dp is the unit vector along the straight piece.
#ifndef ILI_GEODESIC_H
#define ILI_GEODESIC_H
#include "mech/wrap_osim.h"

enum { ILI_BASIS = 6, ILI_NODES = 10, ILI_NEWTON = 30 };

// nodes and weights of Gauss's rule on (0, 1)
static const double gauss_node[ILI_NODES] = {0.013046735741414, 0.067468316655508, 0.160295215850488, 0.283302302935376, 0.425562830509184,
                                             0.574437169490816, 0.716697697064624, 0.839704784149512, 0.932531683344492, 0.986953264258586};
static const double gauss_weight[ILI_NODES] = {0.033335672154344, 0.074725674575290, 0.109543181257991, 0.134633359654998, 0.147762112357376,
                                               0.147762112357376, 0.134633359654998, 0.109543181257991, 0.074725674575290, 0.033335672154344};

/// Legendre's polynomials of 2u - 1 and their derivatives by u.
ILI_FN void legendre(double u, double value[ILI_BASIS], double slope[ILI_BASIS]) {
    double x = 2.0*u - 1.0;
    value[0] = 1.0, slope[0] = 0.0, value[1] = x, slope[1] = 2.0;
    for (int k = 2; k < ILI_BASIS; k++) {
        value[k] = ((2*k - 1)*x*value[k - 1] - (k - 1)*value[k - 2])/k;
        slope[k] = slope[k - 2] + 2.0*(2*k - 1)*value[k - 1];
    }
}

ILI_FN void n_sincos(num a, num *sine, num *cosine) {
    il_v s, c;
    ili_sincos(a.x, &s, &c);
    *sine = n_chain(a, s, c), *cosine = n_chain(a, c, -s);
}

/// A surface and two points in its frame. Ellipsoid: radii, the axes of the scaled sphere (x and y in the plane of progress, z across it), and
/// of both points, scaled, the distance from z's line, the angle about it and the place along it. Torus: radius of tube and ring; the way goes
/// down through it or up. The way is kept on a half of the surface, where axis number |half| - 1 has the sign of half, by a stiff wall.
typedef struct sheet { int torus, half; v3 size, x, y, z, p1, p2; num rho[2], angle[2], off[2]; il_m down; } sheet;

/// A point of the surface with its derivatives.
typedef struct spot { v3 x, a, b, ab, bb, abb, bbb; } spot;

ILI_FN v3 v3_times(v3 a, v3 b) { return (v3){n_mul(a.x, b.x), n_mul(a.y, b.y), n_mul(a.z, b.z)}; }

ILI_FN spot on_ellipsoid(const sheet *s, num a, num b) {
    num sa, ca, sb, cb;
    n_sincos(a, &sa, &ca), n_sincos(b, &sb, &cb);
    v3    e = v3_add(v3_scale(ca, s->x), v3_scale(sa, s->y)), f = v3_sub(v3_scale(ca, s->y), v3_scale(sa, s->x));
    spot p;
    p.x = v3_times(s->size, v3_add(v3_scale(cb, e), v3_scale(sb, s->z)));
    p.b = v3_times(s->size, v3_sub(v3_scale(cb, s->z), v3_scale(sb, e)));
    p.a = v3_times(s->size, v3_scale(cb, f)), p.ab = v3_times(s->size, v3_scale(n_neg(sb), f));
    p.bb = v3_neg(p.x), p.abb = v3_neg(p.a), p.bbb = v3_neg(p.b);
    return p;
}

// a is counted from the inside of the tube, so that the distance from the axis is ring - tube cos a
ILI_FN spot on_torus(const sheet *s, num a, num b) {
    num   sa, ca, sb, cb, tube = s->size.x, zero = n_set(0.0);
    n_sincos(a, &sa, &ca), n_sincos(b, &sb, &cb);
    num   rho = n_sub(s->size.y, n_mul(tube, ca)), rho_a = n_mul(tube, sa);
    spot p;
    p.x = (v3){n_mul(rho, cb), n_mul(rho, sb), n_mul(tube, sa)};
    p.a = (v3){n_mul(rho_a, cb), n_mul(rho_a, sb), n_mul(tube, ca)};
    p.b = (v3){n_neg(p.x.y), p.x.x, zero}, p.ab = (v3){n_neg(p.a.y), p.a.x, zero};
    p.bb = (v3){n_neg(p.x.x), n_neg(p.x.y), zero}, p.abb = (v3){n_neg(p.a.x), n_neg(p.a.y), zero}, p.bbb = v3_neg(p.b);
    return p;
}

ILI_FN spot on_sheet(const sheet *s, num a, num b) { return s->torus ? on_torus(s, a, b) : on_ellipsoid(s, a, b); }

/// The angle of a cosine, which is held between -1 and 1.
ILI_FN num n_arc(num c) { return n_angle(n_sqrt(n_at_least(n_sub(n_set(1.0), n_square(c)), 1e-20)), c); }

/// Progress at the tangent point of one end (0 or 1), whose departure is b.
ILI_FN num tangent_at(const sheet *s, int end, num b) {
    num sb, cb;
    n_sincos(b, &sb, &cb);
    if (!s->torus) { // y.q = 1 on the scaled sphere: rho cos b cos(a - angle) + off sin b = 1
        num den = n_mul(s->rho[end], cb), turn = n_arc(n_div(n_sub(n_set(1.0), n_mul(s->off[end], sb)), n_at_least(den, 1e-6)));
        return end ? n_sub(s->angle[1], turn) : n_add(s->angle[0], turn);
    }
    // in the half-plane of b: from the tube's middle inwards and up
    v3  p = end ? s->p2 : s->p1;
    num in = n_sub(s->size.y, n_add(n_mul(p.x, cb), n_mul(p.y, sb))), far = n_sqrt(n_at_least(n_add(n_square(in), n_square(p.z)), 1e-24));
    num from = n_angle(p.z, in), turn = n_arc(n_div(s->size.x, far));
    il_m minus = end ? ~s->down : s->down; // going down, the way turns from the first point to smaller angles
    return n_add(from, n_select(minus, n_neg(turn), turn));
}

/// Length, and what is in balance: the length with the energy of the wall; its gradient and second derivatives (lower triangle) by the six
/// numbers of b, the progress at both ends held.
typedef struct lengths { num l, g[ILI_BASIS], h[ILI_BASIS][ILI_BASIS]; num balance, a0, a1; spot first, last; num t1, t2; } lengths;

ILI_FN num departure(const num c[ILI_BASIS], const double basis[ILI_BASIS]) {
    num b = n_set(0.0);
    for (int k = 0; k < ILI_BASIS; k++) b = n_add(b, n_times(basis[k], c[k]));
    return b;
}

// straight from p to the end of the way: |X - p|
ILI_FN num add_end(const spot *x, v3 p, int end, lengths *o) {
    v3  w = v3_sub(x->x, p);
    num t = n_sqrt(n_at_least(v3_dot(w, w), 1e-24)), per = n_inv(t), slope = n_mul(v3_dot(w, x->b), per);
    num curve = n_sub(n_mul(n_add(v3_dot(x->b, x->b), v3_dot(w, x->bb)), per), n_mul(n_square(slope), per));
    for (int i = 0; i < ILI_BASIS; i++) {
        double bi = end || i%2 == 0 ? 1.0 : -1.0;
        o->g[i] = n_add(o->g[i], n_times(bi, slope));
        for (int j = 0; j <= i; j++) o->h[i][j] = n_add(o->h[i][j], n_times(bi*(end || j%2 == 0 ? 1.0 : -1.0), curve));
    }
    o->l = n_add(o->l, t);
    return t;
}

ILI_FN num component_of(v3 x, int half) { return half == 1 || half == -1 ? x.x : half == 2 || half == -2 ? x.y : x.z; }

// A spring of 1e5/m against unit tension where the way is beyond the half: it gives by some 1e-5 m, and counts in the balance, not in the length
ILI_FN num add_wall(const sheet *s, const spot *p, num *slope, num *curve) {
    double sign = s->half > 0 ? 1.0 : -1.0;
    num    in = n_times(-sign, component_of(p->x, s->half)), in_b = n_times(-sign, component_of(p->b, s->half)), in_bb = n_times(-sign, component_of(p->bb, s->half));
    il_m   out = in.x > ili_set(0.0);
    num    stiff = n_select(out, n_set(1e5), n_set(0.0)), force = n_mul(stiff, in);
    *slope = n_add(*slope, n_mul(force, in_b));
    *curve = n_add(*curve, n_add(n_mul(stiff, n_square(in_b)), n_mul(force, in_bb)));
    return n_times(0.5, n_mul(force, in));
}

// the speed v = |X_a a' + X_b b'| at a node
ILI_FN void add_node(const sheet *s, const num c[ILI_BASIS], int node, num rate, lengths *o) {
    double basis[ILI_BASIS], slope[ILI_BASIS], u = gauss_node[node], weight = gauss_weight[node];
    legendre(u, basis, slope);
    num   bu = departure(c, slope);
    spot p = on_sheet(s, n_add(o->a0, n_times(u, rate)), departure(c, basis));
    v3    w = v3_add(v3_scale(rate, p.a), v3_scale(bu, p.b)), wb = v3_add(v3_scale(rate, p.ab), v3_scale(bu, p.bb)), wu = p.b;
    v3    wbb = v3_add(v3_scale(rate, p.abb), v3_scale(bu, p.bbb)), wbu = p.bb;
    num   v = n_sqrt(n_at_least(v3_dot(w, w), 1e-20)), per = n_inv(v), vb = n_mul(v3_dot(w, wb), per), vu = n_mul(v3_dot(w, wu), per);
    num   vbb = n_mul(n_sub(n_add(v3_dot(wb, wb), v3_dot(w, wbb)), n_square(vb)), per);
    num   vbu = n_mul(n_sub(n_add(v3_dot(wb, wu), v3_dot(w, wbu)), n_mul(vb, vu)), per);
    num   vuu = n_mul(n_sub(v3_dot(wu, wu), n_square(vu)), per);
    o->l = n_add(o->l, n_times(weight, v));
    if (s->half) o->balance = n_add(o->balance, n_times(weight, add_wall(s, &p, &vb, &vbb)));
    for (int i = 0; i < ILI_BASIS; i++) {
        num by_b = n_times(weight, n_add(n_times(basis[i], vbb), n_times(slope[i], vbu))), by_u = n_times(weight, n_add(n_times(basis[i], vbu), n_times(slope[i], vuu)));
        o->g[i] = n_add(o->g[i], n_times(weight, n_add(n_times(basis[i], vb), n_times(slope[i], vu))));
        for (int j = 0; j <= i; j++) o->h[i][j] = n_add(o->h[i][j], n_add(n_times(basis[j], by_b), n_times(slope[j], by_u)));
    }
}

ILI_FN void measure(const sheet *s, const num c[ILI_BASIS], lengths *o) {
    static const double start[ILI_BASIS] = {1.0, -1.0, 1.0, -1.0, 1.0, -1.0}, stop[ILI_BASIS] = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
    num b0 = departure(c, start), b1 = departure(c, stop);
    o->l = o->balance = n_set(0.0);
    for (int i = 0; i < ILI_BASIS; i++) {
        o->g[i] = n_set(0.0);
        for (int j = 0; j <= i; j++) o->h[i][j] = n_set(0.0);
    }
    o->a0 = tangent_at(s, 0, b0), o->a1 = tangent_at(s, 1, b1);
    num rate = n_sub(o->a1, o->a0);
    for (int node = 0; node < ILI_NODES; node++) add_node(s, c, node, rate, o);
    o->first = on_sheet(s, o->a0, b0), o->last = on_sheet(s, o->a1, b1);
    o->t1 = add_end(&o->first, s->p1, 0, o), o->t2 = add_end(&o->last, s->p2, 1, o);
    o->balance = n_add(o->balance, o->l);
}

/// g becomes the solution of h x = g: Cholesky's factors without roots; a pivot that is not positive changes its sign, a small one is held.
ILI_FN void newton_step(lengths *o) {
    num pivot[ILI_BASIS], per[ILI_BASIS];
    for (int j = 0; j < ILI_BASIS; j++) {
        il_v low = ili_set(1e-3)*ili_abs(o->h[j][j].x) + ili_set(1e-9);
        pivot[j] = o->h[j][j];
        for (int k = 0; k < j; k++) pivot[j] = n_sub(pivot[j], n_mul(n_square(o->h[j][k]), pivot[k]));
        pivot[j] = n_select(pivot[j].x > ili_set(0.0), pivot[j], n_neg(pivot[j]));
        pivot[j] = n_select(pivot[j].x > low, pivot[j], n_of(low));
        per[j] = n_inv(pivot[j]);
        for (int i = j + 1; i < ILI_BASIS; i++) {
            num sum = o->h[i][j];
            for (int k = 0; k < j; k++) sum = n_sub(sum, n_mul(n_mul(o->h[i][k], o->h[j][k]), pivot[k]));
            o->h[i][j] = n_mul(sum, per[j]);
        }
    }
    for (int i = 0; i < ILI_BASIS; i++)
        for (int k = 0; k < i; k++) o->g[i] = n_sub(o->g[i], n_mul(o->h[i][k], o->g[k]));
    for (int i = 0; i < ILI_BASIS; i++) o->g[i] = n_mul(o->g[i], per[i]);
    for (int i = ILI_BASIS - 1; i >= 0; i--)
        for (int k = i + 1; k < ILI_BASIS; k++) o->g[i] = n_sub(o->g[i], n_mul(o->h[k][i], o->g[k]));
}

/// The stationary way from the departure `b`. A step that would lengthen the way is taken again at a quarter; lanes that have arrived stay.
ILI_FN span follow(const sheet *s, num b, il_m touch) {
    num     c[ILI_BASIS], step[ILI_BASIS], to[ILI_BASIS];
    lengths o;
    il_m    run = touch;
    il_v    best = ili_set(1e30);
    for (int k = 0; k < ILI_BASIS; k++) to[k] = c[k] = k ? n_set(0.0) : b, step[k] = n_set(0.0);
    for (int i = 0; i < ILI_NEWTON && ili_any(run); i++) {
        il_v most = ili_set(0.0), quarter = ili_set(0.25);
        measure(s, to, &o);
        newton_step(&o);
        for (int k = 0; k < ILI_BASIS; k++) most = ili_max(most, ili_abs(o.g[k].x));
        il_v hold = ili_select(most > ili_set(0.5), ili_set(0.5)/most, ili_set(1.0));
        il_m good = o.balance.x <= best + ili_set(1e-12);
        best = ili_select(good, o.balance.x, best);
        for (int k = 0; k < ILI_BASIS; k++) {
            num last = c[k];
            c[k] = n_select(run & good, to[k], last);
            step[k] = n_select(good, n_scale(hold, o.g[k]), n_scale(quarter, step[k]));
            to[k] = n_select(run, n_sub(c[k], step[k]), to[k]);
        }
        run &= ~good | (most > ili_set(1e-9));
    }
    measure(s, to, &o);
    v3 u1 = v3_scale(n_inv(o.t1), v3_sub(o.first.x, s->p1)), u2 = v3_scale(n_inv(o.t2), v3_sub(o.last.x, s->p2));
    return (span){o.l, u1, u2, o.first.x, o.last.x, touch};
}

// the plane of progress: along the segment, and through `up`, where the middle of the way lies; q1 and q2 are scaled
ILI_FN void lay_plane(sheet *s, v3 q1, v3 q2, v3 up) {
    const v3 q[2] = {q1, q2};
    v3       a = v3_sub(q2, q1), across = v3_cross(up, a);
    across = v3_select(v3_dot(across, across).x < ili_set(1e-16)*v3_dot(a, a).x, any_across(a), across);
    s->z = v3_scale(n_inv(n_sqrt(n_at_least(v3_dot(across, across), 1e-30))), across);
    s->y = v3_scale(n_inv(n_sqrt(n_at_least(v3_dot(a, a), 1e-30))), a), s->x = v3_cross(s->y, s->z);
    for (int end = 0; end < 2; end++) {
        num x = v3_dot(q[end], s->x), y = v3_dot(q[end], s->y);
        s->angle[end] = n_angle(y, x), s->off[end] = v3_dot(q[end], s->z);
        s->rho[end] = n_sqrt(n_at_least(n_add(n_square(x), n_square(y)), 1e-12));
    }
}

ILI_FN void choose_plane(il_m m, const sheet *a, sheet *b) {
    b->x = v3_select(m, a->x, b->x), b->y = v3_select(m, a->y, b->y), b->z = v3_select(m, a->z, b->z);
    for (int end = 0; end < 2; end++)
        b->angle[end] = n_select(m, a->angle[end], b->angle[end]), b->off[end] = n_select(m, a->off[end], b->off[end]), b->rho[end] = n_select(m, a->rho[end], b->rho[end]);
}

/// The plane to begin with: that of the centre and both points. Where it is not sure, because they are on nearly opposite sides or a half is
/// given, the best of eight planes about the segment.
ILI_FN void begin_plane(sheet *s, v3 q1, v3 q2, num d1, num d2, num dot) {
    static const double turn[8][2] = {{1, 0}, {0.7071067811865476, 0.7071067811865476}, {0, 1}, {-0.7071067811865476, 0.7071067811865476},
                                      {-1, 0}, {-0.7071067811865476, -0.7071067811865476}, {0, -1}, {0.7071067811865476, -0.7071067811865476}};
    v3   up = v3_add(v3_scale(n_inv(n_sqrt(d1)), q1), v3_scale(n_inv(n_sqrt(d2)), q2));
    il_m unsure = (dot.x < ili_set(0.0)) & (dot.x*dot.x > ili_set(0.36)*d1.x*d2.x);
    lay_plane(s, q1, q2, up);
    if (!s->half && !ili_any(unsure)) return;
    if (s->half) unsure = d1.x == d1.x;
    const num none[ILI_BASIS] = {n_set(0.0), n_set(0.0), n_set(0.0), n_set(0.0), n_set(0.0), n_set(0.0)};
    lengths   o;
    sheet     first = *s, other = *s;
    measure(s, none, &o);
    num least = o.balance;
    for (int k = 1; k < 8; k++) {
        lay_plane(&other, q1, q2, v3_add(v3_scale(n_set(turn[k][0]), first.x), v3_scale(n_set(turn[k][1]), first.z)));
        measure(&other, none, &o);
        il_m better = unsure & (o.balance.x < least.x - ili_set(1e-9));
        choose_plane(better, &other, s);
        least = n_select(better, o.balance, least);
    }
}

/// In the ellipsoid's own frame. It touches where the segment passes through.
ILI_FN span past_ellipsoid(v3 p1, v3 p2, v3 radii, int half, il_m *must) {
    span line = straight_span(p1, p2);
    v3   per = {n_inv(radii.x), n_inv(radii.y), n_inv(radii.z)}, q1 = v3_times(per, p1), q2 = v3_times(per, p2), a = v3_sub(q2, q1), cross = v3_cross(q1, q2);
    num  d1 = v3_dot(q1, q1), d2 = v3_dot(q2, q2), dot = v3_dot(q1, q2);
    il_m outside;
    rim  c = hard_rim(n_set(1.0), d1, d2, &outside);
    il_m touch = passes(d1, d2, dot, v3_dot(cross, cross), v3_dot(a, a), &c) & outside;
    *must = touch;
    if (!ili_any(touch)) return line;
    sheet s = {.torus = 0, .half = half, .p1 = p1, .p2 = p2, .down = touch, .size = radii};
    begin_plane(&s, q1, q2, n_at_least(d1, 1e-12), n_at_least(d2, 1e-12), dot);
    span bent = follow(&s, n_set(0.0), touch);
    return choose(touch, &bent, &line);
}

// squared distance of p + u a from the ring, and its slope by u
ILI_FN num from_ring(v3 p, v3 a, num u, num ring, num *slope, num *curve) {
    v3  x = v3_add(p, v3_scale(u, a));
    num rr = n_at_least(flat_dot(x, x), 1e-20), rho = n_sqrt(rr), per = n_inv(rho), rho_u = n_mul(flat_dot(x, a), per);
    num rho_uu = n_mul(n_sub(flat_dot(a, a), n_square(rho_u)), per), off = n_sub(rho, ring);
    *slope = n_add(n_mul(off, rho_u), n_mul(x.z, a.z));
    *curve = n_add(n_add(n_square(rho_u), n_mul(off, rho_uu)), n_square(a.z));
    return n_add(n_square(off), n_square(x.z));
}

/// In the torus's own frame: over the tube at the part of the ring that the segment comes nearest to, on its inside.
ILI_FN span past_torus(v3 p1, v3 p2, num tube, num ring, int half, il_m *must) {
    span line = straight_span(p1, p2);
    v3   a = v3_sub(p2, p1), x;
    num  u = n_set(0.0), best, slope, curve, sb, cb;
    best = from_ring(p1, a, u, ring, &slope, &curve);
    for (int k = 1; k <= 8; k++) { // the nearest of nine places, then Newton's steps
        num at = n_set(k/8.0), d = from_ring(p1, a, at, ring, &slope, &curve);
        u = n_select(d.x < best.x, at, u), best = n_select(d.x < best.x, d, best);
    }
    for (int k = 0; k < 12; k++) {
        (void)from_ring(p1, a, u, ring, &slope, &curve);
        num step = n_div(slope, n_at_least(curve, 1e-12));
        step = n_at_most(n_at_least(step, -0.1), 0.1);
        u = n_at_most(n_at_least(n_sub(u, step), 0.0), 1.0);
    }
    x = v3_add(p1, v3_scale(u, a));
    num b = n_angle(x.y, x.x);
    n_sincos(b, &sb, &cb);
    // the tube as a cylinder there: x inwards, y down
    v3   in1 = {n_sub(ring, n_add(n_mul(p1.x, cb), n_mul(p1.y, sb))), n_neg(p1.z), n_set(0.0)}, in2 = {n_sub(ring, n_add(n_mul(p2.x, cb), n_mul(p2.y, sb))), n_neg(p2.z), n_set(0.0)};
    num  d1 = v3_dot(in1, in1), d2 = v3_dot(in2, in2), dot = v3_dot(in1, in2), s = n_sub(n_mul(in1.x, in2.y), n_mul(in1.y, in2.x));
    v3   across = v3_sub(in2, in1);
    il_m outside;
    rim  c = hard_rim(tube, d1, d2, &outside);
    verdict v = judge(in1, in2, d1, d2, dot, s, v3_dot(across, across), &c, 1);
    v.touch &= outside, *must = v.must & outside;
    if (!ili_any(v.touch)) return line;
    sheet f = {.torus = 1, .half = half, .p1 = p1, .p2 = p2, .size = {tube, ring, n_set(0.0)}, .down = ~v.against};
    span bent = follow(&f, b, v.touch);
    return choose(v.touch, &bent, &line);
}
#endif

// wrap_osim.h - a cylinder as OpenSim takes it: whether a path touches, on which side, and where it meets and leaves
//
// The surface may be given half of (`half`): the way then stays where one coordinate of the cylinder's frame has a given sign. OpenSim finds the
// tangent points across the axis; their places along it by a plane through both ends and an apex of the cylinder where the surface is the
// only one of a path (`plane`), otherwise by searching the shortest way. tests/osim_model.h is the reference. From a point inside the way goes
// straight, and jumps where the point comes out, as OpenSim's does.
#ifndef ILI_WRAP_OSIM_H
#define ILI_WRAP_OSIM_H
#include "mech/wrap.h"

/// Is x on the half: has its coordinate |half| - 1 the sign of half (zero counts as positive)?
ILI_FN il_m on_half(v3 x, int half) {
    int    axis = half < 0 ? -half : half;
    double sign = half < 0 ? -1.0 : 1.0, edge = half < 0 ? 0.0 : -1e-300;
    il_v   c = ili_set(axis == 1 ? sign : 0.0)*x.x.x + ili_set(axis == 2 ? sign : 0.0)*x.y.x + ili_set(axis == 3 ? sign : 0.0)*x.z.x;
    return c > ili_set(edge);
}

/// A tangent point across the axis, turned from p about +z (sense 1) or against it (-1).
ILI_FN v3 tangent_point(v3 p, num d, const rim *c, double sense) {
    num per = n_inv(n_at_least(d, 1e-24)), near = n_mul(c->square, per);
    num side = n_times(sense, n_mul(n_mul(c->radius, tangent_of(d, c)), per));
    return (v3){n_sub(n_mul(near, p.x), n_mul(side, p.y)), n_add(n_mul(near, p.y), n_mul(side, p.x)), p.z};
}

ILI_FN num flat_dot(v3 a, v3 b) { return n_add(n_mul(a.x, b.x), n_mul(a.y, b.y)); }

/// What OpenSim's rules decide: does the way touch, must it (the segment passes through), does it turn against +z, is the plane's apex the far one?
typedef struct verdict { il_m touch, must, against, far; } verdict;

ILI_FN il_m pick(il_m m, il_m a, il_m b) { return (m & a) | (~m & b); }

/// The side with a half given, from which of the four tangent points lie on it.
ILI_FN void sided(v3 p1, v3 p2, num d1, num d2, const rim *c, int half, verdict *v) {
    v3   plus1 = tangent_point(p1, d1, c, 1.0), minus1 = tangent_point(p1, d1, c, -1.0), plus2 = tangent_point(p2, d2, c, 1.0), minus2 = tangent_point(p2, d2, c, -1.0);
    il_m a = on_half(plus1, half), b = on_half(minus1, half), e = on_half(plus2, half), f = on_half(minus2, half);
    il_m longer = flat_dot(plus1, minus2).x < flat_dot(minus1, plus2).x; // the arc of the way about +z
    il_m none = ~(a | b | e | f), turns = pick(a ^ b, a, pick(a, ~e, pick(e, a & ~a, pick(f, a | ~a, longer))));
    v->against = ~turns;
    v->far = none | pick(turns, longer, ~longer);
}

ILI_FN verdict judge(v3 p1, v3 p2, num d1, num d2, num dot, num s, num aa, const rim *c, int half) {
    il_m    through = passes(d1, d2, dot, n_square(s), aa, c), never = d1.x != d1.x;
    verdict v = {through, through, s.x < ili_set(0.0), never};
    if (!half) return v;
    num  share = n_div(n_sub(d1, dot), n_at_least(aa, 1e-24));
    v3   nearest = {n_add(p1.x, n_mul(share, n_sub(p2.x, p1.x))), n_add(p1.y, n_mul(share, n_sub(p2.y, p1.y))), n_add(p1.z, n_mul(share, n_sub(p2.z, p1.z)))};
    il_m a1 = on_half(p1, half), a2 = on_half(p2, half);
    v.touch = through | ~(a1 | a2) | ((a1 ^ a2) & ~on_half(nearest, half));
    v.must = through & (a1 | a2);
    if (ili_any(v.touch)) sided(p1, p2, d1, d2, c, half, &v);
    return v;
}

/// Where the line of tangency through x (parallel to the axis) meets the plane of normal n through p1; kept at `own` where that is not nearer to `other`.
ILI_FN num on_plane(v3 p1, v3 x, v3 n, num own, num other) {
    num  at = n_sub(p1.z, n_div(n_add(n_mul(n.x, n_sub(x.x, p1.x)), n_mul(n.y, n_sub(x.y, p1.y))), n_select(ili_abs(n.z.x) > ili_set(1e-18), n.z, n_set(1e-18))));
    il_m nearer = (ili_abs(at.x - own.x) <= ili_set(10.0)) & (ili_abs(at.x - other.x) < ili_abs(own.x - other.x)) & (ili_abs(n.z.x) > ili_set(1e-18));
    return n_select(nearer, at, own);
}

/// Places along the axis of the tangent points m and l. The plane's apex lies over the middle of the way: in the direction that halves the
/// angle between the ends, at the height where the segment passes the axis in shares of its ends' distances.
ILI_FN void slide(v3 p1, v3 p2, num d1, num d2, num radius, il_m far, v3 *m, v3 *l) {
    num r1 = n_sqrt(n_at_least(d1, 1e-24)), r2 = n_sqrt(n_at_least(d2, 1e-24)), t = n_div(r1, n_add(r1, r2));
    v3  mid = v3_add(p1, v3_scale(t, v3_sub(p2, p1)));
    num out = n_mul(radius, n_inv(n_sqrt(n_at_least(flat_dot(mid, mid), 1e-24))));
    out = n_select(far, n_neg(out), out);
    v3 apex = {n_mul(out, mid.x), n_mul(out, mid.y), mid.z}, n = v3_cross(v3_sub(p1, apex), v3_sub(p2, apex));
    m->z = on_plane(p1, *m, n, p1.z, p2.z);
    l->z = on_plane(p1, *l, n, p2.z, p1.z);
}

/// In the cylinder's own frame. @param length  beyond both its ends it is not there
ILI_FN span past_osim_cylinder(v3 p1, v3 p2, num radius, num length, int half, int plane, il_m *must) {
    const num zero = n_set(0.0);
    v3   b1 = {p1.x, p1.y, zero}, b2 = {p2.x, p2.y, zero}, a = v3_sub(b2, b1);
    span line = straight_span(p1, p2);
    num  d1 = v3_dot(b1, b1), d2 = v3_dot(b2, b2), dot = v3_dot(b1, b2), s = n_sub(n_mul(p1.x, p2.y), n_mul(p1.y, p2.x));
    il_m outside;
    rim  c = hard_rim(radius, d1, d2, &outside);
    verdict v = judge(p1, p2, d1, d2, dot, s, v3_dot(a, a), &c, half);
    v.touch &= outside, *must = v.must & outside;
    if (!ili_any(v.touch)) return line;

    // round the circle, then the places along the axis
    s = n_select(v.against, n_neg(s), s);
    num  turn = n_select(v.against, n_set(-1.0), n_set(1.0));
    span bent = round_circle(b1, b2, d1, d2, dot, s, (v3){zero, zero, turn}, &c);
    num  t1 = tangent_of(d1, &c), t2 = tangent_of(d2, &c), arc = n_sub(n_sub(bent.length, t1), t2);
    v3   m = v3_add(b1, bent.meet), l = v3_add(b2, bent.leave);
    slide(p1, p2, d1, d2, radius, v.far, &m, &l);
    num  long1 = n_times(2.0, m.z), long2 = n_times(2.0, l.z); // the plane also decides where the cylinder ends
    il_m beyond = (ili_abs(long1.x) > length.x) & (ili_abs(long2.x) > length.x);
    if (!plane) {
        num pitch = n_div(n_sub(p2.z, p1.z), bent.length);
        m.z = n_add(p1.z, n_mul(pitch, t1)), l.z = n_sub(p2.z, n_mul(pitch, t2));
    }
    num out1, out2, on = n_sqrt(n_at_least(n_add(n_square(arc), n_square(n_sub(l.z, m.z))), 1e-24));
    out1 = straight(p1, m, &bent.pull1), out2 = straight(p2, l, &bent.pull2);
    bent.length = n_add(n_add(out1, out2), on);
    bent.meet = m, bent.leave = l;
    v.touch &= ~beyond, *must &= v.touch;
    bent.touch = v.touch;
    return choose(v.touch, &bent, &line);
}
#endif

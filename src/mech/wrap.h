// wrap.h - the shortest way between two points past a sphere or an infinite cylinder: length, its exact gradient, where it touches
//
// Both are one planar problem: two tangents and an arc about a circle, in the plane of the centre and the points (sphere) or across the axis
// (cylinder). The cylinder unrolls into a plane, so there l = sqrt(planar^2 + rise^2). Length is C1 where a path touches down.
// A path touches where the straight segment would pass through the surface; there is no memory. Where a cylinder has a given side, it also
// touches where the segment passes the axis on the wrong side, so that the way never flips. docs/paths.md derives it all.
#ifndef ILI_WRAP_H
#define ILI_WRAP_H
#include "mech/elementary.h"

/// A way from point 1 to point 2: length, unit pulls on the two points (-dl/dP), and where it meets and leaves the surface.
typedef struct span { num length; v3 pull1, pull2, meet, leave; il_m touch; } span;

/// A circle's radius as it acts: r, or less where a point comes nearer than r sqrt(1 + 1/32); and -d(radius)/d(b) = -shrink*b for both points.
typedef struct rim { num square, radius, shrink1, shrink2; } rim;

/// Distance of two points, and the unit vector from the first to the second (zero where they meet).
ILI_FN num straight(v3 p1, v3 p2, v3 *u) {
    v3  a = v3_sub(p2, p1);
    num length = n_sqrt(n_at_least(v3_dot(a, a), 1e-24));
    *u = v3_scale(n_inv(length), a);
    return length;
}

ILI_FN span straight_span(v3 p1, v3 p2) {
    v3  u;
    num length = straight(p1, p2, &u);
    return (span){length, u, v3_neg(u), p1, p2, ili_set(0.0) != ili_set(0.0)};
}

/// h = (acting radius/r)^2 for a point at D = (distance/r)^2: 1 for D >= 1 + w, kappa D for D <= 1, C2 between. So h < D everywhere.
ILI_FN num held_off(num D, num *slope) {
    const double w = 1.0/32.0, kappa = 1.0/(1.0 + w/2.0);
    num u = n_times(1.0/w, n_sub(n_set(1.0 + w), D));
    *slope = n_times(kappa, n_ramp_slope(u));
    return n_sub(n_set(1.0), n_times(kappa*w, n_ramp(u)));
}

/// @param d1, d2  squared distances of the two points from the centre or axis
ILI_FN rim rim_of(num r, num d1, num d2) {
    num rr = n_square(r), zero = n_set(0.0), near = n_times(1.0 + 1.0/32.0, rr);
    rim c = {rr, r, zero, zero};
    if (!ili_any((d1.x < near.x) | (d2.x < near.x))) return c;
    num per = n_inv(rr), slope1, slope2;
    num h1 = held_off(n_mul(d1, per), &slope1), h2 = held_off(n_mul(d2, per), &slope2);
    num h = n_at_least(n_mul(h1, h2), 1e-30);
    c.square = n_mul(rr, h);
    c.radius = n_mul(r, n_sqrt(h));
    num each = n_mul(c.radius, per);
    c.shrink1 = n_div(n_mul(each, slope1), n_at_least(h1, 1e-15));
    c.shrink2 = n_div(n_mul(each, slope2), n_at_least(h2, 1e-15));
    return c;
}

/// The circle as it is; `outside`: both points are.
ILI_FN rim hard_rim(num r, num d1, num d2, il_m *outside) {
    rim c = {n_square(r), r, n_set(0.0), n_set(0.0)};
    *outside = (d1.x >= c.square.x) & (d2.x >= c.square.x);
    return c;
}

/// Some vector across b: for a point, the centre and the other point in one line, where every way round is as short.
ILI_FN v3 any_across(v3 b) {
    num  zero = n_set(0.0);
    il_m upright = ili_abs(b.z.x) > ili_abs(b.x.x);
    return v3_select(upright, (v3){zero, b.z, n_neg(b.y)}, (v3){b.y, n_neg(b.x), zero});
}

/// Length of the tangent from a point at squared distance d.
ILI_FN num tangent_of(num d, const rim *c) { return n_sqrt(n_at_least(n_sub(d, c->square), 1e-24)); }

/// The planar way round: b1, b2 from the centre, n the unit normal that the way turns about, s = (b1 x b2).n.
ILI_FN span round_circle(v3 b1, v3 b2, num d1, num d2, num dot, num s, v3 n, const rim *c) {
    // tangents, and the arc as the argument of (dot + i s)(radius - i t1)(radius - i t2)
    num t1 = tangent_of(d1, c), t2 = tangent_of(d2, c);
    num re = n_sub(c->square, n_mul(t1, t2)), im = n_mul(c->radius, n_add(t1, t2));
    num arc = n_angle(n_sub(n_mul(s, re), n_mul(dot, im)), n_add(n_mul(dot, re), n_mul(s, im)));
    // on the wrong side of the axis more than half a turn may be left to go
    arc = n_select((s.x < ili_set(0.0)) & (arc.x < ili_set(0.0)), n_plus(arc, 6.283185307179586), arc);
    num length = n_add(n_add(t1, t2), n_mul(c->radius, arc));

    // unit vectors from each point along its tangent, and -dl/db, where the radius may depend on b
    num per1 = n_inv(n_at_least(d1, 1e-24)), per2 = n_inv(n_at_least(d2, 1e-24));
    v3  u1 = v3_scale(per1, v3_sub(v3_scale(c->radius, v3_cross(n, b1)), v3_scale(t1, b1)));
    v3  u2 = v3_neg(v3_scale(per2, v3_add(v3_scale(c->radius, v3_cross(n, b2)), v3_scale(t2, b2))));
    v3  pull1 = v3_sub(u1, v3_scale(n_mul(arc, c->shrink1), b1)), pull2 = v3_sub(u2, v3_scale(n_mul(arc, c->shrink2), b2));
    return (span){length, pull1, pull2, v3_scale(t1, u1), v3_scale(t2, u2), ili_set(0.0) == ili_set(0.0)};
}

/// Does the straight segment pass through the circle (in the plane)? Strictly between its ends, and nearer than the radius.
ILI_FN il_m passes(num d1, num d2, num dot, num ss, num aa, const rim *c) {
    return (d1.x > dot.x) & (d2.x > dot.x) & (ss.x < c->square.x*aa.x);
}

ILI_FN span choose(il_m touch, const span *bent, const span *line) {
    return (span){n_select(touch, bent->length, line->length), v3_select(touch, bent->pull1, line->pull1), v3_select(touch, bent->pull2, line->pull2),
                  v3_select(touch, bent->meet, line->meet), v3_select(touch, bent->leave, line->leave), touch};
}

/// @param hard  the sphere as it is, which a point inside passes straight; else it shrinks from a point that comes near
ILI_FN span past_ball(v3 p1, v3 p2, v3 centre, num radius, int hard) {
    span line = straight_span(p1, p2);
    v3   b1 = v3_sub(p1, centre), b2 = v3_sub(p2, centre), a = v3_sub(p2, p1), cross = v3_cross(b1, b2);
    num  d1 = v3_dot(b1, b1), d2 = v3_dot(b2, b2), dot = v3_dot(b1, b2);
    il_m outside = d1.x == d1.x;
    rim  c = hard ? hard_rim(radius, d1, d2, &outside) : rim_of(radius, d1, d2);
    il_m touch = passes(d1, d2, dot, v3_dot(cross, cross), v3_dot(a, a), &c) & outside;
    if (!ili_any(touch)) return line;

    num ss = v3_dot(cross, cross);
    il_m in_line = ss.x < ili_set(1e-24)*d1.x*d2.x;
    v3   n = v3_select(in_line, any_across(b1), cross);
    n = v3_scale(n_inv(n_sqrt(n_at_least(v3_dot(n, n), 1e-30))), n);
    span bent = round_circle(b1, b2, d1, d2, dot, v3_dot(n, cross), n, &c);
    bent.meet = v3_add(p1, bent.meet), bent.leave = v3_add(p2, bent.leave);
    return choose(touch, &bent, &line);
}

ILI_FN span past_sphere(v3 p1, v3 p2, v3 centre, num radius) { return past_ball(p1, p2, centre, radius, 0); }

/// @param axis  unit vector
/// @param side  +1: the way turns about the axis from p1 to p2; -1: against it; 0: the shorter way, in each lane
ILI_FN span past_cylinder(v3 p1, v3 p2, v3 centre, v3 axis, num radius, il_v side) {
    span line = straight_span(p1, p2);
    v3   c1 = v3_sub(p1, centre), c2 = v3_sub(p2, centre);
    num  z1 = v3_dot(c1, axis), z2 = v3_dot(c2, axis), rise = n_sub(z2, z1);
    v3   b1 = v3_sub(c1, v3_scale(z1, axis)), b2 = v3_sub(c2, v3_scale(z2, axis)), a = v3_sub(b2, b1);
    num  d1 = v3_dot(b1, b1), d2 = v3_dot(b2, b2), dot = v3_dot(b1, b2), s = v3_dot(v3_cross(b1, b2), axis);
    rim  c = rim_of(radius, d1, d2);
    il_m against = (side < ili_set(0.0)) | ((side == ili_set(0.0)) & (s.x < ili_set(0.0)));
    s = n_select(against, n_neg(s), s);
    il_m touch = passes(d1, d2, dot, n_square(s), v3_dot(a, a), &c) | ((s.x < ili_set(0.0)) & (d1.x > dot.x) & (d2.x > dot.x));
    if (!ili_any(touch)) return line;

    // round the circle, then unrolled
    span bent = round_circle(b1, b2, d1, d2, dot, s, v3_select(against, v3_neg(axis), axis), &c);
    num  planar = bent.length, pitch = n_div(rise, planar);
    bent.length = n_sqrt(n_add(n_square(planar), n_square(rise)));
    num per = n_inv(bent.length);
    v3  climb = v3_scale(n_mul(rise, per), axis);
    bent.pull1 = v3_add(v3_scale(n_mul(planar, per), bent.pull1), climb);
    bent.pull2 = v3_sub(v3_scale(n_mul(planar, per), bent.pull2), climb);

    // tangent points, with their share of the rise
    num t1 = tangent_of(d1, &c), t2 = tangent_of(d2, &c);
    bent.meet = v3_add(p1, v3_add(bent.meet, v3_scale(n_mul(pitch, t1), axis)));
    bent.leave = v3_add(p2, v3_sub(bent.leave, v3_scale(n_mul(pitch, t2), axis)));
    return choose(touch, &bent, &line);
}
#endif

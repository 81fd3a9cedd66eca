// path.k.c - paths: where their points are, length and its gradient as unit wrenches on the bodies, touching surfaces, speed
//
// A path is a chain of spans between neighbouring points, each straight or the shortest way past a surface (mech/wrap.h). A span pulls with
// unit tension on its two points by -dl/dP; a surface gets the opposite of both, because l does not change when all move as one.
#include "mech/function.h"
#include "mech/geodesic.h"

/// One component of a moving point, factor * f(signal), and its derivative by the coordinate; a constant where there is no function.
ILI_FN num component(ILI_ARGS, int o, int i, int c, num *rate) {
    num factor = PAR(point_pos, 3*i + c);
    int function = m->point_function[3*i + c], signal = m->point_signal[i];
    if (function == IL_NONE) return factor;
    jet f = jet_function(ILI_PASS, function, o, GET(signal, signal));
    *rate = n_mul(factor, n_mul(f.f1, GET(signal_rate, signal)));
    return n_mul(factor, f.f);
}

/// A point at x in its body.
ILI_FN v3 put_point(ILI_ARGS, int o, int i, m3 rot, v3 x) {
    x = v3_add(GET3(body_pos, m->point_body[i]), m3_mul_v(rot, x));
    PUT3(point_world, i, x);
    return x;
}

ILI_FN v3 place_fixed(ILI_ARGS, int o, int i) { return put_point(ILI_PASS, o, i, GET9(body_rot, m->point_body[i]), PAR3(point_pos, i)); }

static __attribute__((noinline)) v3 place_moving(ILI_ARGS, int o, int i) {
    m3 rot = GET9(body_rot, m->point_body[i]);
    v3 rate = v3_zero();
    v3 x = {component(ILI_PASS, o, i, 0, &rate.x), component(ILI_PASS, o, i, 1, &rate.y), component(ILI_PASS, o, i, 2, &rate.z)};
    PUT3(point_rate, i, m3_mul_v(rot, rate));
    return put_point(ILI_PASS, o, i, rot, x);
}

ILI_FN v3 place_point(ILI_ARGS, int o, int i) {
    return m->point_signal[i] == IL_NONE ? place_fixed(ILI_PASS, o, i) : place_moving(ILI_PASS, o, i);
}

/// Is point i there, in each lane?
ILI_FN il_m is_there(ILI_ARGS, int o, int i) {
    int c = m->point_condition[i];
    num s = GET(signal, m->condition_signal[c]);
    return (s.x >= PAR(condition_range, 2*c).x) & (s.x <= PAR(condition_range, 2*c + 1).x);
}

/// Point i, which a condition may take away. Where it is not there it lies halfway to the next that is: both its spans pull in one line, so it
/// changes neither the length nor any wrench. Points behind the next one that is always there do not matter. Few models have such points.
/// @param gaps  of a path with surfaces by OpenSim's rules: it lies at the point before, so that the next segment begins there (add_pulls())
static __attribute__((noinline)) v3 place_conditional(ILI_ARGS, int o, int i, v3 before, int gaps) {
    int last = i + 1;
    if (gaps) {
        v3 x = v3_select(is_there(ILI_PASS, o, i), place_point(ILI_PASS, o, i), before);
        PUT3(point_world, i, x);
        return x;
    }
    while (m->point_condition[last] != IL_NONE) last++;
    v3 next = before, x = before;
    for (int k = last; k >= i; k--) {
        x = place_point(ILI_PASS, o, k);
        if (k == last) next = x;
        else if (k > i) next = v3_select(is_there(ILI_PASS, o, k), x, next);
    }
    x = v3_select(is_there(ILI_PASS, o, i), x, v3_scale(n_set(0.5), v3_add(before, next)));
    PUT3(point_world, i, x);
    return x;
}

/// Point i after a point at `before`.
ILI_FN v3 place_after(ILI_ARGS, int o, int i, v3 before, int gaps) {
    return m->point_condition[i] == IL_NONE ? place_point(ILI_PASS, o, i) : place_conditional(ILI_PASS, o, i, before, gaps);
}

/// Are the path's surfaces taken by OpenSim's rules, so that points which are not there leave gaps?
ILI_FN int has_gaps(const il_model *m, int path) {
    return m->path_wrap_start[path] < m->path_wrap_start[path + 1] && m->pathwrap_rule[m->path_wrap_start[path]] != IL_WRAP_SHORTEST;
}

/// A span between points i and i + 1 that a surface may bend.
ILI_FN span bent_span(ILI_ARGS, int o, v3 p1, v3 p2, int pathwrap) {
    int  wrap = m->pathwrap_wrap[pathwrap], body = m->wrap_body[wrap];
    m3   rot = GET9(body_rot, body);
    v3   centre = v3_add(GET3(body_pos, body), m3_mul_v(rot, PAR3(wrap_pos, wrap)));
    num  radius = PAR(wrap_size, 3*wrap);
    span s;
    if (m->wrap_kind[wrap] == IL_WRAP_SPHERE) {
        s = past_sphere(p1, p2, centre, radius);
    } else {
        v3 axis = m3_mul_v(rot, (v3){PAR(wrap_rot, 9*wrap + 2), PAR(wrap_rot, 9*wrap + 5), PAR(wrap_rot, 9*wrap + 8)});
        s = past_cylinder(p1, p2, centre, axis, radius, ili_set(m->pathwrap_side[pathwrap]));
    }
    PUT(touch, pathwrap, n_of(ili_select(s.touch, ili_set(1.0), ili_set(0.0))));
    PUT3(touch_world, 2*pathwrap, s.meet);
    PUT3(touch_world, 2*pathwrap + 1, s.leave);
    return s;
}

/// What one_path() gathers: length, force on the coordinate of moving points, and the opposite of the wrench of the run of points on one body from
/// `run` on: after a straight span that is the span's pull on the point before the run.
typedef struct gathered { num length, moving; v6 against; int run, gaps; } gathered;

/// A run's wrench goes in its body's place, or on top of what an earlier run and surfaces have put there.
ILI_FN void put_run(ILI_ARGS, int o, int run, v6 sum) {
    int place = m->point_pathbody[run];
    if (!m->point_opens[run]) sum = v6_add(GET6(pathbody_wrench, place), sum);
    PUT6(pathbody_wrench, place, sum);
}

/// A pull on point i of a path with gaps, which is where the last point before it is that is there in a lane: that one takes the pull.
/// @return what is left for i
static __attribute__((noinline)) v6 pull_before(ILI_ARGS, int o, int i, v6 pull, gathered *g) {
    const v6 none = {v3_zero(), v3_zero()};
    v6       kept = none;
    for (int k = i; ; k--) {
        int  fixed = m->point_condition[k] == IL_NONE, place = m->point_pathbody[k];
        il_m there = ili_set(0.0) == ili_set(0.0);
        if (!fixed) there = is_there(ILI_PASS, o, k);
        v6   here = {v3_select(there, pull.a, none.a), v3_select(there, pull.l, none.l)};
        if (k >= g->run) kept = v6_add(kept, here);
        else PUT6(pathbody_wrench, place, v6_add(GET6(pathbody_wrench, place), here));
        if (k < i && m->point_signal[k] != IL_NONE) g->moving = n_add(g->moving, v3_dot(here.l, GET3(point_rate, k)));
        if (fixed) return kept;
        pull = (v6){v3_select(there, none.a, pull.a), v3_select(there, none.l, pull.l)};
    }
}

/// Pulls on points i and i + 1: the first ends a run and the second begins one, unless both are on the same body.
ILI_FN void add_pulls(ILI_ARGS, int o, int i, v6 pull1, v6 pull2, gathered *g) {
    if (g->gaps && m->point_condition[i] != IL_NONE) pull1 = pull_before(ILI_PASS, o, i, pull1, g);
    v6 sum = v6_sub(pull1, g->against);
    if (m->point_pathbody[i] == m->point_pathbody[i + 1]) {
        g->against = v6_neg(v6_add(sum, pull2));
    } else {
        put_run(ILI_PASS, o, g->run, sum);
        g->against = v6_neg(pull2), g->run = i + 1;
    }
    if (m->point_signal[i] != IL_NONE) g->moving = n_add(g->moving, v3_dot(pull1.l, GET3(point_rate, i)));
    if (m->point_signal[i + 1] != IL_NONE) g->moving = n_add(g->moving, v3_dot(pull2.l, GET3(point_rate, i + 1)));
}

/// Straight: opposite pulls in one line, so one moment.
ILI_FN v6 straight_wrench(v3 from, v3 to, num *length) {
    v3 u;
    *length = n_add(*length, straight(from, to, &u));
    return (v6){v3_cross(from, u), u};
}

/// Between fixed points of one body the pulls cancel.
ILI_FN void add_straight(ILI_ARGS, int o, int i, v3 p1, v3 p2, gathered *g) {
    v6 pull = straight_wrench(p1, p2, &g->length);
    if (m->point_span[i] == IL_SPAN_WITHIN) return;
    put_run(ILI_PASS, o, g->run, v6_sub(pull, g->against));
    g->against = pull, g->run = i + 1;
}

/// A way past one surface: the surface gets the opposite of both pulls.
ILI_FN void add_span(ILI_ARGS, int o, int i, v3 p1, v3 p2, int pathwrap, const span *s, gathered *g) {
    v6 pull1 = {v3_cross(p1, s->pull1), s->pull1}, pull2 = {v3_cross(p2, s->pull2), s->pull2};
    v6 both = v6_add(pull1, pull2), old = GET6(pathbody_wrench, m->pathwrap_pathbody[pathwrap]);
    PUT6(pathbody_wrench, m->pathwrap_pathbody[pathwrap], ((v6){v3_sub(old.a, both.a), v3_sub(old.l, both.l)}));
    g->length = n_add(g->length, s->length);
    add_pulls(ILI_PASS, o, i, pull1, pull2, g);
}

ILI_FN void add_bent(ILI_ARGS, int o, int i, v3 p1, v3 p2, int pathwrap, gathered *g) {
    span s = bent_span(ILI_PASS, o, p1, p2, pathwrap);
    add_span(ILI_PASS, o, i, p1, p2, pathwrap, &s, g);
}

// ---- surfaces by OpenSim's rules ---------------------------------------------------------------------------------------------------

/// Where a surface is: its middle, and its axes as columns, in ground axes.
typedef struct site { v3 centre; m3 axes; } site;

ILI_FN site site_of(ILI_ARGS, int o, int wrap) {
    int body = m->wrap_body[wrap];
    m3  rot = GET9(body_rot, body);
    return (site){v3_add(GET3(body_pos, body), m3_mul_v(rot, PAR3(wrap_pos, wrap))), m3_mul(rot, PAR9(wrap_rot, wrap))};
}

/// Does a segment that a surface's range holds end and begin within it? None ends where no point is; where the range begins with points that are
/// not there, so does it begin at the next.
static __attribute__((noinline)) il_m within_range(ILI_ARGS, int o, int pathwrap) {
    int  i = m->pathwrap_point[pathwrap], rival = m->pathwrap_rival[pathwrap], k = m->pathwrap_point[rival == IL_NONE ? pathwrap : rival];
    il_m here = ili_set(0.0) == ili_set(0.0), begun = ~here;
    if (m->point_condition[i + 1] != IL_NONE) here = is_there(ILI_PASS, o, i + 1);
    for (; k <= i && m->point_condition[k] != IL_NONE; k++) begun |= is_there(ILI_PASS, o, k);
    return k > i ? here & begun : here;
}

/// The way from p1 to p2 past one surface; *must as in wrap_osim.h.
static __attribute__((noinline)) void past_surface(ILI_ARGS, int o, int pathwrap, const v3 *p1, const v3 *p2, span *out, il_m *must) {
    int  wrap = m->pathwrap_wrap[pathwrap], half = m->pathwrap_half[pathwrap];
    site f = site_of(ILI_PASS, o, wrap);
    v3   a = m3_tmul_v(f.axes, v3_sub(*p1, f.centre)), b = m3_tmul_v(f.axes, v3_sub(*p2, f.centre)), size = PAR3(wrap_size, wrap);
    span s;
    switch (m->wrap_kind[wrap]) {
        case IL_WRAP_SPHERE: s = half ? past_ellipsoid(a, b, (v3){size.x, size.x, size.x}, half, must) : past_ball(a, b, v3_zero(), size.x, 1), *must = s.touch & ~s.touch; break;
        case IL_WRAP_CYLINDER: s = past_osim_cylinder(a, b, size.x, size.y, half, m->pathwrap_rule[pathwrap] == IL_WRAP_PLANE, must); break;
        case IL_WRAP_ELLIPSOID: s = past_ellipsoid(a, b, size, half, must); break;
        default: s = past_torus(a, b, size.x, size.y, half, must);
    }
    s.pull1 = m3_mul_v(f.axes, s.pull1), s.pull2 = m3_mul_v(f.axes, s.pull2);
    s.meet = v3_add(f.centre, m3_mul_v(f.axes, s.meet)), s.leave = v3_add(f.centre, m3_mul_v(f.axes, s.leave));
    int point = m->pathwrap_point[pathwrap];
    if (m->point_condition[point] != IL_NONE || m->point_condition[point + 1] != IL_NONE) {
        il_m there = within_range(ILI_PASS, o, pathwrap);
        s.touch &= there, *must &= there;
    }
    *out = s;
}

// the ends of the part of a segment that a place on it finds, between surfaces of the segment that are laid already
ILI_FN void part_of(ILI_ARGS, int o, int place, v3 *p1, v3 *p2) {
    int i = m->pathwrap_point[place], k = place;
    *p1 = GET3(point_world, i), *p2 = GET3(point_world, i + 1);
    while (k > 0 && m->pathwrap_point[k - 1] == i) k--;
    for (; k < place; k++) *p1 = v3_select(ili_load(d->touch[k].lane + o) > ili_set(0.5), GET3(touch_world, 2*k + 1), *p1);
    for (k = place + 1; k < m->npathwrap && m->pathwrap_point[k] == i; k++) continue;
    for (k--; k > place; k--) *p2 = v3_select(ili_load(d->touch[k].lane + o) > ili_set(0.5), GET3(touch_world, 2*k), *p2);
}

/// Of the places that compete for a surface, all from `first` on: the first that the segment passes through, else the one that makes the
/// path grow least. `touch` becomes 1 at the one that may touch and stays 0 elsewhere.
static __attribute__((noinline)) void choose_place(ILI_ARGS, int o, int first, int end) {
    il_v least = ili_set(1e30), chosen = ili_set(-1.0);
    for (int i = first; i < end; i++) {
        if (m->pathwrap_rival[i] != first) continue;
        v3   p1, p2, u;
        span s;
        il_m must;
        part_of(ILI_PASS, o, i, &p1, &p2);
        past_surface(ILI_PASS, o, i, &p1, &p2, &s, &must);
        PUT3(touch_world, 2*i, s.meet);
        PUT3(touch_world, 2*i + 1, s.leave);
        // what must touch counts below all that grows, the earlier the lower
        il_v cost = ili_select(must, ili_set((double)i - 1e9), s.length.x - straight(p1, p2, &u).x);
        cost = ili_select(s.touch, cost, ili_set(1e30));
        chosen = ili_select(cost < least, ili_set((double)i), chosen);
        least = ili_min(cost, least);
    }
    for (int i = first; i < end; i++)
        if (m->pathwrap_rival[i] == first) PUT(touch, i, n_of(ili_select(chosen == ili_set((double)i), ili_set(1.0), ili_set(0.0))));
}

/// The surfaces on one segment, in their order along it, and how the way passes each.
typedef struct links { int n, first; span at[IL_MAX_CHAIN]; il_m may[IL_MAX_CHAIN]; } links;

// the end of the way before surface k, or the start of the way after it: of the nearest surface that touches, else the segment's own
ILI_FN v3 before_link(const links *c, int k, v3 p1) {
    for (int j = 0; j < k; j++) p1 = v3_select(c->at[j].touch, c->at[j].leave, p1);
    return p1;
}
ILI_FN v3 after_link(const links *c, int k, v3 p2) {
    for (int j = c->n - 1; j > k; j--) p2 = v3_select(c->at[j].touch, c->at[j].meet, p2);
    return p2;
}

/// Lay the way: each surface in turn between its neighbours, again and again until nothing moves by 1e-8 m. Lanes at rest stay as they are;
/// a lane where none but the first surface touches is at rest after the first round.
ILI_FN void lay_links(ILI_ARGS, int o, v3 p1, v3 p2, links *c) {
    il_m run = p1.x.x == p1.x.x;
    for (int sweep = 0; sweep < 60 && ili_any(run); sweep++) {
        il_m moved = run & ~run, later = moved;
        for (int k = 0; k < c->n; k++) {
            if (!ili_any(c->may[k])) continue;
            v3   a = before_link(c, k, p1), b = after_link(c, k, p2);
            span s;
            il_m must;
            past_surface(ILI_PASS, o, c->first + k, &a, &b, &s, &must);
            s.touch &= c->may[k];
            v3 d1 = v3_sub(s.meet, c->at[k].meet), d2 = v3_sub(s.leave, c->at[k].leave);
            moved |= (s.touch ^ c->at[k].touch) | (s.touch & (v3_dot(d1, d1).x + v3_dot(d2, d2).x > ili_set(1e-16)));
            il_m touch = pick(run, s.touch, c->at[k].touch);
            c->at[k] = choose(run, &s, &c->at[k]);
            c->at[k].touch = touch;
            if (k) later |= touch;
        }
        run &= moved & later;
    }
}

/// Which surfaces of the segment may touch, in any lane at all?
ILI_FN int find_links(ILI_ARGS, int o, int i, int w, int wrap_end, links *c) {
    il_m all = ili_set(0.0) == ili_set(0.0), any = ~all;
    c->n = 0, c->first = w;
    for (; w < wrap_end && m->pathwrap_point[w] == i; w++, c->n++) {
        c->may[c->n] = all;
        if (m->pathwrap_rival[w] != IL_NONE) c->may[c->n] = ili_load(d->touch[w].lane + o) > ili_set(0.5);
        any |= c->may[c->n];
    }
    return ili_any(any);
}

/// The only surface of a segment. @param any  it may touch in some lane
ILI_FN void add_link(ILI_ARGS, int o, int i, const v3 *p1, const v3 *p2, const links *c, int any, gathered *g) {
    span s = straight_span(*p1, *p2), line = s;
    il_m must;
    if (any) {
        past_surface(ILI_PASS, o, c->first, p1, p2, &s, &must);
        il_m touch = s.touch & c->may[0];
        s = choose(touch, &s, &line);
    }
    PUT(touch, c->first, n_of(ili_select(s.touch, ili_set(1.0), ili_set(0.0))));
    PUT3(touch_world, 2*c->first, s.meet);
    PUT3(touch_world, 2*c->first + 1, s.leave);
    add_span(ILI_PASS, o, i, *p1, *p2, c->first, &s, g);
}

/// A segment with surfaces by OpenSim's rules. Where one does not touch, a point halfway to what follows stands for it: its pulls cancel. What a
/// lane computes does not depend on what others touch.
ILI_FN int add_links(ILI_ARGS, int o, int i, int w, int wrap_end, const v3 *p1, const v3 *p2, gathered *g) {
    links c;
    int   any = find_links(ILI_PASS, o, i, w, wrap_end, &c);
    if (c.n == 1) {
        add_link(ILI_PASS, o, i, p1, p2, &c, any, g);
        return w + 1;
    }
    for (int k = 0; k < c.n; k++) c.at[k] = straight_span(*p1, *p2);
    if (any) lay_links(ILI_PASS, o, *p1, *p2, &c);
    v3  from = *p1;
    v6  pull1 = {v3_zero(), v3_zero()};
    for (int k = 0; k < c.n; k++) {
        span s = c.at[k];
        v3   halfway = v3_scale(n_set(0.5), v3_add(from, after_link(&c, k, *p2)));
        v3   meet = v3_select(s.touch, s.meet, halfway), leave = v3_select(s.touch, s.leave, halfway);
        v3   a = before_link(&c, k, *p1), b = after_link(&c, k, *p2), u;
        num  arc = n_sub(s.length, n_add(straight(a, s.meet, &u), straight(b, s.leave, &u)));
        g->length = n_add(g->length, n_select(s.touch, arc, n_set(0.0)));
        v6   in = straight_wrench(from, meet, &g->length);
        if (k == 0) pull1 = in;
        else PUT6(pathbody_wrench, m->pathwrap_pathbody[c.first + k - 1], v6_add(GET6(pathbody_wrench, m->pathwrap_pathbody[c.first + k - 1]), in));
        v6   old = GET6(pathbody_wrench, m->pathwrap_pathbody[c.first + k]);
        PUT6(pathbody_wrench, m->pathwrap_pathbody[c.first + k], ((v6){v3_sub(old.a, in.a), v3_sub(old.l, in.l)}));
        PUT(touch, c.first + k, n_of(ili_select(s.touch, ili_set(1.0), ili_set(0.0))));
        PUT3(touch_world, 2*(c.first + k), meet);
        PUT3(touch_world, 2*(c.first + k) + 1, leave);
        from = leave;
    }
    v6 out = straight_wrench(from, *p2, &g->length);
    int last = m->pathwrap_pathbody[c.first + c.n - 1];
    PUT6(pathbody_wrench, last, v6_add(GET6(pathbody_wrench, last), out));
    add_pulls(ILI_PASS, o, i, pull1, v6_neg(out), g);
    return w + c.n;
}

/// Places of the path's points first, then which segment each surface is on.
static __attribute__((noinline)) void choose_places(ILI_ARGS, int o, int path) {
    int w = m->path_wrap_start[path], end = m->path_wrap_start[path + 1];
    v3 before = place_point(ILI_PASS, o, m->path_start[path]);
    for (int i = m->path_start[path] + 1; i < m->path_start[path + 1]; i++) before = place_after(ILI_PASS, o, i, before, 1);
    for (int i = w; i < end; i++)
        if (m->pathwrap_rival[i] != IL_NONE) PUT(touch, i, n_set(0.0));
    // surfaces in the order in which they came into the model, as OpenSim lays them
    for (int last = -1, next = 0; next != IL_NONE; last = next == IL_NONE ? last : m->pathwrap_wrap[next]) {
        next = IL_NONE;
        for (int i = w; i < end; i++)
            if (m->pathwrap_rival[i] == i && m->pathwrap_wrap[i] > last && (next == IL_NONE || m->pathwrap_wrap[i] < m->pathwrap_wrap[next])) next = i;
        if (next != IL_NONE) choose_place(ILI_PASS, o, next, end);
    }
}

// ---- paths ---------------------------------------------------------------------------------------------------------------------------

/// Along x, with a sign: it pulls the same way on either side of nought.
ILI_FN void add_axis(ILI_ARGS, int o, int i, v3 p1, v3 p2, gathered *g) {
    const v3 u = {n_set(1.0), n_set(0.0), n_set(0.0)};
    v6       pull = {v3_cross(p1, u), u};
    g->length = n_add(g->length, n_sub(p2.x, p1.x));
    add_pulls(ILI_PASS, o, i, pull, v6_neg(pull), g);
}

/// A span that is not plain, from p1 on; its end into *p2. @return the next surface
static __attribute__((noinline)) int any_span(ILI_ARGS, int o, int i, int w, int wrap_end, const v3 *p1, v3 *p2, gathered *g) {
    *p2 = place_after(ILI_PASS, o, i + 1, *p1, g->gaps);
    if (m->point_span[i] == IL_SPAN_AXIS) {
        add_axis(ILI_PASS, o, i, *p1, *p2, g);
        return w;
    }
    if (w == wrap_end || m->pathwrap_point[w] != i) {
        v6 pull = straight_wrench(*p1, *p2, &g->length);
        add_pulls(ILI_PASS, o, i, pull, v6_neg(pull), g);
        return w;
    }
    if (m->pathwrap_rule[w] != IL_WRAP_SHORTEST) return add_links(ILI_PASS, o, i, w, wrap_end, p1, p2, g);
    add_bent(ILI_PASS, o, i, *p1, *p2, w, g);
    return w + 1; // surfaces stand in the order of spans
}

/// Plain spans stay in registers; what is handed to the others has its own place in memory.
ILI_FN void one_path(ILI_ARGS, int o, int path) {
    const v6 none = {v3_zero(), v3_zero()};
    int      w = m->path_wrap_start[path], wrap_end = m->path_wrap_start[path + 1], first = m->path_start[path];
    gathered g = {n_set(0.0), n_set(0.0), none, first, has_gaps(m, path)};
    int any_rival = 0;
    for (int i = w; i < wrap_end; i++) {
        PUT6(pathbody_wrench, m->pathwrap_pathbody[i], none);
        any_rival |= m->pathwrap_rival[i] != IL_NONE;
    }
    if (any_rival) choose_places(ILI_PASS, o, path);
    v3 p1 = place_point(ILI_PASS, o, first), p2;
    for (int i = first; i < m->path_start[path + 1] - 1; i++, p1 = p2) {
        if (m->point_span[i] == IL_SPAN_ANY || m->point_span[i] == IL_SPAN_AXIS) {
            v3       from = p1, to;
            gathered so_far = g;
            w = any_span(ILI_PASS, o, i, w, wrap_end, &from, &to, &so_far);
            p2 = to, g = so_far;
        } else {
            p2 = place_fixed(ILI_PASS, o, i + 1);
            add_straight(ILI_PASS, o, i, p1, p2, &g);
        }
    }
    put_run(ILI_PASS, o, g.run, v6_neg(g.against));
    PUT(path_length, path, g.length);
    PUT(path_moving, path, g.moving);
}

ILI_STAGE(path) {
    for (int path = 0; path < m->npath; path++)
        for (int o = 0; o < IL_LANES; o += ILI_W) one_path(ILI_PASS, o, path);
}

/// dl/dt is minus the power of the unit wrenches.
ILI_STAGE(path_speed) {
    for (int path = 0; path < m->npath; path++) {
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            num power = n_set(0.0);
            for (int i = m->path_body_start[path]; i < m->path_body_start[path + 1]; i++)
                power = n_add(power, v6_dot(GET6(pathbody_wrench, i), GET6(body_vel, m->pathbody_body[i])));
            int dof = m->path_dof[path];
            if (dof != IL_NONE) power = n_add(power, n_mul(GET(path_moving, path), GET(qd, dof)));
            PUT(path_speed, path, n_neg(power));
        }
    }
}

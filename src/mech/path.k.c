// path.k.c - paths: where their points are, length and its gradient as unit wrenches on the bodies, touching surfaces, speed
//
// A path is a chain of spans between neighbouring points, each straight or the shortest way past a surface (mech/wrap.h). A span pulls with
// unit tension on its two points by -dl/dP; a surface gets the opposite of both, because l does not change when all move as one.
#include "mech/function.h"
#include "mech/wrap.h"

/// One component of a moving point, factor * f(signal), and its derivative by the coordinate; a constant where there is no function.
ILI_FN num component(ILI_ARGS, int o, int i, int c, num *rate) {
    num factor = PAR(point_pos, 3*i + c);
    int function = m->point_function[3*i + c], signal = m->point_signal[i];
    if (function == IL_NONE) return factor;
    jet f = jet_function(ILI_PASS, function, o, GET(signal, signal));
    *rate = n_mul(factor, n_mul(f.f1, GET(signal_rate, signal)));
    return n_mul(factor, f.f);
}

ILI_FN v3 place_point(ILI_ARGS, int o, int i) {
    int body = m->point_body[i];
    m3  rot = GET9(body_rot, body);
    v3  x = PAR3(point_pos, i);
    if (m->point_signal[i] != IL_NONE) {
        v3 rate = v3_zero();
        x = (v3){component(ILI_PASS, o, i, 0, &rate.x), component(ILI_PASS, o, i, 1, &rate.y), component(ILI_PASS, o, i, 2, &rate.z)};
        PUT3(point_rate, i, m3_mul_v(rot, rate));
    }
    x = v3_add(GET3(body_pos, body), m3_mul_v(rot, x));
    PUT3(point_world, i, x);
    return x;
}

/// Is point i there, in each lane?
ILI_FN il_m is_there(ILI_ARGS, int o, int i) {
    int c = m->point_condition[i];
    num s = GET(signal, m->condition_signal[c]);
    return (s.x >= PAR(condition_range, 2*c).x) & (s.x <= PAR(condition_range, 2*c + 1).x);
}

/// Point i, which a condition may take away. Where it is not there it lies halfway to the next that is: both its spans pull in one line, so it
/// changes neither the length nor any wrench. Points behind the next one that is always there do not matter. Few models have such points.
static __attribute__((noinline)) v3 place_conditional(ILI_ARGS, int o, int i, v3 before) {
    int last = i + 1;
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
ILI_FN v3 place_after(ILI_ARGS, int o, int i, v3 before) {
    if (m->point_condition[i] != IL_NONE) return place_conditional(ILI_PASS, o, i, before);
    return place_point(ILI_PASS, o, i);
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
        s = past_cylinder(p1, p2, centre, axis, radius, m->pathwrap_side[pathwrap]);
    }
    PUT(touch, pathwrap, n_of(ili_select(s.touch, ili_set(1.0), ili_set(0.0))));
    PUT3(touch_world, 2*pathwrap, s.meet);
    PUT3(touch_world, 2*pathwrap + 1, s.leave);
    return s;
}

/// What one_path() gathers: length, force on the coordinate of moving points, and the wrench of the run of points on one body from `run` on.
typedef struct gathered { num length, moving; v6 sum; int run; } gathered;

/// A run's wrench goes in its body's place, or on top of what an earlier run and surfaces have put there.
ILI_FN void put_run(ILI_ARGS, int o, const gathered *g) {
    int place = m->point_pathbody[g->run];
    v6  sum = g->sum;
    if (!m->point_opens[g->run]) sum = v6_add(GET6(pathbody_wrench, place), sum);
    PUT6(pathbody_wrench, place, sum);
}

/// Pulls on points i and i + 1: the first ends a run and the second begins one, unless both are on the same body.
ILI_FN void add_pulls(ILI_ARGS, int o, int i, v6 pull1, v6 pull2, gathered *g) {
    g->sum = v6_add(g->sum, pull1);
    if (m->point_pathbody[i] == m->point_pathbody[i + 1]) {
        g->sum = v6_add(g->sum, pull2);
    } else {
        put_run(ILI_PASS, o, g);
        g->sum = pull2, g->run = i + 1;
    }
    if (m->point_signal[i] != IL_NONE) g->moving = n_add(g->moving, v3_dot(pull1.l, GET3(point_rate, i)));
    if (m->point_signal[i + 1] != IL_NONE) g->moving = n_add(g->moving, v3_dot(pull2.l, GET3(point_rate, i + 1)));
}

/// Straight: opposite pulls in one line, so one moment; they cancel between fixed points of one body.
ILI_FN void add_straight(ILI_ARGS, int o, int i, v3 p1, v3 p2, gathered *g) {
    v3  u;
    num length = straight(p1, p2, &u);
    g->length = n_add(g->length, length);
    if (m->point_pathbody[i] == m->point_pathbody[i + 1] && m->point_signal[i] == IL_NONE && m->point_signal[i + 1] == IL_NONE) return;
    v3 moment = v3_cross(p1, u);
    add_pulls(ILI_PASS, o, i, (v6){moment, u}, (v6){v3_neg(moment), v3_neg(u)}, g);
}

ILI_FN void add_bent(ILI_ARGS, int o, int i, v3 p1, v3 p2, int pathwrap, gathered *g) {
    span s = bent_span(ILI_PASS, o, p1, p2, pathwrap);
    v6   pull1 = {v3_cross(p1, s.pull1), s.pull1}, pull2 = {v3_cross(p2, s.pull2), s.pull2};
    v6   both = v6_add(pull1, pull2), old = GET6(pathbody_wrench, m->pathwrap_pathbody[pathwrap]);
    PUT6(pathbody_wrench, m->pathwrap_pathbody[pathwrap], ((v6){v3_sub(old.a, both.a), v3_sub(old.l, both.l)}));
    g->length = n_add(g->length, s.length);
    add_pulls(ILI_PASS, o, i, pull1, pull2, g);
}

ILI_FN void one_path(ILI_ARGS, int o, int path) {
    const v6 none = {v3_zero(), v3_zero()};
    int      w = m->path_wrap_start[path], wrap_end = m->path_wrap_start[path + 1], first = m->path_start[path];
    gathered g = {n_set(0.0), n_set(0.0), none, first};
    for (int i = w; i < wrap_end; i++) PUT6(pathbody_wrench, m->pathwrap_pathbody[i], none);
    v3 p1 = place_point(ILI_PASS, o, first);
    for (int i = first; i < m->path_start[path + 1] - 1; i++) {
        v3 p2 = place_after(ILI_PASS, o, i + 1, p1);
        if (w < wrap_end && m->pathwrap_point[w] == i) add_bent(ILI_PASS, o, i, p1, p2, w++, &g); // surfaces stand in the order of spans
        else add_straight(ILI_PASS, o, i, p1, p2, &g);
        p1 = p2;
    }
    put_run(ILI_PASS, o, &g);
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

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

ILI_FN void place_point(ILI_ARGS, int o, int i) {
    int body = m->point_body[i];
    m3  rot = GET9(body_rot, body);
    v3  x = PAR3(point_pos, i);
    if (m->point_signal[i] != IL_NONE) {
        v3 rate = v3_zero();
        x = (v3){component(ILI_PASS, o, i, 0, &rate.x), component(ILI_PASS, o, i, 1, &rate.y), component(ILI_PASS, o, i, 2, &rate.z)};
        PUT3(point_rate, i, m3_mul_v(rot, rate));
    }
    PUT3(point_world, i, v3_add(GET3(body_pos, body), m3_mul_v(rot, x)));
}

ILI_FN void add_wrench(ILI_ARGS, int o, int pathbody, v3 moment, v3 force) {
    v6 w = GET6(pathbody_wrench, pathbody);
    PUT6(pathbody_wrench, pathbody, v6_add(w, ((v6){moment, force})));
}

/// Generalised force on the path's coordinate of a pull on a point.
ILI_FN num moving_share(ILI_ARGS, int o, int i, v3 pull) {
    return m->point_signal[i] == IL_NONE ? n_set(0.0) : v3_dot(pull, GET3(point_rate, i));
}

/// A straight span: opposite pulls in one line, so one moment. Between fixed points of one body they cancel.
ILI_FN num straight_span(ILI_ARGS, int o, int i, num *moving) {
    v3   p1 = GET3(point_world, i), p2 = GET3(point_world, i + 1);
    span s = straight(p1, p2);
    int  a = m->point_pathbody[i], b = m->point_pathbody[i + 1];
    if (a != b) {
        v3 moment = v3_cross(p1, s.pull1);
        add_wrench(ILI_PASS, o, a, moment, s.pull1);
        add_wrench(ILI_PASS, o, b, v3_neg(moment), s.pull2);
    }
    *moving = n_add(*moving, n_add(moving_share(ILI_PASS, o, i, s.pull1), moving_share(ILI_PASS, o, i + 1, s.pull2)));
    return s.length;
}

/// A span that a surface may bend.
ILI_FN num bent_span(ILI_ARGS, int o, int i, int pathwrap, num *moving) {
    int  wrap = m->pathwrap_wrap[pathwrap], body = m->wrap_body[wrap];
    v3   p1 = GET3(point_world, i), p2 = GET3(point_world, i + 1);
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

    v3 moment1 = v3_cross(p1, s.pull1), moment2 = v3_cross(p2, s.pull2);
    add_wrench(ILI_PASS, o, m->point_pathbody[i], moment1, s.pull1);
    add_wrench(ILI_PASS, o, m->point_pathbody[i + 1], moment2, s.pull2);
    add_wrench(ILI_PASS, o, m->pathwrap_pathbody[pathwrap], v3_neg(v3_add(moment1, moment2)), v3_neg(v3_add(s.pull1, s.pull2)));
    *moving = n_add(*moving, n_add(moving_share(ILI_PASS, o, i, s.pull1), moving_share(ILI_PASS, o, i + 1, s.pull2)));
    PUT(touch, pathwrap, n_of(ili_select(s.touch, ili_set(1.0), ili_set(0.0))));
    PUT3(touch_world, 2*pathwrap, s.meet);
    PUT3(touch_world, 2*pathwrap + 1, s.leave);
    return s.length;
}

ILI_FN void one_path(ILI_ARGS, int o, int path) {
    const v6 none = {v3_zero(), v3_zero()};
    num      length = n_set(0.0), moving = n_set(0.0);
    for (int i = m->path_body_start[path]; i < m->path_body_start[path + 1]; i++) PUT6(pathbody_wrench, i, none);
    int w = m->path_wrap_start[path], end = m->path_wrap_start[path + 1];
    for (int i = m->path_start[path]; i < m->path_start[path + 1] - 1; i++) {
        int bent = w < end && m->pathwrap_point[w] == i; // surfaces stand in the order of the spans
        num l = bent ? bent_span(ILI_PASS, o, i, w, &moving) : straight_span(ILI_PASS, o, i, &moving);
        length = n_add(length, l);
        w += bent;
    }
    PUT(path_length, path, length);
    PUT(path_moving, path, moving);
}

ILI_STAGE(path) {
    for (int o = 0; o < IL_LANES; o += ILI_W) {
        for (int i = 0; i < m->npoint; i++) place_point(ILI_PASS, o, i);
        for (int path = 0; path < m->npath; path++) one_path(ILI_PASS, o, path);
    }
}

/// dl/dt is minus the power of the unit wrenches.
ILI_STAGE(path_speed) {
    for (int o = 0; o < IL_LANES; o += ILI_W) {
        for (int path = 0; path < m->npath; path++) {
            num power = n_set(0.0);
            for (int i = m->path_body_start[path]; i < m->path_body_start[path + 1]; i++)
                power = n_add(power, v6_dot(GET6(pathbody_wrench, i), GET6(body_vel, m->pathbody_body[i])));
            int dof = m->path_dof[path];
            if (dof != IL_NONE) power = n_add(power, n_mul(GET(path_moving, path), GET(qd, dof)));
            PUT(path_speed, path, n_neg(power));
        }
    }
}

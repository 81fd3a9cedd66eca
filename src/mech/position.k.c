// position.k.c - from coordinates to the pose of every body, the unit motion of every joint row and the centres of mass.
//
// A joint is a chain: parent body, joint frame in the parent, translations along axes of that frame, rotations each about an axis that
// those before it have carried, and the inverse of the joint frame in the body (OpenSim's CustomJoint, doi:10.1016/j.jbiomech.2010.06.025).
#include "mech/function.h"

// ---- signals and rows ----------------------------------------------------------------------------------------------------------

ILI_FN void put_signal(ILI_ARGS, int i, int o, jet s) {
    PUT(signal, i, s.f);
    PUT(signal_rate, i, s.f1);
    PUT(signal_curve, i, s.f2);
}

// a coordinate is its own signal; a coupled one is a function of its master
ILI_FN void signals(ILI_ARGS) {
    for (int i = 0; i < m->nq; i++)
        for (int o = 0; o < IL_LANES; o += ILI_W) put_signal(ILI_PASS, i, o, (jet){GET(q, i), n_set(1.0), n_set(0.0)});
    for (int k = 0; k < m->ncoupled; k++)
        for (int o = 0; o < IL_LANES; o += ILI_W)
            put_signal(ILI_PASS, m->nq + k, o, jet_function(ILI_PASS, m->coupled_function[k], o, GET(q, m->coupled_master[k])));
}

ILI_FN jet row_of_signal(ILI_ARGS, int r, int o) {
    int signal = m->row_signal[r];
    if (signal == IL_NONE) return (jet){n_set(1.0), n_set(0.0), n_set(0.0)};
    jet u = {GET(signal, signal), GET(signal_rate, signal), GET(signal_curve, signal)};
    if (m->row_function[r] == IL_NONE) return u;
    return jet_chain(jet_function(ILI_PASS, m->row_function[r], o, u.f), u);
}

ILI_FN void rows(ILI_ARGS) {
    for (int r = 0; r < m->nrow; r++)
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            num scale = PAR(row_scale, r);
            jet f = row_of_signal(ILI_PASS, r, o);
            PUT(row_value, r, n_mul(scale, f.f));
            PUT(row_rate, r, n_mul(scale, f.f1));
            PUT(row_curve, r, n_mul(scale, f.f2));
        }
}

// one pass over all angles: a call of the vector library spills every register
ILI_FN void sines(ILI_ARGS) {
    for (int r = 0; r < m->nrow; r++) {
        if (m->row_kind[r] != IL_ROW_ROTATION) continue;
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            num angle = GET(row_value, r);
#if ILI_TAN
            il_v sine = ili_load(d->row_sin[r].lane + o), cosine = ili_load(d->row_cos[r].lane + o);
#else
            il_v sine, cosine;
            ili_sincos(angle.x, &sine, &cosine);
#endif
            PUT(row_sin, r, n_chain(angle, sine, cosine));
            PUT(row_cos, r, n_chain(angle, cosine, -sine));
        }
    }
}

// ---- poses ---------------------------------------------------------------------------------------------------------------------

// R Rot(a, angle) row by row: r cos + a (1 - cos)(r.a) + (r x a) sin
ILI_FN m3 turned(m3 rot, v3 axis, num sine, num cosine) {
    m3  out;
    num rest = n_sub(n_set(1.0), cosine);
    v3  sine_axis = v3_scale(sine, axis), rest_axis = v3_scale(rest, axis);
    for (int i = 0; i < 3; i++) {
        v3 r = rot.row[i];
        out.row[i] = v3_add(v3_scale(cosine, r), v3_add(v3_scale(v3_dot(r, axis), rest_axis), v3_cross(r, sine_axis)));
    }
    return out;
}

ILI_FN void joint(ILI_ARGS, int body, int o) {
    int parent = m->body_parent[body];
    m3  parent_rot = GET9(body_rot, parent), rot = m3_mul(parent_rot, PAR9(joint_parent_rot, body));
    v3  pos = v3_add(GET3(body_pos, parent), m3_mul_v(parent_rot, PAR3(joint_parent_pos, body)));
    for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++) {
        v3 local = PAR3(row_axis, r), axis = m3_mul_v(rot, local);
        if (m->row_kind[r] == IL_ROW_TRANSLATION) {
            PUT6(row_motion, r, ((v6){v3_zero(), axis}));
            pos = v3_add(pos, v3_scale(GET(row_value, r), axis));
        } else {
            PUT6(row_motion, r, ((v6){axis, v3_cross(pos, axis)}));
            rot = turned(rot, local, GET(row_sin, r), GET(row_cos, r));
        }
    }
    rot = m3_mul(rot, m3_transpose(PAR9(joint_child_rot, body)));
    pos = v3_sub(pos, m3_mul_v(rot, PAR3(joint_child_pos, body)));
    PUT9(body_rot, body, rot);
    PUT3(body_pos, body, pos);
    PUT3(com_pos, body, v3_add(pos, m3_mul_v(rot, PAR3(body_com, body))));
}

ILI_FN void ground(ILI_ARGS) {
    num zero = n_set(0.0), one = n_set(1.0);
    for (int o = 0; o < IL_LANES; o += ILI_W) {
        PUT9(body_rot, IL_GROUND, ((m3){{{one, zero, zero}, {zero, one, zero}, {zero, zero, one}}}));
        PUT3(body_pos, IL_GROUND, v3_zero());
        PUT3(com_pos, IL_GROUND, v3_zero());
    }
}

ILI_STAGE(position) {
    signals(ILI_PASS);
    rows(ILI_PASS);
    sines(ILI_PASS);
    ground(ILI_PASS);
    for (int body = 1; body < m->nbody; body++)
        for (int o = 0; o < IL_LANES; o += ILI_W) joint(ILI_PASS, body, o);
}

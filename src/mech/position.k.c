// position.k.c - from coordinates to the pose of every body, the unit motion of every joint row and the centres of mass.
//
// A joint is a chain: parent body, joint frame in the parent, translations along axes of that frame, rotations each about an axis that
// those before it have carried, and the inverse of the joint frame in the body (OpenSim's CustomJoint, doi:10.1016/j.jbiomech.2010.06.025).
#include "mech/function.h"
#include "mech/poly.h"

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

// polynomials of several signals; rates are the velocity stage's
static __attribute__((noinline)) void polynomials(ILI_ARGS) {
    for (int i = 0; i < m->npoly; i++)
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            powers w;
            dual   value, slope[IL_MAX_POLY_ARGS];
            int    first = m->poly_arg_start[i], end = m->poly_arg_start[i + 1];
            for (int a = first; a < end; a++) w.of[a - first][1] = (dual){GET(signal, m->polyarg_signal[a]), n_set(0.0)};
            poly_sum(ILI_PASS, i, o, &w, &value, slope);
            PUT(poly_value, i, value.x);
            for (int a = first; a < end; a++) PUT(polyarg_slope, a, slope[a - first].x);
        }
}

// The row of the first argument has the polynomial's value; those of the others stand at nought and have their share in its motion only. The motion's
// change is the velocity stage's.
ILI_FN jet row_of_poly(ILI_ARGS, int a, int o) {
    int  poly = m->polyarg_poly[a];
    num  rate = n_mul(GET(polyarg_slope, a), GET(signal_rate, m->polyarg_signal[a])), none = n_set(0.0);
    return (jet){m->poly_arg_start[poly] == a ? GET(poly_value, poly) : none, rate, none};
}

ILI_FN jet row_of_signal(ILI_ARGS, int r, int o) {
    int signal = m->row_signal[r];
    if (m->row_polyarg[r] != IL_NONE) return row_of_poly(ILI_PASS, m->row_polyarg[r], o);
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
#if ILI_TAN == 1
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
//
// Most frames of a model are unturned and most axes those of their frame: their products with nought and one are left out, where the numbers of all
// lanes are one set. What is left out changes no bit, but for the sign of a nought.

// a row of R Rot(a, angle): r cos + a (1 - cos)(r.a) + (r x a) sin
ILI_FN v3 turned_row(v3 r, v3 axis, num cosine, v3 sine_axis, v3 rest_axis) {
    return v3_add(v3_scale(cosine, r), v3_add(v3_scale(v3_dot(r, axis), rest_axis), v3_cross(r, sine_axis)));
}

// row by row without a loop: in one the compiler would keep the matrix in memory
ILI_FN m3 turned(m3 rot, v3 axis, num sine, num cosine) {
    v3 s = v3_scale(sine, axis), c = v3_scale(n_sub(n_set(1.0), cosine), axis);
    return (m3){{turned_row(rot.row[0], axis, cosine, s, c), turned_row(rot.row[1], axis, cosine, s, c), turned_row(rot.row[2], axis, cosine, s, c)}};
}

#if ILI_TAN
enum { SHORT = 0 };
#else
enum { SHORT = 1 };
#endif

ILI_FN int is_unturned(const double r[9]) {
    return r[0] == 1.0 && r[4] == 1.0 && r[8] == 1.0 && r[1] == 0.0 && r[2] == 0.0 && r[3] == 0.0 && r[5] == 0.0 && r[6] == 0.0 && r[7] == 0.0;
}

// 0, 1, 2: the axis of the frame that it is; -1: another
ILI_FN int axis_of(const double a[3]) {
    if (a[0] == 0.0) return a[1] == 0.0 ? (a[2] == 1.0 ? 2 : -1) : a[1] == 1.0 && a[2] == 0.0 ? 1 : -1;
    return a[0] == 1.0 && a[1] == 0.0 && a[2] == 0.0 ? 0 : -1;
}

ILI_FN num part(v3 r, int i)       { return i == 0 ? r.x : i == 1 ? r.y : r.z; }
ILI_FN v3  column(m3 rot, int i)   { return (v3){part(rot.row[0], i), part(rot.row[1], i), part(rot.row[2], i)}; }

// turned() about the axis i of the frame: the column i stays, the other two mix
ILI_FN v3 row_about(v3 r, int i, num sine, num cosine, num rest) {
    num along = part(r, i), second = part(r, (i + 1)%3), third = part(r, (i + 2)%3);
    num kept = n_add(n_mul(cosine, along), n_mul(along, rest));
    num mixed = n_add(n_mul(cosine, second), n_mul(third, sine)), other = n_sub(n_mul(cosine, third), n_mul(second, sine));
    return i == 0 ? (v3){kept, mixed, other} : i == 1 ? (v3){other, kept, mixed} : (v3){mixed, other, kept};
}

ILI_FN m3 turned_about(m3 rot, int i, num sine, num cosine) {
    num rest = n_sub(n_set(1.0), cosine);
    return (m3){{row_about(rot.row[0], i, sine, cosine, rest), row_about(rot.row[1], i, sine, cosine, rest), row_about(rot.row[2], i, sine, cosine, rest)}};
}

ILI_FN m3 turned_by(m3 rot, v3 local, int along, num sine, num cosine) {
    switch (along) {
        case 0: return turned_about(rot, 0, sine, cosine);
        case 1: return turned_about(rot, 1, sine, cosine);
        case 2: return turned_about(rot, 2, sine, cosine);
        default: return turned(rot, local, sine, cosine);
    }
}

ILI_FN void joint(ILI_ARGS, int body, int o) {
    int parent = m->body_parent[body], plain = SHORT && p->stride == 0;
    m3  parent_rot = GET9(body_rot, parent), rot = parent_rot;
    v3  pos = v3_add(GET3(body_pos, parent), m3_mul_v(parent_rot, PAR3(joint_parent_pos, body)));
    if (!plain || !is_unturned(p->joint_parent_rot + 9*body)) rot = m3_mul(parent_rot, PAR9(joint_parent_rot, body));
    for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++) {
        int along = plain ? axis_of(p->row_axis + 3*r) : -1;
        v3  local = PAR3(row_axis, r), axis = along < 0 ? m3_mul_v(rot, local) : column(rot, along);
        if (m->row_kind[r] == IL_ROW_TRANSLATION) {
            PUT6(row_motion, r, ((v6){v3_zero(), axis}));
            pos = v3_add(pos, v3_scale(GET(row_value, r), axis));
        } else {
            PUT6(row_motion, r, ((v6){axis, v3_cross(pos, axis)}));
            rot = turned_by(rot, local, along, GET(row_sin, r), GET(row_cos, r));
        }
    }
    if (!plain || !is_unturned(p->joint_child_rot + 9*body)) rot = m3_mul(rot, m3_transpose(PAR9(joint_child_rot, body)));
    const double *child = p->joint_child_pos + 3*body;
    if (!plain || child[0] != 0.0 || child[1] != 0.0 || child[2] != 0.0) pos = v3_sub(pos, m3_mul_v(rot, PAR3(joint_child_pos, body)));
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
    if (m->npoly) polynomials(ILI_PASS);
    rows(ILI_PASS);
    sines(ILI_PASS);
    ground(ILI_PASS);
    for (int body = 1; body < m->nbody; body++)
        for (int o = 0; o < IL_LANES; o += ILI_W) joint(ILI_PASS, body, o);
}

// alone_tree.kv.c - inverse dynamics of one pose: vectors of three as vectors of four numbers, sines of as many rows at once as there are lanes
//
// Formulas and the order of every sum are those of the stages position, velocity and inverse, in one pass outwards and one inwards; and so are the bits.
#include "mech/alone.h"
#include "mech/function.h"
#include "mech/kernels.h"

// ---- vectors of three: one of the machine's where it has them of four, and three numbers elsewhere --------------------------------------

#if defined(__AVX2__) && !defined(ILI_PLAIN)
typedef double quad __attribute__((vector_size(32)));
ILI_FN quad   q_of(double x, double y, double z) { return (quad){x, y, z, 0.0}; }
ILI_FN quad   q_at(const double *p)              { quad v; memcpy(&v, p, sizeof v); return v; }
ILI_FN void   q_put(double *p, quad v)           { memcpy(p, &v, sizeof v); }
ILI_FN quad   q_add(quad v, quad w)              { return v + w; }
ILI_FN quad   q_sub(quad v, quad w)              { return v - w; }
ILI_FN quad   q_times(double s, quad v)          { return (s - (quad){0})*v; }
ILI_FN quad   next(quad v)                       { return __builtin_shufflevector(v, v, 1, 2, 0, 3); } // y, z, x
ILI_FN quad   cross(quad v, quad w)              { return next(v*next(w) - next(v)*w); }
ILI_FN double dot(quad v, quad w)                { quad x = v*w; return x[0] + x[1] + x[2]; }
ILI_FN double q_part(quad v, int k)              { return v[k]; }
#else
typedef struct quad { double x[3]; } quad;
ILI_FN quad   q_of(double x, double y, double z) { return (quad){{x, y, z}}; }
ILI_FN quad   q_at(const double *p)              { return (quad){{p[0], p[1], p[2]}}; }
ILI_FN void   q_put(double *p, quad v)           { p[0] = v.x[0], p[1] = v.x[1], p[2] = v.x[2]; }
ILI_FN quad   q_add(quad v, quad w)              { return (quad){{v.x[0] + w.x[0], v.x[1] + w.x[1], v.x[2] + w.x[2]}}; }
ILI_FN quad   q_sub(quad v, quad w)              { return (quad){{v.x[0] - w.x[0], v.x[1] - w.x[1], v.x[2] - w.x[2]}}; }
ILI_FN quad   q_times(double s, quad v)          { return (quad){{s*v.x[0], s*v.x[1], s*v.x[2]}}; }
ILI_FN double dot(quad v, quad w)                { return v.x[0]*w.x[0] + v.x[1]*w.x[1] + v.x[2]*w.x[2]; }
ILI_FN double q_part(quad v, int k)              { return v.x[k]; }
ILI_FN quad   cross(quad v, quad w) {
    return (quad){{v.x[1]*w.x[2] - v.x[2]*w.x[1], v.x[2]*w.x[0] - v.x[0]*w.x[2], v.x[0]*w.x[1] - v.x[1]*w.x[0]}};
}
#endif

/// A rotation by its columns (or rows), and a spatial vector.
typedef struct turned { quad c0, c1, c2; } turned;
typedef struct six { quad a, l; } six;

ILI_FN six    six_at(const double *p)    { return (six){q_at(p), q_at(p + 4)}; }
ILI_FN void   put_six(double *p, six v)  { q_put(p, v.a), q_put(p + 4, v.l); }
ILI_FN six    six_add(six v, six w)      { return (six){q_add(v.a, w.a), q_add(v.l, w.l)}; }
ILI_FN six    six_scale(double s, six v) { return (six){q_times(s, v.a), q_times(s, v.l)}; }
ILI_FN turned turned_at(const double *p) { return (turned){q_at(p), q_at(p + 4), q_at(p + 8)}; }
ILI_FN quad   turn(const turned *r, double x, double y, double z) { return q_add(q_add(q_times(x, r->c0), q_times(y, r->c1)), q_times(z, r->c2)); }

// ---- rows ------------------------------------------------------------------------------------------------------------------------------

// a function at one lane's number: its parameters may be the lane's own
static __attribute__((noinline)) void take_function(const il_model *m, const il_params *p, il_data *d, int lane, int function, double x, double out[3]) {
    int o = lane - lane%ILI_W;
    jet f = jet_function(ILI_PASS, function, o, n_set(x));
    out[0] = f.f.x[lane - o], out[1] = f.f1.x[lane - o], out[2] = f.f2.x[lane - o];
}

static void take_signals(const il_model *m, const il_params *p, il_data *d, int lane, const ili_alone *a) {
    double *to = a->signal;
    for (int j = 0; j < m->nq; j++, to += 3) to[0] = d->q[j].lane[lane], to[1] = 1.0, to[2] = 0.0;
    for (int k = 0; k < m->ncoupled; k++, to += 3) take_function(m, p, d, lane, m->coupled_function[k], d->q[m->coupled_master[k]].lane[lane], to);
}

static void take_rows(const il_model *m, const il_params *p, il_data *d, int lane, const ili_alone *a) {
    static const double one[3] = {1.0, 0.0, 0.0};
    for (int r = 0; r < m->nrow; r++) {
        double        scale = p->stride ? p->row_scale[IL_LANES*r + lane] : p->row_scale[r], f[3];
        const double *u = m->row_signal[r] == IL_NONE ? one : a->signal + 3*m->row_signal[r];
        memcpy(f, u, sizeof f);
        if (m->row_signal[r] != IL_NONE && m->row_function[r] != IL_NONE) {
            take_function(m, p, d, lane, m->row_function[r], u[0], f);
            f[2] = f[2]*(u[1]*u[1]) + f[1]*u[2], f[1] = f[1]*u[1]; // the chain rule
        }
        a->row_value[r] = scale*f[0], a->row_rate[r] = scale*f[1], a->row_curve[r] = scale*f[2];
    }
    for (int r = 0; r < m->nrow; r += ILI_W) {
        il_v sine, cosine;
        ili_sincos(ili_load(a->row_value + r), &sine, &cosine);
        ili_store(a->row_sin + r, sine), ili_store(a->row_cos + r, cosine);
    }
}

// ---- a joint ---------------------------------------------------------------------------------------------------------------------------

/// Numbers of a body or row: `step` apart.
typedef struct numbers { const double *x; int step; } numbers;
ILI_FN numbers read(const il_params *p, const double *field, int i, int lane) {
    return p->stride ? (numbers){field + IL_LANES*i + lane, IL_LANES} : (numbers){field + i, 1};
}
ILI_FN double at(numbers n, int k) { return n.x[k*n.step]; }

ILI_FN int axis_of(double x, double y, double z) {
    if (x == 0.0) return y == 0.0 ? (z == 1.0 ? 2 : -1) : y == 1.0 && z == 0.0 ? 1 : -1;
    return x == 1.0 && y == 0.0 && z == 0.0 ? 0 : -1;
}

ILI_FN int is_unturned(numbers r) {
    for (int k = 0; k < 9; k++)
        if (at(r, k) != (k%4 == 0 ? 1.0 : 0.0)) return 0;
    return 1;
}

/// R times another rotation, whose column k is x, y, z.
#define COLUMN(r, n, a, b, c) turn(r, at(n, a), at(n, b), at(n, c))
ILI_FN turned then_turned(const turned *r, numbers n)  { return (turned){COLUMN(r, n, 0, 3, 6), COLUMN(r, n, 1, 4, 7), COLUMN(r, n, 2, 5, 8)}; }
ILI_FN turned then_back(const turned *r, numbers n)    { return (turned){COLUMN(r, n, 0, 1, 2), COLUMN(r, n, 3, 4, 5), COLUMN(r, n, 6, 7, 8)}; }

// about an axis of the frame: that column stays, the other two mix
ILI_FN void mix(quad *stays, quad *second, quad *third, double sine, double cosine) {
    quad v = *second, w = *third;
    *stays = q_add(q_times(cosine, *stays), q_times(1.0 - cosine, *stays));
    *second = q_add(q_times(cosine, v), q_times(sine, w)), *third = q_sub(q_times(cosine, w), q_times(sine, v));
}

// R Rot(a, angle), row by row: r cos + a (1 - cos)(r.a) + (r x a) sin
ILI_FN quad mixed(double cosine, quad own, double rest, quad on, double s1, quad v1, double s2, quad v2) {
    return q_add(q_times(cosine, own), q_add(q_times(rest, on), q_sub(q_times(s1, v1), q_times(s2, v2))));
}

ILI_FN void turn_about(turned *r, int along, const double x[3], double sine, double cosine) {
    if (along == 0) mix(&r->c0, &r->c1, &r->c2, sine, cosine);
    else if (along == 1) mix(&r->c1, &r->c2, &r->c0, sine, cosine);
    else if (along == 2) mix(&r->c2, &r->c0, &r->c1, sine, cosine);
    else {
        double s0 = sine*x[0], s1 = sine*x[1], s2 = sine*x[2], left = 1.0 - cosine;
        quad   on = turn(r, x[0], x[1], x[2]), c0 = r->c0, c1 = r->c1, c2 = r->c2;
        r->c0 = mixed(cosine, c0, left*x[0], on, s2, c1, s1, c2);
        r->c1 = mixed(cosine, c1, left*x[1], on, s0, c2, s2, c0);
        r->c2 = mixed(cosine, c2, left*x[2], on, s1, c0, s0, c1);
    }
}

/// What a body has after its joint: pose, velocity, acceleration.
typedef struct carried { turned rot; quad pos; six v, a; } carried;

ILI_FN void move_row(const il_model *m, const il_data *d, int lane, const ili_alone *a, int r, six s, carried *b) {
    int dof = m->row_dof[r];
    put_six(a->row_six + 8*r, s);
    if (dof == IL_NONE) return;
    double rate = a->row_rate[r], qd = d->qd[dof].lane[lane], speed = rate*qd, change = a->row_curve[r]*(qd*qd);
    six    crossed = {cross(b->v.a, s.a), q_add(cross(b->v.a, s.l), cross(b->v.l, s.a))};
    six    bias = six_add(six_scale(speed, crossed), six_scale(change, s));
    b->a = six_add(b->a, six_add(six_scale(rate*d->qdd[dof].lane[lane], s), bias));
    b->v = six_add(b->v, six_scale(speed, s));
}

ILI_FN void take_joint(const il_model *m, const il_params *p, const il_data *d, int lane, const ili_alone *a, int body, carried *b) {
    int     plain = p->stride == 0;
    numbers in = read(p, p->joint_parent_pos, 3*body, lane), rot = read(p, p->joint_parent_rot, 9*body, lane);
    b->pos = q_add(b->pos, turn(&b->rot, at(in, 0), at(in, 1), at(in, 2)));
    if (!plain || !is_unturned(rot)) b->rot = then_turned(&b->rot, rot);
    for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++) {
        numbers n = read(p, p->row_axis, 3*r, lane);
        double  x[3] = {at(n, 0), at(n, 1), at(n, 2)};
        int     along = plain ? axis_of(x[0], x[1], x[2]) : -1;
        quad    axis = along < 0 ? turn(&b->rot, x[0], x[1], x[2]) : along == 0 ? b->rot.c0 : along == 1 ? b->rot.c1 : b->rot.c2;
        if (m->row_kind[r] == IL_ROW_TRANSLATION) {
            b->pos = q_add(b->pos, q_times(a->row_value[r], axis));
            move_row(m, d, lane, a, r, (six){q_of(0.0, 0.0, 0.0), axis}, b);
        } else {
            move_row(m, d, lane, a, r, (six){axis, cross(b->pos, axis)}, b);
            turn_about(&b->rot, along, x, a->row_sin[r], a->row_cos[r]);
        }
    }
    rot = read(p, p->joint_child_rot, 9*body, lane), in = read(p, p->joint_child_pos, 3*body, lane);
    if (!plain || !is_unturned(rot)) b->rot = then_back(&b->rot, rot);
    if (!plain || at(in, 0) != 0.0 || at(in, 1) != 0.0 || at(in, 2) != 0.0) b->pos = q_sub(b->pos, turn(&b->rot, at(in, 0), at(in, 1), at(in, 2)));
}

// ---- outwards and inwards --------------------------------------------------------------------------------------------------------------

ILI_FN quad turn_vector(const turned *r, quad v) { return turn(r, q_part(v, 0), q_part(v, 1), q_part(v, 2)); }

// into the axes of a body: rows of its rotation times the numbers of v
ILI_FN turned rows_of(const turned *r) {
    return (turned){q_of(q_part(r->c0, 0), q_part(r->c1, 0), q_part(r->c2, 0)), q_of(q_part(r->c0, 1), q_part(r->c1, 1), q_part(r->c2, 1)),
                    q_of(q_part(r->c0, 2), q_part(r->c1, 2), q_part(r->c2, 2))};
}

// wrench on a body about the ground origin: f = m (a_c - g), and I alpha + omega x I omega about the centre of mass, in body axes inside
ILI_FN six needed(const il_params *p, int lane, int body, quad gravity, const carried *b) {
    numbers in = read(p, p->body_inertia, 6*body, lane), com = read(p, p->body_com, 3*body, lane), mass = read(p, p->body_mass, body, lane);
    turned  inertia = {q_of(at(in, 0), at(in, 3), at(in, 4)), q_of(at(in, 3), at(in, 1), at(in, 5)), q_of(at(in, 4), at(in, 5), at(in, 2))}, rows = rows_of(&b->rot);
    quad    c = q_add(b->pos, turn(&b->rot, at(com, 0), at(com, 1), at(com, 2)));
    quad    at_c = q_add(q_add(b->a.l, cross(b->a.a, c)), cross(b->v.a, q_add(b->v.l, cross(b->v.a, c)))), force = q_times(at(mass, 0), q_sub(at_c, gravity));
    quad    w = turn_vector(&rows, b->v.a), local = q_add(turn_vector(&inertia, turn_vector(&rows, b->a.a)), cross(w, turn_vector(&inertia, w)));
    return (six){q_add(turn_vector(&b->rot, local), cross(c, force)), force};
}

ILI_FN carried carried_at(const ili_alone *a, int body) {
    const double *f = a->frame + 16*body, *moves = a->body_moves + 16*body;
    return (carried){turned_at(f), q_at(f + 12), six_at(moves), six_at(moves + 8)};
}

ILI_FN void put_carried(const ili_alone *a, int body, const carried *b) {
    double *f = a->frame + 16*body, *moves = a->body_moves + 16*body;
    q_put(f, b->rot.c0), q_put(f + 4, b->rot.c1), q_put(f + 8, b->rot.c2), q_put(f + 12, b->pos);
    put_six(moves, b->v), put_six(moves + 8, b->a);
}

static void outwards(const il_model *m, const il_params *p, const il_data *d, int lane, const ili_alone *a) {
    quad    gravity = q_of(d->gravity[0].lane[lane], d->gravity[1].lane[lane], d->gravity[2].lane[lane]), none = q_of(0.0, 0.0, 0.0);
    carried ground = {{q_of(1.0, 0.0, 0.0), q_of(0.0, 1.0, 0.0), q_of(0.0, 0.0, 1.0)}, none, {none, none}, {none, none}};
    put_carried(a, IL_GROUND, &ground);
    put_six(a->body_six, (six){none, none});
    for (int body = 1; body < m->nbody; body++) {
        carried b = carried_at(a, m->body_parent[body]);
        take_joint(m, p, d, lane, a, body, &b);
        put_carried(a, body, &b);
        put_six(a->body_six + 8*body, needed(p, lane, body, gravity, &b));
    }
}

static void inwards(const il_model *m, const ili_alone *a, double *tau) {
    memset(tau, 0, (size_t)m->nq*sizeof *tau);
    for (int body = m->nbody - 1; body > 0; body--) {
        six     f = six_at(a->body_six + 8*body);
        double *parent = a->body_six + 8*m->body_parent[body];
        for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++) {
            if (m->row_dof[r] == IL_NONE) continue;
            six s = six_at(a->row_six + 8*r);
            tau[m->row_dof[r]] += a->row_rate[r]*(dot(s.a, f.a) + dot(s.l, f.l));
        }
        put_six(parent, six_add(six_at(parent), f));
    }
}

void ILI_KERNEL(ili_alone_dynamics)(const il_model *m, const il_params *p, il_data *d, int lane, const il_alone *out);

void ILI_KERNEL(ili_alone_dynamics)(const il_model *m, const il_params *p, il_data *d, int lane, const il_alone *out) {
    take_signals(m, p, d, lane, out->room);
    take_rows(m, p, d, lane, out->room);
    outwards(m, p, d, lane, out->room);
    inwards(m, out->room, out->tau);
}

// bushing.k.c - six-axis nonlinear springs between two bodies (discs, sacroiliac joints, symphysis), from a potential
//
// Deflection x: body-fixed X-Y-Z angles of frame b in frame a (as OpenSim's BushingForce), then the origin of b in the axes of a, less rest.
//   U(x) = s sum phi_i(x_i) over all axes but tx + phi_tx(x_tx) + sum over i < j of coupling_ij x_i x_j
//   phi'(x) = k x + b (sqrt(x^2 + w^2) - w) + c x^3        slopes k - b and k + b far on the two sides
//   s = 1 + closure w_tx ramp(-x_tx/w_tx)                  force closure: +tx separates, compression -x_tx stiffens the other axes
//   contact: phi_tx' less contact w_tx ramp(-x_tx/w_tx), which pushes apart in compression and does nothing in separation (facet joints)
// The force is -dU/dx whatever the numbers are, so nothing is gained or lost round a closed path.
#include "mech/elementary.h"

enum { TX = 3 };

/// A frame fixed to a body, in ground axes: its origin, and its axes as rows.
typedef struct frame { v3 pos; m3 axes; } frame;
/// The numbers of one bushing.
typedef struct spring { num rest[6], k[6], b[6], w[6], c[6], coupling[15], closure, contact; } spring;
/// R = Rx(alpha) Ry(beta) Rz(gamma), as much of it as the torque needs.
typedef struct turn { num sin_a, cos_a, sin_b, per_cos_b; } turn;

ILI_FN frame frame_of(v3 body_pos, m3 body_rot, v3 pos, m3 rot) {
    return (frame){v3_add(body_pos, m3_mul_v(body_rot, pos)), m3_transpose(m3_mul(body_rot, rot))};
}

/// The angle of (x, y); the tangent form takes the value that the value form has stored.
ILI_FN num angle_of(num y, num x, num stored) {
#if ILI_TAN == 1
    return (num){stored.x, (x.x*y.d - y.x*x.d)/(x.x*x.x + y.x*y.x)};
#else
    (void)stored;
    return n_angle(y, x);
#endif
}

/// x without rest: angles from the first row of R, (cb cg, -cb sg, sb), and its last column, (sb, -sa cb, ca cb); then the shift in axes of a.
ILI_FN turn deflection_of(const frame *a, const frame *b, const num stored[3], num x[6]) {
    num r00 = v3_dot(a->axes.row[0], b->axes.row[0]), r01 = v3_dot(a->axes.row[0], b->axes.row[1]), r02 = v3_dot(a->axes.row[0], b->axes.row[2]);
    num r12 = v3_dot(a->axes.row[1], b->axes.row[2]), r22 = v3_dot(a->axes.row[2], b->axes.row[2]);
    num cos_b = n_sqrt(n_at_least(n_add(n_square(r12), n_square(r22)), 1e-12)), per_cos_b = n_inv(cos_b);
    x[0] = angle_of(n_neg(r12), r22, stored[0]);
    x[1] = angle_of(r02, cos_b, stored[1]);
    x[2] = angle_of(n_neg(r01), r00, stored[2]);
    v3 shift = m3_mul_v(a->axes, v3_sub(b->pos, a->pos));
    x[3] = shift.x, x[4] = shift.y, x[5] = shift.z;
    return (turn){n_neg(n_mul(r12, per_cos_b)), n_mul(r22, per_cos_b), r02, per_cos_b};
}

/// phi' of axis j.
ILI_FN num slope_of(const spring *s, int j, num x) {
    num root = n_sqrt(n_add(n_square(x), n_square(s->w[j])));
    return n_add(n_add(n_mul(s->k[j], x), n_mul(s->b[j], n_sub(root, s->w[j]))), n_mul(s->c[j], n_mul(x, n_square(x))));
}

/// phi of axis j: k x^2/2 + b ((x sqrt(x^2 + w^2) + w^2 asinh(x/w))/2 - w x) + c x^4/4.
ILI_FN num energy_of(const spring *s, int j, num x) {
    num w = s->w[j], xx = n_square(x), ww = n_square(w), root = n_sqrt(n_add(xx, ww));
    num side = n_sub(n_times(0.5, n_add(n_mul(x, root), n_mul(ww, n_asinh(n_div(x, w))))), n_mul(w, x));
    return n_add(n_add(n_times(0.5, n_mul(s->k[j], xx)), n_mul(s->b[j], side)), n_times(0.25, n_mul(s->c[j], n_square(xx))));
}

#if ILI_TAN
/// Is its derivative a nought in any lane, whose sign an added nought may change?
ILI_FN int has_tangent_nought(num a) { return ili_any(a.d == ili_set(0.0)); }
/// Where it is nought and stays so.
ILI_FN il_m    stays_nought(num a) { return (a.x == ili_set(0.0)) & (a.d == ili_set(0.0)); }
#else
ILI_FN int has_tangent_nought(num a) { (void)a; return 0; }
ILI_FN il_m    stays_nought(num a) { return a.x == ili_set(0.0); }
#endif

/// -dU/dx. All axes but tx stiffen with compression, and what that stores pushes tx apart.
ILI_FN void force_of(const spring *s, const num x[6], num f[6]) {
    num u = n_neg(n_div(x[TX], s->w[TX]));
    num stiffer = n_plus(n_mul(n_mul(s->closure, s->w[TX]), n_ramp(u)), 1.0);
    for (int j = 0; j < 6; j++) {
        num slope = slope_of(s, j, x[j]);
        f[j] = n_neg(j == TX ? slope : n_mul(stiffer, slope));
    }
    f[TX] = n_add(f[TX], n_mul(n_mul(s->contact, s->w[TX]), n_ramp(u)));
    for (int j = 0, e = 0; j < 6; j++) {
        for (int k = j + 1; k < 6; k++, e++) {
            f[j] = n_sub(f[j], n_mul(s->coupling[e], x[k]));
            f[k] = n_sub(f[k], n_mul(s->coupling[e], x[j]));
        }
    }
    il_m apart = u.x <= ili_set(0.0), open = apart | (s->closure.x == ili_set(0.0));
    if (ili_any(~(apart | stays_nought(s->closure))) || has_tangent_nought(f[TX])) {
        num stored = n_set(0.0);
        for (int j = 0; j < 6; j++) stored = j == TX ? stored : n_add(stored, energy_of(s, j, x[j]));
        num push = n_mul(n_mul(s->closure, n_ramp_slope(u)), stored);
        num pushed = n_add(f[TX], push);
        if (ILI_TAN != 1) pushed.x = ili_select(open, f[TX].x, pushed.x);
        f[TX] = pushed;
    }
}

/// Torque in axes of a from the generalised forces on the three angles: tau.e_j = f_j for the axes e_j that the angles turn about.
ILI_FN v3 torque_of(v3 f, const turn *r) {
    num across = n_mul(n_sub(f.z, n_mul(r->sin_b, f.x)), r->per_cos_b);
    return (v3){f.x, n_sub(n_mul(r->cos_a, f.y), n_mul(r->sin_a, across)), n_add(n_mul(r->sin_a, f.y), n_mul(r->cos_a, across))};
}

/// Deflection x over rest, the generalised forces f on it, and what they do to body b: moment about the ground's origin and force, ground axes.
ILI_FN v6 wrench_of(const spring *s, const frame *a, const frame *b, const num stored[3], num x[6], num f[6]) {
    turn r = deflection_of(a, b, stored, x);
    for (int j = 0; j < 6; j++) x[j] = n_sub(x[j], s->rest[j]);
    force_of(s, x, f);
    v3 force = m3_tmul_v(a->axes, (v3){f[3], f[4], f[5]}), torque = m3_tmul_v(a->axes, torque_of((v3){f[0], f[1], f[2]}, &r));
    return (v6){v3_add(torque, v3_cross(b->pos, force)), force};
}

/// The numbers of a bushing as READ(field, index) gives them. Every member is set one by one: an initialiser would clear it all first.
#define SPRING(s, READ, i)                                                                                                                          \
    do {                                                                                                                                            \
        (s).closure = READ(bushing_closure, i), (s).contact = READ(bushing_contact, i);                                                             \
        for (int j_ = 0, e_ = 6*(i); j_ < 6; j_++, e_++) {                                                                                          \
            (s).rest[j_] = READ(bushing_rest, e_), (s).k[j_] = READ(bushing_k, e_), (s).b[j_] = READ(bushing_b, e_), (s).c[j_] = READ(bushing_c, e_); \
            (s).w[j_] = n_at_least(READ(bushing_w, e_), 1e-9);                                                                                      \
        }                                                                                                                                           \
        for (int j_ = 0; j_ < 15; j_++) (s).coupling[j_] = READ(bushing_coupling, 15*(i) + j_);                                                      \
    } while (0)

ILI_STAGE(bushing) {
    for (int i = 0; i < m->nbushing; i++) {
        int body_a = m->bushing_body_a[i], body_b = m->bushing_body_b[i];
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            frame  a = frame_of(GET3(body_pos, body_a), GET9(body_rot, body_a), PAR3(bushing_a_pos, i), PAR9(bushing_a_rot, i));
            frame  b = frame_of(GET3(body_pos, body_b), GET9(body_rot, body_b), PAR3(bushing_b_pos, i), PAR9(bushing_b_rot, i));
            spring s;
            SPRING(s, PAR, i);

            num x[6], f[6], stored[3];
            for (int j = 0; j < 3; j++) stored[j] = ILI_TAN == 1 ? n_add(GET(bushing_x, 6*i + j), s.rest[j]) : s.rest[j];
            v6 wrench = wrench_of(&s, &a, &b, stored, x, f);
            for (int j = 0; j < 6; j++) {
                PUT(bushing_x, 6*i + j, x[j]);
                PUT(bushing_force, 6*i + j, f[j]);
            }
            PUT6(bushing_wrench, i, wrench);
        }
    }
}

#if ILI_TAN == 1
void ILI_KERNEL(ili_bushing_stiffness)(const il_model *m, const il_params *p, const il_data *d, int lane, il_pack *S);

#define AT(field, i)     (d->field[i].lane[lane])
#define ONE(field, i)    n_set(p->stride == 0 ? p->field[i] : p->field[IL_LANES*(i) + lane])
#define ONE3(field, i)   ((v3){ONE(field, 3*(i)), ONE(field, 3*(i) + 1), ONE(field, 3*(i) + 2)})
#define ONE9(field, i)   ((m3){{ONE3(field, 3*(i)), ONE3(field, 3*(i) + 1), ONE3(field, 3*(i) + 2)}})
#define THERE3(field, i) ((v3){n_set(AT(field, 3*(i))), n_set(AT(field, 3*(i) + 1)), n_set(AT(field, 3*(i) + 2))})
#define THERE9(field, i) ((m3){{THERE3(field, 3*(i)), THERE3(field, 3*(i) + 1), THERE3(field, 3*(i) + 2)}})

/// A vector that turns with unit speed about axis k in column k < 3.
ILI_FN v3 turning(v3 x, int o) {
    il_pack rate[3];
    memset(rate, 0, sizeof rate);
    rate[1].lane[0] = -x.z.x[0], rate[2].lane[0] = x.y.x[0], rate[0].lane[1] = x.z.x[0];
    rate[2].lane[1] = -x.x.x[0], rate[0].lane[2] = -x.y.x[0], rate[1].lane[2] = x.x.x[0];
    x.x.d = ili_load(rate[0].lane + o), x.y.d = ili_load(rate[1].lane + o), x.z.d = ili_load(rate[2].lane + o);
    return x;
}

/// A frame of a body whose six motions are tried, one a column: turning about the ground's axes, shifts along them.
ILI_FN frame tried(frame f, int o) {
    static const il_pack shift[3] = {{{0, 0, 0, 1, 0, 0, 0, 0}}, {{0, 0, 0, 0, 1, 0, 0, 0}}, {{0, 0, 0, 0, 0, 1, 0, 0}}};
    f.pos = turning(f.pos, o);
    f.pos.x.d += ili_load(shift[0].lane + o), f.pos.y.d += ili_load(shift[1].lane + o), f.pos.z.d += ili_load(shift[2].lane + o);
    for (int i = 0; i < 3; i++) f.axes.row[i] = turning(f.axes.row[i], o);
    return f;
}

/// S: how the wrench on body b (moment about the ground's origin; force) answers the motions of b while body a rests: six rows a bushing.
void ILI_KERNEL(ili_bushing_stiffness)(const il_model *m, const il_params *p, const il_data *d, int lane, il_pack *S) {
    for (int i = 0; i < m->nbushing; i++) {
        int    body_a = m->bushing_body_a[i], body_b = m->bushing_body_b[i];
        frame  a = frame_of(THERE3(body_pos, body_a), THERE9(body_rot, body_a), ONE3(bushing_a_pos, i), ONE9(bushing_a_rot, i));
        frame  b = frame_of(THERE3(body_pos, body_b), THERE9(body_rot, body_b), ONE3(bushing_b_pos, i), ONE9(bushing_b_rot, i));
        spring s;
        SPRING(s, ONE, i);
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            frame moved = tried(b, o);
            num   x[6], f[6], stored[3];
            for (int j = 0; j < 3; j++) stored[j] = n_add(n_set(AT(bushing_x, 6*i + j)), s.rest[j]);
            v6  wrench = wrench_of(&s, &a, &moved, stored, x, f);
            num w[6] = {wrench.a.x, wrench.a.y, wrench.a.z, wrench.l.x, wrench.l.y, wrench.l.z};
            for (int j = 0; j < 6; j++) ili_store(S[6*i + j].lane + o, w[j].d);
        }
    }
}

// ---- of eight lanes at once ----------------------------------------------------------------------------------------------------------

void ILI_KERNEL(ili_bushing_stiffness_abreast)(const il_model *m, const il_params *p, const il_data *d, il_pack *S);

#define HERE(field, i)    n_of(ili_load(d->field[i].lane + o))
#define HERE3(field, i)   ((v3){HERE(field, 3*(i)), HERE(field, 3*(i) + 1), HERE(field, 3*(i) + 2)})
#define HERE9(field, i)   ((m3){{HERE3(field, 3*(i)), HERE3(field, 3*(i) + 1), HERE3(field, 3*(i) + 2)}})
#define OWN(field, i)     n_of(n_param(p->field, p->stride, i, o))
#define OWN3(field, i)    ((v3){OWN(field, 3*(i)), OWN(field, 3*(i) + 1), OWN(field, 3*(i) + 2)})
#define OWN9(field, i)    ((m3){{OWN3(field, 3*(i)), OWN3(field, 3*(i) + 1), OWN3(field, 3*(i) + 2)}})

/// A vector that turns with unit speed about an axis of the ground; about none where k > 2.
ILI_FN v3 turning_about(v3 x, int k) {
    if (k == 0) x.y.d = -x.z.x, x.z.d = x.y.x;
    if (k == 1) x.x.d = x.z.x, x.z.d = -x.x.x;
    if (k == 2) x.x.d = -x.y.x, x.y.d = x.x.x;
    return x;
}

/// A frame of a body that moves as tried() has it in column k.
ILI_FN frame tried_alone(frame f, int k) {
    f.pos = turning_about(f.pos, k);
    num *to = k == 3 ? &f.pos.x : k == 4 ? &f.pos.y : &f.pos.z;
    if (k > 2) to->d += ili_set(1.0);
    for (int i = 0; i < 3; i++) f.axes.row[i] = turning_about(f.axes.row[i], k);
    return f;
}

/// S: the same as above, 36 packs a bushing by rows.
void ILI_KERNEL(ili_bushing_stiffness_abreast)(const il_model *m, const il_params *p, const il_data *d, il_pack *S) {
    for (int i = 0; i < m->nbushing; i++) {
        int body_a = m->bushing_body_a[i], body_b = m->bushing_body_b[i];
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            frame  a = frame_of(HERE3(body_pos, body_a), HERE9(body_rot, body_a), OWN3(bushing_a_pos, i), OWN9(bushing_a_rot, i));
            frame  b = frame_of(HERE3(body_pos, body_b), HERE9(body_rot, body_b), OWN3(bushing_b_pos, i), OWN9(bushing_b_rot, i));
            spring s;
            SPRING(s, OWN, i);
            for (int k = 0; k < 6; k++) {
                frame moved = tried_alone(b, k);
                num   x[6], f[6], stored[3];
                for (int j = 0; j < 3; j++) stored[j] = n_add(HERE(bushing_x, 6*i + j), s.rest[j]);
                v6  wrench = wrench_of(&s, &a, &moved, stored, x, f);
                num w[6] = {wrench.a.x, wrench.a.y, wrench.a.z, wrench.l.x, wrench.l.y, wrench.l.z};
                for (int j = 0; j < 6; j++) ili_store(S[36*i + 6*j + k].lane + o, w[j].d);
            }
        }
    }
}
#endif

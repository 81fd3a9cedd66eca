// num.h - the numbers of a kernel that is compiled several times from one source: as values (ILI_TAN = 0), and as values that carry their
// derivative along one direction a lane (ILI_TAN = 1, forward differentiation; 2: both are kept). Kernels that include it compute with num, v3 and m3.
//
// A stage is   ILI_STAGE(position) { for (...) for (int o = 0; o < IL_LANES; o += ILI_W) { num q = GET(q, i); ... PUT(body_pos, i, x); } }
// GET and PUT name a field of il_data, PAR a field of il_params. The tangent form reads values from d, writes derivatives to t, and is
// run after the value form; the form of both writes values to d as well, for who needs both at once: the bits of the two one after the other, except that with
// shared numbers a nought may have the other sign. Branches look at values only: n_select() takes the derivative of the side that was chosen.
#ifndef ILI_NUM_H
#define ILI_NUM_H
#include "lane.h"
#include "ilium/data.h"
#ifndef ILI_TAN
#error "ILI_TAN must be 0 (values), 1 (values carry tangents, which are kept) or 2 (both are kept)"
#endif

// ILI_ARGS: what a stage, and every function it is made of, is given; ILI_PASS hands it on
#define ILI_GIVEN(type, name) type *name __attribute__((unused))
#if ILI_TAN == 2
#define ILI_VALUES il_data
#define ILI_FORM(name) ili_##name##_both
#else
#define ILI_VALUES const il_data
#define ILI_FORM(name) ili_##name##_tangent
#endif
#if ILI_TAN
#define ILI_ARGS                                                                                                  \
    ILI_GIVEN(const il_model, m), ILI_GIVEN(const il_params, p), ILI_GIVEN(const il_params, dp), ILI_GIVEN(ILI_VALUES, d), \
    ILI_GIVEN(il_data, t)
#define ILI_PASS        m, p, dp, d, t
#define ILI_STAGE(name) void ILI_CAT(ILI_FORM(name), ILI_ISA)(ILI_ARGS); void ILI_CAT(ILI_FORM(name), ILI_ISA)(ILI_ARGS)
typedef struct num { il_v x, d; } num;
#define ILI_D(...) , (__VA_ARGS__)                                       // the derivative member of a num initialiser
// where a GET reads and a PUT writes, as arguments; n_get() and n_put() take them
#define ILI_FROM(field, i)   d->field + (i), t->field + (i), o
#define ILI_SOURCE           const il_pack *at, const il_pack *dat, int o
#define ILI_AFTER(k)         at + (k), dat + (k), o
ILI_FN num  n_get(ILI_SOURCE)                   { return (num){ili_load(at->lane + o), ili_load(dat->lane + o)}; }
#if ILI_TAN == 2
#define ILI_TO(field, i)     d->field + (i), t->field + (i), o
#define ILI_TARGET           il_pack *at, il_pack *dat, int o
#define ILI_BEHIND(k)        at + (k), dat + (k), o
ILI_FN void n_put(ILI_TARGET, num value)        { ili_store(at->lane + o, value.x), ili_store(dat->lane + o, value.d); }
#else
#define ILI_TO(field, i)     t->field + (i), o
#define ILI_TARGET           il_pack *at, int o
#define ILI_BEHIND(k)        at + (k), o
ILI_FN void n_put(ILI_TARGET, num value)        { ili_store(at->lane + o, value.d); }
#endif
#define PAR(field, i)        ((num){n_param(p->field, p->stride, i, o), dp ? n_param(dp->field, dp->stride, i, o) : ili_set(0.0)})
#define PAR3(field, i)       v3_join(n_param3(p->field, p->stride, 3*(i), o), dp ? n_param3(dp->field, dp->stride, 3*(i), o) : (triple){{0}, {0}, {0}})
#else
#define ILI_ARGS        ILI_GIVEN(const il_model, m), ILI_GIVEN(const il_params, p), ILI_GIVEN(il_data, d)
#define ILI_PASS        m, p, d
#define ILI_STAGE(name) void ILI_CAT(ili_##name, ILI_ISA)(ILI_ARGS); void ILI_CAT(ili_##name, ILI_ISA)(ILI_ARGS)
typedef struct num { il_v x; } num;
#define ILI_D(...)
#define ILI_FROM(field, i)   d->field + (i), o
#define ILI_TO(field, i)     d->field + (i), o
#define ILI_SOURCE           const il_pack *at, int o
#define ILI_AFTER(k)         at + (k), o
#define ILI_TARGET           il_pack *at, int o
#define ILI_BEHIND(k)        at + (k), o
ILI_FN num  n_get(ILI_SOURCE)                   { return (num){ili_load(at->lane + o)}; }
ILI_FN void n_put(ILI_TARGET, num value)        { ili_store(at->lane + o, value.x); }
#define PAR(field, i)        ((num){n_param(p->field, p->stride, i, o)})
#define PAR3(field, i)       v3_join(n_param3(p->field, p->stride, 3*(i), o))
#endif
// one address each, and the rest at constant distances from it
#define GET(field, i)  n_get(ILI_FROM(field, i))
#define GET3(field, i) v3_get(ILI_FROM(field, 3*(i)))
#define GET6(field, i) v6_get(ILI_FROM(field, 6*(i)))
#define GET9(field, i) m3_get(ILI_FROM(field, 9*(i)))
#define PAR9(field, i) ((m3){{PAR3(field, 3*(i)), PAR3(field, 3*(i) + 1), PAR3(field, 3*(i) + 2)}})
#define PUT(field, i, value)  n_put(ILI_TO(field, i), value)
#define PUT3(field, i, value) v3_put(ILI_TO(field, 3*(i)), value)
#define PUT6(field, i, value) v6_put(ILI_TO(field, 6*(i)), value)
#define PUT9(field, i, value) m3_put(ILI_TO(field, 9*(i)), value)

// a parameter, and three in a row: the same in all lanes, or one a lane
typedef struct triple { il_v x, y, z; } triple;
ILI_FN il_v n_param(const double *field, int stride, int i, int o) {
    return stride == 0 ? ili_set(field[i]) : ili_load(field + IL_LANES*i + o);
}
ILI_FN triple n_param3(const double *field, int stride, int i, int o) {
    if (stride == 0) return (triple){ili_set(field[i]), ili_set(field[i + 1]), ili_set(field[i + 2])};
    field += IL_LANES*i + o;
    return (triple){ili_load(field), ili_load(field + IL_LANES), ili_load(field + 2*IL_LANES)};
}

// ---- numbers ----
ILI_FN num n_of(il_v x)                 { return (num){x ILI_D(ili_set(0.0))}; }             // a constant
ILI_FN num n_set(double x)              { return n_of(ili_set(x)); }
ILI_FN num n_add(num a, num b)          { return (num){a.x + b.x ILI_D(a.d + b.d)}; }
ILI_FN num n_sub(num a, num b)          { return (num){a.x - b.x ILI_D(a.d - b.d)}; }
ILI_FN num n_neg(num a)                 { return (num){-a.x ILI_D(-a.d)}; }
ILI_FN num n_mul(num a, num b)          { return (num){a.x*b.x ILI_D(a.x*b.d + a.d*b.x)}; }
ILI_FN num n_scale(il_v s, num a)       { return (num){s*a.x ILI_D(s*a.d)}; }                // by a constant
ILI_FN num n_times(double s, num a)     { return n_scale(ili_set(s), a); }
ILI_FN num n_plus(num a, double c)      { return (num){a.x + ili_set(c) ILI_D(a.d)}; }
ILI_FN num n_square(num a)              { return (num){a.x*a.x ILI_D(ili_set(2.0)*a.x*a.d)}; }
ILI_FN num n_inv(num a)                 { il_v r = ili_set(1.0)/a.x; return (num){r ILI_D(-r*r*a.d)}; }
ILI_FN num n_div(num a, num b)          { il_v r = ili_set(1.0)/b.x, q = a.x*r; (void)r; return (num){q ILI_D((a.d - q*b.d)*r)}; }
/// sqrt of a >= tiny: the caller keeps the argument away from zero.
ILI_FN num n_sqrt(num a)                { il_v r = ili_sqrt(a.x); return (num){r ILI_D(ili_set(0.5)*a.d/r)}; }
ILI_FN num n_select(il_m m, num a, num b) { return (num){ili_select(m, a.x, b.x) ILI_D(ili_select(m, a.d, b.d))}; }
/// f(a) given f and its derivative at a.
ILI_FN num n_chain(num a, il_v f, il_v slope) { (void)slope; (void)a; return (num){f ILI_D(slope*a.d)}; }
ILI_FN num n_max(num a, il_v b)         { return n_select(a.x > b, a, n_of(b)); }
ILI_FN num n_min(num a, il_v b)         { return n_select(a.x < b, a, n_of(b)); }

/// Is a, or its derivative, other than zero in any lane?
#if ILI_TAN
ILI_FN int n_any(num a)                 { return ili_any((a.x != ili_set(0.0)) | (a.d != ili_set(0.0))); }
#else
ILI_FN int n_any(num a)                 { return ili_any(a.x != ili_set(0.0)); }
#endif

// ---- vectors and matrices of three ----
typedef struct v3 { num x, y, z; } v3;
typedef struct m3 { v3 row[3]; } m3;
typedef struct v6 { v3 a, l; } v6;                                        // spatial vector: angular, linear; or moment, force

ILI_FN v3   v3_get(ILI_SOURCE)                  { return (v3){n_get(ILI_AFTER(0)), n_get(ILI_AFTER(1)), n_get(ILI_AFTER(2))}; }
ILI_FN v6   v6_get(ILI_SOURCE)                  { return (v6){v3_get(ILI_AFTER(0)), v3_get(ILI_AFTER(3))}; }
ILI_FN m3   m3_get(ILI_SOURCE)                  { return (m3){{v3_get(ILI_AFTER(0)), v3_get(ILI_AFTER(3)), v3_get(ILI_AFTER(6))}}; }
ILI_FN void v3_put(ILI_TARGET, v3 value)        { n_put(ILI_BEHIND(0), value.x), n_put(ILI_BEHIND(1), value.y), n_put(ILI_BEHIND(2), value.z); }
ILI_FN void v6_put(ILI_TARGET, v6 value)        { v3_put(ILI_BEHIND(0), value.a), v3_put(ILI_BEHIND(3), value.l); }
ILI_FN void m3_put(ILI_TARGET, m3 value)        { v3_put(ILI_BEHIND(0), value.row[0]), v3_put(ILI_BEHIND(3), value.row[1]), v3_put(ILI_BEHIND(6), value.row[2]); }
#if ILI_TAN
ILI_FN v3   v3_join(triple a, triple b)         { return (v3){{a.x, b.x}, {a.y, b.y}, {a.z, b.z}}; }
#else
ILI_FN v3   v3_join(triple a)                   { return (v3){{a.x}, {a.y}, {a.z}}; }
#endif

ILI_FN v3  v3_zero(void)                { num z = n_set(0.0); return (v3){z, z, z}; }
ILI_FN v3  v3_add(v3 a, v3 b)           { return (v3){n_add(a.x, b.x), n_add(a.y, b.y), n_add(a.z, b.z)}; }
ILI_FN v3  v3_sub(v3 a, v3 b)           { return (v3){n_sub(a.x, b.x), n_sub(a.y, b.y), n_sub(a.z, b.z)}; }
ILI_FN v3  v3_neg(v3 a)                 { return (v3){n_neg(a.x), n_neg(a.y), n_neg(a.z)}; }
ILI_FN v3  v3_scale(num s, v3 a)        { return (v3){n_mul(s, a.x), n_mul(s, a.y), n_mul(s, a.z)}; }
ILI_FN num v3_dot(v3 a, v3 b)           { return n_add(n_add(n_mul(a.x, b.x), n_mul(a.y, b.y)), n_mul(a.z, b.z)); }
ILI_FN v3  v3_cross(v3 a, v3 b) {
    return (v3){n_sub(n_mul(a.y, b.z), n_mul(a.z, b.y)), n_sub(n_mul(a.z, b.x), n_mul(a.x, b.z)), n_sub(n_mul(a.x, b.y), n_mul(a.y, b.x))};
}
ILI_FN v3  v3_select(il_m m, v3 a, v3 b) { return (v3){n_select(m, a.x, b.x), n_select(m, a.y, b.y), n_select(m, a.z, b.z)}; }
ILI_FN v3  m3_mul_v(m3 a, v3 b)         { return (v3){v3_dot(a.row[0], b), v3_dot(a.row[1], b), v3_dot(a.row[2], b)}; }
ILI_FN v3  m3_tmul_v(m3 a, v3 b)        { return v3_add(v3_add(v3_scale(b.x, a.row[0]), v3_scale(b.y, a.row[1])), v3_scale(b.z, a.row[2])); }
ILI_FN m3  m3_transpose(m3 a) {
    return (m3){{{a.row[0].x, a.row[1].x, a.row[2].x}, {a.row[0].y, a.row[1].y, a.row[2].y}, {a.row[0].z, a.row[1].z, a.row[2].z}}};
}
ILI_FN m3  m3_mul(m3 a, m3 b) {
    m3 bt = m3_transpose(b);
    return (m3){{m3_mul_v(bt, a.row[0]), m3_mul_v(bt, a.row[1]), m3_mul_v(bt, a.row[2])}};
}
ILI_FN v6  v6_add(v6 a, v6 b)           { return (v6){v3_add(a.a, b.a), v3_add(a.l, b.l)}; }
ILI_FN v6  v6_sub(v6 a, v6 b)           { return (v6){v3_sub(a.a, b.a), v3_sub(a.l, b.l)}; }
ILI_FN v6  v6_neg(v6 a)                 { return (v6){v3_neg(a.a), v3_neg(a.l)}; }
ILI_FN num v6_dot(v6 a, v6 b)           { return n_add(v3_dot(a.a, b.a), v3_dot(a.l, b.l)); }
#endif

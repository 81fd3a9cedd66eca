// dispatch.c - the tables of kernels, and the public stages that call through them
#include "mech/kernels.h"
#include "mech/outer.h"

#define DECLARE_STAGE(isa, name)                                                              \
    void ili_##name##_##isa(const il_model *m, const il_params *p, il_data *d);               \
    void ili_##name##_tangent_##isa(const il_model *m, const il_params *p, const il_params *dp, const il_data *d, il_data *t);
#define STAGE_ENTRIES(isa, name) .name = ili_##name##_##isa, .name##_tangent = ili_##name##_tangent_##isa,

#define DECLARE_BOTH(isa, name) void ili_##name##_both_##isa(const il_model *m, const il_params *p, const il_params *dp, il_data *d, il_data *t);
#define BOTH_ENTRIES(isa, name) .name##_both = ili_##name##_both_##isa,

#define DECLARE_OTHERS(isa)                                                                     \
    DECLARE_STAGE(isa, muscle_alike)                                                            \
    void ili_motion_space_##isa(const il_model *m, const il_data *d, int body, il_pack *out);   \
    void ili_jacobian_point_##isa(const il_model *m, const il_data *d, int body, const il_pack *point, il_pack *out); \
    void ili_alone_paths_##isa(const il_model *m, const il_params *p, const il_data *d, int lane, const struct il_alone *out); \
    void ili_alone_balance_##isa(const il_model *m, const il_params *p, const il_data *d, int lane, const struct il_alone *out); \
    void ili_alone_dynamics_##isa(const il_model *m, const il_params *p, il_data *d, int lane, const struct il_alone *out); \
    void ili_alone_muscles_##isa(const il_model *m, const il_params *p, const il_data *d, int lane, bool moving, const struct il_alone *out); \
    void ili_outer_##isa(const il_model *m, il_data *d);                                                                  \
    void ili_fit_sums_##isa(const il_model *m, const il_data *d, const ili_fit *f);                                       \
    void ili_fit_step_##isa(const il_model *m, const il_data *d, const ili_fit *f, const il_pack *free, const il_pack *damping, il_pack *factor, il_pack *step); \
    void ili_bushing_stiffness_##isa(const il_model *m, const il_params *p, const il_data *d, int lane, il_pack *S);     \
    void ili_bushing_stiffness_abreast_##isa(const il_model *m, const il_params *p, const il_data *d, il_pack *S);                              \
    void ili_stiffness_abreast_##isa(const il_model *m, const il_params *p, const il_data *d, const il_data *t, const struct ili_stiffness *s); \
    void ili_stiffness_##isa(const il_model *m, const il_params *p, const il_data *d, const il_data *t, int lane, const struct ili_pulls *l, const struct ili_stiffness *s);
#define OTHER_ENTRIES(isa) STAGE_ENTRIES(isa, muscle_alike) .motion_space = ili_motion_space_##isa, .jacobian_point = ili_jacobian_point_##isa, \
                           .bushing_stiffness = ili_bushing_stiffness_##isa, .stiffness = ili_stiffness_##isa, \
                           .outer = ili_outer_##isa, .alone_paths = ili_alone_paths_##isa, \
                           .alone_muscles = ili_alone_muscles_##isa, .alone_balance = ili_alone_balance_##isa, \
                           .alone_dynamics = ili_alone_dynamics_##isa, .fit_sums = ili_fit_sums_##isa, .fit_step = ili_fit_step_##isa, \
                           .bushing_stiffness_abreast = ili_bushing_stiffness_abreast_##isa, .stiffness_abreast = ili_stiffness_abreast_##isa,

// one table for each instruction set that the build compiles: its kernels declared, then listed
#define X(name) DECLARE_STAGE(plain, name)
IL_STAGES(X)
DECLARE_OTHERS(plain)
#undef X
#define X(name) DECLARE_BOTH(plain, name)
ILI_BOTH_STAGES(X)
#undef X
#define X(name) STAGE_ENTRIES(plain, name)
#define Y(name) BOTH_ENTRIES(plain, name)
static const il_kernels plain = {IL_STAGES(X) ILI_BOTH_STAGES(Y) OTHER_ENTRIES(plain)};
#undef X
#undef Y

#if defined(__x86_64__)
#define X(name) DECLARE_STAGE(v2, name)
IL_STAGES(X)
DECLARE_OTHERS(v2)
#undef X
#define X(name) DECLARE_BOTH(v2, name)
ILI_BOTH_STAGES(X)
#undef X
#define X(name) STAGE_ENTRIES(v2, name)
#define Y(name) BOTH_ENTRIES(v2, name)
static const il_kernels v2 = {IL_STAGES(X) ILI_BOTH_STAGES(Y) OTHER_ENTRIES(v2)};
#undef X
#undef Y

#define X(name) DECLARE_STAGE(v3, name)
IL_STAGES(X)
DECLARE_OTHERS(v3)
#undef X
#define X(name) DECLARE_BOTH(v3, name)
ILI_BOTH_STAGES(X)
#undef X
#define X(name) STAGE_ENTRIES(v3, name)
#define Y(name) BOTH_ENTRIES(v3, name)
static const il_kernels v3 = {IL_STAGES(X) ILI_BOTH_STAGES(Y) OTHER_ENTRIES(v3)};
#undef X
#undef Y

#define X(name) DECLARE_STAGE(v4, name)
IL_STAGES(X)
DECLARE_OTHERS(v4)
#undef X
#define X(name) DECLARE_BOTH(v4, name)
ILI_BOTH_STAGES(X)
#undef X
#define X(name) STAGE_ENTRIES(v4, name)
#define Y(name) BOTH_ENTRIES(v4, name)
static const il_kernels v4 = {IL_STAGES(X) ILI_BOTH_STAGES(Y) OTHER_ENTRIES(v4)};
#undef X
#undef Y
#endif

const il_kernels *ili_kernels_of(il_isa isa) {
#if defined(__x86_64__)
    if (isa == IL_ISA_V4) return &v4;
    if (isa == IL_ISA_V3) return &v3;
    if (isa == IL_ISA_V2) return &v2;
#endif
    (void)isa;
    return &plain;
}

#define X(name)                                                                                                           \
    void il_##name(const il_model *m, const il_params *p, il_data *d) { d->kernels->name(m, p, d); }                      \
    void il_##name##_tangent(const il_model *m, const il_params *p, const il_params *dp, const il_data *d, il_data *t) {  \
        d->kernels->name##_tangent(m, p, dp, d, t);                                                                       \
    }
IL_STAGES(X)
#undef X

#define X(name) \
    void ili_##name##_both(const il_model *m, const il_params *p, il_data *d, il_data *t) { d->kernels->name##_both(m, p, NULL, d, t); }
ILI_BOTH_STAGES(X)
#undef X

void il_motion_space(const il_model *m, const il_data *d, int body, il_pack *out) { d->kernels->motion_space(m, d, body, out); }

void il_jacobian_point(const il_model *m, const il_data *d, int body, const il_pack *point, il_pack *out) {
    d->kernels->jacobian_point(m, d, body, point, out);
}

void ili_outer(const il_model *m, il_data *d) { d->kernels->outer(m, d); }
void ili_fit_sums(const il_model *m, const il_data *d, const ili_fit *f) { d->kernels->fit_sums(m, d, f); }
void ili_fit_step(const il_model *m, const il_data *d, const ili_fit *f, const il_pack *free, const il_pack *damping, il_pack *factor, il_pack *step) {
    d->kernels->fit_step(m, d, f, free, damping, factor, step);
}

static bool may_be_alike(const il_model *m, const il_params *p) { return p->stride == 0 && m->nmuscle >= IL_LANES; }

void ili_muscle_alike(const il_model *m, const il_params *p, il_data *d) {
    if (may_be_alike(m, p)) d->kernels->muscle_alike(m, p, d);
    else il_muscle(m, p, d);
}

void ili_muscle_alike_tangent(const il_model *m, const il_params *p, const il_data *d, il_data *t) {
    if (may_be_alike(m, p)) d->kernels->muscle_alike_tangent(m, p, NULL, d, t);
    else il_muscle_tangent(m, p, NULL, d, t);
}

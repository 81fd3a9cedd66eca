// kernels.h - the stages of one instruction set: what il_data_create() picks once and every stage is called through
#ifndef ILI_KERNELS_H
#define ILI_KERNELS_H
#include "ilium/data.h"

struct ili_stiffness;
struct ili_pulls;
struct ili_fit;
struct il_alone;

/// Stages that have a form which writes values and tangents in one pass: what either would read of the other is there.
#define ILI_BOTH_STAGES(X) X(position) X(marker) X(path) X(muscle) X(ligament) X(bushing) X(contact) X(limit) X(balance)

/// One entry a stage and form; IL_STAGES in ilium/data.h is the list.
struct il_kernels {
#define X(name)                                                                                               \
    void (*name)(const il_model *m, const il_params *p, il_data *d);                                          \
    void (*name##_tangent)(const il_model *m, const il_params *p, const il_params *dp, const il_data *d, il_data *t);
    IL_STAGES(X)
#undef X
#define X(name) void (*name##_both)(const il_model *m, const il_params *p, const il_params *dp, il_data *d, il_data *t);
    ILI_BOTH_STAGES(X)
#undef X
    void (*motion_space)(const il_model *m, const il_data *d, int body, il_pack *out);
    void (*jacobian_point)(const il_model *m, const il_data *d, int body, const il_pack *point, il_pack *out);
    void (*bushing_stiffness)(const il_model *m, const il_params *p, const il_data *d, int lane, il_pack *S);
    void (*bushing_stiffness_abreast)(const il_model *m, const il_params *p, const il_data *d, il_pack *S);
    void (*stiffness_abreast)(const il_model *m, const il_params *p, const il_data *d, const il_data *t, const struct ili_stiffness *s);
    void (*outer)(const il_model *m, il_data *d);
    void (*muscle_alike)(const il_model *m, const il_params *p, il_data *d);
    void (*muscle_alike_tangent)(const il_model *m, const il_params *p, const il_params *dp, const il_data *d, il_data *t);
    void (*alone_paths)(const il_model *m, const il_params *p, const il_data *d, int lane, const struct il_alone *out);
    void (*alone_muscles)(const il_model *m, const il_params *p, const il_data *d, int lane, bool moving, const struct il_alone *out);
    void (*alone_balance)(const il_model *m, const il_params *p, const il_data *d, int lane, const struct il_alone *out);
    void (*alone_dynamics)(const il_model *m, const il_params *p, il_data *d, int lane, const struct il_alone *out);
    void (*fit_sums)(const il_model *m, const il_data *d, const struct ili_fit *f);
    void (*fit_step)(const il_model *m, const il_data *d, const struct ili_fit *f, const il_pack *free, const il_pack *damping, il_pack *factor, il_pack *step);
    void (*stiffness)(const il_model *m, const il_params *p, const il_data *d, const il_data *t, int lane, const struct ili_pulls *l, const struct ili_stiffness *s);
};

/// The kernels of an instruction set that this machine supports (not IL_ISA_AUTO).
const il_kernels *ili_kernels_of(il_isa isa);
/// The stage muscle, and its tangent, where all lanes of all that it reads hold the same; parameters that are not shared, and few muscles, are left to the stage.
void ili_muscle_alike(const il_model *m, const il_params *p, il_data *d);
void ili_muscle_alike_tangent(const il_model *m, const il_params *p, const il_data *d, il_data *t);
/// A stage's values into d and tangents into t, as il_x() and then il_x_tangent() without parameters that move.
#define X(name) void ili_##name##_both(const il_model *m, const il_params *p, il_data *d, il_data *t);
ILI_BOTH_STAGES(X)
#undef X
/// il_data_create() with nought in all fields, as for tangents. What is never used of it takes no memory.
il_status ili_data_create_zero(const il_model *m, il_isa isa, il_data **out, il_error *err);

#endif

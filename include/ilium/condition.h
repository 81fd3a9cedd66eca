// ilium/condition.h - changes of a body: what is tight, weak, stuck, short, lax or in spasm, and the sizes of its bones.
#ifndef ILIUM_CONDITION_H
#define ILIUM_CONDITION_H
#include "ilium/model.h"
#include "ilium/side.h"

// clang-format off
/// The named changes of the body that a condition may consist of: X(name, text). At severity s in [0,1], with v the row's value:
/// SCALE kinds multiply by v^s, SHIFT kinds add v s, FLOOR kinds raise to at least v s. docs/conditions.md explains each.
#define IL_CHANGE_LIST(X) \
    X(IL_CHANGE_MUSCLE_L_OPT_SCALE, "muscle_l_opt_scale")           /* fibre length of a muscle group [1] */ \
    X(IL_CHANGE_MUSCLE_L_SLACK_SCALE, "muscle_l_slack_scale")       /* tendon (band) slack length [1] */ \
    X(IL_CHANGE_MUSCLE_F_MAX_SCALE, "muscle_f_max_scale")           /* strength [1] */ \
    X(IL_CHANGE_MUSCLE_STRAIN_ZERO_SHIFT, "muscle_strain_zero_shift") /* fibre strain at which passive force begins [1] */ \
    X(IL_CHANGE_MUSCLE_TONE_FLOOR, "muscle_tone_floor")             /* activation that never switches off [1] */ \
    X(IL_CHANGE_LEG_LENGTH_SHIFT, "leg_length_shift")               /* femur and tibia together [m], shared by their lengths */ \
    X(IL_CHANGE_BUSHING_K_SCALE, "bushing_k_scale")                 /* all six stiffnesses of a bushing, linear and cubic [1] */ \
    X(IL_CHANGE_BUSHING_REST_RX_SHIFT, "bushing_rest_rx_shift")     /* rest angle about the bushing's x axis (joint normal) [rad] */ \
    X(IL_CHANGE_LIGAMENT_SLACK_SCALE, "ligament_slack_scale")       /* slack length of a ligament group [1] */ \
    X(IL_CHANGE_LIGAMENT_K_SCALE, "ligament_k_scale")               /* stiffness of a ligament group [1] */
#define X(name, text) name,
typedef enum il_change_kind { IL_CHANGE_LIST(X) IL_NCHANGE } il_change_kind;
#undef X
// clang-format on

/// "muscle_l_opt_scale" ...
const char *il_change_text(il_change_kind kind);

/// Which group each part belongs to, in the model's order ("psoas", "sacroiliac"); sides are read from the names (_r, _l).
typedef struct il_groups {
    const char *const *muscle, *const *ligament, *const *bushing;
} il_groups;

/// Change the parts of a group on one side (RIGHT, LEFT), on both (BOTH) or without regard to side (NONE) in shared parameters.
/// @return IL_BAD_VALUE when the target meets no part of the body
il_status il_change_apply(const il_model *m, const il_groups *groups, il_params *p, il_change_kind kind, const char *target, il_side side,
                          double value, double severity, il_error *err);

/// Side of a named part, from its ending _r or _l.
il_side il_side_of(const char *name);

/// Scale everything that is fixed to a body along its axes: points, surfaces, landmarks, pads, frames, centre of mass, joints, and the
/// translations of the joints it carries. Inertia and mass stay. Shared parameters.
void il_scale_body(const il_model *m, il_params *p, int body, const double factor[3]);

/// Fibre and tendon slack lengths of all muscles, and slack lengths of ligaments, by the ratio of path lengths at the neutral posture between
/// two sets of shared parameters: those of `before` scaled to fit `p` (OpenSim's rule for scaling).
il_status il_scale_paths(const il_model *m, const il_params *before, il_params *p, il_error *err);

/// Lengthen (or shorten, length < 0) one leg [m]: femur and tibia along their shafts, in proportion to their lengths, muscles with them.
il_status il_scale_leg(const il_model *m, il_params *p, il_side side, double length, il_error *err);

#endif

// ilium/condition.h - changes of a body: what is tight, weak, stuck, short, lax or in spasm, and the sizes of its bones.
#ifndef ILIUM_CONDITION_H
#define ILIUM_CONDITION_H
#include "ilium/model.h"
#include "ilium/side.h"

struct il_body; ///< ilium/body.h

// clang-format off
/// What may differ in a body: X(name, id, unit). `*` in an id stands for a group of muscles, joints or ligaments, or the name of one of them (without
/// _r, _l). data/conditions/parameters.csv gives each its range, its law, the fields it changes and its source; docs/conditions.md explains.
/// x is the value in the unit given here (that of files and command lines); at severity s in [0,1] what multiplies is raised to the power s,
/// what is added is multiplied by s; the neutral value or severity 0 change nothing, bit for bit.
#define IL_PARAMETER_LIST(X) \
    X(IL_MUSCLE_SHORTNESS,        "muscle.*.shortness",        "1")     /* fibre length times 1 - x */ \
    X(IL_MUSCLE_TENDON_SHORTNESS, "muscle.*.tendon_shortness", "1")     /* tendon (band) slack length times 1 - x */ \
    X(IL_MUSCLE_FLEXIBILITY,      "muscle.*.flexibility",      "1")     /* fibre strain by which passive force begins later */ \
    X(IL_MUSCLE_STIFFNESS,        "muscle.*.stiffness",        "times") /* passive force after its onset, at the same strain */ \
    X(IL_MUSCLE_STRENGTH,         "muscle.*.strength",         "times") /* greatest force */ \
    X(IL_MUSCLE_SPASM,            "muscle.*.spasm",            "1")     /* activation that never switches off */ \
    X(IL_MUSCLE_INHIBITION,       "muscle.*.inhibition",       "1")     /* activation never above 1 - x */ \
    X(IL_JOINT_STIFFNESS,         "joint.*.stiffness",         "times") /* load at the same motion: discs, pelvic joints, limits of leg joints */ \
    X(IL_JOINT_LAXITY,            "joint.*.laxity",            "times") /* motion under the same load */ \
    X(IL_JOINT_REST_RX,           "joint.*.rest_rx",           "deg")   /* rest offset about and along the joint's axes, mirrored on the left */ \
    X(IL_JOINT_REST_RY,           "joint.*.rest_ry",           "deg")   \
    X(IL_JOINT_REST_RZ,           "joint.*.rest_rz",           "deg")   \
    X(IL_JOINT_REST_TX,           "joint.*.rest_tx",           "mm")    \
    X(IL_JOINT_REST_TY,           "joint.*.rest_ty",           "mm")    \
    X(IL_JOINT_REST_TZ,           "joint.*.rest_tz",           "mm")    \
    X(IL_LIGAMENT_STIFFNESS,      "ligament.*.stiffness",      "times") /* tension at the same strain */ \
    X(IL_LIGAMENT_LAXITY,         "ligament.*.laxity",         "times") /* strain under the same tension */ \
    X(IL_LIGAMENT_SLACK,          "ligament.*.slack",          "1")     /* slack length times 1 + x */ \
    X(IL_LEG_LENGTH,              "leg.length",                "mm")    /* femur and tibia together, shared by their lengths */ \
    X(IL_LEG_FEMUR_LENGTH,        "leg.femur_length",          "mm")    \
    X(IL_LEG_TIBIA_LENGTH,        "leg.tibia_length",          "mm")    \
    X(IL_LEG_FOOT_HEIGHT,         "leg.foot_height",           "mm")    /* ankle centre over the sole */ \
    X(IL_HIP_FEMORAL_VERSION,     "hip.femoral_version",       "deg")   /* anteversion, over what the body has */ \
    X(IL_HIP_NECK_ANGLE,          "hip.neck_angle",            "deg")   /* steeper neck (valgus) */ \
    X(IL_HIP_ACETABULAR_COVER,    "hip.acetabular_cover",      "deg")   /* rim further out */ \
    X(IL_FOOT_PRONATION,          "foot.pronation",            "deg")   /* heel everted where the sole is flat */ \
    X(IL_DISC_DEGENERATION,       "disc.*.degeneration",       "grade") /* 1 healthy to 5 (Thompson): height and stiffness by data/body/disc_grades.csv */ \
    X(IL_BODY_PREGNANCY_LAXITY,   "body.pregnancy_laxity",     "times") /* laxity of the pelvic joints and their ligaments */
#define X(name, id, unit) name,
typedef enum il_parameter_kind { IL_PARAMETER_LIST(X) IL_NPARAMETER } il_parameter_kind;
#undef X
// clang-format on

enum { IL_TARGET = 48, IL_PARAMETER_NAME = IL_TARGET + 32 }; ///< longest name of a target, and of a parameter with its target; both with their end

/// "muscle.*.shortness" ..., and its unit.
const char *il_parameter_id(il_parameter_kind kind);
const char *il_parameter_unit(il_parameter_kind kind);

/// "muscle.psoas.shortness": the id with `target` in place of its star.
/// @param target  where the id has no star it is not read
/// @return out, cut where `size` is too small: IL_PARAMETER_NAME holds any
const char *il_parameter_name(il_parameter_kind kind, const char *target, char *out, size_t size);

/// What an id such as "muscle.psoas.shortness" names. IL_BAD_VALUE gives the nearest name of a parameter; whether the body has such a target
/// is known to il_parameter_apply() alone.
/// @param target  out: what stands for `*`, "" where the id has none
il_status il_parameter_find(const char *id, il_parameter_kind *kind, char target[IL_TARGET], il_error *err);

/// Change shared parameters `p` of a body. One parameter after the other may be applied; they compose.
/// @param side      RIGHT or LEFT: parts of that side alone; BOTH or NONE: every part of the target
/// @param value     in the parameter's unit
/// @param severity  0 nothing, 1 all of it
/// @return IL_BAD_VALUE when the target meets no part of the body on that side; the sentence offers near names
il_status il_parameter_apply(const struct il_body *body, il_params *p, il_parameter_kind kind, const char *target, il_side side, double value,
                             double severity, il_error *err);

/// Muscles that may never be as slack as their floor (spasm, tone) nor as active as it (inhibition): one sentence about all, which says that the floor
/// holds and the inhibition of these is left out, as every solve takes it. @return false: none, and out is ""
bool il_bounds_said(const struct il_body *body, const il_params *p, char *out, size_t size);

/// Which group each part belongs to, in the model's order ("psoas", "sacroiliac"); sides are read from the names (_r, _l).
typedef struct il_groups {
    const char *const *muscle, *const *ligament, *const *bushing;
} il_groups;

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

/// Lengthen one bone of a leg [m], muscles with it: the femur or tibia along its shaft, or the foot upwards (ankle centre over the sole).
typedef enum il_leg_bone { IL_BONE_FEMUR, IL_BONE_TIBIA, IL_BONE_FOOT } il_leg_bone;
il_status il_scale_leg_bone(const il_model *m, il_params *p, il_leg_bone bone, il_side side, double length, il_error *err);

/// More femoral version (anteversion, angle > 0 [rad]) on one side: head, neck, trochanters and what is fixed there turn about the head's centre
/// against the shaft, fading out from an eighth to three eighths of its length. Slack lengths stay, so that the range of rotation, its stops
/// included, shifts inward (internal rotation positive) by the angle, as without it rotation would be misread as a tight muscle.
il_status il_scale_femur_version(const il_model *m, il_params *p, il_side side, double angle, il_error *err);

/// A steeper neck (coxa valga, angle > 0 [rad]): the same parts turn in the frontal plane; muscles and capsule are fitted to the new bone, the stops
/// of adduction and abduction shift by the angle.
il_status il_scale_neck_angle(const il_model *m, il_params *p, il_side side, double angle, il_error *err);

/// More acetabular cover (lateral and front rim further out by angle [rad]): neck and rim meet earlier in flexion and abduction.
il_status il_scale_hip_cover(const il_model *m, il_params *p, il_side side, double angle, il_error *err);

#endif

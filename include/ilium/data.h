// ilium/data.h - the block a computation works in, and the stages of the mechanics over it.
//
// A stage reads what earlier stages wrote, for eight lanes at once. il_data_create() chooses the instruction set; nothing allocates after it.
// Every stage has a tangent form, run after the value form: `d` holds values, `t` (a second block of the same model) receives, field by
// field, their derivatives along one direction a lane. Seeds go into t's inputs (t->q, t->act, ...) and, where given, into `dp` (a
// tangent of the parameters with its own stride, NULL = zero). So eight directional derivatives of one pose, or one of eight poses, cost one pass.
#ifndef ILIUM_DATA_H
#define ILIUM_DATA_H
#include "ilium/model.h"

// clang-format off
/// X(name, count, group). Groups: INPUT (the caller sets), STATE, RESULT, SCRATCH. One il_pack each.
#define IL_DATA_FIELDS(X) \
    /* inputs */ \
    X(q, nq, INPUT) X(qd, nq, INPUT) X(qdd, nq, INPUT)                                                                      \
    X(act, nmuscle, INPUT)                /* activation [0,1] */                                                            \
    X(gravity, 3, INPUT)                  /* acceleration of gravity in ground axes [m/s2] */                               \
    X(plane, 4*nplane, INPUT)             /* supporting plane: outward normal n, offset c; surface at n.x = c; n = 0: absent */ \
    X(pad_shear, 3*npad, INPUT)           /* friction force on the body at each pad, ground axes [N] */                     \
    X(wrench, 6*nbody, INPUT)             /* external moment about the ground origin and force on each body [N m, N] */     \
    /* position stage */ \
    X(signal, nq + ncoupled, RESULT)      /* value, and first and second derivative by the coordinate behind it */          \
    X(signal_rate, nq + ncoupled, RESULT) X(signal_curve, nq + ncoupled, RESULT)                                            \
    X(row_value, nrow, RESULT) X(row_rate, nrow, RESULT) X(row_curve, nrow, RESULT) /* value, first and second derivative by row_dof */ \
    X(poly_value, npoly, RESULT) X(polyarg_slope, npolyarg, RESULT) /* polynomials, and their derivatives by each argument */ \
    X(row_sin, nrow, SCRATCH) X(row_cos, nrow, SCRATCH)                                                                     \
    X(body_rot, 9*nbody, RESULT) X(body_pos, 3*nbody, RESULT)      /* pose in ground */                                     \
    X(row_motion, 6*nrow, RESULT)         /* unit motion of each row: (angular; linear at the ground origin) */             \
    X(com_pos, 3*nbody, RESULT)           /* centre of mass of each body in ground */                                       \
    /* velocity and inverse dynamics stages */ \
    X(body_vel, 6*nbody, RESULT) X(row_bias, 6*nrow, RESULT)       /* row_bias: rate of row_motion*row_rate*qd that is not qdd */ \
    X(polyarg_swing, npolyarg, RESULT)    /* rate of polyarg_slope */                                                        \
    X(body_acc, 6*nbody, RESULT) X(body_force, 6*nbody, SCRATCH)                                                            \
    X(tau, nq, RESULT)                    /* generalised force that the motion and gravity ask for */                       \
    X(mass_matrix, nq*nq, RESULT) X(composite, 10*nbody, SCRATCH)                                                           \
    /* paths */ \
    X(point_world, 3*npoint, RESULT)                                                                                        \
    X(point_rate, 3*npoint, RESULT)       /* of moving points: derivative of point_world by path_dof within the body */        \
    X(touch, npathwrap, RESULT)           /* 1 where the path touches the surface, else 0 */                                \
    X(touch_world, 6*npathwrap, RESULT)   /* the two points where it meets it, ground axes */                               \
    X(path_length, npath, RESULT) X(path_speed, npath, RESULT)                                                              \
    X(pathbody_wrench, 6*npathbody, RESULT) /* wrench of unit tension on each body the path touches, about the ground origin */ \
    X(path_moving, npath, RESULT)         /* generalised force of unit tension on point_signal's coordinate through moving points */ \
    X(arm, narm, RESULT)                  /* moment arm -dl/dq */                                                           \
    /* forces */ \
    X(fibre_length, nmuscle, RESULT)      /* l / l_opt */                                                                   \
    X(muscle_active, nmuscle, RESULT)     /* tendon force of full activation [N] */                                         \
    X(muscle_passive, nmuscle, RESULT)    /* passive tendon force [N] */                                                    \
    X(ligament_force, nligament, RESULT)                                                                                    \
    X(bushing_x, 6*nbushing, RESULT) X(bushing_force, 6*nbushing, RESULT) /* deflection; generalised force on it */         \
    X(bushing_wrench, 6*nbushing, RESULT) /* wrench on body b about the ground origin; body a gets the opposite */          \
    X(pad_world, 3*npad, RESULT) X(pad_gap, npad, RESULT) X(pad_force, npad, RESULT) /* normal force [N] */                 \
    X(limit_force, nlimit, RESULT)                                                                                          \
    /* balance stage */ \
    X(pressure, 1, RESULT)                /* intra-abdominal pressure [Pa] */                                               \
    X(path_tension, npath, RESULT)        /* sum over its muscles and ligaments, less the push of the pressure [N] */       \
    X(load, 6*nbody, RESULT)              /* sum of all wrenches but gravity on each body and the bodies it carries */      \
    X(weight, 6*nbody, RESULT)            /* the same of gravity */                                                         \
    X(residual, nq, RESULT)               /* generalised force of everything, gravity included: zero at rest */             \
    X(gravity_force, nq, RESULT)          /* gravity's share of it */                                                       \
    X(marker_world, 3*nmarker, RESULT) X(marker_axes, 9*nmarker, RESULT)

/// The stages, in an order in which each finds what it needs.
#define IL_STAGES(X) \
    X(position)   /* q -> signals, rows, poses, centres of mass                                         */ \
    X(velocity)   /* qd -> body velocities                                                              */ \
    X(inverse)    /* qdd, gravity -> tau (recursive Newton-Euler)                                       */ \
    X(mass)       /* -> mass_matrix (composite bodies)                                                  */ \
    X(path)       /* -> lengths, wraps, unit wrenches                                                   */ \
    X(path_speed) /* qd -> path_speed (after velocity and path)                                         */ \
    X(arm)        /* -> moment arms                                                                     */ \
    X(muscle)     /* lengths (and path_speed) -> muscle_active, muscle_passive                          */ \
    X(ligament) X(bushing)                                                                                 \
    X(contact)    /* planes -> pads                                                                     */ \
    X(limit)                                                                                               \
    X(balance)    /* everything with act, pad_shear, wrench -> residual, gravity_force                  */ \
    X(marker)
// clang-format on

typedef struct il_kernels il_kernels;

/// States, results and scratch of eight lanes. One block; il_data_create() places it.
typedef struct il_data {
#define X(name, count, group) il_pack *name;
    IL_DATA_FIELDS(X)
#undef X
    const il_kernels *kernels; ///< of the chosen instruction set
    il_isa            isa;     ///< the one chosen, never IL_ISA_AUTO
    size_t            size;
} il_data;

/// A block for `m` with coordinates neutral, activation at tone, gravity 9.80665 m/s2 along -Y, no planes, everything else zero.
/// @param isa  IL_ISA_AUTO, or one that il_isa_supported()
il_status il_data_create(const il_model *m, il_isa isa, il_data **out, il_error *err);
void      il_data_reset(const il_model *m, il_data *d);
void      il_data_copy(const il_model *m, const il_data *from, il_data *to);
void      il_data_spread(const il_model *m, const il_data *from, int lane, il_data *to); ///< what one lane holds into all lanes
void      il_data_zero(const il_model *m, il_data *d); ///< all fields zero: the start of a tangent
void      il_data_free(il_data *d);

#define X(name)                                                                                         \
    void il_##name(const il_model *m, const il_params *p, il_data *d);                                  \
    void il_##name##_tangent(const il_model *m, const il_params *p, const il_params *dp, const il_data *d, il_data *t);
IL_STAGES(X)
#undef X

/// Motion of a body for each coordinate at unit speed, after the position stage: out[6*j ..] is coordinate j's (angular; linear at the
/// ground origin), zero where it does not move the body. @param out  6 nq packs
void il_motion_space(const il_model *m, const il_data *d, int body, il_pack *out);
/// Velocity of a point of a body for each coordinate at unit speed. @param point  3 packs, ground axes @param out  3 nq packs
void il_jacobian_point(const il_model *m, const il_data *d, int body, const il_pack *point, il_pack *out);

/// The same value in all lanes of a pack; a value of one lane.
static inline void il_pack_set(il_pack *pack, double value) {
    for (int lane = 0; lane < IL_LANES; lane++) pack->lane[lane] = value;
}

#endif

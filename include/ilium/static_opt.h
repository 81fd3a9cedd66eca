// ilium/static_opt.h - static optimisation of a recorded motion: who pulls, frame by frame; and what joints carry then.
//
//     minimise  sum a_i^p + sum c_k^2    subject to  sum a_i s_i r_i + sum c_k F_k = M qdd + C - G - J'F,   low <= a, c <= high
//
// a: activations, s: force of full activation along the tendon, r: moment arms; c: controls of actuators (reserves, residuals), F: what one
// unit of control does. Frames fill the lanes as eight stretches, each starting from the frame before it; stretches have a fixed length, so that
// the bits depend neither on the number of threads nor on the instruction set.
#ifndef ILIUM_STATIC_OPT_H
#define ILIUM_STATIC_OPT_H
#include "ilium/constraint.h"
#include "ilium/data.h"
#include "ilium/invdyn.h"
#include "ilium/qp.h"

/// What pulls or pushes beside muscles, by a control.
typedef enum il_actuator_kind {
    IL_ACTUATOR_COORDINATE, ///< a generalised force on a coordinate
    IL_ACTUATOR_POINT,      ///< a force at a point of a body
    IL_ACTUATOR_TORQUE,     ///< a torque on a body, its opposite on another
    IL_ACTUATOR_POINTS      ///< a force between points of two bodies: pushes them apart
} il_actuator_kind;

typedef struct il_actuator {
    const char      *name;
    il_actuator_kind kind;
    int              signal;         ///< coordinate: below nq one of the model, else the coupled one signal - nq
    int              body, other;    ///< torques and pairs of points: `other` gets the opposite; may be IL_GROUND
    double           point[3], other_point[3]; ///< [m]
    double           axis[3];        ///< unit vector of a force or torque
    bool             point_in_ground, axis_in_ground; ///< else in axes of `body`
    double           optimal;        ///< force or torque of unit control [N|N m]
    double           low, high;      ///< of the control, may be infinite
} il_actuator;

/// A recorded motion with all that acts on the model but muscles and actuators. Arrays are the caller's.
typedef struct il_recorded {
    int                  nframe;
    const double        *q, *qd, *qdd; ///< [nframe*nq] by frames
    const double        *gravity;      ///< [3] ground axes
    int                  nload;
    const il_outer_load *load;
    const bool          *held;         ///< [nq] coordinates that something else moves (locked ones): their rows do not count; NULL: none
    int                  nactuator;
    const il_actuator   *actuator;
    /// Generalised forces of what acts without control, added to `tau` [nq]; after the stages position, velocity, path, path_speed, arm, bushing. NULL: none
    void               (*passive)(const void *user, const il_data *d, il_pack *tau);
    /// The same for reactions of joints, where forces on bodies are to be told from those on coordinates: wrenches about the ground origin added to
    /// those of bodies [6*nbody], all other to `tau`. NULL: `passive` counts to the joints.
    void               (*passive_on_bodies)(const void *user, const il_data *d, il_pack *wrench, il_pack *tau);
    const void          *passive_user;
    int                  nconstraint;
    const il_constraint *constraint;   ///< [nconstraint] that the motion meets: their forces J' lambda act too, and cost nothing
} il_recorded;

typedef struct il_static_problem {
    il_recorded motion;
    double      power;         ///< p, 2 to 10. Actuators enter by their square at every p
    const bool *muscle_off;    ///< [nmuscle] muscles that do not take part; NULL: all do
    /// Force of full activation along the tendon [N] of each muscle from path_length and path_speed in `d`. NULL: f_max.
    void      (*strength)(const void *user, const il_data *d, il_pack *force);
    const void *user;
} il_static_problem;

typedef struct il_static_frame {
    il_boxqp_status status;
    double          cost;       ///< sum a^p + sum c^2
    double          residual;   ///< largest generalised force that is missing [N m|N]
    int             worst;      ///< its coordinate
    int             iterations;
} il_static_frame;

/// Solve all frames. Bounds of activations are the parameters' muscle_tone and muscle_act_max.
/// @param control  [nframe*(nmuscle + nactuator)] out: activations, then controls, by frames
/// @param force    the same: forces along tendons, forces or torques of actuators
/// @param frame    [nframe] out
il_status il_static_optimise(const il_model *m, const il_params *p, il_isa isa, const il_static_problem *problem, int threads, const il_progress *progress,
                             double *control, double *force, il_static_frame *frame, il_error *err);

/// What each joint gives the body that it carries, in each frame: all but gravity, loads, muscles and actuators on bodies; forces of coordinate
/// actuators and constraints are in it. Accelerations are those that the forces give (as OpenSim's JointReaction), not the recorded ones.
/// @param tension  [nframe*nmuscle] tensions of the muscles' paths [N]
/// @param drive    [nframe*nactuator] forces or torques of actuators [N|N m]
/// @param wrench   [nframe*6*nbody] out: moment about the ground origin and force, ground axes
/// @param frames   [nframe*12*nbody] out: place and rotation (rows) of each body in ground
il_status il_joint_reactions(const il_model *m, const il_params *p, il_isa isa, const il_recorded *motion, const double *tension, const double *drive, int threads,
                             const il_progress *progress, double *wrench, double *frames, il_error *err);

#endif

// ilium/posture.h - the posture of a body at rest: held by its muscles, or relaxed against supports and an examiner's hands.
//
// Held:    minimise  effort * sum w a^p/p + 1/2 sum ((q - habit)/habit_sd)^2 + (small costs of friction and reserves)
//          subject to the balance of every coordinate, contact, and the places asked for. Equilibrium is a constraint, never a term.
// Relaxed: activation is given; a stationary point of the potential energy of gravity, tissue, contact and holds. No friction, no habit.
// In both, secondary coordinates (sacroiliac, disc translations) balance together with everything else.
// Prescribed (recruitment, static optimisation): held, with the primary coordinates where they start; muscles, friction and secondary
// coordinates balance, and what they cannot give is a reserve. On the root it is the residual of the posture and supports given.
#ifndef ILIUM_POSTURE_H
#define ILIUM_POSTURE_H
#include "ilium/data.h"

/// A spring between a landmark and the room (an examiner's hand, a strap) or another landmark (the person's own hands).
/// Force on the landmark: -k (direction . (x - x_from) - target) direction; the opposite on the landmark it is held from.
typedef struct il_hold {
    int    marker, from; ///< from = IL_NONE: the room
    double direction[3]; ///< unit vector, ground axes
    double target;       ///< direction . x at which the force is zero [m]
    double k;            ///< stiffness [N/m]
} il_hold;

/// A spring on one coordinate: a hand that keeps a joint where it is. Generalised force: -k (q - target).
typedef struct il_grip {
    int    coordinate;
    double target, k; ///< [rad|m], [N m/rad | N/m]
} il_grip;

/// A constant force on a landmark and a constant couple on its body, ground axes.
typedef struct il_push {
    int    marker;
    double force[3], moment[3]; ///< [N], [N m]
} il_push;

/// A place that a held posture must keep: direction . (marker - relative_to) = value. relative_to = IL_NONE: the ground.
typedef struct il_place {
    int    marker, relative_to;
    double direction[3], value;
} il_place;

typedef struct il_posture_problem {
    const il_model  *m;
    const il_params *p;
    bool             held;
    bool             prescribed; ///< held only: primary coordinates stay at `start`
    const bool      *loose;      ///< [nq] prescribed: primary coordinates that do not stay, because places keep what they carry; NULL = none.
                                 ///< With it habit, where given, is the prescription, and habit_sd the spread of loose coordinates
    double           gravity[3];
    const double    *plane; ///< [4*nplane] as il_data.plane
    int              nhold, ngrip, npush, nplace;
    const il_hold   *hold;
    const il_grip   *grip;
    const il_push   *push;
    const il_place  *place;
    const double    *habit;    ///< [nq] held: the posture the person tends to
    const double    *habit_sd; ///< [nq] its spread within the person; 0 = no habit on this coordinate
    double           effort;   ///< weight of effort against habit (lambda), dimensionless
    double           power;    ///< p of the effort, 2 to 10; 0 = 2
    const double    *act;      ///< [nmuscle] relaxed: activation; NULL = tone
    const double    *wrench;   ///< [6*nbody] given (moment about the ground origin; force) on each body, ground axes; NULL = none
    const double    *speed;    ///< [nq] coordinate speeds: muscles by force-velocity; NULL = at rest
    const double    *start;    ///< [nq] where to begin; NULL = neutral
    const double    *start_act;///< [nmuscle] held: activations to begin with; NULL = tone
    const double    *start_shear; ///< [3*npad] held: friction to begin with, ground axes; NULL = none. A solution that is given whole is found at once
} il_posture_problem;

typedef struct il_posture_settings {
    double tolerance;      ///< on the worst residual, in body weights (forces) and body weight x 1 m (moments)
    double polish;         ///< residual that is tried for, in some more iterations, once both tolerances are met: for what is reported; 0: not
    double step_tolerance; ///< on the last step, in units of coordinate_size
    double step_limit;     ///< longest step, in units of coordinate_size
    int    max_iterations;
    bool (*stop)(void *user); ///< asked before each iteration (a clock, a person); true ends the solve where it is. NULL: nobody is asked
    void  *stop_user;
    double (*clock)(void *user); ///< the caller's clock, asked before each iteration; NULL: there is no limit of time. The library reads no clock of its own
    void  *clock_user;
    double deadline;         ///< the solve ends where it is when the clock shows this or more, in the clock's units
    double reserve_cost;   ///< cost of a reserve of 1 N m or 1 N, against effort * a^2/2
    double root_cost;      ///< the same on the root of a prescribed posture; where all outside forces are given, next to nothing: what is
                           ///< missing there is told and must not be bought with muscles that bend the pelvic joints
    double shear_cost;     ///< cost of a friction force of one body weight, halved: feet do not push apart for nothing
    int    cookie;
} il_posture_settings;
il_posture_settings il_default_posture_settings(void);

typedef enum il_posture_status {
    IL_POSTURE_SOLVED,
    IL_POSTURE_CANNOT_HOLD,   ///< balanced only with a reserve above 1 N m: info.worst names the coordinate
    IL_POSTURE_NOT_CONVERGED, ///< info.worst: the coordinate farthest from balance
} il_posture_status;

/// Why a solve ended.
#define IL_POSTURE_END_LIST(X) \
    X(IL_POSTURE_END_FOUND, "found")                          \
    X(IL_POSTURE_END_ITERATIONS, "as many iterations as were allowed") \
    X(IL_POSTURE_END_ASKED, "stopped on request")             \
    X(IL_POSTURE_END_STUCK, "no step leads nearer to balance") \
    X(IL_POSTURE_END_NOT_FINITE, "a force that is not a number") \
    X(IL_POSTURE_END_TIME, "as much time as was allowed")
#define X(name, text) name,
typedef enum il_posture_end { IL_POSTURE_END_LIST(X) IL_NPOSTURE_END } il_posture_end;
#undef X
const char *il_posture_end_text(il_posture_end end); ///< "" for a number outside the enum

/// All arrays belong to the il_posture they came from and live until its next solve.
typedef struct il_posture_solution {
    const double *q;       ///< [nq]
    const double *act;     ///< [nmuscle]
    const double *shear;   ///< [3*npad] friction force at each pad, ground axes
    const double *reserve; ///< [nq] generalised force that the muscles could not give
    const double *hold;    ///< [nhold] force of each hold along its direction
    const double *grip;    ///< [ngrip] generalised force of each grip
    const double *stiffness; ///< [nq*nq] il_posture_stiffness() at the solution; NULL where there is none
    const il_data *d;      ///< every stage evaluated at the solution, the same in all lanes; where postures are solved abreast (ilium/batch.h) in one:
    int            lane;   ///< 0 when solved alone
} il_posture_solution;

typedef struct il_posture_info {
    il_posture_status status;
    il_posture_end    end; ///< why it ended; the posture is the last one reached in any case
    int    iterations, evaluations, factorisations;
    double residual;     ///< worst scaled residual
    double step;         ///< last step, in units of coordinate_size
    double cost_effort, cost_habit;
    double worst_reserve;///< largest reserve [N m | N]; of a prescribed posture also on the root
    int    worst;        ///< its coordinate, or the one with the worst residual
} il_posture_info;

typedef struct il_posture il_posture; ///< workspace

/// @param max_place  most places a problem will have
il_status il_posture_create(const il_model *m, int isa, int max_place, il_posture **out, il_error *err);
void      il_posture_free(il_posture *w);
size_t    il_posture_size(const il_posture *w); ///< bytes that it holds; a solve takes no more
il_status il_posture_solve(il_posture *w, const il_posture_problem *problem, const il_posture_settings *settings,
                           il_posture_solution *solution, il_posture_info *info, il_error *err);

/// Stiffness at the last solution: K[i*nq + j] = d residual_i / d q_j with activations fixed. Valid until the next solve.
const double *il_posture_stiffness(const il_posture *w);

#endif

// posture_slope.h - how a solved posture moves with its problem: the equations of the solution, evaluated for eight slightly different problems
// at once at the same posture, and the linear system that turns their misfits into a motion.
//
// Eight lanes hold eight problems of one model: parameters, planes, holds, places, loads, effort and habit may differ, what is in contact with
// what may not. Second derivatives come from one more stiffness: all forces but given couples have a potential, so that the derivative of K'y by
// posture is the derivative of K along y.
#ifndef ILI_POSTURE_SLOPE_H
#define ILI_POSTURE_SLOPE_H
#include "analysis/posture_system.h"

typedef struct ili_slope ili_slope; ///< workspace

/// How one parameter moves the solution, for a change of one unit. Arrays of the caller.
typedef struct ili_motion {
    double *q;       ///< [nq]
    double *x;       ///< [nx]
    double *price;   ///< [nrow_max]
    double *want;    ///< [nx] how forces would move were they free
    double *reserve; ///< [nrow_max]
    bool    torn;    ///< it goes along a direction that nothing holds
} ili_motion;

il_status ili_slope_create(const il_model *m, int isa, int max_place, ili_slope **out, il_error *err);
/// One that evaluates in the room of another, ili_slope_params() included: of the two only one is looked at at a time, or both in lanes of their own.
il_status ili_slope_create_beside(const ili_slope *first, ili_slope **out, il_error *err);
void      ili_slope_free(ili_slope *w);
int       ili_slope_columns(const ili_slope *w); ///< nx
int       ili_slope_rows(const ili_slope *w);    ///< nrow_max

/// Begin at the last solution of `posture`, which stays as it is.
/// @return IL_BAD_VALUE: this kind of problem has no derivative (prescribed, speeds or wrenches given)
il_status ili_slope_begin(ili_slope *w, il_posture *posture, const il_posture_settings *settings, il_error *err);

/// Parameters of its own for each lane (stride 8): the caller writes them before lanes are evaluated.
il_params *ili_slope_params(ili_slope *w);

/// Evaluate lanes at the solution. `problem[lane]`: with its own planes, hands, places, habit, effort; numbers are those of ili_slope_params().
/// @param tissue  after ili_slope_spread() and no full evaluation since: the lanes differ from the solved problem in ligaments, limits, effort, habit and in those muscles
///                and bushings that ili_slope_touch() told, alone
void ili_slope_lanes(ili_slope *w, int nlane, const il_posture_problem *const *problem, bool tissue);

/// Lane 0 of the last evaluation, which is the problem that was solved, into all lanes.
void ili_slope_spread(ili_slope *w);
typedef enum ili_part_kind { ILI_PART_MUSCLE, ILI_PART_BUSHING } ili_part_kind;
void ili_slope_touch(ili_slope *w, ili_part_kind kind, int i); ///< the lanes evaluated next differ in it

/// Take lane `lane` of the last evaluation as the problem that was solved: its active set, second derivatives, the factor.
/// @return false where the equations have no factor
bool ili_slope_factor(ili_slope *w, int lane);

/// Keep of the solution what looks and steps need, so that the posture it began at may solve something else. Nothing but those is possible then.
void ili_slope_keep(ili_slope *w);

/// How far the solution is from where its own equations put it, in units of coordinate size: what the solver left. Spoils the evaluated lanes.
double ili_slope_check(ili_slope *w);

/// How soft the softest motion of the posture is (ili_saddle_softest()).
double ili_slope_softest(const ili_slope *w);

/// Where each force stands: 0 free, -1 and 1 at a bound; and how far its bound is (free), or how far beyond it lies what it holds back.
/// In units of activation (friction: of body weight). Infinite: a force without any room.
const signed char *ili_slope_state(const ili_slope *w);
const double      *ili_slope_margin(const ili_slope *w);
/// Derivatives of the solution by what each of `n` lanes from `first` on differs in from the base, divided by its step; all abreast.
void ili_slope_move(ili_slope *w, int first, int n, const double *step, ili_motion *const *out);

/// The same of one lane as far as it goes in one direction (side 1 or -1): forces closer than `edge` to their bound may come free or come to it. Factors anew where
/// that happens, and once more to leave things as they were. @return false: no active set was found that fits
bool ili_slope_side(ili_slope *w, int lane, double step, int side, double edge, ili_motion *out);

/// A force comes to a bound or leaves it.
typedef struct ili_slope_change {
    double distance; ///< units of the variable; infinite: none does
    int    column;   ///< or IL_NONE
    bool   leaves, upper;
} ili_slope_change;
/// Which force's standing changes first along the motion of a lane, forces within `edge` apart: downwards in out[0], upwards in out[1].
void ili_slope_next(const ili_slope *w, int lane, double step, double edge, const ili_motion *motion, ili_slope_change out[2]);

/// Evaluate lanes at postures of their own, all stages: lane k at solution + step[k] motion[k]. @return the data
/// @param arms  moment arms too
/// @param turn  NULL, or called when bodies have been placed, to change ili_slope_params(); they are placed again after it
const il_data *ili_slope_look(ili_slope *w, int nlane, const il_posture_problem *const *problem, const ili_motion *const *motion, const double *step,
                              bool arms, void (*turn)(void *user, const il_data *d, il_params *p), void *user);
/// Landmarks at any postures, one a lane. @return the data
const il_data *ili_slope_pose(ili_slope *w, int nlane, const double *const *q);
/// Held postures at prices of their own: lane k at solution + motion (q and price) of the slope of[k], with the forces that its posture and prices ask for, between
/// their bounds. of[k]: the same slope eight times, or slopes that share their room; NULL: nobody is in that lane.
const il_data *ili_slope_hold(ili_slope *const *of, const il_posture_problem *const *problem, const ili_motion *const *motion, bool arms,
                              void (*turn)(void *user, const il_data *d, il_params *p), void *user);
/// What is not as it should be at a lane of the last look, or hold: balance [nq]; held: pull against habit [nq], then balance less reserves [nrow].
/// @return the largest reserve [N m | N]
double ili_slope_misfit(const ili_slope *w, int lane, double *out);
/// What mends it, `m` abreast, both by rows [n*m]: posture [nq], and prices [nrow] where held.
void ili_slope_step(ili_slope *w, int m, const double *misfit, double *step);
/// Worst scaled imbalance of a look's lane over its step: small where the motion is right.
double ili_slope_miss(const ili_slope *w, int lane, double step, const ili_motion *motion);
#endif

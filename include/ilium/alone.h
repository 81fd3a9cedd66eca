// ilium/alone.h - one pose alone: paths, muscles, balance and inverse dynamics, with spans, joint rows and muscles abreast where data.h's stages have poses abreast.
//
// A stage computes eight poses in one call, whether there are eight or one. Who has one pose takes these: less than half of the time, the same numbers to the
// bit (but for the sign of a nought), in plain arrays. A model with moving or conditional path points or surfaces by other rules than SHORTEST is computed
// by the stages, and copied.
#ifndef ILIUM_ALONE_H
#define ILIUM_ALONE_H
#include "ilium/data.h"

/// Results of one pose, and the room they are computed in. Made for a model; one a thread.
typedef struct il_alone {
    double    *length; ///< [npath] [m]
    double    *wrench; ///< [8*npathbody] of unit tension on each body that a path touches: moment about the ground origin [m], force [1], two numbers of no use
    double    *share;  ///< [nshare] what rows of joints add to moment arms; the arm k of il_data, -dl/dq [m or 1], is share[place[k]]
    const int *place;  ///< [narm]
    int        nshare;
    double    *speed;   ///< [npath] [m/s]
    double    *fibre, *active, *passive; ///< [nmuscle] as fibre_length, muscle_active, muscle_passive of il_data
    double    *tension; ///< [npath] as path_tension [N]
    double    *residual, *gravity_force; ///< [nq] as those of il_data
    double    *tau;     ///< [nq] as that of il_data
    struct ili_alone *room;
} il_alone;

il_status il_alone_create(const il_model *m, il_alone **out, il_error *err);
void      il_alone_free(il_alone *a); ///< NULL is allowed
/// Lengths, wrenches and moment arms of a lane's pose, after the position stage. @param d  is written to only where the stages have to be asked
void il_alone_paths(const il_model *m, const il_params *p, il_data *d, int lane, il_alone *a);
/// Speeds of the paths, by the bodies' of the velocity stage, and then muscles; not moving: all speeds are nought. After il_alone_paths.
void il_alone_muscles(const il_model *m, const il_params *p, il_data *d, int lane, bool moving, il_alone *a);
/// Ligaments, tensions and the balance of a lane's activations, wrenches and friction. After il_alone_muscles and the stages bushing, contact and limit.
void il_alone_balance(const il_model *m, const il_params *p, il_data *d, int lane, il_alone *a);
/// Inverse dynamics of a lane: what the stages position, velocity and inverse make of its q, qd, qdd and gravity; needs none of the above. Joints that follow
/// polynomials of several coordinates are left to the stages.
void il_alone_dynamics(const il_model *m, const il_params *p, il_data *d, int lane, il_alone *a);

#endif

// ilium/motion.h - a recorded motion with the forces of the ground, solved frame by frame: walking as inverse.
//
// Given are the coordinates over time and what the ground does to each foot. Angles are low-pass filtered and differentiated; each frame
// then is a prescribed posture (ilium/posture.h) under d'Alembert's forces of inertia and the ground's, muscles with force-velocity.
// Secondary coordinates (sacroiliac joints, disc translations) balance in every frame as if at rest: their own speed and inertia are left out.
// What muscles cannot give is a reserve; on the root it is the residual, by which motion, forces and body do not fit each other.
#ifndef ILIUM_MOTION_H
#define ILIUM_MOTION_H
#include "ilium/body.h"
#include "ilium/outcome.h"

enum { IL_FOOT_VALUES = 7 }; ///< force x y z [N], place x y z from the ankle centre [m], free moment about the vertical [N m]

/// How a coordinate of the body takes part in a motion that was recorded as one (the trunk over the lumbar joints).
typedef struct il_motion_share {
    const char *coordinate, *of;
    double      share;
} il_motion_share;

/// Texts and arrays belong to whoever read it.
typedef struct il_motion {
    const char            *id, *name, *source;
    il_body_sizes          person;   ///< who was recorded
    double                 from, to; ///< what is solved [s]
    double                 cutoff;   ///< low-pass on the coordinates [Hz]
    int                    nframe, ncolumn, nshare;
    double                 start, step;  ///< of the frames [s]
    const char *const     *column;       ///< [ncolumn] coordinates of the body, or words that shares refer to
    const double          *value;        ///< [nframe*ncolumn] rad or m, by frames
    const double          *foot;         ///< [nframe*2*IL_FOOT_VALUES] right, then left
    double                 ground[2];    ///< x, z [m] by which every place was moved after the recording: force plates against cameras
    const il_motion_share *share;
    struct il_motion_memory *memory;
} il_motion;

typedef struct il_motion_frame {
    double          time;
    il_posture_info info;
    double          root_force;  ///< size of the residual force on the root [N]
    double          root_moment; ///< and of its moment [N m]
    double          reserve;     ///< largest reserve elsewhere [N m]
    int             worst;       ///< its coordinate
} il_motion_frame;

/// Frames from `from` to `to`; one block of memory.
typedef struct il_motion_result {
    int              nframe, noutcome, nq;
    il_motion_frame *frame;  ///< [nframe]
    double          *value;  ///< [nframe*noutcome] as il_outcomes_read() gives them
    double          *moment; ///< [nframe*nq] what muscles and passive tissue together have to give on each coordinate
    double          *q;      ///< [nframe*nq] as solved
} il_motion_result;

/// Solve all frames of a motion. The same numbers for any number of threads.
/// @param effort  weight of effort (recruitment: against reserves only)
il_status il_motion_solve(const il_body *body, const il_params *p, const il_motion *motion, double effort, int threads, const il_progress *progress,
                          il_motion_result **out, il_error *err);
void      il_motion_result_free(il_motion_result *r); ///< NULL is allowed

/// Angles and places of a body's coordinates over the frames of a motion, filtered, with speeds and accelerations: each [nframe*nq], by
/// frames. Coordinates that were not recorded stay neutral.
il_status il_motion_coordinates(const il_model *m, const il_params *p, const il_motion *motion, double *q, double *qd, double *qdd, il_error *err);

#endif

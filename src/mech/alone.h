// alone.h - the tables and the room that one pose alone is computed in
#ifndef ILI_ALONE_H
#define ILI_ALONE_H
#include "ilium/alone.h"

/// Moment arms are gathered by entries: an entry is what a path's climb (src/model/path_steps.c) does at one body: it begins a sum of wrenches or goes
/// on with it, adds one body's wrench or none, and takes the power of the sum over all rows of the body that coordinates move.
typedef struct ili_alone {
    bool       plain;         ///< the model is one that the kernel knows
    int        nentry, nsphere, nbent, nextra; ///< nsphere, nbent: multiples of eight, the last surface repeated
    int       *entry_wrench;  ///< [nentry] place in `wrench`, the one behind the last (all nought) where none is added
    int       *entry_body;    ///< [nentry] IL_GROUND: no rows
    long long *entry_keep;    ///< [nentry] all bits: the sum goes on; none: it begins
    int       *body_nrow, *body_row; ///< [nbody] [8*nbody] rows that coordinates move
    int       *bent;          ///< [nbent] place in pathwrap: spheres, then from `nsphere` on cylinders
    int       *point_bent;    ///< [npoint] of the span from the point: its place among `bent`, or IL_NONE
    int       *extra_from, *extra_to; ///< [nextra] shares that are added to the first of their arm
    int       *place;         ///< [narm]
    double    *frame;         ///< [16*nbody] columns of the rotation, and the origin, of four numbers each
    double    *motion;        ///< [56*nbody] the six numbers of each row's motion, and its rate, over eight rows
    double    *site;          ///< [8*nwrap] centre, axis
    double    *x, *y, *z;     ///< [npoint + 16] points in ground axes
    double    *span;          ///< [8*(npoint + 8)] moment, force, length of a straight span from each point
    double    *velocity, *load, *weight; ///< [8*nbody] velocities and wrenches, the last two of eight nought
    double    *muscle;        ///< [9][nmuscle8] seven parameters, length and speed of the path, a muscle in each lane
    double    *ligament;      ///< [5][nligament8] three parameters, length of the path, force
    double    *signal;        ///< [3*(nq + ncoupled)] value, first and second derivative
    double    *row_value, *row_rate, *row_curve, *row_sin, *row_cos; ///< [nrow8]
    double    *row_six;       ///< [8*nrow] motion: angular and linear part, of four numbers each
    double    *body_moves;    ///< [16*nbody] velocity, acceleration, so too
    double    *body_six;      ///< [8*nbody] wrench, so too
    double    *pull1, *pull2; ///< [8*nbent] of bent spans on their ends; pull1 with the length
    double    *touch;         ///< [nbent] 1: the span bends, 0: it passes straight
    size_t     bytes;         ///< of all of it
} ili_alone;

/// Is it a model that is not left to the stages?
bool ili_alone_knows(const il_model *m);

static inline int ili_up8(int n) { return (n + IL_LANES - 1)/IL_LANES*IL_LANES; }

#endif

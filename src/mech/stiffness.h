// stiffness.h - how the residual of the balance stage changes with the coordinates, at fixed activation and friction: exact, without tangent passes
//
// Everything that joins bodies gives blocks of 6 x 6: how the wrench on body b, beyond being carried along with b, changes with the motion of
// body c. Summed over what two joints carry (along the tree, once for rows and once for columns) a block between two joint motions is an entry.
// docs/stiffness.md derives it.
#ifndef ILI_STIFFNESS_H
#define ILI_STIFFNESS_H
#include "ilium/alone.h"

/// Room for the matrices of eight lanes at once: an entry is a pack, a block 36 of them.
typedef struct ili_stiffness_wide {
    il_pack *E, *B, *S, *Y;                  ///< [36*nblock] [36*npair] [36*nbushing] [6*nbody]
    il_pack *motion, *outside, *path_slope, *K; ///< [6*nrow] [6*nbody] [npath] [nq*nq]
    double  *out;                            ///< [8*nq*nq] the matrix of each lane
    il_pack *memory;                         ///< NULL: there is no such room
} ili_stiffness_wide;

/// What stiffness is made of beside poses of bodies: of one pose, in plain arrays.
typedef struct ili_pulls {
    const double *x, *y, *z;     ///< [npoint] points in ground axes
    const double *touch;         ///< [npathwrap]
    const double *tension;       ///< [npath]
    const double *wrench;        ///< [8*npathbody] of unit tension, and two numbers of no use
    const double *load, *weight; ///< [8*nbody] so too, of all that a body carries
} ili_pulls;

/// Which blocks there can be in a model, and room to fold them in. A block is six packs: a row (moment, force) of six entries (angular, linear) each.
typedef struct ili_stiffness {
    int      npair, nblock, nspan;
    int     *block;          ///< [nbody*nbody] place of a pair of bodies among the blocks, IL_NONE = always zero
    int     *pair_a, *pair_b;///< [npair] bodies that spans and paths of two bodies join, a < b
    int     *pair_start;     ///< [npair+1] its spans
    int     *span_point, *span_path, *span_wrap; ///< [nspan] spans between two bodies: first point, path, surface (place in pathwrap) or IL_NONE
    int     *span_low, *span_high; ///< [nspan] its points on the lower and the higher body
    int     *path_pair;      ///< [npath] pair of a path that touches two bodies only, or IL_NONE
    bool    *above;          ///< [nbody*nbody] above[b*nbody + c]: c carries b, or is b
    il_pack *E, *B, *S;      ///< [6*nblock] [6*npair] [6*nbushing]
    il_pack *Y, *across;     ///< [nbody] [6*nbody] scratch
    double  *motion, *outside, *path_slope; ///< [6*nrow] [6*nbody] [npath]
    double  *of_lane;        ///< [8*(npathbody + 2*nbody) + 3*npoint + npathwrap + npath] the pulls of a lane, taken from its packs
    double  *K;              ///< [nq*nq] the result: d residual_i / d q_j at K[i*nq + j]
    il_pack *block_memory;
    double  *number_memory;
    int     *index_memory;
    ili_stiffness_wide wide;
    size_t   bytes;          ///< of all of it
} ili_stiffness;

/// NULL in *out, and IL_OK, where the model has what this does not know: path points that move with a coordinate.
/// @param abreast  with room for eight lanes at once
il_status ili_stiffness_create(const il_model *m, bool abreast, ili_stiffness **out);
void      ili_stiffness_free(ili_stiffness *s);

/// How every tension and limit grows with its own length and coordinate: one tangent pass over each, all lanes at once.
/// @param d  after `balance`
/// @param t  a tangent block: its path_length, q, muscle, ligament and limit fields are overwritten, everything else must be zero
/// @param alike  all lanes hold the same
void ili_stiffness_slopes(const il_model *m, const il_params *p, const il_data *d, bool alike, il_data *t);
/// Fill s->K for one lane, after ili_stiffness_slopes(). Wrenches of d->wrench count as constant in the room.
void ili_stiffness_blocks(const il_model *m, const il_params *p, const il_data *d, int lane, const il_data *t, ili_stiffness *s);
/// The same for the pose of ilium/alone.h, lane 0 of d: after il_alone_balance() and the stages that it needs.
void ili_stiffness_alone(const il_model *m, const il_params *p, const il_data *d, const il_data *t, const il_alone *alone, ili_stiffness *s);
/// Fill s->wide.out for all lanes at once, in twice the time of one: each lane's bits are those of ili_stiffness_blocks().
void ili_stiffness_abreast(const il_model *m, const il_params *p, const il_data *d, const il_data *t, ili_stiffness *s);
#endif

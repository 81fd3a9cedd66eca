// stiffness.h - how the residual of the balance stage changes with the coordinates, at fixed activation and friction: exact, without tangent passes
//
// Everything that joins bodies gives blocks of 6 x 6: how the wrench on body b, beyond being carried along with b, changes with the motion of
// body c. Summed over what two joints carry (along the tree, once for rows and once for columns) a block between two joint motions is an entry.
// docs/stiffness.md derives it.
#ifndef ILI_STIFFNESS_H
#define ILI_STIFFNESS_H
#include "ilium/data.h"

/// Which blocks there can be in a model, and room to fold them in. Every pack holds one number of eight instances.
typedef struct ili_stiffness {
    int      npair, nblock;
    int     *block;          ///< [nbody*nbody] place of a pair of bodies among the blocks, IL_NONE = always zero
    int     *pair_a, *pair_b;///< [npair] bodies that straight spans join, a < b
    int     *span_pair;      ///< [npoint] pair of the span from this point to the next of its path, IL_NONE within one body
    int     *path_pair;      ///< [npath] pair of a path that touches two bodies only
    bool    *by_arms;        ///< [npath] stretching is cheaper between coordinates than between bodies
    bool    *above;          ///< [nbody*nbody] above[b*nbody + c]: c carries b, or is b
    il_pack *E;              ///< [36*nblock] row-major (moment, force) by (angular, linear)
    il_pack *B;              ///< [36*npair] of straight spans: what a gets from the motion of b beside it
    il_pack *S;              ///< [36*nbushing]
    il_pack *Y, *outside, *motion, *path_slope; ///< [6*nbody] [6*nbody] [6*nrow] [npath]
    il_pack *K;              ///< [nq*nq] the result: below and on the diagonal d residual_i / d q_j; above, what this is beyond its mirror image
    il_pack *block_memory;
    void    *index_memory;
} ili_stiffness;

/// NULL in *out, and IL_OK, where the model has what this does not know: path points that move with a coordinate.
il_status ili_stiffness_create(const il_model *m, ili_stiffness **out);
void      ili_stiffness_free(ili_stiffness *s);

/// Fill s->K. Wrenches of d->wrench count as constant in the room. Beyond `balance` it needs `arm` on d.
/// @param t  a tangent block: its path_length, q, muscle, ligament and limit fields are overwritten, everything else must be zero
void ili_stiffness_run(const il_model *m, const il_params *p, const il_data *d, il_data *t, ili_stiffness *s);
/// d residual_i / d q_j of one lane at K[i*nq + j].
void ili_stiffness_read(const il_model *m, const ili_stiffness *s, int lane, double *K);
#endif

// tied.h - forces of constraints in a recorded motion, eight frames abreast
#ifndef ILI_TIED_H
#define ILI_TIED_H
#include "base/memory.h"
#include "ilium/constraint.h"
#include "mech/outer.h"

/// What they are found with. `c` NULL: there are none.
typedef struct ili_tied {
    il_constraints *c;
    il_data        *side;   ///< poses a little before and after
    il_pack        *column; ///< [nrow*nq] M^-1 J'
    il_pack        *share;  ///< [nrow*nrow] J M^-1 J' as L D L'
    il_pack        *drift;  ///< [nrow] dJ/dt qd
    il_pack        *more;   ///< [nrow] pulls that were missing
} ili_tied;

/// Places the arrays; rows of constraints as il_constraint_rows() counts them.
void      ili_tied_place(ili_placer *p, const il_model *m, int nrow, ili_tied *t);
il_status ili_tied_create(const il_model *m, il_isa isa, int n, const il_constraint *list, ili_tied *t, il_error *err);
void      ili_tied_free(ili_tied *t);
/// In the present pose: drift and shares. @param mass  M as a fit's hessian, with its pattern @param free  [nq] 1: moves @param factor  scratch
void ili_tied_begin(ili_tied *t, const il_params *p, const il_data *d, const ili_fit *mass, const il_pack *free, const il_pack *still, il_pack *factor);
/// Pulls that the present accelerations lack to keep the constraints, into `more`.
void ili_tied_more(ili_tied *t, const il_data *d);

#endif

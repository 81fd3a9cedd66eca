// ilium/constraint.h - what ties bodies or coordinates of a model together beside its tree: closed loops, couplers of several coordinates.
//
// A constraint is a number of rows r(q) = 0 with J = dr/dq. A pose near the given one that meets them is found by Newton's steps of least change,
// dq = -J'(J J')^-1 r, with rows made orthonormal one after the other. A row that says nothing new is left out, so loops may be over-determined.
#ifndef ILIUM_CONSTRAINT_H
#define ILIUM_CONSTRAINT_H
#include "ilium/data.h"

typedef enum il_constraint_kind {
    IL_CONSTRAINT_POINT,    ///< the origins of two frames coincide: 3 rows
    IL_CONSTRAINT_WELD,     ///< two frames coincide: 6 rows
    IL_CONSTRAINT_DISTANCE, ///< the origins of two frames keep a distance: 1 row
    IL_CONSTRAINT_LINE,     ///< the origin of the second frame stays on the z axis of the first: 2 rows
    IL_CONSTRAINT_COUPLER   ///< a coordinate is a polynomial of others, or a function of the model of one: 1 row
} il_constraint_kind;

enum { IL_CONSTRAINT_MASTERS = 16 }; ///< of a coupler, at most

typedef struct il_constraint {
    il_constraint_kind kind;
    const char        *name;
    int                body[2];
    il_frame           frame[2];   ///< in each body
    double             distance;   ///< DISTANCE [m], above zero
    int                signal;     ///< COUPLER: the coordinate that follows, as row_signal
    int                nmaster;    ///< COUPLER: 1 or more
    const int         *master;     ///< [nmaster] as row_signal
    int                nterm;      ///< COUPLER: terms of the polynomial; 0: `function`, IL_NONE: the master itself
    const double      *coefficient; ///< [nterm]
    const int         *power;      ///< [nterm*nmaster] of each master in each term
    int                function;
    double             scale;      ///< COUPLER: factor on the function
} il_constraint;

/// Rows of a constraint.
int il_constraint_rows(il_constraint_kind kind);

/// Constraints of a model with room to meet them, eight poses abreast. One a thread.
typedef struct il_constraints {
    const il_model      *m;
    int                  n, nrow;
    const il_constraint *list;
    il_pack             *residual; ///< [nrow] r
    il_pack             *jacobian; ///< [nrow*nq] J, row by row
    il_pack             *wrench;   ///< [6*nrow] what a pull of one does to the second body, moment about the ground origin and force; its opposite to the first
    il_pack             *moves;    ///< [nq] 1: may be changed, 0: stays
    struct il_constraint_room *room;
} il_constraints;

/// @param held  [m->nq] coordinates that stay; NULL: none
il_status il_constraints_create(const il_model *m, int n, const il_constraint *list, const bool *held, il_constraints **out, il_error *err);
void      il_constraints_free(il_constraints *c); ///< NULL is allowed
/// Residuals and their Jacobian in the present pose, after the position stage. @param p  shared
void il_constraints_eval(il_constraints *c, const il_params *p, const il_data *d);
/// A pose near the present one that meets all constraints: changes d->q and leaves the position stage done. A lane's bits do not depend on the others.
/// @param miss  [IL_LANES] out: the largest residual that is left [m, 1]; below 1e-11 where they are met
void il_constraints_meet(il_constraints *c, const il_params *p, il_data *d, double *miss);
/// How all coordinates move when one moves at unit speed and the constraints hold (least change of all speeds, then made unit), one row a coordinate,
/// zero where it cannot move; after il_constraints_eval(). @param speed  [nq*nq] out
void il_constraints_couple(il_constraints *c, int lane, double *speed);
/// Pulls of all rows as wrenches on bodies, added to d->wrench; those of couplers as forces on coordinates, added to `force` [nq]. After il_constraints_eval().
void il_constraints_pull(const il_constraints *c, const il_pack *pull, il_data *d, il_pack *force);

#endif

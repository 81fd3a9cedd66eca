// strength_private.h - the workspace that the parts of a test of strength share
#ifndef ILI_STRENGTH_PRIVATE_H
#define ILI_STRENGTH_PRIVATE_H
#include "ilium/strength.h"
#include "solve/simplex.h"

enum { ILI_STRENGTH_GROUND = 6 };
static const double ILI_STRENGTH_STAY = 0.05; // a joint that yields as far as it may must be worth 2.5 % of the push (assumed): who pushes keeps to her posture

typedef struct ili_settle ili_settle; ///< the equilibrium in which it comes to rest

struct il_strength {
    const il_model *m;
    il_data        *d;
    ili_simplex    *simplex;
    ili_settle     *settle;
    int             njoint, row[IL_STRENGTH_ROWS]; ///< coordinates
    int             nrow, nx, ncause;              ///< rows: coordinates and, where joints yield, the landmark; columns: muscles, push, ground (ncause), what each joint yields
    double         *block, *A, *b, *c, *lo, *hi, *x, *price, *act, *q; ///< act, q: of the round before
    double          push, place;                   ///< of the round before; where the landmark was given [m along the push]
    double          ground[ILI_STRENGTH_GROUND], weight; ///< force and moment under the standing foot, of the round before; of the body [N]
};

/// The balance linearised where the posture and forces of the round before stand: A, b, c, lo, hi.
void ili_strength_linearise(il_strength *w, const il_strength_problem *s);
/// What every row misses by there, without slopes [nrow].
void ili_strength_miss(il_strength *w, const il_strength_problem *s, double *miss);

ili_settle *ili_settle_create(const il_model *m, int isa);
void        ili_settle_free(ili_settle *c);
size_t      ili_settle_bytes(const ili_settle *c);
/// From there to rest. @param most  about the push that is sought @param firm  times what a joint must be worth (1: as it is) @param center  [nq] where
/// joints would stay; w->price: prices of the rows there. @return it came to rest
bool ili_strength_settle(il_strength *w, const il_strength_problem *s, double most, double firm, const double *center, int *iterations);

#endif

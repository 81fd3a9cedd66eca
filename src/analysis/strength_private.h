// strength_private.h - the workspace that the parts of a test of strength share
#ifndef ILI_STRENGTH_PRIVATE_H
#define ILI_STRENGTH_PRIVATE_H
#include "ilium/strength.h"
#include "mech/stiffness.h"
#include "solve/simplex.h"

enum { ILI_STRENGTH_GROUND = 6 };
static const double ILI_STRENGTH_STAY = 0.05; // a joint that yields as far as it may must be worth 2.5 % of the push (assumed): who pushes keeps to her posture

typedef struct ili_settle ili_settle; ///< the equilibrium in which it comes to rest

struct il_strength {
    const il_model *m;
    il_data        *d, *t;                         ///< t: how tensions grow
    ili_stiffness  *stiffness;                     ///< NULL: the model has what it does not know
    ili_simplex    *simplex;
    ili_settle     *settle;
    int             njoint, row[IL_STRENGTH_ROWS]; ///< coordinates
    int             nrow, nx, ncause;              ///< rows: coordinates and, where joints yield, the landmark; columns: muscles, push, ground (ncause), what each joint yields
    double         *block, *A, *b, *c, *lo, *hi, *x, *price, *act, *q; ///< act, q: of the round before
    double         *landmark, *K;                  ///< scratch of slopes [15*nq] [(nq + 1)*nq]
    double         *kept;                          ///< an answer while another is tried
    int            *which;                         ///< [3*nq] scratch
    il_posture_end  end;                           ///< FOUND: no limit has been met yet
    double          push, place;                   ///< of the round before; where the landmark was given [m along the push]
    double          ground[ILI_STRENGTH_GROUND], weight; ///< force and moment under the standing foot, of the round before; of the body [N]
};

/// Every stage where the posture and forces of the round before stand.
void ili_strength_stand(il_strength *w, const il_strength_problem *s);
/// What every row misses by there, without slopes [nrow].
void ili_strength_miss(il_strength *w, const il_strength_problem *s, double *miss);
/// How rows change with forces and with what yields, where ili_strength_stand() or ili_strength_miss() was asked last: A.
void ili_strength_slope(il_strength *w, const il_strength_problem *s);
/// The balance linearised where the posture and forces of the round before stand: A, b, c, lo, hi.
void ili_strength_linearise(il_strength *w, const il_strength_problem *s);
/// How far the push's landmark lies along the push, in a lane.
double ili_along_push(const il_strength *w, const il_strength_problem *s, int lane);

ili_settle *ili_settle_create(const il_model *m, int isa);
void        ili_settle_free(ili_settle *c);
size_t      ili_settle_bytes(const ili_settle *c);
/// From there to rest. @param most  about the push that is sought @param firm  times what a joint must be worth (1: as it is) @param center  [nq] where
/// joints would stay; w->price: prices of the rows there. @param work  what it took is added. @return it came to rest; false too where a limit ended it (w->end)
bool ili_strength_settle(il_strength *w, const il_strength_problem *s, double most, double firm, const double *center, il_strength_result *work);

#endif

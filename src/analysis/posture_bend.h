// posture_bend.h - the second derivatives of a held posture's balance along its prices
//
// All forces but given couples have a potential: d(K'y)/dq is then the derivative of K along y, and d(A'y)/dq that of A. One more stiffness tells both.
#ifndef ILI_POSTURE_BEND_H
#define ILI_POSTURE_BEND_H
#include "analysis/posture_system.h"

enum { ILI_BEND_PUSHES = 160 }; ///< loads and two ends of each place, at most

typedef struct ili_bend_space {
    double  *q, *K; ///< [nq] [nrow*nq]
    il_data *room;  ///< where to evaluate; NULL: in the workspace's own data, which are elsewhere afterwards
    il_push push[ILI_BEND_PUSHES];
} ili_bend_space;

/// Q = d(K'y)/dq [nq*nq], C = d(A'y)/dq in A's pattern, at s->q, s->x, s->price, where K and A are s->K and s->A.
/// Of s only problem, nq, nx, nrow, col_start, size, q, x, price, K and A are looked at.
/// @param d      positions at s->q in a lane; may be the workspace's own data
/// @return false: more loads and places than there is room for
bool ili_posture_bend(il_posture *w, const ili_posture_system *s, const il_data *d, int lane, ili_bend_space *space, double *Q, double *C);

/// How the limit of friction of a pad goes with each coordinate [nq]: it goes with the normal force, and that with posture.
/// @param at  index of the pad's numbers in p
void ili_posture_tie(const il_model *m, const il_params *p, int at, const il_data *d, int lane, int pad, double *out);
#endif

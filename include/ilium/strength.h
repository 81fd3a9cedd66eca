// ilium/strength.h - the greatest push that a person can hold in a stated posture.
//
//     maximise s   subject to   A a + s b + c + K d = 0,   tone <= a <= greatest activation,   |d| <= yield
//
// One row for each coordinate that muscles must balance: A is what full activation does to it, b what the examiner's push of unit size does,
// c weight and passive tissue. All other coordinates are braced (couch, belts, dynamometer). The muscles may pull against each other as
// suits the push best: an upper bound of what a person does. The posture stays, or yields: joints that are balanced give way, within
// their range, and so do the secondary coordinates of the same joints, as a spine does under load, while the landmark stays where the
// dynamometer holds it along the push (one row more). Then discs, ligaments, facets, arms and fibre lengths are those of the posture and the
// forces that come out, and what is sought is the greatest push less a little for every joint that has gone from the posture given
// (strength_settle.c): a program that bends, with one answer nearby.
// Who stands is held by nothing but the ground under one foot: forces as needed, moments about `stand` up to body weight times half the
// breadth of a sole. Then the coordinates of the root must be balanced too, and the standing leg's hip by its own muscles.
#ifndef ILIUM_STRENGTH_H
#define ILIUM_STRENGTH_H
#include "ilium/posture.h"

enum { IL_STRENGTH_ROWS = 96, IL_STRENGTH_YIELD = 48 }; // rows of a test; of one that yields

/// How long a test may go on; {0}: to its end.
typedef struct il_strength_limits {
    int    max_iterations;       ///< of all its programs together; 0: no limit
    bool (*stop)(void *user);    ///< asked before each iteration; true ends the test where it is. NULL: nobody is asked
    void  *stop_user;
    double (*clock)(void *user); ///< the caller's clock, asked before each iteration: at `deadline` or later the test ends where it is. NULL: no limit
    void  *clock_user;
    double deadline;
} il_strength_limits;

typedef struct il_strength_problem {
    const il_model  *m;
    const il_params *p;           ///< shared
    const double    *q;           ///< [nq]
    double           gravity[3];
    int              nbalance;
    const int       *balance;     ///< coordinates that muscles must balance
    il_push          push;        ///< of unit size
    int              stand;       ///< marker on whose body the ground acts, not the push's body; IL_NONE: braced, the ground unknown
    double           yield;       ///< how far balanced rotations may give way [rad]: that far counts 2.5 % of the push, further more; 0: not at all, and secondary coordinates stay
    il_strength_limits limits;
} il_strength_problem;

typedef struct il_strength_result {
    il_posture_end end;      ///< FOUND, or the limit that ended it: then nothing is found, and push, posture and activations are the best reached, balanced to `residual` alone
    bool           can_hold; ///< false: not even without the push, or a limit came first
    double         push;     ///< s: times the push given [N for a unit force]
    double         bound;    ///< infinite where a limit ended it. No muscles within their strength could hold more: by the prices of the rows, computed apart from s (yielding: as the posture stands, and a little higher, by what joints that have gone cost)
    const double  *q;        ///< [nq] the posture given, with what yielded
    const double  *act;      ///< [nmuscle] that hold it; one of possibly several ways
    const il_data *d;        ///< stages evaluated with these activations and the push
    int            solves, iterations, evaluations; ///< solves: programs, the first one linear
    double         residual; ///< worst row, in body weights (and times 1 m)
    int            worst;    ///< its coordinate
} il_strength_result;

typedef struct il_strength il_strength; ///< workspace

il_status il_strength_create(const il_model *m, int isa, il_strength **out, il_error *err);
void      il_strength_free(il_strength *w);
size_t    il_strength_size(const il_strength *w); ///< bytes that it holds; a solve takes no more
/// IL_BAD_VALUE where rows are too many (balanced coordinates and, with yield, the secondary ones of their joints) or parameters are not
/// shared; IL_OK otherwise, `can_hold` telling.
il_status il_strength_solve(il_strength *w, const il_strength_problem *problem, il_strength_result *out, il_error *err);

#endif

// follow.h - a task done by many persons who are like one for whom it is solved: each one's equilibrium is followed from that one's.
//
// One stiffness is factored, that of the solved person. Every neighbour begins at that posture and is corrected by it again and again (Newton's method
// with one matrix, sharpened by what its steps tell, and those of a lesser severity before it: Broyden's), eight neighbours abreast, until nothing is out of balance. So what is found is
// each neighbour's own equilibrium and not a linear guess; whom the corrections do not lead there is left to be solved. A neighbour whose numbers
// leave every force of the solved posture as it is, is found at the first look: there is nothing to correct.
#ifndef ILI_FOLLOW_H
#define ILI_FOLLOW_H
#include "scenario/hands.h"
#include <stdatomic.h>

typedef struct ili_neighbour {
    il_subject         who;
    const ili_changes *changes; ///< of who.p from the solved person's
    double             share;   ///< how much of a change it is: 1/3, 2/3, 1. A neighbour with a larger share than the one before it goes on from there
    void (*look)(void *user, const il_subject *who, const il_posture_solution *solution, int neighbour); ///< looks at its posture (only solution->d and reserve), or NULL
    void  *user;
    bool   in_lane; ///< it looks at solution->d in solution->lane; else at data that are the same in all lanes, with moment arms and reserves
    // results
    bool   found;
    int    looks;
    double way, reading[IL_TASK_MAX];
    double *image;        ///< [IL_TASK_MAX] readings of its mirror image, where the task is its own; or NULL: not wanted
    double *q, *act;      ///< [nq] [nmuscle] its posture and activations, or NULL: not wanted
    il_posture_info info; ///< with what is paid and what is left; iterations and evaluations are looks
} ili_neighbour;

/// NEAR: balanced to 1e-6 of body weight, the next correction below 1e-4 of the coordinates' sizes. ROUGHLY: 1e-4 and a thousandth (0.006 degrees), enough for a reading that
/// is weighed by errors of degrees, and a quarter of the looks less. EXACTLY: 1e-9 and 2e-6, as far as a search goes (il_default_posture_settings()).
typedef enum ili_nearness { ILI_NEAR, ILI_NEAR_ROUGHLY, ILI_NEAR_EXACTLY } ili_nearness;

typedef struct ili_follow ili_follow; ///< workspace, one a thread

il_status ili_follow_create(const il_model *m, int isa, ili_follow **out, il_error *err);
/// One a thread, made by that thread when it first needs it: `*at` NULL, or the one it has. `near` as of ili_follow_near().
il_status ili_follow_need(const il_model *m, int isa, ili_nearness near, ili_follow **at, il_error *err);
void      ili_follow_free(ili_follow *f); ///< NULL is allowed
/// How near those who are followed from now on must come to count as found.
void      ili_follow_near(ili_follow *f, ili_nearness near);

/// Of the next ili_follow_run(): where the solved person was at the beginning of a test that ends by a change. Else it is sought from its end.
/// @param q  [nq], or NULL: not known
void      ili_follow_began(ili_follow *f, const double *q);

/// Of the next ili_follow_run(): its neighbours are shared out with others that run the same ones. @param next  of all of them, 0 at the beginning. Not at tests
/// that end by a rule. The caller clears `found` and `looks`.
void      ili_follow_share(ili_follow *f, atomic_int *next);

/// Can neighbours be followed at this task at all? Not at tests of strength, which are no equilibria, nor held ones that end by a rule.
bool ili_follow_can(const il_task *task);

/// @param who   the solved person @param q  [nq], act [nmuscle] (held) and `way`: the solution of il_scenario_run()
/// @param neighbour  those not found keep found = false
il_status ili_follow_run(ili_follow *f, const il_task *task, const il_subject *who, const double *q, const double *act, double way, int n, ili_neighbour *neighbour, il_error *err);

/// One that lays out and solves in the caller's workspace. @param first  one whose memory it shares: of the two one is run at a time, or both in one
/// ili_follow_next(); NULL: it has its own
il_status ili_follow_create_for(il_scenario *lay, const ili_follow *first, ili_follow **out, il_error *err);

// ---- one person from moment to moment ----

/// The person solved, and factored: `ready` false where nobody can be followed from there. Only tasks that do not end by a rule.
/// @param who  its numbers are copied. @param q, act  the solution of il_scenario_run()
il_status ili_follow_begin(ili_follow *f, const il_task *task, const il_subject *who, const double *q, const double *act, bool *ready, il_error *err);
/// The same persons later, other numbers of tissue and nothing else, in n <= IL_LANES workspaces that share their memory and have begun, abreast; allocates nothing.
/// Their bits do not depend on each other. neighbour[k].who is the person now; .share: it begins at as many times the way from the solved posture to last[k],
/// 0: at the solved posture. @param last  [ili_follow_most] in and out: posture and prices, from those solved
void ili_follow_next(int n, ili_follow *const *f, double *const *last, ili_neighbour *neighbour);
/// Numbers of `last`. They and what ili_follow_begin() was given decide every bit of what is found.
int ili_follow_most(const il_model *m);

/// Can a test of strength feel these changes at all? False is certain: nothing that was changed acts on a coordinate that the test balances.
bool ili_strength_feels(const il_model *m, const il_task *task, const ili_changes *changes);
#endif

// follow_private.h - the workspace in which neighbours are followed, and the steps of one that is followed alone or among others
#ifndef ILI_FOLLOW_PRIVATE_H
#define ILI_FOLLOW_PRIVATE_H
#include "analysis/posture_slope.h"
#include "scenario/follow.h"
#include "scenario/laid.h"

enum { STEPS = 24, MOST = 256, HURRY = 20, PATIENCE = 60 }; ///< looks: who still strides after HURRY, and who is not found after PATIENCE, is lost

/// One neighbour on its way, a lane of its own.
typedef struct ili_follow_slot {
    int          who; ///< neighbour, or IL_NONE
    bool         tissue, capped;     ///< capped: its test goes all its way
    int          n, looks;           ///< steps kept; looks at it so far
    bool         joined[STEPS];      ///< the step was followed by the next one of the same neighbour
    int          learnt;             ///< steps that the neighbour before it in its chain left
    double       worst, moved, reserve; ///< what its last look found: imbalance [body weights], how far the next correction would go, the largest reserve
    double       way, norm[STEPS];   ///< norm: squared length of each step
    double      *q, *step, *habit;   ///< q: from the solved posture; step [STEPS*most] scaled
    hands        from, by;           ///< at the beginning of the test, and by its way
    double       upright[2*IL_TASK_MAX]; ///< of readings, then of their images
    ili_motion   motion;
    il_params   *laid;  ///< whose numbers the lane holds, tissue apart; NULL: not kept (of one person from moment to moment)
    bool         fresh; ///< laid is of the solved person at hand
    double      *last, last_share, last_way;       ///< [nq + nrow] where the neighbour before it ended: posture and prices
    double      *before, before_share, before_way; ///< and the one before that; share 0: there is none
} ili_follow_slot;

struct ili_follow {
    const il_model     *m;
    const ili_follow   *first;   ///< whose room it shares, or NULL
    const il_task      *task;
    il_scenario        *lay, *own_lay; ///< where the solved person is laid out and solved
    ili_slope          *slope;
    il_params          *p, *scratch; ///< of the solved person as laid out
    ili_arms            arms;
    il_posture_problem  problem;     ///< of the solved person
    ili_lane_problem    own;         ///< what it points at
    ili_lane_problem    lane[IL_LANES];
    ili_follow_slot     slot[IL_LANES];
    double             *size, *q_weight, *row_scale, *price;
    il_data            *shown;       ///< a neighbour in all lanes, for who looks at it
    int                 nrow, nz, most; ///< rows of the balance where held, else 0; unknowns; how many at most
    il_subject          who;
    double             *reserve;     ///< [nq] of the neighbour shown
    double             *block, *by_way, *right, *habit, *start, *own_habit, *unit, *first_watched; ///< first_watched [n]: what each neighbour's test watches at its beginning
    size_t              nfirst;
    ili_changes         later; ///< room for all numbers of tissue
    ili_nearness        near;
    atomic_int         *next;  ///< the neighbour that is handed out next, shared with others, or NULL
    const double       *began; ///< [nq] the solved person at the beginning of its test, or NULL
    bool                goes, begins; ///< a test that ends on its way; its beginning is being followed
    hands               from, by;
    double              way, over, over_by_way, base_first, sign, limit, way_unit;
    double              upright[2*IL_TASK_MAX];
};

typedef enum ili_verdict { ILI_GOES_ON, ILI_FOUND, ILI_LOST } ili_verdict;

/// Can arms that hang turn with the trunk?
bool ili_follow_hangs(const ili_follow *f);
/// Do its readings need moment arms?
bool ili_follow_arms(const ili_follow *f);
/// Lay out the solved person, at a share of the way, and factor; `ready` false where nobody can be followed from there.
il_status ili_follow_start(ili_follow *f, const il_subject *who, const double *q, const double *act, double way, bool *ready, il_error *err);
/// Put a neighbour into a lane; it begins `ahead` times as far from the solved posture as the one before it ended.
void ili_follow_enter(ili_follow *f, int lane, int who, const ili_neighbour *all, double ahead);
/// What becomes of the neighbour in a lane after a look `d` at it. @param right  [nz*every] what its misfit asks for, one in `every`
ili_verdict ili_follow_judge(ili_follow *f, const il_data *d, int lane, const double *right, int every, double worst, double reserve, ili_neighbour *all);
/// Imbalance of a lane into right, one in `every`. @return the largest; *reserve: the largest reserve
double ili_follow_misfit(ili_follow *f, int lane, double *right, int every, double *reserve);
/// What is told of a neighbour that is found in a lane: its posture, and its info.
void ili_follow_tell(const ili_follow *f, const il_data *d, int lane, ili_neighbour *n);
/// Look at all lanes of one solved person.
const il_data *ili_follow_look(ili_follow *f);
#endif

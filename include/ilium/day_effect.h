// ilium/day_effect.h - what a spasm and a stuck joint do, told with their sign; and whether spasm and what it irritates keep each other alive.
#ifndef ILIUM_DAY_EFFECT_H
#define ILIUM_DAY_EFFECT_H
#include "ilium/day.h"

// ---- effects: differences of two solves ----

/// One outcome of one change on one side in one posture. Not solved: NaN.
typedef struct il_day_effect {
    const il_tissue_effect *is;
    il_side                 side;
    const il_task_def      *posture;
    char                    outcome[IL_DAY_NAME]; ///< its name on this side
    const char             *unit;
    double                  without, with; ///< the outcome; mirrored ones with the sign of the side
    double                  low, high;     ///< with the change at the ends of its range
    double                  threshold;     ///< of the structure that suffers it, NaN where it is none
} il_day_effect;

typedef struct il_day_effects {
    int        n;
    il_day_effect *effect; ///< in the order of the table, postures inside, right before left
} il_day_effects;

/// Solve every effect of tissue->effect on both sides. @param person  shared parameters, with its conditions; @param tasks  outlives the result
il_status il_day_effects_create(const il_body *body, const il_params *person, const il_tissue *tissue, const il_tasks *tasks, int threads, const il_progress *progress,
                            il_day_effects **out, il_error *err);
void      il_day_effects_free(il_day_effects *e); ///< NULL is allowed
/// Does the change go as it is said? 1: yes, -1: the other way, 0: nothing is said, or less than is worth telling.
int       il_day_effect_agrees(const il_day_effect *e);

// ---- the loop: irritation -> floor on the guards -> load -> irritation ----
//
// With the floor a on the guards of a structure, in a posture that is kept for ever, it suffers load(a): its irritation goes towards E(a) = load over what
// is left of its threshold, less one. An irritation I keeps the floor at a(I) = guard r(I). The gain is the largest (E(a(I)) - E(0))/(I - E(0))
// over I where the reflex is awake: what comes back of an irritation beyond the posture's own. At one or more the loop keeps itself alive; below, it calms when what
// began it is over. No floor lasts above what its muscles can hold for ever (il_fatigue_threshold()): a stronger spasm tires. Solved at six floors, straight lines between; a muscle's own flow at its activation with the floor, without a new solve. What it inhibits
// is left out.

enum { IL_LOOP_FLOORS = 6 };

typedef struct il_day_loop {
    int                structure; ///< of the tissue
    il_side            side;
    const il_task_def *posture;
    double             floor[IL_LOOP_FLOORS], load[IL_LOOP_FLOORS];     ///< in the unit of what it suffers; NaN not solved
    double             active[IL_LOOP_FLOORS], passive[IL_LOOP_FLOORS]; ///< of a muscle that suffers lack of flow: activation, passive tension over strength
    double             holds;               ///< floor that the guards can hold for ever
    double             alone;               ///< E(0): what the posture does without any guarding
    double             adds;                ///< and what the whole guard adds
    double             gain;                ///< with the numbers as they are; NaN: the posture alone wakes the reflex
    double             gain_low, gain_high; ///< with the least and the strongest guard of its range
    double             critical;            ///< smallest guard at which the gain reaches one; NaN: none (the guards would tire first), or the posture alone wakes the reflex
    double             critical_low;        ///< the same with irritation, posture and threshold at the ends that feed it; NaN as above
} il_day_loop;

typedef struct il_day_loops {
    int      n;
    il_day_loop *loop; ///< postures inside structures
} il_day_loops;

/// The loop of each structure that is guarded, standing, sitting and lying on the back
il_status il_day_loops_create(const il_body *body, const il_params *person, const il_tissue *tissue, const il_tasks *tasks, int threads, const il_progress *progress,
                          il_day_loops **out, il_error *err);
void      il_day_loops_free(il_day_loops *l); ///< NULL is allowed
/// Gain and critical guard anew, with another tissue's numbers at the same solved postures.
void      il_day_loop_gain(il_day_loop *l, const il_tissue *tissue);
/// Does it keep itself alive where the posture alone would not wake the reflex?
bool      il_day_loop_lasts(const il_day_loop *l);

#endif

// arms.h - arms that a task holds somewhere, and what is in the hands
#ifndef ILI_ARMS_H
#define ILI_ARMS_H
#include "ilium/data.h"
#include "ilium/posture.h"
#include "ilium/scenario.h"

/// The arms of a model: right, left.
typedef struct ili_arms {
    int thorax, upper[2], fore[2], grip[2], top[2]; ///< bodies; landmarks: grip centre, acromion (on the thorax)
} ili_arms;

/// Resolve the names; false where a model has no such arms.
bool ili_arms_find(const il_model *m, ili_arms *arms);

/// Put the load into the hands: its mass joins the forearms at the grip centre.
void ili_arms_load(const ili_arms *arms, const il_task_hand_load *load, il_params *p);

/// Turn the welds. @param thorax  [9] the thorax in the room, for angles that count from the plumb line @param up  away from gravity
void ili_arms_turn(const ili_arms *arms, const il_task_arms *how, const double thorax[9], const double up[3], il_params *p);

/// The same for the trunk of each lane, as `d` has it. @param scratch  shared numbers, whose welds are lost @param p  a set a lane, turned
void ili_arms_turn_lane(const ili_arms *arms, const il_task_arms *how, const il_data *d, int lane, const double up[3], il_params *scratch, il_params *p);
void ili_arms_turn_lanes(const ili_arms *arms, const il_task_arms *how, const il_data *d, int nlane, const double up[3], il_params *scratch, il_params *p);

/// Arms held to the plumb line while the trunk turns: what they do to the shoulders is their weight there and a couple that does not change.
/// Moves their centres of mass into the shoulders. @param couple  [2] the couples, right and left, in the room @param com  [2*6] what was moved
void ili_arms_free(const ili_arms *arms, const il_task_arms *how, const double up[3], il_params *p, il_push couple[2], double com[12]);
void ili_arms_restore(const ili_arms *arms, const double com[12], il_params *p);
#endif

// task.h - a task with its names resolved
#ifndef ILI_TASK_H
#define ILI_TASK_H
#include "ilium/scenario.h"

typedef struct ili_task_value {
    int    coordinate;
    double value, sd;
} ili_task_value;

typedef struct ili_task_reading {
    il_reading_kind kind;
    int             marker[4]; ///< COORDINATE: marker[0] is the coordinate
    double          along[3], factor, zero;
} ili_task_reading;

struct il_task {
    const il_task_def *def;
    ili_task_value     start[IL_TASK_MAX], habit[IL_TASK_MAX];
    il_grip            grip[IL_TASK_MAX];
    il_hold            hold[IL_TASK_MAX];  ///< target: offset from where the marker starts
    il_push            load[IL_TASK_MAX];
    int                carries[IL_TASK_MAX]; ///< body, or IL_NONE
    il_place           place[IL_TASK_PLACES];
    ili_task_reading   reading[IL_TASK_MAX];
    bool              *pad_off; ///< [npad]
    il_task_arms       arms;    ///< of this side
    il_task_hand_load  hand_load;
    double             up[3], plane[IL_TASK_PLANES][4]; ///< of this side
};

/// What is read off at the posture in lane 0 of d (positions, markers, muscles and arms evaluated). @param up  away from gravity
double ili_task_read(const il_model *m, const ili_task_reading *reading, const il_data *d, const double up[3]);
#endif

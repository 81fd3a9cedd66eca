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
    double          along[3], across[3], factor, zero;
    bool            from_neutral;
} ili_task_reading;

/// What a reading may look at.
typedef struct ili_task_view {
    const il_model                *m;
    const il_data                 *d;    ///< positions, markers, muscles and arms evaluated
    int                            lane; ///< of d
    const double                  *up; ///< away from gravity
    int                            ngrip;
    const il_grip                 *grip;
    const il_posture_solution     *solution; ///< NULL: only landmarks
    double                         push, way;
} ili_task_view;

struct il_task {
    const il_task_def *def;
    il_side            side;
    ili_task_value     start[IL_TASK_MAX], habit[IL_TASK_MAX];
    il_grip            grip[IL_TASK_MAX];
    double             grip_to[IL_TASK_MAX], hold_to[IL_TASK_MAX];
    ili_task_reading   watch;
    il_push            strength;                 ///< of unit size
    int                stand;                    ///< marker, or IL_NONE
    int                balance[IL_TASK_BALANCE];
    il_hold            hold[IL_TASK_MAX];  ///< target: offset from where the marker starts
    il_push            load[IL_TASK_MAX];
    int                carries[IL_TASK_MAX]; ///< body, or IL_NONE
    il_place           place[IL_TASK_PLACES];
    ili_task_reading   reading[IL_TASK_MAX];
    bool              *pad_off; ///< [npad]
    il_task_arms       arms;    ///< of this side
    il_task_hand_load  hand_load;
    double             up[3], plane[IL_TASK_PLANES][4]; ///< of this side
    bool               even;                     ///< without a side, and its own mirror image: then
    ili_task_reading   image[IL_TASK_MAX];       ///< what each reading is of the posture's mirror image
    double            *usual; ///< [nq] where the usual person ended, of this side; NULL: not known
};

/// A start near the answer: where the usual person ended, the body's place in the room as much higher as this person's root is.
/// @param q  [nq] @param way  share of the way @return false: nobody knows
bool ili_task_usual(const il_task *task, const il_model *m, const il_params *p, double *q, double *way);

/// Is a task without a side its own mirror image? Then its readings of mirrored postures are laid out.
void ili_task_find_images(const il_model *m, il_task *task);

/// il_joint_reaction() and il_muscle_tension() in a lane of d.
void   ili_joint_reaction(const il_model *m, const il_params *p, const il_data *d, int lane, int body, double out[6]);
double ili_muscle_tension(const il_data *d, int lane, int muscle);

/// What is read off.
double ili_task_read(const ili_task_view *view, const ili_task_reading *reading);

/// Where a test ends: the smallest share of its way at which `watch` passes `limit`, found by going `steps` steps at least.
/// `guess`: where it is thought to lie, 0 where nobody knows. `go(user, s, &value)` does the test to share s and watches. On return it was last done at *way.
il_status ili_test_end(il_status (*go)(void *user, double s, double *value), void *user, double limit, bool change, int steps, double guess, double *way);
#endif

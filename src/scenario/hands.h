// hands.h - the numbers in which eight problems of one task may differ: those of the body, field by field, and those of hands, planes and loads
#ifndef ILI_HANDS_H
#define ILI_HANDS_H
#include "scenario/task.h"

enum { MAX_PUSHES = IL_TASK_MAX + 2, MAX_GRIPS = IL_TASK_MAX + 96 };

/// Numbers of a problem that lanes may differ in. Doubles and nothing else: it is added up as an array.
typedef struct hands {
    double plane[4*IL_TASK_PLANES], hold[IL_TASK_MAX], grip[IL_TASK_MAX], place[IL_TASK_PLACES], push[6*MAX_PUSHES];
    double effort, power, limit; ///< limit: where a test ends by a rule, in the units of what it watches
} hands;

/// The problem of one lane with what it points at.
typedef struct ili_lane_problem {
    il_posture_problem problem;
    il_hold            hold[IL_TASK_MAX];
    il_grip            grip[IL_TASK_MAX];
    il_place           place[IL_TASK_PLACES];
    il_push            push[MAX_PUSHES];
    double             plane[4*IL_TASK_PLANES];
} ili_lane_problem;

void ili_hands_read(const il_posture_problem *p, double limit, hands *out);
/// `base` with other hands, numbers and habit.
void ili_hands_lay(const hands *at, const il_posture_problem *base, const il_params *p, const double *habit, ili_lane_problem *out);

/// Where the test ends for a subject, in the units of what it watches.
double ili_end_limit(const il_task *task, const il_subject *who);

#define X(name, count, unit) +1
enum { NFIELD = 0 IL_PARAM_FIELDS(X) };
#undef X

/// Where the numbers of il_params stand, field by field.
typedef struct fields {
    double *at[NFIELD];
    int     count[NFIELD];
} fields;

void ili_fields_of(const il_model *m, const il_params *p, fields *out);
const char *ili_field_name(int field);
/// Does a field leave positions and paths alone? Muscles, ligaments, bushings, limits of joints.
bool ili_field_of_tissue(int field);
/// The muscle, or the bushing, that number `at` of a field belongs to, or IL_NONE.
int ili_field_muscle(int field, int at);
int ili_field_bushing(const il_model *m, int field, int at);

/// In which numbers one person differs from another.
typedef struct ili_change {
    int    field, at;
    double to;
} ili_change;

typedef struct ili_changes {
    int         n;
    ili_change *of;
    bool        tissue; ///< nothing but tissue
} ili_changes;

il_status ili_changes_find(const il_model *m, const il_params *from, const il_params *to, ili_changes *out, il_error *err);
/// Room for changes of all numbers of tissue.
il_status ili_changes_room(const il_model *m, ili_changes *out, il_error *err);
/// The changes of tissue alone, into that room: nothing is allocated.
void      ili_changes_of_tissue(const il_model *m, const il_params *from, const il_params *to, ili_changes *out);
void      ili_changes_free(ili_changes *c);
#endif

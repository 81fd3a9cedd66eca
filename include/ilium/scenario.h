// ilium/scenario.h - everything is a scenario: a body (who), a condition (what is changed), a task (what the body does) -> an outcome.
//
// A task is data (data/tests/tasks.yaml): support, what the examiner holds and carries, what is held or relaxed, and what is read off
// between landmarks. It is written for the tested side; {s} stands for that side's letter and {o} for the other's.
#ifndef ILIUM_SCENARIO_H
#define ILIUM_SCENARIO_H
#include "ilium/posture.h"
#include "ilium/side.h"

enum { IL_TASK_MAX = 48, IL_TASK_PLANES = 6, IL_TASK_PLACES = 16, IL_TASK_PARAMS = 8 };

// clang-format off
/// What is read off between landmarks a b c d. Angles in degrees, lengths in millimetres: the units of reports.
#define IL_READING_LIST(X) \
    X(IL_READ_LINE, "line")                 /* angle of the line a -> b above the horizontal, seen along `along` (the horizontal forward) */ \
    X(IL_READ_LINE_DIFFERENCE, "line_difference")     /* line a -> b minus line c -> d */ \
    X(IL_READ_LINE_MEAN, "line_mean")       /* mean of line a -> b and line c -> d */ \
    X(IL_READ_HEIGHT_DIFFERENCE, "height_difference") /* height of a minus height of b */ \
    X(IL_READ_PLATE, "plate")               /* angle of the x axis of end plate a above the horizontal */ \
    X(IL_READ_PLATES, "plates")             /* angle from end plate a to end plate b about z, positive in extension (lordosis) */ \
    X(IL_READ_COORDINATE, "coordinate")     /* coordinate a, times factor, plus zero */ \
    X(IL_READ_LENGTH_DIFFERENCE, "length_difference") /* distance a-b minus distance c-d */ \
    X(IL_READ_LEAN, "lean")                 /* angle of the line a -> b from the vertical towards `along` */ \
    X(IL_READ_DISTANCE, "distance")         /* from a to b */ \
    X(IL_READ_HEIGHT, "height")             /* of a above the room's origin, where planes with offset 0 lie */ \
    X(IL_READ_WAY, "way")                   /* share of its way that the test has gone, times factor */ \
    X(IL_READ_STRETCH, "stretch")           /* passive moment of muscles on coordinate a [N m], times factor; of a and b whichever is greater */ \
    X(IL_READ_HANDS, "hands")               /* generalised force of the grips on coordinate a [N m, N] */ \
    X(IL_READ_PUSH, "push")                 /* strength tasks: the greatest push that can be held [N]; with a and b times their distance [N m] */ \
    X(IL_READ_STRENGTH, "strength")         /* all that muscles can do at full activation on coordinate a in the direction of factor's sign */ \
                                            /* [N m]; with landmarks b and c divided by their distance [N] */
// clang-format on
#define X(name, text) name,
typedef enum il_reading_kind { IL_READING_LIST(X) IL_NREADING } il_reading_kind;
#undef X

/// Names of the words of data files.
const char *il_reading_text(il_reading_kind kind);

typedef struct il_task_value { ///< a coordinate and a value, in degrees or metres
    const char *coordinate;
    double      value, sd;     ///< sd: habit only
} il_task_value;

typedef struct il_task_grip {
    const char *coordinate;
    double      target, k; ///< [deg|m] [N m/rad | N/m]
    double      to;        ///< target when the test has gone all its way (il_task_end); as `target` where it stays
} il_task_grip;

typedef struct il_task_hold {
    const char *marker, *from;           ///< from NULL: held by the room
    double      direction[3], offset, k; ///< target = how far apart they are at the start + offset
    double      to;                      ///< offset when the test has gone all its way
} il_task_hold;

/// A force or couple. `carries`: as large as carries the weight of the limb beyond this body about that body's joint, straight up.
/// `tolerance`: in units of the person's stretch tolerance torque.
typedef struct il_task_load {
    const char *marker;
    double      force[3], moment[3];
    const char *carries;
    bool        tolerance;
    double      share[2]; ///< of it that acts at the beginning of the test and when it has gone all its way
} il_task_load;

typedef struct il_task_place {
    const char *marker, *relative_to;
    double      direction[3], value; ///< with relative_to NULL: relative to where the marker is at the start
} il_task_place;

typedef struct il_task_reading {
    const char     *test; ///< id of the finding it predicts
    il_side         side; ///< of the finding; NONE: the tested side
    il_reading_kind kind;
    const char     *marker[4];
    double          along[3], factor, zero;
    double          across[3];    ///< line, lean: in place of the vertical; 0: the vertical
    bool            mirrored;     ///< turns its sign on the left: coordinates of the midline
    bool            from_neutral; ///< less the same reading of this person standing upright
} il_task_reading;

/// A number that a task leaves open: its value now, and the range it may have.
typedef struct il_task_param {
    const char *name, *unit;
    double      value, low, high;
} il_task_param;

/// How a test ends that does not simply come to rest: grips, holds and loads go from where they begin all their way, until what is watched
/// passes a limit. It ends there, or at the end of the way.
typedef struct il_task_end {
    bool            present;
    il_task_reading watch;
    double          beyond;    ///< limit, in the units of the reading, or in stretch tolerances
    bool            change;    ///< of the reading since the beginning, in either direction
    bool            tolerance; ///< beyond is times the person's stretch tolerance
    double          steps;     ///< in how many steps the way is gone at least
} il_task_end;

enum { IL_TASK_BALANCE = 48 };

/// Isometric strength: the greatest push at a landmark that can be held in the start posture; coordinates not named are braced.
typedef struct il_task_strength {
    const char *marker; ///< NULL: no test of strength
    double      direction[3];
    double      yield; ///< how far balanced joints may give way [deg]
    const char *stand; ///< NULL, or the landmark under which the ground holds who stands (il_strength_problem)
    int         nbalance;
    const char *balance[IL_TASK_BALANCE];
} il_task_strength;

/// How one arm is held, from hanging straight down [deg]. Flexion forward, abduction outward, rotation inward about the upper arm.
typedef struct il_task_arm {
    double flexion, abduction, rotation, elbow;
    double reach; ///< > 0, with `room` only: flexion by which the straight arm's grip lies this far [m] in front of the shoulder
} il_task_arm;

/// Arms are welded to the thorax: no shoulder muscles, and what their holding costs is not in the effort.
/// `room`: angles count from the plumb line, whatever the trunk does; a hanging arm (all zero) loads its shoulder with weight alone.
typedef struct il_task_arms {
    bool        present, room;
    il_task_arm arm[2]; ///< right, left, as written for the right side
} il_task_arms;

/// A mass in the hands, at the grip centre; statics only. 0: none. `right`, `left`: held there (on the left side of a sided task exchanged).
typedef struct il_task_hand_load {
    double mass;
    bool   right, left;
} il_task_hand_load;

/// A task as data. `{0}` is empty. Strings belong to whoever read it.
typedef struct il_task_def {
    const char     *id, *name, *source;
    const char     *file;  ///< where it was read, for errors
    int             nparam;
    il_task_param   param[IL_TASK_PARAMS];
    bool            sided; ///< done on each side
    bool            held;
    double          up[3]; ///< away from gravity
    bool            plane_present[IL_TASK_PLANES];
    double          plane[IL_TASK_PLANES][4];
    bool            plane_fit[IL_TASK_PLANES];  ///< the plane stands where the start puts it (a chair adjusted to the person), plus its offset
    double          plane_bears[IL_TASK_PLANES]; ///< with fit: so deep in its pads that they bear this share of the body's weight
    bool            no_level;  ///< the pelvis is not levelled over legs of unequal length
    double          habit_width; ///< > 0: the habit is that many times wider in every angle (a posture set by places and effort)
    il_task_arms    arms;
    il_task_hand_load hand_load;
    int             npad, npad_off, nstart, nhabit, ngrip, nhold, nload, nplace, nreading;
    const char     *pad[IL_TASK_MAX];     ///< name or prefix with '*': only these pads bear; none named: all
    const char     *pad_off[IL_TASK_MAX]; ///< name or prefix with '*': pads that do not bear
    il_task_value   start[IL_TASK_MAX], habit[IL_TASK_MAX];
    il_task_grip    grip[IL_TASK_MAX];
    il_task_hold    hold[IL_TASK_MAX];
    il_task_load    load[IL_TASK_MAX];
    il_task_place   place[IL_TASK_PLACES];
    il_task_reading reading[IL_TASK_MAX];
    il_task_end     end;
    double          block_mm; ///< a block as high lies under the tested side's foot when the test has gone all its way
    il_task_strength strength;
    int             nusual;        ///< 0: not known
    const char *const *usual_name; ///< [nusual] coordinates
    const double   *usual;         ///< [nusual] where the usual person ended: a search that begins there is short. It decides nothing
    double          usual_way;     ///< share of its way that the test went there
} il_task_def;

struct il_tasks_memory;

/// All tasks of a file.
typedef struct il_tasks {
    int                     ntask;
    const il_task_def      *task;
    struct il_tasks_memory *memory;
} il_tasks;

/// The task of each home exercise (ilium/tasks.h reads them).
typedef struct il_exercise_tasks {
    int                 n;
    const il_task_def **task; ///< [n] NULL where it is not simulated
    int                 ndaily;
    const il_task_def **daily; ///< [ndaily] what people do every day
    int                 nread;
    il_tasks          **read;  ///< [nread] what they belong to
} il_exercise_tasks;

/// The task with this id, or NULL.
const il_task_def *il_tasks_find(const il_tasks *tasks, const char *id);

/// A task for one model and side: names resolved. Immutable.
typedef struct il_task il_task;
il_status       il_task_create(const il_model *m, const il_task_def *def, il_side side, il_task **out, il_error *err);
void            il_task_free(il_task *task);
int             il_task_reading_count(const il_task *task);
const char     *il_task_reading_test(const il_task *task, int i);
const il_task_def *il_task_definition(const il_task *task);

#define IL_EFFORT_AT 0.1 ///< activation at which efforts of different powers have the same slope

/// Who does it: numbers of the person with the condition, and what only the person knows.
typedef struct il_subject {
    const il_params *p;          ///< shared parameters
    const double    *habit;      ///< [nq] a turn either way at most, 100 m
    const double    *habit_sd;   ///< [nq] within the person, 1e-5 to 1000; 0 = none
    double           effort;     ///< lambda of p = 2, 0.01 to 10,000; asked of held postures alone
    double           way;        ///< with a start: where a test that ends by a rule is thought to end; 0 = nobody knows
    double           power;      ///< p of the effort, 2 to 10; 0 = 2. Another p costs as much a step at an activation of IL_EFFORT_AT as p = 2 does
    double           tolerance;  ///< stretch tolerance torque [N m], 0 to 10,000
} il_subject;

/// All solves of a task together: what settled, led to the end of a test, and was tried again, included.
typedef struct il_task_work {
    int solves, iterations, evaluations;
} il_task_work;

typedef struct il_outcome {
    il_posture_info     info; ///< of the last solve
    il_task_work        work;
    il_posture_solution solution; ///< lives in the workspace until its next solve
    double              reading[IL_TASK_MAX];
    double              way;  ///< share of its way that the test went (tasks that end by a rule), else 1
    double              push; ///< tests of strength: greatest push [N]
} il_outcome;

/// A workspace for tasks on one model; one a thread.
typedef struct il_scenario il_scenario;
il_status il_scenario_create(const il_model *m, int isa, il_scenario **out, il_error *err);
void      il_scenario_free(il_scenario *w);
/// Bytes that a workspace holds. They depend on the model alone, and no run takes more: what a solve needs is known before it.
size_t    il_scenario_size(const il_scenario *w);
/// Limits of every later run: iterations of all its solves together (0 = none but each solve's own), and who is asked before each iteration
/// whether to stop. A run that a limit ends is IL_POSTURE_NOT_CONVERGED, with the posture reached and info.residual of it; info.end says why.
void      il_scenario_limit(il_scenario *w, int iterations, bool (*stop)(void *user), void *user);
/// How long every later run may take, all its solves together, by the caller's own clock (which only ever rises; asked once at the beginning and before
/// each iteration). A run that ends so is IL_POSTURE_NOT_CONVERGED with info.end IL_POSTURE_END_TIME. @param clock  NULL: no limit
void      il_scenario_time_limit(il_scenario *w, double allowed, double (*clock)(void *user), void *user);
/// Solve. IL_BAD_VALUE: a number of `who` is none, or outside its range; the error names it.
/// @param start      [nq] where the solver begins, or NULL for the task's own start
/// @param start_act  [nmuscle] activations to begin with (held tasks), or NULL
il_status il_scenario_run(il_scenario *w, const il_task *task, const il_subject *who, const double *start, const double *start_act,
                          il_outcome *out, il_error *err);
/// The numbers of the last run: the person's, with the arms turned as at the solution, the load in the hands, and pads lifted. Lives until the next run.
const il_params *il_scenario_params(const il_scenario *w);

// ---- loads of structures at a solved posture ----

/// Force and moment that the body of joint `body` receives through its joint from its parent, in the joint's parent axes: (moment; force).
void il_joint_reaction(const il_model *m, const il_params *p, const il_data *d, int body, double out[6]);
/// Largest activation and mean of a set of muscles; resultant tensions.
double il_muscle_tension(const il_data *d, int muscle);

#endif

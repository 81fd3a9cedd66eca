// day_private.h - a day in its parts: what is fixed, what goes on from minute to minute, and what the body looks like in one posture
#ifndef ILI_DAY_PRIVATE_H
#define ILI_DAY_PRIVATE_H
#include "ilium/day.h"
#include "scenario/follow.h"
#include "scenario/motion_steps.h"

enum { ILI_DISC_FLEXION = 2, ILI_DISC_NORMAL = 3 }; ///< axes of a disc's bushing: it turns in flexion about z, and is pressed along x

/// Numbers of the body that the tissue's state changes: X(field of il_params, how many).
#define ILI_DAY_LAID(X) \
    X(muscle_act_max, nmuscle) X(muscle_tone, nmuscle) X(ligament_l_slack, nligament) X(ligament_k, nligament) X(bushing_rest, 6*nbushing)

/// What the loads of one posture do to tissue, as it was solved or followed last, and what it is followed from. All in d->state.
typedef struct ili_day_pose {
    double *solved;  ///< [1] 0: not yet, 1: held, 2: cannot be held
    double *q, *act; ///< [nq], [nmuscle]
    double *active, *passive; ///< [ngroup] activation, and passive tension over greatest force: means by strength
    double *length;  ///< [nligament] m
    double *strain;  ///< [nligament] elastic, over what had crept
    double *bend;    ///< [nbushing] elastic deflection in flexion [rad]
    double *press;   ///< [nbushing] compression [N]
    double *value;   ///< [nstructure] outcomes, where the structure suffers one
    double *suffers; ///< [nstructure] over their thresholds, but for lack of flow
    double *state;   ///< [nstate] of the tissue when it was solved
    double *first;   ///< [ngroup] activation when it was first taken
    double *from;    ///< [FROM_] what it is followed from
    double *from_q, *from_act, *from_laid, *from_state; ///< [nq], [nmuscle], [nlaid], [nstate] a posture that was solved, and the body's numbers then
    double *last;    ///< [nlast] where it was followed to
} ili_day_pose;

enum { FROM_ANY, FROM_FOUND, FROM_LOST, FROM_WAIT, FROM_SHORT, NFROM }; ///< is there any; how often it was followed from there; lost at once in a row; solves before it is tried again; what a motion lacked in the morning [N m]

/// All that changes: one block of doubles, so that a checkpoint is a copy.
#define ILI_DAY_STATE(X)                                                                                          \
    X(at, 8)                          /* minute, entry, minutes into it, activity, solves, postures followed; see AT_ */             \
    X(fatigued, ngroup) X(index, ngroup) X(missing, ngroup)                                                       \
    X(slack, nligament*IL_CREEP_TERMS) X(bent, nbushing*IL_CREEP_TERMS) X(lower, nbushing*IL_CREEP_TERMS)         \
    X(irritation, nstructure) X(load, nstructure)                                                                 \
    X(exposure, nstructure) X(above, nstructure) X(peak, nstructure) X(peak_at, nstructure) X(awake, nstructure)  \
    X(wound, nstructure) X(torn, nstructure) X(kept, nstructure) X(eased, ngroup)                                 \
    X(activation, ngroup) X(level, ngroup)                                                                        \
    X(starved, ngroup) X(failed, nphase)

enum { AT_MINUTE, AT_ENTRY, AT_INTO, AT_ACTIVITY, AT_SOLVES, AT_FOLLOWED };

struct il_day {
    const il_body     *body;
    const il_model    *m;
    const il_tissue   *tissue;
    const il_schedule *schedule;
    il_day_settings    set;
    il_params         *person, *p; ///< in the morning, and now
    il_scenario       *scenario;
    il_outcomes       *outcomes;
    il_subject         who;
    int                nmuscle, nligament, nbushing, nq, ngroup, nstructure, nphase, nstate, nlaid, nlast, npose; ///< npose: phases, then the parts of motions
    il_task          **task;        ///< [nphase]
    il_side           *phase_side;  ///< [nphase]
    int               *phase_of;    ///< [nactivity + 1] first phase of each activity
    int               *group_of;    ///< [nmuscle] il_day_group
    int               *slack_of, *bent_of, *lower_of; ///< [nligament], [nbushing]: of tissue->creep, or IL_NONE
    il_day_group      *group;
    const il_tissue_muscle **law;   ///< [ngroup]
    il_day_structure  *structure;
    int               *outcome_of;  ///< [nstructure] IL_NONE where it suffers something else
    int               *entry_of;    ///< [nentry] structure or group of an entry that takes no time
    bool              *guards, *inhibits; ///< [nstructure*ngroup]
    double            *capacity;    ///< [ngroup] for the solves of this step
    double            *tissue_now;  ///< [nstate]
    double            *value;       ///< [outcomes]
    double            *start_fatigued, *start_index, *start_missing; ///< [ngroup] of this step
    double            *mean_act, *sum; ///< [ngroup], [nstructure] time integrals over a step
    double            *spent;       ///< [npose] seconds of this step in each posture
    double            *rise;        ///< [ngroup]
    ili_day_pose      *pose;        ///< [npose] the same where two are the same posture
    int               *same_as;     ///< [npose] the first of the same posture
    ili_follow       **follow;      ///< [nphase] of each posture, at its first phase
    bool              *wanted;      ///< [npose] to be solved in this step
    int               *part_of;     ///< [nphase] the first part of a motion, or IL_NONE
    int               *whole_of;    ///< [npose] the phase of a part, or IL_NONE
    ili_motion_steps **steps;       ///< [nphase] of each motion, at its first phase
    bool              *begun, *ready; ///< [nphase] does it follow from pose->from? Can it?
    il_params         *then;        ///< the person when a posture was solved that others are followed from
    il_day_event       event[IL_DAY_EVENTS];
    int                nevent;
    bool               told;        ///< the events are of a step that is over
    double            *state;
    size_t             nvalue;      ///< of state
#define X(name, count) double *name;
    ILI_DAY_STATE(X)
#undef X
    void              *block;
};

/// Resolve groups, laws, creep and structures on the body. IL_BAD_VALUE names what the body has not.
il_status ili_day_resolve(il_day *d, il_error *err);

/// The tissue's state into d->p, with d->capacity as the muscles' bounds.
void ili_day_lay(il_day *d);
/// Memory for following postures: one workspace for each.
il_status ili_day_follow_create(il_day *d, il_error *err);
void      ili_day_follow_free(il_day *d);
/// Numbers of ILI_DAY_LAID.
int ili_day_laid(const il_model *m);
/// The tissue's state in one row, in units of the tolerance.
void ili_day_row(const il_day *d, double *row);
/// Follow postures, or solve them anew, where the tissue's state has changed since. @param wanted  [nphase] first phases of postures, IL_LANES at most
il_status ili_day_solve(il_day *d, const bool *wanted, il_error *err);
/// A posture as it was found: what it does to tissue. `as_solved`: numbers that outcomes are read with.
void ili_day_look(il_day *d, ili_day_pose *pose, const il_params *as_solved, const il_posture_solution *s);

/// Motions: a cycle is so many parts, each held as long as its share of the cycle.
enum { ILI_DAY_PARTS = 10 };
il_status ili_day_motion_create(il_day *d, il_error *err);
void      ili_day_motion_free(il_day *d);
/// Solve a part with the numbers of now.
il_status ili_day_motion_solve(il_day *d, int part, il_error *err);
/// The posture of a phase that is a motion: the mean of its parts.
void      ili_day_motion_mean(il_day *d, int phase);
/// The law of a group's fatigue in the cycle that a part belongs to. @param lack  share of flow that is missing over the whole cycle
il_fatigue_law ili_day_motion_law(const il_day *d, int part, int group, double *lack);
/// Call `hold` for each piece of a motion that began at `at`, between two times [s].
void      ili_day_motion_walk(il_day *d, int phase, double at, double from, double to, void (*hold)(il_day *d, int pose, double seconds));
/// Share of the flow that a group lacks in a posture; at rest it needs none.
double ili_day_lack(const il_day *d, const ili_day_pose *pose, int group);
/// What of an outcome loads a structure, in the unit of its threshold; none where the outcome goes the other way (tension, shear backward). NaN stays.
double ili_day_load(const il_tissue_structure *is, double value);
/// What a structure suffers in a posture, over its threshold.
double ili_day_suffers(const il_day *d, int structure, const ili_day_pose *pose);
/// "{side}" in a pattern as "right" or "left".
const char *ili_day_name(const char *pattern, il_side side, char out[IL_DAY_NAME]);
/// Is `name` one of a list separated by ';'?
bool ili_day_listed(const char *list, const char *name);
/// How far the reflexes guard and inhibit a group now, 0 to 1.
void ili_day_reflex(const il_day *d, int group, double *guard, double *inhibit);
/// Entries of the schedule that take no time: names to structures and groups, and what they do until one takes time.
il_status ili_day_resolve_triggers(il_day *d, il_error *err);
void      ili_day_moments(il_day *d);
/// Let a structure bear a load for some time: wounds heal, what is kept sensitises, irritation follows.
void ili_day_irritate(il_day *d, int structure, double load, double seconds);
/// What is torn into d->p: a part of ili_day_lay().
void ili_day_lay_torn(il_day *d);
/// The muscles whose lack of flow a structure suffers, or IL_NONE.
int  ili_day_group_of(const il_day *d, int structure);
/// Is ligament i one of those whose strain a structure suffers?
bool ili_day_has_ligament(const il_day *d, int structure, int i);
/// Tell what happened, with who took over.
void ili_day_happens(il_day *d, il_day_event_kind kind, int group, int structure, int phase, double value);
/// Creep of all terms of element i.
double ili_day_creep(const double *terms, int i);
#endif

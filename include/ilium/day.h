// ilium/day.h - a day or a week as scenarios one after the other: what tires, what lacks blood, what creeps, what takes over.
//
// A schedule is a list of activities; an activity is one posture held, or several in turn. Minute by minute the tissue's state goes into the
// body (fatigued muscles are weaker, crept ligaments longer and discs lower, irritated structures guarded), the postures are solved anew where
// that changed anything, and their loads go into the tissue, exactly (ilium/tissue.h). docs/day.md.
#ifndef ILIUM_DAY_H
#define ILIUM_DAY_H
#include "ilium/motion.h"
#include "ilium/outcome.h"
#include "ilium/scenario.h"
#include "ilium/tissue.h"

enum { IL_DAY_PHASES = 6, IL_DAY_EVENTS = 16, IL_DAY_TAKERS = 3, IL_DAY_NAME = 120, IL_DAY_CLOCK = 24 };

// ---- what is done ----

typedef struct il_day_phase {
    const il_task_def *task;    ///< held or relaxed, with its parameters set; of a motion: its name alone
    const il_motion   *motion;  ///< NULL, or a recorded motion that goes on, cycle after cycle
    il_side            side;    ///< NONE for a task that has none
    double             seconds; ///< 0: what the others leave of a repetition
} il_day_phase;

typedef struct il_day_activity {
    const char  *name;
    int          nphase;
    il_day_phase phase[IL_DAY_PHASES];
} il_day_activity;

typedef enum il_day_entry_kind {
    IL_DAY_DO,    ///< an activity for some minutes
    IL_DAY_HURT,  ///< takes no time: a structure is strained or torn
    IL_DAY_EASE,  ///< takes no time: from then on a group of muscles guards no more, or less
} il_day_entry_kind;

typedef struct il_day_entry {
    int               activity; ///< IL_NONE where it takes no time
    double            minutes;
    int               times;    ///< repetitions in that time, all phases in turn
    il_day_entry_kind kind;
    const char       *of;       ///< "iliolumbar_right": id of a structure of data/tissue/structures.csv with its side, or a group of muscles with its side
    double            severity; ///< 0 to 1
} il_day_entry;

struct il_schedule_memory;

/// Texts belong to whoever read it (ilium/io_day.h).
typedef struct il_schedule {
    const char                *id, *name, *source;
    double                     begins; ///< minutes after midnight
    int                        nactivity, nentry;
    const il_day_activity     *activity;
    const il_day_entry        *entry;
    struct il_schedule_memory *memory;
} il_schedule;

/// All minutes of a schedule.
double il_schedule_minutes(const il_schedule *s);
/// The time of day after so many minutes: "08:30", from the second day on "day 2 08:30".
const char *il_schedule_clock(const il_schedule *s, double minute, char out[IL_DAY_CLOCK]);

// ---- what is known of tissue (data/tissue) ----

/// A group of muscles and its laws.
typedef struct il_tissue_muscle {
    const char       *group;
    il_fatigue_law    fatigue;
    il_perfusion_law  perfusion;
    bool              borrowed; ///< no parameters are published for it: those of other muscles
} il_tissue_muscle;

#define IL_CREEP_LIST(X)                                                                              \
    X(IL_CREEP_LIGAMENT, "ligament") /* slack length grows by size times the elastic strain       */ \
    X(IL_CREEP_ANGLE, "angle")       /* rest angle in flexion goes size times the elastic angle   */ \
    X(IL_CREEP_HEIGHT, "height")     /* a disc gets lower by size mm for each kN of compression   */
#define X(name, word) name,
typedef enum il_creep_kind { IL_CREEP_LIST(X) IL_NCREEP } il_creep_kind;
#undef X

typedef struct il_tissue_creep {
    il_creep_kind kind;
    const char   *group; ///< of ligaments or joints
    il_creep_law  law;
    double        size;
} il_tissue_creep;

#define IL_SUFFERS_LIST(X)                                                                              \
    X(IL_SUFFERS_OUTCOME, "outcome")     /* an outcome by name, {side} and all                      */ \
    X(IL_SUFFERS_STRAIN, "strain")       /* the greatest strain of a group of ligaments             */ \
    X(IL_SUFFERS_ACTIVATION, "activation") /* mean activation of a group of muscles, by strength    */ \
    X(IL_SUFFERS_DEFICIT, "deficit")     /* the perfusion index of a group of muscles               */ \
    X(IL_SUFFERS_CLEARANCE, "clearance") /* an outcome: room that there is; nothing while it is more than the threshold, else threshold over it */
#define X(name, word) name,
typedef enum il_suffers { IL_SUFFERS_LIST(X) IL_NSUFFERS } il_suffers;
#undef X

/// A structure that can be loaded too long: what it suffers over what is thought bearable.
typedef struct il_tissue_structure {
    const char      *id, *name;
    il_suffers       suffers;
    const char      *of;        ///< name of the outcome or the group; a structure of a side stands once with {side} and is made on both
    double           threshold; ///< in the unit of what it suffers; at a load of one threshold exposure grows by one hour an hour
    double           low, high; ///< how far it is known
    const char      *low_status, *high_status; ///< as status: a published end, or a guess of ours ("assumed")
    const char      *unit;
    const char      *guards, *inhibits; ///< groups of muscles of the same side, separated by ';'
    const char      *pattern;   ///< of data/regions/pain_patterns.csv: where it is felt; "" not known
    const char      *source, *status; ///< status: "found", "recalled", "derived" or "assumed"
} il_tissue_structure;

/// A condition that irritates a structure from the morning on.
typedef struct il_tissue_trigger {
    const char *condition; ///< id of data/conditions
    const char *structure; ///< {side}: that of the condition
    const char *source, *status;
} il_tissue_trigger;

/// An outcome of a spasm or of a stuck joint that something is said of (ilium/day_effect.h).
typedef struct il_tissue_effect {
    const char *effect, *name;    ///< the change
    const char *parameter;        ///< of ilium/condition.h, on one side
    double      value, low, high; ///< in its unit
    const char *postures;         ///< ids of tasks, separated by ';'; at most four
    const char *outcome;          ///< {side}: that of the change, {other}: the other
    bool        mirrored;         ///< its sign turns with the side
    int         says;             ///< what is said to happen to it: 1 up, -1 down, 0 nothing
    double      worth;            ///< a difference below it is hardly any
    const char *what;             ///< in words
    const char *pattern;          ///< of data/regions/pain_patterns.csv, separated by ';'
    const char *source, *status;
} il_tissue_effect;

/// A number of data/tissue with its range: what a sweep varies.
typedef struct il_tissue_number {
    const char *id;       ///< "fatigue_hip.recovery", "iliolumbar_{side}.threshold", "ligament.sacroiliac.size"
    double      value, low, high;
    const char *unit, *source, *status;
    bool        leads;    ///< one of the few that a short sweep varies
    int         structure; ///< whose threshold it is, or IL_NONE
} il_tissue_number;

struct il_tissue_memory;

typedef struct il_tissue {
    int                        nmuscle, ncreep, nstructure, ntrigger, neffect, nnumber;
    const il_tissue_muscle    *muscle;
    const il_tissue_creep     *creep;
    const il_tissue_structure *structure;
    const il_tissue_trigger   *trigger;
    const il_tissue_effect    *effect;
    const il_tissue_number    *number;
    il_irritation_law          irritation;
    il_injury_law              injury;
    il_posture_law             kept;
    struct il_tissue_memory   *memory;
} il_tissue;

// ---- the day ----

typedef struct il_day_settings {
    double step;      ///< most minutes at a time
    double tolerance; ///< a posture is solved anew when capacity, floor or creep strain of any part has changed by this much since
    bool   exact;     ///< every posture is solved, none followed from the last: the same day, some four times slower
    bool   reflex;    ///< irritation guards and inhibits: no number of it is published
} il_day_settings;
il_day_settings il_default_day_settings(void); ///< 1 minute, 0.002, with reflexes

/// A group of muscles of one side.
typedef struct il_day_group {
    const char *name;
    il_side     side;
    double      strength; ///< sum of greatest forces [N]
} il_day_group;

/// A structure on one side.
typedef struct il_day_structure {
    const il_tissue_structure *is;
    il_side                    side;
} il_day_structure;

typedef enum il_day_event_kind {
    IL_DAY_TIRES,   ///< capacity of a group fell below 90, 75, 50 or 25 %
    IL_DAY_STARVES, ///< its perfusion index passed one half
    IL_DAY_GUARDS,  ///< a structure's irritation woke the reflex
    IL_DAY_CALMS,   ///< and the reflex sleeps again
    IL_DAY_FAILS,   ///< a posture can no longer be held
    IL_DAY_INJURED, ///< a structure was hurt: by the schedule, or by a condition in the morning
    IL_DAY_EASED,   ///< a group's guarding was taken away
    IL_DAY_TRIGGER_POINT, ///< a muscle has lacked blood for so long that its irritation woke the reflex: a candidate, a hypothesis
} il_day_event_kind;

/// Something that happened, and which groups of muscles took over: those whose activation in this posture has risen most since it was first taken.
typedef struct il_day_event {
    il_day_event_kind kind;
    int               group, structure;      ///< IL_NONE where it is about none
    int               phase;                 ///< the posture it happened in
    int               ntaker, taker[IL_DAY_TAKERS]; ///< groups, the largest rise first
    double            rise[IL_DAY_TAKERS];   ///< of activation
    double            minute;                ///< since the schedule began
    double            value;                 ///< capacity, index or irritation
} il_day_event;

/// What a structure or group went through since the beginning.
typedef struct il_day_total {
    double exposure; ///< hours at one threshold
    double above;    ///< hours above it
    double peak;     ///< largest load over threshold, averaged over a step
    double peak_at;  ///< [minutes]
} il_day_total;

typedef struct il_day il_day;

/// @param person  shared parameters of the person with the conditions; copied
/// body, tissue and schedule must outlive it.
il_status il_day_create(const il_body *body, const il_params *person, const il_tissue *tissue, const il_schedule *schedule, const il_day_settings *settings,
                        il_day **out, il_error *err);
void      il_day_free(il_day *d); ///< NULL is allowed

/// Let a condition of the person irritate what data/tissue/triggers.csv says, as an injury that is there: to be called before the next step. What the
/// condition changes in the body stands in `person` already. A condition without a row changes nothing.
void      il_day_condition(il_day *d, const char *condition, il_side side, double severity);
/// Hurt a structure now. @param loosen  its ligaments lose stiffness, as by a tear
void      il_day_hurt(il_day *d, int structure, double severity, bool loosen);

/// The next minutes. Sets *done, and does nothing more, when the schedule is at its end. Allocates nothing.
il_status il_day_step(il_day *d, bool *done, il_error *err);

double il_day_minute(const il_day *d);   ///< since the beginning
int    il_day_activity_now(const il_day *d); ///< that of the last step
int    il_day_solves(const il_day *d);   ///< postures solved from their beginning
int    il_day_followed(const il_day *d); ///< and followed from where they were last
int    il_day_events(const il_day *d, const il_day_event **event); ///< of the last step

int                     il_day_groups(const il_day *d);
const il_day_group     *il_day_group_at(const il_day *d, int group);
double                  il_day_activation(const il_day *d, int group); ///< mean over the last step, by strength
double                  il_day_capacity(const il_day *d, int group);   ///< share of strength that is not fatigued
double                  il_day_deficit(const il_day *d, int group);    ///< perfusion index
double                  il_day_missing(const il_day *d, int group);    ///< seconds of full activation asked for and not given, since the beginning
int                     il_day_structures(const il_day *d);
const il_day_structure *il_day_structure_at(const il_day *d, int structure);
double                  il_day_suffered(const il_day *d, int structure);   ///< load over its threshold, mean of the last step
double                  il_day_irritation(const il_day *d, int structure);
double                  il_day_guarding(const il_day *d, int group);       ///< activation that reflexes keep it above now, 0 when none is awake
il_day_total            il_day_total_of(const il_day *d, int structure);
void                    il_day_rank(const il_day *d, int *order); ///< [structures] the most exposed first
/// "sacroiliac_right": the structure's id with its side.
const char             *il_day_structure_id(const il_day *d, int structure, char out[IL_DAY_NAME]);
double                  il_day_flexion_creep(const il_day *d);             ///< degrees that the lumbar discs bend further at rest
double                  il_day_height_loss(const il_day *d);               ///< mm that the lumbar discs are lower
const il_task_def      *il_day_phase_task(const il_day *d, int phase);
il_side                 il_day_phase_side(const il_day *d, int phase);

// ---- what is kept of a day ----

/// An event, once where both sides did the same.
typedef struct il_day_happening {
    il_day_event event;
    bool         both;
    bool         again; ///< it has happened before; a muscle that tired before tired no further by a quarter
    int          activity;
} il_day_happening;

/// What happened, and samples at equal times. `{.every = minutes}` is an empty one; free with il_day_log_free().
typedef struct il_day_log {
    double            every;
    int               nhappening, nsample;
    il_day_happening *happening;
    int              *activity;              ///< [nsample]
    double           *minute;                ///< [nsample]
    double           *activation, *capacity, *deficit; ///< [nsample*groups]
    double           *load, *irritation;     ///< [nsample*structures]
    double           *flexion, *height;      ///< [nsample] creep of the lumbar discs [deg, mm]
    int               happening_room, sample_room;
} il_day_log;

/// Keep what the last step did; a sample where `every` minutes have passed. @return false when memory ran out
bool    il_day_log_take(il_day_log *log, const il_day *d);
void    il_day_log_free(il_day_log *log);
/// The same for a checkpoint: bytes of so many happenings and samples of a day, and all of a log written there or read from there.
size_t  il_day_log_size(const il_day_log *log, const il_day *d, int nhappening, int nsample);
void    il_day_log_save(const il_day_log *log, const il_day *d, void *bytes);
/// @return false when memory ran out
bool    il_day_log_load(il_day_log *log, const il_day *d, int nhappening, int nsample, const void *bytes);
/// Name and side of what an event is about: a group, a structure, or the posture that failed.
const char *il_day_event_name(const il_day *d, const il_day_event *e);
il_side     il_day_event_side(const il_day *d, const il_day_event *e);

/// The state between two steps, for a checkpoint: a day that is loaded goes on with the same bits.
size_t    il_day_state_size(const il_day *d);
void      il_day_save(const il_day *d, void *state);
il_status il_day_load(il_day *d, const void *state, size_t size, il_error *err);

#endif

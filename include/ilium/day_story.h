// ilium/day_story.h - the day of a person: as found, beside the same person without any condition, without each of them, and with one change.
//
// Danger first: of a person whose screen or scope forbids a ranking nothing is simulated, as in il_assess(); a change that is a treatment asks
// il_treatment_permit(). Several days are lived at once on threads, each also in half steps, which is the noise that a difference must pass.
// Load is not pain: a story tells loads, and which muscles took over from which.
#ifndef ILIUM_DAY_STORY_H
#define ILIUM_DAY_STORY_H
#include "ilium/day_compare.h"
#include "ilium/plan.h"

enum { IL_DAY_CAUSES = 8, IL_DAY_BODIES = 6, IL_DAY_WORDS = 200 };

/// What makes a person differ: a condition, or one parameter of data/conditions/parameters.csv.
typedef struct il_day_cause {
    int               condition; ///< of the knowledge; IL_NONE: a parameter
    il_parameter_kind parameter;
    char              target[IL_TARGET];
    il_side           side;
    double            amount;    ///< severity from 0 to 1, or the parameter's value
} il_day_cause;

/// "leg short (bone), right: 21 mm shorter". Returns `out`.
const char *il_day_cause_words(const il_knowledge *k, const il_day_cause *c, char out[IL_DAY_WORDS]);
il_status   il_day_cause_apply(const il_knowledge *k, const il_body *body, const il_day_cause *c, il_params *p, il_error *err);

typedef enum il_day_change_kind {
    IL_DAY_CHANGE_SCHEDULE, ///< something else is done
    IL_DAY_CHANGE_TREATMENT,///< a treatment of the data
    IL_DAY_CHANGE_WITH,     ///< a condition or parameter more
    IL_DAY_CHANGE_WITHOUT   ///< a condition less
} il_day_change_kind;

/// One change of the day; il_day_change_read() (ilium/io_day.h) makes it from words.
typedef struct il_day_change {
    il_day_change_kind kind;
    char               words[IL_DAY_WORDS]; ///< "5 minutes of rest in every 60"
    il_schedule       *schedule;            ///< SCHEDULE; refers to texts of the schedule that it changes
    il_treatment_wish  wish;                ///< treatment: that it is, or by whose rules it is permitted; IL_NONE: a thought alone
    double             weeks;               ///< of treatment; 0: at full effect
    il_day_cause       cause;               ///< WITH, WITHOUT
} il_day_change;

typedef struct il_day_story_request {
    const il_knowledge      *knowledge;
    const il_body           *body;
    const il_tissue         *tissue;
    const il_schedule       *schedule;
    const il_params         *healthy;    ///< the person without any condition: il_day_person()
    const il_body_sizes     *sizes;      ///< what `healthy` was made of, or NULL: the built-in body; with an assessment those of its person are told
    int                      ncause;     ///< as given; with an assessment those are told that it found
    il_day_cause             cause[IL_DAY_CAUSES];
    const il_assess_request *assess;     ///< the visit, or NULL
    const il_assessment     *assessment; ///< what il_assess() answered, or NULL
    const il_day_change     *change;     ///< or NULL
    double                   every;      ///< minutes between samples
    bool                     no_reflex;
    bool                     alone;      ///< only the day as found: nothing to compare with
    int                      bodies;     ///< of the posterior set that are lived besides the leading one; 0: as many as hold nine tenths of it, at most two
    int                      threads;    ///< 0 = one a processor; the result does not depend on it
} il_day_story_request;

/// X(name, outcome, words, where positive, where negative): what of a posture is told.
// clang-format off
#define IL_DAY_FACT_LIST(X) \
    X(OBLIQUITY, "posture.pelvic_obliquity_deg", "deg", "the pelvis drops to the left", "the pelvis drops to the right")                          \
    X(LEAN,      "posture.c7_s1_right_deg",      "deg", "the trunk leans to the right", "the trunk leans to the left")                            \
    X(FORWARD,   "posture.c7_s1_forward_deg",    "deg", "the trunk leans further forward", "the trunk leans less forward")                                    \
    X(LORDOSIS,  "posture.lordosis_L1_S1_deg",   "deg", "the lumbar spine is more lordotic", "the lumbar spine is flatter")                       \
    X(HIP_RIGHT, "hip.right.contact_n",          "N",   "the right hip is pressed more", "the right hip is pressed less")                         \
    X(HIP_LEFT,  "hip.left.contact_n",           "N",   "the left hip is pressed more", "the left hip is pressed less")                           \
    X(SIJ_RIGHT, "sij.right.nutation_deg",       "deg", "the right hip bone turns backward on the sacrum", "the right hip bone turns forward on the sacrum")         \
    X(SIJ_LEFT,  "sij.left.nutation_deg",        "deg", "the left hip bone turns backward on the sacrum", "the left hip bone turns forward on the sacrum")
#define X(name, outcome, unit, more, less) IL_DAY_FACT_##name,
typedef enum il_day_fact { IL_DAY_FACT_LIST(X) IL_DAY_FACTS } il_day_fact;
#undef X
// clang-format on

/// A day that was lived.
typedef struct il_day_life {
    char               words[IL_DAY_WORDS]; ///< "as found", "without any condition", "with heel lift, right"
    const il_schedule *schedule;
    il_params         *person;
    int                ncause;
    il_day_cause       cause[IL_DAY_CAUSES];
    il_day            *day;
    il_day_log         log;
    il_day            *half;                ///< NULL where no noise is asked for
    il_day_log         half_log;
    double            *fact;                ///< [phases*IL_DAY_FACTS] of the morning's postures; NaN where one was not solved
} il_day_life;

/// A body that the findings allow beside the leading one.
typedef struct il_day_body {
    double weight; ///< posterior probability
    char   words[IL_DAY_WORDS];
    int    life, changed; ///< of the lives; changed IL_NONE without a change
} il_day_body;

/// Two lives beside each other.
typedef struct il_day_pair {
    char               words[IL_DAY_WORDS]; ///< of what makes the difference: "leg short (bone), right: 21 mm shorter"
    int                before, after;       ///< of the lives
    int                cause;               ///< of the causes; IL_NONE: the change, or all causes together
    bool               is_change;
    il_day_comparison *is;
} il_day_pair;

typedef struct il_day_story {
    il_day_story_request r;
    bool          simulated;         ///< false: the screen or the scope forbids it, or the change is refused; nothing was lived
    il_refusal    refusal;           ///< of the change
    const char   *why;               ///< of that; ""
    int           ncause;
    il_day_cause  cause[IL_DAY_CAUSES];
    il_body_sizes sizes;             ///< of the person without any condition
    double        weight;            ///< posterior probability of the body that is told; NaN: given, not found
    double        covered;           ///< of all bodies that were lived
    int           nlife, npair, nbody;
    il_day_life  *life;
    il_day_pair  *pair;
    il_day_body   body[IL_DAY_BODIES];
    int           present, healthy, changed; ///< of the lives; IL_NONE where there is none
    int           unsolved;
} il_day_story;

/// The numbers of the person of an assessment, without any condition.
il_status il_day_person(const il_assess_request *assess, il_params **out, il_error *err);

/// Prepare the lives: screened, permitted, bodies chosen. Nothing is lived yet.
il_status il_day_story_begin(const il_day_story_request *request, il_day_story **out, il_error *err);
/// Live them all and compare. @return IL_CANCELLED, or the first fault
il_status il_day_story_live(il_day_story *s, const il_progress *progress, il_error *err);
/// The day of one life in the morning, for who steps it alone (a checkpoint): in life[].day.
il_status il_day_story_wake(il_day_story *s, int life, il_error *err);
void      il_day_story_free(il_day_story *s); ///< NULL is allowed

/// The least and the greatest exposure of a structure over the bodies that the findings allow, with the change or without. @return false: there is one body only
bool      il_day_story_range(const il_day_story *s, int structure, bool changed, double range[2]);

#endif

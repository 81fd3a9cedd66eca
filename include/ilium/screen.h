// ilium/screen.h - the safety screen: what must be ruled out before anything else is said. It runs first, at every visit.
//
// A row of the rule table is a red flag or a limit of validity. A row is positive, negative or not asked; not asked is never no.
// The screen fails closed: a table that is empty, or lacks a row that the code requires, or weakens one, refuses to rank.
// Rows that warn act even when their source is only recalled; rows that reassure need a found source and lower no level.
#ifndef ILIUM_SCREEN_H
#define ILIUM_SCREEN_H
#include "ilium/base.h"

enum { IL_SCREEN_MAX_ROWS = 192 };

typedef enum il_answer { IL_NOT_ASKED, IL_NO, IL_YES } il_answer;

/// How grave a positive row is. EMERGENCY: no ranking, act now. URGENT: precedes the ranking, withholds treatment. WATCH: shown.
typedef enum il_level { IL_LEVEL_NONE, IL_LEVEL_WATCH, IL_LEVEL_URGENT, IL_LEVEL_EMERGENCY } il_level;

/// What a row warns or says. NEVER_CLEARS: a normal result that clears no flag (it is printed so); REASSURES: printed, lowers no level.
typedef enum il_flag_role { IL_ROLE_WARNS, IL_ROLE_REASSURES, IL_ROLE_NEVER_CLEARS } il_flag_role;

/// Whether the number behind a row was read in its source, remembered, or chosen by us.
typedef enum il_source_status { IL_SOURCE_NONE, IL_SOURCE_FOUND, IL_SOURCE_RECALLED, IL_SOURCE_ASSUMED } il_source_status;

// clang-format off
/// Where a row's truth comes from: X(name, text in the table). ASK: the answer to its question; COUNT: how many rows of a group are open;
/// the others: a fact about the person or the findings of the visit, compared with the row's value.
#define IL_FLAG_FROM_LIST(X) \
    X(IL_FROM_ASK, "ask") X(IL_FROM_COUNT, "count")                                                                      \
    X(IL_FROM_AGE, "age")                           /* years */                                                          \
    X(IL_FROM_BMI, "bmi")                           /* kg/m2 */                                                          \
    X(IL_FROM_FEMALE, "female")                     /* 1 or 0 */                                                         \
    X(IL_FROM_STRENGTH, "strength_grade")           /* lowest grade 0-5 of any tested leg or hip muscle */               \
    X(IL_FROM_STRENGTH_LIMITED, "strength_limited") /* 1: a strength test was below normal, or stopped by pain or fear */\
    X(IL_FROM_BELOW_KNEE, "pain_below_knee")        /* 1: pain drawn below the knee, or a test stopped by pain there */  \
    X(IL_FROM_SADDLE, "saddle_drawn")               /* 1: pain drawn in the genital or perineal region */                \
    X(IL_FROM_BOTH_LEGS, "both_legs_drawn")         /* 1: pain drawn in both legs below the buttock fold */              \
    X(IL_FROM_HIP_REGION, "hip_region_drawn")       /* 1: pain drawn in groin, hip, thigh or knee */                     \
    X(IL_FROM_SADDLE_SENSE, "saddle_sensation")     /* grade 0-2 of sensation found at S3-S5 */                          \
    X(IL_FROM_CORD, "cord_sign_found")              /* 1: clonus or an upgoing toe was found */                          \
    X(IL_FROM_BOTH_WEAK, "both_legs_weak")          /* 1: a key muscle below grade 5 was found in each leg */              \
    X(IL_FROM_NO_GAIN, "weeks_without_gain")        /* weeks since a visit from which neither pain nor function improved */ \
    /* what the record holds elsewhere, where the item that asks for it was never answered yes */                        \
    X(IL_FROM_ACCIDENT, "weeks_since_accident")     /* weeks since a traffic accident after which no image is recorded */ \
    X(IL_FROM_BLOOD_THINNER, "blood_thinner_recorded") X(IL_FROM_BONE_MEDICINE, "bone_medicine_recorded") X(IL_FROM_STEROID, "steroid_recorded")
#define X(name, text) name,
typedef enum il_flag_from { IL_FLAG_FROM_LIST(X) IL_NFROM } il_flag_from;
#undef X
// clang-format on

typedef enum il_compare { IL_COMPARE_NONE, IL_LESS, IL_LESS_EQUAL, IL_GREATER, IL_GREATER_EQUAL, IL_EQUAL } il_compare;

/// One row of data/safety/red_flags.csv. Texts live as long as the table they were read from; absent ones are "".
typedef struct il_screen_rule {
    const char      *id;
    const char      *question;    ///< the item as asked, or what the row derives
    const char      *condition;   ///< what it may mean (never printed in patient mode)
    const char      *action;      ///< what to do now
    const char      *groups;      ///< names of counted groups the row belongs to, separated by `;`
    const char      *count_of;    ///< IL_FROM_COUNT: the group that is counted; of several, separated by `;`, each must be reached
    const char      *source;
    il_flag_from     from;
    il_compare       compare;
    double           value;
    il_level         level;       ///< level when positive
    il_flag_role     role;
    il_source_status status;
    bool             key;         ///< not asked: "screening incomplete"
    bool             record_only; ///< positive: outside what the program was made for; screen and record, no ranking
    int              sex;         ///< applies to: 0 anyone, 'F', 'M'
    double           age_min;     ///< applies from this age [years]
    double           age_max;     ///< applies below this age [years]; 0 = no limit
    int              line;        ///< in the file, for errors
} il_screen_rule;

typedef struct il_screen_rules {
    int                   nrule;
    const il_screen_rule *rule; ///< [nrule]
    const char           *file; ///< where they were read from, for errors
} il_screen_rules;

typedef struct il_fact {
    bool   known;
    double value;
} il_fact;

/// What one visit says. Oldest visit first.
typedef struct il_screen_visit {
    const char      *date;          ///< for reports; may be NULL
    il_fact          fact[IL_NFROM]; ///< facts by il_flag_from (ASK and COUNT unused); `{0}` = not known
    int              nanswer;
    const char *const *answer_id;   ///< [nanswer] rule ids
    const il_answer *answer;        ///< [nanswer]
} il_screen_visit;

typedef struct il_screen_input {
    int                    nvisit;
    const il_screen_visit *visit; ///< [nvisit]
} il_screen_input;

/// A positive row.
typedef struct il_screen_hit {
    int      rule;
    int      visit;    ///< latest visit at which it was positive
    il_level level;    ///< its level now: that of the row, or WATCH once a later visit answered no
    bool     open;     ///< false: urgent or worse earlier, and a later visit answered no (shown: confirm that it was examined)
    bool     stale;    ///< positive earlier and not asked again at the latest visit: stays open
} il_screen_hit;

// clang-format off
/// Why something is withheld: X(name, id of the text in notices.csv).
#define IL_SCREEN_REASON_LIST(X) \
    X(IL_REASON_EMERGENCY, "screen_emergency")      /* rule: the row */ \
    X(IL_REASON_URGENT, "screen_urgent")                                \
    X(IL_REASON_INCOMPLETE, "screen_incomplete")                        \
    X(IL_REASON_RECORD_ONLY, "screen_record_only")                      \
    X(IL_REASON_AGE_UNKNOWN, "screen_age_unknown")                      \
    X(IL_REASON_NO_VISIT, "screen_no_visit")                            \
    X(IL_REASON_MYOTOMES, "screen_myotomes_first")
#define X(name, notice) name,
typedef enum il_screen_reason_kind { IL_SCREEN_REASON_LIST(X) IL_NSCREEN_REASON } il_screen_reason_kind;
#undef X
// clang-format on

typedef struct il_screen_reason {
    il_screen_reason_kind kind;
    int                   rule; ///< the row it comes from, or -1
} il_screen_reason;

/// What the screen found. Indices are into the rule table. `{0}` allows nothing.
typedef struct il_screen_result {
    il_level         level;
    bool             complete;          ///< every key row that applies was asked at the latest visit
    bool             rank_allowed;      ///< false: emergency, outside validity, or no visit
    bool             treat_allowed;     ///< false also: urgent, or screening incomplete
    bool             record_only;       ///< outside validity: screen and record only
    bool             strength_withheld; ///< strength is reduced or limited and no myotome screen is recorded: it must not enter the ranking
    int              nhit;
    il_screen_hit    hit[IL_SCREEN_MAX_ROWS];     ///< gravest first, then table order
    int              nmissing;
    int              missing[IL_SCREEN_MAX_ROWS]; ///< rows not asked at the latest visit, key rows first
    int              nmissing_key;                ///< the first so many of `missing` are key
    int              nreason;
    il_screen_reason reason[IL_SCREEN_MAX_ROWS];
} il_screen_result;

/// Is the table whole? Every required row is there once, at its level or graver, key where it must be, with question, action and source;
/// rows that reassure have a found source. @return IL_BAD_VALUE with the id of the first row at fault
il_status il_screen_check(const il_screen_rules *rules, il_error *err);

/// Screen a person over all visits. The latest visit decides; what was positive earlier and not answered no since stays open at its level.
/// Checks the table first. An unknown id among the answers is IL_BAD_VALUE. On any failure `out` allows nothing.
il_status il_screen_run(const il_screen_rules *rules, const il_screen_input *in, il_screen_result *out, il_error *err);

/// May a test or exercise be proposed? False when an open row forbids it.
/// @param forbidden_by  ids of rows or names of groups, separated by `;` (as in tests.csv); an emergency forbids everything
bool il_screen_permits(const il_screen_rules *rules, const il_screen_result *result, const char *forbidden_by);

/// The row with this id, or -1.
int il_screen_find(const il_screen_rules *rules, const char *id);

/// "EMERGENCY", "URGENT", "WATCH", "none".
const char *il_level_text(il_level level);

/// Id in notices.csv of the sentence for a reason.
const char *il_screen_reason_notice(il_screen_reason_kind kind);

/// Ids that the code requires of every table, for tests and documents. @param index 0, 1, ...; returns NULL after the last
const char *il_screen_required(int index);

#endif

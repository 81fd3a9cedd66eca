// ilium/treatment.h - what can be done: treatments as changes of a body with their course, exercises, what forbids them, what trials and guidelines say.
//
// Tables of data/treatments (docs/treatments.md), read with the clinical tables into il_knowledge. What a treatment does not do mechanically is not simulated.
// Lists in texts are separated by `;`. Load is not pain: what is simulated and what trials found stand apart everywhere.
#ifndef ILIUM_TREATMENT_H
#define ILIUM_TREATMENT_H
#include "ilium/assessment.h"
#include "ilium/condition.h"
#include "ilium/screen.h"

struct il_knowledge;
struct il_body;

// clang-format off
/// What a treatment is: X(name, word in the table). REFERRAL: outside this clinician's scope, named without dose. RECORD: recorded only, never advised.
/// PROGRAMME: several together. WAITING: the option to do less.
#define IL_TREATMENT_KIND_LIST(X) \
    X(IL_TREATMENT_MANUAL, "manual") X(IL_TREATMENT_SOFT_TISSUE, "soft_tissue") X(IL_TREATMENT_NEEDLING, "needling")      \
    X(IL_TREATMENT_EXERCISE, "exercise") X(IL_TREATMENT_MODALITY, "modality") X(IL_TREATMENT_DEVICE, "device")            \
    X(IL_TREATMENT_ADVICE, "advice") X(IL_TREATMENT_WAITING, "waiting") X(IL_TREATMENT_PROGRAMME, "programme")            \
    X(IL_TREATMENT_REFERRAL, "referral") X(IL_TREATMENT_RECORD, "record")
/// Who does it: X(name, word in the table, words)
#define IL_PROVIDER_LIST(X) \
    X(IL_BY_SELF, "self", "the person") X(IL_BY_CHIROPRACTOR, "chiropractor", "chiropractor") X(IL_BY_PHYSIOTHERAPIST, "physiotherapist", "physiotherapist")  \
    X(IL_BY_NEUROMUSCULAR, "neuromuscular_therapist", "neuromuscular therapist") X(IL_BY_ACUPUNCTURIST, "acupuncturist", "acupuncturist")                    \
    X(IL_BY_PHYSICIAN, "physician", "physician") X(IL_BY_SPINE_SPECIALIST, "spine_specialist", "spine specialist")
/// Aims of a plan, in the order of its phases: X(name, word in the table, words)
#define IL_AIM_LIST(X) \
    X(IL_AIM_CALM, "calm_spasm", "calm spasm") X(IL_AIM_INFLAMMATION, "reduce_inflammation", "reduce inflammation")       \
    X(IL_AIM_STABILISE, "stabilise", "stabilise") X(IL_AIM_RESTORE, "restore_function", "restore function")               \
    X(IL_AIM_DOCUMENT, "document", "document")
/// X(name, word): whom a trial, a course or a guideline speaks of. CONDITION: of people with one condition.
#define IL_POPULATION_LIST(X) X(IL_POPULATION_ANY, "any") X(IL_POPULATION_ACUTE, "acute") X(IL_POPULATION_CHRONIC, "chronic")
#define X(name, ...) name,
typedef enum il_treatment_kind { IL_TREATMENT_KIND_LIST(X) IL_NTREATMENT_KIND } il_treatment_kind;
typedef enum il_provider { IL_PROVIDER_LIST(X) IL_NPROVIDER } il_provider;
typedef enum il_aim { IL_AIM_LIST(X) IL_NAIM } il_aim;
typedef enum il_population { IL_POPULATION_LIST(X) IL_POPULATION_CONDITION } il_population;
#undef X
// clang-format on

/// One row of data/treatments/treatments.csv.
typedef struct il_treatment {
    const char       *id, *name;
    il_treatment_kind kind;
    il_provider       by;
    bool              aim[IL_NAIM];
    const char       *conditions;       ///< ids, or "any": any pain of back, pelvis or hip
    const char       *items;            ///< of the seeds' inventory
    const char       *equipment, *dose;
    double            weeks, sessions_a_week; ///< NaN: not stated
    il_grade          grade;
    bool              simulated;        ///< it has rows in effects.csv
    const char       *mechanism;        ///< what is simulated of it, or why nothing is
    const char       *risks, *stop;     ///< stop: when to end it
    const char       *forbidden_by;     ///< rows or groups of the safety screen
    const char       *note, *source;
    const char       *plain;            ///< what it is and what may follow, in plain words for the person
    il_source_status  status;
} il_treatment;

/// What it changes in a body: one row of data/treatments/effects.csv. low is the least that it may do, in the parameter's unit, at full effect.
typedef struct il_treatment_effect {
    int               treatment;
    il_parameter_kind parameter;
    const char       *target;           ///< what stands for `*`
    bool              same_side, other_side;
    int               condition;        ///< the value is per severity 1 of this condition; -1: absolute
    double            low, mid, high;
    double            weeks, keeps;     ///< time constants of its rise and, once it ends, of its loss [weeks]; 0 = at once
    const char       *source;
    il_source_status  status;
} il_treatment_effect;

/// UNCONTROLLED: a series without a comparison group, which tells nothing of what doing it adds.
typedef enum il_trial_against { IL_AGAINST_NOTHING, IL_AGAINST_SHAM, IL_AGAINST_ACTIVE, IL_UNCONTROLLED } il_trial_against;

/// What trials found: points of 100, negative is better; NaN: no number.
typedef struct il_trial {
    const char       *treatments;
    il_population     population;
    int               condition;        ///< POPULATION_CONDITION
    bool              function;         ///< of function; else of pain
    il_trial_against  against;
    double            low, mid, high, weeks, n;
    il_grade          grade;
    const char       *words, *source;
    il_source_status  status;
} il_trial;

/// A point of the natural course: mean pain of cohorts, 0 to 100.
typedef struct il_course {
    il_population    population;
    double           week, low, mid, high;
    const char      *source;
    il_source_status status;
} il_course;

// clang-format off
/// Facts of a record that a course was found to depend on: X(name, word in the table)
#define IL_PROGNOSIS_FACT_LIST(X) \
    X(IL_FACT_ADHERENCE, "adherence_percent") X(IL_FACT_ACTIVITY, "exercise_minutes_a_week") X(IL_FACT_BMI, "bmi_kg_m2") X(IL_FACT_SLEEPLESS, "sleepless") \
    X(IL_FACT_LOW_MOOD, "low_mood") X(IL_FACT_SMOKES, "smokes") X(IL_FACT_START_BACK, "start_back")
/// How it shifts: X(name, word in the table). SHARE: people who recovered, the base of ratios. NONE: moves nothing. WORSE: a direction without a figure that could move a range.
#define IL_SHIFT_LIST(X) \
    X(IL_SHIFT_SHARE, "share") X(IL_SHIFT_RECOVER, "recover") X(IL_SHIFT_ODDS, "persist_odds") X(IL_SHIFT_RISK, "persist_risk") \
    X(IL_SHIFT_NONE, "none") X(IL_SHIFT_WORSE, "worse")
#define X(name, word) name,
typedef enum il_prognosis_fact { IL_PROGNOSIS_FACT_LIST(X) IL_NPROGNOSIS_FACT } il_prognosis_fact;
typedef enum il_shift { IL_SHIFT_LIST(X) IL_NSHIFT } il_shift;
#undef X
// clang-format on

/// What was found to shift the course: one row of data/treatments/prognosis.csv.
typedef struct il_prognosis_row {
    const char       *id, *name;
    il_prognosis_fact fact;           ///< of the record; none for a SHARE
    double            from, to;       ///< it holds for from <= fact < to
    int               sex;            ///< 0: any, else an il_sex
    il_population     population;
    il_shift          shift;
    double            low, mid, high; ///< a ratio, or a share (mid). NaN: no figure
    double            weeks, n;       ///< NaN: not stated
    const char       *words, *source;
    il_source_status  status;
} il_prognosis_row;

// clang-format off
#define IL_EXERCISE_KIND_LIST(X) X(IL_EXERCISE_STRETCH, "stretch") X(IL_EXERCISE_STRENGTHEN, "strengthen") X(IL_EXERCISE_MOBILITY, "mobility") X(IL_EXERCISE_RELAX, "relax")
// clang-format on
#define X(name, word) name,
typedef enum il_exercise_kind { IL_EXERCISE_KIND_LIST(X) IL_NEXERCISE_KIND } il_exercise_kind;
#undef X

/// Where equipment comes from: X(name, word in the table). EVERYDAY: in any home. OWN: at hand where it is recorded. SUPPLIED: it comes with the treatment.
#define IL_EQUIPMENT_FROM_LIST(X) X(IL_EQUIPMENT_EVERYDAY, "everyday") X(IL_EQUIPMENT_OWN, "own") X(IL_EQUIPMENT_SUPPLIED, "supplied")
#define X(name, word) name,
typedef enum il_equipment_from { IL_EQUIPMENT_FROM_LIST(X) IL_NEQUIPMENT_FROM } il_equipment_from;
#undef X

/// One row of data/treatments/equipment.csv: what exercises and treatments need.
typedef struct il_equipment {
    const char       *id, *name;
    il_equipment_from from;
    const char       *instead; ///< what does as well, in words; or ""
    const char       *source;
    il_source_status  status;
} il_equipment;

enum { IL_EXERCISE_SETTINGS = 4 };

/// A home exercise: one row of data/treatments/exercises.csv.
typedef struct il_exercise {
    const char      *id, *name;
    int              treatment;         ///< that it belongs to
    il_exercise_kind kind;
    const char      *task;              ///< the scenario that it is; "": not simulated
    const char      *how;               ///< the task's open numbers: "extension=20"
    bool             sided;             ///< done on the treated side
    const char      *conditions;        ///< that it is for, or "any"
    int              pair;              ///< exercise that goes with a stretch: strengthening; -1: none
    const char      *equipment;         ///< ids of treatments/equipment.csv, all of them needed
    double           sets, reps, hold_s, a_week, keep_a_week, weeks; ///< NaN: not stated
    const char      *does, *progression, *stop, *forbidden_by, *items, *source;
    il_source_status status;
} il_exercise;

/// What people do every day: one row of data/treatments/daily.csv. An exercise may aggravate what it loads more than the highest of these.
typedef struct il_daily {
    const char      *id, *name;  ///< "going upstairs"
    int              doing;      ///< il_doing: the word of a history
    const char      *task, *how; ///< the scenario that stands for it, its open numbers
    const char      *source;
    il_source_status status;
} il_daily;

/// What forbids a treatment: one row of data/treatments/contraindications.csv.
typedef struct il_contraindication {
    const char      *id, *what;
    bool             absolute;          ///< else a clinician may decide otherwise
    const char      *treatments;
    const char      *flags;             ///< rows or groups of the screen: an open one forbids
    const char      *conditions;        ///< a condition that is likelier than not to be present holds it back
    const char      *ask;               ///< to be asked, since no record answers it; or ""
    const char      *source;
    il_source_status status;
} il_contraindication;

typedef enum il_guideline_says { IL_SAYS_FOR, IL_SAYS_CONSIDER, IL_SAYS_AGAINST } il_guideline_says;

/// What one guideline says of one treatment.
typedef struct il_guideline {
    const char       *guideline;
    int               treatment;
    il_population     population;
    il_guideline_says says;
    const char       *words, *source;
    il_source_status  status;
} il_guideline;

// ---- look-ups ------------------------------------------------------------------------------------------------------------------

int il_find_treatment(const struct il_knowledge *k, const char *id); ///< index, or -1
int il_find_exercise(const struct il_knowledge *k, const char *id);  ///< index, or -1
int il_find_equipment(const struct il_knowledge *k, const char *id); ///< index, or -1
const char *il_treatment_kind_word(il_treatment_kind kind);
const char *il_provider_words(il_provider by); ///< "neuromuscular therapist"
const char *il_aim_words(il_aim aim);          ///< "calm spasm"
const char *il_population_word(il_population population);

#endif

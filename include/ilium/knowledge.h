// ilium/knowledge.h - what the program knows apart from mechanics: tests, their norms and accuracy, conditions, pain patterns, wording.
//
// Tables of data/, read and checked once, then immutable and shared by all threads. Texts are never NULL ("" when absent).
// Every row has a source and says whether the source was read (found), remembered (recalled) or the value chosen by us (assumed).
#ifndef ILIUM_KNOWLEDGE_H
#define ILIUM_KNOWLEDGE_H
#include "ilium/background.h"
#include "ilium/assessment.h"
#include "ilium/condition.h"
#include "ilium/screen.h"
#include "ilium/treatment.h"

/// How a test's result is given.
typedef enum il_test_kind { IL_TEST_NUMBER, IL_TEST_ORDINAL, IL_TEST_SIGN } il_test_kind;

/// How a finding of the test enters. A finding enters once. RECORD_ONLY says why in `reason`.
typedef enum il_test_entry { IL_ENTER_SIMULATED, IL_ENTER_ACCURACY, IL_ENTER_RECORD_ONLY } il_test_entry;

/// Which deviation from the norm is a restriction or fault; for texts only.
typedef enum il_abnormal { IL_ABNORMAL_NONE, IL_ABNORMAL_LOW, IL_ABNORMAL_HIGH, IL_ABNORMAL_BOTH } il_abnormal;

/// One row of data/tests/tests.csv. NAN where a number is not known.
typedef struct il_test {
    const char      *id, *name, *synonyms, *unit;
    const char      *quantity;     ///< SIMULATED: outcome of a scenario that the reading is compared with; tests that share one exclude each other
    const char      *definition;   ///< zero, positive direction, landmarks
    const char      *forbidden_by; ///< rows or groups of the safety screen that forbid it: il_screen_permits()
    const char      *reason;       ///< RECORD_ONLY: why it does not enter
    const char      *source;
    const char      *error_source; ///< of the standard deviations and the agreement
    double           min, max;     ///< what a reading can be
    double           cut[6];       ///< SIGN: cut[0] is the threshold; ORDINAL: ascending cuts of the quantity between the grades
    int              ncut;
    double           retest_sd, rater_sd, model_sd; ///< in the unit of the quantity; model_sd is filled by validation (until then by unit)
    double           kappa;        ///< SIGN, ORDINAL: agreement between raters
    double           burden_min;   ///< minutes of patient and examiner; of what may be proposed
    il_test_kind     kind;
    il_test_entry    enters;
    il_abnormal      abnormal;
    il_source_status status;
    bool             sided;
    bool             positive_above; ///< SIGN: positive when the quantity is above the threshold
    bool             mirrored;       ///< sided test of a quantity that is not: on the left the quantity's sign is reversed
    bool             proposable;     ///< may be proposed as the next test
} il_test;

/// A published norm of a test.
typedef struct il_norm {
    int              test;
    il_sex           sex; ///< UNKNOWN: both
    double           age_min, age_max, mean, sd;
    int              n;   ///< persons or limbs; 0 = not stated
    bool             use; ///< the one to set beside the reading; the others are shown as disagreeing
    const char      *population, *source;
    il_source_status status;
} il_norm;

/// Accuracy of a test that is not simulated, for one target.
typedef struct il_accuracy {
    int              test;
    const char      *group;            ///< structure-group: of all tests of a group the one with the lowest `rank` enters, once
    int              rank;
    double           positive_from;    ///< NUMBER tests (a count): positive from this value
    const char      *target;           ///< condition id
    double           positive_present; ///< P(positive | condition), from the published pair and `share`
    double           positive_absent;  ///< P(positive | not)
    double           lr_plus, lr_minus;///< as published, of the reference standard
    double           share;            ///< share of persons with the condition who meet the reference standard (assumed where none is published)
    bool             may_raise, may_lower; ///< false where the source of that direction was not found
    const char      *reference, *source, *note;
    il_source_status status;
} il_accuracy;

/// What a sign of a nerve root shows in.
typedef enum il_root_sign_kind { IL_ROOT_MUSCLE, IL_ROOT_SENSATION, IL_ROOT_REFLEX, IL_NROOT_SIGN_KIND } il_root_sign_kind;

/// One row of data/tests/roots.csv: a test of the neurological screen that tells of a nerve root.
typedef struct il_root_sign {
    const char *root;        ///< "L5"
    int         test;
    il_root_sign_kind kind;
    double      normal_from; ///< grade from which on it is normal
    const char *source;
} il_root_sign;

/// One row of data/conditions/parameters.csv: what may differ in a body (il_parameter_kind is its index).
typedef struct il_parameter {
    const char      *id, *unit;          ///< "muscle.*.shortness", "1"
    double           low, high, neutral; ///< range that a body can have, and the value that changes nothing
    const char      *fields;             ///< the fields of il_params it changes, separated by `;`
    const char      *law, *side, *source;///< how the value acts, what a side means: words
    il_source_status status;
} il_parameter;

/// One parameter of a condition. Which side it acts on: that of the condition, the other, or both.
typedef struct il_change {
    int               condition;
    il_parameter_kind parameter;
    const char       *target;  ///< what stands for `*` in the parameter's id: "psoas", "hamstrings", "sacroiliac"; "" where it has none
    bool              same_side, other_side;
    double            value;   ///< at severity 1, in the parameter's unit
    const char      *why, *source;
    il_source_status status;
} il_change;

/// Where a person is seen: how common a condition is differs.
typedef enum il_setting { IL_SETTING_PRIMARY_CARE, IL_SETTING_CLINIC, IL_SETTING_SPINE_CENTRE, IL_NSETTING } il_setting;

/// How often a condition is present on its side (or at all, where it has none), and where that is from.
typedef struct il_setting_prior {
    bool             known;
    double           value, low, high;
    bool             published;
    const char      *source;
    il_source_status status;
} il_setting_prior;

/// A condition: a file data/conditions/ID.yaml. It is simulated (it lists what it changes), known by published accuracies, or there to be read.
typedef struct il_condition {
    const char      *id, *name;
    const char      *exclusive;      ///< name shared by conditions that are never present together on one side, or ""
    bool             exclusive_sides;///< never on both sides (a short leg)
    double           other_side;     ///< P(present | present on the other side), or NAN: as its prior, whatever the other side
    bool             sided;
    double           severity_unit_value; ///< what severity 1 means, in
    const char      *severity_unit;       ///< these clinical terms: 20, "deg of hip extension lost (about)"
    double           severity_mean, severity_sd; ///< density of severity: a normal cut to [0,1]; sd NAN: uniform
    double           prior, prior_low, prior_high;
    bool             prior_published; ///< false: contributing mechanism, wide prior, ranking shown at both ends
    const char      *prior_source;
    il_source_status prior_status;
    const char      *structures;     ///< names in pain_patterns.csv, separated by `;`
    const char      *source;
    il_source_status status;
    il_setting_prior setting[IL_NSETTING]; ///< where none is known the nearest serves: il_condition_prior()
    const char      *what, *mechanism, *helps, *disputed, *evidence; ///< "" where there is none
    const char      *tests;          ///< tests that speak for or against it, separated by `;`
    const char      *safety;         ///< rows of the safety screen that belong to it, separated by `;`
    il_grade         grade;          ///< strength of the evidence
    int              order;          ///< place among the conditions
    bool             simulated;      ///< it changes the body; else it is known by published accuracies only
    bool             ranked;         ///< it may be ranked; else its file is for reading, and danger belongs to the screen
} il_condition;

/// One row of data/regions/regions.csv.
typedef struct il_region {
    const char      *code, *name, *view, *crosswalk, *source;
    bool             sided, leg, below_knee, saddle, hip; ///< leg: below the buttock fold; hip: groin, hip, thigh, knee
    il_source_status status;
} il_region;

typedef enum il_pattern_role { IL_PATTERN_ESSENTIAL, IL_PATTERN_SPILLOVER, IL_PATTERN_AGAINST } il_pattern_role;

/// One region of the published pain pattern of a structure.
typedef struct il_pattern {
    const char      *structure;
    int              region;
    il_pattern_role  role;
    bool             other_side; ///< felt on the side opposite to the structure
    double           share;      ///< of patients [1]; NAN = not stated
    const char      *note, *source;
    il_source_status status;
} il_pattern;

/// What a structure bears in a posture of the history, by simulation (tools/posture_loads.c): weak evidence (docs/inference.md).
typedef struct il_posture_load {
    const char *structure, *posture, *task; ///< name in pain_patterns.csv; word of il_doing; task that stands for it
    int         doing;                      ///< il_doing
    double      relative;                   ///< load over the structure's median over the postures
    const char *source;
} il_posture_load;

/// One change of the body that a claim speaks of: a condition with its severity, or a parameter with its value.
typedef struct il_claim_change {
    int               condition; ///< -1: a parameter
    il_parameter_kind parameter;
    char              target[IL_TARGET];
    il_side           side;
    double            value;
} il_claim_change;

enum { IL_CLAIM_CHANGES = 4 };

/// One row of data/claims/claims.csv: what is claimed of a mechanism, what is published of it, and the simulation that asks it (ilium/claim.h).
typedef struct il_claim {
    const char      *id, *text, *items; ///< items: ids of the seeds' inventory, separated by `;`
    const char      *task;              ///< "" = not simulated: `note` says why
    const char      *changes, *than;    ///< in words; than: what it is compared with, "" = nothing changed
    const char      *outcome;           ///< name of an outcome, or "reading:NAME"
    const char      *evidence, *grade, *published, *source, *note;
    double           least;             ///< smallest change that is told from none: in the outcome's unit, or
    bool             least_percent;     ///< in per cent of what it is compared with
    char             expected;          ///< '+', '-', or '*' for any change
    il_side          side;              ///< of the task
    int              nchange, nthan;
    il_claim_change  change[IL_CLAIM_CHANGES], reference[IL_CLAIM_CHANGES];
    il_source_status status;
} il_claim;

// clang-format off
/// Code systems of others: X(name, word in the table, how FHIR names it).
#define IL_CODE_SYSTEM_LIST(X) X(IL_CODE_ICD10CM, "icd10cm", "http://hl7.org/fhir/sid/icd-10-cm") X(IL_CODE_LOINC, "loinc", "http://loinc.org")
#define X(name, word, uri) name,
typedef enum il_code_system { IL_CODE_SYSTEM_LIST(X) IL_NCODE_SYSTEM } il_code_system;
#undef X
// clang-format on
const char *il_code_system_uri(il_code_system system);

/// One row of data/codes/codes.csv: what another system calls a condition or an observation. Written only where it was verified (FOUND).
typedef struct il_code {
    bool             condition; ///< else an observation
    const char      *id;
    il_side          side;      ///< NONE: for every side
    il_code_system   system;
    const char      *code, *display, *source;
    il_source_status status;
} il_code;

/// A fixed wording: data/notices.csv.
typedef struct il_notice {
    const char *id, *where, *country, *text; ///< where: every, screen, ranking, loads, care, patient, against
} il_notice;

/// A part of a medicine's name, and the row of the screen that it speaks to: data/safety/medicines.csv.
typedef struct il_medicine_word {
    const char      *part;  ///< small letters
    il_flag_from     means; ///< IL_FROM_BLOOD_THINNER, IL_FROM_BONE_MEDICINE or IL_FROM_STEROID
    const char      *source;
    il_source_status status;
} il_medicine_word;

/// Which part of a patient's record a question fills: X(name, word in the table).
#define IL_ASKING_LIST(X)                                                                                                                \
    X(IL_ASKING_PERSON, "person") X(IL_ASKING_VALIDITY, "validity") X(IL_ASKING_SCREEN, "screen") X(IL_ASKING_HISTORY, "history")        \
    X(IL_ASKING_PAIN, "pain") X(IL_ASKING_TEST, "test") X(IL_ASKING_VISIT, "visit") X(IL_ASKING_PREFERENCES, "preferences") \
    X(IL_ASKING_AUTHOR, "author") X(IL_ASKING_ACCIDENT, "accident") X(IL_ASKING_RECORD, "record")
#define X(name, word) name,
typedef enum il_asking_record { IL_ASKING_LIST(X) IL_NASKING } il_asking_record;
#undef X

/// One row of data/interview/questions.csv, in the order of an exam: ilium/interview.h.
typedef struct il_asking {
    const char      *section, *id; ///< id: a key of the record, a test, or `*` for all rows of the safety screen
    const char      *question;     ///< "" for tests and the screen, which have their own words
    il_asking_record record;
    int              test;         ///< index, or -1
} il_asking;
/// One row of data/imaging/imaging.csv: what a normal image of a part leaves open.
typedef struct il_image_rule {
    il_image_kind    kind;
    il_image_part    part;
    const char      *excludes, *leaves_open, *source;
    il_source_status status;
} il_image_rule;

/// In which part of a document a test stands (data/papers/sections.csv): X(name, word).
#define IL_EXAM_SECTION_LIST(X) X(IL_SECTION_PHYSICAL, "physical") X(IL_SECTION_NEUROLOGICAL, "neurological") X(IL_SECTION_STRUCTURAL, "structural")
/// What a handout is about, and what a line of it is: X(name, word).
#define IL_TOPIC_LIST(X)                                                                                                                     \
    X(IL_TOPIC_DESK, "desk") X(IL_TOPIC_SLEEP, "sleep") X(IL_TOPIC_LIFTING, "lifting") X(IL_TOPIC_MOVEMENT, "movement") X(IL_TOPIC_SELF, "self") \
    X(IL_TOPIC_DANGER, "danger") X(IL_TOPIC_QUESTIONS, "questions")
#define IL_HANDOUT_LIST(X) X(IL_HANDOUT_TITLE, "title") X(IL_HANDOUT_WHY, "why") X(IL_HANDOUT_DO, "do") X(IL_HANDOUT_STOP, "stop")
#define X(name, word) name,
typedef enum il_exam_section { IL_EXAM_SECTION_LIST(X) IL_NSECTION } il_exam_section;
typedef enum il_topic { IL_TOPIC_LIST(X) IL_NTOPIC } il_topic;
typedef enum il_handout_kind { IL_HANDOUT_LIST(X) IL_NHANDOUT } il_handout_kind;
#undef X
const char *il_topic_word(il_topic topic);

/// One line of a handout: data/papers/handouts.csv. Plain words: no disease, no probability, no medicine.
typedef struct il_handout_line {
    const char      *id, *text;
    il_topic         topic;
    il_handout_kind  kind;
    const char      *task, *how; ///< the posture that is drawn beside it, or ""
    const char      *items, *source;
    il_source_status status;
} il_handout_line;

struct il_knowledge_memory;
struct il_data_dir; ///< ilium/file.h

typedef struct il_knowledge {
    il_screen_rules     screen;
    int                 nmedicine_word;
    const il_medicine_word *medicine_word;
    int                 ntest, nnorm, naccuracy, ncondition, nchange, nregion, npattern, nnotice, nasking;
    const il_test      *test;
    const il_norm      *norm;
    const il_accuracy  *accuracy;
    const il_condition *condition;
    const il_change    *change;    ///< grouped by condition
    const il_parameter *parameter; ///< [IL_NPARAMETER]
    const il_region    *region;
    const il_pattern   *pattern;   ///< grouped by structure
    const il_notice    *notice;
    const il_asking    *asking;
    int                 nroot_sign;
    const il_root_sign *root_sign;
    int                 nposture_load;
    const il_posture_load *posture_load;
    int                 nclaim;
    const il_claim     *claim;
    int                 nscore, nimage, nbackground;
    const il_score     *score;
    const il_image_rule *image;
    const il_background *background; ///< ilium/background.h
    int                 ntreatment, neffect, ntrial, ncourse, nexercise, ncontraindication, nguideline, nequipment, ndaily;
    const il_treatment        *treatment; ///< ilium/treatment.h
    const il_treatment_effect *effect;
    const il_trial            *trial;
    const il_course           *course;
    const il_exercise         *exercise;
    const il_contraindication *contraindication;
    const il_guideline        *guideline;
    const il_daily            *daily;
    const il_equipment        *equipment;
    int                         ncode;
    const il_code              *code;
    int                    nhandout;
    const il_handout_line *handout;
    const il_exam_section *section; ///< [ntest]
    struct il_knowledge_memory *memory;
} il_knowledge;

/// Read and check all clinical tables and condition files (conditions/*.yaml). The first fault is reported with file, line and column; then nothing is returned.
il_status il_knowledge_read(const struct il_data_dir *data, il_knowledge **out, il_error *err);
void      il_knowledge_free(il_knowledge *k); ///< NULL is allowed

/// One table as bytes: name "safety/red_flags.csv", label for errors.
typedef struct il_table_bytes {
    const char *name, *label, *bytes;
    size_t      size;
} il_table_bytes;

/// The same from bytes in memory, as tests and fuzzers do. A table that is not among them is IL_NO_FILE.
il_status il_knowledge_read_bytes(const il_table_bytes *table, int ntable, il_knowledge **out, il_error *err);

/// Names of the tables that are read: index 0, 1, ... ; NULL after the last.
const char *il_knowledge_table(int index);

// ---- look-ups: an index, or -1 ----

int         il_find_test(const il_knowledge *k, const char *id); ///< by id
int         il_find_test_by_name(const il_knowledge *k, const char *name); ///< by id, name or synonym; letter case ignored
int         il_find_condition(const il_knowledge *k, const char *id);
/// The part of a document in which a test stands.
il_exam_section il_test_section(const il_knowledge *k, int test);
int         il_find_region(const il_knowledge *k, const char *code);

/// The prior in a setting; of a file that does not know this setting, that of the nearest one it knows. Not known for what is never ranked.
il_setting_prior il_condition_prior(const il_condition *c, il_setting setting);
/// "primary_care", "clinic", "spine_centre".
const char *il_setting_word(il_setting setting);
enum { IL_AGREEMENT_TEXT = 700 };
/// How far two examiners agree: "examiners agree by kappa 0.42 (source)", its error in the unit, or that it is not known; then why it is recorded only, where it is.
const char *il_test_agreement(const il_test *test, char buf[IL_AGREEMENT_TEXT]);
/// Does an accuracy of this test speak of this condition?
bool il_test_targets(const il_knowledge *k, int test, int condition);

/// Apply a condition: each of its parameters, on its side or on the other. IL_SIDE_NONE: both. IL_BAD_VALUE for one that is not simulated.
il_status il_condition_apply(const il_knowledge *k, int condition, const struct il_body *body, il_params *p, il_side side, double severity, il_error *err);
/// IL_BAD_VALUE with the parameter's range when it cannot have this value.
il_status il_parameter_check(const il_parameter *parameter, const char *id, double value, il_error *err);
/// "found", "recalled", "assumed"; "none".
const char *il_source_status_text(il_source_status status);
int         il_find_notice(const il_knowledge *k, const char *id, const char *country); ///< the country's text, else the general one
const char *il_notice_text(const il_knowledge *k, const char *id); ///< the general text; "" when there is none (a test sees to it that there is)

/// The norm to set beside a reading (il_norm.use), by test, sex and age; -1 when none fits.
int il_find_norm(const il_knowledge *k, int test, il_sex sex, double age);

/// The norm of a simulated quantity: of the test that reads it as a number. NULL where there is none, or nothing is known of its spread.
const il_norm *il_norm_of_quantity(const il_knowledge *k, const char *quantity, il_sex sex, double age);

/// What the simulation gets wrong it gets wrong alike on both sides and in everybody, but for a fifth of the variance (assumed). Of that a norm tells: share of the way from
/// the simulated healthy reading to the norm's mean, two estimates of one mean weighed by their variances. The mean of other healthy people lies half a standard deviation
/// of theirs away (assumed: populations and protocols differ), a whole one where the norm is recalled, or is of people more than ten years younger or older.
#define IL_SHARED_DISCREPANCY 0.8
double il_norm_weight(const il_test *test, const il_norm *norm, double age);

/// Density of a condition's severity at these severities, to any scale: uniform, or a normal cut to [0,1]. For il_infer_problem.severity_density.
void il_severity_density(const il_condition *c, int n, const double *severity, double *out);

/// Does a list "a;b;c" hold this name?
bool il_list_has(const char *list, const char *name);

// ---- pain ----

typedef struct il_drawn_region {
    int     region;
    il_side side;
} il_drawn_region;

/// Link between a structure's published pain pattern and the regions drawn. Says nothing about whether the condition is present.
typedef struct il_pain_match {
    il_pain_link link;
    const char  *structure;          ///< the best matching structure
    const char  *source;             ///< of the pattern row that decided
    int          nessential, nessential_drawn, nspillover_drawn, nagainst_drawn;
    int          ndrawn, ndrawn_explained; ///< regions on this side or the midline, and those inside the pattern
    bool         drawn;              ///< false: no region is recorded: unknown
} il_pain_match;

/// SUPPORTED: an essential region with a found source is drawn on the structure's side or the midline, nothing that argues against is drawn,
/// and at least half of what is drawn there lies in the pattern. POSSIBLE: some region of the pattern is drawn. UNKNOWN: neither, or none recorded.
/// @param structures  names separated by `;`: the best link of them counts
il_pain_match il_match_pain(const il_knowledge *k, const char *structures, il_side side, const il_drawn_region *drawn, int ndrawn);

#endif

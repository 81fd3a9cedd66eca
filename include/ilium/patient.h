// ilium/patient.h - the patient's record: who the person is, and what each visit recorded. What is missing was not recorded.
//
// The struct mirrors the patient file (docs/patient-file.md); il_patient_read() fills it, a program may fill it itself and call
// il_patient_check(). Texts may be NULL; numbers say whether they are known. Degrees, millimetres and metres stand in the names.
#ifndef ILIUM_PATIENT_H
#define ILIUM_PATIENT_H
#include "ilium/screen.h"
#include "ilium/side.h"

enum { IL_PATIENT_VERSION = 1 }; ///< of the patient file

typedef enum il_sex { IL_SEX_UNKNOWN, IL_SEX_FEMALE, IL_SEX_MALE } il_sex;

/// What ended the movement of a test.
typedef enum il_limited_by {
    IL_LIMITED_NOT_RECORDED, IL_LIMITED_STRETCH, IL_LIMITED_STOP, IL_LIMITED_LOCAL_PAIN, IL_LIMITED_PAIN_BELOW_KNEE, IL_LIMITED_GUARDING
} il_limited_by;

/// A reading in words: NEGATIVE and POSITIVE for tests that are + or -, the others for tests that measure a number nobody wrote down.
typedef enum il_result { IL_RESULT_NONE, IL_RESULT_NEGATIVE, IL_RESULT_POSITIVE, IL_RESULT_NORMAL, IL_RESULT_REDUCED, IL_RESULT_INCREASED } il_result;

/// How the pain began.
typedef enum il_onset { IL_ONSET_UNKNOWN, IL_ONSET_SUDDEN, IL_ONSET_GRADUAL } il_onset;

typedef struct il_person {
    il_sex  sex;
    il_fact age_years, height_m, mass_kg;
    il_fact bmi_kg_m2;                      ///< only where height and mass are not both known
    il_fact leg_length_r_m, leg_length_l_m; ///< anterior superior iliac spine to medial malleolus
    il_fact pelvic_incidence_deg;
    il_fact lordosis_deg;                   ///< T12-S1, standing, from a radiograph
} il_person;

/// Facts that put a person outside what the program was made for: X(name, row of the safety screen, words).
#define IL_VALIDITY_LIST(X)                                                                  \
    X(joint_replacement, "scope_replacement", "hip or knee replacement")                     \
    X(spinal_fusion, "scope_fusion", "spinal or sacroiliac fusion or implant")               \
    X(amputation, "scope_amputation", "amputation of a leg or part of it")                   \
    X(structural_scoliosis, "scope_scoliosis", "structural scoliosis")                       \
    X(neuromuscular_disease, "scope_neuromuscular", "neuromuscular or central neurological disease") \
    X(pregnancy, "scope_pregnancy", "pregnant, or gave birth in the last three months")

typedef struct il_validity_facts {
#define X(name, row, words) il_answer name;
    IL_VALIDITY_LIST(X)
#undef X
} il_validity_facts;

/// Where a published case comes from.
typedef struct il_case_source {
    const char *citation, *url;
    const char *tier; ///< "A": the cause was confirmed by a reference standard; "B": by the response to treatment
    const char *confirmed_cause, *note;
} il_case_source;

/// The history in the words of the record.
#define IL_HISTORY_LIST(X)                                                                                                        \
    X(complaint) X(onset) X(course) X(aggravating) X(relieving) X(over_the_day) X(earlier_episodes) X(earlier_care) X(medicines)  \
    X(general_health) X(work) X(activity) X(imaging) X(goals) X(note)

typedef struct il_history {
#define X(name) const char *name;
    IL_HISTORY_LIST(X)
#undef X
} il_history;

/// One region of the pain drawing. Side NONE: on the midline, or for a region that has two sides not recorded.
typedef struct il_pain_area {
    const char *region; ///< code of data/regions: "PSIS"
    il_side     side;
    il_fact     intensity; ///< 0 to 10
    const char *character, *note;
} il_pain_area;

typedef struct il_pain {
    il_fact       intensity_now, intensity_worst; ///< 0 to 10
    il_onset      onset;
    il_fact       duration_weeks;
    il_answer     moves; ///< from place to place
    const char   *note;
    int           narea;
    il_pain_area *area;
} il_pain;

/// The answer to one row of the safety screen. A row without an answer was not asked, which is never no.
typedef struct il_screen_answer {
    const char *id;
    il_answer   answer;
} il_screen_answer;

/// One result of one test. Exactly one of value, result and reduced_by_percent is given.
typedef struct il_finding {
    const char   *test; ///< id of data/tests
    il_side       side; ///< NONE for a test of the whole person
    il_fact       value;
    const char   *unit; ///< of value, as the test defines it
    il_fact       of;   ///< a count: how many were done
    il_result     result;
    il_fact       reduced_by_percent; ///< of what is normal
    il_fact       error;              ///< standard deviation of the measurement, in the unit
    il_limited_by limited_by;
    const char   *method; ///< "tape", "block", "radiograph", "inclinometer" ...
    const char   *note;
} il_finding;

typedef struct il_visit {
    const char       *date; ///< "2026-03-31", or
    il_fact           day;  ///< days since the first visit, where dates are not known
    il_history        history;
    il_pain           pain;
    int               nscreen, nfinding;
    il_screen_answer *screen;
    il_finding       *finding;
} il_visit;

struct il_patient_memory;

typedef struct il_patient {
    int               version; ///< IL_PATIENT_VERSION
    const char       *id, *label;
    bool              simulated; ///< a teaching patient
    il_case_source    source;
    il_person         person;
    il_validity_facts validity;
    int               nvisit;
    il_visit         *visit; ///< oldest first
    struct il_patient_memory *memory; ///< of il_patient_create(); do not touch
} il_patient;

// ---- what a record may speak of ------------------------------------------------------------------------------------------------

typedef struct il_test_word {
    const char *id;
    const char *unit;       ///< "" = without unit
    double      min, max;   ///< possible readings; NAN = no limit
    bool        sided;      ///< measured on each side
    bool        sign;       ///< + or -
    bool        whole;      ///< whole numbers only: a grade or a count
    bool        one_side;   ///< not positive on both sides at once (a short leg)
} il_test_word;

typedef struct il_region_word {
    const char *code;
    bool        sided;
} il_region_word;

/// Tests, regions and rows of the safety screen that exist. il_patient_vocab_create() takes them from the clinical knowledge.
typedef struct il_patient_vocab {
    int                   ntest, nregion, nflag;
    const il_test_word   *test;
    const il_region_word *region;
    const char *const    *flag;
} il_patient_vocab;

// ---- functions -----------------------------------------------------------------------------------------------------------------

/// An empty record with its own memory. Free with il_patient_free().
il_status il_patient_create(il_patient **out, il_error *err);
void      il_patient_free(il_patient *p); ///< NULL is allowed

/// Zeroed memory that lives as long as the record: room for `count` elements of `size` bytes. NULL when out of memory.
void *il_patient_array(il_patient *p, size_t count, size_t size);
/// A copy of a text that lives as long as the record. NULL when out of memory.
const char *il_patient_text(il_patient *p, const char *text);

/// The i-th fact of validity: the row of the safety screen that it answers (at each visit that does not answer it itself), and the answer.
/// @return false after the last
bool il_patient_validity(const il_patient *p, int i, const char **row, il_answer *answer);

/// Weeks from the first visit that can be compared with this one, if neither pain nor function has improved since by what counts (2 of 10 points of pain or 30 %,
/// Ostelo 2008); 0 if something has; not known where there is nothing to compare or no date.
/// @param visit  index of the visit
il_fact il_patient_weeks_without_gain(const il_patient *p, int visit);

/// Is everything in the record possible, known and free of contradictions? One sentence says what is not and what would be right.
/// @param place  room for the place of the fault as a JSON pointer into the patient file ("/visits/0/findings/2/value"), or NULL
/// @return IL_OK or IL_BAD_VALUE
il_status il_patient_check(const il_patient *p, const il_patient_vocab *vocab, char place[128], il_error *err);

#endif

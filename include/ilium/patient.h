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

/// In years; NaN where it is not known.
static inline double il_person_age(const il_person *p) { return p->age_years.known ? p->age_years.value : IL_NAN; }

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
    X(general_health) X(work) X(workstation) X(activity) X(sport) X(imaging) X(goals) X(note)

/// When in the day it is worst.
typedef enum il_worst_time { IL_WORST_UNKNOWN, IL_WORST_MORNING, IL_WORST_DAY, IL_WORST_EVENING, IL_WORST_NIGHT, IL_WORST_NO_TIME } il_worst_time;

typedef enum il_sleep { IL_SLEEP_UNKNOWN, IL_SLEEP_BACK, IL_SLEEP_FRONT, IL_SLEEP_RIGHT_SIDE, IL_SLEEP_LEFT_SIDE, IL_SLEEP_CHANGING } il_sleep;

// clang-format off
/// What may have begun it: X(name, word in the file).
#define IL_EVENT_LIST(X) \
    X(IL_EVENT_VEHICLE, "vehicle_accident") X(IL_EVENT_WORK, "work_injury") X(IL_EVENT_SPORT, "sports_injury") X(IL_EVENT_FALL, "slip_or_fall") \
    X(IL_EVENT_LIFTING, "lifting") X(IL_EVENT_MOVEMENT, "awkward_movement") X(IL_EVENT_BIRTH, "childbirth") X(IL_EVENT_SURGERY, "surgery")     \
    X(IL_EVENT_NEW_LOAD, "new_activity") X(IL_EVENT_INACTIVITY, "inactivity") X(IL_EVENT_OTHER, "other")

/// Postures and movements that may make it worse or better: X(name, word in the file).
#define IL_POSTURE_WORD_LIST(X) \
    X(IL_DOING_STANDING, "standing") X(IL_DOING_WALKING, "walking") X(IL_DOING_RUNNING, "running") X(IL_DOING_SITTING, "sitting")              \
    X(IL_DOING_DRIVING, "driving") X(IL_DOING_RISING, "rising_from_sitting") X(IL_DOING_BENDING, "bending_forward")                            \
    X(IL_DOING_EXTENDING, "bending_backward") X(IL_DOING_LIFTING, "lifting") X(IL_DOING_TWISTING, "twisting") X(IL_DOING_STAIRS, "stairs")     \
    X(IL_DOING_SQUATTING, "squatting") X(IL_DOING_ONE_LEG, "standing_on_one_leg") X(IL_DOING_CROSSED, "sitting_cross_legged")                   \
    X(IL_DOING_SUPINE, "lying_on_the_back") X(IL_DOING_PRONE, "lying_on_the_front") X(IL_DOING_SIDE, "lying_on_the_side")                       \
    X(IL_DOING_TURNING, "turning_in_bed") X(IL_DOING_COUGHING, "coughing") X(IL_DOING_MOVING, "moving_about") X(IL_DOING_RESTING, "resting")

/// X(name, word in the file)
#define IL_IMAGE_LIST(X) \
    X(IL_IMAGE_RADIOGRAPH, "radiograph") X(IL_IMAGE_MRI, "mri") X(IL_IMAGE_CT, "ct") X(IL_IMAGE_ULTRASOUND, "ultrasound")                       \
    X(IL_IMAGE_BONE_SCAN, "bone_scan") X(IL_IMAGE_DENSITY, "bone_density") X(IL_IMAGE_NERVE, "nerve_conduction")
#define IL_PART_LIST(X) \
    X(IL_PART_LUMBAR, "lumbar_spine") X(IL_PART_THORACIC, "thoracic_spine") X(IL_PART_PELVIS, "pelvis") X(IL_PART_HIP, "hip") X(IL_PART_LEG, "leg") \
    X(IL_PART_OTHER, "other")

#define X(name, word) name,
typedef enum il_event_kind { IL_EVENT_UNKNOWN, IL_EVENT_LIST(X) IL_NEVENT } il_event_kind;
typedef enum il_doing { IL_DOING_UNKNOWN, IL_POSTURE_WORD_LIST(X) IL_NDOING } il_doing;
typedef enum il_image_kind { IL_IMAGE_UNKNOWN, IL_IMAGE_LIST(X) IL_NIMAGE } il_image_kind;
typedef enum il_image_part { IL_PART_UNKNOWN, IL_PART_LIST(X) IL_NPART } il_image_part;
#undef X
// clang-format on

/// What a posture, or a treatment, did to the complaint.
typedef enum il_effect { IL_EFFECT_UNKNOWN, IL_EFFECT_WORSE, IL_EFFECT_SAME, IL_EFFECT_BETTER } il_effect;

/// Something that happened: an accident, a fall, a birth, months of inactivity.
typedef struct il_event {
    il_event_kind kind;
    const char   *date;      ///< "2026-03-31", or
    il_fact       weeks_ago; ///< before this visit
    const char   *note;
} il_event;

typedef struct il_posture_effect {
    il_doing    posture;
    il_effect   effect;
    il_fact     after_minutes;
    const char *note;
} il_posture_effect;

typedef struct il_tried {
    const char *treatment;         ///< what was done, in words
    il_fact     sessions, adherence_percent;
    il_effect   response;
    const char *note;
} il_tried;

/// An image as it was reported. What a normal one does not exclude: data/imaging/imaging.csv.
typedef struct il_image {
    il_image_kind kind;
    il_image_part part;
    const char   *date;
    il_result     result; ///< NORMAL or POSITIVE (something was seen); NONE: not known
    const char   *finding, *note;
} il_image;

typedef struct il_history {
#define X(name) const char *name;
    IL_HISTORY_LIST(X)
#undef X
    il_worst_time      worst_time;
    il_answer          wakes_at_night;
    il_answer          sleepless, low_mood, smokes; ///< of the last weeks: often or always sleepless; down or without hope; smoking
    il_fact            morning_stiffness_minutes;
    il_sleep           sleep_position;
    il_fact            sitting_hours_a_day, lifting_kg, exercise_minutes_a_week;
    int                nevent, nposture, ntried, nimage;
    il_event          *event;
    il_posture_effect *posture;
    il_tried          *tried;
    il_image          *image;
} il_history;

/// One region of the pain drawing. Side NONE: on the midline, or for a region that has two sides not recorded.
typedef struct il_pain_area {
    const char *region; ///< code of data/regions: "PSIS"
    il_side     side;
    il_fact     intensity; ///< 0 to 10
    const char *character, *note;
} il_pain_area;

// clang-format off
/// Views of the body map: X(name, word)
#define IL_PAIN_VIEW_LIST(X) X(IL_PAIN_VIEW_FRONT, "front") X(IL_PAIN_VIEW_BACK, "back") X(IL_PAIN_VIEW_RIGHT, "right") X(IL_PAIN_VIEW_LEFT, "left")
// clang-format on
#define X(name, word) name,
typedef enum il_pain_view { IL_PAIN_VIEW_NONE, IL_PAIN_VIEW_LIST(X) IL_NPAIN_VIEW } il_pain_view;
#undef X

enum { IL_PAIN_STROKES = 60, IL_PAIN_STROKE_POINTS = 300 };     ///< of a visit; of a stroke
enum { IL_PAIN_MAP_WIDTH = 190, IL_PAIN_MAP_HEIGHT = 480 };     ///< of one view of the body map, in its own unit

/// A free stroke of the pain drawing, as it was drawn: the regions say what it means.
typedef struct il_pain_stroke {
    il_pain_view view;
    const char  *line; ///< "x y x y ...": places on the map (IL_PAIN_MAP_WIDTH by IL_PAIN_MAP_HEIGHT), from the left and the top
} il_pain_stroke;

/// The places of a stroke into xy[2*IL_PAIN_STROKE_POINTS]. @return how many; -1: `line` is none of pairs of numbers on the map, or has too many
int il_pain_stroke_points(const char *line, double *xy);

typedef struct il_pain {
    il_fact       intensity_now, intensity_worst; ///< 0 to 10
    il_onset      onset;
    il_fact       duration_weeks;
    il_answer     moves; ///< from place to place
    const char   *note;
    int             narea, nstroke;
    il_pain_area   *area;
    il_pain_stroke *stroke;
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

/// One part of a score: an activity the person named, or a numbered question.
typedef struct il_score_item {
    const char *item;
    il_fact     value;
} il_score_item;

/// A score of pain or function. Its total, or its parts, or both if they agree.
typedef struct il_score_reading {
    const char    *score; ///< id of data/scores
    il_fact        value;
    int            nitem;
    il_score_item *item;
    const char    *note;
} il_score_reading;

/// Does the person want it, or refuse it?
typedef enum il_want { IL_WANT_UNKNOWN, IL_WANT_WANTS, IL_WANT_REFUSES } il_want;

/// A treatment or an exercise that the person wants or refuses.
typedef struct il_wanted {
    const char *treatment; ///< id of data/treatments: a treatment or an exercise
    il_want     wish;
    const char *note;
} il_wanted;

/// An aim that the person has; where any is recorded a plan chooses for these alone.
typedef struct il_wanted_aim {
    int         aim; ///< 1 + il_aim of ilium/treatment.h; 0: not known
    const char *note;
} il_wanted_aim;

/// What the person wants, and what not. It stands until a later visit records another.
typedef struct il_preferences {
    il_fact        minutes_a_day; ///< time for exercises at home
    int            naim, ntreatment;
    il_wanted_aim *aim;
    il_wanted     *treatment;
    const char    *note;
} il_preferences;

/// Something at hand at home. Where any is recorded an exercise that needs what is not is left out.
typedef struct il_at_hand {
    const char *item; ///< id of data/treatments/equipment.csv, or "none"
    const char *note;
} il_at_hand;

// ---- care over time: what was taken, done and felt since the last visit ----------------------------------------------------------

/// A flare-up since the last visit.
typedef struct il_flare {
    const char *date;      ///< when it began, "2026-03-31", or
    il_fact     weeks_ago; ///< before this visit
    il_fact     days, intensity; ///< how long it lasted; the worst of it, 0 to 10
    const char *note;
} il_flare;

/// How well a treatment or an exercise was kept to since the last visit.
typedef struct il_kept {
    const char *treatment; ///< id of a treatment or an exercise of data/treatments
    il_fact     percent;   ///< of what was agreed
    const char *note;
} il_kept;

/// How the use of a medicine changed since the last visit.
typedef enum il_use { IL_USE_UNKNOWN, IL_USE_STARTED, IL_USE_MORE, IL_USE_SAME, IL_USE_LESS, IL_USE_STOPPED } il_use;

/// A medicine that the person takes. Recorded, never advised.
typedef struct il_medicine {
    const char *medicine;
    il_fact     days_a_week;
    il_use      use;
    const char *note;
} il_medicine;

/// A treatment given at this visit.
typedef struct il_given {
    const char *treatment; ///< id of data/treatments
    il_side     side;      ///< NONE: both, or not a matter of sides
    il_effect   response;  ///< at the end of the visit
    const char *by, *note;
} il_given;

// ---- what papers need: authors, the accident, opinions, consent, plans, entries --------------------------------------------------

/// A treatment that the clinician does, or does not do, whatever the profession.
typedef struct il_own_work {
    const char *treatment; ///< id of data/treatments
    il_answer   does;
    const char *note;
} il_own_work;

/// Who answers for the record.
typedef struct il_author {
    const char  *name, *credentials, *licence, *jurisdiction, *organisation, *contact;
    int          profession; ///< an il_provider of ilium/treatment.h; 0: not recorded
    int          nwork;
    il_own_work *work;       ///< "scope" in the file
} il_author;

typedef struct il_accident {
    const char   *date;
    il_event_kind kind;
    const char   *mechanism, *place, *reported_to, *note;
} il_accident;

/// What was there before.
typedef struct il_pre_existing {
    const char *condition, *since;
    const char *source; ///< how it is known: "the person's own words", "radiograph of 2019"
    const char *note;
} il_pre_existing;

// clang-format off
/// What a clinician writes in their own words; the program never writes one: X(name, word in the file).
#define IL_OPINION_LIST(X) \
    X(IL_OPINION_DIAGNOSIS, "diagnosis") X(IL_OPINION_CAUSATION, "causation") X(IL_OPINION_APPORTIONMENT, "apportionment") X(IL_OPINION_IMPAIRMENT, "impairment") \
    X(IL_OPINION_PROGNOSIS, "prognosis") X(IL_OPINION_FUTURE_CARE, "future_care")
#define X(name, word) name,
typedef enum il_opinion_kind { IL_OPINION_UNKNOWN, IL_OPINION_LIST(X) IL_NOPINION } il_opinion_kind;
#undef X
// clang-format on

typedef struct il_opinion {
    il_opinion_kind kind;
    const char     *text, *edition; ///< edition: of the guides that an impairment was rated by; their text is licensed and not part of a record
    const char     *by, *date;
} il_opinion;

/// Consent to one thing. What a refused or withdrawn one stops: docs/patient-file.md.
typedef struct il_consent {
    const char *covers; ///< "for" in the file: "processing", "exam", or the id of a treatment
    il_answer   given;  ///< NO: refused
    const char *date, *by; ///< by: who gave it: the person, or who may for them
    const char *taken_by;  ///< who explained it
    const char *risks, *alternatives; ///< as they were explained
    const char *withdrawn, *withdrawn_by; ///< the day, NULL: it stands
    const char *note;
} il_consent;

typedef struct il_planned {
    const char *id; ///< "treatment" in the file: of a treatment or an exercise of data/treatments
    il_side     side;
} il_planned;

/// What a plan expected: an outcome so many weeks after its day, as a range.
typedef struct il_expected {
    const char *outcome; ///< "pain" (0 to 10), or the id of a score or of a test
    il_fact     weeks, low, mid, high;
    il_side     side;    ///< of a test
} il_expected;

/// A plan as it was made on its day.
typedef struct il_saved_plan {
    const char  *date, *by;
    const char  *released, *released_by; ///< to the person; NULL: it was not
    int          nplanned, nexpected;
    il_planned  *planned;
    il_expected *expected;
    const char  *version, *data, *note;  ///< of the program, and the hash of its data
} il_saved_plan;

/// Who entered what, and when. Nothing is taken out of this list.
typedef struct il_entry {
    const char *at;   ///< "2026-03-31", or "2026-03-31T14:05:00Z"
    const char *by, *what; ///< what: "2026-03-31/pain/intensity_now"
    const char *was, *now; ///< before and after; NULL: nothing stood there
} il_entry;

typedef struct il_visit {
    const char       *date; ///< "2026-03-31", or
    il_fact           day;  ///< days since the first visit, where dates are not known
    il_history        history;
    il_pain           pain;
    il_preferences    preferences;
    int               nscreen, nfinding, nscore, nequipment;
    il_screen_answer *screen;
    il_finding       *finding;
    il_score_reading *score;
    il_at_hand       *equipment;
    const char       *examiner; ///< who examined: readings of one examiner differ less than those of two
    int               nflare, nkept, nmedicine, ngiven; ///< since the last visit; given: at this one
    il_flare         *flare;
    il_kept          *kept;
    il_medicine      *medicine;
    il_given         *given;
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
    il_author         author;
    il_accident       accident;
    int               npre_existing, nopinion, nconsent, nplan, nentry;
    il_pre_existing  *pre_existing;
    il_opinion       *opinion;
    il_consent       *consent; ///< of one thing: oldest first
    il_saved_plan    *plan;    ///< oldest first
    il_entry         *entry;   ///< oldest first
    char              hash[65]; ///< SHA-256 in hex of the bytes that il_patient_parse() read, else empty; no key of the file
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
    const char *judges;     ///< of a sign: the test whose number it judges, or NULL
    double      cut, cut_error; ///< of such a sign: its threshold, and what two examiners may differ by
    bool        above;      ///< of such a sign: positive above the threshold
    double      norm_mean, norm_sd; ///< of a measure in degrees: what healthy people show; sd 0 = no norm
} il_test_word;

typedef struct il_region_word {
    const char *code;
    bool        sided;
} il_region_word;

/// How the parts of a score make its total.
typedef enum il_scoring { IL_SCORING_SINGLE, IL_SCORING_SUM, IL_SCORING_MEAN } il_scoring;

/// What a score is of: X(name, word in the table)
#define IL_SCORE_OF_LIST(X) \
    X(IL_SCORE_PAIN, "pain") X(IL_SCORE_FUNCTION, "function") X(IL_SCORE_LIFE, "quality_of_life") X(IL_SCORE_CHANGE, "change") X(IL_SCORE_BELIEF, "belief") \
    X(IL_SCORE_RISK, "risk")
#define X(name, word) name,
typedef enum il_score_of { IL_SCORE_OF_LIST(X) IL_NSCORE_OF } il_score_of;
#undef X

/// One row of data/scores/scores.csv.
typedef struct il_score {
    const char      *id, *name, *licence, *definition, *source;
    double           min, max;           ///< of the total
    double           item_min, item_max; ///< of a part
    int              fewest, most;       ///< parts; 0: the total alone is entered
    il_scoring       scoring;
    bool             whole;              ///< totals are whole numbers
    bool             higher_is_better;
    bool             is_change;          ///< the score itself says how much it changed
    bool             ship;               ///< its wording may be shown; else only scores are entered
    double           change;             ///< smallest change that counts; NAN: none published
    double           change_share;       ///< the same as a share of the first score; NAN: none
    il_source_status status;
    il_score_of      of;
    double           error;              ///< smallest change that it can show in one person at 95 %; NaN: none published
    const char      *error_source;
    il_source_status error_status;
} il_score;

/// Tests, regions, rows of the safety screen, scores, treatments with exercises, and equipment that exist. il_patient_vocab_create() takes them from the clinical knowledge.
typedef struct il_patient_vocab {
    int                   ntest, nregion, nflag, nscore, ntreatment, nself, nexercise, nequipment;
    const il_test_word   *test;
    const il_region_word *region;
    const char *const    *flag;
    const il_score       *score;
    const char *const    *treatment; ///< [ntreatment] ids: treatments that somebody gives, then nself that the person does alone, at last nexercise exercises
    const char *const    *equipment;
} il_patient_vocab;

// ---- functions -----------------------------------------------------------------------------------------------------------------

/// An empty record with its own memory. Free with il_patient_free().
il_status il_patient_create(il_patient **out, il_error *err);
void      il_patient_free(il_patient *p); ///< NULL is allowed

/// Zeroed memory that lives as long as the record: room for `count` elements of `size` bytes. NULL when out of memory.
void *il_patient_array(il_patient *p, size_t count, size_t size);
/// A copy of a text that lives as long as the record. NULL when out of memory.
const char *il_patient_text(il_patient *p, const char *text);

/// Add a line to the entries: copies of its texts, "" as if not given. False when out of memory.
bool il_patient_add_entry(il_patient *p, const il_entry *entry);

/// Begin a visit, the last one. @return IL_NO_MEMORY; whether the date may stand there is for il_patient_check() to say
il_status il_patient_add_visit(il_patient *p, const char *date, il_error *err);

/// Record a consent (copies of its texts), or end the one that stands.
/// @return IL_BAD_VALUE where none stands that could be withdrawn
il_status il_patient_add_consent(il_patient *p, const il_consent *consent, il_error *err);
il_status il_patient_withdraw_consent(il_patient *p, const char *covers, const char *date, const char *by, il_error *err);

/// The i-th fact of validity: the row of the safety screen that it answers (at each visit that does not answer it itself), and the answer.
/// @return false after the last
bool il_patient_validity(const il_patient *p, int i, const char **row, il_answer *answer);

/// What the person wanted when last asked, at this visit or before; NULL where nothing was recorded.
/// @param visit  index of the visit
const il_preferences *il_patient_preferences(const il_patient *p, int visit);
/// What was at hand when last asked, at this visit or before; NULL with count 0 where nothing was recorded.
const il_at_hand *il_patient_equipment(const il_patient *p, int visit, int *count);

/// The total of a score: as given, or from its parts. Not known where neither is there.
il_fact il_score_total(const il_score *score, const il_score_reading *reading);

/// Days of a calendar since a fixed one, of a date that il_patient_check() has passed; and of a visit by its date or its day.
double  il_day_of_date(const char *date);
il_fact il_visit_day(const il_visit *v);

/// Weeks from the first visit that can be compared with this one, if neither pain nor a score has improved since by what counts (2 of 10 points of pain or 30 %,
/// Ostelo 2008; of scores what their row says); 0 if something has; not known where there is nothing to compare or no date.
/// @param visit  index of the visit
/// @param score  [nscore] the scores that exist
il_fact il_patient_weeks_without_gain(const il_patient *p, int visit, const il_score *score, int nscore);

/// How it stands with the consent to one thing.
typedef enum il_consent_state { IL_CONSENT_NOT_RECORDED, IL_CONSENT_GIVEN, IL_CONSENT_REFUSED, IL_CONSENT_WITHDRAWN } il_consent_state;
/// By the last entry on it. @param covers "processing", "exam", or the id of a treatment. @param last that entry (NULL: none), or NULL
il_consent_state il_patient_consent(const il_patient *p, const char *covers, const il_consent **last);
/// Is a consent that was refused or withdrawn in the way?
bool il_patient_consent_stops(const il_patient *p, const char *covers);

/// Words of the file for an opinion and what began it: "future_care", "vehicle_accident".
const char *il_opinion_word(il_opinion_kind kind);
const char *il_event_word(il_event_kind kind);

/// Words of the file for an image and a part: "radiograph", "hip".
const char *il_image_word(il_image_kind kind);
const char *il_part_word(il_image_part part);
/// "rising_from_sitting"
const char *il_doing_word(il_doing doing);

/// Is everything in the record possible, known and free of contradictions? One sentence says what is not and what would be right.
/// @param place  room for the place of the fault as a JSON pointer into the patient file ("/visits/0/findings/2/value"), or NULL
/// @return IL_OK or IL_BAD_VALUE
il_status il_patient_check(const il_patient *p, const il_patient_vocab *vocab, char place[128], il_error *err);

#endif

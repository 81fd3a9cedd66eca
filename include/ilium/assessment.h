// ilium/assessment.h - the complete result of one assessment as plain arrays: what the reasoning fills and every report draws.
//
// `{0}` is a valid, empty assessment: it has no screen, so it ranks nothing. Every optional number says whether it is known; every text
// may be NULL. Units are those a clinician reads (deg, mm, N, MPa, %), named in the text beside the number.
// Probabilities are calibrated on simulated patients; accuracy on real patients is unknown. A condition that is present is not thereby painful.
#ifndef ILIUM_ASSESSMENT_H
#define ILIUM_ASSESSMENT_H
#include "ilium/base.h"
#include "ilium/patient.h"
#include "ilium/side.h"

/// A value with its range over what is uncertain: low and high bound it, mid is the best guess. `{0}` is not known.
typedef struct il_range {
    bool   known;
    double low, mid, high;
} il_range;

/// Mean and standard deviation. `{0}` is not known.
typedef struct il_spread {
    bool   known;
    double mean, sd;
} il_spread;

/// Strength of evidence, one scale everywhere. NONE: no evidence was found. AGAINST: the evidence speaks against it.
typedef enum il_grade { IL_GRADE_NONE, IL_GRADE_A, IL_GRADE_B, IL_GRADE_C, IL_GRADE_D, IL_GRADE_AGAINST } il_grade;

// ---- the person ----------------------------------------------------------------------------------------------------------------

/// One region of the pain drawing at this visit.
typedef struct il_pain_region {
    const char *code, *name; ///< "PSIS", "sacroiliac region": codes of data/body_regions
    il_side     side;
    il_range    intensity;   ///< 0 to 10
} il_pain_region;

typedef struct il_person_summary {
    const char *label;      ///< what the record calls the person
    const char *visit_date; ///< as in the record
    const char *complaint;  ///< the history in a line
    const char *source;     ///< citation of a published case, or NULL
    bool        simulated;  ///< a teaching patient whose findings were made by simulation
    il_sex      sex;
    il_range    age, height_cm, mass_kg, bmi;
    int             npain;
    il_pain_region *pain;
} il_person_summary;

// ---- safety --------------------------------------------------------------------------------------------------------------------

/// UNKNOWN: the screen could not run, so nothing is ranked (fails closed).
typedef enum il_safety_level { IL_SAFETY_UNKNOWN, IL_SAFETY_CLEAR, IL_SAFETY_WATCH, IL_SAFETY_URGENT, IL_SAFETY_EMERGENCY } il_safety_level;

/// A sign of danger that is present.
typedef struct il_safety_item {
    const char     *id, *text; ///< "new urinary retention"
    il_safety_level level;
    const char     *suspect;   ///< what it may mean, for the clinician; NULL where not to be named
    const char     *action;    ///< what to do now
    const char     *source;
} il_safety_item;

/// A sign that was not asked for: never the same as absent.
typedef struct il_safety_gap {
    const char *id, *text;
    bool        key; ///< without it the screen is incomplete
} il_safety_gap;

typedef struct il_safety_block {
    il_safety_level level;
    bool            complete;          ///< every key item was asked
    bool            rank_allowed;      ///< false: no condition is named, whatever the arrays below hold
    bool            treatment_allowed; ///< false from URGENT on
    const char     *refusal;           ///< why nothing is ranked, where it is not the level (a missing rule table); or NULL
    int             npositive, nnot_asked;
    il_safety_item *positive; ///< gravest first
    il_safety_gap  *not_asked;
} il_safety_block;

/// Whether the person is one the program may speak about (adults 18-80, BMI 17-40, no fusion ...). Outside: screen and record only.
typedef struct il_validity {
    bool         in_scope;
    int          nreason;
    const char **reason; ///< "age 16: this program knows adults of 18 to 80 years"
} il_validity;

// ---- findings ------------------------------------------------------------------------------------------------------------------

typedef enum il_finding_use {
    IL_USE_NONE,       ///< recorded, but it did not enter; `use_note` says why
    IL_USE_SIMULATED,  ///< compared with the simulated test
    IL_USE_PUBLISHED,  ///< entered by published accuracy
    IL_USE_SAFETY,     ///< belongs to the screen
    IL_USE_WEAK        ///< history: capped evidence of simulated loads or pain patterns, which `use_note` says; never the main mover
} il_finding_use;

typedef struct il_assessed_finding {
    const char    *test, *name; ///< id "thomas_modified", name "modified Thomas test, thigh angle"
    il_side        side;
    bool           derived;     ///< nobody recorded it: it follows from other entries (drawing, angle, neurological screen, age)
    const char    *unit;        ///< "deg", "mm"; NULL for words
    il_range       observed;    ///< the value with its measuring error; not known when the finding is a word
    const char    *word;        ///< "positive", "reduced", "grade 4", or NULL
    il_limited_by  limited_by;
    il_spread      healthy;     ///< what this person would show without any condition
    il_spread      with_best;   ///< what this person would show with the leading explanation
    il_spread      norm;        ///< published for healthy people
    const char    *norm_source;
    il_finding_use use;
    const char    *use_note;
    const char    *caution;     ///< "the simulated healthy cohort is 4 deg below the published mean", or NULL
} il_assessed_finding;

// ---- conditions ----------------------------------------------------------------------------------------------------------------

/// Link between a condition that is present and this person's pain.
typedef enum il_pain_link { IL_LINK_UNKNOWN, IL_LINK_POSSIBLE, IL_LINK_SUPPORTED } il_pain_link;

/// How far one finding speaks for (positive) or against (negative) a condition.
typedef struct il_contribution {
    int    finding;          ///< index into findings
    double log10_likelihood; ///< log10 of the likelihood ratio present : absent
} il_contribution;

typedef struct il_assessed_condition {
    const char      *id, *name;       ///< "short_iliopsoas", "hip flexors short" (without the side)
    il_side          side;
    il_range         present;         ///< probability that it is present: at the low, the usual and the high prior
    il_range         prior;           ///< not known: none was published
    const char      *prior_source;
    double           log10_bayes_factor; ///< odds of presence after the findings over those before, log10; 0 = they say nothing
    bool             contributing;    ///< a contributing mechanism without diagnostic prior: shown at both ends
    il_pain_link     link;
    const char      *link_source;     ///< "PSIS and upper buttock lie in its published pattern (Slipman 2000)"
    il_range         severity;        ///< if present
    const char      *severity_unit;   ///< "% shorter"
    il_grade         grade;
    const char      *grade_source;
    int              nexplains, nagainst;
    il_contribution *explains, *against; ///< strongest first
} il_assessed_condition;

typedef enum il_hypothesis_kind { IL_HYPOTHESIS_NONE, IL_HYPOTHESIS_SINGLE, IL_HYPOTHESIS_PAIR, IL_HYPOTHESIS_NOT_DETERMINED } il_hypothesis_kind;

/// One combination. The probabilities of all sum to one.
typedef struct il_hypothesis {
    il_hypothesis_kind kind;
    int                condition[2]; ///< indexes; SINGLE uses the first
    double             probability;
} il_hypothesis;

enum {
    IL_SHOWN_PERCENT = 25, ///< from this probability on a condition is shown as an explanation, and planned for
    IL_LITTLE_PERCENT = 10 ///< findings that raise the odds of a condition by so much speak for it a little
};

/// Two conditions that the findings cannot tell apart.
typedef struct il_inseparable {
    int         a, b;         ///< condition indexes
    double      bayes_factor; ///< below 3
    const char *test;         ///< the test that would tell, or NULL when none is known
} il_inseparable;

/// What one outcome of a test would make of a condition's probability. result NULL: not told.
typedef struct il_next_result {
    const char *result;        ///< "positive", "12 deg"
    const char *condition;     ///< name with its side
    double      before, after; ///< probability that it is present
} il_next_result;

typedef struct il_next_test {
    const char *test, *name;
    il_side     side;
    double      information_bits; ///< expected fall of uncertainty over the conditions
    double      burden_min;       ///< minutes that it takes (assumed); 0 = not known
    const char *why;              ///< "tells a short psoas from a short rectus femoris"
    il_next_result result[2];
} il_next_test;

// ---- loads and what the body does ----------------------------------------------------------------------------------------------

typedef enum il_structure_kind {
    IL_STRUCTURE_DISC, IL_STRUCTURE_SACROILIAC, IL_STRUCTURE_HIP, IL_STRUCTURE_MUSCLE, IL_STRUCTURE_LIGAMENT, IL_STRUCTURE_SYMPHYSIS, IL_STRUCTURE_OTHER
} il_structure_kind;

typedef struct il_load {
    const char       *structure; ///< "disc L4/L5", "sacroiliac joint", "psoas"
    il_structure_kind kind;
    il_side           side;
    const char       *quantity;  ///< "compression"
    const char       *unit;      ///< "N"
    il_range          healthy;   ///< this person without the condition, over p, weights, specific tension, lambda, tone
    il_range          with_best; ///< with the leading explanation
    il_range          published; ///< reference, where one exists
    const char       *published_source;
} il_load;

typedef enum il_print_kind {
    IL_PRINT_POSTURE,        ///< pelvic tilt, lordosis, obliquity, torsion
    IL_PRINT_SACROILIAC,     ///< motion of the sacroiliac joints
    IL_PRINT_LIGAMENT_SHARE, ///< share of ligaments
    IL_PRINT_COCONTRACTION,  ///< activation of the flexors in standing
    IL_PRINT_NOT_HELD,       ///< a reserve over its limit: the posture cannot be held at this coordinate
    IL_PRINT_SEVERAL         ///< searched from another start the posture ends elsewhere: how far apart at this coordinate
} il_print_kind;

/// A quantity of the solved posture that is always shown.
typedef struct il_print {
    il_print_kind kind;
    const char   *name; ///< "pelvic tilt", "right sacroiliac joint, nutation"; NOT_HELD, SEVERAL: the coordinate
    il_side       side;
    const char   *unit;
    il_range      healthy, with_best;
    bool          none_shown; ///< the difference lies inside the spread: "none shown"
} il_print;

/// A remark with its source: published evidence against common belief, what is not known.
typedef struct il_note {
    const char *text, *source;
    il_grade    grade;
} il_note;

/// A fixed sentence of data/notices.csv by its id, in the wording of the country. Reports have their own wording where it is missing.
typedef struct il_wording {
    const char *id, *text;
} il_wording;

// ---- what is drawn -------------------------------------------------------------------------------------------------------------

typedef enum il_draw_kind { IL_DRAW_MUSCLE, IL_DRAW_LIGAMENT, IL_DRAW_NERVE } il_draw_kind;

/// A path in ground axes.
typedef struct il_draw_line {
    const char  *name;
    il_draw_kind kind;
    il_side      side;
    double       load;  ///< activation, or share of strength, 0 to 1: the colour
    double       force; ///< share of the strongest line's greatest force, 0 to 1: the width
    int          npoint;
    double      *point; ///< [3*npoint] m
} il_draw_line;

typedef enum il_shape_kind { IL_SHAPE_CAPSULE, IL_SHAPE_OUTLINE, IL_SHAPE_ELLIPSOID, IL_SHAPE_HULL } il_shape_kind;

/// A bone or body segment. CAPSULE: two points, a radius at each. OUTLINE: a smooth line through points, closed or open.
/// ELLIPSOID: centre, then three half axes. HULL: the convex hull of the points.
typedef struct il_draw_shape {
    const char   *name;
    il_shape_kind kind;
    il_side       side;
    bool          closed;
    bool          soft; ///< outline of the body rather than bone
    bool          hollow; ///< its edge only, for what hangs before the rest
    bool          disc; ///< coloured by load
    double        load; ///< of a disc: compression over 5000 N, 0 to 1
    double        radius[2];
    int           npoint;
    double       *point; ///< [3*npoint] m, ground axes
} il_draw_shape;

typedef struct il_draw_marker {
    const char *name;
    double      point[3];
} il_draw_marker;

/// A force on the body: of a support, or of what loads it.
typedef struct il_draw_arrow {
    bool    support;
    il_side side; ///< of the body that it acts on
    double  point[3], force[3]; ///< [m, N] ground axes
} il_draw_arrow;

/// A supporting surface that bears: outward normal, n.x = c on it, and the place where it bears.
typedef struct il_draw_plane {
    double n[3], c, low[3], high[3];
} il_draw_plane;

/// One posture. X forward, Y up, Z right; metres. Supports and gravity turn about the person, not the person in the room.
typedef struct il_drawing {
    const char     *title; ///< "standing, with hip flexors short on the right"
    int             nline, nshape, nmarker, narrow, nplane;
    il_draw_line   *line;
    il_draw_shape  *shape;
    il_draw_marker *marker;
    il_draw_arrow  *arrow;
    il_draw_plane  *plane;
    double          down[3]; ///< direction of gravity; all zero: not known
} il_drawing;

// ---- the whole -----------------------------------------------------------------------------------------------------------------

typedef struct il_effort {
    double seconds;
    int    threads;
    long   solves, iterations; ///< equilibria solved, and their iterations
    double memory_mb;
    long   followed;           ///< equilibria followed from solved ones
} il_effort;

struct il_assessment_memory;

typedef struct il_assessment {
    const char       *program_version; ///< il_version()
    const char       *data_hash;       ///< SHA-256 of the data in hex
    bool              locally_modified;
    const char       *record_hash;     ///< SHA-256 in hex of the patient file that was read, or NULL
    il_person_summary person;
    il_safety_block   safety;
    il_validity       validity;
    int               leading; ///< index into hypotheses of the explanation that "with_best" stands for; its kind may be NONE
    int               nfinding, ncondition, nhypothesis, ninseparable, nnext, nload, nprint, ncontradiction, nunknown, nbackground, nnotice, nwording, ndrawing;
    il_assessed_finding   *finding;
    il_assessed_condition *condition;     ///< those that the findings speak for (odds doubled, or present.mid 0.25) before the others, the most probable first in each
    il_hypothesis         *hypothesis;    ///< most probable first
    il_inseparable        *inseparable;
    il_next_test          *next;          ///< most informative for its minutes first; a test that an open flag forbids is not in it
    il_load               *load;
    il_print              *print;
    il_note               *contradiction; ///< published evidence against common belief, touching what is named here
    il_note               *unknown;       ///< what is not known and would matter
    il_note               *background;    ///< how common back pain is, and what is published of what the history holds: moves nothing
    const char           **notice;        ///< data/notices.csv; where empty, the reports use their built-in wording
    il_wording            *wording;       ///< fixed sentences from the data
    il_drawing            *drawing;       ///< the first is the posture with the leading explanation
    il_effort              effort;
    struct il_assessment_memory *memory;  ///< of il_assessment_create(); do not touch
} il_assessment;

/// An empty assessment with its own memory. Free with il_assessment_free().
il_status il_assessment_create(il_assessment **out, il_error *err);
void      il_assessment_free(il_assessment *a); ///< NULL is allowed; not for assessments made by hand on the stack

/// Zeroed memory that lives as long as the assessment: room for `count` elements of `size` bytes. NULL when out of memory.
void *il_assessment_array(il_assessment *a, size_t count, size_t size);
/// A formatted text that lives as long as the assessment. NULL when out of memory.
const char *il_assessment_text(il_assessment *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/// Check what reports rely on: indexes in range, probabilities in [0,1] and summing to one, finite numbers, no ranking under EMERGENCY,
/// treatment withheld from URGENT on. Reports refuse an assessment that fails.
/// @return IL_OK, or IL_BAD_VALUE with the place ("conditions[2].present.mid") in err->text
il_status il_assessment_check(const il_assessment *a, il_error *err);

#endif

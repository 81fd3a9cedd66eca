// ilium/plan.h - what a treatment would change for this person, and a plan: after an assessment, from it and the same request.
//
// Two things stand apart everywhere: what is simulated (loads and angles, with ranges over the 90 % posterior set, the treatment's own range and what is not
// known of a body), and what trials found about pain. Load is not pain. An open flag or a contraindication forbids; then nothing is simulated.
#ifndef ILIUM_PLAN_H
#define ILIUM_PLAN_H
#include "ilium/assess.h"
#include "ilium/treatment.h"

enum { IL_CARE_WISHES = 8 }; ///< treatments asked for at once

/// A treatment that is asked for.
typedef struct il_treatment_wish {
    int     treatment; ///< of the knowledge
    il_side side;      ///< treated; NONE: the side on which what it is for is likeliest
} il_treatment_wish;

/// What care is asked of. `{0}` is not valid: assess and assessment are needed.
typedef struct il_care_request {
    const il_assess_request *assess;     ///< as given to il_assess()
    const il_assessment     *assessment; ///< what il_assess() answered
    int                      nwish;      ///< what-if: at least one
    il_treatment_wish        wish[IL_CARE_WISHES];
    double                   weeks;      ///< what-if: after so many weeks; 0 = at full effect
    const il_exercise_tasks *exercises;  ///< plan: il_exercise_tasks_read(); NULL: exercises are not solved
    const char              *equipment;  ///< plan: what is at hand, by `;`, in place of the record; NULL: as recorded, and where nothing is, anything
    const char              *without;    ///< plan: treatments or exercises that the person does not want, by `;`, beside those of the record; or NULL
} il_care_request;

// clang-format off
/// Why a treatment is not given: X(name, words)
#define IL_REFUSAL_LIST(X) \
    X(IL_REFUSED_NOT,         "")                                                             \
    X(IL_REFUSED_SCREEN,      "the safety screen withholds treatment")                        \
    X(IL_REFUSED_SCOPE,       "outside what this program was made for")                       \
    X(IL_REFUSED_FLAG,        "an open item of the safety screen forbids it")                 \
    X(IL_REFUSED_ABSOLUTE,    "an absolute contraindication forbids it")                      \
    X(IL_REFUSED_RELATIVE,    "a relative contraindication: a clinician decides")             \
    X(IL_REFUSED_REFERRAL,    "a matter of referral: nothing of it is simulated or dosed")    \
    X(IL_REFUSED_RECORD,      "recorded, never advised")                                      \
    X(IL_REFUSED_NOT_WANTED,  "not wanted")                                                   \
    X(IL_REFUSED_EQUIPMENT,   "the equipment is not at hand")                                 \
    X(IL_REFUSED_CONSENT,     "consent to it was refused or withdrawn")
#define X(name, words) name,
typedef enum il_refusal { IL_REFUSAL_LIST(X) IL_NREFUSAL } il_refusal;
#undef X
// clang-format on
const char *il_refusal_words(il_refusal refusal);

/// The visit that was assessed.
const il_visit *il_care_visit(const il_care_request *r);

// clang-format off
/// Whose work a treatment is: X(name, word). UNKNOWN: the record says neither the clinician's profession nor whether they do it.
#define IL_SCOPE_LIST(X) X(IL_SCOPE_UNKNOWN, "unknown") X(IL_SCOPE_OWN, "own") X(IL_SCOPE_OTHER, "other")
#define X(name, word) name,
typedef enum il_scope { IL_SCOPE_LIST(X) } il_scope;
#undef X
// clang-format on
/// By what the record says of the treatment (`scope`), else by the profession that the table names for it; what the person does at home is never another's.
il_scope il_treatment_scope(const il_knowledge *k, const il_author *who, int treatment);

/// May this treatment be given to this person? The rules alone: no mechanics, no probabilities but of contraindicating conditions (over one half).
/// @param why  the row that decides, or "": owned by the knowledge or the assessment
il_refusal il_treatment_permit(const il_knowledge *k, const il_assessment *a, int treatment, const char **why);
/// The same of an exercise: its own rows, then those of its treatment.
il_refusal il_exercise_permit(const il_knowledge *k, const il_assessment *a, int exercise, const char **why);
/// The i-th question to be asked before a treatment, since no record answers it or it was not asked; NULL after the last.
const char *il_treatment_question(const il_knowledge *k, const il_assessment *a, int treatment, int i);

/// The part of a treatment's full effect that is reached after some weeks; 1 for weeks 0 (at full effect).
double il_treatment_share(const il_treatment_effect *e, double weeks);

/// The i-th row of what trials found of a treatment; NULL after the last. Rows of acute and of chronic pain are told apart by how long the pain of the
/// visit has lasted (12 weeks); where that is not known, or visit is NULL, both stand.
const il_trial *il_treatment_trial(const il_knowledge *k, const il_visit *visit, int treatment, int i);

// ---- what-if -------------------------------------------------------------------------------------------------------------------

typedef struct il_whatif_row {
    const char *name;    ///< "disc.L4_L5.compression_n", or the id of a test
    const char *words;   ///< "disc L4/L5 compression", the test's name
    const char *unit;
    il_side     side;
    bool        load;    ///< in standing; else an angle or length of a test
    il_range    before, after, change; ///< mid: with the leading explanation; low and high over everything that is not known
    bool        none_shown; ///< the range of the change holds none
} il_whatif_row;

typedef struct il_whatif_treatment {
    int         treatment;
    il_side     side;       ///< as treated
    il_refusal  refusal;
    const char *why;
    bool        simulated;  ///< it changes something that can be simulated
    double      share;      ///< of its full effect, after the weeks asked for
} il_whatif_treatment;

/// A condition that the leading explanation holds.
typedef struct il_whatif_cause {
    int     condition; ///< of the knowledge
    il_side side;
    double  severity;
} il_whatif_cause;

/// What the treatments change in that body at the middle of what is known of them.
typedef struct il_whatif_change {
    const char *parameter; ///< id with its part: "muscle.psoas.shortness"
    il_side     side;
    double      value;     ///< in the parameter's unit
} il_whatif_change;

struct il_care_memory;

typedef struct il_whatif {
    bool                 refused;  ///< some treatment is: then nothing is simulated
    int                  ntreatment, nrow, nstate, nunsolved; ///< nstate: bodies that the ranges are over
    il_whatif_treatment *treatment;
    il_whatif_row       *row;
    double               covered;  ///< what they hold of the posterior
    double               weeks;
    long                 solves;
    int                  ncause, nchange; ///< one body before and after, for a picture: the leading explanation; 0 where nothing is simulated
    il_whatif_cause     *cause;
    il_whatif_change    *changed;
    il_body_sizes        sizes;           ///< of the person without any condition
    struct il_care_memory *memory; ///< do not touch
} il_whatif;

/// Simulate treatments on this person, over the assessed conditions' posterior. Deterministic whatever the number of threads.
/// @return IL_OK with `*out` for il_whatif_free(), refusals in it; IL_CANCELLED, IL_BAD_VALUE, IL_NO_MEMORY with NULL
il_status il_whatif_run(const il_care_request *request, il_whatif **out, const il_progress *progress, il_error *err);
void      il_whatif_free(il_whatif *w); ///< NULL is allowed

// ---- plan ----------------------------------------------------------------------------------------------------------------------

/// What a treatment is worth to this person in points of pain of 100, by trials against nothing or a sham; more is better.
typedef struct il_gain {
    double worst;    ///< the least over the 90 % posterior set, at the unfavourable end of the trials
    double expected; ///< the mean over that set, at the middle of the least favourable trial
    double targets;  ///< probability of the likeliest condition that it is for by name
} il_gain;
il_gain il_treatment_gain(const il_care_request *r, int treatment);

typedef enum il_plan_choice {
    IL_PLAN_NOT,    ///< doing less is as good, or it is not for what fits
    IL_PLAN_OPTION, ///< asked for, or for a likely condition by name, though the worst case gains nothing: may be left out
    IL_PLAN_CHOSEN  ///< the highest worst-case gain for one of its aims, above that of doing less
} il_plan_choice;

enum { IL_PLAN_LOADS = 8, IL_PLAN_RETESTS = 3, IL_PLAN_TESTS = 6 };

/// The phases of a plan: X(name, words, first week)
#define IL_PHASE_LIST(X) X(IL_PHASE_CALM, "calm", 0) X(IL_PHASE_RESTORE, "restore", 2) X(IL_PHASE_STRENGTHEN, "strengthen", 6) X(IL_PHASE_KEEP, "keep", 12)
#define X(name, words, from) name,
typedef enum il_phase { IL_PHASE_LIST(X) IL_PLAN_PHASES } il_phase;
#undef X
const char *il_phase_words(int phase);
int         il_phase_from(int phase); ///< first week; the week after the last phase for IL_PLAN_PHASES is none (-1)

typedef struct il_plan_item {
    int            treatment;
    il_side        side;
    il_refusal     refusal;
    const char    *why;            ///< of the refusal
    il_plan_choice choice;
    bool           aim[IL_NAIM];   ///< for which it was chosen
    bool           wanted;         ///< the person asks for it
    il_scope       scope;          ///< is it the clinician's own work? What is not is referred
    il_gain        gain;
    int            phase;          ///< in which it begins
    double         reached[IL_PLAN_PHASES]; ///< share of its full effect at the end of each phase; NaN: nothing of it is simulated
} il_plan_item;

/// The load of a painful structure in an exercise, beside quiet standing and beside what the person does every day; ranges over the likely states of the body.
typedef struct il_plan_load {
    const char *outcome, *words;
    il_side     side;
    il_range    standing, exercise;
    il_range    daily;       ///< in that of the daily tasks that loads it most; standing where none could be compared
    const char *daily_words; ///< "going upstairs"
    double      ratio;       ///< exercise over standing, with the leading explanation
    double      daily_ratio; ///< exercise over daily
    bool        aggravates;  ///< it may: more than a twentieth over what the person does every day
} il_plan_load;

typedef struct il_plan_exercise {
    int           exercise;
    il_side       side;
    bool          option;        ///< of a treatment that is an option
    bool          paired;        ///< here because it goes with a stretch
    int           phase;         ///< in which it begins
    bool          tried, solved; ///< a task that was solved on the person; false: not simulated, or not found
    bool          held;          ///< false: the person cannot hold it; `cannot` says where
    const char   *cannot;
    bool          may_aggravate; ///< it loads a painful structure more than what the person does every day: loads say how much
    int           nload;
    il_plan_load  load[IL_PLAN_LOADS]; ///< raised over quiet standing, the most over every day first
    il_drawing   *drawing;       ///< of the solved posture, or NULL
} il_plan_exercise;

typedef struct il_plan_referral {
    il_provider     to;
    il_safety_level level;  ///< how soon
    const char     *reason, *asks;
    bool            own;    ///< the clinician's own work: told, no letter. Danger never is
} il_plan_referral;

/// How a row of data/treatments/prognosis.csv stands to this person: UNKNOWN: the record does not say. WORSENS: it raises the middle and
/// the upper end. TOLD: it holds, and moves nothing. Nothing lowers anything.
typedef enum il_factor_does { IL_PROGNOSIS_UNKNOWN, IL_PROGNOSIS_TOLD, IL_PROGNOSIS_WORSENS } il_factor_does;

typedef struct il_prognosis_factor {
    int            row;  ///< of the knowledge
    il_factor_does does;
} il_prognosis_factor;

typedef struct il_prognosis {
    bool          known;
    il_population population;
    int           n;
    double        week[4];
    il_range      cohort[4]; ///< of 100, as the cohorts went, beginning with the pain of this visit
    il_range      pain[4];   ///< the same, its middle and upper end raised by what the record says of lifestyle: never narrower
    int           nfactor;
    il_prognosis_factor *factor; ///< of the population, those that act first
    const char   *source;
} il_prognosis;

/// A test as the plan expects to find it so many weeks on.
typedef struct il_plan_test {
    const char *test; ///< id
    il_side     side;
    double      week;
    il_range    value; ///< the reading as measured, and the simulated change by the plan's treatments
} il_plan_test;

typedef struct il_plan {
    bool              only_referral; ///< nothing is planned; `why` says why
    const char       *why;
    int               nitem, nexercise, nleft_out, nreferral, ntest, npainful, nhypothesis;
    il_plan_item     *item;       ///< chosen first, then options, then the others
    il_plan_exercise *exercise;   ///< in the order of phases
    il_plan_exercise *left_out;   ///< would have been, but may not: refused, no pair, cannot be held
    il_plan_referral *referral;
    const char      **painful;    ///< words of the structures whose pattern the drawn pain fits
    int               nbody;      ///< bodies that the ranges of exercises are over: the 90 % posterior set
    double            covered;    ///< what they hold of the posterior; 0 where no exercise was solved
    int               ndaily;
    const char      **daily;      ///< words of what the person does every day, with which exercises are compared
    bool              daily_reported; ///< as the history reports them to be tolerable; else a stated set without what the history calls worse
    const char       *retest[IL_PLAN_RETESTS]; ///< dates, or NULL where the visit has none
    int               retest_week[IL_PLAN_RETESTS];
    const char       *test[IL_PLAN_TESTS];     ///< to be done again
    il_prognosis      prognosis;
    double            adherence;  ///< to exercises, by the latest visit that records it [%]; NaN: none
    bool              aim[IL_NAIM]; ///< that the plan chooses for: those of the record, or all
    double            minutes;    ///< that all exercises take on a day, about
    int               nexpect;
    il_plan_test     *expect;     ///< il_plan_expect(); of each test the reading at week 0 before the later weeks
    struct il_assessment *canvas; ///< memory of drawings and texts
} il_plan;

/// Minutes that an exercise takes, about: 4 s a repetition that is not held, 30 s between sets and to begin; both sides one after the other (all assumed).
double il_exercise_minutes(const il_exercise *e, il_side side);

/// Plan: rules, then the choice by worst case, then each exercise solved on the person (where request->exercises is given).
/// An emergency, an urgent sign, an incomplete screen or a person outside the scope give a plan of referrals only.
il_status il_plan_make(const il_care_request *request, il_plan **out, const il_progress *progress, il_error *err);
void      il_plan_free(il_plan *p); ///< NULL is allowed
/// What the plan's chosen treatments do to the tests that were measured, by simulation over the 90 % posterior set (il_whatif_run()), 6 and 12 weeks on: a reading as it
/// was measured and the range of its change. Only tests of which a change is shown; a choice that is refused changes nothing. Function is not expected: no published course of it is in the data.
il_status il_plan_expect(const il_care_request *request, il_plan *plan, const il_progress *progress, il_error *err);
/// What a plan expects, in the words of a record: pain (of ten) as its prognosis says, then the tests of il_plan_expect(). Texts belong to the plan and the knowledge.
/// @param out  room for plan->prognosis.n + plan->nexpect;  @return how many were written
int il_plan_expected(const il_plan *plan, il_expected *out);
/// Keep a plan in the record: its chosen treatments and exercises, and what it expects of pain and of tests (il_plan_expect()). One of the same visit is replaced.
/// @param by        whose plan, or NULL; @param released  the day on which it is released to the person, or NULL. Both must live as long as the record
/// @return IL_BAD_VALUE where there is no plan (referrals only) or the visit has no date
il_status il_plan_keep(const il_care_request *request, const il_plan *plan, il_patient *p, const char *by, const char *released, il_error *err);

#endif

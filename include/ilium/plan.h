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
    const char              *equipment;  ///< plan: what is at hand, by `;`; NULL: anything
    const char              *without;    ///< plan: treatments or exercises that the person does not want, by `;`; or NULL
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
    X(IL_REFUSED_EQUIPMENT,   "the equipment is not at hand")
#define X(name, words) name,
typedef enum il_refusal { IL_REFUSAL_LIST(X) IL_NREFUSAL } il_refusal;
#undef X
// clang-format on
const char *il_refusal_words(il_refusal refusal);

/// The visit that was assessed.
const il_visit *il_care_visit(const il_care_request *r);

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

struct il_care_memory;

typedef struct il_whatif {
    bool                 refused;  ///< some treatment is: then nothing is simulated
    int                  ntreatment, nrow, nstate, nunsolved;
    il_whatif_treatment *treatment;
    il_whatif_row       *row;
    double               covered;  ///< posterior probability of the states simulated
    double               weeks;
    long                 solves;
    struct il_care_memory *memory; ///< do not touch
} il_whatif;

/// Simulate treatments on this person, over the assessed conditions' posterior. Deterministic whatever the number of threads.
/// @return IL_OK with `*out` for il_whatif_free(), refusals in it; IL_CANCELLED, IL_BAD_VALUE, IL_NO_MEMORY with NULL
il_status il_whatif_run(const il_care_request *request, il_whatif **out, const il_progress *progress, il_error *err);
void      il_whatif_free(il_whatif *w); ///< NULL is allowed

#endif

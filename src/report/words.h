// words.h - the wording catalogue: every fixed sentence of every report, in one place, so that all outputs say the same
#ifndef ILI_WORDS_H
#define ILI_WORDS_H
#include "ilium/assessment.h"
#include "report/out.h"

// clang-format off
/// X(name, text). `?` stands for nothing: sentences that need a number are put together where it is known.
#define ILI_WORDS(X) \
    /* safety */ \
    X(LEVEL_UNKNOWN,   "The screen for danger did not run") \
    X(LEVEL_CLEAR,     "No sign of danger among the items asked") \
    X(LEVEL_WATCH,     "WATCH: ask again at every visit") \
    X(LEVEL_URGENT,    "URGENT: settle this first; no treatment is proposed until then") \
    X(LEVEL_EMERGENCY, "EMERGENCY: act now") \
    X(DO_NOW,          "Do now") \
    X(EMERGENCY_NOW,   "Send to emergency care now, or call the local emergency number. Do not treat, do not wait for a test.") \
    X(NO_RANKING_EMERGENCY, "Conditions are not ranked in an emergency.") \
    X(NO_RANKING_SCREEN, "Conditions are not ranked, because the screen for danger could not run.") \
    X(SCREEN_INCOMPLETE, "Screening incomplete") \
    X(SCREEN_COMPLETE, "All key items were asked.") \
    X(NOT_ASKED_IS_NOT_NO, "Not asked is not no: ask these before anything else.") \
    X(CLEAR_IS_NOT_SAFE, "A normal answer or test does not exclude what it cannot exclude; screen again at every visit.") \
    X(TREATMENT_WITHHELD, "Treatment is withheld until the signs above are settled.") \
    X(OUT_OF_SCOPE,    "Outside what this program may judge: screen and record only.") \
    /* ranking */ \
    X(CALIBRATION,     "Probabilities: calibrated on simulated patients; accuracy on real patients unknown.") \
    X(PRESENT_NOT_PAINFUL, "Present is not painful: a condition that is there need not be what hurts.") \
    X(NO_FINDINGS,     "These findings support none of the conditions this program knows. That does not mean nothing is wrong.") \
    X(NOT_SINGLED_OUT, "These findings do not single out one condition.") \
    X(NO_PRIOR,        "no published prevalence") \
    X(HEAD_CONDITION,  "condition (* without a published prevalence)") \
    X(HEAD_PRESENT,    "present (over the prior)") \
    X(HEAD_LINK,       "pain link") \
    X(HEAD_GRADE,      "grade") \
    X(CONTRIBUTING,    "a contributing mechanism without a diagnostic prior: shown at both ends") \
    X(NOT_SEPARABLE,   "cannot be separated from") \
    X(LINK_UNKNOWN,    "pain link unknown") \
    X(LINK_POSSIBLE,   "pain link possible") \
    X(LINK_SUPPORTED,  "pain link supported") \
    X(NO_EVIDENCE_AGAINST, "Nothing that was measured speaks against the conditions named.") \
    /* loads */ \
    X(LOAD_NOT_PAIN,   "Load is not pain: simulated loads do not show what hurts or what caused it.") \
    X(LOAD_NOT_PAIN_BRIEF, "load is not pain") \
    X(LOAD_RANGE,      "Ranges span muscle sharing, specific tension, tone and posture; never a bare number.") \
    X(NOT_HELD,        "the model cannot hold this posture at") \
    X(NONE_SHOWN,      "no change beyond the spread") \
    /* next, unknown */ \
    X(NO_NEXT_TEST,    "No further test that this program knows would tell more.") \
    X(ASK_FIRST,       "Complete the screen first.") \
    X(NOTHING_LISTED,  "Nothing is listed; that does not mean that all is known.") \
    X(SIMULATED_PATIENT, "simulated teaching patient, not a person") \
    X(LOCALLY_MODIFIED, "locally modified") \
    /* notices, used where the data brings none */ \
    X(NOTICE_1, "Research and education software. No authority has cleared or certified it as a medical device; whoever uses it for patient care must meet the law there.") \
    X(NOTICE_2, "A qualified clinician decides. This is not medical advice and no substitute for a qualified professional.") \
    X(NOTICE_3, "Never disregard or delay professional advice because of this output. Contact your provider promptly if you suspect a problem.") \
    X(NOTICE_4, "It creates no clinician-patient relationship. It supports documentation and guarantees no legal effect.") \
    /* the notices for the screen, where 40 lines are all there is */ \
    X(NOTICE_BRIEF, "Research and education software, not a cleared or certified medical device; meet the law where you use it. A qualified clinician decides. " \
                    "Not medical advice; never disregard or delay advice because of this; contact your provider promptly if you suspect a problem. " \
                    "No clinician-patient relationship, no guaranteed legal effect.")
// clang-format on

typedef enum ili_word {
#define X(name, text) ILI_W_##name,
    ILI_WORDS(X)
#undef X
    ILI_NWORD
} ili_word;

const char *ili_word_text(ili_word word);

const char *ili_level_name(il_safety_level level);   ///< "EMERGENCY", "none found" ...
const char *ili_level_text(il_safety_level level);   ///< the sentence
const char *ili_side_name(il_side side);             ///< "right", "" for none
const char *ili_grade_name(il_grade grade);          ///< "A" ... "none", "against"
const char *ili_limited_name(il_limited_by limited); ///< "limited by local pain", "" where not recorded or a measure of tissue
const char *ili_link_text(il_pain_link link);        ///< "pain link supported"
const char *ili_print_kind_name(il_print_kind kind);
const char *ili_sex_name(il_sex sex);
const char *ili_likely(double probability);          ///< "likely": bounds 0.1, 1/3, 2/3, 0.9

/// The keys of enums in JSON: lower case with underscores.
const char *ili_level_key(il_safety_level level);
const char *ili_link_key(il_pain_link link);
const char *ili_limited_key(il_limited_by limited);
const char *ili_use_key(il_finding_use use);
const char *ili_hypothesis_key(il_hypothesis_kind kind);
const char *ili_structure_key(il_structure_kind kind);
const char *ili_print_key(il_print_kind kind);

/// "right hip flexors short"; the text is put as `put` does (escaped or plain).
typedef void ili_putter(ili_out *o, const char *text);
void ili_put_sided(ili_out *o, ili_putter *put, const char *name, il_side side);
/// "right hip flexors short", or "a with b", "none of the known conditions", "not determined".
void ili_put_hypothesis(ili_out *o, ili_putter *put, const il_assessment *a, int hypothesis);
/// "520 (450 to 610)"; "unknown" when it is not known.
void ili_put_range(ili_out *o, const il_range *r);
/// "9 ± 4", "unknown".
void ili_put_spread(ili_out *o, const il_spread *s);
/// What was measured: "12 deg", "positive", "not recorded".
void ili_put_observed(ili_out *o, ili_putter *put, const il_assessed_finding *f);
/// "woman, 41 years, 168 cm, 64 kg".
void ili_put_person(ili_out *o, const il_person_summary *p);
/// The condition of the leading explanation, or -1. @param which  0 or 1
int ili_leading_condition(const il_assessment *a, int which);
/// True when conditions may be named at all.
bool ili_may_rank(const il_assessment *a);
/// True when the findings support no condition: the leading combination is "none", or nothing entered.
bool ili_supports_none(const il_assessment *a);

#endif

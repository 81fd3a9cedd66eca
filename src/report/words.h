// words.h - the wording catalogue: every fixed sentence of every report, in one place, so that all outputs say the same
#ifndef ILI_WORDS_H
#define ILI_WORDS_H
#include "ilium/assessment.h"
#include "report/out.h"
#include "report/words_care.h"
#include "report/words_day.h"
#include "report/words_paper.h"

// clang-format off
/// X(name, id in data/notices.csv or "", text). Where the data brings a wording under the id, reports use that; a test keeps both alike.
#define ILI_WORDS(X) ILI_WORDS_PAPER(X) ILI_WORDS_DAY(X) ILI_WORDS_CARE(X) \
    /* safety */ \
    X(LEVEL_UNKNOWN,   "", "The screen for danger did not run.") \
    X(LEVEL_CLEAR,     "screen_clear", "No item was answered yes. That excludes nothing that was not asked, and no item excludes disease.") \
    X(LEVEL_WATCH,     "screen_watch", "WATCH. Keep it in mind and ask again at every visit.") \
    X(LEVEL_URGENT,    "screen_urgent", "URGENT. This comes before everything below; no treatment is proposed until it is settled.") \
    X(LEVEL_EMERGENCY, "screen_emergency", "EMERGENCY. Nothing is ranked. Do now what stands beside the item.") \
    X(EMERGENCY_CALL,  "emergency_call", "Call the local emergency number.") \
    X(NO_RANKING,      "", "Conditions are not ranked.") \
    X(NO_RANKING_SCREEN, "", "Conditions are not ranked, because the screen for danger could not run.") \
    X(SCREEN_INCOMPLETE, "screen_incomplete", "Screening incomplete: key items were not asked. Not asked is never no.") \
    X(NOT_ASKED_IS_NOT_NO, "screen_not_asked", "Not asked is never no.") \
    X(NEVER_CLEARS,    "screen_never_clears", "A normal result clears no flag.") \
    X(OUT_OF_SCOPE,    "screen_record_only", "Outside what this program was made for (adults 18-80, body mass index 17-40; no joint replacement, spinal fusion, " \
                       "amputation, structural scoliosis, neuromuscular disease or pregnancy): it screens and records only.") \
    /* ranking */ \
    X(CALIBRATION,     "calibration", "Probabilities: calibrated on simulated patients; accuracy on real patients unknown.") \
    X(PRESENT_NOT_PAINFUL, "present_not_painful", "Present is not painful: a probability says that a condition is there, not that it hurts.") \
    X(NO_FINDINGS,     "no_findings", "These findings support none of the conditions this program knows. That does not mean nothing is wrong.") \
    X(SPEAK_A_LITTLE,  "", "By less than threefold odds, they speak most for") \
    X(ODDS,            "", "odds") \
    X(NOT_DETERMINED,  "not_determined", "Not determined: something that this program does not know fits better, or as well.") \
    X(AT_MOST_TWO,     "at_most_two", "At most two conditions at once are weighed; more may be present.") \
    X(CONTRIBUTING,    "contributing", "Contributing mechanism: no diagnostic prior was published. The ranking is shown at both ends of a wide one.") \
    X(EVIDENCE_SCALE,  "evidence_scale", "Evidence: A, B, C, D, none, against.") \
    X(HEAD_CONDITION,  "", "condition (* no published prevalence)") \
    X(HEAD_PRESENT,    "", "present (over the prior)") \
    X(HEAD_LINK,       "", "pain link") \
    X(HEAD_GRADE,      "", "grade") \
    X(NOT_SEPARABLE,   "", "cannot be separated from") \
    X(LINK_UNKNOWN,    "", "pain link unknown") \
    X(LINK_POSSIBLE,   "", "pain link possible") \
    X(LINK_SUPPORTED,  "", "pain link supported") \
    X(LINK_IS_SUPPORTED, "link_supported", "supported: the pain lies where this structure is known to refer it") \
    X(LINK_IS_POSSIBLE, "link_possible", "possible: part of the pain lies where this structure may refer it") \
    X(LINK_IS_UNKNOWN, "link_unknown", "unknown: the drawn pain does not match a published pattern, or none is drawn") \
    X(NO_EVIDENCE_AGAINST, "", "Nothing that was measured speaks against the conditions named.") \
    /* loads */ \
    X(LOAD_NOT_PAIN,   "load_not_pain", "Load is not pain. No study was found that turns a change of load into a change of pain.") \
    X(LOAD_NO_CAUSATION, "load_no_causation", "Simulated loads never support a statement about what caused an injury.") \
    X(LOAD_NOT_PAIN_BRIEF, "", "load is not pain") \
    X(LOAD_RANGE,      "load_range", "Each load is a range over what is uncertain, never a bare number.") \
    X(SIMULATED_VALUE, "", "Simulated by a mechanical model of the body: a range over what is not known, never a measurement. Load is not pain.") \
    X(NOT_A_DIAGNOSIS, "", "Considered by a program: no diagnosis, and never the cause of the pain.") \
    X(PLAN_PROPOSAL,   "", "Proposed by a program for each aim by the worst case over what the findings leave open; a qualified clinician decides.") \
    X(NOT_HELD,        "", "the model cannot hold this posture at") \
    X(SEVERAL,         "", "searched from another start the model balances elsewhere too, and what is told is of one of these postures; apart at") \
    X(SEVERAL_BRIEF,   "", "how far away another start of the search ends: several postures balance") \
    X(NONE_SHOWN,      "none_shown", "none shown: the change lies inside the spread of healthy posture") \
    /* next, unknown */ \
    X(NO_NEXT_TEST,    "", "No further test that this program knows would tell more.") \
    X(TEST_WITHHELD,   "", "Most informative for its minutes first, what ended a movement before all. Tests that an open sign of danger forbids are not listed.") \
    X(ASK_FIRST,       "", "Complete the screen first.") \
    X(NOTHING_LISTED,  "", "Nothing is listed; that does not mean that all is known.") \
    X(BACKGROUND,      "background", "These figures are of having back pain at all. They say nothing of which condition it is, and move no probability here.") \
    X(SIMULATED_TAG,   "", "simulated teaching patient, not a person") \
    X(MODIFIED_TAG,    "", "locally modified") \
    /* notices, used where the assessment brings none */ \
    X(NOTICE_1, "research", "Research and education software. No authority has cleared or certified it as a medical device.") \
    X(NOTICE_2, "law", "Whoever uses it for the care of patients must meet the law that applies there.") \
    X(NOTICE_3, "clinician", "A qualified clinician decides.") \
    X(NOTICE_4, "not_advice", "This is not medical advice and no substitute for a qualified professional.") \
    X(NOTICE_5, "no_delay", "Never disregard or delay professional advice because of this.") \
    X(NOTICE_6, "contact", "If you suspect a problem, contact your health care provider promptly.") \
    X(NOTICE_7, "no_relationship", "It creates no relationship between clinician and patient.") \
    X(NOTICE_8, "documentation", "It supports documentation and guarantees no legal effect.")
// clang-format on

typedef enum ili_word {
#define X(name, id, text) ILI_W_##name,
    ILI_WORDS(X)
#undef X
    ILI_NWORD
} ili_word;

/// The sentence: the assessment's own wording where it has one. It may come from an edited file: put it plain or escaped.
const char *ili_say(const il_assessment *a, ili_word word);
/// A fixed text by its name in the list.
#define ILI_SAY(name) ili_word_text(ILI_W_##name)
/// The id in data/notices.csv ("" = none) and the built-in text.
const char *ili_word_id(ili_word word);
const char *ili_word_text(ili_word word);
/// Notice number i, of the assessment or built in; NULL after the last.
const char *ili_notice(const il_assessment *a, int i);

const char *ili_level_name(il_safety_level level);   ///< "EMERGENCY", "none found" ...
ili_word    ili_level_word(il_safety_level level);   ///< the sentence
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
/// Is there a text, and not an empty one?
bool ili_given(const char *text);
/// "0.72", "<0.01", ">0.99".
void ili_put_chance(ili_out *o, double p);
/// "0.72 (0.50–0.86)".
void ili_put_chances(ili_out *o, const il_range *p);
/// Does condition i deserve a row of its own: it leads, is among the three most probable, or reaches one in ten at the highest prior?
bool ili_worth_a_row(const il_assessment *a, int i);
/// How far a finding lies from what a healthy person would show, in standard deviations; 0 when that is not known.
double ili_surprise(const il_assessed_finding *f);
/// Conditions that cannot be told from condition i, most probable first, at most `most`. @return how many there are in all
int ili_inseparable_from(const il_assessment *a, int i, int *other, int most);
/// "520 (450 to 610)"; "unknown" when it is not known.
void ili_put_range(ili_out *o, const il_range *r);
/// What says that a solved posture is not held, or one of several; in a sentence without its stop, not in tables.
bool ili_is_warning(const il_print *p);
void ili_put_warning(ili_out *o, const il_print *p);
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
/// True when the findings support no condition: nothing entered, or no condition leads and none gained threefold odds.
bool ili_supports_none(const il_assessment *a);
/// True when the findings raise the odds of any condition by a tenth.
bool ili_speak_a_little(const il_assessment *a);
/// Which those are, three at most: "By less than threefold odds, they speak most for: right ... short 0.08 (odds × 1.6)."
void ili_put_a_little(ili_out *o, const il_assessment *a);

#endif

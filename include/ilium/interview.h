// ilium/interview.h - the questions of an exam in their order, and the answers written into a patient's record.
//
// The order is data/interview/questions.csv: safety, history and pain, posture and function, palpation and muscle, nerves and joints,
// imaging. An answer is what a person types or a page sends: it is read, checked with the whole record, and kept or refused.
#ifndef ILIUM_INTERVIEW_H
#define ILIUM_INTERVIEW_H
#include "ilium/knowledge.h"
#include "ilium/patient.h"

/// One question to one visit.
typedef struct il_question {
    const char *section; ///< "Safety"
    const char *id;      ///< what of the record it fills: "person/age_years", "screen/fever", "slr_deg"
    const char *text;    ///< as asked
    const char *more;    ///< zero, positive direction, what it may mean; "" = nothing
    const char *answers; ///< the form of an answer, a few words: "yes or no", "a number in deg"
    const char *also;    ///< what it may be besides; "" = nothing
    il_side     side;    ///< of a test that has sides
    const il_screen_rule *rule; ///< of the safety screen, or NULL
} il_question;

struct il_interview;
typedef struct il_interview il_interview;

/// An interview of one visit of a record; it keeps pointers to all four. Free with il_interview_free().
/// @param visit  index of the visit
il_status il_interview_create(const il_knowledge *k, const il_patient_vocab *vocab, il_patient *p, int visit, il_interview **out, il_error *err);
void      il_interview_free(il_interview *v); ///< NULL is allowed

int                il_interview_count(const il_interview *v);
const il_question *il_interview_question(const il_interview *v, int i);
/// False for questions that cannot concern this person (sex, age) as far as the record says who it is.
bool il_interview_applies(const il_interview *v, int i);
/// What the record answers, as text that il_interview_answer() would take (but for lists with commas in their notes); false when there is no answer (`text` is then "").
bool il_interview_answered(const il_interview *v, int i, char *text, size_t size);
/// The first question from `from` on that applies and has no answer; il_interview_count() when there is none.
int il_interview_next(const il_interview *v, int from);

/// Take an answer into the record; one that was there is replaced. The record is unchanged when it is refused.
/// @param text  "" takes an answer back (the question was not asked)
/// @return IL_BAD_VALUE with one sentence: what is wrong and what would be right
il_status il_interview_answer(il_interview *v, int i, const char *text, il_error *err);

#endif

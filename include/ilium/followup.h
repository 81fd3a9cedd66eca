// ilium/followup.h - visits of one person beside each other: what changed, whether the measurement can show it and whether it counts, and the plan beside the course.
//
// Danger first: every visit is screened anew, by itself and those before it; an emergency, or consent to processing that ended, withholds the comparison.
// A change smaller than the smallest one that the measurement can show at 95 % (1.96 times the error of a difference) is "no change shown", whatever its size.
#ifndef ILIUM_FOLLOWUP_H
#define ILIUM_FOLLOWUP_H
#include "ilium/assess.h"

// clang-format off
/// What became of a quantity: X(name, word, words)
#define IL_VERDICT_LIST(X) \
    X(IL_VERDICT_NOT_KNOWN,  "not_known",  "recorded once, or not comparable")                               \
    X(IL_VERDICT_NONE_SHOWN, "none_shown", "no change shown")                                                \
    X(IL_VERDICT_SMALL,      "small",      "changed, by less than counts")                                   \
    X(IL_VERDICT_BETTER,     "better",     "better")                                                         \
    X(IL_VERDICT_WORSE,      "worse",      "worse")                                                          \
    X(IL_VERDICT_CHANGED,    "changed",    "changed")                                                        \
    X(IL_VERDICT_NO_ERROR,   "no_error",   "differs; its measurement error is not known, so no change is shown")
#define X(name, word, words) name,
typedef enum il_verdict { IL_VERDICT_LIST(X) IL_NVERDICT } il_verdict;
#undef X
// clang-format on
const char *il_verdict_word(il_verdict v);  ///< "none_shown"
const char *il_verdict_words(il_verdict v); ///< "no change shown"

/// One quantity over the visits: a pain, a score, a test of one side by one method.
typedef struct il_followup_line {
    const char     *id, *name, *unit, *method; ///< unit, method: NULL = none
    il_side         side;
    const il_score *score;     ///< of a pain the numeric rating; NULL: a test
    const il_test  *test;
    int             direction; ///< 1: more is better, -1: less is better, 0: neither
    il_fact        *at;        ///< [nvisit]
    const char    **word;      ///< [nvisit] a reading in words, or NULL
    bool           *at_least;  ///< [nvisit] ended by pain: the tissue reaches at least so far
    int             first, last; ///< the visits that are compared; equal: nothing is
    double          change;    ///< last - first; NaN: words
    double          error;     ///< smallest change that the measurement can show [unit]; NaN: not known
    bool            assumed_error;  ///< of a grade: one grade, assumed
    bool            same_examiner;  ///< the error is that of one examiner
    double          counts;    ///< smallest change that counts to people (of a score); NaN: none published
    il_verdict      verdict;
} il_followup_line;

/// What the plan expected by now, beside what was found.
typedef struct il_followup_progress {
    const char *outcome, *name;
    il_side     side;     ///< of a test
    double      weeks;    ///< since the plan
    il_range    expected; ///< not known: the plan says nothing of this time
    il_fact     found;
    double      error;    ///< of one finding at 95 %; NaN: not known
    int         place;    ///< -1 below the range, 0 inside, 1 above
    bool        within_error; ///< outside the range by no more than the finding's error
    bool        better;   ///< outside on the better side
} il_followup_progress;

typedef struct il_followup {
    il_assessment        *now;      ///< the screen of the last visit, its person and notices; nothing of it is simulated
    const il_patient     *patient;
    int                   from, nvisit; ///< visits from, from + 1, ... are compared
    const il_visit       *visit;    ///< [nvisit] of the record
    il_fact              *week;     ///< [nvisit] since the first of them
    il_safety_level      *level;    ///< [nvisit] of the screen at that visit
    const char           *withheld; ///< why nothing is compared; NULL: it is
    int                   nline, nprogress;
    il_followup_line     *line;     ///< pain, scores in the order of their table, then tests
    const il_saved_plan  *plan;     ///< the last one made at or before the last visit, or NULL
    il_followup_progress *progress;
    il_fact               no_gain;  ///< weeks without a gain that counts; not known: nothing to compare
} il_followup;

/// Compare the visits of a record from one to that of the request.
/// @param from  number of the first visit, from 1; 0 = the first of the record
/// @return IL_OK with `*out` for il_followup_free(); IL_BAD_VALUE, IL_NO_MEMORY with NULL
il_status il_followup_make(const il_assess_request *request, int from, il_followup **out, il_error *err);
void      il_followup_free(il_followup *f); ///< NULL is allowed

/// The error of one reading of a test: that of the reading where it is recorded, else of the test with one examiner or two. NaN: not known.
double il_test_error(const il_test *t, const il_finding *reading, bool same_examiner);

#endif

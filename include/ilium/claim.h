// ilium/claim.h - a claim about a mechanism, asked of the simulation: does the change do what is said of it?
#ifndef ILIUM_CLAIM_H
#define ILIUM_CLAIM_H
#include "ilium/knowledge.h"
#include "ilium/sensitivity.h"

// clang-format off
/// X(name, words)
#define IL_CLAIM_VERDICT_LIST(X) \
    X(IL_CLAIM_NOT_SIMULATED, "not simulated")                                                            \
    X(IL_CLAIM_AS_CLAIMED,    "as claimed")  /* the change has the sign, is large enough, and so over its whole range */ \
    X(IL_CLAIM_CONTRARY,      "contrary")    /* the other sign, likewise */                                \
    X(IL_CLAIM_NONE_SHOWN,    "none shown")  /* smaller than what is told from none */                     \
    X(IL_CLAIM_UNSURE,        "not sure")    /* the range holds no change, or the other sign */            \
    X(IL_CLAIM_UNSOLVED,      "not solved")
#define X(name, words) name,
typedef enum il_claim_verdict { IL_CLAIM_VERDICT_LIST(X) IL_NCLAIM_VERDICT } il_claim_verdict;
#undef X
// clang-format on

/// What the simulation says of a claim. NaN where it says nothing.
typedef struct il_claim_result {
    il_claim_verdict verdict;
    double           before, after;  ///< the outcome compared with, and the outcome
    double           low, high;      ///< range of the change over all factors of the two sensitivities
    const char      *unit;
} il_claim_result;

const char *il_claim_verdict_text(il_claim_verdict v);

/// Make the claim's changes in a body's numbers. @param reference  those that it is compared with instead
il_status il_claim_apply(const il_knowledge *k, const il_claim *c, bool reference, const il_body *body, il_params *p, il_error *err);

/// Solve a claim's scenario twice over all factors: with what it is compared with, and with its changes.
/// @param task    the claim's, on its side; must outlive the results, which keep its names
/// @param person  whose body; NULL: the body of the tables
/// @param people  vary also what healthy people differ in
/// @param out     [2] before and after; free both with il_sensitivity_free(). NULL where it failed
il_status il_claim_ask(const il_knowledge *k, const il_claim *c, const il_body *body, const il_task *task, const il_params *person, bool people, int threads,
                       const il_progress *progress, il_sensitivity *out[2], il_error *err);

/// Compare two solved scenarios. Both are of the same task and factors; NULL for a claim that is not simulated.
void il_claim_judge(const il_claim *c, const il_sensitivity *before, const il_sensitivity *after, il_claim_result *out);

#endif

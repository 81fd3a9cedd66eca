// ilium/assess.h - one visit of one patient in, the whole assessment out.
#ifndef ILIUM_ASSESS_H
#define ILIUM_ASSESS_H
#include "ilium/assessment.h"

struct il_data_dir;
struct il_knowledge;

/// What is assessed, and with what. `{0}` but for patient, knowledge and data is a valid request.
typedef struct il_assess_request {
    const il_patient          *patient;
    int                        visit;     ///< number of the visit counted from 1 in the record's order; 0 = the last
    const struct il_knowledge *knowledge; ///< il_knowledge_read()
    const struct il_data_dir  *data;      ///< il_data_open(): the body, the tests as scenarios, and the hash that reports carry
    int                        threads;   ///< 0 = one a processor; the result does not depend on it
    uint64_t                   seed;      ///< of the sampled persons; 0 = the usual one
} il_assess_request;

/// Screen for danger, and where the screen allows it simulate the tests, weigh the conditions and compute the loads.
/// What is numerically not solved stands in the assessment; the status is about the request only.
/// @param progress  may be NULL; asked for cancellation at least ten times a second
/// @return IL_OK with `*out` to be freed by il_assessment_free(); IL_CANCELLED, IL_BAD_VALUE, IL_NO_MEMORY with `*out` NULL
il_status il_assess(const il_assess_request *request, il_assessment **out, const il_progress *progress, il_error *err);

#endif

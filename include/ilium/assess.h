// ilium/assess.h - one visit of one patient in, the whole assessment out.
#ifndef ILIUM_ASSESS_H
#define ILIUM_ASSESS_H
#include "ilium/assessment.h"
#include "ilium/body.h"
#include "ilium/knowledge.h"
#include "ilium/scenario.h"

/// What is assessed, and with what. All but visit, threads and modified must be given.
typedef struct il_assess_request {
    const il_patient   *patient;
    int                 visit;     ///< number of the visit counted from 1 in the record's order; 0 = the last
    const il_knowledge *knowledge; ///< il_knowledge_read()
    const il_body      *body;      ///< il_body_create()
    const il_tasks     *tasks;     ///< il_tasks_read()
    const char         *data_hash; ///< of the data these were read from
    il_setting          setting;   ///< where the person is seen, for how common conditions are; 0 = primary care
    const char         *country;   ///< ISO code for the wording of what to do in an emergency, or NULL
    bool                modified;  ///< the data differ from those the program was built with
    bool                exact;     ///< solve every posture of every person; else those near a solved one are followed from it (some ten times faster)
    bool                screen_only; ///< screen for danger and lay the findings out; nothing is simulated or ranked
    int                 threads;   ///< 0 = one a processor; the result does not depend on it
} il_assess_request;

/// Screen for danger, and where the screen allows it simulate the tests, weigh the conditions and compute the loads.
/// What is numerically not solved stands in the assessment; the status is about the request only.
/// @param progress  may be NULL; asked for cancellation before every solve
/// @return IL_OK with `*out` to be freed by il_assessment_free(); IL_CANCELLED, IL_BAD_VALUE, IL_NO_MEMORY with `*out` NULL
il_status il_assess(const il_assess_request *request, il_assessment **out, const il_progress *progress, il_error *err);

#endif

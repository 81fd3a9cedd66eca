// ilium/day_paper.h - a day as a document (ilium/paper.h): its course as curves, what happened, where it would be felt, what was exposed.
#ifndef ILIUM_DAY_PAPER_H
#define ILIUM_DAY_PAPER_H
#include "ilium/day.h"
#include "ilium/knowledge.h"
#include "ilium/paper.h"

typedef struct il_day_paper_request {
    const il_knowledge *knowledge;
    const il_schedule  *schedule;
    const il_day       *day; ///< lived to its end
    const il_day_log   *log; ///< with samples
    const char         *who; ///< the person and the conditions in words
    const char         *data_hash, *date; ///< date: YYYY-MM-DD or NULL
    bool                modified, reflex;
} il_day_paper_request;

il_status il_day_paper_make(const il_day_paper_request *r, il_paper **out, il_error *err);

#endif

// ilium/day_paper.h - a day told: as text, as JSON, as a table of minutes, and as a document (ilium/paper.h).
//
// Danger first. Then whose day it is and how sure; its course; in order who took over from whom, and why; what one change does to it; exposure.
// Load is not pain: all outputs say so.
#ifndef ILIUM_DAY_PAPER_H
#define ILIUM_DAY_PAPER_H
#include "ilium/day_story.h"
#include "ilium/day_sweep.h"
#include "ilium/knowledge.h"
#include "ilium/paper.h"

typedef struct il_day_paper_request {
    const il_day_story *story; ///< lived to its end, with samples; or one that the screen forbade
    const char         *who;   ///< the person in words: the record's label, or what was given on the command line
    const char         *data_hash, *date; ///< date: YYYY-MM-DD or NULL
    bool                modified;
    const il_day_more  *more;  ///< what is told beside the day, or NULL
} il_day_paper_request;

il_status il_day_paper_make(const il_day_paper_request *r, il_paper **out, il_error *err);

/// As text, and as JSON (docs/day.schema.json). Free with il_report_free() (ilium/report.h).
il_status il_day_text(const il_day_paper_request *r, char **text, size_t *size, il_error *err);
il_status il_day_json(const il_day_paper_request *r, char **text, size_t *size, il_error *err);
/// A row for each sample of each life that is told: activations, strength left, flow, loads, irritation.
il_status il_day_csv(const il_day_paper_request *r, char **text, size_t *size, il_error *err);

#endif

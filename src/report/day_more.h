// day_more.h - what stands beside a day: what a spasm and a stuck joint do, the loop of irritation and guarding, and how far the numbers are known
#ifndef ILI_DAY_MORE_H
#define ILI_DAY_MORE_H
#include <jansson.h>

#include "ilium/day_sweep.h"
#include "report/out.h"
#include "report/paper_parts.h"

/// As lines of text, as one JSON object, as sections of a document. What is NULL in `more` is left out.
void    ili_day_more_text(ili_out *o, const il_day_more *more);
json_t *ili_day_more_json(const il_day_more *more);
void    ili_day_more_part(ili_writer *w, const il_day_more *more);
#endif

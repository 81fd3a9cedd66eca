// day_paper_parts.h - the parts of a day's document that set days beside each other
#ifndef ILI_DAY_PAPER_PARTS_H
#define ILI_DAY_PAPER_PARTS_H
#include "ilium/day_story.h"
#include "report/paper_parts.h"

/// Each condition beside the same person without it: in order who took over from whom.
void ili_day_paper_chains(ili_writer *w, const il_day_story *s);
/// What one change does: its chain, events, exposure, loads by hour.
void ili_day_paper_change(ili_writer *w, const il_day_story *s);
/// Two hours as a pair of bars on a scale to `most`; before < 0: one bar.
ili_picture ili_day_bars(double before, double after, double most);
#endif

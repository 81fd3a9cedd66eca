// reasoning_page.h - the measured part of docs/reasoning.md
#ifndef VALIDATION_REASONING_PAGE_H
#define VALIDATION_REASONING_PAGE_H
#include "reasoning.h"

/// Write FOLDER/reasoning-measured.md and the reliability diagram FOLDER/reasoning-reliability.svg.
il_status vp_page_write(const vp_world *w, const vp_plan *plan, const vp_trial *t, const vp_alarms *alarms, const char *folder, il_error *err);

/// The part of the page on the safety screen's alarms, on standard output.
il_status vp_alarms_print(const vp_world *w, const vp_alarms *alarms, il_error *err);

#endif

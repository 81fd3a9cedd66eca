// reasoning_page.h - the measured part of docs/reasoning.md
#ifndef VALIDATION_REASONING_PAGE_H
#define VALIDATION_REASONING_PAGE_H
#include "reasoning.h"

/// Write FOLDER/reasoning-measured.md and the reliability diagram FOLDER/reasoning-reliability.svg.
il_status vp_page_write(const vp_world *w, const vp_plan *plan, const vp_trial *t, const vp_alarms *alarms, const char *folder, il_error *err);

#endif

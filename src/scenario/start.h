// start.h - another start, and whether it led elsewhere, for who solves several at once
#ifndef ILI_SCENARIO_START_H
#define ILI_SCENARIO_START_H
#include "ilium/start.h"

/// q [nq] moves by up to three degrees in every rotation of every joint. @param seed  where to: the same for the same number
void ili_start_away(const il_model *m, unsigned seed, double *q);

/// Are they the same? If not, fills coordinate and away. @param q, again  [nq] two solved postures of one person
bool ili_start_compare(const il_model *m, const il_params *p, const double *q, const double *again, il_start_check *check);

/// How far away, as people read it. @param unit  "deg" or "mm"
double ili_start_shown(const il_model *m, const il_start_check *check, const char **unit);
#endif

// care.h - parts that what-if and plan say alike
#ifndef ILI_REPORT_CARE_H
#define ILI_REPORT_CARE_H
#include "ilium/plan.h"
#include "report/words.h"

void ili_care_danger(const il_assessment *a, ili_out *o);  ///< the first block: level, positive items, what to do
void ili_care_notices(const il_assessment *a, ili_out *o); ///< the last: notices, version, data
void ili_care_signed(ili_out *o, double value, int decimals); ///< "+3.2", "-1", "0"
/// One line: whom, against what, how much, its grade and source.
void ili_care_trial(const il_knowledge *k, const il_trial *t, ili_out *o);
/// What guidelines say, side by side, and that they differ where they do.
void ili_care_guidelines(const il_knowledge *k, int treatment, const char *indent, ili_out *o);
#endif

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

/// "2 x 10", "3 x 3 of 10 s".
void ili_care_dose(const il_exercise *e, ili_out *o);
/// "disc L5/S1 1840 N (1700 to 1900), going upstairs 1200 N: 1.5 times; standing 890 N".
void ili_care_load(const il_plan_load *l, ili_out *o);
/// With what exercises are compared: "Compared with walking, rising from a chair, as the history reports them tolerable."
void ili_care_daily(const il_plan *p, ili_out *o);
/// "points of 100 of pain that trials against doing less found: 2 in the worst case, 8 expected".
void ili_care_gain(const il_gain *g, ili_out *o);
/// "for calm spasm and reduce inflammation nothing gains more than doing less": aims without a treatment; nothing when each has one.
void ili_care_unmet(const il_plan *p, ili_out *o);
/// The i-th line of what the person wants and has at hand, and what became of it; false after the last. Nothing is escaped.
bool ili_care_wish(const il_care_request *r, const il_plan *p, int i, ili_out *o);
/// "this clinician" where it is their own work, else who does it.
const char *ili_care_by(const il_treatment *t, il_scope scope);
/// Whose scope it is that steers the referrals.
void ili_care_whose(const il_author *who, ili_out *o);
/// The i-th thing recorded that shifts the prognosis or was found not to: what it is, what it does and what was found; false after the last. Its source is not written.
bool ili_care_factor(const il_knowledge *k, const il_prognosis *g, int i, ili_out *o);
/// "not recorded, and it may shift the range: adherence, sleeplessness"; false where nothing is missing.
bool ili_care_unrecorded(const il_knowledge *k, const il_prognosis *g, ili_out *o);
/// Why the choice fell so, in a sentence.
const char *ili_care_choice(const il_plan_item *item);
#endif

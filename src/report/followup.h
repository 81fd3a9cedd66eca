// followup.h - parts of the follow-up that its text and its page say alike; nothing is escaped
#ifndef ILI_REPORT_FOLLOWUP_H
#define ILI_REPORT_FOLLOWUP_H
#include "ilium/followup.h"
#include "report/out.h"

// clang-format off
/// The lists of a follow-up: X(name, id, heading, what it says when it is empty), both of the catalogue
#define ILI_FOLLOWUP_LISTS(X) \
    X(RESPONSE, "response", VISITS_RESPONSE_TREATMENT, VISITS_NOT_RECORDED) \
    X(PROGRESS, "progress", VISITS_PLAN_AND_WHAT_CAME, VISITS_NO_PLAN_WITH_DATE) \
    X(FLARES, "flares", VISITS_FLARE_UPS, VISITS_NONE_RECORDED_NOT_SAME) \
    X(KEPT, "adherence", VISITS_HOW_WELL_WAS_KEPT, VISITS_NOT_RECORDED) \
    X(MEDICINES, "medicines", VISITS_MEDICINES_RECORDED_NEVER_ADVISED, VISITS_NOT_RECORDED) \
    X(GIVEN, "given", VISITS_TREATMENTS_GIVEN, VISITS_NOT_RECORDED) \
    X(CONSENT, "consent", LEGAL_CONSENT, VISITS_NOT_RECORDED)
// clang-format on
typedef enum ili_followup_list {
#define X(name, id, heading, none) ILI_FOLLOWUP_##name,
    ILI_FOLLOWUP_LISTS(X)
#undef X
    ILI_NFOLLOWUP_LIST
} ili_followup_list;
const char *ili_followup_heading(ili_followup_list list, const char **id, const char **none);

/// The i-th line of a list; false after the last.
bool ili_followup_entry(const il_followup *f, const il_knowledge *k, ili_followup_list list, int i, ili_out *o);
/// "2026-03-31", "day 14", or "visit 2".
void ili_followup_when(const il_followup *f, int visit, ili_out *o);
/// A reading of a line at a visit: "62", "62 or more (pain ended it)", "positive", "-".
void ili_followup_value(const il_followup_line *l, int visit, ili_out *o);
/// "+8 deg; a change shows from 8.3 deg (one examiner): no change shown".
void ili_followup_judged(const il_followup_line *l, ili_out *o);
/// "modified Thomas test, thigh angle, right (inclinometer)".
void ili_followup_name(const il_followup_line *l, ili_out *o);
/// Is it a line of this kind?
bool ili_followup_is(const il_followup_line *l, bool test, bool life);

#endif

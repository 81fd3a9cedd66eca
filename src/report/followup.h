// followup.h - parts of the follow-up that its text and its page say alike; nothing is escaped
#ifndef ILI_REPORT_FOLLOWUP_H
#define ILI_REPORT_FOLLOWUP_H
#include "ilium/followup.h"
#include "report/out.h"

// clang-format off
/// The lists of a follow-up: X(name, id, heading, what it says when it is empty)
#define ILI_FOLLOWUP_LISTS(X) \
    X(RESPONSE,  "response",  "Response to treatment",                "")                                                        \
    X(PROGRESS,  "progress",  "The plan and what came of it",         "No plan with a date before this visit stands in the record.") \
    X(FLARES,    "flares",    "Flare-ups",                            "None recorded; that is not the same as none.")            \
    X(KEPT,      "adherence", "How well was kept to what was agreed", "Not recorded.")                                           \
    X(MEDICINES, "medicines", "Medicines (recorded, never advised)",  "Not recorded.")                                           \
    X(GIVEN,     "given",     "Treatments given",                     "Not recorded.")                                           \
    X(CONSENT,   "consent",   "Consent",                              "")
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

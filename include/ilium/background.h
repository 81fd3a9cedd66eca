// ilium/background.h - how common back pain is, and what is published of what a history holds: told, never weighed
#ifndef ILIUM_BACKGROUND_H
#define ILIUM_BACKGROUND_H
#include "ilium/patient.h"

// clang-format off
/// What of a record brings a row: X(name, word in the table). The number `from` is the hours of sitting or the kilograms of lifting.
#define IL_BACKGROUND_WHEN_LIST(X) \
    X(IL_WHEN_ALWAYS, "always") X(IL_WHEN_VEHICLE, "vehicle_accident") X(IL_WHEN_FALL, "slip_or_fall") X(IL_WHEN_WORK_INJURY, "work_injury")          \
    X(IL_WHEN_SPORTS_INJURY, "sports_injury") X(IL_WHEN_LIFTING_EVENT, "lifting_event") X(IL_WHEN_CHILDBIRTH, "childbirth") X(IL_WHEN_LIFTING, "lifting") \
    X(IL_WHEN_SITTING, "sitting") X(IL_WHEN_POSTURE, "posture_worse") X(IL_WHEN_SPORT, "sport") X(IL_WHEN_INACTIVITY, "inactivity")                    \
    X(IL_WHEN_SEVERAL, "several_places") X(IL_WHEN_MOVES, "moves")                                                                                          \
    X(IL_WHEN_NO_IMAGE, "no_image") X(IL_WHEN_LUMBAR_IMAGE, "lumbar_image")
/// X(name, word): how common it is; what goes with having it; what its pattern says; what images show in people with and without it.
#define IL_BACKGROUND_KIND_LIST(X) X(IL_BACKGROUND_COMMON, "common") X(IL_BACKGROUND_RISK, "risk") X(IL_BACKGROUND_PATTERN, "pattern") \
    X(IL_BACKGROUND_IMAGING, "imaging")
#define X(name, word) name,
typedef enum il_background_when { IL_BACKGROUND_WHEN_LIST(X) IL_NBACKGROUND_WHEN } il_background_when;
typedef enum il_background_kind { IL_BACKGROUND_KIND_LIST(X) IL_NBACKGROUND_KIND } il_background_kind;
#undef X
// clang-format on

/// One row of data/background/background.csv.
typedef struct il_background {
    const char        *id, *measure, *words, *items, *source;
    il_background_kind kind;
    il_background_when when;
    double             from;           ///< NaN: any
    double             low, mid, high; ///< the published figure; NaN: none
    il_source_status   status;
} il_background;

/// Does the record of a visit hold what this row speaks of?
bool il_background_applies(const il_background *row, const il_visit *visit);

enum { IL_BACKGROUND_TEXT = 400 };
/// "Low back pain at any one time: 7.5 percent of all people (6.75 to 8.27)."
const char *il_background_text(const il_background *row, char buf[IL_BACKGROUND_TEXT]);

#endif

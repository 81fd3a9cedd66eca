// ilium/shortfall.h - why a task cannot be done: which of its demands cannot be met, and by how much.
//
// A held task that is not found is solved once more with every row of its balance soft, supports included: what is then still missing has a
// coordinate and a size. Where that fails too, the places that the task asks for are brought together as near as joints allow.
#ifndef ILIUM_SHORTFALL_H
#define ILIUM_SHORTFALL_H
#include "ilium/scenario.h"

#define IL_SHORT_LIST(X)                                                                      \
    X(IL_SHORT_MUSCLES, "muscles")  /* they give too little about a coordinate [Nm or N] */   \
    X(IL_SHORT_SUPPORT, "support")  /* ground and supports do; the body falls or slides */    \
    X(IL_SHORT_PLACE, "place")      /* a place asked for is out of reach [mm] */              \
    X(IL_SHORT_BALANCE, "balance")  /* no balance was found, and none of the above is shown: what is left on a coordinate [Nm or N] */
#define IL_SHORT_ENUM(name, text) name,
typedef enum il_short_kind { IL_SHORT_LIST(IL_SHORT_ENUM) IL_NSHORT } il_short_kind;
#undef IL_SHORT_ENUM
const char *il_short_kind_text(il_short_kind kind); ///< "muscles" ...

enum { IL_SHORTFALL_TEXT = 200 };

typedef struct il_shortfall {
    il_short_kind kind;
    int           index;  ///< coordinate; of a place: its number in the task; IL_NONE: the posture as a whole (tests of strength)
    double        amount; ///< without sign
    const char   *unit;   ///< "Nm", "N", "mm"
    bool          settled; ///< false: the search for what is missing still moved when it ended; amounts are rough
    char          text[IL_SHORTFALL_TEXT]; ///< "the left hip cannot be extended: 34 Nm missing"
} il_shortfall;

/// What the last run of `w` lacked, the largest first; 0 where it was solved. Muscles and supports above 1 Nm (10 N), places above 2 mm.
/// @return  how many of at most `max` were written
int il_scenario_shortfalls(const il_scenario *w, const il_task *task, const il_outcome *out, il_shortfall *list, int max);

/// May readings, outcomes, loads and forces be told of it? Only of a posture that was found and is held. Of any other there is what is missing, where the
/// search stopped and why it ended (`info.end`).
bool il_outcome_told(const il_outcome *out);

/// What no run can tell: the arms are welded to the chest and bear whatever is put on them. Where that is more than 50 N on one arm, the sentence says how much
/// of which force and moment was taken for granted. @return false: there is nothing to say, or nothing may be told (il_outcome_told), and text is ""
bool il_scenario_arms_not_judged(il_scenario *w, const il_task *task, const il_outcome *out, char text[IL_SHORTFALL_TEXT]);

/// One of a coordinate, in words. @param missing  generalised force that is lacking, with its sign [Nm or N]
void il_shortfall_say(const il_model *m, int coordinate, double missing, il_shortfall *out);
#endif

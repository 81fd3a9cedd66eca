// ilium/outcome.h - what a solved posture means for the body: loads, strains, angles, by stable name and unit.
//
// One table of families (src/scenario/outcome_table.h) holds name, unit, description and sign of every outcome; docs/outcomes.md and
// `ilium solve --json` are made of it. A family such as "disc.{level}.compression_n" becomes one outcome for each part of the body that
// it is about; where the body has no such part there is no such outcome. Names are for ever; a family may be added, never renamed.
// Units of reports: N, N m, MPa, degrees, millimetres, shares of one.
#ifndef ILIUM_OUTCOME_H
#define ILIUM_OUTCOME_H
#include "ilium/body.h"
#include "ilium/posture.h"

typedef struct il_outcome_info {
    const char *name;        ///< "disc.L4_L5.compression_n"; of a family "disc.{level}.compression_n"
    const char *unit;        ///< "N", "Nm", "MPa", "deg", "mm", "1", "BW" ...
    const char *group;       ///< "disc", "sij", "hip" ...: the first word of the name
    const char *description; ///< one sentence
    const char *sign;        ///< what a positive number means; "" where it cannot be negative
} il_outcome_info;

/// Names resolved for one body, and the scratch of reading: one a thread.
typedef struct il_outcomes il_outcomes;

/// @param body  must outlive it
il_status il_outcomes_create(const il_body *body, il_outcomes **out, il_error *err);
void      il_outcomes_free(il_outcomes *o); ///< NULL is allowed

int                    il_outcomes_count(const il_outcomes *o);
int                    il_outcomes_find(const il_outcomes *o, const char *name); ///< index, or IL_NONE
const il_outcome_info *il_outcomes_info(const il_outcomes *o, int i);            ///< NULL outside 0 .. count-1

/// All outcomes of a solved posture, from lane 0 of s->d. Allocates nothing.
/// @param p      the shared parameters that were solved with
/// @param value  [count]; NaN where an outcome has no meaning in this posture (a share of nothing)
void il_outcomes_read(il_outcomes *o, const il_params *p, const il_posture_solution *s, double *value);

/// The table itself, body or no body: what docs/outcomes.md lists.
int                    il_outcome_family_count(void);
const il_outcome_info *il_outcome_family(int i); ///< NULL outside

#endif

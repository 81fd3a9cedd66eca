// ilium/factor.h - what results are varied over: choices nobody measures, what the sources leave open, and how healthy people differ.
//
// Factors come from data/body: usual.csv (effort, its power and weights, tension, tone, stretch tolerance), uncertainty.csv (stiffness of
// tissues, fibre lengths, ...) and variations.csv (one standard deviation between people). Each has two ends; the body of the tables lies between.
#ifndef ILIUM_FACTOR_H
#define ILIUM_FACTOR_H
#include "ilium/body.h"
#include "ilium/scenario.h"

typedef enum il_factor_kind {
    IL_FACTOR_CHOICE, ///< a quantity that no exam measures: its declared range
    IL_FACTOR_SOURCE, ///< a number of the body: how far its sources leave it open
    IL_FACTOR_PERSON, ///< healthy people differ: one standard deviation either way
    IL_NFACTOR,
} il_factor_kind;

typedef struct il_factor {
    const char    *id;
    il_factor_kind kind;
    const char    *source, *status;
    double         end[2];     ///< low and high end in the table's own measure; PERSON: -1 and 1
    bool           reading;    ///< PERSON: spreads a reading itself; nothing to simulate
    bool           habit_only; ///< PERSON: touches only what a person tends to: relaxed tasks do not feel it
} il_factor;

typedef struct il_factors il_factors;

/// @param body  must outlive it
/// @return IL_BAD_VALUE with table and line where a row aims at nothing
il_status        il_factors_create(const il_body *body, il_factors **out, il_error *err);
void             il_factors_free(il_factors *f); ///< NULL is allowed
int              il_factors_count(const il_factors *f);
int              il_factors_find(const il_factors *f, const char *id); ///< or IL_NONE
const il_factor *il_factors_get(const il_factors *f, int i);

/// The usual subject of a body: effort, its power and tolerance as in usual.csv. @param habit  [nq]; NULL = p->coordinate_neutral
il_subject il_subject_usual(const il_body *body, const il_params *p, const double *habit);

/// Move a subject to one end of a factor. May be called several times for several factors.
/// @param high   which end
/// @param p      shared parameters of who, changed in place
/// @param habit  [nq] of who, changed in place
/// @param who    effort, power and tolerance are changed in place
il_status il_factor_apply(const il_factors *f, int i, bool high, il_params *p, double *habit, il_subject *who, il_error *err);

/// The same end of a factor of a person as the mirror shows it: what it does to one side is done to the other.
il_status il_factor_apply_mirrored(const il_factors *f, int i, bool high, il_params *p, double *habit, il_subject *who, il_error *err);

/// The range of a number over factors: each one's farther effect down and up, squared and summed as if independent, and the roots taken.
/// @param end    [2*n] the number at both ends of each factor; NaN where it was not found: that factor then adds nothing
/// @param range  low and high end about mid
void il_factor_range(double mid, int n, const double *end, double range[2]);

#endif

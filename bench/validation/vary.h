// vary.h - a person's numbers, and what is varied in them
#ifndef VALIDATION_VARY_H
#define VALIDATION_VARY_H
#include "validation.h"

/// Fill the list of variations: the usual one first, then one thing at a time, low and high.
void va_variations(va_bench *b);
/// Change a person's numbers by a variation.
void va_vary(const va_bench *b, const va_variation *v, il_params *p);
/// A person's numbers, to be freed with il_params_free().
il_status va_person_params(const va_bench *b, const va_person *who, il_params **out, il_error *err);

#endif

// vary.h - a person's numbers, and what is varied in them
#ifndef VALIDATION_VARY_H
#define VALIDATION_VARY_H
#include "validation.h"

/// Choose the factors of include/ilium/factor.h that are varied: variation 0 is the usual, 1 + 2 i and 2 + 2 i are the low and high end of factor i.
il_status va_vary_open(va_bench *b, il_error *err);

/// A person under a variation.
typedef struct va_subject {
    il_params *p;
    double    *habit;
    il_subject who; ///< points to p and habit
} va_subject;
il_status va_subject_create(const va_bench *b, const va_person *who, int variation, va_subject *out, il_error *err);
void      va_subject_free(va_subject *s);

#endif

// aims.h - the aims that the project set itself before the first run, each with its number
#ifndef VALIDATION_AIMS_H
#define VALIDATION_AIMS_H
#include "validation.h"

enum { VA_MAX_AIM = 24 };
typedef struct va_aim {
    const char *what;      ///< the aim in words
    char        said[240]; ///< its number
    int         met;       ///< 1 met, 0 missed, -1 cannot be said yet, 2 no aim but shown
} va_aim;

/// All aims, in order; how many.
int va_aims(const va_bench *b, const va_result *result, const va_cohort *cohort, va_aim out[VA_MAX_AIM]);

#endif

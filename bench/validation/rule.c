// rule.c - relations between predictions, and verdicts
#include "validation.h"
#include <math.h>

double va_relate(va_relation relation, double x, double y) {
    switch (relation) {
    case VA_RATIO: return x/y;
    case VA_OF: return 100.0*x/y;
    case VA_CHANGE: return 100.0*(x - y)/y;
    case VA_DIFFERENCE: return x - y;
    case VA_SHIFT: return fabs(x - y);
    case VA_SUM: return x + y;
    case VA_ALONE:
    case VA_NRELATION: break;
    }
    return x;
}

static va_verdict pass(bool good) { return good ? VA_PASS : VA_FAIL; }

va_verdict va_judge(va_rule rule, double limit, double value, double sd, double x) {
    if (isnan(x)) return VA_UNSOLVED;
    if (rule == VA_POSITIVE) return pass(x >= limit);
    if (rule == VA_NEGATIVE) return pass(x <= -limit);
    if (rule == VA_SHOWN || isnan(value) || (rule == VA_SD && isnan(sd))) return VA_NONE;
    switch (rule) {
    case VA_SD: return pass(fabs(x - value) <= limit*sd);
    case VA_PERCENT: return pass(fabs(x - value) <= 0.01*limit*fabs(value));
    case VA_FACTOR: return pass(x*value > 0.0 && fabs(x) <= limit*fabs(value) && fabs(x)*limit >= fabs(value));
    case VA_AT_MOST: return pass(x <= limit*value);
    case VA_AT_LEAST: return pass(x >= limit*value);
    case VA_ABSOLUTE: return pass(fabs(x - value) <= limit);
    case VA_SIGN: return pass(x*value > 0.0);
    case VA_POSITIVE:
    case VA_NEGATIVE:
    case VA_SHOWN:
    case VA_NRULE: break;
    }
    return VA_NONE;
}

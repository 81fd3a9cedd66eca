// irritation.c - what a structure suffers, remembered for a while, and the reflex that guards it
#include "ilium/tissue.h"

#include <math.h>

#include "math/scalar.h"

double il_irritation_hold(const il_irritation_law *law, double excess, double time, double *irritation) {
    double tau = excess > *irritation ? law->build : law->calm;
    *irritation += (excess - *irritation)*-ili_expm1(-time/tau);
    return *irritation;
}

double il_irritation_reflex(const il_irritation_law *law, double irritation) {
    return fmin(fmax((irritation - law->begins)/(law->full - law->begins), 0.0), 1.0);
}

// injury.c - what irritates besides load: an injury that heals, a posture that is kept
#include "ilium/tissue.h"

#include "math/scalar.h"

double il_injury_heal(const il_injury_law *law, double time, double *wound) {
    double lost = *wound*-ili_expm1(-time/law->heals), mean = time > 0.0 ? lost*law->heals/time : *wound;
    *wound -= lost;
    return mean;
}

double il_posture_keep(const il_posture_law *law, double load, double time, double *kept) {
    double end = load >= law->begins ? 1.0 : 0.0;
    *kept += (end - *kept)*-ili_expm1(-time/law->time);
    return load/(1.0 - law->sinks**kept);
}

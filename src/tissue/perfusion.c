// perfusion.c - pressure in a working muscle, the flow it keeps away, and the index that follows
#include "ilium/tissue.h"

#include <math.h>

#include "math/scalar.h"

double il_perfusion_pressure(const il_perfusion_law *law, double activation, double passive) {
    return law->rest + law->activation*activation + law->stretch*passive;
}

double il_perfusion_missing(const il_perfusion_law *law, double pressure) {
    return fmin(fmax((pressure - law->begins)/(law->stops - law->begins), 0.0), 1.0);
}

double il_perfusion_cycle_missing(const il_perfusion_law *law, int n, const double *missing, const bool *rests) {
    double sum = 0.0;
    for (int i = 0; i < n; i++) sum += missing[i] - (rests[i] ? law->repays*(1.0 - missing[i]) : 0.0);
    return fmax(sum/n, 0.0);
}

double il_perfusion_hold(const il_perfusion_law *law, double missing, double time, double *index) {
    double tau = missing > *index ? law->fall : law->rise;
    double way = (*index - missing)*-ili_expm1(-time/tau);
    *index -= way;
    return missing*time + tau*way;
}

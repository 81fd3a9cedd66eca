// creep.c - passive tissue that yields under load and recovers without it
#include "ilium/tissue.h"

#include <math.h>

#include "math/scalar.h"

double il_creep_hold(const il_creep_law *law, double target, double time, double *state) {
    double sum = 0.0;
    for (int i = 0; i < law->terms; i++) {
        double end = law->share[i]*target, tau = fabs(end) > fabs(state[i]) ? law->load[i] : law->relief[i];
        state[i] += (end - state[i])*-ili_expm1(-time/tau);
        sum += state[i];
    }
    return sum;
}

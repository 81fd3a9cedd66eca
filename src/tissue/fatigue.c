// fatigue.c - the three-compartment model of a muscle's fatigue, exact while its target stays
#include "ilium/tissue.h"

#include <math.h>

#include "math/scalar.h"

double il_fatigue_threshold(const il_fatigue_law *law) { return law->recovery/(law->fatigue + law->recovery); }

static double recovery_of(const il_fatigue_law *law, double target) { return law->recovery*(target <= law->idle ? law->rest : 1.0); }

il_fatigue_law il_fatigue_in_cycle(const il_fatigue_law *law, int n, const double *target) {
    il_fatigue_law in = *law;
    double         asked = 0.0, recovery = 0.0, most = 0.0;
    for (int i = 0; i < n; i++) asked += target[i], most = fmax(most, target[i]);
    in.idle = fmax(law->idle, fmin(law->light*il_fatigue_threshold(law), law->lets_go*most));
    for (int i = 0; i < n; i++) recovery += recovery_of(&in, target[i]);
    if (law->fatigue*asked <= (1.0 - most)*recovery) in.fatigue = 0.0;
    return in;
}

double il_fatigue_endurance(const il_fatigue_law *law, double target) {
    if (target > 1.0) return 0.0;
    if (target <= il_fatigue_threshold(law)) return HUGE_VAL;
    // M_F = end (1 - exp(-R t)) reaches 1 - target
    double end = law->fatigue*target/law->recovery;
    return -ili_log1p(-(1.0 - target)/end)/law->recovery;
}

// time until a quantity that moves from `from` towards `end` at `rate` passes `at`; infinite when it never does
static double when(double from, double end, double rate, double at) {
    double way = (at - from)/(end - from);
    return end != from && way >= 0.0 && way < 1.0 ? -ili_log1p(-way)/rate : HUGE_VAL;
}

static double moved(double from, double end, double rate, double time) { return from + (end - from)*-ili_expm1(-rate*time); }

double il_fatigue_hold(const il_fatigue_law *law, double target, double time, double *fatigued) {
    double recovery = recovery_of(law, target);
    double fatigue = target <= il_fatigue_threshold(law) ? 0.0 : law->fatigue;
    double left = 1.0 - target, missing = 0.0; // what may tire before the target is out of reach
    double tired = *fatigued;

    // within reach: dM_F = F target - R M_F, until what may tire is used up
    if (tired < left || (tired == left && fatigue*target <= recovery*tired)) {
        double end = fatigue*target/recovery;
        double sub = end > left ? fmin(time, when(tired, end, recovery, left)) : time;
        tired = sub < time ? left : moved(tired, end, recovery, sub);
        time -= sub;
    }

    // out of reach: all that is not fatigued works, dM_F = F (1 - M_F) - R M_F, until the target comes within reach again
    if (time > 0.0) {
        double rate = fatigue + recovery, end = fatigue/rate;
        double sub = end < left ? fmin(time, when(tired, end, rate, left)) : time;
        missing = (target - 1.0 + end)*sub + (tired - end)*-ili_expm1(-rate*sub)/rate;
        tired = sub < time ? left : moved(tired, end, rate, sub);
        if (sub < time) tired = moved(left, fatigue*target/recovery, recovery, time - sub);
    }
    *fatigued = fmin(fmax(tired, 0.0), 1.0);
    return fmax(missing, 0.0);
}

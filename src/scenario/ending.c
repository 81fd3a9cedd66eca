// ending.c - where a test ends: the share of its way at which what is watched passes its limit
#include "scenario/task.h"
#include <math.h>

typedef struct search {
    il_status (*go)(void *user, double s, double *value);
    void  *user;
    double limit, first;
    bool   change;
} search;

// below zero before the end, above it behind; not a number where no balance was found
static il_status look(const search *x, double s, double *over) {
    double    value;
    il_status status = x->go(x->user, s, &value);
    *over = (x->change ? fabs(value - x->first) : value) - x->limit;
    return status;
}

// as near its limit as a test is read
static double near_of(const search *x) { return 1e-3*fmax(1.0, fabs(x->limit)); }

// A bracket about where it is thought to end, or the end itself (f in both *fa and *fb); false where neither was found. Before the end what is watched
// grows ever faster, so the line from the beginning reaches too far: behind the end.
static bool bracket(const search *x, double guess, double *a, double *fa, double *b, double *fb, double *way, il_status *status) {
    double f, s = guess;
    *status = look(x, s, &f);
    *way = s;
    double step = *status == IL_OK && isfinite(f) && f > *fa ? 1.2*fabs(f)*guess/(f - *fa) : 0.0;
    for (step = fmin(fmax(step, 0.01*guess), 0.1*guess); *status == IL_OK && isfinite(f); step *= 2.0) {
        if (f < 0.0) *a = s, *fa = f;
        else *b = s, *fb = f;
        if (fabs(f) <= near_of(x)) *fa = *fb = f;
        if (isfinite(*fb) && (*a > 0.0 || *fa == *fb)) return true;
        double next = f < 0.0 ? s + step : s - step;
        if (next >= 1.0 || next <= 0.0) return isfinite(*fb);
        s = next, *way = s;
        *status = look(x, s, &f);
    }
    return false;
}

// false position (Illinois) between a, before the end, and b, behind it
static il_status close_in(const search *x, double a, double fa, double b, double fb, double *way) {
    double near = near_of(x), s = b, f = fb;
    if (fa == fb) return IL_OK; // it is the end
    int    side = 0; // that moved last: where one end stays twice, its value counts half
    for (int n = 0; n < 20 && fabs(f) > near && b - a > 1e-6; n++) {
        s = (a*fb - b*fa)/(fb - fa);
        il_status status = look(x, s, &f);
        if (status != IL_OK || !isfinite(f)) return status;
        *way = s;
        if (f < 0.0) {
            a = s, fa = f, fb = side < 0 ? 0.5*fb : fb, side = -1;
        } else {
            b = s, fb = f, fa = side > 0 ? 0.5*fa : fa, side = 1;
        }
    }
    return IL_OK;
}

// from where it is thought to end; *found is false where it has to be looked for from the beginning
static il_status from_guess(search *x, double guess, double f, double *way, bool *found) {
    double    a = 0.0, fa = f, b = 1.0, fb = IL_INF;
    il_status status = IL_OK;
    *found = bracket(x, guess, &a, &fa, &b, &fb, way, &status);
    if (status != IL_OK || !*found) return status;
    if (a == 0.0 && !x->change && fa != fb) { // the beginning was not looked at yet
        status = look(x, 0.0, &fa);
        *way = 0.0;
        if (status != IL_OK || !isfinite(fa) || fa >= 0.0) return status;
    }
    return close_in(x, a, fa, b, fb, way);
}

il_status ili_test_end(il_status (*go)(void *user, double s, double *value), void *user, double limit, bool change, int steps, double guess, double *way) {
    search    x = {go, user, limit, 0.0, change};
    double    s = 0.0, f = -limit, step = 1.0/steps, next = 0.0;
    bool      guessed = guess > 0.0 && guess < 1.0, found = false;
    il_status status = IL_OK;
    *way = 0.0;
    if (guessed && !change) status = from_guess(&x, guess, f, way, &found);
    if (status != IL_OK || found) return status;
    *way = 0.0;
    status = go(user, 0.0, &x.first);
    f = change ? -limit : x.first - limit;
    if (status != IL_OK || !isfinite(x.first) || f >= 0.0) return status;
    if (guessed && change) {
        status = from_guess(&x, guess, f, way, &found);
        if (status != IL_OK || found) return status;
        *way = 0.0; // from the beginning, in steps
        double again;
        status = go(user, 0.0, &again);
        if (status != IL_OK || !isfinite(again)) return status;
    }
    while (s < 1.0) {
        double over;
        next = fmin(1.0, s + step);
        status = look(&x, next, &over);
        if (status != IL_OK) return status;
        *way = next;
        if (!isfinite(over)) { // no balance there: go on in smaller steps
            if (step < 1e-3) return IL_OK;
            step *= 0.5;
            continue;
        }
        if (over >= 0.0) return close_in(&x, s, f, next, over, way);
        s = next, f = over;
    }
    return IL_OK;
}

// random.c - xoshiro256++ (Blackman and Vigna, ACM Trans. Math. Softw. 47:36, 2021) seeded by splitmix64 (Steele, Lea and Flood, OOPSLA 2014);
// normal numbers by inversion with Wichura's rational approximations (algorithm AS 241, Appl. Statist. 37:477, 1988).
#include "base/random.h"

#include <math.h>
#include <string.h>

static uint64_t rotl(uint64_t x, int k) { return x << k | x >> (64 - k); }

// splitmix64: a Weyl sequence through a mixing function
static uint64_t mix(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15U;
    z = (z ^ z >> 30)*0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27)*0x94d049bb133111ebU;
    return z ^ z >> 31;
}

void ili_random_seed(ili_random *r, uint64_t seed, uint64_t stream) {
    // the stream is mixed before it joins the seed, so that (1, 2) and (2, 1) have nothing in common
    uint64_t a = stream, state = seed ^ rotl(mix(&a), 17);
    for (int i = 0; i < 4; i++) r->s[i] = mix(&state);
}

uint64_t ili_random_next(ili_random *r) {
    uint64_t *s = r->s, out = rotl(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 45);
    return out;
}

// (k + 1/2) 2^-52 with k of 52 bits: exact, symmetric about 1/2
double ili_random_uniform(ili_random *r) { return ((double)(ili_random_next(r) >> 12) + 0.5)*0x1p-52; }

double ili_random_range(ili_random *r, double low, double high) {
    double u = ili_random_uniform(r);
    return low*(1 - u) + high*u;
}

int ili_random_below(ili_random *r, int n) {
    // numbers below `reject` would make the first few results more likely
    uint64_t m = (uint64_t)n, reject = (0 - m)%m, x;
    do x = ili_random_next(r);
    while (x < reject);
    return (int)(x%m);
}

double ili_random_normal(ili_random *r) { return ili_normal_quantile(ili_random_uniform(r)); }

// log x for normal positive x: x = 2^e m, m in [sqrt(1/2), sqrt(2)); log m = 2 artanh s, s = (m-1)/(m+1), |s| < 0.1716
static double natural_log(double x) {
    int    e;
    double m = frexp(x, &e); // exact
    if (m < 0.70710678118654752) m *= 2, e--;
    double s = (m - 1)/(m + 1), s2 = s*s, sum = 0;
    for (int k = 23; k >= 3; k -= 2) sum = sum*s2 + 1.0/k;
    return e*0.69314718055994531 + (2*s + 2*s*s2*sum);
}

// p[0] + p[1] x + … + p[7] x^7
static double poly7(const double p[8], double x) {
    double sum = p[7];
    for (int i = 6; i >= 0; i--) sum = sum*x + p[i];
    return sum;
}

double ili_normal_quantile(double p) {
    // centre |p - 1/2| ≤ 0.425, near tail, far tail: numerators and denominators of AS 241's PPND16
    static const double a[8] = {3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
                                45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727};
    static const double b[8] = {1.0, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
                                21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610};
    static const double c[8] = {1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
                                1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4};
    static const double d[8] = {1.0, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
                                0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9};
    static const double e[8] = {6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
                                0.0265321895265761230930, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[8] = {1.0, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
                                7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15};
    if (!(p > 0 && p < 1)) return p <= 0 ? -HUGE_VAL : p >= 1 ? HUGE_VAL : p;

    double q = p - 0.5;
    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q*q;
        return q*poly7(a, r)/poly7(b, r);
    }
    double r = sqrt(-natural_log(q < 0 ? p : 1 - p));
    double x = r <= 5 ? poly7(c, r - 1.6)/poly7(d, r - 1.6) : poly7(e, r - 5)/poly7(f, r - 5);
    return q < 0 ? -x : x;
}

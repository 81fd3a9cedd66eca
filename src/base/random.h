// random.h - random numbers from an explicit seed: the same on every machine and compiler, for any number of threads.
#ifndef ILI_RANDOM_H
#define ILI_RANDOM_H
#include <stdint.h>

/// State of one stream. `{0}` is not a state: start with ili_random_seed.
typedef struct ili_random {
    uint64_t s[4];
} ili_random;

/// Start stream number `stream` of `seed`. Give every job its own stream (its index), never its thread.
void ili_random_seed(ili_random *r, uint64_t seed, uint64_t stream);

uint64_t ili_random_next(ili_random *r);                             ///< 64 random bits
double   ili_random_uniform(ili_random *r);                          ///< in (0,1), never 0 nor 1
double   ili_random_range(ili_random *r, double low, double high);   ///< uniform in [low, high]
int      ili_random_below(ili_random *r, int n);                     ///< uniform in 0 … n-1; n > 0
double   ili_random_normal(ili_random *r);                           ///< mean 0, deviation 1; takes one uniform number

/// The x whose normal probability P(X ≤ x) is p: relative error about 1e-15; p ≤ 0 gives -inf, p ≥ 1 gives inf.
/// Uses + - * / and square root only, so that its bits do not depend on a libm.
double ili_normal_quantile(double p);

#endif

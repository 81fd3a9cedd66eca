// bits.h - information
#ifndef ILI_BITS_H
#define ILI_BITS_H
#include <math.h>

/// What one result of probability p adds to an entropy: -p log2 p, 0 at p = 0 [bit].
static inline double ili_bits(double p) { return p > 0.0 ? -p*log2(p) : 0.0; }
#endif

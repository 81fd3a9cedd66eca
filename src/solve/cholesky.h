// cholesky.h - the factor of a dense matrix
#ifndef ILI_CHOLESKY_H
#define ILI_CHOLESKY_H
#include "ilium/lane.h"
#include <stdbool.h>

/// L Lᵀ = H + mu. False where a pivot is not above `least`; L is then what it was.
/// @param H       [n*n] symmetric to the bit
/// @param stride  a multiple of eight, n or more
/// @param C       [n*stride] scratch, 64-byte aligned
/// @param L       [n*n] lower, row-major
typedef bool ili_cholesky_kernel(int n, const double *H, double mu, double least, int stride, double *C, double *L);
ili_cholesky_kernel ili_cholesky_plain, ili_cholesky_v2, ili_cholesky_v3, ili_cholesky_v4;
#endif

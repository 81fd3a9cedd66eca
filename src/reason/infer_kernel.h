// infer_kernel.h - likelihoods at many severities abreast
#ifndef ILI_INFER_KERNEL_H
#define ILI_INFER_KERNEL_H
#include "ilium/lane.h"

/// Log likelihoods of findings that are all numbers, at n severities abreast (a multiple of IL_LANES): with left = base - effect,
///     log_norm - 1/2 sum left_i^2 + log(right + sum each_i exp(gain_i pull_i^2/2)),   pull = left[np ...]
/// and never below `least`.
/// @param base  [2*np] @param effect  [2*np][n], out [n]: 64-byte aligned
typedef struct ili_infer_numbers {
    int           np;
    double        log_norm, right, least;
    const double *gain, *each; ///< [np]
} ili_infer_numbers;
typedef void ili_infer_row_kernel(const ili_infer_numbers *f, int n, const double *base, const double *effect, double *out);
/// sum of weight_j exp(x_j - top) over n (a multiple of IL_LANES), x <= top. @param x, weight  [n] 64-byte aligned
typedef double ili_infer_sum_kernel(int n, const double *x, const double *weight, double top);

#define ILI_INFER_KERNELS(isa) \
    ili_infer_row_kernel ili_infer_row_##isa; \
    ili_infer_sum_kernel ili_infer_sum_##isa
ILI_INFER_KERNELS(plain);
ILI_INFER_KERNELS(v2);
ILI_INFER_KERNELS(v3);
ILI_INFER_KERNELS(v4);
#endif

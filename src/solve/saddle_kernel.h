// saddle_kernel.h - what of a saddle is done as wide as the processor allows
#ifndef ILI_SADDLE_KERNEL_H
#define ILI_SADDLE_KERNEL_H
#include "ilium/lane.h"
#include <stdbool.h>

/// M += (C; A) (C; A)'/bend of every column with state 0. Of M the lower triangle is looked at and both are written.
/// @param stride  of M, a multiple of eight; zeros beyond n @param u [stride] zeros
typedef void ili_saddle_fold_kernel(int nq, int n, int stride, int nx, const int *start, const int *index, const double *C, const double *A, const double *bend,
                                    const signed char *state, double *u, double *M);
/// P M = L U by rows with partial pivoting in place, as ili_lu_factor(). False: a pivot is zero or not finite.
typedef bool ili_saddle_lu_kernel(int n, int stride, double *M, int *pivot);
/// M x = b of that factor, `m` of the lanes of x [n]; the others hold anything finite.
typedef void ili_saddle_back_kernel(int n, int stride, const double *M, const int *pivot, int m, il_pack *x);
/// z -= (C; A) x, where x of a column with state 0 is over its bend; and x := (x + (C; A)' z)/bend
typedef void ili_saddle_push_kernel(int nq, int nx, const int *start, const int *index, const double *C, const double *A, const double *bend, const signed char *state,
                                    const il_pack *x, il_pack *z);
typedef void ili_saddle_pull_kernel(int nq, int nx, const int *start, const int *index, const double *C, const double *A, const double *bend, const il_pack *z, il_pack *x);

#define ILI_SADDLE_KERNELS(isa) \
    ili_saddle_fold_kernel ili_saddle_fold_##isa; \
    ili_saddle_lu_kernel   ili_saddle_lu_##isa; \
    ili_saddle_back_kernel ili_saddle_back_##isa; \
    ili_saddle_push_kernel ili_saddle_push_##isa; \
    ili_saddle_pull_kernel ili_saddle_pull_##isa
ILI_SADDLE_KERNELS(plain);
ILI_SADDLE_KERNELS(v2);
ILI_SADDLE_KERNELS(v3);
ILI_SADDLE_KERNELS(v4);
#endif

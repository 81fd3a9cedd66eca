// fold.h - the compliance of rows once the posture step is eliminated: many right sides of one factor, and their products
#ifndef ILI_FOLD_H
#define ILI_FOLD_H
#include "ilium/lane.h"

enum { ILI_FOLD_UNIT = 32 }; ///< rows are padded to a multiple of it

/// T = L⁻¹ T, then the lower triangle of W = T' T.
/// @param n  rows of T and L @param many  columns of T that count @param padded  columns there are, a multiple of ILI_FOLD_UNIT
/// @param L  [n*n] lower, row-major @param T  [n*padded] 64-byte aligned @param W  [padded*padded] 64-byte aligned; above the diagonal anything
typedef void ili_fold_kernel(int n, int many, int padded, const double *L, double *T, double *W);
ili_fold_kernel ili_fold_plain, ili_fold_v2, ili_fold_v3, ili_fold_v4;
#endif

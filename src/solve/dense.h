// dense.h - small dense linear algebra outside kernels: matrices are row-major, n x n, and are replaced by their factors. Nothing allocates.
#ifndef ILI_SOLVE_DENSE_H
#define ILI_SOLVE_DENSE_H

/// P A = L U by rows with partial pivoting; L's unit diagonal is not stored. `piv[k]` is the row that step k swapped with row k.
/// 0, or 1 + the first column without a usable pivot (zero, or not finite): singular, the factor is not complete.
/// A matrix that is only nearly singular is not noticed here: look at the residual.
int ili_lu_factor(int n, double *a, int *piv);

/// A x = b for m right-hand sides at once: x [n*m], row-major, b in and x out.
void ili_lu_solve(int n, const double *lu, const int *piv, int m, double *x);

/// A' x = b, with the same factor.
void ili_lu_solve_transposed(int n, const double *lu, const int *piv, int m, double *x);

/// A = L L' of a symmetric positive definite matrix. Reads and replaces the lower triangle, leaves the rest alone.
/// 0, or 1 + the first row whose leading block is not positive definite.
int ili_chol_factor(int n, double *a);

/// A x = b for m right-hand sides: x [n*m], row-major, b in and x out.
void ili_chol_solve(int n, const double *l, int m, double *x);

/// Eigenvalues of a symmetric matrix (the lower triangle is read), rising, and orthonormal eigenvectors: vector k becomes row k of `a`.
/// `work` [n]. 0, or 1 when a number is not finite. Householder's tridiagonal form, then QL with implicit shifts.
int ili_eig_sym(int n, double *a, double *values, double *work);

#endif

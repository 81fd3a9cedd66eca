// test_dense.c - LU, Cholesky and symmetric eigenvalues against their residuals and against closed forms
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <float.h>
#include "qp_scenes.h"
#include "solve/dense.h"

enum { N = 90, M = 7 };
static double a[N*N], f[N*N], x[N*M], b[N*M], values[N], work[N];
static int piv[N];

static void fill(int n, double *m, uint64_t *seed) {
    for (int i = 0; i < n; i++) m[i] = uniform(seed, -1, 1);
}

// largest |A x - b| (or A' x) over n eps |A| |x|: a backward error, small for every matrix
static double backward(int n, int m, int transposed) {
    double worst = 0, size = 0, largest = 0;
    for (int i = 0; i < n*n; i++) size = fmax(size, fabs(a[i]));
    for (int i = 0; i < n*m; i++) largest = fmax(largest, fabs(x[i]));
    for (int i = 0; i < n; i++)
        for (int k = 0; k < m; k++) {
            long double left = (long double)b[i*m + k];
            for (int j = 0; j < n; j++) left -= (long double)(transposed ? a[j*n + i] : a[i*n + j])*(long double)x[j*m + k];
            worst = fmax(worst, (double)fabsl(left));
        }
    return size*largest > 0 ? worst/(n*DBL_EPSILON*size*largest) : worst;
}

static void lu_solves(void **state) {
    uint64_t seed = 1;
    (void)state;
    for (int n = 0; n <= N; n += n < 12 ? 1 : 13)
        for (int m = 1; m <= M; m += 3) {
            fill(n*n, a, &seed), fill(n*m, b, &seed);
            if (n > 2) a[0] = 0, memcpy(a + n, a, sizeof(double)*(size_t)(n - 1)); // needs pivots
            memcpy(f, a, sizeof a);
            assert_int_equal(ili_lu_factor(n, f, piv), 0);
            memcpy(x, b, sizeof x);
            ili_lu_solve(n, f, piv, m, x);
            assert_true(backward(n, m, 0) < 20);
            memcpy(x, b, sizeof x);
            ili_lu_solve_transposed(n, f, piv, m, x);
            assert_true(backward(n, m, 1) < 20);
        }
}

// rows and columns over sixteen orders of magnitude: the answer of the plain system, scaled back
static void lu_bears_scales(void **state) {
    uint64_t seed = 9;
    enum { n = 12 };
    double y[n], row[n], column[n];
    (void)state;
    fill(n*n, a, &seed), fill(n, b, &seed);
    for (int i = 0; i < n; i++) a[i*n + i] += 8, row[i] = pow(10, uniform(&seed, -8, 8)), column[i] = pow(10, uniform(&seed, -8, 8));
    memcpy(f, a, sizeof a), memcpy(x, b, sizeof x);
    assert_int_equal(ili_lu_factor(n, f, piv), 0);
    ili_lu_solve(n, f, piv, 1, x);
    for (int i = 0; i < n; i++) {
        y[i] = row[i]*b[i];
        for (int j = 0; j < n; j++) f[i*n + j] = row[i]*a[i*n + j]*column[j];
    }
    assert_int_equal(ili_lu_factor(n, f, piv), 0);
    ili_lu_solve(n, f, piv, 1, y);
    for (int i = 0; i < n; i++) assert_true(fabs(y[i]*column[i] - x[i]) < 1e-8*(1 + fabs(x[i])));
}

static void singular_matrices_are_named(void **state) {
    uint64_t seed = 2;
    (void)state;
    for (int bad = 0; bad < 9; bad++) {
        fill(81, f, &seed);
        for (int i = 0; i < 9; i++) f[i*9 + bad] = 0;
        assert_int_equal(ili_lu_factor(9, f, piv), bad + 1);
    }
    fill(81, f, &seed);
    f[40] = IL_NAN;
    assert_true(ili_lu_factor(9, f, piv) > 0);
    for (int bad = 0; bad < 9; bad++) {
        for (int i = 0; i < 81; i++) f[i] = i%10 == 0 ? 2 : 0.1;
        f[bad*10] = -1;
        assert_int_equal(ili_chol_factor(9, f), bad + 1);
    }
}

static void cholesky_solves_and_leaves_the_upper_triangle(void **state) {
    uint64_t seed = 3;
    (void)state;
    for (int n = 0; n <= N; n += n < 12 ? 1 : 13) {
        fill(n*n, f, &seed), fill(n*M, b, &seed);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                a[i*n + j] = i == j;
                for (int k = 0; k < n; k++) a[i*n + j] += f[i*n + k]*f[j*n + k];
            }
        memcpy(f, a, sizeof a), memcpy(x, b, sizeof x);
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++) f[i*n + j] = 77;
        assert_int_equal(ili_chol_factor(n, f), 0);
        ili_chol_solve(n, f, M, x);
        assert_true(backward(n, M, 0) < 20);
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++) assert_true(f[i*n + j] == 77);
    }
}

// A v = lambda v, vectors orthonormal, values rising; relative to the matrix's size
static void check_eigen(int n) {
    double size = 0;
    memcpy(f, a, sizeof a);
    for (int i = 0; i < n; i++)
        for (int j = i + 1; j < n; j++) f[i*n + j] = 99; // is not read
    for (int i = 0; i < n*n; i++) size = fmax(size, fabs(a[i]));
    assert_int_equal(ili_eig_sym(n, f, values, work), 0);
    for (int k = 0; k < n; k++) {
        const double *v = f + k*n;
        if (k > 0) assert_true(values[k] >= values[k - 1]);
        for (int i = 0; i < n; i++) {
            double left = -values[k]*v[i], product = -(i == k);
            for (int j = 0; j < n; j++) left += a[i*n + j]*v[j], product += f[i*n + j]*v[j];
            assert_true(fabs(left) <= 30*n*DBL_EPSILON*size);
            assert_true(fabs(product) <= 30*n*DBL_EPSILON);
        }
    }
}

static void eigenvalues_of_any_symmetric_matrix(void **state) {
    uint64_t seed = 4;
    (void)state;
    for (int kind = 0; kind < 6; kind++)
        for (int n = 0; n <= N; n += n < 12 ? 1 : 26) {
            fill(n*n, a, &seed);
            for (int i = 0; i < n; i++)
                for (int j = 0; j <= i; j++) {
                    double v = a[i*n + j];
                    if (kind == 1) v = i == j ? whole(&seed, 3) : 0;             // diagonal, repeated
                    if (kind == 2) v = 1;                                        // rank one
                    if (kind == 3) v *= pow(10, uniform(&seed, -8, 8));          // of all sizes
                    if (kind == 4) v = (i/3 == j/3) ? v : 0;                     // blocks
                    if (kind == 5) v = 0;
                    a[i*n + j] = a[j*n + i] = v;
                }
            check_eigen(n);
        }
    double nan[4] = {1, 0, IL_NAN, 1};
    assert_int_equal(ili_eig_sym(2, nan, values, work), 1);
}

// a string of n masses between walls: 2 - 2 cos(k pi/(n+1))
static void eigenvalues_of_a_string(void **state) {
    (void)state;
    for (int n = 1; n <= N; n++) {
        for (int i = 0; i < n*n; i++) a[i] = i%(n + 1) == 0 ? 2 : 0;
        for (int i = 0; i + 1 < n; i++) a[i*n + i + 1] = a[(i + 1)*n + i] = -1;
        check_eigen(n);
        for (int k = 0; k < n; k++) assert_true(fabs(values[k] - (2 - 2*cos((k + 1)*acos(-1.0)/(n + 1)))) < 1e-13);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lu_solves),
        cmocka_unit_test(lu_bears_scales),
        cmocka_unit_test(singular_matrices_are_named),
        cmocka_unit_test(cholesky_solves_and_leaves_the_upper_triangle),
        cmocka_unit_test(eigenvalues_of_any_symmetric_matrix),
        cmocka_unit_test(eigenvalues_of_a_string),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

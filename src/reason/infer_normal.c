// infer_normal.c - the normal distribution: its tails, Cholesky factors, and the probability of a box in several dimensions.
// Box: Genz 1992 (doi:10.1080/10618600.1992.10477010), here over one fixed lattice, so that the same input gives the same bits.
#include <math.h>

#include "base/random.h"
#include "reason/infer_private.h"

double ili_normal_cdf(double x) { return 0.5*erfc(-x*0.70710678118654752440); }

int ili_cholesky(double *a, int n) {
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
            double sum = a[i*n + j];
            for (int k = 0; k < j; k++) sum -= a[i*n + k]*a[j*n + k];
            if (i > j)
                a[i*n + j] = sum/a[j*n + j];
            else if (!(sum > 0.0))
                return i;
            else
                a[i*n + i] = sqrt(sum);
        }
        for (int j = i + 1; j < n; j++) a[i*n + j] = 0.0;
    }
    return -1;
}

// P(low < x < high) for a standard normal, without cancellation in the upper tail; *start = cdf at the lower end of the side used
static double slice(double low, double high, double *start, bool *flipped) {
    *flipped = low > 0.0;
    if (*flipped) {
        double l = low;
        low  = -high;
        high = -l;
    }
    *start = ili_normal_cdf(low);
    return ili_normal_cdf(high) - *start;
}

// the integrand at one lattice point: product of conditional slices, each variable drawn inside its slice
static double integrand(const double *chol, int n, const double *low, const double *high, const double *point) {
    double y[ILI_NR], product = 1.0;
    for (int i = 0; i < n; i++) {
        double mean = 0.0, start;
        bool   flipped;
        for (int k = 0; k < i; k++) mean += chol[i*n + k]*y[k];
        double width = slice((low[i] - mean)/chol[i*n + i], (high[i] - mean)/chol[i*n + i], &start, &flipped);
        product *= width;
        if (i + 1 == n || product <= 0.0) break;
        y[i] = ili_normal_quantile(fmin(fmax(start + point[i]*width, 1e-300), 1.0 - 1e-16));
        if (flipped) y[i] = -y[i];
    }
    return product;
}

double ili_log_rectangle(const double *chol, int n, const double *low, const double *high, const double *lattice, int npoint) {
    double sum = 0.0;
    if (n == 0) return 0.0;
    if (n == 1) npoint = 1;
    for (int i = 0; i < npoint; i++) sum += integrand(chol, n, low, high, lattice + (size_t)i*(ILI_NR - 1));
    return sum > 0.0 ? fmax(log(sum/npoint), ILI_LOG_ZERO) : ILI_LOG_ZERO;
}

// first coordinate: equal steps; the others: multiples of square roots of primes (Richtmyer); all folded (baker), which squares the order
void ili_lattice_fill(double *lattice, int npoint) {
    static const int prime[ILI_NR] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53};
    for (int i = 0; i < npoint; i++)
        for (int k = 0; k < ILI_NR - 1; k++) {
            double x = k ? (i + 1)*sqrt(prime[k - 1]) : (i + 0.5)/npoint;
            x -= floor(x);
            lattice[(size_t)i*(ILI_NR - 1) + (size_t)k] = k ? 1.0 - fabs(2.0*x - 1.0) : x;
        }
}

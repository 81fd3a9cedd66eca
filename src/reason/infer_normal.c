// infer_normal.c - the normal distribution: its tails, Cholesky factors, and the probability of a box in several dimensions.
// Box: Mendell & Elston 1974 (Biometrics 30:41), which takes microseconds where a lattice rule takes milliseconds. docs/inference.md: its error.
#include <math.h>

#include "reason/infer_private.h"

double ili_normal_cdf(double x) { return 0.5*erfc(-x*0.70710678118654752440); }

static double density(double x) { return 0.39894228040143267794*exp(-0.5*x*x); }

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

// a standard normal cut to (low, high): log of its probability, its mean and its variance. The upper tail is turned to the lower one.
static double cut(double low, double high, double *mean, double *var) {
    bool flipped = low > 0.0;
    if (flipped) {
        double l = low;
        low  = -high;
        high = -l;
    }
    double p = ili_normal_cdf(high) - ili_normal_cdf(low);
    if (!(p > 1e-290)) {
        *mean = (flipped ? -1.0 : 1.0)*(fabs(low) < fabs(high) ? low : high);
        *var  = 0.0;
        return ILI_LOG_ZERO;
    }
    double at_low = density(low), at_high = density(high), m = (at_low - at_high)/p;
    double ends = (isinf(low) ? 0.0 : low*at_low) - (isinf(high) ? 0.0 : high*at_high);
    *var  = fmin(fmax(1.0 + ends/p - m*m, 0.0), 1.0);
    *mean = flipped ? -m : m;
    return log(p);
}

// one variable after the other is cut to its range; the others take over its new mean and variance and are held normal
double ili_log_box(const double *cov, int n, const double *low, const double *high) {
    double c[ILI_NR*ILI_NR], mean[ILI_NR] = {0}, sum = 0.0;
    for (int i = 0; i < n*n; i++) c[i] = cov[i];
    for (int i = 0; i < n; i++) {
        double sd = sqrt(fmax(c[i*n + i], 1e-300)), m, v;
        sum += cut((low[i] - mean[i])/sd, (high[i] - mean[i])/sd, &m, &v);
        for (int j = i + 1; j < n; j++) {
            mean[j] += c[j*n + i]/sd*m;
            for (int k = i + 1; k <= j; k++) c[j*n + k] -= c[j*n + i]*c[k*n + i]/(sd*sd)*(1.0 - v);
        }
    }
    return fmax(sum, ILI_LOG_ZERO);
}

// signal.c - smoothing by penalised differences (Whittaker 1922; Eilers 2003, doi:10.1021/ac034173t), slopes by a cubic spline
#include "analysis/signal.h"
#include "model/builder.h"
#include <string.h>

enum { BAND = 3 };

// sin x for |x| <= pi/2, to 1e-9
static double small_sin(double x) {
    double s = x*x;
    return x*(1.0 - s/6.0*(1.0 - s/20.0*(1.0 - s/42.0*(1.0 - s/72.0*(1.0 - s/110.0*(1.0 - s/156.0))))));
}

// band of I + lambda D'D, D the third difference: A[i][k] = element (i, i - k)
static void system_of(int n, double lambda, double *A) {
    static const double d[4] = {-1.0, 3.0, -3.0, 1.0};
    memset(A, 0, sizeof *A*4*(size_t)n);
    for (int i = 0; i < n; i++) A[4*i] = 1.0;
    for (int row = 0; row + BAND < n; row++)
        for (int a = 0; a <= BAND; a++)
            for (int b = 0; b <= a; b++) A[4*(row + a) + a - b] += lambda*d[a]*d[b];
}

// L D L' in the band, then the solution in place
static void solve_band(int n, double *A, double *y) {
    for (int i = 0; i < n; i++) {
        for (int k = i < BAND ? i : BAND; k >= 0; k--) {
            int    j = i - k;
            double sum = A[4*i + k];
            for (int e = k + 1; e <= BAND && i - e >= 0; e++)
                if (e - k <= BAND) sum -= A[4*i + e]*A[4*(i - e)]*(k == 0 ? A[4*i + e] : A[4*j + e - k]);
            A[4*i + k] = k == 0 ? sum : sum/A[4*j];
        }
    }
    for (int i = 0; i < n; i++)
        for (int k = 1; k <= BAND && k <= i; k++) y[i] -= A[4*i + k]*y[i - k];
    for (int i = 0; i < n; i++) y[i] /= A[4*i];
    for (int i = n - 1; i >= 0; i--)
        for (int k = 1; k <= BAND && i + k < n; k++) y[i] -= A[4*(i + k) + k]*y[i + k];
}

void ili_signal_smooth(int n, double cutoff_per_step, double *y, double *work) {
    double s = 2.0*small_sin(3.14159265358979323846*cutoff_per_step), square = s*s;
    system_of(n, 1.0/(square*square*square), work);
    solve_band(n, work, y);
}

void ili_signal_slopes(int n, double step, const double *y, double *first, double *second, double *work) {
    double *x = work, *scratch = work + n;
    for (int i = 0; i < n; i++) x[i] = step*i;
    ili_spline_curvature(n, x, y, second, scratch);
    for (int i = 0; i + 1 < n; i++) first[i] = (y[i + 1] - y[i])/step - step/6.0*(2.0*second[i] + second[i + 1]);
    first[n - 1] = (y[n - 1] - y[n - 2])/step + step/6.0*(second[n - 2] + 2.0*second[n - 1]);
}

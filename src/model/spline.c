// spline.c - the natural cubic spline through given knots
#include "model/builder.h"

// With h_k = x_{k+1} - x_k, the first derivative is continuous at knot k when
//   h_{k-1} y''_{k-1} + 2 (h_{k-1} + h_k) y''_k + h_k y''_{k+1} = 6 ((y_{k+1} - y_k)/h_k - (y_k - y_{k-1})/h_{k-1}),  y''_0 = y''_{n-1} = 0:
// a symmetric, diagonally dominant tridiagonal system, eliminated downwards and solved upwards.
void ili_spline_curvature(int n, const double *x, const double *y, double *y2, double *work) {
    y2[0] = y2[n - 1] = 0.0;
    work[0] = 0.0;
    for (int k = 1; k < n - 1; k++) {
        double before = x[k] - x[k - 1], after = x[k + 1] - x[k];
        double right = 6.0*((y[k + 1] - y[k])/after - (y[k] - y[k - 1])/before);
        double pivot = 2.0*(before + after) - before*work[k - 1];
        work[k] = after/pivot;
        y2[k] = (right - before*y2[k - 1])/pivot;
    }
    for (int k = n - 2; k > 0; k--) y2[k] -= work[k]*y2[k + 1];
}

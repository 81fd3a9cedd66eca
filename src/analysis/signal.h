// signal.h - recorded curves at equal steps: smoothed and differentiated
#ifndef ILI_SIGNAL_H
#define ILI_SIGNAL_H

/// Low-pass without phase shift, in place: the curve z that minimises sum (y - z)^2 + lambda sum (third difference of z)^2. Its gain is
/// 1/(1 + (sin(w/2)/sin(w_c/2))^6), that of a third-order Butterworth filter run forward and backward, without its trouble at the ends.
/// @param cutoff_per_step  cut-off frequency times step, below 0.5; the gain there is 1/2
/// @param work  [4*n]
void ili_signal_smooth(int n, double cutoff_per_step, double *y, double *work);

/// First and second derivative of the natural cubic spline through equal steps. @param work [2*n]
void ili_signal_slopes(int n, double step, const double *y, double *first, double *second, double *work);

#endif

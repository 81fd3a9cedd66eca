// plot.h - measured beside predicted, as small SVG files
#ifndef VALIDATION_PLOT_H
#define VALIDATION_PLOT_H
#include "validation.h"

/// One line of a pairs plot. NAN is left out.
typedef struct va_pair {
    char   label[96];
    double measured, sd, x, low, high;
} va_pair;

/// Measured (dot, band of one SD) over predicted (square, line of its range), a line each. @param says  what the square and line are @param from, to  of the axis
il_status va_plot_pairs(const char *path, const char *title, const char *axis, const char *says, int n, const va_pair *pair, double from, double to,
                        il_error *err);

/// Measured across, predicted up, with the line of agreement and a band of `tolerance` about it.
il_status va_plot_scatter(const char *path, const char *title, const char *unit, int n, const va_pair *point, double limit, double tolerance, il_error *err);

/// A curve y over x with a horizontal band from low to high. @param extra  a second curve, or NULL
il_status va_plot_curve(const char *path, const char *title, const char *across, const char *up, int n, const double *x, const double *y, const double *extra,
                        double low, double high, il_error *err);

/// Probabilities that were said (measured: across) and how often they came true (x: up, with its interval low to high), from 0 to `limit`.
/// @param other  dots beside, explained by other_says
il_status va_plot_reliability(const char *path, const char *title, int n, const va_pair *said, int nother, const va_pair *other, const char *other_says, double limit,
                              il_error *err);

#endif

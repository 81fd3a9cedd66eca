// ilium/curves.h - recorded curves made smooth and differentiated, by the conventions of OpenSim's tools.
//
// With a cut-off frequency: the curves are continued at both ends by half their length, mirrored about their end points; where their time step
// is not uniform they are taken anew at the smallest step from a spline; a third-order Butterworth filter runs forward and backward.
// Derivatives are those of the natural spline of degree five through the rows: the one that OpenSim's GCVSpline gives at error variance zero.
#ifndef ILIUM_CURVES_H
#define ILIUM_CURVES_H
#include "ilium/base.h"

/// Curves with their derivatives; one block of memory. All arrays by rows.
typedef struct il_curves {
    int     nrow, ncolumn;
    double *time;                   ///< [nrow]
    double *value, *rate, *accel;   ///< [nrow*ncolumn], and per second, per second squared
} il_curves;

/// @param cutoff  [Hz]; below 0: no filter, the rows stay as they are. At or above half the frame rate it is 0.49 of that rate, as in OpenSim
/// IL_BAD_VALUE: time that does not increase; numbers that are not finite; steps so unequal that the curves would grow more than a hundredfold
il_status il_curves_create(int nrow, int ncolumn, const double *time, const double *value, double cutoff, il_curves **out, il_error *err);
void      il_curves_free(il_curves *c); ///< NULL is allowed

/// The rows that OpenSim's tools take for a range of time: from the last at or before `from` to the last at or before `to`.
void il_curves_range(const il_curves *c, double from, double to, int *first, int *count);

#endif

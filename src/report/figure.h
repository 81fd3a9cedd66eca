// figure.h - the pictures of a report
#ifndef ILI_FIGURE_H
#define ILI_FIGURE_H
#include "ilium/assessment.h"
#include "report/picture.h"

/// Where a person is seen from.
typedef enum ili_view { ILI_VIEW_FRONT, ILI_VIEW_BACK, ILI_VIEW_RIGHT, ILI_VIEW_LEFT } ili_view;

/// The part of a drawing that a view shows: shares of its height, from below.
typedef struct ili_crop {
    double low, high; ///< both 0: all
} ili_crop;

/// Bones and muscles of a posture, muscles coloured by load and as wide as their force.
void ili_figure_body(const il_drawing *d, ili_view view, ili_crop crop, double height, ili_out *o);
/// The colours of ili_figure_body().
void ili_figure_legend(ili_out *o);

/// The regions of the pain drawing on an outline of the body, front and back.
void ili_figure_pain(int n, const il_pain_region *region, ili_out *o);
/// True when the region has a place on the outline.
bool ili_pain_region_known(const char *code);

/// Probability over the prior: a bar to mid, its range as a line.
void ili_figure_probability(const il_range *present, ili_out *o);
/// Measured against what is expected: norm band, healthy, with the leading explanation, measured.
void ili_figure_finding(const il_assessed_finding *f, bool with, ili_out *o);
/// A load against its reference, on a scale from 0 to `top`.
void ili_figure_load(const il_load *l, bool with, double top, ili_out *o);
/// None, one, two, not determined as one bar.
void ili_figure_shares(const double share[4], ili_out *o);

#endif

// figure.h - the pictures of a report
#ifndef ILI_FIGURE_H
#define ILI_FIGURE_H
#include "ilium/assessment.h"
#include "report/picture.h"

enum { ILI_COURSE_CURVES = 8 };

/// Where a person is seen from.
typedef enum ili_view { ILI_VIEW_FRONT, ILI_VIEW_BACK, ILI_VIEW_RIGHT, ILI_VIEW_LEFT } ili_view;

/// Ground axes to a picture: u right, v up, d towards the viewer; pixels per metre, and the place (u, v) of the lower left corner.
typedef struct ili_camera {
    ili_view view;
    double   u[3], v[3], d[3], scale, u0, v0, height;
    bool     both; ///< seen from a side: the bones of the far side are drawn, too
} ili_camera;
/// @param down  direction of gravity, which then points down in the picture where it lies in it; NULL: the person upright
ili_camera ili_camera_of(ili_view view, const double down[3]);
/// The view that tells most of a posture: from the treated side (right where there is none); of one lying on the side, from the front.
ili_view   ili_view_of(const il_drawing *d, il_side side);
/// Is this side away from the viewer and therefore left out?
bool       ili_far_side(const ili_camera *c, il_side side);
void       ili_camera_place(const ili_camera *c, const double p[3], double xy[2]);
/// The box around all that the view shows: left, right, bottom, top in metres along u and v.
void ili_body_bounds(const il_drawing *d, const ili_camera *c, double box[4]);
/// Bones and lines from far to near. @param pieces  each piece of a line at its own depth
void ili_draw_body(ili_picture *p, const il_drawing *d, const ili_camera *c, bool pieces);

/// The part of a drawing that a view shows: shares of its height, from below.
typedef struct ili_crop {
    double low, high; ///< both 0: all
} ili_crop;

// Each gives a picture to be written or freed; an empty one (of no width) where there is nothing to draw.

/// Bones and muscles of a posture, muscles coloured by load and as wide as their force.
ili_picture ili_figure_body(const il_drawing *d, ili_view view, ili_crop crop, double height);
/// The same of any posture, gravity downwards, within a box of pixels.
ili_picture ili_figure_posture(const il_drawing *d, ili_view view, double width, double height);
/// An exercise from the side that it is done on: both legs and both arms, the far ones behind and without muscles.
ili_picture ili_figure_exercise(const il_drawing *d, il_side side, double width, double height);
/// The colours of ili_figure_body().
ili_picture ili_figure_legend(void);

/// The regions of the pain drawing on an outline of the body, front and back.
ili_picture ili_figure_pain(int n, const il_pain_region *region);
/// The patches of regions alone, on outlines whose upper left corner stands at (x, y).
void ili_draw_pain(ili_picture *p, double x, double y, double scale, int n, const il_pain_region *region);

enum { ILI_STRIP_COLUMNS = 6, ILI_STRIP_REGIONS = 48 };
/// One row of a strip: the same hours as the rows above it.
typedef struct ili_strip_row {
    char           name[200];
    int            n;                               ///< columns
    char           clock[ILI_STRIP_COLUMNS][24];
    int            nregion[ILI_STRIP_COLUMNS];
    il_pain_region region[ILI_STRIP_COLUMNS][ILI_STRIP_REGIONS];
} ili_strip_row;
/// Pain drawings by hour, a row a day.
ili_picture ili_figure_strip(int rows, const ili_strip_row *row, const char *title);
/// True when the region has a place on the outline.
bool ili_pain_region_known(const char *code);

/// Probability over the prior: a bar to mid, its range as a line.
ili_picture ili_figure_probability(const il_range *present);
/// Measured against what is expected: norm band, healthy, with the leading explanation, measured.
ili_picture ili_figure_finding(const il_assessed_finding *f, bool with);
/// A load against its reference, on a scale from 0 to `top`.
ili_picture ili_figure_load(const il_load *l, bool with, double top);
/// What the marks of the two above mean, as one line. @param norm  what the grey band is
ili_picture ili_figure_marks(bool seen, bool with, const char *norm);
/// None, one, two, not determined as one bar.
ili_picture ili_figure_shares(const double share[4]);

/// Curves over a day, each with its name at its end.
typedef struct ili_course {
    int                n;      ///< samples
    const double      *minute; ///< [n] since the beginning
    double             begins; ///< minutes after midnight
    int                ncurve, stride;
    const double      *curve[ILI_COURSE_CURVES]; ///< value of sample i at [i*stride]
    const char        *name[ILI_COURSE_CURVES];
    double             low, high, mark; ///< of the scale; a line at mark
    const int         *activity;        ///< [n] drawn as bands under the axis, or NULL
} ili_course;
ili_picture ili_figure_hours(const ili_course *c, const char *title);

#endif

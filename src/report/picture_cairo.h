// picture_cairo.h - pictures drawn by Cairo
#ifndef ILI_PICTURE_CAIRO_H
#define ILI_PICTURE_CAIRO_H
#include <cairo.h>
#include <pango/pangocairo.h>

#include "report/picture.h"

/// The family of every letter on paper; it comes with the packages that the program needs.
#define ILI_FONT "DejaVu Sans"

/// Draw a picture with its upper left corner at (x, y), a pixel as long as `scale`, in the colours of light paper.
void ili_picture_cairo(const ili_picture *p, cairo_t *cr, PangoLayout *letters, double x, double y, double scale);
/// Set the colour "#2b7a78"; false for "".
bool ili_cairo_colour(cairo_t *cr, const char *colour);

#endif

// ilium/plot.h - columns of a table over time as a picture.
#ifndef ILIUM_PLOT_H
#define ILIUM_PLOT_H
#include "ilium/table.h"

enum { IL_PLOT_CURVES = 8 }; ///< of one picture, at most

/// Curves of some columns over the table's time, with axes and names; rows without a number are gaps. The same input gives the same bytes of SVG.
/// @param title  over the picture
/// @param png    else SVG
/// @param bytes  free with il_report_free()
il_status il_plot(const il_table *t, int ncolumn, const int *column, const char *title, bool png, char **bytes, size_t *size, il_error *err);

#endif

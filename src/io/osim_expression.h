// osim_expression.h - formulas in the text of a model: "5*theta_x^3 - 2*max(0, qdot)"
#ifndef ILI_OSIM_EXPRESSION_H
#define ILI_OSIM_EXPRESSION_H
#include "osim_read.h"

/// A formula as steps on a stack.
typedef struct ili_expression ili_expression;

/// The formula in a child of `e`; without the child, or of blanks, it is 0. Blanks in it do not count.
/// @param variable  [n] names that it may hold
il_status ili_osim_expression(ili_osim_reader *r, const ili_element *e, const char *tag, int n, const char *const *variable, const ili_expression **out);
/// Its value. @param x  [n] of the variables
double ili_expression_at(const ili_expression *f, const double *x);

#endif

// number.h - numbers inside longer text
#ifndef ILI_NUMBER_H
#define ILI_NUMBER_H
#include <stddef.h>

/// Read the longest number at the start of the text. Returns the bytes it takes, 0 when there is none; too large gives an infinity.
size_t ili_number_scan(const char *text, size_t size, double *value);

#endif

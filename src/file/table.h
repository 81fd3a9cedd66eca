// table.h - a table while it is read
#ifndef ILI_TABLE_H
#define ILI_TABLE_H
#include "base/arena.h"
#include "ilium/table.h"

/// Memory for a table whose names were checked. @param file  for errors
il_status ili_table_place(const char *file, const char *name, int nrow, int ncolumn, const char *const *column, il_table **out, il_error *err);
/// Names that are empty or stand twice are an error.
il_status ili_table_names(const char *file, int line, int n, const char *const *name, il_error *err);

#endif

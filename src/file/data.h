// data.h - the data files inside the library
#ifndef ILI_DATA_H
#define ILI_DATA_H
#include "ilium/file.h"

/// One data file: "safety/red_flags.csv". The bytes belong to `dir` and end with a zero byte.
/// @param dir  from il_data_open(); a file that is missing is IL_NO_FILE
il_status ili_data_file(const il_data_dir *dir, const char *name, const char **bytes, size_t *size, il_error *err);

/// How many files, and the name of each in the order of strcmp; "conditions/…" stand together.
int         ili_data_count(const il_data_dir *dir);
const char *ili_data_name(const il_data_dir *dir, int i);

/// The name to show in errors: "data/safety/red_flags.csv", or with the folder that --data named. Returns `buf`.
const char *ili_data_label(const il_data_dir *dir, const char *name, char *buf, size_t size);

#endif

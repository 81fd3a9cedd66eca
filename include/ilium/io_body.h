// ilium/io_body.h - the tables of the body, read from the data.
#ifndef ILIUM_IO_BODY_H
#define ILIUM_IO_BODY_H
#include "ilium/body.h"
#include "ilium/file.h"

/// Read data/body/*.csv. Unknown, missing or unreadable columns and rows without source are reported with file, line and column.
il_status il_body_tables_read(const il_data_dir *data, const il_body_tables **out, il_error *err);
void      il_body_tables_free(const il_body_tables *tables); ///< NULL is allowed

#endif

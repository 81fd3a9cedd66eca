// ilium/table.h - recorded and computed curves: rows over time, named columns; OpenSim's .mot and .sto, and marker files .trc.
//
// In memory everything is in the unit of the file, but markers, which are in metres. `degrees` says whether angles are in degrees: which
// columns are angles only a model knows (il_osim_columns() in ilium/io_osim.h).
#ifndef ILIUM_TABLE_H
#define ILIUM_TABLE_H
#include "ilium/base.h"

/// A table; one block of memory. Start from il_table_create() or a reader; il_table_free().
typedef struct il_table {
    const char        *name;    ///< first line of the file
    bool               degrees; ///< angles in degrees (inDegrees=yes)
    bool               markers; ///< columns are triples of one marker: NAME_tx NAME_ty NAME_tz [m]; NaN where it was not seen
    double             unit;    ///< of markers: metres a unit of the file that they were read from; else 0
    int                nrow, ncolumn;
    const char *const *column;  ///< [ncolumn] without time
    double            *time;    ///< [nrow] seconds, increasing
    double            *value;   ///< [nrow*ncolumn] by rows
    struct il_table_memory *memory;
} il_table;

/// What a table is written as. Numbers have eight decimals, as OpenSim writes them.
typedef enum il_table_kind {
    IL_TABLE_STO,    ///< header name, version, nRows, nColumns, inDegrees, endheader
    IL_TABLE_MOTION, ///< the same with OpenSim's sentences on units, as its .mot files of coordinates have them
    IL_TABLE_TRC     ///< markers, in millimetres
} il_table_kind;

/// A table of zeros with these columns; names are copied. Names must differ and not be empty.
il_status il_table_create(const char *name, int nrow, int ncolumn, const char *const *column, il_table **out, il_error *err);
void      il_table_free(il_table *t); ///< NULL is allowed

/// Read a table; its kind is told by what is in it. Of a .c3d the markers (ilium/c3d.h). Headers of OpenSim (version 1, 2, 3), SIMM's (datacolumns, datarows, range) and none but endheader are known.
/// Errors with line: a row of another length than the header's, a number that is none (NaN and infinity too, but for missing markers),
/// time that does not increase, a name that stands twice, rows fewer or more than the header says.
il_status il_table_read(const char *path, il_table **out, il_error *err);
/// The same of markers; a table of anything else is an error.
il_status il_table_read_markers(const char *path, il_table **out, il_error *err);
/// The same from memory. @param file  name for errors
il_status il_table_parse(const char *file, const char *bytes, size_t size, il_table **out, il_error *err);

/// Write a whole file or none.
/// @param rate  of a TRC: frames a second
il_status il_table_write(const char *path, const il_table *t, il_table_kind kind, double rate, il_error *err);

/// Column of a name, or -1.
int il_table_find(const il_table *t, const char *column);
/// The same; where it is not there an error with the nearest name.
il_status il_table_need(const il_table *t, const char *column, int *out, il_error *err);

#endif

// csv.h - a table: one header row, then rows of as many cells (RFC 4180), every cell with its line and column
//
// Cells may be quoted; a quoted cell may hold commas, line breaks and doubled quotes. A line that begins with # is a comment; an empty line
// is passed over. Spaces around an unquoted cell do not count.
#ifndef ILI_CSV_H
#define ILI_CSV_H
#include "base/arena.h"
#include "ilium/base.h"

typedef struct ili_csv_cell {
    const char *text; ///< UTF-8 without zero bytes, "" when empty
    int         line, column;
} ili_csv_cell;

/// A parsed table. `{0}` is empty and may be freed.
typedef struct ili_csv {
    char          file[256]; ///< name for errors
    int           nrow;      ///< rows behind the header
    int           ncolumn;
    ili_csv_cell *header;    ///< [ncolumn]
    ili_csv_cell *cell;      ///< [nrow*ncolumn], row by row
    ili_arena     arena;
} ili_csv;

/// Parse a table. Errors: empty, no header, an empty or doubled column name, a row with another number of cells, an open quote.
/// On an error the table is empty.
il_status ili_csv_parse(const char *file, const char *bytes, size_t size, ili_csv *csv, il_error *err);

/// Release a table's memory.
void ili_csv_free(ili_csv *csv);

/// The column of a name, or -1.
int ili_csv_column(const ili_csv *csv, const char *name);

/// Look up `count` columns by name. Each must be there unless its name begins with `?` (then -1 when it is not), and no other
/// column may be.
/// @param names   the columns, e.g. {"id", "value", "?note"}
/// @param column  [count] their numbers
il_status ili_csv_columns(const ili_csv *csv, const char *const *names, int count, int *column, il_error *err);

/// The text of a cell; "" when it is empty or `column` is -1.
const char *ili_csv_text(const ili_csv *csv, int row, int column);

/// A cell as a number, or IL_BAD_VALUE with the place. An empty cell is an error; test for it with ili_csv_text() where it may be.
il_status ili_csv_number(const ili_csv *csv, int row, int column, double *out, il_error *err);
il_status ili_csv_integer(const ili_csv *csv, int row, int column, int *out, il_error *err);

/// A cell as one of `count` words; another word is an error that lists them or names the nearest.
il_status ili_csv_choice(const ili_csv *csv, int row, int column, const char *const *words, int count, int *out, il_error *err);

/// Fill `err` with the place of a cell (row -1 = the header) and a sentence; returns `code`.
il_status ili_csv_error(const ili_csv *csv, int row, int column, il_status code, il_error *err, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

#endif

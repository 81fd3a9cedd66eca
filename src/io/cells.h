// cells.h - the cells of one row of a table in the order of its columns; the first fault sticks in `status`
#ifndef ILI_CELLS_H
#define ILI_CELLS_H
#include "base/arena.h"
#include "file/csv.h"
#include "ilium/file.h"

/// A table of data/, parsed.
il_status ili_open_table(const il_data_dir *data, const char *name, ili_csv *csv, il_error *err);

/// Words of the status of a row of facts, in the order found, recalled, derived, assumed.
enum { ILI_FACT_STATUSES = 4 };
extern const char *const ili_fact_statuses[ILI_FACT_STATUSES];

typedef struct ili_cells {
    const ili_csv *csv;
    ili_arena     *arena; ///< texts are copied into it
    il_error      *err;
    const int     *column;
    int            row, next;
    il_status      status;
} ili_cells;

const char *ili_cell_text(ili_cells *c);   ///< "" when empty
const char *ili_cell_need(ili_cells *c);   ///< an empty cell is an error
double      ili_cell_number(ili_cells *c); ///< NAN when empty
double      ili_cell_between(ili_cells *c, double low, double high); ///< needed, and within [low, high]; low after a fault
int         ili_cell_count(ili_cells *c);  ///< 0 when empty
bool        ili_cell_yes(ili_cells *c);    ///< "yes" or "no"
int         ili_cell_choice(ili_cells *c, const char *const *words, int count); ///< 0 after a fault
/// Numbers separated by `;`, at most `limit`, ascending. @return how many
int         ili_cell_numbers(ili_cells *c, double *out, int limit);

/// An error at the cell just read; the first one sticks.
void ili_cell_fault(ili_cells *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

// fuzz_csv.c - any bytes as a table: an error with a place inside the file, or a full table; any text as a number, as strtod reads it
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "file/csv.h"
#include "ilium/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// what our number parser accepts, the C library reads alike
static void check_number(const char *text) {
    double x = 0;
    char *end = NULL, buf[IL_NUMBER_TEXT];
    if (il_number_parse(text, strlen(text), &x) != IL_OK) return;
    double y = strtod(text, &end);
    if (*end || memcmp(&x, &y, sizeof x) != 0) abort();
    il_number_format(x, buf);
    if (il_number_parse(buf, strlen(buf), &y) != IL_OK || memcmp(&x, &y, sizeof x) != 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ili_csv csv;
    il_error err = {0};
    int lines = 1;
    for (size_t i = 0; i < size; i++) lines += data[i] == '\n';
    il_status status = ili_csv_parse("f", (const char *)data, size, &csv, &err);
    if (status != IL_OK && (csv.cell || err.code != status || !err.text[0] || err.line > lines)) abort();
    for (int row = 0; row < csv.nrow; row++) {
        for (int column = 0; column < csv.ncolumn; column++) {
            const ili_csv_cell *cell = &csv.cell[row*csv.ncolumn + column];
            if (cell->line < 1 || cell->line > lines || cell->column < 1 || cell->text != ili_csv_text(&csv, row, column)) abort();
            check_number(cell->text);
        }
    }
    ili_csv_free(&csv);
    return 0;
}

// fuzz_table.c - any bytes as a table of OpenSim: an error with a place inside the file, or a table whose time increases
#include <stdint.h>
#include <stdlib.h>
#include "ilium/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    il_table *t;
    il_error  err = {0};
    int       lines = 1;
    for (size_t i = 0; i < size; i++) lines += data[i] == '\n';
    il_status status = il_table_parse("f", (const char *)data, size, &t, &err);
    if (status != IL_OK && (t || err.code != status || !err.text[0] || err.line > lines)) abort();
    if (status != IL_OK) return 0;
    for (int r = 0; r < t->nrow; r++) {
        if (r && !(t->time[r] > t->time[r - 1])) abort();
        for (int c = 0; c < t->ncolumn; c++) {
            double x = t->value[(size_t)r*(size_t)t->ncolumn + (size_t)c];
            if (!t->markers && x - x != 0.0) abort();
        }
    }
    il_table_free(t);
    return 0;
}

// fuzz_c3d.c - any bytes as a C3D file: an error with a sentence, or tables whose numbers are finite (markers: or missing) and whose time increases
#include <stdint.h>
#include <stdlib.h>
#include "ilium/c3d.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(const il_table *t) {
    for (int r = 0; r < t->nrow; r++) {
        if (r && !(t->time[r] > t->time[r - 1])) abort();
        for (int c = 0; c < t->ncolumn; c++) {
            double x = t->value[(size_t)r*(size_t)t->ncolumn + (size_t)c];
            if (x - x != 0.0 && !(t->markers && x != x)) abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    il_table *seen, *pushed;
    il_error  err = {0};
    il_status status = il_c3d_parse("f", (const char *)data, size, IL_C3D_UP_FILE, &seen, &pushed, &err);
    if (status != IL_OK && (seen || pushed || err.code != status || !err.text[0])) abort();
    if (seen) look(seen);
    if (pushed) look(pushed);
    il_table_free(seen), il_table_free(pushed);
    return 0;
}

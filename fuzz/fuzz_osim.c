// fuzz_osim.c - any bytes as a model of OpenSim: an error with a place inside the file, or a model
#include <stdint.h>
#include <stdlib.h>
#include "ilium/file.h"
#include "ilium/io_osim.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    int lines = 1;
    for (size_t i = 0; i < size; i++) lines += data[i] == '\n';
    for (int lenient = 0; lenient < 2; lenient++) {
        il_osim        *o;
        il_error        err = {0};
        il_osim_options options = {.lenient = lenient == 1};
        il_status       status = il_osim_parse("f", (const char *)data, size, &options, &o, &err);
        if (status != IL_OK && (o || err.code != status || !err.text[0] || err.line > lines)) abort();
        if (status == IL_BAD_VALUE && err.line < 1) abort(); // no place
        if (status != IL_OK) continue;
        char  *text = NULL;
        size_t length;
        if (lenient) (void)il_osim_update("f", (const char *)data, size, &text, &length, &err);
        il_file_free(text);
        il_osim_free(o);
    }
    return 0;
}

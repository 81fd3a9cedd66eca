// tool_update.c - `ilium update-file`: an OpenSim model of any version as one of version 4
#include <stdio.h>

#include "app.h"
#include "ilium/file.h"
#include "ilium/io_osim.h"

int app_update_file(int argc, char **argv) {
    const char *word[2] = {NULL, NULL};
    char       *bytes = NULL, *text = NULL;
    size_t      size = 0, length = 0;
    il_error    err = {0};
    int         code = app_operands("update-file", argc, argv, NULL, 0, word, 2);
    if (!code && !word[1]) code = app_usage("update-file", "a model (.osim) and the file to write are needed", NULL);
    if (code) return code;
    if (il_file_read(word[0], 0, &bytes, &size, &err)) return app_failed(&err);
    il_status status = il_osim_update(word[0], bytes, size, &text, &length, &err);
    if (!status) status = il_file_result(word[1], text, length, &err);
    int stray = status ? 0 : il_osim_stray(bytes, size);
    if (stray) fprintf(stderr, "ilium: note: %s, line %d: bytes that are not UTF-8 are taken as Windows-1252; what is written is UTF-8\n", word[0], stray);
    il_file_free(bytes), il_file_free(text);
    return status ? app_failed(&err) : EXIT_DONE;
}

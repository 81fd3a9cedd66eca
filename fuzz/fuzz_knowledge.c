// fuzz_knowledge.c - one clinical table from any bytes, beside the others as compiled in: it is read or refused, never worse. Byte 0 picks the table.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "file/embedded.h"
#include "ilium/knowledge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    il_table_bytes table[128];
    int n = 0;
    for (const char *name; (name = il_knowledge_table(n)); n++) {
        table[n] = (il_table_bytes){.name = name, .label = name};
        for (size_t i = 0; i < ili_nembedded; i++)
            if (!strcmp(ili_embedded_files[i].path, name)) table[n].bytes = ili_embedded_files[i].bytes, table[n].size = ili_embedded_files[i].size;
    }
    for (size_t i = 0; i < ili_nembedded; i++) {
        const ili_embedded_file *f = &ili_embedded_files[i];
        if (!strncmp(f->path, "conditions/", 11) && strstr(f->path, ".yaml")) table[n++] = (il_table_bytes){.name = f->path, .label = f->path, .bytes = f->bytes, .size = f->size};
    }
    char *copy = calloc(size + 1, 1);
    if (!copy) return 0;
    if (size) {
        int which = data[0]%n;
        memcpy(copy, data + 1, size - 1);
        table[which].bytes = copy;
        table[which].size = size - 1;
    }
    il_knowledge *k = NULL;
    il_error err = {0};
    il_status st = il_knowledge_read_bytes(table, n, &k, &err);
    if ((st == IL_OK) != (k != NULL) || (st != IL_OK && !err.text[0])) abort();
    il_knowledge_free(k);
    free(copy);
    return 0;
}

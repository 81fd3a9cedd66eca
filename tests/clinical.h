// clinical.h - for tests: the clinical tables that are compiled in, and copies of them with one edit
#ifndef TESTS_CLINICAL_H
#define TESTS_CLINICAL_H
#include <stdlib.h>
#include <string.h>

#include "file/embedded.h"
#include "ilium/knowledge.h"

enum { CLINICAL_TABLES = 128 };

static inline int clinical_tables(il_table_bytes out[CLINICAL_TABLES]) {
    int n = 0;
    for (const char *name; (name = il_knowledge_table(n)); n++) {
        out[n] = (il_table_bytes){.name = name, .label = name};
        for (size_t i = 0; i < ili_nembedded; i++)
            if (!strcmp(ili_embedded_files[i].path, name)) out[n].bytes = ili_embedded_files[i].bytes, out[n].size = ili_embedded_files[i].size;
    }
    // condition files stand behind the tables
    for (size_t i = 0; i < ili_nembedded; i++) {
        const ili_embedded_file *f = &ili_embedded_files[i];
        if (!strncmp(f->path, "conditions/", 11) && strstr(f->path, ".yaml")) out[n++] = (il_table_bytes){.name = f->path, .label = f->path, .bytes = f->bytes, .size = f->size};
    }
    return n;
}

// all tables, but in `name` the first `find` is replaced (find "" = the whole table); returns the status of reading them
static inline il_status clinical_edited(const char *name, const char *find, const char *replace, il_knowledge **out, il_error *err) {
    il_table_bytes table[CLINICAL_TABLES];
    int    n = clinical_tables(table);
    char  *copy = NULL;
    for (int i = 0; i < n; i++) {
        if (strcmp(table[i].name, name)) continue;
        const char *at = strstr(table[i].bytes, find);
        if (!at) return IL_BUG;
        size_t before = (size_t)(at - table[i].bytes), skip = *find ? strlen(find) : table[i].size, add = strlen(replace);
        copy = calloc(table[i].size + add + 1, 1);
        memcpy(copy, table[i].bytes, before);
        memcpy(copy + before, replace, add);
        memcpy(copy + before + add, at + skip, table[i].size - before - skip);
        table[i].size = table[i].size - skip + add;
        table[i].bytes = copy;
    }
    il_status st = il_knowledge_read_bytes(table, n, out, err);
    free(copy);
    return st;
}

static inline il_knowledge *clinical_knowledge(void) {
    il_table_bytes table[CLINICAL_TABLES];
    il_knowledge  *k = NULL;
    il_error       err = {0};
    if (il_knowledge_read_bytes(table, clinical_tables(table), &k, &err)) {
        char text[900];
        fail_msg("%s", il_error_format(&err, text, sizeof text));
    }
    return k;
}

#endif

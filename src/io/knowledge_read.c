// knowledge_read.c - all clinical tables: opened, read in order, checked against each other
#include <stdlib.h>
#include <string.h>

#include "file/data.h"
#include "ilium/file.h"
#include "io/knowledge.h"

const char *const ili_source_words[4] = {"none", "found", "recalled", "assumed"};
const char *il_source_status_text(il_source_status status) { return ili_source_words[status]; }

il_status ili_no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the clinical tables"); }

ili_cells ili_row(const ili_table *t, ili_arena *a, int row) {
    return (ili_cells){.csv = &t->csv, .arena = a, .err = t->err, .column = t->column, .row = row};
}

il_source_status ili_cell_status(ili_cells *c) { return (il_source_status)(1 + ili_cell_choice(c, ili_source_words + 1, 3)); }

const char *il_knowledge_table(int index) {
#define X(name, file) file,
    static const char *const names[] = {ILI_KNOWLEDGE_TABLES(X)};
#undef X
    return index >= 0 && index < (int)(sizeof names/sizeof *names) ? names[index] : NULL;
}

void il_knowledge_free(il_knowledge *k) {
    if (!k) return;
    if (k->memory) ili_arena_free(&k->memory->arena);
    free(k->memory);
    free(k);
}

static il_status create(il_knowledge **out, il_error *err) {
    *out = calloc(1, sizeof **out);
    if (*out) (*out)->memory = calloc(1, sizeof *(*out)->memory);
    if (*out && (*out)->memory) return IL_OK;
    il_knowledge_free(*out);
    *out = NULL;
    return ili_no_memory(err);
}

// ---- one table --------------------------------------------------------------------------------------------------------------------

typedef il_status (*read_fn)(il_knowledge *, ili_table *, ili_arena *);

static const il_table_bytes *find(const il_table_bytes *table, int ntable, const char *name) {
    for (int i = 0; i < ntable; i++)
        if (!strcmp(table[i].name, name)) return &table[i];
    return NULL;
}

static il_status read_table(il_knowledge *k, const il_table_bytes *bytes, const char *name, const char *const *columns, int ncolumn, read_fn read,
                            il_error *err) {
    ili_table t = {.err = err};
    if (!bytes) return il_error_set(err, IL_NO_FILE, name, 0, 0, "the table is missing; the data folder must hold it");
    il_status st = ili_csv_parse(bytes->label, bytes->bytes, bytes->size, &t.csv, err);
    if (!st) st = ili_csv_columns(&t.csv, columns, ncolumn, t.column, err);
    if (!st) st = read(k, &t, &k->memory->arena);
    ili_csv_free(&t.csv);
    return st;
}

bool ili_is_condition_file(const char *name) {
    size_t n = strlen(name);
    return n > 16 && !strncmp(name, "conditions/", 11) && !strcmp(name + n - 5, ".yaml");
}

// accuracies and claims speak of conditions, so the files stand before them
static il_status read_condition_files(il_knowledge *k, const il_table_bytes *table, int ntable, il_error *err) {
    int n = 0;
    for (int i = 0; i < ntable; i++) n += ili_is_condition_file(table[i].name);
    if (n == 0) return il_error_set(err, IL_NO_FILE, "conditions/", 0, 0, "no condition is there; the data folder must hold conditions/ID.yaml");
    il_status st = ili_place_conditions(k, n, err);
    for (int i = 0; i < ntable && !st; i++)
        if (ili_is_condition_file(table[i].name)) st = ili_read_condition_file(k, table[i].name, table[i].label, table[i].bytes, table[i].size, err);
    return st ? st : ili_order_conditions(k, err);
}

il_status il_knowledge_read_bytes(const il_table_bytes *table, int ntable, il_knowledge **out, il_error *err) {
    il_status st = create(out, err);
#define X(name, file)                                                                                                                               \
    if (!st && !strcmp(file, "tests/accuracy.csv")) st = read_condition_files(*out, table, ntable, err);                                            \
    if (!st) st = read_table(*out, find(table, ntable, file), file, ili_columns_##name, ili_ncolumn_##name, ili_read_##name, err);
    ILI_KNOWLEDGE_TABLES(X)
#undef X
    if (!st) st = il_screen_check(&(*out)->screen, err);
    if (!st) st = ili_knowledge_cross_check(*out, err);
    if (st) {
        il_knowledge_free(*out);
        *out = NULL;
    }
    return st;
}

il_status il_knowledge_read(const il_data_dir *data, il_knowledge **out, il_error *err) {
    enum { NTABLE = 128, NLABEL = 512 };
    *out = NULL;
    il_table_bytes *table = calloc(NTABLE, sizeof *table);
    char          (*label)[NLABEL] = calloc(NTABLE, sizeof *label);
    il_status       st = table && label ? IL_OK : ili_no_memory(err);
    int             n = 0;
    for (const char *name; !st && (name = il_knowledge_table(n)); n++) table[n].name = name;
    for (int i = 0; !st && i < ili_data_count(data); i++) {
        if (!ili_is_condition_file(ili_data_name(data, i))) continue;
        if (n == NTABLE) st = il_error_set(err, IL_LIMIT, ili_data_name(data, i), 0, 0, "more than %d tables and condition files", NTABLE);
        else table[n++].name = ili_data_name(data, i);
    }
    for (int i = 0; !st && i < n; i++) {
        table[i].label = ili_data_label(data, table[i].name, label[i], NLABEL);
        st = ili_data_file(data, table[i].name, &table[i].bytes, &table[i].size, err);
    }
    if (!st) st = il_knowledge_read_bytes(table, n, out, err);
    free(table);
    free(label);
    return st;
}

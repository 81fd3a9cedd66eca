// body_read.c - data/body/*.csv as rows
#include "base/arena.h"
#include "file/csv.h"
#include "file/data.h"
#include "ilium/io_body.h"
#include <string.h>

struct il_body_source {
    il_body_tables tables; // first: a pointer to the tables is a pointer to their source
    ili_arena      arena;
};

enum { MAX_COLUMNS = 32 };

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the tables of the body"); }

/// A table's cells in hand: reads cell after cell in the order of the columns.
typedef struct cursor {
    const ili_csv *csv;
    ili_arena     *arena;
    il_error      *err;
    const int     *column;
    int            row, next;
    il_status      status;
} cursor;

static bool is_source(const cursor *c, int column) { return strncmp(c->csv->header[column].text, "source", 6) == 0; }

static const char *text(cursor *c) {
    int column = c->column[c->next];
    if (c->status == IL_OK && is_source(c, column) && !*ili_csv_text(c->csv, c->row, column)) {
        c->status = ili_csv_error(c->csv, c->row, column, IL_BAD_VALUE, c->err, "the row has no source; every number of the body needs one");
    }
    const char *found = ili_csv_text(c->csv, c->row, c->column[c->next++]), *copy = ili_arena_copy(c->arena, found, strlen(found));
    if (!copy && c->status == IL_OK) c->status = no_memory(c->err);
    return copy;
}

// an empty number is zero
static double number(cursor *c) {
    double value = 0.0;
    int    column = c->column[c->next++];
    if (c->status == IL_OK && *ili_csv_text(c->csv, c->row, column)) c->status = ili_csv_number(c->csv, c->row, column, &value, c->err);
    return value;
}

static const char *known_status(cursor *c) {
    static const char *const words[] = {"found", "recalled", "derived", "assumed"};
    int                      choice = 0, column = c->column[c->next];
    if (c->status == IL_OK) c->status = ili_csv_choice(c->csv, c->row, column, words, 4, &choice, c->err);
    return text(c);
}

static il_status open_table(const il_data_dir *data, const char *name, ili_csv *csv, const char *const *names, int n, int *column, il_error *err) {
    const char *bytes = NULL;
    size_t      size = 0;
    char        label[512];
    il_status   status = ili_data_file(data, name, &bytes, &size, err);
    if (status == IL_OK) status = ili_csv_parse(ili_data_label(data, name, label, sizeof label), bytes, size, csv, err);
    if (status != IL_OK) return status;
    status = ili_csv_columns(csv, names, n, column, err);
    if (status != IL_OK) ili_csv_free(csv);
    return status;
}

#define T(name) #name,
#define N(name) #name,
#define X(table, columns) static const char *const table##_names[] = {columns "status"};
IL_BODY_TABLES(X)
#undef X
#undef T
#undef N

#define T(name) row->name = text(&c);
#define N(name) row->name = number(&c);
#define X(table, columns)                                                                                                               \
    static il_status read_##table(const il_data_dir *data, struct il_body_source *s, il_error *err) {                                   \
        ili_csv   csv = {0};                                                                                                            \
        int       column[MAX_COLUMNS], n = (int)(sizeof table##_names/sizeof *table##_names);                                           \
        il_status status = open_table(data, "body/" #table ".csv", &csv, table##_names, n, column, err);                                \
        if (status != IL_OK) return status;                                                                                             \
        il_##table##_row *rows = ili_arena_array(&s->arena, (size_t)csv.nrow + 1, sizeof *rows);                                        \
        cursor            c = {.csv = &csv, .arena = &s->arena, .err = err, .column = column, .status = rows ? IL_OK : no_memory(err)}; \
        for (c.row = 0; c.status == IL_OK && c.row < csv.nrow; c.row++) {                                                               \
            il_##table##_row *row = &rows[c.row];                                                                                       \
            c.next = 0;                                                                                                                 \
            columns row->status = known_status(&c);                                                                                             \
            row->line = csv.cell[c.row*csv.ncolumn].line;                                                                               \
        }                                                                                                                               \
        s->tables.table = rows;                                                                                                         \
        s->tables.n_##table = csv.nrow;                                                                                                 \
        ili_csv_free(&csv);                                                                                                             \
        return c.status;                                                                                                                \
    }
IL_BODY_TABLES(X)
#undef X
#undef T
#undef N

il_status il_body_tables_read(const il_data_dir *data, const il_body_tables **out, il_error *err) {
    IL_ASSERT(data && out);
    ili_arena              arena = {0};
    struct il_body_source *s = ili_arena_alloc(&arena, sizeof *s);
    if (!s) return no_memory(err);
    s->arena = arena;
    il_status status = IL_OK;
#define X(table, columns) \
    if (status == IL_OK) status = read_##table(data, s, err);
    IL_BODY_TABLES(X)
#undef X
    if (status != IL_OK) {
        il_body_tables_free(&s->tables);
        return status;
    }
    *out = &s->tables;
    return IL_OK;
}

void il_body_tables_free(const il_body_tables *tables) {
    if (!tables) return;
    ili_arena arena = ((const struct il_body_source *)tables)->arena;
    ili_arena_free(&arena);
}

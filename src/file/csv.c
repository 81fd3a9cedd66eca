// csv.c - tables: the text is copied once and its cells are ended with zero bytes where they stand
#include "csv.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/names.h"
#include "bytes.h"
#include "ilium/file.h"

enum { MOST_COLUMNS = 1024 };

typedef struct cursor {
    char     *p, *end;
    char     *line_begin;
    int       line;
    ili_csv  *csv;
    il_error *err;
} cursor;

static int column_of(const cursor *c, const char *p) { return (int)(p - c->line_begin) + 1; }

static il_status fail(cursor *c, int line, int column, const char *text) {
    return il_error_set(c->err, IL_BAD_SYNTAX, c->csv->file, line, column, "%s", text);
}

static bool is_space(char ch) { return ch == ' ' || ch == '\t' || ch == '\r'; }

static void step_space(cursor *c) {
    while (c->p < c->end && is_space(*c->p)) c->p++;
}

static void step_line(cursor *c) {
    c->p++;
    c->line++;
    c->line_begin = c->p;
}

// -- cells -----------------------------------------------------------------------------------------------------------------

// "…": doubled quotes become one; the cursor stops behind the closing quote and what follows it
static il_status quoted_cell(cursor *c, ili_csv_cell *cell, char **behind) {
    char *out = ++c->p;
    cell->text = out;
    for (; c->p < c->end; c->p++) {
        if (*c->p == '"') {
            if (c->p + 1 == c->end || c->p[1] != '"') break;
            c->p++;
        } else if (*c->p == '\n') {
            c->line++;
            c->line_begin = c->p + 1;
        }
        *out++ = *c->p;
    }
    if (c->p == c->end) return fail(c, cell->line, cell->column, "the quote that begins here is never closed");
    *behind = out;
    c->p++;
    step_space(c);
    if (c->p < c->end && *c->p != ',' && *c->p != '\n')
        return fail(c, c->line, column_of(c, c->p), "a comma or the end of the line should follow the closing quote (a quote inside is doubled)");
    return IL_OK;
}

static il_status plain_cell(cursor *c, ili_csv_cell *cell, char **behind) {
    cell->text = c->p;
    for (; c->p < c->end && *c->p != ',' && *c->p != '\n'; c->p++)
        if (*c->p == '"')
            return fail(c, c->line, column_of(c, c->p), "a quote inside a cell that is not quoted; quote the cell and double the quote");
    char *last = c->p;
    while (last > cell->text && is_space(last[-1])) last--;
    *behind = last;
    return IL_OK;
}

// the cells of one row, at most `room`; `*count` may come out one larger, to tell that there are more
static il_status read_row(cursor *c, ili_csv_cell *cell, int room, int *count) {
    for (*count = 0; *count < room;) {
        ili_csv_cell *now = &cell[*count];
        char *behind = NULL;
        step_space(c);
        *now = (ili_csv_cell){.line = c->line, .column = column_of(c, c->p)};
        il_status status = c->p < c->end && *c->p == '"' ? quoted_cell(c, now, &behind) : plain_cell(c, now, &behind);
        if (status != IL_OK) return status;
        ++*count;
        char stop = c->p < c->end ? *c->p : '\n';
        if (stop == '\n') {
            if (c->p < c->end) step_line(c);
            *behind = 0;
            return IL_OK;
        }
        c->p++;
        *behind = 0;
    }
    ++*count;
    return IL_OK;
}

// past comments and empty lines; false at the end
static bool find_row(cursor *c) {
    while (c->p < c->end) {
        char *begin = c->p;
        step_space(c);
        if (c->p < c->end && *c->p != '\n' && *begin != '#') {
            c->p = begin;
            return true;
        }
        while (c->p < c->end && *c->p != '\n') c->p++;
        if (c->p < c->end) step_line(c);
    }
    return false;
}

// -- the table -------------------------------------------------------------------------------------------------------------

static il_status read_header(cursor *c, size_t most) {
    ili_csv *csv = c->csv;
    if (!find_row(c)) return fail(c, 0, 0, "the table has no header row");
    int room = most < MOST_COLUMNS ? (int)most : MOST_COLUMNS;
    csv->header = ili_arena_array(&csv->arena, (size_t)room, sizeof *csv->header);
    if (!csv->header) return il_error_set(c->err, IL_NO_MEMORY, csv->file, 0, 0, "out of memory");
    int line = c->line;
    il_status status = read_row(c, csv->header, room, &csv->ncolumn);
    if (status != IL_OK) return status;
    if (csv->ncolumn > room) return fail(c, line, 1, "the header has too many columns");
    for (int i = 0; i < csv->ncolumn; i++) {
        const ili_csv_cell *h = &csv->header[i];
        if (!*h->text) return fail(c, h->line, h->column, "a column has no name");
        for (int j = 0; j < i; j++)
            if (strcmp(h->text, csv->header[j].text) == 0)
                return il_error_set(c->err, IL_BAD_SYNTAX, csv->file, h->line, h->column, "the column \"%.40s\" stands twice in the header", h->text);
    }
    return IL_OK;
}

static il_status read_rows(cursor *c, size_t most) {
    ili_csv *csv = c->csv;
    csv->cell = ili_arena_array(&csv->arena, most, sizeof *csv->cell);
    if (!csv->cell) return il_error_set(c->err, IL_NO_MEMORY, csv->file, 0, 0, "out of memory");
    while (find_row(c)) {
        ili_csv_cell *row = csv->cell + (size_t)csv->nrow*(size_t)csv->ncolumn;
        int line = c->line, n = 0;
        il_status status = read_row(c, row, csv->ncolumn, &n);
        if (status != IL_OK) return status;
        if (n > csv->ncolumn)
            return il_error_set(c->err, IL_BAD_SYNTAX, csv->file, c->line, column_of(c, c->p),
                                "the row has more cells than the header's %d (a comma inside a cell needs quotes)", csv->ncolumn);
        if (n < csv->ncolumn)
            return il_error_set(c->err, IL_BAD_SYNTAX, csv->file, line, 1, "the row has %d cells; the header has %d", n, csv->ncolumn);
        csv->nrow++;
    }
    return IL_OK;
}

il_status ili_csv_parse(const char *file, const char *bytes, size_t size, ili_csv *csv, il_error *err) {
    *csv = (ili_csv){0};
    snprintf(csv->file, sizeof csv->file, "%s", file);
    il_status status = ili_text_check(file, "a table with a header row", &bytes, &size, err);
    if (status != IL_OK) return status;

    // no more cells than commas and lines
    size_t most = 2;
    for (size_t i = 0; i < size; i++) most += bytes[i] == ',' || bytes[i] == '\n';
    char *text = ili_arena_copy(&csv->arena, bytes, size);
    if (!text) return il_error_set(err, IL_NO_MEMORY, file, 0, 0, "out of memory");
    cursor c = {.p = text, .end = text + size, .line_begin = text, .line = 1, .csv = csv, .err = err};
    status = read_header(&c, most);
    if (status == IL_OK) status = read_rows(&c, most);
    if (status != IL_OK) ili_csv_free(csv);
    return status;
}

void ili_csv_free(ili_csv *csv) {
    ili_arena_free(&csv->arena);
    *csv = (ili_csv){0};
}

// -- asking ----------------------------------------------------------------------------------------------------------------

il_status ili_csv_error(const ili_csv *csv, int row, int column, il_status code, il_error *err, const char *format, ...) {
    char text[sizeof err->text];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    bool known = column >= 0 && column < csv->ncolumn && row < csv->nrow;
    const ili_csv_cell *cell = !known ? NULL : row < 0 ? &csv->header[column] : &csv->cell[(size_t)row*(size_t)csv->ncolumn + (size_t)column];
    return il_error_set(err, code, csv->file, cell ? cell->line : 0, cell ? cell->column : 0, "%s", text);
}

int ili_csv_column(const ili_csv *csv, const char *name) {
    for (int i = 0; i < csv->ncolumn; i++)
        if (strcmp(csv->header[i].text, name) == 0) return i;
    return -1;
}

il_status ili_csv_columns(const ili_csv *csv, const char *const *names, int count, int *column, il_error *err) {
    const char *plain[MOST_COLUMNS];
    char list[256];
    IL_ASSERT(count <= MOST_COLUMNS);
    for (int i = 0; i < count; i++) {
        plain[i] = names[i] + (names[i][0] == '?');
        column[i] = ili_csv_column(csv, plain[i]);
    }
    // an unknown column first: it may be the missing one, misspelt
    for (int i = 0; i < csv->ncolumn; i++) {
        const char *name = csv->header[i].text;
        if (ili_name_find(name, plain, count) < 0)
            return ili_csv_error(csv, -1, i, IL_BAD_VALUE, err, "unknown column \"%.40s\"; it should be %s", name,
                                 ili_name_offer(name, plain, count, list, sizeof list));
    }
    for (int i = 0; i < count; i++)
        if (column[i] < 0 && names[i][0] != '?') return ili_csv_error(csv, -1, 0, IL_BAD_VALUE, err, "the column \"%s\" is missing", plain[i]);
    return IL_OK;
}

const char *ili_csv_text(const ili_csv *csv, int row, int column) {
    if (row < 0 || row >= csv->nrow || column < 0 || column >= csv->ncolumn) return "";
    return csv->cell[(size_t)row*(size_t)csv->ncolumn + (size_t)column].text;
}

static il_status not_a(const ili_csv *csv, int row, int column, const char *wanted, il_error *err) {
    const char *name = column >= 0 && column < csv->ncolumn ? csv->header[column].text : "the cell", *text = ili_csv_text(csv, row, column);
    if (!*text) return ili_csv_error(csv, row, column, IL_BAD_VALUE, err, "%s is empty; it should be %s", name, wanted);
    return ili_csv_error(csv, row, column, IL_BAD_VALUE, err, "%s is \"%.40s\"; it should be %s", name, text, wanted);
}

il_status ili_csv_number(const ili_csv *csv, int row, int column, double *out, il_error *err) {
    const char *text = ili_csv_text(csv, row, column);
    return il_number_parse(text, strlen(text), out) == IL_OK ? IL_OK : not_a(csv, row, column, "a number", err);
}

il_status ili_csv_integer(const ili_csv *csv, int row, int column, int *out, il_error *err) {
    double x = 0;
    il_status status = ili_csv_number(csv, row, column, &x, err);
    if (status != IL_OK) return status;
    if (!(fabs(x) <= 1e9) || floor(x) != x) return not_a(csv, row, column, "a whole number", err);
    *out = (int)x;
    return IL_OK;
}

il_status ili_csv_choice(const ili_csv *csv, int row, int column, const char *const *words, int count, int *out, il_error *err) {
    char list[256];
    const char *text = ili_csv_text(csv, row, column);
    *out = ili_name_find(text, words, count);
    return *out >= 0 ? IL_OK : not_a(csv, row, column, ili_name_offer(text, words, count, list, sizeof list), err);
}

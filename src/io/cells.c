// cells.c - reading the cells of a row one after the other
#include "io/cells.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "file/data.h"
#include "ilium/file.h"

const char *const ili_fact_statuses[ILI_FACT_STATUSES] = {"found", "recalled", "derived", "assumed"};

il_status ili_open_table(const il_data_dir *data, const char *name, ili_csv *csv, il_error *err) {
    const char *bytes = NULL;
    size_t      size = 0;
    char        label[512];
    il_status   s = ili_data_file(data, name, &bytes, &size, err);
    return s ? s : ili_csv_parse(ili_data_label(data, name, label, sizeof label), bytes, size, csv, err);
}

void ili_cell_fault(ili_cells *c, const char *format, ...) {
    char    text[400];
    va_list args;
    if (c->status != IL_OK) return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    c->status = ili_csv_error(c->csv, c->row, c->column[c->next - 1], IL_BAD_VALUE, c->err, "%s", text);
}

const char *ili_cell_text(ili_cells *c) {
    const char *found = ili_csv_text(c->csv, c->row, c->column[c->next++]), *copy = ili_arena_copy(c->arena, found, strlen(found));
    if (!copy && c->status == IL_OK) c->status = il_error_set(c->err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the clinical tables");
    return copy ? copy : "";
}

const char *ili_cell_need(ili_cells *c) {
    const char *text = ili_cell_text(c);
    if (!*text) ili_cell_fault(c, "the column '%s' must not be empty", c->csv->header[c->column[c->next - 1]].text);
    return text;
}

double ili_cell_number(ili_cells *c) {
    double value = IL_NAN;
    int    column = c->column[c->next++];
    if (c->status == IL_OK && *ili_csv_text(c->csv, c->row, column)) c->status = ili_csv_number(c->csv, c->row, column, &value, c->err);
    return value;
}

double ili_cell_between(ili_cells *c, double low, double high) {
    double value = ili_cell_number(c);
    char   a[IL_NUMBER_TEXT], b[IL_NUMBER_TEXT];
    if (value >= low && value <= high) return value;
    ili_cell_fault(c, "the column '%s' must be a number from %s to %s", c->csv->header[c->column[c->next - 1]].text, il_number_format(low, a),
                   il_number_format(high, b));
    return low;
}

int ili_cell_count(ili_cells *c) {
    bool empty = !*ili_csv_text(c->csv, c->row, c->column[c->next]);
    return empty ? (c->next++, 0) : (int)ili_cell_between(c, 0.0, 1e9);
}

int ili_cell_choice(ili_cells *c, const char *const *words, int count) {
    int choice = 0, column = c->column[c->next++];
    if (c->status == IL_OK) c->status = ili_csv_choice(c->csv, c->row, column, words, count, &choice, c->err);
    return c->status == IL_OK ? choice : 0;
}

bool ili_cell_yes(ili_cells *c) {
    static const char *const words[] = {"no", "yes"};
    return ili_cell_choice(c, words, 2) == 1;
}

int ili_cell_numbers(ili_cells *c, double *out, int limit) {
    const char *text = ili_csv_text(c->csv, c->row, c->column[c->next++]);
    int n = 0;
    while (*text && c->status == IL_OK) {
        size_t len = strcspn(text, ";");
        if (n == limit || il_number_parse(text, len, &out[n]) != IL_OK || (n && out[n] <= out[n - 1])) {
            ili_cell_fault(c, "must be at most %d ascending numbers separated by ';'", limit);
            return 0;
        }
        n++;
        text += len + (text[len] == ';');
    }
    return n;
}

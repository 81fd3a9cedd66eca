// table.c - rows over time in memory, and as the files that OpenSim reads
#include "ilium/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/index.h"
#include "base/text.h"
#include "file/table.h"
#include "base/names.h"
#include "ilium/file.h"

// ---- in memory -----------------------------------------------------------------------------------------------------------------

il_status ili_table_place(const char *file, const char *name, int nrow, int ncolumn, const char *const *column, il_table **out, il_error *err) {
    *out = NULL;
    size_t     cells = (size_t)(nrow < 0 ? 0 : nrow), columns = (size_t)(ncolumn < 0 ? 0 : ncolumn);
    ili_arena *arena = calloc(1, sizeof *arena);
    il_table  *t = arena ? ili_arena_alloc(arena, sizeof *t) : NULL;
    char     **names = t ? ili_arena_array(arena, columns, sizeof *names) : NULL;
    bool       good = names && (t->time = ili_arena_array(arena, cells, sizeof(double))) != NULL;
    if (good) good = (!columns || cells <= SIZE_MAX/8/columns) && (t->value = ili_arena_array(arena, cells*columns, sizeof(double))) != NULL;
    if (good) good = (t->name = ili_arena_copy(arena, name ? name : "", strlen(name ? name : ""))) != NULL;
    for (int i = 0; good && i < ncolumn; i++) good = (names[i] = ili_arena_copy(arena, column[i], strlen(column[i]))) != NULL;
    if (!good) {
        if (arena) ili_arena_free(arena);
        free(arena);
        return il_error_set(err, IL_NO_MEMORY, file, 0, 0, "out of memory for a table of %d rows and %d columns", nrow, ncolumn);
    }
    t->nrow = nrow, t->ncolumn = ncolumn, t->column = (const char *const *)names;
    t->memory = (struct il_table_memory *)arena;
    *out = t;
    return IL_OK;
}

il_status ili_table_names(const char *file, int line, int n, const char *const *name, il_error *err) {
    ili_index index = {0};
    il_status status = IL_OK;
    for (int i = 0, number; status == IL_OK && i < n; i++) {
        int before = index.n;
        if (!name[i][0]) status = il_error_set(err, IL_BAD_VALUE, file, line, 0, "column %d has no name", i + 2);
        else if (ili_index_add(&index, name[i], &number)) status = il_error_set(err, IL_NO_MEMORY, file, 0, 0, "out of memory");
        else if (number != before) status = il_error_set(err, IL_BAD_VALUE, file, line, 0, "two columns are called '%s'; names must differ", name[i]);
    }
    ili_index_free(&index);
    return status;
}

il_status il_table_create(const char *name, int nrow, int ncolumn, const char *const *column, il_table **out, il_error *err) {
    IL_ASSERT(out && nrow >= 0 && ncolumn >= 0);
    *out = NULL;
    il_status status = ili_table_names(NULL, 0, ncolumn, column, err);
    return status == IL_OK ? ili_table_place(NULL, name, nrow, ncolumn, column, out, err) : status;
}

void il_table_free(il_table *t) {
    if (!t) return;
    ili_arena *arena = (ili_arena *)t->memory; // the table itself lies in it
    ili_arena_free(arena);
    free(arena);
}

int il_table_find(const il_table *t, const char *column) {
    for (int i = 0; i < t->ncolumn; i++)
        if (!strcmp(t->column[i], column)) return i;
    return -1;
}

il_status il_table_need(const il_table *t, const char *column, int *out, il_error *err) {
    char offer[300];
    *out = il_table_find(t, column);
    if (*out >= 0) return IL_OK;
    ili_name_offer(column, t->column, t->ncolumn, offer, sizeof offer);
    for (int c = 0; c < t->ncolumn && *column && !ili_name_nearest(column, t->column, t->ncolumn); c++) { // hip_flexion: hip_flexion_r_moment
        if (!ili_name_begins(t->column[c], column)) continue;
        snprintf(offer, sizeof offer, "\"%.280s\"", t->column[c]);
        break;
    }
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the table '%.80s' has no column '%.80s'; did you mean %s?", t->name, column, offer);
}

// ---- writing -------------------------------------------------------------------------------------------------------------------

enum { DECIMALS = 8, WIDTH = 16 };

// x with eight decimals, right in a field of 16 characters, as a tab and "%16.8f" give it. Below 9e7 the digits are those of a whole number:
// x*1e8 is rounded once, so the last digit may differ by one from the exactly rounded one
static void add_cell(ili_text *text, double x) {
    char     cell[40];
    unsigned at = sizeof cell;
    if (!isfinite(x)) {
        ili_text_add(text, isnan(x) ? "\t             nan" : x > 0 ? "\t             inf" : "\t            -inf");
        return;
    }
    if (fabs(x) >= 9e7) {
        ili_text_add(text, "\t");
        ili_text_fixed_number(text, x, DECIMALS);
        return;
    }
    uint64_t digits = (uint64_t)(fabs(x)*1e8 + 0.5);
    for (int i = 0; i <= DECIMALS || digits; i++) {
        if (i == DECIMALS) cell[--at] = '.';
        cell[--at] = (char)('0' + digits%10), digits /= 10;
    }
    if (signbit(x)) cell[--at] = '-';
    while (sizeof cell - at < WIDTH) cell[--at] = ' ';
    cell[--at] = '\t';
    ili_text_add_n(text, cell + at, sizeof cell - at);
}

static void sto_header(ili_text *text, const il_table *t, il_table_kind kind) {
    ili_text_printf(text, "%s\nversion=1\nnRows=%d\nnColumns=%d\ninDegrees=%s\n", t->name, t->nrow, t->ncolumn + 1, t->degrees ? "yes" : "no");
    if (kind == IL_TABLE_MOTION)
        ili_text_add(text, "\nUnits are S.I. units (second, meters, Newtons, ...)\nIf the header above contains a line with 'inDegrees', "
                           "this indicates whether rotational values are in degrees (yes) or radians (no).\n\n");
    ili_text_add(text, "endheader\ntime");
    for (int i = 0; i < t->ncolumn; i++) ili_text_printf(text, "\t%s", t->column[i]);
    ili_text_add(text, "\n");
}

static void trc_header(ili_text *text, const il_table *t, double rate) {
    int markers = t->ncolumn/3;
    ili_text_printf(text, "PathFileType\t4\t(X/Y/Z)\t%s\nDataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n", t->name);
    for (int i = 0; i < 2; i++) ili_text_fixed_number(text, rate, 2), ili_text_add(text, "\t");
    ili_text_printf(text, "%d\t%d\tmm\t", t->nrow, markers);
    ili_text_fixed_number(text, rate, 2);
    ili_text_printf(text, "\t1\t%d\nFrame#\tTime", t->nrow);
    for (int i = 0; i < markers; i++) ili_text_printf(text, "\t%.*s\t\t", (int)strlen(t->column[3*i]) - 3, t->column[3*i]);
    ili_text_add(text, "\n\t");
    for (int i = 1; i <= markers; i++) ili_text_printf(text, "\tX%d\tY%d\tZ%d", i, i, i);
    ili_text_add(text, "\n\n");
}

static void trc_row(ili_text *text, const il_table *t, int row) {
    ili_text_printf(text, "%d\t", row + 1);
    ili_text_fixed_number(text, t->time[row], 6);
    for (int i = 0; i < t->ncolumn; i++) {
        double x = t->value[(size_t)row*(size_t)t->ncolumn + (size_t)i];
        ili_text_add(text, "\t");
        if (isfinite(x)) ili_text_fixed_number(text, 1000.0*x, 6); // a marker that was not seen is an empty cell
    }
}

static void sto_row(ili_text *text, const il_table *t, int row) {
    char     time[40];
    ili_text number = ili_text_fixed(time, sizeof time);
    ili_text_fixed_number(&number, t->time[row], DECIMALS);
    for (size_t n = number.len; n < WIDTH; n++) ili_text_add(text, " ");
    ili_text_add(text, time);
    for (int i = 0; i < t->ncolumn; i++) add_cell(text, t->value[(size_t)row*(size_t)t->ncolumn + (size_t)i]);
}

il_status il_table_write(const char *path, const il_table *t, il_table_kind kind, double rate, il_error *err) {
    IL_ASSERT(path && t);
    if (kind == IL_TABLE_TRC && !t->markers) return il_error_set(err, IL_BAD_VALUE, path, 0, 0, "only markers can be written as TRC");
    ili_text text = ili_text_growing((size_t)1 << 31);
    if (kind == IL_TABLE_TRC) trc_header(&text, t, rate);
    else sto_header(&text, t, kind);
    for (int row = 0; row < t->nrow; row++) {
        if (kind == IL_TABLE_TRC) trc_row(&text, t, row);
        else sto_row(&text, t, row);
        ili_text_add(&text, "\n");
    }
    il_status status = text.status == IL_OK ? il_file_result(path, text.bytes, text.len, err)
                                            : il_error_set(err, text.status, path, 0, 0, "out of memory for a table of %d rows", t->nrow);
    ili_text_free(&text);
    return status;
}

// table_read.c - .mot, .sto and .trc: header, names, rows
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file/bytes.h"
#include "file/number.h"
#include "file/table.h"
#include "ilium/c3d.h"
#include "ilium/file.h"

/// The text, line by line, and what was gathered of it.
typedef struct reader {
    const char *file, *at, *end; ///< at: the next line
    const char *line, *stop;     ///< the present one, without its end
    int         number;          ///< of the present line, 1-based
    ili_arena   arena;           ///< names
    il_error   *err;
} reader;

static il_status bad(reader *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static il_status bad(reader *r, const char *format, ...) {
    char    text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return il_error_set(r->err, IL_BAD_VALUE, r->file, r->number, 0, "%s", text);
}

static il_status no_memory(reader *r) { return il_error_set(r->err, IL_NO_MEMORY, r->file, 0, 0, "out of memory for a table"); }

static bool next_line(reader *r) {
    if (r->at >= r->end) return false;
    const char *newline = memchr(r->at, '\n', (size_t)(r->end - r->at));
    r->line = r->at, r->stop = newline ? newline : r->end;
    r->at = newline ? newline + 1 : r->end;
    while (r->stop > r->line && (r->stop[-1] == '\r' || r->stop[-1] == ' ' || r->stop[-1] == '\t')) r->stop--;
    r->number++;
    return true;
}

static bool blank(char c) { return c == ' ' || c == '\t'; }

// next word of the line from *at on: between blanks
static const char *word(const reader *r, const char **at, size_t *size) {
    while (*at < r->stop && blank(**at)) ++*at;
    const char *begin = *at;
    while (*at < r->stop && !blank(**at)) ++*at;
    *size = (size_t)(*at - begin);
    return *size ? begin : NULL;
}

// next cell of a line with tabs, blanks around it cut; false behind the last
static bool cell(const reader *r, const char **at, const char **begin, size_t *size) {
    if (*at > r->stop) return false;
    const char *tab = *at < r->stop ? memchr(*at, '\t', (size_t)(r->stop - *at)) : NULL, *stop = tab ? tab : r->stop;
    *begin = *at;
    *at = stop + 1;
    while (*begin < stop && blank(**begin)) ++*begin;
    while (stop > *begin && blank(stop[-1])) stop--;
    *size = (size_t)(stop - *begin);
    return true;
}

// ---- storage files: .mot, .sto -------------------------------------------------------------------------------------------------

typedef struct header {
    const char *name;
    int         nrow, ncolumn; ///< -1: not told
    bool        degrees, told, version; ///< told: the file says which; version: it says its own
} header;

// the value behind `key` and a = or blanks, or NULL
static const char *value_of(const reader *r, const char *key) {
    size_t n = strlen(key);
    if ((size_t)(r->stop - r->line) <= n) return NULL;
    for (size_t i = 0; i < n; i++)
        if ((r->line[i] | 32) != (key[i] | 32)) return NULL;
    const char *v = r->line + n;
    if (*v != '=' && !blank(*v)) return NULL;
    while (v < r->stop && (*v == '=' || blank(*v))) v++;
    return v;
}

static il_status count_of(reader *r, const char *value, int *out) {
    double x;
    size_t used = ili_number_scan(value, (size_t)(r->stop - value), &x);
    if (!used || !(x >= 0) || x > 1e8 || x != floor(x)) return bad(r, "a number of rows or columns should stand here");
    *out = (int)x;
    return IL_OK;
}

static bool contains(const reader *r, const char *what) {
    size_t n = strlen(what);
    for (const char *p = r->line; p + n <= r->stop; p++)
        if (!memcmp(p, what, n)) return true;
    return false;
}

// up to and with the line "endheader"
static il_status read_header(reader *r, header *h) {
    const char *v;
    il_status   status = IL_OK;
    *h = (header){"", -1, -1, false, false, false};
    for (bool first = true; status == IL_OK; first = false) {
        if (!next_line(r)) return bad(r, "the header has no end; a line 'endheader' should stand before the names of the columns");
        if (r->stop - r->line == 9 && !memcmp(r->line, "endheader", 9)) break;
        if ((v = value_of(r, "nRows")) || (v = value_of(r, "datarows"))) status = count_of(r, v, &h->nrow);
        else if ((v = value_of(r, "nColumns")) || (v = value_of(r, "datacolumns"))) status = count_of(r, v, &h->ncolumn);
        else if ((v = value_of(r, "inDegrees"))) h->told = true, h->degrees = v < r->stop && (*v == 'y' || *v == 'Y');
        else if (contains(r, "Angles are in degrees")) h->told = h->degrees = true;
        else if (contains(r, "Angles are in radians")) h->told = true;
        else if (value_of(r, "version")) h->version = true;
        else if (first) {
            if ((v = value_of(r, "name")) == NULL) v = r->line;
            h->name = ili_arena_copy(&r->arena, v, (size_t)(r->stop - v));
            if (!h->name) status = no_memory(r);
        }
    }
    if (!h->told && !h->version) h->degrees = true; // SIMM's motion files are in degrees
    return status;
}

// names stand between tabs, or between blanks where a line has no tab
static il_status read_names(reader *r, int *n, const char ***out) {
    const char *at, *begin;
    size_t      size;
    do
        if (!next_line(r)) return bad(r, "the names of the columns are missing");
    while (r->stop == r->line);
    bool tabs = memchr(r->line, '\t', (size_t)(r->stop - r->line)) != NULL;
    int  room = 1;
    for (const char *p = r->line; p < r->stop; p++) room += blank(*p);
    const char **name = ili_arena_array(&r->arena, (size_t)room, sizeof *name);
    if (!name) return no_memory(r);
    *n = 0;
    for (at = r->line; tabs ? cell(r, &at, &begin, &size) : (begin = word(r, &at, &size)) != NULL;)
        if (!(name[(*n)++] = ili_arena_copy(&r->arena, begin, size))) return no_memory(r);
    *out = name;
    if (strcmp(name[0], "time") && strcmp(name[0], "Time") && strcmp(name[0], "t"))
        return bad(r, "the first column is '%.40s'; it should be time", name[0]);
    return ili_table_names(r->file, r->number, *n - 1, name + 1, r->err);
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static il_status bad_number(reader *r, const char *name, const char *begin, size_t size) {
    if (size && is_letter(begin[begin[0] == '-' && size > 1]))
        return bad(r, "column '%.60s' holds '%.*s', which is no number: take the row out or fill it in", name, (int)(size < 20 ? size : 20), begin);
    return bad(r, "column '%.60s': '%.*s' is not a number", name, (int)(size < 20 ? size : 20), begin);
}

static il_status check_time(reader *r, const il_table *t, int row) {
    if (row && !(t->time[row] > t->time[row - 1]))
        return bad(r, "time goes from %.8g to %.8g s; it must increase from row to row", t->time[row - 1], t->time[row]);
    return IL_OK;
}

static il_status read_row(reader *r, il_table *t, int row) {
    const char *at = r->line, *begin;
    size_t      size;
    int         n = 0;
    for (; (begin = word(r, &at, &size)); n++) {
        double x;
        if (n > t->ncolumn) continue;
        if (ili_number_scan(begin, size, &x) != size || !isfinite(x)) return bad_number(r, n ? t->column[n - 1] : "time", begin, size);
        if (n) t->value[(size_t)row*(size_t)t->ncolumn + (size_t)(n - 1)] = x;
        else t->time[row] = x;
    }
    if (n != t->ncolumn + 1) return bad(r, "this row has %d numbers, but there are %d columns", n, t->ncolumn + 1);
    return check_time(r, t, row);
}

// rows that hold something, from here to the end
static int count_rows(const reader *r) {
    reader copy = *r;
    int    n = 0;
    while (next_line(&copy)) n += copy.stop > copy.line;
    return n;
}

static il_status read_storage(reader *r, il_table **out) {
    header       h;
    const char **name = NULL;
    int          n = 0;
    il_status    status = read_header(r, &h);
    if (status == IL_OK) status = read_names(r, &n, &name);
    if (status == IL_OK && h.ncolumn >= 0 && h.ncolumn != n) status = bad(r, "the header says %d columns, but %d names stand here", h.ncolumn, n);
    int nrow = count_rows(r);
    if (status == IL_OK && h.nrow >= 0 && h.nrow != nrow) status = bad(r, "the header says %d rows, but there are %d", h.nrow, nrow);
    if (status == IL_OK && (size_t)nrow*(size_t)n > (size_t)(r->end - r->at)) status = bad(r, "the rows are shorter than the %d columns", n);
    if (status == IL_OK) status = ili_table_place(r->file, h.name, nrow, n - 1, name + 1, out, r->err);
    for (int row = 0; status == IL_OK && row < nrow;) {
        next_line(r);
        if (r->stop > r->line) status = read_row(r, *out, row++);
    }
    if (status == IL_OK) (*out)->degrees = h.degrees;
    return status;
}

// ---- markers: .trc -------------------------------------------------------------------------------------------------------------

// numbers of frames and markers, and the unit: the third line, whose order the second line tells
static il_status trc_sizes(reader *r, int *nframe, int *nmarker, double *unit) {
    const char *keys_at, *values_at, *k, *v;
    size_t      nk, nv;
    *nframe = *nmarker = -1, *unit = 0.001;
    if (!next_line(r)) return bad(r, "the names DataRate, CameraRate, NumFrames ... are missing");
    reader keys = *r;
    if (!next_line(r)) return bad(r, "the values of DataRate, CameraRate, NumFrames ... are missing");
    keys_at = keys.line, values_at = r->line;
    while ((k = word(&keys, &keys_at, &nk)) && (v = word(r, &values_at, &nv))) {
        il_status status = IL_OK;
        if (nk == 9 && !memcmp(k, "NumFrames", 9)) status = count_of(r, v, nframe);
        if (nk == 10 && !memcmp(k, "NumMarkers", 10)) status = count_of(r, v, nmarker);
        if (nk == 5 && !memcmp(k, "Units", 5)) {
            if (nv == 2 && !memcmp(v, "mm", 2)) *unit = 0.001;
            else if (nv == 1 && *v == 'm') *unit = 1.0;
            else if (nv == 2 && !memcmp(v, "cm", 2)) *unit = 0.01;
            else return bad(r, "the unit '%.*s' is not known; it is mm, cm or m", (int)nv, v);
        }
        if (status != IL_OK) return status;
    }
    if (*nframe < 0 || *nmarker < 0) return bad(r, "NumFrames or NumMarkers is missing in the two lines above");
    return IL_OK;
}

// the line "Frame# Time NAME . . NAME . .": a name in the first of three cells
static il_status trc_names(reader *r, int nmarker, const char ***out) {
    const char *at, *begin;
    size_t      size;
    if (!next_line(r)) return bad(r, "the names of the markers are missing");
    if ((size_t)nmarker > (size_t)(r->end - r->line)) return bad(r, "the header says %d markers, for which the file is too short", nmarker);
    const char **name = ili_arena_array(&r->arena, 3*(size_t)nmarker + 1, sizeof *name);
    if (!name) return no_memory(r);
    int n = 0;
    at = r->line;
    for (int i = 0; cell(r, &at, &begin, &size); i++) {
        if (i < 2 || !size) continue;
        if (n == nmarker) return bad(r, "there are more names than the %d markers of the header", nmarker);
        for (int c = 0; c < 3; c++) {
            char *copy = ili_arena_alloc(&r->arena, size + 4);
            if (!copy) return no_memory(r);
            memcpy(copy, begin, size);
            memcpy(copy + size, c == 0 ? "_tx" : c == 1 ? "_ty" : "_tz", 3);
            name[3*n + c] = copy;
        }
        n++;
    }
    if (n != nmarker) return bad(r, "there are %d names, but the header says %d markers", n, nmarker);
    *out = name;
    return ili_table_names(r->file, r->number, 3*nmarker, name, r->err);
}

static bool is_nan(const char *begin, size_t size) { return size == 3 && (begin[0] | 32) == 'n' && (begin[1] | 32) == 'a' && (begin[2] | 32) == 'n'; }

// frame number, time, coordinates; empty or nan: not seen. Cells missing at the end are empty ones
static il_status trc_row(reader *r, il_table *t, int row, double unit) {
    const char *at = r->line, *begin;
    size_t      size;
    double     *value = t->value + (size_t)row*(size_t)t->ncolumn;
    int         n = 0;
    for (; cell(r, &at, &begin, &size); n++) {
        double x = IL_NAN;
        bool   seen = size && !is_nan(begin, size);
        if (n == 0) continue;
        if (n > t->ncolumn + 1) {
            if (size) return bad(r, "this row holds more than the three coordinates of %d markers", t->ncolumn/3);
            continue;
        }
        if (seen && (ili_number_scan(begin, size, &x) != size || !isfinite(x))) return bad_number(r, n == 1 ? "Time" : t->column[n - 2], begin, size);
        if (n == 1 && !seen) return bad(r, "the time is missing");
        if (n == 1) t->time[row] = x;
        else value[n - 2] = x*unit;
    }
    if (n < 2) return bad(r, "a row is a frame number, the time and the coordinates, between tabs");
    for (n -= 2; n < t->ncolumn; n++) value[n] = IL_NAN;
    return check_time(r, t, row);
}

static il_status read_trc(reader *r, il_table **out) {
    const char **name = NULL;
    int          nframe, nmarker;
    double       unit;
    il_status    status = trc_sizes(r, &nframe, &nmarker, &unit);
    if (status == IL_OK) status = trc_names(r, nmarker, &name);
    if (status == IL_OK && !next_line(r)) status = bad(r, "the line X1 Y1 Z1 ... is missing");
    int nrow = count_rows(r);
    if (status == IL_OK && nrow != nframe) status = bad(r, "the header says %d frames, but there are %d", nframe, nrow);
    if (status == IL_OK && (size_t)nrow*(size_t)nmarker > (size_t)(r->end - r->line)) status = bad(r, "the rows are shorter than the %d markers", nmarker);
    if (status == IL_OK) status = ili_table_place(r->file, r->file, nrow, 3*nmarker, name, out, r->err);
    for (int row = 0; status == IL_OK && row < nrow;) {
        next_line(r);
        if (r->stop > r->line) status = trc_row(r, *out, row++, unit);
    }
    if (status == IL_OK) (*out)->markers = true, (*out)->unit = unit;
    return status;
}

// ---- any of them ---------------------------------------------------------------------------------------------------------------

il_status il_table_parse(const char *file, const char *bytes, size_t size, il_table **out, il_error *err) {
    *out = NULL;
    if (il_c3d_is(bytes, size)) return il_c3d_parse(file, bytes, size, IL_C3D_UP_FILE, out, NULL, err);
    il_status status = ili_text_check(file, "a table of OpenSim (.mot, .sto, .trc)", &bytes, &size, err);
    if (status != IL_OK) return status;
    reader r = {.file = file, .at = bytes, .end = bytes + size, .err = err};
    if (size > 12 && !memcmp(bytes, "PathFileType", 12)) {
        next_line(&r);
        status = read_trc(&r, out);
    } else {
        status = read_storage(&r, out);
    }
    ili_arena_free(&r.arena);
    if (status != IL_OK) il_table_free(*out), *out = NULL;
    return status;
}

il_status il_table_read(const char *path, il_table **out, il_error *err) {
    char  *bytes = NULL;
    size_t size = 0;
    *out = NULL;
    il_status status = il_file_read(path, 0, &bytes, &size, err);
    if (status == IL_OK) status = il_table_parse(path, bytes, size, out, err);
    il_file_free(bytes);
    return status;
}

il_status il_table_read_markers(const char *path, il_table **out, il_error *err) {
    il_status status = il_table_read(path, out, err);
    if (status != IL_OK || (*out)->markers) return status;
    il_table_free(*out);
    *out = NULL;
    return il_error_set(err, IL_BAD_VALUE, path, 0, 0, "this is no marker file (.trc, .c3d)");
}

// c3d.c - C3D files: header, parameters, markers
#include "file/c3d.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdint.h>
#include <string.h>

#include "file/table.h"
#include "ilium/file.h"

enum { BLOCK = 512, MOST_POINTS = 10000, MOST_CHANNELS = 10000 };

il_status ili_c3d_bad(const ili_c3d *c, const char *format, ...) {
    char    text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return il_error_set(c->err, IL_BAD_SYNTAX, c->file, 0, 0, "%s", text);
}

// ---- numbers of the file -------------------------------------------------------------------------------------------------------

static int word16(const unsigned char *at) { return at[0] | at[1] << 8; }
static int signed16(const unsigned char *at) { return (int16_t)(uint16_t)word16(at); }

static double single(const unsigned char *at) {
    uint32_t u = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
    float    f;
    memcpy(&f, &u, sizeof f);
    return (double)f;
}

double ili_c3d_cell(const ili_c3d *c, const unsigned char *at, size_t i, bool is_unsigned) {
    if (c->floats) return single(at + 4*i);
    return is_unsigned ? word16(at + 2*i) : signed16(at + 2*i);
}

// ---- parameters ----------------------------------------------------------------------------------------------------------------

static bool same(const unsigned char *a, size_t n, const char *b) {
    if (strlen(b) != n) return false;
    for (size_t i = 0; i < n; i++)
        if ((a[i] >= 'a' && a[i] <= 'z' ? a[i] - 32 : a[i]) != (unsigned char)b[i]) return false;
    return true;
}

static size_t left(const ili_c3d *c, const unsigned char *at) { return (size_t)(c->parameters_end - at); }

// type, dimensions and data at `at`
static bool value_of(const ili_c3d *c, const unsigned char *at, ili_c3d_parameter *out) {
    if (left(c, at) < 2) return false;
    *out = (ili_c3d_parameter){.type = (signed char)at[0], .ndim = at[1], .count = 1};
    at += 2;
    size_t each = out->type == 4 ? 4 : out->type == 2 ? 2 : 1;
    if ((out->type != -1 && out->type != 1 && out->type != 2 && out->type != 4) || out->ndim > 7 || left(c, at) < (size_t)out->ndim) return false;
    for (int i = 0; i < out->ndim; i++) {
        out->dim[i] = at[i], out->count *= at[i];
        if (out->count > c->size) return false;
    }
    out->data = at + out->ndim;
    return out->count*each <= left(c, out->data);
}

// groups have negative numbers; their parameters the same positive. One walk for the number, one for the parameter.
static bool walk(const ili_c3d *c, int id, const char *name, int *found, ili_c3d_parameter *out) {
    for (const unsigned char *at = c->parameters; left(c, at) > 4;) {
        size_t n = (size_t)(((signed char)at[0] < 0 ? -(signed char)at[0] : at[0]) & 127);
        int    own = (signed char)at[1];
        if (!n || left(c, at) < n + 4) return false;
        const unsigned char *next = at + 2 + n, *body = next + 2;
        int                  offset = word16(next);
        if (id == 0 ? own < 0 && same(at + 2, n, name) : own == id && same(at + 2, n, name)) {
            if (id == 0) return *found = -own, true;
            return value_of(c, body, out);
        }
        if (offset < 2 || left(c, next) < (size_t)offset) return false;
        at = next + offset;
    }
    return false;
}

bool ili_c3d_find(const ili_c3d *c, const char *group, const char *name, ili_c3d_parameter *out) {
    int id = 0;
    return walk(c, 0, group, &id, out) && walk(c, id, name, &id, out) && out->count > 0;
}

double ili_c3d_number(const ili_c3d_parameter *p, size_t i) {
    if (i >= p->count) return 0.0;
    return p->type == 4 ? single(p->data + 4*i) : p->type == 2 ? signed16(p->data + 2*i) : p->data[i];
}

int ili_c3d_whole(const ili_c3d_parameter *p, size_t i) {
    double x = ili_c3d_number(p, i);
    return x >= -1e9 && x <= 1e9 ? (int)x : 0;
}

double ili_c3d_single(const ili_c3d *c, const char *group, const char *name, double otherwise) {
    ili_c3d_parameter p;
    return ili_c3d_find(c, group, name, &p) && p.type != -1 ? ili_c3d_number(&p, 0) : otherwise;
}

const char *ili_c3d_word(ili_c3d *c, const ili_c3d_parameter *p, size_t i) {
    size_t n = p->ndim ? (size_t)p->dim[0] : 0;
    if (p->type != -1 || !n || (i + 1)*n > p->count) return "";
    const unsigned char *at = p->data + i*n;
    while (n && (at[n - 1] == ' ' || at[n - 1] == 0)) n--;
    char *copy = ili_arena_copy(&c->arena, (const char *)at, n);
    for (size_t k = 0; copy && k < n; k++) // names are written to text files
        if (copy[k] <= ' ' || copy[k] > '~') copy[k] = '_';
    return copy;
}

// ---- header --------------------------------------------------------------------------------------------------------------------

// the block at which parameters begin, and the mark; a text may begin with a blank and a P
bool il_c3d_is(const char *bytes, size_t size) {
    return size >= 4 && bytes[0] > 0 && bytes[0] < 0x20 && bytes[1] == 0x50 && bytes[0] != '\n' && bytes[0] != '\r' && bytes[0] != '\t';
}

static il_status parameters(ili_c3d *c) {
    size_t at = ((size_t)c->bytes[0] - 1)*BLOCK;
    if (at + 4 > c->size) return ili_c3d_bad(c, "the file ends before its parameters");
    int kind = c->bytes[at + 3];
    if (kind != 84) return ili_c3d_bad(c, "the numbers are in %s order; only Intel's is read", kind == 85 ? "DEC's" : kind == 86 ? "MIPS'" : "an unknown");
    size_t most = (size_t)c->bytes[at + 2]*BLOCK;
    c->parameters = c->bytes + at + 4;
    c->parameters_end = c->bytes + (!most || at + most > c->size ? c->size : at + most);
    if (c->parameters > c->parameters_end) return ili_c3d_bad(c, "the block of parameters is empty");
    return IL_OK;
}

// the header counts frames in 16 bits; longer files say more
static int frames_of(const ili_c3d *c) {
    ili_c3d_parameter from, to;
    int               n = word16(c->bytes + 8) - word16(c->bytes + 6) + 1;
    double            more = ili_c3d_single(c, "POINT", "FRAMES", 0.0);
    if (ili_c3d_find(c, "TRIAL", "ACTUAL_START_FIELD", &from) && ili_c3d_find(c, "TRIAL", "ACTUAL_END_FIELD", &to) && from.type == 2 && to.type == 2 && from.count == 2 && to.count == 2) {
        long first = word16(from.data) + 65536L*word16(from.data + 2), last = word16(to.data) + 65536L*word16(to.data + 2);
        if (last >= first && last - first < 100000000L) return (int)(last - first + 1);
    }
    return more > n && more < 1e8 ? (int)more : n;
}

static il_status header(ili_c3d *c, il_c3d_up up) {
    ili_c3d_parameter p;
    if (!il_c3d_is((const char *)c->bytes, c->size) || c->size < 2*BLOCK) return ili_c3d_bad(c, "this is no C3D file, or it is cut short");
    il_status status = parameters(c);
    if (status != IL_OK) return status;
    int per_frame = word16(c->bytes + 4), start = word16(c->bytes + 16);
    c->npoint = word16(c->bytes + 2), c->samples = word16(c->bytes + 18);
    c->scale = single(c->bytes + 12), c->rate = single(c->bytes + 20);
    c->floats = c->scale < 0.0, c->scale = fabs(c->scale);
    c->nanalog = c->samples ? per_frame/c->samples : 0;
    if (c->npoint > MOST_POINTS || c->nanalog > MOST_CHANNELS) return ili_c3d_bad(c, "%d points and %d channels are more than is read", c->npoint, c->nanalog);
    if (!(c->rate > 0.0 && c->rate < 1e6) || !isfinite(c->scale)) return ili_c3d_bad(c, "the frame rate is %g a second and the scale %g: no recording has these", c->rate, c->scale);
    c->nframe = frames_of(c);
    size_t cell = c->floats ? 4 : 2;
    c->data = start > 0 ? ((size_t)start - 1)*BLOCK : 0, c->frame_size = cell*(4*(size_t)c->npoint + (size_t)c->nanalog*(size_t)c->samples);
    if (start < 2 || c->nframe < 1 || !c->frame_size) return ili_c3d_bad(c, "the file holds no frames");
    if (c->data > c->size || (c->size - c->data)/c->frame_size < (size_t)c->nframe)
        return ili_c3d_bad(c, "the file says that it holds %d frames, but it ends before them", c->nframe);
    c->metre = 1e-3;
    if (ili_c3d_find(c, "POINT", "UNITS", &p)) {
        const char *unit = ili_c3d_word(c, &p, 0);
        if (!unit) return il_error_set(c->err, IL_NO_MEMORY, c->file, 0, 0, "out of memory");
        c->metre = !strcmp(unit, "m") ? 1.0 : !strcmp(unit, "cm") ? 1e-2 : 1e-3;
    }
    c->turned = up == IL_C3D_UP_Z;
    if (up == IL_C3D_UP_FILE) c->turned = !(ili_c3d_find(c, "POINT", "Y_SCREEN", &p) && p.type == -1 && p.count >= 2 && (p.data[1] == 'Y' || p.data[1] == 'y'));
    return IL_OK;
}

// ---- markers -------------------------------------------------------------------------------------------------------------------

// labels beyond 255 stand in LABELS2, LABELS3 ...
static const char *label(ili_c3d *c, int i, char own[16]) {
    char name[16];
    for (int part = 1; part < 50; part++) {
        ili_c3d_parameter p;
        snprintf(name, sizeof name, part > 1 ? "LABELS%d" : "LABELS", part);
        if (!ili_c3d_find(c, "POINT", name, &p)) break;
        int n = p.ndim > 1 ? p.dim[1] : 1;
        if (i < n) {
            const char *word = ili_c3d_word(c, &p, (size_t)i);
            if (!word || *word) return word;
            break;
        }
        i -= n;
    }
    return own;
}

static il_status names(ili_c3d *c, const char **column) {
    static const char axis[] = "xyz";
    for (int i = 0; i < c->npoint; i++) {
        char own[16];
        snprintf(own, sizeof own, "point_%d", i + 1);
        const char *word = label(c, i, own);
        size_t      n = word ? strlen(word) : 0;
        for (int k = 0; k < 3; k++) {
            char *text = word ? ili_arena_alloc(&c->arena, n + 4) : NULL;
            if (!text) return il_error_set(c->err, IL_NO_MEMORY, c->file, 0, 0, "out of memory for names of markers");
            memcpy(text, word, n), memcpy(text + n, "_t", 2), text[n + 2] = axis[k];
            column[3*i + k] = text;
        }
    }
    return ili_table_names(c->file, 0, 3*c->npoint, column, c->err);
}

static il_status read_markers(ili_c3d *c, il_table **out) {
    const char **column = ili_arena_array(&c->arena, 3*(size_t)c->npoint + 1, sizeof *column);
    if (!column) return il_error_set(c->err, IL_NO_MEMORY, c->file, 0, 0, "out of memory for names of markers");
    il_status status = names(c, column);
    if (status == IL_OK) status = ili_table_place(c->file, "markers", c->nframe, 3*c->npoint, column, out, c->err);
    if (status != IL_OK) return status;
    (*out)->markers = true, (*out)->unit = c->metre;
    double unit = c->metre*(c->floats ? 1.0 : c->scale);
    for (int f = 0; f < c->nframe; f++) {
        const unsigned char *at = c->bytes + c->data + (size_t)f*c->frame_size;
        double              *row = (*out)->value + (size_t)f*3*(size_t)c->npoint;
        (*out)->time[f] = f/c->rate;
        for (int i = 0; i < c->npoint; i++) {
            double x[3];
            bool   seen = !(ili_c3d_cell(c, at, 4*(size_t)i + 3, false) < 0.0);
            for (int k = 0; k < 3; k++) x[k] = unit*ili_c3d_cell(c, at, 4*(size_t)i + (size_t)k, false), seen &= isfinite(x[k]);
            row[3*i] = seen ? x[0] : IL_NAN;
            row[3*i + 1] = seen ? x[c->turned ? 2 : 1] : IL_NAN;
            row[3*i + 2] = !seen ? IL_NAN : c->turned ? -x[1] : x[2];
        }
    }
    return IL_OK;
}

il_status il_c3d_parse(const char *file, const char *bytes, size_t size, il_c3d_up up, il_table **markers, il_table **forces, il_error *err) {
    IL_ASSERT(file && bytes);
    ili_c3d   c = {.file = file, .bytes = (const unsigned char *)bytes, .size = size, .err = err};
    il_table *seen = NULL, *pushed = NULL;
    il_status status = header(&c, up);
    if (status == IL_OK && markers) status = read_markers(&c, &seen);
    if (status == IL_OK && forces) status = ili_c3d_forces(&c, &pushed);
    ili_arena_free(&c.arena);
    if (status != IL_OK) il_table_free(seen), il_table_free(pushed), seen = pushed = NULL;
    if (markers) *markers = seen;
    if (forces) *forces = pushed;
    return status;
}

il_status il_c3d_read(const char *path, il_c3d_up up, il_table **markers, il_table **forces, il_error *err) {
    char  *bytes = NULL;
    size_t size = 0;
    if (markers) *markers = NULL;
    if (forces) *forces = NULL;
    il_status status = il_file_read(path, 0, &bytes, &size, err);
    if (status == IL_OK) status = il_c3d_parse(path, bytes, size, up, markers, forces, err);
    il_file_free(bytes);
    return status;
}

// c3d_force.c - force plates of C3D files: channels to force, centre of pressure and free moment in ground axes
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "file/c3d.h"
#include "file/table.h"

enum { MOST_PLATES = 16, CHANNELS = 8, WIDTH = 9 };
static const double LEAST = 5.0;   // below so many newtons there is no centre of pressure
static const double LOADED = 100.0; // a plate that shows so many newtons is not unloaded

/// One plate.
typedef struct plate {
    int    type, nchannel, channel[CHANNELS]; ///< from 0; -1: none
    double gain[CHANNELS], offset[CHANNELS], rest[CHANNELS]; ///< of the channels; what they show unloaded
    double moment_unit;        ///< of a moment [N m]
    double origin[3];          ///< [m]; type 3: the distances a, b and az0
    double rot[9], middle[3];  ///< axes in columns, and middle of the surface, laboratory [m]
    double matrix[36];         ///< of type 4, by columns
} plate;

// ---- what the parameters say ---------------------------------------------------------------------------------------------------

static void cross(const double *a, const double *b, double *c) {
    for (int i = 0; i < 3; i++) c[i] = a[(i + 1)%3]*b[(i + 2)%3] - a[(i + 2)%3]*b[(i + 1)%3];
}

static double length(const double *x) { return sqrt(x[0]*x[0] + x[1]*x[1] + x[2]*x[2]); }

// corners 1 to 4 stand at +x+y, -x+y, -x-y, +x-y of the plate's own axes
static il_status corners(const ili_c3d *c, size_t k, plate *p) {
    ili_c3d_parameter corner;
    double            at[4][3], x[3], y[3], z[3], again[3];
    if (!ili_c3d_find(c, "FORCE_PLATFORM", "CORNERS", &corner) || corner.count < 12*(k + 1)) return ili_c3d_bad(c, "force plate %d has no corners", (int)k + 1);
    for (size_t i = 0; i < 12; i++) at[i/3][i%3] = c->metre*ili_c3d_number(&corner, 12*k + i);
    for (int i = 0; i < 3; i++) {
        x[i] = at[0][i] + at[3][i] - at[1][i] - at[2][i], y[i] = at[0][i] + at[1][i] - at[2][i] - at[3][i];
        p->middle[i] = 0.25*(at[0][i] + at[1][i] + at[2][i] + at[3][i]);
    }
    cross(x, y, z), cross(z, x, again);
    double size[3] = {length(x), length(again), length(z)};
    for (int i = 0; i < 3; i++) {
        if (!(size[i] > 1e-9 && isfinite(size[i]))) return ili_c3d_bad(c, "the corners of force plate %d do not make a rectangle", (int)k + 1);
        p->rot[3*i] = x[i]/size[0], p->rot[3*i + 1] = again[i]/size[1], p->rot[3*i + 2] = z[i]/size[2];
    }
    return IL_OK;
}

// N mm or N m: what the channel says, else the unit of length
static il_status moment_unit(ili_c3d *c, int channel, double *out) {
    ili_c3d_parameter p;
    const char       *unit = ili_c3d_find(c, "ANALOG", "UNITS", &p) ? ili_c3d_word(c, &p, (size_t)channel) : "";
    if (!unit) return il_error_set(c->err, IL_NO_MEMORY, c->file, 0, 0, "out of memory for force plates");
    *out = strstr(unit, "mm") ? 1e-3 : strchr(unit, 'm') ? 1.0 : c->metre;
    return IL_OK;
}

static il_status channels(ili_c3d *c, size_t k, plate *p) {
    ili_c3d_parameter list, scale, offset;
    double            general = ili_c3d_single(c, "ANALOG", "GEN_SCALE", 1.0);
    bool              scaled = ili_c3d_find(c, "ANALOG", "SCALE", &scale), shifted = ili_c3d_find(c, "ANALOG", "OFFSET", &offset);
    if (!ili_c3d_find(c, "FORCE_PLATFORM", "CHANNEL", &list) || list.ndim < 1) return ili_c3d_bad(c, "FORCE_PLATFORM:CHANNEL is missing");
    int per_plate = list.dim[0];
    p->nchannel = p->type == 3 ? 8 : 6;
    if (per_plate < p->nchannel || list.count < (size_t)per_plate*(k + 1)) return ili_c3d_bad(c, "force plate %d has too few channels", (int)k + 1);
    for (int i = 0; i < p->nchannel; i++) {
        int n = ili_c3d_whole(&list, (size_t)per_plate*k + (size_t)i) - 1;
        if (n < 0 || n >= c->nanalog) return ili_c3d_bad(c, "force plate %d takes channel %d of %d", (int)k + 1, n + 1, c->nanalog);
        p->channel[i] = n;
        p->gain[i] = general*(scaled ? ili_c3d_number(&scale, (size_t)n) : 1.0), p->offset[i] = shifted ? ili_c3d_number(&offset, (size_t)n) : 0.0;
    }
    return p->type == 3 ? IL_OK : moment_unit(c, p->channel[p->nchannel - 1], &p->moment_unit);
}

static il_status describe(ili_c3d *c, size_t k, plate *p) {
    ili_c3d_parameter type, origin, matrix;
    *p = (plate){.type = 2};
    if (ili_c3d_find(c, "FORCE_PLATFORM", "TYPE", &type)) p->type = ili_c3d_whole(&type, k);
    if (p->type < 1 || p->type > 4) return ili_c3d_bad(c, "force plate %d is of type %d; 1 to 4 are read", (int)k + 1, p->type);
    if (ili_c3d_find(c, "FORCE_PLATFORM", "ORIGIN", &origin))
        for (size_t i = 0; i < 3; i++) p->origin[i] = c->metre*ili_c3d_number(&origin, 3*k + i);
    if (p->type == 4) {
        if (!ili_c3d_find(c, "FORCE_PLATFORM", "CAL_MATRIX", &matrix) || matrix.count < 36*(k + 1)) return ili_c3d_bad(c, "force plate %d has no calibration matrix", (int)k + 1);
        for (size_t i = 0; i < 36; i++) p->matrix[i] = ili_c3d_number(&matrix, 36*k + i);
    }
    il_status status = corners(c, k, p);
    return status == IL_OK ? channels(c, k, p) : status;
}

// ---- one sample ----------------------------------------------------------------------------------------------------------------

static const unsigned char *sample_at(const ili_c3d *c, size_t sample) {
    size_t frame = sample/(size_t)c->samples, within = sample%(size_t)c->samples, cell = c->floats ? 4 : 2;
    return c->bytes + c->data + frame*c->frame_size + cell*(4*(size_t)c->npoint + within*(size_t)c->nanalog);
}

static void volts(const ili_c3d *c, const plate *p, size_t sample, bool is_unsigned, double out[CHANNELS]) {
    const unsigned char *at = sample_at(c, sample);
    for (int i = 0; i < p->nchannel; i++) out[i] = (ili_c3d_cell(c, at, (size_t)p->channel[i], is_unsigned) - p->offset[i])*p->gain[i] - p->rest[i];
}

// force and moment about the middle of the surface, plate axes
static void wrench(const plate *p, const double *v, double f[3], double m[3]) {
    double w[6];
    for (int i = 0; i < 6; i++) {
        w[i] = p->type == 4 ? 0.0 : v[i];
        for (int k = 0; k < 6 && p->type == 4; k++) w[i] += p->matrix[6*k + i]*v[k];
    }
    if (p->type == 3) { // fx12 fx34 fy14 fy23 fz1 fz2 fz3 fz4, at distances a, b, below the surface by az0
        double a = p->origin[0], b = p->origin[1], depth = p->origin[2];
        f[0] = v[0] + v[1], f[1] = v[2] + v[3], f[2] = v[4] + v[5] + v[6] + v[7];
        m[0] = b*(v[4] + v[5] - v[6] - v[7]) + f[1]*depth, m[1] = a*(v[5] + v[6] - v[4] - v[7]) - f[0]*depth;
        m[2] = b*(v[1] - v[0]) + a*(v[2] - v[3]);
        return;
    }
    double turn[3];
    memcpy(f, w, 3*sizeof *f);
    for (int i = 0; i < 3; i++) m[i] = p->moment_unit*w[3 + i];
    if (p->type == 1) { // two places, [unit of length], and the free moment
        double x = p->moment_unit*w[3], y = p->moment_unit*w[4];
        m[0] = y*f[2], m[1] = -x*f[2], m[2] += x*f[1] - y*f[0];
        return;
    }
    cross(p->origin, f, turn);
    for (int i = 0; i < 3; i++) m[i] -= turn[i];
}

static void to_ground(const ili_c3d *c, const double *rot, const double *x, double *y) {
    double lab[3];
    for (int i = 0; i < 3; i++) lab[i] = rot ? rot[3*i]*x[0] + rot[3*i + 1]*x[1] + rot[3*i + 2]*x[2] : x[i];
    y[0] = lab[0], y[1] = lab[c->turned ? 2 : 1], y[2] = c->turned ? -lab[1] : lab[2];
}

// force, centre of pressure, moment there: ground axes
static void push(const ili_c3d *c, const plate *p, const double *v, double out[WIDTH]) {
    double f[3], m[3], place[3] = {0}, at[3];
    wrench(p, v, f, m);
    if (fabs(f[2]) > LEAST) {
        place[0] = -m[1]/f[2], place[1] = m[0]/f[2];
        m[2] -= place[0]*f[1] - place[1]*f[0], m[0] = m[1] = 0.0;
    }
    for (int i = 0; i < 3; i++) {
        at[i] = p->middle[i];
        for (int k = 0; k < 3; k++) at[i] += p->rot[3*i + k]*place[k];
    }
    to_ground(c, p->rot, f, out), to_ground(c, NULL, at, out + 3), to_ground(c, p->rot, m, out + 6);
}

// ---- all samples ---------------------------------------------------------------------------------------------------------------

// Frames FORCE_PLATFORM:ZERO, counted from 1, show the plates unloaded (c3d.org: 0 to 10 is 1 to 10, two zeros are none). Programs write 1 to 10
// whatever was recorded: where somebody stood there, nothing is taken off.
static void take_rest(const ili_c3d *c, plate *p, bool is_unsigned) {
    ili_c3d_parameter zero;
    double            sum[CHANNELS] = {0}, v[CHANNELS], f[3], m[3];
    if (!ili_c3d_find(c, "FORCE_PLATFORM", "ZERO", &zero) || zero.count < 2) return;
    int from = ili_c3d_whole(&zero, 0), to = ili_c3d_whole(&zero, 1);
    if (from == 0) from = 1;
    if (from < 1 || to < from || to > c->nframe) return;
    int n = (to - from + 1)*c->samples;
    for (int s = 0; s < n; s++) {
        volts(c, p, (size_t)((from - 1)*c->samples + s), is_unsigned, v);
        for (int i = 0; i < p->nchannel; i++) sum[i] += v[i]/n;
    }
    wrench(p, sum, f, m);
    if (fabs(f[2]) < LOADED) memcpy(p->rest, sum, sizeof p->rest);
}

static il_status columns(ili_c3d *c, int n, const char **column) {
    static const char *const what[] = {"force", "force", "torque"}, *const part[] = {"vx", "vy", "vz", "px", "py", "pz", "x", "y", "z"};
    for (int i = 0; i < WIDTH*n; i++) {
        char name[40];
        int  size = snprintf(name, sizeof name, "ground_%s_%d_%s", what[i%WIDTH/3], i/WIDTH + 1, part[i%WIDTH]);
        column[i] = ili_arena_copy(&c->arena, name, (size_t)size);
        if (!column[i]) return il_error_set(c->err, IL_NO_MEMORY, c->file, 0, 0, "out of memory for force plates");
    }
    return IL_OK;
}

static il_status fill(const ili_c3d *c, const plate *p, int k, bool is_unsigned, il_table *t) {
    double up = 0.0, v[CHANNELS];
    for (int s = 0; s < t->nrow; s++) {
        double *row = t->value + (size_t)s*(size_t)t->ncolumn + (size_t)(WIDTH*k);
        volts(c, p, (size_t)s, is_unsigned, v);
        push(c, p, v, row);
        for (int i = 0; i < WIDTH; i++)
            if (!isfinite(row[i])) return ili_c3d_bad(c, "force plate %d holds a number that is none at sample %d", k + 1, s + 1);
        up += row[1];
    }
    for (int s = 0; s < t->nrow && up < 0.0; s++)
        for (int i = 0; i < WIDTH; i++)
            if (i < 3 || i > 5) t->value[(size_t)s*(size_t)t->ncolumn + (size_t)(WIDTH*k + i)] *= -1.0;
    return IL_OK;
}

il_status ili_c3d_forces(ili_c3d *c, il_table **out) {
    ili_c3d_parameter format;
    int               n = (int)fmin(fmax(ili_c3d_single(c, "FORCE_PLATFORM", "USED", 0.0), 0.0), 1000.0);
    bool              is_unsigned = ili_c3d_find(c, "ANALOG", "FORMAT", &format) && format.type == -1 && (format.data[0] == 'U' || format.data[0] == 'u');
    if (!n || !c->nanalog) return IL_OK;
    if (n > MOST_PLATES) return ili_c3d_bad(c, "%d force plates are more than the %d that are read", n, MOST_PLATES);
    if ((double)c->nframe*c->samples > 1e8) return ili_c3d_bad(c, "the file holds more samples than are read");
    const char **column = ili_arena_array(&c->arena, WIDTH*(size_t)n, sizeof *column);
    plate       *p = ili_arena_array(&c->arena, (size_t)n, sizeof *p);
    il_status    status = column && p ? columns(c, n, column) : il_error_set(c->err, IL_NO_MEMORY, c->file, 0, 0, "out of memory for force plates");
    for (int k = 0; status == IL_OK && k < n; k++) status = describe(c, (size_t)k, &p[k]);
    if (status == IL_OK) status = ili_table_place(c->file, "forces of the ground", c->nframe*c->samples, WIDTH*n, column, out, c->err);
    for (int s = 0; status == IL_OK && s < (*out)->nrow; s++) (*out)->time[s] = s/(c->rate*c->samples);
    for (int k = 0; status == IL_OK && k < n; k++) {
        take_rest(c, &p[k], is_unsigned);
        status = fill(c, &p[k], k, is_unsigned, *out);
    }
    return status;
}

// test_file_c3d.c - C3D files made here byte by byte: markers in whole numbers and floats, plates of type 1 to 4 loaded at a known place, and files
// that are cut, lie about their sizes or come from other machines
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ilium/c3d.h"

enum { SIZE = 8192, FRAMES = 3, SAMPLES = 2 };

/// A file while it is made.
typedef struct maker {
    unsigned char b[SIZE];
    size_t        at;
} maker;

static void put16(maker *m, int x) { m->b[m->at++] = (unsigned char)(x & 255), m->b[m->at++] = (unsigned char)(x >> 8 & 255); }
static void put_float(maker *m, double x) {
    float    f = (float)x;
    uint32_t u;
    memcpy(&u, &f, 4);
    for (int i = 0; i < 4; i++) m->b[m->at++] = (unsigned char)(u >> 8*i & 255);
}
static void group(maker *m, int id, const char *name) {
    size_t n = strlen(name);
    m->b[m->at++] = (unsigned char)n, m->b[m->at++] = (unsigned char)-id;
    memcpy(m->b + m->at, name, n), m->at += n;
    put16(m, 3), m->b[m->at++] = 0;
}
// the head of a parameter with `bytes` of data, which the caller puts behind it, and then end()
static void parameter(maker *m, int id, const char *name, int type, int ndim, const int *dim, size_t bytes) {
    size_t n = strlen(name);
    m->b[m->at++] = (unsigned char)n, m->b[m->at++] = (unsigned char)id;
    memcpy(m->b + m->at, name, n), m->at += n;
    put16(m, (int)(2 + 2 + (size_t)ndim + bytes + 1));
    m->b[m->at++] = (unsigned char)type, m->b[m->at++] = (unsigned char)ndim;
    for (int i = 0; i < ndim; i++) m->b[m->at++] = (unsigned char)dim[i];
}
static void end(maker *m) { m->b[m->at++] = 0; }
static void words(maker *m, int id, const char *name, int n, const char *const *word, int width) {
    parameter(m, id, name, -1, 2, (int[]){width, n}, (size_t)(n*width));
    for (int i = 0; i < n; i++)
        for (int k = 0; k < width; k++) m->b[m->at++] = (unsigned char)(k < (int)strlen(word[i]) ? word[i][k] : ' ');
    end(m);
}
static void one(maker *m, int id, const char *name, int value) { parameter(m, id, name, 2, 0, NULL, 2), put16(m, value), end(m); }
static void floats(maker *m, int id, const char *name, int ndim, const int *dim, int n, const double *x) {
    parameter(m, id, name, 4, ndim, dim, 4*(size_t)n);
    for (int i = 0; i < n; i++) put_float(m, x[i]);
    end(m);
}

/// What is recorded: two markers, one plate whose surface lies in the floor's plane, its own axes turned (z down, as AMTI's).
typedef struct scene {
    bool floats, zup;
    int  type;
    int  processor;
    int  rest;   ///< the first frame is recorded unloaded, with so much on every channel; FORCE_PLATFORM:ZERO says so
    int  odd;    ///< 1: the type, 2: a channel is a float that no whole number holds
    bool loaded; ///< FORCE_PLATFORM:ZERO names a frame in which somebody stood
} scene;

static const double force[3] = {50.0, -20.0, 800.0}, place[3] = {1.10, 0.30, 0.0}, torque = 7.0; // laboratory, Z up [N, m, N m]
static const double middle[3] = {1.0, 0.2, 0.0}, depth = 0.04;                                       // of the plate; of its true origin below the surface

// what channels show [N, N mm] for the force upon the plate (the opposite of the one above), in plate axes x' = x, y' = -y, z' = -z
static void channels(const scene *s, double v[8]) {
    double f[3] = {-force[0], force[1], force[2]}, r[3] = {place[0] - middle[0], -(place[1] - middle[1]), 0.0}, tz = torque;
    double m[3] = {r[1]*f[2], -r[0]*f[2], r[0]*f[1] - r[1]*f[0] + tz}; // about the middle of the surface
    if (s->type == 1) {
        double w[6] = {f[0], f[1], f[2], 1e3*r[0], 1e3*r[1], 1e3*tz};
        memcpy(v, w, sizeof w);
        return;
    }
    if (s->type == 3) { // four posts at (a, b), depth az0: shear shared so that the torque comes out
        double a = 0.12, b = 0.2, mx = m[0] - f[1]*depth, my = m[1] + f[0]*depth;
        double w[8] = {0.5*f[0] - 0.25*m[2]/b, 0.5*f[0] + 0.25*m[2]/b, 0.5*f[1] + 0.25*m[2]/a, 0.5*f[1] - 0.25*m[2]/a};
        for (int i = 0; i < 4; i++) w[4 + i] = 0.25*f[2] + 0.25*(i < 2 ? 1 : -1)*mx/b + 0.25*(i == 1 || i == 2 ? 1 : -1)*my/a;
        memcpy(v, w, sizeof w);
        return;
    }
    // about the true origin, which lies `depth` below: the surface stands at (0, 0, -depth) from it
    double o[3] = {0.0, 0.0, -depth};
    double at[3] = {m[0] + o[1]*f[2] - o[2]*f[1], m[1] + o[2]*f[0] - o[0]*f[2], m[2] + o[0]*f[1] - o[1]*f[0]};
    for (int i = 0; i < 3; i++) v[i] = f[i], v[3 + i] = 1e3*at[i];
    if (s->type == 4) { // the matrix swaps the first two and doubles the last
        double x = v[0];
        v[0] = v[1], v[1] = x, v[5] *= 0.5;
    }
}

static void plates(maker *m, const scene *s) {
    static const double corner[12] = {1300, -200, 0, 700, -200, 0, 700, 600, 0, 1300, 600, 0}; // +x'+y', -x'+y', -x'-y', +x'-y'
    const double        origin[3] = {s->type == 3 ? 120 : 0, s->type == 3 ? 200 : 0, s->type == 3 ? 40 : -40};
    double              matrix[36] = {0};
    for (int i = 0; i < 6; i++) matrix[6*i + (i < 2 ? 1 - i : i)] = i == 5 ? 2.0 : 1.0;
    group(m, 3, "FORCE_PLATFORM");
    if (s->rest || s->loaded) parameter(m, 3, "ZERO", 2, 1, (int[]){2}, 4), put16(m, s->loaded ? 2 : 0), put16(m, s->loaded ? 2 : 1), end(m);
    one(m, 3, "USED", 1);
    if (s->odd == 1) floats(m, 3, "TYPE", 0, NULL, 1, (const double[]){3e30});
    else one(m, 3, "TYPE", s->type);
    floats(m, 3, "CORNERS", 3, (int[]){3, 4, 1}, 12, corner);
    floats(m, 3, "ORIGIN", 2, (int[]){3, 1}, 3, origin);
    if (s->type == 4) floats(m, 3, "CAL_MATRIX", 3, (int[]){6, 6, 1}, 36, matrix);
    int n = s->type == 3 ? 8 : 6;
    if (s->odd == 2) {
        floats(m, 3, "CHANNEL", 2, (int[]){6, 1}, 6, (const double[]){1, 2, 3, 4, 5, IL_NAN});
        return;
    }
    parameter(m, 3, "CHANNEL", 2, 2, (int[]){n, 1}, (size_t)(2*n));
    for (int i = 0; i < n; i++) put16(m, i + 1);
    end(m);
}

static size_t make(const scene *s, maker *m) {
    int    nchannel = s->type == 3 ? 8 : 6;
    double v[8], gain = s->floats ? 1.0 : 0.05, scale[8];
    memset(m, 0, sizeof *m);
    channels(s, v);
    // header
    m->at = 0;
    put16(m, 0x5002), put16(m, 2), put16(m, nchannel*SAMPLES), put16(m, 1), put16(m, FRAMES), put16(m, 0);
    put_float(m, s->floats ? -0.1 : 0.1), put16(m, 6), put16(m, SAMPLES), put_float(m, 100.0);
    // parameters
    m->at = 512;
    m->b[m->at++] = 1, m->b[m->at++] = 0x50, m->b[m->at++] = 4, m->b[m->at++] = (unsigned char)(s->processor ? s->processor : 84);
    group(m, 1, "POINT");
    words(m, 1, "LABELS", 2, (const char *const[]){"heel", "toe"}, 6);
    words(m, 1, "UNITS", 1, (const char *const[]){"mm"}, 2);
    if (!s->zup) words(m, 1, "Y_SCREEN", 1, (const char *const[]){"+Y"}, 2);
    group(m, 2, "ANALOG");
    one(m, 2, "GEN_SCALE", 1);
    for (int i = 0; i < nchannel; i++) scale[i] = (i > 2 && s->type != 3 ? 100.0 : 1.0)*gain;
    floats(m, 2, "SCALE", 1, (int[]){nchannel}, nchannel, scale);
    parameter(m, 2, "OFFSET", 2, 1, (int[]){nchannel}, 2*(size_t)nchannel);
    for (int i = 0; i < nchannel; i++) put16(m, 10);
    end(m);
    plates(m, s);
    // frames
    m->at = 5*512;
    for (int f = 0; f < FRAMES; f++) {
        for (int p = 0; p < 2; p++) {
            const double x[4] = {100.0*p + f, 200.0, 300.0, p == 1 && f == 1 ? -1.0 : 0.0};
            for (int i = 0; i < 4; i++) {
                if (s->floats) put_float(m, x[i]);
                else put16(m, (int)lround(i < 3 ? 10.0*x[i] : x[i]));
            }
        }
        for (int k = 0; k < SAMPLES; k++)
            for (int i = 0; i < nchannel; i++) {
                double shown = (f || !s->rest ? v[i]/scale[i] : 0.0) + 10.0 + s->rest;
                if (s->floats) put_float(m, shown);
                else put16(m, (int)lround(shown));
            }
    }
    return m->at;
}

static double cell(const il_table *t, int row, const char *column) {
    int c = il_table_find(t, column);
    assert_true(c >= 0);
    return t->value[(size_t)row*(size_t)t->ncolumn + (size_t)c];
}

static void check(const scene *s) {
    static maker m;
    il_table    *seen, *pushed;
    il_error     err = {0};
    size_t       size = make(s, &m);
    il_status    status = il_c3d_parse("made.c3d", (const char *)m.b, size, IL_C3D_UP_FILE, &seen, &pushed, &err);
    if (status != IL_OK) fail_msg("%s", err.text);
    assert_int_equal(seen->nrow, FRAMES), assert_int_equal(seen->ncolumn, 6), assert_true(seen->markers);
    assert_true(fabs(seen->time[2] - 0.02) < 1e-12);
    assert_true(fabs(cell(seen, 2, "heel_tx") - 0.002) < 1e-8 && isnan(cell(seen, 1, "toe_tx")) && fabs(cell(seen, 0, "toe_tx") - 0.1) < 1e-8);
    assert_true(fabs(cell(seen, 0, "heel_ty") - (s->zup ? 0.3 : 0.2)) < 1e-8 && fabs(cell(seen, 0, "heel_tz") - (s->zup ? -0.2 : 0.3)) < 1e-8);
    assert_non_null(pushed);
    assert_int_equal(pushed->nrow, FRAMES*SAMPLES), assert_int_equal(pushed->ncolumn, 9);
    if (s->zup) {
        double     tol = s->floats ? 1e-4 : s->type == 3 ? 0.5 : 0.3;
        const char *v[] = {"ground_force_1_vx", "ground_force_1_vy", "ground_force_1_vz"}, *p[] = {"ground_force_1_px", "ground_force_1_py", "ground_force_1_pz"};
        const double F[3] = {force[0], force[2], -force[1]}, P[3] = {place[0], place[2], -place[1]};
        for (int i = 0; i < 3; i++) {
            assert_true(fabs(cell(pushed, 3, v[i]) - F[i]) < tol);
            assert_true(fabs(cell(pushed, 3, p[i]) - P[i]) < 1e-2*tol);
        }
        assert_true(fabs(cell(pushed, 3, "ground_torque_1_y") - torque) < 2.0*tol && fabs(cell(pushed, 3, "ground_torque_1_x")) < 1e-9);
    }
    il_table_free(seen), il_table_free(pushed);
}

// the torque of the scene is what the plate does about the vertical; upon the plate it is the opposite, about an axis that points down: the same number
static void every_type(void **state) {
    (void)state;
    for (int type = 1; type <= 4; type++)
        for (int k = 0; k < 4; k++) check(&(scene){.floats = k & 1, .zup = k & 2, .type = type});
}

// what a plate shows unloaded is taken off, over whole frames; but not what it shows while somebody stands on it
static void at_rest(void **state) {
    (void)state;
    for (int type = 1; type <= 4; type++) check(&(scene){.zup = true, .floats = true, .type = type, .rest = 2}), check(&(scene){.zup = true, .floats = true, .type = type, .loaded = true});
}

static void as_a_table(void **state) {
    static maker m;
    il_table    *t;
    il_error     err = {0};
    size_t       size = make(&(scene){.type = 2}, &m);
    (void)state;
    assert_int_equal(il_table_parse("made.c3d", (const char *)m.b, size, &t, &err), IL_OK);
    assert_true(t->markers && t->nrow == FRAMES);
    il_table_free(t);
}

static void refused(const unsigned char *bytes, size_t size, const char *word) {
    il_table *seen, *pushed;
    il_error  err = {0};
    unsigned char *copy = malloc(size + 1); // so that a sanitizer sees every byte beyond the end
    memcpy(copy, bytes, size);
    assert_int_not_equal(il_c3d_parse("bad.c3d", (const char *)copy, size, IL_C3D_UP_FILE, &seen, &pushed, &err), IL_OK);
    if (word && !strstr(err.text, word)) fail_msg("'%s' does not say '%s'", err.text, word);
    assert_null(seen), assert_null(pushed);
    free(copy);
}

static void hostile(void **state) {
    static maker m, n;
    size_t       size = make(&(scene){.type = 2, .floats = true}, &m);
    (void)state;
    for (size_t cut = 0; cut < size; cut += cut < 64 ? 1 : 97) refused(m.b, cut, NULL);
    make(&(scene){.type = 2, .processor = 85}, &n), refused(n.b, size, "DEC");
    make(&(scene){.type = 2, .processor = 86}, &n), refused(n.b, size, "MIPS");
    make(&(scene){.type = 7, .floats = true}, &n), refused(n.b, size, "type 7");
    size_t own = make(&(scene){.type = 2, .floats = true, .odd = 1}, &n);
    refused(n.b, own, "type 0");
    own = make(&(scene){.type = 2, .floats = true, .odd = 2}, &n), refused(n.b, own, "channel 0 of 6");
    n = m, n.b[8] = 255, n.b[9] = 255, refused(n.b, size, "65535 frames");
    n = m, n.b[2] = 255, n.b[3] = 255, refused(n.b, size, "65535 points");
    n = m, memset(n.b + 20, 0, 4), refused(n.b, size, "frame rate");
    n = m, n.b[16] = 1, refused(n.b, size, "no frames");
    // every byte of the parameters made large, then zero: an error or an answer, never more
    for (size_t i = 512; i < 1600; i++)
        for (int k = 0; k < 2; k++) {
            il_table *seen, *pushed;
            il_error  err = {0};
            n = m, n.b[i] = k ? 0 : 255;
            if (il_c3d_parse("odd.c3d", (const char *)n.b, size, IL_C3D_UP_FILE, &seen, &pushed, &err) == IL_OK) il_table_free(seen), il_table_free(pushed);
            else assert_true(err.text[0] != 0);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_type), cmocka_unit_test(at_rest), cmocka_unit_test(as_a_table), cmocka_unit_test(hostile)};
    if (getenv("ILIUM_C3D_CORPUS")) { // write the files that fuzzing starts from
        static maker m;
        for (int k = 1; k <= 6; k++) { // the four types, and two that lie
            char   path[500];
            int    type = k > 4 ? 2 : k;
            size_t size = make(&(scene){.type = type, .floats = k > 4 || k & 1, .zup = k & 2, .odd = k > 4 ? k - 4 : 0, .rest = k > 2}, &m);
            snprintf(path, sizeof path, "%s/%s%d.c3d", getenv("ILIUM_C3D_CORPUS"), k > 4 ? "odd" : "type", k > 4 ? k - 4 : k);
            FILE *f = fopen(path, "wb");
            if (f) fwrite(m.b, 1, size, f), fclose(f);
        }
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}

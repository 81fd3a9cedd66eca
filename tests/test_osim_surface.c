// test_osim_surface.c - wrapping surfaces of `.osim` files: a small file of each kind is read and its path touches; faults name their line
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

#include "ilium/data.h"
#include "ilium/file.h"
#include "ilium/io_osim.h"

static char *text_of(const char *name, size_t *size) {
    char     path[500];
    char    *bytes = NULL;
    il_error err = {0};
    snprintf(path, sizeof path, "%s/fuzz/corpus/osim/%s.osim", IL_SOURCE_DIR, name);
    assert_int_equal(il_file_read(path, 0, &bytes, size, &err), IL_OK);
    return bytes;
}

static double length_of(const il_osim *o, double *touch) {
    il_data *d;
    il_error err = {0};
    assert_int_equal(il_data_create(o->model, IL_ISA_AUTO, &d, &err), IL_OK);
    il_position(o->model, o->model->nominal, d), il_path(o->model, o->model->nominal, d);
    double length = d->path_length[0].lane[0];
    *touch = d->touch[0].lane[0];
    il_data_free(d);
    return length;
}

static void each_kind(void **state) {
    (void)state;
    static const struct { const char *name; il_wrap_kind kind; il_wrap_rule rule; int half; } want[] = {
        {"sphere", IL_WRAP_SPHERE, IL_WRAP_OPENSIM, 0}, {"cylinder", IL_WRAP_CYLINDER, IL_WRAP_PLANE, -2}, {"ellipsoid", IL_WRAP_ELLIPSOID, IL_WRAP_OPENSIM, 3},
        {"torus", IL_WRAP_TORUS, IL_WRAP_OPENSIM, 0}, {"forces", IL_WRAP_SPHERE, IL_WRAP_OPENSIM, 0}};
    for (size_t i = 0; i < sizeof want/sizeof *want; i++) {
        size_t   size;
        char    *bytes = text_of(want[i].name, &size);
        il_osim *o;
        il_error err = {0};
        char     text[600];
        double   touch, straight = want[i].kind == IL_WRAP_TORUS ? 0.2 : sqrt(0.04 + 0.0001 + 0.000064); // the torus is passed through its hole
        if (il_osim_parse(want[i].name, bytes, size, NULL, &o, &err)) fail_msg("%s", il_error_format(&err, text, sizeof text));
        assert_int_equal(o->model->npathwrap, 1);
        assert_int_equal(o->model->wrap_kind[0], want[i].kind);
        assert_int_equal(o->model->pathwrap_rule[0], want[i].rule);
        assert_int_equal(o->model->pathwrap_half[0], want[i].half);
        assert_int_equal(o->nforce, strcmp(want[i].name, "forces") ? 0 : 2);
        double length = length_of(o, &touch);
        assert_true(touch > 0.5 && length > straight + 1e-4);
        il_osim_free(o), il_file_free(bytes);
    }
}

/// `from` in the file becomes `to`; what the error then says, and on which line.
static const struct { const char *file, *from, *to, *say; int line; } faults[] = {
    {"sphere", "<radius>0.03</radius>", "<radius>-1</radius>  ", "size of -1", 7},
    {"sphere", ">bone<", ">born<", "wraps over 'born'", 41},
    {"cylinder", ">-y<", ">-w<", "quadrant", 7},
    {"ellipsoid", "0.03 0.04 0.02", "0.03 0.04     ", "<dimensions>", 12},
    {"torus", "<outer_radius>0.05", "<outer_radius>0.01", "outer_radius", 7},
    {"sphere", "<WrapSphere name=\"bone\">", "<WrapSphere name=\"\">    ", "no name", 7},
};

static void faults_name_their_line(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof faults/sizeof *faults; i++) {
        size_t   size;
        char    *bytes = text_of(faults[i].file, &size), *at = strstr(bytes, faults[i].from), text[600];
        il_osim *o;
        il_error err = {0};
        assert_non_null(at);
        assert_int_equal(strlen(faults[i].from), strlen(faults[i].to));
        memcpy(at, faults[i].to, strlen(faults[i].to));
        assert_int_equal(il_osim_parse("f", bytes, size, NULL, &o, &err), IL_BAD_VALUE);
        if (!strstr(il_error_format(&err, text, sizeof text), faults[i].say) || err.line != faults[i].line) fail_msg("%s; expected line %d, %s", text, faults[i].line, faults[i].say);
        il_file_free(bytes);
    }
}

// a surface that is switched off is not there
static void inactive(void **state) {
    (void)state;
    size_t   size;
    char    *bytes = text_of("sphere", &size), *at = strstr(bytes, "<active>true</active>");
    il_osim *o;
    il_error err = {0};
    memcpy(at, "<active>false</active", 21);
    memmove(at + 22, at + 21, size - (size_t)(at - bytes) - 21 - 1); // one blank of the next line makes room
    at[21] = '>';
    assert_int_equal(il_osim_parse("f", bytes, size, NULL, &o, &err), IL_OK);
    assert_int_equal(o->model->npathwrap, 0);
    il_osim_free(o), il_file_free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_kind), cmocka_unit_test(faults_name_their_line), cmocka_unit_test(inactive)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

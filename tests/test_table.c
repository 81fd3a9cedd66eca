// test_table.c - OpenSim's tables: headers old and new, markers, what is wrong and where; written and read again
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "alloc_count.h"
#include "ilium/table.h"

static il_status parse(const char *text, il_table **t, il_error *err) {
    char *exact = malloc(strlen(text) + 1);
    assert_non_null(exact);
    memcpy(exact, text, strlen(text) + 1);
    il_status status = il_table_parse("t.mot", exact, strlen(text), t, err);
    free(exact);
    return status;
}

static void reads(const char *text, int nrow, int ncolumn, bool degrees) {
    il_table *t;
    il_error  err = {0};
    if (parse(text, &t, &err)) fail_msg("%s: %d: %s", text, err.line, err.text);
    assert_int_equal(t->nrow, nrow);
    assert_int_equal(t->ncolumn, ncolumn);
    assert_int_equal(t->degrees, degrees);
    il_table_free(t);
}

static void headers(void **state) {
    (void)state;
    reads("Coordinates\nversion=1\nnRows=2\nnColumns=3\ninDegrees=yes\n\nUnits are S.I. units\n\nendheader\ntime\ta\tb\n0\t1\t2\n 0.5\t3\t-4e1\n", 2, 2, true);
    reads("Coordinates\r\nversion=1\r\nnRows=1\r\nnColumns=2\r\ninDegrees=no\r\nendheader\r\ntime\ta\r\n0\t1\r\n", 1, 1, false);
    reads("states\nversion=1\nnRows=1\nnColumns=2\nendheader\ntime\ta\n0 1", 1, 1, false);
    // SIMM: no word on angles is degrees
    reads("name x\ndatacolumns 3\ndatarows 1\nrange 0 1\nendheader\ntime a b\n0 1 2\n", 1, 2, true);
    reads("x\nnRows=1\nnColumns=2\nAngles are in radians.\nendheader\ntime\ta\n0\t1\n", 1, 1, false);
    reads("x\nendheader\n\ntime\ta\n\n0\t1\n\n1\t1\n", 2, 1, true);
    reads("x\nversion=1\nnRows=0\nnColumns=2\nendheader\ntime\ta\n", 0, 1, false);
}

static void fails(const char *text, int line, const char *words) {
    il_table *t;
    il_error  err = {0};
    il_status status = parse(text, &t, &err);
    if (status == IL_OK || t || err.line != line || !strstr(err.text, words))
        fail_msg("%s: status %d at %d \"%s\"; should be at %d \"%s\"", text, (int)status, err.line, err.text, line, words);
}

#define HEAD "x\nversion=1\nnRows=2\nnColumns=3\nendheader\ntime\ta\tb\n"
static void errors(void **state) {
    (void)state;
    fails("", 0, "empty");
    fails("x\nnRows=2\n", 2, "endheader");
    fails("x\nendheader\n", 2, "names of the columns");
    fails("x\nnRows=zwei\nendheader\ntime\n", 2, "number of rows");
    fails(HEAD "0\t1\n1\t2\t3\n", 7, "this row has 2 numbers, but there are 3 columns");
    fails(HEAD "0\t1\t2\n1\t2\t3\t4\n", 8, "this row has 4 numbers");
    fails(HEAD "0\t1\t2\n0\t2\t3\n", 8, "time goes from 0 to 0 s; it must increase");
    fails(HEAD "1\t1\t2\n0.5\t2\t3\n", 8, "time goes from 1 to 0.5 s");
    fails(HEAD "0\t1\tnan\n1\t2\t3\n", 7, "column 'b' holds 'nan'");
    fails(HEAD "0\tinf\t1\n1\t2\t3\n", 7, "column 'a' holds 'inf'");
    fails(HEAD "0\t1,5\t1\n1\t2\t3\n", 7, "column 'a': '1,5' is not a number");
    fails(HEAD "0\t1\t2\n", 6, "the header says 2 rows, but there are 1");
    fails("x\nversion=1\nnColumns=4\nendheader\ntime\ta\tb\n0\t1\t2\n", 5, "the header says 4 columns, but 3 names");
    fails("x\nversion=1\nendheader\ntime\ta\ta\n0\t1\t2\n", 4, "two columns are called 'a'");
    fails("x\nversion=1\nendheader\ntime\ta\t\tb\n0\t1\t2\t3\n", 4, "column 3 has no name");
    fails("x\nversion=1\nendheader\nzeit\ta\n0\t1\n", 4, "the first column is 'zeit'");
}

static const char trc[] = "PathFileType\t4\t(X/Y/Z)\tx.trc\nDataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
                          "60\t60\t2\t2\tmm\t60\t1\t2\nFrame#\tTime\tR.ASIS\t\t\tL ASIS\n\t\tX1\tY1\tZ1\tX2\tY2\tZ2\n\n";

static void markers(void **state) {
    (void)state;
    char      text[1000];
    il_table *t;
    il_error  err = {0};
    snprintf(text, sizeof text, "%s1\t0.0\t1000\t2000\t3000\t4\t5\t6\n2\t0.017\t1\t2\t3\t\tNaN\t\n", trc);
    if (parse(text, &t, &err)) fail_msg("%d: %s", err.line, err.text);
    assert_true(t->markers);
    assert_int_equal(t->ncolumn, 6);
    assert_string_equal(t->column[0], "R.ASIS_tx");
    assert_string_equal(t->column[5], "L ASIS_tz");
    assert_true(t->value[0] == 1.0 && t->value[2] == 3.0);
    assert_true(isnan(t->value[9]) && isnan(t->value[10]) && isnan(t->value[11]));
    il_table_free(t);
    snprintf(text, sizeof text, "%s1\t0.0\t1\t2\t3\t4\t5\t6\n", trc);
    fails(text, 5, "the header says 2 frames, but there are 1");
    snprintf(text, sizeof text, "%s1\t0.0\t1\t2\t3\t4\t5\t6\n2\t0.0\t1\t2\t3\t4\t5\t6\n", trc);
    fails(text, 8, "it must increase");
    snprintf(text, sizeof text, "%s1\t0.0\t1\t2\t3\t4\t5\t6\n2\t0.1\t1\t2\t3\t4\tx\t6\n", trc);
    fails(text, 8, "column 'L ASIS_ty'");
    snprintf(text, sizeof text, "%s1\t0.0\t1\t2\t3\t4\t5\t6\t7\n2\t0.1\t1\t2\t3\t4\t5\t6\n", trc);
    fails(text, 7, "more than the three coordinates of 2 markers");
}

// what is written reads back to its eight decimals; a table of markers within a nanometre
static void written(void **state) {
    (void)state;
    const char *const names[] = {"a", "b c", "d/e"};
    const double      value[] = {1.0, -0.123456785, 3e7, 0.0, -1e-9, 123456789012.5, 0.999999996, -2.5, 1.0/3.0};
    char              path[] = "/tmp/ilium_tableXXXXXX";
    il_table         *t, *back;
    il_error          err = {0};
    int               fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(il_table_create("Coordinates", 3, 3, names, &t, &err), IL_OK);
    t->degrees = true;
    for (int i = 0; i < 9; i++) t->value[i] = value[i];
    for (int i = 0; i < 3; i++) t->time[i] = 0.1*i;
    for (int kind = IL_TABLE_STO; kind <= IL_TABLE_MOTION; kind++) {
        assert_int_equal(il_table_write(path, t, (il_table_kind)kind, 0, &err), IL_OK);
        if (il_table_read(path, &back, &err)) fail_msg("%d: %s", err.line, err.text);
        assert_string_equal(back->name, "Coordinates");
        assert_string_equal(back->column[1], "b c");
        assert_true(back->degrees);
        for (int i = 0; i < 9; i++) assert_true(fabs(back->value[i] - value[i]) <= 1.0001e-8*(fabs(value[i]) < 9e7 ? 0.51 : 1e3));
        il_table_free(back);
    }
    t->markers = true;
    assert_int_equal(il_table_write(path, t, IL_TABLE_TRC, 100.0, &err), IL_OK);
    unlink(path);
    il_table_free(t);
}

static void memory_runs_out(void **state) {
    (void)state;
    for (long n = 1;; n++) {
        il_table *t;
        il_error  err = {0};
        alloc_fail_at(n);
        il_status status = il_table_parse("t", HEAD "0\t1\t2\n1\t2\t3\n", strlen(HEAD "0\t1\t2\n1\t2\t3\n"), &t, &err);
        bool failed = alloc_failed();
        alloc_fail_at(0);
        if (!failed) {
            assert_int_equal(status, IL_OK);
            il_table_free(t);
            return;
        }
        assert_int_equal(status, IL_NO_MEMORY);
        assert_null(t);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(headers), cmocka_unit_test(errors), cmocka_unit_test(markers), cmocka_unit_test(written), cmocka_unit_test(memory_runs_out)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

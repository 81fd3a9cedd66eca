// test_file_csv.c - tables: quotes, comments, places, and every error where it is
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "alloc_count.h"
#include "file/csv.h"

static il_status parse(const char *text, size_t size, ili_csv *csv, il_error *err) {
    char *exact = malloc(size ? size : 1);
    assert_non_null(exact);
    memcpy(exact, text, size);
    il_status status = ili_csv_parse("t.csv", exact, size, csv, err);
    free(exact);
    return status;
}

static const char table[] = "# muscles\n"
                            "id, value ,note\r\n"
                            "\n"
                            "a,1.5,\"x, \"\"y\"\"\nz\"\n"
                            "  # no comment, -2 ,\n"
                            "#c,3,\n"
                            "b,\"7\" , \xc3\xa9 d";

static void cells(void **unused) {
    (void)unused;
    ili_csv csv;
    il_error err = {0};
    double x = 0;
    assert_int_equal(parse(table, sizeof table - 1, &csv, &err), IL_OK);
    assert_int_equal(csv.nrow, 3);
    assert_int_equal(csv.ncolumn, 3);
    assert_int_equal(ili_csv_column(&csv, "value"), 1);
    assert_int_equal(ili_csv_column(&csv, "Value"), -1);
    assert_string_equal(ili_csv_text(&csv, 0, 2), "x, \"y\"\nz");
    assert_string_equal(ili_csv_text(&csv, 1, 0), "# no comment");
    assert_string_equal(ili_csv_text(&csv, 1, 2), "");
    assert_string_equal(ili_csv_text(&csv, 2, 2), "\xc3\xa9 d");
    assert_string_equal(ili_csv_text(&csv, 2, -1), "");
    assert_int_equal(ili_csv_number(&csv, 1, 1, &x, &err), IL_OK);
    assert_true(x == -2);
    assert_int_equal(ili_csv_number(&csv, 2, 1, &x, &err), IL_OK);
    assert_true(x == 7);
    assert_int_equal(csv.cell[2].line, 4);
    assert_int_equal(csv.cell[2].column, 7);
    assert_int_equal(csv.cell[4].line, 6);
    assert_int_equal(csv.cell[4].column, 17);
    ili_csv_free(&csv);
}

static void fails(const char *text, size_t size, int line, int column, const char *words) {
    ili_csv csv;
    il_error err = {0};
    il_status status = parse(text, size, &csv, &err);
    if (status != IL_BAD_SYNTAX || err.line != line || err.column != column || !strstr(err.text, words))
        fail_msg("%s: status %d at %d:%d \"%s\"; should be at %d:%d \"%s\"", text, (int)status, err.line, err.column, err.text, line, column, words);
    assert_null(csv.cell);
}
#define FAILS(text, line, column, words) fails(text, sizeof text - 1, line, column, words)

static void errors(void **unused) {
    (void)unused;
    FAILS("", 0, 0, "empty");
    FAILS("# x\n\n#y", 0, 0, "no header");
    FAILS("a,b\n1\n", 2, 1, "1 cells; the header has 2");
    FAILS("a,b\n1,2\n\n1,2,3\n", 4, 5, "more cells than the header's 2");
    FAILS("a,b\n1,2,\n", 2, 5, "more cells");
    FAILS("a,b,a\n", 1, 5, "\"a\" stands twice");
    FAILS("a,,b\n", 1, 3, "no name");
    FAILS("a,b\n1,\"2\n3", 2, 3, "never closed");
    FAILS("a,b\n1,\"2\n3\" x\n", 3, 4, "should follow the closing quote");
    FAILS("a,b\n1,x\"y\n", 2, 4, "quote inside");
    FAILS("a,b\n1,\0\n", 2, 3, "zero byte");
    FAILS("a,b\n1,\xc3\n", 2, 3, "UTF-8");
    static char wide[4000];
    for (size_t i = 0; i < sizeof wide; i++) wide[i] = ',';
    fails(wide, sizeof wide, 1, 1, "too many columns");
}

static void asking(void **unused) {
    (void)unused;
    static const char text[] = "id,valeu,kind\na,1.5,red\nb,,bleu\n";
    static const char *const misspelt[] = {"id", "value", "kind"}, *const lacking[] = {"id", "valeu", "kind", "unit"},
                            *const good[] = {"?note", "kind", "id", "valeu"}, *const colours[] = {"red", "blue"};
    ili_csv csv;
    il_error err = {0};
    int column[4], i = 0;
    double x = 0;
    assert_int_equal(parse(text, sizeof text - 1, &csv, &err), IL_OK);
    assert_int_equal(ili_csv_columns(&csv, misspelt, 3, column, &err), IL_BAD_VALUE);
    assert_string_equal(err.text, "unknown column \"valeu\"; it should be \"value\"");
    assert_int_equal(err.line, 1);
    assert_int_equal(err.column, 4);
    assert_int_equal(ili_csv_columns(&csv, lacking, 4, column, &err), IL_BAD_VALUE);
    assert_string_equal(err.text, "the column \"unit\" is missing");
    assert_int_equal(ili_csv_columns(&csv, good, 4, column, &err), IL_OK);
    assert_int_equal(column[0], -1);
    assert_int_equal(column[1], 2);
    assert_int_equal(ili_csv_choice(&csv, 0, column[1], colours, 2, &i, &err), IL_OK);
    assert_int_equal(i, 0);
    assert_int_equal(ili_csv_choice(&csv, 1, column[1], colours, 2, &i, &err), IL_BAD_VALUE);
    assert_string_equal(err.text, "kind is \"bleu\"; it should be \"blue\"");
    assert_int_equal(err.line, 3);
    assert_int_equal(err.column, 4);
    assert_int_equal(ili_csv_number(&csv, 1, column[3], &x, &err), IL_BAD_VALUE);
    assert_string_equal(err.text, "valeu is empty; it should be a number");
    assert_int_equal(ili_csv_integer(&csv, 0, column[3], &i, &err), IL_BAD_VALUE);
    assert_string_equal(err.text, "valeu is \"1.5\"; it should be a whole number");
    ili_csv_free(&csv);
}

static void no_memory_is_told(void **unused) {
    (void)unused;
    for (long n = 1;; n++) {
        ili_csv csv;
        il_error err = {0};
        alloc_fail_at(n);
        il_status status = ili_csv_parse("t", table, sizeof table - 1, &csv, &err);
        bool failed = alloc_failed();
        alloc_fail_at(0);
        if (!failed) {
            assert_int_equal(status, IL_OK);
            assert_true(n > 1);
            ili_csv_free(&csv);
            break;
        }
        assert_int_equal(status, IL_NO_MEMORY);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(cells), cmocka_unit_test(errors), cmocka_unit_test(asking),
                                       cmocka_unit_test(no_memory_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_cli_body.c - `ilium model export`, `ilium model draw` and `ilium solve --svg`: files wholly or not at all, of the person asked for
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli.h"

static char file_text[CLI_TEXT];

static void exports(void **state) {
    (void)state;
    assert_int_equal(cli_run("model export body.osim"), 0);
    cli_slurp("body.osim", file_text);
    assert_non_null(strstr(file_text, "<OpenSimDocument Version=\"40000\">"));
    assert_non_null(strstr(file_text, "name=\"psoas_brim_r\""));
    char   *length = strstr(file_text, "<tendon_slack_length>");
    char    first[100];
    assert_non_null(length);
    snprintf(first, sizeof first, "%.60s", length);
    assert_int_equal(cli_run("model export her.osim --sex female --height-cm 160 --with short_iliopsoas:left:0.5"), 0);
    cli_slurp("her.osim", file_text);
    assert_non_null(strstr(file_text, "Person: female. height-cm 160. Conditions and parameters: short_iliopsoas:left:0.5."));
    assert_null(strstr(file_text, first));
}

static void draws(void **state) {
    (void)state;
    assert_int_equal(cli_run("model draw body.svg"), 0);
    cli_slurp("body.svg", file_text);
    assert_non_null(strstr(file_text, "</svg>"));
    assert_int_equal(cli_run("solve standing --svg standing.svg"), 0);
    assert_non_null(strstr(cli_out, "solved"));
    cli_slurp("standing.svg", file_text);
    assert_non_null(strstr(file_text, "support, "));
}

static void refuses(void **state) {
    (void)state;
    assert_int_equal(cli_run("model export"), 1);
    assert_non_null(strstr(cli_err, "name of the file"));
    assert_int_equal(cli_run("model draw"), 1);
    assert_int_equal(cli_run("model export a.osim --side left"), 1);
    assert_int_equal(cli_run("model export a.osim --with nothing_known"), 2);
    assert_int_equal(cli_run("model export missing/a.osim"), 4);
    assert_int_equal(cli_run("model draw missing/a.svg"), 4);
    cli_slurp("a.osim", file_text);
    assert_int_equal(strlen(file_text), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(exports), cmocka_unit_test(draws), cmocka_unit_test(refuses)};
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

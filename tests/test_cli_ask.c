// test_cli_ask.c - `ilium ask` as a user meets it: danger ends the questions, every answer is in the file, the next call goes on
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static char file[CLI_TEXT];

static int type(const char *words, const char *typed) {
    cli_write("typed", typed, strlen(typed));
    cli_typed = "typed";
    int code = cli_run(words);
    cli_typed = NULL;
    return code;
}

static const char *record(void) {
    char  path[300];
    FILE *f = fopen(cli_path("anna.json", path), "rb");
    size_t n = f ? fread(file, 1, sizeof file - 1, f) : 0;
    file[n] = 0;
    if (f) fclose(f);
    return file;
}

static void expect(const char *where, const char *text) {
    if (!strstr(where, text)) fail_msg("'%s' stands not in: %.1500s", text, where);
}

static void answers_are_saved_and_the_next_call_goes_on(void **state) {
    (void)state;
    assert_int_equal(type("ask anna.json --date 2026-03-31", "f\n35\n168\n1.68\nq\n"), 0);
    expect(cli_out, "between 0.4 and 2.6");
    expect(cli_out, "without which the screen is incomplete");
    expect(record(), "\"height_m\": 1.68");
    // end of input in place of `q`; `<` goes back to the mass, `0!` takes it away
    assert_int_equal(type("ask anna.json --date 2026-03-31", "62\n<\n0!\n"), 0);
    assert_null(strstr(cli_out, "Height"));
    assert_null(strstr(record(), "mass_kg\": "));
    assert_int_equal(type("ask anna.json --date 2026-03-31", "62\n"), 0);
    expect(record(), "\"mass_kg\": 62");
    // who entered what, and what it replaced; nothing of it is taken out again
    assert_int_equal(type("ask anna.json --date 2026-03-31 --section History --by Dr_A", "ache\n<\ndull ache\n"), 0);
    expect(record(), "\"by\": \"Dr_A\", \"what\": \"2026-03-31/history/complaint\", \"now\": \"ache\"}");
    expect(record(), "\"was\": \"ache\", \"now\": \"dull ache\"}");
    expect(record(), "\"what\": \"2026-03-31/person/mass_kg\", \"was\": \"62\"}");
    assert_int_equal(type("ask anna.json --date 2026-04-14 --section Palpation", "?\n+\n>\n4\n"), 0);
    expect(cli_out, "Palpation and muscle");
    expect(cli_out, "Nerves and joints");
    expect(record(), "\"date\": \"2026-04-14\"");
    expect(record(), "\"hip_flexor_strength_mrc\", \"side\": \"r\", \"value\": 4");
    cli_remove("anna.json");
}

static void an_emergency_ends_the_questions_and_stands_in_the_file(void **state) {
    (void)state;
    assert_int_equal(type("ask anna.json --date 2026-03-31 --section Safety", "yes\nno\nno\n"), 10);
    expect(cli_out, "EMERGENCY: cauda equina syndrome");
    expect(record(), "\"ces_retention\": \"yes\"");
    assert_null(strstr(record(), "\"no\""));
    assert_int_equal(type("ask anna.json --date 2026-03-31 --section History", "ache\n"), 0); // said again, and the history can be taken
    expect(cli_out, "EMERGENCY: cauda equina syndrome");
    expect(record(), "\"complaint\": \"ache\"");
    cli_remove("anna.json");
}

// what was recorded is shown again without what a terminal would obey
static void recorded_text_does_not_command_the_terminal(void **state) {
    (void)state;
    const char bad[] = "{\"ilium_patient\": 1, \"id\": \"\\u001b[2J\", \"visits\": [{\"date\": \"2026-03-31\", \"history\": {\"complaint\": \"a\\u001b[31m\\u202eb\"}}]}";
    cli_write("anna.json", bad, sizeof bad - 1);
    assert_int_equal(type("ask anna.json --date 2026-03-31 --section History", "<\n<\n<\n?\nache\n<\n?\nq\n"), 0);
    assert_null(strchr(cli_out, 0x1b));
    assert_null(strstr(cli_out, "\xe2\x80\xae"));
    cli_remove("anna.json");
}

static void what_is_wrong_is_one_sentence_and_nothing_is_written(void **state) {
    static const struct { const char *words, *says; int code; } t[] = {
        {"ask", "patient file to write is missing", 1},
        {"ask anna.json --section Nonsense", "no section", 1},
        {"ask anna.json --date 31.3.2026", "YYYY-MM-DD", 2},
        {"ask nowhere/anna.json --date 2026-03-31", "nowhere/anna.json", 4},
    };
    (void)state;
    for (size_t i = 0; i < sizeof t/sizeof *t; i++) {
        int code = type(t[i].words, "q\n");
        if (code != t[i].code) fail_msg("'%s' exits with %d: %s", t[i].words, code, cli_err);
        expect(cli_err, t[i].says);
        assert_string_equal(record(), "");
    }
    cli_write("anna.json", "{\"ilium_patient\": 1", 19);
    assert_int_equal(type("ask anna.json", "f\n"), 2);
    assert_string_equal(record(), "{\"ilium_patient\": 1");
    cli_remove("anna.json");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_saved_and_the_next_call_goes_on),
        cmocka_unit_test(an_emergency_ends_the_questions_and_stands_in_the_file),
        cmocka_unit_test(recorded_text_does_not_command_the_terminal), cmocka_unit_test(what_is_wrong_is_one_sentence_and_nothing_is_written),
    };
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

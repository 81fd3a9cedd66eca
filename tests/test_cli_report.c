// test_cli_report.c - report and handout as a person calls them: which files they write, with which code they end, and what they refuse
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "cli.h"

#define EMERGENCY IL_SOURCE_DIR "/examples/patients/published_cauda_equina.json"

static void wrong_command_lines_say_what_is_wrong(void **state) {
    (void)state;
    static const struct {
        const char *call, *says;
    } wrong[] = {{"report", "a patient file is missing"},
                 {"report " EMERGENCY, "whom is it for"},
                 {"report " EMERGENCY " --for court", "clinician, patient, legal, plan or all"},
                 {"report " EMERGENCY " --for all -o x", "-o names one document"},
                 {"report " EMERGENCY " --for legal --date 21.11.2026", "--date is YYYY-MM-DD"},
                 {"handout", "a topic is missing"},
                 {"handout cooking", "a topic is one of desk, sleep, lifting"}};
    for (size_t i = 0; i < sizeof wrong/sizeof *wrong; i++) {
        assert_int_equal(cli_run(wrong[i].call), 1);
        if (!strstr(cli_err, wrong[i].says)) fail_msg("%s says: %s", wrong[i].call, cli_err);
    }
}

static long size_of(const char *name) {
    char        path[300];
    struct stat s;
    return stat(cli_path(name, path), &s) ? -1 : (long)s.st_size;
}

static void an_emergency_is_a_document_too(void **state) {
    static char first[CLI_TEXT], second[CLI_TEXT];
    (void)state;
    assert_int_equal(cli_run("report " EMERGENCY " --for patient -o anna --citations list.json --country GB --date 2026-11-21"), 10);
    assert_non_null(strstr(cli_out, "anna.html\nanna.pdf\nlist.json\n"));
    assert_true(size_of("anna.pdf") > 2000 && size_of("list.json") > 100);
    cli_slurp("anna.html", first);
    assert_non_null(strstr(first, "Get help now"));
    assert_non_null(strstr(first, "999"));
    assert_null(strstr(first, "cauda"));
    // the same day gives the same bytes; one form alone where it is asked for
    assert_int_equal(cli_run("report " EMERGENCY " --for patient -o anna --html --country GB --date 2026-11-21"), 10);
    assert_null(strstr(cli_out, ".pdf"));
    cli_slurp("anna.html", second);
    assert_string_equal(first, second);
    cli_remove("anna.pdf"), cli_remove("list.json");
}

// beside the patient's file, for its owner alone
static void without_a_name_it_stands_beside_the_record(void **state) {
    char        path[300], call[400];
    struct stat s;
    (void)state;
    snprintf(call, sizeof call, "cp %s %s", EMERGENCY, cli_path("bert.json", path));
    assert_int_equal(system(call), 0);
    assert_int_equal(cli_run("report bert.json --for legal --pdf"), 10);
    assert_non_null(strstr(cli_out, "bert.legal.pdf\n"));
    assert_int_equal(stat(cli_path("bert.legal.pdf", path), &s), 0);
    assert_int_equal(s.st_mode & 077, 0);
    assert_int_equal(size_of("bert.legal.html"), -1);
    cli_remove("bert.legal.pdf"), cli_remove("bert.json");
}

static void what_cannot_be_written_is_told(void **state) {
    (void)state;
    assert_int_equal(cli_run("report " EMERGENCY " --for legal -o no/such/folder/x"), 4);
    assert_true(strlen(cli_err) > 0);
    assert_int_equal(cli_run("report no_such_file.json --for legal"), 2);
}

static void a_handout_is_drawn(void **state) {
    static char text[CLI_TEXT];
    (void)state;
    assert_int_equal(cli_run("handout lifting --date 2026-11-21"), 0);
    assert_non_null(strstr(cli_out, "lifting.html\nlifting.pdf\n"));
    cli_slurp("lifting.html", text);
    assert_non_null(strstr(text, "Hold the load close"));
    assert_non_null(strstr(text, "the solved posture"));
    assert_non_null(strstr(text, "https://doi.org/10.1002/14651858.CD005958.pub3"));
    cli_remove("lifting.pdf");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_command_lines_say_what_is_wrong),
        cmocka_unit_test(an_emergency_is_a_document_too),
        cmocka_unit_test(without_a_name_it_stands_beside_the_record),
        cmocka_unit_test(what_cannot_be_written_is_told),
        cmocka_unit_test(a_handout_is_drawn),
    };
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

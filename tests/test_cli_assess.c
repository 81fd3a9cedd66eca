// test_cli_assess.c - `ilium assess` as a user meets it: bad input of every kind, one sentence each, nothing left behind; then a report
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

#define HEAD "{\"ilium_patient\": 1, \"id\": \"X\", \"person\": {\"sex\": \"female\", \"age_years\": 40, \"height_m\": 1.7, \"mass_kg\": 60},\n"
#define VISIT(findings) HEAD "\"visits\": [{\"date\": \"2024-01-01\",\n\"findings\": [" findings "]}]}\n"

typedef struct bad_file {
    const char *name, *text, *says;
} bad_file;

// what each file gets wrong, and what the sentence must name
static const bad_file bad[] = {
    {"empty.json", "", "empty.json"},
    {"blank.json", " \n", "blank.json"},
    {"truncated.json", HEAD "\"visits\": [{\"date\": ", "truncated.json:2:"},
    {"malformed.json", "{\n  \"ilium_patient\" 1}", "malformed.json:2:"},
    {"array.json", "[]", "array.json:1:"},
    {"version.json", "{\"ilium_patient\": 99, \"visits\": []}", "version.json:1:"},
    {"unknown_key.json", VISIT("{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 60, \"unit\": \"deg\", \"colour\": 1}"), "unknown_key.json:3:"},
    {"unknown_test.json", VISIT("{\"test\": \"slr_degree\", \"side\": \"r\", \"value\": 60, \"unit\": \"deg\"}"), "slr_deg"},
    {"unit.json", VISIT("{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 60, \"unit\": \"mm\"}"), "deg"},
    {"impossible.json", VISIT("{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 400, \"unit\": \"deg\"}"), "400"},
    {"duplicate.json",
     VISIT("{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 60, \"unit\": \"deg\"},\n{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 61, "
           "\"unit\": \"deg\"}"),
     "duplicate.json:4:"},
    {"contradiction.json",
     VISIT("{\"test\": \"modified_thomas_hip_deg\", \"side\": \"r\", \"value\": -20, \"unit\": \"deg\"},\n{\"test\": \"modified_thomas\", \"side\": \"r\", "
           "\"result\": \"positive\"}"),
     "modified_thomas is positive, but modified_thomas_hip_deg of the same side is -20"},
    {"radians.json", VISIT("{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 1.2, \"unit\": \"deg\"}"), "1.2 radians would be 69 deg: write degrees"},
    {"both_sides.json", VISIT("{\"test\": \"slr_deg\", \"side\": \"both\", \"value\": 60, \"unit\": \"deg\"}"), "both_sides.json:3:"},
    {"midline_side.json", VISIT("{\"test\": \"leg_length_difference_mm\", \"side\": \"r\", \"value\": 4, \"unit\": \"mm\"}"), "leave the side out"},
    {"short_on_both.json",
     VISIT("{\"test\": \"iliac_crest_low\", \"side\": \"r\", \"result\": \"positive\"},\n{\"test\": \"iliac_crest_low\", \"side\": \"l\", \"result\": \"positive\"}"),
     "cannot hold on both sides"},
    {"sideless.json", VISIT("{\"test\": \"slr_deg\", \"value\": 60, \"unit\": \"deg\"}"), "side"},
    {"mass.json", "{\"ilium_patient\": 1, \"id\": \"X\", \"person\": {\"mass_kg\": -3}, \"visits\": [{\"date\": \"2024-01-01\"}]}", "mass_kg"},
    {"nan.json", "{\"ilium_patient\": 1, \"id\": \"X\", \"person\": {\"mass_kg\": NaN}, \"visits\": []}", "nan.json:1:"},
    {"no_visit.json", "{\"ilium_patient\": 1, \"id\": \"X\", \"person\": {}, \"visits\": []}", "visit"},
};

static void refused(const char *words, int code, const char *says) {
    int got = cli_run(words);
    if (got != code) fail_msg("'%s' exits with %d: %s%.200s", words, got, cli_err, cli_out);
    cli_one_sentence(words);
    if (!strstr(cli_err, says)) fail_msg("'%s' does not say '%s': %s", words, says, cli_err);
}

static void bad_files_are_refused_in_one_sentence(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char words[200];
        cli_write(bad[i].name, bad[i].text, strlen(bad[i].text));
        snprintf(words, sizeof words, "assess %s --html out.html", bad[i].name);
        refused(words, 2, bad[i].says);
        cli_remove(bad[i].name);
        assert_int_equal(cli_files(), 0);
    }
}

static void what_is_no_patient_file_is_refused(void **state) {
    (void)state;
    refused("assess missing.json --html out.html", 2, "missing.json");
    refused("assess . --html out.html", 2, "folder");
    refused("assess /dev/null", 2, "/dev/null");
    cli_write("huge.json", "", 0);
    char path[300];
    assert_int_equal(truncate(cli_path("huge.json", path), (off_t)100 << 20), 0);
    refused("assess huge.json --html out.html", 2, "huge.json");
    cli_remove("huge.json");
    refused("assess", 1, "a patient file is missing");
    refused("assess x --threads 0", 1, "--threads");
    refused("assess x --threads many", 1, "--threads");
    assert_int_equal(cli_files(), 0);
}

static const char fine[] = VISIT("{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 60, \"unit\": \"deg\"}");

static void a_visit_that_is_not_there_is_named(void **state) {
    (void)state;
    cli_write("fine.json", fine, sizeof fine - 1);
    refused("assess fine.json --visit 1999-01-01 --html out.html", 2, "1999-01-01");
    refused("assess fine.json --visit 2 --html out.html", 2, "'2'");
    refused("assess fine.json --data nowhere", 2, "nowhere");
    refused("assess fine.json --country de", 2, "'de'");
    cli_remove("fine.json");
    assert_int_equal(cli_files(), 0);
}

// the published case with cauda equina: a code of its own, a whole report, nothing ranked
static void an_emergency_has_its_own_exit_code(void **state) {
    char path[300];
    (void)state;
    assert_int_equal(cli_run("assess " IL_SOURCE_DIR "/examples/patients/published_cauda_equina.json --html out.html"), 10);
    assert_memory_equal(cli_out, "SAFETY     EMERGENCY", 20);
    assert_null(strstr(cli_out, "likely"));
    assert_int_equal(access(cli_path("out.html", path), R_OK), 0);
    assert_int_equal(cli_run("assess " IL_SOURCE_DIR "/examples/patients/published_cauda_equina.json --json"), 10);
    assert_memory_equal(cli_out, "{\n  \"safety\"", 12);
    assert_int_equal(cli_run("assess " IL_SOURCE_DIR "/examples/patients/published_cauda_equina.json --html no/folder/out.html"), 4);
    cli_one_sentence("unwritable");
    cli_remove("out.html");
    assert_int_equal(cli_files(), 0);
}

// stopped at any moment, it leaves nothing
static void ctrl_c_leaves_nothing_behind(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++) {
        pid_t child = cli_start("assess " IL_SOURCE_DIR "/examples/patients/teaching_desk_worker.json --html out.html --threads 1");
        nanosleep(&(struct timespec){.tv_nsec = 20000000L << 2 * i}, NULL);
        kill(child, SIGINT);
        int code = cli_wait(child);
        if (code == 0) { // it was done before
            cli_remove("out.html");
            continue;
        }
        if (code != 130 && code != 1000 + SIGINT) fail_msg("exit code %d: %s", code, cli_err);
        assert_string_equal(cli_out, "");
        assert_int_equal(cli_files(), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_files_are_refused_in_one_sentence), cmocka_unit_test(what_is_no_patient_file_is_refused),
        cmocka_unit_test(a_visit_that_is_not_there_is_named),    cmocka_unit_test(an_emergency_has_its_own_exit_code),
        cmocka_unit_test(ctrl_c_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

// test_cli_record.c - what changes a record from the command line: consent, a kept plan, the lock; and what a withdrawn consent stops
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "ilium/file.h"

static char file[CLI_TEXT];

static const char *record(void) {
    char   path[300];
    FILE  *f = fopen(cli_path("anna.json", path), "rb");
    size_t n = f ? fread(file, 1, sizeof file - 1, f) : 0;
    file[n] = 0;
    if (f) fclose(f);
    return file;
}

static void copy_example(const char *example, const char *name) {
    char  *bytes = NULL, path[400];
    size_t size = 0;
    snprintf(path, sizeof path, IL_SOURCE_DIR "/examples/patients/%s.json", example);
    assert_int_equal(il_file_read(path, 0, &bytes, &size, NULL), IL_OK);
    cli_write(name, bytes, size);
    il_file_free(bytes);
}

static void copy_record(void) { copy_example("teaching_desk_worker", "anna.json"); }

static void expect(const char *where, const char *text) {
    if (!strstr(where, text)) fail_msg("'%s' stands not in: %.1500s", text, where);
}

static void run(int code, const char *words) {
    int got = cli_run(words);
    if (got != code) fail_msg("'%s' exits with %d: %s", words, got, cli_err);
}

static void consent_is_recorded_told_and_withdrawn(void **state) {
    (void)state;
    struct stat st;
    char        path[300];
    copy_record();
    run(0, "consent anna.json");
    assert_string_equal(cli_out, "processing: not recorded\nexam: not recorded\n");
    run(0, "consent anna.json --for processing --given yes --date 2026-01-12 --by patient --taken-by Dr_A");
    run(0, "consent anna.json --for massage --given yes --date 2026-01-12 --risks soreness --alternatives less");
    expect(cli_out, "processing: given 2026-01-12 by patient; explained by Dr_A\n");
    expect(cli_out, "massage: given 2026-01-12; risks: soreness; alternatives: less\n");
    run(0, "consent anna.json --withdraw massage --date 2026-02-01 --by patient");
    expect(cli_out, "massage: withdrawn 2026-02-01 by patient");
    expect(record(), "\"what\": \"consent/massage\", \"now\": \"withdrawn\"");
    assert_int_equal(stat(cli_path("anna.json", path), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    // what is wrong changes nothing
    static const struct { const char *words, *says; int code; } wrong[] = {
        {"consent anna.json --withdraw massage", "no consent to 'massage' stands", 2},   {"consent anna.json --withdraw exam", "no consent to 'exam' stands", 2},
        {"consent anna.json --for masage --given yes", "did you mean \"massage\"", 2},  {"consent anna.json --for massage", "go together", 1},
        {"consent anna.json --for massage --given perhaps", "yes or no", 1},            {"consent anna.json --for exam --given yes --date 2026-02-30", "a day that exists", 2},
        {"consent anna.json --for massage --given yes --date 2025-01-01", "order of time", 2}, {"consent nobody.json --for exam --given yes", "no such file", 2},
    };
    char *before = strdup(record());
    for (size_t i = 0; i < sizeof wrong/sizeof *wrong; i++) {
        run(wrong[i].code, wrong[i].words);
        expect(cli_err, wrong[i].says);
        assert_string_equal(record(), before);
    }
    free(before);
    assert_int_equal(cli_files(), 1); // no lock and no neighbour stays
    cli_remove("anna.json");
}

static void a_withdrawn_consent_stops_what_it_covers(void **state) {
    (void)state;
    copy_record();
    run(0, "consent anna.json --for hip_extensor_strengthening --given no --date 2026-01-12");
    run(0, "plan anna.json");
    expect(cli_out, "strengthening the hip extensors: consent to it was refused or withdrawn");
    assert_null(strstr(cli_out, "strengthening the hip extensors, right ["));
    run(0, "what-if anna.json --treatment hip_extensor_strengthening");
    expect(cli_out, "NOT: consent to it was refused or withdrawn");
    run(0, "assess anna.json");
    assert_null(strstr(cli_out, "No further test"));
    run(0, "consent anna.json --for exam --given yes --date 2026-01-12");
    run(0, "consent anna.json --withdraw exam --date 2026-01-13");
    run(0, "assess anna.json");
    expect(cli_out, "Consent to the exam is refused or withdrawn");
    expect(cli_out, "No further test");
    run(0, "consent anna.json --for processing --given no --date 2026-01-13");
    static const char *const all[] = {"assess anna.json", "plan anna.json", "what-if anna.json --treatment massage", "follow-up anna.json", "assess anna.json --json"};
    for (size_t i = 0; i < sizeof all/sizeof *all; i++) {
        run(0, all[i]);
        expect(cli_out, "Consent to processing is refused or withdrawn");
        expect(cli_out, i == 4 ? "\"watch\"" : "WATCH"); // danger is told always
        static const char *const never[] = {"hip flexors short (", "Thomas", "dull ache", "PSIS", "GROIN"};
        for (size_t k = 0; k < sizeof never/sizeof *never; k++)
            if (strstr(cli_out, never[k])) fail_msg("%s tells %s", all[i], never[k]);
    }
    run(2, "report anna.json --for all");
    expect(cli_err, "Consent to processing is refused or withdrawn");
    run(2, "export anna.json --fhir out.json");
    assert_int_equal(cli_files(), 1);
    cli_remove("anna.json");
}

// somebody whose plan simulates little: what a kept plan expects of tests is slow_http's and test_whatif's
static void a_plan_is_kept_and_held_against_what_comes(void **state) {
    (void)state;
    copy_example("teaching_runner", "anna.json");
    run(0, "plan anna.json --save --by Dr_A");
    expect(record(), "\"plans\": [");
    expect(record(), "\"outcome\": \"pain\", \"weeks\": 6");
    expect(record(), "\"treatment\": \"spinal_manipulation\"");
    assert_null(strstr(record(), "\"released\""));
    run(0, "plan anna.json --release --by Dr_A");
    expect(record(), "\"released_by\": \"Dr_A\"");
    assert_null(strstr(strstr(record(), "\"expected\"") + 1, "\"expected\"")); // one plan a visit
    run(0, "follow-up anna.json");
    expect(cli_out, "Plan of 2026-01-12 by Dr_A, released to the person");
    expect(cli_out, "0 weeks after the plan: expected 2 (2 to 2), found 2: as expected");
    // an emergency has no plan to keep
    copy_example("published_cauda_equina", "ces.json");
    run(2, "plan ces.json --save");
    expect(cli_err, "no plan to keep");
    cli_remove("ces.json");
    cli_remove("anna.json");
}

static void who_holds_the_file_is_told(void **state) {
    (void)state;
    il_file_lock *lock = NULL;
    char          path[300], who[60];
    copy_record();
    snprintf(who, sizeof who, "process %ld on ", (long)getpid());
    assert_int_equal(il_file_lock_take(cli_path("anna.json", path), &lock, NULL), IL_OK);
    static const char *const writers[] = {"ask anna.json --date 2026-01-12", "consent anna.json --for exam --given yes", "plan anna.json --save"};
    for (size_t i = 0; i < sizeof writers/sizeof *writers; i++) {
        run(4, writers[i]);
        expect(cli_err, who);
    }
    run(0, "follow-up anna.json"); // reading needs no lock
    il_file_lock_release(lock);
    run(0, "consent anna.json --for exam --given yes --date 2026-01-12");
    cli_remove("anna.json");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(consent_is_recorded_told_and_withdrawn), cmocka_unit_test(a_withdrawn_consent_stops_what_it_covers),
                                       cmocka_unit_test(a_plan_is_kept_and_held_against_what_comes), cmocka_unit_test(who_holds_the_file_is_told)};
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

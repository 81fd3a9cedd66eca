// test_cli_fhir.c - `ilium export` as a person calls it; its documents by the checks in C, and by two validators of others where node has them (tools/fhir_peers.sh)
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "cli.h"
#include "fhir_check.h"

#define PATIENTS  IL_SOURCE_DIR "/examples/patients/"
#define EMERGENCY PATIENTS "published_cauda_equina.json"
#define WRITTEN   " --written 2026-11-21T13:00:00Z"

static json_t *read_document(const char *name) {
    char         path[300];
    json_error_t where;
    json_t      *bundle = json_load_file(cli_path(name, path), JSON_REJECT_DUPLICATES, &where);
    if (!bundle) fail_msg("%s: %s", name, where.text);
    return bundle;
}

static void check(const char *name) {
    fhir_check  c;
    json_t     *bundle = read_document(name);
    const char *fault = fhir_fault(&c, bundle);
    if (*fault) fail_msg("%s: %s", name, fault);
    json_decref(bundle);
}

static void wrong_calls_write_nothing(void **state) {
    (void)state;
    static const struct {
        const char *call, *says;
        int         code;
    } wrong[] = {{"export " EMERGENCY, "--fhir FILE", 1},
                 {"export --fhir x.json", "a patient file is missing", 1},
                 {"export " EMERGENCY " --fhir x.json --written yesterday", "is written as 2026", 2},
                 {"export " PATIENTS "nobody.json --fhir x.json", "nobody", 2},
                 {"export " EMERGENCY " --fhir no/such/folder/x.json", "no/such/folder", 4}};
    for (size_t i = 0; i < sizeof wrong/sizeof *wrong; i++) {
        assert_int_equal(cli_run(wrong[i].call), wrong[i].code);
        if (!strstr(cli_err, wrong[i].says)) fail_msg("%s says: %s", wrong[i].call, cli_err);
        assert_int_equal(cli_files(), 0);
    }
}

// ask the two validators; -1: they are not there
static int peers(const char *names) {
    char        call[1200], path[300];
    struct stat s;
    if (stat(IL_SOURCE_DIR "/build/fhir-peers/installed-lock.json", &s) || system("node --version > /dev/null 2>&1")) return -1;
    snprintf(call, sizeof call, "cd %s && node " IL_SOURCE_DIR "/tests/fhir/validate.js " IL_SOURCE_DIR "/build/fhir-peers %s > peers.txt 2>&1", cli_path("", path), names);
    int status = system(call);
    cli_slurp("peers.txt", cli_out);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}

// the emergency of the examples with all that papers need, in words that want out
static void write_full_record(void) {
    static const char hostile[] = "<b>\"O'Neill\"</b> & \\ \xe2\x80\xae" "end ]]>";
    json_t *r = json_load_file(EMERGENCY, 0, NULL);
    char    path[300];
    assert_non_null(r);
    json_object_set_new(r, "label", json_string(hostile));
    json_object_set_new(r, "author", json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "name", hostile, "credentials", hostile, "licence", "L-1", "jurisdiction", hostile, "organisation", hostile, "contact", hostile));
    json_object_set_new(r, "pre_existing", json_pack("[{s:s, s:s, s:s, s:s}]", "condition", hostile, "since", "2019", "source", hostile, "note", hostile));
    json_object_set_new(r, "consents", json_pack("[{s:s, s:s, s:s, s:s, s:s}, {s:s, s:s, s:s, s:s, s:s, s:s}]", "for", "processing", "given", "yes", "date", "2010-01-01", "by", hostile, "taken_by", hostile, "for", "massage",
                                                 "given", "no", "date", "2010-01-01", "by", hostile, "risks", hostile, "alternatives", hostile));
    json_object_set_new(r, "entries", json_pack("[{s:s, s:s, s:s, s:s}]", "at", "2010-01-01T10:00:00Z", "by", hostile, "what", "label", "now", hostile));
    assert_int_equal(json_dump_file(r, cli_path("full_record.json", path), 0), 0);
    json_decref(r);
}

static void documents_are_sound_by_our_checks_and_by_others(void **state) {
    (void)state;
    assert_int_equal(cli_run("export " EMERGENCY " --fhir emergency.json" WRITTEN), 10);
    assert_int_equal(cli_run("export " PATIENTS "teaching_desk_worker.json --fhir desk.json" WRITTEN), 0);
    write_full_record();
    int code = cli_run("export full_record.json --fhir full.json" WRITTEN);
    if (code != 10) fail_msg("%s", cli_err);
    check("emergency.json"), check("desk.json"), check("full.json");
    // the same bytes again, on standard output too
    json_t *first = read_document("desk.json");
    assert_int_equal(cli_run("export " PATIENTS "teaching_desk_worker.json --fhir -" WRITTEN), 0);
    json_t *again = json_loads(cli_out, 0, NULL);
    assert_true(again && json_equal(first, again));
    json_decref(again);
    json_decref(first);

    int answer = peers("emergency.json desk.json full.json");
    if (answer < 0) print_message("SKIPPED: the validators of others are not installed (tools/fhir_peers.sh needs node and npm)\n");
    else if (answer) fail_msg("%s", cli_out);
    // they see what is planted, so that their silence means something
    json_t *spoiled = read_document("emergency.json"), *resource = json_object_get(json_array_get(json_object_get(spoiled, "entry"), 1), "resource");
    char    path[300];
    json_object_set_new(resource, "gender", json_string("F"));
    assert_int_equal(json_dump_file(spoiled, cli_path("spoiled.json", path), 0), 0);
    json_decref(spoiled);
    if (answer >= 0) assert_int_equal(peers("spoiled.json"), 1);
    cli_remove("spoiled.json"), cli_remove("emergency.json"), cli_remove("desk.json"), cli_remove("full.json"), cli_remove("full_record.json");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_calls_write_nothing),
        cmocka_unit_test(documents_are_sound_by_our_checks_and_by_others),
    };
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

// test_cli_assess_all.c - `ilium assess-all`: danger first, one bad record stops no other, nothing is replaced that it did not write, and it goes on where it was stopped
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>

#include "cli.h"

// of an unknown age: screened and recorded only, so that nothing is simulated
#define NOBODY "{\"ilium_patient\": 1, \"id\": \"%s\", \"person\": {}, \"visits\": [{\"date\": \"2024-01-0%d\"}]}\n"

static void write_record(const char *name, int day) {
    char text[300];
    int  n = snprintf(text, sizeof text, NOBODY, "X", day);
    cli_write(name, text, (size_t)n);
}

static void make_folder(const char *name) {
    char path[300];
    assert_int_equal(mkdir(cli_path(name, path), 0700), 0);
}

static void remove_all(const char *name) {
    char command[400], path[300];
    snprintf(command, sizeof command, "rm -rf %s", cli_path(name, path));
    assert_int_equal(system(command), 0);
}

static char summary[CLI_TEXT];
static void read_summary(const char *name) {
    char  path[300];
    FILE *f = fopen(cli_path(name, path), "rb");
    assert_non_null(f);
    summary[fread(summary, 1, sizeof summary - 1, f)] = 0;
    fclose(f);
}

static void copy_emergency(const char *name) {
    static char bytes[1 << 16];
    FILE  *f = fopen(IL_SOURCE_DIR "/examples/patients/published_cauda_equina.json", "rb");
    assert_non_null(f);
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    cli_write(name, bytes, n);
}

static void make_records(void) {
    make_folder("in");
    write_record("in/anna.json", 1), write_record("in/=1+2,3.json", 2);
    cli_write("in/broken.json", "{", 1);
    cli_write("in/notes.txt", "not a record", 12);
    copy_emergency("in/zoe.json");
}

static int mode_of(const char *name) {
    char        path[300];
    struct stat st;
    assert_int_equal(stat(cli_path(name, path), &st), 0);
    return st.st_mode & 0777;
}

static void danger_comes_first_and_a_bad_record_stops_no_other(void **state) {
    (void)state;
    make_records();
    assert_int_equal(cli_run("assess-all in --out out"), 10);
    assert_memory_equal(cli_out, "EMERGENCY  zoe.json: ", 21);
    assert_non_null(strstr(cli_out, "4 records: 1 EMERGENCY, 0 URGENT, 0 WATCH"));
    assert_non_null(strstr(cli_out, "; 1 could not be assessed\n"));
    assert_non_null(strstr(cli_out, "A qualified clinician decides."));
    read_summary("out/summary.csv");
    assert_memory_equal(summary, "# Research and education software", 33);
    assert_non_null(strstr(summary, "\n\"'=1+2,3.json\",2024-01-02,"));
    assert_non_null(strstr(summary, "\nanna.json,2024-01-01,"));
    assert_non_null(strstr(summary, "\nbroken.json,,,,,,,"));
    assert_non_null(strstr(summary, "in/broken.json:1:"));
    assert_non_null(strstr(summary, ",emergency,"));
    assert_null(strstr(summary, "notes.txt"));
    assert_int_equal(mode_of("out"), 0700), assert_int_equal(mode_of("out/summary.csv"), 0600), assert_int_equal(mode_of("out/anna.json"), 0600);
    char path[300];
    assert_int_equal(access(cli_path("out/broken.json", path), F_OK), -1);
    remove_all("in/zoe.json"), remove_all("out");
    assert_int_equal(cli_run("assess-all in --out out"), 2);
    remove_all("in/broken.json"), remove_all("out");
    assert_int_equal(cli_run("assess-all in --out out"), 0);
    remove_all("in"), remove_all("out");
}

static void refused(const char *words, int code, const char *says) {
    int got = cli_run(words);
    if (got != code) fail_msg("'%s' exits with %d: %s%.200s", words, got, cli_err, cli_out);
    cli_one_sentence(words);
    if (!strstr(cli_err, says)) fail_msg("'%s' does not say '%s': %s", words, says, cli_err);
}

static void what_it_did_not_write_is_never_replaced(void **state) {
    (void)state;
    make_records();
    refused("assess-all", 1, "a folder of patient files is missing");
    refused("assess-all in", 1, "--out DIR is missing");
    refused("assess-all nowhere --out out", 2, "nowhere");
    refused("assess-all in/anna.json --out out", 2, "in/anna.json");
    refused("assess-all in --out in", 2, "would replace the records");
    make_folder("empty");
    refused("assess-all empty --out out", 2, "holds no patient file");
    make_folder("other");
    write_record("other/anna.json", 3);
    refused("assess-all in --out other", 2, "other/anna.json: is there already");
    assert_int_equal(cli_run("assess-all in --out out"), 10);
    refused("assess-all in --out out", 2, "--resume goes on");
    refused("assess-all in --out out --resume --setting clinic", 2, "other data or other options");
    read_summary("other/anna.json");
    assert_non_null(strstr(summary, "2024-01-03"));
    remove_all("in"), remove_all("out"), remove_all("other"), remove_all("empty");
}

static time_t written(const char *name) {
    char        path[300];
    struct stat st;
    assert_int_equal(stat(cli_path(name, path), &st), 0);
    return st.st_mtim.tv_sec*1000 + st.st_mtim.tv_nsec/1000000;
}

// stopped, then gone on with: what was there is kept, a record that changed since is done again, and the summary is that of a run that was not stopped
static void it_goes_on_where_it_was_stopped(void **state) {
    static char whole[CLI_TEXT];
    (void)state;
    make_folder("in");
    for (int i = 0; i < 40; i++) {
        char name[40];
        snprintf(name, sizeof name, "in/p%02d.json", i), write_record(name, 1 + i%9);
    }
    assert_int_equal(cli_run("assess-all in --out out"), 0);
    read_summary("out/summary.csv");
    memcpy(whole, summary, sizeof whole);
    remove_all("out");
    pid_t child = cli_start("assess-all in --out out --threads 1");
    char  path[300];
    for (int i = 0; i < 5000 && access(cli_path("out/p01.json", path), F_OK); i++) nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    kill(child, SIGINT);
    int code = cli_wait(child);
    if (code != 0) {
        assert_int_equal(code, 130);
        cli_one_sentence("stopped");
        assert_non_null(strstr(cli_err, "--resume goes on"));
        assert_int_equal(access(cli_path("out/summary.csv", path), F_OK), -1);
    }
    time_t first = written("out/p00.json");
    assert_int_equal(cli_run("assess-all in --out out --resume"), 0);
    assert_int_equal(written("out/p00.json"), first);
    read_summary("out/summary.csv");
    assert_string_equal(summary, whole);
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    write_record("in/p00.json", 9);
    assert_int_equal(cli_run("assess-all in --out out --resume"), 0);
    assert_true(written("out/p00.json") > first);
    read_summary("out/summary.csv");
    assert_non_null(strstr(summary, "\np00.json,2024-01-09,"));
    remove_all("in"), remove_all("out");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(danger_comes_first_and_a_bad_record_stops_no_other),
        cmocka_unit_test(what_it_did_not_write_is_never_replaced),
        cmocka_unit_test(it_goes_on_where_it_was_stopped),
    };
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

// test_cli_assess_all.c - `ilium assess-all`: danger first however it ends, one bad record stops no other, nothing is replaced that it did not write, and no answer of another record is kept
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
    char path[300];
    make_folder("in");
    write_record("in/anna.json", 1), write_record("in/=1+2,3.json", 2), write_record("in/#ANNA.JSON", 3), write_record("in/about.json", 4);
    cli_write("in/broken.json", "{", 1);
    assert_int_equal(mkfifo(cli_path("in/pipe.json", path), 0600), 0);
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
    assert_memory_equal(cli_out, "EMERGENCY  zoe.json\n           New: ", 36);
    assert_non_null(strstr(cli_out, "Emergency department now"));
    assert_non_null(strstr(cli_out, "Call the local emergency number."));
    assert_non_null(strstr(cli_out, "7 records: 1 EMERGENCY, 0 URGENT, 0 WATCH, 4 without a sign of danger; of 5 the screening is incomplete"));
    assert_non_null(strstr(cli_out, "; 2 could not be assessed; 1 files of other names were passed over\n"));
    assert_non_null(strstr(cli_out, "A qualified clinician decides."));
    read_summary("out/summary.csv");
    assert_memory_equal(summary, "# Research and education software", 33);
    assert_non_null(strstr(summary, "\n\"'=1+2,3.json\",2024-01-02,"));
    assert_non_null(strstr(summary, "\n\"'#ANNA.JSON\",2024-01-03,"));
    assert_non_null(strstr(summary, "\nabout.json,2024-01-04,"));
    assert_non_null(strstr(summary, "\nanna.json,2024-01-01,clear,no,no,no,,,"));
    assert_non_null(strstr(summary, "in/pipe.json: is no plain file"));
    assert_non_null(strstr(summary, "\nbroken.json,,,,,,,"));
    assert_non_null(strstr(summary, "in/broken.json:1:"));
    assert_non_null(strstr(summary, ",emergency,"));
    assert_null(strstr(summary, "notes.txt"));
    assert_int_equal(mode_of("out"), 0700), assert_int_equal(mode_of("out/summary.csv"), 0600), assert_int_equal(mode_of("out/anna.json"), 0600);
    char path[300];
    assert_int_equal(access(cli_path("out/broken.json", path), F_OK), -1);
    assert_int_equal(cli_run("assess-all in --out out --resume --country GB"), 2); // another country
    assert_int_equal(cli_run("assess-all in --out out --resume"), 10);
    remove_all("out/summary.csv"), make_folder("out/summary.csv");
    assert_int_equal(cli_run("assess-all in --out out --resume"), 10); // no summary can be written, and it is said all the same
    assert_memory_equal(cli_out, "EMERGENCY  zoe.json", 19);
    remove_all("in/zoe.json"), remove_all("in/pipe.json"), remove_all("out");
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
    cli_write("out/anna.json", "MINE", 4), write_record("in/new.json", 5), write_record("out/new.json", 6);
    assert_int_equal(cli_run("assess-all in --out out --resume"), 10);
    read_summary("out/summary.csv");
    assert_non_null(strstr(summary, "out/anna.json: is there and is no answer"));
    assert_non_null(strstr(summary, "out/new.json: is there and is no answer"));
    read_summary("out/anna.json");
    assert_string_equal(summary, "MINE");
    make_folder("third"), write_record("third/summary.csv", 1);
    refused("assess-all in --out third", 2, "third/summary.csv: is there already");
    cli_write("plain", "", 0);
    refused("assess-all in --out plain", 4, "it is no folder");
    refused("assess-all in --out no/where", 4, "no/where");
    remove_all("third"), remove_all("plain");
    read_summary("other/anna.json");
    assert_non_null(strstr(summary, "2024-01-03"));
    remove_all("in"), remove_all("out"), remove_all("other"), remove_all("empty");
}

static ino_t file_of(const char *name) {
    char        path[300];
    struct stat st;
    assert_int_equal(stat(cli_path(name, path), &st), 0);
    return st.st_ino;
}

static void wait_for(const char *name) {
    char path[300];
    for (int i = 0; i < 5000 && access(cli_path(name, path), F_OK); i++) nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

// stopped, then gone on with: what was there is kept, and the summary is that of a run that was not stopped
static void it_goes_on_where_it_was_stopped(void **state) {
    static char whole[CLI_TEXT];
    char        path[300];
    (void)state;
    make_folder("in");
    copy_emergency("in/a.json");
    for (int i = 0; i < 200; i++) {
        char name[40];
        snprintf(name, sizeof name, "in/p%03d.json", i), write_record(name, 1 + i%9);
    }
    assert_int_equal(cli_run("assess-all in --out out"), 10);
    read_summary("out/summary.csv");
    memcpy(whole, summary, sizeof whole);
    remove_all("out");
    pid_t child = cli_start("assess-all in --out out --threads 1");
    wait_for("out/p001.json");
    kill(child, SIGINT);
    assert_int_equal(cli_wait(child), 10); // stopped, and danger is told
    assert_memory_equal(cli_out, "EMERGENCY  a.json", 17);
    assert_non_null(strstr(cli_err, "--resume goes on"));
    assert_int_equal(access(cli_path("out/summary.csv", path), F_OK), -1);
    ino_t first = file_of("out/p000.json");
    assert_int_equal(cli_run("assess-all in --out out --resume"), 10);
    assert_int_equal(file_of("out/p000.json"), first);
    read_summary("out/summary.csv");
    assert_string_equal(summary, whole);
    remove_all("in"), remove_all("out");
}

// a record that was exchanged by an older file is another record: an emergency in it is found
static void no_answer_of_another_record_is_kept(void **state) {
    char command[900], path[300];
    (void)state;
    make_folder("in");
    write_record("in/a.json", 1), write_record("in/b.json", 1);
    assert_int_equal(cli_run("assess-all in --out out"), 0);
    snprintf(command, sizeof command, "cp " IL_SOURCE_DIR "/examples/patients/published_cauda_equina.json %s && touch -d 2001-01-01 %s", cli_path("in/a.json", path), path);
    assert_int_equal(system(command), 0);
    cli_write("in/b.json", "{", 1);
    assert_int_equal(cli_run("assess-all in --out out --resume"), 10);
    assert_memory_equal(cli_out, "EMERGENCY  a.json", 17);
    assert_int_equal(access(cli_path("out/b.json", path), F_OK), -1); // no answer stands for what can no longer be read
    remove_all("in"), remove_all("out");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(danger_comes_first_and_a_bad_record_stops_no_other),
        cmocka_unit_test(what_it_did_not_write_is_never_replaced),
        cmocka_unit_test(it_goes_on_where_it_was_stopped),
        cmocka_unit_test(no_answer_of_another_record_is_kept),
    };
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

// test_cli_day.c - `ilium day`: told as text, as JSON and as a table; a checkpoint taken up again says the same
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <signal.h>
#include <time.h>

#include "cli.h"

static const char morning[] = "name: a morning\nsource: test\nbegins: \"06:00\"\nactivities:\n"
                              "  - {name: \"holds, far\", postures: [{task: hold_far, how: {load: 15}, seconds: 40}, {task: standing}]}\n"
                              "  - {name: sits, postures: [{task: sit_slouched}]}\n"
                              "day:\n  - {do: \"holds, far\", minutes: 4, times: 4}\n  - {do: sits, minutes: 21}\n";

static void write_morning(void) {
    char  path[300];
    FILE *f = fopen(cli_path("morning.yaml", path), "wb");
    assert_non_null(f);
    fputs(morning, f);
    fclose(f);
}

static void told_as_text_and_json(void **state) {
    (void)state;
    write_morning();
    assert_int_equal(cli_run("day ./morning.yaml"), 0);
    assert_non_null(strstr(cli_out, "of its strength is left"));
    assert_non_null(strstr(cli_out, "took over"));
    assert_non_null(strstr(cli_out, "Not known"));
    assert_non_null(strstr(cli_out, "06:"));
    assert_int_equal(cli_run("day ./morning.yaml --json"), 0);
    json_t *root = json_loads(cli_out, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_true(json_number_value(json_object_get(root, "minutes")) == 25.0);
    assert_true(json_array_size(json_object_get(root, "events")) > 0);
    assert_true(json_array_size(json_object_get(root, "muscles")) > 50);
    assert_true(json_number_value(json_object_get(root, "height_loss_mm")) > 0.1);
    json_decref(root);
}

static void a_table_of_minutes(void **state) {
    (void)state;
    static char table[CLI_TEXT];
    write_morning();
    assert_int_equal(cli_run("day ./morning.yaml --csv minutes.csv"), 0);
    cli_slurp("minutes.csv", table);
    int rows = 0, columns[2] = {1, 1};
    for (const char *p = table; *p; p++) {
        bool quoted = false;
        for (; *p && *p != '\n'; p++) {
            quoted ^= *p == '"';
            columns[rows > 0] += *p == ',' && !quoted;
        }
        rows++;
    }
    assert_int_equal(rows, 26);
    assert_int_equal(columns[1] - 1, 25*(columns[0] - 1)); // every row as long as the head
}

// stopped in the middle and taken up again: the same answer to the byte
static void goes_on_from_a_checkpoint(void **state) {
    (void)state;
    static char whole[CLI_TEXT];
    write_morning();
    assert_int_equal(cli_run("day ./morning.yaml --json --checkpoint whole"), 0);
    memcpy(whole, cli_out, sizeof whole);
    cli_remove("whole");
    pid_t child = cli_start("day ./morning.yaml --json --checkpoint state --progress");
    char  path[300];
    for (int i = 0; i < 2000 && access(cli_path("state", path), R_OK); i++) nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_int_equal(access(cli_path("state", path), R_OK), 0);
    assert_int_equal(cli_run("day ./morning.yaml --json --checkpoint state"), 0);
    assert_string_equal(cli_out, whole);
    assert_int_equal(cli_run("day ./morning.yaml --no-reflex --checkpoint state"), 2);
    assert_non_null(strstr(cli_err, "another day"));
    cli_remove("state");
}

static void a_document(void **state) {
    (void)state;
    static char page[CLI_TEXT];
    write_morning();
    assert_int_equal(cli_run("day ./morning.yaml -o morning --date 2026-01-02"), 0);
    cli_slurp("morning.html", page);
    static const char *const must[] = {"A day of load: a morning", "Strength left", "The line at 1 is the threshold", "took over", "Exposure is not pain", "A hypothesis", "Not known", "McGill, Hughson"};
    for (size_t i = 0; i < sizeof must/sizeof *must; i++)
        if (!strstr(page, must[i])) fail_msg("the document does not say '%s'", must[i]);
    assert_null(strstr(page, "<script"));
    cli_slurp("morning.pdf", page);
    assert_true(!strncmp(page, "%PDF-", 5));
}

static void refuses(void **state) {
    (void)state;
    assert_int_equal(cli_run("day"), 1);
    assert_int_equal(cli_run("day siesta"), 2);
    assert_non_null(strstr(cli_err, "there is no schedule 'siesta': desk_worker"));
    assert_int_equal(cli_run("day --list"), 0);
    assert_non_null(strstr(cli_out, "warehouse_worker"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(told_as_text_and_json), cmocka_unit_test(a_table_of_minutes), cmocka_unit_test(goes_on_from_a_checkpoint),
                                       cmocka_unit_test(a_document), cmocka_unit_test(refuses)};
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

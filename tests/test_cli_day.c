// test_cli_day.c - `ilium day`: told as text, as JSON and as a table; a checkpoint taken up again says the same
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <time.h>

#include "cli.h"
#include "json_schema.h"

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

static void must_fit_the_schema(json_t *root) {
    json_error_t at;
    json_t      *schema = json_load_file(IL_SOURCE_DIR "/docs/day.schema.json", JSON_REJECT_DUPLICATES, &at);
    if (!schema) fail_msg("day.schema.json:%d: %s", at.line, at.text);
    schema_check c = {.root = schema};
    if (!schema_holds(&c, schema, root)) fail_msg("%s", c.why);
    json_decref(schema);
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
    must_fit_the_schema(root);
    json_decref(root);
}

// lines and their indents as single blanks
static void join_lines(char *text) {
    char *to = text;
    for (const char *p = text; *p; p++) {
        char c = *p == '\n' ? ' ' : *p;
        if (c != ' ' || to == text || to[-1] != ' ') *to++ = c;
    }
    *to = 0;
}

// the body as it was asked for, whole: a picture of the day is one of this person
static void the_body_is_told(void **state) {
    (void)state;
    assert_int_equal(cli_run("day ./morning.yaml --alone --sex female --height-cm 170 --lordosis-deg 40 --with short_leg:right:0.7 --set muscle.psoas.shortness:right=0.05 --json"), 0);
    json_t *root = json_loads(cli_out, JSON_REJECT_DUPLICATES, NULL), *body = json_object_get(json_object_get(root, "person"), "body");
    must_fit_the_schema(root);
    json_error_t at;
    json_t *want = json_pack_ex(&at, 0, "{s:{s:s, s:{s:f, s:f}}, s:[{s:s, s:s, s:f}], s:[{s:s, s:s, s:f}]}", "person", "sex", "female", "measures", "height-cm", 170.0, "lordosis-deg", 40.0, "conditions", "id",
                                "short_leg", "side", "right", "severity", 0.7, "parameters", "id", "muscle.psoas.shortness", "side", "right", "value", 0.05);
    if (!want) fail_msg("%s", at.text);
    char *is = json_dumps(body, JSON_SORT_KEYS | JSON_REAL_PRECISION(6)), *be = json_dumps(want, JSON_SORT_KEYS | JSON_REAL_PRECISION(6));
    assert_string_equal(is, be);
    free(is), free(be);
    json_decref(want), json_decref(root);
}

// a condition beside the same person without it, and one change: both told, in words and numbers
static void one_change_is_told(void **state) {
    (void)state;
    static const char yaml[] = "name: stands\nsource: test\nbegins: \"06:00\"\nactivities:\n  - {name: stands, postures: [{task: standing}]}\n  - {name: sits, postures: [{task: sit_relaxed}]}\n"
                               "day:\n  - {do: stands, minutes: 2}\n  - {do: sits, minutes: 2}\n";
    char  path[300];
    FILE *f = fopen(cli_path("stands.yaml", path), "wb");
    assert_non_null(f);
    fputs(yaml, f);
    fclose(f);
    assert_int_equal(cli_run("day ./stands.yaml --with short_leg:right:0.7 --change heel_lift:right:9mm --json"), 0);
    json_t *root = json_loads(cli_out, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    must_fit_the_schema(root);
    json_t *pairs = json_object_get(root, "compared"), *change = json_array_get(pairs, 1);
    assert_int_equal(json_array_size(pairs), 2);
    assert_true(json_is_true(json_object_get(change, "is_change")));
    assert_true(json_array_size(json_object_get(json_array_get(pairs, 0), "chain")) > 0);
    size_t  i;
    json_t *row;
    json_array_foreach(json_object_get(change, "structures"), i, row) {
        double before = json_number_value(json_object_get(row, "before_h")), after = json_number_value(json_object_get(row, "after_h"));
        assert_true(json_is_true(json_object_get(row, "shown")) == (fabs(after - before) > json_number_value(json_object_get(row, "noise_h"))));
    }
    json_decref(root);
    assert_int_equal(cli_run("day ./stands.yaml --with short_leg:right:0.7 --change heel_lift:right:9mm -o changed --csv minutes.csv"), 0);
    static const char *const must[] = {"Who took over from whom", "the pelvis drops to the right", "take over from", "What one change does: heel lift", "the pelvis drops to the left", "none shown",
                                       "no study was found that turns a change of load into a change of pain", "load is not pain"};
    join_lines(cli_out);
    for (size_t k = 0; k < sizeof must / sizeof *must; k++)
        if (!strstr(cli_out, must[k])) fail_msg("it does not say '%s'", must[k]);
    static char page[CLI_TEXT];
    cli_slurp("minutes.csv", page);
    assert_true(strstr(page, "\npresent,") && strstr(page, "\nhealthy,") && strstr(page, "\nchanged,"));
    cli_slurp("changed.html", page);
    static const char *const shown[] = {"Who took over from whom", "What one change does", "without any condition", "heel lift in the shoe", "with the change"};
    for (size_t k = 0; k < sizeof shown / sizeof *shown; k++)
        if (!strstr(page, shown[k])) fail_msg("the document does not show '%s'", shown[k]);
}

// danger first: nothing is simulated of a person whom the screen forbids to rank
static void an_emergency_is_screened_only(void **state) {
    (void)state;
    assert_int_equal(cli_run("day " IL_SOURCE_DIR "/examples/patients/published_cauda_equina.json desk_worker --change break:5"), 10);
    assert_true(!strncmp(cli_out, "SAFETY\n  EMERGENCY", 18));
    assert_non_null(strstr(cli_out, "Screened and recorded only"));
    assert_null(strstr(cli_out, "exposure"));
    assert_int_equal(cli_run("day " IL_SOURCE_DIR "/examples/patients/published_cauda_equina.json desk_worker --json -o danger"), 10);
    json_t *root = json_loads(strchr(cli_out, '{'), JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    must_fit_the_schema(root);
    assert_null(json_object_get(root, "events"));
    json_decref(root);
    static char page[CLI_TEXT];
    cli_slurp("danger.html", page);
    assert_non_null(strstr(page, "EMERGENCY"));
    assert_null(strstr(page, "What was exposed"));
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
    static const char *const twice[] = {"--with short_leg", "--sex male", "--height-cm 180"};
    for (size_t i = 0; i < sizeof twice / sizeof *twice; i++) {
        char words[400];
        snprintf(words, sizeof words, "day %s/examples/patients/teaching_runner.json runner %s", IL_SOURCE_DIR, twice[i]);
        assert_int_equal(cli_run(words), 1);
        assert_non_null(strstr(cli_err, "a patient's file says who it is"));
    }
    assert_int_equal(cli_run("day " IL_SOURCE_DIR "/examples/patients/teaching_runner.json"), 1);
    assert_non_null(strstr(cli_err, "a schedule is missing behind the patient"));
    assert_int_equal(cli_run("day desk_worker --change brake:5"), 2);
    assert_non_null(strstr(cli_err, "did you mean break?"));
    assert_int_equal(cli_run("day desk_worker --change without:short_leg"), 2);
    assert_int_equal(cli_run("day desk_worker --visit 2"), 1);
    assert_int_equal(cli_run("day desk_worker --change break:5 --alone"), 1);
    assert_int_equal(cli_run("day desk_worker --sweep=none"), 1); // what a sweep and effects tell: slow_cli_day.c
    assert_non_null(strstr(cli_err, "quick, assumed or all"));
    assert_int_equal(cli_run("day desk_worker --sweep --checkpoint week.state"), 1);
    assert_non_null(strstr(cli_err, "leave out --checkpoint"));
    assert_int_equal(cli_run("day --list"), 0);
    assert_non_null(strstr(cli_out, "warehouse_worker"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(told_as_text_and_json), cmocka_unit_test(the_body_is_told), cmocka_unit_test(one_change_is_told), cmocka_unit_test(an_emergency_is_screened_only), cmocka_unit_test(a_table_of_minutes), cmocka_unit_test(goes_on_from_a_checkpoint),
                                       cmocka_unit_test(a_document), cmocka_unit_test(refuses)};
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

// slow_cli_assess.c - whole assessments of example patients: the text keeps its shape, the page is whole, threads change no number
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>

#include "cli.h"
#include "ilium/report.h"

#define PATIENTS IL_SOURCE_DIR "/examples/patients/"

static void the_text_keeps_its_shape(void **state) {
    static const char *const patients[] = {"published_cauda_equina", "published_psoas", "teaching_no_findings"};
    (void)state;
    for (size_t i = 0; i < sizeof patients / sizeof *patients; i++) {
        char words[600];
        snprintf(words, sizeof words, "assess " PATIENTS "%s.json --html out.html", patients[i]);
        int code = cli_run(words), lines = 0;
        assert_int_equal(code, i == 0 ? 10 : 0);
        assert_memory_equal(cli_out, "SAFETY ", 7);
        for (const char *p = cli_out; *p; p++) {
            int columns = 0;
            for (; *p != '\n'; p++) columns += ((unsigned char)*p & 0xc0) != 0x80;
            assert_true(columns <= IL_REPORT_COLUMNS);
            lines++;
        }
        assert_true(lines <= IL_REPORT_LINES);
        cli_slurp("out.html", cli_out);
        assert_memory_equal(cli_out, "<!DOCTYPE html>", 15);
        assert_non_null(strstr(cli_out, "</html>\n"));
        if (i == 2) assert_non_null(strstr(cli_out, "That does not mean nothing is wrong"));
    }
    assert_int_equal(cli_files(), 0);
}

static json_t *assessed(const char *words) {
    json_error_t at;
    assert_int_equal(cli_run(words), 0);
    json_t *root = json_loads(cli_out, JSON_REJECT_DUPLICATES, &at);
    if (!root) fail_msg("line %d: %s", at.line, at.text);
    json_object_del(root, "effort");
    return root;
}

static void threads_change_no_number(void **state) {
    (void)state;
    json_t *one = assessed("assess " PATIENTS "teaching_desk_worker.json --json --threads 1");
    json_t *two = assessed("assess " PATIENTS "teaching_desk_worker.json --json --threads 2");
    assert_true(json_equal(one, two));
    assert_true(json_array_size(json_object_get(one, "conditions")) > 10);
    json_decref(one);
    json_decref(two);
}

static void a_folder_is_assessed_as_its_files_are(void **state) {
    (void)state;
    json_t *one = assessed("assess " PATIENTS "published_short_leg.json --json");
    char    command[700];
    snprintf(command, sizeof command, "cd %s && mkdir in && cp " PATIENTS "published_short_leg.json in/", cli_folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(cli_run("assess-all in --out out"), 0);
    cli_slurp("out/published_short_leg.json", cli_out);
    json_t *all = json_loads(cli_out, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(all);
    json_object_del(all, "effort");
    assert_true(json_equal(one, all));
    json_decref(one), json_decref(all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_keeps_its_shape),
        cmocka_unit_test(threads_change_no_number),
        cmocka_unit_test(a_folder_is_assessed_as_its_files_are),
    };
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

// test_cli_care.c - what-if, plan, check-data and explain as a person calls them
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli.h"

#define EMERGENCY IL_SOURCE_DIR "/examples/patients/published_cauda_equina.json"

static void wrong_command_lines_say_what_is_wrong(void **state) {
    (void)state;
    static const struct {
        const char *call, *says;
    } wrong[] = {{"what-if " EMERGENCY, "--treatment is missing"},
                 {"what-if " EMERGENCY " --treatment", "a treatment is missing"},
                 {"what-if " EMERGENCY " --treatment magic", "there is no 'magic'"},
                 {"what-if " EMERGENCY " --treatment heel_lift:up", "a side is right, left or both"},
                 {"what-if " EMERGENCY " --treatment heel_lift --weeks 0", "--weeks"},
                 {"what-if --treatment heel_lift", "a patient file is missing"},
                 {"plan", "a patient file is missing"},
                 {"plan " EMERGENCY " --without magic", "there is no 'magic'"},
                 {"plan " EMERGENCY " --setting moon", "--setting"},
                 {"check-data here", "--data"}};
    for (size_t i = 0; i < sizeof wrong/sizeof *wrong; i++) {
        assert_int_equal(cli_run(wrong[i].call), 1);
        if (!strstr(cli_err, wrong[i].says)) fail_msg("%s says: %s", wrong[i].call, cli_err);
    }
}

static void an_emergency_is_told_and_nothing_planned(void **state) {
    (void)state;
    assert_int_equal(cli_run("plan " EMERGENCY), 10);
    assert_non_null(strstr(cli_out, "NO PLAN"));
    assert_non_null(strstr(cli_out, "physician, NOW"));
    assert_null(strstr(cli_out, "HOME EXERCISES"));
    assert_int_equal(cli_run("what-if " EMERGENCY " --treatment massage"), 10);
    assert_non_null(strstr(cli_out, "NOT: the safety screen withholds treatment"));
    assert_null(strstr(cli_out, "SIMULATED"));
    assert_int_equal(cli_run("plan " EMERGENCY " --json"), 10);
    assert_non_null(strstr(cli_out, "\"only_referral\": true"));
}

static void data_are_checked_and_treatments_explained(void **state) {
    (void)state;
    assert_int_equal(cli_run("check-data"), 0);
    assert_non_null(strstr(cli_out, ": whole"));
    assert_int_equal(cli_run("check-data --data " IL_SOURCE_DIR "/no_such_folder"), 2);
    assert_int_equal(cli_run("explain belt"), 0);
    static const char *const said[] = {"sacroiliac or pelvic belt", "joint.sacroiliac.stiffness 1.23 (1.1 to 1.3)", "NICE NG59", "a stiff sacroiliac joint", "Load is not pain", "load is not pain"};
    for (int i = 0; i < 4; i++) assert_non_null(strstr(cli_out, said[i]));
    assert_int_equal(cli_run("explain foam_rolling"), 0);
    assert_non_null(strstr(cli_out, "nothing is simulated"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_command_lines_say_what_is_wrong),
        cmocka_unit_test(an_emergency_is_told_and_nothing_planned),
        cmocka_unit_test(data_are_checked_and_treatments_explained),
    };
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

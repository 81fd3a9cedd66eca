// test_cli_derivatives.c - `ilium solve SCENARIO --derivatives`: what outcomes depend on, as text and as JSON
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>

#include "cli.h"

static void the_strongest_are_shown(void **state) {
    (void)state;
    assert_int_equal(cli_run("solve straight_leg_raise --derivatives=hip.right.contact_bw"), 0);
    assert_non_null(strstr(cli_out, "hip.right.contact_bw"));
    assert_non_null(strstr(cli_out, "slr_deg"));
    assert_non_null(strstr(cli_out, "muscle.hamstrings.flexibility:right"));
    assert_int_equal(cli_run("solve straight_leg_raise --derivatives"), 0);
    assert_non_null(strstr(cli_out, "disc.L4_L5.compression_n"));
}

// of what is symmetric, right and left are alike
static void as_json(void **state) {
    (void)state;
    assert_int_equal(cli_run("solve lying_supine --derivatives=disc.L4_L5.compression_n --json"), 0);
    json_t *root = json_loads(cli_out, JSON_REJECT_DUPLICATES, NULL), *variables = json_object_get(root, "variables"), *values = json_object_get(root, "values");
    assert_true(json_array_size(variables) > 100 && json_array_size(values) >= 1);
    json_t *above = json_object_get(json_array_get(values, 0), "above");
    assert_true(json_array_size(above) == json_array_size(variables));
    double right = 0.0, left = 0.0;
    for (size_t i = 0; i < json_array_size(variables); i++) {
        const char *name = json_string_value(json_object_get(json_array_get(variables, i), "name"));
        if (!strcmp(name, "muscle.psoas.strength:right")) right = json_number_value(json_array_get(above, i));
        if (!strcmp(name, "muscle.psoas.strength:left")) left = json_number_value(json_array_get(above, i));
    }
    assert_true(right != 0.0 && fabs(right - left) < 1e-3*fabs(right));
    json_decref(root);
}

static void refuses(void **state) {
    (void)state;
    assert_int_equal(cli_run("solve standing --derivatives=disc.L9"), 2);
    assert_non_null(strstr(cli_err, "there is no outcome 'disc.L9'"));
    assert_int_equal(cli_run("solve walking --derivatives"), 1);
    assert_int_equal(cli_run("solve hip_flexion_strength --derivatives"), 2);
    assert_non_null(strstr(cli_err, "strength"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_strongest_are_shown), cmocka_unit_test(as_json), cmocka_unit_test(refuses)};
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

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

static json_t *solved(const char *words) {
    assert_int_equal(cli_run(words), 0);
    json_t *root = json_loads(cli_out, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    return root;
}

static double raised(const char *words) {
    char line[300];
    snprintf(line, sizeof line, "solve straight_leg_raise --json %s", words);
    json_t *root = solved(line);
    double  deg = json_number_value(json_object_get(json_object_get(root, "readings"), "slr_deg"));
    json_decref(root);
    return deg;
}

// a measure, a floor of spasm and a severity, each beside the difference of two solves
static void a_person_and_her_conditions_are_varied(void **state) {
#define HER "--sex female --set muscle.gluteus_maximus.spasm:right=0.02 --height-cm "
    static const struct { const char *name, *less, *more; double by; } t[] = {
        {"person.height_m", HER "164", HER "166", 2.0},
        {"muscle.gluteus_maximus.spasm:right", HER "165", "--sex female --height-cm 165 --set muscle.gluteus_maximus.spasm:right=0.022", 0.002},
        {"condition.short_hamstrings:right", HER "165", HER "165 --with short_hamstrings:right:0.01", 0.01}};
    (void)state;
    json_t *root = solved("solve straight_leg_raise " HER "165 --json --derivatives=hip.right.contact_bw --derivatives-by=person.height_m,muscle.gluteus_maximus.spasm:right,condition.short_hamstrings:*,habit.hip_flexion_r");
    json_t *variables = json_object_get(root, "variables"), *values = json_object_get(root, "values"), *above = json_object_get(json_array_get(values, 1), "above");
    assert_int_equal(json_array_size(variables), 5);
    assert_string_equal(json_string_value(json_object_get(json_array_get(values, 1), "name")), "slr_deg");
    for (size_t k = 0; k < sizeof t/sizeof *t; k++) {
        double told = HUGE_VAL, is = (raised(t[k].more) - raised(t[k].less))/t[k].by;
        for (size_t i = 0; i < json_array_size(variables); i++)
            if (!strcmp(json_string_value(json_object_get(json_array_get(variables, i), "name")), t[k].name)) told = json_number_value(json_array_get(above, i));
        print_message("%s: %.6g, by difference %.6g\n", t[k].name, told, is);
        if (!(fabs(told - is) < 0.05*fabs(is))) fail_msg("%s: %g, and by difference %g", t[k].name, told, is);
    }
    json_decref(root);
}

// without a choice everything that a person is and has is there
static void all_kinds_are_listed(void **state) {
    static const char *const kinds[] = {"person.mass_kg", "muscle.psoas.spasm:left", "muscle.psoas.inhibition:right", "condition.short_leg:left", "muscle.psoas.strength:right", "effort_power"};
    (void)state;
    json_t *root = solved("solve straight_leg_raise --json --derivatives=stability.*"), *variables = json_object_get(root, "variables");
    for (size_t k = 0; k < sizeof kinds/sizeof *kinds; k++) {
        bool found = false;
        for (size_t i = 0; i < json_array_size(variables); i++) found |= !strcmp(json_string_value(json_object_get(json_array_get(variables, i), "name")), kinds[k]);
        if (!found) fail_msg("%s is not listed", kinds[k]);
    }
    const char *why = json_string_value(json_object_get(json_array_get(json_object_get(root, "values"), 0), "why_none"));
    assert_non_null(strstr(why, "stability has no derivatives here: it is the softest mode"));
    json_decref(root);
    assert_int_equal(cli_run("solve straight_leg_raise --derivatives=stability.* --derivatives-by=effort"), 0);
    assert_non_null(strstr(cli_out, "stability has no derivatives here"));
}

static void refuses(void **state) {
    (void)state;
    assert_int_equal(cli_run("solve standing --derivatives=disc.L9"), 2);
    assert_non_null(strstr(cli_err, "there is no outcome 'disc.L9'"));
    assert_int_equal(cli_run("solve straight_leg_raise --derivatives-by=nose.*"), 2);
    assert_non_null(strstr(cli_err, "no variable begins like 'nose.*'"));
    assert_int_equal(cli_run("solve straight_leg_raise --derivatives-by=person.age_years"), 2);
    assert_non_null(strstr(cli_err, "give it a value"));
    assert_int_equal(cli_run("solve walking --derivatives-by=effort"), 1);
    assert_int_equal(cli_run("solve walking --derivatives"), 1);
    assert_int_equal(cli_run("solve hip_flexion_strength --derivatives"), 2);
    assert_non_null(strstr(cli_err, "strength"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_strongest_are_shown), cmocka_unit_test(as_json), cmocka_unit_test(a_person_and_her_conditions_are_varied), cmocka_unit_test(all_kinds_are_listed), cmocka_unit_test(refuses)};
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

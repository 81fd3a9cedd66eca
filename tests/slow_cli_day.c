// slow_cli_day.c - `ilium day --effects` and `--sweep` as the program tells them, and a patient's file from the exam into the day
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <math.h>

#include "cli.h"
#include "json_schema.h"

static const char minute[] = "name: a minute\nsource: test\nbegins: \"08:00\"\nactivities:\n  - {name: stands, postures: [{task: standing}]}\nday:\n  - {do: stands, minutes: 1}\n";

// run, and take what was printed as JSON that fits docs/day.schema.json
static json_t *day_json(const char *words) {
    char         path[300], line[400];
    json_error_t at;
    FILE        *f = fopen(cli_path("minute.yaml", path), "wb");
    assert_non_null(f);
    fputs(minute, f), fclose(f);
    snprintf(line, sizeof line, "day %s --json", words);
    assert_int_equal(cli_run(line), 0);
    json_t *root = json_loads(strchr(cli_out, '{'), JSON_REJECT_DUPLICATES, &at), *schema = json_load_file(IL_SOURCE_DIR "/docs/day.schema.json", JSON_REJECT_DUPLICATES, NULL);
    if (!root || !schema) fail_msg("%s: line %d, %s", words, at.line, at.text);
    schema_check c = {.root = schema};
    if (!schema_holds(&c, schema, root)) fail_msg("%s", c.why);
    json_decref(schema);
    return root;
}

static const char *word(const json_t *o, const char *key) {
    const char *text = json_string_value(json_object_get(o, key));
    return text ? text : "";
}

static double number(const json_t *o, const char *key) { return json_number_value(json_object_get(o, key)); }

// a joint that is stiffer turns less; a loop's gain grows with its guard; what was said and what came out are both told
static void effects_are_told_with_their_sign(void **state) {
    (void)state;
    json_t *root = day_json("./minute.yaml --effects"), *more = json_object_get(root, "more"), *effects = json_object_get(more, "effects"), *loops = json_object_get(more, "loops");
    int     stiffer = 0, gains = 0;
    assert_true(json_array_size(effects) >= 20 && json_array_size(loops) >= 50);
    for (size_t i = 0; i < json_array_size(effects); i++) {
        const json_t *e = json_array_get(effects, i);
        assert_true(*word(e, "source") && *word(e, "unit"));
        char own[60];
        snprintf(own, sizeof own, "sij.%s.rotation_deg", word(e, "side"));
        if (strcmp(word(e, "effect"), "sij_stuck") || strcmp(word(e, "outcome"), own)) continue;
        if (!(fabs(number(e, "with")) < fabs(number(e, "without")))) fail_msg("a stiff joint turns %g deg, a healthy one %g", number(e, "with"), number(e, "without"));
        stiffer++;
    }
    for (size_t i = 0; i < json_array_size(loops); i++) {
        const json_t *l = json_array_get(loops, i);
        if (!json_is_number(json_object_get(l, "gain"))) continue;
        gains++;
        assert_true(number(l, "gain_least_guard") <= number(l, "gain") && number(l, "gain") <= number(l, "gain_strongest_guard"));
    }
    assert_true(stiffer > 0 && gains >= 20);
    json_decref(root);
}

// one day and two for each number that leads; a structure's exposure lies within its range
static void a_sweep_is_told(void **state) {
    (void)state;
    json_t *root = day_json("./minute.yaml --sweep=quick -o swept --html"), *sweep = json_object_get(json_object_get(root, "more"), "sweep"), *structures = json_object_get(sweep, "structures");
    json_t *numbers = json_object_get(sweep, "numbers");
    assert_true(json_array_size(structures) > 40 && json_array_size(numbers) >= 8);
    assert_true(number(sweep, "days_lived") >= 3.0 && number(sweep, "days_lived") <= 1.0 + 2.0*(double)json_array_size(numbers));
    for (size_t i = 0; i < json_array_size(structures); i++) {
        const json_t *s = json_array_get(structures, i);
        assert_true(number(s, "low") <= number(s, "exposure_h") && number(s, "exposure_h") <= number(s, "high") && number(s, "rank_best") <= number(s, "rank_worst"));
    }
    static char page[CLI_TEXT];
    cli_slurp("swept.html", page);
    const char *section = strstr(page, "id=\"sweep\"");
    assert_non_null(section);
    for (size_t i = 0; i < json_array_size(numbers); i++)
        if (!strstr(section, word(json_array_get(numbers, i), "number"))) fail_msg("the document does not show '%s'", word(json_array_get(numbers, i), "number"));
    json_decref(root);
}

// the exam's leading explanation is the body that lives the day, and its probability is not less than that of the hypothesis alone
static void a_patient_goes_from_the_exam_into_the_day(void **state) {
    (void)state;
    static const char patient[] = IL_SOURCE_DIR "/examples/patients/teaching_short_leg.json";
    char              line[400];
    snprintf(line, sizeof line, "assess %s --json", patient);
    assert_int_equal(cli_run(line), 0);
    json_t       *exam = json_loads(cli_out, JSON_REJECT_DUPLICATES, NULL), *hypotheses = json_object_get(exam, "hypotheses");
    const json_t *leads = NULL;
    for (size_t i = 0; i < json_array_size(hypotheses); i++)
        if (json_is_true(json_object_get(json_array_get(hypotheses, i), "leading"))) leads = json_array_get(hypotheses, i);
    assert_non_null(leads);
    snprintf(line, sizeof line, "%s ./minute.yaml", patient);
    json_t *day = day_json(line), *person = json_object_get(day, "person"), *lived = json_object_get(person, "conditions"), *of = json_object_get(leads, "conditions");
    assert_true(json_is_true(json_object_get(person, "found_by_an_exam")));
    assert_int_equal(json_array_size(lived), json_array_size(of));
    for (size_t i = 0; i < json_array_size(of); i++) {
        const char *name = word(json_array_get(json_object_get(exam, "conditions"), (size_t)json_integer_value(json_array_get(of, i))), "name");
        bool        found = false;
        for (size_t k = 0; k < json_array_size(lived); k++) found |= strstr(json_string_value(json_array_get(lived, k)), name) != NULL;
        if (!found) fail_msg("'%s' leads the exam and does not live the day", name);
    }
    assert_true(number(person, "probability") >= number(leads, "probability") - 1e-9 && json_array_size(json_object_get(day, "compared")) == json_array_size(of));
    json_decref(day), json_decref(exam);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(effects_are_told_with_their_sign), cmocka_unit_test(a_sweep_is_told), cmocka_unit_test(a_patient_goes_from_the_exam_into_the_day)};
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}

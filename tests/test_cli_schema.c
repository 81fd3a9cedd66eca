// test_cli_schema.c - docs/assessment.schema.json names every key that `ilium assess --json` writes, and no other
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli.h"
#include "ilium/report.h"
#include "json_schema.h"
#include "report_fixtures.h"

#define EXAMPLE(name) "assess " IL_SOURCE_DIR "/examples/patients/" name ".json --json"

static json_t *schema;

static int read_schema(void **state) {
    json_error_t at;
    schema = json_load_file(IL_SOURCE_DIR "/docs/assessment.schema.json", JSON_REJECT_DUPLICATES, &at);
    if (!schema) printf("assessment.schema.json:%d: %s\n", at.line, at.text);
    return schema ? cli_setup(state) : -1;
}

static int free_schema(void **state) {
    json_decref(schema);
    return cli_teardown(state);
}

static bool fits(json_t *rules, json_t *value, char why[600]) {
    schema_check c = {.root = rules};
    bool         ok = schema_holds(&c, rules, value);
    memcpy(why, c.why, sizeof c.why);
    return ok;
}

static json_t *parsed(const char *text, const char *what) {
    json_error_t at;
    json_t      *root = json_loads(text, JSON_REJECT_DUPLICATES, &at);
    if (!root) fail_msg("%s, line %d: %s", what, at.line, at.text);
    return root;
}

static void must_fit(json_t *root, const char *what) {
    char why[600];
    if (!fits(schema, root, why)) fail_msg("%s: %s", what, why);
}

static json_t *made_by_hand(enum fixture which) {
    il_assessment *a = fixture(which);
    char          *text = NULL;
    size_t         size;
    il_error       err = {0};
    if (il_report_json(a, &text, &size, &err)) fail_msg("%s", err.text);
    json_t *root = parsed(text, fixture_name[which]);
    il_report_free(text);
    il_assessment_free(a);
    return root;
}

// ---- the checker sees what is wrong ----

static void the_checker_sees_each_fault(void **state) {
    static const struct {
        const char *rules, *value, *says; // says NULL: it fits
    } cases[] = {
        {"{\"type\": \"object\"}", "{}", NULL},
        {"{\"type\": \"object\"}", "[]", "type"},
        {"{\"type\": [\"array\", \"null\"]}", "[]", NULL},
        {"{\"items\": {\"type\": \"integer\"}}", "[1, 2]", NULL},
        {"{\"items\": {\"type\": \"integer\"}}", "[1, 2.5]", "/1: is not of the 'type'"},
        {"{\"items\": {\"type\": \"number\"}}", "[1, 2.5]", NULL},
        {"{\"items\": {\"type\": \"string\"}}", "[true]", "type"},
        {"{\"items\": {\"type\": \"boolean\"}}", "[\"true\"]", "type"},
        {"{\"items\": {\"type\": \"string\"}}", "[null]", "type"},
        {"{\"items\": {\"enum\": [\"a\", null]}}", "[\"a\", null]", NULL},
        {"{\"items\": {\"enum\": [\"a\", null]}}", "[\"b\"]", "'b'"},
        {"{\"items\": {\"const\": 1}}", "[2]", "const"},
        {"{\"items\": {\"minimum\": 0, \"maximum\": 1}}", "[0, 1]", NULL},
        {"{\"items\": {\"minimum\": 0, \"maximum\": 1}}", "[-0.001]", "minimum"},
        {"{\"items\": {\"minimum\": 0, \"maximum\": 1}}", "[1.001]", "maximum"},
        {"{\"minItems\": 1}", "[]", "minItems"},
        {"{\"required\": [\"a\"]}", "{\"a\": null}", NULL},
        {"{\"required\": [\"a\"]}", "{\"b\": 1}", "lacks the key 'a'"},
        {"{\"dependentRequired\": {\"a\": [\"b\"]}}", "{}", NULL},
        {"{\"dependentRequired\": {\"a\": [\"b\"]}}", "{\"a\": 1}", "lacks the key 'b'"},
        {"{\"properties\": {\"a\": {}}, \"additionalProperties\": false}", "{\"a\": 1}", NULL},
        {"{\"properties\": {\"a\": {}}, \"additionalProperties\": false}", "{\"a\": 1, \"b\": 2}", "unknown key 'b'"},
        {"{\"properties\": {\"a\": {\"$ref\": \"#/$defs/n\"}}, \"$defs\": {\"n\": {\"type\": \"number\"}}}", "{\"a\": \"1\"}", "/a: is not of the 'type'"},
        {"{\"properties\": {\"a\": {\"$ref\": \"#/$defs/m\"}}}", "{\"a\": 1}", "does not define"},
        {"{\"minLength\": 1}", "[]", "nobody checks"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases/sizeof *cases; i++) {
        char    why[600];
        json_t *rules = parsed(cases[i].rules, "rules"), *value = parsed(cases[i].value, "value");
        bool    ok = fits(rules, value, why);
        if (ok != !cases[i].says || (cases[i].says && !strstr(why, cases[i].says))) fail_msg("%s with %s: '%s'", cases[i].value, cases[i].rules, why);
        json_decref(rules);
        json_decref(value);
    }
}

// every object of the schema is closed, every key is explained, and only the root has keys that may be absent
static void every_object_is_closed(void **state) {
    const char *name, *key;
    json_t     *object, *property, *all = json_copy(json_object_get(schema, "$defs"));
    (void)state;
    assert_int_equal(json_object_set(all, "the root", schema), 0);
    json_object_foreach(all, name, object) {
        json_t *properties = json_object_get(object, "properties"), *required = json_object_get(object, "required");
        if (!json_object_get(object, "description")) fail_msg("%s has no description", name);
        if (!properties) continue;
        if (!json_is_false(json_object_get(object, "additionalProperties"))) fail_msg("%s should accept no other keys", name);
        if (object != schema && json_array_size(required) != json_object_size(properties)) fail_msg("%s: not every key is required", name);
        json_object_foreach(properties, key, property) {
            if (!json_object_get(property, "description") && !json_object_get(property, "$ref")) fail_msg("%s.%s has no description", name, key);
        }
    }
    json_decref(all);
}

// ---- what is written fits, and nothing else does ----

static void assessments_made_by_hand_fit(void **state) {
    (void)state;
    for (int i = 0; i < NFIXTURE; i++) {
        json_t *root = made_by_hand((enum fixture)i);
        must_fit(root, fixture_name[i]);
        json_decref(root);
    }
}

// one key more or one less in `object` (a part of `root`) must be seen
static int spoil(json_t *root, json_t *object) {
    char        why[600];
    const char *key;
    void       *next;
    json_t     *member;
    int         seen = 1;
    json_object_set_new(object, "brand_new", json_true());
    if (fits(schema, root, why) || !strstr(why, "brand_new")) fail_msg("a new key is not seen: '%s'", why);
    json_object_del(object, "brand_new");
    json_t *keys = json_copy(object);
    json_object_foreach_safe(keys, next, key, member) {
        if (!strcmp(key, "no_condition_supported")) continue; // the only one that may be absent alone
        json_object_del(object, key);
        if (fits(schema, root, why) || !strstr(why, key)) fail_msg("that '%s' is missing is not seen: '%s'", key, why);
        json_object_set(object, key, member);
        seen++;
    }
    json_decref(keys);
    return seen;
}

static int spoil_all(json_t *root, json_t *part) {
    const char *key;
    json_t     *member;
    int         seen = json_is_object(part) ? spoil(root, part) : 0;
    json_object_foreach(part, key, member) seen += spoil_all(root, member);
    for (size_t i = 0; i < json_array_size(part); i++) seen += spoil_all(root, json_array_get(part, i));
    return seen;
}

static void a_key_more_or_less_is_seen_everywhere(void **state) {
    (void)state;
    json_t *root = made_by_hand(FIX_WATCH_PAIR);
    assert_true(spoil_all(root, root) > 300);
    must_fit(root, "put together again");
    json_decref(root);
}

static void an_emergency_fits_and_ranks_nothing(void **state) {
    (void)state;
    assert_int_equal(cli_run(EXAMPLE("published_cauda_equina")), 10);
    json_t *root = parsed(cli_out, "emergency");
    must_fit(root, "emergency");
    assert_true(json_is_false(json_object_get(json_object_get(root, "safety"), "rank_allowed")));
    static const char *const withheld[] = {"read_this", "conditions", "hypotheses", "inseparable", "next_tests", "loads", "posture", "contradictions"};
    for (size_t i = 0; i < sizeof withheld/sizeof *withheld; i++) assert_null(json_object_get(root, withheld[i]));
    json_decref(root);
}

static void a_ranked_patient_fits(void **state) {
    static const char *const full[] = {"findings", "conditions", "hypotheses", "next_tests", "loads", "posture", "unknown", "notices"};
    (void)state;
    assert_int_equal(cli_run(EXAMPLE("published_psoas")), 0);
    json_t *root = parsed(cli_out, "ranked");
    must_fit(root, "ranked");
    for (size_t i = 0; i < sizeof full/sizeof *full; i++) assert_true(json_array_size(json_object_get(root, full[i])) > 0);
    json_decref(root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_checker_sees_each_fault),           cmocka_unit_test(every_object_is_closed),
        cmocka_unit_test(assessments_made_by_hand_fit),          cmocka_unit_test(a_key_more_or_less_is_seen_everywhere),
        cmocka_unit_test(an_emergency_fits_and_ranks_nothing),   cmocka_unit_test(a_ranked_patient_fits),
    };
    return cmocka_run_group_tests(tests, read_schema, free_schema);
}

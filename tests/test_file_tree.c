// test_file_tree.c - JSON and YAML as positioned trees: every value where it stands, every error where it is
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "alloc_count.h"
#include "file/tree.h"

typedef il_status parse_fn(const char *file, const char *bytes, size_t size, ili_tree *tree, il_error *err);

// an exact copy without a zero behind it, so that a read past the end is seen
static il_status parse(parse_fn *fn, const char *text, size_t size, ili_tree *tree, il_error *err) {
    char *exact = malloc(size ? size : 1);
    assert_non_null(exact);
    memcpy(exact, text, size);
    il_status status = fn("f", exact, size, tree, err);
    free(exact);
    return status;
}

// the text must fail at a place with a code and with these words in the sentence
static void fails(parse_fn *fn, const char *text, size_t size, il_status code, int line, int column, const char *words) {
    ili_tree tree;
    il_error err = {0};
    il_status status = parse(fn, text, size, &tree, &err);
    if (status != code || err.code != code || err.line != line || err.column != column || !strstr(err.text, words))
        fail_msg("%.60s: status %d at %d:%d \"%s\"; should be %d at %d:%d \"%s\"", text, (int)status, err.line, err.column, err.text, (int)code,
                 line, column, words);
    assert_null(tree.root);
    ili_tree_free(&tree);
}

// -- JSON ------------------------------------------------------------------------------------------------------------------

static const char json_text[] = "\xef\xbb\xbf{\n"
                                "  \"a\": 1.50, \"b\\u00e9\" : [ true , null,\n"
                                "    {\"deep\": {}}, [], \"x\\\"]y\"],\r\n"
                                "\t\"\xc3\xa9\": -2e3,\"c/d~\":\"\\ud83d\\ude00\"\n"
                                "}\n";

static void at(const ili_tree *tree, const char *pointer, ili_kind kind, int line, int column, const char *text) {
    const ili_node *n = ili_node_at(tree->root, pointer);
    if (!n) fail_msg("nothing at %s", pointer);
    else if (n->kind != kind || n->line != line || n->column != column || (text && strcmp(n->text, text) != 0))
        fail_msg("%s: kind %d at %d:%d %s", pointer, (int)n->kind, n->line, n->column, n->text ? n->text : "");
}

static void json_places(void **unused) {
    (void)unused;
    ili_tree tree;
    il_error err = {0};
    assert_int_equal(parse(ili_json_parse, json_text, sizeof json_text - 1, &tree, &err), IL_OK);
    at(&tree, "", ILI_MAP, 1, 1, NULL);
    at(&tree, "/a", ILI_NUMBER, 2, 8, "1.50");
    at(&tree, "/b\xc3\xa9", ILI_LIST, 2, 26, NULL);
    at(&tree, "/b\xc3\xa9/0", ILI_BOOL, 2, 28, "true");
    at(&tree, "/b\xc3\xa9/1", ILI_NULL, 2, 35, "null");
    at(&tree, "/b\xc3\xa9/2", ILI_MAP, 3, 5, NULL);
    at(&tree, "/b\xc3\xa9/2/deep", ILI_MAP, 3, 14, NULL);
    at(&tree, "/b\xc3\xa9/3", ILI_LIST, 3, 19, NULL);
    at(&tree, "/b\xc3\xa9/4", ILI_STRING, 3, 23, "x\"]y");
    at(&tree, "/\xc3\xa9", ILI_NUMBER, 4, 8, "-2e3");
    at(&tree, "/c~1d~0", ILI_STRING, 4, 20, "\xf0\x9f\x98\x80");
    const ili_node *a = ili_node_get(tree.root, "a");
    assert_int_equal(a->key_line, 2);
    assert_int_equal(a->key_column, 3);
    assert_int_equal(tree.root->count, 4);
    ili_tree nested;
    assert_int_equal(parse(ili_json_parse, "[[[],[{}]],\n{\"a\":[[1]]}]", 24, &nested, &err), IL_OK);
    at(&nested, "/0", ILI_LIST, 1, 2, NULL);
    at(&nested, "/0/0", ILI_LIST, 1, 3, NULL);
    at(&nested, "/0/1/0", ILI_MAP, 1, 7, NULL);
    at(&nested, "/1", ILI_MAP, 2, 1, NULL);
    at(&nested, "/1/a/0/0", ILI_NUMBER, 2, 8, "1");
    ili_tree_free(&nested);
    assert_null(ili_node_at(tree.root, "/b\xc3\xa9/5"));
    assert_null(ili_node_at(tree.root, "/a/0"));
    assert_null(ili_node_at(tree.root, "a"));
    assert_null(ili_node_get(tree.root, "A"));
    ili_tree_free(&tree);
}

#define JSON_FAILS(text, code, line, column, words) fails(ili_json_parse, text, sizeof text - 1, code, line, column, words)

static void json_errors(void **unused) {
    (void)unused;
    JSON_FAILS("", IL_BAD_SYNTAX, 0, 0, "empty; it should hold a JSON object");
    JSON_FAILS(" \n\t", IL_BAD_SYNTAX, 0, 0, "empty");
    JSON_FAILS("\xef\xbb\xbf", IL_BAD_SYNTAX, 0, 0, "empty");
    JSON_FAILS("{\"a\": 1,\n \"b\": [1, 2", IL_BAD_SYNTAX, 2, 12, "ends in the middle");
    JSON_FAILS("{\"a\": \"xy", IL_BAD_SYNTAX, 1, 10, "ends in the middle");
    JSON_FAILS("{\n  \"a\": 1,\n}", IL_BAD_SYNTAX, 3, 1, "not JSON");
    JSON_FAILS("{\n  a: 1}", IL_BAD_SYNTAX, 2, 3, "not JSON");
    JSON_FAILS("{\"a\": 01}", IL_BAD_SYNTAX, 1, 7, "not JSON");
    JSON_FAILS("{\"a\": .5}", IL_BAD_SYNTAX, 1, 7, "not JSON");
    JSON_FAILS("{\"a\": NaN}", IL_BAD_SYNTAX, 1, 7, "not JSON");
    JSON_FAILS("{\"a\": 1} {", IL_BAD_SYNTAX, 1, 10, "not JSON");
    JSON_FAILS("{\"a\": 1, // no\n}", IL_BAD_SYNTAX, 1, 10, "not JSON");
    JSON_FAILS("3", IL_BAD_SYNTAX, 1, 1, "not JSON");
    JSON_FAILS("{\"a\": 1e999}", IL_BAD_VALUE, 1, 7, "too large");
    JSON_FAILS("{\"a\": 1,\n\"b\": 2, \"a\": 3}", IL_BAD_SYNTAX, 2, 9, "same key twice");
    JSON_FAILS("{\"a\": \"x\ny\"}", IL_BAD_SYNTAX, 1, 7, "not JSON");
    JSON_FAILS("{\"a\": \"x\\u0000\"}", IL_BAD_SYNTAX, 1, 7, "\\u0000");
    JSON_FAILS("{\n \"a\": \0 1}", IL_BAD_SYNTAX, 2, 7, "zero byte");
    JSON_FAILS("{\n \"\xe9\": 1}", IL_BAD_SYNTAX, 2, 3, "0xe9 is not UTF-8");
    JSON_FAILS("{\"\xed\xa0\x80\": 1}", IL_BAD_SYNTAX, 1, 3, "not UTF-8");
    JSON_FAILS("\xff\xfe{\0}\0", IL_BAD_SYNTAX, 1, 1, "UTF-16");
    static char deep[6000];
    memset(deep, '[', 150);
    memset(deep + 150, ']', 150);
    fails(ili_json_parse, deep, 300, IL_LIMIT, 1, 101, "nested");
    memset(deep, '[', sizeof deep);
    fails(ili_json_parse, deep, sizeof deep, IL_LIMIT, 1, 2049, "nested");
}

// -- YAML ------------------------------------------------------------------------------------------------------------------

static const char yaml_text[] = "# a comment\n"
                                "id: short_psoas   # another\n"
                                "\xc3\xa9t\xc3\xa9: {a: -1.5, b: [x, \"5\"]}\n"
                                "list:\n"
                                "  - one\n"
                                "  - two: true\n"
                                "    three: ~\n"
                                "  -\n"
                                "text: |\n"
                                "  first\n"
                                "  second\n";

static void yaml_places(void **unused) {
    (void)unused;
    ili_tree tree;
    il_error err = {0};
    double x = 0;
    bool b = false;
    assert_int_equal(parse(ili_yaml_parse, yaml_text, sizeof yaml_text - 1, &tree, &err), IL_OK);
    at(&tree, "", ILI_MAP, 2, 1, NULL);
    at(&tree, "/id", ILI_PLAIN, 2, 5, "short_psoas");
    at(&tree, "/\xc3\xa9t\xc3\xa9/a", ILI_PLAIN, 3, 12, "-1.5");
    at(&tree, "/\xc3\xa9t\xc3\xa9/b/0", ILI_PLAIN, 3, 22, "x");
    at(&tree, "/\xc3\xa9t\xc3\xa9/b/1", ILI_STRING, 3, 25, "5");
    at(&tree, "/list", ILI_LIST, 5, 3, NULL);
    at(&tree, "/list/1/two", ILI_PLAIN, 6, 10, "true");
    at(&tree, "/list/1/three", ILI_NULL, 7, 12, NULL);
    at(&tree, "/list/2", ILI_NULL, 8, 4, NULL);
    at(&tree, "/text", ILI_STRING, 9, 7, "first\nsecond\n");
    assert_int_equal(ili_node_number(&tree, ili_node_at(tree.root, "/\xc3\xa9t\xc3\xa9/a"), &x, &err), IL_OK);
    assert_true(x == -1.5);
    assert_int_equal(ili_node_bool(&tree, ili_node_at(tree.root, "/list/1/two"), &b, &err), IL_OK);
    assert_true(b);
    assert_int_equal(ili_node_number(&tree, ili_node_at(tree.root, "/\xc3\xa9t\xc3\xa9/b/1"), &x, &err), IL_BAD_VALUE);
    assert_string_equal(err.text, "this item should be a number, not \"5\"");
    ili_tree_free(&tree);
}

#define YAML_FAILS(text, code, line, column, words) fails(ili_yaml_parse, text, sizeof text - 1, code, line, column, words)

static void yaml_errors(void **unused) {
    (void)unused;
    YAML_FAILS("", IL_BAD_SYNTAX, 0, 0, "empty");
    YAML_FAILS("# only\n", IL_BAD_SYNTAX, 2, 1, "nothing but comments");
    YAML_FAILS("just a word\n", IL_BAD_SYNTAX, 1, 1, "single value");
    YAML_FAILS("a: &x 1\nb: *x\n", IL_BAD_SYNTAX, 1, 4, "anchors");
    YAML_FAILS("a: 1\nb: *x\n", IL_BAD_SYNTAX, 2, 4, "aliases");
    YAML_FAILS("a: 1\n*x : 2\n", IL_BAD_SYNTAX, 2, 1, "aliases");
    YAML_FAILS("a: &x [1]\n", IL_BAD_SYNTAX, 1, 4, "anchors");
    YAML_FAILS("a: !!int 1\n", IL_BAD_SYNTAX, 1, 4, "tags");
    YAML_FAILS("a: !x {b: 1}\n", IL_BAD_SYNTAX, 1, 4, "tags");
    YAML_FAILS("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", IL_BAD_SYNTAX, 5, 3, "\"c\" stands twice");
    YAML_FAILS("a: 1\n---\nb: 2\n", IL_BAD_SYNTAX, 2, 1, "second document");
    YAML_FAILS("%YAML 1.1\n---\na: 1\n", IL_BAD_SYNTAX, 1, 1, "directives");
    YAML_FAILS("a: 1\n b: 2\n", IL_BAD_SYNTAX, 2, 3, "not YAML");
    YAML_FAILS("a: [1, 2\nb: 3\n", IL_BAD_SYNTAX, 2, 2, "not YAML");
    YAML_FAILS("a: \"x\n", IL_BAD_SYNTAX, 2, 1, "not YAML");
    YAML_FAILS("a:\n\t- 1\n", IL_BAD_SYNTAX, 2, 1, "not YAML");
    YAML_FAILS("{[1]: 2}\n", IL_BAD_SYNTAX, 1, 2, "a key should be a word");
    YAML_FAILS("a: \"\\0\"\n", IL_BAD_SYNTAX, 1, 4, "zero character");
    YAML_FAILS("a: \x01\n", IL_BAD_SYNTAX, 1, 4, "control characters");
    YAML_FAILS("a: \xff\n", IL_BAD_SYNTAX, 1, 4, "UTF-8");
    static char deep[150];
    memset(deep, '[', sizeof deep);
    fails(ili_yaml_parse, deep, sizeof deep, IL_LIMIT, 1, 101, "nested");
}

// -- asking ----------------------------------------------------------------------------------------------------------------

static void asking(void **unused) {
    (void)unused;
    static const char text[] = "{\"age_yaers\": 30, \"side\": \"rigth\", \"n\": 2.5, \"list\": {}, \"s\": 5, \"big\": \"red\"}";
    static const char *const keys[] = {"age_years", "side", "n", "list", "s", "big"}, *const sides[] = {"right", "left", "both"};
    ili_tree tree;
    il_error err = {0};
    const ili_node *node = NULL;
    const char *s = NULL;
    int i = 0;
    assert_int_equal(parse(ili_json_parse, text, sizeof text - 1, &tree, &err), IL_OK);
    assert_int_equal(ili_node_keys(&tree, tree.root, keys, 6, &err), IL_BAD_VALUE);
    assert_string_equal(err.text, "unknown key \"age_yaers\"; it should be \"age_years\"");
    assert_int_equal(err.column, 2);
    assert_int_equal(ili_node_choice(&tree, ili_node_get(tree.root, "side"), sides, 3, &i, &err), IL_BAD_VALUE);
    assert_string_equal(err.text, "side is \"rigth\"; it should be \"right\"");
    assert_int_equal(err.column, 27);
    assert_int_equal(ili_node_choice(&tree, ili_node_get(tree.root, "big"), sides, 3, &i, &err), IL_BAD_VALUE);
    assert_string_equal(err.text, "big is \"red\"; it should be one of right, left, both");
    assert_int_equal(ili_node_integer(&tree, ili_node_get(tree.root, "n"), &i, &err), IL_BAD_VALUE);
    assert_string_equal(err.text, "n should be a whole number, not 2.5");
    assert_int_equal(ili_node_integer(&tree, ili_node_get(tree.root, "s"), &i, &err), IL_OK);
    assert_int_equal(i, 5);
    assert_int_equal(ili_node_text(&tree, ili_node_get(tree.root, "s"), &s, &err), IL_BAD_VALUE);
    assert_string_equal(err.text, "s should be a text, not 5");
    assert_int_equal(ili_node_list(&tree, ili_node_get(tree.root, "list"), &err), IL_BAD_VALUE);
    assert_string_equal(err.text, "list should be a list, not an object");
    assert_int_equal(ili_node_need(&tree, tree.root, "visits", &node, &err), IL_BAD_VALUE);
    assert_string_equal(err.text, "the key \"visits\" is missing here");
    ili_tree_free(&tree);
}

// -- memory ----------------------------------------------------------------------------------------------------------------

// the n-th allocation fails: a clear status, an empty tree, nothing lost (the sanitizer looks)
static void no_memory_is_told(void **unused) {
    (void)unused;
    parse_fn *const fns[] = {ili_json_parse, ili_yaml_parse};
    const char *const texts[] = {json_text, yaml_text};
    for (int k = 0; k < 2; k++) {
        for (long n = 1;; n++) {
            ili_tree tree;
            il_error err = {0};
            alloc_fail_at(n);
            il_status status = fns[k]("f", texts[k], strlen(texts[k]), &tree, &err);
            bool failed = alloc_failed();
            alloc_fail_at(0);
            if (!failed) {
                assert_int_equal(status, IL_OK);
                assert_true(n > 1);
                ili_tree_free(&tree);
                break;
            }
            assert_int_equal(status, IL_NO_MEMORY);
            assert_null(tree.root);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(json_places), cmocka_unit_test(json_errors), cmocka_unit_test(yaml_places),
                                       cmocka_unit_test(yaml_errors), cmocka_unit_test(asking), cmocka_unit_test(no_memory_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

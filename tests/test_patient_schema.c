// test_patient_schema.c - the published schema and the reader name the same keys, words and requirements
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "file/tree.h"
#include "ilium/file.h"
#include "io/shape.h"

static ili_tree schema;

static int read_schema(void **unused) {
    (void)unused;
    char *bytes = NULL;
    size_t size = 0;
    il_error err = {0};
    il_status status = il_file_read(IL_SOURCE_DIR "/docs/patient.schema.json", 0, &bytes, &size, &err);
    if (status == IL_OK) status = ili_json_parse("patient.schema.json", bytes, size, &schema, &err);
    il_file_free(bytes);
    if (status != IL_OK) printf("%s:%d %s\n", err.file, err.line, err.text);
    return status == IL_OK ? 0 : -1;
}

static int free_schema(void **unused) {
    (void)unused;
    ili_tree_free(&schema);
    return 0;
}

static bool text_is(const ili_node *node, const char *text) { return node && node->text && strcmp(node->text, text) == 0; }

static const ili_node *definition(const ili_shape *shape) {
    if (shape == &ili_patient_shape) return schema.root;
    return ili_node_get(ili_node_get(schema.root, "$defs"), shape->name);
}

static void refers_to(const ili_node *node, const ili_shape *shape) {
    char ref[64];
    snprintf(ref, sizeof ref, "#/$defs/%s", shape->name);
    if (!text_is(ili_node_get(node, "$ref"), ref)) fail_msg("line %d should refer to %s", node->line, ref);
}

static void check_words(const ili_node *property, const ili_field *field) {
    const ili_node *list = ili_node_get(property, "enum");
    if (!list || list->count != field->nword) fail_msg("%s should list %d words", field->key, field->nword);
    int i = 0;
    for (const ili_node *n = list ? list->first : NULL; n; n = n->next, i++)
        if (!text_is(n, field->word[i])) fail_msg("word %d of %s should be %s", i, field->key, field->word[i]);
}

static void check_field(const ili_node *property, const ili_field *field) {
    const ili_node *type = ili_node_get(property, "type"), *more = ili_node_get(property, "additionalProperties");
    bool fits = true;
    switch (field->kind) {
    case ILI_FIELD_TEXT: fits = text_is(type, "string") && (ili_node_get(property, "minLength") || ili_node_get(property, "pattern")); break;
    case ILI_FIELD_NUMBER: fits = text_is(type, "number"); break;
    case ILI_FIELD_INTEGER: fits = ili_node_get(property, "const") != NULL; break;
    case ILI_FIELD_BOOL: fits = text_is(type, "boolean"); break;
    case ILI_FIELD_CHOICE: check_words(property, field); break;
    case ILI_FIELD_OBJECT: refers_to(property, field->shape); break;
    case ILI_FIELD_LIST:
        fits = text_is(type, "array");
        refers_to(ili_node_get(property, "items"), field->shape);
        break;
    case ILI_FIELD_ANSWERS: fits = text_is(type, "object") && ili_node_get(more, "enum") && ili_node_get(more, "enum")->count == 2; break;
    }
    if (!fits) fail_msg("line %d: the type of %s does not fit the reader", property->line, field->key);
    if (!ili_node_get(property, "description") && field->kind != ILI_FIELD_OBJECT) fail_msg("%s has no description", field->key);
}

static bool is_required(const ili_node *object, const char *key) {
    const ili_node *list = ili_node_get(object, "required");
    for (const ili_node *n = list ? list->first : NULL; n; n = n->next)
        if (text_is(n, key)) return true;
    return false;
}

static int check_shape(const ili_shape *shape) {
    const ili_node *object = definition(shape), *properties = ili_node_get(object, "properties");
    if (!object || !properties) fail_msg("the schema lacks %s", shape->name);
    assert_true(text_is(ili_node_get(object, "type"), "object"));
    if (!text_is(ili_node_get(object, "additionalProperties"), "false")) fail_msg("%s should accept no other keys", shape->name);
    if (properties && properties->count != shape->nfield)
        fail_msg("%s: the schema has %d keys, the reader %d", shape->name, properties->count, shape->nfield);
    int n = 1;
    for (int i = 0; i < shape->nfield; i++) {
        const ili_field *field = &shape->field[i];
        const ili_node *property = ili_node_get(properties, field->key);
        if (!property) fail_msg("%s: the schema lacks the key %s", shape->name, field->key);
        else check_field(property, field);
        if (is_required(object, field->key) != field->required) fail_msg("%s.%s: required in one, not in the other", shape->name, field->key);
        if (field->shape) n += check_shape(field->shape);
    }
    assert_true(shape->nfield <= ILI_MOST_FIELDS);
    return n;
}

static void schema_agrees_with_reader(void **unused) {
    (void)unused;
    int n = check_shape(&ili_patient_shape);
    const ili_node *defs = ili_node_get(schema.root, "$defs");
    assert_non_null(defs);
    if (defs) assert_int_equal(n, defs->count + 1); // no definition that nobody reads
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(schema_agrees_with_reader)};
    return cmocka_run_group_tests(tests, read_schema, free_schema);
}

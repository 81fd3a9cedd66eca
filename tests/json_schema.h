// json_schema.h - holds a JSON value against a JSON schema, for the keywords that our schemas of outputs use; another keyword is a fault
#ifndef JSON_SCHEMA_H
#define JSON_SCHEMA_H
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef struct schema_check {
    json_t *root;      ///< the whole schema, for "$ref"
    char          place[400]; ///< where the check stands, as a JSON pointer
    char          why[600];  ///< the first fault; empty while there is none
} schema_check;

static inline bool schema_holds(schema_check *c, json_t *schema, json_t *value);

static inline bool schema_fault(schema_check *c, const char *what, const char *name) {
    if (!c->why[0]) snprintf(c->why, sizeof c->why, "%s: %s '%s'", c->place[0] ? c->place : "/", what, name);
    return false;
}

// a member or an item, with its place in the message
static inline bool schema_inside(schema_check *c, json_t *schema, json_t *value, const char *name) {
    size_t n = strlen(c->place);
    snprintf(c->place + n, sizeof c->place - n, "/%s", name);
    bool ok = schema_holds(c, schema, value);
    c->place[n] = 0;
    return ok;
}

static inline bool schema_is(json_t *value, const char *type) {
    if (!strcmp(type, "number")) return json_is_number(value);
    if (!strcmp(type, "integer")) return json_is_integer(value);
    if (!strcmp(type, "string")) return json_is_string(value);
    if (!strcmp(type, "boolean")) return json_is_boolean(value);
    if (!strcmp(type, "object")) return json_is_object(value);
    if (!strcmp(type, "array")) return json_is_array(value);
    return !strcmp(type, "null") && json_is_null(value);
}

static inline bool schema_type(schema_check *c, json_t *types, json_t *value) {
    bool ok = json_is_string(types) && schema_is(value, json_string_value(types));
    for (size_t i = 0; i < json_array_size(types); i++) ok = ok || schema_is(value, json_string_value(json_array_get(types, i)));
    return ok || schema_fault(c, "is not of the", "type");
}

static inline bool schema_enum(schema_check *c, json_t *words, json_t *value) {
    for (size_t i = 0; i < json_array_size(words); i++)
        if (json_equal(json_array_get(words, i), value)) return true;
    return schema_fault(c, "is no word of the list", json_is_string(value) ? json_string_value(value) : "?");
}

static inline bool schema_required(schema_check *c, json_t *keys, json_t *value) {
    for (size_t i = 0; json_is_object(value) && i < json_array_size(keys); i++) {
        const char *key = json_string_value(json_array_get(keys, i));
        if (!json_object_get(value, key)) return schema_fault(c, "lacks the key", key);
    }
    return true;
}

// members against "properties"; others are a fault where "additionalProperties" is false
static inline bool schema_members(schema_check *c, json_t *schema, json_t *value) {
    json_t *properties = json_object_get(schema, "properties");
    const char   *key;
    json_t       *member;
    json_object_foreach(value, key, member) {
        json_t *property = json_object_get(properties, key);
        if (property && !schema_inside(c, property, member, key)) return false;
        if (!property && json_is_false(json_object_get(schema, "additionalProperties"))) return schema_fault(c, "has the unknown key", key);
    }
    return true;
}

static inline bool schema_items(schema_check *c, json_t *items, json_t *value) {
    for (size_t i = 0; i < json_array_size(value); i++) {
        char name[24];
        snprintf(name, sizeof name, "%zu", i);
        if (!schema_inside(c, items, json_array_get(value, i), name)) return false;
    }
    return true;
}

static inline bool schema_dependent(schema_check *c, json_t *rule, json_t *value) {
    const char *key;
    json_t     *keys;
    json_object_foreach(rule, key, keys) {
        if (json_object_get(value, key) && !schema_required(c, keys, value)) return false;
    }
    return true;
}

static inline bool schema_keyword(schema_check *c, const char *word, json_t *rule, json_t *value) {
    static const char *const silent[] = {"$schema", "$id", "$defs", "title", "description", "properties", "additionalProperties"};
    double                   number = json_number_value(value), bound = json_number_value(rule);
    if (!strcmp(word, "$ref")) {
        const char *name = json_string_value(rule);
        if (!strncmp(name, "#/components/schemas/", 21)) rule = json_object_get(json_object_get(json_object_get(c->root, "components"), "schemas"), name + 21); // OpenAPI
        else rule = strncmp(name, "#/$defs/", 8) ? NULL : json_object_get(json_object_get(c->root, "$defs"), name + 8);
        return rule ? schema_holds(c, rule, value) : schema_fault(c, "the schema does not define", name);
    }
    if (!strcmp(word, "type")) return schema_type(c, rule, value);
    if (!strcmp(word, "enum")) return schema_enum(c, rule, value);
    if (!strcmp(word, "const")) return json_equal(rule, value) || schema_fault(c, "is not the", "const");
    if (!strcmp(word, "required")) return schema_required(c, rule, value);
    if (!strcmp(word, "dependentRequired")) return schema_dependent(c, rule, value);
    if (!strcmp(word, "items")) return schema_items(c, rule, value);
    if (!strcmp(word, "minItems")) return !json_is_array(value) || (double)json_array_size(value) >= bound || schema_fault(c, "has fewer than", word);
    if (!strcmp(word, "minimum")) return !json_is_number(value) || number >= bound || schema_fault(c, "lies below the", word);
    if (!strcmp(word, "maximum")) return !json_is_number(value) || number <= bound || schema_fault(c, "lies above the", word);
    for (size_t i = 0; i < sizeof silent/sizeof *silent; i++)
        if (!strcmp(word, silent[i])) return true;
    return schema_fault(c, "the schema has a keyword that nobody checks:", word);
}

/// Does the value fit the schema? If not, c->why names the first fault and its place.
static inline bool schema_holds(schema_check *c, json_t *schema, json_t *value) {
    const char *word;
    json_t     *rule;
    bool        ok = json_is_object(schema) || schema_fault(c, "the schema is no", "object");
    json_object_foreach(schema, word, rule) {
        if (ok) ok = schema_keyword(c, word, rule, value);
    }
    if (ok && json_is_object(value)) ok = schema_members(c, schema, value);
    return ok;
}

#endif

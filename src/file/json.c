// json.c - JSON by jansson, then one walk over text and values together that gives each value its place
//
// jansson decides what is JSON and decodes strings; it tells no positions. It keeps members in the order of the text, so a cursor that
// only steps over tokens stays in step with it. Numbers are kept as they are written.
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include "bytes.h"
#include "tree.h"

enum { MOST_LEVELS = 100 };

typedef struct cursor {
    const char *p, *end;
    const char *line_begin;
    int         line, level;
    ili_tree   *tree;
    il_error   *err;
} cursor;

static int column(const cursor *c) { return (int)(c->p - c->line_begin) + 1; }

static void step_space(cursor *c) {
    for (; c->p < c->end && *c->p && strchr(" \t\r\n", *c->p); c->p++)
        if (*c->p == '\n') c->line++, c->line_begin = c->p + 1;
}

// past a token of one letter, { [ , : ] }, and the spaces on both sides
static void step_token(cursor *c) {
    step_space(c);
    c->p++;
    step_space(c);
}

static void step_string(cursor *c) {
    for (c->p++; c->p < c->end && *c->p != '"'; c->p++)
        if (*c->p == '\\') c->p++;
    c->p++;
}

static il_status no_memory(cursor *c) { return il_error_set(c->err, IL_NO_MEMORY, c->tree->file, 0, 0, "out of memory"); }

static il_status walk_value(cursor *c, json_t *json, ili_node *node);

// a child behind *tail, with its key when it has one
static il_status walk_child(cursor *c, const char *key, size_t key_size, json_t *json, ili_node *parent, ili_node ***tail) {
    ili_node *node = ili_arena_alloc(&c->tree->arena, sizeof *node);
    if (!node) return no_memory(c);
    step_token(c); // { or [ before the first, a comma before the others
    if (key) {
        node->key_line = c->line;
        node->key_column = column(c);
        node->key = ili_arena_copy(&c->tree->arena, key, key_size);
        if (!node->key) return no_memory(c);
        step_string(c);
        step_token(c);
    }
    **tail = node;
    *tail = &node->next;
    parent->count++;
    return walk_value(c, json, node);
}

static il_status walk_map(cursor *c, json_t *json, ili_node *node) {
    ili_node **tail = &node->first;
    il_status status = IL_OK;
    const char *key;
    size_t key_size;
    json_t *value;
    json_object_keylen_foreach(json, key, key_size, value) {
        status = walk_child(c, key, key_size, value, node, &tail);
        if (status != IL_OK) return status;
    }
    if (!node->count) step_token(c);
    step_token(c);
    return IL_OK;
}

static il_status walk_list(cursor *c, json_t *json, ili_node *node) {
    ili_node **tail = &node->first;
    il_status status = IL_OK;
    size_t index;
    json_t *value;
    json_array_foreach(json, index, value) {
        status = walk_child(c, NULL, 0, value, node, &tail);
        if (status != IL_OK) return status;
    }
    if (!node->count) step_token(c);
    step_token(c);
    return IL_OK;
}

// true, false, null or a number as it is written; a string as jansson decoded it
static il_status walk_scalar(cursor *c, json_t *json, ili_node *node) {
    const char *begin = c->p, *text = begin;
    if (json_is_string(json)) {
        step_string(c);
        node->kind = ILI_STRING;
        node->text = ili_arena_copy(&c->tree->arena, json_string_value(json), json_string_length(json));
    } else {
        while (c->p < c->end && *c->p && !strchr(" \t\r\n,]}", *c->p)) c->p++;
        node->kind = json_is_number(json) ? ILI_NUMBER : json_is_boolean(json) ? ILI_BOOL : ILI_NULL;
        node->text = ili_arena_copy(&c->tree->arena, text, (size_t)(c->p - begin));
    }
    return node->text ? IL_OK : no_memory(c);
}

static il_status walk_value(cursor *c, json_t *json, ili_node *node) {
    step_space(c);
    node->line = c->line;
    node->column = column(c);
    if (!json_is_object(json) && !json_is_array(json)) return walk_scalar(c, json, node);
    if (c->level == MOST_LEVELS)
        return il_error_set(c->err, IL_LIMIT, c->tree->file, c->line, column(c), "is nested more than %d levels deep", MOST_LEVELS);
    c->level++;
    node->kind = json_is_object(json) ? ILI_MAP : ILI_LIST;
    il_status status = json_is_object(json) ? walk_map(c, json, node) : walk_list(c, json, node);
    c->level--;
    return status;
}

// where the token begins that jansson stands behind: its sentence ends with "near 'TOKEN'"
static size_t token_begin(const json_error_t *e) {
    static const char near[] = " near '";
    size_t at = e->position > 0 ? (size_t)e->position : 0;
    const char *token = strstr(e->text, near);
    size_t length = token ? strlen(token) - sizeof near : 1;
    return at > length ? at - length : 0;
}

// what jansson says, with the place in bytes
static il_status syntax_error(const char *file, const char *bytes, size_t size, const json_error_t *e, il_error *err) {
    int line = 0, col = 0;
    ili_text_place(bytes, size, token_begin(e), &line, &col);
    switch (json_error_code(e)) {
    case json_error_out_of_memory: return il_error_set(err, IL_NO_MEMORY, file, 0, 0, "out of memory");
    case json_error_stack_overflow: return il_error_set(err, IL_LIMIT, file, line, col, "is nested more than %d levels deep", MOST_LEVELS);
    case json_error_premature_end_of_input:
        ili_text_place(bytes, size, size, &line, &col);
        return il_error_set(err, IL_BAD_SYNTAX, file, line, col, "the file ends in the middle: %s", e->text);
    case json_error_numeric_overflow: return il_error_set(err, IL_BAD_VALUE, file, line, col, "a number is too large to work with");
    case json_error_null_character:
    case json_error_null_byte_in_key: return il_error_set(err, IL_BAD_SYNTAX, file, line, col, "\\u0000 may not stand in a text");
    case json_error_duplicate_key: return il_error_set(err, IL_BAD_SYNTAX, file, line, col, "the same key twice in one object: %s", e->text);
    default: break;
    }
    if (!e->text[0]) return il_error_set(err, IL_NO_MEMORY, file, 0, 0, "out of memory");
    return il_error_set(err, IL_BAD_SYNTAX, file, line, col, "not JSON: %s", e->text);
}

il_status ili_json_parse(const char *file, const char *bytes, size_t size, ili_tree *tree, il_error *err) {
    *tree = (ili_tree){0};
    snprintf(tree->file, sizeof tree->file, "%s", file);
    il_status status = ili_text_check(file, "a JSON object", &bytes, &size, err);
    if (status != IL_OK) return status;

    json_error_t e = {0};
    json_t *json = json_loadb(bytes, size, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &e);
    if (!json) return syntax_error(file, bytes, size, &e, err);

    cursor c = {.p = bytes, .end = bytes + size, .line_begin = bytes, .line = 1, .tree = tree, .err = err};
    tree->root = ili_arena_alloc(&tree->arena, sizeof *tree->root);
    status = tree->root ? walk_value(&c, json, tree->root) : no_memory(&c);
    json_decref(json);
    if (status != IL_OK) ili_tree_free(tree);
    return status;
}

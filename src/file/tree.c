// tree.c - asking a positioned tree for what a reader expects
#include "tree.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/names.h"
#include "ilium/file.h"

void ili_tree_free(ili_tree *tree) {
    ili_arena_free(&tree->arena);
    *tree = (ili_tree){0};
}

__attribute__((format(printf, 6, 0))) static void error_at(const ili_tree *tree, int line, int column, il_status code, il_error *err,
                                                           const char *format, va_list args) {
    char text[sizeof err->text];
    vsnprintf(text, sizeof text, format, args);
    il_error_set(err, code, tree->file, line, column, "%s", text);
}

il_status ili_tree_error(const ili_tree *tree, const ili_node *node, il_status code, il_error *err, const char *format, ...) {
    va_list args;
    va_start(args, format);
    error_at(tree, node ? node->line : 0, node ? node->column : 0, code, err, format, args);
    va_end(args);
    return code;
}

il_status ili_tree_key_error(const ili_tree *tree, const ili_node *node, il_status code, il_error *err, const char *format, ...) {
    va_list args;
    va_start(args, format);
    error_at(tree, node->key ? node->key_line : node->line, node->key ? node->key_column : node->column, code, err, format, args);
    va_end(args);
    return code;
}

// -- walking ---------------------------------------------------------------------------------------------------------------

const ili_node *ili_node_get(const ili_node *map, const char *key) {
    if (!map || map->kind != ILI_MAP) return NULL;
    for (const ili_node *n = map->first; n; n = n->next)
        if (strcmp(n->key, key) == 0) return n;
    return NULL;
}

// does a key equal a token of a JSON pointer, in which ~1 is / and ~0 is ~ ?
static bool token_is(const char *token, size_t size, const char *key) {
    for (size_t i = 0; i < size; i++, key++) {
        char c = token[i];
        if (c == '~' && i + 1 < size) c = token[++i] == '1' ? '/' : '~';
        if (*key != c || !c) return false;
    }
    return !*key;
}

static const ili_node *child(const ili_node *node, const char *token, size_t size) {
    if (node->kind != ILI_MAP && node->kind != ILI_LIST) return NULL;
    int index = 0;
    for (const ili_node *n = node->first; n; n = n->next, index++) {
        char number[16];
        snprintf(number, sizeof number, "%d", index);
        if (token_is(token, size, node->kind == ILI_MAP ? n->key : number)) return n;
    }
    return NULL;
}

const ili_node *ili_node_at(const ili_node *node, const char *pointer) {
    while (node && *pointer == '/') {
        size_t size = strcspn(++pointer, "/");
        node = child(node, pointer, size);
        pointer += size;
    }
    return *pointer ? NULL : node;
}

const char *ili_node_what(const ili_node *node) {
    switch (node->kind) {
    case ILI_NULL: return "nothing";
    case ILI_BOOL: return "true or false";
    case ILI_NUMBER: return "a number";
    case ILI_STRING: return "a text";
    case ILI_PLAIN: return "a word";
    case ILI_LIST: return "a list";
    case ILI_MAP: return "an object";
    }
    return "something else";
}

// -- asking for a value ----------------------------------------------------------------------------------------------------

// what a value is called in a sentence: its key, or "this"
static const char *name_of(const ili_node *node) { return node->key ? node->key : "this item"; }

static il_status not_a(const ili_tree *tree, const ili_node *node, const char *wanted, il_error *err) {
    if (node->text && node->kind != ILI_NULL)
        return ili_tree_error(tree, node, IL_BAD_VALUE, err, "%s should be %s, not %s%.40s%s", name_of(node), wanted,
                              node->kind == ILI_STRING ? "\"" : "", node->text, node->kind == ILI_STRING ? "\"" : "");
    return ili_tree_error(tree, node, IL_BAD_VALUE, err, "%s should be %s, not %s", name_of(node), wanted, ili_node_what(node));
}

il_status ili_node_text(const ili_tree *tree, const ili_node *node, const char **out, il_error *err) {
    if (node->kind != ILI_STRING && node->kind != ILI_PLAIN) return not_a(tree, node, "a text", err);
    *out = node->text;
    return IL_OK;
}

il_status ili_node_number(const ili_tree *tree, const ili_node *node, double *out, il_error *err) {
    if (node->kind != ILI_NUMBER && node->kind != ILI_PLAIN) return not_a(tree, node, "a number", err);
    il_status status = il_number_parse(node->text, strlen(node->text), out);
    if (status == IL_LIMIT) return ili_tree_error(tree, node, IL_BAD_VALUE, err, "%s is a number too large to work with", name_of(node));
    return status == IL_OK ? IL_OK : not_a(tree, node, "a number", err);
}

il_status ili_node_integer(const ili_tree *tree, const ili_node *node, int *out, il_error *err) {
    double x = 0;
    il_status status = ili_node_number(tree, node, &x, err);
    if (status != IL_OK) return status;
    if (!(fabs(x) <= 1e9) || floor(x) != x) return not_a(tree, node, "a whole number", err);
    *out = (int)x;
    return IL_OK;
}

il_status ili_node_bool(const ili_tree *tree, const ili_node *node, bool *out, il_error *err) {
    bool is_true = node->text && strcmp(node->text, "true") == 0, is_false = node->text && strcmp(node->text, "false") == 0;
    if ((node->kind != ILI_BOOL && node->kind != ILI_PLAIN) || !(is_true || is_false)) return not_a(tree, node, "true or false", err);
    *out = is_true;
    return IL_OK;
}

il_status ili_node_choice(const ili_tree *tree, const ili_node *node, const char *const *words, int count, int *out, il_error *err) {
    const char *text = NULL;
    char list[256];
    il_status status = ili_node_text(tree, node, &text, err);
    if (status != IL_OK) return status;
    *out = ili_name_find(text, words, count);
    if (*out >= 0) return IL_OK;
    return ili_tree_error(tree, node, IL_BAD_VALUE, err, "%s is \"%.40s\"; it should be %s", name_of(node), text,
                          ili_name_offer(text, words, count, list, sizeof list));
}

// -- asking for a shape ----------------------------------------------------------------------------------------------------

il_status ili_node_keys(const ili_tree *tree, const ili_node *node, const char *const *keys, int count, il_error *err) {
    char list[256];
    if (node->kind != ILI_MAP) return not_a(tree, node, "an object", err);
    for (const ili_node *n = node->first; n; n = n->next)
        if (ili_name_find(n->key, keys, count) < 0)
            return ili_tree_key_error(tree, n, IL_BAD_VALUE, err, "unknown key \"%.40s\"; it should be %s", n->key,
                                      ili_name_offer(n->key, keys, count, list, sizeof list));
    return IL_OK;
}

il_status ili_node_list(const ili_tree *tree, const ili_node *node, il_error *err) {
    return node->kind == ILI_LIST ? IL_OK : not_a(tree, node, "a list", err);
}

il_status ili_node_need(const ili_tree *tree, const ili_node *map, const char *key, const ili_node **out, il_error *err) {
    if (map->kind != ILI_MAP) return not_a(tree, map, "an object", err);
    *out = ili_node_get(map, key);
    return *out ? IL_OK : ili_tree_error(tree, map, IL_BAD_VALUE, err, "the key \"%s\" is missing here", key);
}

// tree.h - a JSON or YAML text as a tree whose every value knows its line and column
//
// A reader asks for what it expects; the functions say in one sentence, with the place, what is there instead. All of a tree's memory lies
// in its arena. Strings are UTF-8 without zero bytes.
#ifndef ILI_TREE_H
#define ILI_TREE_H
#include "base/arena.h"
#include "ilium/base.h"

typedef enum ili_kind {
    ILI_NULL,   ///< null, or nothing at all behind a YAML key
    ILI_BOOL,   ///< true, false
    ILI_NUMBER, ///< a JSON number, not yet read
    ILI_STRING, ///< a JSON string, a quoted or block scalar of YAML
    ILI_PLAIN,  ///< an unquoted scalar of YAML: a string, a number or true/false as the reader wants it
    ILI_LIST,
    ILI_MAP
} ili_kind;

/// One value. Members of a map and items of a list form a chain in the order of the text.
typedef struct ili_node {
    ili_kind         kind;
    int              line, column;         ///< where the value begins, 1-based, in bytes
    int              key_line, key_column; ///< where its key begins; 0 in a list
    const char      *key;                  ///< its name in the map that holds it; NULL in a list and at the root
    const char      *text;                 ///< a scalar as text; NULL for lists and maps
    int              count;                ///< items or members
    struct ili_node *first, *next;         ///< first child; next sibling
} ili_node;

/// A parsed text. `{0}` is empty and may be freed.
typedef struct ili_tree {
    char      file[256]; ///< name for errors
    ili_node *root;
    ili_arena arena;
} ili_tree;

/// Parse JSON (RFC 8259) whose root is an object or a list; duplicate keys are refused. On an error the tree is empty.
il_status ili_json_parse(const char *file, const char *bytes, size_t size, ili_tree *tree, il_error *err);

/// Parse one YAML document without anchors, aliases, tags and directives; duplicate keys are refused. On an error the tree is empty.
il_status ili_yaml_parse(const char *file, const char *bytes, size_t size, ili_tree *tree, il_error *err);

/// Release a tree's memory.
void ili_tree_free(ili_tree *tree);

/// Fill `err` with the place of `node` (of its key when `at_key`) and a sentence; returns `code`.
il_status ili_tree_error(const ili_tree *tree, const ili_node *node, il_status code, il_error *err, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
il_status ili_tree_key_error(const ili_tree *tree, const ili_node *node, il_status code, il_error *err, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/// The member of a map, or NULL (also when `map` is NULL or no map).
const ili_node *ili_node_get(const ili_node *map, const char *key);

/// The value at a JSON pointer (RFC 6901): "/visits/0/date"; "" is the node itself; NULL when there is none.
const ili_node *ili_node_at(const ili_node *node, const char *pointer);

/// What kind of value it is, for a sentence: "a list".
const char *ili_node_what(const ili_node *node);

/// The value as it is asked for, or IL_BAD_VALUE with the place. In YAML a number, true and false stand unquoted.
il_status ili_node_text(const ili_tree *tree, const ili_node *node, const char **out, il_error *err);
il_status ili_node_number(const ili_tree *tree, const ili_node *node, double *out, il_error *err);
il_status ili_node_integer(const ili_tree *tree, const ili_node *node, int *out, il_error *err);
il_status ili_node_bool(const ili_tree *tree, const ili_node *node, bool *out, il_error *err);

/// One of `count` words, as its index; another word is an error that lists them or names the nearest.
il_status ili_node_choice(const ili_tree *tree, const ili_node *node, const char *const *words, int count, int *out, il_error *err);

/// The node must be a map, and each of its keys one of `keys`; an unknown key is an error that names the nearest.
il_status ili_node_keys(const ili_tree *tree, const ili_node *node, const char *const *keys, int count, il_error *err);

/// The node must be a list.
il_status ili_node_list(const ili_tree *tree, const ili_node *node, il_error *err);

/// The member of a map, which must be there.
il_status ili_node_need(const ili_tree *tree, const ili_node *map, const char *key, const ili_node **out, il_error *err);

#endif

// fuzz_json.c - any bytes as JSON: an error with a place inside the file, or a tree whose every value stands inside it
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "file/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// every value lies on a line that exists and begins where its first letter stands
static void check(const ili_node *n, int lines) {
    if (n->line < 1 || n->line > lines || n->column < 1) abort();
    int count = 0;
    for (const ili_node *c = n->first; c; c = c->next, count++) {
        if (c->line < n->line || (c->line == n->line && c->column < n->column)) abort();
        if ((n->kind == ILI_MAP) != (c->key != NULL)) abort();
        check(c, lines);
    }
    if (count != n->count || (n->text != NULL) == (n->kind == ILI_LIST || n->kind == ILI_MAP)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ili_tree tree;
    il_error err = {0};
    int lines = 1;
    for (size_t i = 0; i < size; i++) lines += data[i] == '\n';
    il_status status = ili_json_parse("f", (const char *)data, size, &tree, &err);
    if (status == IL_OK) check(tree.root, lines);
    else if (tree.root || err.code != status || !err.text[0] || err.line > lines) abort();
    ili_tree_free(&tree);
    return 0;
}

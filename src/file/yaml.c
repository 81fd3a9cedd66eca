// yaml.c - YAML by libyaml's events; see docs/decisions for why events and not a schema library
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>
#include "bytes.h"
#include "tree.h"

enum { MOST_LEVELS = 100 };

typedef struct reader {
    yaml_parser_t parser;
    yaml_event_t  event;
    const char   *bytes;
    size_t        size;
    size_t        character, offset; // the same place in characters, as libyaml counts, and in bytes
    size_t        line_begin;
    int           line, level;
    ili_tree     *tree;
    il_error     *err;
} reader;

// -- places and errors -----------------------------------------------------------------------------------------------------

// line and column in bytes of a mark, which counts characters; marks come in the order of the text, so this walks forward
static void place(reader *r, yaml_mark_t mark, int *line, int *column) {
    if (mark.index < r->character) r->character = r->offset = r->line_begin = 0, r->line = 1;
    while (r->character < mark.index && r->offset < r->size) {
        if (r->bytes[r->offset] == '\n') r->line++, r->line_begin = r->offset + 1;
        do r->offset++;
        while (r->offset < r->size && ((unsigned char)r->bytes[r->offset] & 0xc0) == 0x80);
        r->character++;
    }
    *line = r->line;
    *column = (int)(r->offset - r->line_begin) + 1;
}

static il_status fail(reader *r, il_status code, yaml_mark_t mark, const char *text) {
    int line = 0, column = 0;
    place(r, mark, &line, &column);
    return il_error_set(r->err, code, r->tree->file, line, column, "%s", text);
}

static il_status no_memory(reader *r) { return il_error_set(r->err, IL_NO_MEMORY, r->tree->file, 0, 0, "out of memory"); }

static il_status parser_error(reader *r) {
    const yaml_parser_t *p = &r->parser;
    int line = 0, column = 0;
    if (p->error == YAML_MEMORY_ERROR) return no_memory(r);
    if (p->error == YAML_READER_ERROR) ili_text_place(r->bytes, r->size, p->problem_offset, &line, &column);
    else place(r, p->problem_mark, &line, &column);
    const char *context = p->context ? p->context : "", *problem = p->problem ? p->problem : "it cannot be read";
    return il_error_set(r->err, IL_BAD_SYNTAX, r->tree->file, line, column, "not YAML: %s%s%s", context, *context ? ", " : "", problem);
}

// the next event into r->event; the one before is released
static il_status next(reader *r) {
    yaml_event_delete(&r->event);
    return yaml_parser_parse(&r->parser, &r->event) ? IL_OK : parser_error(r);
}

// -- values ----------------------------------------------------------------------------------------------------------------

static il_status read_value(reader *r, ili_node *node);

static il_status refuse_anchor(reader *r, const yaml_char_t *anchor, const yaml_char_t *tag) {
    if (anchor) return fail(r, IL_BAD_SYNTAX, r->event.start_mark, "anchors (&name) are not accepted; write the value out");
    if (tag) return fail(r, IL_BAD_SYNTAX, r->event.start_mark, "tags (!name) are not accepted; leave the tag out");
    return IL_OK;
}

static bool is_null(const char *text) { return !*text || strcmp(text, "~") == 0 || strcmp(text, "null") == 0; }

// the scalar of the event as text
static il_status copy_scalar(reader *r, const char **out) {
    const char *value = (const char *)r->event.data.scalar.value;
    size_t size = r->event.data.scalar.length;
    if (memchr(value, 0, size)) return fail(r, IL_BAD_SYNTAX, r->event.start_mark, "a zero character may not stand in a text");
    *out = ili_arena_copy(&r->tree->arena, value, size);
    return *out ? IL_OK : no_memory(r);
}

static il_status read_scalar(reader *r, ili_node *node) {
    il_status status = refuse_anchor(r, r->event.data.scalar.anchor, r->event.data.scalar.tag);
    if (status != IL_OK) return status;
    bool plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    status = copy_scalar(r, &node->text);
    if (status == IL_OK) node->kind = !plain ? ILI_STRING : is_null(node->text) ? ILI_NULL : ILI_PLAIN;
    return status;
}

static int by_key(const void *a, const void *b) {
    const ili_node *const *x = a, *const *y = b;
    int order = strcmp((*x)->key, (*y)->key);
    if (order) return order;
    return (*x)->key_line != (*y)->key_line ? (*x)->key_line - (*y)->key_line : (*x)->key_column - (*y)->key_column;
}

static il_status refuse_double_keys(reader *r, const ili_node *map) {
    const ili_node **sorted = malloc((size_t)(map->count + 1)*sizeof *sorted);
    if (!sorted) return no_memory(r);
    int n = 0;
    for (const ili_node *m = map->first; m; m = m->next) sorted[n++] = m;
    qsort(sorted, (size_t)n, sizeof *sorted, by_key);
    const ili_node *second = NULL;
    for (int i = 1; i < n && !second; i++)
        if (strcmp(sorted[i]->key, sorted[i - 1]->key) == 0) second = sorted[i];
    free(sorted);
    if (!second) return IL_OK;
    return ili_tree_key_error(r->tree, second, IL_BAD_SYNTAX, r->err, "the key \"%.40s\" stands twice in one mapping", second->key);
}

static il_status read_key(reader *r, ili_node *node) {
    if (r->event.type == YAML_ALIAS_EVENT) return fail(r, IL_BAD_SYNTAX, r->event.start_mark, "aliases (*name) are not accepted");
    if (r->event.type != YAML_SCALAR_EVENT) return fail(r, IL_BAD_SYNTAX, r->event.start_mark, "a key should be a word, not a list or mapping");
    il_status status = refuse_anchor(r, r->event.data.scalar.anchor, r->event.data.scalar.tag);
    if (status == IL_OK) status = copy_scalar(r, &node->key);
    place(r, r->event.start_mark, &node->key_line, &node->key_column);
    return status == IL_OK ? next(r) : status;
}

// the children of a list or mapping, up to its end
static il_status read_children(reader *r, ili_node *node, yaml_event_type_t end) {
    ili_node **tail = &node->first;
    il_status status = next(r);
    while (status == IL_OK && r->event.type != end) {
        ili_node *item = ili_arena_alloc(&r->tree->arena, sizeof *item);
        if (!item) return no_memory(r);
        if (node->kind == ILI_MAP) status = read_key(r, item);
        if (status == IL_OK) status = read_value(r, item);
        *tail = item;
        tail = &item->next;
        node->count++;
        if (status == IL_OK) status = next(r);
    }
    if (status == IL_OK && node->kind == ILI_MAP) status = refuse_double_keys(r, node);
    return status;
}

static il_status read_value(reader *r, ili_node *node) {
    yaml_event_t *e = &r->event;
    place(r, e->start_mark, &node->line, &node->column);
    if (e->type == YAML_SCALAR_EVENT) return read_scalar(r, node);
    if (e->type == YAML_ALIAS_EVENT) return fail(r, IL_BAD_SYNTAX, e->start_mark, "aliases (*name) are not accepted; write the value out");
    if (r->level == MOST_LEVELS) return fail(r, IL_LIMIT, e->start_mark, "is nested too deep");
    bool map = e->type == YAML_MAPPING_START_EVENT;
    il_status status = map ? refuse_anchor(r, e->data.mapping_start.anchor, e->data.mapping_start.tag)
                           : refuse_anchor(r, e->data.sequence_start.anchor, e->data.sequence_start.tag);
    if (status != IL_OK) return status;
    r->level++;
    node->kind = map ? ILI_MAP : ILI_LIST;
    status = read_children(r, node, map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT);
    r->level--;
    return status;
}

// -- the document ----------------------------------------------------------------------------------------------------------

static il_status read_document(reader *r) {
    yaml_event_t *e = &r->event;
    il_status status = next(r); // stream start
    if (status == IL_OK) status = next(r);
    if (status != IL_OK) return status;
    if (e->type == YAML_STREAM_END_EVENT) return fail(r, IL_BAD_SYNTAX, e->start_mark, "there is nothing but comments in the file");
    if (e->data.document_start.version_directive || e->data.document_start.tag_directives.start != e->data.document_start.tag_directives.end)
        return fail(r, IL_BAD_SYNTAX, e->start_mark, "directives (%NAME) are not accepted");
    status = next(r);
    if (status != IL_OK) return status;
    if (e->type == YAML_SCALAR_EVENT) return fail(r, IL_BAD_SYNTAX, e->start_mark, "the file should hold a mapping or a list, not a single value");
    r->tree->root = ili_arena_alloc(&r->tree->arena, sizeof *r->tree->root);
    if (!r->tree->root) return no_memory(r);
    status = read_value(r, r->tree->root);
    if (status == IL_OK) status = next(r); // document end
    if (status == IL_OK) status = next(r);
    if (status == IL_OK && e->type != YAML_STREAM_END_EVENT)
        status = fail(r, IL_BAD_SYNTAX, e->start_mark, "a second document begins here; one is accepted");
    return status;
}

il_status ili_yaml_parse(const char *file, const char *bytes, size_t size, ili_tree *tree, il_error *err) {
    *tree = (ili_tree){0};
    snprintf(tree->file, sizeof tree->file, "%s", file);
    il_status status = ili_text_check(file, "a YAML mapping", &bytes, &size, err);
    if (status != IL_OK) return status;

    reader r = {.bytes = bytes, .size = size, .line = 1, .tree = tree, .err = err};
    if (!yaml_parser_initialize(&r.parser)) return no_memory(&r);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes, size);
    status = read_document(&r);
    yaml_event_delete(&r.event);
    yaml_parser_delete(&r.parser);
    if (status != IL_OK) ili_tree_free(tree);
    return status;
}

// patient_read.c - a patient file to a record: shapes by the table of keys, meaning by il_patient_check(), places by the tree
#include <string.h>
#include "base/sha256.h"
#include "file/tree.h"
#include "ilium/file.h"
#include "ilium/io.h"
#include "shape.h"

static const size_t file_limit = (size_t)8 << 20; // a record of a thousand full visits is smaller

typedef struct reader {
    const ili_tree *tree;
    il_patient     *patient;
    il_error       *err;
} reader;

static il_status no_memory(reader *r) { return il_error_set(r->err, IL_NO_MEMORY, r->tree->file, 0, 0, "out of memory"); }

// -- values by kind --------------------------------------------------------------------------------------------------------

static il_status read_text(reader *r, const ili_node *node, const char **out) {
    const char *text = NULL;
    il_status status = ili_node_text(r->tree, node, &text, r->err);
    if (status != IL_OK) return status;
    if (!*text) return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "%s is empty; leave out what was not recorded", node->key);
    *out = il_patient_text(r->patient, text);
    return *out ? IL_OK : no_memory(r);
}

static il_status read_number(reader *r, const ili_node *node, il_fact *out) {
    out->known = true;
    return ili_node_number(r->tree, node, &out->value, r->err);
}

// an enum is stored as the int it is
static il_status read_choice(reader *r, const ili_node *node, const ili_field *field, void *out) {
    int word = 0;
    il_status status = ili_node_choice(r->tree, node, field->word, field->nword, &word, r->err);
    word += field->first;
    if (status == IL_OK) memcpy(out, &word, sizeof word);
    return status;
}

static il_status read_answers(reader *r, const ili_node *node, il_screen_answer **out, int *count) {
    static const char *const words[] = {"no", "yes"};
    if (node->kind != ILI_MAP) return ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "screen should be an object: \"ITEM\": \"yes\" or \"no\"");
    il_screen_answer *answer = il_patient_array(r->patient, (size_t)node->count, sizeof *answer);
    if (!answer) return no_memory(r);
    *out = answer;
    *count = node->count;
    for (const ili_node *n = node->first; n; n = n->next, answer++) {
        int word = 0;
        il_status status = ili_node_choice(r->tree, n, words, 2, &word, r->err);
        if (status != IL_OK) return status;
        answer->answer = word ? IL_YES : IL_NO;
        answer->id = il_patient_text(r->patient, n->key);
        if (!answer->id) return no_memory(r);
    }
    return IL_OK;
}

// -- objects ---------------------------------------------------------------------------------------------------------------

static il_status read_object(reader *r, const ili_node *node, const ili_shape *shape, unsigned char *base);

static il_status read_list(reader *r, const ili_node *node, const ili_shape *shape, void *out, int *count) {
    il_status status = ili_node_list(r->tree, node, r->err);
    if (status != IL_OK) return status;
    unsigned char *array = il_patient_array(r->patient, (size_t)node->count, shape->size);
    if (!array) return no_memory(r);
    memcpy(out, &array, sizeof array);
    *count = node->count;
    for (const ili_node *n = node->first; n && status == IL_OK; n = n->next, array += shape->size) status = read_object(r, n, shape, array);
    return status;
}

static il_status read_field(reader *r, const ili_node *node, const ili_field *field, unsigned char *base) {
    void *out = base + field->offset, *count = base + field->count_offset;
    switch (field->kind) {
    case ILI_FIELD_TEXT: return read_text(r, node, out);
    case ILI_FIELD_NUMBER: return read_number(r, node, out);
    case ILI_FIELD_INTEGER: return ili_node_integer(r->tree, node, out, r->err);
    case ILI_FIELD_BOOL: return ili_node_bool(r->tree, node, out, r->err);
    case ILI_FIELD_CHOICE: return read_choice(r, node, field, out);
    case ILI_FIELD_OBJECT: return read_object(r, node, field->shape, out);
    case ILI_FIELD_LIST: return read_list(r, node, field->shape, out, count);
    case ILI_FIELD_ANSWERS: return read_answers(r, node, out, count);
    }
    return IL_BUG;
}

static il_status read_object(reader *r, const ili_node *node, const ili_shape *shape, unsigned char *base) {
    const char *key[ILI_MOST_FIELDS];
    for (int i = 0; i < shape->nfield; i++) key[i] = shape->field[i].key;
    il_status status = ili_node_keys(r->tree, node, key, shape->nfield, r->err);
    for (int i = 0; i < shape->nfield && status == IL_OK; i++) {
        const ili_field *field = &shape->field[i];
        const ili_node *value = ili_node_get(node, field->key);
        if (value) status = read_field(r, value, field, base);
        else if (field->required) status = ili_node_need(r->tree, node, field->key, &value, r->err);
    }
    return status;
}

// -- the whole -------------------------------------------------------------------------------------------------------------

// the value at a pointer, or the nearest around it that the file has
static const ili_node *nearest_node(const ili_node *root, char *place) {
    const ili_node *node = ili_node_at(root, place);
    while (!node && *place) {
        *strrchr(place, '/') = 0;
        node = ili_node_at(root, place);
    }
    return node ? node : root;
}

// a patient file says so in its first key: tell another file, or another version, before anything else
static il_status check_version(reader *r) {
    const ili_node *node = ili_node_get(r->tree->root, "ilium_patient");
    int version = 0;
    if (r->tree->root->kind != ILI_MAP || !node)
        return ili_tree_error(r->tree, r->tree->root, IL_BAD_VALUE, r->err, "this is not a patient file: it should begin with {\"ilium_patient\": %d",
                              IL_PATIENT_VERSION);
    il_status status = ili_node_integer(r->tree, node, &version, r->err);
    if (status == IL_OK && version != IL_PATIENT_VERSION)
        status = ili_tree_error(r->tree, node, IL_BAD_VALUE, r->err, "version %d of patient files is not known; this program reads version %d",
                                version, IL_PATIENT_VERSION);
    return status;
}

static il_status read_patient(reader *r, const il_patient_vocab *vocab) {
    char place[128];
    il_error fault = {0};
    il_status status = check_version(r);
    if (status == IL_OK) status = read_object(r, r->tree->root, &ili_patient_shape, (unsigned char *)r->patient);
    if (status != IL_OK) return status;
    status = il_patient_check(r->patient, vocab, place, &fault);
    if (status == IL_OK) return IL_OK;
    bool in_screen = strstr(place, "/screen/");
    const ili_node *node = nearest_node(r->tree->root, place);
    if (in_screen) return ili_tree_key_error(r->tree, node, status, r->err, "%s", fault.text);
    return ili_tree_error(r->tree, node, status, r->err, "%s", fault.text);
}

il_status il_patient_parse(const char *name, const char *bytes, size_t size, const il_patient_vocab *vocab, il_patient **out, il_error *err) {
    ili_tree tree;
    *out = NULL;
    if (size > file_limit) return il_error_set(err, IL_LIMIT, name, 0, 0, "is larger than the %zu MiB that are accepted", file_limit >> 20);
    il_status status = ili_json_parse(name, bytes, size, &tree, err);
    if (status != IL_OK) return status;
    reader r = {.tree = &tree, .err = err};
    status = il_patient_create(&r.patient, err);
    if (status == IL_OK) status = read_patient(&r, vocab);
    ili_tree_free(&tree);
    if (status == IL_OK) {
        ili_sha256 hash;
        ili_sha256_start(&hash), ili_sha256_add(&hash, bytes, size), ili_sha256_hex(&hash, r.patient->hash);
        *out = r.patient;
    }
    else il_patient_free(r.patient);
    return status;
}

il_status il_patient_read(const char *path, const il_patient_vocab *vocab, il_patient **out, il_error *err) {
    char  *bytes = NULL;
    size_t size = 0;
    *out = NULL;
    il_status status = il_file_read(path, file_limit, &bytes, &size, err);
    if (status == IL_OK) status = il_patient_parse(path, bytes, size, vocab, out, err);
    il_file_free(bytes);
    return status;
}

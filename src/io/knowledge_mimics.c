// knowledge_mimics.c - condition files: what is known by published accuracies, or is there to be read; one file a condition, for a clinician to read and change
#include <stdio.h>
#include <string.h>

#include "file/tree.h"
#include "io/knowledge.h"

enum { LIST_TEXT = 400 };

/// One open file.
typedef struct file {
    il_knowledge   *k;
    const ili_tree *tree;
    ili_arena      *arena;
    il_error       *err;
} file;

static il_status at(const file *f, const ili_node *node, const char *what, const char *word) {
    return ili_tree_error(f->tree, node, IL_BAD_VALUE, f->err, "'%s' %s", word, what);
}

static il_status copy(const file *f, const char *text, const char **out) {
    *out = ili_arena_copy(f->arena, text, strlen(text));
    return *out ? IL_OK : ili_no_memory(f->err);
}

// a text; a missing one is "" unless it is needed
static il_status read_text(const file *f, const ili_node *map, const char *key, bool needed, const char **out) {
    const ili_node *node = ili_node_get(map, key);
    const char     *text = "";
    il_status       st = node || !needed ? IL_OK : ili_node_need(f->tree, map, key, &node, f->err);
    if (!st && node) st = ili_node_text(f->tree, node, &text, f->err);
    if (!st && node && !*text) st = ili_tree_error(f->tree, node, IL_BAD_VALUE, f->err, "%s is empty; leave it out", key);
    return st ? st : copy(f, text, out);
}

static il_status read_bool(const file *f, const ili_node *map, const char *key, bool *out) {
    const ili_node *node = NULL;
    il_status       st = ili_node_need(f->tree, map, key, &node, f->err);
    return st ? st : ili_node_bool(f->tree, node, out, f->err);
}

static il_status read_word(const file *f, const ili_node *map, const char *key, const char *const *words, int count, int *out) {
    const ili_node *node = NULL;
    il_status       st = ili_node_need(f->tree, map, key, &node, f->err);
    return st ? st : ili_node_choice(f->tree, node, words, count, out, f->err);
}

static il_status read_number(const file *f, const ili_node *map, const char *key, double *out) {
    const ili_node *node = NULL;
    il_status       st = ili_node_need(f->tree, map, key, &node, f->err);
    if (!st) st = ili_node_number(f->tree, node, out, f->err);
    if (!st && !(*out >= 1e-6 && *out <= 1.0 - 1e-6)) st = ili_tree_error(f->tree, node, IL_BAD_VALUE, f->err, "%s is a probability between 0 and 1", key);
    return st;
}

// ---- lists of names that must exist ----

static bool is_structure(const il_knowledge *k, const char *name) { return ili_is_structure(k, name, strlen(name)); }
static bool is_test(const il_knowledge *k, const char *name) { return il_find_test(k, name) >= 0; }
static bool is_flag(const il_knowledge *k, const char *name) { return il_screen_find(&k->screen, name) >= 0; }

// [a, b] to "a;b"
static il_status read_names(const file *f, const ili_node *map, const char *key, bool (*known)(const il_knowledge *, const char *), const char *what, const char **out) {
    const ili_node *list = ili_node_get(map, key);
    char            text[LIST_TEXT] = "";
    il_status       st = list ? ili_node_list(f->tree, list, f->err) : IL_OK;
    for (const ili_node *n = list ? list->first : NULL; n && !st; n = n->next) {
        const char *name = NULL;
        st = ili_node_text(f->tree, n, &name, f->err);
        if (!st && !known(f->k, name)) st = at(f, n, what, name);
        if (!st && strlen(text) + strlen(name) + 2 > sizeof text) st = at(f, n, "makes the list too long", name);
        if (!st) snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", *text ? ";" : "", name);
    }
    return st ? st : copy(f, text, out);
}

// ---- parts ----

static il_status read_prior(const file *f, const ili_node *map, il_setting_prior *out) {
    static const char *const keys[] = {"value", "low", "high", "published", "source", "status"};
    int       status = 0;
    il_status st = ili_node_keys(f->tree, map, keys, 6, f->err);
    if (!st) st = read_number(f, map, "value", &out->value);
    if (!st) st = read_number(f, map, "low", &out->low);
    if (!st) st = read_number(f, map, "high", &out->high);
    if (!st && !(out->low <= out->value && out->value <= out->high)) st = ili_tree_error(f->tree, map, IL_BAD_VALUE, f->err, "priors must ascend: low <= value <= high");
    if (!st) st = read_bool(f, map, "published", &out->published);
    if (!st) st = read_text(f, map, "source", true, &out->source);
    if (!st) st = read_word(f, map, "status", ili_source_words + 1, 3, &status);
    out->status = (il_source_status)(1 + status);
    if (!st && out->published && out->status == IL_SOURCE_ASSUMED) st = ili_tree_error(f->tree, map, IL_BAD_VALUE, f->err, "a prior cannot be published and assumed");
    out->known = !st;
    return st;
}

static il_status read_priors(const file *f, const ili_node *root, il_condition *q) {
    const ili_node *map = ili_node_get(root, "priors");
    const char     *words[IL_NSETTING];
    bool            any = false;
    for (int s = 0; s < IL_NSETTING; s++) words[s] = il_setting_word((il_setting)s);
    if (!map && q->ranked) return ili_node_need(f->tree, root, "priors", &map, f->err);
    if (!map) return IL_OK;
    il_status st = ili_node_keys(f->tree, map, words, IL_NSETTING, f->err);
    for (int s = 0; s < IL_NSETTING && !st; s++) {
        const ili_node *node = ili_node_get(map, words[s]);
        if (node) st = read_prior(f, node, &q->setting[s]);
        any = any || node;
    }
    if (!st && !any) st = ili_tree_error(f->tree, map, IL_BAD_VALUE, f->err, "priors are empty: give one for primary_care, clinic or spine_centre");
    return st;
}

static il_status read_evidence(const file *f, const ili_node *root, il_condition *q) {
    static const char *const keys[] = {"grade", "text"}, *const grades[] = {"none", "A", "B", "C", "D", "against"};
    const ili_node *map = NULL;
    int             grade = 0;
    il_status       st = ili_node_need(f->tree, root, "evidence", &map, f->err);
    if (!st) st = ili_node_keys(f->tree, map, keys, 2, f->err);
    if (!st) st = read_word(f, map, "grade", grades, 6, &grade);
    q->grade = (il_grade)grade;
    return st ? st : read_text(f, map, "text", true, &q->evidence);
}

static il_status read_texts(const file *f, const ili_node *root, il_condition *q) {
    il_status st = read_text(f, root, "name", true, &q->name);
    if (!st) st = read_text(f, root, "what", true, &q->what);
    if (!st) st = read_text(f, root, "mechanism", true, &q->mechanism);
    if (!st) st = read_text(f, root, "helps", true, &q->helps);
    if (!st) st = read_text(f, root, "disputed", false, &q->disputed);
    if (!st) st = read_text(f, root, "source", true, &q->source);
    return st;
}

static il_status read_condition(const file *f, const char *name, il_condition *q) {
    static const char *const keys[] = {"id", "name", "sided", "ranked", "what", "mechanism", "structures", "priors", "tests", "safety", "helps", "disputed", "evidence", "source", "status"};
    const ili_node *root = f->tree->root;
    int             status = 0;
    il_status       st = ili_node_keys(f->tree, root, keys, (int)(sizeof keys/sizeof *keys), f->err);
    if (!st) st = read_text(f, root, "id", true, &q->id);
    if (!st && (strncmp(name + 11, q->id, strlen(q->id)) != 0 || strcmp(name + 11 + strlen(q->id), ".yaml") != 0)) st = at(f, root, "must be the name of its file", q->id);
    if (!st && il_find_condition(f->k, q->id) >= 0) st = at(f, root, "is there twice", q->id);
    if (!st) st = read_texts(f, root, q);
    if (!st) st = read_bool(f, root, "sided", &q->sided);
    if (!st) st = read_bool(f, root, "ranked", &q->ranked);
    if (!st) st = read_names(f, root, "structures", is_structure, "has no pattern in regions/pain_patterns.csv", &q->structures);
    if (!st) st = read_names(f, root, "tests", is_test, "is no test of tests/tests.csv", &q->tests);
    if (!st) st = read_names(f, root, "safety", is_flag, "is no row of safety/red_flags.csv", &q->safety);
    if (!st) st = read_priors(f, root, q);
    if (!st) st = read_evidence(f, root, q);
    if (!st) st = read_word(f, root, "status", ili_source_words + 1, 3, &status);
    q->status = (il_source_status)(1 + status);
    return st;
}

il_status ili_read_condition_file(il_knowledge *k, const char *name, const char *label, const char *bytes, size_t size, il_error *err) {
    ili_tree  tree = {0};
    il_status st = ili_yaml_parse(label, bytes, size, &tree, err);
    if (st) return st;
    // the room was laid out with the table; `condition` is const for everybody but its readers
    il_condition *q = (il_condition *)(uintptr_t)&k->condition[k->ncondition];
    *q = (il_condition){.file = true, .exclusive = "", .severity_unit = "", .notes = "", .severity_unit_value = 1.0, .severity_mean = IL_NAN, .severity_sd = IL_NAN};
    file f = {k, &tree, &k->memory->arena, err};
    st = read_condition(&f, name, q);
    ili_tree_free(&tree);
    if (st) return st;
    il_setting_prior prior = il_condition_prior(q, IL_SETTING_PRIMARY_CARE);
    q->prior = prior.value, q->prior_low = prior.low, q->prior_high = prior.high;
    q->prior_published = prior.published, q->prior_source = prior.source ? prior.source : "", q->prior_status = prior.status;
    k->ncondition++;
    return IL_OK;
}

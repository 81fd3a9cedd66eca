// knowledge_conditions.c - condition files: what changes the body, what is known by published accuracies, what is there to be read; one file a
// condition, for a clinician to read and change
#include <limits.h>
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

// how often it is there where it is on the other side
static il_status read_other_side(const file *f, const ili_node *root, il_condition *q) {
    static const char *const keys[] = {"value", "source", "status"};
    const ili_node *map = ili_node_get(root, "other_side");
    const char     *source = NULL;
    int             status = 0;
    if (!map) return IL_OK;
    if (!q->sided || q->exclusive_sides) return ili_tree_key_error(f->tree, map, IL_BAD_VALUE, f->err, "other_side is for conditions that have sides and may be on both");
    il_status st = ili_node_keys(f->tree, map, keys, 3, f->err);
    if (!st) st = read_number(f, map, "value", &q->other_side);
    if (!st) st = read_text(f, map, "source", true, &source);
    if (!st) st = read_word(f, map, "status", ili_source_words + 1, 3, &status);
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

// ---- what is simulated of it ----

static il_status read_free_number(const file *f, const ili_node *map, const char *key, double *out) {
    const ili_node *node = NULL;
    il_status       st = ili_node_need(f->tree, map, key, &node, f->err);
    return st ? st : ili_node_number(f->tree, node, out, f->err);
}

// what severity 1 means, and how often which severity is met
static il_status read_severity(const file *f, const ili_node *root, il_condition *q) {
    static const char *const keys[] = {"value", "unit", "mean", "sd"};
    const ili_node *map = NULL;
    il_status       st = ili_node_need(f->tree, root, "severity", &map, f->err);
    if (!st) st = ili_node_keys(f->tree, map, keys, 4, f->err);
    if (!st) st = read_free_number(f, map, "value", &q->severity_unit_value);
    if (!st && !(q->severity_unit_value >= 1e-6 && q->severity_unit_value <= 1e6))
        st = ili_tree_error(f->tree, ili_node_get(map, "value"), IL_BAD_VALUE, f->err, "value is what severity 1 means, a number above zero");
    if (!st) st = read_text(f, map, "unit", true, &q->severity_unit);
    if (st || (!ili_node_get(map, "mean") && !ili_node_get(map, "sd"))) return st;
    st = read_free_number(f, map, "mean", &q->severity_mean);
    if (!st) st = read_free_number(f, map, "sd", &q->severity_sd);
    if (!st && !(q->severity_sd > 0.0)) st = ili_tree_error(f->tree, map, IL_BAD_VALUE, f->err, "mean and sd of severity are given both, the sd above zero, or neither");
    return st;
}

static il_status read_change(const file *f, const ili_node *map, il_change *x) {
    static const char *const keys[] = {"parameter", "side", "value", "why", "source", "status"}, *const sides[] = {"same", "other", "both"};
    char        target[IL_TARGET] = "";
    const char *id = "";
    il_error    why = {0};
    int         side = 0, status = 0;
    il_status   st = ili_node_keys(f->tree, map, keys, 6, f->err);
    if (!st) st = read_text(f, map, "parameter", true, &id);
    if (!st && il_parameter_find(id, &x->parameter, target, &why)) st = ili_tree_error(f->tree, ili_node_get(map, "parameter"), IL_BAD_VALUE, f->err, "%s", why.text);
    if (!st) st = copy(f, target, &x->target);
    if (!st) st = read_word(f, map, "side", sides, 3, &side);
    x->same_side = side != 1, x->other_side = side != 0;
    if (!st) st = read_free_number(f, map, "value", &x->value);
    if (!st && il_parameter_check(&f->k->parameter[x->parameter], id, x->value, &why)) st = ili_tree_error(f->tree, ili_node_get(map, "value"), IL_BAD_VALUE, f->err, "%s", why.text);
    if (!st) st = read_text(f, map, "why", true, &x->why);
    if (!st) st = read_text(f, map, "source", true, &x->source);
    if (!st) st = read_word(f, map, "status", ili_source_words + 1, 3, &status);
    x->status = (il_source_status)(1 + status);
    return st;
}

// the room for all changes was laid out with that for the conditions; both are const for everybody but their readers
static il_status read_changes(const file *f, const ili_node *list, il_condition *q) {
    il_status st = ili_node_list(f->tree, list, f->err);
    int       n = 0;
    if (!st && !list->first) return ili_tree_error(f->tree, list, IL_BAD_VALUE, f->err, "changes are empty: name a parameter, or leave them out with severity");
    for (const ili_node *node = list->first; !st && node; node = node->next) {
        il_change *x = (il_change *)(uintptr_t)&f->k->change[f->k->nchange];
        if (++n > ILI_CONDITION_CHANGES) return ili_tree_error(f->tree, node, IL_LIMIT, f->err, "a condition changes at most %d parameters", ILI_CONDITION_CHANGES);
        *x = (il_change){.condition = f->k->ncondition};
        st = read_change(f, node, x);
        if (!st) f->k->nchange++;
    }
    q->simulated = true;
    return st ? st : read_severity(f, f->tree->root, q);
}

static il_status read_mechanics(const file *f, const ili_node *root, il_condition *q) {
    const ili_node *changes = ili_node_get(root, "changes"), *severity = ili_node_get(root, "severity"), *sides = ili_node_get(root, "exclusive_sides");
    if (!changes && severity) return ili_tree_key_error(f->tree, severity, IL_BAD_VALUE, f->err, "severity stands without changes: what changes with it?");
    if (changes && !q->ranked) return ili_tree_key_error(f->tree, changes, IL_BAD_VALUE, f->err, "what is simulated is ranked: say ranked: true, or leave changes out");
    il_status st = read_text(f, root, "exclusive", false, &q->exclusive);
    if (!st && sides) st = ili_node_bool(f->tree, sides, &q->exclusive_sides, f->err);
    return st || !changes ? st : read_changes(f, changes, q);
}

// ---- a file ----

static il_status read_place(const file *f, const ili_node *root, const char *name, il_condition *q) {
    const ili_node *order = ili_node_get(root, "order");
    il_status       st = read_text(f, root, "id", true, &q->id);
    if (!st && (strncmp(name + 11, q->id, strlen(q->id)) != 0 || strcmp(name + 11 + strlen(q->id), ".yaml") != 0)) st = at(f, root, "must be the name of its file", q->id);
    if (!st && il_find_condition(f->k, q->id) >= 0) st = at(f, root, "is there twice", q->id);
    if (!st && order) st = ili_node_integer(f->tree, order, &q->order, f->err);
    if (!st && order && q->order < 1) st = ili_tree_error(f->tree, order, IL_BAD_VALUE, f->err, "order counts from 1; without it a condition stands behind all that have one");
    return st;
}

static il_status read_condition(const file *f, const char *name, il_condition *q) {
    static const char *const keys[] = {"id", "order", "name", "sided", "ranked", "what", "mechanism", "severity", "changes", "exclusive", "exclusive_sides", "structures", "priors", "other_side",
                                       "tests", "safety", "helps", "disputed", "evidence", "source", "status"};
    const ili_node *root = f->tree->root, *structures = ili_node_get(root, "structures");
    int             status = 0;
    il_status       st = ili_node_keys(f->tree, root, keys, (int)(sizeof keys/sizeof *keys), f->err);
    if (!st) st = read_place(f, root, name, q);
    if (!st) st = read_texts(f, root, q);
    if (!st) st = read_bool(f, root, "sided", &q->sided);
    if (!st) st = read_bool(f, root, "ranked", &q->ranked);
    if (!st) st = read_mechanics(f, root, q);
    if (!st) st = read_names(f, root, "structures", ili_is_structure, "has no pattern in regions/pain_patterns.csv", &q->structures);
    if (!st && q->ranked && !*q->structures)
        st = ili_tree_error(f->tree, structures ? structures : root, IL_BAD_VALUE, f->err, "'%s' names no structure: give structures: [...], names of regions/pain_patterns.csv where it is felt", q->id);
    if (!st) st = read_names(f, root, "tests", is_test, "is no test of tests/tests.csv", &q->tests);
    if (!st) st = read_names(f, root, "safety", is_flag, "is no row of safety/red_flags.csv", &q->safety);
    if (!st) st = read_priors(f, root, q);
    if (!st) st = read_other_side(f, root, q);
    if (!st) st = read_evidence(f, root, q);
    if (!st) st = read_word(f, root, "status", ili_source_words + 1, 3, &status);
    q->status = (il_source_status)(1 + status);
    return st;
}

il_status ili_read_condition_file(il_knowledge *k, const char *name, const char *label, const char *bytes, size_t size, il_error *err) {
    ili_tree  tree = {0};
    il_status st = ili_yaml_parse(label, bytes, size, &tree, err);
    if (st) return st;
    il_condition *q = (il_condition *)(uintptr_t)&k->condition[k->ncondition];
    *q = (il_condition){.order = INT_MAX, .exclusive = "", .severity_unit = "", .severity_unit_value = 1.0, .severity_mean = IL_NAN, .severity_sd = IL_NAN, .other_side = IL_NAN};
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

// ---- all of them ----

il_status ili_place_conditions(il_knowledge *k, int nfile, il_error *err) {
    k->condition = ili_arena_array(&k->memory->arena, (size_t)nfile + 1, sizeof *k->condition);
    k->change = ili_arena_array(&k->memory->arena, (size_t)nfile*ILI_CONDITION_CHANGES + 1, sizeof *k->change);
    return k->condition && k->change ? IL_OK : ili_no_memory(err);
}

// by their order, those without one behind in the order of their names (insertion: few)
static void sort_conditions(int n, const il_condition *from, int *place) {
    for (int i = 0; i < n; i++) {
        int at = i;
        for (; at > 0 && from[place[at - 1]].order > from[i].order; at--) place[at] = place[at - 1];
        place[at] = i;
    }
}

il_status ili_order_conditions(il_knowledge *k, il_error *err) {
    int           n = k->ncondition, nchange = 0;
    ili_arena    *a = &k->memory->arena;
    int          *place = ili_arena_array(a, (size_t)n + 1, sizeof *place);
    il_condition *condition = ili_arena_array(a, (size_t)n + 1, sizeof *condition);
    il_change    *change = ili_arena_array(a, (size_t)k->nchange + 1, sizeof *change);
    if (!place || !condition || !change) return ili_no_memory(err);
    sort_conditions(n, k->condition, place);
    for (int i = 0; i < n; i++) {
        condition[i] = k->condition[place[i]];
        for (int j = 0; j < k->nchange; j++) {
            if (k->change[j].condition != place[i]) continue;
            change[nchange] = k->change[j];
            change[nchange++].condition = i;
        }
    }
    k->condition = condition, k->change = change;
    return IL_OK;
}

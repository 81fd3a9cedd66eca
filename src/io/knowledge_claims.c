// knowledge_claims.c - claims about mechanisms, and the simulations that ask them
#include <math.h>
#include <string.h>

#include "ilium/file.h"
#include "io/knowledge.h"

ILI_COLUMNS(claims, "id", "claim", "items", "task", "side", "changes", "than", "outcome", "expected", "least", "evidence", "grade", "published", "source", "status", "note");

static const char *const side_words[] = {"", "right", "left", "both"}; // by il_side
static const char *const expected_words[] = {"", "+", "-", "any"};
static const char *const grade_words[] = {"A", "B", "C", "D", "none", "against"};

static int side_of(const char *word, size_t size) {
    for (int i = 1; i < 4; i++)
        if (strlen(side_words[i]) == size && !strncmp(side_words[i], word, size)) return i;
    return -1;
}

// "ql_spasm:right:0.2" or "muscle.psoas.strength:both=0.05"
static bool read_change(const il_knowledge *k, const char *text, size_t size, il_claim_change *out) {
    char        word[80];
    il_error    err = {0};
    if (size >= sizeof word) return false;
    memcpy(word, text, size);
    word[size] = 0;
    char *side = strchr(word, ':'), *value = strpbrk(side ? side + 1 : word, side && !strchr(word, '=') ? ":" : "=");
    if (!side) return false;
    size_t n = value ? (size_t)(value - side - 1) : strlen(side + 1);
    int    which = side_of(side + 1, n);
    *side = 0;
    out->condition = il_find_condition(k, word);
    out->value = 1;
    if (which < 0 || (value && il_number_parse(value + 1, strlen(value + 1), &out->value))) return false;
    out->side = (il_side)which;
    if (out->condition >= 0) return out->value >= 0 && out->value <= 1;
    return value && il_parameter_find(word, &out->parameter, out->target, &err) == IL_OK &&
           il_parameter_check(&k->parameter[out->parameter], word, out->value, &err) == IL_OK;
}

static int read_changes(const il_knowledge *k, ili_cells *c, const char *list, il_claim_change out[IL_CLAIM_CHANGES]) {
    int n = 0;
    for (const char *p = list; *p;) {
        size_t size = strcspn(p, ";");
        if (n == IL_CLAIM_CHANGES || !read_change(k, p, size, &out[n])) {
            ili_cell_fault(c, "'%.*s' is no change: ID:SIDE[:SEVERITY] of a condition or ID:SIDE=VALUE of a parameter, at most %d", (int)size, p, IL_CLAIM_CHANGES);
            return 0;
        }
        n++;
        p += size + (p[size] == ';');
    }
    return n;
}

// what claims a thing, advertising above all, is no evidence of it: such a row has no grade
static bool is_own_source(const char *source) {
    static const char *const own[] = {"source document", "the source itself"};
    for (size_t i = 0; i < sizeof own/sizeof *own; i++)
        if (!strncmp(source, own[i], strlen(own[i]))) return true;
    return false;
}

static il_status read_claim(const il_knowledge *k, ili_cells c, il_claim *q) {
    q->id = ili_cell_need(&c);
    q->text = ili_cell_need(&c);
    q->items = ili_cell_need(&c);
    q->task = ili_cell_text(&c);
    q->side = (il_side)ili_cell_choice(&c, side_words, 3);
    q->changes = ili_cell_text(&c);
    q->nchange = read_changes(k, &c, q->changes, q->change);
    q->than = ili_cell_text(&c);
    q->nthan = read_changes(k, &c, q->than, q->reference);
    q->outcome = ili_cell_text(&c);
    q->expected = "\0+-*"[ili_cell_choice(&c, expected_words, 4)];
    const char *least = ili_cell_text(&c);
    size_t      n = strlen(least);
    q->least_percent = n && least[n - 1] == '%';
    if (*q->task && (!q->nchange || !*q->outcome || !q->expected || !n || il_number_parse(least, n - q->least_percent, &q->least) || !(q->least > 0)))
        ili_cell_fault(&c, "a simulated claim needs changes, an outcome, a sign and the least change, as 0.5 or 5%%");
    q->evidence = ili_cell_need(&c);
    q->grade = grade_words[ili_cell_choice(&c, grade_words, 6)];
    q->published = ili_cell_need(&c);
    q->source = ili_cell_need(&c);
    q->status = ili_cell_status(&c);
    if (is_own_source(q->source) && strcmp(q->grade, "none") != 0) ili_cell_fault(&c, "a source document is no evidence of its own claim: give another source, or the grade none");
    q->note = ili_cell_text(&c);
    if (!*q->task && !*q->note) ili_cell_fault(&c, "a claim that is not simulated says why");
    return c.status;
}

il_status ili_read_claims(il_knowledge *k, ili_table *t, ili_arena *a) {
    int       n = t->csv.nrow;
    il_claim *claim = ili_arena_array(a, (size_t)n + 1, sizeof *claim);
    if (!claim) return ili_no_memory(t->err);
    for (int i = 0; i < n; i++) {
        il_status st = read_claim(k, ili_row(t, a, i), &claim[i]);
        if (st) return st;
        for (int j = 0; j < i; j++)
            if (!strcmp(claim[j].id, claim[i].id)) return ili_csv_error(&t->csv, i, t->column[0], IL_BAD_VALUE, t->err, "the claim \"%.60s\" is there twice", claim[i].id);
    }
    k->claim = claim;
    k->nclaim = n;
    return IL_OK;
}

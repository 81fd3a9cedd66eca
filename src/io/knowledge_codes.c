// knowledge_codes.c - codes of other code systems for what an exchange names
#include <string.h>

#include "io/care.h"

ILI_COLUMNS(codes, "kind", "id", "side", "system", "code", "display", "source", "status");

#define X(name, word, uri) word,
static const char *const system_words[IL_NCODE_SYSTEM] = {IL_CODE_SYSTEM_LIST(X)};
#undef X

static il_side side_of(ili_cells *c) {
    const char *word = ili_cell_text(c);
    if (!strcmp(word, "right")) return IL_SIDE_RIGHT;
    if (!strcmp(word, "left")) return IL_SIDE_LEFT;
    if (*word) ili_cell_fault(c, "'%.20s' is no side: right, left, or nothing where the code has none", word);
    return IL_SIDE_NONE;
}

static il_status read_code(const il_knowledge *k, ili_cells c, il_code *q) {
    static const char *const kinds[] = {"condition", "observation"};
    q->condition = ili_cell_choice(&c, kinds, 2) == 0;
    q->id = ili_cell_need(&c);
    if (q->condition && il_find_condition(k, q->id) < 0) ili_cell_fault(&c, "'%.60s' is no condition", q->id);
    q->side = side_of(&c);
    for (int i = 0; i < k->ncode; i++)
        if (k->code[i].condition == q->condition && k->code[i].side == q->side && !strcmp(k->code[i].id, q->id)) ili_cell_fault(&c, "a code of '%.60s' on this side is there twice", q->id);
    q->system = (il_code_system)ili_cell_choice(&c, system_words, IL_NCODE_SYSTEM);
    q->code = ili_cell_need(&c);
    q->display = ili_cell_need(&c);
    q->source = ili_cell_need(&c);
    q->status = ili_cell_status(&c);
    return c.status;
}

il_status ili_read_codes(il_knowledge *k, ili_table *t, ili_arena *a) {
    il_code *code = ili_arena_array(a, (size_t)t->csv.nrow + 1, sizeof *code);
    if (!code) return ili_no_memory(t->err);
    k->code = code;
    for (int i = 0; i < t->csv.nrow; i++, k->ncode++) {
        il_status st = read_code(k, ili_row(t, a, i), &code[i]);
        if (st) return st;
    }
    return IL_OK;
}

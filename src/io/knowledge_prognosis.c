// knowledge_prognosis.c - what was found to shift the course of back pain
#include <math.h>
#include <string.h>

#include "io/care.h"

ILI_COLUMNS(prognosis, "id", "name", "measure", "record", "from", "to", "sex", "population", "low", "mid", "high", "weeks", "n", "words", "source", "status");

#define X(name, word) word,
static const char *const fact_words[] = {IL_PROGNOSIS_FACT_LIST(X)}, *const shift_words[] = {IL_SHIFT_LIST(X)};
#undef X

static void read_fact(ili_cells *c, il_prognosis_row *q, bool is_share) {
    if (is_share) {
        if (*ili_cell_text(c) || !isnan(ili_cell_number(c)) || !isnan(ili_cell_number(c))) ili_cell_fault(c, "a share holds for everybody: leave record, from and to empty");
        return;
    }
    q->fact = (il_prognosis_fact)ili_cell_choice(c, fact_words, IL_NPROGNOSIS_FACT);
    q->from = ili_cell_between(c, 0.0, 1e5);
    q->to = ili_cell_between(c, 0.0, 1e5);
    if (q->to <= q->from) ili_cell_fault(c, "to is not above from");
}

static bool is_ratio(const il_prognosis_row *q) { return q->shift == IL_SHIFT_RECOVER || q->shift == IL_SHIFT_ODDS || q->shift == IL_SHIFT_RISK; }

static void check_sizes(ili_cells *c, const il_prognosis_row *q) {
    bool ratio = is_ratio(q);
    if (q->shift == IL_SHIFT_SHARE && !(q->mid > 0.0 && q->mid < 1.0 && isnan(q->low) && isnan(q->high))) ili_cell_fault(c, "a share is mid alone, between 0 and 1");
    if (ratio && !(q->low <= q->mid && q->mid <= q->high)) ili_cell_fault(c, "low, mid and high must be there and ascend");
    if (ratio && !(q->low > 0.0 && q->high <= 100.0)) ili_cell_fault(c, "a ratio lies above 0 and at most at 100");
    if (q->shift >= IL_SHIFT_NONE && !(isnan(q->low) && isnan(q->mid) && isnan(q->high))) ili_cell_fault(c, "what has a figure is a ratio");
}

static il_status read_row(const il_knowledge *k, ili_cells c, il_prognosis_row *q) {
    static const char *const sexes[] = {"any", "female", "male"};
    q->id = ili_cell_need(&c);
    for (int i = 0; i < k->nprognosis; i++)
        if (!strcmp(k->prognosis[i].id, q->id)) ili_cell_fault(&c, "'%.60s' is there twice", q->id);
    q->name = ili_cell_need(&c);
    q->shift = (il_shift)ili_cell_choice(&c, shift_words, IL_NSHIFT);
    read_fact(&c, q, q->shift == IL_SHIFT_SHARE);
    q->sex = ili_cell_choice(&c, sexes, 3);
    q->population = (il_population)ili_cell_choice(&c, ili_population_words, IL_POPULATION_CONDITION);
    if (q->shift == IL_SHIFT_SHARE && q->population == IL_POPULATION_ANY) ili_cell_fault(&c, "a share is that of acute or of chronic pain");
    q->low = ili_cell_number(&c);
    q->mid = ili_cell_number(&c);
    q->high = ili_cell_number(&c);
    if (!c.status) check_sizes(&c, q);
    q->weeks = ili_cell_number(&c);
    q->n = ili_cell_number(&c);
    q->words = ili_cell_need(&c);
    q->source = ili_cell_need(&c);
    q->status = ili_cell_status(&c);
    return c.status;
}

static bool has_share(const il_knowledge *k, il_population population) {
    for (int i = 0; i < k->nprognosis; i++)
        if (k->prognosis[i].shift == IL_SHIFT_SHARE && k->prognosis[i].population == population) return true;
    return false;
}

il_status ili_read_prognosis(il_knowledge *k, ili_table *t, ili_arena *a) {
    il_prognosis_row *row = ili_arena_array(a, (size_t)t->csv.nrow + 1, sizeof *row);
    if (!row) return ili_no_memory(t->err);
    k->prognosis = row;
    for (int i = 0; i < t->csv.nrow; i++, k->nprognosis++) {
        il_status st = read_row(k, ili_row(t, a, i), &row[i]);
        if (st) return st;
    }
    for (int i = 0; i < k->nprognosis; i++)
        for (int p = IL_POPULATION_ACUTE; p <= IL_POPULATION_CHRONIC; p++) {
            bool speaks = row[i].population == IL_POPULATION_ANY || (int)row[i].population == p;
            if (is_ratio(&row[i]) && speaks && !has_share(k, (il_population)p))
                return il_error_set(t->err, IL_BAD_VALUE, "treatments/prognosis.csv", 0, 0, "'%s' is a ratio, but there is no share of %s pain that recovers", row[i].id, ili_population_words[p]);
        }
    return IL_OK;
}

// knowledge_interview.c - the order of the questions of an exam
#include <string.h>

#include "io/knowledge.h"

ILI_COLUMNS(questions, "section", "record", "id", "question", "source");

#define X(name, word) word,
static const char *const record_words[] = {IL_ASKING_LIST(X)};
#undef X

static il_status read_asking(const il_knowledge *k, ili_cells c, il_asking *q) {
    q->section = ili_cell_need(&c);
    q->record = (il_asking_record)ili_cell_choice(&c, record_words, IL_NASKING);
    q->id = ili_cell_need(&c);
    q->test = q->record == IL_ASKING_TEST ? il_find_test(k, q->id) : -1;
    if (q->record == IL_ASKING_TEST && q->test < 0) ili_cell_fault(&c, "unknown test \"%.60s\": an id of tests/tests.csv is wanted", q->id);
    q->question = ili_cell_text(&c);
    if (!*q->question && q->record != IL_ASKING_SCREEN && q->record != IL_ASKING_TEST)
        ili_cell_fault(&c, "a question is missing: only tests and the safety screen have their own words");
    ili_cell_need(&c);
    return c.status;
}

il_status ili_read_questions(il_knowledge *k, ili_table *t, ili_arena *a) {
    int        n = t->csv.nrow;
    il_asking *asking = ili_arena_array(a, (size_t)n + 1, sizeof *asking);
    if (!asking) return ili_no_memory(t->err);
    for (int i = 0; i < n; i++) {
        il_status st = read_asking(k, ili_row(t, a, i), &asking[i]);
        if (st) return st;
        for (int j = 0; j < i; j++)
            if (asking[j].record == asking[i].record && !strcmp(asking[j].id, asking[i].id))
                return ili_csv_error(&t->csv, i, t->column[2], IL_BAD_VALUE, t->err, "\"%.60s\" is asked twice; keep one row", asking[i].id);
    }
    k->asking = asking;
    k->nasking = n;
    return IL_OK;
}

// knowledge_papers.c - what documents are made of beside a person: in which part a test stands, and the lines of handouts
#include <string.h>

#include "io/knowledge.h"

#define X(name, word) word,
static const char *const section_words[] = {IL_EXAM_SECTION_LIST(X)};
static const char *const topic_words[] = {IL_TOPIC_LIST(X)};
static const char *const kind_words[] = {IL_HANDOUT_LIST(X)};
#undef X

const char *il_topic_word(il_topic topic) { return (unsigned)topic < IL_NTOPIC ? topic_words[topic] : "?"; }

il_exam_section il_test_section(const il_knowledge *k, int test) { return k->section && test >= 0 && test < k->ntest ? k->section[test] : IL_SECTION_PHYSICAL; }

// ---- sections ----------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(sections, "test", "section", "source", "status");

il_status ili_read_sections(il_knowledge *k, ili_table *t, ili_arena *a) {
    il_exam_section *section = ili_arena_array(a, (size_t)k->ntest + 1, sizeof *section);
    bool            *seen = ili_arena_array(a, (size_t)k->ntest + 1, sizeof *seen);
    if (!section || !seen) return ili_no_memory(t->err);
    for (int i = 0; i < t->csv.nrow; i++) {
        ili_cells   c = ili_row(t, a, i);
        const char *id = ili_cell_need(&c);
        int         test = il_find_test(k, id);
        if (test < 0) ili_cell_fault(&c, "unknown test \"%.60s\": an id of tests/tests.csv is wanted", id);
        else if (seen[test]) ili_cell_fault(&c, "\"%.60s\" is there twice; keep one row", id);
        il_exam_section which = (il_exam_section)ili_cell_choice(&c, section_words, IL_NSECTION);
        ili_cell_need(&c);
        ili_cell_status(&c);
        if (c.status) return c.status;
        seen[test] = true;
        section[test] = which;
    }
    k->section = section;
    return IL_OK;
}

// ---- handouts ----------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(handouts, "id", "topic", "kind", "text", "task", "how", "items", "source", "status");

static il_status read_line(ili_cells c, il_handout_line *line) {
    line->id = ili_cell_need(&c);
    line->topic = (il_topic)ili_cell_choice(&c, topic_words, IL_NTOPIC);
    line->kind = (il_handout_kind)ili_cell_choice(&c, kind_words, IL_NHANDOUT);
    line->text = ili_cell_need(&c);
    line->task = ili_cell_text(&c);
    line->how = ili_cell_text(&c);
    if (*line->how && !*line->task) ili_cell_fault(&c, "numbers without a task: name the task whose numbers they are, or leave them out");
    line->items = ili_cell_text(&c);
    line->source = ili_cell_need(&c);
    line->status = ili_cell_status(&c);
    return c.status;
}

// a topic begins with its title and has but one
il_status ili_read_handouts(il_knowledge *k, ili_table *t, ili_arena *a) {
    int              n = t->csv.nrow;
    bool             titled[IL_NTOPIC] = {false};
    il_handout_line *line = ili_arena_array(a, (size_t)n + 1, sizeof *line);
    if (!line) return ili_no_memory(t->err);
    for (int i = 0; i < n; i++) {
        il_status st = read_line(ili_row(t, a, i), &line[i]);
        if (st) return st;
        bool title = line[i].kind == IL_HANDOUT_TITLE;
        if (title == titled[line[i].topic])
            return ili_csv_error(&t->csv, i, t->column[2], IL_BAD_VALUE, t->err, title ? "this topic has a title already" : "a topic begins with its title");
        titled[line[i].topic] = true;
        for (int j = 0; j < i; j++)
            if (!strcmp(line[j].id, line[i].id)) return ili_csv_error(&t->csv, i, t->column[0], IL_BAD_VALUE, t->err, "\"%.60s\" is there twice", line[i].id);
    }
    for (int topic = 0; topic < IL_NTOPIC; topic++)
        if (!titled[topic]) return il_error_set(t->err, IL_BAD_VALUE, "papers/handouts.csv", 0, 0, "there is nothing about \"%s\"; every topic has a title at least", topic_words[topic]);
    k->handout = line;
    k->nhandout = n;
    return IL_OK;
}

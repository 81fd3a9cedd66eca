// knowledge_record.c - the tables behind what a record holds beside findings: scores of pain and function, what images leave open, what is published of a history
#include <math.h>
#include <string.h>

#include "io/knowledge.h"

// ---- scores -----------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(scores, "id", "name", "min", "max", "whole", "better", "is_change", "scoring", "fewest", "most", "item_min", "item_max", "change", "change_share",
            "ship", "licence", "definition", "source", "status");

static const char *const better_words[] = {"low", "high"};
static const char *const scoring_words[] = {"single", "sum", "mean"};

static void check_score(ili_cells *c, const il_score *s) {
    if (!(s->min < s->max)) ili_cell_fault(c, "min must lie below max");
    if (s->fewest > s->most) ili_cell_fault(c, "fewest parts must not be above most");
    if ((s->most > 0) != (s->scoring != IL_SCORING_SINGLE)) ili_cell_fault(c, "a sum or a mean has parts, a single score has none");
    if (s->most > 0 && !(s->item_min < s->item_max)) ili_cell_fault(c, "item_min must lie below item_max");
    if (s->change <= 0.0 || s->change_share <= 0.0 || s->change_share > 1.0) ili_cell_fault(c, "a change that counts is above zero, and as a share at most 1");
    if (s->is_change && isnan(s->change)) ili_cell_fault(c, "a score that tells a change needs the change that counts");
}

static il_status read_score(const il_knowledge *k, ili_cells c, il_score *s) {
    s->id = ili_cell_need(&c);
    for (int i = 0; i < k->nscore; i++)
        if (!strcmp(k->score[i].id, s->id)) ili_cell_fault(&c, "the score '%s' is there twice", s->id);
    s->name = ili_cell_need(&c);
    s->min = ili_cell_between(&c, -1e4, 1e4);
    s->max = ili_cell_between(&c, -1e4, 1e4);
    s->whole = ili_cell_yes(&c);
    s->higher_is_better = ili_cell_choice(&c, better_words, 2) == 1;
    s->is_change = ili_cell_yes(&c);
    s->scoring = (il_scoring)ili_cell_choice(&c, scoring_words, 3);
    s->fewest = ili_cell_count(&c);
    s->most = ili_cell_count(&c);
    s->item_min = ili_cell_number(&c);
    s->item_max = ili_cell_number(&c);
    s->change = ili_cell_number(&c);
    s->change_share = ili_cell_number(&c);
    check_score(&c, s);
    s->ship = ili_cell_yes(&c);
    s->licence = ili_cell_need(&c);
    s->definition = ili_cell_need(&c);
    s->source = ili_cell_need(&c);
    s->status = ili_cell_status(&c);
    return c.status;
}

il_status ili_read_scores(il_knowledge *k, ili_table *t, ili_arena *a) {
    int       n = t->csv.nrow;
    il_score *score = ili_arena_array(a, (size_t)n + 1, sizeof *score);
    if (!score) return ili_no_memory(t->err);
    k->score = score;
    for (int i = 0; i < n; i++) {
        il_status st = read_score(k, ili_row(t, a, i), &score[i]);
        if (st) return st;
        k->nscore = i + 1;
    }
    return IL_OK;
}

// ---- images -----------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(imaging, "kind", "part", "excludes", "leaves_open", "source", "status");

#define X(name, word) word,
static const char *const image_words[] = {IL_IMAGE_LIST(X)};
static const char *const part_words[] = {IL_PART_LIST(X)};
#undef X

il_status ili_read_imaging(il_knowledge *k, ili_table *t, ili_arena *a) {
    int            n = t->csv.nrow;
    il_image_rule *rule = ili_arena_array(a, (size_t)n + 1, sizeof *rule);
    if (!rule) return ili_no_memory(t->err);
    for (int i = 0; i < n; i++) {
        ili_cells c = ili_row(t, a, i);
        rule[i].kind = (il_image_kind)(1 + ili_cell_choice(&c, image_words, IL_NIMAGE - 1));
        rule[i].part = (il_image_part)(1 + ili_cell_choice(&c, part_words, IL_NPART - 1));
        for (int j = 0; j < i; j++)
            if (rule[j].kind == rule[i].kind && rule[j].part == rule[i].part) ili_cell_fault(&c, "this image of this part is there twice");
        rule[i].excludes = ili_cell_text(&c);
        rule[i].leaves_open = ili_cell_need(&c);
        rule[i].source = ili_cell_need(&c);
        rule[i].status = ili_cell_status(&c);
        if (*rule[i].excludes && rule[i].status != IL_SOURCE_FOUND) ili_cell_fault(&c, "what reassures needs a source that was found");
        if (c.status) return c.status;
    }
    k->image = rule;
    k->nimage = n;
    return IL_OK;
}

// ---- background -------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(background, "id", "kind", "when", "from", "measure", "low", "mid", "high", "words", "items", "source", "status");

#define X(name, word) word,
static const char *const when_words[] = {IL_BACKGROUND_WHEN_LIST(X)};
static const char *const kind_words[] = {IL_BACKGROUND_KIND_LIST(X)};
#undef X

static void check_figure(ili_cells *c, const il_background *b) {
    bool any = !isnan(b->low) || !isnan(b->mid) || !isnan(b->high);
    if (any != (*b->measure != 0)) ili_cell_fault(c, "a figure and its measure stand together");
    if (isnan(b->low) != isnan(b->high)) ili_cell_fault(c, "low and high stand together");
    if (!(b->low <= b->high) && !isnan(b->low)) ili_cell_fault(c, "low must not lie above high");
    if (b->mid < b->low || b->mid > b->high) ili_cell_fault(c, "mid must lie between low and high");
    if (any && b->status != IL_SOURCE_FOUND) ili_cell_fault(c, "a figure that is told needs a source that was found");
    if (!isnan(b->from) && b->when != IL_WHEN_LIFTING && b->when != IL_WHEN_SITTING) ili_cell_fault(c, "from goes with lifting and sitting only");
}

static il_status read_background(const il_knowledge *k, ili_cells c, il_background *b) {
    b->id = ili_cell_need(&c);
    for (int i = 0; i < k->nbackground; i++)
        if (!strcmp(k->background[i].id, b->id)) ili_cell_fault(&c, "'%.60s' is there twice", b->id);
    b->kind = (il_background_kind)ili_cell_choice(&c, kind_words, IL_NBACKGROUND_KIND);
    b->when = (il_background_when)ili_cell_choice(&c, when_words, IL_NBACKGROUND_WHEN);
    b->from = ili_cell_number(&c);
    b->measure = ili_cell_text(&c);
    b->low = ili_cell_number(&c);
    b->mid = ili_cell_number(&c);
    b->high = ili_cell_number(&c);
    b->words = ili_cell_need(&c);
    b->items = ili_cell_text(&c);
    b->source = ili_cell_need(&c);
    b->status = ili_cell_status(&c);
    if (!c.status) check_figure(&c, b);
    return c.status;
}

il_status ili_read_background(il_knowledge *k, ili_table *t, ili_arena *a) {
    il_background *row = ili_arena_array(a, (size_t)t->csv.nrow + 1, sizeof *row);
    if (!row) return ili_no_memory(t->err);
    k->background = row;
    for (int i = 0; i < t->csv.nrow; i++, k->nbackground++) {
        il_status st = read_background(k, ili_row(t, a, i), &row[i]);
        if (st) return st;
    }
    return IL_OK;
}

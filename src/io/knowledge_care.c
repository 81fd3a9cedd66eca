// knowledge_care.c - exercises, what forbids a treatment, and what guidelines say
#include <math.h>
#include <string.h>

#include "io/care.h"

// ---- equipment --------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(equipment, "id", "name", "from", "instead", "source", "status");

#define X(name, word) word,
static const char *const from_words[] = {IL_EQUIPMENT_FROM_LIST(X)};
#undef X

il_status ili_read_equipment(il_knowledge *k, ili_table *t, ili_arena *a) {
    il_equipment *row = ili_arena_array(a, (size_t)t->csv.nrow + 1, sizeof *row);
    if (!row) return ili_no_memory(t->err);
    k->equipment = row;
    for (int i = 0; i < t->csv.nrow; i++, k->nequipment++) {
        ili_cells c = ili_row(t, a, i);
        row[i].id = ili_cell_need(&c);
        if (il_find_equipment(k, row[i].id) >= 0) ili_cell_fault(&c, "'%.60s' is there twice", row[i].id);
        if (!strcmp(row[i].id, "none")) ili_cell_fault(&c, "'none' is the answer that nothing is at hand; give it another name");
        row[i].name = ili_cell_need(&c);
        row[i].from = (il_equipment_from)ili_cell_choice(&c, from_words, IL_NEQUIPMENT_FROM);
        row[i].instead = ili_cell_text(&c);
        row[i].source = ili_cell_need(&c);
        row[i].status = ili_cell_status(&c);
        if (c.status) return c.status;
    }
    return IL_OK;
}

// ---- exercises --------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(exercises, "id", "name", "treatment", "kind", "task", "how", "side", "conditions", "pair", "equipment", "sets", "reps", "hold_s", "a_week", "keep_a_week",
            "weeks", "does", "progression", "stop", "forbidden_by", "items", "source", "status");

#define X(name, word) word,
static const char *const exercise_words[] = {IL_EXERCISE_KIND_LIST(X)};
#undef X

// the exercise that goes with it may stand further down: its index is its row
static int row_named(const ili_table *t, const char *id) {
    for (int i = 0; i < t->csv.nrow; i++)
        if (!strcmp(ili_csv_text(&t->csv, i, t->column[0]), id)) return i;
    return -1;
}

static double count_or_none(ili_cells *c, double high) {
    double x = ili_cell_number(c);
    if (!isnan(x) && !(x > 0.0 && x <= high)) ili_cell_fault(c, "must be above 0 and at most %g, or empty", high);
    return x;
}

static void read_dose(ili_cells *c, il_exercise *e) {
    e->sets = count_or_none(c, 20);
    e->reps = count_or_none(c, 100);
    e->hold_s = count_or_none(c, 3600);
    if (isnan(e->sets) || isnan(e->reps)) ili_cell_fault(c, "an exercise needs sets and repetitions");
    e->a_week = count_or_none(c, 21);
    e->keep_a_week = count_or_none(c, 21);
    e->weeks = count_or_none(c, 104);
    if (isnan(e->a_week) || isnan(e->keep_a_week) || isnan(e->weeks)) ili_cell_fault(c, "an exercise says how often a week, for how many weeks, and how often later");
}

static il_status read_exercise(const il_knowledge *k, const ili_table *t, ili_cells c, il_exercise *e) {
    static const char *const sides[] = {"none", "same"};
    e->id = ili_cell_need(&c);
    if (il_find_exercise(k, e->id) >= 0) ili_cell_fault(&c, "the exercise '%.60s' is there twice", e->id);
    e->name = ili_cell_need(&c);
    e->treatment = ili_cell_treatment(&c, k);
    e->kind = (il_exercise_kind)ili_cell_choice(&c, exercise_words, IL_NEXERCISE_KIND);
    e->task = ili_cell_text(&c);
    e->how = ili_cell_text(&c);
    e->sided = ili_cell_choice(&c, sides, 2) == 1;
    e->conditions = ili_cell_need(&c);
    ili_cell_names(&c, k, e->conditions, ili_names_condition, "is no condition");
    const char *pair = ili_cell_text(&c);
    e->pair = *pair ? row_named(t, pair) : -1;
    if (*pair && e->pair < 0) ili_cell_fault(&c, "'%.60s' is no exercise of this table", pair);
    if (e->kind == IL_EXERCISE_STRETCH && e->pair < 0) ili_cell_fault(&c, "a stretch goes with a strengthening exercise");
    e->equipment = ili_cell_text(&c);
    ili_cell_names(&c, k, e->equipment, ili_names_equipment, "is no row of treatments/equipment.csv");
    read_dose(&c, e);
    e->does = ili_cell_need(&c);
    e->progression = ili_cell_need(&c);
    e->stop = ili_cell_need(&c);
    e->forbidden_by = ili_cell_text(&c);
    ili_cell_names(&c, k, e->forbidden_by, ili_names_flag, "is no row and no group of the table of red flags");
    e->items = ili_cell_text(&c);
    e->source = ili_cell_need(&c);
    e->status = ili_cell_status(&c);
    return c.status;
}

il_status ili_read_exercises(il_knowledge *k, ili_table *t, ili_arena *a) {
    il_exercise *exercise = ili_arena_array(a, (size_t)t->csv.nrow + 1, sizeof *exercise);
    if (!exercise) return ili_no_memory(t->err);
    k->exercise = exercise;
    for (int i = 0; i < t->csv.nrow; i++, k->nexercise++) {
        il_status st = read_exercise(k, t, ili_row(t, a, i), &exercise[i]);
        if (st) return st;
    }
    for (int i = 0; i < k->nexercise; i++)
        if (exercise[i].kind == IL_EXERCISE_STRETCH && exercise[exercise[i].pair].kind != IL_EXERCISE_STRENGTHEN)
            return ili_csv_error(&t->csv, i, t->column[8], IL_BAD_VALUE, t->err, "'%s' strengthens nothing", exercise[exercise[i].pair].id);
    return IL_OK;
}

// ---- what forbids -----------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(contraindications, "id", "what", "level", "treatments", "flags", "conditions", "ask", "source", "status");

static il_status read_contraindication(const il_knowledge *k, ili_cells c, il_contraindication *q) {
    static const char *const levels[] = {"relative", "absolute"};
    q->id = ili_cell_need(&c);
    for (int i = 0; i < k->ncontraindication; i++)
        if (!strcmp(k->contraindication[i].id, q->id)) ili_cell_fault(&c, "the contraindication '%.60s' is there twice", q->id);
    q->what = ili_cell_need(&c);
    q->absolute = ili_cell_choice(&c, levels, 2) == 1;
    q->treatments = ili_cell_need(&c);
    ili_cell_names(&c, k, q->treatments, ili_names_treatment, "is no treatment of treatments/treatments.csv");
    q->flags = ili_cell_text(&c);
    ili_cell_names(&c, k, q->flags, ili_names_flag, "is no row and no group of the table of red flags");
    q->conditions = ili_cell_text(&c);
    ili_cell_names(&c, k, q->conditions, ili_names_condition, "is no condition");
    q->ask = ili_cell_text(&c);
    if (!*q->flags && !*q->conditions && !*q->ask) ili_cell_fault(&c, "flags, a condition or a question must say when it holds");
    q->source = ili_cell_need(&c);
    q->status = ili_cell_status(&c);
    return c.status;
}

il_status ili_read_contraindications(il_knowledge *k, ili_table *t, ili_arena *a) {
    il_contraindication *row = ili_arena_array(a, (size_t)t->csv.nrow + 1, sizeof *row);
    if (!row) return ili_no_memory(t->err);
    // fails closed: without this table nothing would be held back
    if (t->csv.nrow == 0) return il_error_set(t->err, IL_BAD_VALUE, "treatments/contraindications.csv", 0, 0, "the table is empty; no treatment may be spoken of without it");
    k->contraindication = row;
    for (int i = 0; i < t->csv.nrow; i++, k->ncontraindication++) {
        il_status st = read_contraindication(k, ili_row(t, a, i), &row[i]);
        if (st) return st;
    }
    return IL_OK;
}

// ---- guidelines -------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(guidelines, "guideline", "treatment", "population", "says", "words", "source", "status");

il_status ili_read_guidelines(il_knowledge *k, ili_table *t, ili_arena *a) {
    static const char *const says[] = {"for", "consider", "against"};
    il_guideline            *row = ili_arena_array(a, (size_t)t->csv.nrow + 1, sizeof *row);
    if (!row) return ili_no_memory(t->err);
    k->guideline = row;
    for (int i = 0; i < t->csv.nrow; i++, k->nguideline++) {
        ili_cells     c = ili_row(t, a, i);
        il_guideline *q = &row[i];
        q->guideline = ili_cell_need(&c);
        q->treatment = ili_cell_treatment(&c, k);
        q->population = (il_population)ili_cell_choice(&c, ili_population_words, IL_POPULATION_CONDITION);
        q->says = (il_guideline_says)ili_cell_choice(&c, says, 3);
        q->words = ili_cell_need(&c);
        q->source = ili_cell_need(&c);
        q->status = ili_cell_status(&c);
        if (c.status) return c.status;
    }
    return IL_OK;
}

// ---- every day ----------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(daily, "id", "name", "posture", "task", "how", "source", "status");

#define WORD(name, word) word,
static const char *const doing_words[] = {IL_POSTURE_WORD_LIST(WORD)};
#undef WORD

il_status ili_read_daily(il_knowledge *k, ili_table *t, ili_arena *a) {
    il_daily *row = ili_arena_array(a, (size_t)t->csv.nrow + 1, sizeof *row);
    if (!row) return ili_no_memory(t->err);
    k->daily = row;
    for (int i = 0; i < t->csv.nrow; i++, k->ndaily++) {
        ili_cells c = ili_row(t, a, i);
        il_daily *d = &row[i];
        d->id = ili_cell_need(&c);
        d->name = ili_cell_need(&c);
        d->doing = IL_DOING_UNKNOWN + 1 + ili_cell_choice(&c, doing_words, (int)(sizeof doing_words/sizeof *doing_words));
        for (int j = 0; j < i; j++)
            if (row[j].doing == d->doing) ili_cell_fault(&c, "what '%.60s' stands for is there twice; keep one", d->id);
        d->task = ili_cell_need(&c);
        d->how = ili_cell_text(&c);
        d->source = ili_cell_need(&c);
        d->status = ili_cell_status(&c);
        if (c.status) return c.status;
    }
    return IL_OK;
}

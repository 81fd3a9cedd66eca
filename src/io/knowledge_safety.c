// knowledge_safety.c - the tables of red flags and of fixed wording
#include <math.h>
#include <string.h>

#include "io/knowledge.h"

// ---- red flags --------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(red_flags, "id", "question", "from", "compare", "value", "count_of", "groups", "level", "role", "key", "record_only", "sex", "age_min",
            "age_max", "condition", "action", "source", "status");

#define X(name, text) text,
static const char *const from_words[] = {IL_FLAG_FROM_LIST(X)};
#undef X
static const char *const compare_words[] = {"", "<", "<=", ">", ">=", "="};
static const char *const level_words[] = {"NONE", "WATCH", "URGENT", "EMERGENCY"};
static const char *const role_words[] = {"warns", "reassures", "never_clears"};
static const char *const sex_words[] = {"any", "F", "M"};

static double or_zero(double x) { return isnan(x) ? 0.0 : x; }

static il_status read_flag(ili_cells c, il_screen_rule *r, int line) {
    static const int sex[] = {0, 'F', 'M'};
    r->id = ili_cell_need(&c);
    r->question = ili_cell_need(&c);
    r->from = (il_flag_from)ili_cell_choice(&c, from_words, IL_NFROM);
    r->compare = (il_compare)ili_cell_choice(&c, compare_words, 6);
    r->value = ili_cell_number(&c);
    if (r->from != IL_FROM_ASK && (isnan(r->value) || r->compare == IL_COMPARE_NONE))
        ili_cell_fault(&c, "a row that is not asked needs a comparison and a value");
    r->count_of = ili_cell_text(&c);
    r->groups = ili_cell_text(&c);
    r->level = (il_level)ili_cell_choice(&c, level_words, 4);
    r->role = (il_flag_role)ili_cell_choice(&c, role_words, 3);
    r->key = ili_cell_yes(&c);
    r->record_only = ili_cell_yes(&c);
    r->sex = sex[ili_cell_choice(&c, sex_words, 3)];
    r->age_min = or_zero(ili_cell_number(&c));
    r->age_max = or_zero(ili_cell_number(&c));
    r->condition = ili_cell_text(&c);
    r->action = ili_cell_text(&c);
    r->source = ili_cell_need(&c);
    r->status = ili_cell_status(&c);
    r->line = line;
    return c.status;
}

il_status ili_read_red_flags(il_knowledge *k, ili_table *t, ili_arena *a) {
    int n = t->csv.nrow;
    if (n > IL_SCREEN_MAX_ROWS)
        return ili_csv_error(&t->csv, -1, 0, IL_LIMIT, t->err, "%d rows; at most %d are taken", n, IL_SCREEN_MAX_ROWS);
    il_screen_rule *rule = ili_arena_array(a, (size_t)n + 1, sizeof *rule);
    const char     *file = ili_arena_copy(a, t->csv.file, strlen(t->csv.file));
    if (!rule || !file) return ili_no_memory(t->err);
    for (int i = 0; i < n; i++) {
        il_status st = read_flag(ili_row(t, a, i), &rule[i], t->csv.cell[i*t->csv.ncolumn].line);
        if (st) return st;
    }
    k->screen = (il_screen_rules){.nrule = n, .rule = rule, .file = file};
    return IL_OK;
}

// ---- medicines that contradict an answer ---------------------------------------------------------------------------------------------

ILI_COLUMNS(medicines, "part", "means", "source", "status");

il_status ili_read_medicines(il_knowledge *k, ili_table *t, ili_arena *a) {
    static const char *const means[] = {"blood_thinner", "bone_medicine", "steroid"};
    il_medicine_word        *word = ili_arena_array(a, (size_t)t->csv.nrow + 1, sizeof *word);
    if (!word) return ili_no_memory(t->err);
    for (int i = 0; i < t->csv.nrow; i++) {
        ili_cells c = ili_row(t, a, i);
        word[i].part = ili_cell_need(&c);
        for (const char *p = word[i].part; *p; p++)
            if (*p >= 'A' && *p <= 'Z') ili_cell_fault(&c, "'%.60s' is compared in small letters: write it so", word[i].part);
        if (strlen(word[i].part) < 5) ili_cell_fault(&c, "'%.60s' is too short: other words hold it", word[i].part);
        word[i].means = (il_flag_from)(IL_FROM_BLOOD_THINNER + ili_cell_choice(&c, means, 3));
        word[i].source = ili_cell_need(&c);
        word[i].status = ili_cell_status(&c);
        if (c.status) return c.status;
    }
    k->medicine_word = word, k->nmedicine_word = t->csv.nrow;
    return IL_OK;
}

// ---- wording ----------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(notices, "id", "where", "country", "text");

static const char *const where_words[] = {"every", "screen", "ranking", "loads", "care", "patient", "against"};

il_status ili_read_notices(il_knowledge *k, ili_table *t, ili_arena *a) {
    int        n = t->csv.nrow;
    il_notice *notice = ili_arena_array(a, (size_t)n + 1, sizeof *notice);
    if (!notice) return ili_no_memory(t->err);
    for (int i = 0; i < n; i++) {
        ili_cells c = ili_row(t, a, i);
        notice[i].id = ili_cell_need(&c);
        notice[i].where = where_words[ili_cell_choice(&c, where_words, 7)];
        notice[i].country = ili_cell_text(&c);
        for (int j = 0; j < i; j++)
            if (!strcmp(notice[j].id, notice[i].id) && !strcmp(notice[j].country, notice[i].country))
                ili_cell_fault(&c, "the wording '%s' is there twice for this country", notice[i].id);
        notice[i].text = ili_cell_need(&c);
        if (c.status) return c.status;
    }
    k->notice = notice;
    k->nnotice = n;
    return IL_OK;
}

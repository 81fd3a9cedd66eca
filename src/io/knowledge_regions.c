// knowledge_regions.c - the tables of pain regions and patterns, of loads in postures, and of the parameters that may differ in a body
#include <string.h>

#include "ilium/patient.h"
#include "io/knowledge.h"

// ---- regions ----------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(regions, "code", "name", "view", "sided", "leg", "below_knee", "saddle", "hip", "crosswalk", "source", "status");

il_status ili_read_regions(il_knowledge *k, ili_table *t, ili_arena *a) {
    int        n = t->csv.nrow;
    il_region *region = ili_arena_array(a, (size_t)n + 1, sizeof *region);
    if (!region) return ili_no_memory(t->err);
    k->region = region;
    for (int i = 0; i < n; i++) {
        ili_cells c = ili_row(t, a, i);
        region[i].code = ili_cell_need(&c);
        if (il_find_region(k, region[i].code) >= 0) ili_cell_fault(&c, "the region '%s' is there twice", region[i].code);
        region[i].name = ili_cell_need(&c);
        region[i].view = ili_cell_need(&c);
        region[i].sided = ili_cell_yes(&c);
        region[i].leg = ili_cell_yes(&c);
        region[i].below_knee = ili_cell_yes(&c);
        region[i].saddle = ili_cell_yes(&c);
        region[i].hip = ili_cell_yes(&c);
        region[i].crosswalk = ili_cell_text(&c);
        region[i].source = ili_cell_need(&c);
        region[i].status = ili_cell_status(&c);
        if (c.status) return c.status;
        k->nregion = i + 1;
    }
    return IL_OK;
}

ILI_COLUMNS(pain_patterns, "structure", "region", "role", "other_side", "share", "note", "source", "status");

static const char *const pattern_words[] = {"essential", "spillover", "against"};

static il_status read_pattern(const il_knowledge *k, ili_cells c, il_pattern *p) {
    p->structure = ili_cell_need(&c);
    const char *region = ili_cell_need(&c);
    p->region = il_find_region(k, region);
    if (p->region < 0) ili_cell_fault(&c, "'%s' is no region of regions/regions.csv", region);
    p->role = (il_pattern_role)ili_cell_choice(&c, pattern_words, 3);
    p->other_side = ili_cell_yes(&c);
    p->share = ili_cell_number(&c);
    if (p->share < 0.0 || p->share > 1.0) ili_cell_fault(&c, "a share lies between 0 and 1");
    p->note = ili_cell_text(&c);
    p->source = ili_cell_need(&c);
    p->status = ili_cell_status(&c);
    return c.status;
}

il_status ili_read_pain_patterns(il_knowledge *k, ili_table *t, ili_arena *a) {
    int         n = t->csv.nrow;
    il_pattern *pattern = ili_arena_array(a, (size_t)n + 1, sizeof *pattern);
    if (!pattern) return ili_no_memory(t->err);
    for (int i = 0; i < n; i++) {
        il_status st = read_pattern(k, ili_row(t, a, i), &pattern[i]);
        if (st) return st;
    }
    k->pattern = pattern;
    k->npattern = n;
    return IL_OK;
}

bool ili_is_structure(const il_knowledge *k, const char *name) {
    for (int i = 0; i < k->npattern; i++)
        if (!strcmp(k->pattern[i].structure, name)) return true;
    return false;
}

// ---- loads in the postures of a history -------------------------------------------------------------------------------------------

ILI_COLUMNS(posture_loads, "structure", "posture", "task", "relative", "source", "status");

#define WORD(name, word) word,
static const char *const doing_words[] = {IL_POSTURE_WORD_LIST(WORD)};
#undef WORD

static il_status read_posture_load(const il_knowledge *k, ili_cells c, il_posture_load *x) {
    static const char *const derived[] = {"derived"};
    x->structure = ili_cell_need(&c);
    if (!ili_is_structure(k, x->structure)) ili_cell_fault(&c, "'%s' is no structure of regions/pain_patterns.csv", x->structure);
    x->doing = IL_DOING_UNKNOWN + 1 + ili_cell_choice(&c, doing_words, (int)(sizeof doing_words/sizeof *doing_words));
    x->posture = doing_words[x->doing - IL_DOING_UNKNOWN - 1];
    for (int i = 0; i < k->nposture_load; i++)
        if (!strcmp(k->posture_load[i].structure, x->structure) && k->posture_load[i].doing == x->doing)
            ili_cell_fault(&c, "'%s' of '%s' is there twice; keep one", x->posture, x->structure);
    x->task = ili_cell_need(&c);
    x->relative = ili_cell_between(&c, 0.0, 100.0);
    x->source = ili_cell_need(&c);
    ili_cell_choice(&c, derived, 1);
    return c.status;
}

il_status ili_read_posture_loads(il_knowledge *k, ili_table *t, ili_arena *a) {
    int              n = t->csv.nrow;
    il_posture_load *load = ili_arena_array(a, (size_t)n + 1, sizeof *load);
    if (!load) return ili_no_memory(t->err);
    k->posture_load = load;
    for (int i = 0; i < n; i++) {
        il_status st = read_posture_load(k, ili_row(t, a, i), &load[i]);
        if (st) return st;
        k->nposture_load = i + 1;
    }
    return IL_OK;
}

// ---- parameters -------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(parameters, "id", "unit", "low", "high", "neutral", "fields", "law", "side", "source", "status");

static il_status read_parameter(ili_cells c, il_parameter_kind kind, il_parameter *x) {
    x->id = ili_cell_need(&c);
    if (strcmp(x->id, il_parameter_id(kind)) != 0) ili_cell_fault(&c, "here stands '%s': all parameters have a row, in the program's order", il_parameter_id(kind));
    x->unit = ili_cell_need(&c);
    if (strcmp(x->unit, il_parameter_unit(kind)) != 0) ili_cell_fault(&c, "the unit of '%s' is '%s'", x->id, il_parameter_unit(kind));
    x->low = ili_cell_between(&c, -1e3, 1e3);
    x->high = ili_cell_between(&c, -1e3, 1e3);
    x->neutral = ili_cell_between(&c, x->low, x->high);
    x->fields = ili_cell_need(&c);
    x->law = ili_cell_need(&c);
    x->side = ili_cell_need(&c);
    x->source = ili_cell_need(&c);
    x->status = ili_cell_status(&c);
    return c.status;
}

il_status ili_read_parameters(il_knowledge *k, ili_table *t, ili_arena *a) {
    il_parameter *parameter = ili_arena_array(a, IL_NPARAMETER, sizeof *parameter);
    if (!parameter) return ili_no_memory(t->err);
    if (t->csv.nrow != IL_NPARAMETER) {
        return il_error_set(t->err, IL_BAD_VALUE, t->csv.file, 0, 0, "the table has %d rows; it needs one for each of the %d parameters", t->csv.nrow,
                            (int)IL_NPARAMETER);
    }
    for (int i = 0; i < IL_NPARAMETER; i++) {
        il_status st = read_parameter(ili_row(t, a, i), (il_parameter_kind)i, &parameter[i]);
        if (st) return st;
    }
    k->parameter = parameter;
    return IL_OK;
}

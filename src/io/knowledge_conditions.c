// knowledge_conditions.c - the tables of pain regions and patterns, of conditions and what they change; and what holds between tables
#include <math.h>
#include <string.h>

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

// ---- conditions -------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(conditions, "id", "name", "sided", "severity_value", "severity_unit", "severity_mean", "severity_sd", "exclusive", "exclusive_sides",
            "prior", "prior_low", "prior_high", "prior_published", "prior_source", "prior_status", "structures", "notes", "source", "status");

bool ili_is_structure(const il_knowledge *k, const char *name, size_t n) {
    for (int i = 0; i < k->npattern; i++)
        if (strlen(k->pattern[i].structure) == n && !strncmp(k->pattern[i].structure, name, n)) return true;
    return false;
}

static void check_structures(const il_knowledge *k, ili_cells *c, const char *list) {
    for (const char *p = list; *p;) {
        size_t n = strcspn(p, ";");
        if (!ili_is_structure(k, p, n)) ili_cell_fault(c, "'%.*s' has no pattern in regions/pain_patterns.csv", (int)n, p);
        p += n + (p[n] == ';');
    }
}

static il_status read_condition(const il_knowledge *k, ili_cells c, il_condition *q) {
    q->id = ili_cell_need(&c);
    if (il_find_condition(k, q->id) >= 0) ili_cell_fault(&c, "the condition '%s' is there twice", q->id);
    q->name = ili_cell_need(&c);
    q->sided = ili_cell_yes(&c);
    q->severity_unit_value = ili_cell_between(&c, 1e-6, 1e6);
    q->severity_unit = ili_cell_need(&c);
    q->severity_mean = ili_cell_number(&c);
    q->severity_sd = ili_cell_number(&c);
    if (isnan(q->severity_mean) != isnan(q->severity_sd) || q->severity_sd <= 0.0)
        ili_cell_fault(&c, "mean and SD of severity are given both, the SD above zero, or neither");
    q->exclusive = ili_cell_text(&c);
    q->exclusive_sides = ili_cell_yes(&c);
    q->prior = ili_cell_between(&c, 1e-6, 1.0 - 1e-6);
    q->prior_low = ili_cell_between(&c, 1e-6, 1.0 - 1e-6);
    q->prior_high = ili_cell_between(&c, 1e-6, 1.0 - 1e-6);
    if (!(q->prior_low <= q->prior && q->prior <= q->prior_high)) ili_cell_fault(&c, "priors must ascend: prior_low <= prior <= prior_high");
    q->prior_published = ili_cell_yes(&c);
    q->prior_source = ili_cell_need(&c);
    q->prior_status = ili_cell_status(&c);
    if (q->prior_published && q->prior_status == IL_SOURCE_ASSUMED) ili_cell_fault(&c, "a prior cannot be published and assumed");
    q->structures = ili_cell_text(&c);
    check_structures(k, &c, q->structures);
    q->notes = ili_cell_text(&c);
    q->source = ili_cell_need(&c);
    q->status = ili_cell_status(&c);
    q->what = q->mechanism = q->helps = q->disputed = q->evidence = q->tests = q->safety = "";
    q->simulated = q->ranked = true;
    return c.status;
}

il_status ili_read_conditions(il_knowledge *k, ili_table *t, ili_arena *a) {
    int           n = t->csv.nrow;
    il_condition *condition = ili_arena_array(a, (size_t)n + (size_t)k->memory->nfile + 1, sizeof *condition);
    if (!condition) return ili_no_memory(t->err);
    k->condition = condition;
    for (int i = 0; i < n; i++) {
        il_status st = read_condition(k, ili_row(t, a, i), &condition[i]);
        if (st) return st;
        k->ncondition = i + 1;
    }
    return IL_OK;
}

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

ILI_COLUMNS(changes, "condition", "parameter", "side", "value", "why", "source", "status");

static const char *const side_words[] = {"same", "other", "both"};

// what is left of the star's place, kept beside the tables
static const char *keep(ili_cells *c, const char *target) {
    const char *copy = ili_arena_copy(c->arena, target, strlen(target));
    if (!copy && !c->status) c->status = ili_no_memory(c->err);
    return copy;
}

static il_status read_change(const il_knowledge *k, ili_cells c, il_change *x) {
    char     target[IL_TARGET] = "";
    il_error why = {0};
    const char *condition = ili_cell_need(&c);
    x->condition = il_find_condition(k, condition);
    if (x->condition < 0) ili_cell_fault(&c, "'%s' is no condition of conditions/conditions.csv", condition);
    const char *id = ili_cell_need(&c);
    if (!c.status && il_parameter_find(id, &x->parameter, target, &why)) ili_cell_fault(&c, "%s", why.text);
    x->target = keep(&c, target);
    int side = ili_cell_choice(&c, side_words, 3);
    x->same_side = side != 1;
    x->other_side = side != 0;
    x->value = ili_cell_number(&c);
    if (!c.status && il_parameter_check(&k->parameter[x->parameter], id, x->value, &why)) ili_cell_fault(&c, "%s", why.text);
    x->why = ili_cell_need(&c);
    x->source = ili_cell_need(&c);
    x->status = ili_cell_status(&c);
    return c.status;
}

il_status ili_read_changes(il_knowledge *k, ili_table *t, ili_arena *a) {
    int        n = t->csv.nrow;
    il_change *change = ili_arena_array(a, (size_t)n + 1, sizeof *change);
    if (!change) return ili_no_memory(t->err);
    for (int i = 0; i < n; i++) {
        il_status st = read_change(k, ili_row(t, a, i), &change[i]);
        if (st) return st;
        if (i && change[i].condition < change[i - 1].condition)
            return ili_csv_error(&t->csv, i, t->column[0], IL_BAD_VALUE, t->err, "changes must stand in the order of conditions/conditions.csv");
    }
    k->change = change;
    k->nchange = n;
    return IL_OK;
}

// ---- between the tables -----------------------------------------------------------------------------------------------------------

static il_status lacking(il_error *err, const char *file, const char *what, const char *id) {
    return il_error_set(err, IL_BAD_VALUE, file, 0, 0, "%s '%s' is lacking", what, id);
}

// what every output must be able to say
static const char *const needed_notices[] = {"research", "law", "clinician", "not_advice", "no_delay", "contact", "no_relationship", "documentation",
                                             "calibration", "no_findings", "present_not_painful", "load_not_pain", "locally_modified", "emergency_call",
                                             "screen_refused", "screen_not_asked"};

il_status ili_knowledge_cross_check(const il_knowledge *k, il_error *err) {
    for (size_t i = 0; i < sizeof needed_notices/sizeof *needed_notices; i++)
        if (!*il_notice_text(k, needed_notices[i])) return lacking(err, "notices.csv", "the wording", needed_notices[i]);
    for (int r = 0; r < IL_NSCREEN_REASON; r++) {
        const char *id = il_screen_reason_notice((il_screen_reason_kind)r);
        if (!*il_notice_text(k, id)) return lacking(err, "notices.csv", "the wording", id);
    }
    for (int c = 0; c < k->ncondition; c++) {
        bool changes = false;
        for (int i = 0; i < k->nchange; i++) changes = changes || k->change[i].condition == c;
        const il_condition *q = &k->condition[c];
        bool                targeted = false;
        for (int i = 0; i < k->ntest; i++) targeted = targeted || il_test_targets(k, i, c);
        if (!changes && q->simulated) return lacking(err, "conditions/changes.csv", "a change of the condition", q->id);
        if (changes && q->file)
            return il_error_set(err, IL_BAD_VALUE, "conditions/changes.csv", 0, 0, "'%s' has a file, so it is known by its tests only; give what is simulated a row of conditions.csv", q->id);
        if (q->file && q->ranked && !targeted) return lacking(err, "tests/accuracy.csv", "an accuracy for the ranked condition", q->id);
        if (q->file && !q->ranked && targeted)
            return il_error_set(err, IL_BAD_VALUE, "tests/accuracy.csv", 0, 0, "'%s' is not ranked, so no test can speak of it: say ranked: true in its file, or take the row out", q->id);
    }
    for (int i = 0; i < k->ntest; i++) {
        bool found = k->test[i].enters != IL_ENTER_ACCURACY;
        for (int j = 0; j < k->naccuracy; j++) found = found || k->accuracy[j].test == i;
        if (!found) return lacking(err, "tests/accuracy.csv", "the accuracy of the test", k->test[i].id);
    }
    return IL_OK;
}

// knowledge_treatments.c - treatments, what they change in a body, and what trials and cohorts found
#include <math.h>
#include <string.h>

#include "io/care.h"

#define X(name, word) word,
static const char *const kind_words[IL_NTREATMENT_KIND] = {IL_TREATMENT_KIND_LIST(X)};
const char *const        ili_population_words[IL_POPULATION_CONDITION] = {IL_POPULATION_LIST(X)};
#undef X
#define X(name, word, words) word,
static const char *const by_words[IL_NPROVIDER] = {IL_PROVIDER_LIST(X)};
static const char *const aim_words[IL_NAIM] = {IL_AIM_LIST(X)};
#undef X
const char *const ili_grade_words[6] = {"none", "A", "B", "C", "D", "against"};

// ---- shared -----------------------------------------------------------------------------------------------------------------------

void ili_cell_names(ili_cells *c, const il_knowledge *k, const char *list, ili_has_name has, const char *is_no) {
    char name[80];
    for (const char *p = list; *p;) {
        size_t n = strcspn(p, ";");
        bool   fits = n > 0 && n < sizeof name;
        if (fits) memcpy(name, p, n), name[n] = 0;
        if (!fits || !has(k, name)) ili_cell_fault(c, "'%.*s' %s", (int)(n < 60 ? n : 60), p, is_no);
        p += n + (p[n] == ';');
    }
}

bool ili_names_condition(const il_knowledge *k, const char *name) { return !strcmp(name, "any") || il_find_condition(k, name) >= 0; }
bool ili_names_treatment(const il_knowledge *k, const char *name) { return il_find_treatment(k, name) >= 0; }
bool ili_names_equipment(const il_knowledge *k, const char *name) { return il_find_equipment(k, name) >= 0; }
bool ili_names_flag(const il_knowledge *k, const char *name) { return ili_is_flag_or_group(&k->screen, name, strlen(name)); }

int ili_cell_treatment(ili_cells *c, const il_knowledge *k) {
    const char *id = ili_cell_need(c);
    int         t = il_find_treatment(k, id);
    if (t < 0) ili_cell_fault(c, "'%.60s' is no treatment of treatments/treatments.csv", id);
    return t < 0 ? 0 : t;
}

// ---- treatments -------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(treatments, "id", "name", "kind", "by", "aims", "conditions", "items", "equipment", "dose", "weeks", "sessions_a_week", "grade", "simulated", "mechanism",
            "risks", "stop", "forbidden_by", "note", "plain", "source", "status");

static void read_aims(ili_cells *c, bool aim[IL_NAIM]) {
    const char *list = ili_cell_need(c);
    for (const char *p = list; *p;) {
        size_t n = strcspn(p, ";");
        int    found = -1;
        for (int i = 0; i < IL_NAIM; i++)
            if (strlen(aim_words[i]) == n && !strncmp(aim_words[i], p, n)) found = i;
        if (found < 0) ili_cell_fault(c, "'%.*s' is no aim: stabilise, calm_spasm, restore_function, reduce_inflammation or document", (int)(n < 60 ? n : 60), p);
        else aim[found] = true;
        p += n + (p[n] == ';');
    }
}

static double positive_or_none(ili_cells *c) {
    double x = ili_cell_number(c);
    if (x <= 0.0) ili_cell_fault(c, "must be above zero, or empty");
    return x;
}

static il_status read_treatment(const il_knowledge *k, ili_cells c, il_treatment *t) {
    t->id = ili_cell_need(&c);
    if (il_find_treatment(k, t->id) >= 0) ili_cell_fault(&c, "the treatment '%.60s' is there twice", t->id);
    t->name = ili_cell_need(&c);
    t->kind = (il_treatment_kind)ili_cell_choice(&c, kind_words, IL_NTREATMENT_KIND);
    t->by = (il_provider)ili_cell_choice(&c, by_words, IL_NPROVIDER);
    read_aims(&c, t->aim);
    t->conditions = ili_cell_need(&c);
    ili_cell_names(&c, k, t->conditions, ili_names_condition, "is no condition");
    t->items = ili_cell_text(&c);
    t->equipment = ili_cell_text(&c);
    ili_cell_names(&c, k, t->equipment, ili_names_equipment, "is no row of treatments/equipment.csv");
    t->dose = ili_cell_text(&c);
    // SAFETY: what lies outside the scope is referred or recorded, never dosed
    bool dosed = t->kind != IL_TREATMENT_REFERRAL && t->kind != IL_TREATMENT_RECORD;
    if (dosed && !*t->dose) ili_cell_fault(&c, "a treatment needs a dose");
    t->weeks = positive_or_none(&c);
    t->sessions_a_week = positive_or_none(&c);
    if (!dosed && (!isnan(t->weeks) || !isnan(t->sessions_a_week))) ili_cell_fault(&c, "a referral or record has no dose");
    t->grade = (il_grade)ili_cell_choice(&c, ili_grade_words, 6);
    t->simulated = ili_cell_yes(&c);
    if (t->simulated && !dosed) ili_cell_fault(&c, "a referral or record is not simulated");
    t->mechanism = ili_cell_need(&c);
    t->risks = ili_cell_text(&c);
    t->stop = ili_cell_text(&c);
    t->forbidden_by = ili_cell_text(&c);
    ili_cell_names(&c, k, t->forbidden_by, ili_names_flag, "is no row and no group of the table of red flags");
    t->note = ili_cell_text(&c);
    t->plain = ili_cell_text(&c);
    if (dosed && !*t->plain) ili_cell_fault(&c, "a treatment needs plain words for the person: what it is, what may follow");
    t->source = ili_cell_need(&c);
    t->status = ili_cell_status(&c);
    return c.status;
}

il_status ili_read_treatments(il_knowledge *k, ili_table *t, ili_arena *a) {
    il_treatment *treatment = ili_arena_array(a, (size_t)t->csv.nrow + 1, sizeof *treatment);
    if (!treatment) return ili_no_memory(t->err);
    k->treatment = treatment;
    for (int i = 0; i < t->csv.nrow; i++, k->ntreatment++) {
        il_status st = read_treatment(k, ili_row(t, a, i), &treatment[i]);
        if (st) return st;
    }
    return IL_OK;
}

// ---- what they change -------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(effects, "treatment", "parameter", "side", "condition", "low", "mid", "high", "weeks", "keeps", "source", "status");

// from the neutral value away: low is the least, high the most, all on one side of neutral and within the parameter's range
static void check_sizes(ili_cells *c, const il_parameter *p, const il_treatment_effect *e) {
    double low = e->low - p->neutral, mid = e->mid - p->neutral, high = e->high - p->neutral, sign = mid < 0.0 ? -1.0 : 1.0;
    if (!(sign*low >= 0.0 && sign*mid >= sign*low && sign*high >= sign*mid && sign*high > 0.0))
        ili_cell_fault(c, "low, mid and high must lead away from the value that changes nothing, and high must change something");
    if (!(e->high >= p->low && e->high <= p->high)) ili_cell_fault(c, "the parameter ranges from %g to %g", p->low, p->high);
}

static il_status read_effect(const il_knowledge *k, ili_cells c, il_treatment_effect *e) {
    static const char *const sides[] = {"same", "other", "both"};
    char                     target[IL_TARGET];
    il_error                 why = {0};
    e->treatment = ili_cell_treatment(&c, k);
    if (!c.status && !k->treatment[e->treatment].simulated) ili_cell_fault(&c, "this treatment is not simulated");
    const char *id = ili_cell_need(&c);
    e->target = "";
    if (il_parameter_find(id, &e->parameter, target, &why)) ili_cell_fault(&c, "%.300s", why.text);
    else e->target = ili_arena_copy(c.arena, target, strlen(target));
    if (!e->target) return ili_no_memory(c.err);
    int side = ili_cell_choice(&c, sides, 3);
    e->same_side = side != 1, e->other_side = side != 0;
    const char *condition = ili_cell_text(&c);
    e->condition = *condition ? il_find_condition(k, condition) : -1;
    if (*condition && (e->condition < 0 || !k->condition[e->condition].simulated)) ili_cell_fault(&c, "'%.60s' is no condition that is simulated", condition);
    e->low = ili_cell_between(&c, -1e4, 1e4);
    e->mid = ili_cell_between(&c, -1e4, 1e4);
    e->high = ili_cell_between(&c, -1e4, 1e4);
    if (!c.status) check_sizes(&c, &k->parameter[e->parameter], e);
    e->weeks = ili_cell_between(&c, 0.0, 520.0);
    e->keeps = ili_cell_between(&c, 0.0, 520.0);
    e->source = ili_cell_need(&c);
    e->status = ili_cell_status(&c);
    return c.status;
}

static bool has_effect(const il_knowledge *k, int treatment) {
    for (int i = 0; i < k->neffect; i++)
        if (k->effect[i].treatment == treatment) return true;
    return false;
}

il_status ili_read_effects(il_knowledge *k, ili_table *t, ili_arena *a) {
    il_treatment_effect *effect = ili_arena_array(a, (size_t)t->csv.nrow + 1, sizeof *effect);
    if (!effect) return ili_no_memory(t->err);
    k->effect = effect;
    for (int i = 0; i < t->csv.nrow; i++, k->neffect++) {
        il_status st = read_effect(k, ili_row(t, a, i), &effect[i]);
        if (st) return st;
    }
    for (int i = 0; i < k->ntreatment; i++)
        if (k->treatment[i].simulated && !has_effect(k, i))
            return il_error_set(t->err, IL_BAD_VALUE, "treatments/effects.csv", 0, 0, "'%s' is simulated but has no row here", k->treatment[i].id);
    return IL_OK;
}

// ---- what trials and cohorts found --------------------------------------------------------------------------------------------------

ILI_COLUMNS(trials, "treatments", "population", "outcome", "against", "low", "mid", "high", "weeks", "n", "grade", "words", "source", "status");

static il_population population_of(ili_cells *c, const il_knowledge *k, int *condition) {
    const char *word = ili_cell_need(c);
    *condition = -1;
    for (int i = 0; i < IL_POPULATION_CONDITION; i++)
        if (!strcmp(word, ili_population_words[i])) return (il_population)i;
    *condition = il_find_condition(k, word);
    if (*condition < 0) ili_cell_fault(c, "'%.60s' must be any, acute, chronic or a condition", word);
    return IL_POPULATION_CONDITION;
}

static il_status read_trial(const il_knowledge *k, ili_cells c, il_trial *q) {
    static const char *const outcomes[] = {"pain", "function"}, *const against[] = {"nothing", "sham", "active", "uncontrolled"};
    q->treatments = ili_cell_need(&c);
    ili_cell_names(&c, k, q->treatments, ili_names_treatment, "is no treatment of treatments/treatments.csv");
    q->population = population_of(&c, k, &q->condition);
    q->function = ili_cell_choice(&c, outcomes, 2) == 1;
    q->against = (il_trial_against)ili_cell_choice(&c, against, 4);
    q->low = ili_cell_number(&c);
    q->mid = ili_cell_number(&c);
    q->high = ili_cell_number(&c);
    if (isnan(q->low) != isnan(q->high) || (isnan(q->mid) && !isnan(q->low))) ili_cell_fault(&c, "a range needs low, mid and high; mid may stand alone");
    if (q->low < q->mid || q->mid < q->high || fabs(q->low) > 100.0 || fabs(q->mid) > 100.0 || fabs(q->high) > 100.0)
        ili_cell_fault(&c, "points of 100, negative is better: low (least benefit) is not below mid, mid not below high");
    q->weeks = ili_cell_number(&c);
    q->n = ili_cell_number(&c);
    q->grade = (il_grade)ili_cell_choice(&c, ili_grade_words, 6);
    q->words = ili_cell_need(&c);
    q->source = ili_cell_need(&c);
    q->status = ili_cell_status(&c);
    return c.status;
}

il_status ili_read_trials(il_knowledge *k, ili_table *t, ili_arena *a) {
    il_trial *trial = ili_arena_array(a, (size_t)t->csv.nrow + 1, sizeof *trial);
    if (!trial) return ili_no_memory(t->err);
    k->trial = trial;
    for (int i = 0; i < t->csv.nrow; i++, k->ntrial++) {
        il_status st = read_trial(k, ili_row(t, a, i), &trial[i]);
        if (st) return st;
    }
    return IL_OK;
}

ILI_COLUMNS(course, "population", "week", "low", "mid", "high", "source", "status");

il_status ili_read_course(il_knowledge *k, ili_table *t, ili_arena *a) {
    il_course *course = ili_arena_array(a, (size_t)t->csv.nrow + 1, sizeof *course);
    if (!course) return ili_no_memory(t->err);
    k->course = course;
    for (int i = 0; i < t->csv.nrow; i++, k->ncourse++) {
        ili_cells  c = ili_row(t, a, i);
        il_course *q = &course[i];
        q->population = (il_population)ili_cell_choice(&c, ili_population_words, IL_POPULATION_CONDITION);
        q->week = ili_cell_between(&c, 0.0, 520.0);
        if (i && q->population == course[i - 1].population && q->week <= course[i - 1].week) ili_cell_fault(&c, "the weeks of one population rise");
        q->low = ili_cell_between(&c, 0.0, 100.0);
        q->mid = ili_cell_between(&c, q->low, 100.0);
        q->high = ili_cell_between(&c, q->mid, 100.0);
        q->source = ili_cell_need(&c);
        q->status = ili_cell_status(&c);
        if (c.status) return c.status;
    }
    return IL_OK;
}

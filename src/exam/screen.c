// screen.c - the safety screen. Not asked is never no; what cannot be checked is not allowed. docs/safety.md
#include "ilium/screen.h"

#include <string.h>

#include "base/names.h"
#include "exam/screen_required.h"

const char *il_level_text(il_level level) {
    static const char *const text[] = {"none", "WATCH", "URGENT", "EMERGENCY"};
    return (unsigned)level < 4 ? text[level] : "unknown";
}

const char *il_screen_reason_notice(il_screen_reason_kind kind) {
#define X(name, notice) notice,
    static const char *const id[] = {IL_SCREEN_REASON_LIST(X)};
#undef X
    return (unsigned)kind < IL_NSCREEN_REASON ? id[kind] : "";
}

int il_screen_find(const il_screen_rules *rules, const char *id) {
    for (int i = 0; i < rules->nrule; i++)
        if (!strcmp(rules->rule[i].id, id)) return i;
    return -1;
}

// does "a;b;c" hold this name of n letters
static bool list_has(const char *list, const char *name, size_t n) {
    for (const char *p = list; *p;) {
        size_t len = strcspn(p, ";");
        if (len == n && !strncmp(p, name, n)) return true;
        p += len + (p[len] == ';');
    }
    return false;
}

// ---- is the table whole --------------------------------------------------------------------------------------------------------

typedef struct required {
    const char *id;
    il_level    level;
    bool        key, record_only;
} required;

#define X(id, level, key, record_only) {id, level, key, record_only},
static const required required_rows[] = {ILI_SCREEN_REQUIRED(X)};
#undef X
enum { NREQUIRED = sizeof required_rows/sizeof *required_rows };

const char *il_screen_required(int index) { return index >= 0 && index < NREQUIRED ? required_rows[index].id : NULL; }

static il_status fault(const il_screen_rules *rules, int line, il_error *err, const char *id, const char *what) {
    return il_error_set(err, IL_BAD_VALUE, rules->file, line, 0, "the safety row '%s' %s; without a whole table nothing is ranked", id, what);
}

static il_status check_required(const il_screen_rules *rules, const required *q, il_error *err) {
    int i = il_screen_find(rules, q->id);
    if (i < 0) return fault(rules, 0, err, q->id, "is missing: put it back");
    const il_screen_rule *r = &rules->rule[i];
    if (r->level < q->level) return fault(rules, r->line, err, q->id, "has a lower level than it must have: raise it again");
    if (q->key && !r->key) return fault(rules, r->line, err, q->id, "must be a key row");
    if (q->record_only && !r->record_only) return fault(rules, r->line, err, q->id, "must be 'record only'");
    return IL_OK;
}

static bool group_has_members(const il_screen_rules *rules, const char *group, size_t n) {
    for (int i = 0; i < rules->nrule; i++)
        if (list_has(rules->rule[i].groups, group, n)) return true;
    return false;
}

// every group of "a;b" has members, and there is one at least
static bool groups_have_members(const il_screen_rules *rules, const char *list) {
    for (const char *p = list; *p;) {
        size_t n = strcspn(p, ";");
        if (!group_has_members(rules, p, n)) return false;
        p += n + (p[n] == ';');
    }
    return *list != 0;
}

static il_status check_row(const il_screen_rules *rules, int i, il_error *err) {
    const il_screen_rule *r = &rules->rule[i];
    if (il_screen_find(rules, r->id) != i) return fault(rules, r->line, err, r->id, "is there twice");
    if (!r->question[0]) return fault(rules, r->line, err, r->id, "has no question");
    if (!r->source[0] || r->status == IL_SOURCE_NONE) return fault(rules, r->line, err, r->id, "has no source");
    if (r->role == IL_ROLE_WARNS && r->level > IL_LEVEL_NONE && !r->action[0]) return fault(rules, r->line, err, r->id, "does not say what to do");
    if (r->role == IL_ROLE_REASSURES && r->status != IL_SOURCE_FOUND) return fault(rules, r->line, err, r->id, "reassures without a found source");
    if (r->role != IL_ROLE_WARNS && r->level > IL_LEVEL_NONE) return fault(rules, r->line, err, r->id, "does not warn, so it can have no level");
    if (r->from != IL_FROM_ASK && r->compare == IL_COMPARE_NONE) return fault(rules, r->line, err, r->id, "needs a comparison");
    if (r->from == IL_FROM_COUNT && !groups_have_members(rules, r->count_of))
        return fault(rules, r->line, err, r->id, "counts a group without members");
    return IL_OK;
}

il_status il_screen_check(const il_screen_rules *rules, il_error *err) {
    if (!rules || !rules->rule || rules->nrule <= 0)
        return il_error_set(err, IL_BAD_VALUE, rules ? rules->file : NULL, 0, 0, "the table of red flags is empty; without it nothing is ranked");
    if (rules->nrule > IL_SCREEN_MAX_ROWS)
        return il_error_set(err, IL_LIMIT, rules->file, 0, 0, "the table of red flags has %d rows; at most %d are taken", rules->nrule,
                            IL_SCREEN_MAX_ROWS);
    for (int i = 0; i < rules->nrule; i++)
        if (!rules->rule[i].id || !rules->rule[i].id[0]) return fault(rules, rules->rule[i].line, err, "", "has no id");
    // a row that is gone is named itself, before the counts that miss it
    for (int i = 0; i < NREQUIRED; i++) {
        il_status st = check_required(rules, &required_rows[i], err);
        if (st) return st;
    }
    for (int i = 0; i < rules->nrule; i++) {
        il_status st = check_row(rules, i, err);
        if (st) return st;
    }
    return IL_OK;
}

// ---- what one visit says about one row ---------------------------------------------------------------------------------------------

static bool compare(double x, il_compare how, double value) {
    switch (how) {
    case IL_LESS: return x < value;
    case IL_LESS_EQUAL: return x <= value;
    case IL_GREATER: return x > value;
    case IL_GREATER_EQUAL: return x >= value;
    case IL_EQUAL: return x == value;
    case IL_COMPARE_NONE: break;
    }
    return false;
}

// does the row apply to this person: 1 yes, 0 no, -1 not known
static int applies(const il_screen_rule *r, const il_screen_visit *v) {
    const il_fact *age = &v->fact[IL_FROM_AGE], *female = &v->fact[IL_FROM_FEMALE];
    bool limited = r->age_min > 0.0 || r->age_max > 0.0;
    if (r->sex && female->known && (r->sex == 'F') != (female->value > 0.5)) return 0;
    if (limited && age->known && (age->value < r->age_min || (r->age_max > 0.0 && age->value >= r->age_max))) return 0;
    return (r->sex && !female->known) || (limited && !age->known) ? -1 : 1;
}

static il_answer answered(const il_screen_visit *v, const char *id) {
    for (int i = 0; i < v->nanswer; i++)
        if (!strcmp(v->answer_id[i], id)) return v->answer[i];
    return IL_NOT_ASKED;
}

static il_answer row_at(const il_screen_rule *r, const il_screen_visit *v) {
    if (r->from == IL_FROM_ASK) return answered(v, r->id);
    if (r->from == IL_FROM_COUNT || !v->fact[r->from].known || applies(r, v) != 1) return IL_NOT_ASKED;
    return compare(v->fact[r->from].value, r->compare, r->value) ? IL_YES : IL_NO;
}

// ---- all visits --------------------------------------------------------------------------------------------------------------------

/// What the visits together say of a row.
typedef struct row_state {
    il_answer latest;      ///< at the latest visit
    int       visit;       ///< latest visit at which it was yes, or -1
    bool      open, stale; ///< as il_screen_hit
} row_state;

static row_state follow(const il_screen_rule *r, const il_screen_input *in) {
    row_state s = {.visit = -1};
    for (int k = 0; k < in->nvisit; k++) {
        s.latest = row_at(r, &in->visit[k]);
        if (s.latest == IL_YES) s.visit = k;
        if (s.latest != IL_NOT_ASKED) s.open = s.latest == IL_YES;
    }
    s.stale = s.open && s.latest == IL_NOT_ASKED;
    return s;
}

// how many rows of a group are open; counts do not count
static int open_rows(const il_screen_rules *rules, const row_state *state, const char *group, size_t n) {
    int open = 0;
    for (int k = 0; k < rules->nrule; k++) open += rules->rule[k].from != IL_FROM_COUNT && state[k].open && list_has(rules->rule[k].groups, group, n);
    return open;
}

// a count is positive by the rows of its group that are open; of several groups each must be reached
static void count(const il_screen_rules *rules, const il_screen_input *in, row_state *state) {
    for (int i = 0; i < rules->nrule; i++) {
        const il_screen_rule *r = &rules->rule[i];
        if (r->from != IL_FROM_COUNT) continue;
        bool reached = true;
        for (const char *p = r->count_of; *p;) {
            size_t n = strcspn(p, ";");
            reached = reached && compare(open_rows(rules, state, p, n), r->compare, r->value);
            p += n + (p[n] == ';');
        }
        if (reached) state[i] = (row_state){.latest = IL_YES, .visit = in->nvisit - 1, .open = true};
    }
}

// insert so that the gravest stand first, in the order of the table among equals
static void add_hit(il_screen_result *out, il_screen_hit hit) {
    int i = out->nhit++;
    for (; i > 0 && out->hit[i - 1].level < hit.level; i--) out->hit[i] = out->hit[i - 1];
    out->hit[i] = hit;
}

static void add_reason(il_screen_result *out, il_screen_reason_kind kind, int rule) {
    if (out->nreason < IL_SCREEN_MAX_ROWS) out->reason[out->nreason++] = (il_screen_reason){kind, rule};
}

static void collect_hits(const il_screen_rules *rules, const row_state *state, il_screen_result *out) {
    for (int i = 0; i < rules->nrule; i++) {
        const il_screen_rule *r = &rules->rule[i];
        bool shown = r->level > IL_LEVEL_NONE || r->role != IL_ROLE_WARNS;
        if (state[i].visit < 0 || !shown) continue;
        if (!state[i].open && r->level < IL_LEVEL_URGENT) continue;
        il_level level = state[i].open ? r->level : IL_LEVEL_WATCH;
        add_hit(out, (il_screen_hit){i, state[i].visit, level, state[i].open, state[i].stale});
        if (level > out->level) out->level = level;
        if (state[i].open && r->record_only) out->record_only = true;
    }
}

// questions of the latest visit that were not asked; of facts only those that decide whether the person is one the program knows
static void collect_missing(const il_screen_rules *rules, const il_screen_visit *latest, const row_state *state, il_screen_result *out) {
    for (int key = 1; key >= 0; key--)
        for (int i = 0; i < rules->nrule; i++) {
            const il_screen_rule *r = &rules->rule[i];
            bool asked_for = r->from == IL_FROM_ASK ? r->role == IL_ROLE_WARNS : r->record_only;
            if (!asked_for || (int)r->key != key || state[i].latest != IL_NOT_ASKED || applies(r, latest) == 0) continue;
            out->missing[out->nmissing++] = i;
            out->nmissing_key += key;
        }
    out->complete = out->nmissing_key == 0;
}

static void strength(const il_screen_rules *rules, const row_state *state, il_screen_result *out) {
    int limited = il_screen_find(rules, "strength_limited"), done = il_screen_find(rules, "myotomes_done");
    out->strength_withheld = state[limited].open && state[done].latest != IL_YES;
    if (out->strength_withheld) add_reason(out, IL_REASON_MYOTOMES, limited);
}

static void decide(const il_screen_rules *rules, const il_screen_visit *latest, il_screen_result *out) {
    bool age_known = latest->fact[IL_FROM_AGE].known;
    for (int i = 0; i < out->nhit; i++) {
        const il_screen_hit *h = &out->hit[i];
        if (h->level == IL_LEVEL_EMERGENCY) add_reason(out, IL_REASON_EMERGENCY, h->rule);
        if (h->level == IL_LEVEL_URGENT) add_reason(out, IL_REASON_URGENT, h->rule);
        if (h->open && rules->rule[h->rule].record_only) add_reason(out, IL_REASON_RECORD_ONLY, h->rule);
    }
    if (!age_known) add_reason(out, IL_REASON_AGE_UNKNOWN, -1);
    if (!out->complete) add_reason(out, IL_REASON_INCOMPLETE, -1);
    out->rank_allowed  = out->level < IL_LEVEL_EMERGENCY && !out->record_only && age_known;
    out->treat_allowed = out->rank_allowed && out->level < IL_LEVEL_URGENT && out->complete;
}

static il_status check_answers(const il_screen_rules *rules, const il_screen_input *in, il_error *err) {
    const char *ids[IL_SCREEN_MAX_ROWS];
    for (int i = 0; i < rules->nrule; i++) ids[i] = rules->rule[i].id;
    for (int k = 0; k < in->nvisit; k++)
        for (int i = 0; i < in->visit[k].nanswer; i++) {
            const char *id = in->visit[k].answer_id[i];
            int row = il_screen_find(rules, id);
            if (row >= 0 && rules->rule[row].from == IL_FROM_ASK) continue;
            if (row >= 0) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "visit %d answers '%s', which is derived; leave it out", k + 1, id);
            const char *near = ili_name_nearest(id, ids, rules->nrule);
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "visit %d answers '%s', which is no item of the safety screen%s%s%s", k + 1, id,
                                near ? "; is '" : "", near ? near : "", near ? "' meant?" : "");
        }
    return IL_OK;
}

il_status il_screen_run(const il_screen_rules *rules, const il_screen_input *in, il_screen_result *out, il_error *err) {
    row_state state[IL_SCREEN_MAX_ROWS];
    *out = (il_screen_result){0};
    il_status st = il_screen_check(rules, err);
    if (!st) st = check_answers(rules, in, err);
    if (st) return st;
    if (in->nvisit <= 0) {
        add_reason(out, IL_REASON_NO_VISIT, -1);
        return IL_OK;
    }

    // each row over all visits, then counts, then what follows
    const il_screen_visit *latest = &in->visit[in->nvisit - 1];
    for (int i = 0; i < rules->nrule; i++) state[i] = follow(&rules->rule[i], in);
    count(rules, in, state);
    collect_hits(rules, state, out);
    collect_missing(rules, latest, state, out);
    decide(rules, latest, out);
    strength(rules, state, out);
    return IL_OK;
}

// ---- what may be proposed ----------------------------------------------------------------------------------------------------------

bool il_screen_permits(const il_screen_rules *rules, const il_screen_result *result, const char *forbidden_by) {
    if (!result->rank_allowed) return false;
    for (int i = 0; i < result->nhit; i++) {
        const il_screen_rule *r = &rules->rule[result->hit[i].rule];
        if (!result->hit[i].open) continue;
        for (const char *p = forbidden_by; *p;) {
            size_t n = strcspn(p, ";");
            if ((strlen(r->id) == n && !strncmp(r->id, p, n)) || list_has(r->groups, p, n)) return false;
            p += n + (p[n] == ';');
        }
    }
    return true;
}

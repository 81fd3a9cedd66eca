// plan_json.c - a plan as JSON: every number of it
#include <math.h>
#include <stdlib.h>

#include "ilium/report.h"
#include "report/care.h"
#include "report/care_json.h"

static json_t *item(const il_care_request *r, const il_plan_item *x) {
#define X(name, word) word,
    static const char *const choices[] = {"not", "option", "chosen"}, *const scopes[] = {IL_SCOPE_LIST(X)};
#undef X
    const il_treatment      *t = &r->assess->knowledge->treatment[x->treatment];
    json_t                  *aims = json_array(), *reached = json_array();
    for (int i = 0; i < IL_NAIM; i++)
        if (x->aim[i]) ili_json_append(&aims, ili_json_text(il_aim_words((il_aim)i)));
    for (int i = 0; i < IL_PLAN_PHASES; i++) ili_json_append(&reached, ili_json_number(x->reached[i]));
    return json_pack("{s:o, s:o, s:s, s:s, s:o, s:s, s:b, s:o, s:o, s:o, s:s, s:{s:f, s:f, s:f}, s:s, s:o, s:o, s:o, s:o, s:o}", "id", ili_json_text(t->id), "name", ili_json_text(t->name), "by", il_provider_words(t->by), "whose_work", scopes[x->scope], "side", ili_json_side(x->side),
                     "choice", choices[x->choice], "wanted", x->wanted, "aims", aims, "refused", x->refusal ? ili_json_text(il_refusal_words(x->refusal)) : json_null(), "why", x->refusal ? ili_json_text(x->why) : json_null(),
                     "grade", ili_grade_name(t->grade), "pain_in_trials", "worst", x->gain.worst, "expected", x->gain.expected, "targets", x->gain.targets, "phase", il_phase_words(x->phase),
                     "share_of_effect_at_the_end_of_each_phase", reached, "dose", ili_json_text(t->dose), "ask_first", ili_json_questions(r, x->treatment), "trials", ili_json_trials(r, x->treatment),
                     "guidelines", ili_json_guidelines(r->assess->knowledge, x->treatment));
}

static json_t *load(const il_plan_load *l) {
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "outcome", ili_json_text(l->outcome), "name", ili_json_text(l->words), "side", ili_json_side(l->side), "standing",
                     ili_json_range(&l->standing), "exercise", ili_json_range(&l->exercise), "ratio", ili_json_number(l->ratio), "daily", ili_json_range(&l->daily), "daily_task",
                     ili_json_text(l->daily_words), "daily_ratio", ili_json_number(l->daily_ratio), "aggravates", l->aggravates);
}

static json_t *exercise(const il_care_request *r, const il_plan_exercise *x) {
    const il_exercise *e = &r->assess->knowledge->exercise[x->exercise];
    json_t            *loads = json_array();
    for (int i = 0; i < x->nload; i++) ili_json_append(&loads, load(&x->load[i]));
    return json_pack("{s:o, s:o, s:o, s:b, s:b, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:b, s:b, s:o, s:b, s:o}", "id", ili_json_text(e->id), "name", ili_json_text(e->name), "side",
                     ili_json_side(x->side), "option", x->option, "paired", x->paired, "phase", il_phase_words(x->phase), "sets", ili_json_number(e->sets), "reps", ili_json_number(e->reps), "hold_s",
                     ili_json_number(e->hold_s), "a_week", ili_json_number(e->a_week), "keep_a_week", ili_json_number(e->keep_a_week), "weeks", ili_json_number(e->weeks), "progression",
                     ili_json_text(e->progression), "stop", ili_json_text(e->stop), "tried", x->tried, "solved", x->solved, "held", x->held, "cannot_hold_at", ili_json_text(x->cannot), "may_aggravate",
                     x->may_aggravate, "loads_raised", loads);
}

static json_t *left_out(const il_care_request *r, const il_plan_exercise *x) {
    return json_pack("{s:o, s:o}", "id", ili_json_text(r->assess->knowledge->exercise[x->exercise].id), "why", ili_json_text(x->cannot));
}

static json_t *referral(const il_plan_referral *f) {
    return json_pack("{s:s, s:b, s:s, s:o, s:o}", "to", il_provider_words(f->to), "own", f->own, "level", ili_level_key(f->level), "reason", ili_json_text(f->reason), "asks", ili_json_text(f->asks));
}

static json_t *again(const il_plan *p) {
    json_t *dates = json_array(), *tests = json_array();
    for (int i = 0; i < IL_PLAN_RETESTS && !p->only_referral; i++) ili_json_append(&dates, json_pack("{s:i, s:o}", "week", p->retest_week[i], "date", ili_json_text(p->retest[i])));
    for (int i = 0; i < p->ntest; i++) ili_json_append(&tests, ili_json_text(p->test[i]));
    return json_pack("{s:o, s:o}", "dates", dates, "tests", tests);
}

#define X(name, word) word,
static const char *const measures[] = {IL_SHIFT_LIST(X)};
#undef X

static json_t *prognosis(const il_knowledge *k, const il_prognosis *g) {
    static const char *const does[] = {"not_recorded", "told", "worsens"};
    if (!g->known) return json_null();
    json_t *points = json_array(), *factors = json_array();
    for (int i = 0; i < g->n; i++)
        ili_json_append(&points, json_pack("{s:f, s:o, s:o}", "week", g->week[i], "pain_of_100", ili_json_range(&g->pain[i]), "as_the_cohorts", ili_json_range(&g->cohort[i])));
    for (int i = 0; i < g->nfactor; i++) {
        const il_prognosis_row *row = &k->prognosis[g->factor[i].row];
        ili_json_append(&factors, json_pack("{s:o, s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:s}", "id", ili_json_text(row->id), "name", ili_json_text(row->name), "does", does[g->factor[i].does], "measure",
                                            measures[row->shift], "low", ili_json_number(row->low), "mid", ili_json_number(row->mid), "high", ili_json_number(row->high), "words", ili_json_text(row->words), "source",
                                            ili_json_text(row->source), "status", il_source_status_text(row->status)));
    }
    ili_out line = {0};
    json_t *missing = !ili_care_unrecorded(k, g, &line) ? json_null() : line.failed ? NULL : ili_json_text(line.text);
    ili_out_free(&line);
    return json_pack("{s:s, s:o, s:o, s:o, s:o}", "population", il_population_word(g->population), "course", points, "factors", factors, "not_recorded", missing, "source", ili_json_text(g->source));
}

// what the person wants and has, in the words of the record, and what became of it in those of the text
static json_t *wishes(const il_care_request *r, const il_plan *p) {
    json_t *lines = json_array();
    ili_out line = {0};
    for (int i = 0; ili_care_wish(r, p, i, &line); i++) {
        ili_json_append(&lines, ili_json_text(line.text));
        ili_out_free(&line);
    }
    return lines;
}

il_status il_report_plan_json(const il_care_request *r, const il_plan *p, char **text, size_t *size, il_error *err) {
    json_t *items = json_array(), *exercises = json_array(), *left = json_array(), *referrals = json_array(), *painful = json_array();
    for (int i = 0; i < p->nitem; i++) ili_json_append(&items, item(r, &p->item[i]));
    for (int i = 0; i < p->nexercise; i++) ili_json_append(&exercises, exercise(r, &p->exercise[i]));
    for (int i = 0; i < p->nleft_out; i++) ili_json_append(&left, left_out(r, &p->left_out[i]));
    for (int i = 0; i < p->nreferral; i++) ili_json_append(&referrals, referral(&p->referral[i]));
    for (int i = 0; i < p->npainful; i++) ili_json_append(&painful, ili_json_text(p->painful[i]));
    json_t *root = json_pack("{s:o, s:b, s:o, s:o, s:f, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "safety", ili_json_safety(r->assessment), "only_referral", p->only_referral, "why",
                             ili_json_text(p->why), "wishes", wishes(r, p), "exercise_minutes_a_day", p->minutes, "treatments", items, "exercises", exercises, "left_out", left, "ranges_over", json_pack("{s:i, s:f}", "bodies", p->nbody, "posterior", p->covered), "painful_structures", painful, "referrals", referrals, "retest", again(p), "prognosis",
                             prognosis(r->assess->knowledge, &p->prognosis), "adherence_percent", ili_json_number(p->adherence), "notices", ili_json_notices(r->assessment), "version",
                             ili_json_text(r->assessment->program_version), "data", ili_json_text(r->assessment->data_hash), "locally_modified", r->assessment->locally_modified);
    return ili_json_take(root, text, size, err);
}

// the side of a finding as records write it
static json_t *side_letter(il_side side) { return side == IL_SIDE_RIGHT ? json_string("r") : side == IL_SIDE_LEFT ? json_string("l") : NULL; }

il_status il_report_plan_expected_json(const il_plan *p, char **text, size_t *size, il_error *err) {
    il_expected *x = malloc(((size_t)p->prognosis.n + (size_t)p->nexpect + 1)*sizeof *x);
    if (!x) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for what a plan expects");
    json_t *list = json_array();
    int     n = il_plan_expected(p, x);
    for (int i = 0; i < n; i++)
        ili_json_append(&list, json_pack("{s:o, s:o*, s:o, s:o, s:o, s:o}", "outcome", ili_json_text(x[i].outcome), "side", side_letter(x[i].side), "weeks", ili_json_number(x[i].weeks.value), "low",
                                         ili_json_number(x[i].low.value), "mid", ili_json_number(x[i].mid.value), "high", ili_json_number(x[i].high.value)));
    free(x);
    return ili_json_take(json_pack("{s:o}", "expected", list), text, size, err);
}

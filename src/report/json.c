// json.c - the JSON form: every number of the assessment under documented keys (docs/assessment-json.md)
#include <jansson.h>
#include <stdlib.h>

#include "ilium/report.h"
#include "report/json_value.h"
#include "report/words.h"

static json_t *range(const il_range *r) {
    return r->known ? json_pack("{s:f, s:f, s:f}", "low", r->low, "mid", r->mid, "high", r->high) : json_null();
}

static json_t *spread(const il_spread *s) { return s->known ? json_pack("{s:f, s:f}", "mean", s->mean, "sd", s->sd) : json_null(); }

static json_t *grade(il_grade g) { return json_string(ili_grade_name(g)); }

// a list: one object an element, from `make(a, i)`; memory that runs out anywhere ends as NULL at the top
static json_t *list(const il_assessment *a, int n, json_t *make(const il_assessment *a, int i)) {
    json_t *j = json_array();
    for (int i = 0; j && i < n; i++) {
        if (json_array_append_new(j, make(a, i))) {
            json_decref(j);
            return NULL;
        }
    }
    return j;
}

static json_t *pain_region(const il_assessment *a, int i) {
    const il_pain_region *r = &a->person.pain[i];
    return json_pack("{s:o, s:o, s:o, s:o}", "code", ili_json_text(r->code), "name", ili_json_text(r->name), "side", ili_json_side(r->side), "intensity", range(&r->intensity));
}

static json_t *person(const il_assessment *a) {
    static const char *const sexes[] = {"unknown", "female", "male"};
    const il_person_summary *p = &a->person;
    return json_pack("{s:o, s:o, s:o, s:o, s:b, s:s, s:o, s:o, s:o, s:o, s:o}", "label", ili_json_text(p->label), "visit", ili_json_text(p->visit_date), "complaint",
                     ili_json_text(p->complaint), "source", ili_json_text(p->source), "simulated", p->simulated, "sex", sexes[(unsigned)p->sex < 3 ? p->sex : 0],
                     "age_years", range(&p->age), "height_cm", range(&p->height_cm), "mass_kg", range(&p->mass_kg), "bmi", range(&p->bmi), "pain",
                     list(a, p->npain, pain_region));
}

static json_t *positive(const il_assessment *a, int i) {
    const il_safety_item *s = &a->safety.positive[i];
    return json_pack("{s:o, s:o, s:s, s:o, s:o, s:o}", "id", ili_json_text(s->id), "text", ili_json_text(s->text), "level", ili_level_key(s->level), "suspect",
                     ili_json_text(s->suspect), "action", ili_json_text(s->action), "source", ili_json_text(s->source));
}

static json_t *not_asked(const il_assessment *a, int i) {
    const il_safety_gap *g = &a->safety.not_asked[i];
    return json_pack("{s:o, s:o, s:b}", "id", ili_json_text(g->id), "text", ili_json_text(g->text), "key", g->key);
}

static json_t *safety(const il_assessment *a) {
    const il_safety_block *s = &a->safety;
    return json_pack("{s:s, s:o, s:b, s:b, s:b, s:o, s:o, s:o}", "level", ili_level_key(s->level), "meaning",
                     ili_json_text(ili_say(a, ili_level_word(s->level))), "screen_complete", s->complete && s->level != IL_SAFETY_UNKNOWN, "rank_allowed",
                     ili_may_rank(a), "treatment_allowed", s->treatment_allowed, "refusal", ili_json_text(s->refusal), "positive",
                     list(a, s->npositive, positive), "not_asked", list(a, s->nnot_asked, not_asked));
}

static json_t *reason(const il_assessment *a, int i) { return ili_json_text(a->validity.reason[i]); }

static json_t *finding(const il_assessment *a, int i) {
    const il_assessed_finding *f = &a->finding[i];
    bool                       shown = ili_may_rank(a); // predictions stand for a ranking: withheld with it
    il_spread                  unknown = {0};
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:s, s:o, s:o}", "test", ili_json_text(f->test), "name", ili_json_text(f->name), "side",
                     ili_json_side(f->side), "unit", ili_json_text(f->unit), "observed", range(&f->observed), "word", ili_json_text(f->word), "limited_by",
                     ili_limited_key(f->limited_by), "healthy", spread(shown ? &f->healthy : &unknown), "with_best",
                     spread(shown ? &f->with_best : &unknown), "norm", spread(&f->norm), "norm_source", ili_json_text(f->norm_source), "use",
                     ili_use_key(f->use), "use_note", ili_json_text(f->use_note), "caution", ili_json_text(f->caution));
}

static json_t *contributions(int n, const il_contribution *c) {
    json_t *j = json_array();
    for (int i = 0; j && i < n; i++)
        json_array_append_new(j, json_pack("{s:i, s:f}", "finding", c[i].finding, "log10_likelihood", c[i].log10_likelihood));
    return j;
}

static json_t *condition(const il_assessment *a, int i) {
    const il_assessed_condition *c = &a->condition[i];
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:f, s:b, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", ili_json_text(c->id), "name", ili_json_text(c->name), "side",
                     ili_json_side(c->side), "present", range(&c->present), "prior", range(&c->prior), "prior_source", ili_json_text(c->prior_source), "log10_bayes_factor", c->log10_bayes_factor, "contributing",
                     c->contributing, "link_to_pain", ili_link_key(c->link), "link_source", ili_json_text(c->link_source), "severity", range(&c->severity),
                     "severity_unit", ili_json_text(c->severity_unit), "evidence", grade(c->grade), "evidence_source", ili_json_text(c->grade_source), "explains",
                     contributions(c->nexplains, c->explains), "against", contributions(c->nagainst, c->against));
}

static json_t *hypothesis(const il_assessment *a, int i) {
    const il_hypothesis *h = &a->hypothesis[i];
    json_t              *which = json_array();
    for (int k = 0; which && k < (h->kind == IL_HYPOTHESIS_PAIR ? 2 : h->kind == IL_HYPOTHESIS_SINGLE); k++)
        json_array_append_new(which, json_integer(h->condition[k]));
    return json_pack("{s:s, s:o, s:f, s:b}", "kind", ili_hypothesis_key(h->kind), "conditions", which, "probability", h->probability, "leading",
                     i == a->leading);
}

static json_t *inseparable(const il_assessment *a, int i) {
    const il_inseparable *q = &a->inseparable[i];
    return json_pack("{s:i, s:i, s:f, s:o}", "a", q->a, "b", q->b, "bayes_factor", q->bayes_factor, "test", ili_json_text(q->test));
}

static json_t *next_results(const il_next_test *t) {
    json_t *out = json_array();
    for (int i = 0; i < 2 && t->result[i].result; i++)
        json_array_append_new(out, json_pack("{s:o, s:o, s:f, s:f}", "result", ili_json_text(t->result[i].result), "condition", ili_json_text(t->result[i].condition), "before", t->result[i].before, "after", t->result[i].after));
    return out;
}

static json_t *next_test(const il_assessment *a, int i) {
    const il_next_test *t = &a->next[i];
    return json_pack("{s:o, s:o, s:o, s:f, s:o, s:o, s:o}", "test", ili_json_text(t->test), "name", ili_json_text(t->name), "side", ili_json_side(t->side), "information_bits",
                     t->information_bits, "burden_min", t->burden_min > 0.0 ? json_real(t->burden_min) : json_null(), "why", ili_json_text(t->why), "results", next_results(t));
}

static json_t *load(const il_assessment *a, int i) {
    const il_load *l = &a->load[i];
    return json_pack("{s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "structure", ili_json_text(l->structure), "kind", ili_structure_key(l->kind), "side",
                     ili_json_side(l->side), "quantity", ili_json_text(l->quantity), "unit", ili_json_text(l->unit), "healthy", range(&l->healthy), "with_best",
                     range(&l->with_best), "published", range(&l->published), "published_source", ili_json_text(l->published_source));
}

static json_t *print(const il_assessment *a, int i) {
    const il_print *p = &a->print[i];
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:b}", "kind", ili_print_key(p->kind), "name", ili_json_text(p->name), "side", ili_json_side(p->side), "unit",
                     ili_json_text(p->unit), "healthy", range(&p->healthy), "with_best", range(&p->with_best), "none_shown", p->none_shown);
}

static json_t *note(const il_note *n) {
    return json_pack("{s:o, s:o, s:o}", "text", ili_json_text(n->text), "source", ili_json_text(n->source), "evidence", grade(n->grade));
}
static json_t *contradiction(const il_assessment *a, int i) { return note(&a->contradiction[i]); }
static json_t *unknown_note(const il_assessment *a, int i) { return note(&a->unknown[i]); }
static json_t *background_note(const il_assessment *a, int i) { return note(&a->background[i]); }

static json_t *notices(const il_assessment *a) {
    json_t *j = json_array();
    for (int i = 0; j && ili_notice(a, i); i++) json_array_append_new(j, ili_json_text(ili_notice(a, i)));
    return j;
}

static json_t *about(const il_assessment *a) {
    return json_pack("{s:s, s:i, s:o, s:o, s:b, s:o}", "program", "ilium", "format", 1, "version", ili_json_text(a->program_version), "data_hash", ili_json_text(a->data_hash), "locally_modified",
                     a->locally_modified, "record_sha256", ili_json_text(a->record_hash));
}

static json_t *effort(const il_assessment *a) {
    const il_effort *e = &a->effort;
    return json_pack("{s:f, s:i, s:I, s:I, s:I, s:f}", "seconds", e->seconds, "threads", e->threads, "solves", (json_int_t)e->solves, "followed",
                     (json_int_t)e->followed, "iterations", (json_int_t)e->iterations, "memory_mb", e->memory_mb);
}

// what names or implies a condition, or rests on one; absent where nothing may be ranked
static int add_ranking(json_t *root, const il_assessment *a) {
    json_t *words = json_pack("{s:o, s:o, s:o}", "calibration", ili_json_text(ili_say(a, ILI_W_CALIBRATION)), "present_is_not_painful",
                              ili_json_text(ili_say(a, ILI_W_PRESENT_NOT_PAINFUL)), "load_is_not_pain", ili_json_text(ili_say(a, ILI_W_LOAD_NOT_PAIN)));
    int     bad = json_object_set_new(root, "read_this", words);
    if (ili_supports_none(a)) bad |= json_object_set_new(root, "no_condition_supported", ili_json_text(ili_say(a, ILI_W_NO_FINDINGS)));
    bad |= json_object_set_new(root, "conditions", list(a, a->ncondition, condition));
    bad |= json_object_set_new(root, "hypotheses", list(a, a->nhypothesis, hypothesis));
    bad |= json_object_set_new(root, "inseparable", list(a, a->ninseparable, inseparable));
    bad |= json_object_set_new(root, "next_tests", list(a, a->nnext, next_test));
    bad |= json_object_set_new(root, "loads", list(a, a->nload, load));
    bad |= json_object_set_new(root, "posture", list(a, a->nprint, print));
    return bad | json_object_set_new(root, "contradictions", list(a, a->ncontradiction, contradiction));
}

static json_t *whole(const il_assessment *a) {
    json_t *root = json_object();
    if (!root) return NULL;
    int bad = json_object_set_new(root, "safety", safety(a));
    bad |= json_object_set_new(root, "about", about(a));
    bad |= json_object_set_new(root, "person", person(a));
    bad |= json_object_set_new(root, "validity",
                               json_pack("{s:b, s:o}", "in_scope", a->validity.in_scope, "reasons", list(a, a->validity.nreason, reason)));
    bad |= json_object_set_new(root, "findings", list(a, a->nfinding, finding));
    if (ili_may_rank(a)) bad |= add_ranking(root, a);
    bad |= json_object_set_new(root, "unknown", list(a, a->nunknown, unknown_note));
    bad |= json_object_set_new(root, "background", list(a, a->nbackground, background_note));
    bad |= json_object_set_new(root, "notices", notices(a));
    bad |= json_object_set_new(root, "effort", effort(a));
    if (!bad) return root;
    json_decref(root);
    return NULL;
}

il_status il_report_json(const il_assessment *a, char **out, size_t *size, il_error *err) {
    *out = NULL;
    il_status status = il_assessment_check(a, err);
    if (status) return status;
    json_t *root = whole(a);
    char   *dump = root ? json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(9)) : NULL;
    json_decref(root);
    ili_out o = {0};
    o.failed = !dump;
    ili_put(&o, dump);
    ili_put(&o, "\n");
    free(dump);
    return ili_out_take(&o, out, size, err);
}

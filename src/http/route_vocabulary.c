// route_vocabulary.c - GET /api/vocabulary: every label, limit and order that the page shows. The browser holds no clinical fact of its own.
#include <math.h>
#include <string.h>

#include "http/routes.h"
#include "ilium/io_day.h"
#include "ilium/report.h"

static json_t *number(double x) { return isfinite(x) ? json_real(x) : json_null(); }

// a list of n objects, each made by `make`
static json_t *list(const ili_world *w, int n, json_t *make(const ili_world *w, int i)) {
    json_t *j = json_array();
    for (int i = 0; i < n; i++) {
        json_t *row = make(w, i);
        if (row) json_array_append_new(j, row);
    }
    return j;
}

// ---- the exam ------------------------------------------------------------------------------------------------------------------------------------

static const char *kind_word(il_test_kind kind) { return kind == IL_TEST_SIGN ? "sign" : kind == IL_TEST_ORDINAL ? "ordinal" : "number"; }

static json_t *test(const ili_world *w, int i) {
    const il_test *t = &w->knowledge->test[i];
    char           agreement[IL_AGREEMENT_TEXT];
    return json_pack("{s:s, s:s, s:s, s:s, s:f, s:f, s:b, s:s, s:s, s:s, s:b}", "id", t->id, "name", t->name, "synonyms", t->synonyms, "unit", t->unit, "min", t->min, "max",
                     t->max, "sided", t->sided, "kind", kind_word(t->kind), "definition", t->definition, "agreement", il_test_agreement(t, agreement), "proposable",
                     t->proposable);
}

static json_t *question(const ili_world *w, int i) {
    static const char *const record[] = {
#define X(name, word) word,
        IL_ASKING_LIST(X)
#undef X
    };
    const il_asking *a = &w->knowledge->asking[i];
    return json_pack("{s:s, s:s, s:s, s:s}", "section", a->section, "record", record[a->record], "id", a->id, "text", a->question);
}

// ---- the screen ----------------------------------------------------------------------------------------------------------------------------------

// rows that are asked, the gravest first, as the interview asks them. What a row may mean is not said here: the patient's pages have this list too
static json_t *screen(const ili_world *w) {
    const il_screen_rules *rules = &w->knowledge->screen;
    json_t                *j = json_array();
    for (int level = IL_LEVEL_EMERGENCY; level >= IL_LEVEL_NONE; level--) {
        for (int i = 0; i < rules->nrule; i++) {
            const il_screen_rule *r = &rules->rule[i];
            if (r->from != IL_FROM_ASK || (int)r->level != level) continue;
            json_array_append_new(j, json_pack("{s:s, s:s, s:s, s:b, s:s, s:f, s:f, s:b}", "id", r->id, "question", r->question, "level", level ? il_level_text(r->level) : "NONE",
                                               "key", r->key, "sex", r->sex == 'F' ? "female" : r->sex == 'M' ? "male" : "any", "age_min", r->age_min, "age_max", r->age_max,
                                               "warns", r->role == IL_ROLE_WARNS));
        }
    }
    return j;
}

static json_t *validity(void) {
    json_t *j = json_array();
#define X(name, row, words) json_array_append_new(j, json_pack("{s:s, s:s, s:s}", "id", #name, "row", row, "text", words));
    IL_VALIDITY_LIST(X)
#undef X
    return j;
}

// ---- regions, conditions, care ---------------------------------------------------------------------------------------------------------------------

static json_t *region(const ili_world *w, int i) {
    const il_region *r = &w->knowledge->region[i];
    return json_pack("{s:s, s:s, s:s, s:b}", "code", r->code, "name", r->name, "view", r->view, "sided", r->sided);
}

static json_t *condition(const ili_world *w, int i) {
    const il_condition *c = &w->knowledge->condition[i];
    if (!c->ranked) return NULL;
    return json_pack("{s:s, s:s, s:b, s:s, s:b}", "id", c->id, "name", c->name, "sided", c->sided, "severity_unit", c->severity_unit, "simulated", c->simulated);
}

static json_t *treatment(const ili_world *w, int i) {
    static const char *const grade[] = {"none", "A", "B", "C", "D", "against"};
    const il_treatment      *t = &w->knowledge->treatment[i];
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:s, s:s}", "id", t->id, "name", t->name, "kind", il_treatment_kind_word(t->kind), "by", il_provider_words(t->by),
                     "dose", t->dose, "grade", grade[t->grade], "simulated", t->simulated, "mechanism", t->mechanism, "risks", t->risks, "stop", t->stop);
}

static json_t *exercise(const ili_world *w, int i) {
    const il_exercise *x = &w->knowledge->exercise[i];
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o}", "id", x->id, "name", x->name, "treatment", w->knowledge->treatment[x->treatment].id, "does", x->does, "stop",
                     x->stop, "sets", number(x->sets), "reps", number(x->reps), "hold_s", number(x->hold_s), "a_week", number(x->a_week));
}

static json_t *equipment(const ili_world *w, int i) {
    const il_equipment *e = &w->knowledge->equipment[i];
    return json_pack("{s:s, s:s}", "id", e->id, "name", e->name);
}

static json_t *score(const ili_world *w, int i) {
    const il_score *s = &w->knowledge->score[i];
    return json_pack("{s:s, s:s, s:f, s:f}", "id", s->id, "name", s->name, "min", s->min, "max", s->max);
}

static json_t *task(const ili_world *w, int i) {
    const il_task_def *d = &w->tasks->task[i];
    return json_pack("{s:s, s:s, s:b}", "id", d->id, "name", d->name ? d->name : d->id, "sided", d->sided);
}

static json_t *chart(const ili_world *w) {
    char    *text = NULL;
    size_t   size = 0;
    il_error err = {0};
    if (il_report_chart_json(w->knowledge, &text, &size, &err)) return NULL;
    json_t *j = json_loadb(text, size, 0, NULL);
    il_report_free(text);
    return j;
}

static json_t *schedules(const ili_world *w) {
    json_t *j = json_array();
    char    name[64];
    for (int i = 0; il_schedule_name(w->data, i, name); i++) {
        il_schedule *s = NULL;
        il_error     err = {0};
        if (!il_schedule_read(w->data, name, &s, &err)) json_array_append_new(j, json_pack("{s:s, s:s}", "id", name, "name", s->name));
        il_schedule_free(s);
    }
    return j;
}

void ili_get_vocabulary(ili_request *r, ili_reply *out) {
    const ili_world    *w = r->world;
    const il_knowledge *k = w->knowledge;
    ili_reply_json(out, 200,
                   json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "tests", list(w, k->ntest, test), "questions", list(w, k->nasking, question),
                             "screen", screen(w), "validity", validity(), "regions", list(w, k->nregion, region), "chart", chart(w), "conditions",
                             list(w, k->ncondition, condition), "treatments", list(w, k->ntreatment, treatment), "exercises", list(w, k->nexercise, exercise), "equipment",
                             list(w, k->nequipment, equipment), "scores", list(w, k->nscore, score), "tasks", list(w, w->tasks->ntask, task), "schedules",
                             schedules(w)));
}

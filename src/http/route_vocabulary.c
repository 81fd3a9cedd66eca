// route_vocabulary.c - every label, unit and range that the browser shows: it holds no clinical fact of its own
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/routes.h"
#include "ilium/io_day.h"
#include "ilium/report.h"

typedef json_t *(*make_row)(const ili_world *w, int i);

static json_t *rows(const ili_world *w, int n, make_row make) {
    json_t *list = json_array();
    for (int i = 0; i < n; i++) {
        json_t *one = make(w, i);
        if (one) json_array_append_new(list, one);
    }
    return list;
}

static json_t *number(double x) { return isfinite(x) ? json_real(x) : json_null(); }

// ---- conditions, tasks -----------------------------------------------------------------------------------------------------------------------------

static json_t *condition(const ili_world *w, int i) {
    const il_condition *c = &w->knowledge->condition[i];
    return json_pack("{s:s, s:s, s:b, s:b, s:b, s:o, s:s, s:s, s:s, s:s, s:s, s:s}", "id", c->id, "name", c->name, "sided", c->sided, "simulated", c->simulated, "ranked", c->ranked,
                     "severity_unit_value", number(c->severity_unit_value), "severity_unit", c->severity_unit, "what", c->what, "mechanism", c->mechanism, "disputed", c->disputed,
                     "structures", c->structures, "source", c->source);
}

static json_t *parameter(const ili_world *w, int i) {
    const il_parameter *p = &w->knowledge->parameter[i];
    return json_pack("{s:s, s:s, s:f, s:f, s:f, s:s, s:s, s:s}", "id", p->id, "unit", p->unit, "low", p->low, "high", p->high, "neutral", p->neutral, "law", p->law, "side", p->side,
                     "source", p->source);
}

static json_t *measure(const ili_world *w, int i) {
    const il_scaling_row *m = &w->tables->scaling[i];
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o}", "measure", m->measure, "name", m->name, "unit", m->unit, "woman", number(m->woman), "man", number(m->man), "low",
                     number(m->low), "high", number(m->high));
}

static json_t *task(const ili_world *w, int i) {
    const il_task_def *t = &w->all_tasks->task[i];
    json_t            *how = json_array();
    for (int k = 0; k < t->nparam; k++)
        json_array_append_new(how, json_pack("{s:s, s:s, s:f, s:f, s:f}", "name", t->param[k].name, "unit", t->param[k].unit, "usual", t->param[k].value, "low", t->param[k].low,
                                             "high", t->param[k].high));
    return json_pack("{s:s, s:s, s:b, s:o}", "id", t->id, "name", t->name, "sided", t->sided, "how", how);
}

static json_t *schedules(const ili_world *w) {
    json_t *list = json_array();
    char    name[64];
    for (int i = 0; il_schedule_name(w->data, i, name); i++) {
        il_schedule *s = NULL;
        il_error     err = {0};
        if (il_schedule_read(w->data, name, &s, &err)) continue;
        json_array_append_new(list, json_pack("{s:s, s:s, s:f}", "id", name, "name", s->name, "hours", il_schedule_minutes(s)/60));
        il_schedule_free(s);
    }
    return list;
}

// ---- treatments ----------------------------------------------------------------------------------------------------------------------------------------

static json_t *aims(const il_treatment *t) {
    json_t *list = json_array();
    for (int i = 0; i < IL_NAIM; i++)
        if (t->aim[i]) json_array_append_new(list, json_string(il_aim_words((il_aim)i)));
    return list;
}

static json_t *treatment(const ili_world *w, int i) {
    const il_treatment *t = &w->knowledge->treatment[i];
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:b, s:o, s:s, s:s, s:s, s:s}", "id", t->id, "name", t->name, "kind", il_treatment_kind_word(t->kind), "by",
                     il_provider_words(t->by), "dose", t->dose, "weeks", number(t->weeks), "sessions_a_week", number(t->sessions_a_week), "simulated", t->simulated, "aims", aims(t),
                     "mechanism", t->mechanism, "risks", t->risks, "stop", t->stop, "source", t->source);
}

static json_t *exercise(const ili_world *w, int i) {
    const il_exercise *e = &w->knowledge->exercise[i];
    return json_pack("{s:s, s:s, s:s, s:b, s:s, s:o, s:o, s:o, s:o, s:s, s:s, s:s, s:s, s:b}", "id", e->id, "name", e->name, "treatment", w->knowledge->treatment[e->treatment].id, "sided",
                     e->sided, "equipment", e->equipment, "sets", number(e->sets), "reps", number(e->reps), "hold_s", number(e->hold_s), "days_a_week", number(e->a_week), "does", e->does,
                     "progression", e->progression, "stop", e->stop, "source", e->source, "figure", w->exercises->task[i] != NULL);
}

static json_t *equipment(const ili_world *w, int i) {
    static const char *const from[] = {"everyday", "own", "supplied"};
    const il_equipment      *e = &w->knowledge->equipment[i];
    return json_pack("{s:s, s:s, s:s, s:s}", "id", e->id, "name", e->name, "from", from[(unsigned)e->from < 3 ? e->from : 0], "instead", e->instead);
}

// ---- the exam --------------------------------------------------------------------------------------------------------------------------------------------

// the task that has this reading
static const il_task_def *task_of(const ili_world *w, const char *quantity) {
    for (int i = 0; i < w->all_tasks->ntask; i++) {
        const il_task_def *t = &w->all_tasks->task[i];
        for (int k = 0; k < t->nreading; k++)
            if (!strcmp(t->reading[k].test, quantity)) return t;
    }
    return NULL;
}

static json_t *test(const ili_world *w, int i) {
    static const char *const kinds[] = {"number", "ordinal", "sign"}, *const enters[] = {"simulated", "accuracy", "record_only"};
    const il_test           *t = &w->knowledge->test[i];
    const il_task_def       *d = *t->quantity ? task_of(w, t->quantity) : NULL;
    json_t                  *cuts = json_array();
    char                     agreement[IL_AGREEMENT_TEXT];
    for (int k = 0; k < t->ncut; k++) json_array_append_new(cuts, number(t->cut[k]));
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:b, s:s, s:s, s:o, s:s, s:s, s:s?, s:b, s:o, s:s}", "id", t->id, "name", t->name, "synonyms", t->synonyms, "unit", t->unit, "min",
                     number(t->min), "max", number(t->max), "sided", t->sided, "kind", kinds[(unsigned)t->kind < 3 ? t->kind : 0], "enters", enters[(unsigned)t->enters < 3 ? t->enters : 0],
                     "cuts", cuts, "definition", t->definition, "agreement", il_test_agreement(t, agreement), "task", d ? d->id : NULL, "proposable", t->proposable, "burden_min",
                     number(t->burden_min), "source", t->source);
}

static json_t *rule(const ili_world *w, int i) {
    static const char *const levels[] = {"none", "watch", "urgent", "emergency"};
    const il_screen_rule    *x = &w->knowledge->screen.rule[i];
    const char               sex[2] = {(char)x->sex, 0};
    return json_pack("{s:s, s:s, s:b, s:s, s:b, s:s?, s:o, s:o, s:s, s:s, s:s}", "id", x->id, "question", x->question, "asked", x->from == IL_FROM_ASK, "level",
                     levels[(unsigned)x->level < 4 ? x->level : 0], "key", x->key, "sex", x->sex ? sex : NULL, "age_min", number(x->age_min), "age_max",
                     x->age_max > 0 ? number(x->age_max) : json_null(), "condition", x->condition, "action", x->action, "source", x->source);
}

static json_t *region(const ili_world *w, int i) {
    const il_region *g = &w->knowledge->region[i];
    return json_pack("{s:s, s:s, s:s, s:b}", "code", g->code, "name", g->name, "view", g->view, "sided", g->sided);
}

static json_t *score(const ili_world *w, int i) {
    const il_score *x = &w->knowledge->score[i];
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:i, s:i, s:b, s:b, s:o, s:o, s:s}", "id", x->id, "name", x->name, "licence", x->licence, "definition", x->definition,
                     "min", number(x->min), "max", number(x->max), "item_min", number(x->item_min), "item_max", number(x->item_max), "fewest", x->fewest, "most", x->most,
                     "higher_is_better", x->higher_is_better, "items_shown", x->ship, "change", number(x->change), "error", number(x->error), "source", x->source);
}

static json_t *validity(void) {
#define X(name, row, words) json_pack("{s:s, s:s, s:s}", "id", #name, "row", row, "text", words),
    json_t *const all[] = {IL_VALIDITY_LIST(X) NULL};
#undef X
    json_t *list = json_array();
    for (int i = 0; all[i]; i++) json_array_append_new(list, all[i]);
    return list;
}

// ---- words of a patient file --------------------------------------------------------------------------------------------------------------------------------

static json_t *words(const char *const *word) {
    json_t *list = json_array();
    for (; *word; word++) json_array_append_new(list, json_string(*word));
    return list;
}

static json_t *all_words(void) {
#define X(name, word) word,
#define Y(name, word, text) word,
    static const char *const events[] = {IL_EVENT_LIST(X) NULL}, *const postures[] = {IL_POSTURE_WORD_LIST(X) NULL}, *const images[] = {IL_IMAGE_LIST(X) NULL},
                      *const parts[] = {IL_PART_LIST(X) NULL}, *const aim[] = {IL_AIM_LIST(Y) NULL}, *const opinions[] = {IL_OPINION_LIST(X) NULL};
#undef X
#undef Y
    static const char *const limited[] = {"not_recorded", "stretch", "stop", "local_pain", "pain_below_knee", "guarding", NULL},
                      *const sleep[] = {"back", "front", "right_side", "left_side", "changing", NULL}, *const worst[] = {"morning", "day", "evening", "night", "no_time", NULL},
                      *const effects[] = {"worse", "same", "better", NULL}, *const use[] = {"started", "more", "same", "less", "stopped", NULL},
                      *const results[] = {"positive", "negative", "normal", "reduced", "increased", NULL}, *const onset[] = {"sudden", "gradual", "unknown", NULL};
    json_t *settings = json_array();
    for (int i = 0; i < IL_NSETTING; i++) json_array_append_new(settings, json_string(il_setting_word((il_setting)i)));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "events", words(events), "postures", words(postures), "images", words(images), "parts",
                     words(parts), "aims", words(aim), "opinions", words(opinions), "limited_by", words(limited), "sleep", words(sleep), "worst", words(worst), "effects",
                     words(effects), "use", words(use), "results", words(results), "onset", words(onset), "settings", settings);
}

static json_t *countries(const il_knowledge *k) {
    json_t *list = json_array();
    for (int i = 0; i < k->nnotice; i++)
        if (!strcmp(k->notice[i].id, "emergency_call") && *k->notice[i].country) json_array_append_new(list, json_string(k->notice[i].country));
    return list;
}

// ---- the body map -----------------------------------------------------------------------------------------------------------------------------------------

static json_t *chart(const il_knowledge *k) {
    char    *text = NULL;
    size_t   size;
    il_error err = {0};
    if (il_report_chart_json(k, &text, &size, &err)) return json_null();
    json_t *j = json_loadb(text, size, 0, NULL);
    il_report_free(text);
    return j ? j : json_null();
}

// ---- the whole --------------------------------------------------------------------------------------------------------------------------------------------

// of each row only these fields
static void keep_fields(json_t *rows_of, const char *const *field) {
    json_t *row;
    size_t  i;
    json_array_foreach(rows_of, i, row) {
        json_t *less = json_object();
        for (int k = 0; field[k]; k++) json_object_set(less, field[k], json_object_get(row, field[k]));
        json_array_set_new(rows_of, i, less);
    }
}

// in patient mode: no conditions, no tests, of the screen its questions alone, of treatments their names: nothing that names a disease
static void without_disease(json_t *j) {
    static const char *const asked[] = {"id", "question", "asked", "level", "key", "sex", "age_min", "age_max", NULL}, *const named[] = {"id", "name", NULL};
    json_t                  *screen = json_object_get(j, "screen");
    for (size_t i = json_array_size(screen); i-- > 0;)
        if (!json_is_true(json_object_get(json_array_get(screen, i), "asked"))) json_array_remove(screen, i);
    keep_fields(screen, asked);
    keep_fields(json_object_get(j, "treatments"), named);
    json_object_set_new(j, "conditions", json_array());
    json_object_set_new(j, "tests", json_array());
}

void ili_get_vocabulary(ili_request *r, ili_reply *out) {
    const ili_world    *w = r->world;
    const il_knowledge *k = w->knowledge;
    json_t             *j = json_object();
    snprintf(out->etag, sizeof out->etag, "\"%.32s-%s\"", il_data_hash(w->data), r->session.patient_mode ? "p" : "c");
    if (r->if_none_match && strstr(r->if_none_match, out->etag)) {
        json_decref(j);
        out->status = 304;
        return;
    }
    json_object_set_new(j, "conditions", rows(w, k->ncondition, condition));
    json_object_set_new(j, "parameters", rows(w, IL_NPARAMETER, parameter));
    json_object_set_new(j, "measures", rows(w, w->tables->n_scaling, measure));
    json_object_set_new(j, "tasks", rows(w, w->all_tasks->ntask, task));
    json_object_set_new(j, "schedules", schedules(w));
    json_object_set_new(j, "treatments", rows(w, k->ntreatment, treatment));
    json_object_set_new(j, "exercises", rows(w, k->nexercise, exercise));
    json_object_set_new(j, "equipment", rows(w, k->nequipment, equipment));
    json_object_set_new(j, "scores", rows(w, k->nscore, score));
    json_object_set_new(j, "tests", rows(w, k->ntest, test));
    json_object_set_new(j, "screen", rows(w, k->screen.nrule, rule));
    json_object_set_new(j, "validity", validity());
    json_object_set_new(j, "regions", rows(w, k->nregion, region));
    json_object_set_new(j, "chart", chart(k));
    json_object_set_new(j, "words", all_words());
    json_object_set_new(j, "countries", countries(k));
    if (r->session.patient_mode) without_disease(j);
    ili_reply_json(out, 200, j);
    out->cache = "private, no-cache";
}

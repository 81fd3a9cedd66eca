// care_json.c - what a treatment would change, as JSON: what is simulated and what trials found under keys of their own
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/report.h"
#include "report/care.h"
#include "report/care_json.h"

json_t *ili_json_range(const il_range *r) {
    return r->known ? json_pack("{s:o, s:o, s:o}", "low", ili_json_number(r->low), "mid", ili_json_number(r->mid), "high", ili_json_number(r->high)) : json_null();
}

void ili_json_append(json_t **array, json_t *item) {
    if (*array && json_array_append_new(*array, item) == 0) return;
    if (!*array) json_decref(item);
    json_decref(*array);
    *array = NULL;
}

json_t *ili_json_trial(const il_knowledge *k, const il_trial *t) {
    static const char *const against[] = {"nothing", "sham", "active", "uncontrolled"};
    return json_pack("{s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:s}", "outcome", t->function ? "function" : "pain", "population",
                     ili_json_text(t->population == IL_POPULATION_CONDITION ? k->condition[t->condition].id : il_population_word(t->population)), "against", against[t->against], "low",
                     ili_json_number(t->low), "mid", ili_json_number(t->mid), "high", ili_json_number(t->high), "weeks", ili_json_number(t->weeks), "n", ili_json_number(t->n), "grade",
                     ili_grade_name(t->grade), "words", ili_json_text(t->words), "source", ili_json_text(t->source), "status", il_source_status_text(t->status));
}

json_t *ili_json_trials(const il_care_request *r, int treatment) {
    json_t         *list = json_array();
    const il_trial *t;
    for (int i = 0; (t = il_treatment_trial(r->assess->knowledge, il_care_visit(r), treatment, i)); i++) ili_json_append(&list, ili_json_trial(r->assess->knowledge, t));
    return list;
}

json_t *ili_json_guidelines(const il_knowledge *k, int treatment) {
    static const char *const says[] = {"for", "consider", "against"};
    json_t                  *list = json_array();
    for (int i = 0; i < k->nguideline; i++) {
        const il_guideline *g = &k->guideline[i];
        if (g->treatment != treatment) continue;
        ili_json_append(&list, json_pack("{s:o, s:s, s:s, s:o, s:o, s:s}", "guideline", ili_json_text(g->guideline), "population", il_population_word(g->population), "says", says[g->says],
                                         "words", ili_json_text(g->words), "source", ili_json_text(g->source), "status", il_source_status_text(g->status)));
    }
    return list;
}

json_t *ili_json_questions(const il_care_request *r, int treatment) {
    json_t     *list = json_array();
    const char *q;
    for (int i = 0; (q = il_treatment_question(r->assess->knowledge, r->assessment, treatment, i)); i++) ili_json_append(&list, ili_json_text(q));
    return list;
}

json_t *ili_json_safety(const il_assessment *a) {
    json_t *positive = json_array();
    for (int i = 0; i < a->safety.npositive; i++)
        ili_json_append(&positive, json_pack("{s:o, s:o, s:o}", "id", ili_json_text(a->safety.positive[i].id), "text", ili_json_text(a->safety.positive[i].text), "action",
                                             ili_json_text(a->safety.positive[i].action)));
    return json_pack("{s:s, s:b, s:b, s:o}", "level", ili_level_key(a->safety.level), "complete", a->safety.complete, "treatment_allowed", a->safety.treatment_allowed, "positive", positive);
}

json_t *ili_json_notices(const il_assessment *a) {
    json_t     *list = json_array();
    const char *notice;
    for (int i = 0; (notice = ili_notice(a, i)); i++) ili_json_append(&list, ili_json_text(notice));
    return list;
}

il_status ili_json_take(json_t *root, char **text, size_t *size, il_error *err) {
    *text = root ? json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(9)) : NULL;
    json_decref(root);
    if (!*text) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the report");
    *size = strlen(*text);
    return IL_OK;
}

// ---- what-if ---------------------------------------------------------------------------------------------------------------------

static json_t *treatment(const il_care_request *r, const il_whatif_treatment *t) {
    const il_treatment *q = &r->assess->knowledge->treatment[t->treatment];
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o}", "id", ili_json_text(q->id), "name", ili_json_text(q->name), "side", ili_json_side(t->side), "refused",
                     t->refusal ? ili_json_text(il_refusal_words(t->refusal)) : json_null(), "why", t->refusal ? ili_json_text(t->why) : json_null(), "simulated", t->simulated, "share",
                     ili_json_number(t->share), "mechanism", ili_json_text(q->mechanism), "ask_first", ili_json_questions(r, t->treatment), "trials",
                     t->refusal ? json_null() : ili_json_trials(r, t->treatment), "guidelines", ili_json_guidelines(r->assess->knowledge, t->treatment));
}

static json_t *row(const il_whatif_row *x) {
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "id", ili_json_text(x->name), "name", ili_json_text(x->words), "side", ili_json_side(x->side), "unit", ili_json_text(x->unit),
                     "before", ili_json_range(&x->before), "after", ili_json_range(&x->after), "change", ili_json_range(&x->change), "none_shown", x->none_shown);
}

// sex and measures as POST /api/solve and `ilium solve` take them: in the unit and by the flag of their row
json_t *ili_json_sizes(const il_body_tables *t, const il_body_sizes *sizes) {
    json_t *measures = json_object();
#define X(name)                                                                                                               \
    for (int i = 0; i < t->n_scaling; i++)                                                                                    \
        if (sizes->name != 0.0 && !strcmp(t->scaling[i].measure, #name)) json_object_set_new(measures, t->scaling[i].flag, ili_json_number(sizes->name/t->scaling[i].to_si));
    IL_BODY_MEASURES(X)
#undef X
    json_t *person = json_pack("{s:o}", "measures", measures);
    if (person && sizes->sex != IL_BODY_SEX_UNKNOWN) json_object_set_new(person, "sex", json_string(sizes->sex == IL_BODY_FEMALE ? "female" : "male"));
    return person;
}

// one body before (conditions) and after (with the changes too), as POST /api/solve takes it
static json_t *body(const il_care_request *r, const il_whatif *w) {
    const il_knowledge *k = r->assess->knowledge;
    json_t             *conditions = json_array(), *changes = json_array();
    if (!w->ncause && !w->nchange) return json_decref(conditions), json_decref(changes), json_null();
    for (int i = 0; i < w->ncause; i++)
        ili_json_append(&conditions, json_pack("{s:s, s:o, s:o}", "id", k->condition[w->cause[i].condition].id, "side", ili_json_side(w->cause[i].side), "severity",
                                               ili_json_number(fmin(w->cause[i].severity, 1.0))));
    for (int i = 0; i < w->nchange; i++)
        ili_json_append(&changes, json_pack("{s:s, s:o, s:o}", "id", w->changed[i].parameter, "side", ili_json_side(w->changed[i].side), "value", ili_json_number(w->changed[i].value)));
    return json_pack("{s:o, s:o, s:o}", "person", ili_json_sizes(r->assess->body->tables, &w->sizes), "conditions", conditions, "parameters", changes);
}

il_status il_report_whatif_json(const il_care_request *r, const il_whatif *w, char **text, size_t *size, il_error *err) {
    json_t *treatments = json_array(), *tests = json_array(), *loads = json_array();
    for (int i = 0; i < w->ntreatment; i++) ili_json_append(&treatments, treatment(r, &w->treatment[i]));
    for (int i = 0; i < w->nrow; i++) ili_json_append(w->row[i].load ? &loads : &tests, row(&w->row[i]));
    json_t *root = json_pack("{s:o, s:o, s:b, s:o, s:o, s:{s:i, s:f, s:i, s:I, s:o, s:o}, s:o, s:o, s:o, s:o, s:b}", "safety", ili_json_safety(r->assessment), "weeks", ili_json_number(w->weeks), "refused",
                             w->refused, "treatments", treatments, "load_is_not_pain", json_true(), "simulated", "states", w->nstate, "covered", w->covered, "unsolved", w->nunsolved, "solves",
                             (json_int_t)w->solves, "tests", tests, "loads_in_standing", loads, "body", body(r, w), "notices", ili_json_notices(r->assessment), "version", ili_json_text(r->assessment->program_version),
                             "data", ili_json_text(r->assessment->data_hash), "locally_modified", r->assessment->locally_modified);
    return ili_json_take(root, text, size, err);
}

// care_fixture.h - for tests of care: body, tasks, knowledge, a patient with one visit, and an assessment made by hand
#ifndef CARE_FIXTURE_H
#define CARE_FIXTURE_H
#include "clinical.h"
#include "ilium/factor.h"
#include "ilium/outcome.h"
#include "ilium/plan.h"
#include "task_fixture.h"

enum { CARE_CONDITIONS = 4 };

typedef struct care_fixture {
    task_fixture           f;
    il_knowledge          *k;
    il_visit               visit;
    il_patient             patient;
    il_assess_request      request;
    il_assessed_condition  condition[CARE_CONDITIONS];
    il_hypothesis          hypothesis[CARE_CONDITIONS + 1];
    il_safety_item         item[4];
    il_assessment          a;
    il_care_request        care;
} care_fixture;

/// A person of 40 years in scope, screened and clear, with chronic pain, and no condition. Call care_close() at the end.
static inline void care_open(care_fixture *c) {
    *c = (care_fixture){.f = tasks_open(), .k = clinical_knowledge()};
    c->visit = (il_visit){.date = "2026-11-21", .pain = {.duration_weeks = {true, 30}, .intensity_now = {true, 6}}};
    c->patient = (il_patient){.version = IL_PATIENT_VERSION, .id = "fixture", .label = "fixture", .nvisit = 1, .visit = &c->visit,
                              .person = {.sex = IL_SEX_MALE, .age_years = {true, 40}, .height_m = {true, 1.78}, .mass_kg = {true, 78}}};
    c->request = (il_assess_request){.patient = &c->patient, .knowledge = c->k, .body = c->f.body.body, .tasks = c->f.tasks, .data_hash = "0"};
    c->hypothesis[0] = (il_hypothesis){IL_HYPOTHESIS_NONE, {0, 0}, 1.0};
    c->a = (il_assessment){.program_version = "0", .data_hash = "0",
                           .safety = {.level = IL_SAFETY_CLEAR, .complete = true, .rank_allowed = true, .treatment_allowed = true, .positive = c->item},
                           .validity = {.in_scope = true}, .condition = c->condition, .hypothesis = c->hypothesis, .nhypothesis = 1};
    c->care = (il_care_request){.assess = &c->request, .assessment = &c->a};
}

static inline void care_close(care_fixture *c) {
    il_knowledge_free(c->k);
    tasks_close(&c->f);
}

/// One more condition; `share` is taken from the hypothesis of none.
static inline void care_condition(care_fixture *c, const char *id, il_side side, double severity, double present, double share) {
    int                 n = c->a.ncondition++, q = il_find_condition(c->k, id);
    const il_condition *from = &c->k->condition[q];
    c->condition[n] = (il_assessed_condition){.id = from->id, .name = from->name, .side = side, .present = {true, present, present, present},
                                              .severity = {true, severity*from->severity_unit_value, severity*from->severity_unit_value, severity*from->severity_unit_value}};
    c->hypothesis[0].probability -= share;
    c->hypothesis[c->a.nhypothesis++] = (il_hypothesis){IL_HYPOTHESIS_SINGLE, {n, n}, share};
    c->a.leading = share > 0.4 ? c->a.nhypothesis - 1 : c->a.leading;
}

/// A positive item of the screen, at a level that still allows treatment.
static inline void care_flag(care_fixture *c, const char *row) {
    const il_screen_rule *r = &c->k->screen.rule[il_screen_find(&c->k->screen, row)];
    c->item[c->a.safety.npositive++] = (il_safety_item){.id = r->id, .text = r->question, .level = IL_SAFETY_WATCH, .action = r->action, .source = r->source};
    c->a.safety.level = IL_SAFETY_WATCH;
}

static inline void care_wish(care_fixture *c, const char *treatment, il_side side) {
    int t = il_find_treatment(c->k, treatment);
    assert_true(t >= 0);
    c->care.wish[c->care.nwish++] = (il_treatment_wish){t, side};
}

// number by number: what lies between them in memory is nobody's
static inline bool care_same_range(const il_range *a, const il_range *b) { return a->known == b->known && a->low == b->low && a->mid == b->mid && a->high == b->high; }

static inline il_whatif *care_whatif(care_fixture *c) {
    il_whatif *w = NULL;
    il_error   err = {0};
    if (il_whatif_run(&c->care, &w, NULL, &err)) fail_msg("%s", err.text);
    return w;
}

static inline const il_whatif_row *care_row(const il_whatif *w, const char *name, il_side side) {
    for (int i = 0; i < w->nrow; i++)
        if (!strcmp(w->row[i].name, name) && (side == IL_SIDE_NONE || w->row[i].side == side)) return &w->row[i];
    fail_msg("there is no row %s", name);
    return NULL;
}
/// The same by hand: an outcome of one solve from the task's own start, of this person with a short iliopsoas of 0.5 on a side, longer by a treatment.
static inline double care_direct(care_fixture *c, il_side side, double treatment, const il_task_def *def, il_side task_side, const char *outcome) {
    il_params    *p = NULL;
    il_outcomes  *o = NULL;
    il_outcome    out;
    il_task      *task = NULL;
    il_error      err = {0};
    il_body_sizes sizes = {.sex = IL_BODY_MALE, .age_years = 40, .height_m = 1.78, .mass_kg = 78};
    const il_body *body = c->f.body.body;
    assert_int_equal(il_params_create(body->m, false, &p, &err), IL_OK);
    assert_int_equal(il_body_person(body, &sizes, p, &err), IL_OK);
    assert_int_equal(il_condition_apply(c->k, il_find_condition(c->k, "short_iliopsoas"), body, p, side, 0.5, &err), IL_OK);
    for (int i = 0; treatment != 0.0 && i < 2; i++)
        assert_int_equal(il_parameter_apply(body, p, IL_MUSCLE_SHORTNESS, i ? "iliacus" : "psoas", side, treatment, 1.0, &err), IL_OK);
    assert_int_equal(il_task_create(body->m, def, task_side, &task, &err), IL_OK);
    il_subject who = il_subject_usual(body, p, NULL);
    assert_int_equal(il_scenario_run(c->f.work, task, &who, NULL, NULL, &out, &err), IL_OK);
    assert_int_equal(il_outcomes_create(body, &o, &err), IL_OK);
    double *value = calloc((size_t)il_outcomes_count(o) + 1, sizeof *value);
    il_outcomes_read(o, il_scenario_params(c->f.work), &out.solution, value);
    double x = value[il_outcomes_find(o, outcome)];
    free(value);
    il_outcomes_free(o);
    il_task_free(task);
    il_params_free(p);
    return x;
}

#endif

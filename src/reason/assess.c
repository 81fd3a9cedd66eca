// assess.c - one assessment: danger first, then the simulations, the reasoning and the loads
#include "reason/assess_private.h"
#include "ilium/thread.h"
#include "ilium/version.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9*(double)t.tv_nsec;
}

// ---- the person ----

static il_range exactly(il_fact f, double factor) { return (il_range){f.known, f.value*factor, f.value*factor, f.value*factor}; }

static il_status fill_person(ili_assess *w, il_error *err) {
    const il_patient  *p = w->request->patient;
    il_person_summary *s = &w->a->person;
    const il_visit    *v = w->visit;
    *s = (il_person_summary){.label = p->label ? p->label : p->id, .visit_date = v->date, .complaint = v->history.complaint, .source = p->source.citation,
                             .simulated = p->simulated, .sex = p->person.sex, .age = exactly(p->person.age_years, 1.0),
                             .height_cm = exactly(p->person.height_m, 100.0), .mass_kg = exactly(p->person.mass_kg, 1.0)};
    if (p->person.height_m.known && p->person.mass_kg.known) {
        s->bmi = exactly(p->person.mass_kg, 1.0/(p->person.height_m.value*p->person.height_m.value));
    }
    ILI_ARRAY(w, s->pain, v->pain.narea);
    for (int i = 0; i < v->pain.narea; i++) {
        const il_pain_area *area = &v->pain.area[i];
        int                 region = il_find_region(w->request->knowledge, area->region);
        s->pain[s->npain++] = (il_pain_region){area->region, region < 0 ? area->region : w->request->knowledge->region[region].name, area->side,
                                               exactly(area->intensity, 1.0)};
    }
    return IL_OK;
}

static double or_zero(il_fact f) { return f.known ? f.value : 0.0; }

// without any condition both legs are equally long: a difference is for the conditions to explain, never part of the healthy body
il_body_sizes ili_person_sizes(const il_person *p) {
    double right = or_zero(p->leg_length_r_m), left = or_zero(p->leg_length_l_m), leg = right > 0.0 && left > 0.0 ? 0.5*(right + left) : fmax(right, left);
    return (il_body_sizes){.sex = p->sex == IL_SEX_FEMALE ? IL_BODY_FEMALE : p->sex == IL_SEX_MALE ? IL_BODY_MALE : IL_BODY_SEX_UNKNOWN,
                           .age_years = or_zero(p->age_years), .height_m = or_zero(p->height_m), .mass_kg = or_zero(p->mass_kg), .leg_length_r_m = leg,
                           .leg_length_l_m = leg, .pelvic_incidence_deg = or_zero(p->pelvic_incidence_deg), .lordosis_deg = or_zero(p->lordosis_deg)};
}

// ---- the stages ----

static il_status choose_visit(ili_assess *w, il_error *err) {
    const il_patient *p = w->request->patient;
    int               n = w->request->visit == 0 ? p->nvisit : w->request->visit;
    if (p->nvisit == 0) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the record holds no visit; an assessment needs one");
    if (n < 1 || n > p->nvisit) {
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no visit %d; the record holds %d", n, p->nvisit);
    }
    w->visit = &p->visit[n - 1];
    return IL_OK;
}

// tests that were done, and those that could be proposed
static void mark_wanted(const ili_assess *w, bool *wanted) {
    const il_knowledge *k = w->request->knowledge;
    for (int t = 0; t < k->ntest; t++) wanted[t] = k->test[t].enters == IL_ENTER_SIMULATED && k->test[t].proposable;
    for (int i = 0; i < w->visit->nfinding; i++) {
        int t = il_find_test(k, w->visit->finding[i].test);
        if (t >= 0) wanted[t] = k->test[t].enters == IL_ENTER_SIMULATED;
    }
}

// conditions that are weighed: what is simulated, and what a test of its own was recorded for. Of the others the report says that they were not examined
static void mark_conditions(const ili_assess *w, bool *in_question) {
    const il_knowledge *k = w->request->knowledge;
    for (int c = 0; c < k->ncondition; c++) {
        in_question[c] = k->condition[c].simulated;
        for (int i = 0; i < ili_finding_count(w) && k->condition[c].ranked; i++) {
            int t = il_find_test(k, ili_finding_at(w, i)->test);
            in_question[c] = in_question[c] || (t >= 0 && il_test_targets(k, t, c));
        }
    }
}

static il_status reason(ili_assess *w, const il_progress *progress, il_error *err) {
    const il_assess_request *r = w->request;
    il_body_sizes            sizes = ili_person_sizes(&r->patient->person);
    bool                    *wanted = NULL;
    ILI_ARRAY(w, wanted, r->knowledge->ntest);
    ili_assess_derive(w);
    ILI_ARRAY(w, w->in_question, r->knowledge->ncondition);
    mark_wanted(w, wanted);
    mark_conditions(w, w->in_question);
    ILI_TRY(ili_study_run(r->body, r->knowledge, r->tasks, wanted, w->in_question, &sizes, r->exact, r->threads, progress, &w->study, err));
    w->studied = true;
    ILI_TRY(ili_assess_findings(w, err));
    ILI_TRY(ili_assess_infer(w, err));
    return ili_assess_loads(w, progress, err);
}

static il_status all_stages(ili_assess *w, const il_progress *progress, il_error *err) {
    ILI_TRY(choose_visit(w, err));
    ILI_TRY(fill_person(w, err));
    ILI_TRY(ili_assess_screen(w, err));
    if (w->a->safety.rank_allowed && w->a->validity.in_scope && !w->request->screen_only) ILI_TRY(reason(w, progress, err));
    else if (!il_patient_consent_stops(w->request->patient, "processing")) ILI_TRY(ili_assess_findings(w, err));
    return ili_assess_notes(w, err);
}

il_status il_assess(const il_assess_request *request, il_assessment **out, const il_progress *progress, il_error *err) {
    IL_ASSERT(request && out && request->patient && request->knowledge && (request->screen_only || (request->body && request->tasks)));
    double      began = now();
    ili_assess *w = calloc(1, sizeof *w);
    *out = NULL;
    if (!w) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the assessment");
    w->request = request;
    il_status status = il_assessment_create(&w->a, err);
    if (status == IL_OK) {
        w->a->program_version = il_version(), w->a->data_hash = request->data_hash, w->a->locally_modified = request->modified;
        if (*request->patient->hash) w->a->record_hash = request->patient->hash;
        status = all_stages(w, progress, err);
    }
    if (status == IL_OK) {
        w->a->effort = (il_effort){.seconds = now() - began, .threads = il_parallel_threads(1 << 20, request->threads),
                                   .solves = w->study.nsolve, .followed = w->study.nfollow, .iterations = w->study.niteration};
        status = il_assessment_check(w->a, err);
    }
    il_infer_workspace_free(w->workspace);
    ili_study_free(&w->study);
    if (status == IL_OK) *out = w->a;
    else il_assessment_free(w->a);
    free(w);
    return status;
}

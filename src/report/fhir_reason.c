// fhir_reason.c - conditions with their probabilities, and what is proposed: nothing of it is a diagnosis or an order
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/care.h"
#include "report/fhir.h"

enum { NAMED_FROM = 25 }; // percent: as a plan counts what is likely enough

bool ili_fhir_may_name(const ili_fhir *f, int i) {
    const il_assessed_condition *c = &f->a->condition[i];
    bool leads = ili_leading_condition(f->a, 0) == i || ili_leading_condition(f->a, 1) == i;
    return ili_may_rank(f->a) && c->present.known && (leads || 100.0*c->present.mid >= NAMED_FROM);
}

static void condition_key(const ili_fhir *f, int i, char out[96]) { snprintf(out, 96, "condition/%.60s/%d", f->a->condition[i].id, (int)f->a->condition[i].side); }

static json_t *condition_concept(ili_fhir *f, const il_assessed_condition *c) {
    const il_code *code = ili_fhir_code(f, true, c->id, c->side);
    ili_out        words = {0};
    ili_put_sided(&words, ili_put_plain, c->name, c->side);
    json_t *concept = ili_fhir_coded(f, code ? il_code_system_uri(code->system) : NULL, code ? code->code : NULL, code ? code->display : NULL, words.text);
    f->failed |= words.failed;
    ili_out_free(&words);
    return concept;
}

// ---- conditions ------------------------------------------------------------------------------------------------------------------------

// the findings that speak for it
static json_t *evidence(ili_fhir *f, const il_assessed_condition *c) {
    json_t *details = json_array(), *one = json_object();
    for (int i = 0; i < c->nexplains; i++) {
        char key[96];
        if (!ili_fhir_examined(&f->a->finding[c->explains[i].finding])) continue;
        ili_fhir_finding_key(f, c->explains[i].finding, key);
        ili_fhir_append(f, details, ili_fhir_reference(f, "Observation", key));
    }
    ili_fhir_set(f, one, "detail", details);
    return ili_fhir_list(f, one);
}

static void condition(ili_fhir *f, int i) {
    const il_assessed_condition *c = &f->a->condition[i];
    bool                         leads = ili_leading_condition(f->a, 0) == i || ili_leading_condition(f->a, 1) == i;
    char                         key[96];
    ili_out                      note = {0};
    condition_key(f, i, key);
    json_t *o = ili_fhir_resource(f, "Condition", key);
    ili_fhir_set(f, o, "verificationStatus", ili_fhir_coded(f, ILI_FHIR_TERMS "condition-ver-status", leads ? "provisional" : "differential", NULL, NULL));
    ili_fhir_set(f, o, "category", ili_fhir_list(f, ili_fhir_concept(f, ili_say(f->a, ILI_W_NOT_A_DIAGNOSIS))));
    ili_fhir_set(f, o, "code", condition_concept(f, c));
    ili_fhir_set(f, o, "bodySite", ili_fhir_list(f, ili_fhir_concept(f, c->side == IL_SIDE_BOTH ? ILI_SAY(DAY_BOTH) : ili_side_name(c->side))));
    ili_fhir_subject(f, o);
    ili_fhir_text(f, o, "recordedDate", f->v->date);
    ili_fhir_set(f, o, "evidence", evidence(f, c));
    ili_putf(&note, "%s ", ILI_SAY(FHIR_PRESENT_WITH_PROBABILITY)), ili_put_chances(&note, &c->present), ili_putf(&note, "; %s. ", ili_link_text(c->link));
    ili_put_plain(&note, ili_say(f->a, ILI_W_CALIBRATION)), ili_put(&note, " "), ili_put_plain(&note, ili_say(f->a, ILI_W_PRESENT_NOT_PAINFUL));
    f->failed |= note.failed;
    if (!note.failed) ili_fhir_set(f, o, "note", ili_fhir_note(f, note.text));
    ili_out_free(&note);
}

// ---- probabilities -----------------------------------------------------------------------------------------------------------------------

// R4: probabilities are percentages
static json_t *prediction(ili_fhir *f, const il_assessed_condition *c) {
    json_t *p = json_object();
    ili_out words = {0};
    ili_fhir_set(f, p, "outcome", condition_concept(f, c));
    ili_fhir_set(f, p, "probabilityDecimal", ili_fhir_number(100.0*c->present.mid, 1.0));
    ili_fhir_set(f, p, "qualitativeRisk", ili_fhir_concept(f, ili_likely(c->present.mid)));
    ili_putf(&words, "%s; ", ILI_SAY(FHIR_PER_CENT_PRESENT_NOW)), ili_put_chances(&words, &c->present), ili_putf(&words, " %s", ILI_SAY(FHIR_1_OVER_HOW_COMMON));
    if (c->contributing) ili_putf(&words, "; %s", ILI_SAY(FHIR_NO_PREVALENCE_WAS_PUBLISHED));
    ili_fhir_set(f, p, "rationale", ili_fhir_words(f, &words));
    return p;
}

static void risk(ili_fhir *f) {
    json_t *predictions = json_array();
    for (int i = 0; i < f->a->ncondition; i++)
        if (ili_worth_a_row(f->a, i) && f->a->condition[i].present.known) ili_fhir_append(f, predictions, prediction(f, &f->a->condition[i]));
    json_t *o = ili_fhir_resource(f, "RiskAssessment", "conditions"), *notes = json_array();
    ili_fhir_text(f, o, "status", "preliminary");
    ili_fhir_set(f, o, "method", ili_fhir_concept(f, ILI_SAY(FHIR_PROBABILITIES_OVER_CONDITIONS_AND)));
    ili_fhir_set(f, o, "code", ili_fhir_concept(f, ILI_SAY(FHIR_CONSIDERED)));
    ili_fhir_subject(f, o);
    ili_fhir_text(f, o, "occurrenceDateTime", f->v->date);
    ili_fhir_set(f, o, "performer", ili_fhir_reference(f, "Device", ""));
    ili_fhir_set(f, o, "basis", ili_fhir_all(f, "Observation"));
    ili_fhir_set(f, o, "prediction", predictions);
    static const ili_word said[] = {ILI_W_CALIBRATION, ILI_W_PRESENT_NOT_PAINFUL, ILI_W_AT_MOST_TWO, ILI_W_NO_FINDINGS};
    for (size_t i = 0; i < sizeof said/sizeof *said; i++) {
        json_t *note = json_object();
        if (said[i] != ILI_W_NO_FINDINGS || ili_supports_none(f->a)) ili_fhir_text(f, note, "text", ili_say(f->a, said[i]));
        ili_fhir_append(f, notes, note);
    }
    ili_fhir_set(f, o, "note", notes);
}

void ili_fhir_reasoning(ili_fhir *f) {
    if (!ili_may_rank(f->a)) return;
    for (int i = 0; i < f->a->ncondition; i++)
        if (ili_fhir_may_name(f, i)) condition(f, i);
    risk(f);
}

// ---- the plan ----------------------------------------------------------------------------------------------------------------------------

// one activity: what, when, why, who; never: it must not be done
static void activity(ili_fhir *f, json_t *list, const char *what, il_side side, const char *when, const char *who, bool never, ili_out *about) {
    json_t *detail = json_object(), *one = json_object();
    ili_out name = {0};
    ili_put_plain(&name, what);
    if (side == IL_SIDE_RIGHT || side == IL_SIDE_LEFT) ili_putf(&name, ", %s", ili_side_name(side));
    if (side == IL_SIDE_BOTH) ili_putf(&name, ", %s", ILI_SAY(DAY_BOTH));
    ili_fhir_text(f, detail, "kind", "ServiceRequest");
    ili_fhir_set(f, detail, "code", ili_fhir_concept(f, name.text));
    ili_fhir_text(f, detail, "status", "not-started");
    if (never) ili_fhir_set(f, detail, "doNotPerform", json_true());
    ili_fhir_text(f, detail, "scheduledString", when);
    json_t *performer = json_object();
    ili_fhir_text(f, performer, "display", who);
    ili_fhir_set(f, detail, "performer", ili_fhir_list(f, performer));
    ili_fhir_set(f, detail, "description", ili_fhir_words(f, about));
    ili_fhir_set(f, one, "detail", detail);
    ili_fhir_append(f, list, one);
    f->failed |= name.failed;
    ili_out_free(&name);
}

static void sentence(ili_out *o, const char *label, const char *text) {
    if (!ili_fhir_given(text)) return;
    ili_put(o, o->size ? " " : ""), ili_put(o, label), ili_put_plain(o, text), ili_put(o, text[strlen(text) - 1] == '.' ? "" : ".");
}

static void planned(ili_fhir *f, json_t *list, const il_plan_item *x) {
    const il_treatment *t = &f->k->treatment[x->treatment];
    ili_out             about = {0}, when = {0};
    const char         *question;
    ili_put(&about, ili_care_choice(x)), ili_putf(&about, ". %s: ", ILI_SAY(TRIALS_GAIN)), ili_care_gain(&x->gain, &about), ili_put(&about, ".");
    sentence(&about, ILI_SAY(FHIR_DOSE), t->dose), sentence(&about, ILI_SAY(FHIR_RISKS), t->risks), sentence(&about, ILI_SAY(FHIR_STOP), t->stop);
    for (int i = 0; (question = il_treatment_question(f->k, f->a, x->treatment, i)); i++) sentence(&about, ILI_SAY(FHIR_ASK_FIRST), question);
    ili_putf(&when, "%s %d", ILI_SAY(FROM_WEEK), il_phase_from(x->phase));
    activity(f, list, t->name, x->side, when.text, ili_care_by(t, x->scope), false, &about);
    ili_out_free(&when);
}

static void refused(ili_fhir *f, json_t *list, const il_plan_item *x) {
    ili_out about = {0};
    ili_put(&about, il_refusal_words(x->refusal));
    if (ili_fhir_given(x->why)) ili_put(&about, ": "), ili_put_plain(&about, x->why);
    activity(f, list, f->k->treatment[x->treatment].name, IL_SIDE_NONE, NULL, NULL, true, &about);
}

static void exercise(ili_fhir *f, json_t *list, const il_plan_exercise *x) {
    const il_exercise *e = &f->k->exercise[x->exercise];
    ili_out            about = {0}, when = {0};
    ili_care_dose(e, &when), ili_putf(&when, ", %s %d", ILI_SAY(FROM_WEEK), il_phase_from(x->phase));
    sentence(&about, "", e->does), sentence(&about, ILI_SAY(FHIR_PROGRESS), e->progression), sentence(&about, ILI_SAY(FHIR_STOP), e->stop);
    if (x->option) sentence(&about, "", ILI_SAY(FHIR_MAY_LEFT_OUT));
    for (int i = 0; i < x->nload; i++) {
        if (!x->load[i].aggravates) continue;
        ili_putf(&about, " %s: ", ILI_SAY(FHIR_MAY_AGGRAVATE_SIMULATED)), ili_care_load(&x->load[i], &about), ili_put(&about, ".");
    }
    activity(f, list, e->name, x->side, when.text, il_provider_words(IL_BY_SELF), false, &about);
    f->failed |= when.failed;
    ili_out_free(&when);
}

static void referral(ili_fhir *f, json_t *list, const il_plan_referral *x) {
    ili_out about = {0}, name = {0};
    sentence(&about, "", x->asks);
    ili_put(&name, x->own ? ILI_SAY(FHIR_OWN_WORK) : ILI_SAY(FHIR_REFERRAL)), ili_put_plain(&name, x->reason);
    activity(f, list, name.text, IL_SIDE_NONE, x->level == IL_SAFETY_EMERGENCY ? ILI_SAY(FHIR_NOW_EMERGENCY) : x->level == IL_SAFETY_URGENT ? "urgent" : NULL, x->own ? ILI_SAY(PLAN_CLINICIAN) : il_provider_words(x->to), false, &about);
    f->failed |= name.failed;
    ili_out_free(&name);
}

static json_t *addressed(ili_fhir *f) {
    json_t *list = json_array();
    for (int i = 0; i < f->a->ncondition; i++) {
        char key[96];
        if (!ili_fhir_may_name(f, i)) continue;
        condition_key(f, i, key);
        ili_fhir_append(f, list, ili_fhir_reference(f, "Condition", key));
    }
    return list;
}

void ili_fhir_plan(ili_fhir *f) {
    const il_plan *p = f->plan;
    json_t        *list = json_array();
    if (!p) {
        json_decref(list);
        return;
    }
    for (int i = 0; i < p->nreferral; i++) referral(f, list, &p->referral[i]);
    for (int i = 0; i < p->nitem; i++)
        if (p->item[i].choice) planned(f, list, &p->item[i]);
    for (int i = 0; i < p->nexercise; i++) exercise(f, list, &p->exercise[i]);
    for (int i = 0; i < p->nitem; i++)
        if (p->item[i].refusal) refused(f, list, &p->item[i]);
    json_t *o = ili_fhir_resource(f, "CarePlan", "plan");
    ili_fhir_text(f, o, "status", "draft");
    ili_fhir_text(f, o, "intent", "proposal");
    ili_fhir_text(f, o, "title", p->only_referral ? ILI_SAY(FHIR_NO_PLAN_REFERRALS_ONLY) : ILI_SAY(FHIR_PROPOSED_PLAN));
    ili_fhir_text(f, o, "description", p->only_referral ? p->why : ili_say(f->a, ILI_W_PLAN_PROPOSAL));
    ili_fhir_subject(f, o);
    ili_fhir_text(f, o, "created", f->v->date);
    ili_fhir_set(f, o, "author", ili_fhir_reference(f, "Device", ""));
    ili_fhir_set(f, o, "addresses", addressed(f));
    ili_fhir_set(f, o, "activity", list);
}

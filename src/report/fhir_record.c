// fhir_record.c - signs of danger as flags, and what the record holds beside the exam: what was there before, consents, who entered what
#include <stdio.h>
#include <string.h>

#include "report/fhir.h"

// ---- danger ----------------------------------------------------------------------------------------------------------------------------

static void flag(ili_fhir *f, const il_safety_item *s) {
    char    key[80];
    ili_out words = {0};
    snprintf(key, sizeof key, "flag/%.60s", s->id);
    json_t *o = ili_fhir_resource(f, "Flag", key);
    ili_putf(&words, "%s: ", ili_level_name(s->level)), ili_put_plain(&words, s->text);
    if (ili_fhir_given(s->action)) ili_put(&words, ". "), ili_put_plain(&words, s->action);
    ili_fhir_text(f, o, "status", "active");
    ili_fhir_set(f, o, "category", ili_fhir_list(f, ili_fhir_coded(f, ILI_FHIR_TERMS "flag-category", "safety", NULL, NULL)));
    if (!words.failed) ili_fhir_set(f, o, "code", ili_fhir_coded(f, ILI_FHIR_OWN "CodeSystem/screen", s->id, NULL, words.text));
    ili_fhir_subject(f, o);
    ili_fhir_set(f, o, "author", ili_fhir_reference(f, "Device", ""));
    f->failed |= words.failed;
    ili_out_free(&words);
}

// ---- before ----------------------------------------------------------------------------------------------------------------------------

static void before(ili_fhir *f, int i) {
    const il_pre_existing *x = &f->p->pre_existing[i];
    char                   key[40];
    ili_out                note = {0};
    snprintf(key, sizeof key, "before/%d", i);
    json_t *o = ili_fhir_resource(f, "Condition", key);
    ili_fhir_set(f, o, "category", ili_fhir_list(f, ili_fhir_concept(f, ILI_SAY(FHIR_PRE_EXISTING_RECORDED))));
    ili_fhir_set(f, o, "code", ili_fhir_concept(f, ili_fhir_given(x->condition) ? x->condition : ILI_SAY(FHIR_NOT_NAMED)));
    ili_fhir_subject(f, o);
    ili_fhir_text(f, o, "onsetString", x->since);
    if (ili_fhir_given(x->source)) ili_putf(&note, "%s: ", ILI_SAY(FHIR_KNOWN_FROM)), ili_put_plain(&note, x->source), ili_put(&note, ". ");
    ili_put_plain(&note, x->note);
    f->failed |= note.failed;
    if (note.text) ili_fhir_set(f, o, "note", ili_fhir_note(f, note.text));
    ili_out_free(&note);
}

// ---- consent ---------------------------------------------------------------------------------------------------------------------------

static json_t *covers(ili_fhir *f, const char *what) {
    int     t = il_find_treatment(f->k, what);
    ili_out words = {0};
    ili_putf(&words, "%s ", ILI_SAY(FHIR_CONSENT));
    if (t >= 0) ili_putf(&words, "%s: ", ILI_SAY(FHIR_TREATMENT)), ili_put_plain(&words, f->k->treatment[t].name);
    else ili_put_plain(&words, !strcmp(what, "processing") ? ILI_SAY(FHIR_PROCESSING_DATA) : !strcmp(what, "exam") ? ILI_SAY(FHIR_EXAMINATION) : what);
    json_t *text = ili_fhir_words(f, &words), *concept = json_object();
    ili_fhir_set(f, concept, "text", text);
    return concept;
}

// R4 asks for a policy: the record holds what was explained, and nothing else
static json_t *explained(ili_fhir *f, const il_consent *c) {
    ili_out words = {0};
    ili_put(&words, ILI_SAY(FHIR_EXPLAINED_AND_RECORDED_NO));
    if (ili_fhir_given(c->risks)) ili_putf(&words, " %s: ", ILI_SAY(FHIR_RISKS_EXPLAINED)), ili_put_plain(&words, c->risks), ili_put(&words, ".");
    if (ili_fhir_given(c->alternatives)) ili_putf(&words, " %s: ", ILI_SAY(FHIR_ALTERNATIVES_EXPLAINED)), ili_put_plain(&words, c->alternatives), ili_put(&words, ".");
    if (ili_fhir_given(c->taken_by)) ili_putf(&words, " %s: ", ILI_SAY(FHIR_EXPLAINED)), ili_put_plain(&words, c->taken_by), ili_put(&words, ".");
    if (ili_fhir_given(c->withdrawn)) ili_putf(&words, " %s: ", ILI_SAY(FHIR_WITHDRAWN)), ili_put_plain(&words, c->withdrawn), ili_putf(&words, " %s ", ILI_SAY(BY)), ili_put_plain(&words, ili_fhir_given(c->withdrawn_by) ? c->withdrawn_by : ILI_SAY(FHIR_SOMEBODY_NOT_NAMED)), ili_put(&words, ".");
    if (ili_fhir_given(c->note)) ili_put(&words, " "), ili_put_plain(&words, c->note);
    json_t *text = ili_fhir_words(f, &words), *concept = json_object();
    ili_fhir_set(f, concept, "text", text);
    return concept;
}

static void consent(ili_fhir *f, int i) {
    const il_consent *c = &f->p->consent[i];
    bool              processing = c->covers && !strcmp(c->covers, "processing"), given = c->given == IL_YES, withdrawn = ili_fhir_given(c->withdrawn);
    char              key[40];
    snprintf(key, sizeof key, "consent/%d", i);
    json_t *o = ili_fhir_resource(f, "Consent", key), *who = json_object(), *provision = json_object(), *period = json_object();
    ili_fhir_text(f, o, "status", !given ? "rejected" : withdrawn ? "inactive" : "active");
    ili_fhir_set(f, o, "scope", ili_fhir_coded(f, ILI_FHIR_TERMS "consentscope", processing ? "patient-privacy" : "treatment", NULL, NULL));
    ili_fhir_set(f, o, "category", ili_fhir_list(f, covers(f, c->covers ? c->covers : ILI_SAY(FHIR_WHAT_WAS_NOT_NAMED))));
    ili_fhir_set(f, o, "patient", ili_fhir_reference(f, "Patient", ""));
    ili_fhir_text(f, o, "dateTime", c->date);
    ili_fhir_text(f, who, "display", c->by);
    ili_fhir_set(f, o, "performer", ili_fhir_list(f, who));
    ili_fhir_set(f, o, "policyRule", explained(f, c));
    ili_fhir_text(f, provision, "type", given && !withdrawn ? "permit" : "deny");
    ili_fhir_text(f, period, "start", withdrawn ? c->withdrawn : c->date);
    ili_fhir_set(f, provision, "period", period);
    ili_fhir_set(f, o, "provision", provision);
}

// ---- who entered what ------------------------------------------------------------------------------------------------------------------

static json_t *agent(ili_fhir *f, const char *type, json_t *who) {
    json_t *a = json_object();
    ili_fhir_set(f, a, "type", ili_fhir_coded(f, ILI_FHIR_TERMS "provenance-participant-type", type, NULL, NULL));
    ili_fhir_set(f, a, "who", who);
    return ili_fhir_list(f, a);
}

static json_t *named(ili_fhir *f, const char *name) {
    json_t *who = json_object();
    ili_fhir_text(f, who, "display", ili_fhir_given(name) ? name : ILI_SAY(NOT_RECORDED));
    return who;
}

static json_t *origin(ili_fhir *f, const char *key, json_t *target, const char *activity) {
    json_t *o = ili_fhir_resource(f, "Provenance", key);
    ili_fhir_set(f, o, "target", target);
    ili_fhir_text(f, o, "recorded", f->written);
    ili_fhir_set(f, o, "activity", ili_fhir_concept(f, activity));
    return o;
}

// what the program computed, from which data
static void computed(ili_fhir *f) {
    json_t *o = origin(f, "computed", ili_fhir_all(f, "RiskAssessment;CarePlan;Flag;Composition"), ILI_SAY(FHIR_COMPUTED_PROGRAM_FROM_RECORD));
    json_t *entity = json_object(), *what = json_object();
    ili_out words = {0};
    ili_fhir_set(f, o, "agent", agent(f, "assembler", ili_fhir_reference(f, "Device", "")));
    ili_putf(&words, "%s ", ILI_SAY(FHIR_TABLES_PROGRAM_SHA_256)), ili_put_plain(&words, f->a->data_hash), ili_put(&words, f->a->locally_modified ? ILI_SAY(DAY_LOCALLY_MODIFIED) : "");
    ili_fhir_set(f, what, "display", ili_fhir_words(f, &words));
    ili_fhir_text(f, entity, "role", "source");
    ili_fhir_set(f, entity, "what", what);
    ili_fhir_set(f, o, "entity", ili_fhir_list(f, entity));
}

// what a person measured and asked at this visit
static void examined(ili_fhir *f) {
    bool    author = ili_fhir_given(f->p->author.name);
    json_t *target = ili_fhir_observed(f, false);
    if (!json_array_size(target)) {
        json_decref(target);
        return;
    }
    json_t *o = origin(f, "examined", target, ILI_SAY(FHIR_ASKED_AND_MEASURED_VISIT));
    ili_fhir_text(f, o, "occurredDateTime", f->v->date);
    if (ili_fhir_given(f->v->examiner)) ili_fhir_set(f, o, "agent", agent(f, "performer", named(f, f->v->examiner)));
    else if (author) ili_fhir_set(f, o, "agent", agent(f, "author", ili_fhir_reference(f, "Practitioner", "")));
    else ili_fhir_set(f, o, "agent", agent(f, "author", named(f, NULL)));
}

static bool same_day(const il_entry *x, const il_entry *y) {
    return !strncmp(x->at ? x->at : "", y->at ? y->at : "", 10) && !strcmp(x->by ? x->by : "", y->by ? y->by : "");
}

// one for each person and day: what they entered or changed
static void entered(ili_fhir *f, int first) {
    const il_entry *x = &f->p->entry[first];
    char            key[40], day[11];
    ili_out         words = {0};
    int             n = 0;
    for (int i = 0; i < first; i++)
        if (same_day(&f->p->entry[i], x)) return;
    for (int i = first; i < f->p->nentry; i++) n += same_day(&f->p->entry[i], x);
    snprintf(key, sizeof key, "entered/%d", first);
    snprintf(day, sizeof day, "%.10s", x->at ? x->at : "");
    ili_putf(&words, "%s %d %s%s %s", ILI_SAY(FHIR_ENTERED_CHANGED), n, ILI_SAY(FHIR_VALUE), n == 1 ? "" : "s", ILI_SAY(FHIR_RECORD));
    if (!words.failed) {
        json_t *o = origin(f, key, ili_fhir_list(f, ili_fhir_reference(f, "Patient", "")), words.text);
        ili_fhir_text(f, o, "occurredDateTime", strlen(day) == 10 ? day : NULL);
        ili_fhir_set(f, o, "agent", agent(f, "enterer", named(f, x->by)));
    }
    f->failed |= words.failed;
    ili_out_free(&words);
}

void ili_fhir_record(ili_fhir *f) {
    for (int i = 0; i < f->a->safety.npositive; i++) flag(f, &f->a->safety.positive[i]);
    for (int i = 0; i < f->p->npre_existing; i++) before(f, i);
    for (int i = 0; i < f->p->nconsent; i++) consent(f, i);
    examined(f);
    computed(f);
    for (int i = 0; i < f->p->nentry; i++) entered(f, i);
}

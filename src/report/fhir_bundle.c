// fhir_bundle.c - a visit as one FHIR R4 document: record, assessment and plan, with what is simulated marked as simulated (docs/fhir.md)
#include <stdio.h>
#include <string.h>

#include "ilium/report.h"
#include "report/care.h"
#include "report/fhir.h"

// ---- who and what ------------------------------------------------------------------------------------------------------------------------

static json_t *identifier(ili_fhir *f, const char *system, const char *value) {
    json_t *id = json_object();
    ili_fhir_text(f, id, "system", system);
    ili_fhir_text(f, id, "value", value);
    return id;
}

// nothing about the person that is not in the record
static void patient(ili_fhir *f) {
    static const char *const genders[] = {"unknown", "female", "male"};
    json_t                  *o = ili_fhir_resource(f, "Patient", ""), *name = json_object();
    if (f->p->simulated) ili_fhir_set(f, o, "extension", ili_fhir_simulated(f));
    if (ili_fhir_given(f->p->id)) ili_fhir_set(f, o, "identifier", ili_fhir_list(f, identifier(f, ILI_FHIR_OWN "record", f->p->id)));
    ili_fhir_text(f, name, "text", f->p->label);
    ili_fhir_set(f, o, "name", ili_fhir_list(f, name));
    ili_fhir_text(f, o, "gender", genders[(unsigned)f->p->person.sex < 3 ? f->p->person.sex : 0]);
}

static void device(ili_fhir *f) {
    json_t *o = ili_fhir_resource(f, "Device", ""), *name = json_object(), *program = json_object(), *data = json_object(), *versions = json_array();
    ili_out words = {0};
    ili_fhir_text(f, name, "name", "Ilium");
    ili_fhir_text(f, name, "type", "user-friendly-name");
    ili_fhir_set(f, o, "deviceName", ili_fhir_list(f, name));
    ili_fhir_set(f, o, "type", ili_fhir_concept(f, ILI_SAY(FHIR_SOFTWARE_RESEARCH_AND_EDUCATION)));
    ili_fhir_set(f, program, "type", ili_fhir_concept(f, "program"));
    ili_fhir_text(f, program, "value", f->a->program_version);
    ili_fhir_set(f, data, "type", ili_fhir_concept(f, ILI_SAY(FHIR_TABLES_SHA_256)));
    ili_put_plain(&words, f->a->data_hash), ili_put(&words, f->a->locally_modified ? ILI_SAY(CARE_LOCALLY_MODIFIED) : "");
    ili_fhir_set(f, data, "value", ili_fhir_words(f, &words));
    ili_fhir_append(f, versions, program), ili_fhir_append(f, versions, data);
    ili_fhir_set(f, o, "version", versions);
}

static void author(ili_fhir *f) {
    const il_author *who = &f->p->author;
    if (!ili_fhir_given(who->name)) return;
    json_t *o = ili_fhir_resource(f, "Practitioner", ""), *name = json_object(), *contact = json_object(), *licence = json_object(), *issuer = json_object();
    ili_fhir_text(f, name, "text", who->name);
    ili_fhir_set(f, o, "name", ili_fhir_list(f, name));
    if (ili_fhir_given(who->contact)) ili_fhir_text(f, contact, "system", "other"), ili_fhir_text(f, contact, "value", who->contact);
    ili_fhir_set(f, o, "telecom", ili_fhir_list(f, contact));
    if (ili_fhir_given(who->licence)) ili_fhir_set(f, licence, "identifier", ili_fhir_list(f, identifier(f, NULL, who->licence)));
    ili_fhir_set(f, licence, "code", ili_fhir_concept(f, ili_fhir_given(who->credentials) ? who->credentials : "licence"));
    ili_fhir_text(f, issuer, "display", who->jurisdiction);
    ili_fhir_set(f, licence, "issuer", issuer);
    ili_fhir_set(f, o, "qualification", ili_fhir_list(f, licence));
}

// ---- the document ----------------------------------------------------------------------------------------------------------------------

// a part of the document: words that anybody can read, and what they are about. Takes `words` and `entry`
static void section(ili_fhir *f, json_t *list, const char *title, ili_out *words, json_t *entry) {
    json_t *s = json_object(), *text = json_object();
    ili_out div = {0};
    ili_put(&div, "<div xmlns=\"http://www.w3.org/1999/xhtml\">"), ili_put(&div, words->text), ili_put(&div, "</div>");
    ili_fhir_text(f, s, "title", title);
    ili_fhir_text(f, text, "status", "generated");
    f->failed |= words->failed;
    ili_fhir_set(f, text, "div", ili_fhir_words(f, &div));
    ili_fhir_set(f, s, "text", text);
    ili_fhir_set(f, s, "entry", entry);
    ili_fhir_append(f, list, s);
    ili_out_free(words);
}

static void say(ili_out *o, const char *text) {
    if (ili_fhir_given(text)) ili_put(o, "<p>"), ili_put_escaped(o, text), ili_put(o, "</p>");
}

static void labelled(ili_out *o, const char *label, const char *text) {
    if (ili_fhir_given(text)) ili_putf(o, "<p>%s: ", label), ili_put_escaped(o, text), ili_put(o, "</p>");
}

static void safety(ili_fhir *f, json_t *list) {
    const il_safety_block *s = &f->a->safety;
    ili_out                o = {0};
    say(&o, ili_say(f->a, ili_level_word(s->level)));
    if (s->level == IL_SAFETY_EMERGENCY) say(&o, ili_say(f->a, ILI_W_EMERGENCY_CALL));
    if (!s->complete) say(&o, ili_say(f->a, ILI_W_SCREEN_INCOMPLETE));
    if (!f->a->validity.in_scope) say(&o, ili_say(f->a, ILI_W_OUT_OF_SCOPE));
    say(&o, s->refusal);
    for (int i = 0; i < s->npositive; i++) {
        ili_put(&o, "<p>"), ili_put_escaped(&o, s->positive[i].text);
        if (ili_fhir_given(s->positive[i].action)) ili_put(&o, ": "), ili_put_escaped(&o, s->positive[i].action);
        ili_put(&o, "</p>");
    }
    if (s->nnot_asked) ili_putf(&o, "<p>%s: ", ILI_SAY(FHIR_NOT_ASKED_LIST));
    for (int i = 0; i < s->nnot_asked; i++) ili_put(&o, i ? "; " : ""), ili_put_escaped(&o, s->not_asked[i].text);
    if (s->nnot_asked) ili_put(&o, "</p>");
    section(f, list, "Safety", &o, ili_fhir_all(f, "Flag"));
}

static void history(ili_fhir *f, json_t *list) {
    const il_history *h = &f->v->history;
    ili_out           o = {0};
    static const char *const word[] = {
#define X(name) #name,
        IL_HISTORY_LIST(X)
#undef X
    };
    const char *const said[] = {
#define X(name) h->name,
        IL_HISTORY_LIST(X)
#undef X
    };
    for (size_t i = 0; i < sizeof said/sizeof *said; i++) {
        char label[40];
        snprintf(label, sizeof label, "%s", word[i]);
        for (char *p = label; *p; p++)
            if (*p == '_') *p = ' ';
        labelled(&o, label, said[i]);
    }
    labelled(&o, "accident", f->p->accident.date), labelled(&o, "mechanism", f->p->accident.mechanism);
    if (!o.size) say(&o, ILI_SAY(FHIR_NO_HISTORY_WORDS_RECORDED));
    section(f, list, "History", &o, json_array());
}

static void findings(ili_fhir *f, json_t *list) {
    ili_out o = {0};
    for (int i = 0; i < f->a->nfinding; i++) {
        const il_assessed_finding *x = &f->a->finding[i];
        if (!ili_fhir_examined(x)) continue;
        ili_put(&o, "<p>"), ili_put_sided(&o, ili_put_escaped, x->name ? x->name : x->test, x->side), ili_put(&o, ": "), ili_put_observed(&o, ili_put_escaped, x), ili_put(&o, "</p>");
    }
    if (!o.size) say(&o, ILI_SAY(FHIR_NO_FINDING_RECORDED));
    section(f, list, ILI_SAY(FHIR_WHAT_WAS_ASKED_AND), &o, ili_fhir_observed(f, false));
}

static void conditions(ili_fhir *f, json_t *list) {
    ili_out o = {0};
    if (!ili_may_rank(f->a)) say(&o, ili_say(f->a, ILI_W_NO_RANKING));
    for (int i = 0; ili_may_rank(f->a) && i < f->a->ncondition; i++) {
        if (!ili_worth_a_row(f->a, i)) continue;
        ili_put(&o, "<p>"), ili_put_sided(&o, ili_put_escaped, f->a->condition[i].name, f->a->condition[i].side);
        ili_putf(&o, ": %s ", ILI_SAY(FHIR_PRESENT)), ili_put_chances(&o, &f->a->condition[i].present), ili_putf(&o, ", %s</p>", ili_link_text(f->a->condition[i].link));
    }
    if (ili_may_rank(f->a) && ili_supports_none(f->a)) say(&o, ili_say(f->a, ILI_W_NO_FINDINGS));
    say(&o, ili_say(f->a, ILI_W_NOT_A_DIAGNOSIS)), say(&o, ili_say(f->a, ILI_W_CALIBRATION)), say(&o, ili_say(f->a, ILI_W_PRESENT_NOT_PAINFUL));
    section(f, list, ILI_SAY(FHIR_CONDITIONS_CONSIDERED), &o, ili_fhir_all(f, "RiskAssessment;Condition"));
}

static void simulation(ili_fhir *f, json_t *list) {
    json_t *entry = ili_fhir_observed(f, true);
    ili_out o = {0};
    say(&o, json_array_size(entry) ? ili_say(f->a, ILI_W_SIMULATED_VALUE) : ILI_SAY(APPENDIX_NONE));
    say(&o, ili_say(f->a, ILI_W_LOAD_NO_CAUSATION));
    section(f, list, ILI_SAY(FHIR_SIMULATED_LOADS_ILLUSTRATIVE), &o, entry);
}

static void plan(ili_fhir *f, json_t *list) {
    ili_out o = {0};
    if (!f->plan) return;
    say(&o, f->plan->only_referral ? f->plan->why : ili_say(f->a, ILI_W_PLAN_PROPOSAL));
    for (int i = 0; i < f->plan->nitem; i++)
        if (f->plan->item[i].choice) labelled(&o, ili_care_choice(&f->plan->item[i]), f->k->treatment[f->plan->item[i].treatment].name);
    for (int i = 0; i < f->plan->nexercise; i++) labelled(&o, "exercise", f->k->exercise[f->plan->exercise[i].exercise].name);
    for (int i = 0; i < f->plan->nreferral; i++) labelled(&o, f->plan->referral[i].own ? ILI_SAY(OWN_WORK) : "referral", f->plan->referral[i].reason);
    section(f, list, "Plan", &o, ili_fhir_all(f, "CarePlan"));
}

static void consents(ili_fhir *f, json_t *list) {
    ili_out o = {0};
    say(&o, f->p->nconsent ? ILI_SAY(FHIR_CONSENTS_RECORDED_STAND_BESIDE) : ILI_SAY(FHIR_NO_CONSENT_RECORDED));
    section(f, list, "Consent", &o, ili_fhir_all(f, "Consent"));
}

static void notices(ili_fhir *f, json_t *list) {
    ili_out     o = {0};
    const char *notice;
    for (int i = 0; (notice = ili_notice(f->a, i)); i++) say(&o, notice);
    if (f->a->person.simulated) say(&o, ili_say(f->a, ILI_W_SIMULATED_TAG));
    section(f, list, "Notices", &o, json_array());
}

static void composition(ili_fhir *f, json_t *o) {
    json_t *authors = json_array(), *sections = json_array(), *keeper = json_object();
    ili_fhir_text(f, o, "status", "preliminary");
    ili_fhir_set(f, o, "type", ili_fhir_concept(f, ILI_SAY(FHIR_MUSCULOSKELETAL_EXAM)));
    ili_fhir_subject(f, o);
    ili_fhir_text(f, o, "date", f->written);
    if (ili_fhir_given(f->p->author.name)) ili_fhir_append(f, authors, ili_fhir_reference(f, "Practitioner", ""));
    ili_fhir_append(f, authors, ili_fhir_reference(f, "Device", ""));
    ili_fhir_set(f, o, "author", authors);
    ili_fhir_text(f, o, "title", f->a->person.simulated ? ILI_SAY(FHIR_SIMULATED_TEACHING_PATIENT_EXAM) : ILI_SAY(FHIR_EXAM_ASSESSMENT_AND_PROPOSED));
    ili_fhir_text(f, keeper, "display", f->p->author.organisation);
    ili_fhir_set(f, o, "custodian", keeper);
    safety(f, sections), history(f, sections), findings(f, sections), conditions(f, sections), simulation(f, sections), plan(f, sections), consents(f, sections), notices(f, sections);
    ili_fhir_set(f, o, "section", sections);
}

// ---- the whole -------------------------------------------------------------------------------------------------------------------------

static json_t *bundle(ili_fhir *f) {
    json_t *root = json_object(), *document = ili_fhir_resource(f, "Composition", "");
    patient(f), device(f), author(f);
    ili_fhir_observations(f);
    ili_fhir_reasoning(f); // its basis is what was asked and measured, so it stands before what is simulated
    ili_fhir_simulation(f);
    ili_fhir_plan(f);
    ili_fhir_record(f);
    composition(f, document);
    char urn[ILI_FHIR_URN];
    ili_fhir_urn(f, "Bundle", "", urn);
    ili_fhir_text(f, root, "resourceType", "Bundle");
    ili_fhir_text(f, root, "id", urn + 9);
    ili_fhir_set(f, root, "identifier", identifier(f, "urn:ietf:rfc:3986", urn));
    ili_fhir_text(f, root, "type", "document");
    ili_fhir_text(f, root, "timestamp", f->written);
    ili_fhir_set(f, root, "entry", json_incref(f->entry));
    return root;
}

// "2026-03-31T12:00:00Z"
static bool is_instant(const char *s) {
    static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
    size_t            i = 0;
    for (; s && form[i] && s[i]; i++)
        if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != form[i]) return false;
    return s && !form[i] && !s[i];
}

il_status il_report_fhir(const il_care_request *r, const il_plan *p, const char *written, char **text, size_t *size, il_error *err) {
    *text = NULL, *size = 0;
    il_status status = il_assessment_check(r->assessment, err);
    if (status) return status;
    if (!is_instant(written)) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the time of the document is written as 2026-03-31T12:00:00Z");
    if (il_patient_consent_stops(r->assess->patient, "processing"))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the consent to processing was refused or withdrawn: nothing is handed on");
    ili_fhir f = {.r = r, .k = r->assess->knowledge, .p = r->assess->patient, .v = il_care_visit(r), .a = r->assessment, .plan = p, .written = written, .entry = json_array()};
    if (!f.v) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the record has no such visit");
    json_t *root = f.entry ? bundle(&f) : NULL;
    *text = root && !f.failed ? json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(12)) : NULL;
    json_decref(root);
    json_decref(f.entry);
    if (!*text) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the document");
    *size = strlen(*text);
    return IL_OK;
}

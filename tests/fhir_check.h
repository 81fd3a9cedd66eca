// fhir_check.h - for tests: is a JSON text a FHIR R4 document as this program writes them? Elements, cardinalities, types, required codes, references.
//
// The tables hold the elements that are used, from the R4 pages of each resource; an element that they do not hold is a fault.
#ifndef FHIR_CHECK_H
#define FHIR_CHECK_H
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

// clang-format off
/// X(type, element, its type, at least, many, codes that R4 requires or "")
#define FHIR_ELEMENTS(X) \
    X(Bundle, resourceType, code, 1, 0, "Bundle") X(Bundle, id, id, 0, 0, "") X(Bundle, identifier, Identifier, 1, 0, "") X(Bundle, type, code, 1, 0, "document") X(Bundle, timestamp, instant, 1, 0, "") X(Bundle, entry, Entry, 1, 1, "") \
    X(Entry, fullUrl, uuid, 1, 0, "") X(Entry, resource, Resource, 1, 0, "") \
    X(Identifier, system, uri, 0, 0, "") X(Identifier, value, string, 1, 0, "") \
    X(Coding, system, uri, 1, 0, "") X(Coding, code, code, 1, 0, "") X(Coding, display, string, 0, 0, "") \
    X(CodeableConcept, coding, Coding, 0, 1, "") X(CodeableConcept, text, string, 0, 0, "") \
    X(Quantity, value, decimal, 1, 0, "") X(Quantity, unit, string, 0, 0, "") X(Quantity, system, uri, 0, 0, "http://unitsofmeasure.org") X(Quantity, code, code, 0, 0, "") \
    X(Range, low, Quantity, 1, 0, "") X(Range, high, Quantity, 1, 0, "") \
    X(Period, start, date, 0, 0, "") X(Period, end, date, 0, 0, "") \
    X(Annotation, text, string, 1, 0, "") \
    X(Reference, reference, uuid, 0, 0, "") X(Reference, display, string, 0, 0, "") \
    X(Extension, url, uri, 1, 0, "") X(Extension, valueBoolean, boolean, 1, 0, "") \
    X(Narrative, status, code, 1, 0, "generated|extensions|additional|empty") X(Narrative, div, xhtml, 1, 0, "") \
    X(HumanName, text, string, 0, 0, "") \
    X(ContactPoint, system, code, 1, 0, "phone|fax|email|pager|url|sms|other") X(ContactPoint, value, string, 1, 0, "") \
    X(Composition, resourceType, code, 1, 0, "Composition") X(Composition, id, id, 1, 0, "") X(Composition, status, code, 1, 0, "preliminary|final|amended|entered-in-error") X(Composition, type, CodeableConcept, 1, 0, "") \
    X(Composition, subject, Reference, 0, 0, "") X(Composition, date, dateTime, 1, 0, "") X(Composition, author, Reference, 1, 1, "") X(Composition, title, string, 1, 0, "") X(Composition, custodian, Reference, 0, 0, "") X(Composition, section, Section, 0, 1, "") \
    X(Section, title, string, 0, 0, "") X(Section, text, Narrative, 1, 0, "") X(Section, entry, Reference, 0, 1, "") \
    X(Patient, resourceType, code, 1, 0, "Patient") X(Patient, id, id, 1, 0, "") X(Patient, extension, Extension, 0, 1, "") X(Patient, identifier, Identifier, 0, 1, "") X(Patient, name, HumanName, 0, 1, "") X(Patient, gender, code, 0, 0, "male|female|other|unknown") \
    X(Device, resourceType, code, 1, 0, "Device") X(Device, id, id, 1, 0, "") X(Device, deviceName, DeviceName, 0, 1, "") X(Device, type, CodeableConcept, 0, 0, "") X(Device, version, DeviceVersion, 0, 1, "") \
    X(DeviceName, name, string, 1, 0, "") X(DeviceName, type, code, 1, 0, "udi-label-name|user-friendly-name|patient-reported-name|manufacturer-name|model-name|other") \
    X(DeviceVersion, type, CodeableConcept, 0, 0, "") X(DeviceVersion, value, string, 1, 0, "") \
    X(Practitioner, resourceType, code, 1, 0, "Practitioner") X(Practitioner, id, id, 1, 0, "") X(Practitioner, name, HumanName, 0, 1, "") X(Practitioner, telecom, ContactPoint, 0, 1, "") X(Practitioner, qualification, Qualification, 0, 1, "") \
    X(Qualification, identifier, Identifier, 0, 1, "") X(Qualification, code, CodeableConcept, 1, 0, "") X(Qualification, issuer, Reference, 0, 0, "") \
    X(Observation, resourceType, code, 1, 0, "Observation") X(Observation, id, id, 1, 0, "") X(Observation, extension, Extension, 0, 1, "") X(Observation, status, code, 1, 0, "registered|preliminary|final|amended|corrected|cancelled|entered-in-error|unknown") \
    X(Observation, category, CodeableConcept, 1, 1, "") X(Observation, code, CodeableConcept, 1, 0, "") X(Observation, subject, Reference, 1, 0, "") X(Observation, effectiveDateTime, dateTime, 0, 0, "") \
    X(Observation, valueQuantity, Quantity, 0, 0, "") X(Observation, valueCodeableConcept, CodeableConcept, 0, 0, "") X(Observation, valueBoolean, boolean, 0, 0, "") X(Observation, dataAbsentReason, CodeableConcept, 0, 0, "") \
    X(Observation, bodySite, CodeableConcept, 0, 0, "") X(Observation, method, CodeableConcept, 0, 0, "") X(Observation, device, Reference, 0, 0, "") X(Observation, note, Annotation, 0, 1, "") X(Observation, referenceRange, ReferenceRange, 0, 1, "") X(Observation, component, Component, 0, 1, "") \
    X(Component, code, CodeableConcept, 1, 0, "") X(Component, valueRange, Range, 0, 0, "") X(Component, valueQuantity, Quantity, 0, 0, "") \
    X(ReferenceRange, low, Quantity, 0, 0, "") X(ReferenceRange, high, Quantity, 0, 0, "") X(ReferenceRange, text, string, 0, 0, "") \
    X(Condition, resourceType, code, 1, 0, "Condition") X(Condition, id, id, 1, 0, "") X(Condition, verificationStatus, CodeableConcept, 0, 0, "") X(Condition, category, CodeableConcept, 0, 1, "") X(Condition, code, CodeableConcept, 1, 0, "") X(Condition, bodySite, CodeableConcept, 0, 1, "") \
    X(Condition, subject, Reference, 1, 0, "") X(Condition, onsetString, string, 0, 0, "") X(Condition, recordedDate, dateTime, 0, 0, "") X(Condition, evidence, Evidence, 0, 1, "") X(Condition, note, Annotation, 0, 1, "") \
    X(Evidence, detail, Reference, 1, 1, "") \
    X(RiskAssessment, resourceType, code, 1, 0, "RiskAssessment") X(RiskAssessment, id, id, 1, 0, "") X(RiskAssessment, status, code, 1, 0, "registered|preliminary|final|amended|corrected|cancelled|entered-in-error|unknown") X(RiskAssessment, method, CodeableConcept, 0, 0, "") \
    X(RiskAssessment, code, CodeableConcept, 0, 0, "") X(RiskAssessment, subject, Reference, 1, 0, "") X(RiskAssessment, occurrenceDateTime, dateTime, 0, 0, "") X(RiskAssessment, performer, Reference, 0, 0, "") X(RiskAssessment, basis, Reference, 0, 1, "") \
    X(RiskAssessment, prediction, Prediction, 0, 1, "") X(RiskAssessment, note, Annotation, 0, 1, "") \
    X(Prediction, outcome, CodeableConcept, 0, 0, "") X(Prediction, probabilityDecimal, percent, 0, 0, "") X(Prediction, qualitativeRisk, CodeableConcept, 0, 0, "") X(Prediction, rationale, string, 0, 0, "") \
    X(CarePlan, resourceType, code, 1, 0, "CarePlan") X(CarePlan, id, id, 1, 0, "") X(CarePlan, status, code, 1, 0, "draft|active|on-hold|revoked|completed|entered-in-error|unknown") X(CarePlan, intent, code, 1, 0, "proposal|plan|order|option") X(CarePlan, title, string, 0, 0, "") \
    X(CarePlan, description, string, 0, 0, "") X(CarePlan, subject, Reference, 1, 0, "") X(CarePlan, created, dateTime, 0, 0, "") X(CarePlan, author, Reference, 0, 0, "") X(CarePlan, addresses, Reference, 0, 1, "") X(CarePlan, activity, Activity, 0, 1, "") \
    X(Activity, detail, Detail, 1, 0, "") \
    X(Detail, kind, code, 0, 0, "Appointment|CommunicationRequest|DeviceRequest|MedicationRequest|NutritionOrder|Task|ServiceRequest|VisionPrescription") X(Detail, code, CodeableConcept, 0, 0, "") \
    X(Detail, status, code, 1, 0, "not-started|scheduled|in-progress|on-hold|completed|cancelled|stopped|unknown|entered-in-error") X(Detail, doNotPerform, boolean, 0, 0, "") X(Detail, scheduledString, string, 0, 0, "") X(Detail, performer, Reference, 0, 1, "") X(Detail, description, string, 0, 0, "") \
    X(Flag, resourceType, code, 1, 0, "Flag") X(Flag, id, id, 1, 0, "") X(Flag, status, code, 1, 0, "active|inactive|entered-in-error") X(Flag, category, CodeableConcept, 0, 1, "") X(Flag, code, CodeableConcept, 1, 0, "") X(Flag, subject, Reference, 1, 0, "") X(Flag, author, Reference, 0, 0, "") \
    X(Consent, resourceType, code, 1, 0, "Consent") X(Consent, id, id, 1, 0, "") X(Consent, status, code, 1, 0, "draft|proposed|active|rejected|inactive|entered-in-error") X(Consent, scope, CodeableConcept, 1, 0, "") X(Consent, category, CodeableConcept, 1, 1, "") \
    X(Consent, patient, Reference, 1, 0, "") X(Consent, dateTime, dateTime, 0, 0, "") X(Consent, performer, Reference, 0, 1, "") X(Consent, policyRule, CodeableConcept, 1, 0, "") X(Consent, provision, Provision, 0, 0, "") \
    X(Provision, type, code, 0, 0, "deny|permit") X(Provision, period, Period, 0, 0, "") \
    X(Provenance, resourceType, code, 1, 0, "Provenance") X(Provenance, id, id, 1, 0, "") X(Provenance, target, Reference, 1, 1, "") X(Provenance, occurredDateTime, dateTime, 0, 0, "") X(Provenance, recorded, instant, 1, 0, "") X(Provenance, activity, CodeableConcept, 0, 0, "") \
    X(Provenance, agent, Agent, 1, 1, "") X(Provenance, entity, Entity, 0, 1, "") \
    X(Agent, type, CodeableConcept, 0, 0, "") X(Agent, who, Reference, 1, 0, "") \
    X(Entity, role, code, 1, 0, "derivation|revision|quotation|source|removal") X(Entity, what, Reference, 1, 0, "")
/// Codings of HL7's own systems: the code must be one of these
#define FHIR_CODES(X) \
    X("http://terminology.hl7.org/CodeSystem/observation-category", "social-history|vital-signs|imaging|laboratory|procedure|survey|exam|therapy|activity") \
    X("http://terminology.hl7.org/CodeSystem/condition-ver-status", "unconfirmed|provisional|differential|confirmed|refuted|entered-in-error") \
    X("http://terminology.hl7.org/CodeSystem/data-absent-reason", "unknown|asked-unknown|temp-unknown|not-asked|asked-declined|masked|not-applicable|unsupported|as-text|error|not-a-number|negative-infinity|positive-infinity|not-performed|not-permitted") \
    X("http://terminology.hl7.org/CodeSystem/flag-category", "diet|drug|lab|admin|contact|clinical|behavioral|research|advance-directive|safety") \
    X("http://terminology.hl7.org/CodeSystem/consentscope", "adr|research|patient-privacy|treatment") \
    X("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "enterer|performer|author|verifier|legal|attester|informant|custodian|assembler|composer")
// clang-format on

typedef struct fhir_element {
    const char *type, *name, *of;
    int         least, many;
    const char *codes;
} fhir_element;

static const fhir_element fhir_elements[] = {
#define X(type, name, of, least, many, codes) {#type, #name, #of, least, many, codes},
    FHIR_ELEMENTS(X)
#undef X
};

/// A bundle under check; `fault` is the first thing wrong, "" = none.
typedef struct fhir_check {
    const json_t *bundle;
    char          fault[400];
} fhir_check;

#define FHIR_FAULT(c, ...)                                                              \
    do {                                                                                \
        if (!*(c)->fault) snprintf((c)->fault, sizeof (c)->fault, __VA_ARGS__);         \
    } while (0)

static inline bool fhir_in(const char *list, const char *word) {
    size_t n = strlen(word);
    for (const char *p = list; *p; p += strcspn(p, "|"), p += *p == '|')
        if (strcspn(p, "|") == n && !strncmp(p, word, n)) return true;
    return false;
}

// '9' a digit, 'x' a lower-case hex digit, others themselves
static inline bool fhir_form(const char *s, const char *form) {
    for (; *form && *s; form++, s++)
        if (*form == '9' ? !isdigit((unsigned char)*s) : *form == 'x' ? !strchr("0123456789abcdef", *s) : *form != *s) return false;
    return !*form && !*s;
}

static inline bool fhir_is_date(const char *s) { return fhir_form(s, "9999") || fhir_form(s, "9999-99") || fhir_form(s, "9999-99-99"); }
static inline bool fhir_is_instant(const char *s) { return fhir_form(s, "9999-99-99T99:99:99Z"); }
static inline bool fhir_is_uuid(const char *s) { return fhir_form(s, "urn:uuid:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"); }

// strings are never empty and hold no control characters but those of white space
static inline bool fhir_is_string(const char *s) {
    bool any = false;
    for (const unsigned char *u = (const unsigned char *)s; *u; u++) {
        if (*u < 0x20 && *u != '\t' && *u != '\r' && *u != '\n') return false;
        any |= *u > 0x20;
    }
    return any && strlen(s) <= 1024*1024;
}

// well-formed enough: one div, tags p only, entities and no bare <, > or &
static inline bool fhir_is_xhtml(const char *s) {
    static const char open[] = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";
    size_t            n = strlen(s);
    int               depth = 0;
    if (strncmp(s, open, sizeof open - 1) != 0 || n < 6 || strcmp(s + n - 6, "</div>") != 0) return false;
    for (const char *p = s + sizeof open - 1; p < s + n - 6; p++) {
        if (!strncmp(p, "<p>", 3)) depth++, p += 2;
        else if (!strncmp(p, "</p>", 4)) depth--, p += 3;
        else if (*p == '<' || *p == '>') return false;
        else if (*p == '&' && strncmp(p, "&amp;", 5) != 0 && strncmp(p, "&lt;", 4) != 0 && strncmp(p, "&gt;", 4) != 0 && strncmp(p, "&quot;", 6) != 0 && strncmp(p, "&#39;", 5) != 0) return false;
        if (depth < 0 || depth > 1) return false;
    }
    return depth == 0 && fhir_is_string(s) && n > sizeof open + 6;
}

static inline void fhir_object(fhir_check *c, const char *type, const json_t *o, const char *path);

static inline bool fhir_resolves(const fhir_check *c, const char *urn) {
    const json_t *entry;
    size_t        i;
    json_array_foreach(json_object_get(c->bundle, "entry"), i, entry) {
        const char *full = json_string_value(json_object_get(entry, "fullUrl"));
        if (full && !strcmp(full, urn)) return true;
    }
    return false;
}

static inline void fhir_scalar(fhir_check *c, const fhir_element *e, const json_t *v, const char *path) {
    const char *s = json_string_value(v);
    bool        number = json_is_number(v), fits;
    if (!strcmp(e->of, "boolean")) fits = json_is_boolean(v);
    else if (!strcmp(e->of, "decimal")) fits = number;
    else if (!strcmp(e->of, "percent")) fits = number && json_number_value(v) >= 0.0 && json_number_value(v) <= 100.0;
    else if (!s) fits = false;
    else if (!strcmp(e->of, "uuid")) fits = fhir_is_uuid(s);
    else if (!strcmp(e->of, "instant")) fits = fhir_is_instant(s);
    else if (!strcmp(e->of, "date")) fits = fhir_is_date(s);
    else if (!strcmp(e->of, "dateTime")) fits = fhir_is_date(s) || fhir_is_instant(s);
    else if (!strcmp(e->of, "uri")) fits = !strpbrk(s, " \t\r\n") && strchr(s, ':');
    else if (!strcmp(e->of, "code")) fits = fhir_is_string(s) && s[0] != ' ' && !strstr(s, "  ");
    else if (!strcmp(e->of, "id")) fits = strlen(s) <= 64 && strspn(s, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-.") == strlen(s);
    else if (!strcmp(e->of, "xhtml")) fits = fhir_is_xhtml(s);
    else fits = fhir_is_string(s);
    if (!fits) FHIR_FAULT(c, "%s is no %s: %.60s", path, e->of, s ? s : "(not text)");
    if (fits && *e->codes && !fhir_in(e->codes, s)) FHIR_FAULT(c, "%s: the code %.60s is none of %s", path, s, e->codes);
}

static inline bool fhir_complex(const char *type) {
    for (size_t i = 0; i < sizeof fhir_elements/sizeof *fhir_elements; i++)
        if (!strcmp(fhir_elements[i].type, type)) return true;
    return !strcmp(type, "Resource");
}

static inline void fhir_value(fhir_check *c, const fhir_element *e, const json_t *v, const char *path) {
    if (!fhir_complex(e->of)) fhir_scalar(c, e, v, path);
    else if (strcmp(e->of, "Resource") != 0) fhir_object(c, e->of, v, path);
    else {
        const char *type = json_string_value(json_object_get(v, "resourceType"));
        if (!type || !fhir_complex(type)) FHIR_FAULT(c, "%s has no resourceType that is known", path);
        else fhir_object(c, type, v, path);
    }
}

// what no table says: one value, a coding of HL7 from its set, a reference that leads somewhere
static inline void fhir_rules(fhir_check *c, const char *type, const json_t *o, const char *path) {
    static const struct {
        const char *system, *codes;
    } sets[] = {
#define X(system, codes) {system, codes},
        FHIR_CODES(X)
#undef X
    };
    if (!strcmp(type, "Observation")) {
        int values = !!json_object_get(o, "valueQuantity") + !!json_object_get(o, "valueCodeableConcept") + !!json_object_get(o, "valueBoolean"), absent = !!json_object_get(o, "dataAbsentReason");
        if (values + absent != 1) FHIR_FAULT(c, "%s has %d values and %d reasons for none", path, values, absent);
    }
    if (!strcmp(type, "Reference") && json_object_size(o) == 0) FHIR_FAULT(c, "%s is empty", path);
    const char *to = !strcmp(type, "Reference") ? json_string_value(json_object_get(o, "reference")) : NULL;
    if (to && !fhir_resolves(c, to)) FHIR_FAULT(c, "%s leads nowhere", path);
    const char *system = !strcmp(type, "Coding") ? json_string_value(json_object_get(o, "system")) : NULL;
    for (size_t i = 0; system && i < sizeof sets/sizeof *sets; i++)
        if (!strcmp(system, sets[i].system) && !fhir_in(sets[i].codes, json_string_value(json_object_get(o, "code")))) FHIR_FAULT(c, "%s is no code of %s", path, system);
    if (!strcmp(type, "CodeableConcept") && !json_object_get(o, "text") && !json_object_get(o, "coding")) FHIR_FAULT(c, "%s says nothing", path);
}

static inline void fhir_object(fhir_check *c, const char *type, const json_t *o, const char *path) {
    const char *key;
    json_t     *v;
    char        at[300];
    if (!json_is_object(o)) {
        FHIR_FAULT(c, "%s is no object", path);
        return;
    }
    json_object_foreach((json_t *)(size_t)o, key, v) {
        const fhir_element *e = NULL;
        for (size_t i = 0; i < sizeof fhir_elements/sizeof *fhir_elements; i++)
            if (!strcmp(fhir_elements[i].type, type) && !strcmp(fhir_elements[i].name, key)) e = &fhir_elements[i];
        snprintf(at, sizeof at, "%.200s.%.60s", path, key);
        if (!e) FHIR_FAULT(c, "%s: %s has no such element", at, type);
        else if (e->many != json_is_array(v)) FHIR_FAULT(c, "%s: %s", at, e->many ? "a list" : "no list");
        else if (!e->many) fhir_value(c, e, v, at);
        else if (!json_array_size(v)) FHIR_FAULT(c, "%s is an empty list", at);
        for (size_t i = 0; e && e->many && i < json_array_size(v); i++) {
            snprintf(at, sizeof at, "%.200s.%.60s[%d]", path, key, (int)i);
            fhir_value(c, e, json_array_get(v, i), at);
        }
    }
    for (size_t i = 0; i < sizeof fhir_elements/sizeof *fhir_elements; i++)
        if (!strcmp(fhir_elements[i].type, type) && fhir_elements[i].least && !json_object_get(o, fhir_elements[i].name)) FHIR_FAULT(c, "%s lacks %s", path, fhir_elements[i].name);
    fhir_rules(c, type, o, path);
}

/// The first thing that is wrong with a bundle, or "".
static inline const char *fhir_fault(fhir_check *c, const json_t *bundle) {
    const json_t *entries = json_object_get(bundle, "entry"), *first = json_object_get(json_array_get(entries, 0), "resource");
    *c = (fhir_check){.bundle = bundle};
    fhir_object(c, "Bundle", bundle, "Bundle");
    if (!first || strcmp(json_string_value(json_object_get(first, "resourceType")), "Composition") != 0) FHIR_FAULT(c, "the first entry is no Composition");
    for (size_t i = 0; i < json_array_size(entries); i++) {
        const char *url = json_string_value(json_object_get(json_array_get(entries, i), "fullUrl")), *id = json_string_value(json_object_get(json_object_get(json_array_get(entries, i), "resource"), "id"));
        if (url && id && strcmp(url + 9, id) != 0) FHIR_FAULT(c, "entry %d: its id is not that of its address", (int)i);
        for (size_t j = 0; url && j < i; j++)
            if (!strcmp(url, json_string_value(json_object_get(json_array_get(entries, j), "fullUrl")))) FHIR_FAULT(c, "entries %d and %d have one address", (int)j, (int)i);
    }
    return c->fault;
}
#endif

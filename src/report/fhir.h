// fhir.h - the parts of a FHIR R4 bundle: what its resources share
//
// Every function that makes JSON gives NULL when memory is out; ili_fhir_set() remembers that in f->failed, so that callers need not look.
#ifndef ILI_REPORT_FHIR_H
#define ILI_REPORT_FHIR_H
#include <jansson.h>

#include "ilium/plan.h"
#include "report/words.h"

/// Our own code systems and extensions: names that nobody can own and that resolve nowhere (RFC 2606).
#define ILI_FHIR_OWN "https://ilium.invalid/fhir/"
#define ILI_FHIR_TERMS "http://terminology.hl7.org/CodeSystem/"

enum { ILI_FHIR_URN = 46 }; ///< "urn:uuid:" and 36 characters, and the closing zero

/// One bundle in the making.
typedef struct ili_fhir {
    const il_care_request *r;
    const il_knowledge    *k;
    const il_patient      *p;
    const il_visit        *v;
    const il_assessment   *a;
    const il_plan         *plan;
    const char            *written; ///< instant: "2026-03-31T12:00:00Z"
    json_t                *entry;   ///< of the bundle
    bool                   failed;
} ili_fhir;

// ---- values ----

/// Takes `value`. NULL is memory that is out, JSON null and "" are left out.
void    ili_fhir_set(ili_fhir *f, json_t *o, const char *key, json_t *value);
void    ili_fhir_append(ili_fhir *f, json_t *array, json_t *value);
void    ili_fhir_text(ili_fhir *f, json_t *o, const char *key, const char *text); ///< left out where there is none, or blanks only
bool    ili_fhir_given(const char *text); ///< is there more than blanks?
/// Words put together; takes what is in `o`.
json_t *ili_fhir_words(ili_fhir *f, ili_out *o);
json_t *ili_fhir_number(double x, double width); ///< as many decimals as a value known within `width` deserves
/// A quantity in words of this program ("deg", "N"); UCUM where it has the unit.
json_t *ili_fhir_quantity(ili_fhir *f, double x, double width, const char *unit);
json_t *ili_fhir_range(ili_fhir *f, double low, double high, const char *unit);
json_t *ili_fhir_concept(ili_fhir *f, const char *text);
/// A concept with one code; system and code may be NULL: text only.
json_t *ili_fhir_coded(ili_fhir *f, const char *system, const char *code, const char *display, const char *text);
/// The verified code of a condition or an observation, or NULL. A code for a side stands for that side only.
const il_code *ili_fhir_code(const ili_fhir *f, bool condition, const char *id, il_side side);
json_t *ili_fhir_list(ili_fhir *f, json_t *one); ///< [one]
json_t *ili_fhir_note(ili_fhir *f, const char *text); ///< [{"text": ...}]
/// Marks what no one measured: an extension of our own, beside words that say so.
json_t *ili_fhir_simulated(ili_fhir *f);

// ---- resources ----

/// The name of a resource in the bundle: of the record, the visit, the kind and the key, the same at every export.
void    ili_fhir_urn(const ili_fhir *f, const char *type, const char *key, char out[ILI_FHIR_URN]);
json_t *ili_fhir_reference(ili_fhir *f, const char *type, const char *key);
/// A new resource in the bundle, to be filled: owned by it. Never NULL: when memory is out it goes nowhere.
json_t *ili_fhir_resource(ili_fhir *f, const char *type, const char *key);
void    ili_fhir_subject(ili_fhir *f, json_t *resource); ///< the patient
/// Every resource of this type that is in the bundle already, as references; of several, by `;`.
json_t *ili_fhir_all(ili_fhir *f, const char *types);
/// Every observation of these that was asked or measured, and every one that was simulated.
json_t *ili_fhir_observed(ili_fhir *f, bool simulated);

void ili_fhir_observations(ili_fhir *f); ///< the screen, the person, pain, findings, scores
void ili_fhir_simulation(ili_fhir *f);   ///< simulated loads and postures
void ili_fhir_reasoning(ili_fhir *f);    ///< conditions and their probabilities
void ili_fhir_plan(ili_fhir *f);         ///< what is proposed and what must not be done
void ili_fhir_record(ili_fhir *f);       ///< flags, what was there before, consents, who entered what
bool ili_fhir_may_name(const ili_fhir *f, int condition); ///< is it likely enough to stand as a condition of its own?
/// Key of a finding of the assessment.
/// Was it examined? What the history tells, and what follows from other entries, is no observation.
bool ili_fhir_examined(const il_assessed_finding *x);
void ili_fhir_finding_key(const ili_fhir *f, int finding, char out[96]);
#endif

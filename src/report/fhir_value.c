// fhir_value.c - values, names and resources of a FHIR bundle
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/sha256.h"
#include "report/fhir.h"
#include "report/json_value.h"

// ---- values ----------------------------------------------------------------------------------------------------------------------------

// FHIR knows no empty text, list or object: it is left out
static bool nothing(const json_t *v) {
    if (json_is_null(v)) return true;
    if (json_is_string(v)) return strspn(json_string_value(v), " ") == json_string_length(v);
    return (json_is_array(v) && !json_array_size(v)) || (json_is_object(v) && !json_object_size(v));
}

bool ili_fhir_given(const char *text) {
    while (text && *text && (unsigned char)*text <= ' ') text++;
    return text && *text;
}

void ili_fhir_set(ili_fhir *f, json_t *o, const char *key, json_t *value) {
    if (!value) f->failed = true;
    else if (nothing(value)) json_decref(value);
    else if (json_object_set_new(o, key, value)) f->failed = true;
}

void ili_fhir_append(ili_fhir *f, json_t *array, json_t *value) {
    if (value && nothing(value)) json_decref(value);
    else if (!value || json_array_append_new(array, value)) f->failed = true;
}

void ili_fhir_text(ili_fhir *f, json_t *o, const char *key, const char *text) { ili_fhir_set(f, o, key, ili_json_text(text)); }

json_t *ili_fhir_words(ili_fhir *f, ili_out *o) {
    json_t *text = o->failed ? NULL : ili_json_text(o->text);
    if (o->failed) f->failed = true;
    ili_out_free(o);
    return text;
}

json_t *ili_fhir_number(double x, double width) {
    if (!isfinite(x)) return json_null();
    double scale = pow(10.0, ili_decimals(width)), y = round(x*scale)/scale;
    return y == round(y) && fabs(y) < 1e15 ? json_integer((json_int_t)y) : json_real(y);
}

// clang-format off
/// Units of this program that UCUM has: X(word, code)
#define UNITS(X) X("deg", "deg") X("mm", "mm") X("cm", "cm") X("m", "m") X("N", "N") X("N m", "N.m") X("MPa", "MPa") X("%", "%") X("kg", "kg") X("kg/m2", "kg/m2") X("a", "a") X("{score}", "{score}")
// clang-format on
static const char *ucum(const char *unit) {
    static const char *const pairs[][2] = {
#define X(word, code) {word, code},
        UNITS(X)
#undef X
    };
    for (size_t i = 0; unit && i < sizeof pairs/sizeof *pairs; i++)
        if (!strcmp(pairs[i][0], unit)) return pairs[i][1];
    return NULL;
}

json_t *ili_fhir_quantity(ili_fhir *f, double x, double width, const char *unit) {
    const char *code = ucum(unit);
    json_t     *q = json_object();
    ili_fhir_set(f, q, "value", ili_fhir_number(x, width));
    ili_fhir_text(f, q, "unit", unit);
    ili_fhir_text(f, q, "system", code ? "http://unitsofmeasure.org" : NULL);
    ili_fhir_text(f, q, "code", code);
    return q;
}

json_t *ili_fhir_range(ili_fhir *f, double low, double high, const char *unit) {
    json_t *range = json_object();
    ili_fhir_set(f, range, "low", ili_fhir_quantity(f, low, high - low, unit));
    ili_fhir_set(f, range, "high", ili_fhir_quantity(f, high, high - low, unit));
    return range;
}

json_t *ili_fhir_coded(ili_fhir *f, const char *system, const char *code, const char *display, const char *text) {
    json_t *concept = json_object(), *coding = json_object();
    if (system && code) ili_fhir_text(f, coding, "system", system), ili_fhir_text(f, coding, "code", code), ili_fhir_text(f, coding, "display", display);
    ili_fhir_set(f, concept, "coding", ili_fhir_list(f, coding));
    ili_fhir_text(f, concept, "text", text);
    return concept;
}

json_t *ili_fhir_concept(ili_fhir *f, const char *text) { return ili_fhir_coded(f, NULL, NULL, NULL, text); }

const il_code *ili_fhir_code(const ili_fhir *f, bool condition, const char *id, il_side side) {
    for (int i = 0; i < f->k->ncode; i++) {
        const il_code *c = &f->k->code[i];
        if (c->status == IL_SOURCE_FOUND && c->condition == condition && !strcmp(c->id, id) && (c->side == IL_SIDE_NONE || c->side == side)) return c;
    }
    return NULL;
}

json_t *ili_fhir_list(ili_fhir *f, json_t *one) {
    json_t *list = json_array();
    ili_fhir_append(f, list, one);
    return list;
}

json_t *ili_fhir_note(ili_fhir *f, const char *text) {
    json_t *note = json_object();
    ili_fhir_text(f, note, "text", text);
    return ili_fhir_list(f, note);
}

json_t *ili_fhir_simulated(ili_fhir *f) {
    json_t *extension = json_object();
    ili_fhir_text(f, extension, "url", ILI_FHIR_OWN "StructureDefinition/simulated");
    ili_fhir_set(f, extension, "valueBoolean", json_true());
    return ili_fhir_list(f, extension);
}

// ---- names -----------------------------------------------------------------------------------------------------------------------------

static void add(ili_sha256 *s, const char *text) { ili_sha256_add(s, text ? text : "", text ? strlen(text) + 1 : 1); }

// RFC 9562, version 8: the bits are ours. Two records are told apart by id, label and who keeps them; two visits by day
void ili_fhir_urn(const ili_fhir *f, const char *type, const char *key, char out[ILI_FHIR_URN]) {
    ili_sha256 s;
    char       hex[ILI_SHA256_HEX], day[32];
    snprintf(day, sizeof day, "%d", (int)(f->v - f->p->visit));
    ili_sha256_start(&s);
    add(&s, "ilium"), add(&s, f->p->id), add(&s, f->p->label), add(&s, f->p->author.licence), add(&s, f->p->author.organisation);
    // the person, the author and the program are the same at every visit
    bool lasting = !strcmp(type, "Patient") || !strcmp(type, "Practitioner");
    add(&s, lasting ? "" : f->v->date ? f->v->date : day), add(&s, type), add(&s, key);
    ili_sha256_hex(&s, hex);
    hex[12] = '8', hex[16] = "89ab"[(unsigned char)hex[16]%4];
    snprintf(out, ILI_FHIR_URN, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

json_t *ili_fhir_reference(ili_fhir *f, const char *type, const char *key) {
    char    urn[ILI_FHIR_URN];
    json_t *reference = json_object();
    ili_fhir_urn(f, type, key, urn);
    ili_fhir_text(f, reference, "reference", urn);
    return reference;
}

json_t *ili_fhir_resource(ili_fhir *f, const char *type, const char *key) {
    char    urn[ILI_FHIR_URN];
    json_t *entry = json_object(), *resource = json_object();
    ili_fhir_urn(f, type, key, urn);
    ili_fhir_text(f, entry, "fullUrl", urn);
    ili_fhir_text(f, resource, "resourceType", type);
    ili_fhir_text(f, resource, "id", urn + 9);
    // the entry owns it; when memory is out the bundle is thrown away, and what is filled goes nowhere
    bool whole = entry && resource && !json_object_set_new(entry, "resource", json_incref(resource));
    json_decref(resource);
    if (!whole) json_decref(entry);
    if (!whole || json_array_append_new(f->entry, entry)) {
        f->failed = true;
        return NULL;
    }
    return resource;
}

void ili_fhir_subject(ili_fhir *f, json_t *resource) { ili_fhir_set(f, resource, "subject", ili_fhir_reference(f, "Patient", "")); }

static const char *type_of(const json_t *entry) {
    const char *type = json_string_value(json_object_get(json_object_get(entry, "resource"), "resourceType"));
    return type ? type : "";
}

static json_t *address(ili_fhir *f, const json_t *entry) {
    json_t *reference = json_object();
    ili_fhir_text(f, reference, "reference", json_string_value(json_object_get(entry, "fullUrl")));
    return reference;
}

json_t *ili_fhir_all(ili_fhir *f, const char *types) {
    json_t *list = json_array(), *entry;
    size_t  i;
    json_array_foreach(f->entry, i, entry)
        if (il_list_has(types, type_of(entry))) ili_fhir_append(f, list, address(f, entry));
    return list;
}

json_t *ili_fhir_observed(ili_fhir *f, bool simulated) {
    json_t *list = json_array(), *entry;
    size_t  i;
    json_array_foreach(f->entry, i, entry) {
        bool marked = json_object_get(json_object_get(entry, "resource"), "extension") != NULL;
        if (!strcmp(type_of(entry), "Observation") && marked == simulated) ili_fhir_append(f, list, address(f, entry));
    }
    return list;
}

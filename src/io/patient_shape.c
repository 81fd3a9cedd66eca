// patient_shape.c - the keys of a patient file
#include <string.h>
#include "ilium/patient.h"
#include "shape.h"

#define COUNT(a) ((int)(sizeof(a)/sizeof(a)[0]))
#define TEXT(type, name) {.key = #name, .kind = ILI_FIELD_TEXT, .offset = offsetof(type, name)}
#define NUMBER(type, name) {.key = #name, .kind = ILI_FIELD_NUMBER, .offset = offsetof(type, name)}
#define CHOICE(type, name, words, from) \
    {.key = #name, .kind = ILI_FIELD_CHOICE, .offset = offsetof(type, name), .word = words, .nword = COUNT(words), .first = from}
#define OBJECT(type, name, of) {.key = #name, .kind = ILI_FIELD_OBJECT, .offset = offsetof(type, name), .shape = &of}
#define LIST(type, json, name, of) \
    {.key = json, .kind = ILI_FIELD_LIST, .offset = offsetof(type, name), .count_offset = offsetof(type, n##name), .shape = &of}
#define SHAPE(json, type, fields, line) {.name = json, .field = fields, .nfield = COUNT(fields), .size = sizeof(type), .one_line = line}

static const char *const sexes[] = {"female", "male"};
static const char *const answers[] = {"not_asked", "no", "yes"};
static const char *const onsets[] = {"unknown", "sudden", "gradual"};
static const char *const sides[] = {"r", "l"};
static const char *const area_sides[] = {"mid", "r", "l"};
static const char *const results[] = {"negative", "positive", "normal", "reduced", "increased"};
static const char *const limits[] = {"not_recorded", "stretch", "stop", "local_pain", "pain_below_knee", "guarding"};

static const ili_field source_fields[] = {TEXT(il_case_source, citation), TEXT(il_case_source, url), TEXT(il_case_source, tier),
                                          TEXT(il_case_source, confirmed_cause), TEXT(il_case_source, note)};
static const ili_shape source_shape = SHAPE("source", il_case_source, source_fields, false);

static const ili_field person_fields[] = {
    CHOICE(il_person, sex, sexes, IL_SEX_FEMALE), NUMBER(il_person, age_years),      NUMBER(il_person, height_m),
    NUMBER(il_person, mass_kg),                   NUMBER(il_person, bmi_kg_m2),      NUMBER(il_person, leg_length_r_m),
    NUMBER(il_person, leg_length_l_m),            NUMBER(il_person, pelvic_incidence_deg), NUMBER(il_person, lordosis_deg)};
static const ili_shape person_shape = SHAPE("person", il_person, person_fields, false);

#define VALIDITY(name, row, words) CHOICE(il_validity_facts, name, answers, IL_NOT_ASKED),
static const ili_field validity_fields[] = {IL_VALIDITY_LIST(VALIDITY)};
static const ili_shape validity_shape = SHAPE("validity", il_validity_facts, validity_fields, false);

#define HISTORY(name) TEXT(il_history, name),
static const ili_field history_fields[] = {IL_HISTORY_LIST(HISTORY)};
static const ili_shape history_shape = SHAPE("history", il_history, history_fields, false);

static const ili_field area_fields[] = {
    {.key = "region", .kind = ILI_FIELD_TEXT, .required = true, .offset = offsetof(il_pain_area, region)},
    CHOICE(il_pain_area, side, area_sides, IL_SIDE_NONE), NUMBER(il_pain_area, intensity), TEXT(il_pain_area, character), TEXT(il_pain_area, note)};
static const ili_shape area_shape = SHAPE("pain_region", il_pain_area, area_fields, true);

static const ili_field pain_fields[] = {
    NUMBER(il_pain, intensity_now), NUMBER(il_pain, intensity_worst), CHOICE(il_pain, onset, onsets, IL_ONSET_UNKNOWN),
    NUMBER(il_pain, duration_weeks), CHOICE(il_pain, moves, answers, IL_NOT_ASKED), TEXT(il_pain, note), LIST(il_pain, "regions", area, area_shape)};
static const ili_shape pain_shape = SHAPE("pain", il_pain, pain_fields, false);

static const ili_field finding_fields[] = {
    {.key = "test", .kind = ILI_FIELD_TEXT, .required = true, .offset = offsetof(il_finding, test)},
    CHOICE(il_finding, side, sides, IL_SIDE_RIGHT), NUMBER(il_finding, value), TEXT(il_finding, unit), NUMBER(il_finding, of),
    CHOICE(il_finding, result, results, IL_RESULT_NEGATIVE), NUMBER(il_finding, reduced_by_percent), NUMBER(il_finding, error),
    CHOICE(il_finding, limited_by, limits, IL_LIMITED_NOT_RECORDED), TEXT(il_finding, method), TEXT(il_finding, note)};
static const ili_shape finding_shape = SHAPE("finding", il_finding, finding_fields, true);

static const ili_field visit_fields[] = {
    TEXT(il_visit, date), NUMBER(il_visit, day), OBJECT(il_visit, history, history_shape), OBJECT(il_visit, pain, pain_shape),
    {.key = "screen", .kind = ILI_FIELD_ANSWERS, .offset = offsetof(il_visit, screen), .count_offset = offsetof(il_visit, nscreen)},
    LIST(il_visit, "findings", finding, finding_shape)};
static const ili_shape visit_shape = SHAPE("visit", il_visit, visit_fields, false);

static const ili_field patient_fields[] = {
    {.key = "ilium_patient", .kind = ILI_FIELD_INTEGER, .required = true, .offset = offsetof(il_patient, version)},
    {.key = "id", .kind = ILI_FIELD_TEXT, .required = true, .offset = offsetof(il_patient, id)},
    TEXT(il_patient, label),
    {.key = "simulated", .kind = ILI_FIELD_BOOL, .offset = offsetof(il_patient, simulated)},
    OBJECT(il_patient, source, source_shape), OBJECT(il_patient, person, person_shape), OBJECT(il_patient, validity, validity_shape),
    {.key = "visits", .kind = ILI_FIELD_LIST, .required = true, .offset = offsetof(il_patient, visit), .count_offset = offsetof(il_patient, nvisit),
     .shape = &visit_shape}};

const ili_shape ili_patient_shape = SHAPE("patient", il_patient, patient_fields, false);

const ili_field *ili_shape_find(const ili_shape *shape, const char *key) {
    for (int i = 0; i < shape->nfield; i++)
        if (!strcmp(shape->field[i].key, key)) return &shape->field[i];
    return NULL;
}

// patient_shape.c - the keys of a patient file
#include <string.h>
#include "ilium/patient.h"
#include "ilium/treatment.h"
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

#define WORD(name, word) word,
static const char *const event_kinds[] = {IL_EVENT_LIST(WORD)};
static const char *const postures[] = {IL_POSTURE_WORD_LIST(WORD)};
static const char *const image_kinds[] = {IL_IMAGE_LIST(WORD)};
static const char *const image_parts[] = {IL_PART_LIST(WORD)};
static const char *const effects[] = {"worse", "same", "better"};
static const char *const worst_times[] = {"morning", "day", "evening", "night", "no_time"};
static const char *const sleeps[] = {"back", "front", "right_side", "left_side", "changing"};
static const char *const image_results[] = {"abnormal", "normal"}; // IL_RESULT_POSITIVE, IL_RESULT_NORMAL

static const ili_field event_fields[] = {
    {.key = "kind", .kind = ILI_FIELD_CHOICE, .required = true, .offset = offsetof(il_event, kind), .word = event_kinds, .nword = COUNT(event_kinds), .first = 1},
    TEXT(il_event, date), NUMBER(il_event, weeks_ago), TEXT(il_event, note)};
static const ili_shape event_shape = SHAPE("event", il_event, event_fields, true);

static const ili_field posture_fields[] = {
    {.key = "posture", .kind = ILI_FIELD_CHOICE, .required = true, .offset = offsetof(il_posture_effect, posture), .word = postures, .nword = COUNT(postures), .first = 1},
    {.key = "effect", .kind = ILI_FIELD_CHOICE, .required = true, .offset = offsetof(il_posture_effect, effect), .word = effects, .nword = COUNT(effects), .first = 1},
    NUMBER(il_posture_effect, after_minutes), TEXT(il_posture_effect, note)};
static const ili_shape posture_shape = SHAPE("posture_effect", il_posture_effect, posture_fields, true);

static const ili_field tried_fields[] = {
    {.key = "treatment", .kind = ILI_FIELD_TEXT, .required = true, .offset = offsetof(il_tried, treatment)},
    NUMBER(il_tried, sessions), NUMBER(il_tried, adherence_percent), CHOICE(il_tried, response, effects, IL_EFFECT_WORSE), TEXT(il_tried, note)};
static const ili_shape tried_shape = SHAPE("treatment", il_tried, tried_fields, true);

static const ili_field image_fields[] = {
    {.key = "kind", .kind = ILI_FIELD_CHOICE, .required = true, .offset = offsetof(il_image, kind), .word = image_kinds, .nword = COUNT(image_kinds), .first = 1},
    CHOICE(il_image, part, image_parts, 1), TEXT(il_image, date), CHOICE(il_image, result, image_results, IL_RESULT_POSITIVE), TEXT(il_image, finding), TEXT(il_image, note)};
static const ili_shape image_shape = SHAPE("image", il_image, image_fields, true);

#define HISTORY(name) TEXT(il_history, name),
static const ili_field history_fields[] = {
    IL_HISTORY_LIST(HISTORY)
    CHOICE(il_history, worst_time, worst_times, IL_WORST_MORNING), CHOICE(il_history, wakes_at_night, answers, IL_NOT_ASKED),
    CHOICE(il_history, sleepless, answers, IL_NOT_ASKED), CHOICE(il_history, low_mood, answers, IL_NOT_ASKED), CHOICE(il_history, smokes, answers, IL_NOT_ASKED),
    NUMBER(il_history, morning_stiffness_minutes), CHOICE(il_history, sleep_position, sleeps, IL_SLEEP_BACK),
    NUMBER(il_history, sitting_hours_a_day), NUMBER(il_history, lifting_kg), NUMBER(il_history, exercise_minutes_a_week),
    LIST(il_history, "events", event, event_shape), LIST(il_history, "postures", posture, posture_shape),
    LIST(il_history, "treatments", tried, tried_shape), LIST(il_history, "images", image, image_shape)};
static const ili_shape history_shape = SHAPE("history", il_history, history_fields, false);

static const ili_field area_fields[] = {
    {.key = "region", .kind = ILI_FIELD_TEXT, .required = true, .offset = offsetof(il_pain_area, region)},
    CHOICE(il_pain_area, side, area_sides, IL_SIDE_NONE), NUMBER(il_pain_area, intensity), TEXT(il_pain_area, character), TEXT(il_pain_area, note)};
static const ili_shape area_shape = SHAPE("pain_region", il_pain_area, area_fields, true);

static const char *const pain_views[] = {IL_PAIN_VIEW_LIST(WORD)};
static const ili_field stroke_fields[] = {
    {.key = "view", .kind = ILI_FIELD_CHOICE, .required = true, .offset = offsetof(il_pain_stroke, view), .word = pain_views, .nword = COUNT(pain_views), .first = IL_PAIN_VIEW_FRONT},
    {.key = "line", .kind = ILI_FIELD_TEXT, .required = true, .offset = offsetof(il_pain_stroke, line)}};
static const ili_shape stroke_shape = SHAPE("pain_stroke", il_pain_stroke, stroke_fields, true);

static const ili_field pain_fields[] = {
    NUMBER(il_pain, intensity_now), NUMBER(il_pain, intensity_worst), CHOICE(il_pain, onset, onsets, IL_ONSET_UNKNOWN),
    NUMBER(il_pain, duration_weeks), CHOICE(il_pain, moves, answers, IL_NOT_ASKED), TEXT(il_pain, note), LIST(il_pain, "regions", area, area_shape),
    LIST(il_pain, "strokes", stroke, stroke_shape)};
static const ili_shape pain_shape = SHAPE("pain", il_pain, pain_fields, false);

static const ili_field finding_fields[] = {
    {.key = "test", .kind = ILI_FIELD_TEXT, .required = true, .offset = offsetof(il_finding, test)},
    CHOICE(il_finding, side, sides, IL_SIDE_RIGHT), NUMBER(il_finding, value), TEXT(il_finding, unit), NUMBER(il_finding, of),
    CHOICE(il_finding, result, results, IL_RESULT_NEGATIVE), NUMBER(il_finding, reduced_by_percent), NUMBER(il_finding, error),
    CHOICE(il_finding, limited_by, limits, IL_LIMITED_NOT_RECORDED), TEXT(il_finding, method), TEXT(il_finding, note)};
static const ili_shape finding_shape = SHAPE("finding", il_finding, finding_fields, true);

static const ili_field item_fields[] = {
    {.key = "item", .kind = ILI_FIELD_TEXT, .required = true, .offset = offsetof(il_score_item, item)},
    {.key = "value", .kind = ILI_FIELD_NUMBER, .required = true, .offset = offsetof(il_score_item, value)}};
static const ili_shape item_shape = SHAPE("score_item", il_score_item, item_fields, true);

static const ili_field score_fields[] = {
    {.key = "score", .kind = ILI_FIELD_TEXT, .required = true, .offset = offsetof(il_score_reading, score)},
    NUMBER(il_score_reading, value), LIST(il_score_reading, "items", item, item_shape), TEXT(il_score_reading, note)};
static const ili_shape score_shape = SHAPE("score", il_score_reading, score_fields, true);

#define AIM(name, word, words) word,
static const char *const aims[] = {IL_AIM_LIST(AIM)};
static const char *const wants[] = {"wants", "refuses"};

static const ili_field aim_fields[] = {
    {.key = "aim", .kind = ILI_FIELD_CHOICE, .required = true, .offset = offsetof(il_wanted_aim, aim), .word = aims, .nword = COUNT(aims), .first = 1},
    TEXT(il_wanted_aim, note)};
static const ili_shape aim_shape = SHAPE("aim", il_wanted_aim, aim_fields, true);

static const ili_field wanted_fields[] = {
    {.key = "treatment", .kind = ILI_FIELD_TEXT, .required = true, .offset = offsetof(il_wanted, treatment)},
    {.key = "wish", .kind = ILI_FIELD_CHOICE, .required = true, .offset = offsetof(il_wanted, wish), .word = wants, .nword = COUNT(wants), .first = 1},
    TEXT(il_wanted, note)};
static const ili_shape wanted_shape = SHAPE("wanted", il_wanted, wanted_fields, true);

static const ili_field preferences_fields[] = {
    NUMBER(il_preferences, minutes_a_day), LIST(il_preferences, "aims", aim, aim_shape), LIST(il_preferences, "treatments", treatment, wanted_shape),
    TEXT(il_preferences, note)};
static const ili_shape preferences_shape = SHAPE("preferences", il_preferences, preferences_fields, false);

static const ili_field at_hand_fields[] = {{.key = "item", .kind = ILI_FIELD_TEXT, .required = true, .offset = offsetof(il_at_hand, item)}, TEXT(il_at_hand, note)};
static const ili_shape at_hand_shape = SHAPE("at_hand", il_at_hand, at_hand_fields, true);
// -- care over time, and what papers need

#define NEED_TEXT(type, json, name) {.key = json, .kind = ILI_FIELD_TEXT, .required = true, .offset = offsetof(type, name)}
#define NEED_CHOICE(type, name, words, from) \
    {.key = #name, .kind = ILI_FIELD_CHOICE, .required = true, .offset = offsetof(type, name), .word = words, .nword = COUNT(words), .first = from}

static const char *const uses[] = {"started", "more", "same", "less", "stopped"};
static const char *const opinions[] = {IL_OPINION_LIST(WORD)};
static const char *const yes_no[] = {"no", "yes"};

static const ili_field flare_fields[] = {TEXT(il_flare, date), NUMBER(il_flare, days), NUMBER(il_flare, intensity), NUMBER(il_flare, weeks_ago), TEXT(il_flare, note)};
static const ili_shape flare_shape = SHAPE("flare_up", il_flare, flare_fields, true);

static const ili_field kept_fields[] = {NEED_TEXT(il_kept, "treatment", treatment), NUMBER(il_kept, percent), TEXT(il_kept, note)};
static const ili_shape kept_shape = SHAPE("adherence", il_kept, kept_fields, true);

static const ili_field medicine_fields[] = {
    NEED_TEXT(il_medicine, "medicine", medicine), NUMBER(il_medicine, days_a_week), CHOICE(il_medicine, use, uses, IL_USE_STARTED), TEXT(il_medicine, note)};
static const ili_shape medicine_shape = SHAPE("medicine", il_medicine, medicine_fields, true);

static const ili_field given_fields[] = {NEED_TEXT(il_given, "treatment", treatment), CHOICE(il_given, side, sides, IL_SIDE_RIGHT),
                                         CHOICE(il_given, response, effects, IL_EFFECT_WORSE), TEXT(il_given, by), TEXT(il_given, note)};
static const ili_shape given_shape = SHAPE("given", il_given, given_fields, true);

#define PROVIDER(name, word, words) word,
static const char *const providers[] = {IL_PROVIDER_LIST(PROVIDER)}; // the first is the person: no profession

static const ili_field work_fields[] = {NEED_TEXT(il_own_work, "treatment", treatment), NEED_CHOICE(il_own_work, does, yes_no, IL_NO), TEXT(il_own_work, note)};
static const ili_shape work_shape = SHAPE("own_work", il_own_work, work_fields, true);

static const ili_field author_fields[] = {
    TEXT(il_author, name), {.key = "profession", .kind = ILI_FIELD_CHOICE, .offset = offsetof(il_author, profession), .word = providers + 1, .nword = COUNT(providers) - 1, .first = 1},
    TEXT(il_author, credentials), TEXT(il_author, licence), TEXT(il_author, jurisdiction), TEXT(il_author, organisation), TEXT(il_author, contact),
    LIST(il_author, "scope", work, work_shape)};
static const ili_shape author_shape = SHAPE("author", il_author, author_fields, false);

static const ili_field accident_fields[] = {TEXT(il_accident, date), CHOICE(il_accident, kind, event_kinds, 1), TEXT(il_accident, mechanism),
                                            TEXT(il_accident, place), TEXT(il_accident, reported_to), TEXT(il_accident, note)};
static const ili_shape accident_shape = SHAPE("accident", il_accident, accident_fields, false);

static const ili_field pre_existing_fields[] = {NEED_TEXT(il_pre_existing, "condition", condition), TEXT(il_pre_existing, since), TEXT(il_pre_existing, source),
                                                TEXT(il_pre_existing, note)};
static const ili_shape pre_existing_shape = {.name = "pre_existing", .field = pre_existing_fields, .nfield = COUNT(pre_existing_fields),
                                             .size = sizeof(il_pre_existing), .one_line = true, .phrase = true};

static const ili_field opinion_fields[] = {NEED_CHOICE(il_opinion, kind, opinions, 1), NEED_TEXT(il_opinion, "text", text), TEXT(il_opinion, edition),
                                           TEXT(il_opinion, by), TEXT(il_opinion, date)};
static const ili_shape opinion_shape = SHAPE("opinion", il_opinion, opinion_fields, false);

static const ili_field consent_fields[] = {NEED_TEXT(il_consent, "for", covers), NEED_CHOICE(il_consent, given, yes_no, IL_NO), NEED_TEXT(il_consent, "date", date),
                                           TEXT(il_consent, by), TEXT(il_consent, taken_by), TEXT(il_consent, risks), TEXT(il_consent, alternatives),
                                           TEXT(il_consent, withdrawn), TEXT(il_consent, withdrawn_by), TEXT(il_consent, note)};
static const ili_shape consent_shape = SHAPE("consent", il_consent, consent_fields, false);

static const ili_field planned_fields[] = {NEED_TEXT(il_planned, "treatment", id), CHOICE(il_planned, side, sides, IL_SIDE_RIGHT)};
static const ili_shape planned_shape = SHAPE("planned", il_planned, planned_fields, true);

static const ili_field expected_fields[] = {NEED_TEXT(il_expected, "outcome", outcome), NUMBER(il_expected, weeks), NUMBER(il_expected, low), NUMBER(il_expected, mid),
                                            NUMBER(il_expected, high), CHOICE(il_expected, side, sides, IL_SIDE_RIGHT)};
static const ili_shape expected_shape = SHAPE("expected", il_expected, expected_fields, true);

static const ili_field plan_fields[] = {
    NEED_TEXT(il_saved_plan, "date", date), TEXT(il_saved_plan, by), TEXT(il_saved_plan, released), TEXT(il_saved_plan, released_by),
    LIST(il_saved_plan, "treatments", planned, planned_shape), LIST(il_saved_plan, "expected", expected, expected_shape),
    TEXT(il_saved_plan, version), TEXT(il_saved_plan, data), TEXT(il_saved_plan, note)};
static const ili_shape plan_shape = SHAPE("plan", il_saved_plan, plan_fields, false);

static const ili_field entry_fields[] = {NEED_TEXT(il_entry, "at", at), TEXT(il_entry, by), NEED_TEXT(il_entry, "what", what), TEXT(il_entry, was), TEXT(il_entry, now)};
static const ili_shape entry_shape = SHAPE("entry", il_entry, entry_fields, true);

static const ili_field visit_fields[] = {
    TEXT(il_visit, date), NUMBER(il_visit, day), OBJECT(il_visit, history, history_shape), OBJECT(il_visit, pain, pain_shape),
    {.key = "screen", .kind = ILI_FIELD_ANSWERS, .offset = offsetof(il_visit, screen), .count_offset = offsetof(il_visit, nscreen)},
    LIST(il_visit, "findings", finding, finding_shape), LIST(il_visit, "scores", score, score_shape),
    OBJECT(il_visit, preferences, preferences_shape), LIST(il_visit, "equipment", equipment, at_hand_shape), TEXT(il_visit, examiner),
    LIST(il_visit, "flare_ups", flare, flare_shape), LIST(il_visit, "adherence", kept, kept_shape), LIST(il_visit, "medicines", medicine, medicine_shape),
    LIST(il_visit, "given", given, given_shape)};
static const ili_shape visit_shape = SHAPE("visit", il_visit, visit_fields, false);

static const ili_field patient_fields[] = {
    {.key = "ilium_patient", .kind = ILI_FIELD_INTEGER, .required = true, .offset = offsetof(il_patient, version)},
    {.key = "id", .kind = ILI_FIELD_TEXT, .required = true, .offset = offsetof(il_patient, id)},
    TEXT(il_patient, label),
    {.key = "simulated", .kind = ILI_FIELD_BOOL, .offset = offsetof(il_patient, simulated)},
    OBJECT(il_patient, source, source_shape), OBJECT(il_patient, person, person_shape), OBJECT(il_patient, validity, validity_shape),
    OBJECT(il_patient, author, author_shape), OBJECT(il_patient, accident, accident_shape), LIST(il_patient, "pre_existing", pre_existing, pre_existing_shape),
    LIST(il_patient, "opinions", opinion, opinion_shape), LIST(il_patient, "consents", consent, consent_shape), LIST(il_patient, "plans", plan, plan_shape),
    LIST(il_patient, "entries", entry, entry_shape),
    {.key = "visits", .kind = ILI_FIELD_LIST, .required = true, .offset = offsetof(il_patient, visit), .count_offset = offsetof(il_patient, nvisit),
     .shape = &visit_shape}};

const ili_shape ili_patient_shape = SHAPE("patient", il_patient, patient_fields, false);

const ili_field *ili_shape_find(const ili_shape *shape, const char *key) {
    for (int i = 0; i < shape->nfield; i++)
        if (!strcmp(shape->field[i].key, key)) return &shape->field[i];
    return NULL;
}

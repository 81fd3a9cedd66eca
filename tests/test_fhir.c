// test_fhir.c - FHIR documents: elements, codes and references as R4 has them, nothing simulated unmarked, nothing coded that was not verified, hostile text tamed
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "alloc_count.h"
#include "care_fixture.h"
#include "fhir_check.h"
#include "ilium/report.h"

static const char written[] = "2026-11-21T13:00:00Z";

// text that wants out of every kind of paper: markup, quotes, right-to-left, controls, broken UTF-8
static const char hostile[] = "<script>alert(\"1\")</script> ' & \\ \033[31m \x01 \xe2\x80\xae" "back\xd7\xa9\xd7\x9c \xff ]]> \n </div>";

/// A visit with something of everything.
typedef struct whole {
    care_fixture        c;
    il_pain_area        area;
    il_screen_answer    screen[4];
    il_score_reading    score;
    il_assessed_finding finding[3];
    il_contribution     explains[2];
    il_safety_gap       gap;
    il_load             load[2];
    il_print            print;
    il_pain_region      drawn;
    il_consent          consent[3];
    il_pre_existing     before;
    il_entry            entry[4];
    il_plan            *plan;
} whole;

static void open_whole(whole *w, const char *text) {
    care_open(&w->c);
    care_fixture *c = &w->c;
    il_range      r30 = {true, 20, 30, 40}, load = {true, 350, 412.345, 500};
    care_condition(c, "iliotibial_band_syndrome", IL_SIDE_RIGHT, 0.5, 0.6, 0.5);
    care_condition(c, "short_iliopsoas", IL_SIDE_LEFT, 0.5, 0.3, 0.2);
    care_flag(c, "no_improvement_month");
    w->explains[0] = (il_contribution){0, 0.5}, w->explains[1] = (il_contribution){2, 0.2};
    c->condition[0].nexplains = 2, c->condition[0].explains = w->explains;
    w->finding[0] = (il_assessed_finding){.test = "slr_deg", .name = text, .side = IL_SIDE_RIGHT, .unit = "deg", .observed = r30, .limited_by = IL_LIMITED_STRETCH, .norm = {true, 70, 10}, .norm_source = text, .use = IL_USE_SIMULATED};
    w->finding[1] = (il_assessed_finding){.test = "ober", .name = "Ober test", .side = IL_SIDE_LEFT, .word = "positive", .use = IL_USE_PUBLISHED};
    w->finding[2] = (il_assessed_finding){.test = "walking", .name = "walking is worse", .word = "worse", .use = IL_USE_WEAK};
    w->load[0] = (il_load){.structure = "disc L4/L5", .kind = IL_STRUCTURE_DISC, .quantity = "compression", .unit = "N", .healthy = load, .with_best = load};
    w->load[1] = (il_load){.structure = "psoas", .kind = IL_STRUCTURE_MUSCLE, .side = IL_SIDE_RIGHT, .quantity = "tension", .unit = "N", .healthy = load};
    w->print = (il_print){.kind = IL_PRINT_POSTURE, .name = "pelvic tilt", .unit = "deg", .healthy = r30};
    w->gap = (il_safety_gap){"fever", "Fever, chills or night sweats", false};
    w->drawn = (il_pain_region){"PSIS", "sacroiliac region", IL_SIDE_RIGHT, {true, 4, 4, 4}};
    c->a.nfinding = 3, c->a.finding = w->finding, c->a.nload = 2, c->a.load = w->load, c->a.nprint = 1, c->a.print = &w->print;
    c->a.safety.nnot_asked = 1, c->a.safety.not_asked = &w->gap;
    c->a.person = (il_person_summary){.label = text, .complaint = text, .sex = IL_SEX_FEMALE, .age = {true, 40, 40, 40}, .height_cm = {true, 168, 168, 168}, .mass_kg = {true, 64, 64, 64}, .bmi = {true, 22.7, 22.7, 22.7},
                                      .npain = 1, .pain = &w->drawn};
    w->screen[0] = (il_screen_answer){"no_improvement_month", IL_YES}, w->screen[1] = (il_screen_answer){"trauma", IL_NO}, w->screen[2] = (il_screen_answer){"contusion", IL_NOT_ASKED};
    w->score = (il_score_reading){.score = "roland_morris", .value = {true, 9}};
    w->area = (il_pain_area){.region = "PSIS", .side = IL_SIDE_RIGHT, .intensity = {true, 4}};
    c->visit.nscreen = 3, c->visit.screen = w->screen, c->visit.nscore = 1, c->visit.score = &w->score, c->visit.pain.narea = 1, c->visit.pain.area = &w->area;
    c->visit.history.complaint = text, c->visit.history.work = text, c->visit.examiner = text;
    w->consent[0] = (il_consent){.covers = "processing", .given = IL_YES, .date = "2026-11-01", .by = text, .taken_by = text};
    w->consent[1] = (il_consent){.covers = "acupuncture", .given = IL_NO, .date = "2026-11-01", .by = text, .risks = text, .alternatives = text};
    w->consent[2] = (il_consent){.covers = "exam", .given = IL_YES, .date = "2026-11-01", .by = text, .withdrawn = "2026-11-20", .withdrawn_by = text, .note = text};
    w->before = (il_pre_existing){.condition = text, .since = text, .source = text, .note = text};
    for (int i = 0; i < 4; i++) w->entry[i] = (il_entry){.at = i < 2 ? "2026-11-01T10:00:00Z" : "2026-11-21", .by = i == 3 ? "somebody else" : text, .what = "x"};
    il_patient *p = &c->patient;
    p->label = text, p->author = (il_author){.name = text, .credentials = text, .licence = text, .jurisdiction = text, .organisation = text, .contact = text};
    p->nconsent = 3, p->consent = w->consent, p->npre_existing = 1, p->pre_existing = &w->before, p->nentry = 4, p->entry = w->entry;
    il_error err = {0};
    if (il_plan_make(&c->care, &w->plan, NULL, &err)) fail_msg("%s", err.text);
}

static void close_whole(whole *w) {
    il_plan_free(w->plan);
    care_close(&w->c);
}

static json_t *export(whole *w) {
    char    *text = NULL;
    size_t   size = 0;
    il_error err = {0};
    json_error_t where;
    if (il_report_fhir(&w->c.care, w->plan, written, &text, &size, &err)) fail_msg("%s", err.text);
    assert_int_equal(size, strlen(text));
    json_t *bundle = json_loads(text, JSON_REJECT_DUPLICATES, &where);
    if (!bundle) fail_msg("%s", where.text);
    il_report_free(text);
    return bundle;
}

static json_t *sound(whole *w) {
    fhir_check  c;
    json_t     *bundle = export(w);
    const char *fault = fhir_fault(&c, bundle);
    if (*fault) fail_msg("%s", fault);
    return bundle;
}

// the n-th resource of a type whose text at `key.text` begins so ("" = any); NULL: there is none
static json_t *resource(json_t *bundle, const char *type, const char *key, const char *begins) {
    json_t *entry;
    size_t  i;
    json_array_foreach(json_object_get(bundle, "entry"), i, entry) {
        json_t     *r = json_object_get(entry, "resource");
        const char *text = json_string_value(json_object_get(json_object_get(r, key), "text"));
        if (!strcmp(json_string_value(json_object_get(r, "resourceType")), type) && (!*begins || (text && !strncmp(text, begins, strlen(begins))))) return r;
    }
    return NULL;
}

static int count(json_t *bundle, const char *type) {
    json_t *entry;
    size_t  i;
    int     n = 0;
    json_array_foreach(json_object_get(bundle, "entry"), i, entry) n += !strcmp(json_string_value(json_object_get(json_object_get(entry, "resource"), "resourceType")), type);
    return n;
}

static const char *code_of(json_t *concept, const char **system) {
    json_t *coding = json_array_get(json_object_get(concept, "coding"), 0);
    if (system) *system = json_string_value(json_object_get(coding, "system"));
    return json_string_value(json_object_get(coding, "code"));
}

// ---- the whole -------------------------------------------------------------------------------------------------------------------------

static void a_visit_is_one_sound_document(void **state) {
    (void)state;
    whole w = {0};
    open_whole(&w, "words");
    json_t *b = sound(&w);
    static const struct {
        const char *type;
        int         n;
    } has[] = {{"Composition", 1}, {"Patient", 1}, {"Device", 1}, {"Practitioner", 1}, {"RiskAssessment", 1}, {"CarePlan", 1}, {"Flag", 1}, {"Consent", 3},
               {"Condition", 3},    // two likely ones, and what was there before
               {"Provenance", 5},   // examined, computed, and three of who entered on which day
               {"Observation", 16}}; // 2 answers, 1 not asked, 4 of the person, 2 of pain and how long, 1 drawn, 2 findings, 1 score, 2 loads, 1 posture
    for (size_t i = 0; i < sizeof has/sizeof *has; i++)
        if (count(b, has[i].type) != has[i].n) fail_msg("%d %s, not %d", count(b, has[i].type), has[i].type, has[i].n);

    // yes, no and not asked are three things
    assert_true(json_is_true(json_object_get(resource(b, "Observation", "code", "No improvement"), "valueBoolean")));
    assert_true(json_is_false(json_object_get(resource(b, "Observation", "code", "Severe injury"), "valueBoolean")));
    json_t *gap = resource(b, "Observation", "code", "Fever");
    assert_true(!json_object_get(gap, "valueBoolean") && !strcmp(code_of(json_object_get(gap, "dataAbsentReason"), NULL), "not-asked"));

    // what was measured, with its unit; what a consent became
    json_t *slr = NULL, *entry;
    size_t  i;
    json_array_foreach(json_object_get(b, "entry"), i, entry) {
        json_t     *r = json_object_get(entry, "resource");
        const char *code = code_of(json_object_get(r, "code"), NULL);
        if (code && !strcmp(code, "slr_deg")) slr = json_object_get(r, "valueQuantity");
    }
    assert_true(json_number_value(json_object_get(slr, "value")) == 30.0 && !strcmp(json_string_value(json_object_get(slr, "code")), "deg"));
    static const char *const status[] = {"active", "rejected", "inactive"};
    int                      n = 0;
    json_array_foreach(json_object_get(b, "entry"), i, entry) {
        json_t *r = json_object_get(entry, "resource");
        if (!strcmp(json_string_value(json_object_get(r, "resourceType")), "Consent")) assert_string_equal(json_string_value(json_object_get(r, "status")), status[n++]);
    }
    json_decref(b);
    close_whole(&w);
}

static void names_stay_and_tell_apart(void **state) {
    (void)state;
    whole w = {0};
    open_whole(&w, "words");
    json_t *a = sound(&w), *b = sound(&w);
    assert_true(json_equal(a, b));
    const char *urn = json_string_value(json_object_get(json_array_get(json_object_get(a, "entry"), 1), "fullUrl"));
    // another day: the person stays who they are, the findings are others
    w.c.visit.date = "2026-11-22";
    json_t *later = sound(&w);
    assert_string_equal(urn, json_string_value(json_object_get(json_array_get(json_object_get(later, "entry"), 1), "fullUrl")));
    assert_string_not_equal(json_string_value(json_object_get(json_array_get(json_object_get(a, "entry"), 0), "fullUrl")),
                            json_string_value(json_object_get(json_array_get(json_object_get(later, "entry"), 0), "fullUrl")));
    // another person, though the number is the same
    w.c.patient.label = "another";
    json_t *other = sound(&w);
    assert_string_not_equal(urn, json_string_value(json_object_get(json_array_get(json_object_get(other, "entry"), 1), "fullUrl")));
    json_decref(a), json_decref(b), json_decref(later), json_decref(other);
    close_whole(&w);
}

// every value that a model made says so: category, extension, words, method; and no other does
static void simulated_is_marked(void **state) {
    (void)state;
    whole   w = {0};
    json_t *entry;
    size_t  i;
    int     n = 0;
    open_whole(&w, "words");
    json_t *b = sound(&w);
    json_array_foreach(json_object_get(b, "entry"), i, entry) {
        json_t *r = json_object_get(entry, "resource");
        if (strcmp(json_string_value(json_object_get(r, "resourceType")), "Observation") != 0) continue;
        const char *category = code_of(json_array_get(json_object_get(r, "category"), 0), NULL), *text = json_string_value(json_object_get(json_object_get(r, "code"), "text"));
        json_t     *extension = json_array_get(json_object_get(r, "extension"), 0);
        bool        simulated = !strcmp(category, "simulated");
        assert_true(simulated == !!extension && simulated == !strncmp(text, "simulated: ", 11) && simulated == !!json_object_get(r, "device"));
        if (!simulated) continue;
        n++;
        assert_string_equal(json_string_value(json_object_get(r, "status")), "preliminary");
        assert_non_null(strstr(json_string_value(json_object_get(json_object_get(r, "method"), "text")), "not measured"));
        assert_non_null(strstr(json_string_value(json_object_get(json_array_get(json_object_get(r, "note"), 0), "text")), "Load is not pain"));
        assert_true(json_array_size(json_object_get(r, "component")) >= 1); // its range
    }
    assert_int_equal(n, 3);
    json_decref(b);
    close_whole(&w);
}

// ---- codes -----------------------------------------------------------------------------------------------------------------------------

static void only_verified_codes_are_written(void **state) {
    (void)state;
    whole       w = {0};
    const char *system;
    open_whole(&w, "words");
    il_knowledge *k = w.c.k;
    json_t       *b = sound(&w);
    assert_string_equal(code_of(json_object_get(resource(b, "Condition", "code", "right iliotibial"), "code"), &system), "M76.31");
    assert_string_equal(system, "http://hl7.org/fhir/sid/icd-10-cm");
    // no row: text only
    assert_null(code_of(json_object_get(resource(b, "Condition", "code", "left "), "code"), NULL));
    json_decref(b);

    // no code of another's system stands anywhere that no found row holds
    int others = 0;
    b = sound(&w);
    char *text = json_dumps(b, 0);
    for (const char *p = text; (p = strstr(p, "\"system\": \"http")); p++) {
        char s[80] = "", c[40] = "";
        bool known = false;
        sscanf(p, "\"system\": \"%79[^\"]\", \"code\": \"%39[^\"]\"", s, c);
        if (strstr(s, "ilium.invalid") || strstr(s, "terminology.hl7.org") || strstr(s, "unitsofmeasure")) continue;
        for (int i = 0; i < k->ncode; i++) known |= k->code[i].status == IL_SOURCE_FOUND && !strcmp(k->code[i].code, c) && !strcmp(il_code_system_uri(k->code[i].system), s);
        if (!known) fail_msg("%s of %s is not verified", c, s);
        others++;
    }
    assert_true(others >= 5);
    free(text);
    json_decref(b);

    // a remembered code is never written, though its row stands in the table
    int remembered = 0;
    for (int i = 0; i < k->ncode; i++) remembered += k->code[i].status != IL_SOURCE_FOUND;
    assert_true(remembered > 0);
    w.c.condition[0].id = "hip_osteoarthritis", w.c.condition[0].name = "hip osteoarthritis";
    b = sound(&w);
    assert_null(code_of(json_object_get(resource(b, "Condition", "code", "right hip osteo"), "code"), NULL));
    json_decref(b);
    // the code of one side is not that of the other, nor of both
    w.c.condition[0].id = "iliotibial_band_syndrome", w.c.condition[0].name = "band", w.c.condition[0].side = IL_SIDE_BOTH;
    b = sound(&w);
    assert_null(code_of(json_object_get(resource(b, "Condition", "code", "band"), "code"), NULL));
    json_decref(b);
    close_whole(&w);
}

static void wrong_rows_of_codes_are_refused(void **state) {
    (void)state;
    static const char *const bad[][2] = {{"condition,radiculopathy,", "condition,nowhere,"}, {"icd10cm,M54.16", "icd9,M54.16"}, {"M76.32", ""}, {"syndrome,left", "syndrome,right"}, {"syndrome,left", "syndrome,up"}, {"condition,sij_pain", "cause,sij_pain"}};
    for (size_t i = 0; i < sizeof bad/sizeof *bad; i++) {
        il_knowledge *k = NULL;
        il_error      err = {0};
        il_status     st = clinical_edited("codes/codes.csv", bad[i][0], bad[i][1], &k, &err);
        if (st != IL_BAD_VALUE || !err.line) fail_msg("'%s' for '%s': %d, line %d: %s", bad[i][1], bad[i][0], (int)st, err.line, err.text);
    }
}

// ---- danger and limits -------------------------------------------------------------------------------------------------------------------

static void danger_names_nothing_and_plans_nothing(void **state) {
    (void)state;
    whole w = {0};
    open_whole(&w, "words");
    w.c.item[0].level = IL_SAFETY_EMERGENCY, w.c.a.safety.level = IL_SAFETY_EMERGENCY, w.c.a.safety.rank_allowed = w.c.a.safety.treatment_allowed = false;
    w.c.a.ncondition = w.c.a.nhypothesis = 0, w.c.a.nload = w.c.a.nprint = 0;
    il_error err = {0};
    il_plan_free(w.plan);
    assert_int_equal(il_plan_make(&w.c.care, &w.plan, NULL, &err), IL_OK);
    json_t *b = sound(&w);
    assert_true(count(b, "RiskAssessment") == 0 && count(b, "Condition") == 1 && count(b, "Flag") == 1 && resource(b, "Condition", "code", "words"));
    assert_non_null(strstr(json_string_value(json_object_get(json_object_get(resource(b, "Flag", "code", ""), "code"), "text")), "EMERGENCY"));
    json_t *sections = json_object_get(resource(b, "Composition", "type", ""), "section"), *plan = resource(b, "CarePlan", "title", "");
    assert_string_equal(json_string_value(json_object_get(json_array_get(sections, 0), "title")), "Safety"); // danger first
    assert_string_equal(json_string_value(json_object_get(plan, "title")), "no plan: referrals only");
    json_t *activity;
    size_t  i;
    json_array_foreach(json_object_get(plan, "activity"), i, activity)
        assert_true(!strncmp(json_string_value(json_object_get(json_object_get(json_object_get(activity, "detail"), "code"), "text")), "referral: ", 10));
    json_decref(b);
    close_whole(&w);
}

static void what_is_forbidden_is_marked_not_to_be_done(void **state) {
    (void)state;
    whole w = {0};
    open_whole(&w, "words");
    care_flag(&w.c, "anticoagulant");
    il_error err = {0};
    il_plan_free(w.plan);
    assert_int_equal(il_plan_make(&w.c.care, &w.plan, NULL, &err), IL_OK);
    json_t *b = sound(&w), *activity;
    size_t  i;
    int     never = 0, offered = 0;
    json_array_foreach(json_object_get(resource(b, "CarePlan", "title", ""), "activity"), i, activity) {
        json_t     *detail = json_object_get(activity, "detail");
        const char *name = json_string_value(json_object_get(json_object_get(detail, "code"), "text"));
        bool        not = json_is_true(json_object_get(detail, "doNotPerform"));
        never += not, offered += !not;
        if (!strcmp(name, "massage") || !strcmp(name, "acupuncture")) assert_true(not);
    }
    assert_true(never >= 3 && offered >= 1);
    json_decref(b);
    close_whole(&w);
}

static void refused_consent_and_wrong_times_hand_nothing_on(void **state) {
    (void)state;
    static const char *const bad[] = {"", "2026-11-21", "2026-11-21T13:00:00", "2026-11-21T13:00:00Zx", "2026-11-21 13:00:00Z", NULL};
    whole    w = {0};
    char    *text = NULL;
    size_t   size = 0;
    il_error err = {0};
    open_whole(&w, "words");
    for (int i = 0; i < 6; i++) assert_true(il_report_fhir(&w.c.care, w.plan, bad[i], &text, &size, &err) == IL_BAD_VALUE && !text);
    w.consent[0].withdrawn = "2026-11-10";
    assert_true(il_report_fhir(&w.c.care, w.plan, written, &text, &size, &err) == IL_BAD_VALUE && !text && strstr(err.text, "consent"));
    close_whole(&w);
}

// ---- hostile text ------------------------------------------------------------------------------------------------------------------------

static void hostile_text_stays_text(void **state) {
    (void)state;
    whole w = {0};
    open_whole(&w, hostile);
    json_t *b = sound(&w); // every text is a text, every div is well-formed
    char   *text = json_dumps(b, JSON_ENSURE_ASCII);
    assert_null(strstr(text, "\\u001b"));
    assert_null(strstr(text, "\\u202e"));
    assert_null(strstr(text, "\\u0001"));
    json_t *sections = json_object_get(resource(b, "Composition", "type", ""), "section"), *s;
    size_t  i;
    json_array_foreach(sections, i, s) assert_null(strstr(json_string_value(json_object_get(json_object_get(s, "text"), "div")), "<script"));
    free(text);
    json_decref(b);
    close_whole(&w);
    // blanks are nothing, and nothing is left out
    open_whole(&w, " ");
    json_decref(sound(&w));
    close_whole(&w);
}

// ---- the check can fail ------------------------------------------------------------------------------------------------------------------

static void spoil(json_t *bundle, int way) {
    json_t *observation = resource(bundle, "Observation", "code", "No improvement"), *plan = resource(bundle, "CarePlan", "title", "");
    switch (way) {
    case 0: json_object_del(observation, "status"); break;
    case 1: json_object_set_new(observation, "status", json_string("done")); break;
    case 2: json_object_set_new(observation, "colour", json_string("red")); break;
    case 3: json_object_set_new(json_object_get(observation, "subject"), "reference", json_string("urn:uuid:00000000-0000-8000-8000-000000000000")); break;
    case 4: json_object_set_new(observation, "category", json_object()); break;
    case 5: json_object_set_new(observation, "note", json_array()); break;
    case 6: json_object_set_new(observation, "effectiveDateTime", json_string("21.11.2026")); break;
    case 7: json_object_set_new(observation, "valueBoolean", json_string("yes")); break;
    case 8: json_object_set_new(observation, "valueQuantity", json_pack("{s:i}", "value", 1)); break;
    case 9: json_object_set_new(plan, "title", json_string(" ")); break;
    case 10: json_object_set_new(plan, "intent", json_string("wish")); break;
    case 11: json_object_del(bundle, "timestamp"); break;
    case 12: json_array_remove(json_object_get(bundle, "entry"), 0); break;
    case 13: json_object_set_new(json_array_get(json_object_get(resource(bundle, "RiskAssessment", "code", ""), "prediction"), 0), "probabilityDecimal", json_real(100.5)); break;
    case 14: json_object_set_new(json_object_get(json_array_get(json_object_get(resource(bundle, "Composition", "type", ""), "section"), 0), "text"), "div", json_string("<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a < b</p></div>")); break;
    default: json_object_set_new(json_array_get(json_object_get(json_object_get(observation, "code"), "coding"), 0), "code", json_string("")); break;
    }
}

static void planted_faults_are_found(void **state) {
    (void)state;
    whole w = {0};
    open_whole(&w, "words");
    for (int way = 0; way < 16; way++) {
        fhir_check c;
        json_t    *b = sound(&w);
        spoil(b, way);
        if (!*fhir_fault(&c, b)) fail_msg("fault %d was not seen", way);
        json_decref(b);
    }
    close_whole(&w);
}

static void no_memory_is_said(void **state) {
    (void)state;
    whole w = {0};
    int   failures = 0;
    open_whole(&w, "words");
    for (int at = 1; at < 100000; at += 1 + at/8) {
        char    *text = NULL;
        size_t   size = 0;
        il_error err = {0};
        alloc_fail_at(at);
        il_status st = il_report_fhir(&w.c.care, w.plan, written, &text, &size, &err);
        bool      failed = alloc_failed();
        alloc_fail_at(0);
        assert_true(st == IL_OK ? text != NULL : st == IL_NO_MEMORY && !text);
        if (st == IL_OK && failed) fail_msg("the %d-th allocation failed and a document was written all the same", at);
        il_report_free(text);
        failures += st == IL_NO_MEMORY;
        if (!failed) break;
    }
    assert_true(failures > 20);
    close_whole(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visit_is_one_sound_document),
        cmocka_unit_test(names_stay_and_tell_apart),
        cmocka_unit_test(simulated_is_marked),
        cmocka_unit_test(only_verified_codes_are_written),
        cmocka_unit_test(wrong_rows_of_codes_are_refused),
        cmocka_unit_test(danger_names_nothing_and_plans_nothing),
        cmocka_unit_test(what_is_forbidden_is_marked_not_to_be_done),
        cmocka_unit_test(refused_consent_and_wrong_times_hand_nothing_on),
        cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(planted_faults_are_found),
        cmocka_unit_test(no_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// test_safety.c - the screen at work on whole records: each serious pattern fires, benign ones do not, and every visit is screened anew
//
// The persons have a joint replacement, so that they are screened and recorded only and nothing has to be simulated.
#include "assess_fixture.h"
#include "file/csv.h"
#include "ilium/file.h"

static il_assessment *assess(const il_patient *p, int visit) {
    il_assess_request r = {.patient = p, .visit = visit, .knowledge = knowledge, .body = body.body, .tasks = tasks, .data_hash = "0", .threads = 1};
    il_assessment    *a = NULL;
    il_error          err = {0};
    if (il_assess(&r, &a, NULL, &err)) fail_msg("%s", err.text);
    return a;
}

// the assessment of a record: who it is, and its visits, as in a patient file
static il_assessment *assess_text(const char *who, const char *visits) {
    char        text[6000];
    il_patient *p = NULL;
    il_error    err = {0};
    snprintf(text, sizeof text, "{\"ilium_patient\": 1, \"id\": \"X\", \"person\": {%s}, \"validity\": {\"joint_replacement\": \"yes\"}, \"visits\": [%s]}", who, visits);
    if (il_patient_parse("record", text, strlen(text), vocab, &p, &err)) fail_msg("%d:%d %s\n%s", err.line, err.column, err.text, text);
    il_assessment *a = assess(p, 0);
    il_patient_free(p);
    return a;
}

static const il_safety_item *item(const il_assessment *a, const char *id) {
    for (int i = 0; i < a->safety.npositive; i++)
        if (!strcmp(a->safety.positive[i].id, id)) return &a->safety.positive[i];
    return NULL;
}

// ---- patterns ---------------------------------------------------------------------------------------------------------------------

typedef struct picture {
    const char     *name, *who, *visit; ///< of the person; of the last visit
    il_safety_level level;              ///< exactly
    const char     *because;            ///< a row that stands among the positive ones
} picture;

#define WOMAN(age) "\"sex\": \"female\", \"age_years\": " age
#define MAN(age) "\"sex\": \"male\", \"age_years\": " age
#define SAYS(...) "{\"screen\": {" __VA_ARGS__ "}}"
#define FOUND(...) "{\"findings\": [{" __VA_ARGS__ "}]}"
#define YES ": \"yes\""

static const picture serious[] = {
    {"cauda equina, asked", MAN("45"), SAYS("\"ces_saddle\"" YES), IL_SAFETY_EMERGENCY, "ces_saddle"},
    {"cauda equina, found", MAN("45"), FOUND("\"test\": \"sensation_s3_s5\", \"side\": \"r\", \"value\": 1, \"unit\": \"grade\""), IL_SAFETY_EMERGENCY, "saddle_sensation_found"},
    {"cauda equina, found in words", MAN("45"), FOUND("\"test\": \"sensation_s3_s5\", \"side\": \"r\", \"result\": \"reduced\""), IL_SAFETY_EMERGENCY, "saddle_sensation_found"},
    {"cord, upgoing toe", WOMAN("60"), FOUND("\"test\": \"babinski\", \"side\": \"l\", \"result\": \"positive\""), IL_SAFETY_EMERGENCY, "cord_sign_found"},
    {"cord, reflex with clonus", WOMAN("60"), FOUND("\"test\": \"achilles_reflex\", \"side\": \"l\", \"value\": 4, \"unit\": \"grade\""), IL_SAFETY_EMERGENCY, "cord_sign_found"},
    {"cancer and a numb leg", WOMAN("60"), SAYS("\"cancer_history\"" YES ", \"leg_sensory_unilateral\"" YES), IL_SAFETY_EMERGENCY, "cancer_neuro"},
    {"cancer and a weak leg", WOMAN("60"), SAYS("\"cancer_history\"" YES ", \"weakness_new_unilateral\"" YES), IL_SAFETY_EMERGENCY, "cancer_neuro"},
    {"fever and a weak leg", MAN("50"), SAYS("\"fever\"" YES ", \"weakness_new_unilateral\"" YES), IL_SAFETY_EMERGENCY, "infection_neuro"},
    {"blood thinner and a weak leg", MAN("70"), SAYS("\"anticoagulant\"" YES ", \"weakness_new_unilateral\"" YES), IL_SAFETY_EMERGENCY, "bleeding_neuro"},
    {"aortic dissection", MAN("66"), SAYS("\"aortic_dissection\"" YES), IL_SAFETY_EMERGENCY, "aortic_dissection"},
    {"aneurysm with pain", MAN("72"), SAYS("\"aaa_mass_pain\"" YES), IL_SAFETY_EMERGENCY, "aaa_mass_pain"},
    {"strangulated hernia", MAN("52"), SAYS("\"hernia_strangulated\"" YES), IL_SAFETY_EMERGENCY, "hernia_strangulated"},
    {"both legs weak", MAN("52"),
     "{\"findings\": [{\"test\": \"ankle_dorsiflexor_strength_mrc\", \"side\": \"r\", \"value\": 4, \"unit\": \"grade\"}, {\"test\": \"great_toe_extensor_strength_mrc\", \"side\": \"l\", \"value\": 4, "
     "\"unit\": \"grade\"}]}",
     IL_SAFETY_URGENT, "both_legs_weak"},
    {"infection without fever", MAN("58"), SAYS("\"infection_host\"" YES ", \"night_pain\"" YES), IL_SAFETY_URGENT, "infection_two"},
    {"cancer without a history", MAN("58"), SAYS("\"weight_loss\"" YES ", \"night_pain\"" YES), IL_SAFETY_URGENT, "cancer_three"},
    {"vertebral fracture", WOMAN("74"), SAYS("\"deformity_new\"" YES), IL_SAFETY_URGENT, "fracture_two"},
    {"sacral fracture after birth", WOMAN("32"), SAYS("\"sacral_insufficiency\"" YES), IL_SAFETY_URGENT, "sacral_insufficiency"},
    {"femoral neck", WOMAN("29"), SAYS("\"femoral_stress\"" YES), IL_SAFETY_URGENT, "femoral_stress"},
    {"kidney infection", WOMAN("29"), SAYS("\"renal_infection\"" YES), IL_SAFETY_URGENT, "renal_infection"},
    {"several treatments and feeling ill", WOMAN("44"), SAYS("\"no_response\"" YES ", \"unwell\"" YES), IL_SAFETY_URGENT, "no_gain_and_sign"},
    {"foot drop", MAN("40"), FOUND("\"test\": \"ankle_dorsiflexor_strength_mrc\", \"side\": \"r\", \"value\": 2, \"unit\": \"grade\""), IL_SAFETY_URGENT, "weakness_grade_below_3"},
};

// what is not: single weak items, benign findings, and combinations that mean nothing
static const picture benign[] = {
    {"nothing said", MAN("40"), "{}", IL_SAFETY_CLEAR, NULL},
    {"numb leg alone", WOMAN("40"), SAYS("\"leg_sensory_unilateral\"" YES), IL_SAFETY_WATCH, "leg_sensory_unilateral"},
    {"blood thinner and a numb leg", WOMAN("40"), SAYS("\"anticoagulant\"" YES ", \"leg_sensory_unilateral\"" YES), IL_SAFETY_WATCH, "anticoagulant"},
    {"diabetes alone", WOMAN("40"), SAYS("\"infection_host\"" YES), IL_SAFETY_WATCH, "infection_host"},
    {"several treatments alone", WOMAN("40"), SAYS("\"no_response\"" YES), IL_SAFETY_WATCH, "no_response"},
    {"thoracic pain alone", WOMAN("40"), SAYS("\"thoracic_pain\"" YES), IL_SAFETY_WATCH, "thoracic_pain"},
    {"man of 58 with night pain", MAN("58"), SAYS("\"night_pain\"" YES), IL_SAFETY_WATCH, "night_pain"},
    {"normal sensation", MAN("40"), FOUND("\"test\": \"sensation_s3_s5\", \"side\": \"r\", \"value\": 2, \"unit\": \"grade\""), IL_SAFETY_CLEAR, NULL},
    {"brisk reflex", MAN("40"), FOUND("\"test\": \"patellar_reflex\", \"side\": \"r\", \"value\": 3, \"unit\": \"grade\""), IL_SAFETY_CLEAR, NULL},
    {"toes go down", MAN("40"), FOUND("\"test\": \"babinski\", \"side\": \"r\", \"result\": \"negative\""), IL_SAFETY_CLEAR, NULL},
    {"weak gluteals on both sides", WOMAN("40"),
     "{\"findings\": [{\"test\": \"hip_abductor_strength_mrc\", \"side\": \"r\", \"value\": 4, \"unit\": \"grade\"}, {\"test\": \"hip_abductor_strength_mrc\", \"side\": \"l\", \"value\": 4, \"unit\": \"grade\"}]}",
     IL_SAFETY_WATCH, "strength_limited"},
    {"drawn in one leg", MAN("40"), "{\"pain\": {\"regions\": [{\"region\": \"THIGH_P1\", \"side\": \"r\"}]}}", IL_SAFETY_CLEAR, NULL},
    {"gait and feet", MAN("40"), FOUND("\"test\": \"gait_antalgic\", \"side\": \"r\", \"result\": \"positive\""), IL_SAFETY_CLEAR, NULL},
};

static void check(const picture *x) {
    il_assessment *a = assess_text(x->who, x->visit);
    il_safety_level gravest = a->safety.npositive ? a->safety.positive[0].level : IL_SAFETY_CLEAR; // the joint replacement is no sign
    if (gravest != x->level) fail_msg("%s: level %d, not %d", x->name, (int)gravest, (int)x->level);
    assert_true(a->safety.level == x->level || (x->level == IL_SAFETY_CLEAR && a->safety.level == IL_SAFETY_WATCH));
    if (x->because && !item(a, x->because)) fail_msg("%s: %s is not told", x->name, x->because);
    for (int i = 0; i < a->safety.npositive; i++) assert_true(*a->safety.positive[i].action && *a->safety.positive[i].source && *a->safety.positive[i].text);
    assert_false(a->safety.rank_allowed);
    if (x->level >= IL_SAFETY_URGENT) assert_false(a->safety.treatment_allowed);
    if (x->level >= IL_SAFETY_URGENT) assert_true(a->safety.positive[0].level == x->level);
    assert_int_equal(a->ncondition, 0);
    il_assessment_free(a);
}

// what the record holds elsewhere and the screen was not told: it warns once, and no longer where the item was answered yes or the matter was seen to
static void the_record_contradicts_the_screen(void **state) {
#define DATED(date, ...) "{\"date\": \"" date "\", " __VA_ARGS__ "}"
#define TAKES(name, use) "\"medicines\": [{\"medicine\": \"" name "\", \"use\": \"" use "\"}]"
#define TAKE_TWO(name, use, second, its) "\"medicines\": [{\"medicine\": \"" name "\", \"use\": \"" use "\"}, {\"medicine\": \"" second "\", \"use\": \"" its "\"}]"
#define WEAK "\"weakness_new_unilateral\": \"yes\""
#define CRASHED(when) "\"events\": [{\"kind\": \"vehicle_accident\"" when "}]"
#define CRASH "\"events\": [{\"kind\": \"vehicle_accident\", \"date\": \"2026-01-01\"}]"
#define IMAGE(date) "\"images\": [{\"kind\": \"radiograph\", \"part\": \"lumbar_spine\", \"result\": \"normal\", \"date\": \"" date "\"}]"
    static const struct {
        const char *row, *visits;
        bool        stands;
    } record[] = {
        {"blood_thinner_recorded", DATED("2026-02-01", TAKES("WARFARIN 3 mg", "same")), true},
        {"blood_thinner_recorded", DATED("2026-02-01", "\"screen\": {\"anticoagulant\": \"no\"}, " TAKES("Apixaban", "started")), true},
        {"blood_thinner_recorded", DATED("2026-02-01", "\"history\": {\"medicines\": \"Xarelto and something for the stomach\"}"), true},
        {"blood_thinner_recorded", DATED("2026-02-01", "\"screen\": {\"anticoagulant\": \"yes\"}, " TAKES("warfarin", "same")), false},
        {"blood_thinner_recorded", DATED("2026-02-01", TAKES("ibuprofen", "same")), false},
        {"blood_thinner_recorded", DATED("2026-02-01", TAKES("warfarin", "same")) ", " DATED("2026-03-01", TAKES("Warfarin", "stopped")), false},
        {"blood_thinner_recorded", DATED("2026-02-01", TAKES("warfarin", "same")) ", " DATED("2026-03-01", TAKES("paracetamol", "same")), true},
        {"blood_thinner_recorded", DATED("2026-02-01", TAKES("warfarin", "same")) ", " DATED("2026-03-01", "\"screen\": {\"anticoagulant\": \"yes\"}"), false},
        // several of a name in one visit, in both orders; what is stopped is so only where nothing of the name goes on
        {"blood_thinner_recorded", DATED("2026-02-01", TAKE_TWO("warfarin 5 mg", "started", "warfarin 3 mg", "stopped")), true},
        {"blood_thinner_recorded", DATED("2026-02-01", TAKE_TWO("warfarin 3 mg", "stopped", "warfarin 5 mg", "started")), true},
        {"blood_thinner_recorded", DATED("2026-02-01", TAKE_TWO("warfarin 3 mg", "stopped", "warfarin 5 mg", "stopped")), false},
        {"blood_thinner_recorded", DATED("2026-02-01", "\"history\": {\"medicines\": \"warfarin 5 mg\"}, " TAKES("warfarin 3 mg", "stopped")), true},
        {"blood_thinner_recorded", DATED("2026-02-01", TAKE_TWO("warfarin 5 mg", "started", "warfarin 3 mg", "stopped")) ", " DATED("2026-03-01", TAKES("warfarin", "stopped")), false},
        {"steroid_recorded", DATED("2026-02-01", TAKE_TWO("prednisolone", "same", "methylprednisolone injection", "stopped")), true},
        {"steroid_recorded", DATED("2026-02-01", TAKE_TWO("methylprednisolone injection", "stopped", "prednisolone", "same")), true},
        // a stop ends what is named by the same words, doses and case apart, and nothing that its letters merely stand in
#define THEN_STOPPED(taken, stopped) DATED("2026-02-01", TAKES(taken, "same")) ", " DATED("2026-03-01", TAKES(stopped, "stopped"))
        {"steroid_recorded", THEN_STOPPED("prednisolone", "methylprednisolone"), true},
        {"steroid_recorded", THEN_STOPPED("methylprednisolone", "prednisolone"), true},
        {"steroid_recorded", THEN_STOPPED("prednisolone 5 mg", "methyl-prednisolone"), true},
        {"steroid_recorded", THEN_STOPPED("hydrocortisone tablets", "hydrocortisone cream"), true},
        {"steroid_recorded", THEN_STOPPED("Prednisolone 10 mg tablets", "prednisolone 5mg"), false},
        {"blood_thinner_recorded", THEN_STOPPED("heparin", "heparinoid gel"), true},
        {"blood_thinner_recorded", THEN_STOPPED("heparin", "low molecular weight heparin"), true},
        {"blood_thinner_recorded", THEN_STOPPED("a blood thinner", "Blood thinner"), false},
        {"blood_thinner_recorded", DATED("2026-02-01", "\"history\": {\"medicines\": \"aspirin, warfarin 3 mg; ibuprofen\"}") ", " DATED("2026-03-01", TAKES("Warfarin", "stopped")), false},
        {"steroid_recorded", DATED("2026-02-01", "\"history\": {\"medicines\": \"prednisolone, methylprednisolone\"}") ", " DATED("2026-03-01", TAKES("methylprednisolone", "stopped")), true},
        {"steroid_recorded", THEN_STOPPED("prednisolone", "prednisolone") ", " DATED("2026-04-01", TAKES("prednisolone", "started")), true},
        {"steroid_recorded", DATED("2026-02-01", TAKE_TWO("prednisolone", "same", "methylprednisolone", "same")) ", " DATED("2026-03-01", TAKE_TWO("prednisolone", "stopped", "methylprednisolone", "stopped")), false},
#define TOOK(...) DATED("2026-02-01", __VA_ARGS__) ", "
#define STOPPED(name) DATED("2026-03-01", TAKES(name, "stopped"))
#define LISTED(list) "\"history\": {\"medicines\": \"" list "\"}"
        // a form is a word of the name, however short; units, figures and forms to swallow at its end are none
        {"blood_thinner_recorded", THEN_STOPPED("heparin 5000 IU", "heparin gel"), true},
        {"steroid_recorded", THEN_STOPPED("dexamethasone 4 mg", "dexamethasone gel"), true},
        {"steroid_recorded", THEN_STOPPED("hydrocortisone 20 mg", "Hydrocortisone gel 1 %"), true},
        {"steroid_recorded", THEN_STOPPED("hydrocortisone 20 mg", "hydrocortisone 1 %"), true},
        {"steroid_recorded", THEN_STOPPED("prednisolone tablets", "prednisolone od"), true},
        {"blood_thinner_recorded", THEN_STOPPED("warfarin 2,5 mg/day", "Warfarin 3 mg capsules, daily"), true}, // a comma may part two medicines
        {"blood_thinner_recorded", THEN_STOPPED("warfarin (2,5 mg/day)", "Warfarin  3mg capsules twice a week"), true},
        {"blood_thinner_recorded", THEN_STOPPED("warfarin (2,5 mg/day)", "Warfarin  3mg capsules twice daily"), false},
        // the shorter name is not the end of the longer, nor what is not said plainly that of anything
        {"blood_thinner_recorded", THEN_STOPPED("low molecular weight heparin", "heparin"), true},
        {"blood_thinner_recorded", THEN_STOPPED("low-molecular weight heparin 40 mg", "Low molecular weight heparin"), false},
        {"blood_thinner_recorded", THEN_STOPPED("heparin", "heparin, low molecular weight"), true},
        {"blood_thinner_recorded", TOOK(TAKES("heparin", "same")) DATED("2026-02-10", TAKES("low molecular weight heparin", "started")) ", " STOPPED("heparin"), true},
        {"steroid_recorded", THEN_STOPPED("methyl-prednisolone", "prednisolone"), true},
        {"steroid_recorded", THEN_STOPPED("methyl-prednisolone", "methyl prednisolone"), false},
        {"blood_thinner_recorded", THEN_STOPPED("warfarin", "warfarin not"), true},
        {"blood_thinner_recorded", THEN_STOPPED("apixaban", "apixaban? no"), true},
        {"blood_thinner_recorded", THEN_STOPPED("apixaban", "apixaban?"), true},
        // an entry that names several is ended as a whole alone
        {"steroid_recorded", TOOK(LISTED("hydrocortisone tablets and hydrocortisone cream")) STOPPED("hydrocortisone cream"), true},
        {"steroid_recorded", TOOK(LISTED("prednisolone 5 mg / prednisolone eye drops")) STOPPED("prednisolone eye drops"), true},
        {"steroid_recorded", TOOK(LISTED("prednisolone 5 mg / prednisolone eye drops")) STOPPED("prednisolone"), true},
        {"steroid_recorded", THEN_STOPPED("prednisolone tablets / eye drops", "prednisolone eye drops"), true},
        {"steroid_recorded", THEN_STOPPED("prednisolone tablets - eye drops", "prednisolone eye drops"), true},
        {"steroid_recorded", THEN_STOPPED("prednisolone 5 mg + 20 mg", "prednisolone 5 mg"), true},
        {"steroid_recorded", THEN_STOPPED("prednisolone 5 mg & cream", "Prednisolone 5 mg & Cream"), false},
        // of two entries of one name a stop ends what it says to the letter: in one visit, or where the second was started later
        {"steroid_recorded", TOOK(TAKE_TWO("prednisolone 5 mg", "same", "prednisolone 20 mg injection", "same")) STOPPED("prednisolone 5 mg"), true},
        {"steroid_recorded", TOOK(TAKE_TWO("prednisolone 5 mg", "same", "prednisolone 20 mg", "same")) STOPPED("prednisolone 5 mg"), true},
        {"steroid_recorded", TOOK(TAKE_TWO("prednisolone 5 mg", "same", "prednisolone 20 mg", "same")) STOPPED("prednisolone"), true},
        {"steroid_recorded", TOOK(TAKE_TWO("prednisolone 2.5 mg", "same", "prednisolone 25 mg", "same")) STOPPED("prednisolone 25 mg"), true},
        {"steroid_recorded", TOOK(TAKES("prednisolone", "same") ", " LISTED("prednisolone 20 mg")) STOPPED("prednisolone"), true},
        {"steroid_recorded", TOOK(TAKES("prednisolone 5 mg", "same")) DATED("2026-02-10", TAKES("prednisolone 20 mg", "started")) ", " STOPPED("prednisolone 5 mg"), true},
        {"steroid_recorded", TOOK(TAKES("prednisolone 5 mg", "same")) DATED("2026-02-10", TAKES("prednisolone 20 mg", "started")) ", " STOPPED("prednisolone 20 mg"), true},
        {"steroid_recorded", TOOK(TAKES("prednisolone 20 mg", "same")) DATED("2026-02-10", TAKES("prednisolone 5 mg", "less")) ", " STOPPED("prednisolone"), false},
        {"steroid_recorded", TOOK(LISTED("prednisolone 5 mg, prednisolone 20 mg")) DATED("2026-03-01", TAKE_TWO("Prednisolone 20mg", "stopped", "prednisolone 5 mg", "stopped")), false},
        {"blood_thinner_recorded", TOOK(TAKE_TWO("enoxaparin 40 mg am", "same", "enoxaparin 40 mg pm", "same")) STOPPED("enoxaparin 40 mg pm"), true},
        {"blood_thinner_recorded", DATED("2026-02-01", LISTED("aspirin\\r\\n,, warfarin\\r\\nibuprofen,")), true},
        {"blood_thinner_recorded", TOOK(LISTED("aspirin\\r\\n,, warfarin\\r\\nibuprofen,")) STOPPED("Warfarin"), false},
        // a name of several words is told by its words, whatever stands between them
        {"blood_thinner_recorded", DATED("2026-02-01", TAKES("Blood-thinner", "same")), true},
        {"blood_thinner_recorded", DATED("2026-02-01", LISTED("blood  thinners")), true},
        {"blood_thinner_recorded", DATED("2026-02-01", LISTED("a blood\\nthinner")), true},
        {"blood_thinner_recorded", DATED("2026-02-01", TAKES("bloodthinner", "same")), true},
        {"blood_thinner_recorded", DATED("2026-02-01", LISTED("blood pressure, thinner")), false},
        {"blood_thinner_recorded", THEN_STOPPED("blood-thinner", "blood thinner"), false},
        // only a yes that stands speaks for itself: a later no closes it, what was not asked again does not
        {"blood_thinner_recorded", DATED("2026-02-01", "\"screen\": {\"anticoagulant\": \"yes\"}") ", " DATED("2026-03-01", "\"screen\": {\"anticoagulant\": \"no\"}, " TAKES("warfarin", "same")), true},
        {"blood_thinner_recorded", DATED("2026-02-01", "\"screen\": {\"anticoagulant\": \"yes\"}") ", " DATED("2026-03-01", TAKES("warfarin", "same")), false},
        {"steroid_recorded", DATED("2026-02-01", "\"screen\": {\"steroids\": \"yes\"}") ", " DATED("2026-03-01", "\"screen\": {\"steroids\": \"no\"}, " TAKES("prednisone", "same")), true},
        {"bone_medicine_recorded", DATED("2026-02-01", "\"screen\": {\"osteoporosis\": \"yes\"}") ", " DATED("2026-03-01", "\"screen\": {\"osteoporosis\": \"no\"}, " TAKES("alendronate", "same")), true},
        {"bone_medicine_recorded", DATED("2026-02-01", TAKES("alendronic acid weekly", "same")), true},
        {"bone_medicine_recorded", DATED("2026-02-01", "\"screen\": {\"osteoporosis\": \"yes\"}, " TAKES("alendronate", "same")), false},
        {"steroid_recorded", DATED("2026-02-01", TAKES("methylprednisolone", "same")), true},
        {"steroid_recorded", DATED("2026-02-01", "\"screen\": {\"steroids\": \"yes\"}, " TAKES("prednisone", "same")), false},
        {"accident_recorded", DATED("2026-02-01", "\"history\": {" CRASH "}"), true},
        {"accident_recorded", DATED("2026-02-01", "\"screen\": {\"trauma\": \"no\"}, \"history\": {" CRASH "}"), true},
        {"accident_recorded", DATED("2026-02-01", "\"screen\": {\"trauma\": \"yes\"}, \"history\": {" CRASH "}"), false},
        {"accident_recorded", DATED("2026-02-01", "\"history\": {\"events\": [{\"kind\": \"vehicle_accident\", \"weeks_ago\": 11}]}"), true},
        {"accident_recorded", DATED("2026-02-01", "\"history\": {\"events\": [{\"kind\": \"vehicle_accident\", \"weeks_ago\": 13}]}"), false},
        {"accident_recorded", DATED("2026-02-01", "\"history\": {\"events\": [{\"kind\": \"slip_or_fall\", \"weeks_ago\": 3}]}"), false},
        {"accident_recorded", DATED("2026-02-01", "\"history\": {" CRASH ", " IMAGE("2026-01-02") "}"), false},
        {"accident_recorded", DATED("2026-02-01", "\"history\": {" CRASH ", " IMAGE("2025-12-30") "}"), true},
        {"accident_recorded", DATED("2026-02-01", "\"history\": {" CRASH "}") ", " DATED("2026-02-20", "\"pain\": {\"intensity_now\": 3}"), true},
        {"accident_recorded", DATED("2026-02-01", "\"history\": {" CRASH "}") ", " DATED("2026-02-20", "\"history\": {" IMAGE("2026-02-03") "}"), false},
        {"accident_recorded", DATED("2026-02-01", "\"history\": {" CRASH "}") ", " DATED("2026-05-20", "\"pain\": {\"intensity_now\": 3}"), false},
        {"accident_recorded", DATED("2026-02-01", "\"screen\": {\"trauma\": \"yes\"}") ", " DATED("2026-03-01", "\"screen\": {\"trauma\": \"no\"}, \"history\": {\"events\": [{\"kind\": \"vehicle_accident\", \"date\": \"2026-02-20\"}]}"), true},
        // an accident whose day cannot be placed: weeks need no calendar, and where nothing tells when it was it counts from the day it was told of
        {"accident_recorded", "{\"history\": {" CRASHED(", \"weeks_ago\": 3") "}}", true},
        {"accident_recorded", "{\"history\": {" CRASHED(", \"weeks_ago\": 13") "}}", false},
        {"accident_recorded", "{\"day\": 0, \"history\": {" CRASH "}}", true},
        {"accident_recorded", "{\"day\": 0, \"history\": {" CRASH ", " IMAGE("2026-01-02") "}}", false},
        {"accident_recorded", "{\"day\": 0, \"history\": {" CRASH ", " IMAGE("2025-12-30") "}}", true},
        {"accident_recorded", "{\"day\": 0, \"history\": {" CRASH "}}, {\"day\": 80, \"pain\": {\"intensity_now\": 3}}", true},
        {"accident_recorded", "{\"day\": 0, \"history\": {" CRASH "}}, {\"day\": 90, \"pain\": {\"intensity_now\": 3}}", false},
        {"accident_recorded", "{\"history\": {" CRASHED("") "}}", true},
        {"accident_recorded", DATED("2026-02-01", "\"history\": {" CRASHED("") "}"), true},
        {"accident_recorded", DATED("2026-02-01", "\"history\": {" CRASHED("") ", " IMAGE("2026-01-20") "}"), true}, // before or after? not told
        {"accident_recorded", DATED("2026-02-01", "\"history\": {" CRASHED("") ", " IMAGE("2026-02-01") "}"), false},
        {"accident_recorded", DATED("2026-02-01", "\"history\": {" CRASHED("") "}") ", " DATED("2026-05-20", "\"pain\": {\"intensity_now\": 3}"), false},
        {"accident_recorded", DATED("2026-02-01", "\"screen\": {\"trauma\": \"yes\"}, \"history\": {" CRASHED("") "}"), false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof record/sizeof *record; i++) {
        il_assessment        *a = assess_text(WOMAN("40"), record[i].visits);
        const il_safety_item *found = item(a, record[i].row);
        if ((found != NULL) != record[i].stands) fail_msg("%s %s: %s", record[i].row, found ? "stands" : "does not stand", record[i].visits);
        assert_true(!found || (found->level == IL_SAFETY_WATCH && a->safety.level == IL_SAFETY_WATCH));
        il_assessment_free(a);
    }
    // of more entries than a person takes none is ended
    for (int many = 990; many <= 1010; many += 20) {
        char list[2200] = "warfarin", visits[2600];
        for (int i = 1; i < many; i++) strcat(list, ",b");
        snprintf(visits, sizeof visits, DATED("2026-02-01", LISTED("%s")) ", " DATED("2026-03-01", TAKES("warfarin", "stopped")), list);
        il_assessment *a = assess_text(WOMAN("40"), visits);
        assert_true((item(a, "blood_thinner_recorded") != NULL) == (many > 1000));
        il_assessment_free(a);
    }
    // a medicine counts as the item would: with a weak leg it is an emergency; a weak bone and one more sign are two
    il_assessment *a = assess_text(WOMAN("40"), DATED("2026-02-01", "\"screen\": {\"weakness_new_unilateral\": \"yes\"}, " TAKES("warfarin", "same")));
    assert_true(item(a, "bleeding_neuro") && a->safety.level == IL_SAFETY_EMERGENCY);
    il_assessment_free(a);
    a = assess_text(WOMAN("40"), DATED("2026-02-01", "\"screen\": {\"fist_percussion\": \"yes\"}, " TAKES("alendronate", "same")));
    assert_true(item(a, "fracture_two") && a->safety.level == IL_SAFETY_URGENT);
    il_assessment_free(a);
    a = assess_text(WOMAN("40"), DATED("2026-02-01", TAKES("alendronate", "same")) ", " DATED("2026-03-01", "\"screen\": {\"osteoporosis\": \"yes\"}"));
    assert_true(item(a, "osteoporosis") && !item(a, "fracture_two")); // one thing, told twice, is one
    il_assessment_free(a);
    // whatever the order of the entries, and whether the item stands at an old yes or is contradicted by a new no: with a weak leg an emergency
    static const char *const bleeding[] = {
        DATED("2026-02-01", "\"screen\": {" WEAK "}, " TAKE_TWO("warfarin 5 mg", "started", "warfarin 3 mg", "stopped")),
        DATED("2026-02-01", "\"screen\": {" WEAK "}, " TAKE_TWO("warfarin 3 mg", "stopped", "warfarin 5 mg", "started")),
        DATED("2026-03-01", "\"screen\": {" WEAK ", \"anticoagulant\": \"no\"}, " TAKES("warfarin", "same")),
        DATED("2026-02-01", "\"screen\": {\"anticoagulant\": \"yes\"}") ", " DATED("2026-03-01", "\"screen\": {" WEAK ", \"anticoagulant\": \"no\"}, " TAKES("warfarin", "same")),
        DATED("2026-02-01", "\"screen\": {\"anticoagulant\": \"yes\"}") ", " DATED("2026-03-01", "\"screen\": {" WEAK "}, " TAKES("warfarin", "same"))};
    for (size_t i = 0; i < sizeof bleeding/sizeof *bleeding; i++) {
        a = assess_text(WOMAN("40"), bleeding[i]);
        if (!item(a, "bleeding_neuro") || a->safety.level != IL_SAFETY_EMERGENCY) fail_msg("no emergency: %s", bleeding[i]);
        il_assessment_free(a);
    }
}

// the accident of a record for the law: not of a visit, and placed by the calendar alone
static void an_accident_of_the_record_warns_where_its_day_cannot_be_placed(void **state) {
#define LAW(...) WOMAN("40") "}, \"accident\": {\"kind\": \"vehicle_accident\"" __VA_ARGS__
#define PAIN "\"pain\": {\"intensity_now\": 3}"
    static const struct {
        const char *who, *visits;
        bool        stands;
    } record[] = {
        {LAW(", \"date\": \"2026-01-01\""), DATED("2026-02-01", PAIN), true},
        {LAW(", \"date\": \"2025-01-01\""), DATED("2026-02-01", PAIN), false},
        {LAW(", \"date\": \"2026-01-20\""), DATED("2026-01-10", PAIN), false}, // after this visit
        {LAW(", \"date\": \"2026-01-01\""), "{" PAIN "}", true},
        {LAW(", \"date\": \"2026-01-01\""), "{\"day\": 0, " PAIN "}", true},
        {LAW(", \"date\": \"2026-01-01\""), "{\"history\": {" IMAGE("2026-01-02") "}}", false},
        {LAW(""), DATED("2026-02-01", PAIN), true},
        {LAW(""), DATED("2026-02-01", "\"screen\": {\"trauma\": \"yes\"}"), false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof record/sizeof *record; i++) {
        il_assessment *a = assess_text(record[i].who, record[i].visits);
        if ((item(a, "accident_recorded") != NULL) != record[i].stands) fail_msg("%s; %s", record[i].who, record[i].visits);
        il_assessment_free(a);
    }
}

static void serious_patterns_fire(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof serious/sizeof *serious; i++) check(&serious[i]);
}

static void benign_patterns_do_not_fire(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof benign/sizeof *benign; i++) check(&benign[i]);
}

// the teaching patients have no serious disease: none of their visits is urgent
static void teaching_patients_are_not_urgent(void **state) {
    static const char *const names[] = {"desk_worker", "no_findings", "runner", "sacroiliac", "short_leg", "warehouse_worker"};
    (void)state;
    for (size_t i = 0; i < sizeof names/sizeof *names; i++) {
        char        path[600];
        il_patient *p = NULL;
        il_error    err = {0};
        snprintf(path, sizeof path, "%s/examples/patients/teaching_%s.json", IL_SOURCE_DIR, names[i]);
        if (il_patient_read(path, vocab, &p, &err)) fail_msg("%s", err.text);
        p->validity.joint_replacement = IL_YES;
        for (int v = 0; v < p->nvisit; v++)
            for (int k = 0; k < p->visit[v].nscreen; k++)
                if (!strcmp(p->visit[v].screen[k].id, "scope_replacement")) p->visit[v].screen[k].answer = IL_YES;
        il_assessment *a = assess(p, 0);
        if (a->safety.level >= IL_SAFETY_URGENT) fail_msg("%s: %s", names[i], a->safety.positive[0].id);
        il_assessment_free(a);
        il_patient_free(p);
    }
}

// every flag of the reference tables has its row; two of them are said there to be no flag alone
static void every_flag_of_the_reference_has_its_row(void **state) {
    static const char *const row[][2] = {
        {"Age >70", "age_over_70"}, {"Prolonged corticosteroid use", "steroids"}, {"Severe/significant trauma", "trauma"}, {"Contusion or abrasion", "contusion"},
        {"Multiple fracture flags", "fracture_two"}, {"Henschke rule >=1", "female_henschke"}, {"Henschke rule >=2", "henschke_two"}, {"Henschke rule >=3", "henschke_two"},
        {"Closed-fist percussion sign", "fist_percussion"}, {"Supine sign", "supine_sign"}, {"History of malignancy", "cancer_history"},
        {"Unexplained weight loss", "weight_loss"}, {"No improvement after 1 month", "no_improvement_month"}, {"Age >=50", "age_50"}, {"ESR >=20", "esr_20"},
        {"Urinary retention", "ces_retention"}, {"Post-void residual >200 ml", "ces_residual"}, {"Bilateral leg pain", "ces_bilateral_symptoms"},
        {"Leg weakness", "weakness_new_unilateral"}, {"Leg sensory deficit", "leg_sensory_unilateral"}, {"Altered perianal sensation", "ces_saddle"},
        {"Bladder dysfunction (any)", "ces_bladder_change"}, {"Unilateral leg pain", NULL}, {"Back pain", NULL}, {"Fever, chills, night sweats", "fever"},
        {"IV drug use / immunosuppression", "infection_risk"}, {"Pulsatile abdominal mass", "aaa_mass"}, {"Male >50-65, smoker", "aaa_risk"},
        {"Inflammatory back pain", "inflammatory"}, {"Groin pain + pain on hop", "femoral_stress"}, {"Progressive motor deficit", "motor_progressive"},
        {"Numbness, tingling or weakness", "leg_sensory_unilateral"}, {"Persistent pain, no response", "no_response"}, {"Multiple sessions without", "no_gain_four_weeks"},
        {"Abnormal bleeding, vaginal", "visceral_bleeding"}};
    enum { NFLAG = sizeof row/sizeof *row };
    const char *shared = getenv("ILIUM_SHARED");
    char        path[600], *bytes = NULL;
    size_t      size = 0;
    ili_csv     csv = {0};
    il_error    err = {0};
    (void)state;
    for (int i = 0; i < NFLAG; i++)
        if (row[i][1] && il_screen_find(&knowledge->screen, row[i][1]) < 0) fail_msg("no row %s", row[i][1]);
    snprintf(path, sizeof path, "%s/reference/clinical/red_flags.csv", shared ? shared : IL_SOURCE_DIR "/../shared");
    if (il_file_read(path, 0, &bytes, &size, &err)) {
        print_message("SKIPPED: %s is not there\n", path);
        return;
    }
    if (ili_csv_parse(path, bytes, size, &csv, &err)) fail_msg("%s", err.text);
    assert_int_equal(csv.nrow, NFLAG);
    for (int i = 0; i < csv.nrow; i++) {
        const char *flag = ili_csv_text(&csv, i, 0);
        bool        known = false;
        for (int j = 0; j < NFLAG; j++) known = known || !strncmp(flag, row[j][0], strlen(row[j][0]));
        if (!known) fail_msg("the flag '%s' has no row", flag);
    }
    ili_csv_free(&csv);
    il_file_free(bytes);
}

// ---- several visits ---------------------------------------------------------------------------------------------------------------

static il_safety_level course(const char *visits, const char *row) {
    il_assessment       *a = assess_text(MAN("40"), visits);
    const il_safety_item *x = item(a, row);
    il_safety_level       level = x ? x->level : IL_SAFETY_CLEAR;
    il_assessment_free(a);
    return level;
}

// non-response fires without any other sign; better pain, a visit too early or nothing to compare does not
static void no_response_over_visits_fires_alone(void **state) {
    static const char row[] = "no_gain_four_weeks";
    (void)state;
    assert_int_equal(course("{\"date\": \"2026-01-05\", \"pain\": {\"intensity_worst\": 6}}, {\"date\": \"2026-02-16\", \"pain\": {\"intensity_worst\": 5}}", row), IL_SAFETY_WATCH);
    assert_int_equal(course("{\"date\": \"2026-01-05\", \"pain\": {\"intensity_worst\": 6}}, {\"date\": \"2026-02-16\", \"pain\": {\"intensity_worst\": 4}}", row), IL_SAFETY_CLEAR);
    assert_int_equal(course("{\"date\": \"2026-01-05\", \"pain\": {\"intensity_worst\": 3}}, {\"date\": \"2026-02-16\", \"pain\": {\"intensity_worst\": 2}}", row), IL_SAFETY_CLEAR);
    assert_int_equal(course("{\"date\": \"2026-01-05\", \"pain\": {\"intensity_worst\": 6}}, {\"date\": \"2026-02-01\", \"pain\": {\"intensity_worst\": 6}}", row), IL_SAFETY_CLEAR);
    assert_int_equal(course("{\"date\": \"2026-01-05\"}, {\"date\": \"2026-02-16\", \"pain\": {\"intensity_worst\": 6}}", row), IL_SAFETY_CLEAR);
    assert_int_equal(course("{\"day\": 0, \"pain\": {\"intensity_now\": 6}}, {\"day\": 28, \"pain\": {\"intensity_now\": 7}}", row), IL_SAFETY_WATCH);
    // over a turn of the year and the end of February of a leap year: 28 days, not 27
    assert_int_equal(course("{\"date\": \"2027-12-20\", \"pain\": {\"intensity_now\": 6}}, {\"date\": \"2028-01-17\", \"pain\": {\"intensity_now\": 7}}", row), IL_SAFETY_WATCH);
    assert_int_equal(course("{\"date\": \"2028-02-10\", \"pain\": {\"intensity_now\": 6}}, {\"date\": \"2028-03-08\", \"pain\": {\"intensity_now\": 7}}", row), IL_SAFETY_CLEAR);
    assert_int_equal(course("{\"date\": \"2028-02-10\", \"pain\": {\"intensity_now\": 6}}, {\"date\": \"2028-03-09\", \"pain\": {\"intensity_now\": 7}}", row), IL_SAFETY_WATCH);
    // a score that improves by what counts is a gain though the pain is as it was; of pain alone or one score alone each is enough to compare
    assert_int_equal(course("{\"day\": 0, \"pain\": {\"intensity_now\": 6}, \"scores\": [{\"score\": \"roland_morris\", \"value\": 14}]}, "
                            "{\"day\": 42, \"pain\": {\"intensity_now\": 6}, \"scores\": [{\"score\": \"roland_morris\", \"value\": 9}]}", row), IL_SAFETY_CLEAR);
    assert_int_equal(course("{\"day\": 0, \"scores\": [{\"score\": \"roland_morris\", \"value\": 20}]}, {\"day\": 42, \"scores\": [{\"score\": \"roland_morris\", \"value\": 16}]}", row),
                     IL_SAFETY_WATCH);
    assert_int_equal(course("{\"day\": 0, \"scores\": [{\"score\": \"psfs\", \"value\": 3}]}, "
                            "{\"day\": 42, \"scores\": [{\"score\": \"psfs\", \"items\": [{\"item\": \"socks\", \"value\": 4}, {\"item\": \"stairs\", \"value\": 6}]}]}", row),
                     IL_SAFETY_CLEAR);
    assert_int_equal(course("{\"day\": 0}, {\"day\": 42, \"scores\": [{\"score\": \"groc\", \"value\": 2}]}", row), IL_SAFETY_WATCH);
    assert_int_equal(course("{\"day\": 0}, {\"day\": 42, \"scores\": [{\"score\": \"groc\", \"value\": 4}]}", row), IL_SAFETY_CLEAR);
    assert_int_equal(course("{\"day\": 0, \"scores\": [{\"score\": \"start_back\", \"value\": 6}]}, {\"day\": 42, \"scores\": [{\"score\": \"start_back\", \"value\": 6}]}", row), IL_SAFETY_CLEAR);
    // with one serious sign it is urgent
    assert_int_equal(course("{\"day\": 0, \"pain\": {\"intensity_now\": 6}}, {\"day\": 42, \"pain\": {\"intensity_now\": 7}, \"screen\": {\"night_pain\": \"yes\"}}", "no_gain_and_sign"), IL_SAFETY_URGENT);
}

// clean on the first day and cauda equina on the tenth; and what was found first is not cleared by silence
static void every_visit_is_screened_anew(void **state) {
    static const char first[] = "{\"day\": 0, \"screen\": {\"ces_saddle\": \"no\", \"fever\": \"yes\"}}, ", words[] = "{\"day\": 10, \"screen\": {\"ces_saddle\": \"yes\"}}";
    char visits[300];
    (void)state;
    snprintf(visits, sizeof visits, "%s%s", first, words);
    assert_int_equal(course(visits, "ces_saddle"), IL_SAFETY_EMERGENCY);
    assert_int_equal(course(visits, "fever"), IL_SAFETY_URGENT);
    // two items of two visits meet
    assert_int_equal(course("{\"day\": 0, \"screen\": {\"cancer_history\": \"yes\"}}, {\"day\": 10, \"screen\": {\"weakness_new_unilateral\": \"yes\"}}", "cancer_neuro"), IL_SAFETY_EMERGENCY);
}

// what a normal image leaves open is told, once, also at later visits; of an abnormal or unknown one nothing is said
static void a_normal_image_leaves_things_open(void **state) {
    static const char *const result[] = {"\"result\": \"normal\"", "\"result\": \"abnormal\"", "\"note\": \"lost\""};
    (void)state;
    for (int i = 0; i < 3; i++) {
        char visits[600];
        int  told = 0;
        snprintf(visits, sizeof visits,
                 "{\"day\": 0, \"history\": {\"images\": [{\"kind\": \"mri\", \"part\": \"lumbar_spine\", %s}]}}, "
                 "{\"day\": 7, \"history\": {\"images\": [{\"kind\": \"mri\", \"part\": \"lumbar_spine\", %s}]}}",
                 result[i], result[i]);
        il_assessment *a = assess_text(MAN("40"), visits);
        for (int n = 0; n < a->nunknown; n++) told += strstr(a->unknown[n].text, "sacroiliac joint, hip") && *a->unknown[n].source;
        assert_int_equal(told, i == 0);
        il_assessment_free(a);
    }
}

// a body mass index that was given instead of height and mass counts
static void a_given_body_mass_index_counts(void **state) {
    (void)state;
    il_assessment *a = assess_text(MAN("40") ", \"bmi_kg_m2\": 44", "{}");
    bool           told = false;
    for (int i = 0; i < a->validity.nreason; i++) told = told || strstr(a->validity.reason[i], "mass index");
    assert_true(told);
    il_assessment_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_record_contradicts_the_screen),
        cmocka_unit_test(an_accident_of_the_record_warns_where_its_day_cannot_be_placed),
        cmocka_unit_test(serious_patterns_fire),
        cmocka_unit_test(benign_patterns_do_not_fire),
        cmocka_unit_test(teaching_patients_are_not_urgent),
        cmocka_unit_test(every_flag_of_the_reference_has_its_row),
        cmocka_unit_test(no_response_over_visits_fires_alone),
        cmocka_unit_test(every_visit_is_screened_anew),
        cmocka_unit_test(a_normal_image_leaves_things_open),
        cmocka_unit_test(a_given_body_mass_index_counts),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}

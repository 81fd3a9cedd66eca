// test_patient_care.c - consent, accident, opinions, plans and what happened between visits: kept as written, refused where they contradict, and what a consent that ended stops
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "ilium/file.h"
#include "ilium/io.h"

static const il_score scores[] = {{.id = "odi", .licence = "licensed", .max = 100, .change = 10, .change_share = 0.3}};
static const char *const treatments[] = {"massage", "heel_lift", "psoas_stretch"};
static const char *const by_self[] = {"massage", "heel_lift", "hip_mobility", "psoas_stretch"};
static const il_test_word tests[] = {{.id = "slr_deg", .unit = "deg", .max = 130, .sided = true}};
static const il_patient_vocab vocab = {.ntest = 1, .test = tests, .nscore = 1, .score = scores, .ntreatment = 3, .nexercise = 1, .treatment = treatments};

static const char good[] =
    "{\"ilium_patient\": 1, \"id\": \"P-1\",\n"
    "\"author\": {\"name\": \"Dr A\", \"credentials\": \"DC\", \"licence\": \"7\", \"jurisdiction\": \"TX\", \"organisation\": \"C\", \"contact\": \"T\"},\n"
    "\"accident\": {\"date\": \"2024-01-15\", \"kind\": \"vehicle_accident\", \"mechanism\": \"struck from behind\", \"place\": \"P\", \"reported_to\": \"police\", \"note\": \"n\"},\n"
    "\"pre_existing\": [{\"condition\": \"older back pain\", \"since\": \"2019\", \"source\": \"own words\", \"note\": \"n\"}],\n"
    "\"opinions\": [{\"kind\": \"causation\", \"text\": \"likely\", \"by\": \"Dr A\", \"date\": \"2024-04-01\"}, {\"kind\": \"impairment\", \"text\": \"none\", \"edition\": \"4th\"}],\n"
    "\"consents\": [{\"for\": \"processing\", \"given\": \"yes\", \"date\": \"2024-02-01\", \"by\": \"the person\", \"taken_by\": \"Dr A\"},\n"
    "  {\"for\": \"massage\", \"given\": \"yes\", \"date\": \"2024-02-01\", \"risks\": \"soreness\", \"alternatives\": \"none\", \"withdrawn\": \"2024-03-10\", \"withdrawn_by\": \"the person\", \"note\": \"n\"},\n"
    "  {\"for\": \"heel_lift\", \"given\": \"no\", \"date\": \"2024-02-29\"}],\n"
    "\"plans\": [{\"date\": \"2024-02-29\", \"by\": \"Dr A\", \"released\": \"2024-03-01\", \"released_by\": \"Dr A\", \"treatments\": [{\"treatment\": \"massage\"}, {\"treatment\": \"psoas_stretch\", \"side\": \"r\"}],\n"
    "  \"expected\": [{\"outcome\": \"pain\", \"weeks\": 6, \"low\": 1, \"mid\": 2, \"high\": 3}, {\"outcome\": \"odi\", \"weeks\": 6, \"low\": 10, \"mid\": 15, \"high\": 20}], \"version\": \"1\", \"data\": \"00\", \"note\": \"n\"}],\n"
    "\"entries\": [{\"at\": \"2024-02-29\", \"by\": \"Dr A\", \"what\": \"visit\"}, {\"at\": \"2024-02-29T14:05:09Z\", \"what\": \"pain\", \"was\": \"5\", \"now\": \"4\"}],\n"
    "\"visits\": [{\"date\": \"2024-02-29\", \"examiner\": \"Dr A\", \"findings\": [{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 60, \"unit\": \"deg\"}]},\n"
    "  {\"date\": \"2024-03-10\", \"flare_ups\": [{\"date\": \"2024-03-02\", \"days\": 3, \"intensity\": 7, \"note\": \"n\"}, {\"weeks_ago\": 1}],\n"
    "   \"adherence\": [{\"treatment\": \"psoas_stretch\", \"percent\": 80}, {\"treatment\": \"massage\", \"note\": \"n\"}],\n"
    "   \"medicines\": [{\"medicine\": \"X\", \"days_a_week\": 3, \"use\": \"less\"}], \"given\": [{\"treatment\": \"massage\", \"side\": \"l\", \"response\": \"better\", \"by\": \"B\", \"note\": \"n\"}]}]}\n";

static il_patient *read_good(void) {
    il_patient *p = NULL;
    il_error    err = {0};
    if (il_patient_parse("p.json", good, strlen(good), &vocab, &p, &err)) fail_msg("%d:%d %s", err.line, err.column, err.text);
    return p;
}

// ---- kept -------------------------------------------------------------------------------------------------------------------------

static void it_comes_back_as_it_was(void **state) {
    (void)state;
    il_patient *p = read_good(), *again = NULL;
    char       *text[2] = {NULL};
    size_t      size;
    il_error    err = {0};
    assert_int_equal(p->accident.kind, IL_EVENT_VEHICLE);
    assert_string_equal(p->opinion[0].text, "likely");
    assert_int_equal(p->opinion[1].kind, IL_OPINION_IMPAIRMENT);
    assert_string_equal(il_opinion_word(p->opinion[1].kind), "impairment");
    assert_string_equal(il_event_word(p->accident.kind), "vehicle_accident");
    assert_string_equal(p->plan[0].planned[1].id, "psoas_stretch");
    assert_true(p->plan[0].expected[1].high.value == 20.0);
    assert_int_equal(p->visit[1].medicine[0].use, IL_USE_LESS);
    assert_int_equal(p->visit[1].given[0].side, IL_SIDE_LEFT);
    assert_int_equal(il_patient_format(p, &text[0], &size, &err), IL_OK);
    assert_int_equal(il_patient_parse("again", text[0], size, &vocab, &again, &err), IL_OK);
    assert_int_equal(il_patient_format(again, &text[1], &size, &err), IL_OK);
    assert_string_equal(text[0], text[1]);
    // every word of the file is in what was written
    for (const char *c = good; (c = strchr(c, '"')); c++) {
        char   word[80];
        size_t n = strcspn(c + 1, "\"") + 2;
        memcpy(word, c, n), word[n] = 0;
        if (!strstr(text[0], word)) fail_msg("%s is lost", word);
        c += n - 1;
    }
    il_file_free(text[0]);
    il_file_free(text[1]);
    il_patient_free(p);
    il_patient_free(again);
}

// ---- refused ------------------------------------------------------------------------------------------------------------------------

static const struct { const char *find, *replace, *says; int line; } wrong[] = {
    {"\"date\": \"2024-01-15\"", "\"date\": \"2024-02-30\"", "a day that exists", 3},
    {"\"condition\": \"older back pain\"", "\"conditions\": \"x\"", "conditions", 4},
    {"\"text\": \"likely\", \"by\"", "\"text\": \"likely\", \"edition\": \"4th\", \"by\"", "impairment only", 5},
    {"\"for\": \"processing\"", "\"for\": \"massages\"", "did you mean \"massage\"", 6},
    {"\"given\": \"yes\", \"date\": \"2024-02-01\", \"by\"", "\"given\": \"maybe\", \"date\": \"2024-02-01\", \"by\"", "maybe", 6},
    {"\"withdrawn\": \"2024-03-10\", ", "\"withdrawn\": \"2024-01-31\", ", "lies before 2024-02-01", 7},
    {"\"withdrawn\": \"2024-03-10\", ", "", "give both or neither", 7},
    {"\"given\": \"no\", \"date\": \"2024-02-29\"", "\"given\": \"no\", \"date\": \"2024-02-29\", \"withdrawn\": \"2024-03-01\"", "not given", 8},
    {"\"for\": \"heel_lift\", \"given\": \"no\", \"date\": \"2024-02-29\"", "\"for\": \"massage\", \"given\": \"yes\", \"date\": \"2024-01-29\"", "order of time", 8},
    {"\"for\": \"heel_lift\", \"given\": \"no\", \"date\": \"2024-02-29\"", "\"for\": \"massage\", \"given\": \"no\", \"date\": \"2024-03-05\"", "massage was refused or withdrawn on 2024-03-05", 16},
    {"\"for\": \"heel_lift\", \"given\": \"no\", \"date\": \"2024-02-29\"", "\"for\": \"exam\", \"given\": \"no\", \"date\": \"2024-02-29\"", "the exam was refused or withdrawn on 2024-02-29", 13},
    {"\"by\": \"the person\", \"taken_by\"", "\"by\": \"the person\", \"withdrawn\": \"2024-03-01\", \"taken_by\"", "needs a new consent", 14},
    {"\"released\": \"2024-03-01\"", "\"released\": \"2024-02-01\"", "lies before 2024-02-29", 9},
    {"{\"treatment\": \"massage\"}, ", "{\"treatment\": \"masage\"}, ", "unknown treatment", 9},
    {"\"outcome\": \"odi\"", "\"outcome\": \"ody\"", "neither pain nor", 10},
    {"\"mid\": 15", "\"mid\": 9", "ascend", 10},
    {"\"mid\": 15, ", "", "needs weeks, low, mid and high", 10},
    {"\"high\": 3}", "\"high\": 30}", "between 0 and 10", 10},
    {"\"at\": \"2024-02-29\"", "\"at\": \"2024-03-29\"", "order of time", 11},
    {"T14:05:09Z", "T24:05:09Z", "a moment", 11},
    {"T14:05:09Z", " 14:05:09", "a moment", 11},
    {"\"date\": \"2024-03-02\"", "\"date\": \"2024-03-12\"", "after this visit", 13},
    {"{\"weeks_ago\": 1}", "{\"weeks_ago\": 1, \"date\": \"2024-03-02\"}", "give one", 13},
    {"\"intensity\": 7", "\"intensity\": 17", "between 0 and 10", 13},
    {"\"percent\": 80", "\"percent\": 180", "between 0 and 100", 14},
    {"{\"treatment\": \"massage\", \"note\": \"n\"}", "{\"treatment\": \"psoas_stretch\"}", "stands twice", 14},
    {"\"days_a_week\": 3", "\"days_a_week\": 8", "between 0 and 7", 15},
    {"\"use\": \"less\"", "\"use\": \"fewer\"", "fewer", 15},
    {"\"given\": [{\"treatment\": \"massage\"", "\"given\": [{\"treatment\": \"psoas_stretch\"", "unknown treatment", 15},
};

// a scope is of what somebody gives: these are taken and offered, and neither an exercise nor what a person does alone
static void a_scope_offers_what_it_takes(void **state) {
    (void)state;
    il_patient_vocab v = vocab;
    v.treatment = by_self, v.ntreatment = 4, v.nself = 1;
    static const struct { const char *id, *says; } row[] = {{"massage", NULL}, {"heel_lift", NULL}, {"hip_mobility", "hip_mobility is what a person does alone"},
                                                            {"psoas_stretch", "psoas_stretch is what a person does alone"}, {"psoas_stretsh", "unknown treatment"}, {"masage", "did you mean \"massage\"?"}};
    for (size_t i = 0; i < sizeof row/sizeof *row; i++) {
        il_own_work work = {row[i].id, IL_NO, NULL};
        il_patient  p = {.version = IL_PATIENT_VERSION, .id = "x", .label = "x", .author = {.nwork = 1, .work = &work}};
        il_visit    visit = {.date = "2024-03-10"};
        il_error    err = {0};
        char        place[128], itself[80], *text = err.text;
        p.nvisit = 1, p.visit = &visit;
        il_status st = il_patient_check(&p, &v, place, &err);
        if ((st == IL_OK) != !row[i].says) fail_msg("%s: %s", row[i].id, text);
        if (!row[i].says) continue;
        snprintf(itself, sizeof itself, "did you mean \"%s\"", row[i].id);
        assert_string_equal(place, "/author/scope/0/treatment");
        if (!strstr(text, row[i].says) || strstr(text, itself) || strstr(text, "mean \"psoas_stretch") || strstr(text, "mean \"hip_mob")) fail_msg("%s: %s", row[i].id, text);
    }
}

static void what_contradicts_is_refused_at_its_place(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof wrong/sizeof *wrong; i++) {
        char        text[sizeof good + 200];
        const char *at = strstr(good, wrong[i].find);
        il_patient *p = NULL;
        il_error    err = {0};
        if (!at) fail_msg("%s is not in the file", wrong[i].find);
        snprintf(text, sizeof text, "%.*s%s%s", (int)(at - good), good, wrong[i].replace, at + strlen(wrong[i].find));
        assert_int_equal(il_patient_parse("p.json", text, strlen(text), &vocab, &p, &err), IL_BAD_VALUE);
        assert_null(p);
        if (!strstr(err.text, wrong[i].says)) fail_msg("%s: %s", wrong[i].replace, err.text);
        if (abs(err.line - wrong[i].line) > 2) fail_msg("%s: line %d instead of %d", wrong[i].replace, err.line, wrong[i].line);
    }
}

// ---- consent ------------------------------------------------------------------------------------------------------------------------

static void the_last_entry_on_a_thing_tells_how_it_stands(void **state) {
    (void)state;
    il_patient       *p = read_good();
    const il_consent *last;
    assert_int_equal(il_patient_consent(p, "processing", &last), IL_CONSENT_GIVEN);
    assert_string_equal(last->taken_by, "Dr A");
    assert_int_equal(il_patient_consent(p, "massage", &last), IL_CONSENT_WITHDRAWN);
    assert_int_equal(il_patient_consent(p, "heel_lift", NULL), IL_CONSENT_REFUSED);
    assert_int_equal(il_patient_consent(p, "exam", &last), IL_CONSENT_NOT_RECORDED);
    assert_null(last);
    assert_true(il_patient_consent_stops(p, "massage") && il_patient_consent_stops(p, "heel_lift"));
    assert_false(il_patient_consent_stops(p, "processing") || il_patient_consent_stops(p, "exam"));
    // given again after it was withdrawn
    p->consent[2] = (il_consent){.covers = "massage", .given = IL_YES, .date = "2024-03-11"};
    assert_int_equal(il_patient_consent(p, "massage", NULL), IL_CONSENT_GIVEN);
    il_patient_free(p);
}

// what the fuzzer begins with holds every key of the file
static void the_corpus_holds_every_key(void **state) {
    (void)state;
    char  *bytes = NULL;
    size_t size;
    assert_int_equal(il_file_read(IL_SOURCE_DIR "/fuzz/corpus/patient/care.json", 0, &bytes, &size, NULL), IL_OK);
    static const char *const keys[] = {"author", "accident", "pre_existing", "opinions", "consents", "plans", "entries", "flare_ups", "adherence", "medicines", "given", "expected"};
    for (size_t i = 0; i < sizeof keys/sizeof *keys; i++) assert_non_null(strstr(bytes, keys[i]));
    il_file_free(bytes);
}

int main(void) {
    const struct CMUnitTest all[] = {cmocka_unit_test(it_comes_back_as_it_was), cmocka_unit_test(a_scope_offers_what_it_takes),
        cmocka_unit_test(what_contradicts_is_refused_at_its_place),
                                     cmocka_unit_test(the_last_entry_on_a_thing_tells_how_it_stands), cmocka_unit_test(the_corpus_holds_every_key)};
    return cmocka_run_group_tests(all, NULL, NULL);
}

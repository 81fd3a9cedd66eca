// test_http_patients.c - records over HTTP: made, changed, refused, in conflict, undone, removed; the interview; consent; patient mode
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <sys/stat.h>

#include "http/server.h"
#include "http_patients.h"

static void drop(json_t *j) { json_decref(j); }

// ---- records ---------------------------------------------------------------------------------------------------------------------------------------

static void test_life_of_a_record(void **state) {
    char        more[60], path[200];
    struct stat st;
    (void)state;
    json_t *made = http_add("teaching_desk_worker", "anna");
    // readable by its owner alone, also the folder of earlier states
    snprintf(path, sizeof path, "%s/anna.json", folder);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    snprintf(path, sizeof path, "%s/.revisions/anna", folder);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    // read, list
    json_t *read = http_must(200, "GET", "/api/patients/anna", "", NULL);
    assert_true(json_equal(made, read));
    json_t *all = http_must(200, "GET", "/api/patients", "", NULL);
    assert_int_equal(json_array_size(json_object_get(all, "patients")), 1);
    // change
    json_t *patient = json_deep_copy(json_object_get(read, "patient"));
    json_object_set_new(patient, "label", json_string("changed"));
    char   *body = http_wrap(patient);
    json_t *changed = http_must(200, "PUT", "/api/patients/anna", http_match(read, more), body);
    assert_string_not_equal(http_text(changed, "revision"), http_text(read, "revision"));
    // the same again: the state is another meanwhile, and both are told
    json_t *both = http_must(409, "PUT", "/api/patients/anna", more, body);
    assert_string_equal(http_text(json_object_get(both, "theirs"), "revision"), http_text(changed, "revision"));
    assert_true(json_equal(json_object_get(both, "yours"), patient));
    drop(http_must(400, "PUT", "/api/patients/anna", "", body)); // without If-Match
    drop(http_must(409, "POST", "/api/patients", "", body));     // there is one
    // removed with all that was kept of it
    drop(http_must(409, "DELETE", "/api/patients/anna", more, NULL));
    drop(http_must(200, "DELETE", "/api/patients/anna", http_match(changed, more), NULL));
    drop(http_must(404, "GET", "/api/patients/anna", "", NULL));
    assert_int_not_equal(stat(path, &st), 0);
    free(body);
    drop(made), drop(read), drop(all), drop(patient), drop(changed), drop(both);
}

static void test_refused_records(void **state) {
    char more[60];
    (void)state;
    json_t *made = http_add("teaching_desk_worker", "berta");
    static const struct {
        const char *key, *value, *where;
    } faults[] = {{"person", "{\"age_years\": 200}", "/person/age_years"}, {"person", "{\"agee\": 20}", "/person/agee"}, {"visits", "[{\"date\": \"2026-13-01\"}]", "/visits/0/date"},
                  {"visits", "[{\"date\": \"2026-03-01\", \"findings\": [{\"test\": \"srl_deg\", \"side\": \"r\", \"value\": 3, \"unit\": \"deg\"}]}]", "/visits/0/findings/0/test"}};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        json_t *patient = json_deep_copy(json_object_get(made, "patient"));
        json_object_set_new(patient, faults[i].key, json_loads(faults[i].value, 0, NULL));
        char   *body = http_wrap(patient);
        json_t *refused = http_must(400, "PUT", "/api/patients/berta", http_match(made, more), body), *error = json_object_get(refused, "error");
        assert_string_equal(http_text(error, "where"), faults[i].where);
        assert_true(strlen(http_text(error, "what")) > 5);
        free(body);
        drop(patient), drop(refused);
    }
    // nothing was changed by any of them
    json_t *read = http_must(200, "GET", "/api/patients/berta", "", NULL);
    assert_true(json_equal(made, read));
    static const char *const ids[] = {"..", "a/b", ".hidden", "", "a.b", "x y", "0123456789012345678901234567890123456789012345678901234567890123456789"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        json_t *patient = json_deep_copy(json_object_get(made, "patient"));
        json_object_set_new(patient, "id", json_string(ids[i]));
        char *body = http_wrap(patient);
        drop(http_must(400, "POST", "/api/patients", "", body));
        free(body);
        drop(patient);
    }
    drop(http_must(409, "POST", "/api/patients", "", "{\"patient\": {\"ilium_patient\": 1, \"id\": \"BERTA\", \"visits\": [{\"date\": \"2026-03-01\"}]}}")); // one file on some systems
    drop(made), drop(read);
}

static json_t *relabel(json_t *record, const char *label) {
    char    more[60];
    json_t *patient = json_deep_copy(json_object_get(record, "patient"));
    json_object_set_new(patient, "label", json_string(label));
    char   *body = http_wrap(patient);
    json_t *changed = http_must(200, "PUT", "/api/patients/clara", http_match(record, more), body);
    free(body);
    drop(patient);
    return changed;
}

static json_t *undo(json_t *record, const char *body, int status) {
    char    more[60];
    json_t *j = http_must(status, "POST", "/api/patients/clara/undo", http_match(record, more), body);
    return j;
}

static void test_undo(void **state) {
    (void)state;
    json_t *a = http_add("teaching_desk_worker", "clara"), *b = relabel(a, "B"), *c = relabel(b, "C");
    json_t *back = undo(c, "{}", 200), *twice = undo(back, "{}", 200), *end = undo(twice, "{}", 404);
    assert_true(json_equal(back, b));
    assert_true(json_equal(twice, a));
    json_t *on = undo(twice, "{\"redo\": true}", 200), *further = undo(on, "{\"redo\": true}", 200);
    assert_true(json_equal(on, b));
    assert_true(json_equal(further, c));
    drop(undo(further, "{\"redo\": true}", 404));
    // a change after an undo makes a branch; the other is kept and can be named
    json_t *again = undo(further, "{}", 200), *d = relabel(again, "D");
    char    to[60];
    snprintf(to, sizeof to, "{\"to\": \"%s\"}", http_text(c, "revision"));
    json_t *named = undo(d, to, 200);
    assert_true(json_equal(named, c));
    drop(undo(named, "{\"to\": \"0123456789abcdef\"}", 404));
    drop(undo(named, "{\"to\": \"../../x\"}", 400));
    json_t *list = http_must(200, "GET", "/api/patients/clara/revisions", "", NULL);
    assert_int_equal(json_array_size(json_object_get(list, "revisions")), 4); // a b c d, each once
    char path[100];
    snprintf(path, sizeof path, "/api/patients/clara?revision=%s", http_text(d, "revision"));
    json_t *earlier = http_must(200, "GET", path, "", NULL);
    assert_true(json_equal(earlier, d));
    drop(a), drop(b), drop(c), drop(back), drop(twice), drop(end), drop(on), drop(further), drop(again), drop(d), drop(named), drop(list), drop(earlier);
}

// ---- the interview -----------------------------------------------------------------------------------------------------------------------------------

static void test_interview(void **state) {
    char more[60];
    (void)state;
    json_t *made = http_must(201, "POST", "/api/patients", "", "{\"patient\": {\"ilium_patient\": 1, \"id\": \"dora\", \"visits\": [{\"date\": \"2026-03-01\"}]}}");
    json_t *visit = http_must(201, "POST", "/api/patients/dora/visits", http_match(made, more), "{\"date\": \"2026-03-31\"}");
    json_t *asked = http_must(200, "GET", "/api/patients/dora/interview", "", NULL);
    assert_true(json_array_size(json_object_get(asked, "questions")) > 100);
    // several answers at once, each with who entered it
    json_t *kept = http_must(200, "POST", "/api/patients/dora/interview", http_match(visit, more),
                             "{\"by\": \"Dr A\", \"answers\": [{\"id\": \"person/sex\", \"answer\": \"female\"}, {\"id\": \"person/age_years\", \"answer\": \"35\"},"
                             "{\"id\": \"slr_deg\", \"side\": \"r\", \"answer\": \"70\"}, {\"id\": \"screen/ces_retention\", \"answer\": \"yes\"}]}");
    json_t *patient = json_object_get(kept, "patient");
    assert_int_equal(json_integer_value(json_object_get(json_object_get(patient, "person"), "age_years")), 35);
    assert_int_equal(json_array_size(json_object_get(patient, "entries")), 4);
    assert_string_equal(http_text(json_array_get(json_object_get(patient, "entries"), 0), "by"), "Dr A");
    json_t *warning = json_array_get(json_object_get(kept, "warnings"), 0);
    assert_string_equal(http_text(warning, "level"), "EMERGENCY");
    assert_true(strlen(http_text(warning, "action")) > 5);
    // entries stay: a record that lacks one, or tells one otherwise, is refused and its place named
    json_t *without = json_deep_copy(patient), *other = json_deep_copy(patient);
    json_array_remove(json_object_get(without, "entries"), 3);
    json_object_set_new(json_array_get(json_object_get(other, "entries"), 1), "now", json_string("53"));
    char   *shorter = http_wrap(without), *changed = http_wrap(other);
    json_t *refused = http_must(400, "PUT", "/api/patients/dora", http_match(kept, more), shorter);
    assert_string_equal(http_text(json_object_get(refused, "error"), "where"), "/patient/entries/3");
    json_decref(refused);
    refused = http_must(400, "PUT", "/api/patients/dora", more, changed);
    assert_string_equal(http_text(json_object_get(refused, "error"), "where"), "/patient/entries/1");
    json_decref(refused), json_decref(without), json_decref(other), free(shorter), free(changed);
    // all or none
    http_match(kept, more);
    drop(http_must(400, "POST", "/api/patients/dora/interview", more, "{\"answers\": [{\"id\": \"person/height_m\", \"answer\": \"1.7\"}, {\"id\": \"person/mass_kg\", \"answer\": \"heavy\"}]}"));
    drop(http_must(400, "POST", "/api/patients/dora/interview", more, "{\"id\": \"no_such\", \"answer\": \"1\"}"));
    drop(http_must(400, "POST", "/api/patients/dora/interview", more, "{\"id\": \"slr_deg\", \"answer\": \"1\"}")); // of which side?
    drop(http_must(400, "POST", "/api/patients/dora/interview", "", "{\"id\": \"person/sex\", \"answer\": \"male\"}"));
    json_t *read = http_must(200, "GET", "/api/patients/dora", "", NULL);
    assert_true(json_equal(json_object_get(read, "patient"), patient));
    // taken back
    json_t *none = http_must(200, "POST", "/api/patients/dora/interview", more, "{\"id\": \"slr_deg\", \"side\": \"r\", \"answer\": \"\"}");
    assert_null(json_object_get(json_array_get(json_object_get(json_object_get(none, "patient"), "visits"), 1), "findings"));
    // an emergency: the screen says so, and an assessment ranks nothing, as on the command line
    json_t *screen = http_must(200, "POST", "/api/patients/dora/screen", "", "{\"country\": \"GB\"}");
    assert_string_equal(http_text(json_object_get(screen, "safety"), "level"), "emergency");
    assert_non_null(strstr(http_text(screen, "call"), "999"));
    json_t *job = http_job("/api/patients/dora/assess", "t", "{\"tab\": \"t\"}"), *result = json_object_get(job, "result");
    assert_string_equal(http_text(json_object_get(result, "safety"), "level"), "emergency");
    assert_null(json_object_get(result, "conditions"));
    drop(http_must(400, "POST", "/api/patients/dora/screen", "", "{\"country\": \"XX\"}"));
    drop(http_must(400, "POST", "/api/patients/dora/screen", "", "{\"visit\": 3}"));
    drop(http_must(400, "POST", "/api/patients/dora/assess", "", "{}")); // no tab
    drop(made), drop(visit), drop(asked), drop(kept), drop(read), drop(none), drop(screen), drop(job);
}

static void test_consent(void **state) {
    char more[60];
    (void)state;
    json_t *made = http_add("teaching_desk_worker", "emma");
    json_t *refused = http_must(200, "POST", "/api/patients/emma/consent", http_match(made, more), "{\"for\": \"processing\", \"given\": false, \"by\": \"the person\", \"date\": \"2026-01-13\"}");
    // danger is told always, and nothing else
    json_t *job = http_job("/api/patients/emma/assess", "t", "{\"tab\": \"t\"}");
    assert_null(json_object_get(json_object_get(job, "result"), "conditions"));
    drop(http_must(400, "GET", "/api/patients/emma/report?for=clinician", "", NULL));
    drop(http_must(400, "GET", "/api/patients/emma/fhir", "", NULL));
    drop(http_must(400, "POST", "/api/patients/emma/consent", http_match(refused, more), "{\"withdraw\": \"exam\"}"));
    drop(http_must(400, "POST", "/api/patients/emma/consent", more, "{\"for\": \"exam\"}"));
    drop(made), drop(refused), drop(job);
}

// ---- patient mode ---------------------------------------------------------------------------------------------------------------------------------------

static bool holds(const char *text, const char *word) { return text && strstr(text, word); }

static void test_patient_mode(void **state) {
    const ili_route *r;
    char             path[200], *brace;
    (void)state;
    json_t *one = http_add("teaching_desk_worker", "frida"), *two = http_add("teaching_desk_worker", "gerda");
    drop(http_must(400, "POST", "/api/session/mode", "", "{\"mode\": \"patient\", \"patient\": \"frida\", \"pin\": \"12\"}"));
    drop(http_must(200, "POST", "/api/session/mode", "", "{\"mode\": \"patient\", \"patient\": \"frida\", \"pin\": \"4711\"}"));
    // every route that is not for the person is shut, and every other record
    for (int i = 0; (r = ili_route_at(i)); i++) {
        snprintf(path, sizeof path, "%s", r->pattern);
        bool record = strstr(path, "/patients/{id}") != NULL;
        while ((brace = strchr(path, '{'))) {
            char rest[200];
            snprintf(rest, sizeof rest, "%s", strchr(brace, '}') + 1);
            snprintf(brace, sizeof path - (size_t)(brace - path), "%s%s", record ? r->access == ILI_CLINICIAN ? "frida" : "gerda" : "1", rest);
        }
        if (r->access == ILI_CLINICIAN || (r->access == ILI_PATIENT && record)) drop(http_must(403, r->method, path, "", r->limit ? "{}" : NULL));
    }
    // what is open tells no ranking, no probability, no name of a serious disease
    static const char *const open[] = {"/api/vocabulary", "/api/patients/frida/interview", "/api/about"};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        http_answer a = http_ask(port, session, "GET", open[i], "", NULL);
        assert_int_equal(a.status, 200);
        if (holds(a.body, "\"mechanism\":\"hip flexors") || holds(a.body, "\"suspect\"") || holds(a.body, "auda equina")) fail_msg("%s tells too much", open[i]);
        http_free(&a);
    }
    http_answer screen = http_ask(port, session, "POST", "/api/patients/frida/screen", "", "{}");
    assert_int_equal(screen.status, 200);
    assert_true(holds(screen.body, "go_now_if") && !holds(screen.body, "\"suspect\"") && !holds(screen.body, "conditions") && !holds(screen.body, "rank"));
    http_free(&screen);
    drop(http_must(403, "GET", "/api/patients/frida/report?for=clinician", "", NULL));
    // the person may answer for themselves, but not what is examined
    char more[60];
    json_t *kept = http_must(200, "POST", "/api/patients/frida/interview", http_match(one, more), "{\"by\": \"the person\", \"id\": \"pain/intensity_worst\", \"answer\": \"9\"}");
    assert_true(json_is_null(json_object_get(kept, "patient")));
    drop(http_must(400, "POST", "/api/patients/frida/interview", http_match(kept, more), "{\"id\": \"slr_deg\", \"side\": \"r\", \"answer\": \"70\"}"));
    // nor what an examiner or a laboratory finds, nor what would reassure: their "no" or "yes" would make it asked
    static const char *const clinicians[] = {"ces_residual", "ces_anal_tone", "fist_percussion", "esr_20", "hip_percussion_equal", "myotomes_done", "normal_anal_tone"};
    for (int mode = 0; mode < 2; mode++) {
        http_answer asked = http_ask(port, session, "GET", "/api/patients/frida/interview", "", NULL);
        assert_int_equal(asked.status, 200);
        assert_true(holds(asked.body, "\"screen/ces_saddle\"") && holds(asked.body, "\"screen/cancer_history\""));
        for (size_t i = 0; i < sizeof clinicians / sizeof *clinicians; i++) {
            char id[60], body[120];
            snprintf(id, sizeof id, "\"screen/%s\"", clinicians[i]);
            if (holds(asked.body, id) != (mode == 1)) fail_msg("%s is %s", id, mode ? "not asked at all" : "asked of the person");
            snprintf(body, sizeof body, "{\"id\": %s, \"answer\": \"no\"}", id);
            if (!mode) drop(http_must(400, "POST", "/api/patients/frida/interview", http_match(kept, more), body));
        }
        http_free(&asked);
        if (!mode) drop(http_must(200, "POST", "/api/session/mode", "", "{\"mode\": \"clinician\", \"pin\": \"4711\"}"));
    }
    drop(http_must(200, "POST", "/api/session/mode", "", "{\"mode\": \"patient\", \"patient\": \"frida\", \"pin\": \"4711\"}"));
    // left with the PIN alone; five wrong ones end the session
    drop(http_must(403, "POST", "/api/session/mode", "", "{\"mode\": \"clinician\", \"pin\": \"0000\"}"));
    drop(http_must(200, "POST", "/api/session/mode", "", "{\"mode\": \"clinician\", \"pin\": \"4711\"}"));
    drop(http_must(200, "GET", "/api/patients", "", NULL));
    drop(http_must(200, "POST", "/api/session/mode", "", "{\"mode\": \"patient\", \"patient\": \"frida\", \"pin\": \"4711\"}"));
    for (int i = 0; i < 5; i++) drop(http_must(403, "POST", "/api/session/mode", "", "{\"mode\": \"clinician\", \"pin\": \"0000\"}"));
    drop(http_must(401, "POST", "/api/session/mode", "", "{\"mode\": \"clinician\", \"pin\": \"4711\"}"));
    assert_true(http_session(server, session));
    drop(one), drop(two), drop(kept);
}

typedef struct asked {
    const char *path, *id; // of the interview, of the question
} asked;

static const asked ida = {"/api/patients/ida/interview", "screen/ces_saddle"};

// an answer to a question, of whoever holds the window; the record then holds `holds_now`, and `beside` stands beside it (NULL: nothing)
static json_t *say(const asked *to, json_t *record, const char *answer, const char *holds_now, const char *beside) {
    char more[60], body[120];
    snprintf(body, sizeof body, "{\"by\": \"Dr A\", \"id\": \"%s\", \"answer\": \"%s\"}", to->id, answer);
    json_t *kept = http_must(200, "POST", to->path, http_match(record, more), body), *read = http_must(200, "GET", to->path, "", NULL), *q;
    size_t  i;
    if (json_array_size(json_object_get(kept, "stands")) != (beside != NULL)) fail_msg("said %s to %s: what stands is wrong", answer, to->id);
    json_array_foreach(json_object_get(read, "questions"), i, q) {
        if (strcmp(http_text(q, "id"), to->id) != 0) continue;
        const char *now = json_string_value(json_object_get(q, "answer")), *own = json_string_value(json_object_get(q, "person"));
        bool        same = own && beside ? !strcmp(own, beside) : own == beside;
        if (strcmp(now ? now : "", holds_now) != 0 || !same) fail_msg("said %s: the record holds %s, beside it %s", answer, now ? now : "nothing", own ? own : "nothing");
    }
    json_decref(read), json_decref(record);
    return kept;
}

static void window_to(const char *patient) {
    char body[100];
    snprintf(body, sizeof body, "{\"mode\": \"%s\", \"patient\": \"%s\", \"pin\": \"4711\"}", patient ? "patient" : "clinician", patient ? patient : "none");
    drop(http_must(200, "POST", "/api/session/mode", "", body));
}

static void screen_is(const char *id, const char *level) {
    char path[80];
    snprintf(path, sizeof path, "/api/patients/%s/screen", id);
    json_t *said = http_must(200, "POST", path, "", "{}");
    assert_string_equal(http_text(json_object_get(said, "safety"), "level"), level);
    json_decref(said);
}

// a sign of danger that a clinician recorded stays, whatever the person answers; the answer is kept beside it
static void test_danger_is_not_taken_back(void **state) {
    char more[60];
    (void)state;
    json_t *kept = say(&ida, http_add("teaching_desk_worker", "ida"), "yes", "yes", NULL);
    window_to("ida");
    static const char *const said[] = {"no", "yes", "", "no"};
    for (int i = 0; i < 4; i++) kept = say(&ida, kept, said[i], "yes", said[i]);
    screen_is("ida", "emergency");
    // nor what rows that warn are told from: where it hurts, medicines, an accident, an earlier visit
    drop(http_must(400, "POST", ida.path, http_match(kept, more), "{\"id\": \"pain/regions\", \"answer\": \"LB_MID 2\"}"));
    drop(http_must(400, "POST", ida.path, http_match(kept, more), "{\"id\": \"history/medicines\", \"answer\": \"\"}"));
    window_to(NULL);
    // the clinician sees both, and who said what; only the clinician takes it back
    json_t *read = http_must(200, "GET", "/api/patients/ida", "", NULL), *entries = json_object_get(json_object_get(read, "patient"), "entries");
    json_t *last = json_array_get(entries, json_array_size(entries) - 1);
    assert_string_equal(http_text(last, "by"), "the person");
    assert_string_equal(http_text(last, "now"), "no");
    assert_true(holds(http_text(last, "what"), "/screen/ces_saddle/person"));
    kept = say(&ida, kept, "no", "no", NULL);
    // a "yes" of their own is theirs to mend while they hold the window, and no more when it is handed over again.
    // What they said beside the clinician's yes is past with it
    window_to("ida");
    kept = say(&ida, say(&ida, kept, "yes", "yes", NULL), "no", "no", NULL);
    kept = say(&ida, kept, "yes", "yes", NULL);
    window_to(NULL);
    window_to("ida");
    kept = say(&ida, kept, "no", "yes", "no");
    window_to(NULL);
    // a new visit does not close it: what is said of it there goes beside, but for a yes, which the visit has from then on
    json_decref(kept);
    json_t *seen = http_must(200, "GET", "/api/patients/ida", "", NULL);
    kept = http_must(201, "POST", "/api/patients/ida/visits", http_match(seen, more), "{\"date\": \"2026-01-13\"}");
    screen_is("ida", "emergency");
    window_to("ida");
    kept = say(&ida, say(&ida, kept, "no", "", "no"), "", "", "");
    screen_is("ida", "emergency");
    kept = say(&ida, say(&ida, kept, "yes", "yes", NULL), "no", "yes", "no");
    screen_is("ida", "emergency");
    window_to(NULL);
    json_decref(read), json_decref(kept), json_decref(seen);
}

// the record as it is, with this answer to ces_saddle at its last visit, written whole: no entry tells of it
static json_t *put_saddle(json_t *record, const char *answer) {
    char    more[60];
    json_t *read = http_must(200, "GET", "/api/patients/jana", "", NULL), *patient = json_object_get(read, "patient"), *visits = json_object_get(patient, "visits");
    json_object_set_new(json_object_get(json_array_get(visits, json_array_size(visits) - 1), "screen"), "ces_saddle", json_string(answer));
    char   *body = http_wrap(patient);
    json_t *kept = http_must(200, "PUT", "/api/patients/jana", http_match(record, more), body);
    free(body);
    json_decref(read), json_decref(record);
    return kept;
}

static void swap_sessions(char *other) {
    char mine[IL_SERVE_TOKEN];
    memcpy(mine, session, sizeof mine), memcpy(session, other, sizeof mine), memcpy(other, mine, sizeof mine);
}

// what another hand writes while the person holds the window ends their right to mend it: their own yes confirmed, or taken away and put back
static void test_confirmed_is_not_theirs(void **state) {
    static const asked jana = {"/api/patients/jana/interview", "screen/ces_saddle"};
    char               other[IL_SERVE_TOKEN];
    (void)state;
    assert_true(http_session(server, other));
    json_t *kept = http_add("teaching_desk_worker", "jana");
    for (int whole = 0; whole < 2; whole++) {
        window_to("jana");
        kept = say(&jana, say(&jana, say(&jana, kept, "yes", "yes", NULL), "no", "no", NULL), "yes", "yes", NULL);
        swap_sessions(other);
        char revision[40];
        snprintf(revision, sizeof revision, "%s", http_text(kept, "revision"));
        kept = whole ? put_saddle(put_saddle(kept, "no"), "yes") : say(&jana, kept, "yes", "yes", NULL);
        if (whole) assert_string_equal(revision, http_text(kept, "revision")); // nothing but the writing tells it
        swap_sessions(other);
        kept = say(&jana, kept, "no", "yes", "no");
        screen_is("jana", "emergency");
        window_to(NULL);
        kept = say(&jana, kept, "no", "no", NULL);
    }
    json_decref(kept);
}

// nor does the diary take danger back: no gain over weeks beside night pain is urgent, and a figure that ends it goes beside the record's
static void test_diary_takes_no_danger_back(void **state) {
    static const asked worst = {"/api/patients/kim/interview", "pain/intensity_worst"};
    char               more[60];
    (void)state;
    json_t *kept = http_must(201, "POST", "/api/patients", "", "{\"patient\": {\"ilium_patient\": 1, \"id\": \"kim\", \"person\": {\"sex\": \"female\", \"age_years\": 40}, \"visits\": ["
        "{\"date\": \"2026-01-12\", \"pain\": {\"intensity_worst\": 7}}, {\"date\": \"2026-02-20\", \"pain\": {\"intensity_worst\": 7}, \"screen\": {\"night_pain\": \"yes\"}}]}}");
    screen_is("kim", "urgent");
    window_to("kim");
    kept = say(&worst, say(&worst, kept, "3", "7", "3"), "", "7", "");
    kept = say(&worst, say(&worst, kept, "6", "6", NULL), "3", "6", "3"); // less pain, but no gain: it is theirs to write, and the next is none the less
    screen_is("kim", "urgent");
    window_to(NULL);
    json_decref(kept);
    json_t *seen = http_must(200, "GET", "/api/patients/kim", "", NULL);
    kept = http_must(201, "POST", "/api/patients/kim/visits", http_match(seen, more), "{\"date\": \"2026-03-01\"}");
    window_to("kim");
    kept = say(&worst, say(&worst, kept, "3", "", "3"), "8", "8", NULL);
    screen_is("kim", "urgent");
    kept = say(&worst, kept, "3", "8", "3");
    window_to(NULL);
    // the clinician, who sees both, says which counts
    kept = say(&worst, kept, "3", "3", NULL);
    screen_is("kim", "watch");
    json_decref(kept), json_decref(seen);
}

// a result that was computed for the clinician does not reach a tab that is in patient mode now
static void test_no_result_in_patient_mode(void **state) {
    static char buf[1 << 18];
    (void)state;
    json_t *made = http_add("teaching_desk_worker", "hanna");
    int     fd = http_events(port, session, "mode");
    assert_true(http_event(fd, "event: open", buf, sizeof buf));
    json_t *accepted = http_must(202, "POST", "/api/patients/hanna/assess", "", "{\"tab\": \"mode\"}");
    char    at[80];
    snprintf(at, sizeof at, "/api/jobs/%lld", (long long)json_integer_value(json_object_get(accepted, "job")));
    drop(http_must(200, "POST", "/api/session/mode", "", "{\"mode\": \"patient\", \"patient\": \"hanna\", \"pin\": \"4711\"}"));
    drop(http_must(403, "GET", at, "", NULL));
    // signs of life come, a result does not
    size_t n = 0;
    for (int i = 0; i < 5; i++) {
        ssize_t got = http_receive(fd, buf + n, sizeof buf - n - 1, HTTP_PATIENCE_MS);
        assert_true(got > 0);
        n += (size_t)got;
        buf[n] = 0;
    }
    assert_null(strstr(buf, "\"result\""));
    close(fd);
    drop(http_must(200, "POST", "/api/session/mode", "", "{\"mode\": \"clinician\", \"pin\": \"4711\"}"));
    drop(made), drop(accepted);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_life_of_a_record), cmocka_unit_test(test_refused_records), cmocka_unit_test(test_undo), cmocka_unit_test(test_interview),
                                       cmocka_unit_test(test_consent), cmocka_unit_test(test_patient_mode), cmocka_unit_test(test_danger_is_not_taken_back),
                                       cmocka_unit_test(test_confirmed_is_not_theirs), cmocka_unit_test(test_diary_takes_no_danger_back), cmocka_unit_test(test_no_result_in_patient_mode)};
    return cmocka_run_group_tests(tests, http_setup, http_teardown);
}

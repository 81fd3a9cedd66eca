// slow_http.c - the whole way of a visit over HTTP: assess, what-if, plan, every document
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "http_patients.h"

static void must_be_done(const char *path, const char *body, const char *key) {
    json_t *job = http_job(path, "way", body);
    if (strcmp(http_text(job, "state"), "done") != 0) fail_msg("%s: %s", path, http_text(job, "state"));
    if (!json_object_get(json_object_get(job, "result"), key)) fail_msg("%s: no %s in the result", path, key);
    json_decref(job);
}

static void test_a_visit(void **state) {
    (void)state;
    json_t *made = http_add("teaching_desk_worker", "jana");
    must_be_done("/api/patients/jana/assess", "{\"tab\": \"way\"}", "conditions");
    must_be_done("/api/patients/jana/what-if", "{\"tab\": \"way\", \"treatments\": [{\"id\": \"hip_extensor_strengthening\", \"side\": \"right\"}], \"weeks\": 6}", "treatments");
    must_be_done("/api/patients/jana/plan", "{\"tab\": \"way\", \"equipment\": [\"mat\"], \"without\": []}", "treatments");
    static const char *const readers[] = {"clinician", "patient", "legal", "plan"};
    for (int i = 0; i < 4; i++) {
        char path[100], policy[300];
        snprintf(path, sizeof path, "/api/patients/jana/report?for=%s&as=html", readers[i]);
        http_answer a = http_ask(port, session, "GET", path, "", NULL);
        assert_int_equal(a.status, 200);
        assert_non_null(strstr(a.body, "</html>"));
        http_free(&a);
        snprintf(path, sizeof path, "/api/patients/jana/report?for=%s&as=pdf", readers[i]);
        a = http_ask(port, session, "GET", path, "", NULL);
        assert_int_equal(a.status, 200);
        assert_int_equal(memcmp(a.body, "%PDF-", 5), 0);
        assert_true(http_header(a.head, "Content-Security-Policy", policy, sizeof policy) && strstr(policy, "sandbox"));
        http_free(&a);
    }
    // an address that works once, without a session
    json_t     *shown = http_must(200, "POST", "/api/patients/jana/report", "", "{\"for\": \"clinician\"}");
    http_answer page = http_ask(port, NULL, "GET", http_text(shown, "view"), "", NULL), again = http_ask(port, NULL, "GET", http_text(shown, "view"), "", NULL);
    assert_int_equal(page.status, 200);
    assert_int_equal(again.status, 404);
    http_free(&page);
    http_free(&again);
    must_be_done("/api/patients/jana/day", "{\"tab\": \"way\", \"schedule\": \"desk_worker\", \"alone\": true}", "course");
    json_t *fhir = http_must(200, "GET", "/api/patients/jana/fhir", "", NULL);
    assert_string_equal(http_text(fhir, "resourceType"), "Bundle");
    json_t *view = http_must(200, "GET", "/api/patients/jana/patient-view", "", NULL);
    assert_non_null(json_object_get(view, "education"));
    json_decref(made), json_decref(shown), json_decref(fhir), json_decref(view);
}

static json_t *expected_of(const char *body, json_t **job) {
    *job = http_job("/api/patients/kate/expected", "way", body);
    if (strcmp(http_text(*job, "state"), "done") != 0) fail_msg("expected: %s", http_text(*job, "state"));
    return json_object_get(json_object_get(*job, "result"), "expected");
}

static double of(const json_t *row, const char *key) { return json_number_value(json_object_get(row, key)); }

// what is chosen is expected of: of pain as of any plan, of the measured leg what stretching it gains; and the record takes these rows as they are
static void test_what_a_plan_expects(void **state) {
    (void)state;
    json_t *made = http_add("teaching_desk_worker", "kate"), *none, *some, *row;
    json_t *pain = expected_of("{\"tab\": \"way\", \"treatments\": [], \"without\": [\"bridge\"]}", &none);
    json_t *all = expected_of("{\"tab\": \"way\", \"treatments\": [{\"id\": \"massage\"}, {\"id\": \"hamstring_stretching\", \"side\": \"left\"}], \"without\": [\"bridge\"]}", &some);
    size_t  i, npain = json_array_size(pain);
    double  before = 60.0; // the straight leg as it was measured
    int     legs = 0;
    assert_true(npain >= 3);
    json_array_foreach(pain, i, row) {
        assert_string_equal(http_text(row, "outcome"), "pain");
        assert_true(json_equal(row, json_array_get(all, i)));
    }
    json_array_foreach(all, i, row) {
        if (strcmp(http_text(row, "outcome"), "slr_deg") != 0) continue;
        assert_string_equal(http_text(row, "side"), "l");
        assert_true(of(row, "weeks") == 6.0*legs++);
        assert_true(of(row, "low") <= of(row, "mid") && of(row, "mid") <= of(row, "high") && of(row, "mid") >= before);
        before = of(row, "mid");
    }
    assert_int_equal(legs, 3);
    assert_true(before > 65.0 && before < 80.0);
    char    more[60];
    json_t *patient = json_deep_copy(json_object_get(made, "patient"));
    json_object_set_new(patient, "plans", json_pack("[{s:s, s:[{s:s, s:s}], s:O}]", "date", "2026-01-12", "treatments", "treatment", "hamstring_stretching", "side", "l", "expected", all));
    char *body = http_wrap(patient);
    json_decref(http_must(200, "PUT", "/api/patients/kate", http_match(made, more), body));
    json_decref(http_must(400, "POST", "/api/patients/kate/expected", "", "{\"tab\": \"way\", \"treatments\": [{\"id\": \"sledge\"}]}"));
    free(body);
    json_decref(made), json_decref(none), json_decref(some), json_decref(patient);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_visit), cmocka_unit_test(test_what_a_plan_expects)};
    return cmocka_run_group_tests(tests, http_setup, http_teardown);
}

// test_http_api.c - the API's description and the server hold each other: every route, who may ask, and what is answered
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "http/http.h"
#include "http_patients.h"
#include "json_schema.h"

static json_t *api;

static int setup(void **state) {
    if (http_setup(state)) return -1;
    http_answer a = http_ask(port, session, "GET", "/api/openapi.json", "", NULL);
    api = http_json(&a);
    http_free(&a);
    return api ? 0 : -1;
}

static int teardown(void **state) {
    json_decref(api);
    return http_teardown(state);
}

static json_t *operation(const char *method, const char *path) {
    char lower[10];
    snprintf(lower, sizeof lower, "%s", method);
    for (char *c = lower; *c; c++) *c = (char)(*c | 0x20);
    return json_object_get(json_object_get(json_object_get(api, "paths"), path), lower);
}

// "#/components/responses/404" as what it names
static json_t *followed(json_t *j) {
    const char *name = json_string_value(json_object_get(j, "$ref"));
    if (!name) return j;
    assert_int_equal(strncmp(name, "#/components/responses/", 23), 0);
    return json_object_get(json_object_get(json_object_get(api, "components"), "responses"), name + 23);
}

// ---- routes ------------------------------------------------------------------------------------------------------------------------------------------

static void test_every_route_is_described(void **state) {
    static const char *const access[] = {"open", "patient", "clinician"};
    const ili_route         *r;
    (void)state;
    for (int i = 0; (r = ili_route_at(i)); i++) {
        json_t *o = operation(r->method, r->pattern);
        if (!o) fail_msg("%s %s is not in openapi.json", r->method, r->pattern);
        if (!json_string_value(json_object_get(o, "x-access"))) fail_msg("%s %s: no x-access", r->method, r->pattern);
        if (strcmp(http_text(o, "x-access"), access[r->access]) != 0) fail_msg("%s %s: x-access is not %s", r->method, r->pattern, access[r->access]);
        if ((r->limit > 0) != (json_object_get(o, "requestBody") != NULL)) fail_msg("%s %s: a body here and none there", r->method, r->pattern);
        bool has_id = strchr(r->pattern, '{') != NULL;
        json_t *p = json_array_get(json_object_get(o, "parameters"), 0);
        if (has_id && (!p || strcmp(http_text(p, "in"), "path") != 0)) fail_msg("%s %s: its {id} is not described", r->method, r->pattern);
    }
}

static void test_every_description_is_a_route(void **state) {
    const char *path, *method, *code;
    json_t     *item, *o, *response;
    (void)state;
    json_object_foreach(json_object_get(api, "paths"), path, item) {
        json_object_foreach(item, method, o) {
            char        upper[10], part[ILI_PARTS][ILI_NAME], at[200], *brace;
            const char *allow;
            snprintf(upper, sizeof upper, "%s", method);
            for (char *c = upper; *c; c++) *c = (char)(*c & ~0x20);
            snprintf(at, sizeof at, "%s", path);
            while ((brace = strchr(at, '{'))) *brace = 'x', memmove(brace + 1, strchr(brace, '}') + 1, strlen(strchr(brace, '}')));
            if (!ili_route_find(upper, at, part, &allow)) fail_msg("%s %s is in openapi.json and not in routes.h", upper, path);
            assert_true(strlen(http_text(o, "summary")) > 3);
            json_object_foreach(json_object_get(o, "responses"), code, response) {
                if (!followed(response)) fail_msg("%s %s: response %s names nothing", upper, path, code);
            }
        }
    }
}

// ---- answers ------------------------------------------------------------------------------------------------------------------------------------------

static void must_fit(json_t *schema, json_t *value, const char *what) {
    schema_check c = {.root = api};
    if (!schema_holds(&c, schema, value)) fail_msg("%s: %s", what, c.why);
}

static json_t *schema_of(const char *method, const char *pattern, int status, const char *type) {
    char code[8];
    snprintf(code, sizeof code, "%d", status);
    json_t *response = followed(json_object_get(json_object_get(operation(method, pattern), "responses"), code));
    if (!response) fail_msg("%s %s: %d is not described", method, pattern, status);
    json_t *schema = json_object_get(json_object_get(json_object_get(response, "content"), type), "schema");
    if (!schema) fail_msg("%s %s: %d has no schema for %s", method, pattern, status, type);
    return schema;
}

// an answer of the described status, kind and shape
static json_t *fits(int status, const char *method, const char *pattern, const char *path, const char *more, const char *body) {
    char        type[80];
    http_answer a = http_ask(port, session, method, path, more, body);
    if (a.status != status) fail_msg("%s %s: %d instead of %d: %.300s", method, path, a.status, status, a.body ? a.body : "");
    assert_true(http_header(a.head, "Content-Type", type, sizeof type));
    type[strcspn(type, ";")] = 0;
    json_t *schema = schema_of(method, pattern, status, type), *j = http_json(&a);
    if (strstr(type, "json")) must_fit(schema, j, path);
    http_free(&a);
    return j;
}

static void look(int status, const char *method, const char *pattern, const char *path, const char *more, const char *body) {
    json_decref(fits(status, method, pattern, path, more, body));
}

#define ONE "/api/patients/{id}"

static void test_answers_fit(void **state) {
    char more[60], text[200], *body;
    (void)state;
    look(200, "GET", "/api/about", "/api/about?country=GB", "", NULL);
    look(200, "GET", "/api/openapi.json", "/api/openapi.json", "", NULL);
    look(200, "GET", "/api/vocabulary", "/api/vocabulary", "", NULL);
    look(200, "GET", "/api/session", "/api/session", "", NULL);
    look(200, "GET", "/api/tests/{id}/figure", "/api/tests/slr_deg/figure", "", NULL);
    look(404, "GET", "/api/tests/{id}/figure", "/api/tests/nothing/figure", "", NULL);
    look(404, "GET", "/view/{id}", "/view/nothing", "", NULL);
    look(401, "POST", "/api/session", "/api/session", "", "{\"token\": \"x\"}");
    look(400, "POST", "/api/session/mode", "/api/session/mode", "", "{}");
    json_t *made = http_add("teaching_desk_worker", "ida");
    body = http_wrap(json_object_get(made, "patient"));
    look(409, "POST", "/api/patients", "/api/patients", "", body);
    json_t *put = fits(200, "PUT", ONE, "/api/patients/ida", http_match(made, more), body);
    free(body);
    look(404, "GET", ONE, "/api/patients/nobody", "", NULL);
    look(200, "GET", ONE, "/api/patients/ida", "", NULL);
    look(200, "GET", "/api/patients", "/api/patients", "", NULL);
    look(200, "GET", ONE "/revisions", "/api/patients/ida/revisions", "", NULL);
    json_t *consent = fits(200, "POST", ONE "/consent", "/api/patients/ida/consent", http_match(put, more), "{\"for\": \"exam\", \"given\": true, \"date\": \"2026-01-12\"}");
    look(409, "PUT", ONE, "/api/patients/ida", more, "{\"patient\": {\"ilium_patient\": 1, \"id\": \"ida\", \"visits\": [{\"date\": \"2026-01-01\"}]}}");
    json_t *back = fits(200, "POST", ONE "/undo", "/api/patients/ida/undo", http_match(consent, more), "{}");
    json_t *visit = fits(201, "POST", ONE "/visits", "/api/patients/ida/visits", http_match(back, more), "{\"date\": \"2026-02-12\"}");
    look(200, "GET", ONE "/interview", "/api/patients/ida/interview", "", NULL);
    look(200, "POST", ONE "/interview", "/api/patients/ida/interview", "", "{}");
    look(200, "POST", ONE "/interview", "/api/patients/ida/interview", http_match(visit, more), "{\"answers\": [{\"id\": \"screen/fever\", \"answer\": \"yes\"}]}");
    look(200, "POST", ONE "/screen", "/api/patients/ida/screen", "", "{\"country\": \"DE\"}");
    look(400, "POST", ONE "/screen", "/api/patients/ida/screen", "", "{\"country\": \"xx\"}");
    look(200, "GET", ONE "/follow-up", "/api/patients/ida/follow-up", "", NULL);
    json_t *accepted = fits(202, "POST", ONE "/assess", "/api/patients/ida/assess", "", "{\"tab\": \"x\"}");
    snprintf(text, sizeof text, "/api/jobs/%lld", (long long)json_integer_value(json_object_get(accepted, "job")));
    look(200, "GET", "/api/jobs/{id}", text, "", NULL);
    look(200, "DELETE", "/api/jobs/{id}", text, "", NULL);
    look(400, "POST", ONE "/what-if", "/api/patients/ida/what-if", "", "{\"tab\": \"x\"}");
    look(400, "POST", ONE "/plan", "/api/patients/ida/plan", "", "{\"tab\": \"x\", \"equipment\": [\"sledge\"]}");
    look(400, "POST", ONE "/expected", "/api/patients/ida/expected", "", "{\"tab\": \"x\", \"treatments\": [{\"id\": \"sledge\"}]}");
    look(400, "GET", ONE "/report", "/api/patients/ida/report?for=nobody", "", NULL);
    look(200, "POST", "/api/session/mode", "/api/session/mode", "", "{\"mode\": \"patient\", \"patient\": \"ida\", \"pin\": \"4711\"}");
    look(200, "POST", ONE "/screen", "/api/patients/ida/screen", "", "{}");
    look(200, "GET", "/api/vocabulary", "/api/vocabulary", "", NULL);
    look(200, "GET", ONE "/interview", "/api/patients/ida/interview", "", NULL);
    look(403, "GET", "/api/patients", "/api/patients", "", NULL);
    look(200, "POST", "/api/session/mode", "/api/session/mode", "", "{\"mode\": \"clinician\", \"pin\": \"4711\"}");
    look(200, "POST", "/api/session/link", "/api/session/link", "", "{}");
    json_decref(made), json_decref(put), json_decref(consent), json_decref(back), json_decref(visit), json_decref(accepted);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_route_is_described), cmocka_unit_test(test_every_description_is_a_route), cmocka_unit_test(test_answers_fit)};
    return cmocka_run_group_tests(tests, setup, teardown);
}

// http_patients.h - a server in this process with a folder of patients of its own
#ifndef HTTP_PATIENTS_H
#define HTTP_PATIENTS_H
#include "http_client.h"
#include "ilium/file.h"

static il_server *server;
static int        port;
static char       session[IL_SERVE_TOKEN], folder[] = "/tmp/ilium_http_XXXXXX";

static inline int http_setup(void **state) {
    il_serve_settings set = il_default_serve_settings();
    il_error          err = {0};
    (void)state;
    if (!mkdtemp(folder)) return -1;
    set.patients = folder, set.heartbeat_s = 0.3, set.tab_s = 600; // who polls for a job has no stream
    if (il_server_start(&set, &server, &err)) {
        printf("%s\n", err.text);
        return -1;
    }
    port = il_server_port(server);
    return http_session(server, session) ? 0 : -1;
}

static inline int http_teardown(void **state) {
    char command[100];
    (void)state;
    il_server_stop(server);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

/// A request of the session that must be answered with this status; the answer's JSON, to be let go of (NULL where it is none).
static inline json_t *http_must(int status, const char *method, const char *path, const char *more, const char *body) {
    http_answer a = http_ask(port, session, method, path, more, body);
    if (a.status != status) fail_msg("%s %s: %d instead of %d: %.400s", method, path, a.status, status, a.body ? a.body : "(closed)");
    json_t *j = http_json(&a);
    http_free(&a);
    return j;
}

static inline const char *http_text(const json_t *j, const char *key) {
    const char *text = json_string_value(json_object_get(j, key));
    if (!text) fail_msg("no text '%s'", key);
    return text;
}

/// "If-Match: "REVISION"" with its line end.
static inline const char *http_match(const json_t *record, char buf[60]) {
    snprintf(buf, 60, "If-Match: \"%s\"\r\n", http_text(record, "revision"));
    return buf;
}

/// An example patient kept under an id.
static inline json_t *http_add(const char *example, const char *id) {
    char         path[400];
    json_error_t at;
    snprintf(path, sizeof path, IL_SOURCE_DIR "/examples/patients/%s.json", example);
    json_t *patient = json_load_file(path, 0, &at);
    assert_non_null(patient);
    json_object_set_new(patient, "id", json_string(id));
    json_t *body = json_pack("{s:o}", "patient", patient);
    char   *text = json_dumps(body, 0);
    json_t *record = http_must(201, "POST", "/api/patients", "", text);
    free(text);
    json_decref(body);
    return record;
}

/// {"patient": PATIENT} as text; free() it.
static inline char *http_wrap(json_t *patient) {
    json_t *body = json_pack("{s:O}", "patient", patient);
    char   *text = json_dumps(body, 0);
    json_decref(body);
    return text;
}

/// Start a job and wait for its end; the event's data.
static inline json_t *http_job(const char *path, const char *tab, const char *body) {
    json_t *accepted = http_must(202, "POST", path, "", body), *job = NULL;
    char    at[80];
    snprintf(at, sizeof at, "/api/jobs/%lld", (long long)json_integer_value(json_object_get(accepted, "job")));
    json_decref(accepted);
    for (int i = 0; i < 60000; i++) {
        json_decref(job);
        job = http_must(200, "GET", at, "", NULL);
        const char *state = http_text(job, "state");
        if (strcmp(state, "running") != 0 && strcmp(state, "waiting") != 0) return job;
        poll(NULL, 0, 20);
    }
    fail_msg("%s of tab %s does not end", path, tab);
    return NULL;
}

#endif

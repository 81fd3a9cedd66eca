// test_http.c - the server's doors: tokens, sessions, hosts, paths, bodies, methods, late and too many connections; jobs and streams
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "http/server.h"
#include "http_client.h"

static il_server *server;
static int        port;
static char       session[IL_SERVE_TOKEN];
static atomic_int lines; // of the log

static void count_line(void *user, const char *line) {
    (void)user, (void)line;
    atomic_fetch_add(&lines, 1);
}

static int setup(void **state) {
    il_serve_settings set = il_default_serve_settings();
    il_error          err = {0};
    (void)state;
    set.request_s = 0.6, set.idle_s = 2, set.heartbeat_s = 0.2, set.tab_s = 0.5, set.connections = 24, set.workers = 1, set.queue = 4, set.log = count_line;
    if (il_server_start(&set, &server, &err)) {
        printf("%s\n", err.text);
        return -1;
    }
    port = il_server_port(server);
    return http_session(server, session) ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    il_server_stop(server);
    return 0;
}

static void must(http_answer a, int status, const char *what) {
    if (a.status != status) fail_msg("%s: %d instead of %d: %s", what, a.status, status, a.body ? a.body : "(closed)");
    http_free(&a);
}

// every refusal is JSON that says what, where, instead
static void must_error(http_answer a, int status, const char *what) {
    json_t *j = http_json(&a), *e = json_object_get(j, "error");
    if (a.status != status) fail_msg("%s: %d instead of %d: %s", what, a.status, status, a.body ? a.body : "(closed)");
    if (!json_is_string(json_object_get(e, "what")) || !json_object_get(e, "where") || !json_object_get(e, "instead")) fail_msg("%s: no error in %s", what, a.body);
    json_decref(j);
    http_free(&a);
}

static void is_alive(void) { must(http_ask(port, session, "GET", "/api/about", "", NULL), 200, "alive"); }

// ---- tokens and sessions -----------------------------------------------------------------------------------------------------------------------

static void test_tokens(void **state) {
    char token[IL_SERVE_TOKEN], second[IL_SERVE_TOKEN], mine[IL_SERVE_TOKEN], forged[IL_SERVE_TOKEN];
    (void)state;
    il_server_token(server, token);
    assert_int_equal(strlen(token), IL_SERVE_TOKEN - 1);
    memcpy(forged, token, sizeof forged);
    forged[20] = forged[20] == 'A' ? 'B' : 'A';
    assert_false(http_open(port, forged, mine));
    assert_false(http_open(port, "", mine));
    assert_true(http_open(port, token, mine));
    assert_false(http_open(port, token, second)); // used
    must(http_ask(port, mine, "GET", "/api/session", "", NULL), 200, "the session that it opened");
    // a newer link makes an unused one void
    il_server_token(server, token);
    il_server_token(server, second);
    assert_string_not_equal(token, second);
    assert_false(http_open(port, token, mine));
    assert_true(http_open(port, second, mine));
    must(http_ask(port, mine, "DELETE", "/api/session", "", NULL), 200, "end");
    must_error(http_ask(port, mine, "GET", "/api/session", "", NULL), 401, "an ended session");
    // guessing is slowed
    int often = 0;
    for (int i = 0; i < 40; i++) {
        http_answer a = http_ask(port, NULL, "POST", "/api/session", "", "{\"token\": \"x\"}");
        often += a.status == 429;
        http_free(&a);
    }
    assert_true(often > 0);
    pthread_mutex_lock(&server->lock);
    server->wrong_tokens = 0;
    pthread_mutex_unlock(&server->lock);
}

static void test_every_route_needs_a_session(void **state) {
    (void)state;
    const ili_route *r;
    int              open = 0;
    for (int i = 0; (r = ili_route_at(i)); i++) {
        char path[200], *brace;
        snprintf(path, sizeof path, "%s", r->pattern);
        while ((brace = strchr(path, '{'))) *brace = 'x', memmove(brace + 1, strchr(brace, '}') + 1, strlen(strchr(brace, '}')));
        if (r->access == ILI_OPEN) {
            open++;
            continue;
        }
        must_error(http_ask(port, NULL, r->method, path, "", r->limit ? "{}" : NULL), 401, path);
        must_error(http_ask(port, "forged-forged-forged-forged-forged-forged-1", r->method, path, "", r->limit ? "{}" : NULL), 401, path);
    }
    assert_int_equal(open, 2); // the one that gives a session, and that of an address that works once
}

// ---- where a request comes from ---------------------------------------------------------------------------------------------------------------------

static http_answer from(const char *host, const char *more) {
    return http_say(port, "GET /api/about HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nAuthorization: Bearer %s\r\n%s\r\n", host, session, more);
}

static void test_host_and_origin(void **state) {
    char ours[60], named[60], other[60], origin[120];
    (void)state;
    snprintf(ours, sizeof ours, "127.0.0.1:%d", port);
    snprintf(named, sizeof named, "localhost:%d", port);
    snprintf(other, sizeof other, "127.0.0.1:%d", port == 65535 ? 1 : port + 1);
    must(from(ours, ""), 200, "the address");
    must(from(named, ""), 200, "localhost");
    const char *const wrong[] = {"evil.example", "127.0.0.1", "127.0.0.1.evil.example", "[::1]", "0.0.0.0", "", other};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) must_error(from(wrong[i], ""), 403, wrong[i]);
    snprintf(origin, sizeof origin, "Origin: http://%s\r\n", ours);
    must(from(ours, origin), 200, "its own page");
    const char *const pages[] = {"Origin: null\r\n", "Origin: http://evil.example\r\n", "Origin: https://127.0.0.1\r\n", "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) must_error(from(ours, pages[i]), 403, pages[i]);
    snprintf(origin, sizeof origin, "Origin: http://%s\r\n", named); // another origin to a browser
    must_error(from(ours, origin), 403, "localhost asks the address");
    snprintf(origin, sizeof origin, "Origin: http://%s\r\n", other);
    must_error(from(ours, origin), 403, "another port");
    // and not without a Host either
    http_answer a = http_say(port, "GET /api/about HTTP/1.1\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n", session);
    assert_true(a.status == 400 || a.status == 403);
    http_free(&a);
    // no other site may read an answer either
    a = from(ours, "");
    assert_null(strstr(a.head, "Access-Control-Allow"));
    char policy[600];
    assert_true(http_header(a.head, "Content-Security-Policy", policy, sizeof policy));
    assert_non_null(strstr(policy, "default-src 'none'"));
    assert_null(strstr(policy, "unsafe"));
    http_free(&a);
}

static void test_no_other_address(void **state) {
    static const char *const wrong[] = {"0.0.0.0", "192.168.1.5", "::", "localhost", "", "127.0.0.2"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        il_serve_settings set = il_default_serve_settings();
        il_server        *s = NULL;
        il_error          err = {0};
        set.address = wrong[i];
        assert_int_equal(il_server_start(&set, &s, &err), IL_BAD_VALUE);
        assert_null(s);
        assert_non_null(strstr(err.text, "TLS"));
    }
}

// ---- paths, methods, bodies ----------------------------------------------------------------------------------------------------------------------------

static void test_paths(void **state) {
    static const char *const paths[] = {"/../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/assets/../../etc/passwd", "/assets/%2e%2e%2findex.html",
                                        "/.git/config", "/index.html%00.png", "/assets//x", "/assets/", "/%c0%ae%c0%ae/x", "/a\\..\\b"};
    static const char *const records[] = {"/api/patients/..", "/api/patients/%2e%2e", "/api/patients/..%2f..%2fetc%2fpasswd", "/api/patients/x%00", "/api/patients/.revisions", "/api/patients/a..b",
                                          "/api/patients/x.", "/api/patients/", "/api/patients//screen", "/api/patients/x%20y", "/api/nothing"};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        http_answer a = http_ask(port, session, "GET", paths[i], "", NULL);
        if (a.status != 404 && a.status != 400) fail_msg("%s: %d", paths[i], a.status);
        http_free(&a);
    }
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) must_error(http_ask(port, session, "GET", records[i], "", NULL), 404, records[i]);
    must(http_ask(port, NULL, "GET", "/", "", NULL), 200, "the page, built or not");
    is_alive();
}

static void test_methods(void **state) {
    char        allow[60];
    (void)state;
    http_answer a = http_ask(port, session, "POST", "/api/about", "", "{}");
    assert_int_equal(a.status, 405);
    assert_true(http_header(a.head, "Allow", allow, sizeof allow));
    assert_string_equal(allow, "GET");
    http_free(&a);
    static const char *const strange[] = {"BREW", "OPTIONS", "TRACE", "PATCH", "CONNECT", "get"};
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) must_error(http_ask(port, session, strange[i], "/api/about", "", NULL), 405, strange[i]);
    must_error(http_ask(port, session, "DELETE", "/index.html", "", NULL), 405, "a file");
    is_alive();
}

static void test_bodies(void **state) {
    static const char *const wrong[] = {"{", "[]", "\"x\"", "nonsense", "{\"a\": 1, \"a\": 2}", "{\"mode\": \"\\u0000\"}", "{\"mode\": 3}", "{\"mode\": \"\xff\"}", "{\"mode\": NaN}", "{} {}",
                                        "{\"mode\": \"other\"}"};
    char *deep = malloc(40001), *large = malloc(ILI_BODY + 100), more[60];
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) must_error(http_ask(port, session, "POST", "/api/session/mode", "", wrong[i]), 400, wrong[i]);
    memset(deep, '[', 40000), deep[40000] = 0;
    must_error(http_ask(port, session, "POST", "/api/session/mode", "", deep), 400, "nested forty thousand deep");
    must_error(http_say(port, "POST /api/session/mode HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\nAuthorization: Bearer %s\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}", port, session),
               400, "not said to be JSON");
    // too large: told before it comes, and found while it comes in pieces
    memset(large, ' ', ILI_BODY + 99), large[ILI_BODY + 99] = 0;
    must_error(http_ask(port, session, "POST", "/api/session/mode", "", large), 413, "too large");
    must_error(http_say(port, "POST /api/session/mode HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n%zx\r\n%s\r\n0\r\n\r\n",
                        port, session, strlen(large), large),
               413, "too large in pieces");
    snprintf(more, sizeof more, "GET /api/about HTTP/1.1\r\nX: ");
    http_answer a = http_say(port, "%s%s\r\n\r\n", more, large);
    assert_true(a.status == 431 || a.status == 413 || a.status == 400 || a.status == 0); // libmicrohttpd's own refusal
    http_free(&a);
    must_error(http_ask(port, session, "GET", "/api/about", "", "{}"), 413, "a body where there is none");
    free(deep);
    free(large);
    is_alive();
}

// ---- late, and too many ----------------------------------------------------------------------------------------------------------------------------------

// one byte now and then until the server has had enough
static bool is_cut(const char *start, size_t pieces) {
    int fd = http_connect(port);
    assert_true(fd >= 0);
    bool cut = !http_send(fd, start, strlen(start));
    for (size_t i = 0; i < pieces && !cut; i++) {
        char byte;
        cut = http_receive(fd, &byte, 1, 50) == 0 || !http_send(fd, "x", 1);
    }
    close(fd);
    return cut;
}

static void test_slow_loris(void **state) {
    char body[300];
    (void)state;
    assert_true(is_cut("GET /api/about HTTP/1.1\r\nX-Slow: ", 600));
    snprintf(body, sizeof body, "POST /api/session/mode HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{\"mode\": \"", port, session);
    assert_true(is_cut(body, 600));
    assert_true(is_cut("", 0) || true); // says nothing at all: closed by its deadline
    is_alive();
}

static void test_too_many_connections(void **state) {
    int fd[60], busy = 0, n = 0;
    (void)state;
    for (; n < 60; n++) fd[n] = http_connect(port);
    for (int i = 0; i < 4; i++) {
        http_answer a = http_ask(port, session, "GET", "/api/about", "", NULL);
        busy += a.status == 503 || a.status == 0;
        if (a.status != 503 && a.status != 200 && a.status != 0) fail_msg("%d", a.status);
        http_free(&a);
    }
    assert_true(busy > 0);
    for (int i = 0; i < n; i++) close(fd[i]);
    // room again as soon as they have gone
    for (int i = 0; i < 600; i++) {
        http_answer a = http_ask(port, session, "GET", "/api/about", "", NULL);
        int         status = a.status;
        http_free(&a);
        if (status == 200) return;
        poll(NULL, 0, 50);
    }
    fail_msg("no room after all have gone");
}

// ---- jobs and streams --------------------------------------------------------------------------------------------------------------------------------------

typedef struct toy {
    atomic_int *ran, *freed;
    bool        waits; // until it is cancelled
} toy;

static atomic_int ran, freed;

static il_status play(ili_job *j, void *work, il_error *err) {
    toy *t = work;
    atomic_fetch_add(t->ran, 1);
    const il_progress *p = ili_job_progress(j);
    while (t->waits) {
        p->report(p->user, "playing", 0.5);
        if (p->cancelled(p->user)) return il_error_set(err, IL_CANCELLED, NULL, 0, 0, "stopped on request");
        poll(NULL, 0, 2);
    }
    ili_job_result(j, strdup("{\"played\":\n true}"));
    return IL_OK;
}

// takes the lock, as work does that closes a case
static void put_away(void *work) {
    pthread_mutex_lock(&server->lock);
    pthread_mutex_unlock(&server->lock);
    atomic_fetch_add(((toy *)work)->freed, 1);
    free(work);
}

// start one as a handler would; its status, and its number
static int start(const char *tab, const char *key, double sequence, bool waits, uint64_t *id) {
    ili_request r = {.server = server, .world = &server->world};
    ili_reply   a = {0};
    toy        *t = malloc(sizeof *t);
    char        bearer[80];
    snprintf(bearer, sizeof bearer, "Bearer %s", session);
    *t = (toy){&ran, &freed, waits};
    r.session = ili_session_of(server, bearer);
    ili_job_start(&r, &a, &(ili_job_def){.kind = "toy", .tab = tab, .key = key, .sequence = sequence, .lane = ILI_SHORT, .run = play, .done = put_away, .work = t});
    json_t *j = json_loadb(a.bytes, a.size, 0, NULL);
    if (id) *id = (uint64_t)json_integer_value(json_object_get(j, "job"));
    json_decref(j);
    if (a.release) a.release(a.bytes);
    return a.status;
}

static void wait_state(uint64_t id, const char *state) {
    char path[60], needle[40], last[200] = "";
    snprintf(path, sizeof path, "/api/jobs/%llu", (unsigned long long)id);
    snprintf(needle, sizeof needle, "\"state\":\"%s\"", state);
    for (int i = 0; i < 6000; i++) {
        http_answer a = http_ask(port, session, "GET", path, "", NULL);
        bool        found = a.body && strstr(a.body, needle);
        snprintf(last, sizeof last, "%d %.150s", a.status, a.body ? a.body : "");
        http_free(&a);
        if (found) return;
        poll(NULL, 0, 5);
    }
    fail_msg("job %llu is not %s: %s", (unsigned long long)id, state, last);
}

static void test_stream(void **state) {
    static char buf[1 << 16];
    uint64_t    id;
    (void)state;
    int fd = http_events(port, session, "stream");
    assert_true(http_event(fd, "event: open", buf, sizeof buf));
    assert_true(http_event(fd, ":\n\n", buf, sizeof buf)); // a sign of life
    assert_int_equal(start("stream", NULL, 7, false, &id), 202);
    assert_true(http_event(fd, "\"state\":\"done\"", buf, sizeof buf) && strstr(buf, "event: toy") && strstr(buf, "\"sequence\":7") && strstr(buf, "\"result\":{\"played\":  true}"));
    // a second stream of the same tab ends the first
    int second = http_events(port, session, "stream");
    assert_true(http_event(second, "event: open", buf, sizeof buf));
    while (http_receive(fd, buf, sizeof buf, HTTP_PATIENCE_MS) > 0) {}
    close(fd);
    close(second);
    must_error(http_ask(port, session, "GET", "/api/events", "", NULL), 400, "no tab");
    must_error(http_ask(port, session, "GET", "/api/events?tab=../x", "", NULL), 400, "no name");
    wait_state(id, "done");
}

static void test_cancel(void **state) {
    static char buf[1 << 16];
    char        path[60];
    uint64_t    id;
    (void)state;
    int fd = http_events(port, session, "cancel");
    assert_true(http_event(fd, "event: open", buf, sizeof buf));
    assert_int_equal(start("cancel", NULL, 0, true, &id), 202);
    assert_true(http_event(fd, "event: progress", buf, sizeof buf));
    snprintf(path, sizeof path, "/api/jobs/%llu", (unsigned long long)id);
    must(http_ask(port, session, "DELETE", path, "", NULL), 200, "cancel");
    assert_true(http_event(fd, "\"state\":\"cancelled\"", buf, sizeof buf));
    must_error(http_ask(port, session, "GET", "/api/jobs/999999999", "", NULL), 404, "no such job");
    must_error(http_ask(port, session, "GET", "/api/jobs/x", "", NULL), 404, "no number");
    // nobody else may see or stop it
    char other[IL_SERVE_TOKEN];
    assert_true(http_session(server, other));
    must_error(http_ask(port, other, "GET", path, "", NULL), 404, "another session");
    must(http_ask(port, other, "DELETE", "/api/session", "", NULL), 200, "end");
    close(fd);
}

static void test_superseded(void **state) {
    static char buf[1 << 18];
    uint64_t    first, second, third;
    (void)state;
    int fd = http_events(port, session, "slider");
    assert_true(http_event(fd, "event: open", buf, sizeof buf));
    assert_int_equal(start("slider", "solve", 1, true, &first), 202);
    wait_state(first, "running");
    assert_int_equal(start("slider", "solve", 2, true, &second), 202); // cancels the first
    assert_int_equal(start("slider", "solve", 3, false, &third), 202); // and this the second, which may never have begun
    assert_int_equal(start("slider", "solve", 2.5, false, NULL), 409);
    assert_int_equal(start("slider", "other", 1, false, NULL), 202);   // another key goes beside
    assert_true(http_event(fd, "\"sequence\":3", buf, sizeof buf) && strstr(buf, "\"state\":\"done\""));
    assert_null(strstr(buf, "\"state\":\"cancelled\"")); // nothing is told of those that were superseded
    assert_int_equal(start("slider", "solve", 2, false, NULL), 409);   // also when it has ended
    close(fd);
}

static void test_back_pressure(void **state) {
    uint64_t id[8];
    int      full = 0;
    (void)state;
    // one runs (one worker), four wait, the others are too many
    assert_int_equal(start("full", NULL, 0, true, &id[0]), 202);
    wait_state(id[0], "running");
    for (int i = 1; i < 8; i++) full += start("full", NULL, 0, true, &id[i]) == 429;
    assert_int_equal(full, 3);
    pthread_mutex_lock(&server->lock);
    ili_jobs_cancel(server, server->session[0].info.id, NULL, NULL);
    pthread_mutex_unlock(&server->lock);
    wait_state(id[4], "cancelled");
    wait_state(id[0], "cancelled");
}

// a tab whose reader has gone is forgotten, and its jobs with it
static void test_abandoned_tab(void **state) {
    static char buf[1 << 16];
    uint64_t    id;
    (void)state;
    int fd = http_events(port, session, "gone");
    assert_true(http_event(fd, "event: open", buf, sizeof buf));
    assert_int_equal(start("gone", NULL, 0, true, &id), 202);
    close(fd);
    wait_state(id, "cancelled");
}

// what nobody reads does not pile up
static void test_silent_reader(void **state) {
    (void)state;
    char bearer[80];
    snprintf(bearer, sizeof bearer, "Bearer %s", session);
    ili_session_info me = ili_session_of(server, bearer);
    pthread_mutex_lock(&server->lock);
    ili_tab *t = ili_tab_find(server, me.id, "silent", true);
    assert_non_null(t);
    for (int i = 0; i < 1000; i++) ili_tab_tell(server, me.id, "silent", (ili_event){.text = strdup("event: x\ndata: {}\n\n"), .size = 19});
    assert_true(t->nevent <= ILI_TAB_EVENTS && t->lost);
    for (int i = 0; i < 1000; i++) ili_tab_tell(server, me.id, "silent", (ili_event){.text = strdup("event: y\ndata: {}\n\n"), .size = 19, .replaces = 5});
    int n = 0;
    for (int i = 0; i < t->nevent; i++) n += t->event[i].replaces == 5;
    assert_int_equal(n, 1); // the newest in place of the one before
    pthread_mutex_unlock(&server->lock);
}

// ---- the end ---------------------------------------------------------------------------------------------------------------------------------------------------

static void test_graceful_stop(void **state) {
    static char buf[1 << 16];
    uint64_t    id;
    (void)state;
    int fd = http_events(port, session, "stop");
    assert_true(http_event(fd, "event: open", buf, sizeof buf));
    assert_int_equal(start("stop", NULL, 0, true, &id), 202);
    int idle = http_connect(port);
    il_server_stop(server);
    server = NULL;
    while (http_receive(fd, buf, sizeof buf, HTTP_PATIENCE_MS) > 0) {}
    close(fd);
    close(idle);
    assert_int_equal(http_connect(port), -1);
    assert_true(atomic_load(&lines) > 0); // refusals were logged
    assert_true(atomic_load(&ran) > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens), cmocka_unit_test(test_every_route_needs_a_session), cmocka_unit_test(test_host_and_origin), cmocka_unit_test(test_no_other_address),
        cmocka_unit_test(test_paths), cmocka_unit_test(test_methods), cmocka_unit_test(test_bodies), cmocka_unit_test(test_slow_loris), cmocka_unit_test(test_too_many_connections),
        cmocka_unit_test(test_stream), cmocka_unit_test(test_cancel), cmocka_unit_test(test_superseded), cmocka_unit_test(test_back_pressure), cmocka_unit_test(test_abandoned_tab),
        cmocka_unit_test(test_silent_reader), cmocka_unit_test(test_graceful_stop)};
    return cmocka_run_group_tests(tests, setup, teardown);
}

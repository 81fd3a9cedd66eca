// soak_serve.c - fifty clients at once for a minute, a slow reader and an aborting one among them: every answer is right or a clear 429 or 503,
// memory stays where it was, every saved entry is there. ILIUM_SOAK_SECONDS sets another time.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "http_patients.h"

enum { CLIENTS = 50, SLOW = 2, ABORTING = 2, SOLVES = 20000, WARM_SOLVES = 60, SMALL = 300, STREAM = 1 << 20 };

typedef struct client {
    int        number;
    char       session[IL_SERVE_TOKEN];
    pthread_t  thread;
    long       answers, busy, wrong, solved;
    int        saved;        ///< last age that was kept
    int        first_wrong;
    char       why[200];
} client;

static client      clients[CLIENTS];
static atomic_bool stop;
static double      latency[SOLVES]; // of solves [s]
static atomic_int  nlatency;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9*(double)t.tv_nsec;
}

static double memory_mb(void) {
    long  pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f && fscanf(f, "%*s %ld", &pages) != 1) pages = 0;
    if (f) fclose(f);
    return (double)pages*(double)sysconf(_SC_PAGESIZE)/1048576;
}

// a right answer, a busy one, or what must not be
static bool note(client *c, http_answer *a, int status, const char *what) {
    bool right = a->status == status, busy = a->status == 429 || a->status == 503 || a->status == 0;
    c->answers++;
    c->busy += busy;
    if (!right && !busy && !c->wrong++) snprintf(c->why, sizeof c->why, "%s: %d %.120s", what, a->status, a->body ? a->body : "");
    return right;
}

static http_answer say(client *c, const char *method, const char *path, const char *more, const char *body) { return http_ask(port, c->session, method, path, more, body); }

// a slider: a solve a move, the answer on the stream
static void drag(client *c, int fd, long *sequence, char *buf) {
    char   body[300], needle[60];
    double begun = now();
    ++*sequence;
    snprintf(body, sizeof body, "{\"tab\": \"s\", \"sequence\": %ld, \"task\": \"standing\", \"conditions\": [{\"id\": \"short_leg\", \"side\": \"right\", \"severity\": %.2f}]}", *sequence,
             (double)(*sequence % 10)/10);
    http_answer a = say(c, "POST", "/api/solve", "", body);
    bool        started = note(c, &a, 202, "solve");
    http_free(&a);
    snprintf(needle, sizeof needle, "\"sequence\":%ld", *sequence);
    if (!started || !http_event(fd, needle, buf, STREAM)) return;
    int i = atomic_fetch_add(&nlatency, 1);
    if (i < SOLVES) latency[i] = now() - begun;
    c->solved++;
}

// an answer into a record of the client's own; what is told as kept must be there at the end
static void save(client *c, int age) {
    char        path[60], more[60], body[120];
    snprintf(path, sizeof path, "/api/patients/soak%d", c->number);
    http_answer a = say(c, "GET", path, "", NULL);
    json_t     *record = note(c, &a, 200, "read") ? http_json(&a) : NULL;
    http_free(&a);
    if (!record) return;
    snprintf(path, sizeof path, "/api/patients/soak%d/interview", c->number);
    snprintf(body, sizeof body, "{\"id\": \"person/age_years\", \"answer\": \"%d\"}", age);
    a = say(c, "POST", path, http_match(record, more), body);
    if (note(c, &a, 200, "save")) c->saved = age;
    http_free(&a);
    json_decref(record);
}

static void look(client *c, const char *path) {
    http_answer a = say(c, "GET", path, "", NULL);
    note(c, &a, 200, path);
    http_free(&a);
}

static void usual(client *c) {
    int   fd = http_events(port, c->session, "s");
    long  sequence = 0;
    char *buf = malloc(STREAM);
    for (int round = 0; buf && !atomic_load(&stop); round++) {
        if (c->number % 6 == 0) drag(c, fd, &sequence, buf);
        else look(c, round % 2 ? "/api/about" : "/api/session");
        if (round % 10 == 3) save(c, 18 + round % 60);
        if (round % 25 == 7) look(c, "/api/vocabulary");
        if (round % 50 == 20) look(c, "/");
    }
    free(buf);
    close(fd);
}

// asks for much and takes it in small sips; opens streams and does not read them
static void slow(client *c) {
    while (!atomic_load(&stop)) {
        char text[300], sip[SMALL];
        int  silent = http_events(port, c->session, "silent"), fd = http_connect(port);
        int  n = snprintf(text, sizeof text, "GET /api/vocabulary HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n", port, c->session);
        if (fd >= 0) http_send(fd, text, (size_t)n);
        for (int i = 0; i < 200 && !atomic_load(&stop) && http_receive(fd, sip, sizeof sip, 1000) > 0; i++) poll(NULL, 0, 20);
        close(fd);
        close(silent);
        c->answers++;
    }
}

// goes away in the middle: of a head, of a body, of an answer, of a job
static void aborting(client *c) {
    for (int round = 0; !atomic_load(&stop); round++) {
        char text[400];
        int  fd = http_connect(port);
        int  n = snprintf(text, sizeof text, "POST /api/solve HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 30\r\n\r\n{\"tab\": \"gone%d\", \"task\": \"st", port,
                          c->session, round % 5);
        if (round % 4 == 1) n = snprintf(text, sizeof text, "GET /api/vocabulary HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n\r\n", port, c->session);
        if (round % 4 == 2) n = snprintf(text, sizeof text, "GET /api/events?tab=gone%d HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n\r\n", round % 5, port, c->session);
        if (fd >= 0) http_send(fd, text, (size_t)(round % 4 == 3 ? 20 : n));
        poll(NULL, 0, 30);
        close(fd);
        c->answers++;
    }
}

static void *run(void *user) {
    client *c = user;
    if (c->number < SLOW) slow(c);
    else if (c->number < SLOW + ABORTING) aborting(c);
    else usual(c);
    return NULL;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void begin(void) {
    for (int i = 0; i < CLIENTS; i++) {
        char body[200];
        clients[i] = (client){.number = i};
        assert_true(http_session(server, clients[i].session));
        snprintf(body, sizeof body, "{\"patient\": {\"ilium_patient\": 1, \"id\": \"soak%d\", \"visits\": [{\"date\": \"2026-03-31\"}]}}", i);
        json_decref(http_must(201, "POST", "/api/patients", "", body));
    }
    for (int i = 0; i < CLIENTS; i++) assert_int_equal(pthread_create(&clients[i].thread, NULL, run, &clients[i]), 0);
}

static void all_saved(void) {
    for (int i = SLOW + ABORTING; i < CLIENTS; i++) {
        char    path[60];
        snprintf(path, sizeof path, "/api/patients/soak%d", i);
        json_t *record = http_must(200, "GET", path, "", NULL);
        if (clients[i].saved)
            assert_int_equal(json_integer_value(json_object_get(json_object_get(json_object_get(record, "patient"), "person"), "age_years")), clients[i].saved);
        json_decref(record);
    }
}

static void test_fifty_clients(void **state) {
    const char *word = getenv("ILIUM_SOAK_SECONDS");
    double      seconds = word ? atof(word) : 60, warm, end;
    long        answers = 0, busy = 0, wrong = 0, solved = 0;
    (void)state;
    begin();
    // warm: every workspace was used, every thread has its memory
    double begun = now();
    while (now() - begun < 0.3*seconds || (atomic_load(&nlatency) < WARM_SOLVES && now() - begun < 600)) poll(NULL, 0, 200);
    warm = memory_mb();
    poll(NULL, 0, (int)(700*seconds));
    end = memory_mb();
    atomic_store(&stop, true);
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(clients[i].thread, NULL);
        answers += clients[i].answers, busy += clients[i].busy, wrong += clients[i].wrong, solved += clients[i].solved;
        if (clients[i].wrong) printf("client %d: %ld wrong, first: %s\n", i, clients[i].wrong, clients[i].why);
    }
    int n = atomic_load(&nlatency) < SOLVES ? atomic_load(&nlatency) : SOLVES;
    qsort(latency, (size_t)n, sizeof *latency, by_size);
    printf("%.0f s, %d clients: %ld answers, %ld busy, %ld wrong; %ld solves, half within %.0f ms, 99 %% within %.0f ms; memory %.0f MB after warming up, %.0f MB at the end\n", seconds, CLIENTS,
           answers, busy, wrong, solved, n ? 1e3*latency[n/2] : 0, n ? 1e3*latency[n*99/100] : 0, warm, end);
    assert_int_equal(wrong, 0);
    assert_true(answers > CLIENTS && solved > 0);
    assert_true(end < 1.1*warm + 16);
    all_saved();
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fifty_clients)};
    return cmocka_run_group_tests(tests, http_setup, http_teardown);
}

// http_fuzz.h - a server with one record whose jobs are all refused, so that only its doors are tried; every answer must be whole
#ifndef HTTP_FUZZ_H
#define HTTP_FUZZ_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http/server.h"
#include "http/store.h"

static il_server *fuzz_server;
static char       fuzz_folder[] = "/tmp/ilium_fuzz_XXXXXX", fuzz_session[80], fuzz_host[40];

static void fuzz_write(const char *name, const char *text) {
    char     path[100];
    il_error err;
    snprintf(path, sizeof path, "%s/%s.json", fuzz_folder, name);
    if (il_file_write(path, text, strlen(text), &err)) abort();
}

// nothing stays that an input made, whatever it was
static void fuzz_clean(void) {
    char command[80];
    snprintf(command, sizeof command, "rm -rf %s", fuzz_folder);
    if (system(command)) abort();
}

static void fuzz_reset(void) {
    int    n;
    char **name = ili_record_names(fuzz_server, &n);
    for (int i = 0; i < n; i++) {
        char path[200];
        snprintf(path, sizeof path, "%s/%s.json", fuzz_folder, name[i]);
        unlink(path);
        free(name[i]);
    }
    free(name);
    fuzz_write("fuzz", "{\"ilium_patient\": 1, \"id\": \"fuzz\", \"visits\": [{\"date\": \"2026-03-31\"}]}\n");
}

static void fuzz_start(void) {
    il_serve_settings set = il_default_serve_settings();
    il_error          err;
    if (fuzz_server) return;
    if (!mkdtemp(fuzz_folder)) abort();
    atexit(fuzz_clean);
    set.patients = fuzz_folder, set.queue = 0, set.workers = 1;
    if (il_server_start(&set, &fuzz_server, &err)) abort();
    fuzz_server->session[0] = (ili_session){.info = {.id = 1}, .key = "fuzz"};
    snprintf(fuzz_session, sizeof fuzz_session, "Bearer fuzz");
    snprintf(fuzz_host, sizeof fuzz_host, "127.0.0.1:%d", il_server_port(fuzz_server));
    fuzz_reset();
}

/// Answer, and see that the answer is whole.
static inline void fuzz_answer(ili_request *r) {
    ili_reply a = {0};
    fuzz_server->session[0].used = ili_now();
    r->server = fuzz_server, r->world = &fuzz_server->world;
    ili_answer(r, &a);
    if (a.status < 200 || a.status > 503 || r->json) abort();
    if (a.stream) ili_stream_free(a.stream);
    else if (a.type && !strcmp(a.type, "application/json") && a.size) {
        json_t *j = json_loadb(a.bytes, a.size, JSON_REJECT_DUPLICATES, NULL);
        if (!j || (a.status >= 400 && !json_is_string(json_object_get(json_object_get(j, "error"), "what")))) abort();
        json_decref(j);
    }
    if (a.release) a.release(a.bytes);
    // whatever it did to the session
    fuzz_server->session[0] = (ili_session){.info = {.id = 1}, .key = "fuzz"};
    fuzz_server->wrong_tokens = 0;
}

#endif

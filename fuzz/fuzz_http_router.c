// fuzz_http_router.c - any method, path, query and headers: "METHOD PATH?a=b", then lines "Name: value", an empty one, the body
#include "http_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// the next line, ended by a zero in place of its end
static char *line(char **at) {
    char *begin = *at, *end = strchr(begin, '\n');
    *at = end ? end + 1 : begin + strlen(begin);
    if (end) *end = 0;
    return begin;
}

static void read_query(ili_request *r, char *path) {
    char *q = strchr(path, '?');
    if (q) *q++ = 0;
    while (q && *q && r->nquery < ILI_QUERIES) {
        char *next = strchr(q, '&'), *value;
        if (next) *next++ = 0;
        value = strchr(q, '=');
        if (value) *value++ = 0;
        r->query_name[r->nquery] = q, r->query_value[r->nquery++] = value ? value : "";
        q = next;
    }
}

static void read_header(ili_request *r, char *text) {
    static const char *const names[] = {"Host: ", "Origin: ", "Sec-Fetch-Site: ", "Authorization: ", "If-Match: ", "If-None-Match: ", "Accept-Encoding: ", "Content-Type: "};
    const char             **at[] = {&r->host, &r->origin, &r->fetch_site, &r->authorization, &r->if_match, &r->if_none_match, &r->encoding, &r->type};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strncmp(text, names[i], strlen(names[i]))) *at[i] = text + strlen(names[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > 8192) return 0;
    fuzz_start();
    char *text = malloc(size + 1), *at = text;
    if (!text) return 0;
    memcpy(text, data, size);
    text[size] = 0;
    char       *first = line(&at), *path = strchr(first, ' ');
    if (path) *path++ = 0;
    ili_request r = {.method = first, .path = path ? path : "/", .host = fuzz_host, .authorization = fuzz_session, .type = "application/json"};
    if (path) read_query(&r, path);
    for (char *header = line(&at); *header; header = line(&at)) read_header(&r, header);
    r.body = at, r.size = strlen(at);
    fuzz_answer(&r);
    fuzz_reset();
    free(text);
    return 0;
}

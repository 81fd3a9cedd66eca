// fuzz_http_json.c - any body for every route that takes one; the first byte chooses the route, the second whether it is in patient mode
#include "http_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const ili_route *with_body[128];
    int              n = 0;
    char             path[200], match[40], *brace;
    if (size < 2 || size > 16384) return 0;
    fuzz_start();
    for (int i = 0; ili_route_at(i) && n < 128; i++)
        if (ili_route_at(i)->limit) with_body[n++] = ili_route_at(i);
    const ili_route *route = with_body[(size_t)data[0] % (size_t)n];
    snprintf(path, sizeof path, "%s", route->pattern);
    if ((brace = strchr(path, '{'))) {
        char rest[200];
        snprintf(rest, sizeof rest, "%s", strchr(brace, '}') + 1);
        snprintf(brace, sizeof path - (size_t)(brace - path), "fuzz%s", rest);
    }
    ili_record x;
    il_error   err;
    if (ili_record_read(fuzz_server, "fuzz", &x, &err)) abort();
    snprintf(match, sizeof match, "\"%s\"", x.revision);
    ili_record_free(&x);
    if (data[1] & 1) {
        fuzz_server->session[0].info.patient_mode = true;
        snprintf(fuzz_server->session[0].info.patient, ILI_NAME, "fuzz");
    }
    char *body = malloc(size - 1);
    if (!body) return 0;
    memcpy(body, data + 2, size - 2);
    body[size - 2] = 0;
    ili_request r = {.method = route->method, .path = path, .host = fuzz_host, .authorization = fuzz_session, .type = "application/json", .if_match = match, .body = body, .size = size - 2};
    fuzz_answer(&r);
    fuzz_reset();
    free(body);
    return 0;
}

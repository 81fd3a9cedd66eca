// router.c - from a request to its handler: whom it comes from, which route it is, whether its body is what the route takes
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "http/server.h"

#include "http/routes.h"

static const ili_route routes[] = {
#define X(method, pattern, handler, access, limit) {method, pattern, handler, access, limit},
    ILI_ROUTE_LIST(X)
#undef X
};
enum { NROUTE = sizeof routes / sizeof *routes };

const ili_route *ili_route_at(int i) { return i >= 0 && i < NROUTE ? &routes[i] : NULL; }

// ---- names and patterns -------------------------------------------------------------------------------------------------------------------

static bool name_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; }

// no leading dot and no two in a row: nothing of it means a folder
bool ili_is_name(const char *text) {
    size_t n = 0;
    for (; text[n]; n++)
        if (n >= ILI_NAME - 1 || !(name_letter(text[n]) || (text[n] == '.' && n > 0 && text[n - 1] != '.' && text[n + 1]))) return false;
    return n > 0;
}

static bool matches(const char *pattern, const char *path, char part[ILI_PARTS][ILI_NAME]) {
    int n = 0;
    while (*pattern) {
        if (*pattern != '{') {
            if (*pattern++ != *path++) return false;
            continue;
        }
        size_t size = strcspn(path, "/");
        if (n == ILI_PARTS || size >= ILI_NAME) return false;
        memcpy(part[n], path, size);
        part[n][size] = 0;
        if (!ili_is_name(part[n++])) return false;
        path += size;
        pattern = strchr(pattern, '}') + 1;
    }
    return !*path;
}

static const char *const methods[] = {"GET", "POST", "PUT", "DELETE"};

// "GET, PUT": of the paths that match
static const char *allowed(unsigned set) {
    static const char *const lists[] = {NULL, "GET", "POST", "GET, POST", "PUT", "GET, PUT", "POST, PUT", "GET, POST, PUT", "DELETE", "GET, DELETE", "POST, DELETE",
                                        "GET, POST, DELETE", "PUT, DELETE", "GET, PUT, DELETE", "POST, PUT, DELETE", "GET, POST, PUT, DELETE"};
    return lists[set & 15];
}

const ili_route *ili_route_find(const char *method, const char *path, char part[ILI_PARTS][ILI_NAME], const char **allow) {
    unsigned set = 0;
    *allow = NULL;
    for (int i = 0; i < NROUTE; i++) {
        if (!matches(routes[i].pattern, path, part)) continue;
        if (!strcmp(routes[i].method, method)) return &routes[i];
        for (unsigned m = 0; m < 4; m++)
            if (!strcmp(methods[m], routes[i].method)) set |= 1u << m;
    }
    *allow = allowed(set);
    return NULL;
}

const char *ili_query(const ili_request *r, const char *name) {
    for (int i = 0; i < r->nquery; i++)
        if (!strcmp(r->query_name[i], name)) return r->query_value[i];
    return NULL;
}

// ---- guards: {0} goes on, else the request is answered -------------------------------------------------------------------------------------

// the host that a browser believes it speaks to: another name that points here (DNS rebinding) is none of ours
static bool host_is_ours(const il_server *s, const char *host) {
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    char                     ours[40];
    for (int i = 0; i < 3; i++) {
        snprintf(ours, sizeof ours, "%s:%d", names[i], s->port);
        if (host && !strcasecmp(host, ours)) return true;
    }
    return false;
}

static bool origin_is_ours(const ili_request *r) {
    if (r->fetch_site && strcmp(r->fetch_site, "same-origin") != 0 && strcmp(r->fetch_site, "none") != 0) return false;
    if (!r->origin) return true; // not a browser's page: it must have the session all the same
    return !strncmp(r->origin, "http://", 7) && !strcasecmp(r->origin + 7, r->host);
}

static bool refuse(ili_request *r, ili_reply *out, int status, const char *what, const char *instead) {
    ili_log(r->server, "%d %s %.80s: %s", status, r->method, r->route ? r->route->pattern : "?", what);
    ili_reply_error(out, status, what, NULL, instead);
    return false;
}

static bool from_here(ili_request *r, ili_reply *out) {
    if (!host_is_ours(r->server, r->host)) return refuse(r, out, 403, "this host name is not the server's", "open the link that `ilium serve` printed");
    if (!origin_is_ours(r)) return refuse(r, out, 403, "another site's page may not ask this server", "open the link that `ilium serve` printed");
    return true;
}

static bool may_ask(ili_request *r, ili_reply *out) {
    if (r->route->access == ILI_OPEN) return true;
    r->session = ili_session_of(r->server, r->authorization);
    if (!r->session.id) return refuse(r, out, 401, "no session, or it has ended", "open a new link: `ilium serve` prints one");
    if (!r->session.patient_mode) return true;
    if (r->route->access != ILI_PATIENT) return refuse(r, out, 403, "patient mode does not show this", "leave patient mode first");
    bool other = !strncmp(r->route->pattern, "/api/patients/", 14) && strcmp(r->part[0], r->session.patient) != 0;
    return !other || refuse(r, out, 403, "patient mode shows one record, and this is another", "leave patient mode first");
}

static bool body_fits(ili_request *r, ili_reply *out) {
    char sentence[80];
    if (r->too_large || r->size > r->route->limit) {
        snprintf(sentence, sizeof sentence, "at most %zu bytes", r->route->limit);
        return refuse(r, out, 413, "the body is too large", sentence);
    }
    if (!r->route->limit) return true;
    bool json = r->type && !strncasecmp(r->type, "application/json", 16) && (!r->type[16] || r->type[16] == ';' || r->type[16] == ' ');
    if (r->size && !json) return refuse(r, out, 400, "the body is not said to be JSON", "Content-Type: application/json");
    return true;
}

static bool body_is_json(ili_request *r, ili_reply *out) {
    json_error_t e;
    if (!r->route->limit) return true;
    r->json = r->size ? json_loadb(r->body, r->size, JSON_REJECT_DUPLICATES, &e) : json_object();
    if (json_is_object(r->json)) return true;
    char where[60] = "";
    bool parsed = r->json;
    if (!parsed) snprintf(where, sizeof where, "body:%d:%d", e.line, e.column);
    ili_reply_error(out, 400, parsed ? "the body is not an object" : "the body is not well-formed JSON", where, parsed ? "{...}" : e.text);
    return false;
}

void ili_answer(ili_request *r, ili_reply *out) {
    const char *allow = NULL;
    if (!from_here(r, out)) return;
    if (strncmp(r->path, "/api/", 5) != 0 && strncmp(r->path, "/view/", 6) != 0) {
        ili_static(r, out);
        return;
    }
    r->route = ili_route_find(r->method, r->path, r->part, &allow);
    if (!r->route) {
        refuse(r, out, allow ? 405 : 404, allow ? "this path does not take this method" : "there is no such path", allow ? allow : "GET /api/openapi.json lists them");
        out->allow = allow;
        return;
    }
    if (may_ask(r, out) && body_fits(r, out) && body_is_json(r, out)) r->route->handler(r, out);
    json_decref(r->json);
    r->json = NULL;
    if (!out->status) ili_reply_error(out, 500, "the server had no answer: please report it", r->route->pattern, NULL);
}

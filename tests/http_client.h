// http_client.h - a server in this process and a client on plain sockets, which can also say what no client should
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H
#include <arpa/inet.h>
#include <jansson.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ilium/serve.h"

enum { HTTP_PATIENCE_MS = 60000 }; ///< longest wait for an answer: a hang fails, a slow machine does not

typedef struct http_answer {
    int    status; ///< 0: the connection was closed without one
    char  *head, *body;
    size_t size;
} http_answer;

static inline void http_free(http_answer *a) {
    free(a->head);
    free(a->body);
    *a = (http_answer){0};
}

static inline int http_connect(int port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int                fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to)) close(fd), fd = -1;
    return fd;
}

static inline bool http_send(int fd, const char *bytes, size_t size) {
    while (size) {
        ssize_t n = send(fd, bytes, size, MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes += n, size -= (size_t)n;
    }
    return true;
}

/// What comes next, at most `room` bytes; 0 at the end, -1 when nothing came in time.
static inline ssize_t http_receive(int fd, char *buf, size_t room, int patience_ms) {
    struct pollfd p = {.fd = fd, .events = POLLIN};
    if (poll(&p, 1, patience_ms) <= 0) return -1;
    ssize_t n = recv(fd, buf, room, 0);
    return n < 0 ? 0 : n;
}

/// The value of a header into `out`, letter case ignored; false where there is none.
static inline bool http_header(const char *head, const char *name, char *out, size_t room) {
    size_t n = strlen(name);
    for (const char *line = head; line && *line; line = strstr(line, "\r\n") ? strstr(line, "\r\n") + 2 : NULL) {
        size_t i = 0;
        while (i < n && (line[i] | 0x20) == (name[i] | 0x20)) i++;
        if (i < n || line[n] != ':') continue;
        const char *value = line + n + 1 + (line[n + 1] == ' ');
        snprintf(out, room, "%.*s", (int)strcspn(value, "\r\n"), value);
        return true;
    }
    return false;
}

/// Head and body of one answer (Content-Length, or all until the end).
static inline http_answer http_read(int fd) {
    http_answer a = {0};
    size_t      room = 1 << 16, n = 0, head = 0, want = (size_t)-1;
    char       *all = malloc(room + 1), word[60], *end;
    while (all && (!head || n < head + want)) {
        if (n == room && !(all = realloc(all, (room *= 2) + 1))) break;
        ssize_t got = http_receive(fd, all + n, room - n, HTTP_PATIENCE_MS);
        if (got <= 0) break;
        n += (size_t)got;
        all[n] = 0;
        if (head || !(end = strstr(all, "\r\n\r\n"))) continue;
        head = (size_t)(end - all) + 4;
        a.head = strndup(all, head);
        if (http_header(a.head, "Content-Length", word, sizeof word)) want = strtoul(word, NULL, 10);
    }
    if (a.head && sscanf(a.head, "HTTP/1.1 %d", &a.status) == 1) a.size = n - head, a.body = strndup(all + head, a.size);
    free(all);
    return a;
}

/// Send what is formatted and read the answer, on a connection of its own. A body of any length is given as the last %s.
static inline http_answer http_say(int port, const char *format, ...) {
    va_list     args;
    char       *text = NULL;
    int         fd = http_connect(port), n;
    http_answer a = {0};
    va_start(args, format);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (fd < 0 || n < 0 || !(text = malloc((size_t)n + 1))) return a;
    va_start(args, format);
    vsnprintf(text, (size_t)n + 1, format, args);
    va_end(args);
    http_send(fd, text, (size_t)n);
    a = http_read(fd);
    close(fd);
    free(text);
    return a;
}

/// A usual request. @param more  further header lines, each with its end, or ""; body NULL: none
static inline http_answer http_ask(int port, const char *session, const char *method, const char *path, const char *more, const char *body) {
    return http_say(port, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n%s%s%s%s%sContent-Length: %zu\r\n\r\n%s", method, path, port, session ? "Authorization: Bearer " : "",
                    session ? session : "", session ? "\r\n" : "", body ? "Content-Type: application/json\r\n" : "", more, body ? strlen(body) : 0, body ? body : "");
}

static inline json_t *http_json(const http_answer *a) { return a->body ? json_loadb(a->body, a->size, JSON_REJECT_DUPLICATES, NULL) : NULL; }

/// A session out of a token; false: refused.
static inline bool http_open(int port, const char *token, char session[IL_SERVE_TOKEN]) {
    char        body[100];
    snprintf(body, sizeof body, "{\"token\": \"%s\"}", token);
    http_answer a = http_ask(port, NULL, "POST", "/api/session", "", body);
    json_t     *j = http_json(&a);
    const char *text = json_string_value(json_object_get(j, "session"));
    snprintf(session, IL_SERVE_TOKEN, "%s", text ? text : "");
    json_decref(j);
    http_free(&a);
    return session[0] != 0;
}

/// A new session of a server of this process.
static inline bool http_session(il_server *s, char session[IL_SERVE_TOKEN]) {
    char token[IL_SERVE_TOKEN];
    return http_open(il_server_port(s), il_server_token(s, token), session);
}

/// The event stream of a tab; read it with http_event(). @return its socket
static inline int http_events(int port, const char *session, const char *tab) {
    char text[400];
    int  fd = http_connect(port);
    int  n = snprintf(text, sizeof text, "GET /api/events?tab=%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n\r\n", tab, port, session);
    if (fd >= 0) http_send(fd, text, (size_t)n);
    return fd;
}

/// Read until `needle` has come (it stays in `buf`, zero-terminated). False: the stream ended, or it did not come in time.
static inline bool http_event(int fd, const char *needle, char *buf, size_t room) {
    size_t n = 0;
    buf[0] = 0;
    while (n + 1 < room) {
        ssize_t got = http_receive(fd, buf + n, room - n - 1, HTTP_PATIENCE_MS);
        if (got <= 0) return false;
        n += (size_t)got;
        buf[n] = 0;
        if (strstr(buf, needle)) return true;
    }
    return false;
}

#endif

// listen.c - sockets: libmicrohttpd with a thread a connection, requests gathered, answers sent, and what is late cut off
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "http/server.h"

enum { HEADER_BYTES = 32 * 1024, SPARE_CONNECTIONS = 8, THREAD_STACK = 1 << 20, WARDEN_MS = 250 };

/// What is gathered of a request until it is whole.
typedef struct intake {
    char  *body;
    size_t size, room, limit;
    bool   too_large;
} intake;

// ---- connections and their deadline ------------------------------------------------------------------------------------------------------------------

static void set_deadline(il_server *s, struct MHD_Connection *c, double seconds) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    ili_connection                 *x = info ? info->socket_context : NULL;
    pthread_mutex_lock(&s->lock);
    if (x) x->deadline = seconds > 0 ? ili_now() + seconds : 0;
    pthread_mutex_unlock(&s->lock);
}

static void connection_begins(il_server *s, struct MHD_Connection *c, void **context) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    ili_connection                 *x = calloc(1, sizeof *x);
    if (!x || !info) {
        free(x);
        return;
    }
    *x = (ili_connection){.fd = info->connect_fd, .deadline = ili_now() + s->set.request_s};
    int on = 1;
    setsockopt(x->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    pthread_mutex_lock(&s->lock);
    x->next = s->connections;
    s->connections = x;
    s->nconnection++;
    pthread_mutex_unlock(&s->lock);
    *context = x;
}

static void connection_ends(il_server *s, void **context) {
    ili_connection *x = *context;
    if (!x) return;
    pthread_mutex_lock(&s->lock);
    for (ili_connection **at = &s->connections; *at; at = &(*at)->next)
        if (*at == x) {
            *at = x->next;
            s->nconnection--;
            break;
        }
    pthread_mutex_unlock(&s->lock);
    free(x);
    *context = NULL;
}

static void on_connection(void *server, struct MHD_Connection *c, void **context, enum MHD_ConnectionNotificationCode what) {
    if (what == MHD_CONNECTION_NOTIFY_STARTED) connection_begins(server, c, context);
    else connection_ends(server, context);
}

// libmicrohttpd's own limit counts from the last byte: who sends one now and then would stay for ever
static void cut_late(il_server *s, double now) {
    for (ili_connection *x = s->connections; x; x = x->next) {
        if (x->cut || x->deadline <= 0 || now < x->deadline) continue;
        x->cut = true;
        shutdown(x->fd, SHUT_RDWR);
        ili_log(s, "a connection was cut: its time was over");
    }
}

void *ili_warden(void *server) {
    il_server *s = server;
    pthread_mutex_lock(&s->lock);
    while (!s->stopping) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += WARDEN_MS*1000000L;
        if (until.tv_nsec >= 1000000000L) until.tv_nsec -= 1000000000L, until.tv_sec++;
        pthread_cond_timedwait(&s->stop, &s->lock, &until);
        cut_late(s, ili_now());
        ili_tabs_sweep(s, ili_now());
        ili_unlock(s);
        pthread_mutex_lock(&s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

// ---- the request ------------------------------------------------------------------------------------------------------------------------------------

static int hex(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

// %41 in place; a zero byte would cut the text short: it becomes one that no name holds
static size_t unescape(void *cls, struct MHD_Connection *c, char *text) {
    (void)cls, (void)c;
    char *to = text;
    for (const char *from = text; *from; from++) {
        int high = *from == '%' ? hex(from[1]) : -1, low = high >= 0 ? hex(from[2]) : -1;
        if (low < 0) *to++ = *from;
        else *to++ = (char)(high*16 + low ? high*16 + low : 1), from += 2;
    }
    *to = 0;
    return (size_t)(to - text);
}

static enum MHD_Result take_query(void *user, enum MHD_ValueKind kind, const char *name, const char *value) {
    ili_request *r = user;
    (void)kind;
    if (r->nquery == ILI_QUERIES) return MHD_NO;
    r->query_name[r->nquery] = name, r->query_value[r->nquery++] = value ? value : "";
    return MHD_YES;
}

static void read_head(il_server *s, struct MHD_Connection *c, const char *url, const char *method, ili_request *r) {
    *r = (ili_request){.server = s, .world = &s->world, .method = method, .path = url};
    r->host = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host");
    r->origin = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Origin");
    r->fetch_site = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Sec-Fetch-Site");
    r->authorization = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Authorization");
    r->if_match = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "If-Match");
    r->if_none_match = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "If-None-Match");
    r->encoding = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Accept-Encoding");
    r->type = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Content-Type");
    MHD_get_connection_values(c, MHD_GET_ARGUMENT_KIND, take_query, r);
}

static bool gather(intake *in, const char *bytes, size_t n) {
    if (in->too_large || in->size + n > in->limit) return in->too_large = true;
    if (in->size + n + 1 > in->room) {
        size_t room = 2*(in->size + n) + 1024;
        char  *more = realloc(in->body, room);
        if (!more) return false;
        in->body = more, in->room = room;
    }
    memcpy(in->body + in->size, bytes, n);
    in->size += n;
    in->body[in->size] = 0;
    return true;
}

// the largest body that this path takes; of one that is none the usual, so that it is told so
static size_t limit_of(const char *method, const char *url) {
    char             part[ILI_PARTS][ILI_NAME];
    const char      *allow;
    const ili_route *route = ili_route_find(method, url, part, &allow);
    return route ? route->limit : ILI_BODY;
}

// ---- the answer -------------------------------------------------------------------------------------------------------------------------------------

static const char app_policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
                                 "worker-src 'self'; manifest-src 'self'; frame-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static ssize_t read_stream(void *stream, uint64_t at, char *buf, size_t room) {
    (void)at;
    size_t n = ili_stream_read(stream, buf, room);
    return n ? (ssize_t)n : MHD_CONTENT_READER_END_OF_STREAM;
}

static void free_stream(void *stream) { ili_stream_free(stream); }

static struct MHD_Response *body_of(ili_reply *a) {
    if (a->stream) return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 16384, read_stream, a->stream, free_stream);
    if (a->release) return MHD_create_response_from_buffer_with_free_callback(a->size, a->bytes, a->release);
    return MHD_create_response_from_buffer(a->size, a->bytes, MHD_RESPMEM_PERSISTENT);
}

static void add_headers(struct MHD_Response *m, const ili_reply *a) {
    char file[200];
    MHD_add_response_header(m, "Content-Security-Policy", a->policy ? a->policy : app_policy);
    MHD_add_response_header(m, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(m, "X-Frame-Options", a->policy ? "SAMEORIGIN" : "DENY");
    MHD_add_response_header(m, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(m, "Cross-Origin-Opener-Policy", "same-origin");
    MHD_add_response_header(m, "Cross-Origin-Resource-Policy", "same-origin");
    MHD_add_response_header(m, "Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()");
    MHD_add_response_header(m, "Cache-Control", a->cache ? a->cache : "no-store");
    if (a->type) MHD_add_response_header(m, "Content-Type", a->type);
    if (a->etag[0]) MHD_add_response_header(m, "ETag", a->etag);
    if (a->encoding) MHD_add_response_header(m, "Content-Encoding", a->encoding);
    if (a->encoding || a->cache) MHD_add_response_header(m, "Vary", "Accept-Encoding");
    if (a->allow) MHD_add_response_header(m, "Allow", a->allow);
    if (a->status == 429 || a->status == 503) MHD_add_response_header(m, "Retry-After", "1");
    if (a->file[0]) {
        snprintf(file, sizeof file, "attachment; filename=\"%s\"", a->file);
        MHD_add_response_header(m, "Content-Disposition", file);
    }
}

static enum MHD_Result send_reply(struct MHD_Connection *c, ili_reply *a, bool close_after) {
    struct MHD_Response *m = body_of(a);
    if (!m) {
        if (a->stream) ili_stream_free(a->stream);
        if (a->release) a->release(a->bytes);
        return MHD_NO;
    }
    add_headers(m, a);
    if (close_after) MHD_add_response_header(m, "Connection", "close");
    enum MHD_Result ok = MHD_queue_response(c, (unsigned)a->status, m);
    MHD_destroy_response(m);
    return ok;
}

static bool is_crowded(il_server *s) {
    pthread_mutex_lock(&s->lock);
    bool crowded = s->nconnection > s->set.connections || s->stopping;
    pthread_mutex_unlock(&s->lock);
    return crowded;
}

// the first call of a request: its head is here. What cannot be answered otherwise is refused before the body comes
static enum MHD_Result begin(il_server *s, struct MHD_Connection *c, const char *url, const char *method, void **user) {
    const char *length = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Content-Length");
    ili_reply   a = {0};
    size_t      limit = limit_of(method, url);
    if (is_crowded(s)) ili_reply_error(&a, 503, "too many connections", NULL, "try again in a moment");
    else if (length && strtoull(length, NULL, 10) > limit && strtoull(length, NULL, 10) > 0)
        ili_log(s, "413 %s: the body is too large", method), ili_reply_error(&a, 413, "the body is too large", NULL, "docs/web.md names the limits");
    if (a.status) return send_reply(c, &a, true);
    intake *in = calloc(1, sizeof *in);
    if (!in) return MHD_NO;
    in->limit = limit;
    *user = in;
    return MHD_YES;
}

static enum MHD_Result on_request(void *server, struct MHD_Connection *c, const char *url, const char *method, const char *version, const char *data, size_t *size,
                                  void **user) {
    il_server *s = server;
    intake    *in = *user;
    (void)version;
    if (!in) return begin(s, c, url, method, user);
    if (*size) {
        bool ok = gather(in, data, *size);
        *size = 0;
        return ok ? MHD_YES : MHD_NO;
    }
    // whole: work has no deadline; sending has that of a stalled reader
    ili_request r;
    ili_reply   a = {0};
    set_deadline(s, c, 0);
    read_head(s, c, url, method, &r);
    r.body = in->body ? in->body : "", r.size = in->size, r.too_large = in->too_large;
    ili_answer(&r, &a);
    return send_reply(c, &a, false);
}

static void on_end(void *server, struct MHD_Connection *c, void **user, enum MHD_RequestTerminationCode why) {
    il_server *s = server;
    intake    *in = *user;
    (void)why;
    set_deadline(s, c, s->set.idle_s + s->set.request_s);
    if (in) free(in->body);
    free(in);
    *user = NULL;
}

static void on_log(void *server, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
static void on_log(void *server, const char *format, va_list args) {
    char line[300];
    vsnprintf(line, sizeof line, format, args);
    line[strcspn(line, "\n")] = 0;
    ili_log(server, "%s", line);
}

// ---- opening and closing ---------------------------------------------------------------------------------------------------------------------------

il_status ili_listen(il_server *s, il_error *err) {
    struct sockaddr_in  four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)s->set.port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)s->set.port), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    bool                is_six = !strcmp(s->set.address, "::1");
    unsigned            flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL | MHD_USE_ERROR_LOG | (is_six ? (unsigned)MHD_USE_IPv6 : 0u);
    struct sockaddr    *address = is_six ? (struct sockaddr *)&six : (struct sockaddr *)&four;
    s->daemon = MHD_start_daemon(flags, (uint16_t)s->set.port, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER, on_log, s, MHD_OPTION_SOCK_ADDR, address,
                                 MHD_OPTION_CONNECTION_LIMIT, (unsigned)(s->set.connections + SPARE_CONNECTIONS), MHD_OPTION_CONNECTION_TIMEOUT,
                                 (unsigned)(s->set.idle_s + 0.999), MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_BYTES, MHD_OPTION_THREAD_STACK_SIZE,
                                 (size_t)THREAD_STACK, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_NOTIFY_COMPLETED, on_end, s,
                                 MHD_OPTION_UNESCAPE_CALLBACK, unescape, s, MHD_OPTION_END);
    const union MHD_DaemonInfo *info = s->daemon ? MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (!info) return il_error_set(err, IL_NO_FILE, NULL, 0, 0, "port %d of %s cannot be opened; is another program on it? --port 0 takes a free one", s->set.port, s->set.address);
    s->port = info->port;
    return IL_OK;
}

void ili_listen_end(il_server *s) {
    if (s->daemon) MHD_stop_daemon(s->daemon);
    s->daemon = NULL;
}

// ilium/serve.h - the local server: the browser app and a JSON API over this library, for this machine alone (docs/web.md).
#ifndef ILIUM_SERVE_H
#define ILIUM_SERVE_H
#include "ilium/base.h"

enum { IL_SERVE_TOKEN = 44 }; ///< room for a token with its zero byte

/// How to serve. Start from il_default_serve_settings() and change what differs.
typedef struct il_serve_settings {
    const char *address;     ///< "127.0.0.1" or "::1"; any other is refused
    int         port;        ///< 0: one that is free
    const char *patients;    ///< folder of patient files; made, for its owner alone, where it is missing. NULL: none, and no patient is kept
    const char *data;        ///< an edited copy of the data, or NULL
    const char *web;         ///< folder of a built app to serve in place of the one compiled in, or NULL
    int         connections; ///< at once
    double      request_s;   ///< from the first byte of a request to its last [s]
    double      idle_s;      ///< without a byte either way [s]
    double      heartbeat_s; ///< between signs of life on an event stream [s]
    double      tab_s;       ///< a tab whose stream has ended is forgotten, and its jobs are stopped, after [s]
    int         workers;     ///< for short jobs (a solve), and as many again for long ones; 0: by processors
    int         queue;       ///< jobs that may wait; more are answered with 429
    void (*log)(void *user, const char *line); ///< one line for each refusal and fault, from any thread; never a token, name or body. NULL: none
    void       *user;
    int         cookie;      ///< set by il_default_serve_settings(); do not touch
} il_serve_settings;
il_serve_settings il_default_serve_settings(void);

typedef struct il_server il_server;

/// Read the data, open the port on loopback and answer until il_server_stop(). Threads of its own do the work.
/// @return IL_BAD_VALUE for an address that is not loopback; IL_NO_FILE where port or folder cannot be had
il_status il_server_start(const il_serve_settings *settings, il_server **out, il_error *err);
/// End what runs (jobs are cancelled, streams closed, writes finished) and free all; NULL is allowed.
void      il_server_stop(il_server *s);

int  il_server_port(const il_server *s);
bool il_server_has_app(const il_server *s); ///< false: no browser app was built; the API answers all the same
/// A new token that opens one session; the one before, if nobody used it, is void. @return `token`
const char *il_server_token(il_server *s, char token[IL_SERVE_TOKEN]);

#endif

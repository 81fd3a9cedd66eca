// session.c - tokens, sessions, patient mode
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "http/routes.h"
#include "http/scene.h"
#include "http/server.h"

enum { IDLE_S = 12 * 3600, WRONG_TOKENS = 20, WRONG_S = 60, PIN_MIN = 4 };

// 258 bits of the system's random numbers, as 43 letters that a link can hold
bool ili_random_text(char out[IL_SERVE_TOKEN]) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned char     bytes[IL_SERVE_TOKEN - 1];
    out[0] = 0;
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) return false;
    for (size_t i = 0; i < sizeof bytes; i++) out[i] = letters[bytes[i] & 63];
    out[sizeof bytes] = 0;
    return true;
}

// takes as long for a first wrong letter as for a last one
static bool same(const char *a, const char *b) {
    size_t   n = strlen(b);
    unsigned differ = strlen(a) != n;
    for (size_t i = 0; i < n && i < strlen(a); i++) differ |= (unsigned)(a[i] ^ b[i]);
    return !differ;
}

const char *il_server_token(il_server *s, char token[IL_SERVE_TOKEN]) {
    pthread_mutex_lock(&s->lock);
    ili_random_text(s->token);
    memcpy(token, s->token, IL_SERVE_TOKEN);
    pthread_mutex_unlock(&s->lock);
    return token;
}

static ili_session *find(il_server *s, const char *key) {
    double now = ili_now();
    for (int i = 0; i < ILI_SESSIONS; i++) {
        ili_session *x = &s->session[i];
        if (x->info.id && now - x->used > IDLE_S) *x = (ili_session){0};
        if (x->info.id && same(x->key, key)) return x;
    }
    return NULL;
}

ili_session_info ili_session_of(il_server *s, const char *authorization) {
    ili_session_info info = {0};
    if (!authorization || strncmp(authorization, "Bearer ", 7) != 0) return info;
    pthread_mutex_lock(&s->lock);
    ili_session *x = find(s, authorization + 7);
    if (x) x->used = ili_now(), info = x->info;
    pthread_mutex_unlock(&s->lock);
    return info;
}

static ili_session *of_id(il_server *s, uint64_t id) {
    for (int i = 0; i < ILI_SESSIONS; i++)
        if (id && s->session[i].info.id == id) return &s->session[i];
    return NULL;
}

bool ili_session_in_patient_mode(const il_server *s, uint64_t id) {
    for (int i = 0; i < ILI_SESSIONS; i++)
        if (s->session[i].info.id == id) return s->session[i].info.patient_mode;
    return true;
}

// ---- opening ------------------------------------------------------------------------------------------------------------------------------

typedef enum opening { OPENED, WRONG, TOO_OFTEN, FULL } opening;

static opening open_session(il_server *s, const char *token, char key[IL_SERVE_TOKEN]) {
    double now = ili_now();
    if (now - s->wrong_since > WRONG_S) s->wrong_tokens = 0, s->wrong_since = now;
    if (s->wrong_tokens >= WRONG_TOKENS) return TOO_OFTEN;
    if (!s->token[0] || !same(s->token, token)) return s->wrong_tokens++, WRONG;
    ili_session *x = NULL;
    for (int i = 0; i < ILI_SESSIONS && !x; i++)
        if (!s->session[i].info.id || now - s->session[i].used > IDLE_S) x = &s->session[i];
    if (!x || !ili_random_text(key)) return FULL;
    *x = (ili_session){.info = {.id = ++s->next_id}, .used = now};
    memcpy(x->key, key, IL_SERVE_TOKEN);
    s->token[0] = 0;
    return OPENED;
}

void ili_post_session(ili_request *r, ili_reply *out) {
    const char *token = NULL;
    char        key[IL_SERVE_TOKEN];
    if (!ili_want_text(r, out, "token", &token)) return;
    pthread_mutex_lock(&r->server->lock);
    opening o = open_session(r->server, token ? token : "", key);
    pthread_mutex_unlock(&r->server->lock);
    if (o != OPENED) ili_log(r->server, "%d a session was refused", o == WRONG ? 401 : o == FULL ? 503 : 429);
    if (o == WRONG) ili_reply_error(out, 401, "this link was used before, or is none of this server's", "/token", "`ilium serve` prints a new link on Enter");
    else if (o == TOO_OFTEN) ili_reply_error(out, 429, "too many wrong links", NULL, "wait a minute");
    else if (o == FULL) ili_reply_error(out, 503, "too many sessions", NULL, "close one: DELETE /api/session");
    else {
        ili_scenes_warm(r->server->world.scenes); // whoever opens the app may look at the body next
        ili_reply_json(out, 200, json_pack("{s:s}", "session", key));
    }
}

void ili_get_session(ili_request *r, ili_reply *out) {
    const ili_session_info *x = &r->session;
    ili_reply_json(out, 200, json_pack("{s:s, s:s?}", "mode", x->patient_mode ? "patient" : "clinician", "patient", x->patient_mode ? x->patient : NULL));
}

void ili_delete_session(ili_request *r, ili_reply *out) {
    il_server *s = r->server;
    pthread_mutex_lock(&s->lock);
    ili_jobs_cancel(s, r->session.id, NULL, NULL);
    ili_tabs_end(s, r->session.id);
    ili_session *x = of_id(s, r->session.id);
    if (x) *x = (ili_session){0};
    ili_unlock(s);
    ili_reply_json(out, 200, json_pack("{s:b}", "ended", 1));
}

void ili_post_link(ili_request *r, ili_reply *out) {
    char token[IL_SERVE_TOKEN];
    il_server_token(r->server, token);
    ili_reply_json(out, 200, json_pack("{s:s}", "token", token));
}

// ---- patient mode: entered with a PIN, left with the same; what waits on the streams is dropped ---------------------------------------------

static const char *enter(il_server *s, ili_session *x, const char *patient, const char *pin) {
    if (x->info.patient_mode) return "this session is in patient mode already";
    if (!patient || !pin || strlen(pin) < PIN_MIN || strlen(pin) >= sizeof x->pin) return "patient mode needs 'patient' and a 'pin' of 4 to 43 characters, with which it is left";
    x->info.patient_mode = true, x->tries = 0;
    snprintf(x->info.patient, sizeof x->info.patient, "%s", patient);
    snprintf(x->pin, sizeof x->pin, "%s", pin);
    x->info.handed++, x->info.wrote = (ili_stamp){0}, x->info.own = 0;
    ili_jobs_cancel(s, x->info.id, NULL, NULL);
    for (int i = 0; i < ILI_TABS; i++)
        if (s->tab[i].session == x->info.id) ili_tab_clear(&s->tab[i]);
    return NULL;
}

void ili_session_wrote(il_server *s, const ili_session_info *as, ili_stamp wrote, int own) {
    pthread_mutex_lock(&s->lock);
    ili_session *x = of_id(s, as->id);
    if (x && x->info.patient_mode && x->info.handed == as->handed) x->info.wrote = wrote, x->info.own = own;
    pthread_mutex_unlock(&s->lock);
}

// five wrong ones end the session: the clinician opens a new link
static const char *leave(il_server *s, ili_session *x, const char *pin) {
    if (!x->info.patient_mode) return NULL;
    if (pin && same(x->pin, pin)) {
        x->info.patient_mode = false, x->info.patient[0] = 0, x->pin[0] = 0;
        ili_jobs_cancel(s, x->info.id, NULL, NULL);
        return NULL;
    }
    if (++x->tries < ILI_TRIES) return "this is not the PIN with which patient mode was entered";
    ili_jobs_cancel(s, x->info.id, NULL, NULL);
    ili_tabs_end(s, x->info.id);
    *x = (ili_session){0};
    return "too many wrong PINs: the session is ended";
}

void ili_post_mode(ili_request *r, ili_reply *out) {
    const char *mode = NULL, *patient = NULL, *pin = NULL, *refused = NULL;
    il_server  *s = r->server;
    if (!ili_want_text(r, out, "mode", &mode) || !ili_want_name(r, out, "patient", &patient) || !ili_want_text(r, out, "pin", &pin)) return;
    bool in = mode && !strcmp(mode, "patient");
    if (!in && (!mode || strcmp(mode, "clinician") != 0)) {
        ili_reply_error(out, 400, "the mode is not known", "/mode", "\"patient\" or \"clinician\"");
        return;
    }
    pthread_mutex_lock(&s->lock);
    ili_session *x = of_id(s, r->session.id);
    if (x) refused = in ? enter(s, x, patient, pin) : leave(s, x, pin);
    ili_unlock(s);
    if (refused) ili_reply_error(out, in ? 400 : 403, refused, "/pin", NULL);
    else ili_reply_json(out, 200, json_pack("{s:s}", "mode", mode));
}

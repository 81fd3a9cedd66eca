// stream.c - one event stream a tab: events wait in the tab until its reader takes them; what nobody takes in time is replaced or dropped
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "http/routes.h"
#include "http/server.h"

enum { TABS_A_SESSION = 32 };

struct ili_stream {
    il_server *server;
    uint64_t   session, number;
    char       tab[ILI_NAME];
    char      *text; ///< the event that is being sent, and how far
    size_t     size, sent;
    bool       greeted;
};

// ---- tabs, under the lock -------------------------------------------------------------------------------------------------------------------

ili_tab *ili_tab_find(il_server *s, uint64_t session, const char *name, bool make) {
    ili_tab *free_tab = NULL;
    int      n = 0;
    for (int i = 0; i < ILI_TABS; i++) {
        ili_tab *t = &s->tab[i];
        if (!t->session && !free_tab) free_tab = t;
        n += t->session == session;
        if (t->session == session && !strcmp(t->name, name)) return t;
    }
    if (!make || !free_tab || n >= TABS_A_SESSION) return NULL;
    free_tab->session = session, free_tab->reader = 0, free_tab->since = ili_now(), free_tab->lost = false;
    snprintf(free_tab->name, sizeof free_tab->name, "%s", name);
    return free_tab;
}

void ili_tab_clear(ili_tab *t) {
    for (int i = 0; i < t->nevent; i++) free(t->event[i].text);
    t->nevent = 0, t->bytes = 0;
}

static void forget(ili_tab *t) {
    ili_tab_clear(t);
    t->session = 0, t->reader = 0;
    pthread_cond_broadcast(&t->wake);
}

void ili_tab_tell(il_server *s, uint64_t session, const char *tab, ili_event e) {
    ili_tab *t = ili_tab_find(s, session, tab, false);
    if (!t || !e.text || (e.clinician && ili_session_in_patient_mode(s, session))) {
        free(e.text);
        return;
    }
    int at = t->nevent;
    for (int i = 0; i < t->nevent; i++)
        if (e.replaces && t->event[i].replaces == e.replaces) at = i;
    if (at < t->nevent) t->bytes -= t->event[at].size, free(t->event[at].text);
    else if (t->nevent == ILI_TAB_EVENTS || t->bytes + e.size > ILI_TAB_BYTES) ili_tab_clear(t), t->lost = true, at = 0, t->nevent = 1;
    else t->nevent++;
    t->event[at] = e;
    t->bytes += e.size;
    pthread_cond_signal(&t->wake);
}

void ili_tabs_end(il_server *s, uint64_t session) {
    for (int i = 0; i < ILI_TABS; i++)
        if (s->tab[i].session == session) forget(&s->tab[i]);
}

void ili_tabs_sweep(il_server *s, double now) {
    for (int i = 0; i < ILI_TABS; i++) {
        ili_tab *t = &s->tab[i];
        if (!t->session || t->reader || now - t->since < s->set.tab_s) continue;
        ili_jobs_cancel(s, t->session, t->name, NULL);
        forget(t);
    }
}

// ---- the reader -----------------------------------------------------------------------------------------------------------------------------

static void take(struct ili_stream *st, ili_tab *t) {
    st->text = t->event[0].text, st->size = t->event[0].size, st->sent = 0;
    t->bytes -= st->size;
    t->nevent--;
    memmove(t->event, t->event + 1, (size_t)t->nevent*sizeof *t->event);
}

static void set_text(struct ili_stream *st, const char *text) {
    st->text = strdup(text), st->size = st->text ? strlen(text) : 0, st->sent = 0;
}

// the next event, or a sign of life after a while without one; false: the stream is at its end
static bool next(struct ili_stream *st) {
    il_server      *s = st->server;
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    double end = (double)until.tv_sec + 1e-9*(double)until.tv_nsec + s->set.heartbeat_s;
    until.tv_sec = (time_t)end, until.tv_nsec = (long)(1e9*(end - (double)(time_t)end));
    for (int late = 0; !s->stopping;) {
        ili_tab *t = ili_tab_find(s, st->session, st->tab, false);
        if (!t || t->reader != st->number) return false;
        if (t->lost) return t->lost = false, set_text(st, "event: lost\ndata: {}\n\n"), true;
        if (t->nevent) return take(st, t), true;
        if (late) return set_text(st, ":\n\n"), true;
        late = pthread_cond_timedwait(&t->wake, &s->lock, &until);
    }
    return false;
}

size_t ili_stream_read(struct ili_stream *st, char *buf, size_t room) {
    if (!st->greeted) st->greeted = true, set_text(st, "event: open\ndata: {}\n\n");
    if (!st->text) {
        pthread_mutex_lock(&st->server->lock);
        bool more = next(st);
        pthread_mutex_unlock(&st->server->lock);
        if (!more || !st->text) return 0;
    }
    size_t n = st->size - st->sent < room ? st->size - st->sent : room;
    memcpy(buf, st->text + st->sent, n);
    st->sent += n;
    if (st->sent == st->size) free(st->text), st->text = NULL;
    return n;
}

void ili_stream_free(struct ili_stream *st) {
    il_server *s = st->server;
    pthread_mutex_lock(&s->lock);
    ili_tab *t = ili_tab_find(s, st->session, st->tab, false);
    if (t && t->reader == st->number) t->reader = 0, t->since = ili_now();
    pthread_mutex_unlock(&s->lock);
    free(st->text);
    free(st);
}

// a tab that opens a second stream ends its first
void ili_get_events(ili_request *r, ili_reply *out) {
    il_server  *s = r->server;
    const char *tab = ili_query(r, "tab");
    if (!tab || !ili_is_name(tab)) {
        ili_reply_error(out, 400, "which tab is it?", "?tab=", "1 to 64 letters, digits, _ or -");
        return;
    }
    struct ili_stream *st = calloc(1, sizeof *st);
    pthread_mutex_lock(&s->lock);
    ili_tab *t = st ? ili_tab_find(s, r->session.id, tab, true) : NULL;
    if (t) {
        *st = (struct ili_stream){.server = s, .session = r->session.id, .number = ++s->next_id};
        snprintf(st->tab, sizeof st->tab, "%s", tab);
        t->reader = st->number;
        pthread_cond_broadcast(&t->wake);
    }
    pthread_mutex_unlock(&s->lock);
    if (!t) {
        free(st);
        ili_reply_error(out, 429, "too many tabs are open", NULL, "close some");
        return;
    }
    out->status = 200, out->type = "text/event-stream", out->stream = st;
}

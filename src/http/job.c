// job.c - work that takes longer than an answer: two lanes of workers, jobs that supersede each other, progress and results for the tabs
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/routes.h"
#include "http/server.h"

static bool waits_or_runs(const ili_job *j) { return j->state == ILI_JOB_WAITING || j->state == ILI_JOB_RUNNING; }

static const char *const state_words[] = {"none", "waiting", "running", "done", "failed", "cancelled"};

// ---- what is told ----------------------------------------------------------------------------------------------------------------------------

static json_t *describe(const ili_job *j) {
    return json_pack("{s:I, s:s, s:s, s:s?, s:f, s:f, s:s}", "job", (json_int_t)j->id, "kind", j->kind, "state", state_words[j->state], "patient",
                     j->subject[0] ? j->subject : NULL, "sequence", j->sequence, "fraction", j->fraction, "what", j->what);
}

// {..., "result": RESULT}: the result is JSON already
static char *with_result(json_t *head, const char *result, size_t size) {
    char  *start = head ? json_dumps(head, JSON_COMPACT) : NULL;
    size_t n = start ? strlen(start) : 0;
    char  *text = start ? malloc(n + size + 16) : NULL;
    json_decref(head);
    if (text) {
        memcpy(text, start, n - 1);
        memcpy(text + n - 1, ",\"result\":", 10);
        memcpy(text + n + 9, result, size);
        memcpy(text + n + 9 + size, "}", 2);
    }
    free(start);
    return text;
}

static char *as_json(const ili_job *j) {
    json_t *head = describe(j);
    if (j->state == ILI_JOB_DONE && j->result) return with_result(head, j->result, j->result_size);
    if (head && j->err.code) json_object_set_new(head, "error", ili_error_json(&j->err));
    char *text = head ? json_dumps(head, JSON_COMPACT) : NULL;
    json_decref(head);
    return text;
}

// under the lock
static void tell(ili_job *j, const char *event, uint64_t replaces) {
    if (j->silent || j->waited) return;
    char  *json = as_json(j), *text = NULL;
    size_t room = json ? strlen(json) + strlen(event) + 24 : 0;
    if (json && (text = malloc(room))) {
        int n = snprintf(text, room, "event: %s\ndata: %s\n\n", event, json);
        ili_tab_tell(j->server, j->session, j->tab, (ili_event){.text = text, .size = (size_t)n, .replaces = replaces, .clinician = j->clinician});
    }
    free(json);
}

// a number for all jobs of a key (of a tab): a solve that nobody has read yet gives way to the next
static uint64_t key_number(const char *key) {
    uint64_t h = 1469598103934665603u;
    for (; *key; key++) h = (h ^ (unsigned char)*key)*1099511628211u;
    return h | 1;
}

static void report(void *user, const char *what, double fraction) {
    ili_job *j = user;
    double   now = ili_now();
    pthread_mutex_lock(&j->server->lock);
    snprintf(j->what, sizeof j->what, "%s", what ? what : "");
    j->fraction = fraction;
    if (now - j->told > 0.1) j->told = now, tell(j, "progress", 2*j->id);
    pthread_mutex_unlock(&j->server->lock);
}

static bool cancelled(void *user) { return atomic_load(&((ili_job *)user)->cancelled); }

const il_progress *ili_job_progress(ili_job *j) { return &j->progress; }
const ili_world   *ili_job_world(const ili_job *j) { return &j->server->world; }
il_server         *ili_job_server(const ili_job *j) { return j->server; }

void ili_job_result(ili_job *j, char *json) {
    for (char *c = json; c && *c; c++)
        if (*c == '\n' || *c == '\r') *c = ' ';
    free(j->result);
    j->result = json, j->result_size = json ? strlen(json) : 0;
}

// ---- places -----------------------------------------------------------------------------------------------------------------------------------

// under the lock; each place is emptied at most once before it is let go of, so there is room for its work
static void empty(ili_job *j) {
    il_server *s = j->server;
    if (j->state >= ILI_JOB_DONE) s->result_bytes -= j->result_size;
    free(j->result);
    if (j->done && j->work && s->nwaste < ILI_JOBS) s->waste[s->nwaste++] = (ili_waste){j->done, j->work};
    *j = (ili_job){.server = s};
}

void ili_jobs_empty(il_server *s) {
    for (int i = 0; i < ILI_JOBS; i++) empty(&s->job[i]);
}

// a free place, or that of the job that ended first
static ili_job *place(il_server *s) {
    ili_job *oldest = NULL;
    for (int i = 0; i < ILI_JOBS; i++) {
        ili_job *j = &s->job[i];
        if (j->state == ILI_JOB_NONE) return j;
        if (!waits_or_runs(j) && !j->waited && (!oldest || j->ended < oldest->ended)) oldest = j;
    }
    if (oldest) empty(oldest);
    return oldest;
}

static void keep_within(il_server *s) {
    while (s->result_bytes > ILI_RESULT_BYTES) {
        ili_job *oldest = NULL;
        for (int i = 0; i < ILI_JOBS; i++) {
            ili_job *j = &s->job[i];
            if (j->state >= ILI_JOB_DONE && j->result_size && (!oldest || j->ended < oldest->ended)) oldest = j;
        }
        if (!oldest) return;
        empty(oldest);
    }
}

// a job that waits ends at once; one that runs hears of it
static void cancel(ili_job *j, bool silent) {
    if (!waits_or_runs(j)) return;
    atomic_store(&j->cancelled, true);
    j->silent = j->silent || silent;
    pthread_cond_broadcast(&j->server->ended); // it may wait for a case
    if (j->state != ILI_JOB_WAITING) return;
    j->state = ILI_JOB_CANCELLED, j->ended = ili_now();
    j->err = (il_error){.code = IL_CANCELLED, .text = "stopped before it began"};
    tell(j, j->kind, 0);
    if (silent && !j->waited) empty(j);
}

void ili_jobs_cancel(il_server *s, uint64_t session, const char *tab, const char *key) {
    for (int i = 0; i < ILI_JOBS; i++) {
        ili_job *j = &s->job[i];
        if (waits_or_runs(j) && j->session == session && (!tab || !strcmp(j->tab, tab)) && (!key || !strcmp(j->key, key))) cancel(j, key != NULL);
    }
}

void ili_jobs_forget(il_server *s, const char *subject) {
    for (int i = 0; i < ILI_JOBS; i++) {
        ili_job *j = &s->job[i];
        if (!j->state || strcmp(j->subject, subject) != 0) continue;
        if (waits_or_runs(j)) cancel(j, true);
        else if (!j->waited) empty(j);
    }
}

// ---- starting -----------------------------------------------------------------------------------------------------------------------------------

typedef enum refusal { TAKEN, OLD, FULL, NO_TAB } refusal;

static bool is_old(const il_server *s, uint64_t session, const ili_job_def *d) {
    for (int i = 0; i < ILI_JOBS; i++) {
        const ili_job *j = &s->job[i];
        if (j->state && j->session == session && !strcmp(j->tab, d->tab) && !strcmp(j->key, d->key) && j->sequence > d->sequence) return true;
    }
    return false;
}

// of a key the last result is enough: a slider makes many
static void forget_older(il_server *s, uint64_t session, const ili_job_def *d) {
    for (int i = 0; i < ILI_JOBS; i++) {
        ili_job *j = &s->job[i];
        if (j->state >= ILI_JOB_DONE && !j->waited && j->session == session && !strcmp(j->tab, d->tab) && !strcmp(j->key, d->key)) empty(j);
    }
}

static int waiting(const il_server *s) {
    int n = 0;
    for (int i = 0; i < ILI_JOBS; i++) n += s->job[i].state == ILI_JOB_WAITING;
    return n;
}

// under the lock
static refusal enqueue(ili_request *r, const ili_job_def *d, bool waited, ili_job **out) {
    il_server *s = r->server;
    if (d->key && is_old(s, r->session.id, d)) return OLD;
    if (!waited && !ili_tab_find(s, r->session.id, d->tab, true)) return NO_TAB;
    if (d->key) ili_jobs_cancel(s, r->session.id, d->tab, d->key), forget_older(s, r->session.id, d);
    ili_job *j = waiting(s) < s->set.queue ? place(s) : NULL;
    if (!j) return FULL;
    *j = (ili_job){.server = s, .id = ++s->next_id, .session = r->session.id, .state = ILI_JOB_WAITING, .lane = d->lane, .sequence = d->sequence, .waited = waited,
                   .clinician = !r->route || r->route->access == ILI_CLINICIAN, .run = d->run, .done = d->done, .work = d->work};
    j->progress = (il_progress){.report = report, .cancelled = cancelled, .user = j};
    snprintf(j->kind, sizeof j->kind, "%s", d->kind);
    snprintf(j->tab, sizeof j->tab, "%s", d->tab ? d->tab : "");
    snprintf(j->key, sizeof j->key, "%s", d->key ? d->key : "");
    snprintf(j->subject, sizeof j->subject, "%s", d->subject ? d->subject : "");
    pthread_cond_signal(&s->work[d->lane]);
    *out = j;
    return TAKEN;
}

void ili_job_start(ili_request *r, ili_reply *out, const ili_job_def *d) {
    il_server *s = r->server;
    ili_job   *j = NULL;
    uint64_t   id = 0;
    if (!d->tab) {
        if (d->done) d->done(d->work);
        ili_reply_error(out, 400, "which tab is to be told?", "/tab", "the name that GET /api/events?tab= was opened with");
        return;
    }
    pthread_mutex_lock(&s->lock);
    refusal no = enqueue(r, d, false, &j);
    if (j) id = j->id;
    ili_unlock(s);
    if (no && d->done) d->done(d->work);
    if (no == OLD) ili_reply_error(out, 409, "a newer one was asked for", "/sequence", "a sequence that counts up");
    else if (no) ili_reply_error(out, 429, no == FULL ? "too much is waiting to be computed" : "too many tabs are open", NULL, "try again in a moment");
    else ili_reply_json(out, 202, json_pack("{s:I, s:f}", "job", (json_int_t)id, "sequence", d->sequence));
}

il_status ili_job_wait(ili_request *r, const ili_job_def *d, il_error *err) {
    il_server *s = r->server;
    ili_job   *j = NULL;
    pthread_mutex_lock(&s->lock);
    refusal no = enqueue(r, d, true, &j);
    if (j) ili_unlock(s), pthread_mutex_lock(&s->lock); // `waited` keeps the place
    while (j && waits_or_runs(j)) pthread_cond_wait(&s->ended, &s->lock);
    il_status status = IL_OK;
    if (j) {
        status = j->err.code;
        if (status && err) *err = j->err;
        j->waited = false;
        empty(j);
    }
    ili_unlock(s);
    return no ? il_error_set(err, IL_LIMIT, NULL, 0, 0, "too much is waiting to be computed; try again in a moment") : status;
}

// ---- the workers ---------------------------------------------------------------------------------------------------------------------------------

typedef struct worker {
    il_server *server;
    ili_lane   lane;
} worker;

static ili_job *next(il_server *s, ili_lane lane) {
    ili_job *first = NULL;
    for (int i = 0; i < ILI_JOBS; i++) {
        ili_job *j = &s->job[i];
        if (j->state == ILI_JOB_WAITING && j->lane == lane && (!first || j->id < first->id)) first = j;
    }
    return first;
}

// under the lock
static void ended(ili_job *j, il_status status) {
    il_server *s = j->server;
    j->state = status == IL_OK ? ILI_JOB_DONE : status == IL_CANCELLED ? ILI_JOB_CANCELLED : ILI_JOB_FAILED;
    if (status && !j->err.code) j->err.code = status;
    if (!status) j->err = (il_error){0}, j->fraction = 1;
    j->ended = ili_now();
    s->result_bytes += j->result_size;
    if (status && status != IL_CANCELLED) ili_log(s, "job %s failed: %s", j->kind, il_status_text(status));
    tell(j, j->kind, j->key[0] ? key_number(j->key) : 0);
    if (j->silent && !j->waited) empty(j);
    keep_within(s);
    pthread_cond_broadcast(&s->ended);
}

static void *work(void *user) {
    worker     w = *(worker *)user;
    il_server *s = w.server;
    free(user);
    pthread_mutex_lock(&s->lock);
    while (!s->stopping) {
        ili_job *j = next(s, w.lane);
        if (!j) {
            pthread_cond_wait(&s->work[w.lane], &s->lock);
            continue;
        }
        j->state = ILI_JOB_RUNNING;
        pthread_mutex_unlock(&s->lock);
        il_error  err = {0};
        il_status status = j->run(j, j->work, &err);
        if (!status && atomic_load(&j->cancelled)) status = IL_CANCELLED;
        if (j->done) j->done(j->work);
        j->work = NULL;
        pthread_mutex_lock(&s->lock);
        j->err = err;
        ended(j, status);
        ili_unlock(s);
        pthread_mutex_lock(&s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

bool ili_workers_start(il_server *s) {
    for (int i = 0; i < ILI_JOBS; i++) s->job[i].server = s;
    for (int lane = 0; lane < 2; lane++)
        for (int i = 0; i < s->set.workers && i < ILI_MAX_WORKERS; i++) {
            worker *w = malloc(sizeof *w);
            if (!w) return false;
            *w = (worker){.server = s, .lane = (ili_lane)lane};
            if (pthread_create(&s->worker[lane][i], NULL, work, w)) {
                free(w);
                return i > 0;
            }
            s->nworker[lane]++;
        }
    return true;
}

void ili_workers_stop(il_server *s) {
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < ILI_JOBS; i++) cancel(&s->job[i], true);
    for (int lane = 0; lane < 2; lane++) pthread_cond_broadcast(&s->work[lane]);
    ili_unlock(s);
    for (int lane = 0; lane < 2; lane++)
        for (int i = 0; i < s->nworker[lane]; i++) pthread_join(s->worker[lane][i], NULL);
}

// ---- GET and DELETE /api/jobs/{id} -------------------------------------------------------------------------------------------------------------

static ili_job *find(ili_request *r) {
    for (int i = 0; i < ILI_JOBS; i++) {
        ili_job *j = &r->server->job[i];
        if (j->state && !j->waited && j->session == r->session.id && j->id == strtoull(r->part[0], NULL, 10)) return j;
    }
    return NULL;
}

static void job_route(ili_request *r, ili_reply *out, bool stop) {
    char *text = NULL;
    pthread_mutex_lock(&r->server->lock);
    ili_job *j = find(r);
    bool     hidden = j && j->clinician && r->session.patient_mode;
    if (j && stop && !hidden) cancel(j, false);
    if (j && !hidden) text = as_json(j);
    ili_unlock(r->server);
    if (hidden) ili_reply_error(out, 403, "patient mode does not show this", NULL, "leave patient mode first");
    else if (!j) ili_reply_error(out, 404, "there is no such job, or its result was let go of", NULL, "ask for it again");
    else if (!text) ili_reply_json(out, 503, NULL);
    else ili_reply_text(out, 200, "application/json", text, strlen(text), free);
}

void ili_get_job(ili_request *r, ili_reply *out) { job_route(r, out, false); }
void ili_delete_job(ili_request *r, ili_reply *out) { job_route(r, out, true); }

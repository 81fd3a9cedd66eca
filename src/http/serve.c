// serve.c - the server as a whole: its settings, the data that it opens, start and stop
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "http/case.h"
#include "http/scene.h"
#include "http/server.h"
#include "ilium/io_body.h"
#include "ilium/thread.h"

enum { COOKIE = 0x11e5 };

il_serve_settings il_default_serve_settings(void) {
    return (il_serve_settings){.address = "127.0.0.1", .connections = 120, .request_s = 15, .idle_s = 30, .heartbeat_s = 10, .tab_s = 30, .queue = 64, .cookie = COOKIE};
}

double ili_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9*(double)t.tv_nsec;
}

const char *ili_moment(char out[24]) {
    time_t    now = time(NULL);
    struct tm day;
    out[0] = 0;
    if (gmtime_r(&now, &day)) strftime(out, 24, "%Y-%m-%dT%H:%M:%SZ", &day);
    return out;
}

void ili_log(il_server *s, const char *format, ...) {
    char    line[300];
    va_list args;
    if (!s->set.log) return;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    s->set.log(s->set.user, line);
}

int il_server_port(const il_server *s) { return s->port; }

// ---- opening --------------------------------------------------------------------------------------------------------------------------------

static il_status check(const il_serve_settings *set, il_error *err) {
    IL_ASSERT(set->cookie == COOKIE);
    if (set->address && (!strcmp(set->address, "127.0.0.1") || !strcmp(set->address, "::1"))) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0,
                        "the server answers on this machine alone, 127.0.0.1 or ::1, and not on '%.60s': what it sends is not encrypted; "
                        "for another machine put a server with TLS and accounts of its own before it",
                        set->address ? set->address : "");
}

static il_status open_world(il_server *s, il_error *err) {
    ili_world *w = &s->world;
    il_status  status = il_data_open(s->set.data, &w->data, err);
    if (!status) status = il_knowledge_read(w->data, &w->knowledge, err);
    if (!status) status = il_patient_vocab_create(w->knowledge, &w->vocab, err);
    if (!status) status = il_body_tables_read(w->data, &w->tables, err);
    if (!status) status = il_body_create(w->tables, &w->body, err);
    if (!status) status = il_tasks_read(w->data, &w->tasks, err);
    if (!status) status = il_tasks_read_all(w->data, NULL, 0, &w->all_tasks, err);
    if (!status) status = il_exercise_tasks_read(w->data, w->knowledge, &w->exercises, err);
    if (!status) status = ili_scenes_create(&(ili_stage){.data = w->data, .body = w->body, .knowledge = w->knowledge}, &w->scenes, err);
    return status;
}

static void close_world(ili_world *w) {
    ili_scenes_free(w->scenes);
    il_exercise_tasks_free(w->exercises);
    il_tasks_free(w->all_tasks);
    il_tasks_free(w->tasks);
    il_body_free(w->body);
    il_body_tables_free(w->tables);
    il_patient_vocab_free(w->vocab);
    il_knowledge_free(w->knowledge);
    il_data_close(w->data);
}

// for its owner alone; one that is there must be a folder
static il_status open_folder(il_server *s, il_error *err) {
    struct stat st;
    if (!s->patients) return IL_OK;
    if (mkdir(s->patients, 0700) && errno != EEXIST) return il_error_set(err, IL_NO_FILE, s->patients, 0, 0, "the folder of patients cannot be made: %s", strerror(errno));
    if (stat(s->patients, &st) || !S_ISDIR(st.st_mode)) return il_error_set(err, IL_NO_FILE, s->patients, 0, 0, "this is no folder; --patients names the folder of patient files");
    return IL_OK;
}

void ili_unlock(il_server *s) {
    ili_waste waste[ILI_JOBS];
    int       n = s->nwaste;
    memcpy(waste, s->waste, sizeof *waste*(size_t)n);
    s->nwaste = 0;
    pthread_mutex_unlock(&s->lock);
    for (int i = 0; i < n; i++) waste[i].done(waste[i].work);
}

static bool make_locks(il_server *s) {
    pthread_condattr_t clock;
    bool               ok = !pthread_condattr_init(&clock) && !pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    ok = ok && !pthread_mutex_init(&s->lock, NULL) && !pthread_mutex_init(&s->store, NULL);
    ok = ok && !pthread_cond_init(&s->work[0], &clock) && !pthread_cond_init(&s->work[1], &clock) && !pthread_cond_init(&s->ended, &clock) && !pthread_cond_init(&s->stop, &clock);
    for (int i = 0; ok && i < ILI_TABS; i++) ok = !pthread_cond_init(&s->tab[i].wake, &clock);
    pthread_condattr_destroy(&clock);
    return ok;
}

static il_status copy_settings(il_server *s, const il_serve_settings *set) {
    s->set = *set;
    if (s->set.workers <= 0) s->set.workers = il_thread_count() < 4 ? 2 : il_thread_count()/2;
    if (s->set.workers > ILI_MAX_WORKERS) s->set.workers = ILI_MAX_WORKERS;
    s->patients = set->patients ? strdup(set->patients) : NULL;
    s->web = set->web ? strdup(set->web) : NULL;
    return (set->patients && !s->patients) || (set->web && !s->web) ? IL_NO_MEMORY : IL_OK;
}

il_status il_server_start(const il_serve_settings *set, il_server **out, il_error *err) {
    *out = NULL;
    il_status status = check(set, err);
    if (status) return status;
    il_server *s = calloc(1, sizeof *s);
    if (!s || !make_locks(s) || copy_settings(s, set)) {
        free(s);
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
    }
    status = open_folder(s, err);
    if (!status) status = open_world(s, err);
    if (!status && !ili_workers_start(s)) status = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no thread can be started");
    if (!status) s->has_warden = !pthread_create(&s->warden, NULL, ili_warden, s);
    if (!status) status = ili_listen(s, err);
    if (status) il_server_stop(s);
    else *out = s;
    return status;
}

// ---- stopping --------------------------------------------------------------------------------------------------------------------------------

static void free_locks(il_server *s) {
    for (int i = 0; i < ILI_TABS; i++) pthread_cond_destroy(&s->tab[i].wake);
    for (int i = 0; i < 2; i++) pthread_cond_destroy(&s->work[i]);
    pthread_cond_destroy(&s->ended);
    pthread_cond_destroy(&s->stop);
    pthread_mutex_destroy(&s->lock);
    pthread_mutex_destroy(&s->store);
}

void il_server_stop(il_server *s) {
    if (!s) return;
    pthread_mutex_lock(&s->lock);
    s->stopping = true;
    pthread_cond_broadcast(&s->stop);
    for (int i = 0; i < ILI_TABS; i++) pthread_cond_broadcast(&s->tab[i].wake);
    pthread_mutex_unlock(&s->lock);
    // the workers first, so that an answer that waits for a job gets its end; then the streams and connections
    ili_workers_stop(s);
    ili_listen_end(s);
    if (s->has_warden) pthread_join(s->warden, NULL);
    for (int i = 0; i < ILI_TABS; i++) ili_tab_clear(&s->tab[i]);
    pthread_mutex_lock(&s->lock);
    ili_jobs_empty(s);
    ili_unlock(s);
    for (int i = 0; i < ILI_VIEWS; i++) il_report_free(s->view[i].text);
    ili_cases_free(s);
    close_world(&s->world);
    free_locks(s);
    free(s->patients);
    free(s->web);
    free(s);
}

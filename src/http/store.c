// store.c - one file a patient, readable by its owner alone, written whole or not at all; its earlier states in .revisions/ID
//
// A state is kept as NUMBER-PARENT-REVISION.json: undo goes to the parent, redo to the last that has this parent. Nothing is overwritten there, so
// that no undo and no conflict loses what was saved; the oldest go when there are more than ILI_REVISIONS.
#include "http/store.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http/server.h"

// ---- names -----------------------------------------------------------------------------------------------------------------------------------

static bool path_of(const il_server *s, const char *id, char path[ILI_PATH]) { return snprintf(path, ILI_PATH, "%s/%s.json", s->patients, id) < ILI_PATH; }

static bool folder_of(const il_server *s, const char *id, char path[ILI_PATH]) { return snprintf(path, ILI_PATH, "%s/.revisions/%s", s->patients, id) < ILI_PATH; }

// FNV-1a: tells states apart, keeps nothing secret
static void revision_of(const char *bytes, size_t size, char out[ILI_REVISION]) {
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < size; i++) h = (h ^ (unsigned char)bytes[i])*1099511628211u;
    snprintf(out, ILI_REVISION, "%016llx", (unsigned long long)h);
}

static const char no_parent[] = "0000000000000000";

// ---- earlier states --------------------------------------------------------------------------------------------------------------------------

typedef struct state {
    unsigned number;
    char     parent[ILI_REVISION], revision[ILI_REVISION];
} state;

static bool read_state(const char *name, state *x) {
    int end = 0;
    return sscanf(name, "%8u-%16[0-9a-f]-%16[0-9a-f].json%n", &x->number, x->parent, x->revision, &end) == 3 && end > 0 && !name[end];
}

static int by_number(const void *a, const void *b) {
    unsigned x = ((const state *)a)->number, y = ((const state *)b)->number;
    return x < y ? -1 : x > y;
}

// oldest first; free the list
static state *states(const il_server *s, const char *id, int *n) {
    char   path[ILI_PATH];
    state *list = NULL;
    int    room = 0;
    *n = 0;
    DIR *dir = folder_of(s, id, path) ? opendir(path) : NULL;
    for (struct dirent *d; dir && (d = readdir(dir));) {
        state x;
        if (!read_state(d->d_name, &x)) continue;
        if (*n == room) {
            state *more = realloc(list, (size_t)(room = 2*room + 16)*sizeof *list);
            if (!more) break;
            list = more;
        }
        list[(*n)++] = x;
    }
    if (dir) closedir(dir);
    if (list) qsort(list, (size_t)*n, sizeof *list, by_number);
    return list;
}

static bool state_path(const il_server *s, const char *id, const state *x, char path[ILI_PATH]) {
    return snprintf(path, ILI_PATH, "%s/.revisions/%s/%08u-%s-%s.json", s->patients, id, x->number, x->parent, x->revision) < ILI_PATH;
}

static bool make_folder(const il_server *s, const char *id) {
    char path[ILI_PATH];
    snprintf(path, sizeof path, "%s/.revisions", s->patients);
    mkdir(path, 0700);
    return folder_of(s, id, path) && (mkdir(path, 0700) == 0 || access(path, W_OK) == 0);
}

// keep a state and let the oldest go. It is written before the record itself: a kill between the two loses neither
static il_status keep_state(const il_server *s, const char *id, const char *parent, const char *revision, const char *bytes, size_t size, il_error *err) {
    char   path[ILI_PATH];
    int    n;
    if (!make_folder(s, id)) return il_error_set(err, IL_NO_FILE, id, 0, 0, "the folder of earlier states cannot be made");
    state *list = states(s, id, &n), x = {.number = n ? list[n - 1].number + 1 : 1};
    snprintf(x.parent, sizeof x.parent, "%s", parent);
    snprintf(x.revision, sizeof x.revision, "%s", revision);
    il_status status = state_path(s, id, &x, path) ? il_file_write(path, bytes, size, err) : il_error_set(err, IL_LIMIT, id, 0, 0, "the folder's name is too long");
    for (int i = 0; !status && i <= n - ILI_REVISIONS; i++)
        if (state_path(s, id, &list[i], path)) unlink(path);
    free(list);
    return status;
}

// the last state of this revision: the one that is current
static int find_state(const state *list, int n, const char *revision) {
    while (n > 0 && strcmp(list[n - 1].revision, revision) != 0) n--;
    return n - 1;
}

bool ili_revision_beside(il_server *s, const char *id, const char *revision, bool after, char beside[ILI_REVISION]) {
    int         n;
    state      *list = states(s, id, &n);
    int         at = find_state(list, n, revision), found = -1;
    for (int i = 0; i < n; i++) {
        if (!after && at >= 0 && !strcmp(list[i].revision, list[at].parent)) found = i;
        if (after && !strcmp(list[i].parent, revision) && strcmp(list[i].revision, revision) != 0) found = i;
    }
    if (found >= 0) memcpy(beside, list[found].revision, ILI_REVISION);
    free(list);
    return found >= 0;
}

json_t *ili_revisions(il_server *s, const char *id) {
    int     n;
    state  *list = states(s, id, &n);
    json_t *j = json_array();
    for (int i = n - 1; i >= 0; i--) {
        char        path[ILI_PATH];
        struct stat st;
        bool        known = state_path(s, id, &list[i], path) && !stat(path, &st);
        json_array_append_new(j, json_pack("{s:s, s:I}", "revision", list[i].revision, "saved", (json_int_t)(known ? st.st_mtime : 0)));
    }
    free(list);
    return j;
}

// ---- reading ---------------------------------------------------------------------------------------------------------------------------------

static il_status read_path(il_server *s, const char *path, const char *id, ili_record *out, il_error *err) {
    char  *bytes;
    size_t size;
    *out = (ili_record){0};
    if (access(path, F_OK)) return il_error_set(err, IL_NO_FILE, id, 0, 0, "there is no such record");
    il_status status = il_file_read(path, 8u << 20, &bytes, &size, err);
    if (status) return status == IL_NO_FILE ? il_error_set(err, IL_BAD_VALUE, id, 0, 0, "the file cannot be read") : status;
    revision_of(bytes, size, out->revision);
    status = il_patient_parse(id, bytes, size, s->world.vocab, &out->patient, err);
    il_file_free(bytes);
    return status;
}

il_status ili_record_read(il_server *s, const char *id, ili_record *out, il_error *err) {
    char path[ILI_PATH];
    *out = (ili_record){0};
    if (!s->patients) return il_error_set(err, IL_NO_FILE, NULL, 0, 0, "no patients are kept here; start `ilium serve --patients DIR`");
    if (!path_of(s, id, path)) return il_error_set(err, IL_LIMIT, id, 0, 0, "the folder's name is too long");
    return read_path(s, path, id, out, err);
}

il_status ili_record_earlier(il_server *s, const char *id, const char *revision, ili_record *out, il_error *err) {
    char   path[ILI_PATH];
    int    n;
    *out = (ili_record){0};
    if (!s->patients) return il_error_set(err, IL_NO_FILE, NULL, 0, 0, "no patients are kept here");
    state *list = states(s, id, &n);
    int    at = find_state(list, n, revision);
    bool   found = at >= 0 && state_path(s, id, &list[at], path);
    free(list);
    return found ? read_path(s, path, id, out, err) : il_error_set(err, IL_NO_FILE, id, 0, 0, "this earlier state is not kept");
}

void ili_record_free(ili_record *r) {
    il_patient_free(r->patient);
    *r = (ili_record){0};
}

static json_t *patient_json(const il_patient *p) {
    char    *bytes;
    size_t   size;
    il_error err = {0};
    if (il_patient_format(p, &bytes, &size, &err)) return NULL;
    json_t *j = json_loadb(bytes, size, 0, NULL);
    il_file_free(bytes);
    return j;
}

json_t *ili_record_json(const char *id, const ili_record *r) {
    json_t *patient = patient_json(r->patient);
    return patient ? json_pack("{s:s, s:s, s:o}", "id", id, "revision", r->revision, "patient", patient) : NULL;
}

// a line for every value, so that the line of a fault is its value
bool ili_record_parse(ili_request *r, ili_reply *out, json_t *patient, il_patient **p) {
    char    *text = patient ? json_dumps(patient, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) : NULL, where[160];
    il_error err = {0};
    *p = NULL;
    if (!json_is_object(patient) || !text) ili_reply_error(out, 400, "the record is missing", "/patient", "a patient file: docs/patient-file.md");
    else if (il_patient_parse("patient", text, strlen(text), r->world->vocab, p, &err)) {
        json_t *fault = ili_error_json(&err);
        ili_pointer_at(text, err.line, err.column, where, sizeof where);
        if (err.line) json_object_set_new(fault, "where", json_string(where));
        ili_reply_json(out, 400, json_pack("{s:o}", "error", fault));
    }
    free(text);
    return *p != NULL;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

char **ili_record_names(il_server *s, int *n) {
    char **list = calloc(ILI_PATIENTS, sizeof *list);
    DIR   *dir = s->patients && list ? opendir(s->patients) : NULL;
    *n = 0;
    for (struct dirent *d; dir && *n < ILI_PATIENTS && (d = readdir(dir));) {
        size_t k = strlen(d->d_name);
        if (k < 6 || strcmp(d->d_name + k - 5, ".json") != 0 || !(list[*n] = strdup(d->d_name))) continue;
        list[*n][k - 5] = 0;
        if (ili_is_name(list[*n])) ++*n;
        else free(list[*n]);
    }
    if (dir) closedir(dir);
    if (list) qsort(list, (size_t)*n, sizeof *list, by_name);
    return list;
}

// ---- changing --------------------------------------------------------------------------------------------------------------------------------

static bool answered(ili_reply *out, const il_error *err) {
    if (err->code == IL_NO_FILE) ili_reply_error(out, 404, err->text, NULL, NULL);
    else ili_reply_failed(out, err);
    return false;
}

static bool take_lock(ili_request *r, ili_reply *out, ili_change *c, const char *id) {
    il_error err = {0};
    *c = (ili_change){.server = r->server, .id = id};
    if (!r->server->patients) return ili_reply_error(out, 404, "no patients are kept here", NULL, "start `ilium serve --patients DIR`"), false;
    if (!path_of(r->server, id, c->path)) return ili_reply_error(out, 400, "the folder's name is too long", NULL, NULL), false;
    pthread_mutex_lock(&r->server->store);
    if (!il_file_lock_take(c->path, &c->lock, &err)) return true;
    pthread_mutex_unlock(&r->server->store);
    c->server = NULL;
    return answered(out, &err);
}

void ili_change_end(ili_change *c) {
    ili_record_free(&c->now);
    if (!c->server) return;
    il_file_lock_release(c->lock);
    pthread_mutex_unlock(&c->server->store);
    *c = (ili_change){0};
}

// "REVISION", or the same without quotes
static bool matches(const char *header, const char *revision) {
    size_t quote = header[0] == '"', n = strlen(revision);
    return !strncmp(header + quote, revision, n) && strlen(header) == n + 2*quote;
}

static bool conflict(ili_request *r, ili_reply *out, const ili_change *c) {
    json_t *theirs = ili_record_json(c->id, &c->now), *error = json_pack("{s:s, s:s, s:s}", "what", "the record was changed meanwhile", "where", "If-Match", "instead", c->now.revision);
    json_t *yours = json_object_get(r->json, "patient");
    ili_reply_json(out, 409, json_pack("{s:o, s:O, s:o}", "error", error, "yours", yours ? yours : json_null(), "theirs", theirs));
    return false;
}

bool ili_change_begin(ili_request *r, ili_reply *out, ili_change *c) {
    il_error err = {0};
    *c = (ili_change){0};
    if (!r->if_match) return ili_reply_error(out, 400, "which state is changed?", "If-Match", "the revision that was read, in quotes"), false;
    if (!take_lock(r, out, c, r->part[0])) return false;
    bool ok = !ili_record_read(r->server, c->id, &c->now, &err) || answered(out, &err);
    if (ok && !matches(r->if_match, c->now.revision)) ok = conflict(r, out, c);
    if (!ok) ili_change_end(c);
    return ok;
}

typedef enum how { FRESH, CHANGED, RESTORED } how;

static bool is_kept(const il_server *s, const char *id, const char *revision) {
    int    n;
    state *list = states(s, id, &n);
    bool   kept = find_state(list, n, revision) >= 0;
    free(list);
    return kept;
}

// the state as it was before the first change here is kept too: it may have been written by another program
static il_status keep_old(const ili_change *c, il_error *err) {
    char  *bytes = NULL;
    size_t size;
    if (is_kept(c->server, c->id, c->now.revision)) return IL_OK;
    il_status status = il_file_read(c->path, 0, &bytes, &size, err);
    if (!status) status = keep_state(c->server, c->id, no_parent, c->now.revision, bytes, size, err);
    il_file_free(bytes);
    return status;
}

static il_status write_all(ili_change *c, how h, il_error *err) {
    char  *bytes = NULL, revision[ILI_REVISION];
    size_t size;
    il_status status = il_patient_format(c->now.patient, &bytes, &size, err);
    if (status) return status;
    revision_of(bytes, size, revision);
    bool keep = strcmp(revision, c->now.revision) != 0 && !(h == RESTORED && is_kept(c->server, c->id, revision));
    if (h != FRESH) status = keep_old(c, err);
    if (!status && keep) status = keep_state(c->server, c->id, h == FRESH ? no_parent : c->now.revision, revision, bytes, size, err);
    if (!status) status = il_file_lock_write(c->lock, bytes, size, err);
    il_file_free(bytes);
    if (!status) memcpy(c->now.revision, revision, ILI_REVISION);
    return status;
}

static bool write_answered(ili_request *r, ili_reply *out, ili_change *c, how h) {
    il_error err = {0};
    char     place[128] = "";
    if (il_patient_check(c->now.patient, r->world->vocab, place, &err)) {
        json_t *fault = ili_error_json(&err);
        json_object_set_new(fault, "where", json_string(place));
        ili_reply_json(out, 400, json_pack("{s:o}", "error", fault));
        return false;
    }
    if (!write_all(c, h, &err)) return true;
    ili_log(r->server, "a record could not be written: %s", il_status_text(err.code));
    ili_reply_error(out, err.code == IL_BUSY ? 409 : 503, err.text, NULL, "nothing was changed; try again");
    return false;
}

bool ili_change_keep(ili_request *r, ili_reply *out, ili_change *c) { return write_answered(r, out, c, CHANGED); }
bool ili_change_restore(ili_request *r, ili_reply *out, ili_change *c) { return write_answered(r, out, c, RESTORED); }

ili_stamp ili_change_stamp(const ili_change *c) {
    struct stat st;
    ili_stamp   none = {0};
    if (stat(c->path, &st)) return none;
    return (ili_stamp){st.st_ino, st.st_mtim.tv_sec, st.st_mtim.tv_nsec};
}

void ili_change_answer(ili_reply *out, const ili_change *c, int status) {
    ili_reply_json(out, status, ili_record_json(c->id, &c->now));
    snprintf(out->etag, sizeof out->etag, "\"%s\"", c->now.revision);
}

bool ili_record_create(ili_request *r, ili_reply *out, const char *id, il_patient *p, ili_change *c) {
    bool ok = take_lock(r, out, c, id);
    if (ok && !access(c->path, F_OK)) ok = (ili_reply_error(out, 409, "there is a record of this id", "/patient/id", "another id"), false);
    c->now.patient = p; // from now on the change's
    if (ok) ok = write_answered(r, out, c, FRESH);
    if (!ok) ili_change_end(c);
    return ok;
}

// the record with all its earlier states
bool ili_record_delete(ili_change *c, il_error *err) {
    char   path[ILI_PATH];
    int    n;
    state *list = states(c->server, c->id, &n);
    for (int i = 0; i < n; i++)
        if (state_path(c->server, c->id, &list[i], path)) unlink(path);
    free(list);
    if (folder_of(c->server, c->id, path)) rmdir(path);
    if (!unlink(c->path)) return true;
    il_error_set(err, IL_NO_FILE, c->id, 0, 0, "the file could not be removed");
    return false;
}

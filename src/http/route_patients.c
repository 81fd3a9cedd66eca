// route_patients.c - the records: list, new, read, change, undo and redo, delete
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/case.h"
#include "http/routes.h"
#include "http/store.h"

static void reply_record(ili_request *r, ili_reply *out, int status, const ili_record *x) {
    ili_reply_json(out, status, ili_record_json(r->part[0], x));
    snprintf(out->etag, sizeof out->etag, "\"%s\"", x->revision);
}

static void reply_missing(ili_reply *out, const il_error *err) {
    if (err->code == IL_NO_FILE) ili_reply_error(out, 404, err->text, NULL, NULL);
    else ili_reply_failed(out, err);
}

// ---- GET /api/patients -----------------------------------------------------------------------------------------------------------------------

static json_t *summary(const ili_request *r, const char *id) {
    ili_record x;
    il_error   err = {0};
    if (ili_record_read(r->server, id, &x, &err)) return json_pack("{s:s, s:o}", "id", id, "error", ili_error_json(&err));
    const il_patient *p = x.patient;
    const char       *last = p->nvisit ? p->visit[p->nvisit - 1].date : NULL;
    json_t *j = json_pack("{s:s, s:s?, s:b, s:i, s:s?, s:s}", "id", id, "label", p->label, "simulated", p->simulated, "visits", p->nvisit, "last_visit", last, "revision",
                          x.revision);
    ili_record_free(&x);
    return j;
}

void ili_get_patients(ili_request *r, ili_reply *out) {
    int     n;
    char  **name = ili_record_names(r->server, &n);
    json_t *list = json_array();
    for (int i = 0; i < n; i++) {
        json_array_append_new(list, summary(r, name[i]));
        free(name[i]);
    }
    free(name);
    ili_reply_json(out, 200, json_pack("{s:o}", "patients", list));
}

// ---- POST /api/patients ----------------------------------------------------------------------------------------------------------------------

static bool same_without_case(const char *a, const char *b) {
    for (; *a && *b; a++, b++)
        if ((*a | 0x20) != (*b | 0x20)) return false;
    return *a == *b;
}

// on some file systems "Anna" and "anna" are one file
static bool taken(il_server *s, const char *id) {
    int    n;
    bool   found = false;
    char **name = ili_record_names(s, &n);
    for (int i = 0; i < n; i++) found |= same_without_case(name[i], id), free(name[i]);
    free(name);
    return found;
}

void ili_post_patients(ili_request *r, ili_reply *out) {
    json_t     *patient = json_object_get(r->json, "patient");
    const char *id = json_string_value(json_object_get(patient, "id"));
    il_patient *p;
    ili_change  c;
    if (!id || !ili_is_name(id) || strchr(id, '.')) {
        ili_reply_error(out, 400, "the record needs an id that can be a file's name", "/patient/id", "1 to 64 letters, digits, _ or -");
        return;
    }
    if (!ili_record_parse(r, out, patient, &p)) return;
    if (taken(r->server, id)) {
        il_patient_free(p);
        ili_reply_error(out, 409, "there is a record of this id", "/patient/id", "another id");
        return;
    }
    if (!ili_record_create(r, out, id, p, &c)) return;
    ili_change_answer(out, &c, 201);
    ili_change_end(&c);
}

// ---- /api/patients/{id} ----------------------------------------------------------------------------------------------------------------------

void ili_get_patient(ili_request *r, ili_reply *out) {
    ili_record  x;
    il_error    err = {0};
    const char *revision = ili_query(r, "revision");
    il_status   s = revision ? ili_record_earlier(r->server, r->part[0], revision, &x, &err) : ili_record_read(r->server, r->part[0], &x, &err);
    if (s) reply_missing(out, &err);
    else reply_record(r, out, 200, &x);
    ili_record_free(&x);
}

// who changed it, where that is said
static bool note(ili_change *c, const char *by) {
    char moment[24];
    if (!by || !*by) return true;
    return il_patient_add_entry(c->now.patient, &(il_entry){.at = ili_moment(moment), .by = by, .what = "record", .now = "changed as a whole"});
}

static bool same_text(const char *a, const char *b) { return !strcmp(a ? a : "", b ? b : ""); }

// entries tell who changed what and when: they may be added to, and stay as they were
static bool keeps_entries(const il_patient *was, const il_patient *now, ili_reply *out) {
    for (int i = 0; i < was->nentry; i++) {
        const il_entry *a = &was->entry[i], *b = i < now->nentry ? &now->entry[i] : NULL;
        if (b && same_text(a->at, b->at) && same_text(a->by, b->by) && same_text(a->what, b->what) && same_text(a->was, b->was) && same_text(a->now, b->now)) continue;
        char where[40];
        snprintf(where, sizeof where, "/patient/entries/%d", i);
        ili_reply_error(out, 400, b ? "this entry was changed" : "an entry was taken away", where, "every entry of the record as it stands; new ones behind them");
        return false;
    }
    return true;
}

void ili_put_patient(ili_request *r, ili_reply *out) {
    il_patient *p;
    ili_change  c;
    const char *by = NULL;
    if (!ili_want_text(r, out, "by", &by) || !ili_record_parse(r, out, json_object_get(r->json, "patient"), &p)) return;
    if (!ili_change_begin(r, out, &c)) {
        il_patient_free(p);
        return;
    }
    if (!keeps_entries(c.now.patient, p, out)) {
        il_patient_free(p);
        ili_change_end(&c);
        return;
    }
    il_patient_free(c.now.patient);
    c.now.patient = p;
    if (!note(&c, by)) ili_reply_json(out, 503, NULL);
    else if (ili_change_keep(r, out, &c)) ili_change_answer(out, &c, 200);
    ili_change_end(&c);
}

void ili_delete_patient(ili_request *r, ili_reply *out) {
    ili_change c;
    il_error   err = {0};
    if (!ili_change_begin(r, out, &c)) return;
    if (ili_record_delete(&c, &err)) ili_reply_json(out, 200, json_pack("{s:b}", "deleted", 1));
    else ili_reply_failed(out, &err);
    ili_change_end(&c);
    ili_cases_forget(r->server, r->part[0]);
}

// ---- undo, redo --------------------------------------------------------------------------------------------------------------------------------

void ili_get_revisions(ili_request *r, ili_reply *out) {
    ili_record x;
    il_error   err = {0};
    if (ili_record_read(r->server, r->part[0], &x, &err)) reply_missing(out, &err);
    else ili_reply_json(out, 200, json_pack("{s:s, s:o}", "now", x.revision, "revisions", ili_revisions(r->server, r->part[0])));
    ili_record_free(&x);
}

// {"to": REVISION}, or {"redo": true}, or the state before
void ili_post_undo(ili_request *r, ili_reply *out) {
    ili_change  c;
    ili_record  earlier = {0};
    il_error    err = {0};
    const char *to = NULL;
    char        beside[ILI_REVISION];
    bool        redo = false;
    if (!ili_want_name(r, out, "to", &to) || !ili_want_bool(r, out, "redo", &redo) || !ili_change_begin(r, out, &c)) return;
    if (!to && ili_revision_beside(r->server, c.id, c.now.revision, redo, beside)) to = beside;
    if (!to) ili_reply_error(out, 404, redo ? "nothing was undone" : "there is no earlier state", NULL, NULL);
    else if (ili_record_earlier(r->server, c.id, to, &earlier, &err)) reply_missing(out, &err);
    else {
        il_patient_free(c.now.patient);
        c.now.patient = earlier.patient;
        earlier.patient = NULL;
        if (ili_change_restore(r, out, &c)) ili_change_answer(out, &c, 200);
    }
    ili_record_free(&earlier);
    ili_change_end(&c);
}

// case.c - cases are kept while their record stays as it is: a report after an assessment does not compute it again
#include "http/case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/server.h"
#include "http/store.h"

struct ili_cases {
    ili_case *list[ILI_CASES];
};

static void free_case(ili_case *c) {
    if (!c) return;
    il_plan_free(c->plan);
    il_assessment_free(c->assessment);
    il_patient_free(c->patient);
    free(c);
}

void ili_cases_free(il_server *s) {
    for (int i = 0; s->cases && i < ILI_CASES; i++) free_case(s->cases->list[i]);
    free(s->cases);
    s->cases = NULL;
}

void ili_cases_forget(il_server *s, const char *id) {
    ili_case *gone[ILI_CASES];
    int       n = 0;
    pthread_mutex_lock(&s->lock);
    for (int i = 0; s->cases && i < ILI_CASES; i++) {
        ili_case *c = s->cases->list[i];
        if (!c || strcmp(c->key.id, id) != 0) continue;
        s->cases->list[i] = NULL;
        // who still uses it frees it
        c->key.id[0] = 0;
        if (!c->users) gone[n++] = c;
    }
    ili_jobs_forget(s, id);
    ili_unlock(s);
    for (int i = 0; i < n; i++) free_case(gone[i]);
}

// ---- what is asked for -------------------------------------------------------------------------------------------------------------------------

// of the body, or of the query where there is none
static const char *word_of(const ili_request *r, const char *name) {
    const char *text = json_string_value(json_object_get(r->json, name));
    return text ? text : ili_query(r, name);
}

// the visit of this date, or with this number from 1; none given: the last. 0: there is none
static int find_visit(const ili_request *r, const il_patient *p) {
    json_t     *j = json_object_get(r->json, "visit");
    const char *word = word_of(r, "visit");
    long        n = json_is_integer(j) ? (long)json_integer_value(j) : 0;
    if (!word && !json_is_integer(j)) return p->nvisit;
    for (int i = 0; word && i < p->nvisit; i++)
        if (p->visit[i].date && !strcmp(p->visit[i].date, word)) return i + 1;
    char *end = NULL;
    if (word) n = strtol(word, &end, 10);
    return n >= 1 && n <= p->nvisit && (!end || !*end) ? (int)n : 0;
}

static bool find_setting(const ili_request *r, il_setting *out) {
    const char *word = word_of(r, "setting");
    for (int i = 0; word && i < IL_NSETTING; i++)
        if (!strcmp(word, il_setting_word((il_setting)i))) return *out = (il_setting)i, true;
    return !word;
}

// a country without a wording of its own would silently get the general one
static bool find_country(const ili_request *r, char out[4]) {
    const char         *word = word_of(r, "country");
    const il_knowledge *k = r->world->knowledge;
    int                 i = word ? il_find_notice(k, "emergency_call", word) : -1;
    out[0] = 0;
    if (!word || !*word) return true;
    if (i < 0 || strcmp(k->notice[i].country, word) != 0 || strlen(word) > 3) return false;
    return snprintf(out, 4, "%s", word), true;
}

static bool read_key(ili_request *r, ili_reply *out, const il_patient *p, ili_case_key *key) {
    snprintf(key->id, sizeof key->id, "%s", r->part[0]);
    key->visit = find_visit(r, p);
    if (!key->visit) ili_reply_error(out, 400, "there is no such visit", "/visit", "its date, or its number from 1");
    else if (!find_setting(r, &key->setting)) ili_reply_error(out, 400, "the setting is not known", "/setting", "primary_care, clinic or spine_centre");
    else if (!find_country(r, key->country)) ili_reply_error(out, 400, "there is no wording for this country", "/country", "two capital letters that stand in data/notices.csv");
    else return true;
    return false;
}

// ---- opening -----------------------------------------------------------------------------------------------------------------------------------

static bool same_key(const ili_case_key *a, const ili_case_key *b) {
    return !strcmp(a->id, b->id) && !strcmp(a->revision, b->revision) && !strcmp(a->country, b->country) && a->visit == b->visit && a->setting == b->setting;
}

static ili_case *new_case(const ili_request *r, const ili_case_key *key, il_patient *p) {
    const ili_world *w = r->world;
    ili_case        *c = calloc(1, sizeof *c);
    if (!c) return NULL;
    c->key = *key, c->patient = p;
    c->request = (il_assess_request){.patient = p, .visit = key->visit, .knowledge = w->knowledge, .body = w->body, .tasks = w->tasks, .data_hash = il_data_hash(w->data),
                                     .setting = key->setting, .country = c->key.country[0] ? c->key.country : NULL, .modified = il_data_modified(w->data)};
    return c;
}

// a free place, or that of the case that nobody has used for longest, which is to be freed; under the lock
static ili_case **case_place(struct ili_cases *x, ili_case **gone) {
    ili_case **oldest = NULL;
    for (int i = 0; i < ILI_CASES; i++) {
        if (!x->list[i]) return &x->list[i];
        if (!x->list[i]->users && (!oldest || x->list[i]->used < (*oldest)->used)) oldest = &x->list[i];
    }
    if (oldest) *gone = *oldest, *oldest = NULL;
    return oldest;
}

// takes p
static ili_case *find_or_make(ili_request *r, const ili_case_key *key, il_patient *p) {
    il_server *s = r->server;
    ili_case  *c = NULL, *gone = NULL, *made = new_case(r, key, p);
    if (!made) return il_patient_free(p), NULL;
    pthread_mutex_lock(&s->lock);
    if (!s->cases) s->cases = calloc(1, sizeof *s->cases);
    for (int i = 0; s->cases && i < ILI_CASES; i++)
        if (s->cases->list[i] && same_key(&s->cases->list[i]->key, key)) c = s->cases->list[i];
    if (!c) {
        ili_case **at = s->cases ? case_place(s->cases, &gone) : NULL;
        c = made, made = NULL;
        if (at) *at = c;
        // all are in use: this one is its user's alone
        else c->key.id[0] = 0;
    }
    c->users++;
    pthread_mutex_unlock(&s->lock);
    free_case(gone), free_case(made);
    return c;
}

ili_case *ili_case_open(ili_request *r, ili_reply *out) {
    ili_record   x;
    ili_case_key key = {0};
    il_error     err = {0};
    if (ili_record_read(r->server, r->part[0], &x, &err)) {
        if (err.code == IL_NO_FILE) ili_reply_error(out, 404, err.text, NULL, NULL);
        else ili_reply_failed(out, &err);
        return NULL;
    }
    snprintf(key.revision, sizeof key.revision, "%s", x.revision);
    if (!read_key(r, out, x.patient, &key)) {
        ili_record_free(&x);
        return NULL;
    }
    ili_case *c = find_or_make(r, &key, x.patient);
    if (!c) ili_reply_json(out, 503, NULL);
    return c;
}

void ili_case_close(il_server *s, ili_case *c) {
    if (!c) return;
    pthread_mutex_lock(&s->lock);
    c->used = ili_now();
    bool alone = --c->users == 0 && !c->key.id[0];
    pthread_mutex_unlock(&s->lock);
    if (alone) free_case(c);
}

// ---- computing ---------------------------------------------------------------------------------------------------------------------------------

il_status ili_case_enter(ili_job *j, ili_case *c, il_error *err) {
    il_server *s = ili_job_server(j);
    pthread_mutex_lock(&s->lock);
    while (c->busy && !atomic_load(&j->cancelled)) pthread_cond_wait(&s->ended, &s->lock);
    bool mine = !c->busy;
    if (mine) c->busy = true;
    pthread_mutex_unlock(&s->lock);
    return mine ? IL_OK : il_error_set(err, IL_CANCELLED, NULL, 0, 0, "stopped on request");
}

void ili_case_leave(il_server *s, ili_case *c) {
    pthread_mutex_lock(&s->lock);
    c->busy = false;
    pthread_cond_broadcast(&s->ended);
    pthread_mutex_unlock(&s->lock);
}

il_status ili_case_assess(ili_job *j, ili_case *c, il_error *err) {
    return c->assessment ? IL_OK : il_assess(&c->request, &c->assessment, ili_job_progress(j), err);
}

il_status ili_case_plan(ili_job *j, ili_case *c, const char *equipment, const char *without, il_error *err) {
    if (c->plan && !strcmp(c->equipment, equipment) && !strcmp(c->without, without)) return IL_OK;
    il_status s = ili_case_assess(j, c, err);
    if (s) return s;
    il_plan_free(c->plan);
    c->plan = NULL;
    snprintf(c->equipment, sizeof c->equipment, "%s", equipment);
    snprintf(c->without, sizeof c->without, "%s", without);
    c->care = (il_care_request){.assess = &c->request, .assessment = c->assessment, .exercises = ili_job_world(j)->exercises, .equipment = c->equipment[0] ? c->equipment : NULL,
                                .without = c->without[0] ? c->without : NULL};
    return il_plan_make(&c->care, &c->plan, ili_job_progress(j), err);
}

// route_interview.c - the questions of an exam with their answers; answers into the record; a new visit; consent
#include <stdio.h>
#include <string.h>

#include "http/routes.h"
#include "http/server.h"
#include "http/store.h"
#include "ilium/interview.h"

enum { ANSWER = 8000, ANSWERS = 400, WHAT = 200 };

#define PERSON "the person" // who entered it, in patient mode

static const char *side_word(il_side side) { return side == IL_SIDE_RIGHT ? "r" : side == IL_SIDE_LEFT ? "l" : NULL; }

// rows of the screen that warn by what an examiner or a laboratory finds: a person who says "no" to one would make it asked
static const char *const found_by_others[] = {"ces_residual", "ces_anal_tone", "fist_percussion", "esr_20"};

// what a person can tell of themselves. Whatever reassures or clears nothing (a normal test) is the clinician's to say
static bool is_for_person(const il_screen_rule *rule) {
    for (size_t i = 0; i < sizeof found_by_others/sizeof *found_by_others; i++)
        if (!strcmp(rule->id, found_by_others[i])) return false;
    return rule->role == IL_ROLE_WARNS;
}

// in patient mode: the screen and the diary. Regions, events and medicines are not among them: rows that warn are told from these
static bool shown(const ili_request *r, const il_question *q) {
    static const char *const diary[] = {"pain/intensity_now", "pain/intensity_worst", "pain/note", "history/wakes_at_night", "history/morning_stiffness_minutes", "history/aggravating", "history/relieving"};
    if (!r->session.patient_mode) return true;
    if (q->rule) return is_for_person(q->rule);
    for (size_t i = 0; i < sizeof diary/sizeof *diary; i++)
        if (!strcmp(q->id, diary[i])) return true;
    return false;
}

// the visit of `visit` (from 1), or the last; -1: there is none
static int visit_of(const ili_request *r, ili_reply *out, const il_patient *p) {
    int         n = p->nvisit;
    const char *query = ili_query(r, "visit");
    if (query && (n = 0, sscanf(query, "%d", &n) != 1)) n = 0;
    if (!query && !ili_want_whole(r, out, "visit", 1, p->nvisit < 1 ? 1 : p->nvisit, &n)) return -1;
    if (n >= 1 && n <= p->nvisit && (!r->session.patient_mode || n == p->nvisit)) return n - 1;
    ili_reply_error(out, 400, "there is no such visit", "/visit", p->nvisit ? "its number from 1" : "begin one: POST /api/patients/{id}/visits");
    return -1;
}

// ---- the person's answer beside the clinician's ------------------------------------------------------------------------------------------------------

static const char *what_of(const il_patient *p, int visit, const il_question *q, const char *of, char what[WHAT]) {
    const char *date = p->visit[visit].date, *side = side_word(q->side);
    snprintf(what, WHAT, "%s%s%s%s%s%s", date ? date : "", date ? "/" : "", q->id, side ? "/" : "", side ? side : "", of);
    return what;
}

// the answer of this visit or, where it has none, of the last before it that has one
static bool yes_is_open(const il_patient *p, int visit, const char *row) {
    for (; visit >= 0; visit--)
        for (int i = 0; i < p->visit[visit].nscreen; i++) {
            const il_screen_answer *x = &p->visit[visit].screen[i];
            if (!strcmp(x->id, row) && x->answer != IL_NOT_ASKED) return x->answer == IL_YES;
        }
    return false;
}

// a row of the screen that is told from weeks without gain, at the last visit of which they are known
static bool no_gain_is_open(const il_knowledge *k, const il_patient *p, int visit) {
    il_fact weeks = {0};
    for (; visit >= 0 && !weeks.known; visit--) weeks = il_patient_weeks_without_gain(p, visit, k->score, k->nscore);
    for (int i = 0; weeks.known && i < k->screen.nrule; i++)
        if (k->screen.rule[i].from == IL_FROM_NO_GAIN && weeks.value >= k->screen.rule[i].value) return true;
    return false;
}

static bool is_intensity(const il_question *q) { return !strncmp(q->id, "pain/intensity_", 15); }

// the danger that an answer to this question could take back is open, as the screen follows it from visit to visit
static bool in_danger(const ili_request *r, const il_patient *p, int visit, const il_question *q) {
    return q->rule ? yes_is_open(p, visit, q->rule->id) : is_intensity(q) && no_gain_is_open(r->world->knowledge, p, visit);
}

// the person's own yes of this visit and no other: given since the window was handed over, and nobody else has written the record since. Else it
// cannot be proved theirs. A figure never is: others may bear on the same row
static bool is_theirs(const ili_request *r, const il_patient *p, int visit, const il_question *q) {
    char what[WHAT];
    what_of(p, visit, q, "", what);
    if (!q->rule || in_danger(r, p, visit - 1, q)) return false;
    for (int i = r->session.own; i < p->nentry; i++)
        if (!strcmp(p->entry[i].what, what)) return true;
    return false;
}

/// Whether the record keeps what it holds against an answer of the person, which then goes beside it (patient mode; `p` has the answer already):
/// | the record before the answer                      | the answer           | kept     |
/// | no danger that it could take back, or theirs      | any                  | no       |
/// | a row of the screen: yes at this visit            | any                  | yes      |
/// | a row of the screen: yes before, not asked since  | yes / no, don't know | no / yes |
/// | figures of pain that tell no gain over weeks      | ends that / does not | yes / no |
/// @param guarded  none of the first line
static bool stands(const ili_request *r, const il_patient *p, int visit, const il_question *q, const char *was, const char *now, bool guarded) {
    if (!guarded) return false;
    return q->rule ? !strcmp(was, "yes") || strcmp(now, "yes") != 0 : !in_danger(r, p, visit, q);
}

// what the person answered beside what stands: the last of it, "" where it was taken back, NULL: nothing, or it was answered anew or closed since
static const char *beside(const ili_request *r, const il_patient *p, int visit, const il_question *q) {
    char row[WHAT], own[WHAT];
    what_of(p, visit, q, "", row), what_of(p, visit, q, "/person", own);
    for (int i = p->nentry; i-- > 0 && in_danger(r, p, visit, q);) {
        const il_entry *e = &p->entry[i];
        if (!strcmp(e->what, row)) return NULL;
        if (!strcmp(e->what, own)) return e->now ? e->now : "";
    }
    return NULL;
}

// ---- reading -----------------------------------------------------------------------------------------------------------------------------------

static json_t *question(const ili_request *r, const il_patient *p, int visit, const il_interview *v, int i) {
    static char        none[] = "";
    const il_question *q = il_interview_question(v, i);
    char               text[ANSWER];
    bool               answered = il_interview_answered(v, i, text, sizeof text), patient = r->session.patient_mode;
    // what a row of the screen may mean is not for the person to read
    const char        *more = patient && q->rule ? none : q->more;
    json_t *j = json_pack("{s:s, s:s, s:s?, s:s, s:s, s:s, s:s, s:b, s:s?}", "section", q->section, "id", q->id, "side", side_word(q->side), "text", q->text, "more", more, "answers",
                          q->answers, "also", q->also, "applies", il_interview_applies(v, i), "answer", answered ? text : NULL);
    const char *own = beside(r, p, visit, q);
    if (j && own) json_object_set_new(j, "person", json_string(own));
    if (j && q->rule && !patient) json_object_set_new(j, "level", json_string(il_level_text(q->rule->level))), json_object_set_new(j, "key", json_boolean(q->rule->key));
    return j;
}

static json_t *questions(const ili_request *r, const il_patient *p, int visit, const il_interview *v) {
    json_t *list = json_array();
    for (int i = 0; i < il_interview_count(v); i++)
        if (shown(r, il_interview_question(v, i))) json_array_append_new(list, question(r, p, visit, v, i));
    return list;
}

static il_status open_interview(const ili_request *r, il_patient *p, int visit, il_interview **v, il_error *err) {
    return il_interview_create(r->world->knowledge, r->world->vocab, p, visit, v, err);
}

void ili_get_interview(ili_request *r, ili_reply *out) {
    ili_record    x;
    il_interview *v = NULL;
    il_error      err = {0};
    if (ili_record_read(r->server, r->part[0], &x, &err)) {
        if (err.code == IL_NO_FILE) ili_reply_error(out, 404, err.text, NULL, NULL);
        else ili_reply_failed(out, &err);
        return;
    }
    int visit = visit_of(r, out, x.patient);
    if (visit >= 0 && open_interview(r, x.patient, visit, &v, &err)) ili_reply_failed(out, &err);
    else if (visit >= 0) ili_reply_json(out, 200, json_pack("{s:s, s:i, s:o}", "revision", x.revision, "visit", visit + 1, "questions", questions(r, x.patient, visit, v)));
    il_interview_free(v);
    ili_record_free(&x);
}

// ---- answering: all or none ----------------------------------------------------------------------------------------------------------------------

static int find(const ili_request *r, const il_interview *v, const char *id, const char *side) {
    for (int i = 0; id && i < il_interview_count(v); i++) {
        const il_question *q = il_interview_question(v, i);
        const char        *s = side_word(q->side);
        if (!strcmp(q->id, id) && (s ? side && (!strcmp(s, side) || !strcmp(q->side == IL_SIDE_RIGHT ? "right" : "left", side)) : !side || !*side)) return shown(r, q) ? i : -1;
    }
    return -1;
}

// who entered what, and when: into the record, beside the answer
static bool note(il_patient *p, const char *what, const char *by, const char *was, const char *now) {
    char at[24];
    return il_patient_add_entry(p, &(il_entry){.at = ili_moment(at), .by = by, .what = what, .was = was, .now = now});
}

// what a positive answer of the safety screen asks for
static void warn(const ili_request *r, const il_question *q, const char *answer, json_t *warnings) {
    const il_screen_rule *x = q->rule;
    bool                  patient = r->session.patient_mode;
    if (!x || strcmp(answer, "yes") != 0 || x->role != IL_ROLE_WARNS || x->level < IL_LEVEL_URGENT) return;
    json_array_append_new(warnings, json_pack("{s:s, s:s, s:s?, s:s?}", "id", x->id, "level", il_level_text(x->level), "condition", patient ? NULL : x->condition, "action",
                                              patient ? NULL : x->action));
}

static bool take(ili_request *r, ili_reply *out, ili_change *c, il_interview *v, int visit, json_t *one, const char *by, json_t *warnings, json_t *stood) {
    char        was[ANSWER], now[ANSWER], where[80];
    il_error    err = {0};
    const char *id = json_string_value(json_object_get(one, "id")), *text = json_string_value(json_object_get(one, "answer"));
    int         i = find(r, v, id, json_string_value(json_object_get(one, "side")));
    snprintf(where, sizeof where, "%.60s", id ? id : "/answers");
    if (i < 0 || (!text && !json_is_null(json_object_get(one, "answer"))))
        return ili_reply_error(out, 400, "there is no such question", where, "id and side as GET .../interview names them, and an answer (\"\" takes one back)"), false;
    const il_question *q = il_interview_question(v, i);
    il_patient        *p = c->now.patient;
    char               what[WHAT];
    il_interview_answered(v, i, was, sizeof was);
    bool guarded = r->session.patient_mode && in_danger(r, p, visit, q) && !is_theirs(r, p, visit, q);
    const char *told = beside(r, p, visit, q);
    if (il_interview_answer(v, i, text ? text : "", &err)) {
        json_t *fault = ili_error_json(&err);
        json_object_set_new(fault, "where", json_string(where));
        ili_reply_json(out, 400, json_pack("{s:o}", "error", fault));
        return false;
    }
    il_interview_answered(v, i, now, sizeof now);
    bool kept = stands(r, p, visit, q, was, now, guarded);
    bool noted = kept ? note(p, what_of(p, visit, q, "/person", what), by, told, now) : note(p, what_of(p, visit, q, "", what), by, was, now);
    if (kept && noted && il_interview_answer(v, i, was, &err)) noted = false;
    warn(r, q, kept ? "yes" : now, warnings);
    if (kept) json_array_append_new(stood, json_string(q->id));
    return noted || (ili_reply_json(out, 503, NULL), false);
}

// {"answers": [{"id", "side", "answer"}]}, or one of them as the body itself
static bool take_all(ili_request *r, ili_reply *out, ili_change *c, il_interview *v, int visit, json_t *warnings, json_t *stood) {
    json_t     *list = NULL;
    const char *by = NULL;
    if (!ili_want_array(r, out, "answers", ANSWERS, &list) || !ili_want_text(r, out, "by", &by)) return false;
    if (r->session.patient_mode) by = PERSON;
    if (!list) return take(r, out, c, v, visit, r->json, by, warnings, stood);
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!take(r, out, c, v, visit, json_array_get(list, i), by, warnings, stood)) return false;
    return true;
}

static bool same_stamp(ili_stamp a, ili_stamp b) { return a.file && a.file == b.file && a.s == b.s && a.ns == b.ns; }

void ili_post_interview(ili_request *r, ili_reply *out) {
    ili_change    c;
    il_interview *v = NULL;
    il_error      err = {0};
    if (!json_object_get(r->json, "answers") && !json_object_get(r->json, "id")) {
        ili_get_interview(r, out);
        return;
    }
    if (!ili_change_begin(r, out, &c)) return;
    if (!same_stamp(ili_change_stamp(&c), r->session.wrote)) r->session.own = c.now.patient->nentry;
    json_t *warnings = json_array(), *stood = json_array();
    int     visit = visit_of(r, out, c.now.patient);
    if (visit >= 0 && open_interview(r, c.now.patient, visit, &v, &err)) ili_reply_failed(out, &err), visit = -1;
    if (visit >= 0 && take_all(r, out, &c, v, visit, warnings, stood) && ili_change_keep(r, out, &c)) {
        if (r->session.patient_mode) ili_session_wrote(r->server, &r->session, ili_change_stamp(&c), r->session.own);
        // in patient mode the record itself stays here
        json_t *record = r->session.patient_mode ? NULL : ili_record_json(c.id, &c.now);
        ili_reply_json(out, 200, json_pack("{s:s, s:s, s:i, s:i, s:O, s:O, s:O?}", "id", c.id, "revision", c.now.revision, "visit", visit + 1, "next", il_interview_next(v, 0), "warnings", warnings,
                                           "stands", stood, "patient", json_object_get(record, "patient")));
        snprintf(out->etag, sizeof out->etag, "\"%s\"", c.now.revision);
        json_decref(record);
    }
    json_decref(warnings), json_decref(stood);
    il_interview_free(v);
    ili_change_end(&c);
}

// ---- visits and consent --------------------------------------------------------------------------------------------------------------------------

void ili_post_visits(ili_request *r, ili_reply *out) {
    ili_change  c;
    il_error    err = {0};
    const char *date = NULL;
    char        moment[24];
    if (!ili_want_text(r, out, "date", &date) || !ili_change_begin(r, out, &c)) return;
    ili_moment(moment);
    moment[10] = 0;
    if (il_patient_add_visit(c.now.patient, date ? date : moment, &err)) ili_reply_failed(out, &err);
    else if (ili_change_keep(r, out, &c)) ili_change_answer(out, &c, 201);
    ili_change_end(&c);
}

typedef struct consent_wish {
    il_consent  consent;
    const char *covers, *withdraw;
    bool        given;
} consent_wish;

static bool read_consent(ili_request *r, ili_reply *out, consent_wish *w) {
    il_consent *c = &w->consent;
    if (!ili_want_text(r, out, "for", &w->covers) || !ili_want_bool(r, out, "given", &w->given) || !ili_want_text(r, out, "withdraw", &w->withdraw) ||
        !ili_want_text(r, out, "date", &c->date) || !ili_want_text(r, out, "by", &c->by) || !ili_want_text(r, out, "taken_by", &c->taken_by) ||
        !ili_want_text(r, out, "risks", &c->risks) || !ili_want_text(r, out, "alternatives", &c->alternatives) || !ili_want_text(r, out, "note", &c->note))
        return false;
    bool one = !w->covers != !w->withdraw, answered = !w->covers || json_object_get(r->json, "given");
    return (one && answered) || (ili_reply_error(out, 400, "what is consented to?", "/for", "\"for\" with \"given\": true or false, or \"withdraw\""), false);
}

// as `ilium consent` does it
static il_status apply_consent(consent_wish *w, il_patient *p, il_error *err) {
    char        at[24], what[200], day[24];
    il_consent *c = &w->consent;
    snprintf(day, sizeof day, "%.10s", ili_moment(at));
    if (!c->date) c->date = day;
    c->covers = w->covers, c->given = w->given ? IL_YES : IL_NO;
    il_status s = w->covers ? il_patient_add_consent(p, c, err) : il_patient_withdraw_consent(p, w->withdraw, c->date, c->by, err);
    if (s) return s;
    snprintf(what, sizeof what, "consent/%.100s", w->covers ? w->covers : w->withdraw);
    const char *now = w->withdraw ? "withdrawn" : w->given ? "given" : "refused";
    bool        ok = il_patient_add_entry(p, &(il_entry){.at = at, .by = c->taken_by ? c->taken_by : c->by, .what = what, .now = now});
    return ok ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
}

void ili_post_consent(ili_request *r, ili_reply *out) {
    consent_wish w = {0};
    ili_change   c;
    il_error     err = {0};
    if (!read_consent(r, out, &w) || !ili_change_begin(r, out, &c)) return;
    if (apply_consent(&w, c.now.patient, &err)) ili_reply_failed(out, &err);
    else if (ili_change_keep(r, out, &c)) ili_change_answer(out, &c, 200);
    ili_change_end(&c);
}

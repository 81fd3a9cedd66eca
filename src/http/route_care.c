// route_care.c - screen, assess, what-if, plan: the library's answers as its own JSON
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/case.h"
#include "http/routes.h"

// ---- the screen: at once ---------------------------------------------------------------------------------------------------------------------

static void release(void *text) { il_report_free(text); }

// of the whole only what the screen says: nothing else was computed
static json_t *screen_part(const ili_case *c, const char *text, size_t size) {
    static const char *const keep[] = {"safety", "about", "person", "validity", "notices"};
    const il_knowledge      *k = c->request.knowledge;
    json_t                  *whole = json_loadb(text, size, 0, NULL), *j = whole ? json_object() : NULL;
    for (size_t i = 0; j && i < sizeof keep / sizeof *keep; i++) json_object_set(j, keep[i], json_object_get(whole, keep[i]));
    int call = il_find_notice(k, "emergency_call", c->request.country);
    if (j) json_object_set_new(j, "call", json_string(call >= 0 ? k->notice[call].text : ""));
    json_decref(whole);
    return j;
}

void ili_post_screen(ili_request *r, ili_reply *out) {
    il_error       err = {0};
    il_assessment *a = NULL;
    char          *text = NULL;
    size_t         size = 0;
    bool           patient = r->session.patient_mode;
    ili_case      *c = ili_case_open(r, out);
    if (!c) return;
    il_assess_request request = c->request;
    request.screen_only = true;
    il_status s = il_assess(&request, &a, NULL, &err);
    if (!s) s = patient ? il_report_patient_screen_json(a, r->world->knowledge, &text, &size, &err) : il_report_json(a, &text, &size, &err);
    if (s) ili_reply_failed(out, &err);
    else if (patient) ili_reply_text(out, 200, "application/json", text, size, release), text = NULL;
    else ili_reply_json(out, 200, screen_part(c, text, size));
    il_report_free(text);
    il_assessment_free(a);
    ili_case_close(r->server, c);
}

// ---- jobs on a case --------------------------------------------------------------------------------------------------------------------------

typedef struct care_work {
    il_server        *server;
    ili_case         *c;
    char              equipment[ILI_LIST], without[ILI_LIST];
    int               nwish;
    il_treatment_wish wish[IL_CARE_WISHES];
    double            weeks;
    il_status (*compute)(ili_job *j, struct care_work *w, char **text, size_t *size, il_error *err);
} care_work;

static void done(void *work) {
    care_work *w = work;
    ili_case_close(w->server, w->c);
    free(w);
}

// a text of the library as one of malloc(), which a job takes
static char *as_own(char *text, size_t size) {
    char *own = text ? malloc(size + 1) : NULL;
    if (own) memcpy(own, text, size), own[size] = 0;
    il_report_free(text);
    return own;
}

static il_status run(ili_job *j, void *work, il_error *err) {
    care_work *w = work;
    char      *text = NULL;
    size_t     size = 0;
    il_status  s = ili_case_enter(j, w->c, err);
    if (s) return s;
    s = w->compute(j, w, &text, &size, err);
    ili_case_leave(w->server, w->c);
    if (!s) ili_job_result(j, as_own(text, size));
    return s;
}

// a wish on the case of the request, to be filled further; NULL: answered
static care_work *begin(ili_request *r, ili_reply *out) {
    ili_case  *c = ili_case_open(r, out);
    care_work *w = c ? calloc(1, sizeof *w) : NULL;
    if (c && !w) ili_case_close(r->server, c), ili_reply_json(out, 503, NULL);
    if (w) w->server = r->server, w->c = c;
    return w;
}

// the newest of a kind for a patient in a tab takes the place of the one before
static void start(ili_request *r, ili_reply *out, care_work *w, const char *kind) {
    const char *tab = NULL;
    ili_job_def d = {.kind = kind, .key = kind, .lane = ILI_LONG, .run = run, .done = done, .work = w, .subject = r->part[0]};
    if (!ili_want_name(r, out, "tab", &tab) || !ili_want_number(r, out, "sequence", 0, 1e15, &d.sequence)) {
        done(w);
        return;
    }
    d.tab = tab;
    ili_job_start(r, out, &d);
}

static il_status assess(ili_job *j, care_work *w, char **text, size_t *size, il_error *err) {
    il_status s = ili_case_assess(j, w->c, err);
    return s ? s : il_report_json(w->c->assessment, text, size, err);
}

void ili_post_assess(ili_request *r, ili_reply *out) {
    care_work *w = begin(r, out);
    if (!w) return;
    w->compute = assess;
    start(r, out, w, "assess");
}

// ---- what-if -----------------------------------------------------------------------------------------------------------------------------------

static il_status whatif(ili_job *j, care_work *w, char **text, size_t *size, il_error *err) {
    il_whatif *answer = NULL;
    il_status  s = ili_case_assess(j, w->c, err);
    il_care_request care = {.assess = &w->c->request, .assessment = w->c->assessment, .nwish = w->nwish, .weeks = w->weeks};
    memcpy(care.wish, w->wish, sizeof care.wish);
    if (!s) s = il_whatif_run(&care, &answer, ili_job_progress(j), err);
    if (!s) s = il_report_whatif_json(&care, answer, text, size, err);
    il_whatif_free(answer);
    return s;
}

static bool read_side(const char *word, il_side *out) {
    static const struct {
        const char *word;
        il_side     side;
    } sides[] = {{"right", IL_SIDE_RIGHT}, {"left", IL_SIDE_LEFT}, {"both", IL_SIDE_BOTH}, {"r", IL_SIDE_RIGHT}, {"l", IL_SIDE_LEFT}};
    for (size_t i = 0; word && i < sizeof sides / sizeof *sides; i++)
        if (!strcmp(word, sides[i].word)) return *out = sides[i].side, true;
    return !word;
}

// [{"id", "side"}]
static bool read_wishes(ili_request *r, ili_reply *out, care_work *w) {
    json_t *list = NULL;
    if (!ili_want_array(r, out, "treatments", IL_CARE_WISHES, &list)) return false;
    w->nwish = (int)json_array_size(list);
    for (int i = 0; i < w->nwish; i++) {
        json_t     *one = json_array_get(list, (size_t)i);
        const char *id = json_string_value(json_object_get(one, "id")), *side = json_string_value(json_object_get(one, "side"));
        w->wish[i].treatment = id ? il_find_treatment(r->world->knowledge, id) : -1;
        if (w->wish[i].treatment < 0 || !read_side(side, &w->wish[i].side))
            return ili_reply_error(out, 400, "a treatment is not known", "/treatments", "{\"id\": of GET /api/vocabulary, \"side\": right, left, both or left out}"), false;
    }
    return true;
}

static bool read_treatments(ili_request *r, ili_reply *out, care_work *w) {
    if (!read_wishes(r, out, w)) return false;
    return w->nwish > 0 || (ili_reply_error(out, 400, "no treatment is named", "/treatments", "[{\"id\": ...}]"), false);
}

void ili_post_whatif(ili_request *r, ili_reply *out) {
    care_work *w = begin(r, out);
    if (!w) return;
    w->compute = whatif;
    if (read_treatments(r, out, w) && ili_want_number(r, out, "weeks", 0, 520, &w->weeks)) start(r, out, w, "what-if");
    else done(w);
}

// ---- plan --------------------------------------------------------------------------------------------------------------------------------------

static il_status plan(ili_job *j, care_work *w, char **text, size_t *size, il_error *err) {
    il_status s = ili_case_plan(j, w->c, w->equipment, w->without, err);
    return s ? s : il_report_plan_json(&w->c->care, w->c->plan, text, size, err);
}

static bool is_equipment(const il_knowledge *k, const char *id) { return il_find_equipment(k, id) >= 0; }
static bool is_care(const il_knowledge *k, const char *id) { return il_find_treatment(k, id) >= 0 || il_find_exercise(k, id) >= 0; }

// ["mat", "chair"] as the library's list "mat;chair"; a name that nothing has would silently be nothing, or forbid nothing
static bool read_list(ili_request *r, ili_reply *out, const char *name, bool (*known)(const il_knowledge *, const char *), char list[ILI_LIST]) {
    json_t *j = NULL;
    char    where[60];
    size_t  n = 0;
    if (!ili_want_array(r, out, name, 64, &j)) return false;
    for (size_t i = 0; i < json_array_size(j); i++) {
        const char *id = json_string_value(json_array_get(j, i));
        snprintf(where, sizeof where, "/%s/%zu", name, i);
        if (!id || !known(r->world->knowledge, id) || n + strlen(id) + 2 > ILI_LIST)
            return ili_reply_error(out, 400, "this name is not known", where, "an id of GET /api/vocabulary"), false;
        n += (size_t)snprintf(list + n, ILI_LIST - n, "%s%s", n ? ";" : "", id);
    }
    return true;
}

static bool read_lists(ili_request *r, ili_reply *out, care_work *w) {
    return read_list(r, out, "equipment", is_equipment, w->equipment) && read_list(r, out, "without", is_care, w->without);
}

void ili_post_plan(ili_request *r, ili_reply *out) {
    care_work *w = begin(r, out);
    if (!w) return;
    w->compute = plan;
    if (read_lists(r, out, w)) start(r, out, w, "plan");
    else done(w);
}

// a clinician's choice as a plan's: on the side that the plan took, unless it is told
static il_plan_item chosen(const ili_case *c, const il_treatment_wish *wish) {
    il_plan_item x = {.treatment = wish->treatment, .side = wish->side, .choice = IL_PLAN_CHOSEN};
    x.refusal = il_treatment_permit(c->request.knowledge, c->assessment, x.treatment, &x.why);
    for (int i = 0; i < c->plan->nitem && !x.side; i++)
        if (c->plan->item[i].treatment == x.treatment) x.side = c->plan->item[i].side;
    return x;
}

// what is kept expects what was chosen, which the program's plan need not be
static il_status expected(ili_job *j, care_work *w, char **text, size_t *size, il_error *err) {
    il_status s = ili_case_plan(j, w->c, w->equipment, w->without, err);
    if (s) return s;
    il_plan_item item[IL_CARE_WISHES];
    il_plan      own = *w->c->plan;
    for (int i = 0; i < w->nwish; i++) item[i] = chosen(w->c, &w->wish[i]);
    own.item = item, own.nitem = w->nwish;
    s = il_plan_expect(&w->c->care, &own, ili_job_progress(j), err);
    w->c->plan->expect = own.expect; // its room serves the next one
    return s ? s : il_report_plan_expected_json(&own, text, size, err);
}

void ili_post_expected(ili_request *r, ili_reply *out) {
    care_work *w = begin(r, out);
    if (!w) return;
    w->compute = expected;
    if (read_wishes(r, out, w) && read_lists(r, out, w)) start(r, out, w, "expected");
    else done(w);
}

// route_report.c - documents of a visit: HTML, PDF, FHIR, visits beside each other, what the person may see
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/case.h"
#include "http/routes.h"
#include "ilium/followup.h"

/// One document, made by a worker while its request waits.
typedef struct paper_work {
    il_server    *server;
    ili_case     *c;
    il_paper_kind kind;
    bool          pdf;
    char         *text;
    size_t        size;
    il_status (*compute)(ili_job *j, struct paper_work *w, il_error *err);
} paper_work;

static void release(void *text) { il_report_free(text); }

static il_status run(ili_job *j, void *work, il_error *err) {
    paper_work *w = work;
    il_status   s = ili_case_enter(j, w->c, err);
    if (s) return s;
    s = w->compute(j, w, err);
    ili_case_leave(w->server, w->c);
    return s;
}

static void answer(ili_request *r, ili_reply *out, paper_work *w, const char *kind, const char *type, const char *file) {
    il_error  err = {0};
    il_status s = ili_job_wait(r, &(ili_job_def){.kind = kind, .lane = ILI_LONG, .run = run, .work = w, .subject = r->part[0]}, &err);
    if (s == IL_LIMIT) ili_reply_error(out, 429, err.text, NULL, NULL);
    else if (s) ili_reply_failed(out, &err);
    else ili_reply_text(out, 200, type, w->text, w->size, release), w->text = NULL;
    if (!s && file) snprintf(out->file, sizeof out->file, "%s-%s", w->c->key.id[0] ? w->c->key.id : "visit", file);
    il_report_free(w->text);
    ili_case_close(r->server, w->c);
}

// ---- report ------------------------------------------------------------------------------------------------------------------------------------

// HTML as it stands in a file has its style inside; nothing else may run or be loaded, and the page is none of the app's
static const char paper_policy[] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'";

static il_status make_paper(ili_job *j, paper_work *w, il_error *err) {
    il_paper *paper = NULL;
    char      day[24];
    il_status s = ili_case_plan(j, w->c, w->c->equipment, w->c->without, err);
    ili_moment(day);
    day[10] = 0;
    il_paper_request request = {.care = &w->c->care, .plan = w->c->plan, .date = day};
    if (!s) s = il_paper_make(w->kind, &request, &paper, err);
    if (!s) s = w->pdf ? il_paper_pdf(paper, &w->text, &w->size, err) : il_paper_html(paper, &w->text, &w->size, err);
    il_paper_free(paper);
    return s;
}

void ili_get_report(ili_request *r, ili_reply *out) {
    const char *reader = ili_query(r, "for"), *as = ili_query(r, "as");
    paper_work  w = {.server = r->server, .kind = IL_NPAPER, .compute = make_paper, .pdf = as && !strcmp(as, "pdf")};
    for (int i = 0; reader && i < IL_NPAPER; i++)
        if (!strcmp(reader, il_paper_word((il_paper_kind)i))) w.kind = (il_paper_kind)i;
    if (w.kind == IL_NPAPER) ili_reply_error(out, 400, "whom is it for?", "?for=", "clinician, patient, legal or plan");
    else if (as && !w.pdf && strcmp(as, "html") != 0) ili_reply_error(out, 400, "the form is not known", "?as=", "html or pdf");
    else if (r->session.patient_mode && w.kind != IL_PAPER_PATIENT) ili_reply_error(out, 403, "patient mode shows the document for the person alone", "?for=", "patient");
    else if ((w.c = ili_case_open(r, out))) {
        char name[60];
        snprintf(name, sizeof name, "%s.%s", reader, w.pdf ? "pdf" : "html");
        answer(r, out, &w, "report", w.pdf ? "application/pdf" : "text/html; charset=utf-8", name);
        out->policy = paper_policy;
    }
}

// ---- FHIR, follow-up, the person's view ----------------------------------------------------------------------------------------------------------

static il_status make_fhir(ili_job *j, paper_work *w, il_error *err) {
    char      now[24];
    il_status s = ili_case_plan(j, w->c, w->c->equipment, w->c->without, err);
    return s ? s : il_report_fhir(&w->c->care, w->c->plan, ili_moment(now), &w->text, &w->size, err);
}

void ili_get_fhir(ili_request *r, ili_reply *out) {
    paper_work w = {.server = r->server, .compute = make_fhir};
    if ((w.c = ili_case_open(r, out))) answer(r, out, &w, "fhir", "application/fhir+json", "fhir.json");
}

static il_status make_followup(ili_job *j, paper_work *w, il_error *err) {
    il_followup *f = NULL;
    il_status    s = il_followup_make(&w->c->request, 0, &f, err);
    (void)j;
    if (!s) s = il_report_followup_json(f, w->c->request.knowledge, &w->text, &w->size, err);
    il_followup_free(f);
    return s;
}

void ili_get_followup(ili_request *r, ili_reply *out) {
    paper_work w = {.server = r->server, .compute = make_followup};
    if ((w.c = ili_case_open(r, out))) answer(r, out, &w, "follow-up", "application/json", NULL);
}

static il_status make_view(ili_job *j, paper_work *w, il_error *err) {
    il_status s = ili_case_assess(j, w->c, err);
    return s ? s : il_report_patient_json(&w->c->request, w->c->assessment, &w->text, &w->size, err);
}

void ili_get_patient_view(ili_request *r, ili_reply *out) {
    paper_work w = {.server = r->server, .compute = make_view};
    if ((w.c = ili_case_open(r, out))) answer(r, out, &w, "patient-view", "application/json", NULL);
}

// paper.c - making a document: who it is about, what goes into its head, and which of the three it is
#include <stdlib.h>
#include <string.h>

#include "ilium/report.h"
#include "ilium/thread.h"
#include "report/paper_parts.h"

const char *il_paper_word(il_paper_kind kind) {
#define X(name, word) word,
    static const char *const t[] = {IL_PAPER_LIST(X)};
#undef X
    return (unsigned)kind < IL_NPAPER ? t[kind] : "?";
}

// "Assessment: woman, 41" and what stands at the head of every page
static void head(ili_writer *w, ili_word what, bool number_only) {
    const il_person_summary *q = &w->a->person;
    const char              *name = number_only ? w->p->id : q->label; // a label may hold a clinician's words
    ili_out                  title = {0}, running = {0}, version = {0};
    ili_putf(&title, "%s: ", ili_word_text(what));
    ili_put_plain(&title, ili_given(name) ? name : ILI_SAY(UNNAMED));
    ili_put_plain(&running, ili_given(name) ? name : ILI_SAY(UNNAMED));
    if (ili_given(q->visit_date)) ili_putf(&running, " · %s ", ILI_SAY(VISIT)), ili_put_plain(&running, q->visit_date); // early: the head of a page cuts what is long
    ili_put(&running, " · ");
    ili_put_person(&running, q);
    if (q->simulated) ili_putf(&running, " · %s", ILI_SAY(SIMULATED_TAG));
    if (w->a->locally_modified) ili_putf(&running, " · %s", ILI_SAY(MODIFIED_TAG));
    ili_put(&version, "Ilium ");
    ili_put_plain(&version, w->a->program_version ? w->a->program_version : "?");
    if (w->a->data_hash) ili_putf(&version, " · %s %.12s", ILI_SAY(DATA), w->a->data_hash);
    if (w->a->locally_modified) ili_putf(&version, " (%s)", ILI_SAY(MODIFIED_TAG));
    w->d->failed |= title.failed || running.failed || version.failed;
    w->d->title = ili_doc_keep(w->d, title.text);
    w->d->running = ili_doc_keep(w->d, running.text);
    w->d->version = ili_doc_keep(w->d, version.text);
    w->d->subject = ili_doc_keep(w->d, ILI_SAY(SUBJECT));
    w->d->author = ili_doc_keep(w->d, ILI_SAY(AUTHOR_NONE));
    ili_out_free(&title);
    ili_out_free(&running);
    ili_out_free(&version);
}

// what troubles the person, in their words, and where a published case is from
static void lead(ili_writer *w) {
    ili_out t = {0};
    ili_put_plain(&t, w->a->person.complaint);
    if (t.size && ili_given(w->a->person.source)) ili_put(&t, ILI_LINE);
    if (ili_given(w->a->person.source)) ili_putf(&t, ILI_PALE "%s: ", ILI_SAY(PUBLISHED_CASE)), ili_put_plain(&t, w->a->person.source), ili_put(&t, ILI_END);
    w->d->failed |= t.failed;
    if (t.size) w->d->lead = ili_doc_keep(w->d, t.text);
    ili_out_free(&t);
}

// the day of writing, else that of the visit: never a clock of our own
static void date(ili_writer *w) {
    const char *day = w->r->date ? w->r->date : w->a->person.visit_date;
    if (ili_given(day) && strlen(day) == 10 && strspn(day, "0123456789-") == 10) w->d->date = ili_doc_keep(w->d, day);
}

il_status il_paper_make(il_paper_kind kind, const il_paper_request *r, il_paper **out, il_error *err) {
    static const ili_word titles[] = {ILI_W_TITLE_CLINICIAN, ILI_W_TITLE_PATIENT, ILI_W_TITLE_LEGAL, ILI_W_TITLE_PLAN};
    static void (*const write[])(ili_writer *) = {ili_paper_clinician, ili_paper_patient, ili_paper_legal, ili_paper_plan};
    *out = NULL;
    il_status status = il_assessment_check(r->care->assessment, err);
    if (status) return status;
    // without consent a plan is the screen and its referrals alone; the others would tell the record
    if (kind != IL_PAPER_PLAN && il_patient_consent_stops(r->care->assess->patient, "processing"))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "%s `ilium assess` tells the screen.", il_notice_text(r->care->assess->knowledge, "consent_processing"));
    if ((unsigned)kind >= IL_NPAPER) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no such document");
    ili_writer w = {.d = ili_doc_create(), .r = r, .care = r->care, .a = r->care->assessment, .k = r->care->assess->knowledge, .p = r->care->assess->patient,
                    .v = il_care_visit(r->care), .plan = r->plan, .err = err};
    if (w.d) {
        head(&w, titles[kind], kind == IL_PAPER_PATIENT);
        if (kind == IL_PAPER_CLINICIAN) lead(&w);
        date(&w);
        write[kind](&w);
        ili_doc_close(w.d);
    }
    if (!w.d || w.d->failed || w.status != IL_OK) {
        il_paper_free(w.d);
        return w.status != IL_OK ? w.status : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the document");
    }
    *out = w.d;
    return IL_OK;
}

// ---- drawing ---------------------------------------------------------------------------------------------------------------------------

/// PDF first: it takes ten times as long.
typedef struct drawing {
    il_paper_form *form;
    int           *order;
} drawing;

static il_status draw_form(void *ctx, int job, int thread, il_error *err) {
    drawing       *w = ctx;
    il_paper_form *f = &w->form[w->order[job]];
    (void)thread;
    return (f->pdf ? il_paper_pdf : il_paper_html)(f->paper, &f->bytes, &f->size, err);
}

il_status il_papers_draw(int n, il_paper_form *form, int nthreads, il_error *err) {
    drawing w = {form, calloc((size_t)n + 1, sizeof *w.order)};
    int     k = 0;
    if (!w.order) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the documents");
    for (int pdf = 1; pdf >= 0; pdf--)
        for (int i = 0; i < n; i++)
            if (form[i].pdf == pdf) w.order[k++] = i;
    for (int i = 0; i < n; i++) form[i].bytes = NULL, form[i].size = 0, ili_doc_close(form[i].paper);
    il_status status = il_parallel_for(n, nthreads, draw_form, &w, NULL, NULL, err);
    for (int i = 0; status && i < n; i++) il_report_free(form[i].bytes), form[i].bytes = NULL, form[i].size = 0;
    free(w.order);
    return status;
}

il_status il_report_plan_html(const il_care_request *r, const il_plan *p, char **text, size_t *size, il_error *err) {
    il_paper_request q = {.care = r, .plan = p};
    il_paper        *paper = NULL;
    *text = NULL;
    il_status status = il_paper_make(IL_PAPER_PLAN, &q, &paper, err);
    if (!status) status = il_paper_html(paper, text, size, err);
    il_paper_free(paper);
    return status;
}

// the clinician's document of an assessment alone: no tables to cite, no plan
il_status il_report_html(const il_assessment *a, char **text, size_t *size, il_error *err) {
    *text = NULL;
    il_status status = il_assessment_check(a, err);
    if (status) return status;
    ili_writer w = {.d = ili_doc_create(), .a = a};
    if (!w.d) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the document");
    head(&w, ILI_W_TITLE_CLINICIAN, false);
    lead(&w);
    ili_paper_clinician(&w);
    status = il_paper_html(w.d, text, size, err);
    il_paper_free(w.d);
    return status;
}

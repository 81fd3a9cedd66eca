// report.c - `ilium report PATIENT --for clinician|patient|legal`: a document of one visit as HTML and as PDF
#include <string.h>

#include "case.h"
#include "paper_out.h"

typedef struct work {
    case_wish          wish;
    paper_out          out;
    const char        *reader;
    int                first, last; ///< documents asked for
    case_opened        open;
    il_paper          *paper[IL_NPAPER];
} work;

// ---- what is asked for ---------------------------------------------------------------------------------------------------------------

static int read_wish(int argc, char **argv, work *w) {
    enum { ALL = CASE_OPTIONS + PAPER_OPTIONS + 1 };
    app_option options[ALL] = {{0}};
    case_options(&w->wish, options);
    paper_options(&w->out, options + CASE_OPTIONS);
    options[ALL - 1] = (app_option){.name = "--for", .value = &w->reader};
    int wrong = app_options("report", argc, argv, options, ALL, &w->wish.patient);
    if (!wrong) wrong = case_read("report", &w->wish);
    if (!wrong) wrong = paper_read("report", &w->out);
    if (wrong) return wrong;
    if (!w->reader) return app_usage("report", "whom is it for? Give --for clinician, patient, legal, plan or all", NULL);
    w->first = 0, w->last = IL_NPAPER - 1;
    if (!strcmp(w->reader, "all")) return w->out.file ? app_usage("report", "-o names one document; leave it out with --for all", NULL) : EXIT_DONE;
    for (int i = 0; i < IL_NPAPER; i++)
        if (!strcmp(w->reader, il_paper_word((il_paper_kind)i))) return w->first = w->last = i, EXIT_DONE;
    return app_usage("report", "--for is clinician, patient, legal, plan or all, not", w->reader);
}

// ---- report --------------------------------------------------------------------------------------------------------------------------

static il_status compute(work *w, il_error *err) {
    il_status s = case_plan(&w->open, &w->wish, err);
    il_paper_request r = {.care = &w->open.care, .plan = w->open.plan, .date = w->out.date};
    for (int i = w->first; !s && i <= w->last; i++) s = il_paper_make((il_paper_kind)i, &r, &w->paper[i], err);
    if (!s && app_interrupted()) s = il_error_set(err, IL_CANCELLED, NULL, 0, 0, "stopped; nothing was written");
    return s;
}

static int run(work *w) {
    il_error err = {0};
    int      code = case_open(&w->wish, &w->open);
    if (code) return code;
    if (compute(w, &err)) return app_failed(&err);
    const char *word[IL_NPAPER];
    for (int i = 0; i < IL_NPAPER; i++) word[i] = w->out.file ? "" : il_paper_word((il_paper_kind)i);
    code = paper_write(&w->out, w->out.file ? w->out.file : w->wish.patient, w->last - w->first + 1, &w->paper[w->first], &word[w->first], w->wish.nthread);
    if (!code) code = paper_write_citations(w->paper[w->first], &w->out);
    return code ? code : case_code(&w->open);
}

int app_report(int argc, char **argv) {
    work w = {0};
    int  code = read_wish(argc, argv, &w);
    if (!code) code = run(&w);
    for (int i = 0; i < IL_NPAPER; i++) il_paper_free(w.paper[i]);
    case_close(&w.open);
    return code;
}

// assess.c - `ilium assess PATIENT`: a patient file in, the report out
#include <sys/resource.h>

#include "case.h"
#include "ilium/report.h"

// the command line, what was opened, and the texts that are to be written
typedef struct work {
    case_wish   wish;
    const char *html;
    bool        json, exact;
    case_opened open;
    char       *screen, *page;
    size_t      screen_size, page_size;
} work;

static int read_wish(int argc, char **argv, work *w) {
    app_option options[CASE_OPTIONS + 3] = {{0}};
    case_options(&w->wish, options);
    options[CASE_OPTIONS] = (app_option){.name = "--html", .value = &w->html};
    options[CASE_OPTIONS + 1] = (app_option){.name = "--json", .flag = &w->json};
    options[CASE_OPTIONS + 2] = (app_option){.name = "--exact", .flag = &w->exact};
    int wrong = app_options("assess", argc, argv, options, CASE_OPTIONS + 3, &w->wish.patient);
    return wrong ? wrong : case_read("assess", &w->wish);
}

static il_status compute(work *w, il_error *err) {
    app_progress progress;
    app_progress_start(&progress, w->wish.progress);
    il_status s = case_assess(&w->open, &progress.progress, err);
    app_progress_end(&progress);
    if (s) return s;
    il_assessment *a = w->open.assessment;
    struct rusage  use;
    if (!getrusage(RUSAGE_SELF, &use)) a->effort.memory_mb = (double)use.ru_maxrss / 1024;
    s = w->json ? il_report_json(a, &w->screen, &w->screen_size, err) : il_report_text(a, &w->screen, &w->screen_size, err);
    if (!s && w->html) s = il_report_html(a, &w->page, &w->page_size, err);
    if (!s && app_interrupted()) s = il_error_set(err, IL_CANCELLED, NULL, 0, 0, "stopped; nothing was written");
    return s;
}

static int run(work *w) {
    il_error err = {0};
    int      code = case_open(&w->wish, &w->open);
    if (code) return code;
    w->open.request.exact = w->exact;
    if (compute(w, &err)) return app_failed(&err);

    // all is computed: only now is anything written, the file first, so that a full disk leaves no half answer
    if (w->html && (code = app_write(w->html, w->page, w->page_size))) return code;
    int wrong = app_print(w->screen, w->screen_size);
    return wrong ? wrong : case_code(&w->open);
}

int app_assess(int argc, char **argv) {
    work w = {0};
    int  code = read_wish(argc, argv, &w);
    if (!code) code = run(&w);
    il_report_free(w.screen);
    il_report_free(w.page);
    case_close(&w.open);
    return code;
}

// followup.c - `ilium follow-up PATIENT`: the visits of a record beside each other, each screened anew
#include "case.h"
#include "ilium/followup.h"
#include "ilium/report.h"

typedef struct work {
    case_wish    wish;
    const char  *html, *from;
    bool         json;
    int          first;
    case_opened  open;
    il_followup *followup;
    char        *text, *page;
    size_t       size, page_size;
} work;

static int read_wish(int argc, char **argv, work *w) {
    app_option options[CASE_OPTIONS + 3] = {{0}};
    case_options(&w->wish, options);
    options[CASE_OPTIONS] = (app_option){.name = "--html", .value = &w->html};
    options[CASE_OPTIONS + 1] = (app_option){.name = "--json", .flag = &w->json};
    options[CASE_OPTIONS + 2] = (app_option){.name = "--from", .value = &w->from};
    int wrong = app_options("follow-up", argc, argv, options, CASE_OPTIONS + 3, &w->wish.patient);
    return wrong ? wrong : case_read("follow-up", &w->wish);
}

static il_status compute(work *w, il_error *err) {
    const il_knowledge *k = w->open.knowledge;
    il_status           s = il_followup_make(&w->open.request, w->first, &w->followup, err);
    if (!s) s = (w->json ? il_report_followup_json : il_report_followup_text)(w->followup, k, &w->text, &w->size, err);
    if (!s && w->html) s = il_report_followup_html(w->followup, k, &w->page, &w->page_size, err);
    return s;
}

static int run(work *w) {
    il_error err = {0};
    int      code = case_open(&w->wish, &w->open);
    if (code) return code;
    w->first = case_visit(w->open.patient, w->from);
    if (w->first < 0) return app_usage("follow-up", "there is no visit to begin with:", w->from);
    if (compute(w, &err)) return app_failed(&err);
    if (w->html && (code = app_write(w->html, w->page, w->page_size))) return code;
    code = app_print(w->text, w->size);
    return code ? code : w->followup->now->safety.level == IL_SAFETY_EMERGENCY ? EXIT_EMERGENCY : EXIT_DONE;
}

int app_followup(int argc, char **argv) {
    work w = {0};
    int  code = read_wish(argc, argv, &w);
    if (!code) code = run(&w);
    il_report_free(w.text);
    il_report_free(w.page);
    il_followup_free(w.followup);
    case_close(&w.open);
    return code;
}

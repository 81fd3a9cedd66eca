// export.c - `ilium export PATIENT --fhir FILE`: record, assessment and plan of a visit as a FHIR R4 document
#include <string.h>

#include "case.h"
#include "ilium/report.h"

typedef struct work {
    case_wish          wish;
    const char        *fhir, *written;
    case_opened        open;
    char              *text;
    size_t             size;
} work;

static int read_wish(int argc, char **argv, work *w) {
    app_option options[CASE_OPTIONS + 2] = {{0}};
    case_options(&w->wish, options);
    options[CASE_OPTIONS] = (app_option){.name = "--fhir", .value = &w->fhir};
    options[CASE_OPTIONS + 1] = (app_option){.name = "--written", .value = &w->written};
    int wrong = app_options("export", argc, argv, options, CASE_OPTIONS + 2, &w->wish.patient);
    if (!wrong) wrong = case_read("export", &w->wish);
    if (!wrong && !w->fhir) wrong = app_usage("export", "say what and where: --fhir FILE, or --fhir - for standard output", NULL);
    return wrong;
}

static il_status compute(work *w, il_error *err) {
    char      now[24];
    il_status s = case_plan(&w->open, &w->wish, err);
    if (s) return s;
    if (!w->written && !*app_moment(now)) return il_error_set(err, IL_BUG, NULL, 0, 0, "the clock cannot be read; give --written");
    s = il_report_fhir(&w->open.care, w->open.plan, w->written ? w->written : now, &w->text, &w->size, err);
    if (!s && app_interrupted()) s = il_error_set(err, IL_CANCELLED, NULL, 0, 0, "stopped; nothing was written");
    return s;
}

static int run(work *w) {
    il_error err = {0};
    int      code = case_open(&w->wish, &w->open);
    if (code) return code;
    if (compute(w, &err)) return app_failed(&err);
    if (!strcmp(w->fhir, "-")) {
        code = app_print(w->text, w->size);
        return code ? code : case_code(&w->open);
    }
    code = app_write(w->fhir, w->text, w->size);
    return code ? code : case_code(&w->open);
}

int app_export(int argc, char **argv) {
    work w = {0};
    int  code = read_wish(argc, argv, &w);
    if (!code) code = run(&w);
    il_report_free(w.text);
    case_close(&w.open);
    return code;
}

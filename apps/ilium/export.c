// export.c - `ilium export PATIENT --fhir FILE`: record, assessment and plan of a visit as a FHIR R4 document
#include <string.h>
#include <time.h>

#include "case.h"
#include "ilium/plan.h"
#include "ilium/report.h"

typedef struct work {
    case_wish          wish;
    const char        *fhir, *written;
    case_opened        open;
    il_exercise_tasks *exercises;
    il_care_request    care;
    il_plan           *plan;
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
    char         now[32];
    time_t       t = time(NULL);
    struct tm    utc;
    app_progress progress;
    app_progress_start(&progress, w->wish.progress);
    il_status s = il_exercise_tasks_read(w->open.data, w->open.knowledge, &w->exercises, err);
    if (!s) s = case_assess(&w->open, &progress.progress, err);
    w->care = (il_care_request){.assess = &w->open.request, .assessment = w->open.assessment, .exercises = w->exercises};
    if (!s) s = il_plan_make(&w->care, &w->plan, &progress.progress, err);
    app_progress_end(&progress);
    if (s) return s;
    if (!gmtime_r(&t, &utc) || !strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &utc)) return il_error_set(err, IL_BUG, NULL, 0, 0, "the clock cannot be read; give --written");
    s = il_report_fhir(&w->care, w->plan, w->written ? w->written : now, &w->text, &w->size, err);
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
    if (il_file_write(w->fhir, w->text, w->size, &err)) {
        app_failed(&err);
        return EXIT_OUTPUT;
    }
    return case_code(&w->open);
}

int app_export(int argc, char **argv) {
    work w = {0};
    int  code = read_wish(argc, argv, &w);
    if (!code) code = run(&w);
    il_report_free(w.text);
    il_plan_free(w.plan);
    il_exercise_tasks_free(w.exercises);
    case_close(&w.open);
    return code;
}

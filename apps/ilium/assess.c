// assess.c - `ilium assess PATIENT`: a patient file in, the report out
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "app.h"
#include "ilium/assess.h"
#include "ilium/file.h"
#include "ilium/io.h"
#include "ilium/io_body.h"
#include "ilium/knowledge.h"
#include "ilium/report.h"
#include "ilium/tasks.h"

// the command line
typedef struct wish {
    const char *patient, *html, *visit, *data, *threads, *country, *setting;
    bool        json, progress, exact;
    int         nthread;
    il_setting  where;
} wish;

// what was opened, and what is to be written
typedef struct work {
    il_data_dir      *data;
    il_knowledge     *knowledge;
    il_patient_vocab *vocab;
    const il_body_tables *tables;
    il_body          *body;
    il_tasks         *tasks;
    il_patient       *patient;
    il_assessment    *assessment;
    char             *screen, *page; ///< the texts
    size_t            screen_size, page_size;
} work;

static void close_all(work *w) {
    il_report_free(w->screen);
    il_report_free(w->page);
    il_assessment_free(w->assessment);
    il_patient_free(w->patient);
    il_patient_vocab_free(w->vocab);
    il_tasks_free(w->tasks);
    il_body_free(w->body);
    il_body_tables_free(w->tables);
    il_knowledge_free(w->knowledge);
    il_data_close(w->data);
}

// the word of a setting; primary care where none is given
static int read_setting(wish *w) {
    if (!w->setting) return EXIT_DONE;
    for (int s = 0; s < IL_NSETTING; s++) {
        w->where = (il_setting)s;
        if (!strcmp(w->setting, il_setting_word(w->where))) return EXIT_DONE;
    }
    return app_usage("assess", "--setting is primary_care, clinic or spine_centre, not", w->setting);
}

static int read_wish(int argc, char **argv, wish *w) {
    const app_option options[] = {{.name = "--html", .value = &w->html},       {.name = "--visit", .value = &w->visit},
                                  {.name = "--data", .value = &w->data},       {.name = "--threads", .value = &w->threads},
                                  {.name = "--country", .value = &w->country}, {.name = "--json", .flag = &w->json},
                                  {.name = "--progress", .flag = &w->progress}, {.name = "--setting", .value = &w->setting}, {.name = "--exact", .flag = &w->exact}};
    int wrong = app_options("assess", argc, argv, options, sizeof options / sizeof *options, &w->patient);
    if (!wrong) wrong = app_whole_number("--threads", w->threads, 1, 256, &w->nthread);
    if (!wrong) wrong = read_setting(w);
    if (!wrong && !w->patient) wrong = app_usage("assess", "a patient file is missing", NULL);
    return wrong;
}

// the visit of this date, or with this number from 1; 0 = not given, -1 = there is none
static int find_visit(const il_patient *p, const char *word) {
    if (!word) return 0;
    for (int i = 0; i < p->nvisit; i++)
        if (p->visit[i].date && !strcmp(p->visit[i].date, word)) return i + 1;
    char *end;
    long  n = strtol(word, &end, 10);
    return *end == 0 && n >= 1 && n <= p->nvisit ? (int)n : -1;
}

static il_status open_all(const wish *o, work *w, il_error *err) {
    il_status s;
    if ((s = il_data_open(o->data, &w->data, err)) || (s = il_knowledge_read(w->data, &w->knowledge, err)) ||
        (s = il_patient_vocab_create(w->knowledge, &w->vocab, err)))
        return s;
    if ((s = il_patient_read(o->patient, w->vocab, &w->patient, err)) || (s = il_body_tables_read(w->data, &w->tables, err)) ||
        (s = il_body_create(w->tables, &w->body, err)))
        return s;
    return il_tasks_read(w->data, &w->tasks, err);
}

static il_status compute(const wish *o, work *w, int visit, il_error *err) {
    app_progress      progress;
    il_assess_request request = {.patient = w->patient,
                                 .visit = visit,
                                 .knowledge = w->knowledge,
                                 .body = w->body,
                                 .tasks = w->tasks,
                                 .data_hash = il_data_hash(w->data),
                                 .setting = o->where,
                                 .country = o->country,
                                 .modified = il_data_modified(w->data),
                                 .exact = o->exact,
                                 .threads = o->nthread};
    app_progress_start(&progress, o->progress);
    il_status s = il_assess(&request, &w->assessment, &progress.progress, err);
    app_progress_end(&progress);
    if (s) return s;
    struct rusage use;
    if (!getrusage(RUSAGE_SELF, &use)) w->assessment->effort.memory_mb = (double)use.ru_maxrss / 1024;
    s = o->json ? il_report_json(w->assessment, &w->screen, &w->screen_size, err) : il_report_text(w->assessment, &w->screen, &w->screen_size, err);
    if (!s && o->html) s = il_report_html(w->assessment, &w->page, &w->page_size, err);
    if (!s && app_interrupted()) s = il_error_set(err, IL_CANCELLED, NULL, 0, 0, "stopped; nothing was written");
    return s;
}

// a country without a wording of its own would silently get the general one
static il_status check_country(const wish *o, const work *w, il_error *err) {
    if (!o->country) return IL_OK;
    int i = il_find_notice(w->knowledge, "emergency_call", o->country);
    if (i >= 0 && !strcmp(w->knowledge->notice[i].country, o->country)) return IL_OK;
    return il_error_set(
        err, IL_BAD_VALUE, NULL, 0, 0,
        "there is no wording for the country '%.20s': give two capital letters that stand in data/notices.csv, or leave --country out", o->country);
}

static int run(const wish *o, work *w) {
    il_error err = {0};
    if (open_all(o, w, &err) || check_country(o, w, &err)) return app_failed(&err);
    int visit = find_visit(w->patient, o->visit);
    if (visit < 0) {
        il_error_set(&err, IL_BAD_VALUE, o->patient, 0, 0, "there is no visit '%.60s': give its date as in the file, or its number from 1 to %d",
                     o->visit, w->patient->nvisit);
        return app_failed(&err);
    }
    if (compute(o, w, visit, &err)) return app_failed(&err);

    // all is computed: only now is anything written, the file first, so that a full disk leaves no half answer
    if (o->html && il_file_write(o->html, w->page, w->page_size, &err)) {
        app_failed(&err);
        return EXIT_OUTPUT;
    }
    int wrong = app_print(w->screen, w->screen_size);
    return wrong ? wrong : w->assessment->safety.level == IL_SAFETY_EMERGENCY ? EXIT_EMERGENCY : EXIT_DONE;
}

int app_assess(int argc, char **argv) {
    wish o = {0};
    work w = {0};
    int  code = read_wish(argc, argv, &o);
    if (!code) code = run(&o, &w);
    close_all(&w);
    return code;
}

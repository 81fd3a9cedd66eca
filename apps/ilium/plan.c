// plan.c - `ilium plan PATIENT`: treatments picked and sequenced, exercises solved on the person, referrals and prognosis
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "ilium/paper.h"
#include "ilium/report.h"

typedef struct work {
    case_wish          wish;
    const char        *html, *pdf, *equipment, *without, *by;
    bool               json, save, release;
    il_file_lock      *lock; // of the record, where the plan is kept in it
    char               today[11];
    char              *equipment_list, *without_list;
    case_opened        open;
    char              *text, *page, *paper;
    size_t             size, page_size, paper_size;
} work;

// "mat,chair" as the library's list "mat;chair"
static char *list_of(const char *words) {
    size_t n = words ? strlen(words) + 1 : 0;
    char  *list = n ? malloc(n) : NULL;
    if (list) memcpy(list, words, n);
    for (char *p = list; p && *p; p++)
        if (*p == ',') *p = ';';
    return list;
}

static int read_wish(int argc, char **argv, work *w) {
    app_option options[CASE_OPTIONS + 8] = {{0}};
    case_options(&w->wish, options);
    options[CASE_OPTIONS] = (app_option){.name = "--html", .value = &w->html};
    options[CASE_OPTIONS + 1] = (app_option){.name = "--json", .flag = &w->json};
    options[CASE_OPTIONS + 2] = (app_option){.name = "--equipment", .value = &w->equipment};
    options[CASE_OPTIONS + 3] = (app_option){.name = "--without", .value = &w->without};
    options[CASE_OPTIONS + 4] = (app_option){.name = "--save", .flag = &w->save};
    options[CASE_OPTIONS + 5] = (app_option){.name = "--release", .flag = &w->release};
    options[CASE_OPTIONS + 6] = (app_option){.name = "--by", .value = &w->by};
    options[CASE_OPTIONS + 7] = (app_option){.name = "--pdf", .value = &w->pdf};
    int wrong = app_options("plan", argc, argv, options, CASE_OPTIONS + 8, &w->wish.patient);
    if (!wrong) wrong = case_read("plan", &w->wish);
    w->equipment_list = list_of(w->equipment), w->without_list = list_of(w->without);
    return wrong;
}

static bool is_equipment(const il_knowledge *k, const char *id) { return il_find_equipment(k, id) >= 0; }
static bool is_care(const il_knowledge *k, const char *id) { return il_find_treatment(k, id) >= 0 || il_find_exercise(k, id) >= 0; }

// a name that nothing has would silently be nothing, or forbid nothing
static int check_list(const work *w, const char *list, bool (*known)(const il_knowledge *, const char *), const char *sentence) {
    for (const char *p = list ? list : ""; *p;) {
        char   id[80] = "";
        size_t n = strcspn(p, ";");
        if (n < sizeof id) memcpy(id, p, n);
        if (!known(w->open.knowledge, id)) return app_usage("plan", sentence, id);
        p += n + (p[n] == ';');
    }
    return EXIT_DONE;
}

// on paper: of the same document as the page
static il_status make_pdf(work *w, il_error *err) {
    il_paper        *paper = NULL;
    il_paper_request r = {.care = &w->open.care, .plan = w->open.plan};
    il_status        s = il_paper_make(IL_PAPER_PLAN, &r, &paper, err);
    if (!s) s = il_paper_pdf(paper, &w->paper, &w->paper_size, err);
    il_paper_free(paper);
    return s;
}

// what a kept plan expects of tests: two what-ifs
static il_status expect(work *w, il_error *err) {
    app_progress progress;
    app_progress_start(&progress, w->wish.progress);
    il_status s = il_plan_expect(&w->open.care, w->open.plan, &progress.progress, err);
    app_progress_end(&progress);
    return s;
}

static il_status compute(work *w, il_error *err) {
    w->open.care.equipment = w->equipment_list, w->open.care.without = w->without_list;
    il_status s = case_plan(&w->open, &w->wish, err);
    if (!s && w->lock) s = expect(w, err);
    if (!s) s = (w->json ? il_report_plan_json : il_report_plan_text)(&w->open.care, w->open.plan, &w->text, &w->size, err);
    if (!s && w->html) s = il_report_plan_html(&w->open.care, w->open.plan, &w->page, &w->page_size, err);
    if (!s && w->pdf) s = make_pdf(w, err);
    if (!s && app_interrupted()) s = il_error_set(err, IL_CANCELLED, NULL, 0, 0, "stopped; nothing was written");
    return s;
}

// the plan into the record, with who and when
static int keep(work *w) {
    il_error    err = {0};
    char        moment[24];
    il_patient *p = w->open.patient;
    if (!w->lock) return EXIT_DONE;
    snprintf(w->today, sizeof w->today, "%.10s", app_moment(moment));
    il_status s = il_plan_keep(&w->open.care, w->open.plan, p, w->by, w->release ? w->today : NULL, &err);
    if (!s && !il_patient_add_entry(p, &(il_entry){.at = moment, .by = w->by, .what = "plan", .now = w->release ? "saved and released to the person" : "saved"}))
        s = il_error_set(&err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
    if (!s) s = il_patient_check(p, w->open.vocab, NULL, &err);
    if (!s && (s = il_patient_write_locked(w->lock, p, &err))) return app_failed(&err), EXIT_OUTPUT;
    return s ? app_failed(&err) : EXIT_DONE;
}

static int run(work *w) {
    il_error err = {0};
    if ((w->save || w->release) && il_file_lock_take(w->wish.patient, &w->lock, &err)) return app_failed(&err), EXIT_OUTPUT;
    int      code = case_open(&w->wish, &w->open);
    if (!code) code = check_list(w, w->equipment_list, is_equipment, "--equipment names rows of treatments/equipment.csv (mat, strap, band, roller ...); there is no");
    if (!code) code = check_list(w, w->without_list, is_care, "--without names treatments or exercises (`ilium explain --list`); there is no");
    if (code) return code;
    if (compute(w, &err)) return app_failed(&err);
    if ((code = keep(w))) return code;
    if (w->html && (code = app_write(w->html, w->page, w->page_size))) return code;
    if (w->pdf && (code = app_write(w->pdf, w->paper, w->paper_size))) return code;
    code = app_print(w->text, w->size);
    return code ? code : case_code(&w->open);
}

int app_plan(int argc, char **argv) {
    work w = {0};
    int  code = read_wish(argc, argv, &w);
    if (!code) code = run(&w);
    il_report_free(w.text);
    il_report_free(w.page);
    il_report_free(w.paper);
    case_close(&w.open);
    il_file_lock_release(w.lock);
    free(w.equipment_list);
    free(w.without_list);
    return code;
}

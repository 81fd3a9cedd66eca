// case.c - a patient file and the data opened, the visit chosen, assessed
#include "case.h"

#include "ilium/thread.h"

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <string.h>

void case_options(case_wish *o, app_option out[CASE_OPTIONS]) {
    const app_option options[CASE_OPTIONS] = {{.name = "--visit", .value = &o->visit},     {.name = "--data", .value = &o->data},       {.name = "--threads", .value = &o->threads},
                                              {.name = "--country", .value = &o->country}, {.name = "--setting", .value = &o->setting}, {.name = "--progress", .flag = &o->progress}};
    memcpy(out, options, sizeof options);
}

// the word of a setting; primary care where none is given
static int read_setting(const char *command, case_wish *o) {
    if (!o->setting) return EXIT_DONE;
    for (int s = 0; s < IL_NSETTING; s++) {
        o->where = (il_setting)s;
        if (!strcmp(o->setting, il_setting_word(o->where))) return EXIT_DONE;
    }
    return app_usage(command, "--setting is primary_care, clinic or spine_centre, not", o->setting);
}

int case_read_options(const char *command, case_wish *o) {
    int wrong = app_whole_number("--threads", o->threads, 1, 256, &o->nthread);
    return wrong ? wrong : read_setting(command, o);
}

int case_read(const char *command, case_wish *o) {
    int wrong = case_read_options(command, o);
    return wrong || o->patient ? wrong : app_usage(command, "a patient file is missing", NULL);
}

// the visit of this date, or with this number from 1; 0 = not given, -1 = there is none
int case_visit(const il_patient *p, const char *word) {
    if (!word) return 0;
    for (int i = 0; i < p->nvisit; i++)
        if (p->visit[i].date && !strcmp(p->visit[i].date, word)) return i + 1;
    char *end;
    long  n = strtol(word, &end, 10);
    return *end == 0 && n >= 1 && n <= p->nvisit ? (int)n : -1;
}

/// What is opened, and for whom.
typedef struct opening {
    const case_wish *o;
    case_opened     *c;
} opening;

// the record with what is known, and beside it the body: neither needs the other
static il_status open_part(void *ctx, int part, int thread, il_error *err) {
    const case_wish *o = ((opening *)ctx)->o;
    case_opened     *c = ((opening *)ctx)->c;
    il_status        s;
    (void)thread;
    if (part == 0) {
        if ((s = il_knowledge_read(c->data, &c->knowledge, err)) || (s = il_patient_vocab_create(c->knowledge, &c->vocab, err))) return s;
        if (o->patient && (s = il_patient_read(o->patient, c->vocab, &c->patient, err))) return s;
        return il_tasks_read(c->data, &c->tasks, err);
    }
    return (s = il_body_tables_read(c->data, &c->tables, err)) ? s : il_body_create(c->tables, &c->body, err);
}

static il_status open_all(const case_wish *o, case_opened *c, il_error *err) {
    opening   x = {o, c};
    il_status s = il_data_open(o->data, &c->data, err);
    return s ? s : il_parallel_for(2, o->nthread, open_part, &x, NULL, NULL, err);
}

// a country without a wording of its own would silently get the general one
static il_status check_country(const case_wish *o, const case_opened *c, il_error *err) {
    if (!o->country) return IL_OK;
    int i = il_find_notice(c->knowledge, "emergency_call", o->country);
    if (i >= 0 && !strcmp(c->knowledge->notice[i].country, o->country)) return IL_OK;
    return il_error_set(
        err, IL_BAD_VALUE, NULL, 0, 0,
        "there is no wording for the country '%.20s': give two capital letters that stand in data/notices.csv, or leave --country out", o->country);
}

// Batch after batch takes and gives back rooms of the same size: what was given back is kept, since fresh pages from the system cost more than the solves of
// a small batch. Only for commands that end soon.
static void keep_memory(void) {
#ifdef __GLIBC__
    enum { MEGABYTE = 1 << 20 };
    mallopt(M_MMAP_THRESHOLD, 32*MEGABYTE);
    mallopt(M_TRIM_THRESHOLD, 1024*MEGABYTE);
    mallopt(M_TOP_PAD, 8*MEGABYTE);
#endif
}

il_status case_choose(const case_wish *o, const char *file, const il_patient *p, int *visit, il_error *err) {
    *visit = case_visit(p, o->visit);
    if (*visit >= 0) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, file, 0, 0, "there is no visit '%.60s': give its date as in the file, or its number from 1 to %d", o->visit, p->nvisit);
}

int case_open(const case_wish *o, case_opened *c) {
    keep_memory();
    il_error err = {0};
    int      visit = 0;
    if (open_all(o, c, &err) || check_country(o, c, &err)) return app_failed(&err);
    if (c->patient && case_choose(o, o->patient, c->patient, &visit, &err)) return app_failed(&err);
    c->request = (il_assess_request){.patient = c->patient,
                                     .visit = visit,
                                     .knowledge = c->knowledge,
                                     .body = c->body,
                                     .tasks = c->tasks,
                                     .data_hash = il_data_hash(c->data),
                                     .setting = o->where,
                                     .country = o->country,
                                     .modified = il_data_modified(c->data),
                                     .threads = o->nthread};
    return EXIT_DONE;
}

il_status case_assess(case_opened *c, const il_progress *progress, il_error *err) { return il_assess(&c->request, &c->assessment, progress, err); }

il_status case_plan(case_opened *c, const case_wish *o, il_error *err) {
    app_progress progress;
    app_progress_start(&progress, o->progress);
    il_status s = il_exercise_tasks_read(c->data, c->knowledge, &c->exercises, err);
    if (!s) s = case_assess(c, &progress.progress, err);
    c->care.assess = &c->request, c->care.assessment = c->assessment, c->care.exercises = c->exercises;
    if (!s) s = il_plan_make(&c->care, &c->plan, &progress.progress, err);
    app_progress_end(&progress);
    return s;
}

int case_code(const case_opened *c) { return c->assessment->safety.level == IL_SAFETY_EMERGENCY ? EXIT_EMERGENCY : EXIT_DONE; }

void case_close(case_opened *c) {
    il_plan_free(c->plan);
    il_exercise_tasks_free(c->exercises);
    il_assessment_free(c->assessment);
    il_patient_free(c->patient);
    il_patient_vocab_free(c->vocab);
    il_tasks_free(c->tasks);
    il_body_free(c->body);
    il_body_tables_free(c->tables);
    il_knowledge_free(c->knowledge);
    il_data_close(c->data);
}

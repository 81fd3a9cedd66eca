// day.c - `ilium day [PATIENT] SCHEDULE`: a day or a week, minute after minute, of a person, and what one change does to it
#include "day.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/report.h"

// ---- what is asked ---------------------------------------------------------------------------------------------------------------------------

static const char *wrong_together(const day_wish *o) {
    if (o->change && o->checkpoint) return "--change lives several days: leave out";
    return NULL;
}

// a patient's measures and conditions stand in the file
static const char *said_twice(const day_wish *o) {
    if (!o->person.patient) return NULL;
    if (o->setup.with) return "--with";
    if (o->setup.set) return "--set";
    if (o->setup.sex) return "--sex";
    for (int i = 0; i < SETUP_MEASURES; i++)
        if (o->setup.measure[i]) return "measures of the person";
    return NULL;
}

static int check_wish(day_wish *o) {
    if (o->list) return EXIT_DONE;
    if (!o->setup.scenario) return app_usage("day", "a schedule is missing", NULL);
    if (o->setup.second) o->person.patient = o->setup.scenario, o->setup.scenario = o->setup.second;
    size_t n = strlen(o->setup.scenario);
    if (n > 5 && !strcmp(o->setup.scenario + n - 5, ".json")) return app_usage("day", "a schedule is missing behind the patient", o->setup.scenario);
    if (!o->paper.file && o->paper.citations) return app_usage("day", "--citations goes with a document: name it with", "-o");
    if (wrong_together(o)) return app_usage("day", wrong_together(o), "--checkpoint");
    if (day_more_wrong(o)) return app_usage("day", day_more_wrong(o), o->sweep ? o->sweep : "--sweep");
    if (o->alone && o->change) return app_usage("day", "--alone compares with nothing: leave it out, or", "--change");
    if (said_twice(o)) return app_usage("day", "a patient's file says who it is: leave out", said_twice(o));
    if (!o->person.patient && (o->person.visit || o->person.country || o->person.setting)) return app_usage("day", "--visit, --country and --setting go with a patient's file", NULL);
    return o->person.patient ? case_read("day", &o->person) : EXIT_DONE;
}

static int read_wish(int argc, char **argv, day_wish *o, setup *x) {
    enum { OWN = 15 };
    app_option own[OWN + PAPER_OPTIONS] = {{.name = "--csv", .value = &o->csv},          {.name = "--checkpoint", .value = &o->checkpoint}, {.name = "--json", .flag = &o->json},
                                           {.name = "--list", .flag = &o->list},         {.name = "--progress", .flag = &o->progress},      {.name = "--no-reflex", .flag = &o->no_reflex},
                                           {.name = "--change", .value = &o->change},    {.name = "--alone", .flag = &o->alone},            {.name = "--bodies", .value = &o->bodies},
                                           {.name = "--visit", .value = &o->person.visit}, {.name = "--country", .value = &o->person.country}, {.name = "--setting", .value = &o->person.setting},
                                           {.name = "--threads", .value = &o->person.threads}, {.name = "--effects", .flag = &o->effects_too},
                                           {.name = "--sweep", .value = &o->sweep, .flag = &o->sweeps}};
    paper_options(&o->paper, own + OWN);
    o->setup.takes_two = true;
    int wrong = setup_read("day", argc, argv, own, sizeof own / sizeof *own, &o->setup, x);
    if (!wrong) wrong = paper_read("day", &o->paper);
    if (!wrong) wrong = app_whole_number("--threads", o->person.threads, 1, 256, &o->person.nthread);
    if (!wrong) wrong = app_whole_number("--bodies", o->bodies, 1, IL_DAY_BODIES, &o->nbody);
    return wrong ? wrong : check_wish(o);
}

static int list(const setup *x) {
    char     name[64];
    il_error err = {0};
    for (int i = 0; il_schedule_name(x->data, i, name); i++) {
        il_schedule *s = NULL;
        if (il_schedule_read(x->data, name, &s, &err)) return app_failed(&err);
        printf("%-20s %s, %.3g hours\n", name, s->name, il_schedule_minutes(s) / 60);
        il_schedule_free(s);
    }
    return app_print("", 0);
}

// ---- who it is -------------------------------------------------------------------------------------------------------------------------------

static void say_who(const day_wish *o, day_work *w) {
    if (o->person.patient) {
        const il_patient *p = w->open.patient;
        snprintf(w->who, sizeof w->who, "%.200s%s", p->label ? p->label : p->id, p->simulated ? " (simulated teaching patient, not a person)" : "");
        return;
    }
    snprintf(w->who, sizeof w->who, "%.190s%s%.190s", o->setup.with ? o->setup.with : "", o->setup.with && o->setup.set ? "," : "", o->setup.set ? o->setup.set : "");
    if (!*w->who) snprintf(w->who, sizeof w->who, "no condition");
}

// the person of the command line without what makes it differ, which becomes the causes
static il_status person_of_words(const day_wish *o, day_work *w, il_day_story_request *r, il_error *err) {
    setup_wish bare = o->setup;
    bare.with = bare.set = NULL;
    il_status s = setup_person(&bare, &w->setup, err);
    if (!s) s = il_day_causes_read(w->setup.knowledge, o->setup.with, o->setup.set, &r->ncause, r->cause, err);
    r->knowledge = w->setup.knowledge, r->body = w->setup.body, r->healthy = w->setup.person, r->sizes = &w->setup.sizes;
    return s;
}

// the person of a file: assessed, danger first
static il_status person_of_file(day_work *w, il_day_story_request *r, const il_progress *progress, il_error *err) {
    il_status s = case_assess(&w->open, progress, err);
    if (!s) s = il_day_person(&w->open.request, &w->healthy, err);
    r->knowledge = w->open.knowledge, r->body = w->open.body, r->healthy = w->healthy;
    r->assess = &w->open.request, r->assessment = w->open.assessment;
    return s;
}

static il_status make_story(const day_wish *o, day_work *w, const il_progress *progress, il_error *err) {
    const il_data_dir   *data = w->setup.data;
    il_day_story_request r = {.tissue = NULL, .no_reflex = o->no_reflex, .alone = o->alone || o->checkpoint, .bodies = o->nbody, .threads = o->person.nthread};
    // words are read before anything is computed: a wrong one is told at once
    il_status s = il_schedule_read(data, o->setup.scenario, &w->schedule, err);
    if (!s) s = il_tissue_read(data, &w->tissue, err);
    if (!s && !o->person.patient) s = person_of_words(o, w, &r, err);
    const il_knowledge *k = o->person.patient ? w->open.knowledge : r.knowledge;
    if (!s && o->change) s = il_day_change_read(data, k, w->schedule, o->change, &w->change, err);
    if (!s && o->person.patient) s = person_of_file(w, &r, progress, err);
    r.schedule = w->schedule, r.tissue = w->tissue, r.change = o->change ? &w->change : NULL;
    if (s) return s;
    r.every = il_schedule_minutes(w->schedule) > 1440 && !o->csv ? 10 : 1;
    return il_day_story_begin(&r, &w->story, err);
}

// ---- telling -----------------------------------------------------------------------------------------------------------------------------------

static int write_paper(const day_wish *o, const il_day_paper_request *r) {
    il_error  err = {0};
    il_paper *paper = NULL;
    if (il_day_paper_make(r, &paper, &err)) return app_failed(&err);
    int code = paper_write(&o->paper, o->paper.file, 1, &paper, &(const char *){""}, 0);
    if (!code) code = paper_write_citations(paper, &o->paper);
    il_paper_free(paper);
    return code;
}

static int tell(const day_wish *o, const day_work *w) {
    il_day_paper_request r = {.story = w->story, .who = w->who, .data_hash = il_data_hash(w->setup.data), .date = o->paper.date, .modified = il_data_modified(w->setup.data), .more = w->more.loops ? &w->more.more : NULL};
    il_error err = {0};
    char    *text = NULL;
    size_t   size = 0;
    int      code = EXIT_DONE;
    if (o->csv && w->story->simulated) {
        if (il_day_csv(&r, &text, &size, &err)) return app_failed(&err);
        code = app_write(o->csv, text, size);
        il_report_free(text), text = NULL;
    }
    if (!code && o->paper.file) code = write_paper(o, &r);
    if (code) return code;
    if ((o->json ? il_day_json : il_day_text)(&r, &text, &size, &err)) return app_failed(&err);
    code = app_print(text, size);
    il_report_free(text);
    return code || !o->person.patient ? code : case_code(&w->open);
}

// ---- the command -------------------------------------------------------------------------------------------------------------------------------

static int run(const day_wish *o, day_work *w) {
    app_progress progress;
    il_error     err = {0};
    int          code = o->person.patient ? case_open(&o->person, &w->open) : EXIT_DONE;
    if (code) return code;
    app_progress_start(&progress, o->progress);
    il_status s = make_story(o, w, &progress.progress, &err);
    if (!s) say_who(o, w);
    if (!s && w->story->simulated && o->checkpoint) code = day_live_checkpointed(o, w, &progress.progress);
    else if (!s && w->story->simulated) s = il_day_story_live(w->story, &progress.progress, &err);
    if (!s && !code && w->story->simulated) s = day_more_open(o, w, &w->more, &progress.progress, &err);
    app_progress_end(&progress);
    if (s) return app_failed(&err);
    return code ? code : tell(o, w);
}

static void close_all(day_work *w) {
    day_more_close(&w->more);
    il_day_story_free(w->story);
    il_day_change_free(&w->change);
    il_schedule_free(w->schedule);
    il_tissue_free(w->tissue);
    il_params_free(w->healthy);
    case_close(&w->open);
    setup_close(&w->setup);
}

int app_day(int argc, char **argv) {
    day_wish o = {0};
    day_work w = {.change.wish.treatment = IL_NONE};
    int      code = read_wish(argc, argv, &o, &w.setup);
    o.person.data = o.setup.data;
    if (!code) code = o.list ? list(&w.setup) : run(&o, &w);
    close_all(&w);
    return code;
}

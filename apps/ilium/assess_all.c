// assess_all.c - `ilium assess-all FOLDER --out DIR`: every patient file of a folder, one thread a patient
//
// DIR holds about.json (what the answers were made with), NAME.json of every record NAME.json, and summary.csv, which is made of those answers alone.
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "case.h"
#include "ilium/report.h"
#include "ilium/thread.h"
#include "ilium/version.h"
#include "setup.h"

enum { MOST_PATH = 4096, TOLD_FIRST = 3, TOLD_LEVELS = 40 };

// one record and what came of it
typedef struct record {
    char    *name;   // "anna.json"
    json_t  *answer; // what the summary tells of it
    il_error err;    // why there is none
} record;

typedef struct work {
    case_wish   wish;
    const char *folder, *out;
    bool        resume, exact;
    case_opened open;
    record     *record;
    int         n;
    app_progress progress;
    il_progress  stop; // for a single assessment: it is asked to stop, and tells nothing
} work;

// ---- the folders ---------------------------------------------------------------------------------------------------------------

static il_status join(const char *folder, const char *name, char path[MOST_PATH], il_error *err) {
    if (snprintf(path, MOST_PATH, "%s/%s", folder, name) < MOST_PATH) return IL_OK;
    return il_error_set(err, IL_LIMIT, name, 0, 0, "the path is too long");
}

static bool is_record(const char *name) {
    size_t size = strlen(name);
    return name[0] != '.' && size > 5 && !strcmp(name + size - 5, ".json");
}

static int by_name(const void *a, const void *b) { return strcmp(((const record *)a)->name, ((const record *)b)->name); }

static il_status list_records(work *w, il_error *err) {
    DIR *dir = opendir(w->folder);
    if (!dir) return il_error_set(err, IL_NO_FILE, w->folder, 0, 0, "the folder of patient files cannot be read: %s", strerror(errno));
    bool memory = true;
    int  room = 0;
    for (struct dirent *e; memory && (e = readdir(dir));) {
        if (!is_record(e->d_name)) continue;
        if (w->n == room) {
            record *more = realloc(w->record, (size_t)(room = 2*room + 16)*sizeof *more);
            if (!more) memory = false;
            else w->record = more;
        }
        if (memory) w->record[w->n] = (record){.name = strdup(e->d_name)}, memory = w->record[w->n].name != NULL, w->n += memory;
    }
    closedir(dir);
    if (!memory) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the names of the records");
    if (!w->n) return il_error_set(err, IL_NO_FILE, w->folder, 0, 0, "the folder holds no patient file; their names end in .json");
    qsort(w->record, (size_t)w->n, sizeof *w->record, by_name);
    return IL_OK;
}

// an answer has the name of its record, so it must not lie beside it; nor may it replace what this command did not write
static il_status open_out(const work *w, il_error *err) {
    struct stat in, out;
    char        path[MOST_PATH];
    bool        begun = false;
    if (mkdir(w->out, 0700) && errno != EEXIST) return il_error_set(err, IL_NO_FILE, w->out, 0, 0, "the folder of answers cannot be made: %s", strerror(errno));
    if (stat(w->folder, &in) || stat(w->out, &out)) return il_error_set(err, IL_NO_FILE, w->out, 0, 0, "the folder cannot be looked at: %s", strerror(errno));
    if (in.st_dev == out.st_dev && in.st_ino == out.st_ino) return il_error_set(err, IL_BAD_VALUE, w->out, 0, 0, "answers would replace the records: give another folder after --out");
    if (join(w->out, "about.json", path, err)) return err->code;
    begun = !stat(path, &out);
    if (begun && !w->resume) return il_error_set(err, IL_BAD_VALUE, w->out, 0, 0, "there are answers already: --resume goes on with them, or give another folder");
    for (int i = 0; i < w->n && !begun; i++) {
        if (join(w->out, w->record[i].name, path, err)) return err->code;
        if (!stat(path, &out)) return il_error_set(err, IL_BAD_VALUE, path, 0, 0, "is there already and was not written by this command: give another folder after --out");
    }
    return IL_OK;
}

// what the answers are made with: those of other data or another setting never stand beside these
static il_status check_about(const work *w, il_error *err) {
    const il_assess_request *r = &w->open.request;
    json_t *about = json_pack("{s:s, s:s, s:s, s:s, s:s?, s:s?, s:b}", "made_by", "ilium assess-all", "version", il_version(), "data_hash", r->data_hash, "setting", il_setting_word(r->setting),
                              "country", r->country, "visit", w->wish.visit, "exact", w->exact);
    char   *text = about ? json_dumps(about, JSON_INDENT(2)) : NULL;
    char    path[MOST_PATH], *there = NULL;
    size_t  size;
    json_decref(about);
    if (!text) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory");
    il_status   s = join(w->out, "about.json", path, err);
    struct stat st;
    if (!s && stat(path, &st)) s = il_file_write(path, text, strlen(text), err);
    else if (!s && !(s = il_file_read(path, 0, &there, &size, err)) && strcmp(there, text))
        s = il_error_set(err, IL_BAD_VALUE, path, 0, 0, "the answers there were made with other data or other options: give another folder after --out");
    il_file_free(there);
    free(text);
    return s;
}

// ---- one record ----------------------------------------------------------------------------------------------------------------

static bool newer(const char *answer, const char *of) {
    struct stat a, b;
    return !stat(answer, &a) && !stat(of, &b) && (a.st_mtim.tv_sec > b.st_mtim.tv_sec || (a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec >= b.st_mtim.tv_nsec));
}

// what the summary tells, and no more: ten thousand answers would not fit into memory
static json_t *kept_of(const char *text) {
    json_t *all = json_loads(text, 0, NULL), *kept = all ? json_object() : NULL, *first = json_array(), *c;
    size_t  i;
    static const char *const keys[] = {"safety", "validity", "hypotheses"};
    for (size_t k = 0; kept && k < sizeof keys/sizeof *keys; k++) json_object_set(kept, keys[k], json_object_get(all, keys[k]));
    json_array_foreach(json_object_get(all, "conditions"), i, c) if (i < TOLD_FIRST) json_array_append(first, c);
    if (kept) json_object_set_new(kept, "conditions", first), json_object_set(kept, "visit", json_object_get(json_object_get(all, "person"), "visit"));
    else json_decref(first);
    json_decref(all);
    return kept;
}

static il_status keep_answer(const char *path, record *x, il_error *err) {
    char     *text;
    size_t    size;
    il_status s = il_file_read(path, 0, &text, &size, err);
    if (s) return s;
    x->answer = kept_of(text);
    il_file_free(text);
    return x->answer ? IL_OK : il_error_set(err, IL_BAD_SYNTAX, path, 0, 0, "is no answer of this command; remove it");
}

static il_status make_answer(const work *w, const char *from, const char *to, record *x, il_error *err) {
    il_assess_request r = w->open.request;
    il_patient       *patient = NULL;
    il_assessment    *a = NULL;
    char             *text = NULL;
    size_t            size;
    r.threads = 1, r.exact = w->exact;
    il_status s = il_patient_read(from, w->open.vocab, &patient, err);
    if (!s) s = case_choose(&w->wish, from, r.patient = patient, &r.visit, err);
    if (!s) s = il_assess(&r, &a, &w->stop, err);
    if (!s) s = il_report_json(a, &text, &size, err);
    if (!s && (x->answer = kept_of(text)) == NULL) s = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the summary");
    if (!s && il_file_write(to, text, size, err)) s = IL_BUSY; // the answers cannot be written: no other can
    il_report_free(text);
    il_assessment_free(a);
    il_patient_free(patient);
    return s;
}

// a record that cannot be read stops no other
static il_status assess_one(void *ctx, int job, int thread, il_error *err) {
    const work *w = ctx;
    record     *x = &w->record[job];
    char        from[MOST_PATH], to[MOST_PATH];
    (void)thread;
    il_status s = join(w->folder, x->name, from, &x->err);
    if (!s) s = join(w->out, x->name, to, &x->err);
    if (!s) s = w->resume && newer(to, from) ? keep_answer(to, x, &x->err) : make_answer(w, from, to, x, &x->err);
    if (s != IL_CANCELLED && s != IL_NO_MEMORY && s != IL_BUSY) return IL_OK;
    *err = x->err, err->code = s;
    return s;
}

// ---- the summary ---------------------------------------------------------------------------------------------------------------

static const char *text_of(const json_t *j, const char *key) {
    const char *t = json_string_value(json_object_get(j, key));
    return t ? t : "";
}

// a cell that a spreadsheet neither splits nor computes
static void put_text(FILE *f, const char *text) {
    bool formula = *text && strchr("=+-@\t\r", *text);
    if (!formula && !strpbrk(text, ",\"\r\n")) {
        fputs(text, f);
        return;
    }
    fputs(formula ? "\"'" : "\"", f);
    for (; *text; text++) fputs(*text == '"' ? "\"\"" : (char[2]){*text, 0}, f);
    fputc('"', f);
}

static void put_cell(FILE *f, const char *text) { fputc(',', f), put_text(f, text); }

static void put_number(FILE *f, const json_t *number) {
    if (json_is_number(number)) fprintf(f, ",%.4f", json_number_value(number));
    else fputc(',', f);
}

static void put_truth(FILE *f, const json_t *truth) { put_cell(f, json_is_true(truth) ? "yes" : json_is_false(truth) ? "no" : ""); }

static const json_t *share_of(const json_t *answer, const char *kind) {
    json_t *h;
    size_t  i;
    json_array_foreach(json_object_get(answer, "hypotheses"), i, h) if (!strcmp(text_of(h, "kind"), kind)) return json_object_get(h, "probability");
    return NULL;
}

static void put_row(FILE *f, const record *x) {
    const json_t *safety = json_object_get(x->answer, "safety");
    char          place[900];
    put_text(f, x->name), put_cell(f, text_of(x->answer, "visit")), put_cell(f, text_of(safety, "level"));
    put_truth(f, json_object_get(safety, "screen_complete")), put_truth(f, json_object_get(json_object_get(x->answer, "validity"), "in_scope")), put_truth(f, json_object_get(safety, "rank_allowed"));
    put_number(f, share_of(x->answer, "none")), put_number(f, share_of(x->answer, "not_determined"));
    for (size_t i = 0; i < TOLD_FIRST; i++) {
        const json_t *c = json_array_get(json_object_get(x->answer, "conditions"), i), *p = json_object_get(c, "present");
        put_cell(f, text_of(c, "id")), put_cell(f, text_of(c, "side"));
        put_number(f, json_object_get(p, "low")), put_number(f, json_object_get(p, "mid")), put_number(f, json_object_get(p, "high"));
    }
    put_cell(f, x->answer ? "" : il_error_format(&x->err, place, sizeof place));
    fputc('\n', f);
}

static void put_notices(FILE *f, const work *w, const char *before) {
    const il_knowledge *k = w->open.knowledge;
    for (int i = 0; i < k->nnotice; i++)
        if (setup_notice(k, w->open.request.modified, i)) fprintf(f, "%s%s\n", before, k->notice[i].text);
}

static int write_summary(const work *w) {
    char   path[MOST_PATH], *text = NULL;
    size_t size;
    FILE  *f = open_memstream(&text, &size);
    il_error err = {0};
    if (!f || join(w->out, "summary.csv", path, &err)) {
        if (f) fclose(f);
        free(text);
        return f ? app_failed(&err) : app_failed(&(il_error){.code = IL_NO_MEMORY, .text = "out of memory for the summary"});
    }
    put_notices(f, w, "# ");
    fputs("# Probabilities are calibrated on simulated patients; accuracy on real patients is unknown. A condition that is present is not thereby painful.\n", f);
    fputs("record,visit,level,screen_complete,in_scope,ranked,none,not_determined", f);
    for (int i = 1; i <= TOLD_FIRST; i++) fprintf(f, ",condition_%d,side_%d,low_%d,mid_%d,high_%d", i, i, i, i, i);
    fputs(",error\n", f);
    for (int i = 0; i < w->n; i++) put_row(f, &w->record[i]);
    bool whole = !ferror(f);
    whole = fclose(f) == 0 && whole;
    int code = whole ? app_write(path, text, size) : app_failed(&(il_error){.code = IL_NO_MEMORY, .text = "out of memory for the summary"});
    free(text);
    return code;
}

// ---- what is printed: danger first ---------------------------------------------------------------------------------------------

static bool has_level(const record *x, const char *level) { return !strcmp(text_of(json_object_get(x->answer, "safety"), "level"), level); }

static int count_level(const work *w, const char *level) {
    int n = 0;
    for (int i = 0; i < w->n; i++) n += has_level(&w->record[i], level);
    return n;
}

static void print_name(const char *before, const char *name) {
    char text[300];
    snprintf(text, sizeof text, "%s", name);
    app_clean(text);
    printf("%s%s", before, text);
}

// those of a level, with the items that raised it
static void print_level(const work *w, const char *level, const char *word, int most) {
    int n = 0;
    for (int i = 0; i < w->n; i++) {
        const record *x = &w->record[i];
        json_t       *item;
        size_t        k;
        if (!has_level(x, level) || n++ >= most) continue;
        printf("%-10s ", word), print_name("", x->name);
        const char *between = ": ";
        json_array_foreach(json_object_get(json_object_get(x->answer, "safety"), "positive"), k, item) {
            if (!strcmp(text_of(item, "level"), level)) printf("%s%s", between, text_of(item, "text")), between = "; ";
        }
        putchar('\n');
    }
    if (n > most) printf("%-10s and %d more, in summary.csv\n", word, n - most);
}

static int print_all(const work *w) {
    int failed = 0, emergency = count_level(w, "emergency");
    print_level(w, "emergency", "EMERGENCY", w->n);
    print_level(w, "urgent", "URGENT", TOLD_LEVELS);
    for (int i = 0; i < w->n; i++) failed += !w->record[i].answer;
    printf("%d records: %d EMERGENCY, %d URGENT, %d WATCH, %d clear", w->n, emergency, count_level(w, "urgent"), count_level(w, "watch"), count_level(w, "clear"));
    printf(failed ? "; %d could not be assessed\n" : "\n", failed);
    print_name("Answers, and summary.csv with a row a record: ", w->out), putchar('\n');
    put_notices(stdout, w, "");
    int code = app_print("", 0);
    return code ? code : emergency ? EXIT_EMERGENCY : failed ? EXIT_INPUT : EXIT_DONE;
}

// ---- the command ---------------------------------------------------------------------------------------------------------------

static int read_wish(int argc, char **argv, work *w) {
    app_option options[CASE_OPTIONS + 3] = {{0}};
    case_options(&w->wish, options);
    options[CASE_OPTIONS] = (app_option){.name = "--out", .value = &w->out};
    options[CASE_OPTIONS + 1] = (app_option){.name = "--resume", .flag = &w->resume};
    options[CASE_OPTIONS + 2] = (app_option){.name = "--exact", .flag = &w->exact};
    int wrong = app_options("assess-all", argc, argv, options, CASE_OPTIONS + 3, &w->folder);
    if (wrong) return wrong;
    if (!w->folder) return app_usage("assess-all", "a folder of patient files is missing", NULL);
    if (!w->out) return app_usage("assess-all", "--out DIR is missing: the folder for the answers", NULL);
    return case_read_options("assess-all", &w->wish);
}

static int run(work *w) {
    il_error  err = {0};
    int       code;
    il_status s = list_records(w, &err);
    if (s) return app_failed(&err);
    if ((code = case_open(&w->wish, &w->open))) return code;
    if (open_out(w, &err) || check_about(w, &err)) return app_failed(&err);
    app_progress_start(&w->progress, w->wish.progress);
    w->stop = w->progress.progress, w->stop.report = NULL;
    s = il_parallel_for(w->n, w->wish.nthread, assess_one, w, "assessing", &w->progress.progress, &err);
    app_progress_end(&w->progress);
    if (s == IL_CANCELLED) il_error_set(&err, s, NULL, 0, 0, "stopped; what was assessed is kept, --resume goes on");
    if (s == IL_BUSY) return app_failed(&err), EXIT_OUTPUT;
    if (s) return app_failed(&err);
    return (code = write_summary(w)) ? code : print_all(w);
}

int app_assess_all(int argc, char **argv) {
    work w = {0};
    int  code = read_wish(argc, argv, &w);
    if (!code) code = run(&w);
    for (int i = 0; i < w.n; i++) free(w.record[i].name), json_decref(w.record[i].answer);
    free(w.record);
    case_close(&w.open);
    return code;
}

// assess_all.c - `ilium assess-all FOLDER --out DIR`: every patient file of a folder, one thread a patient
//
// DIR holds about.txt (what the answers were made with), an answer of the name of every record, and summary.csv, which is made of those answers alone. An answer carries the hash of the record that it is of.
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case.h"
#include "ilium/report.h"
#include "ilium/thread.h"
#include "ilium/version.h"
#include "setup.h"

enum { MOST_PATH = 4096, ABOUT_TEXT = 600, TOLD_FIRST = 3, TOLD_URGENT = 40 };

// one record and what came of it
typedef struct record {
    char    *name;   // "anna.json"
    json_t  *answer; // what the summary tells of it
    il_error err;    // why there is none
} record;

typedef struct work {
    case_wish     wish;
    const char   *folder, *out;
    bool          resume, exact;
    case_opened   open;
    record       *record;
    int           n, passed_over; // records, and files of other names
    il_file_lock *lock;           // of about.txt: one run at a time
    char          about[ABOUT_TEXT];
    app_progress  progress;
    il_progress   stop; // for a single assessment: it is asked to stop, and tells nothing
} work;

// ---- the folders ---------------------------------------------------------------------------------------------------------------

static il_status join(const char *folder, const char *name, char path[MOST_PATH], il_error *err) {
    if (snprintf(path, MOST_PATH, "%s/%s", folder, name) < MOST_PATH) return IL_OK;
    return il_error_set(err, IL_LIMIT, name, 0, 0, "the path is too long");
}

static bool is_record(const char *name) {
    size_t size = strlen(name);
    return size > 5 && !strcasecmp(name + size - 5, ".json");
}

static int by_name(const void *a, const void *b) { return strcmp(((const record *)a)->name, ((const record *)b)->name); }

static bool add_record(work *w, const char *name, int *room) {
    if (w->n == *room) {
        record *more = realloc(w->record, (size_t)(*room = 2**room + 16)*sizeof *more);
        if (!more) return false;
        w->record = more;
    }
    w->record[w->n] = (record){.name = strdup(name)};
    return w->record[w->n].name && ++w->n;
}

static il_status list_records(work *w, il_error *err) {
    DIR *dir = opendir(w->folder);
    if (!dir) return il_error_set(err, IL_NO_FILE, w->folder, 0, 0, "the folder of patient files cannot be read: %s", strerror(errno));
    bool memory = true;
    int  room = 0;
    for (struct dirent *e; memory && (errno = 0, e = readdir(dir));) {
        if (e->d_name[0] == '.') continue;
        if (is_record(e->d_name)) memory = add_record(w, e->d_name, &room);
        else w->passed_over++;
    }
    int fault = memory ? errno : 0;
    closedir(dir);
    if (!memory) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the names of the records");
    if (fault) return il_error_set(err, IL_NO_FILE, w->folder, 0, 0, "the folder of patient files cannot be read to its end: %s", strerror(fault));
    if (!w->n) return il_error_set(err, IL_NO_FILE, w->folder, 0, 0, "the folder holds no patient file; their names end in .json");
    qsort(w->record, (size_t)w->n, sizeof *w->record, by_name);
    return IL_OK;
}

static bool is_there(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0;
}

// an answer has the name of its record, so it must not lie beside it; nor may it replace what this command did not write
static il_status check_out(const work *w, il_error *err) {
    struct stat in, out;
    char        path[MOST_PATH];
    if (stat(w->folder, &in) || stat(w->out, &out)) return il_error_set(err, IL_NO_FILE, w->out, 0, 0, "the folder cannot be looked at: %s", strerror(errno));
    if (in.st_dev == out.st_dev && in.st_ino == out.st_ino) return il_error_set(err, IL_BAD_VALUE, w->out, 0, 0, "answers would replace the records: give another folder after --out");
    if (join(w->out, "about.txt", path, err)) return err->code;
    if (is_there(path)) return w->resume ? IL_OK : il_error_set(err, IL_BAD_VALUE, w->out, 0, 0, "there are answers already: --resume goes on with them, or give another folder");
    for (int i = -1; i < w->n; i++) {
        if (join(w->out, i < 0 ? "summary.csv" : w->record[i].name, path, err)) return err->code;
        if (is_there(path)) return il_error_set(err, IL_BAD_VALUE, path, 0, 0, "is there already and was not written by this command: give another folder after --out");
    }
    return IL_OK;
}

// what the answers are made with: those of other data or another setting never stand beside these
static il_status open_out(work *w, il_error *err) {
    const il_assess_request *r = &w->open.request;
    char      path[MOST_PATH], *there = NULL;
    size_t    size;
    il_status s = check_out(w, err);
    if (!s) s = join(w->out, "about.txt", path, err);
    if (s) return s;
    snprintf(w->about, sizeof w->about, "answers of ilium assess-all, and what they were made with\nversion %s\ndata %s\nsetting %s\ncountry %s\nvisit %.100s\n%s\n", il_version(), r->data_hash,
             il_setting_word(r->setting), r->country ? r->country : "-", w->wish.visit ? w->wish.visit : "last", w->exact ? "exact" : "followed");
    if ((s = il_file_lock_take(path, &w->lock, err))) return s;
    if (!is_there(path)) return il_file_lock_write(w->lock, w->about, strlen(w->about), err);
    if (!(s = il_file_read(path, 0, &there, &size, err)) && strcmp(there, w->about))
        s = il_error_set(err, IL_BAD_VALUE, path, 0, 0, "the answers there were made with other data or other options: give another folder after --out");
    il_file_free(there);
    return s;
}

// ---- one record ----------------------------------------------------------------------------------------------------------------

static const char *text_of(const json_t *j, const char *key) {
    const char *t = json_string_value(json_object_get(j, key));
    return t ? t : "";
}

// what the summary tells, and no more: ten thousand answers would not fit into memory. NULL: this is no whole answer
static json_t *kept_of(const char *text) {
    static const char *const keys[] = {"safety", "about", "validity", "hypotheses"};
    json_t *all = json_loads(text, 0, NULL), *kept = json_object(), *first = json_array(), *c;
    size_t  i;
    for (size_t k = 0; k < sizeof keys/sizeof *keys; k++) json_object_set(kept, keys[k], json_object_get(all, keys[k]));
    json_array_foreach(json_object_get(all, "conditions"), i, c) if (i < TOLD_FIRST) json_array_append(first, c);
    json_object_set_new(kept, "conditions", first), json_object_set(kept, "visit", json_object_get(json_object_get(all, "person"), "visit"));
    json_decref(all);
    if (*text_of(json_object_get(kept, "safety"), "level") && !strcmp(text_of(json_object_get(kept, "about"), "program"), "ilium")) return kept;
    json_decref(kept);
    return NULL;
}

// the answer that is there: NULL when there is none. What is no answer of this program is never replaced
static il_status read_answer(const char *path, json_t **out, il_error *err) {
    char  *text = NULL;
    size_t size;
    *out = NULL;
    if (!is_there(path)) return IL_OK;
    il_status s = il_file_read(path, 0, &text, &size, err);
    if (!s && !(*out = kept_of(text))) s = il_error_set(err, IL_BAD_SYNTAX, path, 0, 0, "is there and is no answer of this command: move it away, then --resume");
    il_file_free(text);
    return s;
}

// written, or another try of about.txt tells whether anything can be written at all
static il_status write_answer(const work *w, const char *path, const char *text, size_t size, il_error *err) {
    il_error again = {0};
    if (!il_file_write(path, text, size, err)) return IL_OK;
    return il_file_lock_write(w->lock, w->about, strlen(w->about), &again) ? IL_BUSY : IL_NO_FILE;
}

static il_status make_answer(const work *w, const il_patient *patient, const char *from, const char *to, record *x, il_error *err) {
    il_assess_request r = w->open.request;
    il_assessment    *a = NULL;
    char             *text = NULL;
    size_t            size = 0;
    r.threads = 1, r.exact = w->exact, r.patient = patient;
    il_status s = case_choose(&w->wish, from, patient, &r.visit, err);
    if (!s) s = il_assess(&r, &a, &w->stop, err);
    if (!s) s = il_report_json(a, &text, &size, err);
    if (!s && (x->answer = kept_of(text)) == NULL) s = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the summary");
    if (!s) s = write_answer(w, to, text, size, err);
    il_report_free(text);
    il_assessment_free(a);
    return s;
}

static il_status read_record(const work *w, const char *from, il_patient **out, il_error *err) {
    struct stat st;
    if (!stat(from, &st) && !S_ISREG(st.st_mode)) return il_error_set(err, IL_NO_FILE, from, 0, 0, "is no plain file");
    return il_patient_read(from, w->open.vocab, out, err);
}

static il_status do_record(const work *w, record *x, il_error *err) {
    char        from[MOST_PATH], to[MOST_PATH];
    il_patient *patient = NULL;
    json_t     *old = NULL;
    il_status   s = join(w->folder, x->name, from, err);
    if (!s) s = join(w->out, x->name, to, err);
    if (!s) s = read_answer(to, &old, err);
    if (!s && !(s = read_record(w, from, &patient, err))) {
        bool of_this = old && !strcmp(text_of(json_object_get(old, "about"), "record_sha256"), patient->hash);
        if (of_this) x->answer = json_incref(old);
        else s = make_answer(w, patient, from, to, x, err);
    }
    // of a record that can no longer be assessed no answer may stand
    if (s && s != IL_CANCELLED && old) unlink(to);
    json_decref(old);
    il_patient_free(patient);
    return s;
}

// a record that cannot be assessed stops no other
static il_status assess_one(void *ctx, int job, int thread, il_error *err) {
    const work *w = ctx;
    record     *x = &w->record[job];
    (void)thread;
    il_status s = do_record(w, x, &x->err);
    if (s != IL_CANCELLED && s != IL_NO_MEMORY && s != IL_BUSY) return IL_OK;
    *err = x->err, err->code = s;
    return s;
}

// ---- the summary ---------------------------------------------------------------------------------------------------------------

// a cell that a spreadsheet neither splits nor computes, and that no reader takes for a notice
static void put_text(FILE *f, const char *words) {
    char text[1200];
    snprintf(text, sizeof text, "%s", words), app_clean(text);
    bool guarded = *text && strchr("=+-@#", *text);
    if (!guarded && !strpbrk(text, ",\"")) {
        fputs(text, f);
        return;
    }
    fputs(guarded ? "\"'" : "\"", f);
    for (const char *t = text; *t; t++) fputs(*t == '"' ? "\"\"" : (char[2]){*t, 0}, f);
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
    static const il_error no_memory = {.code = IL_NO_MEMORY, .text = "out of memory for the summary"};
    il_error err = {0};
    char     path[MOST_PATH], *text = NULL;
    size_t   size;
    if (join(w->out, "summary.csv", path, &err)) return app_failed(&err);
    FILE *f = open_memstream(&text, &size);
    if (!f) return app_failed(&no_memory);
    put_notices(f, w, "# ");
    fputs("# Probabilities are calibrated on simulated patients; accuracy on real patients is unknown. A condition that is present is not thereby painful.\n", f);
    fputs("record,visit,level,screen_complete,in_scope,ranked,none,not_determined", f);
    for (int i = 1; i <= TOLD_FIRST; i++) fprintf(f, ",condition_%d,side_%d,low_%d,mid_%d,high_%d", i, i, i, i, i);
    fputs(",error\n", f);
    for (int i = 0; i < w->n; i++) put_row(f, &w->record[i]);
    bool whole = !ferror(f);
    whole = fclose(f) == 0 && whole;
    int code = whole ? app_write(path, text, size) : app_failed(&no_memory);
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

static void print_clean(const char *words) {
    char text[600];
    snprintf(text, sizeof text, "%s", words), app_clean(text);
    fputs(text, stdout);
}

// those of a level, with the items that raised it and what to do
static void print_level(const work *w, const char *level, const char *word, int most) {
    int n = 0;
    for (int i = 0; i < w->n; i++) {
        const record *x = &w->record[i];
        json_t       *item;
        size_t        k;
        if (!has_level(x, level) || n++ >= most) continue;
        printf("%-10s ", word), print_clean(x->name), putchar('\n');
        json_array_foreach(json_object_get(json_object_get(x->answer, "safety"), "positive"), k, item) {
            if (!strcmp(text_of(item, "level"), level)) printf("           %s: %s\n", text_of(item, "text"), text_of(item, "action"));
        }
    }
    if (n > most) printf("%-10s and %d more, in summary.csv\n", word, n - most);
}

// printed however the run ended
static int print_emergencies(const work *w) {
    const il_knowledge *k = w->open.knowledge;
    int n = count_level(w, "emergency"), call = il_find_notice(k, "emergency_call", w->wish.country);
    print_level(w, "emergency", "EMERGENCY", w->n);
    if (n && call >= 0) printf("%s\n", k->notice[call].text);
    return n;
}

static void print_counts(const work *w, int emergency, int failed) {
    int clear = count_level(w, "clear"), gaps = 0;
    for (int i = 0; i < w->n; i++) gaps += json_is_false(json_object_get(json_object_get(w->record[i].answer, "safety"), "screen_complete"));
    print_level(w, "urgent", "URGENT", TOLD_URGENT);
    printf("%d records: %d EMERGENCY, %d URGENT, %d WATCH, %d without a sign of danger", w->n, emergency, count_level(w, "urgent"), count_level(w, "watch"), clear);
    if (gaps) printf("; of %d the screening is incomplete: key items were not asked, and not asked is never no", gaps);
    if (failed) printf("; %d could not be assessed", failed);
    if (w->passed_over) printf("; %d files of other names were passed over", w->passed_over);
    printf("\nAnswers, and summary.csv with a row a record: "), print_clean(w->out), putchar('\n');
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

static int make_out(const char *out) {
    struct stat st;
    if (!mkdir(out, 0700) || (errno == EEXIST && !stat(out, &st) && S_ISDIR(st.st_mode))) return EXIT_DONE;
    il_error err = {0};
    il_error_set(&err, IL_NO_FILE, out, 0, 0, "the folder of answers cannot be made: %s", errno == EEXIST ? "it is no folder" : strerror(errno));
    app_failed(&err);
    return EXIT_OUTPUT;
}

static int assess_them(work *w) {
    il_error err = {0};
    app_progress_start(&w->progress, w->wish.progress);
    w->stop = w->progress.progress, w->stop.report = NULL;
    il_status s = il_parallel_for(w->n, w->wish.nthread, assess_one, w, "assessing", &w->progress.progress, &err);
    app_progress_end(&w->progress);
    if (!s) return EXIT_DONE;
    if (s == IL_CANCELLED) il_error_set(&err, s, NULL, 0, 0, "stopped; what was assessed is kept, --resume goes on");
    int code = app_failed(&err);
    return s == IL_BUSY ? EXIT_OUTPUT : code;
}

static int run(work *w) {
    il_error  err = {0};
    int       code;
    il_status s = list_records(w, &err);
    if (s) return app_failed(&err);
    if ((code = case_open(&w->wish, &w->open)) || (code = make_out(w->out))) return code;
    if ((s = open_out(w, &err))) return app_failed(&err);
    code = assess_them(w);
    int emergency = print_emergencies(w), failed = 0;
    for (int i = 0; i < w->n; i++) failed += !w->record[i].answer;
    if (!code) print_counts(w, emergency, failed), code = write_summary(w);
    if (!code || emergency) put_notices(stdout, w, "");
    int unprinted = app_print("", 0);
    if (emergency) return EXIT_EMERGENCY;
    return code ? code : unprinted ? unprinted : failed ? EXIT_INPUT : EXIT_DONE;
}

int app_assess_all(int argc, char **argv) {
    work w = {0};
    int  code = read_wish(argc, argv, &w);
    if (!code) code = run(&w);
    for (int i = 0; i < w.n; i++) free(w.record[i].name), json_decref(w.record[i].answer);
    free(w.record);
    il_file_lock_release(w.lock);
    case_close(&w.open);
    return code;
}

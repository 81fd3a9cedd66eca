// ask.c - `ilium ask FILE`: the exam as questions in their order; every answer is saved at once, and the next call goes on
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app.h"
#include "ilium/file.h"
#include "ilium/interview.h"
#include "ilium/io.h"

enum { LINE = 4000 };

typedef struct talk {
    const char       *path, *date, *visit, *data, *section, *by;
    il_file_lock     *lock; // from before the record is read to the end: nobody else writes it meanwhile
    il_data_dir      *dir;
    il_knowledge     *knowledge;
    il_patient_vocab *vocab;
    il_patient       *patient;
    il_interview     *interview;
    int               which;   // visit
    int               code;
    bool              changed; // since the file was written
} talk;

static void close_all(talk *t) {
    il_interview_free(t->interview);
    il_patient_free(t->patient);
    il_patient_vocab_free(t->vocab);
    il_knowledge_free(t->knowledge);
    il_data_close(t->dir);
    il_file_lock_release(t->lock);
}

// ---- the record ------------------------------------------------------------------------------------------------------------------

static void today(char out[11]) {
    time_t    now = time(NULL);
    struct tm day;
    out[0] = 0;
    if (localtime_r(&now, &day)) strftime(out, 11, "%Y-%m-%d", &day);
}

// "folder/anna.json" -> "anna"
static const char *name_of(il_patient *p, const char *path) {
    const char *slash = strrchr(path, '/');
    char        name[200];
    snprintf(name, sizeof name, "%s", slash ? slash + 1 : path);
    char *dot = strrchr(name, '.');
    if (dot && dot != name) *dot = 0;
    return il_patient_text(p, name);
}

static il_status add_visit(talk *t, const char *date, il_error *err) {
    t->which = t->patient->nvisit;
    il_status s = il_patient_add_visit(t->patient, date, err);
    if (!s) s = il_patient_check(t->patient, t->vocab, NULL, err);
    if (s) snprintf(err->file, sizeof err->file, "%s", t->path);
    return s;
}

static il_status find_visit(talk *t, il_error *err) {
    int  number = 0;
    char day[11];
    if (t->visit) {
        if (app_whole_number("--visit", t->visit, 1, t->patient->nvisit, &number)) return il_error_set(err, IL_BAD_VALUE, t->path, 0, 0, "there is no visit %.20s", t->visit);
        t->which = number - 1;
        return IL_OK;
    }
    if (!t->date) today(day);
    const char *date = t->date ? t->date : day;
    for (int i = 0; i < t->patient->nvisit; i++)
        if (t->patient->visit[i].date && !strcmp(t->patient->visit[i].date, date)) {
            t->which = i;
            return IL_OK;
        }
    return add_visit(t, date, err);
}

static il_status open_record(talk *t, il_error *err) {
    FILE *f = fopen(t->path, "rb");
    if (f) {
        fclose(f);
        return il_patient_read(t->path, t->vocab, &t->patient, err);
    }
    il_status s = il_patient_create(&t->patient, err);
    if (s) return s;
    t->patient->id = name_of(t->patient, t->path);
    return t->patient->id ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
}

static il_status open_all(talk *t, il_error *err) {
    il_status s;
    if ((s = il_data_open(t->data, &t->dir, err)) || (s = il_knowledge_read(t->dir, &t->knowledge, err)) ||
        (s = il_patient_vocab_create(t->knowledge, &t->vocab, err)) || (s = open_record(t, err)) || (s = find_visit(t, err)))
        return s;
    return il_interview_create(t->knowledge, t->vocab, t->patient, t->which, &t->interview, err);
}

static bool save(talk *t) {
    il_error err = {0};
    if (!t->changed) return true;
    if (il_patient_write_locked(t->lock, t->patient, &err)) {
        app_failed(&err);
        t->code = EXIT_OUTPUT;
        return false;
    }
    t->changed = false;
    return true;
}

// ---- talking ---------------------------------------------------------------------------------------------------------------------

static const char *side_text(il_side side) { return side == IL_SIDE_RIGHT ? " (right)" : side == IL_SIDE_LEFT ? " (left)" : ""; }

// what a positive answer of the safety screen asks for; true for an emergency
static bool warn(const il_question *q, const char *answer) {
    if (!q->rule || strcmp(answer, "yes") != 0 || q->rule->role != IL_ROLE_WARNS || q->rule->level < IL_LEVEL_URGENT) return false;
    printf("\n  %s: %s\n  %s\n\n", il_level_text(q->rule->level), q->rule->condition, q->rule->action);
    return q->rule->level == IL_LEVEL_EMERGENCY;
}

static void explain(const il_question *q, const char *now) {
    printf("    answer: %s\n", q->answers);
    if (*q->also) printf("    %s\n", q->also);
    if (*q->more) printf("    %s%s\n", q->rule ? "may mean: " : "", q->more);
    if (*now) printf("    recorded now: %s\n", now);
    printf("    Enter: not asked or not measured   <: back   >: next section   0!: take the answer back   q: save and stop\n");
}

// the first question of the next section, or of the section that begins with these letters; -1: there is none
static int find_section(const il_interview *v, int from, const char *name) {
    for (int i = from; i < il_interview_count(v); i++) {
        const char *s = il_interview_question(v, i)->section;
        if (name ? !strncmp(s, name, strlen(name)) : strcmp(s, il_interview_question(v, from)->section) != 0) return i;
    }
    return -1;
}

static int before(const il_interview *v, int i) {
    int at = i;
    while (--i >= 0)
        if (il_interview_applies(v, i)) return i;
    return at;
}

// who entered what, and when: into the record, beside the answer
static bool note_entry(talk *t, const il_question *q, const char *was, const char *now) {
    char           what[200], at[24];
    const char    *date = t->patient->visit[t->which].date;
    snprintf(what, sizeof what, "%s%s%s%s", date ? date : "", date ? "/" : "", q->id, q->side == IL_SIDE_RIGHT ? "/r" : q->side == IL_SIDE_LEFT ? "/l" : "");
    return il_patient_add_entry(t->patient, &(il_entry){.at = app_moment(at), .by = t->by, .what = what, .was = was, .now = now});
}

// take an answer in; the next question, or -1 to stop
static int take(talk *t, int i, const char *typed) {
    const il_question *q = il_interview_question(t->interview, i);
    char               now[LINE], was[LINE];
    il_error           err = {0};
    il_interview_answered(t->interview, i, was, sizeof was);
    if (il_interview_answer(t->interview, i, strcmp(typed, "0!") ? typed : "", &err)) {
        printf("    %s\n", err.text);
        return i;
    }
    t->changed = true;
    bool answered = il_interview_answered(t->interview, i, now, sizeof now);
    if (!note_entry(t, q, was, now)) t->code = EXIT_INTERNAL;
    if (!save(t)) return -1;
    if (answered && warn(q, now)) {
        t->code = EXIT_EMERGENCY;
        return -1;
    }
    return i + 1;
}

// one question on the screen; the next, or -1 to stop
static int ask(talk *t, int i, int *explicitly) {
    const il_question *q = il_interview_question(t->interview, i);
    char               line[LINE + 2], now[LINE];
    il_interview_answered(t->interview, i, now, sizeof now);
    app_clean(now);
    printf("%s%s (%s)%s%s%s: ", q->text, side_text(q->side), q->answers, *now ? " [" : "", now, *now ? "]" : "");
    fflush(stdout);
    if (app_interrupted() || !fgets(line, sizeof line, stdin)) return -1;
    if (!strchr(line, '\n') && strlen(line) > LINE) {
        printf("    an answer has at most %d bytes\n", LINE - 1);
        for (int c = getchar(); c != EOF && c != '\n';) c = getchar();
        return i;
    }
    line[strcspn(line, "\r\n")] = 0;
    *explicitly = -1;
    if (!*line) return i + 1;
    if (!strcmp(line, "q")) return -1;
    if (!strcmp(line, "<")) return *explicitly = before(t->interview, i);
    if (!strcmp(line, ">")) {
        int next = find_section(t->interview, i, NULL);
        return next < 0 ? il_interview_count(t->interview) : next;
    }
    if (!strcmp(line, "?")) {
        explain(q, now);
        return *explicitly = i;
    }
    int next = take(t, i, line);
    if (next == i) *explicitly = i;
    return next;
}

static void interview(talk *t) {
    const char *section = "";
    int         n = il_interview_count(t->interview), explicitly = -1;
    int         i = t->section ? find_section(t->interview, 0, t->section) : 0;
    char id[200];
    snprintf(id, sizeof id, "%s", t->patient->id);
    app_clean(id);
    printf("%s, visit %s: questions in the order of an exam. Enter: not asked. ?: more. q: save and stop.\n", id,
           t->patient->visit[t->which].date ? t->patient->visit[t->which].date : "");
    for (; i >= 0 && i < n;) {
        if (i != explicitly) i = il_interview_next(t->interview, i);
        if (i >= n) break;
        const il_question *q = il_interview_question(t->interview, i);
        if (strcmp(section, q->section)) printf("\n%s\n", section = q->section);
        i = ask(t, i, &explicitly);
    }
}

static void say_earlier_warnings(talk *t) {
    char now[LINE];
    for (int i = 0; i < il_interview_count(t->interview); i++)
        if (il_interview_answered(t->interview, i, now, sizeof now)) warn(il_interview_question(t->interview, i), now);
}

static void say_end(const talk *t) {
    int open = 0, key = 0;
    char now[8];
    for (int i = 0; i < il_interview_count(t->interview); i++) {
        const il_question *q = il_interview_question(t->interview, i);
        if (!q->rule || !il_interview_applies(t->interview, i) || il_interview_answered(t->interview, i, now, sizeof now)) continue;
        open++, key += q->rule->key;
    }
    if (open) printf("\nNot asked of the safety screen: %d, of them %d without which the screen is incomplete.\n", open, key);
    printf("\nsaved in %s; go on with `ilium ask %s`, or read the answer with `ilium assess %s`\n", t->path, t->path, t->path);
}

int app_ask(int argc, char **argv) {
    talk             t = {0};
    il_error         err = {0};
    app_progress     watch;
    const app_option options[] = {{.name = "--date", .value = &t.date}, {.name = "--visit", .value = &t.visit}, {.name = "--data", .value = &t.data},
                                  {.name = "--section", .value = &t.section}, {.name = "--by", .value = &t.by}};
    int              wrong = app_options("ask", argc, argv, options, sizeof options / sizeof *options, &t.path);
    if (!wrong && !t.path) wrong = app_usage("ask", "the patient file to write is missing", NULL);
    if (!wrong && il_file_lock_take(t.path, &t.lock, &err)) wrong = (app_failed(&err), EXIT_OUTPUT);
    if (!wrong && open_all(&t, &err)) wrong = app_failed(&err);
    if (!wrong && t.section && find_section(t.interview, 0, t.section) < 0) wrong = app_usage("ask", "there is no section that begins with", t.section);
    if (!wrong) {
        t.changed = true;
        app_progress_start(&watch, false); // Ctrl-C ends the interview; all answers are saved by then
        say_earlier_warnings(&t);
        if (save(&t)) interview(&t);
        if (!t.code || t.code == EXIT_EMERGENCY) say_end(&t);
        wrong = fflush(stdout) ? EXIT_OUTPUT : t.code;
    }
    close_all(&t);
    return wrong;
}

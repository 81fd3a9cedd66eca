// consent.c - `ilium consent PATIENT`: how it stands with consent, a consent recorded, a consent withdrawn
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "ilium/file.h"
#include "ilium/io.h"
#include "ilium/knowledge.h"

typedef struct work {
    const char       *patient, *data, *covers, *given, *withdraw, *date;
    il_consent        consent;
    il_data_dir      *dir;
    il_knowledge     *knowledge;
    il_patient_vocab *vocab;
    il_patient       *p;
    il_file_lock     *lock;
    char              today[11];
} work;

static int read_wish(int argc, char **argv, work *w) {
    const app_option options[] = {{.name = "--data", .value = &w->data},           {.name = "--for", .value = &w->covers},
                                  {.name = "--given", .value = &w->given},         {.name = "--withdraw", .value = &w->withdraw},
                                  {.name = "--date", .value = &w->date},           {.name = "--by", .value = &w->consent.by},
                                  {.name = "--taken-by", .value = &w->consent.taken_by}, {.name = "--risks", .value = &w->consent.risks},
                                  {.name = "--alternatives", .value = &w->consent.alternatives}, {.name = "--note", .value = &w->consent.note}};
    int wrong = app_options("consent", argc, argv, options, sizeof options/sizeof *options, &w->patient);
    if (wrong) return wrong;
    if (!w->patient) return app_usage("consent", "a patient file is missing", NULL);
    if (w->covers && w->withdraw) return app_usage("consent", "--for records a consent, --withdraw ends one: give one of them", NULL);
    if (!w->covers != !w->given) return app_usage("consent", "--for and --given go together: --for massage --given yes", NULL);
    if (w->given && strcmp(w->given, "yes") != 0 && strcmp(w->given, "no") != 0) return app_usage("consent", "--given is yes or no, not", w->given);
    return EXIT_DONE;
}

static il_status open_all(work *w, il_error *err) {
    il_status s;
    if ((s = il_data_open(w->data, &w->dir, err)) || (s = il_knowledge_read(w->dir, &w->knowledge, err)) || (s = il_patient_vocab_create(w->knowledge, &w->vocab, err))) return s;
    return il_patient_read(w->patient, w->vocab, &w->p, err);
}

static il_status change(work *w, il_error *err) {
    char      moment[24], what[200];
    app_moment(moment);
    snprintf(w->today, sizeof w->today, "%.10s", moment);
    if (!w->date) w->date = w->today;
    if (w->covers) w->consent.covers = w->covers, w->consent.given = strcmp(w->given, "yes") ? IL_NO : IL_YES, w->consent.date = w->date;
    il_status s = w->covers ? il_patient_add_consent(w->p, &w->consent, err) : il_patient_withdraw_consent(w->p, w->withdraw, w->date, w->consent.by, err);
    if (s) return s;
    snprintf(what, sizeof what, "consent/%.100s", w->covers ? w->covers : w->withdraw);
    const char *by = w->consent.taken_by ? w->consent.taken_by : w->consent.by, *now = w->withdraw ? "withdrawn" : w->consent.given == IL_YES ? "given" : "refused";
    if (!il_patient_add_entry(w->p, &(il_entry){.at = moment, .by = by, .what = what, .now = now})) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
    return il_patient_check(w->p, w->vocab, NULL, err);
}

// ---- how it stands -----------------------------------------------------------------------------------------------------------------

static void say(const char *before, const char *text) {
    char line[1000];
    if (!text) return;
    snprintf(line, sizeof line, "%s", text);
    app_clean(line);
    printf("%s%s", before, line);
}

static void tell(const work *w, const char *covers) {
    static const char *const states[] = {"not recorded", "given", "refused", "withdrawn"};
    const il_consent        *c;
    il_consent_state         state = il_patient_consent(w->p, covers, &c);
    printf("%s: %s", covers, states[state]);
    if (c) say(" ", state == IL_CONSENT_WITHDRAWN ? c->withdrawn : c->date), say(" by ", state == IL_CONSENT_WITHDRAWN ? c->withdrawn_by : c->by);
    if (c) say("; explained by ", c->taken_by), say("; risks: ", c->risks), say("; alternatives: ", c->alternatives), say("; ", c->note);
    printf("\n");
    int t = il_find_treatment(w->knowledge, covers);
    if (t >= 0 && state == IL_CONSENT_GIVEN && c && !c->risks) printf("    no risks are recorded as explained; the tables name: %s\n", w->knowledge->treatment[t].risks);
}

static bool told_before(const il_patient *p, int i) {
    for (int j = 0; j < i; j++)
        if (!strcmp(p->consent[j].covers, p->consent[i].covers)) return true;
    return false;
}

static int tell_all(const work *w) {
    tell(w, "processing");
    tell(w, "exam");
    for (int i = 0; i < w->p->nconsent; i++) {
        const char *covers = w->p->consent[i].covers;
        if (strcmp(covers, "processing") != 0 && strcmp(covers, "exam") != 0 && !told_before(w->p, i)) tell(w, covers);
    }
    return fflush(stdout) ? EXIT_OUTPUT : EXIT_DONE;
}

static int run(work *w) {
    il_error err = {0};
    bool     writes = w->covers || w->withdraw;
    if (writes && il_file_lock_take(w->patient, &w->lock, &err)) return app_failed(&err), EXIT_OUTPUT;
    if (open_all(w, &err)) return app_failed(&err);
    if (writes && change(w, &err)) return app_failed(&err);
    if (writes && il_patient_write_locked(w->lock, w->p, &err)) return app_failed(&err), EXIT_OUTPUT;
    return tell_all(w);
}

int app_consent(int argc, char **argv) {
    work w = {0};
    int  code = read_wish(argc, argv, &w);
    if (!code) code = run(&w);
    il_patient_free(w.p);
    il_patient_vocab_free(w.vocab);
    il_knowledge_free(w.knowledge);
    il_data_close(w.dir);
    il_file_lock_release(w.lock);
    return code;
}

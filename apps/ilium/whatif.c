// whatif.c - `ilium what-if PATIENT --treatment ID[:SIDE]`: what a treatment would change for this person
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "ilium/plan.h"
#include "ilium/report.h"

typedef struct work {
    case_wish       wish;
    const char     *treatment[IL_CARE_WISHES], *weeks;
    int             nweeks;
    bool            json;
    case_opened     open;
    il_care_request care;
    il_whatif      *answer;
    char           *text;
    size_t          size;
} work;

// --treatment may be given several times: each of these options takes the next one
static int gather(int *argc, char **argv, work *w) {
    int kept = 0, n = 0;
    for (int i = 0; i < *argc; i++) {
        bool        equals = !strncmp(argv[i], "--treatment=", 12);
        const char *word = equals ? argv[i] + 12 : NULL;
        if (!equals && !strcmp(argv[i], "--treatment")) word = i + 1 < *argc ? argv[++i] : "";
        if (!word) argv[kept++] = argv[i];
        else if (!*word) return app_usage("what-if", "a treatment is missing after --treatment", NULL);
        else if (n == IL_CARE_WISHES) return app_usage("what-if", "too many treatments at once; what is", word);
        else w->treatment[n++] = word;
    }
    *argc = kept;
    return n ? EXIT_DONE : app_usage("what-if", "--treatment is missing: `ilium explain --list` names them", NULL);
}

static int read_wish(int argc, char **argv, work *w) {
    app_option options[CASE_OPTIONS + 2] = {{0}};
    int        wrong = gather(&argc, argv, w);
    case_options(&w->wish, options);
    options[CASE_OPTIONS] = (app_option){.name = "--weeks", .value = &w->weeks};
    options[CASE_OPTIONS + 1] = (app_option){.name = "--json", .flag = &w->json};
    if (!wrong) wrong = app_options("what-if", argc, argv, options, CASE_OPTIONS + 2, &w->wish.patient);
    if (!wrong) wrong = app_whole_number("--weeks", w->weeks, 1, 520, &w->nweeks);
    return wrong ? wrong : case_read("what-if", &w->wish);
}

// "heel_lift", "heel_lift:left"
static int read_treatment(const il_knowledge *k, const char *word, il_treatment_wish *out) {
    char   id[80] = "";
    size_t n = strcspn(word, ":");
    if (n < sizeof id) memcpy(id, word, n);
    out->treatment = il_find_treatment(k, id);
    if (out->treatment < 0) return app_usage("what-if", "`ilium explain --list` names the treatments; there is no", word);
    if (!word[n]) return EXIT_DONE;
    static const struct {
        const char *word;
        il_side     side;
    } sides[] = {{"right", IL_SIDE_RIGHT}, {"left", IL_SIDE_LEFT}, {"both", IL_SIDE_BOTH}};
    for (int i = 0; i < 3; i++)
        if (!strcmp(word + n + 1, sides[i].word)) out->side = sides[i].side;
    return out->side == IL_SIDE_NONE ? app_usage("what-if", "a side is right, left or both, not", word + n + 1) : EXIT_DONE;
}

static il_status compute(work *w, il_error *err) {
    app_progress progress;
    app_progress_start(&progress, w->wish.progress);
    il_status s = case_assess(&w->open, &progress.progress, err);
    w->care.assess = &w->open.request, w->care.assessment = w->open.assessment, w->care.weeks = w->nweeks;
    if (!s) s = il_whatif_run(&w->care, &w->answer, &progress.progress, err);
    app_progress_end(&progress);
    if (!s) s = (w->json ? il_report_whatif_json : il_report_whatif_text)(&w->care, w->answer, &w->text, &w->size, err);
    return s;
}

static int run(work *w) {
    il_error err = {0};
    int      code = case_open(&w->wish, &w->open);
    for (int i = 0; !code && i < IL_CARE_WISHES && w->treatment[i]; i++) code = read_treatment(w->open.knowledge, w->treatment[i], &w->care.wish[w->care.nwish++]);
    if (code) return code;
    if (compute(w, &err)) return app_failed(&err);
    code = app_print(w->text, w->size);
    return code ? code : case_code(&w->open);
}

int app_whatif(int argc, char **argv) {
    work w = {0};
    int  code = read_wish(argc, argv, &w);
    if (!code) code = run(&w);
    il_report_free(w.text);
    il_whatif_free(w.answer);
    case_close(&w.open);
    return code;
}

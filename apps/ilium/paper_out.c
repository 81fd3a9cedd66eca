// paper_out.c - documents into files: HTML, PDF, and the list of citations
#include "paper_out.h"

#include <stdio.h>
#include <string.h>

#include "ilium/report.h"

void paper_options(paper_out *o, app_option out[PAPER_OPTIONS]) {
    const app_option options[PAPER_OPTIONS] = {{.name = "-o", .value = &o->file}, {.name = "--citations", .value = &o->citations}, {.name = "--date", .value = &o->date},
                                               {.name = "--html", .flag = &o->html}, {.name = "--pdf", .flag = &o->pdf}};
    memcpy(out, options, sizeof options);
}

static bool is_date(const char *text) { return strlen(text) == 10 && strspn(text, "0123456789-") == 10 && text[4] == '-' && text[7] == '-'; }

int paper_read(const char *command, paper_out *o) {
    if (o->date && !is_date(o->date)) return app_usage(command, "--date is YYYY-MM-DD, not", o->date);
    char moment[24];
    if (!o->date && snprintf(o->today, sizeof o->today, "%.10s", app_moment(moment)) == 10) o->date = o->today;
    if (!o->html && !o->pdf) o->html = o->pdf = true;
    return EXIT_DONE;
}

// ---- writing -------------------------------------------------------------------------------------------------------------------------

// "anna.json" and "clinician" as "anna.clinician.pdf"; FILE.html and FILE as FILE.pdf
static void name_file(char *name, size_t size, const char *base, const char *word, const char *ending) {
    const char *slash = strrchr(base, '/'), *dot = strrchr(slash ? slash : base, '.');
    bool        known = dot && (!strcmp(dot, ".json") || !strcmp(dot, ".html") || !strcmp(dot, ".pdf"));
    int         n = known ? (int)(dot - base) : (int)strlen(base);
    snprintf(name, size, "%.*s%s%s%s", n, base, *word ? "." : "", word, ending);
}

static int write_text(const char *name, const char *text, size_t size, bool publish) {
    int code = (publish ? app_publish : app_write)(name, text, size);
    return code ? code : printf("%s\n", name) < 0 ? EXIT_OUTPUT : EXIT_DONE;
}

int paper_write_citations(const il_paper *paper, const paper_out *o) {
    static const char *const endings[] = {
#define X(form, ending) ending,
        IL_CITATION_LIST(X)
#undef X
    };
    il_citation_form form = IL_CITATIONS_TEXT;
    const char      *name = o->citations, *dot = name ? strrchr(name, '.') : NULL;
    char            *text;
    size_t           size;
    il_error         err = {0};
    if (!name) return EXIT_DONE;
    for (int i = 0; dot && i < IL_NCITATION_FORM; i++)
        if (!strcmp(dot, endings[i])) form = (il_citation_form)i;
    if (il_paper_citations(paper, form, &text, &size, &err)) return app_failed(&err);
    int code = write_text(name, text, size, o->publish);
    il_report_free(text);
    return code;
}

int paper_write(const paper_out *o, const char *base, int n, il_paper *const *paper, const char *const *word, int threads) {
    il_paper_form form[2*IL_NPAPER];
    il_error      err = {0};
    char          name[4096];
    int           code = EXIT_DONE, nform = 0;
    for (int i = 0; i < n; i++) {
        if (o->html) form[nform++] = (il_paper_form){.paper = paper[i]};
        if (o->pdf) form[nform++] = (il_paper_form){.paper = paper[i], .pdf = true};
    }
    if (il_papers_draw(nform, form, threads, &err)) return app_failed(&err);
    for (int i = 0; i < nform; i++) {
        name_file(name, sizeof name, base, word[i/(o->html + o->pdf)], form[i].pdf ? ".pdf" : ".html");
        if (!code) code = write_text(name, form[i].bytes, form[i].size, o->publish);
        il_report_free(form[i].bytes);
    }
    return code;
}

// record.c - `ilium record PATIENT`: what a visit recorded, as the exam asks it
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "ilium/interview.h"

enum { ANSWER = 8000 };

typedef struct work {
    case_wish     wish;
    bool          all;
    case_opened   open;
    il_interview *interview;
} work;

static const char *side_word(il_side side) { return side == IL_SIDE_RIGHT ? ", right" : side == IL_SIDE_LEFT ? ", left" : ""; }

// control characters of a hostile text would reach the terminal
static void print_plain(const char *text) {
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) putchar(*c < 32 || *c == 127 ? ' ' : *c);
}

static void print_head(const work *w, int visit) {
    const il_patient *p = w->open.patient;
    const il_visit   *v = &p->visit[visit];
    print_plain(p->label ? p->label : p->id);
    printf("%s\nvisit %d of %d", p->simulated ? " (simulated)" : "", visit + 1, p->nvisit);
    if (v->date) printf(", %s", v->date);
    if (v->day.known) printf(", day %.0f", v->day.value);
    printf("\n");
    if (p->source.citation) printf("published case: "), print_plain(p->source.citation), printf("\n");
}

static void print_question(const il_question *q, const char *answer) {
    printf("  ");
    print_plain(q->text);
    size_t n = strlen(q->text);
    printf("%s%s", side_word(q->side), n && q->text[n - 1] == '?' ? " " : ": ");
    print_plain(answer);
    printf("\n");
}

// one section: what has an answer; then how many have none
static int print_section(const work *w, int first) {
    static char answer[ANSWER];
    const char *section = il_interview_question(w->interview, first)->section;
    int         i = first, none = 0;
    printf("\n%s\n", section);
    for (; i < il_interview_count(w->interview) && !strcmp(il_interview_question(w->interview, i)->section, section); i++) {
        bool answered = il_interview_answered(w->interview, i, answer, sizeof answer);
        if (!answered && !il_interview_applies(w->interview, i)) continue;
        none += !answered;
        if (answered) print_question(il_interview_question(w->interview, i), answer);
        else if (w->all) print_question(il_interview_question(w->interview, i), "not asked");
    }
    if (none) printf("  not asked: %d\n", none);
    return i;
}

static int run(work *w) {
    il_error err = {0};
    int      code = case_open(&w->wish, &w->open);
    if (code) return code;
    int visit = w->open.request.visit ? w->open.request.visit - 1 : w->open.patient->nvisit - 1;
    if (il_interview_create(w->open.knowledge, w->open.vocab, w->open.patient, visit, &w->interview, &err)) return app_failed(&err);
    print_head(w, visit);
    for (int i = 0; i < il_interview_count(w->interview);) i = print_section(w, i);
    return fflush(stdout) ? EXIT_OUTPUT : EXIT_DONE;
}

int app_record(int argc, char **argv) {
    work       w = {0};
    app_option options[] = {{.name = "--visit", .value = &w.wish.visit}, {.name = "--data", .value = &w.wish.data}, {.name = "--all", .flag = &w.all}};
    int        code = app_options("record", argc, argv, options, 3, &w.wish.patient);
    if (!code) code = case_read("record", &w.wish);
    if (!code) code = run(&w);
    il_interview_free(w.interview);
    case_close(&w.open);
    return code;
}

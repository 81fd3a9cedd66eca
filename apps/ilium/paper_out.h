// paper_out.h - how the commands report and handout write their documents
#ifndef PAPER_OUT_H
#define PAPER_OUT_H
#include "app.h"
#include "ilium/paper.h"

/// Which forms are written, and where.
typedef struct paper_out {
    const char *file, *citations, *date;
    bool        html, pdf;
    bool        publish; ///< about no person: readable by others
    char        today[16];
} paper_out;

enum { PAPER_OPTIONS = 5 };
/// -o --citations --date --html --pdf
void paper_options(paper_out *o, app_option out[PAPER_OPTIONS]);
/// The date is one (by default today's), and a form is chosen (by default both). @return EXIT_DONE or EXIT_USAGE
int paper_read(const char *command, paper_out *o);
/// Write the forms of n documents: "anna.json" and "clinician" become anna.clinician.html and anna.clinician.pdf; each file wholly or not at all; tells their names.
/// All are drawn, at the same time, before the first is written.
int paper_write(const paper_out *o, const char *base, int n, il_paper *const *paper, const char *const *word, int threads);
/// Write the citations where they were asked for, in the form that the file's name ends in.
int paper_write_citations(const il_paper *paper, const paper_out *o);

#endif

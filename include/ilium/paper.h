// ilium/paper.h - documents: what a clinician, a patient and a court read, and handouts. Built once, drawn as HTML and as PDF from the same source.
//
// A document names its sources by number, from the rows of data that it used and no others. What was not recorded it calls "not recorded".
#ifndef ILIUM_PAPER_H
#define ILIUM_PAPER_H
#include "ilium/plan.h"

typedef struct il_paper il_paper;

/// Whom a document is for, or that it is the plan alone: X(name, word of the command line)
#define IL_PAPER_LIST(X) X(IL_PAPER_CLINICIAN, "clinician") X(IL_PAPER_PATIENT, "patient") X(IL_PAPER_LEGAL, "legal") X(IL_PAPER_PLAN, "plan")
#define X(name, word) name,
typedef enum il_paper_kind { IL_PAPER_LIST(X) IL_NPAPER } il_paper_kind;
#undef X
const char *il_paper_word(il_paper_kind kind);

/// What a document is made of. care is needed; plan may be NULL (then nothing of a plan is told).
typedef struct il_paper_request {
    const il_care_request *care;
    const il_plan         *plan;
    const char            *date; ///< the day of writing by the caller's clock, YYYY-MM-DD; NULL: not told
} il_paper_request;

/// Build a document. @return IL_OK with `*out` for il_paper_free(); IL_BAD_VALUE for an assessment that il_assessment_check() refuses
il_status il_paper_make(il_paper_kind kind, const il_paper_request *r, il_paper **out, il_error *err);
void      il_paper_free(il_paper *p); ///< NULL is allowed

/// What a handout is made of.
typedef struct il_handout_request {
    const il_knowledge      *knowledge;
    il_topic                 topic;
    const il_drawing *const *drawing; ///< [knowledge->nhandout] the solved postures that lines name, each may be NULL; or NULL
    const char              *date;    ///< YYYY-MM-DD or NULL
} il_handout_request;

/// A handout: education in plain words, about nobody.
il_status il_handout_make(const il_handout_request *r, il_paper **out, il_error *err);

/// One self-contained HTML file: no scripts, no network, light, dark and paper. Free `*text` with il_report_free().
il_status il_paper_html(il_paper *p, char **text, size_t *size, il_error *err);
/// PDF, A4: fonts embedded, title, author and date in its metadata, pages numbered. The same document gives the same bytes on one machine.
il_status il_paper_pdf(il_paper *p, char **bytes, size_t *size, il_error *err);

/// One form of a document.
typedef struct il_paper_form {
    il_paper *paper;
    bool      pdf;   ///< else HTML
    char     *bytes; ///< free with il_report_free()
    size_t    size;
} il_paper_form;

/// Draw forms of documents at the same time, each as il_paper_html() or il_paper_pdf() does, in the same bytes; a document may be there in both forms.
/// @param nthreads  0 = as many as there are processors
/// @return IL_OK; else no form has bytes
il_status il_papers_draw(int n, il_paper_form *form, int nthreads, il_error *err);

/// How a list of citations is written: X(name, end of the file's name)
#define IL_CITATION_LIST(X) X(IL_CITATIONS_TEXT, ".txt") X(IL_CITATIONS_BIBTEX, ".bib") X(IL_CITATIONS_CSL, ".json")
#define X(name, word) name,
typedef enum il_citation_form { IL_CITATION_LIST(X) IL_NCITATION_FORM } il_citation_form;
#undef X
/// The citations of a document as a list: plain text, BibTeX, or CSL-JSON.
il_status il_paper_citations(const il_paper *p, il_citation_form form, char **text, size_t *size, il_error *err);

#endif

// paper_parts.h - what the documents share: the writer with all that a document is made of, and the parts that several of them have
#ifndef ILI_PAPER_PARTS_H
#define ILI_PAPER_PARTS_H
#include "ilium/knowledge.h"
#include "report/doc.h"
#include "report/figure.h"
#include "report/words.h"

/// All that a document is made of.
typedef struct ili_writer {
    ili_doc                *d;
    const il_paper_request *r;
    const il_care_request  *care;
    const il_assessment    *a;
    const il_knowledge     *k;    ///< NULL: an assessment alone, cited by its own words
    const il_patient       *p;
    const il_visit         *v;    ///< the visit that was assessed
    const il_plan          *plan; ///< or NULL
    const il_drawing *const *drawing; ///< [nhandout] of solved postures, each may be NULL; or NULL
    il_status               status; ///< of a part that had to reckon
    il_error               *err;
} ili_writer;


void ili_say_section(ili_writer *w, const char *id, ili_word heading);
void ili_say_heading(ili_writer *w, ili_word heading);
/// A paragraph of one fixed sentence, in the assessment's own wording where it has one.
void ili_say_paragraph(ili_writer *w, ili_tone tone, ili_word word);
/// Label and text; "not recorded" where there is none.
void ili_say_field(ili_writer *w, ili_word label, const char *text);
/// "label: text" as a paragraph; nothing where there is no text.
void ili_say_labelled(ili_writer *w, ili_word label, const char *text);
/// A table's head from words, ended by -1; shares as many. @return the caption to write
ili_out *ili_say_table(ili_writer *w, const char *class, const int *words, const double *shares);
/// The next cell with a plain text.
void ili_cell(ili_writer *w, const char *text);
/// The number of a source behind the open text.
void ili_cite(ili_writer *w, const char *source, il_source_status status);
/// Of a row of the safety screen, of a test, of one as it entered, of what a condition rests on. Without the tables the assessment's own words are cited.
void ili_cite_flag(ili_writer *w, const il_safety_item *s);
void ili_cite_test(ili_writer *w, const char *id);
/// The words of a source where a row of the knowledge has them: by number, else pale.
void ili_cite_words(ili_writer *w, const char *source);
void ili_cite_finding(ili_writer *w, const il_assessed_finding *f);
void ili_cite_condition(ili_writer *w, const il_assessed_condition *c);

// ---- parts -----------------------------------------------------------------------------------------------------------------------

void ili_part_safety(ili_writer *w);  ///< the first block for those who treat: level, positive items, what was not asked; then what is outside the limits
void ili_part_pain(ili_writer *w);    ///< the pain drawing of this visit
void ili_part_body(ili_writer *w);    ///< the simulated body
void ili_part_findings(ili_writer *w);///< measured beside predicted: physical, neurological, structural
void ili_part_loads(ili_writer *w, const char *id, ili_word heading);
void ili_part_short(ili_writer *w);   ///< the answer in a few lines
void ili_part_ranking(ili_writer *w); ///< conditions with their probabilities
void ili_part_next(ili_writer *w);
void ili_part_against(ili_writer *w);
void ili_part_unknown(ili_writer *w);
void ili_part_background(ili_writer *w); ///< how common, and what is published of what was recorded
void ili_part_plan(ili_writer *w);      ///< choice, phases, exercises, what is not given, prognosis, referrals: for those who treat
void ili_part_letters(ili_writer *w);   ///< a page for each referral
void ili_part_prognosis(ili_writer *w);   ///< the cohorts' course and what raises it
void ili_part_course(ili_writer *w);      ///< the cohorts' course alone: nothing of the person's habits or mood
void ili_part_sources(ili_writer *w);   ///< last of all that cites
void ili_part_notices(ili_writer *w);

// ---- the documents ---------------------------------------------------------------------------------------------------------------

void ili_paper_clinician(ili_writer *w);
void ili_paper_patient(ili_writer *w);
void ili_paper_legal(ili_writer *w);
void ili_paper_plan(ili_writer *w);

#endif

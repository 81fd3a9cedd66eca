// ilium/report.h - an assessment as text for the screen, as JSON for programs, and as one self-contained HTML file with pictures.
#ifndef ILIUM_REPORT_H
#define ILIUM_REPORT_H
#include "ilium/assessment.h"
#include "ilium/data.h"

enum { IL_REPORT_LINES = 40, IL_REPORT_COLUMNS = 100 }; ///< what the text form never exceeds

/// The text form: at most 40 lines of at most 100 columns, UTF-8, in the order SAFETY, FINDINGS, WHY, LOADS, NEXT TEST, AGAINST, NOT KNOWN, NOTICE.
/// All three refuse an assessment that il_assessment_check() refuses, and allocate `*text` (zero-terminated); free it with il_report_free().
il_status il_report_text(const il_assessment *a, char **text, size_t *size, il_error *err);

/// The JSON form: every number of the assessment; keys in docs/assessment-json.md.
il_status il_report_json(const il_assessment *a, char **text, size_t *size, il_error *err);

/// The HTML form: one file without scripts or network, pictures inline, readable on screen in light and dark and on paper (A4).
il_status il_report_html(const il_assessment *a, char **text, size_t *size, il_error *err);

void il_report_free(char *text); ///< NULL is allowed

/// How a drawing is taken from a posture.
typedef struct il_drawing_style {
    const char   *title;
    const double *load;  ///< [nmuscle] colour of each muscle, 0 to 1; NULL = its activation d->act
    const double *force; ///< [nmuscle] force [N], for the width; NULL = load times strength
    const char *const *label; ///< [nmuscle] what each muscle is called ("psoas"); NULL = its name
} il_drawing_style;

/// Muscles, ligaments, bones and landmarks of one lane of `d`, after the stages position, path and marker. Copies all; memory from `a`.
il_status il_drawing_from_data(const il_model *m, const il_params *p, const il_data *d, int lane, const il_drawing_style *style, il_assessment *a,
                               il_drawing *out, il_error *err);

#endif

// ilium/report.h - an assessment as text for the screen, as JSON for programs, and as one self-contained HTML file with pictures.
#ifndef ILIUM_REPORT_H
#define ILIUM_REPORT_H
#include "ilium/assessment.h"
#include "ilium/drawing.h"
#include "ilium/followup.h"
#include "ilium/plan.h"

enum { IL_REPORT_LINES = 40, IL_REPORT_COLUMNS = 100 }; ///< what the text form never exceeds

/// The text form: at most 40 lines of at most 100 columns, UTF-8, in the order SAFETY, FINDINGS, WHY, LOADS, NEXT TEST, AGAINST, NOT KNOWN, NOTICE.
/// All three refuse an assessment that il_assessment_check() refuses, and allocate `*text` (zero-terminated); free it with il_report_free().
il_status il_report_text(const il_assessment *a, char **text, size_t *size, il_error *err);

/// The JSON form: every number of the assessment; keys in docs/assessment-json.md.
il_status il_report_json(const il_assessment *a, char **text, size_t *size, il_error *err);

/// The body map for programs that draw it themselves, as JSON: {"width", "height", "views": [{"view": front, back, right, left; "outline": [[x, y] ...];
/// "patches": [{"code", "side": r, l, mid; "x", "y", "rx", "ry", "degrees"}]}]}: an ellipse a region, in the units of the picture.
il_status il_report_chart_json(const struct il_knowledge *k, char **text, size_t *size, il_error *err);

/// The HTML form (ilium/paper.h with the tables tells more: sources by number with their status, the parts of an exam): one file without scripts or network, pictures inline, readable on screen in light and dark and on paper (A4).
il_status il_report_html(const il_assessment *a, char **text, size_t *size, il_error *err);

/// One posture on a sheet as a standalone SVG: front, back, right and left at one scale, gravity downwards; surfaces and forces where
/// il_drawing_add_forces() gave them. @param note  a line under the title, or NULL
il_status il_report_sheet(const il_drawing *d, const char *title, const char *note, char **text, size_t *size, il_error *err);
/// The same posture once, from where most is seen of it and with all limbs, within a box of pixels: the picture beside a test or an exercise.
/// @param side  that is tested or treated, or NONE
il_status il_report_posture(const il_drawing *d, il_side side, double width, double height, char **text, size_t *size, il_error *err);

/// What treatments would change, as text and as JSON: danger first, what is simulated and what trials found apart. Free with il_report_free().
il_status il_report_whatif_text(const il_care_request *r, const il_whatif *w, char **text, size_t *size, il_error *err);
il_status il_report_whatif_json(const il_care_request *r, const il_whatif *w, char **text, size_t *size, il_error *err);

/// A plan as text, as one HTML file with the drawings of the solved exercises and a sheet for the person, and as JSON. Free with il_report_free().
il_status il_report_plan_text(const il_care_request *r, const il_plan *p, char **text, size_t *size, il_error *err);
il_status il_report_plan_html(const il_care_request *r, const il_plan *p, char **text, size_t *size, il_error *err);
il_status il_report_plan_json(const il_care_request *r, const il_plan *p, char **text, size_t *size, il_error *err);
/// {"expected": [...]}: what a plan expects (il_plan_expected()) as a record keeps it.
il_status il_report_plan_expected_json(const il_plan *p, char **text, size_t *size, il_error *err);

/// Visits beside each other, as text, as one HTML file with curves and drawings, and as JSON. Free with il_report_free().
il_status il_report_followup_text(const il_followup *f, const il_knowledge *k, char **text, size_t *size, il_error *err);
il_status il_report_followup_html(const il_followup *f, const il_knowledge *k, char **text, size_t *size, il_error *err);
il_status il_report_followup_json(const il_followup *f, const il_knowledge *k, char **text, size_t *size, il_error *err);

/// A visit as a FHIR R4 document (docs/fhir.md): the record, the assessment and the plan; what is simulated is marked so, codes only where verified.
/// @param plan     il_plan_make(), or NULL
/// @param written  the time of the document, "2026-03-31T12:00:00Z"
/// @return IL_BAD_VALUE also where the consent to processing was refused or withdrawn
il_status il_report_fhir(const il_care_request *r, const il_plan *plan, const char *written, char **text, size_t *size, il_error *err);

/// What a person may see of the own record (docs/safety.md: patient mode), as JSON: no ranking, no probability, no name of a serious disease.
/// The screen alone; and the screen with the plan that a clinician released, and education.
/// @param a  of the same request; the screen alone may do with il_assess_request.screen_only
il_status il_report_patient_screen_json(const il_assessment *a, const il_knowledge *k, char **text, size_t *size, il_error *err);
il_status il_report_patient_json(const il_assess_request *r, const il_assessment *a, char **text, size_t *size, il_error *err);

void il_report_free(char *text); ///< NULL is allowed

#endif

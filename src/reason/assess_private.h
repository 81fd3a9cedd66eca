// assess_private.h - the work of one assessment, handed from stage to stage
#ifndef ILI_ASSESS_PRIVATE_H
#define ILI_ASSESS_PRIVATE_H
#include "base/try.h"
#include "ilium/assess.h"
#include "ilium/infer.h"
#include "reason/study.h"

/// How one finding of the visit enters.
typedef struct ili_entry {
    int test;     ///< of the knowledge
    int slot;     ///< SIMULATED: of the study, else -1
    int infer;    ///< its number among the simulated findings of the inference, or -1
    int accuracy; ///< its number among the accuracy findings, or -1
} ili_entry;

/// What healthy people like this one read: the simulation, drawn to the published norm.
typedef struct ili_healthy {
    double reading;
    double norm_weight; ///< share of the way from simulation to norm, 0 where there is no norm; so much less is open of what the simulation gets wrong in everybody
    double more;        ///< variance by which healthy people differ beyond what is simulated
} ili_healthy;

enum { ILI_DERIVED = 9 }; ///< at most: three of each side, what eases, two of age

typedef struct ili_assess {
    const il_assess_request *request;
    const il_visit          *visit;
    il_assessment           *a;
    il_screen_result         screen;
    bool                    *in_question; ///< [ncondition] weighed; NULL where nothing is ranked
    ili_study                study;
    bool                     studied;
    ili_healthy             *healthy; ///< [study.nslot]
    il_finding               derived[ILI_DERIVED]; ///< findings that follow from what was recorded, counted behind the visit's own
    int                      nderived;
    ili_entry               *entry; ///< [ili_finding_count()], and room for what the history tells
    int                      nopen; ///< movements of which nobody recorded what ended them
    // the inference
    int                      nfinding, naccuracy, ncandidate;
    il_infer_finding        *finding;
    int                     *finding_slot; ///< [nfinding]
    double                  *finding_sign; ///< [nfinding] -1 where the reading is mirrored
    il_infer_accuracy       *accuracy;
    il_infer_candidate      *candidate;
    int                     *candidate_test;
    il_side                 *candidate_side;
    il_infer_problem         problem;
    il_infer_workspace      *workspace;
    il_infer_solution        solution;
    double                  *baseline;     ///< [nfinding]
    double                  *spread;       ///< [nfinding] SD of healthy persons and errors together
    int                      leading_cause[2]; ///< causes of the leading explanation, or -1
    double                   leading_severity[2];
} ili_assess;

/// Zeroed memory of the assessment; on failure sets err and returns IL_NO_MEMORY from the function it stands in.
#define ILI_ARRAY(w, pointer, count)                                                                            \
    do {                                                                                                        \
        (pointer) = il_assessment_array((w)->a, (size_t)(count) + 1, sizeof *(pointer));                        \
        if (!(pointer)) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the assessment");     \
    } while (0)

il_status ili_assess_screen(ili_assess *w, il_error *err);   ///< safety block and validity
il_status ili_assess_healthy(ili_assess *w, il_error *err);  ///< what healthy readings are; ili_assess_findings() calls it where there is a study
/// How the healthy differ in the simulation: covariance of two readings.
double    ili_person_covariance(const ili_assess *w, int a, int b);
/// What the simulation misses of healthy people: alike on both sides of a person (covariance, 0 between different quantities), and of each side by itself (variance). After
/// ili_assess_healthy() only.
double    ili_shared_covariance(const ili_assess *w, int a, double model_sd_a, int b, double model_sd_b);
double    ili_own_variance(const ili_assess *w, int slot, double model_sd);
/// Does the record name a medicine of this kind, up to this visit (counted from 0), that was not stopped since?
bool      ili_takes_medicine(const il_knowledge *k, const il_patient *p, int visit, il_flag_from means);
void      ili_assess_derive(ili_assess *w);                  ///< findings that follow from others; before ili_assess_findings()
int       ili_finding_count(const ili_assess *w);            ///< the visit's own and the derived ones
const il_finding *ili_finding_at(const ili_assess *w, int i);
il_status ili_assess_findings(ili_assess *w, il_error *err); ///< which findings enter, and how
enum { ILI_WEAK = 2 }; ///< findings that the history makes
il_status ili_assess_problem(ili_assess *w, il_infer_problem *p, il_error *err); ///< what il_infer() is given; calls for ili_assess_findings() first
/// Weak evidence of postures and of the pain drawing becomes findings of `w->problem`, behind the visit's own; calls for ili_assess_problem() first.
il_status ili_assess_weak(ili_assess *w, il_infer_settings *settings, const il_drawn_region *drawn, int ndrawn, il_error *err); ///< with the workspace, which has room for ILI_WEAK more
/// Log likelihood ratio of a condition of these structures for the postures of a history, within +-log 1.5; 0 where none has a simulated load.
double    ili_weak_postures(const il_knowledge *k, const char *structures, const il_history *h);
/// The same for where the pain was drawn.
double    ili_weak_pain(const il_pain_match *m);
il_status ili_assess_infer(ili_assess *w, il_error *err);    ///< conditions, hypotheses, ties, next tests
/// Tests not yet done, by what they would tell for their minutes; those of a condition felt where the pain was drawn before others.
il_status ili_assess_next(ili_assess *w, const il_drawn_region *drawn, int ndrawn, il_error *err);
/// Where nobody recorded what ended a movement: to find that out is put first among the next tests, with what it would tell if tissue did. After ili_assess_next().
il_status ili_assess_ended(ili_assess *w, il_error *err);
il_status ili_assess_loads(ili_assess *w, const il_progress *progress, il_error *err); ///< loads, prints, drawings
il_status ili_assess_notes(ili_assess *w, il_error *err);    ///< contradictions, unknowns, notices

/// Sizes of the person without any condition.
il_body_sizes ili_person_sizes(const il_person *p);

/// Was this test done at this visit on this side?
bool ili_test_done(const ili_assess *w, int test, il_side side);
/// Has a finding of this structure-group entered on this side?
bool ili_group_entered(ili_assess *w, const char *group, il_side side);
/// "right ", "left " or "": what stands before a name.
const char *ili_side_before(il_side side);
/// Best name of a cause with its side: "right hip flexors short".
const char *ili_cause_name(const ili_assess *w, int cause);
#endif

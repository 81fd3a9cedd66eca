// reasoning.h - what the program, naive Bayes and the generator's own model make of simulated patients, and how each is scored
//
// All weigh the same hypotheses: none, one or two of the conditions in question, or what is not determined.
//   program    il_infer() on the problem that an assessment lays: the product
//   naive      the same readings, effects and priors, but every finding independent of every other, all published accuracies multiplied
//   apart      the same with the program's own model of what is not determined and of wrong numbers
//   reference  the generator's own model: mean, covariance and effects of its true bodies, its error model, its clinic's accuracies, its priors.
//              Learnt from the true readings of one half of the patients and used on the other half. Normal in the readings: an approximation
//              of exact inference whose own calibration is printed beside the others'.
#ifndef VALIDATION_REASONING_H
#define VALIDATION_REASONING_H
#include "ilium/infer.h"
#include "patients.h"
#include "reason/assess_private.h"

typedef enum vp_method { VP_PROGRAM, VP_NAIVE, VP_APART, VP_REFERENCE, VP_NMETHOD } vp_method;

/// Hypotheses of one patient as weights, all conditions in question numbered 0 .. n-1.
typedef struct vp_posterior {
    int    n, cause[VP_CAUSES]; ///< of the study
    double none, undetermined, single[VP_CAUSES], pair[VP_CAUSES*(VP_CAUSES - 1)/2];
} vp_posterior;

enum { VP_LEADS_NONE = -1, VP_LEADS_UNDETERMINED = -2 };

/// One method's answer about one patient.
typedef struct vp_answer {
    float  present[VP_CAUSES]; ///< by cause of the study: probability shown; -1: not in question
    float  joint[VP_CAUSES];   ///< the same as the sum of the hypotheses that hold it: at most two together, none beside what is not determined
    double none, undetermined, log_truth; ///< log probability of what is true
    int    leads;              ///< VP_LEADS_*, or the first cause of the likeliest hypothesis
    int    first[3];           ///< causes, the most probable first
} vp_answer;

/// An assessment's state made by hand: study, visit and findings as if il_assess() had come so far.
typedef struct vp_case {
    il_patient        patient;
    il_visit          visit;
    il_assess_request request;
    ili_assess        w;
    ili_cause         cause[VP_CAUSES];
    int               of[VP_CAUSES]; ///< cause of the whole study
    double           *effect;
    il_infer_problem  problem;
} vp_case;

/// Lay the problem that an assessment of this exam lays. Free with vp_case_free() whatever is returned.
il_status vp_case_make(const vp_world *w, const vp_exam *exam, vp_case *out, il_error *err);
void      vp_case_free(vp_case *c);

/// The product's answer; NULL posterior: not wanted.
il_status vp_program(const vp_world *w, const vp_patient *p, const vp_case *c, vp_posterior *posterior, vp_answer *out, il_error *err);
void      vp_naive(const vp_world *w, const vp_patient *p, const vp_exam *exam, const vp_case *c, bool own, vp_posterior *posterior, vp_answer *out); ///< own: VP_APART

/// Posterior of the program's own model by brute force: `samples` random severities over all hypotheses, dense normal densities.
void vp_brute(const vp_case *c, int samples, ili_random *r, vp_posterior *out);

/// Fill an answer from normalised hypotheses; `present` are then single plus pairs.
void vp_answer_from(const vp_patient *p, const vp_posterior *q, vp_answer *out);
void vp_normalise(vp_posterior *q, const double *log_single, const double *log_pair, double log_none, double log_undetermined);
bool vp_excluded(const vp_world *w, int a, int b);

// ---- the generator's own model ----

typedef struct vp_reference vp_reference;
/// Learn from true readings. @param patient [n] solved, of all people; those of which use[i] are learnt from
il_status vp_reference_learn(const vp_world *w, int n, const vp_patient *patient, const bool *use, vp_reference **out, il_error *err);
void      vp_reference_free(vp_reference *r);
il_status vp_reference_answer(const vp_reference *r, const vp_world *w, const vp_patient *p, const vp_exam *exam, vp_posterior *q, vp_answer *out, il_error *err);

// ---- scores ----

enum { VP_BINS = 10 };
typedef struct vp_bin {
    double said, was; ///< mean probability and share that was present
    int    n;
} vp_bin;

typedef struct vp_score {
    int    n, ninside, noutside, nwith; ///< patients; inside the set; outside; inside with a condition
    double log_score, log_inside, log_outside; ///< mean log probability of the truth [nat]
    double top_one, top_three;          ///< of patients with a condition
    double leads_undetermined, leads_inside; ///< of patients outside (inside): it is the likeliest hypothesis
    double above_outside, above_inside; ///< it is more probable than any condition is present
    double worst_outside;               ///< highest probability of a condition in a patient outside
    double over_80_outside;             ///< share of patients outside in whom a condition exceeds 0.8
    double calibration, calibration_joint; ///< expected calibration error, ten equal-mass bins: of `present`, of `joint`
    double undetermined_outside, undetermined_inside; ///< mean probability
    vp_bin bin[VP_BINS], bin_joint[VP_BINS];
} vp_score;
void vp_score_of(int n, const vp_patient *patient, const vp_answer *answer, vp_score *out);

/// Mean difference and its 95 % interval over patients drawn again 2,000 times.
typedef struct vp_difference {
    double mean, low, high;
} vp_difference;
vp_difference vp_bootstrap(int n, const double *difference, uint64_t seed);
/// The sum of one over the sum of the other, with its interval: shares of hits.
vp_difference vp_bootstrap_ratio(int n, const double *over, const double *under, uint64_t seed);
/// Is the first condition one that is present?
bool vp_hit(const vp_patient *p, const vp_answer *a, int first);

// ---- which test comes next ----

enum { VP_STEPS = 64 };
/// Entropy of the hypotheses after each test [bit]: step 0 before any.
typedef struct vp_order {
    int    n;
    double usual[VP_STEPS], next[VP_STEPS];
} vp_order;
/// One patient's recorded tests done in the interview's order, and each time by the greatest expected information.
il_status vp_order_of(const vp_world *w, const vp_exam *exam, vp_order *out, il_error *err);

// ---- false alarms of the safety screen ----

enum { VP_WORDS = 5 };
typedef struct vp_alarms {
    int n, level[4]; ///< patients whose gravest level this is: il_level
    int urgent_by[VP_WORDS]; ///< of those at URGENT, each with what stands before it: a row that the safety contract names; the reference table; a review of single signs of a fracture (Downie 2013 BMJ 347:f7095); Henschke's rule (2009); no gain and a sign, chosen here
    int row[256], alone[256]; ///< how often each row of the table decided; how often none beside it did
    const char *rate[256]; ///< what is known of its rate: found, derived, recalled, assumed; "" where it follows from others
} vp_alarms;
/// People with back pain and no serious disease, whose answers are drawn by published or assumed rates.
/// @param file  screen_rates.csv
il_status vp_alarms_of(const vp_world *w, const char *file, int n, uint64_t seed, vp_alarms *out, il_error *err);

// ---- the trial ----

typedef struct vp_plan {
    uint64_t    seed;
    int         count, people;  ///< patients, of so many measured persons (at most VP_PEOPLE)
    int         nbrute, norder; ///< patients checked by brute force, and examined in two orders
    int         threads;
    const char *folder;         ///< where solved patients are kept, so that a trial goes on where it was stopped; NULL: nowhere
    bool        judge_only;     ///< take what the folder holds, solve none
} vp_plan;

typedef struct vp_trial {
    int         n; ///< patients solved and judged
    vp_patient *patient;
    vp_answer  *answer[VP_NMETHOD][VP_NEVIDENCE];
    double      seconds_study, seconds_patient; ///< processor time, means; NAN: none was needed
    int         nbrute;
    double      brute_worst;   ///< largest difference of any probability
    int         norder;
    double      usual[VP_STEPS], next[VP_STEPS]; ///< mean drop of entropy after as many per cent of the tests: 0, 5, .. 100
} vp_trial;

enum { VP_ORDER_STEPS = 21 };
il_status vp_trial_run(vp_world *w, const vp_plan *plan, vp_trial *out, const il_progress *progress, il_error *err);
void      vp_trial_free(vp_trial *t);

/// Share of the tests after which the next best order has the drop of entropy that the usual order has after `share` of them.
double vp_order_share(const vp_trial *t, double share);

#endif

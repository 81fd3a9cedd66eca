// ilium/infer.h - which conditions fit the findings: Bayesian inference over none, one or two conditions, and "not determined".
//
// Arrays in, arrays out; nothing here knows a body. The model (docs/inference.md):
//   latent reading  y = baseline + effect(condition, severity) + person + error,   person ~ N(0, person_cov) under every hypothesis,
//   error_f ~ N(0, retest_sd^2 + rater_sd^2 + model_sd^2); a finding reports y itself or that y lies in a range (a one-sided bound, + or -, a grade).
//   Severity is continuous on [0,1] with a density that is positive down to zero, where the likelihood equals that of "none".
//   Causes are independently present or absent (but for the two sides of one condition: `twin`), at most two present. "Not determined" is a cause that is not in the list, alone or beside one that
//   is: it moves as many findings as the listed ones do and as far, which ones and which way being open. Any one number may be plainly wrong.
#ifndef ILIUM_INFER_H
#define ILIUM_INFER_H
#include "ilium/base.h"

enum { IL_INFER_MAX_FINDING = 64, IL_INFER_MAX_CONDITION = 64, IL_INFER_MAX_SEVERITY = 33, IL_INFER_MAX_RANGE = 16 };

typedef enum il_finding_form { IL_FINDING_NUMBER, IL_FINDING_RANGE } il_finding_form;

/// A finding that enters through simulation. See il_finding_number(), il_finding_sign(), il_finding_grade(), il_finding_reduced().
typedef struct il_infer_finding {
    const char     *name;      ///< unique; the same name twice is refused: a finding enters once
    il_finding_form form;
    double          value;     ///< NUMBER
    double          low, high; ///< RANGE: bounds of the reading, -INFINITY or INFINITY where there is none
    double          retest_sd; ///< of the same rater on another day
    double          rater_sd;  ///< between raters
    double          model_sd;  ///< discrepancy of the simulation (validation residual)
} il_infer_finding;

/// Prior probability that a condition is present on its side, with the ends of what is credible.
typedef struct il_infer_prior {
    double value, low, high;
} il_infer_prior;

/// A finding that enters through published accuracy: one a structure-group.
typedef struct il_infer_accuracy {
    const char   *name;             ///< unique among all findings
    const char   *group;            ///< structure-group; a second finding of the same group is refused
    bool          positive;
    double        positive_absent;  ///< P(positive | none of its conditions) = 1 - specificity
    const double *positive_present; ///< [ncondition] P(positive | this condition); NAN or positive_absent where it says nothing
    bool          may_raise;        ///< false: a likelihood ratio above one is taken as one
    bool          may_lower;        ///< false (source only recalled): a likelihood ratio below one is taken as one
} il_infer_accuracy;

typedef enum il_candidate_form { IL_CANDIDATE_NUMBER, IL_CANDIDATE_SIGN, IL_CANDIDATE_ACCURACY } il_candidate_form;

/// A test that was not done. NUMBER, SIGN: simulated; ACCURACY: published accuracy.
typedef struct il_infer_candidate {
    const char       *name;
    il_candidate_form form;
    double            baseline;         ///< as problem.baseline
    double            person_var;       ///< variance between persons
    const double     *person_cov;       ///< [nfinding] covariance with the findings present, or NULL: none
    double            sd;               ///< error: retest, rater and model together
    const double     *effect;           ///< [ncondition][nseverity]
    double            threshold;        ///< SIGN: positive above it
    double            positive_absent;  ///< ACCURACY, as in il_infer_accuracy
    const double     *positive_present; ///< ACCURACY: [ncondition]
    bool              mute_positive;    ///< ACCURACY: this result would not enter (its source is not good enough), so it tells nothing
    bool              mute_negative;
} il_infer_candidate;

/// Condition = condition and side, numbered 0 .. ncondition-1. Pair (a,b), a < b, has the number il_infer_pair(ncondition, a, b).
typedef struct il_infer_problem {
    int nfinding, ncondition, nseverity, naccuracy, ncandidate;

    const il_infer_finding   *finding;          ///< [nfinding]
    const double             *baseline;         ///< [nfinding] this person without any condition
    const double             *person_cov;       ///< [nfinding][nfinding] variation between persons that is not known of this one
    const double             *severity;         ///< [nseverity] ascending from 0 to 1
    const double             *effect;           ///< [ncondition][nseverity][nfinding] change from baseline; exactly 0 at severity 0
    const double             *interaction;      ///< NULL: effects of a pair add; else [npair][nseverity][nseverity][nfinding] on top of the sum
    const double             *severity_density; ///< NULL: uniform; else [ncondition][nseverity], positive at 0, any scale
    const il_infer_prior     *prior;            ///< [ncondition] 0 < low <= value <= high < 1
    const int                *twin;             ///< NULL or [ncondition]: the same condition on the other side, of which each makes the other likelier; -1: none
    const double             *beside_twin;      ///< [ncondition] P(this one | its twin is present), the same for both; read only where there is a twin
    const int                *exclusive;        ///< NULL or [ncondition]: two conditions with the same number >= 0 are never present together
    const char *const        *condition_name;   ///< NULL or [ncondition], for errors
    const il_infer_accuracy  *accuracy;         ///< [naccuracy]
    const il_infer_candidate *candidate;        ///< [ncandidate]
} il_infer_problem;

typedef struct il_infer_settings {
    double undetermined_prior; ///< prior probability of "not determined": what data/conditions names and never ranks (derived, docs/inference.md; printed)
    double undetermined_scale; ///< how far it moves findings, in units of how far the conditions of the problem move theirs
    double wrong_share;        ///< probability that a reading that is a number is plainly wrong: four SDs of scatter more, at most one reading a person (assumed)
    double likelihood_cap;     ///< published likelihood ratios are held within [1/cap, cap]
    double separated;          ///< Bayes factor below which two hypotheses cannot be separated
    int    refine;             ///< effects are interpolated linearly to so many steps between severities before integration
    int    contributions;      ///< 0: leave out what each finding contributes (faster)
    int    same_findings;      ///< 1: findings, baseline, covariance, effects, densities and the settings above are those of the last call with this workspace, with
                               ///< contributions: only accuracies, candidates and priors may differ, and what the findings say is not reckoned again
    int    brief;              ///< 1: probabilities (at the priors' values) and contributions alone; their ends, Bayes factors, severities, predictions, ties and gains are left 0 (faster)
    int    threads;            ///< threads, of which the answer does not depend; a workspace has room for as many as it was made for
    int    cookie;             ///< set by il_default_infer_settings(); do not touch
} il_infer_settings;

il_infer_settings il_default_infer_settings(void);

/// Two hypotheses that the findings do not tell apart. Index ncondition means "none".
typedef struct il_infer_tie {
    int    a, b;
    double bayes_factor; ///< of the better over the worse, in [1, separated)
} il_infer_tie;

/// What was inferred. Arrays belong to the workspace and live until it is used again or freed.
typedef struct il_infer_solution {
    // none + sum(single) + sum(pair) + undetermined = 1
    double        none, undetermined;
    const double *single; ///< [ncondition] exactly this one is present
    const double *pair;   ///< [npair]

    // probability that a condition is present, weighed against its absence beside the same others (up to two, or not determined): a condition
    // of which the findings say nothing keeps its prior. Not single plus pairs: those allow no third condition beside two.
    const double *present;                            ///< [ncondition] at the priors' values
    const double *present_low, *present_high;         ///< [ncondition] its own prior at its ends, the others at their values
    const double *present_all_low, *present_all_high; ///< [ncondition] all priors at their low (high) ends: the ranking at both ends
    double        none_all_low, none_all_high, undetermined_all_low, undetermined_all_high;

    const double *log_bf;      ///< [ncondition] log of posterior odds over prior odds of present; does not depend on its own prior
    const double *log_bf_none; ///< [ncondition] log Bayes factor of it alone against none
    const double *log_bf_between; ///< [ncondition+1][ncondition+1] log Bayes factor of row over column, each alone; index ncondition = none

    const double *severity_mean, *severity_p05, *severity_p95; ///< [ncondition] given that it is present
    const double *predicted;    ///< [ncondition][nfinding] reading expected with it alone present (person average), over its posterior severity
    const double *contribution; ///< [ncondition][nfinding + naccuracy] change of log_bf by this finding, given all the others; positive speaks for

    int                 ntie;
    const il_infer_tie *tie; ///< pairs below settings.separated, the most probable first

    const double *gain;            ///< [ncandidate] expected information about which known hypothesis holds [bit]
    const double *gain_mean;       ///< [ncandidate][ncondition+1] expected outcome (of a sign: P(positive)) with each alone; index ncondition = none
    const int    *gain_a, *gain_b; ///< [ncandidate] the two hypotheses (ncondition = none) that the test would best tell apart
} il_infer_solution;

typedef enum il_infer_outcome { IL_INFER_DONE, IL_INFER_NO_FINDINGS } il_infer_outcome;

typedef struct il_infer_info {
    il_infer_outcome status; ///< NO_FINDINGS: the answer is the prior
    double           log_evidence;
    int              nrange;      ///< findings that are ranges
    long             nlikelihood; ///< likelihoods evaluated
} il_infer_info;

typedef struct il_infer_workspace il_infer_workspace;

/// Room for problems of up to this size.
il_status il_infer_workspace_create(const il_infer_problem *sizes, const il_infer_settings *settings, il_infer_workspace **out, il_error *err);
void      il_infer_workspace_free(il_infer_workspace *w);

/// Infer. Allocates nothing. The same input gives the same bits.
/// @return IL_BAD_VALUE for a duplicate finding, an effect at severity zero, a covariance that is not one, a prior outside (0,1), ...
il_status il_infer(const il_infer_problem *p, const il_infer_settings *s, il_infer_workspace *w, il_infer_solution *out, il_infer_info *info,
                   il_error *err);

/// Prior odds over "neither": of one of two twins alone, and of both, such that each is present with this prior, and with `beside` where the other is. A `beside` below
/// the prior counts as the prior: independent.
void il_infer_twin_odds(double prior, double beside, double *alone, double *both);

/// Number of the pair (a,b), a != b, among n conditions: (0,1), (0,2) .. (0,n-1), (1,2) ..
int il_infer_pair(int n, int a, int b);

// ---- what was reported, as a finding ----

il_infer_finding il_finding_number(const char *name, double value, double retest_sd, double rater_sd, double model_sd);

/// The tissue was not what ended the movement: the reading is at least (positive direction = further) or at most the value.
il_infer_finding il_finding_bound(const char *name, double value, bool at_least, double retest_sd, double rater_sd, double model_sd);

/// + or - at a threshold. Between-rater agreement enters as the error of the threshold: il_rater_sd_from_kappa().
/// @param positive_above  the test is positive when the reading is above the threshold
il_infer_finding il_finding_sign(const char *name, bool positive, double threshold, bool positive_above, double rater_sd, double model_sd);

/// A grade: `grade` counts how many of the ascending cuts the reading has passed (0 .. ncut).
il_infer_finding il_finding_grade(const char *name, int grade, int ncut, const double *cut, double rater_sd, double model_sd);

/// "Reduced by `percent`" of what is normal, normal known only as a mean with a spread between persons: a number with a wider error.
il_infer_finding il_finding_reduced(const char *name, double percent, double normal_mean, double normal_sd, double rater_sd, double model_sd);

/// Rater SD behind an agreement kappa on a +/- test, for a trait of between-person SD `person_sd` cut at its middle:
/// kappa = (2/pi) asin(rho), rho = person^2 / (person^2 + rater^2). kappa is held within [0.02, 0.98].
double il_rater_sd_from_kappa(double kappa, double person_sd);

#endif

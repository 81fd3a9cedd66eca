// infer_private.h - the inference's workspace and its parts. See docs/inference.md for the model.
//
//   fit        the findings of a subset, transformed so that a likelihood is a sum of squares and a small rectangle probability
//   evidence   log marginal likelihood of none, each condition, each pair, not determined, given a subset of the findings
//   posterior  evidence and priors to probabilities
#ifndef ILI_INFER_PRIVATE_H
#define ILI_INFER_PRIVATE_H
#include "base/memory.h"
#include "ilium/infer.h"
#include "ilium/lane.h"

enum { ILI_NF = IL_INFER_MAX_FINDING, ILI_NR = IL_INFER_MAX_RANGE, ILI_GAIN_BIN = 256, ILI_UNKNOWN_SIZES = 3, ILI_ROW = 2*ILI_NF };

#define ILI_LOG_ZERO (-700.0) ///< log of a probability that underflows: never minus infinity, so that ratios stay numbers

/// The likelihood of one subset of the findings. Rows of `effect` are transformed: np whitened, nr the shift of a range's mean given the numbers,
/// np times the precision of the numbers (what a change would be taken for if one number alone had moved).
typedef struct ili_fit {
    int     np, nr;          ///< findings that are numbers; that are ranges
    int     which[ILI_NF];   ///< finding of each row: numbers first
    double *chol_p;          ///< [np][np] lower factor of the covariance of the numbers
    double *gain;            ///< [nr][np] regression of the ranges on the whitened numbers
    double *cov_r;           ///< [nr][nr] covariance of the ranges given the numbers, in the order of `which`
    double *residual;        ///< a row: [np] whitened observed minus baseline; [nr] minus the mean of the ranges given the numbers, without condition; [np]
    double *precision;       ///< [np][np] of the numbers
    double *cross;           ///< [nr][np] regression of the ranges on the numbers
    double *low, *high;      ///< [nr]
    double *effect;          ///< [ncondition][nfine][row]
    double *interaction;     ///< [npair][nseverity][nseverity][row] or NULL
    double *abreast;         ///< [ncondition][row][npoint] effects again, the severities that are used now side by side; where all findings are numbers
    int     npoint;          ///< those severities, filled up to a multiple of IL_LANES with the last
    double  log_norm;        ///< -log det(chol_p) - np/2 log 2 pi
    double  right, wrong;    ///< probability that no number is wrong (one that is left out may be); that this one is
    double  wrong_gain[ILI_NF], wrong_each[ILI_NF]; ///< [np] m = 1/(1/d + precision), d the variance added to one that is wrong; its share, wrong sqrt(m/d)
} ili_fit;

/// Log marginal likelihoods, accuracy findings included.
typedef struct ili_evidence {
    double  none, undetermined;
    double *single; ///< [ncondition]
    double *pair;   ///< [npair], -INFINITY where excluded
    double *beside; ///< [ncondition] this one beside what is not determined
} ili_evidence;

/// What a cause outside the list does: shares of moving nothing, one, two or all of the findings by so many SDs. They sum to one.
typedef struct ili_unknown {
    double nothing, one[ILI_UNKNOWN_SIZES], two[ILI_UNKNOWN_SIZES], all[ILI_UNKNOWN_SIZES];
} ili_unknown;

/// Probabilities of all hypotheses; they sum to one.
typedef struct ili_posterior {
    double  none, undetermined;
    double *single, *pair;
} ili_posterior;

struct il_infer_workspace {
    // sizes it was made for
    int nf, nc, ns, nfine, npair, naccuracy, ncandidate;
    int refine;
    bool has_interaction;
    double wrong_share; ///< of the settings

    // severity: fine grid and, for each condition, trapezoid weights that sum to one
    double *fine;   ///< [nfine]
    double *weight; ///< [nc][nfine]
    double *weight_rough; ///< [nc][nfine] the same over every `rough`-th severity, 0 at those between
    int     rough, stride; ///< severities that a rough integral leaves out; that this one does (1: none)

    double  *cov;      ///< [nf][nf] person + error
    double  *cov_nd;   ///< [nf][nf] scratch
    ili_fit  fit, fit_nd;
    ili_unknown unknown;
    double  *moved_one, *moved_two; ///< [ILI_UNKNOWN_SIZES][nf][2], [ILI_UNKNOWN_SIZES][nf (nf-1)/2][4] of the fit at hand: see infer_unknown.c
    double  *table;    ///< [nfine][nfine] log likelihoods of one pair
    double  *rows, *row_weight; ///< [nfine][npoint], [npoint] the same with the severities that are used side by side, and their weights
    double  *log_accuracy; ///< [naccuracy][nc + npair] log likelihood ratio of a hypothesis over none

    ili_evidence  mechanics, evidence, evidence_without;
    ili_evidence *without; ///< [nf + 1] the mechanics without each finding, and with all, over rough severities
    int           kept;    ///< findings of the last call, whose `mechanics` and `without` these are; -1: not known
    ili_posterior prior, post, scratch;

    double *severity;  ///< [nc][nfine] posterior weight of each severity, given present
    double *bin, *bin_all, *spread_bin; ///< [ILI_GAIN_BIN], [ncandidate][ILI_GAIN_BIN], [ILI_GAIN_BIN]

    // results
    double *single, *pair, *present, *present_low, *present_high, *present_all_low, *present_all_high;
    double *log_bf, *log_bf_none, *log_bf_between, *severity_mean, *severity_p05, *severity_p95, *predicted, *contribution, *gain;
    bool   *silent;     ///< [ncondition] moves neither a finding nor a candidate
    double *beside;     ///< [ncondition+1] probability of a condition (last: of none) beside one that is silent
    double *gain_kernel; ///< [ncandidate][2*ILI_GAIN_BIN] mirrored
    double *gain_state; ///< [ncandidate][8] see infer_gain.c
    double *gain_shift; ///< [ncandidate][nc][nfine] foretold change of the outcome
    double *gain_mean;  ///< [ncandidate][nc+1] mean outcome under each single hypothesis
    int    *gain_a, *gain_b;
    il_infer_tie *tie;

    struct il_infer_workspace *helper; ///< [nhelper] one a thread: the same, but for what the evidence of one subset of the findings is reckoned in
    int   nhelper;
    long  nlikelihood;
    void *block;
};

// ---- infer_check.c: is the problem legal, and does it fit the workspace ----
il_status ili_infer_check(const il_infer_problem *p, const il_infer_settings *s, const il_infer_workspace *w, il_error *err);

// ---- infer_normal.c: normal distribution ----
double ili_normal_cdf(double x);
/// In place: lower Cholesky factor of an n by n matrix (row stride n); returns -1, or the row at which it is not positive definite.
int ili_cholesky(double *a, int n);
/// Log probability that a normal vector (mean 0, covariance [n][n], its lower triangle) lies between low and high: exact for n = 1.
double ili_log_box(const double *cov, int n, const double *low, const double *high);

// ---- infer_like.c: likelihoods ----
/// Transform the findings for which keep[f] (NULL: all). @param cov [nf][nf]; @return -1, or the finding at which `cov` is not a covariance
int ili_fit_make(ili_fit *fit, const il_infer_problem *p, const il_infer_workspace *w, const double *cov, const bool *keep, bool with_effects);
/// Log likelihood of the findings of a fit; `a` = row of fit->effect, or NULL for no condition.
double ili_log_likelihood(const ili_fit *fit, il_infer_workspace *w, const double *a);
/// Numbers of a row of effects.
static inline int ili_row(const ili_fit *fit) { return 2*fit->np + fit->nr; }
/// Log probability of the ranges where `by` is added to the variance of up to two rows (`row` < np: a number; else a range). `base` as of
/// ili_less_effect(); inverse, shift [n]: (1/by + precision)^-1 of the numbers moved, and that times what is left of them.
double ili_log_ranges(const ili_fit *fit, const double *base, int n, const int *number, const double inverse[2][2], const double shift[2], const double *more);
/// The findings less what one condition does to them (NULL: nothing), as a row.
/// @param base [ILI_ROW] out
void ili_less_effect(const ili_fit *fit, const double *a, double *base);
/// Row of fit->effect: condition c at the k-th severity of the fine grid.
const double *ili_effect_row(const ili_fit *fit, const il_infer_workspace *w, int c, int k);
/// Evidence of every hypothesis from the findings kept, without those that enter by published accuracy.
il_status ili_evidence_mechanics(const il_infer_problem *p, il_infer_workspace *w, const bool *keep, ili_evidence *out, il_error *err);
/// The same with the accuracy findings, of which `skip` (or -1) is left out. `out` may be `mechanics`.
void ili_evidence_add_accuracy(const il_infer_problem *p, const il_infer_workspace *w, const ili_evidence *mechanics, int skip, ili_evidence *out);
/// Does a condition move none of the findings kept (NULL: all), and is there no interaction?
bool ili_is_silent(const il_infer_problem *p, const bool *keep, int c);
/// Log likelihood where `base` is what is left, less the effects b and c (or NULL).
double ili_log_rest(const ili_fit *fit, il_infer_workspace *w, const double *base, const double *b, const double *c);
/// Weights of the severities that are used now.
const double *ili_weights_of(const il_infer_workspace *w, int c);

// ---- infer_pair.c: two conditions ----
/// Numbers that severities side by side take.
size_t ili_pair_points(int nfine);
/// Effects of a fit with the severities that are used now side by side.
void ili_pair_lay(ili_fit *fit, const il_infer_problem *p, const il_infer_workspace *w);
/// Log likelihoods of a pair over both severities into w->table; returns their log integral.
double ili_pair_table(const il_infer_problem *p, il_infer_workspace *w, int a, int b);
/// sum of weight_j exp(x_j - top), eight abreast. @param n  a multiple of IL_LANES @param x  <= top; x and weight [n] 64-byte aligned
double ili_infer_exp_sum(int n, const double *x, const double *weight, double top);
/// Log accuracy ratio of a hypothesis (single c, or nc + pair), over all accuracy findings but `skip`.
double ili_accuracy_sum(const il_infer_workspace *w, int naccuracy, int hypothesis, int skip);
void   ili_accuracy_fill(const il_infer_problem *p, const il_infer_settings *s, il_infer_workspace *w);
/// P(positive | these conditions): independent causes, each alone enough (noisy or). b = -1: one condition; a = -1: none.
double ili_positive(double absent, const double *present, int a, int b);
bool   ili_excluded(const il_infer_problem *p, int a, int b);

// ---- infer_unknown.c: what is not determined ----
/// Its shares, from the conditions of the problem; calls for the workspace's covariance and severities.
void ili_unknown_prepare(const il_infer_problem *p, const il_infer_settings *s, il_infer_workspace *w);
/// Its evidence, alone and beside each condition, from the findings of w->fit.
void ili_unknown_evidence(const il_infer_problem *p, il_infer_workspace *w, const bool *keep, const bool *silent, ili_evidence *out);

// ---- infer_posterior.c ----
/// Log likelihood of what is not determined, alone or beside any condition, at the priors' values.
double ili_log_undetermined(const il_infer_problem *p, const ili_evidence *e);
/// @param end  0: priors' values; -1: low; +1: high, for condition `only` alone, or for all when only = -1
void ili_posterior_compute(const il_infer_problem *p, const il_infer_settings *s, const ili_evidence *e, int end, int only, ili_posterior *out);
/// Probability that c is present, beside none or one of the others; ends as above.
double ili_present(const il_infer_problem *p, const il_infer_settings *s, const ili_evidence *e, int end, int only, int c);
/// Log odds of c present against absent, whatever else is, without its own prior; and what of that the findings bring: its log Bayes factor, 0 without evidence.
double ili_log_present(const il_infer_problem *p, const il_infer_settings *s, const ili_evidence *e, int c);
double ili_log_support(const il_infer_problem *p, const il_infer_settings *s, const ili_evidence *e, int c);
/// Severity, predictions and next tests: one pass over all hypotheses that matter.
void ili_posterior_pass(const il_infer_problem *p, il_infer_workspace *w);

// ---- infer_gain.c: the next test ----
/// Does a condition move no candidate that is a number or a sign?
bool ili_gain_is_silent(const il_infer_problem *p, int c);
void ili_gain_begin(const il_infer_problem *p, il_infer_workspace *w);
/// Add one hypothesis. `weight` are the weights of its components (sum 1): n of condition a, or n*n of pair (a,b). a = -1: none.
/// @param beside  probability of the same beside a silent condition: tests of numbers and signs come out alike then
void ili_gain_add(const il_infer_problem *p, il_infer_workspace *w, double probability, double beside, int a, int b, const double *weight);
/// A pair with a silent condition: only published tests can tell it from the other alone. a = -1: two that are silent.
void ili_gain_add_silent(const il_infer_problem *p, il_infer_workspace *w, double probability, int a, int b);
void ili_gain_end(const il_infer_problem *p, il_infer_workspace *w);

#endif

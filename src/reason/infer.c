// infer.c - inference over none, one or two conditions and "not determined": the order of the work. docs/inference.md gives the model.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/thread.h"
#include "reason/infer_private.h"

il_infer_settings il_default_infer_settings(void) {
    return (il_infer_settings){.undetermined_prior = 0.3, .undetermined_scale = 1.0, .wrong_share = 0.01, .likelihood_cap = 20.0, .separated = 3.0, .refine = 4,
                               .contributions = 1, .threads = 1, .cookie = 0x1f3b};
}

int il_infer_pair(int n, int a, int b) {
    int low = a < b ? a : b, high = a < b ? b : a;
    return low*n - low*(low + 1)/2 + high - low - 1;
}

// ---- workspace ---------------------------------------------------------------------------------------------------------------

static double *numbers(ili_placer *p, size_t n) { return ili_place(p, n, sizeof(double)); }

static void place_fit(ili_placer *p, ili_fit *fit, const il_infer_workspace *w, bool effects) {
    size_t nf = (size_t)w->nf, nc = (size_t)w->nc, ns = (size_t)w->ns;
    fit->chol_p   = numbers(p, nf*nf);
    fit->gain     = numbers(p, nf*ILI_NR);
    fit->cov_r    = numbers(p, ILI_NR*ILI_NR);
    fit->residual = numbers(p, 2*nf);
    fit->precision = numbers(p, nf*nf);
    fit->cross    = numbers(p, nf*ILI_NR);
    fit->low      = numbers(p, ILI_NR);
    fit->high     = numbers(p, ILI_NR);
    fit->effect   = effects ? numbers(p, nc*(size_t)w->nfine*2*nf) : NULL;
    fit->abreast  = effects ? numbers(p, nc*2*nf*ili_pair_points(w->nfine)) : NULL;
    fit->interaction = effects && w->has_interaction ? numbers(p, (size_t)w->npair*ns*ns*2*nf) : NULL;
}

static void place_evidence(ili_placer *p, ili_evidence *e, const il_infer_workspace *w) {
    e->single = numbers(p, (size_t)w->nc);
    e->pair   = numbers(p, (size_t)w->npair);
    e->beside = numbers(p, (size_t)w->nc);
}

static void place_posterior(ili_placer *p, ili_posterior *q, const il_infer_workspace *w) {
    q->single = numbers(p, (size_t)w->nc);
    q->pair   = numbers(p, (size_t)w->npair);
}

static void place_results(ili_placer *p, il_infer_workspace *w) {
    size_t nc = (size_t)w->nc, nt = (size_t)w->ncandidate;
    double **const by_condition[] = {&w->single, &w->present, &w->present_low, &w->present_high, &w->present_all_low, &w->present_all_high,
                                     &w->log_bf, &w->log_bf_none, &w->severity_mean, &w->severity_p05, &w->severity_p95};
    for (size_t i = 0; i < sizeof by_condition/sizeof *by_condition; i++) *by_condition[i] = numbers(p, nc);
    w->pair           = numbers(p, (size_t)w->npair);
    w->log_bf_between = numbers(p, (nc + 1)*(nc + 1));
    w->predicted      = numbers(p, nc*(size_t)w->nf);
    w->contribution   = numbers(p, nc*(size_t)(w->nf + w->naccuracy));
    w->gain           = numbers(p, nt);
    w->gain_state     = numbers(p, nt*8);
    w->gain_mean      = numbers(p, nt*(nc + 1));
    w->gain_shift     = numbers(p, nt*nc*(size_t)w->nfine);
    w->beside         = numbers(p, nc + 1);
    w->gain_kernel    = numbers(p, nt*2*ILI_GAIN_BIN);
    w->silent         = ili_place(p, nc, sizeof(bool));
    w->gain_a         = ili_place(p, nt, sizeof(int));
    w->gain_b         = ili_place(p, nt, sizeof(int));
    w->tie            = ili_place(p, nc*(nc + 1)/2, sizeof *w->tie);
}

// what the evidence of one subset of the findings is reckoned in
static void place_scratch(ili_placer *p, il_infer_workspace *out, const il_infer_workspace *w) {
    size_t nf = (size_t)w->nf, nfine = (size_t)w->nfine;
    out->cov_nd     = numbers(p, nf*nf);
    out->moved_one  = numbers(p, ILI_UNKNOWN_SIZES*2*nf);
    out->moved_two  = numbers(p, ILI_UNKNOWN_SIZES*2*nf*nf);
    out->table      = numbers(p, nfine*nfine);
    out->rows       = numbers(p, nfine*ili_pair_points(w->nfine));
    out->row_weight = numbers(p, ili_pair_points(w->nfine));
    place_fit(p, &out->fit, w, true);
    place_fit(p, &out->fit_nd, w, false);
    place_evidence(p, &out->evidence_without, w);
}

// a helper sees what the workspace knows, and reckons in scratch of its own
static void prepare_helpers(il_infer_workspace *w) {
    for (int i = 0; i < w->nhelper; i++) {
        il_infer_workspace *h = &w->helper[i], own = *h;
        *h = *w;
        h->cov_nd = own.cov_nd, h->moved_one = own.moved_one, h->moved_two = own.moved_two, h->table = own.table, h->rows = own.rows, h->row_weight = own.row_weight;
        h->fit = own.fit, h->fit_nd = own.fit_nd, h->evidence_without = own.evidence_without;
        h->stride = w->rough, h->nlikelihood = 0;
    }
}

static void place(ili_placer *p, il_infer_workspace *w) {
    w->helper = ili_place(p, (size_t)w->nhelper, sizeof *w->helper);
    size_t nf = (size_t)w->nf, nc = (size_t)w->nc, nfine = (size_t)w->nfine;
    w->fine         = numbers(p, nfine);
    w->weight       = numbers(p, nc*nfine);
    w->weight_rough = numbers(p, nc*nfine);
    w->cov          = numbers(p, nf*nf);
    w->log_accuracy = numbers(p, (size_t)w->naccuracy*(nc + (size_t)w->npair));
    w->severity     = numbers(p, nc*nfine);
    w->bin          = numbers(p, ILI_GAIN_BIN);
    w->spread_bin   = numbers(p, ILI_GAIN_BIN);
    w->bin_all      = numbers(p, (size_t)w->ncandidate*ILI_GAIN_BIN);
    place_scratch(p, w, w);
    for (int i = 0; i < w->nhelper; i++) place_scratch(p, w->helper ? &w->helper[i] : &(il_infer_workspace){0}, w);
    place_evidence(p, &w->mechanics, w);
    place_evidence(p, &w->evidence, w);
    w->without = ili_place(p, (size_t)w->nf + 1, sizeof *w->without);
    for (int i = 0; i <= w->nf; i++) place_evidence(p, w->without ? &w->without[i] : &(ili_evidence){0}, w);
    place_posterior(p, &w->prior, w);
    place_posterior(p, &w->post, w);
    place_posterior(p, &w->scratch, w);
    place_results(p, w);
}

static bool sizes_ok(const il_infer_problem *q, const il_infer_settings *s) {
    return q->nfinding >= 0 && q->nfinding <= IL_INFER_MAX_FINDING && q->ncondition >= 1 && q->ncondition <= IL_INFER_MAX_CONDITION
           && q->nseverity >= 2 && q->nseverity <= IL_INFER_MAX_SEVERITY && q->naccuracy >= 0 && q->naccuracy <= IL_INFER_MAX_FINDING && q->ncandidate >= 0
           && q->ncandidate <= 4*IL_INFER_MAX_FINDING && s->refine >= 1 && s->refine <= 16;
}

il_status il_infer_workspace_create(const il_infer_problem *q, const il_infer_settings *s, il_infer_workspace **out, il_error *err) {
    *out = NULL;
    if (!sizes_ok(q, s))
        return il_error_set(err, IL_LIMIT, NULL, 0, 0, "inference takes 0-%d findings, 1-%d conditions, 2-%d severities; this has %d, %d, %d",
                            IL_INFER_MAX_FINDING, IL_INFER_MAX_CONDITION, IL_INFER_MAX_SEVERITY, q->nfinding, q->ncondition, q->nseverity);
    il_infer_workspace *w = ili_array_alloc(1, sizeof *w);
    if (!w) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the inference");
    *w = (il_infer_workspace){.nf = q->nfinding, .nc = q->ncondition, .ns = q->nseverity, .naccuracy = q->naccuracy, .ncandidate = q->ncandidate,
                              .refine = s->refine, .nhelper = il_parallel_threads(q->nfinding + 1, s->threads > 0 ? s->threads : 1), .kept = -1, .has_interaction = q->interaction != NULL};
    w->nfine = (w->ns - 1)*w->refine + 1;
    w->rough = w->refine%2 ? 1 : 2, w->stride = 1;
    w->npair = w->nc*(w->nc - 1)/2;
    ili_placer p = {0};
    place(&p, w);
    w->block = ili_block_alloc(p.size);
    if (!w->block) {
        il_infer_workspace_free(w);
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the inference: %zu bytes", p.size);
    }
    p = ili_placer_for(w->block, p.size);
    place(&p, w);
    *out = w;
    return IL_OK;
}

void il_infer_workspace_free(il_infer_workspace *w) {
    if (!w) return;
    ili_block_free(w->block);
    free(w);
}

// ---- preparing ---------------------------------------------------------------------------------------------------------------

// weights of the trapezoid rule over every `stride`-th severity times the density, summing to one
static void weigh_severities(const il_infer_problem *p, const il_infer_workspace *w, int c, int stride, double *weight) {
    const double *d = p->severity_density ? p->severity_density + (size_t)c*(size_t)p->nseverity : NULL;
    int           n = w->nfine, ns = p->nseverity;
    double        sum = 0.0;
    for (int k = 0; k < n; k++) weight[k] = 0.0;
    for (int k = 0; k < n; k += stride) {
        int    lower = k/w->refine, upper = lower + 1 < ns ? lower + 1 : lower;
        double t = (double)(k%w->refine)/w->refine, width = 0.5*((k + stride < n ? w->fine[k + stride] : w->fine[k]) - (k ? w->fine[k - stride] : w->fine[k]));
        sum += weight[k] = width*(d ? d[lower] + t*(d[upper] - d[lower]) : 1.0);
    }
    for (int k = 0; k < n; k++) weight[k] /= sum;
}

// fine severities, and their weights for each condition
static void prepare_severity(const il_infer_problem *p, il_infer_workspace *w) {
    int n = w->nfine, ns = p->nseverity;
    for (int k = 0; k < n; k++) {
        int lower = k/w->refine, upper = lower + 1 < ns ? lower + 1 : lower;
        w->fine[k] = p->severity[lower] + (double)(k%w->refine)/w->refine*(p->severity[upper] - p->severity[lower]);
    }
    for (int c = 0; c < p->ncondition; c++) {
        weigh_severities(p, w, c, 1, w->weight + (size_t)c*(size_t)n);
        weigh_severities(p, w, c, w->rough, w->weight_rough + (size_t)c*(size_t)n);
    }
}

// covariance of the readings
static void prepare_findings(const il_infer_problem *p, il_infer_workspace *w) {
    int nf = p->nfinding;
    for (int i = 0; i < nf*nf; i++) w->cov[i] = p->person_cov[i];
    for (int f = 0; f < nf; f++) {
        const il_infer_finding *q = &p->finding[f];
        w->cov[f*nf + f] += q->retest_sd*q->retest_sd + q->rater_sd*q->rater_sd + q->model_sd*q->model_sd;
    }
}

// ---- results -----------------------------------------------------------------------------------------------------------------

static void probabilities(const il_infer_problem *p, const il_infer_settings *s, il_infer_workspace *w, il_infer_solution *out) {
    const ili_evidence *e = &w->evidence;
    ili_posterior_compute(p, s, NULL, 0, -1, &w->prior);
    ili_posterior_compute(p, s, e, 0, -1, &w->post);
    memcpy(w->single, w->post.single, (size_t)p->ncondition*sizeof(double));
    memcpy(w->pair, w->post.pair, (size_t)w->npair*sizeof(double));
    for (int c = 0; c < p->ncondition; c++) w->present[c] = ili_present(p, s, e, 0, -1, c);
    if (s->brief) return;
    for (int c = 0; c < p->ncondition; c++) {
        w->present_low[c]      = ili_present(p, s, e, -1, c, c);
        w->present_high[c]     = ili_present(p, s, e, +1, c, c);
        w->present_all_low[c]  = ili_present(p, s, e, -1, -1, c);
        w->present_all_high[c] = ili_present(p, s, e, +1, -1, c);
        w->log_bf[c]           = ili_log_support(p, s, e, c);
        w->log_bf_none[c]      = e->single[c] - e->none;
    }
    ili_posterior_compute(p, s, e, -1, -1, &w->scratch);
    out->none_all_low = w->scratch.none, out->undetermined_all_low = w->scratch.undetermined;
    ili_posterior_compute(p, s, e, +1, -1, &w->scratch);
    out->none_all_high = w->scratch.none, out->undetermined_all_high = w->scratch.undetermined;
}

/// Parts of the work that threads share.
typedef struct shared {
    const il_infer_problem  *p;
    const il_infer_settings *s;
    il_infer_workspace      *w;
    const double            *rough, *whole; ///< [ncondition] log odds of each, with all findings
} shared;

// What all findings say; then what all but one say, and all of them, with half of the severities: a quarter of the work for what is shown with one digit
static il_status subset(void *ctx, int job, int thread, il_error *err) {
    const shared           *x = ctx;
    const il_infer_problem *p = x->p;
    bool                    keep[ILI_NF];
    int                     i = job - 1;
    if (job == 0) return ili_evidence_mechanics(p, x->w, NULL, &x->w->mechanics, err);
    for (int f = 0; f < p->nfinding; f++) keep[f] = f != i;
    return ili_evidence_mechanics(p, &x->w->helper[thread], i < p->nfinding ? keep : NULL, &x->w->without[i], err);
}

static il_status evidence(const il_infer_problem *p, const il_infer_settings *s, il_infer_workspace *w, il_error *err) {
    shared    x = {.p = p, .s = s, .w = w};
    int       njob = s->contributions ? p->nfinding + 2 : 1;
    prepare_helpers(w);
    il_status status = il_parallel_for(njob, w->nhelper, subset, &x, NULL, NULL, err);
    for (int i = 0; i < w->nhelper; i++) w->nlikelihood += w->helper[i].nlikelihood;
    return status;
}

// what one finding adds to each condition: log Bayes factor with all findings less that without this one; both over rough severities, where a finding
// that is simulated is left out
static il_status contribution(void *ctx, int i, int thread, il_error *err) {
    const shared           *x = ctx;
    const il_infer_problem *p = x->p;
    il_infer_workspace     *w = x->w;
    int                     nf = p->nfinding, nall = nf + p->naccuracy;
    ili_evidence           *e = &w->helper[thread].evidence_without;
    (void)err;
    ili_evidence_add_accuracy(p, w, i < nf ? &w->without[i] : &w->mechanics, i < nf ? -1 : i - nf, e);
    for (int c = 0; c < p->ncondition; c++) w->contribution[c*nall + i] = (i < nf ? x->rough[c] : x->whole[c]) - ili_log_present(p, x->s, e, c);
    return IL_OK;
}

static il_status contributions(const il_infer_problem *p, const il_infer_settings *s, il_infer_workspace *w, il_error *err) {
    double        rough[IL_INFER_MAX_CONDITION] = {0}, whole[IL_INFER_MAX_CONDITION] = {0};
    shared        x = {p, s, w, rough, whole};
    ili_evidence *e = &w->evidence_without;
    ili_evidence_add_accuracy(p, w, &w->without[p->nfinding], -1, e);
    for (int c = 0; c < p->ncondition; c++) rough[c] = ili_log_present(p, s, e, c), whole[c] = ili_log_present(p, s, &w->evidence, c);
    return il_parallel_for(p->nfinding + p->naccuracy, w->nhelper, contribution, &x, NULL, NULL, err);
}

static double probability_of(const il_infer_workspace *w, int h) { return h == w->nc ? w->post.none : w->present[h]; }

// what is left out where the caller wants probabilities alone is nought, never what the last call left there
static void leave_out(const il_infer_problem *p, il_infer_workspace *w) {
    size_t        nc = (size_t)p->ncondition, nt = (size_t)p->ncandidate;
    double *const by_condition[] = {w->present_low, w->present_high, w->present_all_low, w->present_all_high, w->log_bf, w->log_bf_none, w->severity_mean, w->severity_p05, w->severity_p95};
    for (size_t i = 0; i < sizeof by_condition/sizeof *by_condition; i++) memset(by_condition[i], 0, nc*sizeof(double));
    memset(w->log_bf_between, 0, (nc + 1)*(nc + 1)*sizeof(double));
    memset(w->predicted, 0, nc*(size_t)p->nfinding*sizeof(double));
    memset(w->gain, 0, nt*sizeof(double));
    memset(w->gain_mean, 0, nt*(nc + 1)*sizeof(double));
    memset(w->gain_a, 0, nt*sizeof(int));
    memset(w->gain_b, 0, nt*sizeof(int));
}

// every two hypotheses, each alone: Bayes factor; those below the limit in order of how probable both are (insertion sort: few)
static int ties(il_infer_workspace *w, double limit) {
    int nc = w->nc, n = 0;
    for (int a = 0; a <= nc; a++)
        for (int b = 0; b <= nc; b++) {
            double la = a == nc ? w->evidence.none : w->evidence.single[a], lb = b == nc ? w->evidence.none : w->evidence.single[b];
            w->log_bf_between[a*(nc + 1) + b] = la - lb;
        }
    for (int a = 0; a < nc; a++)
        for (int b = a + 1; b <= nc; b++) {
            double factor = exp(fabs(w->log_bf_between[a*(nc + 1) + b])), weight = probability_of(w, a)*probability_of(w, b);
            if (!(factor < limit)) continue;
            int i = n++;
            for (; i > 0 && probability_of(w, w->tie[i - 1].a)*probability_of(w, w->tie[i - 1].b) < weight; i--) w->tie[i] = w->tie[i - 1];
            w->tie[i] = (il_infer_tie){a, b, factor};
        }
    return n;
}

static void publish(const il_infer_workspace *w, int ntie, il_infer_solution *out) {
    out->none = w->post.none, out->undetermined = w->post.undetermined;
    out->single = w->single, out->pair = w->pair, out->present = w->present;
    out->present_low = w->present_low, out->present_high = w->present_high;
    out->present_all_low = w->present_all_low, out->present_all_high = w->present_all_high;
    out->log_bf = w->log_bf, out->log_bf_none = w->log_bf_none, out->log_bf_between = w->log_bf_between;
    out->severity_mean = w->severity_mean, out->severity_p05 = w->severity_p05, out->severity_p95 = w->severity_p95;
    out->predicted = w->predicted, out->contribution = w->contribution;
    out->ntie = ntie, out->tie = w->tie;
    out->gain = w->gain, out->gain_mean = w->gain_mean, out->gain_a = w->gain_a, out->gain_b = w->gain_b;
}

// log of the sum over hypotheses of prior times evidence
static double total_evidence(const il_infer_problem *p, const il_infer_workspace *w) {
    if (w->post.none > w->post.undetermined) return w->evidence.none + log(w->prior.none/w->post.none);
    return ili_log_undetermined(p, &w->evidence) + log(w->prior.undetermined/fmax(w->post.undetermined, 1e-300));
}

il_status il_infer(const il_infer_problem *p, const il_infer_settings *s, il_infer_workspace *w, il_infer_solution *out, il_infer_info *info,
                   il_error *err) {
    *out  = (il_infer_solution){0};
    *info = (il_infer_info){0};
    IL_ASSERT(s->cookie == il_default_infer_settings().cookie);
    il_status st = ili_infer_check(p, s, w, err);
    if (st) return st;
    w->nlikelihood = 0, w->stride = 1, w->wrong_share = s->wrong_share;
    prepare_severity(p, w);
    prepare_findings(p, w);
    ili_unknown_prepare(p, s, w);
    ili_accuracy_fill(p, s, w);

    // evidence of every hypothesis, then what follows from it
    bool known = s->same_findings && w->kept == p->nfinding;
    w->kept = -1;
    if (!known && (st = evidence(p, s, w, err))) return st; // else w->fit too is that of the last call
    if (s->contributions) w->kept = p->nfinding;
    ili_evidence_add_accuracy(p, w, &w->mechanics, -1, &w->evidence);
    info->nrange = w->fit.nr;
    probabilities(p, s, w, out);
    if (s->brief) leave_out(p, w);
    else ili_posterior_pass(p, w);
    memset(w->contribution, 0, (size_t)p->ncondition*(size_t)(p->nfinding + p->naccuracy)*sizeof(double));
    if (s->contributions && (st = contributions(p, s, w, err))) return st;
    publish(w, s->brief ? 0 : ties(w, s->separated), out);

    info->status       = p->nfinding + p->naccuracy ? IL_INFER_DONE : IL_INFER_NO_FINDINGS;
    info->log_evidence = total_evidence(p, w);
    info->nlikelihood  = w->nlikelihood;
    return IL_OK;
}

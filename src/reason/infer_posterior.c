// infer_posterior.c - from evidence and priors to probabilities, severities and predictions
#include <math.h>
#include <string.h>

#include "reason/infer_private.h"

static double prior_of(const il_infer_problem *p, int c, int end, int only) {
    const il_infer_prior *q = &p->prior[c];
    if (end == 0 || (only >= 0 && only != c)) return q->value;
    return end < 0 ? q->low : q->high;
}

// log weight of a hypothesis before the findings, relative to none: independent causes give the product of their odds
static double log_odds(double q) { return log(q/(1.0 - q)); }

// none, singles and pairs share 1 - undetermined in proportion to their odds; pairs that exclude each other have none
void ili_posterior_compute(const il_infer_problem *p, const il_infer_settings *s, const ili_evidence *e, int end, int only, ili_posterior *out) {
    int    nc = p->ncondition;
    double odds[IL_INFER_MAX_CONDITION], prior_sum = 1.0, top = e ? fmax(e->none, e->undetermined) : 0.0;
    for (int a = 0; a < nc; a++) odds[a] = log_odds(prior_of(p, a, end, only));
    for (int a = 0; a < nc; a++) {
        prior_sum += exp(odds[a]);
        if (e) top = fmax(top, e->single[a] + odds[a]);
        for (int b = a + 1; b < nc; b++) {
            if (ili_excluded(p, a, b)) continue;
            prior_sum += exp(odds[a] + odds[b]);
            if (e) top = fmax(top, e->pair[il_infer_pair(nc, a, b)] + odds[a] + odds[b]);
        }
    }
    // unnormalised weights, then one division
    double known = (1.0 - s->undetermined_prior)/prior_sum;
    out->none         = known*exp((e ? e->none : 0.0) - top);
    out->undetermined = s->undetermined_prior*exp((e ? e->undetermined : 0.0) - top);
    double sum = out->none + out->undetermined;
    for (int a = 0; a < nc; a++) {
        sum += out->single[a] = known*exp((e ? e->single[a] : 0.0) + odds[a] - top);
        for (int b = a + 1; b < nc; b++) {
            int k = il_infer_pair(nc, a, b);
            out->pair[k] = ili_excluded(p, a, b) ? 0.0 : known*exp((e ? e->pair[k] : 0.0) + odds[a] + odds[b] - top);
            sum += out->pair[k];
        }
    }
    out->none /= sum;
    out->undetermined /= sum;
    for (int a = 0; a < nc; a++) out->present[a] = out->single[a] /= sum;
    for (int a = 0; a < nc; a++)
        for (int b = a + 1; b < nc; b++) {
            double x = out->pair[il_infer_pair(nc, a, b)] /= sum;
            out->present[a] += x;
            out->present[b] += x;
        }
}

// ---- one pass over the hypotheses that matter: severities, predictions, next tests ----

static void normalise(double *x, int n) {
    double sum = 0.0;
    for (int i = 0; i < n; i++) sum += x[i];
    for (int i = 0; i < n; i++) x[i] = sum > 0.0 ? x[i]/sum : 0.0;
}

// weights of the severities given the hypothesis and the findings, in place of their log likelihoods
static void weigh(double *table, const double *wa, const double *wb, int n) {
    int    total = wb ? n*n : n;
    double top = -HUGE_VAL;
    for (int i = 0; i < total; i++) top = fmax(top, table[i]);
    for (int i = 0; i < total; i++) table[i] = wa[wb ? i/n : i]*(wb ? wb[i%n] : 1.0)*exp(table[i] - top);
    normalise(table, total);
}

static void predict(const il_infer_problem *p, il_infer_workspace *w, int c) {
    int nf = p->nfinding, ns = p->nseverity;
    double *out = w->predicted + (size_t)c*(size_t)nf;
    memcpy(out, p->baseline, (size_t)nf*sizeof *out);
    for (int k = 0; k < w->nfine; k++) {
        int lower = k/w->refine, upper = lower + 1 < ns ? lower + 1 : lower;
        double t = (double)(k%w->refine)/w->refine;
        const double *e0 = p->effect + ((size_t)c*(size_t)ns + (size_t)lower)*(size_t)nf, *e1 = p->effect + ((size_t)c*(size_t)ns + (size_t)upper)*(size_t)nf;
        for (int f = 0; f < nf; f++) out[f] += w->table[k]*(e0[f] + t*(e1[f] - e0[f]));
    }
}

static void single_pass(const il_infer_problem *p, il_infer_workspace *w, int c) {
    int n = w->nfine, row = w->fit.np + w->fit.nr;
    const double *wc = w->weight + (size_t)c*(size_t)n;
    for (int k = 0; k < n; k++)
        w->table[k] = ili_log_likelihood(&w->fit, w, w->fit.effect + ((size_t)c*(size_t)n + (size_t)k)*(size_t)row, NULL, NULL);
    weigh(w->table, wc, NULL, n);
    predict(p, w, c);
    for (int k = 0; k < n; k++) w->severity[(size_t)c*(size_t)n + (size_t)k] += w->post.single[c]*w->table[k];
    ili_gain_add(p, w, w->post.single[c], c, -1, w->table);
}

static void pair_pass(const il_infer_problem *p, il_infer_workspace *w, int a, int b) {
    int    n = w->nfine;
    double share = w->post.pair[il_infer_pair(p->ncondition, a, b)];
    if (!(share > 1e-9)) return;
    ili_pair_table(p, w, a, b);
    weigh(w->table, w->weight + (size_t)a*(size_t)n, w->weight + (size_t)b*(size_t)n, n);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            w->severity[a*n + i] += share*w->table[i*n + j];
            w->severity[b*n + j] += share*w->table[i*n + j];
        }
    ili_gain_add(p, w, share, a, b, w->table);
}

// quantile of a distribution given as weights at the grid's nodes, mass spread half a step to either side
static double quantile(const double *grid, const double *weight, int n, double q) {
    double below = 0.0;
    for (int k = 0; k < n; k++) {
        double left = k ? 0.5*(grid[k - 1] + grid[k]) : grid[0], right = k + 1 < n ? 0.5*(grid[k] + grid[k + 1]) : grid[n - 1];
        if (below + weight[k] >= q) return left + (right - left)*(weight[k] > 0.0 ? (q - below)/weight[k] : 0.0);
        below += weight[k];
    }
    return grid[n - 1];
}

static void severity_summary(il_infer_workspace *w, int c) {
    int     n = w->nfine;
    double *weight = w->severity + (size_t)c*(size_t)n;
    normalise(weight, n);
    w->severity_mean[c] = 0.0;
    for (int k = 0; k < n; k++) w->severity_mean[c] += weight[k]*w->fine[k];
    w->severity_p05[c] = quantile(w->fine, weight, n, 0.05);
    w->severity_p95[c] = quantile(w->fine, weight, n, 0.95);
}

void ili_posterior_pass(const il_infer_problem *p, il_infer_workspace *w) {
    int nc = p->ncondition;
    memset(w->severity, 0, (size_t)nc*(size_t)w->nfine*sizeof *w->severity);
    ili_gain_begin(p, w);
    w->table[0] = 1.0;
    ili_gain_add(p, w, w->post.none, -1, -1, w->table);
    for (int a = 0; a < nc; a++) single_pass(p, w, a);
    for (int a = 0; a < nc; a++)
        for (int b = a + 1; b < nc; b++) pair_pass(p, w, a, b);
    for (int c = 0; c < nc; c++) severity_summary(w, c);
    ili_gain_end(p, w);
}

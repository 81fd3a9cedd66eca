// infer_posterior.c - from evidence and priors to probabilities, severities and predictions
#include <math.h>
#include <string.h>

#include "reason/infer_private.h"

static double prior_of(const il_infer_problem *p, int c, int end, int only) {
    const il_infer_prior *q = &p->prior[c];
    if (end == 0 || (only >= 0 && only != c)) return q->value;
    return end < 0 ? q->low : q->high;
}

static double log_odds(double q) { return log(q/(1.0 - q)); }

// with r the odds of one beside the other: alone q/(1 + r - q (2 + r)), both r times that; r = q/(1 - q) gives independence
void il_infer_twin_odds(double prior, double beside, double *alone, double *both) {
    double r = fmax(prior, beside)/(1.0 - fmax(prior, beside));
    *alone = prior/(1.0 + r - prior*(2.0 + r));
    *both = r**alone;
}

static bool are_twins(const il_infer_problem *p, int a, int b) { return p->twin && p->twin[a] == b; }

// log weight before the findings, relative to none: of one condition, ...
static double log_alone(const il_infer_problem *p, int c, int end, int only) {
    double q = prior_of(p, c, end, only), alone, both;
    if (!p->twin || p->twin[c] < 0) return log_odds(q);
    il_infer_twin_odds(q, p->beside_twin[c], &alone, &both);
    return log(alone);
}

// ... and of b beside its twin a
static double log_beside(const il_infer_problem *p, int a, int b, int end, int only) {
    double beside = fmax(p->beside_twin[b], fmax(prior_of(p, a, end, only), prior_of(p, b, end, only)));
    return log_odds(beside) + 0.5*(log_alone(p, b, end, only) - log_alone(p, a, end, only));
}

static double add_logs(double a, double b) {
    double top = fmax(a, b);
    return top == -HUGE_VAL ? top : top + log(exp(a - top) + exp(b - top));
}

// log likelihood of what is not determined: alone, or beside one of the others in proportion to its odds; `but` (or -1) is not counted
static double log_undetermined(const il_infer_problem *p, const ili_evidence *e, int end, int only, int but) {
    double sum = 1.0, value = e ? e->undetermined : 0.0;
    if (!e) return 0.0;
    for (int a = 0; a < p->ncondition; a++) {
        if (a == but) continue;
        double odds = log_alone(p, a, end, only);
        sum += exp(odds);
        value = add_logs(value, odds + e->beside[a]);
    }
    return value - log(sum);
}

double ili_log_undetermined(const il_infer_problem *p, const ili_evidence *e) {
    return log_undetermined(p, e, 0, -1, -1);
}

// of two conditions: independent causes give the product of their odds; odds [ncondition]: of each alone
static double log_both(const il_infer_problem *p, const double *odds, int a, int b, int end, int only) {
    return odds[a] + (are_twins(p, a, b) ? log_beside(p, a, b, end, only) : odds[b]);
}

// none, singles and pairs share 1 - undetermined in proportion to their odds; pairs that exclude each other have none
void ili_posterior_compute(const il_infer_problem *p, const il_infer_settings *s, const ili_evidence *e, int end, int only, ili_posterior *out) {
    int    nc = p->ncondition;
    double odds[IL_INFER_MAX_CONDITION], prior_sum = 1.0, other = log_undetermined(p, e, end, only, -1), top = e ? fmax(e->none, other) : 0.0;
    for (int a = 0; a < nc; a++) odds[a] = log_alone(p, a, end, only);
    for (int a = 0; a < nc; a++) {
        prior_sum += exp(odds[a]);
        if (e) top = fmax(top, e->single[a] + odds[a]);
        for (int b = a + 1; b < nc; b++) {
            if (ili_excluded(p, a, b)) continue;
            double both = log_both(p, odds, a, b, end, only);
            prior_sum += exp(both);
            if (e) top = fmax(top, e->pair[il_infer_pair(nc, a, b)] + both);
        }
    }
    // unnormalised weights, then one division
    double known = (1.0 - s->undetermined_prior)/prior_sum;
    out->none         = known*exp((e ? e->none : 0.0) - top);
    out->undetermined = s->undetermined_prior*exp(other - top);
    double sum = out->none + out->undetermined;
    for (int a = 0; a < nc; a++) {
        sum += out->single[a] = known*exp((e ? e->single[a] : 0.0) + odds[a] - top);
        for (int b = a + 1; b < nc; b++) {
            int    k = il_infer_pair(nc, a, b);
            double both = log_both(p, odds, a, b, end, only);
            out->pair[k] = ili_excluded(p, a, b) ? 0.0 : known*exp((e ? e->pair[k] : 0.0) + both - top);
            sum += out->pair[k];
        }
    }
    out->none /= sum;
    out->undetermined /= sum;
    for (int a = 0; a < nc; a++) out->single[a] /= sum;
    for (int k = 0; k < nc*(nc - 1)/2; k++) out->pair[k] /= sum;
}

// ---- is one condition present, whatever else is ----

// log likelihood of one condition, or of a pair; 0 without evidence, -inf where two exclude each other
static double log_single(const ili_evidence *e, int a) { return e ? e->single[a] : 0.0; }

static double log_pair(const il_infer_problem *p, const ili_evidence *e, int a, int b) {
    return ili_excluded(p, a, b) ? -HUGE_VAL : e ? e->pair[il_infer_pair(p->ncondition, a, b)] : 0.0;
}

// log L(a,b,c)/L(a,b): what c adds beside two others, from what it adds beside each (r_a, r_b) and alone (r_0): r_a r_b / r_0, held between
// r_a and r_b. If a already explains what c would, r_a is near 1 and so is this; if c is needed beside both, it stays large
static double log_added(const il_infer_problem *p, const ili_evidence *e, int a, int b, int c) {
    if (!e) return ili_excluded(p, a, c) || ili_excluded(p, b, c) ? -HUGE_VAL : 0.0;
    double r_0 = e->single[c] - e->none, r_a = log_pair(p, e, a, c) - e->single[a], r_b = log_pair(p, e, b, c) - e->single[b];
    return fmin(fmax(r_a + r_b - r_0, fmin(r_a, r_b)), fmax(r_a, r_b));
}

/// c present and c absent beside the same others: logs of what both sum up, so that eight are taken abreast. What cannot be counts nothing.
enum { MOST = (2 + IL_INFER_MAX_CONDITION*(IL_INFER_MAX_CONDITION + 1)/2 + IL_LANES - 1)/IL_LANES*IL_LANES };
typedef struct balance {
    int n;
    _Alignas(64) double prior[MOST], without[MOST], with[MOST], one[MOST];
} balance;

static void weigh_context(balance *x, double log_prior, double log_without, double log_with) {
    x->prior[x->n] = log_prior, x->without[x->n] = log_prior + log_without, x->with[x->n++] = log_prior + log_with;
}

// log of the sum of exp(x_i)
static double log_sum(balance *b, double *x, int n) {
    double top = -HUGE_VAL;
    for (int i = 0; i < n; i++) top = x[i] > top ? x[i] : top;
    if (!(top > -HUGE_VAL)) return ILI_LOG_ZERO;
    for (int i = 0; i < b->n; i++) {
        b->one[i] = i < n && x[i] > -HUGE_VAL;
        if (b->one[i] == 0.0) x[i] = top;
    }
    return top + log(ili_infer_exp_sum(b->n, x, b->one, top));
}

// log odds of c present against c absent, beside the same others: nothing, one or two other conditions, or what is not determined, alone or beside one of them
static double log_present(const il_infer_problem *p, const il_infer_settings *s, const ili_evidence *e, int end, int only, int c) {
    int     nc = p->ncondition, twin = p->twin ? p->twin[c] : -1;
    double  odds[IL_INFER_MAX_CONDITION], none = e ? e->none : 0.0, own = log_alone(p, c, end, only), beside = twin < 0 ? own : log_beside(p, twin, c, end, only);
    double  other = log_undetermined(p, e, end, only, c), added = e ? e->beside[c] - e->undetermined : 0.0;
    balance x;
    x.n = 0;
    for (int a = 0; a < nc; a++) odds[a] = a == c ? -HUGE_VAL : log_alone(p, a, end, only);
    weigh_context(&x, 0.0, none, log_single(e, c) + own);
    for (int a = 0; a < nc; a++) {
        if (a == c) continue;
        weigh_context(&x, odds[a], log_single(e, a), log_pair(p, e, a, c) + (a == twin ? beside : own));
        for (int b = a + 1; b < nc; b++) {
            if (b == c || ili_excluded(p, a, b)) continue;
            double both = log_pair(p, e, a, b);
            weigh_context(&x, log_both(p, odds, a, b, end, only), both, both + log_added(p, e, a, b, c) + (a == twin || b == twin ? beside : own));
        }
    }
    // what is known has one share, what is not determined another
    int    n = x.n;
    while (x.n%IL_LANES) weigh_context(&x, -HUGE_VAL, -HUGE_VAL, -HUGE_VAL);
    double known = log(1.0 - s->undetermined_prior) - log_sum(&x, x.prior, n), unknown = log(s->undetermined_prior) + other;
    return add_logs(known + log_sum(&x, x.with, n), unknown + added + own) - add_logs(known + log_sum(&x, x.without, n), unknown);
}

double ili_log_present(const il_infer_problem *p, const il_infer_settings *s, const ili_evidence *e, int c) { return log_present(p, s, e, 0, -1, c); }

static double support(const il_infer_problem *p, const il_infer_settings *s, const ili_evidence *e, int end, int only, int c) {
    return log_present(p, s, e, end, only, c) - log_present(p, s, NULL, end, only, c);
}

double ili_log_support(const il_infer_problem *p, const il_infer_settings *s, const ili_evidence *e, int c) { return support(p, s, e, 0, -1, c); }

// a condition of which the findings say nothing keeps its prior, however probable others are
double ili_present(const il_infer_problem *p, const il_infer_settings *s, const ili_evidence *e, int end, int only, int c) {
    return 1.0/(1.0 + exp(-log_odds(prior_of(p, c, end, only)) - support(p, s, e, end, only, c)));
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
        const double *e0 = p->effect + ((size_t)c*(size_t)ns + (size_t)lower)*(size_t)nf;
        const double *e1 = p->effect + ((size_t)c*(size_t)ns + (size_t)upper)*(size_t)nf;
        for (int f = 0; f < nf; f++) out[f] += w->table[k]*(e0[f] + t*(e1[f] - e0[f]));
    }
}

static void single_pass(const il_infer_problem *p, il_infer_workspace *w, int c) {
    int n = w->nfine, row = ili_row(&w->fit);
    const double *wc = w->weight + (size_t)c*(size_t)n;
    for (int k = 0; k < n; k++)
        w->table[k] = ili_log_likelihood(&w->fit, w, w->fit.effect + ((size_t)c*(size_t)n + (size_t)k)*(size_t)row);
    weigh(w->table, wc, NULL, n);
    predict(p, w, c);
    for (int k = 0; k < n; k++) w->severity[(size_t)c*(size_t)n + (size_t)k] += (w->post.single[c] + w->beside[c])*w->table[k];
    ili_gain_add(p, w, w->post.single[c], w->beside[c], c, -1, w->table);
}

static void pair_pass(const il_infer_problem *p, il_infer_workspace *w, int a, int b) {
    int    n = w->nfine;
    double share = w->post.pair[il_infer_pair(p->ncondition, a, b)];
    if (!(share > 1e-9)) return;
    if (w->silent[a] || w->silent[b]) {
        ili_gain_add_silent(p, w, share, a, b);
        return;
    }
    ili_pair_table(p, w, a, b);
    weigh(w->table, w->weight + (size_t)a*(size_t)n, w->weight + (size_t)b*(size_t)n, n);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            w->severity[a*n + i] += share*w->table[i*n + j];
            w->severity[b*n + j] += share*w->table[i*n + j];
        }
    ili_gain_add(p, w, share, 0.0, a, b, w->table);
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

// a condition that moves no finding and no candidate leaves the severity and the outcomes of another as they are, and keeps its own severity
static void gather_silent(const il_infer_problem *p, il_infer_workspace *w) {
    int nc = p->ncondition, n = w->nfine;
    for (int c = 0; c < nc; c++) w->silent[c] = ili_is_silent(p, NULL, c) && ili_gain_is_silent(p, c);
    memset(w->beside, 0, (size_t)(nc + 1)*sizeof *w->beside);
    for (int a = 0; a < nc; a++)
        for (int b = a + 1; b < nc; b++) {
            double share = w->post.pair[il_infer_pair(nc, a, b)];
            int    other = !w->silent[a] ? a : !w->silent[b] ? b : nc, quiet = w->silent[b] ? b : a;
            if (!w->silent[quiet] || !(share > 1e-9)) continue;
            w->beside[other] += share;
            for (int k = 0; k < n; k++) w->severity[quiet*n + k] += share*w->weight[quiet*n + k];
            for (int k = 0; other == nc && k < n; k++) w->severity[a*n + k] += share*w->weight[a*n + k];
        }
}

void ili_posterior_pass(const il_infer_problem *p, il_infer_workspace *w) {
    int nc = p->ncondition;
    memset(w->severity, 0, (size_t)nc*(size_t)w->nfine*sizeof *w->severity);
    ili_gain_begin(p, w);
    gather_silent(p, w);
    w->table[0] = 1.0;
    ili_gain_add(p, w, w->post.none, w->beside[nc], -1, -1, w->table);
    for (int a = 0; a < nc; a++) single_pass(p, w, a);
    for (int a = 0; a < nc; a++)
        for (int b = a + 1; b < nc; b++) pair_pass(p, w, a, b);
    for (int c = 0; c < nc; c++) severity_summary(w, c);
    ili_gain_end(p, w);
}

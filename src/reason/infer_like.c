// infer_like.c - likelihood of the findings under none, one or two conditions, and under a cause that is not in the list
#include <math.h>
#include <string.h>

#include "reason/infer_private.h"

// ---- transforming the findings ----

// numbers first, then ranges
static void choose(ili_fit *fit, const il_infer_problem *p, const bool *keep) {
    fit->np = fit->nr = 0;
    for (int f = 0; f < p->nfinding; f++)
        if ((!keep || keep[f]) && p->finding[f].form == IL_FINDING_NUMBER) fit->which[fit->np++] = f;
    for (int f = 0; f < p->nfinding; f++)
        if ((!keep || keep[f]) && p->finding[f].form == IL_FINDING_RANGE) fit->which[fit->np + fit->nr++] = f;
}

// x <- L^-1 x
static void solve_lower(const double *l, int n, double *x) {
    for (int i = 0; i < n; i++) {
        double sum = x[i];
        for (int k = 0; k < i; k++) sum -= l[i*n + k]*x[k];
        x[i] = sum/l[i*n + i];
    }
}

// a change of all findings, seen through the fit: whitened for numbers; for ranges less what the numbers already foretell of it
static void transform(const ili_fit *fit, const double *change, double *out) {
    for (int i = 0; i < fit->np + fit->nr; i++) out[i] = change[fit->which[i]];
    solve_lower(fit->chol_p, fit->np, out);
    for (int r = 0; r < fit->nr; r++)
        for (int k = 0; k < fit->np; k++) out[fit->np + r] -= fit->gain[r*fit->np + k]*out[k];
}

// L_p L_p' = C_pp;  G = C_rp L_p'^-1;  C_r = C_rr - G G'
static int factor(ili_fit *fit, const double *cov, int nf) {
    int np = fit->np, nr = fit->nr, bad;
    double check[ILI_NR*ILI_NR];
    for (int i = 0; i < np; i++)
        for (int j = 0; j < np; j++) fit->chol_p[i*np + j] = cov[fit->which[i]*nf + fit->which[j]];
    if ((bad = ili_cholesky(fit->chol_p, np)) >= 0) return fit->which[bad];
    for (int r = 0; r < nr; r++) {
        double *g = fit->gain + r*np;
        for (int k = 0; k < np; k++) g[k] = cov[fit->which[np + r]*nf + fit->which[k]];
        solve_lower(fit->chol_p, np, g);
    }
    for (int r = 0; r < nr; r++)
        for (int s = 0; s < nr; s++) {
            double c = cov[fit->which[np + r]*nf + fit->which[np + s]];
            for (int k = 0; k < np; k++) c -= fit->gain[r*np + k]*fit->gain[s*np + k];
            fit->cov_r[r*nr + s] = c;
        }
    for (int i = 0; i < nr*nr; i++) check[i] = fit->cov_r[i];
    bad = ili_cholesky(check, nr);
    return bad < 0 ? -1 : fit->which[np + bad];
}

static void observe(ili_fit *fit, const il_infer_problem *p) {
    int np = fit->np, nr = fit->nr;
    fit->log_norm = -0.5*np*log(2.0*3.14159265358979323846);
    for (int i = 0; i < np; i++) {
        fit->residual[i] = p->finding[fit->which[i]].value - p->baseline[fit->which[i]];
        fit->log_norm -= log(fit->chol_p[i*np + i]);
    }
    solve_lower(fit->chol_p, np, fit->residual);
    for (int r = 0; r < nr; r++) {
        int f = fit->which[np + r];
        fit->low[r]  = p->finding[f].low;
        fit->high[r] = p->finding[f].high;
        fit->residual[np + r] = p->baseline[f];
        for (int k = 0; k < np; k++) fit->residual[np + r] += fit->gain[r*np + k]*fit->residual[k];
    }
}

// effects on the fine grid: linear between severities, then transformed
static void transform_effects(ili_fit *fit, const il_infer_problem *p, const il_infer_workspace *w) {
    int n = fit->np + fit->nr, nf = p->nfinding;
    double change[ILI_NF];
    for (int c = 0; c < p->ncondition; c++)
        for (int k = 0; k < w->nfine; k++) {
            int lower = k/w->refine, upper = lower + 1 < p->nseverity ? lower + 1 : lower;
            double t = (double)(k%w->refine)/w->refine;
            const double *e0 = p->effect + ((size_t)c*(size_t)p->nseverity + (size_t)lower)*(size_t)nf;
            const double *e1 = p->effect + ((size_t)c*(size_t)p->nseverity + (size_t)upper)*(size_t)nf;
            for (int f = 0; f < nf; f++) change[f] = e0[f] + t*(e1[f] - e0[f]);
            transform(fit, change, fit->effect + ((size_t)c*(size_t)w->nfine + (size_t)k)*(size_t)n);
        }
    if (!p->interaction) return;
    size_t nnode = (size_t)w->npair*(size_t)p->nseverity*(size_t)p->nseverity;
    for (size_t i = 0; i < nnode; i++) transform(fit, p->interaction + i*(size_t)nf, fit->interaction + i*(size_t)n);
}

int ili_fit_make(ili_fit *fit, const il_infer_problem *p, const il_infer_workspace *w, const double *cov, const bool *keep, bool with_effects) {
    choose(fit, p, keep);
    int bad = factor(fit, cov, p->nfinding);
    if (bad >= 0) return bad;
    observe(fit, p);
    if (with_effects) transform_effects(fit, p, w);
    return -1;
}

// ---- likelihood of one hypothesis at one severity ----

// the findings less what one condition does to them: whitened numbers, then means of the ranges
static void less_effect(const ili_fit *fit, const double *a, double *base) {
    for (int i = 0; i < fit->np; i++) base[i] = fit->residual[i] - (a ? a[i] : 0.0);
    for (int i = fit->np; i < fit->np + fit->nr; i++) base[i] = fit->residual[i] + (a ? a[i] : 0.0);
}

// log likelihood where `base` is what is left, less the effect of one more and of both together
static double log_rest(const ili_fit *fit, il_infer_workspace *w, const double *base, const double *b, const double *c) {
    double square = 0.0, low[ILI_NR], high[ILI_NR];
    int    np = fit->np;
    w->nlikelihood++;
    for (int i = 0; i < np; i++) {
        double r = base[i] - (b ? b[i] : 0.0) - (c ? c[i] : 0.0);
        square += r*r;
    }
    double log_numbers = fmax(fit->log_norm - 0.5*square, ILI_LOG_ZERO*100.0);
    if (!fit->nr) return log_numbers;

    // ranges given the numbers: rows np.. of an effect are its change of a range less what it already changed in the numbers' forecast
    for (int r = 0; r < fit->nr; r++) {
        double mean = base[np + r] + (b ? b[np + r] : 0.0) + (c ? c[np + r] : 0.0);
        low[r]  = fit->low[r] - mean;
        high[r] = fit->high[r] - mean;
    }
    return log_numbers + ili_log_box(fit->cov_r, fit->nr, low, high);
}

double ili_log_likelihood(const ili_fit *fit, il_infer_workspace *w, const double *a) {
    double base[ILI_NF];
    less_effect(fit, a, base);
    return log_rest(fit, w, base, NULL, NULL);
}

static const double *effect_row(const ili_fit *fit, const il_infer_workspace *w, int c, int k) {
    return fit->effect + ((size_t)c*(size_t)w->nfine + (size_t)k)*(size_t)(fit->np + fit->nr);
}

static double log_weighted_sum(const double *log_value, const double *weight, int n) {
    double top = -HUGE_VAL, sum = 0.0;
    for (int i = 0; i < n; i++) top = fmax(top, log_value[i]);
    for (int i = 0; i < n; i++) sum += weight[i]*exp(log_value[i] - top);
    return top + log(sum);
}

static double single_evidence(il_infer_workspace *w, int c) {
    for (int k = 0; k < w->nfine; k++) w->table[k] = ili_log_likelihood(&w->fit, w, effect_row(&w->fit, w, c, k));
    return log_weighted_sum(w->table, w->weight + (size_t)c*(size_t)w->nfine, w->nfine);
}

// ---- two conditions ----

// what a pair does beyond the sum, between the severities given: bilinear in both
static const double *interaction_at(const il_infer_problem *p, const il_infer_workspace *w, int pair, int ka, int kb, double *out) {
    if (!p->interaction) return NULL;
    int ns = p->nseverity, n = w->fit.np + w->fit.nr, i = ka/w->refine, j = kb/w->refine;
    double t = (double)(ka%w->refine)/w->refine, u = (double)(kb%w->refine)/w->refine;
    const double *base = w->fit.interaction + (size_t)pair*(size_t)ns*(size_t)ns*(size_t)n;
    int i1 = i + 1 < ns ? i + 1 : i, j1 = j + 1 < ns ? j + 1 : j;
    for (int f = 0; f < n; f++) {
        double v00 = base[(i*ns + j)*n + f], v01 = base[(i*ns + j1)*n + f], v10 = base[(i1*ns + j)*n + f], v11 = base[(i1*ns + j1)*n + f];
        out[f] = (1.0 - t)*((1.0 - u)*v00 + u*v01) + t*((1.0 - u)*v10 + u*v11);
    }
    return out;
}

double ili_pair_table(const il_infer_problem *p, il_infer_workspace *w, int a, int b) {
    int    n = w->nfine, pair = il_infer_pair(p->ncondition, a, b);
    double top = -HUGE_VAL, sum = 0.0, base[ILI_NF], beyond[ILI_NF];
    for (int i = 0; i < n; i++) {
        less_effect(&w->fit, effect_row(&w->fit, w, a, i), base);
        for (int j = 0; j < n; j++) {
            double v = log_rest(&w->fit, w, base, effect_row(&w->fit, w, b, j), interaction_at(p, w, pair, i, j, beyond));
            w->table[i*n + j] = v;
            top = fmax(top, v);
        }
    }
    const double *wa = w->weight + (size_t)a*(size_t)n, *wb = w->weight + (size_t)b*(size_t)n;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) sum += wa[i]*wb[j]*exp(w->table[i*n + j] - top);
    return top + log(sum);
}

bool ili_excluded(const il_infer_problem *p, int a, int b) {
    return p->exclusive && p->exclusive[a] >= 0 && p->exclusive[a] == p->exclusive[b];
}

// ---- not determined ----

// likelihood of no condition with extra variance on the findings that conditions can move: factor^2 spread^2
static double widened(const il_infer_problem *p, il_infer_workspace *w, const bool *keep, double factor_all, int only, double factor_one) {
    int nf = p->nfinding;
    memcpy(w->cov_nd, w->cov, (size_t)nf*(size_t)nf*sizeof *w->cov);
    for (int f = 0; f < nf; f++) {
        double x = (f == only ? factor_one : factor_all)*w->spread[f];
        w->cov_nd[f*nf + f] += x*x;
    }
    ili_fit_make(&w->fit_nd, p, w, w->cov_nd, keep, false);
    return ili_log_likelihood(&w->fit_nd, w, NULL);
}

// one quarter each: nothing that was measured moves, as with most listed causes; everything moves as much as conditions move it; three times as much;
// one finding alone does (an error, a local cause)
static double undetermined_evidence(const il_infer_problem *p, const il_infer_settings *s, il_infer_workspace *w, const bool *keep) {
    double value[ILI_NF + 3], weight[ILI_NF + 3];
    int    n = 3, relevant = 0;
    value[0] = ili_log_likelihood(&w->fit, w, NULL);
    value[1] = widened(p, w, keep, s->undetermined_scale, -1, 0.0);
    value[2] = widened(p, w, keep, 3.0*s->undetermined_scale, -1, 0.0);
    weight[0] = weight[1] = weight[2] = 0.25;
    for (int f = 0; f < p->nfinding; f++) relevant += (!keep || keep[f]) && w->spread[f] > 0.0;
    if (!relevant) return value[0];
    for (int f = 0; f < p->nfinding; f++)
        if ((!keep || keep[f]) && w->spread[f] > 0.0) {
            value[n]    = widened(p, w, keep, 0.0, f, 3.0*s->undetermined_scale);
            weight[n++] = 0.25/relevant;
        }
    return log_weighted_sum(value, weight, n);
}

// ---- findings that enter by published accuracy ----

double ili_positive(double absent, const double *present, int a, int b) {
    double negative = 1.0 - absent;
    if (a >= 0 && !isnan(present[a])) negative *= (1.0 - present[a])/(1.0 - absent);
    if (b >= 0 && !isnan(present[b])) negative *= (1.0 - present[b])/(1.0 - absent);
    return fmin(fmax(1.0 - negative, 1e-9), 1.0 - 1e-9);
}

static double log_ratio(const il_infer_accuracy *a, const il_infer_settings *s, int c1, int c2) {
    double given = ili_positive(a->positive_absent, a->positive_present, c1, c2);
    double ratio = a->positive ? given/a->positive_absent : (1.0 - given)/(1.0 - a->positive_absent);
    ratio = fmin(fmax(ratio, 1.0/s->likelihood_cap), s->likelihood_cap);
    if ((ratio > 1.0 && !a->may_raise) || (ratio < 1.0 && !a->may_lower)) ratio = 1.0;
    return log(ratio);
}

void ili_accuracy_fill(const il_infer_problem *p, const il_infer_settings *s, il_infer_workspace *w) {
    int nc = p->ncondition, nh = nc + w->npair;
    for (int i = 0; i < p->naccuracy; i++) {
        double *row = w->log_accuracy + (size_t)i*(size_t)nh;
        for (int a = 0; a < nc; a++) {
            row[a] = log_ratio(&p->accuracy[i], s, a, -1);
            for (int b = a + 1; b < nc; b++) row[nc + il_infer_pair(nc, a, b)] = log_ratio(&p->accuracy[i], s, a, b);
        }
    }
}

double ili_accuracy_sum(const il_infer_workspace *w, int naccuracy, int hypothesis, int skip) {
    double sum = 0.0;
    for (int i = 0; i < naccuracy; i++)
        if (i != skip) sum += w->log_accuracy[(size_t)i*(size_t)(w->nc + w->npair) + (size_t)hypothesis];
    return sum;
}

// ---- all hypotheses ----

static const char *finding_name(const il_infer_problem *p, int f) { return p->finding[f].name; }

// a condition that moves none of the findings kept: alone it has the likelihood of none, beside another that of the other alone
bool ili_is_silent(const il_infer_problem *p, const bool *keep, int c) {
    size_t nf = (size_t)p->nfinding, n = (size_t)p->nseverity*nf;
    for (size_t i = 0; i < n; i++)
        if (p->effect[(size_t)c*n + i] != 0.0 && (!keep || keep[i%nf])) return false;
    return p->interaction == NULL;
}

il_status ili_evidence_mechanics(const il_infer_problem *p, const il_infer_settings *s, il_infer_workspace *w, const bool *keep, ili_evidence *out, il_error *err) {
    bool silent[IL_INFER_MAX_CONDITION];
    int  nc = p->ncondition;
    int  bad = ili_fit_make(&w->fit, p, w, w->cov, keep, true);
    if (bad >= 0)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the variation between persons is no covariance at finding '%s'; give a positive "
                            "semi-definite matrix", finding_name(p, bad));
    out->none = ili_log_likelihood(&w->fit, w, NULL);
    out->undetermined = undetermined_evidence(p, s, w, keep);
    for (int a = 0; a < nc; a++) {
        silent[a] = ili_is_silent(p, keep, a);
        out->single[a] = silent[a] ? out->none : single_evidence(w, a);
    }
    for (int a = 0; a < nc; a++)
        for (int b = a + 1; b < nc; b++) {
            double *pair = &out->pair[il_infer_pair(nc, a, b)];
            if (ili_excluded(p, a, b)) *pair = -HUGE_VAL;
            else *pair = silent[a] ? out->single[b] : silent[b] ? out->single[a] : ili_pair_table(p, w, a, b);
        }
    return IL_OK;
}

void ili_evidence_add_accuracy(const il_infer_problem *p, const il_infer_workspace *w, const ili_evidence *mechanics, int skip, ili_evidence *out) {
    int nc = p->ncondition;
    out->none = mechanics->none, out->undetermined = mechanics->undetermined;
    for (int a = 0; a < nc; a++) out->single[a] = mechanics->single[a] + ili_accuracy_sum(w, p->naccuracy, a, skip);
    for (int k = 0; k < w->npair; k++) out->pair[k] = mechanics->pair[k] + ili_accuracy_sum(w, p->naccuracy, nc + k, skip);
}

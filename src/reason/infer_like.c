// infer_like.c - likelihood of the findings under none, one or two conditions, and under a cause that is not in the list
#include <math.h>

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

// x <- L^-T x
static void solve_upper(const double *l, int n, double *x) {
    for (int i = n - 1; i >= 0; i--) {
        double sum = x[i];
        for (int k = i + 1; k < n; k++) sum -= l[k*n + i]*x[k];
        x[i] = sum/l[i*n + i];
    }
}

// the last part of a row: the numbers times their precision, from the whitened ones
static void add_pull(const ili_fit *fit, double *row) {
    double *pull = row + fit->np + fit->nr;
    for (int i = 0; i < fit->np; i++) pull[i] = row[i];
    solve_upper(fit->chol_p, fit->np, pull);
}

// a change of all findings, seen through the fit: whitened for numbers; for ranges less what the numbers already foretell of it
static void transform(const ili_fit *fit, const double *change, double *out) {
    for (int i = 0; i < fit->np + fit->nr; i++) out[i] = change[fit->which[i]];
    solve_lower(fit->chol_p, fit->np, out);
    for (int r = 0; r < fit->nr; r++)
        for (int k = 0; k < fit->np; k++) out[fit->np + r] -= fit->gain[r*fit->np + k]*out[k];
    add_pull(fit, out);
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
        fit->residual[np + r] = -p->baseline[f]; // so that all of a row is less what conditions do
        for (int k = 0; k < np; k++) fit->residual[np + r] -= fit->gain[r*np + k]*fit->residual[k];
    }
    add_pull(fit, fit->residual);
}

// precision of the numbers, and the ranges' regression on them: columns of L^-T (L^-1 e) and G (L^-1 e)
static void invert(ili_fit *fit) {
    int np = fit->np;
    double x[ILI_NF];
    for (int j = 0; j < np; j++) {
        for (int i = 0; i < np; i++) x[i] = i == j;
        solve_lower(fit->chol_p, np, x);
        for (int r = 0; r < fit->nr; r++) {
            fit->cross[r*np + j] = 0.0;
            for (int k = j; k < np; k++) fit->cross[r*np + j] += fit->gain[r*np + k]*x[k];
        }
        solve_upper(fit->chol_p, np, x);
        for (int i = 0; i < np; i++) fit->precision[i*np + j] = x[i];
    }
}

static const double wrong_size = 4.0; // assumed: SDs of scatter of a number that is plainly wrong

// at most one of all numbers is wrong: one that is left out may be it, unseen
static void allow_wrong(ili_fit *fit, const il_infer_problem *p, const il_infer_workspace *w) {
    int    all = 0;
    double odds = w->wrong_share/(1.0 - w->wrong_share);
    for (int f = 0; f < p->nfinding; f++) all += p->finding[f].form == IL_FINDING_NUMBER;
    fit->wrong = odds/(1.0 + all*odds), fit->right = (1.0 + (all - fit->np)*odds)/(1.0 + all*odds);
    for (int i = 0; i < fit->np; i++) {
        double by = wrong_size*wrong_size*w->cov[fit->which[i]*(p->nfinding + 1)];
        fit->wrong_gain[i] = 1.0/(1.0/by + fit->precision[i*(fit->np + 1)]);
        fit->wrong_each[i] = fit->wrong*sqrt(fit->wrong_gain[i]/by);
    }
}

// effects on the fine grid: linear between severities, then transformed
static void transform_effects(ili_fit *fit, const il_infer_problem *p, const il_infer_workspace *w) {
    int n = ili_row(fit), nf = p->nfinding;
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
    fit->right = 1.0, fit->wrong = 0.0;
    if (!with_effects) return -1;
    invert(fit);
    allow_wrong(fit, p, w);
    transform_effects(fit, p, w);
    ili_pair_lay(fit, p, w);
    return -1;
}

// ---- likelihood of one hypothesis at one severity ----

// the findings less what one condition does to them: whitened numbers, then means of the ranges
void ili_less_effect(const ili_fit *fit, const double *a, double *base) {
    for (int i = 0; i < ili_row(fit); i++) base[i] = fit->residual[i] - (a ? a[i] : 0.0);
}

double ili_log_ranges(const ili_fit *fit, const double *base, int n, const int *number, const double inverse[2][2], const double shift[2], const double *more) {
    int    np = fit->np, nr = fit->nr;
    double cov[ILI_NR*ILI_NR], low[ILI_NR], high[ILI_NR];
    if (n == 0 && !more) {
        for (int r = 0; r < nr; r++) low[r] = fit->low[r] + base[np + r], high[r] = fit->high[r] + base[np + r];
        return ili_log_box(fit->cov_r, nr, low, high);
    }
    for (int r = 0; r < nr; r++) {
        double mean = -base[np + r];
        for (int a = 0; a < n; a++) mean -= fit->cross[r*np + number[a]]*shift[a];
        low[r] = fit->low[r] - mean, high[r] = fit->high[r] - mean;
        for (int q = 0; q < nr; q++) {
            cov[r*nr + q] = fit->cov_r[r*nr + q];
            for (int a = 0; a < n; a++)
                for (int b = 0; b < n; b++) cov[r*nr + q] += fit->cross[r*np + number[a]]*inverse[a][b]*fit->cross[q*np + number[b]];
        }
        if (more) cov[r*(nr + 1)] += more[r];
    }
    return ili_log_box(cov, nr, low, high);
}

// exp(x) for x in [0, 2]: the series, within 2e-4
static double small_exp(double x) {
    return 1.0 + x*(1.0 + x*(1.0/2 + x*(1.0/6 + x*(1.0/24 + x*(1.0/120 + x*(1.0/720 + x*(1.0/5040 + x*(1.0/40320))))))));
}

static double add_logs(double a, double b) {
    if (b == -HUGE_VAL || a == -HUGE_VAL) return b == -HUGE_VAL ? a : b;
    double top = fmax(a, b);
    return top + log(exp(a - top) + exp(b - top));
}

// numbers and ranges over the numbers all right: sum over which number is wrong, if any, of sqrt(m/d) exp(m u^2/2), m = 1/(1/d + P)
static double log_wrong(const ili_fit *fit, const double *left) {
    double few = fit->right, far = -HUGE_VAL, x[ILI_NF];
    int    nfar = 0;
    for (int i = 0; i < fit->np && fit->wrong > 0.0; i++) {
        double u = left[fit->np + fit->nr + i];
        x[i] = 0.5*fit->wrong_gain[i]*u*u;
        if (x[i] < 2.0) few += fit->wrong_each[i]*small_exp(x[i]);
        else nfar++;
    }
    for (int i = 0; nfar > 0; i++) {
        if (x[i] < 2.0) continue;
        double       m = fit->wrong_gain[i];
        const double inverse[2][2] = {{m}}, shift[2] = {m*left[fit->np + fit->nr + i]};
        far = add_logs(far, log(fit->wrong_each[i]) + x[i] + (fit->nr ? ili_log_ranges(fit, left, 1, &i, inverse, shift, NULL) : 0.0));
        nfar--;
    }
    static const double none[2][2];
    double all_right = log(few) + (fit->nr ? ili_log_ranges(fit, left, 0, NULL, none, none[0], NULL) : 0.0);
    return far > -HUGE_VAL ? add_logs(all_right, far) : all_right;
}

// log likelihood where `base` is what is left, less the effect of one more and of both together
double ili_log_rest(const ili_fit *fit, il_infer_workspace *w, const double *base, const double *b, const double *c) {
    double square = 0.0, less[ILI_ROW];
    int    row = ili_row(fit);
    w->nlikelihood++;
    if (b) {
        for (int i = 0; i < row; i++) less[i] = base[i] - b[i];
        for (int i = 0; c && i < row; i++) less[i] -= c[i];
    }
    const double *left = b ? less : base;
    for (int i = 0; i < fit->np; i++) square += left[i]*left[i];
    double value = fit->log_norm - 0.5*square + (fit->wrong > 0.0 || fit->nr ? log_wrong(fit, left) : 0.0);
    return value > ILI_LOG_ZERO*100.0 ? value : ILI_LOG_ZERO*100.0;
}

double ili_log_likelihood(const ili_fit *fit, il_infer_workspace *w, const double *a) {
    double base[ILI_ROW];
    ili_less_effect(fit, a, base);
    return ili_log_rest(fit, w, base, NULL, NULL);
}

const double *ili_effect_row(const ili_fit *fit, const il_infer_workspace *w, int c, int k) {
    return fit->effect + ((size_t)c*(size_t)w->nfine + (size_t)k)*(size_t)ili_row(fit);
}

static double log_weighted_sum(const double *log_value, const double *weight, int n) {
    double top = -HUGE_VAL, sum = 0.0;
    for (int i = 0; i < n; i++) top = fmax(top, log_value[i]);
    for (int i = 0; i < n; i++) sum += weight[i]*exp(log_value[i] - top);
    return top + log(sum);
}

const double *ili_weights_of(const il_infer_workspace *w, int c) { return (w->stride > 1 ? w->weight_rough : w->weight) + (size_t)c*(size_t)w->nfine; }

static double single_evidence(il_infer_workspace *w, int c) {
    const double *weight = ili_weights_of(w, c);
    double        used[IL_INFER_MAX_SEVERITY*16], at[IL_INFER_MAX_SEVERITY*16];
    int           n = 0;
    for (int k = 0; k < w->nfine; k += w->stride) at[n] = ili_log_likelihood(&w->fit, w, ili_effect_row(&w->fit, w, c, k)), used[n++] = weight[k];
    return log_weighted_sum(at, used, n);
}

bool ili_excluded(const il_infer_problem *p, int a, int b) {
    return p->exclusive && p->exclusive[a] >= 0 && p->exclusive[a] == p->exclusive[b];
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

il_status ili_evidence_mechanics(const il_infer_problem *p, il_infer_workspace *w, const bool *keep, ili_evidence *out, il_error *err) {
    bool silent[IL_INFER_MAX_CONDITION];
    int  nc = p->ncondition;
    int  bad = ili_fit_make(&w->fit, p, w, w->cov, keep, true);
    if (bad >= 0)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the variation between persons is no covariance at finding '%s'; give a positive "
                            "semi-definite matrix", finding_name(p, bad));
    out->none = ili_log_likelihood(&w->fit, w, NULL);
    for (int a = 0; a < nc; a++) {
        silent[a] = ili_is_silent(p, keep, a);
        out->single[a] = silent[a] ? out->none : single_evidence(w, a);
    }
    ili_unknown_evidence(p, w, keep, silent, out);
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
    for (int a = 0; a < nc; a++) {
        double said = ili_accuracy_sum(w, p->naccuracy, a, skip);
        out->single[a] = mechanics->single[a] + said, out->beside[a] = mechanics->beside[a] + said;
    }
    for (int k = 0; k < w->npair; k++) out->pair[k] = mechanics->pair[k] + ili_accuracy_sum(w, p->naccuracy, nc + k, skip);
}

// infer_unknown.c - "not determined": a cause that is not in the list, alone or beside one that is
//
// Nothing is known of it but that it is a cause as those in the list are. So it moves as many findings as they do and as far, measured in the spread
// of each reading (persons and errors together); which findings, and which way, is open:
//     change ~ sum over {nothing, one, two, all of the findings} share x N(0, (size x SD)^2) on those, size in {1, 2, 4}
// The shares are those of the listed conditions, each counted alike: a condition of energy E = sum z^2, z its root mean square change in SDs, is one that
// moves n = E^2/sum z^4 findings by sqrt(E/n) SDs each. Two figures are assumed: a quarter of each share is one size larger (a heavy tail), and a tenth of
// all is spread evenly over what no listed condition does.
// With S the findings moved, D their added variance, P the precision of the numbers and u = P residual:
//     log L(S)/L(nothing) = -1/2 log det(1 + D P_SS) + 1/2 u_S' (D^-1 + P_SS)^-1 u_S
#include <math.h>
#include <string.h>

#include "reason/infer_private.h"

static const double sizes[ILI_UNKNOWN_SIZES] = {1.0, 2.0, 4.0};
static const double larger = 0.25, unlike = 0.1, felt = 0.5; // assumed; below half an SD a condition moves nothing

// ---- how many findings, and how far ----

// findings that a condition moves, and how far each, over its severities
static void reach(const il_infer_problem *p, const il_infer_workspace *w, int c, double *count, double *size) {
    int    ns = p->nseverity, nf = p->nfinding;
    double energy = 0.0, square = 0.0;
    for (int f = 0; f < nf; f++) {
        double z2 = 0.0;
        for (int k = 0; k < w->nfine; k++) {
            int           lower = k/w->refine, upper = lower + 1 < ns ? lower + 1 : lower;
            const double *e = p->effect + ((size_t)c*(size_t)ns)*(size_t)nf + f;
            double        x = e[lower*nf] + (double)(k%w->refine)/w->refine*(e[upper*nf] - e[lower*nf]);
            z2 += w->weight[(size_t)c*(size_t)w->nfine + (size_t)k]*x*x/w->cov[f*nf + f];
        }
        energy += z2, square += z2*z2;
    }
    *count = square > 0.0 ? energy*energy/square : 0.0;
    *size  = square > 0.0 ? sqrt(energy/ *count) : 0.0;
}

static void add_share(double share[ILI_UNKNOWN_SIZES], double size, double weight) {
    int k = 0;
    while (k + 1 < ILI_UNKNOWN_SIZES && size > sqrt(sizes[k]*sizes[k + 1])) k++;
    int next = k + 1 < ILI_UNKNOWN_SIZES ? k + 1 : k;
    share[k] += (1.0 - larger)*weight, share[next] += larger*weight;
}

// a number may be plainly wrong beside it: to nothing moved that is one more, to one two
static void allow_wrong(const il_infer_problem *p, double share, ili_unknown *u) {
    enum { LAST = ILI_UNKNOWN_SIZES - 1 };
    int    n = 0;
    double odds = share/(1.0 - share);
    for (int f = 0; f < p->nfinding; f++) n += p->finding[f].form == IL_FINDING_NUMBER;
    double wrong = n*odds/(1.0 + n*odds);
    for (int k = 0; k < ILI_UNKNOWN_SIZES && p->nfinding > 1; k++) u->two[k] += wrong*u->one[k], u->one[k] *= 1.0 - wrong;
    u->one[LAST] += wrong*u->nothing, u->nothing *= 1.0 - wrong;
}

void ili_unknown_prepare(const il_infer_problem *p, const il_infer_settings *s, il_infer_workspace *w) {
    ili_unknown *u = &w->unknown;
    *u = (ili_unknown){.nothing = p->nfinding ? 0.0 : 1.0};
    for (int c = 0; c < p->ncondition && p->nfinding; c++) {
        double count, size, weight = (1.0 - unlike)/p->ncondition;
        reach(p, w, c, &count, &size);
        size *= s->undetermined_scale;
        if (size < felt) u->nothing += weight;
        else add_share(count < 1.5 ? u->one : count < 4.0 ? u->two : u->all, size, weight);
    }
    for (int k = 0; k < ILI_UNKNOWN_SIZES && p->nfinding; k++) {
        u->one[k] += unlike/(3.0*ILI_UNKNOWN_SIZES), u->two[k] += unlike/(3.0*ILI_UNKNOWN_SIZES), u->all[k] += unlike/(3.0*ILI_UNKNOWN_SIZES);
        if (p->nfinding < 2) u->one[k] += u->two[k], u->two[k] = 0.0;
    }
    allow_wrong(p, s->wrong_share, u);
}

// ---- the likelihood of a fit with one or two findings moved ----

/// Rows of the fit that are moved, with the variance added.
typedef struct moved {
    int    n, row[2];
    double by[2];
} moved;

// log likelihood of numbers and ranges over that of the numbers with nothing moved; `left` as of ili_less_effect()
static double log_moved(const ili_fit *fit, const double *left, const moved *m) {
    const double *pull = left + fit->np + fit->nr;
    int    np = fit->np, number[2], n = 0;
    double by[2], inverse[2][2] = {{0}}, shift[2] = {0}, more[ILI_NR] = {0}, log_numbers = 0.0;
    for (int a = 0; a < m->n; a++) {
        if (m->row[a] < np) number[n] = m->row[a], by[n++] = m->by[a];
        else more[m->row[a] - np] = m->by[a];
    }
    if (n == 1) {
        inverse[0][0] = 1.0/(1.0/by[0] + fit->precision[number[0]*(np + 1)]);
        shift[0] = inverse[0][0]*pull[number[0]];
        log_numbers = 0.5*shift[0]*pull[number[0]] + 0.5*log(inverse[0][0]/by[0]);
    } else if (n == 2) {
        double a = 1.0/by[0] + fit->precision[number[0]*(np + 1)], b = 1.0/by[1] + fit->precision[number[1]*(np + 1)], c = fit->precision[number[0]*np + number[1]];
        double det = a*b - c*c, x = pull[number[0]], y = pull[number[1]];
        inverse[0][0] = b/det, inverse[1][1] = a/det, inverse[0][1] = inverse[1][0] = -c/det;
        shift[0] = (b*x - c*y)/det, shift[1] = (a*y - c*x)/det;
        log_numbers = 0.5*(x*shift[0] + y*shift[1]) - 0.5*log(det*by[0]*by[1]);
    }
    return log_numbers + (fit->nr ? ili_log_ranges(fit, left, n, number, (const double (*)[2])inverse, shift, more) : 0.0);
}

// ---- all that it may do ----

/// A sum of exponentials.
typedef struct total {
    double top, sum;
} total;

static void add(total *t, double weight, double log_value) {
    if (!(weight > 0.0)) return;
    if (log_value > t->top) {
        t->sum *= exp(t->top - log_value);
        t->top = log_value;
    }
    if (log_value > t->top - 40.0) t->sum += weight*exp(log_value - t->top);
}

// without ranges log_moved() is a quadratic form in the pulls: its coefficients and its constant, once a fit
static void prepare_moved(const il_infer_problem *p, il_infer_workspace *w) {
    const ili_fit *fit = &w->fit;
    int            np = fit->np;
    double        *one = w->moved_one, *two = w->moved_two;
    for (int k = 0; k < ILI_UNKNOWN_SIZES; k++)
        for (int i = 0; i < np; i++) {
            double more = sizes[k]*sizes[k], by = more*w->cov[fit->which[i]*(p->nfinding + 1)], a = 1.0/by + fit->precision[i*(np + 1)];
            *one++ = 0.5/a, *one++ = -0.5*log(a*by);
            for (int j = i + 1; j < np; j++) {
                double by_j = more*w->cov[fit->which[j]*(p->nfinding + 1)], b = 1.0/by_j + fit->precision[j*(np + 1)], c = fit->precision[i*np + j], det = a*b - c*c;
                *two++ = 0.5*b/det, *two++ = -c/det, *two++ = 0.5*a/det, *two++ = -0.5*log(det*by*by_j);
            }
        }
}

/// Weights of one and of two findings moved, each; findings left out are moved unseen.
typedef struct each {
    double one, two, still; ///< still: nothing that is seen moves
} each;

static each weigh_each(const il_infer_problem *p, const il_infer_workspace *w, int k) {
    const ili_unknown *u = &w->unknown;
    int                kept = w->fit.np + w->fit.nr, all = p->nfinding, unseen = all - kept;
    double             one = u->one[k]/(all > 0 ? all : 1), two = all > 1 ? u->two[k]*2.0/(all*(all - 1.0)) : 0.0;
    return (each){one + two*unseen, two, one*unseen + two*(0.5*unseen*(unseen - 1.0)) + (kept == 0 ? u->all[k] : 0.0)};
}

// nothing, one, two findings moved, over the numbers with nothing moved. Findings left out are moved unseen: the sum over all findings stays one joint
// distribution. Numbers alone
static double log_few_numbers(const il_infer_problem *p, const il_infer_workspace *w, const double *left) {
    const double *pull = left + w->fit.np + w->fit.nr, *one = w->moved_one, *two = w->moved_two;
    enum { MOST = (ILI_UNKNOWN_SIZES*ILI_NF*(ILI_NF + 1)/2 + 2*IL_LANES - 1)/IL_LANES*IL_LANES };
    _Alignas(64) double x_of[MOST], weight[MOST];
    int           np = w->fit.np, n = 0;
    double        still = w->unknown.nothing, top = 0.0;
    for (int k = 0; k < ILI_UNKNOWN_SIZES; k++) {
        each x = weigh_each(p, w, k);
        still += x.still;
        for (int i = 0; i < np; i++, one += 2) {
            x_of[n] = one[0]*pull[i]*pull[i] + one[1], weight[n++] = x.one;
            for (int j = i + 1; j < np; j++, two += 4) x_of[n] = (two[0]*pull[i] + two[1]*pull[j])*pull[i] + two[2]*pull[j]*pull[j] + two[3], weight[n++] = x.two;
        }
    }
    x_of[n] = 0.0, weight[n++] = still;
    for (; n%IL_LANES; n++) x_of[n] = 0.0, weight[n] = 0.0;
    for (int i = 0; i < n; i++) top = x_of[i] > top ? x_of[i] : top;
    return top + log(ili_infer_exp_sum(n, x_of, weight, top));
}

// the same with ranges, each in a box of its own. @param pairs  false: two are left out (faster; for ratios)
static double log_few(const il_infer_problem *p, const il_infer_workspace *w, const double *left, bool pairs) {
    const ili_fit *fit = &w->fit;
    int            kept = fit->np + fit->nr;
    double         still = w->unknown.nothing, variance[ILI_NF];
    total          t = {.top = -HUGE_VAL};
    if (fit->nr == 0) return log_few_numbers(p, w, left);
    for (int i = 0; i < kept; i++) variance[i] = w->cov[fit->which[i]*(p->nfinding + 1)];
    for (int k = 0; k < ILI_UNKNOWN_SIZES; k++) {
        double more = sizes[k]*sizes[k];
        each   x = weigh_each(p, w, k);
        still += x.still;
        for (int i = 0; i < kept; i++) {
            add(&t, x.one, log_moved(fit, left, &(moved){1, {i}, {more*variance[i]}}));
            for (int j = i + 1; pairs && j < kept; j++) add(&t, x.two, log_moved(fit, left, &(moved){2, {i, j}, {more*variance[i], more*variance[j]}}));
        }
    }
    add(&t, still, log_moved(fit, left, &(moved){0}));
    return t.top + log(t.sum);
}

// all findings kept are moved: the likelihood of none with a wider covariance
static double log_all(const il_infer_problem *p, il_infer_workspace *w, const bool *keep, double size) {
    int nf = p->nfinding;
    memcpy(w->cov_nd, w->cov, (size_t)nf*(size_t)nf*sizeof *w->cov);
    for (int f = 0; f < nf; f++) w->cov_nd[f*nf + f] *= 1.0 + size*size;
    ili_fit_make(&w->fit_nd, p, w, w->cov_nd, keep, false);
    return ili_log_likelihood(&w->fit_nd, w, NULL);
}

static double half_square(const ili_fit *fit, const double *left) {
    double sum = 0.0;
    for (int i = 0; i < fit->np; i++) sum += left[i]*left[i];
    return 0.5*sum;
}

// a listed condition beside it: what it adds to `few`, over its severities, every second of the fine grid
static double log_added(const il_infer_problem *p, const il_infer_workspace *w, int c, double few, bool pairs) {
    const double *weight = w->weight_rough + (size_t)c*(size_t)w->nfine;
    double        left[ILI_ROW], here = half_square(&w->fit, w->fit.residual);
    total         t = {.top = -HUGE_VAL};
    add(&t, weight[0], few); // at severity zero it adds nothing
    for (int k = w->rough; k < w->nfine; k += w->rough) {
        ili_less_effect(&w->fit, ili_effect_row(&w->fit, w, c, k), left);
        add(&t, weight[k], log_few(p, w, left, pairs) + here - half_square(&w->fit, left));
    }
    return t.top + log(t.sum) - few;
}

void ili_unknown_evidence(const il_infer_problem *p, il_infer_workspace *w, const bool *keep, const bool *silent, ili_evidence *out) {
    const ili_fit *fit = &w->fit;
    total  t = {.top = -HUGE_VAL};
    if (fit->nr == 0) prepare_moved(p, w);
    double few = log_few(p, w, fit->residual, true);
    bool   pairs = fit->nr == 0; // with ranges two moved findings take a box each: what a condition adds is then told without them
    add(&t, 1.0, few + fit->log_norm - half_square(fit, fit->residual));
    for (int k = 0; k < ILI_UNKNOWN_SIZES && fit->np + fit->nr > 0; k++) add(&t, w->unknown.all[k], log_all(p, w, keep, sizes[k]));
    out->undetermined = t.top + log(t.sum);
    if (!pairs) few = log_few(p, w, fit->residual, false);
    for (int c = 0; c < p->ncondition; c++) out->beside[c] = out->undetermined + (silent[c] ? 0.0 : log_added(p, w, c, few, pairs));
}

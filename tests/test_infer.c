// test_infer.c - inference against brute-force integration, closed forms and symmetries
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc_count.h"
#include "base/random.h"
#include "ilium/infer.h"
#include "reason/infer_private.h"

static const double pi = 3.14159265358979323846;
static const double five[5] = {0.0, 0.25, 0.5, 0.75, 1.0};

static void near(double a, double b, double tol) {
    if (!(fabs(a - b) <= tol*fmax(1.0, fabs(b)))) fail_msg("%.12g is not %.12g within %g", a, b, tol);
}

// ---- a problem with room, filled by the tests: nf findings, nc conditions, effects linear in severity unless changed ----

enum { MF = 6, MC = 4, NS = 5 };
typedef struct scene {
    il_infer_problem   p;
    il_infer_finding   finding[MF];
    double             baseline[MF], cov[MF*MF], effect[MC*NS*MF];
    il_infer_prior     prior[MC];
    il_infer_accuracy  accuracy[2];
    il_infer_candidate candidate[3];
    char               names[MF][16];
    il_infer_settings   s;
    il_infer_workspace *w;
    il_infer_solution   out;
    il_infer_info       info;
} scene;

static void start(scene *x, int nf, int nc) {
    memset(x, 0, sizeof *x);
    x->s = il_default_infer_settings();
    x->s.wrong_share = 0.0; // numbers that may be wrong have a test of their own
    x->p = (il_infer_problem){.nfinding = nf, .ncondition = nc, .nseverity = NS, .finding = x->finding, .baseline = x->baseline,
                              .person_cov = x->cov, .severity = five, .effect = x->effect, .prior = x->prior, .accuracy = x->accuracy,
                              .candidate = x->candidate};
    for (int f = 0; f < nf; f++) {
        snprintf(x->names[f], sizeof x->names[f], "f%d", f);
        x->finding[f] = il_finding_number(x->names[f], 0.0, 1.0, 0.0, 0.0);
        x->cov[f*nf + f] = 1.0;
    }
    for (int c = 0; c < nc; c++) x->prior[c] = (il_infer_prior){0.1, 0.05, 0.2};
}

static void linear(scene *x, int c, int f, double at_one) {
    for (int s = 0; s < NS; s++) x->effect[(c*NS + s)*x->p.nfinding + f] = five[s]*at_one;
}

static il_status try_run(scene *x, il_error *err) {
    il_infer_workspace_free(x->w);
    x->w = NULL;
    il_status st = il_infer_workspace_create(&x->p, &x->s, &x->w, err);
    return st ? st : il_infer(&x->p, &x->s, x->w, &x->out, &x->info, err);
}

static void run(scene *x) {
    il_error err = {0};
    if (try_run(x, &err)) fail_msg("%s", err.text);
    double sum = x->out.none + x->out.undetermined;
    for (int c = 0; c < x->p.ncondition; c++) sum += x->out.single[c];
    for (int k = 0; k < x->p.ncondition*(x->p.ncondition - 1)/2; k++) sum += x->out.pair[k];
    near(sum, 1.0, 1e-12);
}

static void done(scene *x) { il_infer_workspace_free(x->w); }

static void refused(scene *x, const char *word) {
    il_error err = {0};
    assert_true(try_run(x, &err) == IL_BAD_VALUE || err.code == IL_LIMIT);
    if (!strstr(err.text, word)) fail_msg("'%s' is not in: %s", word, err.text);
    done(x);
}

// ---- slow references ----

static double normal(double x, double var) { return exp(-0.5*x*x/var)/sqrt(2.0*pi*var); }

static double normal2(double x, double y, double a, double b, double c) { // covariance (a c; c b)
    double det = a*b - c*c;
    return exp(-0.5*(b*x*x - 2.0*c*x*y + a*y*y)/det)/(2.0*pi*sqrt(det));
}

// Simpson over [0,1]
#define SIMPSON(result, var, n, expr)                                            \
    do {                                                                         \
        double simpson_ = 0.0;                                                   \
        for (int i_ = 0; i_ <= (n); i_++) {                                      \
            double var = (double)i_/(n);                                         \
            simpson_ += (i_ == 0 || i_ == (n) ? 1.0 : i_%2 ? 4.0 : 2.0)*(expr);  \
        }                                                                        \
        (result) = simpson_/(3.0*(n));                                           \
    } while (0)

// ---- normal distribution ----

static void cdf_inverts_the_quantile(void **state) {
    (void)state;
    for (double p = 1e-12; p < 0.5; p *= 3.0) near(ili_normal_cdf(ili_normal_quantile(p))/p, 1.0, 1e-12);
    near(ili_normal_cdf(1.959963984540054), 0.975, 1e-14);
}

// slow reference: Genz 1992, every variable drawn inside its slice, over points i sqrt(prime) folded
static double box_reference(const double *cov, int n, const double *low, const double *high) {
    static const int prime[5] = {2, 3, 5, 7, 11};
    enum { NPOINT = 20000 };
    double l[36], sum = 0.0;
    memcpy(l, cov, (size_t)(n*n)*sizeof *l);
    assert_int_equal(ili_cholesky(l, n), -1);
    for (int p = 1; p <= NPOINT; p++) {
        double y[6], product = 1.0;
        for (int i = 0; i < n; i++) {
            double mean = 0.0, u = i < n - 1 ? p*sqrt(prime[i]) : 0.0;
            for (int k = 0; k < i; k++) mean += l[i*n + k]*y[k];
            double a = ili_normal_cdf((low[i] - mean)/l[i*n + i]), b = ili_normal_cdf((high[i] - mean)/l[i*n + i]);
            u = 1.0 - fabs(2.0*(u - floor(u)) - 1.0);
            product *= b - a;
            y[i] = ili_normal_quantile(fmin(fmax(a + u*(b - a), 1e-300), 1.0 - 1e-16));
        }
        sum += product/NPOINT;
    }
    return log(sum);
}

// the reference has the closed forms of orthants: n = 2: 1/4 + asin r / 2 pi; n = 3: 1/8 + sum asin r / 4 pi; r = 1/2: 1/(n+1)
static void box_reference_has_the_closed_forms(void **state) {
    double low[6] = {0}, high[6], a[36];
    (void)state;
    for (int i = 0; i < 6; i++) high[i] = HUGE_VAL;
    double two[4] = {1, -0.6, -0.6, 1}, three[9] = {1, 0.3, -0.2, 0.3, 1, 0.5, -0.2, 0.5, 1};
    near(exp(box_reference(two, 2, low, high)), 0.25 + asin(-0.6)/(2*pi), 1e-4);
    near(exp(box_reference(three, 3, low, high)), 0.125 + (asin(0.3) + asin(-0.2) + asin(0.5))/(4*pi), 1e-4);
    for (int i = 0; i < 36; i++) a[i] = i%7 ? 0.5 : 1.0;
    near(exp(box_reference(a, 6, low, high))*7.0, 1.0, 1e-3);
}

// one range is exact; several agree with the reference within a few percent, which no Bayes factor of 3 notices
static void boxes_agree_with_the_reference(void **state) {
    ili_random random;
    double worst = 0.0, one[1] = {4.0}, low[6], high[6], cov[36], factor[36];
    (void)state;
    low[0] = 16.0, high[0] = HUGE_VAL;
    near(ili_log_box(one, 1, low, high), log(0.5*erfc(8.0/sqrt(2.0))), 1e-12);
    low[0] = -1.0, high[0] = 3.0;
    near(ili_log_box(one, 1, low, high), log(ili_normal_cdf(1.5) - ili_normal_cdf(-0.5)), 1e-14);
    ili_random_seed(&random, 7, 0);
    for (int trial = 0; trial < 60; trial++) {
        int n = 2 + trial%4;
        // person variation that half the readings share, beside an error of its own: correlations to 0.7
        for (int i = 0; i < n*n; i++) factor[i] = ili_random_range(&random, -0.5, 1.0);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                cov[i*n + j] = i == j ? 0.7 : 0.0;
                for (int k = 0; k < n; k++) cov[i*n + j] += factor[i*n + k]*factor[j*n + k]/n;
            }
        for (int i = 0; i < n; i++) {
            double at = 1.2*ili_random_normal(&random);
            bool lower = ili_random_below(&random, 2);
            low[i] = lower ? at : ili_random_below(&random, 3) ? -HUGE_VAL : at - 1.0;
            high[i] = lower ? HUGE_VAL : at;
        }
        worst = fmax(worst, fabs(ili_log_box(cov, n, low, high) - box_reference(cov, n, low, high)));
    }
    printf("boxes of 2 to 5 ranges: log probability within %.4f of the reference\n", worst);
    assert_true(worst < 0.05);
}

// ---- one finding, one condition: everything by hand ----

// one finding moved, "two" included, without the part where all are moved: of what is not determined where the condition moves about 2.4 SDs
static double few_by_hand(double d, double v) {
    const double share[3] = {0.2/9.0, 0.2/9.0 + 0.9*0.75, 0.2/9.0 + 0.9*0.25};
    return share[0]*normal(d, 2.0*v) + share[1]*normal(d, 5.0*v) + share[2]*normal(d, 17.0*v);
}

static void one_finding_by_hand(void **state) {
    scene x;
    (void)state;
    start(&x, 1, 1);
    linear(&x, 0, 0, 6.0);
    x.finding[0] = il_finding_number("a", 3.5, 0.6, 0.5, 0.4);
    x.baseline[0] = 0.5;
    x.cov[0] = 1.3;
    x.s.refine = 16;
    run(&x);
    double v = 1.3 + 0.36 + 0.25 + 0.16, d = 3.0, l0 = normal(d, v), l1, mean, q = 0.1, nd = 0.3;
    SIMPSON(l1, s, 2000, normal(d - 6.0*s, v));
    SIMPSON(mean, s, 2000, s*normal(d - 6.0*s, v));
    double few = few_by_hand(d, v), alone = few + 0.1/9.0*(normal(d, 2.0*v) + normal(d, 5.0*v) + normal(d, 17.0*v)), beside = 0.0;
    SIMPSON(beside, s, 2000, few_by_hand(d - 6.0*s, v));
    beside *= alone/few;
    double lnd = (1 - q)*alone + q*beside;
    double all = 0.7*((1 - q)*l0 + q*l1) + nd*lnd;
    near(x.out.none, 0.7*(1 - q)*l0/all, 1e-4);
    near(x.out.single[0], 0.7*q*l1/all, 1e-4);
    double odds = q/(1 - q)*(0.7*l1 + nd*beside)/(0.7*l0 + nd*alone);
    near(x.out.present[0], odds/(1 + odds), 1e-4);
    near(x.out.log_bf[0], log((0.7*l1 + nd*beside)/(0.7*l0 + nd*alone)), 1e-4);
    near(x.out.undetermined, nd*lnd/all, 1e-4);
    near(x.out.log_bf_none[0], log(l1/l0), 1e-4);
    near(x.out.severity_mean[0], mean/l1, 1e-4);
    near(x.out.predicted[0], 0.5 + 6.0*mean/l1, 1e-4);
    near(x.info.log_evidence, log(all), 1e-4);
    assert_true(x.out.severity_p05[0] < x.out.severity_mean[0] && x.out.severity_mean[0] < x.out.severity_p95[0]);
    done(&x);
}

// ---- a number that is plainly wrong, by hand ----

static void a_wrong_number_by_hand(void **state) {
    scene x;
    (void)state;
    start(&x, 2, 1);
    linear(&x, 0, 0, 4.0);
    x.cov[1] = x.cov[2] = 0.6;
    x.finding[0].value = 2.0, x.finding[1].value = 9.0;
    x.s.wrong_share = 0.02, x.s.undetermined_prior = 1e-12, x.s.refine = 16;
    run(&x);
    double w = 0.02/0.98, l0, l1;
#define EITHER(a) (normal2(2.0 - (a), 9.0, 2.0, 2.0, 0.6) + w*normal2(2.0 - (a), 9.0, 34.0, 2.0, 0.6) + w*normal2(2.0 - (a), 9.0, 2.0, 34.0, 0.6))/(1.0 + 2.0*w)
    l0 = EITHER(0.0);
    SIMPSON(l1, s, 2000, EITHER(4.0*s));
#undef EITHER
    near(x.out.log_bf_none[0], log(l1/l0), 2e-3);
    near(x.info.log_evidence, log(0.9*l0 + 0.1*l1), 2e-3);
    done(&x);
}

// the number that is wrong is left out of account: the sign beside it speaks as if it had not been read
static void a_wrong_number_does_not_mislead_a_range(void **state) {
    scene x;
    (void)state;
    start(&x, 2, 1);
    linear(&x, 0, 1, 4.0);
    x.cov[1] = x.cov[2] = 0.95;
    x.finding[0].value = 12.0, x.finding[1] = il_finding_bound("b", 1.0, true, 1.0, 0.0, 0.0);
    x.s.undetermined_prior = 1e-12, x.s.refine = 16;
    run(&x);
    double believed = x.out.log_bf_none[0];
    x.s.wrong_share = 0.01;
    run(&x);
    double l0 = 0.0, l1 = 0.0, step = 0.01, w = 0.01/0.99;
    for (double y = 1.0 + 0.5*step; y < 40.0; y += step) {
        double inner;
        l0 += step*(normal2(12.0, y, 2.0, 2.0, 0.95) + w*normal2(12.0, y, 34.0, 2.0, 0.95));
        SIMPSON(inner, s, 50, normal2(12.0, y - 4.0*s, 2.0, 2.0, 0.95) + w*normal2(12.0, y - 4.0*s, 34.0, 2.0, 0.95));
        l1 += step*inner;
    }
    near(x.out.log_bf_none[0], log(l1/l0), 2e-3);
    assert_true(x.out.log_bf_none[0] > believed + 0.3);
    done(&x);
}

// ---- what is not determined: two correlated findings, one condition that moves nothing ----

static void the_unknown_by_hand(void **state) {
    const double size[3] = {1.0, 2.0, 4.0}, share = 0.1/9.0;
    scene x;
    (void)state;
    start(&x, 2, 1);
    x.cov[1] = x.cov[2] = 0.6;
    x.finding[0].value = 4.0, x.finding[1].value = -1.0;
    run(&x);
    double l0 = normal2(4.0, -1.0, 2.0, 2.0, 0.6), lnd = 0.9*l0;
    for (int k = 0; k < 3; k++) {
        double more = 2.0*size[k]*size[k];
        lnd += share*0.5*(normal2(4.0, -1.0, 2.0 + more, 2.0, 0.6) + normal2(4.0, -1.0, 2.0, 2.0 + more, 0.6));
        lnd += 2.0*share*normal2(4.0, -1.0, 2.0 + more, 2.0 + more, 0.6); // two, and all
    }
    near(x.out.undetermined/(1.0 - x.out.undetermined), 0.3*lnd/(0.7*l0), 1e-9);
    near(x.out.present[0], 0.1, 1e-12);
    done(&x);
}

// ---- two correlated findings, two conditions, their pair with an interaction: by double integrals ----

static double pair_density(double s, double t, const double *d, double inter) {
    double e0 = 4.0*s - 1.0*t + inter*s*t, e1 = 1.0*s + 3.0*t;
    return normal2(d[0] - e0, d[1] - e1, 2.0, 1.5, 0.8);
}

static void two_findings_by_hand(void **state) {
    scene  x;
    double d[2] = {2.5, 2.0}, inter[NS*NS*2] = {0};
    (void)state;
    start(&x, 2, 2);
    linear(&x, 0, 0, 4.0), linear(&x, 0, 1, 1.0), linear(&x, 1, 0, -1.0), linear(&x, 1, 1, 3.0);
    x.finding[0] = il_finding_number("a", d[0], 1.0, 0.0, 0.0);
    x.finding[1] = il_finding_number("b", d[1], 0.0, sqrt(0.5), 0.0);
    x.cov[0] = 1.0, x.cov[1] = x.cov[2] = 0.8, x.cov[3] = 1.0;
    for (int i = 0; i < NS; i++)
        for (int j = 0; j < NS; j++) inter[(i*NS + j)*2] = 1.2*five[i]*five[j]; // s t is bilinear: interpolated exactly
    x.p.interaction = inter;
    x.s.refine = 16;
    x.s.undetermined_prior = 1e-12;
    run(&x);
    double l0 = normal2(d[0], d[1], 2.0, 1.5, 0.8), l[2], l12 = 0.0;
    SIMPSON(l[0], s, 400, pair_density(s, 0.0, d, 0.0));
    SIMPSON(l[1], t, 400, pair_density(0.0, t, d, 0.0));
    for (int i = 0; i < 400; i++)
        for (int j = 0; j < 400; j++) l12 += pair_density((i + 0.5)/400, (j + 0.5)/400, d, 1.2)/160000.0;
    near(x.out.log_bf_none[0], log(l[0]/l0), 1e-3);
    near(x.out.log_bf_none[1], log(l[1]/l0), 1e-3);
    near(x.out.log_bf_between[0*3 + 1], log(l[0]/l[1]), 1e-3);
    near(x.out.pair[0]/x.out.none, l12/l0*(0.1/0.9)*(0.1/0.9), 1e-3);
    // the first beside nothing or the second, against nothing or the second alone: with two conditions that is all there is
    near(x.out.log_bf[0], log((l[0] + 0.1/0.9*l12)/(l0 + 0.1/0.9*l[1])), 1e-3);
    done(&x);
}

// ---- ranges: a bound beside a correlated number, by integrating the joint density ----

static void bound_by_hand(void **state) {
    scene x;
    (void)state;
    start(&x, 2, 1);
    linear(&x, 0, 0, 3.0), linear(&x, 0, 1, 2.0);
    x.finding[0] = il_finding_number("a", 1.5, 1.0, 0.0, 0.0);
    x.finding[1] = il_finding_bound("b", 1.0, true, 1.0, 0.0, 0.0);
    x.cov[1] = x.cov[2] = 0.7;
    x.s.refine = 16;
    run(&x);
    double l0 = 0.0, l1 = 0.0, step = 0.002;
    for (double y = 1.0 + 0.5*step; y < 15.0; y += step) {
        double inner;
        l0 += step*normal2(1.5, y, 2.0, 2.0, 0.7);
        SIMPSON(inner, s, 50, normal2(1.5 - 3.0*s, y - 2.0*s, 2.0, 2.0, 0.7));
        l1 += step*inner;
    }
    near(x.out.log_bf_none[0], log(l1/l0), 1e-3);
    assert_int_equal(x.info.nrange, 1);
    done(&x);
}

// a sign says what the number would: far above the threshold with an error far below it, the bound's likelihood ratio is that of the tails
static void sign_and_grade_are_ranges(void **state) {
    double cut[3] = {1.0, 2.0, 4.0};
    (void)state;
    il_infer_finding a = il_finding_sign("t", true, 2.0, false, 0.5, 0.1);
    assert_true(a.form == IL_FINDING_RANGE && isinf(a.low) && a.high == 2.0);
    a = il_finding_sign("t", false, 2.0, false, 0.5, 0.1);
    assert_true(a.low == 2.0 && isinf(a.high));
    a = il_finding_grade("g", 0, 3, cut, 0.1, 0.0);
    assert_true(isinf(a.low) && a.high == 1.0);
    a = il_finding_grade("g", 2, 3, cut, 0.1, 0.0);
    assert_true(a.low == 2.0 && a.high == 4.0);
    a = il_finding_grade("g", 3, 3, cut, 0.1, 0.0);
    assert_true(a.low == 4.0 && isinf(a.high));
    a = il_finding_reduced("r", 40.0, 100.0, 10.0, 2.0, 0.0);
    near(a.value, 60.0, 1e-15);
    near(a.retest_sd, sqrt(36.0 + 100.0), 1e-15);
}

// kappa = 2 P(agree) - 1 for two raters cut at the middle; P(agree) by brute-force bivariate sum
static void kappa_becomes_an_error(void **state) {
    (void)state;
    for (double kappa = 0.2; kappa < 0.9; kappa += 0.3) {
        double r = il_rater_sd_from_kappa(kappa, 3.0), v = 9.0 + r*r, agree = 0.0, step = 0.05*sqrt(v);
        for (double a = step/2; a < 8*sqrt(v); a += step)
            for (double b = step/2; b < 8*sqrt(v); b += step) agree += 2.0*step*step*normal2(a, b, v, v, 9.0);
        near(2.0*agree - 1.0, kappa, 2e-3);
    }
}

// ---- limits and symmetries ----

static void nothing_known_leaves_the_prior(void **state) {
    scene x;
    (void)state;
    start(&x, 0, 3);
    run(&x);
    double odds = 1.0/9.0, sum = 1.0 + 3*odds + 3*odds*odds;
    near(x.out.none, 0.7/sum, 1e-12);
    near(x.out.single[1], 0.7*odds/sum, 1e-12);
    near(x.out.present[1], 0.1, 1e-12);
    near(x.out.present_low[1], 0.05, 1e-12);
    near(x.out.present_all_high[1], 0.2, 1e-12);
    near(x.out.undetermined, 0.3, 1e-12);
    near(x.out.log_bf[1], 0.0, 1e-10);
    assert_int_equal(x.info.status, IL_INFER_NO_FINDINGS);
    done(&x);
}

static void severity_to_zero_is_none(void **state) {
    double last = 1e9;
    (void)state;
    for (double size = 8.0; size > 0.001; size *= 0.1) {
        scene x;
        start(&x, 1, 1);
        linear(&x, 0, 0, size);
        x.finding[0].value = 6.0;
        run(&x);
        double bf = fabs(x.out.log_bf_none[0]);
        assert_true(bf < last);
        last = bf;
        done(&x);
    }
    assert_true(last < 0.02); // 6 x 0.004 / 2
}

// a finding that no condition moves says nothing between them, but may tell of something else
static void a_foreign_finding_changes_nothing_between_conditions(void **state) {
    scene x, y;
    (void)state;
    start(&x, 2, 2);
    linear(&x, 0, 0, 4.0), linear(&x, 1, 1, 3.0);
    x.finding[0].value = 3.0, x.finding[1].value = 0.5;
    run(&x);
    start(&y, 3, 2);
    linear(&y, 0, 0, 4.0), linear(&y, 1, 1, 3.0);
    y.finding[0].value = 3.0, y.finding[1].value = 0.5, y.finding[2].value = 17.0;
    run(&y);
    near(y.out.pair[0]/y.out.none, x.out.pair[0]/x.out.none, 1e-9);
    assert_true(y.out.undetermined > 0.9 && x.out.undetermined < 0.5); // something moved it
    for (int c = 0; c < 2; c++) {
        near(y.out.single[c]/y.out.none, x.out.single[c]/x.out.none, 1e-9);
        near(y.out.log_bf[c], x.out.log_bf[c], 0.35); // present beside what is not determined as well
    }
    done(&x), done(&y);
}

// a condition that moves nothing keeps its prior, however certain another one is, and whatever else is in the list
static void an_untouched_condition_keeps_its_prior(void **state) {
    scene x;
    (void)state;
    start(&x, 2, 4);
    linear(&x, 0, 0, 8.0), linear(&x, 1, 1, 5.0);
    x.finding[0].value = 7.0, x.finding[1].value = 0.2;
    run(&x);
    assert_true(x.out.present[0] > 0.8);
    near(x.out.present[2], 0.1, 1e-12);
    near(x.out.present_low[3], 0.05, 1e-12);
    near(x.out.log_bf[3], 0.0, 1e-12);
    double before = x.out.log_bf[1];
    x.prior[1] = (il_infer_prior){0.3, 0.2, 0.4}; // a Bayes factor does not depend on its own prior
    run(&x);
    near(x.out.log_bf[1], before, 1e-12);
    done(&x);
}

// three independent causes, two findings: b and c both explain the second. The full enumeration of all eight sets (the findings are
// independent, so its likelihoods are products) gives what "present" stands for; b and c share what either explains, and a third fits beside two
static void present_is_near_the_full_enumeration(void **state) {
    static const double at[][2] = {{3.5, 3.5}, {3.5, 0.0}, {0.0, 4.0}, {5.0, 7.0}, {0.5, -1.0}};
    (void)state;
    for (size_t k = 0; k < sizeof at/sizeof *at; k++) {
        scene x;
        start(&x, 2, 3);
        linear(&x, 0, 0, 5.0), linear(&x, 1, 1, 5.0), linear(&x, 2, 1, 4.5);
        x.s.refine = 16, x.s.undetermined_prior = 1e-12;
        for (int f = 0; f < 2; f++) x.finding[f].value = at[k][f];
        run(&x);
        double l1[2] = {normal(at[k][0], 2.0), 0.0}, l2[4] = {normal(at[k][1], 2.0), 0.0, 0.0, 0.0}, present[3] = {0}, all = 0.0;
        SIMPSON(l1[1], s, 400, normal(at[k][0] - 5.0*s, 2.0));
        SIMPSON(l2[1], s, 400, normal(at[k][1] - 5.0*s, 2.0));
        SIMPSON(l2[2], s, 400, normal(at[k][1] - 4.5*s, 2.0));
        for (int i = 0; i < 200; i++)
            for (int j = 0; j < 200; j++) l2[3] += normal(at[k][1] - 5.0*(i + 0.5)/200 - 4.5*(j + 0.5)/200, 2.0)/40000.0;
        for (int set = 0; set < 8; set++) {
            double w = l1[set & 1]*l2[set >> 1];
            for (int c = 0; c < 3; c++) w *= set >> c & 1 ? 0.1 : 0.9;
            all += w;
            for (int c = 0; c < 3; c++) present[c] += set >> c & 1 ? w : 0.0;
        }
        for (int c = 0; c < 3; c++) near(x.out.present[c], present[c]/all, 0.01);
        done(&x);
    }
}

// two sides: exchange right and left of data and effects, and the answers exchange
static void sides_swap(void **state) {
    scene x[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        start(&x[k], 3, 2);
        int r = k, l = 1 - k;
        x[k].finding[r].value = 3.0, x[k].finding[l].value = 0.3, x[k].finding[2].value = k ? -1.0 : 1.0;
        for (int i = 0; i < 2; i++) x[k].cov[i*3 + 2] = x[k].cov[6 + i] = (i == 0 ? 0.4 : -0.4); // mirrored with the sign of the third
        x[k].cov[1] = x[k].cov[3] = 0.5;
        linear(&x[k], r, r, 4.0), linear(&x[k], l, l, 4.0);
        linear(&x[k], r, 2, k ? -2.0 : 2.0), linear(&x[k], l, 2, k ? 2.0 : -2.0);
        run(&x[k]);
    }
    for (int k = 0; k < 2; k++) {
        near(x[0].out.present[k], x[1].out.present[1 - k], 1e-12);
        near(x[0].out.severity_mean[k], x[1].out.severity_mean[1 - k], 1e-12);
        near(x[0].out.contribution[k*3 + 2], x[1].out.contribution[(1 - k)*3 + 2], 1e-9);
    }
    assert_true(x[0].out.present[0] > x[0].out.present[1]);
    done(&x[0]), done(&x[1]);
}

static void more_effect_more_probable(void **state) {
    double last = 0.0;
    (void)state;
    for (double value = -2.0; value <= 5.0; value += 0.5) {
        scene x;
        start(&x, 2, 2);
        linear(&x, 0, 0, 5.0), linear(&x, 1, 1, 5.0);
        x.finding[0].value = value;
        run(&x);
        assert_true(x.out.present[0] > last);
        assert_true(x.out.present_low[0] < x.out.present[0] && x.out.present[0] < x.out.present_high[0]);
        assert_true(x.out.present_all_low[0] < x.out.present[0]);
        last = x.out.present[0];
        done(&x);
    }
    assert_true(last > 0.3);
}

// what nothing known explains goes to "not determined", not to the condition that points that way
static void the_unexplained_is_not_forced(void **state) {
    scene x;
    (void)state;
    start(&x, 2, 2);
    linear(&x, 0, 0, 5.0), linear(&x, 1, 1, 5.0);
    x.finding[0].value = 30.0;
    run(&x);
    assert_true(x.out.undetermined > 0.95);
    x.finding[0].value = -12.0;
    run(&x);
    assert_true(x.out.undetermined > 0.95 && x.out.log_bf[0] < 0.1);
    done(&x);
}

static void alike_conditions_are_tied(void **state) {
    scene x;
    (void)state;
    start(&x, 2, 3);
    linear(&x, 0, 0, 6.0), linear(&x, 1, 0, 6.3), linear(&x, 2, 1, 6.0);
    x.finding[0].value = 5.0;
    run(&x);
    assert_true(x.out.ntie >= 1);
    assert_int_equal(x.out.tie[0].a, 0);
    assert_int_equal(x.out.tie[0].b, 1);
    assert_true(x.out.tie[0].bayes_factor >= 1.0 && x.out.tie[0].bayes_factor < 3.0);
    for (int i = 0; i < x.out.ntie; i++) assert_false(x.out.tie[i].a == 0 && x.out.tie[i].b == 3); // 0 against none is separated
    done(&x);
}

static void exclusive_conditions_never_meet(void **state) {
    int   group[2] = {4, 4};
    scene x;
    (void)state;
    start(&x, 2, 2);
    linear(&x, 0, 0, 5.0), linear(&x, 1, 1, 5.0);
    x.finding[0].value = x.finding[1].value = 4.0;
    x.p.exclusive = group;
    run(&x);
    assert_true(x.out.pair[0] == 0.0);
    done(&x);
}

// ---- contributions: the same as running without the finding ----

static void contribution_is_the_difference(void **state) {
    scene x, y;
    (void)state;
    start(&x, 2, 2);
    linear(&x, 0, 0, 4.0), linear(&x, 0, 1, 2.0), linear(&x, 1, 1, 3.0);
    x.cov[1] = x.cov[2] = 0.6;
    x.finding[0].value = 3.0, x.finding[1].value = 0.2;
    x.s.undetermined_prior = 1e-12; // what that may move are the findings of the whole problem
    run(&x);
    start(&y, 1, 2);
    linear(&y, 0, 0, 4.0);
    y.finding[0].value = 3.0, y.s.undetermined_prior = 1e-12;
    run(&y);
    for (int c = 0; c < 2; c++) near(x.out.contribution[c*2 + 1], x.out.log_bf[c] - y.out.log_bf[c], 5e-3); // with half of the severities
    assert_true(x.out.contribution[0] > 0.0 && x.out.contribution[1] < 0.0); // the first speaks for condition 0, the second against
    done(&x), done(&y);
}

// ---- published accuracy ----

static void published_tests_multiply_odds(void **state) {
    scene  x;
    double present[2] = {0.8, IL_NAN};
    (void)state;
    start(&x, 0, 2);
    x.s.undetermined_prior = 1e-12;
    x.p.naccuracy = 1;
    x.accuracy[0] = (il_infer_accuracy){.name = "count", .group = "sij", .positive = true, .positive_absent = 0.2, .positive_present = present,
                                        .may_raise = true, .may_lower = true};
    run(&x);
    near(x.out.log_bf[0], log(4.0), 1e-9);
    near(x.out.log_bf[1], 0.0, 1e-9);
    near(x.out.contribution[0], log(4.0), 1e-9);
    x.accuracy[0].positive = false;
    run(&x);
    near(x.out.log_bf[0], log(0.25), 1e-9);
    x.accuracy[0].may_lower = false; // only recalled: may warn, may not reassure
    run(&x);
    near(x.out.log_bf[0], 0.0, 1e-9);
    x.accuracy[0] = (il_infer_accuracy){.name = "count", .group = "sij", .positive = true, .positive_absent = 0.001, .positive_present = present,
                                        .may_raise = true, .may_lower = true};
    run(&x);
    near(x.out.log_bf[0], log(20.0), 1e-9); // 800 is held at 20
    done(&x);
}

// two conditions that each suffice: 1 - P+ = (1 - P0) ((1-a)/(1-P0)) ((1-b)/(1-P0))
static void causes_join_as_noisy_or(void **state) {
    double present[2] = {0.6, 0.7};
    (void)state;
    near(ili_positive(0.1, present, -1, -1), 0.1, 1e-15);
    near(ili_positive(0.1, present, 1, -1), 0.7, 1e-15);
    near(ili_positive(0.1, present, 0, 1), 1.0 - 0.4*0.3/0.9, 1e-15);
}

// ---- next test ----

static double bits(double x) { return x > 0.0 ? -x*log2(x) : 0.0; }

static void gain_has_the_closed_forms(void **state) {
    scene  x;
    double present[1] = {0.9}, effect[NS], nothing[NS] = {0}, one = 0.0;
    (void)state;
    start(&x, 1, 1);
    x.s.undetermined_prior = 1e-12;
    x.s.refine = 16;
    x.prior[0] = (il_infer_prior){0.3, 0.2, 0.4};
    for (int s = 0; s < NS; s++) effect[s] = 6.0*five[s];
    x.p.ncandidate = 3;
    x.candidate[0] = (il_infer_candidate){.name = "published", .form = IL_CANDIDATE_ACCURACY, .positive_absent = 0.2, .positive_present = present};
    x.candidate[1] = (il_infer_candidate){.name = "angle", .form = IL_CANDIDATE_NUMBER, .person_var = 0.75, .sd = 0.5, .effect = effect};
    x.candidate[2] = (il_infer_candidate){.name = "idle", .form = IL_CANDIDATE_NUMBER, .person_var = 0.75, .sd = 0.5, .effect = nothing};
    x.finding[0].value = 0.0; // moves nothing
    run(&x);
    double p = 0.3, plus = p*0.9 + (1 - p)*0.2;
    near(x.out.gain[0], bits(plus) + bits(1 - plus) - p*(bits(0.9) + bits(0.1)) - (1 - p)*(bits(0.2) + bits(0.8)), 1e-9);
    for (double y = -8.0; y < 14.0; y += 0.01) {
        double with, without = normal(y, 1.0);
        SIMPSON(with, s, 200, normal(y - 6.0*s, 1.0));
        double all = p*with + (1 - p)*without;
        one += 0.01*(bits(all) - p*bits(with) - (1 - p)*bits(without));
    }
    near(x.out.gain[1], one, 2e-3);
    near(x.out.gain[2], 0.0, 1e-9);
    assert_true(x.out.gain_a[1] == 0 && x.out.gain_b[1] == 1);
    // a result that would not enter tells nothing: what is left is P(the other) times how far that one moves the hypotheses
    double of_positive = p*0.9*log2(0.9/plus) + (1 - p)*0.2*log2(0.2/plus), told[] = {x.out.gain[0], of_positive, x.out.gain[0] - of_positive, 0.0};
    for (int mute = 0; mute < 4; mute++) x.candidate[0].mute_negative = mute & 1, x.candidate[0].mute_positive = mute >> 1, run(&x), near(x.out.gain[0], told[mute], 1e-9);
    // as a sign at 3: less than the number, more than nothing
    x.candidate[1].form = IL_CANDIDATE_SIGN, x.candidate[1].threshold = 2.0;
    run(&x);
    assert_true(x.out.gain[1] > 0.05 && x.out.gain[1] < one);
    done(&x);
}

// a condition that moves nothing takes a short way; given an effect too small to matter it takes the long one: the same answers
static void silent_conditions_take_a_short_way(void **state) {
    double present[3] = {0.2, 0.2, 0.9}, out[2][64];
    double effect[2][3*NS] = {{0}};
    (void)state;
    for (int way = 0; way < 2; way++) {
        scene  x;
        int    n = 0;
        start(&x, 2, 3);
        linear(&x, 0, 0, 3.0);
        if (way) linear(&x, 1, 0, 1e-200), linear(&x, 2, 0, 1e-200);
        x.finding[0].value = 2.5, x.finding[1].value = 0.4;
        for (int s = 0; s < NS; s++) effect[0][s] = 2.0*five[s], effect[0][NS + s] = way ? 1e-200*five[s] : 0.0, effect[1][s] = five[s];
        x.p.naccuracy = 1, x.p.ncandidate = 3;
        x.accuracy[0] = (il_infer_accuracy){.name = "a", .group = "a", .positive = true, .positive_absent = 0.2, .positive_present = present, .may_raise = true, .may_lower = true};
        x.candidate[0] = (il_infer_candidate){.name = "n", .form = IL_CANDIDATE_NUMBER, .person_var = 1.0, .sd = 0.5, .effect = effect[0]};
        x.candidate[1] = (il_infer_candidate){.name = "s", .form = IL_CANDIDATE_SIGN, .person_var = 1.0, .sd = 0.5, .threshold = 0.5, .effect = effect[1]};
        x.candidate[2] = (il_infer_candidate){.name = "p", .form = IL_CANDIDATE_ACCURACY, .positive_absent = 0.2, .positive_present = present};
        run(&x);
        out[way][n++] = x.out.none, out[way][n++] = x.out.undetermined;
        for (int c = 0; c < 3; c++) {
            out[way][n++] = x.out.single[c], out[way][n++] = x.out.pair[c], out[way][n++] = x.out.present[c], out[way][n++] = x.out.log_bf[c];
            out[way][n++] = x.out.severity_mean[c], out[way][n++] = x.out.severity_p95[c], out[way][n++] = x.out.gain[c];
            for (int f = 0; f < 3; f++) out[way][n++] = x.out.contribution[c*3 + f];
        }
        assert_true(x.out.gain[0] > 0.01 && x.out.gain[1] > 0.01 && x.out.gain[2] > 0.01);
        x.s.threads = 3; // not a bit depends on them
        run(&x);
        for (int c = 0; c < 3; c++) assert_memory_equal(&x.out.contribution[c*3], &out[way][2 + 10*c + 7], 3*sizeof(double));
        assert_memory_equal(&x.out.none, &out[way][0], sizeof(double));
        if (way)
            for (int i = 0; i < n; i++) near(out[0][i], out[1][i], 1e-12);
        done(&x);
    }
}

// a test that repeats what is known, and shares its person variation, tells less than one that is new
static void known_findings_lower_the_gain(void **state) {
    scene  x;
    double effect[NS], tied[1] = {0.95};
    (void)state;
    start(&x, 1, 1);
    linear(&x, 0, 0, 4.0);
    for (int s = 0; s < NS; s++) effect[s] = 4.0*five[s];
    x.finding[0] = il_finding_number("a", 2.0, 0.3, 0.0, 0.0);
    x.p.ncandidate = 2;
    x.candidate[0] = (il_infer_candidate){.name = "again", .form = IL_CANDIDATE_NUMBER, .person_var = 1.0, .person_cov = tied, .sd = 0.6, .effect = effect};
    x.candidate[1] = (il_infer_candidate){.name = "new", .form = IL_CANDIDATE_NUMBER, .person_var = 1.0, .sd = 0.6, .effect = effect};
    run(&x);
    assert_true(x.out.gain[0] < 0.5*x.out.gain[1]);
    done(&x);
}

// ---- bad input, memory ----

static void bad_problems_are_refused(void **state) {
    scene x;
    (void)state;
#define FRESH() (start(&x, 2, 2), linear(&x, 0, 0, 4.0))
    FRESH(), x.finding[1].name = "f0", refused(&x, "twice");
    FRESH(), x.effect[0] = 0.5, refused(&x, "severity zero");
    FRESH(), x.cov[1] = 0.5, refused(&x, "symmetric");
    FRESH(), x.cov[1] = x.cov[2] = 9.0, refused(&x, "no covariance");
    FRESH(), x.prior[1].high = 0.01, refused(&x, "prior");
    FRESH(), x.prior[0].value = 0.0, refused(&x, "prior");
    FRESH(), x.finding[0].retest_sd = 0.0, refused(&x, "error");
    FRESH(), x.finding[0].value = IL_NAN, refused(&x, "no value");
    FRESH(), x.finding[0] = il_finding_bound("f0", IL_NAN, true, 1, 0, 0), refused(&x, "range");
    FRESH(), x.finding[0].name = NULL, refused(&x, "name");
    FRESH(), x.effect[7] = IL_NAN, refused(&x, "effect");
    FRESH(), x.s.undetermined_prior = 0.0, refused(&x, "settings");
    FRESH(), x.p.nfinding = 900, refused(&x, "0-64");
    FRESH();
    double present[2] = {0.5, 0.5}, density[2*NS] = {0};
    x.p.naccuracy = 2;
    x.accuracy[0] = (il_infer_accuracy){.name = "a", .group = "sij", .positive_absent = 0.2, .positive_present = present};
    x.accuracy[1] = (il_infer_accuracy){.name = "b", .group = "sij", .positive_absent = 0.2, .positive_present = present};
    refused(&x, "same structure");
    x.w = NULL, x.accuracy[1].group = "hip", x.accuracy[1].name = "f1", refused(&x, "enters once");
    x.w = NULL, x.accuracy[1].name = "b", x.accuracy[1].positive_absent = 1.0, refused(&x, "accuracy");
    FRESH(), x.p.severity_density = density, refused(&x, "density");
    FRESH(), x.p.severity = (const double[]){0.1, 0.2, 0.3, 0.4, 0.5}, refused(&x, "ascend");
}

static void no_memory_is_said_and_runs_allocate_nothing(void **state) {
    scene    x;
    il_error err = {0};
    (void)state;
    start(&x, 3, 3);
    linear(&x, 0, 0, 4.0);
    for (int n = 1; n <= 2; n++) {
        alloc_fail_at(n);
        assert_int_equal(il_infer_workspace_create(&x.p, &x.s, &x.w, &err), IL_NO_MEMORY);
        assert_null(x.w);
    }
    alloc_fail_at(0);
    assert_int_equal(il_infer_workspace_create(&x.p, &x.s, &x.w, &err), IL_OK);
    long before = alloc_count();
    assert_int_equal(il_infer(&x.p, &x.s, x.w, &x.out, &x.info, &err), IL_OK);
    assert_int_equal(alloc_count(), before);
    double first = x.out.present[0];
    assert_int_equal(il_infer(&x.p, &x.s, x.w, &x.out, &x.info, &err), IL_OK);
    assert_memory_equal(&first, &x.out.present[0], sizeof first); // the same bits again
    done(&x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cdf_inverts_the_quantile),
        cmocka_unit_test(box_reference_has_the_closed_forms),
        cmocka_unit_test(boxes_agree_with_the_reference),
        cmocka_unit_test(one_finding_by_hand),
        cmocka_unit_test(two_findings_by_hand),
        cmocka_unit_test(bound_by_hand),
        cmocka_unit_test(sign_and_grade_are_ranges),
        cmocka_unit_test(kappa_becomes_an_error),
        cmocka_unit_test(nothing_known_leaves_the_prior),
        cmocka_unit_test(severity_to_zero_is_none),
        cmocka_unit_test(a_foreign_finding_changes_nothing_between_conditions), cmocka_unit_test(a_wrong_number_by_hand),
        cmocka_unit_test(a_wrong_number_does_not_mislead_a_range), cmocka_unit_test(the_unknown_by_hand),
        cmocka_unit_test(an_untouched_condition_keeps_its_prior),
        cmocka_unit_test(present_is_near_the_full_enumeration),
        cmocka_unit_test(sides_swap),
        cmocka_unit_test(more_effect_more_probable),
        cmocka_unit_test(the_unexplained_is_not_forced),
        cmocka_unit_test(alike_conditions_are_tied),
        cmocka_unit_test(exclusive_conditions_never_meet),
        cmocka_unit_test(contribution_is_the_difference),
        cmocka_unit_test(published_tests_multiply_odds),
        cmocka_unit_test(causes_join_as_noisy_or),
        cmocka_unit_test(gain_has_the_closed_forms),
        cmocka_unit_test(silent_conditions_take_a_short_way),
        cmocka_unit_test(known_findings_lower_the_gain),
        cmocka_unit_test(bad_problems_are_refused),
        cmocka_unit_test(no_memory_is_said_and_runs_allocate_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// reasoning_brute.c - the program's own model by brute force: random severities, dense normal densities by the textbook
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "reasoning_model.h"

/// A normal density with a full covariance, by the textbook.
typedef struct normal {
    int    n;
    double factor[IL_INFER_MAX_FINDING][IL_INFER_MAX_FINDING], log_norm;
} normal;

static void lay_normal(const il_infer_problem *p, const double *wider, normal *z) {
    int n = z->n = p->nfinding;
    z->log_norm = -0.5*n*log(6.283185307179586);
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
            const il_infer_finding *f = &p->finding[i];
            double sum = p->person_cov[i*n + j];
            if (i == j) sum += f->retest_sd*f->retest_sd + f->rater_sd*f->rater_sd + f->model_sd*f->model_sd + (wider ? wider[i]*wider[i] : 0.0);
            for (int k = 0; k < j; k++) sum -= z->factor[i][k]*z->factor[j][k];
            z->factor[i][j] = i == j ? sqrt(sum) : sum/z->factor[j][j];
        }
        z->log_norm -= log(z->factor[i][i]);
    }
}

static double log_density(const normal *z, const il_infer_problem *p, const double *a) {
    double x[IL_INFER_MAX_FINDING], square = 0.0;
    for (int i = 0; i < z->n; i++) {
        x[i] = p->finding[i].value - p->baseline[i] - (a ? a[i] : 0.0);
        for (int k = 0; k < i; k++) x[i] -= z->factor[i][k]*x[k];
        x[i] /= z->factor[i][i];
        square += x[i]*x[i];
    }
    return z->log_norm - 0.5*square;
}

// not determined: every way to be moved by its own dense normal, the condition beside it by random severities
typedef struct ways {
    int     n;
    normal *z;
    double *log_share;
} ways;

static void add_way(const il_infer_problem *p, ways *x, double share, const double *wider) {
    x->log_share[x->n] = log(share);
    lay_normal(p, wider, &x->z[x->n++]);
}

static ways lay_ways(const il_infer_problem *p) {
    int     nf = p->nfinding, pairs = nf*(nf - 1)/2;
    size_t  most = (size_t)(1 + VM_SIZES*(nf + pairs + 1));
    ways    x = {.z = calloc(most, sizeof *x.z), .log_share = calloc(most, sizeof *x.log_share)};
    vm_unknown u;
    double  wider[IL_INFER_MAX_FINDING] = {0};
    if (!x.z || !x.log_share) abort();
    vm_lay_unknown(p, &u);
    add_way(p, &x, nf ? u.nothing : 1.0, wider);
    for (int k = 0; k < VM_SIZES && nf; k++) {
        for (int f = 0; f < nf; f++) wider[f] = vm_sizes[k]*sqrt(vm_variance(p, f));
        add_way(p, &x, u.some[2][k], wider);
        memset(wider, 0, sizeof wider);
        for (int f = 0; f < nf; f++) {
            wider[f] = vm_sizes[k]*sqrt(vm_variance(p, f));
            add_way(p, &x, u.some[0][k]/nf, wider);
            for (int g = f + 1; g < nf; g++) {
                wider[g] = vm_sizes[k]*sqrt(vm_variance(p, g));
                add_way(p, &x, u.some[1][k]/pairs, wider);
                wider[g] = 0.0;
            }
            wider[f] = 0.0;
        }
    }
    return x;
}

static double brute_ways(const il_infer_problem *p, const ways *x, const double *change) {
    double sum = -HUGE_VAL;
    for (int i = 0; i < x->n; i++) sum = vm_add_logs(sum, x->log_share[i] + log_density(&x->z[i], p, change));
    return sum;
}

// published accuracies as the program states its rule: capped, a direction that is only recalled may raise, never lower
static double brute_accuracies(const il_infer_problem *p, int a, int b) {
    double sum = 0.0;
    for (int i = 0; i < p->naccuracy; i++) {
        const il_infer_accuracy *x = &p->accuracy[i];
        double negative = 1.0 - x->positive_absent;
        if (a >= 0) negative *= (1.0 - x->positive_present[a])/(1.0 - x->positive_absent);
        if (b >= 0) negative *= (1.0 - x->positive_present[b])/(1.0 - x->positive_absent);
        double ratio = x->positive ? (1.0 - negative)/x->positive_absent : negative/(1.0 - x->positive_absent);
        ratio = fmin(fmax(ratio, 0.05), 20.0);
        if ((ratio > 1.0 && !x->may_raise) || (ratio < 1.0 && !x->may_lower)) ratio = 1.0;
        sum += log(ratio);
    }
    return sum;
}

// no number wrong, or one of them
static ways lay_numbers(const il_infer_problem *p) {
    size_t most = (size_t)p->nfinding + 1;
    ways   x = {.z = calloc(most, sizeof *x.z), .log_share = calloc(most, sizeof *x.log_share)};
    double wider[IL_INFER_MAX_FINDING] = {0}, sum = 1.0 + p->nfinding*vm_wrong_odds();
    if (!x.z || !x.log_share) abort();
    add_way(p, &x, 1.0/sum, wider);
    for (int f = 0; f < p->nfinding; f++) {
        wider[f] = sqrt(VM_WIDER*vm_variance(p, f));
        add_way(p, &x, vm_wrong_odds()/sum, wider);
        wider[f] = 0.0;
    }
    return x;
}

// severities drawn at random for each hypothesis, weighted by their density: one in each part of the line, of two in each part of the square
static double brute_hypothesis(const il_infer_problem *p, const ways *x, int a, int b, int samples, ili_random *r) {
    double sum = -HUGE_VAL, weight = 0.0, ea[IL_INFER_MAX_FINDING], eb[IL_INFER_MAX_FINDING];
    int    across = b < 0 ? samples : (int)ceil(sqrt(samples)), n = b < 0 ? samples : across*across;
    for (int i = 0; i < n; i++) {
        double s = (i%across + ili_random_uniform(r))/across, t = b < 0 ? 0.0 : (i/across + ili_random_uniform(r))/across, d = vm_density_at(p, a, s)*(b < 0 ? 1.0 : vm_density_at(p, b, t));
        vm_effect_at(p, a, s, ea);
        if (b >= 0) vm_effect_at(p, b, t, eb);
        for (int f = 0; f < p->nfinding && b >= 0; f++) ea[f] += eb[f];
        sum = vm_add_logs(sum, log(d) + brute_ways(p, x, ea));
        weight += d;
    }
    return sum - log(weight) + brute_accuracies(p, a, b);
}

// one condition beside what is not determined; none that moves nothing needs to be drawn
static double brute_beside(const il_infer_problem *p, const ways *x, int c, ili_random *r) {
    enum { DRAWS = 60 };
    double sum = -HUGE_VAL, weight = 0.0, change[IL_INFER_MAX_FINDING], least = 0.0;
    vm_effect_at(p, c, 1.0, change);
    for (int f = 0; f < p->nfinding; f++) least = fmax(least, fabs(change[f]));
    for (int i = 0; i < (least > 0.0 ? DRAWS : 1); i++) {
        double at = (i + ili_random_uniform(r))/DRAWS, d = vm_density_at(p, c, at); // one in each part
        vm_effect_at(p, c, least > 0.0 ? at : 0.0, change);
        sum = vm_add_logs(sum, log(d) + brute_ways(p, x, change));
        weight += d;
    }
    return sum - log(weight) + brute_accuracies(p, c, -1);
}

void vp_brute(const vp_case *c, int samples, ili_random *r, vp_posterior *q) {
    const double            undetermined = il_default_infer_settings().undetermined_prior;
    const il_infer_problem *p = &c->problem;
    int     nc = q->n = p->ncondition, each = samples/(nc + nc*(nc - 1)/2) + 1;
    double *log_pair = calloc(VP_CAUSES*VP_CAUSES/2, sizeof *log_pair), log_single[VP_CAUSES], known = vm_log_prior_none(p, undetermined);
    if (!log_pair) abort();
    memcpy(q->cause, c->of, sizeof(int)*(size_t)nc);
    ways   x = lay_ways(p), known_ways = lay_numbers(p);
    double other = vm_beside_share(p, -1) + brute_ways(p, &x, NULL);
    for (int a = 0; a < nc; a++) {
        other = vm_add_logs(other, vm_beside_share(p, a) + brute_beside(p, &x, a, r));
        log_single[a] = known + vm_log_odds(p, a) + brute_hypothesis(p, &known_ways, a, -1, each, r);
        for (int b = a + 1; b < nc; b++) {
            log_pair[il_infer_pair(nc, a, b)] = vm_excludes(p, a, b) ? -HUGE_VAL : known + vm_log_odds_pair(p, a, b) + brute_hypothesis(p, &known_ways, a, b, each, r);
        }
    }
    vp_normalise(q, log_single, log_pair, known + brute_ways(p, &known_ways, NULL), log(undetermined) + other);
    free(log_pair), free(known_ways.z), free(known_ways.log_share), free(x.z), free(x.log_share);
}

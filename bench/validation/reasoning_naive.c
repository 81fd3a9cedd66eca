// reasoning_naive.c - naive Bayes: every finding independent of every other, all published accuracies multiplied
//
// Two of them. Plain: readings are normal, and what is not determined moves nothing, everything by the largest effect of a condition or three times that, or
// one finding. Own: the program's own model of that and of wrong numbers, so that all that is left between the two is what findings have in common.
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "reasoning_model.h"

static bool same(const char *a, const char *b) { return strcmp(a, b) == 0; }

static double widest(const il_infer_problem *p, int f) {
    double top = 0.0;
    for (int i = 0; i < p->ncondition*p->nseverity; i++) top = fmax(top, fabs(p->effect[(size_t)i*(size_t)p->nfinding + (size_t)f]));
    return top;
}


enum { GRID = 7 };

/// Everything independent: variances, effects on a grid of severities.
typedef struct naive {
    int    nf, nc;
    double wrong_odds; ///< of a number that is plainly wrong; 0: none is
    double residual[IL_INFER_MAX_FINDING], variance[IL_INFER_MAX_FINDING];
    double effect[VP_CAUSES][GRID][IL_INFER_MAX_FINDING], weight[VP_CAUSES][GRID];
} naive;

static void lay_naive(const il_infer_problem *p, naive *n) {
    n->nf = p->nfinding, n->nc = p->ncondition;
    for (int f = 0; f < n->nf; f++) {
        const il_infer_finding *x = &p->finding[f];
        n->residual[f] = x->value - p->baseline[f];
        n->variance[f] = p->person_cov[f*n->nf + f] + x->retest_sd*x->retest_sd + x->rater_sd*x->rater_sd + x->model_sd*x->model_sd;
    }
    for (int c = 0; c < n->nc; c++) {
        double sum = 0.0;
        for (int g = 0; g < GRID; g++) {
            vm_effect_at(p, c, (g + 0.5)/GRID, n->effect[c][g]);
            sum += n->weight[c][g] = vm_density_at(p, c, (g + 0.5)/GRID);
        }
        for (int g = 0; g < GRID; g++) n->weight[c][g] /= sum;
    }
}

static double log_normals(const naive *n, const double *a) {
    double sum = 0.0;
    for (int f = 0; f < n->nf; f++) {
        double r = n->residual[f] - (a ? a[f] : 0.0);
        sum -= 0.5*(r*r/n->variance[f] + log(6.283185307179586*n->variance[f]));
    }
    return sum;
}

// at most one number is plainly wrong, if that is allowed for
static double log_independent(const naive *n, const double *a, const double *b) {
    double sum = 0.0, wrong = 1.0;
    for (int f = 0; f < n->nf; f++) {
        double r = n->residual[f] - (a ? a[f] : 0.0) - (b ? b[f] : 0.0);
        sum -= 0.5*(r*r/n->variance[f] + log(6.283185307179586*n->variance[f]));
        wrong += n->wrong_odds*exp(0.5*r*r/n->variance[f]*VM_WIDER/(1.0 + VM_WIDER))/sqrt(1.0 + VM_WIDER);
    }
    return sum + log(wrong/(1.0 + n->nf*n->wrong_odds));
}

static double naive_single(const naive *n, int a) {
    double sum = -HUGE_VAL;
    for (int g = 0; g < GRID; g++) sum = vm_add_logs(sum, log(n->weight[a][g]) + log_independent(n, n->effect[a][g], NULL));
    return sum;
}

static double naive_pair(const naive *n, int a, int b) {
    double sum = -HUGE_VAL;
    for (int g = 0; g < GRID*GRID; g++) {
        sum = vm_add_logs(sum, log(n->weight[a][g/GRID]*n->weight[b][g%GRID]) + log_independent(n, n->effect[a][g/GRID], n->effect[b][g%GRID]));
    }
    return sum;
}

// a quarter each: nothing moves, all findings wider by the largest effect, three times as wide, or one finding alone
static double naive_undetermined(const il_infer_problem *p, const naive *n) {
    naive  one = {.nf = 1, .wrong_odds = 0.0};
    double log_all[2] = {0}, log_one[IL_INFER_MAX_FINDING], none = log_independent(n, NULL, NULL), sum = -HUGE_VAL;
    int    moved = 0;
    for (int f = 0; f < n->nf; f++) {
        double wide = widest(p, f);
        one.residual[0] = n->residual[f];
        for (int k = 0; k < 2; k++) {
            one.variance[0] = n->variance[f] + wide*wide*(k ? 9.0 : 1.0);
            double x = log_independent(&one, NULL, NULL);
            log_all[k] += x;
            if (k == 0) continue;
            one.variance[0] = n->variance[f];
            if (wide > 0.0) log_one[moved++] = none - log_independent(&one, NULL, NULL) + x;
        }
    }
    if (!moved) return log_all[0];
    for (int i = 0; i < moved; i++) sum = vm_add_logs(sum, log_one[i] - log((double)moved));
    return vm_add_logs(vm_add_logs(sum, none), vm_add_logs(log_all[0], log_all[1])) - log(4.0);
}

// log of the mean over which findings are moved; `change` of a condition beside it, or NULL
static double naive_unknown(const naive *n, const vm_unknown *u, const double *change) {
    double none = log_normals(n, change), sum = log(u->nothing);
    for (int k = 0; k < VM_SIZES; k++) {
        double one = -HUGE_VAL, two = -HUGE_VAL, all = 0.0; // of what is moved by this size, over nothing moved; two: pairs with those before
        for (int f = 0; f < n->nf; f++) {
            double r = n->residual[f] - (change ? change[f] : 0.0), wide = 1.0 + vm_sizes[k]*vm_sizes[k];
            double more = 0.5*r*r/n->variance[f]*(1.0 - 1.0/wide) - 0.5*log(wide);
            two = vm_add_logs(two, one + more), one = vm_add_logs(one, more), all += more;
        }
        sum = vm_add_logs(sum, log(u->some[0][k]/n->nf) + one);
        if (n->nf > 1) sum = vm_add_logs(sum, log(u->some[1][k]*2.0/(n->nf*(n->nf - 1.0))) + two);
        sum = vm_add_logs(sum, log(u->some[2][k]) + all);
    }
    return none + (n->nf ? sum : 0.0);
}

// beside a condition: over its severities
static double naive_unknown_beside(const naive *n, const vm_unknown *u, int c) {
    double sum = -HUGE_VAL;
    for (int g = 0; g < GRID; g++) sum = vm_add_logs(sum, log(n->weight[c][g]) + naive_unknown(n, u, n->effect[c][g]));
    return sum;
}

// every recorded test by its published accuracy, whatever it has in common with others
static double naive_accuracies(const vp_world *w, const vp_exam *exam, int ncause, const int *cause) {
    double sum = 0.0;
    for (int i = 0; i < exam->nfinding; i++) {
        const il_finding *f = &exam->finding[i];
        int               test = il_find_test(w->k, f->test);
        double            negative = 1.0, absent = -1.0, from = 1.0;
        for (int r = 0; r < w->k->naccuracy; r++) {
            const il_accuracy *row = &w->k->accuracy[r];
            if (row->test != test) continue;
            absent = row->positive_absent;
            if (!isnan(row->positive_from)) from = row->positive_from;
            for (int c = 0; c < ncause; c++) {
                const ili_cause *x = &w->study.cause[cause[c]];
                bool             own = f->side == IL_SIDE_NONE || x->side == IL_SIDE_NONE || x->side == f->side;
                if (own && same(w->k->condition[x->condition].id, row->target)) negative *= (1.0 - row->positive_present)/(1.0 - absent);
            }
        }
        if (absent < 0.0) continue;
        bool   positive = f->value.known ? f->value.value >= from : f->result == IL_RESULT_POSITIVE;
        double given = fmin(fmax(1.0 - (1.0 - absent)*negative, 1e-6), 1.0 - 1e-6);
        sum += positive ? log(given) : log(1.0 - given);
    }
    return sum;
}

// log likelihood of what is not determined, as plain naive Bayes or as the program thinks of it; accuracies say nothing of it, but of one beside it
static double other_of(const vp_world *w, const vp_exam *exam, const vp_case *c, const naive *n, bool own) {
    const il_infer_problem *p = &c->problem;
    vm_unknown              u;
    double                  none = naive_accuracies(w, exam, 0, NULL), sum;
    if (!own) return naive_undetermined(p, n) + none;
    vm_lay_unknown(p, &u);
    sum = vm_beside_share(p, -1) + naive_unknown(n, &u, NULL) + none;
    for (int a = 0; a < p->ncondition; a++) sum = vm_add_logs(sum, vm_beside_share(p, a) + naive_unknown_beside(n, &u, a) + naive_accuracies(w, exam, 1, &c->of[a]));
    return sum;
}

void vp_naive(const vp_world *w, const vp_patient *patient, const vp_exam *exam, const vp_case *c, bool own, vp_posterior *q, vp_answer *out) {
    const double            undetermined = il_default_infer_settings().undetermined_prior;
    const il_infer_problem *p = &c->problem;
    naive  *n = calloc(1, sizeof *n);
    double *log_pair = calloc(VP_CAUSES*VP_CAUSES/2, sizeof *log_pair), log_single[VP_CAUSES], known = vm_log_prior_none(p, undetermined);
    if (!n || !log_pair) abort();
    lay_naive(p, n);
    n->wrong_odds = own ? vm_wrong_odds() : 0.0;
    double none = naive_accuracies(w, exam, 0, NULL);
    q->n = p->ncondition;
    memcpy(q->cause, c->of, sizeof(int)*(size_t)q->n);
    for (int a = 0; a < q->n; a++) {
        log_single[a] = known + vm_log_odds(p, a) + naive_single(n, a) + naive_accuracies(w, exam, 1, &q->cause[a]);
        for (int b = a + 1; b < q->n; b++) {
            int both[2] = {q->cause[a], q->cause[b]};
            log_pair[il_infer_pair(q->n, a, b)] = vm_excludes(p, a, b) ? -HUGE_VAL : known + vm_log_odds_pair(p, a, b) + naive_pair(n, a, b) + naive_accuracies(w, exam, 2, both);
        }
    }
    vp_normalise(q, log_single, log_pair, known + log_independent(n, NULL, NULL) + none, log(undetermined) + other_of(w, exam, c, n, own));
    vp_answer_from(patient, q, out);
    free(n), free(log_pair);
}


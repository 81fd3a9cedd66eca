// reasoning_model.c - the program's own model in plain formulas, written apart from the product: for naive Bayes and brute force
#include <math.h>
#include "reasoning_model.h"

static bool has_twin(const il_infer_problem *p, int c) { return p->twin && p->twin[c] >= 0; }

double vm_log_odds(const il_infer_problem *p, int c) {
    double alone, both;
    if (!has_twin(p, c)) return log(p->prior[c].value/(1.0 - p->prior[c].value));
    il_infer_twin_odds(p->prior[c].value, p->beside_twin[c], &alone, &both);
    return log(alone);
}

double vm_log_odds_pair(const il_infer_problem *p, int a, int b) {
    double alone, both;
    if (vm_excludes(p, a, b)) return -HUGE_VAL;
    if (!has_twin(p, a) || p->twin[a] != b) return vm_log_odds(p, a) + vm_log_odds(p, b);
    il_infer_twin_odds(p->prior[a].value, p->beside_twin[a], &alone, &both);
    return log(both);
}

bool vm_excludes(const il_infer_problem *p, int a, int b) { return p->exclusive[a] >= 0 && p->exclusive[a] == p->exclusive[b]; }

// log prior weight of none, with the sum of all known hypotheses at one less what is not determined
double vm_log_prior_none(const il_infer_problem *p, double undetermined) {
    double sum = 1.0;
    for (int a = 0; a < p->ncondition; a++) {
        sum += exp(vm_log_odds(p, a));
        for (int b = a + 1; b < p->ncondition; b++) sum += exp(vm_log_odds_pair(p, a, b));
    }
    return log((1.0 - undetermined)/sum);
}

// effect of a condition at a severity, between the simulated ones on a line
void vm_effect_at(const il_infer_problem *p, int c, double severity, double *out) {
    double x = severity*(p->nseverity - 1);
    int    low = x < p->nseverity - 2 ? (int)x : p->nseverity - 2;
    const double *e = p->effect + ((size_t)c*(size_t)p->nseverity + (size_t)low)*(size_t)p->nfinding;
    for (int f = 0; f < p->nfinding; f++) out[f] = e[f] + (x - low)*(e[p->nfinding + f] - e[f]);
}

double vm_density_at(const il_infer_problem *p, int c, double severity) {
    double x = severity*(p->nseverity - 1);
    int    low = x < p->nseverity - 2 ? (int)x : p->nseverity - 2;
    const double *d = p->severity_density + (size_t)c*(size_t)p->nseverity + low;
    return d[0] + (x - low)*(d[1] - d[0]);
}

double vm_add_logs(double a, double b) {
    double top = fmax(a, b);
    return top == -HUGE_VAL ? top : top + log(exp(a - top) + exp(b - top));
}

// ---- what is not determined: how many findings it moves and how far (docs/inference.md), written apart from the product ----

enum { MANY = 60 };
const double vm_sizes[VM_SIZES] = {1.0, 2.0, 4.0};

double vm_wrong_odds(void) {
    double share = il_default_infer_settings().wrong_share;
    return share/(1.0 - share);
}

double vm_variance(const il_infer_problem *p, int f) {
    const il_infer_finding *x = &p->finding[f];
    return p->person_cov[f*p->nfinding + f] + x->retest_sd*x->retest_sd + x->rater_sd*x->rater_sd + x->model_sd*x->model_sd;
}

void vm_lay_unknown(const il_infer_problem *p, vm_unknown *u) {
    *u = (vm_unknown){0};
    for (int c = 0; c < p->ncondition; c++) {
        double square[IL_INFER_MAX_FINDING] = {0}, change[IL_INFER_MAX_FINDING], weight = 0.0, energy = 0.0, fourth = 0.0, share = 0.9/p->ncondition;
        for (int i = 0; i < MANY; i++) {
            double d = vm_density_at(p, c, (i + 0.5)/MANY);
            vm_effect_at(p, c, (i + 0.5)/MANY, change);
            for (int f = 0; f < p->nfinding; f++) square[f] += d*change[f]*change[f]/vm_variance(p, f);
            weight += d;
        }
        for (int f = 0; f < p->nfinding; f++) energy += square[f]/weight, fourth += square[f]/weight*(square[f]/weight);
        double n = energy*energy/fmax(fourth, 1e-300), size = fourth > 0.0 ? sqrt(energy/n) : 0.0;
        int    step = size <= sqrt(2.0) ? 0 : size <= sqrt(8.0) ? 1 : 2, how = n < 1.5 ? 0 : n < 4.0 ? 1 : 2;
        if (size < 0.5) u->nothing += share;
        else u->some[how][step] += 0.75*share, u->some[how][step < 2 ? step + 1 : 2] += 0.25*share;
    }
    for (int k = 0; k < 3*VM_SIZES; k++) u->some[k/VM_SIZES][k%VM_SIZES] += 0.1/(3*VM_SIZES);
    for (int k = 0; k < VM_SIZES && p->nfinding < 2; k++) u->some[0][k] += u->some[1][k], u->some[1][k] = 0.0;
    double wrong = p->nfinding*vm_wrong_odds()/(1.0 + p->nfinding*vm_wrong_odds()); // one more is moved where a number is wrong
    for (int k = 0; k < VM_SIZES && p->nfinding > 1; k++) u->some[1][k] += wrong*u->some[0][k], u->some[0][k] *= 1.0 - wrong;
    u->some[0][2] += wrong*u->nothing, u->nothing *= 1.0 - wrong;
}

// prior weight of it with one condition beside, or none: in proportion to the odds
double vm_beside_share(const il_infer_problem *p, int c) {
    double sum = 1.0;
    for (int a = 0; a < p->ncondition; a++) sum += exp(vm_log_odds(p, a));
    return (c < 0 ? 0.0 : vm_log_odds(p, c)) - log(sum);
}


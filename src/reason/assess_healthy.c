// assess_healthy.c - what healthy people like this one read in a test that is simulated: the simulation, drawn to the published norm as far as the norm is the surer,
// and spread as far as the norm is spread
#include "reason/assess_private.h"
#include <math.h>
#include <string.h>

// what the simulation gets wrong it gets wrong alike on both sides and in everybody: that share of the variance of its discrepancy a norm tells of
static const double shared = 0.8;

// populations and protocols differ: the mean of another group of healthy people lies so many of their SDs away (assumed; twice as many where the norm is recalled)
static const double between_groups = 0.5;

static double square(double x) { return isnan(x) ? 0.0 : x*x; }

// the test that reads a quantity as a number
static int test_of_quantity(const il_knowledge *k, const char *quantity) {
    for (int t = 0; t < k->ntest; t++) {
        if (k->test[t].enters == IL_ENTER_SIMULATED && k->test[t].kind == IL_TEST_NUMBER && !k->test[t].mirrored && strcmp(k->test[t].quantity, quantity) == 0) return t;
    }
    return -1;
}

double ili_person_variance(const ili_assess *w, int slot) {
    double sum = 0.0;
    for (int v = 0; v < w->study.nvariation; v++) sum += square(w->study.variation[v*w->study.nslot + slot]);
    return sum;
}

// share of the way from the simulation to the norm: two estimates of one mean, weighed by their variances
static double weight_of_norm(const il_norm *norm, double model_variance) {
    double own = shared*model_variance, group = between_groups*norm->sd*(norm->status == IL_SOURCE_FOUND ? 1.0 : 2.0);
    double theirs = group*group + (norm->n > 0 ? norm->sd*norm->sd/norm->n : 0.0);
    return own/(own + theirs);
}

static void hear_norm(const ili_assess *w, int slot, const il_test *test, const il_norm *norm, ili_healthy *h) {
    double model = square(test->model_sd), simulated = ili_person_variance(w, slot) + (1.0 - shared)*model + square(test->retest_sd) + square(test->rater_sd);
    h->norm_weight = weight_of_norm(norm, model);
    h->reading += h->norm_weight*(norm->mean - w->study.baseline[slot]);
    h->more = fmax(0.0, norm->sd*norm->sd - simulated);
}

il_status ili_assess_healthy(ili_assess *w, il_error *err) {
    const ili_study    *s = &w->study;
    const il_knowledge *k = w->request->knowledge;
    const il_person    *p = &w->request->patient->person;
    ILI_ARRAY(w, w->healthy, s->nslot);
    for (int i = 0; i < s->nslot; i++) {
        int test = il_task_definition(s->task[s->slot[i].task])->held ? -1 : test_of_quantity(k, s->slot[i].quantity); // what is held depends on the body's own shape
        int norm = test < 0 ? -1 : il_find_norm(k, test, p->sex, p->age_years.known ? p->age_years.value : IL_NAN);
        w->healthy[i].reading = s->baseline[i];
        if (norm >= 0 && k->norm[norm].sd > 0.0 && k->test[test].model_sd > 0.0) hear_norm(w, i, &k->test[test], &k->norm[norm], &w->healthy[i]);
    }
    return IL_OK;
}

double ili_shared_variance(const ili_assess *w, int slot, double model_sd) { return shared*(model_sd*model_sd*(1.0 - w->healthy[slot].norm_weight) + w->healthy[slot].more); }

double ili_own_variance(const ili_assess *w, int slot, double model_sd) { return (1.0 - shared)*(model_sd*model_sd + w->healthy[slot].more); }

// assess_healthy.c - what healthy people like this one read in a test that is simulated: the simulation, drawn to the published norm as far as the norm is the surer,
// and spread as far as the norm is spread
#include "reason/assess_private.h"
#include <math.h>
#include <string.h>

static const double shared = IL_SHARED_DISCREPANCY;

static double square(double x) { return isnan(x) ? 0.0 : x*x; }

double ili_person_covariance(const ili_assess *w, int a, int b) {
    double sum = 0.0;
    for (int v = 0; v < w->study.nvariation; v++) sum += w->study.variation[v*w->study.nslot + a]*w->study.variation[v*w->study.nslot + b];
    return sum;
}

static void hear_norm(const ili_assess *w, int slot, const il_test *test, const il_norm *norm, double age, ili_healthy *h) {
    double model = square(test->model_sd), simulated = ili_person_covariance(w, slot, slot) + (1.0 - shared)*model + square(test->retest_sd) + square(test->rater_sd);
    h->norm_weight = il_norm_weight(test, norm, age);
    h->reading += h->norm_weight*(norm->mean - w->study.baseline[slot]);
    h->more = fmax(0.0, norm->sd*norm->sd - simulated);
}

il_status ili_assess_healthy(ili_assess *w, il_error *err) {
    const ili_study    *s = &w->study;
    const il_knowledge *k = w->request->knowledge;
    const il_person    *p = &w->request->patient->person;
    double              age = il_person_age(p);
    ILI_ARRAY(w, w->healthy, s->nslot);
    for (int i = 0; i < s->nslot; i++) {
        // what is held depends on the body's own shape
        const il_norm *norm = il_task_definition(s->task[s->slot[i].task])->held ? NULL : il_norm_of_quantity(k, s->slot[i].quantity, p->sex, age);
        w->healthy[i].reading = s->baseline[i];
        if (norm) hear_norm(w, i, &k->test[norm->test], norm, age, &w->healthy[i]);
    }
    return IL_OK;
}

static double shared_sd(const ili_assess *w, int slot, double model_sd) { return sqrt(shared*(model_sd*model_sd*(1.0 - w->healthy[slot].norm_weight) + w->healthy[slot].more)); }

double ili_shared_covariance(const ili_assess *w, int a, double model_sd_a, int b, double model_sd_b) {
    bool same = strcmp(w->study.slot[a].quantity, w->study.slot[b].quantity) == 0;
    return same ? shared_sd(w, a, model_sd_a)*shared_sd(w, b, model_sd_b) : 0.0;
}

double ili_own_variance(const ili_assess *w, int slot, double model_sd) { return (1.0 - shared)*(model_sd*model_sd + w->healthy[slot].more); }

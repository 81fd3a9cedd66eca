// patients_norms.c - what is published of healthy people, in the world of the simulated patients: its healthy people measured, as a norm study measures ours
#include <math.h>
#include <string.h>
#include "patients.h"

/// Readings of healthy people in one test.
typedef struct sample {
    int    n;
    double sum, square;
} sample;

static void add(sample *s, double x) {
    if (isnan(x)) return;
    s->n++, s->sum += x, s->square += x*x;
}

static double error_variance(const il_test *t) {
    double retest = isnan(t->retest_sd) ? 0.0 : t->retest_sd, rater = isnan(t->rater_sd) ? 0.0 : t->rater_sd;
    return retest*retest + rater*rater;
}

void vp_norms(vp_world *w, int n, const vp_patient *patient) {
    for (int i = 0; i < w->k->nnorm; i++) {
        il_norm       *norm = (il_norm *)(uintptr_t)&w->k->norm[i]; // the world's own copy of the knowledge
        const il_test *t = &w->k->test[norm->test];
        sample         s = {0};
        if (!norm->use || t->enters != IL_ENTER_SIMULATED || t->kind != IL_TEST_NUMBER || t->mirrored) continue;
        for (int side = t->sided ? IL_SIDE_RIGHT : IL_SIDE_NONE; side <= (t->sided ? IL_SIDE_LEFT : IL_SIDE_NONE); side++) {
            int slot = ili_study_slot(&w->study, t->quantity, (il_side)side);
            for (int p = 0; slot >= 0 && p < n; p++)
                if (patient[p].solved) add(&s, patient[p].healthy[slot]);
        }
        norm->use = s.n > 1;
        if (!norm->use) continue;
        norm->n = s.n, norm->age_min = 0.0, norm->age_max = 200.0, norm->mean = s.sum/s.n, norm->status = IL_SOURCE_FOUND;
        norm->sd = sqrt(fmax(s.square/s.n - norm->mean*norm->mean, 0.0) + error_variance(t));
    }
}

// patients_exam.c - what a clinician records of a simulated patient
#include <math.h>
#include <string.h>
#include "patients.h"

static bool same(const char *a, const char *b) { return strcmp(a, b) == 0; }

static double or_zero(double x) { return isnan(x) ? 0.0 : x; }

// ---- mechanical tests ----

// long tails: a normal over the root of a sum of five squares, scaled to a deviation of one
static double long_tailed(ili_random *r) {
    double sum = 0.0, z = ili_random_normal(r);
    for (int i = 0; i < 5; i++) {
        double x = ili_random_normal(r);
        sum += x*x;
    }
    return z/sqrt(sum/5.0)*sqrt(3.0/5.0);
}

// the angle to a degree, a length to a millimetre or half a centimetre, a force to 5 N
static double rounded(const il_test *t, double x) {
    double step = same(t->unit, "N") ? 5.0 : same(t->unit, "cm") ? 0.5 : 1.0, y = step*floor(x/step + 0.5);
    return fmin(fmax(y, isnan(t->min) ? y : t->min), isnan(t->max) ? y : t->max) + 0.0;
}

static void measure(const vp_world *w, const vp_patient *p, int test, il_side side, double bias, ili_random *r, bool done, vp_exam *out) {
    const il_test *t = &w->k->test[test];
    int            slot = ili_study_slot(&w->study, t->quantity, side);
    double         error = or_zero(t->rater_sd)*bias + or_zero(t->retest_sd)*long_tailed(r);
    if (!done || slot < 0 || !p->solved || isnan(p->with[slot])) return;
    out->finding[out->nfinding++] = (il_finding){.test = t->id, .side = side, .value = {true, rounded(t, p->with[slot] + error)}, .unit = t->unit,
                                                 .limited_by = IL_LIMITED_STRETCH};
}

// ---- tests known by their accuracy ----

// conditions of one side do not make the other side's tests positive
static bool own(const ili_cause *c, il_side side) { return side == IL_SIDE_NONE || c->side == IL_SIDE_NONE || c->side == side; }

double vp_positive(const vp_world *w, int test, il_side side, int ncause, const int *cause) {
    double negative = 1.0, absent = 0.0;
    for (int i = 0; i < w->k->naccuracy; i++) {
        const il_accuracy *row = &w->k->accuracy[i];
        if (row->test != test) continue;
        absent = w->accuracy[i].absent;
        for (int c = 0; c < ncause; c++) {
            const ili_cause *x = &w->study.cause[cause[c]];
            if (own(x, side) && same(w->k->condition[x->condition].id, row->target)) negative *= (1.0 - w->accuracy[i].present)/(1.0 - absent);
        }
    }
    return 1.0 - (1.0 - absent)*negative;
}

static const char *group_of(const vp_world *w, int test) {
    for (int i = 0; i < w->k->naccuracy; i++) {
        if (w->k->accuracy[i].test == test) return w->k->accuracy[i].group;
    }
    return NULL;
}

// what follows from other findings is not examined; every second test of a structure repeats what the first of it showed; it does not tell more
static void try_accuracy(const vp_world *w, const vp_patient *p, int test, il_side side, const char *group, int *first, ili_random *r, bool done, vp_exam *out) {
    const il_test *t = &w->k->test[test];
    bool           copy = ili_random_below(r, 2) == 0, positive = ili_random_uniform(r) < vp_positive(w, test, side, p->ntruth, p->truth);
    if (*first >= 0 && copy) positive = *first == 1;
    if (*first < 0) *first = positive;
    (void)group;
    if (!done) return;
    il_finding *f = &out->finding[out->nfinding++];
    *f = (il_finding){.test = t->id, .side = side, .limited_by = IL_LIMITED_NOT_RECORDED};
    if (t->kind == IL_TEST_SIGN) f->result = positive ? IL_RESULT_POSITIVE : IL_RESULT_NEGATIVE;
    else f->value = (il_fact){true, positive ? fmin(4.0, t->max) : 1.0}, f->unit = t->unit;
}

// ---- the exam ----

static bool is_first_of_group(const vp_world *w, int accuracy) {
    for (int i = 0; i < accuracy; i++) {
        if (same(w->k->accuracy[i].group, w->k->accuracy[accuracy].group)) return false;
    }
    return true;
}

static bool is_first_of_test(const vp_world *w, int accuracy) {
    for (int i = 0; i < accuracy; i++) {
        if (w->k->accuracy[i].test == w->k->accuracy[accuracy].test) return false;
    }
    return true;
}

static bool recorded(ili_random *plan) { return ili_random_uniform(plan) < 0.7; }

static void examine_group(const vp_world *w, const vp_patient *p, const char *group, il_side side, ili_random *plan, ili_random *r, bool planned, vp_exam *out) {
    int first = -1;
    for (int i = 0; i < w->k->naccuracy; i++) {
        int test = w->k->accuracy[i].test;
        if (!same(w->k->accuracy[i].group, group) || !is_first_of_test(w, i) || !w->k->test[test].proposable || w->k->test[test].sided == (side == IL_SIDE_NONE)) continue;
        bool done = recorded(plan) && planned;
        try_accuracy(w, p, test, side, group, &first, r, done, out);
    }
}

// weighed are simulated conditions, and those of which a test is recorded
static void mark_questions(const vp_world *w, vp_exam *out) {
    for (int c = 0; c < w->study.ncause; c++) {
        int condition = w->study.cause[c].condition;
        out->in_question[c] = w->k->condition[condition].simulated;
        for (int i = 0; i < out->nfinding; i++) out->in_question[c] |= il_test_targets(w->k, il_find_test(w->k, out->finding[i].test), condition);
    }
}

void vp_examine(const vp_world *w, const vp_patient *p, vp_exam *out) {
    ili_random plan = vp_random(w, p->number, VP_STREAM_PLAN), r = vp_random(w, p->number, VP_STREAM_ERROR);
    *out = (vp_exam){0};
    for (int i = 0; i < w->k->naccuracy; i++) {
        const char *group = w->k->accuracy[i].group;
        if (!is_first_of_group(w, i) || !w->k->test[w->k->accuracy[i].test].proposable) continue;
        bool always = same(group, "sacroiliac") || same(group, "iliac_crest"), planned = ili_random_below(&plan, 100) < VP_PLANNED_PERCENT || always;
        for (int side = IL_SIDE_NONE; side <= IL_SIDE_LEFT; side++) examine_group(w, p, group, (il_side)side, &plan, &r, planned, out);
    }
    mark_questions(w, out);
    for (int t = 0; t < w->k->ntest; t++) {
        const il_test *x = &w->k->test[t];
        if (x->enters != IL_ENTER_SIMULATED || x->kind != IL_TEST_NUMBER || !x->proposable) continue;
        double bias = ili_random_normal(&r); // of this rater in this test, on both sides
        for (int side = x->sided ? IL_SIDE_RIGHT : IL_SIDE_NONE; side <= (x->sided ? IL_SIDE_LEFT : IL_SIDE_NONE); side++) {
            bool done = recorded(&plan);
            measure(w, p, t, (il_side)side, bias, &r, done, out);
        }
    }
}

int vp_only(const vp_world *w, const vp_exam *from, vp_evidence kind, vp_exam *out) {
    *out = *from;
    out->nfinding = 0;
    for (int i = 0; i < from->nfinding; i++) {
        bool mechanics = group_of(w, il_find_test(w->k, from->finding[i].test)) == NULL;
        if (kind == VP_BOTH || mechanics == (kind == VP_MECHANICS)) out->finding[out->nfinding++] = from->finding[i];
    }
    return out->nfinding;
}

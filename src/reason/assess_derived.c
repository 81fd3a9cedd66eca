// assess_derived.c - findings that follow from what was recorded: leg pain from the drawing, a raise that pain below the knee stopped, two signs of one nerve root, age where it is
// published what it tells
//
// Each is a test of its own in data/tests (docs/inference.md); where it was recorded by hand, nothing is derived. What is not there says nothing: nobody draws what does not hurt
// as carefully as what does, and a screen with gaps excludes no root.
#include "reason/assess_private.h"
#include <string.h>

const il_finding *ili_finding_at(const ili_assess *w, int i) { return i < w->visit->nfinding ? &w->visit->finding[i] : &w->derived[i - w->visit->nfinding]; }

int ili_finding_count(const ili_assess *w) { return w->visit->nfinding + w->nderived; }

static const il_finding *recorded(const ili_assess *w, const char *test, il_side side) {
    for (int i = 0; i < w->visit->nfinding; i++) {
        const il_finding *f = &w->visit->finding[i];
        if (strcmp(f->test, test) == 0 && f->side == side) return f;
    }
    return NULL;
}

static bool is_known(const ili_assess *w, const char *test) { return il_find_test(w->request->knowledge, test) >= 0; }

static void derive(ili_assess *w, il_finding f) {
    if (!is_known(w, f.test) || recorded(w, f.test, f.side)) return;
    w->derived[w->nderived++] = f;
}

// ---- the drawing ----

static bool drawn_leg(const ili_assess *w, il_side side, bool below_knee) {
    const il_knowledge *k = w->request->knowledge;
    for (int i = 0; i < w->visit->pain.narea; i++) {
        const il_pain_area *area = &w->visit->pain.area[i];
        int                 region = il_find_region(k, area->region);
        bool                there = region >= 0 && (below_knee ? k->region[region].below_knee : k->region[region].leg);
        if (there && (area->side == side || area->side == IL_SIDE_BOTH)) return true;
    }
    return false;
}

static bool eases(const il_history *h, il_doing doing) {
    for (int i = 0; i < h->nposture; i++) {
        if (h->posture[i].posture == doing) return h->posture[i].effect == IL_EFFECT_BETTER;
    }
    return false;
}

// ---- the neurological screen ----

static bool is_reduced(const il_finding *f) { return f->result == IL_RESULT_REDUCED || f->reduced_by_percent.known; }

static double grade_of(const il_finding *f, double normal_from) { return f->value.known ? f->value.value : is_reduced(f) ? normal_from - 1.0 : normal_from; }

// pain, not the nerve
static bool held_back(const il_finding *f) { return f->limited_by == IL_LIMITED_LOCAL_PAIN || f->limited_by == IL_LIMITED_GUARDING; }

// Reduced, and weaker than on the other side: what is weak on both sides is no sign of one root. Reflexes and sensation fade with age and in polyneuropathy, so there the other side must have
// been examined; a key muscle of which nothing was recorded on the other side is strong there.
static bool is_sign(const ili_assess *w, const il_root_sign *x, il_side side) {
    const char       *test = w->request->knowledge->test[x->test].id;
    const il_finding *here = recorded(w, test, side), *there = recorded(w, test, side == IL_SIDE_RIGHT ? IL_SIDE_LEFT : IL_SIDE_RIGHT);
    if (!here || held_back(here) || (!there && x->kind != IL_ROOT_MUSCLE)) return false;
    double grade = grade_of(here, x->normal_from);
    return grade < x->normal_from && grade < (there ? grade_of(there, x->normal_from) : x->normal_from);
}

// the most signs of one root on a side
static int signs_of_one_root(const ili_assess *w, il_side side) {
    const il_knowledge *k = w->request->knowledge;
    int                 most = 0;
    for (int i = 0; i < k->nroot_sign; i++) {
        int n = 0;
        for (int j = 0; j < k->nroot_sign; j++) n += strcmp(k->root_sign[i].root, k->root_sign[j].root) == 0 && is_sign(w, &k->root_sign[j], side);
        if (n > most) most = n;
    }
    return most;
}

static bool stopped_below_knee(const ili_assess *w, il_side side) {
    const il_finding *f = recorded(w, "slr_deg", side);
    return f && f->limited_by == IL_LIMITED_PAIN_BELOW_KNEE;
}

// does a finding speak of a condition?
static bool spoken_of(const ili_assess *w, const char *condition) {
    const il_knowledge *k = w->request->knowledge;
    int                 c = il_find_condition(k, condition);
    for (int i = 0; c >= 0 && i < ili_finding_count(w); i++) {
        int test = il_find_test(k, ili_finding_at(w, i)->test);
        if (test >= 0 && il_test_targets(k, test, c)) return true;
    }
    return false;
}

void ili_assess_derive(ili_assess *w) {
    for (int s = 0; s < 2; s++) {
        il_side side = s ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
        int     signs = signs_of_one_root(w, side);
        if (drawn_leg(w, side, true)) derive(w, (il_finding){.test = "leg_pain_below_knee", .side = side, .result = IL_RESULT_POSITIVE});
        if (stopped_below_knee(w, side)) derive(w, (il_finding){.test = "slr", .side = side, .result = IL_RESULT_POSITIVE});
        if (signs >= 2) derive(w, (il_finding){.test = "nerve_root_signs", .side = side, .value = {true, signs}});
    }
    bool leg = drawn_leg(w, IL_SIDE_RIGHT, false) || drawn_leg(w, IL_SIDE_LEFT, false);
    // who asked for the leg's symptoms themselves knows better than the drawing
    if (leg && !recorded(w, "neurogenic_claudication", IL_SIDE_NONE) && eases(&w->visit->history, IL_DOING_BENDING)) derive(w, (il_finding){.test = "better_bending_forward", .result = IL_RESULT_POSITIVE});
    double age = il_person_age(&w->request->patient->person);
    if (spoken_of(w, "spinal_stenosis") && age > 0.0) derive(w, (il_finding){.test = "age_over_65", .result = age > 65.0 ? IL_RESULT_POSITIVE : IL_RESULT_NEGATIVE});
}

// assess_weak.c - postures that aggravate or ease, and where the pain lies, as weak evidence about the conditions
//
// Each is one finding with a likelihood ratio for every condition (docs/inference.md):
//   postures  log LR = half the mean of +-log(load of its structure in the posture / its median), + where the posture aggravates, - where it eases
//   pain      1.5 where the drawing supports its published pattern (assumed)
// held within log 1.5 and within half of what the condition's strongest test says. So a history never moves a condition that no test
// speaks of, and both together never say more than one test. It raises or says nothing: what reassures needs a source that was found, and none of
// these ratios has one.
#include "reason/assess_private.h"
#include <math.h>
#include <string.h>

static const double weak_cap = 1.5, pain_supported = 1.5;                          // assumed
static const double load_weight = 0.5, least_load = 0.1;                         // assumed; a load of nought is taken as a tenth of the median
// entered as a negative result: ratios multiply for two conditions (noisy-or), and 0.4 times 1.5 twice is still a probability
static const double positive_absent = 0.6;

enum { POSTURES, PAIN, NWEAK = ILI_WEAK };

static const struct { const char *test, *name, *note; } kinds[NWEAK] = {
    {"history_postures", "postures, better and worse", "weak evidence (simulated load)"},
    {"pain_drawing", "pain drawing", "weak evidence (pain pattern)"},
};

static const il_condition *condition_of(const ili_assess *w, int cause) { return &w->request->knowledge->condition[w->study.cause[cause].condition]; }

// ---- postures ----

static const il_posture_load *load_in(const il_knowledge *k, const char *structure, size_t n, il_doing doing) {
    for (int i = 0; i < k->nposture_load; i++) {
        const il_posture_load *x = &k->posture_load[i];
        if (strlen(x->structure) == n && strncmp(x->structure, structure, n) == 0 && (doing == IL_DOING_UNKNOWN || x->doing == (int)doing)) return x;
    }
    return NULL;
}

double ili_weak_postures(const il_knowledge *k, const char *structures, const il_history *h) {
    double sum = 0.0;
    int    n = 0;
    while (*structures && !load_in(k, structures, strcspn(structures, ";"), IL_DOING_UNKNOWN)) { // the first that has loads
        structures += strcspn(structures, ";");
        structures += *structures == ';';
    }
    for (int i = 0; *structures && i < h->nposture; i++) {
        const il_posture_load *x = load_in(k, structures, strcspn(structures, ";"), h->posture[i].posture);
        double sign = h->posture[i].effect == IL_EFFECT_WORSE ? 1.0 : h->posture[i].effect == IL_EFFECT_BETTER ? -1.0 : 0.0;
        if (!x || sign == 0.0) continue;
        sum += sign*load_weight*log(fmax(x->relative, least_load));
        n++;
    }
    return n ? fmin(fmax(sum/n, -log(weak_cap)), log(weak_cap)) : 0.0;
}

// ---- pain ----

double ili_weak_pain(const il_pain_match *m) {
    if (!m->drawn || !*m->structure) return 0.0; // nothing drawn, or no published pattern
    return m->link == IL_LINK_SUPPORTED ? log(pain_supported) : 0.0;
}

// ---- how much the tests allow ----

// a ratio below one is taken as one
static double within(double x, double bound) { return fmin(fmax(x, 0.0), bound); }

// half of the strongest contribution of a test to each condition: one inference without the history. What the findings say is kept for the one with it
static il_status allowances(ili_assess *w, const il_infer_settings *settings, double *allowed, il_error *err) {
    il_infer_problem  tests = w->problem;
    il_infer_solution s;
    il_infer_info     info;
    il_infer_settings brief = *settings;
    int               n = tests.nfinding + tests.naccuracy;
    tests.ncandidate = 0, brief.brief = 1;
    ILI_TRY(il_infer(&tests, &brief, w->workspace, &s, &info, err));
    for (int c = 0; c < tests.ncondition; c++)
        for (int i = 0; i < n; i++) allowed[c] = fmax(allowed[c], 0.5*fabs(s.contribution[c*n + i]));
    return IL_OK;
}

// a finding enters once: of the conditions that it speaks of by published accuracy, what was taken from the history says nothing more
static bool told_by(const ili_assess *w, const char *test, int cause) {
    const ili_cause *c = &w->study.cause[cause];
    for (int i = 0; i < ili_finding_count(w); i++) {
        il_side side = ili_finding_at(w, i)->side;
        bool    own = side == IL_SIDE_NONE || c->side == IL_SIDE_NONE || side == c->side;
        if (w->entry[i].accuracy >= 0 && own && strcmp(ili_finding_at(w, i)->test, test) == 0 && il_test_targets(w->request->knowledge, w->entry[i].test, c->condition)) return true;
    }
    return false;
}

// ---- the two findings ----

static const char *words_of(ili_assess *w, int kind, int ndrawn) {
    int n = kind == PAIN ? ndrawn : w->visit->history.nposture;
    return il_assessment_text(w->a, "%d %s%s", n, kind == PAIN ? "region" : "posture", n == 1 ? "" : "s");
}

// a row among the findings, whether or not it moves anything
static void tell(ili_assess *w, int kind, int ndrawn, int accuracy) {
    int i = w->a->nfinding++;
    w->entry[i] = (ili_entry){.test = -1, .slot = -1, .infer = -1, .accuracy = accuracy};
    w->a->finding[i] = (il_assessed_finding){.test = kinds[kind].test, .name = kinds[kind].name, .word = words_of(w, kind, ndrawn),
                                             .use = accuracy < 0 ? IL_USE_NONE : IL_USE_WEAK,
                                             .use_note = accuracy < 0 ? "recorded; weak evidence only shades what a test says, and none speaks of a condition that it could" : kinds[kind].note};
}

static il_status enter(ili_assess *w, int kind, int ndrawn, const double *log_ratio, il_error *err) {
    double *present = NULL;
    bool    moves = false;
    ILI_ARRAY(w, present, w->study.ncause);
    for (int c = 0; c < w->study.ncause; c++) {
        present[c] = 1.0 - (1.0 - positive_absent)*exp(log_ratio[c]);
        if (log_ratio[c] == 0.0) present[c] = positive_absent;
        moves = moves || log_ratio[c] != 0.0;
    }
    tell(w, kind, ndrawn, moves ? w->naccuracy : -1);
    if (!moves) return IL_OK;
    w->accuracy[w->naccuracy++] = (il_infer_accuracy){.name = kinds[kind].test, .group = kinds[kind].test, .positive = false, .positive_absent = positive_absent,
                                                      .positive_present = present, .may_raise = true, .may_lower = false};
    return IL_OK;
}

il_status ili_assess_weak(ili_assess *w, il_infer_settings *settings, const il_drawn_region *drawn, int ndrawn, il_error *err) {
    const il_knowledge *k = w->request->knowledge;
    double             *allowed = NULL, *ratio[NWEAK] = {NULL};
    bool                recorded[NWEAK] = {w->visit->history.nposture > 0, ndrawn > 0};
    if (!recorded[POSTURES] && !recorded[PAIN]) return IL_OK;
    ILI_ARRAY(w, allowed, w->study.ncause);
    for (int i = 0; i < NWEAK; i++) ILI_ARRAY(w, ratio[i], w->study.ncause);
    if (w->nfinding + w->naccuracy > 0) {
        ILI_TRY(allowances(w, settings, allowed, err));
        settings->same_findings = 1;
    }
    for (int c = 0; c < w->study.ncause; c++) {
        const char   *structures = condition_of(w, c)->structures;
        il_pain_match match = il_match_pain(k, structures, w->study.cause[c].side, drawn, ndrawn);
        if (!told_by(w, "better_bending_forward", c)) ratio[POSTURES][c] = within(ili_weak_postures(k, structures, &w->visit->history), allowed[c]);
        if (!told_by(w, "leg_pain_below_knee", c)) ratio[PAIN][c] = within(ili_weak_pain(&match), allowed[c]);
    }
    for (int i = 0; i < NWEAK; i++)
        if (recorded[i]) ILI_TRY(enter(w, i, ndrawn, ratio[i], err));
    w->problem.naccuracy = w->naccuracy;
    return IL_OK;
}
